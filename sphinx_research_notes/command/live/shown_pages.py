"""Which page is shown at an address: that of the output folder, or a preview of the next one."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Below this address is what belongs to the server, not to the site.
OWN = "/.research-notes"
_NOTHING_YET = "<!DOCTYPE html><title>research-notes</title><p>Nothing has been built yet.</p></html>"


class ShownPages:
    """The pages of a site that is being edited."""

    def __init__(self, output: Path) -> None:
        self._output = output
        #: The text of each preview, and the question that it answers, by its file.
        self._previews: dict[str, tuple[int, bytes]] = {}
        self._built = 0

    def file_at(self, address: str) -> str:
        """Return the file at *address*, relative to the output folder; empty if there is none."""
        output = self._output.resolve()
        path = (output / address.lstrip("/")).resolve()
        path = path / "index.html" if path.is_dir() else path
        is_there = path.is_relative_to(output) and path.is_file()
        return path.relative_to(output).as_posix() if is_there else ""

    def path(self, file: str) -> Path:
        """Return where *file* is."""
        return self._output / file

    def preview(self, asked: int, file: str, text: bytes) -> bool:
        """Show *text* as *file* until it has been built; return whether it differs from what is shown.

        *asked*: the question that it answers; what has been built since is newer.
        """
        if asked <= self._built:
            return False
        shown = self._previews[file][1] if file in self._previews else b"".join(self._read(file))
        self._previews[file] = asked, text
        return text != shown

    def built(self, asked: int) -> None:
        """Show what has been built with all that was saved when the question *asked* was put."""
        self._built = max(self._built, asked)
        self._previews = {file: each for file, each in self._previews.items() if each[0] > asked}

    async def page(self, file: str) -> bytes:
        """Return the page in *file*, with what reloads it; if it is being written, once it has been."""
        if file in self._previews:
            return with_script(self._previews[file][1])
        content = b""
        for _ in range(20):
            content = b"".join(self._read(file))
            if b"</html>" in content[-200:]:
                break
            await asyncio.sleep(0.02)
        return with_script(content or _NOTHING_YET.encode())

    def _read(self, file: str) -> Iterator[bytes]:
        with suppress(OSError):
            yield self.path(file).read_bytes()


def with_script(page: bytes) -> bytes:
    """Return *page* with the script that shows it anew, at its end; it is told which text this is."""
    text = hashlib.sha256(page).hexdigest()[:16]
    script = f'<script src="{OWN}/live.js" data-text="{text}" defer></script>'.encode()
    head, end, rest = page.rpartition(b"</html>")
    return head + script + end + rest if end else page + script
