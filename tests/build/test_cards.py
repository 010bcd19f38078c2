"""Cards of a built site: which pages have one, what pages say of it, and that they are exact."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from exactness import Bench, check_each, differences, tree
from pages import soup_of
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

    Site = Callable[..., Built]

#: Made from records and finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once

Files = dict[str, str | bytes | None]

BASE = "https://example.org/rain/"
CONF = f"""\
project = "Rain"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "{BASE}"
notes_match = ["notes/**"]
notes_author = "Ada Brook"
myst_enable_extensions = ["dollarmath"]
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000"
    "040001f61738550000000049454e44ae426082"
)
SITE: Files = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{toctree}\nabout\n```\n",
    "about.md": "# About\n\nUs.\n",
    "notes/full.md": "---\ntitle: Rain & <snow>\ndate: 2024-03-14\ntags: gauges\nstatus: finished\n"
    "---\n\nWords.\n",
    "notes/formula.md": "---\ndate: 2024-03-13\nauthor: Bo Stone\n---\n# Why $x^2 \\le 1$\n\nWords.\n",
    "notes/own.md": "---\ndate: 2024-03-12\nimage: own.png\n---\n# OWN\n\nWords.\n",
    "notes/own.png": PIXEL,
    "notes/unseen.md": '---\ntitle: "\\u200b"\ndate: 2024-03-11\n---\n\nWords.\n',
    "notes/bare.md": "Only a few words.\n",
    "notes/draft.md": "---\ndate: 2024-03-10\ndraft: true\ntags: hush\n---\n# DRAFT\n\nWords.\n",
    "notes/unlisted.md": "---\ndate: 2024-03-09\nvisibility: unlisted\n---\n# UNLISTED\n\nWords.\n",
    "notes/private.md": "---\ndate: 2024-03-08\nvisibility: private\n---\n# PRIVATE\n\nWords.\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site."""
    from conftest import build_site, write_files

    folder = tmp_path_factory.mktemp("cards")
    write_files(folder / "source", SITE)
    return build_site(folder / "source", folder / "out")


def cards(built: Built) -> dict[str, str]:
    """The files of cards, by their names without the digest."""
    names = (name for name in built.files() if name.startswith("_images/cards/"))
    return {name.rpartition("/")[2].rpartition("-")[0]: name for name in names}


def tags(built: Built, page: str) -> dict[str, str]:
    """The tags for timelines on a page."""
    soup = soup_of(built.text(page))
    found = soup.select('meta[property^="og:image"], meta[name="twitter:card"]')
    return {str(tag.get("property") or tag["name"]): str(tag["content"]) for tag in found}


def test_which_there_are(built: Built) -> None:
    """One for each public note without an image, each list and the home page; for nothing hidden."""
    lists = {
        "tags-index",
        "tags-gauges",
        "authors-index",
        "authors-ada-brook",
        "authors-bo-stone",
        "notes-2024",
    }
    notes = {"notes-full", "notes-formula", "notes-bare"}
    other = {"index", "notes-index", "notes-stream", "statuses-index", "statuses-finished"}
    assert set(cards(built)) == lists | notes | other
    for name in cards(built).values():
        image = Image.open(io.BytesIO((built.outdir / name).read_bytes()))
        image.load()
        assert image.size == (1200, 630)


def test_what_a_note_says_of_it(built: Built) -> None:
    """Its address, size, and what it shows, in words; a note with an image keeps that."""
    found = tags(built, "notes/full.html")
    assert found == {
        "og:image": BASE + cards(built)["notes-full"],
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Rain & <snow>. Ada Brook, 14 March 2024",
        "twitter:card": "summary_large_image",
    }
    assert tags(built, "notes/own.html")["og:image"].endswith("own.png")
    assert tags(built, "notes/unlisted.html") == {"twitter:card": "summary"}
    assert tags(built, "notes/bare.html")["og:image:alt"] == "Only a few words. Ada Brook"


def test_previews_have_none_of_drafts(site: Site) -> None:
    """Shown drafts get none, nor do lists, which have drafts in them."""
    found = cards(site(SITE, "-t", "drafts", "-D", "notes_private=1"))
    assert set(found) == {"index", "notes-full", "notes-formula", "notes-bare"}


@pytest.mark.parametrize(
    "change",
    [
        {"conf.py": CONF.replace(f'html_baseurl = "{BASE}"', "")},
        {"conf.py": CONF + "notes_cards = False\n"},
        {"notes/full.md": None, "notes/formula.md": None, "notes/own.md": None, "notes/bare.md": None,
         "notes/unlisted.md": None, "notes/unseen.md": None},
    ],
)  # fmt: skip
def test_none(site: Site, change: Files) -> None:
    """Without an address of the site, without notes, and where they are not wanted."""
    assert cards(site({**SITE, **change})) == {}


def test_without_pillow(site: Site) -> None:
    """No cards and no message; pages say nothing of any."""
    without = "from sphinx_research_notes.build import note_cards\nnote_cards.can_draw = lambda: False\n"
    built = site({**SITE, "conf.py": without + CONF})
    assert built.warnings == ""
    assert cards(built) == {}
    assert tags(built, "notes/full.html") == {"twitter:card": "summary"}


def test_without_a_font(site: Site) -> None:
    """One warning for all pages whose titles no font has, and no card for them."""
    without = "from sphinx_research_notes.cards import font_files\nfont_files.font_folders = lambda: ()\n"
    built = site({**SITE, "conf.py": without + CONF, "notes/rain.md": "---\ntags: 雨\n---\n# 雨\n\nWords.\n"})
    assert built.warnings.count("WARNING") == 1
    assert (
        "notes/rain.md: WARNING: expected a font that has '雨' (U+96E8), found none; drawing no card for"
        " 'notes/rain' and 1 other page [notes.card]"
    ) in built.warnings
    assert "notes-rain" not in cards(built)
    assert tags(built, "notes/rain.html") == {"twitter:card": "summary"}
    assert "notes-full" in cards(built)


def test_a_new_font(site: Site) -> None:
    """When a font has been installed, the next build is as a clean one: pages get the cards they lacked."""
    fonts = "from sphinx_research_notes.cards import font_files\nfont_files.font_folders = lambda: {}\n"
    site(
        {**SITE, "conf.py": fonts.format(()) + CONF, "notes/rain.md": "---\ntags: 雨\n---\n# 雨\n\nWords.\n"}
    )
    found = str(Path(__file__).parents[1] / "fonts")
    built = site({"conf.py": fonts.format((found,)) + CONF})
    assert "notes-rain" in cards(built)
    assert differences(built.outdir, site({}, into="clean").outdir) == ""


def test_step_aside(site: Site) -> None:
    """An extension with this option, as sphinxext-opengraph has it, draws cards of its own."""
    other = "def setup(app):\n    app.add_config_value('ogp_site_url', '', 'html')\n"
    assert cards(site({**SITE, "conf.py": CONF + other})) == {}


def test_the_address_is_what_is_shown(site: Site) -> None:
    """It changes with everything that the card shows, and with nothing else."""

    def address(change: Files) -> str:
        return cards(site({**SITE, **change}))["notes-full"]

    before = address({})
    full = str(SITE["notes/full.md"])
    assert address({"notes/full.md": full.replace("Words.", "Other.").replace("gauges", "other")}) == before
    changes: list[Files] = [
        {"notes/full.md": full.replace("snow", "hail")},
        {"notes/full.md": full.replace("03-14", "03-15")},
        {"notes/full.md": full.replace("finished", "abandoned")},
        {"notes/full.md": full.replace("tags:", "author: Bo\ntags:")},
        {"conf.py": CONF + "notes_title = 'Hail'\n", "notes/full.md": full},
        {"conf.py": CONF + "notes_date_format = 'y-MM-dd'\n"},
        {"conf.py": CONF.replace("Ada", "Eve")},
    ]
    assert len({before, *map(address, changes)}) == len(changes) + 1


def edit(change: Files) -> Callable[[Bench], None]:
    """An edit of a bench."""
    return lambda bench: bench.edit(change)


@pytest.mark.slow
def test_after_edits(tmp_path: Path) -> None:
    """Incremental builds leave exactly the cards that a clean build draws, and pages that name them."""
    from conftest import write_files

    write_files(tmp_path / "source", SITE)
    bench = Bench(tmp_path, tmp_path / "source")
    full = str(SITE["notes/full.md"])
    check_each(
        bench,
        {
            "the title": edit({"notes/full.md": full.replace("snow", "hail")}),
            "a draft": edit({"notes/full.md": full.replace("tags:", "draft: true\ntags:")}),
            "published": edit({"notes/draft.md": str(SITE["notes/draft.md"]).replace("draft: true\n", "")}),
            "an image": edit({"notes/formula.md": "---\nimage: own.png\n---\n# F\n\nWords.\n"}),
            "no image": edit({"notes/own.md": "---\ndate: 2024-03-12\n---\n# OWN\n\nWords.\n"}),
            "gone": edit({"notes/bare.md": None}),
            "the site": edit({"conf.py": CONF + "notes_title = 'Snow'\n"}),
            "no cards": edit({"conf.py": CONF + "notes_cards = False\n"}),
            "cards again": edit({"conf.py": CONF}),
            "no notes": edit({name: None for name in SITE if name.startswith("notes/")}),
        },
    )


def test_nothing_is_remembered(site: Site) -> None:
    """Without cards, none are kept beside the doctrees."""
    found = site(SITE)
    assert [*found.outdir.parent.rglob("*.cards")]
    site({"conf.py": f"{CONF}notes_cards = False\n"})
    assert not [*found.outdir.parent.rglob("*.cards")]


def test_drawn_once(site: Site) -> None:
    """Nothing is written again without a change; a cleared folder gets the cards that are known."""
    never = "from sphinx_research_notes.cards import drawing\ndrawing.draw = lambda card: b'drawn again'\n"
    built = site(SITE)
    before = tree(built.outdir)
    files = [built.outdir / name for name in before if "/cards/" in name and "bare" not in name]
    times = [file.stat().st_mtime_ns for file in files]
    assert tree(site({}).outdir) == before
    site({"notes/bare.md": "Only a few words, as before.\n"})
    site({"notes/bare.md": SITE["notes/bare.md"]})
    assert [file.stat().st_mtime_ns for file in files] == times
    shutil.rmtree(built.outdir)
    again = tree(site({"conf.py": never + CONF}).outdir)
    kept = {name: each for name, each in before.items() if "/cards/" in name}
    assert {name: each for name, each in again.items() if "/cards/" in name} == kept
    assert kept
