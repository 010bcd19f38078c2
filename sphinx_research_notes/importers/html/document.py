"""A text in HTML while it is turned into MyST: its tree, and the findings with their lines."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from ..records import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Set

    from bs4.element import PageElement

#: Names of the elements that stand for a text in MyST: between paragraphs, and within one.
BLOCK, INLINE = "myst-block", "myst-inline"
_TEXT = "data-text"

_TAG = re.compile(r"<(?P<end>/)?(?P<name>[A-Za-z][\w-]*)(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*>")
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Elements that end where one of the name before the colon begins.
_ENDED_BY = {
    "p": {"p"}, "li": {"p", "li"}, "dt": {"p", "dt", "dd"}, "dd": {"p", "dt", "dd"},
    "tr": {"p", "tr", "td", "th"}, "td": {"p", "td", "th"}, "th": {"p", "td", "th"}, "option": {"option"},
}  # fmt: skip
#: An empty element that is closed as in XML, with or without attributes.
_CLOSED = re.compile(
    r"<(area|br|col|embed|hr|img|input|source|track|wbr)"
    r"((?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?[\s\"'])?)/>",
    re.IGNORECASE,
)


#: As deep as elements may be in each other; nobody sees the difference in what is deeper.
_DEEPEST = 100


class _Element(Tag):
    """An element that finds its children where it found the one before.

    BeautifulSoup looks through all children for each change: a long list would take minutes.
    """

    _found = 0

    def index(self, element: PageElement) -> int:
        """Return the place of *element* among the children; raises ValueError."""
        children = self.contents
        for step in range(len(children) + 1):
            for place in (self._found + step, self._found - step):
                if 0 <= place < len(children) and children[place] is element:
                    self._found = place
                    return place
        # The place before may be beyond the end by now.
        self._found = 0
        return super().index(element)


class _Tree(_Element, BeautifulSoup):
    """A tree whose elements are such ones."""


def parsed(html: str) -> BeautifulSoup:
    """Return the tree of *html*, without elements that are too deep in others.

    Before version 4.15, BeautifulSoup put what follows ``<br>`` and ``<br/>`` inside the second of them.
    """
    # What has no end is text; Python's parser would look for the end again and again.
    end = html.rfind(">") + 1
    html = html[:end] + html[end:].replace("<", "&lt;")
    last = html.rfind("-->")
    html = html[: last + 1] + html[last + 1 :].replace("<!--", "&lt;!--")
    html = _CLOSED.sub(r"<\1\2>", _without_depth(html))
    return _Tree(html, "html.parser", element_classes={Tag: _Element})


def _without_depth(html: str) -> str:
    """Return *html* without the tags of elements that are in too many others.

    Elements whose end tags are often missing end where the next begins: ``<li>one<li>two``.
    """
    parts: list[str] = []
    opened: list[tuple[str, bool]] = []
    counts: Counter[str] = Counter()
    place = 0
    for match in _TAG.finditer(html):
        name = match["name"].lower()
        if name in _EMPTY or match[0].endswith("/>"):
            continue
        parts.append(html[place : match.start()])
        place = match.end()
        if not match["end"]:
            while opened and opened[-1][0] in _ENDED_BY.get(name, ()):
                ended, is_kept = opened.pop()
                counts[ended] -= 1
                parts.append(f"</{ended}>" if is_kept else " ")
            is_kept = len(opened) < _DEEPEST
            opened.append((name, is_kept))
            counts[name] += 1
        else:
            is_kept = True
            while counts[name] > 0:
                ended, is_kept = opened.pop()
                counts[ended] -= 1
                if ended == name:
                    break
        parts.append(match[0] if is_kept else " ")
    return "".join((*parts, html[place:]))


class Document:
    """The tree of a text."""

    def __init__(self, html: str, file: str, first_line: int = 1) -> None:
        """*file*: the name for findings; *first_line*: the line of the file that *html* begins in."""
        self.soup = parsed(html)
        self.file = file
        self.first_line = first_line
        self.findings: list[Finding] = []

    def block(self, text: str) -> Tag:
        """Return an element that becomes *text*, with a blank line before and after."""
        return self._standing_for(BLOCK, text)

    def inline(self, text: str) -> Tag:
        """Return an element that becomes *text*, within a paragraph."""
        return self._standing_for(INLINE, text)

    def _standing_for(self, name: str, text: str) -> Tag:
        return self.soup.new_tag(name, attrs={_TEXT: text})

    def keep_html(self, construct: str, element: Tag) -> None:
        """Leave *element* as it is: HTML in Markdown is HTML."""
        self.found(Outcome.KEPT, construct, element, "it stays HTML")
        for each in [element, *element.find_all(True)]:
            for name in [name for name in each.attrs if name.startswith(("data-", "on"))]:
                del each[name]
        # A blank line would end a block of HTML.
        html = re.sub(r"\n\s*\n", "\n", str(element))
        is_inline = inside(element, {"p"}) is not None or element.name in {"button", "select", "svg"}
        element.replace_with(
            self.inline(html.replace("\n", " ")) if is_inline else self.block(f"<div>\n{html}\n</div>")
        )

    def found(self, outcome: Outcome, construct: str, element: PageElement | None, detail: str = "") -> None:
        """Report the *construct* that *element* is."""
        line = getattr(element, "sourceline", None)
        place = self.first_line + line - 1 if line else self.first_line
        self.findings.append(Finding(outcome, construct, self.file, place, detail))

    def changed(self, construct: str, element: PageElement | None, detail: str = "") -> None:
        """Report that a *construct* has been rewritten."""
        self.found(Outcome.CHANGED, construct, element, detail)

    def unknown(self, construct: str, element: PageElement | None, detail: str = "") -> None:
        """Report that a *construct* isn't understood, and stays readable."""
        self.found(Outcome.UNKNOWN, construct, element, detail)

    def left_out(self, construct: str, element: PageElement | None, detail: str = "") -> None:
        """Report that a *construct* isn't in the new site."""
        self.found(Outcome.LEFT_OUT, construct, element, detail)


def as_html(name: str, text: str) -> str:
    """Return the element called *name* that becomes *text*, to be put into HTML before it is parsed."""
    for char, entity in (("&", "&amp;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "&#10;")):
        text = text.replace(char, entity)
    return f'<{name} {_TEXT}="{text}"></{name}>'


def text_of(element: Tag) -> str:
    """Return what *element* becomes, which is called ``BLOCK`` or ``INLINE``."""
    return value(element, _TEXT)


def value(element: Tag, name: str) -> str:
    """Return the attribute *name* of *element* as text; empty if it has none."""
    found = element.get(name)
    return " ".join(found) if isinstance(found, list) else str(found or "")


def classes(element: Tag) -> set[str]:
    """Return the classes of *element*."""
    return set(value(element, "class").split())


def words(element: Tag) -> str:
    """Return the text in *element* on one line."""
    return re.sub(r"\s+", " ", element.get_text()).strip()


def inside(element: PageElement, names: Set[str]) -> Tag | None:
    """Return the innermost element called one of *names* that *element* is in; None if there is none."""
    return next((parent for parent in element.parents if parent.name in names), None)


def named(tree: Tag, names: Set[str]) -> list[Tag]:
    """Return the elements in *tree* called one of *names*, in their order."""
    return [each for each in tree.descendants if isinstance(each, Tag) and each.name in names]


def any_named(tree: Tag, names: Set[str]) -> bool:
    """Whether an element called one of *names* is in *tree*."""
    return any(isinstance(each, Tag) and each.name in names for each in tree.descendants)
