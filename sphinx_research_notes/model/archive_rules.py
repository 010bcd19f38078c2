"""What an archive of blogs asks of a note. Pure.

The rules are those of Rogue Scholar (https://rogue-scholar.org), as it documents and applies them in 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .doi import has_wrong_check_digits
from .note import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from .archive_options import ArchiveOptions
    from .note import Note

#: How many tags the archive keeps.
MOST_TAGS = 5
#: Deeds of CC BY, of any version.
_CC_BY = re.compile(r"https?://(?:www\.)?creativecommons\.org/licenses/by/")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the archive requires or recommends, and a note lacks."""

    message: str
    #: The front matter key that it is about.
    key: str
    #: Whether the archive would not take the note, or would take it under a wrong DOI.
    is_required: bool = True


def findings(note: Note, archive: ArchiveOptions, now: datetime) -> Iterator[Finding]:
    """Yield what *archive* would say of *note*; nothing if the author keeps it out of feeds."""
    if note.visibility is not Visibility.PUBLIC or not note.feed:
        return
    if note.doi and has_wrong_check_digits(note.doi):
        yield Finding(f"expected a DOI with correct check digits, got {note.doi!r}", "doi")
    elif note.doi and archive.prefix and note.doi.partition("/")[0] != archive.prefix:
        message = (
            f"expected a DOI with the prefix {archive.prefix}, got {note.doi!r}; the archive adds its own"
        )
        yield Finding(message, "doi", is_required=False)
    if not note.titled:
        yield Finding("expected a title, got none; the archive skips the note", "title", is_required=False)
        return
    if note.date is None:
        yield Finding("expected a date, got none; the note is in no feed", "date")
    elif note.date.moment > now:
        message = f"dated {note.date.day}; the archive skips the note until then"
        yield Finding(message, "date", is_required=False)
    yield from _of_rights(note)
    yield from _of_authors(note)
    yield from _of_length(note)


def _of_rights(note: Note) -> Iterator[Finding]:
    name = repr(note.license.name) if note.license else "none"
    if note.license is None or not _CC_BY.match(note.license.url):
        yield Finding(f"expected the licence CC BY, got {name}; the archive takes no other", "license")


def _of_authors(note: Note) -> Iterator[Finding]:
    if not note.named:
        yield Finding("expected an author, got none; the archive requires one", "authors")
    without = [each.name for each in note.named if not each.orcid and not each.organization]
    if without:
        yield Finding(
            f"expected an ORCID iD, got none for {', '.join(without)}", "authors", is_required=False
        )


def _of_length(note: Note) -> Iterator[Finding]:
    tags = tuple(dict.fromkeys((*note.tags, *note.categories)))
    if len(tags) > MOST_TAGS:
        message = f"expected at most {MOST_TAGS} tags and categories, got {len(tags)}"
        yield Finding(
            f"{message}; the archive leaves out {', '.join(tags[MOST_TAGS:])}", "tags", is_required=False
        )
    if note.summary and len(note.summary) > len(note.lead):
        message = f"expected a summary of at most 400 characters, got {len(note.summary)}"
        yield Finding(f"{message}; the rest is left out", "summary", is_required=False)
