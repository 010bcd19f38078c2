"""Parts marked as private in HTML or in the syntax of other tools: comments, elements, blocks, roles. Pure.

HTML comments are in the source of the page for everyone to see; MyST shows Obsidian's comments as text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from .percent_signs import PercentSigns
from .private_patterns import ANY, CLOSING, HTML, INSIDE, MAY, OPENED, OPENING, TEX, WORD
from .scanned_text import START, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_SLIP_END = re.compile(r"-[ ]?>")
_MARGIN = re.compile(START)
#: What stands before a tag that is none.
_LITERAL = re.compile(r"(?:^|[^\\])(?:\\\\)*\\$|\]\(\s*$|^[ >]*\[[^\]\n]+\]:\s*$", re.MULTILINE)
#: The words of a comment that only ends a part.
_CLOSING_WORDS = re.compile(rf"\b(?:of|end|stop|close)_?|{WORD}")
#: The end of a drawer.
_END = re.compile(r"^[ >]*:end:[ ]*$", re.MULTILINE)


def may_have_spans(text: str) -> bool:
    """Return whether *text*, in lower case, may have such a part."""
    return MAY.search(text) is not None


def spans(
    lines: Sequence[str],
    excluded: Collection[int],
    *,
    tex: Collection[int] = (),
    raw: Collection[int] = (),
    literal: Collection[int] = (),
    rows: Collection[int] = (),
    is_rst: bool = False,
    is_vault: bool = False,
    marked: bool = True,
) -> Iterator[Span]:
    """Yield the parts in *lines*, normalized, in order: none inside another, none in the lines *excluded*.

    A part whose end is missing reaches to the last line. *tex*: the numbers of lines with formulas. *is_rst*:
    whether two percent signs may be the underline of a title, and elements are only in the lines *raw*.
    *literal*: the lines in which two percent signs are something else. *rows*: the lines of tables.
    *is_vault*: whether two percent signs begin and end a comment wherever they are, as in Obsidian.
    *marked*: whether parts that are marked as private count, not only such comments.
    """
    return _Scan(lines, excluded, sorted(tex), raw, {*literal, *tex}, rows, is_rst, is_vault).run(
        marked=marked
    )


def elements_left_open(text: str, below: Sequence[str]) -> tuple[str, ...]:
    """Return the names of private elements that begin in *text* and end in one of the texts *below*."""
    lowered = text.lower()
    names = {match["element"] for match in OPENED.finditer(lowered)}
    return tuple(
        name
        for name in sorted(names)
        if lowered.count(f"<{name}") > lowered.count(f"</{name}")
        and any(f"</{name}" in each.lower() for each in below)
    )


@dataclass
class _Scan(PercentSigns):
    """A search for such parts in one text; its fields are the parameters of :func:`spans`."""

    #: Where closing tags end, by the name of their element.
    closed: dict[str, list[int]] = field(default_factory=dict, init=False)

    def run(self, *, marked: bool) -> Iterator[Span]:
        found = list(self.toggled()) if self.is_vault else []
        found += [*self.marked(), *self.in_tex()] if marked else []
        found = sorted(found, key=lambda span: (span.first, span.start))
        covered = (0, 0)
        for span in found:
            if (span.first, span.start) >= covered:
                covered = span.last, span.end
                yield span

    def marked(self) -> Iterator[Span]:
        place = 0
        while match := ANY.search(self.text, place):
            place = match.start() + 1
            if self.is_code(match.start()):
                continue
            if span := self.span(match):
                place = max(place, self.starts[span.last - 1] + span.end)
                yield span

    def in_tex(self) -> Iterator[Span]:
        for number in self.tex:
            line = self.text[self.starts[number - 1] : self.starts[number] - 1]
            if match := TEX.search(line):
                yield Span(number, number, "% private", "", match.start(), len(line))

    def span(self, match: re.Match[str]) -> Span | None:
        """Return the part that begins with *match*, if it is one."""
        if match["closing"]:
            says_more = re.search(r"\w", _CLOSING_WORDS.sub("", match[0]))
            return self.comment(match) if says_more else None
        if match["opening"]:
            return self.paired(match, "<!-- private -->", OPENING, CLOSING)
        if match["region"]:
            name = "<!-- #region private -->"
            return self.paired(match, name, rf"{HTML}region\b", rf"{HTML}endregion\b{INSIDE}{{0,300}}?-->")
        if match["comment"]:
            return self.comment(match)
        if match["slip"]:
            closed = _SLIP_END.search(self.written, match.end())
            return self.made(match.start(), closed.end() if closed else -1, match["slip"], "<!-- private: x")
        if match["link"]:
            return self.made(match.end("label"), match.end(), "[//]: # (private)")
        if match["element"]:
            return self.element(match)
        if match["block"]:
            name = f"#+begin_{match['block']}"
            ends = rf"^[ >]*#\+end_{match['block']}\b"
            return self.paired(match, name, rf"{START}#\+begin_{match['block']}\b", ends, match.end("org"))
        if match["ticks"]:
            return self.role(match)
        if match["line"]:
            return self.comment_lines(match)
        if self.is_vault and (match["inline"] or match["fence"]):
            return None  # See toggled().
        if match["inline"]:
            return self.inline(match.start())
        return self.percent(match.end("quoted")) if match["fence"] else self.drawer(match)

    def comment(self, match: re.Match[str]) -> Span:
        """Return the part of a comment of HTML, whose end counts even in code."""
        end = self.written.find("-->", max(match.start() + 4, match.end() - 3))
        return self.made(match.start(), end + 3 if end >= 0 else -1, "<!-- private -->", "<!-- private: x")

    def element(self, match: re.Match[str]) -> Span | None:
        """Return the part of an element; one whose end is missing may be a placeholder in prose.

        It then reaches to the end of the text if it stands alone above a paragraph, or else to the end of its
        paragraph if it stands alone in a line or begins the paragraph.
        """
        if self.is_literal(match.start()):
            return None
        name, number = match["element"], self.number(match.start())
        closings = self.closings(name)
        behind = bisect_right(closings, match.end())
        before = self.text[self.starts[number - 1] : match.start()]
        margin = _MARGIN.fullmatch(before)
        if behind < len(closings):
            span = self.paired(match, f"<{name}>", rf"<{name}(?=[\s/>])", rf"</{name}\s*>")
            return span if margin or not span.pending else self.made(match.start(), closings[-1], f"<{name}>")
        if not margin or (self.is_rst and number not in self.raw):
            return None
        tag_end = self.text.find(">", match.end())
        alone = not self.text[tag_end + 1 : self.starts[self.number(tag_end)] - 1].strip()
        first = bool(before.strip(" >")) or number == 1 or not self.lines[number - 2].strip(" >")
        if alone and first:
            return self.made(match.start(), -1, f"<{name}>", f"<{name} private>")
        return self.made(match.start(), self.paragraph_end(tag_end), f"<{name}>") if alone or first else None

    def closings(self, name: str) -> list[int]:
        """Return where the closing tags of the element *name* end."""
        if name not in self.closed:
            tags = re.finditer(rf"</{name}\s*>", self.text)
            self.closed[name] = [tag.end() for tag in tags if not self.is_code(tag.start())]
        return self.closed[name]

    def is_literal(self, place: int) -> bool:
        """Return whether the tag at *place* is escaped, or the destination of a link."""
        return _LITERAL.search(self.text[max(0, place - 200) : place]) is not None

    def paired(
        self, match: re.Match[str], name: str, opens: str, closes: str, start: int | None = None
    ) -> Span:
        """Return the part from *match* to the mark that *closes* it; those inside it are counted."""
        depth = 1
        for mark in _either(opens, closes).finditer(self.text, match.end()):
            if self.is_code(mark.start()) or (
                mark["opens"] and match["element"] and self.is_literal(mark.start())
            ):
                continue
            depth += 1 if mark["opens"] else -1
            if depth == 0:
                return self.made(match.start() if start is None else start, mark.end(), name)
        mark_again = f"<{match['element']} private>" if match["element"] else name
        return self.made(match.start() if start is None else start, -1, name, "\n".join([mark_again] * depth))

    def role(self, match: re.Match[str]) -> Span:
        """Return the part of a role, which ends in its line, or else with its paragraph."""
        role, name = match["md"] or match["rst"], match[0].rstrip("`")
        ticks, line_end = match["ticks"], self.text.find("\n", match.end())
        end = self.text.find(ticks, match.end(), line_end if line_end >= 0 else len(self.text))
        if end >= 0:
            return self.made(match.start(), end + len(ticks), name, role=role)
        return self.made(match.start(), self.paragraph_end(match.end()), name, role=role)

    def comment_lines(self, match: re.Match[str]) -> Span:
        """Return the part of a comment of MyST: the lines that begin with a percent sign."""
        if self.text.startswith("%%", match.end("margin")) and (span := self.percent(match.end("margin"))):
            return span
        last = self.number(match.end("margin"))
        while last < len(self.lines) and self.lines[last].lstrip(" >").startswith("%"):
            last += 1
        return self.made(match.end("margin"), self.starts[last] - 1, "% private")

    def drawer(self, match: re.Match[str]) -> Span | None:
        """Return the part of a drawer of Org; without an end it is an option of something else."""
        end = None if ":end:" in self.unended else _END.search(self.text, match.end())
        if end is None:
            self.unended.add(":end:")
            return None
        return self.made(match.start(), end.end(), ":private:")


@lru_cache(maxsize=50)
def _either(opens: str, closes: str) -> re.Pattern[str]:
    return re.compile(f"(?P<closes>{closes})|(?P<opens>{opens})", re.MULTILINE)
