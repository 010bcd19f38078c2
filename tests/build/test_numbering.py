"""Figures, tables, code, equations and theorems of notes are numbered without a toctree, note by note."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from conftest import build_site, write_files
from exactness import BY_TURNS, Bench, check_each, differences
from pages import dead_links, page, repeated_ids, words
from test_companions import need

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

CONF = """\
project = "Numbers"
copyright = "2024, Nobody"
version = "1"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
notes_page_size = 2
myst_enable_extensions = ["dollarmath", "amsmath"]
numfig = True
smartquotes = False
man_pages = [("index", "numbers", "Numbers", "", 1)]
"""

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>'

#: One of everything that is numbered; its labels end in ``%``.
_NUMBERED = """\
```{figure} /pic.svg
:name: fig-%

Figure %.
```

```{list-table} Table %.
:name: table-%

* - a
```

```{code-block} python
:name: code-%
:caption: Code %.

x = 1
```

```{math}
:label: eq-%
x = 1
```
"""

_REFERS = (
    "{numref}`fig-%`, {numref}`Tab. %s <table-%>`, {numref}`code-%`, {eq}`eq-%` and {numref}`fig-%-too`."
)


def _refers(label: str) -> str:
    return "See " + re.sub(r"(?<=-)%", label, _REFERS)


SAID = "See Fig. 1, Tab. 1, Listing 1, (1) and Fig. 2."


def _numbered(label: str) -> str:
    return "\n".join(_NUMBERED.replace("%", each) for each in (label, f"{label}-too"))


def _note(label: str, to: str, head: str) -> str:
    return f"---\n{head}\n---\n\n{_refers(to)}\n\n## A section\n\n{_numbered(label)}"


def _entry(label: str, to: str, when: str) -> str:
    return f"````{{entry}} {when}\n{_refers(to)}\n\n{_numbered(label)}````\n\n"


REST = """\
:date: 2024-01-04

Rest
====

See :numref:`fig-r`, :numref:`no. %s <table-r>`, :eq:`eq-r`.

.. _fig-r:

.. figure:: /pic.svg

   Figure r.

.. _table-r:

.. table:: Table r.

   = =
   a b
   = =

.. math:: x
   :label: eq-r
"""

FILES: dict[str, str | bytes | None] = {
    "conf.py": CONF,
    "pic.svg": _SVG,
    "index.md": (
        f"# Home\n\n{_refers('b')}\n\n```{{toctree}}\nmanual/index\n```\n\n"
        "```{notes}\n:style: full\n```\n\n```{notes}\n:style: cards\n```\n"
    ),
    "manual/index.md": f"# Manual\n\n{_numbered('m')}\n\n```{{toctree}}\n:numbered:\n\nchapter\n```\n",
    "manual/chapter.md": f"# Chapter\n\n{_numbered('c')}\n\n{_refers('c')}\n",
    "notes/a.md": _note("a", "b", "title: A\ndate: 2024-01-02"),
    "notes/b.md": _note("b", "a", "date: 2024-01-03"),
    "notes/rest.rst": REST,
    "stream.md": "# Stream\n\n" + _entry("e", "f", "2024-02-03 10:00") + _entry("f", "e", "2024-02-04 10:00"),
}

BUILDERS = ("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """The site as each builder writes it, built once."""
    folder = tmp_path_factory.mktemp("numbers")
    write_files(folder / "source", FILES)
    done: dict[str, Built] = {}

    def build(builder: str) -> Built:
        if builder not in done:
            done[builder] = build_site(
                folder / "source", folder / builder, "-W", "--keep-going", builder=builder
            )
        return done[builder]

    return build


def _captions(path: Path) -> dict[str, list[str]]:
    """Return the numbers of captions and equations in each article of a page, by the note's first id."""
    soup = page(path)
    return {
        words(article)[:60]: [words(each) for each in article.select(".caption-number, .eqno")]
        for article in soup.select("article article, main > article, article")
        if not article.select("article")
    }


ALL = ["Fig. 1", "Table 1", "Listing 1", "(1)", "Fig. 2", "Table 2", "Listing 2", "(2)"]


@pytest.mark.parametrize("name", ["notes/a", "notes/b", "stream", "notes/stream", "index"])
def test_captions_and_references(built: Callable[[str], Built], name: str) -> None:
    """Each note starts at 1, on its own page, in a stream, in the site's stream and in a list in full."""
    site = built("html")
    soup = page(site.outdir / f"{name}.html")
    notes = {
        text: [each.removesuffix("¶") for each in numbers]
        for text, numbers in _captions(site.outdir / f"{name}.html").items()
        if "Figure r" not in text and numbers and "Rest" not in text
    }
    assert notes
    for card in soup.select(".preview-open, .preview-card"):
        card.decompose()
    for text, numbers in notes.items():
        assert numbers == ALL, text
    assert [words(p) for p in soup.select("p") if words(p).startswith("See Fig. 1, Tab")].count(SAID) >= 1
    assert not [p for p in soup.select("p") if "()" in words(p) or "fig-" in words(p)]
    assert repeated_ids(soup) == []


def test_other_pages_have_sphinx_s_numbers(built: Callable[[str], Built]) -> None:
    """What is in a toctree is numbered by it."""
    site = built("html")
    assert "Fig. 1.1" in words(page(site.outdir / "manual/chapter.html").html)
    assert "Fig. 1" in words(page(site.outdir / "manual/index.html").html)
    assert not [each for each in dead_links(site.outdir) if "#fig" in each or "#eq" in each]


def test_an_rst_figure_below_its_label(built: Callable[[str], Built]) -> None:
    """Its first id is generated; readers and machines see the same number."""
    soup = page(built("html").outdir / "notes/rest.html")
    assert "See Fig. 1, no. 1, (1)." in words(soup.html)
    assert soup.select_one('meta[name="description"]')["content"] == "See Fig. 1, no. 1, (1)."  # type: ignore[index]


@pytest.mark.parametrize("builder", BUILDERS)
def test_builders(built: Callable[[str], Built], builder: str) -> None:
    """References show the numbers, even if a book does not contain the note."""
    site = built(builder)
    text = "\n".join(
        (site.outdir / name).read_text("utf-8", "replace")
        for name in sorted(site.files())
        if name.endswith(("index.html", "index.xhtml", ".tex", "index.txt", ".1", ".texi"))
    )
    text = " ".join(re.sub(r"<[^>]*>|\\&|\\hyphen|\n", " ", text).replace("\\-", "-").split())
    assert re.search(r"Fig\. 1 ?, Tab\. 1 ?, Listing 1 ?, \(1\)[^.]{0,40} and Fig\. 2", text), builder


def test_what_machines_and_lists_are_told(built: Callable[[str], Built]) -> None:
    """Descriptions, linked data, cards and names of untitled notes show the numbers."""
    out = built("html").outdir
    for name in ("a", "b"):
        soup = page(out / f"notes/{name}.html")
        assert soup.select_one('meta[name="description"]')["content"] == SAID  # type: ignore[index]
        assert SAID in soup.select_one('script[type="application/ld+json"]').string  # type: ignore[operator,union-attr]
    soup = page(out / "notes/b.html")
    assert words(soup.title).startswith(SAID.rstrip("."))  # type: ignore[arg-type]
    assert words(soup.h1).startswith(SAID.rstrip("."))  # type: ignore[arg-type]
    for name in ("index", "notes/index", "notes/2024"):
        assert SAID.rstrip(".") in words(page(out / f"{name}.html").html)
    for path in out.rglob("*"):
        if path.suffix in {".html", ".js", ".json", ".bib", ".ris"}:
            assert not re.search("[\ue000-\ue00f]", path.read_text("utf-8")), path


def test_without_numfig(site: Callable[..., Built]) -> None:
    """Equations are always numbered, note by note; figures are not, and Sphinx says so."""
    built = site(FILES | {"conf.py": CONF.replace("numfig = True", "")})
    assert set(re.findall(r"\[.*\]|numfig is disabled", built.warnings)) == {"numfig is disabled"}
    numbers = [
        [each.removesuffix("¶") for each in found]
        for text, found in _captions(built.outdir / "notes/stream.html").items()
    ]
    assert numbers == [["(1)", "(2)"]] * 2


_FIGURE = "```{figure} /pic.svg\n"


def _edited(name: str, old: str, new: str) -> dict[str, str | bytes | None]:
    text = str(FILES[name])
    assert old in text
    return {name: text.replace(old, new, 1)}


#: Successive edits that change numbers and places.
EDITS: dict[str, dict[str, str | bytes | None]] = {
    "a figure before": _edited(
        "notes/a.md", "## A section", f"{_FIGURE}:name: first\n\nFirst.\n```\n\n## A section"
    ),
    "an equation before": _edited(
        "notes/b.md", "## A section", "```{math}\n:label: eq-first\nx\n```\n\n## A section"
    ),
    "in an entry": _edited(
        "stream.md", f"{_FIGURE}:name: fig-e\n", f"{_FIGURE}\nX\n```\n\n{_FIGURE}:name: fig-e\n"
    ),
    "into a toctree": _edited("manual/index.md", "chapter\n", "chapter\n/notes/a\n"),
    "moved": _edited("notes/b.md", "date:", "permalink: /moved/\ndate:"),
    "out of it": {"manual/index.md": FILES["manual/index.md"]},
    "gone": {"notes/a.md": None},
}  # fmt: skip


@pytest.mark.slow
def test_exact(tmp_path: Path) -> None:
    """After each edit an incremental build equals a clean one, with workers too."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit(FILES)
    check_each(
        bench, {name: partial(Bench.edit, files=files) for name, files in EDITS.items()}, ways=BY_TURNS
    )


PROOFS = {
    "conf.py": CONF.replace('"myst_parser", ', '"myst_parser", "sphinx_proof", "sphinx_exercise", '),
    "index.md": "# Home\n\nBy {prf:ref}`th-a`, {ref}`ex-a`.\n\n```{notes}\n:style: full\n```\n",
    "notes/a.md": (
        "---\ntitle: A\ndate: 2024-01-02\n---\n\nBy {prf:ref}`th-a`, {prf:ref}`lem-a` and {ref}`ex-a`.\n\n"
        "```{prf:theorem} Of all\n:label: th-a\n\nAll of $x$.\n```\n\n"
        "```{prf:theorem}\n:label: th-second\n\nNone.\n```\n\n"
        "```{prf:lemma}\n:label: lem-a\n\nSome.\n```\n\n"
        "```{exercise} Try\n:label: ex-a\n\nDo.\n```\n\n```{solution} ex-a\n:label: sol-a\n\nDone.\n```\n"
    ),
    "notes/b.md": (
        "---\ndate: 2024-01-03\n---\n\nBy {prf:ref}`th-second`.\n\n"
        "```{prf:theorem}\n:label: th-b\n\nHere.\n```\n\n"
        "```{solution} ex-a\n:label: sol-b\n\nElsewhere.\n```\n"
    ),
    "stream.md": (
        "# Stream\n\n"
        + "".join(
            f"````{{entry}} 2024-02-0{n}\n\n```{{prf:theorem}}\n:label: th-e{n}\n\nE{n}.\n```\n````\n\n"
            for n in (1, 2)
        )
    ),
}


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "latex"])
def test_theorems_and_exercises(site: Callable[..., Built], builder: str) -> None:
    """They are numbered like figures, can be referred to, and are shown in lists in full."""
    need("sphinx_proof", "sphinx_exercise")
    built = site(PROOFS, "-W", "--keep-going", builder=builder)
    if builder == "latex":
        assert "By Theorem 1, Exercise 1." in built.text("numbers.tex")
        return
    suffix = "xhtml" if builder == "epub" else "html"
    home = page(built.outdir / f"index.{suffix}")
    if suffix == "html" and builder != "singlehtml":
        assert home.select("meta[name=description]")[0]["content"] == "By Theorem 1, Exercise 1."
    for card in home.select(".preview-card"):
        card.decompose()
    assert "By Theorem 1, Exercise 1." in words(home.html)
    titles = [words(each) for each in home.select(".admonition-title")]
    assert titles == [
        "Theorem 1", "Theorem 1", "Theorem 1", "Solution to Exercise 1 (Try)",
        "Theorem 1 (Of all)", "Theorem 2", "Lemma 1", "Exercise 1 (Try)", "Solution to Exercise 1 (Try)",
    ]  # fmt: skip
    if builder == "html":
        soup = page(built.outdir / "notes/a.html")
        description = soup.select_one('meta[name="description"]')
        assert description["content"] == "By Theorem 1, Lemma 1 and Exercise 1."  # type: ignore[index]


def test_theorems_exact(tmp_path: Path) -> None:
    """A note that refers to a theorem or solves an exercise of another note follows its changes."""
    need("sphinx_proof", "sphinx_exercise")
    source = tmp_path / "source"
    write_files(source, PROOFS)
    before = "```{prf:theorem}\n:label: th-0\n\nX.\n```\n\n```{exercise}\n:label: ex-0\n\nX.\n```\n\n"
    edits: list[dict[str, str | bytes | None]] = [
        {},
        {"notes/a.md": PROOFS["notes/a.md"].replace("```{prf:theorem} Of", f"{before}```{{prf:theorem}} Of")},
        {"notes/a.md": PROOFS["notes/a.md"].replace("date:", "permalink: /moved/\ndate:")},
    ]
    for number, files in enumerate(edits):
        write_files(source, files)
        one = build_site(source, tmp_path / "out").outdir
        clean = build_site(source, tmp_path / f"clean-{number}").outdir
        for path in (*one.rglob("*.html"), *clean.rglob("*.html")):
            # Both copy their stylesheets at the end, so that the first build has no checksums for them.
            path.write_bytes(re.sub(rb"(proof|exercise)\.css\?v=\w+", rb"\1.css", path.read_bytes()))
        assert not (said := differences(one, clean)), f"after edit {number}: {said}"
