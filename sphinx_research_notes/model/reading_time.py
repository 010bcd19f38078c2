"""How long a text is, and how long it takes to read. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from .loading import quick_to_load

#: Adults read about this many English words of non-fiction a minute (Brysbaert 2019,
#: https://doi.org/10.1016/j.jml.2019.104047: 238 on average).
_WORDS_A_MINUTE = 230
#: Chinese and Japanese, which are written without spaces.
_CHARACTERS_A_MINUTE = 500
# Seconds for what is no running text. These are estimates: nobody reads every symbol of a long formula.
_CODE_LINE = 3
_FORMULA = 1
_DISPLAYED_FORMULA = 8
_FIGURE = 8


@quick_to_load
@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """What a text consists of."""

    #: Words of languages that separate them by spaces.
    words: int = 0
    #: Chinese and Japanese characters.
    characters: int = 0
    #: Lines of code that are not blank.
    code_lines: int = 0
    #: Formulas in a line of text.
    formulas: int = 0
    #: Formulas on lines of their own.
    displayed_formulas: int = 0
    figures: int = 0


EMPTY = Length()


def minutes(length: Length) -> int:
    """Return the time to read a text of this *length* in whole minutes, at least 1; 0 for an empty text."""
    if length == EMPTY:
        return 0
    seconds = 60 * (length.words / _WORDS_A_MINUTE + length.characters / _CHARACTERS_A_MINUTE)
    seconds += _CODE_LINE * length.code_lines + _FIGURE * length.figures
    seconds += _FORMULA * length.formulas + _DISPLAYED_FORMULA * length.displayed_formulas
    return max(1, int(seconds / 60 + 0.5))
