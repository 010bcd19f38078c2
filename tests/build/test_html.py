"""The HTML of the rich site: valid, complete, self-contained and machine-readable."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mf2py
import pytest
from bs4 import BeautifulSoup
from pages import dead_links, dead_references, fetched, one, pages, parse_errors, repeated_ids, soup_of, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

BASE = "https://example.org/rain/"

Pages = dict[str, BeautifulSoup]


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def built(request: pytest.FixtureRequest, rich: Callable[..., Built]) -> Built:
    """The rich site in our theme, built by each of the two builders with a page per document."""
    return rich(request.param)


@pytest.fixture(scope="module")
def all_pages(built: Built) -> Pages:
    """All of its pages, including redirects."""
    return pages(built.outdir)


@pytest.fixture(scope="module")
def whole_pages(all_pages: Pages) -> Pages:
    """All pages except redirects."""
    return {n: s for n, s in all_pages.items() if not s.select("meta[http-equiv=refresh i]")}


def note(rich: Callable[..., Built], name: str = "posts/2024-03-14-measuring-rain.html") -> BeautifulSoup:
    """A page of the site built with ``html``."""
    return soup_of(rich().text(name))


def test_no_warnings(built: Built) -> None:
    """The rich site builds without a warning."""
    assert built.warnings == ""


def test_valid_by_the_parser(built: Built, all_pages: Pages) -> None:
    """No page breaks a parsing rule of HTML 5."""
    found = {name: parse_errors(built.text(name)) for name in all_pages}
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_ids_stand_once(all_pages: Pages) -> None:
    """Ids are unique on every page, and references to ids resolve."""
    found = {name: repeated_ids(soup) + dead_references(soup) for name, soup in all_pages.items()}
    assert {name: ids for name, ids in found.items() if ids} == {}


def test_nesting(whole_pages: Pages) -> None:
    """Links contain no links, paragraphs no blocks, lists only items, and definition lists only pairs."""
    wrong = []
    for name, soup in whole_pages.items():
        wrong += [f"{name}: {tag}" for tag in soup.select("a a, a button, button a, summary a, label label")]
        for tag in soup.select("ul > :not(li, script, template), ol > :not(li, script, template)"):
            wrong.append(f"{name}: {tag.parent}")
        wrong += [f"{name}: {tag}" for tag in soup.select("dl > :not(dt, dd, div)")]
        wrong += [f"{name}: {tag}" for tag in soup.select("span :is(div, p, ul, ol, section, article)")]
    assert wrong == []


def test_one_main_and_one_h1(whole_pages: Pages) -> None:
    """Every page has one ``main`` with one ``h1``, and no heading level is skipped."""
    for name, soup in whole_pages.items():
        main = one(soup, "main")
        assert len(soup.select("h1")) == len(main.select("h1")) == 1, name
        levels = [int(tag.name[1]) for tag in soup.select("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1, name
        skipped = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        assert skipped == [], name


def test_every_page_is_named(whole_pages: Pages) -> None:
    """Every page declares its language, a unique title, its viewport and its encoding."""
    titles = [words(one(soup, "head > title")) for soup in whole_pages.values()]
    assert len(set(titles)) == len(titles), sorted(t for t in titles if titles.count(t) > 1)
    for name, soup in whole_pages.items():
        assert one(soup, "html").get("lang") == "en", name
        assert one(soup, "meta[charset]")["charset"].lower() == "utf-8", name
        assert one(soup, "meta[name=viewport]"), name
        assert len(soup.select("link[rel=canonical]")) <= 1, name
        assert len(soup.select("meta[name=description]")) <= 1, name


def test_first_article_is_the_whole_content(whole_pages: Pages) -> None:
    """The first ``article`` of a page contains its heading and all of its text."""
    for name, soup in whole_pages.items():
        if Path(name).stem in {"search", "genindex"} or "search/" in name or "genindex/" in name:
            continue
        article = soup.select("article")[0]
        assert article.select("h1"), name
        outside = [
            words(tag) for tag in one(soup, "main").find_all(["p", "li", "h2", "pre", "table"])
            if article not in tag.parents and not tag.find_parent(["nav", "header"])
            and "way-home" not in tag.get("class", [])
        ]  # fmt: skip
        assert outside == [], name


def test_nothing_inline(all_pages: Pages) -> None:
    """No page has inline scripts, styles or event handlers, except for JSON-LD."""
    found = []
    for name, soup in all_pages.items():
        scripts = soup.select("script:not([src], [type='application/ld+json'])")
        found += [f"{name}: {str(tag)[:120]}" for tag in scripts]
        found += [f"{name}: {str(tag)[:120]}" for tag in soup.find_all("style")]
        for tag in soup.find_all(True):
            found += [f"{name}: {tag.name} {a}" for a in tag.attrs if a == "style" or a.startswith("on")]
    assert found == []


def test_no_request_to_others(built: Built, all_pages: Pages) -> None:
    """No page or stylesheet loads anything from another host."""
    found = []
    for name, soup in all_pages.items():
        found += [f"{name}: {a}" for a in fetched(soup) if re.match(r"(?:https?:)?//", a)]
    for css in built.outdir.rglob("*.css"):
        found += [
            f"{css.name}: {each}"
            for each in re.findall(
                r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\") ]+)", css.read_text("utf-8")
            )
        ]
    assert found == []


def test_every_link_leads_somewhere(built: Built) -> None:
    """Every local address on every page, including redirects, leads to an existing file and anchor."""
    assert dead_links(built.outdir, BASE) == []


def test_json_ld_is_json(all_pages: Pages) -> None:
    """Structured data can be parsed."""
    for soup in all_pages.values():
        for tag in soup.select("script[type='application/ld+json']"):
            json.loads(tag.string or "")


def test_images_have_words(whole_pages: Pages) -> None:
    """Every image has alternative text, which may be empty."""
    assert [tag for soup in whole_pages.values() for tag in soup.select("img:not([alt])")] == []


# The parts of a note.


def test_head_of_a_note(rich: Callable[..., Built]) -> None:
    """Below the title are author, date, home link and badges, in this order and outside the text."""
    soup = note(rich)
    article = one(soup, "article.h-entry")
    head = one(article, "header.note-head")
    assert [tag.name for tag in head.find_all(recursive=False)][:2] == ["h1", "p"]
    assert words(one(head, ".byline")) == ("Ada Brook · 14 March 2024 · updated 2 April 2024 · Back to home")
    assert [tag["data-value"] for tag in head.select(".note-status")] == [
        "budding",
        "finished",
        "likely",
        "6",
    ]
    assert [tag["data-axis"] for tag in head.select(".note-status")] == [
        "growth", "progress", "confidence", "importance",
    ]  # fmt: skip
    assert all(tag.get("title") for tag in head.select(".note-status"))
    body = article.select(".e-content")[0]
    assert body not in head.parents
    assert head not in body.parents
    assert not body.select(".byline")


def test_foot_of_a_note(rich: Callable[..., Built]) -> None:
    """The foot has ``Source | License`` and links to the neighbours; the licence link has ``rel``."""
    foot = one(note(rich, "posts/2024-05-02-two-gauges.html"), "footer.note-foot")
    assert words(one(foot, ".source-license")) == "Source | License"
    assert one(foot, "a[rel~=license]")["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert words(one(foot, ".older")) == "Older Measuring rain"
    assert words(one(foot, ".newer")) == "Newer The field was wet where no gauge stood."


def test_source_leads_to_the_source(rich: Callable[..., Built]) -> None:
    """Without a source URL, the link leads to the copy in the output, also from a permalink."""
    for name in ("posts/2024-05-02-two-gauges.html", "leverage/index.html"):
        link = one(note(rich, name), ".source-license a:not([rel])")
        target = (rich().outdir / name).parent / str(link["href"])
        assert target.is_file(), link


def test_epigraphs_are_figures(rich: Callable[..., Built]) -> None:
    """An epigraph is a figure with a quotation and a caption, in front matter and text, in both markups."""
    soup = note(rich)
    figures = soup.select("article figure.epigraph")
    assert [[tag.name for tag in f.find_all(recursive=False)] for f in figures] == [
        ["blockquote", "figcaption"]
    ] * 2
    assert words(figures[0].figcaption) == "Nora Hale, Buckets and Other Instruments"
    assert figures[0].figcaption.a["href"] == "https://example.org/buckets"
    assert words(figures[1].figcaption) == "Nora Hale, Hale [Hal02]"
    assert len(figures[0].select(".line")) == 2
    assert figures[0] not in soup.select(".e-content")[0].descendants
    other = one(note(rich, "posts/2024-05-02-two-gauges.html"), "figure.epigraph")
    assert words(other.figcaption) == "Said in the valley"
    index = one(note(rich, "notes/index.html"), "figure.epigraph")
    assert words(index.figcaption) == "A proverb of the valley"


def test_plain_epigraphs_stay(rich: Callable[..., Built]) -> None:
    """On a page that is not a note, an epigraph without our options is unchanged."""
    soup = note(rich, "guide/reading.html")
    assert one(soup, "blockquote.epigraph p.attribution")
    assert not soup.select("figure.epigraph")


def test_asides(rich: Callable[..., Built]) -> None:
    """Notes to self and updates are asides; a private one is not in the output."""
    soup = note(rich)
    assert words(one(soup, "aside.note-to-self > .label")) == "Note to self, 15 March 2024: Level the funnel"
    assert words(one(soup, "aside.note-update > .label")) == "Update, 20 March 2024"
    linked = one(note(rich, "lists.html"), ".notes-to-self a")
    assert linked["href"] == "posts/2024-03-14-measuring-rain.html#note-to-self-1"


def test_comments(rich: Callable[..., Built]) -> None:
    """A thread is a nested section with a count; long comments collapse, removed ones leave a placeholder."""
    section = one(note(rich), "section.comments")
    assert words(one(section, "h2")) == "3 Comments"
    one_, two, three, four = section.select(".comment")
    assert one_ in two.parents
    assert two in three.parents
    assert three in four.parents
    assert words(three.p) == "This comment was removed."
    assert len(section.select("details.comment-more")) == 1
    assert section.select(".comment.h-cite > .e-content, .comment-fold > .e-content")


def test_what_a_comment_says(rich: Callable[..., Built]) -> None:
    """Tables scroll, formulas are MathML, and task lists have check boxes."""
    body = one(note(rich), "#c-four .e-content")
    table = one(body, ".table-wrapper > table.docutils")
    assert [words(cell) for cell in table.select("thead th")] == ["year", "width"]
    assert one(table, "tbody tr:first-child td:last-child")["class"] == ["text-right"]
    assert [words(one(math, "annotation")) for math in body.select("span.math > math")] == [
        *(r"\sqrt{2}", "x_1 < 20"),
    ]
    assert [words(item) for item in body.select("li")] == ["\u2611 measured", "\u2610 believed"]
    assert one(body, "a")["href"] == "https://example.org/funnels"
    assert words(one(body, "details > summary")) == "And then"
    assert "\ufdd0" not in str(note(rich))


def test_untitled_note(rich: Callable[..., Built]) -> None:
    """A note without a title has a hidden heading that is not its ``p-name``, and a name in links."""
    soup = note(rich, "posts/2024-06-01-thought.html")
    assert "visually-hidden" in one(soup, "h1")["class"]
    assert not soup.select(".p-name")
    assert words(one(soup, "h1")) == "The field was wet where no gauge stood."
    line = one(note(rich, "notes/index.html"), ".h-entry a[href$='2024-06-01-thought.html']")
    assert words(line) == "The field was wet where no gauge stood."
    assert "p-name" not in line["class"]


def test_link_note(rich: Callable[..., Built]) -> None:
    """Lists link to the external URL of a link note."""
    line = one(note(rich, "notes/index.html"), ".h-entry a.external")
    assert line["href"] == "https://example.org/rains"


def test_unlisted_note(rich: Callable[..., Built]) -> None:
    """An unlisted note is built with ``noindex``, and is on no other page and not in the search index."""
    built = rich()
    name = "posts/2023-02-05-quiet.html"
    assert one(note(rich, name), "meta[name=robots]")["content"] == "noindex"
    own = (name, name.replace("html", "csl.json"))
    others = [n for n in built.files() if n.endswith((".html", ".js", ".xml", ".json")) and n not in own]
    assert [n for n in others if "hushleaf" in built.text(n) or "2023-02-05-quiet" in built.text(n)] == []


def test_permalink_and_aliases(rich: Callable[..., Built]) -> None:
    """A page is at its permalink, former places redirect, and a canonical URL elsewhere is declared."""
    built = rich()
    assert "posts/2024-08-15-leverage.html" not in built.files()
    page = note(rich, "leverage/index.html")
    assert one(page, "link[rel=canonical]")["href"] == "https://example.net/first/storm"
    for old in ("old/leverage/index.html", "2019/storm.html"):
        soup = note(rich, old)
        assert one(soup, "link[rel=canonical]")["href"] == BASE + "leverage/"
        assert "leverage/index.html" in str(one(soup, "meta[http-equiv=refresh i]")["content"])
        assert one(soup, "html")["lang"] == "en"


def test_404_is_told_from_the_root(rich: Callable[..., Built]) -> None:
    """Every address on the 404 page is absolute, as the page is served at any depth."""
    for builder in ("html", "dirhtml"):
        soup = soup_of(rich(builder).text("404.html"))
        found = [str(t.get("href") or t.get("src")) for t in soup.select("[href], [src]")]
        # Unless a host says where the site is, it may also be shown at the root of a server.
        elsewhere = [a for a in found if not a.startswith(("/rain/", "#", "https://"))]
        assert [each.partition("?")[0] for each in elsewhere] == ["/_static/research-notes.css"]
        assert found.index(elsewhere[0]) + 1 == found.index(f"/rain{elsewhere[0]}")


# For machines.


def parsed(rich: Callable[..., Built], name: str) -> list[dict[str, Any]]:
    """The microformats of a page, at the top level."""
    items: list[dict[str, Any]] = mf2py.parse(rich().text(name), url=BASE + name)["items"]
    return items


def test_h_entry(rich: Callable[..., Built]) -> None:
    """A microformats parser finds the whole note: name, dates, author, labels, URL, text, summary."""
    item, *others = parsed(rich, "posts/2024-03-14-measuring-rain.html")
    assert others == []
    assert item["type"] == ["h-entry"]
    found = item["properties"]
    assert found["name"] == ["Measuring rain"]
    assert found["published"] == ["2024-03-14"]
    assert found["updated"] == ["2024-04-02", "2024-04-02"]
    assert found["uid"] == found["url"]
    assert found["url"] == [BASE + "posts/2024-03-14-measuring-rain.html"]
    author = found["author"][0]
    assert author["type"] == ["h-card"]
    assert author["properties"]["name"] == ["Ada Brook"]
    assert author["properties"]["url"] == ["https://example.org/ada"]
    assert found["category"] == ["rain", "field work", "C++", "Methods"]
    assert found["content"][0]["value"].startswith("A bucket under the sky")
    assert "Ada Brook · " not in found["content"][0]["value"]
    assert len(found["summary"]) == 1


def test_h_entry_has_one_author(rich: Callable[..., Built]) -> None:
    """People mentioned in the text are not taken for authors of the note."""
    item = parsed(rich, "posts/2024-03-14-measuring-rain.html")[0]
    assert len(item["properties"]["author"]) == 1


def test_comments_are_of_the_entry(rich: Callable[..., Built]) -> None:
    """A microformats parser finds the comments on the note, each with author, date and text."""
    item = parsed(rich, "posts/2024-03-14-measuring-rain.html")[0]
    first = item["properties"]["comment"][0]
    assert first["type"] == ["h-cite"]
    assert first["properties"]["author"][0]["properties"]["name"] == ["Bo Lind"]
    assert first["properties"]["published"][0].startswith("2024-03-15T09:00:00")
    assert first["properties"]["content"][0]["value"].startswith("How large is the funnel?")
    assert "Ada Brook" not in first["properties"]["content"][0]["value"]


def test_untitled_entry_has_no_name(rich: Callable[..., Built]) -> None:
    """A note without a title has no ``p-name``, not even its text."""
    item = parsed(rich, "posts/2024-06-01-thought.html")[0]
    assert item["properties"].get("name", []) == []


def test_h_feed(rich: Callable[..., Built]) -> None:
    """The index of notes is a feed of entries, each with its URL and, if it has one, its date."""
    feed, *others = parsed(rich, "notes/index.html")
    assert others == []
    assert feed["type"] == ["h-feed"]
    assert feed["properties"]["name"] == ["Notes on rain"]
    entries = [
        e
        for child in feed["children"]
        for e in (child.get("children") or [child])
        if e["type"] == ["h-entry"]
    ]
    assert len(entries) == 9
    assert all(e["properties"]["url"] for e in entries)
    assert [e["properties"].get("published", [""])[0][:10] for e in entries] == [
        "2024-08-15", "2024-07-10", "2024-06-01", "2024-05-02", "2024-03-14",
        "2024-03-11", "2024-03-09", "2024-03-07", "",
    ]  # fmt: skip


def test_stream_entries(rich: Callable[..., Built]) -> None:
    """Each stream entry is an ``h-entry`` with its anchor as URL."""
    for name in ("stream.html", "notes/stream.html"):
        found = [
            e for item in parsed(rich, name)
            for e in ([item] if item["type"] == ["h-entry"] else item.get("children", []))
        ]  # fmt: skip
        addresses = [e["properties"]["url"][0] for e in found if e["type"] == ["h-entry"]]
        assert BASE + "stream.html#2024-03-11T2240" in addresses, name
        assert BASE + "stream.html#2024-03-09-a-dry-week" in addresses, name
        assert BASE + "stream.html#first-drop" in addresses, name


BLOCKS = """\
Some words.

```{note}
Mind the gap.
```

```{py:function} gauge(depth)
What it says.
```

```{versionadded} 1.0
```
"""


def test_blocks_in_the_stream_are_those_of_the_page(site: Callable[..., Built]) -> None:
    """Admonitions there have one title too, and function descriptions are complete."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
    built = site(
        {"conf.py": conf, "index.md": "# Home\n", "2024-01-02.md": BLOCKS, "2024-01-03.md": "{doc}`/index`\n"}
    )
    own, stream = (soup_of(built.text(name)) for name in ("2024-01-02.html", "notes/stream.html"))
    for chosen in (".admonition-title", ".sig-name", ".versionadded"):
        assert [e.get_text() for e in stream.select(chosen)] == [e.get_text() for e in own.select(chosen)]
        assert len(own.select(chosen)) == 1


@pytest.mark.parametrize("theme", ["research_notes", "alabaster"])
def test_a_label_is_whole_in_the_title_of_its_page(site: Callable[..., Built], theme: str) -> None:
    """Also if it looks like an HTML tag."""
    conf = f'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "{theme}"\n'
    conf += 'notes_match = ["a"]\n'
    note = '---\ntags: ["list<T> & more"]\ndate: 2024-01-01\n---\n# A\n'
    built = site({"conf.py": conf, "index.md": "# Home\n", "a.md": note})
    found = next(name for name in built.files() if re.fullmatch(r"notes/tags/list.*\.html", name))
    title = BeautifulSoup(built.text(found), "html.parser").title
    assert title is not None
    assert title.get_text().startswith("Tag: list<T> & more")
