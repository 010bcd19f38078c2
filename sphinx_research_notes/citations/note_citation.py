"""A note as a citable work: its record, the parts of its authors' names, and its key. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..model.author_names import GENERATION
from ..model.characters import DIRECTIONAL, NONCHARACTERS, NOT_XML
from ..model.digests import text_digest
from ..model.note import OTHERS
from .latex_symbols import LIKE_ASCII, composed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ..model.note import Author

#: Characters that no format can hold, and those that change the direction of the surrounding text.
_CONTROL = re.compile(rf"[{NOT_XML}{NONCHARACTERS}{DIRECTIONAL}\x7f-\x84\x86-\x9f]")

#: Particles that may begin a family name.
_PARTICLES = frozenset(
    """af al av bin da das de degli dei del della den der des di do dos du el ibn la las le los ten ter
    van vom von zu zum zur""".split()
)
_DEGREE = re.compile(r"ph\.?\s?d\.?|m\.?d\.?|[bm]\.?sc\.?|dr\.?|esq\.?|frs", re.IGNORECASE)
#: Scripts that put the family name first or no space between names.
_UNSPLIT = r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
_LETTERS = str.maketrans(LIKE_ASCII)
#: Stop words, skipped in keys.
_FILLERS = frozenset(
    """a an and as at by for from how in is it its my no not of on or our some that the their there this to
    was we what when where which who why with your
    das dem den der des die ein eine einem einen einer im ist und vom von wie zu zum zur
    au aux de des du et la le les un une el las lo los por que una y il""".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name split into the parts that bibliographies use."""

    #: The family name, or the whole name if the other parts are empty.
    family: str
    given: str = ""
    suffix: str = ""
    #: Whether it stands for further, unnamed authors.
    others: bool = False

    @property
    def inverted(self) -> str:
        """The name as in RIS: ``Brook, Ada``, or with a suffix ``Brook, Ada, Jr.``."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The bibliographic record of a note."""

    key: str = ""
    title: str
    #: The title with delimiters around its formulas in TeX, as in excerpts; empty if it has none.
    formal: str = ""
    names: tuple[Name, ...] = ()
    #: The date of publication.
    day: date
    #: The name of the site.
    site: str = ""
    #: The public URL; empty if not known.
    url: str = ""
    #: Without a prefix: ``10.1000/182``.
    doi: str = ""
    #: BCP 47.
    lang: str = ""
    keywords: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Return *text* on one line, in NFC, without characters that no format can hold."""
    return " ".join(_CONTROL.sub("", composed(text)).split())


def doi_url(doi: str) -> str:
    """Return the URL of a DOI without prefix; see https://www.crossref.org/display-guidelines/."""
    return "https://doi.org/" + quote(plain(doi), safe="/:;()!$*,=@._~-+") if doi else ""


@lru_cache(maxsize=1000)
def name_of(author: Author) -> Name:
    """Split the name of *author*, by the fields of the record if possible, or else by its words.

    Parses ``Ada Brook``, ``Brook, Ada``, ``Ludwig van Beethoven`` and ``Bo Lind, Jr.``. Organizations, names
    that begin with an article, single words, and names in scripts without a space are not split.
    """
    if author == OTHERS:
        return Name(author.name, others=True)
    name, family = plain(author.name), plain(author.family)
    if author.organization or _is_unsplit(name) or name.startswith(("The ", "the ")):
        return Name(name)
    if family:
        name, _, suffix = (
            name.rpartition(",") if GENERATION.fullmatch(name.rpartition(",")[2].strip()) else (name, "", "")
        )
        given = " ".join(name.replace(family, " ", 1).split()).strip(" ,")
        return Name(family, given if given != name else "", suffix.strip() if given != name else "")
    parts = [part.strip() for part in name.split(",")]
    # Drop academic degrees.
    parts = [part for index, part in enumerate(parts) if not index or not _DEGREE.fullmatch(part)]
    if not all(parts) or len(parts) > 3:
        return Name(name)
    suffix = next((part for part in parts[1:] if GENERATION.fullmatch(part)), "")
    if suffix:
        parts.remove(suffix)
    if len(parts) == 2:
        return Name(parts[0], parts[1], suffix)
    return _from_words(parts[0].split(), suffix) if len(parts) == 1 else Name(name)


def _is_unsplit(name: str) -> bool:
    """Return whether *name* is in a script of :data:`_UNSPLIT`."""
    # Compiling such wide ranges takes milliseconds: do it only if needed.
    return not name.isascii() and re.search(_UNSPLIT, name) is not None


def _from_words(words: list[str], suffix: str) -> Name:
    """Return the name that consists of *words*, given name first."""
    if not suffix and len(words) > 2 and GENERATION.fullmatch(words[-1]):
        *words, suffix = words
    start = next((i for i, word in enumerate(words[:-1]) if i and word in _PARTICLES), len(words) - 1)
    return Name(" ".join(words[start:]), " ".join(words[:start]), suffix)


def key_base(citation: Citation, docname: str) -> str:
    """Return a key such as ``brook2024measuring``: first author, year, first significant word.

    It depends on the note alone and has only ASCII letters and digits, which every BibTeX accepts. If
    nothing of the title is left in ASCII, a digest of *docname* replaces it.
    """
    who = _ascii(citation.names[0].family) if citation.names else ""
    title, words = plain(citation.title).replace("'", "").replace("’", ""), []
    for each in re.split(r"[\W_]+", title):
        word = _ascii(each)
        if word and word not in _FILLERS and not word.isdigit():
            return f"{who or 'note'}{citation.day.year:04}{word}"
        words.append(word)
    return f"{who or 'note'}{citation.day.year:04}{''.join(words)[:20] or text_digest(docname, 6)}"


def _ascii(text: str) -> str:
    """Return *text* transliterated to lower-case ASCII letters and digits."""
    if text.isascii() and text.isalnum():
        return text.lower()
    replaced = text.translate(_LETTERS)
    ascii_text = unicodedata.normalize("NFKD", replaced).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]", "", ascii_text)


def settle_keys(bases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a unique key for each docname, from pairs of docname and :func:`key_base` in order of priority.

    The first note with a base gets it as its key. Others get a hyphen, which no base has, and a digest of
    their docname, so that a key changes only if a note of higher priority claims its base.
    """
    keys: dict[str, str] = {}
    used: set[str] = set()
    for docname, base in bases:
        length, key = 4, base
        while key in used:
            key, length = f"{base}-{text_digest(docname, length)}", length + 1
        used.add(key)
        keys[docname] = key
    return keys
