"""Bibliography entries prepared for any style: tidied, completed, converted from TeX.

Imported only where sphinxcontrib-bibtex is used. Real entries are exports of Zotero, Mendeley and JabRef, use
BibLaTeX's names, and have accents and symbols in TeX.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from docutils import nodes

from ..model.digests import text_digest
from ..model.month_names import ENGLISH_MONTHS
from .biblatex_dates import put_date
from .bibtex_names import in_words_of_tex, lenient_people_of, tidy_people
from .entries import changed, rich_text
from .latex_commands import CHOSEN, DROPPED, JOURNALS, PRINTED, QUOTES, SILENT
from .latex_text import printed, sorted_by
from .moved_fields import CASED, join_titles, move_fields
from .protect_math import in_tex
from .title_language import is_english

if TYPE_CHECKING:
    from pybtex.database import Entry

#: Fields that are not text: never parsed as TeX, and with a literal ``%``.
VERBATIM = frozenset(
    {"doi", "url", "eprint", "eprinttype", "archiveprefix", "file", "pdf", "crossref", "xdata", "date"}
)

#: BibTeX's names of fields by BibLaTeX's.
_FIELDS = {
    "journaltitle": "journal",
    "location": "address",
    "annotation": "annote",
    "eventtitle": "booktitle",
    "archiveprefix": "eprinttype",
    "lastchecked": "urldate",
    "lastaccessed": "urldate",
    "accessed": "urldate",
    "ee": "url",
    "link": "url",
}

#: Types of entries that styles do not support, with the closest ones that they do.
_TYPES = {
    "collection": "proceedings",
    "conference": "inproceedings",
    "mvbook": "book",
    "mvcollection": "proceedings",
    "report": "techreport",
    "thesis": "phdthesis",
    "www": "online",
    "electronic": "online",
    "suppbook": "inbook",
    "bookinbook": "inbook",
}

#: What BibLaTeX's ``type`` keys of theses and reports mean; empty if the style prints that itself.
_LOCAL_TYPES = {
    "phdthesis": "",
    "mathesis": "",
    "mastersthesis": "",
    "candthesis": "Candidate thesis",
    "bathesis": "Bachelor's thesis",
    "techreport": "",
    "resreport": "Research report",
}

#: What needs conversion; any other value is plain text.
_SPECIAL = re.compile(r"[\\{}%$]")
PERCENT = re.compile(r"(?<!\\)%")
_DOI = re.compile(r"^\s*(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
_ARXIV = re.compile(r"^\s*(?:https?://arxiv\.org/abs/|arxiv:)\s*", re.IGNORECASE)
#: Escapes that exports put into addresses and DOIs: ``10.1007/978-3-319-24574-4{\\_}28``.
_ESCAPED = re.compile(r"\{\\([_%&#~])\}|\\([_%&#~])")
#: A field that is only an address.
_LINK = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}")
#: Commands that pybtex does not handle as LaTeX does.
_WORDS_OF_LATEX = (SILENT | DROPPED | PRINTED | QUOTES | CHOSEN.keys() | JOURNALS.keys()) - {
    "emph", "textbf", "textit", "texttt",
}  # fmt: skip
#: The maximum number of braces around a whole value to remove: each takes time linear in its length.
_MAX_BRACES = 20


def tidy(entry: Entry, entries: Any) -> Entry:
    """Return a copy of *entry* that any style can format; *entries* are all entries by key, for inheritance.

    Fields and types of BibLaTeX get BibTeX's names, a DOI loses its prefix, a ``%`` is literal, and unmatched
    braces are removed.
    """
    kind, fields, people = _completed(entry, entries)
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


def _completed(entry: Entry, entries: Any) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Return the type, fields and people of *entry* under BibTeX's names, still in TeX."""
    fields, people = _inherited(entry, entries)
    fields = {name: value if name in CASED else _unbraced(value) for name, value in fields.items()}
    for biblatex, bibtex in _FIELDS.items():
        if biblatex in fields and bibtex not in fields:
            fields[bibtex] = fields[biblatex]
    if fields.get("location", "") not in {"", fields.get("address")}:
        fields.setdefault("venue", fields["location"])  # In exports of the ACM, of the conference.
    link = _LINK.fullmatch(fields.get("howpublished", "").strip())
    if link is not None and link[1] and not fields.get("url"):
        fields |= {"url": link[1], "howpublished": ""}
    kind = _kind(_TYPES.get(entry.type, entry.type) or "misc", fields)
    join_titles(kind, fields)
    _complete(kind, fields)
    put_date(fields)
    if kind == "incollection" and not people.get("author") and fields.get("bookauthor"):
        people["author"] = lenient_people_of(fields.pop("bookauthor"))
    move_fields(kind, fields, people)
    return kind, fields, people


def _protected(title: str) -> str:
    """Return *title* in braces: only English titles may be changed to lower case."""
    return "{" + re.sub("[{}]", "", title) + "}" if title.strip() else title


def _braced(match: re.Match[str]) -> str:
    """Return text in braces, or put braces around a letter after a colon: BibTeX keeps the case of both."""
    return f"{{{match[1]}}}" if match[1] else match[0]


def _unbraced(value: str) -> str:
    """Return *value* without extra braces around the whole of it, as in ``{{2000}}``."""
    for _ in range(_MAX_BRACES):
        if not (value.startswith("{") and value.endswith("}") and _closes(value) == len(value) - 1):
            break
        value = value[1:-1].strip()
    return value


def _closes(value: str) -> int:
    """Return the index of the brace that closes the first one, or -1."""
    depth = 0
    for index, character in enumerate(value):
        if value[index - 1 : index] != "\\":
            depth += (character == "{") - (character == "}")
        if not depth:
            return index
    return -1


@lru_cache(maxsize=4000)
def id_of(key: str) -> str:
    """Return *key* as part of an id, with a digest if an id cannot contain its characters."""
    plain: str = nodes.make_id(f"x-{key}")[2:]
    if plain and key.isascii():
        return plain
    digest = text_digest(key, 6)
    return f"{plain}-{digest}" if plain else digest


def readable(entry: Entry, entries: Any) -> Entry:
    """Return *entry* if pybtex can parse it, or else a tidied copy.

    This is for lists made by sphinxcontrib-bibtex: an unmatched brace would end the build, a ``%`` the text.
    """
    kind, fields, people = _completed(entry, entries)
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
#: Addresses of works in archives, by BibLaTeX's name of the archive.
_EPRINTS = {
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "jstor": "https://www.jstor.org/stable/{}",
    "hdl": "https://hdl.handle.net/{}",
    "googlebooks": "https://books.google.com/books?id={}",
}
#: Fields that replace page numbers.
_ARTICLE_NUMBERS = ("eid", "articleno", "article-number", "art_number", "elocation-id")
#: What Zotero puts into ``note`` if the type of entry has no field for it.
_PUBLISHER = re.compile(r"\s*Publisher:\s+(.+)", re.IGNORECASE)
#: A number of a month or an edition.
_NUMBER = re.compile(r"\s*[0-9]{1,3}\s*")


def _complete(kind: str, fields: dict[str, str]) -> None:
    """Complete *fields* so that a style of BibTeX shows as much as it can."""
    month, edition = fields.get("month", ""), fields.get("edition", "")
    if _NUMBER.fullmatch(month) and 0 < int(month) <= len(ENGLISH_MONTHS):
        fields["month"] = ENGLISH_MONTHS[int(month) - 1]
    elif len(word := month.strip("{}. ").lower()) > 2:
        fields["month"] = next((each for each in ENGLISH_MONTHS if each.lower().startswith(word)), month)
    if _NUMBER.fullmatch(edition):
        fields["edition"] = _ordinal(int(edition))
    if "://" in fields.get("eprint", "") and not _ARXIV.match(fields["eprint"]):
        # Some publishers put the address of the PDF there.
        fields.setdefault("pdf", fields.pop("eprint"))
    archive, eprint = fields.get("eprinttype", "arxiv").strip().lower(), fields.get("eprint", "").strip()
    if eprint and archive not in {"", "arxiv"}:
        # Styles would link any identifier to arXiv.
        del fields["eprint"]
        if archive in _EPRINTS:
            fields.setdefault("url", _EPRINTS[archive].format(quote(eprint, safe="/")))
        else:
            fields["note"] = ", ".join(filter(None, [fields.get("note", ""), f"{archive}:{eprint}"]))
    if publisher := _PUBLISHER.fullmatch(fields.get("note", "")):
        fields.setdefault("publisher", publisher[1])
        fields.pop("note")
    if kind == "article":
        _complete_article(fields)


def _complete_article(fields: dict[str, str]) -> None:
    """Complete the volume, the issue and the pages in *fields*: pybtex's styles show them only together."""
    if not fields.get("number") and fields.get("issue", "").strip("{} ").isdecimal():
        fields["number"] = fields.pop("issue")
    if not fields.get("pages"):
        fields["pages"] = next((fields[name] for name in _ARTICLE_NUMBERS if fields.get(name)), "")
    volume, number, pages = (fields.get(name, "") for name in ("volume", "number", "pages"))
    if volume and not pages:
        issue = f"({fields.pop('number')})" if number else ""
        text = f"{fields.pop('volume')}{issue}"
    elif number and not volume:
        text = f"number {fields.pop('number')}"
    else:
        return
    if not (fields.get("eprint") and fields["eprint"] in text):
        fields["journal"] = ", ".join(filter(None, [fields.get("journal", ""), text]))


def _ordinal(number: int) -> str:
    """Return ``2nd`` for 2; styles add the word *edition*."""
    last = number % 10 if number % 100 // 10 != 1 else 0
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def _is_blank(value: str) -> bool:
    """Return whether *value* is empty except for braces, as in some exports: ``{{}}``."""
    return not value.strip("{} \t\n")


def _kind(kind: str, fields: dict[str, str]) -> str:
    """Return the type of a thesis or report, and rename its *fields*; return any other *kind* unchanged."""
    if kind == "inbook" and _is_part(fields):
        return "incollection"
    if kind not in {"phdthesis", "mastersthesis", "techreport"}:
        return kind
    fields.setdefault("school" if kind.endswith("thesis") else "institution", fields.get("institution", ""))
    subtype = fields.get("type", "").strip("{} ").casefold()
    if kind == "phdthesis" and ("master" in subtype or subtype == "mathesis"):
        kind = "mastersthesis"
    if subtype in _LOCAL_TYPES:
        fields["type"] = _LOCAL_TYPES[subtype]
    return kind


def _is_part(fields: dict[str, str]) -> bool:
    """Return whether *fields* name the part of a book, as in BibLaTeX; BibTeX has the title of the book."""
    title = re.sub(r"[{}\s]", "", fields.get("title", "")).casefold()
    return bool(title) and re.sub(r"[{}\s]", "", fields.get("booktitle", "")).casefold() not in {"", title}


#: The maximal number of entries to inherit from, such as the book and the series of a chapter.
MOST_PARENTS = 25


def lineage(entry: Entry, entries: Any, most: int = MOST_PARENTS) -> list[tuple[Entry, bool]]:
    """Return the entries that *entry* inherits from, each once and at most the nearest *most*.

    They are given by ``crossref``, as for a volume of proceedings, and by BibLaTeX's ``xdata``. The second
    item of each pair is whether the entry is, or belongs to, a work that contains this one.
    """
    parents: dict[int, tuple[Entry, bool]] = {}
    waiting = [(entry, False)]
    for each, contains in waiting:  # The list grows.
        if len(parents) >= most:
            break
        xdata = [(name, contains) for name in each.fields.get("xdata", "").split(",")]
        for name, is_container in [*xdata, (each.fields.get("crossref", ""), True)]:
            parent = entries.get(name.strip()) if name.strip() else None
            if parent is not None and parent is not entry and id(parent) not in parents:
                parents[id(parent)] = parent, is_container
                waiting.append((parent, is_container))
    return list(parents.values())[:most]


#: What belongs to the title of a work alone, not to those of its parts.
_OF_TITLE = frozenset({"subtitle", "titleaddon"})


def _inherited(entry: Entry, entries: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the fields by lower-case name, and the people by role, of *entry* with those that it inherits.

    The title of a work that contains it becomes its ``booktitle``.
    """
    fields = {name.lower(): str(value) for name, value in entry.fields.items()}
    people = dict(entry.persons)
    for parent, is_container in lineage(entry, entries):
        inherited = {name.lower(): str(value) for name, value in parent.fields.items()}
        if is_container:
            whole = "main" if parent.type.startswith("mv") else "book"
            for name in ("title", "subtitle", "titleaddon"):
                if name in inherited:
                    inherited.setdefault(whole + name, inherited[name])
            inherited = {name: value for name, value in inherited.items() if name not in _OF_TITLE}
        fields, people = inherited | fields, dict(parent.persons) | people
    return fields, people


def _value(name: str, value: str) -> str:
    """Return the *value* of the field *name* as LaTeX prints it, or verbatim for addresses."""
    if name in VERBATIM:
        value = _ESCAPED.sub(lambda match: match[1] or match[2], value)
    if name == "doi":
        bare = _DOI.sub("", value).strip().rstrip("}").strip()
        return unquote(bare) if "://" in value else bare  # A URL is percent-encoded, a DOI is not.
    if name == "eprint":
        return _ARXIV.sub("", value).strip()
    if name in VERBATIM:
        return value.strip()
    return printed(value)
