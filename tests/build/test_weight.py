"""What a reader's browser loads for a page: few bytes, from few files."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from conftest import Built, build_site

pytestmark = pytest.mark.once

EXAMPLE = Path(__file__).parents[2] / "example_site"
#: What isn't text: a table and a figure.
_MORE = re.compile(r"<(?:table|img)\b")
_FILE = re.compile(r'<(?:link rel="stylesheet"|script)[^>]*\s(?:href|src)="([^"?]+)')


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the example site without its guide."""
    out = tmp_path_factory.mktemp("example") / "html"
    return build_site(EXAMPLE, out, "-D", "notes_cards=0", "-D", "exclude_patterns=guide")


def _loaded(built: Built, name: str) -> dict[str, int]:
    """Return the compressed sizes of the page *name*, and of its style sheets and scripts."""
    page = built.outdir / name
    files = [page, *((page.parent / each).resolve() for each in _FILE.findall(built.text(name)))]
    return {each.name: len(gzip.compress(each.read_bytes())) for each in files}


def test_text_is_light(built: Built) -> None:
    """A note of text needs at most 20 kB of HTML and CSS, and 25 with scripts, from at most five sheets.

    So does a notebook that has printed something.
    """
    notes = [
        name for name in built.files() if re.fullmatch(r"notes/(\d{4}-\d\d-\d\d-|rules-)[^/]+\.html", name)
    ]
    texts = [name for name in notes if not _MORE.search(built.text(name).partition("<article")[2])]
    assert len(texts) > 10
    notebooks = [name for name in notes if "cell_output" in built.text(name)]
    assert notebooks
    for name in {*texts, *notebooks}:
        sizes = _loaded(built, name)
        styled = sum(size for file, size in sizes.items() if not file.endswith(".js"))
        assert styled <= 20_000, (name, sizes)
        assert sum(sizes.values()) <= 25_000, (name, sizes)
        assert sum(file.endswith(".css") for file in sizes) <= 5, (name, sizes)


def test_lists_are_light(built: Built) -> None:
    """So do lists, the stream and the home page."""
    for name in ("index.html", "stream.html", "notes/index.html", "notes/tags/index.html", "search.html"):
        sizes = _loaded(built, name)
        assert sum(size for file, size in sizes.items() if not file.endswith(".js")) <= 20_000, (name, sizes)
        assert sum(file.endswith(".css") for file in sizes) <= 5, (name, sizes)
