"""Imported sites in a browser: a home page leads on from addresses that a server of files cannot answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import wxr
from browsing import Visitor, served
from conftest import build_site

from sphinx_research_notes.importers.records import Options
from sphinx_research_notes.importers.wordpress.site import read
from sphinx_research_notes.importers.writing import write

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.once


def test_addresses_with_a_query(tmp_path: Path, chromium: Browser) -> None:
    """``/?p=3`` of a site made with WordPress leads to the post; other queries stay on the home page."""
    file = tmp_path / "export.xml"
    snow = wxr.item("Snow", "White.", post_id="4", link="https://example.org/?p=4")
    file.write_text(wxr.export(wxr.item("Rain", "Wet.", post_id="3"), snow), "utf-8")
    write(read(file, Options()), tmp_path / "site")
    found = build_site(tmp_path / "site", tmp_path / "out")
    assert not found.warnings
    with served(found.outdir) as address:
        visitor = Visitor(chromium, address)
        for query, title in (
            ("?p=3#x", "Rain"),
            ("?page_id=4", "Snow"),
            ("?p=99", "Wet feet"),
            ("?p=a", "Wet feet"),
        ):
            page = visitor(query)
            page.wait_for_load_state("networkidle")
            assert page.locator("h1").first.inner_text() == title
        assert visitor.said == []
        visitor.close()
