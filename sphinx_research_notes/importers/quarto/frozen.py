"""What Quarto computed of a document, if the project keeps it in ``_freeze``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import md5
from itertools import accumulate
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..front_matter import read_front_matter
from ..markdown.code import FENCED
from .results import Result, comparable, last_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..documents import Document

_PICTURES = {".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp"}
_FENCE = re.compile(r"[ \t]*(?P<colons>:{3,})[ \t]*(?P<attributes>\{[^\n]*\}|[\w-]+)?[ \t]*")
_LABEL = re.compile(r"#(?:cell-)?(?P<label>(?:fig|tbl|lst)-[\w.-]+)")


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
    name = PurePosixPath(stem).name
    files = tuple(
        (
            str(PurePosixPath(document.folder, f"{name}_files", each.relative_to(folder).as_posix())),
            each.relative_to(source).as_posix(),
        )
        for each in sorted(folder.rglob("*"))
        if each.suffix.lower() in _PICTURES
    )
    lines = lines_in(body, document.front.body, document.front.body_line)
    # Quarto's own test of whether the text has been changed.
    is_same = (
        found.get("hash") == md5((source / document.path).read_bytes(), usedforsecurity=False).hexdigest()
    )
    return Frozen(body, lines, files, not (is_same or _has_all(body, document.front.body)))


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


def results_in(text: str) -> Iterator[Result]:
    """Yield the results of cells in a frozen *text*, in their order."""
    lines = text.split("\n")
    code_ends = {text.count("\n", 0, match.start()): match[0].count("\n") for match in FENCED.finditer(text)}
    first, depth, place, done = 0, 0, 0, 0
    while place < len(lines):
        if place in code_ends:
            place += code_ends[place] + 1
            continue
        fence = _FENCE.fullmatch(lines[place])
        if fence and not depth and re.match(r"\{[^}]*\.cell\b(?!-)", fence["attributes"] or ""):
            first, depth = place, 1
        elif fence and depth:
            depth += 1 if fence["attributes"] else -1
            if not depth:
                yield _result("\n".join(lines[first : place + 1]), "\n".join(lines[done:first][-30:]))
                done = place + 1
        place += 1


def _result(block: str, before: str) -> Result:
    code = "".join(match["body"] for match in FENCED.finditer(block) if ".cell-code" in match["info"])
    label = _LABEL.search(block)
    return Result(comparable(code), block, label["label"] if label else "", last_words(before))
