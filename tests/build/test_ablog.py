"""A blog made with ABlog goes on without it: its options, directives, labels and addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages import one, page, words

from sphinx_research_notes.frontmatter.ablog import adapted
from sphinx_research_notes.frontmatter.extract import block_of
from sphinx_research_notes.frontmatter.syntax import Syntax
from sphinx_research_notes.model.ablog import UNUSED, USED, patterns, slugify

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

pytestmark = pytest.mark.once

CONF = """\
import os
os.environ["SOURCE_DATE_EPOCH"] = "1717927200"
extensions = ["myst_parser", "sphinx_research_notes"]
project = "Blog"
html_theme = "research_notes"
notes_ablog = True
blog_title = "Rain days"
blog_baseurl = "https://example.org"
blog_authors = {"ada": ("Ada Brook", "https://example.org/ada"), "bo": ("Bo Lind", None)}
blog_default_author = "bo"
blog_post_pattern = ["news/*.md"]
blog_feed_titles = False
disqus_shortname = "none"
html_sidebars = {"**": ["ablog/postcard.html"]}
"""
RST = """\
A dry week
==========

.. post:: 20 Apr, 2014
   :tags: well, long drought
   :category: Water
   :author: ada
   :redirect: blog/old-week
   :excerpt: 1
   :image: 2
   :nocomments:

   What it is about.

First words.

.. update:: 22 Apr, 2014

   Rain again.

See :ref:`blog-tags`, :ref:`tag-long-drought`, :ref:`author-ada`, :ref:`archive-2014` and
:ref:`all <blog-posts>`, and :ref:`snow`.
"""
FILES = {
    "conf.py": CONF,
    "index.rst": "Home\n====\n\n.. postlist:: 2\n   :category: Water\n   :excerpts:\n   :format: {title}\n\n"
    ".. postlist::\n   :sort:\n",
    "posts/week.rst": RST,
    "posts/mist.md": "---\nblogpost: true\ndate: Jan 5, 2015\nauthor: Cy Moor\ncategory: Water\n"
    "location: Hill\nlanguage: English\n---\n# Mist\n\nSee {ref}`blog-archives` and [it](#category-water).\n",
    "news/snow.md": "# Snow\n\n```{post} 2016-02-03\n:tags: well\n```\n\nWhite.\n",
    "news/undated.md": "# Zebrawood\n\nWithout a date.\n",
    "posts/later.rst": "Zebrawood\n=========\n\n.. post:: 3 May, 2031\n\nLater.\n",
    "posts/never.rst": "Zebrawood\n=========\n\n.. post::\n   :tags: hush\n\nNever.\n",
}


def hrefs(built: Built, name: str) -> list[tuple[str, str]]:
    """Return the texts and addresses of the links in the text of the page *name*."""
    part = one(page(built.outdir / f"{name}.html"), "article")
    return [(words(link), str(link["href"])) for link in part.select(".e-content a.reference, section > p a")]


def test_a_blog(site: Callable[..., Built]) -> None:
    """Everything that ABlog's users write has the same meaning here."""
    built = site(FILES)
    found = re.findall(r"(\w+\.\w+):\d+: WARNING: (date: expected one)", built.warnings)
    assert [name for name, _ in sorted(found)] == ["never.rst", "undated.md"]
    assert built.warnings.count("WARNING") == 2
    assert "found also blog_feed_titles, disqus_shortname, ablog/postcard.html; ignoring them" in built.status
    week = page(built.outdir / "posts/week.html")
    assert words(one(week, "h1")) == "A dry week"
    assert one(week, ".dt-published")["datetime"] == "2014-04-20"
    labels = [words(each) for each in week.select(".note-labels .p-category")]
    assert labels == ["well", "long drought", "Water"]
    assert "Ada Brook" in words(one(week, ".byline"))
    assert "What it is about." not in words(one(week, ".e-content"))
    assert one(week, ".p-summary")["value"] == "What it is about."
    assert "Rain again." in words(one(week, ".note-update"))
    found = dict(hrefs(built, "posts/week"))
    assert found["Tags"] == "../blog/tags/index.html"
    assert found["Tag: long drought"] == "../blog/tags/long-drought.html"
    assert found["Author: Ada Brook"] == "../blog/authors/ada-brook.html"
    assert found["2014"] == "../blog/2014.html"
    assert found["all"] == "../blog/index.html"
    assert found["Snow"] == "../news/snow.html"
    assert ("it", "../blog/categories/water.html") in hrefs(built, "posts/mist")
    lists = page(built.outdir / "index.html").select(".note-list, .notes, ol, ul")
    assert "Rain days" in built.text("blog/index.html")
    assert lists
    assert "https://example.org/blog/atom.xml" in built.text("blog/atom.xml")
    for path in built.outdir.rglob("*"):
        assert not path.is_file() or b"ebrawood" not in path.read_bytes(), path


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_old_addresses(site: Callable[..., Built], builder: str) -> None:
    """Pages of ABlog lead to ours, unless a document has their place."""
    built = site({**FILES, "blog/archive.md": "# My archive\n"}, builder=builder)
    expected = {
        "blog": "", "blog/drafts": "", "blog/tag": "tags/", "blog/tag/well": "tags/well",
        "blog/tag/long-drought": "tags/long-drought", "blog/category/water": "categories/water",
        "blog/author/ada": "authors/ada-brook", "blog/author/ada-brook": "authors/ada-brook",
        "blog/author": "authors/", "blog/old-week": "week",
    }  # fmt: skip
    for name, target in expected.items():
        path = built.outdir / (f"{name}.html" if builder == "html" else f"{name}/index.html")
        if name != "blog" or builder == "html":
            text = path.read_text("utf-8")
            assert 'http-equiv="refresh"' in text, name
            assert target in text, name
    archive = built.outdir / ("blog/archive.html" if builder == "html" else "blog/archive/index.html")
    assert "My archive" in archive.read_text("utf-8")


@pytest.mark.parametrize(("builder", "own"), [("dirhtml", "blog"), ("html", "blog/index")])
def test_own_page_of_posts(site: Callable[..., Built], builder: str, own: str) -> None:
    """A document in the place of the list of all notes is what its labels and former addresses lead to."""
    built = site({**FILES, f"{own}.md": "# My posts\n"}, builder=builder)
    for name in ("blog/archive", "blog/drafts"):
        path = built.outdir / (f"{name}.html" if builder == "html" else f"{name}/index.html")
        assert 'http-equiv="refresh"' in path.read_text("utf-8"), name
    week = built.outdir / ("posts/week.html" if builder == "html" else "posts/week/index.html")
    links = {words(link): link["href"] for link in one(page(week), "article").select("a.reference")}
    assert links["all"] in {"../../blog/", "../blog/index.html"}
    assert "undefined label" not in built.warnings


def test_with_ablog(site: Callable[..., Built]) -> None:
    """The option does nothing beside ABlog."""
    pytest.importorskip("ablog")
    conf = CONF.replace('"myst_parser",', '"myst_parser", "ablog",').replace("blog_feed_titles = False\n", "")
    built = site({"conf.py": conf, "index.md": "# Home\n"})
    assert "notes_ablog: expected a project without ABlog, found it loaded" in built.warnings


def test_options() -> None:
    """Every option of ABlog is used or named."""
    blog = pytest.importorskip("ablog.blog")
    assert {name for name, *_ in blog.CONFIG} == {*USED, *UNUSED}
    assert slugify("Long drought, again") == blog.slugify("Long drought, again")


def test_patterns() -> None:
    """Patterns of files become those of document names."""
    assert patterns("posts/*/*.md", (".rst", ".md")) == ["posts/*/*"]
    assert patterns(["posts/**", "./a/*.rst", "b/*.*"], (".rst", ".md")) == ["posts/**", "a/*", "b/*"]
    assert patterns(None, ()) == []


@pytest.mark.parametrize(
    ("syntax", "text", "date"),
    [
        (Syntax.RST, ".. post:: 2 Jan, 2020\n", "2 Jan, 2020"),
        (Syntax.RST, "A\n=\n\n.. post:: 2020-01-02\n   :tags: a,\n      b\n", "2020-01-02"),
        (Syntax.RST, ".. code-block:: rst\n\n   .. post:: 2 Jan, 2020\n", None),
        (Syntax.MARKDOWN, "# A\n\n```{post} 2020-01-02\n```\n", "2020-01-02"),
        (Syntax.MARKDOWN, ":::{post} 2020-01-02\n:tags: a, b\n:::\n", "2020-01-02"),
        (Syntax.MARKDOWN, "```{eval-rst}\n.. post:: 2020-01-02\n   :tags: a, b\n```\n", "2020-01-02"),
        (Syntax.MARKDOWN, "````md\n```{post} 2020-01-02\n```\n````\n", None),
        (Syntax.MARKDOWN, "---\ndate: 2021-01-01\n---\n```{post} 2020-01-02\n```\n", "2021-01-01"),
    ],
)
def test_directive(syntax: Syntax, text: str, date: str | None) -> None:
    """The directive is found in each syntax, outside of examples; front matter wins."""
    values = adapted(block_of(text, syntax), text, syntax).values
    assert values.get("date") == date
    assert (values.get("blogpost") == "true") == (date is not None)
    if "tags" in text:
        assert values["tags"] == "a, b"
