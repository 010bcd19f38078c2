"""What is known of the new site as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.taxonomy import slug
from ..site_conf import Site
from .addresses import HIDDEN, STATIC
from .archive_pages import KINDS, author_step, parents_in, steps_of
from .front import plain
from .menus import links_on_top

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .addresses import Addresses, Place
    from .export import Export

#: As many pages are linked to on top where the export has no menu.
_PAGES = 6


def site_of(
    export: Export, places: Sequence[Place], addresses: Addresses, *,
    authors: Mapping[str, str], pattern: str, path: str, static: bool,
) -> Site:  # fmt: skip
    """Return what is known of the site; *path*: the folder of the lists."""
    one = next(iter(authors.values()), "")
    several = len(authors) > 1
    menu = links_on_top(export.items, addresses, export.labels, path)
    return Site(
        title=plain(export.title) or "Notes",
        author="" if several else one,
        url=export.url,
        language=export.language.replace("-", "_") if export.language not in {"", "en-US"} else "en",
        tagline=plain(export.tagline),
        match=("posts/**",) if any(place.is_note for place in places) else (),
        path=path,
        permalink=pattern,
        authors={login: {"name": name} for login, name in authors.items()} if several else {},
        root=STATIC if static else "",
        extra=(STATIC,) if static else (),
        exclude=(STATIC, HIDDEN) if static else (HIDDEN,) if addresses.uploads else (),
        feeds=dict(_feeds(places, authors, parents_in(export.labels))) if export.url else {},
        nav=menu or dict(list(_pages(places))[:_PAGES]),
        source="an export of WordPress",
    )


def _pages(places: Sequence[Place]) -> Iterator[tuple[str, str]]:
    for place in places:
        is_top = place.item.kind == "page" and "/" not in place.target and place.target != "index.md"
        if is_top and not place.is_hidden and place.item.title:
            yield plain(place.item.title), place.target.removesuffix(".md")


def _feeds(
    places: Sequence[Place], authors: Mapping[str, str], parents: Mapping[str, str]
) -> Iterator[tuple[str, str | dict[str, str]]]:
    """Yield the former addresses of feeds: of the site, of categories, of tags and of authors."""
    yield "feed/", "rss"
    yield "feed/atom/", "atom"
    for place in places:
        if not place.is_note or place.is_hidden or place.item.date is None:
            continue
        for label in place.item.labels:
            if label.domain in KINDS and label.slug:
                of_list = {"format": "rss", "of": f"{KINDS[label.domain][1]}/{slug(label.name)}"}
                yield from ((f"{step}/feed/", of_list) for step in steps_of(label, parents))
        if place.item.author in authors:
            name = slug(authors[place.item.author])
            of_author = {"format": "rss", "of": f"authors/{name}"} if len(authors) > 1 else "rss"
            yield f"author/{author_step(place.item.author)}/feed/", of_author
