"""Notebooks: their prose is in Quarto's Markdown, and their code has its options, ``#| echo: false``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..front_matter import FrontMatter, read_front_matter
from ..records import Finding, Outcome
from .cell_options import CELL, options_of
from .divs import without_open_fences
from .markup import rewritten

if TYPE_CHECKING:
    from ..documents import Links
    from .context import Context

#: An option with the values that give a cell the tag of MyST-NB.
_TAGS = (
    ("include", {"false", "f"}, "remove-cell"),
    ("echo", {"false", "f"}, "remove-input"),
    ("output", {"false", "f"}, "remove-output"),
    ("code-fold", {"true", "show"}, "hide-input"),
)


@dataclass(slots=True)
class Notebook:
    """A notebook on its way; *values* are empty for what is none."""

    values: dict[str, Any] = field(default_factory=dict)
    front: FrontMatter = field(default_factory=FrontMatter)

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The cells, of format 4."""
        cells = self.values.get("cells")
        return [each for each in cells if isinstance(each, dict)] if isinstance(cells, list) else []

    @property
    def first_words(self) -> str:
        """What is read first below the title."""
        prose = (_text(each) for each in self.cells[1:] if each.get("cell_type") == "markdown")
        return self.front.body.strip() or next(prose, "")


def read_notebook(text: str) -> Notebook:
    """Return the notebook in *text*, with the front matter that its first cell may have."""
    try:
        values = json.loads(text)
    except ValueError:
        return Notebook()
    found = Notebook(values if isinstance(values, dict) else {})
    first = next(iter(found.cells), {})
    if first.get("cell_type") in {"raw", "markdown"} and _text(first).lstrip().startswith("---"):
        found.front = read_front_matter(f"{_text(first).strip()}\n")
    return found


def written_notebook(notebook: Notebook, context: Context, links: Links) -> tuple[str, list[Finding]]:
    """Return the *notebook* as text, with its cells rewritten, and what was found."""
    findings: list[Finding] = []
    prose = [each for each in notebook.cells if each.get("cell_type") == "markdown"]
    if notebook.front.is_there:
        first = notebook.cells[0]
        first |= {"cell_type": "raw", "source": _lines(notebook.front.written().rstrip("\n"))}
        prose = [each for each in prose if each is not first]
        if notebook.front.body.strip():
            rest = {
                "cell_type": "markdown",
                "metadata": {},
                "source": _lines(notebook.front.body.strip("\n")),
            }
            if "id" in first:  # From format 4.5 on, each cell needs one.
                rest["id"] = "text"
            notebook.values["cells"].insert(1, rest)
            prose.insert(0, rest)
    for cell in notebook.cells:
        if cell.get("cell_type") == "code":
            _rewrite_code(cell, context, findings)
    # References may come before the cell with the label.
    for each in prose:
        rewritten(context, _text(each), (), links)
    context.footnotes.clear()
    context.notes = 0
    for each in prose:
        source = rewritten(context, without_open_fences(_text(each)), (), links)
        new = source.restored().strip("\n")
        if new != _text(each).strip("\n"):
            each["source"] = _lines(new)
        context.footnotes.clear()
        findings += (replace(finding, line=None) for finding in source.findings)
    return json.dumps(notebook.values, ensure_ascii=False, indent=1) + "\n", findings


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _rewrite_code(cell: dict[str, Any], context: Context, findings: list[Finding]) -> None:
    """Give *cell* the tags that its options ask for; the options go into its metadata."""
    head = CELL.fullmatch("{python}")
    assert head is not None
    options, code = options_of(head, _text(cell))
    asked = {"echo": "false", **options} if context.hides_code else options
    tags = [tag for name, values, tag in _TAGS if asked.get(name, "").lower() in values]
    if not options and not tags:
        return
    found = cell.get("metadata")
    metadata: dict[str, Any] = found if isinstance(found, dict) else {}
    cell |= {"metadata": metadata, "source": _lines(code)}
    if options:
        metadata["quarto"] = options
    if tags:
        given = metadata.get("tags")
        metadata["tags"] = list(dict.fromkeys([*(given if isinstance(given, list) else []), *tags]))
    caption, label = options.get("fig-cap", ""), options.get("label", "")
    if caption and _has_picture(cell):
        figure = {"caption": caption}
        if label.startswith("fig-"):
            figure["name"] = context.label(label)
            context.references[label] = f"{{numref}}`{figure['name']}`"
        metadata["mystnb"] = {"figure": figure}
    detail = f"{', '.join(options)}: {', '.join(tags) or 'in its metadata'}"
    findings.append(Finding(Outcome.CHANGED, "options of a cell", context.document.path, None, detail))


def _has_picture(cell: dict[str, Any]) -> bool:
    outputs = cell.get("outputs")
    for each in outputs if isinstance(outputs, list) else []:
        data = each.get("data") if isinstance(each, dict) else None
        if isinstance(data, dict) and any(name.startswith("image/") for name in data):
            return True
    return False
