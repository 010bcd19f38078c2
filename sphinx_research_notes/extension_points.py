"""What a project's ``conf.py`` and other extensions have added, and how their functions are called.

:mod:`sphinx_research_notes.api` is the public interface to this module, which stores the additions for the
other rooms. A function that fails causes a warning, and never costs a page.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sphinx.errors import ExtensionError

from .diagnostics import warn
from .model.faults import failure, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .frontmatter.keys import AddedKey

#: The events that ``conf.py`` and other extensions can connect to.
COLLECTED, PAGE_CONTEXT = "notes-collected", "notes-page-context"


@dataclass(slots=True)
class Additions:
    """What has been added to one project."""

    keys: dict[str, AddedKey] = field(default_factory=dict)
    #: The template of each list style.
    list_styles: dict[str, str] = field(default_factory=dict)
    #: The labels of each status axis, with their meanings.
    vocabularies: dict[str, dict[str, str]] = field(default_factory=dict)
    #: Parsers of thread files, by file name suffix.
    importers: dict[str, Callable[[str], Any]] = field(default_factory=dict)
    #: The functions that make pages, by page name.
    pages: dict[str, Callable[..., Any]] = field(default_factory=dict)
    #: The functions that make files, by path.
    files: dict[str, Callable[..., Any]] = field(default_factory=dict)
    #: Whether the configuration has been read, after which it is too late to add anything.
    sealed: bool = False

    def add(self, part: dict[str, Any], name: str, value: object) -> None:
        """Add *value* as *name* to *part*, one of the fields above.

        Raise ExtensionError if the name is in use, or if it is too late.
        """
        if self.sealed:
            raise ExtensionError(f"too late to add {name!r}: expected a call in setup() or at config-inited")
        if name in part:
            raise ExtensionError(f"{name!r} has already been added")
        part[name] = value


_added: WeakKeyDictionary[Config, Additions] = WeakKeyDictionary()


def additions_to(config: Config) -> Additions:
    """Return what has been added to the project of *config*."""
    additions = _added.get(config)
    if additions is None:
        additions = _added[config] = Additions()
    return additions


# What documents and pages depend on.


def reading_digest(config: Config) -> str:
    """Return a digest of the additions that affect how sources are read; empty if there are none."""
    additions = additions_to(config)
    functions = [("key", each.name, each.read, repr(each.default)) for each in additions.keys.values()]
    functions += [("importer", suffix, read, "") for suffix, read in additions.importers.items()]
    digests = [(kind, name, _code_digest(function), default) for kind, name, function, default in functions]
    content = (sorted(digests), sorted(additions.list_styles), sorted(additions.vocabularies.items()))
    return _digest(repr(content).encode()) if any(content) else ""


def writing_digest(app: Sphinx) -> str:
    """Return a digest of the additions that affect the pages of documents; empty if there are none."""
    handlers = [
        (event, each.priority, _code_digest(each.handler))
        for event in (COLLECTED, PAGE_CONTEXT)
        for each in _listeners(app, event)
    ]
    content = (handlers, sorted(additions_to(app.config).list_styles.items()))
    return _digest(repr(content).encode()) if any(content) else ""


def _code_digest(function: Any) -> tuple[str, str]:
    """Return the name of *function* and a digest of the file that defines it."""
    name = name_of(function)
    while isinstance(function, partial):
        function = function.func
    if not inspect.isroutine(function) and not isinstance(function, type):
        function = type(function).__call__
    try:
        # Python can't tell the file of a class in conf.py, which is not a module; its methods know it.
        code = vars(function)["__init__"] if isinstance(function, type) else inspect.unwrap(function)
        return name, _digest(Path(inspect.getfile(code)).read_bytes())
    except (OSError, TypeError, ValueError, KeyError):
        return name, ""  # A built-in such as `int`.


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=10).hexdigest()


# How added functions are called.


def _listeners(app: Sphinx, event: str) -> list[Any]:
    """Return the listeners for *event*, in calling order."""
    return sorted(app.events.listeners.get(event, ()), key=attrgetter("priority"))


#: The handlers that have failed in this build of an environment, by listener id.


def emit(
    app: Sphinx, event: str, *args: object, place: nodes.Node | tuple[str, int | None] | None = None
) -> None:
    """Call the listeners for *event* with *args*; one that fails is reported once a build, at *place*."""
    for listener in _listeners(app, event):
        try:
            listener.handler(app, *args)
        except Exception as error:  # A handler may raise anything.
            message = f"{event}: {failure(listener.handler, error)}; leaving it out"
            warn("extension", message, place, source=f"listener {listener.id}")


def results_of(
    parts: dict[str, Callable[..., Any]], take: Callable[[Any, Any], Any]
) -> Iterator[tuple[str, Any]]:
    """Yield the name and the result of each function in *parts*, either pages or files.

    *take* is called with the name and the function, and returns the result. If it fails, a warning names the
    function, and there is no result.
    """
    for name, make in parts.items():
        try:
            result = take(name, make)
        except Exception as error:  # The function may raise anything.
            warn("extension", f"{name}: {failure(make, error)}; leaving it out")
        else:
            yield name, result
