"""What follows the text of a note: the works it cites, as HTML and other builders show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import labels
from .desk import FOLDED, FRAGMENT, REFERENCES
from .late import NotesTransform, within
from .nodes import element, finished, heading, swap
from .site import on_screen
from .store import pages
from .works import reference_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .display import Display

#: The heading over the list of works.
HEADING = "References"


class UnfoldReferences(SphinxPostTransform):
    """Puts each reference into its list when a page is written: each step before looks at all there is.

    For other builders before all that look at text: LaTeX's shows the addresses of links at 400.
    """

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        if not on_screen(self.app.builder):
            _unfold(self.env, self.document, whole=False)


class UnfoldOnScreen(NotesTransform):
    """The same for pages, before :class:`.margins.PutAtHand` (630), which puts references beside the text."""

    default_priority = 625

    def run(self, **kwargs: Any) -> None:
        _unfold(self.env, self.document, whole=_is_whole(self))


def _is_whole(transform: NotesTransform) -> bool:
    """Whether nothing in a list of works changes any more, so that it may be finished HTML.

    E-books show the addresses of links, and parts of a note get the addresses of another page.
    """
    return on_screen(transform.site.builder) and not transform.document.get(FRAGMENT)


def _unfold(env: BuildEnvironment, document: nodes.document, *, whole: bool) -> None:
    """Put the references into their lists; *whole*: as finished HTML."""
    for work in list(document.findall(nodes.citation)):
        if FOLDED in work:
            found = reference_of(env, work["key"], work.attributes.pop(FOLDED))
            work += nodes.paragraph("", "", *(found.html if whole else found.text).copy())


class ShapeReferences(NotesTransform):
    """Gives the works that a document cites their shape.

    Before::

        container.note-references     citation (ids, backrefs): label, paragraph

    After, in HTML::

        section.note-references.csl-bib-body    h2    ul    li.csl-entry    label, text, where it is cited

    Elsewhere a rubric is added, and the citations stay what docutils makes of them; LaTeX gathers them at
    the end of the book. After the resolvers, before the note gets its shape (650).
    """

    default_priority = 645

    def run(self, **kwargs: Any) -> None:
        builder = self.site.builder
        for docname, root in self.parts():
            for holder in list(root.findall(nodes.container)):
                if REFERENCES not in holder["classes"] or not within(holder, root):
                    continue
                _forget_hidden(holder, root)
                if not holder.children:
                    holder.parent.remove(holder)
                elif builder.format == "html":
                    swap(holder, _HtmlList(self.display(docname), holder, whole=_is_whole(self)).build())
                elif holder["headed"] and builder.format != "latex":
                    swap(holder, nodes.rubric("", HEADING), *holder.children)
                else:
                    swap(holder, *holder.children)
        if builder.format == "latex":
            self._link_in_latex()

    def _link_in_latex(self) -> None:
        """Links to citations as bibtex has them: the anchors of a LaTeX bibliography are of its own kind."""
        from sphinxcontrib.bibtex.nodes import raw_latex

        for docname, root in self.parts():
            for cited in _settled(root):
                for link in list(cited.findall(nodes.reference)):
                    key = f"cite.{docname}:{link['refid']}"
                    swap(link, raw_latex(f"\\hyperlink{{{key}}}{{"), *link.children, raw_latex("}"))


def _forget_hidden(holder: nodes.container, root: nodes.Element) -> None:
    """Take out of *holder*, the works of the document *root*, those cited only where ``only`` hides it."""
    shown = {each for cited in _settled(root) for each in cited["ids"]}
    for work in list(holder.children):
        assert isinstance(work, nodes.citation)
        work["backrefs"] = [each for each in work["backrefs"] if each in shown]
        if not work["backrefs"]:
            holder.remove(work)


def _settled(root: nodes.Element) -> list[nodes.inline]:
    """The citations in *root* that were settled while it was read."""
    return [node for node in root.findall(nodes.inline) if "cites" in node and within(node, root)]


_FOOT = (nodes.footnote, nodes.footnote_reference)
_LINKS = (nodes.reference, nodes.footnote_reference)


class TellIdsApart(NotesTransform):
    """In a book of one page, gives citations and footnotes of every document ids that no other has.

    Before anything looks at the ids; the resolvers leave them alone.
    """

    default_priority = 620
    builders = ("singlehtml",)

    def run(self, **kwargs: Any) -> None:
        for docname, root in self.parts():
            page = pages(self.env).get(docname)
            is_ours = page is not None and (page.head is not None or bool(page.entries))
            known = [
                node for node in root.findall(nodes.Element)
                if (_has_ids(node) or (is_ours and isinstance(node, _FOOT))) and within(node, root)
            ]  # fmt: skip
            ids: list[str] = [each for node in known for each in node["ids"]]
            new = {each: f"{labels.slug(docname)}-{each}" for each in ids}
            for node in known:
                node["ids"] = [new[each] for each in node["ids"]]
                back: list[str] = node.get("backrefs", [])
                node["backrefs"] = [new.get(each, each) for each in back]
                for link in node.findall(lambda each: isinstance(each, _LINKS)):
                    assert isinstance(link, nodes.Element)
                    if link.get("refid") in new:
                        link["refid"] = new[link["refid"]]


def _has_ids(node: nodes.Node) -> bool:
    """Whether *node* is a settled citation, a work in a list of ours, or that list."""
    return isinstance(node, nodes.Element) and (
        "cites" in node
        or REFERENCES in node["classes"]
        or (isinstance(node, nodes.citation) and "key" in node)
    )


class _HtmlList:
    """The works that a document cites as HTML."""

    def __init__(self, display: Display, holder: nodes.container, *, whole: bool) -> None:
        """*whole*: whether it may be finished HTML."""
        self.display, self.holder, self.whole = display, holder, whole

    def build(self) -> element:
        """A section of its own, or a list where the author has placed it."""
        holder = self.holder
        works = element("", *map(self._entry, holder.children), tag="ul", attrs={"role": "list"})
        classes = [REFERENCES, "csl-bib-body"]
        if not holder["headed"]:
            return element("", works, tag="div", classes=classes, ids=holder["ids"])
        name = holder["ids"][0]
        title = heading("", HEADING, level=2, ids=[name])
        return element("", title, works, tag="section", classes=classes, attrs={"aria-labelledby": name})

    def _entry(self, citation: nodes.Node) -> element:
        """A work: its label where citations show it, the reference, its page, the way back to each place."""
        assert isinstance(citation, nodes.citation)
        label, text = citation.children
        entry = element("", tag="li", classes=["csl-entry"], ids=citation["ids"])
        if self.holder["labelled"]:
            entry += element("", nodes.Text(f"[{label.astext()}]"), tag="span", classes=["csl-left-margin"])
            entry += nodes.Text(" ")
        said = element("", tag="span", classes=["csl-right-inline"] if self.holder["labelled"] else [])
        said += finished(text.children) if self.whole else text.children
        after = list(self._after(citation))
        said += finished(after, ("no-search",)) if self.whole else after
        entry += said
        return entry

    def _after(self, citation: nodes.citation) -> Iterator[nodes.Node]:
        """What stands behind a reference: the page of the work, and links to where it is cited."""
        work = self.display.label("works", citation["key"])
        if work.url:
            yield nodes.Text(" ")
            link = nodes.reference("", "Notes citing it", refuri=work.url, internal=True, classes=["citing"])
            link["classes"].append("no-search")
            yield link
        back: list[str] = citation["backrefs"]
        for number, each in enumerate(back, 1):
            mark = "↩" if len(back) == 1 else f"↩{number}"
            told = "Back to where it is cited" + (f", place {number}" if len(back) > 1 else "")
            attrs = {"href": f"#{each}", "role": "doc-backlink", "aria-label": told}
            yield nodes.Text(" ")
            yield element("", nodes.Text(mark), tag="a", attrs=attrs, classes=["no-search"])


def setup_backmatter(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(UnfoldReferences)
    app.add_post_transform(UnfoldOnScreen)
    app.add_post_transform(TellIdsApart)
    app.add_post_transform(ShapeReferences)
