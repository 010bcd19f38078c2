"""Other extensions' scripts in our theme: load the scripts of Sphinx that they rely on.

Sphinx's basic theme loads its scripts on every page. Our theme loads them only if another script refers to
something they define: the script of sphinx-copybutton, for instance, reads ``DOCUMENTATION_OPTIONS``.
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
#: The names that each script of Sphinx defines.
_NAMES = {
    _OPTIONS: re.compile(r"\bDOCUMENTATION_OPTIONS\b"),
    _TOOLS: re.compile(r"\bDocumentation\.\w|\b_ready\("),
    _HIGHLIGHT: re.compile(r"\bSphinxHighlight\b|\b_highlight(?:Text)?\("),
}
#: What each script of Sphinx requires, itself included, in loading order.
_REQUIRED = {
    _OPTIONS: (_OPTIONS,),
    _TOOLS: (_OPTIONS, _TOOLS, _WORDS),
    _HIGHLIGHT: (_OPTIONS, _TOOLS, _WORDS, _HIGHLIGHT),
}
#: Sphinx's own scripts.
SPHINX_SCRIPTS = frozenset({*_NAMES, _WORDS, "language_data.js", "searchtools.js"})


def asked_for(app: Sphinx, scripts: Iterable[Any], pagename: str) -> frozenset[str]:
    """Return the scripts of Sphinx that the other *scripts* of the page *pagename* rely on.

    Scripts from other sites are ignored: they are not written for Sphinx's pages.
    """
    needed: set[str] = set()
    for script in scripts:
        attributes = getattr(script, "attributes", {})
        name = os.fspath(getattr(script, "filename", script) or "")
        if "://" in name or name.rpartition("/")[2] in SPHINX_SCRIPTS:
            continue
        path = Path(app.outdir, name.partition("?")[0]) if name else None
        for each in _used_in(str(attributes.get("body") or "")) | (_used_in_file(path) if path else set()):
            needed.update(_REQUIRED[each])
    # On the search page our own script takes its place.
    return frozenset(needed - ({_HIGHLIGHT} if pagename == "search" else set()))


def _used_in_file(path: Path) -> frozenset[str]:
    try:
        return _used_in_version(path, path.stat().st_mtime_ns)
    except OSError:
        return frozenset({_TOOLS})  # The file is copied later, and may use anything.


@lru_cache(maxsize=100)
def _used_in_version(path: Path, changed: int) -> frozenset[str]:
    return _used_in(path.read_text("utf-8", "replace"))


def _used_in(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _NAMES.items() if pattern.search(text))
