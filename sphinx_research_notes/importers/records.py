"""What an importer returns: the files to write, what was done to them, and where their pages used to be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


class Outcome(StrEnum):
    """What became of a construct of the old site."""

    #: Written in another way, with the same meaning.
    CHANGED = "changed"
    #: As it was: it is understood here, or is nothing that a reader sees.
    KEPT = "kept"
    #: Left where it was, readable, because it isn't understood here.
    UNKNOWN = "not understood"
    #: Not in the new site; *detail* says why.
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Finding:
    """A construct of the old site, and what became of it."""

    outcome: Outcome
    #: What it is, without its arguments: ``{% include figure.html %}``, ``front matter: lastmod``.
    construct: str
    #: The file that has it, relative to the source.
    file: str
    #: From 1; None for the file as a whole.
    line: int | None = None
    #: What it became, or why it could not.
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file with a text that the importer has made."""

    #: The path in the new site, with ``/``.
    target: str
    text: str
    #: The file that it comes from, relative to the source; empty for one that there was not.
    source: str = ""


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A file that is copied as it is."""

    target: str
    source: Path


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the old site, and the document that it has become."""

    #: Relative to the source.
    source: str
    #: The path of the document in the new site.
    target: str
    #: Its path on the old site, such as ``/2020/01/rain/``; empty if it had none.
    address: str = ""
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an import will do."""

    #: What the source is, as people call it: ``Jekyll``.
    origin: str
    files: tuple[TextFile | CopiedFile, ...] = ()
    pages: tuple[Page, ...] = ()
    findings: tuple[Finding, ...] = ()
    #: The builder whose addresses are those of the old site.
    builder: str = "html"

    def counts(self) -> Counter[Outcome]:
        """Return how many constructs had each outcome."""
        return Counter(finding.outcome for finding in self.findings)


def named_from_source(plan: Plan, folder: str) -> Plan:
    """Return *plan*, whose files are named relative to *folder* in the source, as the user finds them."""
    if folder in {"", "."}:
        return plan
    return replace(
        plan,
        pages=tuple(replace(each, source=f"{folder}/{each.source}") for each in plan.pages),
        findings=tuple(replace(each, file=f"{folder}/{each.file}") for each in plan.findings),
    )


def _silent(done: int, of: int) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asks of an importer."""

    #: The site's own tags and shortcodes, from the user's file: name to template, see :mod:`.site_tags`.
    tags: Mapping[str, str] = field(default_factory=dict)
    #: Folders that are no part of the source, such as the new site, if it is inside.
    without: tuple[Path, ...] = ()
    #: Is told how many files are done, of how many.
    progress: Callable[[int, int], None] = _silent


class NotImportable(ValueError):
    """The source cannot be read as what it was said to be; the message says what was expected and found."""
