"""Where documents and files of a Jekyll site go, and what leads to them from old addresses."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..markdown.links import joined
from ..records import Finding, Outcome
from ..redirects import redirect
from .documents import HTML, TEXTILE, Document
from .github_pages import MARKDOWN
from .lists import moved_lists
from .polyglot import untranslated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from ..records import TextFile
    from ..site_conf import Site
    from .config import Config
    from .templates import Templates

_ASKED = re.compile(r"\bsite\.([\w-]+)")


def target_of(document: Document) -> str:
    """Return the path of *document* in the new site."""
    path = PurePosixPath(document.path)
    if document.kind in {"posts", "drafts"}:
        folder = "_posts" if document.kind == "posts" else "_drafts"
        steps = list(path.parts)
        inside = steps[steps.index(folder) + 1 :]
        start = ("posts",) if document.kind == "posts" else ("posts", "_drafts")
        path = PurePosixPath(*start, *document.folders, *inside)
    elif document.kind != "pages":
        path = PurePosixPath(*(step.removeprefix("_") for step in path.parts))
    else:
        path = PurePosixPath(*(step for step in path.parts if step != "_pages"))
    return str(path.with_suffix(".md") if path.suffix.lower() in MARKDOWN | HTML | TEXTILE else path)


def media_folder(document: Document) -> str:
    """Return the folder that the theme Chirpy puts before the images of a page."""
    return str(document.value("media_subpath") or document.value("img_path") or "").strip("/")


def onward(
    documents: Sequence[Document], shown: Sequence[Document], config: Config, site: Site, templates: Templates
) -> Iterator[TextFile]:
    """Yield pages at old addresses that lead on: of lists, in other languages, where no page can be.

    *shown*: those of the *documents* that are published, of which lists say something.
    """
    there = {each.address for each in documents}
    language = site.language[:2]
    for old, (new, title) in moved_lists(config, shown, site.path, templates):
        if old not in there:
            yield redirect(old, new, title, language)
    for old, document in untranslated(shown, config, there):
        yield _to(document, language, old)
    for document in documents:
        if document.is_moved:
            yield _to(document, language, document.address)


def _to(document: Document, language: str, old: str) -> TextFile:
    """Return a page at *old* that leads to *document*."""
    here = f"{document.target.rpartition('.')[0]}.html" if document.is_moved else document.address
    here = f"{here}index.html" if here.endswith("/") else here
    return redirect(old, here, document.front.text_of("title") or document.name, language)


def keep_image(document: Document, files: Set[str]) -> None:
    """Write the path of its image from the root of the site, where themes look for it among *files*."""
    value = document.front.values.get("image")
    path = value.get("path") if isinstance(value, dict) else value
    if not isinstance(path, str) or re.match(r"[a-z][\w+.-]*:|//", path):
        return
    for base in (media_folder(document), ""):
        found = joined("/", f"{base}/{path.lstrip('/')}")
        if found in files and path != f"/{found}":
            new = f"/{found}"
            document.front.put("image", {**value, "path": new} if isinstance(value, dict) else new)
            return


def keep_data(documents: Sequence[Document], templates: Templates) -> Iterator[Finding]:
    """Tell the documents without a page that pages show from those that nobody has seen."""
    unseen = {each.kind for each in documents if each.is_unseen}
    if not unseen:
        return
    texts = (*templates.texts(), *(each.front.body for each in documents))
    asked = {match[1] for text in texts for match in _ASKED.finditer(text)}
    for document in documents:
        if document.is_unseen and document.kind in asked and not document.is_hidden:
            document.is_data = True
            document.target = document.path
            why = "Jekyll makes no page of it: it is shown by others, and stays as it is"
            yield Finding(Outcome.KEPT, "collection without output", document.path, None, why)
