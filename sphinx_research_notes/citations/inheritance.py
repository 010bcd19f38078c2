"""What an entry inherits from others, by ``crossref`` of BibTeX and ``xdata`` of BibLaTeX. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pybtex.database import Entry

#: The maximal number of entries to inherit from, such as the book and the series of a chapter.
MOST_PARENTS = 25


def lineage(entry: Entry, entries: Any, most: int = MOST_PARENTS) -> list[tuple[Entry, bool]]:
    """Return the entries that *entry* inherits from, each once and at most the nearest *most*.

    They are given by ``crossref``, as for a volume of proceedings, and by BibLaTeX's ``xdata``. The second
    item of each pair is whether the entry is, or belongs to, a work that contains this one.
    """
    parents: dict[int, tuple[Entry, bool]] = {}
    waiting = [(entry, False)]
    for each, contains in waiting:  # The list grows.
        if len(parents) >= most:
            break
        xdata = [(name, contains) for name in each.fields.get("xdata", "").split(",")]
        for name, is_container in [*xdata, (each.fields.get("crossref", ""), True)]:
            parent = entries.get(name.strip()) if name.strip() else None
            if parent is not None and parent is not entry and id(parent) not in parents:
                parents[id(parent)] = parent, is_container
                waiting.append((parent, is_container))
    return list(parents.values())[:most]


#: What belongs to the title of a work alone, not to those of its parts.
_OF_TITLE = frozenset({"subtitle", "titleaddon"})


def inherited(entry: Entry, entries: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the fields by lower-case name, and the people by role, of *entry* with those that it inherits.

    The title of a work that contains it becomes its ``booktitle``.
    """
    fields = {name.lower(): str(value) for name, value in entry.fields.items()}
    people = dict(entry.persons)
    for parent, is_container in lineage(entry, entries):
        inherited = {name.lower(): str(value) for name, value in parent.fields.items()}
        if is_container:
            whole = "main" if parent.type.startswith("mv") else "book"
            for name in ("title", "subtitle", "titleaddon"):
                if name in inherited:
                    inherited.setdefault(whole + name, inherited[name])
            inherited = {name: value for name, value in inherited.items() if name not in _OF_TITLE}
        fields, people = inherited | fields, dict(parent.persons) | people
    return fields, people
