"""Addresses of the last published site that are gone are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

#: Made from records and finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once

CONF = """\
project = "Moved"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://new.example/"
notes_match = ["notes/**"]
notes_permalink = "/{year}/{slug}/"
notes_former = ["old.xml", "gone.xml", "old-site"]
exclude_patterns = ["old-site"]
"""
PATHS = ["", "2020/kept/", "old/alias.html", "2019/moved/", "2019/draft/", "nowhere.html", "feed.xml"]
SITEMAP = "<urlset>\n{}</urlset>\n".format(
    "".join(f"<url><loc>https://new.example/{path}</loc></url>\n" for path in PATHS)
)
FILES = {
    "conf.py": CONF,
    "index.md": "# Home\n",
    "old.xml": SITEMAP,
    "old-site/2019/renamed.html": "",
    "old-site/notes/index.html": "",
    "notes/2020-01-01-kept.md": "---\naliases: /old/alias.html\n---\n# Kept\n\nText.\n",
    "notes/2020-01-02-moved.md": "# Moved\n\nText.\n",
    "notes/2019-01-02-draft.md": "---\ndraft: true\n---\n# Draft\n\nHidden.\n",
}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_lost_addresses(site: Callable[..., Built], builder: str) -> None:
    """Each lost address is named with its line and a guess where it went; nothing of drafts is told."""
    built = site(FILES, builder=builder)
    said = [
        line.partition("WARNING: ")[::2] for line in built.warnings.splitlines() if "[notes.former]" in line
    ]
    where = [place.rstrip(": ").rpartition("/")[2] for place, _ in said]
    assert where == ["old.xml:5", "old.xml:6", "old.xml:7", "old.xml:8", "gone.xml:1", "old-site:1"]
    assert "'/2019/moved/'" in said[0][1]
    assert "'notes/2020-01-02-moved.md'? There, 'aliases: [/2019/moved/]'" in said[0][1]
    assert "did it become" not in said[1][1]
    assert "notes/2019" not in built.warnings
    assert "'/old/alias.html'" not in built.warnings
    assert "No such file" in said[4][1]
    assert "'/2019/renamed.html'" in said[5][1]
    assert len(built.warnings.splitlines()) == 6

    mended = {
        "conf.py": CONF.replace('"gone.xml", ', "") + 'notes_feeds = {"addresses": {"feed.xml": "rss"}}\n',
        "notes/2020-01-02-moved.md": "---\naliases: [/2019/moved/, /2019/draft/, /nowhere.html,"
        " /2019/renamed.html]\n---\n# Moved\n\nText.\n",
    }
    assert site(mended, builder=builder).warnings == ""
    assert site({}, builder=builder).warnings == ""


def test_many_lost_addresses(site: Callable[..., Built]) -> None:
    """After twenty, the others are counted."""
    paths = "".join(f"<url><loc>https://new.example/x/{n}/</loc></url>" for n in range(33))
    files = {"conf.py": CONF.replace(', "gone.xml", "old-site"', ""), "old.xml": f"<urlset>{paths}</urlset>"}
    built = site(FILES | files)
    assert built.warnings.count("[notes.former]") == 21
    assert "expected 13 more addresses" in built.warnings


def test_without_notes(site: Callable[..., Built]) -> None:
    """A project without notes is not looked at."""
    built = site({"conf.py": CONF, "index.md": "# Home\n", "old.xml": SITEMAP})
    assert "notes.former" not in built.warnings
