"""Notes outside their time: hidden as drafts are, and exactly so at every clock."""

from __future__ import annotations

import json
import pickle
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from exactness import Bench, differences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built
    from exactness import Files

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

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
        f"stream-{mark}.md": f"# Stream\n\n{entry}\n```{{entry}} 2026-01-04\nOpen words.\n```\n",
        f"rest-{mark}.rst": "Rest\n====\n\n" + rst % text % "restentry",
        f"cells-{mark}.ipynb": _notebook(f"# Cells\n\n{entry.replace('entry.', 'x')}"),
        f"part-{mark}.txt": f"---\n{key}: {value}\n---\n{text % 'file'}",
        f"parts-{mark}.txt": f"Open words.\n\n{entry}",
        f"code/module_{mark}.py": f'"""Words.\n\n{rst % text % "code"}\n"""\n',
        f"module-{mark}.rst": f"Module\n======\n\n.. automodule:: module_{mark}\n",
        **{
            f"{way}-{mark}.md": f"# Page\n\n{text}\n"
            for way, text in {
                "include": f"```{{include}} /{where}/json.md\n```",
                "literal": f"```{{literalinclude}} /{where}/header.md\n```",
                "download": f"A {{download}}`/{where}/toml.md`.",
                "file": f"```{{include}} /part-{mark}.txt\n```",
                "files": f"```{{include}} /parts-{mark}.txt\n```",
            }.items()
        },
        f"names-{mark}.md": (
            f"---\nkind: page\n---\n\n# Names\n\nSee [](/{where}/yaml.md), {{doc}}`/{where}/rest` and"
            f" {{ref}}`label-{mark}`, {{download}}`/{where}/toml.md`.\n\n"
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


def _folders(key: str, value: str, mark: str) -> Files:
    """Return folders with a file that holds *key* for the notes in it."""
    where = f"notes/{mark}"
    return {
        f"{where}/folder/_metadata.yml": f"{key}: {value}\n",
        f"{where}/folder/a.md": f"---\ntitle: T\n---\n\nText {mark}folder.\n",
        f"{where}/cascade/_index.md": f"---\ntitle: T\ncascade:\n  {key}: {value}\n---\n",
        f"{where}/cascade/a.md": f"---\ntitle: T\n---\n\nText {mark}cascade.\n",
        f"includes-{mark}.md": f"# Page\n\n```{{include}} /{where}/folder/a.md\n```\n",
    }


#: Notes whose folders have a time; apart, as everything is read again when the first folder's time comes.
FOLDERS: Files = {
    "conf.py": CONF, "index.md": "# Home\n\n```{notes}\n```\n", "notes/open.md": "An open note.\n",
    **_folders(*START, "zebra"), **_folders(*END, "lion"),
}  # fmt: skip
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
    paths = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {word for path in paths for word in _words_in(path.read_bytes())}


def _words_in(data: str | bytes | None) -> set[str]:
    return {word.decode() for word in _WORD.findall(data.encode() if isinstance(data, str) else data or b"")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "options"), [(SITE, ()), (SITE, ("-j2",)), (FOLDERS, ())], ids=["serial", "parallel", "folders"]
)
def test_at_every_clock_incremental_is_clean(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, files: Files, options: tuple[str, ...]
) -> None:
    """Notes appear and disappear as time passes, and when the clock goes back; files don't change."""
    bench.edit(dict.fromkeys(SITE) | files)
    forms = {
        word.removeprefix("lion") for text in files.values() for word in _words_in(text) if "lion" in word
    }
    faults = []
    for day in ("before", "during", "after", "during", "before", "after"):
        at(monkeypatch, day)
        out = bench.build("out", *options)
        clean = bench.clean()
        if said := differences(out, clean):
            faults.append(f"{day}: {said[:3000]}")
        seen = words(out, bench.folder / "out.doctrees")
        assert seen == {mark + form for mark in SEEN[day] for form in forms}, day
        bench.forget(clean)
    assert not faults, "\n\n".join(faults)


SMALL: Files = {
    "conf.py": CONF.replace('"myst_nb", "sphinx.ext.autodoc"', '"myst_parser"'),
    "index.md": "# Home\n\n```{notes}\n```\n\n```{toctree}\n:glob:\nnotes/*\n```\n",
    "notes/start.md": "---\ntitle: Start\npublish_date: 2026-04-01 09:00\n---\n\nText zebrayaml.\n",
    "notes/end.md": "---\ntitle: End\nexpiry_date: 2026-06-01\n---\n\nText lionyaml.\n",
    "notes/2026-04-20-dated.md": "---\ntitle: Dated\n---\n\nText okapi.\n",
    "stream.md": (
        "# Stream\n\n```{entry} 2026-01-02\n:publish_date: 2026-04-11\n\nText zebraentry.\n```\n\n"
        "```{entry} 2026-06-21\nText lionentry.\n```\n"
    ),
}
#: Sphinx writes these in every build.
ALWAYS = {"search.html", "genindex.html"}
#: What a build says on each day: no hidden note, nor when one of them appears, is named.
NEXT = {
    "before": "next publish or expiry date: 2026-04-01 09:00-04:00, and 2 later; build again then\n",
    "during": "next publish or expiry date: 2026-06-01 00:00-04:00; build again then\n",
    "after": "",
}


def test_a_build_says_when_the_next_date_comes(
    site: Callable[..., Built], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without naming notes; a second build at the same time writes nothing."""
    for day, said in NEXT.items():
        at(monkeypatch, day)
        for files in (SMALL if day == "before" else {}, {}):
            built = site(files)
            assert built.status.count("next publish or expiry date") == bool(said)
            assert said in built.status
            assert (
                "End" in built.text("index.html") if day != "after" else "End" not in built.text("index.html")
            )
        before = {p: p.stat().st_mtime_ns for p in built.outdir.rglob("*.html") if p.name not in ALWAYS}
        site({})
        assert {path: path.stat().st_mtime_ns for path in before} == before


def test_no_date_of_anything_hidden_is_stored(
    site: Callable[..., Built], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The environment knows when shown notes expire, and not when hidden ones and hidden entries appear."""
    at(monkeypatch, "before")
    site(SMALL)
    pages = pickle.loads((tmp_path / "out.doctrees" / "environment.pickle").read_bytes()).domaindata["notes"][
        "records"
    ]
    stored = {moment.date().isoformat() for page in pages.values() for moment, _ in page.times}
    assert stored == {"2026-06-01"}
    assert pages["stream"].waits


def test_where_drafts_are_shown(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """So are notes outside their time, marked as drafts; the mark goes when their time comes."""
    bench.edit(dict.fromkeys(SITE) | SMALL)
    bench.options = ["-t", "drafts"]
    for day, marked in (("before", {"start"}), ("during", set()), ("after", {"end"}), ("before", {"start"})):
        at(monkeypatch, day)
        out = bench.build("out")
        pages = {name: (out / f"notes/{name}.html").read_text("utf-8") for name in ("start", "end")}
        assert {name for name, page in pages.items() if "draft" in page.lower()} == marked, day
        assert not differences(out, bench.clean()), day


def test_a_future_date_is_kept_back_on_request(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the date of an entry or in a file name; by default such a note is published."""
    bench.edit(dict.fromkeys(SITE) | SMALL)
    at(monkeypatch, "before")
    assert words(bench.build("out")) == {"okapi", "lionyaml", "lionentry"}
    bench.edit({"conf.py": f'{SMALL["conf.py"]}notes_future = "hide"\n'})
    for day, seen in (
        ("before", {"lionyaml"}),
        ("during", {"zebrayaml", "zebraentry", "lionyaml", "okapi"}),
        ("after", {"zebrayaml", "zebraentry", "lionentry", "okapi"}),
        ("before", {"lionyaml"}),
    ):
        at(monkeypatch, day)
        out = bench.build("out")
        assert words(out, bench.folder / "out.doctrees") == seen, day
        assert not differences(out, bench.clean()), day


def test_by_default_the_clock_is_the_present(
    site: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note is shown whose time has begun, and one is not whose time has not."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    note = "---\npublish_date: {}\n---\n\n{}\n"
    now = datetime.now(UTC)
    built = site({
        "conf.py": SMALL["conf.py"], "index.md": "# Home\n",
        "notes/a.md": note.format((now - timedelta(days=1)).isoformat(), "Text lionyaml."),
        "notes/b.md": note.format((now + timedelta(days=1)).isoformat(), "Text zebrayaml."),
    })  # fmt: skip
    assert words(built.outdir) == {"lionyaml"}
