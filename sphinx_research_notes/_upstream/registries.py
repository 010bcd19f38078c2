"""Directives and roles of ours under names that others have with docutils, for as long as they are needed.

docutils has one table of directives and one of roles for the whole process, and says how to register a name
but not how to give it back. Checked on docutils 0.21 to 0.23. It can go when docutils has an
``unregister_directive`` and an ``unregister_role``.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en
from docutils.utils import new_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docutils.parsers.rst import Directive


def directive_of(name: str) -> type[Directive] | None:
    """The class behind the directive *name*, whoever has defined it; docutils is left as it was."""
    table = _directives()
    known = name in table
    found: Any = directives.directive(name, en, new_document(""))[0]  # type: ignore[arg-type]
    if not known:
        table.pop(name, None)
    return found if isinstance(found, type) else None


def registered_directive(name: str) -> Any:
    """What is registered under *name*, as ``sphinx.util.docutils.is_directive_registered`` looks it up."""
    return _directives().get(name)


def is_role(name: str) -> bool:
    """Whether a role is registered under *name*."""
    return name in _roles()


@contextmanager
def registered(
    directives: Mapping[str, type[Directive]], roles: Mapping[str, Any] | None = None
) -> Iterator[None]:
    """Let *directives* and *roles* have their names; afterwards those who had them have them again."""
    wanted = ((_directives, directives), (_roles, roles or {}))
    had = [{name: table().get(name) for name in ours} for table, ours in wanted]
    for table, ours in wanted:
        table().update(ours)
    try:
        yield
    finally:
        for (table, ours), before in zip(wanted, had, strict=True):
            for name, mine in ours.items():
                # Somebody may have registered another since.
                if table().get(name) is mine:
                    table()[name] = before[name]
                    if before[name] is None:
                        del table()[name]


def _directives() -> dict[str, Any]:
    """The table of directives, which Sphinx exchanges for another between builds in one process."""
    found: dict[str, Any] = directives._directives  # type: ignore[attr-defined]
    return found


def _roles() -> dict[str, Any]:
    found: dict[str, Any] = roles._roles  # type: ignore[attr-defined]
    return found
