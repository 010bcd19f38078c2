"""What Pagefind indexes of each document, kept beside the doctrees: an incremental build writes few pages.

The text is taken from the doctree of the page, like that of Sphinx's own index, and so has nothing that is
hidden, repeated from elsewhere on the page or shown of other notes. It is HTML of our own: the title, the
text with its headings and their ids, and at the end what is only found and never shown. Private-use
characters, which no index contains, separate these for our script (``theme/static/search-pagefind.js``).
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from .._upstream.pagefind_service import program
from ..constants import BEFORE, THEME
from ..doctree.nodes import heading, markup, words_of
from ..math.renderer import formula_mathml
from ..model.characters import scrubbed
from .search_words import cjk_words

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from sphinx.config import Config

    from .site import Site

#: Increment when other text is taken from the same doctree.
VERSION = 1

#: The beginning of the file that keeps the texts.
_HEAD = f'{{"version": {VERSION}, '

#: Precede and follow a heading; precede what is only found.
HEADING, HEADING_END, FOUND = "\ue000", "\ue001", "\ue002"
_MARKS = str.maketrans(dict.fromkeys((HEADING, HEADING_END, FOUND), " "))

#: How much more a word counts in a title, and in a heading of each level; as Pagefind has it by default.
_WEIGHTS = (7, 6, 5, 4, 3, 2)

#: The elements that don't interrupt a word.
_IN_LINE = frozenset("a abbr b code em i mark q s small span strong sub sup time u".split())
_LEFT_OUT = (
    nodes.comment,
    nodes.system_message,
    nodes.footnote_reference,
    nodes.label,
    nodes.substitution_definition,
)
_NO_TEXT = frozenset({"no-search", "toctree-wrapper"})
#: The same in finished HTML: all tags but those of the elements above; formulas are one word.
_BREAK = re.compile(rf"</?(?!(?:{'|'.join(sorted(_IN_LINE))})\b)[a-z][^<>]*>", re.IGNORECASE)
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1>|<annotation\b.*?</annotation>", re.IGNORECASE | re.DOTALL)


def uses_pagefind(site: Site) -> bool:
    """Return whether *site* has an index of Pagefind in place of Sphinx's."""
    return wants_pagefind(site) and bool(program())


def wants_pagefind(site: Site) -> bool:
    """Return whether *site* could have one; only the search page of our theme asks it."""
    ours = site.env.config.html_theme == THEME
    return site.config.search == "pagefind" and site.paged and site.has_notes and ours


def texts_path(state: Path) -> Path:
    """Return the file that keeps the texts beside that of the build's *state*."""
    return state.with_suffix(".texts")


def has_texts(path: Path) -> bool:
    """Return whether the file *path* has the texts of a build, without reading all of them."""
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(len(_HEAD)) == _HEAD
    except (OSError, ValueError):
        return False


class SearchTexts:
    """The texts of documents, by docname."""

    def __init__(self, path: Path) -> None:
        """*path*: the file that keeps them."""
        self._path = path
        self._before: dict[str, str] | None = None
        self.by_docname: dict[str, str] = {}

    def load(self) -> None:
        """Read what the last build has kept."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            data = json.loads(self._path.read_text("utf-8"))
            if data["version"] == VERSION:
                self._before = dict(data["texts"])
                self.by_docname = dict(self._before)

    def keep(self, docnames: Container[str]) -> None:
        """Forget all documents but *docnames*."""
        self.by_docname = {name: text for name, text in self.by_docname.items() if name in docnames}

    def save(self) -> None:
        """Keep the texts for the next build."""
        if self.by_docname == self._before:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".new-texts")
        content = {"version": VERSION, "texts": self.by_docname}
        temporary.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        temporary.replace(self._path)


def text_of(doctree: nodes.document, title: str, config: Config) -> str:
    """Return the HTML of the document *doctree* for the index.

    *title*: its title, as plain text.
    """
    collected = _Collector(config)
    collected.visit(doctree, 0)
    found = " ".join([*collected.found, *cjk_words(f"{title} {''.join(collected.plain)}")])
    first = _weighted(title.translate(_MARKS), 0, 'data-pagefind-meta="title"')
    end = f" {FOUND} {escape(found.translate(_MARKS), quote=False)}" if found else ""
    return scrubbed(f"{HEADING} {first} {HEADING_END} {''.join(collected.html)}{end}")


def _weighted(text: str, level: int, attributes: str) -> str:
    # Not a heading, at whose end Pagefind would put a full stop.
    weight = _WEIGHTS[min(level, len(_WEIGHTS) - 1)]
    return f'<span {attributes} data-pagefind-weight="{weight}">{escape(text, quote=False)}</span>'


class _Collector:
    """Walks through a doctree."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.html: list[str] = []
        #: The same without tags.
        self.plain: list[str] = []
        #: What is found, but not shown.
        self.found: list[str] = []

    def visit(self, node: nodes.Node, level: int) -> None:
        """Collect what is in *node*, which is in *level* sections."""
        if isinstance(node, nodes.Text):
            self._add(str(node))
        elif not isinstance(node, nodes.Element) or _is_left_out(node):
            return
        elif isinstance(node, (nodes.math, nodes.math_block)):
            self._add(self._formula(node))
        elif isinstance(node, nodes.raw):
            self._add(_text_of_raw(node))
        elif isinstance(node, nodes.meta):
            if node.get("name") == "keywords":
                self.found.append(str(node.get("content", "")))
        elif found := _heading_level(node, level):
            # That of the document is already there.
            if found > 1:
                self._heading(self._inner(node), node["ids"] or node.parent["ids"], found)
        elif isinstance(node, addnodes.desc_signature):
            self._signature(node)
        else:
            self._children(node, level + isinstance(node, nodes.section))

    def _children(self, node: nodes.Element, level: int) -> None:
        in_line = isinstance(node, nodes.Inline) and node.get("tag", "span") in _IN_LINE
        between = "" if in_line else " "
        self._add(between)
        for child in node.children:
            self.visit(child, level)
        self._add(between)

    def _add(self, text: str) -> None:
        text = text.translate(_MARKS)
        self.plain.append(text)
        self.html.append(escape(text, quote=False))

    def _inner(self, node: nodes.Element) -> str:
        """Return the text in *node*."""
        inner = _Collector(self._config)
        for child in node.children:
            inner.visit(child, 0)
        self.found += inner.found
        return " ".join("".join(inner.plain).split())

    def _heading(self, text: str, ids: list[str], level: int) -> None:
        self.plain += (" ", text, " ")
        weighted = _weighted(text, level - 1, f'id="{escape(ids[0])}"' if ids else "")
        self.html.append(f" {HEADING} {weighted} {HEADING_END} " if ids and text else f" {weighted} ")

    def _signature(self, node: addnodes.desc_signature) -> None:
        """Add the name of an object as a heading: it is a place that one looks for."""
        names = node.findall(lambda each: isinstance(each, (addnodes.desc_addname, addnodes.desc_name)))
        name = "".join(each.astext() for each in names)
        self._heading(name, node["ids"], len(_WEIGHTS))
        for child in node.children:
            if not isinstance(child, (addnodes.desc_addname, addnodes.desc_name)):
                self._add(f" {child.astext()} ")

    def _formula(self, node: nodes.Element) -> str:
        """Return a formula as it is read, once; it is also found by the names in its TeX."""
        html = formula_mathml(
            node.astext(), node.get(BEFORE, ""), self._config, display=isinstance(node, nodes.math_block)
        )
        if not html:
            return node.astext()
        self.found.append(node.astext())
        return _words(html)


def _heading_level(node: nodes.Element, sections: int) -> int:
    """Return the level of a heading, in so many *sections*; 0 if *node* is none."""
    if isinstance(node, heading) or (isinstance(node, nodes.rubric) and node["ids"]):
        return int(node.get("level", len(_WEIGHTS)))
    return sections if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section) else 0


def _is_left_out(node: nodes.Element) -> bool:
    """Whether *node* isn't text of the document: what repeats others, marks of notes, lists of documents."""
    return isinstance(node, _LEFT_OUT) or not _NO_TEXT.isdisjoint(node["classes"])


def _text_of_raw(node: nodes.raw) -> str:
    if "html" not in node.get("format", "").split():
        return ""
    if isinstance(node, markup):
        return _words(node.html) if node.said is None else node.said
    return _words(node.astext())


def _words(html: str) -> str:
    """Return the text of *html*, with spaces only where it is interrupted."""
    seen = _UNSEEN.sub("", html)
    return words_of(_BREAK.sub(" ", _MATH.sub(lambda match: words_of(match[0], ""), seen)), "")
