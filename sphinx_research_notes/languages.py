"""Our own words in the language of a reader, from gettext catalogues in ``locales``.

The catalogues are read as their translators write them (``.po``), so that a source tree, an editable
installation and a wheel behave alike, and no compiled file can be out of date.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.core import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "AXIS",
    "CITO",
    "DOMAIN",
    "LOCALES",
    "STATUS",
    "NullTranslations",
    "Punctuation",
    "direction",
    "enumeration",
    "gettext_noop",
    "language_attributes",
    "name_of",
    "note_count",
    "punctuation",
    "shown_label",
    "translated",
    "words_in",
    "words_near",
]

DOMAIN = "sphinx_research_notes"
LOCALES = Path(__file__).parent / "locales"
#: The contexts of words that mean something else in other places.
AXIS, STATUS, CITO = "axis", "status", "cito"
#: The catalogue for a language of which there is only one regional form.
_NEAREST = {"pt": "pt_BR", "zh": "zh_CN", "zh_hans": "zh_CN", "zh_sg": "zh_CN"}
#: Not near enough: written in other characters.
_TRADITIONAL = ("zh_hant", "zh_tw", "zh_hk", "zh_mo")


#: Languages written from right to left, and scripts, for those written in several.
_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})


def direction(language: str) -> str:
    """Return ``rtl`` for a *language*, in BCP 47's or Sphinx's form, written right to left; else ``ltr``."""
    first, *rest = language.lower().replace("_", "-").split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    return "rtl" if (script in _RTL_SCRIPTS if script else first in _RTL) else "ltr"


def language_attributes(language: str, around: str) -> dict[str, str]:
    """Return the HTML attributes of text in *language*, which stands in text in the language *around*."""
    if not language:
        return {}
    attributes = {"lang": language.replace("_", "-")}
    return attributes | ({"dir": direction(language)} if direction(language) != direction(around) else {})


@dataclass(frozen=True, slots=True)
class Punctuation:
    """What stands between words that are put together, spaces included."""

    comma: str = ", "
    semicolon: str = "; "
    colon: str = ": "
    #: Between a day and the time of day.
    before_time: str = ", "


_CJK = Punctuation("、", "；", "：", " ")
_PUNCTUATION = {
    "ar": Punctuation("، ", "؛ ", ": ", "، "),
    "fr": Punctuation(semicolon="\u202f; ", colon="\xa0: "),
    "ja": _CJK,
    "zh": _CJK,
}
_ENGLISH = Punctuation()


def punctuation(words: NullTranslations) -> Punctuation:
    """Return the punctuation that belongs to our *words* in a language."""
    language = words.info().get("language", "") if isinstance(words, GNUTranslations) else ""
    return _PUNCTUATION.get(language.partition("_")[0], _ENGLISH)


def gettext_noop(message: str) -> str:
    """Return *message*, marked so that it is in the catalogues; it is translated where it is shown."""
    return message


@cache
def words_in(language: str) -> NullTranslations:
    """Return our words in *language*, a BCP 47 tag or a name of Sphinx; in English without a catalogue."""
    for name in _catalogues(language):
        file = LOCALES / name / "LC_MESSAGES" / f"{DOMAIN}.po"
        if file.is_file():
            return _read(file, name)
    return NullTranslations()


def words_near(language: str, otherwise: NullTranslations) -> NullTranslations:
    """Return our words in *language*, or else *otherwise* if they are not translated into it."""
    words = words_in(language)
    is_english = language.lower().partition("-")[0] == "en"
    return words if is_english or isinstance(words, GNUTranslations) else otherwise


def _catalogues(language: str) -> Iterator[str]:
    """Yield the names of the catalogues to try: for the region, then for the language."""
    tag = language.replace("-", "_")
    if tag.lower().startswith(_TRADITIONAL):
        return
    first, _, rest = tag.partition("_")
    yield f"{first.lower()}_{rest.upper()}"
    yield first.lower()
    for known in (tag.lower(), first.lower()):
        if known in _NEAREST:
            yield _NEAREST[known]


def _read(file: Path, name: str) -> GNUTranslations:
    # Imported here: sites in English need neither.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=name))
    compiled.seek(0)
    return GNUTranslations(compiled)


def translated(words: NullTranslations, text: str, context: str = "") -> str:
    """Return *text*, which may be ours or the project's, translated if it is ours."""
    if not text:
        return ""
    return words.pgettext(context, text) if context else words.gettext(text)


def shown_label(words: NullTranslations, kind: str, label: str) -> str:
    """Return *label* of *kind* (``statuses``, ``tags`` and so on) as readers see it; statuses may be ours."""
    if kind != "statuses":
        return label
    axis, _, number = label.rpartition(" ")
    if axis and number.isdigit():
        heading = translated(words, axis.capitalize(), AXIS)
        return label if heading == axis.capitalize() else f"{heading} {number}"
    known = label.lower()
    shown = translated(words, known, STATUS)
    return label if shown == known else shown


def enumeration(names: Sequence[str], language: str) -> str:
    """Join *names* as a sentence does in *language*: ``A``, ``A and B``, ``A, B, and C``."""
    if len(names) < 2:
        return "".join(names)
    from babel.lists import format_list

    return format_list(names, locale=locale_of(language))


@cache
def locale_of(language: str) -> Locale:
    """Return the locale of *language*, without its region if need be; English if it is unknown."""
    normalized = language.replace("-", "_")
    for candidate in (normalized, normalized.partition("_")[0]):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale("en")


def name_of(language: str) -> str:
    """Return the name of *language* in itself: ``Deutsch``; the tag of one that is not known."""
    locale = locale_of(language)
    is_known = locale.language == language.lower().partition("-")[0].partition("_")[0]
    return (locale.get_display_name() if is_known else "") or language


def note_count(words: NullTranslations, count: int) -> str:
    """Return *count* with its noun: ``1 note``, ``2 notes``."""
    return words.ngettext("%(count)s note", "%(count)s notes", count) % {"count": count}
