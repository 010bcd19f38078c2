"""Compiled templates that all builds of a test run share: compiling them takes a third of a small build."""

from __future__ import annotations

import os
import tempfile
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemBytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


class _Cache(FileSystemBytecodeCache):
    """Jinja's cache, in which environments with other options and extensions don't meet."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return the compiled template as far as it is cached; it is compiled again when *source* changes."""
        options = (
            type(environment).__name__, environment.autoescape is True, sorted(environment.extensions),
            environment.trim_blocks, environment.lstrip_blocks,
            getattr(environment, "newstyle_gettext", None),
        )  # fmt: skip
        return super().get_bucket(environment, f"{name} {options}", filename, source)


def share() -> None:
    """Let each Jinja environment that this process and its children make use the cache."""
    folder = Path(tempfile.gettempdir(), f"compiled-templates-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    cache, make = _Cache(str(folder)), Environment.__init__

    @wraps(make)
    def init(self: Environment, *args: Any, **options: Any) -> None:
        if not args:  # Jinja gives all of them in order for a template without an environment.
            options.setdefault("bytecode_cache", cache)
        make(self, *args, **options)

    Environment.__init__ = init  # type: ignore[method-assign]
