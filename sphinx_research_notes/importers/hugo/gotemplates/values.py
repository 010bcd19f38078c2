"""Values of templates: what is true, what a field is, and how they are shown."""

from __future__ import annotations

import html
from typing import Any


class Unknown(Exception):
    """What a template does isn't known here."""


class Safe(str):
    """Text that is HTML already."""

    __slots__ = ()


class Params(dict[str, Any]):
    """Parameters, whose names are in lower case."""

    __slots__ = ()


class Thing:
    """Something that Hugo gives to templates, with what it has by name."""

    __slots__ = ()

    def member(self, name: str) -> Any:
        """Return what *name* is; something that can be called if it is a method; raises Unknown."""
        raise Unknown(f".{name}")


def is_true(value: Any) -> bool:
    """Whether *value* counts as true."""
    return bool(value) if isinstance(value, list) or not isinstance(value, Thing) else True


def field_of(value: Any, name: str) -> Any:
    """Return the field *name* of *value*; None if a map has none; raises Unknown."""
    if isinstance(value, Thing):
        return value.member(name)
    if isinstance(value, Params):
        return value.get(name.lower())
    if isinstance(value, dict):
        return value.get(name)
    if value is None:
        return None
    raise Unknown(f".{name}")


def shown(value: Any) -> str:
    """Return *value* as ``print`` shows it; raises Unknown."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)):
        return f"[{' '.join(shown(each) for each in value)}]"
    raise Unknown("a value that has no text")


def in_html(value: Any) -> str:
    """Return *value* as a template shows it in HTML."""
    return str(value) if isinstance(value, Safe) else html.escape(shown(value)).replace("&#x27;", "&#39;")


def as_text(value: Any) -> str:
    """Return the text that a function is given."""
    return shown(value)
