"""What the options of ABlog say that have no counterpart among ours; only ``notes_ablog`` uses it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .taxonomy import unique
from .values import yes_or_no

#: The kinds of list that only ABlog has, each with the key of front matter that its labels are in, and the
#: end of the options about it. ``language`` means something else here.
KINDS = {"locations": ("location", "location"), "languages": ("blog_language", "language")}
#: The keys of front matter with what a list shows of the beginning of a post: paragraphs, and an image.
COUNTS = {"excerpt": "blog_excerpt", "image": "blog_image"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AblogOptions:
    """The options of a project."""

    #: The address of the site in feeds; empty for that of other pages.
    base: str = ""
    #: The names of places and of languages by their keys, for each of the KINDS.
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: What a post has that says nothing about it, for each of the KINDS.
    defaults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The names, without their suffix, of the feeds of each list; empty if lists have none.
    feeds: tuple[str, ...] = ()
    #: The most entries of such a feed; 0 for all notes.
    entries: int = 0
    #: How lists of posts show dates, as in :func:`time.strftime`.
    short_date: str = "%d %B"
    #: How many paragraphs of a post lists show.
    paragraphs: int = 1
    #: Which of the images of a post lists show, from 1; 0 for none.
    image: int = 0

    def labels(self, kind: str, value: Any) -> list[str]:
        """Return the names in *value*, a text or a list of keys and names, as lists of *kind* have them."""
        given = value if isinstance(value, (list, tuple)) else str(value or "").split(",")
        known = self.names.get(kind, {})
        return list(unique([known.get(name, name) for each in given if (name := str(each or "").strip())]))

    def code(self, value: Any) -> str:
        """Return the key of the language called *value*, if the project has a name for it."""
        given, known = str(value or "").strip(), self.names.get("languages", {})
        return next((key for key, name in known.items() if given in {key, name}), "")


def read_options(value: Any) -> AblogOptions | None:
    """Return the options in *value*: a mapping as conf.py has them, True for none, False if ABlog is unused.

    Raises :class:`~.values.Unusable`.
    """
    if not isinstance(value, Mapping):
        return AblogOptions() if yes_or_no(value, "True or False") else None
    names = {kind: dict(_names(value.get(f"blog_{end}s"))) for kind, (_, end) in KINDS.items()}
    templates = value.get("blog_feed_templates")
    feeds = tuple(map(str, templates)) if isinstance(templates, Mapping) else ("atom",)
    options = AblogOptions(
        base=str(value.get("blog_baseurl") or ""),
        names=names,
        feeds=feeds if value.get("blog_feed_archives") else (),
        entries=_number(value.get("blog_feed_length"), 0),
        short_date=str(value.get("post_date_format_short") or AblogOptions().short_date),
        paragraphs=_number(value.get("post_auto_excerpt", 1), 1),
        image=_number(value.get("post_auto_image"), 0),
    )
    given = {kind: value.get(f"blog_default_{end}") for kind, (_, end) in KINDS.items()}
    defaults = {kind: tuple(options.labels(kind, each)) for kind, each in given.items()}
    return replace(options, defaults=defaults)


def _names(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the keys of places or languages with their names; ABlog has pairs of a name and an address."""
    for key, each in value.items() if isinstance(value, Mapping) else ():
        name = each[0] if isinstance(each, (list, tuple)) and each else each
        yield str(key), str(name or key)


def _number(value: Any, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else default
