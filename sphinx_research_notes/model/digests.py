"""Digests of text and of frozen values, equal in every process and on every machine. Pure."""

from __future__ import annotations

import hashlib


def text_digest(text: str, length: int) -> str:
    """Return *length* hexadecimal digits that stand for *text*, which may have lone surrogates."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def value_digest(value: object, length: int = 20) -> str:
    """Return *length* hexadecimal digits that stand for the frozen *value*: equal values have equal ones."""
    return text_digest(repr(value), length)


def name_digest(name: str) -> str:
    """Return 16 hexadecimal digits for the *name* of a file or document, of which there may be thousands."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
