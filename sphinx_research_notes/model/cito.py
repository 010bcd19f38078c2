"""Why a work is cited, in the vocabulary of CiTO (https://purl.org/spar/cito). Pure.

A citation with a reason lists it as ``citesAsEvidence:brook2001``: the name of a property, and a BibTeX key.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: What its properties begin with.
NAMESPACE = "http://purl.org/spar/cito/"

#: The properties that lead from what cites to what is cited (``cites``, and those below it in version 2.8.1).
PROPERTIES = tuple(
    """
    agreesWith cites citesAsAuthority citesAsDataSource citesAsEvidence citesAsMetadataDocument
    citesAsPotentialSolution citesAsRecommendedReading citesAsRelated citesAsSourceDocument
    citesForInformation compiles confirms containsAssertionFrom corrects credits critiques derides
    describes disagreesWith discusses disputes documents extends includesExcerptFrom
    includesQuotationFrom linksTo obtainsBackgroundFrom obtainsSupportFrom parodies plagiarizes
    qualifies refutes repliesTo retracts reviews ridicules speculatesOn supports updates
    usesConclusionsFrom usesDataFrom usesMethodIn
    """.split()
)

#: Text in braces around a key, or a property before a key.
_PART = re.compile(
    r"(?P<affix>\{[^{}]*\})|(?<![^\s,}])(?P<reason>" + "|".join(PROPERTIES) + r"):(?P<key>[^\s,{}]+)"
)


def words_of(reason: str) -> str:
    """Return the property *reason* as words: ``cites as evidence``."""
    return re.sub("[A-Z]", lambda letter: f" {letter[0].lower()}", reason)


def role_of(reason: str) -> str:
    """Return the name of the role for the property *reason*: ``cites-as-evidence``."""
    return words_of(reason).replace(" ", "-")


def split_reasons(text: str, is_key: Callable[[str], bool]) -> tuple[str, list[str]]:
    """Take the reasons out of the *text* of a citation, such as ``citesAsEvidence:brook2001{p. 3}``.

    Return the text without them, and the reasons with the keys. *is_key*: whether a bibliography has a key,
    which may contain a colon as well.
    """
    found = []

    def key(match: re.Match[str]) -> str:
        if match["affix"] or is_key(match[0]):
            return match[0]
        found.append(match[0])
        return match["key"]

    return _PART.sub(key, text), found


def reason_of(key: str, reasons: Iterable[str]) -> str:
    """Return the first of *reasons* for *key*, whose letter case does not matter; empty if there is none."""
    pairs = (each.partition(":") for each in reasons)
    return next((reason for reason, _, cited in pairs if cited.lower() == key.lower()), "")
