"""Warnings about settings and markup without effect: patterns, suffixes, parsers, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import build_site, write_files
from pages import one, page, words

from sphinx_research_notes.build.pattern_hints import nearest_pattern
from sphinx_research_notes.reading.shortcodes import shortcodes_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

DOCNAMES = ("index", "notes/one", "notes/deep/two", "notes/2024-03-05-three", "blog/posts/four")


@pytest.mark.parametrize(
    ("pattern", "nearest"),
    [
        ("notes/", "notes/**"),
        ("notes", "notes/**"),
        ("/notes/", "notes/**"),
        ("./notes/**", "notes/**"),
        ("notes/*.md", "notes/*"),
        ("notes/**.md", "notes/**"),
        ("notes/**/*.md", "notes/**/*"),
        ("notes/one.md", "notes/one"),
        ("notes\\**", "notes/**"),
        ("notes\\*.md", "notes/*"),
        ("Notes/**", "notes/**"),
        ("note/*", "notes/**"),
        ("docs/notes/**", "notes/**"),
        ("docs/notes/", "notes/**"),
        ("posts/**", "**/posts/**"),
        ("posts", "**/posts/**"),
        ("blog/*", "blog/**"),
        ("blog/*.ipynb", "blog/**"),
        ("/home/me/site/notes/**", "notes/**"),
        ("/home/me/site/notes", "notes/**"),
        ("C:\\site\\source\\notes\\*", "notes/*"),
        ("~/site/blog/posts/*.md", "blog/posts/*"),
        ("../notes/**", "notes/**"),
        ("NOTES/*", "notes/*"),
        ("Blog/Posts/four", "blog/posts/four"),
        ("/home/me/Notes/*.md", "notes/*"),
        ("notes/** ", "notes/**"),
        ("\tnotes/*", "notes/*"),
        ("essays/**, notes/**", "notes/**"),
        ("essays/**", ""),
        ("a/" * 5000, ""),
        ("", ""),
        ("*.txt", ""),
    ],
)
def test_the_nearest_pattern(pattern: str, nearest: str) -> None:
    """Patterns written as file names, folders, Windows paths, or relative to the parent folder."""
    assert nearest_pattern(pattern, DOCNAMES, (".md", ".rst", ".ipynb")) == nearest


CONF = 'extensions = ["myst_parser", "sphinx_research_notes"]\n'


def said(built: Built) -> list[str]:
    """The warnings, without the build folder and the warning types."""
    source = f"{built.outdir.parent / 'source'}/"
    lines = [line.replace(source, "") for line in built.warnings.splitlines()]
    return [line.partition(" [notes.")[0] for line in lines if "[toc.not_included]" not in line]


def test_a_pattern_and_an_option_that_find_nothing(site: Callable[..., Built]) -> None:
    """Each is reported once with a suggestion; the project's own variables are ignored."""
    built = site(
        {
            "conf.py": CONF
            + 'notes_match = ["notes/"]\nnotes_mach = ["x"]\nnotes_dir = "y"\nnotes_zzz = 1\n',
            "index.md": "# Home\n\n```{notes}\n```\n\n```{toctree}\nnotes/a\n```\n",
            "notes/a.md": "# A\n",
        }
    )
    assert said(built) == [
        "WARNING: unknown option 'notes_mach'; did you mean 'notes_match'?",
        "WARNING: notes_match: 'notes/' matches no document; did you mean 'notes/**'?",
        (
            "index.md:3: WARNING: notes: no notes to list; notes_match (['notes/']) matches no document;"
            " set notes_match = ['notes/**'] in conf.py, say"
        ),
    ]


@pytest.mark.parametrize("nothing", [[], ["", "  "]])
def test_no_pattern_at_all(site: Callable[..., Built], nothing: list[str]) -> None:
    """One line explains patterns and gives an example from the project."""
    built = site({"conf.py": CONF + f"notes_match = {nothing}\n", "index.md": "# Home\n", "n/a.md": "# A\n"})
    (line,) = said(built)
    assert line.startswith(f"WARNING: notes_match: {nothing!r} matches no document; expected a pattern for")
    assert line.endswith("such as 'n/a'")


def test_a_pattern_may_wait_for_its_first_note(site: Callable[..., Built]) -> None:
    """If another pattern matches some; a draft counts as a match."""
    files = {"index.md": "# Home\n", "notes/a.md": "# A\n", "essays/b.md": "---\ndraft: true\n---\n# B\n"}
    conf = CONF + "notes_match = ['notes/**', 'essays/**', 'talks/**']\n"
    assert said(site({"conf.py": conf, **files})) == []
    assert said(site({"conf.py": CONF + "notes_match = ['talks/**']\n"})) == [
        (
            "WARNING: notes_match: 'talks/**' matches no document;"
            " expected a pattern for docnames, without suffixes, such as 'essays/b'"
        ),
    ]


@pytest.mark.parametrize("name", ["notes/d.md", "_drafts/d.md"])
def test_a_list_on_a_site_whose_notes_are_hidden(site: Callable[..., Built], name: str) -> None:
    """Patterns that match drafts or pages are right; what is included and hidden is named with its line."""
    built = site(
        {
            "conf.py": CONF + "notes_match = ['notes/**']\n",
            "index.md": "# Home\n\n```{notes}\n```\n\n```{include} t.txt\n```\n",
            "t.txt": "---\ndraft: true\n---\nText.\n",
            name: "---\ndraft: true\n---\n# A\n",
            "notes/page.md": "---\nkind: page\n---\n# B\n",
        }
    )
    assert said(built) == ["index.md:6: WARNING: not included: 't.txt' is hidden"]


def test_lists_that_a_near_miss_leaves_empty(site: Callable[..., Built]) -> None:
    """A near miss of a label or pattern is reported; a filter that may match later is not."""
    lists = "".join(
        f"\n```{{notes}}\n:{option}: {value}\n```\n"
        for option, value in (("tag", "gardn"), ("match", "notes/"), ("tag", "boats"), ("year", "1999"))
    )
    files = {"index.md": "# Home\n" + lists, "notes/a.md": "---\ntags: garden\ndate: 2024-03-05\n---\n# A\n"}
    assert said(site({"conf.py": CONF + "notes_match = ['notes/**']\n", **files})) == [
        "index.md:3: WARNING: notes: :tag: 'gardn' matches no note; did you mean 'garden'?",
        "index.md:7: WARNING: notes: :match: 'notes/' matches no note; did you mean 'notes/**'?",
    ]


POST = "---\ntitle: A\nlayout: post\n---\nText.\n"


def test_files_that_nobody_reads(site: Callable[..., Built]) -> None:
    """Once for each suffix, with advice; not for data, nor for files that documents use, hide or exclude."""
    built = site(
        {
            "conf.py": CONF + "notes_match = ['notes/**']\nexclude_patterns = ['old']\n",
            "index.md": "# Home\n",
            "notes/a.md": "---\ndate: 2024-03-05\n---\n#"
            " A\n\n{download}`b.ipynb`\n\n```{literalinclude} c.qmd\n```\n",
            "notes/a.ipynb": "{}",
            "notes/b.ipynb": "{}",
            "notes/c.qmd": POST,
            "notes/d.markdown": "Text.\n",
            "notes/e.markdown": POST,
            "notes/f.MD": POST,
            "notes/g.Rmd": POST,
            "notes/h.org": "* A\n",
            "notes/i.ipynb": "{}",
            "notes/j.txt": POST,
            "notes/k.txt": "1, 2\n",
            "notes/l.html": "<p>",
            "notes/README.mdx": "About.\n",
            "notes/_drafts/m.markdown": POST,
            "old/2024-03-05-n.markdown": POST,
            "else/o.markdown": POST,
        }
    )
    reason = "is not in source_suffix; add"
    assert said(built) == [
        (
            f"WARNING: 'notes/f.MD' is not read because '.MD' {reason} '.MD': 'markdown' to"
            " source_suffix in conf.py, or use exclude_patterns"
        ),
        (
            f"WARNING: 'notes/g.Rmd' is not read because '.Rmd' {reason} '.Rmd': 'markdown' to"
            " source_suffix in conf.py, or use exclude_patterns"
        ),
        (
            f"WARNING: 'notes/i.ipynb' is not read because '.ipynb' {reason} 'myst_nb' (for 'myst_parser') or"
            " 'nbsphinx' to extensions in conf.py, or use exclude_patterns"
        ),
        (
            f"WARNING: 2 files such as 'notes/d.markdown' are not read because '.markdown' {reason}"
            " '.markdown': 'markdown' to source_suffix in conf.py, or use exclude_patterns"
        ),
        (
            "WARNING: 'notes/h.org' is not read because '.org' is not in source_suffix; neither Sphinx nor"
            " MyST can parse it; convert it to Markdown, or use exclude_patterns"
        ),
        (
            f"WARNING: 'notes/j.txt' is not read because '.txt' {reason} '.txt': 'markdown' to"
            " source_suffix in conf.py, or use exclude_patterns"
        ),
    ]


def test_posts_of_a_site_without_notes(site: Callable[..., Built]) -> None:
    """In our theme, dated files are unread posts; a project that only loads the extension is left alone."""
    files = {
        "conf.py": CONF, "index.md": "# Home\n", "_posts/2024-03-05-a.markdown": POST, "c.markdown": POST,
        "_posts/2024-03-06-b.txt": POST, "_posts/2024-03-07-d.txt": "1, 2\n",
    }  # fmt: skip
    assert said(site(files)) == []
    assert [each.partition(" read ")[0] for each in said(site({}, "-D", "html_theme=research_notes"))] == [
        "WARNING: '_posts/2024-03-05-a.markdown' is not", "WARNING: '_posts/2024-03-06-b.txt' is not",
    ]  # fmt: skip
    note = {"2024-05-06-n.md": "# A note\n", "2024-03-05-e.ipynb": "{}"}
    assert [each.partition(" read ")[0] for each in said(site(note))] == [
        "WARNING: '_posts/2024-03-05-a.markdown' is not",
    ]


@pytest.mark.parametrize(
    ("conf", "files", "line"),
    [
        ("", {"index.md": "# A\n"},
         "root document 'index.md' is not read; add 'myst_parser' to extensions in conf.py"),
        ("extensions += ['myst_parser']\n", {"index.markdown": "# A\n"},
         ("root document 'index.markdown' is not read; add '.markdown': 'markdown' to source_suffix"
          " in conf.py")),
        ("", {"index.ipynb": "{}"},
         ("root document 'index.ipynb' is not read; add 'myst_nb' (for 'myst_parser') or 'nbsphinx' to"
          " extensions in conf.py")),
        ("source_suffix = {'.rst': 'restructuredtext', '.md': 'markdown'}\n",
         {"index.rst": "A\n=\n", "a.md": ""},
         "source_suffix: no parser for 'markdown'; add 'myst_parser' to extensions in conf.py"),
    ],
)  # fmt: skip
def test_a_parser_that_is_missing(tmp_path: Path, conf: str, files: dict[str, str], line: str) -> None:
    """The build stops with one line of advice."""
    conf = "extensions = ['sphinx_research_notes']\n" + conf
    write_files(tmp_path / "source", {"conf.py": conf, **files})
    built = build_site(tmp_path / "source", tmp_path / "out", code=2)
    assert built.warnings.splitlines()[0] == f"ERROR: {line} [notes.unread]"


def test_wikilinks(site: Callable[..., Built]) -> None:
    """Reported once a file with its line; not in code or formulas, in other pages, or for matrices."""
    text = '`[[code]]` $[[x, y]]$ a[["b"]] [[1, 2]] [[ -f x ]]\n\n```\n[[block]]\n```\n\n    [[indented]]\n'
    built = site(
        {
            "conf.py": CONF + "notes_match = ['notes/**']\nmyst_enable_extensions = ['dollarmath']\n",
            "index.md": "# Home\n\n[[Home page]]\n",
            "notes/a.md": f"# A\n\n{text}\nSee [[One thing|that]] and\n![[picture.png]] and [[two]].\n",
            "notes/b.md": f"# B\n\n{text}",
            "notes/c.rst": "C\n=\n\n[[three]]\n",
            "notes/d.md": "# D\n\n> - [[four]]\n",
        }
    )
    assert said(built) == [
        (
            "notes/a.md:11: WARNING: expected a link such as [that](its-file.md), or notes_wikilinks = True,"
            " found the wikilink '[[One thing|that]]' (and 2 more in this file); leaving it as text"
        ),
        (
            "notes/d.md:3: WARNING: expected a link such as [four](its-file.md), or notes_wikilinks = True,"
            " found the wikilink '[[four]]'; leaving it as text"
        ),
    ]


def test_the_page_of_a_folder(site: Callable[..., Built]) -> None:
    """Hugo's _index.md is a page titled by its front matter, can be hidden, and is not a note."""
    built = site(
        {
            "conf.py": CONF + "notes_match = ['**']\nhtml_theme = 'research_notes'\n",
            "index.md": "---\nkind: page\n---\n# Home\n\n```{toctree}\nposts/_index\n```\n",
            "posts/_index.md": "---\ntitle: All posts\ndate: 2024-03-05\n---\nWelcome.\n",
            "posts/a.md": "---\ntitle: A\n---\nText.\n",
            "talks/_index.md": "---\ntitle: Talks\nkind: note\n---\nText.\n",
            "drafts/_index.md": "---\ntitle: Hidden\ndraft: true\n---\nText.\n",
        }
    )
    assert built.warnings == ""
    assert words(one(page(built.outdir / "posts/_index.html"), "h1")) == "All posts"
    listed = words(one(page(built.outdir / "notes/index.html"), "main"))
    assert "All posts" not in listed
    assert "Talks" in listed
    assert not (built.outdir / "drafts/_index.html").exists()


def test_links_of_the_theme(site: Callable[..., Built]) -> None:
    """A missing page is reported and its link becomes text; documents may be referred to by file name."""
    nav = {
        "About": "abuot", "Gone": "nowhere", "File": "about.md", "Page": "about.html#x", "Folder": "notes/",
        "Tags": "notes/tags/index", "Search": "search", "Web": "https://a.example/", "Root": "/x/",
        "Mail": "mailto:a@b.example",
    }  # fmt: skip
    files = {
        "conf.py": CONF + f"html_theme = 'research_notes'\nhtml_theme_options = {{'nav': {nav!r}}}\n",
        "index.md": "# Home\n", "about.md": "# About\n", "2024-03-05-a.md": "---\ntags: b\n---\n# A\n",
    }  # fmt: skip
    built = site(files)
    assert said(built) == [
        "WARNING: html_theme_options: nav: unknown page 'abuot' for 'About'; did you mean 'about'?",
        "WARNING: html_theme_options: nav: unknown page 'nowhere' for 'Gone'; omitting the link",
    ]
    items = page(built.outdir / "index.html").select(".site-nav li")
    assert [(words(item), item.a["href"] if item.a else "") for item in items] == [
        ("About", ""), ("Gone", ""), ("File", "about.html"), ("Page", "about.html#x"),
        ("Folder", "notes/index.html"), ("Tags", "notes/tags/index.html"), ("Search", "search.html"),
        ("Web", "https://a.example/"), ("Root", "/x/"), ("Mail", "mailto:a@b.example"),
    ]  # fmt: skip


def test_no_copy_of_buildinfo_is_left(site: Callable[..., Built]) -> None:
    """After conf.py changes, the output equals a clean build; projects without notes keep Sphinx's copy."""
    files = {"conf.py": CONF, "index.md": "# Home\n", "2024-03-05-a.md": "# A\n"}
    site(files)
    assert ".buildinfo.bak" not in site({"conf.py": CONF + "html_title = 'x'\n"}).files()
    site({**files, "2024-03-05-a.md": None}, into="guest")
    assert ".buildinfo.bak" in site({"conf.py": CONF + "html_title = 'y'\n"}, into="guest").files()


def test_a_page_that_is_no_note_and_means_to_be_hidden(site: Callable[..., Built]) -> None:
    """It is still published, with a warning; there is none for an ADR's status or without notes."""
    files: dict[str, str | bytes | None] = {
        "conf.py": CONF,
        "index.md": "# Home\n",
        "a.md": "---\ntitle: A\nDraft: true\nprivate: true\n---\n# A\n",
        "b.rst": ":published: false\n\nB\n=\n",
        "adr.rst": "ADR\n===\n\n:Status: Draft\n",
        "c.md": "---\nstatus: draft\n---\n# C\n",
    }
    assert said(site(files, into="guest")) == []
    files |= {"2024-03-05-n.md": "# A note\n", "d.md": "---\nkind: page\ndraft: true\n---\n# D\n"}
    built = site(files)
    line = "{}: WARNING: expected 'kind: page' or 'kind: note' beside '{}', got neither; publishing it"
    assert said(built) == [line.format("a.md:3", "Draft: true"), line.format("b.rst:1", "published: false")]
    assert {"a.html", "b.html", "adr.html", "c.html"} <= built.files()
    assert "d.html" not in built.files()


SHORTCODES = {
    '{{< figure src="x.png" >}}': "{{< figure >}}",
    "{{<youtube abc>}}": "{{<youtube >}}",
    "{{% notice %}}": "{{% notice %}}",
    "{{% /notice %}}": "{{% /notice %}}",
    '{% include x.html a="b" %}': "{% include %}",
    "{%- if x -%}": "{%- if %}",
    "{% raw %}": "{% raw %}",
    "{{ page.title }}": "{{ page.title }}",
    "{{site.url}}": "{{site.url}}",
    "{{ name }}": "{{ name }}",
    '{{ page.date | date: "%Y, %m" }}': '{{ page.date | date: "%Y, %m" }}',
    "{{ site.posts[0].title }}": "{{ site.posts[0].title }}",
    "{{embed ((abc))}}": "{{embed ((abc))}}",
    '{: width="300"}': '{: width="300"}',
    "{:.center}": "{:.center}",
    "{:toc}": "{:toc}",
    "{{a}, {b}}": "",
    "{{a}}": "",
    "{{ a, b }}": "",
    "{{1, 2}, {3, 4}}": "",
    "{{</* figure */>}}": "",
    "{%}": "",
    "{% 50 }": "",
    "{: a word}": "",
    "{:name}": "",
    "{a: b}": "",
}


@pytest.mark.parametrize(("text", "shown"), SHORTCODES.items())
def test_what_looks_like_a_shortcode(text: str, shown: str) -> None:
    """Those of Hugo, Liquid, Jinja, Logseq and kramdown, but not sets and formulas."""
    assert [each for _, each, _ in shortcodes_in(f"A {text} b")] == ([shown] if shown else [])


def test_shortcodes(site: Callable[..., Built]) -> None:
    """Reported once a file with its line; not in code, in plain pages, or if they are substituted."""
    code = "`{{< a >}}` <code>{% a %}</code>\n\n```\n{% raw %}\n```\n\n<pre>\n{{ a.b }}\n</pre>\n\n"
    fill = "\ndef fill(app, name, source):\n    source[0] = source[0].replace('{{ x.y }}', 'Z')\n"
    fill += "\ndef setup(app):\n    app.connect('source-read', fill)\n"
    built = site(
        {
            "conf.py": CONF
            + "notes_match = ['notes/**']\nmyst_enable_extensions = ['substitution', 'dollarmath']\n"
            + "myst_substitutions = {'name': 'known'}\n"
            + fill,
            "index.md": "# Home\n\n{% include x %}\n",
            "stream.md": "# Stream\n\n{% include x %}\n\n```{entry} 2024-01-01\nText\n\n{% link y %}\n```\n",
            "notes/a.md": f"# A\n\n{code}{{% include x.html %}}\n\n{{{{ x.y }}}} and {{: .wide}}\n",
            "notes/b.md": f"# B\n\n{code}{{{{ name }}}} ${{{{ a.b }}}}$ {{{{ x.y }}}}\n",
            "notes/c.rst": "C\n=\n\nText `a <{{ site.url }}/x>`_\n\n``{% raw %}``\n",
            "notes/d.md": '# D\n\n<div>\n{{< youtube x >}}\n</div>\n\n<img src="{{ site.url }}/x.png">\n',
        }
    )
    line = "expected {} or directives, found {}; leaving it as text"
    assert said(built) == [
        "notes/a.md:13: WARNING: "
        + line.format("Markdown", "'{% include %}' (and 1 more in this file), a Jekyll or Jinja tag"),
        "notes/c.rst:4: WARNING: " + line.format("text", "'{{site.url}}', a template variable"),
        "notes/d.md:3: WARNING: "
        + line.format("Markdown", "'{{< youtube >}}' (and 1 more in this file), a Hugo shortcode"),
        "stream.md:8: WARNING: " + line.format("Markdown", "'{% link %}', a Jekyll or Jinja tag"),
    ]


def test_what_is_nested_deeply(site: Callable[..., Built]) -> None:
    """A note keeps deep nesting, with a warning where it is too deep; other pages are unchanged."""
    items = [f"{'  ' * depth}- item{depth}.\n" for depth in range(24)]
    built = site({
        "conf.py": 'extensions = ["myst_parser", "sphinx_research_notes"]\nsuppress_warnings = ["toc"]\n',
        "index.md": "# Home\n\n" + "".join(items) + "\n```{toctree}\n2024-05-09-a\n2024-05-10-b\n```\n",
        "2024-05-09-a.md": "---\ntitle: A\n---\n" + "".join(items[:18]) + f"\n{'> ' * 35}quoted.\n",
        "2024-05-10-b.md": "---\ntitle: B\n---\n# C\n\n" + "".join(items),
    })  # fmt: skip
    assert len(re.findall("item[0-9]+[.]", built.text("2024-05-09-a.html").partition("e-content")[2])) == 18
    assert "quoted." in built.text("2024-05-09-a.html").partition("e-content")[2]
    assert len(re.findall("item[0-9]+[.]", built.text("index.html"))) == 9
    (told,) = built.warnings.splitlines()
    assert re.search(r"2024-05-10-b.md:2\d: WARNING: expected at most 38 nested blocks", told)
