"""pybtex without repeated work: plug-ins, parsed TeX, rich text and templates are cached or built faster.

Imported only where sphinxcontrib-bibtex is used. Output does not change; cached objects are shared, so
nobody may modify them. No upstream issues are known; the docstring of each piece says what could be the
title of one. Checked on pybtex 0.24 to 0.26; a piece that finds other signatures or attributes leaves pybtex
as it is, which costs only time. A piece can go when pybtex does what its title says.
"""

from __future__ import annotations

import re
from contextlib import ExitStack, contextmanager
from functools import cache, lru_cache
from importlib.metadata import distribution
from inspect import getsource, signature
from typing import TYPE_CHECKING, Any

from pybtex import plugin
from pybtex.richtext import BaseMultipartText, String, Text, ensure_text
from pybtex.style import template
from pybtex.style.formatting import unsrt
from pybtex.style.template import Node
from sphinxcontrib.bibtex.style import template as citing

from .patching import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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

    These are pybtex's own; a style of the project is found as before. Call it as late as possible, since
    registering searches all distributions as well.

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
    for package in ("pybtex", "pybtex-docutils"):
        for entry in distribution(package).entry_points:
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
    if {*vars(Node("", None))} == {"name", "f", "args", "kwargs", "children"}:
        put(replaced(Node, __call__=_with_arguments, __getitem__=_with_children))
    for node, function in ((template.join, _join), (template.words, _words), (citing.join, _join_others)):
        if _parameters(node.f) == _parameters(function):
            put(replaced(node, f=function))


def memoize_style(style: Any) -> None:
    """Let *style*, one of pybtex's own, compute sort keys, labels and templates once.

    Every note that cites an entry needs its sort key and label. A template depends only on the type of an
    entry and on its editors, but is built for each entry: "Build the templates of a style once".
    """
    sorting, labelling = style.sorting_style, style.label_style
    sorting.sorting_key = _memoized(sorting.sorting_key)
    if hasattr(labelling, "format_label"):
        labelling.format_label = _memoized(labelling.format_label)
    if _depends_on_editors_only():
        for name in dir(style):
            if name.startswith("get_") and name.endswith("_template"):
                setattr(style, name, _memoized_by_editors(getattr(style, name)))


#: The lines in which pybtex's templates access an entry.
_ACCESSES = {
    'if "editor" not in e.persons:',
    'if "editor" in e.persons:',
    'word = "editors" if len(e.persons["editor"]) > 1 else "editor"',
}


@cache
def _depends_on_editors_only() -> bool:
    """Return whether pybtex's templates depend only on the type and the editors of an entry."""
    lines = (line.strip() for line in getsource(unsrt).splitlines())
    return {line for line in lines if re.search(r"\be[.\[]", line)} <= _ACCESSES


def _memoized(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return *function* with a cache by identity of its argument, which must not change."""
    results: dict[int, tuple[Any, Any]] = {}

    def cached(argument: Any) -> Any:
        pair = results.get(id(argument))
        if pair is None:
            pair = results[id(argument)] = argument, function(argument)  # Keeps the argument, and so its id.
        return pair[1]

    return cached


def _memoized_by_editors(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return *function*, which builds the template of an entry, with a cache by editors."""
    templates: dict[tuple[bool, bool], Any] = {}

    def cached(entry: Any) -> Any:
        editors = entry.persons.get("editor")
        key = (editors is not None, len(editors or ()) > 1)
        if key not in templates:
            templates[key] = function(entry)
        return templates[key]

    return cached


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


def _copy_of(node: Any) -> Any:
    """Return a shallow copy of the template *node*, whose attributes may be replaced but not modified."""
    copy = Node.__new__(Node)
    copy.name, copy.f = node.name, node.f
    copy.args, copy.kwargs, copy.children = node.args, node.kwargs, node.children
    return copy


def _with_arguments(self: Any, *args: Any, **kwargs: Any) -> Any:
    """Replace ``Node.__call__``: "Node.__call__ and __getitem__ need no deep copy"."""
    copy = _copy_of(self)
    copy.args, copy.kwargs = [*self.args, *args], self.kwargs | kwargs
    return copy


def _with_children(self: Any, children: Any) -> Any:
    """Replace ``Node.__getitem__``, likewise."""
    copy = _copy_of(self)
    copy.children = [*self.children, *(children if isinstance(children, (list, tuple)) else (children,))]
    return copy


def _parameters(function: Any) -> list[tuple[str, object]]:
    return [(each.name, each.default) for each in signature(function).parameters.values()]


def _formatted(children: Iterable[Any], data: Any) -> list[Any]:
    """Return *children* formatted, without empty results."""
    parts = (child.format_data(data) if hasattr(child, "format_data") else child for child in children)
    return [part for part in parts if part]


def _join(children: Any, data: Any, sep: Any = "", sep2: Any = None, last_sep: Any = None) -> Any:
    """Replace pybtex's template ``join``: "Build one Text in the join template"."""
    parts = _formatted(children, data)
    if len(parts) < 2:
        return Text(*parts)
    last = (sep if sep2 is None else sep2) if len(parts) == 2 else (sep if last_sep is None else last_sep)
    return Text(*[each for part in parts[:-2] for each in (part, sep)], parts[-2], last, parts[-1])


def _words(children: Any, data: Any, sep: Any = " ") -> Any:
    """Replace pybtex's template ``words``."""
    return _join(children, data, sep)


def _join_others(
    children: Any, data: Any, sep: Any = "", sep2: Any = None, last_sep: Any = None, other: Any = None
) -> Any:
    """Replace ``join`` of sphinxcontrib-bibtex, which may add "et al."."""
    if other is not None:
        parts = _formatted(children, data)
        if len(parts) > 2:
            return Text(parts[0], other)
        children = parts
    return _join(children, data, sep, sep2, last_sep)
