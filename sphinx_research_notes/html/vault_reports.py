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
    target = str(node.get("reftarget") or node.get("target"))
    written = str(node["written"])
    if found is None:
        if not is_number(target):
            warn("wikilink", _unknown(env, target, written, here), node)
    elif found.others:
        others = ", ".join(repr(each) for each in found.others[:3])
        message = f"expected the name of one page, found {written!r}, which may also mean {others}"
        warn("wikilink", f"{message}; linking to {found.docname!r}", node)
    elif found.lacks:
        part = target.partition("#")[2]
        kind = "block" if part.startswith("^") else "heading"
        near = "" if kind == "block" else vault_of(env).near_heading(found.docname, part)
        hint = f"did you mean {near!r}?" if near else f"linking to {found.docname!r}"
        warn("wikilink", f"expected a {kind} of {found.docname!r}, found {written!r}; {hint}", node)


def _unknown(env: BuildEnvironment, target: str, written: str, here: str) -> str:
    """Return the message for the wikilink *written* in *here*, whose *target* no page has as a name."""
    vault, embeds = vault_of(env), written.startswith("!")
    message = f"expected the name of a page of this site, found {written!r}"
    if vault.hides(target, here):
        return f"{message}, which is kept back; leaving {'it out' if embeds else 'its text'}"
    near = vault.near(target)
    return f"{message}; " + (f"did you mean [[{near}]]?" if near else "leaving its text")
