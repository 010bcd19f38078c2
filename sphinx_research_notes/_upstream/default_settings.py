"""The default settings of docutils, which Sphinx and MyST compute anew for each document.

``sphinx.util.docutils._get_settings`` (from Sphinx 9 on) and MyST's ``make_document`` each build an option
parser, with some two hundred options and their help texts, only to ask it for its defaults: a twentieth of a
clean build. These depend on the classes of the components, so they are kept until the build ends. No
upstream issue is known; its title could be "Keep the default settings of OptionParser per component".

Checked on Sphinx 8.2 to 9.2, MyST 4.0 to 5.2 and docutils 0.21 to 0.23. What is kept is compared once with
what the original returns; if they differ, or if there is a ``docutils.conf``, the original is called each
time, which costs only time. It can go when both keep them, or when docutils does.
"""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from docutils import frontend

from .patching import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

#: What a component adds to an option parser.
_SPECIFICATION = (
    "settings_spec", "settings_defaults", "settings_default_overrides", "relative_path_settings",
    "config_section", "config_section_dependencies",
)  # fmt: skip
#: The settings that are a new object each time.
_NEW = {"_config_files", "record_dependencies"}


class KeptSettings:
    """The default settings of each combination of components."""

    def __init__(self) -> None:
        #: The defaults; None if the original returns something else.
        self._kept: dict[tuple[object, ...], dict[str, Any] | None] = {}
        #: What was asked for once: a build that reads one document keeps nothing, and compares nothing.
        self._once: set[tuple[object, ...]] = set()

    def of(self, original: Callable[[], Any], components: tuple[Any, ...], defaults: dict[str, Any]) -> Any:
        """Return new settings for *components*, with *defaults*: what *original* returns."""
        classes = tuple(each if isinstance(each, type) else type(each) for each in components)
        key = tuple(id(getattr(each, name)) for each in classes for name in _SPECIFICATION)
        own = any(not isinstance(each, type) and not vars(each).keys().isdisjoint(_SPECIFICATION)
                  for each in components)  # fmt: skip
        if own or _has_configuration():
            return original()
        if key in self._kept:
            kept = self._kept[key]
            return original() if kept is None else _settings({**kept, **defaults})
        settings = original()
        if key in self._once:
            kept = _defaults(classes)
            same = _comparable(_settings({**kept, **defaults})) == _comparable(settings)
            self._kept[key] = kept if same else None
        self._once.add(key)
        return settings


def _defaults(classes: tuple[Any, ...]) -> dict[str, Any]:
    """Return the defaults of an option parser for *classes*."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return dict(frontend.OptionParser(classes).defaults)


def _settings(values: dict[str, Any]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        settings: Any = frontend.Values(values)
    settings._config_files = []
    return settings


def _comparable(settings: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(settings).items() if name not in _NEW}


def _has_configuration() -> bool:
    """Return whether there is a ``docutils.conf`` that docutils would read."""
    return any(map(os.path.exists, frontend.OptionParser.get_standard_config_files()))


@contextmanager
def settings_kept(app: Sphinx) -> Iterator[None]:
    """Keep the default settings of documents until the build ends."""
    settings = KeptSettings()
    with ExitStack() as stack:
        for module, name, wrap in (
            ("sphinx.util.docutils", "_get_settings", _for_sphinx),
            ("myst_parser.mdit_to_docutils.base", "get_default_settings", _for_myst),
        ):
            if original := getattr(sys.modules.get(module), name, None):
                stack.enter_context(replaced(sys.modules[module], **{name: wrap(original, settings)}))
        yield


def _for_sphinx(original: Callable[..., Any], settings: KeptSettings) -> Callable[..., Any]:
    def get_settings(*components: Any, defaults: Any = None, **options: Any) -> Any:
        return settings.of(
            lambda: original(*components, defaults=defaults, **options), components, dict(defaults or {})
        )

    return get_settings


def _for_myst(original: Callable[..., Any], settings: KeptSettings) -> Callable[..., Any]:
    def get_default_settings(*components: Any) -> Any:
        return settings.of(lambda: original(*components), components, {})

    return get_default_settings
