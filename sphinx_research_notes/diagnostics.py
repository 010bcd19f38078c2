"""Every kind of warning that the package gives, in one place: the catalogue that the guide shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes

    from .model.faults import Fault

logger = logging.getLogger(__name__)

#: The type of every warning; each has one of the subtypes below (``notes.date``), for ``suppress_warnings``.
TYPE = "notes"

#: What each subtype of warning means and what happens then.
CATALOGUE: dict[str, str] = {
    "aside": (
        "A note to self has an option that cannot be understood; the option is left out."
        " Or something asks to be private in a way that no parser reads as a directive; it is left out."
    ),
    "bibliography": (
        "A `.bib` file is missing, or an entry in it cannot be read or written, holds a word of"
        " LaTeX that is not known, or refers to one that there is not; what can be read counts."
    ),
    "citation": "A citation names no work, or cannot be understood; its text stays.",
    "comments": "A thread file, or a comment in it, has a fault; every comment still shows.",
    "config": (
        "A `notes_*` value cannot be used; the default is used instead."
        " Or a name in conf.py is one typo away from an option, or a link of the theme leads nowhere."
    ),
    "date": "A date cannot be understood or does not exist; the note counts as without that date.",
    "directive": "An option or argument of a directive cannot be used; it is left out.",
    "encoding": "A file is not UTF-8; it is left out until it is saved as UTF-8, and the rest is built.",
    "entry": (
        "An entry of a stream has no usable date, repeats an anchor or a label, or calls a footnote,"
        " a link or a substitution that it does not define; its text stays."
        " Or a hidden one is written in a way that no parser reads as a directive; it is left out."
    ),
    "epigraph": "An epigraph in front matter has a shape that is not understood.",
    "file": "Raw HTML in a note names a file that is not there; its address stays as it is.",
    "front-matter": (
        "The front matter is not valid YAML; the lines that are still count."
        " Or it is TOML or JSON with an error, or a broken notebook, or `draft: true` stands in the text;"
        " the file is left out."
    ),
    "key": (
        "A front matter key, or one within its value (`coment` in `updates`),"
        " is one typo away from a known one."
    ),
    "label": "A role names a tag, category or author that no public note has; its text stays.",
    "leak": (
        "A file of the output holds eight or more words in a row of something hidden,"
        " or is a copy of a hidden file; the build fails."
    ),
    "match": "A pattern matches no document, or a list has no note to show.",
    "math": "A formula cannot be turned into MathML; its TeX is shown instead.",
    "nesting": "Lists or quotations stand in one another too deeply; what is deeper is left out.",
    "place": "Two pages want one address, or an address leads out of the site.",
    "plain-page": (
        "A page that is no note says `draft: true`, or the like, which has no effect there; it is published."
    ),
    "shortcode": (
        "A shortcode or a tag of Hugo or Jekyll in a note, such as `{{< figure >}}`, which nothing fills in;"
        " it stays in the text."
    ),
    "status": (
        "A status has a shape that is not understood, is one typo away from a known label,"
        " or is off its scale."
    ),
    "template": "A template of the project's own cannot be rendered; the built-in one is used.",
    "unread": "Files that look like notes, or the root document, are not read: no parser is known for them.",
    "upstream": (
        "A version of Sphinx, MyST or sphinxcontrib-bibtex that the package was not checked on lacks"
        " something that a workaround needs; the message says what is lost."
    ),
    "value": "A front matter value is not what its key accepts; it is left out.",
    "visibility": (
        "A value for draft, published or visibility is unclear; the note is kept as a draft."
        " Or a hidden file, or one that has a hidden part, is included, loaded, shown as a picture"
        " or offered for download; it is left out."
    ),
    "wikilink": "A `[[link]]` in a note, which Markdown does not know; its text stays.",
}


def warn(
    subtype: str,
    message: str,
    location: nodes.Node | tuple[str, int | None] | str | None = None,
    *,
    once: bool = False,
) -> None:
    """Give one warning of the catalogue, with its place; with *once*, the same message only once a build."""
    assert subtype in CATALOGUE, subtype
    logger.warning(message, type=TYPE, subtype=subtype, location=location, once=once)


def report_error(
    subtype: str, message: str, location: nodes.Node | tuple[str, int | None] | str | None = None
) -> None:
    """Give one error of the catalogue: something that cannot be built as the author wants it."""
    assert subtype in CATALOGUE, subtype
    logger.error(message, type=TYPE, subtype=subtype, location=location)


def report_faults(faults: Iterable[Fault], docname: str, line: int | None = None) -> None:
    """Give the *faults* of *docname* as warnings; *line* stands in where a fault has none."""
    for fault in faults:
        warn(fault.subtype, fault.message, (docname, fault.line or line))
