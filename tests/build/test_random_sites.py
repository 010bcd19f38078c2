"""Random sites with nonsensical keys, values, directives and roles can be built, in every language.

``NOTES_NONSENSE=20`` builds that many sites with each builder, instead of one.

"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest
from conftest import build_site, write_files
from pages import pages

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

CONF = """\
extensions = ["myst_parser", "sphinx_design", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/"
notes_match = ["notes/**"]
notes_permalink = "/{year}/{slug}/"
myst_enable_extensions = ["amsmath", "colon_fence", "dollarmath", "substitution"]
myst_heading_anchors = 3
"""
HOME = """\
# Home

```{notes}
:style: cards
```

```{notes}
:style: full
:limit: 30
```

```{notes-to-self}
```
"""

KEYS = """\
title date updated author authors tags categories series status summary epigraph image license updates
comments lang permalink aliases visibility draft private external_url canonical_url source doi id kind layout
growth confidence blogpost myst html_meta substitutions orphan tocdepth
""".split()

VALUES = [
    "", "x", "[]", "{}", "[", "]", "{", "~", "null", "true", "-1", "1e999", ".nan", "2024-13-45",
    "2024-01-01", "0000-00-00", "9999-12-31T23:59:60Z", "2024-01-01T00:00:00+99:99", "{name: x}",
    "{text: y, by: [z]}",
    "[{a: b}, [c]]", "&a [*a]", "!!binary xx", "!!python/object:os.system x", "'<script>evil</script>'",
    '"\\u0000"', '"\\ud800"', "|\n  block\n  of text", ">\n  folded", "\n- a\n- b", "\n  - a\n  - b: c",
    "{path: x.png, alt: '<b>'}", "/", "//", "..", "%", "\\", '"', "'", "`", "*x*", "**", "$x$", "{{ x }}",
    "[](x)", "![](x)", "<!--", "-->", "]]>", "e\u0301\u202e\u200b", "a" * 3000, "a, b; c | d", "#", "@", "?",
    "key: value: again", "'unclosed",
]  # fmt: skip

PIECES = [
    "text", "# H1", "## H2", "### H3", "- a", "> q", "[^a]", "[^a]: b", "$$x$$ (l)", "<br>", "(label)=",
    "---", "***", "```", "~~~", "\t", "\x00", "\x0c", "&#0;", "{{x}}", "% comment", "+++", "[](#x)",
    "[](nope.md)",
    "\\begin{align}x\\end{align}", "|a|b|\n|-|-|\n|1|2|", "{doc}`x`", "{status}`x`", "{status}``", "{tag}`x`",
    "{category}` `", "{author}`<b>`", "````{note-to-self}\n```{entry} 2024-01-02\n# H\n```\n````",
    *(f"```{{{said}\n```" for said in (
        "entry} 2024-01-01\n:title: t\nx", "entry}\nx", "entry} never\n:tags: a",
        "entry} 2024-01-01\n```{entry} x", "note-to-self} {}\n:date: x", "notes-to-self}",
        "notes}\n:style: full",
        "notes}\n:style: no\n:limit: -1", "notes}\n:sort: x\n:group: y", "epigraph}",
        "epigraph} x\n:verse:\n:by: y\nz", "comments} nope.yml",
        "comments}", "update} 2024-99-99\nx", "source-license}", "source-license} x\ny", "status} x",
        "include} nope.md",
    )),
]  # fmt: skip

#: The same in reStructuredText, more or less.
OTHERS = [
    *(
        piece.replace("```{", ".. ").replace("}", "::", 1).replace("\n```", "").replace("\n", "\n   ")
        for piece in PIECES
    ),
    "Title\n=====", "x\n-", "x_", "|y|", ".. _z:", "*", "``", "`a <b>`_", ":tag:`x`", ":status:`y`",
]  # fmt: skip


def nonsense(choose: random.Random, count: int) -> dict[str, str | bytes | None]:
    """Return the sources of *count* nonsensical notes."""
    files: dict[str, str | bytes | None] = {"conf.py": CONF, "index.md": HOME}
    for number in range(count):
        keys = choose.sample(KEYS, choose.randint(0, 8))
        if number % 4 == 3:
            head = "".join(f":{key}: {choose.choice(VALUES)}\n" for key in keys)
            body = "\n\n".join(choose.choice(OTHERS) for _ in range(choose.randint(0, 6)))
            files[f"notes/n{number:03}.rst"] = f"{head}\n{body}\n"
        else:
            gaps = [choose.choice((" ", " ", "", "\t")) for _ in keys]
            head = "".join(
                f"{key}:{gap}{choose.choice(VALUES)}\n" for key, gap in zip(keys, gaps, strict=True)
            )
            between = choose.choice(("\n\n", "\n"))
            body = between.join(choose.choice(PIECES) for _ in range(choose.randint(0, 7)))
            files[f"notes/n{number:03}.md"] = f"---\n{head}---\n{body}\n"
    return files


@pytest.mark.parametrize("seed", range(int(os.environ.get("NOTES_NONSENSE", "1"))))
@pytest.mark.parametrize("builder", ["html", "latex", "singlehtml"])
def test_nonsense_builds(tmp_path: Path, builder: str, seed: int) -> None:
    """There is no traceback, no hang, and no script from front matter."""
    write_files(tmp_path / "source", nonsense(random.Random(f"{builder} {seed}"), 80))
    built = build_site(tmp_path / "source", tmp_path / "out", "-q", builder=builder)
    if builder == "html":
        for name, soup in pages(built.outdir).items():
            assert not [tag for tag in soup.find_all("script") if (tag.string or "").strip() == "evil"], name
