"""What follows the text of a note: the works it cites, as HTML and other builders show them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.ext.ifconfig import process_ifconfig_nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..._upstream.application import app_of
from ...citations.works import reference_of
from ...constants import FRAGMENT, REFERENCES, on_screen
from ...doctree.deferred import (
    FOLDED,
    ListedWork,
    folded,
    resolved_citation,
)
from ...doctree.nodes import (
    element,
    heading,
    markup,
    swap,
)
from .base import NotesTransform, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ...doctree.deferred import StoredNodes
    from ..presenter import Presenter

#: The heading over the list of works.
HEADING = "References"

#: Keeps the first way back beside the words before it, as far as browsers mind.
NBSP = "\u00a0"


class InsertReferences(SphinxPostTransform):
    """Puts citations and references into their places when a page is written.

    Each step before looks at all there is. For builders that write no pages, and for parts of a note that
    go to another page and get its addresses; before all that look at text: LaTeX's shows the addresses of
    links at 400. On pages the later steps know what is folded.
    """

    def run(self, **kwargs: Any) -> None:
        if _is_whole(app_of(self.env).builder, self.document):
            return
        for cited in list(self.document.findall(resolved_citation)):
            swap(cited, cited.as_inline())
        for holder in list(self.document.findall(nodes.container)):
            _unfold(self.env, holder)


def _unfold(env: BuildEnvironment, holder: nodes.container) -> None:
    """Put the works of the list *holder* into it."""
    for work in folded(holder):
        text = nodes.paragraph("", "", *reference_of(env, work.key, holder["style"], work.letter).text.copy())
        label = nodes.label("", work.label, support_smartquotes=False)
        holder += nodes.citation(
            "", label, text, ids=[work.id], backrefs=list(work.backrefs), key=work.key,
            docname=holder["docname"],
        )  # fmt: skip
    holder.attributes.pop(FOLDED, None)


def _is_whole(builder: Builder, document: nodes.document) -> bool:
    """Whether nothing in citations and references changes any more, so that they may be finished HTML.

    E-books show the addresses of links, and parts of a note get the addresses of another page.
    """
    return on_screen(builder) and not document.get(FRAGMENT)


class RemoveHiddenReferences(NotesTransform):
    """Takes out of a list the works cited only where a condition hides it; before citations change (630)."""

    def run(self, **kwargs: Any) -> None:
        parts = [(root, lists) for _, root in self.parts() if (lists := _lists(root))]
        if parts and "sphinx.ext.ifconfig" in app_of(self.env).extensions:
            # Sphinx does the same a step later, when there would be ways back to what is not there.
            process_ifconfig_nodes(app_of(self.env), self.document, self.env.docname)
        for root, lists in parts:
            shown = {each for node in _cited(root) for each in node["ids"]}
            for holder in lists:
                _forget(holder, shown)


class LinkFootnoteWorks(NotesTransform):
    """Lets footnotes that ``footcite`` made lead to the pages of their works; before copies of them (630)."""

    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for docname, root in self.parts():
            for note in root.findall(nodes.footnote):
                if "work" in note and within(note, root) and isinstance(note[-1], nodes.paragraph):
                    label = self.display(docname).label("works", note["work"])
                    if label.url:
                        note[-1].extend([nodes.Text(" "), _citing(label.url)])


class ShapeReferences(NotesTransform):
    """Gives the works that a document cites their shape.

    Before, on pages folded, elsewhere with what :class:`InsertReferences` put there::

        container.note-references     citation (ids, backrefs): label, paragraph

    After, in HTML::

        section.note-references.csl-bib-body    h2    ul    li.csl-entry    label, text, where it is cited

    Elsewhere a rubric is added, and the citations stay what docutils makes of them; but LaTeX, which gathers
    those of all notes at the end of the book under labels that clash, gets paragraphs. After the resolvers,
    before the note gets its shape (650).
    """

    def run(self, **kwargs: Any) -> None:
        builder = self.site.builder
        for docname, root in self.parts():
            for holder in _lists(root):
                if not holder.children and not folded(holder):
                    holder.parent.remove(holder)
                elif builder.format == "html":
                    swap(holder, _HtmlList(self.display(docname), holder).build())
                else:
                    works = holder.children
                    if builder.format == "latex":
                        works = [_in_latex(docname, work, holder["labelled"]) for work in works]
                    swap(holder, *([nodes.rubric("", HEADING)] if holder["headed"] else []), *works)
            for node in list(root.findall(resolved_citation)):
                if within(node, root):
                    swap(node, *node.finished())
        if builder.format == "latex":
            self._link_in_latex()

    def _link_in_latex(self) -> None:
        """Links to citations as bibtex has them: the anchors of a LaTeX bibliography are of its own kind."""
        from sphinxcontrib.bibtex.nodes import raw_latex

        for docname, root in self.parts():
            for cited in _cited(root):
                for link in list(cited.findall(nodes.reference)):
                    key = f"cite.{docname}:{link['refid']}"
                    swap(link, raw_latex(f"\\hyperlink{{{key}}}{{"), *link.children, raw_latex("}"))


def _in_latex(docname: str, work: nodes.Node, labelled: bool) -> nodes.paragraph:
    """The citation *work* as a paragraph to which links lead."""
    from sphinxcontrib.bibtex.nodes import raw_latex

    assert isinstance(work, nodes.citation)
    label, text = work.children
    place = raw_latex(f"\\hypertarget{{cite.{docname}:{work['ids'][0]}}}{{}}")
    shown = [nodes.Text(f"[{label.astext()}] ")] if labelled else []
    return nodes.paragraph("", "", place, *shown, *text.children)


def _forget(holder: nodes.container, shown: set[str]) -> None:
    """Take out of *holder* the works that no citation with an id of *shown* names."""
    works = [
        work._replace(backrefs=tuple(each for each in work.backrefs if each in shown))
        for work in folded(holder)
    ]
    holder[FOLDED] = [work for work in works if work.backrefs]
    for work in list(holder.children):
        assert isinstance(work, nodes.citation)
        work["backrefs"] = [each for each in work["backrefs"] if each in shown]
        if not work["backrefs"]:
            holder.remove(work)


def _lists(root: nodes.Element) -> list[nodes.container]:
    """The list of works in *root*, if it has one."""
    found = root.findall(nodes.container)
    return [node for node in found if REFERENCES in node["classes"] and within(node, root)]


def _cited(root: nodes.Element) -> list[nodes.inline]:
    """The citations in *root* that were settled while it was read."""
    return [node for node in root.findall(nodes.inline) if "cites" in node and within(node, root)]


class _HtmlList:
    """The works that a document cites as HTML."""

    def __init__(self, display: Presenter, holder: nodes.container) -> None:
        self.display, self.holder = display, holder

    def build(self) -> element:
        """A section of its own, or a list where the author has placed it."""
        holder = self.holder
        entries = [html for work in folded(holder) if (html := self._folded(work)) is not None]
        works: nodes.Element
        if entries and len(entries) == len(folded(holder)):
            said = map(self._words, folded(holder))
            works = markup(f'<ul role="list">{"".join(entries)}</ul>\n', "\n".join(said))
        else:
            _unfold(self.display.site.env, holder)
            works = element("", *map(self._entry, holder.children), tag="ul", attrs={"role": "list"})
        classes = [REFERENCES, "csl-bib-body"]
        if not holder["headed"]:
            return element("", works, tag="div", classes=classes, ids=holder["ids"])
        name = holder["ids"][0]
        title = heading("", HEADING, level=2, ids=[name])
        return element("", title, works, tag="section", classes=classes, attrs={"aria-labelledby": name})

    def _reference(self, work: ListedWork) -> StoredNodes:
        return reference_of(self.display.site.env, work.key, self.holder["style"], work.letter).text

    def _words(self, work: ListedWork) -> str:
        """What the search finds *work* by."""
        label = work.label if self.holder["labelled"] else ""
        return f"{label} {self._reference(work).words}"

    def _folded(self, work: ListedWork) -> str | None:
        """The entry of *work*, whose reference is not there yet, as finished HTML; None where it has none."""
        text = self._reference(work).html
        if text is None:
            return None
        text += self._html_after(work)
        if not self.holder["labelled"]:
            return f'<li class="csl-entry" id="{work.id}"><span>{text}</span></li>\n'
        label = f'<span class="csl-left-margin">[{escape(work.label)}]</span>'
        text = f'<span class="csl-right-inline">{text}</span>'
        return f'<li class="csl-entry" id="{work.id}">{label} {text}</li>\n'

    def _entry(self, citation: nodes.Node) -> element:
        """A work: its label where citations show it, the reference, its page, the way back to each place."""
        assert isinstance(citation, nodes.citation)
        label, text = citation.children
        work = ListedWork(
            citation["key"], "", citation["ids"][0], label.astext(), tuple(citation["backrefs"])
        )
        entry = element("", tag="li", classes=["csl-entry"], ids=[work.id])
        if self.holder["labelled"]:
            entry += element("", nodes.Text(f"[{work.label}]"), tag="span", classes=["csl-left-margin"])
            entry += nodes.Text(" ")
        classes = ["csl-right-inline"] if self.holder["labelled"] else []
        entry += element("", *text.children, *self._after(work), tag="span", classes=classes)
        return entry

    def _after(self, work: ListedWork) -> Iterator[nodes.Node]:
        """What stands behind a reference: the page of the work, and links to where it is cited."""
        label = self.display.label("works", work.key)
        if label.url:
            yield nodes.Text(" ")
            yield _citing(label.url)
        for number, (place, mark, told) in enumerate(_ways_back(work)):
            attrs = {"href": f"#{place}", "role": "doc-backlink", "aria-label": told}
            yield nodes.Text(" " if number else NBSP)
            yield element("", nodes.Text(mark), tag="a", attrs=attrs, classes=["no-search"])

    def _html_after(self, work: ListedWork) -> str:
        """The same as finished HTML."""
        url = self.display.label("works", work.key).url
        citing = f' <a class="citing reference internal" href="{escape(url)}">Notes citing it</a>'
        return (citing if url else "") + "".join(
            f'{" " if number else NBSP}<a aria-label="{told}" href="#{place}" role="doc-backlink">{mark}</a>'
            for number, (place, mark, told) in enumerate(_ways_back(work))
        )


def _citing(url: str) -> nodes.reference:
    """A link to the page of a work at *url*."""
    classes = ["citing", "no-search"]
    return nodes.reference("", "Notes citing it", refuri=url, internal=True, classes=classes)


def _ways_back(work: ListedWork) -> Iterator[tuple[str, str, str]]:
    """Each place that cites *work*: its id, the mark that leads there, and what is read aloud of that."""
    alone = len(work.backrefs) == 1
    for number, place in enumerate(work.backrefs, 1):
        told = "Back to where it is cited" + ("" if alone else f", place {number}")
        yield place, "↩" if alone else f"↩{number}", told
