"""``research-notes new``: a dated note, or an entry on top of the stream."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..model.suggestions import misspelt
from .new_text import Draft, as_note, entries_in, with_entry
from .site_folder import find_site, shown, site_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

#: What has to be in ``extensions`` for each kind of file.
_PARSERS = {".md": "myst_parser", ".rst": "", ".ipynb": "myst_nb"}


def _complete_tags(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the tags of the site to the shell."""
    from .building import opened
    from .note_files import known_labels, note_files

    try:
        with opened(find_site(ctx.params.get("folder") or Path()), "dummy") as session:
            return [tag for tag in known_labels(note_files(session.app)) if tag.startswith(incomplete)]
    except click.ClickException:
        return []


@click.command("new")
@site_option
@click.argument("title", metavar="TITLE")
@click.option("-t", "--tag", "tags", multiple=True, shell_complete=_complete_tags, help="A tag; repeatable.")
@click.option("--series", help="The series that the note continues.")
@click.option("--draft", is_flag=True, help="Keep it out of the published site for now.")
@click.option("--rst", "suffix", flag_value=".rst", help="Write reStructuredText.")
@click.option("--notebook", "suffix", flag_value=".ipynb", help="Write a Jupyter notebook.")
@click.option("--stream", is_flag=True, help="Put TITLE as an entry on top of the stream.")
@click.option("-e", "--edit", is_flag=True, help="Open the file in $EDITOR.")
@click.option("--force", is_flag=True, help="Overwrite a file of that name.")
def command(
    folder: Path,
    title: str,
    *,
    tags: tuple[str, ...],
    series: str | None,
    draft: bool,
    suffix: str | None,
    stream: bool,
    edit: bool,
    force: bool,
) -> None:
    """Write a new note called TITLE, in the place and under the name that the other notes have.

    With --stream, TITLE is the text of a short entry, and gets the time of day.
    """
    from .building import opened
    from .note_files import known_labels, named, naming, note_files

    if not title.strip():
        raise click.ClickException("expected a title, got none; nothing has been written")
    site = find_site(folder)
    with opened(site, "dummy") as session:
        app = session.app
        notes = note_files(app)
        suffix = _suffix(app, suffix)
        known = known_labels(notes)
        tags = _tags(tags, known)
        draft_of = Draft(title.strip(), datetime.now(UTC).astimezone(), tags, series or "", is_draft=draft)
        form = naming(notes, app.config.notes_match)
    if stream:
        text = with_entry(_text_of(file := _stream(app)), draft_of)
    else:
        file = site.source / f"{named(form, draft_of.title, draft_of.moment.date())}{suffix}"
        text = as_note(draft_of, suffix)
        _refuse_to_overwrite(file, force=force)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    click.echo(f"wrote {shown(file)}")
    _report_new_tags(draft_of.tags, known)
    if edit:
        click.edit(filename=str(file))


def _refuse_to_overwrite(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        raise click.ClickException(
            f"expected no file {shown(file)}, found one; it stays as it is (--force overwrites it)"
        )


def _text_of(file: Path) -> str:
    """Return the text of the stream, which is written again as it is but for its new entry."""
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        raise click.ClickException(
            f"expected UTF-8 in {shown(file)}, found another encoding; nothing has been written"
        ) from None


def _report_new_tags(tags: Sequence[str], known: list[str]) -> None:
    """Name the tags that are probably misspelt ones of the site."""
    for tag in tags:
        if tag not in known and (near := next((each for each in known if misspelt(tag, each)), "")):
            click.echo(f"expected a known tag such as {near!r}, got {tag!r}; it is a new tag now", err=True)


def _suffix(app: Sphinx, wanted: str | None) -> str:
    """Return the suffix of a new note, which the site must be able to read."""
    suffix = wanted or (".md" if ".md" in app.config.source_suffix else ".rst")
    if suffix not in app.config.source_suffix:
        raise click.ClickException(
            f"expected {_PARSERS[suffix]!r} in extensions of conf.py for files in {suffix}, found none; "
            "nothing has been written"
        )
    return suffix


def _tags(wanted: Sequence[str], known: list[str]) -> tuple[str, ...]:
    """Return the tags of a new note; without any, offer the *known* ones if somebody is there to answer."""
    if not wanted and known and sys.stdin.isatty():
        click.echo(f"Known tags: {', '.join(known[:20])}")
        answer = click.prompt("Tags, separated by commas", default="", show_default=False)
        wanted = [tag.strip() for tag in answer.split(",") if tag.strip()]
    return tuple(dict.fromkeys(wanted))


def _stream(app: Sphinx) -> Path:
    """Return the page with the most entries."""
    counted = []
    for docname in sorted(app.project.discover(app.config.exclude_patterns, app.config.include_patterns)):
        path = Path(app.project.doc2path(docname, True))
        if path.suffix != ".ipynb" and (count := entries_in(path.read_text("utf-8", "replace"))):
            counted.append((count, path))
    if not counted:
        raise click.ClickException(
            "expected a page with an {entry} in this site, found none; write the first one by hand"
        )
    return max(counted, key=lambda each: each[0])[1]
