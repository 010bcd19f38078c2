"""A note as others cite it: its record, its key, and how BibTeX, RIS and CSL-JSON write it. Pure.

The forms: https://www.bibtex.org/Format/, https://en.wikipedia.org/wiki/RIS_(file_format) and
https://github.com/citation-style-language/schema (``csl-data.json``).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..doctree.excerpts import TEX, TEX_END
from ..model.note import OTHERS
from .latex_encode import escaped
from .latex_symbols import composed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from ..model.note import Author

#: What no form can hold, however it is written, and what would turn the direction of the text around it.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

#: Words that begin a family name of several words.
_PARTICLES = frozenset(
    """af al av bin da das de degli dei del della den der des di do dos du el ibn la las le los ten ter
    van vom von zu zum zur""".split()
)
_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
_DEGREE = re.compile(r"ph\.?\s?d\.?|m\.?d\.?|[bm]\.?sc\.?|dr\.?|esq\.?|frs", re.IGNORECASE)
#: Scripts that write the family name first, or no blank between names.
_UNSPLIT = r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
#: Letters that are no letter of ASCII with a mark on it.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "đ": "d",
     "Đ": "d", "ð": "d", "þ": "th", "Þ": "th", "ı": "i"}
)  # fmt: skip
#: Words that say nothing about a title.
_FILLERS = frozenset(
    """a an and as at by for from how in is it its my no not of on or our some that the their there this to
    was we what when where which who why with your
    das dem den der des die ein eine einem einen einer im ist und vom von wie zu zum zur
    au aux de des du et la le les un une el las lo los por que una y il""".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the parts that a bibliography sorts and shortens by."""

    #: The whole name, where it has no other part.
    family: str
    given: str = ""
    suffix: str = ""
    #: Whether it stands for authors who are not named.
    others: bool = False

    @property
    def inverted(self) -> str:
        """``Brook, Ada``; with a suffix ``Brook, Ada, Jr.``, as RIS has it."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What is said of a note when it is cited."""

    key: str = ""
    title: str
    #: The title with marks around its formulas in TeX, as in passages; empty where it has none.
    formal: str = ""
    names: tuple[Name, ...] = ()
    #: The day it was published.
    day: date
    #: What the site is called.
    site: str = ""
    #: The public address; empty where it is not known.
    url: str = ""
    #: Bare (``10.1000/182``).
    doi: str = ""
    #: BCP 47.
    lang: str = ""
    keywords: tuple[str, ...] = ()


def plain(text: str) -> str:
    """*text* on one line, its letters with their accents as one sign, without what no form can hold."""
    return " ".join(_CONTROL.sub("", composed(text)).split())


def doi_url(doi: str) -> str:
    """The address of a bare DOI: https://www.crossref.org/display-guidelines/."""
    return "https://doi.org/" + quote(plain(doi), safe="/:;()!$*,=@._~-+") if doi else ""


@lru_cache(maxsize=1000)
def name_of(author: Author) -> Name:
    """The name of *author* in its parts: those that the record names, else what its words suggest.

    ``Ada Brook``, ``Brook, Ada``, ``Ludwig van Beethoven`` and ``Bo Lind, Jr.`` are understood. An
    organization, which a name with an article is, a single word, and a name in a script that does not
    divide it so stay whole.
    """
    if author == OTHERS:
        return Name(author.name, others=True)
    name, family = plain(author.name), plain(author.family)
    if author.organization or _is_unsplit(name) or name.startswith(("The ", "the ")):
        return Name(name)
    if family:
        name, _, suffix = (
            name.rpartition(",") if _SUFFIX.fullmatch(name.rpartition(",")[2].strip()) else (name, "", "")
        )
        given = " ".join(name.replace(family, " ", 1).split()).strip(" ,")
        return Name(family, given if given != name else "", suffix.strip() if given != name else "")
    parts = [part.strip() for part in name.split(",")]
    # A degree is none of a name.
    parts = [part for place, part in enumerate(parts) if not place or not _DEGREE.fullmatch(part)]
    if not all(parts) or len(parts) > 3:
        return Name(name)
    suffix = next((part for part in parts[1:] if _SUFFIX.fullmatch(part)), "")
    if suffix:
        parts.remove(suffix)
    if len(parts) == 2:
        return Name(parts[0], parts[1], suffix)
    return _from_words(parts[0].split(), suffix) if len(parts) == 1 else Name(name)


def _is_unsplit(name: str) -> bool:
    """Whether *name* is in a script of :data:`_UNSPLIT`."""
    # A pattern of such wide ranges takes some milliseconds to be made, not to be lost in each build.
    return not name.isascii() and re.search(_UNSPLIT, name) is not None


def _from_words(words: list[str], suffix: str) -> Name:
    """The name that *words* are in the order in which they are spoken."""
    if not suffix and len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        *words, suffix = words
    start = next((i for i, word in enumerate(words[:-1]) if i and word in _PARTICLES), len(words) - 1)
    return Name(" ".join(words[start:]), " ".join(words[:start]), suffix)


# Keys.


def key_base(citation: Citation, docname: str) -> str:
    """``brook2024measuring``: first author, year, and the first word that says something.

    From the note alone. Letters and digits of ASCII, which every BibTeX takes; where an alphabet
    leaves nothing of a title, a digest of *docname* stands for it.
    """
    who = _ascii(citation.names[0].family) if citation.names else ""
    title, words = plain(citation.title).replace("'", "").replace("’", ""), []
    for each in re.split(r"[\W_]+", title):
        word = _ascii(each)
        if word and word not in _FILLERS and not word.isdigit():
            return f"{who or 'note'}{citation.day.year:04}{word}"
        words.append(word)
    return f"{who or 'note'}{citation.day.year:04}{''.join(words)[:20] or _digest(docname, 6)}"


def _ascii(text: str) -> str:
    """The letters and digits of *text* that are left of it in ASCII, small."""
    if text.isascii() and text.isalnum():
        return text.lower()
    special = text.translate(_LETTERS)
    kept = unicodedata.normalize("NFKD", special).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]", "", kept)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def settle_keys(bases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The key of each docname; *bases*: docname and :func:`key_base`, in the order in which they may claim.

    The first with a base has it as its key. Any later one gets a digest of its docname behind a hyphen,
    which no base has, so that a key changes only when a note that comes before claims its base.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for docname, base in bases:
        length, key = 4, base
        while key in taken:
            key, length = f"{base}-{_digest(docname, length)}", length + 1
        taken.add(key)
        found[docname] = key
    return found


# The forms.


def bibtex(citation: Citation) -> str:
    """The entry for BibTeX and biblatex: ``@misc``, which every style knows; it ends with a newline."""
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in citation.names),
        "title": _with_formulas(plain(citation.formal)) or _protected(plain(citation.title)),
        "howpublished": escaped(plain(citation.site)),
        "year": f"{citation.day.year:04}",
        "month": _MONTHS[citation.day.month - 1],
        "day": str(citation.day.day),
        "doi": _verbatim(citation.doi),
        "url": _verbatim(citation.url),
        "keywords": ", ".join(_name_part(plain(word)) for word in citation.keywords),
    }
    # A name of BibTeX's own, in no braces.
    lines = [
        f"  {name:<12} = " + (text if name == "month" else f"{{{text}}}")
        for name, text in fields.items()
        if text
    ]
    return f"@misc{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def _verbatim(text: str) -> str:
    """An address or DOI, which is read as it stands; what would end the field, or the line, is quoted."""
    return re.sub(r"[{}\\\s]", lambda match: quote(match[0]), plain(text))


def _bibtex_name(name: Name) -> str:
    if name.others:
        return "others"
    if not name.given:
        return f"{{{escaped(plain(name.family))}}}"
    family, suffix, given = map(plain, (name.family, name.suffix, name.given))
    # A suffix would be taken for one anywhere.
    family, given = (f"{{{escaped(each)}}}" if _SUFFIX.fullmatch(each) else _name_part(each)
                     for each in (family, given))  # fmt: skip
    return ", ".join(part for part in (family, _name_part(suffix), given) if part)


#: What divides names, or marks their parts, or stands for those who are not named.
_TELLING = re.compile(r"[,=]|\band\b|\bet\.?\s+al\b|\.\.\.|…", re.IGNORECASE)


def _name_part(text: str) -> str:
    """A part of a name, or a keyword, in braces where BibTeX or BibLaTeX would read more in it."""
    written = escaped(text)
    return f"{{{written}}}" if _TELLING.search(text) else written


_FORMULA = re.compile(f"{TEX}([^{TEX_END}]*){TEX_END}")


def _with_formulas(title: str) -> str:
    """*title* with its formulas as they stand; nothing where it has none, or one would end the entry."""
    formulas = _FORMULA.findall(title)
    if not formulas or any(not _is_balanced(each) for each in formulas):
        return ""
    words = _protected(_FORMULA.sub(TEX, title))
    for each in formulas:
        words = words.replace(TEX, f"{{${each}$}}", 1)
    return words


def _is_balanced(tex: str) -> bool:
    """Whether every brace in *tex* has its other."""
    depth = 0
    for sign in tex:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return not depth and "\\{" not in tex and "\\}" not in tex


def _protected(title: str) -> str:
    """*title*, with braces around the words whose capitals a style must not make small.

    Those with a capital inside; and in a title that is written as a sentence is, all with a capital but the
    first, since there they are names.
    """
    words = title.split(" ")
    sentence = any(len(word) > 3 and word[0].islower() for word in words[1:])
    return " ".join(_protected_word(word, named=sentence and place > 0) for place, word in enumerate(words))


def _protected_word(word: str, *, named: bool) -> str:
    letters = re.sub(r"[\W_]+", "", word)
    inside = any(each.isupper() for each in letters[1:])
    return f"{{{escaped(word)}}}" if inside or (named and letters[:1].isupper()) else escaped(word)


def ris(citation: Citation) -> str:
    """The record in RIS: a tag and a value a line, each ended by CR and LF, the last one ``ER``."""
    day = citation.day
    lines = [("TY", "BLOG"), ("ID", citation.key), *(("AU", name.inverted) for name in citation.names)]
    lines += [("TI", citation.title), ("T2", citation.site), ("PY", f"{day.year:04}")]
    lines += [
        ("DA", f"{day.year:04}/{day.month:02}/{day.day:02}"),
        ("DO", citation.doi),
        ("UR", citation.url),
    ]
    lines += [("LA", citation.lang), *(("KW", word) for word in citation.keywords)]
    written = [f"{tag}  - {value}" for tag, text in lines if (value := plain(text))]
    return "\r\n".join([*written, "ER  - ", ""])


def csl_json(citation: Citation) -> str:
    """The item in CSL-JSON, as the one member of a list."""
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


#: The forms by the suffix of their files: what each is called, and what writes it.
FORMS: Mapping[str, tuple[str, Callable[[Citation], str]]] = {
    "bib": ("BibTeX", bibtex),
    "ris": ("RIS", ris),
    "csl.json": ("CSL-JSON", csl_json),
}
