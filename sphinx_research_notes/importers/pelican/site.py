"""Read the source of a site of Pelican, and plan the new one."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ...model.dates import time_zone
from ...model.permalinks import PlaceError, check_pattern
from ..documents import Document, paths_in
from ..extra import needing_extra
from ..files import Names, read_text
from ..math_macros import with_macros
from ..records import CopiedFile, Finding, NotImportable, Outcome, Page, Plan, TextFile
from ..site_conf import conf_py, requirements
from .articles import describe, link_translations
from .config import CONFIGS, Config, read_config
from .links import Links
from .lists import entry_id, moved_lists
from .metadata import read_markdown, read_rest
from .notebooks import read_notebook
from .places import MARKDOWN, SIDECARS, Places, places_of
from .settings import site_of, url_of
from .texts import Texts

if TYPE_CHECKING:
    from datetime import tzinfo

    from ..front_matter import FrontMatter
    from ..records import Options

#: The folder of the files that keep their addresses, and that of the lists.
STATIC, LISTS = "static", "posts"


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
    links: Links = field(default_factory=lambda: Links(LISTS))
    findings: list[Finding] = field(default_factory=list)

    @property
    def _root(self) -> Path:
        """The folder of the texts."""
        return self.source / self.config.content

    def plan(self) -> Plan:
        """Return what is to be done."""
        try:
            pattern = check_pattern(self.config.pattern)
        except PlaceError:
            pattern = ""
        self._find(places_of(self.config))
        link_translations(self.links.documents.values(), self.config)
        texts = self._texts(pattern)
        documents = tuple(self.links.documents.values())
        for path in sorted(self.links.others - set(self.links.files.values())):
            self.findings.append(Finding(Outcome.LEFT_OUT, "file", path, None, "Pelican doesn't publish it"))
        copied = [
            CopiedFile(f"{STATIC}/{to}", self._root / path) for to, path in sorted(self.links.files.items())
        ]
        taken = {each.target for each in copied}
        moved = moved_lists(documents, self.config, LISTS, self.zone)
        lists = [each for each in moved if each.target not in taken]
        has_notebooks = any(file.target.endswith(".ipynb") for file in texts)
        static = STATIC if copied or lists else ""
        site = site_of(self.config, documents, pattern, static, has_notebooks=has_notebooks)
        pages = (Page(self._path(each.path), each.target, each.address, each.is_draft) for each in documents)
        return Plan(
            "Pelican",
            (conf_py(with_macros(site, self.source, self.options)), requirements(), *texts, *lists, *copied),
            tuple(pages),
            tuple(replace(each, file=self._path(each.file)) for each in self.findings),
        )

    def _path(self, path: str) -> str:
        """Return the path in the source of one in the folder of the texts."""
        return posixpath.join(self.config.content, path)

    def _find(self, places: Places) -> None:
        """Find what there is, and decide where it goes."""
        names = Names()
        for path in paths_in(self._root, self.options, places.is_skipped):
            document = self._document(path, places) if places.is_text(path) else None
            if document is not None:
                self.findings += describe(document, self.config, self.zone)
                document.target = names.take(_target(document))
                self.links.documents[path] = document
            elif path.endswith(SIDECARS):
                continue  # What they say is in the front matter of their notebooks.
            elif path.endswith(".ipynb") and places.is_text(path):
                why = "expected a title, as Pelican publishes nothing without, found none"
                self.findings.append(Finding(Outcome.LEFT_OUT, "notebook", path, None, why))
                self.links.others.add(path)
            elif places.is_static(path):
                self.links.files[places.moved.get(path, path).lstrip("/")] = path
            else:
                self.links.others.add(path)

    def _document(self, path: str, places: Places) -> Document | None:
        """Return the text at *path*; None if it is a file to be copied, or cannot be read."""
        try:
            front = self._front(path)
        except NotImportable as error:
            why = str(error).removesuffix("; nothing has been written")
            self.findings.append(Finding(Outcome.UNKNOWN, "article in HTML", path, None, f"{why}; left out"))
            return None
        for name in [name for name, value in front.values.items() if value in ("", None)]:
            front.drop(name)
        if not front.values.get("title") and (
            places.is_static(path) or path.endswith((".ipynb", ".html", ".htm"))
        ):
            return None
        return Document(path, front, is_note=not places.is_page(path))

    def _front(self, path: str) -> FrontMatter:
        """Return the lines about the text at *path*; raises NotImportable if a library is missing."""
        file, suffix = self._root / path, PurePosixPath(path).suffix.lower()
        if suffix == ".rst":
            return read_rest(read_text(file))
        if suffix in MARKDOWN:
            return read_markdown(read_text(file))
        if suffix == ".ipynb":
            beside = (file.with_suffix(each) for each in SIDECARS)
            sidecar = next((read_text(each) for each in beside if each.is_file()), None)
            return read_notebook(read_text(file), sidecar)
        front: FrontMatter = needing_extra("pelican.html_articles").read_html(read_text(file))
        return front

    def _texts(self, pattern: str) -> list[TextFile]:
        """Return the files that the documents become, and a home page if there is none."""
        url = url_of(self.config)
        texts = Texts(self._root, self.options, self.config, self.links, pattern, self.findings)
        files = []
        for number, document in enumerate(self.links.documents.values()):
            self.options.progress(number, len(self.links.documents))
            files.append(texts.written(document, entry_id(document, url, self.zone)))
        if not any(file.target.rpartition(".")[0] == "index" for file in files):
            title = self.config.text("SITENAME") or "Home"
            files.append(TextFile("index.md", f"# {title}\n\n```{{notes}}\n:group: year\n```\n"))
        return files


def _target(document: Document) -> str:
    """Return the path of *document* in the new site: that of its address, if it is the home page."""
    suffix = document.suffix if document.suffix in {".rst", ".ipynb"} else ".md"
    if document.address == "/" and not document.is_note:
        return f"index{suffix}"
    target = str(PurePosixPath(document.path).with_suffix(suffix))
    return f"posts/{target}" if document.is_note and not target.startswith("posts/") else target
