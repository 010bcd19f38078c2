"""Sites and notes in other languages: words, dates, direction; after edits as in a clean build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import build_site, write_files
from exactness import BY_TURNS, Bench, check_each
from pages import one, parse_errors, repeated_ids, soup_of, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

#: Made from records and finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once

Files = dict[str, str | bytes | None]

CONF = """\
project = "Rain"
language = "de"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/rain/"
notes_match = ["notes/**"]
notes_author = "Ada Brook"
notes_reading_time = True
notes_cite_this = True
notes_cards = False
bibtex_bibfiles = ["works.bib"]
"""


def note(title: str, day: str, *lines: str, text: str = "Words.") -> str:
    """Return the source of a note."""
    return "\n".join(["---", f"title: {title}", f"date: {day}", *lines, "---", "", text, ""])


SITE: Files = {
    "conf.py": CONF,
    "works.bib": "@book{good, author = {Good, I. J.}, title = {Weighing}, publisher = {P}, year = {1950}}\n",
    "index.md": "# Home\n\n```{notes}\n```\n\n"
                "```{notes}\n:style: cards\n```\n\n```{notes}\n:style: table\n```\n",
    "notes/main.md": note(
        "Haupt", "2024-01-03", "updated: 2024-02-04", "status: Evergreen", "importance: 7",
        "tags: Regen", "series: Teile", "pinned: true", "comments: c.yml",
        text="Wie {cite:p}`citesAsEvidence:good` sagt[^1]. [](arabic.md)\n\n[^1]: Eine Fussnote.\n\n"
             "```{note-to-self}\n:done:\nMehr.\n```\n\n## A\n\n## B\n\n## C\n"),
    "notes/c.yml": "- {author: X, body: Ja, date: 2024-01-04, edited: 2024-01-05}\n",
    "notes/arabic.md": note(
        "المطر", "2023-12-24", "lang: ar", "tags: Regen", "series: Teile", "status: seedling",
        "epigraph: {text: Words, lang: en}",
        text="نص *مهم* و`code` هنا {cite:p}`good`. [](main.md)\n\n```python\nx = 1\n```\n"),
    "notes/polish.md": note("Deszcz", "2022-05-06", "lang: pl", "tags: Regen"),
    "notes/plain.md": note("Ohne", "2021-05-06", "author: Ada Brook et al.",
                           text="```{epigraph}\n:lang: ar\n\nشعر\n```\n"),
    "log.md": "# Log\n\n```{entry} 2024-02-01\n:lang: he\n\nגשם.\n```\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the built site."""
    folder = tmp_path_factory.mktemp("languages")
    write_files(folder / "source", SITE)
    built = build_site(folder / "source", folder / "out")
    assert built.warnings == ""
    return built


def test_a_site_speaks_its_language(german: Built) -> None:
    """Names of lists, the byline, badges, comments, back matter and dates are in German."""
    soup = soup_of(german.text("notes/main.html"))
    article = words(one(soup, "article.h-entry"))
    assert "Inhalt" in words(one(soup, "nav.side"))
    for text in (
        "Ada Brook · 3. Januar 2024 · aktualisiert am 4. Februar 2024 · 1 Min. Lesezeit · Zur Startseite",
        "Reife immergrün", "Wichtigkeit 7", "Notiz an mich (erledigt)", "Literatur",
        "[zitiert als Beleg]", "Verlinkt von", "Diese Notiz zitieren", "„Haupt.“", "1 Kommentar",
        "bearbeitet am 5. Januar 2024", "Teil 2 von 2 der Reihe Teile",
    ):  # fmt: skip
        assert text in article, text
    assert one(soup, ".note-status[data-value=evergreen]")["title"] == "Gepflegt und auf dem neuesten Stand"
    assert one(soup, ".note-status[data-value='7']")["title"] == "7 von 10"
    assert one(soup, ".sidenote button")["aria-label"] == "Anmerkung 1"
    assert one(soup, "script[src*='copy.js']")["data-copied"] == "Kopiert"
    index = soup_of(german.text("notes/index.html"))
    assert words(one(index, "h1")) == "Notizen"
    assert "5 Notizen" in words(one(index, ".byline"))
    assert {words(each) for each in index.select("time")} >= {"24. Dez.", "06. Mai"}
    assert words(one(soup_of(german.text("notes/tags/regen.html")), "h1")) == "Schlagwort: Regen"
    assert words(one(soup_of(german.text("notes/statuses/evergreen.html")), "h1")) == "Status: immergrün"
    assert "et al." in words(one(soup_of(german.text("notes/plain.html")), ".byline"))
    # Sphinx's translations compile a rule for plurals, which strict policies forbid.
    assert "translations.js" not in german.text("search.html")


def test_a_note_in_another_language(german: Built) -> None:
    """Its page has its direction, words and dates; elsewhere its name is marked, and the rest isn't."""
    soup = soup_of(german.text("notes/arabic.html"))
    article = one(soup, "article.h-entry")
    assert (article["lang"], article["dir"]) == ("ar", "rtl")
    assert soup.html
    assert (soup.html["lang"], soup.html.get("dir")) == ("de", None)
    shown = words(article)
    for text in ("24 ديسمبر 2023", "النضج شتلة", "المراجع", "الاستشهاد بهذه الملاحظة", "العودة"):
        assert text in shown or text in str(article), text
    quote = one(soup, "figure.epigraph blockquote")
    assert (quote["lang"], quote["dir"]) == ("en", "ltr")
    back = one(soup, ".note-backlinks a")
    assert (back["lang"], back["dir"], words(back)) == ("de", "ltr", "Haupt")
    home = soup_of(german.text("index.html"))
    marked = {(each["lang"], each.get("dir"), words(each)) for each in home.select("a[lang]")}
    assert marked == {("ar", "rtl", "المطر"), ("he", "rtl", "גשם."), ("pl", None, "Deszcz")}
    assert one(home, ".note-cards .p-summary[lang=ar]")["dir"] == "rtl"
    main = soup_of(german.text("notes/main.html"))
    assert one(main, ".series a[lang=ar]")["dir"] == "rtl"
    assert one(main, ".neighbours [lang=ar]")["dir"] == "rtl"
    assert one(main, ".note-backlinks a[lang=ar]")["dir"] == "rtl"
    assert one(main, ".note-related [lang=pl]")
    polish = words(one(soup_of(german.text("notes/polish.html")), "article.h-entry"))
    assert "6 maja 2022" in polish
    assert "1 Min. Lesezeit" in polish
    assert (
        one(soup_of(german.text("notes/plain.html")), "figure.epigraph blockquote[lang=ar]")["dir"] == "rtl"
    )
    assert one(soup_of(german.text("log.html")), "article.entry[lang=he]")["dir"] == "rtl"
    for name in ("index", "notes/main", "notes/arabic", "notes/index"):
        assert parse_errors(german.text(f"{name}.html")) == []
        assert repeated_ids(soup_of(german.text(f"{name}.html"))) == []


def test_feeds_say_the_direction(german: Built) -> None:
    """An entry from right to left says so in its content, since readers ignore the language of the feed."""
    items = {each.get("title"): each for each in json.loads(german.text("notes/feed.json"))["items"]}
    assert items["المطر"]["language"] == "ar"
    assert items["المطر"]["content_html"].startswith('<div lang="ar" dir="rtl">')
    assert " dir=" not in items["Deszcz"]["content_html"]


def test_a_site_from_right_to_left(site: Callable[..., Built]) -> None:
    """A note in a language from left to right says so."""
    files = {name: SITE[name] for name in ("index.md", "notes/arabic.md", "notes/polish.md", "notes/main.md")}
    files |= {"conf.py": CONF.replace('"de"', '"ar"'), "works.bib": SITE["works.bib"]}
    built = site({**files, "notes/main.md": note("Main", "2024-01-03", "lang: en")})
    assert soup_of(built.text("notes/index.html")).html["dir"] == "rtl"  # type: ignore[index]
    assert "نص" in words(one(soup_of(built.text("index.html")), ".note-cards"))
    article = one(soup_of(built.text("notes/main.html")), "article.h-entry")
    assert (article["lang"], article["dir"]) == ("en", "ltr")
    assert "3 January 2024" in words(article)
    assert "Cite this note" in words(article)
    assert "dir" not in one(soup_of(built.text("notes/arabic.html")), "article.h-entry").attrs


def test_punctuation_and_years(site: Callable[..., Built]) -> None:
    """Lists, labels and years are put together as in Japanese, in feeds and other files too."""
    aside = "```{note-to-self} A\nB.\n```\n"
    built = site({
        **{name: SITE[name] for name in ("works.bib", "index.md", "notes/arabic.md")},
        "conf.py": CONF.replace('"de"', '"ja"'),
        "notes/main.md": note("Main", "2024-01-03 10:00", "status: Evergreen", "tags: [Regen, Wind]",
                              "authors: [Ada Brook, Ben Sand]", text=f"[](arabic.md)\n\n{aside}"),
        "notes/german.md": note("Deutsch", "2022-05-06", "lang: de", "tags: Wind", text=aside),
    })  # fmt: skip
    main = soup_of(built.text("notes/main.html"))
    assert words(one(main, ".byline")).startswith("Ada Brook、Ben Sand · 2024年1月3日 ·")
    assert words(one(main, ".note-labels")) == "Regen、Wind"
    assert words(one(main, ".note-to-self")).startswith("自分用メモ：A")
    card = one(main, ".preview-card")
    assert (card["lang"], card["dir"], words(one(card, ".note-status"))) == ("ar", "rtl", "苗")
    assert "Notiz an mich: A" in words(one(soup_of(built.text("notes/german.html")), "article.h-entry"))
    for name, selector in (("notes/index", "section.year h2"), ("notes/2024", "h1"), ("notes/2024", "title")):
        assert words(soup_of(built.text(f"{name}.html")).select(selector)[0]).startswith("2024年"), name
    cells = soup_of(built.text("index.html")).select(".note-table tbody td")
    assert "Regen、Wind" in map(words, cells)
    assert "## 2024年のノート" in built.text("llms.txt")
    items = {each["title"]: each for each in json.loads(built.text("notes/feed.json"))["items"]}
    assert items["Main"]["content_html"].startswith("<p>成長：常緑</p>")
    assert "النضج: شتلة" in items["المطر"]["content_html"]
    assert json.loads(built.text("notes/tags/wind/feed.json"))["title"] == "Rain：Wind"


#: The note, two translations, one of them of the other, and what must not be named.
TRANSLATED: Files = {
    "conf.py": CONF.replace('"de"', '"en"'), "works.bib": "", "index.md": "# Home\n\n```{notes}\n```\n",
    "notes/rain.md": note("Rain", "2024-03-01"),
    "notes/regen.md": note("Regen", "2024-03-02", "lang: de", "translation_of: rain.md"),
    "notes/pluie.md": note("Pluie", "2024-03-03", "lang: fr", "translation_of: /notes/regen.html",
                           "permalink: /pluie/"),
    "notes/unlisted.md": note("UNLISTED", "2024-03-04", "lang: it", "translation_of: /notes/rain",
                              "visibility: unlisted"),
    "notes/draft.md": note("DRAFT", "2024-03-05", "lang: es", "translation_of: rain", "draft: true"),
    "notes/again.md": note("Again", "2024-03-06", "translation_of: rain"),
    "notes/one.md": note("One", "2024-03-07", "lang: nl", "translation_of: two.md"),
    "notes/two.md": note("Two", "2024-03-08", "lang: ja", "translation_of: one.md"),
    "notes/alone.md": note("Alone", "2024-03-09", "lang: nl", "translation_of: draft.md"),
}  # fmt: skip


def switch(built: Built, name: str) -> list[tuple[str, str, str]]:
    """Return the translations in the byline of a page: language, text and address."""
    links = soup_of(built.text(name)).select(".byline a.translation")
    return [(str(each["hreflang"]), words(each), str(each["href"])) for each in links]


def test_translations(site: Callable[..., Built]) -> None:
    """Each language leads to the others, for readers and for search engines; nothing hidden is named."""
    built = site(TRANSLATED)
    assert built.warnings == ""
    german, french = ("de", "Deutsch", "regen.html"), ("fr", "français", "../pluie/index.html")
    assert switch(built, "notes/rain.html") == [german, french]
    assert switch(built, "notes/regen.html") == [("en", "English", "rain.html"), french]
    assert [lang for lang, _, _ in switch(built, "pluie/index.html")] == ["en", "de"]
    assert [lang for lang, _, _ in switch(built, "notes/unlisted.html")] == ["en", "de", "fr"]
    assert switch(built, "notes/one.html") == [("ja", "日本語", "two.html")]
    assert switch(built, "notes/two.html") == [("nl", "Nederlands", "one.html")]
    assert switch(built, "notes/alone.html") == []

    def alternates(name: str) -> dict[str, str]:
        links = soup_of(built.text(name)).select("link[rel=alternate][hreflang]:not([type])")
        return {str(each["hreflang"]): str(each["href"]) for each in links}

    base = "https://example.org/rain"
    assert alternates("notes/rain.html") == {
        "en": f"{base}/notes/rain.html", "de": f"{base}/notes/regen.html", "fr": f"{base}/pluie/",
    }  # fmt: skip
    assert alternates("pluie/index.html") == alternates("notes/rain.html")
    assert alternates("notes/unlisted.html") == alternates("notes/again.html") == {}
    announced = {
        name: [str(each["href"]) for each in soup_of(built.text(name)).select("link[type$='feed+json']")]
        for name in ("notes/regen.html", "notes/rain.html", "notes/index.html")
    }
    assert announced["notes/regen.html"] == ["languages/de/feed.json", "feed.json"]
    assert announced["notes/rain.html"] == ["feed.json", "languages/en/feed.json"]
    assert announced["notes/index.html"] == ["feed.json"]
    link = one(soup_of(built.text("notes/regen.html")), "link[href='languages/de/atom.xml']")
    assert (link["hreflang"], link["title"]) == ("de", "Rain: Deutsch")
    feed = json.loads(built.text("notes/languages/de/feed.json"))
    assert (feed["language"], [each["title"] for each in feed["items"]]) == ("de", ["Regen"])
    assert "notes/languages/it/feed.json" not in built.files()
    assert "Languages" in words(one(soup_of(built.text("notes/feeds.html")), "main"))


def test_an_unknown_original_is_reported(site: Callable[..., Built]) -> None:
    """The warning names it; there is no switch."""
    files = {name: TRANSLATED[name] for name in ("conf.py", "works.bib", "index.md")}
    built = site({**files, "notes/a.md": note("A", "2024-03-01", "lang: de", "translation_of: nowhere.md")})
    assert "translation_of: expected a note of this site, got 'nowhere.md'; leaving it out" in built.warnings
    assert switch(built, "notes/a.html") == []


def _text(bench: Bench, name: str, old: str, new: str) -> None:
    text = (bench.source / name).read_text("utf-8")
    assert old in text
    bench.edit({name: text.replace(old, new)})


EDITS: dict[str, Callable[[Bench], None]] = {
    "another language of a note": lambda b: _text(b, "notes/arabic.md", "lang: ar", "lang: he"),
    "none": lambda b: _text(b, "notes/polish.md", "lang: pl\n", ""),
    "another language of the site": lambda b: _text(b, "conf.py", '"de"', '"ja"'),
}


TRANSLATION_EDITS: dict[str, Callable[[Bench], None]] = {
    "another address": lambda b: _text(b, "notes/pluie.md", "/pluie/", "/averse/"),
    "another language": lambda b: _text(b, "notes/regen.md", "lang: de", "lang: de-AT"),
    "hidden": lambda b: _text(b, "notes/regen.md", "lang: de-AT", "lang: de\ndraft: true"),
    "an original without translations": lambda b: b.edit({"notes/pluie.md": None}),
    "published": lambda b: _text(b, "notes/draft.md", "draft: true", "draft: false"),
}


@pytest.mark.slow
def test_translations_are_exact(tmp_path: Path) -> None:
    """After each of these edits, incremental, parallel and clean builds are equal."""
    write_files(tmp_path / "source", TRANSLATED)
    check_each(Bench(tmp_path, tmp_path / "source"), TRANSLATION_EDITS, ways=BY_TURNS)


@pytest.mark.slow
def test_exact(tmp_path: Path) -> None:
    """After each of these edits, incremental, parallel and clean builds are equal."""
    write_files(tmp_path / "source", SITE)
    check_each(Bench(tmp_path, tmp_path / "source"), EDITS, ways=BY_TURNS)
