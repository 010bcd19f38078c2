"""Sizes that authors give, as a browser shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import Visitor, served

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built
    from playwright.sync_api import Browser, Route

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
