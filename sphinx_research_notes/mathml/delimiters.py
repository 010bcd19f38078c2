r"""Formulas that come between the marks of running TeX: ``$…$``, ``$$…$$``, ``\(…\)``, ``\[…\]``.

A notebook's output is such a text: SymPy writes ``$\displaystyle x^{2}$``, and others write a sentence with
formulas in it. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: A word or a sign after a backslash, a mark, a brace, anything else.
_SIGN = re.compile(r"\\(?:[A-Za-z]+|.)|\$\$|[${}]|[^\\${}]+|.", re.DOTALL)
#: The mark at the end of a formula by the one at its beginning; and those of formulas on lines of their own.
_CLOSING = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}
_LINES = {"$$", r"\["}
#: How often marks are taken for ones around others.
_DEEP = 3


@dataclass(slots=True)
class _Run:
    """Some text; *mark*: between which marks it stands, nothing for prose."""

    mark: str
    text: str = ""


def bare(tex: str) -> str:
    """*tex* as a formula without marks around it; prose between marks becomes text in the formula.

    What holds no such marks, or one without the other, stays as it is.
    """
    for _ in range(_DEEP):
        runs = _runs(tex) if "$" in tex or r"\(" in tex or r"\[" in tex else None
        if runs is None:
            break
        tex = _joined(runs)
    return tex


def _runs(tex: str) -> list[_Run] | None:
    """The formulas and the prose of *tex*; None where there are no marks, or marks are missing."""
    runs, depth = [_Run("")], 0
    waiting = [match[0] for match in _SIGN.finditer(tex)][::-1]
    while waiting:
        sign, mark = waiting.pop(), runs[-1].mark
        if sign == "$$" and mark == "$" and depth == 0:
            waiting.append("$")  # The end of one formula and the beginning of the next.
            sign = "$"
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and mark and sign == _CLOSING[mark]:
            runs.append(_Run(""))
        elif depth == 0 and not mark and sign in _CLOSING:
            runs.append(_Run(sign))
        elif depth == 0 and not mark and sign in {r"\)", r"\]"}:
            return None
        else:
            runs[-1].text += sign
    return None if len(runs) == 1 or runs[-1].mark or depth else runs


def _joined(runs: list[_Run]) -> str:
    """One formula that says all of *runs*."""
    said = [run for run in runs if run.text.strip()]
    formulas = [run.text.strip() for run in said if run.mark]
    if len(formulas) < 2 and len(said) == len(formulas):
        return "".join(formulas)
    if len(said) == len(formulas) and all(run.mark in _LINES for run in said):
        rows = r" \\ ".join(formulas)
        return rf"\begin{{gathered}}{rows}\end{{gathered}}"
    # In braces: a word at the end of one would take in the first letter of the next.
    return "".join(f"{{{run.text}}}" if run.mark else _prose(run.text) for run in runs if run.text)


def _prose(text: str) -> str:
    return rf"\text{{{' '.join(_blanks(text))}}}"


def _blanks(text: str) -> list[str]:
    """The words of *text*, with an empty one where it begins or ends with a blank."""
    words = text.split()
    return [*([""] if text[:1].isspace() else []), *words, *([""] if text[-1:].isspace() else [])]
