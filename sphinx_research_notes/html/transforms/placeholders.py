"""Replace placeholders: with rendered partial templates in HTML, with ordinary nodes in other builders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes

from ...build.fingerprints import asides, carried
from ...build.pattern_hints import report_empty
from ...constants import FRAGMENT, PAGED, WITHIN
from ...diagnostics import warn
from ...doctree.nodes import element, label_link, placeholder, swap
from ...languages import punctuation
from ...model import taxonomy
from ...state.records import pages
from ..comment_contexts import count_text, thread_context
from ..contexts import SourceLicense
from ..embed import full_texts
from ..emoji import spell_out_emoji
from ..items import listing_html
from ..post_lists import post_list
from ..vault_embeds import Embedder
from .base import NotesTransform, level_of, own, raw, source_and_license, source_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...comments import Comment, Thread
    from ...model.collection import Query
    from ...model.note import Note
    from ...state.records import Aside
    from ..presenter import Presenter


class FillPlaceholders(NotesTransform):
    """Replace placeholders with content.

    Runs before the reference resolvers (MyST's at 9, Sphinx's at 10), which then resolve the links in the
    content, and after the page's own bibliographies are filled (bibtex's at 5, ours at 6), because an
    embedded note may contain the same bibliography.
    """

    def run(self, **kwargs: Any) -> None:
        html = self.site.builder.format == "html"
        for docname, root in self.parts():
            presenter = self.presenter(docname)
            fill = HtmlFiller(presenter) if html else PlainFiller(presenter)
            fill.quietly = bool(self.document.get(FRAGMENT))
            fill.embedder = Embedder(presenter, self.document.get(WITHIN, ()), html=html)
            for node in own(root, placeholder):
                content = getattr(fill, node["kind"].replace("-", "_"))(node)
                spell_out_emoji(self.site.builder, content)
                swap(node, *content)
            # In singlehtml, a fragment may be all that the book contains of its note.
            warned = FRAGMENT in self.document and self.site.holds(docname)
            for link in own(root, label_link):
                swap(link, _settle_label(link, presenter, html=html, warned=warned))


def _settle_label(node: label_link, presenter: Presenter, *, html: bool, warned: bool) -> nodes.Node:
    """Return a link to the list of a label, or plain text with a warning if no listed note has the label.

    *warned*: whether the warning has been given for the note's own page.
    """
    found = presenter.site.catalogue.find(node["kind"], node["label"])
    if found is None and not warned and not node.get("inline") and not _is_own(node, presenter):
        kind = taxonomy.TITLES[node["kind"]][1].lower()
        warn("label", f"no public note has the {kind} {node['label']!r}; leaving it as text", node)
    link = presenter.label(node["kind"], node["label"])
    text = nodes.inline("", node.astext())
    if not html or not link.url:
        return text
    classes = ["note-label", "h-card"] if node["kind"] == "authors" else ["note-label"]
    return nodes.reference("", "", text, refuri=link.url, internal=True, classes=classes)


def _is_own(node: label_link, presenter: Presenter) -> bool:
    """Return whether the label is one of the page's own, which is not listed if the page is unlisted."""
    page = pages(presenter.site.env).get(presenter.page)
    own = {
        (kind, taxonomy.key(label)) for note in (page.notes if page else ()) for kind, label in carried(note)
    }
    return (node["kind"], taxonomy.key(node["label"])) in own


class _Filler:
    """Fills placeholders: the method named like the kind of one returns its content."""

    embedder: Embedder
    #: Whether what is wrong is reported elsewhere.
    quietly: bool

    def __init__(self, presenter: Presenter) -> None:
        self.presenter = presenter

    def embed(self, node: placeholder) -> list[nodes.Node]:
        """Return the note, or the part of it, that is embedded."""
        return self.embedder.embedded(node, quietly=self.quietly)

    def notes(self, node: placeholder) -> tuple[Note, ...]:
        """Return the notes of the listing *node*; report it if there are none."""
        query: Query = node["query"]
        notes = query(self.presenter.site.catalogue.listed)
        if not notes:
            report_empty(query, self.presenter.site, node)
        return notes


class HtmlFiller(_Filler):
    """Fills placeholders in HTML with partial templates, which a project can override."""

    def __init__(self, presenter: Presenter) -> None:
        super().__init__(presenter)
        self._ids: set[str] | None = None

    def listing(self, node: placeholder) -> list[nodes.Node]:
        query: Query = node["query"]
        presenter, notes = self.presenter, self.notes(node)
        if query.style == "full":
            entries = full_texts(presenter, notes, pins=query.form.pins)
            return [element("", *entries, tag="div", classes=["note-full", "h-feed", "no-search"])]
        if query.form.posts:
            return post_list(presenter, notes, query.form.posts, self._link, whole=True)
        return [raw(listing_html(presenter, notes, query.form, level=level_of(node)))]

    def _link(self, note: Note, text: str) -> nodes.Node:
        url = note.external_url or self.presenter.url(note.docname, note.anchor)
        is_internal = not note.external_url
        return (
            nodes.reference("", "", nodes.Text(text), refuri=url, internal=is_internal)
            if url
            else nodes.Text(text)
        )

    def asides(self, node: placeholder) -> list[nodes.Node]:
        shown = [self.presenter.aside(aside) for aside in asides(self.presenter.site)]
        return [raw(self.presenter.render("asides.html", asides=shown))] if shown else []

    def thread(self, node: placeholder) -> list[nodes.Node]:
        thread = thread_context(
            self.presenter, node["thread"], node["anchor"], self._ids_beside(node), self._pictures(node)
        )
        shown = raw(self.presenter.render("thread.html", thread=thread), ())
        shown["thread"] = thread
        return [shown]

    def _pictures(self, node: placeholder) -> dict[str, str]:
        """Return the addresses of the pictures in a thread; e-books and the like show initials."""
        if self.presenter.builder.name not in PAGED:
            return {}
        files = {name: self.presenter.site.images.file(path) for name, path in node["pictures"].items()}
        return {
            name: self.presenter.file_url(f"_images/{quote(file)}") for name, file in files.items() if file
        }

    def _ids_beside(self, node: placeholder) -> set[str] | None:
        """Return the ids of the page of *node*, to which threads add; None where many notes share a page."""
        if self.presenter.builder.name not in PAGED or node.document is None:
            return None
        if self._ids is None:
            elements = node.document.findall(nodes.Element)
            self._ids = {each for element in elements for each in element["ids"]}
        return self._ids

    def source_license(self, node: placeholder) -> list[nodes.Node]:
        source, terms = source_and_license(self.presenter)
        html = self.presenter.render("source-license.html", foot=SourceLicense(source, terms))
        return [raw(html)] if html.strip() else []


class PlainFiller(_Filler):
    """Fills placeholders in other builders with ordinary docutils nodes."""

    def listing(self, node: placeholder) -> list[nodes.Node]:
        if form := node["query"].form.posts:
            return post_list(self.presenter, self.notes(node), form, self._link, whole=False)
        pins = node["query"].form.pins
        return _bullets(self._line(note, pinned=pins and note.pinned > 0) for note in self.notes(node))

    def _line(self, note: Note, *, pinned: bool) -> list[nodes.Node]:
        day = self.presenter.day(note.date)
        line = nodes.paragraph("", f"{day.text}: " if day else "")
        line += self._link(note, note.name)
        statuses = [badge.label for badge in self.presenter.badges(note.statuses)]
        if marks := [self.presenter.words.gettext("pinned")] * pinned + statuses:
            line += nodes.Text(f" ({', '.join(marks)})")
        return [line]

    def _link(self, note: Note, text: str) -> nodes.Node:
        if note.external_url:
            return nodes.reference("", text, refuri=note.external_url)
        return self._reference(note.docname, text)

    def _reference(self, docname: str, text: str) -> nodes.Node:
        """Return a cross-reference, which the builder resolves, or replaces with text if there is no page."""
        return addnodes.pending_xref(
            "", nodes.inline("", text), refdomain="std", reftype="doc", reftarget=f"/{docname}",
            refdoc=self.presenter.page, refexplicit=True, refwarn=False,
        )  # fmt: skip

    def asides(self, node: placeholder) -> list[nodes.Node]:
        return _bullets(map(self._aside, asides(self.presenter.site)))

    def _aside(self, aside: Aside) -> list[nodes.Node]:
        shown = self.presenter.aside(aside)
        done = [nodes.Text(f" ({self.presenter.words.gettext('done')})")] if shown.done else []
        return [nodes.paragraph("", "", self._reference(aside.docname, shown.name), *done)]

    def thread(self, node: placeholder) -> list[nodes.Node]:
        thread: Thread = node["thread"]
        return [
            nodes.rubric("", count_text(self.presenter.words, thread)),
            *_bullets(map(self._comment, thread.comments)),
        ]

    def _comment(self, comment: Comment) -> list[nodes.Node]:
        from ..comment_bodies import body_nodes  # Lazily, as in `directives/comments.py`.

        day, words = self.presenter.day(comment.published), self.presenter.words
        replies = _bullets(map(self._comment, comment.replies))
        if comment.deleted:
            return [nodes.paragraph("", words.gettext("This comment was removed.")), *replies]
        parts = body_nodes(comment)
        names = (each for each in (comment.author, day.text if day else "") if each)
        if byline := punctuation(words).comma.join(names):
            parts.insert(0, nodes.paragraph("", "", nodes.strong("", byline)))
        if comment.reactions:
            parts.append(nodes.paragraph("", " · ".join(f"{label} {n}" for label, n in comment.reactions)))
        return parts + replies

    def source_license(self, node: placeholder) -> list[nodes.Node]:
        return source_line(self.presenter, *source_and_license(self.presenter))


def _bullets(items: Iterable[list[nodes.Node]]) -> list[nodes.Node]:
    """Return a list of *items*, each the nodes of one; nothing if there are none."""
    bullets = nodes.bullet_list("", *(nodes.list_item("", *item) for item in items))
    return [bullets] if bullets.children else []
