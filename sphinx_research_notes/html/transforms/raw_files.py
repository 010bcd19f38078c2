"""Copy and link the files that raw HTML refers to, as in ``<img src>``, like images and downloads.

Comments in it, which readers of a page's source would see, are left out, as those of MyST and reST are.

Markdown and reStructuredText pass raw HTML through unchanged, so that nothing else would copy these files.
"""

from __future__ import annotations

import posixpath
import re
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
from ...doctree.raw_html import (
    LEADING,
    addresses,
    is_end_of_comment,
    is_open_comment,
    rewritten,
    without_comments,
)
from ...model.site_addresses import divided
from ...model.urls import has_scheme
from ...reading.address_links import PAGES, is_in_entry, is_raw
from ...state.project_files import OutsideError, named_file, project_file
from ...state.read_state import read_state
from ...state.records import withheld
from ...visibility.hidden_files import has_hidden_parts, is_hidden
from .address_links import set_html
from .base import NotesTransform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Suffixes of files that are copied like images; all others are copied like downloads.
IMAGES = frozenset(".apng .avif .bmp .gif .ico .jpeg .jpg .jxl .png .svg .tif .tiff .webp".split())
_MEDIA_ATTRIBUTES = frozenset({("video", "src"), ("audio", "src"), ("source", "src"), ("track", "src")})
#: What leads to the root of the site, or above the page.
_ABOVE = re.compile(r"^(?:\.{0,2}/)+")
#: Attributes that their elements require.
_REQUIRED = frozenset((tag, name) for tag in ("img", "source", "track") for name in ("src", "srcset"))
#: Suffixes of link targets that are files rather than pages, so that missing ones are reported.
_FILES = IMAGES | frozenset(
    """
    .7z .bz2 .csv .djvu .doc .docx .epub .flac .gz .ipynb .m4a .m4v .mov .mp3 .mp4 .odp .ods .odt .oga
    .ogg .ogv .opus .pdf .ppt .pptx .ps .rar .tar .tgz .tsv .wav .webm .xls .xlsx .xz .zip
""".split()
)


def local_name(env: BuildEnvironment, address: str) -> str:
    """Return the file that *address* refers to, named as in a source; ``""`` for other addresses."""
    if not address or address.startswith(("//", "#", "?")) or has_scheme(address):
        return ""
    if any(char in address for char in "{}<>\n"):
        return ""  # A template of another program.
    name = divided(address)[0]
    root = notes_config(env.config).site_root
    if root and name.startswith("/") and not name.startswith(f"/{root}/"):
        return f"/{root}{name}"
    return name


def _is_served(app: Sphinx, address: str) -> bool:
    """Return whether *address* is that of a file that is in the output anyway."""
    path = _ABOVE.sub("", divided(address)[0])
    if path.startswith(("_static/", "_images/", "_downloads/", "_sources/")):
        return True
    extra = [Path(app.confdir, each) for each in app.config.html_extra_path]
    try:
        return any((each / path).is_file() or (each.is_file() and each.name == path) for each in extra)
    except OSError:  # No file can have that name.
        return False


class DecodeImageNames(SphinxTransform):
    """Decode the file names of images in notes that are written as URLs, such as ``a%20b.png?v=1``.

    MyST encodes names with spaces or non-ASCII characters, and Sphinx doesn't decode them (myst-parser up to
    5.2). An image without an address becomes its text: Sphinx would try to copy the folder of the note. Runs
    before hidden images are removed and images are collected (9).
    """

    def apply(self, **kwargs: Any) -> None:
        state = read_state(self.env)
        if state.front is None and not state.entries:
            return
        for image in list(self.document.findall(nodes.image)):
            uri, name = image["uri"], divided(image["uri"])[0]
            if not uri and (state.front is not None or is_in_entry(image)):
                warn("file", "expected the address of an image, found none; showing its text alone", image)
                swap(image, nodes.inline("", str(image.get("alt", ""))))
                continue
            if name in {uri, ""} or has_scheme(uri) or uri.startswith("//"):
                continue
            if state.front is None and not is_in_entry(image):
                continue
            try:
                written = project_file(self.env, uri, self.env.docname)[1]
                relative, path = project_file(self.env, name, self.env.docname)
            except OSError:
                continue
            self.env.note_dependency(relative)  # The file may be added or removed.
            if path.is_file() and not written.is_file():
                image["uri"] = name


class CollectRawFiles(SphinxTransform):
    """Add the files that raw HTML in notes refers to, and report missing ones.

    Also adds the files in ``notes_site_root`` that links refer to. Runs after ``SiteRootImages`` (6), and
    before ``RemoveHiddenFiles`` (9) and the collection of downloads.
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
                    self._add_file(node, tag, name, address)
            elif not isinstance(node, nodes.raw):
                self._make_download(node)

    def _add_file(self, node: nodes.Element, tag: str, name: str, address: str) -> None:
        """Add the file at *address*, in the attribute *name* of a *tag* in *node*, to the site."""
        if not (local := local_name(self.env, address)):
            return
        suffix = Path(local).suffix.lower()
        is_file_link = (tag, name) not in PAGES or suffix in _FILES
        problem = f"file {address!r} not found"
        try:
            relative, path = project_file(self.env, local, self.env.docname)
            exists = path.is_file()
        except OutsideError:
            relative, exists, problem = "", False, f"file {address!r} is outside the project"
        except OSError:
            relative, exists = "", False
        if exists and self._may_be_shown(path, node):
            self.env.note_dependency(relative)
            if suffix in IMAGES and (tag, name) not in LEADING:
                self.env.images.add_file(self.env.docname, relative)
            else:
                self.env.dlfiles.add_file(self.env.docname, relative)
        elif not exists and is_file_link and not _is_served(app_of(self.env), address):
            if relative:
                self.env.note_dependency(relative)  # The file may be added.
            warn("file", f"<{tag} {name}>: {problem}; leaving the address unchanged", node)

    def _may_be_shown(self, path: Path, node: nodes.Element) -> bool:
        """Return whether the file *path* can be copied: it is neither hidden nor the source of a page."""
        docname = self.env.path2doc(path)
        if docname in self.env.found_docs and docname not in withheld(self.env):
            self.env.note_dependency(str(path))  # It may become hidden.
            return False
        whole = is_hidden(self.env, path)
        if not whole and not has_hidden_parts(self.env, path):
            return True
        reason = "is hidden" if whole else "has a hidden part"
        warn("visibility", f"not copied for raw HTML: {docname or path.name!r} {reason}", node)
        read_state(self.env).hide(self.env, path)
        self.env.note_dependency(str(path))
        return False

    def _make_download(self, node: nodes.Element) -> None:
        """Turn a link to a file in ``notes_site_root`` into a download, as Sphinx does for other files."""
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
    """Replace the addresses of files in raw HTML with those in the output, and leave comments out."""

    def run(self, **kwargs: Any) -> None:
        if self.site.builder.format != "html":
            return
        for docname, root, page in self.parts_with_notes():
            whole = page.head is not None or bool(self.document.get(FRAGMENT))
            raw = [each for each in root.findall(nodes.raw) if is_raw(each)]
            ends = max((n for n, each in enumerate(raw) if is_end_of_comment(each.astext())), default=-1)
            for number, node in enumerate(raw):
                if whole or is_in_entry(node):
                    text = node.astext()
                    # One that ends in another piece hides what is between them.
                    html = text if number < ends and is_open_comment(text) else without_comments(text)
                    set_html(node, rewritten(html, partial(self._place, docname)))

    def _place(self, docname: str, tag: str, name: str, address: str) -> str | None:
        """Return the output address, relative to the page of *docname*, of the file at *address*.

        Return ``""`` for a file that is not part of the e-book, and None to leave *address* unchanged.
        """
        local = local_name(self.env, address)
        if not local:
            return None
        book = self.site.builder.name == "epub"
        try:
            relative = named_file(self.env, local, docname)[0]
        except OSError:
            return None
        suffix = next((address[i:] for i, char in enumerate(address) if char in "?#"), "")
        if book:
            suffix = "#" * ("#" in suffix) + suffix.partition("#")[2]  # E-books don't allow queries.
        for file in self._files(docname, relative, is_media=(tag, name) in _MEDIA_ATTRIBUTES):
            page = self.site.builder.get_target_uri(docname).partition("#")[0]
            return relative_uri(page, quote(file)) + suffix
        return "" if book and (tag, name) not in _REQUIRED and not self._is_page(docname, address) else None

    def _is_page(self, docname: str, address: str) -> bool:
        """Return whether *address*, on the page of *docname*, is that of a page in the e-book."""
        builder: Any = self.site.builder
        folder = posixpath.dirname(unquote(builder.get_target_uri(docname)))
        file = posixpath.normpath(posixpath.join(folder, divided(address)[0]))
        return file.removesuffix(builder.out_suffix) in self.env.all_docs

    def _files(self, docname: str, relative: str, *, is_media: bool) -> Iterator[str]:
        """Yield the output file of *relative*, if *docname* refers to it and the builder copies it."""
        env, builder = self.env, self.site.builder
        if relative in env.images and docname in env.images[relative][0]:
            # The builder copies the images listed here; by itself it lists only those in documents.
            name = builder.images.setdefault(relative, env.images[relative][1])
            yield f"{builder.imagedir}/{name}"
            return
        # The keys are paths in newer versions of Sphinx and strings in older ones.
        downloads: Any = env.dlfiles
        download = downloads.get(relative) or downloads.get(Path(relative))
        if (
            download
            and docname in download[0]
            and (builder.name != "epub" or (is_media and Path(relative).suffix.lower() in MEDIA))
        ):
            yield f"_downloads/{Path(download[1]).as_posix()}"
