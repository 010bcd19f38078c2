"""What others have added to a project, by its configuration, and how their functions are called.

:mod:`sphinx_research_notes.api` is the face of this; here is what the rooms in between ask. A function of
others that fails costs a warning, and no page.
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
    from sphinx.environment import BuildEnvironment

    from .frontmatter.keys import AddedKey

#: The events that others can connect to.
COLLECTED, PAGE_CONTEXT = "notes-collected", "notes-page-context"


@dataclass(slots=True)
class Added:
    """What has been added to one project."""

    keys: dict[str, AddedKey] = field(default_factory=dict)
    #: The template of each list style.
    list_styles: dict[str, str] = field(default_factory=dict)
    #: Label to meaning, by axis.
    vocabularies: dict[str, dict[str, str]] = field(default_factory=dict)
    #: What reads thread files, by the suffix of the file's name.
    importers: dict[str, Callable[[str], Any]] = field(default_factory=dict)
    #: What makes pages and files, by the name of the page and the path of the file.
    pages: dict[str, Callable[..., Any]] = field(default_factory=dict)
    files: dict[str, Callable[..., Any]] = field(default_factory=dict)
    #: Whether the configuration has been read: then it is too late to add.
    sealed: bool = False

    def add(self, part: dict[str, Any], name: str, value: object) -> None:
        """Put *value* into *part*, one of the above, if it is free and not too late."""
        if self.sealed:
            raise ExtensionError(
                f"{name!r} cannot be added any more: expected a call in setup(), or at config-inited"
            )
        if name in part:
            raise ExtensionError(f"{name!r} has been added already")
        part[name] = value


_added: WeakKeyDictionary[Config, Added] = WeakKeyDictionary()


def added(config: Config) -> Added:
    """What has been added to the project of *config*."""
    found = _added.get(config)
    if found is None:
        found = _added[config] = Added()
    return found


# What documents and pages depend on.


def reading_digest(config: Config) -> str:
    """A digest of what is added and decides how sources are read; empty where nothing is."""
    here = added(config)
    functions = [("key", each.name, each.read, repr(each.default)) for each in here.keys.values()]
    functions += [("importer", suffix, read, "") for suffix, read in here.importers.items()]
    said = [(kind, name, _code_digest(function), more) for kind, name, function, more in functions]
    found = (sorted(said), sorted(here.list_styles), sorted(here.vocabularies.items()))
    return _digest(repr(found).encode()) if any(found) else ""


def writing_digest(app: Sphinx) -> str:
    """A digest of what is added and decides what pages of documents show; empty where nothing is."""
    here = added(app.config)
    handlers = [
        (event, each.priority, _code_digest(each.handler))
        for event in (COLLECTED, PAGE_CONTEXT)
        for each in _listeners(app, event)
    ]
    found = (handlers, sorted(here.list_styles.items()))
    return _digest(repr(found).encode()) if any(found) else ""


def _code_digest(function: Any) -> tuple[str, str]:
    """The name of *function* and a digest of the file that it is written in."""
    name = name_of(function)
    while isinstance(function, partial):
        function = function.func
    if not inspect.isroutine(function) and not isinstance(function, type):
        function = type(function).__call__
    try:
        # A class of conf.py's has no file that Python would know of, as conf.py is no module.
        written = vars(function)["__init__"] if isinstance(function, type) else inspect.unwrap(function)
        return name, _digest(Path(inspect.getfile(written)).read_bytes())
    except (OSError, TypeError, ValueError, KeyError):
        return name, ""  # Python's own, as `int`.


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=10).hexdigest()


# How functions of others are called.


def _listeners(app: Sphinx, event: str) -> list[Any]:
    """Those who listen to *event*, in the order in which they are called."""
    return sorted(app.events.listeners.get(event, ()), key=attrgetter("priority"))


#: The handlers that have failed in this build of an environment.
_failed: WeakKeyDictionary[BuildEnvironment, set[int]] = WeakKeyDictionary()


def forget_failures(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: a build begins, and each fault is told again."""
    _failed.pop(env, None)


def emit(
    app: Sphinx, event: str, *args: object, place: nodes.Node | tuple[str, int | None] | None = None
) -> None:
    """Let those know who listen to *event*; one that fails is named once in a build, and the others go on."""
    for listener in _listeners(app, event):
        try:
            listener.handler(app, *args)
        except Exception as error:  # Whatever others may raise.
            failed = _failed.setdefault(app.env, set())
            if listener.id not in failed:
                failed.add(listener.id)
                warn("extension", f"{event}: {failure(listener.handler, error)}; it is left out", place)


def made(parts: dict[str, Callable[..., Any]], take: Callable[[Any, Any], Any]) -> Iterator[tuple[str, Any]]:
    """What the functions of *parts*, pages or files, make, by name; *take* calls one with its name.

    One that fails is named, and what it was to make is left out.
    """
    for name, make in parts.items():
        try:
            found = take(name, make)
        except Exception as error:  # Whatever others may raise.
            warn("extension", f"{name}: {failure(make, error)}; it is left out")
        else:
            yield name, found
