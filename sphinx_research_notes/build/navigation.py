"""The links on the home page of our theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.records import page_of

if TYPE_CHECKING:
    from .site import Site


def links(site: Site) -> list[tuple[str, str]]:
    """Return the text and page name of each link on the home page: generated lists, then toctree entries."""
    catalogue, path, env = site.catalogue, site.config.path, site.env
    if not site.paged:
        return []
    entries = [("Notes", f"{path}/index")] if site.has_notes else []
    if catalogue.stream:
        entries.append(("Stream", f"{path}/stream"))
    for kind, text in (("tags", "Tags"), ("categories", "Categories"), ("series", "Series"),
                       ("works", "Works cited")):  # fmt: skip
        if catalogue.by_label[kind]:
            entries.append((text, f"{path}/{kind}/index"))
    for docname in env.toctree_includes.get(env.config.root_doc, []):
        if docname in env.titles and not page_of(env, docname).is_note:
            text = env.titles[docname].astext()
            # A page with the same title replaces the generated one.
            entries = [each for each in entries if each[0] != text] + [(text, docname)]
    return entries
