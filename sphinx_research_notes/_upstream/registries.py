"""Temporary entries in docutils' tables of directives and roles.

docutils has one table of directives and one of roles per process. There is a public function to register a
name, but none to remove it or to restore what it meant before. No upstream issue is known; its title could be
"Add unregister_directive and unregister_role". Checked on docutils 0.21 to 0.23; Sphinx relies on the same
private tables, so a docutils without them needs a new Sphinx as well. It can go when docutils has those two
functions.
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
    """Return the class of the directive *name*, if any, without changing docutils' table."""
    table = _directives()
    is_registered = name in table
    directive: Any = directives.directive(name, en, new_document(""))[0]  # type: ignore[arg-type]
    if not is_registered:
        table.pop(name, None)
    return directive if isinstance(directive, type) else None


def registered_directive(name: str) -> Any:
    """Return what is registered under *name*, as ``sphinx.util.docutils.is_directive_registered`` does."""
    return _directives().get(name)


def is_role(name: str) -> bool:
    """Return whether an extension has registered a role under *name*.

    One that a document defines does not count: the table keeps it for all documents read after that one.
    """
    # The empty name is that of the default role.
    return bool(name) and name in _roles() and not isinstance(_roles()[name], roles.CustomRole)


@contextmanager
def registered(
    directives: Mapping[str, type[Directive]], roles: Mapping[str, Any] | None = None
) -> Iterator[None]:
    """Register *directives* and *roles* by their names, and restore the tables afterwards."""
    additions = ((_directives, directives), (_roles, roles or {}))
    previous = [{name: table().get(name) for name in entries} for table, entries in additions]
    for table, entries in additions:
        table().update(entries)
    try:
        yield
    finally:
        for (table, entries), before in zip(additions, previous, strict=True):
            for name, entry in entries.items():
                # Leave it alone if other code has registered another since.
                if table().get(name) is entry:
                    table()[name] = before[name]
                    if before[name] is None:
                        del table()[name]


def _directives() -> dict[str, Any]:
    """Return docutils' table of directives, which Sphinx replaces between builds in one process."""
    table: dict[str, Any] = directives._directives  # type: ignore[attr-defined]
    return table


def _roles() -> dict[str, Any]:
    table: dict[str, Any] = roles._roles  # type: ignore[attr-defined]
    return table
