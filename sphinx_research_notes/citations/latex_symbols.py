"""LaTeX commands for symbols, letters and names, and the accents that commands add to letters. Pure.

Most are in the tables of pylatexenc; those here are missing there or differ from what LaTeX prints.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby

#: What can be written small, and its characters for subscript and superscript.
SIGNS, LOWERED, RAISED = "0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
#: Combining accents by the name of their command.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "b": "\u0331", "d": "\u0323",
    "r": "\u030a", "t": "\u0361", "h": "\u0309", "f": "\u0311", "C": "\u030f", "G": "\u030f", "U": "\u030d",
    "textcommabelow": "\u0326", "textogonekcentered": "\u0328", "capitalgrave": "\u0300",
    "capitalacute": "\u0301", "capitalcircumflex": "\u0302", "capitaltilde": "\u0303",
    "capitaldieresis": "\u0308", "capitalmacron": "\u0304", "capitaldotaccent": "\u0307",
    "capitalbreve": "\u0306", "capitalcaron": "\u030c", "capitalhungarumlaut": "\u030b",
    "capitalcedilla": "\u0327", "capitalogonek": "\u0328", "capitalring": "\u030a",
}  # fmt: skip
#: Spacing accents, for a command without a letter: ``\\^{}``.
ALONE = {
    "\u0300": "`", "\u0301": "\u00b4", "\u0302": "^", "\u0303": "~", "\u0308": "\u00a8", "\u0304": "\u00af",
    "\u0307": "\u02d9", "\u0306": "\u02d8", "\u030c": "\u02c7", "\u030b": "\u02dd", "\u0327": "\u00b8",
    "\u0328": "\u02db", "\u030a": "\u02da",
}  # fmt: skip
#: Accents that are not above a letter, so that an i keeps its dot.
BELOW = frozenset("\u0327\u0328\u0331\u0323\u0326\u0361")

#: Letters that are not in ASCII, by the name of their command.
LETTERS = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø",
    "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ",
    "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ",
}  # fmt: skip

#: Letters that do not decompose into an ASCII letter and an accent, as keys and the order of works have them.
LIKE_ASCII = {
    "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "đ": "d",
    "Đ": "d", "ð": "d", "þ": "th", "Þ": "th", "ı": "i",
}  # fmt: skip

_NAMES = ("TeX", "LaTeX", "BibTeX", "XeTeX", "XeLaTeX", "LuaTeX", "LuaLaTeX", "pdfTeX", "pdfLaTeX", "ConTeXt",
          "AmS", "SageTeX")  # fmt: skip
_SIGNS = {
    **{name: name for name in _NAMES}, "LaTeXe": "LaTeX2e", "MF": "METAFONT", "MP": "MetaPost",
    "textless": "<", "textgreater": ">", "textbar": "|", "textbardbl": "‖", "textbraceleft": "{",
    "textbraceright": "}", "lbrace": "{", "rbrace": "}", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textunderscore": "_", "textdollar": "$", "textquotesingle": "'",
    "textasciigrave": "`", "textquotedbl": '"', "lq": "‘", "rq": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»",
    "flq": "‹", "frq": "›", "guillemetleft": "«", "guillemetright": "»", "dots": "…", "ldots": "…",
    "textellipsis": "…", "slash": "/", "textperiodcentered": "·", "textbullet": "•", "S": "§", "P": "¶",
    "cyrchar": "", "pounds": "£", "copyright": "©", "euro": "€", "EUR": "€", "degree": "°", "celsius": "°C",
    "micro": "µ", "ohm": "Ω", "perthousand": "‰", "permil": "‰", "textcompwordmark": "", "textminus": "−",
    "textnumero": "№", "hyphen": "-", "textschwa": "ə", "schwa": "ə", "cprime": "ʹ", "cdprime": "ʺ",
    "ayn": "ʿ", "hamza": "ʾ", "mathdollar": "$", "circ": "∘", "prime": "′",
    # Spaces.
    "space": " ", "quad": " ", "qquad": " ", "enspace": " ", "enskip": " ", "newline": " ", "linebreak": " ",
    "par": " ", "nobreakspace": "\u00a0", "thinspace": "\u202f", "hfill": " ",
}  # fmt: skip


@cache
def sign_of(word: str) -> str | None:
    r"""Return what a LaTeX command (*word* is ``alpha`` for ``\alpha``) prints; None if it isn't a symbol."""
    tables = (LETTERS, _SIGNS) if word in LETTERS or word in _SIGNS else (_decoding(), _encoding())
    return next((table[word] for table in tables if word in table), None)


@cache
def _decoding() -> dict[str, str]:
    """Return the symbols that pylatexenc decodes."""
    from pylatexenc.latex2text import get_default_latex_context_db

    specs = get_default_latex_context_db().iter_macro_specs()
    return {
        word: sign.strip() for word, sign in ((spec.macroname, spec.simplify_repl) for spec in specs)
        if isinstance(sign, str) and sign and "%" not in sign and not sign.isascii()
    }  # fmt: skip


@cache
def _encoding() -> dict[str, str]:
    """Return the symbols that pylatexenc encodes, some of which it does not decode."""
    from pylatexenc.latexencode import get_builtin_uni2latex_dict

    symbols: dict[str, str] = {}
    for point, tex in get_builtin_uni2latex_dict().items():
        word = tex.removeprefix("\\ensuremath{").removesuffix("}") if "\\ensuremath" in tex else tex
        if word.startswith("\\") and word[1:].isalpha() and word.isascii():
            symbols.setdefault(word[1:], chr(point))
    return symbols


def composed(text: str) -> str:
    """Return *text* with letters and combining accents composed, as in NFC.

    Characters that NFC would replace by others stay: they occur in Japanese names.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    pieces = groupby(text, key=lambda each: unicodedata.is_normalized("NFC", each) or _is_mark(each))
    return "".join(
        unicodedata.normalize("NFC", "".join(piece)) if is_stable else "".join(piece)
        for is_stable, piece in pieces
    )


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) > 0
