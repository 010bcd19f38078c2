"""Text encoded for LaTeX: characters that pdflatex's ``utf8`` lacks become commands. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .latex_symbols import ACCENTS, LOWERED, RAISED, SIGNS, composed

#: BibTeX counts every brace, even an escaped one, so braces become commands.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "`": r"\textasciigrave{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    **{each: f"\\{each}" for each in "&%$#_"},
}  # fmt: skip
#: Code points that LaTeX declares for ``utf8`` without packages (T1, TS1, OT1, OMS; see ``utf8ienc.dtx``).
_DECLARED = """
    a0-125 128-137 139-13e 141-148 14a-165 168-17e 192 1c4-1d4 1e2 1e3 1e6-1eb 1f0 1f4 1f5 218-21b 232 233 237
    2c6 2c7 2d8 2d9 2db-2dd e3f 1e02 1e03 1e0d 1e1e-1e21 1e25 1e30 1e31 1e37 1e43 1e45 1e47 1e5b 1e63 1e6d
    1e8e-1e91 1e9e 1ef2 1ef3 200c 2010-2016 2018-201a 201c-201e 2020-2022 2026 2030 2031 2039-203b 203d 2044
    204e 2052 20a1 20a4 20a6 20a9 20ab 20ac 20b1 2103 2116 2117 211e 2120 2122 2126 2127 212e 2190-2193 2329
    232a 2422 2423 25e6 25ef 266a 27e8 27e9 fb00-fb06 feff""".split()
#: Names of accents that every LaTeX has, by combining character.
_ACCENTS = {mark: name for name, mark in reversed(ACCENTS.items()) if name in {*"`'^~\"=.uvHcdbr"}}
#: Commands of math mode, and what they print.
_WORDS = """
    alpha α beta β gamma γ delta δ varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν
    xi ξ pi π rho ρ sigma σ varsigma ς tau τ upsilon υ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ
    Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω epsilon ϵ vartheta ϑ phi ϕ varpi ϖ
    varrho ϱ leq ≤ geq ≥ neq ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ subset ⊂
    supset ⊃ subseteq ⊆ supseteq ⊇ in ∈ ni ∋ notin ∉ cup ∪ cap ∩ vee ∨ wedge ∧ oplus ⊕ otimes ⊗ forall ∀
    exists ∃ emptyset ∅ infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ mp ∓ ast ∗ bullet ∙ setminus ∖
    perp ⊥ parallel ∥ mid ∣ leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ mapsto ↦
    nearrow ↗ searrow ↘ ell ℓ aleph ℵ hbar ħ prime ′ star ⋆ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋""".split()
MATHS = {sign: f"\\{word}" for word, sign in zip(_WORDS[::2], _WORDS[1::2], strict=True)} | {"−": "-"}
_SMALL = str.maketrans(LOWERED + RAISED, SIGNS * 2)
#: What is encoded as a unit: numbers in super- or subscript, Greek words, letters with accents; and
#: characters that TeX joins with the next one to a dash or quotation mark.
_PIECE = re.compile(
    r"[₀-₉₊₋]+|[⁰¹²³⁴-⁹⁺⁻]+|[\u0370-\u03ff\u1f00-\u1fff]{3,}|([-',])(?=\1)|[\\{}~^`&%$#_<>|]|.[\u0300-\u036f]*",
    re.DOTALL,
)


@lru_cache
def declared() -> frozenset[int]:
    """Return the code points that LaTeX declares."""
    ranges = [[int(end, 16) for end in each.split("-")] for each in _DECLARED]
    return frozenset(point for each in ranges for point in range(each[0], each[-1] + 1))


def escaped(text: str) -> str:
    """Encode *text* for LaTeX.

    Letters of other scripts, such as those of Greek words, are not changed: pdflatex needs a package for
    them, XeLaTeX and LuaLaTeX do not.
    """
    if text.isascii() and text.isalnum():
        return text
    return "".join(
        f"{match[0]}{{}}" if match[1] else _encoded(match[0]) for match in _PIECE.finditer(composed(text))
    )


def _encoded(piece: str) -> str:
    if piece in _TEX:
        return _TEX[piece]
    if piece in MATHS:
        return f"{{${MATHS[piece]}$}}"
    if all(each.isascii() or ord(each) in declared() for each in piece):
        return piece
    number = piece.translate(_SMALL)
    if number != piece:
        return f"\\text{'sub' if piece[0] in LOWERED else 'super'}script{{{number}}}"
    return _accented(piece)


def _accented(piece: str) -> str:
    """Return an accented ASCII letter as commands; *piece* itself if it is anything else."""
    parts = unicodedata.normalize("NFD", piece)
    letter, marks = parts[0], parts[1:]
    if not marks or not (letter.isascii() and letter.isalpha()) or not _ACCENTS.keys() >= {*marks}:
        return piece
    for mark in marks:
        letter = f"\\{_ACCENTS[mark]}{{{letter}}}"
    return f"{{{letter}}}"
