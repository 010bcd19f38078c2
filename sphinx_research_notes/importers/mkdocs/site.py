"""Read the source of a site of MkDocs, and plan the new one."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ...model.permalinks import PlaceError, check_pattern
from ..documents import Document, Links, date_of, keep_address, path_of, paths_in
from ..files import Names, decoded, read_text
from ..front_matter import read_front_matter
from ..markdown.headings import github_id, without_title
from ..markdown.links import fragments_in
from ..math_macros import with_macros
from ..records import CopiedFile, Finding, Outcome, Page, Plan, TextFile
from ..redirects import redirect
from ..site_conf import conf_py
from ..yaml_files import read_yaml
from .blogs import Blog
from .config import CONFIGS, Config, read_config
from .feeds import feed_ids, feeds_of
from .front import links_below, rewrite_front_matter
from .languages import Inside, Languages, languages_of
from .markup import Site, rewritten
from .moved import moved_pages
from .programs import made_by_programs, moved_notebooks, notebooks_in, with_notebooks
from .settings import site_of
from .titles import heading_of, title_of, titles_in_navigation

if TYPE_CHECKING:
    from ..records import Options

_TEXTS = {".md", ".markdown", ".mdown", ".mkdn", ".mkd"}
_OF_THEME = {".css", ".js", ".scss", ".woff", ".woff2", ".ttf"}
#: The folder of files that are copied to the output as they are.
STATIC = "static"


def recognizes(source: Path) -> bool:
    """Whether *source* is the folder of a site of MkDocs."""
    return any((source / name).is_file() for name in CONFIGS)


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the site in *source*; raises NotImportable, and OSError."""
    config = read_config(source)
    return _Import(source, options, config, languages_of(config)).plan()


@dataclass(slots=True)
class _Import:
    """One import on its way."""

    source: Path
    options: Options
    config: Config
    languages: Languages
    documents: dict[str, Document] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    texts: list[TextFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    defaults: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: By path.
    titles: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)
    blogs: tuple[Blog, ...] = ()
    pattern: str = ""

    def plan(self) -> Plan:
        """Return what is to be done."""
        self.blogs = self.config.blogs
        self.pattern = self._checked_pattern()
        self._find()
        self.ids = feed_ids(self.config, self.documents.values())
        self.feeds = feeds_of(self.config)
        links = Links(self.documents, {path: path for path in self.files})
        anchors = frozenset(
            name for each in self.documents.values() for name in fragments_in(each.front.body)
        )
        site = Site(
            self.config,
            lambda document, address: self._link(links, document, address),
            self._read,
            self._added(),
            anchors,
        )
        for number, document in enumerate(self.documents.values()):
            self.options.progress(number, len(self.documents))
            self.texts.append(self._text(document, links, site))
        notebooks = notebooks_in(self.config, self.files)
        self.findings += made_by_programs(self.config)
        if "index.ipynb" not in notebooks and not any(file.target == "index.md" for file in self.texts):
            title = self.config.text("site_name") or "Home"
            self.texts.append(TextFile("index.md", f"# {title}\n\n```{{notes}}\n:group: year\n```\n"))
        copied = [CopiedFile(target, self.source / path) for target, path in sorted(self.files.items())]
        pages = [
            Page(each.path, each.target, each.address, each.is_draft) for each in self.documents.values()
        ]
        pages += (Page(self.files[path], path, address, False) for path, address in notebooks.items())
        redirects = self._redirects(moved_notebooks(notebooks))
        first = self.blogs[0] if self.blogs else Blog()
        described = site_of(
            self.config, first, self.source, self.documents, self.titles, self.pattern,
            STATIC if redirects else "",
        )  # fmt: skip
        conf = conf_py(with_macros(with_notebooks(described, notebooks), self.source, self.options))
        requirements = TextFile("requirements.txt", "sphinx-research-notes\n")
        files: list[TextFile | CopiedFile] = [conf, requirements, *self.texts, *copied, *redirects]
        return Plan("MkDocs", tuple(files), tuple(pages), tuple(self.findings))

    def _checked_pattern(self) -> str:
        try:
            return check_pattern(self.blogs[0].pattern) if self.blogs else ""
        except PlaceError:
            return ""

    def _redirects(self, notebooks: dict[str, tuple[str, str]]) -> list[TextFile]:
        """Return pages for former addresses that no document here has."""
        there = {each.address for each in self.documents.values()}
        first = self.blogs[0] if self.blogs else Blog()
        moved: dict[str, tuple[str, str]] = {}
        for blog in self.blogs:
            moved |= dict(blog.moved_lists(self.documents.values(), first.folder or "notes"))
        pages, found = moved_pages(self.config, self.documents, self.languages)
        self.findings += found
        moved |= pages | notebooks
        language = str(self.config.text("lang") or "en")
        return [
            redirect(old, new.partition("#")[0], title, language, new.partition("#")[2])
            for old, (new, title) in moved.items()
            if old not in there
        ]

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
        navigation = titles_in_navigation(self.config)
        for document in self.documents.values():
            self.titles[document.path] = title_of(document, navigation, self.config.docs)
            self._describe(document)

    def _describe(self, document: Document) -> None:
        """Find out what *document* is, and where it was."""
        for folder in ("", *map(str, reversed(PurePosixPath(document.target).parents[:-1]))):
            document.defaults |= self.defaults.get(folder, {})
        blog = next((each for each in self.blogs if each.holds(document)), None)
        document.is_note = blog is not None
        date = document.value("date")
        document.date = date_of(str(date.get("created") if isinstance(date, dict) else date or ""), UTC)
        document.is_draft = str(document.value("draft")).lower() in {"true", "yes", "on"}
        inside = document.path.removeprefix(f"{self.config.docs}/")
        if not document.is_draft and self.config.is_draft(inside):
            document.is_draft = True
            document.front.put("draft", True)
            self.findings.append(Finding(Outcome.CHANGED, "draft_docs", document.path, None, "a draft here"))
        if not document.is_draft and self.languages.is_unbuilt(inside):
            document.is_draft = True
            document.front.put("draft", True)
            why = "the site says not to build its language: a draft here"
            self.findings.append(Finding(Outcome.CHANGED, "language", document.path, None, why))
        if blog:
            document.address = blog.address(document, self._slug(document))
        else:
            document.address = self._place(document)

    def _place(self, document: Document) -> str:
        """Return the path of a page on the old site."""
        path = self.languages.place(document.target).rpartition(".")[0]
        end = "/" if self.config.folders else ".html"
        address = f"/{self.languages.prefix(document.target)}{path}{end}"
        return re.sub(r"(?<=/)index(?:/|\.html)$", "", address)

    def _slug(self, document: Document) -> str:
        return (
            document.front.text_of("slug")
            or github_id(self.titles[document.path])
            or PurePosixPath(document.target).stem
        )

    def _take_defaults(self, path: str, inside: str) -> None:
        values = read_yaml(self.source / path)
        self.defaults[posixpath.dirname(inside).strip(".")] = values if isinstance(values, dict) else {}
        target = str(PurePosixPath(inside).with_name("_metadata.yml"))
        self.texts.append(TextFile(target, read_text(self.source / path), path))

    def _text(self, document: Document, links: Links, site: Site) -> TextFile:
        """Return the file that *document* becomes."""
        front = document.front
        self.findings += front.findings(document.path)
        if front.fault:
            return TextFile(document.target, read_text(self.source / document.path), document.path)
        below = links_below(document, links, self.config.docs)
        # A text without a heading had its title above it.
        title = "" if heading_of(document) else self.titles[document.path]
        other, language = self._translated(document)
        self.findings += rewrite_front_matter(
            document, title, self.ids.get(document.path, ""), other, language
        )
        if self._is_generated(document.address):
            why = f"the list of labels is at {document.address} here; the page has its default path"
            self.findings.append(Finding(Outcome.CHANGED, "page of tags", document.path, None, why))
        else:
            keep_address(document, self.pattern if document.is_note else "", self._slug(document))
        front.body = without_title(front.body, front.text_of("title"))
        source = rewritten(document, site)
        self.findings += source.findings
        below += self._listing(document)
        head = front.written()
        text = f"{source.restored().strip(chr(10))}{below}".strip("\n")
        return TextFile(
            document.target, f"{head}\n{text}\n" if text and head else f"{head}{text}\n", document.path
        )

    def _is_generated(self, address: str) -> bool:
        """Whether a build makes a list of labels at *address*."""
        path = (self.blogs[0].folder if self.blogs else "") or "notes"
        return address in {f"/{path}/{kind}/" for kind in ("tags", "categories", "authors")}

    def _listing(self, document: Document) -> str:
        names = {f"{each.folder}/index".lstrip("/") for each in self.blogs}
        return "\n\n```{notes}\n:show: summary\n:group: year\n```" if document.docname in names else ""

    def _translated(self, document: Document) -> tuple[str, str]:
        """Return the document of which *document* is a translation, and its language; empty if it is none."""
        root = f"{self.config.docs}/"
        inside = document.path.removeprefix(root)
        language = self.languages.of(inside)
        if language == self.languages.default:
            return "", ""
        other = self.languages.other(inside, {each.removeprefix(root) for each in self.documents})
        return self.documents[f"{root}{other}"].docname if other else "", language

    def _link(self, links: Links, document: Document, address: str) -> str | None:
        root = f"{self.config.docs}/"
        path = path_of(document, address, self.config.docs).removeprefix(root)
        if path in self.feeds:  # No document, but a build makes it where it was.
            return f"{self.config.url.rstrip('/')}/{path}"
        inside = document.path.removeprefix(root)
        new = self.languages.linked(inside, address, Inside(self.documents, root))
        return links.found(document, new, self.config.docs) or (new if new != address else None)

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
            name = str(folder).replace("$config_dir", ".").replace("$docs_dir", self.config.docs)
            file = self.source / name / path
            if file.is_file() and self.source.resolve() in file.resolve().parents:
                return decoded(file.read_bytes())
        return None


def _is_skipped(path: str) -> bool:
    name = path.rstrip("/").rpartition("/")[2]
    return name.startswith(".") and name != ".meta.yml"
