"""Emoji by their short names, ``:rocket:``, as GitHub and others have them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from .code import ADDRESSES

if TYPE_CHECKING:
    from .source import Source

#: An address comes first: what is in it stays.
_EMOJI = re.compile(
    rf"{ADDRESSES.pattern}|(?<![\w:]):(?P<name>[a-z0-9_+-]{{2,40}}):(?![\w:])", re.VERBOSE | re.MULTILINE
)
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


def rewrite_emoji(source: Source) -> None:
    """Write emoji for their short names; a name that isn't known here stays."""

    def replace(match: re.Match[str]) -> str | None:
        sign = emoji_of(match["name"]) if match["name"] else None
        if sign:
            source.changed("emoji", match.start(), match["name"])
        return sign

    source.sub(_EMOJI, replace)


def emoji_of(name: str) -> str | None:
    """Return the emoji with the short *name*; None if it isn't known."""
    if name in _NAMES:
        return _NAMES[name]
    try:
        sign = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return None
    return sign if unicodedata.category(sign) == "So" else None
