"""Values of bibliography fields as LaTeX prints them: commands and accents as Unicode. Pure.

The only TeX in the result is braces around letters that styles must not change to lower case; pybtex
understands little else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from .latex_commands import CHOSEN, DROPPED, ENLARGED, JOURNALS, PRINTED, QUOTES, REDUCED, SILENT
from .latex_symbols import ACCENTS, ALONE, BELOW, LETTERS, composed, sign_of
from .protect_math import PRIVATE, formula, link, literal, literal_pairs, sealed, unknown

#: What needs conversion; any other value is plain text.
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
#: Commands of one non-letter that are not accents.
_CONTROLS = {
    **{each: each for each in "\\&%$#_{}"}, " ": " ", "\n": " ", "\t": " ", ",": "\u202f", ":": "\u202f",
    ">": "\u202f", ";": "\u00a0", "!": "", "/": "", "-": "", "@": "", "(": "", ")": "", "[": "", "]": "",
    "|": "‖", "\\": " ",
}  # fmt: skip
_ADDRESSES = frozenset({"url", "path", "nolinkurl"})
#: The maximum depth of groups and arguments; deeper ones lose their braces.
_DEPTH = 30


@lru_cache(maxsize=4000)
def printed(tex: str) -> str:
    """Return what LaTeX prints for *tex*, with sealed formulas and addresses, and protecting braces."""
    if not _SPECIAL.search(tex):
        return composed(tex)
    return _Reader(tex).read()


@lru_cache(maxsize=1000)
def sorted_by(tex: str) -> str:
    """Return the sort key of *tex*, including the argument of ``\\noopsort`` and the like."""
    return re.sub("[{}]", "", _Reader(tex, sorting=True).read()) if "\\" in tex else tex


def is_known(word: str) -> bool:
    """Return whether the command *word*, given without its backslash, is supported."""
    tables = (SILENT, DROPPED, PRINTED, QUOTES, _ADDRESSES, CHOSEN, JOURNALS, ACCENTS, {"href", "ensuremath"})
    return any(word in table for table in tables) or sign_of(word) is not None


class _Reader:
    """A parser of one value."""

    def __init__(self, tex: str, *, sorting: bool = False) -> None:
        self.tex = sealed(_without_html(PRIVATE.sub("", tex)))
        self.sorting = sorting
        found = _TOKEN.finditer(self.tex)
        #: Kind, text and start of each, and an empty one of no kind at the end.
        self.tokens = [*((str(match.lastgroup), match[0], match.start()) for match in found), ("", "", 0)]
        self.index = 0
        self.quoted = 0

    @property
    def kind(self) -> str:
        """The kind of the next token; empty at the end."""
        return self.tokens[self.index][0]

    def read(self) -> str:
        """Return the converted value with single spaces; unmatched braces are dropped."""
        parts = []
        while self.index < len(self.tokens):
            parts.append(self._sequence(0))
            self.index += 1  # An unmatched closing brace.
        # Without what would be parsed as TeX again.
        return literal_pairs(re.sub(r"[ \t\n\r\f\v]+", " ", composed("".join(parts)))).strip(" ")

    def _sequence(self, depth: int) -> str:
        """Convert up to the closing brace of the group, or to the end."""
        parts: list[str] = []
        while self.kind not in {"close", ""}:
            parts.append(self._next(depth))
        return "".join(parts)

    def _next(self, depth: int) -> str:
        kind, text, _ = self.tokens[self.index]
        if kind == "open":
            return self._group(depth)
        self.index += 1
        if kind == "word":
            return self._word(text, depth)
        if kind == "sign":
            return self._sign(text[1], depth)
        if kind == "ligature":
            return _LIGATURES[text]
        return " " if kind == "blank" else "" if text == "\\" else literal(text)

    def _group(self, depth: int) -> str:
        """Convert a group and keep its braces, unless it is a single letter, which styles may change."""
        self.index += 1
        start = self.index
        inner = self._deeper(depth)
        if not self.kind:
            return inner
        self.index += 1
        is_group = inner.startswith("{") and inner.endswith("}") and inner.count("{") == 1
        bare = depth or not inner.strip() or self._is_letter(start) or is_group
        return inner if bare else f"{{{re.sub('[{}]', '', inner)}}}"

    def _deeper(self, depth: int) -> str:
        """Convert the content of a group after its opening brace."""
        if depth < _DEPTH:
            return self._sequence(depth + 1)
        start = self.index
        self._skip_group(1)
        inside = self.tokens[start : self.index]
        return "".join(
            literal(text) if kind == "text" else " " * (kind == "blank") for kind, text, _ in inside
        )

    def _skip_group(self, open_: int) -> None:
        """Go on to the brace that closes a group in which *open_* braces are open."""
        while self.kind:
            open_ += (self.kind == "open") - (self.kind == "close")
            if not open_:
                break
            self.index += 1

    def _is_letter(self, start: int) -> bool:
        """Return whether the group from *start* to here is one letter, such as ``{\\'e}`` and ``{\\o}``."""
        kind, text, _ = self.tokens[start]
        name = text[1:].rstrip()
        inside = self.tokens[start + 1 : self.index - 1]
        is_letter = (kind in {"word", "sign"} and name in ACCENTS) or (kind == "word" and name in LETTERS)
        return is_letter and not any(each == "blank" for each, _, _ in inside)

    def _argument(self, depth: int) -> str:
        """Convert the next argument: a group without its braces, a command, or a letter."""
        while self.kind == "blank":
            self.index += 1
        if self.kind in {"close", ""} or depth >= _DEPTH:
            return ""
        kind, text, start = self.tokens[self.index]
        if kind == "open":
            self.index += 1
            inner = self._deeper(depth)
            self._close()
            return re.sub("[{}]", "", inner)
        if kind == "text" and len(text) > 1:
            self.tokens[self.index] = (kind, text[1:], start + 1)
            return literal(text[0])
        return self._next(depth + 1)

    def _close(self) -> None:
        """Go past a closing brace, unless the value ends without it."""
        self.index += bool(self.kind)

    def _raw(self) -> str:
        """Return the next argument verbatim."""
        if self.kind != "open":
            return ""
        start = self.tokens[self.index][2] + 1
        self._skip_group(0)
        end = self.tokens[self.index][2] if self.kind else None
        self._close()
        return self.tex[start:end]

    def _optional(self) -> None:
        """Skip a star and an optional argument."""
        if self.kind != "text":
            return
        kind, text, start = self.tokens[self.index]
        end = len(text) - len(re.sub(r"^\*?(?:\[[^\]]*\])?", "", text))
        if end == len(text):
            self.index += 1
        else:
            self.tokens[self.index] = (kind, text[end:], start + end)

    def _sign(self, name: str, depth: int) -> str:
        if name in ACCENTS:
            return self._accent(ACCENTS[name], depth)
        if name == "\\":
            self._optional()
            return " "
        return literal(_CONTROLS[name]) if name in _CONTROLS else unknown(name)

    def _accent(self, mark: str, depth: int) -> str:
        base = self._argument(depth)
        if not base.strip() or PRIVATE.match(base):
            return literal(ALONE.get(mark, "")) + base
        if mark not in BELOW and base[0] in "ıȷ":
            base = ("i" if base[0] == "ı" else "j") + base[1:]
        first = re.match(r".[\u0300-\u036f]*", base, re.DOTALL)
        end = first.end() if first else 0
        return composed(base[:end] + mark) + base[end:]

    def _word(self, text: str, depth: int) -> str:
        """Convert a command with its arguments."""
        name = text[1:].rstrip()
        if name in ACCENTS:
            return self._accent(ACCENTS[name], depth)
        if (sign := sign_of(name)) is not None and name not in PRINTED:
            # Styles must not change a symbol to lower case, unless it is a letter.
            is_changeable = depth or name in LETTERS or sign == sign.lower()
            return literal(sign) if is_changeable else f"{{{literal(sign)}}}"
        if name in SILENT:
            return ""
        if name in JOURNALS:
            return literal(JOURNALS[name])
        converted = self._known(name, depth)
        return self._unknown(text, depth) if converted is None else converted

    def _known(self, name: str, depth: int) -> str | None:
        """Convert a command with arguments; return None if it is not supported."""
        if name in _ADDRESSES:
            return link(_address(self._raw()))
        if name == "href":
            address, label = self._raw(), self._argument(depth)
            return f"{label} {link(_address(address))}".strip()
        if name == "ensuremath":
            tex = self._raw()
            return formula(tex) or literal(tex)
        if name in DROPPED:
            argument = self._argument(depth)
            return argument if self.sorting else ""
        if name in {"footnote", "thanks"}:
            return f" ({note})" if (note := self._argument(depth)) else ""
        if name in {"char", "symbol"}:
            return self._character()
        if name in CHOSEN:
            count, *chosen = CHOSEN[name]
            parts = [self._argument(depth) for _ in range(count)]
            return "".join(parts[each] for each in chosen)
        return self._styled(name, depth)

    def _styled(self, name: str, depth: int) -> str | None:
        """Convert a command whose argument is text; return None for others."""
        if name in QUOTES:
            self._optional()
            self.quoted += 1
            content = self._argument(depth)
            self.quoted -= 1
            left, right = ("‘", "’") if self.quoted % 2 else ("“", "”")
            return f"{left}{content}{right}" if depth else f"{left}{{{content}}}{right}"
        if name not in PRINTED and not name.startswith("mkbib"):
            return None
        self._optional()
        content = self._argument(depth)
        if name in ENLARGED | REDUCED:
            content = content.upper() if name in ENLARGED else content.lower()
        return content if depth or not content.strip() else f"{{{content}}}"

    def _character(self) -> str:
        """Convert a character given by its number."""
        digits = self._raw()
        if not digits:
            kind, text, start = self.tokens[self.index]
            match = re.match(r'"[0-9A-F]{1,5}|[0-9]{1,6}', text)
            digits = match[0] if match else ""
            self.tokens[self.index] = (kind, text[len(digits) :], start)
        number = re.fullmatch(r'\s*("?)([0-9A-F]{1,6})\s*', digits)
        point = int(number[2], 16 if number[1] or not number[2].isdigit() else 10) if number else 0
        return literal(chr(point)) if 0x20 <= point < 0xD800 or 0xE000 <= point < 0xF0000 else ""

    def _unknown(self, text: str, depth: int) -> str:
        """Keep an unsupported command with its arguments."""
        parts = [unknown(text[1:].rstrip()), " " if text[-1:].isspace() else ""]
        while depth < _DEPTH and self.kind == "open":
            parts.append(literal("{") + self._argument(depth) + literal("}"))
        return "".join(parts)


#: HTML in data from publishers: ``<i>E. coli</i>``, ``A &amp; B``. In TeX a literal ``&`` is escaped.
_ELEMENT = re.compile(r"<(i|em|b|strong|sub|sup|scp|u|tt|span)>([^<>]*)</\1>", re.IGNORECASE)
_ENTITY = re.compile(r"(?<!\\)&(amp|lt|gt|quot|apos|nbsp|#[0-9]{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_WORDS = {"sub": "textsubscript", "sup": "textsuperscript"}
_ENTITIES = {"&": "\\&", "<": "\\textless{}", ">": "\\textgreater{}", "\u00a0": "~"}


def _without_html(tex: str) -> str:
    """Return *tex* with HTML replaced by TeX."""
    if "<" in tex:
        tex = _ELEMENT.sub(lambda match: f"\\{_WORDS.get(match[1].lower(), 'emph')}{{{match[2]}}}", tex)
    if "&" in tex:
        tex = _ENTITY.sub(lambda match: _ENTITIES.get(text := unescape(match[0]), text), tex)
    return tex


def _address(raw: str) -> str:
    r"""Return an address without the escapes of TeX, such as ``\%20`` and ``\~{}``."""
    plain = re.sub(r"\\(?:~|textasciitilde\b)\s*(?:\{\})?|\{\\textasciitilde\}", "~", raw)
    return re.sub(r"\{?\\([%#&_$~{}])\}?|\s+", lambda match: match[1] or "", plain)
