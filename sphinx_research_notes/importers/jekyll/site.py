"""Read the source of a Jekyll site, and plan the new one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ...model.dates import time_zone
from ..files import Names, folder_path, read_text
from ..markdown.headings import github_id, keep_anchors, kramdown_id
from ..markdown.links import fragments_in, rewrite_addresses
from ..math_macros import with_macros
from ..records import CopiedFile, Finding, NotImportable, Outcome, Page, Plan, TextFile, named_from_source
from ..site_conf import conf_py, requirements
from .addresses import address_of, our_pattern
from .config import CONFIGS, Config, read_config
from .context import Context
from .documents import HTML, TEXTILE, Document, Found, find_documents
from .drops import labels_of, published, site_values
from .expressions import Scope
from .front import rewrite_front_matter
from .galleries import header_buttons
from .github_pages import MARKDOWN
from .layouts import around, list_of_layout
from .links import Links
from .markup import is_kramdown, rewritten
from .octopress import category_feeds
from .pages import body_of, file_of, index_page, is_technical
from .places import keep_data, keep_image, onward, target_of
from .polyglot import mark_translations, place_languages
from .references import References, read_references
from .settings import feed_ids, site_of
from .templates import Templates
from .textile import from_textile
from .theme import Dollars, dollars_of, feeds_of, kept_files

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from ..records import Options

#: The folder of the files that keep their addresses.
STATIC = "static"


def recognizes(source: Path) -> bool:
    """Whether *source* is the folder of a Jekyll site."""
    folders = any((source / name).is_dir() for name in ("_posts", "_drafts"))
    return folders or any((source / name).is_file() for name in CONFIGS)


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the site in *source*; raises NotImportable, and OSError."""
    config = read_config(source)
    inside = folder_path(config.text("source"))
    folder = source / inside
    return named_from_source(
        _Import(folder, options, config, _zone(config), Templates(folder)).plan(), inside
    )


def _zone(config: Config) -> tzinfo:
    try:
        return time_zone(config.text("timezone") or "UTC")
    except ValueError:
        return UTC


@dataclass(slots=True)
class _Import:
    """One import on its way."""

    source: Path
    options: Options
    config: Config
    zone: tzinfo
    templates: Templates
    found: Found = field(default_factory=Found)
    documents: list[Document] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    references: References = field(default_factory=References)
    dollars: Dollars = field(default_factory=Dollars)
    feeds: dict[str, str | dict[str, str]] = field(default_factory=dict)
    #: Paths on the old site, without the leading slash, of files that are copied.
    files: frozenset[str] = frozenset()
    posts: dict[str, Document] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)
    #: Long programs of texts, by their paths on the site.
    programs: dict[str, TextFile] = field(default_factory=dict)
    #: The published documents.
    shown: list[Document] = field(default_factory=list)
    #: The labels of published posts: ``tags`` and ``categories``.
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def plan(self) -> Plan:
        """Return what is to be done."""
        self._find()
        if not self.documents:
            expected = f"expected posts or pages with front matter in {self.source}"
            raise NotImportable(f"{expected}, found none; nothing has been written")
        links = Links.of(self.config.url, self.files, self.feeds, self.documents, self.shown)
        texts = [
            each
            for number, document in enumerate(self.documents)
            for each in self._text(number, document, links)
        ]
        index = [] if any(file.target == "index.md" for file in texts) else [index_page(self.config)]
        site = site_of(
            self.config, self.documents, self.feeds | category_feeds(self.config, self.documents),
            self.references.text, self.files, self._pattern,
        )  # fmt: skip
        redirects = [
            *onward(self.documents, self.shown, self.config, site, self.templates),
            *self.programs.values(),
        ]
        if redirects:
            site = replace(site, root=STATIC, extra=(STATIC,), exclude=(STATIC,))
        data = sorted({each.target.partition("/")[0] for each in self.documents if each.is_data})
        site = replace(site, exclude=(*site.exclude, *data))
        references = [TextFile("references.bib", self.references.text)] if self.references.text else []
        copied = self._copied()
        pages = [
            Page(each.path, each.target, each.address, is_draft=_is_draft(each))
            for each in self.documents
            if not each.is_data
        ]
        return Plan(
            "Jekyll",
            (conf_py(with_macros(site, self.source, self.options)), requirements(), *index, *references,
             *texts, *redirects, *copied),
            tuple(pages),
            tuple(self.findings),
        )  # fmt: skip

    @property
    def _pattern(self) -> str:
        return our_pattern(self.config)

    def _find(self) -> None:
        """Find what there is, and decide where it goes."""
        self.found = find_documents(self.source, self.config, self.options, self.zone)
        technical = {}
        for document in self.found.documents:
            if is_technical(document):
                technical[document.path] = document.front.body
                continue
            document.address = address_of(document, self.config, self.zone)
            self.documents.append(document)
        self._place()
        self._leave_out(technical)
        self.references = read_references(self.source, self.config, self.documents)
        self.dollars = dollars_of(self.source, self.config)
        self.files = frozenset(kept_files(self.source, self.found.files, self.documents))
        for document in self.documents:
            self.anchors.update(fragments_in(document.front.body))
        self._fill_in()

    def _place(self) -> None:
        """Decide where each document goes, and which are notes."""
        self.findings += place_languages(self.documents, self.config)
        names = Names()
        # The home page first: it may be in a folder there.
        for document in sorted(self.documents, key=lambda each: each.address != "/"):
            document.target = names.take("index.md" if document.address == "/" else target_of(document))
        has_posts = any(each.is_post for each in self.documents)
        for document in self.documents:
            document.is_note = document.is_post or (not has_posts and document.kind != "pages")
        mark_translations(self.documents)
        self.posts = {
            name: each
            for each in self.documents
            if each.is_post
            for name in (
                PurePosixPath(each.path).stem,
                "/".join((*each.folders, PurePosixPath(each.path).stem)),
            )
        }

    def _leave_out(self, technical: dict[str, str]) -> None:
        """Say which files are left out; *technical*: the texts of those made here, by their paths."""
        for path, reason in self.found.left_out.items():
            self.findings.append(Finding(Outcome.LEFT_OUT, "file", path, None, reason))
        self.feeds = feeds_of(technical, self.config)
        for path in technical:
            why = f"a feed is made at this place: {path}" if path in self.feeds else "made by the site itself"
            self.findings.append(Finding(Outcome.LEFT_OUT, "file with front matter", path, None, why))

    def _fill_in(self) -> None:
        """Decide what templates can refer to, and which ids feeds had."""
        if self.templates.can_fill:
            self.findings += keep_data(self.documents, self.templates)
        self.shown = published(self.documents, self.config, datetime.now(UTC))
        self.labels = labels_of(self.shown)
        self.templates.site = site_values(self.config, self.shown, sorted(self.files))
        ids = feed_ids(self.documents, self.config, self.feeds)
        for document in self.documents:
            if document.path in ids and "id" not in document.front.values:
                document.front.put("id", ids[document.path])

    def _text(self, number: int, document: Document, links: Links) -> list[TextFile]:
        """Return the file that *document* becomes."""
        self.options.progress(number, len(self.documents))
        self.findings += document.front.findings(document.path)
        if document.front.fault or document.is_data:
            return [TextFile(document.target, read_text(self.source / document.path), document.path)]
        context = self._context(document)
        self.findings += rewrite_front_matter(document, self._pattern)
        keep_image(document, self.files)
        has_heading = document.suffix in MARKDOWN and document.front.body.lstrip().startswith("# ")
        if document.target == "index.md" and not document.front.text_of("title") and not has_heading:
            document.front.put("title", self.config.text("title") or "Home")
        if document.suffix in TEXTILE:
            source = from_textile(context)
        else:
            source = rewritten(context, self.config, single_dollars=self.dollars.on(document))
        rewrite_addresses(source, lambda address: links.here(document, address))
        options = self.config.values.get("kramdown")
        is_gfm = not isinstance(options, dict) or str(options.get("input", "GFM")).upper() == "GFM"
        keep_anchors(
            source, self.anchors, github_id if is_gfm or not is_kramdown(self.config) else kramdown_id
        )
        before, after = around(context, self.source, self.findings)
        body = body_of(document, source, self.findings)
        body = f"{header_buttons(document)}{before}{body}{after}"
        if "```{notes}" not in body and (
            listed := list_of_layout(document, context, self.config, self.source)
        ):
            why = "the list that it showed"
            self.findings.append(Finding(Outcome.CHANGED, "layout with a list", document.path, None, why))
            body = f"{body.rstrip()}\n\n{listed}\n".lstrip("\n")
        if not body.strip():
            body = self._instead(document)
        head = document.front.written()
        for path, html in context.made.items():
            self.programs[path] = TextFile(f"{STATIC}/{path}", html)
        return [TextFile(document.target, file_of(head, body), document.path)]

    def _instead(self, document: Document) -> str:
        """Return a text for a page that has none: the list of the home page, or where a redirect leads."""
        if document.target == "index.md":
            return "\n```{notes}\n:group: year\n```\n"
        target = document.front.values.get("redirect_to")
        target = target[0] if isinstance(target, list) and target else target
        if not isinstance(target, str) or not target:
            return ""
        detail = f"a link to {target}"
        self.findings.append(
            Finding(Outcome.CHANGED, "front matter: redirect_to", document.path, None, detail)
        )
        return f"\n[{target}]({target})\n"

    def _context(self, document: Document) -> Context:
        page: dict[str, Any] = {**document.defaults, **document.front.values}
        page |= {"url": document.address, "path": document.path, "slug": document.name}
        site = {**self.config.values, "data": self.config.data}
        return Context(
            document,
            Scope(site, page, self.config.base, self.config.url),
            documents={each.path: each for each in self.documents},
            posts=self.posts,
            files=self.files,
            table=self.options.tags,
            is_html=document.suffix in HTML,
            templates=self.templates,
            keys=self.references.keys.get(document.path, {}),
            works=self.references.files,
            labels=self.labels,
        )

    def _copied(self) -> list[CopiedFile]:
        for path in self.found.files:
            if path not in self.files:
                why = "only the old theme needed it"
                self.findings.append(
                    Finding(Outcome.LEFT_OUT, f"{PurePosixPath(path).suffix} file", path, None, why)
                )
        return [CopiedFile(f"{STATIC}/{path}", self.source / path) for path in sorted(self.files)]


def _is_draft(document: Document) -> bool:
    return document.kind == "drafts" or document.is_unseen or document.is_hidden
