"""The cross-references of a document: what they name."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from ..citations.works import cited_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment


#: What a reference names: (kind, target, part).
Link = tuple[str, str, str]


#: Modules whose nodes are no extension's.
_PLAIN = frozenset({"docutils.nodes", "sphinx.addnodes"})


def links_of(env: BuildEnvironment, doctree: nodes.document) -> tuple[Link, ...]:
    """What the cross-references of *doctree*, of the document being read, name, each once."""
    found: dict[Link, None] = {}
    homes = {type(domain).__module__: name for name, domain in env.domains.items()}
    for node in doctree.findall(nodes.Element):
        if isinstance(node, addnodes.pending_xref):
            found |= dict.fromkeys(_named(env, node))
        elif (module := type(node).__module__) not in _PLAIN:
            found |= dict.fromkeys(_beyond(env, node, homes.get(module)))
    return tuple(found)


def _named(env: BuildEnvironment, node: addnodes.pending_xref) -> Iterator[Link]:
    """What the reference *node* names."""
    domain, kind, target = node.get("refdomain"), node.get("reftype", ""), str(node.get("reftarget", ""))
    if domain == "cite":
        yield from (("cite", key, "") for key in cited_keys(target))
    elif domain == "doc":
        yield "doc", target.lstrip("/"), str(node.get("reftargetid") or "")
    elif kind == "doc":
        yield "doc", docname_join(env.docname, target), ""
    elif domain == "math":
        yield "math", target, ""
    elif domain in {"std", "", None}:
        if kind == "myst" and PurePath(path := target.partition("#")[0]).suffix:
            # It may come: MyST settles while it reads whether a link leads to a file.
            yield "file", env.relfn2path(path)[0], ""
        yield "std", target, kind
    else:
        yield "domain", str(domain), ""


def _beyond(env: BuildEnvironment, node: nodes.Element, domain: str | None) -> Iterator[Link]:
    """What *node* of an extension, of the module of *domain*, may show of other documents."""
    if node.tagname == "bibliography":
        yield "bibliography", env.docname, ""
    elif node.tagname == "solution_node":
        # Of sphinx-exercise: its title says which exercise it solves.
        yield "std", str(node.get("target_label")), "numref"
    elif domain is not None:
        # The list of things to do, the declarations that ``c:alias`` repeats.
        yield "domain", domain, ""
    if node.get("refdoc"):
        # What MyST-NB glues in from another notebook.
        yield "reading", str(node["refdoc"]), ""
