"""From a source to the parser: our front matter is taken out, and drafts are not read at all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from . import frontmatter, schema
from .config import NotesConfig, notes_config
from .desk import desk_of
from .files import project_file
from .nodes import swap
from .shapes import is_true
from .store import pages
from .warnings import report, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def kind_of(block: frontmatter.Block, docname: str, config: NotesConfig) -> str:
    """``note``, ``page``, or nothing for a document whose front matter is not ours."""
    lowered = {key.lower(): value for key, value in block.values.items()}
    said = {key: str(lowered.get(key) or "").strip(" []'\"").lower() for key in schema.KINDS}
    if said["kind"] == "page" or said["layout"] == "page":
        return "page"
    if said["kind"] == "note" or said["layout"] == "post" or is_true(said["blogpost"]):
        return "note"
    if config.matches(docname):
        return "note"
    return "page" if said["kind"] or said["layout"] else ""


def take_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """``source-read``: read our front matter, and leave the parser the rest, line for line."""
    config = notes_config(app.config)
    quoting(app.env)[docname] = _quotes(app)
    suffix = Path(app.env.doc2path(docname)).suffix
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


def quoting(env: BuildEnvironment) -> dict[str, bool]:
    """Whether each document was read with typographic quotes."""
    if not hasattr(env, "research_notes_quoting"):
        env.research_notes_quoting = {}  # type: ignore[attr-defined]
    found: dict[str, bool] = env.research_notes_quoting  # type: ignore[attr-defined]
    return found


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


def withhold(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: keep drafts, private notes and unreadable files out of the project.

    What is never read can reach no output. Returns the documents that list one of the vanished, and
    those with a link to a file that was not there, when new files came.
    """
    config = notes_config(app.config)
    before = _withheld(env)
    kept: set[str] = set()
    for docname in sorted((added | changed) & set(env.found_docs)):
        if _is_withheld(env, docname, config):
            kept.add(docname)
            env.project.docnames.discard(docname)
            added.discard(docname)
            changed.discard(docname)
            if docname in env.all_docs:
                removed.add(docname)
    env.research_notes_withheld = kept  # type: ignore[attr-defined]
    if pages(env):
        quotes = _quotes(app)
        changed.update(d for d, had in quoting(env).items() if had != quotes and d in env.found_docs)
    outdated = [d for d, listed in env.toctree_includes.items() if removed.intersection(listed)]
    # MyST settles while it reads whether a link leads to a file or to nothing; a withheld one is there.
    gone = removed | (before - kept - set(env.found_docs))
    if gone:
        outdated += [
            d for d, page in pages(env).items() if any(k == "doc" and t in gone for k, t, _ in page.links)
        ]
    if added or kept - before:
        outdated += [d for d, page in pages(env).items() if any(k == "file" for k, *_ in page.links)]
    return [docname for docname in outdated if docname in env.found_docs]


def _withheld(env: BuildEnvironment) -> set[str]:
    """The documents that were kept out of the project when it was last looked at."""
    found: set[str] = getattr(env, "research_notes_withheld", set())
    return found


def blank_included(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """``include-read``: a hidden note is not shown by way of a document that includes it."""
    docname = app.env.path2doc(str(Path(app.srcdir, path)))
    if docname in _withheld(app.env):
        warn("visibility", f"{docname} is hidden, and so is not included", parent)
        content[0] = ""


class KeepFromDownload(SphinxTransform):
    """Makes text of a download link to a hidden note; at reading time, before Sphinx collects downloads."""

    default_priority = 9

    def apply(self, **kwargs: Any) -> None:
        hidden = _withheld(self.env)
        for node in list(self.document.findall(addnodes.download_reference)) if hidden else ():
            try:
                _, path = project_file(self.env, node["reftarget"], self.env.docname)
            except OSError:
                continue
            docname = self.env.path2doc(str(path))
            if docname in hidden:
                warn("visibility", f"{docname} is hidden, and so cannot be downloaded", node)
                swap(node, *node.children)


def _is_withheld(env: BuildEnvironment, docname: str, config: NotesConfig) -> bool:
    """Whether *docname* must not be read in this build; an unreadable note is named."""
    path = Path(env.doc2path(docname))
    try:
        data = path.read_bytes()
    except OSError:
        return False
    try:
        text, broken = data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        text, broken = data.decode("utf-8", "replace"), error
    block = frontmatter.block_of(text, path.suffix)
    if not kind_of(block, docname, config):
        return False
    if broken is not None:
        line = data.count(b"\n", 0, broken.start) + 1
        found = data[broken.start : broken.start + 1]
        message = f"{path.name} is not UTF-8: found byte 0x{found.hex()}; the file is left out"
        warn("encoding", message, f"{path}:{line}")
        return True
    front, faults = schema.understand(block, config.settings)
    if config.shows(front.visibility):
        return False
    report([fault for fault in faults if fault.subtype == "visibility"], docname)
    return True


def setup_reading(app: Sphinx) -> None:
    """Connect what happens before a source is parsed."""
    app.connect("env-get-outdated", withhold)
    app.connect("include-read", blank_included)
    app.add_transform(KeepFromDownload)
    app.connect("source-read", take_front_matter, priority=400)
