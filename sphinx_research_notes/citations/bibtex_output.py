"""Bibliography entries as BibTeX for readers, without their owner's private fields.

Imported only where sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

import re
from typing import Any

from pybtex.database import BibliographyData, Entry
from pybtex.database.output.bibtex import Writer
from pybtex.exceptions import PybtexError

from .inheritance import lineage
from .normalize import PERCENT, VERBATIM

#: Fields of reference managers, and notes that owners write for themselves.
_OWN = re.compile(
    r"__|abstract|annot(?!ator)|bdsk|citationkey|comment(?!ator)|creationdate|date-|file|groups|keywords|local"
    r"|mendeley|modificationdate|owner|printed|priority|qualityassured|ranking|rating|read|relevance|review"
    r"|timestamp"
)


class _Verbatim(Writer):  # type: ignore[misc]
    """Write values verbatim; pybtex would escape the TeX in them."""

    def _encode(self, text: str) -> str:
        return text

    def check_braces(self, s: str) -> None:
        """Raise an error if braces do not match; most values have none."""
        if "{" in s or "}" in s:
            super().check_braces(s)


def bibtex(entry: Entry, entries: Any = None) -> str:
    """Return *entry* as BibTeX, without private fields; an empty string if it cannot be written.

    The *entries* that it inherits from follow it, as BibTeX requires.
    """
    return "".join(map(_bibtex, [entry, *(each for each, _ in lineage(entry, entries or {}))]))


def _bibtex(entry: Entry) -> str:
    """Return *entry* as BibTeX, without those that it inherits from."""
    fields = {
        name: value if name.lower() in VERBATIM else PERCENT.sub(r"\%", value)
        for name, value in entry.fields.items()
        if not _OWN.match(name.lower())
    }
    copy = Entry(entry.original_type, fields=fields, persons=entry.persons)
    try:
        text: str = _Verbatim().to_string(BibliographyData({entry.key or "work": copy}))
    except (PybtexError, ValueError):
        return ""
    return text.strip() + "\n"
