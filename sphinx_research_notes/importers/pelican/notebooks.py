"""Articles that show a notebook, ``{% notebook x.ipynb cells[2:] %}``: they become that notebook."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TAG = re.compile(r"\{%[ \t]*notebook[ \t]+(?P<path>\S+)(?:[ \t]+cells\[(?P<cells>[^\]\s]*)\])?[^%\n]*%\}")

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


def joined(head: str, body: str, read: Callable[[str], str | None]) -> str | None:
    """Return a notebook with the front matter *head*, the text *body*, and the notebooks that it shows.

    None if one of them cannot be read.
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
            found = (
                shown["cells"]
                if "cells" in shown
                else [_newer(each) for each in shown["worksheets"][0]["cells"]]
            )
            cells += found[_slice(pieces[place + 2])]
        except (ValueError, KeyError, IndexError, TypeError):
            return None
        base = base or shown
    found = base.get("metadata")
    metadata = found if isinstance(found, dict) else {}
    kept = {name: metadata[name] for name in ("kernelspec", "language_info") if name in metadata}
    kept.setdefault("language_info", {"name": "python", "pygments_lexer": "ipython3"})
    kept.setdefault("kernelspec", {"name": "python3", "display_name": "Python 3", "language": "python"})
    base = {"cells": cells, "metadata": kept, "nbformat": 4, "nbformat_minor": 2}
    return json.dumps(base, ensure_ascii=False, indent=1) + "\n"


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
