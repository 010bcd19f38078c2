"""The keys of front matter: their aliases, foreign keys, and typos. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..model.suggestions import one_typo
from .block import FOREIGN

if TYPE_CHECKING:
    from collections.abc import Callable

#: Aliases of keys, as in other generators; the first one present is used.
ALIASES: dict[str, tuple[str, ...]] = {
    "date": ("date created",),
    "updated": ("date-modified", "date modified", "last_modified_at", "lastmod", "modified"),
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
    "pinned": ("pin",),
    "published": ("publish", "dg-publish"),
    "publish_date": ("publishdate",),
    "expiry_date": ("expirydate", "expire_date", "expiredate", "unpublish_date", "unpublishdate"),
}

#: Keys that set the kind of page, and keys of other tools that are not typos.
KINDS = ("layout", "kind", "blogpost")
TOLERATED = frozenset(
    {"mathjax", "toc", "math", "render_with_liquid", "weight", "type", "uid", "images", "publisher"}
)

#: Keys whose text other generators show, each with the place where a note has such text.
SHOWN_ELSEWHERE = {
    "subtitle": "the title or the text",
    **dict.fromkeys(("abstract", "teaser"), "'summary' or the text"),
    **dict.fromkeys(
        ("dedication", "acknowledgements", "acknowledgments", "thanks", "keypoints", "key_points"), "the text"
    ),
}  # fmt: skip

#: Keys whose values are added to those of the folder.
LABELS = ("tags", "categories")

#: The status axes with a key of their own.
AXES = ("confidence", "importance", "effort", "audience")

#: Every key parsed on its own, in this order, by the method of this name in :mod:`.value_parsers`.
READ = (
    *("title", "date", "updated", "updates", "authors", "tags", "categories", "series", "summary", "image"),
    *("license", "source", "canonical_url", "permalink", "slug", "aliases", "id", "doi", "lang", "epigraph"),
    *("comments", "external_url", "feed", "at_uri", "funding", "pinned", "related"),
    "translation_of",
)

#: Every key; the guide's table is checked against this.
KEYS = (
    *(*READ, "status", *AXES, "draft", "private", "published", "visibility"),
    *("publish_date", "expiry_date"),
)

#: Keys that other keys refer to: the institutions that authors give by id or number.
SHARED = ("affiliations",)

_CANONICAL = {
    **{key: key for key in (*KEYS, *KINDS, *SHARED)},
    **{alias: key for key, also in ALIASES.items() for alias in also},
}


@dataclass(frozen=True, slots=True)
class AddedKey:
    """A key added by an extension or by ``conf.py``."""

    name: str
    #: Converts the raw value to the one that the record stores; raises ValueError for an invalid one.
    read: Callable[[Any], Any]
    #: The value for notes without the key.
    default: Any = None


def as_written(name: str) -> str:
    """Return *name* normalized for comparison: in lower case, with underscores for hyphens."""
    return name.strip().lower().replace("-", "_")


def normal(name: str) -> str:
    """Return *name* in lower case, without a stray or invisible character around it or full-width letters."""
    return re.sub(r"^\W+|\W+$", "", unicodedata.normalize("NFKC", name)).lower()


def canonical(name: str) -> str | None:
    """Return the canonical key for *name*, a key or an alias in lower case; None if unknown."""
    return _CANONICAL.get(name) or _CANONICAL.get(name.replace("-", "_"))


@lru_cache(maxsize=1000)
def nearest(name: str) -> str:
    """Return the known key that *name* is a typo for; empty if there is none."""
    if len(name) < 3 or name in TOLERATED or name in FOREIGN:
        return ""
    return next((each for each in _CANONICAL if len(each) > 2 and one_typo(name, each)), "")
