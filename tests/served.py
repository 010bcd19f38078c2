"""The processes of ``research-notes serve`` without its server: a worker, and its previewer."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Served:
    """A site that one process builds again and again, and of which another one makes pages before."""

    def __init__(self, source: Path, build: Path) -> None:
        self.source = source
        self.html = build / "html"
        self._connection, theirs = socket.socketpair()
        self._connection.settimeout(30)
        self._answers = self._connection.makefile("r")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sphinx_research_notes.command.live.worker", str(source), str(build),
             str(theirs.fileno())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, pass_fds=[theirs.fileno()],
        )  # fmt: skip
        theirs.close()
        self._asked = 0
        self._fixed: list[str] = []

    def is_outdated_by(self, files: Iterable[str]) -> bool:
        """Return whether the server would start another worker once *files* have been edited."""
        return any((self.source / name).is_relative_to(each) for name in files for each in self._fixed)

    def build(self) -> dict[str, Any]:
        """Have the site built; return the answer."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("build\n")
        self.process.stdin.flush()
        while (found := json.loads(self.process.stdout.readline()))["kind"] == "opened":
            self._fixed = found["fixed"]
        return dict(found)

    def preview(self, files: Iterable[str], pages: Iterable[str]) -> dict[str, bytes]:
        """Return those of *pages* that are made before the site is built, once *files* have been edited."""
        self._asked += 1
        paths = [str(self.source / name) for name in files]
        question = {"asked": self._asked, "files": paths, "pages": [*pages]}
        self._connection.sendall(json.dumps(question).encode() + b"\n")
        made = {}
        while "page" in (answer := json.loads(self._answers.readline())):
            made[answer["page"]] = Path(answer["file"]).read_bytes()
        assert answer["asked"] == self._asked
        return made

    def has_previewer(self) -> bool:
        """Return whether a previewer is there to hear a question; waits until it is known."""
        try:
            return bool(self._answers.readline())
        except TimeoutError:
            return True

    def memory(self) -> int:
        """Return how many bytes the previewer has in memory, on Linux."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("utf-8")
        return int(Path(f"/proc/{children.split()[0]}/statm").read_text("utf-8").split()[1]) * 4096

    def end(self) -> None:
        """End both, as the server does."""
        with self.process:
            assert self.process.stdin
            self.process.stdin.close()
            self.process.wait(60)
        self._answers.close()
        self._connection.close()


@contextmanager
def serving(source: Path, build: Path) -> Iterator[Served]:
    """Yield the processes that serve the site in *source*; they end with the context."""
    served = Served(source, build)
    try:
        yield served
    finally:
        served.end()
