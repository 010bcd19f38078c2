"""``--check``: what is said of old addresses that cannot be checked, and of files that are elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.command.import_check import _linked_in, _not_checked, _report, _report_files
from sphinx_research_notes.publish.former_addresses import FormerSite

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_not_checked() -> None:
    """Nothing is left out without a word."""
    said = list(
        _not_checked(FormerSite((), 2, 1200, ("https://example.org/part.xml",)), "https://example.org/")
    )
    assert said[0] == "expected addresses below 'https://example.org/', got 2 others; leaving them out"
    assert "got 1,200 with a query" in said[1]
    assert "expected 1 more sitemaps" in said[2]
    assert "'https://example.org/part.xml'" in said[2]
    assert list(_not_checked(FormerSite(()), "")) == []


def test_files_of_the_old_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pictures and data count, wherever they are; what only a theme needs doesn't."""
    names = ("a/x.PNG", "data.csv", "style.css", "site_libs/x.svg", ".git/y.png", "index.html", "b c.zip")
    write_files(tmp_path, dict.fromkeys(names, "x"))
    linked = _linked_in(tmp_path)
    assert linked == ["a/x.PNG", "b c.zip", "data.csv"]
    assert _linked_in(tmp_path / "style.css") == []
    _report_files(linked, {"a/x.PNG", "data.csv"})
    said = capsys.readouterr().err
    assert "expected 3 pictures and other files where they were, found 2" in said
    assert said.endswith("not at their old addresses: /b%20c.zip\n")
    _report_files(linked, set(linked))
    assert capsys.readouterr().err == ""


def test_addresses_that_do_not_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """They are named as a browser shows them, and the command fails."""
    with pytest.raises(SystemExit):
        _report(["", "b/", "é/"], {"index.html", "b.html"})
    captured = capsys.readouterr()
    assert "/%C3%A9/" in captured.err
    assert captured.out == "1 of 3 addresses answer\n"
    _report(["", "b"], {"index.html", "b.html"})
    assert capsys.readouterr().out == "all 2 addresses answer\n"
