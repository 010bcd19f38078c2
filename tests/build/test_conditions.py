"""What a page leaves out under a condition (``only``, ``ifconfig``, ``todo``) is shown nowhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

CONF = """
extensions = ["myst_parser", "sphinx.ext.ifconfig", "sphinx.ext.todo", "sphinxcontrib.bibtex",
              "sphinx_research_notes"]
html_theme = "research_notes"
bibtex_bibfiles = ["works.bib"]
notes_match = ["notes/*"]
level = "public"
def setup(app):
    app.add_config_value("level", "", "env")
"""
#: Each way to write a condition that this build does not meet.
UNMET = {
    "only": "only} internal",
    "ifconfig": "ifconfig} level == 'secret'",
    "failing": "ifconfig} no_such_name",
    "todo": "todo}",
}
#: Each way to write a condition that this build meets.
MET = {"only": "only} not internal", "ifconfig": "ifconfig} level == 'public'", "format": "only} html"}


def under(condition: str, name: str) -> str:
    """Each kind of content that other pages show, under *condition*."""
    return f"""
::::::{{{condition}
:::::{{entry}} 2024-05-01
:title: Entry {name}
:tags: tag-{name}

Words {name} {{cite:t}}`{name}`.
:::::

:::::{{note-to-self}} Aside {name}
Text.
:::::

:::::{{note-to-self}}
Untitled {name}.
:::::

Linked {name}, [](../notes/target).
::::::

:::::{{entry}} 2024-06-01
::::{{{condition}
Opening {name}.
::::
Then the text.
:::::

:::::{{note-to-self}}
::::{{{condition}
Within {name}.
::::
Then the rest.
:::::
"""


def sources() -> dict[str, str | bytes | None]:
    """A site with each kind of content under each condition: "zebra…" if unmet, else "quagga…"."""
    unmet = "".join(under(condition, f"zebra{name}") for name, condition in UNMET.items())
    met = "".join(under(condition, f"quagga{name}") for name, condition in MET.items())
    keys = [*(f"zebra{name}" for name in UNMET), *(f"quagga{name}" for name in MET)]
    bib = "".join(
        f"@misc{{{key}, title = {{Work {key}}}, author = {{A. {key}}}, year = 2020}}\n" for key in keys
    )
    substitution = "S\n=\n\n.. |it| replace:: some :doc:`target`\n\n"
    comment = ".. note-to-self::\n\n   .. zebra comment\n\n   Text.\n"
    return {
        "conf.py": CONF + 'myst_enable_extensions = ["colon_fence"]\n',
        "works.bib": bib,
        "index.md": "# Home\n\n```{notes}\n:style: cards\n```\n\n```{notes}\n:style: full\n```\n\n"
        "```{notes-to-self}\n```\n",
        "notes/target.md": "# Target\n\nText.\n",
        "notes/unmet.md": f"---\ndate: 2024-01-01\n---\n# Unmet\n{unmet}",
        "notes/met.md": f"---\ndate: 2024-01-02\n---\n# Met\n{met}",
        "notes/unused.rst": f"{substitution}{comment}",
        "notes/used.rst": f"{substitution}Quagga |it|.\n",
    }


def zebras(built: Built) -> dict[str, list[str]]:
    """The traces of hidden content in each page, and in the search index."""
    names = (name for name in built.files() if name.endswith(".html") or name == "searchindex.js")
    found = {name: re.findall(r".{,40}zebra\w*", built.text(name)) for name in names if "_static" not in name}
    return {name: traces for name, traces in found.items() if traces}


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_what_a_condition_hides_is_shown_nowhere(site: Callable[..., Built], jobs: str) -> None:
    """Lists, tags, streams, works, quotes and the search leave it out; what is shown is in all of them."""
    built = site(sources(), jobs)
    assert zebras(built) == {}
    assert "notes/tags/tag-zebraonly.html" not in built.files()
    home, target = built.text("index.html"), built.text("notes/target.html")
    for name in (f"quagga{each}" for each in MET):
        assert f"Entry {name}" in home
        assert f"Aside {name}" in home
        assert f"Untitled {name}" in home
        assert f"notes/tags/tag-{name}.html" in built.files()
        assert f"Words {name}" in built.text(f"notes/works/{name}.html")
        assert f"Linked {name}" in target
    assert "Then the text." in home
    assert "unused.html" not in target
    assert "Quagga some Target" in page(built.outdir / "notes/target.html").get_text()
    assert {a["href"] for a in page(built.outdir / "index.html").select("a[href*=unmet]")} != set()


def test_each_build_evaluates_conditions(site: Callable[..., Built]) -> None:
    """A build with the tag and the options shows all of it, and the next one without them none again."""
    site(sources())
    shown = site({}, "-t", "internal", "-D", "level=secret", "-D", "todo_include_todos=1")
    home = shown.text("index.html")
    for name in ("only", "ifconfig", "todo"):
        assert f"Entry zebra{name}" in home
        assert f"Untitled zebra{name}" in home
        assert f"Linked zebra{name}" in shown.text("notes/target.html")
    assert "Entry zebrafailing" not in home
    again = site({})
    assert zebras(again) == {}


def test_notes_to_self_are_listed_in_the_language_of_their_pages(site: Callable[..., Built]) -> None:
    """A translation of the text is in the list too."""
    catalogue = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Seen."\nmsgstr "Gesehen."\n'
    )
    files = {
        "conf.py": CONF + 'language = "de"\nlocale_dirs = ["locale"]\n',
        "works.bib": "",
        "locale/de/LC_MESSAGES/notes.po": catalogue,
        "index.md": "# Home\n\n```{notes-to-self}\n```\n",
        "notes/a.md": "# A\n\n```{note-to-self}\nSeen.\n```\n",
    }
    built = site(dict(files))
    for name in ("notes/a.html", "index.html"):
        assert "Gesehen." in built.text(name)
        assert "Seen." not in built.text(name)


@pytest.mark.parametrize("image", ["![]({})", '<img src="{}">'])
def test_images_of_another_build_are_removed(site: Callable[..., Built], image: str) -> None:
    """An image is in the output as long as a condition around it is met, or one of the places has none."""
    a, b = image.format("a.svg"), image.format("b.svg")
    text = f"# T\n\n```{{only}} web\n{a} {b}\n```\n\n{b}\n"
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="{}"/></svg>'
    files = {"conf.py": CONF, "works.bib": "", "index.md": "# Home\n", "notes/2024-01-01-a.md": text,
             "notes/a.svg": svg.format("M0 0"), "notes/b.svg": svg.format("M1 1")}  # fmt: skip
    assert {"_images/a.svg", "_images/b.svg"} <= site(files, "-t", "web").files()
    images = {name for name in site({}).files() if name.startswith("_images/")}
    assert images == {"_images/b.svg"}
    assert {"_images/a.svg", "_images/b.svg"} <= site({}, "-t", "web").files()
