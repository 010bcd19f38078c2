"""The works cited, after the text of a note, in HTML and in other builders."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.ext.ifconfig import process_ifconfig_nodes
from sphinx.ext.todo import todo_node
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..._upstream.application import app_of
from ...citations.note_citation import doi_url
from ...citations.works import reference_of
from ...constants import FRAGMENT, REFERENCES, on_screen
from ...doctree.conditions import shows_todos
from ...doctree.deferred import FOLDED, ListedWork, folded, resolved_citation
from ...doctree.nodes import element, heading, markup, start_tag, swap
from ...languages import CITO, gettext_noop, translated
from ...model.cito import NAMESPACE, words_of
from .base import NotesTransform, own, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ...doctree.deferred import StoredNodes
    from ...languages import NullTranslations
    from ..presenter import Presenter

#: The heading above the list of works, in English.
HEADING = gettext_noop("References")

#: Keeps the first backlink on the same line as the word before it.
NBSP = "\u00a0"


class InsertReferences(SphinxPostTransform):
    """Insert the nodes of citations and references, which are compact until a page is written.

    Compact nodes make the earlier steps faster. On pages, the later transforms handle them as they are. This
    transform is for other builders, and for parts of a note embedded in another page, where links change. It
    runs before any transform that reads text, such as LaTeX's, which shows the addresses of links (400).
    """

    def run(self, **kwargs: Any) -> None:
        if _is_whole(app_of(self.env).builder, self.document):
            return
        for cited in list(self.document.findall(resolved_citation)):
            swap(cited, cited.as_inline())
        for container in list(self.document.findall(nodes.container)):
            _unfold(self.env, container)


def _unfold(env: BuildEnvironment, container: nodes.container) -> None:
    """Insert the works of the list *container* as nodes."""
    for work in folded(container):
        reference = reference_of(env, work.key, container["style"], work.letter)
        text = nodes.paragraph("", "", *reference.text.copy())
        label = nodes.label("", work.label, support_smartquotes=False)
        container += nodes.citation(
            "", label, text, ids=[work.id], backrefs=list(work.backrefs), key=work.key,
            docname=container["docname"],
        )  # fmt: skip
    container.attributes.pop(FOLDED, None)


def _is_whole(builder: Builder, document: nodes.document) -> bool:
    """Return whether citations and references can be finished HTML because nothing in them changes.

    E-books show the addresses of links, and in parts of a note embedded in another page, addresses change.
    """
    return on_screen(builder) and not document.get(FRAGMENT)


class RemoveHiddenReferences(NotesTransform):
    """Remove hidden ``todo``, and works cited only in hidden content; before citations change (630)."""

    def run(self, **kwargs: Any) -> None:
        if not shows_todos(app_of(self.env).builder):
            # Sphinx leaves it out of the page, but not out of the search index.
            for _, root, _ in self.parts_with_notes():
                for todo in own(root, todo_node):
                    todo.parent.remove(todo)
        parts = [(root, lists) for _, root in self.parts() if (lists := _lists(root))]
        if parts and "sphinx.ext.ifconfig" in app_of(self.env).extensions:
            # Sphinx does the same in a later step, which would leave backlinks to removed content.
            process_ifconfig_nodes(app_of(self.env), self.document, self.env.docname)
        for root, lists in parts:
            cited = _cited(root)
            shown = {each for node in cited for each in node["ids"]}
            reasons = _in_citations(cited)
            for container in lists:
                _remove_hidden(container, shown)
                container["cito"] = reasons


class LinkFootnoteWorks(NotesTransform):
    """Link footnotes that ``footcite`` made to the pages of their works; before they are copied (630)."""

    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for docname, root in self.parts():
            for footnote in own(root, nodes.footnote):
                if "work" in footnote and isinstance(footnote[-1], nodes.paragraph):
                    presenter = self.presenter(docname)
                    label = presenter.label("works", footnote["work"])
                    if label.url:
                        footnote[-1].extend([nodes.Text(" "), _citing(presenter.words, label.url)])


class ShapeReferences(NotesTransform):
    """Lay out the works that a document cites.

    Before, compact on pages, otherwise with the nodes that :class:`InsertReferences` inserted::

        container.note-references     citation (ids, backrefs): label, paragraph

    After, in HTML::

        section.note-references.csl-bib-body    h2    ul    li.csl-entry    label, text, backlinks

    For other builders a rubric is added and the citation nodes stay, except for LaTeX: it gets paragraphs,
    because it would collect the citations of all notes at the end of the book under clashing labels. Runs
    after the resolvers and before the note is laid out (650).
    """

    def run(self, **kwargs: Any) -> None:
        builder = self.site.builder
        for docname, root in self.parts():
            for container in _lists(root):
                if not container.children and not folded(container):
                    container.parent.remove(container)
                elif builder.format == "html":
                    swap(container, _HtmlList(self.presenter(docname), container).build())
                else:
                    works = container.children
                    _add_reasons(self.presenter(docname).words, container)
                    if builder.format == "latex":
                        works = [_latex_work(docname, work, container["labelled"]) for work in works]
                    title = self.presenter(docname).words.gettext(HEADING)
                    swap(container, *([nodes.rubric("", title)] if container["headed"] else []), *works)
            for node in own(root, resolved_citation):
                swap(node, *node.finished())
        if builder.format == "latex":
            self._link_in_latex()

    def _link_in_latex(self) -> None:
        """Link citations as bibtex does, because anchors in LaTeX bibliographies are of a special kind."""
        from sphinxcontrib.bibtex.nodes import raw_latex

        for docname, root in self.parts():
            for cited in _cited(root):
                for link in list(cited.findall(nodes.reference)):
                    key = f"cite.{docname}:{link['refid']}"
                    swap(link, raw_latex(f"\\hyperlink{{{key}}}{{"), *link.children, raw_latex("}"))


def _latex_work(docname: str, work: nodes.Node, labelled: bool) -> nodes.paragraph:
    """Return the citation *work* as a paragraph with an anchor."""
    from sphinxcontrib.bibtex.nodes import raw_latex

    assert isinstance(work, nodes.citation)
    label, text = work.children
    anchor = raw_latex(f"\\hypertarget{{cite.{docname}:{work['ids'][0]}}}{{}}")
    shown_label = [nodes.Text(f"[{label.astext()}] ")] if labelled else []
    return nodes.paragraph("", "", anchor, *shown_label, *text.children)


def _in_citations(cited: list[nodes.inline]) -> list[str]:
    """Return why works are cited in *cited*, without duplicates."""
    given: list[str] = [each for node in cited for each in node.get("cito") or ()]
    return list(dict.fromkeys(given))


def _reasons(container: nodes.container, key: str) -> list[str]:
    """Return why the work *key* in the list *container* is cited."""
    given: list[str] = container.get("cito", [])
    pairs = (each.partition(":") for each in given)
    return [reason for reason, _, cited in pairs if cited.lower() == key.lower()]


def _add_reasons(words: NullTranslations, container: nodes.container) -> None:
    """Add to each work in *container* why it is cited, for builders other than HTML."""
    for work in container.children:
        assert isinstance(work, nodes.citation)
        for reason in _reasons(container, work["key"]):
            paragraph = work.children[1]
            assert isinstance(paragraph, nodes.paragraph)
            paragraph += nodes.Text(f" [{translated(words, words_of(reason), CITO)}]")


def _remove_hidden(container: nodes.container, shown: set[str]) -> None:
    """Remove the works from *container* that none of the citations with the ids *shown* cite."""
    works = [
        work._replace(backrefs=tuple(each for each in work.backrefs if each in shown))
        for work in folded(container)
    ]
    container[FOLDED] = [work for work in works if work.backrefs]
    for work in list(container.children):
        assert isinstance(work, nodes.citation)
        work["backrefs"] = [each for each in work["backrefs"] if each in shown]
        if not work["backrefs"]:
            container.remove(work)


def _lists(root: nodes.Element) -> list[nodes.container]:
    """Return the lists of works in the document *root*."""
    containers = root.findall(nodes.container)
    return [node for node in containers if REFERENCES in node["classes"] and within(node, root)]


def _cited(root: nodes.Element) -> list[nodes.inline]:
    """Return the citations in the document *root* that were resolved when it was read."""
    return [node for node in root.findall(nodes.inline) if "cites" in node and within(node, root)]


class _HtmlList:
    """The works that a document cites, as HTML."""

    def __init__(self, presenter: Presenter, container: nodes.container) -> None:
        self.presenter, self.container = presenter, container

    def build(self) -> element:
        """Return a section with a heading, or a plain list if the author has placed it."""
        container = self.container
        entries = [html for work in folded(container) if (html := self._html_entry(work)) is not None]
        works: nodes.Element
        if entries and len(entries) == len(folded(container)):
            search_texts = map(self._search_text, folded(container))
            works = markup(f'<ul role="list">{"".join(entries)}</ul>\n', "\n".join(search_texts))
        else:
            _unfold(self.presenter.site.env, container)
            works = element("", *map(self._entry, container.children), tag="ul", attrs={"role": "list"})
        classes = [REFERENCES, "csl-bib-body"]
        if not container["headed"]:
            return element("", works, tag="div", classes=classes, ids=container["ids"])
        name = container["ids"][0]
        title = heading("", self.presenter.words.gettext(HEADING), level=2, ids=[name])
        return element("", title, works, tag="section", classes=classes, attrs={"aria-labelledby": name})

    def _reference(self, work: ListedWork) -> StoredNodes:
        return reference_of(self.presenter.site.env, work.key, self.container["style"], work.letter).text

    def _search_text(self, work: ListedWork) -> str:
        """Return the text by which the search finds *work*."""
        label = work.label if self.container["labelled"] else ""
        return f"{label} {self._reference(work).words}"

    def _html_entry(self, work: ListedWork) -> str | None:
        """Return the entry of *work* as finished HTML; None if its reference is not available as HTML."""
        text = self._reference(work).html
        if text is None:
            return None
        text += self._html_after(work)
        if not self.container["labelled"]:
            return f'<li class="csl-entry" id="{work.id}"><span>{text}</span></li>\n'
        label = f'<span class="csl-left-margin">[{escape(work.label)}]</span>'
        text = f'<span class="csl-right-inline">{text}</span>'
        return f'<li class="csl-entry" id="{work.id}">{label} {text}</li>\n'

    def _entry(self, citation: nodes.Node) -> element:
        """Return an entry as nodes: label if citations show it, reference, link to its page, backlinks."""
        assert isinstance(citation, nodes.citation)
        label, text = citation.children
        work = ListedWork(
            citation["key"], "", citation["ids"][0], label.astext(), tuple(citation["backrefs"])
        )
        entry = element("", tag="li", classes=["csl-entry"], ids=[work.id])
        if self.container["labelled"]:
            entry += element("", nodes.Text(f"[{work.label}]"), tag="span", classes=["csl-left-margin"])
            entry += nodes.Text(" ")
        classes = ["csl-right-inline"] if self.container["labelled"] else []
        entry += element("", *text.children, *self._after(work), tag="span", classes=classes)
        return entry

    def _after(self, work: ListedWork) -> Iterator[nodes.Node]:
        """Yield what follows a reference: a link to the page of the work, and backlinks to its citations."""
        for attrs, text in self._reasons(work):
            yield nodes.Text(" ")
            yield element("", nodes.Text(text), tag="span", attrs=attrs, classes=["cito", "no-search"])
        label = self.presenter.label("works", work.key)
        if label.url:
            yield nodes.Text(" ")
            yield _citing(self.presenter.words, label.url)
        for number, (anchor, text, label_text) in enumerate(_backlinks(self.presenter.words, work)):
            attrs = {"href": f"#{anchor}", "role": "doc-backlink", "aria-label": label_text}
            yield nodes.Text(" " if number else NBSP)
            yield element("", nodes.Text(text), tag="a", attrs=attrs, classes=["no-search"])

    def _html_after(self, work: ListedWork) -> str:
        """Return the same as :meth:`_after`, as finished HTML."""
        url, words = self.presenter.label("works", work.key).url, self.presenter.words
        name = escape(words.gettext("Notes citing it"))
        citing = f' <a class="citing reference internal" href="{escape(url)}">{name}</a>'
        reasons = "".join(
            f" {start_tag(element('', tag='span', attrs=attrs, classes=['cito']))}{text}</span>"
            for attrs, text in self._reasons(work)
        )
        after = reasons + (citing if url else "")
        return after + "".join(
            f"{' ' if number else NBSP}"
            f'<a aria-label="{escape(label)}" href="#{id_}" role="doc-backlink">{text}</a>'
            for number, (id_, text, label) in enumerate(_backlinks(words, work))
        )

    def _reasons(self, work: ListedWork) -> Iterator[tuple[dict[str, str], str]]:
        """Yield why *work* is cited: text, and the statement in RDFa (https://www.w3.org/TR/rdfa-lite/)."""
        for reason in _reasons(self.container, work.key):
            facts = self.presenter.site.works.facts(work.key)
            url = (doi_url(facts.doi) or facts.url) if facts else ""
            attrs = {"property": f"{NAMESPACE}{reason}", "resource": url} if url else {}
            yield attrs, f"[{translated(self.presenter.words, words_of(reason), CITO)}]"


def _citing(words: NullTranslations, url: str) -> nodes.reference:
    """Return a link to the page of a work at *url*."""
    classes = ["citing", "no-search"]
    return nodes.reference("", words.gettext("Notes citing it"), refuri=url, internal=True, classes=classes)


def _backlinks(words: NullTranslations, work: ListedWork) -> Iterator[tuple[str, str, str]]:
    """Yield id, link text and accessible label for each citation of *work*."""
    single = len(work.backrefs) == 1
    for number, anchor in enumerate(work.backrefs, 1):
        if single:
            label = words.gettext("Back to where it is cited")
        else:
            label = words.gettext("Back to where it is cited, place %(number)s") % {"number": number}
        yield anchor, "↩" if single else f"↩{number}", label
