"""Pages of a Jekyll site that are no text: pages in HTML, and files that make something for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..front_matter import text_of_keys
from ..records import Outcome, TextFile
from .documents import HTML, TEXTILE
from .github_pages import MARKDOWN

if TYPE_CHECKING:
    from ..markdown.source import Source
    from ..records import Finding
    from .config import Config
    from .documents import Document

#: Around Markdown in a page in HTML: characters of a private use area that no text has.
_OPEN, _CLOSE = "\uf8b2", "\uf8b3"
_MARKDOWN = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_PRE = re.compile(r"(<pre\b.*?</pre\s*>|<script\b.*?</script\s*>)", re.DOTALL | re.IGNORECASE)
_PRE_END = re.compile("</(?:pre|script)", re.IGNORECASE)
_LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def is_technical(document: Document) -> bool:
    """Whether *document* makes a file for programs, such as a feed, or a page that is made here by itself."""
    if document.suffix not in MARKDOWN | HTML | TEXTILE:
        return True
    return document.path.rpartition("/")[2] in {"404.html", "404.md", "search.html", "redirects.json"}


def as_markdown(text: str) -> str:
    """Return *text*, which is Markdown, for its place in a page in HTML."""
    return f"{_OPEN}{text}{_CLOSE}"


def body_of(document: Document, source: Source, findings: list[Finding]) -> str:
    """Return the text of *document*, rewritten in *source*; what was found joins *findings*."""
    html = f"\n{html_page(source)}\n" if document.suffix in HTML else ""
    findings += source.findings
    return html or f"{text_of_keys(document.front)}{source.restored()}"


def file_of(head: str, body: str) -> str:
    """Return *body* after the front matter *head*, as it was but for a line break at its end."""
    return f"{head}{body}" if not body or body.endswith("\n") else f"{head}{body}\n"


def html_page(source: Source) -> str:
    """Return the text of a page in HTML for a file in Markdown."""
    text = source.restored()
    if "```{notes}" in text:
        # The rest of a list is layout: what is left of Liquid in it belongs to the theme.
        text = _LIQUID.sub("", text)
        source.findings[:] = [each for each in source.findings if each.outcome is not Outcome.UNKNOWN]
    parts = [
        part.strip() if place % 2 else _html(part.strip()) for place, part in enumerate(_MARKDOWN.split(text))
    ]
    return "\n\n".join(part for part in parts if part)


def _html(part: str) -> str:
    """Return HTML that no blank line and no indentation ends; empty if nothing of it is seen."""
    end = part.rfind("-->") + 3
    commented = _COMMENT.sub("", part[:end]) + part[end:] if end > 2 else part
    seen = _TAG.sub("", re.sub(r"<(?:img|video|iframe|input|hr|svg|object|embed)\b", "x<", commented))
    if not seen.strip() or re.fullmatch(r"(?:\s|\{%[^%]*%\})*", seen):
        return ""
    pieces = _PRE.split(part) if _PRE_END.search(part) else [part]
    for place, piece in enumerate(pieces):
        if place % 2:
            pieces[place] = re.sub(r"\n(?=[ \t]*\n)", "&#10;", piece)
        else:
            pieces[place] = re.sub(r"\n\s*", "\n", piece)
    text = "".join(pieces).strip()
    return (
        text
        if re.match(r"</?(?:div|section|article|p|h\d|ul|ol|table|main|header)\b", text)
        else f"<div>\n{text}\n</div>"
    )


def index_page(config: Config) -> TextFile:
    """Return a home page that lists the notes, for a site whose theme had one."""
    title = config.text("title") or "Home"
    return TextFile("index.md", f"# {title}\n\n```{{notes}}\n:group: year\n```\n")
