"""Whether anything of ours acts in a build, and what stands in for something of others as long as it does.

Only in a project with notes does anything of ours take a place of Sphinx's or of other extensions'.
:mod:`sphinx_research_notes.visibility.detection` finds out whether a project is one.
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

    #: Something of ours in the place of something of others, which is back when the context is left.
    StandIn = Callable[[Sphinx], AbstractContextManager[object]]

#: Whether anything of ours takes a place in this build.
_acting: WeakKeyDictionary[BuildEnvironment, bool] = WeakKeyDictionary()


#: Whether a project has become one with notes in this build, or is none any more.
_turned: WeakKeyDictionary[BuildEnvironment, bool] = WeakKeyDictionary()


def acts(env: BuildEnvironment) -> bool:
    """Whether anything of ours may take a place of others in this build of *env*.

    So it is where there are notes, and in the build in which the last of them has gone.
    """
    return _acting.get(env, False)


def has_ours(env: BuildEnvironment) -> bool:
    """Whether the project of *env* is one with notes, as it was last decided."""
    return bool(env.domaindata[DOMAIN]["present"])


def has_turned(env: BuildEnvironment) -> bool:
    """Whether everything is read again in this build, since the first note has come or the last has gone."""
    return _turned.get(env, False)


def assume(env: BuildEnvironment, *, acting: bool) -> None:
    """Before it is known: say whether anything of ours acts in this build of *env*."""
    _acting[env] = acting


def settle(env: BuildEnvironment, *, here: bool, acting: bool) -> bool:
    """Say whether the project of *env* has notes, and whether anything of ours acts.

    Returns whether it has become one with notes, or is none any more.
    """
    before = has_ours(env)
    _acting[env] = acting
    _turned[env] = here != before
    if here != before:
        env.domaindata[DOMAIN]["present"] = here
    return here != before


def while_acting(app: Sphinx, stand_in: StandIn) -> None:
    """Let *stand_in* be there as long as this application builds a project with notes.

    For what is this application's alone: it is there as soon as the builder is made, as far as it is known
    then, and between builds. What all applications of a process share: :func:`while_building`.
    """
    there = _There(stand_in)
    app.connect("builder-inited", there.settle, priority=310)
    app.connect("env-get-outdated", there.settle, priority=2)
    app.connect("env-before-read-docs", there.settle, priority=1)


def while_building(app: Sphinx, stand_in: StandIn) -> None:
    """Let *stand_in* be there while documents of a project with notes are read and written."""
    there = _There(stand_in)
    app.connect("env-get-outdated", there.settle, priority=2)
    app.connect("env-before-read-docs", there.settle, priority=1)
    # Before other handlers, of which one may fail.
    app.connect("build-finished", there.leave, priority=1)


class _There:
    """A stand-in that comes and goes."""

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in
        self._stack = ExitStack()
        self._is_there = False

    def settle(self, app: Sphinx, *_: Any) -> list[str]:
        """Let it be there if there is need of it; no document is outdated for that."""
        if not acts(app.env):
            self.leave()
        elif not self._is_there:
            self._is_there = True
            self._stack.enter_context(self._stand_in(app))
        return []

    def leave(self, *_: Any) -> None:
        """Let what it stood for be back."""
        self._is_there = False
        self._stack.close()
