"""The systems that sites can be imported from. A new one is a module or folder, and a line in ``ORIGINS``."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from .files import leads_out
from .records import Finding, NotImportable, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .records import Options, Plan


@dataclass(frozen=True, slots=True)
class Origin:
    """A system that sites are made with.

    Its module has ``recognizes(source: Path) -> bool``, which looks at the names of a few files, and
    ``read(source: Path, options: Options) -> Plan``, which raises NotImportable or OSError, and writes
    nothing.
    """

    #: As its makers write it.
    title: str
    #: In this package.
    module: str
    #: What SOURCE is, for the help.
    source: str = "the folder of the site"

    def recognizes(self, source: Path) -> bool:
        """Whether *source* looks like a site made with it."""
        return bool(import_module(f".{self.module}", __package__).recognizes(source))

    def read(self, source: Path, options: Options) -> Plan:
        """Return what is to be written for *source*; raises NotImportable, and OSError."""
        try:
            plan: Plan = import_module(f".{self.module}", __package__).read(source, options)
        except RecursionError:
            raise NotImportable(
                f"expected files that a person has written in {source}, found brackets nested too deeply; "
                "nothing has been written"
            ) from None
        return replace(plan, findings=(*plan.findings, *_links_out(source)))


#: By the name of the sub-command. Where several recognize a source, the first is guessed.
ORIGINS = {
    "jekyll": Origin("Jekyll", "jekyll.site"),
    "hugo": Origin("Hugo", "hugo.site"),
    "ablog": Origin("ABlog", "ablog.site", "the folder of the project, with conf.py"),
    "quarto": Origin("Quarto", "quarto.site"),
    "mkdocs": Origin("MkDocs and the blog of Material for MkDocs", "mkdocs.site"),
    "pelican": Origin("Pelican", "pelican.site"),
    "obsidian": Origin("Obsidian", "obsidian.site", "the folder of the vault"),
    "wordpress": Origin("WordPress", "wordpress.site", "the exported XML, or a folder with it and uploads"),
    "substack": Origin("Substack", "substack.site", "the exported ZIP archive, or its folder"),
    "stream": Origin("Stream", "stream.site", "a file in JSON Lines, or the folder of its engine"),
}


def _links_out(source: Path) -> Iterator[Finding]:
    """Yield the links that importers leave alone."""
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(each for each in folders if not each.startswith((".", "_site", "node_modules")))
        for name in sorted(names):
            if leads_out(file := Path(folder, name), source):
                why = "it leads to a file that isn't in the source, or isn't there"
                yield Finding(Outcome.LEFT_OUT, "link", file.relative_to(source).as_posix(), None, why)


def guess(source: Path) -> str:
    """Return the name of the origin of *source*; raises NotImportable if none recognizes it."""
    for name, origin in ORIGINS.items():
        if origin.recognizes(source):
            return name
    titles = ", ".join(origin.title for origin in ORIGINS.values())
    raise NotImportable(
        f"expected a site made with one of {titles}, found nothing in {source} that tells which; "
        "name it: research-notes import NAME SOURCE"
    )
