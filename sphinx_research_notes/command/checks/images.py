"""Images without alternative text, and those that are larger than a page needs."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.images import get_image_size

from ...reading.address_links import is_raw
from .findings import finding
from .places import place_of, place_of_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .findings import Finding

#: In bytes.
LARGEST = 1_000_000
#: In pixels of the page: no image is shown wider.
_WIDEST = 1_000
#: So many times as many pixels in a line as are shown do no harm: screens are dense, and readers zoom in.
_SPARE = 4
_PIXELS = re.compile(r"(\d+)(?:px)?")


def alt_texts(env: BuildEnvironment, docname: str, doctree: nodes.document) -> Iterator[Finding]:
    """Yield the images in *doctree* without alternative text.

    An empty one in a directive or in HTML says that the image is for decoration; in Markdown, ``![](x.png)``
    is how it is left out.
    """
    for node in doctree.findall(lambda each: isinstance(each, nodes.image) or is_raw(each)):
        if is_raw(node):
            yield from _in_html(env, docname, node)
        elif isinstance(node, nodes.image) and _is_shown(node):
            is_given = node.get("alt") or ("alt" in node and not _is_in_text(node))
            if not is_given and not _is_made(env, node):
                name = str(node.get("original_uri") or node.get("uri", ""))
                yield _without(name, place_of(env, docname, node, name=name))


def _without(name: str, place: str) -> Finding:
    shown = "an image" if name.startswith("data:") else repr(name)
    message = f"expected an alternative text for {shown}, found none; screen readers can only say its name"
    return finding("alt", place, message)


def _is_shown(node: nodes.image) -> bool:
    """Whether *node* is where it is shown, and not a definition for elsewhere."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.substitution_definition):
            return False
        parent = parent.parent
    return True


def _is_in_text(node: nodes.image) -> bool:
    """Whether *node* is within a paragraph, as in Markdown, and not a directive."""
    parent = node.parent
    while isinstance(parent, nodes.reference):
        parent = parent.parent
    return isinstance(parent, nodes.TextElement) and not node.rawsource


def _is_made(env: BuildEnvironment, node: nodes.image) -> bool:
    """Whether *node* shows what code in the document has drawn, which nobody has described."""
    parent = node.parent
    while parent is not None:
        if "cell_output" in parent.get("classes", ()):
            return True
        parent = parent.parent
    return _is_below(Path(env.srcdir, node.get("uri", "").lstrip("/")), Path(env.doctreedir).parent)


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


class _Images(HTMLParser):
    """Collects the ``img`` elements without alternative text, and how many lines are before each."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_silent = given.get("role") in {"presentation", "none"} or given.get("aria-hidden") == "true"
        if tag == "img" and "alt" not in given and not is_silent and not _is_named(given):
            self.found.append((self.getpos()[0] - 1, given.get("src") or ""))


def _is_named(attributes: dict[str, str | None]) -> bool:
    return bool(attributes.get("aria-label") or attributes.get("aria-labelledby"))


def _in_html(env: BuildEnvironment, docname: str, node: nodes.Node) -> Iterator[Finding]:
    html = node.astext()
    if "<img" not in html.lower():
        return
    parser = _Images()
    parser.feed(html)
    for lines, source in parser.found:
        yield _without(source, place_of(env, docname, node, "\n" * lines))


def heavy(app: Sphinx) -> Iterator[Finding]:
    """Yield the images whose files are too large, wherever documents name them."""
    env = app.env
    for name, (docnames, _) in sorted(env.images.items()):
        path = Path(env.srcdir, name)
        if docnames and path.is_file() and not _is_below(path, Path(env.doctreedir).parent):
            size = path.stat().st_size
            if size > LARGEST:
                found = f"{size / 1e6:.1f} MB of {name!r}"
                message = f"expected at most 1 MB, got {found}; pages that show it load slowly"
                yield finding("image-size", place_of_name(env, min(docnames), path.name), message)


def wide(env: BuildEnvironment, docname: str, doctree: nodes.document) -> Iterator[Finding]:
    """Yield the images in *doctree* that have far more pixels than are shown."""
    said: set[str] = set()
    for node in doctree.findall(nodes.image):
        candidates: dict[str, str] = node.get("candidates", {})
        for name in candidates.values():
            path = Path(env.srcdir, name)
            if name in said or "://" in name or _is_made(env, node) or not path.is_file():
                continue
            said.add(name)
            if message := _too_wide(path, name, node):
                yield finding("image-size", place_of(env, docname, node, name=path.name), message)


def _too_wide(path: Path, name: str, node: nodes.image) -> str:
    """Return what is wrong with the width of *path*, shown as *node*; empty if nothing is."""
    size = path.stat().st_size
    # What is small is loaded at once, however wide; of a heavy one, that is said.
    if not LARGEST // 5 < size <= LARGEST or path.suffix.lower() in {".svg", ".pdf"}:
        return ""
    pixels = get_image_size(str(path))
    given = _PIXELS.fullmatch(str(node.get("width", "")).strip())
    shown = min(int(given[1]), _WIDEST) if given else _WIDEST
    if pixels and pixels[0] > shown * _SPARE:
        return (
            f"expected about {shown * 2} pixels in a line, which are enough where {name!r} is shown,"
            f" got {pixels[0]} ({size / 1e3:.0f} kB)"
        )
    return ""
