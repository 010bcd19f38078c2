"""What is written beside ``entry`` and in its options is on the page, or there is a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import page, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

pytestmark = pytest.mark.once

CONF = """\
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
"""
DETAILS = """:author: Bo Lind
:doi: 10.1000/182
:license: CC-BY-4.0
:source: https://code.example/rain.py
"""
UPDATES = ":updates: [{date: 2024-04-01, comment: Measured again}]\n"
#: What is written beside the name; options; the title and the date that are shown.
HEADS = [
    ("2024-01-01", "", "", "2024-01-01"),
    ("2024-01-02 22:40", "", "", "2024-01-02"),
    ("Some rain 2024-01-03", "", "Some rain", "2024-01-03"),
    ("Some hail (2024-01-04)", "", "Some hail", "2024-01-04"),
    ("2024-01-05: Snow, at 5", "", "Snow, at 5", "2024-01-05"),
    ("2024-01-06 22:40 Late sleet", "", "Late sleet", "2024-01-06"),
    ("Fog in May", ":date: 2024-01-07\n", "Fog in May", "2024-01-07"),
    ("Mist", "", "Mist", ""),
    ("2024-01-08 Words", ":title: Dew\n", "Dew", "2024-01-08"),
    ("2024-01-09 <!-- plondrake -->", "", "", "2024-01-09"),
    ("2024-01-09 %% plondrake %%", "", "", "2024-01-09"),
    ("", "", "", ""),
    ("2024-01-10", DETAILS + UPDATES, "", "2024-01-10"),
]


def _source(form: str) -> str:
    parts = []
    for number, (beside, options, *_) in enumerate(HEADS):
        if form == "md":
            parts.append(f"```{{entry}} {beside}\n{options}\nText {number}.\n```\n")
        else:
            under = "".join(f"   {line}\n" for line in options.splitlines())
            parts.append(f".. entry:: {beside}\n{under}\n   Text {number}.\n")
    heading = "# Stream\n\n" if form == "md" else "Stream\n======\n\n"
    last = "" if form == "md" else "\n.. entry:: 2024-01-11\n   Right below.\n\n   And more.\n"
    return heading + "\n".join(parts) + last


@pytest.mark.parametrize("form", ["md", "rst"])
def test_heads_of_entries(site: Callable[..., Built], form: str) -> None:
    """A title beside the date is kept, and so is what the options say; the rest is named in a warning."""
    head = "---\nlicense: CC0-1.0\n---\n" if form == "md" else ":license: CC0-1.0\n\n"
    index = head + _source(form)
    built = site({"conf.py": CONF, f"index.{form}": index})
    shown = page(built.outdir / "index.html").select("article.entry")
    for number, (_, _, title, day) in enumerate(HEADS):
        entry = next(each for each in shown if f"Text {number}." in words(each))
        name, time = entry.select_one(".p-name"), entry.select_one("time.dt-published")
        assert (words(name) if name else "") == title
        assert (str(time["datetime"])[:10] if time else "") == day
        assert (entry.select_one("footer") is not None) == (number == len(HEADS) - 1)
    last = words(next(each for each in shown if f"Text {len(HEADS) - 1}." in words(each)))
    assert all(part in last for part in ("Bo Lind", "Measured again", "10.1000/182", "Source", "4.0"))
    if form == "rst":
        assert "Right below. And more." in words(shown[-1])
    assert "plondrake" not in built.outdir.joinpath("index.html").read_text()
    message = "entry: expected a date such as 2024-03-11 or 2024-03-11 22:40, got"
    lines = [line for line in built.warnings.splitlines() if message in line]
    # What is between the signs is hidden in Markdown before the directive is read.
    is_hidden = "expected 'note-to-self' with ':private:', got '%%'; leaving out" in built.warnings
    assert is_hidden == (form == "md")
    percents = [" '2024-01-09 %% plondrake %%'; ignoring '%% plondrake %%' [notes.entry]"]
    assert [line.partition(message)[2] for line in lines] == [
        " 'Mist'; using 'Mist' as its title and leaving it undated [notes.entry]",
        " '2024-01-08 Words'; ignoring 'Words' [notes.entry]",
        " '2024-01-09 <!-- plondrake -->'; ignoring '<!-- plondrake -->' [notes.entry]",
        *(percents if form == "rst" else []),
        " ''; leaving it undated [notes.entry]",
    ]
