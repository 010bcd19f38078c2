"""Attributes of others' objects that are ours for a while, and what they were before again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTHING: Any = object()


@contextmanager
def replaced(thing: Any, **ours: Any) -> Iterator[None]:
    """Let *thing*, an object, a class or a module, have *ours* as its attributes; then what it had by itself.

    An object whose method is replaced stays of its class: others that ask for that get the answer they know.
    """
    had = {name: vars(thing).get(name, _NOTHING) for name in ours}
    for name, value in ours.items():
        setattr(thing, name, value)
    try:
        yield
    finally:
        for name, value in ours.items():
            if vars(thing).get(name, _NOTHING) is not value:
                continue  # Somebody has put something else there since.
            if had[name] is _NOTHING:
                delattr(thing, name)
            else:
                setattr(thing, name, had[name])
