"""The names of the keys of front matter: other names for one, those of others, and what is a typo. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..model.suggestions import one_typo
from .block import FOREIGN

if TYPE_CHECKING:
    from collections.abc import Callable

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


@dataclass(frozen=True, slots=True)
class AddedKey:
    """A key that somebody else has added."""

    name: str
    #: Makes of what stands there what the record holds; raises ValueError for what it does not take.
    read: Callable[[Any], Any]
    #: What notes without the key have.
    default: Any = None


def as_written(name: str) -> str:
    """*name* as keys are compared: hyphens and underscores are one."""
    return name.strip().lower().replace("-", "_")


def canonical(name: str) -> str | None:
    """The key that *name*, in small letters, is, whichever of its names it is; None for any other."""
    return _CANONICAL.get(name) or _CANONICAL.get(name.replace("-", "_"))


@lru_cache(maxsize=1000)
def nearest(name: str) -> str:
    """The known key that *name* is one typo away from; empty when there is none."""
    if len(name) < 3 or name in TOLERATED or name in FOREIGN:
        return ""
    return next((each for each in _CANONICAL if len(each) > 2 and one_typo(name, each)), "")
