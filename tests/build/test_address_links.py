"""Links by address and files in raw HTML, as posts of other generators have them, in whole builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import dead_links, one, page, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

CONF = """
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/blog/"
html_extra_path = ["extra"]
notes_site_root = "files"
exclude_patterns = ["extra"]
"""
TWO = """---
title: Two
permalink: /2024/05/09/two.html
aliases: /old/two/
---
Words.

## A part

More.
"""
LINKS = """---
title: Links
permalink: /2024/05/10/links/
---
[a](/2024/05/09/two.html) [b](/2024/05/09/two/#a-part) [c](/2024/05/09/two?x=1) [d](/old/two/)
[e](https://example.org/blog/2024/05/09/two.html) [f](../../09/two.html) [g](/posts/2024-05-09-two.html)
[](/2024/05/09/two.html) [*h*](/blog/old/two/ "its title")

<p><a href="/2024/05/09/two/#a-part">i</a> <a href='2024-05-09-two.md'>j</a> <a href="https://example.org/x">k</a></p>
"""
REST = """:title: Rest

By `a </2024/05/09/two.html>`_, `b <https://example.org/blog/old/two/#a-part>`_ and `c <https://example.com/>`_.

.. raw:: html

   <p><a href="/2024/05/09/two/">d</a> <img src="/assets/x.png"></p>
"""
FILES = """---
title: Files
permalink: /files/here/
---
<img src="/assets/x.png"><img src=y.png srcset="y.png 1x, /assets/x.png 2x">

<video src="v.mp4#t=1" poster='y.png'></video> <a href="paper.pdf#page=2">paper</a>
[slides](/assets/slides.pdf)

<img src="/served.png"><img src="https://example.org/z.png"><a href="../there/">there</a>
"""
STREAM = """# Stream

<img src="posts/y.png" class="outside">

```{entry} 2024-06-01
Entry <img src="posts/y.png"> and [two](/2024/05/09/two/) <a href="/old/two/">raw</a>.
```
"""
FULL = "---\nkind: page\n---\n# Full\n\n```{notes}\n:style: full\n```\n"
SOURCES: dict[str, str | bytes | None] = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{toctree}\nplain\n```\n",
    "plain.md": '# Plain\n\n<img src="posts/y.png"> <a href="/files/here/">x</a>\n',
    "posts/2024-05-09-two.md": TWO,
    "posts/2024-05-10-links.md": LINKS,
    "posts/2024-05-11-rest.rst": REST,
    "posts/2024-05-12-files.md": FILES,
    "stream.md": STREAM,
    "deep/full.md": FULL,
    "files/assets/x.png": b"x",
    "files/assets/slides.pdf": b"s",
    "posts/y.png": b"y",
    "posts/v.mp4": b"v",
    "posts/paper.pdf": b"p",
    "extra/served.png": b"e",
}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_addresses_lead_where_they_say(site: Callable[..., Built], builder: str) -> None:
    """To notes by any of their addresses, and to files beside them, wherever the text is shown."""
    built = site(SOURCES, "-W", "--keep-going", builder=builder)
    # What is outside of notes stays as it is written.
    outside = {line.partition(":")[0] for line in dead_links(built.outdir, "https://example.org/blog/")}
    plain = "plain/index.html" if builder == "dirhtml" else "plain.html"
    full, stream = plain.replace("plain", "deep/full"), plain.replace("plain", "stream")
    assert outside <= {plain, stream, full, "2024/05/10/links/index.html", "files/here/index.html"}
    links = page(built.outdir / "2024/05/10/links/index.html")
    led = {words(a): str(a["href"]) for a in one(links, ".e-content").select("a[href]")}
    assert led == dict.fromkeys("acdefghj", "../../09/two.html") | dict.fromkeys(
        "bi", "../../09/two.html#a-part"
    ) | {"Two": "../../09/two.html", "k": "https://example.org/x"}
    assert one(links, '[title="its title"] em').get_text() == "h"
    rest = page(built.outdir / plain.replace("plain", "posts/2024-05-11-rest"))
    assert [str(a["href"]).rpartition("..")[2] for a in one(rest, ".e-content").select("a[href]")] == [
        "/2024/05/09/two.html", "/2024/05/09/two.html#a-part", "https://example.com/",
        "/2024/05/09/two.html",
    ]  # fmt: skip
    for name in ("files/here/index.html", full):
        up = "../" * name.count("/")
        shown = one(page(built.outdir / name), "video[poster]").parent.parent  # type: ignore[union-attr]
        assert str(one(shown, "img[srcset]")["srcset"]) == f"{up}_images/y.png 1x, {up}_images/x.png 2x"
        assert str(one(shown, "video")["src"]).endswith("v.mp4#t=1")
        assert f'src="{up}_images/x.png"' in str(shown)
    assert (built.outdir / "_images/x.png").read_bytes() == b"x"
    assert (built.outdir / "_images/y.png").read_bytes() == b"y"
    copied = {name.rpartition("/")[2] for name in built.files() if name.startswith("_downloads/")}
    assert copied == {"v.mp4", "paper.pdf", "slides.pdf"}
    # A page that is no note keeps every byte of its own.
    assert '<p><img src="posts/y.png"> <a href="/files/here/">x</a></p>' in built.text(plain)
    assert '<img src="posts/y.png" class="outside">' in built.text(stream)
    assert "_images/y.png" in str(one(page(built.outdir / stream), ".entry"))
    linked = one(page(built.outdir / "2024/05/09/two.html"), ".note-backlinks")
    named = [words(p) for p in linked.select(".mentions > li > p:first-child")]
    assert named == ["Stream", "Rest", "Links"]
    assert "a b c d e f g Two h" in words(linked)


def test_links_by_address_follow_each_edit(site: Callable[..., Built]) -> None:
    """As after a clean build: a note that moves, one that comes, a file that comes, another base."""
    few = {name: SOURCES[name] for name in ("conf.py", "index.md", "plain.md", "posts/2024-05-09-two.md")}
    text = "---\ntitle: One\n---\n[a](/2024/05/09/two.html) <a href='/b/'>b</a> <img src='late.png'>\n"
    built = site({**few, "posts/2024-05-10-one.md": text})
    assert "no file 'late.png'" in built.warnings
    assert "2024-05-10-one.md:4: WARNING: <img src>: no file" in built.warnings
    moved = TWO.replace("/2024/05/09/two.html", "/moved/").replace("/old/two/", "/2024/05/09/two.html")
    edits: list[dict[str, str | bytes | None]] = [
        {"posts/2024-05-09-two.md": moved},
        {"posts/2024-05-11-b.md": "---\ntitle: B\npermalink: /b/\n---\nB.\n"},
        {"posts/late.png": b"late"},
        {"posts/2024-05-11-b.md": None},
        {"conf.py": CONF.replace("/blog/", "/"), "posts/2024-05-10-one.md": text.replace(
            "/2024/05/09/two.html", "https://example.org/moved/")},
        {"conf.py": CONF},
    ]  # fmt: skip
    for number, edit in enumerate(edits):
        built = site(edit)
        clean = site({}, "-E", into=f"clean{number}")
        name = "posts/2024-05-10-one.html"
        assert built.text(name) == clean.text(name), number
        assert built.files() - {".buildinfo.bak"} == clean.files(), number
    assert 'href="https://example.org/moved/"' in built.text(name)
    assert 'src="../_images/late.png"' in built.text(name)


def test_what_raw_html_may_not_name(site: Callable[..., Built]) -> None:
    """Hidden files and files outside of the project are named, and not copied."""
    built = site({
        "extra/served.png": b"e",
        **{name: SOURCES[name] for name in ("conf.py", "index.md", "plain.md")},
        "../outside.png": b"o",
        "posts/draft.md": "---\ndraft: true\nlayout: post\n---\nA hidden text.\n",
        "posts/part.inc": "```{note-to-self}\n:private:\n\nA hidden part.\n```\n",
        "posts/2024-05-10-one.md": (
            "---\ntitle: One\n---\n<a href='draft.md'>a</a> <a href='part.inc'>b</a>\n\n"
            "<img src='../../outside.png'> <a href='gone.pdf'>c</a> <a href='/nowhere/'>d</a>\n"
            "<img src='{{ site.url }}/x.png'> <video src='gone.mp4'></video>\n"
        ),
    })  # fmt: skip
    told = [line.partition("WARNING: ")[2] for line in built.warnings.splitlines()]
    assert told == [
        "posts/draft is hidden, and so is not offered by raw HTML [notes.visibility]",
        "part.inc has a part that is hidden, and so is not offered by raw HTML [notes.visibility]",
        "<img src>: '../../outside.png' lies outside the project; the address stays as it is [notes.file]",
        "<a href>: no file 'gone.pdf'; the address stays as it is [notes.file]",
        "<video src>: no file 'gone.mp4'; the address stays as it is [notes.file]",
    ]
    assert not any(name.startswith(("_downloads/", "_images/")) for name in built.files())
