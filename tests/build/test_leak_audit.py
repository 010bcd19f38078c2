"""The audit finds hidden text in any output, and reports nothing that is public."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from conftest import build_site, write_files
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.visibility.shingles import LENGTH, longest, of_output, of_source, runs, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

TEXT = "Nine pale herons waited beside the *frozen* [weir](https://example.org/weir) until noon had passed."
SEEN = "Nine pale herons waited beside the frozen weir until noon had passed"


def all_runs(*found: list[bytes]) -> set[tuple[bytes, ...]]:
    """The runs of several lists of words."""
    return {run for each in found for run in runs(each)}


HIDDEN = all_runs(*of_source(TEXT))


def archive(name: str, data: str) -> bytes:
    """A zip file with one member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr(name, data)
    return stream.getvalue()


HTML = SEEN.replace("frozen", "<em>frozen</em>").replace("weir", '<a class="x" href="y">weir</a>')

#: Output files by what leaks in them: name and content.
LEAKS: dict[str, tuple[str, str | bytes]] = {
    "html": ("a.html", f"<p>Yes. {HTML}.</p>"),
    "broken lines": ("a.html", f"<p>{HTML.replace(' ', chr(10))}</p>"),
    "entities": ("a.html", f"<p>{HTML.replace('Nine', '&#78;ine').replace(' ', '&nbsp;')}</p>"),
    "description": ("a.html", f'<meta name="description" content="{SEEN}">'),
    "single quotation marks": ("a.html", f"<img alt='{SEEN}' src='a.png'>"),
    "comment": ("a.html", f"<!-- {SEEN} -->"),
    "script": ("a.html", f'<script>{{"a": "{SEEN}"}}</script>'),
    "lower case": ("a.html", HTML.lower()),
    "source": ("_sources/a.md.txt", TEXT),
    "json": ("a.json", json.dumps({"a": SEEN.replace(" ", "\n")})),
    "json of html": ("a.fjson", json.dumps({"body": HTML}).replace("waited", "w\\u0061ited")),
    "titles": ("searchindex.js", f'Search.setIndex({{"alltitles":{{"{SEEN}":[]}},"terms":{{}}}})'),
    "inventory": ("objects.inv", b"1\n2\n3\n4\n" + zlib.compress(f"x std:label -1 a.html {SEEN}\n".encode())),
    "e-book": ("a.epub", archive("a.xhtml", HTML)),
    "Pagefind": ("a.pf_fragment", gzip.compress(json.dumps({"content": f"Yes. {SEEN}."}).encode())),
    "feed": ("atom.xml", f"<summary>{SEEN}</summary>"),
    "picture": ("a.svg", f"<svg><desc>{SEEN}</desc></svg>"),
    "catalogue": ("a.pot", 'msgid ""\n"' + SEEN.replace("the ", 'the\\n"\n"') + '"\n'),
    "copy": ("a.html.md", f"> {TEXT.replace('pale', 'pale[^1]')}\n"),
    "sitemap": ("sitemap.xml", f"<url><loc>https://example.org/{SEEN.replace(' ', '-')}</loc></url>"),
    "text": ("a.txt", SEEN.replace("frozen", "*frozen*")),
    "tex": ("a.tex", SEEN.replace("frozen", "\\sphinxstyleemphasis{frozen}")),
    "man": ("a.1", SEEN.replace("frozen", "\\fIfrozen\\fP")),
    "texinfo": ("a.texi", SEEN.replace("frozen", "@emph{frozen}")),
    "pickle": ("a.fpickle", b"\x80\x04\x95\0" + HTML.encode()),
    "no suffix": ("CNAME", SEEN),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), LEAKS.values(), ids=LEAKS)
def test_a_leak_is_found(name: str, data: str | bytes) -> None:
    """Hidden text is found in every kind of file and encoding."""
    found = all_runs(*of_output(name, data.encode() if isinstance(data, str) else data))
    assert not HIDDEN.isdisjoint(found)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<p>Nine pale herons waited beside the frozen lake.</p>"),
        ("a.html", b"<p>Read more.</p>"),
        ("searchindex.js", f'Search.setIndex({{"terms":{{"{SEEN}":1}}}})'.encode()),
        ("a.png", SEEN.encode()),
        ("a.bin", b"\0" + SEEN.encode()),
        ("a.epub", b"no archive"),
        ("objects.inv", b"no inventory"),
        ("a.pf_fragment", b"no fragment"),
    ],
)
def test_no_leak(name: str, data: bytes) -> None:
    """Seven words are not enough, and files that cannot contain text are not read."""
    assert HIDDEN.isdisjoint(all_runs(*of_output(name, data)))


@given(
    st.lists(st.sampled_from("abcdefghij"), max_size=30), st.lists(st.sampled_from("abcdefghij"), max_size=30)
)
def test_the_longest_run(first: list[str], second: list[str]) -> None:
    """The match is in both texts and at least as long as the longest run known to be shared."""
    one, common, other = (words(" ".join(each)) for each in (first, "klmnopqrst", second))
    text, wanted = [*one, *common, *other], set(runs([*other, *common, *one, *common]))
    length, run = longest(text, wanted)
    assert length >= 10
    assert run in wanted
    assert longest(one, set()) == (0, None)
    assert len(list(runs(one))) == max(len(one) - LENGTH + 1, 0)


# In builds.

CONF = '''\
import json
from pathlib import Path

extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/*"]
exclude_patterns = ["_*"]
suppress_warnings = ["notes.leak"] if QUIET else []

# Reversed, because otherwise this file would be a public source of it.
TEXT = """SAID"""[::-1]


def leak(app, exception):
    if TEXT:
        app.outdir.mkdir(parents=True, exist_ok=True)
        Path(app.outdir, "extra.json").write_text(json.dumps({"said": TEXT}))


def tag(app, pagename, templatename, context, doctree):
    if TEXT and pagename == "index":
        context["metatags"] += f'<meta name="description" content="{TEXT}">'


def setup(app):
    app.connect("HOOK", leak if "HOOK" == "build-finished" else tag)
'''


def conf(said: str, hook: str = "build-finished", *, quiet: bool = False) -> str:
    """A configuration with an extension that writes *said* into the output."""
    return CONF.replace("SAID", said[::-1]).replace("HOOK", hook).replace("QUIET", str(quiet))


SUMMARY = "A summary that is long enough to be a run of its own"
DRAFT = f"---\ntitle: D\ndraft: true\nsummary: {SUMMARY}\n---\n\n# D\n\n{TEXT}\n"
SITE: dict[str, str | bytes | None] = {
    "index.md": "# Home\n\nWhat everybody may read stands here, and it is long enough to be a run.\n",
    "notes/d.md": DRAFT,
    "notes/a.md": "---\ntitle: A\ndate: 2024-01-02\n---\nWords.\n",
}


@pytest.fixture
def audited(tmp_path: Path) -> Callable[..., Built]:
    """Write files and build, always into the same folder: ``audited({…}, code=1)``."""

    def build(
        files: dict[str, str | bytes | None], *options: str, code: int = 0, builder: str = "html"
    ) -> Built:
        write_files(tmp_path / "source", files)
        return build_site(tmp_path / "source", tmp_path / "out", *options, builder=builder, code=code)

    return build


def finds(built: Built) -> list[tuple[str, int, str, int]]:
    """The errors of the audit: hidden file, line, output file, and number of words."""
    pattern = (
        r"/source/(\S+):(\d+): ERROR: hidden text leaked to '(\S+)' \((\d+) consecutive words\);"
        r" .*\[notes\.leak\]"
    )
    return [(a, int(b), c, int(d)) for a, b, c, d in re.findall(pattern, built.warnings)]


@pytest.mark.parametrize(
    ("hook", "builder", "file"),
    [
        ("html-page-context", "html", "index.html"),
        ("html-page-context", "dirhtml", "index.html"),
        ("build-finished", "html", "extra.json"),
        ("build-finished", "text", "extra.json"),
        ("build-finished", "gettext", "extra.json"),
        ("build-finished", "latex", "extra.json"),
        ("build-finished", "epub", "extra.json"),
    ],
)
def test_a_build_that_leaks_fails(audited: Callable[..., Built], hook: str, builder: str, file: str) -> None:
    """Whatever writes hidden text, with any builder, it is reported (not quoted), and the build fails."""
    built = audited(SITE | {"conf.py": conf(SEEN, hook)}, builder=builder, code=1)
    assert finds(built) == [("notes/d.md", 9, file, 12)]
    assert "heron" not in (built.warnings + built.status).lower()


def test_it_fails_until_it_is_mended(audited: Callable[..., Built]) -> None:
    """The next build fails as well although it writes nothing, until the leak is fixed."""
    page = conf(SEEN, "html-page-context")
    audited(SITE | {"conf.py": page}, code=1)
    built = audited({}, code=1)
    assert [find[2] for find in finds(built)] == ["index.html"]
    assert audited(SITE | {"conf.py": conf("")}).warnings == ""
    assert audited({}).warnings == ""


def test_it_cannot_be_silenced(audited: Callable[..., Built]) -> None:
    """If the message is suppressed, the build still fails."""
    built = audited(SITE | {"conf.py": conf(SEEN, quiet=True)}, code=1)
    assert finds(built) == []


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Read more. Nine pale herons waited beside the frozen",
        "What everybody may read stands here, and it is long enough to be a run.",
    ],
)
def test_what_is_public_or_short_is_no_leak(audited: Callable[..., Built], said: str) -> None:
    """Seven hidden words are not a leak, nor is text from a public source that a draft quotes."""
    site = SITE | {"notes/d.md": DRAFT + str(SITE["index.md"])}
    assert audited(site | {"conf.py": conf(said)}).warnings == ""


#: Sentences that a hidden file quotes, by the public file that has them.
QUOTED = {
    "own/LICENSE.txt": "Permission is hereby granted to anyone to copy these very few words freely.",
    "own/sub/own.js": "This script is the work of nobody in particular, and so is its licence.",
    "extra/humans.txt": "We who made this site thank the people who have read all of it.",
    "single.txt": "One file that is copied alone has a sentence long enough to be a run.",
}
TRANSLATED = "Was jeder lesen darf, steht hier und ist lang genug, um aufzufallen."
CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#: ../../index.md:3
msgid "What everybody may read stands here, and it is long enough to be a run."
msgstr ""
"Was jeder lesen darf, steht hier "
"und ist lang genug, um aufzufallen."
"""
COPYING = """
language = "de"
html_extra_path = ["extra", "single.txt"]
html_static_path = ["own"]
exclude_patterns += ["not", "not/**"]
"""


def test_what_any_public_file_has_is_public(audited: Callable[..., Built]) -> None:
    """A draft may quote files that are copied, and translations; a hidden file may equal a public one."""
    quotes = "\n\n".join([*QUOTED.values(), TRANSLATED])
    site = SITE | QUOTED | {"conf.py": conf("") + COPYING, "notes/d.md": DRAFT + quotes}
    site |= {
        "locales/de/LC_MESSAGES/index.po": CATALOGUE,
        "own/dot.png": b"DOT",
        "notes/_drafts/dot.png": b"DOT",
    }
    site["notes/a.md"] = "# A\n\nWords.\n\n![](_drafts/dot.png)\n"
    built = audited(site)
    assert "ERROR" not in built.warnings
    assert TRANSLATED in built.text("index.html")


def test_links_that_a_draft_shares(audited: Callable[..., Built]) -> None:
    """A draft in HTML may link what a public note links in Markdown: feeds have both in HTML."""
    address = "https://example.org/wiki/on_slow_sensors_(and_others)"
    site = SITE | {
        "conf.py": conf("") + "html_baseurl = 'https://example.net/'\n",
        "notes/a.md": f"---\ndate: 2024-01-02\n---\n# A\n\nSee [the wiki]({address}) and more.\n",
        "notes/d.md": f'{DRAFT}\nWe know <a href="{address}">the wiki</a>.\n',
    }
    built = audited(site)
    assert address in built.text("notes/atom.xml")
    assert built.warnings == ""


def test_what_no_public_file_has_is_still_found(audited: Callable[..., Built]) -> None:
    """Neither the translation of a draft nor a file that is left out makes the draft's words public."""
    message = f'\n#: ../../notes/d.md:9\nmsgid "{SEEN}"\nmsgstr "{SEEN}"\n'
    site = SITE | {
        "conf.py": conf(SEEN) + COPYING,
        "locales/de/LC_MESSAGES/notes.po": CATALOGUE + message,
        "own/not/copied.txt": SEEN,
        "own/.hidden.txt": SEEN,
        "extra/x.txt": "Words.",
        "single.txt": "Words.",
    }
    assert [find[2] for find in finds(audited(site, code=1))] == ["extra.json"]


def test_front_matter_is_hidden_too(audited: Callable[..., Built]) -> None:
    """The summary of a draft is found, with its line number."""
    built = audited(SITE | {"conf.py": conf(SUMMARY)}, code=1)
    assert finds(built) == [("notes/d.md", 4, "extra.json", 13)]


OPEN = "First words, which are public and also more than seven in number."
PARTS = {
    "md": f"""\
{OPEN}

:::::{{note}}
```{{note-to-self}} Title
:private:

One line.

{TEXT}
```
:::::

Last words.
""",
    "rst": f"""\
{OPEN}

.. note::

   Beside it.

   .. note-to-self::
      :private:

      {TEXT}

Last words.
""",
}


@pytest.mark.parametrize("included", [False, True])
@pytest.mark.parametrize("suffix", PARTS)
def test_a_hidden_part(audited: Callable[..., Built], suffix: str, *, included: bool) -> None:
    """A private aside in a public note, nested or in an included file, is found with its line."""
    head = "---\ntitle: B\n---\n" if suffix == "md" else ":title: B\n\n"
    files: dict[str, str | bytes | None] = {f"notes/b.{suffix}": head + PARTS[suffix]}
    if included:
        way = "```{{include}} {}\n```\n" if suffix == "md" else ".. include:: {}\n"
        name = f"../_part.{suffix}"
        files = {f"_part.{suffix}": PARTS[suffix], f"notes/b.{suffix}": head + way.format(name)}
    name, text = next(iter(files.items()))
    line = str(text).split("\n").index(next(each for each in str(text).split("\n") if TEXT in each)) + 1
    more = 'myst_enable_extensions = ["colon_fence"]\n'
    built = audited(SITE | files | {"conf.py": conf(SEEN) + more, "notes/d.md": None}, code=1)
    assert finds(built) == [(name, line, "extra.json", 12)]
    # The text around it is public.
    assert audited({"conf.py": conf(OPEN) + more}).warnings == ""


def test_a_note_that_becomes_a_draft(audited: Callable[..., Built]) -> None:
    """Then the whole folder is searched, so that an old copy of its text is found."""
    public = str(DRAFT).replace("draft: true", "date: 2024-01-02")
    built = audited(SITE | {"conf.py": conf(""), "notes/d.md": public})
    (built.outdir / "copy.txt").write_text(SEEN)
    audited({})
    built = audited({"notes/d.md": DRAFT}, code=1)
    assert [find[2] for find in finds(built)] == ["copy.txt"]
    assert [find[2] for find in finds(audited({}, code=1))] == ["copy.txt"]
    (built.outdir / "copy.txt").unlink()
    assert audited({}).warnings == ""


def test_only_what_is_new_is_looked_at(audited: Callable[..., Built]) -> None:
    """Files from before the last clean audit are not read again; a copy made since is."""
    built = audited(SITE | {"conf.py": conf("")})
    old = built.outdir.parent / "old.txt"
    old.write_text(SEEN)
    shutil.copystat(built.outdir / "index.html", old)
    audited({})
    shutil.copy2(old, built.outdir / "copy.txt")
    assert [find[2] for find in finds(audited({}, code=1))] == ["copy.txt"]


def test_a_build_that_never_came_to_the_look(audited: Callable[..., Built]) -> None:
    """If a build is interrupted before the audit, the next build audits its files."""
    audited(SITE | {"conf.py": conf("")})
    audited(
        {"conf.py": conf(SEEN) + "\n    app.connect('build-finished', lambda app, _: 1 / 0, 600)\n"}, code=2
    )
    assert [find[2] for find in finds(audited({"conf.py": conf("")}, code=1))] == ["extra.json"]


def test_a_file_is_looked_at_again_for_something_else(audited: Callable[..., Built]) -> None:
    """Unchanged files that were clean are searched again when more text is hidden."""
    site = SITE | {"conf.py": conf(SEEN), "notes/d.md": DRAFT.replace(TEXT, "Other words.")}
    for _ in range(3):
        assert audited(site).warnings == ""
    assert [find[2] for find in finds(audited({"notes/d.md": DRAFT}, code=1))] == ["extra.json"]


def test_drafts_that_are_shown_are_no_leak(audited: Callable[..., Built]) -> None:
    """Text that a build shows on purpose is not searched for; text that it hides still is."""
    assert audited(SITE | {"conf.py": conf(SEEN)}, "-t", "drafts").warnings == ""
    site = {"notes/d.md": DRAFT.replace("draft: true", "visibility: private")}
    assert finds(audited(site, "-t", "drafts", code=1))


def test_built_into_its_own_sources(tmp_path: Path) -> None:
    """Sources inside the output folder are not treated as output."""
    source = tmp_path / "site" / "source"
    write_files(source, SITE | {"conf.py": conf("")})
    assert build_site(source, tmp_path / "site").warnings == ""


def test_the_folder_of_doctrees_is_not_output(tmp_path: Path) -> None:
    """By default it is inside the output folder, where no doctree of a draft remains."""
    source, out = tmp_path / "source", tmp_path / "out"
    public = str(DRAFT).replace("draft: true", "date: 2024-01-02")
    write_files(source, SITE | {"conf.py": conf(""), "notes/d.md": public})
    build_site(source, out, doctrees=out / ".doctrees")
    write_files(source, {"notes/d.md": DRAFT})
    assert build_site(source, out, doctrees=out / ".doctrees").warnings == ""
    assert not [path for path in out.rglob("*") if path.is_file() and b"heron" in path.read_bytes().lower()]


NAME = "posts/2024-05-08-what-the-gauge-said-of-us"


@pytest.mark.parametrize(
    "link",
    [
        f"[it](../{NAME}.md)", f"{{doc}}`/{NAME}`", f"{{doc}}`it </{NAME}>`", f"<https://example.org/{NAME}.html>",
        f"{NAME}.md", f"[](/{NAME}/)", f"see `{NAME}.md#there`",
    ],
)  # fmt: skip
def test_names_of_public_documents_are_public(audited: Callable[..., Built], link: str) -> None:
    """A draft may link to a public note by its long name, which is in every list of notes."""
    public = "---\ntitle: G\ndate: 2024-05-08\n---\nWords.\n"
    built = audited(
        SITE
        | {
            "conf.py": conf("").replace('"notes/*"', '"notes/*", "posts/*"'),
            f"{NAME}.md": public,
            "notes/d.md": f"---\ndraft: true\n---\n{link} and more.\n",
        }
    )
    assert built.warnings == ""


def test_a_name_hides_nothing_beside_it(audited: Callable[..., Built]) -> None:
    """Text around the name of a public document is still searched for."""
    draft = f"---\ndraft: true\n---\nSee [this](./a.md) here. {TEXT}\n"
    built = audited(SITE | {"conf.py": conf(SEEN), "notes/d.md": draft}, code=1)
    assert [find[:1] + find[2:] for find in finds(built)] == [("notes/d.md", "extra.json", 12)]


def test_files_of_which_nobody_knows(audited: Callable[..., Built]) -> None:
    """A draft that is not a document is recognized by its front matter, in this build and the next."""
    site = SITE | {"conf.py": conf(SEEN), "notes/d.md": None, "_old/x.md": DRAFT, "_old/y.rst": "Words.\n"}
    for _ in range(2):
        assert finds(audited(site, code=1)) == [("_old/x.md", 9, "extra.json", 12)]
    assert audited({"_old/x.md": DRAFT.replace("draft: true", "tags: x")}).warnings == ""
    assert finds(audited({"_old/x.md": DRAFT}, code=1))
    part = f"Words.\n\n```{{note-to-self }}\n:private:\n\n{TEXT}\n```\n"
    assert finds(audited({"_old/x.md": part}, code=1)) == [("_old/x.md", 6, "extra.json", 12)]


def test_copies_of_hidden_files(audited: Callable[..., Built]) -> None:
    """However short it is: a folder that the project copies verbatim may contain a draft."""
    short = "---\ndraft: true\n---\nHush.\n"
    more = 'html_extra_path = ["extra"]\nhtml_static_path = ["own"]\n'
    site = SITE | {
        "conf.py": conf("") + more,
        "extra/sub/x.md": short,
        "own/y.txt": short,
        "own/z.md": "Seen.",
        "own/_drafts/plan.txt": "Hush, too.",
    }
    built = audited(site, code=1)
    for name in ("sub/x.md", "_static/y.txt", "_static/_drafts/plan.txt"):
        assert f"ERROR: hidden file copied to {name!r}; failing the build [notes.leak]" in built.warnings
    assert built.warnings.count("ERROR") == 3
    gone = {"extra/sub/x.md": None, "own/y.txt": None, "own/_drafts/plan.txt": None}
    assert audited(gone).warnings == ""


CODE = f"\n```{{note-to-self}}\n:private:\n{SEEN}.\n```\n"


@pytest.mark.parametrize(
    ("page", "code"), [("<script>x{}</script>", 0), ("<STYLE a>{}</STYLE>", 0), ("<p>{}", 1)]
)
def test_code_of_a_plot(page: str, code: int, tmp_path: Path) -> None:
    """The code in a page of HTML hides nothing, whatever it looks like; its text may."""
    write_files(
        tmp_path,
        {
            "conf.py": 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_extra_path = ["plots"]\n'
            'notes_match = ["*"]\n',
            "index.md": "---\ndate: 2025-01-02\n---\n# Plots\n",
            "plots/rain.html": page.replace("{}", CODE),
        },
    )
    build_site(tmp_path, tmp_path / "out", code=code)
