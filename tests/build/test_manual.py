"""What pages of our theme show around their text: the line on top, contents, documents in toctrees."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest
from conftest import ROOTS, build_site
from exactness import Bench, Files, check_each
from pages import dead_links, one, page, parse_errors, repeated_ids, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import BeautifulSoup, Tag
    from conftest import Built

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a site with a manual and a note."""
    built = build_site(ROOTS / "manual", tmp_path_factory.mktemp("manual") / "html")
    assert built.warnings == ""
    return built


def read(built: Built, name: str) -> BeautifulSoup:
    """Return a page of the site."""
    return page(built.outdir / name)


def shown(soup: BeautifulSoup, selector: str) -> list[tuple[str, str]]:
    """Return text and target of the links that *selector* finds."""
    return [(words(link), str(link["href"])) for link in soup.select(selector)]


def test_siblings(manual: Built) -> None:
    """A document lists those beside it, with its own sections; one with documents below it lists these."""
    plate = read(manual, "guide/plate.html")
    assert shown(plate, ".side .label a") == [("Handbook", "index.html")]
    siblings = plate.select(".side-sheet > ol > li > a")
    assert [str(each["href"]) for each in siblings] == ["reach.html", "#", "deep/index.html"]
    assert [each.get("aria-current") for each in siblings] == [None, "page", None]
    sections = plate.select(".side .here a")
    assert [str(each["href"]) for each in sections] == ["#its-zero", "#its-datum", "#rating-q-c-h-e-b"]
    for formula in (one(siblings[1], "math"), one(sections[2], "math")):
        assert formula.name == "math"
    assert not read(manual, "guide/reach.html").select(".here")

    index = read(manual, "guide/index.html")
    assert one(index, ".side .label a")["aria-current"] == "page"
    assert [words(each) for each in index.select(".side-sheet > .here a")] == [
        "Who it is for",
        "What you need",
    ]
    assert [str(each["href"]) for each in index.select(".side-sheet > ol a")] == [
        "reach.html", "plate.html", "deep/index.html",
    ]  # fmt: skip


def test_order(manual: Built) -> None:
    """Documents lead to those above, before and after them; notes and streams are none of them."""
    home = ("Home", "../../index.html")
    ice = read(manual, "guide/deep/ice.html")
    assert shown(ice, ".trail a") == [home, ("Handbook", "../index.html"), ("Faults", "index.html")]
    assert shown(ice, ".previous-next a") == [("Previous Faults", "index.html")]
    assert str(one(ice, "head link[rel=prev]")["href"]) == "index.html"
    reach = read(manual, "guide/reach.html")
    assert [target for _, target in shown(reach, ".previous-next a")] == ["index.html", "plate.html"]
    assert shown(read(manual, "guide/index.html"), ".previous-next a") == [
        ("Next Choosing a reach", "reach.html")
    ]
    for name in ("index.html", "stream.html", "notes/2024-03-05-zero.html", "notes/index.html"):
        assert not read(manual, name).select(".trail, .previous-next, .side .label a"), name


def test_contents(manual: Built) -> None:
    """A note with sections has contents, formulas and subsections included, without marks of footnotes."""
    side = one(read(manual, "notes/2024-03-05-zero.html"), ".side")
    links: list[Tag] = side.select("a")
    assert [str(each["href"]) for each in links] == [
        "#a-plate1", "#the-flood", "#the-bed", "#rating-q-c-h-e-b", "#now",
    ]  # fmt: skip
    assert words(links[0]) == "A plate"
    assert one(links[3], "math annotation").get_text() == "Q = C (h - e)^b"


def test_line_on_top(manual: Built) -> None:
    """The home page doesn't say its name twice; each page has the logo, with its size, and the copyright."""
    home, note = read(manual, "index.html"), read(manual, "notes/2024-03-05-zero.html")
    assert words(one(home, ".site-line .name")) == ""
    assert one(home, ".site-line .name")["aria-label"] == "Low Water"
    assert words(one(note, ".site-line .name")) == "Low Water"
    for soup in (home, note):
        logo = one(soup, ".site-line img")
        assert (logo["width"], logo["height"], logo["alt"]) == ("48", "32", "")
        assert [text for text, _ in shown(soup, ".site-nav a")] == ["Notes", "Handbook"]
        assert words(one(soup, ".site-foot")).endswith("© 2024, Ines Calder")
    # The link to the part of the site that one is in is marked.
    for name, current in (("guide/index.html", "page"), ("guide/plate.html", "true")):
        assert one(read(manual, name), ".site-nav [aria-current]").get_text() == "Handbook"
        assert one(read(manual, name), ".site-nav [aria-current]")["aria-current"] == current
    assert one(read(manual, "404.html"), ".site-line img")["src"] == "/_static/logo.svg"


def test_pages_are_sound(manual: Built) -> None:
    """The pages are valid, no id is there twice, and no link is dead."""
    for path in manual.outdir.rglob("*.html"):
        assert parse_errors(path.read_text("utf-8")) == [], path
        assert repeated_ids(page(path)) == [], path
    assert dead_links(manual.outdir) == []


EDITS: dict[str, Files] = {
    "a title": {"guide/plate.md": "# A plate\n\nWords.\n"},
    "a new document": {"guide/rod.md": "# A rod\n", "guide/reach.md": "# Reach\n\n```{toctree}\nrod\n```\n"},
    "another order": {"guide/index.md": "# Handbook\n\n```{toctree}\ndeep/index\nplate\nreach\n```\n"},
    "a permalink": {"guide/deep/ice.md": "---\nkind: page\npermalink: /ice/\n---\n# Ice\n"},
    "a document becomes a note": {"guide/plate.md": "---\nkind: note\ntags: first\n---\n# A plate\n"},
    "one is gone, and the logo is smaller": {
        "guide/deep/ice.md": None, "guide/deep/index.md": "# Faults\n",
        "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    },
}  # fmt: skip


def test_exact(tmp_path: Path) -> None:
    """After each edit, an incremental build equals a clean one, with the links that the theme chooses."""
    bench = Bench(tmp_path, tmp_path / "source")
    shutil.copytree(ROOTS / "manual", bench.source)
    conf = bench.source / "conf.py"
    conf.write_text(conf.read_text("utf-8").replace('"nav"', '"tagline"'), "utf-8")
    check_each(bench, {name: partial(bench.__class__.edit, files=files) for name, files in EDITS.items()})


GUEST: dict[str, Files] = {
    "a new document, and a heading": {
        "guide/rod.md": "# A rod\n", "guide/reach.md": "# Reach\n\n```{toctree}\nrod\n```\n\n## Its end\n",
        "guide/index.md": "# Handbook\n\n```{toctree}\nreach\nplate\ndeep/index\n```\n\n## For whom\n",
    },
    "the author's page takes the place of a list": {
        "notes/index.md": "# All of them\n\n```{notes}\n```\n\n```{toctree}\n/guide/deep/ice\n```\n",
    },
    "it is gone": {"notes/index.md": None},
}  # fmt: skip


def test_exact_in_another_theme(tmp_path: Path) -> None:
    """Other themes show toctrees on every page; each edit writes the pages that show it, lists included.

    A document in the place of a generated list is none of the notes, although the pattern matches it.
    """
    bench = Bench(tmp_path, tmp_path / "source", options=["-D", "html_theme=alabaster"])
    shutil.copytree(ROOTS / "manual", bench.source)
    index = bench.source / "index.md"
    text = index.read_text("utf-8").replace("stream\n", "stream\nnotes/index\n")
    index.write_text(f"{text}\nOf {{ref}}`notes/index`.\n", "utf-8")
    bench.edit({"conf.py": (bench.source / "conf.py").read_text("utf-8").replace("html_theme_options", "_")})

    def check(name: str) -> Callable[[Bench], None]:
        def edit(bench: Bench) -> None:
            if name == "it is gone":
                found = page(bench.folder / "serial-html" / "notes" / "index.html")
                listed = [words(each) for each in found.select(".body a")]
                assert "The zero of the gauge" in listed
                assert "All of them" not in listed
                home = page(bench.folder / "serial-html" / "index.html")
                assert shown(home, ".body p a") == [("All of them", "notes/index.html")]
                assert shown(found, ".sphinxsidebar .current > a") == [("All of them", "#")]
            bench.edit(GUEST[name])

        return edit

    check_each(bench, {name: check(name) for name in GUEST})


def test_exact_without_notes(tmp_path: Path) -> None:
    """In a project without notes as well, each edit writes every page that shows something of it."""
    bench = Bench(tmp_path, tmp_path / "source")
    shutil.copytree(ROOTS / "manual", bench.source)
    without = {"notes/2024-03-05-zero.md": None, "stream.md": None}
    bench.edit({**without, "index.md": "# Low Water\n\n```{toctree}\nguide/index\n```\n"})
    bench.build("again")
    for name in ("a title", "a new document", "another order"):
        bench.edit(EDITS[name])
        again, clean = bench.build("again"), bench.clean()
        differ = [
            path.name for path in clean.glob("guide/**/*.html")
            if path.read_bytes() != (again / path.relative_to(clean)).read_bytes()
        ]  # fmt: skip
        assert differ == [], name
