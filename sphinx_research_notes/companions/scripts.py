"""Other extensions' scripts in our theme: those of Sphinx that they count on are loaded before them.

Sphinx's basic theme puts its scripts on every page. Ours puts them where another script names what is in
them: sphinx-copybutton, for one, reads ``DOCUMENTATION_OPTIONS``.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

_OPTIONS, _TOOLS, _HIGHLIGHT, _WORDS = (
    "documentation_options.js", "doctools.js", "sphinx_highlight.js", "translations.js",
)  # fmt: skip
#: What a script of Sphinx's is known by, and those that it cannot do without.
_NAMES = {
    _OPTIONS: re.compile(r"\bDOCUMENTATION_OPTIONS\b"),
    _TOOLS: re.compile(r"\bDocumentation\.\w|\b_ready\("),
    _HIGHLIGHT: re.compile(r"\bSphinxHighlight\b|\b_highlight(?:Text)?\("),
}
_WITH = {
    _OPTIONS: (_OPTIONS,),
    _TOOLS: (_OPTIONS, _TOOLS, _WORDS),
    _HIGHLIGHT: (_OPTIONS, _TOOLS, _WORDS, _HIGHLIGHT),
}
#: Sphinx's own, which do not count as another's.
_OWN = {*_NAMES, _WORDS, "language_data.js", "searchtools.js"}


def asked_for(app: Sphinx, scripts: Iterable[Any], pagename: str) -> frozenset[str]:
    """Which of Sphinx's scripts the others among *scripts*, those of the page *pagename*, count on.

    A script of another site is not looked at: it is not made for Sphinx's pages.
    """
    found: set[str] = set()
    for script in scripts:
        attributes = getattr(script, "attributes", {})
        name = os.fspath(getattr(script, "filename", script) or "")
        if "://" in name or name.rpartition("/")[2] in _OWN:
            continue
        path = Path(app.outdir, name.partition("?")[0]) if name else None
        for each in _named_in(str(attributes.get("body") or "")) | (_named_in_file(path) if path else set()):
            found.update(_WITH[each])
    # On the search page our own script stands in for it.
    return frozenset(found - ({_HIGHLIGHT} if pagename == "search" else set()))


def _named_in_file(path: Path) -> frozenset[str]:
    try:
        return _named_there(path, path.stat().st_mtime_ns)
    except OSError:
        return frozenset({_TOOLS})  # It comes later, and may say anything.


@lru_cache(maxsize=100)
def _named_there(path: Path, changed: int) -> frozenset[str]:
    return _named_in(path.read_text("utf-8", "replace"))


def _named_in(text: str) -> frozenset[str]:
    return frozenset(name for name, sign in _NAMES.items() if sign.search(text))
