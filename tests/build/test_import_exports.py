"""``research-notes import`` of exports of services: the sites build without a warning, and answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import wxr
from bs4 import BeautifulSoup
from commanded import command
from conftest import write_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
UPLOADS = "https://example.org/wp-content/uploads/2020/01"
RAIN = f"""It cost $5 or $10, and $latex h(t)$ rose.

<h2 id="gauge">The gauge</h2>
<img class="size-medium" src="{UPLOADS}/g-300x200.png" alt="The gauge" width="300" height="200" /> See
<a href="https://example.org/2020/02/03/snow/#drifts">the drifts</a>,
<a href="https://example.org/about/">us</a> and
<a href="#gauge">the gauge</a>.[efn_note]It <em>rained</em>.[/efn_note]

<!--more-->

[caption]<img src="{UPLOADS}/g.png" alt="g" /> The gauge in January[/caption]

<table>
<tr><td>1</td><td>2</td></tr>

<tr><td>3</td><td>4</td></tr>
</table>

[code language="c"]
#include <mud.h>
[/code]
"""
WORDPRESS = wxr.export(
    wxr.item(
        "Rain", RAIN, more=wxr.label("category", "field", "Field") + wxr.meta("_wp_old_slug", "the-rain")
    ),
    wxr.item(
        "Snow",
        '<h2 id="drifts">Drifts &amp; more</h2>\n\nCold.',
        post_date="2020-02-03 10:00:00",
        post_date_gmt="2020-02-03 15:00:00",
        link="https://example.org/2020/02/03/snow/",
        more=wxr.label("post_tag", "cold", "Cold"),
    ),
    wxr.item("About", "Us.", post_type="page", link="https://example.org/about/"),
    wxr.item(
        "Later",
        f'draftword <img src="{UPLOADS}/h.png" />',
        status="draft",
        link="https://example.org/?p=5",
        post_name="",
    ),
    wxr.item("Mine", "privateword", status="private"),
    wxr.item("Locked", "lockedword", post_password="x"),  # noqa: S106 # of a post in a fixture
    wxr.item(
        "g",
        post_type="attachment",
        status="inherit",
        attachment_url=f"{UPLOADS}/g.png",
        link="https://example.org/2020/01/02/rain/g/",
    ),
)


def published(folder: Path) -> str:
    """Return the text of all files that are published."""
    files = (file for file in (folder / "_build" / "html").rglob("*") if file.is_file())
    return "\n".join(file.read_bytes().decode("utf-8", "replace") for file in files)


def sitemap(*paths: str) -> str:
    """Return the old site's sitemap with *paths*."""
    urls = "".join(f"<url><loc>https://example.org{path}</loc></url>" for path in paths)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def test_an_export_of_wordpress(tmp_path: Path) -> None:
    """It builds without a warning, answers at every address, and hides what was hidden."""
    files = {"export.xml": WORDPRESS, "uploads/2020/01/g.png": PNG, "uploads/2020/01/h.png": PNG}
    write_files(tmp_path / "old", files)
    paths = (
        "/",
        "/2020/01/02/rain/",
        "/2020/01/02/the-rain/",
        "/2020/02/03/snow/",
        "/about/",
        "/category/field/",
        "/tag/cold/",
        "/2020/",
        "/2020/01/",
        "/wp-content/uploads/2020/01/g.png",
    )
    (tmp_path / "sitemap.xml").write_text(sitemap(*paths), "utf-8")
    ended = command(tmp_path, "import", "old", "new", "--check", "sitemap.xml")
    assert "WordPress: 6 pages (3 drafts, hidden as before)" in ended.said
    assert "all 10 addresses answer" in ended.said
    assert "not understood" not in ended.warned
    new = tmp_path / "new"
    command(new, "build", "-n", "-W", "--fresh")
    page = BeautifulSoup((new / "_build/html/2020/01/02/rain/index.html").read_text("utf-8"), "html.parser")
    text = " ".join(page.select_one("article").get_text(" ").split())
    assert "It cost $5 or $10, and" in text
    assert len(page.select("article math")) == 1
    assert "#include <mud.h>" in page.select_one("article pre").get_text()
    assert "The gauge in January" in page.select_one("figcaption").get_text()
    everything = published(new)
    for word in ("draftword", "privateword", "lockedword", "ada@example.org"):
        assert word not in everything
    listed = {note["title"]: note for note in json.loads(command(new, "list", "--drafts", "--json").said)}
    assert {title: note["visibility"] for title, note in listed.items()} == {
        "Rain": "public",
        "Snow": "public",
        "Later": "draft",
    }
    assert listed["Rain"]["categories"] == ["Field"]
    assert not list((new / "_build" / "html").rglob("h.png"))
    command(new, "build", "-n", "-W", "--drafts")
    assert list((new / "_build" / "html").rglob("h.png"))
    again = command(tmp_path, "import", "old", "new")
    assert "wrote 0 files" in again.said


def test_an_export_of_substack(tmp_path: Path) -> None:
    """It builds without a warning, keeps its addresses, and shows nobody what was for some."""
    head = (
        "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url"
    )
    note = (
        '<p>Mud<a class="footnote-anchor" href="#footnote-1" id="footnote-anchor-1">1</a>, for $5 or $6, see '
        '<a href="https://example.org/p/snow">snow</a>.</p><div class="footnote"><a id="footnote-1" '
        'href="#footnote-anchor-1" class="footnote-number">1</a><div '
        'class="footnote-content"><p>Wet.</p></div></div>'
        '<p class="button-wrapper"><a href="https://example.org/subscribe?">Subscribe</a></p>'
    )
    write_files(
        tmp_path / "old",
        {
            "posts.csv": f"{head}\n1.mud,2024-03-01T10:00:00Z,true,,,newsletter,everyone,Mud,Wet,\n"
            "2.snow,2024-03-02T10:00:00Z,true,,,newsletter,everyone,Snow,,\n"
            "3.paid,2024-03-02T10:00:00Z,true,,,newsletter,only_paid,Paid,,\n4.draft,,false,,,newsletter,everyone,,,\n",
            "posts/1.mud.html": note,
            "posts/2.snow.html": "<p>Cold.</p>",
            "posts/3.paid.html": "<p>paidword</p>",
            "posts/4.draft.html": "<p>draftword</p>",
            "email_list.csv": "email\nreader@example.org\n",
        },
    )
    (tmp_path / "sitemap.xml").write_text(sitemap("/p/mud", "/p/snow"), "utf-8")
    ended = command(tmp_path, "import", "substack", "old", "new", "--check", "sitemap.xml")
    assert "all 2 addresses answer" in ended.said
    new = tmp_path / "new"
    command(new, "build", "-n", "-W", "--fresh")
    everything = published(new)
    assert "for $5 or $6" in everything
    for word in ("paidword", "draftword", "reader@example.org"):
        assert word not in everything


def test_a_stream(tmp_path: Path) -> None:
    """It builds without a warning, and the addresses of its updates lead to the entries."""
    lines = [
        {"t": 1640995200, "s": "# On mud\n\nWet, for $5 or $6."},
        {"t": 1641000000, "s": "See ```x``` and\n\n## more"},
    ]
    write_files(tmp_path, {"stream.jsonl": "".join(f"{json.dumps(line)}\n" for line in lines)})
    for path in ("updates/1640995200", "on/2022/1/1", "."):
        write_files(tmp_path / "was", {f"{path}/index.html": "<p>x</p>"})
    ended = command(tmp_path, "import", "stream.jsonl", "new", "--check", "was")
    assert "all 3 addresses answer" in ended.said
    assert "Stream: 1 page" in ended.said
    new = tmp_path / "new"
    command(new, "build", "-n", "-W", "--fresh")
    page = BeautifulSoup((new / "_build/html/stream.html").read_text("utf-8"), "html.parser")
    entry = page.find(id="u1640995200")
    assert entry
    assert "1 January 2022, 00:00 On mud" in entry.get_text(" ", strip=True)
    assert "Wet, for $5 or $6." in entry.get_text()


def test_a_vault(tmp_path: Path) -> None:
    """A vault of Obsidian builds without a warning as plain MyST; comments and drafts are nowhere."""
    write_files(
        tmp_path / "old",
        {
            ".obsidian/app.json": "{}",
            "Mud.md": "Wet, for $5 or $6. %%secretword%% ==Very== #ice\n\n> [!tip]- More\n> See "
            "[[The river#Banks]].\n\n![[g.png|30]] A fact. ^fact\n",
            "notes/The river.md": "---\naliases: [Stream]\n---\n\n## Banks\n\n[[Mud#^fact|Facts]], "
            "[[Stream]], [[nowhere]].\n",
            "notes/Later.md": "---\npublish: false\n---\ndraftword\n",
            "files/g.png": PNG,
            "files/unused.png": PNG,
        },
    )
    ended = command(tmp_path, "import", "old", "new")
    assert "Obsidian: 3 pages (1 draft, hidden as before)" in ended.said
    assert (
        "not understood: [[…]], 1 time, at notes/The river.md:7 (there is no 'nowhere'; its text stays)"
        in ended.warned
    )
    new = tmp_path / "new"
    command(new, "build", "-n", "-W", "--fresh")
    everything = published(new)
    assert "Wet, for $5 or $6." in everything
    for word in ("secretword", "draftword"):
        assert word not in everything
    assert not (new / "files" / "unused.png").exists()
