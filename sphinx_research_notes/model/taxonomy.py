"""Labels (tags, categories, names) and the slugs of their pages; words and plain text cut to size."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

#: Blanks, and what is as invisible.
_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
_HYPHENS = re.compile("[ -]+")
_WORDS = re.compile(r"\S+")
#: Names of pages that a list has itself, and of what Windows takes for a device.
_TAKEN = frozenset(
    {"", "index", "page", "con", "prn", "aux", "nul"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
#: File systems allow 255 bytes, with what is put behind a slug.
_LONGEST = 80

#: What each kind of label is called, as the title of its index and of a page of it.
TITLES = {
    "tags": ("Tags", "Tag"),
    "categories": ("Categories", "Category"),
    "statuses": ("Statuses", "Status"),
    "authors": ("Authors", "Author"),
    "series": ("Series", "Series"),
    "works": ("Works cited", "Work"),
}


@lru_cache(maxsize=10_000)
def key(label: str) -> str:
    """What makes two labels one: letter case does not count, nor blanks against hyphens."""
    text = _BLANKS.sub(" ", label).strip()
    # Folding may undo composition and the reverse, so that only a second round settles it.
    for _ in range(2):
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())
    return _HYPHENS.sub("-", text)


def slug(label: str) -> str:
    """The address of *label*'s page: from the label alone, so that no other label can move it.

    Letters and digits of any script stay; a label that loses characters, or whose slug would be the
    name of an index page, gets a short digest of itself, so that ``C``, ``C++`` and ``C#`` are three.
    """
    wanted = key(label)
    kept = re.sub("-+", "-", _letters(wanted)).strip("-")
    short = kept[:_LONGEST].encode()[: 2 * _LONGEST].decode(errors="ignore").strip("-")
    if kept == wanted == short and kept not in _TAKEN:
        return kept
    digest = hashlib.sha256(wanted.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{short}-{digest}" if short else digest


def _letters(text: str) -> str:
    """The letters, digits, hyphens and underscores of *text*, with the marks that stand on them."""
    kept: list[str] = []
    stays = False
    for each in text:
        stays = each.isalnum() or each in "_-" or (stays and _is_mark(each))
        kept += [each] if stays else []
    return "".join(kept)


def _is_mark(character: str) -> bool:
    """Whether *character* is an accent or a vowel sign; what only chooses a picture is neither."""
    chooses = "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0000"
    return unicodedata.category(character) in {"Mn", "Mc"} and not chooses


def unique(labels: list[str]) -> tuple[str, ...]:
    """*labels* in their order, each once (see :func:`key`), empty ones left out."""
    found: dict[str, str] = {}
    for label in labels:
        if label.strip():
            found.setdefault(key(label) or label, label.strip())
    return tuple(found.values())


#: What stands around a label that is quoted: what opens it, and what may close it.
_QUOTES = ('""', "''", "“”", "„“”", "‘’", "‚‘’", "«»", "»«", "「」", "『』")
_QUOTED = "|".join(f"{each[0]}(?P<_{n}>[^{each}]{{1,200}})[{each[1:]}]" for n, each in enumerate(_QUOTES))
_WHOLE = re.compile(rf"\s*(?:{_QUOTED})\s*")


def split(text: str, separator: str = ",") -> list[str]:
    """The labels in *text*; a *separator* within quotes is part of a label, and the quotes are not."""
    gap = _gap(separator)
    found: list[str] = []
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
            quoted = None  # What follows belongs to it: they are no quotes around the whole.
        if quoted:
            found.append(unquoted(quoted[0]))
            place = end.end() if end else quoted.end() + (quoted.end() == len(text))
            continue
        stop = gap.search(text, place)
        found.append(text[place : stop.start() if stop else len(text)])
        place = stop.end() if stop else len(text) + 1
    return found


@lru_cache(maxsize=10)
def _gap(separator: str) -> re.Pattern[str]:
    return re.compile(r"\s+" if separator == " " else re.escape(separator))


def unquoted(label: str) -> str:
    """*label* without the quotes around the whole of it, straight or typographic."""
    match = _WHOLE.fullmatch(label)
    return next(filter(None, match.groups())).strip() if match else label


def first_words(text: str, limit: int = 60) -> str:
    """The first words of *text*, at most *limit* characters, with an ellipsis where it was cut."""
    words = _WORDS.findall(text.lstrip()[: limit * 20])
    taken = ""
    for word in words:
        longer = f"{taken} {word}".strip()
        if len(longer) > limit:
            taken = taken or word[:limit]
            return (taken.rstrip(" ,.;:–—-") or taken) + " …"
        taken = longer
    return taken


def cut(text: str, limit: int = 400) -> str:
    """*text* at a length that a list or a card can show."""
    return text if len(text) <= limit else first_words(text, limit)


def plural(count: int, one: str, many: str = "") -> str:
    """``1 note``, ``2 notes``."""
    return f"{count} {one if count == 1 else many or one + 's'}"
