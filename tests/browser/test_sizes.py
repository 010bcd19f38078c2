"""Sizes that authors specify, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import Visitor, served
from sized import FILES

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built
    from playwright.sync_api import Browser, Route


@pytest.mark.browser
def test_sizes_are_as_the_styles_have_them(chromium: Browser, site: Callable[..., Built]) -> None:
    """Under a strict policy, the page looks as it would with inline styles and without a policy."""
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


#: Restores what Sphinx would have written: widths in order, as inline styles.
RESTYLE = """
const widths = "70% 20% 80% 50% 120px 25% 5em 192px 10em 33.3% 66.7% 30% 70%".split(" ");
document.querySelectorAll("article .w").forEach((each, place) => {
  each.className = each.className.replace(/\\bw-\\w+\\b/g, "");
  each.style.width = widths[place];
});
"""
