"""Compiled templates that all builds of a test run share: compiling them takes a third of a small build."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemBytecodeCache

if TYPE_CHECKING:
    from jinja2 import Template
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


def _from_string(self: Environment, source: str, *rest: Any, **options: Any) -> Template:
    """Make a template of *source*; Jinja compiles it each time, and themes have several (``*.css_t``)."""
    if rest or options or self.bytecode_cache is None:
        return _uncached(self, source, *rest, **options)
    name = hashlib.sha256(source.encode()).hexdigest()
    bucket = self.bytecode_cache.get_bucket(self, name, None, source)
    if bucket.code is None:
        bucket.code = self.compile(source)
        self.bytecode_cache.set_bucket(bucket)
    return self.template_class.from_code(self, bucket.code, self.make_globals(None))


_uncached = Environment.from_string


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
    Environment.from_string = _from_string  # type: ignore[method-assign]
