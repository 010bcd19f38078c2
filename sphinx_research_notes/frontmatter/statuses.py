"""Read the statuses of a note from the key ``status`` and those of the axes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import taxonomy
from ..model.values import Unusable, flat
from .keys import AXES
from .visibility import HIDING_ELSEWHERE, HIDING_LABELS, readings

if TYPE_CHECKING:
    from ..model.statuses import Status
    from .key_values import KeyValues
    from .settings import Settings
    from .value_parsers import ValueParsers


class StatusReader:
    """Reads the statuses of one block; a label that may be meant to hide the note hides it."""

    def __init__(self, keys: KeyValues, parsers: ValueParsers, settings: Settings) -> None:
        self._keys, self._parsers, self._settings = keys, parsers, settings

    def read(self) -> tuple[Status, ...]:
        statuses: list[Status] = []
        for key in ("status", *AXES):
            try:
                value = self._keys.values.get(key)
                labels = self._parsers.texts(key, flat(value) if isinstance(value, list) else value)
            except Unusable as error:
                self._keys.fault("status", key, f"{error}; ignoring it")
                continue
            axis = "" if key == "status" else key
            statuses += [self._status(key, label, axis) for label in taxonomy.unique(labels)]
        return tuple(dict.fromkeys(statuses))

    def _status(self, key: str, label: str, axis: str) -> Status:
        """Return *label* as a status; a typo is reported, but not corrected."""
        vocabulary = self._settings.vocabulary
        if key == "status" and readings(label) & HIDING_ELSEWHERE and not vocabulary.knows(label):
            expected = "draft, private, or a label in 'notes_statuses'"
            self._keys.fault(
                "visibility", key, f"{Unusable(expected, label)}; {self._keys.hide(private=False)}"
            )
        elif near := self._near_hidden(key, label):
            action = self._keys.hide(private=near == "private")
            self._keys.fault("visibility", key, f"unknown label {label!r}; did you mean {near!r}? {action}")
        elif message := vocabulary.fault(label, axis):
            self._keys.fault("status", key, message)
        return vocabulary.status(label, axis)

    def _near_hidden(self, key: str, label: str) -> str:
        """Return the hiding label that *label* may be a typo for; empty if it is a known label."""
        hiding = {*self._settings.draft_statuses, *(HIDING_LABELS if key == "status" else ())}
        if readings(label) & set(map(taxonomy.squeezed, hiding)):
            return ""
        return self._settings.vocabulary.near_hidden(label, hiding)
