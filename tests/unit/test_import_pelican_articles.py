"""What Pelican knows of articles from settings and paths, articles that are HTML or notebooks, old lists."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from test_import_pelican import front, imported, whole

from sphinx_research_notes.importers.pelican.config import Config
from sphinx_research_notes.importers.records import CopiedFile, Outcome, TextFile

if TYPE_CHECKING:
    from pathlib import Path

DATED = "Date: 2024-01-02\n"


@pytest.mark.parametrize(
    ("settings", "path", "expected"),
    [
        ("DEFAULT_METADATA = {'tags': 'mud, sand'}\n", "x.md", {"tags": ["mud", "sand"]}),
        ("DEFAULT_CATEGORY = 'Tides'\n", "x.md", {"categories": ["Tides"]}),
        ("DEFAULT_DATE = (2020, 5, 6)\n", "x.md", {"date": "2020-05-06 00:00:00"}),
        (
            "EXTRA_PATH_METADATA = {'sea': {'author': 'Ada Example'}}\n",
            "sea/x.md",
            {"authors": "Ada Example"},
        ),
        (
            r"FILENAME_METADATA = r'(?P<date>\d{4}-\d\d-\d\d)_(?P<series>.*)'",
            "2020-05-06_low.md",
            {"series": "low"},
        ),
        (r"PATH_METADATA = r'(?P<category>[^/]*)/.*'", "sea/deep/x.md", {"categories": ["sea"]}),
        ("", "2020-05-06-low.md", {"date": "2020-05-06"}),
        ("USE_FOLDER_AS_CATEGORY = False\n", "sea/x.md", {"categories": None}),
        ("CATEGORY_SAVE_AS = ''\n", "sea/x.md", {"categories": None}),
    ],
)
def test_what_settings_and_paths_say(
    tmp_path: Path, settings: str, path: str, expected: dict[str, object]
) -> None:
    """It is written into articles that don't say it themselves."""
    plan = imported(tmp_path, {f"content/{path}": "Title: X\n\nText.\n"}, settings)
    found = front(plan, f"posts/{path}")
    assert {name: found.get(name) for name in expected} == expected


def test_own_lines_count_more(tmp_path: Path) -> None:
    """What an article says itself stays."""
    settings = "DEFAULT_METADATA = {'tags': 'mud', 'author': 'Bo'}\nDEFAULT_CATEGORY = 'Tides'\n"
    text = f"Title: X\n{DATED}Tags: sand\nCategory: Sea\nAuthors: Ada Example\n\nText.\n"
    found = front(imported(tmp_path, {"content/deep/x.md": text}, settings), "posts/deep/x.md")
    assert (found["tags"], found["categories"], found["authors"]) == (["sand"], ["Sea"], "Ada Example")
    assert "author" not in found


def test_articles_in_folders_of_files(tmp_path: Path) -> None:
    """Articles are articles beside files that are copied, too; a text without a title is a file there."""
    files = {
        "content/blog/x.md": f"Title: X\n{DATED}\n![a]({{attach}}a.png)\n",
        "content/blog/a.png": "1",
        "content/blog/data.md": "Just a table.\n",
        "content/other/y.md": f"Title: Y\n{DATED}\nText.\n",
        "content/README.md": f"Title: Z\n{DATED}\nText.\n",
    }
    settings = "STATIC_PATHS = ['blog']\nARTICLE_PATHS = ['blog', './other/']\n"
    plan = imported(tmp_path, files, settings)
    assert [page.source for page in plan.pages] == ["content/blog/x.md", "content/other/y.md"]
    copied = [each.target for each in plan.files if isinstance(each, CopiedFile)]
    assert copied == ["static/blog/a.png", "static/blog/data.md"]


@pytest.mark.parametrize("text", [f"{DATED}\nText.\n", "Just a text.\n"])
def test_texts_without_a_title_stay_hidden(tmp_path: Path, text: str) -> None:
    """Pelican publishes none of them."""
    plan = imported(tmp_path, {"content/x.md": text, "content/pages/y.md": text})
    assert [page.is_draft for page in plan.pages] == [True, True]
    assert front(plan, "pages/y.md")["draft"] is True


@pytest.mark.parametrize(
    ("title", "settings", "slug"),
    [
        ("A <em>low</em> tide &amp; mud", "", "a-low-tide-mud"),
        ("C_x -- y", "", "c_x-y"),
        ("Grüße, Łódź", "", "grusse-lodz"),
        ("Grüße", "SLUGIFY_USE_UNICODE = True\n", "grüße"),
        ("Low Tide", "SLUGIFY_PRESERVE_CASE = True\n", "Low-Tide"),
        ("C++ now", "SLUG_SUBSTITUTIONS = (('C++', 'cpp'),)\n", "cpp-now"),
        ("C++ now", "SLUG_REGEX_SUBSTITUTIONS = [(r'\\+', 'p'), (r' ', '_')]\n", "cpp_now"),
    ],
)
def test_slugs(tmp_path: Path, title: str, settings: str, slug: str) -> None:
    """Addresses are made of titles by the rules of Pelican."""
    text = f"Title: {title}\n{DATED}\nText.\n"
    assert imported(tmp_path, {"content/x.md": text}, settings).pages[0].address == f"/{slug}.html"


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("Title: 潮 tide\n", ""),
        ("Title: Tide\nSlug: tide\nCategory: 潮\n", "ARTICLE_SAVE_AS = '{category}/{slug}.html'\n"),
    ],
)
def test_addresses_that_need_another_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, settings: str
) -> None:
    """Pelican writes all letters in ASCII with Unidecode: where that is missing, it is asked for."""
    monkeypatch.setitem(__import__("sys").modules, "unidecode", None)
    plan = imported(tmp_path, {"content/x.md": f"{text}{DATED}\nText.\n"}, settings)
    assert [(each.construct, each.outcome) for each in plan.findings] == [
        ("address of a title", Outcome.UNKNOWN)
    ]


def test_translations(tmp_path: Path) -> None:
    """A translation has its own address, its language, and names its original."""
    files = {
        "content/x.md": f"Title: Mud\n{DATED}Slug: mud\n\nText.\n",
        "content/de/x.md": f"Title: Schlick\n{DATED}Slug: mud\nLang: de\nTranslation: true\n\nText.\n",
        "content/y.rst": "Sable\n#####\n\n:date: 2024-01-02\n:slug: mud\n:lang: fr\n\nTexte.\n",
    }
    plan = imported(tmp_path, files, "I18N_SUBSITES = {'fr': {}}\n")
    assert {page.source: page.address for page in plan.pages} == {
        "content/x.md": "/mud.html",
        "content/de/x.md": "/mud-de.html",
        "content/y.rst": "/fr/mud.html",
    }
    found = front(plan, "posts/de/x.md")
    assert (found["lang"], found["translation_of"]) == ("de", "../x.md")
    assert "translation" not in found
    assert ":translation_of: x.md\n" in whole(plan, "posts/y.rst")


def test_pages_in_restructuredtext(tmp_path: Path) -> None:
    """Only before the title can fields say that the document is no note."""
    text = "About\n#####\n\n:save_as: index.html\n:tags: a\n\nText.\n"
    plan = imported(tmp_path, {"content/pages/about.rst": text})
    assert whole(plan, "index.rst") == ":kind: page\n\nAbout\n#####\n\n:tags: a\n\nText.\n"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            ".. code-block:: python\n   :linenos: table\n   :hl_lines: 1 2\n   :anchorlinenos:\n\n   x\n",
            ".. code-block:: python\n   :linenos:\n   :emphasize-lines: 1,2\n\n   x\n",
        ),
        (".. code-block:: python\n   :linenos:\n\n   x\n", ".. code-block:: python\n   :linenos:\n\n   x\n"),
        (
            ".. youtube:: abc\n   :width: 3\n\nText.\n",
            "`YouTube: abc <https://www.youtube.com/watch?v=abc>`__\n\nText.\n",
        ),
        ("Write ``{filename}/x.rst``.\n", "Write ``{filename}/x.rst``.\n"),
        (
            "So::\n\n    {filename}/x.rst\n\n`x <{filename}x.rst>`__\n",
            "So::\n\n    {filename}/x.rst\n\n`x </x.html>`__\n",
        ),
    ],
)
def test_restructuredtext(tmp_path: Path, written: str, expected: str) -> None:
    """Directives of Pelican become Sphinx's, and what is shown as it is stays."""
    text = f"X\n##\n\n:date: 2024-01-02\n:slug: x\n\n{written}"
    new = whole(imported(tmp_path, {"content/x.rst": text}), "posts/x.rst")
    assert new.split("/x.html\n\n", 1)[1] == expected


@pytest.mark.parametrize(
    ("written", "settings", "expected"),
    [
        ("[TOC]\n\nText.", "MARKDOWN = {'extension_configs': {'markdown.extensions.toc': {}}}\n", "Text."),
        ("[TOC]\n\nText.", "", "[TOC]\n\nText."),
        (
            '!!! note "N"\n    Mud.',
            "MD_EXTENSIONS = ['admonition']\n",
            ":::{admonition} N\n:class: note\n\nMud.\n:::",
        ),
        ("Text.\n\n***", "", "Text."),
        ("# A\n\n---\n\nText.\n\n---\n\n---\n\nMore.", "", "# A\n\n<hr>\n\nText.\n\n---\n\n\n\nMore."),
        ("A [^b]* and [^1].\n\n[^1]: Note.", "", "A \\[^b]* and [^1].\n\n[^1]: Note."),
    ],
)
def test_extensions_of_markdown(tmp_path: Path, written: str, settings: str, expected: str) -> None:
    """What extensions add, and what docutils has no place for."""
    text = f"Title: X\n{DATED}\n{written}\n"
    new = whole(imported(tmp_path, {"content/x.md": text}, settings), "posts/x.md")
    assert new.split("---\n", 2)[2].strip() == expected


def test_articles_in_html(tmp_path: Path) -> None:
    """The head says what lines say elsewhere."""
    text = (
        '<html><head><title>Low tide</title><meta name="date" content="2024-01-02">'
        '<meta name="keywords" content="mud, sand"><meta name="status" content="hidden"></head>'
        '<body><p>Some <b>mud</b>, <a href="{filename}y.md">y</a>.</p></body></html>'
    )
    files = {
        "content/x.html": text,
        "content/y.md": f"Title: Y\n{DATED}\nText.\n",
        "content/z.html": "<p>No.",
    }
    plan = imported(tmp_path, files)
    found = front(plan, "posts/x.md")
    assert (found["title"], found["tags"], found["visibility"]) == ("Low tide", ["mud", "sand"], "unlisted")
    assert whole(plan, "posts/x.md").endswith('Some **mud**, <a href="/y.html">y</a>.\n')
    assert [page.source for page in plan.pages] == ["content/x.html", "content/y.md"]


BOOK: dict[str, Any] = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"language_info": {"name": "python"}},
    "cells": [
        {
            "cell_type": "markdown",
            "id": "a",
            "metadata": {},
            "source": ["From $5 to $6: [y]({filename}y.md)"],
        },
        {"cell_type": "code", "metadata": {}, "source": "#ignore\nx", "outputs": [], "execution_count": 1},
        {"cell_type": "code", "metadata": {}, "source": "1 + 1", "outputs": [], "execution_count": 2},
    ],
}
HEAD = {"cell_type": "markdown", "metadata": {}, "source": ["- title: Book\n", "- date: 2024-01-02\n"]}


@pytest.mark.parametrize("place", [".nbdata", ".ipynb-meta", "cell", "metadata"])
def test_notebooks_as_articles(tmp_path: Path, place: str) -> None:
    """What is said beside a notebook, in its first cell or in its metadata is its front matter."""
    book, files = json.loads(json.dumps(BOOK)), {"content/y.md": f"Title: Y\n{DATED}\nText.\n"}
    if place == "cell":
        book["cells"].insert(0, HEAD)
    elif place == "metadata":
        book["metadata"] |= {"Title": "Book", "Date": "2024-01-02"}
    else:
        files[f"content/x{place}"] = f"Title: Book\n{DATED}"
    files["content/x.ipynb"] = json.dumps(book)
    plan = imported(tmp_path, files, "MARKUP = ('md', 'ipynb')\n")
    made = json.loads(whole(plan, "posts/x.ipynb"))
    cells = ["".join(cell["source"]) for cell in made["cells"]]
    assert cells[0].startswith("---\ntitle: Book\ndate: '2024-01-02'\n")
    assert cells[1:] == ["From \\$5 to \\$6: [y](/y.html)", "1 + 1"]
    assert [page.address for page in plan.pages] == ["/book.html", "/y.html"]
    assert not any("id" in cell for cell in made["cells"])


def test_notebooks_that_are_files(tmp_path: Path) -> None:
    """Without the plug-in, a notebook is a file like others; a broken one is never an article."""
    plan = imported(tmp_path, {"content/x.ipynb": json.dumps(BOOK)})
    assert plan.pages == ()
    plan = imported(tmp_path, {"content/x.ipynb": "{"}, "MARKUP = ('ipynb',)\n")
    assert plan.pages == ()


def test_old_lists_lead_on(tmp_path: Path) -> None:
    """Lists of labels, of periods, and their further pages lead to those here."""
    text = "Title: {0}\nDate: 2024-01-02\nTags: low tide\nCategory: Sea\nAuthor: Ada Example\n\nText.\n"
    files = {f"content/{name}.md": text.format(name) for name in "abc"}
    settings = (
        "DEFAULT_PAGINATION = 2\nYEAR_ARCHIVE_SAVE_AS = '{date:%Y}/index.html'\nAUTHOR_SAVE_AS = ''\n"
        "TAG_URL = 'tag/%s/'\n"
    )
    plan = imported(tmp_path, files, settings)
    found = {
        each.target: each.text.partition("url=")[2].partition('"')[0]
        for each in plan.files
        if isinstance(each, TextFile) and each.target.startswith("static/")
    }
    assert found == {
        "static/2024/index.html": "../posts/2024.html",
        "static/archives.html": "index.html",
        "static/authors.html": "posts/authors/index.html",
        "static/categories.html": "posts/categories/index.html",
        "static/category/sea.html": "../posts/categories/sea.html",
        "static/category/sea2.html": "../posts/categories/sea.html",
        "static/index2.html": "index.html",
        "static/tag/low-tide/index.html": "../../posts/tags/low-tide.html",
        "static/tag/low-tide/index2.html": "../../posts/tags/low-tide.html",
        "static/tags.html": "posts/tags/index.html",
    }


def test_further_pages_of_old_lists(tmp_path: Path) -> None:
    """They are where the settings say, and as many; labels that differ in case had one list."""
    text = "Title: {0}\nDate: 2024-01-02\nTags: {1}\nCategory: H\n\nText.\n"
    tags = {"a": "h-index", "b": "h-index", "c": "H-Index", "d": "H-Index, h-index", "e": "mud"}
    files = {f"content/{name}.md": text.format(name, tag) for name, tag in tags.items()}
    settings = (
        "DEFAULT_PAGINATION = 2\nDEFAULT_ORPHANS = 1\nINDEX_SAVE_AS = 'blog/index.html'\n"
        "PAGINATED_TEMPLATES = dict(index=None, tag=1)\nAUTHOR_SAVE_AS = ''\n"
        "PAGINATION_PATTERNS = ((1, '{base_name}/', '{base_name}/index.html'),"
        " (2, '{name}/page/{number}/', '{name}/page/{number}/index.html'))\n"
    )
    found = {
        each.target.removeprefix("static/")
        for each in imported(tmp_path, files, settings).files
        if isinstance(each, TextFile) and each.target.startswith(("static/tag/", "static/b", "static/cat"))
    }
    assert found == {
        "blog/index.html",
        "blog/index/page/2/index.html",
        "categories.html",
        "category/h.html",
        "tag/h-index.html",
        "tag/h-index/page/2/index.html",
        "tag/h-index/page/3/index.html",
        "tag/h-index/page/4/index.html",
        "tag/mud.html",
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-3-4 5:06", "2024-03-04 05:06"),
        ("2024-03-04-15:06", "2024-03-04 15:06"),
        ("2024-3-4 5:6:7 pm", "2024-03-04 05:06:07 pm"),
        ("03/04/2024", "2024-03-04"),
        ("14.03.2024 10:20", "2024-03-14 10:20"),
        ("2024-03", "2024-03-01"),
        ("4 March 2024", "4 March 2024"),
    ],
)
def test_dates_as_pelican_reads_them(tmp_path: Path, written: str, expected: str) -> None:
    """An article with one is no draft, in Markdown and in reStructuredText."""
    plan = imported(
        tmp_path,
        {
            "content/x.md": f"Title: X\nDate: {written}\n\nText.\n",
            "content/y.rst": f"Y\n#\n\n:date: {written}\n\nText.\n",
        },
    )
    assert front(plan, "posts/x.md")["date"] == expected
    assert f":date: {expected}\n" in whole(plan, "posts/y.rst")
    assert not any(page.is_draft for page in plan.pages)


def test_html_that_is_no_article(tmp_path: Path) -> None:
    """Where the reader of HTML is switched off, files in HTML are copied."""
    files = {
        "content/media/a.html": "<title>A</title>",
        "content/x.md": "Title: X\nDate: 2024-01-02\n\nText.\n",
    }
    plan = imported(tmp_path, files, "READERS = dict(html=None)\nSTATIC_PATHS = ['media']\n")
    assert "static/media/a.html" in {each.target for each in plan.files}


def test_old_feeds(tmp_path: Path) -> None:
    """Feeds of all articles, of labels and of languages have their former addresses."""
    text = "Title: {0}\nDate: 2024-01-02\nLang: {0}\nTags: low tide\nAuthor: Ada Example\n\nText.\n"
    files = {f"content/{name}.md": text.format(name) for name in ("en", "de")}
    files["content/sea/x.md"] = text.format("en")
    settings = "FEED_ALL_RSS = 'rss.xml'\nTAG_FEED_ATOM = 't/%s.xml'\nAUTHOR_FEED_RSS = None\n"
    namespace: dict[str, Any] = {}
    exec(whole(imported(tmp_path, files, settings), "conf.py"), namespace)  # noqa: S102 # our own text
    assert namespace["notes_feeds"]["addresses"] == {
        "feeds/all.atom.xml": "atom",
        "rss.xml": "rss",
        "t/low-tide.xml": {"format": "atom", "of": "tags/low-tide"},
        "feeds/sea.atom.xml": {"format": "atom", "of": "categories/sea"},
        "feeds/misc.atom.xml": "atom",
        "feeds/ada-example.atom.xml": {"format": "atom", "of": "authors/ada-example"},
        "feeds/all-de.atom.xml": {"format": "atom", "of": "languages/de"},
        "feeds/all-en.atom.xml": {"format": "atom", "of": "languages/en"},
    }


def test_ids_of_entries(tmp_path: Path) -> None:
    """Entries keep the ids that they had in feeds; what was in none gets none."""
    files = {
        "content/x.md": "Title: X\nDate: 2024-01-02 23:30\n\nText.\n",
        "content/h.md": f"Title: H\n{DATED}Status: hidden\n\nText.\n",
        "content/pages/p.md": "Title: P\n\nText.\n",
    }
    plan = imported(tmp_path, files, "SITEURL += '/blog'\nTIMEZONE = 'Asia/Tokyo'\n")
    assert front(plan, "posts/x.md")["id"] == "tag:example.org,2024-01-02:/blog/x.html"
    assert "id" not in front(plan, "posts/h.md")
    assert "id" not in front(plan, "pages/p.md")


def test_settings_of_all_forms() -> None:
    """Values that are put together of others are known, and a wrong form is no value."""
    config = Config({"A": ["x"], "EXTRA_PATH_METADATA": [["a", {"path": "b"}]], "ARTICLE_SAVE_AS": None})
    assert config.mapping("EXTRA_PATH_METADATA") == {"a": {"path": "b"}}
    assert config.mapping("A") == {}
    assert config.address("ARTICLE") == ""


def test_values_that_are_put_together(tmp_path: Path) -> None:
    """F-strings, defaults of the environment, annotations and additions are read; calls are not."""
    settings = (
        "import os\nX: str = 'Tid'\nSITENAME = f'{X}es'\nSITEURL = os.environ.get('URL', 'https://a.example')\n"
        "STATIC_PATHS = ['a']\nSTATIC_PATHS += ['b']\nAUTHOR = str('Bo')\n"
        "DEFAULT_METADATA = {'status': 'draft', 'x': str(1)}\n"
    )
    files = {"content/b/z.txt": "z", "content/x.md": f"Title: X\n{DATED}\nText.\n"}
    plan = imported(tmp_path, files, settings)
    conf = whole(plan, "conf.py")
    assert 'project = "Tides"' in conf
    assert 'html_baseurl = "https://a.example/"' in conf
    assert "Bo" not in conf
    assert any(each.target == "static/b/z.txt" for each in plan.files)
    assert plan.pages[0].is_draft


def test_links_on_top_name_nothing_hidden(tmp_path: Path) -> None:
    """Themes list the pages that are published, and no hidden ones."""
    page = "Title: {}\nStatus: {}\n\nText.\n"
    states = {"About": "published", "Secret": "hidden", "Later": "draft"}
    files = {f"content/pages/{name}.md": page.format(name, status) for name, status in states.items()}
    conf = whole(imported(tmp_path, files), "conf.py")
    assert "'About'" in conf or '"About"' in conf
    assert "Secret" not in conf
    assert "Later" not in conf


@pytest.mark.parametrize(("settings", "is_named"), [("", True), ("WITH_FUTURE_DATES = False\n", False)])
def test_labels_only_of_later_articles(tmp_path: Path, settings: str, *, is_named: bool) -> None:
    """No page, and no feed, at an old address tells them, if Pelican had none."""
    text = "Title: X\nDate: 2999-01-02\nTags: seal\nCategory: Bay\n\nText.\n"
    settings += "TAG_FEED_ATOM = 'feeds/{slug}.tag.xml'\n"
    plan = imported(tmp_path, {"content/x.md": text, "content/y.md": f"Title: Y\n{DATED}\nText.\n"}, settings)
    targets = {file.target for file in plan.files}
    assert ("static/tag/seal.html" in targets) is is_named
    assert ("static/category/bay.html" in targets) is is_named
    assert ("seal" in whole(plan, "conf.py")) is is_named


def test_notebooks_that_are_no_articles(tmp_path: Path) -> None:
    """Neither one that Pelican could not publish is copied as a file, nor what stands beside a draft."""
    notebook = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    files = {
        "content/a.ipynb": notebook, "content/a.nbdata": f"Title: Secret\n{DATED}Status: draft\n",
        "content/b.ipynb": notebook,
    }  # fmt: skip
    settings = "MARKUP = ('md', 'ipynb')\nSTATIC_PATHS = ['.']\n"
    plan = imported(tmp_path, files, settings)
    assert not [file.target for file in plan.files if isinstance(file, CopiedFile)]
    found = {(each.construct, each.file) for each in plan.findings if each.outcome is Outcome.LEFT_OUT}
    assert ("notebook", "content/b.ipynb") in found


def test_directives_that_nothing_knows(tmp_path: Path) -> None:
    """They are counted, as nobody would see their text; those in examples are not."""
    text = (
        "X\n=\n\n:date: 2024-01-02\n\n.. graph-of:: Mud\n\n   Words.\n\n.. note:: N\n\n"
        ".. |a| image:: a.png\n\nExample::\n\n   .. other::\n\n.. py:function:: f\n\n.. A comment:: here\n"
    )
    plan = imported(tmp_path, {"content/x.rst": text})
    found = [(each.construct, each.line) for each in plan.findings if each.outcome is Outcome.UNKNOWN]
    assert found == [(".. graph-of::", 6)]


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("f(a, b)", "", "```\nf(a, b)\n```"),
        ("<b>mud</b>", "", "<b>mud</b>"),
        ("mud", "text/html", "mud"),
        ("\\LaTeX", "text/latex", None),
        ("", "", None),
    ],
)
def test_raw_cells(tmp_path: Path, text: str, form: str, expected: str | None) -> None:
    """Raw text that a page showed is in Markdown; what is for other formats stays raw."""
    cell = {"cell_type": "raw", "metadata": {"format": form} if form else {}, "source": text}
    book = {"cells": [HEAD, cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 2}
    plan = imported(tmp_path, {"content/x.ipynb": json.dumps(book)}, "MARKUP = ('ipynb',)\n")
    made = json.loads(whole(plan, "posts/x.ipynb"))["cells"][1]
    found = (made["cell_type"], "".join(made["source"]))
    assert found == (("raw", text) if expected is None else ("markdown", expected))
