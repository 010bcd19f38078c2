"""The command ``research-notes check`` finds what is wrong, and nothing else."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from commanded import command
from conftest import write_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

CONF = """
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/blog/"
exclude_patterns = ["extra"]
notes_match = ["notes/**"]
notes_former = ["sitemap.xml"]
myst_enable_extensions = ["dollarmath"]
bibtex_bibfiles = ["works.bib"]


def setup(app):
    from pathlib import Path

    def leak(app, error):
        for draft in Path(app.srcdir).glob("notes/e.md"):
            Path(app.outdir, "leak.txt").write_text(draft.read_text().splitlines()[-1])

    app.connect("build-finished", leak)
"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://example.org/blog/lost.html</loc></url></urlset>
"""
WORKS = """@misc{used, title = {A}, year = 2001}
@misc{drafted, title = {B}, year = 2002}
@misc{quoted, title = {C}, year = 2003}

@misc{idle, title = {D}, year = 2004}
"""
FAULTS = """---
date: 2024-05-01
---
# A

A first line,
and then $$x$$ within a line, {cite}`used` and {cite}`quoted`.

It was $5 or $10, {cite}`unknown`.

[gone](gone.md), [no anchor](b.md#nowhere)
and [far away](https://example.org/blog/notes/gone.html).

<p>
<a href="../nothing/">x</a> <a href="#nowhere-else">y</a> <img src="../extra/wide.png">
<a href="../files/none.pdf">z</a>
</p>

![](../extra/wide.png)

{{< figure >}}

{% include x %} and
[[Wiki]] and [[More]]

$$
x

The river rose at night, and nobody knew why until the morning.
$$
"""
RST = """:orphan:

R
=

A first line, then `x </blog/gone/>`_ and
`z <notes/a.html#nope>`_ and `fine <notes/b.html#b>`_.

.. image:: extra/wide.png
   :width: 40
"""
#: The same faults where they are not meant to be markup, or not shown; and what only looks like a fault.
SOUND = """---
date: 2024-05-02
---
# B

`$$x$$`, `{{< figure >}}`, `[[Wiki]]`, `{% include x %}`; $n$ of $5$;
\\$5 or \\$10; $2 km$ and $x$ with $y$.

```
{{ site.url }} [[Wiki]] $5 or $10 ![](x.png)
[gone](gone.md) <a href="/gone/">
```

<!-- {{< figure >}} [[Wiki]] <a href="/gone/">x</a> <img src="x.png"> $5 or $10 -->

% {{< figure >}} [[Wiki]] [gone](gone.md) $5 or $10

```{note-to-self}
:private:
{{< figure >}} [[Wiki]] [gone](gone.md) ![](x.png) $5 or $10 <a href="/gone/">x</a>
```

```{image} ../extra/wide.png
:alt:
```

![A wide line](../extra/wide.png) <img src="../extra/wide.png" alt=""> <a href="#top">x</a>
<a href="#own">x</a> [other](https://example.org/elsewhere/)
<a href="a.html#a" id="own">a</a> [data](<../extra/wide.png>)
"""
DRAFT = """---
draft: true
---
# Draft

The heron counts nine slow rings of water before noon. {cite}`drafted` {{< figure >}} [gone](gone.md)
"""


def png(width: int) -> bytes:
    """Return an image of that *width* that compression cannot make small."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 1, 8, 2, 0, 0, 0))
    noise = b"\0" + bytes((n * n * 7919 >> 5) % 256 for n in range(width * 3))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(noise, 0)) + chunk(b"IEND", b"")


def found(folder: Path, *options: str, code: int = 1) -> list[tuple[str, str]]:
    """Check the site in *folder*; return the kind and place of each finding."""
    records = json.loads(command(folder, "check", "--json", *options, code=code).said)
    return sorted((each["kind"], f"{each['file']}:{each['line']}") for each in records)


def test_everything_is_found_once(tmp_path: Path) -> None:
    """Every kind of fault is found with its line; code, comments and hidden parts are not looked at.

    What has changed is found as if all were read again, and what is published isn't touched.
    """
    write_files(tmp_path, {
        "conf.py": CONF,
        "works.bib": WORKS,
        "sitemap.xml": SITEMAP,
        "index.md": "# Home\n\n```{notes}\n:style: full\n```\n",
        "extra/wide.png": png(80_000),
        "notes/a.md": FAULTS,
        "notes/b.md": SOUND,
        "notes/c.md": "# C\n\nUndated.\n",
        "notes/d.md": "---\ndate: 2024-05-03\n---\n" + "A word. " * 80,
        "notes/e.md": DRAFT,
        "r.rst": RST,
    })  # fmt: skip
    first = found(tmp_path)
    assert first == sorted([
        ("alt", "notes/a.md:15"), ("alt", "notes/a.md:19"), ("alt", "r.rst:9"),
        ("anchor", "notes/a.md:15"), ("anchor", "r.rst:7"),
        ("feed", "conf.py:1"),
        ("formula", "notes/a.md:7"), ("formula", "notes/a.md:9"), ("formula", "notes/a.md:26"),
        ("image-size", "notes/a.md:19"), ("image-size", "notes/b.md:23"), ("image-size", "r.rst:9"),
        ("leftover", "notes/a.md:23"), ("leftover", "notes/a.md:24"),
        ("link", "notes/a.md:12"), ("link", "notes/a.md:15"), ("link", "r.rst:6"),
        ("myst.xref_missing", "notes/a.md:11"), ("myst.xref_missing", "notes/a.md:11"),
        ("notes.citation", "notes/a.md:9"),
        ("notes.file", "notes/a.md:14"),
        ("notes.former", "sitemap.xml:2"),
        ("notes.leak", "notes/e.md:6"),
        ("notes.shortcode", "notes/a.md:21"),
        ("notes.wikilink", "notes/a.md:23"),
        ("undated", "notes/c.md:1"), ("untitled", "notes/d.md:1"),
        ("unused-entry", "works.bib:5"),
    ])  # fmt: skip
    write_files(tmp_path, {"notes/b.md": SOUND + "\n[[Wiki]]\n", "notes/d.md": None, "r.rst": None})
    second = found(tmp_path)
    assert ("notes.wikilink", "notes/b.md:31") in second
    assert ("untitled", "notes/d.md:1") not in second
    assert second == found(tmp_path, "--fresh")
    assert not (tmp_path / "_build" / "html").exists()


def test_severities_and_kinds(tmp_path: Path) -> None:
    """Warnings fail only if asked for, and kinds can be left out; a site without notes is checked, too."""
    conf = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
    write_files(tmp_path, {
        "conf.py": conf + "notes_pth = 1\n",
        "index.md": "# Home\n\n{{< figure >}}\n\n![](x.png)\n",
        "x.png": png(1),
    })  # fmt: skip
    assert ("notes.config", "None:None") in found(tmp_path, code=0)
    write_files(
        tmp_path, {"conf.py": CONF[: CONF.index("html_baseurl")].replace('"sphinxcontrib.bibtex", ', "")}
    )
    printed = command(tmp_path, "check").said
    assert printed.startswith(
        "alt (1 warning)\n  index.md:5: expected an alternative text for 'x.png', found none"
    )
    assert printed.endswith("\n0 errors, 2 warnings\n")
    command(tmp_path, "check", "--strict", code=1)
    assert (
        command(tmp_path, "check", "--strict", "--skip", "alt", "--skip", "leftover").said
        == "nothing is wrong\n"
    )
    write_files(tmp_path, {"conf.py": "", "index.rst": "Home\n====\n", "index.md": None})
    assert command(tmp_path, "check", code=1).warned.startswith(
        "Error: expected 'sphinx_research_notes' among"
    )


def test_archives_and_large_images(tmp_path: Path) -> None:
    """What an archive recommends is found, and images in front matter and HTML are weighed, each time."""
    write_files(tmp_path, {
        "conf.py": CONF + 'notes_archive = {"name": "rogue-scholar", "about": "index"}\nnotes_former = []\n',
        "works.bib": "@misc{x, title = {A}}\n@misc{x, title = {B}}\n",
        "index.md": "# Home\n\nKept by Rogue Scholar.\n",
        "notes/a.md": (
            "---\ndate: 2024-05-01\nauthor: Ada Example\nlicense: CC BY 4.0\nimage: big.png\n---\n# A\n"
            '\n<img src="huge.png" alt="x">\n'
        ),
        "notes/big.png": png(400_000),
        "notes/huge.png": png(500_000),
    })  # fmt: skip
    expected = [
        ("image-size", "notes/a.md:5"),
        ("image-size", "notes/a.md:9"),
        ("notes.archive", "notes/a.md:3"),
        ("notes.bibliography", "works.bib:2"),
    ]
    assert found(tmp_path, code=0) == expected
    assert found(tmp_path, code=0) == expected
