"""Worker processes that live until all chunks of documents are done, and whose results come in order.

Sphinx's ``ParallelTasks`` forks a process for each chunk, which fills all caches anew (a third of the time of
a chunk of 70 pages), and takes results as they come, so that each build has its warnings in another
order. No upstream issue is known; its title could be "Reuse worker processes for more than one chunk".

Checked on Sphinx 8.2 to 9.2: one private method of ``ParallelTasks`` does a chunk; where it is missing, none
of this is used, which costs only time. It can go when Sphinx keeps its workers.
"""

from __future__ import annotations

import inspect
import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, TypeVar

from sphinx.errors import SphinxParallelError
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.display import status_iterator
from sphinx.util.parallel import ParallelTasks

from ..diagnostics import SOURCE, is_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx.application import Sphinx

Result = TypeVar("Result")

logger = logging.getLogger(__name__)

#: How many documents a chunk has at most: few enough for the workers to end at the same time.
CHUNK = 40

#: What fewer pages need takes less time than a fork.
ENOUGH = 40


def is_supported() -> bool:
    """Return whether this version of Sphinx has what is needed."""
    method: Any = getattr(ParallelTasks, "_process", None)
    return bool(method) and [*inspect.signature(method).parameters] == ["self", "pipe", "func", "arg"]


def chunks_of(names: Sequence[str], count: int) -> list[list[str]]:
    """Divide *names* into chunks for *count* workers."""
    size = max(1, min(CHUNK, len(names) // (count * 3)))
    return [[*names[i : i + size]] for i in range(0, len(names), size)]


def progress(app: Sphinx, message: str, colour: str, chunks: Sequence[list[str]]) -> Iterator[list[str]]:
    """Return an iterator that shows how many *chunks* are done, with a *message* of Sphinx."""
    return iter(status_iterator(chunks, __(message), colour, len(chunks), app.verbosity))


def are_worth_it(app: Sphinx, count: int) -> bool:
    """Return whether this build may have workers for so many pages."""
    return count >= ENOUGH and bool(getattr(app.builder, "parallel_ok", False)) and is_supported()


def for_each(
    app: Sphinx, names: Sequence[str], work: Callable[[str], Result], take: Callable[[str, Result], None]
) -> None:
    """Call *take* with each of *names* and what *work* returns for it, in order.

    Workers do it if they are worth it: *work* must not change anything in this process.
    """
    if not are_worth_it(app, len(names)):
        for name in names:
            take(name, work(name))
        return

    def take_all(chunk: list[str], results: list[Result]) -> None:
        for name, result in zip(chunk, results, strict=True):
            take(name, result)

    chunks = chunks_of(names, app.parallel)
    Workers(app.parallel, lambda chunk: [work(name) for name in chunk], chunks).run(take_all)


def _ended() -> SphinxParallelError:
    message = "a worker has ended before its work, perhaps for lack of memory"
    return SphinxParallelError(message, message)


class Workers:
    """Processes that do the same *work* with all *chunks*."""

    def __init__(self, count: int, work: Callable[[Any], Any], chunks: Sequence[Any]) -> None:
        self._work, self._chunks = work, chunks
        self._tasks = ParallelTasks(count)
        self._context: Any = multiprocessing.get_context("fork")
        self._processes: dict[Connection, Any] = {}
        #: The number of the chunk that each is doing.
        self._doing: dict[Connection, int] = {}
        self._next = 0
        #: What has come back before its turn.
        self._early: dict[int, tuple[Any, Any]] = {}
        self._taken = 0
        for _ in range(min(count, len(chunks))):
            self._fork()

    def _fork(self) -> None:
        ours, theirs = self._context.Pipe()
        # A worker that keeps the others' pipes open would not learn that this process has ended.
        inherited = [*self._processes, ours]
        process = self._context.Process(target=self._serve, args=(theirs, inherited))
        process.start()
        theirs.close()
        self._processes[ours] = process
        self._send(ours)

    def _serve(self, pipe: Connection, inherited: list[Connection]) -> None:
        """Do chunks in the worker until there are no more."""
        for each in inherited:
            each.close()
        with suppress(EOFError, OSError, KeyboardInterrupt):
            while (number := pipe.recv()) is not None:
                self._tasks._process(pipe, self._work, self._chunks[number])

    def _send(self, pipe: Connection) -> None:
        """Give the worker at *pipe* its next chunk, or let it end."""
        is_left = self._next < len(self._chunks)
        try:
            pipe.send(self._next if is_left else None)
        except OSError:
            raise _ended() from None
        if is_left:
            self._doing[pipe] = self._next
            self._next += 1

    def run(self, take: Callable[[Any, Any], None]) -> None:
        """Call *take* with each chunk and its result, in order; raise what a worker has raised."""
        try:
            while self._doing:
                for pipe in wait([*self._doing]):
                    self._receive(pipe, take)
        finally:
            for process in self._processes.values():
                if self._taken < len(self._chunks):
                    process.terminate()
                process.join()

    def _receive(self, pipe: Any, take: Callable[[Any, Any], None]) -> None:
        number = self._doing.pop(pipe)
        try:
            failed, logs, result = pipe.recv()
        except (EOFError, OSError):
            raise _ended() from None
        if failed:
            raise SphinxParallelError(*result)
        self._send(pipe)
        self._early[number] = logs, result
        while self._taken in self._early:
            logs, result = self._early.pop(self._taken)
            for log in logs:
                source = getattr(log, SOURCE, "")
                if not source or is_first(source):
                    logger.handle(log)
            take(self._chunks[self._taken], result)
            self._taken += 1
