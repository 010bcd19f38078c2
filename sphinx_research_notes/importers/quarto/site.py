"""Read the source of a Quarto site, and plan the new one."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from datetime import UTC
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ..bibliography import Bibliography
from ..documents import Document, Links, date_of, keep_address, paths_in
from ..files import Names, decoded, read_text
from ..front_matter import read_front_matter
from ..records import CopiedFile, Finding, NotImportable, Outcome, Page, Plan, TextFile
from ..site_conf import conf_py
from ..yaml_files import read_yaml
from .context import Context
from .front import folder_defaults, listing_below, rewrite_front_matter, shown_above
from .frozen import frozen_text
from .markup import rewritten
from .project import CONFIGS, TEXTS, Project, read_project, texts_of
from .settings import index_page, site_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..records import Options
    from ..records import TextFile as Text
    from ..site_conf import Site

_DEFAULTS = {"_metadata.yml", "_metadata.yaml"}
#: The folder of files that are copied to the output as they are.
STATIC = "static"


def recognizes(source: Path) -> bool:
    """Whether *source* is the folder of a Quarto project."""
    return any((source / name).is_file() for name in CONFIGS)


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the site in *source*; raises NotImportable, and OSError."""
    if not source.is_dir():
        raise NotImportable(f"expected the folder of a project, found {source}; nothing has been written")
    return _Import(source, options, read_project(source)).plan()


@dataclass(slots=True)
class _Import:
    """One import on its way."""

    source: Path
    options: Options
    project: Project
    documents: dict[str, Document] = field(default_factory=dict)
    notebooks: dict[str, Document] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    bibliography: Bibliography = field(default_factory=Bibliography)
    labels: dict[str, str] = field(default_factory=dict)
    resources: dict[str, str] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)
    #: By file: the keys in it, and those that they have here.
    keys: dict[str, dict[str, str]] = field(default_factory=dict)

    def plan(self) -> Plan:
        """Return what is to be done."""
        self._find()
        if not self.documents and not self.notebooks:
            expected = f"expected documents of Quarto (*.qmd, *.md, *.ipynb) in {self.source}"
            raise NotImportable(f"{expected}, found none; nothing has been written")
        self._match()
        links = Links({**self.documents, **self.notebooks}, self.files)
        for number, document in enumerate(self.documents.values()):
            self.options.progress(number, len(self.documents))
            self.texts.append(self._text(document, links))
        if not any(file.target == "index.md" for file in self.texts):
            self.texts.append(index_page(self.project))
        references = self.bibliography.written()
        if references:
            self.texts.append(TextFile("references.bib", references))
        every = [*self.documents.values(), *self.notebooks.values()]
        copied = [CopiedFile(target, self.source / path) for target, path in sorted(self.files.items())]
        copied += [CopiedFile(f"{STATIC}/{path}", self.source / path) for path in sorted(self.resources)]
        return Plan(
            "Quarto",
            (
                conf_py(self._described(references)),
                TextFile("requirements.txt", "sphinx-research-notes\n"),
                *self.texts,
                *copied,
            ),
            tuple(Page(each.path, each.target, each.address, each.is_draft) for each in every),
            tuple(self.findings),
        )

    def _find(self) -> None:
        """Find what there is, and decide where it goes."""
        names = Names()
        for path in paths_in(self.source, self.options, self._is_skipped):
            suffix = PurePosixPath(path).suffix.lower()
            name = path.rpartition("/")[2]
            if name in _DEFAULTS:
                self._take_defaults(path)
            elif suffix in TEXTS and self.project.is_rendered(path):
                document = Document(path, read_front_matter(read_text(self.source / path)))
                document.target = names.take(str(PurePosixPath(path).with_suffix(".md")))
                self.documents[path] = document
            elif suffix == ".ipynb" and self.project.is_rendered(path):
                self.notebooks[path] = Document(path, target=names.take(path))
                self.files[path] = path
            elif suffix in TEXTS or suffix == ".ipynb":
                self._leave_out("file", path, "Quarto doesn't render it")
            elif self.project.is_resource(path):
                self.resources[path] = path
            elif suffix != ".bib":
                self.files[path] = path
        for each in (*self.documents.values(), *self.notebooks.values()):
            each.address = _address(each)
            each.defaults = self._defaults_of(each)
            each.date = date_of(each.front.text_of("date"), UTC)
            said = each.value("draft")
            each.is_draft = str(said).lower() in {"true", "yes"} or self.project.is_draft(each.path)

    def _is_skipped(self, path: str) -> bool:
        if path.rpartition("/")[2] in _DEFAULTS:
            return False
        return self.project.is_skipped(path)

    def _leave_out(self, construct: str, path: str, why: str) -> None:
        self.findings.append(Finding(Outcome.LEFT_OUT, construct, path, None, why))

    def _take_defaults(self, path: str) -> None:
        values = read_yaml(self.source / path)
        self.defaults[posixpath.dirname(path)] = values if isinstance(values, dict) else {}
        text, found = folder_defaults(read_text(self.source / path), path)
        self.findings += found
        if text.strip():
            self.texts.append(TextFile(str(PurePosixPath(path).with_suffix(".yml")), text, path))

    def _defaults_of(self, document: Document) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for folder in ("", *map(str, reversed(PurePosixPath(document.path).parents[:-1]))):
            found |= self.defaults.get(folder, {})
        return found

    def _match(self) -> None:
        """Decide which documents are notes: those in listings, or with a date."""
        patterns = self._patterns()
        for document in (*self.documents.values(), *self.notebooks.values()):
            document.is_note = any(fnmatch(document.docname, each.replace("**", "*")) for each in patterns)
            if document.is_note and document.path in self.documents and "listing" in document.front.values:
                document.front.put("kind", "page")
                document.is_note = False

    def _patterns(self) -> list[str]:
        """Return patterns of what is listed; without listings, the folders of dated documents."""
        found: list[str] = []
        for document in self.documents.values():
            listing = document.front.values.get("listing")
            for each in listing if isinstance(listing, list) else [listing]:
                contents = texts_of(each.get("contents") if isinstance(each, dict) else None)
                if isinstance(each, dict) and str(each.get("feed", "")).lower() not in {"", "false"}:
                    self.feeds[str(PurePosixPath(document.path).with_suffix(".xml"))] = "rss"
                found += (
                    _pattern(document, text) for text in contents or [f"{document.folder or 'posts'}/**"]
                )
        dated = [each for each in self.documents.values() if each.front.text_of("date")]
        useful = [
            p for p in dict.fromkeys(found) if any(fnmatch(d.docname, p.replace("**", "*")) for d in dated)
        ]
        folders = sorted({each.path.partition("/")[0] for each in dated if "/" in each.path})
        return useful or [f"{folder}/**" for folder in folders]

    def _text(self, document: Document, links: Links) -> TextFile:
        """Return the file that *document* becomes."""
        front = document.front
        self.findings += front.findings(document.path)
        if front.fault:
            return TextFile(document.target, read_text(self.source / document.path), document.path)
        above, found = shown_above(document)
        self.findings += found
        below = listing_below(document)
        context = self._context(document)
        self.findings += rewrite_front_matter(document, self.project)
        keep_address(document, "")
        body = front.body
        lines: Sequence[int] = range(front.body_line, front.body_line + body.count("\n") + 1)
        frozen = frozen_text(self.source, document)
        if frozen and frozen.is_old:
            self.findings.append(
                Finding(
                    Outcome.UNKNOWN,
                    "results in _freeze",
                    document.path,
                    None,
                    "older than the text; not used",
                )
            )
        elif frozen:
            body, lines = frozen.body, frozen.lines
            self.files |= dict(frozen.files)
            self.findings.append(
                Finding(Outcome.KEPT, "results in _freeze", document.path, None, "the results of cells")
            )
        source = rewritten(context, body, lines, links)
        self.findings += source.findings
        title = _title_of(document)
        if title:
            front.put("title", title)
        head = front.written()
        text = f"{above}{source.restored().strip(chr(10))}\n{below}".strip("\n")
        return TextFile(document.target, f"{head}\n{text}\n" if text else head, document.path)

    def _described(self, references: str) -> Site:
        """Return what is known of the site as a whole."""
        every = (*self.documents.values(), *self.notebooks.values())
        is_numbered = any("{numref}" in file.text for file in self.texts)
        static = STATIC if self.resources else ""
        has_notebooks = bool(self.notebooks)
        return site_of(
            self.project,
            every,
            self.feeds,
            references,
            static,
            is_numbered=is_numbered,
            has_notebooks=has_notebooks,
        )

    def _context(self, document: Document) -> Context:
        meta = {**self.project.values, **document.defaults, **document.front.values}
        keys: dict[str, str] = {}
        for base, value in (
            ("", self.project.value("bibliography")),
            ("", self.project.value("website.bibliography")),
            *(
                (folder, each.get("bibliography"))
                for folder, each in self.defaults.items()
                if _is_in(document, folder)
            ),
            (document.folder, document.front.values.get("bibliography")),
        ):
            for name in texts_of(value):
                keys |= self._keys(
                    posixpath.normpath(posixpath.join("" if name.startswith("/") else base, name.lstrip("/")))
                )
        return Context(document, self.project, meta, self._read, keys, self.options.tags, self.labels)

    def _keys(self, path: str) -> dict[str, str]:
        """Return the keys of the works in the file at *path*."""
        if path not in self.keys:
            file = self.source / path
            self.keys[path] = {}
            if file.is_file() and file.suffix.lower() == ".bib":
                text = read_text(file)
                stem = posixpath.dirname(path).rpartition("/")[2] or file.stem
                renamed = self.bibliography.add(text, re.sub(r"[^\w-]+", "-", stem))
                own = re.findall(r"@\s*\w+\s*[{(]\s*([^\s,{}=\"]+)\s*,", text)
                self.keys[path] = {key: renamed.get(key, key) for key in own}
            else:
                self._leave_out(
                    "bibliography", path, "expected a .bib file" if file.is_file() else "it isn't there"
                )
        return self.keys[path]

    def _read(self, path: str) -> str | None:
        file = self.source / path
        inside = self.source.resolve() in file.resolve().parents
        return decoded(file.read_bytes()) if inside and file.is_file() else None


def _is_in(document: Document, folder: str) -> bool:
    return not folder or document.path.startswith(f"{folder}/")


def _address(document: Document) -> str:
    """Return the path of *document* on the old site."""
    output = document.front.text_of("output-file")
    name = f"{output.removesuffix('.html')}.html" if output else f"{PurePosixPath(document.path).stem}.html"
    path = posixpath.join("/", document.folder, name)
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def _pattern(document: Document, text: str) -> str:
    """Return the pattern of docnames for one of the contents of a listing."""
    path = posixpath.normpath(
        posixpath.join("" if text.startswith("/") else document.folder, text.lstrip("/"))
    )
    pure = PurePosixPath(path)
    if pure.suffix.lower() in TEXTS | {".ipynb"}:
        return str(pure.with_suffix(""))
    if path == ".":
        return "**"
    return path if re.search(r"[*?]", path) else f"{path}/**"


def _title_of(document: Document) -> str:
    """Return the title of a document that has none anywhere, as Quarto makes it; empty if it has one."""
    front = document.front
    if (
        front.text_of("title")
        or "title" in front.values
        or re.search(r"^#\s|^\S[^\n]*\n=+\s*$", front.body, re.MULTILINE)
    ):
        return ""
    name = (
        PurePosixPath(document.path).parent.name if document.docname.endswith("/index") else document.docname
    )
    return "" if document.docname == "index" else name.rpartition("/")[2]
