"""What the settings of a site of Pelican are here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..site_conf import Site
from .config import CONFIGS
from .lists import feeds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..documents import Document
    from .config import Config


def site_of(
    config: Config, documents: Sequence[Document], pattern: str, static: str, *, has_notebooks: bool
) -> Site:
    """Return what is known of the site; *static*: the folder of files that keep their addresses, if any."""
    url = url_of(config)
    more = {"nb_execution_mode": "off"} if has_notebooks else {}
    if config.values.get("WITH_FUTURE_DATES") is False:
        more["notes_future"] = "hide"
    return Site(
        title=config.text("SITENAME") or "Notes",
        author=config.text("AUTHOR"),
        url=url,
        language=config.text("DEFAULT_LANG").replace("-", "_") or "en",
        tagline=config.text("SITESUBTITLE"),
        match=("posts/**",) if any(each.is_note for each in documents) else (),
        path="posts",
        permalink=pattern,
        timezone=config.text("TIMEZONE"),
        root=static,
        extra=(static,) if static else (),
        exclude=(static,) if static else (),
        feeds=dict(feeds(config, documents)) if url else {},
        nav=dict(list(_pages(documents))[:6]),
        extensions=("myst_nb",) if has_notebooks else (),
        more=more,
        source=CONFIGS[0],
    )


def url_of(config: Config) -> str:
    """Return the address of the site, without a slash at its end; empty if the settings don't say it."""
    url = config.text("FEED_DOMAIN") or config.text("SITEURL")
    url = f"https:{url}" if url.startswith("//") else url
    return url.rstrip("/") if url.startswith(("http://", "https://")) else ""


def _pages(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    for each in documents:
        is_listed = not each.is_draft and each.defaults.get("status") != "hidden"
        if is_listed and not each.is_note and (title := each.front.text_of("title")):
            yield title, each.docname
