"""Runs of words ("shingles"), by which hidden text is recognized in an output file.

Pure: text and bytes in, words out. A run is a fixed number of consecutive words, ignoring letter case and
everything between words; two texts share one only if one quotes the other.
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

#: The number of words in a run: shorter ones occur anywhere ("Read more about this on the next page").
LENGTH = 8

#: A word as UTF-8 bytes: comparing bytes takes half the time of comparing strings.
Word = bytes
Run = tuple[Word, ...]

#: Keeps ASCII letters and digits and all bytes beyond ASCII; everything else separates words.
_LETTERS = bytes(c if c > 127 or chr(c).isalnum() else ord(" ") for c in range(256))
#: Quotation marks, dashes and spaces beyond ASCII.
_BETWEEN = re.compile(rb"\xe2[\x80\x81].|\xc2.|\xe3\x80.", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
#: Attribute values long enough for a run: a description, the alternative text of an image.
_VALUE = re.compile(r"""=\s*\\*(?:"([^"<]{15,})"|'([^'<]{15,})')""")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)

#: Markup that is not displayed: link targets, role names, footnote marks.
_MARKUP = (
    (re.compile(r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"), "]"),
    (re.compile(r"\]\[[^\[\]\n]*\]"), "]"),
    (re.compile(r"\[[\^#][^\[\]\n]*\]_?"), ""),
    (re.compile(r"\{[\w:.+-]{1,80}\}(?=`)|:[\w:.+-]{1,80}:(?=`)"), ""),
    (re.compile(r"[ \t]<[^<>\s][^<>\n]*>(?=`)"), ""),
    (re.compile(r"(?<=[\]`*_])\{[^{}\n]*\}"), ""),
    (re.compile(r"^\([^()\n]+\)=[ \t]*$", re.MULTILINE), ""),
)

_LINK = re.compile(r"\[([^\[\]]*)\]\(<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s[^()\n]*)?\)")

#: Commands between the words in the files of other builders.
_COMMANDS = {
    ".tex": re.compile(r"\\[a-zA-Z@]+\*?"),
    ".texi": re.compile(r"@[a-zA-Z]+"),
    ".man": re.compile(r"\\f[A-Z]|\\\(..|\\[^a-zA-Z]"),
}
#: An attribute, whose quotation marks may be escaped once more than the text around it.
_ATTRIBUTE = (
    r"""[^\s"'<>/=]++\s*+=\s*+\\*+(?:"[^"<]*+"|'[^'<]*+')"""
    r"|(?:allowfullscreen|async|autoplay|checked|controls|disabled|hidden|loop|muted|open|reversed)(?=[\s/>])"
)
#: Elements of HTML, in what a feed or a file of data says in HTML: ``a <b and c> d`` is none, and is read.
_ELEMENT = re.compile(
    r"</?(?:a|abbr|audio|b|blockquote|br|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|h[1-6]|hr|i|iframe|"
    r"img|ins|kbd|li|mark|ol|p|pre|q|s|samp|section|small|source|span|strong|sub|summary|sup|svg|table|tbody|td|th|"
    rf"thead|time|tr|u|ul|var|video)(?:\s++(?:{_ATTRIBUTE}))*+\s*+/?>",
    re.IGNORECASE,
)
#: Files whose texts are HTML in XML, escaped.
_FEEDS = frozenset({".xml", ".atom", ".rss"})
_JSON = frozenset({".json", ".fjson", ".js", ".ipynb", ".pot", ".po", ".map", ".webmanifest"})
_HTML = frozenset({".html", ".htm", ".xhtml", ".xml", ".svg", ".opf", ".ncx", ".atom", ".rss"})
_PICKLED = frozenset({".pickle", ".fpickle"})
_BINARY = frozenset(
    """.png .jpg .jpeg .gif .webp .avif .ico .bmp .tif .tiff .woff .woff2 .ttf .otf .eot .pdf .mo .doctree
    .mp3 .mp4 .ogg .webm .wav .gz .bz2 .xz .7z .tar .npz .npy .parquet .sqlite .wasm .pyc""".split()
)
_ARCHIVES = frozenset({".epub", ".zip"})
#: The texts in an index of Pagefind, which are compressed.
_GZIPPED = frozenset({".pf_fragment"})


def words(text: str) -> list[Word]:
    """Return the words of *text*."""
    data = text.lower().encode("utf-8", "replace")
    return _BETWEEN.sub(b" ", data).translate(_LETTERS).split()


def runs(sequence: list[Word]) -> Iterator[Run]:
    """Return every run of the words in *sequence*."""
    return zip(*(sequence[place:] for place in range(LENGTH)), strict=False)


def of_source(text: str, suffix: str = "") -> Iterator[list[Word]]:
    """Yield the words of a source twice: as written, and without markup that is not displayed."""
    if suffix == ".ipynb":
        text = _unescaped(text)
    yield words(text)
    yield words(bare(text))


def of_links(text: str) -> Iterator[list[Word]]:
    """Yield the words of a source in Markdown as HTML has its links: the address before the text.

    Once with the names of elements, and once without, as readers of HTML leave them out.
    """
    yield words(_LINK.sub(r'<a href="\2">\1</a>', text))
    yield words(_LINK.sub(r" \2 \1 ", _TAG.sub(" ", text)))


def bare(text: str) -> str:
    """Return *text* without markup that is not displayed; the number of lines stays the same."""
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    return unescape(_TAG.sub(lambda match: " " + "\n" * match[0].count("\n"), text))


def is_binary(name: str) -> bool:
    """Return whether a file called *name* is binary, judging by its suffix."""
    return PurePath(name).suffix.lower() in _BINARY


def of_output(name: str, data: bytes) -> Iterator[list[Word]]:
    """Yield the words of an output file, once for each way to read it."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    if suffix in _ARCHIVES:
        yield from _of_archive(data)
    elif path.name == "objects.inv":
        yield words(_unpacked(data))
    elif suffix in _GZIPPED:
        yield words(_unescaped(_decompressed(data, zlib.MAX_WBITS | 16)))
    elif is_binary(name) or (suffix not in _PICKLED and b"\0" in data[:1000]):
        return
    else:
        yield from _of_text(path.name, suffix, data.decode("utf-8", "replace"))


def _of_text(name: str, suffix: str, text: str) -> Iterator[list[Word]]:
    if name.startswith("searchindex."):
        # The rest, by far the larger part, is an index of single words, which reveals no text.
        text = text.partition('"terms":')[0]
    if suffix in _JSON:
        text = _unescaped(text)
    if suffix not in _HTML:
        yield words(_without(_ELEMENT, text) if suffix in _JSON else text)
        commands = _COMMANDS.get(".man" if re.fullmatch(r"\.\d", suffix) else suffix)
        if commands is not None:
            yield words(commands.sub(" ", text))
    if suffix in _HTML or (suffix in _JSON | _PICKLED and "<" in text):
        shown = unescape(_without(_TAG, text))
        yield words(unescape(_without(_ELEMENT, shown)) if suffix in _FEEDS else shown)


def _without(tags: re.Pattern[str], text: str) -> str:
    """Return *text* without *tags*, but with the values of their attributes."""
    if "<" not in text:
        return text
    values = " ".join(one or other for one, other in _VALUE.findall(text))
    return f"{tags.sub(' ', text)} {values}"


def _unescaped(text: str) -> str:
    """Return *text* with JSON escapes resolved."""
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
    """Return the text of an ``objects.inv`` after its four header lines."""
    *_, compressed = inventory.split(b"\n", 4)
    return _decompressed(compressed, zlib.MAX_WBITS)


def _decompressed(data: bytes, bits: int) -> str:
    """Return the text in *data*, in the format that zlib calls *bits*; nothing if it isn't in that."""
    try:
        return zlib.decompress(data, bits).decode("utf-8", "replace")
    except zlib.error:
        return ""


def longest(sequence: list[Word], hidden: set[Run]) -> tuple[int, Run | None]:
    """Return the longest stretch of *sequence* whose runs are all *hidden*: its word count and first run."""
    best: tuple[int, Run | None] = (0, None)
    length, first = 0, None
    for run in runs(sequence):
        if run not in hidden:
            length, first = 0, None
            continue
        length, first = (length + 1, first) if first else (LENGTH, run)
        if length > best[0]:
            best = length, first
    return best
