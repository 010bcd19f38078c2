"""Files for programs: the sitemap, robots.txt, llms.txt, and what pages say of themselves."""

from __future__ import annotations

import urllib.robotparser
from typing import TYPE_CHECKING

import pytest
import sitemap_rules

from sphinx_research_notes.publish.llms_txt import Item, llms_txt
from sphinx_research_notes.publish.page_facts import FactStore, PageFacts, facts_of
from sphinx_research_notes.publish.sitemap import Address, robots_txt, sitemap_files

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/a/"


@pytest.mark.parametrize(("count", "parts"), [(0, 0), (1, 0), (3, 0), (4, 2), (7, 3)])
def test_parts_of_a_sitemap(count: int, parts: int) -> None:
    """Only with too many addresses for one file is the sitemap an index."""
    addresses = [Address(f"{BASE}{n}.html?a=1&b", "2024-01-02") for n in range(count)]
    files = sitemap_files(addresses, BASE, limit=3)
    assert set(files) == {"sitemap.xml", *(f"sitemap-{n}.xml" for n in range(1, parts + 1))}
    assert sitemap_rules.sitemap(files, BASE) == {each.url: each.modified for each in addresses}


def test_many_addresses() -> None:
    """As many as the protocol allows in one file, and one more."""
    addresses = [Address(f"{BASE}{n}") for n in range(50_001)]
    assert set(sitemap_files(addresses[1:], BASE)) == {"sitemap.xml"}
    files = sitemap_files(addresses, BASE)
    assert set(files) == {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"}
    assert len(sitemap_rules.sitemap(files, BASE)) == 50_001


def test_long_addresses() -> None:
    """No file is larger than the protocol allows, and an address that is too long is left out."""
    addresses = [Address(f"{BASE}{n:05}{'x' * 2000}") for n in range(26_000)]
    files = sitemap_files([*addresses, Address(BASE + "y" * 2048)], BASE)
    assert len(files) == 3
    assert max(map(len, files.values())) <= 50_000_000
    assert len(sitemap_rules.sitemap(files, BASE)) == 26_000


@pytest.mark.parametrize("hidden", [True, False])
def test_robots(hidden: bool) -> None:
    """A robot reads what is meant."""
    robot = urllib.robotparser.RobotFileParser()
    robot.parse(robots_txt(f"{BASE}sitemap.xml", hidden=hidden).decode().splitlines())
    assert robot.can_fetch("Robot", f"{BASE}x.html") is not hidden
    assert robot.site_maps() == (None if hidden else [f"{BASE}sitemap.xml"])


def test_llms_txt() -> None:
    """A title, a quotation, and sections with links, whatever is in them."""
    sections = [
        ("Notes", (Item("A [b] *c*", f"{BASE}a b.html.md", "One\nline."), Item("D", f"{BASE}d"))),
        ("Empty", ()),
    ]
    expected = (
        "# R & D\n\n> 1\\. a\n\n## Notes\n\n"
        f"- [A [b] \\*c\\*]({BASE}a%20b.html.md): One line.\n- [D]({BASE}d)\n"
    )
    assert llms_txt("R & D", "1. a", sections).decode() == expected


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        ("", PageFacts()),
        ('<meta name="robots" content="noindex">', PageFacts(no_index=True)),
        ("<meta content='NoIndex, follow' name='Robots' />", PageFacts(no_index=True)),
        ('<meta name="robots" content="all"><meta name="robots" content="none">', PageFacts(no_index=True)),
        ('<meta name="robots" content="max-snippet:-1">', PageFacts()),
        ('<meta name="description" content="A &amp;\n b">', PageFacts(description="A & b")),
        ('<meta property="og:description" content="O"><meta name="description" content="D">',
         PageFacts(description="D")),
        ('<meta property="og:description" content="O">', PageFacts(description="O")),
        ('</head><body><meta name="robots" content="noindex">', PageFacts()),
    ],
)  # fmt: skip
def test_facts(head: str, facts: PageFacts) -> None:
    """What the head of a page says to robots, and of itself."""
    assert facts_of(f"<html><head>{head}</head><body></body></html>") == facts


def test_facts_are_kept(tmp_path: Path) -> None:
    """Only a page that has changed is read; a damaged file is replaced, and a page that is gone forgotten."""
    page, kept = tmp_path / "a.html", tmp_path / "facts"
    page.write_text('<meta name="description" content="One">')
    for content in (None, "{", '{"version": 1, "pages": {"a.html": 3}}', "[]"):
        if content is not None:
            kept.write_text(content)
        store = FactStore(kept)
        assert store.read({"a.html": page, "b.html": tmp_path / "b.html"}) == {
            "a.html": PageFacts(description="One")
        }
        store.save()
    state = kept.stat().st_mtime_ns
    store = FactStore(kept)
    store.read({"a.html": page})
    store.save()
    assert kept.stat().st_mtime_ns == state
    page.write_text('<meta name="description" content="Other">')
    store = FactStore(kept)
    assert store.read({"a.html": page})["a.html"].description == "Other"
    store.save()
    page.unlink()
    store = FactStore(kept)
    assert store.read({"a.html": page}) == {}
    store.save()
    assert not kept.exists()
