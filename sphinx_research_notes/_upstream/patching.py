"""Temporary attributes on objects of other packages, and the warning where that is not possible."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from ..diagnostics import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

_MISSING: Any = object()


@contextmanager
def replaced(target: Any, **attributes: Any) -> Iterator[None]:
    """Set *attributes* on *target*, an object, class or module, and restore the old ones afterwards.

    The class of an object stays the same, so that type checks elsewhere still succeed.
    """
    before = {name: vars(target).get(name, _MISSING) for name in attributes}
    for name, value in attributes.items():
        setattr(target, name, value)
    try:
        yield
    finally:
        for name, value in attributes.items():
            if vars(target).get(name, _MISSING) is not value:
                continue  # Other code has replaced it since.
            if before[name] is _MISSING:
                delattr(target, name)
            else:
                setattr(target, name, before[name])


def warn_unsupported(package: str, expected: str, consequence: str) -> None:
    """Warn, once in a build, that *package* lacks the *expected* names, and of the *consequence*."""
    message = f"expected {expected} in {package}, found none in version {version(package)}; {consequence}"
    warn("upstream", message, once=True)
