"""Report each warning about a note once, even if other pages embed the note."""

from __future__ import annotations

from logging import Filter, LogRecord, getLogger
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, ref

from docutils import nodes
from sphinx.util.logging import NAMESPACE, WarningStreamHandler, get_node_location

from ..state.records import page_of
from .site import site_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class DuplicateFilter(Filter):
    """Drop repeated messages about the same line of a note while pages are written.

    Messages from parallel writers pass through here too, in the main process.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        # A weak reference, because logging handlers outlive an application.
        self.app = ref(app)
        #: Location and text of the messages so far; None during reading, when each document is read once.
        self.seen: set[tuple[str, str]] | None = None

    def filter(self, record: LogRecord) -> bool:
        if self.seen is None or not (place := self._place(record)):
            return True
        key = (place, record.getMessage())
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def _place(self, record: LogRecord) -> str:
        """Return the file and line of *record* if several pages may show that text, otherwise ``""``."""
        app, location = self.app(), getattr(record, "location", None)
        if app is None:
            return ""
        env = app.env
        if isinstance(location, nodes.Node):
            location = get_node_location(location)
        elif isinstance(location, tuple):
            location = f"{env.doc2path(location[0])}:{location[1] or ''}" if location[0] else ""
        if location is None:
            return "?"  # For example, an image in a format that no browser supports.
        if not isinstance(location, str) or ":" not in location:
            return ""
        docname = env.path2doc(location.rpartition(":")[0])
        # A file that is not a document is included in one, perhaps in a note.
        return location if docname not in env.all_docs or page_of(env, docname).notes else ""


#: The filters of each application. During reading they cannot be found, as Sphinx detaches its handlers.
_filters: WeakKeyDictionary[Sphinx, list[DuplicateFilter]] = WeakKeyDictionary()


def start(app: Sphinx) -> None:
    """``builder-inited``: install the filter before Sphinx's own, which count warnings."""
    _filters[app] = []
    for handler in getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            duplicate_filter = DuplicateFilter(app)
            handler.filters.insert(0, duplicate_filter)
            _filters[app].append(duplicate_filter)


def read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: let everything pass while documents are read."""
    for duplicate_filter in _filters.get(app, ()):
        duplicate_filter.seen = None


def write(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: start to drop duplicates, if there are notes."""
    if site_of(env).has_notes:
        for duplicate_filter in _filters.get(app, ()):
            duplicate_filter.seen = set()
