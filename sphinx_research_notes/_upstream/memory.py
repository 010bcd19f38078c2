"""Costs of Sphinx that grow with the site more than necessary.

*Clearing documents that were never read.* Before reading a document Sphinx clears what it knows about it,
and ``TocTreeCollector.clear_doc`` searches every toctree for that: at 5,000 notes a twentieth of a clean
build, which has nothing to clear. No upstream issue is known; its title could be "TocTreeCollector.clear_doc
should skip documents not in env.all_docs".

*Keeping all doctrees.* A serial build keeps the doctree of every document it has read, and the pickled
doctree of every document it has loaded: a quarter of the memory of a build of 1,000 notes, and all of it is
on disk. Issue title: "Bound the caches of write_doctree and get_doctree".

*Collecting permanent objects.* Python's garbage collector traverses all modules and the whole environment
again and again without finding anything: a twentieth of a clean build. ``gc.freeze`` exempts them, and lets
workers share their memory. At exit the interpreter runs five more full collections (Python 3.13): a quarter
of a build of 1,000 notes in which nothing changed. While the pickled environment is loaded, which only makes
objects that stay, the collector takes four times as long as the loading itself. Issue title: "Call gc.freeze
after loading the environment, after reading, and before exit in sphinx-build".

Checked on Sphinx 8.2 to 9.2; from Sphinx 10 on, only the garbage collector is tuned, and the rest costs time
and memory as in Sphinx itself. Each piece can go when Sphinx does what the title of its issue says.
"""

from __future__ import annotations

import atexit
import gc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx
from sphinx.environment.collectors.toctree import TocTreeCollector

from ..activation import acts
from ..constants import STATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: The first version of Sphinx on which this was not checked.
UNKNOWN = (10,)

#: Whether this version was checked.
CHECKED = sphinx.version_info < UNKNOWN


@contextmanager
def toctrees_cleared_once(app: Sphinx) -> Iterator[None]:
    """Let Sphinx's toctree collector skip documents that were never read."""
    replaced = []
    for listener in list(app.events.listeners.get("env-purge-doc", ())) if CHECKED else ():
        collector = getattr(listener.handler, "__self__", None)
        if type(collector) is TocTreeCollector:
            app.disconnect(listener.id)
            listener_id = app.connect("env-purge-doc", _clear_if_read(collector), priority=listener.priority)
            replaced.append((listener_id, listener))
    try:
        yield
    finally:
        for listener_id, listener in replaced:
            app.disconnect(listener_id)
            app.connect("env-purge-doc", listener.handler, priority=listener.priority)


def _clear_if_read(collector: TocTreeCollector) -> Callable[[Sphinx, BuildEnvironment, str], None]:
    """Return the handler of *collector*, limited to documents that were read."""

    def clear(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        if docname in env.all_docs:
            collector.clear_doc(app, env, docname)

    return clear


def drop_read(app: Sphinx, env: BuildEnvironment, *_: Any) -> None:
    """``env-purge-doc`` and ``env-updated``: drop doctrees that have been read; they are on disk."""
    if acts(env):
        _cache(env, "_write_doc_doctree_cache").clear()


def drop_written(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """``doctree-resolved``: drop the pickled doctree; it is rarely needed again."""
    if acts(app.env):
        _cache(app.env, "_pickled_doctree_cache").pop(docname, None)


def _cache(env: BuildEnvironment, name: str) -> dict[str, Any]:
    """Return the dictionary *name* of *env*, or an empty one if there is none in this Sphinx."""
    value = getattr(env, name, None) if CHECKED else None
    return value if isinstance(value, dict) else {}


def load_without_collecting(app: Sphinx, config: Config) -> None:
    """``config-inited``: collect no garbage while the environment is loaded, if it is that of notes."""
    load = getattr(app, "_load_existing_env", None)
    if CHECKED and load is not None and Path(app.doctreedir, STATE).is_dir():
        vars(app)["_load_existing_env"] = _without_collecting(load)


def _without_collecting(load: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function *load*, during which no garbage is collected."""

    def loaded(*args: Any) -> Any:
        with collecting_later() as was_enabled:
            loaded = load(*args)
            if was_enabled and not gc.get_freeze_count():
                # There and back, objects are old: the first collection of new ones leaves them out.
                gc.freeze()
                gc.unfreeze()
        return loaded

    return loaded


@contextmanager
def collecting_later() -> Iterator[bool]:
    """Collect no garbage meanwhile, when objects are made that stay; gives whether it would be collected."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield was_enabled
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def objects_frozen(app: Sphinx) -> Iterator[None]:
    """Exempt objects from garbage collection that exist before a step of the build, until that ends.

    Does nothing if other code has frozen objects: ``gc.unfreeze`` could not tell them from ours.
    """
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    events = ("env-updated", "write-started", "html-collect-pages")
    listeners = [app.connect(event, _freeze, priority=999) for event in events]
    try:
        yield
    finally:
        for listener in listeners:
            app.disconnect(listener)
        gc.unfreeze()
        atexit.unregister(freeze_at_exit)
        atexit.register(freeze_at_exit)


def _freeze(*_: Any) -> list[Any]:
    gc.freeze()
    return []


def freeze_at_exit() -> None:
    """At exit: collect recent garbage once, since finalizers may have work to do, and then never again.

    The operating system reclaims the rest.
    """
    gc.collect(1)
    gc.freeze()
