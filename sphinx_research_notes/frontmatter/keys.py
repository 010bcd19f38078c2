"""The names of the keys of front matter: other names for one, those of others, and what is a typo. Pure."""

from __future__ import annotations

from functools import lru_cache

from .block import FOREIGN

#: Other names of keys, as other generators write them; the first that is present counts.
ALIASES: dict[str, tuple[str, ...]] = {
    "updated": ("date-modified", "last_modified_at", "lastmod", "modified"),
    "authors": ("author",),
    "tags": ("keywords",),
    "categories": ("category",),
    "summary": ("description", "excerpt", "tldr"),
    "image": ("cover", "thumbnail"),
    "canonical_url": ("original", "canonical_link"),
    "permalink": ("url",),
    "aliases": ("redirect_from",),
    "id": ("guid",),
    "lang": ("language",),
    "external_url": ("external_link",),
    "published": ("publish", "dg-publish"),
}

#: Keys that say what kind of page it is, and those of others that are taken as they are.
KINDS = ("layout", "kind", "blogpost")
TOLERATED = frozenset(
    {"mathjax", "toc", "math", "render_with_liquid", "weight", "type", "uid", "images", "publisher"}
)

#: The further badge axes that have a key of their own.
AXES = ("confidence", "importance", "effort", "audience")

#: Every key with a value of its own, in the order in which they are read.
READ = (
    *("title", "date", "updated", "updates", "authors", "tags", "categories", "series", "summary", "image"),
    *("license", "source", "canonical_url", "permalink", "slug", "aliases", "id", "doi", "lang", "epigraph"),
    *("comments", "external_url"),
)

#: Every key with its readers; the guide's table is checked against it.
KEYS = (*READ, "status", *AXES, "draft", "private", "published", "visibility")

#: What other keys refer to: the institutions that authors name by an id or a number.
SHARED = ("affiliations",)

_CANONICAL = {
    **{key: key for key in (*KEYS, *KINDS, *SHARED)},
    **{alias: key for key, also in ALIASES.items() for alias in also},
}


def canonical(name: str) -> str | None:
    """The key that *name*, in small letters, is, whichever of its names it is; None for any other."""
    return _CANONICAL.get(name) or _CANONICAL.get(name.replace("-", "_"))


@lru_cache(maxsize=1000)
def nearest(name: str) -> str:
    """The known key that *name* is one typo away from; empty when there is none."""
    if len(name) < 3 or name in TOLERATED or name in FOREIGN:
        return ""
    return next((each for each in _CANONICAL if len(each) > 2 and one_typo(name, each)), "")


def one_typo(one: str, other: str) -> bool:
    """Whether a letter more, less, other or swapped turns *one* into *other*."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def misspelt(word: str, known: str) -> bool:
    """Whether *word* is rather a slip of the pen for *known* than a word of its own.

    For values, which are free: short words, other endings (``drafts``, ``possibly``) and other beginnings
    are left alone, since they are as likely meant.
    """
    if min(len(word), len(known)) < 5 or not one_typo(word, known) or word[0] != known[0]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), -1)
    if start < 0 or start >= min(len(word), len(known)) - (len(word) == len(known)):
        return False
    replaced = len(word) == len(known) and word[start + 1 :] == known[start + 1 :]
    return not replaced or len(word) > 5
