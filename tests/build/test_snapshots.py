"""Snapshots: the HTML and the doctree of each of our elements, word for word.

Run with ``NOTES_SNAPSHOTS=write`` to write them again, and read the differences before you commit them.

"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import ROOTS, Built, build_site

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site as HTML."""
    return build_site(ROOTS / "snapshot", tmp_path_factory.mktemp("html"))


@pytest.fixture(scope="module")
def doctrees(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site as pseudo-XML, before anything is resolved for HTML."""
    return build_site(ROOTS / "snapshot", tmp_path_factory.mktemp("xml"), builder="pseudoxml")


def _compare(name: str, text: str) -> None:
    path = SNAPSHOTS / name
    if os.environ.get("NOTES_SNAPSHOTS") == "write":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def _main(page: str) -> str:
    """Return the content of ``main``, one tag per line."""
    inner = page[page.index("<main") : page.index("</main>")]
    return re.sub(r">\s*<", ">\n<", inner).strip() + "\n"


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "stream",
        "notes/2024-03-14-whole",
        "notes/2024-05-01-thought",
        "notes/tags/index",
        "notes/tags/one",
        "notes/series/keeping",
    ],
)
def test_html(html: Built, name: str) -> None:
    """The content of each page is as in its snapshot."""
    _compare(name.replace("/", "-") + ".html", _main(html.text(f"{name}.html")))


@pytest.mark.parametrize("name", ["stream", "notes/2024-03-14-whole"])
def test_doctree(doctrees: Built, name: str) -> None:
    """The doctree of each document is as in its snapshot."""
    # The first line names the file and Sphinx's domains; docutils writes true in two ways.
    _, _, text = doctrees.text(f"{name}.pseudoxml").partition("\n")
    _compare(name.replace("/", "-") + ".txt", text.replace('="True"', '="1"'))


def test_no_warnings(html: Built, doctrees: Built) -> None:
    """The site builds without a warning."""
    assert html.warnings == doctrees.warnings == ""
