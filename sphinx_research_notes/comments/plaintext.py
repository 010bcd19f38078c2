"""Convert the sanitized HTML of a comment to plain text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from .formulas import formulas_as_text
from .sanitize import BLOCKS

#: The approximate number of characters on a line of the page.
LINE_LENGTH = 75
#: A body with more lines is long.
MOST_LINES = 12

_CELLS = {"td", "th"}


def plain(html: str) -> str:
    """Convert sanitized HTML to text, with paragraphs separated by blank lines.

    A link is followed by its address in parentheses, unless its text is the address. Each table row is a line
    with bars between cells. Formulas are TeX between dollars.
    """
    reader = _PlainText()
    reader.feed(html)
    reader.close()
    return formulas_as_text(reader.text())


def is_long(text: str) -> bool:
    """Whether *text* needs more than :data:`MOST_LINES`."""
    needed = (-(-len(line) // LINE_LENGTH) for line in text.splitlines() if line.strip())
    return sum(needed) > MOST_LINES


class _PlainText(HTMLParser):
    """Collect blocks of text from sanitized HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._mark = ""
        self._pre = 0
        self._link: tuple[str, int] = ("", 0)
        self._tables = 0
        self._rows: list[str] = []
        self._is_first_cell = True

    def text(self) -> str:
        self._end_block()
        return "\n\n".join(self._blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._start_table()
        elif tag in _CELLS:
            self._line.append("" if self._is_first_cell else " | ")
            self._is_first_cell = False
        elif self._tables and tag in BLOCKS | {"br"}:
            self._line.append(" ")
        elif tag in BLOCKS:
            self._end_block()
        elif tag == "br":
            self._line.append("\n")
        if tag == "tr":
            self._is_first_cell = True
        elif tag == "pre":
            self._pre += 1
        elif tag == "li" and not self._tables:
            self._mark = "- "
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self._line))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        if tag == "table":
            self._end_table()
        elif self._tables == 1 and tag in {"tr", "caption"}:
            self._end_row()
        elif self._tables and tag in BLOCKS:
            self._line.append(" ")
        elif tag in BLOCKS:
            self._end_block()
        if tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag == "li":
            self._mark = ""

    def handle_data(self, data: str) -> None:
        self._line.append(data if self._pre else re.sub(r"\s+", " ", data))

    def _start_table(self) -> None:
        if not self._tables:
            self._end_block()
        self._tables += 1

    def _end_row(self) -> None:
        if row := " ".join("".join(self._line).split()):
            self._rows.append(row)
        self._line = []

    def _end_table(self) -> None:
        self._tables = max(0, self._tables - 1)
        if self._tables:
            self._line.append(" ")
            return
        self._end_row()
        if self._rows:
            self._blocks.append(self._mark + "\n".join(self._rows))
            self._mark = ""
        self._rows = []

    def _end_link(self) -> None:
        address, start = self._link
        words = "".join(self._line[start:]).strip()
        shown = {address, address.removeprefix("mailto:"), address.removeprefix("http://")}
        if address and words not in shown:
            self._line.append(f" ({address})")
        self._link = ("", 0)

    def _end_block(self) -> None:
        text = "".join(self._line)
        if self._pre:
            text = text.strip("\n")
        else:
            lines = (re.sub(" +", " ", line).strip() for line in text.split("\n"))
            text = "\n".join(lines).strip()
        if text:
            self._blocks.append(self._mark + text)
            self._mark = ""
        self._line = []
