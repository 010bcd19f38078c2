"""Guards for the ways in which a file gets into a document without being a document itself."""

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

from .._upstream.application import app_of
from .._upstream.registries import directive_of, registered
from ..activation import acts
from ..diagnostics import warn
from ..doctree.nodes import swap
from ..frontmatter.encodings import text_of
from ..frontmatter.syntax import Syntax, syntaxes_of
from ..state.file_digests import note_file
from ..state.project_files import named_file
from ..state.read_state import read_state
from ..state.records import pages, unlisted
from .hidden_files import has_hidden_parts, is_hidden, is_source, name_of
from .unlisted import ListedToctree
from .withhold import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The option of a code cell that is loaded from a file.
_LOAD = re.compile(r"[\s>]*:?load:[ \t]+(?P<name>\S.*?)\s*$")

#: The beginning of a directive that includes a file, with the name of the file.
_INCLUDE = re.compile(r"(?:\{include\}|\binclude::)[ \t]+(?P<name>\S.*?)\s*$")


def guard_include(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """``include-read``: remove hidden text from a file that a document includes."""
    env, path = app.env, Path(app.srcdir, path).resolve()
    if is_hidden(env, path):
        where = (env.docname, _line_including(env, path))
        warn("visibility", f"not included: {name_of(env, path)!r} is hidden", where)
        read_state(env).hide(env, path)
        content[0] = ""
        return
    # A part of the file may be included without the head of a directive that hides its content.
    syntax = syntaxes_of(app.config).of(path)
    if syntax is not Syntax.NOTEBOOK:
        content[0] = cut(env, content[0], syntax, str(path), path)


def _line_including(env: BuildEnvironment, path: Path) -> int | None:
    """Return the line of the document being read that includes *path*; MyST tells no handler which it is."""
    source = Path(env.doc2path(env.docname))
    for number, line in enumerate(_lines(source), 1):
        if match := _INCLUDE.search(line):
            name = match["name"]
            if path in {_file(each) for each in (_named(env, name), source.parent / name) if each}:
                return number
    return None


def _lines(source: Path) -> list[str]:
    try:
        return text_of(source.read_bytes()).split("\n")
    except OSError:
        return []


class _GuardedDirective:
    """Mixin for a directive that reads a file: it refuses a hidden one."""

    def run(self) -> list[nodes.Node]:
        this: Any = self
        env: BuildEnvironment = this.state.document.settings.env
        # Outside a build with this extension, the directive works as before.
        if "notes_match" in env.config and (refused := _refused(this, env)):
            path, message = refused
            warn("visibility", message, _location(this))
            read_state(env).hide(env, path)
            return []
        return list(super().run())  # type: ignore[misc]


def _location(directive: Any) -> str:
    """Return the location of *directive*, for a warning."""
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    return f"{source}:{line}"


def _refused(directive: Any, env: BuildEnvironment) -> tuple[Path, str] | None:
    """Return the file that *directive* must not show, with a message; None if it may run."""
    options, includes = directive.options, directive.name == "include"
    # Parsed text hides its own parts if it is complete; with another parser it is not cut.
    parsed = includes and not options.keys() - {"encoding", "tab-width", "class", "name"}
    for path in _files_read(directive, env):
        if is_source(env, path):
            # Sphinx does not record the other file of a diff.
            env.note_dependency(str(path))
        if is_hidden(env, path):
            return path, f"not included: {name_of(env, path)!r} is hidden"
        if not parsed and has_hidden_parts(env, path):
            return path, f"not included verbatim: {name_of(env, path)!r} has a hidden part"
    return None


def _files_read(directive: Any, env: BuildEnvironment) -> Iterator[Path]:
    """Yield the files that *directive* may read."""
    options = directive.options
    names = [options[key] for key in ("file", "diff") if options.get(key)]
    names += directive.arguments[:1] if directive.name not in {"csv-table", "raw"} else []
    document = directive.state.document
    folders = [Path(each).parent for each in (document.current_source, document["source"], "x") if each]
    files: dict[Path | None, None] = {}
    for name in names:
        if name.startswith("<") and name.endswith(">"):
            folders = [Path(Include.standard_include_path)]
            name = name[1:-1]
        # Which one is read depends on the directive and on its parser.
        paths = [*filter(None, [_named(env, name)]), *(folder / name for folder in folders)]
        for path in paths:
            note_file(env, path)
        existing = [each for path in paths if (each := _file(path))]
        if not existing:
            read_state(env).missing.update(Path(relpath(path, env.srcdir)).as_posix() for path in paths)
        files |= dict.fromkeys(existing)
    if address := str(options.get("url") or ""):
        files[_file_at(address)] = None
    yield from (path for path in files if path is not None)


def _file_at(address: str) -> Path | None:
    """Return the local file that *address*, a URL, leads to."""
    parts = urlsplit(address)
    return _file(Path(url2pathname(parts.path))) if parts.scheme.lower() == "file" else None


def _named(env: BuildEnvironment, name: str) -> Path | None:
    """Return the place that the document being read calls *name*; None if no file can have that name."""
    try:
        return named_file(env, name, env.docname)[1]
    except OSError:
        return None


def _glob(env: BuildEnvironment, name: str) -> list[Path]:
    """Return the files that *name*, a pattern for image files, may stand for."""
    place = _named(env, name)
    try:
        return sorted(place.parent.glob(place.name)) if place else []
    except (OSError, ValueError, RuntimeError):
        return []


def _file(path: Path) -> Path | None:
    """Return the file that *path* leads to; None if there is none, or if no file can have that name."""
    try:
        return path.resolve() if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


#: The mixin for each directive, whichever extension defines it.
_MIXINS: dict[str, type] = {
    **dict.fromkeys(("include", "literalinclude", "csv-table", "raw", "graphviz"), _GuardedDirective),
    "toctree": ListedToctree,
}


@contextmanager
def guarded_directives(app: Sphinx) -> Iterator[None]:
    """Guard some directives, once every extension has defined its own."""
    guarded = {}
    for name, mixin in _MIXINS.items():
        defined = directive_of(name)
        if defined is not None and not issubclass(defined, mixin):
            guarded[name] = type(defined.__name__, (mixin, defined), {"__module__": defined.__module__})
    with registered(guarded):
        yield


class RemoveHiddenFiles(SphinxTransform):
    """Replace download links to hidden files by their text, and remove hidden images.

    Runs before Sphinx collects downloads and images.
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
        """Record the image at *address* if it is a symbolic link: Sphinx records its target."""
        name = address[1:] if address.startswith("/") else str(Path(self.env.docname).parent / address)
        place = Path(self.env.srcdir, name)
        # ``islink`` returns False even for a name that no file can have.
        if "://" not in address and acts(self.env) and islink(place):  # noqa: PTH114
            self.env.note_dependency(str(place))

    def _hidden(self, name: str, node: nodes.Element) -> Path | None:
        """Return the hidden file that *name* leads to, after a warning; None if there is none."""
        env = self.env
        for each in dict.fromkeys((name, unquote(name))):
            # Sphinx picks any file of that name.
            places = _glob(env, each) if each.endswith(".*") else [_named(env, each)]
            for path in (path for place in places if place and (path := _file(place))):
                whole = is_hidden(env, path)
                if whole or has_hidden_parts(env, path):
                    why = "is hidden" if whole else "has a hidden part"
                    use = "shown as an image" if isinstance(node, nodes.image) else "offered for download"
                    warn("visibility", f"not {use}: {name_of(env, path)!r} {why}", node)
                    read_state(env).hide(env, path)
                    env.note_dependency(str(path))
                    return path
        return None


class EmptyLeakingDocuments(SphinxTransform):
    """Empty a document in which an unknown directive has read something hidden.

    Directives record the files that they read. Runs after known directives have refused or cut hidden files.
    """

    def apply(self, **kwargs: Any) -> None:
        env, state = self.env, read_state(self.env)
        records = self.document.settings.record_dependencies
        names = {*map(str, env.dependencies.get(env.docname, ())), *records.list}
        # Named in conf.py, they are meant to be read, wherever they are.
        bibfiles = getattr(env.config, "bibtex_bibfiles", None) or ()
        named = {_file(Path(app_of(env).confdir, each)) for each in bibfiles}
        for name in sorted(names):
            path = _file(Path(env.srcdir, name))
            if path is None or path in named or state.hides(env, path):
                continue
            if is_hidden(env, path) or (is_source(env, path) and has_hidden_parts(env, path)):
                message = f"document left empty: a directive reads {name_of(env, path)!r}, which is hidden"
                warn("visibility", message, (env.docname, None))
                state.hide(env, path)
                self.document.children.clear()


def guard_cells(app: Sphinx, docname: str, source: list[str]) -> None:
    """``source-read``: keep the cells of a notebook from loading hidden files with MyST-NB."""
    if "load" not in source[0] or "myst_nb" not in app.extensions:
        return
    env, lines = app.env, source[0].split("\n")
    for number, line in enumerate(lines, 1):
        if not (match := _LOAD.match(line)):
            continue
        path = _file(Path(env.doc2path(docname)).parent / match["name"].strip("'\""))
        if path is None:
            continue
        if is_source(env, path):
            # MyST-NB does not record what it loads.
            env.note_dependency(str(path))
        if is_hidden(env, path) or (is_source(env, path) and has_hidden_parts(env, path)):
            message = f"not loaded: {name_of(env, path)!r} is hidden or has a hidden part"
            warn("visibility", message, (docname, number))
            read_state(env).hide(env, path)
            lines[number - 1] = ""
    source[0] = "\n".join(lines)


class DropBlockSources(SphinxTransform):
    """Remove the sources of blocks, which docutils keeps, from a document with hidden parts.

    Only those of running text are needed, for message catalogues.
    """

    def apply(self, **kwargs: Any) -> None:
        if read_state(self.env).hidden:
            for node in self.document.findall(nodes.Element):
                if not isinstance(node, nodes.TextElement):
                    node.rawsource = ""


def guard_changes(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-check-consistency``: keep unlisted notes and sources with hidden parts out of ``changes``.

    The environment has been saved by then.
    """
    if app.builder.name != "changes":
        return
    left_out = unlisted(env) | {docname for docname, page in pages(env).items() if page.hidden}
    changes: dict[str, list[Any]] = env.domaindata.get("changeset", {}).get("changes", {})
    for version, found in changes.items():
        changes[version] = [each for each in found if each.docname not in left_out]
