"""pybtex without repeated work: plug-ins and parsed TeX are cached, rich text is built faster.

Imported only where sphinxcontrib-bibtex is used. Output does not change; cached objects are shared, so they
must not be modified. In a clean build of 300 notes and 500 entries, parsing TeX once saves 5 % of the time,
and faster rich text 2.5 %. Caching plug-ins matters on pages other than notes, where ``footcite`` looks up
four each time.

No upstream issues are known; the docstring of each piece suggests a title for one. Checked on
pybtex 0.24 to 0.26; a piece that finds other signatures or attributes leaves pybtex as it is, which costs
only time. A piece can go when pybtex does what its title says.
"""

from __future__ import annotations

import re
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from importlib.metadata import distribution
from typing import TYPE_CHECKING, Any

from pybtex import plugin
from pybtex.richtext import BaseMultipartText, String, Text, ensure_text

from .patching import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Text without TeX: letters, digits, and punctuation without a special meaning.
WITHOUT_TEX = re.compile(
    r"(?! |.*(?:--|  |,,))[A-Za-z0-9\u00a0-\ud7ff\ue000-\U000effff .,:;()/!?+=*-]*(?<! )"
)


#: The styles whose plug-ins are registered, and how to restore pybtex.
_registered: set[str] = set()
_restore = ExitStack()


@contextmanager
def pybtex_caches() -> Iterator[None]:
    """Restore pybtex at the end; the caches are installed on first use."""
    try:
        yield
    finally:
        _registered.clear()
        _restore.close()


def register_plugins(style: str) -> None:
    """Register the plug-ins that sphinxcontrib-bibtex needs for *style*: registered ones are found first.

    These are pybtex's own; a style of the project is found as before. Registering searches all distributions
    as well, and does not use what it finds: "Don't search for a plug-in that is registered with force".

    pybtex searches the entry points of all installed distributions each time, which takes 3 ms, and
    sphinxcontrib-bibtex asks for a plug-in per citation: "Cache pybtex.plugin.find_plugin".
    """
    if style in _registered:
        return
    _registered.add(style)
    install_caches()
    _restore.enter_context(_registry_kept())
    names = {("pybtex.backends", name) for name in ("docutils", "plaintext", "html")}
    names |= {("pybtex.style.formatting", name) for name in ("plain", style)}
    names |= {("pybtex.style.names", name) for name in ("plain", "lastfirst")}
    names |= {("pybtex.style.labels", name) for name in ("number", "alpha")}
    names |= {("pybtex.style.sorting", name) for name in ("none", "author_year_title")}
    found = [
        entry for package in ("pybtex", "pybtex-docutils") for entry in distribution(package).entry_points
    ]
    with replaced(plugin, entry_points=lambda **_: ()):
        for entry in found:
            if (entry.group, entry.name) in names:
                plugin.register_plugin(entry.group, entry.name, entry.load(), force=True)


@contextmanager
def _registry_kept() -> Iterator[None]:
    """Restore the table of registered plug-ins, which has no public way to remove one."""
    table: dict[str, dict[str, Any]] = getattr(plugin, "_RUNTIME_PLUGINS", {})
    before = {group: dict(plugins) for group, plugins in table.items()}
    try:
        yield
    finally:
        table.clear()
        table.update(before)


def install_caches() -> None:
    """Replace functions of pybtex by faster ones, if they have the expected signatures."""
    if hasattr(Text.from_latex, "notes_original"):
        return
    put = _restore.enter_context
    put(replaced(Text, from_latex=staticmethod(_parse_once(Text.from_latex))))
    if {"_unpack", "_merge_similar", "_typeinfo"} <= {*dir(BaseMultipartText)}:
        put(replaced(BaseMultipartText, __init__=_make_text))


def _parse_once(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return ``Text.from_latex`` with a cache, and without parsing text that has no TeX.

    Parsing a title takes half a millisecond, and a reference takes some twenty calls: "Cache
    Text.from_latex".
    """

    @lru_cache(maxsize=4000)
    def cached(tex: str) -> Any:
        return Text(String(tex)) if tex and WITHOUT_TEX.fullmatch(tex) else parse(tex)

    cached.notes_original = parse  # type: ignore[attr-defined]
    return cached


def _make_text(self: Any, *parts: Any) -> None:
    """Replace ``BaseMultipartText.__init__``: "Skip grouping of parts without equal neighbours"."""
    flat: list[Any] = []
    for part in parts:
        kind = type(part)
        if kind is Text:
            flat += part.parts
        elif kind is String:
            if part.value:
                flat.append(part)
        elif isinstance(part, str):
            if part:
                flat.append(String(part))
        elif ensure_text(part):
            flat.extend(part._unpack())
    self.parts = flat if len(flat) < 2 else _joined(self, flat)
    self.length = sum(map(len, self.parts))


def _joined(text: Any, flat: list[Any]) -> list[Any]:
    """Return *flat*, the parts of *text*, with neighbours of one type merged."""
    merged: list[Any] = []
    kind: Any = None
    for part in flat:
        last, kind = kind, type(part)
        if kind is not last:
            merged.append(part)
        elif kind is String:
            merged[-1] = String(merged[-1].value, part.value)
        else:
            return list(text._merge_similar(flat))
    return merged
