"""Escape the characters of a text that would be markup in MyST."""

from __future__ import annotations

import re

_ANYWHERE = re.compile(
    r"""\\|`|~~
    |\*(?!(?<=\s\*)\s)             # not between spaces
    |(?<![^\W_])_|_(?![^\W_])      # not within a word
    |\[(?=\^)|\[(?=[^\]]{0,999}\][({[])  # a footnote, a link, a text with attributes
    |<(?=[A-Za-z/!?])
    |&(?=\#?\w+;)""",
    re.VERBOSE,
)
#: What begins a block where it begins a line, and the character of it to be escaped.
_AT_START = re.compile(
    r"""(?P<before>\s*(?:\d{1,9}(?=[.)](?:\s|$)))?)
    (?P<sign>(?<=\d)[.)]|\#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|[:~](?=\s)|:(?=::)|~(?=~~)|%|\+(?=\+\+)
    |\((?=[^()\s]+\)=)|=(?==*\s*$)|-(?=[-\s]*$)|_(?=[_\s]*$)|[|:](?=[|:\s-]*$)|\[(?=[^\]]+\]:)|\{)""",
    re.VERBOSE,
)
_DOLLAR = re.compile(r"\$")


def escaped(text: str, *, at_start: bool = False, dollars: bool = True) -> str:
    """Return *text* with backslashes before what would be markup.

    *at_start*: whether it begins a line; *dollars*: whether there is another dollar sign to pair with.
    """
    new = _ANYWHERE.sub(lambda match: "&amp;" if match[0] == "&" else f"\\{match[0][0]}{match[0][1:]}", text)
    if dollars:
        new = _DOLLAR.sub(r"\\$", new)
    if at_start:
        first = _AT_START.match(new)
        new = f"{first['before']}\\{first['sign']}{new[first.end() :]}" if first else new
    return new
