"""Show footnotes and cited works where they are referenced, in the margin or in popovers, in our theme.

The markup of docutils stays in the page, for print and for browsers without popovers; css/at-hand.css selects
what is visible.
"""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...citations.works import reference_of
from ...constants import FRAGMENT, on_screen
from ...doctree.deferred import folded, resolved_citation
from ...doctree.nodes import around, element, markup, repeated, swap
from ...doctree.placement import has_margin, insert_after, is_in_heading, place_body
from .base import NotesTransform, own
from .popovers import body_for, button_for, card_for, open_in_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...doctree.deferred import StoredNodes
    from ...languages import NullTranslations


class PlaceMarginNotes(NotesTransform):
    """Add the text of footnotes and cited works to the places that refer to them.

    Before::

        paragraph          text, footnote_reference …
        footnote           label, paragraph

    After, in HTML::

        paragraph          text, span.sidenote    footnote_reference
                                                  button.margin-open
                                                  span.margin-body
        footnote.at-hand   label, paragraph

    If a paragraph cannot contain the body, the paragraph becomes a ``div``. In headings, captions, tables and
    other blocks with a width of their own, the body follows the block and is ``tucked``: it opens on demand,
    however wide the window is. A footnote that is referred to once opens within the text, as a part of it.

    Runs after the resolvers, so that copies are final, and after :class:`.unique_ids.MakeIdsUnique` (620);
    before :class:`.article.ShapeAsides` (640) and :class:`.back_matter.ShapeReferences` (645), which rename
    blocks.
    """

    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        if not on_screen(self.site.builder) or not self.site.has_navigation or self.document.get(FRAGMENT):
            return
        # Unique on the page: ids of docutils contain no dots.
        new_ids = (f"margin.{number}" for number in count(1))
        for docname, root, _ in self.parts_with_notes():
            words = self.presenter(docname).words
            _Citations(root, new_ids, words, self.site.config.citations, self._works(root)).run()
            _Footnotes(root, new_ids, words).run()

    def _works(self, root: nodes.Element) -> dict[str, StoredNodes]:
        """Return the references of the works that the document *root* cites, by id."""
        return {
            work.id: reference_of(self.env, work.key, container["style"], work.letter).text
            for container in own(root, nodes.container)
            for work in folded(container)
        }


class _Footnotes:
    """The footnotes of one document."""

    def __init__(self, root: nodes.Element, new_ids: Iterator[str], words: NullTranslations) -> None:
        self.root, self.new_ids, self.words = root, new_ids, words
        self.footnotes = {name: note for note in own(root, nodes.footnote) for name in note["ids"]}
        #: The ids of the bodies, and the bodies beside their lines, by footnote id.
        self.bodies: dict[str, str] = {}
        self.placed: dict[str, repeated] = {}
        #: How often each footnote is referred to, in the text and in other footnotes.
        self.calls: Counter[str] = Counter()

    def run(self) -> None:
        """Place every footnote at its first reference; later references open the same body."""
        references = [
            node for node in own(self.root, nodes.footnote_reference)
            if node.get("refid") in self.footnotes and not _is_within(node, nodes.footnote, repeated)
        ]  # fmt: skip
        first = {reference["refid"]: reference for reference in reversed(references)}
        self.bodies |= {name: next(self.new_ids) for name in dict.fromkeys(r["refid"] for r in references)}
        for reference in references:
            call = self._call(reference)
            if first[reference["refid"]] is reference:
                body = self.placed[reference["refid"]] = self._body(reference["refid"])
                nested = self._nested(body)
                host = place_body(call, body)
                for nested_body in nested:
                    insert_after(host, nested_body)
            else:
                call["classes"].append("tucked")
        for name, placed in self.placed.items():
            if self.calls[name] == 1 and "tucked" not in placed["classes"]:
                open_in_text(placed)

    def _call(self, reference: nodes.footnote_reference) -> element:
        """Replace *reference* with its number and a button."""
        mark = reference.astext()
        self.calls[reference["refid"]] += 1
        call = element("", tag="span", classes=["sidenote"], ids=reference["ids"])
        swap(reference, call)
        reference["ids"] = []
        if _follows_call(call):
            call["classes"].append("next")
        label = self.words.gettext("Note %(mark)s") % {"mark": mark}
        call += [reference, button_for(self.bodies[reference["refid"]], label, mark)]
        return call

    def _body(self, name: str) -> repeated:
        """Return a copy of the text of the footnote *name*."""
        footnote = self.footnotes[name]
        footnote["classes"].append("at-hand")
        content = [child for child in footnote.children if not isinstance(child, nodes.label)]
        mark = footnote[0].astext() if len(content) < len(footnote) else ""
        return body_for(self.bodies[name], content, mark)

    def _nested(self, body: repeated) -> list[repeated]:
        """Make footnote references in *body* open the footnotes; return the bodies that are new."""
        new_bodies = []
        for reference in list(body.findall(nodes.footnote_reference)):
            name = reference.get("refid")
            if name not in self.footnotes:
                continue
            if is_new := name not in self.bodies:
                self.bodies[name] = next(self.new_ids)
            self._call(reference)["classes"].append("tucked")
            if is_new:
                nested = self._body(name)
                nested["classes"].append("tucked")
                new_bodies += [nested, *self._nested(nested)]
        return new_bodies


class _Citations:
    """The citations of one document whose references are in the same document."""

    def __init__(
        self, root: nodes.Element, new_ids: Iterator[str], words: NullTranslations, mode: str,
        works: dict[str, StoredNodes],
    ) -> None:  # fmt: skip
        """*mode*: the option ``notes_citations``; *works*: the references by id."""
        self.root, self.new_ids, self.words, self.mode, self.works = root, new_ids, words, mode, works
        self.seen: set[str] = set()

    def run(self) -> None:
        """Add the references to every citation in the text."""
        if self.mode == "plain" or not self.works:
            return
        # The text of headings and attributions is used elsewhere, and must not contain references.
        excluded = (nodes.footnote, nodes.citation, nodes.attribution, nodes.reference, repeated)
        for cited in own(self.root, resolved_citation):
            if not _is_within(cited, *excluded) and not is_in_heading(cited):
                self._add_references(cited)

    def _add_references(self, cited: resolved_citation) -> None:
        names = [name for name in cited["leads"] if name in self.works]
        if not names:
            return
        works, name = [self.works[name] for name in names], next(self.new_ids)
        text = cited.astext()
        mark = text[1:-1] if text[:1] + text[-1:] in {"()", "[]"} else text
        label = self.words.gettext("Reference %(mark)s") % {"mark": mark}
        tucked = self.mode == "card" or self.seen.issuperset(names) or not has_margin(cited)
        texts = [work.html for work in works if work.html is not None]
        if cited.html is not None and len(texts) == len(works):
            card = card_for(name, label, texts, tucked=tucked)
            classes = "margin-cite tucked" if tucked else "margin-cite"
            swap(cited, markup(f'<span class="{classes}">{cited.html}{card}</span>', cited.words()))
        else:
            call = element("", *cited.finished(), tag="span", classes=["margin-cite"])
            swap(cited, call)
            call += button_for(name, label, "+", unspoken=True)
            call["classes"] += ["tucked"] if tucked else []
            content = [nodes.paragraph("", "", *work.copy()) for work in works]
            place_body(call, body_for(name, content, unspoken=True), inside=True)
        if not tucked:
            self.seen.update(names)


def _follows_call(call: element) -> bool:
    """Return whether only spaces separate *call* from the previous one, so that a finger may hit both."""
    siblings = call.parent.children
    for previous in reversed(siblings[: call.parent.index(call)]):
        if isinstance(previous, repeated):
            continue  # The body of a previous call.
        if not isinstance(previous, nodes.Text):
            return isinstance(previous, element) and "sidenote" in previous["classes"]
        if previous.astext().strip():
            break
    return False


def _is_within(node: nodes.Node, *kinds: type[nodes.Element]) -> bool:
    """Return whether *node* is inside an element of one of *kinds*."""
    return any(isinstance(each, kinds) for each in around(node))
