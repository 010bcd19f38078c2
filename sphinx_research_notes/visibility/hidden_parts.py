"""The parts of a source that this build does not show, and how they are taken out of it.

For whatever looks at a source, parsed or not. Where it is unclear what is meant, rather more is hidden.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .._upstream.registries import is_role, registered_directive
from ..constants import PACKAGE
from ..frontmatter.block import clean
from ..frontmatter.syntax import Syntax
from ..model.note import Visibility
from . import directive_heads, parsed_directives
from .block_ends import end_of, nests
from .directive_heads import Said
from .flags import flag_meant, hides_by_name
from .marks import ASIDE, ENTRY, NAMES, Style, find, is_mark, may_hide, speaks_of_hiding
from .normalize import normalize
from .private_spans import may_have_spans, spans
from .table_cells import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..config import NotesConfig
    from ..model.faults import Fault
    from .marks import Mark
    from .parsed_directives import Parsed

#: The kind of what is private in the words of another tool.
OTHER = "other"

#: So far it is looked for what hides a part that no parser reads.
_FAR = 200

#: A line that may be the option of a directive whose name is mistyped.
_OPTION = re.compile(r"[\s>|%;/#]*:?\s*(?P<name>[a-z][\w -]*)")

#: A line that closes a fence.
CLOSING = re.compile(r"[\s>]*[`~:]{3,}\s*")

_FIELD = re.compile(r"\s*:[\w-]+:")


@dataclass(frozen=True, slots=True)
class Part:
    """A directive in a source, from its opening line to its last, both from 1."""

    first: int
    last: int
    #: As it is written, in lower case, and what is meant.
    name: str
    kind: str
    #: Whether a parser reads it as the directive that it is meant to be.
    read: bool = True
    #: Whether it would be a directive with ``colon_fence``.
    colons: bool = False
    #: Whether what hides it is no option of its own, but something like one.
    loosely: bool = False
    #: What is wrong with what it says.
    faults: tuple[Fault, ...] = ()
    #: Whether other text stands beside it in its lines.
    beside: bool = False
    #: Whether a block within it has a fence like its own, so that for its parser it ends too early.
    nests: bool = False
    #: What stays of its first and of its last line, as it stands in another cell.
    before: str = ""
    after: str = ""


def names_ours(part: Part) -> bool:
    """Whether *part* is written as a directive of ours, with or without a slip, and not by another name."""
    return part.kind != OTHER and not (part.kind and hides_by_name(part.name))


def plain_source(text: str, syntax: Syntax) -> str:
    """*text* as its author wrote it: the cells of a notebook that are text, any other file as it is."""
    if syntax is not Syntax.NOTEBOOK:
        return clean(text)
    try:
        cells = json.loads(text)["cells"]
        found = [cell["source"] for cell in cells if cell["cell_type"] in {"markdown", "raw"}]
        return "\n\n".join(each if isinstance(each, str) else "".join(each) for each in found)
    except (ValueError, KeyError, TypeError, RecursionError):
        return text


def lines_of(source: str, syntax: Syntax) -> list[str]:
    """The lines of *source*, as its parser counts them."""
    return source.splitlines() if syntax is Syntax.RST else source.split("\n")


def hidden_parts(source: str, syntax: Syntax, config: NotesConfig, myst: Any = None) -> list[Part]:
    """The parts of *source*, written in *syntax*, that this build does not show.

    *myst*: the configuration of MyST, which decides what it reads as a directive.
    """
    if not may_hide(source):
        return []
    lines = lines_of(normalize(source), syntax)
    flags = [number for number, line in enumerate(lines, 1) if speaks_of_hiding(line)]
    named = ((number, _OPTION.match(lines[number - 1])) for number in flags)
    options = [number for number, match in named if match and flag_meant(match["name"]) == "private"]
    marks = [mark for mark in find(lines) if _may_ask(mark, flags if mark.kind else options)]
    others = not config.shows(Visibility.PRIVATE) and may_have_spans("\n".join(lines))
    if not (marks or others):
        return []
    search = _Search(source, syntax, config, myst, lines, flags)
    found = search.parts(marks)
    return _merged([*found, *search.others(found)]) if others else found


def _merged(parts: Sequence[Part]) -> list[Part]:
    """*parts* in their order; those that begin within another are of that one."""
    found: list[Part] = []
    for part in sorted(parts, key=lambda part: part.first):
        if found and part.first <= found[-1].last:
            if part.last > found[-1].last:
                found[-1] = replace(found[-1], last=part.last, after="")
        else:
            found.append(part)
    return found


def _may_ask(mark: Mark, flags: Sequence[int]) -> bool:
    """Whether *mark* may open something hidden, where lines that speak of hiding have the numbers *flags*."""
    if mark.kind and hides_by_name(mark.name):
        return True
    near = _next(flags, mark.line)
    return near is not None and (bool(mark.kind) or near - mark.line < directive_heads.LINES)


def _next(flags: Sequence[int], line: int) -> int | None:
    """The first of the numbers *flags* from *line* on."""
    place = bisect_left(flags, line)
    return flags[place] if place < len(flags) else None


class _Search:
    """Looks for what is hidden in one source."""

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
        #: The lines as they are written, but for how deep they stand.
        self.written = lines_of(source, syntax)
        self.bare = [line.lstrip(" \t>") for line in self.written]
        self.markdown, self.rst = parsed_directives.Parsed(), parsed_directives.Parsed()
        if syntax.may_be_markdown:
            self.markdown = parsed_directives.markdown(source, parsed_directives.config_of(source, myst))
        if syntax.may_be_rst:
            self.rst = parsed_directives.rst(source)
        self.cells = Cells((self.markdown, self.rst))

    def parts(self, marks: Sequence[Mark]) -> list[Part]:
        """The hidden ones of what *marks* open; none within another."""
        found: list[Part] = []
        covered = 0
        for mark in marks:
            if mark.line > covered and (part := self.part(mark)) is not None:
                found.append(part)
                covered = part.last
        return found

    def others(self, found: Sequence[Part]) -> Iterator[Part]:
        """What is private in the words of other tools, outside of the parts *found* and of code."""
        taken = {n for part in found for n in range(part.first, part.last + 1)}
        blocks = (*self.markdown.code, *self.rst.code)
        code = {number for each in blocks for number in range(each.first, each.last)}
        for span in spans(self.lines, taken | code):
            if is_role(span.role):
                continue
            first, last = self.written[span.first - 1], self.written[span.last - 1]
            whole = normalize(first) != first.lower() or normalize(last) != last.lower()
            before = "" if whole else first[: span.start].rstrip()
            after = "" if whole or span.end is None else last[span.end :]
            yield Part(span.first, span.last, span.name, OTHER, read=False, before=before, after=after)

    def reader(self, mark: Mark) -> Parsed:
        """What the parser has read that *mark* is meant for."""
        if self.syntax is Syntax.RST or (self.syntax is Syntax.UNKNOWN and mark.style is Style.RST):
            return self.rst
        return self.markdown

    def part(self, mark: Mark) -> Part | None:
        """What *mark* opens, if it is hidden; nothing too for an example."""
        reader = self.reader(mark)
        name, last = reader.directives.get(mark.line, ("", 0))
        in_cell = False
        if not name and mark.style is Style.RST and mark.before.strip():
            # In the cells of a table docutils counts one line more.
            name, last = reader.directives.get(mark.line + 1, ("", 0))
            in_cell = bool(name) and not is_mark(self.lines[mark.line])
            name, last = (name, last - 1) if in_cell else ("", 0)
        read = bool(name) and name.lower() == mark.name and (mark.known or not mark.kind)
        read = read and not self.ends_early(mark, last)
        if not read:
            last = 0
        near = _next(self.flags, mark.line)
        if (near is None or near > max(last, mark.line + _FAR)) and not hides_by_name(mark.name):
            return None
        nested = read and nests(mark, self.lines, last)
        far = max(last, end_of(mark, self.lines, _FAR)) if nested else last
        said = self.said(mark, read, far)
        if self.config.shows(said.visibility):
            return None
        if nested or not read:
            last = max(last, end_of(mark, self.lines))
        if not read and reader.shows(mark.line):
            return None
        before = after = ""
        if not (read and mark.known):
            last, before, after = self.cells.kept(self.written, mark, last)
        colons = mark.known and mark.sign.startswith(":") and mark.style is Style.FENCE
        return Part(
            mark.line, last, mark.name or mark.kind, mark.kind, read and mark.known, colons, said.loosely,
            said.faults, beside="|" in mark.before or in_cell, nests=nested, before=before, after=after,
        )  # fmt: skip

    def ends_early(self, mark: Mark, last: int) -> bool:
        """Whether for its parser *mark* ends at *last* as what follows is not indented."""
        if mark.style is Style.RST:
            after = "".join(self.lines[last : last + 1])
            text = "".join(line for line in self.lines[mark.line : last] if not _FIELD.match(line))
            return bool(_FIELD.match(after) or (after.strip() and not text.strip()))
        closed = last > mark.line and CLOSING.fullmatch(self.lines[last - 1])
        return bool(mark.before.strip(" >")) and not closed and last < len(self.lines)

    def said(self, mark: Mark, read: bool, last: int) -> Said:
        """What is said of who may see what *mark* opens, up to the line *last* where a parser *read* it."""
        if _is_others(mark.name):
            return Said(Visibility.PUBLIC)
        end = last or end_of(mark, self.lines, _FAR)
        bare = self.bare[mark.line : end]
        if signs := "".join(sign for sign in "%|;/#" if sign in mark.before):
            bare = [line.lstrip(f"{signs} \t>") for line in bare]
        if "|" in signs:
            bare = [line.rstrip("| ") for line in bare]  # The end of a cell.
        options = directive_heads.options_in(bare)
        # A name such as ``private-note-to-self`` says it too.
        label = "" if read else re.sub(r"[-_.]", " ", mark.name)
        if mark.kind == ASIDE and (how := hides_by_name(mark.name)):
            return Said(Visibility(how), loosely=True)
        if mark.kind == ENTRY:
            asks = directive_heads.asks_in_title(
                label.replace("note", "").replace("entry", ""), r"(?:private|drafts?)"
            )
            beside = f":private: {mark.rest}" if asks else mark.rest
            return directive_heads.entry(options, beside, "\n".join(bare), self.config)[1]
        if mark.kind == ASIDE:
            beside = f"{label} {mark.rest}".strip()
            return directive_heads.aside(options, beside, bare, self.config, read=read)
        # No directive has such an option but ours, so a name has been mistyped.
        asking = [value for name, value in options.items() if flag_meant(normalize(name)) == "private"]
        if ":" not in mark.name and any(map(directive_heads.is_flag, asking)):
            return Said(Visibility.PRIVATE, loosely=True)
        return Said(Visibility.PUBLIC)


def _is_others(name: str) -> bool:
    """Whether another extension has a directive by the name of ours, or one with an option such as ours."""
    defined = registered_directive(name)
    if defined is None or defined.__module__.startswith(f"{PACKAGE}."):
        return False
    options = getattr(defined, "option_spec", None) or {}
    return name in NAMES or hides_by_name(name) != "" or "private" in options
