"""Each warning of a note is given once, though other pages show the note in full and find the same fault."""

from __future__ import annotations

from logging import Filter, LogRecord, getLogger
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, ref

from docutils import nodes
from sphinx.util.logging import NAMESPACE, WarningStreamHandler, get_node_location

from ..state.records import pages
from .site import site_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class DuplicateFilter(Filter):
    """Keeps back what has been said of the same line of a note while pages are written.

    Those that parallel writers give pass here as well, in the main process.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        # Weakly: handlers outlive an application.
        self.app = ref(app)
        #: What has been said; None while documents are read, each of them once.
        self.said: set[tuple[str, str]] | None = None

    def filter(self, record: LogRecord) -> bool:
        if self.said is None or not (place := self._place(record)):
            return True
        found = (place, record.getMessage())
        if found in self.said:
            return False
        self.said.add(found)
        return True

    def _place(self, record: LogRecord) -> str:
        """The file and line of *record*, where it may be shown on several pages; else nothing."""
        app, location = self.app(), getattr(record, "location", None)
        if app is None:
            return ""
        env = app.env
        if isinstance(location, nodes.Node):
            location = get_node_location(location)
        elif isinstance(location, tuple):
            location = f"{env.doc2path(location[0])}:{location[1] or ''}" if location[0] else ""
        if location is None:
            return "?"  # As of a picture that no browser shows.
        if not isinstance(location, str) or ":" not in location:
            return ""
        docname = env.path2doc(location.rpartition(":")[0])
        page = pages(env).get(docname or "")
        # What is no document is included in one, perhaps in a note.
        return location if docname not in env.all_docs or (page is not None and page.notes) else ""


#: The filters of each application; while documents are read, Sphinx puts its handlers aside.
_filters: WeakKeyDictionary[Sphinx, list[DuplicateFilter]] = WeakKeyDictionary()


def start(app: Sphinx) -> None:
    """``builder-inited``: put the filter before all others, which count."""
    _filters[app] = []
    for handler in getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            once = DuplicateFilter(app)
            handler.filters.insert(0, once)
            _filters[app].append(once)


def read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: a build begins."""
    for each in _filters.get(app, ()):
        each.said = None


def write(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: from now on pages are assembled, where there are notes."""
    if site_of(env).has_notes:
        for each in _filters.get(app, ()):
            each.said = set()
