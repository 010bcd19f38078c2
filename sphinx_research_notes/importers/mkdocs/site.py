"""Read the source of a site of MkDocs, and plan the new one."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ...model.permalinks import PlaceError, check_pattern
from ..documents import Document, Links, date_of, keep_address, paths_in
from ..files import Names, decoded, read_text
from ..front_matter import read_front_matter
from ..markdown.headings import github_id
from ..records import CopiedFile, Finding, Outcome, Page, Plan, TextFile
from ..site_conf import Site, conf_py
from ..yaml_files import read_yaml
from .config import CONFIGS, Config, read_authors, read_config
from .front import links_below, rewrite_front_matter, title_of
from .markup import rewritten

if TYPE_CHECKING:
    from ..records import Options

_TEXTS = {".md", ".markdown", ".mdown", ".mkdn", ".mkd"}
_OF_THEME = {".css", ".js", ".scss", ".woff", ".woff2", ".ttf"}


def recognizes(source: Path) -> bool:
    """Whether *source* is the folder of a site of MkDocs."""
    return any((source / name).is_file() for name in CONFIGS)


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the site in *source*; raises NotImportable, and OSError."""
    return _Import(source, options, read_config(source)).plan()


@dataclass(slots=True)
class _Import:
    """One import on its way."""

    source: Path
    options: Options
    config: Config
    documents: dict[str, Document] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    texts: list[TextFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    defaults: dict[str, dict[str, Any]] = field(default_factory=dict)
    pattern: str = ""

    def plan(self) -> Plan:
        """Return what is to be done."""
        try:
            self.pattern = check_pattern(self.config.pattern)
        except PlaceError:
            self.pattern = ""
        self._find()
        links = Links(self.documents, {path: path for path in self.files})
        for number, document in enumerate(self.documents.values()):
            self.options.progress(number, len(self.documents))
            self.texts.append(self._text(document, links))
        if not any(file.target == "index.md" for file in self.texts):
            title = self.config.text("site_name") or "Home"
            self.texts.append(TextFile("index.md", f"# {title}\n\n```{{notes}}\n:group: year\n```\n"))
        copied = [CopiedFile(target, self.source / path) for target, path in sorted(self.files.items())]
        pages = (
            Page(each.path, each.target, each.address, each.is_draft) for each in self.documents.values()
        )
        return Plan(
            "MkDocs",
            (
                conf_py(self._site()),
                TextFile("requirements.txt", "sphinx-research-notes\n"),
                *self.texts,
                *copied,
            ),
            tuple(pages),
            tuple(self.findings),
        )

    def _find(self) -> None:
        """Find what there is, and decide where it goes."""
        names, root = Names(), f"{self.config.docs}/"
        paths = list(paths_in(self.source / self.config.docs, self.options, _is_skipped))
        for inside in paths:
            path, pure = f"{root}{inside}", PurePosixPath(inside)
            if pure.name != ".meta.yml" and self.config.is_excluded(inside):
                self.findings.append(Finding(Outcome.LEFT_OUT, "file", path, None, "the site excludes it"))
                continue
            if pure.name == ".meta.yml":
                self._take_defaults(path, inside)
            elif pure.suffix.lower() in _TEXTS:
                name = (
                    "index"
                    if pure.stem == "README" and str(pure.with_name("index.md")) not in paths
                    else pure.stem
                )
                document = Document(path, read_front_matter(read_text(self.source / path)))
                document.target = names.take(str(pure.with_name(f"{name}.md")))
                self.documents[path] = document
            elif pure.suffix.lower() in _OF_THEME:
                self.findings.append(
                    Finding(
                        Outcome.LEFT_OUT, f"{pure.suffix} file", path, None, "only the old theme needed it"
                    )
                )
            elif not pure.name.startswith("."):
                self.files[inside] = path
        for document in self.documents.values():
            self._describe(document)

    def _describe(self, document: Document) -> None:
        """Find out what *document* is, and where it was."""
        for folder in ("", *map(str, reversed(PurePosixPath(document.target).parents[:-1]))):
            document.defaults |= self.defaults.get(folder, {})
        posts = self.config.posts
        is_blog = self.config.options_of("plugins", "blog") is not None
        document.is_note = is_blog and document.target.startswith(f"{posts}/")
        date = document.value("date")
        document.date = date_of(str(date.get("created") if isinstance(date, dict) else date or ""), UTC)
        document.is_draft = str(document.value("draft")).lower() in {"true", "yes", "on"}
        if not document.is_draft and self.config.is_draft(document.path.removeprefix(f"{self.config.docs}/")):
            document.is_draft = True
            document.front.put("draft", True)
            self.findings.append(Finding(Outcome.CHANGED, "draft_docs", document.path, None, "a draft here"))
        if document.is_note:
            document.address = self._address(document)
        else:
            end = "/" if self.config.folders else ".html"
            path = f"/{document.docname}{end}"
            document.address = re.sub(r"(?<=/)index(?:/|\.html)$", "", path)

    def _address(self, document: Document) -> str:
        """Return the path of a post on the old site; empty if it cannot be told."""
        date = document.date.moment if document.date else None
        values = {
            "slug": self._slug(document),
            "title": PurePosixPath(document.target).stem,
            "slugified_categories": "/".join(
                github_id(each) for each in document.front.list_of("categories")
            ),
        }
        if date:
            values |= {
                "year": f"{date:%Y}",
                "month": f"{date:%m}",
                "day": f"{date:%d}",
                "short_year": f"{date:%y}",
                "i_month": f"{date.month}",
                "i_day": f"{date.day}",
                "y_day": f"{date:%j}",
                "short_month": f"{date:%b}",
                "long_month": f"{date:%B}",
            }
        fields = re.findall(r"\{(\w+)\}", self.config.pattern)
        if document.is_draft or any(name not in values for name in fields):
            return ""
        return re.sub("//+", "/", re.sub(r"\{(\w+)\}", lambda match: values[match[1]], self.config.pattern))

    def _slug(self, document: Document) -> str:
        return (
            document.front.text_of("slug")
            or github_id(title_of(document))
            or PurePosixPath(document.target).stem
        )

    def _take_defaults(self, path: str, inside: str) -> None:
        values = read_yaml(self.source / path)
        self.defaults[posixpath.dirname(inside).strip(".")] = values if isinstance(values, dict) else {}
        target = str(PurePosixPath(inside).with_name("_metadata.yml"))
        self.texts.append(TextFile(target, read_text(self.source / path), path))

    def _text(self, document: Document, links: Links) -> TextFile:
        """Return the file that *document* becomes."""
        front = document.front
        self.findings += front.findings(document.path)
        if front.fault:
            return TextFile(document.target, read_text(self.source / document.path), document.path)
        below = links_below(document, links, self.config.docs)
        self.findings += rewrite_front_matter(document)
        keep_address(document, self.pattern, self._slug(document))
        source = rewritten(document, self.config, links, self._read, self._added())
        self.findings += source.findings
        is_list = document.docname in {f"{self.config.blog}/index", self.config.blog or "index"}
        if is_list and self.config.options_of("plugins", "blog") is not None:
            below += "\n\n```{notes}\n:group: year\n```"
        head = front.written()
        text = f"{source.restored().strip(chr(10))}{below}".strip("\n")
        return TextFile(
            document.target, f"{head}\n{text}\n" if text and head else f"{head}{text}\n", document.path
        )

    def _added(self) -> str:
        """Return what the site puts at the end of each text, such as abbreviations."""
        options = self.config.options_of("markdown_extensions", "pymdownx.snippets") or {}
        given = options.get("auto_append")
        return (
            "\n\n".join(text for each in given if (text := self._read(str(each))))
            if isinstance(given, list)
            else ""
        )

    def _read(self, path: str) -> str | None:
        """Return the text of a snippet."""
        options = self.config.options_of("markdown_extensions", "pymdownx.snippets") or {}
        base = options.get("base_path", ".")
        for folder in (*(base if isinstance(base, list) else [base]), self.config.docs):
            file = self.source / str(folder) / path
            if file.is_file() and self.source.resolve() in file.resolve().parents:
                return decoded(file.read_bytes())
        return None

    def _site(self) -> Site:
        """Return what is known of the site."""
        config = self.config
        url = config.text("site_url")
        theme = config.values.get("theme")
        language = theme.get("language") if isinstance(theme, dict) else None
        notes = [each for each in self.documents.values() if each.is_note]
        options = config.options_of("plugins", "blog") or {}
        people = str(options.get("authors_file") or "{blog}/.authors.yml").replace("{blog}", config.blog)
        has_feed = config.options_of("plugins", "rss") is not None and url
        return Site(
            title=config.text("site_name") or "Notes",
            author=config.text("site_author"),
            url=url if url.startswith(("http://", "https://")) else "",
            language=str(language or "en").replace("-", "_"),
            tagline=config.text("site_description"),
            copyright=re.sub(r"<[^>]*>", "", config.text("copyright")),
            match=(f"{config.posts}/**",) if notes else (),
            path=config.blog or "notes",
            permalink=self.pattern if notes else "",
            authors=read_authors(self.source / config.docs / people.strip("/")),
            feeds={"feed_rss_created.xml": "rss", "feed_json_created.json": "json"} if has_feed else {},
            nav=dict(_nav(config, self.documents)),
            more={"notes_future": "hide"} if options.get("draft_if_future_date") is True else {},
            source=config.source,
        )


def _is_skipped(path: str) -> bool:
    name = path.rstrip("/").rpartition("/")[2]
    return name.startswith(".") and name != ".meta.yml"


def _nav(config: Config, documents: dict[str, Document]) -> list[tuple[str, str]]:
    """Return the pages that are linked on top of each page: those that the navigation begins with."""
    links = []
    given = config.values.get("nav")
    for each in given if isinstance(given, list) else []:
        for text, path in each.items() if isinstance(each, dict) else [("", each)]:
            first = path
            while isinstance(first, list) and first:
                first = next(iter(first[0].values()), "") if isinstance(first[0], dict) else first[0]
            document = documents.get(f"{config.docs}/{first}") if isinstance(first, str) else None
            if document and document.docname != "index":
                links.append((str(text) or title_of(document), document.docname))
    return links[:6]
