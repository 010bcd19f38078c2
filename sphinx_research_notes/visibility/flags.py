"""The words that hide a part of a page, including common typing errors. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

#: ``private``, with common typing errors.
PRIVATE = r"(?:privat\w*|pirvat\w*|priavt\w*|prviat\w*|prvat\w*|privt\w*|privet)"
_IS_PRIVATE = re.compile(PRIVATE)

#: The keys that can hide a part.
TIMES = frozenset({"publish_date", "expiry_date"})
KEYS = TIMES | {"draft", "private", "published", "visibility"}
#: Other names for these keys, used by other tools and by people.
_ALIASES = {
    "priv": "private",
    **dict.fromkeys(("secret", "confidential", "personal", "for-me", "only-me", "me-only"), "private"),
    **dict.fromkeys(("drafts", "hidden", "hide", "unpublished", "is-draft", "no-publish"), "draft"),
    **dict.fromkeys(("nonpublic", "non-public", "not-public", "dont-publish", "do-not-publish"), "draft"),
    **dict.fromkeys(("publish", "public", "is-public", "dg-publish"), "published"),
    **dict.fromkeys(("publish-date", "publishdate"), "publish_date"),
    **dict.fromkeys(("expiry-date", "expirydate", "expire-date", "expiredate"), "expiry_date"),
    **dict.fromkeys(("unpublish-date", "unpublishdate"), "expiry_date"),
}
#: The keys that are recognized with one typo, besides ``private``.
_MISTYPED = ("draft", "published", "visibility", *sorted(TIMES))
#: Synonyms of ``private``.
_SECRET = frozenset({"secret", "confidential"})
#: Words that may accompany it in the name of a block that is private.
_FILLER_WORDS = frozenset(
    """a all aside asides block comment comments content for is it keep mark make me memo message mine my note
    notes only paragraph part remark remarks section strictly text this to very""".split()
)


@lru_cache(maxsize=5000)
def intended_key(name: str) -> str:
    """Return the key of :data:`KEYS` that *name*, an option in lower case, is meant as; empty for none."""
    name = re.sub(r"[\s_]+", "-", name.strip()).strip("-")
    if name in KEYS:
        return name
    if _IS_PRIVATE.fullmatch(name) or is_within_edits(name, "private", 1) or hides_by_name(name) == "private":
        return "private"
    if name in _ALIASES:
        return _ALIASES[name]
    name = name.replace("-", "_")
    return next((key for key in _MISTYPED if is_within_edits(name, key, 1)), "")


@lru_cache(maxsize=5000)
def hides_by_name(name: str) -> str:
    """Return how a directive called *name*, in lower case, hides its content; empty if not at all.

    ``private`` for names such as ``private-note`` or ``note-private``, ``draft`` for ``draft-note``.
    """
    if name.startswith("_"):
        return ""
    words = [re.sub(r"(?<=\w)(?:notes?|asides?)$", "", word) for word in re.split(r"[\W_]+", name) if word]
    private = {word for word in words if word in _SECRET or is_within_edits(word, "private", 1)}
    hiding = private or {"draft", "drafts"}.intersection(words)
    if not hiding or any(word not in hiding and word not in _FILLER_WORDS for word in words):
        return ""
    return "private" if private else "draft"


def is_within_edits(word: str, other: str, most: int) -> bool:
    """Return whether *word* is at most *most* edits (insert, delete, replace, swap) from *other*."""
    if abs(len(word) - len(other)) > most:
        return False
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, expected in enumerate(other, 1):
            cost = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (letter != expected))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == expected:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1] <= most
