"""Put together the copy of a note in Markdown: its front matter, its title and its text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from ..citations.note_citation import doi_url
from ..doctree.excerpts import BLANK, TEX, TEX_END
from ..languages import words_in
from ..model.characters import scrubbed
from . import markdown_inline as inline
from .entry_frame import statuses_line
from .entry_html import entries_on, references_on
from .llms_txt import plain_markdown
from .markdown import Converter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model.dates import When
    from ..model.note import Author, License, Note

#: Increment when the same page gives another copy.
VERSION = 3

#: That of libyaml is faster, and not everywhere.
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_FORMULA = re.compile(f"({TEX}[^{TEX_END}]*{TEX_END})")


@dataclass(frozen=True, slots=True)
class CopiedPage:
    """A page with notes."""

    url: str
    #: The title of the document, for a page that is no note itself.
    title: str
    language: str
    #: The note that the page is, if it is one, and the entries on it.
    notes: Sequence[Note]


def copy_text(page: CopiedPage, html: str) -> str:
    """Return the copy of *page*, whose file contains *html*; empty if that is not a page with notes."""
    contents: dict[str, str] = {}
    for anchor, entry in entries_on(html, page.url):
        contents.setdefault(anchor, entry)
    if contents.keys().isdisjoint(note.anchor for note in page.notes):
        return ""
    head = next((note for note in page.notes if not note.is_entry), None)
    # A note has its references itself.
    converter = Converter(page.url, "" if head else references_on(html, page.url))
    blocks = [f"---\n{_front_matter(page, head)}---"]
    if title := _title(head) if head else plain_markdown(page.title):
        blocks.append(f"# {title}")
    for note in page.notes:
        if note.anchor in contents:
            blocks += _entry_head(page, note) if note.is_entry else ()
            blocks.append(converter.markdown(contents[note.anchor]))
    blocks += [converter.references(), converter.footnotes()]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _entry_head(page: CopiedPage, note: Note) -> Iterator[str]:
    """Yield the heading of an entry, which leads to it, and what is known of it."""
    date = _day(note.date)
    title = _title(note) or date or plain_markdown(note.name)
    yield f"## [{title}]({inline.address(f'{page.url}#{note.anchor}')})"
    facts = [date] if note.titled and date else []
    facts += [plain_markdown(statuses_line(note, words_in(page.language)))] if note.statuses else []
    yield " · ".join(facts)


def _title(note: Note) -> str:
    """Return the title of *note* with its formulas; empty for an untitled one."""
    if not note.titled:
        return ""
    pieces = []
    for piece in _FORMULA.split(note.formal or note.name):
        if piece.startswith(TEX):
            pieces.append(inline.formula(piece.strip(TEX + TEX_END).replace(BLANK, " ")))
        else:
            pieces.append(inline.escaped(scrubbed(piece)))
    return inline.resolved("".join(pieces))


def _day(when: When | None) -> str:
    if when is None:
        return ""
    return f"{when.day.isoformat()} {when.moment:%H:%M}" if when.has_time else when.day.isoformat()


def _front_matter(page: CopiedPage, note: Note | None) -> str:
    """Return what is public of the front matter of *page* as YAML."""
    data: dict[str, Any] = {"title": page.title, "url": page.url, "language": page.language}
    if note:
        data = {
            "title": note.name if note.titled else "",
            "date": _value(note.date),
            "updated": _value(note.changed),
            "authors": [_author(each) for each in note.authors],
            "tags": list(note.tags),
            "status": _statuses(note),
            "license": _license(note.license),
            "doi": doi_url(note.doi).removeprefix("https://doi.org/"),
            "url": note.canonical_url or page.url,
            "external_url": note.external_url,
            "language": note.lang or page.language,
        }
    given = {name: _clean(value) for name, value in data.items() if value}
    return str(yaml.dump(given, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10_000))


def _value(when: When | None) -> object:
    """Return a date as YAML has it, or a time with its zone."""
    if when is None:
        return None
    return when.iso if when.has_time else when.day


def _author(author: Author) -> str | dict[str, str]:
    details = {"orcid": author.orcid, "url": author.url}
    known = {name: value for name, value in details.items() if value}
    return {"name": author.name, **known} if known else author.name


def _statuses(note: Note) -> dict[str, Any]:
    """Return the labels of *note* by axis: one, or a list of them."""
    by_axis: dict[str, list[str]] = {}
    for each in note.statuses:
        by_axis.setdefault(each.axis or "status", []).append(each.label)
    return {axis: labels[0] if len(labels) == 1 else labels for axis, labels in by_axis.items()}


def _license(license_: License | None) -> str | dict[str, str]:
    if license_ is None:
        return ""
    return {"name": license_.name, "url": license_.url} if license_.url else license_.name


def _clean(value: Any) -> Any:
    """Return *value* without what YAML does not allow."""
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return scrubbed(value) if isinstance(value, str) else value
