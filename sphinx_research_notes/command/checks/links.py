"""Links within the site that lead nowhere.

The links are those of doctrees about to be written, where their lines are known; whether they lead somewhere
is read from the finished files.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from docutils import nodes

from ...build.site import site_of
from ...doctree.nodes import around, repeated
from ...doctree.raw_html import LEADING, addresses
from ...model.urls import has_scheme
from ...publish.former import answers, files_in
from ...reading.address_links import is_raw
from .findings import finding
from .places import file_of, place_of, relative

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ...build.site import Site
    from .findings import Finding

_IDS = re.compile(rb"""[\s"'](?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
#: Fragments that are for scripts, or for text of a page.
_NO_ANCHOR = ("/", "!", "?", ":~:")
#: Hosts on which other sites of the same author are beside this one.
_SHARED = (".github.io", ".gitlab.io", ".codeberg.page", ".pages.dev", ".sourceforge.io", ".bitbucket.io")


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address of the site."""

    place: str
    #: As written, or as the build has resolved it.
    address: str
    #: The path from the root of the site, unquoted and without the leading slash.
    path: str
    #: The fragment, unquoted; may be empty.
    part: str
    #: Whether other sites may be at that address: it names the host, or one that several sites share.
    is_shared: bool = False

    def names(self) -> list[str]:
        """Return what the build would call it in a message."""
        return [self.address, *([self.part] if self.part else [])]


class Pages:
    """The anchors of finished pages, each of which is read once, if at all."""

    def __init__(self, outdir: Path) -> None:
        self._outdir = outdir
        self._anchors: dict[str, frozenset[str]] = {}

    def lacks(self, name: str, part: str) -> bool:
        """Return whether the file *name* is a page, and the fragment *part* names none of its anchors."""
        if not part or part.startswith(_NO_ANCHOR) or part.lower() == "top":
            return False
        if not name.endswith((".html", ".htm")):
            return False
        if name not in self._anchors:
            self._anchors[name] = _anchors_of(self._outdir / name)
        return part not in self._anchors[name]


def links_in(app: Sphinx, docname: str, doctree: nodes.document) -> Iterator[Link]:
    """Yield the links in *doctree*, the page of *docname*, whose targets nobody has checked.

    Text of other notes is checked on their own pages.
    """
    site, env = site_of(app.env), app.env
    if not site.paged:
        return
    page, own = site.addresses.file(docname), relative(env, str(env.doc2path(docname)))
    for node, address, last in _addresses(doctree):
        target = _target(site, page, address)
        if target and _is_from(env, docname, own, node):
            html = node.astext() if is_raw(node) else ""
            before = html[: max(html.find(escape(address)), 0)]
            yield Link(place_of(env, docname, node, before, last=last), address, *target)


def _addresses(doctree: nodes.document) -> Iterator[tuple[nodes.Element, str, int]]:
    """Yield the links in *doctree*, each with its address and the last line that is known before it."""
    last = 0
    for node in doctree.findall(nodes.Element):
        last = max(last, node.line or 0)
        if isinstance(node, nodes.reference):
            address = node.get("refuri", "")
            # Sphinx has found the pages of its own references, but not all anchors.
            if address and ("#" in address or not node.get("internal")) and not _is_repeated(node):
                yield node, address, last
        elif is_raw(node):
            for tag, name, address in addresses(node.astext()):
                if (tag, name) in LEADING:
                    yield node, address, last


def _is_repeated(node: nodes.Node) -> bool:
    return any(isinstance(each, repeated) for each in around(node))


def _is_from(env: BuildEnvironment, docname: str, own: str, node: nodes.Node) -> bool:
    """Whether *node* is from the document *docname* or a file that it includes, not from another document."""
    file = file_of(env, docname, node)
    return file == own or env.path2doc(Path(env.srcdir, file)) not in env.all_docs


def _target(site: Site, page: str, address: str) -> tuple[str, str, bool] | None:
    """Return what *address* means on *page*, as the other fields of a link; None if it leads elsewhere."""
    if address.startswith("//") or any(sign in address for sign in "{}<>\\\n "):
        return None
    base = urlsplit(site.addresses.base)
    is_absolute = has_scheme(address)
    try:
        url = urlsplit(
            urljoin(f"{base.scheme or 'https'}://{base.netloc or 'site'}{base.path}{quote(page)}", address)
        )
    except ValueError:
        return None
    root = base.path or "/"
    if url.scheme not in {"http", "https"} or _host(url.netloc) != _host(base.netloc or "site"):
        return None
    if not f"{url.path}/".startswith(root):
        return None
    path = unquote(url.path).removeprefix(unquote(root).rstrip("/")).lstrip("/")
    is_rooted = is_absolute or address.startswith("/")
    is_shared = is_absolute or (is_rooted and base.netloc.endswith(_SHARED))
    normal = posixpath.normpath(path) if path else ""
    path = f"{normal}/" if path.endswith("/") and normal != "." else normal
    return (path if path != "." else ""), unquote(url.fragment), is_shared


def _host(name: str) -> str:
    return name.lower().removeprefix("www.")


def dead_links(app: Sphinx, links: Iterable[Link], said: Iterable[Finding]) -> Iterator[Finding]:
    """Yield those *links* that lead to nothing in the output, and that the build has not *said* are dead."""
    files, pages = files_in(Path(app.outdir)), Pages(Path(app.outdir))
    folders = {name.partition("/")[0] for name in files if "/" in name}
    messages = _about_links(said)
    for link in links:
        found = None
        if answers(link.path, files):
            if pages.lacks(_file(link.path, files), link.part):
                found = _without_anchor(link)
        elif not link.is_shared or link.path.partition("/")[0] in folders:
            found = _dead(link)
        names = [repr(name) for name in link.names()]
        if found and not any(name in each for each in messages.get(found.file, ()) for name in names):
            yield found


def _about_links(said: Iterable[Finding]) -> dict[str, list[str]]:
    """Return what the build has said of links and files, by file."""
    messages: dict[str, list[str]] = {}
    for each in said:
        if each.kind.startswith(("myst.", "ref.", "notes.file")):
            messages.setdefault(each.file, []).append(each.message)
    return messages


def _dead(link: Link) -> Finding:
    message = f"expected a page or file at {'/' + link.path!r}, found none; the link is dead"
    return finding("link", link.place, message)


def _without_anchor(link: Link) -> Finding:
    shown = f"/{link.path}#{link.part}"
    message = f"expected an anchor {link.part!r}, found none; {shown!r} leads to the page's top"
    return finding("anchor", link.place, message)


def _file(path: str, files: set[str]) -> str:
    """Return the file that a server sends for *path*."""
    folder = f"{path.rstrip('/')}/index.html".lstrip("/")
    return next(each for each in (path, folder, f"{path}.html") if each in files)


def _anchors_of(path: Path) -> frozenset[str]:
    """Return the anchors in the finished page *path*."""
    found = (match[1] or match[2] or match[3] or b"" for match in _IDS.finditer(path.read_bytes()))
    return frozenset(unescape(each.decode("utf-8", "replace")) for each in found)
