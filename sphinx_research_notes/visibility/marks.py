"""Marks: lines of a source that look like the head of a directive that may hide its content.

Pure, and tolerant by design; :mod:`.parsed_directives` answers how a parser reads such a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from .flags import hides_by_name, intended_key, is_within_edits
from .normalize import is_plain, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The directives that can hide their content, and the names they are registered under.
ASIDE, ENTRY = "note-to-self", "entry"
NAMES = {name: each for each in (ASIDE, ENTRY) for name in (each, f"note-{each}")}

#: Every line that asks for hiding contains one of these; so does every name of an entry or an aside.
_PRIVATE = tuple("priv vate pirva priav prvia prvat pribat pricat prifat prigat priate".split())
_DRAFT = ("draft", "publi", "visib", "status", "expir")
_NAMED = ("self", "sefl", "slef", "entr", "enty", "etry", "netry", "enrty", "ntry")
#: A line written as an option.
_OPTION = re.compile(r"^[\s>|%;/#]*:{1,2}[ ]*([a-z][\w -]{2,24}?)[ ]*(?::|$)", re.MULTILINE)
#: The head of a block whose name hides it without the word ``private``.
_NAMED_SO = re.compile(
    r"(?:\{|\.\.|!|`|~|:)[ ]*\.?(?:[\w]+[-_])?(?:secret|draft|confidential)[\w-]*[ ]*[\]}:\n]"
)
#: Comments that hide their content without the word ``private``.
_COMMENTS = re.compile(
    r"%%|%[ ]*(?:note|secret|confid)|\+begin_(?:comment|secret)|<secret|\{secret\}|:secret:`"
    r"|<!--(?:(?!-->)[\s\S]){0,300}?(?:notes?[ -]to|secret|confidential)"
)
#: Only this many characters of a line are examined.
_LONGEST = 400

#: What may precede a mark: quotes, list markers, table bars, comment signs, tags.
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
#: The head of a directive that can hide its content, after any text.
_NAME = r"[a-z][\w-]{2,24}(?:[ ]to[ ]\w{2,8})?"
_BEHIND = re.compile(
    rf"(?P<sign>(?<!`)`{{2,}}|(?<!~)~{{2,}}|(?<!:):{{2,}})[ ]{{0,4}}(?=[{{\[(<]{{0,2}}[ ]?[.]?{_NAME})"
    rf"|(?<![.\w])\.\.[ ]{{0,8}}(?P<directive>{_NAME})[ ]?(?P<colons>:{{1,4}})(?=[ ]|$)"
    rf"|(?<![\w{{$%])\{{[ ]?(?P<alone>{_NAME})[ ]?\}}[ ]*$"
)
_TICKS_IN_LINE = re.compile(r"`+")
#: The characters that a mark begins with.
_BEGINS = re.compile(r"[`~:.{\[!?]")


class Style(StrEnum):
    """The syntax of a mark."""

    FENCE = "fence"
    RST = "rst"
    CALLOUT = "callout"
    INDENTED = "indented"
    BRACE = "brace"


#: Marks that no parser of ours reads as a directive, in the order in which they are tried.
_OTHERS = ((Style.CALLOUT, _CALLOUT), (Style.INDENTED, _BANG), (Style.BRACE, _BRACE))


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that looks like the head of a directive."""

    #: Line number, from 1.
    line: int
    style: Style
    #: The text before it in the line, and the fence itself.
    before: str
    sign: str
    #: The name as written, in lower case.
    name: str
    #: The directive that is meant; empty for any other.
    kind: str
    #: Whether it is well-formed.
    well_formed: bool
    #: The rest of the line.
    rest: str

    @property
    def is_exact(self) -> bool:
        """Whether it is well-formed and has the exact name of a directive that can hide its content."""
        return self.well_formed and self.name in NAMES

    @property
    def indent(self) -> int:
        """Its indentation, in columns."""
        return len(self.before.expandtabs())


def may_hide(source: str, *, by_date: bool = False) -> bool:
    """Return whether *source* may hold a directive that hides; cheap, as every file is checked.

    *by_date*: whether an entry may be hidden because of its date alone.
    """
    text = source.lower()
    if not is_plain(text):
        text = normalize(text)
    if any(word in text for word in _PRIVATE) or _COMMENTS.search(text):
        return True
    if not any(word in text for word in _NAMED):
        return _NAMED_SO.search(text) is not None
    return (
        by_date or any(word in text for word in _DRAFT) or any(map(intended_key, set(_OPTION.findall(text))))
    )


_FLAG = re.compile("|".join((*_PRIVATE, *_DRAFT)))


def mentions_hiding(line: str) -> bool:
    """Return whether *line*, normalized, has a word that can hide something."""
    if _FLAG.search(line):
        return True
    option = _OPTION.match(line)
    return option is not None and intended_key(option[1]) != ""


def find_marks(lines: Sequence[str]) -> Iterator[Mark]:
    """Yield every mark in *lines*, normalized."""
    for number, line in enumerate(lines, 1):
        if mark := mark_in(line, number):
            yield mark


def mark_in(line: str, number: int = 1) -> Mark | None:
    """Return the mark in *line*, normalized; None if there is none."""
    mark = _mark_first(line, number)
    if mark is None or not mark.kind:
        return _mark_behind(line, number) or mark
    return mark


def _mark_behind(line: str, number: int) -> Mark | None:
    """Return the mark in *line* after other text; in inline code there is none."""
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
        if (kind := intended_directive(name)) and not hides_by_name(name):
            well_formed = name in NAMES and match["colons"] == "::"
            return Mark(
                number, style, line[:start], ".." if well_formed else "", name, kind, well_formed, rest
            )
    return None


def code_in(line: str) -> list[tuple[int, int]]:
    """Return the spans of inline code in *line*: from a run of backticks to the next of equal length."""
    runs = [(run.start(), run.end()) for run in _TICKS_IN_LINE.finditer(line)]
    starts: dict[int, list[int]] = {}
    for start, end in runs:
        starts.setdefault(end - start, []).append(start)
    spans: list[tuple[int, int]] = []
    for start, end in runs:
        start += _is_escaped(line, start)
        alike = starts.get(end - start, [])
        after = bisect_right(alike, start)
        if after < len(alike) and (not spans or start > spans[-1][1]):
            spans.append((start, alike[after]))
    return spans


def _is_escaped(line: str, place: int) -> bool:
    """Return whether there is an odd number of backslashes before *place* in *line*."""
    first = place
    while first and line[first - 1] == "\\":
        first -= 1
    return (place - first) % 2 == 1


def _mark_first(line: str, number: int) -> Mark | None:
    """Return the mark that *line* begins with, after any signs."""
    longest = _LONGEST + len(line) - len(line.lstrip())
    if not _BEGINS.search(line, 0, longest):
        return None
    line = line[:longest]
    if match := _FENCE.match(line):
        return _fence_in(match["before"], match["sign"], match["inner"], number)
    if match := _RST.match(line):
        name, colons = match["name"], match["colons"]
        kind = intended_directive(name)
        if kind and hides_by_name(name) and (match["sign"] != ".." or not colons):
            return None
        well_formed = match["sign"] == ".." and colons == "::" and " " not in name
        if not (kind or well_formed) or match["rest"].startswith("`"):
            return None
        return Mark(number, Style.RST, match["before"], "..", name, kind, well_formed, match["rest"])
    for style, pattern in _OTHERS:
        if (match := pattern.match(line)) and (kind := intended_directive(match["name"])):
            if style is Style.BRACE and (match["rest"][:1] == "`" or _is_substitution(match)):
                return None
            return Mark(number, style, match["before"], "", match["name"], kind, False, match["rest"])
    return None


def _is_substitution(brace: re.Match[str]) -> bool:
    return brace["open"][-1] == "{" and bool(hides_by_name(brace["name"]))


@lru_cache(maxsize=20_000)
def is_mark(line: str) -> bool:
    """Return whether *line*, normalized, has a mark."""
    return mark_in(line) is not None


def _fence_in(before: str, sign: str, inner: str, number: int) -> Mark | None:
    """Return the mark of a line with the fence *sign*, between *before* and *inner*."""
    written, sign = sign, sign.replace(" ", "")
    spaced = " " in written.rstrip() or (sign[0] == ":" and written != sign)
    braced = inner.startswith(("{", "[", "(", "<"))
    if sign[0] in "`~" and (closing := inner.find(sign)) >= 0:
        if len(sign) < 3 or not mentions_hiding(inner[:closing]):
            return None  # Inline code.
        inner = inner[: closing + len(sign)]
    if braced:
        name, closed, rest = _split(inner[1:])
    else:
        name, closed, rest = re.match(r"[\w.+-]*", inner)[0], "", ""  # type: ignore[index]
        rest = inner[len(name) :]
    kind = intended_directive(name)
    if kind and not braced and len(sign) < 3 and (before.strip() or hides_by_name(name)) and sign[0] != "`":
        return None
    well_formed = braced and inner[0] == "{" and closed == "}" and bool(re.fullmatch(r"[\w:.+-]+", name))
    if not kind and not (well_formed and len(sign) > 2):
        return None
    well_formed = well_formed and len(sign) > 2 and not spaced and (not rest or rest[0] in " \t")
    return Mark(number, Style.FENCE, before, sign, name.strip(), kind, well_formed, rest)


def _split(inner: str) -> tuple[str, str, str]:
    """Return the name in braces, the closing brace, and the rest; *inner* begins after the opening brace."""
    end = re.search(r"[\}\])>]", inner)
    if end:
        return inner[: end.start()], end[0], inner[end.end() :]
    name = re.match(r"[ ]*[\w.+-]*", inner)
    assert name is not None
    return name[0], "", inner[name.end() :]


@lru_cache(maxsize=1000)
def intended_directive(name: str) -> str:
    """Return which directive *name* is meant as, with or without a typing error; empty for none."""
    if hides_by_name(name):
        return ASIDE
    whole = re.sub(r"[\W_]", "", name)
    if "notetoself" in whole or "noteself" in whole:
        return ASIDE
    whole = re.sub("private|draft", "", whole)
    first = re.sub(r"[\W_]", "", re.split(r"[\s,.]", name.strip(" ."))[0])
    for each in (whole, first):
        if 7 <= len(each) <= 17 and (
            is_within_edits(each, "notetoself", 2) or is_within_edits(each, "notenotetoself", 2)
        ):
            return "" if each == "notestoself" else ASIDE
        if each in {"entry", "entries"} or (4 <= len(each) <= 6 and is_within_edits(each, "entry", 1)):
            return ENTRY
        if 8 <= len(each) <= 10 and is_within_edits(each, "noteentry", 1):
            return ENTRY
    return ""
