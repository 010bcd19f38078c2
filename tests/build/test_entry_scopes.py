"""An entry of a stream is a note: the names defined in it are its own, and it borrows none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages import page, parse_errors, repeated_ids, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag
    from conftest import Built

pytestmark = pytest.mark.once

CONF = """\
project = "Scopes"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
bibtex_bibfiles = ["works.bib"]
smartquotes = False
rst_prolog = ".. |everywhere| replace:: of the project"
rst_epilog = ".. _Project: https://project.example"
"""

BIB = "@book{hale1902,\n author = {Hale, Nora}, title = {Buckets}, publisher = {Mill}, year = {1902},\n}\n"

MARKDOWN = """\
# Markdown

Of the page[^n], its own [link][x].

[^n]: note of the page

[x]: https://page.example

```{entry} 2024-01-01
:id: one

One[^n] and[^other], [link][x].

[^other]: another of one
[^n]: note of one, with [a label](#shared)

[x]: https://one.example

(shared)=
Labelled in one.
```

```{entry} 2024-01-02
:id: two
:title: Two

Two[^n] and [link][X]; `[away]` is code. {cite:t}`hale1902` and {footcite}`hale1902`

[^n]: note of two calls[^inner]
[^inner]: inner of two

[x]: https://two.example
```

````{entry} 2024-01-03
:id: three

Three[^n].

[^n]: note of three

```{eval-rst}
Three [1]_ [#a]_ [#]_ [*]_ link_ |s| `anonymous`__ [CIT]_

.. [1] numbered of three
.. [#a] named of three
.. [#] unnamed of three
.. [*] sign of three
.. |s| replace:: substitute of three
.. _link: https://three.example
.. [CIT] cited of three
__ https://anonymous-three.example
```
````

````{entry} 2024-01-04
:id: four

```{eval-rst}
Four [1]_ [#a]_

.. [1] numbered of four
.. [#a] named of four
```
````
"""

#: The entries of a stream in reStructuredText, each with the same names.
_REST = """\
.. entry:: 2024-02-0{number}
   :id: {name}

   {name} [1]_ [#a]_ [#]_ [*]_ link_ other_ |s| |everywhere| Project_ `anonymous`__ [CIT]_ here_

   .. [1] numbered of {name}
   .. [#a] named of {name}
   .. [#] unnamed of {name}
   .. [*] sign of {name}
   .. |s| replace:: substitute of {name}
   .. _link: https://{name}.example
   .. _other: link_
   .. [CIT] cited of {name}
   __ https://anonymous-{name}.example

   .. _here:
   .. _there-{name}:

   Labelled.
"""

REST = (
    "Rest\n====\n\nPage [1]_ [#a]_ [#]_ [*]_ link_ |s| [CIT]_ :ref:`x <there-five>`\n\n"
    ".. [1] numbered of page\n.. [#a] named of page\n.. [#] unnamed of page\n.. [*] sign of page\n"
    ".. |s| replace:: substitute of page\n.. _link: https://page.example\n.. [CIT] cited of page\n\n"
    + _REST.format(number=1, name="five")
    + "\n"
    # A duplicate label would be ambiguous for references from elsewhere.
    + _REST.format(number=2, name="six").replace("   .. _here:\n", "").replace(" here_", "")
)

ELSEWHERE = """\
---
kind: page
---

# Elsewhere

{ref}`one <shared>`, {ref}`five <there-five>`, {ref}`six <there-six>`.

```{notes}
:style: full
```
"""

BORROWING = {
    "borrows.md": """\
# Borrows

[^page]: note of the page

[page]: https://page.example

```{entry} 2024-03-01
:id: lends

[^lent]: note of another, called[^lent]

[lent]: https://other.example
```

```{entry} 2024-03-02
:id: borrower

A[^page], b[^lent], c[^nowhere], [d][page], [lent].
```

Called[^page] here.
""",
    "rest.rst": """\
Borrows
=======

.. [#page] of the page, [#page]_
.. |s| replace:: x
.. _link: https://page.example

.. entry:: 2024-03-03
   :id: borrows-too

   A [#page]_, |s|, link_.

.. entry:: 2024-03-04
   :id: too-many

   A [#]_.

Here |s| link_ [#]_.

.. [#] after
""",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Streams in which the page and every entry use the same names."""
    from conftest import build_site, write_files

    folder = tmp_path_factory.mktemp("scopes")
    files = {"conf.py": CONF, "works.bib": BIB, "index.md": "# Home\n", "md.md": MARKDOWN, "rest.rst": REST,
             "elsewhere.md": ELSEWHERE}  # fmt: skip
    write_files(folder / "source", files)
    return build_site(folder / "source", folder / "out")


def _said(entry: Tag, soup: Tag) -> list[str]:
    """Return what the footnote and citation references in the running text of *entry* lead to."""
    # The page also shows a footnote at its reference; here its own place matters.
    found = [
        call for call in entry.select('a[href^="#"]')
        if (call.get("role") == "doc-noteref" or re.fullmatch(r"\[CIT\]", words(call)))
        and not call.find_parent(["aside", "span"], class_=["footnote", "margin-body"])
    ]  # fmt: skip
    return [words(soup.find(id=str(call["href"])[1:])) for call in found]  # type: ignore[arg-type]


#: The texts of the footnotes that each entry refers to, by the entry's id.
CALLED = {
    "one": ["note of one", "another of one"],
    "two": ["note of two", "Buckets"],
    "three": ["note of three", "numbered of three", "named of three", "unnamed of three", "sign of three",
              "cited of three"],
    "four": ["numbered of four", "named of four"],
    "five": [f"{kind} of five" for kind in ("numbered", "named", "unnamed", "sign", "cited")],
    "six": [f"{kind} of six" for kind in ("numbered", "named", "unnamed", "sign", "cited")],
}  # fmt: skip


@pytest.mark.parametrize("where", ["home", "notes/stream.html", "elsewhere.html"])
def test_names_are_the_entry_s_own(built: Built, where: str) -> None:
    """This is so on the page of the stream, in the stream of the site and in a list in full."""
    assert built.warnings == ""
    for name, expected in CALLED.items():
        home = "rest.html" if name in {"five", "six"} else "md.html"
        soup = page(built.outdir / (home if where == "home" else where))
        link = name if where == "home" else f"{home.removesuffix('.html')}-{name}"
        entry = next(
            each
            for each in soup.select("article.entry")
            if each.get("id") == link or each.select_one(f'a[href$="{home}#{name}"]')
        )
        said = _said(entry, soup)
        assert len(said) == len(expected), (name, said)
        assert all(part in text for part, text in zip(expected, said, strict=True)), (name, said)
        addresses = [str(a["href"]) for a in entry.select('a[href^="https://"]')]
        own = [each for each in addresses if ".example" in each and "project" not in each]
        assert all(f"{name}.example" in each for each in own), (name, own)
        if name in {"three", "five", "six"}:
            assert f"substitute of {name}" in words(entry)
            assert f"https://anonymous-{name}.example" in addresses
        if name in {"five", "six"}:
            assert f"substitute of {name} of the project" in words(entry)
            assert "https://project.example" in addresses


def test_notes_of_an_entry_begin_at_one_and_stand_at_its_end(built: Built) -> None:
    """Footnotes of an entry are numbered from 1 and at its end, as in a document; pages are valid."""
    soup = page(built.outdir / "md.html")
    for name in ("one", "two"):
        labels = soup.select_one(f"#{name}").select("aside.footnote > .label")  # type: ignore[union-attr]
        assert [words(each) for each in labels] == ["[1]", "[2]"]
    for name in ("md.html", "rest.html", "notes/stream.html"):
        assert repeated_ids(page(built.outdir / name)) == []
        assert parse_errors(built.text(name)) == []


def test_labels_are_the_project_s(built: Built) -> None:
    """A label in an entry can be referred to from everywhere."""
    links = [a["href"] for a in page(built.outdir / "elsewhere.html").select("p > a.internal")][:3]
    assert links == ["md.html#shared", "rest.html#there-five", "rest.html#there-six"]


def test_what_an_entry_does_not_define_it_does_not_borrow(site: Callable[..., Built]) -> None:
    """Each footnote, link or substitution that only the page or another entry defines is reported."""
    built = site({"conf.py": CONF, "works.bib": BIB, "index.md": "# Home\n", **BORROWING})
    warned = [line.rpartition("/")[2] for line in built.warnings.splitlines()]
    message = "expected a definition of the (.*) in the entry itself, found none; leaving it as text"
    named = [re.fullmatch(rf"(.*) WARNING: entry: {message} \[notes.entry\]", line) for line in warned]
    assert sorted(f"{match[1]} {match[2]}" for match in named if match) == [
        "borrows.md:15: link [lent]",
        "borrows.md:15: link [page]",
        "borrows.md:18: footnote [lent]",
        "borrows.md:18: footnote [nowhere]",
        "borrows.md:18: footnote [page]",
        "rest.rst:11: footnote [page]",
        "rest.rst:11: link 'link'",
        "rest.rst:11: substitution |s|",
    ]
    others = [line for line, match in zip(warned, named, strict=True) if not match]
    assert [line.partition(":")[2][:43] for line in others if "toc.not_included" not in line] == [
        "16: ERROR: Too many autonumbered footnote r"
    ]
    entry = page(built.outdir / "borrows.html").select_one("#borrower")
    assert words(entry).endswith("A[^page], b[^lent], c[^nowhere], [d][page], [lent].")  # type: ignore[arg-type]
