"""Hidden parts are hidden however they are written, and examples of them are shown."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

import pytest
from hidden_marks import EXAMPLES, RST_LEVEL, SECRET, SEEN, TABLE, Spelling, examples, spellings
from myst_parser.config.main import MdParserConfig
from test_frontmatter import config
from test_withhold import CONF, nowhere

from sphinx_research_notes.frontmatter.syntax import Syntax
from sphinx_research_notes.visibility.footnotes import without_footnotes
from sphinx_research_notes.visibility.hidden_parts import hidden_parts
from sphinx_research_notes.visibility.marks import ASIDE, ENTRY, intended_directive
from sphinx_research_notes.visibility.part_removal import emptied, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

SYNTAX = {"md": Syntax.MARKDOWN, "rst": Syntax.RST}
ALL = list(spellings())


def unhidden(spelling: Spelling, syntax: Syntax, myst: MdParserConfig | None) -> list[str]:
    """Return what remains of the hidden text of *spelling* after either way of removing it."""
    parts = hidden_parts(spelling.text, syntax, config(), myst)
    left = (without(spelling.text, parts, syntax), emptied(spelling.text, parts, syntax))
    return [text for text in left if SECRET in text]


@pytest.mark.parametrize("colons", [True, False])
def test_every_spelling_is_taken_out(*, colons: bool) -> None:
    """This holds in its own syntax, with and without ``colon_fence``, and if the syntax is unknown."""
    myst = MdParserConfig(enable_extensions={"colon_fence", "deflist", "dollarmath"} if colons else set())
    left = {
        f"{each.name} ({each.suffix}, {syntax})": text
        for each in ALL
        for syntax in (SYNTAX[each.suffix], Syntax.UNKNOWN)
        for text in unhidden(each, syntax, myst)
    }
    assert left == {}


def test_what_the_project_configures() -> None:
    """A fence that MyST reads as a directive is no code, and formulas have comments of their own."""
    myst = MdParserConfig(fence_as_directive={"mermaid"}, enable_extensions={"dollarmath"})
    source = "```mermaid\n%% private: SECRET\nSEEN\n```\n\n$$\nx % private: SECRET\n$$\n\n"
    source += "SEEN 9 % private: SEEN\n"
    left = without(source, hidden_parts(source, Syntax.MARKDOWN, config(), myst), Syntax.MARKDOWN)
    assert left == "```mermaid\n\nSEEN\n```\n\n$$\nx\n$$\n\nSEEN 9 % private: SEEN\n"
    assert "SECRET" in without(source, hidden_parts(source, Syntax.MARKDOWN, config()), Syntax.MARKDOWN)


def test_what_stands_beside_stays() -> None:
    """Other cells of a table, and the text around a comment, are kept."""
    lost = {
        each.name: left
        for each in ALL
        if each.name.startswith(("cells", "other", "rst other"))
        and (each.suffix, each.name[:5]) != ("rst", "cells")
        for syntax in (SYNTAX[each.suffix],)
        for left in [without(each.text, hidden_parts(each.text, syntax, config()), syntax)]
        if left.count(SEEN) != each.text.count(SEEN)
    }
    assert lost == {}


@pytest.mark.slow
def test_every_spelling_in_a_build(site: Callable[..., Built]) -> None:
    """The text is in no file of the output, nor in what the build stores; the rest is shown.

    Parser messages stay on the pages here, and such a message often quotes its cause.
    """
    conf = CONF + 'myst_enable_extensions = ["colon_fence"]\nkeep_warnings = True\n'
    files: dict[str, str | bytes | None] = {"conf.py": conf, "index.md": "# Home\n"}
    cases = {f"s{n}": each for n, each in enumerate(ALL)} | {f"e{n}": e for n, e in enumerate(examples())}
    cases["t"] = Spelling("a table", "rst", TABLE)
    for name, each in cases.items():
        head = "---\norphan: true\n---\n# T\n\n" if each.suffix == "md" else ":orphan:\n\nT\n=\n\n"
        files[f"{name}.{each.suffix}"] = f"{head}{each.text}\n"
    built = site(files, builder="xml")
    nowhere(built, SECRET)
    told = set(re.findall(r"/(\w+)\.\w+:\d+: WARNING: .*\[notes\.(?:aside|entry)\]", built.warnings))
    for name, each in cases.items():
        if name.startswith("e"):
            assert SEEN in built.text(f"{name}.xml"), each
            assert name not in told, each
        elif each.name.startswith("cells"):
            assert built.text(f"{name}.xml").count(SEEN) == each.text.count(SEEN), each
    assert SEEN in built.text("t.xml")


@pytest.mark.parametrize(("suffix", "name"), [key for key in EXAMPLES if "nested" not in key[1]])
def test_examples_stay(suffix: str, name: str) -> None:
    """Code blocks and prose about hidden parts are not hidden."""
    assert hidden_parts(EXAMPLES[suffix, name], SYNTAX[suffix], config()) == []


def test_percent_signs_in_front_matter_stay() -> None:
    """They are part of a value."""
    source = "---\ntitle: Up 5%% then 6%% more\nsummary: a %% b %% c\n---\n\na %% b %% c\n"
    assert [part.first for part in hidden_parts(source, Syntax.MARKDOWN, config())] == [6]


#: Hidden parts that end early, followed by text that isn't part of them.
SHORT = {
    **RST_LEVEL,
    "empty": ".. note-to-self::\n   :private:\n\nSEEN\n",
    "empty, beside": ".. note-to-self:: private\n\nSEEN\n",
    "one colon, empty": ".. note-to-self:\n   :private:\n\nSEEN\n",
    "above a title": "Text .. note-to-self::\n:private:\n\nSEEN\n====\n",
    "above a directive": ".. note-to-self::\n:private:\n\n.. note:: SEEN\n",
    "by name": ".. private::\n\n   SECRET\n\nSEEN\n",
}


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_what_follows_stays(text: str) -> None:
    """Only the text directly under a head, or under its options, is hidden with it."""
    source = text.replace("SEEN", SEEN).replace("SECRET", SECRET)
    parts = hidden_parts(source, Syntax.RST, config())
    assert parts
    for left in (without(source, parts, Syntax.RST), emptied(source, parts, Syntax.RST)):
        assert SEEN in left
        assert SECRET not in left


@pytest.mark.parametrize(
    ("suffix", "text", "kind", "line"),
    [
        ("md", "x\n\n```{note-to-self }\n:private:\n\nzebra\n```\n", "aside", 3),
        ("md", "```{note-to-sefl}\n:private:\n\nzebra\n```\n", "aside", 1),
        ("md", "```{entry } 2024-02-02\n:draft: true\n\nzebra\n```\n", "entry", 1),
        ("md", "```{entry} 2024-02-02\n\n:draft: true\n\nzebra\n```\n", "entry", 1),
        ("md", "```{note-to-self}\n\n:private:\n\nzebra\n```\n", "aside", 1),
        ("md", "```{note-to-self}\n:private:\n\n```python\nx\n```\n\nzebra\n```\n", "aside", 1),
        ("md", "- [ ] ```{note-to-self}\n:private:\n\nzebra\n```\n", "aside", 1),
        ("md", "```{private-note-to-self}\nzebra\n```\n", "aside", 1),
        ("md", "```{entry} 2024-02-02\n:tags: a\n\nzebra\n\n:draft: true\n```\n", "entry", 1),
        ("rst", "x\n.. note-to-self::\n   :private:\n\n   zebra\n", "aside", 2),
        ("rst", ".. entry: 2024-02-02\n   :draft: true\n\n   zebra\n", "entry", 1),
        ("rst", ".. note-to-self::\n   :private:\n   :private:\n\n   zebra\n", "aside", 1),
    ],
)
def test_it_is_named(site: Callable[..., Built], suffix: str, text: str, kind: str, line: int) -> None:
    """A warning has the line; the rest of the page is there, without a copy of its source."""
    head = "# T\n\n" if suffix == "md" else "T\n=\n\n"
    index = "# Home\n\n```{toctree}\na\n```\n"
    built = site({"conf.py": CONF, "index.md": index, f"a.{suffix}": f"{head}{text}\nSeen.\n"})
    nowhere(built)
    number = line + head.count("\n")
    assert re.search(rf"a\.{suffix}:{number}: WARNING: .*\[notes\.{kind}\]", built.warnings)
    said = [line for line in built.warnings.splitlines() if "WARNING" in line and "notes.match" not in line]
    assert len(said) == 1
    assert "Seen." in built.text("a.html")
    assert f"_sources/a.{suffix}.txt" not in built.files()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("note-to-self", ASIDE), ("note_to_self", ASIDE), ("note-to-sefl", ASIDE), ("not-to-self", ASIDE),
        ("note-note-to-self", ASIDE), ("note-to-self .private", ASIDE), ("entry", ENTRY), ("enrty", ENTRY),
        ("note-entry", ENTRY), ("entries", ENTRY), ("notes-to-self", ""), ("note", ""), ("notes", ""),
        ("index", ""),        ("toctree", ""), ("sidebar", ""), ("", ""),
    ],
)  # fmt: skip
def test_which_directive_is_meant(name: str, kind: str) -> None:
    """One or two typos are tolerated; other directives are not affected."""
    assert intended_directive(name) == kind


HOSTILE = {
    "fences without an end": ("```{note-to-self}\n:private:\nx\n" * 6_000, Syntax.MARKDOWN),
    "the same, mistyped": ("```{note-to-self }\n:private:\nx\n" * 6_000, Syntax.MARKDOWN),
    "nested colons": (
        ":::{note-to-self}\n" * 3_000 + ":private:\n" + ":::\n" * 3_000, Syntax.MARKDOWN,
    ),
    "nested directives": (
        "".join(f"{' ' * (3 * n)}.. note::\n\n" for n in range(400)) + f"{' ' * 1_200}.. note-to-self::\n"
        f"{' ' * 1_203}:private:\n", Syntax.RST,
    ),
    "nested blocks": ("```{note-to-self}\n\n```python\nx\n```\n\n" * 4_000 + ":private:\n", Syntax.MARKDOWN),
    "marks behind text": ("text .. note-to-self::\n\n" * 6_000 + ":private:\n", Syntax.RST),
    "code in a line": ("`` ```{entry} `` " * 20_000 + "\n:private:\n", Syntax.MARKDOWN),
    **{
        f"many: {head.splitlines()[0]}": (f"{head}x\n{end}" * 16_000 + ":private:\n", Syntax.MARKDOWN)
        for head, end in (
            ("```{note-to-self}\n:private:\n", "```\n"), ("```{note-to-self}\n", "```\n"),
            ("Note: ```{note-to-sefl}\n:private:\n", "```\n"), ("```{note-to-self} \n", ""),
            ("| ```{note-to-self} :private: x``` |\n", ""), (":::{private}\n", ""),
        )
    },
    "many tables": ('.. csv-table::\n\n   "a", ".. note-to-self:: :private: x"\n\n' * 8_000, Syntax.RST),
    "a row each": (
        ".. csv-table::\n\n" + '   "a", ".. note-to-self:: :private: x"\n' * 8_000, Syntax.RST,
    ),
    "comments without an end": ("<!-- private -->\nx\n" * 10_000, Syntax.MARKDOWN),
    "nested elements": ("<private>\n" * 8_000 + "</private>\n" * 8_000, Syntax.MARKDOWN),
    **{
        f"percent signs {name}": (text, Syntax.MARKDOWN)
        for name, text in {
            "in a paragraph": "a %%b\n" * 16_000, "in a line": " %%b" * 16_000,
            "in a row": f"| a |\n|---|\n| {'%%b ' * 16_000} |\n", "and dollars": "$ $$ %%b " * 8_000,
            "in an address": "https://x.org/%%b](" * 6_000, "in pairs": "a %% b %% %c " * 6_000,
        }.items()
    },
    "elements without an end": ("a <secret> b\n" * 10_000, Syntax.MARKDOWN),
    "the same, with one": ("a <secret> b\n" * 10_000 + "</secret>\n", Syntax.MARKDOWN),
    "elements in a line": ("\xf6<private>x</private> " * 10_000, Syntax.MARKDOWN),
    "percent signs": ("%%\n%% x\n\n%%a%%\n" * 6_000, Syntax.MARKDOWN),
    **{
        f"a comment of {name}": (f"<!--{signs}-->\n\n<!-- private: x -->\n", Syntax.MARKDOWN)
        for name, signs in {
            "dashes": "-" * 50_000, "dashes and blanks": f" {'-' * 50_000} ", "words": f" {'a-' * 25_000} ",
            "at signs": f" {'@' * 50_000} ", "letters and at signs": f" {'a@' * 25_000} ",
            "lines": f" {'-' * 500}\n" * 100, "parted lines": f"\na\n{'-' * 50_000}\nb\n{'-' * 50_000}\n",
            "blanks": "- " * 25_000, "brackets": " (" * 25_000,
        }.items()
    },
    "comments of dashes": (f"<!--{'-' * 70}-->\n" * 700 + "<!-- private: x -->\n", Syntax.MARKDOWN),
    "dashes without an end": ("<!--" + "-" * 50_000 + "\n<!-- private: x\n", Syntax.MARKDOWN),
    "a link of blanks": ("[//]:" + " " * 50_000 + "\n<!-- private: x -->\n", Syntax.MARKDOWN),
    "percent signs in a formula": (f"```{{math}}\n{'%' * 50_000}\n```\n% private\n", Syntax.MARKDOWN),
    "drawers without an end": (":private:\nx\n" * 10_000, Syntax.MARKDOWN),
    "a long line": ("` " * 30_000 + "{note-to-self}:private:\n" + "> " * 30_000, Syntax.MARKDOWN),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("source", "syntax"), HOSTILE.values(), ids=HOSTILE)
def test_it_takes_no_longer_than_the_text_is_long(source: str, syntax: Syntax) -> None:
    """Thousands of unclosed or nested parts are found in seconds."""
    begun = time.process_time()
    hidden_parts(source, syntax, config())
    assert time.process_time() - begun < 6


def test_directives_of_others(site: Callable[..., Built]) -> None:
    """A project's own ``entry``, or option ``private``, is kept; ours is then ``note-entry``."""
    conf = (
        CONF.partition("notes_match")[0]
        + """
from docutils import nodes
from docutils.parsers.rst import Directive, directives


class Theirs(Directive):
    has_content = True
    optional_arguments = 1
    option_spec = {"draft": directives.unchanged, "private": directives.flag}

    def run(self):
        return [nodes.paragraph("", " ".join(self.content))]


def setup(app):
    app.add_directive("entry", Theirs)
    app.add_directive("theirs", Theirs)
"""
    )
    text = "# Home\n\n```{entry} 2024-01-01\n:draft: true\n\nOne.\n```\n\n"
    text += "```{theirs} x\n:private:\n\nTwo.\n```\n\n"
    text += "```{note-entry} 2024-01-01\n:draft: true\n\nzebra\n```\n"
    built = site({"conf.py": conf, "index.md": text})
    nowhere(built)
    assert built.warnings == ""
    assert "One." in built.text("index.html")
    assert "Two." in built.text("index.html")


def test_without_footnotes() -> None:
    """Footnotes that only hidden text uses are removed, directly or through each other; others stay."""
    cells = ["a[^x] b", "[^x]: one\n[^y]: two[^z]\n    more\n\nafter\n", "[^z]: three\n"]
    assert without_footnotes(cells, {"x", "y"}) == ["a[^x] b", "[^x]: one\n\n\n\nafter\n", "\n"]
    assert without_footnotes(cells, set()) == cells


LEFT = {
    "notes/a.md": (
        "# A\n\nSeen[^o].\n\n```{note-to-self}\n:private:\n\nzebra[^n] [x][r]\n```\n\n"
        "[^n]: zebra, with [^m]\n[^m]: zebra\n[^o]: seen\n\n[r]: https://zebra.example\n"
    ),
    "notes/b.rst": (
        "B\n=\n\nSeen |used| [OK]_, `there <at_>`_ and at_.\n\n.. note-to-self:: [#]_\n   :private:\n\n"
        "   zebra [#n]_ |hid| |used| xx_ `y y`_ [CIT]_ |img|\n\n"
        ".. [#] zebra\n.. [#n] zebra\n.. |hid| replace:: zebra |inner|\n.. |inner| replace:: zebra\n"
        ".. |used| replace:: seen\n.. |img| image:: zebra.png\n.. _xx: https://zebra.example\n"
        ".. _y y: https://zebra.example\n.. _at: https://seen.example\n.. [CIT] zebra\n.. [OK] seen\n"
    ),
    "notes/n.ipynb": json.dumps({
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "id": "a", "source": ["# N\n", "\n", "Seen.\n"]},
            {"cell_type": "markdown", "metadata": {}, "id": "b",
             "source": "```{note-to-self}\n:private:\n\nzebra[^z]\n```\n"},
            {"cell_type": "markdown", "metadata": {}, "id": "c", "source": "[^z]: zebra\n"},
            {"cell_type": "raw", "metadata": {}, "id": "d",
             "source": ".. note-to-self::\n   :private:\n\n   zebra\n"},
        ],
        "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
    }),
    "notes/t.md": (
        "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: P}\n---\n# T\n\nSeen.\n\n"
        "```{note-to-self}\n:private:\n\nzebra\n```\n\n```{code-cell}\n1\n```\n"
    ),
    "notes/zebra.md": "---\ntitle: zebra\ndraft: true\n---\nzebra\n",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "xml", "json"])
def test_nothing_that_belongs_to_it_is_kept(site: Callable[..., Built], builder: str) -> None:
    """Definitions used only by hidden text are removed with it, and draft names are stored nowhere.

    This covers the output, doctrees, the environment, and the notebooks that MyST-NB writes beside it.
    """
    conf = CONF.replace("myst_parser", "myst_nb") + 'nb_execution_mode = "off"\n'
    files: dict[str, str | bytes | None] = {"conf.py": conf, "index.md": "# Home\n", **LEFT}
    for _ in range(2):
        built = site(files, builder=builder)
        for path in built.outdir.parent.rglob("*"):
            if path.is_file() and "source" not in path.relative_to(built.outdir.parent).parts:
                assert b"zebra" not in path.read_bytes().lower(), path
        assert "zebra" not in built.warnings
    end = {"html": "html", "xml": "xml", "json": "fjson"}[builder]
    assert all("een" in built.text(f"notes/{name}.{end}") for name in "abnt")
    built = site({"notes/zebra.md": LEFT["notes/zebra.md"].replace("true", "false")}, builder=builder)
    assert f"notes/zebra.{end}" in built.files()
