"""Labels (tags, categories, names) and the slugs of their pages; truncating plain text."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

from ..languages import gettext_noop
from .digests import text_digest

if TYPE_CHECKING:
    from collections.abc import Container

#: Whitespace and invisible characters.
_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
_HYPHENS = re.compile("[ -]+")
_WORDS = re.compile(r"\S+")
#: Names of a list's own pages, and device names on Windows.
_RESERVED = frozenset(
    {"", "index", "page", "con", "prn", "aux", "nul"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
#: File systems allow 255 bytes, including what is appended to a slug.
_LONGEST = 80

#: Title of the index, and word for a single one, for each kind of label; both in English.
TITLES = {
    "tags": (gettext_noop("Tags"), gettext_noop("Tag")),
    "categories": (gettext_noop("Categories"), gettext_noop("Category")),
    "statuses": (gettext_noop("Statuses"), gettext_noop("Status")),
    "authors": (gettext_noop("Authors"), gettext_noop("Author")),
    "series": (gettext_noop("Series"), gettext_noop("Series")),
    "locations": (gettext_noop("Places"), gettext_noop("Place")),
    "languages": (gettext_noop("Languages"), gettext_noop("Language")),
    "works": (gettext_noop("Works cited"), gettext_noop("Work")),
}
#: Title of the page of a single label, for each kind.
OF_LABEL = {
    "tags": gettext_noop("Tag: %(label)s"),
    "categories": gettext_noop("Category: %(label)s"),
    "statuses": gettext_noop("Status: %(label)s"),
    "authors": gettext_noop("Author: %(label)s"),
    "series": gettext_noop("Series: %(label)s"),
    "locations": gettext_noop("Place: %(label)s"),
    "languages": gettext_noop("Language: %(label)s"),
    "works": gettext_noop("Work: %(label)s"),
}


def index_pages(path: str) -> dict[str, str]:
    """Return what each generated page in the folder *path* lists, of those that a site may have only once.

    That is a key of :data:`TITLES`, or ``notes``, ``stream`` or ``feeds``.
    """
    once = {f"{path}/index": "notes", f"{path}/stream": "stream", f"{path}/feeds": "feeds"}
    return once | {f"{path}/{kind}/index": kind for kind in TITLES}


@lru_cache(maxsize=10_000)
def key(label: str) -> str:
    """Return *label* for comparison: ignoring case, and equating spaces and hyphens."""
    text = _BLANKS.sub(" ", label).strip()
    # Case folding and composition may undo each other; the second round reaches a fixed point.
    for _ in range(2):
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())
    return _HYPHENS.sub("-", text)


def squeezed(label: str) -> str:
    """Return *label* for lenient comparison: ignoring case, spaces, hyphens and underscores."""
    return re.sub("[-_]", "", key(label))


def slug(label: str) -> str:
    """Return the slug of *label*'s page, which depends on no other label.

    Letters and digits of any script are kept. If characters are lost, or the slug is reserved, a short digest
    is appended, so that ``C``, ``C++`` and ``C#`` get three slugs.
    """
    normalized = key(label)
    letters = re.sub("-+", "-", _letters(normalized)).strip("-")
    short = letters[:_LONGEST].encode()[: 2 * _LONGEST].decode(errors="ignore").strip("-")
    if letters == normalized == short and letters not in _RESERVED:
        return letters
    digest = text_digest(normalized, 6)
    return f"{short}-{digest}" if short else digest


def free_name(base: str, *taken: Container[str]) -> str:
    """Return *base*, ``base-2``, ``base-3`` and so on: the first that none of *taken* has."""
    names = itertools.chain([base], (f"{base}-{number}" for number in itertools.count(2)))
    return next(name for name in names if not any(name in each for each in taken))


#: Characters that words have inside, and that a slug leaves out.
_WITHIN_WORDS = frozenset("'\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{SOFT HYPHEN}")


def _letters(text: str) -> str:
    """Return the letters, digits, hyphens and underscores of *text*, with their combining marks.

    What else separates words becomes a hyphen.
    """
    letters: list[str] = []
    keep = False
    for each in text:
        keep = each.isalnum() or each in "_-" or (keep and _is_mark(each))
        letters += [each] if keep else [] if each in _WITHIN_WORDS else ["-"]
    return "".join(letters)


def _is_mark(character: str) -> bool:
    """Whether *character* is a combining mark (an accent, a vowel sign), but not a variation selector."""
    is_selector = "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0000"
    return unicodedata.category(character) in {"Mn", "Mc"} and not is_selector


def unique(labels: list[str]) -> tuple[str, ...]:
    """Return *labels* without empty ones and duplicates (see :func:`key`), in order."""
    labels_by_key: dict[str, str] = {}
    for label in labels:
        if label.strip():
            labels_by_key.setdefault(key(label) or label, label.strip())
    return tuple(labels_by_key.values())


#: Quotation marks: the opening one, and those that may close it.
_QUOTES = ('""', "''", "“”", "„“”", "‘’", "‚‘’", "«»", "»«", "「」", "『』")
_QUOTED = "|".join(f"{each[0]}(?P<_{n}>[^{each}]{{1,200}})[{each[1:]}]" for n, each in enumerate(_QUOTES))
_WHOLE = re.compile(rf"\s*(?:{_QUOTED})\s*")


def split(text: str, separator: str = ",") -> list[str]:
    """Split *text* into labels. A *separator* in quotation marks does not split; the marks are removed."""
    gap = _gap(separator)
    labels: list[str] = []
    place = 0
    while place <= len(text):
        quoted = _WHOLE.match(text, place)
        end = gap.match(text, quoted.end()) if quoted else None
        if (
            quoted
            and end is None
            and quoted.end() < len(text)
            and not (separator == " " and quoted[0][-1] == " ")
        ):
            quoted = None  # More text follows: the quotation marks do not enclose the whole label.
        if quoted:
            labels.append(unquoted(quoted[0]))
            place = end.end() if end else quoted.end() + (quoted.end() == len(text))
            continue
        stop = gap.search(text, place)
        labels.append(text[place : stop.start() if stop else len(text)])
        place = stop.end() if stop else len(text) + 1
    return labels


@lru_cache(maxsize=10)
def _gap(separator: str) -> re.Pattern[str]:
    return re.compile(r"\s+" if separator == " " else re.escape(separator))


def unquoted(label: str) -> str:
    """Return *label* without enclosing quotation marks, straight or typographic."""
    match = _WHOLE.fullmatch(label)
    return next(filter(None, match.groups())).strip() if match else label


def first_words(text: str, limit: int = 60) -> str:
    """Return the first words of *text*, at most *limit* characters, with an ellipsis if truncated."""
    words = _WORDS.findall(text.lstrip()[: limit * 20])
    beginning = ""
    for word in words:
        longer = f"{beginning} {word}".strip()
        if len(longer) > limit:
            beginning = beginning or word[:limit]
            return (beginning.rstrip(" ,.;:–—-") or beginning) + " …"
        beginning = longer
    return beginning


def cut(text: str, limit: int = 400) -> str:
    """Return *text*, truncated for a list or a card."""
    return text if len(text) <= limit else first_words(text, limit)


def use(count: int, most: int) -> int:
    """Return how much a label with *count* notes is used, from 1 to 5; *most*: the notes of the largest one.

    Each step is a multiple of the one before, because counts of labels fall off steeply.
    """
    return 1 + round(4 * log(count) / log(most)) if most > 2 else 1


def plural(count: int, noun: str) -> str:
    """Return *count* with its noun: ``1 note``, ``2 notes``."""
    return f"{count} {noun if count == 1 else noun + 's'}"
