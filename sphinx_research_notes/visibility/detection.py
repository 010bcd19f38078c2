"""Whether a project has notes; only then does anything of ours take a place of Sphinx's or of others.

A project with notes is one in which a document is a note or hidden, says that it is a page of ours, or holds
a directive that can hide what is in it; or in which a document takes in a file that is hidden. It is decided
from the sources, in every build, before the first document is read: a draft that nobody reads counts.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils.parsers.rst.directives.body import Epigraph

from .._upstream.registries import directive_of
from ..activation import assume, has_ours, settle
from ..config import NotesConfig, notes_config
from ..constants import PACKAGE
from ..frontmatter import extract
from ..frontmatter.encodings import text_of
from ..frontmatter.schema import KINDS
from ..frontmatter.syntax import syntaxes_of
from ..state.folder_manifest import Manifest, state_path
from ..state.records import pages, withheld
from .hidden_parts import hidden_parts, names_ours
from .marks import ASIDE, ENTRY, may_hide
from .rules import hides_file, is_set_aside, kind_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..frontmatter.syntax import Syntax


#: Words of which one stands in every front matter that makes a note or a page of ours.
_TELLING = tuple(sorted(KINDS))

#: Words of which one stands in every document that makes its project one with notes, but by its name.
_WORDS = tuple(
    word.encode()
    for word in (*_TELLING, ASIDE, ASIDE.replace("-", "_"), ENTRY, "epigraph", "include", ":file:", ":load:")
)

#: An entry's directive, however mistyped; not the word in running text, nor ````entry```` in backticks.
_ENTRY = re.compile(
    rf"^[ \t>*+\-\d.)]*(?:\.\.|[`~:]{{2,}})[ \t]*\{{?[ \t]*(?:note-)?{ENTRY}\b(?!`)", re.MULTILINE
)

#: An epigraph with an option: docutils' own has none.
_EPIGRAPH = re.compile(r"epigraph(?:::|\})[^\n]*\n[ \t>]*(?:---|:(?:by|source|url|cite|lang|verse):)")

#: A file of somebody's writing that a directive takes in as it stands.
_TAKEN = re.compile(
    r"(?:include(?:::|\})|:(?:file|diff|load):)[ \t]+(\S+\.(?:md|markdown|rst|rest|txt|inc|ipynb))\b"
)


def expect(app: Sphinx) -> None:
    """``builder-inited``: what there was in the last build, and in a first one what there is."""
    env = app.env
    here = has_ours(env) or (bool(app.fresh_env_used) and is_there(app))
    assume(env, acting=here or _was_written(app))


def decide(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``, before anything else of ours: look at the sources."""
    _settle(app, env, added, changed, here=is_there(app))
    return []


def confirm(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``, at the end: what was found hidden in any other way counts as well."""
    if withheld(env) and not has_ours(env):
        _settle(app, env, added, changed, here=True)
    return []


def _settle(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], *, here: bool) -> None:
    """Note whether there are notes; with the first and after the last, everything is read again.

    Plain pages are the same with and without notes, but what is known of them is not.
    """
    acting = here or has_ours(env) or _was_written(app)
    if settle(env, here=here, acting=acting):
        changed.update(set(env.found_docs) - added)


def is_there(app: Sphinx) -> bool:
    """Whether a document of the project is a sign of ours; looked for where there was one last time."""
    env, config = app.env, notes_config(app.config)
    known = (docname for docname, page in pages(env).items() if page.notes and docname in env.found_docs)
    return any(_is_sign(env, docname, config) for docname in itertools.chain(known, env.found_docs))


def _is_sign(env: BuildEnvironment, docname: str, config: NotesConfig) -> bool:
    path = Path(env.doc2path(docname))
    data = _data_of(path)
    named, text = config.matches(docname) or is_set_aside(docname), text_of(data)
    folded = data.lower() if b"\0" not in data else text.lower().encode("utf-8", "replace")
    if not named and not any(word in folded for word in _WORDS) and not may_hide(text):
        return False  # As nearly all that a project without notes has.
    lowered = text.lower()
    if named or any(word in lowered for word in _TELLING):
        kind, said = _kind(text, syntaxes_of(env.config).of(path), docname, config)
        if kind == "note" or (kind == "page" and said):
            return True
    return (
        _holds_ours(lowered)
        or _hides_a_part(env, path, text, config)
        or any(_hides_something(env, taken, config) for taken in _taken(env, docname, lowered, text))
    )


def _hides_a_part(env: BuildEnvironment, path: Path, text: str, config: NotesConfig) -> bool:
    """Whether something in *text*, of the file *path*, asks to be hidden, however it is written."""
    myst = getattr(env, "myst_config", None)
    # Comments and blocks of another name are everybody's.
    return any(map(names_ours, hidden_parts(text, syntaxes_of(env.config).of(path), config, myst)))


def _kind(text: str, syntax: Syntax, docname: str, config: NotesConfig) -> tuple[str, bool]:
    """The kind of a document, and whether it says so in a word that is ours.

    ``layout: wide`` may be meant for a generator that the project once was made with.
    """
    block = extract.block_of(text, syntax)
    said = {key.lower(): str(value).strip(" []'\"").lower() for key, value in block.values.items()}
    return kind_of(block, docname, config), bool(said.get("kind")) or said.get("layout") == "page"


def _holds_ours(lowered: str) -> bool:
    """Whether a text, in lower case, holds a directive of ours that hides, or one that docutils has too."""
    if ASIDE in lowered or ASIDE.replace("-", "_") in lowered:
        return True
    if "epigraph" in lowered and _EPIGRAPH.search(lowered) and directive_of("epigraph") is Epigraph:
        return True
    return ENTRY in lowered and _ENTRY.search(lowered) is not None and _is_ours(ENTRY)


def _is_ours(name: str) -> bool:
    """Whether the directive *name* is ours, and not one of the project's own or of another extension."""
    return str(getattr(directive_of(name), "__module__", "")).startswith(f"{PACKAGE}.")


def _taken(env: BuildEnvironment, docname: str, lowered: str, text: str) -> list[Path]:
    """The files of somebody's writing that *text*, the document *docname*, takes in as they stand."""
    if "include" not in lowered and ":file:" not in lowered and ":load:" not in lowered:
        return []
    found = []
    for name in dict.fromkeys(_TAKEN.findall(text)):
        try:
            path = Path(env.relfn2path(name, docname)[1])
            own = str(env.path2doc(path) or "")
            is_document = own in env.found_docs and Path(env.doc2path(own)) == path
            if path.is_file() and not is_document:
                found.append(path)
        except (OSError, ValueError, RuntimeError):
            continue  # It is told when the document is read.
    return found


def _hides_something(env: BuildEnvironment, path: Path, config: NotesConfig) -> bool:
    """Whether the file *path*, which is no document, is hidden or holds a directive of ours that hides."""
    text = _text_of(path)
    if _holds_ours(text.lower()) or _hides_a_part(env, path, text, config):
        return True
    return hides_file(text, syntaxes_of(env.config).of(path), str(env.path2doc(path) or ""), config)


def _text_of(path: Path) -> str:
    return text_of(_data_of(path))


def _data_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _was_written(app: Sphinx) -> bool:
    """Whether the output folder was last written with notes, of which there may be something to remove."""
    outdir, name = Path(app.outdir), app.builder.name
    return state_path(Path(app.doctreedir), outdir, name).is_file() or bool(Manifest(outdir, name).stamp())
