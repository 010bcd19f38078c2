"""What each page says about itself in its head: lists, documents, the front page and notes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from exactness import Bench, check_each
from pages import page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import BeautifulSoup
    from conftest import Built

#: Made from records and finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once

BASE = "https://example.org/rain/"
PUBLICATION = "at://did:plc:abc/site.standard.publication/self"
CONF = f"""\
project = "Rain"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "{BASE}"
language = "en"
notes_match = ["notes/**"]
notes_permalink = "/{{year}}/{{slug}}/"
notes_page_size = 2
notes_author = "ada"
notes_authors = {{
    "ada": {{"name": "Ada Brook", "fediverse": "https://example.social/@ada", "publication": "{PUBLICATION}",
            "profiles": ["https://example.social/@ada", "https://code.example/ada"]}},
    "bo": {{"name": "Bo Stone", "profiles": ["https://bo.example/"]}},
}}
bibtex_bibfiles = ["works.bib"]
"""
SITE: dict[str, str | bytes | None] = {
    "conf.py": CONF,
    "works.bib": "@misc{brook, author={Brook, A.}, title={On <rain> & snow}, year={2001}}\n",
    "index.md": "# Home\n\nThe first paragraph of the front page.\n\n```{toctree}\nabout\nown\n```\n",
    "about.md": "# About *this* & that\n\n```\ncode\n```\n\n"
    + "A paragraph that says *what* this is about, and goes on for longer than anybody shows it. " * 4,
    "own.md": "---\nmyst:\n  html_meta:\n    description: Its own words.\n---\n# Own\n\nOther words.\n",
    "kept.md": "---\nkind: page\nsummary: A page's summary.\nimage: https://example.org/a.png\n---\n# Kept\n",
    "draft.md": "---\nkind: page\ndraft: true\n---\n# Draft\n\nHIDDENWORDS here.\n",
    "quiet.md": "---\nkind: page\nvisibility: unlisted\n---\n# Quiet\n\nWords.\n",
    **{
        f"notes/2024-01-0{n}-n{n}.md": f"---\ntags: [gauge]\nauthors: [{'ada' if n < 4 else 'bo'}]\n---\n"
        f"# N{n}\n\nWords of {n}, see {{cite:p}}`brook`.\n"
        for n in range(1, 5)
    },
    "notes/2024-02-01-record.md": "---\nat_uri: at://did:plc:abc/site.standard.document/1\n---\n"
    "# Record\n\nWords.\n",
}


def contents(soup: BeautifulSoup, name: str) -> list[str]:
    """Return the contents of the meta elements with a name or property."""
    return [str(tag["content"]) for tag in soup.select(f'meta[name="{name}"], meta[property="{name}"]')]


def linked_data(soup: BeautifulSoup) -> dict[str, Any]:
    """Return the linked data of a page, which has just one block of it."""
    (script,) = soup.select('script[type="application/ld+json"]')
    found: dict[str, Any] = json.loads(str(script.string))
    return found


def here(built: Built, url: str) -> Path:
    """Return the file at the address *url*."""
    assert url.startswith(BASE), url
    path = built.outdir / unquote(url.removeprefix(BASE))
    return path / "index.html" if url.endswith("/") else path


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_page(site: Callable[..., Built], builder: str) -> None:
    """Each page names its address once, and that address leads to it; it has a title and says what it is."""
    built = site(SITE, builder=builder)
    assert built.warnings == ""
    pages = [name for name in built.files() if name.endswith(".html") and not name.startswith("_")]
    pages = [name for name in pages if "http-equiv" not in built.text(name)]
    undescribed = {"404.html", "search.html", "search/index.html", "quiet.html", "quiet/index.html"}
    for name in sorted({*pages} - undescribed):
        soup = page(built.outdir / name)
        (canonical,) = [str(link["href"]) for link in soup.select('link[rel="canonical"]')]
        assert here(built, canonical) == built.outdir / name, name
        for tag in ("og:url", "og:title", "og:type", "og:site_name", "twitter:card"):
            assert len(contents(soup, tag)) == 1, (name, tag)
        assert contents(soup, "og:url") == [canonical]
        assert contents(soup, "og:site_name") == ["Rain"]
        assert len(contents(soup, "description")) == 1, name
        (description,) = contents(soup, "description")
        assert contents(soup, "og:description") == [description], name
        assert 0 < len(description) <= 250
        assert linked_data(soup)["url"] == canonical
        assert "HIDDENWORDS" not in built.text(name)
    for name in {*pages} & undescribed:
        assert contents(page(built.outdir / name), "og:title") == []


def test_descriptions(site: Callable[..., Built]) -> None:
    """Lists say what they are of, documents their first words or what their authors say."""
    built = site(SITE | {"conf.py": CONF.replace('notes_permalink = "/{year}/{slug}/"\n', "")})
    for name, title, words in [
        ("index", "Rain", "The first paragraph of the front page."),
        ("own", "Own", "Its own words."),
        ("kept", "Kept", "A page's summary."),
        ("notes/index", "Notes", "Notes · 5 notes on Rain"),
        ("notes/page/2", "Notes (page 2)", "Notes · 5 notes on Rain"),
        ("notes/tags/gauge", "Tag: gauge", "Tag: gauge · 4 notes on Rain"),
        ("notes/tags/index", "Tags", "Tags in the notes on Rain"),
        ("notes/works/brook", "Brook 2001: On <rain> & snow", "4 notes on Rain that cite On <rain> & snow"),
    ]:
        soup = page(built.outdir / f"{name}.html")
        assert contents(soup, "og:title") == [title], name
        assert contents(soup, "description") == contents(soup, "og:description") == [words], name
    about = page(built.outdir / "about.html")
    assert contents(about, "og:title") == ["About this & that"]
    assert contents(about, "description")[0].endswith(" …")
    assert contents(page(built.outdir / "kept.html"), "og:image") == ["https://example.org/a.png"]
    assert contents(page(built.outdir / "quiet.html"), "robots") == ["noindex"]
    kinds = {
        name: linked_data(page(built.outdir / f"{name}.html"))["@type"]
        for name in ("index", "own", "notes/index")
    }
    assert kinds == {"index": "Blog", "own": "WebPage", "notes/index": "CollectionPage"}
    tagline = {"conf.py": CONF + 'html_theme_options = {"tagline": "On water."}\n'}
    assert contents(page(site(tagline).outdir / "index.html"), "description") == ["On water."]


def test_proofs(site: Callable[..., Built]) -> None:
    """Profiles of the site's author are on the front page, each author's on their list, accounts on notes."""
    built = site(SITE)

    def mine(name: str, scope: str = "head link") -> list[str]:
        return [str(each["href"]) for each in page(built.outdir / name).select(f'{scope}[rel="me"]')]

    ada, bo = ["https://example.social/@ada", "https://code.example/ada"], ["https://bo.example/"]
    assert mine("index.html") == mine("notes/authors/ada-brook.html") == ada
    assert mine("notes/authors/bo-stone.html") == mine("notes/authors/bo-stone.html", ".author-card a") == bo
    assert mine("about.html") == mine("2024/n1/index.html") == mine("notes/index.html") == []
    note = page(built.outdir / "2024/n1/index.html")
    assert contents(note, "fediverse:creator") == ["@ada@example.social"]
    assert contents(page(built.outdir / "2024/n4/index.html"), "fediverse:creator") == []
    record = page(built.outdir / "2024/record/index.html")
    assert [str(each["href"]) for each in record.select('link[rel="site.standard.document"]')] == [
        "at://did:plc:abc/site.standard.document/1"
    ]
    assert note.select('link[rel="site.standard.document"]') == []
    assert built.text(".well-known/site.standard.publication") == f"{PUBLICATION}\n"
    again = site({"conf.py": CONF.replace(PUBLICATION, "")})
    assert ".well-known/site.standard.publication" not in again.files()


def test_steps_aside(site: Callable[..., Built]) -> None:
    """Where an extension writes cards, ours does not; under another theme plain pages have no metadata."""
    pytest.importorskip("sphinxext.opengraph")
    conf = CONF.replace('"sphinx_research_notes"', '"sphinxext.opengraph", "sphinx_research_notes"')
    built = site(SITE | {"conf.py": conf + "ogp_social_cards = {'enable': False}\n"})
    for name in ("index.html", "about.html", "2024/n1/index.html"):
        assert len(contents(page(built.outdir / name), "og:title")) == 1, name
    furo = site({"conf.py": CONF.replace('research_notes"\nhtml_base', 'alabaster"\nhtml_base')})
    assert contents(page(furo.outdir / "about.html"), "og:title") == []


EDITS: dict[str, dict[str, str | bytes | None]] = {
    "a tag less": {"notes/2024-01-01-n1.md": "---\ntags: []\n---\n# N1\n\nNow without a tag.\n"},
    "other first words": {"about.md": "# About\n\nOther first words.\n"},
    "another work": {"works.bib": "@misc{brook, author={Brook, A.}, title={Another title}, year={2001}}\n"},
    "a new note": {"notes/2024-03-01-new.md": "# New\n\nWords.\n"},
    "another name": {"conf.py": CONF.replace("Bo Stone", "Bo Rock")},
}


@pytest.mark.slow
def test_exact_after_each_edit(tmp_path: Path) -> None:
    """The metadata of pages is exact after each edit."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit(SITE)
    check_each(bench, {name: (lambda bench, files=files: bench.edit(files)) for name, files in EDITS.items()})


def test_documents_follow_the_first_and_the_last_note(tmp_path: Path) -> None:
    """A document has metadata of ours exactly as long as the site has a note, whatever it refers to."""
    bench = Bench(tmp_path, tmp_path / "source")
    note = "---\ndate: 2026-01-02\n---\n\n# Weir\n\nThe water.\n"
    bench.edit({
        "conf.py": CONF.replace("html_baseurl", "#"), "works.bib": "", "index.md": "# Home\n",
        "rain.md": "---\norphan: true\n---\n\n# Rain\n\nIt falls.\n", "notes/weir.md": note,
    })  # fmt: skip
    document = (bench.build("out") / "rain.html").read_text("utf-8")
    assert '<meta name="description" content="It falls.">' in document
    draft = note.replace("date", "draft: true\ndate")
    check_each(bench, {
        "the only note is a draft": lambda bench: bench.edit({"notes/weir.md": draft}),
        "it is a note again": lambda bench: bench.edit({"notes/weir.md": note}),
    })  # fmt: skip
