"""The macros for formulas that a site gives MathJax or KaTeX, in a script or a partial template.

https://docs.mathjax.org/en/latest/input/tex/macros.html, https://katex.org/docs/options.html
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .files import read_text, why_left_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .records import Options
    from .site_conf import Site

Macro = str | list[str | int]

_SUFFIXES = {".html", ".htm", ".js", ".mjs", ".yml", ".yaml", ".toml"}
#: Folders of programs and of what was built.
_OTHERS = {"node_modules", "vendor", "public", "_site", "_book", "dist", "venv", "site-packages"}
#: A script of MathJax itself is longer.
_LONGEST = 200_000
_READER = re.compile("mathjax|katex", re.IGNORECASE)
_MACROS = re.compile(r"""(?<![\w.])["']?macros["']?\s*:\s*\{""", re.IGNORECASE)
_SPACE = r"(?:\s|//[^\n]*(?:\n|$)|/\*.*?\*/)*+"
_STRING = r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`"
_ENTRY = re.compile(
    rf"{_SPACE}(?P<name>{_STRING}|[A-Za-z]+){_SPACE}:{_SPACE}"
    rf"(?:(?P<text>{_STRING})"
    rf"|\[{_SPACE}(?P<first>{_STRING}){_SPACE}"
    rf"(?:,{_SPACE}(?P<number>\d){_SPACE}(?:,{_SPACE}(?P<default>{_STRING}){_SPACE})?)?,?{_SPACE}\])"
    rf"{_SPACE}(?:,|(?=\}}))",
    re.DOTALL,
)
_NAME = re.compile(r"[A-Za-z]+|[^A-Za-z\s]")


def with_macros(site: Site, folder: Path, options: Options) -> Site:
    """Return *site* with the macros that files in *folder* have; raises OSError."""
    found: dict[str, Macro] = {}
    for file in _files(folder, options):
        text = read_text(file)
        if _READER.search(text):
            found = {**macros_in(text), **found}
    return replace(site, more={**site.more, "notes_math_macros": found}) if found else site


def macros_in(text: str) -> dict[str, Macro]:
    """Return the macros in *text*, as MathJax has them; a value that is no text ends the list."""
    found: dict[str, Macro] = {}
    for match in _MACROS.finditer(text):
        place = match.end()
        while entry := _ENTRY.match(text, place):
            place = entry.end()
            name = _value(entry["name"]).removeprefix("\\")
            if _NAME.fullmatch(name):
                found.setdefault(name, _macro(entry))
    return found


def _macro(entry: re.Match[str]) -> Macro:
    tex = _value(entry["text"] or entry["first"])
    # KaTeX counts the arguments itself.
    number = int(entry["number"] or max(map(int, re.findall(r"#([1-9])", tex)), default=0))
    if not number:
        return tex
    return [tex, number, *([_value(entry["default"])] if entry["default"] else [])]


def _value(written: str) -> str:
    """Return the value of a string of JavaScript, or a name as it is."""
    return re.sub(r"\\(.)", r"\1", written[1:-1], flags=re.DOTALL) if written[0] in "\"'`" else written


def _files(source: Path, options: Options) -> Iterator[Path]:
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(
            each
            for each in folders
            if not each.startswith(".")
            and each not in _OTHERS
            and Path(folder, each).resolve() not in options.without
        )
        for name in sorted(names):
            file = Path(folder, name)
            if (
                file.suffix.lower() in _SUFFIXES
                and not why_left_alone(file, source)
                and file.stat().st_size < _LONGEST
            ):
                yield file
