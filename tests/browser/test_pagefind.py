"""The search with Pagefind in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import Visitor, barriers, expect, served
from pagefind_site import CONF, SITE, need_pagefind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Built
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.once]

STRICT = "default-src 'self'"
ALLOWED = f"{STRICT}; script-src 'self' 'wasm-unsafe-eval'"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a small site in English, built with pages in folders."""
    from conftest import build_site, write_files

    need_pagefind()
    folder = tmp_path_factory.mktemp("pagefind")
    conf = CONF + 'html_baseurl = "https://example.org/rain/"\nnotes_cards = False\n'
    write_files(folder / "source", SITE | {"conf.py": conf})
    return build_site(folder / "source", folder / "out", builder="dirhtml")


@pytest.fixture
def visitor(chromium: Browser, built: Built) -> Iterator[Visitor]:
    """Return a visitor of the site, served in a subfolder."""
    with served(built.outdir) as address:
        visitor = Visitor(chromium, address)
        yield visitor
        visitor.close()


def policy(text: str) -> Callable[[Route], None]:
    """Return an answer with the content security policy *text*."""

    def answer(route: Route) -> None:
        found = route.fetch()
        route.fulfill(response=found, headers=found.headers | {"content-security-policy": text})

    return answer


def searched(visitor: Visitor, query: str, policy_text: str = ALLOWED, **options: object) -> Page:
    """Search for *query* under a policy."""
    routes = {visitor.address + "search/**": policy(policy_text)}
    return visitor(f"search/?q={query}", routes=routes, **options)  # type: ignore[arg-type]


def test_results(visitor: Visitor) -> None:
    """Results have date, badges, an excerpt and sections; little is loaded, and the console is silent."""
    said: list[str] = []
    sizes: dict[str, int] = {}
    page = searched(visitor, "")
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda answer: sizes.update({answer.url: int(answer.headers["content-length"])}))
    page.locator(".search-form input").fill("bucket measuring")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Results for “bucket measuring”: 1")
    result = page.locator(".search-results > li")
    expect(result.locator(".search-title")).to_have_text("Wet h^2 gauges")
    expect(result.locator("time")).to_have_text("14 March 2024")
    expect(result.locator(".note-status")).to_have_count(1)
    expect(result.locator(".search-excerpt")).to_have_text(
        "Nothing of it here. See Older. A bucket of nk drops, measured in 東京大学 by 猫の手."
        " A note in the margin."
    )
    assert result.locator(".search-excerpt mark").all_inner_texts() == ["bucket", "measured"]
    expect(page.locator(".search-form input")).to_have_value("bucket measuring")
    index = {address: size for address, size in sizes.items() if "/_pagefind/" in address}
    assert sum(index.values()) < 130_000, index
    assert barriers(page) == []
    section = result.locator(".search-sections a")
    expect(section).to_have_text("Of the bucket")
    section.click()
    page.wait_for_url("**/rain/notes/wet/#of-the-bucket")
    page = searched(visitor, "catch_rain")
    expect(page.locator(".search-meta").first).to_have_text("Page")
    expect(page.locator(".search-sections a").first).to_have_text("catch_rain")
    assert said == []


def test_facets(visitor: Visitor) -> None:
    """Results are narrowed by year, tag, status and author; the address keeps what was chosen."""
    page = searched(visitor, "bucket", width=360, color_scheme="dark")
    titles = page.locator(".search-title")
    expect(titles).to_have_text(["Wet h^2 gauges", "Older"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("checkbox").first).to_be_hidden()
    page.locator(".search-facets summary").click()
    expect(page.get_by_role("group", name="Year").get_by_role("checkbox")).to_have_count(2)
    assert barriers(page) == []
    page.get_by_role("checkbox", name="2020 1").check()
    expect(page.get_by_role("status")).to_have_text("Results for “bucket”: 1")
    expect(titles).to_have_text(["Older"])
    expect(page.get_by_role("group", name="Author")).to_have_count(0)
    page.reload()
    expect(titles).to_have_text(["Older"])
    # Values of one facet add up.
    page.get_by_role("checkbox", name="2024 1").check()
    expect(titles).to_have_count(2)
    page.get_by_role("checkbox", name="gauges 1").check()
    expect(titles).to_have_text(["Wet h^2 gauges"])
    page.get_by_role("button", name="Show all").click()
    expect(titles).to_have_count(2)
    assert "tag" not in page.url


def test_languages(visitor: Visitor) -> None:
    """Chinese, Japanese and Korean are found in a site in English, and marked, single characters too."""
    page = searched(visitor, "東京")
    for word, title in (("東京", "Wet"), ("京大学", "Wet"), ("手", "Wet"), ("서울", "Older"), ("測", "神戸")):
        page.goto(page.url.partition("?")[0] + f"?q={word}")
        expect(page.locator(".search-title").first).to_contain_text(title)
        expect(page.locator(".search-excerpt mark").first).to_have_text(word)
    expect(page.locator(".search-title").first).to_have_attribute("lang", "ja")


def test_other_way_round(chromium: Browser, tmp_path: Path) -> None:
    """In a site in Japanese, English and Japanese are found; also with names of files in addresses."""
    from conftest import build_site, write_files

    need_pagefind()
    write_files(tmp_path / "source", SITE | {"conf.py": CONF + 'language = "ja"\n'})
    built = build_site(tmp_path / "source", tmp_path / "out", builder="html")
    with served(built.outdir) as address:
        visitor = Visitor(chromium, address)
        page = visitor("search.html?q=buckets")
        for word, title in (("bucket", "Wet"), ("京大学", "Wet"), ("測", "神戸"), ("雨量計", "神戸")):
            page.goto(page.url.partition("?")[0] + f"?q={word}")
            expect(page.locator(".search-title").first).to_contain_text(title)
            expect(page.locator(".search-excerpt mark").first).to_have_text(word)
        page.locator(".search-title").first.click()
        page.wait_for_url("**/rain/notes/kobe.html")
        visitor.close()


def test_common_words(chromium: Browser, tmp_path: Path) -> None:
    """Words that aren't indexed everywhere are found and marked all the same, and shown as written."""
    from conftest import build_site, write_files

    need_pagefind()
    few = "from sphinx_research_notes.build import common_words\ncommon_words.MOST = 2\n"
    note = "---\ndate: 2024-01-01\n---\n\n# Über\n\nOver the *Über* & the Über, for the über reach.\n"
    write_files(tmp_path / "source", {"conf.py": CONF + few, "index.md": "# Home\n", "notes/a.md": note})
    built = build_site(tmp_path / "source", tmp_path / "out")
    with served(built.outdir) as address:
        visitor = Visitor(chromium, address)
        cases = (("the", ["the", "the", "the"]), ("über", ["Über", "Über", "über"]))
        for word, marked in cases:
            page = visitor(f"search.html?q={word}")
            excerpt = page.locator(".search-excerpt")
            expect(excerpt).to_have_text("Over the Über & the Über, for the über reach.")
            expect(excerpt.locator("mark")).to_have_text(marked)
        for phrase, count in (('"the über reach"', 1), ('"the reach"', 0)):
            page = visitor(f"search.html?q={phrase}")
            expect(page.get_by_role("status")).not_to_be_empty()
            expect(page.locator(".search-title")).to_have_count(count)
        visitor.close()


def test_nothing(visitor: Visitor) -> None:
    """A search without results says which words alone have some; one that can't be loaded, that."""
    page = searched(visitor, "bucket xylophone")
    expect(page.get_by_role("status")).to_have_text("Nothing has “bucket xylophone”.")
    expect(page.get_by_role("link", name="All notes").last).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name="bucket", exact=True).click()
    expect(page.locator(".search-title")).to_have_count(2)
    # A phrase, one way round and the other.
    for query, count in (('"drops measured"', 1), ('"measured drops"', 0)):
        page.goto(page.url.partition("?")[0] + f"?q={query}")
        expect(page.get_by_role("status")).not_to_be_empty()
        expect(page.locator(".search-title")).to_have_count(count)
    expect(page.get_by_role("link", name="measured", exact=True)).to_be_visible()
    page = searched(visitor, "bucket", STRICT)
    expect(page.get_by_role("status")).to_have_text("The search could not be loaded.")
    expect(page.get_by_role("link", name="All notes").last).to_be_visible()


def test_from_disk(chromium: Browser, built: Built) -> None:
    """Opened from disk, where browsers load no modules, the page says that there is no search."""
    page = chromium.new_page()
    page.goto((built.outdir / "search/index.html").as_uri() + "?q=bucket")
    expect(page.get_by_role("status")).to_have_text("The search could not be loaded.")
    page.close()
