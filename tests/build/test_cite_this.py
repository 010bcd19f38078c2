"""Citing a note on a built site: the section on its page, export files, author cards, metadata."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import mf2py
import pytest
import rispy
from pages import one, pages, parse_errors, soup_of, words
from pybtex.database import parse_string

from sphinx_research_notes.build.cite_this import beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

BASE = "https://example.org/rain/"
NOTE = "posts/2024-03-14-measuring-rain"
CONF = """\
project = "Rain"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/rain/"
notes_match = ["notes/**"]
notes_author = "Ada Brook"
"""
FORMS = ("bib", "ris", "csl.json")


def note(title: str, date: str = "2024-03-14", **front: str) -> str:
    """A short note."""
    said = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\ntitle: {title}\ndate: {date}\n{said}---\n\nWords.\n"


def cited(built: Built) -> set[str]:
    """The citation files."""
    return {name for name in built.files() if name.endswith(tuple(f".{form}" for form in FORMS))}


def keys(built: Built) -> dict[str, str]:
    """The BibTeX key in each citation file."""
    return {n: re.findall(r"@misc{(.*),", built.text(n))[0] for n in cited(built) if n.endswith(".bib")}


# The page.


@pytest.mark.parametrize("theme", ["research_notes", "furo", "sphinx_rtd_theme"])
def test_the_section(rich: Callable[..., Built], theme: str) -> None:
    """After the text are a sentence and three collapsed formats, each identical to the file it links to."""
    built = rich("html", theme)
    article = one(soup_of(built.text(f"{NOTE}.html")), "article.h-entry")
    section = one(article, "section.cite-this")
    assert words(one(section, "h2")).startswith("Cite this note")
    sentence = section.select("p")[0]
    assert words(sentence) == (
        "Ada Brook. “Measuring rain.” Notes on rain, 14 March 2024. https://doi.org/10.5281/zenodo.182"
    )
    assert one(sentence, "a")["href"] == "https://doi.org/10.5281/zenodo.182"
    assert words(one(sentence, "i")) == "Notes on rain"
    around = [each["class"][0] for each in section.parent.find_all(["div", "section"], recursive=False)]
    place = around.index("cite-this")
    assert set(around[:place]) <= {"e-content", "note-references", "note-backlinks", "note-related"}
    assert around[place + 1] == "comments"
    folded = section.select("details:not([open])")
    assert [words(one(each, "summary")) for each in folded] == ["BibTeX", "RIS", "CSL-JSON"]
    for form, each in zip(FORMS, folded, strict=True):
        name = f"2024-03-14-measuring-rain.{form}"
        assert one(each, "a")["href"] == words(one(each, "a")) == name
        text = built.text(f"posts/{name}").replace("\r\n", "\n").rstrip("\n")
        assert one(each, "pre[tabindex='0']").get_text() == text


def test_the_files(rich: Callable[..., Built]) -> None:
    """Programs read the same data from each: key, title, authors, date and URL."""
    built = rich()
    ((key, entry),) = parse_string(built.text(f"{NOTE}.bib"), "bibtex").entries.items()
    assert key == "brook2024measuring"
    assert str(entry.persons["author"][0]) == "Brook, Ada"
    assert entry.fields["doi"] == "10.5281/zenodo.182"
    assert entry.fields["url"] == f"{BASE}{NOTE}.html"
    (record,) = rispy.loads(built.text(f"{NOTE}.ris"))
    assert (record["id"], record["title"], record["urls"]) == (key, "Measuring rain", [f"{BASE}{NOTE}.html"])
    assert b"\r\n" in (built.outdir / f"{NOTE}.ris").read_bytes()
    (item,) = json.loads(built.text(f"{NOTE}.csl.json"))
    assert (item["id"], item["DOI"], item["container-title"]) == (key, "10.5281/zenodo.182", "Notes on rain")


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("notes/x.html", "notes/x.bib"),
        ("notes/x/", "notes/x/cite.bib"),
        ("", "cite.bib"),
        ("x.php", "x.php.bib"),
    ],
)
def test_where_the_files_are(address: str, file: str) -> None:
    """Next to the page and named after it; in the folder of a page, named ``cite``."""
    assert beside(address, "bib") == file


@pytest.mark.parametrize(
    ("builder", "here", "moved"),
    [("html", "notes/a.", "p/lace/cite."), ("dirhtml", "notes/a/cite.", "p/lace/cite.")],
)
def test_files_follow_their_page(site: Callable[..., Built], builder: str, here: str, moved: str) -> None:
    """With a permalink set and removed; a draft, a removed note and one not to be cited leave no file."""
    files = {"conf.py": CONF, "index.md": "# Home\n", "notes/a.md": note("A")}
    assert cited(site(files, builder=builder)) == {here + form for form in FORMS}
    built = site({"notes/a.md": note("A", permalink="/p/lace/")}, builder=builder)
    assert cited(built) == {moved + form for form in FORMS}
    page = soup_of(built.text("p/lace/index.html"))
    assert [link["href"] for link in page.select(".cite-this details a")] == [
        f"cite.{form}" for form in FORMS
    ]
    assert cited(site({"notes/a.md": note("A", draft="true")}, builder=builder)) == set()
    assert len(cited(site({"notes/a.md": note("A")}, builder=builder))) == 3
    built = site({"conf.py": CONF + "notes_cite_this = False\n"}, builder=builder)
    assert cited(built) == set()
    assert 'class="cite-this' not in built.text(here.removesuffix(".").removesuffix("/cite") + (
        ".html" if builder == "html" else "/index.html"))  # fmt: skip
    assert len(cited(site({"conf.py": CONF}, builder=builder))) == 3
    assert cited(site({"notes/a.md": None}, builder=builder)) == set()


def test_what_is_cited(site: Callable[..., Built]) -> None:
    """Only notes with title and date: no thoughts, undated notes, link notes, entries, pages or drafts."""
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n\n```{entry} 2024-01-02\n:title: An entry\n\nWords.\n```\n",
            "notes/whole.md": note("Whole"),
            "notes/quiet.md": note("Quiet", visibility="unlisted"),
            "notes/untitled.md": "---\ndate: 2024-01-02\n---\n\nWords.\n",
            "notes/undated.md": "# Undated\n",
            "notes/link.md": note("Link", external_url="https://example.org/else"),
            "notes/draft.md": note("Draft", draft="true"),
            "notes/private.md": note("Private", visibility="private"),
            "notes/page.md": note("Page", kind="page"),
        },
        "-t", "drafts", "-D", "notes_private=1",
    )  # fmt: skip
    assert {name for name in cited(built) if name.endswith(".bib")} == {"notes/whole.bib", "notes/quiet.bib"}
    with_section = {name for name, page in pages(built.outdir).items() if page.select(".cite-this")}
    assert with_section == {"notes/whole.html", "notes/quiet.html"}


def test_no_two_notes_have_one_key(site: Callable[..., Built]) -> None:
    """The older note keeps its key, listed notes come first, and no other page changes its key."""
    files = {
        "conf.py": CONF, "index.md": "# Home\n", "notes/b.md": note("Rain falls", "2024-02-01"),
        "notes/hidden.md": note("Rain hidden", "2024-01-01", visibility="unlisted"),
    }  # fmt: skip
    before = keys(site(files))
    assert before["notes/b.bib"] == "brook2024rain"
    after = keys(site({"notes/a.md": note("Rain again", "2024-02-02")}))
    assert len(set(after.values())) == 3
    assert {name: after[name] for name in before} == before
    assert re.fullmatch("brook2024rain-[0-9a-f]{4}", after["notes/a.bib"])


def test_what_stands_there_already(site: Callable[..., Built]) -> None:
    """A file of the author's in the place of a citation file is kept and not linked."""
    built = site(
        {"conf.py": CONF + 'html_extra_path = ["extra"]\n', "index.md": "# Home\n", "notes/a.md": note("A"),
         "extra/notes/a.bib": "mine"}
    )  # fmt: skip
    assert built.text("notes/a.bib") == "mine"
    section = one(soup_of(built.text("notes/a.html")), ".cite-this")
    assert [link["href"] for link in section.select("details a")] == ["a.ris", "a.csl.json"]
    assert len(section.select("details")) == 3
    built = site({"extra/notes/a.bib": None, "extra/b.txt": "b"})
    assert "brook2024a" in built.text("notes/a.bib")
    built = site({"extra/notes/a.bib": "mine"})
    assert built.text("notes/a.bib") == "mine"


def test_an_unchanged_file_is_not_written(site: Callable[..., Built]) -> None:
    """A file with current content is not rewritten."""
    built = site({"conf.py": CONF, "index.md": "# Home\n", "notes/a.md": note("A")})
    before = (built.outdir / "notes/a.bib").stat().st_mtime_ns
    built = site({"notes/a.md": note("A") + "More words.\n", "notes/b.md": note("B")})
    assert (built.outdir / "notes/a.bib").stat().st_mtime_ns == before


def test_where_it_was_published_first(site: Callable[..., Built]) -> None:
    """That URL is cited and is the canonical one; without a public URL there is none."""
    files = {"conf.py": CONF.replace("html_baseurl", "# "), "index.md": "# Home\n", "notes/b.md": note("B"),
             "notes/a.md": note("A", canonical_url="https://example.net/first")}  # fmt: skip
    built = site(files)
    assert "url          = {https://example.net/first}" in built.text("notes/a.bib")
    page = soup_of(built.text("notes/a.html"))
    assert one(page, "meta[property='og:url']")["content"] == "https://example.net/first"
    assert one(page, "link[rel=canonical]")["href"] == "https://example.net/first"
    assert "url" not in built.text("notes/b.bib")
    page = soup_of(built.text("notes/b.html"))
    assert not page.select(
        "meta[property='og:url'], meta[name=citation_fulltext_html_url], link[rel=canonical]"
    )


# The head.


@pytest.mark.parametrize(
    "theme",
    ["research_notes", "furo", "alabaster", "pydata_sphinx_theme", "sphinx_rtd_theme", "sphinx_book_theme"],
)
def test_the_head(rich: Callable[..., Built], theme: str) -> None:
    """In every theme the head of a note has the tags and one canonical URL; other pages have no tags."""
    built = rich("html", theme)
    soup = soup_of(built.text(f"{NOTE}.html"))
    assert soup.head is not None
    for chosen, content in {
        "meta[name=citation_title]": "Measuring rain",
        "meta[name=citation_author]": "Brook, Ada",
        "meta[name=citation_doi]": "10.5281/zenodo.182",
        "meta[name='z:itemType']": "blogPost",
        "meta[property='og:type']": "article",
        "meta[property='og:image']": f"{BASE}_images/funnel.svg",
        "meta[name=citation_reference]":
            "citation_title=Buckets and Other Instruments;citation_author=Nora Hale;"
            "citation_publication_date=1902",
    }.items():  # fmt: skip
        assert one(soup.head, chosen)["content"] == content
    assert len(soup.head.select("meta[name=description]")) == 1
    assert one(soup.head, "link[rel=canonical]")["href"] == f"{BASE}{NOTE}.html"
    assert one(soup.head, "link[rel=license]")["href"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    # Sphinx itself calls its page about the documents this.
    assert one(soup.head, "link[rel=author]:not([title])")["href"] == "https://example.org/ada"
    data = json.loads(one(soup.head, "script[type='application/ld+json']").string or "")
    assert data["@type"] == ["BlogPosting", "ScholarlyArticle"]
    assert "funnel.svg" in {name.rpartition("/")[2] for name in built.files()}
    for name in ("index.html", "about.html", "notes/index.html", "genindex.html"):
        other = soup_of(built.text(name))
        assert not other.select("meta[name^=citation_], meta[property^='article:']")


THREAD = """\
- id: one
  author: Bo Lind
  date: 2024-04-01
  body: It *leaks* `</script>`.
  replies_to: nothing
- id: two
  parent: one
  author: {name: Ada Brook, url: "https://example.org/ada"}
  body: No more.
- {id: three, deleted: true}
- {id: four, parent: three, author: C, body: Late.}
"""


@pytest.mark.parametrize("theme", ["research_notes", "furo"])
def test_how_long_it_is_and_who_answered(site: Callable[..., Built], theme: str) -> None:
    """The word count, and the comments on the page with their anchors."""
    text = "Three plain words[^1] {math}`x+y`.\n\n```python\ncode = 1\n```\n\n[^1]: And two.\n"
    front = "---\ntitle: A\ndate: 2024-03-14\ncomments: a.yaml\n---\n\n"
    conf = CONF.replace('research_notes"\nhtml_baseurl', f'{theme}"\nhtml_baseurl')
    built = site(
        {"conf.py": conf, "index.md": "# Home\n", "notes/a.md": front + text, "notes/a.yaml": THREAD}
    )
    html = built.text("notes/a.html")
    soup = soup_of(html)
    data = json.loads(one(soup, "script[type='application/ld+json']").string or "")
    assert data["wordCount"] == 6
    assert data["commentCount"] == 3
    page = f"{BASE}notes/a.html"
    assert [(each["text"], each.get("dateCreated")) for each in data["comment"]] == [
        ("It leaks </script>.", "2024-04-01"), ("No more.", None), ("Late.", None),
    ]  # fmt: skip
    assert data["comment"][1]["author"] == {
        "@type": "Person", "name": "Ada Brook", "url": "https://example.org/ada",
    }  # fmt: skip
    assert data["comment"][1]["parentItem"]["url"] == data["comment"][0]["url"] == f"{page}#c-one"
    for each in data["comment"]:
        assert one(soup, each["url"].removeprefix(page))


def test_an_unlisted_note_speaks_of_itself_alone(rich: Callable[..., Built]) -> None:
    """It has its own metadata and still ``noindex``."""
    soup = soup_of(rich().text("posts/2023-02-05-quiet.html"))
    assert one(soup, "meta[name=citation_title]")
    assert one(soup, "meta[name=robots]")["content"] == "noindex"


def test_another_extension_makes_the_cards(site: Callable[..., Built]) -> None:
    """If sphinxext.opengraph is loaded, it writes the Open Graph tags; all others are ours."""
    conf = CONF.replace('"myst_parser"', '"myst_parser", "sphinxext.opengraph"')
    built = site(
        {"conf.py": f"import os, sys; sys.path.insert(0, os.path.dirname(__file__))\n{conf}",
         "index.md": "# Home\n", "notes/a.md": note("A"), "sphinxext/__init__.py": "",
         "sphinxext/opengraph.py": "def setup(app): return {}\n"}
    )  # fmt: skip
    soup = soup_of(built.text("notes/a.html"))
    assert not soup.select("meta[property^='og:'], meta[name^='twitter:']")
    assert one(soup, "meta[name=citation_title]")


HOSTILE = "</script><script>alert(1)</script><!-- \" ' ]]> {{ 7*7 }} \\ } @misc{ & %"


def test_hostile_values(site: Callable[..., Built]) -> None:
    """Nothing in front matter can end a tag, script or field; pages stay valid and files intact."""
    front = "".join(
        f"{key}: {json.dumps(HOSTILE)}\n" for key in ("title", "summary", "author", "license")
    )  # fmt: skip
    front += f"tags: [{json.dumps(HOSTILE)}]\ndoi: '10.1000/</script><b>'\ndate: 2024-03-14\n"
    built = site({"conf.py": CONF, "index.md": "# Home\n", "notes/a.md": f"---\n{front}---\n\nWords.\n"})
    html = built.text("notes/a.html")
    assert parse_errors(html) == []
    soup = soup_of(html)
    assert "alert(1)" in one(soup, "meta[name=citation_title]")["content"]
    scripts = [tag for tag in soup.select("script") if not tag.get("src")]
    assert [tag["type"] for tag in scripts] == ["application/ld+json"]
    assert "alert(1)" in json.loads(scripts[0].string or "")["headline"]
    assert len(parse_string(built.text("notes/a.bib"), "bibtex").entries) == 1
    assert len(rispy.loads(built.text("notes/a.ris"))) == 1
    assert len(json.loads(built.text("notes/a.csl.json"))) == 1


# DOI, changes, author.


def test_the_doi(rich: Callable[..., Built], site: Callable[..., Built]) -> None:
    """The foot of a note links it in full, in plain text too; a malformed one is reported and left out."""
    foot = one(soup_of(rich().text(f"{NOTE}.html")), ".note-doi")
    assert words(foot) == "DOI: https://doi.org/10.5281/zenodo.182"
    assert one(foot, "a")["href"] == "https://doi.org/10.5281/zenodo.182"
    assert "DOI: https://doi.org/10.5281/zenodo.182" in " ".join(rich("text").text(f"{NOTE}.txt").split())
    built = site({"conf.py": CONF, "index.md": "# Home\n", "notes/a.md": note("A", doi="11.5281/x")})
    assert (
        "notes/a.md:4: WARNING: doi: expected a DOI such as 10.1000/182, got '11.5281/x'; ignoring it"
        in built.warnings
    )
    assert not soup_of(built.text("notes/a.html")).select(".note-doi, meta[name=citation_doi]")


def test_the_change_log(rich: Callable[..., Built]) -> None:
    """Each change has its date, machine-readable too; plain text has it as well."""
    changes = one(soup_of(rich().text(f"{NOTE}.html")), ".note-changes")
    assert [tag["datetime"] for tag in changes.select("dt > time.dt-updated")] == ["2024-04-02"]
    text = " ".join(rich("text").text(f"{NOTE}.txt").split())
    assert "-[ Changes ]- * 2 April 2024: The funnel was measured again." in text


def card(built: Built, name: str) -> dict[str, Any]:
    """The author card on the page of the list *name*, as a microformats parser sees it."""
    (item,) = mf2py.parse(built.text(f"notes/authors/{name}.html"), url=BASE)["items"]
    (found,) = [each for each in item["children"] if each["type"] == ["h-card"]]
    properties: dict[str, Any] = found["properties"]
    return properties


def test_the_card_of_an_author(rich: Callable[..., Built]) -> None:
    """Name, page, affiliation and ORCID iD; the e-mail address is not in any file."""
    built = rich()
    assert card(built, "ada-brook") == {
        "name": ["Ada Brook"],
        "url": ["https://example.org/ada", "https://orcid.org/0000-0002-1825-0097"],
        "uid": ["https://orcid.org/0000-0002-1825-0097"],
        "org": ["Rain & Gauge Institute"],
    }
    soup = soup_of(built.text("notes/authors/ada-brook.html"))
    assert words(one(soup, ".author-card .u-uid")) == "ORCID iD of Ada Brook: 0000-0002-1825-0097"
    assert not [p for p in built.outdir.rglob("*") if p.is_file() and b"ada.hidden@" in p.read_bytes()]


def test_the_card_says_what_is_known(site: Callable[..., Built]) -> None:
    """From the configuration, else from the newest note with data; without data there is no card."""
    two = "authors: [{name: Bo Lind, affiliation: Old}, Cy Dunn]\n"
    files = {
        "conf.py": CONF,
        "index.md": "# Home\n",
        "notes/a.md": f"---\ntitle: A\ndate: 2024-01-01\n{two}---\n",
    }
    built = site(files)
    assert card(built, "bo-lind")["org"] == ["Old"]
    for name in ("cy-dunn",):
        assert "author-card" not in built.text(f"notes/authors/{name}.html")
    built = site({"notes/b.md": note("B", "2024-01-02", authors="{name: Bo Lind, affiliation: New}")})
    assert card(built, "bo-lind")["org"] == ["New"]
    conf = CONF + 'notes_authors = {"bo": {"name": "Bo Lind", "email": "b@e.org", "show_email": True}}\n'
    built = site({"conf.py": conf})
    assert card(built, "bo-lind") == {"name": ["Bo Lind"], "email": ["mailto:b@e.org"]}


def test_wrong_members_of_an_author(site: Callable[..., Built]) -> None:
    """An ORCID iD with a wrong check digit is rejected with a warning; other authors are unaffected."""
    conf = (
        CONF + 'notes_authors = {"ada": {"name": "Ada B", "orcid": "0000-0002-1825-0098"}, "bo": "Bo Lind"}\n'
    )
    built = site({"conf.py": conf, "index.md": "# Home\n", "notes/a.md": note("A", authors="[ada, bo]")})
    assert "notes_authors: ada: orcid: expected an ORCID iD" in built.warnings
    assert built.warnings.count("WARNING") == 1
    assert words(one(soup_of(built.text("notes/a.html")), ".byline")).startswith("Ada B, Bo Lind · ")


def test_a_page_follows_the_works_it_cites(site: Callable[..., Built]) -> None:
    """A changed bibliography entry updates the metadata of the note that cites it."""
    conf = (
        CONF.replace('"myst_parser"', '"myst_parser", "sphinxcontrib.bibtex"')
        + 'bibtex_bibfiles = ["w.bib"]\n'
    )
    bib = "@book{hale, author = {Hale, Nora}, title = {%s}, publisher = {P}, year = {1902}}\n"
    works = "# Works\n\n```{bibliography}\n```\n"
    built = site(
        {"conf.py": conf, "index.md": "# Home\n", "works.md": works, "w.bib": bib % "Buckets",
         "notes/a.md": note("A") + "{cite}`hale`\n"}
    )  # fmt: skip
    assert "citation_title=Buckets" in built.text("notes/a.html")
    built = site({"w.bib": bib % "Pails"})
    assert "citation_title=Pails" in built.text("notes/a.html")
