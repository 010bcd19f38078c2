"""Footnotes and citations at hand while reading: beside their line, or opened in place, in our theme.

What docutils writes stays in the page, for paper and for browsers that know no popovers; which of the two
is seen is a matter of css/at-hand.css.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...citations.works import reference_of
from ...constants import FRAGMENT, on_screen
from ...doctree.deferred import folded, resolved_citation
from ...doctree.nodes import (
    element,
    markup,
    repeated,
    swap,
)
from ...doctree.placement import (
    around,
    has_margin,
    insert_after,
    is_in_heading,
    place_body,
)
from ...state.records import pages
from .base import NotesTransform, within
from .popovers import body_for, button_for, card_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...doctree.deferred import StoredNodes


class PlaceMarginNotes(NotesTransform):
    """Puts what a footnote or a citation leads to where it is called.

    Before::

        paragraph          text, footnote_reference …
        footnote           label, paragraph

    After, in HTML::

        paragraph          text, span.sidenote    footnote_reference
                                                  button.margin-open
                                                  span.margin-body
        footnote.at-hand   label, paragraph

    What a paragraph cannot hold makes it a ``div``. In headings, captions, tables and whatever has a width of
    its own, the body stands behind the block, is ``tucked`` away, and opens on demand at any width.

    After the resolvers, so that copies are settled, and after :class:`.unique_ids.MakeIdsUnique` (620);
    before :class:`.article.ShapeAsides` (640) and :class:`.back_matter.ShapeReferences` (645), which give
    blocks other names.
    """

    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        if not on_screen(self.site.builder) or not self.site.has_navigation or self.document.get(FRAGMENT):
            return
        numbers = count(1)
        for docname, root in self.parts():
            page = pages(self.env).get(docname)
            if page is not None and (page.head is not None or page.entries):
                _Citations(root, numbers, self.site.config.citations, self._works(root)).run()
                _Footnotes(root, numbers).run()

    def _works(self, root: nodes.Element) -> dict[str, StoredNodes]:
        """The references of the works that the document *root* cites, by their ids."""
        return {
            work.id: reference_of(self.env, work.key, holder["style"], work.letter).text
            for holder in root.findall(nodes.container)
            if within(holder, root)
            for work in folded(holder)
        }


class _Hand:
    """Puts bodies where they are called in one document."""

    def __init__(self, root: nodes.Element, numbers: Iterator[int]) -> None:
        """*numbers*: for the ids of the whole page; docutils makes none with a dot."""
        self.root = root
        self.numbers = numbers

    def own(self, kind: type[nodes.Element]) -> list[Any]:
        """The nodes of *kind* in this document, without those of others that are assembled into it."""
        return [node for node in self.root.findall(kind) if within(node, self.root)]

    def fresh(self) -> str:
        """An id that is nobody's."""
        return f"margin.{next(self.numbers)}"


class _Footnotes(_Hand):
    """The footnotes of one document."""

    def __init__(self, root: nodes.Element, numbers: Iterator[int]) -> None:
        super().__init__(root, numbers)
        self.notes = {name: note for note in self.own(nodes.footnote) for name in note["ids"]}
        #: The ids of the bodies that there are, by the ids of the footnotes.
        self.bodies: dict[str, str] = {}

    def run(self) -> None:
        """Put every footnote where it is first called; later calls open the same."""
        called = [
            reference for reference in self.own(nodes.footnote_reference)
            if reference.get("refid") in self.notes and not _is_within(reference, nodes.footnote, repeated)
        ]  # fmt: skip
        first = {reference["refid"]: reference for reference in reversed(called)}
        self.bodies |= {name: self.fresh() for name in dict.fromkeys(r["refid"] for r in called)}
        for reference in called:
            call = self._call(reference)
            if first[reference["refid"]] is reference:
                body = self._body(reference["refid"])
                nested = self._nested(body)
                host = place_body(call, body)
                for each in nested:
                    insert_after(host, each)
            else:
                call["classes"].append("tucked")

    def _call(self, reference: nodes.footnote_reference) -> element:
        """Number and button in the place of *reference*."""
        mark = reference.astext()
        call = element("", tag="span", classes=["sidenote"], ids=reference["ids"])
        swap(reference, call)
        reference["ids"] = []
        if _follows_another(call):
            call["classes"].append("next")
        call += [reference, button_for(self.bodies[reference["refid"]], f"Note {mark}", mark)]
        return call

    def _body(self, name: str) -> repeated:
        """What the footnote *name* says, for the place where it is called."""
        note = self.notes[name]
        note["classes"].append("at-hand")
        content = [child for child in note.children if not isinstance(child, nodes.label)]
        return body_for(self.bodies[name], content, note[0].astext() if len(content) < len(note) else "")

    def _nested(self, body: repeated) -> list[repeated]:
        """Let footnotes that are called in *body* open from there; returns those that are new."""
        found = []
        for reference in list(body.findall(nodes.footnote_reference)):
            name = reference.get("refid")
            if name not in self.notes:
                continue
            if new := name not in self.bodies:
                self.bodies[name] = self.fresh()
            self._call(reference)["classes"].append("tucked")
            if new:
                other = self._body(name)
                other["classes"].append("tucked")
                found += [other, *self._nested(other)]
        return found


class _Citations(_Hand):
    """The citations of one document whose references stand in it too."""

    def __init__(
        self, root: nodes.Element, numbers: Iterator[int], mode: str, works: dict[str, StoredNodes]
    ) -> None:
        """*mode*: the option ``notes_citations``; *works*: the references by their ids."""
        super().__init__(root, numbers)
        self.mode, self.works = mode, works
        self.seen: set[str] = set()

    def run(self) -> None:
        """Give every citation in the text its references."""
        if self.mode == "plain" or not self.works:
            return
        # A heading and an attribution are names: what others read of them must not say more.
        silent = (nodes.footnote, nodes.citation, nodes.attribution, nodes.reference, repeated)
        for cited in self.own(resolved_citation):
            if not _is_within(cited, *silent) and not is_in_heading(cited):
                self._put(cited)

    def _put(self, cited: resolved_citation) -> None:
        names = [name for name in cited["leads"] if name in self.works]
        if not names:
            return
        works, name = [self.works[name] for name in names], self.fresh()
        said = cited.astext()
        label = f"Reference {said[1:-1] if said[:1] + said[-1:] in {'()', '[]'} else said}"
        tucked = self.mode == "card" or self.seen.issuperset(names) or not has_margin(cited)
        texts = [work.html for work in works if work.html is not None]
        if cited.html is not None and len(texts) == len(works):
            card = card_for(name, label, texts, tucked=tucked)
            classes = "margin-cite tucked" if tucked else "margin-cite"
            swap(cited, markup(f'<span class="{classes}">{cited.html}{card}</span>', cited.words()))
        else:
            call = element("", *cited.finished(), tag="span", classes=["margin-cite"])
            swap(cited, call)
            call += button_for(name, label, "+")
            call["classes"] += ["tucked"] if tucked else []
            content = [nodes.paragraph("", "", *work.copy()) for work in works]
            place_body(call, body_for(name, content), inside=True)
        if not tucked:
            self.seen.update(names)


def _follows_another(call: element) -> bool:
    """Whether nothing but blanks stands between *call* and a call before it: two for one finger."""
    siblings = call.parent.children
    for before in reversed(siblings[: call.parent.index(call)]):
        if isinstance(before, repeated):
            continue  # What a call before it says, where a line cannot hold that.
        if not isinstance(before, nodes.Text):
            return isinstance(before, element) and "sidenote" in before["classes"]
        if before.astext().strip():
            break
    return False


def _is_within(node: nodes.Node, *kinds: type[nodes.Element]) -> bool:
    """Whether *node* stands in an element of one of *kinds*."""
    return any(isinstance(each, kinds) for each in around(node))
