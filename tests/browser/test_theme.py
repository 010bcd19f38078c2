"""Our theme in a real browser: from phone to wide screen, light and dark, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from browsing import Visitor, barriers, executable, expect, served, settled
from sheets import missed, rules

from sphinx_research_notes.build.stylesheets import sheet_names

if TYPE_CHECKING:
    from conftest import Built
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HOME = "index.html"
NOTE = "posts/2024-03-14-measuring-rain.html"
STREAM = "stream.html"
INDEX = "notes/index.html"
TAGS = "notes/tags/index.html"
SEARCH = "search.html"
LISTS = "lists.html"
#: The address of a missing page deep in the site.
MISSING = "posts/deeper/not-there.html"

PAGES = (HOME, NOTE, STREAM, INDEX, "notes/stream.html", "notes/tags/rain.html", TAGS, LISTS, SEARCH, MISSING,
         "notes/authors/ada-brook.html",
         "posts/2024-06-01-thought.html", "guide/reading.html", "genindex.html")  # fmt: skip


@pytest.fixture(scope="module")
def address(chromium: Browser, rich: Callable[..., Built]) -> Iterator[str]:
    """Return the address of the rich site."""
    with served(rich().outdir) as found:
        yield found


Opened = Callable[..., "Page"]


@pytest.fixture
def opened(chromium: Browser, address: str) -> Iterator[Opened]:
    """Open a page of the site: ``opened(NOTE, width=360, color_scheme="dark")``."""
    visitor = Visitor(chromium, address)
    yield visitor
    visitor.close()


def visit(page: Page, address: str, names: tuple[str, ...] = PAGES) -> Iterator[str]:
    """Open the pages one after another."""
    for name in names:
        page.goto(address + name)
        yield name


def test_no_sheet_is_missed(opened: Opened, address: str) -> None:
    """No page has anything that a rule of a style sheet matches which it doesn't link."""
    page = opened(HOME)
    for name in visit(page, address, (NOTE, STREAM, LISTS, SEARCH, "guide/reading.html")):
        assert missed(page) == {}, name


def test_pages_are_fetched_before_they_are_opened(chromium: Browser, rich: Callable[..., Built]) -> None:
    """With the header of the guide, a page is fetched once its link is pointed at; nothing else is."""
    ahead: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        extensions_map = {".json": "application/speculationrules+json"}  # noqa: RUF012

        def end_headers(self) -> None:
            if "prefetch" in self.headers.get("Sec-Purpose", ""):
                ahead.append(self.path)
            self.send_header("Content-Security-Policy", "default-src 'self'")
            self.send_header("Speculation-Rules", '"/_static/prefetch.json"')
            super().end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(rich().outdir))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = chromium.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"http://127.0.0.1:{server.server_port}/{NOTE}")
        page.locator(".cite-this summary").first.click()
        page.locator(".cite-this a[download]").first.hover()
        page.wait_for_timeout(300)
        page.locator(".neighbours a").first.hover()
        for _ in range(20):
            page.wait_for_timeout(100)
            if ahead:
                break
        page.close()
        server.shutdown()
    assert [each for each in said if "404" not in each] == []
    assert [each.rpartition("/")[2] for each in ahead] == ["2024-05-02-two-gauges.html"]


def test_sheets_are_as_written(opened: Opened) -> None:
    """Without comments and needless space, a browser reads the same rules."""
    page = opened(HOME)
    for name in sheet_names("ours"):
        loaded, written = rules(page, name)
        assert loaded == written, name


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_no_sideways_scrolling(opened: Opened, address: str, width: int) -> None:
    """No page is wider than the window, from a small phone to a wide screen."""
    page = opened(HOME, width=width)
    found = {}
    for name in visit(page, address):
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            found[name] = wider
    assert found == {}


def test_quiet(chromium: Browser, rich: Callable[..., Built]) -> None:
    """No page makes requests to other hosts, lacks a file of its own, or has what a strict policy blocks."""
    with served(rich().outdir, strict=True) as address:
        visitor = Visitor(chromium, address)
        page, said = visitor(HOME), visitor.said
        page.on("pageerror", lambda error: said.append(str(error)))
        # A missing page also asks for its style sheet where it would be if the site were at the root.
        allowed = (address, urljoin(address, "/_static/research-notes.css"))
        page.on("request", lambda asked: None if asked.url.startswith(allowed) else said.append(asked.url))
        page.on("response", lambda answer: said.append(f"{answer.status} {answer.url}")
                if answer.status >= 400 and not answer.url.endswith(MISSING)
            and not answer.url.startswith(allowed[1]) else None)  # fmt: skip
        for _ in visit(page, address):
            page.wait_for_load_state("networkidle")
        visitor.close()
    # The browser itself reports the missing page.
    assert [each for each in said if "status of 404" not in each] == []


def test_reads_without_scripts(opened: Opened) -> None:
    """Without scripts, a note has its text, contents and folding comments; no idle control is shown."""
    page = opened(NOTE, java_script_enabled=False)
    expect(page.get_by_role("heading", name="Measuring rain", level=1)).to_be_visible()
    expect(page.get_by_text("A bucket under the sky")).to_be_visible()
    assert not page.locator("fieldset.scheme").is_visible()
    last = page.get_by_text("none is level")
    fold = page.locator(".comment-fold .e-content")
    before = fold.bounding_box()
    page.get_by_text("Expand full comment").click()
    expect(page.get_by_text("Fold this comment")).to_be_visible()
    after = fold.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    expect(last).to_be_visible()
    page.get_by_role("link", name="Back to home").click()
    expect(page.get_by_role("heading", name="Rain and Gauges", level=1)).to_be_visible()


def test_search_page_without_scripts_says_so(opened: Opened) -> None:
    """Without scripts, the search page says that it needs them."""
    page = opened(SEARCH, java_script_enabled=False)
    expect(page.locator("noscript p")).to_be_visible()


def test_contents_open_on_a_phone(opened: Opened) -> None:
    """On a phone, a button that stays in view opens the contents by keyboard; they lead to their section."""
    page = opened(NOTE, width=360)
    button, link = (
        page.get_by_role("button", name="Contents"),
        page.get_by_role("link", name="What is caught"),
    )
    expect(link).to_be_hidden()
    page.mouse.wheel(0, 600)
    expect(button).to_be_in_viewport()
    button.focus()
    page.keyboard.press("Enter")
    link.click()
    expect(page).to_have_url(re.compile("#what-is-caught$"))
    expect(link).to_be_hidden()


# Light and dark.


def paper(page: Page) -> tuple[int, ...]:
    """Return the background colour of the page, as red, green and blue."""
    found = page.evaluate("""() => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d");
        canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
        canvas.fillRect(0, 0, 1, 1);
        return Array.from(canvas.getImageData(0, 0, 1, 1).data);
    }""")
    return tuple(found[:3])


@pytest.mark.parametrize("system", ["light", "dark"])
def test_colours_follow_the_system(opened: Opened, system: str) -> None:
    """By default, the page follows the reader's system, without scripts too."""
    for scripts in (True, False):
        page = opened(NOTE, color_scheme=system, java_script_enabled=scripts)
        assert (sum(paper(page)) > 384) == (system == "light")


def test_choice_of_colours(opened: Opened, address: str) -> None:
    """A choice of colours overrides the system on every page; "Auto" undoes it."""
    page = opened(NOTE, color_scheme="dark")
    expect(page.get_by_label("Auto")).to_be_checked()
    page.get_by_label("Light").check()
    settled(page)
    assert sum(paper(page)) > 384
    for name in (HOME, SEARCH, MISSING):
        page.goto(address + name)
        assert sum(paper(page)) > 384, name
        expect(page.get_by_label("Light")).to_be_checked()
    page.get_by_label("Auto").check()
    settled(page)
    assert sum(paper(page)) < 384
    page.reload()
    assert sum(paper(page)) < 384
    assert page.evaluate("localStorage.length") == 0


def test_no_flash_of_the_wrong_colours(opened: Opened) -> None:
    """The reader's choice is set before anything on the page is painted."""
    page = opened(NOTE, color_scheme="light")
    page.get_by_label("Dark").check()
    page.add_init_script("""
        new MutationObserver((_, watch) => {
            if (!document.body) return;
            window.atFirst = document.documentElement.dataset.theme;
            watch.disconnect();
        }).observe(document, { childList: true, subtree: true });
    """)
    page.reload()
    assert page.evaluate("window.atFirst") == "dark"


def test_colours_by_keyboard(opened: Opened) -> None:
    """The switch is a single tab stop, and arrow keys change the choice."""
    page = opened(NOTE, color_scheme="light")
    page.get_by_label("Auto").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Dark")).to_be_checked()
    settled(page)
    assert sum(paper(page)) < 384


# Accessibility.


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_no_barriers(opened: Opened, address: str, scheme: str, width: int) -> None:
    """An automatic accessibility check finds nothing on any kind of page, light or dark."""
    page = opened(HOME, width=width, color_scheme=scheme)
    found = []
    for name in visit(page, address):
        page.eval_on_selector_all(".cite-this details", "found => found.forEach(each => each.open = true)")
        # The markup of a citation list, role="list" with role="doc-biblioentry" in it, comes from docutils.
        found += [f"{name}: {each}" for each in barriers(page, ".citation-list")]
    assert found == [], "\n".join(found)


def spoken(page: Page, selector: str) -> str:
    """Return what a screen reader is given for the first element that matches *selector*, in one line."""
    found = page.locator(selector).first.aria_snapshot().replace("\u2060", "")
    lines = [line.strip().removeprefix("- ") for line in found.splitlines() if "/url:" not in line]
    return " ".join(line.removeprefix("text: ").replace("'", "").replace('":', '"') for line in lines)


def test_what_is_read_aloud(opened: Opened, address: str) -> None:
    """Text with a note, a citation and a formula is read like the sentence; names say what the rest is."""
    page = opened(NOTE)
    assert spoken(page, ".e-content > p") == (
        'paragraph: A bucket under the sky is a gauge link "1" note: Until the wind blows. ", as Hale ["'
        ' link "Hal02" "] says. evergreen"'
    )
    assert spoken(page, ".e-content section > p") == (
        'paragraph: The depth is volume over area, math: d = V / A ", or"'
    )
    assert spoken(page, ".e-content h2") == (
        'heading "What falls" [level=2]: What falls link "Link to this heading" ¶'
    )
    assert spoken(page, ".note-head").startswith(
        'heading "Measuring rain" [level=1] paragraph: link "Ada Brook" · link "14 March 2024"'
        ' time: 14 March 2024 · updated time: 2 April 2024 · link "Back to home"'
        ' list "Status" listitem: link "Growth budding"'
    )
    assert spoken(page, ".comment").startswith(
        'article "Bo Lind" paragraph: link "Bo Lind" · link "15 March 2024" time: 15 March 2024'
        " paragraph: How large is the funnel?"
    )
    assert spoken(page, ".side").startswith(
        'navigation "Contents" paragraph: Contents list: listitem: link "What falls"'
    )
    page.set_viewport_size({"width": 360, "height": 800})
    assert 'gauge button "Note 1" "1" ", as Hale' in spoken(page, ".e-content > p")
    page.goto(address + "notes/tags/rain.html")
    assert spoken(page, ".note-list > li:nth-child(2)") == (
        'listitem: time: 02 May 2024 link "Two gauges, one field" paragraph: link "Growth: evergreen"'
    )


def test_a_citation_is_copied(opened: Opened) -> None:
    """A citation is folded; a button copies it, by keyboard, and says so. Paper has the sentence."""
    page = opened(NOTE, permissions=["clipboard-read", "clipboard-write"])
    text, button = page.locator(".cite-this pre").first, page.get_by_role("button", name="Copy BibTeX")
    assert not text.is_visible()
    assert not button.is_visible()
    page.locator(".cite-this summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # The text itself can be scrolled.
    expect(button).to_be_visible()
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == text.text_content()
    assert copied.startswith("@misc{brook2024measuring,")
    page.emulate_media(media="print")
    expect(page.locator(".cite-this > p")).to_be_visible()
    expect(text).to_be_hidden()


def test_a_citation_can_be_selected_without_scripts(opened: Opened) -> None:
    """No idle button is shown, and the text can be unfolded."""
    page = opened(NOTE, java_script_enabled=False)
    assert page.locator(".cite-this button").count() == 0
    page.locator(".cite-this summary").first.click()
    expect(page.locator(".cite-this pre").first).to_be_visible()


def test_comment_unfolds_by_keyboard(opened: Opened) -> None:
    """A long comment is folded; the keyboard unfolds and folds it, and its state is announced."""
    page = opened(NOTE)
    fold = page.locator(".comment-fold .e-content")
    summary = page.locator(".comment-more > summary")
    box = fold.bounding_box()
    assert box is not None
    folded = box["height"]
    summary.focus()
    for key, more in (("Enter", True), ("Space", False)):
        page.keyboard.press(key)
        expect(page.get_by_text("Fold this comment")).to_be_visible(visible=more)
        expect(page.get_by_text("Expand full comment")).to_be_visible(visible=not more)
        box = fold.bounding_box()
        assert box is not None
        assert (box["height"] > folded) == more


def test_focus_is_seen(opened: Opened) -> None:
    """Everything on a note that gets the keyboard focus is in the window and has an outline."""
    page = opened(NOTE)
    seen = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        state = page.evaluate("""() => {
            const e = document.activeElement;
            if (!e || e === document.body) return null;
            const box = e.getBoundingClientRect();
            const inView = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
            const ring = [e, e.closest("label") || e].some(x => getComputedStyle(x).outlineStyle !== "none");
            return [e.outerHTML.slice(0, 90), inView, ring];
        }""")
        if state is None:
            break
        html, in_view, outlined = state
        seen.add(html)
        assert in_view, html
        assert outlined, html
    assert len(seen) > 15


# Search.


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize(
    ("word", "title", "place"),
    [
        ("bucket", "Measuring rain", "posts/2024-03-14-measuring-rain"),
        ("wimbleton", "Leverage of one storm", "leverage/"),
    ],
)
def test_search_leads_to_notes(
    chromium: Browser, rich: Callable[..., Built], builder: str, word: str, title: str, place: str
) -> None:
    """A search for a word finds its note and leads there, also at a permalink."""
    with served(rich(builder).outdir) as address:
        context = chromium.new_context()
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(address + ("search.html" if builder == "html" else "search/"))
        page.get_by_role("searchbox").fill(word)
        page.get_by_role("searchbox").press("Enter")
        link = page.locator(".search-results a", has_text=title).first
        link.click()
        page.get_by_role("heading", name=title, level=1).wait_for()
        assert page.url.removeprefix(address).startswith(place)
        context.close()


@pytest.mark.parametrize("word", ["zibblefrock", "quoxwend", "mervinshale", "plondrake", "hushleaf"])
def test_search_finds_nothing_hidden(opened: Opened, word: str) -> None:
    """Drafts, private notes, private asides and unlisted notes aren't found."""
    page = opened(f"{SEARCH}?q={word}")
    expect(page.get_by_role("status")).to_have_text(f"Nothing has “{word}”.")
    assert page.locator(".search-results li").count() == 0


# The 404 page.


def test_404_at_any_depth(opened: Opened, address: str) -> None:
    """For a missing page deep in the site, the 404 page has its styles and working links."""
    page = opened(MISSING)
    expect(page.get_by_role("heading", name="Page not found", level=1)).to_be_visible()
    links: list[str] = page.evaluate(
        "Array.from(document.querySelectorAll('a[href], link[href]'), e => e.href)"
    )
    local = [link for link in links if link.startswith(address) and link.partition("#")[0] != page.url]
    assert local
    answers = {link: page.request.get(link).status for link in local}
    assert {link: status for link, status in answers.items() if status != 200} == {}
    assert page.evaluate("document.styleSheets.length") > 0
    page.get_by_role("link", name="home page").click()
    expect(page.get_by_role("heading", name="Rain and Gauges", level=1)).to_be_visible()


# Paper.


def test_print(opened: Opened) -> None:
    """On paper, a note has its whole text and all comments unfolded, black on white, without controls."""
    page = opened(NOTE, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    settled(page)
    assert sum(paper(page)) > 384
    expect(page.locator("fieldset.scheme")).to_be_hidden()
    expect(page.get_by_text("Expand full comment")).to_be_hidden()
    expect(page.get_by_role("heading", name="Measuring rain", level=1)).to_be_visible()
    fold = page.locator(".comment-fold .e-content").bounding_box()
    last = page.get_by_text("none is level").bounding_box()
    assert fold is not None
    assert last is not None
    assert last["y"] + last["height"] <= fold["y"] + fold["height"] + 1


def test_print_of_a_list(opened: Opened) -> None:
    """On paper, nothing is left of a byline that only has the way home."""
    page = opened("notes/tags/index.html")
    before = "getComputedStyle(document.querySelector('.byline'), '::before').content"
    assert "·" in page.evaluate(before)
    page.emulate_media(media="print")
    assert page.evaluate(before) == "none"


def test_fixture_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A configured browser that doesn't exist is reported as missing."""
    monkeypatch.setenv("NOTES_CHROMIUM", "no-such-browser")
    assert executable() is None


# Formulas.


@pytest.mark.parametrize("width", [360, 1280])
def test_numbers_of_formulas(opened: Opened, width: int) -> None:
    """A number is at the end of its line, beside a formula that scrolls, and never below it."""
    page = opened("guide/reading.html", width=width)
    number = page.locator(".eqno").bounding_box()
    line = page.locator(".math-line").bounding_box()
    text = page.locator("main p").first.bounding_box()
    assert number
    assert line
    assert text
    assert line["x"] + line["width"] <= number["x"]
    end = text["x"] + text["width"]
    assert number["x"] + number["width"] == pytest.approx(end, abs=40)
    assert number["x"] + number["width"] <= end + 1
    middle = line["y"] + line["height"] / 2
    assert number["y"] < middle < number["y"] + number["height"]


def test_tags_of_formulas(opened: Opened) -> None:
    """A tag is at the end of the line, and the formula in its middle."""
    page = opened("guide/reading.html", width=1280)
    tag = page.locator("mtext", has_text="(7*)").bounding_box()
    box = page.locator("div.math", has=page.locator("mtable.math-full")).bounding_box()
    formula = page.locator("mtable.math-full mtd:nth-child(2)").bounding_box()
    assert tag
    assert box
    assert formula
    assert tag["x"] + tag["width"] == pytest.approx(box["x"] + box["width"], abs=16)
    middle = box["x"] + box["width"] / 2
    assert formula["x"] + formula["width"] / 2 == pytest.approx(middle, abs=12)


def test_long_formulas_by_keyboard(opened: Opened) -> None:
    """A long display formula can be scrolled by keyboard; an inline formula stays in its line."""
    page = opened("guide/reading.html", width=360)
    line = page.locator(".math-line")
    line.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.math-line').scrollLeft > 0")
    inline = page.locator("span.math-long").bounding_box()
    assert inline
    assert inline["height"] < 45


def test_columns_of_formulas(opened: Opened) -> None:
    """Without inline styles, adjacent columns of aligned formulas are aligned to where they meet."""
    page = opened("guide/reading.html")
    aligned = "getComputedStyle(document.querySelector('mtd.math-%s')).textAlign"
    assert page.evaluate(aligned % "end") in {"end", "right"}
    assert page.evaluate(aligned % "start") in {"start", "left"}
    assert page.evaluate("document.querySelectorAll('math [style]').length") == 0
