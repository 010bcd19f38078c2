"""Notes outside their time: hidden as drafts are, and exactly so at every clock."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from exactness import Bench, differences

if TYPE_CHECKING:
    from pathlib import Path

    from exactness import Files

#: Three days, on the second of which everything is shown, and a later one.
DAYS = {
    name: datetime(2026, month, 1, 12, tzinfo=UTC)
    for month, name in ((3, "before"), (5, "during"), (7, "after"))
}
CONF = """\
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx_research_notes"]
nb_execution_mode = "off"
html_theme = "research_notes"
html_baseurl = "https://example.org/"
notes_match = ["notes/**", "**/20*"]
notes_timezone = "America/New_York"
import os, sys
sys.path.insert(0, os.path.abspath("code"))
"""
START, END = ("publish_date", "2026-04-01 09:00:00"), ("expiryDate", "2026-06-01T09:00:00+02:00")


def _notebook(text: str, **metadata: str) -> str:
    cell = {"cell_type": "markdown", "metadata": {}, "source": text}
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


def _files(key: str, value: str, mark: str) -> Files:
    """Return notes with *key*, in all forms, each with a word that begins with *mark*."""
    text = f"Text {mark}%s in the wood, $x$.\n"
    yaml = f"---\ntitle: T {mark}%s\ndate: 2026-01-02\ntags: {mark}tag\n{key}: {value}\n---\n\n"
    entry = f"```{{entry}} 2026-01-03\n:{key}: {value}\n\n{text % 'entry'}```\n"
    rst = f".. entry:: 2026-01-05\n   :{key}: {value}\n\n   %s"
    where = f"notes/{mark}"
    return {
        f"{where}/yaml.md": (yaml % "yaml") + text % "yaml" + f"\n(label-{mark})=\n## Part\n",
        f"{where}/toml.md": f"+++\ntitle = 'T'\n{key} = {value.replace(' ', 'T')}\n+++\n\n{text % 'toml'}",
        f"{where}/json.md": f'{{"title": "T", "{key}": "{value}"}}\n\n{text % "json"}',
        f"{where}/header.md": f"Title: T\n{key}: {value}\n\n{text % 'header'}",
        f"{where}/alone.md": f"{key}: {value}\n\n{text % 'alone'}",
        f"{where}/rest.rst": f":title: T\n:{key}: {value}\n\n{text % 'rest'}",
        f"{where}/book.ipynb": _notebook(text % "book", title="T", **{key: value}),
        f"{where}/cell.ipynb": _notebook(yaml % "cell" + text % "cell"),
        f"{where}/unlisted.md": f"---\nvisibility: unlisted\n{key}: {value}\n---\n\n{text % 'unlisted'}",
        f"{where}/params.md": f"---\ntitle: T\nparams:\n  {key}: {value}\n---\n\n{text % 'params'}",
        f"{where}/page.md": f"---\nkind: page\ntitle: T\n{key}: {value}\n---\n\n{text % 'page'}",
        f"{where}/folder/_metadata.yml": f"{key}: {value}\n",
        f"{where}/folder/a.md": f"---\ntitle: T\n---\n\n{text % 'folder'}",
        f"{where}/cascade/_index.md": f"---\ntitle: T\ncascade:\n  {key}: {value}\n---\n",
        f"{where}/cascade/a.md": f"---\ntitle: T\n---\n\n{text % 'cascade'}",
        f"stream-{mark}.md": f"# Stream\n\n{entry}\n```{{entry}} 2026-01-04\nOpen words.\n```\n",
        f"rest-{mark}.rst": "Rest\n====\n\n" + rst % text % "restentry",
        f"cells-{mark}.ipynb": _notebook(f"# Cells\n\n{entry.replace('entry.', 'x')}"),
        f"part-{mark}.txt": f"---\n{key}: {value}\n---\n{text % 'file'}",
        f"parts-{mark}.txt": f"Open words.\n\n{entry}",
        f"code/module_{mark}.py": f'"""Words.\n\n{rst % text % "code"}\n"""\n',
        f"module-{mark}.rst": f"Module\n======\n\n.. automodule:: module_{mark}\n",
        f"names-{mark}.md": (
            f"---\nkind: page\n---\n\n# Names\n\nSee [](/{where}/yaml.md), {{doc}}`/{where}/rest` and"
            f" {{ref}}`label-{mark}`, {{download}}`/{where}/toml.md`.\n\n"
            f"```{{include}} /{where}/json.md\n```\n\n```{{literalinclude}} /{where}/header.md\n```\n\n"
            f"```{{include}} /part-{mark}.txt\n```\n\n```{{include}} /parts-{mark}.txt\n```\n\n"
            f"```{{notes}}\n:style: full\n```\n\n```{{toctree}}\n:glob:\n/{where}/*\n```\n"
        ),
    }  # fmt: skip


#: Words in the text of the notes: a mark and a form, or a tag.
_WORD = re.compile(
    rb"(?:zebra|lion)(?:yaml|toml|json|header|alone|rest|book|cell|unlisted|params|page|folder|cascade|entry"
    rb"|restentry|x|file|code|tag)\b|okapi"
)
#: Front matter of notes that are shown on no day.
_NEVER = (
    "draft: true\npublish_date: 2026-04-01",
    "publish_date: soon",
    "publish_date: [2026-04-01, 2027-01-01]",
    "publish_date: 2026-06-01\nexpiry_date: 2026-04-01",
)


SITE: Files = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{notes}\n```\n",
    "notes/open.md": "---\ntitle: Open\ndate: 2026-01-01\n---\n\nOpen words.\n",
    **_files(*START, "zebra"),
    **_files(*END, "lion"),
    **{f"notes/never{number}.md": f"---\ntitle: T\n{lines}\n---\n\nAn okapi.\n"
       for number, lines in enumerate(_NEVER)},
}  # fmt: skip
#: Which marks are in the output on each day.
SEEN = {"before": {"lion"}, "during": {"lion", "zebra"}, "after": {"zebra"}}
FORMS = set(
    re.findall(
        r"zebra(\w+)",
        " ".join(word.decode() for text in SITE.values() for word in _WORD.findall(str(text).encode())),
    )
)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return the site with notes in all forms."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit(SITE)
    return bench


def at(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Set the clock of the builds to come."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DAYS[day].timestamp())))


def words(*folders: Path) -> set[str]:
    """Return the words of notes with a date that are in any file under *folders*."""
    data = (path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())
    return {word.decode() for each in data for word in _WORD.findall(each)}


@pytest.mark.parametrize("options", [(), ("-j2",)], ids=["serial", "parallel"])
def test_at_every_clock_incremental_is_clean(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    """Notes appear and disappear as time passes, and when the clock goes back; files don't change."""
    faults = []
    for day in ("before", "during", "after", "during", "before", "after"):
        at(monkeypatch, day)
        out = bench.build("out", *options)
        clean = bench.clean()
        if said := differences(out, clean):
            faults.append(f"{day}: {said[:3000]}")
        assert words(out, bench.folder / "out.doctrees") == {
            mark + form for mark in SEEN[day] for form in FORMS
        }, day
        bench.forget(clean)
    assert not faults, "\n\n".join(faults)
