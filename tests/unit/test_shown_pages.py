"""Which page ``research-notes serve`` shows: the built one, or one that was made before."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from sphinx_research_notes.command.live.shown_pages import ShownPages, with_script

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW, NEWER = (f"<html>{text}</html>".encode() for text in ("old", "new", "newer"))


@pytest.fixture
def pages(tmp_path: Path) -> ShownPages:
    """A site with one page."""
    (tmp_path / "a b.html").write_bytes(OLD)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "index.html").write_bytes(OLD)
    return ShownPages(tmp_path)


def shown(pages: ShownPages) -> bytes:
    """Return the page that is shown."""
    # In a thread of its own: tests in a browser leave a running loop in this one.
    with ThreadPoolExecutor() as executor:
        return executor.submit(lambda: asyncio.run(pages.page("a b.html"))).result()


def test_a_preview_is_shown_until_it_is_built(pages: ShownPages) -> None:
    """What was saved after a build began isn't in it: its preview stays."""
    assert pages.preview(1, "a b.html", NEW)
    assert shown(pages) == with_script(NEW)
    assert not pages.preview(2, "a b.html", NEW), "nothing is new"
    pages.built(1)
    assert shown(pages) == with_script(NEW)
    pages.built(2)
    assert shown(pages) == with_script(OLD)


def test_a_late_preview_is_not_shown(pages: ShownPages) -> None:
    """A preview that comes after the build of what it shows is older than its page."""
    pages.built(2)
    assert not pages.preview(2, "a b.html", NEW)
    assert shown(pages) == with_script(OLD)
    assert pages.preview(3, "a b.html", NEWER)
    assert not pages.preview(4, "notes/index.html", OLD), "the same as the built page"


def test_addresses(pages: ShownPages) -> None:
    """An address is a file of the site, or the page of a folder; nothing outside is."""
    assert pages.file_at("/a b.html") == pages.file_at("a b.html") == "a b.html"
    assert pages.file_at("/notes/") == pages.file_at("/notes") == "notes/index.html"
    assert pages.file_at("/../a b.html") == ""
    assert pages.file_at("/none.html") == pages.file_at("/") == ""


def test_a_page_gets_the_script_that_shows_it_anew() -> None:
    """The script stands at the end of the page, or of what there is of it."""
    assert with_script(OLD).endswith(b" defer></script></html>")
    assert with_script(b"<p>text").startswith(b"<p>text<script")
    assert with_script(OLD)[-60:] != with_script(NEW)[-60:], "it says which text this is"
