"""Parallel builds that wait for their writers, and that lose no failure, in the place of Sphinx's own tasks.

Sphinx's main process resolves the documents of a chunk and hands them to a writer; what no writer has got
to yet waits in memory, up to the whole site as doctrees. And when it happens to learn of a failed worker
while it adds a task, it ends the other workers and says nothing: the build succeeds, pages are missing.
Checked on Sphinx 8.2 to 9.2; tasks with other private methods stay Sphinx's own. It can go when
``ParallelTasks.add_task`` bounds the waiting tasks and raises what a worker raised.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sphinx.builders
from sphinx.util.parallel import ParallelTasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

#: How many chunks wait for each worker, besides the one that it is at.
WAITING = 1


class BoundedTasks(ParallelTasks):
    """Tasks of which few wait at a time, and of which none fails unheard."""

    _failure: Exception | None = None

    def add_task(self, *args: Any, **kwargs: Any) -> None:
        """Start a task, or let it wait while others are done; comes back when there is room for another."""
        super().add_task(*args, **kwargs)
        while not self._failure and len(self._precvs_waiting) > WAITING * self.nproc:
            if not self._join_one():
                time.sleep(0.005)
        if self._failure:
            raise self._failure

    def _join_one(self) -> bool:
        try:
            return super()._join_one()
        except Exception as error:
            # ``add_task`` of the base class takes it for a lack of memory, and goes on.
            self._failure = error
            raise


@contextmanager
def bounded_tasks(app: Sphinx) -> Iterator[None]:
    """Our tasks in the place of Sphinx's, where these are those that we know."""
    known = hasattr(ParallelTasks(1), "_precvs_waiting") and hasattr(ParallelTasks, "_join_one")
    if known and getattr(sphinx.builders, "ParallelTasks", None) is ParallelTasks:
        vars(sphinx.builders)["ParallelTasks"] = BoundedTasks
    try:
        yield
    finally:
        if vars(sphinx.builders).get("ParallelTasks") is BoundedTasks:
            vars(sphinx.builders)["ParallelTasks"] = ParallelTasks
