"""Read a stream from JSON Lines or twtxt, and plan the new site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..files import one_line, read_text
from ..markdown.source import Source
from ..records import Finding, NotImportable, Outcome, Page, Plan, TextFile
from ..redirects import redirect
from ..site_conf import Site, conf_py
from .entries import Update, as_text, moment_of
from .twtxt import is_twtxt, read_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..records import Options

_PLACES = ("stream.jsonl", "db/stream.jsonl")
_SUFFIXES = {".jsonl", ".ndjson", ".jsonlines", ".txt"}
#: As many lines are looked at to recognize a stream.
_FIRST = 20
#: As much of a line that isn't understood is in the report.
_LONGEST = 160


def recognizes(source: Path) -> bool:
    """Whether *source* is a stream, or a folder with one."""
    file = _file(source)
    if file is None:
        return False
    if file.suffix.lower() == ".txt":
        return is_twtxt(read_text(file))
    lines = read_text(file).split("\n")[:_FIRST]
    return any(isinstance(_parsed(line), Update) for line in lines)


def _file(source: Path) -> Path | None:
    if source.is_file():
        return source if source.suffix.lower() in _SUFFIXES else None
    return next((source / place for place in _PLACES if (source / place).is_file()), None)


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the stream in *source*; raises NotImportable, and OSError."""
    file = source if source.is_file() else _file(source)
    if file is None:
        raise NotImportable(
            f"expected {' or '.join(_PLACES)} in {source}, found neither; nothing has been written"
        )
    updates, findings = _updates(file)
    if not updates:
        raise NotImportable(
            f'expected lines like {{"t": 1690000000, "s": "text"}}, or of twtxt, in {file}, found none; '
            "nothing has been written"
        )
    _name(updates)
    entries = []
    for done, update in enumerate(updates):
        options.progress(done, len(updates))
        text = Source(update.text, file.name, update.line)
        entries.append(as_text(update, text))
        findings += [
            Finding(each.outcome, each.construct, each.file, update.line, each.detail)
            for each in text.findings
        ]
    stream = TextFile("stream.md", "\n".join(("# Stream", "", *entries)), file.name)
    home = "# Home\n\n```{notes}\n:style: full\n:limit: 10\n```\n\n{doc}`Everything in the stream <stream>`\n"
    return Plan(
        "Stream",
        (
            conf_py(_site(file.name)),
            TextFile("index.md", home),
            TextFile("requirements.txt", "sphinx-research-notes\n"),
            stream,
            # A feed has no pages.
            *(() if file.suffix.lower() == ".txt" else _redirects(updates)),
        ),
        (Page(file.name, "stream.md", "/"),),
        tuple(findings),
    )


def _updates(file: Path) -> tuple[list[Update], list[Finding]]:
    """Return the updates in *file*, newest first, and the lines that are none."""
    findings: list[Finding] = []
    updates: list[Update] = []
    text = read_text(file).removeprefix("\ufeff")
    parsed = read_line if is_twtxt(text) else _parsed
    for number, line in enumerate(text.split("\n"), 1):
        found = parsed(line.removesuffix("\r"))
        if isinstance(found, Update):
            updates.append(found)
            found.line = number
        elif found:
            detail = f"{found}; the line is {one_line(line)[:_LONGEST]!r}"
            findings.append(Finding(Outcome.UNKNOWN, "line", file.name, number, detail))
    # Updates of the same second are in the order in which they were written.
    updates.sort(key=lambda update: (update.seconds, update.line), reverse=True)
    return updates, findings


def _site(name: str) -> Site:
    return Site(title="Stream", root="static", extra=("static",), exclude=("static",), source=name)


def _parsed(line: str) -> Update | str:
    """Return the update in *line*, or why there is none; an empty text for an empty line."""
    if not line.strip():
        return ""
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError):
        return "expected JSON, found something else; leaving it out"
    if not isinstance(found, dict):
        return f"expected an object, found {type(found).__name__}; leaving it out"
    moment, text = moment_of(found.get("t")), found.get("s")
    if moment is None:
        return f"expected 't' in seconds since 1970, found {found.get('t')!r:.60}; leaving it out"
    if not isinstance(text, str) or not text.strip():
        return f"expected a text in 's', found {text!r:.60}; leaving it out"
    return Update(moment.timestamp(), moment, text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))


def _name(updates: list[Update]) -> None:
    """Give each update an anchor of its own."""
    taken: set[str] = set()
    for update in reversed(updates):
        base = name = f"u{int(update.seconds)}"
        number = 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        update.anchor = name


def _redirects(updates: list[Update]) -> Iterator[TextFile]:
    """Yield pages that lead from the addresses of the engine to the entries."""
    seen: set[str] = set()
    for update in updates:
        day = update.moment
        for address in (f"/updates/{int(update.seconds)}/", f"/on/{day.year}/{day.month}/{day.day}/"):
            if address not in seen:
                seen.add(address)
                yield redirect(address, "stream.html", f"{day:%Y-%m-%d %H:%M}", fragment=update.anchor)
