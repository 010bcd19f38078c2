"""What is hidden: a whole file by its front matter, a part of one by the head of its directive.

The one place that decides. Everything that could show a text asks here: what is read, included, offered
for download, or parsed as a directive, and the audit of what was written.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from . import frontmatter, schema
from .block import HIDING, Block
from .loose_yaml import read_yaml
from .note import FrontMatter, Visibility
from .shapes import is_true

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .config import NotesConfig
    from .syntax import Syntax
    from .warnings import Fault

#: The directives that can hide what they hold, and by which names they are reached.
ASIDE, ENTRY = "note-to-self", "entry"
_NAMES = {name: each for each in (ASIDE, ENTRY) for name in (each, f"note-{each}")}

#: Directives whose content is shown as it is written, so that a directive in it is only an example.
_LITERAL = frozenset(
    {"code", "code-block", "code-cell", "sourcecode", "literal", "literalinclude", "math", "mermaid",
     "parsed-literal", "raw", "highlight"}
)  # fmt: skip

#: What a file is written in; a file with any other suffix is looked at as both.
_LANGUAGES = {".md": "markdown", ".markdown": "markdown", ".ipynb": "markdown", ".rst": "rst", ".rest": "rst"}

#: A line in the head of a directive that speaks of hiding it, however it is written.
_HIDES = re.compile(
    r"^[ \t]*(?::[ \t]*)?(?:privat\w*|pirvate|priavte|prviate|privtae)[ \t]*:"
    r"|:[ \t]*privat\w*[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)

_BEFORE = r"(?P<before>[\s>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)"
_FENCE = re.compile(
    _BEFORE + r"(?:(?P<mark>`{3,})|(?P<other>~{3,}|:{3,}))"
    r"[ \t]*(?:\{(?P<name>[\w:.-]+)\})?(?P<rest>.*)"
)
_DIRECTIVE = re.compile(_BEFORE + r"\.\.[ \t]+(?P<name>[\w:.-]+)::(?P<rest>.*)")
_OPTION = re.compile(r"[\s>]*:(?P<name>[^:\s][^:]*):(?:[ \t]+(?P<value>.*))?$")
_YAML = re.compile(r"(?:[`:~]{3,}[^\n]*\n)?\s*---[ \t]*\n(.*?)\n[ \t>]*---", re.DOTALL)


# Whole files.


#: What :func:`kind_of` calls a post of ablog's: its front matter can hide it, and is not ours to take.
ABLOG = "blogpost"


def kind_of(block: Block, docname: str, config: NotesConfig) -> str:
    """``note``, ``page``, :data:`ABLOG`, or nothing for a document whose front matter is not ours."""
    lowered = {key.lower(): value for key, value in block.values.items()}
    said = {key: str(lowered.get(key) or "").strip(" []'\"").lower() for key in schema.KINDS}
    if said["kind"] == "page" or said["layout"] == "page":
        return "page"
    is_blogpost = bool(is_true(said["blogpost"]))
    if said["kind"] != "note" and config.is_of_ablog(docname, says=is_blogpost):
        return ABLOG
    if said["kind"] == "note" or said["layout"] == "post" or is_blogpost:
        return "note"
    if config.matches(docname):
        # Hugo's `_index.md` is the page of its folder.
        return "page" if docname.rpartition("/")[2] == "_index" else "note"
    if is_set_aside(docname) and (block.values or config.matches(_where_posts_are(docname))):
        return "note"
    return "page" if said["kind"] or said["layout"] else ""


#: The folder that holds drafts: being in it is all that makes a file one.
_DRAFTS = "_drafts"


def is_set_aside(docname: str) -> bool:
    """Whether *docname* lies in a folder of drafts, at any depth."""
    return _DRAFTS in docname.lower().split("/")[:-1]


def _where_posts_are(docname: str) -> str:
    """The name that *docname*, a draft, has once it is published."""
    return "/".join("_posts" if part.lower() == _DRAFTS else part for part in docname.split("/"))


def understand(block: Block, docname: str, config: NotesConfig) -> tuple[FrontMatter, list[Fault]]:
    """The typed front matter of the document *docname*, and what is wrong with it."""
    front, faults = schema.understand(block, config.settings)
    if is_set_aside(docname):
        front = replace(front, visibility=front.visibility.stricter(Visibility.DRAFT))
    return front, faults


def hides_file(text: str, syntax: Syntax, docname: str, config: NotesConfig) -> bool:
    """Whether the front matter of a file that is no document of the project hides it.

    Such a file is hidden by ``draft``, ``private``, ``published`` or ``visibility`` alone: ``status`` is a
    word of many kinds of files. Only where it has the name or the marks of a note does everything count.
    """
    block = frontmatter.block_of(text, syntax)
    if kind_of(block, docname, config):
        hidden = not config.shows(understand(block, docname, config)[0].visibility)
        return hidden or block.unreadable is not None
    telling = HIDING - {"status"}
    block.values = {k: v for k, v in block.values.items() if k.lower() in telling}
    return bool(block.values) and not config.shows(schema.understand(block, config.settings)[0].visibility)


# The heads of directives.


def speaks_of_hiding(block_text: str) -> bool:
    """Whether the head of a directive, up to its second blank line, has something like ``:private:``."""
    head = "\n\n".join(re.split(r"\n[ \t]*\n", block_text)[:2])
    return _HIDES.search(head) is not None


def aside_is_private(options: Mapping[str, Any], block_text: str) -> tuple[bool, bool]:
    """Whether a note to self is private, and whether what says so is only something like ``:private:``."""
    if "private" in options:
        return is_true(options["private"] or "true") is not False, False
    # Older MyST hands on the text without its options.
    head = "\n".join([*(f":{name}:" for name in options), block_text])
    classes = options.get("class") or []
    mistyped = speaks_of_hiding(head) or "private" in (
        classes.split() if isinstance(classes, str) else classes
    )
    return mistyped, mistyped


def entry_block(options: Mapping[str, str | None], block_text: str, line: int) -> Block:
    """The front matter of an entry of a stream, from its *options* and from the text it was written as."""
    block = Block()
    if match := _YAML.match(block_text):
        # MyST folds the lines of such a block; lists and mappings are read from what was written.
        block.values.update(read_yaml(match[1], line).values)
    for name, text in options.items():
        if name != "id" and name not in block.values:
            block.values[name] = _value(name, text)
    block.values.pop("id", None)
    if "private" not in block.values and speaks_of_hiding(block_text):
        block.values["private"] = "true"
    return block


def _value(name: str, text: str | None) -> Any:
    """An option's text; lists and mappings as in YAML."""
    text = (text or "").strip()
    if text.startswith("- "):
        # MyST has folded the lines of the list into one.
        return [each.strip() for each in re.split(r"(?:^|\s)- ", text) if each.strip()]
    if text.startswith(("[", "{")):
        return read_yaml(f"{name}: {text}").values.get(name, text)
    return text or ("true" if name in {"draft", "private"} else "")


# Parts of files.


@dataclass(frozen=True, slots=True)
class Part:
    """A directive in a source, from its opening line to its last, both from 1."""

    first: int
    last: int
    name: str
    #: Whether it is written between colons, which MyST reads only where ``colon_fence`` is enabled.
    colons: bool = False
    #: Whether no parser reads it as a directive, so that its text would be shown.
    unread: bool = False


def plain_source(text: str, suffix: str) -> str:
    """*text* as its author wrote it: the Markdown cells of a notebook, any other file as it is."""
    if suffix != ".ipynb":
        return frontmatter.clean(text)
    try:
        cells = json.loads(text)["cells"]
        found = [cell["source"] for cell in cells if cell["cell_type"] in {"markdown", "raw"}]
        return "\n\n".join(each if isinstance(each, str) else "".join(each) for each in found)
    except (ValueError, KeyError, TypeError, RecursionError):
        return text


def hidden_parts(source: str, suffix: str, config: NotesConfig) -> list[Part]:
    """The directives in *source*, from a file that ends in *suffix*, that this build does not show.

    Found by the lines alone, for whatever looks at a source without parsing it. Where that is unclear,
    rather more is hidden than less.
    """
    folded = source.lower()
    if ASIDE not in folded and ENTRY not in folded:
        return []
    lines = source.split("\n")
    found = {*_rst_parts(lines)} if _LANGUAGES.get(suffix) != "markdown" else set()
    if _LANGUAGES.get(suffix) != "rst":
        found |= {*_markdown_parts(lines)}
    return [
        part
        for part in sorted(found, key=lambda part: part.first)
        if part.name.lower() in _NAMES
        and _part_is_hidden(_NAMES[part.name.lower()], lines[part.first - 1 : part.last], config)
    ]


def without(source: str, parts: Sequence[Part]) -> str:
    """*source* with the lines of *parts* empty, so that all others stay where they were."""
    lines = source.split("\n")
    for part in parts:
        lines[part.first - 1 : part.last] = [""] * (part.last - part.first + 1)
    return "\n".join(lines)


def _part_is_hidden(name: str, lines: list[str], config: NotesConfig) -> bool:
    """Whether the directive *name*, written in *lines*, is hidden in this build."""
    bare = [line.lstrip(" \t>") for line in lines]
    # An opening line may stand behind a list's mark; a closing fence says nothing.
    text = "\n".join(["", *bare[1:]])
    options = _options(bare[1:])
    if name == ASIDE:
        return not config.show_private and aside_is_private(options, text)[0]
    block = entry_block(options, text.lstrip("\n"), 1)
    return not config.shows(schema.understand(block, config.settings)[0].visibility)


def _options(lines: list[str]) -> dict[str, str | None]:
    """The options in the lines after a directive's first."""
    if match := _YAML.match("\n".join(lines)):
        return {name: str(value) if value else None for name, value in read_yaml(match[1]).values.items()}
    found: dict[str, str | None] = {}
    for line in lines:
        if not (match := _OPTION.match(line)):
            break
        found[match["name"].strip()] = match["value"]
    return found


@dataclass(frozen=True, slots=True)
class _Fence:
    """A fence that has been opened."""

    mark: str
    line: int
    name: str
    #: As in :attr:`Part.unread`.
    unread: bool = False

    @property
    def literal(self) -> bool:
        """Whether what it holds is shown as it is written."""
        return not self.name or self.name in _LITERAL

    def part(self, last: int) -> Part:
        """What it holds, up to the line *last*."""
        return Part(self.line, last, self.name, self.mark[0] == ":", self.unread)


def _markdown_parts(lines: list[str]) -> Iterator[Part]:
    """Every directive in the *lines* of Markdown, but for those that stand in a literal text.

    A backtick in its line makes a fence none, so that the next one opens what it was to close; and a code
    block without an end takes in whatever follows. From there on nothing is sure to be read as it is meant.
    """
    open_: list[_Fence] = []
    unread = False
    for number, line in enumerate(lines, 1):
        inner = open_[-1] if open_ else None
        if (match := _FENCE.fullmatch(line)) and not (
            match["mark"] and "`" in match["rest"] and not match["name"]
        ):
            mark, rest = match["mark"] or match["other"], match["rest"].split()
            unread = unread or bool(match["mark"] and "`" in match["rest"])
            if not match["name"] and not rest:
                closed = _closed_by(mark, open_[-1:] if inner and inner.literal else open_)
                if closed:
                    place = open_.index(closed)
                    yield from (fence.part(number) for fence in open_[place:])
                    del open_[place:]
                    continue
            # In a code block that its end would end: nobody shows an example so.
            swallowed = bool(
                inner and inner.literal and inner.mark[0] == mark[0] and len(inner.mark) <= len(mark)
                and (match["name"] or "").lower() in _NAMES
            )  # fmt: skip
            unread = unread or swallowed
            open_for_it = inner is None or not inner.literal or swallowed
            if open_for_it and (match["name"] or rest or mark[0] != ":"):
                # ``::: word`` without braces is a container.
                name = match["name"] or ("div" if mark[0] == ":" else "")
                open_.append(_Fence(mark, number, name, unread))
        if inner is not None and inner.name == "eval-rst" and (match := _DIRECTIVE.fullmatch(line)):
            yield _rst_part(lines, number, match)
    yield from (fence.part(len(lines)) for fence in open_)


def _closed_by(mark: str, open_: list[_Fence]) -> _Fence | None:
    """Which of the *open_* fences a line of nothing but *mark* closes."""
    for fence in reversed(open_):
        if fence.mark[0] == mark[0] and len(fence.mark) <= len(mark):
            return fence
    return None


def _rst_parts(lines: list[str]) -> Iterator[Part]:
    """Every directive in the *lines* of reStructuredText, but for those that stand in a literal text."""
    literal = 0
    for number, line in enumerate(lines, 1):
        if number <= literal:
            continue
        indent = len(line.expandtabs()) - len(line.expandtabs().lstrip())
        if match := _DIRECTIVE.fullmatch(line):
            part = _rst_part(lines, number, match)
            yield part
            if match["name"] in _LITERAL:
                literal = part.last
        elif line.rstrip().endswith("::"):
            literal = _end_of_block(lines, number, indent)


def _rst_part(lines: list[str], number: int, directive: re.Match[str]) -> Part:
    """The *directive* in line *number*; with options that are not indented, and what stands under them."""
    indent = len(directive["before"].expandtabs())
    last = place = number
    while place < len(lines) and _OPTION.match(lines[place]):
        place += 1
    last = _end_of_block(lines, number, indent)
    if last < place:
        return Part(number, _end_of_block(lines, place, indent), directive["name"], unread=True)
    return Part(number, last, directive["name"])


def _end_of_block(lines: list[str], number: int, indent: int) -> int:
    """The last line that belongs to a reStructuredText directive in line *number*, *indent* deep."""
    last = number
    for place in range(number, len(lines)):
        line = lines[place].expandtabs()
        if line.strip():
            if len(line) - len(line.lstrip()) <= indent:
                break
            last = place + 1
    return last
