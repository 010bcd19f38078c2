"""What Pelican does with settings, the lines about articles, links and notebooks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import write_files

from sphinx_research_notes.importers.pelican.site import read, recognizes
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

SETTINGS = (
    "import os\nBASE = 'https://example.org'\nSITENAME = u'Tides'\nSITEURL = BASE + ''\nPATH "
    "= 'content'\nX = os.getcwd()\n"
)


def imported(folder: Path, files: dict[str, str], settings: str = "") -> Plan:
    """Return the plan for a site with *files*."""
    write_files(folder, {"pelicanconf.py": SETTINGS + settings, **files})
    return read(folder, Options())


def whole(plan: Plan, target: str) -> str:
    """Return the text of *target*."""
    return next(file.text for file in plan.files if isinstance(file, TextFile) and file.target == target)


def front(plan: Plan, target: str) -> dict[str, object]:
    """Return the front matter of *target*."""
    values: dict[str, object] = yaml.safe_load(whole(plan, target).split("---\n")[1])
    return values


def article(folder: Path, body: str, files: dict[str, str] | None = None, settings: str = "") -> str:
    """Return what an article with *body* becomes."""
    text = f"Title: X: a tide\nDate: 2024-01-02\n\n{body}\n"
    return (
        whole(imported(folder, {"content/x.md": text, **(files or {})}, settings), "posts/x.md")
        .split("---\n", 2)[2]
        .strip()
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[y]({filename}/y.md#a) [y](|filename|y.md)", "[y](y.md#a) [y](y.md)"),
        ("![i]({static}/images/a%20b.png) [d]({attach}d.pdf)", "![i](/images/a%20b.png) [d](/d.pdf)"),
        ("[t]({tag}low tide)".replace(" ", "%20"), "[t](/posts/tags/low-tide)"),
        ("[lost]({filename}/lost.md)", "[lost](/lost.md)"),
        ("{% img left /images/a.png 300 200 'A mud' %}", '![A mud](/images/a.png){.align-left width="300"}'),
        ("{% youtube abc 640 480 %}", "[YouTube: abc](https://www.youtube.com/watch?v=abc)"),
        ("{% include_code a.py lang:python Mud %}", "```{code-block} python\n:caption: Mud\n\nx = 1\n```"),
        ("{% mystery 1 %}", "{% mystery 1 %}"),
        ('{% drawing float /a/b.svg Low "tide" %}', '![Low "tide"](/a/b.svg)'),
        ("{% photo /a/b.jpg /a/small.jpg Mud %}", "[![Mud](/a/b.jpg)](/a/b.jpg)"),
        ("{% photo /a/b.jpg %}", "[![](/a/b.jpg)](/a/b.jpg)"),
        (
            "{% gallery /a\n  b.jpg At 100% | Mud\n\n  /c.png Sand\n%}",
            "[![Mud](/a/b.jpg)](/a/b.jpg)\n[![Sand](/c.png)](/c.png)",
        ),
        ("{% gallery\n  nothing\n%}", "{% gallery\n  nothing\n%}"),
        ("`{% img x %}`", "`{% img x %}`"),
        ("Code:\n\n    :::python\n    x = 1\n\n    y\n\nEnd.", "Code:\n\n```python\nx = 1\n\ny\n```\n\nEnd."),
        ("It is $5 or $10.", "It is \\$5 or \\$10."),
    ],
)
def test_markup(tmp_path: Path, written: str, expected: str) -> None:
    """Links with braces and tags become what one would write."""
    files = {
        "content/y.md": "Title: Y\nDate: 2024-01-01\n\nText.\n",
        "content/images/a b.png": "x",
        "content/d.pdf": "x",
        "content/code/a.py": "x = 1\n",
    }
    assert article(tmp_path, written, files) == expected


def test_lines_about_an_article(tmp_path: Path) -> None:
    """Lines become front matter, whatever the case of their names; folders are categories."""
    text = (
        "title: Low: tide\nDATE: 2024-01-02 10:20\nModified: 2024-02-03\nTags: a, b c\nAuthors: "
        "Ada Example; Bo\n"
        "Summary: One\n    and two\nSlug: low\nStatus: published\nEmpty:\nOther: kept\n\nText.\n"
    )
    plan = imported(tmp_path, {"content/mud/x.md": text, "content/pages/about.md": "Title: About\n\nHere.\n"})
    assert front(plan, "posts/mud/x.md") == {
        "title": "Low: tide",
        "date": "2024-01-02 10:20",
        "updated": "2024-02-03",
        "tags": ["a", "b c"],
        "authors": ["Ada Example", "Bo"],
        "summary": "One and two",
        "slug": "low",
        "other": "kept",
        "categories": ["mud"],
        "id": "tag:example.org,2024-01-02:/low.html",
    }
    assert front(plan, "pages/about.md") == {"title": "About", "kind": "page"}
    assert {page.source: page.address for page in plan.pages} == {
        "content/mud/x.md": "/low.html",
        "content/pages/about.md": "/pages/about.html",
    }


@pytest.mark.parametrize(
    ("status", "settings", "key"),
    [
        ("published", "", None),
        ("draft", "", "draft"),
        ("Draft", "", "draft"),
        ("skip", "", "draft"),
        ("hidden", "", "visibility"),
        ("nonsense", "", "draft"),
        ("", "DEFAULT_METADATA = {'status': 'draft'}", "draft"),
        ("published", "DEFAULT_METADATA = {'status': 'draft'}", None),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "rst"])
def test_hidden_stays_hidden(
    tmp_path: Path, status: str, settings: str, key: str | None, suffix: str
) -> None:
    """Each status of Pelican keeps back what it kept back there; an unknown one does so, too."""
    line = {"md": f"Status: {status}\n", "rst": f":status: {status}\n"}[suffix] if status else ""
    text = {
        "md": f"Title: X\nDate: 2024-01-02\n{line}\nText.\n",
        "rst": f"X\n=\n\n:date: 2024-01-02\n{line}\nText.\n",
    }[suffix]
    plan = imported(tmp_path, {f"content/x.{suffix}": text}, settings)
    new = whole(plan, f"posts/x.{suffix}")
    assert ("draft: true" in new) is (key == "draft")
    assert ("visibility: unlisted" in new) is (key == "visibility")
    assert "published" not in new
    assert plan.pages[0].is_draft is (key == "draft")
    assert bool(plan.pages[0].address) is (key != "draft")


@pytest.mark.parametrize(
    ("settings", "address", "permalink"),
    [
        ("", "/a-low-tide.html", "/{slug}.html"),
        (
            "ARTICLE_URL = 'blog/{date:%Y}/{date:%m}/{slug}/'\nARTICLE_SAVE_AS = ARTICLE_URL + 'index.html'",
            "/blog/2024/01/a-low-tide/",
            "/blog/{year}/{month}/{slug}/",
        ),
        ("ARTICLE_URL = '{date:%b}/{slug}.html'", "/Jan/a-low-tide.html", "/{short_month}/{slug}.html"),
        ("SLUGIFY_SOURCE = 'basename'", "/x.html", "/{slug}.html"),
    ],
)
def test_addresses(tmp_path: Path, settings: str, address: str, permalink: str) -> None:
    """Articles keep their addresses by the pattern of the site, and their own ones."""
    text = "Title: A “low” tide!\nDate: 2024-01-02\n\nText.\n"
    files = {"content/x.md": text, "content/y.md": text.replace("Title", "Save_as: own/place.html\nTitle")}
    plan = imported(tmp_path, files, settings)
    assert [page.address for page in plan.pages] == [address, "/own/place.html"]
    assert f'notes_permalink = "{permalink}"' in whole(plan, "conf.py")
    assert front(plan, "posts/y.md")["permalink"] == "/own/place.html"
    assert "permalink" not in front(plan, "posts/x.md")


def test_fields_of_restructuredtext(tmp_path: Path) -> None:
    """Only fields and links with braces are changed."""
    text = (
        "A tide\n######\n\n:date: 2024-01-02\n:tags: a, b\n:status: draft\n\nSee `y "
        "<{filename}y.rst>`_ and |this|.\n"
    )
    plan = imported(
        tmp_path, {"content/x.rst": text, "content/y.rst": "Y\n#\n\n:date: 2024-01-01\n\nText.\n"}
    )
    assert whole(plan, "posts/x.rst") == (
        "A tide\n######\n\n:date: 2024-01-02\n:tags: a, b\n:draft: true\n\nSee `y </y.html>`_ and |this|.\n"
    )


def test_notebooks(tmp_path: Path) -> None:
    """An article that shows a notebook becomes that notebook, in the present format."""
    code = {
        "cell_type": "code",
        "input": ["1 + 1"],
        "prompt_number": 2,
        "outputs": [{"output_type": "pyout", "prompt_number": 2, "text": ["2"]}],
    }
    old = {
        "nbformat": 3,
        "metadata": {},
        "worksheets": [{"cells": [{"cell_type": "heading", "level": 2, "source": "Gone"}, code]}],
    }
    files = {
        "content/x.md": "Title: X\nDate: 2024-01-02\n\nBefore.\n\n{% notebook a.ipynb cells[1:] %}\n",
        "content/notebooks/a.ipynb": json.dumps(old),
    }
    plan = imported(tmp_path, files, "STATIC_PATHS = ['notebooks']\n")
    made = json.loads(whole(plan, "posts/x.ipynb"))
    assert made["nbformat"] == 4
    assert ["".join(cell["source"]) for cell in made["cells"]] == [
        "---\ntitle: X\ndate: '2024-01-02'\nid: tag:example.org,2024-01-02:/x.html\n---\n",
        "Before.",
        "1 + 1",
    ]
    assert made["cells"][2]["outputs"][0]["data"] == {"text/plain": ["2"]}
    assert '"myst_nb"' in whole(plan, "conf.py")


def test_only_published_files_are_copied(tmp_path: Path) -> None:
    """What is beside articles isn't published, unless a text links to it or the settings name it."""
    files = {
        "content/x.md": "Title: X\nDate: 2024-01-02\n\n[a]({attach}a.csv)\n",
        "content/a.csv": "1",
        "content/secret.csv": "2",
        "content/images/b.png": "3",
        "content/extra/CNAME": "4",
    }
    plan = imported(tmp_path, files, "EXTRA_PATH_METADATA = {'extra/CNAME': {'path': 'CNAME'}}\n")
    assert sorted(each.target for each in plan.files if isinstance(each, CopiedFile)) == [
        "static/CNAME",
        "static/a.csv",
        "static/images/b.png",
    ]
    assert [each.file for each in plan.findings if each.outcome is Outcome.LEFT_OUT] == ["content/secret.csv"]


def test_settings_are_not_run(tmp_path: Path) -> None:
    """Settings are read; code in them does nothing, and what isn't Python is named."""
    plan = imported(tmp_path, {}, "open('made', 'w')\nraise SystemExit\nAUTHOR = 'Ada Example'\n")
    assert 'author = "Ada Example"' in whole(plan, "conf.py")
    assert recognizes(tmp_path)
    write_files(tmp_path, {"pelicanconf.py": "a ="})
    with pytest.raises(NotImportable, match="expected Python"):
        read(tmp_path, Options())
