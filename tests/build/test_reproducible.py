"""The same sources give the same bytes on any day, in any folder, time zone, locale and hash seed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOTS, Built, build_site, write_files
from exactness import differences

from sphinx_research_notes.options import DATED

if TYPE_CHECKING:
    from collections.abc import Callable

ELSEWHERE = Path(__file__).parents[1] / "elsewhere.py"
PACKAGE = Path(__file__).parents[2]

CONF = """\
project = "Reproducible"
copyright = "2024, Nobody"
language = "de"
extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/"
notes_match = ["notes/**"]
notes_page_size = 7
numfig = True
bibtex_bibfiles = ["b.bib", "a.bib"]
myst_enable_extensions = ["amsmath", "dollarmath", "deflist", "tasklist", "fieldlist", "attrs_inline"]
"""

#: Sources whose order or names may vary.
RICH_NOTE = """\
---
title: "Ünter {n}"
date: 2024-03-{n:02} 23:30
tags: [Äpfel, äpfel, zebra, t{n}, ÄPFEL]
status: [budding, likely]
author: [Bo, Ann]
license: MIT
image: pic.svg
---

Words[^one], {{cite}}`b{n}` and {{footcite}}`a{n}`, {{index}}`Ärger; ärger`, {{term}}`Öl`.

\\begin{{equation}}
a = {n}
\\end{{equation}}

\\begin{{align}}
a &= b \\\\
c &= d
\\end{{align}}

$$ x = {n} $$ (eq{n})

See {{eq}}`eq{n}` and {{numref}}`fig{n}`.

::::{{tab-set}}
:::{{tab-item}} A
One.
:::
:::{{tab-item}} B
:sync: b
Two.
:::
::::

```{{figure}} pic.svg
:name: fig{n}
A picture.
```

{{download}}`it <pic.svg>`

[^one]: A footnote.

```{{footbibliography}}
```
"""


def hard_site() -> dict[str, str | bytes | None]:
    """Return sources with everything that is known to be random or unordered somewhere."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"/>'
    files: dict[str, str | bytes | None] = {
        "conf.py": CONF,
        "index.md": "# Home\n\n```{toctree}\n:glob:\nnotes/*/*\nother*\n```\n\n"
        "```{notes}\n:style: cards\n```\n\n```{glossary}\nÖl\n  Oil.\nApfel\n  Apple.\n```\n",
        "other.rst": "Other\n=====\n\n.. math:: a = b\n   :label: other\n\n.. bibliography::\n",
        "otherwise.md": "# Otherwise\n\n```{notes}\n:style: full\n:limit: 3\n```\n",
    }
    for n in range(1, 13):
        files[f"notes/d{n % 3}/n{n}.md"] = RICH_NOTE.format(n=n)
        files[f"notes/d{n % 3}/pic.svg"] = svg.format(n % 3 + 1)
    for name in "ab":
        files[f"{name}.bib"] = "".join(
            f"@article{{{name}{n}, title={{T {n}}}, author={{Lind, Bo and Sø, Ann}}, year={{20{n:02}}},"
            f" journal={{J}}}}\n"
            for n in range(1, 13)
        )
    return files


def build_elsewhere(
    source: Path, folder: Path, builders: tuple[str, ...], days: str, **environment: str
) -> Path:
    """Build *source* in *days* by each of *builders*, with the process in the given *environment*."""
    command = [sys.executable, str(ELSEWHERE), days]
    for builder in builders:
        command += ["-q", "-b", builder, "-d", str(folder / f"{builder}.doctrees"), str(source)]
        command += [str(folder / builder), "--"]
    settings = os.environ | {"PYTHONPATH": str(PACKAGE), "LANGUAGE": "", **environment}
    for name in [n for n in settings if n.startswith("READTHEDOCS")] + ["SOURCE_DATE_EPOCH"]:
        settings.pop(name, None)
    done = subprocess.run(command[:-1], env=settings, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return folder


def two_builds(source: Path, folder: Path, *builders: str) -> dict[str, str]:
    """Return, by builder, how a build of *source* here and now differs from one on another day, elsewhere."""
    there = folder / "somewhere else" / "quélle"
    # Written in the opposite order, and last changed at another time.
    for path in sorted(source.rglob("*"), reverse=True):
        if path.is_file() and "_build" not in path.parts and "__pycache__" not in path.parts:
            copy = there / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            os.utime(copy, (1_500_000_000, 1_500_000_000 + len(path.name)))
    one = build_elsewhere(source, folder / "here", builders, "0", TZ="UTC", LC_ALL="C",
                          PYTHONHASHSEED="1")  # fmt: skip
    other = build_elsewhere(there, folder / "there" / "all out", builders, "400.4", TZ="Pacific/Kiritimati",
                            LC_ALL="C.UTF-8", LANG="de_DE.UTF-8", PYTHONHASHSEED="77")  # fmt: skip
    found = {}
    for builder in builders:
        drop_dates(one / builder, other / builder)
        assert any((one / builder).iterdir())
        found[builder] = differences(one / builder, other / builder)
    return {builder: said for builder, said in found.items() if said}


def drop_dates(*folders: Path) -> None:
    """Leave out dates that Sphinx writes: in an e-book and its package, and on the title page of LaTeX."""
    for folder in folders:
        for path in [*folder.glob("*.epub"), *folder.glob("content.opf")]:
            path.unlink()
        for path in folder.glob("*.tex"):
            path.write_text(re.sub(r"\\date\{.*\}", "", path.read_text("utf-8")), "utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("root", ["exact", "rich", "hard"])
def test_another_day_another_place(tmp_path: Path, root: str) -> None:
    """Day, folder, order of files, time zone, locale and hash seed leave no trace with any builder."""
    source = tmp_path / "source"
    if root == "hard":
        write_files(source, hard_site())
    else:
        shutil.copytree(ROOTS / root, source)
    assert two_builds(source, tmp_path, "html", "dirhtml", "text", "epub", "latex") == {}


EQUATIONS = """\
# Equations

\\begin{equation}
a = 1
\\end{equation}

$$ b = 2 $$ (named)

\\begin{align}
c &= 3
\\end{align}

\\begin{gather*}
d
\\end{gather*}

See {eq}`named` and {eq}`other`.
"""


@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex"])
@pytest.mark.parametrize("numfig", [False, True])
def test_numbered_formulas_have_settled_names(site: Callable[..., Built], builder: str, numfig: bool) -> None:
    """The id of an ``amsmath`` environment is its document and number; labelled formulas keep theirs."""
    files: dict[str, str | bytes | None] = {
        "conf.py": f"{CONF}\nnotes_match = ['{DATED}*', '**/{DATED}*']\nbibtex_bibfiles = []\n"
        "html_math_renderer = 'mathjax'\n"
        f"numfig = math_numfig = {numfig}\n",
        "index.md": "# Home\n\n```{toctree}\n:numbered:\nmath/eq\nother\n```\n",
        "math/eq.md": EQUATIONS,
        "other.md": "# Other\n\n$$ e $$ (other)\n\n"
        "\\begin{equation}\nf\n\\end{equation}\n\nSee {eq}`named`.\n",
    }
    built = site(files, builder=builder)
    assert built.warnings == ""
    if builder == "latex":
        found = re.findall(r"\\label\{(equation:[^}]*)\}", built.text("reproducible.tex"))
        expected = "math/eq:math/eq:1 math/eq:named math/eq:math/eq:3 other:other other:other:2"
        assert found == [f"equation:{label}" for label in expected.split()]
        return
    page = built.text("math/eq.html" if builder == "html" else "index.html")
    ids = re.findall(r'id="(equation-[^"]*)"', page)
    mine = ["equation-math-eq-1", "equation-named", "equation-math-eq-3"]
    assert ids[:3] == mine
    assert ids[3:] == ([] if builder == "html" else ["equation-other", "equation-other-2"])
    assert page.count('<span class="eqno">(') == len(ids)
    assert 'href="#equation-named">(' in page
    assert '<span class="eqno">()' not in page


@pytest.mark.slow
def test_the_example_site_anywhere(tmp_path: Path) -> None:
    """The example site, with notebook and citations, is reproducible."""
    assert two_builds(PACKAGE / "example_site", tmp_path, "html") == {}


def test_hard_sources_are_exact_too(tmp_path: Path) -> None:
    """Sources that are random or unordered somewhere build the same incrementally and in parallel."""
    source = tmp_path / "source"
    write_files(source, hard_site())
    for name, options in {"serial": [], "parallel": ["-j2"]}.items():
        build_site(source, tmp_path / name, *options)
    write_files(source, {"notes/d1/n1.md": RICH_NOTE.format(n=1).replace("Words", "Other words")})
    build_site(source, tmp_path / "clean")
    for name, options in {"serial": [], "parallel": ["-j2"]}.items():
        build_site(source, tmp_path / name, *options)
        assert not (said := differences(tmp_path / name, tmp_path / "clean")), f"{name}: {said}"
