"""Works in CSL's JSON or YAML, and in front matter under ``references``, as entries of BibTeX.

https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "book": "book", "chapter": "incollection", "entry-encyclopedia": "incollection",
    "paper-conference": "inproceedings", "report": "techreport", "thesis": "phdthesis",
}  # fmt: skip
_FIELDS = {
    "title": "title", "volume": "volume", "issue": "number", "publisher": "publisher",
    "publisher-place": "address", "edition": "edition", "collection-title": "series",
}  # fmt: skip
_AS_THEY_ARE = {"DOI": "doi", "URL": "url", "ISBN": "isbn"}
_SPECIAL = re.compile(r"([&%$#_{}])")


def bibtex(works: Any) -> str:
    """Return the *works*, a list of mappings, as the text of a ``.bib`` file; what is no work is left out."""
    if isinstance(works, dict):
        works = works.get("references", works.get("items"))
    items = works if isinstance(works, list) else []
    return "\n\n".join(_entry(each) for each in items if isinstance(each, dict) and each.get("id"))


def _entry(work: dict[str, Any]) -> str:
    kind = _TYPES.get(str(work.get("type") or ""), "misc")
    key = re.sub(r"[\s,{}=\"]+", "-", str(work["id"]))
    lines = [f"  {name} = {{{value}}}" for name, value in _fields(work, kind) if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def _fields(work: dict[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    for name in ("author", "editor"):
        people = work.get(name)
        yield name, " and ".join(filter(None, map(_person, people if isinstance(people, list) else [])))
    for name, field in _FIELDS.items():
        yield field, _text(work.get(name))
    container = {"article": "journal", "misc": "howpublished"}.get(kind, "booktitle")
    yield container, _text(work.get("container-title"))
    yield "pages", re.sub(r"\s*[-\u2013\u2014]+\s*", "--", _text(work.get("page")))
    yield "year", _year(work.get("issued"))
    for name, field in _AS_THEY_ARE.items():
        value = work.get(name)
        yield field, str(value).strip() if isinstance(value, (str, int)) else ""


def _text(value: Any) -> str:
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return ""
    return _SPECIAL.sub(r"\\\1", re.sub(r"<[^>]*>", "", " ".join(str(value).split())))


def _person(person: Any) -> str:
    if isinstance(person, str):
        return _text(person)
    if not isinstance(person, dict):
        return ""
    if literal := _text(person.get("literal") or person.get("name")):
        return f"{{{literal}}}"
    particle = _text(person.get("non-dropping-particle") or person.get("dropping-particle"))
    family = " ".join(filter(None, (particle, _text(person.get("family")))))
    return ", ".join(filter(None, (family, _text(person.get("suffix")), _text(person.get("given")))))


def _year(issued: Any) -> str:
    """Return the year of a date in one of the forms of CSL: parts, a mapping, a text."""
    if isinstance(issued, dict):
        parts = issued.get("date-parts")
        issued = issued.get("year", issued.get("literal", issued.get("raw"))) if parts is None else parts
    while isinstance(issued, list):
        issued = issued[0] if issued else ""
    found = re.match(
        r"\s*(-?\d{1,4})", str(issued or (issued.get("year") if isinstance(issued, dict) else ""))
    )
    return found[1] if found else ""
