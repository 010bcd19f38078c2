"""Which comments of a thread may be published: those that are public, and the places of others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..tree import break_cycles
from .personal import public_address, public_name, without_addresses
from .records import ForeignComment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


#: Nobody writes a longer comment by hand, and one would keep the others of its thread from being read.
LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Moderated:
    """The comments of a thread that may be published."""

    comments: tuple[ForeignComment, ...] = ()
    #: How many were kept back, by reason.
    kept_back: Mapping[str, int] = field(default_factory=dict)
    #: The ids of those that were, whether they have answers or not.
    withheld: frozenset[str] = frozenset()
    #: How many answers to comments that aren't there were moved to the top.
    orphans: int = 0
    #: How many e-mail and IP addresses were taken out of texts.
    addresses: int = 0

    @property
    def public(self) -> int:
        """How many of the comments are more than a place."""
        return sum(not comment.withheld for comment in self.comments)


def moderated(comments: Iterable[ForeignComment]) -> Moderated:
    """Return what may be published of *comments*.

    Of a comment that is withheld nothing is kept but its place, and that only if a public one answers it.
    """
    known = _named(comments)
    places = {comment.id: place for place, comment in enumerate(known)}
    parents, _ = break_cycles([places.get(comment.parent) for comment in known])
    needed = [not comment.withheld for comment in known]
    for place, comment in enumerate(known):
        above = None if comment.withheld else parents[place]
        while above is not None and not needed[above]:
            needed[above] = True
            above = parents[above]
    kept, addresses = [], 0
    for place, comment in enumerate(known):
        above = parents[place]
        parent = "" if above is None else known[above].id
        if needed[place] and comment.withheld:
            kept.append(_tombstone(comment, parent))
        elif needed[place]:
            public, number = _public(comment, parent)
            kept.append(public)
            addresses += number
    return Moderated(
        tuple(kept),
        Counter(comment.withheld for comment in known if comment.withheld),
        frozenset(comment.id for comment in known if comment.withheld),
        sum(bool(c.parent) and parents[p] is None and not c.withheld for p, c in enumerate(known)),
        addresses,
    )


def _named(comments: Iterable[ForeignComment]) -> list[ForeignComment]:
    """Return *comments* with an id each; one that comes twice, once, and withheld if either is."""
    found: dict[str, ForeignComment] = {}
    for number, comment in enumerate(comments, 1):
        identity = comment.id or f"x-{number}"
        other = found.get(identity)
        reason = comment.withheld or (other.withheld if other else "")
        if not (comment.body.strip() or comment.html.strip()) and not reason:
            reason = "empty"
        elif len(comment.body) + len(comment.html) > LONGEST and not reason:
            reason = f"longer than {LONGEST:,} characters"
        found[identity] = replace(other or comment, id=identity, withheld=reason)
    return list(found.values())


def _tombstone(comment: ForeignComment, parent: str) -> ForeignComment:
    return ForeignComment(
        id=comment.id,
        parent=parent,
        published=comment.published,
        anchor=comment.anchor,
        withheld=comment.withheld,
    )


def _public(comment: ForeignComment, parent: str) -> tuple[ForeignComment, int]:
    """Return *comment* without personal data, and how many personal addresses its text had."""
    body, in_body = without_addresses(comment.body)
    html, in_html = without_addresses(comment.html)
    public = replace(
        comment,
        parent=parent,
        author=public_name(comment.author),
        author_url=public_address(comment.author_url),
        body=body,
        html=html,
    )
    return public, in_body + in_html
