"""Hiding is decided in one place, and no document can take in hidden text in any way."""

from __future__ import annotations

import json
import re
import zlib
from typing import TYPE_CHECKING

import pytest
from pages import page
from test_frontmatter import config

from sphinx_research_notes.frontmatter.extract import block_of
from sphinx_research_notes.frontmatter.syntax import Syntax, Syntaxes
from sphinx_research_notes.visibility.hidden_parts import hidden_parts, plain_source
from sphinx_research_notes.visibility.part_removal import without
from sphinx_research_notes.visibility.rules import hides_file, idle_flag

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

CONF = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
CONF += 'notes_match = ["notes/*", "lone/*"]\n'

#: Unique words; plain ones must stay, and "zebra" must not be seen.
TEXT = "zebra stripes"


def found(source: str, suffix: str = ".md") -> list[tuple[int, int]]:
    """Return the first and last line of each hidden part of *source*."""
    return [(part.first, part.last) for part in hidden_parts(source, Syntaxes().of(f"a{suffix}"), config())]


MARKDOWN = {
    "fence": ("a\n\n```{note-to-self}\n:private:\n\nzebra\n```\n\nb", [(3, 7)]),
    "tildes": ("~~~{note-to-self}\n:private:\n\nzebra\n~~~\nb", [(1, 5)]),
    "colons": (":::{note-to-self} `Title`\n:private:\n\nzebra\n:::\nb", [(1, 5)]),
    "yaml": ("```{note-to-self}\n---\nprivate: true\n---\nzebra\n```\nb", [(1, 6)]),
    "yaml public": ("```{note-to-self}\n---\nprivate: false\n---\nseen\n```\nb", []),
    "public": ("```{note-to-self}\n:private: false\n\nseen\n```\nb", []),
    "mistyped": ("```{note-to-self}\n:privat:\n\nzebra\n```\nb", [(1, 5)]),
    "class": ("```{note-to-self}\n:class: private\n\nzebra\n```\nb", [(1, 5)]),
    "with code in it": ("````{note-to-self}\n:private:\n\n```py\nzebra\n```\nzebra\n````\nb", [(1, 8)]),
    "with a directive in it": (
        ":::::{note-to-self}\n:private:\n\n:::{note}\nzebra\n:::\nzebra\n:::::\nb", [(1, 8)],
    ),
    "in another": ("::::{note}\n:::{note-to-self}\n:private:\n\nzebra\n:::\nseen\n::::\nb", [(2, 6)]),
    "in a container": ("::: box\n```{note-to-self}\n:private:\n\nzebra\n```\n:::\nb", [(2, 6)]),
    "in a list": ("- x\n\n  ```{note-to-self}\n  :private:\n\n  zebra\n  ```\n- b", [(3, 7)]),
    "behind a list's mark": ("- ```{note-to-self}\n  :private:\n\n  zebra\n  ```\n- b", [(1, 5)]),
    "in a quotation": ("> ```{note-to-self}\n> :private:\n>\n> zebra\n> ```\nb", [(1, 5)]),
    "never closed": ("b\n\n```{note-to-self}\n:private:\n\nzebra\n", [(3, 6)]),
    "an example": ("````markdown\n```{note-to-self}\n:private:\n\nseen\n```\n````\n", []),
    "an example in a directive": ("````{code-block} md\n```{note-to-self}\n:private:\n```\n````\n", []),
    "after an example": (
        "```md\n:::{note-to-self}\n```\n\n```{note-to-self}\n:private:\n\nzebra\n```\nb", [(5, 9)],
    ),
    "embedded": ("```{eval-rst}\n.. note-to-self::\n   :private:\n\n   zebra\n\nb\n```\n", [(2, 5)]),
    "entry": ("```{entry} 2024-01-02\n:draft:\n\nzebra\n```\nb", [(1, 5)]),
    "entry by status": ("```{entry} 2024-01-02\n:status: draft, x\n\nzebra\n```\nb", [(1, 5)]),
    "entry in yaml": ("```{entry} 2024-01-02\n---\ndraft: true\n---\nzebra\n```\nb", [(1, 6)]),
    "entry unclear": ("```{entry} 2024-01-02\n:visibility: perhaps\n\nzebra\n```\nb", [(1, 5)]),
    "the longer name": ("```{note-entry} 2024-01-02\n:draft:\n\nzebra\n```\nb", [(1, 5)]),
    "capitals": ("```{Note-To-Self}\n:private:\n\nzebra\n```\nb", [(1, 5)]),
    "a backtick in its line": ("```{note-to-self} `T`\n:private:\n\nzebra\n```\nb", [(1, 5)]),
    "a backtick before it": (
        "```{admonition} `T`\nseen\n```\n\n```{note-to-self}\n:private:\n\nzebra\n```\nb", [(5, 9)],
    ),
    "a backtick in a list": ("- ```{note-to-self} `T`\n  :private:\n\n  zebra\n  ```\n- b", [(1, 5)]),
    "an entry behind one": (
        "```{entry} 2024-01-01\n`x`\n```\n```{entry} 2024-01-02 `x`\n:draft: true\n\nzebra\n```\nb", [(4, 8)],
    ),
    "code without an end": (
        "```python\nseen\n\n```{note-to-self}\n:private:\n\nzebra\n```\nb", [(4, 8)],
    ),
    "entry public": ("```{entry} 2024-01-02\n:tags: draft\n\nseen\n```\nb", []),
}  # fmt: skip

RST = {
    "directive": ("a\n\n.. note-to-self:: T\n   :private:\n\n   zebra\n\n   zebra\n\nb\n", [(3, 8)]),
    "in another": (".. note::\n\n   .. note-to-self::\n      :private:\n\n      zebra\n\n   b\n", [(3, 6)]),
    "in a list": ("* .. note-to-self::\n     :private:\n\n     zebra\n\n* b\n", [(1, 4)]),
    "not indented": (".. note-to-self::\n:private:\n\n   zebra\n\n   zebra\n\nb\n", [(1, 6)]),
    "entry": (".. entry:: 2024-01-02\n   :draft: yes\n\n   zebra\n\nb\n", [(1, 4)]),
    "public": (".. note-to-self::\n\n   seen\n\nb\n", []),
    "an example": (".. code-block:: rst\n\n   .. note-to-self::\n      :private:\n\nb\n", []),
    "a literal text": ("So::\n\n   .. note-to-self::\n      :private:\n\nb\n", []),
    "fences mean nothing": ("```\n\n.. note-to-self::\n   :private:\n\n   zebra\n\nb\n", [(3, 6)]),
}


@pytest.mark.parametrize(("source", "parts"), MARKDOWN.values(), ids=MARKDOWN)
def test_hidden_parts_of_markdown(source: str, parts: list[tuple[int, int]]) -> None:
    """Each hidden directive is found with its lines, and an example of one is not mistaken for one."""
    assert found(source) == parts
    assert "zebra" not in without(source, hidden_parts(source, Syntax.MARKDOWN, config()))


@pytest.mark.parametrize(("source", "parts"), RST.values(), ids=RST)
def test_hidden_parts_of_rst(source: str, parts: list[tuple[int, int]]) -> None:
    """The same in reStructuredText, and in a file of unknown syntax."""
    assert found(source, ".rst") == parts
    assert found(source, ".inc") == parts or "```" in source
    assert "zebra" not in without(source, hidden_parts(source, Syntax.RST, config()))


def test_the_lines_say_what_the_parser_does(site: Callable[..., Built]) -> None:
    """The parts found in the source are those that the directives hide, at any nesting depth."""
    files: dict[str, str | bytes | None] = {"conf.py": CONF + 'myst_enable_extensions = ["colon_fence"]\n'}
    files["index.md"] = "# Home\n"
    for number, (source, _) in enumerate(MARKDOWN.values()):
        files[f"m{number}.md"] = f"---\norphan: true\n---\n# T\n\n{source}\n"
    for number, (source, _) in enumerate(RST.values()):
        files[f"r{number}.rst"] = f":orphan:\n\nT\n=\n\n{source}\n"
    built = site(files, builder="text")
    nowhere(built)
    assert "seen" in built.text(f"m{[*MARKDOWN].index('public')}.txt")
    assert "seen" in built.text(f"r{[*RST].index('public')}.txt")


@pytest.mark.parametrize(
    ("suffix", "text", "hidden"),
    [
        (".md", "---\ndraft: true\n---\nx", True),
        (".md", "---\ndrfat: true\n---\nx", False),
        (".md", "---\nkind: note\ndrfat: true\n---\nx", True),
        (".md", "---\nvisibility: private\n---\nx", True),
        (".md", "---\nstatus: draft\n---\nx", False),
        (".md", "---\nlayout: post\nstatus: draft\n---\nx", True),
        (".md", "---\ndraft: false\n---\nx", False),
        (".md", "x", False),
        (".rst", ":draft: true\n\nx", True),
        (".txt", "---\ndraft: true\n---\nx", True),
        (".inc", ":private: true\n\nx", True),
    ],
)
def test_hidden_files(suffix: str, text: str, hidden: bool) -> None:
    """A file that is not a document is hidden only by clear keys; a note by all that hide notes."""
    assert hides_file(block_of(text, Syntaxes().of(f"a{suffix}")), "x/a", config()) is hidden


def test_plain_source() -> None:
    """A notebook is treated as the Markdown of its cells; an unreadable one is unchanged."""
    cells = [{"cell_type": "markdown", "source": ["a\n", "b"]}, {"cell_type": "code", "source": "c"}]
    assert plain_source(json.dumps({"cells": cells}), Syntax.NOTEBOOK) == "a\nb"
    assert plain_source("{", Syntax.NOTEBOOK) == "{"


# In builds.

DRAFT = f"---\ntitle: D\ndraft: true\n---\n{TEXT}\n"
PARTLY = f"# Open\n\nPlain words.\n\n```{{note-to-self}}\n:private:\n\n{TEXT}\n```\n\nMore words.\n"
PARTLY_RST = f"Open\n====\n\nPlain words.\n\n.. note-to-self::\n   :private:\n\n   {TEXT}\n\nMore words.\n"

#: Ways to include a whole file, with the suffix of the document that does so.
WAYS = {
    "include": ("md", "```{{include}} {file}\n```"),
    "include literal": ("md", "```{{include}} {file}\n:literal:\n```"),
    "include code": ("md", "```{{include}} {file}\n:code: text\n```"),
    "literalinclude": ("md", "```{{literalinclude}} {file}\n```"),
    "literalinclude lines": ("md", "```{{literalinclude}} {file}\n:lines: 1-20\n```"),
    "literalinclude diff": ("md", "```{{literalinclude}} conf.py\n:diff: {file}\n```"),
    "csv-table": ("md", "```{{csv-table}} T\n:file: {file}\n```"),
    "raw": ("md", "```{{raw}} html\n:file: {file}\n```"),
    "eval-rst": ("md", "```{{eval-rst}}\n.. include:: {file}\n   :literal:\n```"),
    "download": ("md", "{{download}}`it <{file}>`"),
    "path": ("md", "[it](path:{file})"),
    "rst include": ("rst", ".. include:: {file}"),
    "rst include literal": ("rst", ".. include:: {file}\n   :literal:"),
    "rst include code": ("rst", ".. include:: {file}\n   :code: text"),
    "rst include parser": ("rst", ".. include:: {file}\n   :parser: myst_parser.sphinx_"),
    "rst literalinclude": ("rst", ".. literalinclude:: {file}"),
    "rst csv-table": ("rst", ".. csv-table:: T\n   :file: {file}"),
    "rst raw": ("rst", ".. raw:: html\n   :file: {file}"),
    "rst download": ("rst", ":download:`it <{file}>`"),
    "picture": ("md", "![it]({file})"),
    "picture of any kind": ("md", "![it]({stem}.*)"),
    "figure": ("md", "```{{figure}} {file}\nIts caption.\n```"),
    "raw by address": ("md", "```{{raw}} html\n:url: {address}\n```"),
    "csv-table by address": ("md", "```{{csv-table}} T\n:url: {address}\n```"),
    "graphviz": ("md", "```{{graphviz}} {file}\n```"),
    "an unknown directive": ("md", "```{{takes}} {file}\n```"),
    "cell": ("md", "```{{code-cell}}\n:load: {file}\n```"),
    "rst picture": ("rst", ".. image:: {file}"),
    "rst picture in a substitution": ("rst", ".. |x| image:: {file}\n\n|x|"),
    "rst raw by address": ("rst", ".. raw:: html\n   :url: {address}"),
    "rst csv-table by address": ("rst", ".. csv-table:: T\n   :url: {address}"),
    "rst graphviz": ("rst", ".. graphviz:: {file}"),
    "rst unknown directive": ("rst", ".. takes:: {file}"),
}


def nowhere(built: Built, word: str = TEXT.partition(" ")[0]) -> None:
    """Assert that *word* is in no file of the output, nor in what the build keeps for itself."""
    for folder in (built.outdir, built.outdir.parent / f"{built.outdir.name}.doctrees"):
        for path in folder.rglob("*"):
            assert not path.is_file() or word.encode() not in path.read_bytes(), path
    assert word not in built.warnings


#: A project with everything that can include a file, and with a directive of its own.
TAKING = (
    CONF.replace("myst_parser", "myst_nb").replace("]", ', "sphinx.ext.graphviz"]', 1)
    + """
nb_execution_mode = "off"
graphviz_dot = "none-such"
suppress_warnings = ["graphviz", "image"]

from pathlib import Path
from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class Takes(SphinxDirective):
    required_arguments = 1

    def run(self):
        name, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(name)
        return [nodes.paragraph("", Path(path).read_text())]


def setup(app):
    app.add_directive("takes", Takes)
"""
)


def sources(file: str, source: Path) -> tuple[dict[str, str | bytes | None], int]:
    """Return a document in the folder *source* for each way to include *file*, and their number."""
    files: dict[str, str | bytes | None] = {"conf.py": TAKING, "index.md": "# Home\n"}
    stem, address = file.rpartition(".")[0], (source / file).as_uri()
    for number, (suffix, way) in enumerate(WAYS.values()):
        head = "---\norphan: true\n---\n# P\n\n" if suffix == "md" else ":orphan:\n\nP\n=\n\n"
        if "code-cell" in way:
            head = head.replace(
                "---", "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: P}", 1
            )
        files[f"p{number}.{suffix}"] = head + way.format(file=file, stem=stem, address=address) + "\n"
    return files, len(WAYS)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("notes/d.md", DRAFT),
        ("_parts/d.md", DRAFT),
        *((f"notes/_drafts/d.{kind}", f"{TEXT}\n") for kind in ("py", "csv", "json", "txt", "png")),
    ],
)
def test_a_hidden_file_is_taken_in_by_no_way(
    site: Callable[..., Built], tmp_path: Path, file: str, text: str
) -> None:
    """No draft, even an excluded one, can be included; each attempt is reported with its location."""
    files, count = sources(file, tmp_path / "source")
    files |= {file: text, "notes/n.md": "# N\n"}
    # Raw HTML, a preview picture and a thread come in by ways of their own.
    files["notes/image.md"] = f"---\ntitle: N\nimage: /{file}\n---\nStays.\n"
    files["notes/thread.md"] = f"---\ntitle: N\ncomments: /{file}\n---\nStays.\n"
    files["notes/raw.md"] = f'---\ntitle: N\n---\n<a href="/{file}">x</a> <img src="/{file}">\n\nStays.\n'
    files["conf.py"] = 'exclude_patterns = ["_parts"]\n' + TAKING
    built = site(files)
    nowhere(built)
    for name in ("image", "thread", "raw"):
        assert re.search(rf"notes/{name}\.md:\d+: WARNING: .*hidden", built.warnings), name
        assert "Stays." in built.text(f"notes/{name}.html")
    told = [line for line in built.warnings.splitlines() if "[notes.visibility]" in line]
    told = [line for line in told if "/notes/" not in line.partition(" ")[0]]
    assert len(told) == count
    assert all(re.search(r"p\d+\.(?:md|rst)(?::\d+)?: WARNING", line) for line in told), told


def test_a_file_with_hidden_parts_is_taken_in_without_them(
    site: Callable[..., Built], tmp_path: Path
) -> None:
    """Parsed files lose their hidden parts; files that would be shown verbatim are left out."""
    files, _ = sources("open.md", tmp_path / "source")
    files["open.md"] = "---\norphan: true\n---\n" + PARTLY
    files["part.rst"] = f":orphan:\n\n{PARTLY_RST}"
    files["cut.md"] = "---\norphan: true\n---\n# C\n\n```{include} open.md\n:start-after: ':private:'\n```\n"
    files["lines.md"] = "---\norphan: true\n---\n# C\n\n```{include} open.md\n:start-line: 9\n```\n"
    files["cut.rst"] = ":orphan:\n\nC\n=\n\n.. include:: part.rst\n   :start-after: private:\n"
    built = site(files)
    nowhere(built)
    assert "More words." in built.text("p0.html")
    assert "More words." in built.text("lines.html")


@pytest.mark.parametrize("builder", ["json"])
def test_the_index_of_another_builder(site: Callable[..., Built], builder: str) -> None:
    """It does not contain unlisted notes either."""
    note = "---\ntitle: Quokka\nvisibility: unlisted\n---\nWombats.\n"
    built = site({"conf.py": CONF, "index.md": "# Home\n", "notes/a.md": note}, builder=builder)
    assert "notes/a.fjson" in built.files()
    assert "quokka" not in built.text("searchindex.json").lower()
    assert "wombat" not in built.text("searchindex.json").lower()


@pytest.mark.slow
def test_a_file_that_is_open_is_taken_in(site: Callable[..., Built], tmp_path: Path) -> None:
    """A file without anything hidden can be included as usual, until it is hidden."""
    files, count = sources("notes/d.md", tmp_path / "source")
    # Older docutils fails at front matter in a table cell.
    for number, name in enumerate(WAYS):
        if "csv-table" in name:
            del files[f"p{number}.{WAYS[name][0]}"]
            count -= 1
    built = site(files | {"notes/d.md": DRAFT.replace("draft: true", "tags: x")})
    for number, name in enumerate(WAYS):
        if not re.search("download|path|diff|csv-table|picture|figure|graphviz", name):
            assert TEXT in page(built.outdir / f"p{number}.html").get_text(), name
    assert "[notes.visibility]" not in built.warnings
    built = site({"notes/d.md": DRAFT})
    assert built.warnings.count("[notes.visibility]") == count
    nowhere(built)
    built = site({"notes/d.md": DRAFT.replace("draft: true", "tags: x")})
    assert "[notes.visibility]" not in built.warnings
    assert TEXT in built.text("p0.html")


@pytest.mark.parametrize("name", ["note-to-self", "entry"])
def test_colons_that_are_no_directive(site: Callable[..., Built], name: str) -> None:
    """Without ``colon_fence`` MyST would show text between colons; it is removed and reported."""
    head = "2024-01-02\n:draft:" if name == "entry" else "Q\n:private:"
    text = f"# Home\n\nSeen.\n\n:::{{{name}}} {head}\n\n{TEXT}\n:::\n\nSeen too.\n"
    built = site({"conf.py": CONF, "index.md": text})
    nowhere(built)
    assert "Seen too." in built.text("index.html")
    kind = "aside" if name == "note-to-self" else name
    assert re.search(rf"index\.md:5: WARNING: .*\[notes\.{kind}\]", built.warnings)
    assert not [each for each in built.files() if each.startswith("_sources/")]


UNREAD = {
    "a.md": f"# A\n\n```{{note-to-self}} On `x`\n:private:\n\n{TEXT}\n```\n\nSeen.\n",
    "b.md": f"# B\n\n```{{note}} `x`\nSeen.\n```\n\n```{{note-to-self}}\n:private:\n\n{TEXT}\n```\n",
    "c.md": f"# C\n\n```python\nSeen.\n\n```{{note-to-self}}\n:private:\n\n{TEXT}\n```\n",
    "d.rst": f"D\n=\n\nSeen.\n\n.. note-to-self::\n:private:\n\n   {TEXT}\n",
}


@pytest.mark.parametrize("name", UNREAD)
@pytest.mark.parametrize("builder", ["html", "text"])
def test_what_no_parser_reads_as_a_directive(site: Callable[..., Built], name: str, builder: str) -> None:
    """It would be shown as text or code; it is removed and reported."""
    index = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"
    built = site({"conf.py": CONF, "index.md": index, name: UNREAD[name]}, builder=builder)
    nowhere(built)
    message = r"expected the directive .* no parser reads as one .*; leaving out lines .* \[notes\.aside\]"
    assert re.search(rf"{re.escape(name)}:\d+: WARNING: {message}", built.warnings)
    assert "Seen" in built.text(f"{name.partition('.')[0]}.{'html' if builder == 'html' else 'txt'}")


def test_a_notebook_with_what_no_parser_reads(site: Callable[..., Built]) -> None:
    """The same in a cell."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": UNREAD["a.md"]}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    conf = CONF.replace("myst_parser", "myst_nb")
    built = site({"conf.py": conf, "index.md": "# Home\n", "notes/n.ipynb": notebook})
    nowhere(built)
    assert "Seen." in built.text("notes/n.html")


def test_colons_enabled_by_the_document(site: Callable[..., Built]) -> None:
    """A document that enables ``colon_fence`` for itself is read correctly, without a warning."""
    head = "---\nmyst:\n  enable_extensions: [colon_fence]\n---\n"
    text = f"{head}# Home\n\n:::{{note-to-self}}\n:private:\n\n{TEXT}\n:::\n"
    built = site({"conf.py": CONF.partition("notes_match")[0], "index.md": text})
    nowhere(built)
    assert built.warnings == ""


@pytest.mark.parametrize("builder", ["html", "text"])
def test_the_only_note_becomes_a_draft(site: Callable[..., Built], builder: str) -> None:
    """No trace of it is left in the output or in what the build keeps, although no page shows it."""
    public = DRAFT.replace("draft: true", "date: 2024-01-02")
    site({"conf.py": CONF, "index.md": "# Home\n", "lone/d.md": public}, builder=builder)
    built = site({"lone/d.md": DRAFT}, builder=builder)
    nowhere(built)
    assert not [name for name in built.files() if "lone" in name]


def test_a_document_beside_a_hidden_file(site: Callable[..., Built]) -> None:
    """A file is not a document just because its name without the suffix is a docname."""
    files: dict[str, str | bytes | None] = {
        "conf.py": CONF + 'suppress_warnings = ["docutils"]\nsource_suffix = {".md": "markdown", ".rst": '
        '"restructuredtext"}\n',
        "index.md": "# Home\n\n```{literalinclude} two.rst\n```\n\n```{toctree}\ntwo\n```\n",
        "two.md": "# Two\n",
        "two.rst": f":private: true\n\n{TEXT}\n",
    }
    built = site(files)
    nowhere(built)
    assert re.search(r"not included: 'two(?:\.rst)?' is hidden", built.warnings)


# Unlisted notes.


def test_unlisted_notes_are_reached_by_a_link_only(site: Callable[..., Built]) -> None:
    """Toctree patterns, the index, the search, ``objects.inv`` and lists of things to do don't contain it."""
    listed = "---\ntitle: Quokka\ndate: 2024-01-02\ntags: own\n---\n"
    listed += "(here)=\n## Part\n\n```{index} wombat\n```\n\n{tag}`own`\n"
    listed += "\n```{todo}\nNumbat.\n```\n\n```{versionadded} 1.0\nPotoroo.\n```\n"
    todo = '"sphinx.ext.todo", '
    entry = "```{{entry}} 2024-01-0{0}\n:visibility: {1}\n\n:::{{todo}}\nDo {2}.\n:::\n```\n"
    files: dict[str, str | bytes | None] = {
        "conf.py": CONF.replace("[", f"[{todo}", 1)
        + 'todo_include_todos = True\nmyst_enable_extensions = ["colon_fence"]\nversion = "1.0"\n',
        "index.md": "# Home\n\n```{toctree}\n:glob:\n\nnotes/*\n/todo\n```\n",
        "todo.md": "# To do\n\n```{todolist}\n```\n",
        "stream.md": "# S\n\n" + entry.format(1, "unlisted", "dingo") + entry.format(2, "public", "koala"),
        "notes/a.md": listed,
        "notes/b.md": "---\ntitle: Bilby\ndate: 2024-01-03\n---\n```{versionadded} 1.0\nWords.\n```\n",
    }
    built = site(files, "-n")
    assert "wombat" in built.text("genindex.html")
    assert "Numbat" in built.text("todo.html")
    assert "Potoroo" in site({}, builder="changes", into="changes").text("changes.html")
    built = site({"notes/a.md": listed.replace("tags:", "visibility: unlisted\ntags:")}, "-n")
    assert built.warnings == ""
    inventory = zlib.decompress((built.outdir / "objects.inv").read_bytes().split(b"\n", 4)[4])
    assert b"notes/b" in inventory
    assert b"notes/a" not in inventory
    for name in built.files() - {"notes/a.html", "objects.inv"}:
        # The page has the note's own citation.
        if not name.startswith(("_sources/", "notes/a.")):
            text = (built.outdir / name).read_bytes().lower()
            assert b"quokka" not in text, name
            assert b"wombat" not in text, name
            assert b"numbat" not in text, name
    assert "wombat" not in built.text("genindex.html")
    assert re.findall(r"Do (\w+)", built.text("todo.html")) == ["koala"]
    assert "Potoroo" not in site({}, builder="changes", into="changes").text("changes.html")
    built = site({"notes/a.md": listed}, "-n")
    assert "Quokka" in built.text("index.html")


def test_an_unlisted_note_is_in_no_index(site: Callable[..., Built]) -> None:
    """Nor are its asides and modules, nor the asides of an unlisted entry; links to it resolve."""
    hidden = "---\nvisibility: unlisted\n---\n\n# U\n\n```{py:module} bilby.wombat\n```\n\n"
    hidden += "```{py:module} zebra\n```\n\n```{note-to-self} zebra\nIt.\n```\n"
    entry = ":::{entry} 2024-01-02\n:visibility: unlisted\n\n```{note-to-self} zebra\nIt.\n```\n"
    entry += "```{index} zebra\n```\n:::\n"
    files: dict[str, str | bytes | None] = {
        "conf.py": CONF + 'myst_enable_extensions = ["colon_fence"]\n',
        "index.md": "# Home\n\n{py:mod}`bilby.wombat`\n\n```{toctree}\nlist\nstream\n```\n",
        "list.md": "# L\n\n```{notes-to-self}\n```\n\n```{note-to-self} seen\nIt.\n```\n\n"
        "```{py:module} bilby\n```\n\n```{py:module} quokka\n```\n",
        "stream.md": f"# S\n\n{entry}",
        "notes/u.md": hidden,
    }
    for builder in ("html", "singlehtml", "json"):
        built = site(files, builder=builder, into=builder)
        inventory = zlib.decompress((built.outdir / "objects.inv").read_bytes().split(b"\n", 4)[4])
        assert b"quokka" in inventory
        assert b"wombat" not in inventory
        assert b"zebra" not in inventory
        if builder == "html":
            assert "zebra" not in built.text("list.html")
            assert "seen" in built.text("list.html")
            assert "quokka" in built.text("py-modindex.html")
            for name in ("py-modindex.html", "genindex.html"):
                assert not re.search(r"wombat|\"zebra|>zebra", built.text(name)), name
            assert 'href="notes/u.html#module-bilby.wombat"' in built.text("index.html")


def test_a_toctree_that_names_an_unlisted_note(site: Callable[..., Built]) -> None:
    """An explicit entry of a toctree is a link like any other."""
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n\n```{toctree}\n:glob:\n\nnotes/a.md\nnotes/*\n```\n",
            "notes/a.md": "---\ntitle: Quokka\nvisibility: unlisted\n---\nWords.\n",
            "notes/b.md": "---\ntitle: Bilby\nvisibility: unlisted\n---\nWords.\n",
        }
    )
    assert "Quokka" in built.text("index.html")
    assert "Bilby" not in built.text("index.html")


FOOTED = {
    "notes/m.md": (
        "# M\n\nSeen[^a].\n\n```{note-to-self}\n:private:\n\nWhat[^b] and[^a]\n```\n\n"
        "[^b]: zebra, with [^c]\n[^a]: seen one\n[^c]: zebra three\n\nLast[^d].\n\n[^d]: seen two\n"
    ),
    "notes/r.rst": (
        "R\n=\n\nSeen [#a]_.\n\n.. note-to-self::\n   :private:\n\n   What [#b]_ and [7]_ and [#a]_\n\n"
        ".. [#b] zebra\n.. [7] zebra\n.. [#a] seen one\n.. [#d] seen two\n\nLast [#d]_.\n"
    ),
    "stream.md": (
        "# S\n\n```{entry} 2024-01-01\nSeen[^a].\n\n[^a]: seen one\n```\n\n"
        "```{entry} 2024-01-02\n:draft:\n\nWhat[^b].\n```\n\n[^b]: zebra\n\n"
        "```{entry} 2024-01-03\n````{note-to-self}\n:private:\n\nWhat[^c].\n````\n\n[^c]: zebra\n```\n"
    ),
}


def test_a_footnote_of_something_hidden_is_hidden(site: Callable[..., Built]) -> None:
    """Its text is elsewhere in the source; nothing refers to it any more, and it takes no number."""
    built = site({"conf.py": CONF, "index.md": "# Home\n", **FOOTED})
    assert built.warnings.count("WARNING") == built.warnings.count("toc.not_included")
    for name in ("notes/m", "notes/r", "stream"):
        text = built.text(f"{name}.html")
        assert "zebra" not in text + built.text("searchindex.js")
        assert "seen one" in text
        assert "What" not in text
    labels = page(built.outdir / "notes/m.html").select("aside.footnote .label")
    assert [each.get_text() for each in labels] == ["[1]", "[2]"]
    built = site({"conf.py": CONF + "notes_private = True\n"})
    assert "zebra three" in built.text("notes/m.html")


def test_what_is_hidden_takes_only_its_own_footnotes(site: Callable[..., Built]) -> None:
    """A hidden part that contains its own footnotes hides none outside it."""
    hidden = "{} Of\n   :{}:\n\n   Hush [#]_ and [*]_.\n\n   .. [#] zebra\n   .. [*] zebra\n\n"
    text = (
        "N\n=\n\n.. note-to-self:: " + hidden.format("", "private")
        + ".. entry:: " + hidden.format("2024-02-03", "draft").replace(" Of", "")
        + "One [#]_, sign [*]_.\n\n.. [#] first\n.. [*] sign one\n"
    )  # fmt: skip
    built = site({"conf.py": CONF, "index.md": "# Home\n", "notes/r.rst": text})
    assert built.warnings == ""
    text = built.text("notes/r.html")
    assert "zebra" not in text + built.text("searchindex.js")
    assert "first" in text
    assert "sign one" in text


def test_footnotes_without_a_name_go_by_their_order(site: Callable[..., Built]) -> None:
    """A hidden reference hides its own footnote, and no other one leads to the wrong footnote."""
    text = (
        "N\n=\n\nOne [#]_, sign [*]_.\n\n"
        ".. note-to-self:: Of [#]_\n   :private:\n\n   hush [#]_ and [*]_.\n\n"
        "Two [#]_, sign [*]_.\n\n"
        ".. [#] first\n.. [#] zebra\n.. [#] zebra\n.. [#] second\n"
        ".. [*] sign one\n.. [*] zebra\n.. [*] sign two\n"
    )
    built = site({"conf.py": CONF, "index.md": "# Home\n", "notes/r.rst": text})
    assert built.warnings.count("WARNING") == built.warnings.count("toc.not_included")
    assert "zebra" not in built.text("notes/r.html") + built.text("searchindex.js")
    soup = page(built.outdir / "notes/r.html")
    said = {note["id"]: note.select("p")[0].get_text() for note in soup.select("aside.footnote")}
    called = [said[str(call["href"])[1:]] for call in soup.select("a.footnote-reference")]
    assert called == ["first", "sign one", "second", "sign two"]


def test_a_table_of_nothing_but_a_head_ends_no_book(site: Callable[..., Built]) -> None:
    """Sphinx's LaTeX builder needs the body of a table, all of which may be hidden."""
    table = f"| seen | x |\n| --- | --- |\n| ```{{note-to-self}} :private: {TEXT}``` | y |\n"
    conf = CONF + 'latex_documents = [("index", "book.tex", "T", "A", "manual")]\n'
    files: dict[str, str | bytes | None] = {"conf.py": conf, "notes/n.md": f"# N\n\n{table}"}
    files["index.md"] = "# Home\n\n```{toctree}\nnotes/n\n```\n"
    built = site(files, builder="latex")
    assert "seen" in built.text("book.tex")
    nowhere(built)


IDLE = {
    "---\ndraft: true\n---\n": "draft",
    "---\ntitle: A\ndraft:\n---\n": "draft",
    "---\nDraft: yes\n---\n": "Draft",
    "---\npublished: false\n---\n": "published",
    "---\npublish: false\n---\n": "publish",
    "---\nprivate: true\n---\n": "private",
    "---\nvisibility: private\n---\n": "visibility",
    "---\nvisibility: unlisted\n---\n": "visibility",
    "---\nheadless: true\n---\n": "headless",
    "---\nbuild: {render: never}\n---\n": "build",
    "+++\ndraft = true\n+++\n": "draft",
    '{"draft": true}\n': "draft",
    "---\nstatus: draft\n---\n": "",
    "---\nconfidence: draft\n---\n": "",
    "---\ndraft: false\nprivate: no\npublished: true\nvisibility: public\n---\n": "",
    "---\npublished: 2024-03-05\n---\n": "",
    "---\ndraft: 07\n---\n": "",
    "---\ndrafts: true\n---\n": "",
    "---\nhide: navigation\norphan: true\n---\n": "",
    "Text: draft\n": "",
}


@pytest.mark.parametrize(("source", "key"), IDLE.items())
def test_what_would_hide_a_note_and_hides_no_page(source: str, key: str) -> None:
    """Clear values of keys that hide only notes are reported; a status means other things elsewhere."""
    assert idle_flag(block_of(source, Syntax.MARKDOWN), config()) == key


def test_a_default_role_shows_no_private_comment(site: Callable[..., Built]) -> None:
    """It is registered without a name, which no comment of another tool must be taken for."""
    part = f"<!-- begin private -->\n\n{TEXT}\n\n<!-- end private -->\n\nSeen.\n"
    files = {"conf.py": CONF + 'default_role = "code"\n', "index.md": f"# Home\n\n{part}"}
    built = site({**files, "2024-01-02-a.md": f"---\nlayout: post\n---\n\n{part}"}, builder="text")
    assert TEXT.partition(" ")[0] not in built.text("index.txt") + built.text("2024-01-02-a.txt")
    assert "Seen." in built.text("index.txt")
