"""What is hidden as a whole: a file, by its front matter.

The one place that decides. Everything that could show a text asks here, and in :mod:`.parts` for what is
hidden in a file: what is read, included, offered for download, and the audit of what was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import frontmatter, schema
from .block import HIDING, Block
from .shapes import is_true

if TYPE_CHECKING:
    from .config import NotesConfig

#: What a file is written in; a file with any other suffix is looked at as both.
_LANGUAGES = {".md": "markdown", ".markdown": "markdown", ".ipynb": "markdown", ".rst": "rst", ".rest": "rst"}


def kind_of(block: Block, docname: str, config: NotesConfig) -> str:
    """``note``, ``page``, or nothing for a document whose front matter is not ours."""
    lowered = {key.lower(): value for key, value in block.values.items()}
    said = {key: str(lowered.get(key) or "").strip(" []'\"").lower() for key in schema.KINDS}
    if said["kind"] == "page" or said["layout"] == "page":
        return "page"
    if said["kind"] == "note" or said["layout"] == "post" or is_true(said["blogpost"]):
        return "note"
    if config.matches(docname):
        return "note"
    return "page" if said["kind"] or said["layout"] else ""


def hides_file(text: str, suffix: str, docname: str, config: NotesConfig) -> bool:
    """Whether the front matter of a file that is no document of the project hides it.

    Such a file is hidden by ``draft``, ``private``, ``published`` or ``visibility`` alone: ``status`` is a
    word of many kinds of files.
    """
    for each in (suffix,) if suffix in _LANGUAGES else (".md", ".rst"):
        block = frontmatter.block_of(text, each)
        if not kind_of(block, docname, config):
            telling = HIDING - {"status"}
            block.values = {k: v for k, v in block.values.items() if k.lower() in telling}
        if block.values and not config.shows(schema.understand(block, config.settings)[0].visibility):
            return True
    return False
