"""What is wider than the text, in a real browser: it shrinks, scrolls in its place, or takes the margins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browsing import Visitor, barriers, expect, served
from conftest import ROOTS, Built, build_site, write_files
from sheets import missed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NOTE, DOCUMENT = "notes/2024-05-01-wide.html", "blocks.html"
FIGURE = ":::{figure} ../wide.svg\n:figclass: margin\n:alt: A line\n\nIn the margin.\n:::\n\n"
WIDTHS = (320, 360, 768, 1024, 1280, 1920)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site with one of everything that is wide."""
    out: Path = tmp_path_factory.mktemp("stress")
    return build_site(ROOTS / "stress", out / "out", "-W", "--keep-going")


@pytest.fixture(scope="module")
def opened(chromium: Browser, built: Built) -> Iterator[Visitor]:
    """Open a page of the site."""
    with served(built.outdir) as address:
        visitor = Visitor(chromium, address)
        yield visitor
        visitor.close()


@pytest.fixture(scope="module")
def note(opened: Visitor) -> Page:
    """The note, at a desk."""
    return opened(NOTE, width=1280)


def box(page: Page, selector: str) -> dict[str, float]:
    """Return where the first element for *selector* is."""
    found: Any = page.locator(selector).first.bounding_box()
    assert found, selector
    return {**found, "end": found["x"] + found["width"]}


#: How much wider than the window the page is, and what crosses the window's edge outside a scroller.
CROSSING = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (each) => each && each !== document.body
    && (getComputedStyle(each).overflowX !== "visible" || scrolls(each.parentElement));
  const crossing = [...document.querySelectorAll("main *")]
    .filter((each) => {
      const box = each.getBoundingClientRect();
      return (box.right > width + 1 || box.left < -1) && !scrolls(each.parentElement);
    })
    .map((each) => each.tagName + "." + (each.getAttribute("class") || ""));
  return [document.documentElement.scrollWidth > width, crossing];
}"""


@pytest.mark.parametrize("name", [NOTE, DOCUMENT])
def test_no_page_scrolls_sideways(chromium: Browser, built: Built, name: str) -> None:
    """With media, tables, formulas, words and boxes of any width, from a small phone to a wide screen.

    In both directions, and with letters twice as large; a strict policy has nothing to block.
    """
    turn = """([direction, size]) => {
        Object.assign(document.documentElement, { dir: direction }).style.fontSize = size;
    }"""
    with served(built.outdir, strict=True) as address:
        visitor = Visitor(chromium, address)
        page = visitor(name, width=WIDTHS[0])
        for direction, size in (("ltr", ""), ("rtl", ""), ("ltr", "200%")):
            page.evaluate(turn, [direction, size])
            for width in WIDTHS[2 if size else 0 :]:
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate(CROSSING) == [False, []], (width, direction, size)
        visitor.close()
    assert visitor.said == []
    assert "aria-controls" not in built.text(name)  # Not on labels, which sphinx-design puts it on.


def test_a_table_scrolls_in_its_place(note: Page) -> None:
    """It is reached by keyboard, its caption stays, and a shade is on the side that has more."""
    wrapper = note.locator(".table-wrapper", has=note.locator("#captioned"))
    wrapper.focus()
    before = wrapper.locator("caption").bounding_box()
    note.keyboard.press("ArrowRight")
    note.wait_for_function("document.querySelector('#captioned').parentElement.scrollLeft > 0")
    assert wrapper.locator("caption").bounding_box() == before
    style = wrapper.evaluate(
        "each => [getComputedStyle(each).backgroundAttachment, getComputedStyle(each).scrollbarWidth]"
    )
    assert style == ["local, local, scroll, scroll", "thin"]


def test_wide_things_take_the_margins(note: Page) -> None:
    """As far as the page lets them, with one edge for picture and caption; marginal ones stand beside."""
    text = box(note, ".e-content > p")
    rem = note.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    # A gap of 2.25 and a margin of 12, on either side.
    out = 14.25 * rem
    for wide in ("#in-class img", ".table-wrapper.wide"):
        assert box(note, wide)["x"] == pytest.approx(text["x"], abs=1)
        assert box(note, wide)["end"] == pytest.approx(text["end"] + out, abs=1)
    for full in ("figure.full img", ".table-wrapper.full"):
        assert box(note, full)["x"] == pytest.approx(text["x"] - out, abs=1)
        assert box(note, full)["end"] == pytest.approx(text["end"] + out, abs=1)
    for beside in ("figure.margin", ".table-wrapper.margin"):
        assert box(note, beside)["x"] == pytest.approx(text["end"] + 2.25 * rem, abs=1)
        assert box(note, beside)["width"] == pytest.approx(12 * rem, abs=1)


def test_contents_make_way(opened: Visitor) -> None:
    """What takes both margins never lies over the contents: they go while it passes, if not in use.

    Without scripts, it begins beside them.
    """
    page = opened(NOTE, width=1280)
    contents, figure = page.locator(".side"), page.locator("figure.full")
    expect(contents).to_have_css("opacity", "1")
    figure.evaluate("each => each.scrollIntoView({ block: 'start' })")
    expect(contents).to_have_css("opacity", "0")
    contents.locator("a").first.focus()
    expect(contents).to_have_css("opacity", "1")
    page.evaluate("document.activeElement.blur(); scrollTo(0, document.body.scrollHeight)")
    expect(contents).to_have_css("opacity", "1")

    page = opened(NOTE, width=1280, java_script_enabled=False)
    for full in ("figure.full img", ".table-wrapper.full"):
        assert box(page, full)["x"] == box(page, ".e-content > p")["x"]


#: What is in the end margin: how much, what overlaps, and what is lower than it has to be.
ASTRAY = """() => {
  const edge = document.querySelector(".e-content > p").getBoundingClientRect().right;
  const things = [...document.querySelectorAll(".e-content *")]
    .filter(each => getComputedStyle(each).float !== "none" && each.getBoundingClientRect().left > edge);
  const overlaps = [], low = [];
  let above = -Infinity;
  for (const each of things) {
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    const top = box.top - parseFloat(style.marginTop);
    const line = each.matches("figure") ? each.previousElementSibling : each.parentElement;
    const before = line.getBoundingClientRect().bottom + (each.matches("figure") ? 60 : 0);
    if (box.top < above - 1) overlaps.push(each.textContent);
    if (top > Math.max(above, before) + 1) low.push(each.textContent);
    above = box.bottom + parseFloat(style.marginBottom);
  }
  return [things.length, overlaps, low];
}"""


def test_nothing_overlaps_in_the_margin(chromium: Browser, tmp_path: Path) -> None:
    """A figure and notes of one place follow each other, each beside its line or right below another."""
    lines = "A line.\n\n" * 12 + "The last[^d] one.\n\n"
    notes = "".join(f"[^{name}]: {'A note of many words. ' * 6}\n" for name in "abcd")
    text = f"A line[^a] with two[^b] notes.\n\n{FIGURE}Another[^c] line.\n\n{FIGURE}{lines}{notes}"
    write_files(tmp_path / "source", {
        "conf.py": (ROOTS / "stress" / "conf.py").read_text("utf-8"),
        "wide.svg": (ROOTS / "stress" / "wide.svg").read_text("utf-8"),
        "index.md": "# Home\n",
        "notes/a.md": "# A\n\n" + text,
    })  # fmt: skip
    built = build_site(tmp_path / "source", tmp_path / "out")
    with served(built.outdir) as address:
        visitor = Visitor(chromium, address)
        page = visitor("notes/a.html", width=1280)
        assert page.evaluate(ASTRAY) == [6, [], []]
        visitor.close()


def test_picture_and_caption_have_one_edge(note: Page) -> None:
    """Also if the picture has a width, or is aligned; the caption is as wide as the picture."""
    for figure, width in {
        "figure.align-right": 200,
        "figure.w-pc.align-default": None,
        "figure.align-center": None,
    }.items():
        picture, caption = box(note, f"{figure} img"), box(note, f"{figure} figcaption")
        assert caption["x"] == pytest.approx(picture["x"], abs=1), figure
        assert caption["end"] == pytest.approx(picture["end"], abs=1), figure
        assert width is None or picture["width"] == pytest.approx(width, abs=1)
    beside = [each.bounding_box() for each in note.locator(".side-by-side img").all()]
    first, second = (each for each in beside if each)
    assert first["y"] == second["y"]
    assert first["width"] == second["width"]


def test_a_picture_is_enlarged(opened: Visitor) -> None:
    """Without a script and by keyboard: as large as the window, until Escape."""
    page = opened(NOTE, width=1280, java_script_enabled=False)
    small = page.get_by_role("button", name="A line that rises and falls")
    small.focus()
    page.keyboard.press("Enter")
    large = page.locator(".enlarged:popover-open img")
    assert (large.bounding_box() or {})["width"] > 1000
    page.keyboard.press("Escape")
    assert large.count() == 0
    assert page.locator("figure a[href='https://example.org/'] img").count() == 1


def test_code_is_copied(opened: Visitor) -> None:
    """Without the numbers of its lines and, from a session, without prompts and output."""
    page = opened(NOTE, width=1280, permissions=["clipboard-read", "clipboard-write"])
    assert page.locator(".output .copy").count() == 0
    copied = []
    for code in (".highlight-pycon", ".literal-block-wrapper", ".code-fold .fold"):
        page.locator("details.code-fold").evaluate("each => { each.open = true }")
        page.locator(code).hover()
        page.locator(code).get_by_role("button", name="Copy").click()
        page.locator(code).get_by_text("Copied").wait_for()
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    assert copied[0].startswith("print(")
    assert copied[0].count("\n") == 1
    assert copied[1].startswith('print("before")\nRind')
    assert copied[2] == 'print("one")\nprint("two")\nprint("three")\n'


def test_code_and_its_output_are_told_apart(note: Page) -> None:
    """Output has a name and no background; emphasized and numbered lines stay one below the other."""
    seen = (
        "each => [getComputedStyle(each, '::before').content, getComputedStyle(each).borderInlineStartStyle]"
    )
    assert note.locator(".output").evaluate(seen) == ['"Output"', "dotted"]
    lines = note.locator(".literal-block-wrapper .linenos").all()
    tops = [(each.bounding_box() or {})["y"] for each in lines]
    assert len(tops) == 3
    assert tops[0] < tops[1] < tops[2]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_no_barriers(opened: Visitor, width: int, scheme: str) -> None:
    """The automatic check finds nothing on the page with one of everything."""
    page = opened(NOTE, width=width, color_scheme=scheme)
    assert barriers(page, "embed", "canvas") == []


def test_all_columns_are_on_paper(opened: Visitor) -> None:
    """Of every table, on A4; what is folded is open, and nothing is left of buttons."""
    # The width of a sheet without its margins, and a scrollbar.
    page = opened(NOTE, width=660)
    page.emulate_media(media="print")
    inside = """() => [...document.querySelectorAll("main :is(th, td)")].filter((each) => {
      const box = each.getBoundingClientRect();
      return box.left < -1 || box.right > document.documentElement.clientWidth + 1;
    }).length"""
    assert page.locator("main th").count() > 30
    assert page.evaluate(inside) == 0
    # Neither is a formula cut off: its parts are on several lines.
    parts = inside.replace(":is(th, td)", "math *")
    assert page.locator("main .math-long").count() > 1
    assert page.evaluate(parts) == 0
    assert not page.locator("main .copy").first.is_visible()
    assert (page.locator(".code-fold pre").bounding_box() or {"height": 0})["height"] > 20


def test_no_sheet_is_missed(opened: Visitor, note: Page) -> None:
    """No rule of a style sheet that a page doesn't link matches something on it."""
    assert missed(note) == {}
    assert missed(opened(DOCUMENT)) == {}
    page = opened("index.html")
    assert missed(page) == {}
    # Without the sheet, there would be some.
    page.eval_on_selector("link[href*='research-notes.css']", "each => each.remove()")
    assert "research-notes.css" in missed(page)
