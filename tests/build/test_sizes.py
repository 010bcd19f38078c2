"""Sizes that authors give: in classes under our theme, and shown as an inline style would show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browsing import Visitor, served
from pages import one, page

from sphinx_research_notes.html.transforms.sizes import width_classes, without_styles

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built
    from playwright.sync_api import Browser, Route


@pytest.mark.parametrize(
    ("width", "classes"),
    [
        ("50%", "w w-pc w-t5"),
        ("33.3%", "w w-pc w-t3 w-o3 w-d3"),
        ("100%", "w w-pc w-h1"),
        ("300px", "w w-h3"),
        ("250", "w w-h2 w-t5"),
        ("12.5em", "w w-em w-t1 w-o2 w-d5"),
        (".5rem", "w w-rem w-d5"),
        ("1in", "w w-t9 w-o6"),
        ("2.54CM", "w w-t9 w-o6"),
        ("9999px", "w w-h9 w-t9 w-o9 w-d9"),
        ("0%", "w w-pc"),
        ("auto", ""),
        ("calc(1px + 1em)", ""),
        ("-5px", ""),
        ("5furlongs", ""),
    ],
)
def test_a_width_in_classes(width: str, classes: str) -> None:
    """Digit by digit, with its unit; what is no size has none."""
    assert " ".join(width_classes(width)) == classes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<col style="width: 25.0%" />', '<col class="w w-pc w-t2 w-o5" />'),
        ('<table class="a" style="width: 3em;">', '<table class="w w-em w-o3 a">'),
        ('<img alt="b" src="a.png" style="width: 50%; height: 1in;" />',
         '<img class="w w-pc w-t5" alt="b" src="a.png" height="96" />'),
        ('<img src="a" style="height: 3em">', '<img src="a" style="height: 3em;">'),
        ('<figure style="color: red; width: 10px">', '<figure class="w w-t1" style="color: red;">'),
        ('<span style="width: 5%">', '<span style="width: 5%">'),
        ('&lt;col style="width: 5%"&gt;', '&lt;col style="width: 5%"&gt;'),
        ('<col style="">', "<col>"),
    ],
)  # fmt: skip
def test_a_style_without_sizes(before: str, after: str) -> None:
    """Whatever else a style says, and whatever is no element, stays."""
    assert without_styles(before) == after


SIZED = """\
---
date: 2024-03-05
---
# Sized

```{list-table}
:widths: 20 80
:width: 70%

* - a
  - b
```

```{figure} a.png
:figwidth: 50%
:width: 120px
:alt: x

A caption.
```

```{image} a.png
:width: 25%
:align: right
:alt: y
```

```{image} a.png
:width: 5em
:alt: z
```

```{image} a.png
:scale: 200%
:width: 1in
:alt: s
```

```{eval-rst}
.. table::
   :widths: 1 2
   :width: 10em

   === ===
   a   b
   === ===

.. csv-table::
   :widths: 30, 70
   :align: center

   a, b
```

|a|b|
|-|:-:|
|c|d|

1. one
"""

#: One grey pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000003a7e9b550000000a49444154789c636800000082"
    "0081dd436af40000000049454e44ae426082"
)
FILES: dict[str, str | bytes | None] = {
    "conf.py": 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n',
    "index.md": "# Home\n",
    "2024-03-05-sized.md": SIZED,
    "a.png": PIXEL,
}


def test_no_inline_style_is_left(site: Callable[..., Built]) -> None:
    """Of all that docutils has options for; under another theme its styles stay."""
    built = site(FILES)
    assert built.warnings == ""
    text = built.text("2024-03-05-sized.html")
    assert not re.search(r"<[^>]* style=", text)
    soup = page(built.outdir / "2024-03-05-sized.html")
    assert one(soup, "figure")["class"][:3] == ["w", "w-pc", "w-t5"]
    other = site(FILES, "-D", "html_theme=alabaster", into="other").text("2024-03-05-sized.html")
    assert '<col style="width: 20.0%"' in other


@pytest.mark.browser
def test_sizes_are_as_the_styles_have_them(chromium: Browser, site: Callable[..., Built]) -> None:
    """Under a strict policy the page looks as it would with inline styles and without a policy."""
    built = site(FILES)
    refused: list[str] = []

    def strictly(route: Route) -> None:
        found = route.fetch()
        policy = {"content-security-policy": "default-src 'self'; style-src 'self'"}
        route.fulfill(response=found, headers={**found.headers, **policy})

    with served(built.outdir) as address:
        visitor = Visitor(chromium, address)
        shown = visitor("2024-03-05-sized.html", width=1280)
        shown.on("console", lambda message: refused.append(message.text))
        shown.route("**/*.html", strictly)
        shown.goto(address + "2024-03-05-sized.html")
        in_classes = shown.evaluate(MEASURE)
        assert refused == []
        shown.unroute("**/*.html")
        shown.goto(address + "2024-03-05-sized.html")
        in_styles = shown.evaluate(RESTYLE + MEASURE)
        visitor.close()
    assert len(in_classes) > 12
    assert in_classes == pytest.approx(in_styles, abs=0.6)


MEASURE = """
[...document.querySelectorAll("article :is(table, td, figure, img)")]
    .map((each) => each.getBoundingClientRect().width)
"""
#: Puts back what was written without us: widths in order, as inline styles.
RESTYLE = """
const widths = "70% 20% 80% 50% 120px 25% 5em 192px 10em 33.3% 66.7% 30% 70%".split(" ");
document.querySelectorAll("article .w").forEach((each, place) => {
  each.className = each.className.replace(/\\bw(-\\w+)?\\b/g, "");
  each.style.width = widths[place];
});
"""
