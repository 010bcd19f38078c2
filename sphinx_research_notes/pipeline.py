"""Everything in this package that Sphinx calls during a build, in calling order.

This is the table that :func:`~sphinx_research_notes.setup` reads. A build runs through it from top to bottom:
the event handlers (https://www.sphinx-doc.org/en/master/extdev/event_callbacks.html), the transforms of
freshly parsed doctrees, and the transforms of doctrees about to be written. The stand-ins at the end replace
objects of other packages in projects with notes. The default priority is 500; the reason for any other is
given beside it. Handlers of equal priority run in table order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import api, companions, diagnostics, extension_points
from ._upstream import (
    buildinfo,
    checksums,
    default_settings,
    empty_tables,
    exception_context,
    file_names,
    heading_downloads,
    memory,
    node_handlers,
    parallel_reading,
    parallel_tasks,
    shallow_toctrees,
    stored_tocs,
)
from .activation import while_acting, while_building
from .build import (
    address_checks,
    archive_checks,
    assets,
    builders,
    duplicate_warnings,
    leak_audit,
    list_entries,
    manifest_events,
    ordering,
    pattern_hints,
    published_url,
    site,
    stylesheets,
    unread_files,
    without_notes,
)
from .config import resolve_auto, set_clock
from .constants import THEME
from .directives import comments, epigraph, extended_directives, register
from .doctree.nodes import add_nodes
from .frontmatter import syntax
from .html import (
    generated_pages,
    page_context,
    search_page,
    template_cache,
    templates,
    theme_links,
    xhtml,
)
from .html.transforms import (
    address_links,
    article,
    back_matter,
    book_references,
    margin_notes,
    picture_sizes,
    placeholders,
    previews,
    raw_files,
    sizes,
    unique_ids,
    vault_links,
    wide,
)
from .math import mathjax, renderer
from .options import OPTIONS
from .publish import cards, citation_cff, discovery, feeds, feeds_page, former, proofs, site_files
from .reading import (
    collector,
    entry_references,
    extensions,
    html_anchors,
    interrupted,
    nesting,
    output_folders,
    publication_times,
    shortcodes,
    source_read,
    titles,
    wikilinks,
)
from .reading.obsidian import embeds, files, folders, rules, vault
from .state import file_digests
from .state.domain import NotesDomain
from .visibility import detection, domain_indices, draft_names, footnotes, includes, unlisted, withhold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager

    from docutils.transforms import Transform
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment.collectors import EnvironmentCollector

#: The priority Sphinx gives a handler by default.
DEFAULT = 500


@dataclass(frozen=True, slots=True)
class Handler:
    """An event handler."""

    priority: int
    function: Callable[..., Any]
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """A transform, and its priority among those of docutils, Sphinx, MyST and others."""

    priority: int
    transform: type[Transform]
    why: str


@dataclass(frozen=True, slots=True)
class StandIn:
    """A stand-in for an object of another package, active only in projects with notes."""

    #: Decides how long it is active: for the application's lifetime, or while documents are read and written.
    scope: Callable[[Sphinx, Callable[[Sphinx], AbstractContextManager[object]]], None]
    context: Callable[[Sphinx], AbstractContextManager[object]]
    why: str


def connect_bibtex(app: Sphinx, config: Config) -> None:
    """``config-inited``: register what needs sphinxcontrib-bibtex, imported only if that is loaded."""
    if "sphinxcontrib.bibtex" not in app.extensions:
        return
    from .citations import domain, entry_digests, replacements, resolve
    from .html.transforms import unlisted_citations

    compare = Handler(DEFAULT, entry_digests.outdated, "any time: it only compares entries")
    prepare = Handler(2, replacements.prepare_plugins, "after the stand-ins (1), before reading starts")
    reading = (
        Step(200, resolve.PlaceFootReferences, "before docutils numbers footnotes (620)"),
        Step(622, resolve.KeepFootReferences, "after numbering (620), before MyST collects them (623)"),
        Step(870, resolve.ResolveCitations, "after smart quotes (750), before MyST's anchors (879)"),
    )
    writing = (
        Step(3, unlisted_citations.ResolveUnlistedCitations, "before InsertReferences (4) and bibtex (5)"),
        Step(6, domain.CopyCitations, "after bibtex's own (5), before the resolvers (9, 10)"),
    )
    stand_ins = (
        StandIn(while_acting, replacements.citation_domains, "bibtex's domains"),
        StandIn(
            while_building, replacements.citation_roles, "bibtex's roles and directive, and pybtex's caches"
        ),
    )
    handlers = {"env-get-outdated": (compare,), "env-before-read-docs": (prepare,)}
    _add(app, handlers, reading, writing, stand_ins)


def connect_autodoc(app: Sphinx, config: Config) -> None:
    """``config-inited``: register handlers for the events of autodoc and viewcode, if those are loaded."""
    why = "after others have changed the docstring (500)"
    for extension, event, function in (
        ("sphinx.ext.autodoc", "autodoc-process-docstring", companions.autodoc.cut_docstring),
        ("sphinx.ext.viewcode", "viewcode-find-source", companions.autodoc.cut_code),
    ):
        if extension in app.extensions:
            _add(app, {event: (Handler(900, function, why),)})


def _add(
    app: Sphinx,
    handlers: Mapping[str, Iterable[Handler]],
    reading: Iterable[Step] = (),
    writing: Iterable[Step] = (),
    stand_ins: Iterable[StandIn] = (),
) -> None:
    for stand_in in stand_ins:
        stand_in.scope(app, stand_in.context)
    for event, event_handlers in handlers.items():
        for handler in event_handlers:
            app.connect(event, handler.function, priority=handler.priority)
    for steps, add in ((reading, app.add_transform), (writing, app.add_post_transform)):
        for step in steps:
            step.transform.default_priority = step.priority
            add(step.transform)


#: The handlers by event. Events and handlers are in calling order.
HANDLERS: dict[str, tuple[Handler, ...]] = {
    "config-inited": (
        Handler(50, companions.ablog.take_over, "before our options are read"),
        Handler(100, resolve_auto, "before anything checks whether drafts are shown"),
        Handler(DEFAULT, connect_bibtex, "every extension has been set up"),
        Handler(DEFAULT, connect_autodoc, "every extension has been set up"),
        Handler(DEFAULT, memory.load_without_collecting, "any time before the environment is loaded"),
        Handler(900, register, "every other extension and conf.py have registered their directives"),
        Handler(900, pattern_hints.report_options, "other extensions have declared their options"),
        Handler(900, renderer.choose_renderer, "other extensions have registered their renderers"),
        Handler(950, withhold.cut_configuration, "other extensions have added to the configuration"),
    ),
    "builder-inited": (
        Handler(1, site.remember_builder, "the handlers below may need the site"),
        Handler(100, syntax.find_syntaxes, "before any source is examined"),
        Handler(300, detection.expect, "before it is decided whether the stand-ins (310) are installed"),
        Handler(305, published_url.expect, "after detection.expect (300), before others use html_baseurl"),
        Handler(400, companions.tags.leave_out, "before sphinx-tags looks for documents (500)"),
        Handler(DEFAULT, builders.mark_formulas, "any time before the manifest of the book is written"),
        Handler(DEFAULT, duplicate_warnings.start, "any time before documents are read"),
        Handler(DEFAULT, assets.link_stylesheet, "any time before pages are written"),
        Handler(600, companions.tags.find_again, "after sphinx-tags (500)"),
    ),
    "env-get-outdated": (
        Handler(0, set_clock, "before anything is asked about the clock"),
        Handler(0, output_folders.leave_out, "before it is decided whether there are notes (1)"),
        Handler(0, folders.leave_out, "before it is decided whether there are notes (1)"),
        Handler(1, detection.decide, "before it is decided whether the stand-ins (2) are installed"),
        Handler(2, published_url.settle, "after detection.decide (1), before anyone uses html_baseurl"),
        Handler(3, file_digests.find_changed, "before anything else checks what has changed"),
        Handler(4, extensions.find_outdated, "before the search for drafts"),
        Handler(100, unread_files.require_parsers, "fail early, before the search for drafts"),
        Handler(100, draft_names.recall_names, "before the search for drafts"),
        Handler(DEFAULT, source_read.withhold, "the syntaxes and names of drafts are known"),
        Handler(DEFAULT, interrupted.read_again, "any time: it only returns names of documents"),
        Handler(DEFAULT, address_links.read_anew, "any time: it only returns names of documents"),
        Handler(DEFAULT, files.find_outdated, "everything that is no document has been left out (0)"),
        Handler(600, list_entries.read_again, "everything hidden has been taken out (500)"),
        Handler(999, detection.confirm, "everything hidden has been determined"),
        Handler(999, published_url.settle, "after detection.confirm, which may have found the first note"),
        Handler(999, without_notes.remember_order, "it is known whether there are notes"),
    ),
    "env-before-read-docs": (
        Handler(1, interrupted.begin, "before any other handler can fail"),
        Handler(DEFAULT, api.begin, "any time before documents are read"),
        Handler(DEFAULT, diagnostics.forget_sources, "any time before added functions are called"),
        Handler(DEFAULT, heading_downloads.note_read, "any time: it only records what will be read"),
        Handler(DEFAULT, stored_tocs.keep_tocs, "any time before documents are read"),
        Handler(DEFAULT, manifest_events.start_build, "the documents to read are known"),
        Handler(DEFAULT, duplicate_warnings.read, "any time before documents are read"),
        Handler(999, file_digests.expect, "other extensions may add documents to read"),
    ),
    "source-read": (
        Handler(-1_000, file_digests.note_source, "before any extension changes the source"),
        Handler(400, source_read.extract_front_matter, "before other extensions (500) see the source"),
        Handler(450, includes.guard_cells, "after front matter is removed (400), before others (500)"),
    ),
    "include-read": (Handler(DEFAULT, includes.guard_include, "any time: nobody else changes the text"),),
    "env-purge-doc": (Handler(DEFAULT, memory.drop_read, "any time: nothing else uses them"),),
    "doctree-read": (
        Handler(900, wikilinks.report_wikilinks, "after the note's record is made"),
        Handler(900, shortcodes.report_shortcodes, "after the note's record is made"),
        Handler(900, archive_checks.check_document, "after the note's record is made"),
        Handler(950, footnotes.forget_removed, "docutils' lists are no longer needed"),
    ),
    "env-updated": (
        Handler(1, site.forget_site, "the handlers below may need the site"),
        Handler(1, vault.forget_vault, "the handlers below may need it"),
        Handler(1, memory.drop_read, "everything has been read"),
        Handler(1, templates.forget_templates, "before any page is made"),
        Handler(2, address_checks.report_permalink_conflicts, "the records are complete"),
        Handler(2, address_checks.report_addresses, "the records are complete"),
        Handler(2, address_checks.report_related, "the records are complete"),
        Handler(2, ordering.sort_env, "before bibtex labels citations, and Sphinx numbers sections (500)"),
        Handler(2, heading_downloads.take_out_links, "before Sphinx numbers sections (500)"),
        Handler(2, node_handlers.complete_handlers, "before anything is written"),
        Handler(3, pattern_hints.report_patterns, "after the warnings about notes (2)"),
        Handler(3, pattern_hints.report_labels, "after the warnings about notes (2)"),
        Handler(3, theme_links.report_theme_links, "after the warnings about notes (2)"),
        Handler(3, list_entries.report_empty, "after the warnings about notes (2)"),
        Handler(3, archive_checks.check_site, "after the warnings about notes (2)"),
        Handler(4, unread_files.report_unread, "after the warnings about files that were read (2, 3)"),
        Handler(990, duplicate_warnings.write, "reading is over for other extensions too; pages come next"),
        Handler(999, file_digests.complete, "other extensions have added their dependencies"),
    ),
    "env-get-updated": (
        Handler(DEFAULT, ordering.settle_numbers, "Sphinx has numbered what is in toctrees"),
        Handler(DEFAULT, api.tell_collected, "notes have their names and numbers"),
        Handler(DEFAULT, manifest_events.find_stale, "after the numbers, because pages show them"),
        Handler(DEFAULT, without_notes.find_changed, "titles and toctrees are final"),
        Handler(9_890, stored_tocs.store_tocs, "the environment is about to be saved"),
        Handler(9_900, draft_names.take_names, "the environment is about to be saved"),
    ),
    "env-check-consistency": (
        Handler(DEFAULT, interrupted.end, "the environment has been saved"),
        Handler(DEFAULT, includes.guard_changes, "the environment has been saved"),
    ),
    "write-started": (
        Handler(200, domain_indices.hide_unlisted, "before the builder requests the indices"),
        Handler(300, manifest_events.note_files, "before anything is written or removed"),
        Handler(310, companions.redirects.remove_own_redirects, "after the files are known (300)"),
        Handler(400, assets.write_made, "before pages need the checksums (500)"),
        Handler(400, assets.link_notebook_styles, "before pages need the checksums (500)"),
        Handler(DEFAULT, template_cache.keep_templates, "any time before pages are made"),
    ),
    "doctree-resolved": (Handler(DEFAULT, memory.drop_written, "any time: the caller holds the doctree"),),
    "html-collect-pages": (
        Handler(400, companions.nbsphinx.guard_notebook_copies, "before nbsphinx copies notebooks (500)"),
        Handler(DEFAULT, companions.used_files.leave_out_of_book, "any time before the book is packed"),
        Handler(DEFAULT, builders.keep_index_exact, "any time before the index is written"),
        Handler(DEFAULT, feeds_page.collect, "among the pages of other extensions"),
        Handler(DEFAULT, feeds.write_feeds, "documents have been written; a feed is made from their pages"),
        Handler(DEFAULT, proofs.write_publication, "any time before obsolete files are removed"),
        Handler(DEFAULT, citation_cff.write_citation_file, "any time: it depends on no page"),
        Handler(DEFAULT, cards.write_cards, "any time: pages name cards whether or not they are written yet"),
        Handler(DEFAULT, generated_pages.collect, "among the pages of other extensions"),
    ),
    "html-page-context": (
        Handler(1, page_context.withhold_source, "before any theme uses the source"),
        Handler(400, companions.opengraph.describe_note, "before sphinxext-opengraph (500)"),
        Handler(DEFAULT, manifest_events.note_page, "any time: it only records the name"),
        Handler(DEFAULT, mathjax.load_mathjax, "the body is complete"),
        Handler(DEFAULT, assets.link_formulas, "the body is complete"),
        Handler(DEFAULT, assets.link_discussion, "the body is complete"),
        Handler(DEFAULT, search_page.add_search_page, "any time: only our template uses it"),
        Handler(600, page_context.add_context, "after other extensions, whose metatags are preserved"),
        Handler(610, discovery.announce_feeds, "after add_context (600), whose page it adds to"),
        Handler(610, discovery.announce_copy, "after the metadata of add_context (600)"),
        Handler(900, companions.used_files.leave_out_unused, "other extensions have added their files"),
        Handler(930, companions.design.mend_tabs, "the body is complete"),
        Handler(940, sizes.sizes_to_classes, "after all other changes to the body"),
        Handler(942, picture_sizes.sized_pictures, "after sizes (940), which may give another one"),
        Handler(945, wide.prepare_wide, "after sizes (940), which figures take from their pictures"),
        Handler(950, xhtml.write_body_as_xml, "after all other changes to the body, sizes included"),
    ),
    "build-finished": (
        Handler(1, draft_names.put_back_names, "other handlers may need them, or may fail"),
        Handler(1, domain_indices.restore_indices, "other handlers may need them, or may fail"),
        Handler(30, site_files.write, "all pages are written; before files without an owner go (40)"),
        Handler(40, manifest_events.finish_build, "before other extensions (500) read the output"),
        Handler(50, companions.asking.keep_back, "before other extensions (500) list the documents"),
        Handler(400, companions.llms_txt.leave_out, "before sphinx-llms-txt (500)"),
        Handler(400, companions.redirects.name_redirect_targets, "before sphinxext-rediraffe (500)"),
        Handler(DEFAULT, buildinfo.remove_copy, "Sphinx has written it"),
        Handler(850, companions.asking.give_back, "other extensions (500) are done"),
        Handler(860, companions.llms_txt.name_pages, "after sphinx-llms-txt (500)"),
        Handler(950, companions.sitemap.mend, "after sphinx-sitemap (500)"),
        Handler(8_000, former.report_lost_addresses, "other extensions have written their redirects"),
        Handler(9_000, leak_audit.audit, "all files have been written, and obsolete ones removed"),
        Handler(9_100, manifest_events.remember, "after the audit (9000)"),
        Handler(9_200, publication_times.report_next, "the last thing that a build says of notes"),
    ),
}

#: Transforms of freshly parsed doctrees.
READ_TRANSFORMS: tuple[Step, ...] = (
    Step(5, titles.NoteTitle, "before Locale (20) translates the title, and before targets are resolved"),
    Step(6, titles.SiteRootImages, "before images are collected"),
    Step(6, embeds.PlaceEmbeds, "after NoteTitle (5), before anything is looked for in paragraphs"),
    Step(6, files.FindPictures, "before names are decoded (7) and images are collected"),
    Step(7, epigraph.AppendEpigraph, "after NoteTitle (5)"),
    Step(7, raw_files.DecodeImageNames, "after the images (6), before RemoveHiddenFiles (9)"),
    Step(7, raw_files.CollectRawFiles, "after the images (6), before RemoveHiddenFiles (9)"),
    Step(8, comments.AppendThread, "after NoteTitle (5), so that it follows the note's text"),
    Step(9, includes.RemoveHiddenFiles, "before Sphinx collects downloads and images"),
    Step(9, unlisted.RemoveUnlistedIndexEntries, "before index entries are collected"),
    Step(9, includes.DropBlockSources, "before Locale (20) uses sources for message catalogues"),
    Step(10, includes.EmptyLeakingDocuments, "after everything blocked or removed is recorded (9)"),
    Step(200, renderer.LabelEquations, "before targets are resolved (260 and later)"),
    Step(
        205, entry_references.ResolveEntryReferences, "before substitutions (210 in Sphinx, 220 in docutils)"
    ),
    Step(215, footnotes.RemoveHiddenDefinitions, "before docutils resolves substitutions (220)"),
    Step(610, footnotes.RemoveHiddenFootnotes, "before footnotes are sorted (MyST, 619) and numbered (620)"),
    Step(621, entry_references.RestoreEntryCitations, "after Sphinx collects the project's citations (619)"),
    Step(829, rules.PlaceRules, "before docutils reports transitions (830)"),
    Step(870, html_anchors.NoteAnchors, "before MyST resolves links to anchors (879)"),
    Step(872, list_entries.NameListEntries, "before toctrees are collected (880)"),
    Step(875, titles.NameUntitled, "after citations are resolved to text (870)"),
    Step(890, renderer.ShareDefinitions, "after the last change to the doctree (880)"),
)


#: Transforms of doctrees about to be written.
WRITE_TRANSFORMS: tuple[Step, ...] = (
    Step(4, book_references.NumberBookReferences, "before the builders resolve equation references (5)"),
    Step(4, back_matter.InsertReferences, "before any transform that reads text"),
    Step(7, placeholders.FillPlaceholders, "after bibliographies (5, 6), before the resolvers (9, 10)"),
    Step(8, address_links.ResolveListReferences, "before the resolvers (9, 10), which would report them"),
    Step(8, vault_links.ResolveWikilinks, "before the resolvers (9, 10), which would report them"),
    Step(8, address_links.ResolveAddressLinks, "before MyST's resolver (9), which would report them broken"),
    Step(9, raw_files.ResolveRawFiles, "after ResolveAddressLinks (8)"),
    Step(550, empty_tables.AddTableBodies, "before LaTeX's footnotes are collected (600)"),
    Step(620, unique_ids.MakeIdsUnique, "after the resolvers (9, 10), before the transforms below use ids"),
    Step(625, back_matter.RemoveHiddenReferences, "before citations change (630)"),
    Step(626, back_matter.LinkFootnoteWorks, "before footnotes are copied (630)"),
    Step(628, previews.PlacePreviews, "after the resolvers (9, 10), before footnotes are copied (630)"),
    Step(630, margin_notes.PlaceMarginNotes, "after MakeIdsUnique (620), before blocks are renamed (640)"),
    Step(640, article.ShapeAsides, "after PlaceMarginNotes (630)"),
    Step(640, article.MarkAddresses, "after PlaceMarginNotes (630)"),
    Step(645, back_matter.ShapeReferences, "before ShapeNotes (650) moves them"),
    Step(650, article.ShapeNotes, "after everything it moves is final"),
)


#: Stand-ins for objects of other packages, in the order in which they are installed.
STAND_INS: tuple[StandIn, ...] = (
    StandIn(while_building, extended_directives, "docutils directives, with additional options"),
    StandIn(while_building, includes.guarded_directives, "directives that include files: not hidden ones"),
    StandIn(while_building, titles.heading_warnings_filtered, "MyST's warnings: front matter has the title"),
    StandIn(while_building, file_names.possible_names, "the lookup of files, for names that none can have"),
    StandIn(while_building, nesting.deep_nesting, "MyST's parsers, to allow deeper lists and quotations"),
    StandIn(while_building, list_entries.lists_in_toctrees, "Sphinx's table of pages without a source file"),
    StandIn(while_building, shallow_toctrees.shallow_toctrees, "toctrees, to copy only what they show"),
    StandIn(while_acting, builders.book_files, "the EPUB builder's list of files"),
    StandIn(while_acting, builders.permalinks, "HTML builder methods, to write pages at their permalinks"),
    StandIn(while_building, exception_context.named_documents, "exceptions, so that they name the document"),
    StandIn(while_building, parallel_tasks.bounded_tasks, "parallel tasks, to report every worker's failure"),
    StandIn(while_building, parallel_reading.slices_sent, "parallel readers, to send only what they read"),
    StandIn(while_building, default_settings.settings_kept, "docutils' default settings, kept by component"),
    StandIn(while_building, checksums.checksums_kept, "the checksums of files in links, kept by name"),
    StandIn(while_building, memory.objects_frozen, "garbage collection, to skip long-lived objects"),
    StandIn(while_building, memory.toctrees_cleared_once, "Sphinx's toctree collector"),
)

#: The environment collectors, in the order in which they process a document.
COLLECTORS: tuple[type[EnvironmentCollector], ...] = (file_digests.ReadingCollector, collector.NoteCollector)


def connect(app: Sphinx) -> None:
    """Register everything in this table with *app*."""
    for option in OPTIONS:
        app.add_config_value(f"notes_{option.name}", option.default, "env", Any)
    add_nodes(app)
    app.add_domain(NotesDomain)
    for event in (extension_points.COLLECTED, extension_points.PAGE_CONTEXT):
        app.add_event(event)
    app.add_html_theme(THEME, str(stylesheets.FOLDER))
    for collector_class in COLLECTORS:
        app.add_env_collector(collector_class)
    _add(app, HANDLERS, READ_TRANSFORMS, WRITE_TRANSFORMS, STAND_INS)
