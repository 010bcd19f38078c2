"""The links in the line on top of each page of our theme: the option ``nav``, or else the lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model.taxonomy import TITLES
from ..model.urls import is_address
from ..state.records import page_of

if TYPE_CHECKING:
    from collections.abc import Container
    from gettext import NullTranslations

    from sphinx.environment import BuildEnvironment

    from ..model.collection import Catalogue

#: Pages that Sphinx or the theme generates.
_GENERATED = frozenset({"search", "genindex", "404"})

#: How many links there are if the project doesn't choose them: a line, not a table of contents.
_MOST = 8


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A link in the line on top."""

    text: str
    #: A docname or generated page; empty if the link leads elsewhere, or nowhere.
    page: str
    #: The address, if it leads elsewhere; an anchor with its ``#``, if to a part of :attr:`page`.
    address: str = ""


def page_meant(target: str, names: Container[str], suffixes: tuple[str, ...]) -> str:
    """Return the page that *target*, a docname or file name, refers to; ``""`` if there is none.

    *names*: the documents and generated lists; *suffixes*: those of source files.
    """
    path = target.strip().removeprefix("./")
    for suffix in ("", *suffixes, ".html", "/"):
        name = path.removesuffix(suffix) if suffix else path
        for candidate in (name, f"{name}/index"):
            if candidate in names or candidate in _GENERATED:
                return candidate
    return ""


def is_elsewhere(target: str) -> bool:
    """Return whether *target* is an address rather than the name of a page."""
    return is_address(target) or target.startswith(("mailto:", "#"))


def chosen_links(nav: object, names: Container[str], suffixes: tuple[str, ...]) -> list[SiteLink] | None:
    """Return the links in the theme option *nav*, broken ones without a target; None if it is not set."""
    if not isinstance(nav, Mapping) or not nav:
        return None
    links = []
    for text, target in nav.items():
        page, hash_, anchor = str(target).partition("#")
        if is_elsewhere(str(target)):
            links.append(SiteLink(str(text), "", str(target)))
        else:
            name = page_meant(page, names, suffixes)
            links.append(SiteLink(str(text), name, hash_ + anchor if name else ""))
    return links


def links(
    env: BuildEnvironment, catalogue: Catalogue, path: str, words: NullTranslations, *, has_notes: bool
) -> list[SiteLink]:
    """Return the links of a project that chooses none: generated lists, then entries of the main toctree.

    *path*: where the generated lists are; *words*: our words in the language of the site.
    """
    entries = [(words.gettext("Notes"), f"{path}/index")] if has_notes else []
    if catalogue.stream:
        entries.append((words.gettext("Stream"), f"{path}/stream"))
    kinds = (kind for kind in ("tags", "categories", "series", "works") if catalogue.by_label[kind])
    entries += [(words.gettext(TITLES[kind][0]), f"{path}/{kind}/index") for kind in kinds]
    for docname in env.toctree_includes.get(env.config.root_doc, []):
        if docname in env.titles and not page_of(env, docname).is_note:
            text = env.titles[docname].astext()
            # A page with the same title replaces the generated one.
            entries = [each for each in entries if each[0] != text] + [(text, docname)]
    return [SiteLink(text, name) for text, name in entries[:_MOST]]
