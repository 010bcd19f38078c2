"""Render partial templates: the project's own if it has one, otherwise the built-in one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from jinja2.exceptions import TemplateError

from ..activation import has_ours
from ..build.site import site_of
from ..config import words_of
from ..constants import ROOT
from ..diagnostics import warn
from ..languages import punctuation
from .template_cache import keep_compiled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..languages import NullTranslations


def _is_shipped(environment: Environment, path: str) -> bool:
    """Return whether *environment* finds the built-in template at *path*, whose errors are our bugs."""
    try:
        filename = environment.get_template(path).filename or ""
    except TemplateError:
        return False
    return Path(filename).is_relative_to(ROOT)


def _environment(loader: BaseLoader, words: NullTranslations) -> Environment:
    """Return an environment whose templates can use ``_``, ``ngettext``, ``trans`` and ``punctuation``."""
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["punctuation"] = punctuation(words)
    return environment


class _Templates:
    """The templates of a project, in each language that is asked for."""

    def __init__(self, env: BuildEnvironment) -> None:
        own = FileSystemLoader([Path(site_of(env).builder.confdir, p) for p in env.config.templates_path])
        shipped = PackageLoader("sphinx_research_notes")
        #: With the project's own templates before ours, and with only ours.
        self._loaders: tuple[BaseLoader, BaseLoader] = ChoiceLoader([own, shipped]), shipped
        self._doctreedir, self._has_notes = Path(env.doctreedir), has_ours(env)
        self._environments: dict[NullTranslations, tuple[Environment, Environment]] = {}

    def speaking(self, words: NullTranslations) -> tuple[Environment, Environment]:
        """Return the environments of both loaders for templates with *words*."""
        if words not in self._environments:
            preferred, shipped = (_environment(loader, words) for loader in self._loaders)
            for environment in (preferred, shipped) if self._has_notes else ():
                keep_compiled(environment, self._doctreedir)
            self._environments[words] = preferred, shipped
        return self._environments[words]


_templates: WeakKeyDictionary[BuildEnvironment, _Templates] = WeakKeyDictionary()


def forget_templates(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: drop cached templates, which may have changed since the last build in this process."""
    _templates.pop(env, None)


def render(
    env: BuildEnvironment,
    name: str,
    context: Mapping[str, Any],
    instead: str = "",
    words: NullTranslations | None = None,
) -> str:
    """Render the template ``research_notes/<name>`` with *context*, escaping every value.

    *instead*: the path of a template to be used in its place, such as that of an added list style; *words*:
    ours, by default in the language of the site. If the project's own template fails, a warning is given and
    the built-in one is used.
    """
    path = instead or f"research_notes/{name}"
    if env not in _templates:
        _templates[env] = _Templates(env)
    templates = _templates[env]
    preferred, shipped = templates.speaking(words or words_of(env.config))
    try:
        return preferred.get_template(path).render(context)
    except Exception as error:  # A project's own template may raise anything.
        if _is_shipped(preferred, path):
            raise
        _report(path, error)
        return shipped.get_template(f"research_notes/{name}").render(context)


def _report(path: str, error: Exception) -> None:
    """Report that the template *path* cannot be rendered: once a build, even if the errors differ."""
    origin = getattr(error, "filename", None)
    where = f"{origin}:{getattr(error, 'lineno', 1)}" if origin else None
    message = str(error) or type(error).__name__
    warn("template", f"{path}: {message}; using the built-in template", where, source=f"template {path}")
