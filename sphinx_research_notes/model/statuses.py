"""Vocabularies of status badges: axes of ordered labels with meanings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import taxonomy
from .loading import quick_to_load
from .suggestions import misspelt, one_typo

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Label:
    """One label of an axis."""

    #: As authors write it.
    word: str
    #: Its tooltip and accessible description.
    meaning: str


@quick_to_load
@dataclass(frozen=True, slots=True)
class Status:
    """A label of a note."""

    #: The name of the axis; empty for a plain badge.
    axis: str
    #: The label as displayed.
    label: str

    @property
    def value(self) -> str:
        """The label for ``data-value``: casefolded, with hyphens."""
        return taxonomy.key(self.label)

    @property
    def listed_as(self) -> str:
        """The label of the page that lists notes with this status; a bare number is preceded by its axis."""
        return f"{self.axis} {self.label}" if self.axis and self.label.isdigit() else self.label


#: The default axes: name to labels, lowest first. ``notes_statuses`` adds axes or replaces labels.
SHIPPED: dict[str, tuple[Label, ...]] = {
    "growth": (
        Label("seedling", "Just planted: rough, and likely to change"),
        Label("budding", "Worked on, and not yet settled"),
        Label("evergreen", "Tended and kept up to date"),
    ),
    "progress": (
        Label("notes", "Loose notes, not an argument yet"),
        Label("draft", "Written, and not ready to be read"),
        Label("in progress", "Being written"),
        Label("finished", "As complete as it will be"),
        Label("abandoned", "Given up; kept for the record"),
        Label("obsolete", "Overtaken; kept for the record"),
    ),
    "confidence": (
        Label("certain", "As sure as one can be: about 99 in a hundred"),
        Label("highly likely", "About 85 to 99 in a hundred"),
        Label("likely", "Better than even: about 65 to 85 in a hundred"),
        Label("possible", "About as likely as not"),
        Label("unlikely", "Worse than even: about 15 to 35 in a hundred"),
        Label("highly unlikely", "About 5 to 15 in a hundred"),
        Label("remote", "Fewer than 5 in a hundred"),
        Label("impossible", "Sure to be wrong: about 1 in a hundred"),
        Label("log", "A record of what happened; nothing is claimed"),
        Label("emotional", "A feeling, not a claim"),
        Label("fiction", "Made up"),
    ),
    "importance": tuple(Label(str(n), f"{n} out of 10") for n in range(11)),
    "effort": (
        Label("minutes", "Jotted down in minutes"),
        Label("hours", "The work of some hours"),
        Label("days", "The work of some days"),
        Label("months", "The work of months"),
    ),
    "audience": (
        Label("non-technical", "Needs no special knowledge"),
        Label("technical", "Written for people in the field"),
        Label("experts", "Written for specialists of this very subject"),
    ),
}

#: The axes in which a bare ``status:`` label is looked up, in this order.
SEARCHED = ("growth", "progress", "confidence", "audience", "effort")


#: Words that are one letter away from a hiding label without being a typo for it.
_NO_SLIPS = frozenset({"drift"})


def _is_slip(word: str, hiding: str) -> bool:
    """Whether *word* is one typo away from *hiding* and starts alike."""
    alike = sorted(word[:2]) == sorted(hiding[:2]) or word[:1] == hiding[:1]
    return len(hiding) > 4 and alike and word not in _NO_SLIPS and one_typo(word, hiding)


class Vocabulary:
    """Axes and their labels, as shipped and as configured."""

    def __init__(self, configured: Mapping[str, Any] | None = None) -> None:
        """*configured* maps axes to lists of labels, or to mappings of label to meaning, lowest first."""
        self.axes: dict[str, dict[str, Label]] = {
            axis: {taxonomy.squeezed(label.word): label for label in words} for axis, words in SHIPPED.items()
        }
        for axis, words in (configured or {}).items():
            pairs = list(words.items()) if isinstance(words, Mapping) else [(w, "") for w in words]
            self.axes[str(axis)] = {
                taxonomy.squeezed(str(word)): Label(str(word), str(meaning or "")) for word, meaning in pairs
            }

    def status(self, label: str, axis: str = "") -> Status:
        """Return *label* as a status of *axis*, by default of the first axis that has the label."""
        word = taxonomy.squeezed(label)
        for name in self._names(axis):
            if word in self.axes.get(name, ()):
                return Status(name, label.strip())
        return Status(axis, label.strip())

    def _names(self, axis: str) -> tuple[str, ...]:
        """Return the axes in which a label is looked up: *axis*, or all for bare labels."""
        return (axis,) if axis else (*(a for a in self.axes if a not in SHIPPED), *SEARCHED)

    def fault(self, label: str, axis: str = "") -> str:
        """Return a message if *label* is a typo, or a number off its scale; any other label is allowed."""
        words = [each.word for each in self.axes.get(axis, {}).values()]
        if len(words) > 1 and all(map(str.isdigit, words)):
            message = f"expected an integer from {words[0]} to {words[-1]}, got {label!r}; shown as is"
            return "" if label.strip() in words else message
        if self.knows(label, axis):
            return ""
        known = (pair for name in self._names(axis) for pair in self.axes.get(name, {}).items())
        near = (each.word for word, each in known if misspelt(taxonomy.squeezed(label), word))
        suggestion = next(near, "")
        return f"unknown label {label!r}; did you mean {suggestion!r}?" if suggestion else ""

    def knows(self, label: str, axis: str = "") -> bool:
        """Whether *axis*, or any axis for bare labels, has *label*."""
        return any(taxonomy.squeezed(label) in self.axes.get(name, ()) for name in self._names(axis))

    def near_hidden(self, label: str, hiding: Collection[str]) -> str:
        """Return the label in *hiding* that *label* may mean: with a typo, or among other words.

        Typos are matched more loosely than elsewhere (``drafts``, ``draf``): when in doubt, hide.
        """
        if any(taxonomy.squeezed(label) in words for words in self.axes.values()):
            return ""
        words = [each for each in re.split(r"[\W_]+", taxonomy.key(label)) if each]
        hyphenated = f"-{'-'.join(words)}-"
        return next(
            (
                each
                for each in sorted(hiding, key=lambda each: (each != "private", each))
                if f"-{each}-" in hyphenated or any(_is_slip(word, each) for word in words)
            ),
            "",
        )

    def describe(self, status: Status) -> Label:
        """Return the label of *status* with its meaning; the meaning is empty if unknown."""
        known = self.axes.get(status.axis, {}).get(taxonomy.squeezed(status.label))
        return known or Label(status.label, "")
