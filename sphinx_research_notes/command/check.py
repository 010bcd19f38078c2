"""``research-notes check``: everything that can be found wrong with a site without a network."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from .site_folder import find_site, shown, site_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .checks.findings import Finding
    from .site_folder import SiteFolder


def _kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Complete a kind of finding."""
    from .checks.findings import KINDS

    return [kind for kind in KINDS if kind.startswith(incomplete)]


@click.command("check")
@site_option
@click.option(
    "-b",
    "--builder",
    type=click.Choice(["html", "dirhtml"]),
    default="html",
    show_default=True,
    help="The builder that the site is published with.",
)
@click.option(
    "--skip",
    multiple=True,
    metavar="KIND",
    shell_complete=_kinds,
    help="Leave this kind out: alt, or notes.date, or notes.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if there are only warnings, too.")
@click.option("--drafts", is_flag=True, help="Check drafts, too.")
@click.option("--fresh", is_flag=True, help="Read and write everything again.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(
    folder: Path,
    builder: str,
    skip: Sequence[str],
    *,
    strict: bool,
    drafts: bool,
    fresh: bool,
    as_json: bool,
) -> None:
    """Look for everything that is wrong with the site, without a network.

    Builds it in a folder of its own, and exits with 1 if there is an error.
    """
    site = find_site(folder)
    # What was found belongs to the doctrees, so that these cannot be shared.
    kind = f"{'' if builder == 'html' else builder}{'drafts' if drafts else ''}"
    site = replace(site, build=site.build / "check" / kind)
    found = [
        each for each in _found(site, builder, drafts=drafts, fresh=fresh) if not _is_skipped(each, skip)
    ]
    errors = sum(each.severity == "error" for each in found)
    if as_json:
        click.echo(json.dumps([_record(each) for each in found], ensure_ascii=False, indent=2))
    else:
        for line in _lines(found):
            click.echo(line)
    if errors or (strict and found):
        sys.exit(1)


def _found(site: SiteFolder, builder: str, *, drafts: bool, fresh: bool) -> list[Finding]:
    """Build *site*, and return everything that is wrong with it."""
    from .building import opened
    from .checks.memory import take
    from .checks.recording import Recorder

    path = site.build / "findings.json"
    before = None if fresh else take(path)
    path.unlink(missing_ok=True)
    options: dict[str, Any] = {"freshenv": before is None, "tags": ["drafts"] if drafts else []}
    with opened(site, builder, **options) as session:
        if "sphinx_research_notes" not in session.app.extensions:
            raise click.ClickException(
                f"expected 'sphinx_research_notes' among extensions in {shown(site.source / 'conf.py')},"
                " found it not; nothing has been checked"
            )
        recorder = Recorder(session, before)
        try:
            session.app.build(force_all=before is None)
        finally:
            recorder.close()
        memory = recorder.complete()
        found = recorder.findings(memory)
        memory.save(path)
    return found


def _record(found: Finding) -> dict[str, str | int | None]:
    """Return what a machine wants to know of *found*."""
    return {
        "kind": found.kind,
        "severity": str(found.severity),
        "file": found.file or None,
        "line": found.line,
        "message": found.message,
    }


def _is_skipped(found: Finding, skip: Sequence[str]) -> bool:
    return any(found.kind == kind or found.kind.startswith(f"{kind}.") for kind in skip)


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the *findings* by their kind, errors first."""
    if not findings:
        yield "nothing is wrong"
        return
    by_kind: dict[tuple[bool, str], list[Finding]] = defaultdict(list)
    for each in findings:
        by_kind[each.severity != "error", each.kind].append(each)
    for (is_warning, kind), found in sorted(by_kind.items()):
        yield f"{kind} ({_count(len(found), 'warning' if is_warning else 'error')})"
        for each in found:
            yield f"  {each.place}: {each.message}" if each.place else f"  {each.message}"
        yield ""
    errors = sum(each.severity == "error" for each in findings)
    yield f"{_count(errors, 'error')}, {_count(len(findings) - errors, 'warning')}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
