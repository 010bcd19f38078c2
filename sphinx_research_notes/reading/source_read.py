"""Prepare sources for the parser: extract the front matter, and prevent drafts from being read at all."""

from __future__ import annotations

import re
from dataclasses import replace
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..activation import acts, has_ours
from ..config import NotesConfig, notes_config
from ..diagnostics import report_error, report_faults, warn
from ..frontmatter import extract
from ..frontmatter.ablog import with_posts, without_post
from ..frontmatter.block import FOREIGN, Block, clean
from ..frontmatter.encodings import encoding_fault, text_of
from ..frontmatter.notebooks import completed
from ..frontmatter.syntax import Syntax, syntaxes_of
from ..frontmatter.visibility import treatment
from ..model.note import FrontMatter, Visibility
from ..model.wikilinks import in_brackets
from ..state.domain import data_of
from ..state.file_digests import has_moved
from ..state.read_state import read_state
from ..state.records import pages, set_withheld, withheld
from ..visibility.folders import (
    above,
    block_in_folder,
    defaults_digests,
    faults_in,
    folders_digest,
    folders_of,
    hiding_file,
)
from ..visibility.rules import ABLOG, idle_flag, kind_of, understand
from ..visibility.unlisted import unlisted_in_sources
from ..visibility.withhold import without_hidden_parts
from .obsidian.files import relative_to, vault_file
from .output_folders import take_out
from .publication_times import including, note_examined, whose_time_came, with_parts_whose_time_came

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def extract_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """``source-read``: extract our front matter, and leave the rest, line for line, to the parser."""
    if not has_ours(app.env):
        return
    config = notes_config(app.config)
    config.settings.clock.forget()
    path = Path(app.env.doc2path(docname))
    syntax = syntaxes_of(app.config).of(path)
    source[0] = without_hidden_parts(app.env, source[0], path)
    if config.ablog:
        source[0] = with_posts(source[0], syntax, docname, config.path)
    block = block_in_folder(app.env, source[0], syntax, docname, config)
    state = read_state(app.env)
    state.source = source[0]
    kind = kind_of(block, docname, config)
    if kind in {"", ABLOG}:
        if not kind:
            _report_idle(extract.block_of(source[0], syntax), docname, config)
        return
    front, faults = understand(block, docname, config)
    state.front = _in_its_folder(app.env, docname, _with_image(app.env, front, config), config)
    report_faults(faults, docname)
    state.is_note = kind == "note"
    state.lines = {name.lower(): line for name, line in block.lines.items()}
    state.inherited = {name.lower(): location for name, location in block.inherited.items()}
    state.extra = {
        key: value if isinstance(value, str) else str(value)
        for key, value in block.values.items()
        if key not in FOREIGN and value is not None and not isinstance(value, (dict, list))
    }
    rest = clean(block.rest)
    if syntax is Syntax.MARKDOWN:
        shown = without_post(rest) if config.ablog else rest
        state.leading_title = extract.leading_title(shown, block.body_line)
        rest = loosen_breaks(rest)
    source[0] = completed(rest) if syntax is Syntax.NOTEBOOK else rest


def _with_image(env: BuildEnvironment, front: FrontMatter, config: NotesConfig) -> FrontMatter:
    """Return *front* with the path of an image that it names by a wikilink."""
    image = front.image
    if image is None or not config.wikilinks or (link := in_brackets(image.source)) is None:
        return front
    path = vault_file(env, link.path, image.source)
    return replace(front, image=replace(image, source=relative_to(env, path))) if path else front


def _report_idle(block: Block, docname: str, config: NotesConfig) -> None:
    """Report a key that would hide the document *docname* if it were a note."""
    if name := idle_flag(block, config):
        value = block.values[name]
        setting = f"{name}: {value if isinstance(value, str) else ''}".strip()
        message = f"expected 'kind: page' or 'kind: note' beside {setting!r}, got neither; publishing it"
        warn("plain-page", message, (docname, block.lines.get(name)))


_BREAK = re.compile(r" {0,3}(?:</?br\b[^<>]*>[ \t]*)+", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})")


def loosen_breaks(text: str) -> str:
    """Return *text*, changed so that a ``<br>`` alone on a line no longer swallows the Markdown after it.

    CommonMark reads such a line as the start of an HTML block that runs to the next blank line
    (https://spec.commonmark.org/0.31.2/#html-blocks, condition 7). Between paragraphs it only adds space,
    which the page has anyway: if text follows, the line is replaced by a blank one.
    """
    lines = text.split("\n")
    fence, closed = "", -2
    for place, line in enumerate(lines):
        if match := _CODE_FENCE.match(line):
            mark = match[1]
            if not fence:
                fence = mark if mark[0] != ":" else ""
            elif mark[0] == fence[0] and len(mark) >= len(fence):
                fence, closed = "", place
        elif not fence and _BREAK.fullmatch(line):
            before = lines[place - 1] if place else ""
            after = lines[place + 1] if place + 1 < len(lines) else ""
            ended = not before.strip() or closed == place - 1 or _HEADING.match(before)
            if ended and after.strip():
                lines[place] = ""
    return "\n".join(lines)


#: Whether a document has vanished from an environment in this build.
_vanished: WeakKeyDictionary[BuildEnvironment, bool] = WeakKeyDictionary()


def withhold(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: keep drafts, private notes and unreadable files out of the project.

    What is never read can't get into any output. Return the documents to read again: those whose toctrees
    list a vanished document, and those whose links may now resolve differently.
    """
    config = notes_config(app.config)
    before, unlisted_before = withheld(env), set(unlisted_in_sources(env))
    moved, edited = _moved(env, config)
    moved = moved or whose_time_came(env)
    inheriting = {docname for docname in env.found_docs if edited and not edited.isdisjoint(above(docname))}
    config.settings.clock.forget()
    hidden: set[str] = set()
    plain: set[str] = set()
    for docname in sorted((added | changed | moved | inheriting) & set(env.found_docs)):
        front = _front_matter(env, docname, config)
        if front is _PLAIN:
            plain.add(docname)
        if front is None or not config.shows(front.visibility):
            hidden.add(docname)
            take_out(env, docname, added, changed, removed)
        _note_unlisted(env, docname, front)
    if (root := str(app.config.root_doc)) in hidden:
        message = f"expected a public root document, found {root!r} hidden; cannot build the site"
        report_error("visibility", message, (root, None))
    unlisted_in_sources(env).intersection_update(env.found_docs)
    note_examined(env, set(config.settings.clock.asked))
    set_withheld(env, hidden)
    _report_folders(env, hidden, config)
    inheriting -= plain | hidden
    _report_defaults(env, edited.intersection(folders_of(inheriting)), config)
    _forget(app, hidden | removed)
    _vanished[env] = bool(removed)
    if not acts(env):
        return []
    outdated = _affected(env, changed, removed, before - hidden)
    outdated += [*including(env, before ^ hidden), *with_parts_whose_time_came(env)]
    if unlisted_in_sources(env) != unlisted_before:
        outdated += env.glob_toctrees
    return [docname for docname in (*outdated, *moved, *inheriting) if docname in env.found_docs]


def _note_unlisted(env: BuildEnvironment, docname: str, front: FrontMatter | None) -> None:
    """Remember whether *docname*, a document with the front matter *front*, is unlisted."""
    unlisted_in_sources(env).discard(docname)
    if front is not None and front.visibility is Visibility.UNLISTED:
        unlisted_in_sources(env).add(docname)


def _moved(env: BuildEnvironment, config: NotesConfig) -> tuple[set[str], set[str]]:
    """Return the documents to read again whatever they are, and the folders that give other front matter now.

    Any document may include or link to one that its folder hides, or makes a note.
    """
    if not acts(env):
        data_of(env)["folders"], data_of(env)["defaults"] = "", {}
        return set(), set()
    folders, given = folders_digest(env, config), defaults_digests(env, config)
    before, given_before = data_of(env).get("folders", ""), data_of(env).get("defaults", {})
    data_of(env)["folders"], data_of(env)["defaults"] = folders, given
    edited = {name for name in {*given, *given_before} if given.get(name) != given_before.get(name)}
    return set(env.found_docs) if folders != before else set(), edited


def _report_defaults(env: BuildEnvironment, folders: set[str], config: NotesConfig) -> None:
    """Report what is wrong with the front matter that *folders* give to their notes."""
    for folder in sorted(folders):
        for fault, location in faults_in(env, folder, config):
            warn(fault.subtype, fault.message, location)


def _in_its_folder(
    env: BuildEnvironment, docname: str, front: FrontMatter, config: NotesConfig
) -> FrontMatter:
    """Return *front*, as restricted as the folder of *docname*."""
    file = hiding_file(env, docname, config)
    return replace(front, visibility=front.visibility.stricter(file.visibility)) if file else front


def _report_folders(env: BuildEnvironment, hidden: set[str], config: NotesConfig) -> None:
    """Report each file that hides a folder with *hidden* documents."""
    files = {file for docname in hidden if (file := hiding_file(env, docname, config))}
    for file in sorted(files, key=lambda file: file.path):
        if file.fault is not None:
            message = f"{file.fault.message}; leaving out the notes in the folder until this is fixed"
            report_error(file.fault.subtype, message, f"{file.path}:{file.line or 1}")
        elif not config.shows(file.visibility):
            expected = f"expected '{file.visibility}: true' in each note, got {file.key!r} for a whole folder"
            message = f"{expected}; {treatment(file.visibility)} each note in it"
            warn("visibility", message, f"{file.path}:{file.line or 1}")


def _affected(env: BuildEnvironment, changed: set[str], removed: set[str], shown: set[str]) -> list[str]:
    """Return the documents to read again because of those *changed*, *removed*, or now *shown*."""
    outdated = [d for d, listed in env.toctree_includes.items() if removed.intersection(listed)]
    # MyST decides while reading whether a link leads to a file; a withheld file does exist.
    gone = removed | (shown - set(env.found_docs))
    gone |= {docname for docname in changed if has_moved(env, docname)}
    if gone:
        outdated += [
            d for d, page in pages(env).items() if any(k == "doc" and t in gone for k, t, _ in page.links)
        ]
    return outdated + (_awaiting_files(env) if has_ours(env) else [])


def _awaiting_files(env: BuildEnvironment) -> list[str]:
    """Return the documents that refer to a file that was missing when they were read, and exists now."""
    references = [(d, t) for d, page in pages(env).items() for k, t, _ in page.links if k == "file"]
    # ``isfile`` returns False even for a name that no file can have.
    exists = {name: isfile(Path(env.srcdir, name)) for name in {name for _, name in references}}  # noqa: PTH113
    return [docname for docname, name in references if exists[name]]


def _forget(app: Sphinx, hidden: set[str]) -> None:
    """Remove what an earlier build stored about documents that are *hidden* now, or gone."""
    # Where MyST-NB stores executed notebooks, and their errors.
    run: Any = getattr(getattr(app.env, "mystnb_config", None), "output_folder", "")
    for docname in hidden:
        Path(app.doctreedir, f"{docname}.doctree").unlink(missing_ok=True)
        if not run:
            continue
        paths = [Path(run, f"{docname}{suffix}") for suffix in (".ipynb", ".glue.json")]
        paths.append(Path(app.outdir, "reports", f"{docname}.err.log"))
        for path in paths:
            # If the output is not excluded from the sources, it holds documents.
            if app.env.path2doc(path) not in app.env.found_docs:
                path.unlink(missing_ok=True)
    if hidden and Path(app.outdir) != Path(app.doctreedir):
        # Builders that write the environment beside their pages don't replace the one of the last build.
        Path(app.outdir, "environment.pickle").unlink(missing_ok=True)


def has_vanished(env: BuildEnvironment) -> bool:
    """Return whether a document has vanished from *env* in this build."""
    return _vanished.get(env, False)


#: The front matter of a document that has none of ours.
_PLAIN = FrontMatter()


def _front_matter(env: BuildEnvironment, docname: str, config: NotesConfig) -> FrontMatter | None:
    """Return the front matter of *docname*, empty if it is not ours; None for a note that cannot be read."""
    path = Path(env.doc2path(docname))
    try:
        data = path.read_bytes()
    except OSError:
        return _PLAIN
    undecodable = encoding_fault(data)
    block = block_in_folder(env, text_of(data), syntaxes_of(env.config).of(path), docname, config)
    if not kind_of(block, docname, config):
        return _PLAIN
    if (file := hiding_file(env, docname, config)) and file.fault is not None:
        return None
    if undecodable is not None:
        message = f"{undecodable.message}; leaving out the file until it is saved as UTF-8"
        warn(undecodable.subtype, message, f"{path}:{undecodable.line}")
        return None
    if (fault := block.unreadable) is not None:
        report_error(fault.subtype, fault.message, (docname, fault.line))
        return None
    front, faults = understand(block, docname, config)
    front = _in_its_folder(env, docname, front, config)
    if not config.shows(front.visibility):
        report_faults([fault for fault in faults if fault.subtype == "visibility"], docname)
    return front


def visibility_of(env: BuildEnvironment, docname: str, config: NotesConfig) -> Visibility | None:
    """Return who may see *docname*, by its front matter; None for a note that cannot be read."""
    front = _front_matter(env, docname, config)
    return front.visibility if front else None
