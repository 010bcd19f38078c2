"""Footnotes and citations in a real browser: in the margin, below the line, on paper."""

from __future__ import annotations

import io
import re
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from browsing import Visitor, barriers, expect, served, settled
from conftest import ROOTS, Built, build_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

KINDS = "notes/2024-01-01-kinds.html"
REST = "notes/2024-01-02-rest.html"
THIRTY = "notes/2024-01-03-thirty.html"
STREAM = "stream.html"
CITES = "notes/2024-01-04-citations.html"
#: The feature queries of the style sheet for anchor positioning.
ANCHORS = "(position-area:block-end) and (anchor-scope:all)"
#: The style sheet of what opens over the text.
AT_HAND = "research-notes-at-hand.css"
PAGES = (KINDS, REST, THIRTY, STREAM, CITES)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a site with footnotes of every kind, in our theme."""
    return build_site(ROOTS / "margins", tmp_path_factory.mktemp("margins") / "html")


@pytest.fixture(scope="module")
def address(chromium: Browser, built: Built) -> Iterator[str]:
    """Return the address of the site."""
    with served(built.outdir) as found:
        yield found


Opened = Any


@pytest.fixture
def opened(chromium: Browser, address: str, built: Built) -> Iterator[Opened]:
    """Open a page of the site: ``opened(KINDS, width=360)``; in a browser that *lacks* something."""
    visitor = Visitor(chromium, address)

    def open_page(name: str, lacks: str = "", **options: Any) -> Page:
        # The style sheet as a browser without the feature reads it.
        css = (built.outdir / "_static" / AT_HAND).read_text("utf-8")
        assert lacks in css
        poor = css.replace(lacks, "(unknown: property)") if lacks else css
        routes = {f"**/{AT_HAND}*": lambda route: route.fulfill(body=poor, content_type="text/css")}
        return visitor(name, routes=routes if lacks else None, **options)

    yield open_page
    visitor.close()


#: Each note in the margin with its reference and the text column, as boxes.
MEASURE = """() => {
    const box = (e) => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
    const text = document.querySelector(".e-content, article").getBoundingClientRect();
    const call = id => document.querySelector(`[popovertarget="${id}"]`).previousElementSibling;
    const bodies = [...document.querySelectorAll(".margin-body:not(.tucked)")];
    return {
        text: [text.left, text.right],
        line: parseFloat(getComputedStyle(document.querySelector("main")).lineHeight),
        notes: bodies.map(b => ({
            box: box(b),
            call: box(call(b.id || b.querySelector("i[popover]").id)),
        })),
    };
}"""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("name", PAGES)
def test_beside_the_line(opened: Opened, name: str, direction: str) -> None:
    """On a wide screen, each note is in the margin, beside its line or directly below the previous one."""
    page = opened(name)
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    found = page.evaluate(MEASURE)
    start, end = found["text"]
    assert found["notes"]
    above = 0
    # English on a right-to-left page: the floats of a line are in the order of its pieces.
    for each in sorted(found["notes"], key=lambda each: each["box"][1]):
        left, top, right, bottom = each["box"]
        assert (left >= end) if direction == "ltr" else (right <= start), each
        assert right <= 1280
        assert left >= 0
        assert top >= above, each
        assert top - max(each["call"][1], above) < 3 * found["line"], each
        above = max(above, bottom)


def test_no_sideways_scrolling(opened: Opened) -> None:
    """No note makes a page wider than the window: in the margin, open, or at double size."""
    for width in (320, 640, 1152):
        for name in PAGES:
            page = opened(name, width=width)
            for direction in ("ltr", "rtl"):
                page.evaluate(f"document.documentElement.dir = '{direction}'")
                for button in page.locator(".margin-open:visible").all()[:3]:
                    button.click()
                    wider = page.evaluate(
                        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                    )
                    assert wider <= 0, (name, width)
                    page.keyboard.press("Escape")


def box_of(locator: Locator) -> dict[str, float]:
    """Return the bounding box."""
    expect(locator).to_be_visible()
    found = locator.bounding_box()
    assert found is not None
    return dict(found)


@pytest.mark.parametrize("scripts", [True, False])
def test_opens_in_place_on_a_phone(opened: Opened, scripts: bool) -> None:
    """A tap opens a note below its line, without scripts. In the text, it moves what follows, and a tap on
    its number closes it; what covers the text is closed by Escape or a tap elsewhere.
    """
    page = opened(KINDS, width=360, has_touch=True, java_script_enabled=scripts)
    for said in ("A plain footnote", "Of the heading.", "Code follows.", "Of the cell.", "This one goes on"):
        body = page.locator(".margin-body", has_text=said).first
        in_text = body.locator("> i").count() == 1
        name = (body.locator("> i") if in_text else body).get_attribute("id")
        button = page.locator(f'[popovertarget="{name}"]').first
        assert in_text == (said in {"Code follows.", "This one goes on"})
        assert not body.is_visible()
        height = page.evaluate("document.documentElement.scrollHeight")
        button.tap()
        expect(body).to_be_visible()
        line, box = box_of(button), box_of(body)
        assert min(line["width"], line["height"]) >= 24
        grown = page.evaluate("document.documentElement.scrollHeight") - height
        assert (grown >= box["height"]) if in_text else grown == 0
        below = box["y"] - (line["y"] + line["height"])
        above = line["y"] - (box["y"] + box["height"])
        assert -1 <= max(below, above) < 40, said
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        if in_text:
            button.tap()
            expect(body).to_be_hidden()
            continue
        page.keyboard.press("Escape")
        expect(body).to_be_hidden()
        button.tap()
        expect(body).to_be_visible()
        page.mouse.click(5, 5)
        expect(body).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_opened_notes_are_whole(opened: Opened, width: int) -> None:
    """Wherever the number is, the note opens within the window, below the number if possible."""
    page = opened(KINDS, width=width, height=520)
    names = ["margin.2", "margin.1"]
    for name, place in product(names, (60, 250, 440)):
        button = page.locator(f'[popovertarget="{name}"]:visible').first
        button.evaluate("(e, y) => scrollTo(0, scrollY + e.getBoundingClientRect().top - y)", place)
        button.evaluate("e => e.click()")
        line, box = box_of(button), box_of(page.locator(".margin-body:popover-open"))
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 520
        assert box["y"] >= line["y"] + line["height"] - 1 or box["y"] + box["height"] <= line["y"] + 1
        assert box["y"] > line["y"] or place > 60
        page.keyboard.press("Escape")
        expect(page.locator(".margin-body:popover-open")).to_have_count(0)


def test_one_inside_another(opened: Opened) -> None:
    """A note called from another one opens from it, and closes first."""
    page = opened(KINDS, width=360)
    outer, inner = (
        page.locator(f'.margin-body:has-text("{t}")').last for t in ("It calls an inner", "The inner one.")
    )
    page.locator(f'[popovertarget="{outer.locator("> i").get_attribute("id")}"]').first.click()
    outer.locator("button").first.click()
    expect(outer).to_be_visible()
    expect(inner).to_be_visible()
    page.keyboard.press("Escape")
    expect(outer).to_be_visible()
    expect(inner).to_be_hidden()


def test_without_anchors(opened: Opened) -> None:
    """A browser without anchor positioning shows a note at the bottom of the window."""
    page = opened(KINDS, width=360, lacks=ANCHORS)
    button = page.locator(".margin-open").first
    button.click()
    box = box_of(page.locator(".margin-body:popover-open"))
    assert (box["x"], box["y"] + box["height"]) == (0, 900)
    assert box["width"] > 340
    page = opened(CITES, width=700, lacks=ANCHORS)
    cite = page.locator(".margin-cite").nth(2)
    cite.locator("a").first.hover()
    # All of its lines: the font determines the line breaks.
    line, box = box_of(cite.locator(".bibtex-citation")), box_of(cite.locator(".margin-body"))
    assert abs(box["y"] - line["y"] - line["height"]) < 12
    assert box["x"] + box["width"] <= 700
    cite.locator(".margin-body").hover()
    expect(cite.locator(".margin-body")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_without_popovers(opened: Opened, width: int) -> None:
    """A browser without popovers shows footnotes at the end of the text, each with its link."""
    page = opened(KINDS, width=width, lacks="selector(:popover-open)")
    expect(page.locator("aside.footnote#plain")).to_be_visible()
    assert page.locator(".margin-open:visible, .margin-body:visible").count() == 0
    page.locator(".footnote-reference").first.click()
    expect(page).to_have_url(re.compile("#plain$"))


@pytest.mark.parametrize("width", [360, 1280])
def test_seen_once(opened: Opened, width: int) -> None:
    """On a screen, the list at the end shows only notes that are nowhere else, and the link target."""
    page = opened(KINDS, width=width)
    assert not page.locator("aside.footnote#plain").is_visible()
    page.goto(page.url + "#plain")
    expect(page.locator("aside.footnote#plain")).to_be_visible()
    page = opened(REST, width=width)
    expect(page.get_by_text("Called by nobody.")).to_be_visible()
    expect(page.locator("aside.footnote.at-hand").first).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_keyboard_follows_the_text(opened: Opened, width: int) -> None:
    """The keyboard reaches notes and links in text order, and opens what has the focus."""
    page = opened(KINDS, width=width)
    places = []
    for _ in range(60):
        page.keyboard.press("Tab")
        place = page.evaluate("""() => {
            const all = [...document.querySelectorAll("main *")];
            return all.indexOf(document.activeElement);
        }""")
        if place >= 0:
            places.append(place)
        elif places:  # The line on top comes before the text.
            break
    assert len(places) > 20
    assert all(a < b for a, b in pairwise(places))
    button = page.locator(".margin-open:visible").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".margin-body:popover-open")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".margin-body:popover-open")).to_have_count(0)
    expect(button).to_be_focused()


def test_card_under_a_pointer(opened: Opened) -> None:
    """Pointing at a citation shows its reference on a card, which the pointer can enter; Escape closes it."""
    for width, number in ((1280, 2), (600, 2), (1280, 5), (600, 5)):
        page = opened(CITES, width=width, height=320)
        cite = page.locator(".margin-cite").nth(number)
        card, link = cite.locator(".margin-body"), cite.locator("a").first
        assert not card.is_visible()
        link.hover()
        expect(card).to_be_visible()
        line, box = box_of(cite.locator(".bibtex-citation")), box_of(card)
        below, above = box["y"] - (line["y"] + line["height"]), line["y"] - (box["y"] + box["height"])
        assert -12 < max(below, above) < 12
        assert 0 <= box["y"] <= 320 - box["height"]
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        card.hover(position={"x": 30, "y": 10})
        expect(card).to_be_visible()
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()
        page.mouse.move(2, 2)
        expect(card).to_be_hidden()
        link.hover()
        expect(card).to_be_visible()


def test_card_by_keyboard(opened: Opened) -> None:
    """So does keyboard focus, without scripts, and the link still leads to the list of references."""
    page = opened(CITES, java_script_enabled=False)
    cite = page.locator(".margin-cite").first
    cite.locator("a").focus()
    expect(cite.locator(".margin-body")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#ref-hale1902$"))


@pytest.mark.parametrize("scripts", [True, False])
def test_card_by_touch(opened: Opened, scripts: bool) -> None:
    """Without a pointer, a button opens the card; with scripts, the citation itself does."""
    page = opened(CITES, width=360, has_touch=True, is_mobile=True, java_script_enabled=scripts)
    cite = page.locator(".margin-cite").first
    card = cite.locator(".margin-body")
    cite.locator("button").tap()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    cite.locator("a").tap()
    if scripts:
        expect(card).to_be_visible()
        settled(page)
        assert "#" not in page.url
    else:
        expect(page).to_have_url(re.compile("#ref-hale1902$"))
        expect(card).to_be_hidden()


def test_references_in_the_margin(chromium: Browser, tmp_path: Path) -> None:
    """With "margin", a reference is beside the first citation of its work, and on a card at others."""
    built = build_site(ROOTS / "margins", tmp_path / "out", "-D", "notes_citations=margin")
    with served(built.outdir) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address + CITES)
        found = page.evaluate(MEASURE)
        assert len(found["notes"]) == 3
        for each, other in pairwise(found["notes"]):
            assert each["box"][3] <= other["box"][1]
            assert each["box"][0] >= found["text"][1]
        expect(page.locator(".margin-open:visible")).to_have_count(0)
        page.locator(".margin-cite.tucked a").first.hover()
        expect(page.locator(".margin-cite.tucked .margin-body:visible")).to_have_count(1)
        page.close()


def test_number_beside_its_note(opened: Opened) -> None:
    """Beside its note, a number doesn't lead to the end of the page; without scripts it does."""
    page = opened(KINDS)
    page.locator(".footnote-reference:visible").nth(2).click()
    settled(page)
    assert "#" not in page.url
    page = opened(KINDS, java_script_enabled=False)
    page.locator(".footnote-reference:visible").first.click()
    expect(page).to_have_url(re.compile("#plain$"))
    expect(page.locator("aside.footnote#plain")).to_be_visible()


def test_long_one_unfolds(opened: Opened) -> None:
    """A long note is folded in the margin, and unfolds on focus or hover without moving anything."""
    page = opened(KINDS, java_script_enabled=False)
    body = page.locator(".margin-body.long")
    inner, after = body.locator(".margin-all"), page.locator('.margin-body:has-text("The first paragraph.")')
    body.scroll_into_view_if_needed()
    before = box_of(after)
    assert box_of(body)["height"] < box_of(inner)["height"]
    assert body.evaluate("e => getComputedStyle(e).overflowY") == "hidden"
    body.evaluate("e => e.focus({ preventScroll: true })")
    expect(body).to_have_css("overflow-y", "visible")
    assert box_of(after) == before
    page.locator("h1").click()
    expect(body).to_have_css("overflow-y", "hidden")
    body.hover(position={"x": 5, "y": 5})
    expect(body).to_have_css("overflow-y", "visible")


def test_on_paper(opened: Opened) -> None:
    """On paper, each footnote occurs once, at the end of the text, and its number in the line."""
    page = opened(KINDS)
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    for said in (
        "zymurgically",
        "Of the cell.",
        "The inner one.",
        "depth = catch / area",
        "A plain footnote",
    ):
        assert text.count(said) == 1, said
        assert text.index(said) > text.index("Hale says so")
    page.emulate_media(media="print")
    expect(page.locator(".footnote-reference").first).to_be_visible()
    expect(page.locator(".margin-open:visible, .margin-body:visible")).to_have_count(0)


def test_paper_has_no_links_to_follow(opened: Opened) -> None:
    """A printed reference has no links to its citations or notes; footnote numbers aren't coloured."""
    page = opened(CITES)
    page.emulate_media(media="print")
    expect(page.locator(".csl-entry").first).to_be_visible()
    expect(page.locator(".csl-entry :is(.citing, [role=doc-backlink]):visible")).to_have_count(0)
    page = opened(KINDS)
    page.emulate_media(media="print")
    colour = "found => getComputedStyle(found).color"
    around = "found => getComputedStyle(found.parentElement).color"
    for number in page.locator(".footnote-reference, .footnote .label a").all():
        assert number.evaluate(colour) == number.evaluate(around)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_no_barriers(opened: Opened, scheme: str, width: int) -> None:
    """An automatic accessibility check finds nothing, with notes open or in the margin."""
    for name in PAGES:
        page = opened(name, width=width, color_scheme=scheme)
        for button in page.locator(".margin-open:visible").all()[:1]:
            button.click()
        assert barriers(page) == [], name


def test_code_keeps_its_lines(opened: Opened) -> None:
    """The class ``p`` in code means punctuation, not a paragraph that contains blocks."""
    page = opened(KINDS, width=360)
    wrap = page.evaluate("""() => {
        const code = document.createElement("pre");
        code.innerHTML = '<span class="p">(</span>';
        document.querySelector("main").append(code);
        return getComputedStyle(code.firstChild).textWrapMode;
    }""")
    assert wrap == "nowrap"


def test_a_long_address_stays_in_its_card(opened: Opened) -> None:
    """A reference without break opportunities isn't wider than the window."""
    page = opened(CITES, width=700)
    page.locator(".margin-cite .margin-body").first.evaluate(
        "e => e.append(' https://example.org/' + 'a'.repeat(300))"
    )
    cite = page.locator(".margin-cite").first
    cite.locator("a").first.hover()
    box = box_of(cite.locator(".margin-body"))
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 700
