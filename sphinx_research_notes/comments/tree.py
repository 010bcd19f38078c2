"""Put a list of comments in the order of a thread: replies under parents, each level by time.

A comment is its index here, so that nothing recurses however deep a thread goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.dates import When

#: A reply further down is shown on this level, after what it replies to.
MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Tree:
    """The shape of a thread."""

    #: The comments at the top, in order.
    roots: list[int]
    #: The replies to each comment, in order; those of a dropped one are dropped with it.
    replies: list[list[int]]
    #: Every comment that is kept, each after all that are above it.
    downwards: list[int]


def break_cycles(parents: Sequence[int | None]) -> tuple[list[int | None], list[int]]:
    """Free the first comment of each cycle from its parent; returns the parents and the freed."""
    freed: list[int] = []
    mended = list(parents)
    walk_of: list[int | None] = [None] * len(parents)
    for start in range(len(parents)):
        here: int | None = start
        while here is not None and walk_of[here] is None:
            walk_of[here] = start
            here = mended[here]
        if here is not None and walk_of[here] == start:
            first = _first_of_cycle(mended, here)
            mended[first] = None
            freed.append(first)
    return mended, freed


def arrange(parents: Sequence[int | None], times: Sequence[When | None], deleted: Sequence[bool]) -> Tree:
    """Arrange comments whose parents make no cycle.

    A deleted comment stays while a reply to it does. Within a level the dated ones stand by time,
    then the others as they came.
    """
    order = _downwards(parents)
    kept = [not gone for gone in deleted]
    for index in reversed(order):
        parent = parents[index]
        if kept[index] and parent is not None:
            kept[parent] = True
    order = [index for index in order if kept[index]]
    roots: list[int] = []
    replies: list[list[int]] = [[] for _ in parents]
    for index, parent in _holders(order, parents).items():
        (roots if parent is None else replies[parent]).append(index)
    for level in (roots, *replies):
        _sort(level, times)
    return Tree(roots, replies, order)


def _first_of_cycle(parents: Sequence[int | None], member: int) -> int:
    first, here = member, parents[member]
    while here is not None and here != member:
        first, here = min(first, here), parents[here]
    return first


def _downwards(parents: Sequence[int | None]) -> list[int]:
    """List all comments, level by level from the top."""
    below: list[list[int]] = [[] for _ in parents]
    order: list[int] = []
    for index, parent in enumerate(parents):
        (order if parent is None else below[parent]).append(index)
    for index in order:  # grows while it is read
        order.extend(below[index])
    return order


def _holders(order: Sequence[int], parents: Sequence[int | None]) -> dict[int, int | None]:
    """Find under which comment each is shown: its parent, or an ancestor that is not too deep."""
    holders: dict[int, int | None] = {}
    depths: dict[int, int] = {}
    for index in order:
        parent = parents[index]
        if parent is not None and depths[parent] == MAX_DEPTH:
            parent = holders[parent]
        holders[index] = parent
        depths[index] = 1 if parent is None else depths[parent] + 1
    return holders


def _sort(level: list[int], times: Sequence[When | None]) -> None:
    """Sort one level in place; comments of the same moment keep the order of the file."""
    level.sort()
    dated = [(when, index) for index in level if (when := times[index]) is not None]
    undated = [index for index in level if times[index] is None]
    level[:] = [index for _, index in sorted(dated)] + undated
