"""The citations in a document that is being read, and the keys in their text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.environment import BuildEnvironment

#: Where sphinxcontrib-bibtex keeps the keys of footnotes while a document is read: placed, not yet placed.
FOOT_KEYS = ("bibtex_foot_old_refs", "bibtex_foot_new_refs")
#: Where those are kept that no bibliography has.
UNKNOWN_FOOT_KEYS = "notes_foot_unknown"

#: Text before or after a key.
_AFFIX = re.compile(r"\{[^{}]*\}")


def cited(env: BuildEnvironment, cites: Iterable[tuple[nodes.Element, list[str]]] = ()) -> tuple[str, ...]:
    """Return the keys that the document being read depends on; *cites* are its :func:`citations`, if a note.

    A resolved citation has its keys; one for sphinxcontrib-bibtex is a cross-reference. ``footcite`` keeps
    its keys, for the whole document, in the temporary data of the environment.
    """
    names = (*FOOT_KEYS, UNKNOWN_FOOT_KEYS)
    feet = (key for name in names for key in env.current_document.get(name) or ())
    return tuple(sorted({key for _, keys in cites for key in keys if key}.union(feet)))


def citations(env: BuildEnvironment, body: nodes.Element) -> Iterator[tuple[nodes.Element, list[str]]]:
    """Yield each citation in *body*, part of the document being read, with its keys."""
    names = env.current_document.get("bibtex_footcite_names") or {}
    document = body if isinstance(body, nodes.document) else body.document
    # The id that is expected for a name may belong to something else.
    name_ids = document.nameids if document is not None else {}
    feet = {name_ids.get(name) or nodes.make_id(name): key for key, name in names.items()}
    for node in body.findall(nodes.Element):
        if "cites" in node.attributes:
            yield node, node["cites"]
        elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
            yield node, cited_keys(str(node.get("reftarget", "")))
        elif isinstance(node, nodes.footnote_reference) and node.get("refid") in feet:
            yield node, [feet[node["refid"]]]


def cited_keys(target: str) -> list[str]:
    """Return the keys in the text of a ``cite`` role, such as ``{see}good1953{p. 3}``."""
    return [key for part in _AFFIX.sub(" ", target).split(",") if (key := part.strip())]
