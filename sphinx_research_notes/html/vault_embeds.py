"""Show notes, or parts of them, on the pages that embed them as in Obsidian: ``![[Note#Heading]]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..constants import EMBEDDED
from ..doctree.nodes import element, numbered_element, placeholder, swap
from ..model import taxonomy
from ..reading.numbering import numbers_at
from ..reading.obsidian.vault import text_of_wikilink, vault_of
from .embed import SourceText, prefix_ids, rebase, resolved
from .vault_reports import report_wikilink

if TYPE_CHECKING:
    from ..reading.obsidian.vault import Destination
    from .presenter import Presenter


class Embedder:
    """Fills in the notes that one page embeds."""

    def __init__(self, presenter: Presenter, within: tuple[str, ...], *, html: bool) -> None:
        """*within*: the documents that the page is itself embedded in."""
        self._presenter, self._html = presenter, html
        self._within = (*within, presenter.page)
        self._count = 0

    def embedded(self, node: placeholder, *, quietly: bool) -> list[nodes.Node]:
        """Return what stands for *node*: the note, a link to it if it is shown around it, or its name.

        *quietly*: without a report of what is wrong with it.
        """
        env, here = self._presenter.site.env, self._presenter.page
        target = str(node["target"])
        found = vault_of(env).find(target, here)
        if not quietly:
            report_wikilink(node, found, env, here)
        if found is None:
            is_hidden = vault_of(env).hides(target, here)
            return [] if is_hidden else [nodes.paragraph("", str(node["text"]))]
        if (
            found.docname in self._within
            or len(self._within) >= EMBEDDED
            or found.docname not in env.all_docs
        ):
            return [nodes.paragraph("", "", self._link(found, target))]
        content = self._content(found)
        self._count += 1
        prefix = taxonomy.slug(f"{found.docname}-{found.anchor}-{self._count}") + "-"
        return self._block(found, target, content, prefix) if self._html else _plain(content, prefix)

    def _content(self, found: Destination) -> list[nodes.Node]:
        """Return the nodes that are embedded, resolved as on their own page."""
        env = self._presenter.site.env
        source = SourceText.of(self._presenter, found.docname)
        container = _container(source.doctree, found.anchor)
        is_whole = not found.anchor
        content = [container] if not is_whole else _without_title(container)
        after: list[nodes.Node] = []
        if is_whole and container.parent is source.doctree:
            after = source.doctree.children[source.doctree.index(container) + 1 :]
        elif not is_whole:
            after = source.footnotes(container)
        return resolved(env, found.docname, source.doctree, [*content, *after], self._within)

    def _block(
        self, found: Destination, target: str, content: list[nodes.Node], prefix: str
    ) -> list[nodes.Node]:
        """Return *content* as a block of its own, under a link to the page that it comes from."""
        numbers = numbers_at(self._presenter.site.env, found.docname, prefix)
        body = numbered_element("", *content, tag="div", classes=["note-embed-body"], numbers=numbers)
        rebase(self._presenter, found.docname, body, prefix)
        source = element("", self._link(found, target), tag="p", classes=["note-embed-source", "no-preview"])
        return [element("", source, body, tag="div", classes=["note-embed", "no-search"])]

    def _link(self, found: Destination, target: str) -> nodes.Node:
        """Return a link to the page, or the part of it, that is embedded."""
        presenter = self._presenter
        text = text_of_wikilink(presenter.site.env, target, presenter.page)
        if not presenter.site.paged:
            return nodes.emphasis("", text)
        uri = presenter.builder.get_relative_uri(presenter.page, found.docname)
        anchor = f"#{found.anchor}" if found.anchor else ""
        return nodes.reference("", text, refuri=uri + anchor or "#", internal=True)


def _container(doctree: nodes.document, anchor: str) -> nodes.Element:
    """Return the element with the id *anchor*, or the one that holds the text of the document."""
    if anchor:
        for node in doctree.findall(nodes.Element):
            if anchor in node["ids"]:
                # A block that is all of a list item stands for the item, with what is below it.
                item: nodes.Element = node.parent
                is_item = isinstance(item, nodes.list_item) and item.index(node) == 0
                return _list_of(item) if is_item else node
    return next((each for each in doctree.children if isinstance(each, nodes.section)), doctree)


def _list_of(item: nodes.Element) -> nodes.Element:
    """Return a list like that of *item*, with nothing else in it."""
    made: nodes.Element = item.parent.copy()
    made["ids"] = []
    made += item.deepcopy()
    return made


def _without_title(container: nodes.Element) -> list[nodes.Node]:
    return container.children[1:] if isinstance(container, nodes.section) else container.children


def _plain(content: list[nodes.Node], prefix: str) -> list[nodes.Node]:
    """Return *content* for formats other than HTML, in which a block can't have sections."""
    body = nodes.container("", *content)
    ids = {each for node in body.findall(nodes.Element) for each in node["ids"]}
    for node in body.findall(nodes.Element):
        prefix_ids(node, ids, prefix)
    for section in list(body.findall(nodes.section)):
        title, *others = section.children
        swap(section, nodes.rubric("", "", *title.children), *others)
    children, body.children = body.children, []
    return children
