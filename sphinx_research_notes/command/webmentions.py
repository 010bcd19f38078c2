"""``research-notes webmentions``: tell other sites that notes link to them, and keep what they say."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import click

from .import_comments import counted, listed, report, with_notes
from .site_folder import find_site, shown, site_option

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ..comments.importers.formats import Export
    from ..comments.importers.records import SourceFile
    from .mentions.client import Client
    from .mentions.ledger import Ledger
    from .mentions.outgoing import Linking
    from .mentions.sending import Link
    from .site_folder import SiteFolder

#: As many new links are sent without being asked for.
MOST = 50
_API = "https://webmention.io/api/mentions.jf2"
#: The environment variable with the token of that service.
_TOKEN = "WEBMENTION_IO_TOKEN"  # noqa: S105
#: So many mentions are asked for at a time, and so many times at most.
_PAGE, _PAGES = 100, 1000

_private = click.option("--allow-private", is_flag=True, help="Also ask servers in a private network.")
_dry = click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done.")


@click.group("webmentions")
def command() -> None:
    """Tell other sites that notes link to them, and keep what they say of notes."""


@command.command("send")
@site_option
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only from notes of this day or later.")
@click.option("--all", "everything", is_flag=True, help=f"Even if there are more than {MOST} new links.")
@click.option("--retry", is_flag=True, help="Also those that were rejected, though the note is the same.")
@click.option("--mark-old", is_flag=True, help="Send nothing now; take all links for old ones.")
@_private
@_dry
def send(
    folder: Path,
    *,
    since: datetime | None,
    everything: bool,
    retry: bool,
    mark_old: bool,
    allow_private: bool,
    dry_run: bool,
) -> None:
    """Tell the pages that public notes link to about it, each once.

    The site must have been built, and the pages must be online: receivers look at them. What has been sent is
    in webmentions.json, which belongs to the site.
    """
    from .mentions.client import Client
    from .mentions.ledger import BusyError, alone_in

    site = find_site(folder)
    try:
        with alone_in(site.source):
            ledger = _ledger(site)
            links = _links(site, ledger, since, retry=retry)
            if mark_old:
                _mark_old(links, ledger, dry=dry_run)
            elif len(links) > MOST and not everything and not dry_run:
                raise click.ClickException(
                    f"expected at most {MOST} new links, got {len(links):,}; nothing has been sent "
                    "(--since DATE takes fewer, --all takes them, --mark-old leaves them out for ever)"
                )
            elif dry_run and links:
                for link in links:
                    gone = " (the link is gone)" * link.is_gone
                    click.echo(f"would tell {link.target} of {link.source}{gone}")
            else:
                _send(links, Client(private=allow_private), ledger)
    except BusyError:
        raise click.ClickException(
            f"expected no other run in {shown(site.source)}, found one; nothing has been sent"
        ) from None


def _ledger(site: SiteFolder) -> Ledger:
    """Return what has been sent; raise ClickException if its file can't be read."""
    from .mentions.ledger import NAME, Ledger, UnreadableLedger

    try:
        return Ledger.read(site.source / NAME)
    except UnreadableLedger as error:
        raise click.ClickException(
            f"expected a list of links in {shown(site.source / NAME)}, got {error}; nothing has been sent"
        ) from None


def _links(site: SiteFolder, ledger: Ledger, since: datetime | None, *, retry: bool) -> list[Link]:
    """Return the links to tell of, those from pages that are no longer in the site first."""
    from .mentions.sending import to_tell

    pages, vanished = _pages(site, ledger.entries)
    # What a page had under another address is still there.
    former = {each for page in pages for each in page.former}
    if since:
        pages = [page for page in pages if page.day and page.day >= since.date()]
    return to_tell(pages, ledger, (each for each in vanished if each not in former), retry=retry)


def _mark_old(links: list[Link], ledger: Ledger, *, dry: bool) -> None:
    from .mentions.sending import remember

    if not dry:
        remember(links, ledger)
    click.echo(f"{'would mark' if dry else 'marked'} {counted(len(links), 'link')} as old")


def _pages(site: SiteFolder, known: Iterable[str]) -> tuple[list[Linking], list[str]]:
    """Return the pages of the finished site, and those of the URLs *known* that it no longer has.

    Raises ClickException if there is no site, or its URL is unknown.
    """
    from ..build.site import site_of
    from .building import opened
    from .mentions.outgoing import linking_pages, vanished

    with opened(site, "html") as session:
        if not session.app.config.html_baseurl or not site_of(session.app.env).addresses.base:
            raise click.ClickException(
                "expected html_baseurl in conf.py, the URL that receivers look at, found none; "
                "nothing has been sent"
            )
        found = list(linking_pages(session.app, site.output))
        gone = vanished(session.app, site.output, known)
    if not found and not (site.output / "index.html").is_file():
        raise click.ClickException(
            f"expected the finished site in {shown(site.output)}, found none; build it first"
        )
    return found, gone


def _send(links: list[Link], client: Client, ledger: Ledger) -> None:
    from .mentions.sending import Outcome, tell

    done: Counter[str] = Counter()
    for told in tell(links, client, ledger):
        done[told.outcome] += 1
        if told.outcome in {Outcome.SENT, Outcome.WITHDRAWN}:
            click.echo(f"{told.outcome} {told.link.target} ({told.link.source})")
        elif told.outcome is Outcome.REJECTED:
            later = "" if told.link.is_gone else "; left until the note changes, or for --retry"
            click.echo(f"{told.link.target}: {told.detail}{later}", err=True)
        elif told.outcome is Outcome.FAILED:
            click.echo(f"{told.link.target}: {told.detail}; left for the next time", err=True)
    names = {Outcome.UNWANTED: "of pages that want none", Outcome.FAILED: "failed"}
    said = {names.get(Outcome(name), name): number for name, number in done.items()}
    click.echo(f"{counted(len(links), 'link')}: {listed(said)}" if links else "no new links")


@command.command("fetch")
@site_option
@click.option(
    "--saved",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take them from a file instead: what the service answered.",
)
@click.option("--api", default=_API, show_default=True, metavar="URL", help="The service to ask.")
@_private
@_dry
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
def fetch(
    folder: Path, *, saved: Path | None, api: str, allow_private: bool, dry_run: bool, as_json: bool
) -> None:
    """Bring what others have said of notes to them, as import comments does.

    The token of webmention.io is taken from WEBMENTION_IO_TOKEN, if there is one.
    """
    from ..comments.importers.formats import read

    site = find_site(folder)
    if saved:
        files, source = [_saved(saved)], shown(saved)
    else:
        files, source = _fetched(site, api, private=allow_private), urlsplit(api).netloc
    export = read(files, "webmention")
    found = with_notes(site, export, dry=dry_run)
    report(found, export, source, dry=dry_run, as_json=as_json)
    if files and not saved:
        _warn_of_lapsed(site, export, source)


def _warn_of_lapsed(site: SiteFolder, export: Export, source: str) -> None:
    """Name the mentions that notes show, but the service at *source* no longer has."""
    from .mentions.lapsed import lapsed

    known = {comment.id for thread in export.threads for comment in thread.comments}
    for path, found in lapsed(site.source, site.output, known):
        click.echo(
            f"{shown(path)}: no longer at {source}, and still shown: {', '.join(found[:20])}; "
            "write 'deleted: true' to hide them",
            err=True,
        )


def _children(data: bytes) -> list[object] | None:
    """Return the mentions in the answer of a service; None if it is something else."""
    try:
        found = json.loads(data).get("children")
    except (ValueError, AttributeError, RecursionError):
        return None
    return found if isinstance(found, list) else None if found else []


def _saved(path: Path) -> SourceFile:
    from ..comments.importers.records import SourceFile

    return SourceFile(path.name, path.read_bytes())


def _fetched(site: SiteFolder, api: str, *, private: bool) -> list[SourceFile]:
    """Return the answers of the service at *api* about the host of *site*."""
    from ..comments.importers.records import SourceFile
    from ..model.urls import host_of
    from .building import opened
    from .mentions.client import Client, Unreachable

    with opened(site, "dummy") as session:
        host = host_of(str(session.app.config.html_baseurl or ""))
    if not host:
        raise click.ClickException(
            "expected html_baseurl in conf.py, whose host the service is asked for, found none; "
            "nothing has been fetched"
        )
    client, token = Client(private=private, largest=10 << 20), os.environ.get(_TOKEN, "")
    files: list[SourceFile] = []
    for number in range(_PAGES):
        asked = {"domain": host, "per-page": str(_PAGE), "page": str(number), "sort-dir": "up"}
        asked |= {"token": token} if token else {}
        try:
            answer = client.get(f"{api}?{urlencode(asked)}")
        except Unreachable as error:
            raise click.ClickException(f"expected an answer from {api}, got none: {error}") from None
        if not answer.is_good:
            raise click.ClickException(f"expected webmentions from {api}, got {answer.status}")
        children = _children(answer.body)
        if children is None:
            raise click.ClickException(f"expected webmentions in JSON from {api}, got something else")
        # A service that doesn't know pages answers the same again.
        if children and not (files and files[-1].data == answer.body):
            files.append(SourceFile(f"page-{number}.json", answer.body))
        else:
            break
        if len(children) < _PAGE:
            break
    return files
