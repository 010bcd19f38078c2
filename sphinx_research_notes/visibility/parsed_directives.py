"""Ask the parsers which lines of a source they read as directives, without running any directive.

``Parsed`` holds the lines of directives and of code blocks, and which of the latter show an example.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Directive, Parser, states
from docutils.statemachine import string2lines
from docutils.utils import new_document

from ..constants import NESTED
from .any_option import AnyOption

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from markdown_it import MarkdownIt

#: Directives that show their content verbatim: a directive in it is an example.
_SHOWN = frozenset({"code", "code-block", "sourcecode", "literal", "parsed-literal", "prompt"})
#: Directives in which what looks like a private comment is code: not those whose content becomes HTML, a
#: table, a formula or a picture.
_CODE = _SHOWN - {"parsed-literal"} | {"code-cell", "literalinclude", "highlight"}
#: Directives whose content is not parsed as markup.
_OTHER = frozenset(
    {"code-cell", "literalinclude", "include", "math", "mermaid", "raw", "highlight", "graphviz", "digraph",
     "csv-table", "toctree", "plantuml", "tikz", "uml"}
)  # fmt: skip
#: Directives with a language of their own, in which two percent signs are not a comment of Obsidian.
_CODED = _CODE | {"math", "mermaid", "graphviz", "digraph", "graph", "plantuml", "tikz", "uml"}
#: MyST's tokens for other text that is not markup.
_LITERAL = frozenset({"code_block", "front_matter"})
#: The languages of code blocks that may be examples.
_MARKUP = frozenset(
    """none text txt plain plaintext output console md markdown myst mystmd rst rest restructuredtext html
    html+jinja jinja jinja2 diff default guess xml mdx qmd rmd""".split()
)
#: In Markdown, every code block and every directive begins with this.
_RUN = re.compile(r"[`~:]{3}")
#: MyST's tokens for formulas.
_FORMULAS = frozenset({"math_block", "math_block_label", "amsmath"})
#: The depth of nested directives to follow; nobody nests deeper.
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Lines:
    """A range of lines in a source, from 1."""

    first: int
    last: int
    #: Whether a language is given.
    has_language: bool = True


@dataclass
class Parsed:
    """The result of parsing a source."""

    #: Directives by first line: name and last line.
    directives: dict[int, tuple[str, int]] = field(default_factory=dict)
    #: Code blocks that may be examples.
    examples: list[Lines] = field(default_factory=list)
    #: All code blocks, up to their last line: what looks like a comment in them is code.
    code: list[Lines] = field(default_factory=list)
    #: Formulas, up to their last line.
    formulas: list[Lines] = field(default_factory=list)
    #: Other lines in which two percent signs are not a comment of Obsidian.
    literal: list[Lines] = field(default_factory=list)
    #: The rows of tables in Markdown.
    rows: list[Lines] = field(default_factory=list)
    #: Whether a code block is unclosed, so that it is unclear which fences open a block.
    broken: bool = False

    def shows(self, line: int) -> bool:
        """Return whether *line* is in an example."""
        firsts, lasts = self._reach
        place = bisect_left(firsts, line)
        return place > 0 and line < lasts[place - 1]

    @cached_property
    def _reach(self) -> tuple[list[int], list[int]]:
        """The first lines of examples, and the furthest end reached by then; valid once parsed."""
        ordered = sorted((each.first, each.last) for each in self.examples)
        return [first for first, _ in ordered], list(accumulate((last for _, last in ordered), max))


# Markdown.


def markdown(text: str, config: Any = None) -> Parsed:
    """Return what MyST reads in *text*; *config*: its configuration for this document."""
    parsed = Parsed()
    try:
        parser = _markdown_parser(config)
        _read_markdown(parser, text, 0, parsed, 0)
    except Exception:
        # MyST then fails for the document too, and nothing is certain.
        return Parsed()
    if parsed.broken:
        parsed.examples = [each for each in parsed.examples if each.has_language]
    return parsed


def _markdown_parser(config: Any) -> MarkdownIt:
    """Return the block parser that MyST would create."""
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    md = create_md_parser(config or MdParserConfig(enable_extensions={"colon_fence"}), RendererHTML)
    md.options["maxNesting"] = NESTED
    return md


def config_of(text: str, config: Any) -> Any:
    """Return MyST's *config* for a document, updated from its front matter."""
    if config is None or "myst" not in text[:5000]:
        return config
    try:
        from myst_parser.config.main import merge_file_level, read_topmatter

        top = read_topmatter(text)
        return merge_file_level(config, top, lambda *_: None) if top else config
    except Exception:
        return config  # MyST reports the error.


def _read_markdown(parser: MarkdownIt, text: str, offset: int, parsed: Parsed, depth: int) -> None:
    """Parse *text*, which begins after *offset* lines of the source, into *parsed*."""
    tokens: list[Any] = []
    parser.block.parse(text, parser, {}, tokens)
    lines = text.split("\n")
    for token in tokens:
        if token.map and token.type in _FORMULAS:
            parsed.formulas.append(Lines(offset + token.map[0] + 1, offset + token.map[1]))
        if token.map and (token.type in _LITERAL or token.type == "tr_open"):
            found = parsed.rows if token.type == "tr_open" else parsed.literal
            found.append(Lines(offset + token.map[0] + 1, offset + token.map[1]))
        if token.type not in {"fence", "colon_fence"} or not token.map:
            continue
        first, last = token.map[0] + 1, min(token.map[1], len(lines))
        word, _, argument = token.info.strip().partition(" ")
        name = _name_in(token, word, parser)
        sign = f"{re.escape(token.markup[0])}{{{len(token.markup)},}}"
        is_closed = last > first and bool(re.fullmatch(rf"[\s>]*{sign}\s*", lines[last - 1]))
        line = offset + first
        if name:
            parsed.directives[line] = name, offset + last
        if name == "math":
            parsed.formulas.append(Lines(line, offset + last))
        shows = is_closed and not _swallows(token, lines[first : last - 1])
        # If its end is missing, it holds text.
        if shows and (name in _CODE or (not name and token.type == "fence")):
            parsed.code.append(Lines(line, offset + last))
        if shows and name in _CODED:
            parsed.literal.append(Lines(line, offset + last))
        if not name and token.type == "fence":
            language = word
        elif name in _SHOWN:
            language = argument.strip()
        else:
            if name == "eval-rst":
                _merge(parsed, rst(token.content), line)
            elif name not in _OTHER and depth < _DEEPEST and _RUN.search(token.content):
                content, skipped = _without_options(token.content) if name else (token.content, 0)
                _read_markdown(parser, content, line + skipped, parsed, depth + 1)
            continue
        parsed.broken = parsed.broken or not is_closed
        if shows and _is_markup(language):
            parsed.examples.append(Lines(line, offset + last, bool(language)))


def _name_in(token: Any, word: str, parser: MarkdownIt) -> str:
    """Return the name of the directive that a fence opens with *word*; empty for code."""
    fences: Collection[str] = getattr(parser.options.get("myst_config"), "fence_as_directive", ())
    if token.type == "fence" and word in fences:
        return word
    return word[1:-1] if re.fullmatch(r"\{[^\s{}]+\}", word) else ""


def _is_markup(language: str) -> bool:
    return not language or language.split()[0].lower().strip("{}") in _MARKUP


def _swallows(token: Any, lines: Iterable[str]) -> bool:
    """Return whether a code block holds a fence that opens a block like it: then its end is missing."""
    sign = re.escape(token.markup[0])
    opens = re.compile(rf"[\s>]*{sign}{{{len(token.markup)},}}[ \t]*[^\s{sign}]")
    return any(opens.match(line) for line in lines)


def _without_options(content: str) -> tuple[str, int]:
    """Return *content* of a directive without its options, and the number of lines removed."""
    lines = content.split("\n")
    place = 0
    if lines[0].startswith("---"):
        place = next((i for i in range(1, len(lines)) if lines[i].startswith("---")), 0) + 1
    else:
        while place < len(lines) and re.match(r"\s*:(?!:)", lines[place]):
            place += 1
    return "\n".join(lines[place:]), place


def _merge(parsed: Parsed, inner: Parsed, offset: int) -> None:
    parsed.directives.update(
        (offset + n, (name, offset + last)) for n, (name, last) in inner.directives.items()
    )
    for kind in ("examples", "code", "formulas", "literal"):
        getattr(parsed, kind).extend(Lines(offset + n.first, offset + n.last) for n in getattr(inner, kind))


# reStructuredText.


class _AnyDirective(Directive):
    """Accepts everything that a directive can have, so that only a malformed one is an error."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = AnyOption()


class _Recording(states.RSTState):
    """Mixin for each state of docutils' parser: records directives instead of running them."""

    #: docutils caches state machines for nested text; those of others have other states.
    nested_sm_cache: list[Any] = []  # noqa: RUF012

    def __init__(self, state_machine: Any, debug: bool = False) -> None:
        super().__init__(state_machine, debug)
        self.nested_sm_kwargs = {"state_classes": _STATES, "initial_state": "Body"}

    def directive(self, match: re.Match[str], **presets: Any) -> tuple[list[nodes.Node], bool]:
        """Record a directive, and parse its content."""
        this: Any = self
        machine, document = this.state_machine, this.document
        name, first = match.group(1).lower(), machine.abs_line_number()
        indented, _, offset, blank = machine.get_first_known_indented(match.end(), strip_top=0)
        length = len(indented)
        while length > 1 and not indented[length - 1].strip():
            length -= 1
        last = first + length - 1
        try:
            argument, _, content, offset = this.parse_directive_block(indented, offset, _AnyDirective, {})
        except states.MarkupError:
            return [], blank
        document.parsed.directives[first] = name, last
        if name == "math":
            document.parsed.formulas.append(Lines(first, last))
        if name in _CODED:
            document.parsed.literal.append(Lines(first, last))
        if name in _CODE:
            document.parsed.code.append(Lines(first, last))
        if name in _SHOWN:
            if _is_markup(" ".join(argument)):
                document.parsed.examples.append(Lines(first, last + 1))
        elif name not in _OTHER and document.depth < _DEEPEST and any("::" in line for line in content):
            document.depth += 1
            this.nested_parse(content, offset, nodes.container(), match_titles=True)
            document.depth -= 1
        return [], blank

    def literal_block(self) -> list[nodes.Node]:
        """Record a literal block."""
        this: Any = self
        first = this.state_machine.abs_line_number()
        blocks: list[nodes.Node] = super().literal_block()  # type: ignore[misc]
        lines = Lines(first, this.state_machine.abs_line_number() + 1)
        this.document.parsed.examples.append(lines)
        this.document.parsed.code.append(Lines(first, lines.last - 1))
        return blocks


# docutils dispatches explicit markup by a table of functions.
_explicit: Any = copy(states.Body.explicit)
_explicit.constructs = [
    (_Recording.directive if method is states.Body.directive else method, pattern)
    for method, pattern in _explicit.constructs
]
_Recording.explicit = _explicit  # type: ignore[attr-defined]

_STATES = tuple(type(each.__name__, (_Recording, each), {}) for each in states.state_classes)


def _no_inline(text: str, *_: Any) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Return *text* as a single node: inline markup is not needed."""
    return [nodes.Text(text)], []


@lru_cache(maxsize=1)
def settings() -> Any:
    """Return docutils settings that report nothing; created once."""
    quiet = get_default_settings(Parser)
    quiet.report_level, quiet.halt_level, quiet.warning_stream = 5, 6, False
    return quiet


def rst(text: str) -> Parsed:
    """Return what docutils reads in *text*."""
    document: Any = new_document("", settings())
    document.parsed, document.depth = Parsed(), 0
    inliner: Any = states.Inliner()
    inliner.parse = _no_inline
    machine = states.RSTStateMachine(state_classes=_STATES, initial_state="Body")
    try:
        machine.run(string2lines(text, 8, convert_whitespace=True), document, inliner=inliner)
    except Exception:
        # docutils then fails for the document too, and nothing is certain.
        return Parsed()
    return document.parsed  # type: ignore[no-any-return]
