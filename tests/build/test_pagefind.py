"""The index of Pagefind: what is in it, exact after edits, and what happens without it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from exactness import Bench, check_each, tree
from pagefind_site import CONF, SITE, WET, Files, facets_of, index_of, need_pagefind
from pages import soup_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

#: Without these, it has no notes.
NOTES = [name for name in SITE if name.startswith(("notes/", "stream"))]
#: Takes the program away.
WITHOUT = 'import sys\nsys.modules["pagefind_bin"] = None\n'
#: Replaces it by one that fails.
FAILING = (
    "import sys, types\n"
    'sys.modules["pagefind_bin"] = types.SimpleNamespace(get_executable=lambda: sys.executable)\n'
)


def test_index(site: Callable[..., Built]) -> None:
    """It has the text of each page once, with its sections, facts and facets, and nothing hidden."""
    need_pagefind()
    built = site(SITE, builder="dirhtml")
    index = index_of(built)
    assert index.keys() == {
        "./", "guide/about/", "guide/odd/", "stream/", "notes/wet/", "notes/old/", "notes/kobe/",
    }  # fmt: skip
    wet = index["notes/wet/"]
    title, text, found = wet["content"].partition("\ue001")[0], *wet["content"].split("\ue002")
    assert title.strip("\ue000 ") == wet["title"] == "Wet h^2 gauges"
    assert text.split("\ue001")[1:] == [
        " Nothing of it here. See Older. \ue000 Of the bucket ",
        " A bucket of nk drops, measured in 東京大学 by 猫の手. A note in the margin. ",
    ]
    assert found.split() == ["n_k", "の手", "京大", "大学", "学", "手", "東京", "猫の"]
    assert wet["sections"] == {"of-the-bucket": "Of the bucket"}
    assert wet["facts"] == {
        "note": [""],
        "date": ["2024-03-14"],
        "shown": ["14 March 2024"],
        "status": ["growth:evergreen"],
    }
    about = index["guide/about/"]
    assert about["sections"] == {"how-to-measure": "How to measure", "catch_rain": "catch_rain"}
    assert about["facts"] == {}
    assert about["content"].count("gauges") == 1  # Its link, without the card of the note.
    assert "Of no character." in index["guide/odd/"]["content"]  # A surrogate can't be written.
    assert index["./"]["content"].strip("\ue000\ue001 ") == "Home"
    stream = index["stream/"]
    assert stream["sections"] == {"2023-05-06-a-shower": "A shower"}
    assert stream["content"].split("\ue001")[-1] == " It fell. All of it."
    assert index["notes/kobe/"]["facts"]["lang"] == ["ja"]
    facets = facets_of(built)
    assert facets[wet["id"]] == [["2024"], ["gauges", "rain"], ["evergreen"], ["Ada Example"]]
    assert facets[stream["id"]] == [["2023"], ["rain"], [], []]
    assert facets[index["notes/old/"]["id"]] == [["2020"], ["rain"], [], []]
    said = str(index)
    assert not any(word in said for word in ("Confidential", "Unlisted", "Secret", "Back to home"))

    files = {name for name in built.files() if name.startswith("_pagefind/") and "/en_" not in name}
    assert {name for name in files if not name.endswith(".pf_meta")} == {
        f"_pagefind/{name}"
        for name in ("notes.pf_facets", "pagefind-entry.json", "pagefind.js", "wasm.en.pagefind")
    }
    assert "searchindex.js" not in built.files()
    soup = soup_of(built.text("search/index.html"))
    scripts = {each["src"].rpartition("/")[2].partition("?")[0] for each in soup.select("script[src]")}
    assert {"search-results.js", "search-pagefind.js"} <= scripts
    assert not scripts & {"searchtools.js", "searchindex.js", "language_data.js", "search.js"}


def test_index_is_exact(tmp_path: Path) -> None:
    """After every edit it is that of a clean build, also in parallel; without an edit, nothing is written."""
    need_pagefind()
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit(SITE)

    def edit(files: Files) -> Callable[[Bench], None]:
        return lambda bench: bench.edit(files)

    hidden = WET.replace("---\n", "---\ndraft: true\n", 1)
    moved = f"{SITE['notes/kobe.md']}".replace("lang", "permalink: /k/\nlang")
    german = CONF + 'language = "de"\n'
    edited = WET.replace("drops", "tears").replace("rain, gauges", "rain, cups").replace("03-14", "03-15")
    check_each(
        bench,
        {
            "another text, tag, date and address": edit({"notes/wet.md": edited, "notes/kobe.md": moved}),
            "hidden, and another language": edit({"notes/wet.md": hidden, "conf.py": german}),
        },
    )
    out = bench.folder / "serial-html"
    assert tree(bench.build("parallel", "-j2")) == tree(out)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("_pagefind/**/*")}
    assert times
    bench.build("serial-html")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("_pagefind/**/*")} == times
    # A file that was lost is written again, although no page is.
    expected = tree(out)
    next(out.glob("_pagefind/fragment/*")).unlink()
    bench.build("serial-html")
    assert tree(out) == expected


def test_without_pagefind(site: Callable[..., Built]) -> None:
    """Without the extra, or under another theme, one warning says so, and the index is Sphinx's."""
    # Old versions of Sphinx themselves end where a page has half a character.
    plain = SITE | {"guide/odd.rst": ":orphan:\n\nOdd\n===\n\nOf no character.\n"}
    before = site(plain)
    without = site({"conf.py": WITHOUT + CONF})
    assert without.warnings.strip() == (
        "WARNING: notes_search: expected the extra 'pagefind', found no package 'pagefind-bin';"
        " using Sphinx's index [notes.search]"
    )
    assert "searchindex.js" in without.files()
    assert not soup_of(without.text("search.html")).select('.search-facets, [src*="pagefind"]')
    if find_spec("pagefind_bin") is not None:
        assert before.warnings == ""
        assert not [name for name in without.files() if name.startswith("_pagefind/")]
        again = site({"conf.py": CONF})
        assert "notes/wet.html" in index_of(again)
        assert "searchindex.js" not in again.files()
        no_notes = site(dict.fromkeys(NOTES))
        assert "searchindex.js" in no_notes.files()
        assert not [name for name in no_notes.files() if name.startswith("_pagefind/")]
    other = site(plain | {"conf.py": CONF.replace('"research_notes"\n', '"alabaster"\n')}, into="other")
    assert other.warnings.strip() == (
        "WARNING: notes_search: expected html_theme = 'research_notes', got 'alabaster';"
        " using Sphinx's index [notes.search]"
    )
    assert "searchindex.js" in other.files()


def test_failure(site: Callable[..., Built]) -> None:
    """If Pagefind fails, a warning says so, and the next build writes its index without any edit."""
    need_pagefind()
    failed = site(SITE | {"conf.py": FAILING + CONF})
    assert failed.warnings.strip() == (
        "WARNING: Pagefind has failed: it ended without an answer; writing no search index [notes.search]"
    )
    mended = site({"conf.py": CONF})
    assert "notes/wet.html" in index_of(mended)
