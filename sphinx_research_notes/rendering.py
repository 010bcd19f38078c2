"""From placeholders to what a reader sees: ordinary nodes for every builder, and HTML for HTML's own sake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .display import Display
from .fragments import full_text
from .nodes import element, heading, label_link, markup, placeholder, swap
from .note import Note
from .reading import ENTRY
from .site import Site, site_of
from .store import Page, pages
from .views import asides
from .warnings import warn

if TYPE_CHECKING:
    from .comments import Comment, Thread
    from .queries import Query


def raw(html: str, classes: tuple[str, ...] = ("no-search",)) -> markup:
    """*html* as a node, which search leaves out unless told otherwise."""
    return markup("", html, format="html", classes=list(classes))


class _NotesTransform(SphinxPostTransform):
    """What our post-transforms share: the site, and the documents that are assembled into this one."""

    @property
    def site(self) -> Site:
        return site_of(self.env)

    def parts(self) -> Iterator[tuple[str, nodes.Element]]:
        """Each document in this tree with its root: builders of one file put many into one."""
        yield self.env.docname, self.document
        for node in self.document.findall(addnodes.start_of_file):
            yield node["docname"], node

    def display(self, docname: str) -> Display:
        return Display(self.site, docname)


class FillPlaceholders(_NotesTransform):
    """Turns placeholders into what they stand for.

    Before the reference resolvers (MyST's at 9, Sphinx's at 10), which then settle the links in it.
    """

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        html = self.site.builder.format == "html"
        for docname, root in list(self.parts()):
            display = self.display(docname)
            fill = HtmlFiller(display) if html else PlainFiller(display)
            for node in list(root.findall(placeholder)):
                if _owner(node, docname) == docname:
                    swap(node, *getattr(fill, node["kind"].replace("-", "_"))(node))
            for link in list(root.findall(label_link)):
                if _owner(link, docname) == docname:
                    swap(link, _settle_label(link, display, html=html))


def _owner(node: nodes.Node, docname: str) -> str:
    """The document that *node* was read from."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, addnodes.start_of_file):
            return str(parent["docname"])
        parent = parent.parent
    return docname


def _settle_label(node: label_link, display: Display, *, html: bool) -> nodes.Node:
    """A link to the listing, or plain text with a warning where no note carries the label."""
    found = display.site.catalogue.find(node["kind"], node["label"])
    if found is None:
        warn("label", f"no note in the list of {node['kind']} has {node['label']!r}", node)
    link = display.label(node["kind"], node["label"])
    text = nodes.inline("", node["label"])
    if not html or not link.url:
        return text
    classes = ["note-label", "h-card"] if node["kind"] == "authors" else ["note-label"]
    return nodes.reference("", "", text, refuri=link.url, internal=True, classes=classes)


class HtmlFiller:
    """Placeholders in HTML: partial templates, which a project can replace."""

    def __init__(self, display: Display) -> None:
        self.display = display

    def listing(self, node: placeholder) -> list[nodes.Node]:
        query: Query = node["query"]
        display = self.display
        found = query(display.site.catalogue.listed)
        if query.style == "full":
            entries = [full_text(display, note) for note in found]
            return [element("", *entries, tag="div", classes=["note-full", "h-feed", "no-search"])]
        listing = display.listing(found, query.style, years=query.by_year, level=_level(node))
        return [raw(display.render("list.html", listing=listing))]

    def asides(self, node: placeholder) -> list[nodes.Node]:
        shown = [self.display.aside(aside) for aside in asides(self.display.site)]
        return [raw(self.display.render("asides.html", asides=shown))] if shown else []

    def thread(self, node: placeholder) -> list[nodes.Node]:
        thread = self.display.thread(node["thread"], node["anchor"])
        return [raw(self.display.render("thread.html", thread=thread), ())]

    def source_license(self, node: placeholder) -> list[nodes.Node]:
        page = pages(self.display.site.env).get(self.display.page)
        if page is None or page.head is None:
            return []
        foot = {"source": self.display.source(page.head), "license": page.head.license}
        html = self.display.render("source-license.html", foot=foot)
        return [raw(html)] if html.strip() else []


class PlainFiller:
    """Placeholders in builders without HTML: ordinary docutils nodes."""

    def __init__(self, display: Display) -> None:
        self.display = display

    def listing(self, node: placeholder) -> list[nodes.Node]:
        query: Query = node["query"]
        found = query(self.display.site.catalogue.listed)
        return [self._list(found)] if found else []

    def _list(self, notes: tuple[Note, ...]) -> nodes.bullet_list:
        items = nodes.bullet_list()
        for note in notes:
            day = self.display.day(note.date)
            line = nodes.paragraph("", f"{day.text}: " if day else "")
            line += self._link(note)
            if note.statuses:
                line += nodes.Text(" (" + ", ".join(s.label for s in note.statuses) + ")")
            items += nodes.list_item("", line)
        return items

    def _link(self, note: Note) -> nodes.Node:
        if note.external_url:
            return nodes.reference("", note.name, refuri=note.external_url)
        return self._reference(note.docname, note.name)

    def _reference(self, docname: str, text: str) -> nodes.Node:
        """A cross-reference that the builder settles, or leaves as text where it has no such page."""
        return addnodes.pending_xref(
            "", nodes.inline("", text), refdomain="std", reftype="doc", reftarget=f"/{docname}",
            refdoc=self.display.page, refexplicit=True, refwarn=False,
        )  # fmt: skip

    def asides(self, node: placeholder) -> list[nodes.Node]:
        items = nodes.bullet_list()
        for aside in asides(self.display.site):
            shown = self.display.aside(aside)
            line = nodes.paragraph("", "", self._reference(aside.docname, shown["name"]))
            if shown["done"]:
                line += nodes.Text(" (done)")
            items += nodes.list_item("", line)
        return [items] if items.children else []

    def thread(self, node: placeholder) -> list[nodes.Node]:
        thread: Thread = node["thread"]
        items = nodes.bullet_list()
        items += [self._comment(comment) for comment in thread.comments]
        title = nodes.rubric("", thread.count_text)
        return [title, items] if items.children else [title]

    def _comment(self, comment: Comment) -> nodes.list_item:
        day = self.display.day(comment.published)
        said = f"{comment.author}, {day.text}" if day else comment.author
        item = nodes.list_item()
        if comment.deleted:
            item += nodes.paragraph("", "This comment was removed.")
        else:
            item += nodes.paragraph("", "", nodes.strong("", said))
            item += [nodes.paragraph("", text) for text in comment.text.split("\n\n") if text]
        if comment.replies:
            replies = nodes.bullet_list()
            replies += [self._comment(reply) for reply in comment.replies]
            item += replies
        return item

    def source_license(self, node: placeholder) -> list[nodes.Node]:
        page = pages(self.display.site.env).get(self.display.page)
        return source_line(self.display, page.head) if page and page.head else []


def source_line(display: Display, note: Note) -> list[nodes.Node]:
    """``Source | License`` as a paragraph; nothing where neither is known."""
    parts: list[nodes.Node] = []
    if source := display.source(note):
        parts.append(nodes.reference("", "Source", refuri=source))
    if note.license:
        name = note.license.name
        parts.append(nodes.reference("", name, refuri=note.license.url) if note.license.url
                     else nodes.Text(name))  # fmt: skip
    if not parts:
        return []
    line = nodes.paragraph("", "", parts[0])
    if len(parts) > 1:
        line += [nodes.Text(" | "), parts[1]]
    return [line]


class ShapeNotes(_NotesTransform):
    """Gives every note its byline, badges and foot, and in HTML the shape of an article.

    Before, in a document::

        section            title, text …

    After, in HTML::

        article.h-entry    section    header.note-head (h1, byline, badges)
                                      div.e-content (text …)    comments    foot

    After the resolvers, so that what it moves is settled.
    """

    default_priority = 650

    def run(self, **kwargs: Any) -> None:
        builder = self.site.builder
        if builder.name == "gettext":
            return  # What we add is no text of the author's to translate.
        for docname, root in list(self.parts()):
            page = pages(self.env).get(docname)
            if page is None:
                continue
            shape = HtmlShape if builder.format == "html" else PlainShape
            shape(self.display(docname), page, root, self.document).run()


class _Shape:
    """Shapes one document: its entries, then itself."""

    def __init__(
        self, display: Display, page: Page, root: nodes.Element, document: nodes.document
    ) -> None:
        self.display = display
        self.page = page
        self.root = root
        self.document = document

    def run(self) -> None:
        by_anchor = {note.anchor: note for note in self.page.entries}
        for node in list(self.root.findall(nodes.Element)):
            if ENTRY in node["classes"] and (note := by_anchor.get(node["ids"][0])):
                self.entry(node, note)
        section = next((c for c in self.root.children if isinstance(c, nodes.section)), None)
        if self.page.head is not None and section is not None:
            self.note(section, self.page.head)

    def entry(self, node: nodes.Element, note: Note) -> None:
        raise NotImplementedError

    def note(self, section: nodes.section, note: Note) -> None:
        raise NotImplementedError

    def license_placed(self) -> bool:
        """Whether the author has placed the source and licence block by hand."""
        return any("source-license" in n["classes"] for n in self.root.findall(nodes.Element))


class PlainShape(_Shape):
    """A byline under the title and a line at the foot, as paragraphs."""

    def entry(self, node: nodes.Element, note: Note) -> None:
        if day := self.display.day(note.date):
            node.insert(int(note.titled), nodes.paragraph("", "", nodes.emphasis("", day.full)))

    def note(self, section: nodes.section, note: Note) -> None:
        day = self.display.day(note.date) if self.page.is_note else None
        said = [author.name for author in note.authors] if self.page.is_note else []
        said += [day.text] if day else []
        said += [status.label for status in note.statuses]
        place = 1
        if section.get("untitled"):
            section[0].parent.remove(section[0])
            place = 0
        if said:
            section.insert(place, nodes.paragraph("", " · ".join(said)))
        if not self.license_placed():
            section.extend(source_line(self.display, note))
        if section.get("untitled"):
            swap(section, *section.children)


class HtmlShape(_Shape):
    """The article that other tools may rely on: h-entry, e-content, one h1."""

    def entry(self, node: nodes.Element, note: Note) -> None:
        children = list(node.children)
        article = element("", tag="article", ids=node["ids"], classes=["entry", "h-entry"])
        article += raw(self.display.render("entry.html", item=self.display.item(note)))
        if note.titled:
            title = children.pop(0)
            article += heading("", "", *title.children, level=_level(node), classes=["p-name"])
        if note.lang:
            article["attrs"] = {"lang": note.lang}
        article += element("", *children, tag="div", classes=["e-content"])
        swap(node, article)

    def note(self, section: nodes.section, note: Note) -> None:
        display, is_note = self.display, self.page.is_note
        after = self._following(section)
        title, *content = section.children
        hidden = not note.titled
        name = [] if hidden or not is_note else ["p-name"]
        head = element("", tag="header", classes=["note-head"])
        head += heading("", "", *title.children, level=1,
                        classes=["visually-hidden"] if hidden else name)  # fmt: skip
        context = display.head(note, is_note=is_note)
        head += raw(display.render("byline.html", page=context))
        body = element("", *content, *after, tag="div", classes=["e-content"] if is_note else ["text"])
        own, threads = _take(body, "note-epigraph-head"), _take(body, "note-thread")
        section.children = []
        section += [head, *own]
        if links := self._contents(body):
            section += raw(display.render("contents.html", contents=links))
        section += [body, *threads]
        foot = display.foot(note, is_note=is_note, license_placed=self.license_placed())
        html = display.render("foot.html", foot=foot)
        if html.strip():
            section += raw(html)
        attrs = {"lang": note.lang} if note.lang else {}
        classes = ["h-entry"] if is_note else ["page"]
        article = element("", tag="article", classes=classes, attrs=attrs)
        self.root.replace(section, article)
        article += section

    def _following(self, section: nodes.section) -> list[nodes.Node]:
        """What stands after the section, as footnotes do, and belongs to the text."""
        place = self.root.index(section)
        after = self.root.children[place + 1 :]
        del self.root.children[place + 1 :]
        return after

    def _contents(self, body: nodes.Element) -> list[dict[str, str]]:
        """Links to the sections of a note that has three or more."""
        sections = [child for child in body.children if isinstance(child, nodes.section)]
        # Other themes have a list of contents of their own.
        if len(sections) < 3 or not self.display.site.has_navigation:
            return []
        return [{"url": f"#{s['ids'][0]}", "text": s[0].astext()} for s in sections if s["ids"]]


def _take(body: nodes.Element, mark: str) -> list[nodes.Node]:
    """Remove the children of *body* with the class *mark*, and return them."""
    found = [c for c in body.children if isinstance(c, nodes.Element) and mark in c["classes"]]
    for child in found:
        body.remove(child)
        child["classes"].remove(mark)
    return [part for c in found for part in ([c] if c["classes"] else c.children)]


def _level(node: nodes.Element) -> int:
    """The level of a heading in *node*, by the sections around it."""
    depth, parent = 1, node.parent
    while parent is not None:
        depth += isinstance(parent, nodes.section)
        parent = parent.parent
    return min(max(depth, 2), 6)


class ShapeAsides(SphinxPostTransform):
    """In HTML, notes to self, updates and epigraphs get elements of their own.

    Elsewhere they stay what they were read as: admonitions and block quotations.
    """

    default_priority = 640
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.admonition)):
            if "note-aside" in node["classes"]:
                self._aside(node)
        for quote in list(self.document.findall(nodes.block_quote)):
            if quote.get("notes_figure"):
                self._figure(quote)

    @staticmethod
    def _aside(node: nodes.admonition) -> None:
        title, *content = node.children
        classes = [c for c in node["classes"] if c != "note-aside"]
        label = element("", *title.children, tag="p", classes=["label"])
        swap(node, element("", label, *content, tag="aside", classes=classes, ids=node["ids"]))

    @staticmethod
    def _figure(node: nodes.block_quote) -> None:
        said = [c for c in node.children if not isinstance(c, nodes.attribution)]
        by = [c for c in node.children if isinstance(c, nodes.attribution)]
        quote = element("", *said, tag="blockquote")
        figure = element("", quote, tag="figure", classes=node["classes"], ids=node["ids"])
        if lang := node.get("lang"):
            quote["attrs"] = {"lang": lang}
        for attribution in by:
            figure += element("", *attribution.children, tag="figcaption")
        swap(node, figure)
