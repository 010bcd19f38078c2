"""pybtex without its needless work: plug-ins looked up once, TeX read once, texts and templates made once.

Imported only where sphinxcontrib-bibtex is used. What comes out is the same to the letter; whatever pybtex
hands out is only read by others. Checked on pybtex 0.24 to 0.26; a piece that finds other methods leaves
pybtex as it is. Each piece says which change in pybtex would make it needless; the module can go when all
of them are made.
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

#: Text that says in TeX what it says: letters, digits, and marks with no other meaning.
SAME_IN_TEX = re.compile(
    r"(?! |.*(?:--|  |,,))[A-Za-z0-9\u00a0-\ud7ff\ue000-\U000effff .,:;()/!?+=*-]*(?<! )"
)


#: The styles whose plugins pybtex has been told of; what is to be undone afterwards.
_remembered: set[str] = set()
_undoing = ExitStack()


@contextmanager
def caches() -> Iterator[None]:
    """Leave pybtex as it was before; in between it is quick wherever it is asked for something."""
    try:
        yield
    finally:
        _remembered.clear()
        _undoing.close()


def remember_plugins(style: str) -> None:
    """Tell pybtex which plugins bibtex will ask for with *style*; registered ones are found first.

    Only pybtex's own are named here: a style of the project's is found as before. Called as late as can
    be, as registering looks at every distribution too.

    pybtex looks in the entry points of every installed distribution, 3 ms each time, and bibtex asks for one
    per citation; a cache in ``pybtex.plugin.find_plugin`` would make this needless.
    """
    if style in _remembered:
        return
    _remembered.add(style)
    quicken()
    _undoing.enter_context(_registry_kept())
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
    """The table of plugins as it was, which has no way to take one back."""
    table: dict[str, dict[str, Any]] = getattr(plugin, "_RUNTIME_PLUGINS", {})
    had = {group: dict(known) for group, known in table.items()}
    try:
        yield
    finally:
        table.clear()
        table.update(had)


def quicken() -> None:
    """Put the quicker ways in their places, where pybtex has what they stand for."""
    if hasattr(Text.from_latex, "notes_slow"):
        return
    put = _undoing.enter_context
    put(replaced(Text, from_latex=staticmethod(_reading_once(Text.from_latex))))
    if {"_unpack", "_merge_similar", "_typeinfo"} <= {*dir(BaseMultipartText)}:
        put(replaced(BaseMultipartText, __init__=_make_text))
    if {*vars(Node("", None))} == {"name", "f", "args", "kwargs", "children"}:
        put(replaced(Node, __call__=_with_arguments, __getitem__=_with_children))
    for node, ours in ((template.join, _join), (template.words, _words), (citing.join, _join_others)):
        if _parameters(node.f) == _parameters(ours):
            put(replaced(node, f=ours))


def ease(style: Any) -> None:
    """Let *style*, one of pybtex's own, sort and label an entry once, and make a template once for all.

    An entry is sorted and labelled for each note that cites it; and a template, which goes by the kind of
    an entry and by whether it has editors, is made for each entry.
    """
    sorting, labelling = style.sorting_style, style.label_style
    sorting.sorting_key = _once_each(sorting.sorting_key)
    if hasattr(labelling, "format_label"):
        labelling.format_label = _once_each(labelling.format_label)
    if _asks_for_editors_alone():
        for name in dir(style):
            if name.startswith("get_") and name.endswith("_template"):
                setattr(style, name, _once_for_editors(getattr(style, name)))


#: What pybtex's templates ask of an entry.
_ASKED = {
    'if "editor" not in e.persons:',
    'if "editor" in e.persons:',
    'word = "editors" if len(e.persons["editor"]) > 1 else "editor"',
}


@cache
def _asks_for_editors_alone() -> bool:
    """Whether pybtex's templates go by nothing in an entry but its kind and its editors."""
    lines = (line.strip() for line in getsource(unsrt).splitlines())
    return {line for line in lines if re.search(r"\be[.\[]", line)} <= _ASKED


def _once_each(slow: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """*slow*, called once for each thing it is given, none of which changes."""
    known: dict[int, tuple[Any, Any]] = {}

    def caches(thing: Any) -> Any:
        found = known.get(id(thing))
        if found is None:
            found = known[id(thing)] = thing, slow(thing)  # With the thing, so that its id stays its own.
        return found[1]

    return caches


def _once_for_editors(slow: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """*slow*, which makes the template of an entry, called once for entries that get the same."""
    known: dict[tuple[bool, bool], Any] = {}

    def caches(entry: Any) -> Any:
        editors = entry.persons.get("editor")
        key = (editors is not None, len(editors or ()) > 1)
        if key not in known:
            known[key] = slow(entry)
        return known[key]

    return caches


def _reading_once(slow: Callable[[str], Any]) -> Callable[[str], Any]:
    """``Text.from_latex`` that reads each piece of TeX once, and text without TeX not at all.

    It takes half a millisecond to find that there is no TeX in a title, and is asked some twenty times for
    each reference. A cache there would make this needless.
    """

    @lru_cache(maxsize=4000)
    def caches(tex: str) -> Any:
        return Text(String(tex)) if tex and SAME_IN_TEX.fullmatch(tex) else slow(tex)

    caches.notes_slow = slow  # type: ignore[attr-defined]
    return caches


def _make_text(self: Any, *parts: Any) -> None:
    """``BaseMultipartText.__init__``, which groups the parts also where there is nothing to join."""
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
    """*flat*, the parts of *text*, with neighbours of one kind as one."""
    found: list[Any] = []
    kind: Any = None
    for part in flat:
        last, kind = kind, type(part)
        if kind is not last:
            found.append(part)
        elif kind is String:
            found[-1] = String(found[-1].value, part.value)
        else:
            return list(text._merge_similar(flat))
    return found


def _copy_of(node: Any) -> Any:
    """A template to be added to; what it shares with *node* is never changed, but replaced."""
    copy = Node.__new__(Node)
    copy.name, copy.f = node.name, node.f
    copy.args, copy.kwargs, copy.children = node.args, node.kwargs, node.children
    return copy


def _with_arguments(self: Any, *args: Any, **kwargs: Any) -> Any:
    """``Node.__call__``, which copies all that a template has for each thing added."""
    copy = _copy_of(self)
    copy.args, copy.kwargs = [*self.args, *args], self.kwargs | kwargs
    return copy


def _with_children(self: Any, children: Any) -> Any:
    """``Node.__getitem__``, likewise."""
    copy = _copy_of(self)
    copy.children = [*self.children, *(children if isinstance(children, (list, tuple)) else (children,))]
    return copy


def _parameters(function: Any) -> list[tuple[str, object]]:
    return [(each.name, each.default) for each in signature(function).parameters.values()]


def _formatted(children: Iterable[Any], data: Any) -> list[Any]:
    """What becomes of *children*, without those of which nothing becomes."""
    found = (child.format_data(data) if hasattr(child, "format_data") else child for child in children)
    return [part for part in found if part]


def _join(children: Any, data: Any, sep: Any = "", sep2: Any = None, last_sep: Any = None) -> Any:
    """What stands for pybtex's template ``join``, which makes texts of separators and of most parts."""
    parts = _formatted(children, data)
    if len(parts) < 2:
        return Text(*parts)
    last = (sep if sep2 is None else sep2) if len(parts) == 2 else (sep if last_sep is None else last_sep)
    return Text(*[each for part in parts[:-2] for each in (part, sep)], parts[-2], last, parts[-1])


def _words(children: Any, data: Any, sep: Any = " ") -> Any:
    """What stands for pybtex's template ``words``."""
    return _join(children, data, sep)


def _join_others(
    children: Any, data: Any, sep: Any = "", sep2: Any = None, last_sep: Any = None, other: Any = None
) -> Any:
    """What stands for bibtex's ``join``, which may say "et al."."""
    if other is not None:
        parts = _formatted(children, data)
        if len(parts) > 2:
            return Text(parts[0], other)
        children = parts
    return _join(children, data, sep, sep2, last_sep)
