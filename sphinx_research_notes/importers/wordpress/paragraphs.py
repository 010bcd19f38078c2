"""Make paragraphs of blank lines, as WordPress does with texts that were not written in blocks.

The rules are those of ``wpautop`` (https://developer.wordpress.org/reference/functions/wpautop/). The lines
of the text stay where they are, so that findings have the right ones.
"""

from __future__ import annotations

import re

from ..html.document import BLOCK, as_html
from .enclosing import sub_elements

_BLOCKS = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|"
    f"blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|"
    f"details|menu|summary|script|iframe|video|audio|object|embed|noscript|center|{BLOCK}"
)
_VERBATIM = ("pre", "script", "style", "textarea", "svg", "math", BLOCK)
_TAG = re.compile(rf"</?(?:{_BLOCKS})\b[^<>]*>", re.IGNORECASE)
_ANY = re.compile(r"<[^<>]*>", re.DOTALL)
_GAP = re.compile(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*)+")
#: Between two paragraphs: ``<p>`` cannot be told from those that the author wrote.
_BETWEEN = as_html(BLOCK, "")
#: Stands for an element that must not be divided, and for a line break within a tag.
_MARK, _NEWLINE = "\ue000", "\ue001"
_KEPT = re.compile(rf"<{BLOCK} {_MARK}(\d+){_MARK}>")


def with_paragraphs(text: str) -> str:
    """Return the HTML *text* with its paragraphs and line breaks as elements."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"<{BLOCK} {_MARK}{len(kept) - 1}{_MARK}>"

    text = sub_elements(text, _VERBATIM, keep)
    text = _ANY.sub(lambda match: match[0].replace("\n", _NEWLINE), text)
    parts: list[str] = []
    place = 0
    for gap in _GAP.finditer(text):
        parts += (_block(text[place : gap.start()]), _BETWEEN, "\n" * gap[0].count("\n"))
        place = gap.end()
    parts.append(_block(text[place:]))
    whole = "".join(parts).replace(_NEWLINE, "\n")
    for _ in _VERBATIM:  # One may be in another.
        whole = _KEPT.sub(lambda match: kept[int(match[1])], whole)
    return whole


def _block(text: str) -> str:
    """Return *text*, which has no blank line, with its paragraphs and line breaks."""
    pieces: list[str] = []
    place = 0
    for tag in _TAG.finditer(text):
        pieces += (_paragraph(text[place : tag.start()]), tag[0])
        place = tag.end()
    pieces.append(_paragraph(text[place:]))
    return "".join(pieces)


def _paragraph(text: str) -> str:
    if not text.strip():
        return text
    inner = text.strip("\n")
    start = text[: len(text) - len(text.lstrip("\n"))]
    end = text[len(text.rstrip("\n")) :]
    broken = re.sub(r"(?<!<br>)(?<!<br/>)(?<!<br />)[ \t]*\n", "<br />\n", inner)
    # Not <p>: it may stand in one, and what is in a list or a cell is no paragraph.
    return f"{start}{broken}{end}"
