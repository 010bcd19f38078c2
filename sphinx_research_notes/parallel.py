"""Parallel writing that waits for its writers; Sphinx piles up what they are to write.

Sphinx's main process resolves the documents of a chunk and hands them to a writer; what no writer has
got to yet waits in memory, up to the whole site as doctrees. ``ParallelTasks.add_task`` with a bound on
its waiting tasks would make this module needless.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sphinx.builders
from sphinx.util.parallel import ParallelTasks

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How many chunks wait for each writer, besides the one that it writes.
WAITING = 1


class BoundedTasks(ParallelTasks):
    """Tasks of which few wait at a time."""

    def add_task(self, *args: Any, **kwargs: Any) -> None:
        """Start a task, or let it wait while others do; comes back when there is room for another."""
        super().add_task(*args, **kwargs)
        try:
            while len(self._precvs_waiting) > WAITING * self.nproc:
                if not self._join_one():
                    time.sleep(0.005)
        except Exception:
            self.terminate()
            raise


@contextmanager
def bounded() -> Iterator[None]:
    """While this lasts, parallel writing is bounded; nothing happens where Sphinx has changed."""
    known = hasattr(ParallelTasks(1), "_precvs_waiting") and hasattr(ParallelTasks, "_join_one")
    if not known or getattr(sphinx.builders, "ParallelTasks", None) is not ParallelTasks:
        yield
        return
    vars(sphinx.builders)["ParallelTasks"] = BoundedTasks
    try:
        yield
    finally:
        vars(sphinx.builders)["ParallelTasks"] = ParallelTasks
