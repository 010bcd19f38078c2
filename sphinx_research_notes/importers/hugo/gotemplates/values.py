"""Values of templates: what is true, what a field is, and how they are shown."""

from __future__ import annotations

import html
from typing import Any

#: The longest text that a template may make, in characters.
LONGEST = 1_000_000


class Unknown(Exception):
    """What a template does isn't known here."""


class Safe(str):
    """Text that is HTML already."""

    __slots__ = ()


class Plain(str):
    """Text without quotes, in front matter or a call: ``true``, ``false`` and numbers count as such."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return str(self).lower() not in {"", "false", "0"}

    def number(self) -> float | None:
        """Return the number that it is; None if it is none."""
        try:
            return float(self) if self[-1:].isdigit() else None
        except ValueError:
            return None


class Params(dict[str, Any]):
    """Parameters, whose names are in lower case."""

    __slots__ = ()


def lowered(value: Any, *, is_plain: bool = False) -> Any:
    """Return *value* with the names of parameters in lower case; *is_plain*: of front matter."""
    if isinstance(value, dict):
        return Params({str(key).lower(): lowered(each, is_plain=is_plain) for key, each in value.items()})
    if isinstance(value, list):
        return [lowered(each, is_plain=is_plain) for each in value]
    return Plain(value) if is_plain and isinstance(value, str) else value


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
        text = f"[{' '.join(shown(each) for each in value)}]"
        if len(text) > LONGEST:
            raise Unknown("a list that is too long")
        return text
    raise Unknown("a value that has no text")


def in_html(value: Any) -> str:
    """Return *value* as a template shows it in HTML."""
    return str(value) if isinstance(value, Safe) else html.escape(shown(value)).replace("&#x27;", "&#39;")


def as_text(value: Any) -> str:
    """Return the text that a function is given."""
    return shown(value)
