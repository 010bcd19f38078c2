"""A site that is served: its sources are watched, and the browser is told of what has been made of them."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import click
from watchfiles import awatch

from .processes import Worker
from .shown_pages import ShownPages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from ..site_folder import SiteFolder

#: The milliseconds within which saved files count as one change; nothing is noticed sooner.
_TOGETHER = 15
#: The seconds for which a build leaves both cores to the pages that are being looked at.
_FIRST = 1.5
#: So many files are not an edit but another state of the site, which is only built.
_MANY = 50


class LiveSite:
    """A site that is served."""

    def __init__(self, site: SiteFolder) -> None:
        self.site = site
        self.pages = ShownPages(site.output)
        #: What the browser is told of the last build.
        self.state: dict[str, Any] = {"number": 0, "error": "", "warnings": []}
        self.is_stopping = False
        self._changed = asyncio.Event()
        self._told = asyncio.Condition()
        self._watched: list[str] = [str(site.source)]
        self._fixed: list[str] = []
        self._rewatch = asyncio.Event()
        self._digests: dict[str, str] = {}
        self._worker: Worker | None = None
        self._is_outdated = False
        #: How many questions the previewer has been asked.
        self._asked = 0
        #: The files that were saved since the last build began, each with the first question about it.
        self._edited: dict[Path, int] = {}
        #: The pages that browsers show, by their files, and how often each has been previewed.
        self._looked_at: Counter[str] = Counter()
        self._previewed: Counter[str] = Counter()
        # All builds are beside each other, unless they are in the folder of the sources itself.
        beside = site.build.parent
        self._built = site.build if site.source.is_relative_to(beside) else beside

    async def build_on_change(self) -> None:
        """Build at once, and after each change, until the server stops."""
        while not self.is_stopping:
            await self.build()
            await self._changed.wait()
        await self._end_worker()

    async def build(self) -> None:
        """Build what has changed, and tell the browser."""
        if self._is_outdated:
            self._is_outdated = False
            await self._end_worker()
        worker = self._worker = self._worker or await Worker.start(self.site, self._take_page)
        if worker.previewer is not None:
            await worker.previewer.answered(_FIRST)
        self._changed.clear()
        begun = self._asked
        async for answer in worker.build():
            if answer["kind"] == "opened":
                self._take_folders(answer)
        if answer["kind"] == "failed":
            await self._end_worker()
        self.pages.built(begun)
        self._edited = {path: asked for path, asked in self._edited.items() if asked > begun}
        await self._tell(answer)
        self.ask()

    async def _end_worker(self) -> None:
        if (worker := self._worker) is not None:
            self._worker = None
            await worker.end()

    def ask(self) -> None:
        """Ask the previewer for the pages that are being looked at."""
        self._asked += 1
        previewer = self._worker and self._worker.previewer
        if previewer and not self._is_outdated and len(self._edited) < _MANY:
            previewer.ask(self._asked, self._edited, self._looked_at)

    async def _take_page(self, asked: int, file: str, text: bytes) -> None:
        """Show *text* as *file*."""
        if self.pages.preview(asked, file, text):
            async with self._told:
                self._previewed[file] += 1
                self._told.notify_all()

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
            # Nobody noticed what was saved just before other folders are watched, but a build does.
            self._changed.set()

    def notice(self, paths: Iterable[Path]) -> None:
        """Ask for pages and a build if one of *paths* is a source, and has other content than when last seen.

        The folder of builds is none, and what a build writes beside the sources has the same content again.
        """
        edited = [path for path in paths if self._is_edited(path)]
        if edited:
            self._edited |= dict.fromkeys(edited, self._asked + 1)
            self._is_outdated |= any(path.is_relative_to(each) for path in edited for each in self._fixed)
            self.ask()
            self._changed.set()

    def _is_edited(self, path: Path) -> bool:
        if path.is_relative_to(self._built) or path.is_dir():
            return False
        digest, before = _digest(path), self._digests.get(str(path))
        self._digests[str(path)] = digest
        return digest != before

    def stop(self) -> None:
        """End all that waits."""
        self.is_stopping = True
        self._changed.set()
        self._rewatch.set()

    async def events(self, address: str) -> AsyncIterator[str]:
        """Yield an event for each build, and for each preview of the page at *address*."""
        file, told = self.pages.file_at(unquote(address)), ""
        self._looked_at[file] += 1
        self.ask()
        try:
            while not self.is_stopping:
                async with self._told:
                    if told == self._number(file):
                        with suppress(TimeoutError):
                            await asyncio.wait_for(self._told.wait(), 0.5)
                if told != (told := self._number(file)):
                    yield f"data: {json.dumps({**self.state, 'number': told})}\n\n"
        finally:
            self._looked_at[file] -= 1
            self._looked_at += Counter()

    def _number(self, file: str) -> str:
        """Return what changes when the page *file* has been made anew."""
        return f"{self.state['number']}.{self._previewed[file]}"


def _digest(path: Path) -> str:
    """Return a digest of the file *path*; empty if there is none."""
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""
