"""The definitions of links that MyST collects for a document.

``[name]: address`` in one part of a Markdown document applies to the whole of it. A directive can reach these
definitions only through the private renderer of MyST's ``MockState``. No upstream issue is known; its title
could be "Let directives access the Markdown environment of the document". Checked on MyST 4.0 to 5.2; on a
version without that attribute, all entries of a stream share their definitions and a ``notes.upstream``
warning says so. It can go when ``MockState`` has a public name for its renderer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .patching import warn_unsupported

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective


def markdown_environment(directive: SphinxDirective) -> dict[str, Any] | None:
    """Return markdown-it's environment of the document of *directive*; None in other syntaxes."""
    environment: dict[str, Any] | None = getattr(getattr(directive.state, "_renderer", None), "md_env", None)
    if environment is None and type(directive.state).__module__.startswith("myst_parser."):
        consequence = "entries share the link definitions of their document"
        warn_unsupported("myst-parser", "MockState._renderer.md_env", consequence)
    return environment
