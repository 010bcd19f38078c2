"""Report wikilinks that lead nowhere, may mean several documents, or name a part that a document lacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..diagnostics import warn
from ..reading.obsidian.vault import vault_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from ..reading.obsidian.vault import Destination


def is_number(target: str) -> bool:
    """Return whether *target* is a number in brackets, as of a reference, rather than a name."""
    return re.fullmatch(r"\d{1,3}", target) is not None


def report_wikilink(node: nodes.Element, found: Destination | None, env: BuildEnvironment, here: str) -> None:
    """Report what is wrong with the wikilink *node* in *here*, which leads to what is *found*."""
    vault, written = vault_of(env), str(node["written"])
    target = str(node.get("reftarget") or node.get("target"))
    if found is None:
        if is_number(target):
            return
        if vault.hides(target, here):
            message = f"expected the name of a page of this site, found {written!r}, which is kept back"
            warn("wikilink", f"{message}; leaving its text", node)
            return
        near = vault.near(target)
        hint = f"did you mean [[{near}]]?" if near else "leaving its text"
        warn("wikilink", f"expected the name of a page of this site, found {written!r}; {hint}", node)
    elif found.others:
        others = ", ".join(repr(each) for each in found.others[:3])
        message = f"expected the name of one page, found {written!r}, which may also mean {others}"
        warn("wikilink", f"{message}; linking to {found.docname!r}", node)
    elif found.lacks:
        part = target.partition("#")[2]
        kind = "block" if part.startswith("^") else "heading"
        near = "" if kind == "block" else vault.near_heading(found.docname, part)
        hint = f"; did you mean {near!r}?" if near else f"; linking to {found.docname!r}"
        message = f"expected a {kind} of {found.docname!r}, found {written!r}"
        warn("wikilink", message + hint, node)
