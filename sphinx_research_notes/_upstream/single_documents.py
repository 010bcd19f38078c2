"""Single documents, read and written by an application that has built, in other folders than the site's.

Sphinx reads and writes documents only as a part of a build, which looks at all sources, writes every file
that has changed, and saves the environment. What a build does for one document stands in methods that are
public, but the folders that they write to are kept in private attributes as well, and ``get_doctree`` finds
what was read only in the folder of the site. Issue title: "Read and write single documents without a build".
Checked on Sphinx 8.2 to 9.2; an attribute that a version has not is left out. It can go when Sphinx has such
a way.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import LoggingReporter
from sphinx.util.logging import pending_warnings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from docutils import nodes
    from sphinx.application import Sphinx


class ScratchBuild:
    """Reads and writes documents of an application, which can't build any longer."""

    def __init__(self, app: Sphinx, folder: Path, left_out: Collection[Callable[..., Any]]) -> None:
        """*folder*: what is written goes there; *left_out*: the handlers that are not to be called."""
        self._app = app
        self._builder: Any = app.builder
        self._env: Any = app.env
        self._doctrees = folder / "doctrees"
        self._plain_doctree = self._env.get_doctree
        self._read: set[str] = set()
        self.outdir = Path(app.outdir)
        self._redirect(folder / "html")
        for listeners in app.events.listeners.values():
            for listener in [each for each in listeners if each.handler in left_out]:
                app.disconnect(listener.id)

    def _redirect(self, output: Path) -> None:
        """Have everything written to other folders."""
        app, builder = self._app, self._builder
        moves = {Path(app.doctreedir): self._doctrees, self.outdir: output}
        for target in (app, builder):
            for name, value in list(vars(target).items()):
                for old, new in moves.items() if isinstance(value, Path) else ():
                    if value.is_relative_to(old):
                        setattr(target, name, type(value)(new / value.relative_to(old)))
                        break
        output.mkdir(parents=True)
        # Pages contain checksums of what is there.
        with suppress(OSError):
            (output / "_static").symlink_to(self.outdir / "_static", target_is_directory=True)
        builder.copysource = False
        builder.index_page = lambda *_: None
        self._env.get_doctree = self._doctree

    def _doctree(self, docname: str) -> nodes.document:
        """Return the doctree of *docname* as last read, here or by the last build."""
        if docname not in self._read:
            doctree: nodes.document = self._plain_doctree(docname)
            return doctree
        doctree = pickle.loads((self._doctrees / f"{docname}.doctree").read_bytes())
        doctree.settings.env = self._env
        doctree.reporter = LoggingReporter(str(self._env.doc2path(docname)))
        return doctree

    def begin(self, docnames: Iterable[str] = ()) -> None:
        """Do what precedes reading *docnames* in a build: stand-ins are put in, for example."""
        self._app.events.emit("env-before-read-docs", self._env, [*docnames])

    def read(self, docnames: Iterable[str]) -> None:
        """Read *docnames* again."""
        self._builder.phase = BuildPhase.READING
        self.begin(docnames)
        with pending_warnings():
            for docname in docnames:
                self._app.events.emit("env-purge-doc", self._env, docname)
                self._env.clear_doc(docname)
                self._builder.read_doc(docname)
                self._read.add(docname)

    def update(self, *, without: Collection[Callable[..., Any]] = ()) -> None:
        """Do what follows in a build once all documents have been read, except the handlers *without*."""
        events = self._app.events
        listeners = events.listeners["env-updated"]
        events.listeners["env-updated"] = [each for each in listeners if each.handler not in without]
        events.emit("env-updated", self._env)
        events.listeners["env-updated"] = listeners
        events.emit("env-get-updated", self._env)

    def relate(self) -> None:
        """Have pages know those before, after and above them, which depends on toctrees."""
        self._env.toctree_includes = dict(sorted(self._env.toctree_includes.items()))
        self._builder.relations = self._env.collect_relations()

    def write(self, docname: str) -> Path:
        """Write the page of *docname*, and copy its images that the site has not; return its file."""
        self._builder.images.clear()
        self._builder.write_documents({docname})
        return self._written(docname)

    def write_page(self, name: str, context: dict[str, Any], template: str) -> Path:
        """Write a page that has no document; return its file."""
        self._builder.images.clear()
        self._builder.handle_page(name, context, template)
        return self._written(name)

    def _written(self, name: str) -> Path:
        images, folder = self._builder.images, self.outdir / self._builder.imagedir
        for source in [each for each, file in images.items() if (folder / file).is_file()]:
            del images[source]
        self._builder.copy_image_files()
        return Path(self._builder.get_output_path(name))
