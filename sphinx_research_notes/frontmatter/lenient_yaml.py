"""Lenient YAML: an invalid line does not affect others, and every scalar stays a string."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import yaml

from ..model.characters import NOT_XML
from .block import HIDING, OTHER_FLAGS, STRICT, Block

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Longer blocks are rejected: they are not front matter, and parsing them would stall a build.
LONGEST = 200_000
#: Deeper values are rejected: libyaml's composer crashes the process when its stack overflows.
DEEPEST = 40

#: A key at the start of a line.
KEY = re.compile(
    r"""(?P<key>"[^"\n]+"[ \t]*|'[^'\n]+'[ \t]*|[^\s#:'"\[\]{}*&!|>%@`-](?:[^:#\n]|:(?=[^\s:]))*)"""
    r":(?=\s|$)"
)
#: A line that hides a note, however it is written: indented, in a list, without a space, with another
#: character than the colon.
_FLAGS = "|".join(sorted(HIDING | OTHER_FLAGS, key=len, reverse=True))
_HIDES = re.compile(
    rf"""[\s\-:?{{\[,"'“”‘’]*(?P<key>{_FLAGS})["'”’]?\s*[:：=](?P<value>.*)""",
    re.IGNORECASE,
)
#: The same without a separator between a flag and its value, or without a value.
_HIDES_BARE = re.compile(
    r"""[\s\-*]*(?P<key>draft|private)(?:[\s;,]+(?P<value>true|yes))?[\s;,]*""", re.IGNORECASE
)
_HIDES_IN_BRACES = re.compile(
    rf"""[{{,]\s*["']?(?P<key>{_FLAGS})["']?\s*:(?P<value>[^,}}\n]*)""",
    re.IGNORECASE,
)
#: Characters that are removed from front matter.
CONTROL = re.compile(rf"[{NOT_XML}\x7f-\x84\x86-\x9f\ufeff]")
#: Line breaks in YAML that most editors do not treat as such.
_LINE_END = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_QUOTES = "\"'“”‘’"
#: The exceptions raised by invalid YAML; LookupError by an empty ``!!int`` or an unknown ``!!bool``.
BROKEN = (yaml.YAMLError, RecursionError, ValueError, TypeError, LookupError)


#: The faster parser of libyaml, where PyYAML is built with it.
_STANDARD_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_STANDARD_LOADER):  # type: ignore[misc, valid-type]
    """Safe YAML in which every scalar stays a string, so that the parser of each key sees what was written.

    Standard YAML makes ``2020-13-45`` an error, ``1.10`` the number 1.1, and a title ``On`` True.
    """


def _text_of(loader: Any, node: yaml.ScalarNode) -> str:
    """Return the text of a scalar, without control characters from escapes such as ``\\0``."""
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
    """Whether *text* loads as standard YAML; if not, older MyST aborts the build."""
    try:
        yaml.load(text, _STANDARD_LOADER)
    except BROKEN:
        return False
    return True


def flow(text: str, foreign: dict[str, Any]) -> str:
    """Return the *foreign* keys of the block *text* as YAML on one line, typed if possible."""
    try:
        _measure(text)
        typed = yaml.load(text, _STANDARD_LOADER)
        foreign = {name: typed[name] for name in foreign}
    except BROKEN:
        flags = {"true": True, "false": False}
        foreign = {name: flags.get(str(value).lower(), value) for name, value in foreign.items()}
    # JSON is YAML, and stays on one line even if its strings contain line breaks.
    return json.dumps(foreign, ensure_ascii=False, default=str)


def tidy(text: str) -> str:
    """Return *text* without characters that YAML does not allow; line numbers are unchanged."""
    if len(text) > LONGEST:
        beginning = text[:LONGEST].rpartition("\n")[0]
        text = beginning + "\n" * (text.count("\n") - beginning.count("\n"))
    text = CONTROL.sub("", _LINE_END.sub(" ", text))
    return re.sub(r"^[ ]*\t[ \t]*", lambda m: m[0].expandtabs(4), text, flags=re.MULTILINE)


def read_yaml(text: str, line: int = 1) -> Block:
    """Parse the YAML mapping *text*, whose first line is *line* of its source.

    If the whole is not valid YAML, each top-level key is parsed separately, and the value of a key that still
    fails is taken as plain text. So one bad line affects no other key, and a draft stays a draft.
    """
    block = Block()
    if len(text) > LONGEST:
        block.fault(
            f"expected at most {LONGEST} characters of front matter, got {len(text)}; ignoring the rest", line
        )
    if bad := CONTROL.search(text):
        where = line + text.count("\n", 0, bad.start())
        block.fault(f"control character {bad[0]!r} in front matter; ignoring it", where)
    tidied = tidy(text)
    try:
        _read_mapping(tidied, line, block)
    except BROKEN as error:
        before = len(block.faults)
        _read_piecewise(tidied, line, block)
        if len(block.faults) == before:
            block.fault(*_describe(error, line, line + tidied.count("\n")))
    if _LINE_END.search(text):
        # Some editors display these as line breaks.
        for place, each in enumerate(text.split("\n"), line):
            for part in _LINE_END.split(each)[1:]:
                _rescue(["", part], place - 1, block)
    if len(text) > LONGEST:
        beginning = text[:LONGEST].rpartition("\n")[0]
        unread = text[len(beginning) :].removeprefix("\n")
        _rescue(["", *unread.split("\n")], line + beginning.count("\n"), block)
    return block


def _describe(error: Exception, first: int, last: int) -> tuple[str, int]:
    """Return a message about a YAML *error* in the lines from *first* to *last*, and its line."""
    problem, line = _problem(error, first, last)
    return f"invalid YAML front matter: {problem}; using the other keys", line


def _problem(error: Exception, first: int, last: int) -> tuple[str, int]:
    """Return what is wrong according to a YAML *error* in the lines from *first* to *last*, and where."""
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context", None) or ""
    if context.startswith(("while scanning a quoted", "while parsing a flow")):
        mark = getattr(error, "context_mark", None) or mark  # The opening quotation mark or bracket.
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    return problem, min(first + (mark.line if mark is not None else 0), last)


def syntax_error(text: str) -> tuple[str, int] | None:
    """Return why *text* is not a YAML mapping, and the line, from 1; None if it is one, or empty."""
    text = tidy(text) if len(text) <= LONGEST else text
    try:
        node, value = load(text)
    except BROKEN as error:
        return _problem(error, 1, 1 + text.rstrip().count("\n"))
    if value is None or isinstance(node, yaml.MappingNode):
        return None
    return "expected a mapping of keys to values", 1


def _measure(text: str) -> None:
    """Raise ValueError for YAML with excessive alias expansion, recursion or nesting."""
    open_: list[list[Any]] = [["", 0, 0]]  # Anchor, size and height of each open collection.
    anchors: dict[str, tuple[int, int]] = {}
    for event in yaml.parse(text, _Loader):
        size, height, anchor = 0, 0, getattr(event, "anchor", None)
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append([anchor, 1, 0])
            anchors.pop(anchor or "", None)
        elif isinstance(event, yaml.AliasEvent):
            if anchor not in anchors:
                raise ValueError(f"undefined alias '*{anchor}'")
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
            raise ValueError(f"nesting exceeds {DEEPEST} levels")
        if open_[-1][1] > LONGEST:
            raise ValueError(f"alias expansion exceeds {LONGEST} characters")


def load(text: str) -> tuple[yaml.Node | None, Any]:
    """Return the node and the value of *text*; raises :data:`BROKEN`."""
    _measure(text)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, None
        pairs = list(node.value)  # Construction adds merged pairs to it.
        value = loader.construct_document(node)
        if isinstance(node, yaml.MappingNode):
            node.value = pairs
    finally:
        loader.dispose()
    return node, value


def _read_mapping(text: str, line: int, block: Block) -> None:
    """Parse *text* into *block*; raises :data:`BROKEN`."""
    node, values = load(text)
    if node is None or values is None:
        return
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("expected a mapping of keys to values")
    written: dict[str, list[tuple[int, yaml.Node]]] = {}
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            written.setdefault(key.value, []).append((line + key.start_mark.line, value))
    for name, value in values.items():
        if name is None:
            continue
        occurrences = written.get(name, [(line, node)])
        if len(occurrences) > 1 and len({_shape(each) for _, each in occurrences}) > 1:
            block.fault_duplicate(name, occurrences[-1][0])
            if name.lower() in STRICT:
                value = [_scalars(each) for _, each in occurrences]
        block.put(str(name), value, occurrences[-1][0])


def _shape(node: yaml.Node) -> str:
    """Return what is the same for nodes with the same value, wherever and however they are written."""
    return yaml.serialize(node) if not isinstance(node, yaml.ScalarNode) else f"{node.tag} {node.value}"


def _scalars(node: yaml.Node) -> Any:
    """Return the scalars in *node*, at any depth."""
    if isinstance(node, yaml.MappingNode):
        return [_scalars(each) for pair in node.value for each in pair]
    return node.value if isinstance(node, yaml.ScalarNode) else [_scalars(n) for n in node.value]


def _read_piecewise(text: str, line: int, block: Block) -> None:
    """Parse each top-level key of *text* separately."""
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
    """Add to *block* the first key in *lines*, which are not YAML, as text, and all hiding keys."""
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
    """Return a value that is not YAML: a list if it has dashes, else text."""
    continuation = [m.strip() for m in more if m[:1].isspace() and not KEY.match(m.strip())]
    continuation = [m for m in continuation if m and not m.startswith("#")]
    text = first.strip()
    if not text and continuation and all(m.startswith("- ") for m in continuation):
        return [m[2:].strip().strip(_QUOTES) for m in continuation]
    text = " ".join([text, *continuation]).strip()
    if text[:1] not in {'"', "'"}:
        return re.sub(r"\s#.*", "", text)
    if text.count(text[0]) <= 2:  # A missing closing quotation mark, or text after it.
        return text.strip(text[0]) if text.count(text[0]) == 1 or text[-1] == text[0] else text
    return text


def _choices(text: str) -> Any:
    """Return the value of a hiding key in a broken line: a string, or a list of them."""
    text = re.sub(r"\s#.*", "", text)
    values = [each.strip(f"[]{{}}{_QUOTES} \t\xa0") for each in text.split(",")]
    values = [each for each in values if each]
    return values[0] if len(values) == 1 else values or None
