"""Report the addresses that the last published site had and this one has not.

``notes_former`` names a sitemap, a feed or a folder of that site, see :mod:`.former_addresses`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..build.site import site_of
from ..diagnostics import warn
from ..model.values import Unusable
from .former_addresses import FormerPage, former_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from sphinx.application import Sphinx

    from ..build.site import Site

#: As many addresses are reported each on its own.
MOST = 20
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")


def report_lost_addresses(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: report the addresses that ``notes_former`` tells of and nothing answers to."""
    if exception is not None:
        return
    site = site_of(app.env)
    if not site.config.former or not site.paged or not site.has_notes:
        return
    files = files_in(Path(app.outdir))
    for name in site.config.former:
        path = Path(app.srcdir, name)
        try:
            former = former_site(path, site.addresses.base)
        except (Unusable, OSError) as error:
            found = error.strerror if isinstance(error, OSError) else error
            warn("former", f"notes_former: {name}: {found}; leaving it out", f"{path}:1")
            continue
        if former.elsewhere:
            expected = f"expected addresses below {site.addresses.base or 'one site'!r}"
            warn("former", f"{expected}, got {former.elsewhere} others; leaving them out", f"{path}:1")
        _report(site, path, [page for page in former.pages if not answers(page.path, files)])


def files_in(outdir: Path) -> set[str]:
    """Return the files of the output."""
    files: set[str] = set()
    for folder, _, names in os.walk(outdir):
        prefix = Path(folder).relative_to(outdir).as_posix()
        files.update(names if prefix == "." else (f"{prefix}/{name}" for name in names))
    return files


def answers(path: str, files: Set[str]) -> bool:
    """Whether a server that has *files* sends something for *path*, as all usual hosts do.

    For ``x/`` and ``x/index.html`` that is the page of the folder; for ``x`` a file of that name, the page of
    the folder, or ``x.html``.
    """
    if not path or path.endswith("/"):
        return f"{path}index.html" in files
    return path in files or f"{path}/index.html" in files or f"{path}.html" in files


def slug_of(path: str) -> str:
    """Return what *path* calls its page, without the date and the suffix."""
    parts = [part for part in path.split("/") if part not in {"", "index.html"}]
    name = re.sub(r"\.\w{1,5}$", "", parts[-1]) if parts else ""
    return re.sub(r"[\W_]+", "-", _DATE.sub("", name).casefold()).strip("-")


def _report(site: Site, path: Path, lost: Iterable[FormerPage]) -> None:
    """Report the *lost* pages that *path* tells of."""
    lost = list(lost)
    by_slug, by_title = _names(site) if lost else ({}, {})
    for page in lost[:MOST]:
        # The alias is written as in front matter, the address as in a browser.
        message = f"expected something at {'/' + quote(page.path)!r}, as on the last site, got nothing"
        docname = by_title.get(page.title.strip().casefold()) or by_slug.get(slug_of(page.path))
        if docname:
            file = site.env.doc2path(docname, base=False).as_posix()
            message += f"; did it become {file!r}? There, 'aliases: [/{page.path}]' makes a redirect"
        else:
            message += f"; 'aliases: [/{page.path}]' in a note makes a redirect"
        warn("former", message, f"{path}:{page.line or 1}")
    if more := len(lost[MOST:]):
        message = f"expected {more} more addresses, as on the last site, got none of them; not naming them"
        warn("former", message, f"{path}:1")


def _names(site: Site) -> tuple[dict[str, str], dict[str, str]]:
    """Return the public notes by slug and by title, as far as these are unique."""
    by_slug: dict[str, list[str]] = {}
    by_title: dict[str, list[str]] = {}
    for note in site.catalogue.listed:
        if note.is_entry:
            continue
        for name in {note.slug, slug_of(note.docname), slug_of(site.addresses.address(note.docname))}:
            by_slug.setdefault(name.casefold(), []).append(note.docname)
        if note.titled:
            by_title.setdefault(note.name.strip().casefold(), []).append(note.docname)
    return (
        {name: found[0] for name, found in by_slug.items() if name and len(found) == 1},
        {name: found[0] for name, found in by_title.items() if len(found) == 1},
    )
