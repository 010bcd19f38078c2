"""The browser on this machine, and a local server for it."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

#: Waits until a page shows something; None if Playwright isn't installed.
expect: Any = None
with suppress(ImportError):
    from playwright.sync_api import expect as _expect

    expect = _expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser, BrowserContext, Page, Route

#: Options that keep the browser from making requests of its own.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def executable() -> str | None:
    """Return the browser on this machine; Chromium without a window of its own is several times cheaper."""
    named = os.environ.get("NOTES_CHROMIUM")
    names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"]
    names = [named] if named else names
    return next((found for name in names if (found := shutil.which(name))), None)


class _Handler(SimpleHTTPRequestHandler):
    """Serves a site at ``/rain/``, with its 404 page for missing files, as hosts do."""

    #: What pages may load, for browsers; everything by default.
    policy = ""

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        place = urlsplit(path).path
        if not place.startswith("/rain/"):
            return str(Path(self.directory, "no-such-file"))
        return super().translate_path(place.removeprefix("/rain"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = Path(self.directory, "404.html").read_bytes() if code == 404 else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""


class _StrictHandler(_Handler):
    policy = "default-src 'self'"


@contextmanager
def served(outdir: Path, *, strict: bool = False) -> Iterator[str]:
    """Yield the address of the site in *outdir*; *strict*: with a content security policy."""

    def handler(*args: Any) -> _Handler:
        return (_StrictHandler if strict else _Handler)(*args, directory=str(outdir))

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/rain/"
        server.shutdown()
        thread.join()


class Visitor:
    """Opens pages of a served site, each in its own window: ``visitor(NAME, width=360)``."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.contexts: list[BrowserContext] = []
        #: The errors and warnings that the console has shown, in any window.
        self.said: list[str] = []

    def __call__(
        self,
        name: str,
        width: int = 1280,
        height: int = 900,
        routes: Mapping[str, Callable[[Route], None]] | None = None,
        **options: Any,
    ) -> Page:
        """Open the page *name*; *routes*: mocked addresses, *options*: of the window."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        self.contexts.append(context)
        for address, answer in (routes or {}).items():
            context.route(address, answer)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on(
            "console", lambda said: self.said.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.goto(self.address + name)
        return page

    def close(self) -> None:
        """Close all windows."""
        for context in self.contexts:
            context.close()


def settled(page: Page) -> None:
    """Wait until *page* has painted twice, so that the effects of its last event are complete.

    For effects that must not occur, which cannot be awaited; for others, ``expect`` waits.
    """
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def barriers(page: Page, *without: str) -> list[str]:
    """Return what an automatic accessibility check finds on *page*, except in what *without* selects.

    Its rule for the size of links and buttons is off by default.
    """
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    result = page.evaluate(
        """without => axe.run({ exclude: without }, {
            resultTypes: ["violations"], rules: { "target-size": { enabled: true } },
        })""",
        list(without),
    )
    return [
        f"{violation['id']}: {node['html'][:120]}: {node['failureSummary'][-160:]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
