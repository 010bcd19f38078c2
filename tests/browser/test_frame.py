"""What stands around the text in our theme, in a real browser: the line on top, contents, siblings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from browsing import Visitor, barriers, expect, served

if TYPE_CHECKING:
    from conftest import Built
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HOME = "index.html"
NOTE = "posts/2024-03-14-measuring-rain.html"
DOCUMENT = "guide/reading.html"
SEARCH = "search.html"
#: One of each kind: with and without an end margin, a document, a list, what Sphinx makes, the 404 page.
KINDS = (HOME, NOTE, "posts/2024-06-01-thought.html", DOCUMENT, "notes/tags/rain.html", SEARCH, "404.html")

Opened = Callable[..., "Page"]


@pytest.fixture(scope="module")
def address(chromium: Browser, rich: Callable[..., Built]) -> Iterator[str]:
    """Return the address of the rich site."""
    with served(rich().outdir) as found:
        yield found


@pytest.fixture
def opened(chromium: Browser, address: str) -> Iterator[Opened]:
    """Open a page of the site: ``opened(NOTE, width=360)``."""
    visitor = Visitor(chromium, address)
    yield visitor
    visitor.close()


#: The text of the element that has the focus, or its name for assistive technology.
FOCUSED = """() => {
    const e = document.activeElement;
    return e.getAttribute("aria-label") || e.textContent.trim();
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_line_on_top(opened: Opened, address: str, width: int) -> None:
    """Each page begins with a way to skip to the text, then the site's name and search; its links agree."""
    page = opened(HOME, width=width)
    links = {}
    for name in KINDS:
        page.goto(address + name)
        stops = []
        for _ in range(3):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(FOCUSED))
        assert stops[:2] == ["Skip to the text", "Notes on rain"], name
        assert (stops[2] == "Search") == (name != SEARCH), name
        found = page.eval_on_selector_all(".site-nav a", "found => found.map(link => link.href)")
        links[name] = [each.rstrip("#") for each in found]
    assert {name: each for name, each in links.items() if each != links[NOTE]} == {}
    assert len(links[NOTE]) > 3


def test_one_edge(opened: Opened, address: str) -> None:
    """On a wide screen the text begins at the same place on every kind of page, and nothing moves."""
    page = opened(HOME, width=1400)
    page.add_init_script("""
        window.moved = 0;
        new PerformanceObserver(list => list.getEntries().forEach(each => { window.moved += each.value; }))
            .observe({ type: "layout-shift", buffered: true });
    """)
    edges = {}
    for name in KINDS:
        page.goto(address + name)
        edges[name] = page.evaluate("document.querySelector('h1').getBoundingClientRect().left")
        assert page.evaluate("window.moved") == 0, name
    assert len(set(edges.values())) == 1, edges


def test_menu_without_scripts(opened: Opened) -> None:
    """On a phone the links are in a menu, which needs no script; on a wide screen they are in the line."""
    page = opened(NOTE, width=360, java_script_enabled=False)
    feeds, menu = page.get_by_role("link", name="Feeds"), page.get_by_role("button", name="Menu")
    expect(feeds).to_be_hidden()
    menu.click()
    expect(feeds).to_be_visible()
    menu.click()
    expect(feeds).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(feeds).to_be_visible()
    expect(menu).to_be_hidden()
    page.get_by_role("searchbox").fill("bucket")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search.html?q=bucket")


def test_open_menu_has_no_barriers(opened: Opened) -> None:
    """An automatic accessibility check finds nothing in the open menu."""
    page = opened(NOTE, width=360)
    page.get_by_role("button", name="Menu").click()
    assert barriers(page) == []
