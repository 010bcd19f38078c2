"""Front matter in every form that tools write, in every syntax: parsed, or else the file is withheld."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_frontmatter import config, fault_lines, hidden

from sphinx_research_notes.frontmatter.block import Block, clean
from sphinx_research_notes.frontmatter.data_formats import read_json, read_toml
from sphinx_research_notes.frontmatter.extract import block_of, restructuredtext
from sphinx_research_notes.frontmatter.syntax import Syntax
from sphinx_research_notes.model.note import Visibility
from sphinx_research_notes.visibility.rules import hides_file, kind_of, understand

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

#: One draft in every form, each with a title, a date and a flag, and nothing else.
FORMS = {
    "YAML": "---\ntitle: A b\ndate: 2024-03-05\ndraft: true\n---\nText.",
    "YAML with its name": "---yaml\ntitle: A b\ndate: 2024-03-05\ndraft: true\n---\nText.",
    "TOML": '+++\ntitle = "A b"\ndate = 2024-03-05\ndraft = true\n+++\nText.',
    "TOML with a table": '+++\ntitle = "A b"\ndate = 2024-03-05\ndraft = true\n[extra]\nx = 1\n+++\nText.',
    "TOML in CRLF": '\ufeff+++\r\ntitle = "A b"\r\ndate = 2024-03-05\r\ndraft = true\r\n+++\r\nText.',
    "TOML behind blank lines": '\n\n+++\ntitle = "A b"\ndate = 2024-03-05\ndraft = true\n+++  \nText.',
    "TOML with its name": "---toml\ntitle = 'A b'\ndate = 2024-03-05\ndraft = true\n---\nText.",
    "JSON": '{"title": "A b", "date": "2024-03-05", "draft": true}\n\nText.',
    "JSON on lines": '{\n  "title": "A b",\n  "date": "2024-03-05",\n  "draft": true\n}\nText.',
    "JSON with its name": '---json\n{"title": "A b", "date": "2024-03-05", "draft": true}\n---\nText.',
    "JSON of Hexo": '"title": "A b",\n"date": "2024-03-05",\n"draft": true\n;;;\nText.',
    "JSON between semicolons": ';;;\n"title": "A b",\n"date": "2024-03-05",\n"draft": true\n;;;\nText.',
    "YAML of Hexo": "title: A b\ndate: 2024-03-05\ndraft: true\n---\nText.",
    "a header": "Title: A b\nDate: 2024-03-05\nDraft: true\n\nText.",
    "a header with a longer value": "Title: A\n   b\nDate: 2024-03-05\nDraft: true\n\nText.",
    "keywords of Org": "#+TITLE: A b\n#+DATE: 2024-03-05\n#+draft: true\n\nText.",
    "properties of Logseq": "title:: A b\ndate:: 2024-03-05\ndraft:: true\n\nText.",
    "a comment": "<!--\ntitle: A b\ndate: 2024-03-05\ndraft: true\n-->\n\nText.",
    "a comment of Nikola": "<!--\n.. title: A b\n.. date: 2024-03-05\n.. draft: true\n-->\n\nText.",
    "comments of Nikola": ".. title: A b\n.. date: 2024-03-05\n.. draft: true\n\nText.",
    "comments of MyST": "% title: A b\n% date: 2024-03-05\n% draft: true\n\nText.",
}  # fmt: skip


@pytest.mark.parametrize("syntax", [Syntax.MARKDOWN, Syntax.RST, Syntax.UNKNOWN])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_in_every_syntax(form: str, syntax: Syntax) -> None:
    """The title, date and draft are the same, the block is removed, and no other line moves."""
    source = FORMS[form]
    found = block_of(source, syntax)
    told = {name.lower(): value for name, value in found.values.items() if name != "extra"}
    assert told == {"title": "A b", "date": "2024-03-05", "draft": "true"}
    assert found.unreadable is None
    assert found.rest.strip() == "Text."
    assert found.rest.count("\n") == clean(source).count("\n")
    assert hidden(found)


def test_a_block_may_stand_behind_a_comment() -> None:
    """Licences and editor modelines may come first; without one of our keys, it is not a block."""
    found = block_of("<!-- a licence\nof two -->\n\n---\ntitle: A\ndraft: true\n---\nText.", Syntax.MARKDOWN)
    assert hidden(found)
    assert found.rest.split("\n")[-1] == "Text."
    assert "title" not in found.rest
    source = "<!-- a rule: -->\n\n---\nSome text: and more.\n\n---\n"
    assert block_of(source, Syntax.MARKDOWN) == Block(rest=source)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_in_a_notebook(form: str) -> None:
    """Its first cell may have any of them."""
    source = json.dumps({"cells": [{"cell_type": "markdown", "source": FORMS[form]}], "metadata": {}})
    found = block_of(source, Syntax.NOTEBOOK)
    assert hidden(found)
    assert "A b" not in json.loads(found.rest)["cells"][0]["source"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('+++\ntitle = "A"\ndraft = treu\n+++\nText.', 3),
        ('+++\ntitle = "A"\ntitle = "B"\n+++\nText.', 3),
        ('+++\ntitle = "A"\ndraft = true\n\nText.', 1),
        ('+++\ntitle = "A"\ndraft = true\n--\n\nText.', 1),
        ('{"title": "A", "draft": tru}\n\nText.', 1),
        ('{\n"title": "A",\n"draft": true,,\n}\nText.', 3),
        ('{"title": "A", "draft": true\n\nText.', 1),
        ("+++\ndraft = true\n[a]\n[a]\n+++\n", 4),
        ("---js\nmodule.exports = {draft: true}\n---\nText.", 1),
        ("draft: true\nText that goes on.\n", 1),
        ("# A title\n\ndraft: true\n\nText.", 3),
        ("A paragraph.\n\n**Status:** draft\n\nText.", 3),
        ("\n" * 30 + "---\ndraft: true\n---\nText.", 32),
        ("—\ntitle: A\ndraft: true\n—\n\nText.", 3),
        ("\u200b---\ntitle: A\ndraft: true\n---\n\nText.", 3),
        (">---\n>draft: true\n>---\nText.", 2),
        ("---\ntitle: A\n---\n---\ndraft: true\n---\nText.", 5),
        ("Title\n=====\n\n* draft = yes\n", 4),
        ("[//]: # (draft: true)\n\nText.", 1),
        ("published: no\nText", 1),
        ("<!-- private: true -->\n\nText.", 1),
        ("# A title\n\n<!-- private: yes -->\n\nText.", 3),
        ("Text <!--\nprivate: true\n--> more\n", 2),
        ("Text <!--\ndraft: later\n--> more\n", 2),
        ("Text <!-- a -->\nprivate: later\n", 2),
        ("Text <!-- a\n-->\nprivate: later\n", 3),
        (f"Text <!-- {'a long story ' * 30}\nprivate: later\n-->\n", 2),
        (f"Text <!-- {'a long story ' * 30}\na <!-- b\nprivate: later\n-->\n", 3),
        ("# A title\n\n% private: true\n\nText.", 3),
        ("<!-- draft: later -->\n\nText.", 1),
        ("Visibility: private\nText", 1),
        ("dg-publish: false\nText", 1),
        ("***\ntitle: x\ndraft: true # not yet\n***\n\nText.", 3),
        ("title: x and more\nthat goes on\n\nDraft: true (not yet)\n", 4),
        ("Text.\n\n:draft:\n\nMore.", 3),
        ("{ title: 'x', draft: true }\n\nText.", 1),
        ("{'title': 'x', 'draft': true}\n\nText.", 1),
        ('[{"title": "x", "draft": true}]\n\nText.', 1),
        ("export const meta = { title: 'x', draft: true }\n\nText.", 1),
        ("- title:: x\n  draft:: true\n\nText.", 1),
        ("Title: x\n Draft: true\n\nText.", 1),
        (".. title: x\n   draft: true\n\nText.", 1),
        ("#+TITLE: x\n#+HUGO_DRAFT: true\n\nText.", 1),
        ("---\ntitle: x\ndraft\n---\nText.", 1),
        ("---\ntitle: x: y\n- draft\n---\nText.", 1),
        ("---\ntitle: x\ndraft true\n---\nText.", 1),
        ("---\ntitle: x\x0bdraft: true\n---\nText.", 1),
        ("---\npublish: [ ]\n---\nText.", 1),
        ("---\nstatus: '[[draft]]'\n---\nText.", 1),
        ("---\nstatus: 🚧 Draft\n---\nText.", 1),
        ("---\nstatus: draft/wip\n---\nText.", 1),
        ("---\nisDraft: true\n---\nText.", 1),
        ("---\ntitle: x: y\n  hidden: true\n---\nText.", 1),
        ("Title: x\n Hidden: true\n\nText.", 1),
        ("---\nhidden: true\nhidden: false\n---\nText.", 1),
        ("---\nvisible: false\nvisible: true\n---\nText.", 1),
        ("Title: x\nHidden: yes\nHidden: no\n\nText.", 1),
        ("---\nｄｒａｆｔ: true\n---\nText.", 1),
        ("---\nunpublished: yes\n---\nText.", 1),
        ("---\nparams: {draft: true}\n---\nText.", 1),
        ("title: T\n---\npub_date: 2024-03-05\n---\n_hidden: yes\n---\nbody: Text.", 5),
        ("export const meta = {\n    draft: true\n}\n\nText.", 2),
        ("export const meta = {\n    a: 1,\n\n    b: [\n      2\n    ],\n\n    hidden: true\n}\n", 8),
        ("let meta = {\n\tname: 'x', draft: true,\n}\n\nText.", 2),
        ('---edn\n{:title "x" :draft true}\n---\nText.', 1),
        ("---ini\ndraft = true\n---\nText.", 1),
        ("--- toml\ntitle = 'x'\ndraft = true\n---\nText.", 1),
        ("--- yaml\ntitle: x\ndraft: true\n---\nText.", 1),
        ("---YAML\ntitle: x\ndraft: true\n---\nText.", 1),
        ("@def title = 'x'\n@def draft = true\n\nText.", 2),
        ("#let draft = true\n\nText.", 1),
        ("#+title: x\n#+hugo_draft: t\n\nText.", 1),
        ("```yaml\ntitle: x\ndraft: true\n```\n\nText.", 3),
        ("~~~ toml\ntitle = 'x'\n\ndraft = true\n~~~\n\nText.", 4),
        ("| title | draft |\n|---|---|\n| x | true |\n\nText.", 3),
        ("| title | x |\n|---|---|\n| draft | true |\n\nText.", 3),
        ("# ---\n# title: x\n# hidden: true\n# ---\n\nText.", 3),
        ("# hidden: true\n\nText.", 1),
        ('# "Title"\n> "summary"\n\n- toc: true\n- hide: true\n\nText.', 5),
        ("# T\n\nhidden: true\n\nText.", 3),
        ("# T\n\nunlisted: yes\n\nText.", 3),
        ("# T\n\nrender: false\n\nText.", 3),
        (".. SPDX: MIT\n\n.. _a:\n\n.. highlight:: c\n\nTitle\n=====\n\nText.\n\ndraft: true\n", 12),
        ("% a\n\n<!-- b\n\nc -->\n\n(label)=\n# T\n\nText.\n\ndraft: true\n", 12),
        ("<!--\nA.\n\nB.\n\nC.\n\nD.\n-->\n\n# T\n\nText.\n\ndraft: true\n", 15),
        ("---\ntitle: x\n" + "a: b\n" * 50 + "---\n\n# T\n\ndraft: true\n", 57),
    ],
)
@pytest.mark.parametrize("syntax", [Syntax.MARKDOWN, Syntax.RST, Syntax.UNKNOWN])
def test_what_is_meant_and_cannot_be_read_keeps_the_file_back(source: str, line: int, syntax: Syntax) -> None:
    """The message has the line and what to do; a flag anywhere near the beginning withholds the file."""
    found = block_of(source, syntax)
    assert found.unreadable is not None or hidden(found)
    if found.unreadable is not None:
        assert found.unreadable.line == line
        assert found.unreadable.message.endswith("; skipping the file until this is fixed")
    assert hides_file(block_of(source, syntax), "2024-01-02-a", config())


@pytest.mark.parametrize("syntax", [Syntax.MARKDOWN, Syntax.RST, Syntax.UNKNOWN])
@pytest.mark.parametrize(
    "source",
    [
        "+++\n\nA cell.\n\n+++\n\nAnother.",
        '+++ {"tags": ["hide"]}\n\nA cell.',
        "+++",
        "{ref}`x` says so.",
        "{#id .class}\nText",
        "{{ name }} is here.",
        "{",
        "Note: this is a sentence.\n\nMore.",
        "Dear reader: hello.\n\nMore.",
        "Text.\n\n```yaml\ndraft: true\n```\n",
        "Text.\n\n    draft: true\n",
        "Text about draft: true and its like.\n",
        "draft: false\nText.\n",
        "One.\n\nTwo.\n\nThree.\n\ndraft: true\n",
        "Draft:\n\n- one\n",
        "Private: a word that is none of ours comes first.\n",
        "<!-- a comment -->\n\nText.",
        "<!-- private: TODO -->\n\nText.",
        "<!-- private: ask her -->\n\nText.",
        "[//]: # (private: later)\n\nText.",
        "% private: later\n\nText.",
        "% private: ask her\n\nText.",
        "# A title\n\n<!-- private: TODO -->\n\nText. % private: x",
        "# A title\n\n% private: later\n\nText.",
        "<!-- see: this\nand that -->\n\nText.",
        "Text <!--\nprivate: ask Bob\n--> more\n",
        "Text <!--\nprivate: later\n--> more\n",
        "# A title\n\nText.\n\n<!--\nprivate: TODO\n-->\n",
        "# A title\n\n<!-- Here:\n\nprivate: later\n-->\n",
        "% a comment: so\n\nText.",
        ".. a comment: so\n\nText.",
        ";;;",
        "#+begin_src: x\n\nText",
        "Text.\n\n```json\n{\n    'draft': true\n}\n```\n",
        "Text.\n\n```js\nconst a = {\n```\n\nTwo.\n\nThree.\n\ndraft: true\n",
        "| key | means |\n|---|---|\n| draft | is the note hidden? |\n| title | true |\n",
        "| draft | beer |\n|---|---|\n| no | ale |\n",
        "```python\ndraft: true\n```\n\nText.",
        "Hide the cat: yes.\n\nHidden: treasures\n\nVisible: no\n",
        "--- a line ---\n\nText.",
        "---word\n\nText without an end.",
        ".. toctree::\n   :hidden:\n\n   a\n",
        ":::{toctree}\n:hidden:\n\na\n:::\n",
        ":::{note-to-self}\n:private:\n\nAn aside.\n:::\n",
        ":::{entry} 2024-01-02\n\n:draft: true\n\nAn entry.\n:::\n",
        "> ```{note-to-self}\n> :private:\n> ```\n",
        ".. note-to-self:: T\n   :private:\n\n   An aside.\n",
        ".. entry:: 2024-01-02\n:draft: true\n\n   An entry.\n",
    ],
)
def test_what_is_text_stays_text(source: str, syntax: Syntax) -> None:
    """MyST cells, roles, attributes, sentences with colons, and front matter in code are text."""
    found = block_of(source, syntax)
    assert (found.values, found.unreadable) == ({}, None)
    assert found.rest == source


def test_front_matter_in_a_cell_is_not_shown() -> None:
    """What is meant for MyST leaves the cell for the metadata of the notebook, which has the last word."""
    front = "---\ntags: [a]\nkernelspec:\n  name: other\norphan: true\n---\n\n# A\n\n---\n\nEnd.\n"
    cells = [{"cell_type": "markdown", "source": front}]
    content = {"cells": cells, "metadata": {"kernelspec": {"name": "python3"}}}
    found = json.loads(block_of(json.dumps(content), Syntax.NOTEBOOK).rest)
    assert found["cells"][0]["source"].strip() == "# A\n\n---\n\nEnd."
    assert found["metadata"] == {"kernelspec": {"name": "python3"}, "orphan": "true"}
    ruled = [{"cell_type": "markdown", "source": "---\ntags: [a]\n---\n\n---\n\nEnd.\n\n---\n"}]
    rest = json.loads(block_of(json.dumps(content | {"cells": ruled}), Syntax.NOTEBOOK).rest)
    assert rest["cells"][0]["source"].strip() == "---\n\nEnd.\n\n---"


def test_a_title_may_stand_before_the_front_matter_of_a_notebook() -> None:
    """In a cell of its own, as editors make them; nothing of what follows is lost or shown as text."""
    texts = ["# T", "---\ntitle: x\ndate: 2024-03-05\ndraft: true\n---\nText."]
    cells = [
        {"cell_type": kind, "source": [text]} for kind, text in zip(("markdown", "raw"), texts, strict=True)
    ]
    found = block_of(json.dumps({"cells": cells}), Syntax.NOTEBOOK)
    assert (found.values["date"], found.values["draft"], found.unreadable) == ("2024-03-05", "true", None)
    first, second = json.loads(found.rest)["cells"]
    assert (first["source"], second["source"].strip()) == (["# T"], "Text.")


@pytest.mark.parametrize(
    ("content", "keeps"),
    [
        ({"metadata": {"nikola": {"status": "draft"}}}, True),
        ({"metadata": {"front_matter": {"draft": True}}}, True),
        ({"metadata": {}, "draft": True}, True),
        ({"metadata": {"front_matter": {"hidden": True}}}, True),
        ({"metadata": {"hidden": True}, "cells": ["---\nhidden: false\n---"]}, True),
        ({"metadata": {"toc": {"visible": True}, "hide_input": True}, "cells": ["# Text"]}, False),
        ({"cells": ["", "---\ndraft: true\n---"]}, True),
        ({"cells": ["import os", "---\ndraft: true\n---"]}, True),
        ({"cells": ["# T", "---\ndraft: true\n---"]}, True),
        ({"cells": ["# T", "draft: true"]}, True),
        ({"cells": ["# T", "import os", "Text.", "hidden: true"]}, True),
        ({"cells": ["# T", "---\ntitle: x\nheadless: true\n---"]}, True),
        ({"cells": ["---\ntitle: x\n---", "---\ndraft: true\n---"]}, True),
        ({"cells": ["# T", "", "", "Text.", "+++\ndraft = true\n+++"]}, True),
        ({"cells": ["# T", "One.", "Two.", "Three.", "draft: true"]}, False),
        ({"cells": ["# T", "---\nA rule: and\n---"]}, False),
        ({"cells": ["# T", "import os\ndraft: true"]}, False),
        ({"worksheets": [{"cells": []}]}, True),
        ({"metadata": {"colab": {"provenance": []}}, "cells": ["# Text"]}, False),
    ],
)
def test_notebooks_say_so_in_many_places(content: dict[str, object], *, keeps: bool) -> None:
    """A flag may be in a tool's own mapping, or after empty cells or imports; an old format is withheld."""
    texts = content.get("cells", [])
    assert isinstance(texts, list)
    kinds = ["code" if text.startswith("import") else "raw" for text in texts]
    cells = [{"cell_type": kind, "source": text} for kind, text in zip(kinds, texts, strict=True)]
    found = block_of(json.dumps(content | {"cells": cells}), Syntax.NOTEBOOK)
    assert (hidden(found) or found.unreadable is not None) is keeps


#: What may stand before the title or between it and its fields: nothing of it is shown.
UNSEEN = {
    "nothing": "",
    "a label": ".. _a-label:\n\n",
    "two labels": ".. _a-label:\n.. _another:\n\n",
    "a comment": ".. SPDX-License-Identifier: MIT\n\n",
    "a comment and a label": "..\n   Copyright.\n\n   All of it.\n\n.. _a-label:\n\n",
    "a field and a label": ":orphan:\n\n.. _a-label:\n\n",
    "a substitution": ".. |x| replace:: y\n\n",
    "a role": ".. role:: red\n   :class: red\n\n.. highlight:: python\n\n",
    "a term of the index": ".. index:: gauges\n   single: rivers\n\n.. _a-label:\n\n",
    "meta": ".. meta::\n   :description: x\n\n",
}


@pytest.mark.parametrize("flag", ["hidden: true", "status: private", "draft: true", "status: draft"])
@pytest.mark.parametrize("before", UNSEEN.values(), ids=UNSEEN)
def test_fields_after_the_title_are_front_matter(before: str, flag: str) -> None:
    """Pelican has them there; the title stays where it is, and so does what stands before it."""
    fields = f":date: 2024-03-05\n:{flag}\n:tags: a\n\nText."
    between = before.removeprefix(":orphan:\n\n")
    for source in (
        f"{before}A title\n=======\n{fields}",
        f"{before}A title\n=======\n\n{fields}",
        f"{before}#######\nA title\n#######\n\n{fields}",
        f"A title\n=======\n\n{between}{fields}",
    ):
        found = restructuredtext(source)
        assert found.unreadable is None
        assert hidden(found), source
        assert found.values["date"] == "2024-03-05"
        assert found.values["tags"] == "a"
        assert "A title" in found.rest
        assert "2024" not in found.rest
        assert found.rest.count("\n") == source.count("\n")
        assert not found.faults
        visible = [line for line in found.rest.split("\n") if line]
        assert visible == [line for line in source.split("\n") if line and line not in fields.split("\n")[:3]]


def test_fields_stand_on_both_sides_of_the_title() -> None:
    """What is written after it is read too, and cannot show what is hidden before it."""
    found = restructuredtext(":date: 2024-03-05\n:draft: true\n\nA title\n=======\n\n:draft: no\n:tags: a\n")
    assert hidden(found)
    assert found.values["tags"] == "a"
    assert fault_lines(found) == [7]
    header = restructuredtext(".. title: A\n\n.. _a:\n\nB\n=\n\n:draft: true\n")
    assert hidden(header)
    assert header.values["title"] == "A"


@pytest.mark.parametrize(
    "source",
    [
        "A title\n=======\n\nText.\n\n:date: 2024-03-05\n:tags: a\n",
        ".. _a:\n\nA title\n=======\n\n:param x: y\n:returns: z\n",
        ".. note:: so\n\nA title\n=======\n\n:date: 2024-03-05\n",
    ],
)
def test_fields_elsewhere_stay(source: str) -> None:
    """After text, or fields of others, they are text."""
    assert restructuredtext(source) == Block(rest=source, body_line=restructuredtext(source).body_line)


def test_fields_after_the_title_make_no_document_ours() -> None:
    """An interface may be documented by a field called ``kind``."""
    found = restructuredtext("Title\n=====\n\n:kind: function\n:date: 2024-03-05\n")
    assert kind_of(found, "reference", config()) == ""


@pytest.mark.parametrize(
    ("source", "syntax", "rest"),
    [
        ("+++\ntitle = 'A'\norphan = true\ntocdepth = 2\n+++\nText.", Syntax.MARKDOWN,
         '---\n{"orphan": true, "tocdepth": "2"}\n---\n\n\nText.'),
        ("+++\ntitle = 'A'\norphan = true\ntocdepth = 2\n+++\nText.", Syntax.RST,
         ":orphan:\n:tocdepth: 2\n\n\n\nText."),
        ("---\ntitle: A\norphan: true\n---\nText.", Syntax.RST, ":orphan:\n\n\n\nText."),
        ("---\ntitle: A\nmyst: {a: b}\n---\nText.", Syntax.RST, ":myst: {'a': 'b'}\n\n\n\nText."),
    ],
)  # fmt: skip
def test_keys_of_others_are_handed_on(source: str, syntax: Syntax, rest: str) -> None:
    """Foreign keys are kept in the format that the parser of the file reads."""
    assert block_of(source, syntax).rest == rest


def test_a_text_of_several_lines_for_others_moves_no_line() -> None:
    """A multi-line foreign value beside a broken line is put on one line, to keep line numbers right."""
    source = "---\ntitle: A: b: c\nhtml_meta: |\n  one\n\n  two\n  three\nkeywords: [a\n---\nText."
    found = block_of(source, Syntax.MARKDOWN)
    assert found.rest.count("\n") == source.count("\n")
    assert found.rest.split("\n")[9] == "Text."
    assert "title: A: b: c" not in found.rest


def test_lines_of_toml_are_known() -> None:
    """A fault in a value has the line of its key."""
    found = block_of('+++\ntitle = "A"\n\n# so\nstatus = "x"\n[author]\nname = "B"\n+++\n', Syntax.MARKDOWN)
    assert found.lines == {"title": 2, "status": 5, "author": 6}


@pytest.mark.parametrize(
    ("docname", "values", "kind", "shown"),
    [
        ("_drafts/half", {"layout": "post"}, "note", False),
        ("blog/_drafts/deep/half", {"title": "A"}, "note", False),
        ("_Drafts/half", {"title": "A"}, "note", False),
        ("_drafts/half", {"layout": "page"}, "page", False),
        ("_drafts/half", {}, "note", False),
        ("_drafts", {"layout": "post"}, "note", True),
        ("_posts/half", {"layout": "post"}, "note", True),
    ],
)
def test_a_folder_of_drafts_holds_drafts(
    docname: str, values: dict[str, object], kind: str, *, shown: bool
) -> None:
    """This holds at any depth, and for any content."""
    block = Block(values=dict(values))
    assert kind_of(block, docname, config()) == kind
    if kind:
        visibility = understand(block, docname, config())[0].visibility
        assert (visibility is Visibility.PUBLIC) == shown


@pytest.mark.parametrize("said", ["public", " Public "])
def test_a_tag_hides_no_file_that_says_it_is_public(said: str) -> None:
    """Then the tag is about something else; what hides for sure still does."""
    values = {"title": "A", "tags": ["private"], "visibility": said}
    front, faults = understand(Block(values=values, lines={"tags": 2}), "2024-01-02-a", config())
    assert (front.visibility, faults) == (Visibility.PUBLIC, [])
    hidden, _ = understand(Block(values={**values, "draft": "true"}), "2024-01-02-a", config())
    assert hidden.visibility is Visibility.DRAFT


@pytest.mark.parametrize(
    ("tags", "visibility", "said"),
    [
        (["a", "draft"], Visibility.DRAFT, ["draft', got a tag 'draft'; treating as a draft"]),
        ("a, Private", Visibility.PRIVATE, ["private', got a tag 'Private'; treating as private"]),
        ("draft/one", Visibility.DRAFT, ["draft', got a tag 'draft/one'; treating as a draft"]),
        (["drafting", "private equity"], Visibility.PUBLIC, []),
    ],
)
def test_a_tag_hides_a_file(tags: object, visibility: Visibility, said: list[str]) -> None:
    """As in old versions of Nikola; this is reported, since it may be about something else."""
    block = Block(values={"title": "A", "keywords": tags}, lines={"title": 1, "keywords": 2})
    front, faults = understand(block, "2024-01-02-a", config())
    assert front.visibility is visibility
    assert [fault.message for fault in faults] == [f"tags: expected the key '{each}" for each in said]
    assert [fault.line for fault in faults] == [2 for _ in said]


@given(st.text(max_size=60), st.sampled_from([*FORMS.values()]), st.integers(0, 80))
def test_no_source_is_too_strange(text: str, form: str, place: int) -> None:
    """Any insertion into a block, or removal from it, is parsed without an error; lines don't move."""
    for source in (form[:place] + text + form[place:], form[:place] + form[place + 5 :]):
        for syntax in (Syntax.MARKDOWN, Syntax.RST, Syntax.UNKNOWN):
            found = block_of(source, syntax)
            assert found.rest.count("\n") in {clean(source).count("\n"), source.count("\n")}


@pytest.mark.parametrize("deep", ["[" * 100_000, "a = " + "[" * 100_000, '{"a": ' * 100_000])
def test_depth_ends_nothing(deep: str) -> None:
    """A value nested too deeply makes a block unreadable, without a traceback."""
    assert read_toml(deep, 1).unreadable is not None
    assert read_json(deep, 1)[0].unreadable is not None


def test_a_fault_in_toml_is_named_once_with_its_line() -> None:
    """The line is that of the file."""
    found = block_of("\n+++\ntitle = 'A'\ndraft = \n+++\n", Syntax.MARKDOWN)
    assert fault_lines(found) == []
    assert found.unreadable is not None
    assert found.unreadable.line == 4
