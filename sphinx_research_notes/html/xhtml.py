"""Raw HTML in e-books: their pages are XML, and what authors write as HTML need not be.

Sphinx copies raw HTML into the pages of an e-book as it is (``visit_raw`` of docutils, up to docutils 0.22
and Sphinx 9), where one ``<br>`` makes the page unreadable. A page that is no XML is read as HTML here and
written as XML. When they do that by themselves, this can go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError, ParserCreate

from ..build.site import site_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_XHTML = "http://www.w3.org/1999/xhtml"
_EPUB = "http://www.idpf.org/2007/ops"
_NAMESPACES = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
_XLINK = "http://www.w3.org/1999/xlink"

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Elements that end a paragraph in which they begin.
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
     "hgroup", "hr", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "ul")
)  # fmt: skip
_PARTS = frozenset(("caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th"))


def _ends(names: str, ended: str, walls: str) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    return dict.fromkeys(names.split(), (frozenset(ended.split()), frozenset(walls.split())))


#: What an element ends when it begins, and the elements out of which it does not reach.
_ENDS = {
    **_ends(" ".join(_BLOCKS), "p", "button table td th caption object"),
    **_ends("li", "li p", "ul ol menu table td th"),
    **_ends("dt dd", "dt dd p", "dl table td th"),
    **_ends("td th", "td th caption colgroup", "tr table"),
    **_ends("tr", "tr td th caption colgroup", "table"),
    **_ends("thead tbody tfoot", " ".join(_PARTS), "table"),
    **_ends("option optgroup", "option", "select datalist"),
    **_ends("rt rp", "rt rp", "ruby"),
}
#: Out of these no end tag reaches, but those of the parts of a table.
_WALLS = frozenset(("table", "td", "th", "caption", "object", "template", "svg", "math"))

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
#: None has a dot: that of ``src=a b.png`` is a mistake.
_ATTRIBUTE = re.compile(r"(?:(?:xml|epub|xlink):)?[A-Za-z_][A-Za-z0-9_-]*")
_WRITTEN_NAME = re.compile(r"[^\s\"'<>/=]+")
#: What XML cannot hold at all.
_IMPOSSIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_xml(markup: str) -> bool:
    """Whether *markup* can stand in the page of an e-book as it is."""
    parser, names = ParserCreate(namespace_separator=" "), set()
    parser.StartElementHandler = lambda name, attributes: names.add(name)
    try:
        parser.Parse(f'<x xmlns="{_XHTML}" xmlns:epub="{_EPUB}">{markup}</x>', True)
    except (ExpatError, UnicodeError):
        return False
    # As a browser has it, these are in a namespace of their own without saying so.
    return names.isdisjoint(f"{_XHTML} {name}" for name in _NAMESPACES)


def to_xml(markup: str) -> str:
    """*markup*, read as browsers read HTML, as well-formed XML; what is XML stays as it is."""
    if is_xml(markup):
        return markup
    writer = _Writer()
    writer.feed(markup)
    writer.close()
    return writer.text()


@dataclass(frozen=True, slots=True)
class _Open:
    """An element whose end has not come."""

    #: In lower case, as HTML has it.
    name: str
    written: str
    #: Whether it is SVG or MathML, or stands in some.
    foreign: bool


class _Writer(HTMLParser):
    """Writes what it reads as XML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[_Open] = []

    def text(self) -> str:
        """What was written, everything ended."""
        self._close(0)
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, closed=False)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, closed=True)

    def _start(self, tag: str, attrs: list[tuple[str, str | None]], *, closed: bool) -> None:
        foreign = tag in _NAMESPACES or bool(self._open and self._open[-1].foreign)
        raw = self.get_starttag_text() or ""
        names = _WRITTEN_NAME.findall(raw[1:]) or [tag]
        written = names[0] if foreign else tag
        if not _NAME.fullmatch(written):
            return  # Such as Word's <o:p>: what it holds stays.
        if not foreign:
            self._end_implied(tag)
        known = {name.lower(): name for name in names[1:]} if foreign else {}
        given = {known.get(name, name): value or "" for name, value in reversed(attrs)}
        self._parts.append(f"<{written}{_attributes(tag, dict(reversed(given.items())))}")
        if closed if foreign else tag in _VOID:
            self._parts.append(" />")
        else:
            self._parts.append(">")
            self._open.append(_Open(tag, written, foreign))

    def _end_implied(self, tag: str) -> None:
        """End what *tag* ends by beginning."""
        ended, walls = _ENDS.get(tag, (frozenset(), frozenset()))
        place = last = len(self._open)
        while place and ended and self._open[place - 1].name not in walls:
            place -= 1
            if self._open[place].name in ended:
                last = place
        self._close(last)

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            self._parts.append("<br />")
            return
        for place in range(len(self._open) - 1, -1, -1):
            name = self._open[place].name
            if name == tag:
                self._close(place)
                return
            if name in _WALLS and (tag not in _PARTS | {"table"} or name == "table"):
                return

    def _close(self, place: int) -> None:
        while len(self._open) > place:
            self._parts.append(f"</{self._open.pop().written}>")

    def handle_data(self, data: str) -> None:
        self._parts.append(escape(_IMPOSSIBLE.sub("", data), quote=False))

    def handle_comment(self, data: str) -> None:
        said = _IMPOSSIBLE.sub("", data).replace("--", "- -")
        self._parts.append(f"<!--{said}{' ' if said.endswith('-') else ''}-->")


def _attributes(tag: str, given: dict[str, str]) -> str:
    """The attributes of an element; those that have no name in XML are left out."""
    kept = {name: _IMPOSSIBLE.sub("", value) for name, value in given.items() if _ATTRIBUTE.fullmatch(name)}
    if kept.get("xmlns", _XHTML) not in {_XHTML, *_NAMESPACES.values()}:
        del kept["xmlns"]
    if tag in _NAMESPACES:
        kept["xmlns"] = _NAMESPACES[tag]
    if any(name.startswith("xlink:") for name in kept):
        kept["xmlns:xlink"] = _XLINK
    return "".join(f' {name}="{escape(value)}"' for name, value in sorted(kept.items(), key=_namespace_first))


def _namespace_first(attribute: tuple[str, str]) -> bool:
    return not attribute[0].startswith("xmlns")


def write_body_as_xml(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: mend the text of a page of an e-book with notes, where that is no XML."""
    if app.builder.name == "epub" and context.get("body") and site_of(app.env).has_notes:
        context["body"] = to_xml(str(context["body"]))
