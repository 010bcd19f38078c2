"""Values of front matter keys that extensions or ``conf.py`` have added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, eq=False)
class Extra(Mapping[str, Any]):
    """An immutable mapping of names to values, in the order in which the keys were added."""

    pairs: tuple[tuple[str, Any], ...] = ()

    def __getitem__(self, name: str) -> Any:
        return dict(self.pairs)[name]

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __hash__(self) -> int:
        # By the names only: a value may be unhashable.
        return hash(tuple(self))


#: For notes without added keys.
NOTHING = Extra()


def frozen(value: Any) -> Any:
    """Return *value* with lists converted to tuples, at any depth."""
    return tuple(map(frozen, value)) if isinstance(value, list) else value
