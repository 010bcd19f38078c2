"""Parallel builds that bound their queue of writers and report every failure.

Sphinx's main process resolves documents chunk by chunk and queues them for writers without limit; the queue
may hold the doctrees of the whole site. And if it learns of a failed worker while adding a task, it stops the
other workers without a message: the build succeeds with pages missing. If what a worker has sent back cannot
be merged, it raises a ``KeyError`` of its own instead of saying so. No upstream issue is known; its title
could be "ParallelTasks.add_task swallows exceptions of workers and queues without limit". Checked on Sphinx
8.2 to 9.2; on a version with other private methods, Sphinx's own class is used and a parallel build gives a
``notes.upstream`` warning. It can go when ``add_task`` bounds the queue and raises what a worker raised.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sphinx.builders
from sphinx.util.parallel import ParallelTasks

from .patching import warn_unsupported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

#: How many chunks may wait per worker, not counting the one in progress.
WAITING = 1


class BoundedTasks(ParallelTasks):
    """Parallel tasks with a bounded queue that raise what a worker raised."""

    _failure: Exception | None = None

    def add_task(self, *args: Any, **kwargs: Any) -> None:
        """Start or queue a task; return when there is room for another."""
        super().add_task(*args, **kwargs)
        while not self._failure and len(self._precvs_waiting) > WAITING * self.nproc:
            if not self._join_one():
                time.sleep(0.005)
        if self._failure:
            raise self._failure

    def terminate(self) -> None:
        """Stop the workers, also if what one has sent back could not be used."""
        for task in self._precvs:
            self._result_funcs.setdefault(task, lambda *_: None)
        super().terminate()

    def _join_one(self) -> bool:
        try:
            return super()._join_one()
        except Exception as error:
            # ``add_task`` of the base class catches it as if memory had run out.
            self._failure = error
            raise


@contextmanager
def bounded_tasks(app: Sphinx) -> Iterator[None]:
    """Replace Sphinx's class, if it has the private methods that we extend."""
    is_supported = hasattr(ParallelTasks(1), "_precvs_waiting") and hasattr(ParallelTasks, "_join_one")
    if not is_supported and app.parallel > 1:
        consequence = "pages may be missing if a worker fails"
        warn_unsupported("Sphinx", "ParallelTasks._precvs_waiting and _join_one", consequence)
    if is_supported and getattr(sphinx.builders, "ParallelTasks", None) is ParallelTasks:
        vars(sphinx.builders)["ParallelTasks"] = BoundedTasks
    try:
        yield
    finally:
        if vars(sphinx.builders).get("ParallelTasks") is BoundedTasks:
            vars(sphinx.builders)["ParallelTasks"] = ParallelTasks
