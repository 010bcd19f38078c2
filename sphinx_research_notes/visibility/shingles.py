"""Runs of words: what a text holds as a reader, or whoever searches a file, would find it.

Pure: texts and bytes in, words out. A run is so many words one after another, in any letter case, whatever
stands between them; two texts share one only where one quotes the other.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from html import unescape
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How many words make a run: fewer than this are common property ("Read more about this on the next page").
LENGTH = 8

#: A word is its letters in UTF-8: told apart by bytes, a site's words are found in half the time.
Word = bytes
Run = tuple[Word, ...]

#: Letters and digits in lower case, and all that is not ASCII; anything else stands between words.
_LETTERS = bytes(c if c > 127 or chr(c).isalnum() else ord(" ") for c in range(256))
#: Quotation marks, dashes and blanks beyond ASCII.
_BETWEEN = re.compile(rb"\xe2[\x80\x81].|\xc2.|\xe3\x80.", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
#: Values long enough for a run: a description, the alternative text of a picture.
_VALUE = re.compile(r"""=(?:"([^"<>]{15,})"|'([^'<>]{15,})')""")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)

#: What in Markdown or reStructuredText is not shown: targets of links, names of roles, marks of footnotes.
_MARKUP = (
    (re.compile(r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"), "]"),
    (re.compile(r"\]\[[^\[\]\n]*\]"), "]"),
    (re.compile(r"\[[\^#][^\[\]\n]*\]_?"), ""),
    (re.compile(r"\{[\w:.+-]{1,80}\}(?=`)|:[\w:.+-]{1,80}:(?=`)"), ""),
    (re.compile(r"[ \t]<[^<>\s][^<>\n]*>(?=`)"), ""),
    (re.compile(r"(?<=[\]`*_])\{[^{}\n]*\}"), ""),
    (re.compile(r"^\([^()\n]+\)=[ \t]*$", re.MULTILINE), ""),
)

#: What stands between the words in the files of other builders.
_COMMANDS = {
    ".tex": re.compile(r"\\[a-zA-Z@]+\*?"),
    ".texi": re.compile(r"@[a-zA-Z]+"),
    ".man": re.compile(r"\\f[A-Z]|\\\(..|\\[^a-zA-Z]"),
}
_JSON = frozenset({".json", ".fjson", ".js", ".ipynb", ".pot", ".po", ".map", ".webmanifest"})
_HTML = frozenset({".html", ".htm", ".xhtml", ".xml", ".svg", ".opf", ".ncx", ".atom", ".rss"})
_PICKLED = frozenset({".pickle", ".fpickle"})
_BINARY = frozenset(
    """.png .jpg .jpeg .gif .webp .avif .ico .bmp .tif .tiff .woff .woff2 .ttf .otf .eot .pdf .mo .doctree
    .mp3 .mp4 .ogg .webm .wav .gz .bz2 .xz .7z .tar .npz .npy .parquet .sqlite .wasm .pyc""".split()
)
_ARCHIVES = frozenset({".epub", ".zip"})


def words(text: str) -> list[Word]:
    """The words of *text*."""
    data = text.lower().encode("utf-8", "replace")
    return _BETWEEN.sub(b" ", data).translate(_LETTERS).split()


def runs(found: list[Word]) -> Iterator[Run]:
    """Every run of the words in *found*."""
    return zip(*(found[place:] for place in range(LENGTH)), strict=False)


def of_source(text: str, suffix: str = "") -> Iterator[list[Word]]:
    """The words of a source: as they are written, and without the markup that no page shows."""
    if suffix == ".ipynb":
        text = _unescaped(text)
    yield words(text)
    yield words(bare(text))


def bare(text: str) -> str:
    """*text* without the markup that no page shows; its lines stay where they were."""
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    return unescape(_TAG.sub(lambda match: " " + "\n" * match[0].count("\n"), text))


def is_binary(name: str) -> bool:
    """Whether a file holds no text, by its *name*."""
    return PurePath(name).suffix.lower() in _BINARY


def of_output(name: str, data: bytes) -> Iterator[list[Word]]:
    """The words of an output file, as often as there is more than one way to read it."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    if suffix in _ARCHIVES:
        yield from _of_archive(data)
    elif path.name == "objects.inv":
        yield words(_unpacked(data))
    elif is_binary(name) or (suffix not in _PICKLED and b"\0" in data[:1000]):
        return
    else:
        yield from _of_text(path.name, suffix, data.decode("utf-8", "replace"))


def _of_text(name: str, suffix: str, text: str) -> Iterator[list[Word]]:
    if name.startswith("searchindex."):
        # Then come single words, of which nobody can make a text: by far the most of it.
        text = text[: _at(text, '"terms":')]
    if suffix in _JSON:
        text = _unescaped(text)
    if suffix not in _HTML:
        yield words(text)
        commands = _COMMANDS.get(".man" if re.fullmatch(r"\.\d", suffix) else suffix)
        if commands is not None:
            yield words(commands.sub(" ", text))
    if suffix in _HTML or (suffix in _JSON | _PICKLED and "<" in text):
        values = " ".join(one or other for one, other in _VALUE.findall(text))
        yield words(unescape(f"{_TAG.sub(' ', text)} {values}"))


def _at(text: str, mark: str) -> int:
    place = text.find(mark)
    return place if place >= 0 else len(text)


def _unescaped(text: str) -> str:
    """*text* with the escapes of JSON as what they stand for."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(
        lambda match: chr(int(match[1], 16)) if match[1] else " " if match[2] in "nrtbf" else match[2], text
    )


def _of_archive(data: bytes) -> Iterator[list[Word]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if PurePath(name).suffix.lower() not in _ARCHIVES:
                    yield from of_output(name, archive.read(name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return


def _unpacked(inventory: bytes) -> str:
    """The text of an ``objects.inv``, behind its four lines."""
    try:
        return zlib.decompress(inventory.split(b"\n", 4)[4]).decode("utf-8", "replace")
    except (IndexError, zlib.error):
        return ""


def longest(found: list[Word], wanted: set[Run]) -> tuple[int, Run | None]:
    """How many words of *found* in a row are in *wanted* runs at the most, and the first of these runs."""
    best: tuple[int, Run | None] = (0, None)
    length, first = 0, None
    for run in runs(found):
        if run not in wanted:
            length, first = 0, None
            continue
        length, first = (length + 1, first) if first else (LENGTH, run)
        if length > best[0]:
            best = length, first
    return best
