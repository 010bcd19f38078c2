"""The ways by which a file comes into a document, other than being read as one; nothing hidden passes."""

from __future__ import annotations

import json
from contextlib import contextmanager
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import docname_join

from .config import NotesConfig, notes_config
from .contents import note_file
from .desk import desk_of
from .hiding import ASIDE, ENTRY, hidden_parts, hides_file, plain_source, without
from .nodes import swap
from .note import Visibility
from .presence import while_building
from .registering import directive_of, registered
from .store import withheld
from .syntax import syntaxes_of
from .warnings import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Files that may have front matter or our directives; any other is never looked into.
SOURCES = frozenset({".md", ".markdown", ".rst", ".rest", ".txt", ".inc", ".ipynb"})
#: Larger files are nobody's writing.
LARGEST = 5_000_000


def source_text(env: BuildEnvironment, path: Path) -> str:
    """The text of the source *path*; nothing for a file that is none, or that is not there."""
    try:
        if not _is_source(env, path) or path.stat().st_size > LARGEST:
            return ""
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _is_source(env: BuildEnvironment, path: Path) -> bool:
    return path.suffix.lower() in SOURCES or path.suffix in env.config.source_suffix


def is_hidden(env: BuildEnvironment, path: Path) -> bool:
    """Whether the file *path* is hidden as a whole, as a document or by its own front matter."""
    docname = str(env.path2doc(path) or "")
    if docname in withheld(env):
        return True
    if docname in env.found_docs:
        return False
    syntax = syntaxes_of(env.config).of(path)
    return hides_file(source_text(env, path), syntax, docname, notes_config(env.config))


def has_hidden_parts(env: BuildEnvironment, path: Path) -> bool:
    """Whether something in the file *path* is hidden in this build."""
    suffix = path.suffix.lower()
    return bool(hidden_parts(plain_source(source_text(env, path), suffix), suffix, notes_config(env.config)))


def _name(env: BuildEnvironment, path: Path) -> str:
    """What the author calls the file *path*."""
    docname = env.path2doc(path)
    return str(docname or path.name)


def keep_from_include(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """``include-read``: nothing hidden is shown by way of a document that includes it."""
    env, path = app.env, Path(app.srcdir, path).resolve()
    if is_hidden(env, path):
        warn("visibility", f"{_name(env, path)} is hidden, and so is not included", (env.docname, None))
        desk_of(env).hide(env, path)
        content[0] = ""
        return
    # What the directive itself would hide is shown where only a piece of the file comes in.
    parts = hidden_parts(content[0], path.suffix.lower(), notes_config(app.config))
    if parts:
        desk_of(env).hide(env, path)
        content[0] = without(content[0], parts)


class _Gate:
    """Mixed into a directive that takes in a file: it asks what is hidden before it runs."""

    def run(self) -> list[nodes.Node]:
        this: Any = self
        env: BuildEnvironment = this.state.document.settings.env
        # Outside of a build of ours, the directive is what it was.
        if "notes_match" in env.config and (found := _stopped(this, env)):
            path, why = found
            warn("visibility", f"{_name(env, path)} {why}", _where(this))
            desk_of(env).hide(env, path)
            return []
        return list(super().run())  # type: ignore[misc]


def _where(directive: Any) -> str:
    """Where *directive* stands, for a warning."""
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    return f"{source}:{line}"


def _stopped(directive: Any, env: BuildEnvironment) -> tuple[Path, str] | None:
    """The file that *directive* may not show, and why; nothing when it may run."""
    options = directive.options
    includes = directive.name == "include"
    names = [options[key] for key in ("file", "diff") if options.get(key)]
    names += directive.arguments[:1] if directive.name in {"include", "literalinclude"} else []
    document = directive.state.document
    folders = [Path(each).parent for each in (document.current_source, document["source"], "x") if each]
    # Text that is parsed hides its own parts, as far as it is there.
    parsed = includes and not options.keys() - {"encoding", "tab-width", "class", "name", "parser"}
    for name in names:
        # Which of them it is depends on the directive and on its parser.
        paths = [Path(env.relfn2path(name)[1]), *(folder / name for folder in folders)]
        for path in dict.fromkeys(paths):
            note_file(env, path)
        there = dict.fromkeys(found for path in paths if (found := _file(path)))
        if not there:
            desk_of(env).missing.update(Path(relpath(path, env.srcdir)).as_posix() for path in paths)
        for path in there:
            if _is_source(env, path):
                # Sphinx itself does not note what a diff is made with.
                env.note_dependency(str(path))
            if is_hidden(env, path):
                return path, "is hidden, and so is not included"
            if not parsed and has_hidden_parts(env, path):
                return path, "has a part that is hidden, and so is not included as it is written"
    return None


def _file(path: Path) -> Path | None:
    """The file that *path* leads to; None where there is none, or where no file can be."""
    try:
        return path.resolve() if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


class _ListedOnly:
    """Mixed into ``toctree``: a pattern matches no note that is unlisted."""

    def run(self) -> list[nodes.Node]:
        this: Any = self
        found: list[nodes.Node] = list(super().run())  # type: ignore[misc]
        hidden = unlisted(this.env)
        named = {docname_join(this.env.docname, _target(line)) for line in this.content}
        for node in found if hidden else ():
            for toctree in node.findall(addnodes.toctree):
                gone = {d for title, d in toctree["entries"] if title is None} & hidden - named
                toctree["entries"] = [each for each in toctree["entries"] if each[1] not in gone]
                toctree["includefiles"] = [each for each in toctree["includefiles"] if each not in gone]
        return found


def _target(line: str) -> str:
    """The document that a *line* of a toctree names."""
    name = line.rpartition("<")[2].rstrip("> ") if line.endswith(">") else line.strip()
    return name.rpartition(".")[0] if Path(name).suffix.lower() in SOURCES else name


def unlisted(env: BuildEnvironment) -> set[str]:
    """The documents of the project that are unlisted, as their front matter was last read."""
    if not hasattr(env, "research_notes_unlisted"):
        env.research_notes_unlisted = set()  # type: ignore[attr-defined]
    found: set[str] = env.research_notes_unlisted  # type: ignore[attr-defined]
    return found


#: What is mixed into each directive, whoever has defined it.
_MIXED: dict[str, type] = {
    "include": _Gate, "literalinclude": _Gate, "csv-table": _Gate, "raw": _Gate, "toctree": _ListedOnly,
}  # fmt: skip


@contextmanager
def gates(app: Sphinx) -> Iterator[None]:
    """Gates before some directives, once every extension has defined its own."""
    gated = {}
    for name, gate in _MIXED.items():
        defined = directive_of(name)
        if defined is not None and not issubclass(defined, gate):
            gated[name] = type(defined.__name__, (gate, defined), {"__module__": defined.__module__})
    with registered(gated):
        yield


class KeepFromDownload(SphinxTransform):
    """Makes text of a download link to something hidden; before Sphinx collects downloads, while it reads."""

    default_priority = 9

    def apply(self, **kwargs: Any) -> None:
        env = self.env
        for node in list(self.document.findall(addnodes.download_reference)):
            if "://" in node["reftarget"]:
                continue
            path = _file(Path(env.relfn2path(node["reftarget"], env.docname)[1]))
            if path is None or not _is_source(env, path):
                continue
            whole = is_hidden(env, path)
            if whole or has_hidden_parts(env, path):
                why = "is hidden" if whole else "has a part that is hidden"
                warn("visibility", f"{_name(env, path)} {why}, and so cannot be downloaded", node)
                desk_of(env).hide(env, path)
                env.note_dependency(str(path))
                swap(node, *node.children)


class ForgetSources(SphinxTransform):
    """Takes the sources of blocks, which docutils keeps, out of a document that holds something hidden.

    Nobody reads them but those of running text, which catalogues of messages are made of.
    """

    default_priority = 9

    def apply(self, **kwargs: Any) -> None:
        if desk_of(self.env).hidden:
            for node in self.document.findall(nodes.Element):
                if not isinstance(node, nodes.TextElement):
                    node.rawsource = ""


class KeepFromIndex(SphinxTransform):
    """Takes the index entries out of an unlisted note: an index is a list, and lists don't show it."""

    default_priority = 9

    def apply(self, **kwargs: Any) -> None:
        front = desk_of(self.env).front
        if front is not None and front.visibility is Visibility.UNLISTED:
            for node in list(self.document.findall(addnodes.index)):
                node.parent.remove(node)


def take_out_unread(
    env: BuildEnvironment, source: str, suffix: str, config: NotesConfig, *, by: str = ""
) -> str:
    """*source* without what its author hides in a way that no parser reads as a directive.

    *by*: what reads its Markdown, if that knows no directives at all.
    """
    if ASIDE not in source.lower() and ENTRY not in source.lower():
        return source
    if suffix == ".ipynb":
        by = "nbsphinx" if "nbsphinx_execute" in env.config else ""
        return _in_cells(source, lambda text: take_out_unread(env, text, ".md", config, by=by))
    enabled = getattr(env.config, "myst_enable_extensions", None)
    shown = enabled is not None and "colon_fence" not in enabled and suffix != ".rst"
    parts = [
        part for part in hidden_parts(source, suffix, config) if by or part.unread or (part.colons and shown)
    ]
    # A document can enable it for itself; then nothing is lost by taking out what it would hide.
    own = "colon_fence" in source.partition("\n---")[0]
    for part in parts:
        desk_of(env).hide(env, None)
        subtype = "aside" if part.name.lower().endswith(ASIDE) else "entry"
        if by:
            why = f"{part.name} is not read as a directive by {by}"
            warn(subtype, f"{why}; it is left out", (env.docname, None))
        elif part.unread or not own:
            why = (
                f"{part.name} is not read as a directive, for a backtick in its line or in one before it, "
                "a code block without an end, or options that are not indented"
                if part.unread
                else f':::{{{part.name}}} is a directive with "colon_fence" in myst_enable_extensions only'
            )
            warn(subtype, f"{why}; it is left out", (env.docname, part.first))
    return without(source, parts)


def _in_cells(source: str, change: Callable[[str], str]) -> str:
    """The notebook *source* with the texts of its Markdown cells as *change* makes them."""
    try:
        content = json.loads(source)
        for cell in content["cells"]:
            if cell["cell_type"] == "markdown":
                text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
                if (new := change(text)) != text:
                    cell["source"], source = new, ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return source
    return source or json.dumps(content)


def setup_gates(app: Sphinx) -> None:
    """Connect what keeps hidden text out of the documents that are shown."""
    while_building(app, gates)
    app.connect("include-read", keep_from_include)
    app.add_transform(KeepFromDownload)
    app.add_transform(KeepFromIndex)
    app.add_transform(ForgetSources)
