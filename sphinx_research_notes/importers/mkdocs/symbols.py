"""Signs that Python-Markdown's extensions make of letters: ``(c)``, ``-->``, ``1/2``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..markdown.source import Source

#: By the name of the option: https://facelessuser.github.io/pymdown-extensions/extensions/smartsymbols/.
_SYMBOLS = {
    "trademark": {"(tm)": "™"},
    "copyright": {"(c)": "©"},
    "registered": {"(r)": "®"},
    "plusminus": {"+/-": "±"},
    "not_equal": {"=/=": "≠"},
    "arrows": {"<-->": "↔", "-->": "→", "<--": "←"},
    "care_of": {"c/o": "℅"},
    "fractions": {
        "1/4": "¼", "1/2": "½", "3/4": "¾", "1/3": "⅓", "2/3": "⅔", "1/5": "⅕", "2/5": "⅖", "3/5": "⅗",
        "4/5": "⅘", "1/6": "⅙", "5/6": "⅚", "1/8": "⅛", "3/8": "⅜", "5/8": "⅝", "7/8": "⅞",
    },
}  # fmt: skip


def rewrite_symbols(source: Source, options: Mapping[str, Any]) -> None:
    """Write the signs of the extension ``smartsymbols``, whose *options* say which are off."""
    known = {
        letters: sign
        for name, signs in _SYMBOLS.items()
        if options.get(name.replace("not_equal", "notequal")) is not False
        for letters, sign in signs.items()
    }
    if not known:
        return
    alternatives = "|".join(re.escape(each) for each in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w/<!-])(?:{alternatives})(?![\w/>-])")

    def replace(match: re.Match[str]) -> str:
        source.changed("sign of letters", match.start(), match[0])
        return known[match[0]]

    source.sub(pattern, replace)
