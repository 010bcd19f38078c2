"""The clock of a build, and the moments that it was asked about.

What depends on the clock is found by listening: whoever asks whether a moment has come depends on it.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Moments, each with whether it has come.
Answers = tuple[tuple[datetime, bool], ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock:
    """A clock that stands still; by default before everything that anybody schedules."""

    def __init__(self, now: datetime = _EPOCH) -> None:
        """*now*: the time at which the build takes place."""
        self.now = now
        self._asked: set[datetime] = set()

    def has_come(self, moment: datetime) -> bool:
        """Return whether *moment* has come, and remember the question."""
        self._asked.add(moment.astimezone(UTC))
        return moment <= self.now

    @property
    def asked(self) -> frozenset[datetime]:
        """The moments asked about since the last :meth:`forget`."""
        return frozenset(self._asked)

    def forget(self) -> None:
        """Forget all questions."""
        self._asked = set()

    def repeat(self, moments: Iterable[datetime]) -> None:
        """Ask about *moments* again, on behalf of a result that was kept."""
        self._asked.update(moments)

    @contextmanager
    def listening(self) -> Iterator[set[datetime]]:
        """Yield a set that receives the moments asked about within the block."""
        outer, self._asked = self._asked, set()
        try:
            yield self._asked
        finally:
            outer |= self._asked
            self._asked = outer

    def answers(self, moments: Iterable[datetime]) -> Answers:
        """Return the *moments* in order, each with whether it has come."""
        return tuple((moment, moment <= self.now) for moment in sorted(moments))

    def differs(self, answers: Answers) -> bool:
        """Return whether any of *answers*, given at another time, would be different now."""
        return any((moment <= self.now) is not has_come for moment, has_come in answers)
