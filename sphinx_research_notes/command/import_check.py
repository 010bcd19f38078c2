"""``research-notes import --check``: whether every address of the old site answers in the new one."""

from __future__ import annotations

import sys
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from ..model.values import Unusable
from .site_folder import find_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Set
    from pathlib import Path

    from ..publish.former_addresses import FormerSite

#: As many missing addresses are named.
MOST = 50
#: Files that readers link and other sites show; the rest belongs to a theme.
_LINKED = frozenset(
    """.png .jpg .jpeg .gif .svg .webp .avif .mp3 .ogg .wav .mp4 .webm .mov .ps .djvu .epub .doc .docx .odt
    .xls .xlsx .ods .ppt .pptx .csv .tsv .zip .gz .tgz .bz2 .xz .ipynb .bib .tex .py .r""".split()
)
#: Folders that systems write for their own pages.
_OF_THEME = frozenset({"_static", "_images", "_sources", "site_libs", "theme", "search"})


def check_addresses(folder: Path, addresses: Path, builder: str = "html") -> None:
    """Build the site in *folder*; exit with 1 if an address of the old one doesn't answer.

    *addresses*: a sitemap, a feed, or the folder with the pages of the old site; *builder*: the one whose
    addresses it had.
    """
    from ..publish.former import files_in
    from ..publish.former_addresses import former_site
    from .building import opened

    site = find_site(folder)
    with opened(site, builder) as session:
        base = str(session.app.config.html_baseurl or "")
        try:
            former = former_site(addresses, base)
        except Unusable as error:
            raise click.ClickException(f"{addresses}: {error}; nothing has been checked") from error
        session.app.build()
        files = files_in(session.site.build / builder)
    for line in _not_checked(former, base):
        click.echo(line, err=True)
    _report_files(_linked_in(addresses), files)
    _report(sorted({page.path for page in former.pages}), files, in_folder=addresses.is_dir())


def _not_checked(former: FormerSite, base: str) -> Iterator[str]:
    """Yield what is said of the addresses that cannot be checked."""
    if former.elsewhere:
        expected = f"expected addresses below {base or 'one site'!r}"
        yield f"{expected}, got {former.elsewhere:,} others; leaving them out"
    if former.queries:
        yield (
            f"expected addresses of files, got {former.queries:,} with a query, such as /?p=12, "
            "which a site of files cannot answer; leaving them out"
        )
    if former.absent:
        yield (
            f"expected {len(former.absent):,} more sitemaps as files beside the one that lists them, such as "
            f"{former.absent[0]!r}, found none of them; not checking their addresses"
        )


def _linked_in(folder: Path) -> list[str]:
    """Return the files in *folder* that somebody may have linked, such as pictures; none if it is a file."""
    from ..publish.former import files_in

    found = (PurePosixPath(path) for path in (files_in(folder) if folder.is_dir() else ()))
    return sorted(
        str(path)
        for path in found
        if path.suffix.lower() in _LINKED
        and _OF_THEME.isdisjoint(path.parts)
        and not any(part.startswith(".") for part in path.parts)
    )


def _report_files(paths: list[str], files: Set[str]) -> None:
    """Say which of the old files are at another address; pages show them from there."""
    missing = [path for path in paths if path not in files]
    if not missing:
        return
    first = ", ".join(f"/{quote(path)}" for path in missing[:3])
    click.echo(
        f"expected {len(paths):,} pictures and other files where they were, found "
        f"{len(paths) - len(missing):,}; not at their old addresses: {first}"
        + (f", and {len(missing) - 3:,} more" if len(missing) > 3 else ""),
        err=True,
    )


def _report(paths: list[str], files: Set[str], *, in_folder: bool = False) -> None:
    from ..publish.former import answers

    missing = [path for path in paths if not answers(path, files)]
    if in_folder:
        missing = _without_bare(missing, files)
    if not missing:
        one = "the only address answers" if len(paths) == 1 else f"all {len(paths):,} addresses answer"
        click.echo(one)
        return
    for path in missing[:MOST]:
        click.echo(f"expected something at /{quote(path)}, as on the old site, found nothing", err=True)
    if more := len(missing[MOST:]):
        click.echo(f"expected {more:,} more addresses, found none of them; not naming them", err=True)
    click.echo(f"{len(paths) - len(missing):,} of {len(paths):,} addresses answer")
    sys.exit(1)


def _without_bare(missing: list[str], files: Set[str]) -> list[str]:
    """Return *missing* without pages that answer at their bare address, and say how many these are.

    Servers send the file ``x.html`` for ``/x``, too. Which of these was the address its name doesn't tell.
    """
    from ..publish.former import answers

    bare = {path for path in missing if path.endswith(".html") and answers(path.removesuffix(".html"), files)}
    if bare:
        one = min(bare).removesuffix(".html")
        number = f"{len(bare):,} {'page answers' if len(bare) == 1 else 'pages answer'}"
        click.echo(f"{number} without '.html' only, as at /{quote(one)}; counting these as found", err=True)
    return [path for path in missing if path not in bare]
