"""Naming a thread file in front matter: one line changes."""

from __future__ import annotations

import pytest

from sphinx_research_notes.command.thread_links import with_thread
from sphinx_research_notes.frontmatter.syntax import Syntax

#: Nothing here depends on Sphinx.
pytestmark = pytest.mark.once

MD, RST = Syntax.MARKDOWN, Syntax.RST


@pytest.mark.parametrize(("syntax", "text", "line"), [
    (MD, "---\ndate: 2020-01-01\ncomments: true\ntags: [a]\n---\n# A\n\ncomments: true\n", "comments: a.yml"),
    (MD, "---\r\ncomments: yes \r\ntitle: A\r\n---\r\nText.\r\n", "comments: a.yml"),
    (MD, "---\ncomments:\ntitle: A\n---\nText.\n", "comments: a.yml"),
    (MD, '+++\ntitle = "A"\ncomments = true\n+++\nText.\n', 'comments = "a.yml"'),
    (RST, ":date: 2020-01-01\n:comments: true\n\nA\n=\n", ":comments: a.yml"),
])  # fmt: skip
def test_whether_there_are_comments(syntax: Syntax, text: str, line: str) -> None:
    """What only says that there are comments, in the words of other generators, makes room for their file."""
    written = with_thread(text, syntax, "a.yml")
    assert written is not None
    changed = [
        (old, new) for old, new in zip(text.splitlines(), written.splitlines(), strict=True) if old != new
    ]
    assert [new for _, new in changed] == [line]
    assert written.count("\r\n") == text.count("\r\n")


@pytest.mark.parametrize("text", [
    "---\ncomments: false\n---\nText.\n",
    "---\ncomments: other.yml\n---\nText.\n",
    "---\nextra:\n  a: |\n    b\ncomments: {x: y}\n---\ncomments: true\n",
])  # fmt: skip
def test_other_values_stay(text: str) -> None:
    """A note that says anything else keeps it."""
    assert with_thread(text, MD, "a.yml") is None
