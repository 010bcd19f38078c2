"""The entry of a note in BibTeX, RIS and CSL-JSON. Pure.

The formats: https://www.bibtex.org/Format/, https://en.wikipedia.org/wiki/RIS_(file_format) and
https://github.com/citation-style-language/schema (``csl-data.json``).
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..doctree.excerpts import TEX, TEX_END
from ..model.author_names import GENERATION
from ..model.month_names import ENGLISH_MONTHS
from .latex_encode import escaped
from .note_citation import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .note_citation import Citation, Name


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
    written = ((name, text if name == "month" else f"{{{text}}}") for name, text in fields.items() if text)
    lines = [f"  {name:<12} = {text}" for name, text in written]
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
        f"{{{escaped(word)}}}" if _needs_braces(word, is_name=is_sentence and index > 0) else escaped(word)
        for index, word in enumerate(words)
    )


def _needs_braces(word: str, *, is_name: bool) -> bool:
    letters = re.sub(r"[\W_]+", "", word)
    return any(each.isupper() for each in letters[0 if is_name else 1 :])


def ris(citation: Citation) -> str:
    """Return the record in RIS: one tag and value per line, with CRLF line ends."""
    day = citation.day.isoformat().replace("-", "/")
    lines = [
        ("TY", "BLOG"), ("ID", citation.key), *(("AU", name.inverted) for name in citation.names),
        ("TI", citation.title), ("T2", citation.site), ("PY", day[:4]), ("DA", day), ("DO", citation.doi),
        ("UR", citation.url), ("LA", citation.lang), *(("KW", word) for word in citation.keywords),
    ]  # fmt: skip
    records = [f"{tag}  - {value}" for tag, text in lines if (value := plain(text))]
    return "\r\n".join([*records, "ER  - ", ""])


def csl_json(citation: Citation) -> str:
    """Return the record in CSL-JSON, as a list with one item."""
    day = citation.day
    texts = {"container-title": citation.site, "URL": citation.url, "DOI": citation.doi,
             "language": citation.lang}  # fmt: skip
    item = {
        "id": citation.key, "type": "post-weblog", "title": plain(citation.title),
        **({"author": [*map(_csl_name, citation.names)]} if citation.names else {}),
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        **{name: plain(text) for name, text in texts.items() if text},
    }  # fmt: skip
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
