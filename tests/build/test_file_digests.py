"""Changes are found by content, no matter what the times of files are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from conftest import build_site, write_files
from exactness import Bench, differences, tree

from sphinx_research_notes.state.file_digests import GRAIN, SMALL, Digests, File, Reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = 86_400_000_000_000


def put(path: Path, data: bytes, mtime: int) -> None:
    """Write *data* to *path*, with the modification time *mtime*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, ns=(mtime, mtime))


def other(folder: Path) -> None:
    """Write other text of the same length."""
    put(folder / "a.md", b"other text", 5)


def moved(folder: Path) -> None:
    """Replace the file with a link to it."""
    (folder / "a.md").rename(folder / "b.md")
    (folder / "a.md").symlink_to("b.md")


def beyond(folder: Path) -> None:
    """Replace the file with a link to one outside the project."""
    put(folder.parent / "beyond.md", b"the text..", 5)
    (folder / "a.md").unlink()
    (folder / "a.md").symlink_to(folder.parent / "beyond.md")


def folder_moved(folder: Path) -> None:
    """Replace the file's folder with a link to it."""
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to("elsewhere")


#: Changes to a file of ten bytes, and whether each counts as a change.
CHANGES: dict[str, tuple[Callable[[Path], None], bool]] = {
    "nothing": (lambda folder: None, False),
    "another time": (lambda folder: put(folder / "a.md", b"the text..", 5 + DAY), False),
    "the same time, another text": (other, True),
    "a link to the same text": (moved, True),
    "a link to a file elsewhere": (beyond, True),
    "a link to its folder": (folder_moved, True),
    "it goes": (lambda folder: (folder / "a.md").unlink(), True),
    "a folder in its place": (lambda folder: [(folder / "a.md").unlink(), (folder / "a.md").mkdir()], True),  # type: ignore[dict-item]
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_makes_a_file_another(tmp_path: Path, name: str) -> None:
    """The content and the location of a file count, not its time."""
    change, differs = CHANGES[name]
    put(tmp_path / "source" / "sub" / "a.md", b"the text..", 5)
    had = Digests(str(tmp_path / "source")).of("sub/a.md")
    change(tmp_path / "source" / "sub")
    now = Digests(str(tmp_path / "source")).of("sub/a.md")
    assert had.digest
    assert (had.digest != now.digest) == differs


def test_a_project_below_a_link_is_the_same(tmp_path: Path) -> None:
    """The path to the sources doesn't matter, nor which file is digested first."""
    names = ["a.md", "sub/b.md", "sub/c.md", "d.md"]
    for name in names:
        put(tmp_path / "source" / name, b"x", 5)
    (tmp_path / "link").symlink_to("source")
    one, other = Digests(str(tmp_path / "source")), Digests(str(tmp_path / "link"))
    assert [one.of(name) for name in names] == [other.of(name) for name in reversed(names)]


def test_a_file_is_what_it_was_when_it_was_first_asked_for(tmp_path: Path) -> None:
    """A change while documents are read is seen by the next build."""
    put(tmp_path / "a.md", b"one", 5)
    digests = Digests(str(tmp_path))
    had = digests.of("a.md")
    put(tmp_path / "a.md", b"two", 5)
    assert digests.of("a.md") == had
    assert digests.look("a.md") != had


@pytest.mark.parametrize("size", [SMALL, SMALL + 1])
def test_large_files_are_looked_into_where_they_may_have_changed(tmp_path: Path, size: int) -> None:
    """A change is seen although size and time are the same: nothing is remembered of a file just written."""
    path = tmp_path / "a.png"
    put(path, b"a" * size, 5)
    digests = Digests(str(tmp_path))
    had = digests.look("a.png")
    # It has just been written, within the resolution of the clock.
    assert not digests.known
    put(path, b"b" * size, 5)
    assert digests.look("a.png").digest != had.digest


def test_what_lies_there_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large file in the state in which it was read has the same digest."""
    put(tmp_path / "a.png", b"a" * (SMALL + 1), 5)
    digests = Digests(str(tmp_path))
    later = (tmp_path / "a.png").stat().st_ctime_ns + 2 * GRAIN
    monkeypatch.setattr("time.time_ns", lambda: later)
    had = digests.look("a.png")
    assert digests.known or os.name == "nt"
    monkeypatch.setattr("sphinx_research_notes.state.file_digests._bytes_of", None)
    assert Digests(str(tmp_path), digests.known).look("a.png") == had


SOURCE, PART = ("a.md", File("1", 10)), ("part.txt", File("2", 10))


@pytest.mark.parametrize(
    ("now", "current", "untouched"),
    [
        (Reading(True, (SOURCE, PART)), True, True),
        (Reading(False, (SOURCE, PART)), False, True),
        (Reading(True, (SOURCE, ("part.txt", File("2", 5)))), True, False),
        (Reading(True, (SOURCE, ("part.txt", File("3", 10)))), False, True),
        (Reading(True, (SOURCE, ("part.txt", File()))), False, False),
        (Reading(True, (SOURCE,)), False, False),
        (Reading(True, (("a.rst", File("1", 10)), PART)), False, True),
    ],
)
def test_what_makes_a_reading_another(now: Reading, *, current: bool, untouched: bool) -> None:
    """The contents of the source and of each dependency count, and which files these are."""
    assert Reading(True, (SOURCE, PART)).is_current(now) == current
    assert Reading(True, (SOURCE, PART)).is_untouched(now) == untouched


def test_what_could_not_be_read_is_never_current() -> None:
    """Neither a missing file nor one that was changed while it was read is current."""
    reading = Reading(True, (SOURCE, ("part.txt", File())))
    assert not reading.is_current(reading)


CONF = """\
extensions = ["myst_nb", "sphinxcontrib.bibtex", "sphinx_research_notes"]
nb_execution_mode = "off"
html_theme = "research_notes"
notes_match = ["notes/*"]
exclude_patterns = ["_*"]
bibtex_bibfiles = ["works.bib"]
html_static_path = ["_static"]
templates_path = ["_templates"]
"""

#: Files in which the word "zbefore" will be replaced; each is shown by a separate document.
FILES = {
    "notes/source.md": "---\ntitle: A note zbefore\n---\n\nSome words.\n",
    "notes/cell.ipynb": '{"cells": [], "metadata": {"title": "zbefore"}, "nbformat": 4, "nbformat_minor": 4}',
    "page.rst": "A page\n======\n\nzbefore\n",
    "thread.yml": "- id: a\n  author: Ann\n  body: Said zbefore.\n",
    "thread.json": '[{"id": "a", "author": "Bo", "body": "Said zbefore."}]',
    "part.txt": "Included zbefore.\n", "partial.md": "Included zbefore.\n", "code.py": "zbefore = 1\n",
"old.py": "zbefore = 2\n", "table.csv": "zbefore,1\n", "raw.html": "<b>zbefore</b>\n",
    "plain.svg": '<svg xmlns="http://www.w3.org/2000/svg" id="zbefore"/>',
    "figure.svg": '<svg xmlns="http://www.w3.org/2000/svg" id="zbefore"/>',
    "front.svg": '<svg xmlns="http://www.w3.org/2000/svg" id="zbefore"/>',
    "large.svg": f'<svg xmlns="http://www.w3.org/2000/svg" id="zbefore"/><!--{"x" * 2 * SMALL}-->',
    "download.txt": "zbefore", "docutils.conf": "[general]\n# zbefore\n",
    "works.bib": "@book{hale, author = {Hale, N.}, title = {Not zbefore}, year = 1902, publisher = {M}}\n",
    "_static/own.css": "p { color: zbefore }\n", "_templates/research_notes/badges.html": "<b>zbefore</b>\n",
}  # fmt: skip

PAGES = {
    "conf.py": CONF,
    "new.py": "a = 1\n",
    "index.md": "# Home\n\n```{notes}\n```\n",
    "notes/thread.md": "---\ncomments: /thread.yml\n---\n\nA thread.\n",
    "notes/json.md": "---\ncomments: /thread.json\n---\n\nA thread.\n",
    "include.md": "# I\n\n```{include} /part.txt\n```\n",
    "include.rst.rst": "I\n=\n\n.. include:: part.txt\n",
    "include2.md": "# I\n\n```{include} partial.md\n```\n",
    "code.md": "# C\n\n```{literalinclude} /code.py\n```\n",
    "diff.md": "# C\n\n```{literalinclude} /new.py\n:diff: /old.py\n```\n",
    "table.md": "# T\n\n```{csv-table}\n:file: table.csv\n```\n",
    "raw.md": "# R\n\n```{raw} html\n:file: raw.html\n```\n",
    "image.md": "# P\n\n![P](plain.svg)\n",
    "figure.md": "# F\n\n```{figure} figure.svg\n\nF\n```\n",
    "large.md": "# F\n\n![F](large.svg)\n",
    "notes/front.md": "---\nimage: /front.svg\nstatus: likely\n---\n\nA picture.\n",
    "download.md": "# D\n\n{download}`it <download.txt>`\n",
    "notes/cites.md": "---\ntitle: Cites\n---\n\nSee {cite:t}`hale`.\n",
    "footnote.md": "# F\n\nSee {footcite}`hale`.\n\n```{footbibliography}\n```\n",
    "works.md": "# W\n\n```{bibliography}\n```\n",
}

#: Clocks: from the time of a file to that of its replacement.
CLOCKS: dict[str, Callable[[int], int]] = {
    "older": lambda mtime: mtime - DAY,
    "the same": lambda mtime: mtime,
    "ahead": lambda mtime: mtime + 2 * DAY,
    "the same, ahead": lambda mtime: mtime,
}


@pytest.mark.slow
def test_whatever_the_clock_says(tmp_path: Path) -> None:
    """A replaced file of the same size is noticed, whatever its time; this goes for every kind of file."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit({**PAGES, **FILES})
    words = ["zbefore", *(f"zafter{n}" for n in range(len(CLOCKS)))]
    bench.build("out")
    for (name, clock), old, new in zip(CLOCKS.items(), words, words[1:], strict=False):
        for file in FILES:
            path = bench.source / file
            text, state = path.read_bytes(), path.stat()
            assert old.encode() in text
            put(path, text.replace(old.encode(), new.encode()), clock(state.st_mtime_ns))
        said = differences(bench.build("out"), bench.clean())
        assert not said, f"{name}: {said}"
        assert not [file for file, data in tree(bench.folder / "out").items() if old.encode() in data], name
    # A clock that was ahead doesn't cause anything to be read again.
    out, doctrees = bench.folder / "out", bench.folder / "out.doctrees"
    always = {"search.html", "genindex.html"}
    pages = {path: path.stat().st_mtime_ns for path in out.rglob("*.html") if path.name not in always}
    built = build_site(bench.source, out, doctrees=doctrees)
    assert "0 added, 0 changed, 0 removed" in built.status
    assert not [path for path, written in pages.items() if path.stat().st_mtime_ns != written]


NOTEBOOK = """\
{"cells": [{"cell_type": "markdown", "metadata": {}, "source": "HUSH"}], "metadata": {"draft": false},
 "nbformat": 4, "nbformat_minor": 4}
"""

#: Ways to hide a note, or part of one, or what it includes: the text before and after.
HIDES = {
    "notes/yaml.md": ("---\ntitle: T\ndraft: no \n---\n\nHUSH\n", "draft: no ", "draft: yes"),
    "notes/field.rst": (":title: T\n:visibility: public \n\nHUSH\n", "public ", "private"),
    "notes/book.ipynb": (NOTEBOOK, "false", "true "),
    "notes/part.md": ("# N\n\n```{note-to-self}\n:comment:\n\nHUSH\n```\n", ":comment:", ":private:"),
    "notes/entry.md": ("# N\n\n```{entry} 2024-01-01\n:draft: no \n\nHUSH\n```\n", "no ", "yes"),
    "page.md": ("---\nkind: page\ndraft: no \n---\n\n# P\n\nHUSH\n", "draft: no ", "draft: yes"),
    "inc/included.md": ("---\nkind: note\ndraft: no \n---\n\nHUSH\n", "draft: no ", "draft: yes"),
    "inc/thread.yml": ("- author: Ann\n  deleted: no  #\n  body: HUSH\n", "no  #", "yes #"),
}  # fmt: skip


@pytest.mark.parametrize("clock", ["older", "the same"])
def test_what_is_hidden_now_is_gone(tmp_path: Path, clock: str) -> None:
    """Page, source, lists, search and doctree lose a hidden note, whatever the time of the file."""
    bench = Bench(tmp_path, tmp_path / "source")
    words = {name: f"hush{number}zebra" for number, name in enumerate(HIDES)}
    texts = {name: text.replace("HUSH", words[name]) for name, (text, *_) in HIDES.items()}
    bench.edit({
        "conf.py": CONF.replace('"_*"', '"_*", "inc"'), "works.bib": "", **texts,
        "index.md": "# Home\n\n```{notes}\n:style: full\n```\n\n[](notes/yaml.md)\n",
        "notes/takes.md": "---\ncomments: /inc/thread.yml\n---\n\n```{include} /inc/included.md\n```\n",
    })  # fmt: skip
    out = bench.build("out")
    there = b"".join(tree(out).values())
    assert [word for word in words.values() if word.encode() not in there] == []
    for name, (_, old, new) in HIDES.items():
        path = bench.source / name
        text = path.read_text("utf-8")
        assert old in text
        put(path, text.replace(old, new).encode(), CLOCKS[clock](path.stat().st_mtime_ns))
    said = differences(bench.build("out"), bench.clean())
    everything = b"".join([*tree(out).values(), *tree(bench.folder / "out.doctrees").values()])
    assert not [word for word in words.values() if word.encode() in everything]
    assert not said


def test_the_first_note_of_a_project(tmp_path: Path) -> None:
    """In a project without notes, a page that becomes a draft is found; all others are left to Sphinx."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit({"conf.py": 'extensions = ["myst_parser", "sphinx_research_notes"]\n', "index.md": "# Home\n",
                "a.md": "# A\n\nHush.\n", "b.md": "# B\n\nold\n"})  # fmt: skip
    out = bench.build("out")
    for name, text in {
        "a.md": "---\nkind: note\ndraft: true\n---\n\nHush.\n",
        "b.md": "# B\n\nnew\n",
    }.items():
        put(bench.source / name, text.encode(), (bench.source / name).stat().st_mtime_ns)
    bench.build("out")
    assert not any(b"Hush" in data for data in tree(out).values())
    assert b"old" in (out / "b.html").read_bytes()


def test_a_source_that_is_edited_while_it_is_read(tmp_path: Path) -> None:
    """The next build reads it again, although its time is earlier than that of the reading."""
    bench = Bench(tmp_path, tmp_path / "source")
    late = (
        "from pathlib import Path\n"
        "def edit(app, docname, source):\n"
        "    path = Path(app.srcdir, 'edit')\n"
        "    if docname == 'notes/a' and path.exists():\n"
        "        path.unlink()\n"
        "        Path(app.srcdir, 'notes/a.md').write_text('# A\\n\\nThe edit.\\n')\n"
        "        Path(app.srcdir, 'part.txt').write_text('The other edit.')\n"
        "def setup(app):\n"
        "    app.connect('source-read', edit)\n"
    )
    source = "# A\n\n```{include} /part.txt\n```\n"
    bench.edit({"conf.py": CONF + late, "works.bib": "", "index.md": "# Home\n", "part.txt": "One",
                "notes/a.md": source, "notes/b.md": source})  # fmt: skip
    bench.build("out")
    bench.edit({"edit": "", "part.txt": "Two"})
    bench.build("out")
    assert not differences(bench.build("out"), bench.clean())


def test_a_picture_that_is_a_link_follows_it(tmp_path: Path) -> None:
    """If the link leads to another image, or to none, the page is read again."""
    source, out = tmp_path / "source", tmp_path / "out"
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{}</title></svg>'
    write_files(source, {
        "conf.py": 'extensions = ["myst_parser", "sphinx_research_notes"]\nnotes_match = ["notes/**"]\n',
        "index.md": "# Home\n", "one.svg": svg.format(1), "two.svg": svg.format(2),
        "notes/n.md": "---\ntitle: N\ndate: 2024-01-02\n---\n![](a.svg)\n",
    })  # fmt: skip
    link = source / "notes" / "a.svg"
    link.symlink_to("../one.svg")
    build_site(source, out)
    link.unlink()
    link.symlink_to("../two.svg")
    assert "_images/two.svg" in build_site(source, out).files()
    link.unlink()
    assert "not readable" in build_site(source, out).warnings
