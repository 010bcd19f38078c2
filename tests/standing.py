"""The functions and classes of Sphinx and other libraries during builds in one process, to find changes.

A module of its own, because the forked process must find it by name.
"""

from __future__ import annotations

import gc
import io
import json
import logging
import sys
import types
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from forked import forked

if TYPE_CHECKING:
    from pathlib import Path

#: Packages in which nothing may have been replaced, including all their modules.
OTHERS = ("docutils", "myst_parser", "pybtex", "pybtex_docutils", "sphinx", "sphinxcontrib")

#: The steps of a build at which the state is recorded.
EVENTS = (
    "config-inited", "builder-inited", "env-before-read-docs", "source-read", "doctree-read", "env-updated",
    "write-started", "doctree-resolved", "html-page-context", "build-finished",
)  # fmt: skip

_CODE = (types.FunctionType, staticmethod, classmethod, property, type)

Places = dict[str, Any]


def in_modules() -> Places:
    """Return every function and class of :data:`OTHERS`, with the members of classes and templates."""
    found: Places = {}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in OTHERS or module is None:
            continue
        for key, value in list(vars(module).items()):
            if isinstance(value, _CODE):
                found[f"{name}.{key}"] = value
            if isinstance(value, type) and value.__module__ == name:
                found |= {
                    f"{name}.{key}.{k}": v for k, v in list(vars(value).items()) if isinstance(v, _CODE)
                }
            elif type(value).__module__.startswith("pybtex"):
                held = getattr(value, "__dict__", {})
                found |= {f"{name}.{key}.{k}": v for k, v in held.items() if isinstance(v, _CODE)}
    return found


def in_process() -> Places:
    """Return what all applications of a process share."""
    from docutils.parsers.rst import directives, roles
    from docutils.parsers.rst.languages import en
    from docutils.utils import new_document

    for name in ("csv-table", "epigraph", "raw"):
        # docutils loads its own on first use.
        directives.directive(name, en, new_document(""))
    found = in_modules()
    found |= {f"directive {name}": kind_of(each) for name, each in directives._directives.items()}
    found |= {f"role {name}": kind_of(each) for name, each in roles._roles.items()}
    found["set apart"] = bool(gc.get_freeze_count())
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and (logger.filters or logger.handlers):
            found[f"logger {name}"] = [type(each) for each in (*logger.filters, *logger.handlers)]
    with suppress(ImportError):
        from pybtex import plugin

        found["plugins"] = {group: dict(known) for group, known in plugin._RUNTIME_PLUGINS.items()}
    return found


def in_application(app: Any) -> Places:
    """Return what belongs to *app*: its registry and handlers; its builder and domains once they exist."""
    found: Places = {}
    for part in ("builders", "domains", "source_parsers", "translators", "html_themes"):
        found |= {f"{part} {name}": each for name, each in getattr(app.registry, part).items()}
    for event, listeners in app.events.listeners.items():
        handlers = [each.handler for each in sorted(listeners, key=lambda each: each.priority)]
        found[f"event {event}"] = [handler_of(each) for each in handlers if not is_ours(each)]
    for name in ("builder", "env", "registry", "project", "config"):
        part = getattr(app, name, None)
        if part is not None:
            found[name] = type(part)
            found[f"{name}, replaced"] = sorted(
                key for key in vars(part) if callable(getattr(type(part), key, 0))
            )
    for name, domain in app.env.domains.items() if hasattr(app, "env") else ():
        found[f"domain {name}"] = type(domain)
        found[f"domain {name}, roles"] = {key: kind_of(each) for key, each in domain.roles.items()}
        found[f"domain {name}, directives"] = dict(domain.directives)
    if hasattr(app, "builder"):
        found["indexer"] = type(getattr(app.builder, "indexer", None))
    return found


def kind_of(thing: Any) -> Any:
    """Return *thing*, or its class if it is an object created for each application."""
    return thing if isinstance(thing, _CODE) else type(thing)


def is_ours(handler: Any) -> bool:
    """Return whether *handler*, or the object whose method it is, is ours."""
    owner = type(getattr(handler, "__self__", None)).__module__
    return "sphinx_research_notes" in f"{owner} {getattr(handler, '__module__', '')}"


def handler_of(handler: Any) -> str:
    """Return the name of a function, a method or a class, with its module."""
    function = getattr(handler, "__func__", handler)
    return f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', function)}"


def look(app: Any) -> Places:
    """Return everything."""
    return in_process() | in_application(app)


def changes(before: Places, after: Places) -> list[str]:
    """Return what has been replaced or removed since *before*; new names are not changes."""
    missing = object()
    return sorted(f"{name}: {each} -> {after.get(name)}" for name, each in before.items()
                  if after.get(name, missing) is not each and after.get(name, missing) != each)  # fmt: skip


def of_ours(places: Places) -> list[str]:
    """Return our functions and classes in modules of other packages."""
    others = [name for name in places if name.partition(".")[0] in OTHERS]
    return [name for name in others if is_ours(places[name])]


def build(source: Path, out: Path, *, ours: bool) -> dict[str, Places]:
    """Build *source*, with the extension or without; return the state at each step and at the end."""
    from sphinx.application import Sphinx
    from sphinx.errors import ExtensionError
    from sphinx.util.docutils import docutils_namespace

    seen: dict[str, Places] = {}

    def note(app: Any, event: str) -> None:
        if event not in seen:
            seen[event] = look(app)

    def watch(app: Any) -> None:
        for event in EVENTS:
            app.connect(event, lambda app, *_, event=event: note(app, event), priority=9_999)

    conf = source / "conf.py"
    text = conf.read_text("utf-8")
    marker = "# ours\n"
    wanted = text.partition(marker)[0] + marker
    conf.write_text(wanted + ('extensions.append("sphinx_research_notes")\n' if ours else ""), "utf-8")
    with docutils_namespace():
        WATCHING.append(watch)
        try:
            app = Sphinx(source, source, out, out / ".doctrees", "html", status=None, warning=io.StringIO(),
                         freshenv=True)  # fmt: skip
            seen["set up"] = in_process()
            with suppress(ExtensionError):
                app.build()
            seen["over"] = in_process()
        finally:
            WATCHING.pop()
    return seen


#: Functions that the ``conf.py`` of a test calls with the application.
WATCHING: list[Any] = []


def compare(folder: Path) -> None:
    """In a separate process: build the projects in *folder*, and write unwanted replacements to a file."""
    plain = build(folder / "plain", folder / "out-1", ours=False)
    said: dict[str, list[str]] = {"steps": sorted(plain)}
    guest = build(folder / "plain", folder / "out-2", ours=True)
    for step, places in guest.items():
        said[f"guest, {step}"] = changes(plain[step], places) + of_ours(places)
    for name in ("notes", "draft", "broken"):
        seen = build(folder / name, folder / f"out-{name}", ours=True)
        said[f"{name}, over"] = changes(plain["over"], seen["over"]) + of_ours(seen["over"])
        during = seen["doctree-read"]
        acting = ("directive include", "set apart")
        said[f"{name}, acting"] = [key for key in acting if during[key] != plain["doctree-read"][key]]
        said[f"{name}, builder"] = [
            handler_of(each["builder"]) for each in seen.values() if "builder" in each
        ]
    (folder / "said.json").write_text(json.dumps(said), "utf-8")


def run(folder: Path) -> dict[str, list[str]]:
    """Return what :func:`compare` has written."""
    process = forked(compare, folder)
    process.join()
    assert process.exitcode == 0
    said: dict[str, list[str]] = json.loads((folder / "said.json").read_text("utf-8"))
    return said
