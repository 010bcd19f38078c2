"""Fields that BibTeX's styles have no place for, moved into fields that they show.

BibLaTeX has many more fields than BibTeX, and each type of entry shows only some of them. Imported only where
sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .biblatex_dates import written_date
from .bibtex_names import lenient_people_of, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MISC = frozenset({"howpublished", "note"})
_BOOK = frozenset({"volume", "number", "series", "publisher", "address", "edition", "note"})
_PROCEEDINGS = frozenset(
    {"volume", "number", "series", "address", "organization", "publisher", "note", "editor"}
)
#: What pybtex's styles show of each type of entry, in addition to author, title, date and links.
SHOWN = {
    "article": frozenset({"journal", "volume", "number", "pages", "note"}),
    "book": _BOOK,
    "booklet": frozenset({"howpublished", "address", "note"}),
    "dataset": _MISC,
    "inbook": _BOOK | {"chapter", "pages"},
    "incollection": (_BOOK | {"booktitle", "chapter", "pages", "editor"}) - {"note"},
    "inproceedings": _PROCEEDINGS | {"booktitle", "pages"},
    "manual": frozenset({"organization", "address", "edition", "note"}),
    "mastersthesis": frozenset({"school", "address", "note"}),
    "misc": _MISC,
    "online": _MISC,
    "patent": _MISC,
    "phdthesis": frozenset({"type", "school", "address", "note"}),
    "proceedings": _PROCEEDINGS,
    "software": _MISC,
    "techreport": frozenset({"type", "number", "institution", "address", "note"}),
    "unpublished": frozenset({"note"}),
}
#: What programs add to these types, but no style shows.
_PLACES = frozenset({"publisher", "address", "organization", "institution", "school"})
_NOISE = {
    "article": _PLACES | {"type", "edition"},
    "book": frozenset({"type"}),
    "inbook": frozenset({"type"}),
    "incollection": frozenset({"type"}),
    "inproceedings": frozenset({"type"}),
    "proceedings": frozenset({"type"}),
}
#: The field that says who has published a work, and others that may say so.
_PUBLISHERS = {
    **dict.fromkeys(("book", "inbook", "incollection"), ("publisher", "organization", "institution")),
    **dict.fromkeys(("phdthesis", "mastersthesis"), ("school", "institution", "organization", "publisher")),
    "techreport": ("institution", "organization", "publisher"),
    "manual": ("organization", "institution", "publisher"),
}
#: Types whose note is not a sentence of its own.
_NOTE_IN_SENTENCE = frozenset({"booklet", "inbook"})
#: Titles with the fields that continue them.
_TITLES = (
    ("title", "subtitle", "titleaddon"),
    ("booktitle", "booksubtitle", "booktitleaddon"),
    ("maintitle", "mainsubtitle", "maintitleaddon"),
    ("issuetitle", "issuesubtitle", "issuetitleaddon"),
    ("journal", "journalsubtitle", "journaltitleaddon"),
    ("eventtitle", "eventtitleaddon", ""),
)
#: Fields in which braces around the whole value keep its case.
CASED = frozenset(name for names in _TITLES[:3] for name in names)
#: People by their role, with the words before their names.
_ROLES = {
    "editor": "edited by", "editora": "edited by", "editorb": "edited by", "editorc": "edited by",
    "translator": "translated by", "annotator": "annotated by", "commentator": "with a commentary by",
    "introduction": "with an introduction by", "foreword": "with a foreword by",
    "afterword": "with an afterword by", "bookauthor": "book by", "holder": "held by",
    "collaborator": "in collaboration with", "contributor": "with contributions by",
    "director": "directed by",
}  # fmt: skip
#: The same for BibLaTeX's types of editors.
_EDITORS = {
    "compiler": "compiled by", "founder": "founded by", "continuator": "continued by",
    "redactor": "redacted by", "reviser": "revised by", "collaborator": "in collaboration with",
    "organizer": "organized by", "director": "directed by", "translator": "translated by",
}  # fmt: skip
#: The other fields that may be moved, in order, with the words around them.
_WORDS = {
    "collaboration": "{} Collaboration", "type": "{}", "version": "version {}", "edition": "{} edition",
    "volume": "volume {}", "part": "part {}", "volumes": "{} volumes", "number": "number {}", "series": "{}",
    "issue": "{}", "issuetitle": "issue “{}”", "journal": "{}", "booktitle": "{}", "chapter": "chapter {}",
    "pages": "pages {}", "eid": "article {}", "articleno": "article {}", "article-number": "article {}",
    "art_number": "article {}", "pagetotal": "{} pages", "numpages": "{} pages", "reportnumber": "{}",
    "howpublished": "{}", "eventtitle": "{}", "venue": "{}", "eventdate": "{}",
    "origdate": "originally published {}",
    "organization": "{}", "institution": "{}", "school": "{}", "publisher": "{}", "address": "{}",
    "pubstate": "{}", "urldate": "visited on {}",
}  # fmt: skip
_ARTICLE_NUMBERS = frozenset({"eid", "articleno", "article-number", "art_number", "numpages"})
#: What BibLaTeX's keys mean.
_KEYS = {
    "inpress": "in press", "inpreparation": "in preparation", "prepublished": "preprint",
    "patent": "patent", "patentde": "German patent", "patenteu": "European patent",
    "patentfr": "French patent", "patentuk": "British patent", "patentus": "U.S. patent",
    "patreq": "patent request", "patreqde": "German patent request", "patreqeu": "European patent request",
    "patreqfr": "French patent request", "patrequk": "British patent request",
    "patrequs": "U.S. patent request",
}  # fmt: skip
_DATES = frozenset({"eventdate", "origdate"})
_LEADING_LETTER = re.compile(r"[^\W\d_]")
_NUMBER_OF_PAGES = re.compile(r"[\divxlcIVXLC+,.\s\[\]]+")


#: All fields that references may show, under the names of BibTeX and BibLaTeX.
FIELDS = frozenset(
    """author addendum date day doi eprint eprinttype eprintclass howpublished isbn issn journaltitle location
    month note pubmed url urldate year""".split()
).union(_ROLES, _WORDS, *_TITLES, (f"{role}type" for role in _ROLES)) - {""}

#: The words that such phrases begin with, which begin a sentence with a capital.
_FIRST_WORDS = {
    words.split()[0] for words in (*_ROLES.values(), *_EDITORS.values(), *_WORDS.values(), *_KEYS.values())
}
_FIRST_WORDS -= {"{}"}


def join_titles(kind: str, fields: dict[str, str]) -> None:
    """Join the titles in *fields* of an entry of the type *kind* with their subtitles and additions."""
    for title, *others in _TITLES:
        _join(fields, title, [fields.pop(name, "") for name in others])
    _place_main_title(kind, fields)


def move_fields(kind: str, fields: dict[str, str], people: dict[str, list[Any]]) -> None:
    """Move the *fields* and *people* of an entry of the type *kind* that styles do not show to where they do.

    Types that are not in :data:`SHOWN` are left to :func:`in_howpublished`, as a style may support them.
    """
    if addendum := fields.pop("addendum", ""):
        fields["note"] = _sentences(fields.get("note", ""), addendum)
    if kind in SHOWN:
        _show(kind, fields, people)


def _show(kind: str, fields: dict[str, str], people: dict[str, list[Any]]) -> None:
    """Move what styles do not show into ``howpublished``, ``note`` or ``publisher``."""
    place, *others = _PUBLISHERS.get(kind, ("publisher",))
    for name in others:
        if fields.get(name) and not fields.get(place):
            fields[place] = fields.pop(name)
    shown = SHOWN[kind]
    if fields.get("volume") and kind != "article":
        shown -= {"number"}  # Styles show one of them.
    if is_misc(kind):
        how = in_howpublished(fields, people)
        for name in _WORDS.keys() | _ROLES.keys():
            fields.pop(name, None)
        fields["howpublished"] = how
    else:
        rest = ", ".join([*_people(shown, fields, people), *_rest(shown, kind, fields)])
        if kind in _NOTE_IN_SENTENCE:
            fields["note"] = ", ".join(filter(None, [rest, fields.get("note", "")]))
        elif "note" in shown:
            fields["note"] = _sentences(rest, fields.get("note", ""))
        elif notes := _sentences(rest, fields.pop("note", "")):
            fields["publisher"] = _sentences(notes, fields.get("publisher", ""))


def is_misc(kind: str) -> bool:
    """Return whether styles show an entry of the type *kind* as ``misc``."""
    return SHOWN.get(kind) == _MISC


def in_howpublished(fields: dict[str, str], people: dict[str, list[Any]]) -> str:
    """Return the ``howpublished`` of an entry with *fields* and *people*, of any type, shown as ``misc``."""
    rest = dict(fields)
    how = rest.pop("howpublished", "")
    others = ", ".join([*_people(_MISC, rest, dict(people)), *_rest(_MISC, "misc", rest | {"note": how})])
    return ", ".join(filter(None, [how, others if how else _sentences(others)]))


def _join(fields: dict[str, str], name: str, others: Iterable[str]) -> None:
    """Append *others*, a subtitle and an addition, to the title in the field *name*."""
    title = fields.get(name, "").strip()
    for number, other in enumerate(others):
        other = other.strip()
        if not other or re.search(rf"(?:^|[:.–—]){re.escape(comparable(other))}$", comparable(title)):
            continue  # Some programs repeat it.
        if name in CASED and _LEADING_LETTER.match(other):
            other = f"{{{other[0]}}}{other[1:]}"
        end = title.rstrip("}")[-1:]
        sign = "" if end in set("?!:.…") else "." if number else ":"
        title = f"{title}{sign} {other}" if title else other
    if title:
        fields[name] = title


def _place_main_title(kind: str, fields: dict[str, str]) -> None:
    """Move the title of a work in several volumes, of which this is one or is in one."""
    main = fields.pop("maintitle", "")
    if not main:
        return
    name = "booktitle" if "booktitle" in SHOWN.get(kind, ()) else "title"
    if not fields.get(name):
        fields[name] = main
    elif "series" in SHOWN.get(kind, ()) and fields.get("volume") and not fields.get("series"):
        fields["series"] = main
    elif comparable(main) not in comparable(fields[name]):
        title, fields[name] = fields[name], main
        _join(fields, name, [title])


def _people(shown: frozenset[str], fields: dict[str, str], people: dict[str, list[Any]]) -> Iterator[str]:
    """Yield who else worked on a work; without authors, styles of most types show the editors instead."""
    authors = people.get("author") or []
    if authors and "editor" in shown and "booktitle" not in shown:
        yield f"by {_listed([_spoken(person) for person in authors])}"  # Proceedings have none.
    for role, words in _ROLES.items():
        persons = people.get(role) or lenient_people_of(fields.pop(role, ""))
        words = _EDITORS.get(fields.pop(f"{role}type", "").strip("{} ").casefold(), words)
        names = [_spoken(person) for person in persons]
        if not "".join(names).strip("{} ") or (role == "bookauthor" and names == [*map(_spoken, authors)]):
            continue
        if role == "editor":
            if "editor" in shown or not (authors or shown == _MISC):
                continue
            if authors:
                people.pop(role, None)
        yield f"{words} {_listed(names)}"


def _spoken(person: Any) -> str:
    """Return the name of *person* as it is spoken."""
    name = spoken(person)
    return "et al." if name == "others" else name


def _listed(names: list[str]) -> str:
    """Return *names* as text."""
    if names[-1] == "et al.":
        return ", ".join(names[:-1]) + " et al."
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _rest(shown: frozenset[str], kind: str, fields: dict[str, str]) -> Iterator[str]:
    """Remove the fields that are not *shown* from *fields*, and yield what they say, each thing once."""
    ignored = _NOISE.get(kind, frozenset()) | (_ARTICLE_NUMBERS if fields.get("pages") else frozenset())
    ignored |= {"urldate"} if fields.get("url") else frozenset()  # Styles show it beside the address.
    said = [comparable(fields[name]) for name in shown if fields.get(name)]
    for name, words in _WORDS.items():
        if name in shown or name in ignored or not fields.get(name, "").strip("{} "):
            continue
        value = fields.pop(name)
        if name == "type" and kind == "mastersthesis" and "master" in value.casefold():
            continue
        bare = comparable(value)
        # A number may be that of something else.
        is_event = name in {"eventtitle", "venue"}
        if not bare.isdecimal() and (bare in said or (is_event and any(bare in each for each in said))):
            continue
        if name == "booktitle" and bare == comparable(fields.get("title", "")):
            continue
        if name == "number" and fields.get("eprint") and fields["eprint"] in value:
            continue
        said.append(bare)
        is_number_of_misc = shown == _MISC and name == "number" and not bare.isdecimal()
        yield _phrase(name, value, "{}" if is_number_of_misc else words)


def _phrase(name: str, value: str, words: str) -> str:
    """Return the *value* of the field *name* with the *words* around it, unless it has them itself."""
    value = value.strip()
    if name in _DATES:
        value = written_date(value)
    elif name in {"pubstate", "type"}:
        value = _KEYS.get(value.strip("{} ").casefold(), value)
    has_words = (
        (name == "pagetotal" and not _NUMBER_OF_PAGES.fullmatch(value))
        or (name == "collaboration" and "collaboration" in value.casefold())
        or (name == "version" and value[:1].casefold() == "v")
    )
    return value if has_words else words.format(value)


def _sentences(*parts: str) -> str:
    """Return *parts* as sentences."""
    given = [part.strip() for part in parts if part.strip()]
    given = [part[0].upper() + part[1:] if part.split()[0] in _FIRST_WORDS else part for part in given]
    return " ".join([*(f"{part.rstrip('.')}." for part in given[:-1]), *given[-1:]])


def comparable(text: str) -> str:
    """Return *text* without braces, spaces and capitals, to compare it."""
    return re.sub(r"[{}\s]", "", text).casefold()
