"""The ways by which a file comes into a document, other than being read as one; nothing hidden passes."""

from __future__ import annotations

import re
from contextlib import contextmanager
from os.path import islink, relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from docutils import nodes
from docutils.parsers.rst.directives.misc import Include
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from .._upstream.registries import directive_of, registered
from ..activation import acts
from ..diagnostics import warn
from ..doctree.nodes import swap
from ..frontmatter.syntax import Syntax, syntaxes_of
from ..state.file_digests import note_file
from ..state.read_state import read_state
from ..state.records import pages
from .hidden_files import has_hidden_parts, is_hidden, is_source, name_of
from .unlisted import ListedToctree
from .withhold import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The option of a cell of code that is read from a file.
_LOAD = re.compile(r"[\s>]*:?load:[ \t]+(?P<name>\S.*?)\s*$")


def guard_include(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """``include-read``: nothing hidden is shown by way of a document that includes it."""
    env, path = app.env, Path(app.srcdir, path).resolve()
    if is_hidden(env, path):
        warn("visibility", f"{name_of(env, path)} is hidden, and so is not included", (env.docname, None))
        read_state(env).hide(env, path)
        content[0] = ""
        return
    # What the directive itself would hide is shown where only a piece of the file comes in.
    syntax = syntaxes_of(app.config).of(path)
    if syntax is not Syntax.NOTEBOOK:
        content[0] = cut(env, content[0], syntax, str(path), path)


class _Gate:
    """Mixed into a directive that takes in a file: it asks what is hidden before it runs."""

    def run(self) -> list[nodes.Node]:
        this: Any = self
        env: BuildEnvironment = this.state.document.settings.env
        # Outside of a build of ours, the directive is what it was.
        if "notes_match" in env.config and (found := _stopped(this, env)):
            path, why = found
            warn("visibility", f"{name_of(env, path)} {why}", _where(this))
            read_state(env).hide(env, path)
            return []
        return list(super().run())  # type: ignore[misc]


def _where(directive: Any) -> str:
    """Where *directive* stands, for a warning."""
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    return f"{source}:{line}"


def _stopped(directive: Any, env: BuildEnvironment) -> tuple[Path, str] | None:
    """The file that *directive* may not show, and why; nothing when it may run."""
    options, includes = directive.options, directive.name == "include"
    # Text that is parsed hides its own parts, as far as it is there; with another parser it is not cut.
    parsed = includes and not options.keys() - {"encoding", "tab-width", "class", "name"}
    for path in _taken_in(directive, env):
        if is_source(env, path):
            # Sphinx itself does not note what a diff is made with.
            env.note_dependency(str(path))
        if is_hidden(env, path):
            return path, "is hidden, and so is not included"
        if not parsed and has_hidden_parts(env, path):
            return path, "has a part that is hidden, and so is not included as it is written"
    return None


def _taken_in(directive: Any, env: BuildEnvironment) -> Iterator[Path]:
    """The files that *directive* may take in."""
    options = directive.options
    names = [options[key] for key in ("file", "diff") if options.get(key)]
    names += directive.arguments[:1] if directive.name not in {"csv-table", "raw"} else []
    document = directive.state.document
    folders = [Path(each).parent for each in (document.current_source, document["source"], "x") if each]
    found: dict[Path | None, None] = {}
    for name in names:
        if name.startswith("<") and name.endswith(">"):
            folders = [Path(Include.standard_include_path)]
            name = name[1:-1]
        # Which of them it is depends on the directive and on its parser.
        paths = [Path(env.relfn2path(name)[1]), *(folder / name for folder in folders)]
        for path in paths:
            note_file(env, path)
        there = [each for path in paths if (each := _file(path))]
        if not there:
            read_state(env).missing.update(Path(relpath(path, env.srcdir)).as_posix() for path in paths)
        found |= dict.fromkeys(there)
    if address := str(options.get("url") or ""):
        found[_file_at(address)] = None
    yield from (path for path in found if path is not None)


def _file_at(address: str) -> Path | None:
    """The file on this machine that *address* leads to."""
    parts = urlsplit(address)
    return _file(Path(url2pathname(parts.path))) if parts.scheme.lower() == "file" else None


def _file(path: Path) -> Path | None:
    """The file that *path* leads to; None where there is none, or where no file can be."""
    try:
        return path.resolve() if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


#: What is mixed into each directive, whoever has defined it.
_MIXED: dict[str, type] = {
    "include": _Gate, "literalinclude": _Gate, "csv-table": _Gate, "raw": _Gate, "graphviz": _Gate,
    "toctree": ListedToctree,
}  # fmt: skip


@contextmanager
def guarded_directives(app: Sphinx) -> Iterator[None]:
    """Gates before some directives, once every extension has defined its own."""
    gated = {}
    for name, gate in _MIXED.items():
        defined = directive_of(name)
        if defined is not None and not issubclass(defined, gate):
            gated[name] = type(defined.__name__, (gate, defined), {"__module__": defined.__module__})
    with registered(gated):
        yield


class RemoveHiddenFiles(SphinxTransform):
    """Makes text of a link to a file that is hidden, and takes out a picture that is one.

    Before Sphinx collects downloads and images, while it reads.
    """

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(addnodes.download_reference)):
            if "://" not in node["reftarget"] and self._hidden(node["reftarget"], node):
                swap(node, *node.children)
        for image in list(self.document.findall(nodes.image)):
            address = image["uri"]
            self._note_link(address)
            if "://" not in address and not address.startswith("data:") and self._hidden(address, image):
                image.parent.remove(image)

    def _note_link(self, address: str) -> None:
        """Note the picture at *address* where that is a symbolic link: Sphinx notes what it leads to."""
        name = address[1:] if address.startswith("/") else str(Path(self.env.docname).parent / address)
        place = Path(self.env.srcdir, name)
        # ``islink`` answers for a name that no file can have, too.
        if "://" not in address and acts(self.env) and islink(place):  # noqa: PTH114
            self.env.note_dependency(str(place))

    def _hidden(self, name: str, node: nodes.Element) -> Path | None:
        """The hidden file to which *name* leads, which is named for it."""
        env = self.env
        for each in dict.fromkeys((name, unquote(name))):
            place = Path(env.relfn2path(each, env.docname)[1])
            # Sphinx takes whatever file of that name there is.
            places = sorted(place.parent.glob(place.name)) if place.name.endswith(".*") else [place]
            for path in filter(None, map(_file, places)):
                if not is_source(env, path) and path.suffix.lower() != ".py":
                    continue
                whole = is_hidden(env, path)
                if whole or has_hidden_parts(env, path):
                    why = "is hidden" if whole else "has a part that is hidden"
                    use = "shown as a picture" if isinstance(node, nodes.image) else "downloaded"
                    warn("visibility", f"{name_of(env, path)} {why}, and so cannot be {use}", node)
                    read_state(env).hide(env, path)
                    env.note_dependency(str(path))
                    return path
        return None


class EmptyLeakingDocuments(SphinxTransform):
    """Empties a document into which a directive that nobody here knows has taken something hidden.

    Directives note the files that they read. After those that are stopped or cut have been named.
    """

    def apply(self, **kwargs: Any) -> None:
        env, state = self.env, read_state(self.env)
        records = self.document.settings.record_dependencies
        names = {*map(str, env.dependencies.get(env.docname, ())), *records.list}
        for name in sorted(names):
            path = _file(Path(env.srcdir, name))
            if path is None or not is_source(env, path) or state.hides(env, path):
                continue
            if is_hidden(env, path) or has_hidden_parts(env, path):
                message = f"document left empty: a directive reads {name_of(env, path)!r}, which is hidden"
                warn("visibility", message, (env.docname, None))
                state.hide(env, path)
                self.document.children.clear()


def guard_cells(app: Sphinx, docname: str, source: list[str]) -> None:
    """``source-read``: no cell of a notebook loads a hidden file, as MyST-NB lets it."""
    if "load" not in source[0] or "myst_nb" not in app.extensions:
        return
    env, lines = app.env, source[0].split("\n")
    for number, line in enumerate(lines, 1):
        if not (match := _LOAD.match(line)):
            continue
        path = _file(Path(env.doc2path(docname)).parent / match["name"].strip("'\""))
        if path is None or not is_source(env, path):
            continue
        # MyST-NB itself does not note what it loads.
        env.note_dependency(str(path))
        if is_hidden(env, path) or has_hidden_parts(env, path):
            message = f"{name_of(env, path)} is hidden, or a part of it, and so is not loaded"
            warn("visibility", message, (docname, number))
            read_state(env).hide(env, path)
            lines[number - 1] = ""
    source[0] = "\n".join(lines)


class DropBlockSources(SphinxTransform):
    """Takes the sources of blocks, which docutils keeps, out of a document that holds something hidden.

    Nobody reads them but those of running text, which catalogues of messages are made of.
    """

    def apply(self, **kwargs: Any) -> None:
        if read_state(self.env).hidden:
            for node in self.document.findall(nodes.Element):
                if not isinstance(node, nodes.TextElement):
                    node.rawsource = ""


def guard_changes(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-check-consistency``: the list of changes shows whole sources, but none with a hidden part.

    The environment has been saved by then.
    """
    if app.builder.name != "changes":
        return
    changes: dict[str, list[Any]] = env.domaindata.get("changeset", {}).get("changes", {})
    for version, found in changes.items():
        kept = (each for each in found if not (page := pages(env).get(each.docname)) or not page.hidden)
        changes[version] = list(kept)
