"""The addresses that a site used to have, read from what is left of it."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from sphinx_research_notes.model.values import Unusable
from sphinx_research_notes.publish.former import answers, slug_of
from sphinx_research_notes.publish.former_addresses import former_site

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://new.example/"
SITEMAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc>https://new.example/</loc></url>
  <url>
    <loc>https://new.example/2020/01/caf%C3%A9/?page=2#top</loc>
    <image:image><image:loc>https://cdn.example/a.png</image:loc></image:image>
  </url>
  <url><loc>
    https://new.example/a&amp;b.html
  </loc></url>
</urlset>
"""
ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom">
<link rel="self" href="https://old.example/blog/atom.xml"/>
<link href="https://old.example/blog/"/>
<entry><title>One &lt;i&gt;title&lt;/i&gt;</title>
<link rel="related" href="https://elsewhere.example/"/>
<link rel="alternate" href="https://old.example/blog/one/"/></entry>
</feed>
"""
RSS = """\
<rss version="2.0"><channel><title>T</title><link>https://old.example/</link>
<item><title>Two</title><link>https://old.example/p/two</link><guid>x</guid></item>
<item><title>Without a link</title></item>
</channel></rss>
"""
JSON = (
    '{"home_page_url": "https://old.example/", "items": [{"url": "https://old.example/x/", "title": "X"}, 3]}'
)


def paths(path: Path, base: str = BASE) -> list[str]:
    """Return the paths that *path* tells of."""
    return [page.path for page in former_site(path, base).pages]


@pytest.mark.parametrize(
    ("content", "base", "expected"),
    [
        (SITEMAP, BASE, ["", "2020/01/café/", "a&b.html"]),
        # The site is in a folder of its host.
        (
            SITEMAP.replace("example/", "example/docs/"),
            "https://new.example/docs",
            ["", "2020/01/café/", "a&b.html"],
        ),
        (ATOM, BASE, ["one/"]),
        (RSS, BASE, ["p/two"]),
        (JSON, BASE, ["x/"]),
        ("https://new.example/a/\r\nhttps://new.example/b\n\n", BASE, ["a/", "b"]),
        (SITEMAP.replace("//new.", "//www.new."), BASE, ["", "2020/01/café/", "a&b.html"]),
        ("\ufeff\n" + JSON, "", ["x/"]),
        # Without a home page the shortest address is the root, if all begin with it.
        (SITEMAP.replace("new.example/", "me.example/repo/"), BASE, ["", "2020/01/café/", "a&b.html"]),
        (
            "<urlset><url><loc>https://a.example/x/1/</loc></url><url><loc>https://a.example/y/</loc></url></urlset>",
            BASE,
            ["x/1/", "y/"],
        ),
    ],
)
def test_paths(tmp_path: Path, content: str, base: str, expected: list[str]) -> None:
    """Addresses are relative to the root of the site, old or new, without queries and anchors."""
    (tmp_path / "former").write_text(content, "utf-8")
    assert paths(tmp_path / "former", base) == expected
    (tmp_path / "former.gz").write_bytes(gzip.compress(content.encode()))
    assert paths(tmp_path / "former.gz", base) == expected


def test_lines_and_titles(tmp_path: Path) -> None:
    """A page is found in its file again, and feeds tell titles."""
    (tmp_path / "sitemap.xml").write_text(SITEMAP, "utf-8")
    assert [page.line for page in former_site(tmp_path / "sitemap.xml", BASE).pages] == [4, 6, 11]
    (tmp_path / "atom.xml").write_text(ATOM, "utf-8")
    (page,) = former_site(tmp_path / "atom.xml", BASE).pages
    assert (page.line, page.title) == (6, "One <i>title</i>")


def test_other_hosts_are_counted(tmp_path: Path) -> None:
    """Addresses elsewhere are none of the site's."""
    content = SITEMAP.replace("</urlset>", "<url><loc>https://x.example/1</loc></url></urlset>")
    (tmp_path / "sitemap.xml").write_text(content, "utf-8")
    site = former_site(tmp_path / "sitemap.xml", BASE)
    assert (len(site.pages), site.elsewhere) == (3, 1)


def test_pages_that_only_a_query_tells(tmp_path: Path) -> None:
    """They aren't taken for the home page, which is there: nobody can say that they answer."""
    found = "https://old.example/\nhttps://old.example/?p=12\nhttps://old.example/?utm_source=rss\n"
    (tmp_path / "sitemap.txt").write_text(found, "utf-8")
    site = former_site(tmp_path / "sitemap.txt", BASE)
    assert ([page.path for page in site.pages], site.queries) == ([""], 1)


def test_sitemap_of_sitemaps(tmp_path: Path) -> None:
    """The sitemaps that a sitemap lists are read if they are beside it."""
    index = "<sitemapindex><sitemap><loc>https://new.example/s/{}</loc></sitemap></sitemapindex>"
    (tmp_path / "index.xml").write_text(index.format("part-1.xml"), "utf-8")
    with pytest.raises(Unusable, match="files beside it"):
        former_site(tmp_path / "index.xml", BASE)
    (tmp_path / "part-1.xml").write_text(SITEMAP, "utf-8")
    assert len(paths(tmp_path / "index.xml")) == 3
    part = "<sitemap><loc>https://new.example/s/part-2.xml.gz</loc></sitemap></sitemapindex>"
    both = index.format("part-1.xml").replace("</sitemapindex>", part)
    (tmp_path / "index.xml").write_text(both, "utf-8")
    assert former_site(tmp_path / "index.xml", BASE).absent == ("https://new.example/s/part-2.xml.gz",)
    (tmp_path / "part-2.xml.gz").write_bytes(gzip.compress(SITEMAP.replace("/a&", "/c&").encode()))
    assert len(paths(tmp_path / "index.xml")) == 4
    (tmp_path / "index.xml").write_text(index.format("index.xml"), "utf-8")
    with pytest.raises(Unusable):
        former_site(tmp_path / "index.xml", BASE)


def test_folder(tmp_path: Path) -> None:
    """In a folder, pages and feeds count, the page for what is missing does not."""
    for name in ("index.html", "404.html", "a/index.html", "a/x.png", "b c.html", "feed.xml", "paper.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert paths(tmp_path) == ["a/index.html", "b c.html", "feed.xml", "index.html", "paper.pdf"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"<urlset>",
        b"<urlset/>",
        b"{",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b"plain text",
        BOMB.encode(),
        b"\x1f\x8bnot gzip",
        b"<html><body>404</body></html>",
    ],
)
def test_what_is_no_list_of_addresses(tmp_path: Path, content: bytes) -> None:
    """What can't be read is said to be so."""
    (tmp_path / "former").write_bytes(content)
    with pytest.raises(Unusable, match="expected"):
        former_site(tmp_path / "former", BASE)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", True),
        ("a/", True),
        ("a", True),
        ("a/index.html", True),
        ("b", True),
        ("b.html", True),
        ("b/", False),
        ("c", False),
        ("x.pdf", True),
        ("A/", False),
    ],
)
def test_answers(path: str, expected: bool) -> None:
    """A path is answered as by all usual servers."""
    assert answers(path, {"index.html", "a/index.html", "b.html", "x.pdf"}) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2020/01/a-break/", "a-break"),
        ("notes/2020-01-02-A_Break.html", "a-break"),
        ("p/one/index.html", "one"),
        ("", ""),
        ("v1.2/", "v1"),
    ],
)
def test_slugs(path: str, expected: str) -> None:
    """A page is recognised by the name that every tool makes of its file or title."""
    assert slug_of(path) == expected
