"""The front matter of a note of Obsidian in our keys; what has no place here keeps its own."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from ...model.excluded_files import EVERYTHING, is_excluded
from ..records import Finding, Outcome
from .quartz import addresses_of_names
from .vault import date_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .vault import Note, Vault

_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_YEAR = re.compile(r"\b\d{4}\b")
_LINKED = re.compile(r"\[\[(?:[^\[\]|]*/)?(\d{4}-\d\d-\d\d)(?:\|[^\[\]]*)?\]\]")
_HEADING = re.compile(r"\s*#\s")
_DATES = ("created", "date created", "creation date", "date-created", "created_at")
_UPDATES = ("date modified", "date-modified", "updated_at", "modified_at")


def rewrite_front_matter(note: Note, vault: Vault, tags: list[str]) -> Iterator[Finding]:
    """Change the front matter of *note*, and yield what was done; *tags*: those in its text."""
    front = note.front
    yield from _comments(note)
    yield from _names(note, vault)
    yield from _address(note)
    yield from _empty_draft(note, vault)
    if "tag" in front.values and "tags" not in front.values:
        front.rename("tag", "tags")
    given = [each.lstrip("#") for each in front.list_of("tags")]
    if isinstance(front.values.get("tags"), str) and "," not in str(front.values["tags"]):
        given = [each.lstrip("#") for each in front.list_of("tags", " ")]
    every = list(dict.fromkeys([*given, *tags]))
    if every != front.list_of("tags"):
        front.put("tags", every)
    daily = date_in(note.stem, vault.daily_format)
    folder = note.path.rpartition("/")[0]
    if "date" not in front.values:
        known = next(_dated(note, _DATES), "")
        if daily and folder.startswith(vault.daily_folder):
            front.put("date", daily)
        elif known:
            front.rename(known, "date")
            _as_date(note, "date")
            yield Finding(Outcome.CHANGED, f"front matter: {known}", note.path, None, "it is 'date' here")
    if "updated" not in front.values and (known := next(_dated(note, _UPDATES), "")):
        front.rename(known, "updated")
        _as_date(note, "updated")
        yield Finding(Outcome.CHANGED, f"front matter: {known}", note.path, None, "it is 'updated' here")
    if front.text_of("publish").lower() in {"false", "no", "off", "n", "0"} and not front.is_true("draft"):
        front.put("draft", True)
        yield Finding(Outcome.CHANGED, "front matter: publish", note.path, None, "it is a draft here")
    why = vault.quartz.hides(note.path, front.text_of("publish")) if vault.quartz else ""
    if why and not front.is_true("draft"):
        front.put("draft", True)
        yield Finding(Outcome.CHANGED, "hidden note", note.path, None, f"a draft here: {why}")
    if is_excluded(note.path, vault.excluded) and not front.is_true("draft"):
        front.put("draft", True)
        why = "a draft here: Obsidian's settings exclude it"
        if EVERYTHING in vault.excluded:
            why = "a draft here: Obsidian's settings exclude files in a way that cannot be read"
        yield Finding(Outcome.CHANGED, "excluded file", note.path, None, why)
    if "title" not in front.values and not daily and not _HEADING.match(front.body):
        front.put("title", note.stem)


def _dated(note: Note, names: Iterable[str]) -> Iterator[str]:
    """Yield those of *names* under which *note* has a date, perhaps as a link to the note of a day."""
    for name in names:
        value = note.front.values.get(name)
        if isinstance(value, date) or (isinstance(value, str) and _YEAR.search(value)):
            yield name


def _as_date(note: Note, name: str) -> None:
    """Take the brackets off a date that is a link."""
    if found := _LINKED.fullmatch(note.front.text_of(name)):
        note.front.put(name, found[1])


def _address(note: Note) -> Iterator[Finding]:
    """Take the address of a page that was clipped for what it is, and not for that of the note."""
    front = note.front
    url = front.text_of("url")
    if re.match(r"https?://", url):
        name = "clipped_from" if front.text_of("source") else "source"
        front.rename("url", name)
        yield Finding(
            Outcome.CHANGED, "front matter: url", note.path, front.lines.get("url"), f"it is {name!r} here"
        )


def _empty_draft(note: Note, vault: Vault) -> Iterator[Finding]:
    """Say what becomes of ``draft:`` without a value: Quartz shows such notes, others may not."""
    if "draft" not in note.front.values or note.front.values["draft"] not in (None, ""):
        return
    if vault.quartz:
        note.front.drop("draft")
        yield Finding(
            Outcome.CHANGED, "front matter: draft", note.path, None, "without a value, it isn't one in Quartz"
        )
    else:
        note.front.put("draft", True)
        yield Finding(
            Outcome.UNKNOWN, "front matter: draft", note.path, None, "it has no value; the note stays a draft"
        )


def _comments(note: Note) -> Iterator[Finding]:
    """Leave comments out of values, as they are left out of texts."""
    for name, value in list(note.front.values.items()):
        new = _without_comments(value)
        if new != value:
            note.front.put(name, new)
            yield Finding(
                Outcome.LEFT_OUT, "%%…%%", note.path, note.front.lines.get(name), f"a comment in {name!r}"
            )


def _without_comments(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_comments(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_comments(each) for name, each in value.items()}
    return _COMMENT.sub("", value).strip() if isinstance(value, str) and "%%" in value else value


def _names(note: Note, vault: Vault) -> Iterator[Finding]:
    """Keep other names of a note under another key; they are addresses only in Quartz, as is a permalink."""
    front = note.front
    former = _former_addresses(note, vault)
    for key in ("alias", "aliases"):
        names = front.list_of(key)
        if key not in front.values or all(name.startswith("/") for name in names):
            continue
        addresses = [name for name in names if name.startswith("/") and not vault.quartz]
        front.put(
            "other_names", [*front.list_of("other_names"), *(n for n in names if not n.startswith("/"))]
        )
        front.drop(key)
        if addresses:
            front.put("aliases", addresses)
        yield Finding(Outcome.CHANGED, f"front matter: {key}", note.path, front.lines.get(key), "other_names")
    if vault.quartz and "permalink" in front.values:
        front.drop("permalink")
    if former:
        front.put("aliases", former)


def _former_addresses(note: Note, vault: Vault) -> list[str]:
    """Return the addresses from which Quartz led readers to *note*."""
    if not vault.quartz:
        return []
    front = note.front
    names = [*front.list_of("aliases"), *front.list_of("alias"), front.text_of("permalink")]
    folder = note.path.rpartition("/")[0]
    return list(addresses_of_names(filter(None, names), folder, vault.addresses))
