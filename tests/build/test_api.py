"""What other extensions add: the guide's examples, exact after each edit, and faults that cost no page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import build_site, write_files
from test_incremental import differences

from sphinx_research_notes import api
from sphinx_research_notes.extension_points import COLLECTED, PAGE_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

GUIDE = Path(__file__).parents[2] / "example_site" / "guide" / "api.md"

CONF = """\
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/"
notes_match = ["notes/**"]
exclude_patterns = ["_*", "*.inc"]
"""

Files = dict[str, str | bytes | None]

NOTES: Files = {
    "index.md": "# Home\n\n```{notes}\n:style: list\n```\n",
    "notes/2024-01-02-a.md": "---\ntags: red\nreviewed_by: Ben, Cleo <3\n---\n# A\n\n"
    + "Words, words. " * 150,
    "notes/2024-01-03-b.md": "# B\n\nShort, and see [](2024-01-02-a.md).\n",
}


def examples() -> dict[str, dict[str, str]]:
    """Return the blocks of each worked example in the guide by its heading: text by kind."""
    said = GUIDE.read_text("utf-8").partition("\n## Four examples\n")[2].partition("\n## ")[0]
    found = {}
    for part in re.split(r"^### ", said, flags=re.MULTILINE)[1:]:
        blocks = re.findall(r"^(`{3,})(\w+)\n(.*?)^\1$", part, re.MULTILINE | re.DOTALL)
        found[part.partition("\n")[0]] = {kind: text for _, kind, text in blocks}
    return found


EXAMPLES = examples()
WORDS, STYLE, KEY, EXPORT = EXAMPLES.values()


def conf(*parts: str, last: str = "") -> str:
    """Return a configuration with *parts*, each of which defines a ``setup``."""
    text = CONF
    for number, part in enumerate(parts):
        text += "\n" + part.replace("def setup(app)", f"def setup_{number}(app)")
    calls = "".join(f"    setup_{number}(app)\n" for number, _ in enumerate(parts))
    return f"{text}\n\ndef setup(app):\n{calls}    {last or 'pass'}\n"


def with_all() -> Files:
    """Return a site with all four examples, and a page that shows the text of notes."""
    page = (
        "from sphinx_research_notes import api\n\n"
        "def digest_page(notes):\n"
        "    texts = (f'<h2>{n.name}</h2>{api.render(APP[0], n, \"lists/digest\")}' for n in notes)\n"
        "    links = ''.join(f'<a href=\"{notes.link(n)}\">x</a>' for n in notes.select(tags='red'))\n"
        "    return api.GeneratedPage('Digest & more', links + ''.join(texts))\n\n"
        "APP = []\n\n"
        "def setup(app):\n    APP.append(app)\n    api.add_page(app, 'lists/digest', digest_page)\n"
    )
    parts = (WORDS["python"], STYLE["python"], KEY["python"], EXPORT["python"], page)
    return NOTES | {
        "conf.py": conf(*parts),
        "_templates/reading-list.html": STYLE["jinja"],
        "lists.md": "---\norphan: true\n---\n# Lists\n\n" + STYLE["markdown"],
    }


def test_everything_public_is_in_the_guide() -> None:
    """The guide has each public name and each event."""
    said = set(re.findall(r"`([\w-]+)", GUIDE.read_text("utf-8")))
    assert {*api.__all__, COLLECTED, PAGE_CONTEXT} <= said


def test_words(site: Callable[..., Built]) -> None:
    """The number of words is in the byline of each note."""
    built = site(NOTES | {"conf.py": CONF + WORDS["python"]}, "-W")
    assert re.search(r'<span class="extra">30\d words</span>', built.text("notes/2024-01-02-a.html"))
    assert re.search(r'<span class="extra">\d words</span>', built.text("notes/2024-01-03-b.html"))
    assert 'class="extra"' not in built.text("index.html")


def test_list_style(site: Callable[..., Built]) -> None:
    """The list is rendered by the project's own template, which has the records of notes."""
    lists = {
        "lists.md": "---\norphan: true\n---\n# Lists\n\n" + STYLE["markdown"],
        "_templates/reading-list.html": STYLE["jinja"],
    }
    built = site(NOTES | lists | {"conf.py": CONF + STYLE["python"]}, "-W")
    assert re.search(
        r'<ul class="reading-list">\s*<li><a href="notes/2024-01-03-b.html">B</a>, \d+ words</li>\s*'
        r'<li><a href="notes/2024-01-02-a.html">A</a>, 30\d words</li>',
        built.text("lists.html"),
    )


def test_key(site: Callable[..., Built]) -> None:
    """The value is in the foot, escaped; an invalid one causes a warning with its line."""
    built = site(NOTES | {"conf.py": CONF + KEY["python"]}, "-W")
    assert '<p class="note-extra">Reviewed by Ben, Cleo &lt;3</p>' in built.text("notes/2024-01-02-a.html")
    assert "Reviewed by" not in built.text("notes/2024-01-03-b.html")
    built = site({"notes/2024-01-03-b.md": "---\ntitle: B\nReviewed-By: {a: b}\n---\n\nShort.\n"})
    assert re.search(r"b\.md:3: WARNING: Reviewed-By: expected a name .* \[notes\.value\]", built.warnings)
    assert built.warnings.count("WARNING") == 1


def test_export(site: Callable[..., Built]) -> None:
    """The file contains every public note, and is removed once it is no longer added."""
    draft: Files = {"notes/2024-01-04-c.md": "---\ndraft: true\n---\n# C\n"}
    built = site(NOTES | draft | {"conf.py": CONF + EXPORT["python"]}, "-W")
    assert json.loads(built.text("notes/export.json")) == [
        {"title": "B", "url": "https://example.org/notes/2024-01-03-b.html", "date": "2024-01-03",
         "tags": []},
        {"title": "A", "url": "https://example.org/notes/2024-01-02-a.html", "date": "2024-01-02",
         "tags": ["red"]},
    ]  # fmt: skip
    assert "notes/export.json" not in site({"conf.py": CONF}, "-W").files()


EDITS: dict[str, Files] = {
    "a text": {"notes/2024-01-02-a.md": "---\ntags: blue\nreviewed_by: Dot\n---\n# A2\n\nFew words.\n"},
    "a note comes": {"notes/2024-01-05-d.md": "---\ntags: red\n---\n# D\n\nNew.\n"},
    "a note moves": {"notes/2024-01-05-d.md": "---\ntags: red\npermalink: /moved/\n---\n# D\n\nNew.\n"},
    "a note is hidden": {"notes/2024-01-03-b.md": "---\ndraft: true\n---\n# B\n\nShort.\n"},
    "a template": {"_templates/reading-list.html": "<p>{{ listing.items | length }}</p>\n"},
    "a function": {},
    "all is taken away": {"conf.py": CONF, "lists.md": "---\norphan: true\n---\n# Lists\n"},
}


@pytest.mark.parametrize(
    ("builder", "jobs"), [("html", "-j1"), pytest.param("dirhtml", "-j2", marks=pytest.mark.slow)]
)
def test_exact(site: Callable[..., Built], tmp_path: Path, builder: str, jobs: str) -> None:
    """After each edit, the site equals a clean build."""
    site(with_all(), "-W", jobs, builder=builder)
    end = "/index.html" if builder == "dirhtml" else ".html"
    for number, (name, edit) in enumerate(EDITS.items()):
        if name == "a function":
            changed = str(with_all()["conf.py"]).replace("} words", "} in all").replace("strip()", "upper()")
            edit = {"conf.py": changed}
        built = site(edit, "-W", jobs, builder=builder)
        clean = build_site(tmp_path / "source", tmp_path / f"clean-{number}", "-W", builder=builder)
        assert differences(built.outdir, clean.outdir) == "", name
        if name == "a function":
            page = built.text("notes/2024-01-02-a" + end)
            assert "in all</span>" in page
            assert "Reviewed by DOT" in page
        if name == "a note moves":
            page = built.text("lists/digest" + end)
            assert "Digest &amp; more</h1>" in page
            moved = "../../moved/" if builder == "dirhtml" else "../moved/index.html"
            assert f'href="{moved}">x</a>' in page


def test_what_is_added_later(site: Callable[..., Built], tmp_path: Path) -> None:
    """Sources are reread if what affects reading has changed."""
    files: Files = {
        "notes/2024-01-09-s.md": "---\nmood: bright\nstatus: bright\ncomments: talk.log\n---\n# S\n\nText.\n",
        "notes/talk.log": "Ann: <b>Yes</b>\nBen: Why?\n",
        "_templates/reading-list.html": STYLE["jinja"],
        "lists.md": "---\norphan: true\n---\n# Lists\n\n" + STYLE["markdown"],
    }
    steps = [(), (IMPORTER,), (IMPORTER.replace("High", "Up"), KEY["python"]), (STYLE["python"],), ()]
    site(NOTES | files | {"conf.py": CONF})
    for number, parts in enumerate(steps):
        built = site({"conf.py": conf(*parts)})
        clean = build_site(tmp_path / "source", tmp_path / f"clean-{number}")
        assert differences(built.outdir, clean.outdir) == "", number


def test_a_permalink_does_not_take_an_added_page(site: Callable[..., Built]) -> None:
    """The permalink is rejected, like one at the place of a generated list."""
    moved: Files = {"notes/2024-01-09-s.md": "---\npermalink: /lists/digest.html\n---\n# S\n\nText.\n"}
    built = site(with_all() | moved)
    assert "[notes.place]" in built.warnings
    assert "Digest &amp; more</h1>" in built.text("lists/digest.html")
    assert "<title>S" in built.text("notes/2024-01-09-s.html")


def test_untouched_pages_stay(site: Callable[..., Built]) -> None:
    """Pages and files whose content is unchanged are not rewritten."""
    built = site(with_all(), "-W")
    paths = [built.outdir / name for name in ("lists/digest.html", "notes/export.json", "index.html")]
    before = [path.stat().st_mtime_ns for path in paths]
    site({}, "-W")
    assert [path.stat().st_mtime_ns for path in paths] == before


FAULTY = """
from sphinx_research_notes import api

class Faulty:
    def __call__(self, notes):
        raise RuntimeError("page")

def fail(*args):
    raise RuntimeError("boiler")

def go_on(app, docname, contexts):
    contexts.byline.extra.append("went on")

def setup(app):
    app.connect("notes-collected", fail)
    app.connect("notes-page-context", fail)
    app.connect("notes-page-context", go_on)
    api.add_front_matter_key(app, "stars", fail)
    api.add_page(app, "faulty", Faulty())
    api.add_page(app, "notes/index", Faulty())
    api.add_page(app, "index", Faulty())
    api.add_page(app, "../out", Faulty())
    api.add_page(app, "wrong", lambda notes: "text")
    api.add_file(app, "faulty.json", fail)
    api.add_file(app, "objects.inv", fail)
    api.add_file(app, "notes/2024-01-02-a.bib", fail)
    api.add_file(app, "notes/2024-01-02-A.html", fail)
    api.add_comment_importer(app, ".faulty", fail)
"""


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_faults(site: Callable[..., Built], jobs: str) -> None:
    """Each function that fails is reported once, and costs no page."""
    more: Files = {f"notes/2024-02-{day}.md": "# More\n\nText.\n" for day in range(10, 24)}
    starred: Files = {
        "notes/2024-01-09-s.md": "---\nstars: 3\ncomments: talk.faulty\n---\n# S\n\nText.\n",
        "notes/talk.faulty": "x",
    }
    built = site(NOTES | more | starred | {"conf.py": CONF + FAULTY}, jobs)
    messages = [line.partition("WARNING: ")[2] for line in built.warnings.splitlines()]
    left = "leaving it out [notes.extension]"
    assert sorted(messages) == sorted([
        f"notes-collected: fail() failed with RuntimeError: boiler; {left}",
        f"notes-page-context: fail() failed with RuntimeError: boiler; {left}",
        "stars: fail() failed with RuntimeError: boiler; ignoring it [notes.extension]",
        f"thread file 'talk.faulty': fail() failed with RuntimeError: boiler; {left}",
        f"faulty: Faulty() failed with RuntimeError: page; {left}",
        f"page 'notes/index': 'notes/index.html' already exists; {left}",
        f"page 'index': 'index.html' already exists; {left}",
        f"page '../out': expected a path inside the site; {left}",
        f"wrong: setup.<locals>.<lambda>() failed with TypeError: expected a GeneratedPage, got str; {left}",
        f"faulty.json: fail() failed with RuntimeError: boiler; {left}",
        f"file 'objects.inv': 'objects.inv' already exists; {left}",
        f"file 'notes/2024-01-02-a.bib': 'notes/2024-01-02-a.bib' already exists; {left}",
        f"file 'notes/2024-01-02-A.html': 'notes/2024-01-02-A.html' already exists; {left}",
    ])  # fmt: skip
    assert "went on" in built.text("notes/2024-01-02-a.html")
    assert {"faulty.html", "faulty.json", "wrong.html"}.isdisjoint(built.files())


IMPORTER = """
from sphinx_research_notes import api

def read(text):
    lines = (line.split(": ", 1) for line in text.splitlines())
    return [{"author": author, "html": html} for author, html in lines]

def setup(app):
    api.add_comment_importer(app, ".log", read)
    api.add_status_vocabulary(app, "mood", {"blue": "Low", "bright": "High"})
"""


def test_importer_and_vocabulary(site: Callable[..., Built]) -> None:
    """Comments in another format are sanitized like all others; a status has its meaning."""
    files: Files = {
        "notes/2024-01-09-s.md": "---\nstatus: bright\ncomments: talk.log\n---\n# S\n\nText.\n",
        "notes/talk.log": "Ann: <b>Yes</b><script>no</script>\nBen: Why?\n",
    }
    built = site(NOTES | files | {"conf.py": CONF + IMPORTER}, "-W")
    page = built.text("notes/2024-01-09-s.html")
    assert "2 comments" in page.lower()
    assert "<b>Yes</b>" in page or "<strong>Yes</strong>" in page
    assert "<script>no" not in page
    assert 'data-axis="mood"' in page
    assert 'title="High"' in page


TOO_EARLY = """
from sphinx_research_notes import api

def ask(app, *args):
    try:
        api.notes(app)
    except Exception as error:
        print("EARLY:", error)

def late(app, env, docnames):
    try:
        api.add_page(app, "x", ask)
    except Exception as error:
        print("LATE:", error)

def count(app, notes):
    found = notes.select(tags="red", years=2024, limit=1)
    print("COUNT:", len(notes), [note.docname for note in found], notes.find("nowhere"), notes.url(notes[0]))
    print("PATH:", notes.path(notes[0]), notes[:1], list(api.notes(app)) == list(notes))

def setup(app):
    for name in ("title", "my key", "Draft", "orphan"):
        try:
            api.add_front_matter_key(app, name)
        except Exception as error:
            print("TAKEN:", error)
    app.connect("env-before-read-docs", ask)
    app.connect("env-before-read-docs", late)
    app.connect("notes-collected", count)
"""


def test_notes(site: Callable[..., Built]) -> None:
    """They are available once all have been read; a call that comes too early or too late is an error."""
    status = site(NOTES | {"conf.py": CONF + TOO_EARLY}, "-W").status
    assert "EARLY: expected a call at or after 'notes-collected'" in status
    assert "LATE: too late to add 'x'" in status
    assert status.count("TAKEN: expected an unused key") == 4
    assert "COUNT: 2 ['notes/2024-01-02-a'] None https://example.org/notes/2024-01-03-b.html" in status
    assert "PATH: notes/2024-01-03-b.html <Notes: 1> True" in status


def test_leaks_are_found(tmp_path: Path) -> None:
    """The leak audit searches added files, too."""
    leaky = (
        "from pathlib import Path\nfrom sphinx_research_notes import api\n\n"
        "def setup(app):\n"
        "    api.add_file(app, 'all.txt', lambda notes: Path(app.srcdir, 'notes/c.md').read_text())\n"
    )
    hidden = "---\ndraft: true\n---\n# C\n\nOne two three four five six seven eight nine ten eleven words.\n"
    write_files(tmp_path / "source", NOTES | {"notes/c.md": hidden, "conf.py": CONF + leaky})
    built = build_site(tmp_path / "source", tmp_path / "out", code=1)
    assert "hidden file copied to 'all.txt'" in built.warnings


def test_without_notes(site: Callable[..., Built]) -> None:
    """Nothing is added to a project without notes."""
    parts = (WORDS["python"], EXPORT["python"])
    built = site(
        {"index.md": "# Home\n", "conf.py": conf(*parts).replace('notes_match = ["notes/**"]\n', "")}, "-W"
    )
    assert "notes/export.json" not in built.files()


def test_a_template_with_a_fault_is_named_once(site: Callable[..., Built]) -> None:
    """One warning is given, no matter for how many notes it fails and with which messages."""
    more: Files = {f"notes/2024-02-{day}.md": "# More\n\nText.\n" for day in range(10, 20)}
    template = "{{ page.date.text.nothing_here.at_all }}{{ page.no_such_field }}"
    own: Files = {
        "_templates/research_notes/byline.html": template,
        "_templates/research_notes/foot.html": "{{ {}[foot.older.name] + 1 }}",
    }
    built = site(NOTES | more | own | {"conf.py": CONF + 'templates_path = ["_templates"]\n'}, "-j2")
    assert built.warnings.count("[notes.template]") == 2
    assert built.warnings.count("WARNING") == 2
