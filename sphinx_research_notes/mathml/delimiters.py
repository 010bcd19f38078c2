r"""Remove the delimiters of formulas: ``$…$``, ``$$…$$``, ``\(…\)``, ``\[…\]``. Pure.

They occur in the output of notebooks: SymPy writes ``$\displaystyle x^{2}$``, and other libraries write
sentences with formulas in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: A command, a delimiter, a brace, or any other text.
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\$\$|[${}]|[^\\${}]+|.", re.DOTALL)
#: Closing delimiters by opening ones; and the opening ones of display formulas.
_CLOSING = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}
_DISPLAY = {"$$", r"\["}
_SPACES = re.compile(r"\s+")
#: The maximum nesting of delimiters.
_MAX_NESTING = 3


@dataclass(slots=True)
class _Run:
    """A formula with its opening delimiter, or prose without one."""

    opening: str = ""
    text: str = ""


def bare(tex: str) -> str:
    """Return *tex* as one formula without delimiters; prose between formulas becomes text in it.

    Returned unchanged if there are no delimiters, or unbalanced ones.
    """
    for _ in range(_MAX_NESTING):
        runs = _runs(tex) if "$" in tex or r"\(" in tex or r"\[" in tex else None
        if runs is None:
            break
        tex = _joined(runs)
    return tex


def _runs(tex: str) -> list[_Run] | None:
    """Split *tex* into formulas and prose; None if there are no delimiters, or unbalanced ones."""
    runs, depth = [_Run()], 0
    remaining = [match[0] for match in _TOKEN.finditer(tex)][::-1]
    while remaining:
        token, opening = remaining.pop(), runs[-1].opening
        if token == "$$" and opening == "$" and depth == 0:
            remaining.append("$")  # The end of one formula and the beginning of the next.
            token = "$"
        depth += (token == "{") - (token == "}")
        if depth == 0 and opening and token == _CLOSING[opening]:
            runs.append(_Run())
        elif depth == 0 and not opening and token in _CLOSING:
            runs.append(_Run(token))
        elif depth == 0 and not opening and token in {r"\)", r"\]"}:
            return None
        else:
            runs[-1].text += token
    return None if len(runs) == 1 or runs[-1].opening or depth else runs


def _joined(runs: list[_Run]) -> str:
    """Join *runs* to one formula."""
    nonblank = [run for run in runs if run.text.strip()]
    formulas = [run.text.strip() for run in nonblank if run.opening]
    if len(formulas) < 2 and len(nonblank) == len(formulas):
        return "".join(formulas)
    if len(nonblank) == len(formulas) and all(run.opening in _DISPLAY for run in nonblank):
        rows = r" \\ ".join(formulas)
        return rf"\begin{{gathered}}{rows}\end{{gathered}}"
    # In braces, so that a command at the end of one does not merge with the first letter of the next.
    return "".join(f"{{{run.text}}}" if run.opening else _prose(run.text) for run in runs if run.text)


def _prose(text: str) -> str:
    """Return *text* as text in a formula, with single spaces; one at the beginning or end stays."""
    return rf"\text{{{_SPACES.sub(' ', text)}}}"
