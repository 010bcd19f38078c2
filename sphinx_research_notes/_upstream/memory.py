"""Costs of Sphinx that grow with the site more than they need, and ways round them.

*Clearing what was never read.* Before a document is read, Sphinx clears what it knows of it, and for that
looks through every document that stands in a toctree: at 5,000 notes a twentieth of a clean build, in which
there is nothing to clear. A look at ``env.all_docs`` in ``TocTreeCollector.clear_doc`` would make that way
round needless.

*Keeping all doctrees.* A serial build keeps the doctree of every document that it has read as objects, and
then the pickled one of every document that it has looked at, in case that is asked for again: a quarter of
the memory of a build of 1,000 notes, and what Python's garbage collector has to go through each time. All
of them are in files. A ``write_doctree`` and a ``get_doctree`` that keep the last few would make this
needless.

*Collecting what stays.* Python's garbage collector goes through all modules and the whole environment again
and again, and finds nothing: a twentieth of a clean build. They are told apart from what comes and goes
(``gc.freeze``), which also lets workers share them. Sphinx could do so itself after reading. And when Python
ends, its collector goes through all of that five times more (3.13): a quarter of a build of 1,000 notes in
which nothing changed. ``sphinx-build`` could set everything apart before it ends.

Checked on Sphinx 8.2 to 9.2; from Sphinx 10 on only the collector of garbage is asked, as nobody knows what
else has changed. Each piece can go when Sphinx does as it says.
"""

from __future__ import annotations

import atexit
import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sphinx
from sphinx.environment.collectors.toctree import TocTreeCollector

from ..activation import acts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The first version of Sphinx in which this may be otherwise.
UNKNOWN = (10,)

#: Once where what is said of Sphinx is known to be so, never elsewhere.
ACTS = (True,) if sphinx.version_info < UNKNOWN else ()


@contextmanager
def toctrees_cleared_once(app: Sphinx) -> Iterator[None]:
    """Let Sphinx's collector of toctrees clear only what has ever been read."""
    others = []
    for listener in list(app.events.listeners.get("env-purge-doc", ())):
        collector = getattr(listener.handler, "__self__", None)
        if type(collector) is TocTreeCollector:
            app.disconnect(listener.id)
            ours = app.connect("env-purge-doc", _careful(collector), priority=listener.priority)
            others.append((ours, listener))
    try:
        yield
    finally:
        for ours, listener in others:
            app.disconnect(ours)
            app.connect("env-purge-doc", listener.handler, priority=listener.priority)


def _careful(collector: TocTreeCollector) -> Callable[[Sphinx, BuildEnvironment, str], None]:
    """The handler of *collector*, for documents that were read."""

    def clear(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        if docname in env.all_docs:
            collector.clear_doc(app, env, docname)

    return clear


def drop_read(app: Sphinx, env: BuildEnvironment, *_: Any) -> None:
    """``env-purge-doc`` and ``env-updated``: keep no document that was read; its file has it."""
    if acts(env):
        _cache(env, "_write_doc_doctree_cache").clear()


def drop_written(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """``doctree-resolved``: a document that is being written is hardly asked for again."""
    if acts(app.env):
        _cache(app.env, "_pickled_doctree_cache").pop(docname, None)


def _cache(env: BuildEnvironment, name: str) -> dict[str, Any]:
    """The dictionary *name* of *env*, or an empty one where this Sphinx has no such thing."""
    found = getattr(env, name, None)
    return found if isinstance(found, dict) else {}


@contextmanager
def objects_frozen(app: Sphinx) -> Iterator[None]:
    """What there is when reading begins, and when it ends, stays until the build is over.

    Not where somebody else has set something apart, which could not be told from ours afterwards.
    """
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    updated = app.connect("env-updated", lambda *_: gc.freeze(), priority=999)
    try:
        yield
    finally:
        app.disconnect(updated)
        gc.unfreeze()
        atexit.unregister(freeze_at_exit)
        atexit.register(freeze_at_exit)


def freeze_at_exit() -> None:
    """When Python ends: collect rubbish once, which may have something left to do, and then no more.

    What is still in use is given back to the system as a whole.
    """
    gc.collect()
    gc.freeze()
