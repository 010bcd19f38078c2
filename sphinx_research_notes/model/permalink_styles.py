"""The permalinks that other systems make by default, so that a blog that has moved keeps its addresses.

The patterns and the rules for names are those of Jekyll 4 (https://jekyllrb.com/docs/permalinks/), Hugo
(https://gohugo.io/content-management/urls/), Eleventy (https://www.11ty.dev/docs/permalinks/), WordPress
("day and name"), Ghost, Substack and Quartz 4 (https://quartz.jzhao.xyz/advanced/paths).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .note import Note


def _keep(text: str) -> str:
    return text


def _is_word(char: str) -> bool:
    """Whether *char* is a letter, a mark or a digit."""
    return (kind := unicodedata.category(char))[0] in "LM" or kind == "Nd"


def _jekyll_title(name: str) -> str:
    """Return ``:title``: other characters are hyphens, letter case stays."""
    hyphened = "".join(char if _is_word(char) or char in "._~!$&'()+,;=@" else "-" for char in name)
    return re.sub("-+", "-", hyphened).strip("-")


def _hugo_path(path: str) -> str:
    """Return *path* in lower case, with a hyphen for spaces and without most punctuation."""
    kept = "".join(char for char in path if _is_word(char) or char.isspace() or char in "./_#+~-@")
    kept = re.sub(r"(?<=-)\s+|\s+(?=-)", "", kept.strip())
    return re.sub(r"\s+", "-", kept).lower()


def _ascii_slug(name: str) -> str:
    """Return *name* in lower case, Latin letters without accents, with hyphens for spaces and dots."""
    plain = re.sub(r"([a-z])[\u0300-\u036f]+", r"\1", unicodedata.normalize("NFD", name.lower()))
    kept = "".join(char for char in plain if _is_word(char) or char in " ._-")
    return unicodedata.normalize("NFC", re.sub(r"[ .-]+", "-", kept).strip("-"))


def _path(note: Note) -> str:
    return note.docname


def _path_in_content(note: Note) -> str:
    """Return the path in the folder ``content``, with the slug for the name; a page bundle is its folder."""
    *folders, name = _without_index(note.docname.removeprefix("content/").split("/"))
    return _hugo_path("/".join([*folders, note.slug or name]))


def _path_without_repetition(note: Note) -> str:
    """Return the path; ``a/index`` and ``a/a`` are both the folder's page."""
    parts = _without_index(note.docname.split("/"))
    return "/".join(parts[:-1] if len(parts) > 1 and parts[-1] == parts[-2] else parts)


def _quartz_path(note: Note) -> str:
    """Return the path with hyphens for spaces, and words for some signs; an index is its folder."""
    *folders, name = re.sub(r"\s", "-", note.docname).split("/")
    path = "/".join(folders if name in {"index", "_index"} else [*folders, name])
    return re.sub(r"[?#]", "", path.replace("&", "-and-").replace("%", "-percent"))


def _without_index(parts: list[str]) -> list[str]:
    return parts[:-1] if len(parts) > 1 and parts[-1] == "index" else parts


def _categories(note: Note) -> tuple[str, ...]:
    return note.categories


def _categories_and_folders(note: Note) -> tuple[str, ...]:
    """Return the folders above ``_posts``, which are categories for Jekyll, and the others."""
    parts = note.docname.split("/")
    folders = parts[: parts.index("_posts")] if "_posts" in parts else []
    return tuple(dict.fromkeys(each.lower() for each in (*folders, *note.categories)))


@dataclass(frozen=True, slots=True)
class Style:
    """How a system makes permalinks."""

    #: As in :func:`.permalinks.from_pattern`.
    pattern: str
    #: Returns what ``{slug}`` and ``{title}`` stand for, by the slug or the name of the file.
    slug: Callable[[str], str] = _keep
    #: Returns what ``{path}`` stands for.
    path: Callable[[Note], str] = _path
    #: Returns what ``{categories}`` stands for.
    categories: Callable[[Note], tuple[str, ...]] = _categories


def _jekyll(pattern: str) -> Style:
    return Style(pattern, slug=_jekyll_title, categories=_categories_and_folders)


_JEKYLL_DATE = _jekyll("/{categories}/{year}/{month}/{day}/{title}.html")
#: The styles by the names that ``notes_permalink`` knows.
STYLES: dict[str, Style] = {
    "jekyll": _JEKYLL_DATE,
    "jekyll-date": _JEKYLL_DATE,
    "jekyll-pretty": _jekyll("/{categories}/{year}/{month}/{day}/{title}/"),
    "jekyll-ordinal": _jekyll("/{categories}/{year}/{y_day}/{title}.html"),
    "jekyll-weekdate": _jekyll("/{categories}/{year}/W{week}/{short_day}/{title}.html"),
    "jekyll-none": _jekyll("/{categories}/{title}.html"),
    "hugo": Style("/{path}/", path=_path_in_content),
    "eleventy": Style("/{path}/", path=_path_without_repetition),
    "wordpress": Style("/{year}/{month}/{day}/{slug}/", slug=_ascii_slug),
    "ghost": Style("/{slug}/", slug=_ascii_slug),
    "substack": Style("/p/{slug}/", slug=_ascii_slug),
    "quartz": Style("/{path}/", path=_quartz_path),
}
#: A pattern as it is.
PLAIN = Style("")
