"""Whether the extension is active in a build, and what it replaces in other packages while it is.

Parts of Sphinx and of other extensions are replaced only in a project with notes.
:mod:`sphinx_research_notes.visibility.detection` finds out whether a project has notes.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from .constants import DOMAIN

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    #: Makes the context in which a stand-in replaces part of Sphinx or of another package.
    StandInContext = Callable[[Sphinx], AbstractContextManager[object]]

#: Whether the extension is active in this build.
_acting: WeakKeyDictionary[BuildEnvironment, bool] = WeakKeyDictionary()


#: Whether the project got its first note, or lost its last one, in this build.
_turned: WeakKeyDictionary[BuildEnvironment, bool] = WeakKeyDictionary()


def acts(env: BuildEnvironment) -> bool:
    """Return whether the extension is active in this build of *env*.

    It is if there are notes, and in the build after the last one was removed.
    """
    return _acting.get(env, False)


def has_ours(env: BuildEnvironment) -> bool:
    """Return whether the project of *env* has notes, as last decided."""
    return bool(env.domaindata[DOMAIN]["present"])


def has_turned(env: BuildEnvironment) -> bool:
    """Return whether this build rereads everything: the first note has appeared or the last one vanished."""
    return _turned.get(env, False)


def assume(env: BuildEnvironment, *, acting: bool) -> None:
    """Set whether the extension is active in this build of *env*, before this is certain."""
    _acting[env] = acting


def settle(env: BuildEnvironment, *, has_notes: bool, acting: bool) -> bool:
    """Set whether the project of *env* has notes, and whether the extension is active in this build.

    Returns whether the project got its first note or lost its last one.
    """
    before = has_ours(env)
    _acting[env] = acting
    _turned[env] = has_notes != before
    if has_notes != before:
        env.domaindata[DOMAIN]["present"] = has_notes
    return has_notes != before


def while_acting(app: Sphinx, stand_in: StandInContext) -> None:
    """Apply *stand_in* as long as this application builds a project with notes.

    Use this to replace what belongs to one application: the stand-in is applied as soon as the builder is
    created, if notes are expected, and stays between builds. To replace what all applications of a process
    share, use :func:`while_building`.
    """
    toggle = _Toggle(stand_in)
    app.connect("builder-inited", toggle.settle, priority=310)
    app.connect("env-get-outdated", toggle.settle, priority=2)
    app.connect("env-before-read-docs", toggle.settle, priority=1)


def while_building(app: Sphinx, stand_in: StandInContext) -> None:
    """Apply *stand_in* while documents of a project with notes are read and written."""
    toggle = _Toggle(stand_in)
    app.connect("env-get-outdated", toggle.settle, priority=2)
    app.connect("env-before-read-docs", toggle.settle, priority=1)
    # Before other handlers, any of which may fail.
    app.connect("build-finished", toggle.leave, priority=1)


class _Toggle:
    """A stand-in that is applied and undone."""

    def __init__(self, stand_in: StandInContext) -> None:
        self._stand_in = stand_in
        self._stack = ExitStack()
        self._is_applied = False

    def settle(self, app: Sphinx, *_: Any) -> list[str]:
        """Apply the stand-in if the extension is active, otherwise undo it; no document becomes outdated."""
        if not acts(app.env):
            self.leave()
        elif not self._is_applied:
            self._is_applied = True
            self._stack.enter_context(self._stand_in(app))
        return []

    def leave(self, *_: Any) -> None:
        """Restore what the stand-in replaced."""
        self._is_applied = False
        self._stack.close()
