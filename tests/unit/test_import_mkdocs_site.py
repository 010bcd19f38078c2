"""Blogs, languages, macros, moved pages, feeds and titles of a site made with MkDocs."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import write_files
from imported import body, front, whole

from sphinx_research_notes.importers.mkdocs.site import read
from sphinx_research_notes.importers.records import Options, Outcome, Plan, TextFile
from sphinx_research_notes.model.feed_options import read_feed_options

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

EXTENSIONS = [
    "admonition",
    "attr_list",
    "md_in_html",
    "pymdownx.smartsymbols",
    "pymdownx.emoji",
    "pymdownx.critic",
]


def imported(folder: Path, files: dict[str, str], **more: object) -> Plan:
    """Return the plan for a site with *files*, and *more* options."""
    values = {"site_name": "Tides", "site_url": "https://example.org/a/", "plugins": ["blog"]}
    values |= {"markdown_extensions": EXTENSIONS, **more}
    write_files(folder, {"mkdocs.yml": yaml.safe_dump(values), **files})
    return read(folder, Options())


def post(day: int = 2, *, title: str = "Mud", more: str = "") -> str:
    """Return a post of January 2024."""
    return f"---\ndate: 2024-01-{day:02}\n{more}---\n# {title}\n\nText.\n"


def redirects(plan: Plan) -> dict[str, str]:
    """Return the pages that lead on, by their files: what they lead to."""
    return {
        file.target.removeprefix("static/"): re.findall(r'<a href="([^"]*)"', file.text)[0]
        for file in plan.files
        if isinstance(file, TextFile) and file.target.startswith("static/")
    }


def test_two_blogs(tmp_path: Path) -> None:
    """Each blog has its folder; the first gives the pattern, and posts of others have their permalinks."""
    blogs = [{"blog": {}}, {"blog": {"blog_dir": "news", "post_url_format": "{slug}"}}]
    files = {"docs/blog/posts/x.md": post(), "docs/news/posts/y.md": post(title="Low tide")}
    plan = imported(tmp_path, files, plugins=blogs)
    assert [each.address for each in plan.pages] == ["/blog/2024/01/02/mud/", "/news/low-tide/"]
    assert 'notes_match = ["blog/posts/**", "news/posts/**"]' in whole(plan, "conf.py")
    assert front(plan, "news/posts/y.md")["permalink"] == "/news/low-tide/"
    assert "permalink" not in front(plan, "blog/posts/x.md")


def test_first_category_is_in_the_address(tmp_path: Path) -> None:
    """As many categories are in an address as the blog allows."""
    text = post(more="categories: [Low Tide, High]\n")
    plan = imported(
        tmp_path,
        {"docs/blog/posts/x.md": text},
        plugins=[{"blog": {"post_url_format": "{categories}/{slug}"}}],
    )
    assert plan.pages[0].address == "/blog/low-tide/mud/"
    assert front(plan, "blog/posts/x.md")["permalink"] == "/blog/low-tide/mud/"


def test_former_addresses_of_lists(tmp_path: Path) -> None:
    """Archives, categories, people and further pages of the blog lead to the lists here."""
    files = {
        f"docs/blog/posts/{day}.md": post(
            day, title=f"T {day}", more="categories: [Low Tide]\nauthors: [ada]\n"
        )
        for day in range(1, 13)
    }
    plan = imported(tmp_path, files, plugins=[{"blog": {"authors_profiles": True}}])
    assert redirects(plan) == {
        "blog/archive/2024/index.html": "../../2024.html",
        "blog/archive/2024/page/2/index.html": "../../../../2024.html",
        "blog/category/low-tide/index.html": "../../categories/low-tide.html",
        "blog/category/low-tide/page/2/index.html": "../../../../categories/low-tide.html",
        "blog/author/ada/index.html": "../../authors/index.html",
        "blog/author/ada/page/2/index.html": "../../../../authors/index.html",
        "blog/page/2/index.html": "../../index.html",
    }
    conf = whole(plan, "conf.py")
    assert 'html_extra_path = ["static"]' in conf
    months = {"archive_url_date_format": "yyyy/MM", "pagination": False, "categories": False}
    plan = imported(tmp_path, files, plugins=[{"blog": months}])
    assert list(redirects(plan)) == ["blog/archive/2024/01/index.html"]
    some = {
        "archive_pagination": False,
        "categories_pagination_per_page": 5,
        "pagination_url_format": "p{page}",
        "authors_profiles_pagination": None,
    }
    plan = imported(tmp_path, files, plugins=[{"blog": some}])
    assert [each for each in redirects(plan) if "/p" in each] == [
        "blog/p2/index.html",
        "blog/category/low-tide/p2/index.html",
        "blog/category/low-tide/p3/index.html",
    ]


def test_odd_settings_of_lists(tmp_path: Path) -> None:
    """Steps up lead within the site; what only looks like a number is none."""
    files = {f"docs/blog/posts/{day}.md": post(day, more="categories: [Low Tide]\n") for day in range(1, 13)}
    odd = {
        "archive": False,
        "categories_url_format": "../about/{slug}",
        "pagination_url_format": "../../../../more//{page}",
        "pagination_per_page": "²",
        "post_url_max_categories": "9" * 5000,
        "categories_pagination": False,
    }
    assert redirects(imported(tmp_path, files, plugins=[{"blog": odd}])) == {
        "more/2/index.html": "../../blog/index.html",
        "about/low-tide/index.html": "../../blog/categories/low-tide.html",
    }


def test_moved_pages(tmp_path: Path) -> None:
    """What mkdocs-redirects sent on is sent on here; what led nowhere is reported."""
    maps = {"old.md": "new.md#part", "a/index.md": "new.md", "gone.md": "missing.md"}
    plan = imported(
        tmp_path,
        {"docs/new.md": "# New\n", "docs/index.md": "# Home\n"},
        plugins=[{"redirects": {"redirect_maps": maps}}],
    )
    assert redirects(plan) == {
        "old/index.html": "../new/index.html#part",
        "a/index.html": "../new/index.html",
    }
    assert [each.construct for each in plan.findings if each.outcome is Outcome.UNKNOWN] == ["redirect_maps"]


def test_languages_with_suffixes(tmp_path: Path) -> None:
    """A translation has its address, its language and its original; links lead to the same language."""
    languages = [{"locale": "en", "default": True}, {"locale": "fr"}]
    files = {
        "docs/index.md": "# Home\n\n[a](about.md)\n",
        "docs/index.fr.md": "# Accueil\n\n[a](about.md) [b](only.md)\n",
        "docs/about.md": "# About\n",
        "docs/about.fr.md": "# À propos\n",
        "docs/only.md": "# Only\n",
    }
    plan = imported(tmp_path, files, plugins=[{"i18n": {"languages": languages}}])
    assert {each.source: each.address for each in plan.pages} == {
        "docs/about.fr.md": "/fr/about/",
        "docs/about.md": "/about/",
        "docs/index.fr.md": "/fr/",
        "docs/index.md": "/",
        "docs/only.md": "/only/",
    }
    values = front(plan, "about.fr.md")
    assert (values["lang"], values["translation_of"], values["permalink"]) == ("fr", "about", "/fr/about/")
    assert "[a](about.fr.md) [b](only.md)" in whole(plan, "index.fr.md")
    assert "[a](about.md)" in whole(plan, "index.md")
    assert redirects(plan) == {"fr/only/index.html": "../../only/index.html"}


def test_languages_with_folders(tmp_path: Path) -> None:
    """The folder of the first language isn't in its addresses."""
    languages = [{"locale": "en", "default": True}, {"locale": "de"}]
    options = {"docs_structure": "folder", "fallback_to_default": False, "languages": languages}
    files = {"docs/en/a.md": "# A\n", "docs/de/a.md": "# A\n", "docs/de/b.md": "# B\n"}
    plan = imported(tmp_path, files, plugins=[{"i18n": options}])
    assert [each.address for each in plan.pages] == ["/de/a/", "/de/b/", "/a/"]
    assert front(plan, "de/a.md")["translation_of"] == "en/a"
    assert "translation_of" not in front(plan, "de/b.md")
    assert front(plan, "de/b.md")["lang"] == "de"
    assert not redirects(plan)


@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_languages_that_are_not_built(tmp_path: Path, structure: str) -> None:
    """They are drafts, and no link on top names one."""
    languages = [{"locale": "en", "default": True}, {"locale": "de", "build": False}]
    path = "de/b.md" if structure == "folder" else "b.de.md"
    files = {"docs/en/a.md": "# A\n", f"docs/{path}": "# Secret\n"}
    options = {"docs_structure": structure, "languages": languages}
    plan = imported(tmp_path, files, plugins=[{"i18n": options}], nav=[{"Here": "en/a.md"}, {"Secret": path}])
    assert front(plan, path)["draft"] is True
    assert "Here" in whole(plan, "conf.py")
    assert "Secret" not in whole(plan, "conf.py")


def test_macros(tmp_path: Path) -> None:
    """Values that the site or the page knows are in the text; programs stay readable, and comments hidden."""
    text = (
        "---\nmud: grey\n---\n# A\n\n{{ sea.depth }} m, {{ mud }}, {{ config.site_name }}{# secret #}, "
        "{% raw %}{{ mud }}{% endraw %}, {{ run() }}.\n"
    )
    files = {"docs/index.md": text, "docs/b.md": "---\nrender_macros: false\n---\n# B\n\n{{ sea.depth }}\n"}
    plan = imported(tmp_path, files, plugins=["macros"], extra={"sea": {"depth": 3}})
    assert "3 m, grey, Tides, {{ mud }}, {{ run() }}." in whole(plan, "index.md")
    assert "secret" not in whole(plan, "index.md")
    assert "{{ sea.depth }}" in whole(plan, "b.md")
    assert [each.detail for each in plan.findings if each.construct == "macro"] == ["{{ run() }}"]
    assert "{# secret #}" in whole(imported(tmp_path, files, plugins=[]), "index.md")


def test_feeds(tmp_path: Path) -> None:
    """The feeds of mkdocs-rss-plugin keep their places, and the newest notes the ids that they had there."""
    files = {f"docs/blog/posts/{day}.md": post(day, title=f"T {day}") for day in range(1, 24)}
    options = {"feeds_filenames": {"rss_created": "rss.xml"}}
    plan = imported(tmp_path, files, plugins=["blog", {"rss": options}])
    assert front(plan, "blog/posts/23.md")["id"] == "https://example.org/a/blog/2024/01/23/t-23/"
    assert "id" not in front(plan, "blog/posts/3.md")
    conf: dict[str, object] = {}
    exec(whole(plan, "conf.py"), conf)  # noqa: S102 # a file of plain values, which was made above
    assert read_feed_options(conf["notes_feeds"]).addresses == (
        ("rss.xml", "rss"), ("feed_rss_updated.xml", "rss"),
        ("feed_json_created.json", "json"), ("feed_json_updated.json", "json"),
    )  # fmt: skip


def test_links_to_feeds_and_headings(tmp_path: Path) -> None:
    """A link to a feed leads to where the build makes it; ids of headings stay where links need them."""
    text = "# A\n\n[f](feed_rss_created.xml) [b](#mud-sand) [c](#la-maree)\n\n## Mud & sand\n\n## La marée\n"
    plan = imported(tmp_path, {"docs/index.md": text}, plugins=["rss"])
    new = whole(plan, "index.md")
    assert "[f](https://example.org/a/feed_rss_created.xml)" in new
    assert '<a id="mud-sand"></a>\n\n## Mud & sand\n\n<a id="la-maree"></a>\n\n## La marée' in new


@pytest.mark.parametrize(
    ("file", "text", "title"),
    [
        ("low-tide.md", "Text.\n", "Low tide"),
        ("x.md", "Text.\n\n# Later\n", "From navigation"),
        ("x.md", "# Mud\n", None),
        ("x.md", "<!-- a -->\n\nMud\n===\n", None),
        ("x.md", "---\ntitle: Own\n---\nText.\n", "Own"),
        ("About_Us.md", "## Part\n", "About Us"),
    ],
)
def test_titles(tmp_path: Path, file: str, text: str, title: str | None) -> None:
    """A page without a heading was called after the navigation or its file; readers saw that above it."""
    plan = imported(tmp_path, {f"docs/{file}": text}, nav=[{"Part": [{"From navigation": "x.md"}]}])
    assert front(plan, file).get("title") == title


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('!!! note "Mud"\nText.', ":::{note}\nMud\n:::\n\nText."),
        ("!!! warning\n\nText.", ":::{warning}\nWarning\n:::\n\nText."),
        (
            '```\n=== "A"\n\n    ```\n    b\n    ```\n\n=== "C"\n```',
            '```\n=== "A"\n\n    ```\n    b\n    ```\n\n=== "C"\n```',
        ),
        ("a --> b, (c) 1/2 c/o x+/-y 11/2", "a → b, © ½ ℅ x+/-y 11/2"),
        (":rocket: :tada: 10:30:45 :nothing_known:", "🚀 🎉 10:30:45 :nothing_known:"),
        ('<div>\n<img src="../../../../../m.png">\n</div>', '<div>\n<img src="../../m.png">\n</div>'),
        ("{++a++} {--b--} {~~c~>d~~}", "<ins>a</ins> <del>b</del> <del>c</del><ins>d</ins>"),
    ],
)
def test_markup(tmp_path: Path, written: str, expected: str) -> None:
    """Signs are what readers saw, a box without a text is its title, and addresses in HTML are found."""
    text = f"---\ndate: 2024-01-02\n---\n# X\n\n{written}\n"
    plan = imported(tmp_path, {"docs/blog/posts/x.md": text, "docs/m.png": "x"})
    assert re.sub(r"\n{3,}", "\n\n", body(plan, "blog/posts/x.md").removeprefix("# X").strip()) == expected


def test_badges_of_a_hook(tmp_path: Path) -> None:
    """What readers saw of comments that a common hook reads is written; without hooks, they are comments."""
    text = "# X\n\nSince <!-- md:version 2.1 -->, <!-- md:default none -->, <!-- md:flag required -->.\n"
    files = {"docs/x.md": f"{text}\n## <!-- md:setting tide.height -->\n\n<!-- md:demo mud -->\n"}
    new = body(imported(tmp_path / "a", files, hooks=["hooks/shortcodes.py"]), "x.md")
    assert "Since 2.1, default: empty, *required value*." in new
    assert "## `height`" in new
    assert "[mud](https://github.com/mkdocs-material/mud)" in new
    assert "<!-- md:version 2.1 -->" in body(imported(tmp_path / "b", files), "x.md")


def test_options_of_another_file(tmp_path: Path) -> None:
    """A site inherits from another file of its own, but not from one elsewhere."""
    write_files(tmp_path, {"base.yml": "site_name: Base\nextra: {a: 1, b: 2}\ndocs_dir: text\n"})
    plan = imported(
        tmp_path,
        {"text/index.md": "# A\n\n{{ a }} {{ b }}\n"},
        INHERIT="base.yml",
        extra={"b": 3},
        plugins=["macros"],
    )
    assert "1 3" in whole(plan, "index.md")
    outside = imported(tmp_path / "in", {"docs/index.md": "# A\n"}, INHERIT="../base.yml", extra={})
    assert outside.pages[0].source == "docs/index.md"


@pytest.mark.parametrize(
    "part", ["<a ", '<a b="', "<img ", "<td", '<p class="', "<div markdown>\n\n", "{++", "{>>", "{~~a~>"]
)
def test_nonsense_takes_no_time(tmp_path: Path, part: str) -> None:
    """What is quadratic would take a minute here."""
    before = time.process_time()
    text = f"---\ndate: 2024-01-02\n---\n# X\n\n{part * (100_000 // len(part))}\n\nEnd.\n"
    plan = imported(tmp_path, {"docs/blog/posts/x.md": text})
    assert "End." in whole(plan, "blog/posts/x.md")
    assert time.process_time() - before < 4


def test_labels_only_of_later_posts(tmp_path: Path) -> None:
    """No page at an old address tells them, if the site says that they are drafts."""
    later = "---\ndate: 2999-01-02\ncategories: [secret]\n---\n# X\n"
    files = {"docs/blog/posts/a.md": post(more="categories: [seen]\n"), "docs/blog/posts/b.md": later}
    for option, is_named in ((False, True), (True, False)):
        plan = imported(tmp_path, files, plugins=[{"blog": {"draft_if_future_date": option}}])
        assert "blog/category/seen/index.html" in redirects(plan)
        assert ("blog/category/secret/index.html" in redirects(plan)) is is_named


def test_openings_without_an_end(tmp_path: Path) -> None:
    """Thousands of them take no time."""
    start = time.perf_counter()
    imported(tmp_path, {"docs/x.md": "# X\n\n" + "{% raw %}" * 20_000}, plugins=["macros"])
    assert time.perf_counter() - start < 5
