"""Serves a site while it is written: watches its sources, has them built, and tells the browser.

The pages are those of the output folder. What reloads them is added to the answers alone, never to files.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import signal
import socket
import sys
import webbrowser
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from watchfiles import awatch

from .site_folder import shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from starlette.requests import Request

    from .site_folder import SiteFolder

#: Below this address is what belongs to the server, not to the site.
OWN = "/.research-notes"
_SCRIPT = f'<script src="{OWN}/live.js" defer></script>'.encode()
_NOTHING_YET = "<!DOCTYPE html><title>research-notes</title><p>Nothing has been built yet.</p></html>"
#: The port that is tried first.
_USUAL_PORT = 8000
#: The milliseconds within which saved files count as one change.
_TOGETHER = 30


class LiveSite:
    """A site that is served."""

    def __init__(self, site: SiteFolder) -> None:
        self.site = site
        #: What the browser is told of the last build.
        self.state: dict[str, Any] = {"number": 0, "error": "", "warnings": []}
        self.is_stopping = False
        self._changed = asyncio.Event()
        self._told = asyncio.Condition()
        self._watched: list[str] = [str(site.source)]
        self._fixed: list[str] = []
        self._rewatch = asyncio.Event()
        self._digests: dict[str, str] = {}
        self._worker: asyncio.subprocess.Process | None = None
        self._is_outdated = False
        # All builds are beside each other, unless they are in the folder of the sources itself.
        beside = site.build.parent
        self._built = site.build if site.source.is_relative_to(beside) else beside

    async def build_on_change(self) -> None:
        """Build at once, and after each change, until the server stops."""
        while not self.is_stopping:
            self._changed.clear()
            await self.build()
            await self._changed.wait()
        await self._end_worker()

    async def build(self) -> None:
        """Build what has changed, and tell the browser."""
        if self._is_outdated:
            self._is_outdated = False
            await self._end_worker()
        worker = self._worker = self._worker or await self._new_worker()
        assert worker.stdin is not None
        with suppress(OSError):
            worker.stdin.write(b"build\n")
        while (answer := await self._answer(worker))["kind"] == "opened":
            self._take_folders(answer)
        if answer["kind"] == "failed":
            await self._end_worker()
        await self._tell(answer)

    async def _new_worker(self) -> asyncio.subprocess.Process:
        module = f"{__package__}.live_worker"
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, str(self.site.source), str(self.site.build),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=2**26,
            # It ends what it does when Ctrl-C ends the server.
            start_new_session=True,
        )  # fmt: skip

    async def _answer(self, worker: asyncio.subprocess.Process) -> dict[str, Any]:
        assert worker.stdout is not None
        with suppress(ValueError):
            answer: dict[str, Any] = json.loads(await worker.stdout.readline())
            return answer
        return {"kind": "failed", "message": "expected the build to end, but its process died"}

    async def _end_worker(self) -> None:
        if (worker := self._worker) is not None:
            self._worker = None
            assert worker.stdin is not None
            worker.stdin.close()
            await worker.wait()

    def _take_folders(self, answer: dict[str, Any]) -> None:
        self._fixed = answer["fixed"]
        if answer["watched"] != self._watched:
            self._watched = answer["watched"]
            self._rewatch.set()

    async def _tell(self, answer: dict[str, Any]) -> None:
        """Tell the browser, and the terminal, of a build."""
        error = answer.get("message", "")
        warnings = answer.get("warnings", self.state["warnings"])
        known = [each for each in warnings if each in self.state["warnings"]]
        async with self._told:
            self.state = {"number": self.state["number"] + 1, "error": error, "warnings": warnings}
            self._told.notify_all()
        if error:
            click.echo(f"error: {error}", err=True)
        for each in warnings:
            if each not in known:
                click.echo(f"{each['place']}: {each['message']}".removeprefix(": "), err=True)

    async def watch(self) -> None:
        """Notice what is saved, until the server stops."""
        while not self.is_stopping:
            self._rewatch.clear()
            folders = [each for each in self._watched if Path(each).is_dir()]
            async for changes in awatch(*folders, step=_TOGETHER, debounce=400, stop_event=self._rewatch):
                self.notice(Path(path) for _, path in changes)

    def notice(self, paths: Iterable[Path]) -> None:
        """Ask for a build if one of *paths* is a source, and has another content than when last seen.

        The folder of builds is none, and what a build writes beside the sources has the same content again.
        """
        for path in paths:
            if path.is_relative_to(self._built) or path.is_dir():
                continue
            digest = _digest(path)
            if self._digests.get(str(path)) == digest:
                continue
            self._digests[str(path)] = digest
            self._is_outdated |= any(path.is_relative_to(each) for each in self._fixed)
            self._changed.set()

    def stop(self) -> None:
        """End all that waits."""
        self.is_stopping = True
        self._changed.set()
        self._rewatch.set()

    async def events(self, request: Request) -> StreamingResponse:
        """Tell a browser of each build, as server-sent events."""

        async def told() -> AsyncIterator[str]:
            number = -1
            while not self.is_stopping:
                if self.state["number"] != number:
                    number = self.state["number"]
                    yield f"data: {json.dumps(self.state)}\n\n"
                with suppress(TimeoutError):
                    async with self._told:
                        await asyncio.wait_for(self._told.wait(), 0.5)

        return StreamingResponse(
            told(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def script(self, request: Request) -> FileResponse:
        """Return the script that reloads pages."""
        return FileResponse(Path(__file__).with_name("live.js"), headers={"Cache-Control": "no-store"})

    async def page(self, request: Request) -> Response:
        """Return a file of the site; a page with what reloads it."""
        output = self.site.output.resolve()
        path = (output / request.path_params["path"]).resolve()
        path = path / "index.html" if path.is_dir() else path
        code = 200
        if not path.is_relative_to(output) or not path.is_file():
            path, code = output / "404.html", 404
        headers = {"Cache-Control": "no-store"}
        if path.suffix != ".html":
            return FileResponse(path, headers=headers)
        return HTMLResponse(with_script(await _whole(path)), code, headers)


def _digest(path: Path) -> str:
    """Return a digest of the file *path*; empty if there is none."""
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


async def _whole(path: Path) -> bytes:
    """Return the page at *path*; if it is being written, once it has been."""
    content = b""
    for _ in range(20):
        with suppress(OSError):
            content = path.read_bytes()
        if b"</html>" in content[-200:]:
            return content
        await asyncio.sleep(0.02)
    return content or _NOTHING_YET.encode()


def with_script(page: bytes) -> bytes:
    """Return *page* with the script that reloads it, at its end."""
    head, end, rest = page.rpartition(b"</html>")
    return head + _SCRIPT + end + rest if end else page + _SCRIPT


def application(live: LiveSite) -> Starlette:
    """Return the server of *live*."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(live.build_on_change()), asyncio.create_task(live.watch())]
        yield
        live.stop()
        await asyncio.gather(*tasks)

    routes = [
        Route(f"{OWN}/events", live.events),
        Route(f"{OWN}/live.js", live.script),
        Route("/{path:path}", live.page),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def _bound(host: str, port: int | None) -> socket.socket:
    """Return a socket at *port*; if none is asked for, at the usual one or any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in (port,) if port else (_USUAL_PORT, 0):
        found = socket.socket(family)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, candidate))
            # A browser that comes before the server is ready waits.
            found.listen()
        except OSError as error:
            found.close()
            if port:
                reason = f"expected a free port, got {port}: {error.strerror}; nothing is served"
                raise click.ClickException(reason) from error
        else:
            return found
    raise click.ClickException(f"expected an address of this machine, got {host!r}; nothing is served")


def _stops(live: LiveSite, server: uvicorn.Server) -> Callable[[int, Any], None]:
    """Return what a signal does: it ends all that waits, and the server once the build is done."""
    ends = server.handle_exit

    def stop(number: int, frame: Any) -> None:
        if live.is_stopping:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.raise_signal(signal.SIGINT)
        live.stop()
        click.echo("\nfinishing the build; Ctrl-C again doesn't wait for it", err=True)
        ends(number, frame)

    return stop


def serve(site: SiteFolder, host: str, port: int | None, *, is_opened: bool) -> None:
    """Serve *site* until Ctrl-C."""
    bound = _bound(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{bound.getsockname()[1]}/"
    click.echo(f"serving {shown(site.source)} at {address}, drafts included; Ctrl-C stops")
    if is_opened:
        webbrowser.open(address)
    # The server raises once more what has stopped it.
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(site, bound))


async def _run(site: SiteFolder, bound: socket.socket) -> None:
    live = LiveSite(site)
    config = uvicorn.Config(application(live), log_level="warning", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    # Streams of events would keep it from ending.
    server.handle_exit = _stops(live, server)
    await server.serve(sockets=[bound])
