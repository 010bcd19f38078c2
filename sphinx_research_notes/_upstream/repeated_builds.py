"""Another build with an application that has built before.

``Sphinx.build`` may be called again, and reads and writes only what has changed. But three things of the
build before stay, which a new process would not know: the CSS and JavaScript files that one page asked for
with ``add_css_file`` (from then on, the registry adds them to all pages), the images that pages showed (they
are copied again, also if none shows them any longer), and pickled doctrees (pages would show old text of
documents that have been read again). Issue title: "app.build() should not depend on what it was called for
before". Checked on Sphinx 8.2 to 9.2; where a version has none of these names, nothing is put back. It can go
when Sphinx starts each build afresh.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The lists of the registry and of the builder that a page can make longer.
_LISTS = (("registry", ("css_files", "js_files")), ("builder", ("_css_files", "_js_files")))


class FreshStart:
    """What an application had before its first build, to be put back before each other one."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._lists = [
            (owner, name, list(found))
            for part, names in _LISTS
            for name in names
            if isinstance(found := getattr(owner := getattr(app, part), name, None), list)
        ]

    def put_back(self) -> None:
        """Forget what earlier builds have left, except the environment."""
        for owner, name, content in self._lists:
            # The builder hands this very list to its pages.
            getattr(owner, name)[:] = content
        builder: Any = self._app.builder
        if isinstance(getattr(builder, "images", None), dict):
            builder.images.clear()
        for name in ("_write_doc_doctree_cache", "_pickled_doctree_cache"):
            if isinstance(cache := getattr(self._app.env, name, None), dict):
                cache.clear()
        # Hundreds of MiB at 10,000 notes; a build that writes loads it from the folder.
        builder.indexer = None
        self._app.statuscode = 0


class Stage(Enum):
    """A stage of a build, as far as its warnings are concerned."""

    #: Documents are read.
    READING = "reading"
    #: All have been read. What is warned of now, every build warns of.
    SITE = "site"
    #: The consistency of the environment is checked, if a document has been read.
    CONSISTENCY = "consistency"
    #: Pages are written.
    WRITING = "writing"

    @property
    def mark(self) -> str:
        """The text that begins this stage among warnings, which Sphinx holds back while it reads."""
        return f"\N{START OF HEADING}{self.value}\N{START OF TEXT}"


@dataclass(slots=True)
class Looked:
    """The documents that a build has looked at."""

    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    #: Whether the consistency of all has been checked.
    checked: bool = False

    def at(self, stage: Stage) -> set[str] | None:
        """Return the documents about which the warnings of that *stage* are new; None for all."""
        if stage is Stage.CONSISTENCY:
            return None if self.checked else set()
        return {Stage.READING: self.read, Stage.WRITING: self.written}.get(stage)


class Watch:
    """Sees what the builds of an application look at, and marks the stages among its warnings."""

    def __init__(self, app: Sphinx) -> None:
        self.looked = Looked()
        for event, handler, priority in (
            ("env-before-read-docs", self._read, 1000),
            ("env-updated", self._updated, 0),
            ("env-get-updated", self._get_updated, 9_999),
            ("env-check-consistency", self._checked, 0),
            ("write-started", self._writing, 0),
            ("doctree-resolved", self._resolved, 0),
            ("build-finished", self._finished, 0),
        ):
            app.connect(event, handler, priority=priority)

    def begin(self) -> None:
        """Begin another build."""
        self.looked = Looked()
        _log(Stage.READING)

    def _read(self, app: Sphinx, env: Any, docnames: list[str]) -> None:
        self.looked.read.update(docnames)

    def _updated(self, app: Sphinx, env: Any) -> None:
        _log(Stage.SITE)

    def _get_updated(self, app: Sphinx, env: Any) -> list[str]:
        _log(Stage.CONSISTENCY)
        return []

    def _checked(self, app: Sphinx, env: Any) -> None:
        self.looked.checked = True

    def _writing(self, app: Sphinx, builder: Any) -> None:
        _log(Stage.WRITING)

    def _resolved(self, app: Sphinx, doctree: Any, docname: str) -> None:
        self.looked.written.add(docname)

    def _finished(self, app: Sphinx, exception: Exception | None) -> None:
        _log(Stage.SITE)


def _log(stage: Stage) -> None:
    logging.getLogger(__name__).warning(stage.mark)
