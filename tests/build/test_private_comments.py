"""What other tools mark as private stays hidden whatever else is in the project, also in notebooks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from test_withhold import CONF, nowhere

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

pytestmark = pytest.mark.once

ROLES = {
    "notes/a.rst": "A\n=\n\n.. default-role:: math\n.. role:: private\n\nSeen `x`, :private:`zebra`.\n",
    "notes/b.md": (
        "# B\n\n<!-- private: zebra -->\n\nSeen {private}`zebra` `x`.\n\n%%\nzebra\n%%\n\n"
        "<private>zebra</private>\n\n#+begin_private\nzebra\n#+end_private\n"
    ),
    "notes/c.rst": "C\n=\n\nSeen :private:`zebra`.\n",
}

TABLES = {
    "notes/d.csv": 'seen,"<!-- private: zebra -->"\n',
    "notes/e.csv": 'seen,"```{note-to-sefl} :private: zebra```"\n',
    "notes/f.csv": "Seen in a file,private\n",
    "notes/d.md": "# D\n\nSeen.\n\n```{csv-table}\n:file: d.csv\n```\n\n```{csv-table}\n:file: e.csv\n```\n",
    "notes/f.md": "# F\n\nSeen.\n\n```{csv-table}\n:file: f.csv\n```\n",
}

ASIDES = {
    "notes/u.md": "# U\n\nSeen.\n\n```{note-to-self}\n:visibility: unlisted\n\nzebra\n```\n",
    "notes/v.rst": "V\n=\n\nSeen.\n\n.. note-to-self:: zebra\n   :visibility: unlisted\n\n   zebra\n",
}


def notebook(*sources: str) -> str:
    """Return a notebook; a source that begins with ``>>>`` is code."""
    cells: list[dict[str, Any]] = []
    for number, source in enumerate(sources):
        cell: dict[str, Any] = {"cell_type": "markdown", "id": f"c{number}", "metadata": {}, "source": source}
        if source.startswith(">>>"):
            cell |= {
                "cell_type": "code", "source": source[3:], "execution_count": 1,
                "outputs": [{"output_type": "stream", "name": "stdout", "text": source[3:]}],
            }  # fmt: skip
        cells.append(cell)
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


PAIRS = {
    "comment": ("<!-- private -->", "<!-- /private -->"),
    "region": ("<!-- #region private -->", "<!-- #endregion -->"),
    "unclosed": ("<!-- private: zebra", "-->"),
    "element": ("<private>", "</private>"),
    "percent": ("%%", "%%"),
    "org": ("#+begin_private", "#+end_private"),
}


def test_roles_and_tables_and_asides(site: Callable[..., Built]) -> None:
    """Neither the default role, nor a role of another document, nor the directive around them matters."""
    conf = CONF + 'default_role = "any"\nsuppress_warnings = ["ref.any"]\n'
    built = site({"conf.py": conf, "index.md": "# Home\n", **ROLES, **TABLES, **ASIDES})
    nowhere(built)
    names = [name for name in (*ROLES, *TABLES, *ASIDES) if not name.endswith(".csv")]
    for name in names:
        assert "een" in built.text(re.sub(r"\.\w+$", ".html", name)), name
    assert "Seen in a file" in built.text("notes/f.html")
    told = set(re.findall(r"(notes/\w\.\w+):\d+: WARNING: .*\[notes\.\w+\]", built.warnings))
    assert told == {*names} - {"notes/f.md"}
    # The same again, when the table of roles has those of the first document.
    built = site({"notes/c.rst": ROLES["notes/c.rst"] + "\nMore.\n"})
    nowhere(built)
    assert "More." in built.text("notes/c.html")


def test_over_several_cells(site: Callable[..., Built]) -> None:
    """A part that begins in one cell of a notebook goes on to its end, code and results included."""
    conf = CONF.replace("myst_parser", "myst_nb") + 'nb_execution_mode = "off"\n'
    files: dict[str, str | bytes | None] = {"conf.py": conf, "index.md": "# Home\n"}
    for name, (opening, closing) in PAIRS.items():
        files[f"notes/{name}.ipynb"] = notebook(
            "# T\n\nSeen one", f"Seen two\n\n{opening}", "zebra", ">>>print('zebra')", "```\nzebra",
            f"zebra\n\n{closing}\n\nSeen three", "Seen four", ">>>'Seen five'",
        )  # fmt: skip
    files["notes/open.ipynb"] = notebook("# T\n\nSeen", "<private>", "zebra", ">>>'zebra'", "zebra\n\n%%")
    files["notes/begun.ipynb"] = notebook(
        "# T\n\nSeen", "<private>zebra\n\nzebra", ">>>'zebra'", "zebra\n\nzebra</private>\n\nSeen two"
    )
    built = site(files)
    nowhere(built)
    assert "Seen two" in built.text("notes/begun.html")
    for name in PAIRS:
        text = built.text(f"notes/{name}.html")
        assert [word for word in ("one", "two", "three", "four", "five") if f"Seen {word}" not in text] == []
        # An element is known to end below.
        ending = "" if PAIRS[name][0].startswith("<private") else " without an end"
        assert len(re.findall(rf"{name}\.ipynb:\d+: WARNING: expected .*{ending}", built.warnings)) >= 1
    assert "Seen" in built.text("notes/open.html")


def test_comments_from_one_piece_to_another(site: Callable[..., Built]) -> None:
    """What stands between the two pieces of raw HTML that a comment begins and ends in stays in it."""
    piece = ".. raw:: html\n\n   {}\n\n"
    note = f"A\n=\n\n{piece.format('<b>Seen</b><!-- x')}Zebra.\n\n{piece.format('--><!-- y -->')}More.\n"
    built = site({"conf.py": CONF, "index.md": "# Home\n", "notes/a.rst": note})
    assert re.search(r"<b>Seen</b><!-- x\s*<p>Zebra\.</p>\s*-->\s*<p>More", built.text("notes/a.html"))


def test_comments_in_html(site: Callable[..., Built]) -> None:
    """Comments of HTML are in no file that readers get, as those of MyST and reST aren't."""
    note = (
        "---\ndate: 2024-01-01\n---\n\n# A\n\nSeen one. <!-- zebra --> Seen <b>two</b>.\n\n<!-- zebra\n\n"
        "zebra <i>zebra</i> -->\n\n<div><!-- zebra -->Seen three.</div>\n\n"
        "% zebra\n\n```{raw} html\n<!-- zebra --><p>Seen four.</p>\n```\n"
    )
    more = (
        'html_baseurl = "https://example.org/"\nhtml_copy_source = False\n'
        'notes_feeds = {"addresses": {"feed.xml": "atom"}}\n'
    )
    built = site({"conf.py": CONF + more, "index.md": "# Home\n", "notes/a.md": note})
    text = built.text("notes/a.html")
    assert [word for word in ("one", "<b>two", "three", "four") if word not in text] == []
    for path in built.outdir.rglob("*"):
        assert not path.is_file() or b"zebra" not in path.read_bytes(), path
