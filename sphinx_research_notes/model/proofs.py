"""Addresses by which other services prove whose page it is: fediverse accounts and AT URIs. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .urls import web_address
from .values import Unusable

_HOST = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_ACCOUNT = re.compile(rf"@?(?P<user>\w(?:[\w.-]*\w)?)@(?P<host>{_HOST})", re.ASCII)
_PROFILE = re.compile(r"/(?:@|users/)(?P<user>[\w.-]+)(?:@(?P<host>[\w.-]+))?/?", re.ASCII)
#: https://atproto.com/specs/at-uri-scheme, with a DID, which stays, or a handle.
_AT_URI = re.compile(
    rf"at://(?:did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]|{_HOST})"
    r"/(?P<collection>[a-zA-Z][a-zA-Z0-9-]*(?:\.[a-zA-Z0-9-]+)+)/[A-Za-z0-9._:~-]{1,512}"
)


def fediverse_account(text: str) -> str:
    """Return an account as ``@user@host``, given so or by the URL of its profile.

    Raises :class:`~.values.Unusable` for anything else. Source:
    https://docs.joinmastodon.org/entities/PreviewCardAuthor/
    """
    expected = "an account such as '@ada@example.social'"
    text = text.strip()
    if match := _ACCOUNT.fullmatch(text):
        return f"@{match['user']}@{match['host'].lower()}"
    parts = urlsplit(text) if web_address(text) else None
    match = _PROFILE.fullmatch(parts.path) if parts else None
    if parts is None or match is None:
        raise Unusable(expected, text)
    return f"@{match['user']}@{(match['host'] or parts.netloc).lower()}"


def at_uri(text: str, collection: str) -> str:
    """Return the AT URI of a record in *collection*; raises :class:`~.values.Unusable` for anything else."""
    match = _AT_URI.fullmatch(text.strip())
    if match is None or match["collection"] != collection:
        raise Unusable(f"an AT URI such as 'at://did:plc:…/{collection}/…'", text)
    return match[0]


#: Collections of https://standard.site/docs/verification: a site, and a page of it.
PUBLICATION, DOCUMENT = "site.standard.publication", "site.standard.document"
