"""The vocabularies of status badges: axes with an order and a meaning for each label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import taxonomy
from .loading import quick_to_load
from .suggestions import misspelt, one_typo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


@dataclass(frozen=True, slots=True)
class Label:
    """One word of an axis."""

    #: As authors write it.
    word: str
    #: What it tells a reader: tooltip and accessible description.
    meaning: str
    #: How far up its axis it stands, in per cent; None where the axis has no direction.
    share: int | None = None


@quick_to_load
@dataclass(frozen=True, slots=True)
class Status:
    """A label as a note carries it."""

    #: The axis's name, empty for a plain badge.
    axis: str
    #: The label as it is shown.
    label: str

    @property
    def value(self) -> str:
        """The label as it stands in ``data-value``: casefolded, with hyphens."""
        return taxonomy.key(self.label)

    @property
    def listed_as(self) -> str:
        """The label whose page lists the notes that carry this; a bare number takes its axis along."""
        return f"{self.axis} {self.label}" if self.axis and self.label.isdigit() else self.label


#: Axes as they ship: name to labels, lowest first. ``notes_statuses`` adds to them or replaces words.
SHIPPED: dict[str, tuple[Label, ...]] = {
    "growth": (
        Label("seedling", "Just planted: rough, and likely to change", 10),
        Label("budding", "Worked on, and not yet settled", 50),
        Label("evergreen", "Tended and kept up to date", 100),
    ),
    "progress": (
        Label("notes", "Loose notes, not an argument yet", 10),
        Label("draft", "Written, and not ready to be read", 30),
        Label("in progress", "Being written", 50),
        Label("finished", "As complete as it will be", 100),
        Label("abandoned", "Given up; kept for the record", 0),
        Label("obsolete", "Overtaken; kept for the record", 0),
    ),
    "confidence": (
        Label("certain", "As sure as one can be: about 99 in a hundred", 100),
        Label("highly likely", "About 85 to 99 in a hundred", 90),
        Label("likely", "Better than even: about 65 to 85 in a hundred", 72),
        Label("possible", "About as likely as not", 50),
        Label("unlikely", "Worse than even: about 15 to 35 in a hundred", 28),
        Label("highly unlikely", "About 5 to 15 in a hundred", 12),
        Label("remote", "Fewer than 5 in a hundred", 5),
        Label("impossible", "Sure to be wrong: about 1 in a hundred", 0),
        Label("log", "A record of what happened; nothing is claimed"),
        Label("emotional", "A feeling, not a claim"),
        Label("fiction", "Made up"),
    ),
    "importance": tuple(Label(str(n), f"{n} out of 10", n * 10) for n in range(11)),
    "effort": (
        Label("minutes", "Jotted down in minutes", 10),
        Label("hours", "The work of some hours", 40),
        Label("days", "The work of some days", 70),
        Label("months", "The work of months", 100),
    ),
    "audience": (
        Label("non-technical", "Needs no special knowledge"),
        Label("technical", "Written for people in the field"),
        Label("experts", "Written for specialists of this very subject"),
    ),
}

#: The axes that a bare ``status:`` label is looked up in, in this order.
SEARCHED = ("growth", "progress", "confidence", "audience", "effort")


#: A word of its own that is one letter away from a label that hides.
_NO_SLIPS = frozenset({"drift"})


def _word(label: str) -> str:
    """What makes *label* the word of a vocabulary: letter case, blanks and hyphens don't count."""
    return taxonomy.key(label).replace("-", "").replace("_", "")


def _is_slip(word: str, hiding: str) -> bool:
    """Whether *word* is one letter away from *hiding*, and begins with the same letters."""
    alike = sorted(word[:2]) == sorted(hiding[:2]) or word[:1] == hiding[:1]
    return len(hiding) > 4 and alike and word not in _NO_SLIPS and one_typo(word, hiding)


class Vocabulary:
    """Axes and their labels, as shipped and as configured."""

    def __init__(self, configured: Mapping[str, Any] | None = None) -> None:
        """*configured*: axis to a list of labels, or to a mapping of label to meaning, lowest first."""
        self.axes: dict[str, dict[str, Label]] = {
            axis: {_word(label.word): label for label in words} for axis, words in SHIPPED.items()
        }
        for axis, words in (configured or {}).items():
            pairs = list(words.items()) if isinstance(words, Mapping) else [(w, "") for w in words]
            last = max(len(pairs) - 1, 1)
            self.axes[str(axis)] = {
                _word(str(word)): Label(str(word), str(meaning or ""), 100 * place // last)
                for place, (word, meaning) in enumerate(pairs)
            }

    def status(self, label: str, axis: str = "") -> Status:
        """*label* as a status: of the *axis* named, else of the first axis that knows the word."""
        wanted = _word(label)
        for name in self._names(axis):
            if wanted in self.axes.get(name, ()):
                return Status(name, label.strip())
        return Status(axis, label.strip())

    def _names(self, axis: str) -> tuple[str, ...]:
        """The axes in which a label is looked up: *axis*, else all that a bare one may be of."""
        return (axis,) if axis else (*(a for a in self.axes if a not in SHIPPED), *SEARCHED)

    def fault(self, label: str, axis: str = "") -> str:
        """What is wrong with *label*: a slip of the pen, or a number off its scale; other words are free."""
        words = [each.word for each in self.axes.get(axis, {}).values()]
        if len(words) > 1 and all(map(str.isdigit, words)):
            said = (
                f"expected a whole number from {words[0]} to {words[-1]}, got {label!r}; it is shown as it is"
            )
            return "" if label.strip() in words else said
        if self._knows(label, axis):
            return ""
        near = (each.word for each in self._searched(axis) if misspelt(_word(label), _word(each.word)))
        found = next(near, "")
        return f"unknown label {label!r}; did you mean {found!r}?" if found else ""

    def _knows(self, label: str, axis: str) -> bool:
        """Whether *axis*, or with none any in which a bare label is looked up, has *label*."""
        return any(_word(label) in self.axes.get(name, ()) for name in self._names(axis))

    def near_hidden(self, label: str, hiding: Collection[str]) -> str:
        """Which of the labels *hiding* the *label* may be meant for: with a slip, or among other words.

        More is taken for a slip here than elsewhere (``drafts``, ``draf``): in doubt nothing is shown.
        """
        if any(_word(label) in words for words in self.axes.values()):
            return ""
        words = [each for each in re.split(r"[\W_]+", taxonomy.key(label)) if each]
        said = f"-{'-'.join(words)}-"
        return next(
            (
                each
                for each in sorted(hiding, key=lambda each: (each != "private", each))
                if f"-{each}-" in said or any(_is_slip(word, each) for word in words)
            ),
            "",
        )

    def _searched(self, axis: str) -> Iterator[Label]:
        """The labels of *axis*; without one, of all in which a bare label is looked up."""
        for name in self._names(axis):
            yield from self.axes.get(name, {}).values()

    def describe(self, status: Status) -> Label:
        """The vocabulary's word for *status*; one without a meaning where it knows none."""
        known = self.axes.get(status.axis, {}).get(_word(status.label))
        return known or Label(status.label, "")
