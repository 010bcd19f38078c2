"""Sizes that authors specify: the classes they become, and what remains of a style."""

from __future__ import annotations

import pytest

from sphinx_research_notes.html.transforms.sizes import width_classes, without_styles


@pytest.mark.parametrize(
    ("width", "classes"),
    [
        ("50%", "w w-pc w-t5"),
        ("33.3%", "w w-pc w-t3 w-o3 w-d3"),
        ("100%", "w w-pc w-h1"),
        ("300px", "w w-h3"),
        ("250", "w w-h2 w-t5"),
        ("12.5em", "w w-em w-t1 w-o2 w-d5"),
        (".5rem", "w w-rem w-d5"),
        ("1in", "w w-t9 w-o6"),
        ("2.54CM", "w w-t9 w-o6"),
        ("9999px", "w w-h9 w-t9 w-o9 w-d9"),
        ("0%", "w w-pc w-o0"),
        ("auto", ""),
        ("calc(1px + 1em)", ""),
        ("-5px", ""),
        ("5furlongs", ""),
    ],
)
def test_a_width_in_classes(width: str, classes: str) -> None:
    """Each digit and the unit has a class; other values have none."""
    assert " ".join(width_classes(width)) == classes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<col style="width: 25.0%" />', '<col class="w w-pc w-t2 w-o5" />'),
        ('<table class="a" style="width: 3em;">', '<table class="w w-em w-o3 a">'),
        ('<img alt="b" src="a.png" style="width: 50%; height: 1in;" />',
         '<img class="w w-pc w-t5" alt="b" src="a.png" height="96" />'),
        ('<img src="a" style="height: 3em">', '<img src="a" style="height: 3em;">'),
        ('<figure style="color: red; width: 10px">', '<figure class="w w-t1" style="color: red;">'),
        ('<span style="width: 5%">', '<span style="width: 5%">'),
        ('&lt;col style="width: 5%"&gt;', '&lt;col style="width: 5%"&gt;'),
        ('<col style="">', "<col>"),
    ],
)  # fmt: skip
def test_a_style_without_sizes(before: str, after: str) -> None:
    """Other declarations in a style are kept, and so is text that isn't an element."""
    assert without_styles(before) == after
