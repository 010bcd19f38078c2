"""Parts marked as private in HTML or in the syntax of other tools: comments, elements, blocks, roles. Pure.

HTML comments are in the source of the page for everyone to see; MyST shows Obsidian's comments as text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from .flags import PRIVATE
from .marks import code_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

#: The marks of a comment of Obsidian.
COMMENT = "%%"

_WORD = rf"(?:{PRIVATE}|secret|confidential|notes?[ -]to[ -](?:my)?self)"
_NAME = rf"(?:{PRIVATE}(?:-note)?|secret)"

#: What may precede a mark at the beginning of its line: quote signs and list markers.
_START = r"^[ >]*(?:(?:[*+-]|\d{1,9}[.)]) [ >]*)*"
#: Any character of a comment, and what may stand between its words.
_INSIDE, _GAP = r"(?:(?!-->)[\s\S])", r"(?:(?!-->)[\W_]){1,9}"
#: What may stand before its first word. Nothing here backtracks, as some comments are long lines of dashes.
_SIGNS = r"(?:(?!-->)[^\w>/]){0,99}+"
_HTML = rf"<!--++(?!>){_SIGNS}"
_BEGINS = rf"(?:begin|start|open){_GAP}"
#: A comment that is about what follows it, up to another one, and that other one.
_OPENING = (
    rf"{_HTML}(?:{_BEGINS}{_WORD}\b{_INSIDE}{{0,300}}?"
    rf"|{_WORD}\b(?:(?!-->)[\W_]){{0,99}}(?:(?:start|begin)\b(?:(?!-->)[\W_]){{0,99}})?)-->"
)
_CLOSING = (
    rf"{_HTML}(?:(?:/|(?:end|stop|close)(?=[\W_]))[\W_]{{0,9}}?(?:of\W{{1,9}})?{_WORD}"
    rf"|{_WORD}\W{{1,9}}(?:end|stop|close)\b(?=(?:(?!-->)\W){{0,9}}-->))(?:(?!-->)[^\n]){{0,300}}(?:-->)?"
)
#: The same as an editor folds them; other regions may be inside.
_REGION = rf"{_HTML}region\b(?:(?!-->)[^\n]){{0,99}}?\b{_WORD}\b"
#: What only says within a comment that it is private, in a line of its own.
_FLAGGED = (
    rf"(?<=\n)(?:(?!-->)[\W_]){{0,20}}+(?:(?:def|let|set|const|var|hugo|is)[ _]*)?{_WORD}[ \"'*`_]{{0,9}}[:=]"
)
#: A comment that is private itself: by its first word, or in brackets, as a tag, or before a colon.
_COMMENT = (
    rf"{_HTML}(?:(?:begin|start|open){_GAP})?(?:{_WORD}\b"
    rf"|{_INSIDE}{{0,280}}?(?:[(\[{{]{_WORD}[)\]}}]|(?<![\w&])#{_WORD}\b|{_FLAGGED})"
    rf"|(?:\w++(?:(?!-->)[^\w>]){{1,99}}+){{0,6}}?{_WORD}(?:[ ](?:notes?|comments?|remarks?|todo))?[ ]*:)"
)
#: A comment that no parser reads as one, and one that is written as the definition of a link.
_SLIP = rf"<[ ]?![ ]?-[ -]{{0,3}}{_SIGNS}{_WORD}\b"
_LINK = rf"(?P<label>{_START})\[[^\]\n]{{1,9}}\]:[ ]*+[#<>.]{{0,3}}[ ]*+[\"'(][^\w\n]{{0,3}}{_WORD}\b[^\n]*"
_ELEMENT = (
    rf"<(?P<element>{_NAME}|note-to-self(?=[^<>]*\b{PRIVATE}\b))(?=[\s/>])"
    r"(?=(?:(?!\n\s*\n)[\s\S]){0,500}?>)"
)
_OPENED = re.compile(rf"<(?P<element>{_NAME}|note-to-self)(?=[\s/>])")
_BLOCK = rf"(?P<org>{_START})#\+begin_(?P<block>{_NAME}|comment)\b"
_ROLE = rf"(?:\{{(?P<md>{_NAME})\}}|(?<![\w:]):(?P<rst>{_NAME}):)(?P<ticks>`+)"
_LINE = rf"(?P<margin>{_START})%+[ ]*{_WORD}\b"
_PERCENT = re.compile(r"(?<!%)%%(?!%)")
_ALONE = re.compile(rf"{_START}%%[ ]*$", re.MULTILINE)
_FENCE = rf"(?P<quoted>{_START})%%(?!%)[^\n]*$"
#: Two percent signs that may open a comment of Obsidian: neither a percentage nor a format.
#: Letters of other scripts may stand beside them, as some have no blanks between words.
_INLINE = r"(?<![a-z0-9\\%])%%(?!%)"
_CLOSES = re.compile(r"(?<![\\%])%%(?![a-z0-9%])")
#: Those that may be closed in a later line of their paragraph, and where the search for that ends.
_GOES_ON = re.compile(r"(?:(?<=\S[ ])|(?<=[^\s%]))%%(?=[ ]*[^\s%])")
_STOPS = re.compile(r"\n[ >]*(?:$|%%[ ]*[^\s%])", re.MULTILINE)
#: A formula between dollar signs, and the beginning of an address.
_FORMULA = re.compile(
    r"(?<![\\$])\$\$(?!\$)(?:(?!\n[ >]*\n|\$\$)[\s\S])+\$\$"
    r"|(?<![\w\\$])\$(?![\s$])[^$\n]*(?<![\s\\$])\$(?![\w$])"
)
_ADDRESS = re.compile(r"(?:://|\]\()[^\s()<>\"']*$|\]\(<[^<>\n]*$")
_DRAWER = r"^[ >]*:private:[ ]*$"
#: Every way in which such a part begins; what comes first wins.
_ANY = re.compile(
    rf"(?P<closing>{_CLOSING})|(?P<opening>{_OPENING})|(?P<region>{_REGION})|(?P<comment>{_COMMENT})"
    rf"|(?P<slip>{_SLIP})|(?P<link>{_LINK})"
    rf"|{_ELEMENT}|{_BLOCK}|{_ROLE}|(?P<line>{_LINE})|(?P<inline>{_INLINE})|(?P<fence>{_FENCE})"
    rf"|(?P<drawer>{_DRAWER})",
    re.MULTILINE,
)
#: A comment in TeX, which may follow something else in its line.
_TEX = re.compile(rf"(?:(?<=\\%)|(?<![\\%]))%++[ ]*+{_WORD}\b")
#: A quick check for any such part.
_MAY = re.compile(
    rf"<!--(?:(?!-->)[\s\S]){{0,300}}?{_WORD}|<(?:{_NAME}|note-to-self)[\s/>]|#\+begin_(?:{_NAME}|comment)\b"
    rf"|<[ ]?![ ]?-[ -]{{0,3}}{_SIGNS}{_WORD}|\]:[ ]*+[#<>.]{{0,3}}[ ]*+[\"'(][^\w\n]{{0,3}}{_WORD}"
    rf"|^[ >]*:private:[ ]*$|%%|%[ ]*{_WORD}\b|\{{{_NAME}\}}`|:{_NAME}:`",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A part marked as private: its lines, from 1, and its columns in the first and the last one."""

    first: int
    last: int
    #: Its markup, for a message.
    name: str
    #: The role, if it is one: another extension may define it.
    role: str = ""
    #: Column of its start in the first line, and of its end in the last.
    start: int = 0
    end: int = 0
    #: The marks whose end is missing, so that it reaches to the end of the text.
    pending: str = ""


def may_have_spans(text: str) -> bool:
    """Return whether *text*, in lower case, may have such a part."""
    return _MAY.search(text) is not None


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
    names = {match["element"] for match in _OPENED.finditer(lowered)}
    return tuple(
        name
        for name in sorted(names)
        if lowered.count(f"<{name}") > lowered.count(f"</{name}")
        and any(f"</{name}" in each.lower() for each in below)
    )


@dataclass
class _Scan:
    """A search for such parts in one text; its fields are the parameters of :func:`spans`."""

    lines: Sequence[str]
    excluded: Collection[int]
    tex: Sequence[int]
    raw: Collection[int]
    literal: Collection[int]
    rows: Collection[int]
    is_rst: bool
    is_vault: bool

    def __post_init__(self) -> None:
        lines = self.lines
        self.written = "\n".join(lines)
        #: The same text, in which the lines that are *excluded* have no marks.
        self.text = "\n".join(
            "\0" * len(line) if number in self.excluded else line for number, line in enumerate(lines, 1)
        )
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self.code: dict[int, list[tuple[int, int]]] = {}
        #: The end of the last paragraph or cell in which percent signs are not closed.
        self.unclosed = 0
        #: Where closing tags end, by the name of their element.
        self.closed: dict[str, list[int]] = {}
        #: The marks that have no end further down, so that each is searched for only once.
        self.unended: set[str] = set()

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
        while match := _ANY.search(self.text, place):
            place = match.start() + 1
            if self.is_code(match.start()):
                continue
            if span := self.span(match):
                place = max(place, self.starts[span.last - 1] + span.end)
                yield span

    def toggled(self) -> Iterator[Span]:
        """Yield the comments of a vault: from two percent signs to the next ones, or to the end."""
        reached = -1
        for start, end in sorted(
            {*self.pairs(self.sign_after), *self.pairs(lambda at: self.text.find("%%", at))}
        ):
            if end > reached:
                # Those that begin in an earlier one go on where it ends.
                is_open = end > len(self.text)
                yield self.made(max(start, reached), -1 if is_open else end, COMMENT, COMMENT)
                reached = end

    def pairs(self, next_sign: Callable[[int], int]) -> Iterator[tuple[int, int]]:
        """Yield where comments start and end; signs in code that is in one may end it, or may not."""
        start = self.sign_after(0)
        while start >= 0:
            end = next_sign(start + 2)
            yield start, (end + 2 if end >= 0 else len(self.text) + 1)
            start = self.sign_after(end + 2) if end >= 0 else -1

    def sign_after(self, place: int) -> int:
        """Return the place of the next two percent signs that are in no code or formula; -1 for none."""
        place = self.text.find("%%", place)
        while place >= 0 and (self.text[place - 1 : place] == "\\" or not self.is_sign(place)):
            place = self.text.find("%%", place + 2)
        return place

    def in_tex(self) -> Iterator[Span]:
        for number in self.tex:
            line = self.text[self.starts[number - 1] : self.starts[number] - 1]
            if match := _TEX.search(line):
                yield Span(number, number, "% private", "", match.start(), len(line))

    def span(self, match: re.Match[str]) -> Span | None:
        """Return the part that begins with *match*, if it is one."""
        if match["closing"]:
            says_more = re.search(r"\w", _CLOSING_WORDS.sub("", match[0]))
            return self.comment(match) if says_more else None
        if match["opening"]:
            return self.paired(match, "<!-- private -->", _OPENING, _CLOSING)
        if match["region"]:
            name = "<!-- #region private -->"
            return self.paired(match, name, rf"{_HTML}region\b", rf"{_HTML}endregion\b{_INSIDE}{{0,300}}?-->")
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
            return self.paired(match, name, rf"{_START}#\+begin_{match['block']}\b", ends, match.end("org"))
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

    def paragraph_end(self, place: int) -> int:
        blank = _BLANK.search(self.text, place)
        return blank.start() if blank else len(self.text)

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

    def inline(self, start: int) -> Span | None:
        """Return the part between the percent signs at *start* and others in their paragraph or cell."""
        if not self.is_rst and start >= self.unclosed and self.is_sign(start):
            end, is_whole = self.reach(start)
            for mark in _CLOSES.finditer(self.text, start + 3, end):
                if self.is_sign(mark.start()):
                    return self.made(start, mark.end(), "%%")
            self.unclosed = end if is_whole else self.unclosed
        return self.percent(start) if start == self.starts[self.number(start) - 1] else None

    def reach(self, start: int) -> tuple[int, bool]:
        """Return where a part that begins at *start* must end, and whether others up to there must too."""
        number = self.number(start)
        line_end = self.starts[number] - 1
        if number in self.rows:
            bar = self.text.find("|", start, line_end)
            return (bar if bar >= 0 else line_end), True
        if not _GOES_ON.match(self.text, start):
            return line_end, False
        stop = _STOPS.search(self.text, start)
        return (stop.start() if stop else len(self.text)), True

    def is_sign(self, place: int) -> bool:
        """Return whether the percent signs at *place* are in no code, formula or address."""
        if self.number(place) in self.literal or self.is_code(place):
            return False
        before = self.text[max(0, place - 500) : place]
        if ("://" in before or "](" in before) and _ADDRESS.search(before):
            return False
        formula = bisect_right(self.formulas, (place, len(self.text)))
        return formula == 0 or place >= self.formulas[formula - 1][1]

    @cached_property
    def formulas(self) -> list[tuple[int, int]]:
        """The formulas between dollar signs."""
        return [each.span() for each in _FORMULA.finditer(self.text) if not self.is_code(each.start())]

    def percent(self, start: int) -> Span | None:
        """Return the part between the percent signs at *start*, as in Obsidian, and those in a later line."""
        number = self.number(start)
        if not self.is_sign(start):
            return None
        beside = self.text[start + 2 : self.starts[number] - 1].strip()
        if "%%" in beside or (self.is_rst and (beside or self.is_underline(number))):
            return None
        end = -1 if "%%" in self.unended else self.percent_end(number)
        if end < 0:
            self.unended.add("%%")
        if beside and (end < 0 or not self.may_end_text(end)):
            return None  # A comment of MyST.
        return None if end < 0 and self.is_rst else self.made(start, end, "%%", "%%")

    def percent_end(self, number: int) -> int:
        """Return the place after the next percent signs that are not a pair in their line; -1 for none."""
        for other in range(number + 1, len(self.lines) + 1):
            begin = self.starts[other - 1]
            line = self.text[begin : self.starts[other] - 1]
            if "%%" not in line:
                continue
            found = [each for each in _PERCENT.finditer(line) if self.is_sign(begin + each.start())]
            # Those before a text are a comment of MyST.
            is_comment = (
                len(found) == 1 and not line[: found[0].start()].strip(" >") and line.strip(" >") != "%%"
            )
            if len(found) % 2 and not is_comment:
                return begin + found[-1].end()
        return -1

    def may_end_text(self, place: int) -> bool:
        """Return whether the percent signs before *place* may be the end of a part that begins with text.

        Lines with nothing else belong together in pairs.
        """
        number = self.number(place)
        if self.text[place : self.starts[number] - 1].strip():
            return False
        if self.lines[number - 1].strip(" >") != "%%":
            return True
        return (len(self.alone) - bisect_left(self.alone, number)) % 2 == 1

    @cached_property
    def alone(self) -> list[int]:
        """The lines that hold two percent signs and nothing else."""
        fences = _ALONE.finditer(self.text)
        return [
            self.number(each.end()) for each in fences if self.is_sign(each[0].index("%%") + each.start())
        ]

    def is_underline(self, number: int) -> bool:
        """Return whether the percent signs in line *number* belong to a title of at most two letters."""
        above, below = (
            self.lines[n - 1] if 0 < n <= len(self.lines) else "" for n in (number - 1, number + 1)
        )
        under = self.lines[number + 1].strip() if number + 1 < len(self.lines) else ""
        return 0 < len(above.strip()) <= 2 or (0 < len(below.strip()) <= 2 and under == "%%")

    def drawer(self, match: re.Match[str]) -> Span | None:
        """Return the part of a drawer of Org; without an end it is an option of something else."""
        end = None if ":end:" in self.unended else _END.search(self.text, match.end())
        if end is None:
            self.unended.add(":end:")
            return None
        return self.made(match.start(), end.end(), ":private:")

    def made(self, start: int, end: int, name: str, pending: str = "", role: str = "") -> Span:
        """Return the part from the place *start* to *end*, or to the end of the text if that is -1."""
        if end >= 0:
            pending = ""
        else:
            end = len(self.text)
        first, last = self.number(start), self.number(end)
        return Span(
            first, last, name, role, start - self.starts[first - 1], end - self.starts[last - 1], pending
        )

    def number(self, place: int) -> int:
        return min(bisect_right(self.starts, place), len(self.lines))

    def is_code(self, place: int) -> bool:
        """Return whether *place* is in inline code."""
        number = self.number(place)
        if number not in self.code:
            self.code[number] = code_in(self.lines[number - 1])
        code, column = self.code[number], place - self.starts[number - 1]
        before = bisect_right(code, (column, len(self.text)))
        return before > 0 and column < code[before - 1][1]


_SLIP_END = re.compile(r"-[ ]?>")
#: The end of a paragraph.
_BLANK = re.compile(r"\n[ >]*(?:\n|$)")
_MARGIN = re.compile(_START)
#: What stands before a tag that is none.
_LITERAL = re.compile(r"(?:^|[^\\])(?:\\\\)*\\$|\]\(\s*$|^[ >]*\[[^\]\n]+\]:\s*$", re.MULTILINE)
#: The words of a comment that only ends a part.
_CLOSING_WORDS = re.compile(rf"\b(?:of|end|stop|close)_?|{_WORD}")
#: The end of a drawer.
_END = re.compile(r"^[ >]*:end:[ ]*$", re.MULTILINE)


@lru_cache(maxsize=50)
def _either(opens: str, closes: str) -> re.Pattern[str]:
    return re.compile(f"(?P<closes>{closes})|(?P<opens>{opens})", re.MULTILINE)
