"""The command ``research-notes`` and its sub-commands, each of which is imported when it is called."""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from tempfile import NamedTemporaryFile

import click

from .. import __version__
from .._upstream.process_end import end_process

#: The sub-commands in the order of the help, and the modules that have them as ``command``.
COMMANDS = {
    "new-site": "new_site",
    "new": "new_note",
    "serve": "serve",
    "build": "build",
    "check": "check",
    "list": "list_notes",
    "webmentions": "webmentions",
    "import": "import_site",
}


class Commands(click.Group):
    """A group whose sub-commands are imported late: help and completion need not wait for Sphinx."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if (module := COMMANDS.get(cmd_name)) is None:
            return None
        command: click.Command = import_module(f".{module}", __package__).command
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="research-notes")
def research_notes() -> None:
    """Write research notes and publish them as a site.

    All commands but new-site and import work from any folder of a site.
    """


def program() -> None:
    """Run the command as a program of its own: this does not return."""
    try:
        main()
    except SystemExit as ended:
        end_process(ended)


def main() -> None:
    """Run the command. An unexpected error is one line too; its traceback goes to a file."""
    try:
        research_notes(prog_name="research-notes")
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        click.echo(f"research-notes: cannot use{where}: {error.strerror or error}", err=True)
        sys.exit(1)
    except Exception as error:
        with NamedTemporaryFile("w", prefix="research-notes-", suffix=".log", delete=False) as log:
            traceback.print_exc(file=log)
        said = f"{type(error).__name__}: {error}".strip(": ")
        click.echo(f"research-notes: unexpected {said}; please report it with {log.name}", err=True)
        sys.exit(2)
