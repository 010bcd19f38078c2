"""The stylesheets as readers load them."""

from __future__ import annotations

import re

import pytest

from sphinx_research_notes.build.assets import AT_HAND, FOLDER, GUEST, OURS, stylesheet

#: A string, without line breaks.
STRING = re.compile(r'"[^"\n]*"')


@pytest.mark.parametrize("name", [OURS, AT_HAND, GUEST])
def test_only_rules_are_loaded(name: str) -> None:
    """Comments and indentation are left out, and every rule is kept."""
    text = stylesheet(name)
    assert "/*" not in text
    assert "*/" not in text
    assert not re.search(r"^\s|\n\s", text)
    assert text.count("{") == text.count("}") > 10


def test_strings_are_kept() -> None:
    """No string in our files contains what is left out."""
    for path in FOLDER.glob("css/*.css"):
        code = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert code.count('"') % 2 == 0, path
        assert [each for each in STRING.findall(code) if "*/" in each or "/*" in each] == [], path
