"""Labels (tags, categories, names) and the slugs of their pages; words and plain text cut to size."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069-]+")
_WORDS = re.compile(r"\S+")


def key(label: str) -> str:
    """What makes two labels one: letter case does not count, nor blanks against hyphens."""
    return _BLANKS.sub("-", unicodedata.normalize("NFC", label).casefold()).strip("-")


def slug(label: str) -> str:
    """The address of *label*'s page: from the label alone, so that no other label can move it.

    Letters and digits of any script stay; a label that loses characters, or whose slug would be the
    name of an index page, gets a short digest of itself, so that ``C``, ``C++`` and ``C#`` are three.
    """
    wanted = key(label)
    kept = "".join(c for c in wanted if c.isalnum() or c in "_-")
    kept = re.sub("-+", "-", kept).strip("-")
    if kept == wanted and kept not in {"", "index", "page"} and len(kept) <= 80:
        return kept
    digest = hashlib.sha256(wanted.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{kept[:80].strip('-')}-{digest}" if kept else digest


def unique(labels: list[str]) -> tuple[str, ...]:
    """*labels* in their order, each once (see :func:`key`), empty ones left out."""
    found: dict[str, str] = {}
    for label in labels:
        if label.strip():
            found.setdefault(key(label) or label, label.strip())
    return tuple(found.values())


def first_words(text: str, limit: int = 60) -> str:
    """The first words of *text*, at most *limit* characters, with an ellipsis where it was cut."""
    words = _WORDS.findall(text[: limit * 20])
    taken = ""
    for word in words:
        longer = f"{taken} {word}".strip()
        if len(longer) > limit:
            return (taken or word[:limit]).rstrip(",.;:–—-") + " …"
        taken = longer
    return taken


def plural(count: int, one: str, many: str = "") -> str:
    """``1 note``, ``2 notes``."""
    return f"{count} {one if count == 1 else many or one + 's'}"
