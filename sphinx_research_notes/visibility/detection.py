"""Decide whether a project has notes; only then does the extension change how Sphinx or others work.

A project has notes if a document is a note or a hidden file, declares itself a page of this extension, or
holds a directive that can hide its content; or if a document includes a hidden file. The sources decide, in
every build, before the first document is read, so that a draft that is never read counts too.
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
from ..frontmatter.encodings import text_of
from ..frontmatter.keys import KINDS
from ..frontmatter.syntax import syntaxes_of
from ..state.folder_manifest import Manifest, state_path
from ..state.records import pages, withheld
from .folders import block_in_folder, defaults_of, forget_folders
from .hidden_parts import hidden_parts, names_ours
from .marks import ASIDE, ENTRY, may_hide
from .rules import hides_file, is_set_aside, kind_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..frontmatter.block import Block


#: Every front matter that makes a document a note or a page contains one of these words.
_KIND_KEYS = tuple(sorted(KINDS))

#: Every document that gives its project notes contains one of these, unless its name makes it a note.
_WORDS = tuple(
    word.encode()
    for word in (
        *(*_KIND_KEYS, ASIDE, ASIDE.replace("-", "_"), ENTRY),
        *("epigraph", "include", ":file:", ":load:"),
    )
)

#: The directive of ABlog.
_POSTS = ("post::", "{post}")

#: The directive of an entry, even misspelled; not the word in text, nor ````entry```` in backticks.
_ENTRY = re.compile(
    rf"^[ \t>*+\-\d.)]*(?:\.\.|[`~:]{{2,}})[ \t]*\{{?[ \t]*(?:note-)?{ENTRY}\b(?!`)", re.MULTILINE
)

#: An epigraph with an option: the directive of docutils has none.
_EPIGRAPH = re.compile(r"epigraph(?:::|\})[^\n]*\n[ \t>]*(?:---|:(?:by|source|url|cite|lang|verse):)")

#: A file of prose that a directive includes verbatim.
_INCLUDED = re.compile(
    r"(?:include(?:::|\})|:(?:file|diff|load):)[ \t]+(\S+\.(?:md|markdown|rst|rest|txt|inc|ipynb))\b"
)


def expect(app: Sphinx) -> None:
    """``builder-inited``: assume the result of the last build; in a first build, check the sources."""
    env = app.env
    has_notes = has_ours(env) or (bool(app.fresh_env_used) and is_notes_project(app))
    assume(env, acting=has_notes or _was_written(app))


def decide(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``, before all other handlers of this extension: check the sources."""
    forget_folders(env)
    _settle(app, env, added, changed, has_notes=is_notes_project(app))
    return []


def confirm(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``, last: documents hidden for any other reason make it a project with notes too."""
    if withheld(env) and not has_ours(env):
        _settle(app, env, added, changed, has_notes=True)
    return []


def _settle(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], *, has_notes: bool
) -> None:
    """Record whether there are notes; when the first one appears or the last one goes, read everything again.

    Plain pages look the same with and without notes, but their records differ.
    """
    acting = has_notes or has_ours(env) or _was_written(app)
    if settle(env, has_notes=has_notes, acting=acting):
        changed.update(set(env.found_docs) - added)


def is_notes_project(app: Sphinx) -> bool:
    """Return whether any document shows that the project has notes; try those of the last build first."""
    env, config = app.env, notes_config(app.config)
    last_notes = (docname for docname, page in pages(env).items() if page.notes and docname in env.found_docs)
    return any(_is_sign(env, docname, config) for docname in itertools.chain(last_notes, env.found_docs))


def _is_sign(env: BuildEnvironment, docname: str, config: NotesConfig) -> bool:
    path = Path(env.doc2path(docname))
    data = _data_of(path)
    by_name, text = config.matches(docname) or is_set_aside(docname), text_of(data)
    # A file in its folder may do so as well.
    by_name = by_name or any(each.kinds for each in defaults_of(env, docname, config))
    by_name = by_name or (config.ablog is not None and any(mark in text for mark in _POSTS))
    folded = data.lower() if b"\0" not in data else text.lower().encode("utf-8", "replace")
    if not by_name and not any(word in folded for word in _WORDS) and not may_hide(text):
        return False  # Nearly all documents of a project without notes end here.
    lowered = text.lower()
    if by_name or any(word in lowered for word in _KIND_KEYS):
        block = block_in_folder(env, text, syntaxes_of(env.config).of(path), docname, config)
        kind, explicit = _kind(block, docname, config)
        if kind == "note" or (kind == "page" and explicit):
            return True
    return (
        _holds_ours(lowered)
        or _hides_a_part(env, path, text, config)
        or any(_hides_something(env, each, config) for each in _included_files(env, docname, lowered, text))
    )


def _hides_a_part(env: BuildEnvironment, path: Path, text: str, config: NotesConfig) -> bool:
    """Return whether any part of *text*, from the file *path*, asks to be hidden, however spelled."""
    myst = getattr(env, "myst_config", None)
    # Comments and blocks with other names occur in any project.
    return any(map(names_ours, hidden_parts(text, syntaxes_of(env.config).of(path), config, myst)))


def _kind(block: Block, docname: str, config: NotesConfig) -> tuple[str, bool]:
    """Return the kind of a document, and whether it says so with a key of this extension.

    ``layout: wide`` may be meant for a generator that once built the project.
    """
    values = {key.lower(): str(value).strip(" []'\"").lower() for key, value in block.values.items()}
    return kind_of(block, docname, config), bool(values.get("kind")) or values.get("layout") == "page"


def _holds_ours(lowered: str) -> bool:
    """Return whether *lowered*, text in lower case, holds a directive that only this extension defines."""
    if ASIDE in lowered or ASIDE.replace("-", "_") in lowered:
        return True
    if "epigraph" in lowered and _EPIGRAPH.search(lowered) and directive_of("epigraph") is Epigraph:
        return True
    return ENTRY in lowered and _ENTRY.search(lowered) is not None and _is_ours(ENTRY)


def _is_ours(name: str) -> bool:
    """Return whether the directive *name* is ours, not one of the project or of another extension."""
    return str(getattr(directive_of(name), "__module__", "")).startswith(f"{PACKAGE}.")


def _included_files(env: BuildEnvironment, docname: str, lowered: str, text: str) -> list[Path]:
    """Return the files of prose that *text*, of the document *docname*, includes verbatim."""
    if "include" not in lowered and ":file:" not in lowered and ":load:" not in lowered:
        return []
    paths = []
    for name in dict.fromkeys(_INCLUDED.findall(text)):
        try:
            path = Path(env.relfn2path(name, docname)[1])
            own = str(env.path2doc(path) or "")
            is_document = own in env.found_docs and Path(env.doc2path(own)) == path
            if path.is_file() and not is_document:
                paths.append(path)
        except (OSError, ValueError, RuntimeError):
            continue  # Reported when the document is read.
    return paths


def _hides_something(env: BuildEnvironment, path: Path, config: NotesConfig) -> bool:
    """Return whether the file *path*, not a document, is hidden or holds a directive that can hide."""
    text = text_of(_data_of(path))
    if _holds_ours(text.lower()) or _hides_a_part(env, path, text, config):
        return True
    docname = str(env.path2doc(path) or "")
    block = block_in_folder(env, text, syntaxes_of(env.config).of(path), docname, config)
    return hides_file(block, docname, config)


def _data_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _was_written(app: Sphinx) -> bool:
    """Return whether the last build wrote notes to the output folder, which may have to be removed."""
    outdir, name = Path(app.outdir), app.builder.name
    return state_path(Path(app.doctreedir), outdir, name).is_file() or bool(Manifest(outdir, name).stamp())
