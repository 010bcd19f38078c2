"""Every kind of warning that the package gives, in one place: the catalogue that the guide shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes

logger = logging.getLogger(__name__)

#: The type of every warning; each has one of the subtypes below (``notes.date``), for ``suppress_warnings``.
TYPE = "notes"

#: What each subtype of warning means and what happens then.
CATALOGUE: dict[str, str] = {
    "aside": (
        "A note to self has an option that cannot be understood; the option is left out."
        " Or a private one is written in a way that MyST does not read; it is left out."
    ),
    "bibliography": (
        "A `.bib` file is missing, or an entry in it cannot be read or written, holds a word of"
        " LaTeX that is not known, or refers to one that there is not; what can be read counts."
    ),
    "citation": "A citation names no work, or cannot be understood; its text stays.",
    "comments": "A thread file, or a comment in it, has a fault; every comment still shows.",
    "config": "A `notes_*` value cannot be used; the default is used instead.",
    "date": "A date cannot be understood or does not exist; the note counts as without that date.",
    "directive": "An option or argument of a directive cannot be used; it is left out.",
    "encoding": "A file is not UTF-8; it is left out, and the rest is built.",
    "entry": (
        "An entry of a stream has no usable date, or repeats an anchor."
        " Or a hidden one is written in a way that MyST does not read; it is left out."
    ),
    "epigraph": "An epigraph in front matter has a shape that is not understood.",
    "front-matter": "The front matter is not valid YAML; the lines that are still count.",
    "key": (
        "A front matter key, or one within its value (`coment` in `updates`),"
        " is one typo away from a known one."
    ),
    "label": "A role names a tag, category or author that no public note has; its text stays.",
    "leak": "A file of the output holds eight or more words in a row of something hidden; the build fails.",
    "math": "A formula cannot be turned into MathML; its TeX is shown instead.",
    "place": "Two pages want one address, or an address leads out of the site.",
    "status": "A status has a shape that is not understood.",
    "template": "A template of the project's own cannot be rendered; the built-in one is used.",
    "value": "A front matter value is not what its key accepts; it is left out.",
    "visibility": (
        "A value for draft, published or visibility is unclear; the note is kept as a draft."
        " Or a hidden note, or what has a hidden part, is included or offered for download; it is left out."
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a source, found by code that knows nothing of Sphinx."""

    #: A subtype of :data:`CATALOGUE`.
    subtype: str
    #: What was found and what is accepted, in one sentence.
    message: str
    #: Line in the source, counted from 1, where known.
    line: int | None = None


def warn(
    subtype: str, message: str, location: nodes.Node | tuple[str, int | None] | str | None = None
) -> None:
    """Give one warning of the catalogue, with its place."""
    assert subtype in CATALOGUE, subtype
    logger.warning(message, type=TYPE, subtype=subtype, location=location)


def complain(
    subtype: str, message: str, location: nodes.Node | tuple[str, int | None] | str | None = None
) -> None:
    """Give one error of the catalogue: something that cannot be built as the author wants it."""
    assert subtype in CATALOGUE, subtype
    logger.error(message, type=TYPE, subtype=subtype, location=location)


def report(faults: Iterable[Fault], docname: str, line: int | None = None) -> None:
    """Give the *faults* of *docname* as warnings; *line* stands in where a fault has none."""
    for fault in faults:
        warn(fault.subtype, fault.message, (docname, fault.line or line))
