"""The values of one comment as its file has them, each read or reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..model.dates import DateError, When, parse_when
from ..model.urls import web_address
from .records import Fault
from .sanitize import in_one_line, scrub
from .times import machine_time

if TYPE_CHECKING:
    from datetime import tzinfo

#: Keys by which programs hold a comment back, and those of them that do so by saying yes.
HIDING = ("draft", "private", "hidden", "spam", "published", "approved", "public", "visible", "status")
_HIDES = frozenset({"draft", "private", "hidden", "spam"})
_HELD = frozenset({"spam", "pending", "hold", "held", "trash", "draft", "hidden", "unapproved", "rejected"})
_YES, _NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0", ""}


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment as the file has it, and where to report what is wrong with it."""

    data: Mapping[str, object]
    faults: list[Fault]
    #: Its final id.
    id: str
    #: Its id as written; empty when it has none.
    written_id: str = ""
    #: The key under which its keys stand, for messages.
    inside: str = ""
    line: int | None = None

    def fault(self, message: str) -> None:
        self.faults.append(Fault(self.line, self.id, f"{self.inside}{message}"))

    def check_keys(self, known: tuple[str, ...]) -> None:
        for key in self.data:
            if key not in known:
                self.fault(_unknown(key, known))

    def text(self, key: str) -> str:
        """The text under a key; numbers are turned to text, anything else is a fault."""
        text = text_of(value := self.data.get(key))
        if text is None:
            self.fault(f"{key}: {kind_of(value)} where text is expected")
        return text or ""

    def line_oftext_of(self, key: str) -> str:
        return in_one_line(self.text(key))

    def address(self, key: str) -> str:
        found = self.line_oftext_of(key)
        address = web_address(found)
        if found and not address:
            self.fault(f"{key}: {found[:60]!r} is not an http or https address")
        return address

    def when(self, key: str, zone: tzinfo) -> When | None:
        value = self.data.get(key)
        if value is None or value == "":
            return None
        try:
            return parse_when(value, zone)
        except DateError as error:
            found = machine_time(text_of(value) or "", zone)
            if found is None:
                self.fault(f"{key}: {error}")
            return found

    def is_hidden(self) -> bool:
        """Whether a key of its moderation says that it is not for the public; what is unclear does."""
        told = {key: str(self.data.get(key)).strip().lower() for key in HIDING if key in self.data}
        return any(
            value not in _NO if key in _HIDES else value in _NO | _HELD | {"none"}
            for key, value in told.items()
        )

    def flag(self, key: str) -> bool:
        """A yes or no; what is neither means yes, so that a removed comment never comes back."""
        value = self.data.get(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        text = text_of(value)
        word = kind_of(value) if text is None else text.strip().lower()
        if word not in _YES | _NO:
            self.fault(f"{key}: {word[:60]!r} is neither true nor false; it is read as true")
        return word not in _NO


def text_of(value: object) -> str | None:
    """The value as text; None for what is neither text nor number."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return scrub(str(value))


def _unknown(key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key.lower(), known, n=1, cutoff=0.7) if len(key) <= 40 else []
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
    return f"unknown key {key[:60]!r}; {hint}"


def kind_of(value: object) -> str:
    """Name the kind of a value in the words of a data file."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return "nothing" if value is None else f"{str(value)[:60]!r}"
