"""Templates that stay compiled from one build to the next: a twentieth of the time that an edit takes.

Jinja recognizes a template that has changed by its text. What it compiles depends on the environment too,
which it leaves to the caller (https://jinja.palletsprojects.com/en/stable/api/#bytecode-cache).
"""

from __future__ import annotations

import shutil
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path
from types import BuiltinFunctionType
from typing import TYPE_CHECKING, Any

import jinja2
import sphinx
from jinja2 import Environment, FileSystemBytecodeCache

from ..activation import acts, has_ours
from ..constants import STATE
from ..model.digests import value_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2.bccache import Bucket
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

#: The options of an environment that compiled templates depend on.
_OPTIONS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string",
    "comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix",
    "trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline", "autoescape", "optimized",
    "sandboxed", "is_async",
)  # fmt: skip

#: The packages whose filters and tests are the same as long as their versions are.
_KNOWN = frozenset({"jinja2", "markupsafe", "sphinx"})


class TemplateCache(FileSystemBytecodeCache):
    """The compiled templates in a folder, each for the environments that compile it alike."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return the compiled template *name*, empty if its *source* is compiled for the first time."""
        is_known = _is_known(environment)
        settings = _settings(environment) if is_known else "other"
        bucket = super().get_bucket(environment, f"{settings} {name}", filename, source)
        if not is_known:
            bucket.reset()
        return bucket


def _settings(environment: Environment) -> str:
    """Return a digest of what compiling depends on, besides the source."""
    options = [(option, getattr(environment, option, None)) for option in _OPTIONS]
    policies = sorted(environment.policies.items())
    kinds = [type(environment), environment.code_generator_class, environment.undefined]
    names = [(kind.__module__, kind.__qualname__) for kind in kinds]
    versions = jinja2.__version__, version("markupsafe"), sphinx.__version__
    functions = [
        (name, getattr(each, "__qualname__", ""))
        for name, each in sorted(_functions(environment), key=itemgetter(0))
    ]
    return value_digest((versions, options, policies, names, sorted(environment.extensions), functions))


def _functions(environment: Environment) -> Iterable[tuple[str, Any]]:
    """Return what may be called when a template is compiled: filters and tests of constants are."""
    return (*environment.filters.items(), *((f"is {name}", test) for name, test in environment.tests.items()))


def _is_known(environment: Environment) -> bool:
    """Return whether nothing is called when a template is compiled but functions of known packages.

    Those of a project could change without the templates.
    """
    return not callable(environment.autoescape) and all(
        isinstance(each, (BuiltinFunctionType, type))
        or (getattr(each, "__module__", None) or "").partition(".")[0] in _KNOWN
        for _, each in _functions(environment)
    )


def _folder(doctreedir: Path) -> Path:
    return doctreedir / STATE / "templates"


def keep_compiled(environment: Environment, doctreedir: Path) -> None:
    """Keep the compiled templates of *environment* beside the doctrees, if that is possible."""
    folder = _folder(doctreedir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    environment.bytecode_cache = TemplateCache(str(folder))


def keep_templates(app: Sphinx, builder: Builder) -> None:
    """``write-started``: keep the compiled templates of the theme, unless the project does so.

    Without a note, nothing is kept.
    """
    if not has_ours(app.env):
        shutil.rmtree(_folder(Path(app.doctreedir)), ignore_errors=True)
        return
    environment = getattr(getattr(builder, "templates", None), "environment", None)
    if acts(app.env) and isinstance(environment, Environment) and environment.bytecode_cache is None:
        keep_compiled(environment, Path(app.doctreedir))
