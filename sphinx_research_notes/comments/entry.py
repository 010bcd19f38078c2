"""The values of one comment in its file, parsed or reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..model.dates import DateError, When, parse_when
from ..model.faults import Fault
from ..model.urls import web_address
from ..model.values import NO, YES
from .hiding import HIDING, hiding_key
from .sanitize import in_one_line, scrub
from .times import machine_time

if TYPE_CHECKING:
    from datetime import tzinfo

_FALSE = NO | {""}


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment in its file, and where to report its faults."""

    data: Mapping[str, object]
    faults: list[Fault]
    #: The final id.
    id: str
    #: The id as written; empty if there is none.
    written_id: str = ""
    #: The prefix of keys in messages, for nested mappings.
    prefix: str = ""
    line: int | None = None

    def fault(self, message: str) -> None:
        self.faults.append(comment_fault(self.id, f"{self.prefix}{message}", self.line))

    def check_keys(self, known: tuple[str, ...], treatment: str = "") -> bool:
        """Report unknown keys; return whether one withholds the comment, which gets this *treatment*."""
        hidden = False
        for key, value in self.data.items():
            ours = hiding_key(key, value) if treatment and key not in known else ""
            if ours:
                hint = f" did you mean {ours!r}?" if ours in known and not isinstance(value, Mapping) else ""
                self.fault(f"unknown key {key[:60]!r};{hint} {treatment}")
                hidden = True
            elif key not in known:
                self.fault(_unknown(key, known))
        return hidden

    def text(self, key: str) -> str:
        """Return the value of a key as a string; numbers are converted, anything else is a fault."""
        text = text_of(value := self.data.get(key))
        if text is None:
            self.fault(f"{key}: expected a string, got {kind_of(value)}; ignored")
        return text or ""

    def one_line(self, key: str) -> str:
        """Return the value of a key as a string on one line."""
        return in_one_line(self.text(key))

    def address(self, key: str) -> str:
        """Return the value of a key if it is a web address; empty otherwise."""
        text = self.one_line(key)
        address = web_address(text)
        if text and not address:
            self.fault(f"{key}: expected an http(s) URL, got {text[:60]!r}; ignored")
        return address

    def when(self, key: str, zone: tzinfo) -> When | None:
        """Return the value of a key as a date; None if there is none, or it is invalid."""
        value = self.data.get(key)
        if value is None or value == "":
            return None
        try:
            return parse_when(value, zone)
        except DateError as error:
            when = machine_time(text_of(value) or "", zone)
            if when is None:
                self.fault(f"{key}: {error}; ignored")
            return when

    def is_hidden(self) -> bool:
        """Whether a moderation key withholds the comment from the public; in doubt, it does."""
        return any(hiding_key(key, self.data[key]) for key in HIDING if key in self.data)

    def flag(self, key: str) -> bool:
        """Return a boolean; an invalid value is true, so that a deleted comment never reappears."""
        value = self.data.get(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        text = text_of(value)
        word = kind_of(value) if text is None else text.strip().lower()
        if word not in YES | _FALSE:
            self.fault(f"{key}: expected true or false, got {word[:60]!r}; using true")
        return word not in _FALSE


def comment_fault(subject: str, message: str, line: int | None = None) -> Fault:
    """Return a fault of a comment or key, the *subject*, in a thread file."""
    return Fault("comments", f"{subject}: {message}", line)


def text_of(value: object) -> str | None:
    """Return *value* as a string; None if it is neither a string nor a number."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return scrub(str(value))


def _unknown(key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key.lower(), known, n=1, cutoff=0.7) if len(key) <= 40 else []
    hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(known)}"
    return f"unknown key {key[:60]!r}; {hint}"


def kind_of(value: object) -> str:
    """Describe *value* for a message, in the terms of a data file."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return "nothing" if value is None else f"{str(value)[:60]!r}"
