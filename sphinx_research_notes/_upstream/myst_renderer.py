"""What MyST's parser knows of a document, which a directive in it reaches by a private way alone.

``[name]: address`` in one part of a text is known in all of it; to a directive MyST says nothing of that.
Checked on MyST 4.0 to 5.2; where the way is another, such definitions are shared as without us. It can go
when ``MockState`` names its renderer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective


def markdown_environment(directive: SphinxDirective) -> dict[str, Any] | None:
    """What markdown-it keeps of the document of *directive*; None in other syntaxes."""
    found: dict[str, Any] | None = getattr(getattr(directive.state, "_renderer", None), "md_env", None)
    return found
