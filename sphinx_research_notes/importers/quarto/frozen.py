"""What Quarto computed of a document, if the project keeps it in ``_freeze``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..front_matter import read_front_matter
from ..markdown.code import FENCED

if TYPE_CHECKING:
    from pathlib import Path

    from ..documents import Document

_PICTURES = {".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp"}


@dataclass(frozen=True, slots=True)
class Frozen:
    """The text with the results of its cells."""

    body: str = ""
    #: Where each of its lines is in the document; for results, the line before them.
    lines: tuple[int, ...] = ()
    #: Pictures that it shows: their paths in the new site, and in the source.
    files: tuple[tuple[str, str], ...] = ()
    #: Whether the document has been changed since.
    is_old: bool = False


def frozen_text(source: Path, document: Document) -> Frozen | None:
    """Return what Quarto made of *document*; None if there is nothing."""
    stem = str(PurePosixPath(document.path).with_suffix(""))
    folder = source / "_freeze" / stem
    file = folder / "execute-results" / "html.json"
    if not file.is_file():
        return None
    try:
        found = json.loads(file.read_bytes())
        text = found["result"]["markdown"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(text, str):
        return None
    body = read_front_matter(text).body
    if not _has_all(body, document.front.body):
        return Frozen(is_old=True)
    name = PurePosixPath(stem).name
    files = tuple(
        (
            str(PurePosixPath(document.folder, f"{name}_files", each.relative_to(folder).as_posix())),
            each.relative_to(source).as_posix(),
        )
        for each in sorted(folder.rglob("*"))
        if each.suffix.lower() in _PICTURES
    )
    return Frozen(body, lines_in(body, document.front.body, document.front.body_line), files)


def lines_in(text: str, written: str, first_line: int) -> tuple[int, ...]:
    """Return for each line of *text* the line that it is in *written*, which begins in *first_line*.

    A line that isn't there is where the last one before it is.
    """
    old, new = written.split("\n"), text.split("\n")
    places = [0] * len(new)
    for here, there, length in SequenceMatcher(None, new, old).get_matching_blocks():
        places[here : here + length] = range(there + first_line, there + first_line + length)
    return tuple(accumulate(places, max, initial=first_line))[1:]


def _has_all(frozen: str, written: str) -> bool:
    """Whether all prose that is *written* is in the *frozen* text."""
    prose = FENCED.sub("", written)
    known = {" ".join(line.split()) for line in frozen.split("\n")}
    lines = (" ".join(line.split()) for line in prose.split("\n"))
    return all(
        line in known for line in lines if line and not re.search(r"\{\{<|`(?:r|\{\w+\}) |<!--|^:::", line)
    )
