"""What the configuration of a Quarto project is here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..records import TextFile
from ..site_conf import Site
from .project import links_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..documents import Document
    from .project import Project

_FORMATS = {"figure": "Figure %s", "table": "Table %s", "code-block": "Listing %s"}


def site_of(
    project: Project,
    documents: Sequence[Document],
    feeds: Mapping[str, str | dict[str, str]],
    references: str,
    static: str,
    *,
    is_numbered: bool,
    has_notebooks: bool,
) -> Site:
    """Return what is known of the site; *static*: the folder of files that are copied as they are, if any."""
    author = project.value("author") or project.value("website.author")
    first = author[0] if isinstance(author, list) and author else author
    name = first.get("name") if isinstance(first, dict) else first
    more: dict[str, Any] = {"numfig": True, "numfig_format": _FORMATS} if is_numbered else {}
    if has_notebooks:
        more["nb_execution_mode"] = "off"
    url = project.url
    return Site(
        title=project.text("website.title", "book.title", "title") or "Notes",
        author=name if isinstance(name, str) else "",
        url=url,
        language=project.text("lang").replace("-", "_") or "en",
        tagline=project.text("website.description"),
        match=tuple(_patterns(documents)),
        path="notes" if {"posts", "posts/index"} & {each.docname for each in documents} else "posts",
        feeds=feeds if url else {},
        nav=dict(_nav(project, documents)),
        bibliographies=("references.bib",) if references else (),
        extensions=("myst_nb",) if has_notebooks else (),
        extra=(static,) if static else (),
        exclude=(static,) if static else (),
        more=more,
        source=project.source,
    )


def _patterns(documents: Sequence[Document]) -> Iterator[str]:
    """Yield patterns of the notes: their folders, unless a notebook that is no note is in one."""
    notes = [each for each in documents if each.is_note]
    others = [each for each in documents if not each.is_note and each.suffix == ".ipynb"]
    tops = sorted({each.docname.partition("/")[0] for each in notes if "/" in each.docname})
    whole = [top for top in tops if not any(each.docname.startswith(f"{top}/") for each in others)]
    yield from (f"{top}/**" for top in whole)
    yield from (
        re.sub(r"([*?[])", r"[\1]", each.docname)
        for each in notes
        if each.docname.partition("/")[0] not in whole
    )


def _nav(project: Project, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """Yield the pages that are linked on top of each page."""
    known = {each.path: each for each in documents}
    for text, path in links_of(project):
        document = known.get(path)
        if document and not document.is_draft and document.docname != "index":
            yield text or document.front.text_of("title") or document.docname, document.docname


def index_page(project: Project) -> TextFile:
    """Return a home page that lists the notes."""
    title = project.text("website.title", "title") or "Home"
    return TextFile("index.md", f"# {title}\n\n```{{notes}}\n:group: year\n```\n")
