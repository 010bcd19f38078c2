"""Marks: lines of a source that look like the head of a directive that may hide something, however written.

Pure, and tolerant by design: what a parser makes of such a line is another question, for
:mod:`.parsed_directives`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from .flags import flag_meant, hides_by_name, is_near

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The directives that can hide what they hold, and by which names they are reached.
ASIDE, ENTRY = "note-to-self", "entry"
NAMES = {name: each for each in (ASIDE, ENTRY) for name in (each, f"note-{each}")}

#: Characters that nobody sees, and those that look like one of the marks.
_UNSEEN = frozenset({"Cf", "Cc", "Mn", "Me"})
#: Fillers, which are letters for Unicode, and what stands for a null character.
_FILLERS = "\u115f\u1160\u3164\uffa0\ufffd"
#: Line breaks and the tab; all other control characters of ASCII are unseen.
_BREAKS = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x85")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")
_COLONS, _TICKS = "\u2236\ua789\u02d0\uff1a\ufe55", "\u00b4\u2018\u2019\u2032\uff40\u02cb"
_DASHES, _BLANKS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "\u00a0\u2007\u202f\u3000\u2800"
#: Cyrillic and Greek letters that look like those of the words that hide, and these.
_LETTERS = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0456\u0455\u0501\u0442\u0475\u0433"
        "\u03b1\u03b5\u03b9\u03bf\u03c1\u03c4\u03bd\u0131",
        "aeopcyisdtvraeioptvi",
        strict=True,
    )
)
_ALIKE = {
    **dict.fromkeys(_FILLERS, ""),
    **dict.fromkeys(_COLONS, ":"),
    **dict.fromkeys(_TICKS, "`"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_BLANKS, " "),
}

#: What stands in every line that asks for hiding, and in every name of an entry or an aside.
_PRIVATE = (
    "priv",
    "vate",
    "pirva",
    "priav",
    "prvia",
    "prvat",
    "pribat",
    "pricat",
    "prifat",
    "prigat",
    "priate",
)
_DRAFT = ("draft", "publi", "visib", "status")
_NAMED = ("self", "sefl", "slef", "entr", "enty", "etry", "netry", "enrty", "ntry")
#: A line that is written as an option.
_OPTION = re.compile(r"^[\s>|%;/#]*:{1,2}[ ]*([a-z][\w -]{2,24}?)[ ]*(?::|$)", re.MULTILINE)
#: The head of a block that hides by its name, without the word ``private``.
_NAMED_SO = re.compile(
    r"(?:\{|\.\.|!|`|~|:)[ ]*\.?(?:[\w]+[-_])?(?:secret|draft|confidential)[\w-]*[ ]*[\]}:\n]"
)
#: Comments that hide what they hold, without the word ``private``.
_COMMENTS = re.compile(r"^\s*%%\s*$|\+begin_comment|<!--+\s*note|<secret|\{secret\}|:secret:`", re.MULTILINE)
#: Lines are looked at up to here.
_LONGEST = 400

#: What may stand before a mark: quotes, list marks, bars of tables, signs of comments, tags.
_BEFORE = r"(?P<before>(?:[\s>|*+\-#%/;,\"'!(]|\d{1,9}[.)]|<[^<>\n]*>)*?)"
_FENCE = re.compile(_BEFORE + r"(?P<sign>(?:` ?)+|(?:~ ?)+|(?:: ?){2,}|:(?=[ ]*\{))[ ]*(?P<inner>.*)")
_RST = re.compile(
    _BEFORE
    + r"(?P<sign>\.{2,4}|(?<![\w.])\.)[ ]*(?P<name>\w[\w .+-]{0,60}?)[ ]*(?P<colons>:{1,4}|$)(?P<rest>.*)"
)
_CALLOUT = re.compile(_BEFORE + r"\[[ ]*!(?P<name>[^\]\n]*)\](?P<rest>.*)")
_BANG = re.compile(r"(?P<before>[\s>]*)(?:!!!|\?\?\?\+?)[ ]*(?P<name>[\w.+-]+)(?P<rest>.*)")
_BRACE = re.compile(
    _BEFORE + r"(?P<open>\{+[%<]?)[ ]*(?P<name>[\w.+ -]+?)[ ]*(?P<close>[%>]?\}+|[ ])(?P<rest>.*)"
)
#: The head of a directive that can hide, behind whatever text.
_NAME = r"[a-z][\w-]{2,24}(?:[ ]to[ ]\w{2,8})?"
_BEHIND = re.compile(
    rf"(?P<sign>(?<!`)`{{2,}}|(?<!~)~{{2,}}|(?<!:):{{2,}})[ ]{{0,4}}(?=[{{\[(<]{{0,2}}[ ]?[.]?{_NAME})"
    rf"|(?<![.\w])\.\.[ ]{{0,8}}(?P<directive>{_NAME})[ ]?(?P<colons>:{{1,4}})(?=[ ]|$)"
    rf"|(?<![\w{{$%])\{{[ ]?(?P<alone>{_NAME})[ ]?\}}[ ]*$"
)
_TICKS_IN_LINE = re.compile(r"`+")
#: What each mark begins with.
_BEGINS = re.compile(r"[`~:.{\[!?]")


class Style(StrEnum):
    """By what a mark is one."""

    FENCE = "fence"
    RST = "rst"
    CALLOUT = "callout"
    INDENTED = "indented"
    BRACE = "brace"


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that looks like the head of a directive."""

    #: From 1.
    line: int
    style: Style
    #: What stands before it in the line, and the fence itself.
    before: str
    sign: str
    #: As it is written, in lower case.
    name: str
    #: The directive that is meant; empty for any other.
    kind: str
    #: Whether it is written as directives are.
    sound: bool
    #: What follows in its line.
    rest: str

    @property
    def known(self) -> bool:
        """Whether it has the very name of a directive that can hide."""
        return self.sound and self.name in NAMES

    @property
    def indent(self) -> int:
        """How deep it stands."""
        return len(self.before.expandtabs())


def evened(text: str) -> str:
    """*text* in lower case, with look-alikes as the plain signs; its lines stay where they were."""
    if text.isascii():
        return _CONTROLS.sub("", text).replace("\t", "        ").lower()
    for sign, plain in _ALIKE.items():
        # Faster than a table of translation, as few of them are there.
        text = text.replace(sign, plain)
    text = unicodedata.normalize("NFKD", text).lower()
    for sign in set(text):
        if sign in _LETTERS:
            text = text.replace(sign, _LETTERS[sign])
        elif unicodedata.category(sign) in _UNSEEN and sign not in _BREAKS:
            text = text.replace(sign, "")
    return text.replace("\t", "        ")


@lru_cache(maxsize=20_000)
def evened_line(line: str) -> str:
    """The same of one line, which is asked of it more than once."""
    return evened(line)


def may_hide(source: str) -> bool:
    """Whether *source* may hold a directive that hides something; cheap, as it is asked of every file."""
    text = source.lower()
    if not text.isascii() or _CONTROLS.search(text):
        text = evened(text)
    if any(word in text for word in _PRIVATE) or _COMMENTS.search(text):
        return True
    if not any(word in text for word in _NAMED):
        return _NAMED_SO.search(text) is not None
    return any(word in text for word in _DRAFT) or any(map(flag_meant, set(_OPTION.findall(text))))


_FLAG = re.compile("|".join((*_PRIVATE, *_DRAFT)))


def speaks_of_hiding(line: str) -> bool:
    """Whether *line*, which is evened, has a word by which something is hidden."""
    if _FLAG.search(line):
        return True
    option = _OPTION.match(line)
    return option is not None and flag_meant(option[1]) != ""


def find(lines: Sequence[str]) -> Iterator[Mark]:
    """Every mark in *lines*, which are evened."""
    for number, line in enumerate(lines, 1):
        if mark := mark_in(line, number):
            yield mark


def mark_in(line: str, number: int = 1) -> Mark | None:
    """The mark that *line*, which is evened, is or has; None for any other line."""
    mark = _mark_first(line, number)
    if mark is None or not mark.kind:
        return _mark_behind(line, number) or mark
    return mark


def _mark_behind(line: str, number: int) -> Mark | None:
    """The mark that stands in *line* behind other text; what is shown as code there is none."""
    code: list[tuple[int, int]] | None = None
    for match in _BEHIND.finditer(line):
        start = match.start()
        code = code_in(line) if code is None else code
        span = code[bisect_right(code, (start, len(line))) - 1] if code else (0, 0)
        if span[0] < start < span[1]:
            continue
        rest = line[match.end() : match.end() + _LONGEST]
        if match["sign"]:
            mark = _fence_in(line[:start], match["sign"], rest, number)
            if mark is not None and mark.kind:
                return mark
            continue
        name, style = (match["directive"], Style.RST) if match["directive"] else (match["alone"], Style.BRACE)
        if (kind := meant(name)) and not hides_by_name(name):
            sound = name in NAMES and match["colons"] == "::"
            return Mark(number, style, line[:start], ".." if sound else "", name, kind, sound, rest)
    return None


def code_in(line: str) -> list[tuple[int, int]]:
    """Where code stands in *line*: from a run of backticks to the next that is as long."""
    runs = [(run.start(), run.end()) for run in _TICKS_IN_LINE.finditer(line)]
    starts: dict[int, list[int]] = {}
    for start, end in runs:
        starts.setdefault(end - start, []).append(start)
    found: list[tuple[int, int]] = []
    for start, end in runs:
        alike = starts[end - start]
        after = bisect_right(alike, start)
        if after < len(alike) and (not found or start > found[-1][1]):
            found.append((start, alike[after]))
    return found


def _mark_first(line: str, number: int) -> Mark | None:
    """The mark that *line* begins with, but for signs."""
    longest = _LONGEST + len(line) - len(line.lstrip())
    if not _BEGINS.search(line, 0, longest):
        return None
    line = line[:longest]
    if match := _FENCE.match(line):
        return _fence_in(match["before"], match["sign"], match["inner"], number)
    if match := _RST.match(line):
        name, colons = match["name"], match["colons"]
        kind = meant(name)
        if kind and hides_by_name(name) and (match["sign"] != ".." or not colons):
            return None
        sound = match["sign"] == ".." and colons == "::" and " " not in name
        if not (kind or sound) or match["rest"].startswith("`"):
            return None
        return Mark(number, Style.RST, match["before"], "..", name, kind, sound, match["rest"])
    if (match := _CALLOUT.match(line)) and (kind := meant(match["name"])):
        return Mark(number, Style.CALLOUT, match["before"], "", match["name"], kind, False, match["rest"])
    if (match := _BANG.match(line)) and (kind := meant(match["name"])):
        return Mark(number, Style.INDENTED, match["before"], "", match["name"], kind, False, match["rest"])
    if (match := _BRACE.match(line)) and (kind := meant(match["name"])) and match["rest"][:1] != "`":
        if hides_by_name(match["name"]) and match["open"][-1] == "{":
            return None  # A substitution.
        return Mark(number, Style.BRACE, match["before"], "", match["name"], kind, False, match["rest"])
    return None


@lru_cache(maxsize=20_000)
def is_mark(line: str) -> bool:
    """Whether *line*, which is evened, is a mark."""
    return mark_in(line) is not None


def _fence_in(before: str, sign: str, inner: str, number: int) -> Mark | None:
    """The mark that a line with a fence is: *sign*, with *before* and *inner* around it."""
    written, sign = sign, sign.replace(" ", "")
    spaced = " " in written.rstrip() or (sign[0] == ":" and written != sign)
    braced = inner.startswith(("{", "[", "(", "<"))
    if sign[0] in "`~" and (closing := inner.find(sign)) >= 0:
        if len(sign) < 3 or not speaks_of_hiding(inner[:closing]):
            return None  # Code in a line of text.
        inner = inner[: closing + len(sign)]
    if braced:
        name, closed, rest = _split(inner[1:])
    else:
        name, closed, rest = re.match(r"[\w.+-]*", inner)[0], "", ""  # type: ignore[index]
        rest = inner[len(name) :]
    kind = meant(name)
    if kind and not braced and len(sign) < 3 and (before.strip() or hides_by_name(name)) and sign[0] != "`":
        return None
    sound = braced and inner[0] == "{" and closed == "}" and bool(re.fullmatch(r"[\w:.+-]+", name))
    if not kind and not (sound and len(sign) > 2):
        return None
    sound = sound and len(sign) > 2 and not spaced and (not rest or rest[0] in " \t")
    return Mark(number, Style.FENCE, before, sign, name.strip(), kind, sound, rest)


def _split(inner: str) -> tuple[str, str, str]:
    """The name in braces, what closes them, and what follows; *inner* begins behind the brace."""
    end = re.search(r"[\}\])>]", inner)
    if end:
        return inner[: end.start()], end[0], inner[end.end() :]
    name = re.match(r"[ ]*[\w.+-]*", inner)
    assert name is not None
    return name[0], "", inner[name.end() :]


@lru_cache(maxsize=1000)
def meant(name: str) -> str:
    """Which directive that can hide is meant by *name*, with or without a slip; empty for none."""
    if hides_by_name(name):
        return ASIDE
    whole = re.sub(r"[\W_]", "", name)
    if "notetoself" in whole or "noteself" in whole:
        return ASIDE
    whole = re.sub("private|draft", "", whole)
    first = re.sub(r"[\W_]", "", re.split(r"[\s,.]", name.strip(" ."))[0])
    for each in (whole, first):
        if 7 <= len(each) <= 17 and (is_near(each, "notetoself", 2) or is_near(each, "notenotetoself", 2)):
            return "" if each == "notestoself" else ASIDE
        if each in {"entry", "entries"} or (4 <= len(each) <= 6 and is_near(each, "entry", 1)):
            return ENTRY
        if 8 <= len(each) <= 10 and is_near(each, "noteentry", 1):
            return ENTRY
    return ""


# How far what a mark opens reaches, where no parser says so.


def end_of(mark: Mark, lines: Sequence[str], most: int = 0) -> int:
    """The last line of what *mark* opens in *lines*, which are evened; rather too far than too short.

    *most*: how many lines are looked at, if not all.
    """
    end = min(len(lines), mark.line + most) if most else len(lines)
    sign = mark.sign or "`"
    if mark.style is Style.FENCE and sign[0] == "`" and sign in mark.rest:
        return mark.line
    if mark.before.lstrip(" >").startswith("|"):
        return _end_of_bars(mark, lines, end)
    if mark.style is Style.CALLOUT:
        return _end_of_quote(mark, lines, end)
    if mark.style in {Style.RST, Style.INDENTED}:
        return _end_of_block(mark, lines, end)
    depth = 1
    fence = _fences_like(sign)
    for number in range(mark.line + 1, end + 1):
        line = lines[number - 1]
        if match := fence.fullmatch(line):
            # Whoever writes a block into another with fences of one length means it to nest.
            depth += 1 if _opens(match) else -1
            if depth == 0:
                return number
        elif mark.style is Style.BRACE and re.match(r"\W*\{+[%<]?\s*(?:end|/)", line):
            return number
    return end


@lru_cache(maxsize=100)
def _fences_like(sign: str) -> re.Pattern[str]:
    """What a line with a fence is that opens or closes a block within, or with, the fence *sign*."""
    run = f"{re.escape(sign[0])}{{{max(len(sign), 2)},}}"
    rest = rf"(?:(?!{run}).)*" if sign[0] == "`" else ".*"  # Code in a line of text is no fence.
    return re.compile(rf"[\s>%;/#]*(?P<item>(?:(?:[-*+]|\d{{1,9}}[.)])\s+)*){run}(?P<rest>{rest})")


def _opens(fence: re.Match[str]) -> bool:
    """Whether a line with a *fence* opens a block; otherwise it closes one."""
    return bool(fence["item"]) or fence["rest"].strip() not in {"", "-->"}


def nests(mark: Mark, lines: Sequence[str], last: int) -> bool:
    """Whether a block with a fence like that of *mark* begins in it, which for a parser ends at *last*.

    For the parser the end of the inner block is that of the outer one.
    """
    if mark.style is not Style.FENCE:
        return False
    fence = _fences_like(mark.sign)
    within = (fence.fullmatch(lines[number - 1]) for number in range(mark.line + 1, last + 1))
    return any(match and _opens(match) for match in within)


def _end_of_bars(mark: Mark, lines: Sequence[str], end: int) -> int:
    """The last line of what *mark* opens in a row of a table, or in a block of lines with a bar each."""
    last = mark.line
    if "|" not in mark.rest or (mark.style is Style.RST and _is_grid(lines, mark.line)):
        for number in range(last + 1, end + 1):
            line = lines[number - 1].strip()
            if line and not line.startswith(("|", "+") if mark.style is Style.RST else "|"):
                break
            last = number if line else last
    return last


def _is_grid(lines: Sequence[str], line: int) -> bool:
    """Whether *line* stands in a table with borders, so that its row may have more lines."""
    for number in range(line - 1, max(line - 100, 0), -1):
        if not (above := lines[number - 1].lstrip()).startswith(("|", "+")):
            return False
        if above.startswith("+"):
            return True
    return line > 99


def _end_of_quote(mark: Mark, lines: Sequence[str], end: int) -> int:
    """The last of the quoted lines, from *mark* on."""
    last = mark.line
    while last < end and (">" not in mark.before or lines[last].lstrip().startswith(">")):
        if not lines[last].strip():
            break
        last += 1
    return last


def _end_of_block(mark: Mark, lines: Sequence[str], end: int) -> int:
    """The last line that is deeper than *mark*; with options in it that are not indented."""
    place = mark.line
    while place < end and re.match(r"\s*:\s*[\w-]+\s*:", lines[place]):
        place += 1
    last, indent = place, mark.indent
    text = next((line for line in lines[place:end] if line.strip()), "")
    own, below = _depth(lines[mark.line - 1]), _depth(text)
    if own < below <= indent:
        indent = own  # Its text is deeper than its line, though not than the mark.
    for number in range(place, end):
        line = lines[number]
        if line.strip():
            if _depth(line) <= indent:
                break
            last = number + 1
    return last if last > place else _end_of_paragraph(lines, place, end, own=place - mark.line)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end_of_paragraph(lines: Sequence[str], place: int, end: int, *, own: int) -> int:
    """The last line of what stands right under the line *place*, no deeper than it.

    After *own* lines of options, which stand no deeper either, a blank line may come first.
    """
    start = place
    if own and _depth(lines[place - 1]) <= _depth(lines[place - own - 1]):
        while start < end and not lines[start].strip():
            start += 1
    last = start
    while last < end and (line := lines[last].strip()) and not line.startswith((".. ", "```", ":::")):
        if last > place and (mark := mark_in(lines[last])) and mark.kind:
            break
        last += 1
    is_title = last > start + 1 and _ADORNMENT.fullmatch(lines[start + 1])
    return place if is_title or last == start else last


#: The line under a title.
_ADORNMENT = re.compile(r"([=\-~^\"'*+#.:_`])\1{2,}\s*")
