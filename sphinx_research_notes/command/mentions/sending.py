"""Tell the targets of links about them, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from .client import Unreachable
from .discovery import endpoint_of
from .ledger import OLD, SENT, UNWANTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .client import Client
    from .ledger import Ledger
    from .outgoing import Linking


class Outcome(StrEnum):
    """What became of a link."""

    SENT = "sent"
    #: Told that the link is no longer there.
    WITHDRAWN = "withdrawn"
    #: The target has no endpoint.
    UNWANTED = "unwanted"
    #: Refused, so that it is tried again only once the note has changed.
    REJECTED = "rejected"
    #: To be tried again.
    FAILED = "failed"


#: Answers that say that the server may think otherwise later.
_LATER = {408, 425, 429}


@dataclass(frozen=True, slots=True)
class Link:
    """A link whose target is to be told of it."""

    source: str
    target: str
    #: Whether it is no longer on its page.
    is_gone: bool = False
    #: A digest of the source of its page.
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a link."""

    link: Link
    outcome: Outcome
    #: What the server has said.
    detail: str = ""
    status: int = 0


def to_tell(
    pages: Iterable[Linking], ledger: Ledger, vanished: Iterable[str] = (), *, retry: bool = False
) -> list[Link]:
    """Return the links of *pages* of which *ledger* doesn't know what became, and those that are gone.

    *vanished*: the URLs of pages that are gone with their links. *retry*: whether links that were rejected
    are among them, even if the note hasn't changed.
    """
    links = [Link(source, target, is_gone=True) for source, target in ledger.told(vanished)]
    for page in pages:
        links += (
            Link(page.source, each, digest=page.digest)
            for each in page.targets
            if not ledger.knows((page.source, *page.former), each, page.digest, retry=retry)
        )
        links += (
            Link(source, each, is_gone=True)
            for source in (page.source, *page.former)
            for each in ledger.gone(source, set(page.targets))
        )
    return links


def tell(links: Iterable[Link], client: Client, ledger: Ledger) -> Iterator[Told]:
    """Tell the targets of *links*, and yield what became of each; *ledger* remembers it at once."""
    endpoints: dict[str, str] = {}
    for link in links:
        try:
            if link.target not in endpoints:
                endpoints[link.target] = _endpoint(link.target, client)
            told = _told(link, endpoints[link.target], client)
        except Unreachable as error:
            told = Told(link, Outcome.FAILED, str(error))
        if told.outcome is Outcome.WITHDRAWN or (told.outcome is Outcome.REJECTED and link.is_gone):
            ledger.forget(link.source, link.target)
        elif told.outcome is Outcome.REJECTED:
            ledger.reject(link.source, link.target, told.status, link.digest)
        elif told.outcome is not Outcome.FAILED:
            ledger.note(link.source, link.target, SENT if told.outcome is Outcome.SENT else UNWANTED)
        yield told


def remember(links: Iterable[Link], ledger: Ledger) -> None:
    """Let *ledger* remember *links* as old: nobody will be told of them."""
    for link in links:
        if not link.is_gone:
            ledger.entries.setdefault(link.source, {})[link.target] = OLD
    ledger.save()


def _endpoint(target: str, client: Client) -> str:
    """Return where to send webmentions for *target*; empty if it wants none."""
    answer = client.get(target, {"Accept": "text/html, */*;q=0.5"})
    if answer.status >= 500 or answer.status == 429:
        raise Unreachable(f"got {answer.status} from it")
    # A page that is gone has no endpoint, even if the page that says so has one.
    if not answer.is_good:
        return ""
    return endpoint_of(answer.url, answer.headers.get("link", []), answer.html)


def _told(link: Link, endpoint: str, client: Client) -> Told:
    if not endpoint:
        return Told(link, Outcome.WITHDRAWN if link.is_gone else Outcome.UNWANTED)
    answer = client.post(endpoint, {"source": link.source, "target": link.target})
    if not answer.is_good:
        # What the server has understood and refused succeeds only if one side changes something.
        is_final = 400 <= answer.status < 500 and answer.status not in _LATER
        outcome = Outcome.REJECTED if is_final else Outcome.FAILED
        return Told(link, outcome, f"got {answer.status} from {endpoint}", answer.status)
    return Told(link, Outcome.WITHDRAWN if link.is_gone else Outcome.SENT, str(answer.status))
