"""The links on the home page of our theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.taxonomy import TITLES
from ..state.records import page_of

if TYPE_CHECKING:
    from .site import Site


def links(site: Site) -> list[tuple[str, str]]:
    """Return the text and page name of each link on the home page: generated lists, then toctree entries."""
    catalogue, path, env = site.catalogue, site.config.path, site.env
    if not site.paged:
        return []
    words = site.words
    entries = [(words.gettext("Notes"), f"{path}/index")] if site.has_notes else []
    if catalogue.stream:
        entries.append((words.gettext("Stream"), f"{path}/stream"))
    kinds = (kind for kind in ("tags", "categories", "series", "works") if catalogue.by_label[kind])
    entries += [(words.gettext(TITLES[kind][0]), f"{path}/{kind}/index") for kind in kinds]
    for docname in env.toctree_includes.get(env.config.root_doc, []):
        if docname in env.titles and not page_of(env, docname).is_note:
            text = env.titles[docname].astext()
            # A page with the same title replaces the generated one.
            entries = [each for each in entries if each[0] != text] + [(text, docname)]
    return entries
