"""Check that a notebook is valid, and complete it for the extensions that read it. Pure."""

from __future__ import annotations

import json
from typing import Any

from .block import clean


class NotebookError(ValueError):
    """A file that is not a valid notebook, with the line of the problem."""

    def __init__(self, problem: str, line: int = 1) -> None:
        super().__init__(f"expected a notebook in JSON, got {problem}")
        self.line = line


def parsed(source: str) -> dict[str, Any]:
    """Parse the notebook *source*; raises :class:`NotebookError`.

    The extensions that read notebooks would abort the build, or publish the JSON as text.
    """
    if not source.strip("\ufeff \t\r\n"):
        raise NotebookError("an empty file")
    try:
        content = json.loads(clean(source))
    except json.JSONDecodeError as error:
        raise NotebookError(f"invalid JSON ({error.msg})", error.lineno) from None
    except ValueError:
        raise NotebookError("a number that is too long") from None
    except RecursionError:
        raise NotebookError("JSON that is nested too deeply") from None
    if not isinstance(content, dict):
        raise NotebookError("JSON that is not an object")
    if content.get("worksheets"):
        raise NotebookError("one in format 3 instead of 4")
    if not isinstance(content.get("cells"), list):
        raise NotebookError("one without a list of 'cells'")
    if not isinstance(content.get("metadata") or {}, dict):
        raise NotebookError("'metadata' that is not an object")
    if fault := next((fault for cell in content["cells"] if (fault := _fault_of(cell))), ""):
        raise NotebookError(fault)
    return content


def _fault_of(cell: object) -> str:
    """Return what is wrong with *cell*; empty if it is valid."""
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return "a cell without 'cell_type'"
    source = cell.get("source", "")
    texts = source if isinstance(source, list) else [source]
    return "" if all(isinstance(text, str) for text in texts) else "a cell whose 'source' is not text"


def completed(source: str) -> str:
    """Return the notebook *source* with fields added that its format requires and some tools omit."""
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


def _complete(mapping: dict[str, Any], defaults: dict[str, Any]) -> None:
    for key, value in defaults.items():
        if mapping.get(key) is None:
            mapping[key] = value
