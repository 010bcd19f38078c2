"""``research-notes import``: a site made with another system becomes one of ours, and keeps its addresses."""

from __future__ import annotations

import json
import sys
import time
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from ..importers.origins import ORIGINS, guess, recognized
from ..importers.records import NotImportable, Options
from .site_folder import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..importers.records import Plan
    from ..importers.writing import Written

#: Sub-commands that import something other than a site, and the modules that have them as ``command``.
OTHERS: dict[str, str] = {"comments": "import_comments"}
#: The sub-command that stands for all of ``ORIGINS``, as messages name it.
_GUESSED = "[FROM]"
#: After how many seconds progress is shown.
_SOON = 1.0
#: As many files that stay are named; a report has all.
_MOST = 50
_CONF = (
    "conf.py: expected the settings that these pages are made for, which also hide drafts; "
    "import into a new folder to see them, and compare"
)


class Imports(click.Group):
    """A group with a sub-command for each origin; without one, the origin is guessed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*ORIGINS, *OTHERS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if module := OTHERS.get(cmd_name):
            other: click.Command = import_module(f".{module}", __package__).command
            return other
        return _of_origin(cmd_name) if cmd_name in ORIGINS else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Options may stand before SOURCE; none has a value that is the name of an origin.
        known = {*ORIGINS, *OTHERS}
        if args and args[0] not in known and not {"-h", "--help"} & {args[0]}:
            _expect_origin(args)
            args = [_GUESSED, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] == _GUESSED:
            return _GUESSED, _of_origin(""), args[1:]
        return super().resolve_command(ctx, args)


def _expect_origin(args: list[str]) -> None:
    """Raise UsageError if the first of *args* is no source, but all but the name of an origin."""
    near = get_close_matches(args[0].lower(), [*ORIGINS, *OTHERS], 1)
    if near and not Path(args[0]).exists():
        raise click.UsageError(
            f"expected the name of a system or a source, found {args[0]!r}; did you mean {near[0]}?"
        )


@click.group("import", cls=Imports, subcommand_metavar="[FROM] SOURCE [FOLDER]", no_args_is_help=True)
def command() -> None:
    """Move the site in SOURCE here: a new site is written to FOLDER, by default site.

    FROM is guessed if it is left out. SOURCE isn't changed, and no file in FOLDER is overwritten.
    """


class Local(click.Path):
    """A file or folder, where people may give an address: nothing is fetched."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if str(value).startswith(("http://", "https://")):
            self.fail(f"expected a file or a folder, found the address {value}; save it first", param, ctx)
        return super().convert(value, param, ctx)


def _options(function: Callable[..., None]) -> Callable[..., None]:
    """Give *function* the arguments and options that every origin has."""
    for each in reversed(
        (
            click.argument("source", type=Local(exists=True, path_type=Path)),
            click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("site")),
            click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done."),
            click.option(
                "--tags",
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                metavar="FILE",
                help="A TOML file that says what the site's own tags and shortcodes become.",
            ),
            click.option(
                "--check",
                "addresses",
                type=Local(exists=True, path_type=Path),
                metavar="ADDRESSES",
                help="Build the new site, and see that every address of the old one answers: those in a "
                "sitemap, a feed, or the folder with its pages.",
            ),
            click.option(
                "--report",
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help="Write what became of everything, with file and line; JSON if FILE ends so.",
            ),
            click.option("--json", "as_json", is_flag=True, help="Print the report as JSON."),
        )
    ):
        function = each(function)
    return function


def _of_origin(name: str) -> click.Command:
    """Return the sub-command for the origin *name*; empty: it is guessed."""

    def run(source: Path, folder: Path, **options: Any) -> None:
        _run(name, source, folder, **options)

    text = f"Move a site made with {ORIGINS[name].title}: SOURCE is {ORIGINS[name].source}." if name else ""
    return click.command(name or _GUESSED, help=text)(_options(run))


def _run(
    name: str,
    source: Path,
    folder: Path,
    *,
    dry_run: bool,
    tags: Path | None,
    addresses: Path | None,
    report: Path | None,
    as_json: bool,
) -> None:
    """Import, and say what was done."""
    from ..importers.report import as_json as record
    from ..importers.writing import write

    _expect_apart(source, folder)
    try:
        plan = _plan(name, source, folder, tags)
        written = write(plan, folder, dry=dry_run)
    except KeyboardInterrupt:
        raise click.ClickException("stopped; run it again, and it goes on from there") from None
    if report:
        _write_report(plan, written, report, dry=dry_run)
    if as_json:
        click.echo(json.dumps(record(plan, written, dry=dry_run), ensure_ascii=False, indent=2))
    else:
        _say(plan, written, folder, dry=dry_run)
        if report:
            click.echo(f"wrote {shown(report.resolve())}")
        if not dry_run:
            builder = "" if plan.builder == "html" else f"-b {plan.builder} "
            place = quote(shown(folder.resolve()))
            click.echo(f"\nBuild the site with:  research-notes build {builder}-C {place}")
    if addresses and dry_run:
        click.echo("--check: expected a site to build, found a dry run; nothing has been checked", err=True)
    elif addresses:
        from .import_check import check_addresses

        check_addresses(folder, addresses, plan.builder)


def _expect_apart(source: Path, folder: Path) -> None:
    """Raise ClickException if the pages of the old site would be pages of the new one."""
    old, new = source.resolve(), folder.resolve()
    if old == new:
        raise click.ClickException(
            f"expected FOLDER to be another folder than SOURCE, got {shown(new)} for both; "
            "nothing has been written"
        )
    if new in old.parents and source.is_dir():
        raise click.ClickException(
            f"expected SOURCE to be outside of FOLDER, got {shown(old)} in {shown(new)}, where its pages and "
            "drafts would be read with those of the new site; nothing has been written"
        )


def _plan(name: str, source: Path, folder: Path, tags: Path | None) -> Plan:
    """Return the plan for *source*; raise ClickException if it cannot be read."""
    from ..importers.site_tags import read_table

    progress = Progress()
    try:
        origin = ORIGINS[name or guess(source)]
        if not name:
            _say_others(source, origin.title)
        options = Options(read_table(tags) if tags else {}, (folder.resolve(),), progress)
        return origin.read(source, options)
    except NotImportable as error:
        raise click.ClickException(str(error)) from error
    finally:
        progress.clear()


def _say_others(source: Path, title: str) -> None:
    """Say which other origins *source* may have than the one that was guessed."""
    for other in recognized(source):
        if ORIGINS[other].title != title:
            command = f"research-notes import {other} {quote(shown(source.resolve()))}"
            also = f"{shown(source.resolve())} looks like {title} and like {ORIGINS[other].title}"
            click.echo(f"{also}; taking it for {title}, else: {command}", err=True)


def _say(plan: Plan, written: Written, folder: Path, *, dry: bool) -> None:
    """Say what was done in a few lines."""
    from ..importers.records import Outcome
    from ..importers.report import counted, summary

    drafts = sum(page.is_draft for page in plan.pages)
    kept_back = f" ({counted(drafts, 'draft')}, hidden as before)" if drafts else ""
    where = shown(folder.resolve())
    click.echo(f"{plan.origin}: {counted(len(plan.pages), 'page')}{kept_back}")
    done = "would write" if dry else "wrote"
    click.echo(f"{done} {counted(len(written.written), 'file')} to {where}")
    if written.unchanged:
        click.echo(f"{counted(len(written.unchanged), 'file')} there already, and the same")
    for target in written.different[:_MOST]:
        click.echo(f"{target} is there with other content; it stays as it is", err=True)
    if more := len(written.different[_MOST:]):
        click.echo(f"{counted(more, 'more file')} there with other content; not naming them", err=True)
    if "conf.py" in written.different:
        click.echo(_CONF, err=True)
    click.echo(f"{counted(plan.counts()[Outcome.CHANGED], 'construct')} rewritten")
    for line in summary(plan):
        click.echo(line, err=True)


def _write_report(plan: Plan, written: Written, file: Path, *, dry: bool) -> None:
    from ..importers.report import as_json as record
    from ..importers.report import as_text

    if file.suffix == ".json":
        text = json.dumps(record(plan, written, dry=dry), ensure_ascii=False, indent=2)
    else:
        text = "\n".join(as_text(plan, written, dry=dry))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{text}\n", "utf-8", newline="\n")


class Progress:
    """Shows on a terminal how many files are done, once this takes a while."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._is_shown = False

    def __call__(self, done: int, of: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - self._begun > _SOON:
            self._is_shown = True
            sys.stderr.write(f"\r\x1b[2K{done:,} of {of:,} files")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away again."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
