"""An entry of a bibliography as BibTeX, as readers get it: without what is its owner's alone.

Imported only where sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

import re
from typing import Any

from pybtex.database import BibliographyData, Entry
from pybtex.database.output.bibtex import Writer
from pybtex.exceptions import PybtexError

from .normalize import PERCENT, VERBATIM, lineage

#: Fields of programs that keep bibliographies, and what their owners write for themselves.
_OWN = re.compile(
    r"__|abstract|annot(?!ator)|bdsk|citationkey|comment(?!ator)|creationdate|date-|file|groups|keywords|local"
    r"|mendeley|modificationdate|owner|printed|priority|qualityassured|ranking|rating|read|relevance|review"
    r"|timestamp"
)


class _AsRead(Writer):  # type: ignore[misc]
    """Writes values as they were read; pybtex takes them for text, and escapes again what is TeX."""

    def _encode(self, text: str) -> str:
        return text

    def check_braces(self, s: str) -> None:
        """Raise an error where braces do not match, of which most values have none."""
        if "{" in s or "}" in s:
            super().check_braces(s)


def bibtex(entry: Entry, entries: Any = None) -> str:
    """*entry* as BibTeX, without what is its owner's alone; empty where it cannot be written.

    Those of *entries* that it refers to for what it lacks follow it, as BibTeX wants.
    """
    return "".join(map(_bibtex, [entry, *(each for each, _ in lineage(entry, entries or {}))]))


def _bibtex(entry: Entry) -> str:
    """*entry* alone as BibTeX."""
    fields = {
        name: value if name.lower() in VERBATIM else PERCENT.sub(r"\%", value)
        for name, value in entry.fields.items()
        if not _OWN.match(name.lower())
    }
    copy = Entry(entry.original_type, fields=fields, persons=entry.persons)
    try:
        written: str = _AsRead().to_string(BibliographyData({entry.key or "work": copy}))
    except (PybtexError, ValueError):
        return ""
    return written.strip() + "\n"
