"""Texts full of beginnings without an end are read in a time that grows with their length."""

from __future__ import annotations

import json
import time
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
import wxr
from conftest import write_files

from sphinx_research_notes.importers.html.document import Document, parsed
from sphinx_research_notes.importers.records import Options

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 100_000
#: Linear, it takes about a second; one search to the end for each beginning takes minutes.
LIMIT = 12.0
_TABLE = (
    "post_id,post_date,is_published,type,audience,title\n"
    "1.a,2024-01-02T00:00:00Z,true,newsletter,everyone,A\n"
)
PIECES = (
    "<<<<", "[[[[", '<a b="', "[caption", "[caption]", "[gallery ", "[ref]", "[latex]", "$latex ", "$$ ", "&",
    "<div>", "<b>", "<p>", "<li>", "<pre>", "<script", "<img src=", "<!--", "<!--more", "<!-- wp:x {", "\\(",
    "\\[", "\\begin{align}", "a<br>\n", "<a href='#x'>1</a>", "[a](", "((a", "<div class='footnote'>",
)  # fmt: skip


def files(origin: str, text: str) -> dict[str, str]:
    """Return the source of a site with one *text*."""
    if origin == "wordpress":
        return {"a.xml": wxr.export(wxr.item("A", text))}
    if origin == "substack":
        return {"posts.csv": _TABLE, "posts/1.a.html": text}
    if origin == "stream":
        return {"stream.jsonl": json.dumps({"t": 1, "s": text})}
    head, name = ("Title: X\nDate: 2024-01-02\n\n", "x.md") if origin == "pelican" else ("X\n##\n\n", "x.rst")
    settings = (
        "MARKDOWN = {'extension_configs': {'extra': {}, 'toc': {}, 'admonition': {}}}\nPLUGINS = ['math']\n"
    )
    return {"pelicanconf.py": settings, f"content/{name}": head + text}


def seconds(folder: Path, origin: str, text: str) -> float:
    """Return how long it takes to read a site with one *text*."""
    write_files(folder, files(origin, text))
    read = import_module(f"sphinx_research_notes.importers.{origin.partition('-')[0]}.site").read
    begun = time.process_time()
    read(folder, Options())
    return time.process_time() - begun


@pytest.mark.parametrize("piece", PIECES)
def test_wordpress(tmp_path: Path, piece: str) -> None:
    """Neither patterns nor the tree are searched again and again."""
    assert seconds(tmp_path, "wordpress", piece * (SIZE // len(piece))) < LIMIT


@pytest.mark.parametrize("piece", ["<<<<", "[[[[", '<a b="', "&", "<!--", "<pre>", "<div class='footnote'>"])
def test_substack(tmp_path: Path, piece: str) -> None:
    """The same for what Substack has."""
    assert seconds(tmp_path, "substack", piece * (SIZE // len(piece))) < LIMIT


@pytest.mark.parametrize(
    "piece", ["[^", "[[[[", "{% img", "{filename}", "$a", "`", "<div markdown", "!!! x", "***\n", "[a]("]
)
def test_pelican(tmp_path: Path, piece: str) -> None:
    """The same for Markdown."""
    assert seconds(tmp_path, "pelican", piece * (SIZE // len(piece))) < LIMIT


@pytest.mark.parametrize(
    "piece", [".. x::\n", "x::\n\n y\n", "``", ":a: b\n", "{filename}", ".. code-block:: a\n :b: c\n"]
)
def test_restructuredtext(tmp_path: Path, piece: str) -> None:
    """The same for reStructuredText."""
    assert seconds(tmp_path, "pelican-rst", piece * (SIZE // len(piece))) < LIMIT


@pytest.mark.parametrize("piece", ["<<<<", "[[[[", "&", "$a", "`", "> ", "- ", "#"])
def test_stream(tmp_path: Path, piece: str) -> None:
    """The same for the updates of a stream."""
    assert seconds(tmp_path, "stream", piece * (SIZE // len(piece))) < LIMIT


def test_missing_end_tags_are_no_depth() -> None:
    """What ends where the next begins isn't deep, however long it is; what is too deep keeps its text."""
    tree = parsed("<ul>" + "<li><p>a" * 300 + "</ul><p>b")
    assert len(tree.find_all("li")) == 300
    assert tree.find_all("p")[-1].parent is tree
    deep = parsed("<b>" * 5000 + "word" + "</b>" * 5000 + "<i>after</i>")
    assert deep.get_text(strip=True) == "wordafter"
    assert deep.i is not None
    assert deep.i.parent is deep


def test_children_are_found_wherever_they_are() -> None:
    """A tree can be changed in any order."""
    tree = Document("".join(f"<i>{number}</i>" for number in range(50)), "x").soup
    children = list(tree.children)
    for number in (49, 0, 25, 24, 26, 1, 48):
        children[number].extract()
    assert tree.get_text() == "".join(
        str(each) for each in range(50) if each not in {49, 0, 25, 24, 26, 1, 48}
    )
    with pytest.raises(ValueError, match="not in tag"):
        tree.index(children[0])
