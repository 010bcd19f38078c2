"""Generated sites with hidden files: every syntax, form, way to hide and way to refer, drawn by a seed.

A hidden file has a mark, a word that is in all of its text and nowhere else. Public documents name the
hidden files in every way that a document can name another; these names are then public, and have no mark.
Hidden files that nobody names have a mark in their names too.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hidden_marks import SECRET, spellings

from sphinx_research_notes.frontmatter.block import HIDING

if TYPE_CHECKING:
    from collections.abc import Callable

CONF = """\
extensions = ["myst_nb", "sphinxcontrib.bibtex", "sphinx_research_notes"]
source_suffix = {
    ".md": "myst-nb", ".ipynb": "myst-nb", ".rst": "restructuredtext", ".rstx": "restructuredtext",
    ".txt": "myst-nb", ".odd": "odd",
}
nb_execution_mode = "off"
html_theme = "research_notes"
html_baseurl = "https://example.org/"
notes_match = ["notes/**", "_posts/**"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 2
bibtex_bibfiles = ["works.bib"]
numfig = True
version = release = "1"
copyright = "A"
latex_documents = [("index", "book.tex", "T", "A", "manual")]
texinfo_documents = [("index", "book", "T", "A", "book")]


def setup(app):
    import json
    from pathlib import Path
    from docutils import nodes
    from docutils.parsers import Parser

    class Odd(Parser):
        supported = ("odd",)
        settings_spec = ("Options", None, ())
        config_section = "odd parser"
        config_section_dependencies = ("parsers",)

        def parse(self, text, document):
            document += nodes.section("", nodes.title("", "Odd"), nodes.paragraph("", text), ids=["odd"])

    def ask(app, exception):
        env = app.env
        found = {
            "found": sorted(env.found_docs), "all": sorted(env.all_docs),
            "read": sorted(env.project.docnames),
            "titles": {name: title.astext() for name, title in env.titles.items()},
            "contents": {name: toc.astext() for name, toc in env.tocs.items()},
            "metadata": {name: str(values) for name, values in env.metadata.items()},
            "objects": [str(each) for domain in env.domains.values() for each in domain.get_objects()],
            "relations": str(env.collect_relations()),
            "images": str(dict(env.images)), "downloads": str(dict(env.dlfiles)),
        }
        Path(app.outdir, "asked.json").write_text(json.dumps(found))

    app.add_source_parser(Odd)
    app.connect("build-finished", ask)
"""

#: The front matter that hides a file: keys and values, in the order of their lines.
WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "draft": (("draft", "true"),),
    "draft, yes": (("draft", "yes"),),
    "unpublished": (("published", "false"),),
    "not to be published": (("publish", "false"),),
    "not to be published by the garden": (("dg-publish", "false"),),
    "draft by visibility": (("visibility", "draft"),),
    "private by visibility": (("visibility", "private"),),
    "private": (("private", "true"),),
    "status": (("status", "draft"),),
    "one of two": (("draft", "false"), ("status", "draft")),
    "headless": (("headless", "true"),),
    "not public": (("public", "false"),),
    "hidden": (("hidden", "yes"),),
    "no address": (("permalink", "false"),),
    "pending": (("post_status", "pending"),),
    "not visible": (("isVisible", "false"),),
    "with a password": (("password", "quillwort"),),
    "expired": (("expiryDate", "2020-01-02"),),
    "expired, in our words": (("expiry_date", "2020-01-02 10:00"),),
    "scheduled": (("publishDate", "2090-01-02"),),
    "scheduled, in our words": (("publish_date", "2090-01-02"),),
    "at some time": (("publish_date", "soon"),),
    "with a mistyped time": (("expriy_date", "2090-01-02"),),
    "mistyped": (("drfat", "true"),),
    "unclear": (("draft", "perhaps"),),
}

#: Those that hide a file at some times, and a time at which it is shown.
SHOWN_AT = {
    "expired": 1_400_000_000, "expired, in our words": 1_400_000_000,
    "scheduled": 3_900_000_000, "scheduled, in our words": 3_900_000_000,
}  # fmt: skip

Pairs = list[tuple[str, str]]


def _yaml(pairs: Pairs) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in pairs) + "---\n\n"


def _toml(pairs: Pairs) -> str:
    return "+++\n" + "".join(f"{key} = {_typed(value)}\n" for key, value in pairs) + "+++\n\n"


def _typed(value: str) -> str:
    return value if value in {"true", "false"} else json.dumps(value)


def _json(pairs: Pairs) -> str:
    values = {key: {"true": True, "false": False}.get(value, value) for key, value in pairs}
    return json.dumps(values, indent=1) + "\n\n"


def _json_between(pairs: Pairs) -> str:
    return ";;;\n" + _json(pairs).strip()[1:-1].strip() + "\n;;;\n\n"


def _header(pairs: Pairs) -> str:
    return "".join(f"{key.capitalize()}: {value}\n" for key, value in pairs) + "\n"


def _comment(pairs: Pairs) -> str:
    return "<!--\n" + "".join(f".. {key}: {value}\n" for key, value in pairs) + "-->\n\n"


def _comments(pairs: Pairs) -> str:
    return "".join(f".. {key}: {value}\n" for key, value in pairs) + "\n"


def _org(pairs: Pairs) -> str:
    return "".join(f"#+{key.upper()}: {value}\n" for key, value in pairs) + "\n"


def _fields(pairs: Pairs) -> str:
    return "".join(f":{key}: {value}\n" for key, value in pairs) + "\n"


def _titled(pairs: Pairs) -> str:
    """The fields stand behind a label and a title, as Sphinx's own documentation begins."""
    return ".. A comment.\n\n.. _here:\n\nFirst\n=====\n\n" + _fields(pairs)


def _astray(pairs: Pairs) -> str:
    """Put the hiding line into the text, below the block."""
    flags = [(key, value) for key, value in pairs if key in HIDING]
    rest = [pair for pair in pairs if pair not in flags]
    return _yaml(rest) + "".join(f"**{key.capitalize()}:** {value}\n" for key, value in flags) + "\n"


def _windows(pairs: Pairs) -> str:
    return "\ufeff" + _yaml(pairs).replace("\n", "\r\n")


FORMS: dict[str, Callable[[Pairs], str]] = {
    "YAML": _yaml, "TOML": _toml, "JSON": _json, "JSON between semicolons": _json_between, "header": _header,
    "comment": _comment, "comments": _comments, "Org": _org, "YAML of Windows": _windows,
    "flags in the text": _astray,
}  # fmt: skip

#: The forms for each suffix, its own parser's first.
SUFFIXES: dict[str, tuple[str, ...]] = {
    ".md": tuple(FORMS),
    ".txt": tuple(FORMS),
    ".rst": ("fields", "fields behind a title", *FORMS),
    ".rstx": ("fields", "fields behind a title", *FORMS),
    ".odd": ("fields", "fields behind a title", *FORMS),
    ".ipynb": ("metadata", *FORMS),
}

FOLDERS = ("notes", "notes/deep/er", "_posts", "_drafts", "blog/_drafts/x", "notes/dated")

#: Everything that hidden text can contain, in Markdown; ``MARK`` and ``LABEL`` are replaced.
MARKDOWN = """\
(LABEL)=
# The MARK title

Its text says MARK, with a note[^MARK], *emphasis on MARK*, `code MARK` and {cite}`work`.

[^MARK]: The note says MARK.

```{glossary}
term MARK
: Means MARK.
```

```{index} single: MARK
```

```{math}
:label: eq-LABEL
\\mathrm{MARK} = 1
```

```{figure} PICTURE
:name: fig-LABEL
:alt: alternative MARK

A caption of MARK
```

```{py:function} function_LABEL(MARK)
Does MARK.
```

{download}`files/PICTURE.csv`

## A section of MARK

```{note-to-self}
An aside of MARK
```

<div title="MARK">MARK</div>
"""

RST = """\
.. _LABEL:

The MARK title
==============================

Its text says MARK, with a note [#MARK]_, *emphasis on MARK*, ``code MARK`` and :cite:`work`.

.. [#MARK] The note says MARK.

.. glossary::

   term MARK
      Means MARK.

.. index:: single: MARK

.. math::
   :label: eq-LABEL

   \\mathrm{MARK} = 1

.. figure:: PICTURE
   :name: fig-LABEL
   :alt: alternative MARK

   A caption of MARK

.. py:function:: function_LABEL(MARK)

   Does MARK.

A section of MARK
-----------------------------

.. note-to-self::

   An aside of MARK
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>MARK</title></svg>'

#: The ways in which a public document names another: in Markdown, then in reStructuredText.
WAYS_IN = (
    """\
# Names DOC

[a](/DOC) [b](/PATH) [c](/PATH#a-section) [d](#LABEL) <project:#LABEL> {doc}`/DOC` {ref}`LABEL`
{numref}`fig-LABEL` {eq}`eq-LABEL` {any}`LABEL` {py:func}`function_LABEL` {download}`/PATH` ![](/PATH)
[e](PLACE) ![x](<PATH>) {download}`g <PATH>` [h](RELATIVE) {term}`x <term LABEL>`

```{toctree}
:glob:

/DOC
/notes/**
```

```{include} /PATH
```

```{include} /PATH
:literal:
```

```{include} /PATH
:start-line: 4
```

```{literalinclude} /PATH
```

```{literalinclude} /index.md
:diff: /PATH
```

```{csv-table}
:file: ../PATH
```

```{raw} html
:file: ../PATH
```

```{figure} /PATH
```

```{notes}
:style: full
```

```{eval-rst}
.. include:: /PATH
```
""",
    """\
Names DOC
=========

:doc:`/DOC` :ref:`LABEL` :numref:`fig-LABEL` :eq:`eq-LABEL` :any:`LABEL` :py:func:`function_LABEL`
:download:`/PATH` `e <PLACE>`_

.. toctree::
   :glob:

   /DOC
   /notes/**

.. include:: /PATH

.. include:: ../PATH

.. include:: /PATH
   :code:

.. include:: /PATH
   :start-line: 4

.. literalinclude:: /PATH

.. csv-table::
   :file: ../PATH

.. raw:: html
   :file: ../PATH

.. image:: /PATH

.. notes::
   :style: full
""",
)

INDEX = """\
# Home

```{toctree}
:glob:

**
```

```{notes}
```

```{notes}
:style: full
```

```{notes-to-self}
```
"""

Files = dict[str, "str | bytes | None"]


@dataclass(frozen=True)
class Hidden:
    """One hidden file, and its public counterpart."""

    name: str
    mark: str
    #: A description, for finding out why it was seen.
    manner: str
    source: str
    #: The same text without the word that hides it; None if its folder hides it.
    public: str | None


@dataclass(frozen=True)
class HiddenSite:
    """A site with hidden files."""

    files: Files
    hidden: tuple[Hidden, ...]


def _mark(number: int) -> str:
    """Return a word that no stemmer shortens and that occurs nowhere else."""
    letters = "".join(chr(ord("a") + number // 26**place % 26) for place in range(3))
    return f"zq{letters}qx"


def _notebook(head: str, pairs: Pairs | None, body: str) -> str:
    metadata = dict(pairs or ())
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": head + body},
        {"cell_type": "code", "metadata": {}, "source": "print('MARK')", "execution_count": 1,
         "outputs": [{"output_type": "stream", "name": "stdout", "text": "MARK"}]},
    ]  # fmt: skip
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


def _source(suffix: str, form: str, pairs: Pairs) -> str:
    body = RST if suffix.startswith(".rst") else MARKDOWN
    if suffix == ".ipynb":
        return _notebook("" if form == "metadata" else FORMS[form](pairs),
                         pairs if form == "metadata" else None, body)  # fmt: skip
    return {"fields": _fields, "fields behind a title": _titled, **FORMS}[form](pairs) + body


def _hidden(random_: random.Random, number: int, ways: tuple[str, ...], *, named: bool) -> Hidden:
    """Draw one hidden file; *ways*: how it may be hidden."""
    suffix = random_.choice([*SUFFIXES])
    form, way = random_.choice(SUFFIXES[suffix]), random_.choice(ways)
    folder, mark = random_.choice(FOLDERS), _mark(number)
    stem = f"{random_.choice(['', '2024-03-05-'])}{'n' if named else mark}{number}"
    drafts = "_drafts" in folder
    pairs = [("title", "The MARK title"), ("date", "2024-03-05"), ("tags", "MARK")]
    hides = random_.choice([(), WAYS[way]]) if drafts else WAYS[way]
    place = random_.randrange(len(pairs) + 1)
    name = f"{folder}/{stem}{suffix}"

    def filled(values: Pairs) -> str:
        text = _source(suffix, form, values)
        for word, value in (("MARK", mark), ("LABEL", f"label{number}"), ("PICTURE", f"picture{number}.svg")):
            text = text.replace(word, value)
        return text

    return Hidden(
        name, mark, f"{name}: {form}, {'folder' if not hides else way}",
        filled([*pairs[:place], *hides, *pairs[place:]]), None if drafts else filled(pairs),
    )  # fmt: skip


def _with_its_folder(random_: random.Random, number: int, *, named: bool) -> tuple[Hidden, Files]:
    """Draw one file that only a file with front matter for its folder hides, and that file."""
    hidden, way = _hidden(random_, number, tuple(WAYS), named=named), random_.choice([*WAYS])
    if hidden.public is None:
        return hidden, {}
    folder, _, file_name = hidden.name.rpartition("/")
    folder += f"/kept{number}"
    given = random_.choice(("_metadata.yml", ".meta.yml", "_metadata.yaml", ".meta.yaml"))
    # It may be above the folder of the file.
    name = f"{folder}/{random_.choice(('', 'deep/'))}{file_name}"
    values = "".join(f"{key}: {value}\n" for key, value in [("summary", hidden.mark), *WAYS[way]])
    about = f"{name}: {given}, {way}"
    return replace(hidden, name=name, manner=about, source=hidden.public, public=None), {
        f"{folder}/{given}": values
    }


def _named_by(hidden: Hidden, number: int) -> Files:
    """Return public documents that name *hidden* in every way."""
    found: Files = {}
    docname = hidden.name.rpartition(".")[0]
    words = {
        "PATH": hidden.name, "DOC": docname, "LABEL": f"label{number}", "PLACE": f"/{docname}.html",
        "RELATIVE": f"../{hidden.name}",
    }  # fmt: skip
    for suffix, text in zip((".md", ".rst"), WAYS_IN, strict=True):
        for word, value in words.items():
            text = text.replace(word, value)
        found[f"public/p{number}{suffix[1:]}{suffix}"] = text
    return found


def _part(random_: random.Random, number: int) -> Hidden:
    """Return a public document with a hidden part, in any spelling."""
    spelling, mark = random_.choice([*spellings()]), _mark(number)
    text = spelling.text.replace(SECRET, mark)
    head = "Part\n====\n\n" if spelling.suffix == "rst" else "# Part\n\n"
    name = f"{random_.choice(['notes', 'public'])}/part{number}.{spelling.suffix}"
    return Hidden(name, mark, f"{name}: {spelling.name}", f"{head}{text}\n", None)


def hidden_site(seed: int, count: int = 12, ways: tuple[str, ...] = tuple(WAYS)) -> HiddenSite:
    """Return a site with *count* named hidden files, as many that nobody names, and hidden parts."""
    random_ = random.Random(seed)
    files: Files = {
        "conf.py": CONF,
        "index.md": INDEX,
        "works.bib": "@misc{work, author={Oak, A.}, title={On it}, year={1999}}\n",
        "notes/open.md": "---\ntitle: Open\ndate: 2024-01-02\n---\nOpen text.\n",
    }
    hidden = []
    for number in range(2 * count):
        each = _hidden(random_, number, ways, named=number < count)
        hidden.append(each)
        files[each.name] = each.source
        picture = each.name.rpartition("/")[0] + f"/picture{number}.svg"
        files[picture] = SVG.replace("MARK", each.mark)
        if number < count:
            files |= _named_by(each, number)
    for number in range(2 * count, 3 * count):
        hidden.append(_part(random_, number))
        files[hidden[-1].name] = hidden[-1].source
    for number in range(3 * count, 3 * count + count // 2):
        each, beside = _with_its_folder(random_, number, named=number % 2 == 0)
        hidden.append(each)
        files |= {each.name: each.source, **beside}
        files[each.name.rpartition("/")[0] + f"/picture{number}.svg"] = SVG.replace("MARK", each.mark)
        if number % 2 == 0:
            files |= _named_by(each, number)
    return HiddenSite(files, tuple(hidden))
