"""A problem in a note is reported once, no matter how many pages show the note in full."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

#: One of each kind of problem that is found when a page is assembled or written.
FAULTY = """See {ref}`no-label`, {doc}`no-document`, [link](#no-anchor), {tag}`no tag`, $\\nosuchword$.

![A picture](picture.*)

```no-such-lexer
x
```
"""

FILES: dict[str, str | bytes | None] = {
    "conf.py": (
        'project = "Once"\nextensions = ["myst_parser", "sphinx_research_notes"]\nnotes_page_size = 1\n'
        'html_theme = "research_notes"\nnotes_match = ["notes/**"]\nmyst_enable_extensions = ["dollarmath"]\n'
    ),
    "index.md": "# Home\n\n```{notes}\n:style: full\n```\n\n```{toctree}\n\nplain\n```\n",
    "plain.md": "# Plain\n\n{ref}`twice-here` {ref}`twice-here`\n",
    "notes/untitled.md": f"---\ndate: 2024-01-02\n---\n{FAULTY}",
    "notes/titled.md": f"---\ntitle: T\ndate: 2024-01-03\n---\n{FAULTY}",
    "stream.md": f"# Stream\n\n````{{entry}} 2024-02-03\n{FAULTY}````\n",
    **{f"{folder}picture.pdf": "no picture" for folder in ("", "notes/")},
}

KINDS = ("no-label", "no-document", "no-anchor", "no tag", "nosuchword", "no-such-lexer")


@pytest.mark.parametrize("options", [("html",), ("html", "-j2"), ("dirhtml",), ("singlehtml",), ("epub",)])
def test_each_fault_is_named_once(site: Callable[..., Built], options: tuple[str, ...]) -> None:
    """A note's page, the stream and lists share one warning; other pages are left to Sphinx."""
    builder, *rest = options
    built = site(FILES, "-D", "epub_copyright=A", "-D", "version=1", *rest, builder=builder)
    lines = built.warnings.splitlines()
    for name in ("untitled.md", "titled.md", "stream.md"):
        for kind in KINDS:
            said = [line for line in lines if re.search(rf"\b{name}:\d+:.*{kind}", line)]
            assert len(said) == 1, (name, kind, said)
    assert sum("twice-here" in line for line in lines) == 2
    pictures = [line for line in lines if "a suitable image" in line]
    assert len(pictures) == len(set(pictures))
    assert pictures or builder == "epub"


def test_a_build_forgets_what_was_said_in_another(site: Callable[..., Built]) -> None:
    """Building a page again repeats its warnings."""
    site(FILES)
    built = site({"notes/titled.md": f"{FILES['notes/titled.md']}\nMore.\n"})
    assert len(re.findall(r"\btitled.md:\d+", built.warnings)) == len(KINDS) + 1
