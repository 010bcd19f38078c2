"""Templates that stay compiled from one build to the next: a twentieth of the time that an edit takes.

Jinja recognizes a template that has changed by its text. What it compiles depends on the environment too,
which it leaves to the caller (https://jinja.palletsprojects.com/en/stable/api/#bytecode-cache).
"""

from __future__ import annotations

from pathlib import Path
from types import BuiltinFunctionType
from typing import TYPE_CHECKING

import jinja2
import sphinx
from jinja2 import Environment, FileSystemBytecodeCache

from ..activation import acts
from ..constants import STATE
from ..model.digests import value_digest

if TYPE_CHECKING:
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
_KNOWN = frozenset({"jinja2", "sphinx"})


class TemplateCache(FileSystemBytecodeCache):
    """The compiled templates in a folder, each for the environments that compile it alike."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return the compiled template *name*, empty if its *source* is compiled for the first time."""
        bucket = super().get_bucket(environment, f"{_settings(environment)} {name}", filename, source)
        if not _is_known(environment):
            bucket.reset()
        return bucket


def _settings(environment: Environment) -> str:
    """Return a digest of what compiling depends on, besides the source."""
    options = [(option, getattr(environment, option, None)) for option in _OPTIONS]
    policies = sorted(environment.policies.items())
    kinds = [type(environment), environment.code_generator_class, environment.undefined]
    names = [(kind.__module__, kind.__qualname__) for kind in kinds]
    versions = jinja2.__version__, sphinx.__version__
    return value_digest((versions, options, policies, names, sorted(environment.extensions)))


def _is_known(environment: Environment) -> bool:
    """Return whether nothing is called when a template is compiled but functions of known packages.

    Filters and tests of constants are. Those of a project could change without the templates.
    """
    functions = (*environment.filters.values(), *environment.tests.values())
    return not callable(environment.autoescape) and all(
        isinstance(each, (BuiltinFunctionType, type))
        or (getattr(each, "__module__", None) or "").partition(".")[0] in _KNOWN
        for each in functions
    )


def keep_compiled(environment: Environment, doctreedir: Path) -> None:
    """Keep the compiled templates of *environment* beside the doctrees, if that is possible."""
    folder = doctreedir / STATE / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    environment.bytecode_cache = TemplateCache(str(folder))


def keep_templates(app: Sphinx, builder: Builder) -> None:
    """``write-started``: keep the compiled templates of the theme, unless the project does so."""
    environment = getattr(getattr(builder, "templates", None), "environment", None)
    if acts(app.env) and isinstance(environment, Environment) and environment.bytecode_cache is None:
        keep_compiled(environment, Path(app.doctreedir))
