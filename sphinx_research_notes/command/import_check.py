"""``research-notes import --check``: whether every address of the old site answers in the new one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from ..model.values import Unusable
from .site_folder import find_site

if TYPE_CHECKING:
    from collections.abc import Set
    from pathlib import Path

#: As many missing addresses are named.
MOST = 50


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
    paths = sorted({page.path for page in former.pages})
    if former.elsewhere:
        expected = f"expected addresses below {base or 'one site'!r}"
        click.echo(f"{expected}, got {former.elsewhere} others; leaving them out", err=True)
    _report(paths, files, in_folder=addresses.is_dir())


def _report(paths: list[str], files: Set[str], *, in_folder: bool) -> None:
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
