"""What an author has done: the terms of CRediT (https://credit.niso.org), and of archives of blogs. Pure."""

from __future__ import annotations

import re

from .suggestions import one_typo
from .values import Unusable

#: The terms of CRediT, in lower case.
CREDIT = (
    *("conceptualization", "data curation", "formal analysis", "funding acquisition", "investigation"),
    *("methodology", "project administration", "resources", "software", "supervision", "validation"),
    *("visualization", "writing – original draft", "writing – review & editing"),
)
#: Further roles, which Rogue Scholar knows.
OTHERS = ("author", "editor", "translator", "interviewee")
_SHORT = {"writing": CREDIT[-2], "editing": CREDIT[-1], "analysis": "formal analysis"}


def author_role(text: str) -> str:
    """Return the role named by *text*, in lower case; raises :class:`~.values.Unusable` for an unknown one.

    Letter case, punctuation, British spelling and "and" make no difference.
    """
    known = {_letters(role): role for role in (*CREDIT, *OTHERS)} | _SHORT
    letters = _letters(text)
    if letters in known:
        return known[letters]
    near = next((role for each, role in known.items() if one_typo(letters, each)), "")
    raise Unusable("a role in CRediT such as 'software'", text, f"did you mean {near!r}?" if near else "")


def _letters(text: str) -> str:
    """Return *text* for comparison: ``writing-original-draft`` is ``Writing – original draft``."""
    words = re.sub("isation", "ization", text.casefold()).replace("&", "and")
    return re.sub(r"[\W_]+", "", words)
