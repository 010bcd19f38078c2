"""What pybtex must not take apart, sealed while it is at work: formulas, addresses, signs that TeX reads.

A style makes the letters of a title small, and pybtex reads what it is given as TeX. What is sealed has
neither letters nor TeX: its signs are private ones, of which neither makes anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from ..constants import ELSEWHERE
from .latex_symbols import sign_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_INNER = r"((?:[^$\\]|\\.)+)"
_FORMULA = re.compile(rf"(?<!\\)\$\${_INNER}\$\$|(?<!\\)\${_INNER}\$|\\\(((?:[^\\]|\\[^()])+)\\\)", re.DOTALL)
#: A number that is raised or lowered, as in ``CO$_2$``; and what stands for that without TeX.
_SCRIPT = re.compile(r"\s*(?:\{\})?([_^])\s*(?:\{\s*)?([0-9+-]+)\s*\}?\s*")
_TEXT_SCRIPT = re.compile(r"\\text(sub|super)script\s*\{([0-9+-]+)\}")
_SIGNS = "0123456789+-"
_LOWERED, _RAISED = str.maketrans(_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋"), str.maketrans(_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
#: A formula that is one sign, or a number, as in ``$\alpha$-helix`` and ``10$^\circ$C``.
_WORD = re.compile(r"\s*(?:\{\})?\s*\\([A-Za-z]+)\s*(?:\{\})?\s*")
_RAISED_WORD = re.compile(r"\s*(?:\{\})?\s*\^\s*\{?\s*\\(circ|prime|degree)\s*\}?\s*")
_NUMBER = re.compile(r"\s*[<>=]?\s*[0-9]*[.,]?[0-9]+\s*|\s*[<>=]\s*")
_RAISED_WORDS = {"circ": "°", "prime": "′", "degree": "°"}

#: Where the private signs begin, which is also the one that ends a formula, and what they can stand for.
_FIRST, _LAST = 0xF0000, 0xFFFD
#: The sign that ends an address; where the signs begin that stand for one of ASCII; a backslash before a word
#: of TeX that nobody knows; and the authors that an entry does not name.
_LINK_END, _LITERAL, _UNKNOWN, _OTHERS = chr(0x10FF00), 0x100000, chr(0x10FF01), chr(0x10FF02)
_ADDRESS = f"{chr(_FIRST)}{_LINK_END}"
_SEALED = re.compile(f"([{chr(_FIRST + 1)}-{chr(_FIRST + _LAST)}]+)([{_ADDRESS}])")
_SIGN = re.compile(f"[{chr(_LITERAL)}-{chr(_LITERAL + 0x7F)}{_UNKNOWN}]")
#: The authors that are not named, with what joins them to those before.
_REST = re.compile(rf"(?:[\s\u00a0]+(?:and|und|et|y|e|og|och|en|&))?[\s\u00a0]*{_OTHERS}\.?")
#: What is private here, and means nothing elsewhere.
PRIVATE = re.compile("[\U000f0000-\U0010ffff]")

#: The name of those whom an entry does not name.
OTHERS = _OTHERS


def sealed(tex: str) -> str:
    """The TeX of a field with its formulas sealed."""
    return _FORMULA.sub(_seal, _TEXT_SCRIPT.sub(_script, tex))


def _seal(found: re.Match[str]) -> str:
    return formula(found[1] or found[2] or found[3]) or f"{{{found[0]}}}"


def _script(found: re.Match[str]) -> str:
    return found[2].translate(_LOWERED if found[1] in {"_", "sub"} else _RAISED)


def formula(tex: str) -> str:
    """The formula *tex*, sealed, or as the text that says the same; empty where it is no formula."""
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
    tex = " ".join(tex.split())
    if not tex or not all(0 < ord(sign) <= _LAST for sign in tex):
        return ""
    return "{" + "".join(chr(_FIRST + ord(sign)) for sign in tex) + chr(_FIRST) + "}"


def link(address: str) -> str:
    """An *address*, sealed; as text where it has signs that none has."""
    if not address or not all(0 < ord(sign) <= _LAST for sign in address):
        return literal(address)
    return "{" + "".join(chr(_FIRST + ord(sign)) for sign in address) + _LINK_END + "}"


_TEX = re.compile(r"[\\{}%$~`']")
#: Signs of which TeX makes one when two stand together.
_PAIR = re.compile(r"([-,])(?=\1)")


def literal(text: str) -> str:
    """*text* with the signs sealed that are none of text for TeX."""
    return _TEX.sub(lambda found: chr(_LITERAL + ord(found[0])), text)


def literal_pairs(text: str) -> str:
    """*text* with the first sealed of two signs of which TeX would make one."""
    return _PAIR.sub(lambda found: chr(_LITERAL + ord(found[0])), text)


def unknown(word: str) -> str:
    """A *word* of TeX that is not known, as it stands, with a mark."""
    return f"{_UNKNOWN}{word}"


def unknown_in(text: str) -> list[str]:
    """The words of TeX in *text* that are not known."""
    return re.findall(f"{_UNKNOWN}([A-Za-z@]+|.)", text)


def _opened(private: str) -> str:
    return "".join(chr(ord(sign) - _FIRST) for sign in private)


def _words(text: str) -> str:
    """*text* with all but formulas and addresses opened."""
    if not PRIVATE.search(text):
        return text
    said = _REST.sub(" et al.", text) if _OTHERS in text else text
    return _SIGN.sub(lambda found: _sign(found[0]), said.lstrip() if text[:1] == _OTHERS else said)


def _sign(private: str) -> str:
    return "\\" if private == _UNKNOWN else chr(ord(private) - _LITERAL)


def in_words(text: str) -> str:
    """*text* with its formulas in TeX."""
    if not PRIVATE.search(text):
        return text
    return _words(_SEALED.sub(_in_words, text))


def _in_words(found: re.Match[str]) -> str:
    said = _opened(found[1])
    return said if found[2] == _LINK_END else f"${said}$"


_WRITTEN = {"\\": r"\textbackslash{}", "{": "", "}": "", "~": r"\textasciitilde{}", "%": r"\%", "$": r"\$"}


def in_tex(text: str) -> str:
    """*text*, a tidied value, in TeX that says the same to those who do not know what is sealed in it."""
    return _SIGN.sub(lambda found: _WRITTEN.get(_sign(found[0]), _sign(found[0])), _SEALED.sub(_as_tex, text))


def _as_tex(found: re.Match[str]) -> str:
    said = _opened(found[1])
    return f"${said}$" if found[2] != _LINK_END else re.sub("([%#&_$])", r"\\\1", said)


def unsealed(found: Iterable[nodes.Node], *, emphatic: bool = False) -> list[nodes.Node]:
    """*found* with nodes for formulas and addresses; *emphatic*: with *et al.* as citations have it."""
    parts: list[nodes.Node] = []
    for node in found:
        if isinstance(node, nodes.Text):
            parts += _divided(node, emphatic)
        else:
            if isinstance(node, nodes.Element) and not isinstance(node, nodes.math):
                children = unsealed(node.children, emphatic=emphatic)
                node.children = []
                node += children
            parts.append(node)
    return parts


def _divided(text: nodes.Text, emphatic: bool) -> list[nodes.Node]:
    """*text* as pieces of text, formulas and addresses."""
    if not PRIVATE.search(text):
        return [text]
    pieces: list[nodes.Node] = []
    last = 0
    for found in _SEALED.finditer(text):
        said = _opened(found[1])
        pieces += [
            *_texts(text[last : found.start()], emphatic),
            nodes.reference("", said, refuri=said) if found[2] == _LINK_END
            else nodes.math("", said, **{ELSEWHERE: True}),
        ]  # fmt: skip
        last = found.end()
    return [piece for piece in [*pieces, *_texts(text[last:], emphatic)] if piece.astext()]


def _texts(text: str, emphatic: bool) -> list[nodes.Node]:
    """*text* opened, with the authors that are not named set apart where they are *emphatic*."""
    before, others, after = _REST.sub(f" {_OTHERS}", text).partition(_OTHERS) if emphatic else (text, "", "")
    if not others:
        return [nodes.Text(_words(text))]
    return [nodes.Text(_words(before)), nodes.emphasis("", "et al."), nodes.Text(_words(after))]
