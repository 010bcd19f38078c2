"""YAML as people write it: a line that is none costs no other, and every value stays text."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import yaml

from .block import HIDING, Block, which

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Longer blocks are refused: they are no front matter, and parsing them would stall a build.
LONGEST = 200_000
#: Deeper values are refused: libyaml's composer ends the whole process when its stack overflows.
DEEPEST = 40

#: A key at the start of a line.
KEY = re.compile(
    r"""(?P<key>"[^"\n]+"[ \t]*|'[^'\n]+'[ \t]*|[^\s#:'"\[\]{}*&!|>%@`-](?:[^:#\n]|:(?=[^\s:]))*)"""
    r":(?=\s|$)"
)
#: A line that hides a note, however it is written: indented, in a list, without a blank, with
#: another sign than the colon.
_FLAGS = "draft|private|published|publish|dg-publish|visibility|status"
_HIDES = re.compile(
    rf"""[\s\-:?{{\[,"'“”‘’]*(?P<key>{_FLAGS})["'”’]?\s*[:：=](?P<value>.*)""",
    re.IGNORECASE,
)
#: The same without any sign between a flag and its value, or without a value.
_HIDES_BARE = re.compile(
    r"""[\s\-*]*(?P<key>draft|private)(?:[\s;,]+(?P<value>true|yes))?[\s;,]*""", re.IGNORECASE
)
_HIDES_IN_BRACES = re.compile(
    rf"""[{{,]\s*["']?(?P<key>{_FLAGS})["']?\s*:(?P<value>[^,}}\n]*)""",
    re.IGNORECASE,
)
#: What no source means to say.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufeff]")
#: What YAML takes for a line end, and most editors don't.
_LINE_END = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_QUOTES = "\"'“”‘’"
#: What reading broken YAML raises.
BROKEN = (yaml.YAMLError, RecursionError, ValueError, TypeError)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which every scalar stays text, so that one reader per key sees what was written.

    YAML would turn ``2020-13-45`` into an error, ``1.10`` into 1.1 and a title ``On`` into True.
    """


def _text_of(loader: Any, node: yaml.ScalarNode) -> str:
    """The text of a scalar; an escape such as ``\\0`` smuggles no control character in."""
    return CONTROL.sub("", loader.construct_scalar(node))


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


def is_sound(text: str) -> bool:
    """Whether another reader can make typed values of *text*; older MyST ends the build where it cannot."""
    try:
        yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except BROKEN:
        return False
    return True


def flow(text: str, foreign: dict[str, Any]) -> str:
    """The *foreign* keys of the block *text* as YAML on one line, typed where they can be."""
    try:
        _measure(text)
        typed = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        foreign = {name: typed[name] for name in foreign}
    except (*BROKEN, KeyError):
        flags = {"true": True, "false": False}
        foreign = {name: flags.get(str(value).lower(), value) for name, value in foreign.items()}
    # JSON is YAML on one line, whatever lines its texts have.
    return json.dumps(foreign, ensure_ascii=False, default=str)


def tidy(text: str) -> str:
    """*text* with what no YAML may hold taken out, its lines where they were."""
    if len(text) > LONGEST:
        kept = text[:LONGEST].rpartition("\n")[0]
        text = kept + "\n" * (text.count("\n") - kept.count("\n"))
    text = CONTROL.sub("", _LINE_END.sub(" ", text))
    return re.sub(r"^[ ]*\t[ \t]*", lambda m: m[0].expandtabs(4), text, flags=re.MULTILINE)


def read_yaml(text: str, line: int = 1) -> Block:
    """The values of the YAML mapping *text*, whose first line is *line* of its source.

    Where the whole is not valid YAML, each top-level key is read by itself, and a line that still
    cannot be read counts as plain text: one bad line costs nothing else, a draft stays a draft.
    """
    block = Block()
    if len(text) > LONGEST:
        block.fault(f"front matter of {len(text)} characters; at most {LONGEST} are read", line)
    if bad := CONTROL.search(text):
        where = line + text.count("\n", 0, bad.start())
        block.fault(f"control character {bad[0]!r} in front matter; left out", where)
    tidied = tidy(text)
    try:
        _read_mapping(tidied, line, block)
    except BROKEN as error:
        before = len(block.faults)
        _read_piecewise(tidied, line, block)
        if len(block.faults) == before:
            block.fault(*_describe(error, line, line + tidied.count("\n")))
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


def load(text: str) -> tuple[yaml.Node | None, Any]:
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
    node, values = load(text)
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
            block.fault(f"{name!r} stands twice; {which(name)}", found[-1][0])
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
    starts = {0, len(lines)} | {i for i, each in enumerate(lines) if KEY.match(each)}
    for start, end in pairwise(sorted(starts)):
        try:
            _read_mapping("\n".join(lines[start:end]), line + start, block)
        except BROKEN as error:
            block.fault(*_describe(error, line + start, line + end - 1))
            _rescue(lines[start:end], line + start, block)


def _rescue(lines: list[str], line: int, block: Block) -> None:
    """Take from *lines* that are no YAML the key they begin with, as text, and all that hides."""
    head = KEY.match(lines[0])
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
        elif bare := _HIDES_BARE.fullmatch(each):
            block.put(bare["key"].lower(), "true", number)
        braces = braces or each.lstrip().startswith("{")
        if braces and not match:
            for match in _HIDES_IN_BRACES.finditer(each):
                block.put(match["key"].lower(), _choices(match["value"]), number)


def _plain(first: str, more: Sequence[str]) -> Any:
    """The value of a key that is no YAML: the texts after its dashes, else its text."""
    going_on = [m.strip() for m in more if m[:1].isspace() and not KEY.match(m.strip())]
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
