"""``research-notes serve``: the site in the browser, fresh after each saved file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from .site_folder import find_site, site_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("serve")
@site_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port.  [default: 8000, or a free one]")
@click.option("--open", "is_opened", is_flag=True, help="Open the site in the browser.")
def command(folder: Path, host: str, port: int | None, *, is_opened: bool) -> None:
    """Show the site in the browser while you write, drafts included.

    Each saved file is built at once, and the browser shows it without losing its place. Stop with Ctrl-C.
    """
    site = find_site(folder)
    try:
        from .live.server import serve
    except ImportError as error:
        raise click.ClickException(
            f"expected the package {error.name}, found none; "
            "install it with: pip install 'sphinx-research-notes[serve]'"
        ) from error
    serve(replace(site, build=site.build / "serve"), host, port, is_opened=is_opened)
