"""After any edit, an incremental build equals a parallel and a clean one, byte for byte."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from conftest import ROOTS, build_site
from exactness import BY_TURNS, PARALLEL, SERIAL, Bench, Files, check_each, differences, tree
from forked import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """The site to edit, fresh for each test."""
    source = tmp_path / "source"
    shutil.copytree(ROOTS / "exact", source)
    return Bench(tmp_path, source)


def note(title: str = "", body: str = "Some words.\n", **keys: object) -> str:
    """Return the source of a note."""
    lines = [f"title: {title}"] if title else []
    lines += [f"{key}: {value}" for key, value in keys.items()]
    return "\n".join(["---", *lines, "---", "", body])


def _text(bench: Bench, name: str, old: str, new: str) -> None:
    path = bench.source / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


_SCHEDULE = "publish_date: 2024-02-10\nexpiry_date: 2024-04-10\n"
#: Sets the clock of a build.
_CLOCK = 'import os\nos.environ["SOURCE_DATE_EPOCH"] = "{}"\n'

#: Edits by name, made one after another on the same site.
EDITS: dict[str, Callable[[Bench], None]] = {
    "nothing": lambda b: None,
    "body": lambda b: _text(b, "notes/2024-01-02-alpha.md", "first words", "very first words"),
    "title": lambda b: _text(b, "notes/2024-01-02-alpha.md", "title: Alpha", "title: Alpha anew"),
    "tags": lambda b: _text(b, "notes/beta.md", "tags: one, two", "tags: two, three words"),
    "date": lambda b: _text(b, "notes/beta.md", "date: 2024-02-03", "date: 2022-02-03"),
    "status": lambda b: _text(b, "notes/beta.md", "status: budding", "status: evergreen"),
    "a schedule": lambda b: (
        _text(b, "conf.py", "notes_page_size", f"{_CLOCK.format(1706791200)}notes_page_size"),
        _text(b, "notes/beta.md", "title: Beta", f"title: Beta\n{_SCHEDULE}".rstrip()),
        _text(b, "stream.md", ":title: Titled", ":title: Titled\n:publishDate: 2024-02-20 09:00"),
        _text(b, "notes/thought.md", "---\n", "---\nexpiryDate: 2024-02-05\n"),
    )[0],
    "a note's time comes": lambda b: _text(b, "conf.py", "1706791200", "1708000000"),
    "an entry's time comes": lambda b: _text(b, "conf.py", "1708000000", "1710000000"),
    "a note expires": lambda b: _text(b, "conf.py", "1710000000", "1714000000"),
    "the clock goes back": lambda b: _text(b, "conf.py", "1714000000", "1706791201"),
    "future dates are kept back": lambda b: _text(
        b, "conf.py", "notes_page", 'notes_future = "hide"\nnotes_page'),
    "their time comes": lambda b: _text(b, "conf.py", "1706791201", "1710000001"),
    "no schedule": lambda b: (
        _text(b, "conf.py", 'notes_future = "hide"\n', ""),
        _text(b, "conf.py", _CLOCK.format(1710000001), ""),
        _text(b, "notes/beta.md", _SCHEDULE, ""),
        _text(b, "stream.md", ":publishDate: 2024-02-20 09:00\n", ""),
        _text(b, "notes/thought.md", "expiryDate: 2024-02-05\n", ""),
    )[0],
    "thread": lambda b: _text(b, "notes/thread.yml", "A short word", "A longer word"),
    "entry": lambda b: _text(b, "stream.md", "An entry", "An edited entry"),
    "entry title": lambda b: _text(b, "stream.md", ":title: Titled", ":title: Titled anew"),
    "entry gone": lambda b: _text(b, "stream.md", "```{entry} 2024-03-02\n\nAnother.\n```\n", ""),
    "untitled words": lambda b: _text(b, "notes/thought.md", "A thought", "A second thought"),
    "linked heading": lambda b: _text(b, "notes/beta.md", "## A section", "## A renamed section"),
    "folder": lambda b: b.edit({"notes/_metadata.yml": "tags: [two, all]\nstatus: seed\nauthor: Cy Moor\n"}),
    "folder edited": lambda b: _text(b, "notes/_metadata.yml", "all", "every"),
    "folder unlisted": lambda b: b.edit({"notes/_metadata.yml": "visibility: unlisted\n"}),
    "folder gone": lambda b: b.edit({"notes/_metadata.yml": None}),
    "add": lambda b: b.edit({"notes/gamma.md": note("Gamma", date="2024-05-06", tags="new, two")}),
    "add rst": lambda b: b.edit({"notes/delta.rst": ":title: Delta\n:date: 2023-05-06\n\nWords.\n"}),
    "permalink": lambda b: _text(b, "notes/gamma.md", "tags:", "permalink: /g/amma/\ntags:"),
    "alias": lambda b: _text(b, "notes/gamma.md", "tags:", "aliases: /old/gamma/\ntags:"),
    "permalink moved": lambda b: _text(b, "notes/gamma.md", "/g/amma/", "/gamma/"),
    "series": lambda b: _text(b, "notes/gamma.md", "tags:", "series: Letters\ntags:"),
    "pin": lambda b: _text(b, "notes/gamma.md", "tags:", "pinned: true\ntags:"),
    "draft": lambda b: _text(b, "notes/beta.md", "title: Beta", "title: Beta\ndraft: true"),
    "another edit": lambda b: _text(b, "notes/delta.rst", "Words.", "Other words."),
    "undraft": lambda b: _text(b, "notes/beta.md", "draft: true", "draft: false"),
    "unlist": lambda b: _text(b, "notes/beta.md", "draft: false", "visibility: unlisted"),
    "private aside": lambda b: _text(b, "notes/beta.md", "Do it.", "Do it now."),
    "aside shown": lambda b: _text(b, "notes/beta.md", ":private:\n", ""),
    "move": lambda b: b.rename("notes/gamma.md", "notes/old/gamma.md"),
    "delete linked": lambda b: b.edit({"notes/beta.md": None}),
    "delete": lambda b: b.edit({"notes/old/gamma.md": None}),
    "page title": lambda b: _text(b, "about.md", "# About", "# About us"),
    "image": lambda b: b.edit({"notes/picture.svg": None,
                               "notes/2024-01-02-alpha.md": note("Alpha", date="2024-01-02")}),
    "language": lambda b: _text(b, "conf.py", "notes_license", 'language = "de"\nnotes_license'),
    "another language": lambda b: _text(b, "conf.py", 'language = "de"', 'language = "en"'),
    "more in lists": lambda b: _text(b, "conf.py", "notes_license", "notes_reading_time = True\nnotes_labels"
                                     ' = {"tags": {"one": "Of one."}}\nnotes_license'),
    "configuration": lambda b: _text(b, "conf.py", 'notes_license = "CC-BY-4.0"', 'notes_license = "MIT"'),
}  # fmt: skip


@pytest.mark.parametrize(
    "builder",
    [pytest.param("html", marks=pytest.mark.once), pytest.param("dirhtml", marks=pytest.mark.slow)],
)
def test_after_every_edit_incremental_is_parallel_is_clean(bench: Bench, builder: str) -> None:
    """One site goes through every kind of edit, and is exact after each."""
    # Workers do the same with both builders: testing them with one is enough.
    check_each(bench, EDITS, builder=builder, ways=SERIAL if builder == "html" else PARALLEL)


_VAULT = """\
To [[Well]], [[the-well]], [[the-well|there]], [[Well#Depth]], [[Source]] and [[Kept back]]. ==Clear==
#water/deep [[tags/water]].

![[Well#Depth]]

![[Well#^cold]]

![[Chain]]

![[pic.svg|20]] ![[data.txt]] ![a](pic.svg)

> [!tip]- See [[Well]]
> In the fold. %%Not this.%%
"""

#: The same for a vault of Obsidian: links by name, embedded notes and files.
VAULT: dict[str, Callable[[Bench], None]] = {
    "a vault": lambda b: b.edit({
        "conf.py": (b.source / "conf.py").read_text("utf-8")
        + "notes_wikilinks = True\nnotes_inline_tags = True\n",
        "notes/vault.md": note("Vault", _VAULT, date="2024-05-01", related='"[[Well]]"',
                               image='"[[pic.svg]]"'),
        "plain.md": "# Plain\n\nThe page [[vault]] and ![[Chain]]\n",
        "files.md": "# Files\n\n![[pic.svg|20]] and [[data.txt]]\n",
    }),
    "what a link names": lambda b: b.edit({"notes/Well.md": "## Depth\n\nIt is deep.\n"}),
    "its block": lambda b: _text(b, "notes/Well.md", "deep.", "deep.\n\n- Cold. ^cold\n  - Very. #water"),
    "its text": lambda b: _text(b, "notes/Well.md", "Cold.", "Cold and clear."),
    "its heading": lambda b: _text(b, "notes/Well.md", "## Depth", "## Width"),
    "its heading again": lambda b: _text(b, "notes/Well.md", "## Width", "## Depth"),
    "its title": lambda b: _text(b, "notes/Well.md", "## Depth", "---\ntitle: A well\n---\n\n## Depth"),
    "an alias": lambda b: _text(b, "notes/Well.md", "title: A", "aliases: [Source, /old/well/]\ntitle: A"),
    "a file by that name": lambda b: b.edit({"notes/the-well.md": note("The well", "Of [[Well]].\n")}),
    "its new title": lambda b: _text(b, "notes/the-well.md", "The well", "That well"),
    "another by its title": lambda b: b.edit({"about-it.md": note("Source", "Of [[Source]].\n")}),
    "a chain": lambda b: b.edit({"notes/Chain.md": note("", "Of [[the-well]].\n\n![[Link]]\n", tags="one"),
                                 "notes/Link.md": note("", "A link.\n\n![[Chain]]\n", tags="one")}),
    "its end": lambda b: _text(b, "notes/Link.md", "A link.", "A last link."),
    "its title anew": lambda b: _text(b, "notes/the-well.md", "That well", "This well"),
    "a picture": lambda b: b.edit({"pics/pic.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
                                   "files/data.txt": "data\n"}),
    "a nearer picture": lambda b: b.edit(
        {"notes/pic.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3"/>\n'}),
    "no picture": lambda b: b.edit({"notes/pic.svg": None, "pics/pic.svg": None}),
    "a draft": lambda b: b.edit({"notes/Kept back.md": note("Hidden", "Hush.\n", draft="true")}),
    "an embedded draft": lambda b: _text(b, "notes/Link.md", "tags:", "draft: true\ntags:"),
    "shown": lambda b: (_text(b, "notes/Link.md", "draft: true", "date: 2024-01-01"),
                        _text(b, "notes/Kept back.md", "draft: true", "date: 2024-01-01"))[0],
    "templates": lambda b: b.edit({".obsidian/templates.json": '{"folder": "notes/old"}',
                                   "notes/old/Template.md": note("Template", "Of [[Well]].\n")}),
    "no templates": lambda b: b.edit({".obsidian/templates.json": None}),
    "excluded": lambda b: b.edit({".obsidian/app.json": '{"userIgnoreFilters": ["notes/old/"]}'}),
    "not excluded": lambda b: b.edit({".obsidian/app.json": None}),
    "moved": lambda b: b.rename("notes/Well.md", "notes/old/Well.md"),
    "not linked": lambda b: b.edit({"notes/vault.md": note("Vault", "Nothing.\n", date="2024-05-01")}),
    "linked again": lambda b: b.edit({"notes/vault.md": note("Vault", _VAULT, date="2024-05-01")}),
    "gone": lambda b: b.edit({"notes/old/Well.md": None}),
    "tags are text": lambda b: _text(b, "conf.py", "notes_inline_tags = True", "notes_inline_tags = False"),
    "no vault": lambda b: _text(b, "conf.py", "notes_wikilinks = True", "notes_wikilinks = False"),
}  # fmt: skip


@pytest.mark.once
def test_after_every_edit_of_a_vault(bench: Bench) -> None:
    """So does one that is a vault of Obsidian."""
    check_each(bench, VAULT, builder="html", ways=SERIAL)


_POST = ".. post:: {}\n   :tags: {}\n   :author: ada\n\nSee :ref:`tag-{}` and :ref:`blog-tags`.\n"

#: The same for a blog that was made with ABlog.
BLOG: dict[str, Callable[[Bench], None]] = {
    "a blog": lambda b: b.edit({
        "conf.py": (b.source / "conf.py").read_text("utf-8")
        + _CLOCK.format(1717927200) + "notes_ablog = True\nblog_title = 'Days'\nblog_path = 'days'\n"
        + "blog_authors = {'ada': ('Ada Brook', None)}\nblog_post_pattern = 'posts/*.rst'\n"
        + "blog_feed_archives = True\nhtml_baseurl = 'https://example.org'\n"
        + "blog_locations = {'hill': ('The Hill', None)}\npost_auto_excerpt = 2\n",
        "posts/week.rst": "A week\n======\n\n" + _POST.format("20 Apr, 2014", "well", "well"),
        "list.rst": "Posts\n=====\n\n.. postlist:: 3\n   :tags: well\n\nTo :ref:`week`, :ref:`blog-posts`.\n",
    }),
    "a list in another form": lambda b: b.edit({"own.rst": "Own\n===\n\n.. postlist::\n   :excerpts:\n"
        "   :format: {title}, {date}, {author}, {location}\n   :date: %Y\n   :expand: More\n"}),
    "a place": lambda b: _text(b, "posts/week.rst", "   :author", "   :location: hill\n   :author"),
    "the name of the place": lambda b: _text(b, "conf.py", "The Hill", "A Hill"),
    "more of a post": lambda b: b.edit({"posts/week.rst": (b.source / "posts/week.rst").read_text("utf-8")
        + "\nMore to :doc:`/list`.\n\nThe end.\n"}),
    "a title that it shows": lambda b: _text(b, "list.rst", "Posts\n=====", "My posts\n========"),
    "fewer paragraphs": lambda b: _text(b, "conf.py", "post_auto_excerpt = 2", "post_auto_excerpt = 1"),
    "no feeds of lists": lambda b: _text(b, "conf.py", "archives = True", "archives = False"),
    "another tag": lambda b: _text(b, "posts/week.rst", ":tags: well", ":tags: rain, well"),
    "its only tag": lambda b: _text(b, "posts/week.rst", ":tags: rain, well", ":tags: rain"),
    "another post": lambda b: b.edit(
        {"posts/mist.rst": "Mist\n====\n\n" + _POST.format("2015-01-02", "well", "rain")}),
    "its date": lambda b: _text(b, "posts/mist.rst", "2015-01-02", "2013-01-02"),
    "its title": lambda b: _text(b, "posts/week.rst", "A week", "A dry one"),
    "no date": lambda b: _text(b, "posts/mist.rst", " 2013-01-02", ""),
    "a later date": lambda b: _text(b, "posts/mist.rst", "post::", "post:: 5 May, 2030"),
    "an old address": lambda b: _text(b, "posts/week.rst", "   :author", "   :redirect: old\n   :author"),
    "a page at the place of a list": lambda b: b.edit({"days/tag/rain.md": "# Of rain\n"}),
    "a page at the place of all posts": lambda b: b.edit({"days/index.md": "# All of them\n"}),
    "its heading": lambda b: _text(b, "days/index.md", "All", "Some"),
    "no page at that place": lambda b: b.edit({"days/index.md": None}),
    "another path": lambda b: _text(b, "conf.py", "'days'", "'log'"),
    "no such page": lambda b: b.edit({"days/tag/rain.md": None}),
    "no blog": lambda b: _text(b, "conf.py", "notes_ablog = True", "notes_ablog = False"),
}  # fmt: skip


@pytest.mark.once
def test_after_every_edit_of_a_blog_of_ablog(bench: Bench) -> None:
    """So does one that is written as for ABlog."""
    check_each(bench, BLOG, builder="html", ways=SERIAL)


_GOOD = "@book{good, author = {Good, Irving}, title = {Weighing}, year = {1950}, publisher = {P}}\n"
_HALE = "@article{hale, author = {Hale, Nora}, title = {Buckets}, year = {1902}, journal = {Mill}}\n"
_FIRST = "Says {cite:t}`good`, of [Beta](beta.md), with a note[^n].\n\n[^n]: Its *text*, $x$.\n"

#: The same for scholarly content: works, footnotes, formulas, links.
SCHOLARLY: dict[str, Callable[[Bench], None]] = {
    "a first work": lambda b: b.edit({
        "conf.py": (b.source / "conf.py").read_text("utf-8")
        + 'extensions.append("sphinxcontrib.bibtex")\nbibtex_bibfiles = ["w.bib"]\n'
        + 'bibtex_default_style = "unsrt"\nmyst_enable_extensions = ["dollarmath", "amsmath"]\n',
        "w.bib": _GOOD,
        "plain.md": "# Plain\n\nIn a footnote {footcite}`good`.\n\n```{footbibliography}\n```\n",
        "notes/first.md": note("First", _FIRST, date="2024-04-05", doi="10.1000/1"),
    }),
    "another note cites it": lambda b: b.edit({"notes/second.rst": ":title: Second\n\nAs :cite:p:`good`.\n"}),
    "a page cites it": lambda b: b.edit({"cites.md": "---\nkind: page\n---\n\nSee {cite:t}`good`.\n"}),
    "a work that is not there yet": lambda b: _text(b, "notes/second.rst", "`good`", "`hale,good`"),
    "it comes": lambda b: b.edit({"w.bib": _GOOD + _HALE}),
    "an entry is edited": lambda b: _text(b, "w.bib", "Weighing", "Weighing Anew"),
    "a key is renamed": lambda b: _text(b, "w.bib", "{hale", "{nora"),
    "and where it is cited": lambda b: _text(b, "notes/second.rst", "`hale", "`nora"),
    "a bibliography by hand": lambda b: b.edit(
        {"cites.md": "# Page\n\nSee {cite:t}`good`.\n\n```{bibliography}\n```\n"}),
    "another style": lambda b: _text(b, "conf.py", '"unsrt"', '"alpha"'),
    "a reason to cite": lambda b: _text(b, "notes/first.md", "{cite:t}`good`", "{cite:t}`extends:good`"),
    "a role for a reason": lambda b: _text(b, "notes/second.rst", ":cite:p:", ":disputes:"),
    "a footnote": lambda b: _text(b, "notes/first.md", "Its *text*", "Its other *text*, with\n\n    code"),
    "a formula": lambda b: _text(b, "notes/first.md", "$x$", "$\\\\frac{x}{2}$".replace("\\\\", "\\")),
    "a numbered formula": lambda b: b.edit(
        {"notes/third.md": note("Third", "$$\ny = x\n$$ (eq)\n\nBy {eq}`eq`, see [](first.md).\n")}),
    "a numbered formula before it": lambda b: _text(
        b, "notes/third.md", "$$\ny = x", "$$\nz = y\n$$ (before)\n\n$$\ny = x"),
    "a sentence with a link": lambda b: _text(b, "notes/first.md", "of [Beta]", "and not of [Beta]"),
    "a link by its title": lambda b: b.edit(
        {"notes/third.md": note("Third", "See [](first.md). And {doc}`beta`.\n")}),
    "the title of what links": lambda b: _text(b, "notes/third.md", "title: Third", "title: Third anew"),
    "the title of what is linked": lambda b: _text(b, "notes/first.md", "title: First", "title: First anew"),
    "what links is unlisted": lambda b: _text(b, "notes/third.md", "title:", "visibility: unlisted\ntitle:"),
    "what links is a draft": lambda b: _text(b, "notes/third.md", "unlisted", "draft"),
    "what links has moved": lambda b: b.rename("notes/first.md", "notes/1st.md"),
    "a change in its log": lambda b: _text(
        b, "notes/1st.md", "doi:", "updates: [{date: 2024-05-06, comment: More}]\ndoi:"),
    "no works": lambda b: _text(b, "conf.py", "notes_page_size", "notes_works = False\nnotes_page_size"),
    "no backlinks": lambda b: _text(b, "conf.py", "notes_works", "notes_backlinks = False\nnotes_works"),
    "citations in the margin": lambda b: _text(
        b, "conf.py", "notes_works", 'notes_citations = "margin"\nnotes_works'),
    "no bibliography": lambda b: b.edit({"w.bib": None, "cites.md": None}),
}  # fmt: skip


@pytest.mark.slow
def test_after_every_scholarly_edit_incremental_is_parallel_is_clean(bench: Bench) -> None:
    """Citations, footnotes, formulas and backlinks are exact after each of these edits too."""
    check_each(bench, SCHOLARLY, ways=BY_TURNS)


@pytest.mark.slow
def test_another_builder_in_between_on_the_same_doctrees(bench: Bench) -> None:
    """What html and dirhtml have written is recorded separately, although they share doctrees."""
    doctrees = bench.folder / "shared-doctrees"

    def build(builder: str) -> Path:
        out = bench.folder / f"shared-{builder}"
        build_site(bench.source, out, builder=builder, doctrees=doctrees)
        return out

    build("html"), build("dirhtml")
    EDITS["title"](bench)
    build("dirhtml")
    assert not differences(build("html"), bench.clean("html"))
    EDITS["tags"](bench)
    build("text")
    assert not differences(build("html"), bench.clean("html"))
    assert not differences(build("dirhtml"), bench.clean("dirhtml"))


def test_drafts_shown_and_hidden_in_one_folder(bench: Bench) -> None:
    """Showing drafts and hiding them again leaves no trace of them."""
    EDITS["draft"](bench)
    out = bench.build("out")
    bench.build("out", "-t", "drafts")
    assert (out / "notes/beta.html").exists()
    assert not differences(bench.build("out"), bench.clean())


@pytest.mark.parametrize("at", ["reading sources", "writing output"])
def test_a_killed_build_leaves_nothing_stale(bench: Bench, at: str) -> None:
    """The next build repairs what a build left when it was killed while reading or writing."""
    bench.build("out")
    for name in ("title", "tags", "add", "entry"):
        EDITS[name](bench)
    _kill_at(bench, at)
    EDITS["delete linked"](bench)
    assert not differences(bench.build("out"), bench.clean())


def test_what_a_killed_build_wrote_is_in_the_search_index(bench: Bench) -> None:
    """A page that was written just before the build was killed is found by its new words."""
    bench.build("out")
    EDITS["body"](bench)
    _kill_at(bench, "generating indices", after=0)
    assert not differences(bench.build("out"), bench.clean())


@pytest.mark.parametrize("event", ["html-collect-pages", "build-finished"])
def test_a_killed_build_whose_edit_is_undone(bench: Bench, event: str) -> None:
    """What a build wrote before it was killed does not stay if its edit is undone."""
    out = bench.build("out")
    EDITS["title"](bench)
    arguments = ["-q", "-b", "html", "-d", str(bench.folder / "out.doctrees")]
    assert run([*arguments, str(bench.source), str(out)], dies=(event, 1))[0] == -signal.SIGKILL
    _text(bench, "notes/2024-01-02-alpha.md", "title: Alpha anew", "title: Alpha")
    assert not differences(bench.build("out"), bench.clean())


_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="2"/>\n'
_BOOK = "@book{{{}, author = {{{}, Nora}}, title = {{Buckets}}, publisher = {{Mill}}, year = {{1902}}}}\n"

#: What plain Sphinx, or an extension, leaves stale: files of a site, and an edit of them.
STALE: dict[str, tuple[Files, Files]] = {
    "the stylesheet of notebooks": (
        {"conf.py": 'extensions[0] = "myst_nb"\n'}, {"notes/n.md": note("N anew")},
    ),
    "a static file goes": ({"_static/own.css": "p {}", "_static/a.txt": "a"},
                           {"_static/own.css": None, "_static/a.txt": None}),
    "a template goes": ({"_templates/page.html": '{% extends "!page.html" %}{% block body %}{% endblock %}'},
                        {"_templates/page.html": None}),
    "index entries come earlier": ({"notes/z.md": note("Z", "```{index} entry\n```\n")},
                                   {"notes/a.md": note("A", "```{index} entry\n```\n")}),
    "an image of the same name": (
        {"notes/z.md": note("Z", "![](/z/pic.svg)\n"), "z/pic.svg": _PICTURE.format(1),
         "a/pic.svg": _PICTURE.format(2)},
        {"notes/y.md": note("Y", "![](/a/pic.svg)\n", image="/a/pic.svg"),
         "list.md": "# L\n\n```{notes}\n:style: cards\n```\n"},
    ),
    "a missing picture comes": ({"notes/a.md": note("A", image="pic.svg")},
                                {"notes/pic.svg": _PICTURE.format(1)}),
    "a figure before a figure": (
        {"conf.py": "numfig = True\n", "notes/z.md": note("Z", "{numref}`f`, {eq}`e`\n"),
         "a.md": "# A\n\n```{math}\n:label: e\nx\n```\n\n```{figure} /pic.svg\n:name: f\n\nF\n```\n",
         "index.md": "# Home\n\n```{toctree}\na\n```\n", "pic.svg": _PICTURE.format(1)},
        {"a.md": "# A\n\n```{math}\n:label: d\ny\n```\n\n```{math}\n:label: e\nx\n```\n\n"
                 "```{figure} /pic.svg\n\nF\n```\n\n```{figure} /pic.svg\n:name: f\n\nF\n```\n"},
    ),
    "a work that stands before others": (
        {"works.bib": _BOOK.format("hale", "Hale") + _BOOK.format("adam", "Adam"),
         "notes/z.md": note("Z", "{cite}`hale`\n"), "works.md": "# W\n\n```{bibliography}\n```\n"},
        {"notes/a.md": note("A", "{cite}`adam`\n")},
    ),
    "a work is another": (
        {"works.bib": _BOOK.format("hale", "Hale"), "notes/z.md": note("Z", "{cite:t}`hale`\n"),
         "works.md": "# W\n\n```{bibliography}\n```\n"},
        {"works.bib": _BOOK.format("hale", "Brook")},
    ),
    "a work of a footnote comes": (
        {"notes/z.md": note("Z", "{footcite}`hale`.\n\n```{footbibliography}\n```\n")},
        {"works.bib": _BOOK.format("hale", "Hale")},
    ),
    "a bibliography in a note in full": (
        {"works.bib": _BOOK.format("hale", "Hale"), "zlist.md": "# L\n\n```{notes}\n:style: full\n```\n",
         "notes/z.md": note("Z", "{cite}`hale`\n\n```{bibliography}\n```\n")},
        {"zlist.md": "# Full\n\n```{notes}\n:style: full\n```\n"},
    ),
    "sections are numbered no more": (
        {"index.md": "# Home\n\n```{toctree}\n:numbered:\na\n```\n", "a.md": "# A\n\n## B\n"},
        {"index.md": "# Home\n\n```{toctree}\na\n```\n"},
    ),
    "an object moves": (
        {"m.md": "# M\n\n```{py:module} m\n```\n\n```{py:function} m.f()\n```\n",
         "notes/z.md": note("Z", "{py:func}`m.f` and {any}`m.f`\n")},
        {"m.md": None, "n.md": "# N\n\n```{py:function} m.f()\n```\n"},
    ),
    "logo and extra files go": (
        {"conf.py": "html_logo = 'l.svg'\nhtml_extra_path = ['extra']\n", "l.svg": _PICTURE.format(1),
         "extra/CNAME": "example.org", "extra/a/b.txt": "b"},
        {"conf.py": None, "extra/a/b.txt": None},
    ),
    "an older note claims a key": (
        {"notes/a.md": note("Rain falls", date="2024-02-01"),
         "notes/c.md": note("Rain ends", date="2024-03-01")},
        {"notes/b.md": note("Rain comes", date="2024-01-01")},
    ),
    "an author's record goes": (
        {"conf.py": 'notes_authors = {"a": {"name": "Ada B", "affiliation": "C", "family": "Ada B"}}\n',
         "notes/a.md": note("A", date="2024-02-01", authors="[a, Bo Lind]", doi="10.1/x")},
        {"conf.py": None, "notes/a.md": note("A", date="2024-02-01", authors="Ada B", doi="10.1000/182")},
    ),
    "a citation has its place again": (
        {"conf.py": "html_extra_path = ['extra']\n", "notes/a.md": note("A", date="2024-02-01"),
         "extra/notes/a.bib": "mine", "extra/b.txt": "b"},
        {"extra/notes/a.bib": None},
    ),
    "a citation has its place no more": (
        {"conf.py": "html_extra_path = ['extra']\n", "notes/a.md": note("A", date="2024-02-01"),
         "extra/b.txt": "b"},
        {"extra/notes/a.bib": "mine"},
    ),
    "a work that a note cites is described": (
        {"works.bib": _BOOK.format("hale", "Hale"), "works.md": "# W\n\n```{bibliography}\n```\n",
         "notes/z.md": note("Z", "{cite:t}`hale`\n")},
        {"works.bib": _BOOK.format("hale", "Hale").replace("Mill}", "Mill}, doi = {10.1000/182}")},
    ),
    "a thing to do comes earlier": (
        {"conf.py": "extensions.append('sphinx.ext.todo')\ntodo_include_todos = True\n",
         "notes/y.md": note("Y", "```{todo} Later.\n```\n"), "todo.md": "# T\n\n```{todolist}\n```\n"},
        {"notes/a.md": note("A", "```{todo} Sooner.\n```\n")},
    ),
    "a note with a thing to do becomes unlisted, and another a draft": (
        {"conf.py": "extensions.append('sphinx.ext.todo')\ntodo_include_todos = True\n",
         "notes/x.md": note("X", "```{todo} Mine.\n```\n"), "todo.md": "# T\n\n```{todolist}\n```\n",
         "notes/y.md": note("Y", "```{todo} Later.\n```\n")},
        {"notes/x.md": note("X", "```{todo} Mine.\n```\n", draft=True),
         "notes/y.md": note("Y", "```{todo} Later.\n```\n", visibility="unlisted")},
    ),
    "what a page names is another kind of file, or comes": (
        {"notes/two.md": note("Two"), "page.rst": "Page\n====\n",
         "a.md": "# A\n\n[](notes/two.md)\n", "b.md": "# B\n\n[](notes/two.rst)\n",
         "c.md": "# C\n\n[](page.rst#x)\n", "d.md": "# D\n\n[](page.md)\n",
         "e.md": "# E\n\n[data](sub/data.csv)\n", "f.md": "# F\n\n{doc}`page` <project:page.md>\n",
         "g.md": "# G\n\n```{include} sub/part.txt\n```\n", "h.rst": "H\n=\n\n.. include:: sub/part.txt\n",
         "i.md": "# I\n\n```{csv-table}\n:file: sub/data.csv\n```\n",
         "j.rst": "J\n=\n\n.. raw:: html\n   :file: sub/raw.html\n",
         "k.md": "# K\n\n```{literalinclude} sub/part.txt\n```\n"},
        {"notes/two.md": None, "notes/two.rst": ":title: Two\n\nSome words.\n", "page.rst": None,
         "page.md": "# Page\n", "sub/data.csv": "a,b", "sub/part.txt": "A part.",
         "sub/raw.html": "<b>raw</b>"},
    ),
    "a page two toctrees down": (
        {"index.md": "# Home\n\n```{toctree}\na\n```\n", "a.md": "# A\n\n```{toctree}\nb\n```\n",
         "b.md": "# B\n"},
        {"b.md": "# B anew\n"},
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", STALE)
def test_what_sphinx_leaves_stale(tmp_path: Path, name: str) -> None:
    """Pages and files that plain Sphinx or bibtex would leave stale are updated."""
    bench, (files, edit) = Bench(tmp_path, tmp_path / "source"), STALE[name]
    conf = (ROOTS / "exact" / "conf.py").read_text("utf-8")
    conf = conf.replace('"sphinx_design"', '"sphinxcontrib.bibtex"') + 'bibtex_bibfiles = ["works.bib"]\n'
    conf += 'html_static_path = ["_static"]\ntemplates_path = ["_templates"]\n'
    base: Files = {"works.bib": "", "_static/b.txt": "b", "index.md": "# Home\n", "notes/n.md": note("N")}
    bench.edit(base | files | {"conf.py": conf + str(files.get("conf.py", ""))})
    bench.build("out")
    bench.edit(edit | ({"conf.py": conf} if "conf.py" in edit else {}))
    assert not differences(bench.build("out"), bench.clean())


def test_an_older_file_in_the_place_of_a_note(bench: Bench) -> None:
    """A file renamed over another one is read, although it is older than what was read there."""
    bench.edit({"notes/gone.md": note("Gone"), "notes/kept.md": note("Kept")})
    bench.build("out")
    bench.rename("notes/kept.md", "notes/gone.md")
    assert not differences(bench.build("out"), bench.clean())


def test_a_download_of_a_note_that_is_shown_again(bench: Bench) -> None:
    """A page that links to the file of a hidden note has its link when the note is shown."""
    bench.edit({"notes/x.md": note("X", "{download}`it </notes/beta.md>`\n")})
    EDITS["draft"](bench)
    bench.build("out")
    EDITS["undraft"](bench)
    assert not differences(bench.build("out"), bench.clean())


@pytest.mark.parametrize("how", ["another builder", "a killed build"])
def test_what_was_read_by_a_build_that_did_not_write_it(bench: Bench, how: str) -> None:
    """A page is written if its document was read since, even by another build."""
    bench.edit({"part.txt": "A part.\n", "notes/whole.md": note("Whole", "```{include} /part.txt\n```\n")})
    out, doctrees = bench.build("out"), bench.folder / "out.doctrees"
    bench.edit({"part.txt": "Another part.\n"})
    if how == "another builder":
        build_site(bench.source, bench.folder / "dirhtml", builder="dirhtml", doctrees=doctrees)
    else:
        run(["-q", "-b", "html", "-d", str(doctrees), str(bench.source), str(out)], dies=("write-started", 1))
    assert not differences(bench.build("out"), bench.clean())


@pytest.mark.parametrize("event", ["doctree-read", "env-updated"])
def test_a_killed_build_that_shows_what_is_private(bench: Bench, event: str) -> None:
    """What it has read is read again by a build that must not show it."""
    bench.edit({"aaa.md": note("N", "```{note-to-self}\n:private:\n\nHush.\n```\n")})
    out, doctrees = bench.build("out"), bench.folder / "out.doctrees"
    arguments = [
        "-q",
        "-b",
        "html",
        "-D",
        "notes_private=1",
        "-d",
        str(doctrees),
        str(bench.source),
        str(out),
    ]
    assert run(arguments, dies=(event, 1 if event == "env-updated" else 4))[0] == -signal.SIGKILL
    bench.edit({"_static/own.css": "p { color: red }\n"})
    _text(bench, "conf.py", "extensions =", 'html_css_files = ["own.css"]\nextensions =')
    assert not differences(bench.build("out"), bench.clean())
    assert "Hush" not in (out / "aaa.html").read_text("utf-8")


def _kill_at(bench: Bench, phase: str, *, after: float = 0.02) -> None:
    """Build into the usual folder, and kill the build *after* so many seconds of *phase*."""
    out = bench.folder / "out"
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-d", str(bench.folder / "out.doctrees")]
    command += [str(bench.source), str(out)]
    settings = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=settings) as build:
        assert build.stdout is not None
        seen = b""
        while phase.encode() not in seen:
            chunk = os.read(build.stdout.fileno(), 200)
            assert chunk, "the build ended before it was killed"
            seen += chunk
        time.sleep(after)
        build.send_signal(signal.SIGKILL)


def test_an_untouched_site_is_left_alone(bench: Bench) -> None:
    """A build without changes writes no page."""
    out = bench.build("out")
    # Sphinx writes these each time.
    always = {"search.html", "genindex.html"}
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*.html") if p.name not in always}
    bench.build("out")
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_what_did_not_change_is_not_written_again(bench: Bench) -> None:
    """The search index and the redirects are not rewritten, either."""
    for name in ("add", "permalink", "alias"):
        EDITS[name](bench)
    out = bench.build("out")
    kept = [out / "searchindex.js", out / "old/gamma/index.html", out / "404.html"]
    before = [path.stat().st_mtime_ns for path in kept]
    bench.build("out")
    assert [path.stat().st_mtime_ns for path in kept] == before
    EDITS["body"](bench)
    bench.build("out")
    assert kept[0].stat().st_mtime_ns != before[0]


def test_what_somebody_does_to_the_output(bench: Bench) -> None:
    """Removed files of every kind are restored, and pages that have lost none are not rewritten."""
    bench.edit({
        "both.svg": _PICTURE.format(1), "both.pdf": "%PDF-1.4\n", "only.svg": _PICTURE.format(2),
        "data.txt": "some", "works.md": "# W\n\n![both](both.*) ![only](only.svg) {download}`data.txt`\n",
        "notes/card.md": note("Card", date="2024-05-06", image="/card.svg"), "card.svg": _PICTURE.format(3),
        "cards.md": "# C\n\n```{notes}\n:style: cards\n```\n",
    })  # fmt: skip
    out = bench.build("out")
    names = ["_images/both.svg", "_images/only.svg", "_images/card.svg", "_sources/about.md.txt",
             "about.html", "notes/tags/one.html", "notes/card.bib", "objects.inv",
             "_static/research-notes.css"]  # fmt: skip
    names += [file.relative_to(out).as_posix() for file in out.glob("_downloads/*/*")]
    kept = out / "works.html"
    before = kept.stat().st_mtime_ns
    for name in names:
        (out / name).unlink()
    assert not differences(bench.build("out"), bench.clean())
    assert kept.stat().st_mtime_ns == before
    (out / "searchindex.js").unlink()
    assert not differences(bench.build("out"), bench.clean())


def test_a_picture_becomes_a_link_to_another(bench: Bench) -> None:
    """The new image is copied although it is older than the old copy."""
    bench.edit({"other.svg": _PICTURE.format(9), "x.md": "# X\n\n![x](pic.svg)\n"})
    os.utime(bench.source / "other.svg", (1, 1))
    bench.edit({"pic.svg": _PICTURE.format(1)})
    bench.build("out")
    (bench.source / "pic.svg").unlink()
    (bench.source / "pic.svg").symlink_to("other.svg")
    assert not differences(bench.build("out"), bench.clean())


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub", "json"])
def test_what_is_not_made_any_more(bench: Bench, builder: str) -> None:
    """Indices, extra pages, static files and theme files that a later configuration drops are removed."""
    conf = (bench.source / "conf.py").read_text("utf-8")
    made = (
        'html_split_index = html_use_index = epub_use_index = True\nhtml_use_opensearch = "https://example.org"\n'
        'html_additional_pages = {"more": "more.html"}\ntemplates_path = ["_templates"]\n'
        'html_static_path = ["_static"]\nhtml_css_files = ["own.css"]\nhtml_theme = "alabaster"\n'
        'html_extra_path = ["extra"]\nlanguage = "de"\n'
    )
    bench.edit({
        "conf.py": conf + made, "_templates/more.html": "More", "_static/own.css": "p {}", "extra/x.txt": "x",
        "a.md": "# A\n\n```{py:module} m\n```\n\n```{index} Zebra\n```\n",
    })  # fmt: skip
    bench.build("out", builder=builder)
    bench.edit({"conf.py": conf + "html_use_index = epub_use_index = False\nhtml_domain_indices = False\n",
                "_static/own.css": None})  # fmt: skip
    now, clean = tree(bench.build("out", builder=builder)), tree(bench.clean(builder))
    assert sorted(now) == sorted(clean)
    # An e-book is packed with the times of its files, and ``json`` comes with Sphinx's environment.
    assert builder in {"epub", "json"} or now == clean


def _entry(key: str, author: str, title: str) -> str:
    fields = {"author": author, "title": title, "year": "1950", "publisher": "P"}
    return (
        f"@book{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items()) + "}\n"
    )


@pytest.mark.slow
def test_citations_follow_the_bibliography(bench: Bench) -> None:
    """Numbers and texts of citations change on every page that shows them, not just on the edited one."""
    one, two = _entry("one", "Good, Irving", "First"), _entry("two", "Able, Anna", "Second")
    cites = "{{cite}}`{0}` and {{cite:t}}`{0}`.\n"
    used = 'bibtex_bibfiles = ["works.bib"]\nextensions = ["sphinxcontrib.bibtex", '
    _text(bench, "conf.py", "extensions = [", used)
    bench.edit({
        "works.bib": one + two,
        "notes/x.md": note("X", cites.format("one"), date="2024-01-01", tags="whole"),
        "works.md": "# Works\n\n```{bibliography}\n```\n",
        "whole.md": "# Whole\n\n```{notes}\n:style: full\n:tag: whole\n```\n",
    })  # fmt: skip
    edits: dict[str, Callable[[Bench], None]] = {
        "nothing": lambda b: None,
        "another work is cited": lambda b: b.edit({"notes/y.md": note("Y", cites.format("two"))}),
        "its author changes": lambda b: _text(b, "works.bib", "Able, Anna", "Ziff, Anna"),
        "a title changes": lambda b: _text(b, "works.bib", "First", "The First"),
        "the bibliography is edited": lambda b: _text(b, "works.md", "# Works", "# All works\n\nWords."),
        "the style changes": lambda b: _text(b, "works.md", "ography}\n", "ography}\n:style: alpha\n"),
        "a work is cited no more": lambda b: b.edit({"notes/y.md": None}),
        "it takes the place of one that cites": lambda b: b.rename("works.md", "notes/x.md"),
        "the bibliography goes": lambda b: b.edit({"notes/x.md": None}),
    }  # fmt: skip
    check_each(bench, edits)


def test_only_files_that_we_wrote_are_removed(bench: Bench) -> None:
    """Files that somebody else put into the output folder stay."""
    out = bench.build("out")
    (out / "notes" / "mine.html").write_text("mine")
    (out / "CNAME").write_text("example.org")
    EDITS["delete linked"](bench)
    bench.build("out")
    assert (out / "notes" / "mine.html").exists()
    assert (out / "CNAME").exists()
    assert not (out / "notes" / "beta.html").exists()


def test_the_last_note_goes(bench: Bench) -> None:
    """A site without its last note is still a site: only the note's files are removed."""
    for path in (*bench.source.glob("notes/*"), bench.source / "stream.md"):
        path.unlink()
    bench.edit(
        {"index.md": "# Home\n", "about.md": None, "notes/a.md": note("A", "zebra\n", date="2024-01-02")}
    )
    out = bench.build("out")
    assert (out / "notes" / "a.html").exists()
    bench.edit({"notes/a.md": None})
    assert not differences(bench.build("out"), bench.clean())
    assert (out / "index.html").exists()


def test_what_stands_in_a_note_shown_in_full(bench: Bench) -> None:
    """A role and a link in a note that another page shows in full follow the site there too."""
    source = note("A", "{tag}`late` and [](later.md).\n\n## S\n\nMore.\n", date="2025-01-02", tags="whole")
    bench.edit({"whole.md": "# Whole\n\n```{notes}\n:style: full\n:tag: whole\n```\n", "notes/a.md": source})
    bench.build("out")
    bench.edit({"notes/later.md": note("Later", date="2025-02-03", tags="late")})
    assert not differences(bench.build("out"), bench.clean())
    bench.edit({"notes/later.md": note("Later", draft="true")})
    assert not differences(bench.build("out"), bench.clean())
    bench.edit({"notes/later.md": None})
    assert not differences(bench.build("out"), bench.clean())


#: Images with the same name in several folders, in notes and on other pages.
PICTURED = {
    f"{folder}/{name}": f'<svg xmlns="http://www.w3.org/2000/svg" width="{n}" height="{n}"/>'
    for n, folder in enumerate(("a", "b", "notes/c", "notes/d"))
    for name in ("pic.svg", "pic1.svg")
}

PICTURE_EDITS: dict[str, Files] = {
    "nothing": {},
    "read again": {"b/plain.md": "# B\n\nWords.\n\n![B](pic.svg)\n"},
    "one before all others": {"a/plain.md": "# A\n\n![A](pic.svg) ![A1](pic1.svg)\n"},
    "a card's": {"notes/d/card.md": note("D", date="2024-05-06", image="pic1.svg", tags="pictured")},
    "shown in full": {"notes/c/whole.md": note("C", "![C](pic.svg)\n", date="2024-05-05", tags="pictured")},
    "the first gone": {"a/plain.md": None},
    "another for the same": {"notes/c/whole.md": note("C", "![C](../../b/pic1.svg)\n", tags="pictured")},
    "the card gone": {"notes/d/card.md": None},
    "shown no more": {"b/plain.md": "# B\n\nWords.\n"},
}


@pytest.mark.slow
def test_pictures_of_one_name(bench: Bench) -> None:
    """Images with the same name are named by the documents that show them, not by reading order."""
    pages = {
        "lists/cards.md": "# Cards\n\n```{notes}\n:style: cards\n:tag: pictured\n```\n",
        "lists/whole.md": "# Whole\n\n```{notes}\n:style: full\n:tag: pictured\n```\n",
        "b/plain.md": "# B\n\n![B](pic.svg)\n",
        "z.md": "# Z\n\n![a](a/pic.svg) ![b](b/pic.svg) ![c](notes/c/pic.svg)\n",
        "zz.md": "# ZZ\n\n```{entry} 2024-07-07\n![d](notes/d/pic.svg)\n```\n",
    }
    bench.edit({**PICTURED, **pages})
    check_each(
        bench,
        {name: partial(Bench.edit, files=files) for name, files in PICTURE_EDITS.items()},
        ways=BY_TURNS,
    )
