"""Front matter as text: where its block stands in a source, and what its lines say, before they are understood."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from .warnings import Fault

#: Longer blocks are refused: they are no front matter, and parsing them would stall a build.
LONGEST = 200_000

#: Keys that MyST, Sphinx or notebooks read themselves; they stay in the source.
FOREIGN = frozenset(
    {
        "myst", "mystnb", "html_meta", "substitutions", "jupytext", "kernelspec", "file_format",
        "orphan", "tocdepth", "nocomments", "no-comments", "nosearch", "no-search", "sd_hide_title",
        "widgets", "language_info",
    }
)  # fmt: skip

_FENCE = re.compile(r"---+[ \t]*")
_END = re.compile(r"(?:---+|\.\.\.)[ \t]*")
_KEY = re.compile(r"""(?P<key>"[^"\n]+"|'[^'\n]+'|[^\s#:'"\[\]{}-][^:#\n]*?)\s*:(?:\s+|$)""")
_FIELD = re.compile(r":(?P<key>(?![: ])(?:\\.|[^:\\\n])+):(?:[ \t]+|$)(?P<value>.*)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufeff]")
_ALIAS = re.compile(r"(?:^|[\s\[,:-])\*[^\s*]", re.MULTILINE)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which every scalar stays text, so that one reader per key sees what was written.

    YAML would turn ``2020-13-45`` into an error, ``1.10`` into 1.1 and a title ``On`` into True.
    """


_KEPT = {"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in _KEPT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(slots=True)
class Block:
    """The front matter of one source: texts, lists and mappings of texts, with their lines."""

    values: dict[str, Any] = field(default_factory=dict)
    #: Line of each key, from 1.
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    #: The source with our own keys blanked, its lines where they were.
    rest: str = ""
    #: The first line of the body, from 1.
    body_line: int = 1


def clean(text: str) -> str:
    """*text* without a byte-order mark and with plain line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def markdown(source: str) -> Block:
    """The YAML block at the head of a Markdown *source*; an empty block where there is none.

    Forgives what editors and other generators leave behind: a byte-order mark, blank lines before the
    block, blanks after its fences, control characters.
    """
    lines = clean(source).split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    none = Block(rest=source)
    if first is None or first > 20 or not _FENCE.fullmatch(lines[first]):
        return none
    last = next((i for i in range(first + 1, len(lines)) if _END.fullmatch(lines[i])), None)
    if last is None:
        return none
    inner = lines[first + 1 : last]
    if not any(_KEY.match(line) for line in inner) and any(line.strip() for line in inner):
        return none  # Two rules with a sentence between them.
    block = read_yaml("\n".join(inner), first + 2)
    kept = _kept_lines(inner, block, first + 2)
    blank = [""] * (last - first - 1)
    if any(kept):
        lines[: last + 1] = ["---", *[""] * first, *kept, "---"]
    else:
        lines[: last + 1] = ["", *[""] * first, *blank, ""]
    block.rest = "\n".join(lines)
    block.body_line = last + 2
    return block


def _kept_lines(inner: list[str], block: Block, start: int) -> list[str]:
    """The lines of *inner* that belong to keys which are not ours, each in its place."""
    starts = sorted(set(block.lines.values()))
    if len(starts) < len(block.lines):  # A flow mapping: several keys on one line.
        foreign = {k: v for k, v in block.values.items() if k in FOREIGN}
        dumped = json.dumps(foreign, ensure_ascii=False) if foreign else ""
        return [dumped, *[""] * (len(inner) - 1)]
    owner: list[str | None] = [None] * len(inner)
    for key, line in sorted(block.lines.items(), key=lambda item: item[1]):
        owner[line - start :] = [key] * (len(inner) - (line - start))
    return [text if key in FOREIGN else "" for text, key in zip(inner, owner, strict=True)]


def read_yaml(text: str, line: int = 1) -> Block:
    """The values of the YAML mapping *text*, whose first line is *line* of its source.

    Where the whole is not valid YAML, each top-level key is read by itself, and a line that still
    cannot be read counts as plain text: one bad line costs nothing else, a draft stays a draft.
    """
    block = Block()
    if len(text) > LONGEST:
        block.faults.append(
            Fault("front-matter", f"front matter of {len(text)} characters; at most {LONGEST}", line)
        )
        text = text[:LONGEST].rpartition("\n")[0]
    if bad := _CONTROL.search(text):
        where = line + text.count("\n", 0, bad.start())
        block.faults.append(
            Fault("front-matter", f"control character {bad[0]!r} in front matter; left out", where)
        )
        text = _CONTROL.sub("", text)
    text = text.replace("\t", "    ") if re.search(r"^\t", text, re.MULTILINE) else text
    try:
        _read_mapping(text, line, block)
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        block.faults.append(Fault("front-matter", *_describe(error, line)))
        _read_piecewise(text, line, block)
    return block


def _describe(error: Exception, line: int) -> tuple[str, int]:
    """A sentence on a YAML *error*, and the line it stands at."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    said = f"front matter is not valid YAML: {problem}; its other lines still count"
    return said, line + (mark.line if mark is not None else 0)


def _read_mapping(text: str, line: int, block: Block) -> None:
    """Read *text* into *block*; raises what YAML raises."""
    if _ALIAS.search(text) and sum(isinstance(e, yaml.AliasEvent) for e in yaml.parse(text)) > 20:
        raise ValueError("more than 20 aliases")
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            raise ValueError("expected keys with values")
        lines = {str(k.value): line + k.start_mark.line for k, _ in node.value}
        values = loader.construct_document(node)
    finally:
        loader.dispose()
    for name, value in values.items():
        block.values[str(name)] = value
        block.lines[str(name)] = lines.get(str(name), line)


def _read_piecewise(text: str, line: int, block: Block) -> None:
    """Read each top-level key of *text* by itself."""
    lines = text.split("\n")
    starts = [i for i, each in enumerate(lines) if _KEY.match(each)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        piece = "\n".join(lines[start:end])
        match = _KEY.match(piece)
        assert match is not None
        name = match["key"].strip("'\"")
        try:
            _read_mapping(piece, line + start, block)
        except (yaml.YAMLError, RecursionError, ValueError, TypeError):
            rest = lines[start][match.end() :].strip()
            block.values[name] = rest.strip("'\"")
            block.lines[name] = line + start


def field_list(source: str) -> Block:
    """The field list at the head of a reStructuredText *source*; an empty block where there is none.

    Values are read as YAML where they are valid YAML, so that lists and mappings work alike.
    """
    lines = clean(source).split("\n")
    block = Block(rest=source)
    place = 0
    while place < len(lines) and (not lines[place].strip() or _is_comment(lines, place)):
        place += 1
    changed = False
    while place < len(lines) and (match := _FIELD.match(lines[place])):
        end = place + 1
        while end < len(lines) and (not lines[end].strip() or lines[end][:1] in " \t"):
            end += 1
        while end > place + 1 and not lines[end - 1].strip():
            end -= 1
        name = match["key"].replace("\\", "").strip()
        block.values[name] = _field_value(match["value"], lines[place + 1 : end])
        block.lines[name] = place + 1
        if name not in FOREIGN:
            lines[place:end] = [""] * (end - place)
            changed = True
        place = end
        while place < len(lines) and not lines[place].strip():
            place += 1
    block.body_line = place + 1
    if changed:
        block.rest = "\n".join(lines)
    return block


def _is_comment(lines: list[str], place: int) -> bool:
    """Whether the line at *place* is a comment, a target, or goes on with one."""
    line = lines[place]
    if line.startswith(".."):
        return not re.match(r"\.\.\s+[\w:-]+::", line)
    return line[:1] in " \t" and place > 0 and _is_comment(lines, place - 1)


def _field_value(first: str, more: list[str]) -> Any:
    """The value of a field: YAML where it is that, else the text."""
    indent = min((len(m) - len(m.lstrip()) for m in more if m.strip()), default=0)
    text = "\n".join([first, *(m[indent:] for m in more)]).strip()
    if not text:
        return None
    if _CONTROL.search(text) or len(text) > LONGEST or _ALIAS.search(text):
        return _CONTROL.sub("", text)
    try:
        value = yaml.load(text, _Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        return " ".join(text.split())
    # ``:title: A: b`` is no mapping; a mapping in a field spans lines or has braces.
    if isinstance(value, dict) and not text.startswith("{") and "\n" not in text:
        return text
    return value


def notebook(source: str) -> Block:
    """The front matter of a notebook: its metadata, then its first cell; the cell's lines win."""
    block = Block(rest=source)
    try:
        content = json.loads(clean(source))
        cells = content.get("cells") or []
        metadata = content.get("metadata") or {}
    except (ValueError, AttributeError, RecursionError):
        return block
    if not isinstance(metadata, dict) or not isinstance(cells, list):
        return block
    for name, value in metadata.items():
        if name not in FOREIGN:
            block.values[str(name)] = _as_texts(value)
            block.lines[str(name)] = 1
    head = cells[0] if cells and isinstance(cells[0], dict) else {}
    if head.get("cell_type") not in {"raw", "markdown"}:
        return block
    text = head.get("source", "")
    found = markdown("".join(text) if isinstance(text, list) else str(text))
    if not found.values and not found.faults:
        return block
    block.values.update(found.values)
    block.lines.update(dict.fromkeys(found.values, 1))
    block.faults.extend(Fault(f.subtype, f.message, 1) for f in found.faults)
    # A raw cell would show its text; what is left of it is Markdown front matter or nothing.
    head["cell_type"], head["source"] = "markdown", found.rest
    head.setdefault("metadata", {})
    head.pop("outputs", None)
    block.rest = json.dumps(content, ensure_ascii=False)
    return block


def _as_texts(value: Any) -> Any:
    """*value* from JSON with its scalars as texts, the way YAML blocks are read."""
    if isinstance(value, dict):
        return {str(k): _as_texts(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_as_texts(v) for v in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


def block_of(source: str, suffix: str) -> Block:
    """The front matter block of *source*, a file that ends in *suffix*."""
    if suffix == ".ipynb":
        return notebook(source)
    if suffix in {".rst", ".txt", ".rest"}:
        return field_list(source)
    return markdown(source)


def leading_title(source: str, line: int) -> bool:
    """Whether the Markdown *source* opens, from *line* on, with a heading of the first level."""
    lines = clean(source).split("\n")[line - 1 :]
    skipped = re.compile(r"\s*$|%|\([^)\n]+\)=\s*$|<!--.*-->\s*$|\+\+\+")
    for place, text in enumerate(lines):
        if skipped.match(text):
            continue
        after = lines[place + 1] if place + 1 < len(lines) else ""
        return bool(re.match(r" {0,3}#(?:\s|$)", text) or re.match(r" {0,3}=+\s*$", after))
    return False
