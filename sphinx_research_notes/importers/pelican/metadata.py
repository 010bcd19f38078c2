"""The lines about an article: ``Title: …`` in Markdown, fields in reStructuredText."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...frontmatter.field_lists import field_list
from ..front_matter import FrontMatter, read_front_matter
from ..records import Finding, Outcome
from .dates import readable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..documents import Document

_LINE = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):[ \t]*(?P<value>.*)")
_MORE = re.compile(r"(?:[ ]{4,}|\t)(?P<value>.*)")
_FIELD = re.compile(r"^:(?P<key>[\w-]+):[ \t]*(?P<value>[^\n]*(?:\n[ \t]+[^\n]+)*)\n?", re.MULTILINE)
#: Comments, targets and the like before a title: they show nothing.
_UNSEEN = re.compile(
    r"(?:[ \t]*\n|\.\.(?:[ \t][^\n]*)?\n(?:[ \t]+[^\n]*\n|[ \t]*\n(?=[ \t]+\S))*|:[\w-]+:[^\n]*\n)*"
)
_TITLE = re.compile(
    r"(?:([!-/:-@\[-`{-~])\1*[ \t]*\n)?[ \t]*(?P<title>[^\n\s][^\n]*)\n([!-/:-@\[-`{-~])\3*[ \t]*(?:\n|\Z)"
)
#: What Pelican calls a status, and what it is here.
_STATUS: dict[str, dict[str, Any]] = {
    "published": {},
    "draft": {"draft": True},
    "skip": {"draft": True},
    "hidden": {"visibility": "unlisted"},
}
_NAMES = {"modified": "updated", "category": "categories", "author": "authors"}


def read_markdown(text: str) -> FrontMatter:
    """Return the lines about the article in Markdown with *text*, as front matter, and its body."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("---"):
        front = read_front_matter(text)
        for name in list(front.values):
            if name != name.lower():
                front.rename(name, name.lower())
        return front
    lines = text.split("\n")
    values: dict[str, str] = {}
    numbers: dict[str, int] = {}
    key, place = "", 0
    while place < len(lines) and not lines[place].strip():
        place += 1
    while place < len(lines) and lines[place].strip():
        if found := _LINE.fullmatch(lines[place]):
            key = found["key"].lower()
            values[key] = found["value"].strip()
            numbers[key] = place + 1
        elif key and (more := _MORE.fullmatch(lines[place])):
            values[key] = f"{values[key]} {more['value'].strip()}".strip()
        else:
            break
        place += 1
    front = FrontMatter(body="\n".join(lines[place:]), body_line=place + 1, is_there=bool(values))
    for name, value in values.items():
        front.put(name, value)
    front.lines = numbers
    return front


def read_rest(text: str) -> FrontMatter:
    """Return the fields of the article in reStructuredText with *text*; its body is the whole text."""
    block = field_list(text)
    found = dict(block.values)
    if not found:
        found = {match["key"].lower(): match["value"].strip() for match in _FIELD.finditer(text[:3000])}
    title = _TITLE.match(text, _UNSEEN.match(text).end())  # type: ignore[union-attr] # it matches nothing, too
    front = FrontMatter(body=text, is_there=bool(found), lines=dict(block.lines))
    front.values = {str(name).lower(): value for name, value in found.items()}
    if title and "title" not in front.values:
        front.values["title"] = title["title"].strip()
    return front


def rewrite_keys(document: Document) -> Iterator[Finding]:
    """Change the front matter of *document*, which isn't in reStructuredText."""
    front, status = document.front, str(document.defaults["status"])
    for old, new in _NAMES.items():
        if old in front.values and new not in front.values:
            front.rename(old, new)
    for name in ("date", "updated"):
        if isinstance(value := front.values.get(name), str) and readable(value) != value.strip():
            front.put(name, readable(value))
    for name in ("tags", "categories", "authors"):
        value = front.values.get(name)
        if isinstance(value, str):
            labels = [value] if name == "categories" else _labels(value)
            front.put(name, labels[0] if name == "authors" and len(labels) == 1 else labels)
    for name in ("translation", "url", "save_as", "status"):
        if name in front.values:
            front.drop(name)
    for name, value in _STATUS[status].items():
        front.put(name, value)
    if status != "published":
        yield _found(document, "status", f"{status!r} is {', '.join(_STATUS[status])} here")
    if str(front.values.get("comments", "false")).lower() != "false":
        front.drop("comments")
        yield _found(document, "comments", "it asks the theme for a service", Outcome.LEFT_OUT)
    if not document.is_note and "kind" not in front.values:
        front.put("kind", "page")


def _labels(text: str) -> list[str]:
    return [each.strip() for each in text.split(";" if ";" in text else ",") if each.strip()]


def rest_fields(document: Document, kept: dict[str, Any]) -> str:
    """Return the text of *document* in reStructuredText with its fields as they are here.

    *kept*: what is added.
    """
    given = dict(_STATUS[str(document.defaults["status"])]) | kept
    text = document.front.body

    def replace(match: re.Match[str]) -> str:
        key = match["key"].lower()
        if key in {"status", "url", "save_as", "translation"} or key in given or not match["value"].strip():
            return ""
        value = readable(match["value"]) if key in {"date", "modified"} else match["value"]
        return f":{key}: {value}\n"

    first = next(_FIELD.finditer(text), None)
    added = "".join(f":{name}: {_in_field(value)}\n" for name, value in given.items())
    if not document.is_note:
        # After the title, a field cannot say what kind of document it is.
        added = f"{added}:kind: page\n"
        text, first = (
            _FIELD.sub(replace, text[: _end_of_fields(text, first)]) + text[_end_of_fields(text, first) :],
            None,
        )
    if first is None:
        return f"{added}\n{text}" if added else text
    end = _end_of_fields(text, first)
    return text[: first.start()] + _FIELD.sub(replace, text[first.start() : end]) + added + text[end:]


def _end_of_fields(text: str, first: re.Match[str] | None) -> int:
    end = first.start() if first else 0
    while (found := _FIELD.match(text, end)) is not None:
        end = found.end()
    return end


def _in_field(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "true" if value is True else str(value)


def _found(document: Document, name: str, detail: str, outcome: Outcome = Outcome.CHANGED) -> Finding:
    return Finding(outcome, f"front matter: {name}", document.path, document.front.lines.get(name), detail)
