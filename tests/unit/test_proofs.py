"""Accounts and records elsewhere by which a service proves whose page it is."""

from __future__ import annotations

import pytest

from sphinx_research_notes.model.people import read_author
from sphinx_research_notes.model.proofs import DOCUMENT, PUBLICATION, at_uri, fediverse_account
from sphinx_research_notes.model.values import Unusable

RECORD = "at://did:plc:z72i7hdynmk6r22z27h6tvur/site.standard.document/3lwafzkjqm25s"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@ada@example.social", "@ada@example.social"),
        (" ada_b@Example.Social ", "@ada_b@example.social"),
        ("https://example.social/@ada", "@ada@example.social"),
        ("https://example.social/users/ada/", "@ada@example.social"),
        ("https://here.example/@ada@there.example", "@ada@there.example"),
    ],
)
def test_accounts(text: str, expected: str) -> None:
    """An account is read as people write it, and as the address of a profile."""
    assert fediverse_account(text) == expected


@pytest.mark.parametrize(
    "text", ["@ada", "ada", "@ada@localhost", "https://example.social/ada", "a b@c.d", "@@x.y"]
)
def test_no_accounts(text: str) -> None:
    """What lacks a server is no account."""
    with pytest.raises(Unusable, match="expected an account"):
        fediverse_account(text)


def test_records() -> None:
    """An AT URI names a record in the expected collection, of a DID or a handle."""
    assert at_uri(f" {RECORD} ", DOCUMENT) == RECORD
    assert at_uri("at://ada.example.org/site.standard.document/self", DOCUMENT)
    for text in (RECORD, "at://did:plc:abc", "https://example.org/", "", f"{RECORD}/x", '"><script>'):
        with pytest.raises(Unusable, match="expected an AT URI"):
            at_uri(text, PUBLICATION)


def test_of_authors() -> None:
    """A fault in one of them is named, and the others count."""
    author, faults = read_author(
        {"name": "Ada", "mastodon": "@ada@example.social", "profiles": ["https://a.example/x", "b"],
         "publication": RECORD}
    )  # fmt: skip
    assert (author.fediverse, author.profiles, author.publication) == (
        "@ada@example.social", ("https://a.example/x",), "",
    )  # fmt: skip
    assert [fault.partition(":")[0] for fault in faults] == ["profiles", "publication"]
