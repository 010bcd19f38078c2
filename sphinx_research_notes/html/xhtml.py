"""Convert the pages of e-books, which have to be XML, from HTML to XML.

Sphinx copies raw HTML into e-books unchanged (``visit_raw`` of docutils, up to docutils 0.22 and Sphinx 9),
so that a single ``<br>`` makes a page unreadable. Pages that are not XML are parsed as HTML here and
serialized as XML. This can be removed once Sphinx or docutils does the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError, ParserCreate

from ..build.site import site_of
from ..model.characters import NOT_XML

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_XHTML = "http://www.w3.org/1999/xhtml"
_EPUB = "http://www.idpf.org/2007/ops"
_NAMESPACES = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
_XLINK = "http://www.w3.org/1999/xlink"

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Elements whose start tag closes an open paragraph.
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
     "hgroup", "hr", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "ul")
)  # fmt: skip
_TABLE_PARTS = frozenset(("caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th"))


def _closes(names: str, closed: str, scopes: str) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    return dict.fromkeys(names.split(), (frozenset(closed.split()), frozenset(scopes.split())))


#: The elements a start tag implicitly closes, and those beyond which it closes none.
_IMPLIED_ENDS = {
    **_closes(" ".join(_BLOCKS), "p", "button table td th caption object"),
    **_closes("li", "li p", "ul ol menu table td th"),
    **_closes("dt dd", "dt dd p", "dl table td th"),
    **_closes("td th", "td th caption colgroup", "tr table"),
    **_closes("tr", "tr td th caption colgroup", "table"),
    **_closes("thead tbody tfoot", " ".join(_TABLE_PARTS), "table"),
    **_closes("option optgroup", "option", "select datalist"),
    **_closes("rt rp", "rt rp", "ruby"),
}
#: Elements beyond which an end tag closes nothing, unless it is that of a table or a part of one.
_SCOPES = frozenset(("table", "td", "th", "caption", "object", "template", "svg", "math"))

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
#: Attribute names may not contain dots, which come from missing quotes as in ``src=a b.png``.
_ATTRIBUTE = re.compile(r"(?:(?:xml|epub|xlink):)?[A-Za-z_][A-Za-z0-9_-]*")
_SOURCE_NAME = re.compile(r"[^\s\"'<>/=]+")
#: Characters that are not allowed in XML.
_ILLEGAL = re.compile(f"[{NOT_XML}]")


def is_xml(markup: str) -> bool:
    """Return whether *markup* can be used in an e-book unchanged."""
    parser, names = ParserCreate(namespace_separator=" "), set()
    parser.StartElementHandler = lambda name, attributes: names.add(name)
    try:
        parser.Parse(f'<x xmlns="{_XHTML}" xmlns:epub="{_EPUB}">{markup}</x>', True)
    except (ExpatError, UnicodeError):
        return False
    # HTML parsers put these elements into namespaces of their own, which XML has to declare.
    return names.isdisjoint(f"{_XHTML} {name}" for name in _NAMESPACES)


def to_xml(markup: str) -> str:
    """Parse *markup* as browsers parse HTML, and return it as well-formed XML; XML is returned unchanged."""
    if is_xml(markup):
        return markup
    writer = _Writer()
    writer.feed(markup)
    writer.close()
    return writer.text()


@dataclass(frozen=True, slots=True)
class _Open:
    """An open element."""

    #: In lower case, as in HTML.
    name: str
    #: With the case of the source, which matters in SVG and MathML.
    source_name: str
    #: Whether it is in an SVG or MathML element, or is one.
    foreign: bool


class _Writer(HTMLParser):
    """Parse HTML and serialize it as XML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[_Open] = []

    def text(self) -> str:
        """Close all open elements and return the XML."""
        self._close(0)
        return "".join(self._parts)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs, closed=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]], *, closed: bool = False) -> None:
        foreign = tag in _NAMESPACES or bool(self._open and self._open[-1].foreign)
        raw = self.get_starttag_text() or ""
        source_names = _SOURCE_NAME.findall(raw[1:]) or [tag]
        source_name = source_names[0] if foreign else tag
        if not _NAME.fullmatch(source_name):
            return  # Drop tags such as Word's <o:p>, but keep their contents.
        if not foreign:
            self._close_implied(tag)
        by_lower = {name.lower(): name for name in source_names[1:]} if foreign else {}
        attributes = {by_lower.get(name, name): value or "" for name, value in reversed(attrs)}
        self._parts.append(f"<{source_name}{_attributes(tag, dict(reversed(attributes.items())))}")
        if closed if foreign else tag in _VOID:
            self._parts.append(" />")
        else:
            self._parts.append(">")
            self._open.append(_Open(tag, source_name, foreign))

    def _close_implied(self, tag: str) -> None:
        """Close the elements that a start tag *tag* implicitly closes."""
        closed, scopes = _IMPLIED_ENDS.get(tag, (frozenset(), frozenset()))
        depth = outermost = len(self._open)
        while depth and closed and self._open[depth - 1].name not in scopes:
            depth -= 1
            if self._open[depth].name in closed:
                outermost = depth
        self._close(outermost)

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            self._parts.append("<br />")
            return
        for depth in range(len(self._open) - 1, -1, -1):
            name = self._open[depth].name
            if name == tag:
                self._close(depth)
                return
            if name in _SCOPES and (tag not in _TABLE_PARTS | {"table"} or name == "table"):
                return

    def _close(self, depth: int) -> None:
        """Close open elements until only *depth* of them are left."""
        while len(self._open) > depth:
            self._parts.append(f"</{self._open.pop().source_name}>")

    def handle_data(self, data: str) -> None:
        self._parts.append(escape(_ILLEGAL.sub("", data), quote=False))

    def handle_comment(self, data: str) -> None:
        comment = _ILLEGAL.sub("", data).replace("--", "- -")
        self._parts.append(f"<!--{comment}{' ' if comment.endswith('-') else ''}-->")


def _attributes(tag: str, values: dict[str, str]) -> str:
    """Return the attributes of an element, without those whose names are not valid in XML."""
    valid = {name: _ILLEGAL.sub("", value) for name, value in values.items() if _ATTRIBUTE.fullmatch(name)}
    if valid.get("xmlns", _XHTML) not in {_XHTML, *_NAMESPACES.values()}:
        del valid["xmlns"]
    if tag in _NAMESPACES:
        valid["xmlns"] = _NAMESPACES[tag]
    if any(name.startswith("xlink:") for name in valid):
        valid["xmlns:xlink"] = _XLINK
    # Namespaces come first.
    ordered = sorted(valid.items(), key=lambda attribute: not attribute[0].startswith("xmlns"))
    return "".join(f' {name}="{escape(value)}"' for name, value in ordered)


def write_body_as_xml(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: convert the body of a page to XML, in e-books with notes."""
    if app.builder.name == "epub" and context.get("body") and site_of(app.env).has_notes:
        context["body"] = to_xml(str(context["body"]))
