"""Lists in a real browser: rows that keep their columns, and narrowing without a script."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from browsing import Visitor, barriers, expect, served
from conftest import build_site, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TAG = "notes/tags/rain.html"
TITLES = (
    "Rain", "A title that is much longer than its column, and goes on until nobody wants to read on any more",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "Mist and hail",
)  # fmt: skip
STATUSES = ("seedling", "budding, likely", "evergreen, certain, non-technical", "", "seedling, budding")
TAGS = ("rain", "rain, hail", "rain, snow, hail", "rain, snow")
CONF = """\
project = "Rain"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
notes_list_summaries = True
notes_cards = False
html_theme_options = {"nav": {f"Link {number}": "index" for number in range(6)}}
"""
#: A conversation of six people, one of whom has a long name.
THREAD = "".join(
    f"- {{id: {name}, parent: {parent}, author: {author}, body: Words.}}\n"
    for name, parent, author in zip(
        "abcdef", ["''", *"abcde"], [*"abc", "a_handle_that_is_long_" * 3, *"ef"], strict=True
    )
)
#: A note with four badges, and with more in its byline than a line holds.
BADGES = """\
---
date: 2019-05-01
updated: 2020-05-01
status: evergreen, highly likely, finished, non-technical
author: [Ada Example, Benedikt Sandmann, Carla Field]
---
# Fog

Words.

```{comments} ../thread.yml
```
"""
Opened = Callable[..., "Page"]


def _note(number: int) -> str:
    """Return a note; no two of them have the same combination of year, tags and statuses."""
    year, title = 2020 + number % 3, TITLES[number % len(TITLES)]
    return (
        f"---\ndate: {year}-{1 + number % 12:02}-{1 + number % 28:02}\ntitle: {title} {number}\n"
        f"tags: {TAGS[number % len(TAGS)]}\nstatus: [{STATUSES[number % len(STATUSES)]}]\n"
        f"{'pinned: true' if number == 7 else ''}\n---\nWords.\n"
    )


@pytest.fixture(scope="module")
def address(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a site with fifty notes."""
    folder = tmp_path_factory.mktemp("lists")
    write_files(folder / "source", {
        "conf.py": CONF,
        "index.md": "# Home\n\n```{notes}\n:limit: 9\n:filter:\n```\n\n"
                    "```{notes}\n:style: table\n:filter:\n```\n\n```{comments} thread.yml\n```\n",
        "thread.yml": THREAD,
        **{f"notes/{number}.md": _note(number) for number in range(50)},
        "notes/badges.md": BADGES,
    })  # fmt: skip
    built = build_site(folder / "source", folder / "out")
    assert built.warnings == ""
    with served(built.outdir) as found:
        yield found


@pytest.fixture
def opened(chromium: Browser, address: str) -> Iterator[Opened]:
    """Open a page of the site."""
    visitor = Visitor(chromium, address)
    yield visitor
    visitor.close()


EDGES = """() => {
  const edges = selector => [...new Set([...document.querySelectorAll(`.note-list > li > ${selector}`)]
    .map(each => Math.round(each.getBoundingClientRect().left)))];
  const overlaps = [...document.querySelectorAll('.note-list > li')].filter(row => {
    const boxes = [...row.children].map(each => each.getBoundingClientRect());
    return boxes.some((a, i) => boxes.some((b, j) => i < j && a.left < b.right - 1 && b.left < a.right - 1
      && a.top < b.bottom - 4 && b.top < a.bottom - 4));
  });
  return [edges('time'), edges(':is(a, .title)'), edges('.note-statuses'), overlaps.length,
    document.documentElement.scrollWidth - document.documentElement.clientWidth];
}"""


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_rows_keep_their_columns(opened: Opened, width: int) -> None:
    """Fifty rows have one edge each for dates, titles and badges, and nothing overlaps or overflows.

    Three badges, which have no room in their column, have the edge of the titles.
    """
    page = opened(TAG, width=width)
    dates, titles, badges, overlaps, over = page.evaluate(EDGES)
    assert [len(dates), len(titles), overlaps, max(over, 0)] == [1, 1, 0, 0]
    column = [each for each in badges if each not in titles]
    assert titles[0] in badges
    assert len(column) == (1 if width >= 768 else 0)
    assert all(each > titles[0] + 100 for each in column)
    # Six links and the feeds stay on the line of the name, or in its menu.
    assert page.evaluate("document.querySelector('.site-line').offsetHeight") < 75
    if width == 1280:
        page.goto(page.url.replace(TAG, "index.html"))
        head = page.evaluate("document.querySelector('h1').getBoundingClientRect().left")
        assert page.evaluate(EDGES)[1] == [round(head)]


def test_dates_stay_in_the_text_of_other_themes(chromium: Browser, tmp_path: Path) -> None:
    """Only our theme has a margin for them."""
    conf = CONF.partition("html_theme =")[0] + 'html_theme = "alabaster"\nnotes_match = ["notes/**"]\n'
    notes = {f"notes/{number}.md": _note(number) for number in range(2)}
    write_files(tmp_path / "source", {"conf.py": conf, "index.md": "# Home\n", **notes})
    built = build_site(tmp_path / "source", tmp_path / "out")
    with served(built.outdir) as address:
        visitor = Visitor(chromium, address)
        page = visitor("notes/2020.html", width=1440)
        head = page.evaluate("document.querySelector('h1').getBoundingClientRect().left")
        assert page.evaluate(EDGES)[0] == [round(head)]
        visitor.close()


#: The number of badges of each row, of their lines, and where they stand.
IN_ONE_LINE = """() => {
  const below = (badges, title) => badges.left === title.left ? "below" : "astray";
  const place = (badges, title) => badges.top < title.bottom - 4 ? "beside" : below(badges, title);
  const box = (each) => each.getBoundingClientRect();
  const rows = [...document.querySelectorAll('.note-list > li:has(.note-statuses)')];
  return rows.map(row => {
    const badges = row.querySelector('.note-statuses'), title = row.querySelector(':scope > :is(a, .title)');
    const tops = new Set([...badges.children].map(each => Math.round(box(each).top)));
    return [badges.children.length, tops.size, place(box(badges), box(title))];
  });
}"""


@pytest.mark.parametrize(
    ("name", "width", "place"),
    [
        ("notes/2019.html", 1280, "beside"),
        ("notes/2019.html", 1024, "below"),
        (TAG, 1280, "below"),
        (TAG, 768, "below"),
        (TAG, 420, "below"),
    ],
)
def test_many_badges_have_one_line(opened: Opened, name: str, width: int, place: str) -> None:
    """Three or four: beside the title where the end margin is free, and otherwise below it, at its edge."""
    rows = opened(name, width=width).evaluate(IN_ONE_LINE)
    assert {tuple(row[1:]) for row in rows if row[0] > 2} == {(1, place)}


#: The dots between facts that are seen without a fact before them on their line, and how many are clipped.
DOTS = """() => {
  const alone = [], clipped = [];
  for (const dot of document.querySelectorAll(".fact > .between")) {
    const box = dot.getBoundingClientRect(), line = dot.parentElement.parentElement.getBoundingClientRect();
    const rtl = getComputedStyle(dot).direction === "rtl";
    if (rtl ? box.left > line.right - 1 : box.right < line.left + 1) { clipped.push(dot); continue; }
    const before = dot.parentElement.previousElementSibling.getBoundingClientRect();
    const apart = rtl ? before.left >= box.right - 1 : before.right <= box.left + 1;
    if (before.bottom < box.top || !apart) alone.push(dot.parentElement.textContent);
  }
  return [alone, clipped.length];
}"""


@pytest.mark.parametrize("width", [320, 420, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_dot_at_the_edge_of_a_line(opened: Opened, width: int, direction: str) -> None:
    """In bylines and comments, a dot stands between two facts of one line; as text, between all of them."""
    page = opened("notes/badges.html", width=width)
    page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    alone, clipped = page.evaluate(DOTS)
    assert alone == []
    assert clipped > 0
    text = "Ada Example, Benedikt Sandmann, Carla Field · 1 May 2019 · updated 1 May 2020 · Back to home"
    assert page.locator(".byline").evaluate("each => each.textContent").strip() == text
    copied = "each => { getSelection().selectAllChildren(each); return String(getSelection()); }"
    assert page.locator(".byline").evaluate(copied).strip() == text


def _expected(chosen: dict[str, set[str]]) -> set[int]:
    """Return the numbers of the notes that have, in each group, one of the values chosen there."""
    values = {
        number: {
            "Year": {str(2020 + number % 3)},
            "Tag": set(TAGS[number % len(TAGS)].split(", ")),
            "Growth": set(STATUSES[number % len(STATUSES)].split(", ")),
            "Confidence": set(STATUSES[number % len(STATUSES)].split(", ")),
        }
        for number in range(50)
    }
    return {number for number, of in values.items() if all(of[name] & some for name, some in chosen.items())}


def test_narrowing(opened: Opened) -> None:
    """Without scripts and by keyboard: values of a group add up, groups restrict each other."""
    page = opened(TAG, java_script_enabled=False)
    chance = random.Random(5)
    groups = {"Year": ["2020", "2021", "2022"],
              "Tag": ["hail", "snow"],
              "Growth": ["seedling", "budding", "evergreen"],
              "Confidence": ["certain", "likely"]}  # fmt: skip
    count = page.locator(".note-count")
    expect(count).to_be_hidden()
    for _ in range(8):
        chosen = {name: set(chance.sample(of, chance.randint(1, len(of))))
                  for name, of in groups.items() if chance.random() < 0.6}  # fmt: skip
        chosen = chosen or {"Year": {"2021"}}
        for name, some in chosen.items():
            for value in some:
                box = page.get_by_role("group", name=name).get_by_label(value)
                box.focus()
                page.keyboard.press("Space")
        rows = page.locator(".note-list > li:visible")
        assert {int(text.split()[-1]) for text in rows.locator("a.p-name").all_inner_texts()} == _expected(
            chosen
        )
        expect(page.locator(".year > h2").first).to_be_hidden()
        page.get_by_role("button", name="Show all").click()
        expect(rows).to_have_count(50)
    page.get_by_role("checkbox", name="2021").check()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="2021")).to_be_checked()
    expect(page.locator(".note-list time:visible").first).to_have_text("08 Aug 2021", use_inner_text=True)
    expect(page.locator(".note-pinned")).to_be_visible()
    # Whatever the direction of the page, a label has its own.
    assert page.locator("label > bdi").count() == page.locator(".note-filters label > input").count() > 8


def test_script_says_what_is_left(opened: Opened) -> None:
    """With scripts, each box says how many notes it would leave, and a choice that none has says so."""
    page = opened(TAG)
    none = page.get_by_text("No note matches this choice.")

    def left(name: str) -> int:
        return int(page.locator(f"label:has-text('{name}') .count").inner_text())

    before = left("2021"), left("budding"), left("certain")
    page.get_by_role("checkbox", name="2021").check()
    page.get_by_role("checkbox", name="certain").check()
    chosen = _expected({"Year": {"2021"}, "Confidence": {"certain"}})
    expect(page.locator(".note-list > li:visible")).to_have_count(len(chosen))
    # Of the year, among the certain ones.
    assert left("2021") == len(chosen) < before[0]
    assert left("certain") == len(chosen) < before[2]
    assert left("budding") == 0 < before[1]
    expect(none).to_be_hidden()
    page.get_by_role("checkbox", name="budding").check()
    expect(none).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Show all").click()
    expect(none).to_be_hidden()
    assert (left("2021"), left("budding"), left("certain")) == before


def test_narrowing_on_a_phone(opened: Opened) -> None:
    """The choices are folded, each list has its own, and a check for barriers finds nothing."""
    page = opened("index.html", width=360)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    first, second = page.get_by_role("button", name="Narrow the list").all()
    first.click()
    assert first.evaluate("each => each.matches(':has(+ :popover-open)')")
    page.get_by_role("checkbox", name="evergreen").check()
    expect(page.locator(".note-count").first).to_be_visible()
    expect(page.locator(".note-count").last).to_be_hidden()
    expect(page.locator(".note-table tbody tr:visible")).to_have_count(51)
    assert barriers(page) == []
    first.click()
    second.click()
    page.get_by_role("checkbox", name="2022").check()
    expect(page.locator(".note-table tbody tr:visible")).to_have_count(16)


def test_a_branch_folds(opened: Opened) -> None:
    """By keyboard; on paper, nothing is folded; long names wrap."""
    page = opened("index.html", width=360, java_script_enabled=False)
    last = page.locator(".comment .e-content").last
    expect(last).to_be_visible()
    expect(page.locator(".answers").last).to_be_visible()
    box = page.locator("main").bounding_box()
    assert box is not None
    assert all(each.bounding_box()["width"] <= box["width"] for each in page.locator(".comment header").all())  # type: ignore[index]
    page.locator(".branch > summary").focus()
    page.keyboard.press("Enter")
    expect(last).to_be_hidden()
    page.emulate_media(media="print")
    expect(last).to_be_visible()
