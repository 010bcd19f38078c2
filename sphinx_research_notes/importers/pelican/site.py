"""Read the source of a site of Pelican, and plan the new one."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from ...model.dates import time_zone
from ...model.permalinks import PlaceError, check_pattern
from ..documents import Document, date_of, keep_address, paths_in
from ..files import Names, decoded, read_text
from ..markdown.headings import github_id
from ..markdown.links import joined as address_from
from ..markdown.source import Source
from ..records import CopiedFile, Finding, Outcome, Page, Plan, TextFile
from ..site_conf import conf_py
from . import notebooks
from .config import CONFIGS, Config, filled, read_config
from .markup import LINK, linked, rewritten
from .metadata import read_markdown, read_rest, rest_fields, rewrite_markdown, status_of
from .settings import site_of

if TYPE_CHECKING:
    from datetime import tzinfo

    from ..records import Options

#: The folder of the files that keep their addresses.
STATIC = "static"
_MARKDOWN = {".md", ".markdown", ".mkd", ".mdown"}
#: Settings with patterns that may tell the date of an article.
_METADATA = ("FILENAME_METADATA", "PATH_METADATA", "DEFAULT_METADATA", "EXTRA_PATH_METADATA")
_LISTS = {"tag": "tags", "category": "categories", "author": "authors"}


def recognizes(source: Path) -> bool:
    """Whether *source* is the folder of a site of Pelican."""
    return (source / CONFIGS[0]).is_file()


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the site in *source*; raises NotImportable, and OSError."""
    config = read_config(source)
    try:
        zone = time_zone(config.text("TIMEZONE") or "UTC")
    except ValueError:
        zone = UTC
    return _Import(source, options, config, zone).plan()


@dataclass(slots=True)
class _Import:
    """One import on its way."""

    source: Path
    options: Options
    config: Config
    zone: tzinfo
    #: By their paths in the folder of the texts.
    documents: dict[str, Document] = field(default_factory=dict)
    #: Address, without the leading slash, to path in the folder of the texts.
    files: dict[str, str] = field(default_factory=dict)
    #: Files that Pelican publishes only where a text links to them.
    others: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    pattern: str = ""

    def plan(self) -> Plan:
        """Return what is to be done."""
        try:
            self.pattern = check_pattern(self.config.pattern)
        except PlaceError:
            self.pattern = ""
        self._find()
        texts = []
        for number, document in enumerate(self.documents.values()):
            self.options.progress(number, len(self.documents))
            texts.append(self._text(document))
        if not any(file.target in {"index.md", "index.rst"} for file in texts):
            title = self.config.text("SITENAME") or "Home"
            texts.append(TextFile("index.md", f"# {title}\n\n```{{notes}}\n:group: year\n```\n"))
        root = self.source / self.config.content
        for path in sorted(self.others - set(self.files.values())):
            self.findings.append(Finding(Outcome.LEFT_OUT, "file", path, None, "Pelican doesn't publish it"))
        copied = [CopiedFile(f"{STATIC}/{to}", root / path) for to, path in sorted(self.files.items())]
        pages = tuple(
            Page(self._path(each.path), each.target, each.address, each.is_draft)
            for each in self.documents.values()
        )
        static = STATIC if self.files else ""
        has_notebooks = any(file.target.endswith(".ipynb") for file in texts)
        documents = tuple(self.documents.values())
        conf = conf_py(site_of(self.config, documents, self.pattern, static, has_notebooks=has_notebooks))
        files: tuple[TextFile | CopiedFile, ...] = (
            conf,
            TextFile("requirements.txt", "sphinx-research-notes\n"),
            *texts,
            *copied,
        )
        return Plan(
            "Pelican",
            files,
            pages,
            tuple(replace(each, file=self._path(each.file)) for each in self.findings),
        )

    def _path(self, path: str) -> str:
        """Return the path in the source of one in the folder of the texts."""
        return posixpath.join(self.config.content, path)

    def _find(self) -> None:
        """Find what there is, and decide where it goes."""
        names = Names()
        moved = self.config.values.get("EXTRA_PATH_METADATA")
        pages = self.config.list_of("PAGE_PATHS", ("pages",))
        without = [*self.config.list_of("ARTICLE_EXCLUDES", ()), *self.config.list_of("PAGE_EXCLUDES", ())]
        static = self.config.list_of("STATIC_PATHS", ("images",))
        for path in paths_in(self.source / self.config.content, self.options, _is_skipped):
            suffix = PurePosixPath(path).suffix.lower()
            is_text = suffix in _MARKDOWN | {".rst"}
            if is_text and not _is_in(path, [*without, *(each for each in static if each)]):
                text = read_text(self.source / self.config.content / path)
                document = Document(path, read_rest(text) if suffix == ".rst" else read_markdown(text))
                document.is_note = not _is_in(path, pages)
                self._describe(document)
                target = str(PurePosixPath(path).with_suffix(".rst" if suffix == ".rst" else ".md"))
                if document.is_note and not target.startswith("posts/"):
                    target = f"posts/{target}"
                document.target = names.take(target)
                self.documents[path] = document
            elif suffix in {".html", ".htm"} and not _is_in(path, static):
                self.findings.append(
                    Finding(
                        Outcome.UNKNOWN,
                        "article in HTML",
                        path,
                        None,
                        "expected Markdown or reStructuredText; left out",
                    )
                )
            elif not _is_in(path, [*static, *self._moved()]):
                self.others.add(path)
            else:
                given = moved.get(path) if isinstance(moved, dict) else None
                to = given.get("path") if isinstance(given, dict) else None
                self.files[str(to or path).lstrip("/")] = path

    def _moved(self) -> list[str]:
        moved = self.config.values.get("EXTRA_PATH_METADATA")
        return list(moved) if isinstance(moved, dict) else []

    def _describe(self, document: Document) -> None:
        """Find out the date, the status and the address of *document*."""
        front, defaults = document.front, self.config.values.get("DEFAULT_METADATA")
        default = str(defaults.get("status") or "") if isinstance(defaults, dict) else ""
        status = status_of(document, default)
        document.defaults["status"] = status
        document.is_draft = status in {"draft", "skip"}
        stem = PurePosixPath(document.path).stem
        named = re.match(r"\d{4}-\d{2}-\d{2}", stem)
        document.date = date_of(front.text_of("date") or (named[0] if named else ""), self.zone)
        if document.is_note and not document.date and not self._has_default_date() and not document.is_draft:
            # Pelican skips it, with a message that few have read.
            document.defaults["status"], document.is_draft = "draft", True
            why = "expected a date, as Pelican publishes no article without, found none; it is a draft here"
            self.findings.append(Finding(Outcome.CHANGED, "article without a date", document.path, None, why))
        own = front.text_of("save_as") or front.text_of("url")
        category = (
            front.text_of("category")
            or self._category(document)
            or self.config.text("DEFAULT_CATEGORY", "misc")
        )
        values = {
            "slug": self._slug(document),
            "category": self.config.slug(category),
            "filename": stem,
            "lang": front.text_of("lang") or self.config.text("DEFAULT_LANG", "en"),
            "author": self.config.slug(front.text_of("author") or self.config.text("AUTHOR")),
        }
        if not document.is_draft:
            pattern = own or self.config.address("ARTICLE" if document.is_note else "PAGE")
            local = document.date.moment.astimezone(self.zone) if document.date else None
            document.address = filled(pattern, local, values)

    def _has_default_date(self) -> bool:
        """Whether the site gives a date to articles that say none."""
        values = self.config.values
        return bool(values.get("DEFAULT_DATE")) or any(
            "date" in str(values.get(each, "")) for each in _METADATA
        )

    def _slug(self, document: Document) -> str:
        front, stem = document.front, PurePosixPath(document.path).stem
        if slug := front.text_of("slug"):
            return slug
        by_title = self.config.text("SLUGIFY_SOURCE", "title") == "title"
        return self.config.slug(front.text_of("title") if by_title and front.text_of("title") else stem)

    def _category(self, document: Document) -> str:
        folder = posixpath.dirname(document.path).rpartition("/")[2]
        return folder if self.config.values.get("USE_FOLDER_AS_CATEGORY", True) else ""

    def _text(self, document: Document) -> TextFile:
        """Return the file that *document* becomes."""
        status, category = str(document.defaults["status"]), self._category(document)
        if document.suffix == ".rst":
            return self._rest(document, status, category)
        self.findings += rewrite_markdown(document, status, category)
        keep_address(document, self.pattern, self._slug(document))
        if "slug" in document.front.values and not self.pattern:
            document.front.drop("slug")
        head = document.front.written()
        if notebooks.TAG.search(document.front.body):
            text = notebooks.joined(
                head, document.front.body, lambda path: self._read("NOTEBOOK_DIR", "notebooks", path)
            )
            if text is not None:
                document.target = str(PurePosixPath(document.target).with_suffix(".ipynb"))
                self.findings.append(
                    Finding(
                        Outcome.CHANGED, "{% notebook %}", document.path, None, "the note is the notebook"
                    )
                )
                return TextFile(document.target, text, document.path)
        source = rewritten(
            document,
            lambda kind, path: self._link(document, kind, path),
            lambda path: self._read("CODE_DIR", "code", path),
            self.options.tags,
            single=self._has_formulas(document),
            address=lambda address: self._address(document, address),
        )
        self.findings += source.findings
        body = source.restored().strip("\n")
        return TextFile(document.target, f"{head}\n{body}\n" if body else head, document.path)

    def _rest(self, document: Document, status: str, category: str) -> TextFile:
        """Return a document in reStructuredText: only its fields and its links with braces are changed."""
        before = dict(document.front.values)
        for name in ("url", "save_as"):
            document.front.drop(name)
        keep_address(document, self.pattern, self._slug(document))
        kept = {name: value for name, value in document.front.values.items() if before.get(name) != value}
        source = Source(rest_fields(document, status, category, kept), document.path)
        source.sub(
            LINK, lambda match: linked(source, match, lambda kind, path: self._link(document, kind, path))
        )
        self.findings += source.findings
        return TextFile(document.target, source.text, document.path)

    def _has_formulas(self, document: Document) -> bool:
        plugins = [str(each) for each in self.config.list_of("PLUGINS", ())]
        return any("math" in each for each in plugins) or bool(
            re.search(r"\$\\|\\[a-z]+\{", document.front.body)
        )

    def _link(self, document: Document, kind: str, path: str) -> str | None:
        """Return what a link with braces leads to here; None if there is no such thing."""
        path, sign, fragment = unquote(path).partition("#")
        if kind == "index":
            return "/"
        if kind in _LISTS:
            return f"/posts/{_LISTS[kind]}/{github_id(path)}"
        place = (
            path.lstrip("/")
            if path.startswith("/")
            else posixpath.normpath(posixpath.join(posixpath.dirname(document.path), path))
        )
        if other := self.documents.get(place):
            new = posixpath.relpath(other.target, posixpath.dirname(document.target) or ".")
            if document.suffix == ".rst" or other.suffix == ".rst":
                new = other.address or f"/{other.docname}.html"
            return f"{quote(new, safe='/.-_~')}{sign}{fragment}"
        place, query, _ = place.partition("?")
        if query and place in self.documents:
            return self._link(document, kind, f"/{place}")
        if place in self.others and kind in {"static", "attach", "filename"}:
            at = posixpath.join(
                posixpath.dirname((document.address or "/").lstrip("/")), posixpath.basename(place)
            )
            self.files[at if kind == "attach" else place] = place
        found = next((to for to, source in self.files.items() if source == place), None)
        return f"/{quote(found, safe='/.-_~')}{sign}{fragment}" if found else None

    def _address(self, document: Document, address: str) -> str | None:
        """Return what a relative *address* without braces is here."""
        path = address.partition("#")[0]
        if path.endswith(tuple(_MARKDOWN)):
            return self._link(document, "filename", address)
        found = address_from(document.address or "/", path)
        return f"/{quote(found, safe='/.-_~')}" if found in self.files and not path.startswith("/") else None

    def _read(self, option: str, default: str, path: str) -> str | None:
        root = self.source / self.config.content
        file = root / self.config.text(option, default) / path
        return (
            decoded(file.read_bytes())
            if file.is_file() and root.resolve() in file.resolve().parents
            else None
        )


def _is_in(path: str, folders: list[str]) -> bool:
    return any(
        path == each.strip("/") or path.startswith(f"{each.strip('/')}/")
        for each in folders
        if each.strip("/")
    )


def _is_skipped(path: str) -> bool:
    return path.rstrip("/").rpartition("/")[2].startswith((".", "__pycache__"))
