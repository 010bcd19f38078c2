"""Bibliography entries prepared for any style: completed, and their values converted from TeX.

Imported only where sphinxcontrib-bibtex is used. Real entries are exports of Zotero, Mendeley and JabRef, use
BibLaTeX's names, and have accents and symbols in TeX.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .bibtex_fields import ARXIV, completed
from .bibtex_names import in_words_of_tex, tidy_people
from .entries import changed, rich_text
from .latex_commands import CHOSEN, DROPPED, JOURNALS, PRINTED, QUOTES, SILENT
from .latex_text import printed, sorted_by
from .protect_math import in_tex
from .title_language import is_english

if TYPE_CHECKING:
    from pybtex.database import Entry

#: Fields that are not text: never parsed as TeX, and with a literal ``%``.
VERBATIM = frozenset(
    {"doi", "url", "eprint", "eprinttype", "archiveprefix", "file", "pdf", "crossref", "xdata", "date"}
)

#: What needs conversion; any other value is plain text.
_SPECIAL = re.compile(r"[\\{}%$]")
PERCENT = re.compile(r"(?<!\\)%")
_DOI = re.compile(r"^\s*(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
#: Escapes that exports put into addresses and DOIs: ``10.1007/978-3-319-24574-4{\\_}28``.
_ESCAPED = re.compile(r"\{\\([_%&#~])\}|\\([_%&#~])")
#: Commands that pybtex does not handle as LaTeX does.
_WORDS_OF_LATEX = (SILENT | DROPPED | PRINTED | QUOTES | CHOSEN.keys() | JOURNALS.keys()) - {
    "emph", "textbf", "textit", "texttt",
}  # fmt: skip


def tidy(entry: Entry, entries: Any) -> Entry:
    """Return a copy of *entry* that any style can format; *entries* are all entries by key, for inheritance.

    Fields and types of BibLaTeX get BibTeX's names, a DOI loses its prefix, a ``%`` is literal, and unmatched
    braces are removed.
    """
    kind, fields, people = completed(entry, entries)
    tidied = {name: _value(name, value) for name, value in fields.items()}
    if is_english(fields):
        tidied |= {name: _AFTER_COLON.sub(_braced, tidied[name]) for name in _CASED if name in tidied}
    else:
        tidied |= {name: _protected(tidied[name]) for name in (*_CASED, "edition") if name in tidied}
    everyone = (
        (role, [person for person in tidy_people(persons) if not _is_blank(str(person))])
        for role, persons in people.items()
    )
    copy = changed(
        entry, kind, fields={name: value for name, value in tidied.items() if not _is_blank(value)},
        persons={role: persons for role, persons in everyone if persons},
    )  # fmt: skip
    copy.sorted_by = {name: sorted_by(fields[name]) for name in _SORTING if "\\" in fields.get(name, "")}
    return copy


def _protected(title: str) -> str:
    """Return *title* in braces: only English titles may be changed to lower case."""
    return "{" + re.sub("[{}]", "", title) + "}" if title.strip() else title


def _braced(match: re.Match[str]) -> str:
    """Return text in braces, or put braces around a letter after a colon: BibTeX keeps the case of both."""
    return f"{{{match[1]}}}" if match[1] else match[0]


def readable(entry: Entry, entries: Any) -> Entry:
    """Return *entry* if pybtex can parse it, or else a tidied copy.

    This is for lists made by sphinxcontrib-bibtex: an unmatched brace would end the build, a ``%`` the text.
    """
    kind, fields, people = completed(entry, entries)
    is_whole = (kind, people.keys()) == (entry.type, entry.persons.keys())
    is_same = is_whole and all(entry.fields.get(name, "") == value for name, value in fields.items())
    texts = (value for name, value in entry.fields.items() if name.lower() not in VERBATIM)
    return entry if is_same and all(map(_is_readable, texts)) else unsealed_entry(tidy(entry, entries))


def _is_readable(value: str) -> bool:
    """Return whether pybtex can parse *value*, which has no LaTeX commands that it would show verbatim."""
    if not _SPECIAL.search(value):
        return True
    has_commands = any(word in _WORDS_OF_LATEX for word in re.findall(r"\\([A-Za-z]{2,})", value))
    return not (PERCENT.search(value) or has_commands) and rich_text(value) is not None


def unsealed_entry(entry: Entry) -> Entry:
    """Return a copy of a tidied *entry* without sealed characters, for lists of sphinxcontrib-bibtex."""
    return changed(
        entry,
        fields={name: in_tex(value) for name, value in entry.fields.items()},
        persons={role: [*map(in_words_of_tex, persons)] for role, persons in entry.persons.items()},
    )


#: Fields in which braces around the whole value keep its case.
_CASED = frozenset({"title", "booktitle"})
#: Fields that works are sorted by, in addition to names.
_SORTING = ("year", "title")
_AFTER_COLON = re.compile(r"\{[^{}]*\}|(?<=:\s)([^\W\d_])")


def _is_blank(value: str) -> bool:
    """Return whether *value* is empty except for braces, as in some exports: ``{{}}``."""
    return not value.strip("{} \t\n")


def _value(name: str, value: str) -> str:
    """Return the *value* of the field *name* as LaTeX prints it, or verbatim for addresses."""
    if name in VERBATIM:
        value = _ESCAPED.sub(lambda match: match[1] or match[2], value)
    if name == "doi":
        bare = _DOI.sub("", value).strip().rstrip("}").strip()
        return unquote(bare) if "://" in value else bare  # A URL is percent-encoded, a DOI is not.
    if name == "eprint":
        return ARXIV.sub("", value).strip()
    if name in VERBATIM:
        return value.strip()
    return printed(value)
