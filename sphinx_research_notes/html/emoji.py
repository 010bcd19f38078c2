"""Emoji and pictographs in words, for pdfLaTeX, which stops at them. Pure but for the question where.

(``Unicode character 👍 (U+1F44D) not set up for use with LaTeX``)
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder

#: A picture, with what only changes its look or joins it to others: variants, tones of skin, joiners, tags.
_LOOK = "\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
#: Symbols for which there is no sign in the fonts of pdfLaTeX; Sphinx sets up lines of boxes (U+2500).
_PICTURE = (
    "\u231a-\u23ff\u2460-\u24ff\u2580-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff"
)
_EMOJI = f"[{_PICTURE}][{_LOOK}{_PICTURE}]*|(?<=[0-9#*])[{_LOOK}]+|[{_LOOK}]+"
_FLAG = range(0x1F1E6, 0x1F200)

#: What people call those whose names in Unicode say something else.
_CALLED = {
    "\u2764": "heart",
    "\U0001f389": "tada",
    "\U0001f604": "laugh",
    "\u2714": "check",
    "\u2705": "check",
}


def spelled(text: str, setup: str = "") -> str:
    """*text* with the name of each emoji in brackets, but for what *setup*, some LaTeX, provides for."""

    def name(match: re.Match[str]) -> str:
        known = any(sign in setup or f"{{{ord(sign):04X}}}" in setup.upper() for sign in match[0])
        return match[0] if known else _named(match[0])

    # Made when a book is made: it is the largest pattern of all.
    return re.sub(_EMOJI, name, text)


def _named(signs: str) -> str:
    """The names of *signs*; nothing for what only changes the look of others."""
    names: list[str] = []
    flag = ""
    for sign in signs:
        if ord(sign) in _FLAG:
            flag += chr(ord(sign) - _FLAG[0] + ord("A"))
        elif re.fullmatch(f"[{_PICTURE}]", sign) and not re.fullmatch(f"[{_LOOK}]", sign):
            name = _CALLED.get(sign) or unicodedata.name(sign, "").lower()
            names.append(name.removesuffix(" sign").removesuffix(" symbol") or "symbol")
    names += [flag] if flag else []
    return "".join(f"[{name}]" for name in names)


def spell_out_emoji(builder: Builder, found: Iterable[nodes.Node]) -> None:
    """Put names for the emoji in the texts of *found*, where *builder* writes for pdfLaTeX."""
    if builder.format != "latex" or builder.config.latex_engine != "pdflatex":
        return
    setup = " ".join(str(each) for each in builder.config.latex_elements.values())
    for root in found:
        for text in list(root.findall(nodes.Text)):
            said = spelled(str(text), setup)
            if said != text and text.parent is not None:
                text.parent.replace(text, nodes.Text(said))
