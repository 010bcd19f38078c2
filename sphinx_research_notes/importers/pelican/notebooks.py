"""Articles that are notebooks, and those that show one, ``{% notebook x.ipynb cells[2:] %}``.

The plug-ins are pelican-jupyter (https://github.com/danielfrg/pelican-jupyter) and liquid_tags.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ..front_matter import FrontMatter
from .metadata import read_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

TAG = re.compile(r"\{%[ \t]*notebook[ \t]+(?P<path>\S+)(?:[ \t]+cells\[(?P<cells>[^\]\s]*)\])?[^%\n]*%\}")

#: The beginning of an item of a list: ``- title: Rain``.
_ITEM = re.compile(r"^[ \t]*[-*][ \t]+(?=[\w-]+:)", re.MULTILINE)
#: Names of formats in notebooks of format 3.
_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "latex": "text/latex",
    "javascript": "application/javascript",
    "json": "application/json",
}


def read_notebook(text: str, sidecar: str | None) -> FrontMatter:
    """Return the lines about the article that is the notebook with *text*, which is all of its body.

    They are in the file beside it, whose text is *sidecar*; else in its first cell; else in its metadata.
    Cells that begin with ``#ignore``, and those that ``subcells`` leaves out, aren't in the body.
    """
    try:
        whole = json.loads(text)
        cells = _cells(whole)
    except (ValueError, KeyError, IndexError, TypeError):
        return FrontMatter(body=text)
    front = FrontMatter()
    first = _source(cells[0]) if cells and cells[0].get("cell_type") in {"markdown", "raw"} else ""
    lines = _ITEM.sub("", sidecar if sidecar is not None else first)
    values = read_markdown(lines.strip() + "\n").values
    if sidecar is None and "title" in values:
        cells = cells[1:]
    elif sidecar is None:
        values = {
            name.lower(): each for name, each in _metadata(whole).items() if isinstance(each, (str, list))
        }
    for name, value in values.items():
        if name == "subcells":
            cells = cells[_slice(re.sub(r"[^\d:,-]", "", str(value)).replace(",", ":"))]
        elif value and name not in {"kernelspec", "language_info"}:
            front.put(name, value)
    cells = [each for each in cells if not _source(each).lstrip().lower().startswith("#ignore")]
    front.body = _written(whole, cells)
    front.is_there = bool(front.values)
    return front


def with_head(head: str, text: str, rewrite: Callable[[str], str]) -> str:
    """Return the notebook *text*, which :func:`read_notebook` has made, with the front matter *head*.

    *rewrite* returns what the text of a cell in Markdown becomes.
    """
    try:
        whole = json.loads(text)
    except ValueError:
        return text
    return _written(whole, [_cell("raw", head), *(_rewritten(each, rewrite) for each in whole["cells"])])


def _rewritten(cell: dict[str, Any], rewrite: Callable[[str], str]) -> dict[str, Any]:
    """Return *cell*, rewritten if it is in Markdown; one of raw text as nbconvert shows it in HTML."""
    if cell.get("cell_type") == "raw":
        return _shown(cell)
    if cell.get("cell_type") != "markdown":
        return cell
    before = _source(cell)
    after = rewrite(before)
    return cell if after == before else {**cell, "source": after.splitlines(keepends=True)}


def _shown(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a *cell* of raw text in Markdown, if it is for HTML or for any format."""
    text = _source(cell)
    metadata = _metadata(cell)
    form = metadata.get("format") or metadata.get("raw_mimetype") or ""
    if form not in {"", "text/html"} or not text.strip():
        return cell
    if form or text.lstrip().startswith("<"):
        return _cell("markdown", text)
    fence = "```"
    while fence in text:
        fence += "`"
    return _cell("markdown", f"{fence}\n{text.rstrip()}\n{fence}")


def _metadata(whole: dict[str, Any]) -> dict[str, Any]:
    found = whole.get("metadata")
    return found if isinstance(found, dict) else {}


def _source(cell: dict[str, Any]) -> str:
    found = cell.get("source", "")
    return found if isinstance(found, str) else "".join(map(str, found))


def _cells(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells of a notebook as format 4 has them; raises KeyError and its kind."""
    cells = shown["cells"] if "cells" in shown else [_newer(each) for each in shown["worksheets"][0]["cells"]]
    if not all(isinstance(each, dict) for each in cells):
        raise TypeError
    return [{name: value for name, value in each.items() if name != "id"} for each in cells]


def joined(
    head: str, body: str, read: Callable[[str], str | None], rewrite: Callable[[str], str]
) -> str | None:
    """Return a notebook with the front matter *head*, the text *body*, and the notebooks that it shows.

    None if one of them cannot be read. *rewrite* returns what the text of a cell in Markdown becomes.
    """
    pieces = TAG.split(body)
    base: dict[str, Any] = {}
    cells: list[Any] = [_cell("raw", head)]
    for place in range(0, len(pieces), 3):
        if pieces[place].strip():
            cells.append(_cell("markdown", pieces[place].strip("\n")))
        if place + 1 >= len(pieces):
            break
        try:
            shown = json.loads(read(pieces[place + 1]) or "")
            cells += (_rewritten(each, rewrite) for each in _cells(shown)[_slice(pieces[place + 2])])
        except (ValueError, KeyError, IndexError, TypeError):
            return None
        base = base or shown
    return _written(base, cells)


def _written(base: dict[str, Any], cells: list[Any]) -> str:
    """Return a notebook with *cells* in the language of *base*."""
    metadata = _metadata(base)
    kept = {name: metadata[name] for name in ("kernelspec", "language_info") if name in metadata}
    kept.setdefault("language_info", {"name": "python", "pygments_lexer": "ipython3"})
    kept.setdefault("kernelspec", {"name": "python3", "display_name": "Python 3", "language": "python"})
    whole = {"cells": cells, "metadata": kept, "nbformat": 4, "nbformat_minor": 2}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _newer(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a *cell* of a notebook in format 3 as format 4 has it (https://nbformat.readthedocs.io)."""
    kind = cell["cell_type"]
    if kind == "code":
        outputs = [_output(each) for each in cell.get("outputs", [])]
        number = cell.get("prompt_number")
        source = cell.get("input", "")
        return {
            "cell_type": kind,
            "metadata": {},
            "source": source,
            "outputs": outputs,
            "execution_count": number if isinstance(number, int) else None,
        }
    text = cell.get("source", "")
    text = text if isinstance(text, str) else "".join(text)
    if kind == "heading":
        return _cell("markdown", f"{'#' * int(cell.get('level', 1))} {' '.join(text.split())}")
    return _cell(kind if kind in {"markdown", "raw"} else "markdown", text)


def _output(output: dict[str, Any]) -> dict[str, Any]:
    kind = output.get("output_type")
    if kind == "stream":
        return {
            "output_type": "stream",
            "name": output.get("stream", "stdout"),
            "text": output.get("text", ""),
        }
    if kind == "pyerr":
        return {
            "output_type": "error",
            **{name: output.get(name, "") for name in ("ename", "evalue")},
            "traceback": output.get("traceback", []),
        }
    data = {_TYPES[name]: value for name, value in output.items() if name in _TYPES}
    if kind == "pyout":
        return {
            "output_type": "execute_result",
            "data": data,
            "metadata": {},
            "execution_count": output.get("prompt_number"),
        }
    return {"output_type": "display_data", "data": data, "metadata": {}}


def _cell(kind: str, text: str) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}


def _slice(text: str | None) -> slice:
    parts = [int(each) if re.fullmatch(r"-?\d+", each) else None for each in (text or ":").split(":")]
    return (
        slice(*parts[:3]) if len(parts) > 1 else slice(parts[0], None if parts[0] is None else parts[0] + 1)
    )
