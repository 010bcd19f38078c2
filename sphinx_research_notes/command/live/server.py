"""Serves a site while it is written.

The pages are those of the output folder, or previews of them. What reloads them is added to the answers
alone, never to files.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import webbrowser
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from ..site_folder import shown
from .live_site import LiveSite
from .shown_pages import OWN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

    from ..site_folder import SiteFolder

#: The port that is tried first.
_USUAL_PORT = 8000
_HEADERS = {"Cache-Control": "no-store"}


def application(live: LiveSite) -> Starlette:
    """Return the server of *live*."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(live.build_on_change()), asyncio.create_task(live.watch())]
        yield
        live.stop()
        await asyncio.gather(*tasks)

    async def events(request: Request) -> StreamingResponse:
        """Tell a browser of each build, as server-sent events."""
        told = live.events(request.query_params.get("page", ""))
        return StreamingResponse(told, media_type="text/event-stream", headers=_HEADERS)

    async def script(request: Request) -> FileResponse:
        """Return the script that reloads pages."""
        return FileResponse(Path(__file__).with_name("live.js"), headers=_HEADERS)

    async def page(request: Request) -> Response:
        """Return a file of the site; a page with what reloads it."""
        found = live.pages.file_at(request.path_params["path"])
        file = found or "404.html"
        if not file.endswith(".html"):
            return FileResponse(live.pages.path(file), headers=_HEADERS)
        return HTMLResponse(await live.pages.page(file), 200 if found else 404, _HEADERS)

    routes = [
        Route(f"{OWN}/events", events),
        Route(f"{OWN}/live.js", script),
        Route("/{path:path}", page),
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
