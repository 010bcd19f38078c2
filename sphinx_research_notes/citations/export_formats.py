"""A note as a citable work: its record, its key, and its entry in BibTeX, RIS and CSL-JSON. Pure.

The formats: https://www.bibtex.org/Format/, https://en.wikipedia.org/wiki/RIS_(file_format) and
https://github.com/citation-style-language/schema (``csl-data.json``).
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..doctree.excerpts import TEX, TEX_END
from ..model.author_names import GENERATION
from ..model.characters import DIRECTIONAL, NONCHARACTERS, NOT_XML
from ..model.digests import text_digest
from ..model.month_names import ENGLISH_MONTHS
from ..model.note import OTHERS
from .latex_encode import escaped
from .latex_symbols import composed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
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
#: Letters that do not decompose into an ASCII letter and an accent.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "đ": "d",
     "Đ": "d", "ð": "d", "þ": "th", "Þ": "th", "ı": "i"}
)  # fmt: skip
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


# Keys.


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


# The formats.


def bibtex(citation: Citation) -> str:
    """Return the entry for BibTeX and biblatex, with a final newline.

    Its type is ``@misc``, which every style knows.
    """
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in citation.names),
        "title": _with_formulas(plain(citation.formal)) or _protected(plain(citation.title)),
        "howpublished": escaped(plain(citation.site)),
        "year": f"{citation.day.year:04}",
        "month": ENGLISH_MONTHS[citation.day.month - 1][:3].lower(),
        "day": str(citation.day.day),
        "doi": _verbatim(citation.doi),
        "url": _verbatim(citation.url),
        "keywords": ", ".join(_name_part(plain(word)) for word in citation.keywords),
    }
    # The month is a macro of BibTeX: without braces.
    lines = [
        f"  {name:<12} = " + (text if name == "month" else f"{{{text}}}")
        for name, text in fields.items()
        if text
    ]
    return f"@misc{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def _verbatim(text: str) -> str:
    """Percent-encode what would end the field or the line in an address or DOI, which is not TeX."""
    return re.sub(r"[{}\\\s]", lambda match: quote(match[0]), plain(text))


def _bibtex_name(name: Name) -> str:
    if name.others:
        return "others"
    if not name.given:
        return f"{{{escaped(plain(name.family))}}}"
    family, suffix, given = map(plain, (name.family, name.suffix, name.given))
    # A suffix is recognized in any position, so protect a name that looks like one.
    family, given = (f"{{{escaped(each)}}}" if GENERATION.fullmatch(each) else _name_part(each)
                     for each in (family, given))  # fmt: skip
    return ", ".join(part for part in (family, _name_part(suffix), given) if part)


#: What separates names or parts of names, or stands for unnamed authors.
_SEPARATORS = re.compile(r"[,=]|\band\b|\bet\.?\s+al\b|\.\.\.|…", re.IGNORECASE)


def _name_part(text: str) -> str:
    """Escape part of a name or a keyword, with braces if BibTeX or BibLaTeX would split it."""
    tex = escaped(text)
    return f"{{{tex}}}" if _SEPARATORS.search(text) else tex


_FORMULA = re.compile(f"{TEX}([^{TEX_END}]*){TEX_END}")


def _with_formulas(title: str) -> str:
    """Return *title* with verbatim formulas; empty if there are none or their braces do not match."""
    formulas = _FORMULA.findall(title)
    if not formulas or any(not _is_balanced(each) for each in formulas):
        return ""
    words = _protected(_FORMULA.sub(TEX, title))
    for each in formulas:
        words = words.replace(TEX, f"{{${each}$}}", 1)
    return words


def _is_balanced(tex: str) -> bool:
    """Return whether the braces in *tex* match and none is escaped."""
    depths = [0, *accumulate((each == "{") - (each == "}") for each in tex)]
    return min(depths) == depths[-1] == 0 and "\\{" not in tex and "\\}" not in tex


def _protected(title: str) -> str:
    """Escape *title* with braces around words whose capitals a style must keep.

    These are words with a capital inside; and in a title in sentence case, all capitalized words after the
    first, since they are names.
    """
    words = title.split(" ")
    is_sentence = any(len(word) > 3 and word[0].islower() for word in words[1:])
    return " ".join(
        _protected_word(word, keep_initial=is_sentence and index > 0) for index, word in enumerate(words)
    )


def _protected_word(word: str, *, keep_initial: bool) -> str:
    letters = re.sub(r"[\W_]+", "", word)
    has_capital = any(each.isupper() for each in letters[1:])
    return (
        f"{{{escaped(word)}}}" if has_capital or (keep_initial and letters[:1].isupper()) else escaped(word)
    )


def ris(citation: Citation) -> str:
    """Return the record in RIS: one tag and value per line, with CRLF line ends."""
    day = citation.day
    lines = [("TY", "BLOG"), ("ID", citation.key), *(("AU", name.inverted) for name in citation.names)]
    lines += [("TI", citation.title), ("T2", citation.site), ("PY", f"{day.year:04}")]
    lines += [
        ("DA", f"{day.year:04}/{day.month:02}/{day.day:02}"),
        ("DO", citation.doi),
        ("UR", citation.url),
    ]
    lines += [("LA", citation.lang), *(("KW", word) for word in citation.keywords)]
    records = [f"{tag}  - {value}" for tag, text in lines if (value := plain(text))]
    return "\r\n".join([*records, "ER  - ", ""])


def csl_json(citation: Citation) -> str:
    """Return the record in CSL-JSON, as a list with one item."""
    day = citation.day
    item: dict[str, Any] = {"id": citation.key, "type": "post-weblog", "title": plain(citation.title)}
    texts = {
        "container-title": citation.site,
        "URL": citation.url,
        "DOI": citation.doi,
        "language": citation.lang,
    }
    if citation.names:
        item["author"] = [_csl_name(name) for name in citation.names]
    item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    item |= {name: plain(text) for name, text in texts.items() if text}
    lines = [f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in item.items()]
    return "[{\n" + ",\n".join(lines) + "\n}]\n"


def _csl_name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": plain(name.family)}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: plain(part) for key, part in parts.items() if part}


#: The formats by file suffix: name and function.
FORMS: Mapping[str, tuple[str, Callable[[Citation], str]]] = {
    "bib": ("BibTeX", bibtex),
    "ris": ("RIS", ris),
    "csl.json": ("CSL-JSON", csl_json),
}
