"""The text of new notes and entries, in each syntax. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from datetime import datetime

#: The first line of an entry: in Markdown with its fence, in reStructuredText with its indentation.
_ENTRY = re.compile(
    r"^(?:(?P<fence>`{3,}|:{3,}|~{3,})\{(?P<name>(?:note-)?entry)\}"
    r"|(?P<indent> *)\.\. (?P<rst>(?:note-)?entry)::)"
    r"[ \t]*(?P<argument>.*)$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written: a title, or the text of an entry, and what else its front matter says."""

    title: str
    moment: datetime
    tags: tuple[str, ...] = ()
    series: str = ""
    is_draft: bool = False

    @property
    def values(self) -> dict[str, Any]:
        """The front matter but for title and date."""
        said: dict[str, Any] = {}
        if self.tags:
            said["tags"] = list(self.tags)
        if self.series:
            said["series"] = self.series
        if self.is_draft:
            said["draft"] = True
        return said


def as_note(draft: Draft, suffix: str) -> str:
    """Return the text of a new file with that *suffix*."""
    if suffix == ".rst":
        values = {"title": draft.title, "date": draft.moment.date(), **draft.values}
        return "".join(f":{key}: {_as_field(value)}\n" for key, value in values.items()) + "\n"
    front = f"---\n{_yaml({'title': draft.title, 'date': draft.moment.date(), **draft.values})}---\n"
    return _notebook(front) if suffix == ".ipynb" else f"{front}\n"


def _yaml(values: dict[str, Any]) -> str:
    """Return *values* one a line, and lists in brackets."""
    lines = []
    for key, value in values.items():
        text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**6)
        text = text.removesuffix("...\n").strip()
        lines.append(f"{key}: {text}\n")
    return "".join(lines)


def _as_field(value: Any) -> str:
    """Return *value* in the form of docutils' bibliographic fields."""
    if value is True:
        return "true"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _notebook(front: str) -> str:
    """Return a notebook of version 4.5 with the front matter in its first cell, and an empty cell of code."""
    lines = front.rstrip("\n").split("\n")
    cells = [
        {
            "cell_type": "markdown",
            "id": "front-matter",
            "metadata": {},
            "source": [f"{line}\n" for line in lines[:-1]] + lines[-1:],
        },
        {
            "cell_type": "code",
            "execution_count": None,
            "id": "first",
            "metadata": {},
            "outputs": [],
            "source": [],
        },
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def entries_in(source: str) -> int:
    """Return how many entries a page has."""
    return sum(1 for _ in _ENTRY.finditer(source))


def with_entry(source: str, draft: Draft) -> str:
    """Return *source*, a page with entries, with another one above the first, written as that one is."""
    first = _ENTRY.search(source)
    if first is None:
        raise ValueError("expected a page with an entry, found none")
    newline = "\r\n" if "\r\n" in source else "\n"
    when = f"{draft.moment:%Y-%m-%d %H:%M}" if _has_times(source) else f"{draft.moment:%Y-%m-%d}"
    options = [f":{key}: {_as_field(value)}" for key, value in draft.values.items()]
    if first["fence"]:
        fence = _longer_than(draft.title, first["fence"])
        lines = [
            f"{fence}{{{first['name']}}} {when}",
            *options,
            *([""] if options else []),
            draft.title,
            fence,
            "",
            "",
        ]
    else:
        inside = first["indent"] + "   "
        body = [f"{inside}{line}" if line else "" for line in draft.title.split("\n")]
        lines = [
            f"{first['indent']}.. {first['rst']}:: {when}",
            *(f"{inside}{option}" for option in options),
            "", *body, "", "",
        ]  # fmt: skip
    return source[: first.start()] + newline.join(lines) + source[first.start() :]


def _has_times(source: str) -> bool:
    """Whether the entries of a page have times of day; a page of one or two has no habit yet."""
    heads = [found["argument"] for found in islice(_ENTRY.finditer(source), 5)]
    return len(heads) < 3 or any(":" in head for head in heads)


def _longer_than(text: str, fence: str) -> str:
    """Return a fence as *fence* that no line of *text* closes."""
    mark = fence[0]
    longest = max((len(run) for run in re.findall(re.escape(mark) + "{3,}", text)), default=0)
    return mark * max(len(fence), longest + 1)
