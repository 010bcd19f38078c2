"""The sentences that mention notes, on a built site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

pytestmark = pytest.mark.once

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
    """No page shows an unlisted entry as a backlink, as none shows an unlisted note."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
    conf += 'notes_match = ["notes/**"]\n'
    built = site({"conf.py": conf, "index.md": "# Home\n", "notes/a.md": "# A\n", "notes/stream.md": STREAM})
    assert "Listed leads to A." in built.text("notes/a.html")
    assert "Unlisted leads" not in built.text("notes/a.html")


def test_a_sentence_that_ends_with_a_formula_goes_on(site: Callable[..., Built]) -> None:
    """A sentence whose end is a formula on its own line is marked as cut, a whole one is not."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
    conf += 'notes_match = ["notes/**"]\nmyst_enable_extensions = ["dollarmath"]\n'
    text = "# B\n\nOne of [](a.md). Then [](a.md) says that\n\n$$a$$ (mass)\n\nWhole as [](a.md).\n\n$$b$$\n"
    built = site({"conf.py": conf, "index.md": "# Home\n", "notes/a.md": "# A\n", "notes/b.md": text})
    found = re.findall('class="passage">(.*?)</p>', built.text("notes/a.html"))
    assert found == ["One of A.", "Then A says that …", "Whole as A."]


def test_an_equation_is_named_by_its_number(site: Callable[..., Built]) -> None:
    """A sentence shows an equation's number as on its own page, also after it has changed."""
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
