"""Formulas, addresses and special characters, sealed so that pybtex does not change them.

Styles change the letters of titles to lower case, and pybtex parses values as TeX. Sealed text consists of
characters from the private use planes, which both leave alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from ..constants import ELSEWHERE
from .latex_symbols import LOWERED, RAISED, SIGNS, sign_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_INNER = r"((?:[^$\\]|\\.)+)"
_FORMULA = re.compile(rf"(?<!\\)\$\${_INNER}\$\$|(?<!\\)\${_INNER}\$|\\\(((?:[^\\]|\\[^()])+)\\\)", re.DOTALL)
#: A number in super- or subscript, as in ``CO$_2$``, and its Unicode characters.
_SCRIPT = re.compile(r"\s*(?:\{\})?([_^])\s*(?:\{\s*)?([0-9+-]+)\s*\}?\s*")
_TEXT_SCRIPT = re.compile(r"\\text(sub|super)script\s*\{([0-9+-]+)\}")
_LOWERED, _RAISED = str.maketrans(SIGNS, LOWERED), str.maketrans(SIGNS, RAISED)
#: A formula that is one symbol or a number, as in ``$\alpha$-helix`` and ``10$^\circ$C``.
_WORD = re.compile(r"\s*(?:\{\})?\s*\\([A-Za-z]+)\s*(?:\{\})?\s*")
_RAISED_WORD = re.compile(r"\s*(?:\{\})?\s*\^\s*\{?\s*\\(circ|prime|degree)\s*\}?\s*")
_NUMBER = re.compile(r"\s*[<>=]?\s*[0-9]*[.,]?[0-9]+\s*|\s*[<>=]\s*")
_RAISED_WORDS = {"circ": "°", "prime": "′", "degree": "°"}

#: The first private character, which also ends a formula, and the largest code point that can be sealed.
_FIRST, _LAST = 0xF0000, 0xFFFD
#: The end of an address; the first of the characters that stand for ASCII; the backslash of an unsupported
#: command; further, unnamed authors.
_LINK_END, _LITERAL, _UNKNOWN, _OTHERS = chr(0x10FF00), 0x100000, chr(0x10FF01), chr(0x10FF02)
_ADDRESS = f"{chr(_FIRST)}{_LINK_END}"
_SEALED = re.compile(f"([{chr(_FIRST + 1)}-{chr(_FIRST + _LAST)}]+)([{_ADDRESS}])")
_SIGN = re.compile(f"[{chr(_LITERAL)}-{chr(_LITERAL + 0x7F)}{_UNKNOWN}]")
#: The unnamed authors, with the conjunction before them.
_REST = re.compile(rf"(?:[\s\u00a0]+(?:and|und|et|y|e|og|och|en|&))?[\s\u00a0]*{_OTHERS}\.?")
#: All characters of the private use planes.
PRIVATE = re.compile("[\U000f0000-\U0010ffff]")

#: The family name of further, unnamed authors.
OTHERS = _OTHERS


def sealed(tex: str) -> str:
    """Return the TeX of a field with its formulas sealed."""
    return _FORMULA.sub(_seal, _TEXT_SCRIPT.sub(_script, tex))


def _seal(match: re.Match[str]) -> str:
    return formula(match[1] or match[2] or match[3]) or f"{{{match[0]}}}"


def _script(match: re.Match[str]) -> str:
    return match[2].translate(_LOWERED if match[1] in {"_", "sub"} else _RAISED)


def formula(tex: str) -> str:
    """Seal the formula *tex*, or return equivalent text; an empty string if it isn't a formula."""
    if script := _SCRIPT.fullmatch(tex):
        return _script(script)
    if raised := _RAISED_WORD.fullmatch(tex):
        return _RAISED_WORDS[raised[1]]
    if _NUMBER.fullmatch(tex):
        return tex.strip()
    if tex.strip() == "-":
        return "−"
    word = _WORD.fullmatch(tex)
    if word and (sign := sign_of(word[1])):
        return f"{{{literal(sign)}}}"
    return _private(" ".join(tex.split()), chr(_FIRST))


def link(address: str) -> str:
    """Seal an *address*; return it as literal text if it has characters that cannot be sealed."""
    return _private(address, _LINK_END) or literal(address)


def _private(text: str, end: str) -> str:
    """Return *text* in private characters and *end*; an empty string if it is empty or cannot be sealed."""
    if not text or not all(0 < ord(each) <= _LAST for each in text):
        return ""
    return "{" + "".join(chr(_FIRST + ord(each)) for each in text) + end + "}"


_TEX = re.compile(r"[\\{}%$~`']")
#: Characters that TeX joins with an equal neighbour.
_PAIR = re.compile(r"([-,])(?=\1)")


def literal(text: str) -> str:
    """Return *text* with the special characters of TeX sealed."""
    return _TEX.sub(lambda match: chr(_LITERAL + ord(match[0])), text)


def literal_pairs(text: str) -> str:
    """Return *text* with the first character of pairs sealed that TeX would join."""
    return _PAIR.sub(lambda match: chr(_LITERAL + ord(match[0])), text)


def unknown(word: str) -> str:
    """Mark the unsupported command *word*, so that :func:`unknown_in` finds it."""
    return f"{_UNKNOWN}{word}"


def unknown_in(text: str) -> list[str]:
    """Return the unsupported commands in *text*."""
    return re.findall(f"{_UNKNOWN}([A-Za-z@]+|.)", text)


def _opened(private: str) -> str:
    return "".join(chr(ord(each) - _FIRST) for each in private)


def _words(text: str) -> str:
    """Return *text* unsealed, except for formulas and addresses."""
    if not PRIVATE.search(text):
        return text
    words = _REST.sub(" et al.", text) if _OTHERS in text else text
    return _SIGN.sub(lambda match: _sign(match[0]), words.lstrip() if text[:1] == _OTHERS else words)


def _sign(private: str) -> str:
    return "\\" if private == _UNKNOWN else chr(ord(private) - _LITERAL)


def in_words(text: str) -> str:
    """Return *text* unsealed, with formulas as TeX."""
    return _words(_SEALED.sub(_in_text, text))


def _in_text(match: re.Match[str], *, escape: bool = False) -> str:
    """Return a sealed formula or address as text; *escape*: with the signs of TeX in an address escaped."""
    content = _opened(match[1])
    if match[2] != _LINK_END:
        return f"${content}$"
    return re.sub("([%#&_$])", r"\\\1", content) if escape else content


_ESCAPED = {"\\": r"\textbackslash{}", "{": "", "}": "", "~": r"\textasciitilde{}", "%": r"\%", "$": r"\$"}


def in_tex(text: str) -> str:
    """Return *text*, a tidied value, as ordinary TeX without sealed characters."""
    text = _SEALED.sub(lambda match: _in_text(match, escape=True), text)
    return _SIGN.sub(lambda match: _ESCAPED.get(_sign(match[0]), _sign(match[0])), text)


def unsealed(content: Iterable[nodes.Node], *, emphatic: bool = False) -> list[nodes.Node]:
    """Return *content* with nodes for formulas and addresses; *emphatic*: with *et al.* in italics."""
    parts: list[nodes.Node] = []
    for node in content:
        if isinstance(node, nodes.Text):
            parts += _split(node, emphatic)
        else:
            if isinstance(node, nodes.Element) and not isinstance(node, nodes.math):
                children = unsealed(node.children, emphatic=emphatic)
                node.children = []
                node += children
            parts.append(node)
    return parts


def _split(text: nodes.Text, emphatic: bool) -> list[nodes.Node]:
    """Split *text* into text, formulas and addresses."""
    if not PRIVATE.search(text):
        return [text]
    pieces: list[nodes.Node] = []
    last = 0
    for match in _SEALED.finditer(text):
        content = _opened(match[1])
        pieces += [
            *_texts(text[last : match.start()], emphatic),
            nodes.reference("", content, refuri=content) if match[2] == _LINK_END
            else nodes.math("", content, **{ELSEWHERE: True}),
        ]  # fmt: skip
        last = match.end()
    return [piece for piece in [*pieces, *_texts(text[last:], emphatic)] if piece.astext()]


def _texts(text: str, emphatic: bool) -> list[nodes.Node]:
    """Return *text* unsealed; with *emphatic*, *et al.* is a node of its own."""
    before, others, after = _REST.sub(f" {_OTHERS}", text).partition(_OTHERS) if emphatic else (text, "", "")
    if not others:
        return [nodes.Text(_words(text))]
    return [nodes.Text(_words(before)), nodes.emphasis("", "et al."), nodes.Text(_words(after))]
