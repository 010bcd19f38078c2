"""Footnotes that are written as links to the items of a list, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import Tag

from .document import inside, value, words

if TYPE_CHECKING:
    from .document import Document

_ARROWS = re.compile(r"[\s\[\]()^↩↵⏎←↑↥⇑▲\ufe0e\ufe0f]*(?:back|return)?[\s↩↑^]*", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[*†‡§]|[ivx]+|[a-z])\s*[\])]?")


def rewrite_footnotes(document: Document, first: int = 1) -> None:
    """Replace such footnotes by those of MyST, which get names from the number *first* on.

    A footnote is the item of a list, or a paragraph, that a short mark leads to, and that leads back to it.
    """
    soup = document.soup
    notes = {value(each, "id"): each for each in soup.find_all(["li", "p", "div"], id=True)}
    for anchor in soup.find_all("a", attrs={"name": True}):
        outer = inside(anchor, {"li", "p"})
        if isinstance(outer, Tag) and not words(anchor).isalpha():
            notes.setdefault(value(anchor, "name"), outer)
    names: dict[str, str] = {}
    done: dict[str, Tag] = {}
    for mark in soup.find_all("a", href=re.compile("^#.")):
        key = value(mark, "href")[1:]
        note = notes.get(key)
        if note is None or not _MARK.fullmatch(words(mark)) or inside(mark, {note.name}) is note:
            continue
        ids = {value(each, name) for each in (mark, *list(mark.parents)[:2]) for name in ("id", "name")} - {
            ""
        }
        back = [each for each in note.find_all("a", href=True) if value(each, "href")[1:] in ids]
        if not back:
            continue
        if key not in names:
            names[key] = str(first + len(names))
        done[key] = note
        document.changed("footnote", mark)
        outer = mark.parent if mark.parent is not None and mark.parent.name == "sup" else mark
        outer.replace_with(document.inline(f"[^{names[key]}]"))
    for key, note in done.items():
        _define(document, note, names[key])


def _define(document: Document, note: Tag, name: str) -> None:
    """Put the text of *note* at the end of the text."""
    for link in note.find_all("a", href=re.compile("^#.")):
        if _ARROWS.fullmatch(words(link)) or (
            _MARK.fullmatch(words(link)) and link.find_previous(string=True) is None
        ):
            link.decompose()
    new = document.soup.new_tag("myst-footnote", attrs={"data-name": name})
    new.extend(list(note.contents))
    items = note.parent
    note.extract()
    document.soup.append(new)
    if isinstance(items, Tag) and items.name in {"ol", "ul"} and not words(items):
        box = items.parent
        rule = items.find_previous_sibling()
        if isinstance(rule, Tag) and rule.name == "hr":
            rule.decompose()
        items.decompose()
        if (
            isinstance(box, Tag)
            and box.name in {"div", "section"}
            and not words(box)
            and not box.find("myst-footnote")
        ):
            box.decompose()
