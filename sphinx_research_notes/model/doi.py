"""DOIs: what one looks like, and how to choose one before a note is published. Pure."""

from __future__ import annotations

import re
import secrets
from urllib.parse import unquote

from .check_digits import encoded, is_consistent
from .values import Unusable

_PREFIX = r"10\.\d{4,9}(?:\.\d+)*"
_DOI = re.compile(
    rf"(?:(?P<url>(?:https?://)?(?:dx\.|www\.)?doi\.org/)|doi:\s*)?(?P<doi>{_PREFIX}/\S+)",
    re.IGNORECASE | re.ASCII,
)
#: The suffix of a DOI as :func:`mint_doi` makes it: ten characters, the last two of them check digits.
_MINTED = re.compile(r"([0-9a-hjkmnp-tv-z]{5})-([0-9a-hjkmnp-tv-z]{3}\d\d)", re.IGNORECASE | re.ASCII)
#: How many random bits such a suffix has, and how many characters that makes.
_BITS, _LENGTH = 40, 8


def read_doi(text: str) -> str:
    """Return the DOI *text*, which may be a URL, without a prefix; raises :class:`~.values.Unusable`."""
    match = _DOI.fullmatch(text)
    if match is None:
        raise Unusable("a DOI such as 10.1000/182", text)
    return unquote(match["doi"]) if match["url"] else match["doi"]


def read_prefix(text: object) -> str:
    """Return the DOI prefix *text*, without a slash; raises :class:`~.values.Unusable`."""
    prefix = text.strip().removesuffix("/") if isinstance(text, str) else ""
    if not re.fullmatch(_PREFIX, prefix, re.ASCII):
        raise Unusable("a DOI prefix such as '10.5555'", text)
    return prefix


def mint_doi(prefix: str, number: int | None = None) -> str:
    """Return a new DOI with *prefix*, such as ``10.5555/6kfyy-nq280``.

    It exists once a registration agency has registered it for the owner of the prefix. The same *number* of
    at most 40 bits gives the same DOI; by default it is random. Raises ValueError for an invalid prefix or
    number.
    """
    if number is None:
        number = secrets.randbits(_BITS)
    if type(number) is not int or not 0 <= number < 1 << _BITS:
        raise Unusable(f"a number of at most {_BITS} bits", number)
    suffix = encoded(number, _LENGTH)
    return f"{read_prefix(prefix)}/{suffix[:5]}-{suffix[5:]}"


def has_wrong_check_digits(doi: str) -> bool:
    """Whether *doi* looks like one from :func:`mint_doi`, but was mistyped."""
    match = _MINTED.fullmatch(doi.partition("/")[2])
    return match is not None and not is_consistent("".join(match.groups()).lower())
