"""Sizes that authors set: classes in our theme, with the same effect as inline styles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pages import one, page
from sized import FILES

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built


def test_no_inline_style_is_left(site: Callable[..., Built]) -> None:
    """No option of docutils leaves an inline style; in another theme the styles stay."""
    built = site(FILES)
    assert built.warnings == ""
    text = built.text("2024-03-05-sized.html")
    assert not re.search(r"<[^>]* style=", text)
    soup = page(built.outdir / "2024-03-05-sized.html")
    assert one(soup, "figure")["class"][:3] == ["w", "w-pc", "w-t5"]
    other = site(FILES, "-D", "html_theme=alabaster", into="other").text("2024-03-05-sized.html")
    assert '<col style="width: 20.0%"' in other
