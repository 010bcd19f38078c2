"""What becomes of a project with ABlog: its conf.py, its posts, its lists."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.importers.ablog.site import read, recognizes
from sphinx_research_notes.importers.origins import guess
from sphinx_research_notes.importers.records import (
    CopiedFile,
    NotImportable,
    Options,
    Outcome,
    Plan,
    TextFile,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

CONF = 'project = "Wet feet"  # as ever\nextensions = ["myst_parser", "ablog"]\n'


def imported(folder: Path, files: dict[str, str], conf: str = "") -> Plan:
    """Return the plan for a project with *files*."""
    write_files(folder, {"conf.py": CONF + conf, **files})
    return read(folder, Options())


def whole(plan: Plan, target: str) -> str:
    """Return the text of *target*, which has changed."""
    return next(file.text for file in plan.files if isinstance(file, TextFile) and file.target == target)


def constructs(plan: Plan, outcome: Outcome) -> set[str]:
    """Return what has the *outcome*."""
    return {each.construct for each in plan.findings if each.outcome is outcome}


def test_directive_in_rst(tmp_path: Path) -> None:
    """A directive becomes fields on top; the rest of the file stays, code that shows a directive too."""
    text = (
        ".. _mud:\n\nMud\n===\n\n.. post:: 20 Apr, 2014\n   :tags: low tide, mud\n   :category: Field Work\n"
        "   :author: ada\n   :location: Hill\n   :redirect: blog/old, older\n   :image: 2\n   :excerpt: 1\n"
        "   :nocomments:\n   :language: English\n\n   What it\n   is about.\n\nWords.\n\n"
        ".. image:: a.png\n\n.. figure:: pics/b.png\n\nSo::\n\n   .. post:: 1 May, 2014\n"
    )
    plan = imported(
        tmp_path, {"posts/mud.rst": text},
        'blog_baseurl = "https://example.org"\nblog_languages = {"en": ("English", None)}\n',
    )  # fmt: skip
    assert whole(plan, "posts/mud.rst") == (
        ":date: 20 Apr, 2014\n:tags: low tide, mud\n:category: Field Work\n:author: ada\n:location: Hill\n"
        ":excerpt: 1\n:language: English\n:summary: What it is about.\n"
        ':aliases: ["/blog/old.html", "/blog/old/", "/older.html", "/older/"]\n'
        ":image: pics/b.png\n:comments: false\n:kind: note\n"
        ":id: https://example.org/posts/mud.html\n\n"
        ".. _mud:\n\nMud\n===\n\nWords.\n\n"
        ".. image:: a.png\n\n.. figure:: pics/b.png\n\nSo::\n\n   .. post:: 1 May, 2014\n"
    )
    assert [(page.address, page.is_draft) for page in plan.pages] == [("/posts/mud.html", False)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "# Mud\n\n```{post} 2016-02-03\n:tags: a b, c\n```\n\nWords.\n",
            "---\ndate: '2016-02-03'\ntags: [a b, c]\nkind: note\n---\n\n# Mud\n\nWords.\n",
        ),
        (
            "---\nblogpost: true\ndate: Jan 5, 2015 # once\ncategory: Water\nnocomments:\n---\n# Mud\n",
            "---\nkind: note\ndate: Jan 5, 2015 # once\ncategory: Water\ncomments: false\n---\n# Mud\n",
        ),
        (
            "---\nblogpost: true\ndate: 2015-01-05\nexternal_link: https://example.org/x\n---\n",
            "---\nkind: note\ndate: 2015-01-05\nexternal_url: https://example.org/x\n---\n",
        ),
        (
            "---\nmyown: 1\n---\n# Mud\n\n```{eval-rst}\n.. post:: 5 May, 2015\n   :tags: a\n```\n\nWords.\n",
            "---\nmyown: 1\ndate: 5 May, 2015\ntags: [a]\nkind: note\n---\n# Mud\n\nWords.\n",
        ),
        (
            "---\nblogpost: true\ndate: 2015-01-05\npermalink: mud-week\n---\n",
            "---\nkind: note\ndate: 2015-01-05\naliases: [/mud-week]\n---\n",
        ),
        (
            "---\nblogpost: true\ndate: 2015-01-05\nurl: https://example.org/x\nslug: y\n---\n",
            "---\nkind: note\ndate: 2015-01-05\nslug: y\n---\n",
        ),
        ("---\nblogpost: false\n---\n# Mud\n", "---\nkind: page\n---\n# Mud\n"),
    ],
)
def test_markdown(tmp_path: Path, written: str, expected: str) -> None:
    """The directive and the keys of ABlog become front matter; all other lines stay."""
    if "kind: page" in expected:
        plan = imported(tmp_path, {"x.md": written})
        assert not plan.pages[0].is_draft
        assert whole(plan, "x.md") == expected
        return
    assert whole(imported(tmp_path, {"x.md": written}), "x.md") == expected


@pytest.mark.parametrize(
    "front", ["blogpost: true", "blogpost: true\ndate: some day", "blogpost: true\ndate:"]
)
def test_drafts(tmp_path: Path, front: str) -> None:
    """A post without a date, or with one that cannot be read, is hidden, also where its name has a date."""
    plan = imported(tmp_path, {"2020-01-02-x.md": f"---\n{front}\n---\n# Mud\n"})
    assert "draft: true\n" in whole(plan, "2020-01-02-x.md")
    assert [(page.address, page.is_draft) for page in plan.pages] == [("", True)]
    rst = imported(tmp_path / "rst", {"x.rst": "Mud\n===\n\n.. post::\n   :tags: a\n"})
    assert whole(rst, "x.rst").startswith(":tags: a\n:kind: note\n:draft: true\n\nMud\n")


def test_date_in_the_form_of_the_site(tmp_path: Path) -> None:
    """A date that only the option of the site explains is written in ISO's form."""
    plan = imported(
        tmp_path, {"x.md": "---\nblogpost: true\ndate: 3~5~2020\n---\n"}, 'post_date_format = "%d~%m~%Y"\n'
    )
    assert "date: '2020-05-03'\n" in whole(plan, "x.md")
    assert not plan.pages[0].is_draft


def test_posts_by_pattern(tmp_path: Path) -> None:
    """A post by its place needs no key; a page that isn't one stays as it is, byte for byte."""
    page = "---\ndate: never\nnocomments: yes\n---\r\n# Page\n"
    plan = imported(
        tmp_path,
        {"news/x.md": "---\nblogpost: true\ndate: 2020-01-02\nexcerpt: 2\n---\nA.\n", "page.md": page},
        'blog_post_pattern = "news/*"\n',
    )
    assert whole(plan, "news/x.md") == "---\ndate: 2020-01-02\nexcerpt: 2\n---\nA.\n"
    assert CopiedFile("page.md", tmp_path / "page.md") in plan.files
    assert 'notes_match = ["news/*"]' in whole(plan, "conf.py")


def test_posts_by_suffix(tmp_path: Path) -> None:
    """A pattern of files with a suffix means no others in their folder."""
    files = {"news/x.md": "---\ndate: 2020-01-02\n---\nA.\n", "news/y.rst": "Page\n====\n"}
    plan = imported(tmp_path, files, 'blog_post_pattern = "news/*.md"\n')
    assert 'notes_match = ["news/x"]' in whole(plan, "conf.py")
    plan = imported(tmp_path, {}, 'blog_post_pattern = "*/x.md"\n')
    assert 'notes_match = ["*/x"]' in whole(plan, "conf.py")


def test_front_matter_that_cannot_be_read(tmp_path: Path) -> None:
    """It is named, and stays as it is."""
    plan = imported(tmp_path, {"x.md": "---\nblogpost: true\ntags: [a\n---\nA.\n"})
    assert "front matter" in constructs(plan, Outcome.UNKNOWN) or "draft: true" in whole(plan, "x.md")


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        ("x.rst", ".. postlist:: 5\n   :category: Water\n\nA.\n",
         ".. notes::\n   :category: Water\n   :limit: 5\n\nA.\n"),
        ("x.rst", ".. postlist::\n   :sort:\n", ".. notes::\n   :sort: oldest\n"),
        ("x.rst", "So::\n\n   .. postlist:: 5\n", None),
        ("x.md", ":::{postlist}\n:number: 25\n:tags: a\n:::\n", ":::{notes}\n:tag: a\n:::\n"),
        ("x.md", "````md\n```{postlist} 3\n```\n````\n", None),
    ],
)  # fmt: skip
def test_lists(tmp_path: Path, name: str, written: str, expected: str | None) -> None:
    """Lists are ours, except in code; an option that ABlog doesn't read is left out, and named."""
    plan = imported(tmp_path, {name: written})
    found = [file for file in plan.files if file.target == name]
    if expected is None:
        assert isinstance(found[0], CopiedFile)
    else:
        assert whole(plan, name) == expected
    assert ("postlist: number" in constructs(plan, Outcome.LEFT_OUT)) == (":number:" in written)


@pytest.mark.parametrize(
    "options",
    [":location: Hill", ":language: en", ":format: {title}", ":date: %Y", ":list-style: disc", ":excerpts:",
     ":tags: a, b", ":sort:"],
)  # fmt: skip
def test_lists_that_ours_cannot_show(tmp_path: Path, options: str) -> None:
    """A list in a form of its own, or of posts with several labels at once, stays, and works as it is."""
    plan = imported(tmp_path, {"x.rst": f".. postlist:: 3\n   {options}\n"})
    assert CopiedFile("x.rst", tmp_path / "x.rst") in plan.files
    assert "directive postlist" in constructs(plan, Outcome.KEPT)


def test_posts_in_sections(tmp_path: Path) -> None:
    """Of several posts in a file, those with a section of their own become entries, with the id of that."""
    text = (
        "News\n====\n\n.. post:: 1 May, 2014\n\n   In short.\n\nA.\n\n"
        "First: rain\n-----------\n\n.. post:: 2 May, 2014\n   :tags: wet, cold\n   :location: Hill\n"
        "   :redirect: old-rain\n\nB.\n\nLater\n~~~~~\n\nC::\n\n   x\n\n\n   y\n\n"
        "Never\n-----\n\n.. post::\n\nD.\n\nNo post\n-------\n\nE.\n"
    )
    plan = imported(tmp_path, {"x.rst": text})
    found = whole(plan, "x.rst")
    assert found.endswith(
        "A.\n\n.. entry:: 2 May, 2014\n   :title: First: rain\n   :id: first-rain\n   :tags: wet, cold\n"
        "   :location: Hill\n\n   B.\n\n   .. rubric:: Later\n\n   C::\n\n      x\n\n\n      y\n\n"
        ".. entry::\n   :title: Never\n   :id: never\n   :draft: true\n\n   D.\n\n"
        "No post\n-------\n\nE.\n"
    )
    assert found.count("kind:") == 1
    assert ":date: 1 May, 2014\n" in found
    assert "/old-rain.html" in found
    assert [each.line for each in plan.findings if each.construct == "post in a section"] == [13, 33]
    assert "post without a date" in constructs(plan, Outcome.CHANGED)


def test_posts_in_sections_of_markdown(tmp_path: Path) -> None:
    """The same in Markdown; the fence is longer than those inside, and a title is no YAML."""
    text = (
        "# News\n\n## First: *rain*\n\n```{post} 2014-05-02\n:tags: wet\n```\n\nB.\n\n````md\n## No\n````\n\n"
        "## Second\n\n:::{post} 2014-05-03\n:::\n\nC.\n"
    )
    plan = imported(tmp_path, {"x.md": text})
    assert whole(plan, "x.md") == (
        '# News\n\n`````{entry} 2014-05-02\n:title: "First: *rain*"\n:id: first-rain\n:tags: wet\n\n'
        "B.\n\n````md\n## No\n````\n`````\n\n"
        "```{entry} 2014-05-03\n:title: Second\n:id: second\n\nC.\n```\n"
    )


def test_conf(tmp_path: Path) -> None:
    """The lines of conf.py stay, in their order, but for those of ABlog."""
    conf = (
        "import ablog\nfrom pathlib import Path\n\n# The look.\nhtml_theme = 'alabaster'\n"
        "blog_title = 'Wet ' + 'feet – été'; html_title = blog_title\nblog_baseurl = 'https://example.org'\n"
        "blog_path = 'log'\nblog_default_author = 'ada'\nblog_authors = {\n"
        "    'ada': ('Ada Brook', 'https://example.org/ada'),\n"
        "    'bo': ('Bo Lind', None),\n}\nblog_feed_length = 7\n"
        "blog_feed_templates = {'atom': {}, 'short': {}}\nblog_feed_fulltext = True\n"
        "disqus_shortname = 'wet'\npost_auto_image = 1\n"
        "html_sidebars = {\n    '**': [\n        'about.html',\n        'ablog/postcard.html',\n"
        "        'tagcloud.html',\n    ],\n"
        "    'log/**': ['ablog/tagcloud.html', 'x.html'],\n}\n"
        "templates_path = [ablog.get_html_templates_path()]\nversion = str(ablog.__version__)\n"
        "release = version\n\n\n"
        "def setup(app):\n    app.add_css_file('x.css')\n"
    )
    plan = imported(tmp_path, {"index.md": "# Home\n"}, conf)
    text = whole(plan, "conf.py")
    assert text == (
        'project = "Wet feet"  # as ever\nextensions = ["myst_parser", "sphinx_research_notes"]\n'
        "# import ablog\nfrom pathlib import Path\n\n# The look.\nhtml_theme = 'alabaster'\n"
        "notes_title = 'Wet ' + 'feet – été'; html_title = notes_title\n"
        "html_baseurl = 'https://example.org'\n"
        "notes_path = 'log'\nnotes_author = 'ada'\nnotes_authors = {\n"
        '    "ada": {"name": "Ada Brook", "url": "https://example.org/ada"},\n'
        '    "bo": {"name": "Bo Lind"},\n}\n'
        "blog_feed_length = 7\nblog_feed_templates = {'atom': {}, 'short': {}}\npost_auto_image = 1\n"
        "html_sidebars = {\n    '**': [\n        'about.html',\n    ],\n    'log/**': ['x.html'],\n}\n"
        "# templates_path = [ablog.get_html_templates_path()]\n# version = str(ablog.__version__)\n"
        "# release = version\n\n\ndef setup(app):\n    app.add_css_file('x.css')\n\n"
        "# The labels and the addresses of the lists that ABlog made go on working.\nnotes_ablog = True\n"
        'notes_match = []  # notes say so: kind: note\nnotes_future = "hide"\n'
        'notes_feeds = {"entries": 7, "full": True, "addresses": {"log/short.xml": "atom"}}\n'
    )
    ast.parse(text)
    assert {"disqus_shortname", "template of ABlog"} <= constructs(plan, Outcome.LEFT_OUT)
    assert constructs(plan, Outcome.UNKNOWN) == {"conf.py: what needs ABlog"}
    assert "conf.py: code" in constructs(plan, Outcome.KEPT)


@pytest.mark.parametrize(
    ("conf", "expected"),
    [
        ("extensions = []\nextensions += ['ablog']\n", 'extensions += ["sphinx_research_notes"]\n'),
        ("extensions = []\nextensions.append('ablog')\n", 'extensions.append("sphinx_research_notes")\n'),
        ("blog_title = 'ablog'\nhtml_title = f'{blog_title}!'\n", "\nhtml_title = f'{blog_title}!'\n"),
        ("blog_authors = {'a': ('A', None)}\nx = list(blog_authors)  # ablog\n", "x = list(blog_authors)"),
        ("import ablog; x = 1\ny = 2\n", "# import ablog; x = 1\ny = 2\n"),
        ("x = '''\n'''; import ablog; y = '''\n'''\n", "x = '''\n"),
        ("extensions = []\nuse('ablog')\n", 'extensions += ["sphinx_research_notes"]\n'),
        (("é = ['ü', 'ablog']; extensions = ['ü', 'ablog']\n"
        ""), "extensions = ['ü', \"sphinx_research_notes\"]\n"),
        ("blog_authors = people()  # ablog\n", "notes_ablog"),
        ("html_baseurl = 'x'\nblog_baseurl = 'y'  # ablog\nz = blog_baseurl\n", "z = blog_baseurl\n"),
        ("try:\n    pass\nexcept Exception:\n    blog_title = 'ablog'\n", "notes_ablog"),
        ("if True: blog_title = 'ablog'\n", "notes_ablog"),
        ("@ablog.x\ndef f(): pass\n", "# @ablog.x\n# def f(): pass\n"),
    ],
)  # fmt: skip
def test_habits_in_conf(tmp_path: Path, conf: str, expected: str) -> None:
    """However it is written, the result is Python."""
    write_files(tmp_path, {"conf.py": conf})
    text = whole(read(tmp_path, Options()), "conf.py")
    ast.parse(text)
    assert expected in text


def test_files(tmp_path: Path) -> None:
    """Files keep their places; what a build has made isn't copied, nor anything hidden."""
    files = {
        "docs/conf.py": CONF, "docs/a/x.png": "x", "docs/_website/x.html": "x", "docs/.env": "x",
        "src/x.py": "",
        "docs/requirements.txt": "Sphinx>7\nablog>=0.11\nablog-theme\n", "docs/old/x.md": "---\n"
        "blogpost: true\n---\n",
        ".readthedocs.yml": "sphinx:\n  builder: dirhtml\n", "docs/x/index.md": "# X\n",
    }  # fmt: skip
    write_files(tmp_path, files | {"docs/conf.py": f'{CONF}exclude_patterns = ["old"]\n'})
    assert recognizes(tmp_path)
    assert guess(tmp_path) == "ablog"
    plan = read(tmp_path, Options())
    assert {file.target for file in plan.files} == {
        "conf.py", "a/x.png", "requirements.txt", "old/x.md", "x/index.md"
    }  # fmt: skip
    assert whole(plan, "requirements.txt") == "Sphinx>7\nsphinx-research-notes\nablog-theme\n"
    assert [page.address for page in plan.pages] == ["/x/"]
    assert plan.builder == "dirhtml"


@pytest.mark.parametrize(
    ("conf", "message"), [("extensions = []\n", "that names ablog"), ("ablog = (\n", "expected Python")]
)
def test_no_project(tmp_path: Path, conf: str, message: str) -> None:
    """What cannot be read is said."""
    write_files(tmp_path, {"conf.py": conf})
    with pytest.raises(NotImportable, match=message):
        read(tmp_path, Options())


def test_folders_beside_conf(tmp_path: Path) -> None:
    """A folder that conf.py names comes along if it was in what is imported; else nothing names its files."""
    conf = (
        f"{CONF}templates_path = ['../_templates', '_templates']\nhtml_static_path = [\"../art\"]\n"
        "html_sidebars = {'**': ['own.html', 'searchbox.html', 'ablog/recentposts.html']}\n"
    )
    files = {
        "text/conf.py": conf, "text/index.md": "# Mud\n", "text/_templates/a.html": "a",
        "_templates/own.html": "mine", "art/mud.css": "p {}", "art/.hidden": "x",
    }  # fmt: skip
    write_files(tmp_path, files)
    plan = read(tmp_path, Options())
    text = whole(plan, "conf.py")
    assert "templates_path = ['_templates_', '_templates']\nhtml_static_path = [\"art\"]" in text
    assert "'**': ['own.html', 'searchbox.html', ]" in text
    copied = {file.target: file.source.read_text() for file in plan.files if isinstance(file, CopiedFile)}
    assert copied.items() >= {"_templates_/own.html": "mine", "art/mud.css": "p {}"}.items()
    assert "art/.hidden" not in copied
    plan = read(tmp_path / "text", Options())
    assert "'**': ['searchbox.html', ]" in whole(plan, "conf.py")
    assert {"templates_path", "html_static_path"} <= constructs(plan, Outcome.LEFT_OUT)
    assert not any(file.target.startswith(("art", "_templates_")) for file in plan.files)


def test_files_in_hidden_folders(tmp_path: Path) -> None:
    """They come along if a text shows them."""
    files = {
        "a/x.md": "# X\n\n```{literalinclude} ../.github/run.yml\n```\n",
        "a/y.rst": "Y\n=\n\n.. include:: /.github/run.yml\n.. literalinclude:: ../../.ssh/key\n",
        ".github/run.yml": "on: push", ".github/other.yml": "x",
    }  # fmt: skip
    copied = [file.target for file in imported(tmp_path, files).files if file.target.startswith(".")]
    assert copied == [".github/run.yml"]
