"""What Quarto has computed of a document: its text with results, or the results by their cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..extra import needing_extra
from ..files import read_text
from ..markdown.code import FENCED
from ..records import Finding, NotImportable, Outcome
from .cell_options import CELL
from .front import is_computed
from .frozen import frozen_text, results_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..documents import Document
    from .project import Project
    from .results import Result

#: What the file of a page is called if its address ends with a slash.
_INDEX = "index.html"


@dataclass(slots=True)
class Computed:
    """What there is of one document."""

    body: str
    #: Where each of its lines is in the document.
    lines: Sequence[int]
    results: tuple[Result, ...] = ()
    #: Pictures: their paths in the new site, and in the source.
    files: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def computed(source: Path, project: Project, document: Document) -> Computed:
    """Return the text of *document*, with results from ``_freeze``, else from the last built site."""
    front = document.front
    lines = range(front.body_line, front.body_line + front.body.count("\n") + 1)
    found = Computed(front.body, lines)
    frozen = frozen_text(source, document)
    if frozen:
        found.files |= dict(frozen.files)
    if frozen and not frozen.is_old:
        found.body, found.lines = frozen.body, frozen.lines
        found.findings.append(
            Finding(Outcome.KEPT, "results in _freeze", document.path, None, "the results of cells")
        )
        return found
    if frozen:
        found.results = tuple(results_in(frozen.body))
        detail = "older than the text; used for the cells that haven't been changed"
        found.findings.append(Finding(Outcome.KEPT, "results in _freeze", document.path, None, detail))
    elif _has_cells(found.body):
        _add_built(found, source, project, document)
    return found


def shown_date(source: Path, project: Project, document: Document, name: str) -> str:
    """Return the date that Quarto computed for the key *name*; empty if there is nothing to be known."""
    if not is_computed(document.front.text_of(name)):
        return ""
    page = _built_page(source, project, document)
    key = "dcterms.date" if name == "date" else "dcterms.modified"
    html = read_text(source / page) if page else ""
    found = re.search(rf'<meta name="{re.escape(key)}" content="([\d-]{{10}})">', html)
    return found[1] if found else ""


def _has_cells(body: str) -> bool:
    return any(CELL.fullmatch(match["info"].strip()) for match in FENCED.finditer(body))


def _built_page(source: Path, project: Project, document: Document) -> str:
    """Return the path of the page of *document* in the last site; empty if the source hasn't got it."""
    if document.is_draft:
        return ""
    address = document.address.lstrip("/")
    page = f"{project.output}/{address}{_INDEX if not address or address.endswith('/') else ''}"
    return page if _is_in(source, page) else ""


def _is_in(source: Path, path: str) -> bool:
    """Whether there is a file at *path* which is in *source*, and not elsewhere by a link."""
    return (source / path).is_file() and source.resolve() in (source / path).resolve().parents


def _add_built(found: Computed, source: Path, project: Project, document: Document) -> None:
    """Add what the page of *document* shows in the last site, if the source has that."""
    page = _built_page(source, project, document)
    if not page:
        return
    try:
        built = needing_extra("quarto.built")
    except NotImportable as error:
        found.findings.append(
            Finding(Outcome.UNKNOWN, "results on the built page", document.path, None, str(error))
        )
        return
    html = read_text(source / page)
    found.results = tuple(built.results_on(html))
    for path in built.pictures_in(html, page):
        if _is_in(source, path):
            found.files[str(PurePosixPath(path).relative_to(project.output))] = path
    detail = f"the results of cells are from {page}"
    found.findings.append(Finding(Outcome.KEPT, "results on the built page", document.path, None, detail))
