"""Footnotes and citations at hand: what is written for each kind, and what stays as docutils makes it."""

from __future__ import annotations

from gettext import NullTranslations
from itertools import count
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from conftest import ROOTS, Built, build_site
from docutils import nodes
from docutils.utils import new_document
from pages import dead_links, dead_references, one, pages, parse_errors, repeated_ids, soup_of, words
from test_snapshots import _compare, _main

from sphinx_research_notes.doctree.deferred import StoredNodes, resolved_citation
from sphinx_research_notes.doctree.nodes import markup
from sphinx_research_notes.html.transforms.margin_notes import _Citations
from sphinx_research_notes.html.transforms.popovers import copied, is_long

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag

KINDS = "notes/2024-01-01-kinds.html"
REST = "notes/2024-01-02-rest.html"
CITES = "notes/2024-01-04-citations.html"

#: The only warning on the site.
UNCALLED = "WARNING: Footnote [8] is not referenced. [ref.footnote]"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site in our theme."""
    return build_site(ROOTS / "margins", tmp_path_factory.mktemp("margins") / "html")


@pytest.fixture(scope="module")
def kinds(built: Built) -> BeautifulSoup:
    """The note with a footnote of every kind."""
    return soup_of(built.text(KINDS))


def body_of(soup: BeautifulSoup, said: str) -> Tag:
    """Return the body that contains *said*."""
    return next(tag for tag in soup.select(".margin-body") if words(tag).startswith(said))


def calls_of(soup: BeautifulSoup, body: Tag) -> list[Tag]:
    """Return the elements that open *body*."""
    name = body.get("id") or body.select_one("i[popover]")["id"]
    return soup.select(f'.sidenote:has(> [popovertarget="{name}"])')


# What is written.


def test_site_is_whole(built: Built) -> None:
    """Every page is valid, without duplicate ids or dead links; there are no other warnings."""
    assert [line.partition(": ")[2] for line in built.warnings.splitlines()] == [UNCALLED]
    for name, soup in pages(built.outdir).items():
        assert parse_errors(built.text(name)) == [], name
        assert repeated_ids(soup) + dead_references(soup) == [], name
        assert soup.select("span :is(div, p, ul, pre), p :is(div, p, ul, pre), a a, a button, button a") == []
    assert dead_links(built.outdir) == []


def test_first_call_holds_the_footnote(kinds: BeautifulSoup) -> None:
    """The first reference to a footnote has a number, a button and a copy of its text with the links."""
    call = kinds.select(".sidenote")[0]
    link, button, body = call.find_all(recursive=False)
    assert (link["href"], link["role"], link.get("id")) == ("#plain", "doc-noteref", None)
    assert (button["aria-label"], button["data-mark"]) == ("Note 1", "1")
    assert button["popovertarget"] == body["id"]
    assert (body.name, body["role"], body["popover"]) == ("span", "note", "")
    assert words(body) == "A plain footnote with emphasis, code and a link."
    assert body.a["href"] == "../stream.html"
    assert call["id"] == "id1"


def test_a_note_with_one_reference_is_part_of_the_text(kinds: BeautifulSoup) -> None:
    """An empty popover keeps its state; what is opened from several places or a table is a popover."""
    for said in ("Of the point.", "Code follows.", "This one goes on", "It calls an inner one"):
        body = body_of(kinds, said)
        state = body.find_all("i", popover="manual", recursive=False)
        assert ("popover" in body.attrs, len(state), words(state[0])) == (False, 1, ""), said
        assert len(calls_of(kinds, body)) == 1
    for said in ("A plain footnote", "Of the cell.", "Of the heading.", "The inner one."):
        assert body_of(kinds, said)["popover"] == "", said


def test_later_calls_open_the_same(kinds: BeautifulSoup) -> None:
    """Later references, in the text or in another footnote, open the same body."""
    body = body_of(kinds, "A plain footnote")
    calls = calls_of(kinds, body)
    assert ["tucked" in call["class"] for call in calls] == [False, True, True]
    assert str(kinds).count("A plain footnote with") == 2


@pytest.mark.parametrize(
    ("said", "tag", "where", "tucked"),
    [
        ("A plain footnote", "span", "p", False),
        ("Of the heading.", "div", "section", True),
        ("Code follows.", "div", "div.p", False),
        ("Of the strong words.", "span", "strong", False),
        ("Of the point.", "span", "li", False),
        ("Of the nested point.", "span", "li li", False),
        ("Of the quotation.", "span", "blockquote", False),
        ("Of the head of the table.", "div", "section", True),
        ("Of the cell.", "div", "section", True),
        ("Of the caption.", "div", "section", True),
        ("Of the legend.", "div", "section", True),
        ("Of the admonition.", "span", ".admonition", False),
        ("Of the aside.", "span", "aside.note-to-self", False),
        ("Of the epigraph.", "div", "section", True),
        ("Of the term.", "div", "section", True),
        ("Of the meaning.", "span", "dd", False),
        ("This one goes on", "span", "div.p", False),
        ("The first paragraph.", "span", "div.p", False),
        ("A formula:", "div", "div.p", False),
        ("It calls an inner one", "span", "div.p", False),
        ("The inner one.", "div", "section", True),
        ("Nora Hale.", "span", "p", False),
    ],
)
def test_kinds(kinds: BeautifulSoup, said: str, tag: str, where: str, tucked: bool) -> None:
    """Each kind is where HTML allows it: beside the text if it can be, otherwise on demand."""
    body = body_of(kinds, said)
    assert body.name == tag
    assert body.find_parent() in {*kinds.select(where), *kinds.select(f"{where} *")}
    assert ("tucked" in body["class"]) == tucked
    assert len(calls_of(kinds, body)) >= 1
    assert ("tucked" in calls_of(kinds, body)[0]["class"]) == tucked


def test_blocks_survive(kinds: BeautifulSoup) -> None:
    """Code, lists, paragraphs and formulas in a footnote are complete beside the text too."""
    code = body_of(kinds, "Code follows.")
    assert words(one(code, ".highlight pre")) == "depth = catch / area"
    assert [words(item) for item in code.select("li")] == ["and a list", "of two"]
    host = code.find_parent(class_="p")
    assert host is not None
    assert host["role"] == "paragraph"
    assert body_of(kinds, "A formula").find("math") is not None
    several = body_of(kinds, "The first paragraph.").select(".paragraph")
    assert [words(each) for each in several] == ["The first paragraph.", "The second paragraph."]


def test_no_blank_before_what_follows(built: Built) -> None:
    """A body in the middle of a line adds no space to it."""
    assert "</div>, and one that\ncalls another" in built.text(KINDS)


def test_copies_have_no_ids(kinds: BeautifulSoup) -> None:
    """Nothing in a body is a link target; the footnotes at the end of the text keep their ids."""
    assert kinds.select(".margin-body [id]:not(i[popover])") == []
    assert one(kinds, "aside.footnote#plain")


def test_headings_stay_what_they_are(built: Built, kinds: BeautifulSoup) -> None:
    """A heading contains no note, and the table of contents shows it without the number."""
    heading = next(tag for tag in kinds.find_all("h2") if "heading" in tag.get_text())
    assert heading.select(".margin-body") == []
    assert "A heading with a note" in [words(link) for link in kinds.select(".here a")]


def test_only_long_ones_fold(kinds: BeautifulSoup) -> None:
    """A long note is collapsed, and can be reached by keyboard; a short one is not."""
    assert [words(tag)[:8] for tag in kinds.select(".margin-body.long")] == ["This one"]
    assert one(kinds, ".margin-body.long")["tabindex"] == "0"


def test_reads_numbers_names_and_symbols(built: Built) -> None:
    """In reStructuredText too: given and automatic numbers, names and symbols, in tables and captions."""
    soup = soup_of(built.text(REST))
    marks = [tag["data-mark"] for tag in soup.select(".sidenote > button")]
    assert marks == [
        "1",
        "2",
        "7",
        "*",
        "2",
        "3",
        "4",
    ]
    assert words(body_of(soup, "A symbol.")) == "A symbol."
    assert "tucked" in body_of(soup, "Of the caption.")["class"]


def test_uncalled_footnotes_stay(built: Built) -> None:
    """A footnote without a reference has no copy, and so stays at the end of the text."""
    soup = soup_of(built.text(REST))
    left = [words(tag.p) for tag in soup.select("aside.footnote:not(.at-hand)") if tag.p]
    assert left == ["Called by nobody."]


def test_pages_that_are_no_notes(built: Built) -> None:
    """A page that is not a note keeps docutils' own footnotes, and loads nothing it does not need."""
    soup = soup_of(built.text("index.html"))
    assert soup.select(".sidenote, .margin-body") == []
    assert one(soup, "a.footnote-reference")
    assert "at-hand" not in built.text("index.html")
    assert "at-hand.css" in built.text(KINDS)


def test_notes_in_full_elsewhere(built: Built) -> None:
    """A note shown in full on another page has plain footnotes."""
    soup = soup_of(built.text("notes/stream.html"))
    assert "Words of an entry" in soup.get_text()
    assert soup.select(".sidenote, .margin-body") == []
    said = [words(tag.p)[:23] for tag in soup.select("aside.footnote") if tag.p]
    assert said == ["Said of the second.", "Said of the first entry"]


def test_citations(built: Built) -> None:
    """Each citation in the text has a card; in a heading and within a footnote it is only a link."""
    soup = soup_of(built.text(CITES))
    cites = [words(tag.span) for tag in soup.select(".margin-cite") if tag.span]
    assert cites == ["[Hal02]", "[Lin01]", "[Hal02, Lin01]", "Hale [Hal02]", "[Lin01]", "[Hal02]"]
    labels = [tag["aria-label"] for tag in soup.select(".margin-cite > button")]
    assert labels[:4] == [
        "Reference Hal02",
        "Reference Lin01",
        "Reference Hal02, Lin01",
        "Reference Hale [Hal02]",
    ]
    assert (
        words(one(soup, "#cite-hale1902 ~ .margin-body"))
        == "Nora Hale. Buckets and Other Instruments. Mill, 1902."
    )
    assert soup.select(":is(h2, .sidenote, .footnote) .margin-cite") == []
    assert soup.select(".margin-cite a[title]") == []


@pytest.mark.parametrize(
    ("builder", "theme"), [("html", "alabaster"), ("epub", "research_notes"), ("text", "research_notes")]
)
def test_elsewhere_it_is_docutils(tmp_path_factory: pytest.TempPathFactory, builder: str, theme: str) -> None:
    """In other themes and builders, footnotes are as docutils makes them."""
    folder = tmp_path_factory.mktemp("elsewhere")
    built = build_site(
        ROOTS / "margins", folder / "out", "-D", f"html_theme={theme}", "-D", "epub_show_urls=no",
        "-D", "version=1", builder=builder,
    )  # fmt: skip
    kinds = next(
        path for path in built.outdir.rglob("*kinds*")
        if path.suffix in {".html", ".xhtml", ".txt"} and "_sources" not in path.parts
    )  # fmt: skip
    assert "margin-body" not in kinds.read_text("utf-8")
    assert kinds.read_text("utf-8").count("zymurgically") == 1


def test_one_page_of_all(tmp_path_factory: pytest.TempPathFactory) -> None:
    """If all documents are on one page, each opens its own footnotes."""
    folder = tmp_path_factory.mktemp("single")
    built = build_site(ROOTS / "margins", folder / "out", builder="singlehtml")
    soup = soup_of(built.text("index.html"))
    assert words(body_of(soup, "Said of the second")) == "Said of the second."
    opened = [tag["id"] for tag in soup.select(".margin-body[popover], .margin-body > i[popover]")]
    assert len(set(opened)) == len(soup.select(".margin-body"))


def test_wrong_option(site: Callable[..., Built]) -> None:
    """An unknown value of ``notes_citations`` is reported, and cards are shown."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nnotes_citations = "footnote"\n'
    built = site({"conf.py": conf, "index.md": "# Home\n"})
    assert "notes_citations: expected 'card', 'margin' or 'plain', got 'footnote'" in built.warnings


def test_snapshot(built: Built) -> None:
    """The note with every kind of footnote is as in the snapshot."""
    _compare("margins-kinds.html", _main(built.text(KINDS)))


# Single functions.


def paragraph(text: str) -> nodes.paragraph:
    """Return a paragraph with *text*."""
    return nodes.paragraph("", text)


def test_copied() -> None:
    """A copy has no ids, neither of nodes nor in finished HTML, and the original keeps its own."""
    html = '<b class="x" id="y" title=\'id="z"\'>id="w"</b><i id=u>'
    marked = nodes.raw("", html, format="html")
    passage = nodes.paragraph("", "Words", marked, nodes.target(ids=["t"]), ids=["p"])
    (again,) = copied([passage])
    assert [each["ids"] for each in again.findall(nodes.Element)] == [[], []]
    assert again.astext() == 'Words<b class="x" title=\'id="z"\'>id="w"</b><i>'
    assert passage["ids"] == ["p"]
    assert len(passage.children) == 3


@pytest.mark.parametrize(
    ("content", "long"),
    [
        ([paragraph("word " * 20)], False),
        ([paragraph("word " * 80)], False),
        ([paragraph("word " * 100)], True),
        ([paragraph("word " * 40), paragraph("word " * 50)], True),
        ([nodes.literal_block("", "x\n" * 10)], False),
        ([nodes.literal_block("", "x\n" * 14)], True),
    ],
)
def test_is_long(content: list[nodes.Node], long: bool) -> None:
    """A note is long if collapsing it hides more than a line or two."""
    assert is_long(content) == long


def cited(*keys: str) -> resolved_citation:
    """Return a citation as resolved when a note is read."""
    leads = [f"ref-{key}" for key in keys]
    links = [nodes.reference("", key, refid=f"ref-{key}", internal=True) for key in keys]
    kept = StoredNodes([nodes.Text("("), *links, nodes.Text(")")])
    return resolved_citation("", classes=["bibtex-citation"], cites=list(keys), leads=leads, kept=kept)


def note(*parts: nodes.Node) -> nodes.document:
    """Return a document with *parts* as paragraphs."""
    document = new_document("note.md")
    section = nodes.section("", nodes.title("", "A note"), ids=["a-note"])
    section += [nodes.paragraph("", "", part) if isinstance(part, nodes.Inline) else part for part in parts]
    document += section
    return document


def at_hand(mode: str, *parts: nodes.Node) -> nodes.document:
    """Return :func:`note` with its citations at hand; it has two references."""
    document = note(*parts)
    works = {f"ref-{key}": StoredNodes([nodes.Text(f"{key.title()}. A book.")]) for key in ("hale", "lind")}
    _Citations(document, count(1), NullTranslations(), mode, works).run()
    return document


def cards(document: nodes.document) -> list[tuple[str, list[str]]]:
    """Return the text and the classes of each body."""
    found = (BeautifulSoup(node.html, "html.parser") for node in document.findall(markup))
    return [(body.get_text(), body["class"]) for soup in found for body in soup.select("[popover]")]


def test_cards() -> None:
    """Each citation gets a card with its references."""
    document = at_hand("card", cited("hale"), cited("hale", "lind"))
    assert cards(document) == [
        ("Hale. A book.", ["margin-body", "tucked"]),
        ("Hale. A book.Lind. A book.", ["margin-body", "tucked"]),
    ]
    found = list(document.findall(markup))
    assert 'aria-label="Reference hale"' in found[0].html
    assert [node.astext().split() for node in found] == [["(", "hale", ")"], ["(", "hale", "lind", ")"]]


def test_citations_in_the_margin() -> None:
    """A reference is in the margin where it is first cited; later it is on a card."""
    document = at_hand("margin", cited("hale"), cited("hale"), cited("hale", "lind"))
    assert ["tucked" in classes for _, classes in cards(document)] == [False, True, False]


def test_citations_where_there_is_no_margin() -> None:
    """In a caption a reference is always on a card, and in the margin when cited later."""
    figure = nodes.figure("", nodes.image(uri="x.svg"), nodes.caption("", "", cited("hale")))
    document = at_hand("margin", figure, cited("hale"))
    assert ["tucked" in classes for _, classes in cards(document)] == [True, False]
    assert "margin-body" in next(document.findall(nodes.caption)).pformat()


def test_plain_citations() -> None:
    """Plain citations are unchanged."""
    document = at_hand("plain", cited("hale"))
    assert document.pformat() == note(cited("hale")).pformat()


def test_citations_that_stay() -> None:
    """In headings, and if the references are on another page, a citation stays a link."""
    heading = nodes.section("", nodes.title("", "", cited("hale")), ids=["x"])
    document = at_hand("card", heading, cited("other"))
    assert cards(document) == []
    assert [each.astext() for each in document.findall(resolved_citation)] == ["(hale)", "(other)"]


def test_two_in_a_row(site: Callable[..., Built]) -> None:
    """Footnote references separated only by a space are marked, so that a finger can tell them apart."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
    text = "A\n=\n\nOne [#a]_\\ [#b]_ two [#c]_ [#d]_ *x* [#e]_ y [#f]_.\n\n"
    text += "".join(f".. [#{name}] {name}.\n" for name in "abcdef")
    files = {"conf.py": f'{conf}notes_match = ["notes/**"]\n', "index.md": "# Home\n", "notes/a.rst": text}
    soup = soup_of(site(files).text("notes/a.html"))
    assert ["next" in tag["class"] for tag in soup.select(".sidenote")] == [
        False,
        True,
        False,
        True,
        False,
        False,
    ]


def test_links_that_say_their_address(site: Callable[..., Built]) -> None:
    """Links whose text is their address are marked, so that printing does not repeat it."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
    conf += 'notes_match = ["notes/**"]\n'
    text = "# A\n\n<https://example.org/a>, [example.org/b](https://example.org/b/), "
    text += "[c](https://example.org/c), [Home](/index.md)\n"
    soup = soup_of(site({"conf.py": conf, "index.md": "# Home\n", "notes/a.md": text}).text("notes/a.html"))
    marked = {tag["href"]: "address" in tag.get("class", []) for tag in soup.select(".e-content p a")}
    assert list(marked.values()) == [True, True, False, False]


def test_a_figure_with_a_number(site: Callable[..., Built]) -> None:
    """A figure in a footnote is there twice: without sharing an id, and without warnings from Sphinx."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
    conf += 'notes_match = ["notes/**"]\nnumfig = True\n'
    text = "A\n=\n\nOne [#a]_.\n\n.. [#a] First.\n\n   .. figure:: /x.svg\n\n      A caption.\n"
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    index = "# Home\n\n```{toctree}\nnotes/a\n```\n"
    built = site({"conf.py": conf, "index.md": index, "notes/a.rst": text, "x.svg": svg})
    assert built.warnings == ""
    soup = soup_of(built.text("notes/a.html"))
    assert len(soup.select("figure")) == 2
    assert repeated_ids(soup) == []


def test_tabs_of_notes_in_full(site: Callable[..., Built]) -> None:
    """Each note's tabs are its own on a page that shows several notes."""
    conf = 'extensions = ["myst_parser", "sphinx_design", "sphinx_research_notes"]\n'
    conf += 'html_theme = "research_notes"\nnotes_match = ["notes/**"]\n'
    tabs = "# {}\n\n````{{tab-set}}\n```{{tab-item}} A\nx\n```\n```{{tab-item}} B\ny\n```\n````\n"
    files = {"conf.py": conf, "index.md": "# Home\n\n```{notes}\n:style: full\n```\n"}
    built = site(files | {f"notes/{name}.md": tabs.format(name) for name in "ab"})
    soup = soup_of(built.text("index.html"))
    assert repeated_ids(soup) == []
    inputs = soup.select("input[name*=sd-tab]")
    assert [tag.has_attr("checked") for tag in inputs] == [True, False] * 2
    assert len({tag["name"] for tag in inputs}) == 2
    assert {tag["for"] for tag in soup.select("label[for]")} == {tag["id"] for tag in inputs}
    controlled = {tag["aria-controls"] for tag in soup.select("label[aria-controls]")}
    assert controlled <= {tag["id"] for tag in soup.select("[id]")}


def test_a_citation_in_a_caption(site: Callable[..., Built]) -> None:
    """It has a card in the caption of a table and in the title of an admonition; in a heading it is text."""
    conf = 'extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]\n'
    conf += 'html_theme = "research_notes"\nnotes_match = ["notes/**"]\nbibtex_bibfiles = ["works.bib"]\n'
    text = "# A {cite:p}`ed`\n\n~~~{table} Caption {cite:p}`ed`\n| a |\n|---|\n| b |\n~~~\n\n"
    text += "~~~{admonition} Title {cite:p}`ed`\nBody.\n~~~\n"
    bib = "@book{ed, author = {Ed, E.}, title = {Ed}, publisher = {P}, year = 1999}\n"
    built = site({"conf.py": conf, "works.bib": bib, "index.md": "# Home\n", "notes/a.md": text})
    assert built.warnings == ""
    soup = soup_of(built.text("notes/a.html"))
    for place, cards in (("h1", 0), ("caption", 1), (".admonition-title", 1)):
        assert len(soup.select(f"{place} .bibtex-citation")) == 1
        assert len(soup.select(f"{place} .margin-cite > [popover]")) == cards
    assert repeated_ids(soup) == []
