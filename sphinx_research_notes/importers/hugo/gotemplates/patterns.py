"""Regular expressions that Go reads in one pass, and Python may try for ever."""

from __future__ import annotations

import math
import re

#: What stands for one sign: an escape, or a class.
_ONE = re.compile(r"\\[pP]\{[^{}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_REPEAT = re.compile(r"[*+]|\{\d*,?\d*\}")
_GROUP = re.compile(r"\((?:\?(?:[imsU-]*:|P?<\w+>))?([^()]*)\)")
#: What matches an end of a line, too.
_OVER_LINES = re.compile(r"\[\^|\\[sDWnP]|\(\?[a-zA-Z]*s|\n")
#: The most ways to divide a text that are tried.
_MOST_WAYS = 10**9


def may_take_long(expression: str, text: str) -> bool:
    """Whether *expression* could be looked for in *text* in more ways than can be tried.

    That is one with a repetition or a choice in what is repeated, or one with several repetitions in a long
    text: without anything that goes over the ends of lines, it is looked for in each line.
    """
    bare = re.sub(r"(?<=[*+?}])[?+]", "", _ONE.sub("x", expression.replace(r"(.|\n)", "[^^]")))
    while (inner := _GROUP.search(bare)) is not None:
        is_repeated = _REPEAT.match(bare, inner.end()) is not None
        if is_repeated and re.search(r"[*+|{?]", inner[1]):
            return True
        bare = bare[: inner.start()] + inner[1].replace("|", "x") + "x" + bare[inner.end() :]
    count = len(_REPEAT.findall(bare)) + 1
    length = len(text) if _OVER_LINES.search(expression) else max(map(len, text.split("\n")))
    return math.comb(length + count, count) > _MOST_WAYS
