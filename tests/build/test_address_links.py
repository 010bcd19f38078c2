"""Links by address and files in raw HTML, as in posts for other generators, in whole builds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urldefrag

import pytest
from pages import dead_links, one, page, words

from sphinx_research_notes.doctree.raw_html import addresses

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

<p><a href="/2024/05/09/two/#a-part">i</a> <a href='2024-05-09-two.md'>j</a> <a href="https://example.org/x">k</a>
<a href="/2024/05/10/links/">l</a></p>
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

![p](my%20pic.png) ![q](<my pic.png>) ![r](é.png?v=1#x) ![s](50%25.png)

<img src="/served.png"><img src="https://example.org/z.png"><a href="../there/">there</a>
"""
STREAM = """# Stream

<img src="posts/y.png" class="outside">

```{entry} 2024-06-01
Entry <img src="posts/y.png"> and [two](/2024/05/09/two/) <a href="/old/two/">raw</a>.
```
"""
LISTS = """---
title: Lists
tags: rain
---
[a](/notes/tags/) [b](/notes/tags/rain) [](/blog/notes/tags/Rain.html) [*d*](/notes/2024/?x=1 "its title")
[](/notes/) [f](https://example.org/blog/notes/categories/) [](/genindex/) [h](//example.net/notes/tags/)

<a href="/notes/tags/rain/?x=1">i</a> <a href="//example.net/notes/">j</a> <a href="/notes/tags/?y">k</a>
"""
LISTS_REST = """:title: More lists
:category: Weather

`A </notes/tags/>`_, `B </notes/tags/rain.html>`_ and `C <//example.net/notes/>`_.
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
    "posts/2024-05-13-lists.md": LISTS,
    "posts/2024-05-14-more.rst": LISTS_REST,
    "stream.md": STREAM,
    "deep/full.md": FULL,
    "files/assets/x.png": b"x",
    "files/assets/slides.pdf": b"s",
    "posts/y.png": b"y",
    "posts/my pic.png": b"m",
    "posts/é.png": b"m",
    "posts/50%25.png": b"m",
    "posts/v.mp4": b"v",
    "posts/paper.pdf": b"p",
    "extra/served.png": b"e",
}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_addresses_lead_where_they_say(site: Callable[..., Built], builder: str) -> None:
    """They lead to notes by any of their addresses and to adjacent files, wherever the text is shown."""
    built = site(SOURCES, "-W", "--keep-going", builder=builder)
    # Outside notes, nothing changes.
    outside = {line.partition(":")[0] for line in dead_links(built.outdir, "https://example.org/blog/")}
    plain = "plain/index.html" if builder == "dirhtml" else "plain.html"
    full, stream = plain.replace("plain", "deep/full"), plain.replace("plain", "stream")
    assert outside <= {plain, stream, full, "2024/05/10/links/index.html", "files/here/index.html"}
    links = page(built.outdir / "2024/05/10/links/index.html")
    led = {words(a): str(a["href"]) for a in one(links, ".e-content").select("a[href]")}
    assert led == dict.fromkeys("acdefghj", "../../09/two.html") | dict.fromkeys(
        "bi", "../../09/two.html#a-part"
    ) | {"Two": "../../09/two.html", "k": "https://example.org/x", "l": "#"}
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
        pictures = one(page(built.outdir / name), 'img[alt="p"]').parent
        assert pictures is not None
        names = ("my%20pic", "my%20pic", "%C3%A9", "50%2525")
        assert [str(img["src"]) for img in pictures.select("img")] == [f"{up}_images/{n}.png" for n in names]
    assert (built.outdir / "_images/x.png").read_bytes() == b"x"
    assert (built.outdir / "_images/y.png").read_bytes() == b"y"
    copied = {name.rpartition("/")[2] for name in built.files() if name.startswith("_downloads/")}
    assert copied == {"v.mp4", "paper.pdf", "slides.pdf"}
    # A page that is not a note is unchanged, byte for byte.
    assert '<p><img src="posts/y.png"> <a href="/files/here/">x</a></p>' in built.text(plain)
    assert '<img src="posts/y.png" class="outside">' in built.text(stream)
    assert "_images/y.png" in str(one(page(built.outdir / stream), ".entry"))
    linked = one(page(built.outdir / "2024/05/09/two.html"), ".note-backlinks")
    named = [words(p) for p in linked.select(".mentions > li > p:first-child")]
    assert named == ["Stream", "Rest", "Links"]
    assert "a b c d e f g Two h" in words(linked)
    shown = one(page(built.outdir / plain.replace("plain", "posts/2024-05-13-lists")), ".e-content")
    found = [(words(a), str(a["href"])) for a in shown.select("a[href]")]
    end = "/" if builder == "dirhtml" else ".html"
    up, index = ("../../notes/", "/") if builder == "dirhtml" else ("../notes/", "/index.html")
    assert found == [
        ("a", f"{up}tags{index}"), ("b", f"{up}tags/rain{end}"), ("Tag: rain", f"{up}tags/rain{end}"),
        ("d", f"{up}2024{end}"), ("Notes", f"{up.rstrip('/')}{index}"), ("f", f"{up}categories{index}"),
        ("Index", f"{up.removesuffix('notes/')}genindex{end}"), ("h", "//example.net/notes/tags/"),
        ("i", f"{up}tags/rain{end}"), ("j", "//example.net/notes/"), ("k", f"{up}tags{index}"),
    ]  # fmt: skip
    assert one(shown, '[title="its title"] em').get_text() == "d"
    shown = one(page(built.outdir / plain.replace("plain", "posts/2024-05-14-more")), ".e-content")
    assert [str(a["href"]) for a in shown.select("a[href]")] == [
        f"{up}tags{index}", f"{up}tags/rain{end}", "//example.net/notes/",
    ]  # fmt: skip


@pytest.mark.slow
def test_links_by_address_follow_each_edit(site: Callable[..., Built]) -> None:
    """Same as a clean build after a note moves, a note or a file is added, or the base URL changes."""
    few = {name: SOURCES[name] for name in ("conf.py", "index.md", "plain.md", "posts/2024-05-09-two.md")}
    text = "---\ntitle: One\n---\n[a](/2024/05/09/two.html) <a href='/b/'>b</a> <img src='late.png'>\n"
    text += "\n[](/notes/tags/rain/) <a href='/notes/categories/'>c</a> [`d`](/notes/page/2/) ![e](é.png)\n"
    built = site({**few, "posts/2024-05-10-one.md": text})
    assert "file 'late.png' not found" in built.warnings
    assert "2024-05-10-one.md:4: WARNING: <img src>: file 'late.png' not found" in built.warnings
    moved = TWO.replace("/2024/05/09/two.html", "/moved/").replace("/old/two/", "/2024/05/09/two.html")
    edits: list[dict[str, str | bytes | None]] = [
        {"posts/2024-05-09-two.md": moved},
        {"posts/2024-05-11-b.md": "---\ntitle: B\npermalink: /b/\n---\nB.\n"},
        {"posts/late.png": b"late", "posts/é.png": b"late too"},
        {"posts/2024-05-11-b.md": "---\ntitle: B\ntags: [Rain]\ncategory: Weather\n---\nB.\n"},
        {"conf.py": CONF + "notes_page_size = 1\n"},
        {"posts/2024-05-11-b.md": "---\ntitle: B\ntags: [rain]\n---\nB.\n"},
        {"conf.py": CONF, "notes/tags/rain.md": "# Words\n"},
        {"posts/2024-05-11-b.md": None, "notes/tags/rain.md": None},
        {"conf.py": CONF.replace("/blog/", "/"), "posts/2024-05-10-one.md": text.replace(
            "/2024/05/09/two.html", "https://example.org/moved/")},
        {"conf.py": CONF},
    ]  # fmt: skip
    # The links that lead to a list after an edit, by their text.
    lists = {3: ["Tag: Rain", "c"], 4: ["Tag: Rain", "c", "d"], 5: ["Tag: rain", "d"], 6: ["Words"]}
    for number, edit in enumerate(edits):
        built = site(edit)
        clean = site({}, "-E", into=f"clean{number}")
        name = "posts/2024-05-10-one.html"
        assert built.text(name) == clean.text(name), number
        assert built.files() - {".buildinfo.bak"} == clean.files(), number
        said = [words(a) for a in one(page(built.outdir / name), ".e-content").select("a[href*='../notes/']")]
        assert said == lists.get(number, []), number
    assert 'href="https://example.org/moved/"' in built.text(name)
    assert 'src="../_images/late.png"' in built.text(name)
    assert 'src="../_images/%C3%A9.png"' in built.text(name)


def test_what_raw_html_may_not_name(site: Callable[..., Built]) -> None:
    """Hidden files and files outside the project are reported and not copied."""
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
    assert told.pop().endswith("[notes.shortcode]")
    assert told == [
        "not copied for raw HTML: 'posts/draft' is hidden [notes.visibility]",
        "not copied for raw HTML: 'part.inc' has a hidden part [notes.visibility]",
        (
            "<img src>: file '../../outside.png' is outside the project; leaving the address unchanged"
            " [notes.file]"
        ),
        "<a href>: file 'gone.pdf' not found; leaving the address unchanged [notes.file]",
        "<video src>: file 'gone.mp4' not found; leaving the address unchanged [notes.file]",
    ]
    copies = {name for name in built.files() if name.startswith(("_downloads/", "_images/"))}
    assert all(name.startswith("_images/cards/") for name in copies)


PLAYED = """---
title: Played
---
<video src="v.mp4#t=1" poster='/assets/x.png'></video> <audio><SOURCE SRC='my%20song.mp3?v=1'></audio>
<img src=my pic.png> <img src="my pic.png?v=2" srcset="my%20pic.png 1x, y.png 2x">

<a href='paper.pdf'>a</a> <a href="/notes/tags/">b</a> <a href = /posts/2024-05-11-rest class=c>c</a>
<a href=2024-05-10-played.md>d</a> <a href='/nowhere/'>e</a> [f](/notes/tags/) [g](//example.net/)
<embed src="paper.pdf"><iframe src='/posts/note.html'></iframe> <video src="gone.mp4"></video>
<svg width="1"></svg> <video src="https://example.org/v.mp4"></video>
"""


def test_an_ebook_has_what_raw_html_names(site: Callable[..., Built]) -> None:
    """The book contains recordings and no links to other files; after edits, same as a clean build."""
    sources: dict[str, str | bytes | None] = {
        "conf.py": CONF.replace("html_extra_path", "unused") + 'project = "P"\nversion = copyright = "1"\n',
        "index.md": "# Home\n",
        "posts/2024-05-10-played.md": PLAYED,
        "posts/2024-05-11-rest.rst": ":title: Rest\n:tags: rain\n\n.. raw:: html\n\n   <audio src=b.ogg>\n",
        "posts/my pic.png": b"m",
        "posts/my song.mp3": b"s",
        "posts/b.ogg": b"b",
        **{name: SOURCES[name] for name in ("files/assets/x.png", "posts/y.png", "posts/v.mp4")},
        "posts/paper.pdf": b"p",
        "posts/note.html": b"<p>",
    }
    built = site(sources, builder="epub")
    told = [line.partition("WARNING: ")[2] for line in built.warnings.splitlines()]
    assert [each for each in told if "unknown mimetype" not in each] == [
        "<img src>: file 'my' not found; leaving the address unchanged [notes.file]",
        "<video src>: file 'gone.mp4' not found; leaving the address unchanged [notes.file]",
    ]
    said = built.text("posts/2024-05-10-played.xhtml").partition('class="e-content"')[2]
    dead, held = [], built.text("content.opf")
    for _, name, address in addresses(said):
        path = unquote(urldefrag(address)[0])
        if "//" not in address and path and not (built.outdir / "posts" / path).is_file():
            dead.append(address)
        elif name == "src" and path.startswith("../"):
            assert f'href="{quote(path.removeprefix("../"))}"' in held
    assert dead == ["my"]
    assert said.count("_images/my%20pic.png") == 2
    assert '/v.mp4#t=1" poster="../_images/x.png"' in said
    assert 'my%20song.mp3" />' in said
    assert '<a>a</a> <a>b</a> <a href="2024-05-11-rest.xhtml" class="c">c</a>' in said
    assert '<a href="#">d</a> <a>e</a>' in said
    assert "<embed /><iframe></iframe> <video></video>" in said
    assert 'href="//example.net/"' in said
    assert 'xhtml+xml" properties="remote-resources svg"/>' in held
    assert 'b.ogg" media-type="audio/ogg"' in held
    edits: list[dict[str, str | bytes | None]] = [
        {"posts/gone.mp4": b"g"},
        {"posts/v.mp4": b"other", "posts/2024-05-11-rest.rst": ":title: Rest\n\nWords.\n"},
    ]
    for number, edit in enumerate(edits):
        built, clean = site(edit, builder="epub"), site({}, builder="epub", into=f"clean{number}")
        assert built.files() == clean.files()
        for name in built.files() - {"P.epub"}:
            if name.endswith((".xhtml", ".mp4", ".mp3", ".ogg")):
                assert (built.outdir / name).read_bytes() == (clean.outdir / name).read_bytes(), name
    assert not any(name.endswith("b.ogg") for name in built.files())


def test_an_image_in_its_address(site: Callable[..., Built]) -> None:
    """One that is too long for the name of a file is no file at the root of the site."""
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    address = f"data:image/png;base64,{pixel}{'A' * 300}"
    found = site(
        {"conf.py": CONF, "index.md": "# Home\n", "posts/a.md": f"---\ntitle: A\n---\n![a]({address})\n"}
    )
    assert "too long" not in found.warnings
    assert one(page(found.outdir / "posts/a.html"), "article img")["alt"] == "a"
