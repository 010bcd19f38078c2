"""Whether a word is rather a typo for another than a word of its own."""

from __future__ import annotations


def one_typo(one: str, other: str) -> bool:
    """Whether a letter more, less, other or swapped turns *one* into *other*."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def misspelt(word: str, known: str) -> bool:
    """Whether *word* is rather a slip of the pen for *known* than a word of its own.

    For values, which are free: short words, other endings (``drafts``, ``possibly``) and other beginnings
    are left alone, since they are as likely meant.
    """
    if min(len(word), len(known)) < 5 or not one_typo(word, known) or word[0] != known[0]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), -1)
    if start < 0 or start >= min(len(word), len(known)) - (len(word) == len(known)):
        return False
    replaced = len(word) == len(known) and word[start + 1 :] == known[start + 1 :]
    return not replaced or len(word) > 5
