"""From a source to its record: front matter is taken out, titles are put in, drafts are not read at all."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from logging import Filter, getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms import SphinxTransform
from sphinx.util import docname_join

from . import frontmatter, labels, schema
from .config import NotesConfig, notes_config
from .dates import file_name_date, format_when
from .note import FrontMatter, Note
from .queries import Query
from .store import Aside, Page, pages
from .warnings import Fault, report, warn
from .works import cited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The class of an entry's node, which also carries its anchor as first id.
ENTRY = "note-entry"


@dataclass(slots=True)
class Desk:
    """What is gathered about a document while it is read."""

    #: The front matter, where it is ours to read.
    front: FrontMatter | None = None
    is_note: bool = False
    #: Unknown keys, for ``env.metadata``.
    extra: dict[str, str] = field(default_factory=dict)
    #: Whether a Markdown source opens with a heading of the first level.
    leading_title: bool | None = None
    #: The text it was read from.
    source: str = ""
    #: The entries in it, not yet named: front matter by anchor.
    entries: dict[str, FrontMatter] = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    lists_asides: bool = False
    labels: list[tuple[str, str]] = field(default_factory=list)
    withheld: bool = False


def desk_of(env: BuildEnvironment) -> Desk:
    """The desk of the document that is being read."""
    desk: Desk | None = env.current_document.get("research_notes")
    if desk is None:
        desk = env.current_document["research_notes"] = Desk()
    return desk


# What a document is.


def kind_of(block: frontmatter.Block, docname: str, config: NotesConfig) -> str:
    """``note``, ``page``, or nothing for a document whose front matter is not ours."""
    said = {key: str(block.values.get(key) or "").strip().lower() for key in schema.KINDS}
    if said["kind"] == "page" or said["layout"] == "page":
        return "page"
    if said["kind"] == "note" or said["layout"] == "post" or schema.is_true(said["blogpost"]):
        return "note"
    if config.matches(docname):
        return "note"
    return "page" if said["kind"] or said["layout"] else ""


def take_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """``source-read``: read our front matter, and leave the parser the rest, line for line."""
    config = notes_config(app.config)
    _quoting(app.env)[docname] = _quotes(app)
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


def _quoting(env: BuildEnvironment) -> dict[str, bool]:
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


_BREAK = re.compile(r" {0,3}<br\s*/?>[ \t]*", re.IGNORECASE)
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})")


def loosen_breaks(text: str) -> str:
    """*text* in which a ``<br>`` alone on a line no longer swallows the Markdown after it.

    CommonMark reads such a line as the start of an HTML block that runs to the next blank line
    (https://spec.commonmark.org/0.31.2/#html-blocks, condition 7). Between paragraphs it only makes
    room, which the page does by itself: where text follows, the line becomes a blank one.
    """
    lines = text.split("\n")
    fence = ""
    for place, line in enumerate(lines):
        if match := _CODE_FENCE.match(line):
            mark = match[1]
            if not fence:
                fence = mark if mark[0] != ":" else ""
            elif mark[0] == fence[0] and len(mark) >= len(fence):
                fence = ""
        elif not fence and _BREAK.fullmatch(line):
            before = lines[place - 1] if place else ""
            after = lines[place + 1] if place + 1 < len(lines) else ""
            if not before.strip() and after.strip():
                lines[place] = ""
    return "\n".join(lines)


# Drafts are not read.


def withhold(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: keep drafts, private notes and unreadable files out of the project.

    What is never read can reach no output. Returns the documents that list one of the vanished, and
    those with a link to a file that was not there, when new files came.
    """
    config = notes_config(app.config)
    for docname in sorted((added | changed) & set(env.found_docs)):
        if _is_withheld(env, docname, config):
            env.project.docnames.discard(docname)
            added.discard(docname)
            changed.discard(docname)
            if docname in env.all_docs:
                removed.add(docname)
    if pages(env):
        quotes = _quotes(app)
        changed.update(d for d, had in _quoting(env).items() if had != quotes and d in env.found_docs)
    outdated = [d for d, listed in env.toctree_includes.items() if removed.intersection(listed)]
    if removed:
        # MyST settles while it reads whether a link leads to a document or to nothing.
        outdated += [
            d for d, page in pages(env).items() if any(k == "doc" and t in removed for k, t, _ in page.links)
        ]
    if added:
        outdated += [d for d, page in pages(env).items() if any(k == "file" for k, *_ in page.links)]
    return [docname for docname in outdated if docname in env.found_docs]


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
    front, _ = schema.understand(block, config.settings)
    return not config.shows(front.visibility)


# Titles.


class NoteTitle(SphinxTransform):
    """Gives every note one section that holds it all, under its title.

    The title comes from front matter, else from a leading heading of the first level; an untitled note
    gets its name, marked so that pages hide it. Runs before Locale (20), which then translates the
    title, and before the transforms that settle targets and references.
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        desk = desk_of(self.env)
        if desk.front is None:
            return
        start = _body_start(self.document)
        body = self.document.children[start:]
        first = body[0] if body else None
        title = desk.front.title
        leads = isinstance(first, nodes.section) and desk.leading_title is not False
        if isinstance(first, nodes.section) and (
            (leads and not title) or (title and _same(first[0].astext(), title))
        ):
            section, inner = first, body[1:]
        else:
            section, inner = self._wrap(title, desk), body
        del self.document.children[start:]
        section.extend(inner)
        self.document.append(section)

    def _wrap(self, title: str | None, desk: Desk) -> nodes.section:
        """A section with the title from front matter, or with a hidden name."""
        assert desk.front is not None
        section = nodes.section()
        line = 1
        if title:
            heading = nodes.title(title, title)
            section["names"].append(nodes.fully_normalize_name(title))
            self.document.note_implicit_target(section, section)
        else:
            name = name_from(self.document, desk.front, self.env.docname, notes_config(self.config))
            heading = nodes.title(name, name, classes=["visually-hidden"], translatable=False)
            section["ids"].append("untitled")
            section["untitled"] = True
        for node in (section, heading):
            node.source, node.line = self.document["source"], line
        section.append(heading)
        return section


def _body_start(document: nodes.document) -> int:
    """The place of the first node that belongs to the text, after docinfo and invisible nodes."""
    quiet = (nodes.comment, nodes.substitution_definition, nodes.target, nodes.field_list,
             nodes.docinfo, nodes.meta, nodes.pending, nodes.system_message)  # fmt: skip
    place = 0
    for node in document.children:
        if not isinstance(node, quiet) or (isinstance(node, nodes.field_list) and place > 0):
            break
        place += 1
    return place


def _same(one: str, other: str) -> bool:
    """Whether two titles read the same."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def name_from(body: nodes.Element, front: FrontMatter, docname: str, config: NotesConfig) -> str:
    """What an untitled note is called: its first words, else its date, else its file."""
    if words := labels.first_words(lead_of(body)):
        return words
    when = front.date or file_name_date(_stem(docname), config.zone)[0]
    return format_when(when, config.date_format, "en") if when else _stem(docname)


def _stem(docname: str) -> str:
    """The file name that says what a document is; a folder's ``index`` goes by the folder."""
    parts = docname.split("/")
    return parts[-2] if parts[-1] in {"index", "README"} and len(parts) > 1 else parts[-1]


class SiteRootImages(SphinxTransform):
    """Finds images with a leading slash in ``notes_site_root``, as the generator a blog came from did."""

    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        root = notes_config(self.config).site_root
        if not root or desk_of(self.env).front is None:
            return
        for image in self.document.findall(nodes.image):
            uri = image["uri"]
            if uri.startswith("/") and not uri.startswith(("//", f"/{root}/")):
                image["uri"] = f"/{root}{uri}"


class HeadingLevels(Filter):
    """Drops MyST's "Document headings start at H2" for notes whose first heading we supply.

    MyST warns while it parses, before a transform can put the title in, and knows no option to tell it
    that the title stands elsewhere.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self.app = app

    def filter(self, record: Any) -> bool:
        if getattr(record, "subtype", "") != "header" or "headings start at" not in str(record.msg):
            return True
        return desk_of(self.app.env).front is None


# The record.


def lead_of(body: nodes.Element) -> str:
    """The plain text before ``<!--more-->``, else of the first paragraph."""
    before: list[str] = []
    for node in body.findall():
        if isinstance(node, (nodes.comment, nodes.raw)) and _is_more(node):
            return " ".join(before)
        if isinstance(node, nodes.paragraph) and _is_text(node, body) and (text := _plain(node)):
            before.append(text)
    return before[0] if before else ""


def _is_more(node: nodes.Element) -> bool:
    return node.astext().replace("<!--", "").replace("-->", "").strip().lower() == "more"


def _is_text(node: nodes.Node, body: nodes.Element) -> bool:
    """Whether a paragraph is running text: not in a footnote, an aside, a quotation, another entry."""
    parent = node.parent
    while parent is not None and parent is not body:
        if isinstance(parent, (nodes.footnote, nodes.citation, nodes.sidebar, nodes.Admonition,
                               nodes.topic, nodes.table, nodes.figure, nodes.field_list)):  # fmt: skip
            return False
        if {ENTRY, "note-aside", "epigraph"} & set(parent.get("classes", ())):
            return False
        parent = parent.parent
    return True


def _plain(node: nodes.Node) -> str:
    """The text of *node* without footnote marks and raw markup."""
    text = " ".join("".join(_texts(node)).split())
    return re.sub(r" ([,.;:!?])", r"\1", text)


def _texts(node: nodes.Node) -> Iterator[str]:
    silent = (nodes.footnote_reference, nodes.citation_reference, nodes.raw, nodes.image,
              nodes.system_message, nodes.problematic, nodes.comment, addnodes.index)  # fmt: skip
    if isinstance(node, nodes.Text):
        yield str(node)
    elif isinstance(node, silent) or _is_mark(node):
        return
    else:
        for child in node.children:
            yield from _texts(child)


def _is_mark(node: nodes.Node) -> bool:
    """Whether *node* is a badge, or a citation that is not settled yet."""
    if isinstance(node, addnodes.pending_xref):
        return bool(node.get("refdomain") == "cite")
    return isinstance(node, nodes.Element) and "note-status" in node["classes"]


class NoteCollector(EnvironmentCollector):
    """Makes the record of a document from what was gathered and from its finished doctree."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        pages(env).pop(docname, None)
        _quoting(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Any, other: BuildEnvironment
    ) -> None:
        theirs = pages(other)
        pages(env).update({d: theirs[d] for d in docnames if d in theirs})
        _quoting(env).update({d: had for d, had in _quoting(other).items() if d in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        env, docname = app.env, app.env.docname
        desk = desk_of(env)
        config = notes_config(app.config)
        head = _head(env, desk, doctree, config) if desk.front is not None else None
        page = Page(
            head=head,
            is_note=desk.is_note,
            entries=tuple(_entries(env, desk, doctree, head, config)),
            asides=tuple(desk.asides),
            queries=tuple(desk.queries),
            lists_asides=desk.lists_asides,
            labels=tuple(dict.fromkeys(desk.labels)),
            links=_links(env, doctree),
            withheld=desk.withheld,
        )
        if page != Page():
            pages(env)[docname] = page
        metadata = env.metadata[docname]
        for key, value in desk.extra.items():
            metadata.setdefault(key, value)
        if head is not None or page.entries:
            metadata["orphan"] = True


def _head(
    env: BuildEnvironment, desk: Desk, doctree: nodes.document, config: NotesConfig
) -> Note:
    """The record of a document whose front matter is ours."""
    front, docname = desk.front, env.docname
    assert front is not None
    section = next(iter(doctree.findall(nodes.section)), doctree)
    titled = isinstance(section, nodes.section) and not section.get("untitled")
    shown = env.titles[docname].astext()
    dated, stem = file_name_date(_stem(docname), config.zone)
    if dated is None and front.date is None and re.match(r"\d{4}-\d\d-\d\d-", _stem(docname)):
        report([Fault("date", f"the file name's date {_stem(docname)[:10]} does not exist")], docname)
    values = {name: getattr(front, name) for name in FrontMatter.__dataclass_fields__}
    lead = front.summary or lead_of(section)
    values.update(
        title=shown if titled else None,
        date=front.date or dated,
        authors=front.authors or config.default_authors,
        license=front.license or config.license,
    )
    return Note(
        **values, docname=docname, name=shown, titled=titled, stem=stem,
        lead=_cut(lead), digest=_digest(env, desk.source), withheld=desk.withheld,
        works=cited(env, doctree),
    )  # fmt: skip


def _cut(text: str, limit: int = 400) -> str:
    """*text* at a length that a list or a card can show."""
    return text if len(text) <= limit else labels.first_words(text, limit)


def _digest(env: BuildEnvironment, source: str) -> str:
    """A digest of *source* and of the files it is made from."""
    total = hashlib.sha256(source.encode("utf-8", "surrogatepass"))
    for name in sorted(str(path) for path in env.dependencies.get(env.docname, ())):
        path = Path(env.srcdir, name)
        try:
            state = path.stat()
        except OSError:
            continue
        total.update(_file_digest(path, state.st_mtime_ns, state.st_size))
    return total.hexdigest()[:16]


@lru_cache(maxsize=1000)
def _file_digest(path: Path, mtime: int, size: int) -> bytes:
    """The digest of a file's bytes; its time and size only say when to look again."""
    return hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""


def _entries(
    env: BuildEnvironment, desk: Desk, doctree: nodes.document, head: Note | None, config: NotesConfig
) -> Iterator[Note]:
    """The records of the entries in *doctree*, in its order."""
    if not desk.entries:
        return
    digest = _digest(env, desk.source)
    for node in doctree.findall(lambda n: isinstance(n, nodes.Element) and ENTRY in n["classes"]):
        assert isinstance(node, nodes.Element)
        anchor = node["ids"][0]
        front = desk.entries[anchor]
        titled = isinstance(node, nodes.section)
        lead = front.summary or lead_of(node)
        name = node[0].astext() if titled else labels.first_words(lead)
        if not name and front.date:
            name = format_when(front.date, config.date_format, "en")
        values = {key: getattr(front, key) for key in FrontMatter.__dataclass_fields__}
        values.update(
            title=name if titled else None,
            authors=front.authors or (head.authors if head else config.default_authors),
            license=front.license or (head.license if head else config.license),
        )
        if head is not None:
            values["visibility"] = front.visibility.stricter(head.visibility)
        yield Note(
            **values, docname=env.docname, anchor=anchor, name=name, titled=titled,
            lead=_cut(lead), digest=digest,
        )  # fmt: skip


def _links(env: BuildEnvironment, doctree: nodes.document) -> tuple[tuple[str, str, str], ...]:
    """What the cross-references of *doctree* name, each once."""
    found: dict[tuple[str, str, str], None] = {}
    for node in doctree.findall(addnodes.pending_xref):
        kind, target = node.get("reftype", ""), str(node.get("reftarget", ""))
        if node.get("refdomain") == "doc" or kind == "doc":
            docname = target.lstrip("/") if node.get("refdomain") == "doc" else _absolute(env, target)
            found["doc", docname, str(node.get("reftargetid") or "")] = None
        elif kind == "myst" and target.partition("#")[0].endswith(tuple(env.config.source_suffix)):
            found["file", target, ""] = None
        elif node.get("refdomain") in {"std", "", None}:
            found["std", target, kind] = None
    return tuple(found)


def _absolute(env: BuildEnvironment, target: str) -> str:
    """The docname that a ``doc`` role in the current document names."""
    return docname_join(env.docname, target)


def setup_reading(app: Sphinx) -> None:
    """Connect what happens from source to record."""
    app.connect("env-get-outdated", withhold)
    app.connect("source-read", take_front_matter, priority=400)
    app.add_transform(NoteTitle)
    app.add_transform(SiteRootImages)
    app.add_env_collector(NoteCollector)
    app.connect("builder-inited", _mind_headings)


def _mind_headings(app: Sphinx) -> None:
    """Put the filter on MyST's logger, once for this application."""
    logger = getLogger("sphinx.myst_parser.warnings_")
    for old in [each for each in logger.filters if isinstance(each, HeadingLevels)]:
        logger.removeFilter(old)
    logger.addFilter(HeadingLevels(app))
