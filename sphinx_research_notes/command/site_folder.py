"""The site that a folder is part of: its sources, and where it is built."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import click

#: Where projects keep ``conf.py``, relative to their top folder, in the order that they are tried.
_PLACES = ("", "docs", "docs/source", "source", "doc", "doc/source", "site", "website")
#: Where ``sphinx-quickstart`` and others say where a project is built.
_BUILDDIR = re.compile(r"^\s*(?:set\s+)?BUILDDIR\s*[:?]?=\s*([^\s#]+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """A folder with ``conf.py``, and the folder that it is built in."""

    source: Path
    build: Path

    @property
    def output(self) -> Path:
        """The folder to publish."""
        return self.build / "html"

    @property
    def doctrees(self) -> Path:
        """Sphinx's working files, which nobody should publish."""
        return self.build / "doctrees"


def find_site(start: Path) -> SiteFolder:
    """Return the site that *start* is in; raise ClickException if there is none.

    The nearest folder with ``conf.py`` counts: *start*, one above it, or a usual place for documentation in
    one of these, as when one is in the top folder of a repository.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        for place in _PLACES:
            source = folder / place
            if (source / "conf.py").is_file():
                return SiteFolder(source, _build_folder(source))
    raise click.ClickException(
        f"expected conf.py in {start} or a folder above it, found none; "
        "go to the folder of a site, name it with -C, or start one with research-notes new-site"
    )


def _build_folder(source: Path) -> Path:
    """Return the folder that ``make html`` would use, or ``_build``."""
    for folder in (source, source.parent):
        for name in ("Makefile", "make.bat"):
            makefile = folder / name
            if makefile.is_file() and (found := _BUILDDIR.search(makefile.read_text("utf-8", "replace"))):
                return (folder / found[1]).resolve()
    return source / "_build"


def shown(path: Path) -> str:
    """Return *path* as people would type it here: relative to the current folder if it is below."""
    try:
        return path.relative_to(Path.cwd()).as_posix() or "."
    except ValueError:
        return str(path)


#: The option by which every sub-command but ``new-site`` is told where the site is.
site_option = click.option(
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="A folder of the site.  [default: the current one]",
)
