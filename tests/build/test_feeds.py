"""Feeds of a built site: which there are, what is in them, and that they are exact after every edit."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag

import feed_rules
import pytest
from exactness import Bench, check_each
from pages import addresses, page, parse_errors, repeated_ids, soup_of

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
notes_match = ["notes/**"]
notes_author = "ada"
notes_authors = {{
    "ada": {{"name": "Ada Brook", "orcid": "0000-0002-1825-0097"}},
    "bo": {{"name": "Bo Stone"}},
}}
notes_license = "CC-BY-4.0"
bibtex_bibfiles = ["works.bib"]
exclude_patterns = ["_build", "private.txt"]
myst_enable_extensions = ["dollarmath"]
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000"
    "040001f61738550000000049454e44ae426082"
)

FULL = """\
---
title: Measuring <i>rain</i> & snow
date: 2024-03-14 09:26:53 +02:00
updated: 2024-04-01
tags: [gauges, a b]
categories: Methods
authors: [ada, bo]
status: finished
confidence: likely
epigraph: Nothing to report is a report.
doi: 10.5555/rain.1
---

Rain falls[^one] as {cite:p}`brook2001` measured; see [the other](other.md) and [below](#a-section).

![A gauge](gauge.png)

$$E = m c^2$$

```python
if rain < 1:
    print("dry")
```

## A section

<a href="../about.html">About</a> <img src="gauge.png" alt="raw">

:::{note-to-self}
:private:

PRIVATEASIDE must not get out.
:::

[^one]: FOOTNOTE text.
"""

SITE: Files = {
    "conf.py": CONF.replace('"dollarmath"', '"dollarmath", "colon_fence"'),
    "index.md": "# Home\n\n```{notes}\n```\n",
    "about.md": "# About\n\nUs.\n",
    "works.bib": "@article{brook2001,\n author={Brook, Ada},\n title={On Gauges},\n year={2001},\n"
                 " journal={Rain},\n url={https://example.com/gauges},\n doi={10.5555/gauges}\n}\n",
    "notes/gauge.png": PIXEL,
    "notes/full.md": FULL,
    "notes/other.md": "---\ndate: 2024-03-13\ntags: gauges\nseries: Rivers\n---\n# Other\n\nOther words.\n\n"
                      "```{notes}\n:match: notes/rest\n:style: full\n```\n\nLast words.\n",
    "notes/untitled.md": "---\ndate: 2024-03-12\ntitle: ''\n---\n\nUntitled words, and no more.\n",
    "notes/link.md": "---\ndate: 2024-03-11\nexternal_url: https://example.com/paper\n---\n# A link\n\nOh.\n",
    "notes/draft.md": "---\ndate: 2024-03-10\ndraft: true\n---\n# DRAFTNOTE\n\nDRAFTNOTE words.\n",
    "notes/unlisted.md": "---\ndate: 2024-03-09\nvisibility: unlisted\n---\n# UNLISTEDNOTE\n\nWords.\n",
    "notes/undated.md": "# UNDATEDNOTE\n\nUNDATEDNOTE words.\n",
    "notes/quiet.md": "---\ndate: 2024-03-08\nfeed: false\n---\n# QUIETNOTE\n\nQUIETNOTE words.\n",
    "notes/rest.rst": ":date: 2024-03-07\n:tags: a b\n\nRest\n====\n\nA footnote [#]_.\n\n.. [#] RSTNOTE.\n",
    "log.md": "# Log\n\n```{entry} 2024-03-15 10:00\n:tags: gauges\n\nAn entry, as short as that.\n```\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site."""
    from conftest import build_site, write_files

    folder = tmp_path_factory.mktemp("feeds")
    write_files(folder / "source", SITE)
    return build_site(folder / "source", folder / "out")


def items(path: Path) -> dict[str, dict[str, Any]]:
    """The items of a feed in JSON, by the last part of their ids."""
    found = feed_rules.json_feed(path.read_bytes())["items"]
    return {each["id"].rpartition("/")[2].rpartition(":")[2]: each for each in found}


def test_which_there_are(built: Built) -> None:
    """The site's, one with all notes, and those of each tag, category, author and series, and the stream."""
    folders = [
        *("notes", "notes/stream", "notes/tags/gauges", "notes/tags/a-b", "notes/categories/methods"),
        *("notes/authors/ada-brook", "notes/authors/bo-stone", "notes/series/rivers"),
    ]
    expected = {f"{folder}/{name}" for folder in folders for name in ("atom.xml", "feed.json")}
    found = {name for name in built.files() if name.endswith((".xml", "feed.json", "all.json"))}
    found.remove("sitemap.xml")
    assert found == expected | {"notes/all.json"}
    for name in sorted(found):
        check = feed_rules.atom if name.endswith(".xml") else feed_rules.json_feed
        check((built.outdir / name).read_bytes())


def test_what_is_hidden_is_in_none(built: Built) -> None:
    """Drafts, unlisted and undated notes, private text, and what says ``feed: false``."""
    for name in built.files():
        if name.endswith((".xml", "feed.json", "all.json")):
            text = built.text(name)
            for mark in ("DRAFTNOTE", "UNLISTEDNOTE", "UNDATEDNOTE", "QUIETNOTE", "PRIVATEASIDE"):
                assert mark not in text, name


def test_an_entry(built: Built) -> None:
    """Title, times, authors, tags, licence and DOI of a note."""
    item = items(built.outdir / "notes/feed.json")["rain.1"]
    assert item["id"] == "https://doi.org/10.5555/rain.1"
    assert item["url"] == f"{BASE}notes/full.html"
    assert item["title"] == "Measuring <i>rain</i> & snow"
    assert (item["date_published"], item["date_modified"]) == (
        "2024-03-14T09:26:53+02:00",
        "2024-04-01T00:00:00+00:00",
    )
    orcid = "https://orcid.org/0000-0002-1825-0097"
    assert item["authors"] == [{"name": "Ada Brook", "url": orcid}, {"name": "Bo Stone"}]
    assert item["tags"] == ["gauges", "a b", "Methods"]


def test_other_entries(built: Built) -> None:
    """An untitled note has no title, a link note says what it is about, an entry of a stream is one."""
    found = items(built.outdir / "notes/feed.json")
    assert "title" not in found["untitled"]
    assert found["link"]["external_url"] == "https://example.com/paper"
    assert found["link"]["url"] == f"{BASE}notes/link.html"
    entry = next(each for name, each in found.items() if each["url"].startswith(f"{BASE}log.html#"))
    assert "An entry, as short as that." in entry["content_html"]
    assert "RSTNOTE" in found["rest"]["content_html"]


def test_entries_are_self_contained(built: Built) -> None:
    """Well-formed HTML; each address is absolute and leads to a file, or into the entry."""
    found = items(built.outdir / "notes/all.json")
    assert len(found) == 6
    together = soup_of("".join(each["content_html"] for each in found.values()))
    assert repeated_ids(together) == []
    for each in found.values():
        html = each["content_html"]
        assert parse_errors(f"<!DOCTYPE html><title>x</title>{html}") == []
        soup = soup_of(html)
        ids = {str(tag["id"]) for tag in soup.find_all(id=True)}
        for _, address in addresses(soup):
            if address.startswith("#"):
                assert address[1:] in ids
            elif address.startswith(BASE):
                path = unquote(urldefrag(address)[0].removeprefix(BASE))
                assert (built.outdir / path).is_file(), address
            else:
                assert address.startswith("https://"), address


def test_the_text(built: Built) -> None:
    """Notes, references, formulas and code are in the entry; the byline and links to headings are not."""
    html = items(built.outdir / "notes/feed.json")["rain.1"]["content_html"]
    soup = soup_of(html)
    assert html.count("FOOTNOTE") == 1
    references = soup.select_one(".csl-bib-body .csl-entry")
    assert references is not None
    first = references.find("a")
    assert first is not None
    assert first["href"] == "https://doi.org/10.5555/gauges"
    assert soup.math is not None
    assert soup.math["alttext"] == "E = m c^2"
    assert soup.pre is not None
    assert soup.pre.get_text() == 'if rain < 1:\n    print("dry")\n'
    assert "Confidence: likely" in html
    assert "Nothing to report is a report." in html
    for part in ("¶", "Ada Brook ·", "Cite this note", "Notes citing", "Back to home", "Linked from"):
        assert part not in html
    assert soup.find("h1") is None


def test_a_note_that_shows_others_in_full(built: Built) -> None:
    """It has its own text in a feed, and not that of the others, which are in the feed too."""
    found = items(built.outdir / "notes/all.json").values()
    (html,) = (each["content_html"] for each in found if "Other words." in each["content_html"])
    assert "Last words." in html
    assert "RSTNOTE" not in html


@pytest.mark.parametrize("theme", ["research_notes", "alabaster", "furo"])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_discovery(site: Callable[..., Built], theme: str, builder: str) -> None:
    """Pages announce the feed of the site, and a list its own, under every theme."""
    conf = str(SITE["conf.py"]).replace('"research_notes"\nhtml_base', f'"{theme}"\nhtml_base')
    found = site(SITE | {"conf.py": conf}, builder=builder)
    for name in sorted(found.files()):
        if not name.endswith(".html") or "_static" in name or name == "404.html":
            continue
        links = page(found.outdir / name).select(
            'link[rel="alternate"][type$="+xml"], link[type$="feed+json"]'
        )
        here = name.removesuffix(".html").removesuffix("/index")
        expected = ["notes"] * 2
        if here.startswith("notes/") and here.rpartition("/")[0] in {"notes/tags", "notes/authors"}:
            expected = [here] * 2 + expected
        files = [(found.outdir / name).parent / str(link["href"]) for link in links]
        assert all(file.is_file() for file in files), name
        folders = [file.resolve().parent.relative_to(found.outdir.resolve()).as_posix() for file in files]
        if here != "notes/stream" and not here.startswith(("notes/categories/", "notes/series/")):
            assert folders == expected, name


def test_a_page_for_people(built: Built) -> None:
    """Our theme has a link to a page that lists every feed."""
    home = page(built.outdir / "index.html")
    assert home.select_one('.site-line a[href="notes/feeds.html"]') is not None
    listed = {str(link["href"]) for link in page(built.outdir / "notes/feeds.html").select(".feed-list a")}
    assert {
        "atom.xml",
        "feed.json",
        "tags/a-b/atom.xml",
        "stream/atom.xml",
        "series/rivers/feed.json",
    } <= listed


@pytest.mark.parametrize("base", ["https://example.org", "https://example.org/", "https://example.org/a/b"])
def test_any_base(site: Callable[..., Built], base: str) -> None:
    """With or without a slash at the end, with a path: addresses are whole."""
    conf = str(SITE["conf.py"]).replace(BASE, base)
    found = items(site(SITE | {"conf.py": conf}).outdir / "notes/feed.json")["rain.1"]
    assert found["url"] == f"{base.rstrip('/')}/notes/full.html"
    assert f'src="{base.rstrip("/")}/_images/gauge.png"' in found["content_html"]


@pytest.mark.parametrize("line", ["html_baseurl = ''", "notes_feeds = False", "notes_private = True"])
def test_none(site: Callable[..., Built], line: str) -> None:
    """Without the URL of the site, where they are not wanted, and in previews there are no feeds."""
    conf = f"{SITE['conf.py']}{line}\n"
    found = site(SITE | {"conf.py": conf})
    endings = ("atom.xml", "rss.xml", "feed.json", "all.json", "feeds.html")
    assert not [name for name in found.files() if name.endswith(endings)]
    assert "application/atom+xml" not in found.text("index.html")


def test_kept_out_with_its_page(site: Callable[..., Built]) -> None:
    """The entries of a page that is not for feeds are not, either."""
    quiet = "---\nkind: page\nfeed: false\n---\n" + str(SITE["log.md"]).replace("An entry", "QUIETENTRY")
    found = site(SITE | {"log.md": quiet})
    assert "QUIETENTRY" in found.text("log.html")
    feeds = [name for name in found.files() if name.endswith((".xml", ".json"))]
    assert not [name for name in feeds if "QUIETENTRY" in found.text(name)]


def test_an_id_that_is_taken(site: Callable[..., Built]) -> None:
    """Of two notes with one id, the older has it; the other has its default one, with a warning."""
    second = str(SITE["notes/other.md"]).replace("date: 2024-03-13", "date: 2024-03-20\ndoi: 10.5555/rain.1")
    found = site(SITE | {"notes/other.md": second})
    ids = [
        each["id"] for each in feed_rules.json_feed((found.outdir / "notes/all.json").read_bytes())["items"]
    ]
    assert ids[0] == "tag:example.org,2024-03-20:notes/other"
    assert "https://doi.org/10.5555/rain.1" in ids
    assert re.search(
        r"other\.md:1: WARNING: expected an id of its own, got '10\.5555/rain\.1'", found.warnings
    )


def test_a_place_that_is_taken(site: Callable[..., Built]) -> None:
    """A feed in a folder that is a file is reported, and the build goes on."""
    conf = (
        f"{SITE['conf.py']}html_extra_path = ['extra']\nnotes_feeds = {{'addresses': {{'feed/': 'rss'}}}}\n"
    )
    found = site(SITE | {"conf.py": conf, "extra/feed": "not a folder"})
    assert re.search(
        r"WARNING: feed 'feed/index\.xml': .*; leaving it out \[notes\.extension\]", found.warnings
    )
    assert "notes/atom.xml" in found.files()


@pytest.mark.parametrize(
    "theme", ["alabaster", "furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme"]
)
def test_other_themes(site: Callable[..., Built], theme: str) -> None:
    """The same texts as under our theme, whatever is around them."""
    conf = str(SITE["conf.py"]).replace('"research_notes"\nhtml_base', f'"{theme}"\nhtml_base')
    found = items(site(SITE | {"conf.py": conf}).outdir / "notes/all.json")
    assert "FOOTNOTE" in found["rain.1"]["content_html"]
    assert "An entry, as short as that." in next(
        each["content_html"] for each in found.values() if "log.html#" in each["url"]
    )


def test_former_addresses(site: Callable[..., Built]) -> None:
    """The feed goes on where readers know it, in the format that it had there, with the same ids."""
    line = (
        'notes_feeds = {"addresses": {"feed.xml": "rss", "blog/atom.xml": "atom", "feed/": "rss", '
        '"notes/full.html": "atom"}}\n'
    )
    found = site(SITE | {"conf.py": f"{SITE['conf.py']}{line}"})
    root = feed_rules.atom((found.outdir / "blog/atom.xml").read_bytes())
    assert root.findtext(f"{feed_rules.ATOM}id") == f"{BASE}notes/atom.xml"
    channel = feed_rules.rss((found.outdir / "feed.xml").read_bytes())
    assert len(channel.findall("item")) == 6
    assert (found.outdir / "feed/index.xml").is_file()
    assert "feed 'notes/full.html': 'notes/full.html' already exists; leaving it out" in found.warnings


def test_former_addresses_of_lists(site: Callable[..., Built]) -> None:
    """The feed of a list goes on, too; a list that there isn't is named."""
    line = (
        'notes_feeds = {"addresses": {"tag/mud/feed/": {"format": "rss", "list": "tags/mud"}, '
        '"mud.xml": {"format": "atom", "list": "tags/mud"}, "x.xml": {"format": "rss", "list": "tags/x"}}}\n'
    )
    files = {
        f"notes/{name}.md": f"---\ndate: 2023-01-02\ntags: [{name}]\n---\n# {name}\n"
        for name in ("mud", "sea")
    }
    found = site({**SITE, **files, "conf.py": f"{SITE['conf.py']}{line}"})
    channel = feed_rules.rss((found.outdir / "tag/mud/feed/index.xml").read_bytes())
    assert [item.findtext("title") for item in channel.findall("item")] == ["mud"]
    root = feed_rules.atom((found.outdir / "mud.xml").read_bytes())
    assert root.findtext(f"{feed_rules.ATOM}id") == f"{BASE}notes/tags/mud/atom.xml"
    assert "notes_feeds: expected a list with public notes, got 'tags/x'; writing no x.xml" in found.warnings
    assert not (found.outdir / "x.xml").exists()


def test_archive(site: Callable[..., Built]) -> None:
    """All notes are in the feed or in a part of the archive, which stays as it is when notes are added."""
    notes: Files = {
        f"notes/n{n:02}.md": f"---\ndate: 2023-01-{n:02}\n---\n# N{n}\n\nWords.\n" for n in range(1, 12)
    }
    conf = f"{SITE['conf.py']}notes_feeds = {{'entries': 3}}\n"
    files = {name: text for name, text in SITE.items() if not name.startswith(("notes/", "log"))} | notes
    found = site(files | {"conf.py": conf})
    folder = found.outdir / "notes"
    names, address = [], "atom.xml"
    while address:
        root = feed_rules.atom((folder / address).read_bytes())
        names.append(
            [each.findtext(f"{feed_rules.ATOM}title") for each in root.findall(f"{feed_rules.ATOM}entry")]
        )
        links = {each.get("rel"): str(each.get("href")) for each in root.findall(f"{feed_rules.ATOM}link")}
        address = links.get("prev-archive", "").removeprefix(f"{BASE}notes/")
    assert names == [
        ["N11", "N10", "N9", "N8", "N7"],
        ["N9", "N8", "N7"],
        ["N6", "N5", "N4"],
        ["N3", "N2", "N1"],
    ]
    before = {path.name: path.read_bytes() for path in (folder / "archive").iterdir()}
    more: Files = {f"notes/m{n}.md": f"---\ndate: 2024-01-0{n}\n---\n# M{n}\n\nWords.\n" for n in (1, 2, 3)}
    site(more)
    after = {path.name: path.read_bytes() for path in (folder / "archive").iterdir()}
    assert {name: after[name] for name in ("1.xml", "2.xml")} == {
        name: before[name] for name in ("1.xml", "2.xml")
    }
    assert b"next-archive" not in before["3.xml"]
    assert len(after) == 4


#: Edits that no other test of exactness makes: those have feeds as well.
EDITS: dict[str, Files] = {
    "a note leaves the feeds": {"notes/link.md": "---\ndate: 2024-03-11\nfeed: false\n---\n# Link\n\nOh.\n"},
    "a work": {"works.bib": str(SITE["works.bib"]).replace("On Gauges", "Of Gauges")},
    "further options": {"conf.py": f"{SITE['conf.py']}notes_feeds = {{'entries': 2, 'full': True}}\n"},
    "no feeds": {"conf.py": f"{SITE['conf.py']}notes_feeds = False\n"},
    "no note has a date": {
        name: None for name in SITE if name.startswith("notes/") and name.endswith("d")
    } | {"log.md": "# Log\n", "notes/undated.md": "# Undated\n\nWords.\n", "conf.py": SITE["conf.py"]},
}  # fmt: skip


@pytest.mark.slow
def test_exact_after_each_edit(tmp_path: Path) -> None:
    """After each edit the feeds are those of a clean build."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit(SITE)
    check_each(bench, {name: (lambda bench, files=files: bench.edit(files)) for name, files in EDITS.items()})


def test_what_has_not_changed_is_not_written(site: Callable[..., Built]) -> None:
    """After the edit of a note, only the feeds that it is in are written, and a lost one is restored."""
    found = site(SITE)
    feeds = [path for path in found.outdir.rglob("*") if path.name in {"atom.xml", "feed.json", "all.json"}]
    before = {path: path.stat().st_mtime_ns for path in feeds}
    (found.outdir / "notes/tags/a-b/atom.xml").unlink()
    site({"notes/other.md": "---\ndate: 2024-03-13\ntags: gauges\n---\n# Other\n\nWords again.\n"})
    changed = {path.parent.relative_to(found.outdir).as_posix() for path in feeds
               if path.is_file() and path.stat().st_mtime_ns != before[path]}  # fmt: skip
    assert changed == {"notes", "notes/tags/gauges", "notes/tags/a-b", "notes/authors/ada-brook"}


def test_a_damaged_store(site: Callable[..., Built]) -> None:
    """What is kept between builds can be lost or damaged."""
    found = site(SITE)
    expected = json.loads(found.text("notes/all.json"))
    (store,) = found.outdir.parent.rglob("*.entries")
    for damaged in (*store.iterdir(), store):
        if damaged is store:
            shutil.rmtree(store)
        damaged.write_text("[3]")
        (found.outdir / "notes/all.json").unlink()
        site({"about.md": f"# About\n\nYou and {damaged.name}.\n"})
        assert json.loads(found.text("notes/all.json")) == expected
