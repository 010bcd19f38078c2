"""Articles that show a notebook, ``{% notebook x.ipynb cells[2:] %}``: they become that notebook."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TAG = re.compile(r"\{%[ \t]*notebook[ \t]+(?P<path>\S+)(?:[ \t]+cells\[(?P<cells>[^\]\s]*)\])?[^%\n]*%\}")


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
            found = shown["cells"] if "cells" in shown else shown["worksheets"][0]["cells"]
            cells += found[_slice(pieces[place + 2])]
        except (ValueError, KeyError, IndexError, TypeError):
            return None
        if base and base.get("nbformat") != shown.get("nbformat"):
            return None
        base = base or shown
    if "cells" in base:
        base["cells"] = cells
    else:
        base["worksheets"] = [{"cells": cells, "metadata": {}}]
    return json.dumps(base, ensure_ascii=False, indent=1) + "\n"


def _cell(kind: str, text: str) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}


def _slice(text: str | None) -> slice:
    parts = [int(each) if re.fullmatch(r"-?\d+", each) else None for each in (text or ":").split(":")]
    return slice(*parts[:3]) if len(parts) > 1 else slice(parts[0], None if parts[0] is None else parts[0] + 1)
