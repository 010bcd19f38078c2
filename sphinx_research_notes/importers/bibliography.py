"""Join ``.bib`` files into one, in which no two entries have the same key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = re.compile(r"@\s*(?P<kind>\w+)\s*[{(]\s*(?P<key>[^\s,{}=\"]*)\s*,", re.IGNORECASE)
_OTHER = re.compile(r"@\s*(?:string|preamble)\s*[{(]", re.IGNORECASE)


@dataclass(slots=True)
class Bibliography:
    """One ``.bib`` file that others are added to."""

    _entries: dict[str, str] = field(default_factory=dict)
    #: Definitions of texts and the like, which stand before all entries.
    _others: list[str] = field(default_factory=list)

    def add(self, text: str, name: str) -> dict[str, str]:
        """Add the entries of a file called *name*; return the new keys of those that had to be renamed.

        An entry that is there already, apart from its spaces, is the same one.
        """
        renamed = {}
        known = {_normal(other) for other in self._others}
        for key, entry in entries_of(text):
            if not key:
                if _normal(entry) not in known:
                    self._others.append(entry)
                continue
            place = key
            other = next((each for each in self._entries if each.lower() == key.lower()), "")
            if other and _normal(self._entries[other]) != _normal(entry):
                place = self._free(f"{key}-{name}")
                renamed[key] = place
            elif other:
                if other != key:
                    renamed[key] = other
                continue
            self._entries[place] = _HEAD.sub(
                lambda match, place=place: match[0].replace(match["key"], place, 1),  # type: ignore[misc]
                entry,
                count=1,
            )
        return renamed

    def _free(self, key: str) -> str:
        taken = {each.lower() for each in self._entries}
        number, free = 1, key
        while free.lower() in taken:
            number += 1
            free = f"{key}-{number}"
        return free

    @property
    def keys(self) -> set[str]:
        """All keys."""
        return set(self._entries)

    def written(self) -> str:
        """Return the file."""
        return "\n\n".join([*self._others, *self._entries.values()]) + "\n" if self._entries else ""


def _normal(entry: str) -> str:
    return re.sub(r"[\s,]+", "", entry).lower()


def entries_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the key and the text of each entry; the key is empty for definitions. The rest is comments."""
    place = 0
    while (start := text.find("@", place)) >= 0:
        head, other = _HEAD.match(text, start), _OTHER.match(text, start)
        if head is None and other is None:
            place = start + 1
            continue
        end = _end(text, start)
        entry = text[start:end].replace("\r\n", "\n").strip()
        is_definition = other is not None
        yield ("" if is_definition or head is None else head["key"]), entry
        place = end


def _end(text: str, start: int) -> int:
    """Return where the entry ends that begins at *start*: at the brace that closes its first one."""
    depth = 0
    is_round = re.match(r"@\s*\w+\s*\(", text[start:]) is not None
    for match in re.finditer(r"\\[{}]|[{}()]", text[start:]):
        sign = match[0]
        if sign == "{" or (sign == "(" and depth == 0):
            depth += 1
        elif sign == "}" or (sign == ")" and depth == 1 and is_round):
            depth -= 1
            if depth == 0:
                return start + match.end()
    return len(text)
