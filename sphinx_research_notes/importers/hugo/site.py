"""Read the source of a Hugo site, and plan the new one."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ...model.dates import time_zone
from ..bibliography import Bibliography
from ..files import Names, read_text, why_left_alone
from ..front_matter import text_of_keys
from ..markdown.headings import blackfriday_id, github_id, keep_anchors
from ..markdown.links import fragments_in, joined, rewrite_addresses
from ..math_macros import with_macros
from ..records import CopiedFile, Finding, NotImportable, Outcome, Page, Plan, TextFile
from ..redirects import redirect, redirected_file
from ..site_conf import conf_py, requirements
from .addresses import address_of, our_pattern
from .config import Config, read_config
from .context import Context
from .documents import HTML, MARKDOWN, Document, Found, find_documents
from .front import rewrite_front_matter
from .hooks import fragments_of_hooks, keep_terms
from .lists import Lists, sections_of_notes
from .markup import rewritten
from .pages import Pages
from .settings import menus_left_out, site_of
from .template_pages import Tree
from .templates import Own
from .theme import Math, math_of

if TYPE_CHECKING:
    from ..records import Options

STATIC = "static"
_CONFIGS = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default")
_IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".pdf", ".mp4", ".webm", ".mp3"}
#: Larger files aren't shown by templates, in bytes.
_LARGEST = 200_000


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
    #: The paths of files beside pages, for those in one folder.
    sorted: list[str] = field(default_factory=list)
    lowered: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    lists: Lists = field(init=False)
    pages: Pages = field(default_factory=Pages)
    #: Paths on the old site of files, and where they are here.
    static: dict[str, Path] = field(default_factory=dict)
    math: Math = field(default_factory=Math)
    anchors: set[str] = field(default_factory=set)
    #: Former addresses of lists, each with the address here and the title.
    moved: dict[str, tuple[str, str]] = field(default_factory=dict)
    references: Bibliography = field(default_factory=Bibliography)
    own: Own | None = None

    def plan(self) -> Plan:
        """Return what is to be done."""
        self._find()
        documents = self.found.documents
        if not documents:
            folder = self.source / self.config.content()
            raise NotImportable(f"expected pages in {folder}, found none; nothing has been written")
        pattern = our_pattern(documents, self.config)
        pages: list[Any] = [Page(d.file, d.target, d.address, is_draft=d.is_draft) for d in documents]
        texts = [self._text(number, document, pattern) for number, document in enumerate(documents)]
        texts += self.lists.missing()
        taken = {f"{STATIC}/{path}" for path in self.static}
        redirects = [
            redirect(old, new, title, self.config.language[:2])
            for old, (new, title) in self.moved.items()
            if redirected_file(old) not in taken
        ]
        copied = self._copied()
        references = [TextFile("references.bib", self.references.written())] if self.references.keys else []
        site = site_of(
            self.config, self.lists, pattern, has_static=bool(self.static or redirects),
            has_references=bool(references), text="\n".join(d.front.body for d in documents),
            unread=[path for path in self.found.files if path.lower().endswith((".rst", ".rest", ".ipynb"))],
        )  # fmt: skip
        return Plan(
            "Hugo",
            (conf_py(with_macros(site, self.source, self.options)), requirements(), *references, *texts,
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
        self.findings += menus_left_out(self.config)
        notes = sections_of_notes(self.found.documents)
        names = Names()
        for document in self.found.documents:
            document.is_note = document.section in notes and not document.is_list
            document.target = names.take(_target(document))
            document.address = address_of(document, self.config)
            self.pages.add(document)
            self.anchors.update(fragments_in(document.front.body))
        for document in self.found.documents:
            original = self.pages.original(document)
            document.is_translation = bool(document.is_note and original and original.is_note)
        self.lists = Lists(self.config, self.found.documents, notes)
        self._find_static()
        there = {each.address for each in self.found.documents}
        self.moved = {old: new for old, new in self.lists.moved().items() if old not in there}
        self.math = math_of(self.source, self.config)
        tree = Tree(self.pages, self.config, file=self._file, files=self._pictures, read=self._read)
        tree.find_all(self.found.documents)
        self.own = Own(self.source, self.config, tree)
        if self.own.has_hook("render-link"):
            for document in self.found.documents:
                self.anchors.update(fragments_of_hooks(self.own, document))
        self.anchors.update(self.own.fragments())

    def _find_static(self) -> None:
        """Find the files that are copied as they are: those of the site, then the pictures of its themes."""
        for folder in ("static", "assets", *(f"{theme}/static" for theme in self.config.themes())):
            for file in sorted((self.source / folder).rglob("*")):
                path = file.relative_to(self.source / folder)
                is_wanted = folder == "static" or file.suffix.lower() in _IMAGES
                is_hidden = any(step.startswith(".") for step in path.parts)
                if is_wanted and not is_hidden and not why_left_alone(file, self.source):
                    self.static.setdefault(path.as_posix(), file)

    def _text(self, number: int, document: Document, pattern: str) -> TextFile:
        """Return the file that *document* becomes."""
        self.options.progress(number, len(self.found.documents))
        self.findings += document.front.findings(document.file)
        if document.front.fault:
            return TextFile(document.target, read_text(self.source / document.file), document.file)
        context = Context(
            document, self.config, self.pages, self._file, self._pictures, self.options.tags, self.own
        )
        source = rewritten(context, self.config, single_dollars=self.math.on(document))
        rewrite_addresses(source, lambda address: self._address(document, address))
        rule = self.config.text("markup.goldmark.parser.autoheadingidtype")
        wanted = {*self.anchors, *fragments_in(source.text)}
        if self.config.is_on("markup.goldmark.parser.autodefinitiontermid"):
            keep_terms(source, wanted)
        keep_anchors(source, self.anchors, blackfriday_id if rule == "blackfriday" else github_id)
        self.findings += source.findings
        self.findings += rewrite_front_matter(document, self.config, pattern, self.pages.original(document))
        self._image(document)
        body = f"{text_of_keys(document.front)}{source.restored()}"
        if document.is_list and "```{notes}" not in body:
            body = f"{body.rstrip()}\n\n{self._listing(document)}".lstrip("\n")
        head = document.front.written()
        gap = "" if body.startswith("\n") or not head else "\n"
        return TextFile(document.target, f"{head}{gap}{body.rstrip(chr(10))}\n", document.file)

    def _image(self, document: Document) -> None:
        """Write the address of the image in the front matter as it is here."""
        value = document.front.values.get("image")
        name = value.get("source", "") if isinstance(value, dict) else value
        if isinstance(name, str) and name and (found := self._file(document, name)) and found != name:
            document.front.put("image", {**value, "source": found} if isinstance(value, dict) else found)

    def _listing(self, document: Document) -> str:
        """Return the list that Hugo puts on the page of a section."""
        return self.lists.list_of("/".join(PurePosixPath(document.path).parts[:-1]), document.lang)

    def _file(self, document: Document, name: str) -> str:
        """Return the address of the file *name* as *document* has it here; empty if there is none."""
        path = name.split("?")[0]
        if not path.startswith("/") and (found := self._beside(document, document, path)):
            return found
        for place in (joined(document.address or "/", path), path.lstrip("/"), f"media/{path.lstrip('/')}",
                      f"images/{path.lstrip('/')}", f"img/{path.lstrip('/')}"):  # fmt: skip
            if place in self.static:
                return f"/{place.replace(' ', '%20')}"
            if place in self.found.files and place == path.lstrip("/"):
                return posixpath.relpath(place, posixpath.dirname(document.target) or ".")
        return self._of_bundle(document, path)

    def _read(self, document: Document, name: str) -> str | None:
        """Return the text of the file *name* beside *document*, or of the site; None if it has none."""
        place = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), name))
        file = self.static.get(name.lstrip("/")) if name.startswith("/") else self.found.files.get(place)
        is_text = file is not None and file.suffix.lower() not in _IMAGES and file.stat().st_size < _LARGEST
        return read_text(file) if file is not None and is_text else None

    def _lowered(self) -> dict[str, str]:
        """Return the files beside pages by their paths in lower case, as Hugo takes them."""
        if not self.lowered:
            self.lowered = {path.lower(): path for path in self.found.files}
        return self.lowered

    def _beside(self, document: Document, other: Document, path: str) -> str:
        """Return the file that is at *path* beside *other*, in its language or in all, for *document*."""
        place = posixpath.normpath(posixpath.join(posixpath.dirname(other.path), path))
        stem, dot, suffix = place.rpartition(".")
        own = [posixpath.join(other.lang, place), f"{stem}.{other.lang}{dot}{suffix}"] if other.lang else []
        own += [f"{stem}.{self.config.default}{dot}{suffix}"] if self.config.languages else []
        for each in (*own, place, self._lowered().get(place.lower(), "")):
            if each in self.found.files:
                return posixpath.relpath(each, posixpath.dirname(document.target) or ".")
        return ""

    def _pictures(self, document: Document, pattern: str) -> list[str]:
        """Return the pictures beside *document* whose names have *pattern*."""
        folder = posixpath.dirname(document.path)
        prefix = f"{folder}/" if folder else ""
        if not self.sorted:
            self.sorted += sorted(self.found.files)
        found = []
        for path in self.sorted[bisect_left(self.sorted, prefix) :]:
            name = path.removeprefix(prefix)
            if not path.startswith(prefix):
                break
            if PurePosixPath(path).suffix.lower() in _IMAGES and fnmatch(name, pattern):
                found.append(name)
        return found

    def _of_bundle(self, document: Document, path: str) -> str:
        """Return the file that *path* names by the address of the page that it is beside."""
        address = f"/{joined(document.address or '/', path)}"
        folder = address.rpartition("/")[0]
        while folder:
            if other := self.pages.by_address.get(f"{folder}/"):
                return self._beside(document, other, address.removeprefix(f"{folder}/"))
            folder = folder.rpartition("/")[0]
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
            if place in self.pages.by_address:
                return f"{place}{sign}{rest}"
            other = self.pages.find(path, document) if "/" in path else None
            if other is not None and other.address:
                return f"{other.address}{sign}{rest}"
        return None

    def _copied(self) -> list[CopiedFile]:
        """Return the files that are copied: beside their pages, or in the folder of static files."""
        copied = []
        for path, file in self.found.files.items():
            if path.endswith(".bib"):
                self.references.add(read_text(file), PurePosixPath(path).parent.name)
            copied.append(CopiedFile(path, file))
        return copied + [CopiedFile(f"{STATIC}/{path}", file) for path, file in sorted(self.static.items())]


def _target(document: Document) -> str:
    """Return the path of *document* in the new site."""
    path = PurePosixPath(document.path)
    if document.is_list:
        path = path.with_name("index.md")
    if document.lang:
        path = PurePosixPath(document.lang, path)
    return str(path.with_suffix(".md"))
