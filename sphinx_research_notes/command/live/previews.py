"""Makes the pages that are being looked at as soon as a document is saved, without a build.

Everything here happens in a fork of the process that builds, and is written to a folder of its own. What
can't be done well in this way is left to the build: pages are then shown a little later, never wrongly.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cached_property
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..._upstream.single_documents import ScratchBuild
from ...build import (
    address_checks,
    archive_checks,
    duplicate_warnings,
    manifest_events,
    pattern_hints,
    unread_files,
)
from ...build.site import forget_site, site_of
from ...build.without_notes import find_changed
from ...config import notes_config
from ...doctree.excerpts import NAME_OF
from ...frontmatter.syntax import Syntax, syntaxes_of
from ...html import templates, theme_links
from ...html.generated_pages import list_named
from ...html.generated_pages import page_of as context_of
from ...model.note import Visibility
from ...model.reading_time import minutes
from ...reading import interrupted
from ...reading.source_read import visibility_of
from ...state.domain import data_of
from ...state.file_digests import forget_digests, readings
from ...state.records import page_of
from ...visibility import draft_names
from ...visibility.folders import defaults_digests, folders_digest, forget_folders

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sphinx.application import Sphinx

    from ...state.records import Page

#: Handlers whose work is of no use here: they look at all documents to report what the build reports, compare
#: all pages, or prepare what is saved. What :func:`.forget_site` costs is only spent where it is needed.
_LEFT_OUT = (
    interrupted.begin, forget_site, templates.forget_templates, address_checks.report_permalink_conflicts,
    address_checks.report_addresses, address_checks.report_related, pattern_hints.report_patterns,
    pattern_hints.report_labels, theme_links.report_theme_links, archive_checks.check_site,
    unread_files.report_unread, duplicate_warnings.write, manifest_events.find_stale, find_changed,
    draft_names.take_names,
)  # fmt: skip

#: What documents contain that are run when they are read.
_RUN = (b"code-cell", b"kernelspec", b"jupyter")
#: So many documents at once are not an edit but another state of the project.
_MANY = 8


class NotEasyError(Exception):
    """What has changed needs a build."""


class Previews:
    """Pages as they will be after the next build."""

    def __init__(self, app: Sphinx, folder: Path) -> None:
        """*folder*: where files are written."""
        self._app, self._env, self._folder = app, app.env, folder
        self._config = notes_config(app.config)
        #: The text of each document that was read here.
        self._read: dict[str, bytes] = {}
        #: The documents whose records the site doesn't have yet.
        self._newer: set[str] = set()
        #: The names of the documents by their files, relative to the output folder.
        self._documents: dict[str, str] = {}
        #: Pages that were compared with what the build has written, and those that came out otherwise.
        self._compared: set[str] = set()
        self._doubted: set[str] = set()
        self._count = 0
        self._is_over = False

    @cached_property
    def _scratch(self) -> ScratchBuild:
        return ScratchBuild(self._app, self._folder, _LEFT_OUT)

    @cached_property
    def _depending(self) -> dict[str, set[str]]:
        """The documents that depend on each file, such as those that include it."""
        found: dict[str, set[str]] = {}
        for docname, names in self._env.dependencies.items():
            for name in names:
                found.setdefault(normpath(Path(self._app.srcdir, name)), set()).add(docname)
        return found

    def of(self, files: Collection[Path], pages: Iterable[str]) -> Iterator[tuple[str, Path]]:
        """Read *files* again, which were saved; yield each of *pages* that may show them, and its text.

        Pages are files relative to the output folder. Once something needs a build, nothing more is made.
        """
        if self._is_over:
            return
        try:
            self._scratch.begin()
            if not self._take(files):
                return
            # Those that were edited come first: the others may take longer.
            for page in sorted(pages, key=lambda page: self._documents.get(page) not in self._read):
                if not self._read:
                    self._compare(page)
                elif page not in self._doubted and (path := self._page(page)):
                    yield page, self._kept(path)
        except Exception:  # The build will raise it again, and say so.
            self._is_over = True

    def _take(self, files: Collection[Path]) -> bool:
        """Read *files* again as far as they have changed; return whether all are whole."""
        found = {docname: path for path in files if (docname := self._docname(path))}
        if len(found) < len(files) or any(path.name.startswith("_") for path in files):
            self._look_at_folders()
        texts = {docname: path.read_bytes() for docname, path in found.items() if path.is_file()}
        if len(texts) < len(found) or not all(text.strip() for text in texts.values()):
            return False  # An editor is about to write them, or they are gone.
        if not self._documents:
            addresses = site_of(self._env).addresses
            self._documents = {addresses.file(docname): docname for docname in self._env.all_docs}
        texts = {docname: text for docname, text in texts.items() if self._read.get(docname) != text}
        if texts:
            self._read_again(texts)
        return True

    def _docname(self, path: Path) -> str:
        """Return the document that is made from *path*; empty for a file that pages don't show.

        Raises NotEasyError if it is a new document, or one that others depend on.
        """
        docname = self._env.path2doc(path)
        if self._depending.get(str(path), set()) - {docname}:
            raise NotEasyError
        if docname in self._env.all_docs and Path(self._env.doc2path(docname)) == path:
            return docname
        if docname and path.is_file() and not path.name.startswith("."):
            raise NotEasyError
        return ""

    def _read_again(self, texts: dict[str, bytes]) -> None:
        """Read the documents with these *texts*; the site is computed anew if others can tell."""
        env, docnames = self._env, sorted(texts)
        if len(docnames) > _MANY or any(map(self._runs, docnames)):
            raise NotEasyError
        forget_digests(env)
        self._config.settings.clock.forget()
        for docname in docnames:
            self._ask_the_gate(docname)
        before = {docname: self._seen(docname) for docname in docnames}
        files = {docname: site_of(env).addresses.file(docname) for docname in docnames}
        self._scratch.read(docnames)
        self._read |= texts
        self._newer |= texts.keys()
        is_seen = any(before[docname] != self._seen(docname) for docname in docnames)
        if is_seen:
            self._renew()
        keeps_citations = not is_seen and all(map(self._keeps_citations, docnames))
        self._scratch.update(without=_citing() if keeps_citations else ())
        if is_seen:
            self._scratch.relate()
        if any(files[docname] != site_of(env).addresses.file(docname) for docname in docnames):
            raise NotEasyError

    def _ask_the_gate(self, docname: str) -> None:
        """Raise NotEasyError unless *docname* is shown to the same people as before."""
        head = page_of(self._env, docname).head
        visibility = visibility_of(self._env, docname, self._config)
        is_same = visibility is (head.visibility if head else Visibility.PUBLIC)
        if not (is_same and visibility is not None and self._config.shows(visibility)):
            raise NotEasyError

    def _look_at_folders(self) -> None:
        """Raise NotEasyError if a folder says something else about its documents than before."""
        env, config, data = self._env, self._config, data_of(self._env)
        forget_folders(env)
        now = folders_digest(env, config), defaults_digests(env, config)
        if now != (data["folders"], data["defaults"]):
            raise NotEasyError

    def _seen(self, docname: str) -> object:
        """Return what the site knows of *docname*, except what its own page takes from its own record."""
        title = self._env.titles.get(docname)
        includes = tuple(self._env.toctree_includes.get(docname, ()))
        return _without_text(page_of(self._env, docname)), title and title.astext(), includes

    def _keeps_citations(self, docname: str) -> bool:
        """Return whether the works that *docname* cites are in its record, and so in what the site knows."""
        lists = self._env.domaindata.get("cite", {}).get("bibliographies", ())
        return page_of(self._env, docname).head is not None and all(key.docname != docname for key in lists)

    def _renew(self) -> None:
        """Let the site be computed anew."""
        forget_site(self._app, self._env)
        self._newer.clear()

    def _page(self, page: str) -> Path | None:
        """Make *page*, a document or a generated list; None for any other."""
        docname = self._documents.get(page, "")
        if self._newer - {docname}:
            self._renew()
        if docname:
            return self._scratch.write(docname)
        site = site_of(self._env)
        names = (name for name in site.lists.names() if site.addresses.default_file(name) == page)
        made = list_named(site, name) if (name := next(names, "")) else None
        return self._scratch.write_page(*context_of(site, made)) if made else None

    def _compare(self, page: str) -> None:
        """Doubt *page* if it comes out otherwise than the build has just written it.

        This also loads what such a page needs to be read and written, so that no edit waits for it.
        """
        built, docname = self._scratch.outdir / page, self._documents.get(page, "")
        if not built.is_file() or page in self._compared:
            return
        self._compared.add(page)
        before = readings(self._env).get(docname)
        if docname and not self._runs(docname):
            forget_digests(self._env)
            self._scratch.read([docname])
            self._scratch.update()
        is_same = readings(self._env).get(docname) == before
        if is_same and (path := self._page(page)) and path.read_bytes() != built.read_bytes():
            self._doubted.add(page)

    def _runs(self, docname: str) -> bool:
        """Return whether something in *docname* is run when it is read, and writes what comes out."""
        path = Path(self._env.doc2path(docname))
        is_text = syntaxes_of(self._app.config).of(path) in {Syntax.MARKDOWN, Syntax.RST}
        text = path.read_bytes()
        return not is_text or any(word in text for word in _RUN)

    def _kept(self, path: Path) -> Path:
        """Return the file *path* under a name that is not written again."""
        self._count += 1
        return path.replace(self._folder / f"{self._count}.html")


def _citing() -> tuple[Any, ...]:
    """Return the handler that numbers the works that are cited, in which all citations of the site go."""
    module: Any = sys.modules.get("sphinxcontrib.bibtex")
    return (module.env_updated,) if hasattr(module, "env_updated") else ()


def _without_text(page: Page) -> Page:
    """Return *page* without what only its text says, which no other page's order or links depend on."""
    head: Any = page.head
    # With entries or lists, a page shows records of its own as the site has them.
    if head is None or page.queries or page.entries or head.opening or NAME_OF in head.lead:
        return page
    citing: Any = tuple((key, reason) for key, _, reason in head.citing)
    length: Any = minutes(head.length)
    mentions: Any = tuple((mention.kind, mention.target) for mention in page.mentions)
    return replace(
        page, head=replace(head, lead="", digest="", length=length, citing=citing), mentions=mentions
    )
