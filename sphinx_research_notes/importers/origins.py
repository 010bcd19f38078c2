"""The systems that sites can be imported from. A new one is a module or folder, and a line in ``ORIGINS``."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from .files import readable_name, why_left_alone
from .hints import advice_on, made_with_another
from .link_schemes import with_schemes
from .public_tags import kept_public
from .records import Finding, NotImportable, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

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
        plan = with_schemes(kept_public(plan))
        return replace(plan, findings=(*plan.findings, *_left_alone(source, options.without)))


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
    "stream": Origin(
        "Stream", "stream.site", "a file in JSON Lines or of twtxt, or the folder of its engine"
    ),
}


#: Folders that no other system has.
_OF_JEKYLL = ("_posts", "_drafts", "_layouts", "_includes", "*/_posts")
_FOLDER = "the folder that it leads to isn't read; put a copy in its place"


def _left_alone(source: Path, without: Collection[Path]) -> Iterator[Finding]:
    """Yield the links, and the files with names, that importers leave alone."""
    for folder, folders, names in os.walk(source):
        inside = Path(folder)
        folders[:] = sorted(
            each
            for each in folders
            if not each.startswith((".", "_site", "node_modules"))
            and (inside / each).resolve() not in without
        )
        found = [(each, why_left_alone(inside / each, source)) for each in names]
        found += [(each, _FOLDER) for each in folders if (inside / each).is_symlink()]
        for name, why in sorted(found):
            if why:
                file = inside / name
                path = readable_name(file.relative_to(source).as_posix())
                yield Finding(Outcome.LEFT_OUT, "link" if file.is_symlink() else "file", path, None, why)


def recognized(source: Path) -> list[str]:
    """Return the names of the origins that *source* may have, the likeliest first; raises OSError."""
    names = [name for name, origin in ORIGINS.items() if origin.recognizes(source)]
    # GitHub reads _config.yml of any repository.
    if names[:1] == ["jekyll"] and not any(any(source.glob(each)) for each in _OF_JEKYLL):
        names = [*names[1:], names[0]]
    return names


def guess(source: Path) -> str:
    """Return the name of the origin of *source*; raises NotImportable if it cannot be told."""
    other = made_with_another(source)
    names = [] if other else recognized(source)
    if names:
        return names[0]
    found = f"one made with {other}" if other else "nothing that tells which"
    advice = "nothing has been written" if other else advice_on(source, recognized)
    advice = advice or "name it: research-notes import NAME SOURCE"
    raise NotImportable(
        f"expected a site made with one of {', '.join(ORIGINS)}, found {found} in {source}; {advice}"
    )
