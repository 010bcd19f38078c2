"""The cards of links on the pages of a built site: which links have one, what it shows, that it is exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import Tag
from conftest import Built, build_site, write_files
from exactness import PARALLEL, Bench, check_each, tree
from pages import dead_links, dead_references, one, pages, parse_errors, repeated_ids, soup_of, words
from test_companions import need

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Made from records and resolved links, whatever the version of Sphinx.
pytestmark = pytest.mark.once

Files = dict[str, str | bytes | None]

CONF = """\
project = "Rain"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/rain/"
notes_match = ["notes/**"]
notes_author = "Ines Calder"
numfig = True
myst_enable_extensions = ["dollarmath", "attrs_inline"]
suppress_warnings = ["myst.xref_missing", "toc.not_included"]
"""


def note(title: str = "", body: str = "Words.", day: int = 1, **front: str) -> str:
    """Return the source of a note of January 2024."""
    lines = [*([f"title: {title}"] if title else []), f"date: 2024-01-{day:02}"]
    lines += [f"{key}: {value}" for key, value in front.items()]
    return "\n".join(["---", *lines, "---", "", body, ""])


SITE: Files = {
    "conf.py": CONF,
    "index.md": "# Home\n\nOf [gauges](notes/target.md).\n\n```{toctree}\nnotes/target\n```\n"
    "```{notes}\n```\n",
    "about.md": "# About &lt;us>\n\nSee {doc}`notes/plain`.\n",
    "glossary.md": "# Terms\n\n```{glossary}\nWeir\n  A low dam, as in [](about.md).\n\n  More.\n```\n",
    "lists.md": "# Lists\n\n```{notes}\n:style: full\n:tag: quoted\n```\n",
    "stream.md": "# Log\n\n```{entry} 2024-02-01\n:id: first\n\nIt rained on [it](notes/target.md).\n```\n"
    "\n```{entry} 2024-02-02\n\nOther words.\n```\n",
    "notes/target.md": note(
        body="# Above $h^2$ \\<only> a *pencil*\n\n(part)=\n## Part\n\nThe curve goes on to [](plain.md). "
        + "It is long. " * 40, status="finished, likely", authors="[A, B, C, D]", lang="de",
    ),
    "notes/plain.md": note("Plain", "Plain words.", 2),
    "notes/thought.md": note("", "A thought that has no title.", 3),
    "notes/parted.md": note(
        "Parted",
        "By [it](#fig), {numref}`fig`, {eq}`flow` and {term}`weir`; not {eq}`long`, nor [](#at).[^1]\n\n"
        "```{figure} ../pic.svg\n:name: fig\n:width: 9px\n\nThe *bed*, see [there](../about.md).[^1]\n```\n\n"
        "```{math}\n:label: flow\nQ = h^2\n```\n\n"
        f"```{{math}}\n:label: long\n{'+ x_1 ' * 80}\n```\n\n"
        "(at)=\n## At the end\n\n[^1]: Said there.\n", 9,
    ),
    "parts.md": "# Elsewhere\n\n{numref}`fig`, {ref}`a pencil <fig>`, [](notes/parted.md#fig), {eq}`flow`, "
    "{eq}`long`, [wide](#wide), [again](#flow), [plan](#plan).\n",
    "manual.md": "# Manual\n\n"
    "```{math}\n\\newcommand{\\flux}{q^4}\n```\n\n"
    "(wide)=\n"
    f"```{{figure}} pic.svg\n\nAs $\\flux$ < *all* of [](about.md). {'Wide words. ' * 90}\n```\n\n"
    "(plan)=\n```{figure} plan.pdf\n\nThe plan.\n```\n",
    "plan.pdf": "pdf",
    "pic.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="12"/>',
    "notes/unlisted.md": note("Unlisted", "Quiet words.", 4, visibility="unlisted"),
    "notes/draft.md": note("DRAFTED", "DRAFTED words.", 5, draft="true"),
    "notes/parts.md": note("Parts", "```{note-to-self}\n:private:\n\nSECRET words.\n```\n\nOpen words.", 6),
    "notes/placed.md": note("Placed", "Placed words.", 7, permalink="/place/"),
    "notes/main.md": note(
        "Main",
        "# Not [heading](target.md)\n\n"
        "As [curves](target.md) show, and [again](target.md#part), or {ref}`part`.[^1] [Log](../stream.md) "
        "and [entry](../stream.md#first), [home](../index.md), [self](main.md), [out](https://example.org).\n\n"
        "- [thought](thought.md), [moved](/place/), [file](placed.md)\n"
        "- [quiet](unlisted.md), [](parts.md)\n- [none](plain.md){.no-preview}\n\n"
        "[^1]: In a footnote [there](plain.md).\n", 8, tags="quoted",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site in our theme."""
    folder = tmp_path_factory.mktemp("previews")
    write_files(folder / "source", SITE)
    return build_site(folder / "source", folder / "html")


def cards(built: Built, name: str) -> list[tuple[str, str]]:
    """Return the link texts of the previews on a page, each with the words of its card."""
    found = soup_of(built.text(name)).select(".preview")
    return [(words(one(each, "a")), words(one(each, ".preview-card"))) for each in found]


def test_cards_of_notes(built: Built) -> None:
    """The first link in the text to each note has a card: title, byline, badges, first words."""
    assert built.warnings == ""
    found = dict(cards(built, "notes/main.html"))
    assert list(found) == ["curves", "entry", "thought", "moved", "quiet", "Parts"]
    assert found["curves"].endswith("It is long. It is …")
    assert "A, B, C …" in found["curves"]
    assert found["entry"].endswith("1 February 2024 It rained on it.")
    assert found["thought"] == "Ines Calder · 3 January 2024 A thought that has no title."
    assert found["moved"] == "Placed Ines Calder · 7 January 2024 Placed words."
    assert found["quiet"].startswith("Unlisted")
    assert found["Parts"].endswith("Open words.")
    card = soup_of(built.text("notes/main.html")).select(".preview-card")[0]
    assert card["lang"] == "de"
    title = one(card, "b")
    assert one(title, "math")
    assert "<only>" in words(title)
    statuses = [(tag["data-axis"], words(tag)) for tag in card.select(".note-status")]
    assert statuses == [("progress", "finished"), ("confidence", "likely")]
    assert "goes on to Plain" in words(card)


def test_cards_of_parts(built: Built) -> None:
    """A figure, a formula and a term are shown at the first link to each; no long formula or heading is."""
    assert cards(built, "notes/parted.html") == [
        ("it", "The bed, see there."), ("(1)", "Q=h2Q = h^2"),
        ("weir", "Weir A low dam, as in About <us>."),
    ]  # fmt: skip
    figure, formula, _ = soup_of(built.text("notes/parted.html")).select(".preview-card")
    assert figure.img
    assert figure.img["src"] == "../_images/pic.svg"
    assert figure.img["width"] == "12"  # As its file has it, not as in the figure.
    assert one(figure, "em")
    assert one(formula, "math[display=block]")


def test_cards_of_parts_elsewhere(built: Built) -> None:
    """Figures and formulas of other documents are shown, each once; what is too long shows its note."""
    found = cards(built, "parts.html")
    assert [text for text, _ in found] == ["Fig. 1", "(1)", "(2)", "wide", "plan"]
    figure, formula, long, wide, plan = soup_of(built.text("parts.html")).select(".preview-card")
    assert one(figure, "img")["src"] == "_images/pic.svg"
    assert one(figure, "img")["loading"] == "lazy"
    assert words(figure) == "The bed, see there."
    assert one(formula, "math[display=block]")
    assert words(one(long, "b")) == "Parted"
    assert (words(plan), plan.img) == ("The plan.", None)
    assert one(wide, "math")
    assert "As q4" in words(wide)
    assert "< all of About <us>. Wide" in words(wide)
    assert words(wide).endswith("Wide words …")


def test_card_of_a_theorem(tmp_path: Path) -> None:
    """A theorem of sphinx-proof is shown with its name and its formulas, without the rest."""
    need("sphinx_proof")
    theorem = (
        "```{prf:theorem} A cost\n:label: cost\n\nIf $e$ is low,[^1] so it is.\n\nMore.\n```\n\n[^1]: No.\n"
    )
    write_files(
        tmp_path / "source",
        {
            "conf.py": CONF.replace('"sphinx_research', '"sphinx_proof", "sphinx_research'),
            "index.md": "# Home\n\n```{toctree}\nnotes/a\n```\n",
            "notes/a.md": note("A", f"By {{prf:ref}}`cost`.\n\n{theorem}"),
            "notes/b.md": note("B", "By {prf:ref}`cost`, and {prf:ref}`its cost <cost>`."),
        },
    )
    found = build_site(tmp_path / "source", tmp_path / "out")
    for name in ("notes/a.html", "notes/b.html"):
        assert cards(found, name) == [("Theorem 1", "A cost If ee is low, so it is.")]
        assert one(soup_of(found.text(name)), ".preview-card math")


def test_cards_are_well_made(built: Built) -> None:
    """No card holds links or ids; all are light; sentences read the same, and only the button names it."""
    for name, soup in pages(built.outdir).items():
        assert parse_errors(built.text(name)) + repeated_ids(soup) + dead_references(soup) == [], name
        assert soup.select(".preview-card :is(a, button, [id], [href])") == []
        assert soup.select(":is(.preview, a, h1, h2, .footnote) .preview") == []
        assert bool(soup.select(".preview, .margin-body")) == ("at-hand.css" in built.text(name)), name
        for each in soup.select(".preview"):
            link, button, card = each.find_all(recursive=False)
            assert len(str(each)) - len(str(link)) <= 1500
            assert link.get("href")
            assert isinstance(card, Tag)
            assert card["aria-hidden"] == "true"
            assert button["popovertarget"] == button["aria-describedby"] == card["id"]
    assert [each for each in dead_links(built.outdir) if not each.startswith("404")] == []


def test_where_there_are_none(built: Built) -> None:
    """Lists, contents and notes that are shown in full elsewhere have none; documents and entries do."""
    assert cards(built, "index.html")[0][0] == "gauges"
    for name, number in (("index.html", 1), ("about.html", 1), ("stream.html", 1), ("lists.html", 0)):
        assert len(cards(built, name)) == number, name
    assert cards(built, "notes/index.html") == []
    assert [text for text, _ in cards(built, "notes/target.html")] == ["Plain"]
    assert "DRAFTED" not in "".join(map(str, pages(built.outdir).values()))


def test_nothing_else_changes(built: Built, tmp_path: Path) -> None:
    """Feeds, copies in Markdown, the search and so on are the same without them; other themes have none."""
    off = build_site(built.outdir.parent / "source", tmp_path / "off", "-D", "notes_previews=0")
    ours, plain = tree(built.outdir), tree(off.outdir)
    changed = {name for name in ours if not name.startswith(".") and ours[name] != plain.get(name)}
    assert {name for name in changed if not name.endswith(".html")} == set()
    assert "notes/main.html" in changed
    assert "notes/plain.html" not in changed
    guest = build_site(built.outdir.parent / "source", tmp_path / "guest", "-D", "html_theme=alabaster")
    for files in (plain, tree(guest.outdir)):
        assert not any(b"preview-card" in text for name, text in files.items() if name.endswith(".html"))


def edit(name: str, old: str, new: str) -> Callable[[Bench], None]:
    """Return an edit that replaces *old* with *new* in the file *name*."""

    def replace(bench: Bench) -> None:
        text = (bench.source / name).read_text("utf-8")
        assert old in text, old
        bench.edit({name: text.replace(old, new)})

    return replace


def all_of(*edits: Callable[[Bench], None]) -> Callable[[Bench], None]:
    """Return all *edits* as one."""

    def apply(bench: Bench) -> None:
        for each in edits:
            each(bench)

    return apply


#: Documents that show nothing but one card each.
LINKING: Files = {
    f"to-{number}.md": f"# To {number}\n\n[It]({target})\n"
    for number, target in enumerate((
        "notes/thought.md", "notes/placed.md", "notes/target.md", "stream.md#first", "notes/unlisted.md",
        "notes/parts.md", "notes/draft.md",
    ))
} | {
    "to-term.md": "# To a term\n\n{term}`Weir`\n", "to-figure.md": "# To a figure\n\n{numref}`fig`\n",
    "to-formula.md": "# To a formula\n\n{eq}`flow`\n", "to-wide.md": "# To wide\n\n[it](#wide)\n",
}  # fmt: skip

EDITS: dict[str, Callable[[Bench], None]] = {
    "other words": all_of(
        edit("notes/thought.md", "A thought", "Another thought"),
        edit("notes/placed.md", "2024-01-07", "2024-01-09"),
        edit("notes/plain.md", "title: Plain", "title: Flat"),  # In the first words of the target.
        edit("stream.md", "It rained", "It snowed"),
        edit("notes/unlisted.md", "Quiet", "```{note-to-self}\n:private:\n\nQuiet\n```\n\nOther"),
        edit("glossary.md", "A low dam", "A high dam"),
        edit("notes/parts.md", "date:", "status: budding\ndate:"),
        edit("notes/draft.md", "draft: true", "draft: false"),
        edit("notes/parted.md", "Q = h^2", "Q = h^3"),
        edit("manual.md", "q^4", "q^5"),
    ),
    "others hidden": all_of(
        edit("notes/thought.md", "date:", "draft: true\ndate:"),
        edit("notes/target.md", "lang: de", "lang: fr"),
        edit("notes/parted.md", "The *bed*", "The bed"),
        edit("manual.md", "As $", "So $"),
        lambda bench: bench.edit({"a/a.md": "# A\n\n![](pic.svg)\n", "a/pic.svg": "<svg/>"}),
        lambda bench: bench.edit({"notes/placed.md": None}),
    ),
}  # fmt: skip


@pytest.mark.slow
def test_exact(tmp_path: Path) -> None:
    """After each edit, incremental and parallel builds write the same cards as a clean one."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit(SITE | LINKING)
    check_each(bench, EDITS, ways=PARALLEL)
