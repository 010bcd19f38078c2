"""The text of the style sheets, joined from the theme's CSS files as ``css/sheets.toml`` says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from ..constants import ROOT

FOLDER = ROOT / "theme"

#: The sheet of all pages in our theme.
PAGES = "research-notes.css"

#: The sheets for notes and for formulas in other themes.
GUEST, FORMULAS = "research-notes-guest.css", "research-notes-formulas.css"

#: The sheet for lists that can be narrowed, in any theme.
FILTERS = "research-notes-filters.css"

#: The sheet of e-books.
BOOK = "research-notes-book.css"

#: For what a sheet can be: our theme, notes in other themes, formulas in other themes, and e-books.
_KINDS = ("ours", "other", "formulas", "book")

#: A comment; no string in our files contains one.
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'("[^"\n]*")')
_SPACE = re.compile(r"\s+")
#: Characters around which space means nothing. Before a colon it does: ``a :hover`` is not ``a:hover``.
_AROUND = re.compile(r" ?([{};,>]) ?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet."""

    name: str
    #: The names of its files, without the suffix.
    files: tuple[str, ...]
    #: Whether all pages in our theme link it; others only if they need a rule of it.
    always: bool
    #: The classes of which a page must have one, if the rules alone would ask for it too often.
    only: frozenset[str]


@cache
def sheets(theme: str = "ours") -> tuple[Sheet, ...]:
    """Return the sheets for *theme*, one of :data:`_KINDS`, in the order in which pages link them."""
    table = tomllib.loads((FOLDER / "css" / "sheets.toml").read_text("utf-8"))
    return tuple(
        Sheet(each["name"], tuple(each["files"]), each.get("always", False), frozenset(each.get("only", ())))
        for each in table["sheet"]
        if theme in each.get("themes", ["ours"])
    )


def sheet_names(*themes: str) -> tuple[str, ...]:
    """Return the names of the sheets of *themes*, by default of all."""
    found = [each.name for theme in themes or _KINDS for each in sheets(theme)]
    return tuple(dict.fromkeys(found))


@cache
def stylesheet(name: str) -> str:
    """Return the text of the sheet *name* as readers load it: without comments and needless space."""
    sheet = next(each for theme in _KINDS for each in sheets(theme) if each.name == name)
    return minified("\n".join((FOLDER / "css" / f"{file}.css").read_text("utf-8") for file in sheet.files))


def minified(css: str) -> str:
    """Return *css* without comments and without space that means nothing."""
    code = _COMMENT.sub("", css)
    parts = _STRING.split(code)
    for index in range(0, len(parts), 2):
        part = _AROUND.sub(r"\1", _SPACE.sub(" ", parts[index]))
        parts[index] = part.replace(": ", ":").replace(";}", "}")
    return "".join(parts).strip() + "\n"
