"""The sentence in which something stands, as lists of mentions show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.doctree.excerpts import LONGEST, sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One here. Two is [it] there. Three.", "Two is it there."),
        ("[It] begins. No.", "It begins."),
        ("No. The last is [it]", "The last is it"),
        ("See e.g. Good (cf. [it]). Next.", "See e.g. Good (cf. it)."),
        ("By J. Good [it], p. 3. Next.", "By J. Good it, p. 3."),
        ("He said “no.” Then [it] was.", "Then it was."),
        ("It was 3.5 m deep at [it]. Ä is next.", "It was 3.5 m deep at it."),
        ("Is it [it]? It is!", "Is it it?"),
        ("[One] two.\n  Three", "One two."),
        ("这是。那是[它]的。完。", "那是它的。"),
        ("As shown [it] , so.", "As shown it, so."),
        ("Smith et al. [it] say so. Next.", "Smith et al. it say so."),
        ("All of [it]. (And more.)", "All of it."),
        ("[it]", "it"),
    ],
)
def test_a_sentence(text: str, expected: str) -> None:
    """It ends at a stop that is no abbreviation's, and only there."""
    assert sentence(text.replace("[", "\ue000").replace("]", "\ue001")) == expected


def test_a_long_sentence_is_cut_at_words() -> None:
    """Around what it is shown for."""
    text = "before " * 100 + "\ue000here\ue001" + " after" * 100
    found = sentence(text)
    assert len(found) <= LONGEST + 10
    assert found.startswith("… before")
    assert found.endswith("after …")
    assert "here" in found


@given(st.text(), st.text(), st.text())
def test_any_text(before: str, inside: str, after: str) -> None:
    """What it is shown for is in it, where it is not longer than a list shows."""
    found = sentence(f"{before}\ue000{inside}\ue001{after}")
    words = " ".join(inside.replace("\ue000", "").replace("\ue001", "").split())
    assert len(found) <= LONGEST + 10
    if len(words) == 1 and words.isalnum():
        assert words in found


STREAM = """\
# Stream

```{entry} 2024-01-05

Listed leads to [](a.md).
```

```{entry} 2024-01-06
:visibility: unlisted

Unlisted leads to [](a.md).
```
"""


def test_no_page_tells_of_an_unlisted_entry(site: Callable[..., Built]) -> None:
    """As none tells of an unlisted note, though both link to others."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
    conf += 'notes_match = ["notes/**"]\n'
    built = site({"conf.py": conf, "index.md": "# Home\n", "notes/a.md": "# A\n", "notes/stream.md": STREAM})
    assert "Listed leads to A." in built.text("notes/a.html")
    assert "Unlisted leads" not in built.text("notes/a.html")


def test_an_equation_is_named_by_its_number(site: Callable[..., Built]) -> None:
    """As where the sentence stands; also when it gets another."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
    conf += 'notes_match = ["notes/**"]\nmyst_enable_extensions = ["dollarmath"]\n'
    text = "# B\n\n$$a$$ (mass)\n\nBy {eq}`mass`, see [](a.md).\n"
    files = {"conf.py": conf, "index.md": "# Home\n", "notes/a.md": "# A\n", "notes/b.md": text}
    built = site(files)
    assert "By (1), see A." in built.text("notes/a.html")
    built = site({"notes/b.md": text.replace("$$a$$", "$$b$$ (energy)\n\n$$a$$")})
    assert "By (2), see A." in built.text("notes/a.html")
    built = site({"conf.py": conf + 'math_eqref_format = "Eq. {number}"\n'})
    assert "By Eq. 2, see A." in built.text("notes/a.html")
