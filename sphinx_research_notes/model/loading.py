"""Faster unpickling of records from the environment.

For every frozen dataclass instance with slots, ``dataclasses`` looks up the fields of its class anew
(Python 3.11 to 3.14). That is a tenth of the time to load an environment, in every build. This becomes
unnecessary once ``_dataclass_setstate`` caches the fields per class.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Record = TypeVar("Record")


def quick_to_load(cls: type[Record]) -> type[Record]:
    """Unpickle instances of *cls*, a frozen dataclass with slots, directly through its slots."""
    # The slots' own setters, since a frozen class forbids setting attributes.
    fill = tuple(getattr(cls, field.name).__set__ for field in fields(cls))  # type: ignore[arg-type]

    def set_state(self: Record, state: Iterable[Any]) -> None:
        for put, value in zip(fill, state, strict=True):
            put(self, value)

    cls.__setstate__ = set_state  # type: ignore[attr-defined]
    return cls
