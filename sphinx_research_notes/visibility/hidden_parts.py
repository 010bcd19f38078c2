"""The parts of a source that this build does not show.

Used wherever a source is examined, parsed or not. When in doubt, more is hidden rather than less.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from .._upstream.registries import is_role, registered_directive
from ..constants import PACKAGE
from ..frontmatter.block import clean
from ..frontmatter.syntax import Syntax
from ..model.note import Visibility
from . import directive_heads, parsed_directives
from .block_ends import end_of, nests
from .directive_heads import HeadVisibility
from .flags import hides_by_name, intended_key
from .marks import ASIDE, ENTRY, NAMES, Style, find_marks, is_mark, may_hide, mentions_hiding
from .normalize import normalize
from .percent_signs import COMMENT
from .private_spans import may_have_spans, spans
from .table_cells import Cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..config import NotesConfig
    from ..model.faults import Fault
    from .marks import Mark
    from .parsed_directives import Lines, Parsed
    from .scanned_text import Span

#: The kind of a part that is marked as private in the syntax of another tool.
OTHER = "other"

#: The number of lines to search for what hides a part that no parser reads.
_FAR = 200

#: A line that may be an option of a directive with a misspelled name.
_OPTION = re.compile(r"[\s>|%;/#]*:?\s*(?P<name>[a-z][\w -]*)")

#: A line that closes a fence.
CLOSING = re.compile(r"[\s>]*[`~:]{3,}\s*")

_FIELD = re.compile(r"\s*:[\w-]+:")
#: The indentation of a line, and its quote signs; whether it is a comment of MyST or of docutils.
_MARGIN = re.compile(r"[ \t>]*(?P<comment>%|\.\.\s)?")


@dataclass(frozen=True, slots=True)
class Part:
    """A directive in a source, from its first line to its last, both from 1."""

    first: int
    last: int
    #: The name as written, in lower case, and the directive that is meant.
    name: str
    kind: str
    #: Whether a parser reads it as the directive that is meant.
    read: bool = True
    #: Whether it would be a directive with ``colon_fence``.
    colons: bool = False
    #: Whether it is hidden by something other than one of its options.
    inexact: bool = False
    #: The faults of its options.
    faults: tuple[Fault, ...] = ()
    #: Whether there is other text in its lines.
    beside: bool = False
    #: Whether a block inside it has a fence like its own, so that its parser ends it too early.
    nests: bool = False
    #: What stays of its lines, by their numbers, as it belongs to other cells or is text beside it.
    kept: tuple[tuple[int, str], ...] = ()
    #: The marks whose end is missing, so that it reaches to the end of the source.
    pending: str = ""


def names_ours(part: Part) -> bool:
    """Return whether *part* has the name of a directive of ours, misspelled or not, and no other name."""
    return part.kind != OTHER and not (part.kind and hides_by_name(part.name))


def plain_source(text: str, syntax: Syntax) -> str:
    """Return *text* as its author wrote it: for a notebook its text cells, for any other file all of it."""
    if syntax is not Syntax.NOTEBOOK:
        return clean(text)
    try:
        cells = json.loads(text)["cells"]
        sources = [cell["source"] for cell in cells if cell["cell_type"] in {"markdown", "raw"}]
        return "\n\n".join(each if isinstance(each, str) else "".join(each) for each in sources)
    except (ValueError, KeyError, TypeError, RecursionError):
        return text


def lines_of(source: str, syntax: Syntax) -> list[str]:
    """Return the lines of *source*, as its parser counts them."""
    return source.splitlines() if syntax is Syntax.RST else source.split("\n")


def hidden_parts(source: str, syntax: Syntax, config: NotesConfig, myst: Any = None) -> list[Part]:
    """Return the parts of *source*, written in *syntax*, that this build does not show.

    *myst*: the configuration of MyST, which decides what it reads as a directive.
    """
    by_date = config.settings.future == "hide"
    if not may_hide(source, by_date=by_date):
        return []
    lines = lines_of(normalize(source), syntax)
    flags = [number for number, line in enumerate(lines, 1) if mentions_hiding(line)]
    matches = ((number, _OPTION.match(lines[number - 1])) for number in flags)
    options = [number for number, match in matches if match and intended_key(match["name"]) == "private"]
    marks = [
        mark
        for mark in find_marks(lines)
        if (by_date and mark.kind == ENTRY) or _may_ask(mark, flags if mark.kind else options)
    ]
    foreign = (config.wikilinks or not config.shows(Visibility.PRIVATE)) and may_have_spans("\n".join(lines))
    if not (marks or foreign):
        return []
    search = _Search(source, syntax, config, myst, lines, flags)
    parts = search.parts(marks)
    return _merged([*parts, *search.foreign_parts(parts)]) if foreign else parts


def _merged(parts: Sequence[Part]) -> list[Part]:
    """Return *parts* in order; one that begins within another is merged into it."""
    merged: list[Part] = []
    for part in sorted(parts, key=lambda part: part.first):
        if merged and part.first <= (outer := merged[-1]).last:
            kept = tuple((number, text) for number, text in outer.kept if number < part.first)
            last, pending = max(outer.last, part.last), outer.pending or part.pending
            merged[-1] = replace(outer, last=last, kept=kept, pending=pending)
        else:
            merged.append(part)
    return merged


def _may_ask(mark: Mark, flags: Sequence[int]) -> bool:
    """Return whether *mark* may open a hidden part; lines that mention hiding have the numbers *flags*."""
    if mark.kind and hides_by_name(mark.name):
        return True
    near = _next(flags, mark.line)
    return near is not None and (bool(mark.kind) or near - mark.line < directive_heads.LINES)


def _next(flags: Sequence[int], line: int) -> int | None:
    """Return the first of the sorted numbers *flags* that is at least *line*."""
    place = bisect_left(flags, line)
    return flags[place] if place < len(flags) else None


def _numbers(blocks: Iterable[Lines]) -> set[int]:
    """Return the numbers of all lines in *blocks*."""
    return {number for each in blocks for number in range(each.first, each.last + 1)}


def _columns(line: str) -> Sequence[int]:
    """Return the columns in which the characters of *line* begin once normalized, and that of its end."""
    return [0, *accumulate(len(normalize(sign)) for sign in line)]


class _Search:
    """A search for the hidden parts of one source."""

    def __init__(
        self,
        source: str,
        syntax: Syntax,
        config: NotesConfig,
        myst: Any,
        lines: Sequence[str],
        flags: Sequence[int],
    ) -> None:
        self.config, self.lines, self.syntax, self.flags = config, lines, syntax, flags
        #: The lines as written, and without indentation and quote signs.
        self.written = lines_of(source, syntax)
        #: The columns of normalized lines in which the characters of the written ones begin.
        self.columns: dict[int, Sequence[int]] = {}
        self.bare = [line.lstrip(" \t>") for line in self.written]
        self.markdown, self.rst = parsed_directives.Parsed(), parsed_directives.Parsed()
        if syntax.may_be_markdown:
            self.markdown = parsed_directives.markdown(source, parsed_directives.config_of(source, myst))
        if syntax.may_be_rst:
            self.rst = parsed_directives.rst(source)
        self.cells = Cells((self.markdown, self.rst))

    def parts(self, marks: Sequence[Mark]) -> list[Part]:
        """Return the hidden parts that *marks* open, none inside another."""
        found: list[Part] = []
        covered = 0
        for mark in marks:
            if mark.line > covered and (part := self.part(mark)) is not None:
                found.append(part)
                covered = part.last
        return found

    def foreign_parts(self, found: Sequence[Part]) -> Iterator[Part]:
        """Yield what other tools mark as private, outside the parts *found* and outside code."""
        excluded = {n for part in found for n in range(part.first, part.last + 1)}
        code = _numbers((*self.markdown.code, *self.rst.code))
        tex = _numbers((*self.markdown.formulas, *self.rst.formulas)) - code - excluded
        raw = {
            n for n, (name, last) in self.rst.directives.items() if name == "raw" for n in range(n, last + 1)
        }
        group: list[Span] = []
        is_rst = self.syntax is Syntax.RST
        is_vault = self.config.wikilinks and not is_rst
        literal = _numbers((*self.markdown.literal, *self.rst.literal))
        rows = _numbers(self.markdown.rows)
        for span in spans(
            self.lines,
            excluded | code,
            tex=tex,
            raw=raw,
            literal=literal,
            rows=rows,
            is_rst=is_rst,
            is_vault=is_vault,
            marked=not self.config.shows(Visibility.PRIVATE),
        ):
            if is_role(span.role):
                continue
            if group and span.first > group[-1].last:
                yield self.foreign_part(group)
                group = []
            group.append(span)
        if group:
            yield self.foreign_part(group)

    def foreign_part(self, group: Sequence[Span]) -> Part:
        """Return the part that the spans *group* make up, each of which begins where the last one ends."""
        kept: dict[int, str] = {}
        for span, after in zip(group, [*group[1:], None], strict=True):
            kept.setdefault(span.first, self.beside(span.first, 0, span.start))
            ends = after.start if after and after.first == span.last else len(self.lines[span.last - 1])
            rest = self.beside(span.last, span.end, ends)
            if span.last not in kept:
                margin = _MARGIN.match(self.written[span.last - 1])
                # The rest of a comment would become text.
                stays = margin and not margin["comment"] and rest.strip()
                kept[span.last] = f"{margin[0]}{rest.lstrip()}" if margin and stays else ""
            else:
                kept[span.last] += rest
        lines = tuple((number, text.rstrip()) for number, text in kept.items() if text.strip())
        name = next((span.name for span in group if span.name != COMMENT), COMMENT)
        return Part(
            group[0].first, group[-1].last, name, OTHER, read=False, kept=lines,
            pending=group[-1].pending,
        )  # fmt: skip

    def beside(self, number: int, start: int, end: int) -> str:
        """Return the text of line *number*, as written, between two columns of the normalized line."""
        if number not in self.columns:
            written, line = self.written[number - 1], self.lines[number - 1]
            is_plain = len(written) == len(line) and written.lower() == line
            columns = range(len(line) + 1) if is_plain else _columns(written)
            # Otherwise it is unclear where the text ends.
            self.columns[number] = columns if columns[-1] == len(line) else ()
        columns = self.columns[number]
        return (
            self.written[number - 1][bisect_left(columns, start) : bisect_left(columns, end)]
            if columns
            else ""
        )

    def reader(self, mark: Mark) -> Parsed:
        """Return the result of the parser that *mark* is written for."""
        if self.syntax is Syntax.RST or (self.syntax is Syntax.UNKNOWN and mark.style is Style.RST):
            return self.rst
        return self.markdown

    def part(self, mark: Mark) -> Part | None:
        """Return the part that *mark* opens if it is hidden; None otherwise, and for an example."""
        reader = self.reader(mark)
        name, last = reader.directives.get(mark.line, ("", 0))
        in_cell = False
        if not name and mark.style is Style.RST and mark.before.strip():
            # In table cells docutils counts one line more.
            name, last = reader.directives.get(mark.line + 1, ("", 0))
            in_cell = bool(name) and not is_mark(self.lines[mark.line])
            name, last = (name, last - 1) if in_cell else ("", 0)
        read = bool(name) and name.lower() == mark.name and (mark.is_exact or not mark.kind)
        read = read and not self.ends_early(mark, last)
        if not read:
            last = 0
        near = _next(self.flags, mark.line)
        is_far = near is None or near > max(last, mark.line + _FAR)
        by_date = mark.kind == ENTRY and self.config.settings.future == "hide"
        if is_far and not by_date and not hides_by_name(mark.name):
            return None
        nested = read and nests(mark, self.lines, last)
        far = max(last, end_of(mark, self.lines, _FAR)) if nested else last
        declared = self.visibility_of(mark, read, far)
        if self.config.shows(declared.visibility):
            return None
        if nested or not read:
            last = max(last, end_of(mark, self.lines))
        if not read and reader.shows(mark.line):
            return None
        kept: tuple[tuple[int, str], ...] = ()
        if not (read and mark.is_exact):
            last, before, after = self.cells.remainder(self.written, mark, last)
            beside = (
                ((mark.line, before + after),) if mark.line == last else ((mark.line, before), (last, after))
            )
            kept = tuple((number, text) for number, text in beside if text)
        colons = mark.is_exact and mark.sign.startswith(":") and mark.style is Style.FENCE
        return Part(
            mark.line, last, mark.name or mark.kind, mark.kind, read and mark.is_exact, colons,
            declared.inexact, declared.faults, beside="|" in mark.before or in_cell, nests=nested,
            kept=kept,
        )  # fmt: skip

    def ends_early(self, mark: Mark, last: int) -> bool:
        """Return whether the parser ends *mark* at *last* because the next line is not indented."""
        if mark.style is Style.RST:
            after = "".join(self.lines[last : last + 1])
            text = "".join(line for line in self.lines[mark.line : last] if not _FIELD.match(line))
            return bool(_FIELD.match(after) or (after.strip() and not text.strip()))
        closed = last > mark.line and CLOSING.fullmatch(self.lines[last - 1])
        return bool(mark.before.strip(" >")) and not closed and last < len(self.lines)

    def visibility_of(self, mark: Mark, read: bool, last: int) -> HeadVisibility:
        """Return who may see what *mark* opens, up to the line *last* if a parser *read* it."""
        if _is_others(mark.name):
            return HeadVisibility(Visibility.PUBLIC)
        end = last or end_of(mark, self.lines, _FAR)
        bare = self.bare[mark.line : end]
        if signs := "".join(sign for sign in "%|;/#" if sign in mark.before):
            bare = [line.lstrip(f"{signs} \t>") for line in bare]
        if "|" in signs:
            bare = [line.rstrip("| ") for line in bare]  # The end of a cell.
        options = directive_heads.options_in(bare)
        # A name such as ``private-note-to-self`` counts too.
        label = "" if read else re.sub(r"[-_.]", " ", mark.name)
        if mark.kind == ASIDE and (how := hides_by_name(mark.name)):
            return HeadVisibility(Visibility(how), inexact=True)
        if mark.kind == ENTRY:
            asks = directive_heads.title_asks_to_hide(
                label.replace("note", "").replace("entry", ""), r"(?:private|drafts?)"
            )
            beside = f":private: {mark.rest}" if asks else mark.rest
            return directive_heads.entry_head(options, beside, "\n".join(bare), self.config)[1]
        if mark.kind == ASIDE:
            beside = f"{label} {mark.rest}".strip()
            return directive_heads.aside_visibility(options, beside, bare, self.config, read=read)
        # Only our directives have such an option, so their name is misspelled.
        asking = [value for name, value in options.items() if intended_key(normalize(name)) == "private"]
        if ":" not in mark.name and any(map(directive_heads.is_set, asking)):
            return HeadVisibility(Visibility.PRIVATE, inexact=True)
        return HeadVisibility(Visibility.PUBLIC)


def _is_others(name: str) -> bool:
    """Return whether another extension defines the directive *name* with a name or an option like ours."""
    defined = registered_directive(name)
    if defined is None or defined.__module__.startswith(f"{PACKAGE}."):
        return False
    options = getattr(defined, "option_spec", None) or {}
    return name in NAMES or hides_by_name(name) != "" or "private" in options
