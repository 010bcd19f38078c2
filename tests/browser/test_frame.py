"""What stands around the text in our theme, in a real browser: the line on top, contents, siblings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from browsing import Visitor, barriers, expect, served
from conftest import ROOTS, build_site

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
    here = "found => found.map(link => [link.textContent, link.ariaCurrent])"
    page.goto(address + "notes/tags/rain.html")
    assert page.eval_on_selector_all(".site-nav [aria-current]", here) == [["Tags", "true"]]
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


@pytest.fixture(scope="module")
def manual(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a site with a manual and a long note."""
    built = build_site(ROOTS / "manual", tmp_path_factory.mktemp("manual") / "html")
    with served(built.outdir) as found:
        yield found


#: The texts of the links in the contents that are shown as the current section.
CURRENT = """() => [...document.querySelectorAll(".here a")]
    .filter(link => getComputedStyle(link, "::before").content !== "none")
    .map(link => link.textContent.trim())"""


@pytest.mark.parametrize("css", [True, False])
def test_contents_stay(chromium: Browser, manual: str, css: bool) -> None:
    """The contents stay beside the text and mark the section that is read; with a script if need be."""
    visitor = Visitor(chromium, manual)
    page = visitor("index.html")
    if not css:
        page.add_init_script("CSS.supports = () => false")
        page.route(
            "**/research-notes.css*",
            lambda route: route.fulfill(
                body=route.fetch().text().replace("scroll-target-group", "unknown"), content_type="text/css"
            ),
        )
    page.goto(manual + "notes/2024-03-05-zero.html")
    contents = page.locator(".side").get_by_role("link", name="Now")
    expect(contents).to_be_in_viewport()
    text, side = page.locator(".e-content").bounding_box(), page.locator(".side-sheet").bounding_box()
    assert text
    assert side
    assert side["x"] + side["width"] <= text["x"]
    for section in ("The flood", "The bed"):
        page.get_by_role("heading", name=section).evaluate("heading => heading.scrollIntoView()")
        page.wait_for_function(f"() => ({CURRENT})().at(-1) === {section!r}")
        expect(contents).to_be_in_viewport()
    # Where backgrounds are not shown, too.
    mark = "link => getComputedStyle(link, '::before').borderInlineStartStyle"
    assert page.locator(".here a:target-current, [aria-current=location]").last.evaluate(mark) == "solid"
    visitor.close()


@pytest.mark.parametrize("width", [360, 1024])
def test_documents_without_scripts(chromium: Browser, manual: str, width: int) -> None:
    """Without a margin a button opens the siblings, without a script; the open sheet has no barriers."""
    visitor = Visitor(chromium, manual)
    page = visitor("guide/plate.html", width=width, java_script_enabled=False)
    sibling = page.locator(".side").get_by_role("link", name="Choosing a reach")
    expect(sibling).to_be_hidden()
    page.get_by_role("button", name="Contents").click()
    expect(sibling).to_be_visible()
    sibling.click()
    expect(page.get_by_role("heading", name="Choosing a reach", level=1)).to_be_visible()
    page.get_by_role("link", name="Next The plate").click()
    expect(page.get_by_role("link", name="Handbook").last).to_be_visible()
    page = visitor("guide/plate.html", width=width)
    page.get_by_role("button", name="Contents").click()
    assert barriers(page) == []
    visitor.close()


def test_documents_on_paper_and_sideways(chromium: Browser, manual: str) -> None:
    """A document has no barriers and no sideways scrolling, in both directions; paper has only its text."""
    visitor = Visitor(chromium, manual)
    page = visitor("guide/plate.html", color_scheme="dark")
    assert barriers(page) == []
    for width in (320, 768, 992, 1024, 1248, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        for direction in ("ltr", "rtl"):
            page.evaluate(f"document.documentElement.dir = '{direction}'")
            assert (
                page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                <= 0
            )
    page.emulate_media(media="print")
    for selector in (".site-line", ".side", ".trail", ".previous-next", ".site-foot"):
        expect(page.locator(selector)).to_be_hidden()
    visitor.close()
