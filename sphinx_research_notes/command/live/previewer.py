"""The fork of the worker that makes the pages that are being looked at, while the worker builds the site.

It reads a line of JSON for each change, and writes one for each page that it has made, and one when it is
done. A fork begins with all that the last build knows, and costs next to no memory at first. There is none on
Windows, nor beside other threads, whose locks a fork might inherit.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import select
import shutil
import signal
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .previews import Previews

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from sphinx.application import Sphinx


@dataclass(slots=True)
class Previewer:
    """The previewer, as the worker sees it: there is one after each build."""

    #: Where the server asks and is answered.
    connection: socket.socket
    #: The descriptors that belong to the worker alone.
    apart: list[int]
    _pid: int = 0
    #: Where it may write.
    _folder: Path = Path()
    #: The reading end tells a previewer that the worker has ended, however that happened.
    _lifeline: tuple[int, int] = field(default_factory=os.pipe)

    def renew(self, app: Sphinx) -> None:
        """End the previewer, and start another one from *app* as it is now."""
        self.end()
        if threading.active_count() > 1:
            self.connection.close()  # So that the server doesn't wait for it.
            return
        self._folder = Path(tempfile.mkdtemp(prefix="research-notes-"))
        self._pid = os.fork()
        if self._pid == 0:
            # What the worker would do at its end is its own affair.
            with suppress(BaseException):
                self._run(app)
            self._forget()
            os._exit(0)

    def end(self) -> None:
        """End the previewer, whatever it does: nothing that it writes is needed."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._pid = 0
            self._forget()

    def _forget(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, app: Sphinx) -> None:
        """Answer until the server or the worker ends."""
        _leave_the_worker([*self.apart, self._lifeline[1]])
        previews = Previews(app, self._folder)
        for asked in _requests(self.connection, self._lifeline[0]):
            files = [Path(file) for file in asked["files"]]
            for page, path in previews.of(files, asked["pages"]):
                _send(self.connection, {"asked": asked["asked"], "page": page, "file": str(path)})
            _send(self.connection, {"asked": asked["asked"]})


def _leave_the_worker(apart: list[int]) -> None:
    """Keep apart from what the process that was forked reads, writes and remembers."""
    # The garbage collector would write to all memory, which would then no longer be shared; and what is new
    # is looked through when nobody waits: on a page with thousands of links, that takes longer than the page.
    gc.freeze()
    gc.disable()
    # The build says all that there is to say.
    logging.disable(logging.CRITICAL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    for descriptor in apart:
        with suppress(OSError):
            os.close(descriptor)


def _requests(connection: socket.socket, lifeline: int) -> Iterator[dict[str, Any]]:
    """Yield what is asked for; of several questions that wait, the last one says it all."""
    waiting = b""
    while True:
        ready, _, _ = select.select([connection.fileno(), lifeline], [], [], 0)
        if not ready:
            gc.collect()
            ready, _, _ = select.select([connection.fileno(), lifeline], [], [])
        if lifeline in ready or not (said := connection.recv(65_536)):
            return
        *lines, waiting = (waiting + said).split(b"\n")
        if lines:
            with suppress(ValueError):
                yield json.loads(lines[-1])


def _send(connection: socket.socket, answer: dict[str, Any]) -> None:
    connection.sendall(json.dumps(answer).encode() + b"\n")
