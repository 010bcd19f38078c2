"""What the search page of our theme has ready for its script: the badges of notes, and where else to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ..build.assets import is_ours
from ..build.pagefind_index import FOLDER, SCRIPT
from ..build.search_facts import shown_statuses, status_key
from ..build.search_texts import uses_pagefind
from ..build.search_words import CJK
from ..build.site import site_of
from ..languages import punctuation
from .presenter import Presenter
from .templates import render

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from ..build.site import Site


@dataclass(frozen=True, slots=True)
class SearchPage:
    """``notes_search_page`` in ``search.html``."""

    #: The badges of notes in the index, each with the key of its status.
    badges: tuple[tuple[str, Markup], ...]
    #: The addresses of the lists of all notes and of all tags; empty if there is none.
    all_notes: str
    all_tags: str
    #: What stands between these in a sentence.
    comma: str
    #: The address of Pagefind's script, beside its index; empty with Sphinx's.
    pagefind: str
    #: The ranges of characters that are in that index in pairs, for a regular expression in a script.
    cjk: str


def add_search_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: add ``notes_search_page`` to the context of the search page of our theme."""
    site = site_of(app.env)
    if templatename == "search.html" and is_ours(app) and site.has_notes and site.paged:
        context["notes_search_page"] = _search_page(site, pagename)


def _search_page(site: Site, pagename: str) -> SearchPage:
    presenter, path = Presenter(site, pagename), site.config.path
    badges = tuple(
        (status_key(status), Markup(render(site.env, "badges.html", {"badges": presenter.badges((status,))})))
        for status in shown_statuses(site)
    )
    tags = presenter.url(f"{path}/tags/index") if site.catalogue.by_label["tags"] else ""
    comma = punctuation(presenter.words).comma
    pagefind = presenter.file_url(f"{FOLDER}/{SCRIPT}") if uses_pagefind(site) else ""
    return SearchPage(badges, presenter.url(f"{path}/index"), tags, comma, pagefind, CJK if pagefind else "")
