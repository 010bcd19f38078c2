"""``research-notes build``: what ``sphinx-build`` does, and a summary for people."""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from ..model.note import Visibility
from .site_folder import find_site, shown, site_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ..model.note import FrontMatter
    from .building import Session, Warned
    from .note_files import NoteFile

#: What keeps a note out of the published site, as people say it.
_HIDDEN = {Visibility.DRAFT: "draft", Visibility.PRIVATE: "private note"}
#: The pages that Sphinx writes in every build.
_ALWAYS = ("genindex.html", "search.html", "genindex/index.html", "search/index.html")
#: How many messages of one type are shown in full.
_IN_FULL = 5


@click.command("build")
@site_option
@click.option("-b", "--builder", default="html", show_default=True, help="The builder of Sphinx.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, help="How many processes build.")
@click.option("--drafts", is_flag=True, help="Show drafts, marked as such.")
@click.option("--fresh", is_flag=True, help="Read and write everything again.")
@click.option("-n", "--nitpicky", is_flag=True, help="Warn of every reference that leads nowhere.")
@click.option("-W", "--fail-on-warning", is_flag=True, help="Exit with 1 if there was a warning.")
def command(
    folder: Path,
    builder: str,
    jobs: int,
    *,
    drafts: bool,
    fresh: bool,
    nitpicky: bool,
    fail_on_warning: bool,
) -> None:
    """Build the site, and say what was built, what was kept back, and what was wrong."""
    from ..state.records import withheld
    from .building import opened
    from .note_files import note_files

    site = find_site(folder)
    output = site.build / builder
    before = _files(output)
    with opened(
        site,
        builder,
        parallel=jobs,
        freshenv=fresh,
        tags=["drafts"] if drafts else [],
        confoverrides={"nitpicky": True} if nitpicky else {},
    ) as session:
        session.app.build(force_all=fresh)
        warnings = session.warnings
        hidden = note_files(session.app, withheld(session.app.env))
        for line in _summary(session, hidden, before, output):
            click.echo(line)
    if (output / "index.html").is_file():
        click.echo(f"open {shown(output / 'index.html')}")
    for line in _grouped(warnings):
        click.echo(line, err=True)
    if session.app.statuscode or any(each.is_error for each in warnings) or (fail_on_warning and warnings):
        sys.exit(1)


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every file below *folder*; pages with their time and size."""
    found = {}
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif not entry.name.endswith(".html"):
                    found[entry.path] = 0, 0
                else:
                    status = entry.stat(follow_symlinks=False)
                    found[entry.path] = status.st_mtime_ns, status.st_size
    return found


def _summary(
    session: Session, hidden: Sequence[NoteFile], before: dict[str, tuple[int, int]], output: Path
) -> Iterator[str]:
    """Yield what was built, what was kept back, the *hidden* files, and what has changed."""
    from ..api import notes

    kept_back = _kept_back([file.front for file in hidden])
    yield f"{_count(len(notes(session.app)), 'note')}; {kept_back}"
    after = _files(output)
    always = {str(output / name) for name in _ALWAYS}
    pages = [
        path
        for path, state in after.items()
        if path.endswith(".html") and before.get(path) != state and path not in always
    ]
    # Pictures and feeds that go are no loss: others have come for them.
    gone = [path for path in before if path.endswith(".html") and path not in after]
    changes = f"{_count(len(pages), 'page')} written" if pages else "no page has changed"
    removed = f", {_count(len(gone), 'page')} removed" if gone else ""
    yield f"{changes}{removed}; {session.seconds:.1f} s"


def _kept_back(hidden: Sequence[FrontMatter]) -> str:
    """Say which notes are not published: those that are due later, and those that are drafts or private."""
    now = datetime.now(UTC)
    due = [front.date for front in hidden if front.date and front.date.moment > now]
    kinds = Counter(front.visibility for front in hidden if not (front.date and front.date.moment > now))
    said = [_count(kinds[kind], word) for kind, word in _HIDDEN.items() if kinds[kind]]
    if due:
        first = min(due, key=lambda when: when.moment)
        said.append(f"{_count(len(due), 'note')} due later (first on {first.day.isoformat()})")
    return f"kept back: {', '.join(said)}" if said else "none is kept back"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def _grouped(warnings: Sequence[Warned]) -> Iterator[str]:
    """Yield the warnings by their type, the most frequent first, with their places."""
    if not warnings:
        return
    by_type: dict[str, list[Warned]] = defaultdict(list)
    for each in warnings:
        by_type[each.type or "other"].append(each)
    yield f"\n{_count(len(warnings), 'warning')}:"
    for kind, found in sorted(by_type.items(), key=lambda each: -len(each[1])):
        yield f"  {kind} ({len(found)})"
        for each in found[:_IN_FULL]:
            place = f"{each.place}: " if each.place else ""
            yield f"    {place}{each.message}"
        if len(found) > _IN_FULL:
            yield f"    and {len(found) - _IN_FULL:,} more"
