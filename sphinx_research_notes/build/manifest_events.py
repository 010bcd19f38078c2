"""Handlers of Sphinx's events that keep the manifest: what is stale, what is written, what is removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._upstream.language_scripts import language_copies
from .._upstream.memory import collecting_later
from ..activation import acts, has_ours
from ..model.digests import value_digest
from ..reading.source_read import has_vanished
from ..state.records import withheld
from .assets import assets_digest, made_files
from .fingerprints import fingerprint
from .manifest import ASSETS, INDEX, OWN, SLACK, STATIC, build_of, coming_build
from .output_files import companions, document_files, own_page, remove, restore_images, static_copies
from .search_texts import has_texts, texts_path, uses_pagefind
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .manifest import Build


def start_build(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: mark the build as under way."""
    coming_build(env).is_under_way = True


def find_stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """``env-get-updated``: return the documents whose pages need to be rewritten.

    If a document has vanished, at least one is returned: otherwise Sphinx might write no page and so not save
    the environment, and the old one would keep the text of a note that has become a draft.
    """
    return _stale(app, env) or ([env.config.root_doc] if acts(env) and has_vanished(env) else [])


def _stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    build, site = build_of(env), site_of(env)
    if not _has_ours(env):
        return []
    # The reading time is part of the digest, because Sphinx compares only the source's time with the page's:
    # another builder that shares the doctrees, or a build that was killed before it wrote, may have read it.
    with collecting_later():
        views = {
            docname: value_digest((read, fingerprint(site, docname)))
            for docname, read in sorted(env.all_docs.items())
        }
    build.now.views.update(views)
    build.now.views[ASSETS] = assets_digest(app)
    same_assets = not build.before.views or build.is_current(ASSETS, build.now.views[ASSETS])
    if not same_assets or (INDEX in build.before.views and not _has_index(app)):
        return list(env.all_docs)
    lost = build.lost()
    return [
        docname
        for docname, shown in views.items()
        if not build.is_current(docname, shown)
        or (lost and not lost.isdisjoint(build.before.files.get(docname, ())))
    ]


def _has_index(app: Sphinx) -> bool:
    """Return whether the search index exists, to which only the pages that are written are added."""
    builder: Any = app.builder
    if uses_pagefind(site_of(app.env)):
        return has_texts(texts_path(build_of(app.env).path))
    return Path(app.outdir, builder.searchindex_filename).is_file()


def _has_ours(env: BuildEnvironment) -> bool:
    """Return whether the project has notes, or the output still contains files of notes removed since."""
    return site_of(env).has_notes or bool(build_of(env).before.files)


def finish_build(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: keep unwritten pages' fingerprints, and remove files of pages that are gone."""
    build = build_of(app.env)
    if exception is not None:
        return
    if not (build.now.views or build.before.files):
        # Without notes, the only files to remove are pages of documents that are hidden now.
        for docname in withheld(app.env):
            _remove(app, document_files(app, app.builder, docname))
        return
    _keep_unwritten(app, build)
    if build.now.files and app.builder.format == "html":
        build.owns("*", sorted(language_copies(app.builder)))
    _remove_vanished(app, build)


def remember(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: save what this build has written and audited."""
    build = build_of(app.env)
    if exception is None and not has_ours(app.env):
        # The last note is gone, and so are its files.
        build.path.unlink(missing_ok=True)
        build.manifest.remove()
    elif exception is None and (build.now.views or build.before.files or build.now.audited):
        build.end(has_notes=site_of(app.env).has_notes)


def _keep_unwritten(app: Sphinx, build: Build) -> None:
    """Keep the old fingerprints of pages skipped because the build was asked for certain files only."""
    path_of = getattr(app.builder, "get_output_path", None)
    for docname, shown in list(build.now.views.items()):
        if docname not in app.env.all_docs or path_of is None or build.is_current(docname, shown):
            continue
        try:
            written = path_of(docname).stat().st_mtime_ns >= build.started - SLACK
        except OSError:
            written = False
        if not written:
            build.now.views[docname] = build.before.views.get(docname, "")


def _remove_vanished(app: Sphinx, build: Build) -> None:
    """Remove the files of earlier builds that belong to no page now."""
    current = {name for files in build.now.files.values() for name in files}
    former = {n for owner, files in build.before.files.items() if owner != STATIC for n in files}
    _remove(app, sorted(former - current))


def _remove(app: Sphinx, names: Iterable[str]) -> None:
    """Remove the files *names* except those copied from ``html_extra_path``."""
    extra_folders = [Path(app.confdir, each) for each in app.config.html_extra_path]
    remove(app, [name for name in names if not any((folder / name).exists() for folder in extra_folders)])


def note_files(app: Sphinx, builder: Any) -> None:
    """``write-started``: record the files of every document in this build."""
    build, env = build_of(app.env), app.env
    site = site_of(env)
    if _has_ours(env):
        for docname in env.all_docs:
            build.owns(docname, document_files(app, builder, docname))
        static = {f"_static/{n}" for n in made_files(app, builder)} if builder.format == "html" else set()
        build.owns("*", sorted(companions(app, builder) | static))
        if builder.format == "html":
            _replace_static(app, build)
            restore_images(app, build.lost())
    build.announce(site.addresses.files if site.paged else ())
    if not site.paged:
        # An e-book contains every file in the folder. Files of later steps are written again.
        _remove_vanished(app, build)
        if builder.name == "epub":
            build.manifest.remove()


def note_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """``html-page-context``: record the pages that Sphinx itself generates in every build."""
    file = "" if doctree is not None else own_page(app, pagename, templatename)
    if file and _has_ours(app.env):
        build_of(app.env).owns(OWN, [file])


def _replace_static(app: Sphinx, build: Build) -> None:
    """Remove copies of static and extra files that the project no longer has; Sphinx leaves them in place.

    This precedes all copying, because a theme may have a file of the same name, and pages contain checksums.
    """
    current = static_copies(app)
    build.owns(STATIC, sorted(current))
    former = set(build.before.files.get(STATIC, ())) - current
    if removed := sorted(name for name in former if name.casefold() not in site_of(app.env).addresses.files):
        remove(app, removed)
        build.forget_listing()
