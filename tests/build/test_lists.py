"""Lists in a built site: pinned notes come first, labels have texts and pictures, and
rows say how long a note takes to read.
"""

from __future__ import annotations

from ast import literal_eval
from typing import TYPE_CHECKING

import feed_rules
import pytest
from conftest import build_site, write_files
from exactness import BY_TURNS, Bench, check_each
from pages import page, parse_errors, repeated_ids, soup_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import BeautifulSoup, Tag
    from conftest import Built

#: Made from records and finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once

Files = dict[str, str | bytes | None]

CONF = """\
project = "Rain"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/rain/"
notes_match = ["notes/**"]
notes_author = "Ada Brook"
"""


def _note(date: str, *lines: str, text: str = "Words.") -> str:
    return "\n".join(["---", f"date: {date}", *lines, "---", "", text, ""])


SITE: Files = {
    "conf.py": CONF,
    "index.md": "# Home\n\n"
                "```{notes}\n:limit: 3\n```\n\n```{notes}\n:sort: newest\n:limit: 3\n```\n\n"
                "```{notes}\n:style: table\n```\n\n```{notes}\n:style: cards\n```\n\n"
                "```{notes}\n:style: full\n```\n\n```{notes}\n:group: year\n```\n",
    "notes/new.md": _note("2024-03-05", "title: New", "tags: rain", "series: {name: S, part: 1}"),
    "notes/second.md": _note("2023-02-04", "title: Second", "tags: rain", "pinned: 2"),
    "notes/first.md": _note("2022-01-03", "title: First", "tags: rain", "pin: true",
                            "series: {name: S, part: 2}"),
    "notes/plain.md": _note("2023-05-06", "title: Plain", "tags: rain", "pinned: false"),
    "notes/zero.md": _note("2021-05-06", "title: Zero", "pinned: 0"),
    "notes/undated.md": "---\ntitle: Undated\npinned: 3\n---\n\nWords.\n",
    "log.md": "# Log\n\n```{entry} 2024-02-01 10:00\nAn entry.\n```\n\n"
              "```{entry} 2020-02-01 10:00\n:pinned: true\n\nOf old.\n```\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site."""
    folder = tmp_path_factory.mktemp("lists")
    write_files(folder / "source", SITE)
    return build_site(folder / "source", folder / "out")


def rows(soup: BeautifulSoup | Tag) -> list[str]:
    """Return the notes of a list in order, the marked ones with an asterisk."""
    return [_row(entry) for entry in soup.select(".h-entry")]


def _row(entry: Tag) -> str:
    link = entry.select_one(".u-url")
    assert link is not None
    return link.get_text() + "*" * len(entry.select(".note-pinned"))


def test_pinned_notes_come_first(built: Built) -> None:
    """By number, marked, and once; in the list of all notes under a heading, before the years."""
    assert built.warnings == ""
    tag = page(built.outdir / "notes/tags/rain.html")
    assert rows(tag) == ["First*", "Second*", "New", "Plain"]
    assert rows(page(built.outdir / "notes/authors/ada-brook.html"))[:3] == ["First*", "Of old.*", "Second*"]
    index = page(built.outdir / "notes/index.html")
    assert [heading.get_text() for heading in index.select("h2")] == [
        "Pinned", "2024", "2023", "2021",
    ]  # fmt: skip
    assert rows(index) == [
        *("First", "Of old.", "Second", "Undated", "New", "An entry.", "Plain", "Zero"),
    ]
    assert [each.get_text() for each in index.select(".note-list time")[:4]] == [
        "2022",
        "2020",
        "2023",
        "05 Mar",
    ]
    stream = page(built.outdir / "notes/stream.html")
    assert [each.select_one(".e-content").get_text().strip() for each in stream.select(".entry")] == [  # type: ignore[union-attr]
        "Of old.", "An entry.",
    ]  # fmt: skip
    assert len(stream.select(".note-pinned")) == 1


def test_lists_in_a_page(built: Built) -> None:
    """Pinned notes are first unless another order is asked for, in every style, and count as notes."""
    home = page(built.outdir / "index.html")
    first, newest, table, cards, by_year = home.select(".note-listing")
    assert rows(first) == ["First*", "Of old.*", "Second*"]
    assert rows(newest) == ["New", "An entry.", "Plain"]
    for listing in (table, cards):
        assert rows(listing)[:5] == ["First*", "Of old.*", "Second*", "Undated*", "New"]
    assert [each.get_text() for each in by_year.select("h2")] == ["Pinned", "2024", "2023", "2021"]
    assert not by_year.select(".note-pinned")
    full = home.select(".note-full > .entry")
    assert [bool(each.select(".date .note-pinned")) for each in full] == [True] * 4 + [False] * 4
    assert parse_errors(built.text("index.html")) == []
    assert repeated_ids(home) == []


def test_what_is_in_order_of_time_stays_so(built: Built) -> None:
    """Years, series, feeds and neighbours know no pinned notes."""
    assert rows(page(built.outdir / "notes/2023.html")) == ["Plain", "Second"]
    assert rows(page(built.outdir / "notes/series/s.html")) == ["New", "First"]
    feed = feed_rules.json_feed((built.outdir / "notes/tags/rain/feed.json").read_bytes())
    assert [item["title"] for item in feed["items"]] == ["New", "Plain", "Second", "First"]
    second = page(built.outdir / "notes/second.html")
    assert [a.get_text() for a in second.select(".neighbours a")] == ["Older First", "Newer Plain"]


def test_pages_of_a_list(site: Callable[..., Built]) -> None:
    """Pinned notes are on the first page only."""
    found = site(SITE | {"conf.py": f"{CONF}notes_page_size = 4\n"})
    assert rows(page(found.outdir / "notes/index.html")) == ["First", "Of old.", "Second", "Undated"]
    second = page(found.outdir / "notes/page/2.html")
    assert rows(second) == ["New", "An entry.", "Plain", "Zero"]
    assert [heading.get_text() for heading in second.select("h2")] == ["2024", "2023", "2021"]


def test_other_builders(site: Callable[..., Built]) -> None:
    """Outside HTML, the mark is in brackets."""
    text = site(SITE | {"notes/first.md": _note("2022-01-03", "title: First", "pinned: 1", "status: seed")},
                builder="text").text("index.txt")  # fmt: skip
    lines = [line for line in text.splitlines() if "First" in line]
    assert lines[0] == "* 3 January 2022: First (pinned, seed)"


def test_wrong_values(site: Callable[..., Built]) -> None:
    """They are reported with their place, and pin nothing."""
    found = site(SITE | {"notes/first.md": _note("2022-01-03", "title: First", "pinned: top"),
                         "notes/second.md": _note("2023-02-04", "title: Second", "pinned: [1]")})  # fmt: skip
    expected = "expected true, false or a number such as 1, got"
    assert f"first.md:4: WARNING: pinned: {expected} 'top'; ignoring it [notes.value]" in found.warnings
    assert f"second.md:4: WARNING: pinned: {expected} ['1']; ignoring it [notes.value]" in found.warnings
    assert rows(page(found.outdir / "notes/2022.html")) == ["First"]


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_other_themes(site: Callable[..., Built], theme: str) -> None:
    """The same marks as in ours."""
    found = site(SITE | {"conf.py": CONF.replace('"research_notes"\nhtml_base', f'"{theme}"\nhtml_base')})
    assert rows(page(found.outdir / "notes/authors/ada-brook.html"))[:3] == ["First*", "Of old.*", "Second*"]


def _text(bench: Bench, name: str, old: str, new: str) -> None:
    path = bench.source / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


EDITS: dict[str, Callable[[Bench], None]] = {
    "nothing": lambda b: None,
    "pin": lambda b: _text(b, "notes/plain.md", "pinned: false", "pinned: true"),
    "another number": lambda b: _text(b, "notes/plain.md", "pinned: true", "pinned: 9"),
    "unpin": lambda b: _text(b, "notes/first.md", "pin: true", "pin: false"),
    "pin an entry": lambda b: _text(b, "log.md", "10:00\nAn", "10:00\n:pinned: 4\n\nAn"),
    "another order": lambda b: _text(b, "index.md", ":limit: 3\n```\n\n```{notes}\n:sort: newest",
                                     ":limit: 3\n```\n\n```{notes}\n:sort: pinned"),
    "pages": lambda b: _text(b, "conf.py", "notes_author", "notes_page_size = 2\nnotes_author"),
    "a pinned draft": lambda b: _text(b, "notes/second.md", "pinned: 2", "pinned: 2\ndraft: true"),
    "another date": lambda b: _text(b, "notes/undated.md", "pinned: 3", "pinned: 3\ndate: 2024-01-01"),
}  # fmt: skip


def test_a_mark_is_text(built: Built) -> None:
    """Everybody can read it, whoever doesn't see colours or hears the page."""
    mark = soup_of(built.text("notes/tags/rain.html")).select_one(".note-pinned")
    assert mark is not None
    assert mark.get_text() == "Pinned"


# Rows.

ROWS: Files = SITE | {
    "conf.py": f"{CONF}notes_page_size = 5\nnotes_list_summaries = True\n",
    "index.md": "# Home\n\n```{notes}\n:tag: many\n:limit: 1\n```\n\n"
                "```{notes}\n:tag: many\n:limit: 1\n:show: Summary, reading-time\n```\n\n"
                "```{notes}\n:tag: many\n:limit: 1\n:style: table\n:show: summary\n```\n\n"
                "```{notes}\n:limit: 1\n:show: none, all\n```\n",
    **{f"notes/{month:02}.md": _note(f"2020-{month:02}-03", f"title: Month {month}", "tags: many",
                                     "summary: In short.", "status: [seedling, likely]")
       for month in range(1, 13)},
}  # fmt: skip


def test_rows(site: Callable[..., Built]) -> None:
    """Padded dates, a year where nothing above says it, badges without a list, and what was asked for."""
    found = site(ROWS)
    expected = "index.md:21: WARNING: notes: :show: expected 'none' or some of 'summary', 'reading-time'"
    assert expected in found.warnings
    assert len(found.warnings.splitlines()) == 1

    def dates(name: str) -> list[str]:
        return [each.get_text() for each in page(found.outdir / name).select(".note-list time")]

    assert dates("notes/2022.html") == ["03 Jan"]
    assert dates("notes/tags/rain.html") == ["03 Jan 2022", "04 Feb 2023", "05 Mar 2024", "06 May 2023"]
    assert dates("notes/tags/many.html") == ["03 Dec", "03 Nov", "03 Oct", "03 Sep", "03 Aug"]
    many = page(found.outdir / "notes/tags/many/page/2.html")
    assert [each.get_text() for each in many.select("title, h1, h2")] == [
        "Tag: many (page 2) — Rain", "Tag: many", "2020",
    ]  # fmt: skip
    row = many.select(".note-list > li")[0]
    assert [each.name for each in row.find_all(recursive=False)] == ["time", "a", "p", "p"]
    assert row.select_one(".p-summary").get_text() == "In short."  # type: ignore[union-attr]
    badges = row.select_one("p.note-statuses")
    assert badges is not None
    assert " ".join(badges.get_text().split()) == "Growth: seedling Confidence: likely"
    plain, both, table, none = page(found.outdir / "index.html").select(".note-listing")
    shown = [[len(each.select(".p-summary")), len(each.select(".reading-time"))]
             for each in (plain, both, table, none)]  # fmt: skip
    assert shown == [[0, 0], [1, 1], [1, 0], [0, 0]]
    assert not none.select(".p-summary, .reading-time")
    assert parse_errors(found.text("index.html")) == []


def test_a_format_of_ones_own(site: Callable[..., Built]) -> None:
    """Lists without headings use it; under the heading of a year, dates stay short."""
    found = site(ROWS | {"conf.py": f"{CONF}notes_date_format = 'EEEE, d MMMM y'\n"})
    assert "Monday, 3 January 2022</time>" in found.text("notes/tags/rain.html")
    assert "03 Dec</time>" in found.text("notes/tags/many.html")


EDITS |= {
    "summaries": lambda b: _text(
        b, "conf.py", "notes_author =", "notes_list_summaries = True\nnotes_author ="
    ),
    "a summary": lambda b: _text(b, "notes/new.md", "title: New", "title: New\nsummary: What is new."),
    "shown once": lambda b: _text(
        b, "index.md", ":style: table", ":style: table\n:show: summary, reading-time"
    ),
    "shown twice": lambda b: _text(b, "notes/new.md", "What is new.", "What was new."),
    "no summaries": lambda b: _text(b, "conf.py", "notes_list_summaries", "list_summaries"),
    "shown still": lambda b: _text(b, "notes/new.md", "What was new.", "What will be new."),
    "a tenth note": lambda b: b.edit(
        {f"notes/{n}.md": _note(f"202{n}-02-03", f"title: {n}", "tags: rain") for n in range(10)}
    ),
    "nine again": lambda b: b.edit({f"notes/{n}.md": None for n in range(10)}),
}


# Lists that can be narrowed.

NARROW: Files = ROWS | {
    "conf.py": f"{CONF}notes_page_size = 11\n",
    "index.md": "# Home\n\n```{notes}\n:tag: rain\n:filter:\n```\n\n"
                "```{notes}\n:filter:\n:group: year\n```\n\n```{notes}\n:style: table\n:filter:\n```\n\n"
                "```{notes}\n:limit: 1\n:filter:\n```\n\n```{notes}\n:style: cards\n:filter:\n```\n",
    "notes/new.md": _note("2024-03-05", "title: New", "tags: rain",
                          text="Words.\n\n```{notes}\n:tag: rain\n:filter:\n:group: year\n```"),
    "notes/alike.md": _note("2020-12-30", "title: Alike", "tags: [many, <b>]", "status: '7'"),
}  # fmt: skip
SHEET = "_static/research-notes-filters.css"


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with lists that can be narrowed."""
    folder = tmp_path_factory.mktemp("narrow")
    write_files(folder / "source", NARROW)
    return build_site(folder / "source", folder / "out")


def test_narrowing(narrow: Built) -> None:
    """Long generated lists, and those that ask for it, with what they need and no more."""
    found = narrow
    assert found.warnings == ""
    many = page(found.outdir / "notes/tags/many.html")
    form = many.select_one(".note-filters:has(> form) + .note-listing + .note-count")
    assert form is not None
    assert form.get_text().startswith(" of 11 notes on this page ")
    assert " notes on" not in found.text("index.html")
    assert "has-margin" in many.body["class"]  # type: ignore[index]
    assert [each.get_text() for each in many.select(".note-filters legend")] == [
        "Tag", "Confidence", "Growth", "Status",
    ]  # fmt: skip
    assert SHEET in found.text("notes/tags/many.html")
    assert many.select_one(".note-list time").decode_contents() == '30 Dec<span class="whole"> 2020</span>'  # type: ignore[union-attr]
    # The second page of two notes, a short list, one without the option, and one with a single note.
    for name in ("notes/tags/many/page/2", "notes/tags/rain", "log"):
        assert "note-filters" not in found.text(f"{name}.html")
        assert SHEET not in found.text(f"{name}.html")
        assert '"whole"' not in found.text(f"{name}.html")
    home = page(found.outdir / "index.html")
    assert [len(each.select("fieldset")) for each in home.select(".note-filters")] == [1, 5, 5, 5]
    labels = [each.get_text().split() for each in home.select(".note-filters")[1].select(".f-b label")]
    assert labels == [["many", "13"], ["rain", "4"], ["<b>", "1"]]
    assert [len(each.select(".f-b1")) for each in home.select(".note-listing")] == [0, 13, 13, 0, 13]
    assert parse_errors(found.text("index.html")) == []
    assert repeated_ids(home) == []
    copy = found.text("notes/new.html.md")
    assert "[Second](" in copy
    assert not [word for word in ("Narrow", "rain 4", "of 4") if word in copy]


def test_no_narrowing(site: Callable[..., Built]) -> None:
    """It can be turned off, isn't in books, and works in other themes."""
    found = site(NARROW | {"conf.py": f"{CONF}notes_list_filters = False\n"})
    assert "note-filters" not in found.text("notes/tags/many.html")
    other = site({"conf.py": CONF.replace('"research_notes"\nhtml_base', '"alabaster"\nhtml_base')})
    assert SHEET in other.text("notes/tags/many.html")
    assert SHEET not in other.text("notes/tags/rain.html")
    assert "<form" not in site({}, builder="epub", into="book").text("index.xhtml")


def test_much_used_tags_are_larger(narrow: Built) -> None:
    """In the index of tags, in steps; an index in which nothing stands out has one size."""

    def sizes(kind: str) -> list[tuple[str, str]]:
        items = page(narrow.outdir / f"notes/{kind}/index.html").select(".label-list > li")
        return [(" ".join(each.get_text().split()), " ".join(each.get("class") or [])) for each in items]

    assert sizes("tags") == [("<b> 1", ""), ("many 13", "use-5"), ("rain 4", "use-3")]
    assert {size for _, size in sizes("statuses")} == {""}


EDITS |= {
    "narrow": lambda b: _text(b, "index.md", ":style: cards", ":style: cards\n:filter:"),
    "another tag": lambda b: _text(b, "notes/new.md", "tags: rain", "tags: hail"),
    "another spelling": lambda b: _text(b, "notes/new.md", "tags: hail", "tags: Hail"),
    "a status": lambda b: _text(b, "notes/new.md", "tags: Hail", "tags: rain\nstatus: seedling"),
    "long lists": lambda b: b.edit(
        {f"notes/{n}.md": _note(f"202{n}-02-03", f"title: {n}", f"tags: rain, {n}") for n in range(10)}
    ),
    "one that is off": lambda b: _text(b, "notes/3.md", "rain, 3", "rain, 4"),
    "no narrowing": lambda b: _text(
        b, "conf.py", "notes_author =", "notes_list_filters = False\nnotes_author ="
    ),
    "narrowing again": lambda b: _text(b, "conf.py", "notes_list_filters = False\n", ""),
    "short lists": lambda b: b.edit({f"notes/{n}.md": None for n in range(10)}),
}


# Texts and pictures of labels.

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="2"/>\n'
LABELS = """\
notes_page_size = 2
notes_authors = {"ada": {"name": "Ada Brook", "url": "https://example.org/ada"}}
notes_labels = {
    "tags": {"RAIN": {"description": "Of <b>rain</b>,\\n and more.\\n\\nAnd *snow*.",
                      "image": {"path": "pics/gauge.svg", "alt": "A gauge"}}},
    "authors": {"ada": "She counts drops."},
    "series": {"S": {"image": "https://example.net/s.png"}},
    "statuses": {"seed": "Just begun."},
}
"""
LABELLED: Files = SITE | {
    "conf.py": CONF + LABELS,
    "pics/gauge.svg": PICTURE.format(2),
    "notes/zero.md": _note("2021-05-06", "title: Zero", "status: seed"),
}


SHOW_IMAGE = """\
def show(app, pagename, templatename, context, doctree):
    context["metatags"] = f"{context.get('metatags') or ''}<!-- {context.get('notes_image')} -->"

def setup(app):
    app.connect("html-page-context", show)
"""


def test_a_label_has_a_text_and_a_picture(site: Callable[..., Built]) -> None:
    """On the first page of its list, as text and as the description; labels are compared as elsewhere."""
    found = site(LABELLED | {"conf.py": f"{LABELLED['conf.py']}{SHOW_IMAGE}"})
    assert found.warnings == ""
    tag = page(found.outdir / "notes/tags/rain.html")
    paragraphs = [each.get_text() for each in tag.select(".list-intro p")]
    assert paragraphs == ["Of <b>rain</b>, and more.", "And *snow*."]
    image = tag.select_one(".list-intro img")
    assert image is not None
    assert (image["src"], image["alt"]) == ("rain.svg", "A gauge")
    assert found.text("notes/tags/rain.svg") == PICTURE.format(2)
    described = tag.select_one('meta[name="description"]')
    assert described is not None
    assert described["content"] == "Of <b>rain</b>, and more. And *snow*."
    assert parse_errors(found.text("notes/tags/rain.html")) == []
    url = "https://example.org/rain/notes/tags/rain.svg"
    assert f"<!-- ('{url}', 'A gauge') -->" in found.text("notes/tags/rain.html")
    assert "<!-- ('https://example.net/s.png', '') -->" in found.text("notes/series/s.html")
    second = page(found.outdir / "notes/tags/rain/page/2.html")
    assert not second.select(".list-intro")
    author = page(found.outdir / "notes/authors/ada-brook.html")
    assert author.select_one(".list-intro + .author-card") is not None
    series = page(found.outdir / "notes/series/s.html").select_one(".list-intro img")
    assert series is not None
    assert (series["src"], series["alt"]) == ("https://example.net/s.png", "")
    assert "Just begun." in found.text("notes/statuses/seed.html")


def test_labels_that_are_nobodys(site: Callable[..., Built]) -> None:
    """A typo, a label of a draft only, and pictures that cannot be shown are reported."""
    conf = (
        CONF
        + """\
notes_labels = {
    "tags": {"rian": "Of rain.", "secret": "Of a draft.",
             "rain": {"description": "Of rain.", "image": "pics/none.svg"}},
    "series": {"S": {"image": "../outside.svg"}},
    "authors": {"Ada Brook": {"image": "notes/new.md"}},
    "statuses": {"seed": {"image": "_drafts/hidden.svg"}},
}
"""
    )
    hidden = {"_drafts/hidden.svg": PICTURE.format(3), "../outside.svg": "x"}
    draft = {"notes/draft.md": _note("2024-01-01", "tags: secret", "draft: true")}
    found = site(LABELLED | hidden | draft | {"conf.py": conf})
    left_out = "leaving it out [notes.config]"
    file = "expected an image file"
    expected = (
        "no public note has the tag 'rian'; did you mean 'rain'? [notes.label]",
        "no public note has the tag 'secret'; it has no page [notes.label]",
        f"tags: rain: image: {file}, relative to the source directory, got 'pics/none.svg'; {left_out}",
        f"series: S: image: expected a file inside the project, got '../outside.svg'; {left_out}",
        f"authors: Ada Brook: image: {file}, got 'notes/new.md'; {left_out}",
        f"statuses: seed: image: expected a file that is public, got '_drafts/hidden.svg'; {left_out}",
    )
    lines = [f"WARNING: notes_labels: {each}" for each in expected]
    assert sorted(found.warnings.splitlines()) == sorted(lines)
    assert "Of rain." in found.text("notes/tags/rain.html")
    assert "<img" not in found.text("notes/tags/rain.html")


def test_an_image_in_the_folder_for_addresses(site: Callable[..., Built]) -> None:
    """The image of a note is looked for there, too; one that is added at the path itself comes first."""
    files = {
        "conf.py": CONF + 'notes_site_root = "static"\n',
        "index.md": "# Home\n\n```{notes}\n:style: cards\n```\n",
        "notes/a.md": _note("2024-01-01", "title: A", "image: /pics/a.svg"),
        "static/pics/a.svg": PICTURE.format(1),
    }
    found = site(files)
    assert found.warnings == ""
    assert page(found.outdir / "index.html").select_one("img[src$='a.svg']") is not None
    assert PICTURE.format(1) in found.text("_images/a.svg")
    again = site({"pics/a.svg": PICTURE.format(2)})
    assert again.warnings == ""
    shown = page(again.outdir / "index.html").select_one("img[src*='_images/a']")
    assert shown is not None
    assert PICTURE.format(2) in again.text(f"_images/{str(shown['src']).rpartition('/')[2]}")


def test_a_document_in_the_place_of_a_list(site: Callable[..., Built]) -> None:
    """It stays as it is."""
    found = site(LABELLED | {"notes/tags/rain.md": "---\nkind: page\ntitle: Rain\n---\n\nAll of mine.\n"})
    assert "All of mine." in found.text("notes/tags/rain.html")
    assert "list-intro" not in found.text("notes/tags/rain.html")


EDITS |= {
    "labels": lambda b: b.edit({"pics/gauge.svg": PICTURE.format(2),
                                "conf.py": f"{(b.source / 'conf.py').read_text('utf-8')}\n{LABELS}"}),
    "the picture": lambda b: b.edit({"pics/gauge.svg": PICTURE.format(3)}),
    "no picture": lambda b: b.edit({"pics/gauge.svg": None}),
    "the picture again": lambda b: b.edit({"pics/gauge.svg": PICTURE.format(4)}),
    "another text": lambda b: _text(b, "conf.py", "She counts", "Ada counts"),
    "no tag": lambda b: b.edit({f"notes/{name}.md": _note("2024-06-07", f"title: {name}", "tags: snow")
                                for name in ("new", "second", "first", "plain")}),
    "a tag": lambda b: _text(b, "notes/new.md", "tags: snow", "tags: Rain"),
    "a document": lambda b: b.edit({"notes/tags/rain.md": "---\nkind: page\n---\n# Rain\n\nAll of mine.\n"}),
    "no labels": lambda b: _text(b, "conf.py", "notes_labels", "labels"),
}  # fmt: skip


# Reading time.

ASIDE = "```{note-to-self}\n:private:\n\n" + "hidden " * 600 + "\n```\n"
LONG: Files = SITE | {
    "conf.py": CONF + "notes_reading_time = True\n",
    "notes/new.md": _note("2024-03-05", "title: New", "tags: rain", text=f"{'word ' * 1150}\n\n{ASIDE}"),
    "notes/plain.md": _note("2023-05-06", "title: Plain", "external_url: https://example.net/"),
}


def test_reading_time(site: Callable[..., Built]) -> None:
    """In bylines, lists and metadata, but not of entries and link notes; hidden text takes no time."""
    found = site(LONG)
    assert found.warnings == ""
    note = page(found.outdir / "notes/new.html")
    times = [each.get_text() for each in note.select(".reading-time")]
    assert times == ["5 min read"]
    byline = note.select_one(".byline")
    assert byline is not None
    assert byline.get_text() == "Ada Brook · 5 March 2024 · 5 min read · Back to home"
    assert '"timeRequired":"PT5M"' in found.text("notes/new.html")
    assert "timeRequired" not in found.text("notes/plain.html")
    assert not page(found.outdir / "notes/plain.html").select(".reading-time")
    home = page(found.outdir / "index.html")
    first, _, table, cards, by_year = home.select(".note-listing")
    assert [each.get_text() for each in first.select(".reading-time")] == ["1 min"] * 2
    for listing, text in ((table, "5 min"), (cards, "5 min"), (by_year, "5 min")):
        entry = next(each for each in listing.select(".h-entry") if _row(each) == "New")
        assert [each.get_text() for each in entry.select(".reading-time")] == [text]
    assert "5 March 2024 · 5 min" in cards.get_text()
    assert not home.select(".note-full .reading-time")
    assert parse_errors(found.text("index.html")) == []


def test_no_reading_time(site: Callable[..., Built], built: Built) -> None:
    """Unless it is asked for, and in books; what is private counts where it is shown."""
    assert not [
        name for name in built.files() if name.endswith(".html") and "reading-time" in built.text(name)
    ]
    book = site(LONG, builder="epub", into="book")
    assert "min read" not in book.text("notes/new.xhtml")
    whole = site({"conf.py": f"{LONG['conf.py']}notes_private = True\n"}, into="whole")
    assert "8 min read" in whole.text("notes/new.html")


EDITS |= {
    "reading time": lambda b: _text(
        b, "conf.py", "notes_author =", "notes_reading_time = True\nnotes_author ="
    ),
    "more words": lambda b: _text(b, "notes/zero.md", "Words.", "word " * 700),
    "as many words": lambda b: _text(b, "notes/zero.md", "word word", "word " * 3),
    "code": lambda b: _text(b, "notes/zero.md", "word word", "x\n\n" + "    code\n" * 60),
    "a link note": lambda b: _text(b, "notes/zero.md", "pinned: 0", "external_url: https://example.net/"),
}


@pytest.mark.slow
def test_exact(tmp_path: Path) -> None:
    """After each of these edits, incremental, parallel and clean builds are equal."""
    write_files(tmp_path / "source", SITE)
    check_each(Bench(tmp_path, tmp_path / "source"), EDITS, ways=BY_TURNS)


#: Writes how many doctrees are loaded, and how often an address is looked up, beside the output.
COUNTING = """
from pathlib import Path
from sphinx.environment import BuildEnvironment
from sphinx_research_notes.model.site_addresses import AddressIndex
counts = {}
def counted(owner, name):
    method = getattr(owner, name)
    def count(*args, **options):
        counts[name] = counts.get(name, 0) + 1
        return method(*args, **options)
    setattr(owner, name, count)
counted(BuildEnvironment, "get_doctree")
counted(AddressIndex, "find")
def setup(app):
    told = lambda app, exception: Path(app.srcdir, "counts.txt").write_text(repr(sorted(counts.items())))
    app.connect("build-finished", told)
"""


def test_streams_of_any_length(site: Callable[..., Built], tmp_path: Path) -> None:
    """What a list in full costs grows with the entries of a stream, not with their square."""
    counts = []
    for number in (8, 32):
        entries = "\n\n".join(
            f"```{{entry}} 2024-05-01 {each % 24:02}:{each // 24:02}\n[Why](/2024/{each}.html), {each}.\n```"
            for each in range(number)
        )
        site({
            "conf.py": CONF + COUNTING,
            "index.md": "# Home\n\n```{notes}\n:style: full\n```\n",
            "stream.md": f"# Stream\n\n{entries}\n",
        })  # fmt: skip
        counts.append(dict(literal_eval((tmp_path / "source" / "counts.txt").read_text("utf-8"))))
    assert counts[0]["get_doctree"] == counts[1]["get_doctree"]
    assert counts[0]["find"] * 6 > counts[1]["find"]
