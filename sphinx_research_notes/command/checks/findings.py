"""Something that is wrong with a site: what kind it is of, how serious it is, and where it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class Severity(StrEnum):
    """How serious a finding is."""

    #: Readers find something missing or broken, or see what they must not see.
    ERROR = "error"
    #: Something is probably not as its author meant it.
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong."""

    #: One of :data:`KINDS`, or the type of a message of the build, such as ``notes.date``.
    kind: str
    severity: Severity
    #: A file relative to the source folder, and a line as far as it is known: ``notes/a.md:3``; may be empty.
    place: str
    message: str

    @property
    def file(self) -> str:
        """The file; may be empty."""
        name, _, line = self.place.rpartition(":")
        return name if line.isdecimal() else self.place

    @property
    def line(self) -> int | None:
        """The line, if it is known."""
        name, _, line = self.place.rpartition(":")
        return int(line) if name and line.isdecimal() else None


#: The kinds of findings that a build doesn't report by itself: severity, and what is wrong.
KINDS: dict[str, tuple[Severity, str]] = {
    "link": (Severity.ERROR, "a link to a page or file of the site that doesn't exist"),
    "anchor": (Severity.ERROR, "a link to a place on a page that doesn't exist"),
    "leftover": (
        Severity.WARNING,
        "a shortcode, a tag of Liquid or Jinja, an attribute list of kramdown, or a wikilink, shown as text",
    ),
    "formula": (Severity.WARNING, "text that became a formula because of dollar signs"),
    "alt": (Severity.WARNING, "an image without an alternative text"),
    "image-size": (Severity.WARNING, "an image of more than 1 MB, or with far more pixels than are shown"),
    "untitled": (
        Severity.WARNING,
        "a note of 150 words or more without a title, unless its front matter says `title: ''`",
    ),
    "undated": (Severity.WARNING, "a note without a date, if most notes have one"),
    "unused-entry": (Severity.WARNING, "an entry in a `.bib` file that nothing cites, if most are cited"),
    "feed": (Severity.WARNING, "feeds with notes whose author is named nowhere, which archives refuse"),
}

#: Messages of the build that are errors here, although it goes on: readers see that something is missing.
_BROKEN = (
    "download.*",
    "image.*",
    "myst.xref_missing",
    "notes.citation",
    "notes.file",
    "notes.former",
    "notes.unread",
    "ref.*",
    "toc.not_readable",
)


def finding(kind: str, place: str, message: str) -> Finding:
    """Return a finding of a *kind* in :data:`KINDS`."""
    return Finding(kind, KINDS[kind][0], place, message)


def severity_of(kind: str, *, is_error: bool) -> Severity:
    """Return how serious a message of the build is; *is_error*: whether the build calls it an error."""
    is_broken = is_error or any(fnmatchcase(kind, pattern) for pattern in _BROKEN)
    return Severity.ERROR if is_broken else Severity.WARNING
