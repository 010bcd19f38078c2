"""Kramdown's attribute lists, ``{: .class #id}``: after a block or a span there, before a block in MyST."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .boxes import box_of
from .directives import admonition, sized
from .headings import HEADING, github_id, plain
from .source import ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source

_LIST = r"\{:(?P<text>[^{}\n]*)\}"
_DEFINITION = re.compile(r"^[ ]{0,3}\{:(?P<name>[\w-]+):(?P<text>[^{}\n]*)\}[ \t]*\n?", re.MULTILINE)
_TOC = re.compile(
    r"^[ \t]*(?:[*+-]|\d+\.)[ \t]+[^\n]*\n[ \t]*\{:[^{}\n]*\btoc\b[^{}\n]*\}[ \t]*\n?", re.MULTILINE
)
_OF_HEADING = re.compile(
    r"^(?P<heading>[ ]{0,3}#{1,6}[ \t][^\n]*?)[ \t]*"
    r"\{(?:(?P<colon>:)(?P<text>[^{}\n]*)|#(?P<id>[\w:.-]+))\}[ \t]*#*[ \t]*$",
    re.MULTILINE,
)
_OF_BLOCK = re.compile(rf"^(?P<indent>[ \t>]*){_LIST}[ \t]*$", re.MULTILINE)
_OF_SPAN = re.compile(rf"(?<=[^\s]){_LIST}|(?<=[-*+] ){_LIST.replace('text', 'item')}[ \t]*")
_WORD = re.compile(
    r"""\.(?P<class>[\w-]+)|\#(?P<id>[\w:.-]+)|(?P<key>[\w-]+)\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"']+))|(?P<name>[\w-]+)"""
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What an attribute list says."""

    id: str = ""
    classes: tuple[str, ...] = ()
    width: str = ""
    #: Names of other lists.
    names: tuple[str, ...] = ()

    def written(self, *, span: bool = False) -> str:
        """Return them as MyST has them; empty if nothing is left to say."""
        parts = [f"#{self.id}"] if self.id else []
        parts += [f".{name}" for name in self.classes]
        if span and self.width:
            parts.append(f'width="{self.width}"')
        return f"{{{' '.join(parts)}}}" if parts else ""


def rewrite_attribute_lists(source: Source) -> None:
    """Rewrite all of them in *source*."""
    known: dict[str, str] = {}
    for match in _DEFINITION.finditer(source.text):
        known[match["name"]] = match["text"]
    source.sub(_DEFINITION, lambda match: "")
    source.sub(_TOC, lambda match: _dropped(source, match, "{:toc}", "the theme shows the contents"))
    source.sub(_OF_HEADING, lambda match: _of_heading(source, match, known))
    _rewrite_blocks(source, known)
    source.sub(_OF_SPAN, lambda match: _of_span(source, match, known))


def rewrite_heading_ids(source: Source) -> None:
    """Rewrite ``## Heading {#id}``, which other Markdown has as well."""
    source.sub(_OF_HEADING, lambda match: _of_heading(source, match, {}))


def _dropped(source: Source, match: re.Match[str], construct: str, why: str) -> str:
    source.changed(construct, match.start(), why)
    return ""


def read_attributes(text: str, known: dict[str, str]) -> Attributes:
    """Return what *text* says; *known* has the lists that it can name."""
    id_, classes, width, names = "", [], "", []
    for match in _WORD.finditer(text):
        value = match["a"] or match["b"] or match["c"] or ""
        if match["class"]:
            classes.append(match["class"])
        elif match["id"]:
            id_ = match["id"]
        elif match["name"] and match["name"] in known:
            other = read_attributes(known[match["name"]], {})
            classes += other.classes
            id_, width = other.id or id_, other.width or width
        elif match["name"]:
            names.append(match["name"])
        elif match["key"] == "id":
            id_ = value
        elif match["key"] == "class":
            classes += value.split()
        elif match["key"] == "width":
            width = sized(value)
        elif match["key"] == "style" and (found := re.search(r"width:\s*([^;]+)", value)):
            width = sized(found[1])
    return Attributes(id_, tuple(dict.fromkeys(classes)), width, tuple(names))


def _of_heading(source: Source, match: re.Match[str], known: dict[str, str]) -> str:
    given = Attributes(match["id"]) if match["id"] else read_attributes(match["text"], known)
    words = plain(source.restored(match["heading"].strip().lstrip("#")))
    name = "" if given.id == github_id(words) else given.id
    source.changed("attribute list of a heading", match.start(), f"a target, #{name}" if name else "")
    return f"{_target(name)}{match['heading']}"


def _target(name: str) -> str:
    """Return a target for a block: an HTML anchor keeps its letters, and need not be unique in the site."""
    return f'<a id="{name}"></a>\n\n' if name else ""


def _rewrite_blocks(source: Source, known: dict[str, str]) -> None:
    """Move each list before the block that it follows."""
    # Lists under one another belong to the same block: each round takes one of them.
    while parts := list(_blocks_with_lists(source, known)):
        source.replace_parts(parts)


def _blocks_with_lists(source: Source, known: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield where each block with its list starts and ends, and what it becomes."""
    done = 0
    for match in _OF_BLOCK.finditer(source.text):
        start, end = _block_before(source.text, match.start())
        if start < done:
            continue
        given = read_attributes(match["text"], known)
        source.changed("attribute list of a block", match.start(), f"{{:{match['text']}}}")
        yield start, match.end(), _with(source.text[start:end], given, match["indent"])
        done = match.end()


def _block_before(text: str, place: int) -> tuple[int, int]:
    """Return where the block starts and ends that is right before *place*; empty if there is none."""
    start = place
    while start > 0:
        line = text.rfind("\n", 0, start - 1) + 1
        if not text[line : start - 1].strip():
            break
        start = line
        if re.match(r" {0,3}#{1,6} ", text[line:place]):
            break
    return start, max(start, place - 1)


def _with(block: str, given: Attributes, indent: str) -> str:
    """Return *block* with what is *given*, as MyST has it."""
    if not block.strip():
        return ""
    if HEADING.fullmatch(block.rstrip("\n")):
        return f"{_target(given.id)}{block}"
    kind = box_of(given.classes)
    if kind:
        lines = block.split("\n")
        quoted = all(line.lstrip().startswith(">") for line in lines if line.strip())
        text = "\n".join(re.sub(r"^\s*> ?", "", line) for line in lines) if quoted else block
        return admonition(kind, text).strip("\n")
    # Code has no classes that matter: what is aside is code.
    written = given.written()
    if not written or ASIDE.fullmatch(block.strip()):
        return f"{_target(given.id)}{block}"
    only = re.fullmatch(r"(?P<before>\s*)(?P<image>!\[[^\]]*\]\([^)]*\))\s*", block)
    if only:
        return f"{only['before']}{only['image']}{given.written(span=True)}"
    target = _target(given.id)
    classes = Attributes("", given.classes).written()
    return f"{target}{indent}{classes}\n{block}" if classes else f"{target}{block}"


def _of_span(source: Source, match: re.Match[str], known: dict[str, str]) -> str:
    text = match["text"] if match["text"] is not None else match["item"]
    given = read_attributes(text, known)
    before = source.text[: match.start()]
    source.changed("attribute list of a span", match.start(), f"{{:{text}}}")
    if re.search(r"!\[[^\]\n]*\]\([^)\n]*\)$", before):
        return given.written(span=True)
    return given.written() if before.endswith((")", "]")) else ""
