"""The sitemap, robots.txt, llms.txt and the copies of notes in Markdown, in built sites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import sitemap_rules
import yaml
from conftest import build_site, write_files
from exactness import Bench, check_each
from markdown_rules import rendered, words_of_html, words_of_markdown
from pages import page, soup_of

from sphinx_research_notes.publish.entry_html import entry_contents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

#: Made from records and finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once

Files = dict[str, str | bytes | None]

BASE = "https://example.org/rain/"
CONF = f"""\
project = "Rain"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "{BASE}"
html_theme_options = {{"tagline": "On what falls from the sky."}}
notes_match = ["notes/**"]
notes_author = "ada"
notes_authors = {{"ada": {{"name": "Ada Brook", "orcid": "0000-0002-1825-0097"}}}}
notes_license = "CC-BY-4.0"
bibtex_bibfiles = ["works.bib"]
exclude_patterns = ["_build"]
suppress_warnings = ["myst.xref_missing"]  # Older versions of MyST warn of a link to a heading.
myst_enable_extensions = ["dollarmath", "colon_fence"]
"""
FULL = """\
---
title: "Measuring *rain* & snow: $x_1$"
date: 2024-03-14 09:26:53 +02:00
updated: 2024-04-01
tags: [gauges, "yes"]
status: finished
confidence: likely
epigraph: {text: Nothing to report is a report., by: Nora Hale}
doi: 10.5555/rain.1
---

Rain falls[^one] as {cite:t}`brook2001` measured; see [the other](other.md) and [below](#a-section).

$$E = m c^2$$

```python
if rain < 1:
    print("dry")
```

## A section

| when | how much |
| ---- | -------: |
| May  | 1        |

:::{note}
An admonition.
:::

:::{note-to-self}
:private:

PRIVATEASIDE must not get out.
:::

[^one]: FOOTNOTE text.
"""
STREAM = """\
# Log

An introduction.

```{entry} 2024-03-15 10:00
:tags: gauges

An entry, as short as that, after {cite:p}`brook2001`.
```

```{entry} 2024-03-16
:title: A titled one
:status: budding

With words.
```

```{entry} 2024-03-17
:visibility: unlisted

UNLISTEDENTRY words, after {cite:p}`stone2002`.
```
"""
SITE: Files = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{toctree}\nabout\nquiet\n```\n",
    "about.md": "---\nmyst:\n  html_meta:\n    description: About us.\n---\n# About\n\nUs.\n",
    "quiet.md": "---\nmyst:\n  html_meta:\n    robots: noindex\n---\n# QUIETPAGE\n\nWords.\n",
    "works.bib": "@article{brook2001,\n author={Brook, Ada},\n title={On Gauges},\n year={2001},\n"
                 " journal={Rain}\n}\n"
                 "@misc{stone2002, author={Stone, Bo}, title={UNLISTEDWORK}, year={2002}}\n",
    "notes/full.md": FULL,
    "notes/other.md": "---\ndate: 2024-03-13\nauthor: Bo Stone\npermalink: /ö ther/\naliases: /old/\n---\n"
                      "# Other\n\nOther words.\n",
    "notes/untitled.md": "---\ndate: 2023-03-12\ntitle: ''\n---\n\nUntitled words, and no more.\n",
    "notes/link.md": "---\ndate: 2024-03-11\nexternal_url: https://example.com/paper\n---\n# A link\n\nOh.\n",
    "notes/draft.md": "---\ndate: 2024-03-10\ndraft: true\ntags: DRAFTTAG\n---\n# DRAFTNOTE\n\nWords.\n",
    "notes/unlisted.md": "---\ndate: 2024-03-09\nvisibility: unlisted\n---\n# UNLISTEDNOTE\n\nWords.\n",
    "notes/undated.md": "# Undated\n\nWords.\n",
    "notes/first.md": "---\ndate: 2024-03-08\ncanonical_url: https://example.com/first\n---\n# First\n\n"
                      "First words.\n\n```{notes}\n:match: notes/untitled\n:style: full\n```\n\n"
                      "Last words.\n",
    "log.md": STREAM,
}  # fmt: skip
HIDDEN = ("DRAFT", "UNLISTED", "PRIVATEASIDE")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site."""
    from conftest import build_site, write_files

    folder = tmp_path_factory.mktemp("files")
    write_files(folder / "source", SITE)
    return build_site(folder / "source", folder / "out", "-W")


def mapped(found: Built, base: str = BASE) -> dict[str, str]:
    """The addresses in the sitemap, relative to the site, each with its last change."""
    files = {path.name: path.read_bytes() for path in found.outdir.glob("sitemap*.xml")}
    return {url.removeprefix(base): when for url, when in sitemap_rules.sitemap(files, base).items()}


def copies(found: Built) -> set[str]:
    """The copies in Markdown."""
    return {name for name in found.files() if name.endswith(".html.md")}


def front_matter(text: str) -> dict[str, object]:
    """The front matter of a copy."""
    found = yaml.safe_load(text.split("---\n")[1])
    assert isinstance(found, dict)
    return found


def test_sitemap(built: Built) -> None:
    """Every public page, with the last change of its notes, and none that nobody should find."""
    found = mapped(built)
    assert next(iter(found)) == "index.html"
    assert found["notes/full.html"] == "2024-04-01"
    assert found["notes/untitled.html"] == "2023-03-12"
    assert found["notes/2024.html"] == found["notes/authors/ada-brook.html"] == "2024-04-01"
    assert found["notes/2023.html"] == "2023-03-12"
    assert found["notes/tags/index.html"] == "2024-04-01"
    assert found["notes/authors/bo-stone.html"] == found["%C3%B6%20ther/"] == "2024-03-13"
    assert found["log.html"] == "2024-03-16"
    assert found["about.html"] == found["index.html"] == found["notes/undated.html"] == ""
    assert found["notes/feeds.html"] == ""
    for name in ("quiet", "search", "genindex", "404", "old", "notes/unlisted", "notes/draft", "notes/first"):
        assert not [address for address in found if address.startswith(name)], name
    for address in found:
        file = unquote(address)
        assert (built.outdir / (f"{file}index.html" if file.endswith("/") else file)).is_file()


def test_robots(built: Built) -> None:
    """Everything is allowed, and the sitemap named."""
    assert built.text("robots.txt") == f"User-agent: *\nDisallow:\n\nSitemap: {BASE}sitemap.xml\n"


def test_llms_txt(built: Built) -> None:
    """What the site is, its notes by year and its pages, each with a link that leads to a file."""
    text = built.text("llms.txt")
    soup = soup_of(rendered(text))
    assert [each.get_text() for each in soup.select("h1, blockquote")] == [
        "Rain",
        "\nOn what falls from the sky.\n",
    ]
    headings = [each.get_text() for each in soup.select("h2")]
    assert headings == ["Notes of 2024", "Notes of 2023", "Undated", "Pages", "Optional"]
    links = {each.get_text(): str(each["href"]) for each in soup.select("li a")}
    assert links["Measuring *rain* & snow: $x_1$".replace("*", "*")] == f"{BASE}notes/full.html.md"
    assert links["About"] == f"{BASE}about.html"
    assert links["Log"] == f"{BASE}log.html.md"
    assert "[About](https://example.org/rain/about.html): About us.\n" in text
    for url in links.values():
        assert (built.outdir / unquote(url.removeprefix(BASE))).is_file(), url
    assert "QUIETPAGE" not in text


def test_which_have_a_copy(built: Built) -> None:
    """Public notes, and pages with entries."""
    notes = {f"notes/{name}.html.md" for name in ("full", "untitled", "link", "undated", "first")}
    assert copies(built) == {*notes, "ö ther/index.html.md", "log.html.md"}


def test_front_matter(built: Built) -> None:
    """What is public of it, as YAML."""
    assert front_matter(built.text("notes/full.html.md")) == {
        "title": "Measuring *rain* & snow: $x_1$",
        "date": "2024-03-14T09:26:53+02:00",
        "updated": yaml.safe_load("2024-04-01"),
        "authors": [{"name": "Ada Brook", "orcid": "https://orcid.org/0000-0002-1825-0097"}],
        "tags": ["gauges", "yes"],
        "status": {"progress": "finished", "confidence": "likely"},
        "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        "doi": "10.5555/rain.1",
        "url": f"{BASE}notes/full.html",
        "language": "en",
    }
    assert front_matter(built.text("notes/link.html.md"))["external_url"] == "https://example.com/paper"
    assert front_matter(built.text("notes/first.html.md"))["url"] == "https://example.com/first"


def test_the_text(built: Built) -> None:
    """As a reader of Markdown wants it."""
    text = built.text("notes/full.html.md").split("---\n", 2)[2]
    assert text == (
        "\n# Measuring \\*rain\\* & snow: \\$x_1\\$\n\n"
        "> Nothing to report is a report.\n>\n> — Nora Hale\n\n"
        f"Rain falls[^1] as Brook [Bro01] measured; see [the other]({BASE}%C3%B6%20ther/index.html) and "
        f"[below]({BASE}notes/full.html#a-section).\n\n"
        '$$\nE = m c^2\n$$\n\n```python\nif rain < 1:\n    print("dry")\n```\n\n## A section\n\n'
        "| when | how much |\n| --- | --: |\n| May | 1 |\n\n> **Note**\n>\n> An admonition.\n\n"
        "## References\n\n- [Bro01] Ada Brook. On gauges. *Rain*, 2001.\n\n[^1]: FOOTNOTE text.\n"
    )


def test_a_note_that_shows_others_in_full(built: Built) -> None:
    """Its copy has its own text, and not that of the others, which have copies too."""
    text = built.text("notes/first.html.md").split("---\n", 2)[2]
    assert text == "\n# First\n\nFirst words.\n\nLast words.\n"


def test_entries(built: Built) -> None:
    """A page with entries gives one file, with a section for each."""
    assert built.text("log.html.md").split("---\n", 2)[2] == (
        f"\n# Log\n\n## [2024-03-15 10:00]({BASE}log.html#2024-03-15T1000)\n\n"
        "An entry, as short as that, after [Bro01].\n\n"
        f"## [A titled one]({BASE}log.html#2024-03-16-a-titled-one)\n\n2024-03-16 · Growth: budding\n\n"
        "With words.\n\n## References\n\n- [Bro01] Ada Brook. On gauges. *Rain*, 2001.\n"
    )


def test_what_is_hidden_is_in_none(built: Built) -> None:
    """No file for programs has anything of it."""
    files = {"sitemap.xml", "robots.txt", "llms.txt", *copies(built)}
    for name in sorted(files):
        assert not any(mark.lower() in built.text(name).lower() for mark in HIDDEN), name


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("theme", ["research_notes", "alabaster", "furo"])
def test_announced(site: Callable[..., Built], theme: str, builder: str) -> None:
    """Each page with a copy has a link to it, under every theme, and no other page has one."""
    found = site(
        SITE | {"conf.py": CONF.replace('"research_notes"\nhtml_b', f'"{theme}"\nhtml_b')}, builder=builder
    )
    announced = set()
    for name in sorted(found.files()):
        if name.endswith(".html") and not name.startswith("_"):
            links = page(found.outdir / name).select('link[rel="alternate"][type="text/markdown"]')
            assert len(links) <= 1
            announced |= {f"{name}.md" for _ in links}
            for link in links:
                assert ((found.outdir / name).parent / unquote(str(link["href"]))).resolve() == (
                    found.outdir / f"{name}.md"
                )
    assert announced == copies(found)
    assert ("notes/full/index.html.md" if builder == "dirhtml" else "notes/full.html.md") in announced
    text = found.text("notes/full/index.html.md" if builder == "dirhtml" else "notes/full.html.md")
    for part in (
        "[^1]: FOOTNOTE text.",
        "$$\nE = m c^2\n$$",
        "> **Note**",
        "Ada Brook. On gauges.",
        "```python",
    ):
        assert part in text
    assert f"{BASE}notes/full" in " ".join(sitemap_rules.sitemap(
        {"sitemap.xml": (found.outdir / "sitemap.xml").read_bytes()}, BASE
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("builder", "suffix"), [("html", ""), ("html", "/"), ("html", ".xx"), ("dirhtml", ""), ("dirhtml", "/")]
)
def test_other_suffixes_of_links(site: Callable[..., Built], builder: str, suffix: str) -> None:
    """The same files are written, wherever links lead; servers find the pages."""
    moved = {
        "notes/moved.md": "---\ndate: 2024-01-03\npermalink: /far/away/\n---\n# Moved\n\nWords.\n",
        "notes/same.md": "---\ndate: 2024-01-03\npermalink: /notes/full.html\n---\n# Same\n\nWords.\n",
    }
    usual = site(SITE | moved, builder=builder)
    files, warned = usual.files(), usual.warnings
    written = {name: usual.text(name) for name in copies(usual)}
    count = len(mapped(usual))
    found = site({"conf.py": f"{CONF}html_link_suffix = {suffix!r}\n"}, builder=builder)
    assert found.files() == files
    assert copies(found) == written.keys()
    assert len(mapped(found)) == count > 5
    name = "notes/full/index.html" if builder == "dirhtml" else "notes/full.html"
    assert f"({BASE}{name}.md)" in found.text("llms.txt")
    link = page(found.outdir / name).select_one('link[rel="alternate"][type="text/markdown"]')
    assert link
    assert str(link["href"]).endswith(f"{name.rpartition('/')[2]}.md")
    assert ("both claim" in found.warnings) is ("both claim" in warned) is (builder == "html")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_files_without_a_suffix(site: Callable[..., Built], builder: str) -> None:
    """It is reported once that a page cannot be where its folder is; everything else is made."""
    found = site(SITE | {"conf.py": f"{CONF}html_file_suffix = ''\n"}, builder=builder)
    told = [line for line in found.warnings.splitlines() if "html_file_suffix" in line or "error" in line]
    assert len(told) == (builder == "html")
    assert all("expected a suffix such as '.html', got ''; making no feeds" in line for line in told)
    assert copies(found)
    assert ("notes/atom.xml" in found.files()) is (builder == "dirhtml")
    assert ("notes/tags/gauges" if builder == "html" else "notes/tags/gauges/index") in found.files()


def test_preview(site: Callable[..., Built]) -> None:
    """A build with drafts asks robots to stay away, and shows them in no file for programs."""
    found = site(SITE, "-t", "drafts")
    assert (found.outdir / "notes/draft.html").is_file()
    assert found.text("robots.txt") == "User-agent: *\nDisallow: /\n"
    assert not any("draft" in address.lower() for address in mapped(found))
    assert "notes/full.html" in mapped(found)
    assert not copies(found)
    assert "llms.txt" not in found.files()
    found = site({})
    assert "Sitemap:" in found.text("robots.txt")
    assert "llms.txt" in found.files()


@pytest.mark.parametrize(
    ("line", "absent"),
    [
        ("html_baseurl = ''", {"sitemap.xml", "robots.txt", "llms.txt", "notes/full.html.md"}),
        ("notes_markdown = False", {"llms.txt", "notes/full.html.md"}),
        ("notes_private = True", {"llms.txt", "notes/full.html.md"}),
    ],
)
def test_absent(site: Callable[..., Built], line: str, absent: set[str]) -> None:
    """What needs the address of the site, what is not wanted, and copies of what is private."""
    everything = {"sitemap.xml", "robots.txt", "llms.txt", "notes/full.html.md"}
    assert everything <= site(SITE).files()
    found = site({"conf.py": f"{CONF}{line}\n"})
    assert everything - found.files() == absent
    assert ("text/markdown" in found.text("notes/full.html")) is ("llms.txt" not in absent)


@pytest.mark.parametrize(
    "change",
    [
        {"conf.py": CONF.replace(BASE, "")},
        {"conf.py": f"{CONF}notes_markdown = False\nextensions += ['sphinx_sitemap']\n"},
        {"conf.py": f"{CONF}notes_preview = True\n"},
        dict.fromkeys(name for name in SITE if name.startswith(("notes/", "log")))
        | {"conf.py": CONF.replace("notes_match", "# ")},
    ],
)
def test_nothing_is_remembered(site: Callable[..., Built], change: Files) -> None:
    """What is kept beside the doctrees to make these files goes with them: it tells of pages."""
    if "sphinx_sitemap" in str(change["conf.py"]):
        pytest.importorskip("sphinx_sitemap")
    found = site(SITE)
    assert [path.suffix for path in found.outdir.parent.rglob("*.facts")]
    site(change)
    assert not [*found.outdir.parent.rglob("*.facts")]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/?x=1",
        "https://example.org/#top",
        "//example.org/rain",
        "example.org",
        "ftp://example.org",
    ],
)
def test_no_address_of_a_site(site: Callable[..., Built], url: str) -> None:
    """It is reported once, and nothing is made of it: neither files nor addresses in heads."""
    found = site(SITE | {"conf.py": CONF.replace(BASE, url)})
    told = [line for line in found.warnings.splitlines() if "html_baseurl" in line]
    assert len(told) == 1
    assert re.search(r"expected an http\(s\) URL.*, got '.*'; omitting the URLs of pages", told[0])
    assert not {"sitemap.xml", "robots.txt", "llms.txt", "notes/atom.xml", *copies(found)} & found.files()
    for name in ("index.html", "notes/full.html", "notes/index.html", "genindex.html"):
        soup = page(found.outdir / name)
        assert not soup.select('link[rel="canonical"], meta[property="og:url"]'), name
    assert url not in found.text("404.html")


def test_an_authors_own_files(site: Callable[..., Built]) -> None:
    """They win, without a warning, also when they come later or go."""
    own = {name: f"OWN {name}" for name in ("robots.txt", "sitemap.xml", "llms.txt", "notes/full.html.md")}
    extra: Files = {f"extra/{name}": text for name, text in own.items()}
    # Older versions of MyST warn of a link to a heading.
    plain = f"{CONF}suppress_warnings = ['myst.xref_missing']\n"
    conf = f"{plain}html_extra_path = ['extra']\n"
    site(SITE)
    found = site(SITE | extra | {"conf.py": conf}, "-W")
    for name, text in own.items():
        assert found.text(name) == text
    found = site(dict.fromkeys(extra) | {"conf.py": plain}, "-W")
    for name in own:
        assert "OWN" not in found.text(name)
    found = site({"_static/robots.txt": "OWN", "conf.py": f"{plain}html_static_path = ['_static']\n"}, "-W")
    assert "robots.txt" not in found.files()


def test_a_place_that_is_taken(site: Callable[..., Built]) -> None:
    """A folder in the place of a file is reported, and the build goes on."""
    found = site(SITE | {"conf.py": f"{CONF}html_extra_path = ['extra']\n", "extra/llms.txt/x": "A file."})
    assert re.search(r"WARNING: file 'llms\.txt': .*; leaving it out \[notes\.extension\]", found.warnings)


def test_without_notes(site: Callable[..., Built]) -> None:
    """Nothing is written, and what was is removed when the last note goes."""
    plain: Files = {name: None for name in SITE if name.startswith("notes/")} | {"log.md": None}
    site(SITE)
    found = site(plain)
    assert {"sitemap.xml", "robots.txt", "llms.txt"}.isdisjoint(found.files())
    assert not copies(found)


def test_noindex_that_others_say(site: Callable[..., Built]) -> None:
    """A page that an extension marks is not in the sitemap, whichever it is, from the next build on, too."""
    hook = (
        "def mark(app, pagename, templatename, context, doctree):\n"
        "    if pagename in ('notes/other', 'notes/2023', 'extra'):\n"
        "        context['metatags'] += '<meta name=\"robots\" content=\"noindex\">'\n"
        "def setup(app):\n    app.connect('html-page-context', mark, priority=900)\n"
        "html_additional_pages = {'extra': 'page.html', 'more': 'page.html'}\n"
    )
    for files in (SITE | {"conf.py": CONF + hook}, {"about.md": "# About\n\nYou.\n"}):
        found = mapped(site(files))
        assert {"notes/full.html", "notes/2024.html", "more.html"} <= set(found)
        assert not {"%C3%B6%20ther/", "notes/2023.html", "extra.html"} & set(found)


def test_other_extensions(site: Callable[..., Built]) -> None:
    """Where another extension makes a file, ours is not made."""
    pytest.importorskip("sphinx_sitemap")
    pytest.importorskip("sphinx_llms_txt")
    more = CONF.replace(
        '"sphinx_research_notes"]', '"sphinx_research_notes", "sphinx_sitemap", "sphinx_llms_txt"]'
    )
    more += "sitemap_url_scheme = '{link}'\nsitemap_filename = 'map.xml'\n"
    site(SITE)
    found = site(SITE | {"conf.py": more})
    assert "sitemap.xml" not in found.files()
    assert f"Sitemap: {BASE}map.xml\n" in found.text("robots.txt")
    assert "Notes of 2024" not in found.text("llms.txt")
    assert "notes/full.html.md" in found.files()


LEAKING = "The copper kettle of the old keeper sang twice on the night of the great flood."


@pytest.mark.parametrize("name", ["sitemap.xml", "robots.txt", "llms.txt", "notes/full.html.md"])
def test_leaks_are_found(tmp_path: Path, name: str) -> None:
    """The last search reads these files."""
    from conftest import build_site, write_files

    hook = (
        "import pathlib\ndef leak(app, exception):\n"
        f"    path = pathlib.Path(app.outdir, {name!r})\n"
        "    text = pathlib.Path(app.srcdir, 'notes/draft.md').read_text().splitlines()[-1]\n"
        "    path.write_text(f'{path.read_text()}<!-- {text} -->')\n"
        "def setup(app):\n    app.connect('build-finished', leak)\n"
    )
    draft = f"---\ndate: 2024-03-10\ndraft: true\n---\n# Draft\n\n{LEAKING}\n"
    write_files(tmp_path / "source", SITE | {"conf.py": CONF + hook, "notes/draft.md": draft})
    found = build_site(tmp_path / "source", tmp_path / "out", code=1)
    assert f"hidden text leaked to '{name}'" in found.warnings


def _other(title: str, place: str) -> str:
    return f"---\ndate: 2024-03-13\npermalink: {place}\n---\n# {title}\n\nOther words.\n"


#: Edits after which these files show something else.
EDITS: dict[str, Files] = {
    "a title": {"notes/other.md": _other("Renamed", "/ö ther/")},
    "a date": {"notes/untitled.md": "---\ndate: 2022-03-12\ntitle: ''\n---\n\nUntitled words.\n"},
    "moved": {"notes/other.md": _other("Renamed", "/p/")},
    "unlisted": {"notes/link.md": "---\nvisibility: unlisted\n---\n# A link\n\nOh.\n"},
    "a draft": {"notes/undated.md": "---\ndraft: true\n---\n# Undated\n\nWords.\n"},
    "noindex": {"about.md": "---\nmyst:\n  html_meta:\n    robots: noindex\n---\n# About\n\nUs.\n"},
    "a description": {"quiet.md": "---\nmyst:\n  html_meta:\n    description: Found.\n---\n# Loud\n"},
    "a work": {"works.bib": str(SITE["works.bib"]).replace("On Gauges", "Of Gauges")},
    "an entry goes": {"log.md": "# Log\n\n```{entry} 2024-03-15 10:00\nAn entry.\n```\n"},
    "no entries": {"log.md": "# Log\n\nNo entries.\n"},
    "gone": {"notes/full.md": None},
    "another tagline": {"conf.py": CONF.replace("On what", "Of what")},
    "no copies": {"conf.py": f"{CONF}notes_markdown = False\n"},
    "another address": {"conf.py": CONF.replace("/rain/", "/snow")},
    "no address": {"conf.py": CONF.replace(BASE, "")},
    "no notes": {name: None for name in SITE if name.startswith("notes/")} | {"conf.py": CONF},
}  # fmt: skip


@pytest.mark.slow
def test_exact_after_each_edit(tmp_path: Path) -> None:
    """After each edit all files are those of a clean build."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit(SITE)
    check_each(bench, {name: (lambda bench, files=files: bench.edit(files)) for name, files in EDITS.items()})


def test_what_has_not_changed_is_not_written(site: Callable[..., Built]) -> None:
    """After the edit of a note, its copy is written, and a lost file; without one, nothing is."""
    found = site(SITE)
    names = ["sitemap.xml", "robots.txt", "llms.txt", *sorted(copies(found))]

    def changed(files: Files) -> set[str]:
        before = {name: (found.outdir / name).stat().st_mtime_ns for name in names}
        site(files)
        return {name for name in names if (found.outdir / name).stat().st_mtime_ns != before[name]}

    assert changed({}) == set()
    longer = f"{FULL}\nMore words.\n"
    assert changed({"notes/full.md": longer}) == {"notes/full.html.md"}
    assert changed({"notes/full.md": longer.replace("2024-04-01", "2024-04-02")}) == {
        "notes/full.html.md",
        "sitemap.xml",
    }
    (found.outdir / "notes/link.html.md").unlink()
    (found.outdir / "llms.txt").unlink()
    site({"about.md": "# About\n\nYou.\n"})
    assert {"notes/link.html.md", "llms.txt"} <= found.files()


def test_the_same_words(built: Built) -> None:
    """A copy has the words of the page, read by a parser of Markdown."""
    for name in sorted(copies(built) - {"log.html.md"}):
        url = f"{BASE}{name.removesuffix('.md')}"
        (html,) = entry_contents(built.text(name.removesuffix(".md")), url, {"": ""}).values()
        text = re.sub(r"\A\n# .*\n", "", built.text(name).split("---\n", 2)[2])
        assert words_of_markdown(text) == words_of_html(html), name


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_an_output_folder_among_the_sources(tmp_path: Path, builder: str) -> None:
    """Copies in an output folder inside the source folder are no documents of the next build."""
    source = tmp_path / "source"
    conf = CONF.replace('exclude_patterns = ["_build"]\n', "")
    files = {
        "conf.py": conf,
        "works.bib": "",
        "index.md": "# Home\n",
        "notes/2024-01-02-a.md": "# A\n\nWords\n",
    }
    write_files(source, dict(files))
    for name in ("_build", "_other", "_build"):
        built = build_site(source, source / name, builder=builder, doctrees=tmp_path / "doctrees")
        assert built.warnings == ""
        assert sum(each.endswith(".html.md") for each in built.files()) == 1
        assert not any("_build/_build" in each or "/_other" in each for each in built.files())
