"""Front matter as text: where its block stands, and what its lines say before they are understood."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import yaml

from .warnings import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Longer blocks are refused: they are no front matter, and parsing them would stall a build.
LONGEST = 200_000
#: Deeper values are refused: libyaml's composer ends the whole process when its stack overflows.
DEEPEST = 40
#: How many unreadable lines of one block are named.
MOST_FAULTS = 20

#: Keys that MyST, Sphinx or notebooks read themselves; they stay in the source.
FOREIGN = frozenset(
    {
        "myst", "mystnb", "html_meta", "substitutions", "jupytext", "kernelspec", "file_format",
        "orphan", "tocdepth", "nocomments", "no-comments", "nosearch", "no-search", "sd_hide_title",
        "widgets", "language_info",
    }
)  # fmt: skip

#: Keys that can hide a note: of two values both count, and no broken line beside them loses them.
HIDING = frozenset({"draft", "private", "published", "visibility", "status"})
#: A block that lacks its end is front matter when it has one of these.
_TELLING = HIDING | {"title", "date", "layout", "kind", "blogpost", "tags"}

_FENCE = re.compile(r"---+[ \t]*")
_END = re.compile(r"(?:---+|\.\.\.)[ \t]*")
_KEY = re.compile(
    r"""(?P<key>"[^"\n]+"[ \t]*|'[^'\n]+'[ \t]*|[^\s#:'"\[\]{}*&!|>%@`-](?:[^:#\n]|:(?=[^\s:]))*)"""
    r":(?=\s|$)"
)
#: A line that hides a note, however it is written: indented, in a list, without a blank, with
#: another sign than the colon.
_HIDES = re.compile(
    r"""[\s\-:?{\[,"'“”‘’]*(?P<key>draft|published|visibility|status)["'”’]?\s*[:：=](?P<value>.*)""",
    re.IGNORECASE,
)
_HIDES_IN_BRACES = re.compile(
    r"""[{,]\s*["']?(?P<key>draft|published|visibility|status)["']?\s*:(?P<value>[^,}\n]*)""",
    re.IGNORECASE,
)
# As docutils has it, so that what ends its list ends ours: a colon in a name is allowed (``:og:title: x``).
_FIELD = re.compile(r":(?![: ])(?P<key>(?:\\.|:(?![ \t`]|$)|[^:\\\n])+)(?<! ):(?:[ \t]+(?P<value>.*)|$)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufeff]")
#: What YAML takes for a line end, and most editors don't.
_LINE_END = re.compile("[\x85\u2028\u2029]")
_QUOTES = "\"'“”‘’"
#: What reading broken YAML raises.
_BROKEN = (yaml.YAMLError, RecursionError, ValueError, TypeError)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which every scalar stays text, so that one reader per key sees what was written.

    YAML would turn ``2020-13-45`` into an error, ``1.10`` into 1.1 and a title ``On`` into True.
    """


def _text_of(loader: Any, node: yaml.ScalarNode) -> str:
    """The text of a scalar; an escape such as ``\\0`` smuggles no control character in."""
    return _CONTROL.sub("", loader.construct_scalar(node))


_STANDARD = "tag:yaml.org,2002:"
_KEPT = {f"{_STANDARD}null", f"{_STANDARD}merge"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in _KEPT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.yaml_constructors = {
    tag: yaml.SafeLoader.yaml_constructors[tag]
    for tag in (None, *(_STANDARD + name for name in ("null", "seq", "map")))
} | dict.fromkeys(
    (_STANDARD + name for name in "str int float bool binary timestamp merge value".split()),
    _text_of,
)


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

    def put(self, name: str, value: Any, line: int) -> None:
        """Take in one key; one that was there already is a fault, and can't show what it hid."""
        if name in self.values:
            self.fault(f"{name!r} stands twice; {_which(name)}", line)
            if name.lower() in HIDING:
                value = [*_as_list(self.values[name]), *_as_list(value)]
        self.values[name] = value
        self.lines[name] = line

    def fault(self, message: str, line: int) -> None:
        """Name something wrong with the block as a whole."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault("front-matter", message, line))


def _which(name: str) -> str:
    """Which of two values of a key counts."""
    return "both count" if name.lower() in HIDING else "the later one counts"


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def clean(text: str) -> str:
    """*text* without a byte-order mark and with plain line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


# Markdown.


def markdown(source: str) -> Block:
    """The YAML block at the head of a Markdown *source*; an empty block where there is none.

    Forgives what editors and other generators leave behind: a byte-order mark, blank lines before
    the block, blanks after its fences, control characters, a missing end.
    """
    lines = clean(source).split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    none = Block(rest=source)
    if first is None or first > 20 or not _FENCE.fullmatch(lines[first]):
        return none
    last = next((i for i in range(first + 1, len(lines)) if _END.fullmatch(lines[i])), None)
    closed = last is not None
    if last is None and (last := _missing_end(lines, first)) is None:
        return none
    text = "\n".join(lines[first + 1 : last])
    block = read_yaml(text, first + 2)
    if not block.values and not _is_empty(text):
        # Two rules with a sentence between them, which MyST would take for broken front matter.
        lines[first] = "***"
        none.rest = "\n".join(lines)
        return none
    if not closed:
        block.fault("front matter has no line --- at its end; its first paragraph counts", first + 1)
    kept = _kept_lines(_tidy(text), block, first + 2)[: last - first - 1]
    fence = "---" if any(kept) and last < len(lines) else ""
    lines[: last + 1] = [fence, *[""] * first, *(kept if fence else [""] * len(kept)), fence][: len(lines)]
    block.rest = "\n".join(lines)
    block.body_line = last + 2
    return block


def _missing_end(lines: list[str], first: int) -> int | None:
    """The line after the paragraph that opens at *first*, when that reads as front matter."""
    last = next((i for i in range(first + 1, len(lines)) if not lines[i].strip()), len(lines))
    keys = {match["key"].strip() for line in lines[first + 1 : last] if (match := _KEY.match(line))}
    return last if keys & _TELLING else None


def _is_empty(text: str) -> bool:
    """Whether *text* has nothing but blank lines and comments."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


def _kept_lines(text: str, block: Block, start: int) -> list[str]:
    """The lines of *text* that belong to keys which are not ours, each in its place."""
    inner = text.split("\n")
    foreign = {name: value for name, value in block.values.items() if name in FOREIGN}
    if not foreign:
        return [""] * len(inner)
    owner = [""] * len(inner)
    for name, line in sorted(block.lines.items(), key=lambda item: item[1]):
        owner[line - start :] = [name] * (len(inner) - (line - start))
    kept = [line if name in FOREIGN else "" for line, name in zip(inner, owner, strict=True)]
    alone = read_yaml("\n".join(kept))
    if alone.faults or alone.values != foreign or not _is_sound("\n".join(kept)):
        # Several keys on one line, a value that stands under another key, a broken line or a wrong tag.
        return [_flow(text, foreign), *[""] * (len(inner) - 1)]
    return kept


def _is_sound(text: str) -> bool:
    """Whether another reader can make typed values of *text*; older MyST ends the build where it cannot."""
    try:
        yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except _BROKEN:
        return False
    return True


def _flow(text: str, foreign: dict[str, Any]) -> str:
    """The *foreign* keys of the block *text* as YAML on one line, typed where they can be."""
    try:
        _measure(text)
        typed = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        foreign = {name: typed[name] for name in foreign}
    except (*_BROKEN, KeyError):
        flags = {"true": True, "false": False}
        foreign = {name: flags.get(str(value).lower(), value) for name, value in foreign.items()}
    dumped: str = yaml.dump(foreign, Dumper=_Flat, default_flow_style=True, width=10 * LONGEST)
    return dumped.strip()


class _Flat(yaml.SafeDumper):
    """Writes every value out where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _tidy(text: str) -> str:
    """*text* with what no YAML may hold taken out, its lines where they were."""
    if len(text) > LONGEST:
        kept = text[:LONGEST].rpartition("\n")[0]
        text = kept + "\n" * (text.count("\n") - kept.count("\n"))
    text = _CONTROL.sub("", _LINE_END.sub(" ", text))
    return re.sub(r"^[ ]*\t[ \t]*", lambda m: m[0].expandtabs(4), text, flags=re.MULTILINE)


def read_yaml(text: str, line: int = 1) -> Block:
    """The values of the YAML mapping *text*, whose first line is *line* of its source.

    Where the whole is not valid YAML, each top-level key is read by itself, and a line that still
    cannot be read counts as plain text: one bad line costs nothing else, a draft stays a draft.
    """
    block = Block()
    if len(text) > LONGEST:
        block.fault(f"front matter of {len(text)} characters; at most {LONGEST} are read", line)
    if bad := _CONTROL.search(text):
        where = line + text.count("\n", 0, bad.start())
        block.fault(f"control character {bad[0]!r} in front matter; left out", where)
    tidy = _tidy(text)
    try:
        _read_mapping(tidy, line, block)
    except _BROKEN as error:
        before = len(block.faults)
        _read_piecewise(tidy, line, block)
        if len(block.faults) == before:
            block.fault(*_describe(error, line, line + tidy.count("\n")))
    if _LINE_END.search(text):
        # Some editors show what follows as a line of its own.
        for place, each in enumerate(text.split("\n"), line):
            for part in _LINE_END.split(each)[1:]:
                _rescue(["", part], place - 1, block)
    if len(text) > LONGEST:
        kept = text[:LONGEST].rpartition("\n")[0]
        unread = text[len(kept) :].removeprefix("\n")
        _rescue(["", *unread.split("\n")], line + kept.count("\n"), block)
    return block


def _describe(error: Exception, first: int, last: int) -> tuple[str, int]:
    """A sentence on a YAML *error* in the lines from *first* to *last*, and the line it stands at."""
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context", None) or ""
    if context.startswith(("while scanning a quoted", "while parsing a flow")):
        mark = getattr(error, "context_mark", None) or mark  # Where it was opened, not the end.
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    said = f"front matter is not valid YAML: {problem}; its other lines still count"
    return said, min(first + (mark.line if mark is not None else 0), last)


def _measure(text: str) -> None:
    """Refuse YAML that grows by its aliases, holds itself, or is too deep to be read safely."""
    open_: list[list[Any]] = [["", 0, 0]]  # Anchor, size and height of each open collection.
    anchors: dict[str, tuple[int, int]] = {}
    for event in yaml.parse(text, _Loader):
        size, height, anchor = 0, 0, getattr(event, "anchor", None)
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append([anchor, 1, 0])
            anchors.pop(anchor or "", None)
        elif isinstance(event, yaml.AliasEvent):
            if anchor not in anchors:
                raise ValueError(f"nothing is called &{anchor} before this")
            size, height = anchors[anchor]
        elif isinstance(event, yaml.ScalarEvent):
            size = len(event.value) + 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, size, height = open_.pop()
            height += 1
        if anchor and not isinstance(event, (yaml.AliasEvent, yaml.CollectionStartEvent)):
            anchors[anchor] = size, height
        open_[-1][1] += size
        open_[-1][2] = max(open_[-1][2], height)
        if len(open_) + height > DEEPEST:
            raise ValueError(f"values nested over {DEEPEST} deep")
        if open_[-1][1] > LONGEST:
            raise ValueError(f"its aliases make more than {LONGEST} characters of it")


def _load(text: str) -> tuple[yaml.Node | None, Any]:
    """The node and the value of *text*; raises what YAML raises, and ValueError for bombs."""
    _measure(text)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, None
        pairs = list(node.value)  # Construction merges others into it.
        value = loader.construct_document(node)
        if isinstance(node, yaml.MappingNode):
            node.value = pairs
    finally:
        loader.dispose()
    return node, value


def _read_mapping(text: str, line: int, block: Block) -> None:
    """Read *text* into *block*; raises what YAML raises."""
    node, values = _load(text)
    if node is None or values is None:
        return
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("expected keys with values")
    written: dict[str, list[tuple[int, yaml.Node]]] = {}
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            written.setdefault(key.value, []).append((line + key.start_mark.line, value))
    for name, value in values.items():
        if name is None:
            continue
        found = written.get(name, [(line, node)])
        if len(found) > 1:
            block.fault(f"{name!r} stands twice; {_which(name)}", found[-1][0])
            if name.lower() in HIDING:
                value = [_words(each) for _, each in found]
        block.put(str(name), value, found[-1][0])


def _words(node: yaml.Node) -> Any:
    """The texts in *node*, whatever its shape."""
    if isinstance(node, yaml.MappingNode):
        return [_words(each) for pair in node.value for each in pair]
    return node.value if isinstance(node, yaml.ScalarNode) else [_words(n) for n in node.value]


def _read_piecewise(text: str, line: int, block: Block) -> None:
    """Read each top-level key of *text* by itself."""
    lines = text.split("\n")
    indent = min((len(each) - len(each.lstrip()) for each in lines if each.strip()), default=0)
    lines = [each[indent:] for each in lines]
    starts = {0, len(lines)} | {i for i, each in enumerate(lines) if _KEY.match(each)}
    for start, end in pairwise(sorted(starts)):
        try:
            _read_mapping("\n".join(lines[start:end]), line + start, block)
        except _BROKEN as error:
            block.fault(*_describe(error, line + start, line + end - 1))
            _rescue(lines[start:end], line + start, block)


def _rescue(lines: list[str], line: int, block: Block) -> None:
    """Take from *lines* that are no YAML the key they begin with, as text, and all that hides."""
    head = _KEY.match(lines[0])
    if head:
        name = head["key"].strip().strip(_QUOTES).strip()
        value = _plain(lines[0][head.end() :], lines[1:])
        if name.lower() in HIDING and isinstance(value, str):
            value = _choices(value)
        block.put(name, value, line)
    braces = False
    for number, each in enumerate(lines[1:] if head else lines, line + bool(head)):
        if match := _HIDES.match(each):
            block.put(match["key"].lower(), _choices(match["value"]), number)
        braces = braces or each.lstrip().startswith("{")
        if braces and not match:
            for match in _HIDES_IN_BRACES.finditer(each):
                block.put(match["key"].lower(), _choices(match["value"]), number)


def _plain(first: str, more: Sequence[str]) -> Any:
    """The value of a key that is no YAML: the texts after its dashes, else its text."""
    going_on = [m.strip() for m in more if m[:1].isspace() and not _KEY.match(m.strip())]
    going_on = [m for m in going_on if m and not m.startswith("#")]
    text = first.strip()
    if not text and going_on and all(m.startswith("- ") for m in going_on):
        return [m[2:].strip().strip(_QUOTES) for m in going_on]
    text = " ".join([text, *going_on]).strip()
    if text[:1] not in {'"', "'"}:
        return re.sub(r"\s#.*", "", text)
    if text.count(text[0]) <= 2:  # One quotation mark too few, or something after the second.
        return text.strip(text[0]) if text.count(text[0]) == 1 or text[-1] == text[0] else text
    return text


def _choices(text: str) -> Any:
    """What a broken line that hides says: a text, or several."""
    text = re.sub(r"\s#.*", "", text)
    found = [each.strip(f"[]{{}}{_QUOTES} \t\xa0") for each in text.split(",")]
    found = [each for each in found if each]
    return found[0] if len(found) == 1 else found or None


# reStructuredText.


def field_list(source: str) -> Block:
    """The field list at the head of a reStructuredText *source*; an empty block without one.

    Lists, mappings and quoted texts are read as YAML; everything else is text.
    """
    lines = clean(source).split("\n")
    block = Block(rest=source)
    place = _first_content(lines)
    changed = False
    while place < len(lines) and (match := _FIELD.match(lines[place])):
        end = _field_end(lines, place, block)
        name = match["key"].replace("\\", "").strip()
        value = _field_value(match["value"] or "", lines[place + 1 : end])
        # A field without a value is a flag, as ``:orphan:`` is.
        block.put(name, "true" if value is None and name.lower() == "draft" else value, place + 1)
        if name not in FOREIGN:
            lines[place:end] = [""] * (end - place)
            changed = True
        place = next((i for i in range(end, len(lines)) if lines[i].strip()), len(lines))
    block.body_line = place + 1
    if changed:
        block.rest = "\n".join(lines)
    return block


def _first_content(lines: list[str]) -> int:
    """The place of the first line that is neither blank nor part of a comment or a target."""
    comment = False
    for place, line in enumerate(lines):
        if not line.strip() or (comment and line[0] in " \t"):
            continue
        comment = bool(re.match(r"\.\.(?!\S)", line)) and not re.match(r"\.\.\s+[\w:+.-]+::", line)
        if not comment:
            return place
    return len(lines)


def _field_end(lines: list[str], place: int, block: Block) -> int:
    """The place after the field at *place*; a stray line before another field belongs to it."""
    end = place + 1
    while end < len(lines):
        if lines[end].strip() and lines[end][0] not in " \t":
            stray = end
            while stray < len(lines) and lines[stray].strip() and not _FIELD.match(lines[stray]):
                stray += 1
            if stray == end or stray == len(lines) or not lines[stray].strip() or not lines[end - 1]:
                break
            block.fault("a line in the field list is not indented; it is left out", end + 1)
            lines[end:stray] = [""] * (stray - end)
            end = stray
            break
        end += 1
    while end > place + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _field_value(first: str, more: list[str]) -> Any:
    """The value of a field: YAML where it is meant as that, else the text."""
    indent = min((len(m) - len(m.lstrip()) for m in more if m.strip()), default=0)
    lines = [first, *(m[indent:] for m in more)]
    text = _tidy("\n".join(lines)).strip()
    if text in {"", "~", "null"}:
        return None
    literal = re.match(r"[|>][+-]?\n", text)
    try:
        value = _load(text.replace("\n", "\n ") if literal else text)[1]
    except _BROKEN:
        return _folded(text)
    # ``:title: A: b`` is no mapping, ``:title: No. 1 # 2`` has no comment.
    own_lines = not first.strip() or "\n" in text
    if isinstance(value, list) and (text[0] == "[" or own_lines):
        return value
    if isinstance(value, dict) and (text[0] == "{" or "\n" in text):
        return value
    return value if isinstance(value, str) and (literal or text[0] in "\"'") else _folded(text)


def _folded(text: str) -> str:
    """*text* on one line; only a last line that begins with a dash, an attribution, stays its own."""
    *lines, last = (" ".join(line.split()) for line in text.split("\n") if line.strip())
    if lines and last.startswith(("--", "—", "―")):
        return f"{' '.join(lines)}\n{last}".strip()
    return " ".join([*lines, last]).strip()


# Notebooks.


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
            block.values[name] = _as_texts(value)
            block.lines[name] = 1
    head = cells[0] if cells and isinstance(cells[0], dict) else {}
    if head.get("cell_type") not in ("raw", "markdown"):
        return block
    text = head.get("source", "")
    found = markdown("".join(map(str, text)) if isinstance(text, list) else str(text))
    block.faults.extend(Fault(f.subtype, f.message, 1) for f in found.faults)
    if not found.values and not found.faults:
        return block
    for name, value in found.values.items():
        if name.lower() in HIDING - {"status"} and name in block.values:
            value = [*_as_list(block.values[name]), *_as_list(value)]  # The strictest counts.
        block.values[name], block.lines[name] = value, 1
    # A raw cell would show its text; what is left of it is Markdown front matter or nothing.
    head["cell_type"], head["source"] = "markdown", found.rest
    head.setdefault("metadata", {})
    head.pop("outputs", None)
    try:
        block.rest = json.dumps(content)
    except RecursionError:
        block.rest = source
    return block


def _as_texts(value: Any, depth: int = 0) -> Any:
    """*value* from JSON with its scalars as texts, the way YAML blocks are read."""
    if depth > DEEPEST:
        return None
    if isinstance(value, dict):
        return {str(k): _as_texts(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [_as_texts(v, depth + 1) for v in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else _CONTROL.sub("", str(value))


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
