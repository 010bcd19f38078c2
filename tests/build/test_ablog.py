"""A blog made with ABlog goes on without it: its options, directives, labels and addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages import one, page, words

from sphinx_research_notes.frontmatter.ablog import adapted
from sphinx_research_notes.frontmatter.extract import block_of
from sphinx_research_notes.frontmatter.syntax import Syntax
from sphinx_research_notes.model.ablog import KEPT, UNUSED, USED, patterns, slugify
from sphinx_research_notes.model.ablog_options import AblogOptions

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
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\xdac\xfc\xcf\xc0P\x0f\x00\x04\x85\x01\x80\x84\xa9\x8c!\x00\x00\x00\x00IEND\xaeB`\x82"
)
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
        assert ('http-equiv="refresh"' in path.read_text("utf-8")) == (name == "blog/drafts")
        if name == "blog/archive":
            assert {"A dry week", "Mist", "Snow"} <= {words(each) for each in page(path).select(".h-entry a")}
    # ABlog has the list itself there.
    place = built.outdir / ("blog/index.html")
    assert {"A dry week", "Mist", "Snow"} <= {words(each) for each in page(place).select(".h-entry a")}
    week = built.outdir / ("posts/week.html" if builder == "html" else "posts/week/index.html")
    links = {words(link): link["href"] for link in one(page(week), "article").select("a.reference")}
    assert links["all"] in {"../../blog/", "../blog/index.html"}
    assert "undefined label" not in built.warnings


MORE = """\
blog_feed_archives = True
blog_feed_templates = {"atom": {}, "social": {"content": "{{ title }}"}}
blog_locations = {"moor": ("The Hill", "https://example.org/hill")}
blog_default_location = "Mill"
blog_languages = {"en": ("English", None)}
post_auto_image = 1
"""


def test_places_and_languages(site: Callable[..., Built]) -> None:
    """They have lists where ABlog has them, labels, and links on the pages of posts."""
    week = RST.replace("   :author", "   :location: moor, Dale\n   :language: English\n   :author")
    week += "\nTo :ref:`blog-locations`, :ref:`location-moor` and :ref:`language-en`.\n"
    built = site({**FILES, "conf.py": CONF + MORE, "posts/week.rst": week})
    found = page(built.outdir / "posts/week.html")
    labels = [words(each) for each in found.select(".note-labels .p-category")]
    assert labels == ["well", "long drought", "Water", "The Hill", "Dale", "English"]
    assert found.html is not None
    assert found.html["lang"] == "en"
    links = dict(hrefs(built, "posts/week"))
    assert links["Places"] == "../blog/locations/index.html"
    assert links["Place: The Hill"] == "../blog/locations/the-hill.html"
    assert links["Language: English"] == "../blog/languages/english.html"
    for name in ("blog/location", "blog/location/the-hill", "blog/location/mill", "blog/language/english"):
        assert 'http-equiv="refresh"' in built.text(f"{name}.html")
    mill = page(built.outdir / "blog/locations/mill.html")
    assert [words(each) for each in mill.select(".h-entry a")] == ["Snow"]
    every = page(built.outdir / "blog/locations/index.html")
    assert [words(each) for each in every.select("section h2")] == ["Dale", "Hill", "Mill", "The Hill"]
    items = every.select("section.label-notes:nth-of-type(3) .h-entry a")
    assert [(words(each), each["href"]) for each in items] == [("Snow", "../../news/snow.html")]
    assert "undefined label" not in built.warnings


def test_feeds_of_lists(site: Callable[..., Built]) -> None:
    """They are where ABlog has them, with the ids that it gives."""
    built = site({**FILES, "conf.py": CONF + MORE})
    names = ("tag/well", "category/water", "author/ada-brook", "location/hill", "location/mill", "2014")
    for name in names:
        for kind in ("atom", "social"):
            assert "<entry" in built.text(f"blog/{name}/{kind}.xml")
    assert "<id>https://example.org/posts/week.html</id>" in built.text("blog/tag/well/atom.xml")
    assert "<id>https://example.org/posts/week.html</id>" in built.text("blog/atom.xml")
    assert "<entry>" in built.text("blog/social.xml")
    assert not (built.outdir / "blog/tag/hush").exists()


def test_list_of_posts(site: Callable[..., Built]) -> None:
    """A list has the form that its options ask for, and the beginnings of posts with their markup."""
    listed = (
        "Home\n====\n\n.. postlist:: 3\n   :format: {title} by {author} on {date} in {category}, {tags}\n"
        "   :date: %A, %d %B %Y\n   :list-style: circle\n   :excerpts:\n   :expand: Read on\n   :sort:\n\n"
        ".. postlist::\n   :tags: well, long drought\n\n.. postlist::\n   :format: {when}\n"
        "   :list-style: wavy\n"
    )
    snow = (
        "# Snow\n\n```{post} 2016-02-03\n:tags: well\n:excerpt: 2\n```\n\nOne, *white*.\n\n"
        "Two, [below](../posts/week.rst).\n\nThree.\n\n![](a.png)\n"
    )
    files: dict[str, str | bytes] = {"index.rst": listed, "news/snow.md": snow, "news/a.png": PNG}
    built = site({**FILES, **files, "conf.py": CONF + MORE})
    first, second, third = page(built.outdir / "index.html").select(".postlist")
    assert "postlist-style-circle" in first["class"]
    lines = [words(each.select("p")[0]) for each in first.select("li")]
    assert lines[0] == "A dry week by Ada Brook on Sunday, 20 April 2014 in Water, well, long drought"
    assert lines[2] == "Snow by Bo Lind on Wednesday, 03 February 2016 in , well"
    week, _, snow_item = first.select("li")
    assert "What it is about." in words(week)
    assert words(snow_item.select("em")[0]) == "white"
    assert "Two, below" in words(snow_item)
    assert "Three" not in words(snow_item)
    assert one(snow_item, ".excerpt a")["href"] == "posts/week.html"
    assert str(one(snow_item, "img")["src"]).startswith("_images/a")
    assert words(snow_item).endswith("Read on")
    assert [words(each) for each in second.select("li")] == ["20 April - A dry week"]
    assert len(third.select("li")) == 3
    assert "postlist: :format: expected a text with {date}" in built.warnings
    assert "postlist: :list-style: expected one of 'none'" in built.warnings


@pytest.mark.parametrize("builder", ["latex", "text", "singlehtml", "epub"])
def test_list_of_posts_elsewhere(site: Callable[..., Built], builder: str) -> None:
    """Books have such lists, too."""
    toctree = "\n.. toctree::\n   :glob:\n\n   posts/*\n   news/*\n"
    built = site({**FILES, "index.rst": f"{FILES['index.rst']}{toctree}"}, builder=builder)
    files = [path for path in built.outdir.rglob("*") if path.suffix in {".tex", ".txt", ".html", ".xhtml"}]
    assert any(b"20 April" in path.read_bytes() for path in files)
    assert "Traceback" not in built.warnings


@pytest.mark.parametrize("name", ["rain.md", "rain.rst"])
def test_nothing_but_directives(site: Callable[..., Built], name: str) -> None:
    """A project has notes if only a directive says so."""
    rst = "Rain\n====\n\n.. post:: 2 Jan, 2020\n\nWet.\n"
    text = rst if name.endswith(".rst") else "# Rain\n\n```{post} 2020-01-02\n```\n\nWet.\n"
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nnotes_ablog = True\n'
    built = site({"conf.py": conf, "index.rst": "Home\n====\n", name: text})
    assert "Rain" in built.text("blog/2020.html")


def test_directive_before_the_title(site: Callable[..., Built]) -> None:
    """The title of a post is the first heading, also below the directive."""
    head = "```{post} June 05 2020\n---\nauthor: Cy Moor\n---\n```\n\n"
    built = site(
        {
            **FILES,
            "posts/hail.md": f"{head}# Hail today\n\nLoud.\n",
            "posts/sleet.rst": ".. post:: 6 Jun, 2020\n\nSleet today\n===========\n\nCold.\n",
        }
    )
    names = [words(each) for each in page(built.outdir / "blog/2020.html").select(".h-entry a")]
    assert names == ["Sleet today", "Hail today"]


def test_permalink(site: Callable[..., Built]) -> None:
    """A page with a permalink, which ABlog doesn't read, answers where it was as well."""
    mist = FILES["posts/mist.md"].replace("blogpost: true", "blogpost: true\npermalink: /mist/")
    built = site({**FILES, "posts/mist.md": mist})
    assert "Mist" in built.text("mist/index.html")
    assert "mist/" in built.text("posts/mist.html")


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
    assert {*KEPT} < {*USED}
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
        (Syntax.MARKDOWN, "```{post} June 05 2020\n---\ntags: a, b\n---\nIn short.\n```\n", "June 05 2020"),
        (Syntax.MARKDOWN, "```{post} 2020-01-02\n---\ntags: [a, b]\n---\n```\n", "2020-01-02"),
        (
            Syntax.NOTEBOOK,
            (
                '{"cells": [{"cell_type": "markdown", "source": ["# A post"]}, {"cell_type": "raw", '
                '"source": [".. post:: 2020-01-02\\n", "   :tags: a, b\\n"]}], "metadata": {}}'
            ),
            "2020-01-02",
        ),
        (
            Syntax.NOTEBOOK,
            '{"cells": [{"cell_type": "code", "source": [".. post:: 2020-01-02"]}], "metadata": {}}',
            None,
        ),
        (Syntax.NOTEBOOK, "post", None),
    ],
)
def test_directive(syntax: Syntax, text: str, date: str | None) -> None:
    """The directive is found in each syntax, outside of examples; front matter wins."""
    values = adapted(block_of(text, syntax), text, syntax, AblogOptions()).values
    assert values.get("date") == date
    assert (values.get("blogpost") == "true") == (date is not None)
    if "tags" in text:
        assert values["tags"] == "a, b"
