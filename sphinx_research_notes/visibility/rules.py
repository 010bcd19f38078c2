"""Whether a whole file is hidden, by its front matter or its folder.

For a document the answer is a visibility (:mod:`sphinx_research_notes.frontmatter.visibility` combines the
keys); :mod:`sphinx_research_notes.reading.source_read` removes the documents that this build does not show.
Everything else that could show text uses this module as well, and :mod:`.hidden_parts` for the hidden parts
of a file: including, downloading, and the audit of the output.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..doctree.summary import stem_of
from ..frontmatter import schema
from ..frontmatter.block import HIDING, Block
from ..frontmatter.keys import AXES, KINDS, canonical
from ..frontmatter.visibility import is_held_back, readings, treatment
from ..model.dates import file_name_date
from ..model.faults import Fault
from ..model.note import FrontMatter, Visibility
from ..model.values import is_true

if TYPE_CHECKING:
    from ..config import NotesConfig

#: The kind of a post of ABlog: its front matter can hide it, but ABlog reads and removes it.
ABLOG = "blogpost"


#: The name of a folder's page, with or without a language code.
_FOLDER_PAGE = re.compile(r"_index(?:\.[A-Za-z-]+)?", re.IGNORECASE)


def kind_of(block: Block, docname: str, config: NotesConfig) -> str:
    """Return ``note``, ``page``, :data:`ABLOG`, or empty for a document whose front matter is not ours."""
    lowered = {key.lower(): value for key, value in block.values.items()}
    values = {key: str(lowered.get(key) or "").strip(" []'\"").lower() for key in KINDS}
    if values["kind"] == "page" or values["layout"] == "page":
        return "page"
    is_blogpost = bool(is_true(values["blogpost"]))
    if values["kind"] != "note" and config.is_of_ablog(docname, says=is_blogpost):
        return ABLOG
    if values["kind"] == "note" or values["layout"] == "post" or is_blogpost:
        return "note"
    if config.matches(docname):
        # In Hugo, `_index.md` is the page of its folder. What takes the place of a list is no note either.
        is_list = docname in config.index_pages or _FOLDER_PAGE.fullmatch(docname.rpartition("/")[2])
        return "page" if is_list else "note"
    if is_set_aside(docname):
        return "note"
    return "page" if values["kind"] or values["layout"] else ""


#: Tags with which old versions of Nikola hide a post.
_HIDING_TAGS = {"draft": Visibility.DRAFT, "private": Visibility.PRIVATE}
#: The folder for drafts: every file in it is one.
_DRAFTS = "_drafts"


def is_set_aside(docname: str) -> bool:
    """Return whether *docname* is in a folder for drafts, at any depth."""
    return _DRAFTS in docname.lower().split("/")[:-1]


def understand(block: Block, docname: str, config: NotesConfig) -> tuple[FrontMatter, list[Fault]]:
    """Return the typed front matter of the document *docname*, and its faults."""
    front, faults = schema.understand(block, config.settings)
    if is_set_aside(docname):
        front = replace(front, visibility=front.visibility.stricter(Visibility.DRAFT))
    if front.date is None and not front.visibility.hides and _is_held_back_by_name(docname, config):
        front = replace(front, visibility=Visibility.DRAFT)
    if (
        config.ablog
        and front.date is None
        and not front.visibility.hides
        and _is_of_ablog(block, docname, config)
    ):
        front = replace(front, visibility=Visibility.DRAFT)
        message = (
            f"date: expected one, as ABlog lists no post without, found none; {treatment(Visibility.DRAFT)}"
        )
        faults.append(Fault("visibility", message, block.lines.get("blogpost", 1)))
    for tag in () if _says_public(block) else front.tags:
        for label in readings(tag) & _HIDING_TAGS.keys():
            visibility = _HIDING_TAGS[label]
            front = replace(front, visibility=front.visibility.stricter(visibility))
            line = next(
                (block.lines.get(name) for name in block.values if canonical(name.lower()) == "tags"), None
            )
            message = f"tags: expected the key {label!r}, got a tag {tag!r}; {treatment(visibility)}"
            faults.append(Fault("visibility", message, line))
    return front, faults


def _says_public(block: Block) -> bool:
    """Return whether *block* settles what a tag may mean."""
    said = (value for name, value in block.values.items() if name.lower() == "visibility")
    return any(isinstance(value, str) and value.strip().lower() == "public" for value in said)


def _is_of_ablog(block: Block, docname: str, config: NotesConfig) -> bool:
    """Return whether *docname*, which is not dated by its front matter, is a post of ABlog without a date."""
    if file_name_date(stem_of(docname), config.zone)[0] is not None:
        return False
    says = any(is_true(value) for name, value in block.values.items() if name.lower() == "blogpost")
    return says or (kind_of(block, docname, config) == "note" and config.matches(docname))


def _is_held_back_by_name(docname: str, config: NotesConfig) -> bool:
    """Return whether *docname* begins with a date that keeps its note back."""
    dated = file_name_date(stem_of(docname), config.zone)[0]
    return is_held_back(dated, config.settings)


def idle_flag(block: Block, config: NotesConfig) -> str:
    """Return the key of *block* that would hide its document if that were a note; empty for none.

    ``status`` is common in all kinds of files, and an unclear value (``draft: 07``) means something else.
    """
    for name, value in block.values.items():
        alone = Block(values={name: value})
        if canonical(name.lower()) not in {"status", "date", *AXES}:
            front, faults = schema.understand(alone, config.settings)
            if not faults and front.visibility is not Visibility.PUBLIC:
                return name
    return ""


def hides_file(block: Block, docname: str, config: NotesConfig) -> bool:
    """Return whether *block*, the front matter of a file that is not a document of the project, hides it.

    Only ``draft``, ``private``, ``published`` or ``visibility`` hide such a file: ``status`` is common in all
    kinds of files. If its name or front matter makes it a note, all keys count.
    """
    if kind_of(block, docname, config):
        hidden = not config.shows(understand(block, docname, config)[0].visibility)
        return hidden or block.unreadable is not None
    explicit_keys = HIDING - {"status"}
    explicit = Block(values={k: v for k, v in block.values.items() if k.lower() in explicit_keys})
    return bool(explicit.values) and not config.shows(
        schema.understand(explicit, config.settings)[0].visibility
    )
