"""Runs Sphinx for a command, and keeps what it says: warnings as records, errors as one line each."""

from __future__ import annotations

import io
import re
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .site_folder import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .site_folder import SiteFolder

#: The beginning of a message as Sphinx writes it: a place, a level, and the text.
_MESSAGE = re.compile(r"(?:(?P<place>\S.*?): )?(?P<level>WARNING|ERROR|CRITICAL|SEVERE): (?P<text>.*)")
_TYPE = re.compile(r" \[(?P<type>[\w-]+(?:\.[\w.-]+)?)\]$")
_TRACEBACK = "Traceback (most recent call last)"
#: Colours of terminals.
_ESCAPES = re.compile(r"\x1b\[[\d;]*m")
#: After how many seconds progress is shown.
_SOON = 1.0


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning or an error of a build."""

    #: A file and a line as far as they are known, ``notes/a.md:3``; else empty.
    place: str
    message: str
    #: ``notes.date``; empty for a message without a type.
    type: str = ""
    is_error: bool = False


@dataclass(slots=True)
class Session:
    """An application of Sphinx that is open, and what it has said."""

    app: Sphinx
    site: SiteFolder
    _written: io.StringIO
    begun: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long it has been open."""
        return time.monotonic() - self.begun

    @property
    def warnings(self) -> list[Warned]:
        """The warnings and errors so far, in their order."""
        return list(read_warnings(self._written.getvalue(), self.site.source))


class Progress(io.StringIO):
    """Shows the last line of what Sphinx says on a terminal, once this takes a while."""

    def __init__(self) -> None:
        super().__init__()
        self._begun = time.monotonic()
        self._is_shown = False

    def write(self, text: str) -> int:
        line = _ESCAPES.sub("", text).strip()
        if line and sys.stderr.isatty() and time.monotonic() - self._begun > _SOON:
            self._is_shown = True
            sys.stderr.write(f"\r\x1b[2K{line[:78]}")
            sys.stderr.flush()
        return len(text)

    def clear(self) -> None:
        """Take the line away again."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()


@contextmanager
def opened(
    site: SiteFolder, builder: str, written: io.StringIO | None = None, **options: Any
) -> Iterator[Session]:
    """Open *site* with *builder*, and raise ClickException for every error.

    *written*: where warnings go; *options* are Sphinx's. Works as ``sphinx-build -d``, so that both can be
    used by turns.
    """
    written, progress = io.StringIO() if written is None else written, Progress()
    output = site.build / builder
    begun = time.monotonic()
    try:
        with patch_docutils(site.source), docutils_namespace():
            app = Sphinx(
                site.source,
                site.source,
                output,
                site.doctrees,
                builder,
                status=progress,
                warning=written,
                **options,
            )
            yield Session(app, site, written, begun)
    except SphinxError as error:
        raise click.ClickException(_in_one_line(error, site)) from error
    except UnicodeError as error:
        # The package notes which document it was.
        where = "".join(f" {note}" for note in getattr(error, "__notes__", ()))
        raise click.ClickException(f"expected UTF-8, found other bytes{where}; stopped there") from error
    except RecursionError as error:
        raise click.ClickException("expected less deeply nested text; nothing has been built") from error
    finally:
        progress.clear()


def _in_one_line(error: SphinxError, site: SiteFolder) -> str:
    """Return what is wrong; of a traceback, which Sphinx quotes for ``conf.py``, its last line and place."""
    said = str(error).strip()
    if _TRACEBACK not in said:
        return f"{error.category.lower()}: {said}"
    lines = [int(number) for number in re.findall(r'conf\.py", line (\d+)', said)]
    place = f"{shown(site.source / 'conf.py')}{f':{lines[-1]}' if lines else ''}"
    return f"expected {place} to run, got {said.splitlines()[-1]}; nothing has been built"


def read_warnings(text: str, source: Path) -> Iterator[Warned]:
    """Yield the messages in *text*, which Sphinx wrote; places are relative to the folder *source*."""
    blocks: list[str] = []
    for line in _ESCAPES.sub("", text).splitlines():
        if _MESSAGE.match(line) or not blocks:
            blocks.append(line)
        else:
            blocks[-1] += f"\n{line}"
    for block in blocks:
        found = _MESSAGE.match(block)
        if found is None:
            if block.strip():
                yield Warned("", block.strip())
            continue
        message = block[found.start("text") :].rstrip()
        kind = _TYPE.search(message)
        place = (found["place"] or "").removeprefix(f"{source}/")
        yield Warned(
            place.replace("\\", "/"),
            message[: kind.start()] if kind else message,
            kind["type"] if kind else "",
            found["level"] != "WARNING",
        )
