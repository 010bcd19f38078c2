"""The value of the option ``notes_archive``. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .doi import read_prefix
from .values import Unusable

#: The archives whose rules are known, with their names.
ARCHIVES = {"rogue-scholar": "Rogue Scholar"}
_KEYS = ("name", "about", "prefix")


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    """What ``notes_archive`` says."""

    #: A key of :data:`ARCHIVES`; empty for no checks.
    name: str = ""
    #: The docname of the page that says how the site is archived and cited.
    about: str = ""
    #: The prefix of the DOIs of this site.
    prefix: str = ""

    @property
    def title(self) -> str:
        """The name of the archive, as it calls itself."""
        return ARCHIVES[self.name]


def read_archive_options(value: Any) -> ArchiveOptions:
    """Return the options: empty, the name of an archive, or a mapping; raises :class:`~.values.Unusable`."""
    given = value if isinstance(value, Mapping) else {"name": value or ""}
    if unknown := [str(name) for name in given if name not in _KEYS]:
        raise Unusable(f"the keys {', '.join(_KEYS)}", unknown[0])
    name, about, prefix = (given.get(key, "") for key in _KEYS)
    if name not in [*ARCHIVES] and (name or given is value):
        raise Unusable(f"an archive among {', '.join(map(repr, ARCHIVES))}", name)
    if not isinstance(about, str):
        raise Unusable("about: the name of a document", about)
    return ArchiveOptions(name, about.strip().strip("/"), read_prefix(str(prefix)) if prefix else "")
