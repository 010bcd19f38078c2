"""Our theme in a browser on Read the Docs, whose scripts are stood in for by the events that they send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import Visitor, expect, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Built
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NOTE = "posts/2024-03-14-measuring-rain.html"
#: What Read the Docs sends when its data has arrived.
READY = """searching => {
    window.shown = 0;
    document.addEventListener("readthedocs-search-show", () => { window.shown += 1; });
    const data = () => ({addons: {search: {enabled: searching}}});
    document.dispatchEvent(new CustomEvent("readthedocs-addons-data-ready", {detail: {data}}));
}"""
#: What its visual comparison does: the root element of the text is replaced with a copy.
COMPARE = """() => {
    const root = document.querySelector("article, main, div.body");
    const copy = document.createElement(root.tagName);
    copy.innerHTML = root.innerHTML;
    root.replaceWith(copy);
    document.dispatchEvent(new CustomEvent("readthedocs-root-dom-changed"));
}"""


@pytest.fixture(scope="module")
def address(chromium: Browser, rich: Callable[..., Built]) -> Iterator[str]:
    """Return the address of the rich site."""
    with served(rich().outdir) as found:
        yield found


@pytest.fixture
def opened(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the site."""
    visitor = Visitor(chromium, address)
    yield visitor
    visitor.close()


def test_the_search_link_opens_its_search(opened: Callable[..., Page]) -> None:
    """It does so only where the project has the search turned on."""
    page = opened(NOTE)
    page.evaluate(READY, True)
    page.locator(".site-line").get_by_role("button", name="Search").click()
    assert page.evaluate("window.shown") == 1
    assert page.url.endswith(NOTE)

    page = opened(NOTE)
    page.evaluate(READY, False)
    page.locator(".site-line").get_by_role("button", name="Search").click()
    page.wait_for_url("**/search.html?q=")


def test_a_compared_page_works(opened: Callable[..., Page]) -> None:
    """Citations can be copied, and each button is there once, after the text has been replaced."""
    page = opened(NOTE)
    buttons = page.locator(".cite-this .copy").count()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(COMPARE)
    assert page.locator(".cite-this .copy").count() == buttons > 0
    page.locator(".cite-this summary").first.click()
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()


def test_what_its_scripts_look_for(opened: Callable[..., Page]) -> None:
    """The page says which data it reads, where its text is, and which colours it is shown in."""
    page = opened(NOTE)
    assert page.locator('meta[name="readthedocs-addons-api-version"]').get_attribute("content") == "1"
    main, article = page.locator('main[role="main"]'), page.locator("article").first
    assert main.count() == 1
    assert article.evaluate("each => each.parentElement.localName") == "main"
    assert article.locator("h1").count() == 1
    page.locator(".scheme").get_by_label("Dark").check()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
