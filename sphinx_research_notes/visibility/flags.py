"""The words by which a part of a page asks to be hidden, with the slips of a hand that writes fast. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

#: ``private``, with its slips.
PRIVATE = r"(?:privat\w*|pirvat\w*|priavt\w*|prviat\w*|prvat\w*|privt\w*|privet)"
_IS_PRIVATE = re.compile(PRIVATE)

#: The keys by which a part can be hidden.
KEYS = frozenset({"draft", "private", "published", "visibility"})
#: Other names of theirs, as tools and people have them.
_ALSO = {
    "priv": "private",
    **dict.fromkeys(("secret", "confidential", "personal", "for-me", "only-me", "me-only"), "private"),
    **dict.fromkeys(("drafts", "hidden", "hide", "unpublished", "is-draft", "no-publish"), "draft"),
    **dict.fromkeys(("nonpublic", "non-public", "not-public", "dont-publish", "do-not-publish"), "draft"),
    **dict.fromkeys(("publish", "public", "is-public", "dg-publish"), "published"),
}
#: Words that say the same as ``private``.
_SECRET = frozenset({"secret", "confidential"})
#: What may stand beside it in a name that says so.
_BESIDE = frozenset(
    """a all aside asides block comment comments content for is it keep mark make me memo message mine my note
    notes only paragraph part remark remarks section strictly text this to very""".split()
)


@lru_cache(maxsize=5000)
def flag_meant(name: str) -> str:
    """The key of :data:`KEYS` that is meant by an option's *name*, in small letters; empty for none."""
    name = re.sub(r"[\s_]+", "-", name.strip()).strip("-")
    if name in KEYS:
        return name
    if _IS_PRIVATE.fullmatch(name) or is_near(name, "private", 1) or hides_by_name(name) == "private":
        return "private"
    if name in _ALSO:
        return _ALSO[name]
    return next((key for key in ("draft", "published", "visibility") if is_near(name, key, 1)), "")


@lru_cache(maxsize=5000)
def hides_by_name(name: str) -> str:
    """How a directive by this *name*, in small letters, hides what it holds; empty if it does not.

    ``private`` as ``private``, ``private-note`` or ``note-private`` do, or ``draft`` as ``draft-note`` does.
    """
    if name.startswith("_"):
        return ""
    words = [re.sub(r"(?<=\w)(?:notes?|asides?)$", "", word) for word in re.split(r"[\W_]+", name) if word]
    private = {word for word in words if word in _SECRET or is_near(word, "private", 1)}
    told = private or {"draft", "drafts"}.intersection(words)
    if not told or any(word not in told and word not in _BESIDE for word in words):
        return ""
    return "private" if private else "draft"


def is_near(word: str, other: str, most: int) -> bool:
    """Whether *word* is *other* but for so many slips: a letter more, less, another, or two that swapped."""
    if abs(len(word) - len(other)) > most:
        return False
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1] <= most
