"""Read the text of a thread file, YAML or JSON, into plain data that remembers its lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml
from yaml.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A thread file longer than this is not read.
MAX_CHARACTERS = 2_000_000
#: Replies don't nest in a file, so data nests a few levels; the parser is slow with thousands.
MAX_NESTING = 100

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}


class UnreadableError(ValueError):
    """A file that holds no data we can read; has the line, where one is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class LinedMapping(dict[str, object]):
    """A mapping that knows on which line of the file it begins."""

    def __init__(self, line: int | None = None) -> None:
        super().__init__()
        self.line = line


def load(text: str, name: str) -> object:
    """Read data from the text of a file; its name decides between JSON (``.json``) and YAML.

    Numbers, and in YAML all plain words, stay text as they are spelled: ``007`` is a name and
    ``2024-03-15`` a date for the date parser. Raises UnreadableError.
    """
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(f"the file is longer than {MAX_CHARACTERS:,} characters")
    text = text.removeprefix("\ufeff")
    return _from_json(text) if name.lower().endswith(".json") else _from_yaml(text)


def _from_json(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"not JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise UnreadableError("not JSON that can be read: nested too deeply") from None


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
        raise UnreadableError(f"not YAML: {error.problem or error.context}", line) from None
    except (yaml.YAMLError, UnicodeError):
        found = Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else None
        raise UnreadableError("not YAML: it has characters that are not text", line) from None
    first, *others = documents or [None]
    if any(other is not None for other in others):
        raise UnreadableError("a second YAML document begins in it (---); one is accepted")
    return first


def _documents(text: str) -> list[object]:
    """Build data from the events of the parser.

    A loop over events, unlike a loader, never recurses, constructs nothing that a tag names, and
    meets an alias, of which YAML bombs are made, before anything is expanded.
    """
    documents: list[object] = []
    holders: list[list[object] | LinedMapping] = [documents]
    keys: list[str | None] = [None]  # the key that waits for its value, for each holder
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.CollectionEndEvent):
            holders.pop()
            keys.pop()
            continue
        value = _value(event, line)
        if value is None and not isinstance(event, yaml.ScalarEvent):
            continue  # the beginning or end of the stream or of a document
        holder, key = holders[-1], keys[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif key is not None:
            _put(holder, key, value, line)
            keys[-1] = None
        elif isinstance(event, yaml.ScalarEvent):
            keys[-1] = event.value
        else:
            raise UnreadableError("not a key: a list or a mapping", line)
        if isinstance(value, list | LinedMapping):
            holders.append(value)
            keys.append(None)
        if len(holders) > MAX_NESTING:
            raise UnreadableError("lists and mappings are nested too deeply", line)
    return documents


def _value(event: yaml.Event, line: int | None) -> str | list[object] | LinedMapping | None:
    """Make what an event begins: a text, None for null, a list or mapping that is still empty."""
    if isinstance(event, yaml.AliasEvent):
        raise UnreadableError(f"an alias (*{event.anchor}): aliases are not accepted", line)
    if isinstance(event, yaml.MappingStartEvent):
        return LinedMapping(line)
    if isinstance(event, yaml.SequenceStartEvent):
        return []
    if isinstance(event, yaml.ScalarEvent):
        plain = event.implicit[0] and event.value in _NULLS
        return None if plain else str(event.value)
    return None


def _put(mapping: LinedMapping, key: str, value: object, line: int | None) -> None:
    """Add a pair; a key that is there already would hide what its first value says."""
    if key in mapping:
        raise UnreadableError(f"the key {key[:60]!r} appears twice in one mapping", line)
    mapping[key] = value
