"""Code points that text must not contain, for use inside a regular expression's brackets. Pure."""

from __future__ import annotations

import re

#: What XML 1.0 does not allow: control characters except tab and line breaks, surrogates, and U+FFFE and
#: U+FFFF (https://www.w3.org/TR/xml/#charsets).
NOT_XML = r"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
#: Noncharacters that are free for a program's own use; here they mark formulas.
NONCHARACTERS = r"\ufdd0-\ufdef"
#: Characters that change the direction of the text around them, possibly without an end.
DIRECTIONAL = r"\u202a-\u202e\u2066-\u2069"

_NOT_XML = re.compile(f"[{NOT_XML}]")


def scrubbed(text: str) -> str:
    """Return *text* without what XML does not allow."""
    return _NOT_XML.sub("", text)
