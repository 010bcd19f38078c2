"""Our words in other languages: every word can be translated, and every catalogue is complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools import catalogues

from sphinx_research_notes.languages import LOCALES, enumeration, note_count, shown_label, words_in

PACKAGE = LOCALES.parent
LANGUAGES = catalogues.languages()
TEMPLATE = catalogues.template()
#: What needs no translation: names, and what a machine reads.
UNTRANSLATED = {"BibTeX", "DOI:", "ORCID"}
#: The count may be said by the word in the forms of none, one and two.
SPELT_OUT = 3


def strings(message: object) -> list[str]:
    """Return the forms of a message or a translation."""
    return [message] if isinstance(message, str) else list(message)  # type: ignore[call-overload]


def placeholders(text: str) -> set[str]:
    """Return the placeholders and the markup in *text*."""
    return set(re.findall(r"%\(\w+\)s|</?\w+", text))


def test_there_are_nine_languages() -> None:
    """English is in the code; these are in the package."""
    assert {"ar", "de", "es", "fr", "it", "ja", "nl", "pt_BR", "zh_CN"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_are_complete(language: str) -> None:
    """Each has just the messages of the package, none empty or uncertain, all with their placeholders."""
    catalogue = catalogues.read(language)
    wanted = {(m.id, m.context) for m in TEMPLATE if m.id}
    found = {(m.id, m.context): m for m in catalogue if m.id}
    assert found.keys() ^ wanted == set()
    assert not catalogue.fuzzy
    for (message, _), each in found.items():
        translations = strings(each.string)
        assert not each.fuzzy, message
        assert all(text.strip() == text != "" for text in translations), message
        assert len(translations) == (1 if isinstance(message, str) else catalogue.num_plurals), message
        expected = placeholders(strings(message)[-1])
        for number, text in enumerate(translations):
            counted = {"%(count)s"} if len(translations) > SPELT_OUT and number < SPELT_OUT else set()
            assert expected - counted <= placeholders(text) <= expected, (message, text)
            # It also stands in attributes.
            assert "<" in strings(message)[0] or not set('"<>&') & set(text), text


def test_arabic_has_six_plurals() -> None:
    """None, one, two, few, many, and the rest."""
    texts = [note_count(words_in("ar"), number) for number in (0, 1, 2, 3, 11, 100)]
    assert len(set(texts[:4])) == 4
    assert texts[4:] == ["11 ملاحظة", "100 ملاحظة"]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("de", "Notizen"), ("de-AT", "Notizen"), ("de_CH", "Notizen"), ("pt", "Notas"), ("pt_PT", "Notas"),
        ("zh", "笔记"), ("zh-Hans-CN", "笔记"), ("zh_TW", "Notes"), ("zh-Hant", "Notes"), ("en", "Notes"),
        ("pl", "Notes"), ("", "Notes"), ("../de", "Notes"), ("DE", "Notizen"),
    ],
)  # fmt: skip
def test_the_nearest_catalogue_is_used(language: str, shown: str) -> None:
    """A region without a catalogue has that of its language, unless it is written in other characters."""
    assert words_in(language).gettext("Notes") == shown


def test_names_are_joined_as_in_a_sentence() -> None:
    """The order of words and their commas are those of the language."""
    names = ["A", "B", "C"]
    assert [enumeration(names[:n], "en") for n in range(4)] == ["", "A", "A and B", "A, B, and C"]
    assert [enumeration(names, each) for each in ("de", "ja")] == ["A, B und C", "A、B、C"]


def test_own_statuses_stay_as_written() -> None:
    """Only the statuses that the package knows are translated; other labels are the author's."""
    words = words_in("de")
    assert shown_label(words, "statuses", "In progress") == "in Arbeit"
    assert shown_label(words, "statuses", "Half-baked") == "Half-baked"
    assert shown_label(words, "tags", "evergreen") == "evergreen"
    assert shown_label(words_in("en"), "statuses", "Evergreen") == "Evergreen"


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.html")), ids=lambda path: str(Path(path).relative_to(PACKAGE))
)
def test_templates_have_no_words_of_their_own(path: Path) -> None:
    """Whatever a template shows, in text or for a screen reader, goes through gettext."""
    source = re.sub(r"{%-?\s*trans\b.*?endtrans\s*-?%}", "", path.read_text("utf-8"), flags=re.DOTALL)
    source = re.sub(r"{#.*?#}|{{.*?}}|{%.*?%}", "\0", source, flags=re.DOTALL)
    read = re.findall(r"""(?:aria-label|title|alt|placeholder)=["']([^"']*)["']""", source)
    text = re.sub(r"<[^<>]*>", "\n", source)
    words = {part.strip(" ·|,\n") for each in (text, *read) for part in re.split("[\0\n]", each)}
    assert {each for each in words if re.search(r"[^\W\d_]{2}", each)} - UNTRANSLATED == set()
