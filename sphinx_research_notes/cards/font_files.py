"""Find fonts, and read which characters they have.

Fonts are looked for in the folders where systems keep them, not with a service such as fontconfig, whose
answer depends on its settings and on a cache: the same files always lead to the same choice.
"""

from __future__ import annotations

import os
import struct
import sys
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
#: Fonts come in this order: those named like one of these, from the best; then others by name.
_PREFERRED = (
    "sourcehanserif", "notoserifcjk", "notoserif", "songti", "hiraminomincho", "hiragino", "pingfang",
    "simsun", "yumin", "sourcehansans", "notosanscjk", "notonaskh", "amiri", "frank", "david", "notosans",
    "noto", "notocoloremoji", "applecoloremoji", "seguiemj", "dejavuserif", "dejavusans", "arialunicode",
)  # fmt: skip
#: In names of files: not the plain style of a family.
_STYLED = ("bold", "italic", "oblique", "black", "light", "thin", "medium", "mono", "condensed", "heavy")
#: In names of files: fonts of last resort, whose glyphs are no letters.
_USELESS = ("lastresort", "blank", "fallback", "barcode", "keyboard")


@dataclass(frozen=True, slots=True)
class Face:
    """A font in a file, which may hold several."""

    path: str
    index: int = 0

    @property
    def is_shipped(self) -> bool:
        """Whether it is one of this package."""
        return self.path.startswith(str(SHIPPED))


SHIPPED = Path(__file__).parent / "fonts"


def shipped(name: str) -> Face:
    """Return the font *name* of this package."""
    return Face(str(SHIPPED / f"{name}.ttf"))


def font_folders() -> tuple[str, ...]:
    """Return the folders in which this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts")
        return str(windows), str(Path(os.environ.get("LOCALAPPDATA", home), "Microsoft/Windows/Fonts"))
    if sys.platform == "darwin":
        return "/System/Library/Fonts", "/Library/Fonts", str(home / "Library/Fonts")
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    data = (own, *shared.split(":"))
    return *(str(Path(each, "fonts")) for each in data), str(home / ".fonts")


def installed(folders: tuple[str, ...] | None = None) -> tuple[Face, ...]:
    """Return the fonts in *folders*, by default those of the system, the most suitable ones first."""
    return _installed(font_folders() if folders is None else folders)


@cache
def _installed(folders: tuple[str, ...]) -> tuple[Face, ...]:
    paths = (path for folder in folders for path in _files(folder))
    ordered = sorted(set(paths), key=_rank)
    return tuple(Face(path, index) for path in ordered for index in range(_count(path)))


def _files(folder: str) -> Iterator[str]:
    for root, _, names in os.walk(folder):
        for name in names:
            if Path(name).suffix.lower() in _SUFFIXES:
                yield str(Path(root, name))


def _rank(path: str) -> tuple[object, ...]:
    name = Path(path).stem.lower().replace("-", "").replace("_", "").replace(" ", "")
    family = next((n for n, start in enumerate(_PREFERRED) if start in name), len(_PREFERRED))
    useless = any(each in name for each in _USELESS)
    styles = sum(each in name for each in _STYLED) - ("regular" in name)
    return useless, family, styles, name, path


def _count(path: str) -> int:
    """Return the number of fonts in a file: a collection has several, in the order of languages."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(12)
    except OSError:
        return 0
    if len(head) < 12:
        return 0
    return min(int(struct.unpack(">L", head[8:12])[0]), 64) if head[:4] == b"ttcf" else 1


class Coverage:
    """The characters that a font has, as sorted ranges."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges)
        self._starts = [start for start, _ in self._ranges]

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        place = bisect_right(self._starts, code) - 1
        return place >= 0 and code <= self._ranges[place][1]


@cache
def coverage(face: Face) -> Coverage:
    """Return the characters of *face*; none if its file cannot be read."""
    try:
        return Coverage(_ranges(Path(face.path), face.index))
    except (OSError, struct.error, ValueError, IndexError):
        return Coverage([])


def _ranges(path: Path, index: int) -> list[tuple[int, int]]:
    """Return the ranges in the table ``cmap`` of a font.

    (https://learn.microsoft.com/en-us/typography/opentype/spec/cmap)
    """
    with path.open("rb") as file:

        def read(place: int, size: int) -> bytes:
            file.seek(place)
            return file.read(size)

        start = 0
        if read(0, 4) == b"ttcf":
            start = struct.unpack(">L", read(12 + 4 * index, 4))[0]
        count = struct.unpack(">H", read(start + 4, 2))[0]
        tables = read(start + 12, 16 * count)
        for number in range(count):
            tag, _, place, size = struct.unpack_from(">4sLLL", tables, 16 * number)
            if tag == b"cmap":
                return _of_cmap(read(place, size))
    return []


def _of_cmap(cmap: bytes) -> list[tuple[int, int]]:
    """Return the ranges of the best subtable for Unicode."""
    found = []
    for number in range(struct.unpack_from(">H", cmap, 2)[0]):
        platform, encoding, place = struct.unpack_from(">HHL", cmap, 4 + 8 * number)
        if (platform, encoding) in {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}:
            found.append((struct.unpack_from(">H", cmap, place)[0], place))
    for format_, place in sorted(found, reverse=True):
        if format_ == 12:
            groups = struct.unpack_from(">L", cmap, place + 12)[0]
            triples = struct.iter_unpack(">LLL", cmap[place + 16 : place + 16 + 12 * groups])
            return [(start + (glyph == 0), end) for start, end, glyph in triples if end >= start]
        if format_ == 4:
            return list(_of_segments(cmap, place))
    return []


def _of_segments(cmap: bytes, place: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a subtable in format 4, without characters that it maps to no glyph."""
    count = struct.unpack_from(">H", cmap, place + 6)[0] // 2
    arrays = [place + 14, place + 16 + 2 * count, place + 16 + 4 * count, place + 16 + 6 * count]
    ends, starts, deltas, offsets = (struct.unpack_from(f">{count}H", cmap, each) for each in arrays)
    for number, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if start == 0xFFFF:
            continue
        if offset == 0:
            yield start, end
            continue
        glyphs = arrays[3] + 2 * number + offset
        for code in range(start, end + 1):
            glyph = struct.unpack_from(">H", cmap, glyphs + 2 * (code - start))[0]
            if glyph and (glyph + delta) & 0xFFFF:
                yield code, code
