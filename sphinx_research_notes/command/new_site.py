"""``research-notes new-site``: a small site that builds without a warning."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
from jinja2 import Environment, StrictUndefined

from ..model.urls import site_address
from .site_folder import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The files of a site, and those in ``skeleton`` that they are made from.
_FILES = {
    "conf.py": "conf.py",
    "index.md": "index.md",
    "about.md": "about.md",
    "stream.md": "stream.md",
    "references.bib": "references.bib",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore",
}
_FIRST = "notes/{}-a-first-note.md"
_GITHUB = {".github/workflows/site.yml": "site.yml"}
_READ_THE_DOCS = {".readthedocs.yaml": "readthedocs.yaml"}


@click.command("new-site")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--title", help="The name of the site.")
@click.option("--author", help="Your name.")
@click.option("--url", help="Where the site will be; feeds need it. Empty if you don't know yet.")
@click.option("--language", help="The language of the site, such as en or pt_BR.")
@click.option("--github", is_flag=True, help="Add a workflow that publishes the site on GitHub Pages.")
@click.option("--readthedocs", is_flag=True, help="Add the file that Read the Docs asks for.")
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
def command(
    folder: Path,
    *,
    title: str | None,
    author: str | None,
    url: str | None,
    language: str | None,
    github: bool,
    readthedocs: bool,
    force: bool,
) -> None:
    """Start a site in FOLDER, by default the current one.

    Asks for what no option says. The site has a home page, a first note, a stream of short notes, a
    bibliography, and a page about you.
    """
    wanted = _FILES | (_GITHUB if github else {}) | (_READ_THE_DOCS if readthedocs else {})
    now = datetime.now(UTC).astimezone()
    wanted |= {_FIRST.format(now.date()): "first.md"}
    _refuse_to_overwrite(folder, [] if force else list(wanted))
    answers = {
        "title": title or click.prompt("What is the site called?", default=_named_after(folder)),
        "author": author or click.prompt("Who writes it?", default=getpass.getuser().capitalize()),
        "url": _address(click.prompt("Where will it be?", default="", show_default=False))
        if url is None
        else _address(url),
        "language": language or click.prompt("In which language?", default="en"),
    }
    for path, text in _texts(wanted, answers | {"today": str(now.date()), "year": str(now.year)}):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
        click.echo(f"wrote {shown(file.resolve())}")
    go = f"cd {shown(folder.resolve())} && " if folder.resolve() != Path.cwd() else ""
    click.echo(f"\nBuild the site with:  {go}research-notes build")


def _refuse_to_overwrite(folder: Path, wanted: list[str]) -> None:
    there = [name for name in wanted if (folder / name).exists()]
    if there:
        raise click.ClickException(
            f"expected no site in {shown(folder.resolve())}, found {', '.join(there)}; "
            "nothing has been written (--force overwrites)"
        )


def _named_after(folder: Path) -> str:
    return folder.resolve().name.replace("-", " ").replace("_", " ").capitalize() or "Notes"


def _address(url: str) -> str:
    """Return *url* with a slash at its end, which relative addresses need."""
    if not url:
        return ""
    if not (address := site_address(url)):
        raise click.ClickException(
            f"expected a URL such as https://example.org/, got {url!r}; nothing has been written"
        )
    return f"{address}/"


def _texts(wanted: dict[str, str], values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the path of each file, and its text."""
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    environment.filters["python"] = repr
    skeleton = files("sphinx_research_notes.command") / "skeleton"
    for path, name in wanted.items():
        text = (skeleton / f"{name}.jinja").read_text("utf-8")
        yield path, environment.from_string(text).render(values)
