"""Records that come out of the environment quickly.

For each frozen record with slots that is loaded, ``dataclasses`` asks anew which fields its class has, and
for each field by name (Python 3.11 to 3.14): a tenth of the loading of an environment, in every build. A
``_dataclass_setstate`` that knows them once for each class would make this needless.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Record = TypeVar("Record")


def quick_to_load(cls: type[Record]) -> type[Record]:
    """*cls*, a frozen dataclass with slots, whose objects pickle fills in field by field."""
    # What a slot is filled with on its own, as the class forbids to set an attribute.
    fill = tuple(getattr(cls, field.name).__set__ for field in fields(cls))  # type: ignore[arg-type]

    def set_state(self: Record, state: Iterable[Any]) -> None:
        for put, value in zip(fill, state, strict=True):
            put(self, value)

    cls.__setstate__ = set_state  # type: ignore[attr-defined]
    return cls
