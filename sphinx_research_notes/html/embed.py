"""Embed the text of a note in another page: links are rebased and ids made unique."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.util.osutil import relative_uri

from ..constants import ELSEWHERE, FRAGMENT, LICENSE, WITHIN, anchor_of
from ..doctree.nodes import depth_of, element, heading, markup, numbered_element, placeholder, swap
from ..doctree.raw_html import rewritten
from ..languages import language_attributes
from ..model import taxonomy
from ..model.urls import has_scheme
from ..reading.address_links import is_raw
from ..reading.numbering import numbers_at
from .items import Item
from .transforms.address_links import set_html

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from sphinx.environment import BuildEnvironment

    from ..model.note import Note
    from .presenter import Presenter


#: Attributes with which sphinx-design links the parts of tabs.
_TABS = frozenset({"id", "set_id", "input_id", "aria_controls"})


@dataclass
class SourceText:
    """A document of which notes are embedded. Its entries share it: there may be thousands of them."""

    doctree: nodes.document

    @classmethod
    def of(cls, presenter: Presenter, docname: str) -> SourceText:
        """Return that of the document *docname*."""
        return cls(presenter.site.env.get_doctree(docname))

    @cached_property
    def _anchored(self) -> dict[str, nodes.Element]:
        """The entry with each anchor."""
        found: dict[str, nodes.Element] = {}
        for node in self.doctree.findall(nodes.Element):
            if anchor := anchor_of(node):
                found.setdefault(anchor, node)
        return found

    @cached_property
    def _footnotes(self) -> dict[str, nodes.footnote]:
        return {
            name: footnote for footnote in self.doctree.findall(nodes.footnote) for name in footnote["ids"]
        }

    def container(self, note: Note) -> nodes.Element:
        """Return the node that contains the text of *note*."""
        if note.anchor in self._anchored:
            return self._anchored[note.anchor]
        children = self.doctree.children
        return next((each for each in children if isinstance(each, nodes.section)), self.doctree)

    def footnotes(self, container: nodes.Element) -> list[nodes.Node]:
        """Return the footnotes outside *container* that it or its footnotes refer to."""
        footnotes = dict.fromkeys(container.findall(nodes.footnote))
        inside, queue = set(footnotes), [container, *footnotes]
        reference_ids = set()
        for part in queue:
            for reference in part.findall(nodes.footnote_reference):
                reference_ids.update(reference["ids"])
                footnote = self._footnotes.get(reference.get("refid", ""))
                if footnote is not None and footnote not in footnotes:
                    footnotes[footnote] = None
                    queue.append(footnote)
        copies = [footnote.deepcopy() for footnote in footnotes if footnote not in inside]
        for copy in copies:
            # References outside the container are not embedded and so cannot be linked back to.
            copy["backrefs"] = [name for name in copy["backrefs"] if name in reference_ids]
        return list(copies)


def full_texts(presenter: Presenter, notes: Iterable[Note], *, pins: bool = False) -> list[nodes.Element]:
    """Return *notes* as stream entries on the page of *presenter*: date, title and full text.

    The text is resolved as on its own page and then moved: relative addresses are rebased, ids are prefixed
    so that they stay unique, and placeholders, which belong to the note's own page, are removed.

    *pins*: whether pinned notes come first, and are marked.
    """
    notes = list(notes)
    several = {docname for docname, count in Counter(note.docname for note in notes).items() if count > 1}
    kept = {docname: SourceText.of(presenter, docname) for docname in sorted(several)}
    return [
        _full_text(
            presenter, note, kept.get(note.docname) or SourceText.of(presenter, note.docname), pins=pins
        )
        for note in notes
    ]


def _full_text(presenter: Presenter, note: Note, source: SourceText, *, pins: bool) -> nodes.Element:
    body, titled = _text(presenter, note, source)
    article = element("", tag="article", classes=["entry", "h-entry"])
    if note.lang:
        article["attrs"] = language_attributes(note.lang, presenter.locale)
    item = Item(presenter, note, own_page=True, pinned=pins and note.pinned > 0)
    article += markup(presenter.render("entry.html", item=item))
    if titled:
        link = nodes.reference("", note.name, refuri=item.url, internal=True)
        article += heading("", "", link, level=2, classes=["p-name"])
    article += body
    if note.statuses:
        html = presenter.render("badges.html", badges=presenter.badges(note.statuses))
        article += markup(html, classes=["no-search"])
    return article


def text_alone(presenter: Presenter, note: Note) -> nodes.Element:
    """Return the text of *note* for the page of *presenter*, moved as described for :func:`full_texts`."""
    return _text(presenter, note, SourceText.of(presenter, note.docname))[0]


def _text(presenter: Presenter, note: Note, source: SourceText) -> tuple[nodes.Element, bool]:
    """Return the text of *note*, and whether the note has a title."""
    content, titled = _content(presenter, note, source)
    prefix = taxonomy.slug(f"{note.docname}-{note.anchor}") + "-"
    numbers = numbers_at(presenter.site.env, note.docname, prefix)
    body = numbered_element("", *content, tag="div", classes=["e-content"], numbers=numbers)
    rebase(presenter, note.docname, body, prefix)
    return body, titled


def _content(presenter: Presenter, note: Note, source: SourceText) -> tuple[list[nodes.Node], bool]:
    """Return the nodes of the note's text, resolved as on its own page, and whether it has a title."""
    doctree = source.doctree
    container = source.container(note)
    content = container.children[1:] if isinstance(container, nodes.section) else container.children
    if container.parent is doctree:
        after = doctree.children[doctree.index(container) + 1 :]
    else:
        after = source.footnotes(container)
    return resolved(presenter.site.env, note.docname, doctree, [*content, *after]), note.titled


def resolved(
    env: BuildEnvironment,
    docname: str,
    doctree: nodes.document,
    parts: Iterable[nodes.Node],
    within: tuple[str, ...] = (),
) -> list[nodes.Node]:
    """Return a copy of *parts* of *doctree*, resolved as on the page of *docname*.

    Placeholders, which belong to that page, are removed, except those of embedded notes if *within* names the
    documents that *parts* are embedded in.
    """
    fragment = new_document(doctree["source"], doctree.settings)
    fragment.settings.env = env
    fragment[FRAGMENT] = True
    fragment[WITHIN] = within
    for node in parts:
        fragment += node.deepcopy()
    for node in list(fragment.findall(placeholder)):
        if not (within and node["kind"] == "embed"):
            obsolete = node.parent if LICENSE in node.parent.get("classes", ()) else node
            obsolete.parent.remove(obsolete)
    env.apply_post_transforms(fragment, docname)
    return fragment.children


def rebase(presenter: Presenter, docname: str, body: nodes.Element, prefix: str) -> None:
    """Make addresses in *body*, of *docname*, relative to the page of *presenter*, and ids unique."""
    builder = presenter.builder
    home, here = builder.get_target_uri(docname), builder.get_target_uri(presenter.page)
    has_page = presenter.site.holds(docname)
    ids = {each for node in body.findall(nodes.Element) for each in node["ids"]}
    _link_missing_footnotes(body, ids)
    for node in body.findall(nodes.Element):
        if isinstance(node, (nodes.math, nodes.math_block)) and has_page:
            node[ELSEWHERE] = True
        if node.get("design_component") == "tab-set":
            # Already transformed. Older sphinx-design would transform it again with the page, and fail.
            del node.attributes["design_component"]
        prefix_ids(node, ids, prefix)
        uri = node.get("refuri")
        if uri and not home.startswith("#") and not _is_fixed(uri):
            node["refuri"] = _moved(uri, home, here)
    for raw in body.findall(nodes.raw):
        if is_raw(raw) and not home.startswith("#"):
            rebase = lambda tag, name, uri: _rebased(uri, home, here, ids, prefix)  # noqa: E731
            set_html(raw, rewritten(raw.astext(), rebase))
    for section in list(body.findall(nodes.section)):
        # Headings in the text must rank below the titles of stream entries.
        title = section.next_node(nodes.title)
        if title is not None and title.parent is section:
            section.replace(title, heading("", "", *title.children, level=min(3 + depth_of(section), 6)))
    for target in list(body.findall(addnodes.index)):
        target.parent.remove(target)


def prefix_ids(node: nodes.Element, ids: Container[str], prefix: str) -> None:
    """Add *prefix* to the ids of *node*, and to its references to *ids*."""
    node["ids"] = [prefix + each for each in node["ids"]]
    for name in _TABS.intersection(node.attributes) if node.tagname.startswith("sd_tab") else ():
        node[name] = prefix + node[name]
    if "backrefs" in node:
        node["backrefs"] = [prefix + each for each in node["backrefs"]]
    if node.get("refid") in ids:
        node["refid"] = prefix + node["refid"]
    elif node.get("refid") and isinstance(node, nodes.reference):
        node["refuri"], node["internal"] = f"#{node.attributes.pop('refid')}", True
    attrs: dict[str, str] = node.get("attrs", {})
    if attrs.get("href", "").startswith("#"):
        node["attrs"] = attrs | {"href": f"#{prefix}{attrs['href'][1:]}"}
    if attrs.get("aria-labelledby") in ids:
        node["attrs"] = attrs | {"aria-labelledby": prefix + attrs["aria-labelledby"]}


def _rebased(uri: str, home: str, here: str, ids: Container[str], prefix: str) -> str | None:
    """Rebase *uri*, in raw HTML of the page *home*, to the page *here*; return None to keep it."""
    if uri.startswith("#"):
        return f"#{prefix}{uri[1:]}" if uri[1:] in ids else None
    if _is_fixed(uri) or "{" in uri:
        return None
    return _moved(uri, home, here)


def _moved(uri: str, home: str, here: str) -> str:
    """Return *uri*, relative to the page *home*, relative to the page *here*."""
    path = re.split("[?#]", uri, maxsplit=1)[0]
    return relative_uri(here, urljoin(f"/{home}", path).lstrip("/")) + uri[len(path) :] or "#"


def _link_missing_footnotes(body: nodes.Element, ids: set[str]) -> None:
    """Replace references to footnotes that are not in *body* with links to the note's page."""
    for reference in list(body.findall(nodes.footnote_reference)):
        if reference.get("refid") not in ids:
            link = nodes.reference("", reference.astext(), refid=reference.get("refid", ""), internal=True)
            swap(reference, nodes.superscript("", "", link))


def _is_fixed(uri: str) -> bool:
    return uri.startswith("/") or has_scheme(uri)
