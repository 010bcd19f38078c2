"""What the lists of ABlog's directive ``postlist`` show of posts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

#: The words in braces that a format may have, each with the kind of label that it stands for.
WORDS = {"date": "", "title": "", "author": "authors", "location": "locations", "language": "languages",
         "category": "categories", "tags": "tags"}  # fmt: skip
#: The names of list styles in CSS that have a rule in the style sheet.
STYLES = (
    *("none", "disc", "circle", "square", "decimal"),
    *("lower-alpha", "upper-alpha", "lower-roman", "upper-roman"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostForm:
    """What a list shows of each post."""

    #: Texts, each followed by one of the WORDS; the last one may be followed by none.
    parts: tuple[tuple[str, str], ...]
    #: How dates are written, as in :func:`time.strftime`.
    date: str
    style: str = "none"
    #: Whether the beginning of each post follows.
    excerpts: bool = False
    #: The text of a further link to each post; empty for none.
    expand: str = ""


def parts_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the parts of a format such as ``{date} - {title}``; raises ValueError for any other."""
    parts = tuple((before, word or "") for before, word, *_ in Formatter().parse(text))
    if unknown := [word for _, word in parts if word and word not in WORDS]:
        raise ValueError(unknown[0])
    return parts
