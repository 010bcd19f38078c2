"""Lists in a built site: pinned notes come first, and are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feed_rules
import pytest
from exactness import Bench, check_each
from pages import page, parse_errors, repeated_ids, soup_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import BeautifulSoup, Tag
    from conftest import Built

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
    from conftest import build_site, write_files

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
    assert [bool(each.select(".date > .note-pinned")) for each in full] == [True] * 4 + [False] * 4
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


def test_exact(tmp_path: Path) -> None:
    """After each of these edits, incremental, parallel and clean builds are equal."""
    from conftest import write_files
    from exactness import BOTH

    write_files(tmp_path / "source", SITE)
    check_each(Bench(tmp_path, tmp_path / "source"), EDITS, ways=BOTH)


def test_a_mark_is_text(built: Built) -> None:
    """Everybody can read it, whoever doesn't see colours or hears the page."""
    mark = soup_of(built.text("notes/tags/rain.html")).select_one(".note-pinned")
    assert mark is not None
    assert mark.get_text() == "Pinned"
