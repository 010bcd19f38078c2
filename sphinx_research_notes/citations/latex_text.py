r"""Values of a bibliography as LaTeX prints them: its words and accents as Unicode. Pure.

What is left of TeX are braces, around what no style may write in small letters; pybtex reads nothing else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from .latex_commands import (
    CHOSEN,
    DROPPED,
    ENLARGED,
    PRINTED,
    QUOTES,
    REDUCED,
    SILENT,
)
from .latex_symbols import (
    ACCENTS,
    ALONE,
    BELOW,
    LETTERS,
    composed,
    sign_of,
)
from .protect_math import (
    PRIVATE,
    formula,
    link,
    literal,
    literal_pairs,
    sealed,
    unknown,
)

#: What makes a value more than its letters.
_SPECIAL = re.compile(r"[\\{}%$~`']|--|,,|[!?]`|\s\s|<[a-z]|&[a-z#]|[\U000f0000-\U0010ffff]")
_TOKEN = re.compile(
    r"(?P<word>\\[A-Za-z@]+\s*)|(?P<sign>\\.)|(?P<open>\{)|(?P<close>\})"
    r"|(?P<ligature>---|--|``|''|,,|!`|\?`|[`'~])|(?P<blank>\s+)|(?P<text>[^\\{}~`'\s!?,-]+|.)",
    re.DOTALL,
)
_LIGATURES = {
    "---": "—", "--": "–", "``": "“", "''": "”", ",,": "„", "!`": "¡", "?`": "¿", "`": "‘", "'": "’",
    "~": "\u00a0",
}  # fmt: skip
#: Words of one sign that are no accents.
_CONTROLS = {
    **{each: each for each in "\\&%$#_{}"}, " ": " ", "\n": " ", "\t": " ", ",": "\u202f", ":": "\u202f",
    ">": "\u202f", ";": "\u00a0", "!": "", "/": "", "-": "", "@": "", "(": "", ")": "", "[": "", "]": "",
    "|": "‖", "\\": " ",
}  # fmt: skip
_ADDRESSES = frozenset({"url", "path", "nolinkurl"})
#: Groups within groups, and accents on accents, that are read; what is deeper loses its braces.
_DEPTH = 30


@lru_cache(maxsize=4000)
def printed(tex: str) -> str:
    """What LaTeX prints for *tex*, with formulas and addresses sealed, and braces that protect letters."""
    if not _SPECIAL.search(tex):
        return composed(tex)
    return _Reader(tex).read()


@lru_cache(maxsize=1000)
def sorted_by(tex: str) -> str:
    """What BibTeX sorts *tex* by: also what its author has hidden there for that, as ``\\noopsort`` does."""
    return re.sub("[{}]", "", _Reader(tex, sorting=True).read()) if "\\" in tex else tex


def is_known(word: str) -> bool:
    """Whether *word*, without its backslash, is one that is read here."""
    return (
        word in SILENT | DROPPED | PRINTED | QUOTES | _ADDRESSES | CHOSEN.keys() | {"href", "ensuremath"}
        or word in ACCENTS
        or word in LETTERS
        or sign_of(word) is not None
    )


class _Reader:
    """Reads one value."""

    def __init__(self, tex: str, *, sorting: bool = False) -> None:
        self.tex = sealed(_without_html(PRIVATE.sub("", tex)))
        self.sorting = sorting
        self.tokens = [(str(found.lastgroup), found[0], found.start()) for found in _tokens(self.tex)]
        self.place = 0
        self.quoted = 0

    def read(self) -> str:
        """All that there is; braces that match nothing are nothing."""
        parts = []
        while self.place < len(self.tokens):
            parts.append(self._sequence(0))
            self.place += 1  # A brace too many.
        return _finished("".join(parts))

    def _sequence(self, depth: int) -> str:
        """Up to the brace that ends the group, or to the end."""
        parts: list[str] = []
        while self.place < len(self.tokens) and self.tokens[self.place][0] != "close":
            parts.append(self._next(depth))
        return "".join(parts)

    def _next(self, depth: int) -> str:
        kind, text, _ = self.tokens[self.place]
        if kind == "open":
            return self._group(depth)
        self.place += 1
        if kind == "word":
            return self._word(text, depth)
        if kind == "sign":
            return self._sign(text[1], depth)
        if kind == "ligature":
            return _LIGATURES[text]
        return " " if kind == "blank" else "" if text == "\\" else literal(text)

    def _group(self, depth: int) -> str:
        """What a group says, in braces; not where it is but a letter, which may be made small."""
        self.place += 1
        start = self.place
        inner = self._deeper(depth)
        if self.place >= len(self.tokens):
            return inner
        self.place += 1
        bare = depth or not inner.strip() or self._is_letter(start) or _is_one(inner)
        return inner if bare else f"{{{re.sub('[{}]', '', inner)}}}"

    def _deeper(self, depth: int) -> str:
        """What stands in a group that has begun."""
        if depth < _DEPTH:
            return self._sequence(depth + 1)
        open_, parts = 0, []
        while self.place < len(self.tokens):
            kind, text, _ = self.tokens[self.place]
            open_ += (kind == "open") - (kind == "close")
            if open_ < 0:
                break
            self.place += 1
            parts.append(literal(text) if kind == "text" else " " * (kind == "blank"))
        return "".join(parts)

    def _is_letter(self, start: int) -> bool:
        """Whether the group from *start* to here is one letter in TeX, such as ``{\\'e}`` and ``{\\o}``."""
        kind, text, _ = self.tokens[start]
        name = text[1:].rstrip()
        inside = self.tokens[start + 1 : self.place - 1]
        return (
            (kind == "word" and (name in LETTERS or name in ACCENTS)) or (kind == "sign" and name in ACCENTS)
        ) and not any(each == "blank" for each, _, _ in inside)

    def _argument(self, depth: int) -> str:
        """The next argument: a group without its braces, a word of TeX, or a letter."""
        while self.place < len(self.tokens) and self.tokens[self.place][0] == "blank":
            self.place += 1
        if self.place >= len(self.tokens) or self.tokens[self.place][0] == "close" or depth >= _DEPTH:
            return ""
        kind, text, start = self.tokens[self.place]
        if kind == "open":
            self.place += 1
            inner = self._deeper(depth)
            self.place += 1
            return re.sub("[{}]", "", inner)
        if kind == "text" and len(text) > 1:
            self.tokens[self.place] = (kind, text[1:], start + 1)
            return literal(text[0])
        return self._next(depth + 1)

    def _raw(self) -> str:
        """The next argument as it is written."""
        if self.place >= len(self.tokens) or self.tokens[self.place][0] != "open":
            return ""
        start, depth = self.tokens[self.place][2] + 1, 0
        while self.place < len(self.tokens):
            kind, _, end = self.tokens[self.place]
            depth += (kind == "open") - (kind == "close")
            self.place += 1
            if not depth:
                return self.tex[start:end]
        return self.tex[start:]

    def _optional(self) -> None:
        """Pass over an argument in square brackets, and a star."""
        if self.place >= len(self.tokens) or self.tokens[self.place][0] != "text":
            return
        kind, text, start = self.tokens[self.place]
        end = len(text) - len(re.sub(r"^\*?(?:\[[^\]]*\])?", "", text))
        if end == len(text):
            self.place += 1
        else:
            self.tokens[self.place] = (kind, text[end:], start + end)

    def _sign(self, name: str, depth: int) -> str:
        if name in ACCENTS:
            return self._accent(ACCENTS[name], depth)
        if name == "\\":
            self._optional()
            return " "
        return literal(_CONTROLS[name]) if name in _CONTROLS else unknown(name)

    def _accent(self, mark: str, depth: int) -> str:
        said = self._argument(depth)
        if not said.strip() or PRIVATE.match(said):
            return literal(ALONE.get(mark, "")) + said
        if mark not in BELOW and said[0] in "ıȷ":
            said = ("i" if said[0] == "ı" else "j") + said[1:]
        first = re.match(r".[\u0300-\u036f]*", said, re.DOTALL)
        end = first.end() if first else 0
        return composed(said[:end] + mark) + said[end:]

    def _word(self, text: str, depth: int) -> str:
        """What a word of TeX prints, with its arguments."""
        name = text[1:].rstrip()
        if name in ACCENTS:
            return self._accent(ACCENTS[name], depth)
        if (sign := sign_of(name)) is not None and name not in PRINTED:
            # Not even in an unbraced word are letters to be made small, unless it is one letter.
            small = depth or name in LETTERS or sign == sign.lower()
            return literal(sign) if small else f"{{{literal(sign)}}}"
        if name in SILENT:
            return ""
        known = self._known(name, depth)
        return self._left(text, depth) if known is None else known

    def _known(self, name: str, depth: int) -> str | None:
        """What a word with arguments prints; None where it is not known."""
        if name in _ADDRESSES:
            return link(_address(self._raw()))
        if name == "href":
            address, said = self._raw(), self._argument(depth)
            return f"{said} {link(_address(address))}".strip()
        if name == "ensuremath":
            tex = self._raw()
            return formula(tex) or literal(tex)
        if name in DROPPED:
            said = self._argument(depth)
            return said if self.sorting else ""
        if name in {"footnote", "thanks"}:
            return f" ({said})" if (said := self._argument(depth)) else ""
        if name in {"char", "symbol"}:
            return self._character()
        if name in CHOSEN:
            count, *chosen = CHOSEN[name]
            parts = [self._argument(depth) for _ in range(count)]
            return "".join(parts[each] for each in chosen)
        return self._styled(name, depth)

    def _styled(self, name: str, depth: int) -> str | None:
        """What a word prints whose argument is text; None for others."""
        if name in QUOTES:
            self._optional()
            self.quoted += 1
            said = self._argument(depth)
            self.quoted -= 1
            left, right = ("‘", "’") if self.quoted % 2 else ("“", "”")
            return f"{left}{said}{right}" if depth else f"{left}{{{said}}}{right}"
        if name not in PRINTED and not name.startswith("mkbib"):
            return None
        self._optional()
        said = self._argument(depth)
        if name in ENLARGED | REDUCED:
            said = said.upper() if name in ENLARGED else said.lower()
        return said if depth or not said.strip() else f"{{{said}}}"

    def _character(self) -> str:
        """The sign of which TeX has the number."""
        said = self._raw() if self.place < len(self.tokens) and self.tokens[self.place][0] == "open" else ""
        if not said and self.place < len(self.tokens):
            kind, text, start = self.tokens[self.place]
            found = re.match(r'"[0-9A-F]{1,5}|[0-9]{1,6}', text)
            said = found[0] if found else ""
            self.tokens[self.place] = (kind, text[len(said) :], start)
        number = re.fullmatch(r'\s*("?)([0-9A-F]{1,6})\s*', said)
        place = int(number[2], 16 if number[1] or not number[2].isdigit() else 10) if number else 0
        return literal(chr(place)) if 0x20 <= place < 0xD800 or 0xE000 <= place < 0xF0000 else ""

    def _left(self, text: str, depth: int) -> str:
        """A word that is not known, as it stands, with the arguments behind it."""
        parts = [unknown(text[1:].rstrip()), " " if text[-1:].isspace() else ""]
        while depth < _DEPTH and self.place < len(self.tokens) and self.tokens[self.place][0] == "open":
            parts.append(literal("{") + self._argument(depth) + literal("}"))
        return "".join(parts)


#: What publishers leave of HTML: ``<i>E. coli</i>``, ``A &amp; B``. TeX escapes what is meant as it stands.
_ELEMENT = re.compile(r"<(i|em|b|strong|sub|sup|scp|u|tt|span)>([^<>]*)</\1>", re.IGNORECASE)
_ENTITY = re.compile(r"(?<!\\)&(amp|lt|gt|quot|apos|nbsp|#[0-9]{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_WORDS = {"sub": "textsubscript", "sup": "textsuperscript"}
_ENTITIES = {"&": "\\&", "<": "\\textless{}", ">": "\\textgreater{}", "\u00a0": "~"}


def _without_html(tex: str) -> str:
    """*tex* with HTML in it as TeX."""
    if "<" in tex:
        tex = _ELEMENT.sub(lambda found: f"\\{_WORDS.get(found[1].lower(), 'emph')}{{{found[2]}}}", tex)
    return (
        _ENTITY.sub(lambda found: _ENTITIES.get(sign := unescape(found[0]), sign), tex) if "&" in tex else tex
    )


def _tokens(tex: str) -> list[re.Match[str]]:
    return list(_TOKEN.finditer(tex))


def _address(raw: str) -> str:
    r"""An address as it is, where it is written for TeX: ``\%20``, ``\~{}``."""
    plain = re.sub(r"\\(?:~|textasciitilde\b)\s*(?:\{\})?|\{\\textasciitilde\}", "~", raw)
    return re.sub(r"\{?\\([%#&_$~{}])\}?|\s+", lambda found: found[1] or "", plain)


def _is_one(inner: str) -> bool:
    """Whether *inner* is one group already."""
    return inner.startswith("{") and inner.endswith("}") and inner.count("{") == 1


def _finished(said: str) -> str:
    """*said* with single blanks, and without what would be read again as TeX."""
    return literal_pairs(re.sub(r"[ \t\n\r\f\v]+", " ", composed(said))).strip(" ")
