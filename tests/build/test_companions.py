"""Extensions of real projects together with ours: each does its job, and is right about notes.

They are in the extra ``companions``. Without it these tests are skipped, or fail with
``NOTES_COMPANIONS=required``.

"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import Visitor, expect, served
from conftest import ROOTS, Built, build_site
from pages import addresses, dead_links, one, page, soup_of, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

BASE = "https://example.org/rain/"
WHEEL, HERON, MARMOT = "wheel/index.html", "posts/2024-05-07-heron.html", "posts/2024-05-08-marmot.html"
#: Words in the unlisted note, in the draft, and in a private aside.
UNLISTED, DRAFT, PRIVATE = "stands behind the sluice", "whistle above the upper", "brass xylophone"

TOGETHER = (
    "notfound", "sphinx_copybutton", "sphinx_exercise", "sphinx_last_updated_by_git", "sphinx_llms_txt",
    "sphinx_proof", "sphinx_reredirects", "sphinx_sitemap", "sphinx_tabs", "sphinx_togglebutton",
    "sphinxext.opengraph", "sphinxext.rediraffe",
)  # fmt: skip


def need(*modules: str) -> None:
    """Skip the test if one of *modules* is missing, or fail if they are required."""
    missing = [name for name in modules if not _is_there(name)]
    if missing and os.environ.get("NOTES_COMPANIONS") == "required":
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


#: A replacement for graphviz if it is not installed: prints the program's name, and draws its input.
DOT = """#!{python}
import sys
target = next(each[2:] for each in sys.argv if each.startswith("-o"))
text = sys.stdin.read()
open(target, "w").write(f"<svg xmlns='http://www.w3.org/2000/svg'><title>{{text!r}}</title></svg>")
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in git that uses the extensions together."""
    need(*TOGETHER)
    folder = Path(shutil.copytree(ROOTS / "companions", tmp_path_factory.mktemp("companions") / "source"))
    head = b"# Sphinx inventory version 2\n# Project: Brook\n# Version: 1\n# It is compressed using zlib.\n"
    listed = b"brook.flow py:function 1 flow.html#$ -\n"
    (folder / "brook.inv").write_bytes(head + zlib.compress(listed))
    if not shutil.which("dot"):
        stub = folder.parent / "dot"
        stub.write_text(DOT.format(python=sys.executable), "utf-8")
        stub.chmod(0o755)
        with (folder / "conf.py").open("a", encoding="utf-8") as conf:
            conf.write(f"graphviz_dot = {str(stub)!r}\n")
    who = ["-c", "user.name=Ada Brook", "-c", "user.email=ada@example.org"]
    for command in (["init", "--quiet"], ["add", "."], [*who, "commit", "--quiet", "--message", "The mill"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    # This one is not in git.
    (folder / "fresh.md").write_text("---\nkind: note\n---\n\n# Fresh\n\nNot in git yet.\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def together(source: Path) -> Built:
    """The project as HTML in our theme."""
    return build_site(source, source.parent / "html", "-W", "--keep-going")


@pytest.fixture(scope="module")
def folders(source: Path) -> Built:
    """The project with a folder for each page."""
    return build_site(source, source.parent / "dirhtml", "-W", "--keep-going", builder="dirhtml")


@pytest.fixture(scope="module")
def elsewhere(source: Path) -> Built:
    """The project in a theme other than ours."""
    return build_site(source, source.parent / "furo", "-W", "--keep-going", "-D", "html_theme=furo")


def mapped(built: Built) -> set[str]:
    """Return the addresses in the sitemap, relative to the root."""
    found = re.findall(r"<loc>(.*?)</loc>", built.text("sitemap.xml"))
    assert len(found) == len(set(found))
    assert all(address.startswith(BASE) for address in found)
    return {address.removeprefix(BASE) for address in found}


def test_nothing_hidden_in_anything(together: Built) -> None:
    """No file that any of them writes contains a draft, a private aside, or the name of one."""
    for name in together.files():
        data = (together.outdir / name).read_bytes()
        assert DRAFT.encode() not in data, name
        assert PRIVATE.encode() not in data, name
        assert b"2024-05-08-marmot" not in data, name


def test_all_links_lead_somewhere(together: Built) -> None:
    """Each address on each page leads to an existing file."""
    # Sphinx's own link to its index of module code, and pages on other hosts.
    assert dead_links(together.outdir, BASE) == []


# sphinx-sitemap.


def test_sitemap(together: Built) -> None:
    """The sitemap has every listed page at its real address, and no other page."""
    assert mapped(together) == {
        "index.html", "about.html", "machine.html", "fresh.html", "wheel/", "genindex.html", "search.html",
        "py-modindex.html", "prf-prf.html", "_modules/index.html", "_modules/machine.html",
        "notes/index.html", "notes/2024.html", "notes/tags/index.html", "notes/tags/wheel.html",
        "notes/statuses/index.html", "notes/statuses/seedling.html", "notes/feeds.html",
    }  # fmt: skip


def test_sitemap_of_folders(folders: Built) -> None:
    """The same with a folder for each page."""
    found = mapped(folders)
    assert {"", "about/", "wheel/", "notes/", "notes/2024/", "notes/tags/wheel/"} <= found
    assert not {each for each in found if "heron" in each or "404" in each or "2024-05-06" in each}


# sphinx-llms-txt.


def test_llms_txt(together: Built) -> None:
    """Listed pages have existing addresses, and unlisted notes are in neither file."""
    named = re.findall(r"^- \[(.*)\]\((.*)\)$", together.text("llms.txt"), re.MULTILINE)
    assert {title for title, _ in named} == {"Mill log", "About", "Machine", "The wheel", "Fresh"}
    for _, address in named:
        assert (together.outdir / address.removeprefix(BASE)).is_file(), address
    # The source of the first contains something private, the other is not in git: neither is published.
    assert {("About", f"{BASE}about.html"), ("Fresh", f"{BASE}fresh.html")} <= set(named)
    whole = together.text("llms-full.txt")
    assert "These words open the text" in whole
    assert UNLISTED not in whole
    assert "The mill stands at the brook" not in whole


# sphinxext-opengraph.


def tags_of(built: Built, name: str) -> dict[str, list[str]]:
    """Return the metadata in the head of a page, by tag name."""
    found: dict[str, list[str]] = {}
    for tag in soup_of(built.text(name)).select("meta[content]"):
        found.setdefault(str(tag.get("property") or tag.get("name")), []).append(str(tag["content"]))
    return found


@pytest.mark.parametrize("theme", ["together", "elsewhere"])
def test_opengraph(request: pytest.FixtureRequest, theme: str) -> None:
    """A note's card shows the note's own metadata, and every tag once."""
    built: Built = request.getfixturevalue(theme)
    tags = tags_of(built, WHEEL)
    summary = 'How the wheel & its "axle" turn.'
    assert tags["og:description"] == tags["description"] == [summary]
    assert tags["og:url"] == [f"{BASE}wheel/"]
    assert tags["og:title"] == ["The wheel"]
    assert tags["og:type"] == ["article"]
    assert tags["og:site_name"] == ["Mill log"]
    assert tags["article:published_time"] == ["2024-05-06"]
    assert tags["article:tag"] == ["wheel"]
    twice = {name for name, said in tags.items() if len(said) > 1}
    assert twice <= {"viewport", "citation_keywords"}  # Furo and docutils each have one of the first.
    canonical = one(soup_of(built.text(WHEEL)), 'link[rel="canonical"]')
    assert canonical["href"] == f"{BASE}wheel/"


def test_opengraph_of_a_page(together: Built) -> None:
    """A page that is not a note keeps the tags that opengraph makes."""
    tags = tags_of(together, "machine.html")
    assert tags["og:url"] == [f"{BASE}machine.html"]
    assert tags["og:type"] == ["website"]
    assert tags["og:description"][0].startswith("What a mill does.")


# sphinx-notfound-page.


@pytest.mark.parametrize("theme", ["together", "elsewhere"])
def test_notfound(request: pytest.FixtureRequest, theme: str) -> None:
    """The 404 page is that of the extension, and all its addresses begin with its prefix."""
    built: Built = request.getfixturevalue(theme)
    soup = page(built.outdir / "404.html")
    assert "Unfortunately we couldn't find the content" in words(soup)
    for _, address in addresses(soup):
        if address not in {"", "#"} and not address.startswith(("http", "#", "data:")):
            # The sheet of all pages is also looked for at the root.
            assert address.startswith(("/rain/", "/_static/research-notes.css")), address


# sphinx-last-updated-by-git.


@pytest.mark.parametrize("theme", ["together", "elsewhere"])
def test_last_updated(request: pytest.FixtureRequest, theme: str) -> None:
    """Documents have the time of their last change; generated lists are built and have none."""
    built: Built = request.getfixturevalue(theme)
    assert len(tags_of(built, WHEEL)["article:modified_time"]) == 1
    assert len(tags_of(built, "about.html")["article:modified_time"]) == 1
    assert "article:modified_time" not in tags_of(built, "notes/tags/index.html")


# Redirects.


def test_reredirects(together: Built) -> None:
    """An entry of sphinx-reredirects is written beside our own redirects."""
    assert "../wheel/" in together.text("old/wheel.html")
    assert "wheel/" in together.text("first-wheel/index.html")


@pytest.mark.parametrize(("builder", "file"), [("together", "former.html"), ("folders", "former/index.html")])
def test_rediraffe(request: pytest.FixtureRequest, builder: str, file: str) -> None:
    """An entry of rediraffe leads to a note at its permalink."""
    built: Built = request.getfixturevalue(builder)
    soup = page(built.outdir / file)
    target = str(one(soup, "a[href]")["href"])
    assert (built.outdir / file).parent.joinpath(target).resolve() == (built.outdir / WHEEL).resolve()


# Styles and scripts.


def test_files_only_on_pages_that_use_them(together: Built) -> None:
    """Styles and scripts of other extensions are where they are used, and none of those scripts blocks."""

    def files(name: str) -> set[str]:
        found = soup_of(together.text(name)).select("link[rel=stylesheet][href], script[src]")
        named = {str(each.get("href") or each.get("src")).partition("?")[0] for each in found}
        return {each.rpartition("/")[2] for each in named}

    theirs = {"proof.css", "exercise.css"}
    copying = {"copybutton.css", "copybutton.js", "clipboard.min.js"}
    toggling = {"togglebutton.css", "togglebutton.js"}
    assert files("about.html") >= theirs
    assert not files("about.html") & toggling
    assert not files("notes/index.html") & (theirs | copying | toggling)
    assert "toggleHintShow" not in together.text("notes/index.html")
    assert files(WHEEL) >= copying
    blocking = soup_of(together.text(WHEEL)).select("script[src*=copybutton], script[src*=clipboard]")
    assert [each.get("defer") for each in blocking] == ["defer", "defer"]


def test_files_of_notebooks_and_boxes(site: Callable[..., Built]) -> None:
    """So it is with myst-nb, sphinx-design and sphinx-togglebutton, also after a page has changed."""
    need("myst_nb", "sphinx_design", "sphinx_togglebutton")
    names = ["myst_nb", "sphinx_design", "sphinx_togglebutton", "sphinx_research_notes"]
    conf = f'extensions = {names}\nhtml_theme = "research_notes"\nnb_execution_mode = "off"\n'
    tabs = "````{tab-set}\n```{tab-item} One\nText.\n```\n````\n"
    built = site(
        {
            "conf.py": conf,
            "index.md": "# Mill\n",
            "2024-05-06-square.ipynb": notebook(cell("markdown", "# Square\n"), cell("code", "1 + 1")),
            "2024-05-06-red.ipynb": notebook(cell("code", "1", outputs=RED)),
            "2024-05-07-tabs.md": f"# Tabs\n\n{tabs}",
            "2024-05-08-plain.md": "# Plain\n\nText.\n",
            "2024-05-09-toggle.md": "# Toggle\n\n```{toggle}\nText.\n```\n",
        },
        "-W",
    )
    words_of = (
        "mystnb.",
        "mystnb-plain.css?v=",
        "sphinx-design",
        "design-tabs",
        "togglebutton.js",
        "_static/inline-",
    )

    def used(name: str) -> set[str]:
        head = built.text(name).partition("</head>")[0]
        return {each for each in words_of if each in head}

    # The colours of terminals are most of the style sheet.
    assert used("2024-05-06-square.html") == {"mystnb-plain.css?v="}
    assert used("2024-05-06-red.html") == {"mystnb."}
    whole, plain = (next((built.outdir / "_static").glob(f"mystnb{each}css")) for each in (".*.", "-plain."))
    assert "-Color" in whole.read_text("utf-8")
    assert "-Color" not in plain.read_text("utf-8")
    assert "tag_scroll-input" in plain.read_text("utf-8")
    assert used("2024-05-07-tabs.html") == {"sphinx-design", "design-tabs"}
    assert 'defer="defer"' in built.text("2024-05-07-tabs.html")
    assert used("2024-05-08-plain.html") == used("index.html") == set()
    assert used("2024-05-09-toggle.html") == {"togglebutton.js", "_static/inline-"}
    changed = site({"2024-05-08-plain.md": f"# Plain\n\n{tabs}", "2024-05-07-tabs.md": "# Tabs\n\nText.\n"})
    assert used("2024-05-08-plain.html") == {"sphinx-design", "design-tabs"}
    assert used("2024-05-07-tabs.html") == set()
    assert changed.text("2024-05-09-toggle.html") == built.text("2024-05-09-toggle.html")


# sphinx-proof, sphinx-exercise, and what comes with Sphinx.


def test_proof_and_exercise(together: Built) -> None:
    """Theorems and exercises are numbered, and references to them resolve."""
    about = soup_of(together.text("about.html"))
    assert words(one(about, "#turning .admonition-title")).startswith("Theorem 1")
    assert words(one(about, 'a[href="#turning"]')) == "Theorem 1"
    assert words(one(about, "#count .admonition-title")).startswith("Exercise 1")
    assert one(about, '#counted a[href="#count"]')


def test_extensions_of_sphinx(together: Built) -> None:
    """Autodoc, napoleon, viewcode, intersphinx, graphviz, todo and githubpages work."""
    machine = soup_of(together.text("machine.html"))
    assert words(one(machine, "#machine\\.turn")).startswith("machine.turn(times: int) → str")
    assert "How often." in words(one(machine, "dd dl.field-list"))
    assert one(machine, 'a[href="_modules/machine.html#turn"]')
    assert one(machine, 'a[href="https://brook.example.net/flow.html#brook.flow"]')
    drawn = one(machine, ".graphviz object")
    assert "wheel" in together.text(str(drawn["data"]))
    assert (drawn.get("width"), drawn.get("height")) == (
        ("113", "154") if shutil.which("dot") else (None, None)
    )
    # Only what HTML allows on the panels of sphinx-tabs.
    panels = re.findall('<div[^>]*"sphinx-tabs-panel[^>]*>', together.text(WHEEL))
    assert [" hidden " in each for each in panels] == [False, True]
    assert not any(re.search(' name=|hidden="', each) for each in panels)
    assert len(machine.find_all(string=re.compile("Grease the axle"))) == 2
    assert (together.outdir / ".nojekyll").is_file()
    assert together.text("CNAME") == "example.org"


# Scripts, in a browser.


@pytest.fixture(scope="module")
def address(chromium: Browser, together: Built) -> Iterator[str]:
    """The address at which the project is served."""
    with served(together.outdir) as found:
        yield found


@pytest.fixture
def opened(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of the project in our theme."""
    visitor = Visitor(chromium, address)
    yield visitor
    visitor.close()


@pytest.mark.browser
def test_scripts_run(opened: Callable[..., Page], address: str) -> None:
    """Copy buttons, tabs, toggles and search work, and no page logs an error to the console."""
    found: list[str] = []
    view = opened(WHEEL, permissions=["clipboard-read", "clipboard-write"])
    assert view.locator("script:not([src], [type='application/ld+json'])").count() == 0
    view.on("pageerror", lambda error: found.append(str(error)))
    view.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    view.reload()
    view.locator(".highlight").first.hover()
    view.locator("button.copybtn").first.click()
    view.wait_for_selector("button.copybtn.success")
    assert view.evaluate("navigator.clipboard.readText()") == "turn(3)"
    tab = view.locator("[role=tab]", has_text="By night")
    tab.click()
    expect(view.locator("text=It turns in the dark.")).to_be_visible()
    expect(view.locator("text=It turns in the sun.")).to_be_hidden()
    because = view.locator("text=Because the brook falls.")
    assert not because.is_visible()
    view.locator(".dropdown .toggle-button, .dropdown > .admonition-title").first.click()
    expect(because).to_be_visible()
    view.goto(f"{address}search.html?q=axle")
    view.wait_for_selector(".search-results li")
    view.goto(f"{address}not-there/at-all.html")
    assert [each for each in found if "404 (Not Found)" not in each] == []


def scripts(built: Built, name: str) -> list[str]:
    """Return the scripts of a page by file name."""
    found = [str(each["src"]) for each in soup_of(built.text(name)).select("script[src]")]
    return [address.partition("?")[0].rpartition("/")[2] for address in found]


def test_scripts_of_sphinx_where_they_are_named(site: Callable[..., Built]) -> None:
    """Sphinx's scripts are loaded once, before those that use them, and not for scripts from other sites."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
    ours = ["scheme.js", "switch.js", "reach.js"]
    files = {"conf.py": conf, "index.md": "# Mill\n", "_static/own.js": "let wheel = 'DOCUMENTATION';\n"}
    assert scripts(site(files, "-W"), "index.html") == ours
    listed = conf + 'html_static_path = ["_static"]\nhtml_js_files = ["own.js", "https://example.org/x.js"]\n'
    built = site({"conf.py": listed}, "-W")
    assert scripts(built, "index.html") == [*ours, "own.js", "x.js"]
    built = site({"_static/own.js": "_ready(() => Documentation.gettext('x'));\n"}, "-W", "-E")
    assert scripts(built, "index.html") == [
        *ours,
        "documentation_options.js",
        "doctools.js",
        "own.js",
        "x.js",
    ]
    assert scripts(built, "search.html")[3:7] == ["documentation_options.js", "doctools.js", "own.js", "x.js"]
    assert len(scripts(built, "search.html")) == len(set(scripts(built, "search.html")))
    built = site({"_static/own.js": "new SphinxHighlight();\n"}, "-W", "-E")
    assert scripts(built, "index.html")[3:6] == [
        "documentation_options.js", "doctools.js", "sphinx_highlight.js",
    ]  # fmt: skip
    assert "sphinx_highlight.js" not in scripts(built, "search.html")


# What any extension sees.

ASKING = """
extensions = ["myst_parser", "sphinx_research_notes"]
import json, pathlib
seen = {}
def page(app, pagename, templatename, context, doctree):
    seen[pagename] = sorted(context)
def end(when):
    def write(app, exception):
        env = app.env
        said = {"found": sorted(env.found_docs), "all": sorted(env.all_docs), "pages": seen}
        pathlib.Path(app.outdir, f"{when}.json").write_text(json.dumps(said))
    return write
def setup(app):
    app.connect("html-page-context", page, priority=1)
    app.connect("build-finished", end("theirs"))
    app.connect("build-finished", end("later"), priority=8000)
"""


@pytest.mark.parametrize("theme", ["research_notes", "alabaster"])
def test_what_extensions_are_told(site: Callable[..., Built], theme: str) -> None:
    """Generated pages look like Sphinx's own; at the end of the build only listed documents are seen."""
    built = site(
        {
            "conf.py": f"{ASKING}\nhtml_theme = {theme!r}\n",
            "index.md": "# Mill\n\n{term}`x`\n\n```{glossary}\nx\n  y\n```\n",
            "2024-05-06-a.md": "---\ntags: [a]\n---\n# A\n\nText.\n",
            "2024-05-07-b.md": "---\nvisibility: unlisted\n---\n# B\n\nText.\n",
            "2024-05-08-c.md": "---\ndraft: true\n---\n# C\n\nText.\n",
        },
        "-W",
    )
    theirs: dict[str, Any] = json.loads(built.text("theirs.json"))
    later: dict[str, Any] = json.loads(built.text("later.json"))
    assert theirs["found"] == theirs["all"] == ["2024-05-06-a", "index"]
    assert later["found"] == later["all"] == ["2024-05-06-a", "2024-05-07-b", "index"]
    general = set(theirs["pages"]["genindex"])
    documents = set(theirs["pages"]["2024-05-06-a"]) - general
    assert {"sourcename", "page_source_suffix", "meta"} <= documents
    for name in ("notes/index", "notes/2024", "notes/tags/index", "notes/tags/a"):
        own = set(theirs["pages"][name]) - general
        assert own == {"title", "body", "notes_generated", "notes_description", "notes_image"}, name


# One build after the other.

CONF = """
import pathlib
extensions = ["myst_parser", "sphinx_research_notes"%s]
html_theme = "research_notes"
html_baseurl = "https://example.org/rain/"
sitemap_url_scheme = "{link}"
"""
A = "---\npermalink: /wheel/\naliases: [/taken.html, /free.html]\n---\n# A\n\nText of it.\n"


def test_what_is_hidden_later_leaves_them(site: Callable[..., Built]) -> None:
    """A note that becomes a draft, or unlisted, is in no sitemap or summary after the next build."""
    need("sphinx_sitemap", "sphinx_llms_txt")
    conf = CONF % ', "sphinx_sitemap", "sphinx_llms_txt"'
    notes = {f"2024-05-0{n}-{name}.md": f"# {name}\n\nText of {name}.\n" for n, name in enumerate("abc", 1)}
    built = site({"conf.py": conf, "index.md": "# Mill\n", **notes}, "-W")
    assert {f"2024-05-0{n}-{name}.html" for n, name in enumerate("abc", 1)} <= mapped(built)
    hidden = {
        "2024-05-01-a.md": "---\ndraft: true\n---\n# a\n\nText of a.\n",
        "2024-05-02-b.md": "---\nvisibility: unlisted\n---\n# b\n\nText of b.\n",
    }
    for _ in range(2):  # The second has nothing to write.
        built = site(hidden, "-W")
        for name in ("sitemap.xml", "llms.txt", "llms-full.txt"):
            assert "2024-05-01" not in built.text(name)
            assert "2024-05-02" not in built.text(name)
            assert "Text of a" not in built.text(name)
            assert "Text of b" not in built.text(name)
    assert "Text of c" in built.text("llms-full.txt")
    # It expands includes in a source, even in an example, however short the included text is.
    example = "# d\n\nText of d.\n\n```rst\n.. include:: 2024-05-01-a.md\n```\n"
    built = site({"2024-05-04-d.md": example}, "-W")
    assert "Text of a" not in built.text("llms-full.txt")
    assert "2024-05-04-d.html" in built.text("llms.txt")


def test_an_entry_of_reredirects_keeps_its_place(site: Callable[..., Built]) -> None:
    """An alias, permalink or list at the place of a redirect gives way, and is reported."""
    need("sphinx_reredirects")
    away = "---\npermalink: /away.html\n---\n# B\n\nText.\n"
    files = {"index.md": "# Mill\n", "2024-05-06-a.md": A, "2024-05-07-b.md": away}
    before = site({"conf.py": CONF % "", **files}, "-W")
    assert "wheel/" in before.text("taken.html")
    theirs = 'redirects = {"taken": "index.html", "away": "index.html", "notes/2024": "../index.html"}\n'
    built = site({"conf.py": CONF % ', "sphinx_reredirects"' + theirs})
    said = built.warnings.splitlines()
    assert len(said) == 2
    assert "alias /taken.html of 2024-05-06-a.md is the path of the entry 'taken' of redirects" in said[1]
    assert "2024-05-07-b.md and the entry 'away' of redirects in conf.py both claim /away.html" in said[0]
    for name in ("taken.html", "away.html", "notes/2024.html"):
        assert 'var target = "' in built.text(name), name
    assert "2024-05-07-b.html" in built.files()
    assert "wheel/" in built.text("free.html")
    clean = site({}, "-E", into="clean")
    assert clean.warnings == built.warnings
    assert built.files() == clean.files()
    # And back again.
    again = site({"conf.py": CONF % ""}, "-W")
    assert again.files() == before.files()
    assert "wheel/" in again.text("taken.html")


def test_our_page_for_what_is_not_there_comes_back(site: Callable[..., Built]) -> None:
    """If sphinx-notfound-page is added and removed, the 404 page is theirs and then ours again."""
    need("notfound")
    files = {"index.md": "# Mill\n", "2024-05-06-a.md": A}
    ours = site({"conf.py": CONF % "", **files}, "-W").text("404.html")
    theirs = site({"conf.py": CONF % ', "notfound.extension"'}, "-W").text("404.html")
    assert "Unfortunately we couldn't find" in theirs
    assert "Unfortunately we couldn't find" not in ours
    assert site({}, "-W").text("404.html") == theirs
    assert site({"conf.py": CONF % ""}, "-W").text("404.html") == ours


# Notebooks.


def cell(kind: str, text: str, **more: Any) -> dict[str, Any]:
    """Return a cell of a notebook."""
    found = {"cell_type": kind, "id": f"c{abs(hash(text)) % 10**8}", "metadata": {}, "source": text, **more}
    return found | (
        {"execution_count": None, "outputs": []} if kind == "code" and "outputs" not in more else {}
    )


def notebook(*cells: dict[str, Any]) -> str:
    """Return an executed notebook."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5})


RED = [{"output_type": "stream", "name": "stdout", "text": "\x1b[31mRed\x1b[0m\n"}]
SYMPY = [
    {
        "output_type": "execute_result", "execution_count": 1, "metadata": {},
        "data": {"text/latex": "$\\displaystyle x^{2}$", "text/plain": "x**2"},
    }
]  # fmt: skip
SQUARE = notebook(
    cell("markdown", "# A square\n\nWhat $x$ does, *twice*.\n"),
    cell("code", "x**2", execution_count=1, outputs=SYMPY),
    cell("markdown", "## More\n\nEnd.\n"),
)
NBSPHINX = """
import os, pathlib, pypandoc
os.environ["PATH"] += os.pathsep + str(pathlib.Path(pypandoc.get_pandoc_path()).parent)
extensions = ["myst_parser", "nbsphinx", "sphinx_research_notes"]
html_theme = "research_notes"
nbsphinx_execute = "never"
"""
MYST_NB = """
extensions = ["myst_nb", "sphinx_research_notes"]
myst_enable_extensions = ["dollarmath"]
html_theme = "research_notes"
nb_execution_mode = "off"
"""


@pytest.mark.parametrize("reader", ["nbsphinx", "myst_nb"])
def test_a_notebook_is_a_note(site: Callable[..., Built], reader: str) -> None:
    """A notebook has its title, citation files, and the formula that SymPy writes, with either extension."""
    need("pypandoc", reader) if reader == "nbsphinx" else need(reader)
    conf = NBSPHINX + 'nbsphinx_prolog = "\\n.. note:: Run it.\\n"\n' if reader == "nbsphinx" else MYST_NB
    built = site({"conf.py": conf, "index.md": "# Mill\n", "2024-05-06-square.ipynb": SQUARE}, "-W")
    note = soup_of(built.text("2024-05-06-square.html"))
    assert words(one(note, "h1.p-name")) == "A square"
    assert not note.select("code.tex")
    formulas = [words(each) for each in note.select("math annotation")]
    assert formulas in (["x", "\\displaystyle x^{2}"], ["x", "x^{2}"])
    assert one(note, "math[display=block] msup")
    assert {f"2024-05-06-square.{end}" for end in ("bib", "ris", "csl.json")} <= built.files()
    assert "notes/stream.html" not in built.files()
    if reader == "nbsphinx":
        assert "Run it." in words(one(note, ".e-content"))


def test_nothing_hidden_goes_out_with_a_notebook(site: Callable[..., Built]) -> None:
    """Files that nbsphinx copies contain no draft and no private part, now or after the next build."""
    need("nbsphinx", "pypandoc")
    private = "```{note-to-self}\n:private:\n\nThe brass xylophone is under the stone.\n```\n"
    in_rst = ".. note-to-self::\n   :private:\n\n   The tin bassoon is under the stone.\n"
    raw = cell("raw", in_rst)
    raw["metadata"] = {"raw_mimetype": "text/restructuredtext"}
    built = site(
        {
            "conf.py": NBSPHINX,
            "index.md": "# Mill\n",
            "2024-05-06-square.ipynb": SQUARE,
            "2024-05-07-aside.ipynb": notebook(
                cell("markdown", "# Aside\n\nText.\n"), cell("markdown", private)
            ),
            "2024-05-08-raw.ipynb": notebook(cell("markdown", "# Raw\n\nText.\n"), raw),
            "2024-05-09-link.ipynb": notebook(cell("markdown", "# Link\n\nSee [it](2024-05-10-draft.md).\n")),
            "2024-05-10-draft.md": "---\ndraft: true\n---\n# Draft\n\nMarmots whistle above the sluice.\n",
        }
    )
    said = built.warnings.splitlines()
    assert len(said) == 1
    assert "2024-05-10-draft.md' is a draft or has private parts" in said[0]
    for name in built.files():
        data = (built.outdir / name).read_bytes()
        assert not [word for word in (b"xylophone", b"bassoon", b"Marmots") if word in data], name
    assert "2024-05-06-square.ipynb" in built.files()
    hidden = json.loads(SQUARE)
    hidden["metadata"]["draft"] = True
    built = site({"2024-05-06-square.ipynb": json.dumps(hidden)})
    assert not [name for name in built.files() if "square" in name]


# Other extensions, one at a time.


def test_sphinx_tags(site: Callable[..., Built]) -> None:
    """Its lists contain the listed notes; no draft, and no tag that only drafts have, is published."""
    need("sphinx_tags")
    conf = 'extensions = ["myst_parser", "sphinx_tags", "sphinx_research_notes"]\ntags_create_tags = True\n'
    tagged = "# {0}\n\n```{{tags}} {1}\n```\n\nText of {0}.\n"
    built = site(
        {
            "conf.py": f'{conf}tags_extension = ["md"]\nhtml_theme = "research_notes"\n',
            "index.md": "# Mill\n\n```{toctree}\n_tags/tagsindex\n```\n",
            "2024-05-06-a.md": tagged.format("A", "water, wood"),
            "2024-05-07-b.md": "---\ndraft: true\n---\n" + tagged.format("B", "water, marmots"),
            "2024-05-08-c.md": "---\nvisibility: unlisted\n---\n" + tagged.format("C", "water"),
        },
        "-W",
    )
    water = soup_of(built.text("_tags/water.html"))
    assert [words(each) for each in water.select(".toctree-wrapper a")] == ["A"]
    for name in built.files():
        data = (built.outdir / name).read_bytes()
        assert b"marmots" not in data, name
        assert b"05-07-b" not in data, name
    # Its list of tags is not taken for the first words of the note.
    assert one(soup_of(built.text("2024-05-06-a.html")), ".p-summary")["value"] == "Text of A."


def test_sphinx_external_toc(site: Callable[..., Built]) -> None:
    """The order of pages comes from its file, and notes need not be in it."""
    need("sphinx_external_toc")
    conf = 'extensions = ["myst_parser", "sphinx_external_toc", "sphinx_research_notes"]\n'
    built = site(
        {
            "conf.py": f'{conf}html_theme = "research_notes"\n',
            "_toc.yml": "root: index\nentries:\n- file: two\n- file: one\n",
            "index.md": "# Mill\n\n```{tableofcontents}\n```\n",
            "one.md": "# One\n",
            "two.md": "# Two\n",
            "2024-05-06-a.md": "# A\n\nText.\n",
        },
        "-W",
    )
    home = soup_of(built.text("index.html"))
    assert [words(each) for each in home.select(".toctree-wrapper a")] == ["Two", "One"]
    assert "A" in words(one(soup_of(built.text("notes/index.html")), "main"))


ABLOG = """
extensions = ["myst_parser", "ablog"%s]
project = "Mill"
html_theme = "alabaster"
blog_title = "Mill"
blog_baseurl = html_baseurl = "https://example.org/rain/"
blog_post_pattern = "posts/*"
suppress_warnings = ["config.cache"]
html_sidebars = {"**": ["ablog/postcard.html", "ablog/recentposts.html", "ablog/tagcloud.html"]}
"""


def test_ablog(site: Callable[..., Built]) -> None:
    """Its blog stays as it is beside our notes but for a link to our feed; a draft of its posts is hidden."""
    need("ablog")
    post = (
        "---\n{0}date: Mar {1}, 2024\ntags: water\ncategory: Mills\nauthor: Ada\n---\n# {2}\n\nText of {2}.\n"
    )
    files = {
        "index.md": "# Mill\n\n```{toctree}\nnews/one\n```\n\n```{postlist}\n```\n",
        "news/one.md": post.format("blogpost: true\n", 5, "One"),
        "posts/2024-03-06-two.md": post.format("", 6, "Two"),
    }
    before = site({"conf.py": ABLOG % "", **files}, "-W", into="before")
    ours = {"2024-03-07-note.md": "---\ntags: [mine]\n---\n# Note\n\nText.\n"}
    after = site({"conf.py": ABLOG % ', "sphinx_research_notes"', **ours}, "-W", "-E", into="after")
    assert {"blog/tag/water.html", "blog/author/ada.html", "blog/atom.xml"} <= before.files() <= after.files()
    timed = re.compile(r'<updated>.*?</updated>|(?:<link rel="alternate" [^<>]*href="[./]*notes/[^<>]*>\n)+')
    for name in sorted(before.files()):
        if name.endswith((".html", ".xml")):
            assert timed.sub("", after.text(name)) == timed.sub("", before.text(name)), name
    assert "notes/tags/mine.html" in after.files()
    hidden = site(
        {"news/one.md": post.format("draft: true\nblogpost: true\n", 5, "One")}, "-E", into="hidden"
    )
    assert not [name for name in hidden.files() if "Text of One" in str((hidden.outdir / name).read_bytes())]
