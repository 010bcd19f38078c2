"""Find what has to be read again because a date has come, and say when the next one will.

Whatever is asked about the clock while a document is read is part of its record. Dates of what is hidden are
not stored: its files, which the record names, are asked again.
"""

from __future__ import annotations

from dataclasses import replace
from os.path import join, normpath
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.util import logging

from .._upstream.project_paths import source_of
from ..activation import has_ours
from ..config import notes_config
from ..model.digests import value_digest
from ..state.records import pages
from ..visibility.hidden_files import has_hidden_parts, is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..model.times import Clock
    from ..state.records import Page

logger = logging.getLogger(__name__)

#: The moments that decide about the documents examined in this build.
_examined: WeakKeyDictionary[BuildEnvironment, set[datetime]] = WeakKeyDictionary()


def clock_of(env: BuildEnvironment) -> Clock:
    """Return the clock of this build."""
    return notes_config(env.config).settings.clock


def with_times(env: BuildEnvironment, page: Page) -> Page:
    """Return the record *page* of the document being read, with the moments that it depends on."""
    clock = clock_of(env)
    asked = clock.asked
    if not asked:
        return page
    hidden = _moments_of_hidden(env, page)
    digest = value_digest(clock.answers(hidden)) if hidden else ""
    return replace(page, times=clock.answers(asked - hidden), waits=digest)


def _moments_of_hidden(env: BuildEnvironment, page: Page) -> set[datetime]:
    """Return the moments that the files with hidden parts of *page* depend on."""
    with clock_of(env).listening() as asked:
        for name in page.hidden:
            path = Path(env.srcdir, name)
            if not is_hidden(env, path):
                has_hidden_parts(env, path)
    return asked


def note_examined(env: BuildEnvironment, moments: set[datetime]) -> None:
    """Record the *moments* that decide about the documents that this build has examined."""
    _examined[env] = moments


def whose_time_came(env: BuildEnvironment) -> set[str]:
    """Return the documents of which something was shown, or is to be hidden, at another time than now."""
    clock = clock_of(env)
    return {docname for docname, page in pages(env).items() if clock.differs(page.times)}


def with_parts_whose_time_came(env: BuildEnvironment) -> set[str]:
    """Return the documents whose hidden parts are others than when they were read."""
    clock = clock_of(env)
    return {
        docname
        for docname, page in pages(env).items()
        if page.waits and value_digest(clock.answers(_moments_of_hidden(env, page))) != page.waits
    }


def including(env: BuildEnvironment, docnames: Iterable[str]) -> list[str]:
    """Return the documents that were made from the files of *docnames*, which have been hidden or shown."""
    files = {_path(env, source_of(env, docname)) for docname in docnames}
    return [
        docname
        for docname, depends in (env.dependencies.items() if files else ())
        if any(_path(env, path) in files for path in depends)
    ]


def _path(env: BuildEnvironment, name: str | Path) -> str:
    """Return the path of the file *name*; what is included has an absolute one."""
    return normpath(join(env.srcdir, name))  # noqa: PTH118 - Path is slow at thousands of files.


def report_next(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: say when the next date comes; without names, as logs may be public."""
    env = app.env
    if exception is not None or not has_ours(env):
        return
    clock = clock_of(env)
    moments = set(_examined.get(env, ()))
    for page in pages(env).values():
        moments |= {moment for moment, _ in page.times}
        if page.waits:
            moments |= _moments_of_hidden(env, page)
    coming = sorted(moment for moment in moments if moment > clock.now)
    if coming:
        zone = notes_config(app.config).zone
        first = coming[0].astimezone(zone).isoformat(" ", "minutes")
        more = f", and {len(coming) - 1} later" if len(coming) > 1 else ""
        logger.info("next publish or expiry date: %s%s; build again then", first, more)
