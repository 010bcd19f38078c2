"""A vault of Obsidian as a site: links by name, embedded notes and files, callouts, tags, comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages import one, page, repeated_ids, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag
    from conftest import Built

CONF = """\
extensions = ["myst_parser", "sphinx_research_notes"]
project = "Vault"
html_theme = "research_notes"
notes_match = ["**"]
exclude_patterns = []
notes_wikilinks = True
notes_inline_tags = True
myst_enable_extensions = ["dollarmath"]
"""
HOME = "---\nkind: page\n---\n# Home\n\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>\n'


@pytest.fixture
def vault(site: Callable[..., Built]) -> Callable[..., Built]:
    """Build a vault with these notes, by name."""

    def build(files: dict[str, str | None], *options: str, builder: str = "html", conf: str = CONF) -> Built:
        return site({"conf.py": conf, "index.md": HOME, **files}, *options, builder=builder)

    return build


def body(built: Built, name: str) -> Tag:
    """Return the text of the note *name*."""
    return one(page(built.outdir / f"{name}.html"), ".e-content")


def links(part: Tag) -> list[tuple[str, str]]:
    """Return the texts and addresses of the links in *part*, without those of cards."""
    return [(words(link), str(link["href"])) for link in part.select("a.reference")]


def said(built: Built) -> list[str]:
    """Return what the warnings about wikilinks say."""
    return re.findall(r"WARNING: (.*) \[notes\.wikilink\]$", built.warnings, re.MULTILINE)


@pytest.mark.once
def test_links(vault: Callable[..., Built]) -> None:
    """Links lead to notes by file, title or other name, and to headings and blocks in them."""
    text = (
        "[[Far lake]] [[far LAKE|it]] [[deep/Far lake.md]] [[The mere]] [[big water]] [[a-walk]]"
        " [[../a-walk]]\n\n[[Far lake#The shore]] [[Far lake#The shore#Its stones|stones]]"
        " [[#Here: a-walk]] [[Far lake#^wind]]\n\n"
        "| a | b |\n|---|---|\n| [[Far lake\\|cell]] | x |\n\n"
        "## Here: [[a-walk]]\n\n[of [[Far lake]] too](https://example.org/) [[1]](https://example.org/1)"
        " [by file](Far%20lake.md#the-shore)\n"
    )
    built = vault(
        {
            "notes/links.md": text,
            "a-walk.md": "---\ntitle: A walk\n---\nText.\n",
            "deep/Far lake.md": "---\naliases: [Big water]\n---\nText.\n\n"
            "## The shore\n\n### Its stones\n\nWind. ^wind\n",
            "mere.md": "# The mere\n\nText.\n",
        }
    )
    assert built.warnings == ""
    lake = "../deep/Far%20lake.html"
    assert links(body(built, "notes/links")) == [
        ("Far lake", lake), ("it", lake), ("Far lake", lake), ("The mere", "../mere.html"),
        ("big water", lake),
        ("A walk", "../a-walk.html"), ("A walk", "../a-walk.html"),
        ("Far lake > The shore", f"{lake}#the-shore"), ("stones", f"{lake}#its-stones"),
        ("Here: a-walk", "#here-a-walk"), ("Far lake", f"{lake}#block-wind"),
        ("cell", lake), ("A walk", "../a-walk.html"), ("of Far lake too", "https://example.org/"),
        ("[1]", "https://example.org/1"), ("by file", f"{lake}#the-shore"),
    ]  # fmt: skip


@pytest.mark.once
def test_names_that_lead_nowhere(vault: Callable[..., Built]) -> None:
    """They become text, and are reported with what is near; ambiguous ones lead to the shortest path."""
    built = vault(
        {
            "a.md": "[[Lakee]] [[Ocean|sea]] [[Mud]] [[Lake#Shroe]] [[Lake#^no]] [[1, 2]] [[7]]\n",
            "Lake.md": "## Shrubs\n",
            "x/Mud.md": "Text.\n",
            "x/y/Mud.md": "Text.\n",
        }
    )
    assert said(built) == [
        "expected the name of a page of this site, found '[[Lakee]]'; did you mean [[Lake]]?",
        "expected the name of a page of this site, found '[[Ocean|sea]]'; leaving its text",
        "expected the name of one page, found '[[Mud]]', which may also mean 'x/y/Mud'; linking to 'x/Mud'",
        "expected a heading of 'Lake', found '[[Lake#Shroe]]'; linking to 'Lake'",
        "expected a block of 'Lake', found '[[Lake#^no]]'; linking to 'Lake'",
    ]
    assert "a.md:1: WARNING: " in built.warnings
    assert words(body(built, "a")).startswith("Lakee sea Mud")
    assert words(body(built, "a")).endswith("[[1, 2]] [[7]]")


@pytest.mark.once
def test_code_and_formulas(vault: Callable[..., Built]) -> None:
    """Nothing in them is a link, a highlight, a tag or a comment."""
    text = (
        "`[[a]] ==b== #c %%d%%` $[[e]]$ \\[[f]] \\==g== \\#h\n\n```\n[[i]] ==j== #k %%l%%\n> [!note]\n```\n"
    )
    built = vault({"a.md": text})
    assert built.warnings == ""
    shown = body(built, "a")
    assert not shown.select("a, mark, .callout")
    assert "[[a]] ==b== #c %%d%%" in words(shown)
    assert "[[i]] ==j== #k %%l%%" in words(shown)


@pytest.mark.once
def test_formulas_and_footnotes(vault: Callable[..., Built]) -> None:
    """Formulas may stand directly under text, also in callouts; prices are none; footnotes in the text."""
    text = (
        "A bag is $5 and two are $6, or US$7.\nThe sum:\n$$\n\\begin{align}\na &= b\n\\end{align}\n$$\n"
        "Then $x_1$ and $$y$$ go on.\n\n1. One\n$$\nq\n$$\n2. Two^[A *small* one, see [[Far]].]\n\n"
        "> [!note] Box\n> It says\n> $$\n> m\n> $$\n> there.\n\nNo `^[note]`.\n"
    )
    built = vault({"a.md": f"# A\n\n{text}", "Far.md": "# Far\n"})
    assert built.warnings == ""
    note = body(built, "a")
    tex = [each.get_text().strip() for each in note.select('annotation[encoding="application/x-tex"]')]
    assert [" ".join(each.split()) for each in tex] == [
        r"\begin{align} a &= b \end{align}", "x_1", "y", "q", "m",
    ]  # fmt: skip
    assert words(note.p) == "A bag is $5 and two are $6, or US$7. The sum:"
    assert words(one(note, ".admonition")).endswith("there.")
    assert "A small one, see Far." in words(one(note, "aside.footnote"))
    assert "No ^[note]." in words(note)


@pytest.mark.once
def test_links_of_markdown(vault: Callable[..., Built]) -> None:
    """Links of Markdown lead to headings and blocks by their text, and to notes without their suffix."""
    text = (
        "[1](Far.md#The%20bank) [2](<deep/Far.md#^b1>) [3](#A%20part) [4](<Far>) [5](#own) [6](#^b2)\n\n"
        "## A part\n\nWords. ^b2\n\n(own)=\n## Another\n"
    )
    built = vault({"a.md": f"# A\n\n{text}", "deep/Far.md": "# Far\n\n## The bank\n\nWet. ^b1\n"})
    assert built.warnings == ""
    assert links(body(built, "a")) == [
        ("1", "deep/Far.html#the-bank"), ("2", "deep/Far.html#block-b1"), ("3", "#a-part"),
        ("4", "deep/Far.html"), ("5", "#own"), ("6", "#block-b2"),
    ]  # fmt: skip


@pytest.mark.once
def test_line_breaks(vault: Callable[..., Built]) -> None:
    """With the option, lines stay lines, in every format."""
    files = {"a.md": "# A\n\nOne *line\nand* another.\n"}
    assert body(vault(files), "a").br is None
    conf = f"{CONF}notes_line_breaks = True\n"
    assert str(body(vault(files, conf=conf), "a").br) == "<br/>"
    built = vault(files, conf=conf, builder="text")
    assert "One *line and* another" in " ".join((built.outdir / "a.txt").read_text("utf-8").split())


@pytest.mark.once
def test_clipped_pages(vault: Callable[..., Built]) -> None:
    """The address of the page that a note was clipped from isn't that of the note."""
    built = vault({"a.md": "---\nurl: https://a.example/1\n---\n# A\n"})
    assert built.warnings == ""
    assert (built.outdir / "a.html").is_file()


@pytest.mark.once
def test_hidden_notes(vault: Callable[..., Built]) -> None:
    """Links to drafts are text as written, embedded ones show nothing, and their titles stay hidden."""
    hidden = "---\ntitle: Zebrawood in the attic\naliases: [Plainsong]\ndraft: true\n---\nHush hush.\n"
    text = "To [[plan-b]], [[plan-b|that]] and ![[plan-b]]\n\n%%zebrawood comment%% ![[plan-b#Part]]\n"
    built = vault({"a.md": text, "plan-b.md": hidden})
    expected = "expected the name of a page of this site, found "
    assert [line.removeprefix(expected) for line in said(built)] == [
        "'![[plan-b]]', which is kept back; leaving it out",
        "'![[plan-b#Part]]', which is kept back; leaving it out",
        "'[[plan-b]]', which is kept back; leaving its text",
        "'[[plan-b|that]]', which is kept back; leaving its text",
    ]
    assert words(body(built, "a")) == "To plan-b, that and"
    for path in built.outdir.rglob("*"):
        if path.is_file():
            assert b"ebrawood" not in path.read_bytes(), path
            assert b"Plainsong" not in path.read_bytes(), path
    shown = vault({}, "-t", "drafts")
    assert ("Zebrawood in the attic", "plan-b.html") in links(body(shown, "a"))


def test_embedded_notes(vault: Callable[..., Built]) -> None:
    """A note, a section of it or a block stands on the page, under a link; circles end in a link."""
    files = {
        "a.md": "Before ![[b]] after.\n\n![[b#Part]]\n\n![[b#^item]]\n\n| x |\n|---|\n| ![[b]] |\n",
        "b.md": "First of b.\n\n## Part\n\nPart of b, and ![[c]]\n\n- One.\n- Two. ^item\n  - Below.\n",
        "c.md": "Text of c.[^n]\n\n[^n]: Its note.\n\n![[a]]\n",
    }
    built = vault(files)
    assert built.warnings == ""
    shown = body(built, "a")
    embeds = [each for each in shown.select(".note-embed") if each.find_parent(class_="note-embed") is None]
    assert [words(each.select(".note-embed-source")[0]) for each in embeds] == ["b", "b > Part", "b"]
    whole, part, item = (words(each) for each in embeds)
    assert "First of b." in whole
    assert "Text of c." in whole
    assert "First of b." not in part
    assert "Part of b" in part
    assert item == "b Two. Below."
    assert "Its note." in whole
    assert ("b", "b.html") in links(one(shown, "table"))
    assert repeated_ids(page(built.outdir / "a.html")) == []
    assert "a" in [words(each) for each in page(built.outdir / "b.html").select(".note-backlinks a")]
    # c embeds a, which embeds it: there it is a link.
    assert ("a", "a.html") in links(body(built, "c")) or ("a", "#") in links(body(built, "c"))
    text = vault(files, builder="text").text("a.txt")
    assert "First of b." in text
    assert "Text of c." in text


def test_files(vault: Callable[..., Built]) -> None:
    """Pictures are found anywhere, with their size; sounds, films and documents are shown or linked."""
    built = vault(
        {
            "notes/a.md": (
                "---\ncover: '[[lake.svg]]'\n---\n"
                "![[lake.svg|40x20]] ![[Lake.SVG|The lake|30]] ![A lake|50](lake.svg) [[lake.svg]]\n\n"
                "![[song.mp3]] ![[walk.mp4|200]]\n\n"
                "![[paper.pdf#page=2]] [[paper.pdf|the paper]] [[data.csv]]\n\n"
                "![[none.png]] ![[plan.canvas]] ![[draw.excalidraw]] ![[o.excalidraw]]\n"
            ),
            **{
                f"files/{name}": "x"
                for name in ("song.mp3", "walk.mp4", "paper.pdf", "data.csv", "plan.canvas")
            },
            "files/lake.svg": PICTURE,
            "files/draw.excalidraw.svg": PICTURE,
            "files/draw.excalidraw.md": "---\nexcalidraw-plugin: parsed\n---\n# Zebrawood\n",
        }
    )
    assert said(built) == [
        "expected a file of the source folder, found none for '![[none.png]]'; leaving its name",
        *(f"expected a note or a picture, found {each!r}, which only Obsidian shows; leaving its name"
          for each in ("![[plan.canvas]]", "![[o.excalidraw]]")),
    ]  # fmt: skip
    shown = body(built, "notes/a")
    pictures = shown.select("img")
    assert [img.get("alt") for img in pictures] == ["", "The lake", "A lake", ""]
    # Older docutils writes styles, which become classes.
    wide = [img.get("width") if "w" not in img.get("class", ()) else "" for img in pictures]
    assert wide[:3] in (["40", "30", "50"], ["", "", ""])
    assert pictures[0]["height"] in {"20", "2"}
    for tag, name in (("audio", "src"), ("video", "src"), ("object", "data")):
        address = str(one(shown, tag)[name]).partition("#")[0]
        assert (built.outdir / "notes" / address).resolve().is_file()
    assert str(one(shown, "object")["data"]).endswith("paper.pdf#page=2")
    assert "the paper" in words(shown)
    assert "none.png" in words(shown)
    assert not list(built.outdir.rglob("*canvas*"))
    assert not (built.outdir / "files/draw.excalidraw.html").exists()


def test_callouts(vault: Callable[..., Built]) -> None:
    """They are admonitions: with their title or that of their type, folded or open, one in another."""
    built = vault(
        {
            "a.md": (
                "> [!warning]- Mind the *edge*\n> It is sharp.\n>\n> > [!faq]+\n> > Inside.\n\n"
                "> [!tip] Only a title\n\n> [!Recipe|wide]\n> - Salt.\n\n"
                "> [!quote]\n> Said.\n\n> Just a quotation.\n"
            )
        }
    )
    assert built.warnings == ""
    shown = body(built, "a")
    titles = [words(each) for each in shown.select(".admonition-title")]
    assert titles == ["Mind the edge", "Question", "Only a title", "Recipe", "Quote"]
    assert [each.has_attr("open") for each in shown.select("details.admonition")] == [False, True]
    assert one(shown, "details details.callout-faq")
    assert words(one(shown, "blockquote")) == "Just a quotation."


@pytest.mark.once
def test_highlights_and_tags(vault: Callable[..., Built]) -> None:
    """Highlights are marked; tags in the text are those of the note, and link to their lists."""
    built = vault(
        {
            "a.md": "---\ntags: [one]\n---\n==Marked *words*== a == b, x==y.\n\n"
            "#two/inner and (#three). #1 C# a#b #ONE\n\n## Head #four\n\n[[tags/one|inner]]\n",
            "s.md": "---\nkind: page\n---\n```{entry} 2024-01-02\nWith #five.\n```\n",
        }
    )
    assert built.warnings == ""
    shown = body(built, "a")
    assert [words(each) for each in shown.select("mark")] == ["Marked words"]
    labels = [words(each) for each in page(built.outdir / "a.html").select(".note-labels .p-category")]
    assert labels == ["one", "two/inner", "three", "four"]
    assert words(shown).startswith("Marked words a == b, x==y.")
    assert (built.outdir / "notes/tags/five.html").is_file()
    assert ("#three", "notes/tags/three.html") in links(shown)
    assert ("inner", "notes/tags/one.html") in links(shown)


@pytest.mark.once
def test_what_is_no_note(vault: Callable[..., Built]) -> None:
    """Settings, deleted notes, templates and what the settings exclude are left out."""
    built = vault(
        {
            ".obsidian/templates.json": '{"folder": "Extra/Templates"}',
            ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "Forms/"}',
            ".obsidian/app.json": '{"userIgnoreFilters": ["private/", "/draft-\\\\d/"]}',
            ".obsidian/snippet.md": "Zebrawood.\n",
            "Private/note.md": "Zebrawood.\n",
            "Extra/draft-2.md": "Zebrawood.\n",
            "Forms/week.md": "Zebrawood <% tp.date.now() %>\n",
            ".trash/old.md": "Zebrawood.\n",
            "Extra/Templates/day.md": "# Zebrawood {{date}} [[nowhere]]\n",
            "Extra/note.md": "Seen.\n",
        }
    )
    assert built.warnings == ""
    assert (built.outdir / "Extra/note.html").is_file()
    assert not [
        path for path in built.outdir.rglob("*") if path.is_file() and b"ebrawood" in path.read_bytes()
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    ("settings", "is_said"),
    [
        ('\ufeff{"userIgnoreFilters": ["a"]}', False),
        ('{"userIgnoreFilters": ["a"],', True),
        ('{"userIgnoreFilters": ["/(?<=x+)a/"]}', True),
    ],
)
def test_settings_in_another_form(vault: Callable[..., Built], settings: str, *, is_said: bool) -> None:
    """What they may exclude is left out, and a warning says so if they cannot be read."""
    built = vault({".obsidian/app.json": settings, "a.md": "Zebrawood.\n"})
    assert not (built.outdir / "a.html").exists()
    assert ("no note of that vault is shown but the home page" in built.warnings) is is_said


@pytest.mark.once
def test_images_without_an_address(vault: Callable[..., Built]) -> None:
    """They are their texts, and a warning says so; one that is a folder doesn't stop the next build."""
    built = vault({"a.md": "See ![]() ![mud]().\n", "b.md": "![a](pics)\n", "pics/c.txt": "c\n"})
    assert words(body(built, "a")) == "See mud."
    assert not body(built, "a").select("img")
    assert "a.md:1: WARNING: expected the address of an image, found none" in built.warnings
    built = vault({"a.md": "Nothing.\n", "b.md": "Nothing.\n"})
    assert built.warnings == ""


@pytest.mark.once
def test_rules_anywhere(vault: Callable[..., Built]) -> None:
    """Rules at the beginning and the end are left out, those in callouts stay, and no warning is given."""
    built = vault(
        {
            "a.md": (
                "---\ndate: 2024-01-01\n---\n---\n\nOne.\n\n---\n\nTwo.\n\n---\n***\n\n"
                "## Three\n\n---\n\nFour.\n\n---\n"
            ),
            "b.md": "# B\n\n---\n\n> [!note] C\n> One.\n>\n> ---\n>\n> Two.\n",
            "c.md": "---\n\n---\n\n***\n",
        }
    )
    assert built.warnings == ""
    assert len(body(built, "a").select("hr")) == 2
    assert len(body(built, "b").select(".admonition hr")) == 1


@pytest.mark.once
def test_names_and_backlinks(vault: Callable[..., Built]) -> None:
    """Aliases with a slash are addresses, others names; links by name count for backlinks and cards."""
    built = vault(
        {
            "a.md": "---\ndate: 2024-01-02\naliases: [Second name, /old/a/]\n---\nText of a.\n",
            "b.md": "---\ndate: 2024-02-03\nrelated: '[[Second name]]'\n---\nSee [[second name]], [[a]].\n",
        }
    )
    assert built.warnings == ""
    assert (built.outdir / "old/a/index.html").is_file()
    assert "See second name, a." in words(one(page(built.outdir / "a.html"), ".note-backlinks"))
    assert "Text of a." in words(one(body(built, "b"), ".preview-card"))
    assert not (built.outdir / "Second name").exists()


@pytest.mark.once
def test_odd_text(vault: Callable[..., Built]) -> None:
    """Signs without a partner are text."""
    odd = [
        "[[",
        "[[]]",
        "[[|]]",
        "[[#]]",
        "![[",
        "[[a",
        "==",
        "====",
        "==a",
        "a==",
        "#",
        "#-",
        "^",
        "> [!",
        "[[a\nb]]",
    ]
    built = vault({"a.md": "\n\n".join(odd), "b.md": "Line.\r\n\r\n![[c]]\r\n", "c.md": "^x\n\n[[b]]\n"})
    assert "Traceback" not in built.warnings
    shown = words(body(built, "a"))
    assert all(each in shown for each in ("[[]]", "[[|]]", "====", "a=="))
    assert "Line." in words(body(built, "b"))
