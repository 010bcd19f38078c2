"""The search of our theme in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import Visitor, barriers, expect, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Built
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.once]

NOTE = """\
---
date: 2024-03-14
status: evergreen
---

# Wet $h^2$ gauges

Nothing of it here.

## Of the *bucket*

A bucket of $n_k$ drops, measured in 東京大学 by 猫の手.[^1]

[^1]: A note in the margin.
"""
SITE = {
    "conf.py": """\
project = "Rain"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
notes_home = "Back to home"
myst_enable_extensions = ["dollarmath"]
html_theme_options = {"tagline": "Drops"}
""",
    "index.md": "# Home\n\n```{toctree}\nguide/about\n```\n",
    "guide/about.md": "# About\n\n## How to measure\n\n"
                      "Words.\n\n```{eval-rst}\n.. py:function:: catch_rain()\n```\n",
    "notes/wet.md": NOTE,
    "notes/old.md": "---\ndate: 2020-01-01\n---\n\n# Older\n\nA bucket, 서울에서. " + "Far. " * 60 + "\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a small site, built with pages in folders."""
    from conftest import build_site, write_files

    folder = tmp_path_factory.mktemp("search")
    write_files(folder / "source", dict(SITE))
    return build_site(folder / "source", folder / "out", builder="dirhtml")


@pytest.fixture
def search(chromium: Browser, built: Built) -> Iterator[Callable[..., Page]]:
    """Search the site, served in a subfolder with a strict policy; what the console says fails the test."""
    said: list[str] = []

    def strict(route: Route) -> None:
        answer = route.fetch()
        headers = answer.headers | {"content-security-policy": "default-src 'self'"}
        route.fulfill(response=answer, headers=headers)

    with served(built.outdir) as address:
        visitor = Visitor(chromium, address)

        def opened(query: str, **options: object) -> Page:
            page = visitor("search/", routes={address + "search/**": strict}, **options)  # type: ignore[arg-type]
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.goto(f"{address}search/?q={query}")
            return page

        yield opened
        visitor.close()
    assert said == []


def test_results(search: Callable[..., Page]) -> None:
    """Results have date, badges, an excerpt of the note's own text and sections, the best first."""
    page = search("bucket measured")
    expect(page.get_by_role("status")).to_have_text("Results for “bucket measured”: 1")
    result = page.locator(".search-results > li")
    expect(result.locator(".search-title")).to_have_text("Wet h^2 gauges")
    expect(result.locator("time")).to_have_text("14 March 2024")
    expect(result.locator(".note-status")).to_have_count(1)
    excerpt = result.locator(".search-excerpt")
    expect(excerpt).to_have_text(
        "Nothing of it here. A bucket of nk drops, measured in 東京大学 by 猫の手. A note in the margin."
    )
    assert [each.inner_text() for each in excerpt.locator("mark").all()] == ["bucket", "measured"]
    section = result.locator(".search-sections a")
    expect(section).to_have_text("Of the bucket")
    assert barriers(page) == []
    section.click()
    page.wait_for_url("**/notes/wet/#of-the-bucket")

    page = search("bucket", width=360, color_scheme="dark")
    titles = page.locator(".search-title")
    expect(titles).to_have_text(["Wet h^2 gauges", "Older"])  # The heading of the first has the word.
    expect(page.locator(".search-results mark").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []

    page = search("catch_rain")
    expect(page.locator(".search-meta").first).to_have_text("Page")
    page.locator(".search-sections a").first.click()
    page.wait_for_url("**/guide/about/#catch_rain")


def test_cjk_in_an_english_site(search: Callable[..., Page]) -> None:
    """Words in Chinese, Japanese and Korean are found, single characters too, and marked."""
    page = search("東京")
    for word, title in (("東京", "Wet"), ("京大学", "Wet"), ("猫", "Wet"), ("서울", "Older")):
        page.goto(page.url.partition("?")[0] + f"?q={word}")
        expect(page.locator(".search-title")).to_contain_text(title)
        expect(page.locator(".search-excerpt mark").first).to_have_text(word)


def test_nothing(search: Callable[..., Page]) -> None:
    """A search without results says so, which words alone have some, and where to look."""
    page = search("bucket xylophone")
    expect(page.get_by_role("status")).to_have_text("Nothing has “bucket xylophone”.")
    expect(page.get_by_role("link", name="All notes").last).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name="bucket", exact=True).click()
    expect(page.locator(".search-title")).to_have_count(2)


def test_slash(search: Callable[..., Page]) -> None:
    """``/`` leads to the field from anywhere, not while typing; Escape leads back."""
    page = search("bucket")
    field = page.locator(".search-form input")
    link = page.locator(".search-title").first
    link.focus()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("/x")
    expect(field).to_have_value("bucket/x")
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    link.click()
    page.wait_for_url("**/notes/**")
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.name === 'q' || location.pathname.endsWith('/search/')")
