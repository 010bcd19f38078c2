"""An entry of a bibliography as any style can write it: tidied, completed, its TeX read.

Imported only where sphinxcontrib-bibtex is used. Entries as people have them: exports of Zotero, Mendeley and
JabRef, the names of BibLaTeX, accents and signs of TeX.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from docutils import nodes
from pybtex.database import Entry
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from .bibtex_names import in_words_of_tex, tidy_people
from .latex_commands import (
    CHOSEN,
    DROPPED,
    PRINTED,
    QUOTES,
    SILENT,
)
from .latex_text import printed, sorted_by
from .protect_math import in_tex
from .title_language import is_english

#: What is no text: never read as TeX, and where a ``%`` belongs to an address.
VERBATIM = frozenset(
    {"doi", "url", "eprint", "eprinttype", "archiveprefix", "file", "pdf", "crossref", "xdata", "date"}
)

#: BibLaTeX's names of fields, with BibTeX's.
_FIELDS = {
    "journaltitle": "journal",
    "location": "address",
    "annotation": "annote",
    "eventtitle": "booktitle",
    "archiveprefix": "eprinttype",
}

#: Kinds of entry that styles of BibTeX do not know, with what comes nearest.
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

#: BibLaTeX's keys for kinds of theses and reports; empty: the style has the words.
_LOCAL_TYPES = {
    "phdthesis": "",
    "mathesis": "",
    "mastersthesis": "",
    "candthesis": "Candidate thesis",
    "bathesis": "Bachelor's thesis",
    "techreport": "",
    "resreport": "Research report",
}

#: What makes a value more than its letters.
_SPECIAL = re.compile(r"[\\{}%$]")
PERCENT = re.compile(r"(?<!\\)%")
_DOI = re.compile(r"^\s*(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
_ARXIV = re.compile(r"^\s*(?:https?://arxiv\.org/abs/|arxiv:)\s*", re.IGNORECASE)
#: What programs escape in addresses and DOIs too: ``10.1007/978-3-319-24574-4{\\_}28``.
_ESCAPED = re.compile(r"\{\\([_%&#~])\}|\\([_%&#~])")
#: A field that is nothing but an address.
_LINK = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}")
#: Words that LaTeX prints in another way than pybtex.
_WORDS_OF_LATEX = (SILENT | DROPPED | PRINTED | QUOTES | CHOSEN.keys()) - {
    "emph", "textbf", "textit", "texttt",
}  # fmt: skip
#: Braces around a whole value beyond these are left to what reads TeX: each costs as much as it is long.
_MOST_BRACES = 20
_YEAR = re.compile(r"-?\d{4}")


def tidy(entry: Entry, entries: Any) -> Entry:
    """A copy of *entry* that any style can write; *entries*: all of them by key, for whom it refers to.

    Fields and kinds of BibLaTeX get BibTeX's names, a DOI is bare, a ``%`` is no comment, and a value with
    braces that do not match loses them.
    """
    fields, people = _inherited(entry, entries)
    fields = {name: value if name in _CASED else _unbraced(value) for name, value in fields.items()}
    for theirs, ours in _FIELDS.items():
        if theirs in fields and ours not in fields:
            fields[ours] = fields[theirs]
    if "year" not in fields and (year := _YEAR.search(fields.get("date", ""))):
        fields["year"] = year[0]
    link = _LINK.fullmatch(fields.get("howpublished", "").strip())
    if link is not None and link[1] and not fields.get("url"):
        fields |= {"url": link[1], "howpublished": ""}
    kind = _kind(_TYPES.get(entry.type, entry.type) or "misc", fields)
    _complete(kind, fields)
    tidied = {name: _value(name, value) for name, value in fields.items()}
    if is_english(fields):
        tidied |= {name: _AFTER_COLON.sub(_kept, tidied[name]) for name in _CASED if name in tidied}
    else:
        tidied |= {name: _protected(tidied[name]) for name in (*_CASED, "edition") if name in tidied}
    copy = Entry(kind, fields={name: value for name, value in tidied.items() if not _is_blank(value)})
    for role, persons in people.items():
        if named := [person for person in tidy_people(persons) if not _is_blank(str(person))]:
            copy.persons[role] = named
    copy.key = entry.key
    copy.sorted_by = {name: sorted_by(fields[name]) for name in _SORTING if "\\" in fields.get(name, "")}
    return copy


def _protected(title: str) -> str:
    """*title* in braces: only in English do styles make its letters small."""
    return "{" + re.sub("[{}]", "", title) + "}" if title.strip() else title


def _kept(found: re.Match[str]) -> str:
    """What is in braces, or the letter after a colon in them: BibTeX makes neither small."""
    return f"{{{found[1]}}}" if found[1] else found[0]


def _unbraced(value: str) -> str:
    """*value* without braces around the whole of it, as exports have them: ``{{2000}}``."""
    for _ in range(_MOST_BRACES):
        if not (value.startswith("{") and value.endswith("}") and _closes(value) == len(value) - 1):
            break
        value = value[1:-1].strip()
    return value


def _closes(value: str) -> int:
    """The place of the brace that closes the first one; -1 where none does."""
    depth = 0
    for place, sign in enumerate(value):
        if value[place - 1 : place] != "\\":
            depth += (sign == "{") - (sign == "}")
        if not depth:
            return place
    return -1


@lru_cache(maxsize=4000)
def id_of(key: str) -> str:
    """*key* as a part of an id; with a digest where an id cannot hold its letters."""
    plain: str = nodes.make_id(f"x-{key}")[2:]
    if plain and key.isascii():
        return plain
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{plain}-{digest}" if plain else digest


def readable(entry: Entry, entries: Any) -> Entry:
    """*entry* as it stands where pybtex can read it; else a tidied one.

    For lists that are left to bibtex: a brace too many ends the build there, and a ``%`` the text.
    """
    for name, value in entry.fields.items():
        if name.lower() in VERBATIM or not _SPECIAL.search(value):
            continue
        if PERCENT.search(value) or _has_words(value) or not _is_tex(value):
            return unsealed_entry(tidy(entry, entries))
    return entry


def _has_words(value: str) -> bool:
    """Whether *value* has words of LaTeX that pybtex would show as they stand."""
    return any(word in _WORDS_OF_LATEX for word in re.findall(r"\\([A-Za-z]{2,})", value))


def unsealed_entry(entry: Entry) -> Entry:
    """A copy of a tidied *entry* without what only we understand, for lists that are left to bibtex."""
    copy = Entry(entry.type, fields={name: in_tex(value) for name, value in entry.fields.items()})
    for role, persons in entry.persons.items():
        copy.persons[role] = [in_words_of_tex(person) for person in persons]
    copy.key = entry.key
    return copy


#: Fields in which braces around the whole say that no letter is to be made small.
_CASED = frozenset({"title", "booktitle"})
#: Fields by which works are sorted, besides names.
_SORTING = ("year", "title")
_AFTER_COLON = re.compile(r"\{[^{}]*\}|(?<=:\s)([^\W\d_])")
#: Where works can be had that others number: by BibLaTeX's names.
_EPRINTS = {
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "jstor": "https://www.jstor.org/stable/{}",
    "hdl": "https://hdl.handle.net/{}",
    "googlebooks": "https://books.google.com/books?id={}",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
#: How journals that count no pages call what stands in their place.
_ARTICLE_NUMBERS = ("eid", "articleno", "article-number")
#: What Zotero writes where BibTeX's kind of entry has no field.
_PUBLISHER = re.compile(r"\s*Publisher:\s+(.+)", re.IGNORECASE)
#: A number that is no longer than there are months or editions.
_NUMBER = re.compile(r"\s*[0-9]{1,3}\s*")


def _complete(kind: str, fields: dict[str, str]) -> None:
    """Make *fields* such that a style of BibTeX shows all that it has a place for."""
    month, edition = fields.get("month", ""), fields.get("edition", "")
    if _NUMBER.fullmatch(month) and 0 < int(month) <= len(_MONTHS):
        fields["month"] = _MONTHS[int(month) - 1]
    elif len(word := month.strip("{}. ").lower()) > 2:
        fields["month"] = next((each for each in _MONTHS if each.lower().startswith(word)), month)
    if _NUMBER.fullmatch(edition):
        fields["edition"] = _ordinal(int(edition))
    if "://" in fields.get("eprint", "") and not _ARXIV.match(fields["eprint"]):
        # Some publishers have the address of the PDF there.
        fields.setdefault("pdf", fields.pop("eprint"))
    archive, eprint = fields.get("eprinttype", "arxiv").strip().lower(), fields.get("eprint", "").strip()
    if eprint and archive not in {"", "arxiv"}:
        # Styles take every number for arXiv's.
        del fields["eprint"]
        if archive in _EPRINTS:
            fields.setdefault("url", _EPRINTS[archive].format(quote(eprint, safe="/")))
        else:
            fields["note"] = ", ".join(filter(None, [fields.get("note", ""), f"{archive}:{eprint}"]))
    if publisher := _PUBLISHER.fullmatch(fields.get("note", "")):
        fields.setdefault("publisher", publisher[1])
        fields.pop("note")
    if kind != "article" or fields.get("pages"):
        return
    if number := next((fields[name] for name in _ARTICLE_NUMBERS if fields.get(name)), ""):
        fields["pages"] = number
    elif fields.get("volume") and fields.get("journal"):
        # Without pages pybtex's styles leave out the volume as well.
        issue = f"({fields['number']})" if fields.get("number") else ""
        fields["journal"] += f", {fields.pop('volume')}{issue}"


def _ordinal(number: int) -> str:
    """``2nd``: styles write the word *edition* behind it."""
    last = number % 10 if number % 100 // 10 != 1 else 0
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def _is_blank(value: str) -> bool:
    """Whether *value* has nothing but braces, such as ``{{}}``, where an export had nothing to say."""
    return not value.strip("{} \t\n")


def _kind(kind: str, fields: dict[str, str]) -> str:
    """The kind of a thesis or a report, with its *fields* as BibTeX names them; else *kind* itself."""
    if kind not in {"phdthesis", "mastersthesis", "techreport"}:
        return kind
    fields.setdefault("school" if kind.endswith("thesis") else "institution", fields.get("institution", ""))
    said = fields.get("type", "").strip("{} ").casefold()
    if kind == "phdthesis" and ("master" in said or said == "mathesis"):
        kind = "mastersthesis"
    if said in _LOCAL_TYPES:
        fields["type"] = _LOCAL_TYPES[said]
    return kind


#: So many entries one may refer to, one after another and beside each other: a chapter, its book, its series.
MOST_PARENTS = 25


def lineage(entry: Entry, entries: Any, most: int = MOST_PARENTS) -> list[tuple[Entry, bool]]:
    """The entries that *entry* refers to for what it lacks, and those that they refer to; each once.

    By ``crossref``, as to a volume of proceedings, and by BibLaTeX's ``xdata``; each with whether it is, or
    belongs to, a work that holds this one. No more than *most*, the nearest.
    """
    found: dict[int, tuple[Entry, bool]] = {}
    waiting = [(entry, False)]
    for each, holds in waiting:  # It grows.
        if len(found) >= most:
            break
        named = [(name, holds) for name in each.fields.get("xdata", "").split(",")]
        for name, holding in [*named, (each.fields.get("crossref", ""), True)]:
            parent = entries.get(name.strip()) if name.strip() else None
            if parent is not None and parent is not entry and id(parent) not in found:
                found[id(parent)] = parent, holding
                waiting.append((parent, holding))
    return list(found.values())[:most]


def _inherited(entry: Entry, entries: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """Fields by their names in lower case, and people by role: those of *entry*, else of its lineage.

    The title of a work that holds it is that of the book it is in.
    """
    fields = {name.lower(): str(value) for name, value in entry.fields.items()}
    people = dict(entry.persons)
    for parent, holds in lineage(entry, entries):
        theirs = {name.lower(): str(value) for name, value in parent.fields.items()}
        if holds and "title" in theirs:
            theirs.setdefault("booktitle", theirs["title"])
        fields, people = theirs | fields, dict(parent.persons) | people
    return fields, people


def _value(name: str, value: str) -> str:
    """The *value* of the field *name* as LaTeX prints it; an address as it is."""
    if name in VERBATIM:
        value = _ESCAPED.sub(lambda found: found[1] or found[2], value)
    if name == "doi":
        bare = _DOI.sub("", value).strip().rstrip("}").strip()
        return unquote(bare) if "://" in value else bare  # An address is quoted, a DOI is not.
    if name == "eprint":
        return _ARXIV.sub("", value).strip()
    if name in VERBATIM:
        return value.strip()
    return printed(value)


def _is_tex(value: str) -> bool:
    try:
        Text.from_latex(value)
    except (PybtexError, ValueError):
        return False
    return True
