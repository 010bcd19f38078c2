"""Make the README's pictures from the built example site. Run by hand.

``screenshots.py FOLDER`` needs Chromium and Pillow; FOLDER is the site, built as HTML. It looks best with
fonts that the theme asks for: Charter, or its twin Charis SIL, and Noto Sans. Look at the pictures before you
commit them.

Each picture is there in the light and in the dark scheme: a note in a wide window, and three pages on a
phone, side by side. The colours of the theme and what lies between them, and no others, keep the files small.
"""

from __future__ import annotations

import io
import sys
from itertools import product
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

TARGET = Path(__file__).parents[2] / "example_site" / "_static"

#: Of each kind of picture: width and height of the window, and pixels of the picture per pixel.
WIDE, PHONE = (1280, 800, 1.5), (390, 780, 1.5)

#: Between two phones, and around them.
GAP = 30

#: The theme's colours of text and of grounds, and the number of steps from one to the other.
INKS, GROUNDS, STEPS = ("ink", "muted", "accent", "rule"), ("paper", "raised"), 12

#: Returns colours of the theme as they are computed, as lists of red, green and blue.
COMPUTED = """names => {
  const probe = document.body.appendChild(document.createElement("i"));
  return names.map(name => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color.match(/\\d+/g).slice(0, 3).map(Number);
  });
}"""


def as_it_opens(page: Page) -> None:
    """Show the beginning of the page."""


def with_a_note_open(page: Page) -> None:
    """Show a footnote that has been opened."""
    button = page.locator(".sidenote > .margin-open").first
    button.evaluate("each => scrollTo(0, scrollY + each.getBoundingClientRect().top - 358)")
    button.tap()


def the_comments(page: Page) -> None:
    """Show the thread of comments."""
    page.locator(".comments").evaluate("each => scrollTo(0, scrollY + each.getBoundingClientRect().top)")


NOTE = "notes/2024-02-17-what-the-singletons-know.html"
THREAD = "notes/2023-09-10-the-gauge-that-was-never-wrong.html"
PHONES = (("index.html", as_it_opens), (NOTE, with_a_note_open), (THREAD, the_comments))


def shot(
    browser: Browser, address: str, scheme: str, size: tuple[int, int, float], show: Callable[[Page], None]
) -> Image.Image:
    """Return a picture of the page at *address*, as *show* leaves it."""
    width, height, scale = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale,
        color_scheme="dark" if scheme == "dark" else "light", is_mobile=width < 500, has_touch=width < 500,
    )  # fmt: skip
    page = context.new_page()
    page.goto(address)
    show(page)
    page.wait_for_timeout(400)
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    return picture.convert("RGB")


def side_by_side(pictures: list[Image.Image], *, dark: bool) -> Image.Image:
    """Return *pictures* in a row, each with a hairline around it."""
    ground, line = ((34, 31, 27), (61, 56, 49)) if dark else ((246, 241, 230), (220, 212, 197))
    width, height = pictures[0].size
    row = Image.new("RGB", (len(pictures) * (width + GAP) + GAP, height + 2 * GAP), ground)
    for number, picture in enumerate(pictures):
        place = GAP + number * (width + GAP)
        row.paste(line, (place - 2, GAP - 2, place + width + 2, GAP + height + 2))
        row.paste(picture, (place, GAP))
    return row


def palette(browser: Browser, address: str, scheme: str) -> Image.Image:
    """Return the colours that text of the page at *address* is made of."""
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address)
    inks, grounds = page.evaluate(COMPUTED, INKS), page.evaluate(COMPUTED, GROUNDS)
    page.close()
    mixed = [
        round(low + (high - low) * step / (STEPS - 1))
        for ink, ground in product(inks, grounds)
        for step in range(STEPS)
        for low, high in zip(ground, ink, strict=True)
    ]
    holder = Image.new("P", (1, 1))
    holder.putpalette(mixed)
    return holder


def save(picture: Image.Image, name: str, colours: Image.Image) -> None:
    """Write *picture* in these *colours*."""
    file = TARGET / f"{name}.png"
    picture.quantize(palette=colours, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file}: {picture.width} × {picture.height}, {file.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Make all pictures."""
    address = f"{Path(sys.argv[1]).resolve().as_uri()}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            colours = palette(browser, address + NOTE, scheme)
            wide = shot(browser, address + NOTE, scheme, WIDE, as_it_opens)
            save(wide, f"screenshot-wide-{scheme}", colours)
            phones = [shot(browser, address + page, scheme, PHONE, show) for page, show in PHONES]
            save(side_by_side(phones, dark=scheme == "dark"), f"screenshot-phone-{scheme}", colours)
        browser.close()


if __name__ == "__main__":
    main()
