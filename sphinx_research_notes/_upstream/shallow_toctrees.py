"""Toctrees that copy only as much of a document's table of contents as they show.

To resolve a toctree, Sphinx copies the whole table of contents of each of its documents, marks all headings
in it, and then copies it once more down to the depth asked for: a home page that lists the titles of 10,000
notes copies all their headings first, whenever one of the notes is edited. This asks for the first copy down
to that depth already. A document with toctrees of its own, and those that contain the page, are copied whole,
because what is taken from them depends on more than the depth. Issue title: "Cut tables of contents at
maxdepth before they are processed".

Checked on Sphinx 8.2 to 9.2; from Sphinx 10 on, or without the functions, toctrees are only slower. It can go
when Sphinx does what the title of the issue says.
"""

from __future__ import annotations

import inspect
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from sphinx.environment.adapters import toctree as adapter

from .memory import CHECKED
from .patching import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx import addnodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_NAMES = ("_resolve_toctree", "_entries_from_toctree", "_toctree_standard_entry")
_ENTRY = ("title", "ref", "maxdepth", "toc", "toctree_ancestors", "prune", "collapse", "tags")


@contextmanager
def shallow_toctrees(app: Sphinx) -> Iterator[None]:
    """Let Sphinx cut the tables of contents of a toctree's documents before it processes them."""
    functions = [getattr(adapter, name, None) for name in _NAMES]
    is_known = all(functions) and tuple(inspect.signature(functions[-1]).parameters) == _ENTRY  # type: ignore[arg-type]
    with ExitStack() as stack:
        if CHECKED and is_known:
            stack.enter_context(replaced(adapter, **_Cutter(*functions).functions()))
        yield


class _Cutter:
    """Sphinx's functions, which know of the toctree that is being resolved."""

    def __init__(self, resolve: Any, entries: Any, standard_entry: Any) -> None:
        self._resolve, self._entries, self._standard_entry = resolve, entries, standard_entry
        self._docname = ""
        self._toctree_includes: dict[str, list[str]] = {}
        #: How many levels are shown of the documents that the toctree names; 0 for all.
        self._depth = 0
        #: Whether that is so of documents further down, too.
        self._titles_only = False

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return what is to be put in place of Sphinx's functions, by name."""
        return dict(zip(_NAMES, (self.resolve, self.entries, self.standard_entry), strict=True))

    def resolve(
        self, env: BuildEnvironment, docname: str, builder: Any, toctree: addnodes.toctree, **options: Any
    ) -> Any:
        """Do as ``_resolve_toctree`` does."""
        outer = dict(vars(self))
        self._docname, self._toctree_includes = docname, env.toctree_includes
        self._titles_only = options.get("titles_only", False) or toctree.get("titlesonly", False)
        self._depth = 1 if self._titles_only else _depth(toctree, **options)
        try:
            return self._resolve(env, docname, builder, toctree, **options)
        finally:
            vars(self).update(outer)

    def entries(self, *args: Any, subtree: bool = False) -> Any:
        """Do as ``_entries_from_toctree`` does; the documents of a *subtree* stand deeper."""
        depth = self._depth
        if subtree and not self._titles_only:
            self._depth = 0
        try:
            return self._entries(*args, subtree=subtree)
        finally:
            self._depth = depth

    def standard_entry(
        self, title: str, ref: str, maxdepth: int, toc: Any, toctree_ancestors: Any, *args: Any
    ) -> Any:
        """Do as ``_toctree_standard_entry`` does, down to the depth that will be left in the end."""
        is_whole = ref in self._toctree_includes or ref in toctree_ancestors or ref == self._docname
        if self._depth and not is_whole:
            maxdepth = min(maxdepth, self._depth) if maxdepth > 0 else self._depth
        return self._standard_entry(title, ref, maxdepth, toc, toctree_ancestors, *args)


def _depth(toctree: addnodes.toctree, *, prune: bool = True, maxdepth: int = 0, **others: Any) -> int:
    """Return how many levels Sphinx leaves of documents without toctrees; 0 for all."""
    depth = int(maxdepth or toctree.get("maxdepth", -1))
    return depth if prune and depth > 0 else 0
