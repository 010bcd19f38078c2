"""Sizes that authors set: classes in our theme, with the same effect as inline styles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from exactness import Bench, check_each
from pages import one, page, soup_of
from sized import FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

pytestmark = pytest.mark.once


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


def test_pictures_keep_their_place(tmp_path: Path) -> None:
    """While it is loaded, a picture takes the room of its file, also on another page and after an edit."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" {}/>'
    pictures = (
        "![a](a%20b.svg)\n\n```{figure} p.svg\n:width: 50%\n\nF\n```\n\n<img src='none.svg' alt='n'>\n\n"
        "![s](https://example.org/s.svg)\n\n```{image} p.svg\n:height: 7px\n```\n"
    )
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit({
        "conf.py": 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n',
        "index.md": "# Home\n\n```{notes}\n:style: full\n```\n",
        "2024-03-05-n.md": "# N\n\n" + pictures,
        "a b.svg": svg.format('width="60pt" height="20"'),
        "p.svg": svg.format('width="90" height="20"'),
        "none.svg": svg.format('viewBox="0 0 2 1"'),
    })  # fmt: skip
    wider = {"a b.svg": svg.format('width="90" height="20"')}
    check_each(bench, {"another size": lambda bench: bench.edit(wider)})
    for name in ("index.html", "2024-03-05-n.html"):
        soup = soup_of((bench.build("clean") / name).read_text("utf-8"))
        shown = soup.select("main img:not(.enlarged img)")
        found = [(each.get("width"), each.get("height")) for each in shown]
        assert found == [("90", "20"), ("90", "20"), (None, None), (None, None), (None, "7")], name
