"""The sentence in which something stands: what a work's page, or a linked note, shows of who mentions it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.ext.ifconfig import ifconfig
from sphinx.util import docname_join

from ..model.note import Passage
from .deferred import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Longer sentences are cut around what they are shown for.
LONGEST = 320

#: Stand in a text where the thing begins and ends; private characters that no text has.
_START, _END = "\ue000", "\ue001"

#: Stand around what a link names, where its text will be the title of that.
NAME_OF, NAME_END = "\ue002", "\ue003"

#: Stands before the label of an equation, which is named by its number.
EQUATION = "\ue007"

#: Stands before the label of something numbered, and before the form in which its number is said.
NUMBER = "\ue008"

#: Stands before the label of a theorem.
THEOREM = "\ue009"

#: Stand around a formula in TeX; and what stands for a blank in it, at which no sentence is cut.
TEX, TEX_END, BLANK = "\ue004", "\ue005", "\ue006"

#: Where one sentence ends and another begins: after the stop and what closes with it.
_STOP = re.compile(r"[.!?…][\"'”’»)\]]?(\s+)(?=[\"'“‘«(\[\ue000]*[^\W\d_a-zß-öø-ÿ])|[。！？]()")
#: Words with a stop that ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|Dr|Mr|Mrs|Ms|Prof|St|Fig|Figs|Eq|Eqs|Sec|Ch|vol|ed|eds|pp?|ca|approx"
    r"|resp|z\.B|d\.h|bzw|vgl|usw|Nr|Abb)|\b[^\W\d_])\.[\"'”’»)\]\ue001]*$",
)
#: An abbreviation is not longer, with what closes after it.
_WORD = 20

#: A condition that holds in no build: no tag is called so.
NEVER = "notes_never"

#: What holds a text of its own, inside which a sentence stands.
_BLOCKS = (
    nodes.paragraph,
    nodes.title,
    nodes.term,
    nodes.caption,
    nodes.rubric,
    nodes.line,
    nodes.attribution,
)
#: What a sentence does not show.
_SILENT = (nodes.footnote_reference, nodes.citation_reference, nodes.raw, nodes.image,
           nodes.system_message, nodes.problematic, nodes.comment, addnodes.index)  # fmt: skip


def place_of(node: nodes.Element) -> Passage:
    """Where *node* stands, without its sentence, where nobody shows it."""
    return Passage(anchor_of(node), "", _conditions(node))


def passage_of(node: nodes.Element) -> Passage:
    """Where *node*, a citation or a link in a document that is being read, stands, and in which sentence."""
    block = node.parent
    while block.parent is not None and not isinstance(block, _BLOCKS):
        block = block.parent
    text = ""
    if isinstance(block, _BLOCKS):
        text = sentence("".join(_texts(block, node)))
    return Passage(anchor_of(node), text, _conditions(node))


def _conditions(node: nodes.Node) -> tuple[str, ...]:
    """The conditions of ``only`` around *node*.

    What ``ifconfig`` shows is settled when the page is written, and till then counts as not shown.
    """
    found: list[str] = []
    parent = node.parent
    while parent is not None:
        if isinstance(parent, addnodes.only):
            found.append(str(parent["expr"]))
        elif isinstance(parent, ifconfig):
            found.append(NEVER)
        parent = parent.parent
    return tuple(found)


def anchor_of(node: nodes.Element) -> str:
    """The id of *node*, or of what it stands in; empty where nothing has one."""
    while not node["ids"] and node.parent is not None and not isinstance(node.parent, nodes.document):
        node = node.parent
    return str(node["ids"][0]) if node["ids"] else ""


def _texts(block: nodes.Node, marked: nodes.Node) -> Iterator[str]:
    """The pieces of text of *block*, with marks around those of *marked*."""
    for child in block.children:
        if child is marked:
            # The mark of a footnote is no part of its sentence.
            shown = "" if isinstance(child, _SILENT) else unnamed(child) or _said(child, marked)
            yield _START + shown + _END
        elif isinstance(child, (nodes.Text, settled)):
            yield child.astext()
        elif isinstance(child, (nodes.math, nodes.math_block)):
            yield f"{TEX}{BLANK.join(child.astext().split())}{TEX_END}"
        elif name := unnamed(child):
            yield name
        elif isinstance(child, nodes.raw) and "<br" in child.astext():
            yield " "
        elif not isinstance(child, _SILENT):
            yield from _texts(child, marked)


def _said(child: nodes.Node, marked: nodes.Node) -> str:
    """The text of *child* as a sentence shows it."""
    return child.astext() if isinstance(child, settled) else "".join(_texts(child, marked))


def unnamed(node: nodes.Node) -> str:
    """What stands for the text of a link that will get the title of its target, which nobody knows yet."""
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
    if node.get("refdomain") == "doc":
        return f"{NAME_OF}{target.lstrip('/')}{NAME_END}"
    if node.get("reftype") == "doc":
        return f"{NAME_OF}{docname_join(str(node.get('refdoc', '')), target)}{NAME_END}"
    return f"{NAME_OF}{target}{NAME_END}" if node.get("reftype") in {"ref", "any", "myst"} else ""


def sentence(marked: str) -> str:
    """The sentence of a text in which the part between the marks stands, at a length that a list can show."""
    marked = " ".join(marked.split())
    place, close = marked.find(_START), marked.find(_END)
    # What is farther away is cut off, whatever it is.
    start, end = max(0, place - 2 * LONGEST), min(len(marked), close + 2 * LONGEST)
    stops = [stop.span(stop.lastindex or 0) for stop in _STOP.finditer(marked, start, end)]
    before = (first for last, first in reversed(stops) if first <= place and _ends(marked, last))
    after = (last for last, _ in stops if last > close and _ends(marked, last))
    start, end = next(before, start), next(after, end)
    found = marked[start:end]
    place = found.find(_START)
    plain = found.replace(_START, "").replace(_END, "")
    # Where the mark of a footnote stood, there are two.
    return re.sub(r" +([,.;:!?])", r"\1", re.sub(" {2,}", " ", _cut(plain, place))).strip()


def _ends(text: str, last: int) -> bool:
    """Whether a sentence of *text* ends at *last*, and no abbreviation."""
    return not _ABBREVIATION.search(text, max(0, last - _WORD), last)


def _cut(text: str, place: int) -> str:
    """*text*, cut at words to about :data:`LONGEST` characters around *place*."""
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
