"""The settings of a vault, and what is in it."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ...model.excluded_files import excluded_in
from ..files import read_text, why_left_alone
from ..front_matter import FrontMatter, read_front_matter
from ..markdown.code import FENCED
from ..markdown.headings import github_id
from .quartz import Quartz, address_of, read_quartz

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Options

_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(?P<text>[^\n]*)$", re.MULTILINE)
_KEYS = frozenset(
    """alias aliases tag tags title publish draft permalink url date created updated modified
    created_at updated_at modified_at date-created date-modified""".split()
) | {"date created", "date modified", "creation date"}
#: Made by plug-ins or for the screen, without a text that could be published.
_OTHERS = {".canvas": "a canvas", ".base": "a database", ".excalidraw": "a drawing"}


@dataclass(slots=True)
class Note:
    """A note on its way."""

    #: Relative to the vault, and in the new site.
    path: str
    front: FrontMatter
    #: The ids of blocks that links lead to.
    blocks: set[str] = field(default_factory=set)
    _headings: list[tuple[str, str]] | None = None

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The text of each heading, and the id that it will have."""
        if self._headings is None:
            self._headings = list(headings_in(self.front.body))
        return self._headings

    @property
    def docname(self) -> str:
        """The path without its suffix."""
        return self.path.removesuffix(".md")

    @property
    def stem(self) -> str:
        """The name of the file without its suffix."""
        return self.docname.rpartition("/")[2]


def headings_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text of each heading in *text*, without marks, and its id in MyST."""
    used: dict[str, int] = {}
    text = FENCED.sub("", text)
    for match in _HEADING.finditer(text):
        written = match["text"].rstrip().rstrip("#").rstrip()
        shown = re.sub(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]|!?\[([^\[\]]*)\]\([^()]*\)", r"\1\2", written)
        plain = re.sub(r"[*~`]|==|(?<!\w)_|_(?!\w)|<[^<>]*>|\s\^[\w-]+$", "", shown)
        name = github_id(re.sub(r"\$[^$]*\$", "", plain))
        number = used[name] = used.get(name, -1) + 1
        yield plain, f"{name}-{number}" if number else name


@dataclass(slots=True)
class Vault:
    """What is in a vault."""

    notes: list[Note] = field(default_factory=list)
    #: Files that notes may show or link.
    files: list[str] = field(default_factory=list)
    #: Path to the reason why it isn't part of the new site.
    left_out: dict[str, str] = field(default_factory=dict)
    #: What is found in the paths that the settings exclude from search and suggestions.
    excluded: tuple[re.Pattern[str], ...] = ()
    #: The folder of daily notes, and how their names are written.
    daily_folder: str = ""
    daily_format: str = "YYYY-MM-DD"
    #: Whether a line that ends within a paragraph goes on, as elsewhere in Markdown.
    strict_line_breaks: bool = False
    #: The site that Quartz, which is in the folder above, made of it.
    quartz: Quartz | None = None
    #: The addresses that pages of that site have.
    addresses: set[str] = field(default_factory=set)


def read_vault(source: Path, options: Options) -> Vault:
    """Return what is in the vault in *source*; raises OSError."""
    daily = _settings(source, "daily-notes")
    quartz = read_quartz(source)
    vault = Vault(
        # Quartz has a plug-in that shows them.
        strict_line_breaks=not quartz.hard_line_breaks
        if quartz
        else _settings(source, "app").get("strictLineBreaks") is True,
        quartz=quartz,
        excluded=excluded_in(_text(source, "app")),
        daily_folder=str(daily.get("folder") or "").strip("/"),
        daily_format=str(daily.get("format") or "YYYY-MM-DD"),
    )
    templates = set(_template_folders(source))
    for path in _paths(source, options):
        suffix = PurePosixPath(path).suffix.lower()
        if any(path.startswith(f"{folder}/") for folder in templates):
            vault.left_out[path] = "a template"
        elif suffix in _OTHERS or path.endswith(".excalidraw.md"):
            vault.left_out[path] = f"{_OTHERS.get(suffix, 'a drawing')}, which has no text"
        elif suffix == ".md":
            note = Note(path, _in_lower_case(read_front_matter(read_text(source / path))))
            if _is_drawing(note):
                vault.left_out[path] = "a drawing, which has no text"
            else:
                vault.notes.append(note)
        elif quartz and (why := quartz.hides(path, "true")):
            vault.left_out[path] = why
        else:
            vault.files.append(path)
    if quartz:
        vault.addresses = {address_of(note.docname) for note in vault.notes}
    return vault


def _in_lower_case(front: FrontMatter) -> FrontMatter:
    """Return *front* with the keys that Obsidian knows in lower case; case doesn't matter there."""
    for name in list(front.values):
        lower = name.lower()
        if name != lower and lower in _KEYS and lower not in front.values:
            front.rename(name, lower)
    return front


def _is_drawing(note: Note) -> bool:
    """Whether *note* is one of Excalidraw, with no text of its own above the drawing."""
    if "excalidraw-plugin" not in note.front.values:
        return False
    above = re.split(
        r"^#{1,2} (?:Excalidraw Data|Text Elements|Drawing)\b|^%%", note.front.body, flags=re.MULTILINE
    )[0]
    return not re.sub(r"==[^\n]*EXCALIDRAW VIEW[^\n]*==[^\n]*", "", above).strip()


def _text(source: Path, name: str) -> str:
    try:
        return read_text(source / ".obsidian" / f"{name}.json")
    except (OSError, ValueError):
        return ""


def _settings(source: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads(_text(source, name))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _template_folders(source: Path) -> Iterator[str]:
    for name, key in (
        ("templates", "folder"),
        ("plugins/templater-obsidian/data", "templates_folder"),
    ):
        if folder := str(_settings(source, name).get(key) or "").strip("/"):
            yield folder


def _paths(source: Path, options: Options) -> Iterator[str]:
    """Yield the files that Obsidian shows, in alphabetical order."""
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(
            each
            for each in folders
            if not each.startswith(".") and Path(folder, each).resolve() not in options.without
        )
        for name in sorted(names):
            if not name.startswith(".") and not why_left_alone(Path(folder, name), source):
                yield Path(folder, name).relative_to(source).as_posix()


def date_in(name: str, pattern: str) -> str:
    """Return the date that *name* is by *pattern*, which is one of moment.js; empty if it is none."""
    fields = {"YYYY": r"(?P<y>\d{4})", "MM": r"(?P<m>\d\d)", "DD": r"(?P<d>\d\d)"}
    expression = re.sub(
        r"YYYY|MM|DD|dddd|ddd|MMMM|MMM|.",
        lambda match: fields.get(match[0], r"\w+" if match[0][0] in "dM" else re.escape(match[0])),
        pattern.rpartition("/")[2],
    )
    try:
        found = re.fullmatch(expression, name)
    except re.error:
        return ""
    parts = found.groupdict() if found else {}
    return f"{parts['y']}-{parts['m']}-{parts['d']}" if {"y", "m", "d"} <= parts.keys() else ""
