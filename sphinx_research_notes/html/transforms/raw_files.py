"""Files that raw HTML names, ``<img src>`` and its like: they go where those of Markdown's own images go.

Markdown and reStructuredText hand raw HTML on as it is, so that nobody copies what it shows.
"""

from __future__ import annotations

import posixpath
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.osutil import relative_uri

from ..._upstream.application import app_of
from ...build.book_media import MEDIA
from ...config import notes_config
from ...constants import FRAGMENT
from ...diagnostics import warn
from ...doctree.nodes import swap
from ...doctree.raw_html import LEADING, addresses, rewritten
from ...model.site_addresses import divided
from ...model.urls import has_scheme
from ...reading.address_links import PAGES, is_in_entry, is_raw
from ...state.project_files import OutsideError, project_file
from ...state.read_state import read_state
from ...state.records import pages, withheld
from ...visibility.hidden_files import has_hidden_parts, is_hidden
from .address_links import set_html
from .base import NotesTransform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Files that are copied as images are; others are offered as downloads are.
IMAGES = frozenset(
    {
        ".apng",
        ".avif",
        ".bmp",
        ".gif",
        ".ico",
        ".jpeg",
        ".jpg",
        ".jxl",
        ".png",
        ".svg",
        ".tif",
        ".tiff",
        ".webp",
    }
)
_PLAYED = frozenset({("video", "src"), ("audio", "src"), ("source", "src"), ("track", "src")})
#: What cannot do without its address.
_NEEDED = frozenset((tag, name) for tag in ("img", "source", "track") for name in ("src", "srcset"))
#: What a link leads to that is a file and no page: one that is missing is told.
_FILES = IMAGES | {
    ".7z",
    ".bz2", ".csv", ".djvu", ".doc", ".docx", ".epub", ".flac", ".gz", ".ipynb", ".m4a", ".m4v", ".mov",
    ".mp3", ".mp4", ".odp", ".ods", ".odt", ".oga", ".ogg", ".ogv", ".opus", ".pdf", ".ppt", ".pptx", ".ps",
    ".rar", ".tar", ".tgz", ".tsv", ".wav", ".webm", ".xls", ".xlsx", ".xz", ".zip",
}  # fmt: skip


def local_name(env: BuildEnvironment, address: str) -> str:
    """The file that *address* may name, as a source names one; empty for what leads elsewhere."""
    if not address or address.startswith(("//", "#", "?")) or has_scheme(address):
        return ""
    if any(sign in address for sign in "{}<>\n"):
        return ""  # For a template of another program.
    name = divided(address)[0]
    root = notes_config(env.config).site_root
    if root and name.startswith("/") and not name.startswith(f"/{root}/"):
        return f"/{root}{name}"
    return name


def _is_served(app: Sphinx, address: str) -> bool:
    """Whether *address* is that of a file that the build puts there by itself."""
    path = divided(address)[0].lstrip("./")
    if path.startswith(("_static/", "_images/", "_downloads/", "_sources/")):
        return True
    places = [Path(app.confdir, each) for each in app.config.html_extra_path]
    return any((each / path).is_file() or (each.is_file() and each.name == path) for each in places)


class DecodeImageNames(SphinxTransform):
    """Finds the file of a picture in a note whose name is written as an address has it, ``a%20b.png?v=1``.

    MyST writes all names in that way that are not ASCII or hold blanks, and Sphinx takes them as they are
    (myst-parser up to 5.2). Before pictures are looked for, with those that are hidden (9).
    """

    def apply(self, **kwargs: Any) -> None:
        state = read_state(self.env)
        if state.front is None and not state.entries:
            return
        for image in self.document.findall(nodes.image):
            uri, name = image["uri"], divided(image["uri"])[0]
            if name in {uri, ""} or has_scheme(uri) or uri.startswith("//"):
                continue
            if state.front is None and not is_in_entry(image):
                continue
            try:
                written = project_file(self.env, uri, self.env.docname)[1]
                relative, path = project_file(self.env, name, self.env.docname)
            except OSError:
                continue
            self.env.note_dependency(relative)  # It may come, or go.
            if path.is_file() and not written.is_file():
                image["uri"] = name


class CollectRawFiles(SphinxTransform):
    """Makes the files that raw HTML in a note names files of the site, or says that there are none.

    And those that a link names in ``notes_site_root``. After the images there (6), before
    ``RemoveHiddenFiles`` and what collects downloads.
    """

    def apply(self, **kwargs: Any) -> None:
        state = read_state(self.env)
        if state.front is None and not state.is_stream and not state.entries:
            return
        for node in list(self.document.findall(nodes.Element)):
            if not isinstance(node, (nodes.raw, nodes.reference, addnodes.pending_xref)) or (
                state.front is None and not is_in_entry(node)
            ):
                continue
            if is_raw(node):
                for tag, name, address in addresses(node.astext()):
                    self._take(node, tag, name, address)
            elif not isinstance(node, nodes.raw):
                self._offer(node)

    def _take(self, node: nodes.Element, tag: str, name: str, address: str) -> None:
        """Take in the file at *address*, which an element of *node* names."""
        if not (local := local_name(self.env, address)):
            return
        kind = Path(local).suffix.lower()
        told = (tag, name) not in PAGES or kind in _FILES
        try:
            relative, path = project_file(self.env, local, self.env.docname)
            found, why = path.is_file(), f"no file {address!r}"
        except OutsideError:
            relative, found, why = "", False, f"{address!r} lies outside the project"
        except OSError:
            relative, found, why = "", False, f"no file {address!r}"
        if found and self._may_be_shown(path, node):
            self.env.note_dependency(relative)
            if kind in IMAGES and (tag, name) not in LEADING:
                self.env.images.add_file(self.env.docname, relative)
            else:
                self.env.dlfiles.add_file(self.env.docname, relative)
        elif not found and told and not _is_served(app_of(self.env), address):
            if relative:
                self.env.note_dependency(relative)  # It may come.
            warn("file", f"<{tag} {name}>: {why}; the address stays as it is", node)

    def _may_be_shown(self, path: Path, node: nodes.Element) -> bool:
        """Whether the file *path* can be copied; a document of the project is a page, and no file."""
        docname = self.env.path2doc(path)
        if docname in self.env.found_docs and docname not in withheld(self.env):
            self.env.note_dependency(str(path))  # It may become hidden.
            return False
        whole = is_hidden(self.env, path)
        if not whole and not has_hidden_parts(self.env, path):
            return True
        why = "is hidden" if whole else "has a part that is hidden"
        warn("visibility", f"{docname or path.name} {why}, and so is not offered by raw HTML", node)
        read_state(self.env).hide(self.env, path)
        self.env.note_dependency(str(path))
        return False

    def _offer(self, node: nodes.Element) -> None:
        """Make a download of a link to a file in ``notes_site_root``, as one to a file beside the note is."""
        root = notes_config(self.config).site_root
        pending = isinstance(node, addnodes.pending_xref)
        if pending and (node.get("reftype") != "myst" or node.get("refdomain")):
            return
        target = str(node.get("reftarget" if pending else "refuri", ""))
        local = local_name(self.env, target)
        if not root or not target.startswith("/") or not local:
            return
        try:
            relative, path = project_file(self.env, local, self.env.docname)
        except OSError:
            return
        if not path.is_file() or self.env.path2doc(path) in self.env.found_docs:
            return
        children = node.children or [nodes.literal(target, target)]
        swap(node, addnodes.download_reference("", "", *children, reftarget=f"/{relative}", reftype="myst",
                                               refdomain=None, refexplicit=True,
                                               refdoc=self.env.docname))  # fmt: skip


class ResolveRawFiles(NotesTransform):
    """Writes into raw HTML where the files are that it names."""

    def run(self, **kwargs: Any) -> None:
        if self.site.builder.format != "html":
            return
        for docname, root in self.parts():
            page = pages(self.env).get(docname)
            if page is None or not (page.head or page.entries):
                continue
            whole = page.head is not None or bool(self.document.get(FRAGMENT))
            for node in list(root.findall(nodes.raw)):
                if is_raw(node) and (whole or is_in_entry(node)):
                    html = rewritten(node.astext(), partial(self._place, docname))
                    set_html(node, html)

    def _place(self, docname: str, tag: str, name: str, address: str) -> str | None:
        """The address, from the page of *docname*, of the file that *address* names there.

        Empty where that is no part of an e-book; None where it is left as it is written.
        """
        local = local_name(self.env, address)
        if not local:
            return None
        book = self.site.builder.name == "epub"
        relative = self.env.relfn2path(local, docname)[0]
        behind = next((address[place:] for place, sign in enumerate(address) if sign in "?#"), "")
        if book:
            behind = "#" * ("#" in behind) + behind.partition("#")[2]  # Files of a book take no query.
        for file in self._files(docname, relative, played=(tag, name) in _PLAYED):
            page = self.site.builder.get_target_uri(docname).partition("#")[0]
            return relative_uri(page, quote(file)) + behind
        return "" if book and (tag, name) not in _NEEDED and not self._is_page(docname, address) else None

    def _is_page(self, docname: str, address: str) -> bool:
        """Whether *address*, as it stands on the page of *docname* now, is that of a page of the e-book."""
        builder: Any = self.site.builder
        here = posixpath.dirname(unquote(builder.get_target_uri(docname)))
        file = posixpath.normpath(posixpath.join(here, divided(address)[0]))
        return file.removesuffix(builder.out_suffix) in self.env.all_docs

    def _files(self, docname: str, relative: str, *, played: bool) -> Iterator[str]:
        """Where in the output the file *relative* is that *docname* names."""
        env, builder = self.env, self.site.builder
        if relative in env.images and docname in env.images[relative][0]:
            # The builder copies what it finds here, and finds by itself only images that stand in a text.
            name = builder.images.setdefault(relative, env.images[relative][1])
            yield f"{builder.imagedir}/{name}"
            return
        # Newer Sphinx keeps paths here, older Sphinx texts.
        known: Any = env.dlfiles
        found = known.get(relative) or known.get(Path(relative))
        if (
            found
            and docname in found[0]
            and (builder.name != "epub" or (played and Path(relative).suffix.lower() in MEDIA))
        ):
            yield f"_downloads/{Path(found[1]).as_posix()}"
