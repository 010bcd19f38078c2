"""The layout of a note on its page: byline, badges and foot, and in HTML an ``article`` element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..._upstream.application import app_of
from ...citations.note_citation import doi_url
from ...config import language_of
from ...constants import FRAGMENT, LICENSE, anchor_of
from ...doctree.nodes import element, heading, swap
from ...extension_points import PAGE_CONTEXT, emit
from ...languages import language_attributes, punctuation
from ...state.records import pages
from ..emoji import spell_out_emoji
from ..items import Item
from ..live_comments import live_comments
from ..note_contexts import note_contexts
from ..quotes import linked_from
from ..related import related_to
from .base import NotesTransform, level_of, raw, source_and_license, source_line

if TYPE_CHECKING:
    from ...model.note import Change, Note
    from ...state.records import Page
    from ..presenter import Presenter


class ShapeNotes(NotesTransform):
    """Add byline, badges and foot to every note, and in HTML wrap it in an article.

    Before, in a document::

        section            title, text …

    After, in HTML::

        article.h-entry    section    header.note-head (h1, byline, badges)
                                      div.e-content (text …)    comments    foot

    Runs after the resolvers, so that the nodes it moves are final.
    """

    def run(self, **kwargs: Any) -> None:
        builder = self.site.builder
        if builder.name == "gettext":
            return  # Translators get only the author's text.
        for docname, root, page in self.parts_with_notes():
            shape = HtmlShape if builder.format == "html" else PlainShape
            shape(self.presenter(docname), page, root, self.document).run()


class _Shape:
    """Lays out one document: first its entries, then the document itself."""

    def __init__(
        self, presenter: Presenter, page: Page, root: nodes.Element, document: nodes.document
    ) -> None:
        self.presenter = presenter
        self.page = page
        self.root = root
        self.document = document

    def run(self) -> None:
        by_anchor = {note.anchor: self.presenter.site.spoken(note) for note in self.page.entries}
        for node in list(self.root.findall(nodes.Element)):
            if note := by_anchor.get(anchor_of(node)):
                self.entry(node, note)
        if self.document.get(FRAGMENT):
            return  # Its first section doesn't contain the whole note.
        section = next((c for c in self.root.children if isinstance(c, nodes.section)), None)
        if self.page.head is not None and section is not None:
            self.note(section, self.presenter.site.spoken(self.page.head))

    def entry(self, node: nodes.Element, note: Note) -> None:
        raise NotImplementedError

    def note(self, section: nodes.section, note: Note) -> None:
        raise NotImplementedError

    def license_placed(self) -> bool:
        """Return whether the author has placed the source and licence block in the text."""
        return any(LICENSE in n["classes"] for n in self.root.findall(nodes.Element))

    def details(self, note: Note) -> list[nodes.Node]:
        """Return the authors, changes, DOI, source and licence that the entry *note* has of its own."""
        head = self.page.head
        parts: list[nodes.Node] = []
        names = [author.name for author in note.authors]
        inherited = head.authors if head is not None else self.presenter.config.default_authors
        if names != [author.name for author in inherited]:
            parts.append(nodes.paragraph("", punctuation(self.presenter.words).comma.join(names)))
        if note.updates:
            parts.append(nodes.bullet_list("", *map(self._change, note.updates)))
        if note.doi:
            parts.append(_doi(note))
        license_ = head.license if head is not None else self.presenter.config.license
        source = self.presenter.source(note.docname, note.source) if note.source else ""
        return [
            *parts,
            *source_line(self.presenter, source, note.license if note.license != license_ else None),
        ]

    def _change(self, change: Change) -> nodes.list_item:
        day = self.presenter.day(change.date)
        parts = [part for part in (day.text if day else "", change.comment) if part]
        text = punctuation(self.presenter.words).colon.join(parts)
        return nodes.list_item("", nodes.paragraph("", text))


def _doi(note: Note) -> nodes.paragraph:
    """Return the DOI of *note* as a paragraph."""
    link = nodes.reference("", doi_url(note.doi), refuri=doi_url(note.doi))
    return nodes.paragraph("", "DOI: ", link)


class PlainShape(_Shape):
    """Layout for other builders: a byline below the title and a line at the end, as paragraphs."""

    def entry(self, node: nodes.Element, note: Note) -> None:
        spell_out_emoji(self.presenter.builder, node.children[: int(note.titled)])
        if day := self.presenter.day(note.date):
            node.insert(int(note.titled), nodes.paragraph("", "", nodes.emphasis("", day.full)))
        node.extend(self.details(note))

    def note(self, section: nodes.section, note: Note) -> None:
        day = self.presenter.day(note.date) if self.page.is_note else None
        byline = [author.text for author in self.presenter.authors(note)] if self.page.is_note else []
        byline += [day.text] if day else []
        byline += [badge.label for badge in self.presenter.badges(note.statuses)]
        place = 1
        if section.get("untitled"):
            section[0].parent.remove(section[0])
            place = 0
        before = set(section.children[place:])
        if byline:
            section.insert(place, nodes.paragraph("", " · ".join(byline)))
        if note.updates and self.page.is_note:
            section += nodes.rubric("", self.presenter.words.gettext("Changes"))
            section += nodes.bullet_list("", *map(self._change, note.updates))
        if note.doi and self.page.is_note:
            section += _doi(note)
        if not self.license_placed():
            section.extend(source_line(self.presenter, *source_and_license(self.presenter)))
        spell_out_emoji(self.presenter.builder, [node for node in section.children if node not in before])
        if section.get("untitled"):
            swap(section, *section.children)


class HtmlShape(_Shape):
    """Layout for HTML: an article with the microformats ``h-entry`` and ``e-content``, and one ``h1``."""

    def entry(self, node: nodes.Element, note: Note) -> None:
        children = list(node.children)
        article = element("", tag="article", ids=node["ids"], classes=["entry", "h-entry"])
        article += raw(self.presenter.render("entry.html", item=Item(self.presenter, note, own_page=True)))
        if note.titled:
            title = children.pop(0)
            article += heading("", "", *title.children, level=level_of(node), classes=["p-name"])
        if note.lang:
            article["attrs"] = language_attributes(note.lang, self.presenter.locale)
        article += element("", *children, tag="div", classes=["e-content"])
        if details := self.details(note):
            article += element("", *details, tag="footer", classes=["note-foot", "no-search"])
        if note.statuses:
            article += raw(self.presenter.render("badges.html", badges=self.presenter.badges(note.statuses)))
        swap(node, article)

    def note(self, section: nodes.section, note: Note) -> None:
        presenter, is_note = self.presenter, self.page.is_note
        following = self._following(section)
        title, *content = section.children
        hidden = not note.titled
        visible_classes = ["p-name"] if is_note else []
        head = element("", tag="header", classes=["note-head"])
        words = [nodes.Text(note.name)] if hidden else title.children
        head += heading("", "", *words, level=1,
                        classes=["visually-hidden"] if hidden else visible_classes)  # fmt: skip
        contexts = note_contexts(presenter, note, is_note=is_note, license_placed=self.license_placed())
        if is_note:
            env = presenter.site.env
            emit(app_of(env), PAGE_CONTEXT, presenter.page, contexts, place=(presenter.page, None))
        head += raw(presenter.render("byline.html", page=contexts.byline))
        body = element("", *content, *following, tag="div", classes=["e-content"] if is_note else ["text"])
        own, threads = _take(body, "note-epigraph-head"), _take(body, "note-thread")
        after = [n for n in body.children if isinstance(n, element) and n["tag"] == "section"]
        for each in after:
            body.remove(each)
        section.children = []
        section += [head, *own]
        section += [body, *after]
        if is_note and presenter.site.paged and (linked := linked_from(presenter, note.docname)):
            section += raw(presenter.render("backlinks.html", backlinks=linked))
        if is_note and (related := related_to(presenter, note)):
            section += raw(presenter.render("related.html", related=related))
        if contexts.cite:
            section += raw(presenter.render("cite-this.html", cite=contexts.cite))
        section += threads
        if is_note and (live := live_comments(presenter, note)):
            section += raw(presenter.render("live-comments.html", live=live))
        html = presenter.render("foot.html", foot=contexts.foot)
        if html.strip():
            section += raw(html)
        attrs = language_attributes(note.lang, language_of(presenter.site.env.config))
        classes = ["h-entry"] if is_note else ["page"]
        article = element("", tag="article", classes=classes, attrs=attrs)
        self.root.replace(section, article)
        article += section

    def _following(self, section: nodes.section) -> list[nodes.Node]:
        """Remove and return the nodes after the section, such as footnotes, which belong to the text."""
        place = self.root.index(section)
        after = self.root.children[place + 1 :]
        del self.root.children[place + 1 :]
        return after


def _take(body: nodes.Element, name: str) -> list[nodes.Node]:
    """Remove the children of *body* with the class *name*, and return them without it.

    A child without other classes is replaced with its children.
    """
    removed = [c for c in body.children if isinstance(c, nodes.Element) and name in c["classes"]]
    for child in removed:
        body.remove(child)
        child["classes"].remove(name)
    return [part for c in removed for part in ([c] if c["classes"] else c.children)]


class ShapeAsides(SphinxPostTransform):
    """In HTML, convert notes to self, updates and epigraphs to elements of their own.

    For other builders they remain admonitions and block quotations.
    """

    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.admonition)):
            if "note-aside" in node["classes"]:
                self._aside(node)
        for quote in list(self.document.findall(nodes.block_quote)):
            if quote.get("notes_figure"):
                page = pages(self.env).get(self.env.docname)
                lang = page.head.lang if page and page.head else ""
                swap(quote, epigraph_figure(quote, lang or language_of(self.config)))

    @staticmethod
    def _aside(node: nodes.admonition) -> None:
        title, *content = node.children
        classes = [c for c in node["classes"] if c != "note-aside"]
        label = element("", *title.children, tag="p", classes=["label"])
        swap(node, element("", label, *content, tag="aside", classes=classes, ids=node["ids"]))


def epigraph_figure(quote: nodes.block_quote, around: str) -> element:
    """Return the epigraph *quote* as a ``figure``, with its attribution as the caption.

    *around*: the language of the text around it.
    """
    content = [c for c in quote.children if not isinstance(c, nodes.attribution)]
    captions = [c for c in quote.children if isinstance(c, nodes.attribution)]
    attrs = language_attributes(quote.get("lang", ""), around)
    text = element("", *content, tag="blockquote", attrs=attrs)
    figure = element("", text, tag="figure", classes=quote["classes"], ids=quote["ids"])
    figure += [element("", *each.children, tag="figcaption") for each in captions]
    return figure


class MarkAddresses(NotesTransform):
    """Mark links whose text is their address, after which the address need not be printed.

    Only in our theme, because other themes don't print addresses.
    """

    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        if not self.site.has_navigation:
            return
        for link in self.document.findall(nodes.reference):
            address = link.get("refuri", "").rstrip("/")
            spellings = address, address.partition("://")[2]
            if address.startswith("http") and link.astext().rstrip("/") in spellings:
                link["classes"].append("address")
