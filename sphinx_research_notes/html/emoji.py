"""Replace emoji and pictographs with their names for pdfLaTeX, which cannot typeset them.

pdfLaTeX fails with ``Unicode character 👍 (U+1F44D) not set up for use with LaTeX``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder

#: Characters that modify or join emoji: variation selectors, skin tones, joiners, keycaps and tags.
_MODIFIER = "\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
#: Symbols without a glyph in pdfLaTeX's fonts. Sphinx sets up box drawing characters (U+2500).
_PICTURE = (
    "\u231a-\u23ff\u2460-\u24ff\u2580-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff"
)
_EMOJI = f"[{_PICTURE}][{_MODIFIER}{_PICTURE}]*|(?<=[0-9#*])[{_MODIFIER}]+|[{_MODIFIER}]+"
_FLAG = range(0x1F1E6, 0x1F200)

#: Common names of emoji whose Unicode names differ.
_COMMON_NAMES = {
    "\u2764": "heart",
    "\U0001f389": "tada",
    "\U0001f604": "laugh",
    "\u2714": "check",
    "\u2705": "check",
}


def spelled(text: str, setup: str = "") -> str:
    """Replace each emoji in *text* with its name in brackets, except those that *setup* (LaTeX) defines."""

    def replace(match: re.Match[str]) -> str:
        is_set_up = any(char in setup or f"{{{ord(char):04X}}}" in setup.upper() for char in match[0])
        return match[0] if is_set_up else _names(match[0])

    # Compiled only on use, because the pattern is large.
    return re.sub(_EMOJI, replace, text)


def _names(emoji: str) -> str:
    """Return the bracketed names of the characters in *emoji*, without modifiers."""
    names: list[str] = []
    flag = ""
    for char in emoji:
        if ord(char) in _FLAG:
            flag += chr(ord(char) - _FLAG[0] + ord("A"))
        elif re.fullmatch(f"[{_PICTURE}]", char) and not re.fullmatch(f"[{_MODIFIER}]", char):
            name = _COMMON_NAMES.get(char) or unicodedata.name(char, "").lower()
            names.append(name.removesuffix(" sign").removesuffix(" symbol") or "symbol")
    names += [flag] if flag else []
    return "".join(f"[{name}]" for name in names)


def spell_out_emoji(builder: Builder, roots: Iterable[nodes.Node]) -> None:
    """Replace emoji with their names in the text below *roots*, if *builder* writes for pdfLaTeX."""
    if builder.format != "latex" or builder.config.latex_engine != "pdflatex":
        return
    setup = " ".join(str(each) for each in builder.config.latex_elements.values())
    for root in roots:
        for text in list(root.findall(nodes.Text)):
            spelled_out = spelled(str(text), setup)
            if spelled_out != text and text.parent is not None:
                text.parent.replace(text, nodes.Text(spelled_out))
