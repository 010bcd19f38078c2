"""Repair the nesting of HTML, and bring it into a form that Markdown can say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Comment, Doctype
from bs4.element import NavigableString, Tag

from .document import BLOCK, INLINE, any_named, inside, named, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4.element import PageElement

    from .document import Document

#: Elements that are blocks of their own.
BLOCKS = frozenset(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hr li main nav ol p picture pre section summary table tbody td tfoot th thead tr "
    "ul video audio myst-footnote myst-fence "
    f"iframe {BLOCK}".split()
)
#: Marks of a text, which Markdown has only within a paragraph.
MARKS = frozenset(
    "a abbr b big cite code del dfn em font i ins kbd mark q s small span strike strong sub sup tt u "
    "var".split()
)
#: Elements whose text stays as it is.
VERBATIM = frozenset(
    ("pre", "code", "kbd", "samp", "tt", "script", "style", "textarea", "svg", "math", BLOCK, INLINE)
)
#: An element with one of these ends where the next begins, within the elements after the colon.
_CLOSED = {
    "p": (
        frozenset({"p"}),
        frozenset({"li", "td", "th", "blockquote", "div", "dd", "figure", "section", "details"}),
    ),
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_SPACES = re.compile(r"[ \t\r\n\f]+")


def repair(soup: BeautifulSoup) -> None:
    """Nest the elements in *soup* as a browser does, and as far as Markdown can."""
    for comment in soup.find_all(string=lambda text: isinstance(text, (Comment, Doctype))):
        comment.extract()
    _close(soup)
    _take_blocks_out_of_paragraphs(soup)
    _give_items_a_list(soup)
    _push_marks_into_blocks(soup)
    _split_at_double_breaks(soup)
    _trim_breaks(soup)
    _collapse_spaces(soup)


def leave_hidden_out(document: Document) -> None:
    """Leave out what a browser doesn't show: in Markdown, everybody would see it."""
    for element in document.soup.find_all(True):
        style = re.sub(r"\s", "", value(element, "style").lower())
        if element.has_attr("hidden") or re.search(
            r"(?:^|;)(?:display:none|visibility:hidden)(?:!|;|$)", style
        ):
            document.left_out("hidden element", element, f"<{element.name}> that no browser shows")
            element.extract()


def _close(soup: BeautifulSoup) -> None:
    """End elements whose end tag is missing: ``<li>one<li>two``."""
    for element in named(soup, _CLOSED.keys()):
        closed, within = _CLOSED[element.name]
        while (outer := _ancestor(element, closed, within)) is not None:
            rest = [element, *element.next_siblings]
            parent = element.parent
            while parent is not None and parent is not outer:
                rest += parent.next_siblings
                parent = parent.parent
            for each in reversed(rest):
                outer.insert_after(each)


def _ancestor(element: Tag, names: frozenset[str], within: frozenset[str]) -> Tag | None:
    for parent in element.parents:
        if parent.name in names:
            return parent
        if parent.name in within:
            return None
    return None


def _take_blocks_out_of_paragraphs(soup: BeautifulSoup) -> None:
    """End a paragraph where a block begins in it, and begin another one after it."""
    for paragraph in soup.find_all("p"):
        blocks = [each for each in paragraph.children if isinstance(each, Tag) and each.name in BLOCKS]
        for block in blocks:
            after = soup.new_tag("p")
            after.extend(list(block.next_siblings))
            paragraph.insert_after(block)
            if after.get_text(strip=True) or after.find(True):
                block.insert_after(after)
                paragraph = after  # the rest of it
            else:
                after.decompose()
                break


def _give_items_a_list(soup: BeautifulSoup) -> None:
    """Put what stands in a list without being an item into the item before it."""
    for items in soup.find_all(["ul", "ol"]):
        for child in list(items.children):
            is_stray = isinstance(child, Tag) and child.name != "li"
            if not is_stray and not (isinstance(child, NavigableString) and child.strip()):
                continue
            before = child.find_previous_sibling("li")
            if before is None:
                before = soup.new_tag("li")
                child.insert_before(before)
            before.append(f" {child.extract()}" if isinstance(child, NavigableString) else child)
    for item in soup.find_all("li"):
        if item.parent is not None and item.parent.name not in {"ul", "ol"}:
            item.wrap(soup.new_tag("ul"))
            rest = item.parent.find_next_sibling() if item.parent else None
            while rest is not None and rest.name == "li":
                item.parent.append(rest)
                rest = item.parent.find_next_sibling()


def _push_marks_into_blocks(soup: BeautifulSoup) -> None:
    """Mark the text in each block, where a mark encloses several: ``<b><p>…</p><p>…</p></b>``."""
    for mark in reversed(named(soup, MARKS)):
        blocks = [each for each in named(mark, BLOCKS) if not any_named(each, BLOCKS)]
        if not blocks:
            continue
        if mark.name not in {"span", "font", "code", "tt"}:
            for block in blocks:
                if block.name not in VERBATIM | {"hr", "iframe", "video", "audio"}:
                    _wrap(soup, mark, list(block.contents))
            _wrap_runs(soup, mark)
        mark.unwrap()


def _wrap_runs(soup: BeautifulSoup, mark: Tag) -> None:
    """Mark the text between the blocks in *mark*."""
    run: list[PageElement] = []
    for child in [*mark.children, None]:
        if child is None or (isinstance(child, Tag) and (child.name in BLOCKS or any_named(child, BLOCKS))):
            _wrap(soup, mark, run)
            run = []
        else:
            run.append(child)


def _wrap(soup: BeautifulSoup, mark: Tag, run: list[PageElement]) -> None:
    if not any(isinstance(each, Tag) or str(each).strip() for each in run):
        return
    copy = soup.new_tag(mark.name, attrs={name: value(mark, name) for name in mark.attrs})
    run[0].insert_before(copy)
    copy.extend(run)


def _split_at_double_breaks(soup: BeautifulSoup) -> None:
    """Begin a new paragraph at two line breaks in a row."""
    for line_break in soup.find_all("br"):
        if line_break.parent is None or inside(line_break, MARKS | VERBATIM | {"td", "th"}):
            continue
        run = [line_break]
        following = line_break.next_sibling
        while following is not None and (_is_break(following) or _is_blank(following)):
            run.append(following)  # type: ignore[arg-type]
            following = following.next_sibling
        if sum(_is_break(each) for each in run) > 1:
            line_break.insert_before(soup.new_tag(BLOCK, attrs={"data-text": ""}))
            for each in run:
                each.extract()


def _trim_breaks(soup: BeautifulSoup) -> None:
    """Drop line breaks at the edges of blocks, and take those at the edges of marks out of them."""
    for mark in reversed(named(soup, MARKS - {"code", "tt", "kbd"})):
        for end in _ends(mark):
            (mark.insert_before if mark.contents and end is mark.contents[0] else mark.insert_after)(
                end.extract()
            )
    for line_break in soup.find_all("br"):
        if inside(line_break, {"pre"}) is None and (_is_edge(line_break, -1) or _is_edge(line_break, 1)):
            line_break.extract()


def _ends(mark: Tag) -> Iterator[PageElement]:
    """Yield the line breaks at the edges of *mark*, with the spaces beyond; each is to be taken out."""
    for edge, within in ((0, 1), (-1, -2)):
        while (inside := mark.contents) and (
            _is_break(inside[edge])
            or (len(inside) > 1 and _is_blank(inside[edge]) and _is_break(inside[within]))
        ):
            yield inside[edge]


def _is_edge(element: PageElement, step: int) -> bool:
    """Whether there is only blank text between *element* and the end of its block."""
    other = element.previous_sibling if step < 0 else element.next_sibling
    while other is not None and _is_blank(other):
        other = other.previous_sibling if step < 0 else other.next_sibling
    if other is not None:
        return isinstance(other, Tag) and other.name in BLOCKS
    return element.parent is None or element.parent.name not in MARKS


def _is_break(element: PageElement) -> bool:
    return isinstance(element, Tag) and element.name == "br"


def _is_blank(element: PageElement) -> bool:
    return isinstance(element, NavigableString) and not element.strip()


def _collapse_spaces(soup: BeautifulSoup) -> None:
    """Write spaces and line breaks as a browser shows them, outside of preformatted text."""
    for text in soup.find_all(string=True):
        if inside(text, {"pre", "textarea", "script", "style"}) is None:
            new = _SPACES.sub(" ", text)
            new = new.lstrip(" ") if _is_outside(text.previous_sibling, text.parent) else new
            new = new.rstrip(" ") if _is_outside(text.next_sibling, text.parent) else new
            if new != text:
                text.replace_with(NavigableString(new))


def _is_outside(beside: PageElement | None, parent: Tag | None) -> bool:
    """Whether a space next to *beside*, or at the edge of *parent*, is none that anybody sees."""
    if beside is None:
        return parent is None or parent.name in BLOCKS or isinstance(parent, BeautifulSoup)
    return isinstance(beside, Tag) and (beside.name == "br" or beside.name in BLOCKS)
