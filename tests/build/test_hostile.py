"""Malicious and broken sources: nothing unescaped, nothing outside the output; the rest is still built."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Built, build_site, write_files
from pages import fetched, one, pages, parse_errors, soup_of, words

if TYPE_CHECKING:
    from collections.abc import Callable

CONF = """\
project = "Hostile"
copyright = "2024, Nobody"
extensions = ["myst_parser", "sphinx_design", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/"
notes_match = ["notes/**"]
"""
HOME = "# Home\n" + "".join(f"\n```{{notes}}\n:style: {style}\n```\n" for style in ("table", "cards", "full"))

#: Ends any context: an element, an attribute, a script, character data, a template's expression.
EVIL = (
    "</script><script>alert('evil')</script>\"><img src=x onerror=alert(1)>' ]]> {{ 7*7 }} &amp; <b>bold</b>"
)


def evil(name: str) -> str:
    """Return malicious text that can be recognized by *name* in the output."""
    return f"evil{name} {EVIL}"


def quoted(text: str) -> str:
    """Return *text* as a YAML scalar."""
    return json.dumps(text)


SPITEFUL = f"""\
---
title: {quoted(evil("title"))}
date: 2024-03-14
author: [{quoted(evil("author"))}]
tags: [{quoted(evil("tag"))}]
categories: [{quoted(evil("category"))}]
series: {quoted(evil("series"))}
status: [{quoted(evil("status"))}]
summary: {quoted(evil("summary"))}
epigraph:
  text: {quoted(evil("epigraph"))}
  by: {quoted(evil("by"))}
  source: {quoted(evil("work"))}
image: {{path: dot.png, alt: {quoted(evil("alt"))}}}
license: {{name: {quoted(evil("license"))}}}
updates: [{{date: 2024-03-15, comment: {quoted(evil("change"))}}}]
comments: thread.json
lang: '"><script>alert(2)</script>'
---

Text, {{status}}`</span><script>alert(3)</script>` and {{tag}}`nowhere`.

```{{note-to-self}}
:date: <script>alert(4)</script>
A remark.
```

```{{entry}} 2024-03-16
:title: <script>alert(5)</script>
:tags: "<script>alert(6)</script>"

An entry.
```
"""

#: Every key that takes an address, with one that would be executed.
ADDRESSES = """\
---
title: Addresses
authors: [{name: Bo Lind, url: "javascript:alert('authorurl')"}]
epigraph: {text: A word, by: Bo, url: "javascript:alert('epigraphurl')"}
license: {name: Mine, url: "javascript:alert('licenseurl')"}
source: "javascript:alert('sourceurl')"
external_url: " javascript:alert('externalurl')"
canonical_url: "JavaScript:alert('canonicalurl')"
image: "javascript:alert('imageurl')"
---

```{epigraph}
:by: Bo
:url: javascript:alert('directiveurl')
A second word.
```
"""

THREAD = {
    "source": "javascript:alert('threadsource')",
    "license": evil("threadlicense"),
    "comments": [
        {
            "id": '"><script>alert(7)</script>',
            "author": {"name": evil("commenter"), "url": "javascript:alert('commenterurl')"},
            "url": "javascript:alert('commenturl')",
            "date": "2024-03-15",
            "body": f"{evil('body')}\n\n[link](javascript:alert('bodyurl')) <svg onload=alert(8)> <style>*",
            "reactions": {'<script>alert("r")</script>': 2},
        },
        {
            "id": "b",
            "author": "B",
            "html": f"<p onclick=alert(9)>{evil('html')}</p><iframe src=//evil.example></iframe>",
        },
    ],
}

#: One transparent pixel.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def spiteful(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with one note in which every value is malicious, and every kind of list of it."""
    folder = tmp_path_factory.mktemp("spiteful")
    files: dict[str, str | bytes | None] = {
        "conf.py": CONF, "index.md": HOME, "notes/spite.md": SPITEFUL, "notes/addresses.md": ADDRESSES,
        "notes/thread.json": json.dumps(THREAD), "notes/dot.png": DOT,
        "notes/another.md": "---\ndate: 2024-01-01\ntags: quiet\n---\nA second note.\n",
    }  # fmt: skip
    write_files(folder / "source", files)
    return build_site(folder / "source", folder / "out")


def test_spite_is_not_run(spiteful: Built) -> None:
    """No page has an element, an attribute or a script that an author has injected."""
    found = []
    for name, soup in pages(spiteful.outdir).items():
        for tag in soup.find_all("script"):
            if tag.get("type") == "application/ld+json":
                json.loads(tag.string or "")
            elif not tag.get("src") or "alert" in str(tag):
                found.append(f"{name}: {str(tag)[:100]}")
        found += [
            f"{name}: {tag}"[:100] for tag in soup.select("b, iframe, style, svg[onload], img[src='x']")
        ]
        for tag in soup.find_all(True):
            found += [f"{name}: <{tag.name} {a}>" for a in tag.attrs if a.startswith("on")]
    assert found == []


def test_spite_is_no_address(spiteful: Built) -> None:
    """No link, image or form has an address that begins with ``javascript:``."""
    found = []
    for name, soup in pages(spiteful.outdir).items():
        for tag in soup.find_all(True):
            for key, value in tag.attrs.items():
                is_address = key in {"href", "src", "action", "formaction", "srcset", "cite"}
                if is_address and "javascript:" in str(value).lower():
                    found.append(f"{name}: {tag.name} {key}={value}"[:160])
        assert not any("evil.example" in address for address in fetched(soup)), name
    assert found == []


def test_spite_leaves_pages_whole(spiteful: Built) -> None:
    """Every page still obeys the parsing rules of HTML 5 and has one ``main``."""
    for name, soup in pages(spiteful.outdir).items():
        assert parse_errors(spiteful.text(name)) == [], name
        assert len(soup.select("main")) == 1 or soup.select("meta[http-equiv=refresh i]"), name


def test_spite_is_shown_as_text(spiteful: Built) -> None:
    """Malicious values are shown as text, character by character."""
    soup = soup_of(spiteful.text("notes/spite.html"))
    # Sphinx makes quotation marks typographic, in titles and text.
    shown = re.sub("[\u2018\u2019\u201c\u201d'\"]", "~", words(one(soup, "main")))
    expected = "</script><script>alert(~evil~)</script>~><img src=x onerror=alert(1)>~ ]]> {{ 7*7 }}"
    names = (
        "title",
        "author",
        "tag",
        "category",
        "status",
        "epigraph",
        "by",
        "work",
        "change",
        "license",
        "commenter",
    )
    assert [name for name in names if f"evil{name} {expected}" not in shown] == []
    assert words(one(soup, "h1")).startswith("eviltitle </script>")


@pytest.mark.parametrize("key", ["external_url", "canonical_url", "source", "license", "epigraph", "author"])
def test_spiteful_addresses_are_named(spiteful: Built, key: str) -> None:
    """Each invalid address causes a warning with its line and key."""
    assert re.search(rf"addresses\.md:\d+: WARNING: {key}", spiteful.warnings)


def test_spite_is_named(spiteful: Built) -> None:
    """An invalid language, and an invalid address in a thread, cause warnings with the file."""
    assert re.search(r"spite\.md:\d+: WARNING: lang", spiteful.warnings)
    assert re.search(r"thread\.json:.* WARNING: .*url: .*javascript", spiteful.warnings)


def test_spite_stays_in_its_folder(spiteful: Built) -> None:
    """Labels with slashes, quotes and dots become plain file names."""
    made = {name for name in spiteful.files() if name.startswith("notes/") and "evil" in name}
    assert made
    assert [name for name in made if re.search(r"[<>\"'&\s]|\.\.|script>", name)] == []
    # A list, and its feeds in a folder of their own.
    assert {name.count("/") for name in made} == {2, 3}


# Places.


OUTWARDS = {
    "up": "permalink: ../outside/",
    "down-and-up": "permalink: /a/../../outside/",
    "quoted": "permalink: '%2e%2e/%2e%2e/outside/'",
    "other-site": "permalink: 'https://evil.example/'",
    "other-host": "permalink: '//evil.example/'",
    "sphinx-folder": "permalink: /_static/",
    "sphinx-file": "permalink: /objects.inv",
    "drive": "permalink: 'C:\\outside'",
    "alias-up": "aliases: ['../outside.html']",
    "alias-down-and-up": "aliases: ['/a/../../outside.html', '/fine/']",
    "alias-search": "aliases: [/searchindex.js]",
    "alias-script": "aliases: [/_static/scheme.js]",
}


@pytest.fixture(scope="module")
def outwards(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site of notes whose permalinks lead out of it."""
    folder = tmp_path_factory.mktemp("outwards")
    files: dict[str, str | bytes | None] = {
        f"notes/{name}.md": f"---\ntitle: A\n{said}\n---\nText.\n" for name, said in OUTWARDS.items()
    }
    write_files(folder / "source", {"conf.py": CONF, "index.md": "# Home\n", **files})
    return build_site(folder / "source", folder / "deep" / "out")


@pytest.mark.parametrize("name", OUTWARDS)
def test_no_way_out(outwards: Built, name: str) -> None:
    """A place outside the site, or that of a file of Sphinx, is reported, and the note keeps its place."""
    assert f"notes/{name}.html" in outwards.files()
    said = [line for line in outwards.warnings.splitlines() if f"notes/{name}.md" in line]
    assert len(said) == 1, said
    assert "[notes.place]" in said[0]


def test_nothing_is_written_outside(outwards: Built) -> None:
    """None of these notes writes a file outside its own place, or overwrites one of Sphinx's."""
    assert not list(outwards.outdir.parent.parent.rglob("*outside*"))
    assert {p.name for p in outwards.outdir.parent.iterdir()} == {"out", "out.doctrees"}
    assert outwards.text("searchindex.js").startswith("Search.setIndex(")
    assert "localStorage" in outwards.text("_static/scheme.js")
    assert (outwards.outdir / "objects.inv").read_bytes().startswith(b"# Sphinx inventory")


@pytest.mark.parametrize("where", ["front matter", "directive"])
def test_threads_stay_inside(site: Callable[..., Built], tmp_path: Path, where: str) -> None:
    """A thread file outside the project is not read."""
    (tmp_path / "secret.yml").write_text(
        "- {id: a, author: Mallory, body: 'a wimblestone secret'}\n", "utf-8"
    )
    path = "../../secret.yml"
    text = f"---\ntitle: A\ncomments: {path}\n---\nText.\n"
    if where == "directive":
        text = f"---\ntitle: A\n---\nText.\n\n```{{comments}} {path}\n```\n"
    built = site({"conf.py": CONF, "index.md": "# Home\n", "notes/a.md": text})
    assert "expected a thread file inside the project, got " in built.warnings
    assert "notes.comments" in built.warnings
    assert [n for n in built.files() if b"wimblestone" in (built.outdir / n).read_bytes()] == []


def test_a_thread_by_a_link_out(site: Callable[..., Built], tmp_path: Path) -> None:
    """A symbolic link that leads out of the project is not followed to a thread file either."""
    (tmp_path / "secret.yml").write_text(
        "- {id: a, author: Mallory, body: 'a wimblestone secret'}\n", "utf-8"
    )
    (tmp_path / "source" / "notes").mkdir(parents=True)
    (tmp_path / "source" / "notes" / "t.yml").symlink_to(tmp_path / "secret.yml")
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n",
            "notes/a.md": "---\ntitle: A\ncomments: t.yml\n---\nText.\n",
        }
    )
    assert "expected a thread file inside the project, got " in built.warnings
    assert "wimblestone" not in built.text("notes/a.html")


def test_images_stay_inside(site: Callable[..., Built], tmp_path: Path) -> None:
    """An image outside the project, given in front matter, is not copied into the site."""
    (tmp_path / "wimblestone.png").write_bytes(DOT)
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n\n```{notes}\n:style: cards\n```\n",
            "notes/a.md": "---\ntitle: A\nimage: ../../wimblestone.png\n---\nText.\n",
        }
    )
    assert [n for n in built.files() if "wimblestone" in n] == []


#: Names that are not files, or files outside, in the folder of links that the test makes.
NO_FILES = [
    ".",
    "notes",
    "link",
    "folder/t.yml",
    "folder",
    "circle",
    "../../t.yml",
    "/../t.yml",
    "?",
    "%00",
    "x" * 5000,
    "t.yml/x",
    "//evil.example/t.yml",
    "~/t.yml",
    "file:t.yml",
    "a\\b",
]


@pytest.mark.parametrize("key", ["image", "comments"])
def test_names_that_are_no_files(site: Callable[..., Built], tmp_path: Path, key: str) -> None:
    """A name too long, a circle of links, a folder or a path outside causes a warning with its line."""
    notes = tmp_path / "source" / "notes"
    notes.mkdir(parents=True)
    (tmp_path / "folder").mkdir()
    for name in ("t.yml", "folder/t.yml"):
        (tmp_path / name).write_text("- {id: a, author: Mallory, body: wimblestone}\n", "utf-8")
    (notes / "link").symlink_to(tmp_path / "t.yml")
    (notes / "folder").symlink_to(tmp_path / "folder")
    (notes / "circle").symlink_to("circle")
    files = {
        f"notes/n{n:02}.md": f"---\ntitle: N\n{key}: {quoted(name)}\n---\nText.\n"
        for n, name in enumerate(NO_FILES)
    }
    home = "# Home\n\n```{notes}\n:style: cards\n```\n"
    built = site({"conf.py": CONF, "index.md": home, **files})
    for n, name in enumerate(NO_FILES):
        told = [line for line in built.warnings.splitlines() if f"n{n:02}.md:3: WARNING:" in line]
        assert len(told) == 1, (name[:50], told)
    for name in built.files():
        assert b"wimblestone" not in (built.outdir / name).read_bytes(), name


#: Names that no file can have, or only some systems allow.
IMPOSSIBLE = [
    "x%00y.png", "%00", "x" * 5000 + ".png", "a/" * 3000 + "x.png", "a%ED%A0%80.png", "a%FF.png", "dots...",
    "~nobody/x.png", "x%0Ay.png", "[a.png", "x%00.*",
]  # fmt: skip
USES_MD = """\
![]({0})

<img src="{0}" srcset="{0} 2x"> <a href="{0}">x</a> <video src="{0}" poster="{0}"></video>

{{download}}`x <{0}>` [x]({0}) [](<{0}>) [z](path:{0})

```{{figure}} {0}
```

```{{literalinclude}} {0}
```

```{{csv-table}} T
:file: {0}
```

```{{comments}} {0}
```

End.
"""
USES_RST = """\
.. image:: {0}

.. raw:: html

   <img src="{0}"> <a href="{0}">x</a>

:download:`x <{0}>` `y <{0}>`_

.. literalinclude:: {0}

.. include:: {0}

End.
"""


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_names_that_no_file_can_have_end_no_build(site: Callable[..., Built], builder: str) -> None:
    """Wherever a note uses one, there may be a warning, but the text around it is shown."""
    files: dict[str, str | bytes | None] = {
        "conf.py": CONF + 'html_extra_path = ["extra"]\n',
        "index.md": "# Home\n",
        "extra/x.txt": "x",
    }
    for n, name in enumerate(IMPOSSIBLE):
        files[f"notes/n{n:02}.md"] = f"---\ntitle: N\n---\n{USES_MD.format(name)}"
        files[f"notes/r{n:02}.rst"] = f"T\n=\n\n{USES_RST.format(name)}"
    built = site(files, builder=builder)
    suffix = "html" if builder == "html" else "xhtml"
    for name in files:
        if name.startswith("notes/"):
            assert "End." in built.text(f"{name.rpartition('.')[0]}.{suffix}"), name


def test_two_notes_at_one_place(site: Callable[..., Built]) -> None:
    """Two notes that claim one address are both reported; each has a page."""
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n",
            "notes/a.md": "---\ntitle: A\npermalink: /same/\n---\nFirst.\n",
            "notes/b.md": "---\ntitle: B\npermalink: /same/\n---\nSecond.\n",
        }
    )
    lines = [line for line in built.warnings.splitlines() if "[notes.place]" in line]
    assert len(lines) == 1
    assert "ERROR" in lines[0]
    assert "notes/b.md and notes/a.md both claim /same/" in lines[0]
    assert "First." in built.text("same/index.html")
    assert "Second." in built.text("notes/b.html")


def test_a_note_at_the_place_of_a_page(site: Callable[..., Built]) -> None:
    """A permalink at the place of another document doesn't affect that document."""
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n\nThe home page.\n",
            "notes/a.md": "---\ntitle: A\npermalink: /index.html\n---\nThe note.\n",
        }
    )
    assert "notes.place" in built.warnings
    assert "The home page." in built.text("index.html")
    assert "The note." in built.text("notes/a.html")


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("key", ["permalink", "aliases", "folder"])
def test_generated_pages_keep_their_places(
    site: Callable[..., Built], root: Callable[[str], Path], builder: str, key: str
) -> None:
    """A permalink or alias at or below the place of a generated page is reported and rejected."""
    source = root("exact")
    before = build_site(source, source.parent / "before", builder=builder)
    written = {p.with_suffix("").as_posix() for p in source.rglob("*.*") if p.suffix in {".md", ".rst"}}
    written |= {p.removesuffix("/index") for p in written} | {f"{p}/index" for p in written}
    made = [
        name for name in sorted(before.files())
        if name.endswith(".html") and str(source / name.removesuffix(".html")) not in written
    ]  # fmt: skip
    assert {"notes/index.html", "404.html"} <= set(made)
    # These notes have no date and no tags, so that no other page is generated.
    more = {
        f"notes/x{n:02}.md": f"---\ntitle: X\nauthor: Ada Tester\n{_wanting(key, name)}\n---\nText.\n"
        for n, name in enumerate(made)
    }
    write_files(source, dict(more))
    built = build_site(source, source.parent / "out", builder=builder)
    for n, name in enumerate(made):
        said = [line for line in built.warnings.splitlines() if f"notes/x{n:02}.md" in line]
        assert any("permalink conflict" in line and "[notes.place]" in line for line in said), (
            name,
            said,
        )
        assert (built.outdir / name).is_file()
        assert "http-equiv" not in built.text(name).lower()
    assert "error writing file" not in built.warnings


def _wanting(key: str, name: str) -> str:
    """Return front matter that claims the place *name*, or a folder of that name."""
    if key == "aliases":
        return f"aliases: [/{name}]"
    return f"permalink: /{name}" + ("/x/" if key == "folder" else "")


# Broken files.


_NOT_YAML = r":\d+: WARNING: .*\[notes\.front-matter\]"

_NOT_UTF8 = (
    r":\d+: WARNING: expected UTF-8, got {}; leaving out the file until it is saved as UTF-8"
    r" \[notes\.encoding\]"
)
_WINDOWS = "---\nkind: note\ntitle: Caf\u00e9\n---\nText.\n"

#: Each kind by file name: the content, and the expected warning (empty if it is merely odd).
BROKEN: dict[str, tuple[bytes, str]] = {
    "latin": (b"---\ntitle: Caf\xe9\n---\nText.\n", _NOT_UTF8.format("byte 0xe9")),
    "utf-16": (_WINDOWS.encode("utf-16"), _NOT_UTF8.format("UTF-16")),
    "big": (b"\xfe\xff" + _WINDOWS.encode("utf-16-be"), _NOT_UTF8.format("UTF-16")),
    "wide": (_WINDOWS.encode("utf-16-le"), _NOT_UTF8.format("UTF-16 without a byte-order mark")),
    "utf-32": (_WINDOWS.encode("utf-32"), _NOT_UTF8.format("UTF-32")),
    "zero": (_WINDOWS.encode() + b"\0", _NOT_UTF8.format("byte 0x00")),
    "yaml": (b"---\ntitle: [unclosed\ndate: 2024-03-14\ntags: fine\n---\nText of it.\n", _NOT_YAML),
    "empty": (b"", ""),
    "blank": (b"\n\n \n", ""),
    "bare": (b"---\ntitle: A bare one\n---\n", ""),
    "nothing": (b"---\n---\n", ""),
    "control": (b"---\ntitle: A\x07B\n---\nText of it.\n", _NOT_YAML),
    "windows": (b"\xef\xbb\xbf---\r\ntitle: Windows\r\ntags: [a]\r\n---\r\n\r\nText.\r\n", ""),
    "open": (b"---\ntitle: never closed\n\nText.\n", _NOT_YAML),
    "deep": (b"---\ntitle: Deep\ntags: " + b"[" * 3000 + b"\n---\nText.\n", _NOT_YAML),
    "bomb": (b"---\ntitle: B\na: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n---\n", ""),
    "object": (
        b"---\ntitle: !!python/object/apply:os.system ['touch owned']\n---\nText.\n",
        r":\d+: WARNING: ",
    ),
    "wrong": (b"---\ntitle: {a: b}\ndate: never\nimage: {alt: x}\n---\nText.\n", r":3: WARNING: date"),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with every kind of broken note, and one that is valid."""
    folder = tmp_path_factory.mktemp("broken")
    files: dict[str, str | bytes | None] = {f"notes/{name}.md": data for name, (data, _) in BROKEN.items()}
    files |= {
        "conf.py": CONF,
        "index.md": "# Home\n",
        "notes/whole.md": "---\ntitle: A whole note\n---\nText.\n",
    }
    files["notes/notebook.ipynb"] = "{"
    files["elsewhere.md"] = _WINDOWS.encode("utf-16")
    write_files(folder / "source", files)
    return build_site(folder / "source", folder / "out")


@pytest.mark.parametrize("name", BROKEN)
def test_broken_notes_are_named(broken: Built, name: str) -> None:
    """An error in a note causes a warning with its file and line; an oddity causes none."""
    expected = BROKEN[name][1]
    said = [line for line in broken.warnings.splitlines() if f"{name}.md" in line]
    if expected:
        assert re.search(rf"{name}\.md" + expected, "\n".join(said)), said
    else:
        assert said == []


@pytest.mark.parametrize("name", BROKEN)
def test_broken_notes_have_pages(broken: Built, name: str) -> None:
    """Every note except one that cannot be read has its page, with a name as its title."""
    if r"notes\.encoding" in BROKEN[name][1]:
        assert f"notes/{name}.html" not in broken.files()
        return
    soup = soup_of(broken.text(f"notes/{name}.html"))
    assert words(one(soup, "h1"))
    assert parse_errors(broken.text(f"notes/{name}.html")) == []
    assert one(soup_of(broken.text("notes/index.html")), f"a[href='{name}.html']").get_text(strip=True)


def test_a_note_in_another_encoding_is_one_by_its_front_matter(broken: Built) -> None:
    """In any folder, it is left out instead of ending the build."""
    assert re.search(r"elsewhere\.md:1: WARNING: expected UTF-8, got UTF-16; ", broken.warnings)


def test_a_broken_note_spoils_nothing(broken: Built) -> None:
    """The valid note is unaffected, and no code from the sources was run."""
    assert "A whole note" in broken.text("notes/whole.html")
    assert not list(broken.outdir.parent.rglob("owned"))
    assert not Path("owned").exists()


def test_what_a_broken_note_still_says(broken: Built) -> None:
    """Valid lines of broken front matter are used."""
    page = soup_of(broken.text("notes/yaml.html"))
    assert one(page, ".byline time.dt-published")["datetime"] == "2024-03-14"
    assert words(one(page, ".note-labels")) == "fine"


# Bibliographies.

CITING = CONF.replace('"sphinx_design", ', '"sphinx_design", "sphinxcontrib.bibtex", ') + (
    'bibtex_bibfiles = ["works.bib"]\n'
)

#: Bibliographies that sphinxcontrib-bibtex itself can cite from, with or without warnings.
BIBS: dict[str, bytes] = {
    "nothing but a key": b"@article{k}\n",
    "no author": b"@article{k, title={A title}, year={1953}}\n",
    "an empty author": b"@article{k, title={A title}, author={}, year={1}, journal={J}}\n",
    "a field closed too early": b"@article{k, title={A title}}, author={Good, Ida}, year={1953}}\n",
    "authors that are none": b"@article{k, title={T}, author={and and and}, year={1}, journal={J}}\n",
    "TeX": b'@article{k, title={\\textbf{x} \\unknown{y} $<$}, author={{\\"O}, I}, year={1}, journal={J}}\n',
    "control characters": b"@article{k, title={T\x00\x07\x1b}, author={G}, year={1}, journal={J}}\n",
    "a long title": b"@article{k, title={" + b"x " * 100_000 + b"}, author={G}, year={1}, journal={J}}\n",
    "twice": b"@article{k, title={A}, author={G}, year={1}, journal={J}}\n" * 2,
    "itself": b"@article{k, title={A}, author={G}, year={1}, journal={J}, crossref={k}}\n",
    "another system": b"\xef\xbb\xbf@article{k,\r\n title={A},\r\n author={G}, year={1}, journal={J}}\r\n",
    "nothing": b"",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BIBS)
def test_a_broken_bibliography_ends_no_build(site: Callable[..., Built], name: str) -> None:
    """Entries that sphinxcontrib-bibtex only warns about are listed as far as they go."""
    note = "---\ntitle: A\n---\nBy {cite}`k` and {cite}`nowhere`.\n\n```{bibliography}\n```\n"
    built = site({"conf.py": CITING, "index.md": "# Home\n", "works.bib": BIBS[name], "notes/a.md": note})
    assert "unknown BibTeX key 'nowhere'" in built.warnings
    if name == "nothing":
        assert not [each for each in built.files() if "/works/" in each]
        return
    page = soup_of(built.text("notes/works/index.html"))
    assert len(page.select(".csl-entry")) == 1
    assert parse_errors(built.text("notes/works/index.html")) == []
    if b"title={A title}" in BIBS[name]:
        assert "A title" in words(one(page, "main"))


def test_spite_in_a_bibliography(site: Callable[..., Built]) -> None:
    """No field of a cited work gets out of its place, and no address in one is executed."""
    fields = ("title", "author", "year", "journal", "note", "volume", "url", "doi", "publisher", "editor")
    # TeX removes braces and special characters from the values.
    spite = EVIL.replace("{", "").replace("}", "").replace("&", r"\&")
    entries = [
        f"@article{{evil{field}, title={{T}}, author={{A, B}}, journal={{J}}, year={{1}}, "
        f"{field}={{{spite}}}}}\n".replace(f"{field}={{T}}, ", "")
        for field in fields
        if field not in {"title", "author", "year", "journal"}
    ]
    entries.append(
        f"@book{{all, title={{{spite}}}, author={{{spite}}}, year={{{spite}}}, publisher={{{spite}}}}}\n"
        "@misc{run, title={T}, author={A}, url={javascript:alert(1)}, "
        "howpublished={\\url{javascript:alert(1)}}, note={\\href{javascript:alert(1)}{x}}, year={1}}\n"
    )
    keys = ["all", "run", *(f"evil{f}" for f in fields[4:])]
    note = f"---\ntitle: A\n---\nBy {{cite}}`{','.join(keys)}`.\n"
    built = site(
        {"conf.py": CITING, "index.md": "# Home\n", "works.bib": "".join(entries), "notes/a.md": note}
    )
    for name, soup in pages(built.outdir).items():
        if not name.startswith("notes/works/"):
            continue
        scripts = [tag for tag in soup.find_all("script") if not tag.get("src")]
        assert [tag for tag in scripts if tag.get("type") != "application/ld+json"] == [], name
        assert all(isinstance(json.loads(str(tag.string)), dict) for tag in scripts), name
        assert soup.select("main img, main b") == [], name
        assert not [a for a in soup.select("[href]") if "javascript:" in str(a["href"]).lower()], name
        assert parse_errors(built.text(name)) == [], name
    assert "<script>alert('evil')" in words(one(soup_of(built.text("notes/works/all.html")), "main"))


# Templates of the project's own.


OWN = 'templates_path = ["_templates"]\n'


FAILING = {
    "byline": "{{ nothing.of.that.name }}",
    "badges": "{% if %}",
    "foot": "{% include 'research_notes/missing.html' %}",
    "list": "{{ 1 / 0 }}",
    "labels": "{{ index[0].text.no_such_method() }}",
    "thread": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
}


def test_templates_that_fail_are_warnings(site: Callable[..., Built]) -> None:
    """If the project's own template fails in any way, a warning names it and ours is used."""
    files = {f"_templates/research_notes/{name}.html": text for name, text in FAILING.items()}
    built = site(
        {
            "conf.py": CONF + OWN,
            "index.md": "# Home\n\n```{notes}\n```\n",
            "notes/a.md": "---\ntitle: A\ndate: 2024-03-14\ntags: b\ncomments: t.yml\nlicense: MIT\n---\n",
            "notes/t.yml": "- {id: a, author: Bo, body: Hello}\n",
            **files,
        }
    )
    said = [line for line in built.warnings.splitlines() if "[notes.template]" in line]
    # No template that can be rendered includes badges.html.
    for name in sorted(FAILING.keys() - {"badges"}):
        assert any(f"research_notes/{name}.html" in line for line in said), name
    page = soup_of(built.text("notes/a.html"))
    assert words(one(page, ".byline")) == "14 March 2024 · Back to home"
    assert words(one(page, ".source-license")) == "Source | License"
    assert words(one(page, ".comment .e-content")) == "Hello"
    assert one(soup_of(built.text("index.html")), ".h-entry a")["href"] == "notes/a.html"
    assert words(one(soup_of(built.text("notes/tags/index.html")), ".label-list a")) == "b"


def test_a_template_of_ones_own(site: Callable[..., Built]) -> None:
    """The project's own template is used instead of ours, and escapes the values it shows."""
    built = site(
        {
            "conf.py": CONF + OWN,
            "_templates/research_notes/byline.html": "<p class='mine'>{{ page.authors[0].text }}</p>",
            "index.md": "# Home\n",
            "notes/a.md": "---\ntitle: A\nauthor: ['<b>Bo</b>']\n---\nText.\n",
        }
    )
    assert built.warnings == ""
    assert one(soup_of(built.text("notes/a.html")), ".mine").get_text() == "<b>Bo</b>"


# Configuration.


BAD = {
    "path": [
        "../outside",
        "/",
        7,
        "_static",
        "a\\b",
        "a?b",
        "a#b",
        "a%2fb",
        "a\nb",
        "con",
        "//evil.example",
        ".",
    ],
    "match": [7],
    "permalink": ["/{nothing}/", "../{slug}/"],
    "page_size": [0, "many"],
    "timezone": ["Atlantis/Downtown", 7],
    "authors": [["a"], {"a": {"url": "https://example.org"}}],
    "author": [7],
    "statuses": ["a"],
    "draft_statuses": [7, "draft"],
    "date_format": ["%Y", "", "d MMMM y, HH:mm", "y z"],
    "drafts": ["perhaps"],
    "private": ["perhaps"],
    "license": [["a"]],
    "epigraph": [["a"]],
    "site_root": ["../.."],
    "home": [7, ("Home", "nowhere"), ("Home", "javascript:alert(1)"), ["a", "b", "c"]],
    "tag_separator": [""],
}


@pytest.mark.parametrize("round_", range(max(map(len, BAD.values()))))
def test_bad_configuration(site: Callable[..., Built], tmp_path: Path, round_: int) -> None:
    """Each invalid value causes one warning that names its option; the default is used."""
    values = {name: found[round_] for name, found in BAD.items() if round_ < len(found)}
    lines = "".join(f"notes_{name} = {value!r}\n" for name, value in values.items())
    built = site(
        {
            "conf.py": CONF + lines,
            "index.md": "# Home\n",
            "notes/2024-01-01-a.md": "---\ntitle: A\n---\nText.\n",
        }
    )
    said = [each for each in built.warnings.splitlines() if "[notes.config]" in each]
    for name in values:
        assert len([each for each in said if f"WARNING: notes_{name}: " in each]) == 1, (name, said)
    assert len(said) == len(values)
    assert "notes/2024-01-01-a.html" in built.files()
    assert "notes/index.html" in built.files()
    assert not list(tmp_path.rglob("outside"))


def test_a_mistyped_private_aside_stays_private(site: Callable[..., Built]) -> None:
    """A misspelt ``:private:`` hides the text too, in both languages, and is reported."""
    asides = [":Private:", ":privat:", ":private: yes", ":class: private"]
    markdown = "\n".join(
        f"```{{note-to-self}} Q\n{each}\n\nzebra{n}.\n```\n" for n, each in enumerate(asides)
    )
    rst = "\n".join(f".. note-to-self:: Q\n   {each}\n\n   zebra{n}.\n" for n, each in enumerate(asides))
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n",
            "notes/a.md": f"---\ntitle: A\n---\nWords.\n\n{markdown}",
            "notes/b.rst": f":title: B\n\nWords.\n\n{rst}",
        }
    )
    told = [line for line in built.warnings.splitlines() if "[notes.aside]" in line]
    assert len(told) >= 4
    for name in built.files():
        assert b"zebra" not in (built.outdir / name).read_bytes().lower(), name
    assert "zebra" not in built.warnings


def test_private_entries_and_notes(site: Callable[..., Built]) -> None:
    """``private`` hides an entry and a note, just as it hides an aside."""
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n\n```{notes}\n```\n",
            "stream.md": "# S\n\n```{entry} 2024-01-02\n:private:\n\nzebra one.\n```\n\n"
            "```{entry} 2024-01-03\n---\ntags:\n  - a\n  - b, c\n---\nShown.\n```\n",
            "notes/a.md": "---\ntitle: zebra two\nprivate: true\n---\nzebra\n",
            "notes/b.rst": ":title: B\n\n.. entry:: 2024-05-06\n   :privat:\n\n   zebra three.\n",
        }
    )
    for name in built.files():
        assert b"zebra" not in (built.outdir / name).read_bytes().lower(), name
    assert "notes/tags/a.html" in built.files()


def test_a_whole_note_on_another_page_is_one_entry(site: Callable[..., Built]) -> None:
    """A note with sections, listed in full, adds no second header and no second h1."""
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n\n```{notes}\n:style: full\n```\n",
            "notes/a.md": "---\ntitle: A\ndate: 2024-01-02\n---\nWords.\n\n## Part\n\n### Inner\n\nMore.\n",
        }
    )
    home = built.text("index.html")
    assert home.count("<h1") == 1
    assert home.count('class="note-head') == 0
    assert "<h3>Part" in home
    assert "<h4>Inner" in home


def test_a_target_before_an_entry(site: Callable[..., Built]) -> None:
    """The target also leads to the entry; an element that only has an entry's class is not an entry."""
    stream = (
        "# Stream\n\n(one)=\n```{entry} 2024-01-01\n:title: First\nWords.\n```\n\n"
        "(two)=\n```{entry} 2024-01-02\nOthers.\n```\n\n"
        "```{admonition} None\n:class: note-entry\nThird.\n```\n\n[](#one) and [it](#two)\n"
    )
    home = "# Home\n\n```{notes}\n:style: full\n```\n"
    built = site({"conf.py": CONF, "index.md": home, "stream.md": stream})
    assert built.warnings == ""
    page = soup_of(built.text("stream.html"))
    first, second = page.select("article.entry")
    assert first["id"] == "2024-01-01-first"
    assert second["id"] == "2024-01-02-others"
    assert {a["href"] for a in page.select("a[href='#one'], a[href='#two']")} == {"#one", "#two"}
    assert page.select("#one")
    assert page.select("#two")
    assert [a["href"] for a in soup_of(built.text("notes/index.html")).select("main .h-entry a")] == [
        "../stream.html#2024-01-02-others", "../stream.html#2024-01-01-first",
    ]  # fmt: skip


@pytest.mark.parametrize("option", ["", ":by: Bo\n", ":verse:\n"])
@pytest.mark.parametrize("text", ["", ">>> 1 + 1\n2\n"])
def test_an_epigraph_without_words(site: Callable[..., Built], text: str, option: str) -> None:
    """An empty epigraph causes a warning, one that contains only code is shown; neither ends the build."""
    source = f"---\ntitle: A\n---\n```{{epigraph}}\n{option}\n{text}```\n\nWords.\n"
    built = site({"conf.py": CONF, "index.md": "# Home\n", "notes/a.md": source})
    if text:
        assert built.warnings == ""
        assert "1 + 1" in words(one(soup_of(built.text("notes/a.html")), ".epigraph"))
    else:
        assert "a.md:4: WARNING: epigraph: expected a quotation, got no text" in built.warnings


def test_untitled_with_headings(site: Callable[..., Built]) -> None:
    """An untitled note that begins with a lower heading is named by its words, not by a message."""
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n",
            "notes/a.md": "---\ndate: 2024-01-02\n---\n### Part\n\nIts words.\n",
        }
    )
    assert built.warnings == ""
    assert "headings start" not in built.text("notes/a.html")
    assert "Its words." in built.text("notes/index.html")


@pytest.mark.parametrize(
    "heading", ["# A *title* with `code`", '# Don\'t "quote"', "<!-- note -->\n\n# Plain"]
)
def test_an_equal_heading_is_not_doubled(site: Callable[..., Built], heading: str) -> None:
    """A leading heading equal to the title is shown once, whatever its markup."""
    title = heading.rpartition("# ")[2]
    source = f"---\ntitle: '{title.replace(chr(39), chr(39) * 2)}'\n---\n\n{heading}\n\nWords.\n"
    built = site({"conf.py": CONF, "index.md": "# Home\n", "notes/a.md": source})
    page = built.text("notes/a.html")
    assert page.count("<h1") == 1
    assert "<h2" not in page[page.index("<main") :]


def test_a_draft_comes_in_by_no_back_door(site: Callable[..., Built]) -> None:
    """Neither an include nor a download shows a hidden note; both are reported."""
    built = site(
        {
            "conf.py": CONF,
            "index.md": "# Home\n\n```{include} notes/a.md\n```\n\n{download}`it <notes/a.md>`\n",
            "other.rst": ":orphan:\n\nOther\n=====\n\n.. include:: notes/b.rst\n",
            "notes/a.md": "---\ntitle: A\ndraft: true\n---\nzebra\n",
            "notes/b.rst": ":title: B\n:draft: true\n\nzebra\n",
        }
    )
    assert built.warnings.count("[notes.visibility]") == 3
    for name in built.files():
        assert b"zebra" not in (built.outdir / name).read_bytes(), name


def test_a_mistyped_draft_is_hidden_and_named(site: Callable[..., Built]) -> None:
    """``drfat: true`` hides the note, and the build reports which line hides it."""
    built = site(
        {"conf.py": CONF, "index.md": "# Home\n", "notes/a.md": "---\ntitle: A\ndrfat: true\n---\nzebra\n"}
    )
    assert "a.md:3: WARNING: unknown key 'drfat'; did you mean 'draft'? treating as a draft" in built.warnings
    for name in built.files():
        assert b"zebra" not in (built.outdir / name).read_bytes(), name


def test_a_template_beside_a_conf_that_is_elsewhere(tmp_path: Path) -> None:
    """Templates are searched for beside ``conf.py``, as in Sphinx, and not among the sources."""
    write_files(
        tmp_path,
        {
            "settings/conf.py": CONF + OWN,
            "settings/_templates/research_notes/byline.html": "<p class='mine'>Here</p>",
            "source/_templates/research_notes/byline.html": "<p class='mine'>There</p>",
            "source/index.md": "# Home\n",
            "source/notes/a.md": "---\ntitle: A\n---\nText.\n",
        },
    )
    built = build_site(tmp_path / "source", tmp_path / "out", "-c", str(tmp_path / "settings"))
    assert one(soup_of(built.text("notes/a.html")), ".mine").get_text() == "Here"


def test_a_chain_of_works_is_named(site: Callable[..., Built]) -> None:
    """In a chain of cross-references the nearest entries are used, and a chain too long is reported once."""
    works = "".join(
        f"@book{{k{n}, title = {{T {n}}}, author = {{A, B}}, year = 1990, crossref = {{k{n + 1}}}}}\n"
        for n in range(30)
    )
    works += "@book{k30, title = {Last}, publisher = {The press}}\n"
    conf = CONF.replace("myst_parser", 'sphinxcontrib.bibtex", "myst_parser')
    source = "---\ntitle: N\n---\n\nSee {cite:t}`k10` and {cite:t}`k0`.\n"
    built = site({"conf.py": conf + 'bibtex_bibfiles = ["w.bib"]\n', "w.bib": works, "index.md": "# H\n",
                  "notes/n.md": source})  # fmt: skip
    said = "k0: expected at most 25 entries inherited by crossref and xdata, found more; using the nearest 25"
    assert built.warnings.count("WARNING") == built.warnings.count(said) == 1
    assert "w.bib:1: " in built.warnings
    # It is inherited through twenty entries.
    assert "The press" in built.text("notes/n.html")
