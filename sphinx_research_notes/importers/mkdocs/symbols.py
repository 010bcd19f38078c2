"""Signs that Python-Markdown's extensions make of letters: ``(c)``, ``-->``, ``1/2``, and ``:rocket:``."""

from __future__ import annotations

import re
import unicodedata
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
_EMOJI = re.compile(r"(?<![\w:]):(?P<name>[a-z0-9_+-]{2,40}):(?![\w:])")
#: Short names that aren't the ones of Unicode.
_NAMES = dict(
    each.split("=")
    for each in """
    smile=😄 grinning=😀 grin=😁 laughing=😆 joy=😂 rofl=🤣 wink=😉 blush=😊 slight_smile=🙂
    slightly_smiling_face=🙂 upside_down=🙃 thinking=🤔 sunglasses=😎 heart_eyes=😍 sob=😭
    cry=😢 sweat_smile=😅 scream=😱 +1=👍 thumbsup=👍 -1=👎 thumbsdown=👎 ok_hand=👌 clap=👏
    wave=👋 pray=🙏 muscle=💪 raised_hands=🙌 point_right=👉 point_left=👈 point_up=☝️
    point_down=👇 heart=❤️ tada=🎉 fire=🔥 boom=💥 star=⭐ star2=🌟 warning=⚠️ x=❌
    white_check_mark=✅ heavy_check_mark=✔️ check_mark=✔️ question=❓ exclamation=❗ bulb=💡
    book=📖 books=📚 memo=📝 pencil=📝 pencil2=✏️ computer=💻 bug=🐛 lock=🔒 key=🔑 mag=🔍 link=🔗
    email=📧 zap=⚡ construction=🚧 no_entry=⛔ hourglass=⌛ calendar=📅 earth_africa=🌍
    coffee=☕ beer=🍺 beers=🍻 cat=🐱 dog=🐶 snake=🐍 whale=🐳 penguin=🐧 information_source=ℹ️
    arrow_right=➡️ arrow_left=⬅️ arrow_up=⬆️ arrow_down=⬇️ hammer_and_wrench=🛠️ eyes=👀
    100=💯 point_up_2=👆 art=🎨 package=📦
    """.split()
)


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


def rewrite_emoji(source: Source) -> None:
    """Write emoji for their short names; a name that isn't known here stays."""

    def replace(match: re.Match[str]) -> str | None:
        sign = _emoji(match["name"])
        if sign:
            source.changed("emoji", match.start(), match["name"])
        return sign

    source.sub(_EMOJI, replace)


def _emoji(name: str) -> str | None:
    if name in _NAMES:
        return _NAMES[name]
    try:
        sign = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return None
    return sign if unicodedata.category(sign) == "So" else None
