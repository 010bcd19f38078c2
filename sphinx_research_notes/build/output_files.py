"""Which files in the output folder belong to which source, and how files are removed."""

from __future__ import annotations

from os.path import splitext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.i18n import docname_to_domain

from .._upstream.project_paths import source_of
from ..doctree.conditions import are_met
from ..state.records import page_of, pages
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from sphinx.application import Sphinx


#: The templates of the indices and the search page, and the OpenSearch description.
_OWN_TEMPLATES = frozenset(
    {"genindex.html", "genindex-split.html", "genindex-single.html", "domainindex.html", "search.html"}
)
_OPENSEARCH = "opensearch.xml"


def document_files(app: Sphinx, builder: Any, docname: str) -> list[str]:
    """Return the files that *builder* writes for the document *docname* alone."""
    site = site_of(app.env)
    if site.paged:
        offer = site.offers.get(docname)
        return [
            site.addresses.file(docname),
            *source_copy(app, docname),
            *_notebook_copy(app, docname),
            *(dict(offer.files).values() if offer else ()),
        ]
    if builder.name == "gettext":
        return [f"{docname_to_domain(docname, app.config.gettext_compact)}.pot"]
    suffix = getattr(builder, "out_suffix", "")
    if not suffix or (builder.name == "singlehtml" and docname != app.config.root_doc):
        return []
    copies = source_copy(app, docname) if getattr(builder, "copysource", False) else []
    return [f"{docname}{suffix}", *copies]


def source_copy(app: Sphinx, docname: str) -> list[str]:
    """Return the copy of the document's source that the HTML builder writes, if any."""
    config = app.config
    if not config.html_copy_source or page_of(app.env, docname).withheld:
        return []
    name = source_of(app.env, docname)
    suffix = config.html_sourcelink_suffix
    # Called for every document, and pathlib is slower.
    return [f"_sources/{name}" + ("" if splitext(name)[1] == suffix else suffix)]  # noqa: PTH122


def _notebook_copy(app: Sphinx, docname: str) -> list[str]:
    """Return the copy of a notebook that nbsphinx puts next to its page, if any."""
    if "nbsphinx" not in app.extensions:
        return []
    name = app.env.doc2path(docname, base=False).as_posix()
    return [name] if name.endswith(".ipynb") and not page_of(app.env, docname).withheld else []


def companions(app: Sphinx, builder: Any) -> set[str]:
    """Return the copies of images and downloads that *builder* writes."""
    images = _shown_images(app, builder)
    if builder.format == "html":
        downloads = {f"_downloads/{name}" for _, name in app.env.dlfiles.values()}
        return downloads | {f"_images/{name}" for name in images}
    if builder.name == "texinfo":
        books = [book[1] for book in app.config.texinfo_documents]
        return {f"{book}-figures/{name}" for book in books for name in images}
    return images if builder.name == "latex" else set()


def _shown_images(app: Sphinx, builder: Any) -> set[str]:
    """Return the names of the images that a document shows in this build, whatever their conditions."""
    unmet: dict[str, set[str]] = {}
    for docname, page in pages(app.env).items():
        for path, places in page.conditional_images:
            if not any(are_met(conditions, builder) for conditions in places):
                unmet.setdefault(path, set()).add(docname)
    images = app.env.images.items()
    shown = {name for path, (docnames, name) in images if not docnames <= unmet.get(path, set())}
    if unmet:
        # What stands for a note is shown in any case.
        site = site_of(app.env)
        shown.update(name for note in site.catalogue.all if (name := site.images.name(note)))
    return shown


def static_copies(app: Sphinx) -> set[str]:
    """Return the copies of the static and extra files of the project and its theme."""
    config, copies = app.config, set()
    theme: Any = getattr(app.builder, "theme", None)
    themes = [str(Path(each, "static")) for each in (theme.get_theme_dirs() if theme is not None else ())]
    for entry in (config.html_logo, config.html_favicon, *config.html_static_path, *themes):
        # Copies of templates lose these suffixes.
        for name in _files_of(app, entry):
            copies |= {f"_static/{name.removesuffix(suffix)}" for suffix in ("", "_t", ".jinja")}
    for entry in config.html_extra_path:
        copies.update(_files_of(app, entry))
    return copies


def _files_of(app: Sphinx, entry: str | None) -> list[str]:
    """Return the names of the files copied for *entry*, a file or a folder."""
    path = Path(app.confdir, entry or "")
    if not entry or path.is_file():
        return [path.name] if entry else []
    return [each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file()]


def own_page(app: Sphinx, pagename: str, templatename: str) -> str:
    """Return the file of *pagename* if it is an index or other page that Sphinx writes in every build."""
    if templatename == _OPENSEARCH:
        return f"_static/{templatename}"
    if templatename in _OWN_TEMPLATES or pagename in app.config.html_additional_pages:
        builder: Any = app.builder
        return Path(builder.get_output_path(pagename)).relative_to(app.outdir).as_posix()
    return ""


def restore_images(app: Sphinx, lost: Set[str]) -> None:
    """Have the builder copy *lost* images again, although it may not write the pages that show them."""
    builder: Any = app.builder
    for path, (_, name) in app.env.images.items():
        if f"{builder.imagedir}/{name}" in lost:
            builder.images[path] = name


def remove(app: Sphinx, names: Iterable[str]) -> None:
    """Remove files from the output folder, and folders that become empty."""
    outdir = Path(app.outdir).resolve()
    for name in names:
        path = outdir / name
        # A page may have asked for a folder as an image.
        if not path.resolve().is_relative_to(outdir) or path.is_dir():
            continue
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == outdir or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
