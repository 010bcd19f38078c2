"""The cards of links in a real browser: under a pointer, by keyboard, by touch, read aloud, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import Visitor, barriers, expect, served
from conftest import build_site, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NAME = "notes/main.html"
CONF = """\
project = "Rain"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/*"]
notes_author = "Ines Calder"
bibtex_bibfiles = ["works.bib"]
"""
SITE: dict[str, str | bytes | None] = {
    "conf.py": CONF,
    "works.bib": "@book{hale, author = {Hale, Nora}, title = {Buckets}, publisher = {Mill}, year = {1902},"
    " doi = {10.1000/182}}\n",
    "index.md": "# Home\n\n```{toctree}\n:glob:\nnotes/*\n```\n",
    "notes/main.md": "---\ndate: 2024-01-01\ntitle: Main\n---\n\n"
    "Of the [curves](other.md), and {cite:t}`hale`.\n\n"
    f"{'Words to fill the page. ' * 120}\n\nAt the end of a line there is [another](third.md) of them.\n",
    "notes/other.md": "---\ndate: 2023-05-21\ntitle: Above the gauging\nstatus: finished, likely\n---\n\n"
    f"The curve goes on, as far as {'anyoneorsomebody' * 9} knows it, and further.\n",
    "notes/twice.md": "---\ntitle: Twice\n---\n\nOf [curves](other.md).\n\n## A [heading](other.md)\n\n"
    "Again of [them](other.md).\n",
    "notes/third.md": "---\ndate: 2023-05-22\ntitle: The third\n---\n\nIt is short.\n",
}


@pytest.fixture(scope="module")
def opened(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Open a page of the site: ``opened(NAME, width=360)``."""
    folder: Path = tmp_path_factory.mktemp("previews")
    write_files(folder / "source", SITE)
    with served(build_site(folder / "source", folder / "html").outdir) as address:
        visitor = Visitor(chromium, address)
        yield visitor
        visitor.close()


def fits(page: Page, card: str) -> bool:
    """Return whether *card* is within the window, and the page no wider than that."""
    return bool(
        page.evaluate(
            """card => {
                const box = document.querySelector(card).getBoundingClientRect();
                const root = document.documentElement;
                return box.width > 200 && box.left >= 0 && box.right <= root.clientWidth && box.top >= 0
                    && box.bottom <= innerHeight && root.scrollWidth <= root.clientWidth;
            }""",
            card,
        )
    )


def test_pointer_and_keyboard(opened: Visitor) -> None:
    """A card opens under its link, can be entered, closes by Escape, and is never a stop for the keyboard."""
    page = opened(NAME, width=1024, height=700)
    link, card = page.locator(".preview a").first, page.locator(".preview-card").first
    expect(card).to_be_hidden()
    link.hover()
    expect(card).to_be_visible()
    assert fits(page, ".preview-card")
    line, box = link.bounding_box(), card.bounding_box()
    assert line
    assert box
    assert 0 <= box["y"] - line["y"] - line["height"] < 12
    card.hover()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.mouse.move(2, 2)
    link.focus()
    expect(card).to_be_visible()
    # The next stops are the citation and the other link: no button, no link on a card.
    for expected in ("#ref-hale", "third.html"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == expected
    expect(page.locator(".preview-card").last).to_be_visible()
    expect(page.locator(".preview-card:visible, .margin-body:visible")).to_have_count(1)


def test_each_link_shows_the_card(opened: Visitor) -> None:
    """The page holds a card once; with a script, later links in the text show it too; Escape closes it."""
    page = opened("notes/twice.html", width=1024, height=700)
    page.get_by_role("link", name="them", exact=True).hover()
    shown = page.locator(".preview-card:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Above the gauging")
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    page.locator("h2 a").first.hover()
    expect(shown).to_have_count(0)
    page = opened("notes/twice.html", width=1024, java_script_enabled=False)
    expect(page.locator(".preview-card")).to_have_count(1)


def test_read_aloud(opened: Visitor) -> None:
    """A sentence is read as it is written, with its links, even while a card or a reference is open."""
    page = opened(NAME, width=1024, height=700)
    sentence = page.locator(".e-content p").first
    for link in (".preview a", ".margin-cite a"):
        sentence.locator(link).first.focus()
        expect(sentence.locator("[popover]:visible")).to_have_count(1)
        said = sentence.aria_snapshot()
        assert "Above the gauging" not in said
        assert "Mill" not in said
        assert said.count("link") == 2
        assert "button" not in said
    page.emulate_media(media="print")
    expect(page.locator(".preview-card:visible, .preview-open:visible")).to_have_count(0)


@pytest.mark.parametrize(("width", "direction", "scripts"), [(320, "rtl", True), (360, "ltr", False)])
def test_touch(opened: Visitor, width: int, direction: str, scripts: bool) -> None:
    """A ring after the link opens the card within the window; it says what it previews; no barriers."""
    page = opened(
        NAME, width=width, height=640, has_touch=True, is_mobile=True, java_script_enabled=scripts,
        color_scheme="dark" if scripts else "light",
    )  # fmt: skip
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    button, card = page.locator(".preview-open").first, page.locator(".preview-card").first
    expect(button).to_have_accessible_name("Preview: Above the gauging")
    button.tap()
    expect(card).to_be_visible()
    assert fits(page, ".preview-card")
    if scripts:
        assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
