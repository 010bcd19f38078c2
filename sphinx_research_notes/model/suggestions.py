"""Recognize typos."""

from __future__ import annotations

from posixpath import commonprefix


def one_typo(one: str, other: str) -> bool:
    """Whether one added, removed, replaced or transposed letter turns *one* into *other*."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def misspelt(word: str, known: str) -> bool:
    """Whether *word* is more likely a typo for *known* than another word.

    Meant for free-form values: short words, different endings (``drafts``, ``possibly``) and different first
    letters are not considered typos.
    """
    if min(len(word), len(known)) < 5 or not one_typo(word, known) or word[0] != known[0]:
        return False
    start = len(commonprefix((word, known)))
    if start >= min(len(word), len(known)) - (len(word) == len(known)):
        return False
    replaced = len(word) == len(known) and word[start + 1 :] == known[start + 1 :]
    return not replaced or len(word) > 5
