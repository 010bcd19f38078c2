"""Replace the elements that Markdown has no words for: frames, players, scripts, code and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from bs4.element import NavigableString, Tag

from ..markdown.code import language_of
from ..markdown.directives import destination
from .document import BLOCK, INLINE, classes, inside, named, text_of, value, words
from .tree import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Set

    from bs4.element import PageElement

    from .document import Document

_LANGUAGE = re.compile(r"(?:^|\s)(?:brush:\s*|lang(?:uage)?[-:]\s*)([\w+#.-]+)")
_GIST = re.compile(r"//gist\.github\.com/[\w./-]+?(?=\.js|\.json|\?|$)")
#: HTML that stays, since Markdown has no words for it.
_KEPT = ("video", "audio", "svg", "form", "button", "select", "textarea", "map", "marquee")
#: Elements whose only content may be a formula.
_ALONE = {"[document]", "p", "div", "center"}
_SILENT = ("style", "template", "meta", "link", "title", "head", "input", "base")
_PLAYERS = {
    "youtube.com": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
}


def replace_elements(document: Document, wanted: Set[str]) -> None:
    """Replace what Markdown has no words for; *wanted*: the ids that links of the site lead to."""
    soup = document.soup
    for element in soup.find_all(_SILENT):
        element.decompose()
    for script in soup.find_all("script"):
        _script(document, script)
    for noscript in soup.find_all("noscript"):
        noscript.decompose()
    for frame in soup.find_all(["iframe", "embed", "object", "frame"]):
        if frame.parent is not None and frame.name is not None:
            _frame(document, frame)
    for code in soup.find_all("pre"):
        code.replace_with(document.block(_code(document, code)))
    for math in soup.find_all("math"):
        _math(document, math)
    _display(document)
    _keep_ids(document, wanted)
    for table in soup.find_all("table"):
        if inside(table, {"table"}) is None and not is_simple(table):
            document.keep_html("<table>", table)
    for element in soup.find_all(_KEPT):
        if inside(element, set(_KEPT)) is None:
            document.keep_html(f"<{element.name}>", element)


def _script(document: Document, script: Tag) -> None:
    """Leave a script out; one that shows a gist becomes a link to it."""
    source = value(script, "src")
    if gist := _GIST.search(source):
        script.replace_with(document.block(f"<https:{gist[0]}>"))
        document.changed("script of a gist", script, "a link")
        return
    if "widgets.js" not in source and "embeds.js" not in source and "embed.js" not in source:
        document.left_out("<script>", script, source)
    script.decompose()


def _frame(document: Document, frame: Tag) -> None:
    """Replace a frame by a link, which loads nothing before a reader asks for it."""
    sources = [frame, *frame.find_all(["param", "embed", "iframe"])]
    found = (value(each, name) for each in sources for name in ("src", "data", "data-src", "value"))
    address = next((each for each in found if re.match(r"(?:https?:)?//|/\w", each)), "")
    inner = inside(frame, {"a"})
    if not address or inner is not None:
        document.left_out(f"<{frame.name}>", frame, "it leads nowhere")
        frame.replace_with(*list(frame.contents)) if words(frame) else frame.decompose()
        return
    link = video(address) or f"<{destination(_absolute(address)).strip('<>')}>"
    document.changed(f"<{frame.name}>", frame, "a link, which loads nothing by itself")
    outer = frame.parent.name if frame.parent else "p"
    is_block = outer != "p" and (outer in BLOCKS or outer == "[document]")
    frame.replace_with(document.block(link) if is_block else document.inline(link))


def _absolute(address: str) -> str:
    return f"https:{address}" if address.startswith("//") else address


def video(address: str) -> str:
    """Return a link to the page of the video in the player at *address*; empty if that isn't known."""
    try:
        parts = urlsplit(_absolute(address))
    except ValueError:
        return ""
    host = re.sub(r"^(?:www|m|player)\.", "", parts.netloc.lower())
    provider = _PLAYERS.get(host, "")
    if not provider:
        return ""
    if provider == "Vimeo":
        number = re.search(r"/(?:video/)?(\d+)", parts.path)
        return f"[Vimeo: {number[1]}](https://vimeo.com/{number[1]})" if number else ""
    query = parse_qs(parts.query)
    if playlist := query.get("list"):
        return f"[YouTube: {playlist[0]}](https://www.youtube.com/playlist?list={playlist[0]})"
    key = query.get("v", [""])[0] or re.sub(r"^/(?:embed/|v/|shorts/|live/)?|&.*", "", parts.path).strip("/")
    if not re.fullmatch(r"[\w-]{6,}", key):
        return ""
    start = (query.get("start") or query.get("t") or [""])[0]
    start = f"&t={start.removesuffix('s')}s" if re.fullmatch(r"\d+s?", start) else ""
    return f"[YouTube: {key}](https://www.youtube.com/watch?v={key}{start})"


def _code(document: Document, code: Tag) -> str:
    for line_break in code.find_all("br"):
        line_break.replace_with("\n")
    inner = code.find("code")
    said = " ".join(
        value(each, name)
        for each in (code, inner)
        if isinstance(each, Tag)
        for name in ("class", "data-language", "lang", "data-lang", "title")
    )
    known = _LANGUAGE.search(said)
    plain = value(code, "data-language") or value(code, "data-lang") or value(code, "lang")
    return fenced(code.get_text(), known[1] if known else plain)


def fenced(text: str, language: str = "") -> str:
    """Return *text* as a block of code."""
    text = text.replace("\r\n", "\n").replace("\xa0", " ")
    text = re.sub(r"\A(?:[ \t]*\n)+|\s+\Z", "", text)
    longest = max((len(each) for each in re.findall(r"^[ \t]*(`{3,})", text, re.MULTILINE)), default=2)
    fence = "`" * (longest + 1)
    name = language_of(language.lower()) if language and not language.isdigit() else ""
    return f"{fence}{'' if name == 'text' and not language else name}\n{text}\n{fence}"


def _math(document: Document, math: Tag) -> None:
    """Replace MathML that says which TeX it was made from."""
    annotation = math.find("annotation", attrs={"encoding": re.compile(r"x-tex", re.IGNORECASE)})
    if not isinstance(annotation, Tag):
        return
    tex = annotation.get_text().strip()
    is_block = value(math, "display") == "block"
    math.replace_with(document.block(f"$$\n{tex}\n$$") if is_block else document.inline(formula(tex)))


def _display(document: Document) -> None:
    """Put a formula that is all of its paragraph on lines of its own."""
    for element in document.soup.find_all(INLINE):
        text = text_of(element)
        parent = element.parent
        if not text.startswith("$") or parent is None or parent.name not in _ALONE:
            continue
        if _is_edge(element.previous_sibling, -1) and _is_edge(element.next_sibling, 1):
            element.replace_with(document.block(f"$$\n{text.strip('$')}\n$$"))


def _is_edge(beside: PageElement | None, step: int) -> bool:
    while isinstance(beside, NavigableString) and not beside.strip():
        beside = beside.previous_sibling if step < 0 else beside.next_sibling
    return beside is None or (isinstance(beside, Tag) and beside.name in BLOCKS)


def formula(tex: str) -> str:
    """Return *tex* as a formula within a paragraph."""
    return f"${' '.join(tex.split())}$"


def _keep_ids(document: Document, wanted: Set[str]) -> None:
    """Put a target where links of the site lead to."""
    for element in document.soup.find_all(True):
        name = value(element, "id") or (value(element, "name") if element.name == "a" else "")
        if not name or name not in wanted or inside(element, {"table", "pre"}) is not None:
            continue
        anchor = f'<a id="{name}"></a>'
        if element.name in {"li", "td", "th", "dd"}:
            element.insert(0, document.inline(anchor))
        elif element.name in BLOCKS and element.name != BLOCK:
            element.insert_before(document.block(anchor))
        else:
            element.insert_before(document.inline(anchor))


def is_simple(table: Tag) -> bool:
    """Whether Markdown can say *table*: a head of one row, and cells of one paragraph."""
    rows = [row for row in table.find_all("tr") if inside(row, {"table"}) is table]
    cells = [[each for each in row.children if isinstance(each, Tag)] for row in rows]
    if not rows or not cells[0] or any(cell.name != "th" for cell in cells[0]):
        return False
    if any(len(row) != len(cells[0]) for row in cells) or table.find("table") is not None:
        return False
    for cell in (each for row in cells for each in row):
        if value(cell, "rowspan") not in {"", "1"} or value(cell, "colspan") not in {"", "1"}:
            return False
        inner = named(cell, BLOCKS)
        if len(inner) > 1 or any(each.name != "p" for each in inner):
            return False
    return any(words(cell) for cell in cells[0])


def caption_of(figure: Tag) -> Tag | None:
    """Return the caption of *figure*."""
    found = figure.find("figcaption")
    return found if isinstance(found, Tag) else None


def only_image(figure: Tag) -> Tag | None:
    """Return the image of *figure* if there is nothing else in it but a link and a caption."""
    images = figure.find_all("img")
    caption = caption_of(figure)
    own = words(figure) == (words(caption) if caption else "")
    stands_for = figure.find_all([BLOCK, "table", "video", "audio"])
    return images[0] if len(images) == 1 and own and not stands_for else None


def is_verse(element: Tag) -> bool:
    """Whether *element* is preformatted for its lines rather than as code."""
    return bool(classes(element) & {"wp-block-verse", "wp-block-preformatted"})
