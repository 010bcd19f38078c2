"""``CITATION.cff``: how to cite the site, in version 1.2.0 of the format. Pure.

The format: https://github.com/citation-file-format/citation-file-format. It knows software and data, and
anything else as the preferred citation of one of these; so a site is a data set with a website to cite.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from .urls import web_address
from .values import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from .note import Author, License

#: What the option may say, with the fields whose values are URLs.
_URLS = ("repository", "repository-code", "url")
FIELDS = ("abstract", "doi", "keywords", "message", "title", "type", "version", *_URLS)
_TYPES = ("dataset", "software")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+", re.ASCII)
#: Creative Commons licences without a port to a country's law.
_CREATIVE = re.compile(
    r"https://creativecommons\.org/licenses/(by(?:-nc)?(?:-sa|-nd)?)/(1\.0|2\.0|2\.5|3\.0|4\.0)/"
)
_ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"
#: Other licences that the format knows; it has a closed list.
_KNOWN = frozenset(
    """0BSD AGPL-3.0-only AGPL-3.0-or-later Apache-2.0 BSD-2-Clause BSD-3-Clause EUPL-1.2 GFDL-1.3-only
    GFDL-1.3-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later ISC LGPL-2.1-only
    LGPL-3.0-only MIT MIT-0 MPL-2.0 ODbL-1.0 OFL-1.1 Unlicense WTFPL Zlib""".split()
)


@dataclass(frozen=True, slots=True)
class CitationFields:
    """The fields that ``notes_citation_file`` gives, by name."""

    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedAuthor:
    """An author with their name in parts; *given* and *suffix* are empty for an organization."""

    author: Author
    family: str
    given: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSite:
    """The site."""

    title: str
    #: At least one.
    authors: tuple[CitedAuthor, ...]
    #: Empty if unknown.
    url: str = ""
    license: License | None = None
    #: The day on which its latest note appeared, if any.
    day: date | None = None
    given: CitationFields = field(default_factory=CitationFields)


def read_citation_file(value: Any) -> CitationFields | None:
    """Return the given fields, or None if the file is not wanted; raises :class:`~.values.Unusable`."""
    if value in (None, False, "") or value is True:
        return CitationFields() if value is True else None
    if not isinstance(value, Mapping):
        raise Unusable("True, False or a mapping of fields", value)
    if unknown := [str(name) for name in value if name not in FIELDS]:
        raise Unusable(f"the fields {', '.join(FIELDS)}", unknown[0])
    return CitationFields(tuple((name, _checked(name, value[name])) for name in FIELDS if value.get(name)))


def _checked(name: str, value: Any) -> Any:
    if name == "keywords":
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, (list, tuple)) or not all(isinstance(word, str) for word in words):
            raise Unusable("keywords: a list of strings", value)
        return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    text = str(value).strip()
    if name == "type" and text not in _TYPES:
        raise Unusable(f"type: {' or '.join(_TYPES)}", value)
    if name == "doi" and not _DOI.fullmatch(text):
        raise Unusable("doi: a DOI such as 10.5555/12345678", value)
    if name in _URLS and not web_address(text):
        raise Unusable(f"{name}: an http(s) URL", value)
    return text


def citation_file(site: CitedSite) -> bytes:
    """Return the content of the file."""
    given = dict(site.given.values)
    authors = [_author(each) for each in dict.fromkeys(site.authors)]
    shared = {
        "title": given.get("title") or site.title,
        "authors": authors,
        "doi": given.get("doi", ""),
        "url": given.get("url") or site.url,
        **_license(site.license),
        "date-released": site.day.isoformat() if site.day else "",
    }
    data = {
        "cff-version": "1.2.0",
        "message": given.get("message")
        or "Please cite this site with these metadata, and a note with those on its page.",
        "type": given.get("type", "dataset"),
        **shared,
        **{name: given.get(name, "") for name in ("abstract", "version", "repository", "repository-code")},
        "keywords": list(given.get("keywords", ())),
        "preferred-citation": _given({"type": "website", **shared}),
    }
    text: str = yaml.dump(_given(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text.encode()


class _Dumper(yaml.SafeDumper):
    """Writes a value that occurs twice both times."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _author(cited: CitedAuthor) -> dict[str, str]:
    author, website = cited.author, web_address(cited.author.url)
    if author.organization or not cited.given:
        return _given({"name": cited.family or author.name, "orcid": author.orcid, "website": website})
    fields = {"family-names": cited.family, "given-names": cited.given, "name-suffix": cited.suffix}
    return _given(fields | {"affiliation": author.affiliation, "orcid": author.orcid, "website": website})


def _license(licence: License | None) -> dict[str, str]:
    """Return the licence by its SPDX identifier if the format knows it, or else by its URL."""
    if licence is None or not licence.url:
        return {}
    if licence.url == _ZERO:
        return {"license": "CC0-1.0"}
    if match := _CREATIVE.fullmatch(licence.url):
        return {"license": f"CC-{match[1].upper()}-{match[2]}"}
    return {"license": licence.name} if licence.name in _KNOWN else {"license-url": licence.url}


def _given(fields: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return *fields* without empty ones."""
    return {name: value for name, value in dict(fields).items() if value}
