"""Scripts that extensions write into pages: in our theme they are files, which strict policies allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.digests import text_digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def name_of(script: str) -> str:
    """Return the file for *script*, in ``_static``."""
    return f"inline-{text_digest(script, 8)}.js"


def inline_scripts(app: Sphinx) -> dict[str, str]:
    """Return the scripts that extensions have added without a file to all pages, by the names of their files.

    Those with attributes, such as a type, are left alone: they may not be scripts.
    """
    return {
        name_of(attributes["body"]): attributes["body"]
        for filename, attributes in app.registry.js_files
        if not filename and attributes.get("body") and attributes.keys() <= {"body", "priority"}
    }
