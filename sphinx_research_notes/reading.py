"""From a source to the parser: our front matter is taken out, and drafts are not read at all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from . import frontmatter, schema
from .config import NotesConfig, notes_config
from .cutting import cut_hidden
from .desk import desk_of
from .gates import unlisted
from .hiding import kind_of
from .note import FrontMatter, Visibility
from .store import pages, withheld
from .warnings import report, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def take_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """``source-read``: read our front matter, and leave the parser the rest, line for line."""
    config = notes_config(app.config)
    read_as(app.env)[docname] = (_quotes(app), _time_of(app.env, docname))
    suffix = Path(app.env.doc2path(docname)).suffix
    source[0] = cut_hidden(app.env, source[0], Path(app.env.doc2path(docname)))
    block = frontmatter.block_of(source[0], suffix)
    desk = desk_of(app.env)
    desk.source = source[0]
    kind = kind_of(block, docname, config)
    if not kind:
        return
    desk.front, faults = schema.understand(block, config.settings)
    report(faults, docname)
    desk.is_note = kind == "note"
    desk.lines = {name.lower(): line for name, line in block.lines.items()}
    desk.extra = {
        key: value if isinstance(value, str) else str(value)
        for key, value in block.values.items()
        if key not in frontmatter.FOREIGN and value is not None and not isinstance(value, (dict, list))
    }
    rest = frontmatter.clean(block.rest)
    if suffix not in {".rst", ".txt", ".rest", ".ipynb"}:
        desk.leading_title = frontmatter.leading_title(rest, block.body_line)
        rest = loosen_breaks(rest)
    source[0] = rest


def read_as(env: BuildEnvironment) -> dict[str, tuple[bool, int]]:
    """Whether each document was read with typographic quotes, and the time of its file then."""
    if not hasattr(env, "research_notes_read_as"):
        env.research_notes_read_as = {}  # type: ignore[attr-defined]
    found: dict[str, tuple[bool, int]] = env.research_notes_read_as  # type: ignore[attr-defined]
    return found


def _time_of(env: BuildEnvironment, docname: str) -> int:
    """When the file of *docname* was changed: Sphinx does not see that an older file took its place."""
    try:
        return Path(env.doc2path(docname)).stat().st_mtime_ns
    except OSError:
        return 0


def _quotes(app: Sphinx) -> bool:
    """Whether the builder gets typographic quotes: Sphinx decides by builder, and while it reads.

    So the doctrees that ``text`` or ``man`` made are not those that ``html`` would have made.
    """
    excluded = (app.config.smartquotes_excludes or {}).get("builders", [])
    return bool(app.config.smartquotes) and app.builder.name not in excluded


_BREAK = re.compile(r" {0,3}(?:</?br\b[^<>]*>[ \t]*)+", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})")


def loosen_breaks(text: str) -> str:
    """*text* in which a ``<br>`` alone on a line no longer swallows the Markdown after it.

    CommonMark reads such a line as the start of an HTML block that runs to the next blank line
    (https://spec.commonmark.org/0.31.2/#html-blocks, condition 7). Between paragraphs it only makes
    room, which the page does by itself: where text follows, the line becomes a blank one.
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


#: Environments from which a document has vanished in this build.
_vanished: WeakKeyDictionary[BuildEnvironment, bool] = WeakKeyDictionary()


def withhold(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: keep drafts, private notes and unreadable files out of the project.

    What is never read can reach no output. Returns the documents that list one of the vanished, and
    those with a link to a file that was not there, when new files came.
    """
    config = notes_config(app.config)
    before, unlisted_before = withheld(env), set(unlisted(env))
    kept: set[str] = set()
    for docname in sorted((added | changed) & set(env.found_docs)):
        front = _front_matter(env, docname, config)
        unlisted(env).discard(docname)
        if front is None or not config.shows(front.visibility):
            kept.add(docname)
            env.project.docnames.discard(docname)
            added.discard(docname)
            changed.discard(docname)
            if docname in env.all_docs:
                removed.add(docname)
        elif front.visibility is Visibility.UNLISTED:
            unlisted(env).add(docname)
    unlisted(env).intersection_update(env.found_docs)
    env.research_notes_withheld = kept  # type: ignore[attr-defined]
    _forget(app, kept)
    _vanished[env] = bool(removed)
    if pages(env):
        quotes = _quotes(app)
        known = [(d, had) for d, had in read_as(env).items() if d in env.found_docs]
        changed.update(d for d, had in known if had != (quotes, _time_of(env, d)))
    outdated = [d for d, listed in env.toctree_includes.items() if removed.intersection(listed)]
    # MyST settles while it reads whether a link leads to a file or to nothing; a withheld one is there.
    gone = removed | (before - kept - set(env.found_docs))
    if gone:
        outdated += [
            d for d, page in pages(env).items() if any(k == "doc" and t in gone for k, t, _ in page.links)
        ]
    if added or kept - before:
        outdated += [d for d, page in pages(env).items() if any(k == "file" for k, *_ in page.links)]
    if unlisted(env) != unlisted_before:
        outdated += env.glob_toctrees
    return [docname for docname in outdated if docname in env.found_docs]


def _forget(app: Sphinx, hidden: set[str]) -> None:
    """Remove what an earlier build has kept of documents that are *hidden* now."""
    for docname in hidden:
        Path(app.doctreedir, f"{docname}.doctree").unlink(missing_ok=True)


def has_vanished(env: BuildEnvironment) -> bool:
    """Whether a document has vanished from *env* in this build."""
    return _vanished.get(env, False)


def _front_matter(env: BuildEnvironment, docname: str, config: NotesConfig) -> FrontMatter | None:
    """What the head of *docname* says, as far as it is ours; None for a note that cannot be read."""
    path = Path(env.doc2path(docname))
    try:
        data = path.read_bytes()
    except OSError:
        return FrontMatter()
    try:
        text, broken = data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        text, broken = data.decode("utf-8", "replace"), error
    block = frontmatter.block_of(text, path.suffix)
    if not kind_of(block, docname, config):
        return FrontMatter()
    if broken is not None:
        line = data.count(b"\n", 0, broken.start) + 1
        found = data[broken.start : broken.start + 1]
        message = f"{path.name} is not UTF-8: found byte 0x{found.hex()}; the file is left out"
        warn("encoding", message, f"{path}:{line}")
        return None
    front, faults = schema.understand(block, config.settings)
    if not config.shows(front.visibility):
        report([fault for fault in faults if fault.subtype == "visibility"], docname)
    return front


def setup_reading(app: Sphinx) -> None:
    """Connect what happens before a source is parsed."""
    app.connect("env-get-outdated", withhold)
    app.connect("source-read", take_front_matter, priority=400)
