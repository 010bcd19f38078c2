"""Tables of contents that stay pickled until they are used.

The environment holds the table of contents of every document as nodes: half of its memory, and a third of
the time to load it. A build after an edit uses a few of them. Each is therefore a pickle of its own within
that of the environment, loaded when it is asked for, and saved as it is if it never was. Once the environment
has been saved, and pages are written, which only read it, what is loaded is not kept either: a page with all
documents in its toctree would load all. No upstream issue is known; its title could be "Load env.tocs when
they are used".

Checked on Sphinx 8.2 to 9.2, which use it as a dictionary, as themes and extensions do; if the attribute is
something else, it stays as it is. It can go when Sphinx does the like.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakValueDictionary

from ..activation import acts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: What a pickle names if it holds more than a table of contents, which the environment may share.
_SHARED = (b"sphinx.environment", b"\x08document")
_MISSING: Any = object()


class StoredTocs(dict[str, Any]):
    """A dictionary of nodes, some of them still pickled; whoever reads it finds nodes."""

    #: The nodes that somebody holds, of those that are not kept; None while all are kept that are loaded.
    _held: WeakValueDictionary[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if type(value) is not bytes:
            return value
        if self._held is None:
            self[name] = nodes = pickle.loads(value)
        elif (nodes := self._held.get(name)) is None:
            self._held[name] = nodes = pickle.loads(value)
        return nodes

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        if self._held is not None:
            self._held.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        # With a method of its own, ``dict(…)`` and ``update`` ask for each item as well.
        return super().__iter__()

    def get(self, name: str, default: Any = None) -> Any:
        """Return the nodes of *name*, or *default*."""
        try:
            return self[name]
        except KeyError:
            return default

    def pop(self, name: str, default: Any = _MISSING) -> Any:
        """Remove *name* and return its nodes, or *default*."""
        if name not in self and default is not _MISSING:
            return default
        try:
            value = self[name]
        except (AttributeError, ImportError):  # It has nodes of an extension that is not installed any more.
            if default is _MISSING:
                raise
            value = default
        del self[name]
        return value

    def popitem(self) -> tuple[str, Any]:
        """Remove the last name and return it with its nodes."""
        name = next(reversed(self.keys()))
        return name, self.pop(name)

    def setdefault(self, name: str, default: Any = None) -> Any:
        """Return the nodes of *name*, which become *default* if there are none."""
        if name not in self:
            self[name] = default
        return self[name]

    def values(self) -> Any:
        """Return the nodes of all documents."""
        return self._loaded().values()

    def items(self) -> Any:
        """Return all documents with their nodes."""
        return self._loaded().items()

    def copy(self) -> dict[str, Any]:
        """Return a plain copy."""
        return dict(self._loaded())

    def __eq__(self, other: object) -> bool:
        return self._loaded() == other

    def __or__(self, other: Any) -> Any:
        return self.copy() | other

    def __ror__(self, other: Any) -> Any:
        return other | self.copy()

    __hash__ = None

    def _loaded(self) -> dict[str, Any]:
        """Return a dictionary of the nodes of all documents, loaded and kept."""
        return {name: self[name] for name in self}

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return _restored, (type(self), {name: _stored(dict.__getitem__(self, name)) for name in self})

    def store(self) -> None:
        """Pickle all that can be; what is loaded from now on is not kept, and not changed."""
        dict.update(self, {name: _stored(dict.__getitem__(self, name)) for name in self})
        self._held = WeakValueDictionary()

    def keep(self) -> None:
        """Keep what is loaded from now on, as it may be changed."""
        self._held = None

    @classmethod
    def holding(cls, stored: Mapping[str, Any]) -> Self:
        """Return an object that holds *stored*, nodes or pickles of them."""
        tocs = cls()
        dict.update(tocs, stored)
        return tocs


def _restored(kind: type[StoredTocs], stored: dict[str, Any]) -> StoredTocs:
    return kind.holding(stored)


def _stored(toc: nodes.Node | bytes) -> Any:
    """Return the pickle of *toc*, or *toc* if that holds more than itself."""
    data = toc if isinstance(toc, bytes) else pickle.dumps(toc, pickle.HIGHEST_PROTOCOL)
    return toc if any(name in data for name in _SHARED) else data


def keep_tocs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: from now on, tables of contents may be changed."""
    if isinstance(tocs := getattr(env, "tocs", None), StoredTocs):
        tocs.keep()


def store_tocs(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """``env-get-updated``: let the environment, about to be saved, hold tables of contents as pickles."""
    tocs: Any = getattr(env, "tocs", None)
    if acts(env) and type(tocs) is dict:
        env.tocs = tocs = StoredTocs.holding(tocs)
    if acts(env) and type(tocs) is StoredTocs:
        tocs.store()
    elif type(tocs) is StoredTocs:
        env.tocs = tocs.copy()
    return []
