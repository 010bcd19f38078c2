"""The catalogue of warnings: every subtype with its meaning, and the functions that log them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model.faults import Fault

    Location = nodes.Node | tuple[str, int | None] | str | None

logger = logging.getLogger(__name__)

#: The type of every warning. With a subtype below it can be named in ``suppress_warnings`` (``notes.date``).
TYPE = "notes"

#: The subtypes: for each, what causes the warning and what happens then. Copied into the guide as they are.
CATALOGUE: dict[str, str] = {
    "archive": (
        "A note, or the site, lacks something that the archive in `notes_archive` requires, or a DOI has"
        " wrong check digits; the build goes on."
    ),
    "aside": (
        "A note to self has an invalid option; the option is ignored. Or something is marked as private in a"
        " way that no parser recognises as a directive; it is left out."
    ),
    "bibliography": (
        "A `.bib` file is missing, or one of its entries cannot be parsed or formatted, uses an unknown LaTeX"
        " command or a misspelt field, or refers to an entry that does not exist; whatever can be read is"
        " used."
    ),
    "card": (
        "No installed font has a character of a title, an author's name or a status; no card is drawn for"
        " that page."
    ),
    "citation": "A citation is malformed, or its key is unknown; its text is kept as written.",
    "comments": "A thread file, or a comment in it, is malformed; every comment is still shown.",
    "config": (
        "A `notes_*` option has an invalid value; the default is used. Or a name in `conf.py` looks like a"
        " misspelt option, or a link in the theme options leads nowhere. Or the settings of a vault exclude"
        " files in a way that cannot be read; its notes are left out."
    ),
    "date": "A date is invalid, ambiguous or in an unknown format; it is ignored.",
    "directive": "A directive has an invalid option or argument; it is ignored.",
    "encoding": "A file is not UTF-8; it is left out until it is saved as UTF-8, and the rest is built.",
    "entry": (
        "A stream entry has no usable date, repeats an anchor or a label, or refers to a footnote, link or"
        " substitution that it does not define; its text is kept as written. Or a hidden entry is written in"
        " a way that no parser recognises as a directive; it is left out."
    ),
    "epigraph": "An epigraph in front matter is in an unexpected form.",
    "extension": (
        "A function added by `conf.py` or another extension fails, or adds a page or file that already"
        " exists; what it would have added is left out."
    ),
    "file": "Raw HTML in a note refers to a missing file; its address is kept as written.",
    "former": (
        "The last published site had an address, according to `notes_former`, that is gone; links to it are"
        " broken until a note has it as an alias. Or a file in `notes_former` cannot be read; it is left out."
    ),
    "front-matter": (
        "The front matter is not valid YAML; the valid lines are used. Or it is TOML or JSON with a syntax"
        " error, or the notebook is broken, or `draft: true` is in the text; the file is left out. Or a file"
        " for a whole folder is not valid YAML; its notes are left out."
    ),
    "key": (
        "A key in front matter, or in one of its values (`coment` in `updates`), looks like a misspelling of"
        " a known one. Or a file for a whole folder has a key that can only be for one note; it is ignored."
    ),
    "label": (
        "A role refers to a tag, category or author that no public note has; the text is shown without a"
        " link. Or `notes_labels` describes a label that no public note has. Or a toctree names a generated"
        " list that has no page, because no note has a tag, for instance; the entry is left out."
    ),
    "leak": (
        "An output file contains eight or more consecutive words of hidden text, or is a copy of a hidden"
        " file; the build fails."
    ),
    "match": "A pattern matches no document, or a listing has no notes to show.",
    "math": "A formula cannot be converted to MathML; its TeX is shown instead.",
    "nesting": "Lists or block quotes are nested too deeply; the levels beyond the limit are left out.",
    "place": "Two pages claim the same address, or an address leads out of the site.",
    "plain-page": (
        "A page that is not a note has `draft: true` or similar in its front matter, which has no effect"
        " there; the page is published."
    ),
    "related": (
        "A note names something as `related` that is no document or address of the site, or as the original"
        " of a translation that is no note; it is left out."
    ),
    "search": (
        "`notes_search` asks for Pagefind, which isn't installed, or the theme is another: the search uses"
        " Sphinx's index. Or Pagefind has failed; the search then finds nothing."
    ),
    "shortcode": (
        "A note contains a Hugo shortcode or a Jekyll tag, such as `{{< figure >}}`, which nothing expands;"
        " it is kept as text."
    ),
    "status": (
        "A status is in an unexpected form, looks like a misspelling of a known label, or is out of range."
    ),
    "template": "A template in your project cannot be rendered; the built-in one is used.",
    "unread": "Files that look like notes, or the root document, are not read: no parser handles them.",
    "upstream": (
        "A version of Sphinx, MyST or sphinxcontrib-bibtex that the package was not checked on lacks"
        " something that a workaround needs; the message says what is lost."
    ),
    "value": "A front matter value is not one that its key accepts; it is ignored.",
    "visibility": (
        "The value of `draft`, `published`, `visibility`, `publish_date` or `expiry_date` is unclear; the"
        " note is treated as a draft. Or a hidden file, or one with a hidden part, is included, loaded, shown"
        " as an image or offered for download; it is left out."
    ),
    "wikilink": (
        "A note contains a `[[link]]`, which is not Markdown without `notes_wikilinks`; it is kept as text."
        " Or such a link leads nowhere, or to a file that only Obsidian shows, and becomes text; or it may"
        " mean several pages, and leads to the one with the shortest path."
    ),
}


#: The attribute of a log record that names what has failed. Workers don't know what others have said of it.
SOURCE = "notes_source"
_told: set[str] = set()


def warn(
    subtype: str,
    message: str,
    location: Location = None,
    *,
    once: bool = False,
    source: str = "",
) -> None:
    """Log a warning with a *subtype* from the catalogue; with *once*, the same message once per build.

    *source*: what has failed; of it, only the first warning in a build is given, whatever its message.
    """
    assert subtype in CATALOGUE, subtype
    if not source or is_first(source):
        extra = {SOURCE: source}
        logger.warning(message, type=TYPE, subtype=subtype, location=location, once=once, extra=extra)


def is_first(source: str) -> bool:
    """Return whether nothing has been said of *source* in this build, and remember that it has been now."""
    if source in _told:
        return False
    _told.add(source)
    return True


def forget_sources(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: a new build reports each failure again."""
    _told.clear()


def inform(message: str, location: Location = None) -> None:
    """Log *message* as information, which is no reason for ``-W`` to fail a build."""
    logger.info(message, location=location)


def report_error(subtype: str, message: str, location: Location = None) -> None:
    """Log an error with a *subtype* from the catalogue, for something that cannot be built as requested."""
    assert subtype in CATALOGUE, subtype
    logger.error(message, type=TYPE, subtype=subtype, location=location)


def report_faults(faults: Iterable[Fault], docname: str, line: int | None = None) -> None:
    """Log the *faults* of *docname* as warnings; *line* is used for a fault that has no line of its own."""
    for fault in faults:
        warn(fault.subtype, fault.message, (docname, fault.line or line))
