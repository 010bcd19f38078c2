"""The results of cells on a page that Quarto has built, if the project keeps its last site."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bs4 import Tag

from ..html.document import parsed
from ..markdown.escaping import escaped
from .results import Result, comparable, last_words

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What is nothing to read, or needs the scripts of the old site.
_SILENT = (
    "script, style, link, button, template, noscript, details.code-fold > summary, .anchorjs-link, "
    ".code-annotation-anchor, .code-annotation-gutter, .code-annotation-gutter-bg, .cell-annotation"
)
#: Code of a cell, which Quarto moves out of a figure or a table that the cell is in.
_CODE = "details.code-fold, div.code-copy-outer-scaffold, div.cell-code, pre.cell-code"
_LABEL = re.compile(r"(?:cell-)?(?P<label>(?:fig|tbl|lst)-[\w.-]+)")
#: Names that only Quarto's own styles and scripts know.
_NOISE = re.compile(r"data-|on|aria-expanded|style$|cellpadding|cellspacing|border$|quarto-")
_NUMBER = re.compile(r"^\s*(?:Figure|Table|Listing|[^\W\d]+)\s*\d+[\d.a-z]*\s*[:.]\s*")


def results_on(html: str) -> Iterator[Result]:
    """Yield the results of cells on the page *html*, in their order."""
    page = parsed(html)
    for each in page.select(".hidden"):  # What keep-hidden has kept for other programs.
        each.decompose()
    main = page.select_one("main") or page
    for each in main.select("div.quarto-float"):
        _put_code_back(each)
    for cell in main.select("div.cell"):
        if cell.find_parent("div", class_="cell") is not None:
            continue
        for each in cell.select(_SILENT):
            each.decompose()
        code = "".join(each.get_text() for each in _shown_code(cell))
        before = cell.find_all_previous(string=True, limit=40)
        words = "".join(reversed([str(each) for each in before]))
        text = "\n\n".join(each for each in _parts(cell) if each.strip())
        if text:
            yield Result(comparable(code), f"{text}\n", _label(cell), last_words(words))


def pictures_in(html: str, address: str) -> Iterator[str]:
    """Yield the paths of pictures in results on the page *html* at *address*, from the root of the site."""
    for image in parsed(html).select("div.cell img[src]"):
        path = unquote(str(image["src"]).partition("?")[0])
        if not re.match(r"[A-Za-z][\w+.-]*:|/|#", path):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(address.lstrip("/")), path))


def _put_code_back(box: Tag) -> None:
    """Move the code before a figure or a table with a label into the cells in it that have none."""
    cells = [
        each
        for each in box.select("div.cell")
        if not _shown_code(each) and each.find_parent("div", class_="quarto-float") is box
    ]
    codes: list[Tag] = []
    before = box.find_previous_sibling()
    while isinstance(before, Tag) and any(each is before for each in (before.parent or box).select(_CODE)):
        codes.insert(0, before)
        before = before.find_previous_sibling()
    if len(codes) == len(cells):
        for cell, code in zip(cells, codes, strict=True):
            cell.insert(0, code.extract())


def _shown_code(cell: Tag) -> list[Tag]:
    return cell.select("pre.sourceCode > code.sourceCode, pre.cell-code > code")


def _label(cell: Tag) -> str:
    for each in [cell, *cell.select("[id]")]:
        if found := _LABEL.fullmatch(str(each.get("id") or "")):
            return found["label"]
    return ""


def _parts(element: Tag) -> Iterator[str]:
    """Yield the blocks in *element* as text in Quarto's Markdown."""
    for child in element.children:
        if not isinstance(child, Tag):
            if text := " ".join(str(child).split()):
                yield escaped(text, at_start=True)
            continue
        yield from _block(child)


def _block(element: Tag) -> Iterator[str]:
    classes = set(element.get("class") or [])
    code = element.select_one("code")
    if element.name == "pre":
        yield _fence(element.get_text(), classes, code)
    elif "sourceCode" in classes and code is not None:
        yield _fence(code.get_text(), set(code.get("class") or []), code)
    elif element.name == "img":
        yield _image(element, "", "")
    elif element.name == "figure" and element.select_one("img"):
        yield from _figure(element)
    elif (
        element.name == "table"
        or element.name == "svg"
        or not element.find(["div", "pre", "p", "figure", "img", "table"])
    ):
        yield _raw(element)
    else:
        yield from _parts(element)


def _fence(text: str, classes: set[str], code: Tag | None) -> str:
    languages = [
        each for each in classes if each not in {"sourceCode", "cell-code", "code-with-copy", "numberSource"}
    ]
    fence = "```"
    while fence in text:
        fence += "`"
    name = next((each for each in sorted(languages) if re.fullmatch(r"[a-z][\w+-]*", each)), "")
    return f"{fence}{name}\n{text.strip(chr(10))}\n{fence}"


def _figure(figure: Tag) -> Iterator[str]:
    caption = figure.select_one("figcaption")
    words = _NUMBER.sub("", caption.get_text(" ", strip=True)) if caption else ""
    label = next(
        (
            match["label"]
            for each in [figure, *_within_cell(figure)]
            if (match := _LABEL.fullmatch(str(each.get("id") or "")))
        ),
        "",
    )
    images = figure.select("img")
    if len(images) == 1:
        yield _image(images[0], words, label)
        return
    yield from (_image(each, "", "") for each in images)
    if words:
        yield escaped(words, at_start=True)


def _within_cell(figure: Tag) -> Iterator[Tag]:
    for each in figure.parents:
        if "cell" in (each.get("class") or []):
            return
        yield each


def _image(image: Tag, caption: str, label: str) -> str:
    alt = str(image.get("alt") or "").replace('"', "'")
    attributes = [f"#{label}"] if label else []
    attributes += [f'fig-alt="{" ".join(alt.split())}"'] if alt and caption else []
    width = str(image.get("width") or "")
    attributes += [f"width={width}"] if width.isdigit() else []
    words = escaped(caption or alt).replace("[", "\\[").replace("]", "\\]")
    end = f"{{{' '.join(attributes)}}}" if attributes else ""
    return f"![{' '.join(words.split())}](<{unquote(str(image.get('src') or ''))}>){end}"


def _raw(element: Tag) -> str:
    """Return *element* as HTML, without what only styles and scripts of the old site need."""
    if not element.get_text(strip=True) and element.name != "svg":
        return ""
    for each in [element, *element.find_all(True)]:
        for name in [name for name in each.attrs if _NOISE.match(name)]:
            del each[name]
        if _NOISE.match(str(each.get("id") or "")):
            del each["id"]
    html = re.sub(r"\n\s*\n", "\n", str(element))
    return f"```{{=html}}\n{html}\n```"
