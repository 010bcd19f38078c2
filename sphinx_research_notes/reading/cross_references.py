"""The targets of the cross-references in a document."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from ..citations.document_citations import cited_keys
from ..constants import DOMAIN, EMBED, WIKILINK
from ..doctree.nodes import placeholder
from ..state.project_files import named_file
from .obsidian.vault import targets_in_vault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment


#: The target of a reference: (kind, target, part).
Link = tuple[str, str, str]


#: The modules of nodes that no extension defines.
_PLAIN = frozenset({"docutils.nodes", "sphinx.addnodes"})


def links_of(env: BuildEnvironment, doctree: nodes.document) -> tuple[Link, ...]:
    """Return the targets of the cross-references in *doctree*, of the document being read."""
    found: dict[Link, None] = {}
    homes = {type(domain).__module__: name for name, domain in env.domains.items()}
    for node in doctree.findall(nodes.Element):
        if isinstance(node, addnodes.pending_xref):
            found |= dict.fromkeys(_targets(env, node))
        elif isinstance(node, placeholder) and node["kind"] == "embed":
            found[EMBED, str(node["target"]), env.docname] = None
        elif (module := type(node).__module__) not in _PLAIN:
            found |= dict.fromkeys(_extension_targets(env, node, homes.get(module)))
    return tuple(found)


def _targets(env: BuildEnvironment, node: addnodes.pending_xref) -> Iterator[Link]:
    """Yield the targets of the reference *node*."""
    domain, kind, target = node.get("refdomain"), node.get("reftype", ""), str(node.get("reftarget", ""))
    if domain == "cite":
        yield from (("cite", key, "") for key in cited_keys(target))
    elif domain == "doc":
        yield "doc", target.lstrip("/"), str(node.get("reftargetid") or "")
        yield from ((WIKILINK, each, env.docname) for each in targets_in_vault(env, node))
    elif kind == "doc":
        yield "doc", docname_join(env.docname, target), ""
    elif domain == DOMAIN:
        yield WIKILINK, target, env.docname
    elif domain == "math":
        yield "math", target, ""
    elif domain in {"std", "", None}:
        if kind == "myst" and PurePath(path := target.partition("#")[0]).suffix:
            # The file may be added later: MyST decides while reading whether a link leads to a file.
            with suppress(OSError):  # No file can have that name.
                yield "file", named_file(env, path, env.docname)[0], ""
        yield from ((WIKILINK, each, env.docname) for each in targets_in_vault(env, node))
        yield "std", target, kind
    else:
        if domain == "prf":
            yield "theorem", target, ""
        yield "domain", str(domain), ""


def _extension_targets(env: BuildEnvironment, node: nodes.Element, domain: str | None) -> Iterator[Link]:
    """Yield the targets that *node*, defined by an extension with *domain*, may show of other documents."""
    if node.tagname == "bibliography":
        yield "bibliography", env.docname, ""
    elif node.tagname == "solution_node":
        # sphinx-exercise: the title names the exercise that it solves.
        yield "std", str(node.get("target_label")), "numref"
    elif domain is not None:
        # The list of todos, or declarations that ``c:alias`` repeats.
        yield "domain", domain, ""
    if node.get("refdoc"):
        # Content that MyST-NB glues in from another notebook.
        yield "reading", str(node["refdoc"]), ""
