"""Numbers in Crockford's base 32 with two check digits, as in ROR ids and in many DOIs. Pure.

The digits and letters: https://www.crockford.com/base32.html; the check digits: ISO 7064, MOD 97-10.
"""

from __future__ import annotations

#: Without i, l, o and u.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def encoded(number: int, length: int) -> str:
    """Return *number* with *length* characters, zeros first, and its check digits."""
    characters = ""
    rest = number
    while rest:
        rest, index = divmod(rest, len(ALPHABET))
        characters = ALPHABET[index] + characters
    return f"{characters.rjust(length, '0')}{check_digits(number)}"


def check_digits(number: int) -> str:
    """Return the two check digits of *number*."""
    return f"{98 - 100 * number % 97:02}"


def is_consistent(text: str) -> bool:
    """Whether *text*, in lower case, is a number in base 32 followed by its check digits."""
    characters, digits = text[:-2], text[-2:]
    if not characters or not set(characters) <= set(ALPHABET):
        return False
    number = 0
    for character in characters:
        number = number * len(ALPHABET) + ALPHABET.index(character)
    return check_digits(number) == digits
