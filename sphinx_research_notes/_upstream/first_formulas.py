"""Formulas between dollar signs at the beginning of a text that ends in a digit.

With ``myst_dmath_allow_digits = False``, a dollar sign after a digit begins no formula. The rule of
mdit-py-plugins looks at the sign before the first one of a text, too, which in Python is the last one: in
``$k$ runs from 0 to 1`` nothing is a formula, or what is between two formulas becomes one. Not reported yet;
an issue could be called "dollarmath: a digit at the end of a text disables math at its start". Checked on
mdit-py-plugins 0.4.1 to 0.7.0; on a fixed version the added space changes nothing. It can go when the rule
asks whether its position is above zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

    Rule = Callable[[StateInline, bool], bool]


def find_first_formulas(md: MarkdownIt) -> None:
    """Let *md* find formulas at the beginning of any text, if it reads any between dollar signs."""
    rules: list[Any] = getattr(md.inline.ruler, "__rules__", [])
    for rule in rules:
        if rule.name == "math_inline":
            md.inline.ruler.at(rule.name, _with_an_end(rule.fn), {"alt": rule.alt})


def _with_an_end(rule: Rule) -> Rule:
    def find(state: StateInline, silent: bool) -> bool:
        text = state.src
        if state.pos or not text[-1:].isdigit():
            return rule(state, silent)
        state.src = f"{text} "
        try:
            return rule(state, silent)
        finally:
            state.src = text

    return find
