"""What is hidden as a whole: a file, by its front matter.

The one place that decides. Everything that could show a text asks here, and in :mod:`.hidden_parts` for what
is hidden in a file: what is read, included, offered for download, and the audit of what was written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..frontmatter import extract, schema
from ..frontmatter.block import HIDING, Block
from ..frontmatter.keys import AXES, canonical
from ..model.note import FrontMatter, Visibility
from ..model.values import is_true

if TYPE_CHECKING:
    from ..config import NotesConfig
    from ..frontmatter.syntax import Syntax
    from ..model.faults import Fault

#: What :func:`kind_of` calls a post of ablog's: its front matter can hide it, and is not ours to take.
ABLOG = "blogpost"


#: The page of a folder, in one language or several.
_FOLDER_PAGE = re.compile(r"_index(?:\.[A-Za-z-]+)?", re.IGNORECASE)


def kind_of(block: Block, docname: str, config: NotesConfig) -> str:
    """``note``, ``page``, :data:`ABLOG`, or nothing for a document whose front matter is not ours."""
    lowered = {key.lower(): value for key, value in block.values.items()}
    said = {key: str(lowered.get(key) or "").strip(" []'\"").lower() for key in schema.KINDS}
    if said["kind"] == "page" or said["layout"] == "page":
        return "page"
    is_blogpost = bool(is_true(said["blogpost"]))
    if said["kind"] != "note" and config.is_of_ablog(docname, says=is_blogpost):
        return ABLOG
    if said["kind"] == "note" or said["layout"] == "post" or is_blogpost:
        return "note"
    if config.matches(docname):
        # Hugo's `_index.md` is the page of its folder.
        return "page" if _FOLDER_PAGE.fullmatch(docname.rpartition("/")[2]) else "note"
    if is_set_aside(docname):
        return "note"
    return "page" if said["kind"] or said["layout"] else ""


#: The folder that holds drafts: being in it is all that makes a file one.
_DRAFTS = "_drafts"


def is_set_aside(docname: str) -> bool:
    """Whether *docname* lies in a folder of drafts, at any depth."""
    return _DRAFTS in docname.lower().split("/")[:-1]


def understand(block: Block, docname: str, config: NotesConfig) -> tuple[FrontMatter, list[Fault]]:
    """The typed front matter of the document *docname*, and what is wrong with it."""
    front, faults = schema.understand(block, config.settings)
    if is_set_aside(docname):
        front = replace(front, visibility=front.visibility.stricter(Visibility.DRAFT))
    return front, faults


def idle_flag(block: Block, config: NotesConfig) -> str:
    """The key of *block*, of a document that is none of ours, that would hide it if it were; empty if none.

    A ``status`` is a word of many kinds of files, and a value that is unclear (``draft: 07``) one of theirs.
    """
    for name, value in block.values.items():
        alone = Block(values={name: value})
        if canonical(name.lower()) not in {"status", *AXES}:
            front, faults = schema.understand(alone, config.settings)
            if not faults and front.visibility is not Visibility.PUBLIC:
                return name
    return ""


def hides_file(text: str, syntax: Syntax, docname: str, config: NotesConfig) -> bool:
    """Whether the front matter of a file that is no document of the project hides it.

    Such a file is hidden by ``draft``, ``private``, ``published`` or ``visibility`` alone: ``status`` is a
    word of many kinds of files. Only where it has the name or the marks of a note does everything count.
    """
    block = extract.block_of(text, syntax)
    if kind_of(block, docname, config):
        hidden = not config.shows(understand(block, docname, config)[0].visibility)
        return hidden or block.unreadable is not None
    telling = HIDING - {"status"}
    block.values = {k: v for k, v in block.values.items() if k.lower() in telling}
    return bool(block.values) and not config.shows(schema.understand(block, config.settings)[0].visibility)
