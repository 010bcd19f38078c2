"""Read the source of a Hugo site, and plan the new one."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ...model.dates import time_zone
from ..bibliography import Bibliography
from ..files import Names, read_text, why_left_alone
from ..front_matter import text_of_keys
from ..markdown.headings import blackfriday_id, github_id, keep_anchors
from ..markdown.links import fragments_in, joined, rewrite_addresses
from ..records import CopiedFile, Finding, NotImportable, Outcome, Page, Plan, TextFile
from ..redirects import redirect, redirected_file
from ..site_conf import conf_py, requirements
from .addresses import address_of, our_pattern
from .config import Config, read_config
from .context import Context
from .documents import HTML, MARKDOWN, Document, Found, find_documents
from .front import rewrite_front_matter
from .markup import rewritten
from .settings import lists_of, moved_lists, sections_of_notes, site_of
from .theme import Math, math_of

if TYPE_CHECKING:
    from ..records import Options

STATIC = "static"
_CONFIGS = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default")
_IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".pdf", ".mp4", ".webm", ".mp3"}


def recognizes(source: Path) -> bool:
    """Whether *source* is the folder of a Hugo site."""
    names = (*_CONFIGS, "config.toml", "config.yaml", "config.yml", "config.json")
    return (source / "content").is_dir() and any((source / name).exists() for name in names)


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the site in *source*; raises NotImportable, and OSError."""
    return _Import(source, options, read_config(source)).plan()


@dataclass(slots=True)
class _Import:
    """One import on its way."""

    source: Path
    options: Options
    config: Config
    found: Found = field(default_factory=Found)
    findings: list[Finding] = field(default_factory=list)
    #: Section names.
    notes: list[str] = field(default_factory=list)
    pages: dict[str, Document] = field(default_factory=dict)
    #: Paths on the old site of files, and where they are here.
    static: dict[str, Path] = field(default_factory=dict)
    beside: set[str] = field(default_factory=set)
    math: Math = field(default_factory=Math)
    anchors: set[str] = field(default_factory=set)
    #: Former addresses of lists, each with the address here and the title.
    moved: dict[str, tuple[str, str]] = field(default_factory=dict)
    references: Bibliography = field(default_factory=Bibliography)

    def plan(self) -> Plan:
        """Return what is to be done."""
        self._find()
        documents = self.found.documents
        if not documents:
            folder = self.source / self.config.content()
            raise NotImportable(f"expected pages in {folder}, found none; nothing has been written")
        pattern = our_pattern(documents, self.config)
        pages: list[Any] = [
            Page(d.file, d.target, d.address, is_draft=d.text("draft").lower() == "true") for d in documents
        ]
        texts = [self._text(number, document, pattern) for number, document in enumerate(documents)]
        texts += self._missing_lists()
        taken = {f"{STATIC}/{path}" for path in self.static}
        redirects = [
            redirect(old, new, title, self.config.language[:2])
            for old, (new, title) in self.moved.items()
            if redirected_file(old) not in taken
        ]
        copied = self._copied()
        references = [TextFile("references.bib", self.references.written())] if self.references.keys else []
        site = site_of(
            self.config, documents, self.notes, pattern, has_static=bool(self.static or redirects),
            has_references=bool(references), text="\n".join(d.front.body for d in documents),
        )  # fmt: skip
        return Plan(
            "Hugo",
            (conf_py(site), requirements(), *references, *texts,
             *redirects, *copied),
            tuple(pages),
            tuple(self.findings),
        )  # fmt: skip

    def _find(self) -> None:
        """Find what there is, and decide where it goes."""
        zone = UTC
        try:
            self.found = find_documents(
                self.source, self.config, self.options, time_zone(self.config.text("timezone") or "UTC")
            )
        except ValueError:
            self.found = find_documents(self.source, self.config, self.options, zone)
        for path, reason in self.found.unread.items():
            self.findings.append(Finding(Outcome.UNKNOWN, "file", path, None, reason))
        for path in self.found.ignored:
            self.findings.append(
                Finding(Outcome.LEFT_OUT, "file", path, None, "the site ignores it (ignoreFiles)")
            )
        self.notes = sections_of_notes(self.found.documents)
        names = Names()
        for document in self.found.documents:
            document.is_note = document.section in self.notes and not document.is_list
            document.target = names.take(_target(document))
            document.address = address_of(document, self.config)
            key = document.path.removesuffix(document.suffix).lower()
            self.pages.setdefault(key.removesuffix("/_index").removesuffix("/index"), document)
            self.anchors.update(fragments_in(document.front.body))
        self.beside = set(self.found.files)
        for folder, prefix in (("static", ""), ("assets", "")):
            for file in sorted((self.source / folder).rglob("*")):
                path = f"{prefix}{file.relative_to(self.source / folder).as_posix()}"
                is_wanted = file.suffix.lower() in _IMAGES if folder == "assets" else True
                is_hidden = any(step.startswith(".") for step in PurePosixPath(path).parts)
                if is_wanted and not is_hidden and not why_left_alone(file, self.source):
                    self.static.setdefault(path, file)
        there = {each.address for each in self.found.documents}
        self.moved = {
            old: new
            for old, new in moved_lists(self.config, self.found.documents, self.notes)
            if old not in there
        }
        self.math = math_of(self.source, self.config)

    def _text(self, number: int, document: Document, pattern: str) -> TextFile:
        """Return the file that *document* becomes."""
        self.options.progress(number, len(self.found.documents))
        self.findings += document.front.findings(document.file)
        if document.front.fault:
            return TextFile(document.target, read_text(self.source / document.file), document.file)
        context = Context(document, self.config, self.pages, self._file, self.options.tags, self.source)
        source = rewritten(context, self.config, single_dollars=self.math.on(document))
        rewrite_addresses(source, lambda address: self._address(document, address))
        rule = self.config.text("markup.goldmark.parser.autoheadingidtype")
        keep_anchors(source, self.anchors, blackfriday_id if rule == "blackfriday" else github_id)
        self.findings += source.findings
        self.findings += rewrite_front_matter(document, self.config, pattern)
        self._image(document)
        body = f"{text_of_keys(document.front)}{source.restored()}"
        if document.is_list and "```{notes}" not in body:
            body = f"{body.rstrip()}\n\n{_listing(document, self.notes)}".lstrip("\n")
        head = document.front.written()
        gap = "" if body.startswith("\n") or not head else "\n"
        return TextFile(document.target, f"{head}{gap}{body.rstrip(chr(10))}\n", document.file)

    def _image(self, document: Document) -> None:
        """Write the address of the image in the front matter as it is here."""
        value = document.front.values.get("image")
        name = value.get("source", "") if isinstance(value, dict) else value
        if isinstance(name, str) and name and (found := self._file(document, name)) and found != name:
            document.front.put("image", {**value, "source": found} if isinstance(value, dict) else found)

    def _missing_lists(self) -> list[TextFile]:
        """Return the home page, and those of sections, that Hugo made without a file."""
        there = {each.target for each in self.found.documents}
        made = []
        if "index.md" not in there:
            title = self.config.text("title") or "Home"
            made.append(TextFile("index.md", f"---\ntitle: {title!r}\nkind: page\n---\n\n{_LIST}"))
        for section in self.notes:
            if f"{section}/index.md" not in there and section != lists_of(self.notes):
                title = section.replace("-", " ").capitalize()
                text = f"---\ntitle: {title}\nkind: page\npermalink: /{section}/\n---\n\n{_list_of(section)}"
                made.append(TextFile(f"{section}/index.md", text))
        return made

    def _file(self, document: Document, name: str) -> str:
        """Return the address of the file *name* as *document* has it here; empty if there is none."""
        path = name.split("?")[0]
        folder = posixpath.dirname(document.path)
        beside = posixpath.normpath(posixpath.join(folder, path)) if not path.startswith("/") else ""
        if beside and beside in self.beside:
            return posixpath.relpath(beside, posixpath.dirname(document.target) or ".")
        for place in (joined(document.address or "/", path), path.lstrip("/"), f"media/{path.lstrip('/')}",
                      f"images/{path.lstrip('/')}", f"img/{path.lstrip('/')}"):  # fmt: skip
            if place in self.static:
                return f"/{place.replace(' ', '%20')}"
            if place in self.beside and place == path.lstrip("/"):
                return posixpath.relpath(place, posixpath.dirname(document.target) or ".")
        return self._of_bundle(document, path)

    def _of_bundle(self, document: Document, path: str) -> str:
        """Return the file that *path* names by the address of the page that it is beside."""
        address = f"/{joined(document.address or '/', path)}"
        folder, _, name = address.rpartition("/")
        for other in self.found.documents:
            if other.address == f"{folder}/":
                beside = posixpath.normpath(posixpath.join(posixpath.dirname(other.path), name))
                if beside in self.beside:
                    return posixpath.relpath(beside, posixpath.dirname(document.target) or ".")
        return ""

    def _address(self, document: Document, address: str) -> str | None:
        """Return what a relative *address* in *document* is here; None if it can stay."""
        path, sign, rest = address.partition("#")
        if moved := self.moved.get(f"{path.rstrip('/')}/"):
            return f"/{moved[0]}"
        if path.endswith(tuple(MARKDOWN)):
            link = Context(document, self.config, self.pages).link_to(path)
            return f"{link}{sign}{rest}" if link else None
        found = self._file(document, path.replace("%20", " "))
        if found:
            return found.replace(" ", "%20") if found != path else None
        if not path.startswith("/") and document.address and not path.endswith(tuple(HTML)):
            place = f"/{joined(document.address, path)}/"
            if any(each.address == place for each in self.found.documents):
                return f"{place}{sign}{rest}"
        return None

    def _copied(self) -> list[CopiedFile]:
        """Return the files that are copied: beside their pages, or in the folder of static files."""
        content = self.source / self.config.content()
        copied = []
        for path in self.found.files:
            if path.endswith(".bib"):
                self.references.add(read_text(content / path), PurePosixPath(path).parent.name)
            copied.append(CopiedFile(path, content / path))
        return copied + [CopiedFile(f"{STATIC}/{path}", file) for path, file in sorted(self.static.items())]


_LIST = "```{notes}\n:group: year\n```\n"


def _list_of(section: str) -> str:
    return f"```{{notes}}\n:match: {section}/**\n:group: year\n```\n"


def _listing(document: Document, notes: list[str]) -> str:
    """Return the list that Hugo puts on the page of a section."""
    folder = "/".join(PurePosixPath(document.path).parts[:-1])
    if not folder:
        return _LIST if notes else ""
    return _list_of(folder) if folder.split("/")[0] in notes else ""


def _target(document: Document) -> str:
    """Return the path of *document* in the new site."""
    path = PurePosixPath(document.path)
    if document.is_list:
        path = path.with_name("index.md")
    if document.lang:
        path = PurePosixPath(document.lang, path)
    return str(path.with_suffix(".md"))
