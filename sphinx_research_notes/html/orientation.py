"""What the start margin of a page in our theme shows: its contents, and the documents around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..doctree.nodes import element
from ..doctree.summary import heading_text
from .contexts import DocumentLink, DocumentOrder, Heading
from .quotes import with_formulas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config

    from ..build.manual import Standing
    from ..build.site import Site
    from .presenter import Presenter

#: How many levels of sections the contents have.
_DEPTH = 2
#: As many sections a page must have to have contents; within the list of documents, fewer will do.
_FEWEST, _FEWEST_IN_LIST = 3, 2


def contents_of(doctree: nodes.document, config: Config, *, in_list: bool) -> tuple[Heading, ...]:
    """Return the sections of the page made from *doctree*; none if it has only a few.

    *in_list*: whether they are within the list of documents.
    """
    outer = [each for each in doctree.children if isinstance(each, nodes.section)]
    first = doctree.next_node(nodes.section)
    # A page with several titles has its sections below them.
    sections = outer if len(outer) > 1 else list(_within(first)) if first is not None else []
    headings = _headings(sections, config, _DEPTH)
    return headings if len(headings) >= (_FEWEST_IN_LIST if in_list else _FEWEST) else ()


def _within(section: nodes.Element) -> Iterator[nodes.section]:
    """Yield the sections directly within *section*; those of a note are in the element of its text."""
    for child in section.children:
        if isinstance(child, nodes.section):
            yield child
        elif isinstance(child, element) and {"e-content", "text"}.intersection(child["classes"]):
            yield from _within(child)


def _headings(sections: list[nodes.section], config: Config, depth: int) -> tuple[Heading, ...]:
    return tuple(
        Heading(
            with_formulas(heading_text(title), config),
            f"#{section['ids'][0]}",
            _headings(list(_within(section)), config, depth - 1) if depth > 1 else (),
        )
        for section in sections
        if section["ids"] and isinstance(title := section[0], nodes.Element)
    )


def _is_on_top(site: Site, standing: Standing) -> bool:
    """Return whether the author has put all siblings into the line on top, where every page has them."""
    chosen = bool(site.env.config.html_theme_options.get("nav"))
    on_top = {link.page for link, _ in site.navigation}
    return chosen and standing.section == site.env.config.root_doc and on_top.issuperset(standing.siblings)


def document_order(presenter: Presenter) -> DocumentOrder | None:
    """Return the documents around the page; None for notes, and for documents in no toctree."""
    manual = presenter.site.manual
    standing = manual.standing(presenter.page) if manual else None
    if manual is None or standing is None:
        return None

    def link(docname: str) -> DocumentLink:
        text = with_formulas(manual.name(docname), presenter.site.env.config)
        return DocumentLink(text, presenter.url(docname), docname == presenter.page)

    return DocumentOrder(
        above=tuple(map(link, standing.above)),
        section=link(standing.section),
        siblings=() if _is_on_top(presenter.site, standing) else tuple(map(link, standing.siblings)),
        previous=link(standing.previous) if standing.previous else None,
        next=link(standing.next) if standing.next else None,
    )
