"""Runs a real Isso, on a free port, for tests of its database and of the button that loads it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener, urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CONF = """\
[general]
dbpath = {folder}/comments.db
host = {site}
max-age = 1h
notify = stdout
[moderation]
enabled = {moderated}
[server]
listen = http://127.0.0.1:{port}/
public-endpoint = http://127.0.0.1:{port}
[guard]
enabled = false
"""


@dataclass(frozen=True)
class Isso:
    """A server that runs."""

    url: str
    _opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar())))

    def ask(self, path: str, data: dict[str, Any] | None = None, method: str = "POST") -> Any:
        """Return what it answers, as data."""
        body = None if data is None else json.dumps(data).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(f"{self.url}{path}", body, headers, method=method)
        with self._opener.open(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")


@contextmanager
def running_isso(folder: Path, site: str, *, moderated: bool = False) -> Iterator[Isso]:
    """Run Isso with its database in *folder*, for pages at the URL *site*."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = folder / "isso.cfg"
    conf.write_text(
        _CONF.format(folder=folder, site=site, moderated=str(moderated).lower(), port=port), "utf-8"
    )
    program = "import sys; from isso import main; sys.argv[1:] = ['-c', sys.argv[1], 'run']; main()"
    with (folder / "isso.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-c", program, str(conf)], stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/info", process, folder)
        yield Isso(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(300):
        try:
            with urlopen(url, timeout=5):
                return
        except HTTPError:
            return
        except OSError:
            assert process.poll() is None, (folder / "isso.log").read_text("utf-8")
            time.sleep(0.1)
    raise AssertionError((folder / "isso.log").read_text("utf-8"))
