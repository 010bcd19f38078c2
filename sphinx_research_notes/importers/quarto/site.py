"""Read the source of a Quarto site, and plan the new one."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ..documents import Document, Links, date_of, keep_address, paths_in
from ..files import Names, decoded, read_text
from ..front_matter import read_front_matter
from ..markdown.headings import without_title
from ..markdown.links import fragments_in
from ..math_macros import with_macros
from ..records import CopiedFile, Finding, NotImportable, Outcome, Page, Plan, TextFile
from ..site_conf import conf_py
from ..yaml_files import read_yaml
from .cells import hides_code
from .computed import computed, shown_date
from .context import Context
from .front import (
    folder_defaults,
    listing_below,
    plain_dates,
    rewrite_front_matter,
    shown_above,
)
from .listings import feed_ids, feeds_of, mark_notes
from .markup import rewritten
from .metadata_files import add_metadata_files
from .notebooks import Notebook, read_notebook, written_notebook
from .project import CONFIGS, TEXTS, Project, read_project
from .settings import index_page, site_of
from .works import Works

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    labels: dict[str, str] = field(default_factory=dict)
    resources: dict[str, str] = field(default_factory=dict)
    feeds: dict[str, str | dict[str, str]] = field(default_factory=dict)
    anchors: frozenset[str] = frozenset()
    ids: dict[str, str] = field(default_factory=dict)
    read: dict[str, Notebook] = field(default_factory=dict)
    works: Works = field(init=False)

    def __post_init__(self) -> None:
        self.works = Works(self.source, self.project, self.findings)

    def plan(self) -> Plan:
        """Return what is to be done."""
        self._find()
        if not self.documents and not self.notebooks:
            expected = f"expected documents of Quarto (*.qmd, *.md, *.ipynb) in {self.source}"
            raise NotImportable(f"{expected}, found none; nothing has been written")
        mark_notes(self.documents, self.notebooks)
        self.feeds, found = feeds_of(self.documents)
        self.findings += found
        every = (*self.documents.values(), *self.notebooks.values())
        self.anchors = frozenset(name for each in every for name in fragments_in(each.front.body))
        self.ids = feed_ids(self.project.url, self.feeds, every)
        links = Links({**self.documents, **self.notebooks}, self.files)
        for number, document in enumerate(self.documents.values()):
            self.options.progress(number, len(self.documents))
            self.texts.append(self._text(document, links))
        for document in self.notebooks.values():
            self._put_notebook(document, links)
        if not any(file.target == "index.md" for file in self.texts):
            self.texts.append(index_page(self.project))
        references = self.works.bibliography.written()
        if references:
            self.texts.append(TextFile("references.bib", references))
        copied = [CopiedFile(target, self.source / path) for target, path in sorted(self.files.items())]
        copied += [CopiedFile(f"{STATIC}/{path}", self.source / path) for path in sorted(self.resources)]
        return Plan(
            "Quarto",
            (
                conf_py(with_macros(self._described(references), self.source, self.options)),
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
                self._take_notebook(path, names.take(path))
            elif suffix in TEXTS or suffix == ".ipynb":
                self._leave_out("file", path, "Quarto doesn't render it")
            elif self.project.is_resource(path):
                self.resources[path] = path
            elif suffix != ".bib":
                self.files[path] = path
        for each in (*self.documents.values(), *self.notebooks.values()):
            self.findings += add_metadata_files(self.source, each)
            each.address = _address(each)
            each.defaults = self._defaults_of(each)
            said = each.value("draft")
            each.is_draft = str(said).lower() in {"true", "yes"} or self.project.is_draft(each.path)
            for name in ("date", "date-modified"):
                if date := shown_date(self.source, self.project, each, name):
                    each.front.put(name, date)
            self.findings += plain_dates(each)
            each.date = date_of(each.front.text_of("date"), UTC)

    def _take_notebook(self, path: str, target: str) -> None:
        notebook = read_notebook(read_text(self.source / path))
        self.notebooks[path] = Document(path, notebook.front, target=target)
        self.read[path] = notebook

    def _is_skipped(self, path: str) -> bool:
        if path.rpartition("/")[2] in _DEFAULTS:
            return False
        return self.project.is_skipped(path)

    def _leave_out(self, construct: str, path: str, why: str) -> None:
        self.findings.append(Finding(Outcome.LEFT_OUT, construct, path, None, why))

    def _take_defaults(self, path: str) -> None:
        try:
            values = read_yaml(self.source / path)
        except NotImportable as error:
            detail = str(error).replace("nothing has been written", "it stays as it is")
            self.findings.append(Finding(Outcome.UNKNOWN, "metadata of a folder", path, None, detail))
            values = {}
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

    def _text(self, document: Document, links: Links) -> TextFile:
        """Return the file that *document* becomes."""
        front = document.front
        self.findings += front.findings(document.path)
        if front.fault:
            return TextFile(document.target, read_text(self.source / document.path), document.path)
        below = listing_below(document)
        context = self._context(document)
        self.findings += self._with_keys(document)
        keep_address(document, "")
        result = computed(self.source, self.project, document)
        self.findings += result.findings
        self.files |= {target: path for target, path in result.files.items() if target not in self.files}
        context.results = result.results
        body = without_title(result.body, front.text_of("title"))
        above, found = shown_above(document, body)
        self.findings += found
        rest = body.lstrip("\n")
        lines = [front.body_line] * above.count("\n") + [*result.lines[body.count("\n") - rest.count("\n") :]]
        source = rewritten(context, f"{above}{rest}", lines, links)
        self.findings += source.findings
        title = _title_of(document)
        if title:
            front.put("title", title)
        head = front.written()
        text = f"{source.restored().strip(chr(10))}\n{below}".strip("\n")
        return TextFile(document.target, f"{head}\n{text}\n" if text else head, document.path)

    def _with_keys(self, document: Document) -> Iterator[Finding]:
        return rewrite_front_matter(document, self.project, self.ids.get(document.path, ""))

    def _put_notebook(self, document: Document, links: Links) -> None:
        """Take the notebook that *document* is as it is, unless something in it is written anew."""
        notebook = self.read[document.path]
        before = json.dumps(notebook.values)
        if notebook.front.is_there and not notebook.front.fault:
            above, found = shown_above(document, notebook.first_words)
            self.findings += [*found, *self._with_keys(document)]
            notebook.front.body = f"{above}{notebook.front.body}"
        context = self._context(document)
        context.hides_code = hides_code("", context)
        text, findings = written_notebook(notebook, context, links)
        if json.dumps(notebook.values) == before:
            self.files[document.target] = document.path
        else:
            self.findings += findings
            self.texts.append(TextFile(document.target, text, document.path))

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
        keys = self.works.keys(document, self.defaults)
        url = self.project.url.rstrip("/")
        return Context(
            document, self.project, meta, self._read, keys, self.options.tags, self.labels,
            anchors=self.anchors,
            feeds={path: f"{url}/{path}" for path in self.feeds} if url else {},
        )  # fmt: skip

    def _read(self, path: str) -> str | None:
        file = self.source / path
        inside = self.source.resolve() in file.resolve().parents
        return decoded(file.read_bytes()) if inside and file.is_file() else None


def _address(document: Document) -> str:
    """Return the path of *document* on the old site."""
    output = document.front.text_of("output-file")
    name = f"{output.removesuffix('.html')}.html" if output else f"{PurePosixPath(document.path).stem}.html"
    path = posixpath.join("/", document.folder, name)
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


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
