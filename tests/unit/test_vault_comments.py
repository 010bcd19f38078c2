"""Comments between percent signs are taken out of a vault wherever they are."""

from __future__ import annotations

import pytest
from test_frontmatter import config

from sphinx_research_notes.frontmatter.syntax import Syntax
from sphinx_research_notes.visibility.hidden_parts import Part, hidden_parts
from sphinx_research_notes.visibility.part_removal import without


def parts(text: str, **options: object) -> list[Part]:
    """Return the hidden parts of *text* in a vault."""
    return hidden_parts(text, Syntax.MARKDOWN, config(wikilinks=True, **options))


HIDDEN = {
    "inline": "SEEN %%SECRET%% SEEN",
    "with blanks": "SEEN %% SECRET %% SEEN",
    "within a word": "SEEN%%SECRET%%SEEN",
    "after a digit": "SEEN 5%%SECRET%% SEEN",
    "two in a line": "SEEN %%SECRET%% SEEN %%SECRET%% SEEN",
    "over lines": "SEEN %%SECRET\nSECRET%% SEEN",
    "over paragraphs": "SEEN %%SECRET\n\nSECRET\n\nSECRET%% SEEN",
    "a block": "SEEN\n\n%%\nSECRET\n\n- SECRET\n%%\n\nSEEN",
    "a block with code": "SEEN\n\n%%\nSECRET\n\n```\nSECRET\n```\n\nSECRET\n%%\n\nSEEN",
    "a block with an open fence": "SEEN\n\n%%\nSECRET\n```\nSECRET\n%%\n\nSEEN",
    "in a heading": "## SEEN %%SECRET%%\n\nSEEN",
    "in a list": "- SEEN %%SECRET%%\n- SEEN",
    "in a quotation": "> SEEN %%SECRET%%\n> SEEN",
    "in a callout": "> [!note] SEEN %%SECRET%%\n> SEEN",
    "in a cell": "| a | b |\n|---|---|\n| SEEN %%SECRET%% | SEEN |",
    "with a link": "SEEN %%[[SECRET]] ![[SECRET.png]]%% SEEN",
    "with code": "SEEN %% `SECRET` SECRET %% SEEN",
    "with a percentage": "SEEN %% SECRET 5% SECRET %% SEEN",
    "four signs": "SEEN %%%%SECRET, SECRET%%%% SEEN",
    "rules": "SEEN\n\n%%%%%%%%%%%%\nSEEN\n%%%%%%%%%%%%\n\nSEEN",
    "three signs": "SEEN %%%SECRET%%% SEEN",
    "alone": "%%SECRET%%\nSEEN",
    "in other HTML": "<div>\n%%SECRET%%\n</div>\n\nSEEN",
    "between code in HTML": "<pre>SEEN</pre> %%SECRET%% <pre>SEEN</pre>",
    "around a script": "%%\n<script>\nSECRET\n</script>\n%%\n\nSEEN",
    "below a tag in prose": "A <pre> here.\n\n%%SECRET%%\n\n<pre>SEEN</pre>\n",
    "in Chinese": "观察%%SECRET%%记录 SEEN",
    "without an end": "SEEN\n\n%%\nSECRET\n\nSECRET\n",
    "without an end, inline": "SEEN %%SECRET\n\nSECRET\n",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_comments(text: str) -> None:
    """Nothing within is left, and everything beside is."""
    for options in ({}, {"private": True}):
        left = without(text, parts(text, **options), Syntax.MARKDOWN)
        assert "SECRET" not in left
        assert left.count("SEEN") == text.count("SEEN")


SHOWN = {
    "code": "`%%SEEN%%`",
    "a code block": "```\n%%SEEN%%\n```",
    "a diagram": "```mermaid\n%%{init: SEEN}%%\nSEEN\n%% SEEN\n```\n\nSEEN",
    "a diagram in HTML": '<pre class="mermaid">\n%%{init: SEEN}%%\nSEEN\n</pre>\n\nSEEN',
    "a diagram in a box": '<div class="mermaid">\n%%{init: SEEN}%%\nSEEN\n</div>\n\nSEEN',
    "a script": "<div><script>\na = b %%SEEN%% c; SEEN\n\nSEEN %% d;\n</script></div>\n\nSEEN",
    "a style": "<style>\na { width: 50%%; } SEEN\n</style>\n\nSEEN",
    "a formula": "$a %% SEEN %% b$",
    "escaped": "\\%%SEEN\\%%",
    "front matter": "---\ntitle: 5%% SEEN %%\n---\n\nText.",
    "one sign": "Up 5% SEEN 6%.",
}


@pytest.mark.parametrize("text", SHOWN.values(), ids=SHOWN)
def test_no_comments(text: str) -> None:
    """Code, formulas, escaped signs and front matter stay."""
    assert parts(text) == []


def test_private_builds_show_the_rest() -> None:
    """A build with private notes shows what is marked as private, but no comments."""
    text = "%%SECRET%%\n\n<!-- private -->\nSEEN\n<!-- /private -->\n"
    left = without(text, parts(text, private=True), Syntax.MARKDOWN)
    assert "SECRET" not in left
    assert "SEEN" in left
