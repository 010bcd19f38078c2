"""Fields and types of BibLaTeX, and of various programs, as those of BibTeX, with as much as styles can show.

Imported only where sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..model.month_names import ENGLISH_MONTHS
from .biblatex_dates import put_date
from .bibtex_names import lenient_people_of
from .inheritance import inherited
from .moved_fields import CASED, comparable, join_titles, move_fields

if TYPE_CHECKING:
    from pybtex.database import Entry

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

#: A field that is only an address.
_LINK = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}")
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
#: What an arXiv identifier may begin with.
ARXIV = re.compile(r"^\s*(?:https?://arxiv\.org/abs/|arxiv:)\s*", re.IGNORECASE)
#: The maximum number of braces around a whole value to remove: each takes time linear in its length.
_MAX_BRACES = 20


def completed(entry: Entry, entries: Any) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Return the type, fields and people of *entry* under BibTeX's names, still in TeX."""
    fields, people = inherited(entry, entries)
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


def _complete(kind: str, fields: dict[str, str]) -> None:
    """Complete *fields* so that a style of BibTeX shows as much as it can."""
    month, edition = fields.get("month", ""), fields.get("edition", "")
    if _NUMBER.fullmatch(month) and 0 < int(month) <= len(ENGLISH_MONTHS):
        fields["month"] = ENGLISH_MONTHS[int(month) - 1]
    elif len(word := month.strip("{}. ").lower()) > 2:
        fields["month"] = next((each for each in ENGLISH_MONTHS if each.lower().startswith(word)), month)
    if _NUMBER.fullmatch(edition):
        fields["edition"] = _ordinal(int(edition))
    if "://" in fields.get("eprint", "") and not ARXIV.match(fields["eprint"]):
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
    title, book = (comparable(fields.get(name, "")) for name in ("title", "booktitle"))
    return bool(title) and book not in {"", title}


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
