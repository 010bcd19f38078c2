"""The options of cells: after their fences, as in knitr, and in lines that begin with ``#|``."""

from __future__ import annotations

import re

#: What stands after the fence of a cell.
CELL = re.compile(r"\{(?P<language>[A-Za-z][\w.+-]*)[,\s]*(?P<options>[^}]*)\}")
_OPTION = re.compile(
    r"^[ \t]*(?:#|//|%%|--)\|[ \t]*(?P<key>[\w.-]+)[ \t]*:[ \t]*(?P<value>[^\n]*)\n?", re.MULTILINE
)
_OF_KNITR = re.compile(r"(?P<key>[\w.-]+)\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^,\s]+)")


def options_of(cell: re.Match[str], body: str) -> tuple[dict[str, str], str]:
    """Return the options of a *cell*, after its fence and in its *body*, and its code."""
    name = re.match(r"[\w.-]+(?=[ \t]*(?:,|$))", cell["options"])
    options = {"label": name[0]} if name else {}
    options |= {
        each["key"]: each["value"].strip().strip("\"'") for each in _OF_KNITR.finditer(cell["options"])
    }
    head = re.match(r"(?:[ \t]*(?:#|//|%%|--)\|[^\n]*\n)*", body)
    said = head[0] if head else ""
    options |= {each["key"]: each["value"].strip().strip("\"'") for each in _OPTION.finditer(said)}
    return options, body[len(said) :]
