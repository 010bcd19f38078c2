"""Markdown read back by an independent parser, and the words of the HTML that it was made from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from pages import soup_of

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_READER = (
    MarkdownIt("commonmark", {"html": True})
    .enable(["table", "strikethrough"])
    .use(footnote_plugin)
    .use(dollarmath_plugin, renderer=lambda tex, _: tex.replace("&", "&amp;").replace("<", "&lt;"))
)


def rendered(markdown: str) -> str:
    """The HTML of *markdown*."""
    return str(_READER.render(markdown))


def words_of_markdown(markdown: str) -> list[str]:
    """The words of *markdown*, those of footnotes last."""
    soup = soup_of(f"<body>{rendered(markdown)}</body>")
    for each in soup.select(".footnote-ref, .footnote-backref, .footnotes-sep, img"):
        each.decompose()
    notes = [li.extract() for li in soup.select("li.footnote-item")]
    return _words([soup, *notes])


def words_of_html(html: str) -> list[str]:
    """The words of an entry's *html*, those of footnotes last, with formulas as TeX."""
    soup = soup_of(f"<body>{html}</body>")
    for each in soup.select(
        "[role=doc-backlink], [role=doc-noteref], [role=doc-footnote] > .label, .backrefs, .eqno, img"
    ):
        each.decompose()
    for aside in soup.select("aside[role=doc-footnote]"):
        for text in aside.find_all(string=re.compile(r"\A\s*[\[\]]+\s*\Z"), recursive=False):
            text.extract()
    for math in soup.select("math[alttext]"):
        math.string = f" {math['alttext']} " if math.get("display") == "block" else str(math["alttext"])
    notes = [aside.extract() for aside in soup.select("aside[role=doc-footnote]")]
    return _words([soup, *notes])


#: What ends a word in HTML whatever its letters.
_BLOCKS = [
    "p", "li", "td", "th", "div", "dt", "dd", "pre", "br", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "aside",
    "figcaption", "blockquote", "section", "caption", "summary", "figure", "eq", "eqn",
]  # fmt: skip


def _words(soups: list[BeautifulSoup]) -> list[str]:
    text = ""
    for soup in soups:
        for block in soup.find_all(_BLOCKS) if hasattr(soup, "find_all") else ():
            block.insert_before(" ")
            block.insert_after(" ")
            block.append(" ")
        text += " " + soup.get_text()
    text = re.sub(r"\\tag\{(.*?)\}", "", text)
    # The dash before the source of a quotation is only in Markdown.
    return [word for word in text.split() if word != "—"]
