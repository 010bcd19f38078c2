"""Notebooks as JSON: what can be read as one, and what must stand in it for its readers. Pure."""

from __future__ import annotations

import json
from typing import Any

from .block import clean


class NotebookError(ValueError):
    """A file that is no notebook: what was expected and found, and in which line."""

    def __init__(self, found: str, line: int = 1) -> None:
        super().__init__(f"expected a notebook, which is JSON, found {found}")
        self.line = line


def parsed(source: str) -> dict[str, Any]:
    """What the notebook *source* holds; :class:`NotebookError` where it is none.

    Readers of notebooks end the build there, or take the JSON for text.
    """
    if not source.strip("\ufeff \t\r\n"):
        raise NotebookError("an empty file")
    try:
        content = json.loads(clean(source))
    except json.JSONDecodeError as error:
        raise NotebookError(f"a fault in it ({error.msg})", error.lineno) from None
    except ValueError:
        raise NotebookError("a number that is too long") from None
    except RecursionError:
        raise NotebookError("too many brackets within each other") from None
    if not isinstance(content, dict):
        raise NotebookError("no mapping")
    if content.get("worksheets"):
        raise NotebookError("one of format 3; format 4 is read")
    if not isinstance(content.get("cells"), list):
        raise NotebookError("no list of 'cells' in it")
    if not isinstance(content.get("metadata") or {}, dict):
        raise NotebookError("'metadata' that are no mapping")
    if fault := next((fault for cell in content["cells"] if (fault := _fault_of(cell))), ""):
        raise NotebookError(fault)
    return content


def _fault_of(cell: object) -> str:
    """Why no reader of notebooks takes *cell*; empty where they do."""
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return "a cell without 'cell_type'"
    source = cell.get("source", "")
    texts = source if isinstance(source, list) else [source]
    return "" if all(isinstance(text, str) for text in texts) else "a cell whose 'source' is no text"


def completed(source: str) -> str:
    """The notebook *source* with what its format demands, and some tools leave out."""
    try:
        content = parsed(source)
        before = json.dumps(content)
    except (NotebookError, RecursionError):
        return source
    _complete(content, {"metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    for cell in content["cells"]:
        _complete(cell, {"metadata": {}, "source": ""})
        if cell["cell_type"] == "code":
            _complete(cell, {"outputs": []})
            cell.setdefault("execution_count", None)
    after = json.dumps(content)
    return source if after == before else after


def _complete(mapping: dict[str, Any], wanted: dict[str, Any]) -> None:
    for key, value in wanted.items():
        if mapping.get(key) is None:
            mapping[key] = value
