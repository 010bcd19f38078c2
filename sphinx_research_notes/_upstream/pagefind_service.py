"""Pagefind, asked page by page through its program's ``--service`` mode.

Pagefind's command line numbers the pages in the order in which the file system lists them, and so writes
other files on another machine. Its client for Python waits a tenth of a second for each answer, which is
five minutes for 3,000 pages. This client speaks the protocol of that one and of Pagefind's for Node: JSON in
Base64, a comma after each message (``pagefind/src/service`` in its repository). Checked on Pagefind 1.5.2.
It can go when the command line sorts pages, or the client for Python doesn't wait.

The values of Pagefind's filters are in a random order in 1.5.2, so none are used.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import threading
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: The package that has the program, and its name where packages are installed from.
PACKAGE, DISTRIBUTION = "pagefind_bin", "pagefind-bin"


class PagefindError(Exception):
    """Pagefind has failed; the message says why."""


@cache
def program() -> str:
    """Return the path of the program; empty if it isn't installed."""
    try:
        return str(import_module(PACKAGE).get_executable())
    except (ImportError, OSError, AttributeError):
        return ""


@cache
def program_version() -> str:
    """Return the version of the program; empty if it isn't known."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return ""


def indexed(pages: Iterable[tuple[str, str]], options: Mapping[str, object]) -> dict[str, bytes]:
    """Return the files of an index of *pages*, by name; the same for the same pages in the same order.

    *pages*: the address and HTML of each; *options*: those of a Pagefind index. Raises
    :class:`PagefindError`.
    """
    try:
        process = subprocess.Popen(
            [program(), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
    except OSError as error:
        raise PagefindError(str(error.strerror)) from error
    assert process.stdin is not None
    assert process.stdout is not None
    # It answers while it is being asked, and ends as soon as there is nothing more to come.
    asking = threading.Thread(target=_ask, args=(process.stdin, _requests(pages, options)), daemon=True)
    asking.start()
    try:
        for answer in _answers(process.stdout):
            if answer["type"] == "Error":
                raise PagefindError(" ".join(str(answer["message"]).split()))
            if answer["type"] == "GetFiles":
                return {each["path"]: base64.b64decode(each["content"]) for each in answer["files"]}
    except (ValueError, LookupError, TypeError) as error:
        raise PagefindError(f"unexpected answer: {error}") from error
    finally:
        process.kill()
        asking.join()
        process.wait()
        process.stdout.close()
        with suppress(OSError):  # What it was never asked.
            process.stdin.close()
    raise PagefindError("it ended without an answer")


def _environment() -> dict[str, str]:
    """Return the variables of the program: its options can be given there too, and would change its files.

    Chunks of half the usual size: a search for one word loads one of them. Where the variable isn't known,
    it has no effect.
    """
    others = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    return others | {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "10000"}


def _requests(pages: Iterable[tuple[str, str]], options: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": dict(options)}
    for address, html in pages:
        yield {"type": "AddFile", "index_id": 0, "url": address, "file_contents": html}
    yield {"type": "GetFiles", "index_id": 0}


def _ask(stream: IO[bytes], requests: Iterable[dict[str, Any]]) -> None:
    # It may end before all is asked.
    with suppress(OSError):
        for number, payload in enumerate(requests):
            message = json.dumps({"message_id": number, "payload": payload}).encode()
            stream.write(base64.b64encode(message) + b",")
        stream.flush()


def _answers(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Yield what is answered to each request, in order."""
    parts: list[bytes] = []
    while data := stream.read1(1 << 20):  # type: ignore[attr-defined]
        *ends, rest = data.split(b",")
        for end in ends:
            answer = json.loads(base64.b64decode(b"".join([*parts, end])))
            parts.clear()
            yield answer["payload"]
        parts.append(rest)
