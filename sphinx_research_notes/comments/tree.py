"""Arrange comments into a thread: replies under parents, each level by date.

Comments are represented by their indices, so that deep threads need no recursion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.dates import When

#: Deeper replies are shown on this level, after their parents.
MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Tree:
    """The shape of a thread."""

    #: The top-level comments, in order.
    roots: list[int]
    #: The replies to each comment, in order; empty for removed ones.
    replies: list[list[int]]
    #: All remaining comments, each after its ancestors.
    downwards: list[int]


def break_cycles(parents: Sequence[int | None]) -> tuple[list[int | None], list[int]]:
    """Remove the parent of the first comment in each cycle; return the new parents and those comments."""
    freed: list[int] = []
    result = list(parents)
    visited_from: list[int | None] = [None] * len(parents)
    for start in range(len(parents)):
        index: int | None = start
        while index is not None and visited_from[index] is None:
            visited_from[index] = start
            index = result[index]
        if index is not None and visited_from[index] == start:
            first = _first_of_cycle(result, index)
            result[first] = None
            freed.append(first)
    return result, freed


def arrange(parents: Sequence[int | None], times: Sequence[When | None], deleted: Sequence[bool]) -> Tree:
    """Arrange comments whose parents form no cycle.

    A deleted comment is kept if a reply to it is. Each level is sorted by date, then come undated comments in
    the order of the file.
    """
    order = _downwards(parents)
    keep = [not gone for gone in deleted]
    for index in reversed(order):
        parent = parents[index]
        if keep[index] and parent is not None:
            keep[parent] = True
    order = [index for index in order if keep[index]]
    roots: list[int] = []
    replies: list[list[int]] = [[] for _ in parents]
    holders = _holders(order, parents)
    dated = sorted((when, index) for index in order if (when := times[index]) is not None)
    undated = sorted(index for index in order if times[index] is None)
    for index in (*(index for _, index in dated), *undated):
        parent = holders[index]
        (roots if parent is None else replies[parent]).append(index)
    return Tree(roots, replies, order)


def _first_of_cycle(parents: Sequence[int | None], member: int) -> int:
    first, index = member, parents[member]
    while index is not None and index != member:
        first, index = min(first, index), parents[index]
    return first


def _downwards(parents: Sequence[int | None]) -> list[int]:
    """Return all comments, level by level from the top."""
    below: list[list[int]] = [[] for _ in parents]
    order: list[int] = []
    for index, parent in enumerate(parents):
        (order if parent is None else below[parent]).append(index)
    for index in order:  # Grows during iteration.
        order.extend(below[index])
    return order


def _holders(order: Sequence[int], parents: Sequence[int | None]) -> dict[int, int | None]:
    """Return the comment under which each is shown: its parent, or the deepest allowed ancestor."""
    holders: dict[int, int | None] = {}
    depths: dict[int, int] = {}
    for index in order:
        parent = parents[index]
        if parent is not None and depths[parent] == MAX_DEPTH:
            parent = holders[parent]
        holders[index] = parent
        depths[index] = 1 if parent is None else depths[parent] + 1
    return holders
