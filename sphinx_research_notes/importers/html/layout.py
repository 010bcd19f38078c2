"""The layout of a finished text: where blank lines and rules stand."""

from __future__ import annotations

import re

#: Stands for a rule.
RULE = "\uf8b0"


def tidied(text: str) -> str:
    """Return *text* with single blank lines outside of code, and with rules only where they may be."""
    return _transitions(_outside_code(text))


def _transitions(text: str) -> str:
    """Return *text* with rules only where docutils allows a transition: between two blocks of a section."""
    lines = text.split("\n")
    # Footnotes are shown elsewhere.
    end = next((place for place, line in enumerate(lines) if line.startswith("[^")), len(lines))
    last = max((place for place, line in enumerate(lines[:end]) if line.strip() and line != RULE), default=-1)
    before = "#"
    kept = []
    for place, line in enumerate(lines):
        if line != RULE:
            kept.append(line.replace(RULE, "<hr>"))
            before = line if line.strip() else before
        elif place < last and not before.startswith("#"):
            kept.append("---")
            before = "#"
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)) if RULE in text else text


def _outside_code(text: str) -> str:
    """Return *text* without more than one blank line between blocks."""
    parts = re.split(
        r"(^(?P<indent>[ >]*)(?P<fence>`{3,})[^\n]*\n.*?^[ >]*(?P=fence)[ \t]*$)",
        text,
        flags=re.MULTILINE | re.DOTALL,
    )
    # Each match gives four parts: the text before it, the whole, and its two groups.
    kept = [
        part if place % 4 == 1 else re.sub(r"\n{3,}", "\n\n", part)
        for place, part in enumerate(parts)
        if place % 4 < 2
    ]
    return "".join(kept)
