"""The sentence around a citation or link, as shown on the page of the work or note that it refers to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from ..constants import DOMAIN
from ..model.note import Passage
from .conditions import conditions_of
from .deferred import resolved_citation

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Longer sentences are cut around the citation or link.
LONGEST = 320

#: Mark the start and end of the citation or link in text; private-use characters that no text contains.
_START, _END = "\ue000", "\ue001"

#: Enclose the target of a link whose text will be the title of the target.
NAME_OF, NAME_END = "\ue002", "\ue003"

#: Precedes the label of an equation, which is replaced by its number.
EQUATION = "\ue007"

#: Precedes the label of anything else numbered, and the format of its number.
NUMBER = "\ue008"

#: Precedes the label of a theorem.
THEOREM = "\ue009"

#: Precedes the target of a wikilink, followed by the document that it is in.
WIKI = "\ue00a"

#: Enclose a formula in TeX; the third replaces spaces in it, so that it is never cut.
TEX, TEX_END, BLANK = "\ue004", "\ue005", "\ue006"

#: The end of a sentence: after the stop and any closing quotes or brackets.
_STOP = re.compile(r"[.!?…][\"'”’»)\]]?(\s+)(?=[\"'“‘«(\[\ue000]*[^\W\d_a-zß-öø-ÿ])|[。！？]()")
#: Abbreviations, whose stop doesn't end a sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|Dr|Mr|Mrs|Ms|Prof|St|Fig|Figs|Eq|Eqs|Sec|Ch|vol|ed|eds|pp?|ca|approx"
    r"|resp|z\.B|d\.h|bzw|vgl|usw|Nr|Abb)|\b[^\W\d_])\.[\"'”’»)\]\ue001]*$",
)
#: The maximum length of an abbreviation, with closing quotes or brackets.
_WORD = 20

#: Nodes that hold complete sentences.
_BLOCKS = (
    nodes.paragraph,
    nodes.title,
    nodes.term,
    nodes.caption,
    nodes.rubric,
    nodes.line,
    nodes.attribution,
)
#: Nodes that an excerpt leaves out.
SILENT = (nodes.footnote_reference, nodes.citation_reference, nodes.raw, nodes.image,
           nodes.system_message, nodes.problematic, nodes.comment, addnodes.index)  # fmt: skip


def place_of(node: nodes.Element) -> Passage:
    """Return the place of *node* without its sentence, for sites that don't show it."""
    return Passage(anchor_of(node), "", conditions_of(node))


def passage_of(node: nodes.Element) -> Passage:
    """Return the place and the sentence of *node*, a citation or link in the document being read."""
    block = node.parent
    while block.parent is not None and not isinstance(block, _BLOCKS):
        block = block.parent
    text = ""
    if isinstance(block, _BLOCKS):
        marked = "".join(_texts(block, node))
        text = sentence(marked)
        whole = " ".join(marked.replace(_START, "").replace(_END, "").split())
        if text[-1:].isalnum() and whole.endswith(text[-_WORD:]) and _goes_on(block):
            text += " …"
    return Passage(anchor_of(node), text, conditions_of(node))


def _goes_on(block: nodes.Element) -> bool:
    """Return whether the last sentence of *block* goes on with a formula on its own line."""
    siblings = block.parent.children
    after = (node for node in siblings[siblings.index(block) + 1 :] if not isinstance(node, nodes.target))
    return isinstance(next(after, None), nodes.math_block)


def anchor_of(node: nodes.Element) -> str:
    """Return the id of *node* or of its nearest ancestor with one; empty if there is none."""
    while not node["ids"] and node.parent is not None and not isinstance(node.parent, nodes.document):
        node = node.parent
    return str(node["ids"][0]) if node["ids"] else ""


def _texts(block: nodes.Node, marked: nodes.Node) -> Iterator[str]:
    """Yield the text of *block* in pieces, with marks around that of *marked*."""
    for child in block.children:
        if child is marked:
            # A footnote mark is not part of the sentence.
            shown = "" if isinstance(child, SILENT) else unnamed(child) or _text_of(child, marked)
            yield _START + shown + _END
        elif isinstance(child, (nodes.Text, resolved_citation)):
            yield child.astext()
        elif isinstance(child, (nodes.math, nodes.math_block)):
            yield f"{TEX}{BLANK.join(child.astext().split())}{TEX_END}"
        elif name := unnamed(child):
            yield name
        elif isinstance(child, nodes.raw) and "<br" in child.astext():
            yield " "
        elif not isinstance(child, SILENT):
            yield from _texts(child, marked)


def _text_of(child: nodes.Node, marked: nodes.Node) -> str:
    """Return the text of *child* in an excerpt."""
    return child.astext() if isinstance(child, resolved_citation) else "".join(_texts(child, marked))


def unnamed(node: nodes.Node) -> str:
    """Return a stand-in for the text of a link that will be the title of its target, not yet known."""
    if not isinstance(node, addnodes.pending_xref):
        return ""
    target = str(node.get("reftarget", ""))
    if node.get("reftype") == "numref" and node.get("refdomain") == "std":
        form = node.astext() if node.get("refexplicit") else ""
        return f"{NAME_OF}{NUMBER}{target}{NUMBER}{form}{NAME_END}"
    if node.get("refexplicit", True):
        return ""
    if node.get("refdomain") == "prf":
        return f"{NAME_OF}{THEOREM}{target}{NAME_END}"
    if node.get("refdomain") == "math":
        return f"{NAME_OF}{EQUATION}{target}{NAME_END}"
    if node.get("refdomain") == DOMAIN:
        return f"{NAME_OF}{WIKI}{target}{WIKI}{node.get('refdoc', '')}{NAME_END}"
    if node.get("refdomain") == "doc":
        return f"{NAME_OF}{target.lstrip('/')}{NAME_END}"
    if node.get("reftype") == "doc":
        return f"{NAME_OF}{docname_join(str(node.get('refdoc', '')), target)}{NAME_END}"
    return f"{NAME_OF}{target}{NAME_END}" if node.get("reftype") in {"ref", "any", "myst"} else ""


def sentence(marked: str) -> str:
    """Return the sentence that holds the marked part, cut to a length that a list can show."""
    marked = " ".join(marked.split())
    place, close = marked.find(_START), marked.find(_END)
    # Text further away is cut off in any case.
    start, end = max(0, place - 2 * LONGEST), min(len(marked), close + 2 * LONGEST)
    stops = [stop.span(stop.lastindex or 0) for stop in _STOP.finditer(marked, start, end)]
    before = (first for last, first in reversed(stops) if first <= place and _ends(marked, last))
    after = (last for last, _ in stops if last > close and _ends(marked, last))
    start, end = next(before, start), next(after, end)
    excerpt = marked[start:end]
    place = excerpt.find(_START)
    plain = excerpt.replace(_START, "").replace(_END, "")
    # A removed footnote mark leaves two spaces.
    return re.sub(r" +([,.;:!?])", r"\1", re.sub(" {2,}", " ", _cut(plain, place))).strip()


def _ends(text: str, last: int) -> bool:
    """Return whether a sentence of *text*, not an abbreviation, ends at *last*."""
    return not _ABBREVIATION.search(text, max(0, last - _WORD), last)


def _cut(text: str, place: int) -> str:
    """Return *text* cut at words to about :data:`LONGEST` characters around *place*."""
    if len(text) <= LONGEST:
        return text
    start = max(0, min(place - LONGEST // 2, len(text) - LONGEST))
    end = start + LONGEST
    before = after = ""
    if start:
        start, before = text.find(" ", start, start + 40) + 1 or start, "… "
    if end < len(text):
        last = text.rfind(" ", end - 40, end)
        end, after = last if last > 0 else end, " …"
    return before + text[start:end] + after
