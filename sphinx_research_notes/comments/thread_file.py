"""Parse a thread file, YAML or JSON, into plain data with line numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml
from yaml.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Longer thread files are rejected.
MAX_CHARACTERS = 2_000_000
#: Replies are not nested in a file, so few levels are needed; the parser is slow with thousands.
MAX_NESTING = 100

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}


class UnreadableError(ValueError):
    """A file that cannot be parsed, with the line of the problem if known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class LinedMapping(dict[str, object]):
    """A mapping with the line on which it begins in its file."""

    def __init__(self, line: int | None = None) -> None:
        super().__init__()
        self.line = line


def load(text: str, name: str) -> object:
    """Parse the text of a file: JSON if *name* ends in ``.json``, else YAML.

    Numbers, and all plain scalars in YAML, stay strings: ``007`` is a name, and ``2024-03-15`` is left to the
    date parser. Raises :class:`UnreadableError`.
    """
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(f"expected at most {MAX_CHARACTERS:,} characters, got {len(text):,}")
    text = text.removeprefix("\ufeff")
    return _from_json(text) if name.lower().endswith(".json") else _from_yaml(text)


def _from_json(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"invalid JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise UnreadableError("invalid JSON: nested too deeply") from None


def _pairs(pairs: Iterable[tuple[str, object]]) -> LinedMapping:
    mapping = LinedMapping()
    for key, value in pairs:
        _put(mapping, key, value, None)
    return mapping


def _from_yaml(text: str) -> object:
    try:
        documents = _documents(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise UnreadableError(f"invalid YAML: {error.problem or error.context}", line) from None
    except (yaml.YAMLError, UnicodeError):
        match = Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, match.start()) + 1 if match else None
        raise UnreadableError("invalid YAML: contains characters that are not allowed", line) from None
    first, *others = documents or [None]
    if any(other is not None for other in others):
        raise UnreadableError("expected one YAML document, got several (separated by ---)")
    return first


def _documents(text: str) -> list[object]:
    """Build data from parser events.

    Unlike a loader, this never recurses, ignores tags, and sees aliases before they are expanded, which makes
    YAML bombs harmless.
    """
    documents: list[object] = []
    holders: list[list[object] | LinedMapping] = [documents]
    keys: list[str | None] = [None]  # The key awaiting its value, for each holder.
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.CollectionEndEvent):
            holders.pop()
            keys.pop()
            continue
        value = _value(event, line)
        if value is None and not isinstance(event, yaml.ScalarEvent):
            continue  # The beginning or end of the stream or of a document.
        holder, key = holders[-1], keys[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif key is not None:
            _put(holder, key, value, line)
            keys[-1] = None
        elif isinstance(event, yaml.ScalarEvent):
            keys[-1] = event.value
        else:
            raise UnreadableError("expected a string as key, got a list or a mapping", line)
        if isinstance(value, list | LinedMapping):
            holders.append(value)
            keys.append(None)
        if len(holders) > MAX_NESTING:
            raise UnreadableError(f"nesting exceeds {MAX_NESTING} levels", line)
    return documents


def _value(event: yaml.Event, line: int | None) -> str | list[object] | LinedMapping | None:
    """Return the value that an event begins: a string, None, or an empty list or mapping."""
    if isinstance(event, yaml.AliasEvent):
        raise UnreadableError(f"unexpected alias '*{event.anchor}'; aliases are not allowed", line)
    if isinstance(event, yaml.MappingStartEvent):
        return LinedMapping(line)
    if isinstance(event, yaml.SequenceStartEvent):
        return []
    if isinstance(event, yaml.ScalarEvent):
        plain = event.implicit[0] and event.value in _NULLS
        return None if plain else str(event.value)
    return None


def _put(mapping: LinedMapping, key: str, value: object, line: int | None) -> None:
    """Add a pair; a duplicate key is an error, since it would override the first value."""
    if key in mapping:
        raise UnreadableError(f"duplicate key {key[:60]!r}", line)
    mapping[key] = value
