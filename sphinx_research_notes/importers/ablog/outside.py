"""What a project needs and would not come along: folders beside that of ``conf.py``, files in hidden ones.

Folders such as ``../_templates`` come along under their names.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..documents import paths_in
from ..files import why_left_alone
from ..records import CopiedFile, Finding, Outcome
from .config import CONF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ..records import Options, TextFile
    from .config import Config

#: A directive that shows a file, in MyST or in reStructuredText.
_INCLUDE = re.compile(r"(?:\{(?:literal)?include\}|\.\. (?:literal)?include::)[ \t]+(?P<path>[^\n]+)")
_LISTS = ("templates_path", "html_static_path", "html_extra_path")


@dataclass(slots=True)
class Outside:
    """The folders that the settings name, and that the folder of ``conf.py`` doesn't have."""

    config: Config
    source: Path
    #: Each as it is written, with its name in the new site.
    brought: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    #: Templates in folders that cannot be brought.
    lost: set[str] = field(default_factory=set)

    def find(self) -> None:
        """Decide which folders come along: those in the folder that is imported."""
        root = self.source.resolve()
        for name in _LISTS:
            for entry in self.config.list_of(name):
                folder = self._folder(entry)
                if not entry.startswith("..") or entry in self.brought or not folder.is_dir():
                    continue
                if folder.is_relative_to(root) and folder != root:
                    self.brought[entry] = self._free_name(folder.name)
                    continue
                if name == "templates_path":
                    self.lost |= {each.relative_to(folder).as_posix() for each in folder.rglob("*.html")}
                why = f"{entry} is outside of what is imported; import the folder that has both"
                self.findings.append(Finding(Outcome.LEFT_OUT, name, CONF, None, why))

    def _folder(self, entry: str) -> Path:
        return (self.config.folder / entry).resolve()

    def _free_name(self, name: str) -> str:
        taken = {*self.brought.values(), *(each.name for each in self.config.folder.iterdir())}
        while name in taken:
            name += "_"
        return name

    def renamed(self, conf: TextFile) -> TextFile:
        """Return *conf* with the new names of the folders that come along."""
        text = conf.text
        for entry, name in self.brought.items():
            for quote in "'\"":
                text = text.replace(f"{quote}{entry}{quote}", f"{quote}{name}{quote}")
        return replace(conf, text=text)

    def files(self, options: Options, skipped: Callable[[str], bool]) -> list[CopiedFile]:
        """Return the files of the folders that come along."""
        return [
            CopiedFile(f"{name}/{path}", self._folder(entry) / path)
            for entry, name in self.brought.items()
            for path in paths_in(self._folder(entry), options, skipped)
        ]


def shown_in(path: str, text: str, folder: Path) -> Iterator[CopiedFile]:
    """Yield the files in hidden folders that the document at *path* shows with a directive."""
    for match in _INCLUDE.finditer(text):
        named = match["path"].strip()
        here = "" if named.startswith("/") else posixpath.dirname(path)
        place = posixpath.normpath(posixpath.join(here, named.lstrip("/")))
        is_hidden = any(step.startswith(".") for step in place.split("/"))
        if is_hidden and not place.startswith("..") and why_left_alone(folder / place, folder) == "":
            yield CopiedFile(place, folder / place)
