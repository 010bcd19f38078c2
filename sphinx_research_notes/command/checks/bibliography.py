"""Entries of ``.bib`` files that nothing cites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...state.records import pages
from ...visibility.hidden_texts import secrets_of
from .findings import finding
from .places import relative

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx

    from .findings import Finding

_WORDS = re.compile(r"[^\s,;{}\[\]()`'\"@]+")


def unused_entries(app: Sphinx) -> Iterator[Finding]:
    """Yield the entries that nothing cites.

    A file of which most entries aren't cited is a library, such as a program exports, and not made for the
    site.
    """
    if "sphinxcontrib.bibtex" not in app.extensions:
        return
    domain: Any = app.env.domains["cite"]
    if not domain.bibdata.bibfiles:
        return
    used = _used(app, domain)
    for path, file in domain.bibdata.bibfiles.items():
        unused = [key for key in file.keys if key.lower() not in used]
        if unused:
            used |= _hidden_words(app)
            unused = [key for key in unused if key.lower() not in used]
        if len(unused) * 2 < len(file.keys):
            yield from _of_file(app, path, unused)


def _used(app: Sphinx, domain: Any) -> set[str]:
    """Return the keys, in lower case, of all entries that are cited, listed, or inherited from."""
    used = {key for page in pages(app.env).values() for key, _ in page.works}
    used |= {key for page in pages(app.env).values() for note in page.notes for key, _, _ in note.citing}
    used |= {target.key for reference in domain.citation_refs for target in reference.targets}
    used |= {citation.entry.key for citation in domain.citations}
    entries = domain.bibdata.data.entries
    waiting = [key for key in used if key in entries]
    while waiting:
        fields = entries[waiting.pop()].fields
        names = [fields.get("crossref", ""), *fields.get("xdata", "").split(",")]
        parents = {name.strip() for name in names if name.strip() in entries} - used
        used |= parents
        waiting += parents
    return {key.lower() for key in used}


def _hidden_words(app: Sphinx) -> set[str]:
    """Return the words of what this build hides: a draft may cite an entry, too."""
    return {word.lower() for secret in secrets_of(app.env) for word in _WORDS.findall(secret.text)}


def _of_file(app: Sphinx, path: Path, unused: list[str]) -> Iterator[Finding]:
    text = path.read_text("utf-8", "replace") if unused else ""
    for key in unused:
        found = re.search(rf"^\s*@\w+\s*[{{(]\s*{re.escape(key)}\s*,", text, re.MULTILINE | re.IGNORECASE)
        line = text.count("\n", 0, found.end()) + 1 if found else 1
        message = f"expected a citation of {key!r}, found none"
        yield finding("unused-entry", f"{relative(app.env, str(path))}:{line}", message)
