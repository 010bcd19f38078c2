"""The worker and its previewer, as the server sees them."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from ..site_folder import SiteFolder

    #: Takes the number of a question, a page, and its text.
    TakePage = Callable[[int, str, bytes], Awaitable[None]]

#: The longest line that a process may write.
_LIMIT = 2**26
#: Whether there are previewers here.
CAN_FORK = hasattr(os, "fork") and hasattr(socket, "AF_UNIX")


class Worker:
    """A process that builds a site, again and again."""

    def __init__(self, process: asyncio.subprocess.Process, previewer: PreviewerLine | None) -> None:
        self._process = process
        self.previewer = previewer

    @classmethod
    async def start(cls, site: SiteFolder, take_page: TakePage) -> Worker:
        """Start a worker for *site*; what its previewer makes goes to *take_page*."""
        theirs, previewer = None, None
        if CAN_FORK:
            ours, theirs = socket.socketpair()
            previewer = PreviewerLine(*await asyncio.open_connection(sock=ours), take_page)
        more = [str(theirs.fileno())] if theirs else []
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", f"{__package__}.worker", str(site.source), str(site.build), *more,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LIMIT,
            pass_fds=[theirs.fileno()] if theirs else [],
            # It ends what it does when Ctrl-C ends the server.
            start_new_session=True,
        )  # fmt: skip
        if theirs:
            theirs.close()
        return cls(process, previewer)

    async def build(self) -> AsyncIterator[dict[str, Any]]:
        """Build; yield what the worker says: in the end, that the site is built or that it has failed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.write(b"build\n")
        answer: dict[str, Any] = {"kind": "opened"}
        while answer["kind"] == "opened":
            try:
                answer = json.loads(await self._process.stdout.readline())
            except ValueError:
                answer = {"kind": "failed", "message": "expected the build to end, but its process died"}
            yield answer

    async def end(self) -> None:
        """End it, once it has built what it builds."""
        if self.previewer is not None:
            self.previewer.end()
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


class PreviewerLine:
    """The line to the previewers of a worker, one after the other."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, take_page: TakePage
    ) -> None:
        self._writer = writer
        self._asked = self._answered = 0
        self._heard = asyncio.Event()
        self._hearing = asyncio.create_task(self._hear(reader, take_page))

    def ask(self, asked: int, files: Iterable[Path], pages: Iterable[str]) -> None:
        """Ask, with the number *asked*, for *pages* as they are once *files* have been read."""
        if self._hearing.done():
            return
        self._asked = asked
        question = {"asked": asked, "files": [str(path) for path in files], "pages": [*pages]}
        with suppress(OSError):
            self._writer.write(json.dumps(question).encode() + b"\n")

    async def answered(self, seconds: float) -> None:
        """Wait until the last question has been answered, or for so many *seconds*."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._answered < self._asked:
                    self._heard.clear()
                    await self._heard.wait()

    async def _hear(self, reader: asyncio.StreamReader, take_page: TakePage) -> None:
        """Take what is answered, until there is no previewer any longer."""
        with suppress(OSError):
            async for line in reader:
                with suppress(OSError, ValueError):
                    answer = json.loads(line)
                    if "page" in answer:
                        path = Path(answer["file"])
                        text = path.read_bytes()
                        path.unlink()
                        await take_page(answer["asked"], answer["page"], text)
                    else:
                        self._answered = answer["asked"]
                        self._heard.set()
        self._answered = self._asked
        self._heard.set()

    def end(self) -> None:
        """Hear no more."""
        self._hearing.cancel()
        self._writer.close()
