"""``research-notes import comments``: conversations held elsewhere become thread files beside the notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..comments.importers.formats import FORMATS
from .site_folder import find_site, shown, site_option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..comments.importers.formats import Export
    from .site_folder import SiteFolder
    from .thread_files import Placed, ThreadPlan

#: So many notes that were found by their names are named.
_NAMED = 5


@click.command("comments")
@site_option
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--from", "format_", type=click.Choice(list(FORMATS)), help="The format; guessed if left out.")
@click.option("--note", metavar="NOTE", default="", help="The note of comments whose address tells none.")
@click.option(
    "--map",
    "table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A table of old addresses and the notes that they are now: YAML, JSON or CSV.",
)
@click.option(
    "--avatars",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Copy pictures of the authors from this folder, by their names or accounts.",
)
@click.option("--files-only", is_flag=True, help="Write thread files, but do not name them in the notes.")
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
def command(
    folder: Path,
    source: Path,
    *,
    format_: str | None,
    note: str,
    table: Path | None,
    avatars: Path | None,
    files_only: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring comments in SOURCE, a file or a folder, to the notes that they were written on.

    Nothing is overwritten, and only public comments are taken, without e-mail and IP addresses.
    """
    from ..comments.importers.formats import read
    from .thread_sources import files_in, read_table

    site = find_site(folder)
    rows = read_table(table) if table else {}
    export = read(files_in(source), format_ or "")
    found = with_notes(site, export, rows, note, avatars=avatars, link=not files_only, dry=dry_run)
    report(found, export, shown(source), dry=dry_run, as_json=as_json)


def with_notes(
    site: SiteFolder,
    export: Export,
    table: Mapping[str, str] | None = None,
    note: str = "",
    *,
    avatars: Path | None = None,
    link: bool = True,
    dry: bool = False,
) -> ThreadPlan:
    """Bring the threads of *export* to the notes of *site*, unless *dry*, and return what was planned.

    *table*: addresses and the notes that they are; *note*: that of all other threads; *avatars*: a folder
    with pictures of authors; *link*: whether thread files are named in the notes.
    """
    from .building import opened
    from .entry_threads import Entries
    from .known_notes import notes_of
    from .note_files import note_files
    from .portraits import Portraits
    from .thread_files import plan, write

    with opened(site, "dummy") as session:
        files = note_files(session.app, pages=True)
        notes = notes_of(session.app, files, table or {})
        entries = Entries(session.app)
    wanted = _one(notes.named(note), note) if note else ""
    pictures = Portraits(avatars)
    found = plan(export.threads, notes, files, wanted, link=link, portraits=pictures, entries=entries)
    if not dry:
        write(found)
    return found


def report(found: ThreadPlan, export: Export, source: str, *, dry: bool, as_json: bool) -> None:
    """Say what was done with *export*, which is from *source*; exit with 1 if nothing could be read."""
    from .thread_files import record

    if as_json:
        click.echo(record(found, export.formats, export.unreadable))
    else:
        _say(found, export, source, dry=dry)
    if not export.formats and export.unreadable:
        raise click.exceptions.Exit(1)


def _one(docname: str, name: str) -> str:
    if not docname:
        raise click.ClickException(
            f"expected the name, file or address of one note, got {name!r}; nothing has been written"
        )
    return docname


def counted(number: int, what: str, many: str = "") -> str:
    """Return *number* and *what* it counts: ``3 comments``."""
    return f"{number:,} {what if number == 1 else many or f'{what}s'}"


def listed(numbers: Mapping[str, int]) -> str:
    """Return *numbers* on one line: ``2 spam, 1 deleted``."""
    return ", ".join(
        f"{count:,} {what}" for what, count in sorted(numbers.items(), key=lambda n: (-n[1], n[0]))
    )


def _say(found: ThreadPlan, export: Export, source: str, *, dry: bool) -> None:
    """Say what was done, and on standard error what wasn't."""
    comments = sum(each.found for each in found.placed) + sum(number for _, number in found.unplaced)
    kinds = f" ({', '.join(export.formats)})" if export.formats else ""
    threads = counted(len(export.threads), "thread")
    click.echo(f"read {threads} with {counted(comments, 'public comment')} from {source}{kinds}")
    for each in found.placed:
        if each.text is not None:
            _say_written(each, dry=dry)
    unchanged = sum(each.text is None and not each.problem and bool(each.found) for each in found.placed)
    if unchanged:
        click.echo(f"nothing new on {counted(unchanged, 'note')}")
    if found.kept_back:
        click.echo(f"kept back: {listed(found.kept_back)}")
    if found.left_out:
        click.echo(f"without a place in a thread: {listed(found.left_out)}")
    if found.orphans:
        answers = "answer" if found.orphans == 1 else "answers"
        click.echo(f"moved to the top: {found.orphans:,} {answers} to comments that are not there")
    _warn(found, export.unreadable)


def _say_written(each: Placed, *, dry: bool) -> None:
    done = "would write" if dry else "wrote"
    what = counted(each.written.number, "comment")
    news = [f"{each.written.new:,} new"] if each.written.new != each.written.number else []
    news += [f"{each.written.hidden:,} now hidden"] if each.written.hidden else []
    some = f" ({', '.join(news)})" if news else ""
    named = "" if each.source is None else f", named in {shown(each.note.path)}"
    click.echo(f"{done} {shown(each.file)}: {what}{some}{named}")


def _warn(found: ThreadPlan, unreadable: Sequence[tuple[str, str]]) -> None:
    for each in found.placed:
        where = shown(each.note.path)
        if each.problem:
            click.echo(f"{where}: {each.problem}; {counted(each.found, 'comment')} left out", err=True)
        elif each.to_name and (each.text or each.file.exists()):
            what = (
                f"put the directive '{{comments}} {each.file.name}' into the entry {each.entry!r}"
                if each.entry
                else f"add 'comments: {each.file.name}'"
            )
            click.echo(f"{where}: {what} to show them", err=True)
    inferred = [each for each in found.placed if each.match.is_inferred and each.text is not None]
    for each in inferred[:_NAMED]:
        where = shown(each.note.path)
        click.echo(f"{where}: found by its {each.match.by}, not by its address", err=True)
    if more := len(inferred[_NAMED:]):
        click.echo(f"{counted(more, 'more note')} found so; --json names them all", err=True)
    if found.unplaced:
        threads = counted(len(found.unplaced), "thread")
        click.echo(f"{threads} of no note here; --map or --note says of which:", err=True)
    for thread, number in found.unplaced:
        title = f"  {thread.title!r}" if thread.title and thread.title != thread.name else ""
        click.echo(f"  {thread.name}  {counted(number, 'comment')}{title}", err=True)
    for name, problem in unreadable:
        click.echo(f"{name}: {problem}; left out", err=True)
