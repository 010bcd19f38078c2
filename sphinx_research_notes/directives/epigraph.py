"""``{epigraph}``: the directive of docutils, with a structured attribution, verse, and a citation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.body import Epigraph as DocutilsEpigraph
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from ..diagnostics import warn
from ..model.urls import web_address
from ..model.values import split_attribution
from ..state.read_state import read_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model import note

#: The class of an epigraph from front matter, shown at the head of its note.
HEAD = "note-epigraph-head"


class Epigraph(SphinxDirective):
    """A quotation at the head of a text.

    Without our options, and in a document that is not a note, it is exactly the directive of docutils.
    """

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        **dict.fromkeys(("by", "source", "url", "cite", "lang", "name"), directives.unchanged),
        "verse": directives.flag,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        own_options = {"by", "source", "url", "cite", "lang", "verse"} & set(self.options)
        if not own_options and read_state(self.env).front is None:
            plain = DocutilsEpigraph(
                self.name, self.arguments, self.options, self.content, self.lineno,
                self.content_offset, self.block_text, self.state, self.state_machine,
            )  # fmt: skip
            return list(plain.run())  # type: ignore[no-untyped-call]
        if not any(line.strip() for line in self.content):
            warn("directive", "epigraph: expected a quotation, got no text; ignoring it", self.get_location())
            return []
        text, by = split_attribution("\n".join(self.content))
        length = text.count("\n") + 1
        content = self.content[:length] if by else self.content
        quote = nodes.block_quote(classes=["epigraph", *self.options.get("class", [])])
        quote["notes_figure"] = True
        quote["lang"] = self.options.get("lang", "").strip()
        if "verse" in self.options:
            quote += self._verse(text)
        else:
            self.content = content
            quote += self.parse_content_to_nodes()
            for inner in list(quote.findall(nodes.attribution)):
                inner.parent.remove(inner)
                by = by or inner.astext()
            if all(isinstance(child, nodes.doctest_block) for child in quote.children):
                # Sphinx unwraps a quotation that contains nothing else, and expects a plain one.
                code = nodes.container("", *quote.children)
                quote.clear()
                quote += code
        if attribution := self._attribution(by):
            quote += nodes.attribution("", "", *attribution)
        self.add_name(quote)
        self.set_source_info(quote)
        return [quote]

    def _verse(self, text: str) -> nodes.line_block:
        block = nodes.line_block()
        for each in text.split("\n"):
            block += nodes.line("", "", *self.parse_inline(each.strip())[0])
        return block

    def _attribution(self, by: str) -> list[nodes.Node]:
        """Return the author, the work and the citation."""
        given = {name: str(self.options.get(name) or "").strip() for name in ("by", "source", "url", "cite")}
        who, url, key = given["by"] or by, given["url"], given["cite"]
        if url and not web_address(url):
            message = f"epigraph: :url: expected an http(s) URL, got {url!r}; ignoring it"
            warn("directive", message, self.get_location())
            url = ""
        author = list(self.parse_inline(who)[0]) if who else []
        return join(author, source_nodes(given["source"], url), self._citation(key) if key else [])

    def _citation(self, key: str) -> list[nodes.Node]:
        """Return a citation of *key*, or the key itself without a bibliography extension."""
        role = self.env.domains["cite"].role("t") if "cite" in self.env.domains else None
        if role is None:
            return [nodes.Text(key)]
        citation, _ = role("cite:t", f"{{cite:t}}`{key}`", key, self.lineno, self.state.inliner)
        return list(citation)


def source_nodes(source: str, url: str) -> list[nodes.Node]:
    """Return the work that an epigraph is from, with a link to *url* if given."""
    if not source and not url:
        return []
    text = nodes.emphasis("", source) if source else nodes.inline("", url)
    return [nodes.reference("", "", text, refuri=url) if url else text]


def join(*parts: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return those of *parts* that are not empty, joined by commas."""
    return [node for part in parts if part for node in (nodes.Text(", "), *part)][1:]


def epigraph_node(epigraph: note.Epigraph) -> nodes.block_quote:
    """Return an epigraph from front matter or configuration: plain text, not parsed."""
    quote = nodes.block_quote(classes=["epigraph"], lang=epigraph.lang, notes_figure=True)
    if epigraph.verse:
        block = nodes.line_block()
        block += [nodes.line("", each.strip()) for each in epigraph.text.split("\n")]
        quote += block
    else:
        quote += [nodes.paragraph("", " ".join(p.split())) for p in epigraph.text.split("\n\n")]
    author, key = ([nodes.Text(text)] if text else [] for text in (epigraph.by, epigraph.cite))
    if parts := join(author, source_nodes(epigraph.source, epigraph.url), key):
        quote += nodes.attribution("", "", *parts)
    return quote


class AppendEpigraph(SphinxTransform):
    """Inserts the epigraph from front matter at the head of its note; runs after NoteTitle (5)."""

    def apply(self, **kwargs: Any) -> None:
        front = read_state(self.env).front
        if front is None or front.epigraph is None:
            return
        section = next((c for c in self.document.children if isinstance(c, nodes.section)), None)
        if section is not None:
            quote = epigraph_node(front.epigraph)
            quote["classes"].append(HEAD)
            section.insert(1, quote)
