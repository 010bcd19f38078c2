"""No output contains hidden text, for generated sites with all ways to hide files and to include them.

``NOTES_HIDDEN_MINUTES=60 pytest -s tests/build/test_hidden_sites.py`` tries other sites for that long; with
``NOTES_SEED=1`` it tries the same sites in each run, as far as time permits.

"""

from __future__ import annotations

import os
import random
import shutil
import time
from typing import TYPE_CHECKING

import docutils
import pytest
from conftest import write_files
from forked import run
from hidden_sites import SHOWN_AT, Hidden, HiddenSite, hidden_site
from test_builders import everything

if TYPE_CHECKING:
    from pathlib import Path

MINUTES = float(os.environ.get("NOTES_HIDDEN_MINUTES", "0"))
SEED = os.environ.get("NOTES_SEED")

BUILDERS = (
    "html", "dirhtml", "singlehtml", "epub", "text", "latex", "man", "texinfo", "xml", "pseudoxml", "json",
    "pickle", "gettext",
)  # fmt: skip

needs_includes = pytest.mark.skipif(
    docutils.__version_info__ < (0, 22),
    reason="older docutils ends the build where a file with front matter is included",
)

#: By how many seconds the time of a file changes when it is hidden.
CLOCKS = {"later": 10, "the same": 0, "older": -86_400, "much older": -(10**9), "in the future": 10**7}


def build(folder: Path, builder: str, *options: str) -> str:
    """Build as the manual says, with the doctrees inside the published folder; return the warnings."""
    target = folder / "build" / builder
    code, _, warned = run(["--no-color", "-b", builder, *options, str(folder / "source"), str(target)])
    assert code == 0, warned[-3000:]
    assert "Traceback" not in warned
    return warned


def seen(folder: Path, site: HiddenSite) -> list[str]:
    """Return where builds have left the word of a hidden file, and what kind of file it is."""
    found = []
    marks = [(each.mark.encode(), each) for each in site.hidden]
    for name, data in everything(folder / "build"):
        if b"zq" in data:
            found += [f"{name}: {each.manner}" for mark, each in marks if mark in data]
    return found


def shown(site: HiddenSite) -> list[Hidden]:
    """Return the hidden files that can be shown: a folder of drafts hides whatever is in it."""
    return [each for each in site.hidden if each.public is not None]


def rewritten(folder: Path, hidden: Hidden, text: str, seconds: int) -> None:
    """Replace the file of *hidden* with *text*, and change its time by *seconds*.

    Its size stays the same, as far as blank lines can achieve that.
    """
    path = folder / "source" / hidden.name
    before, state = path.read_bytes(), path.stat()
    data = text.encode()
    if not hidden.name.endswith(".ipynb"):
        data += b"\n" * (len(before) - len(data))
    path.write_bytes(data)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + seconds * 10**9))


@pytest.mark.slow
@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_hidden_is_in_any_output(tmp_path: Path, builder: str) -> None:
    """Each builder's first build of a generated site shows nothing hidden."""
    site = hidden_site(BUILDERS.index(builder))
    write_files(tmp_path / "source", site.files)
    build(tmp_path, builder)
    assert seen(tmp_path, site) == []


@needs_includes
@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "text", "gettext"])
def test_nothing_that_is_hidden_later_stays(tmp_path: Path, builder: str) -> None:
    """A shown file that becomes hidden is removed from every output, whatever its time."""
    site = hidden_site(100 + BUILDERS.index(builder), count=8)
    public = shown(site)
    write_files(tmp_path / "source", site.files | {each.name: each.public for each in public})
    build(tmp_path, builder)
    there = "\n".join(seen(tmp_path, site))
    assert [each.manner for each in public if each.manner not in there] == []
    for number, each in enumerate(public):
        rewritten(tmp_path, each, each.source, [*CLOCKS.values()][number % len(CLOCKS)])
    build(tmp_path, builder)
    assert seen(tmp_path, site) == []


@pytest.mark.slow
@needs_includes
@pytest.mark.parametrize("builder", ["html", "text", "gettext"])
@pytest.mark.parametrize("way", ["expired", "scheduled"])
def test_nothing_stays_that_is_outside_its_time(
    tmp_path: Path, builder: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file whose time is over, or has not come, is removed from every output although no file changes."""
    ways = tuple(each for each in SHOWN_AT if each.startswith(way))
    site = hidden_site(200 + BUILDERS.index(builder), count=6, ways=ways)
    # In the text, where it would be shown, a date keeps the file back at all times.
    timed = HiddenSite(site.files, tuple(each for each in shown(site) if "in the text" not in each.manner))
    write_files(tmp_path / "source", site.files)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SHOWN_AT[way]))
    build(tmp_path, builder)
    there = "\n".join(seen(tmp_path, timed))
    assert [each.manner for each in timed.hidden if each.manner not in there] == []
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    build(tmp_path, builder)
    assert seen(tmp_path, site) == []


#: Hides a file whose first lines say that it is hidden, whatever their form: a second line of defence.
FLAGS = ("frontmatter.extract.stray_flag", "lambda *a: None")
#: What prevents leaks of hidden text: its place in the code, and a replacement that disables it.
PROTECTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "drafts are not read": (("reading.source_read.withhold", "lambda *a: []"),),
    "TOML is read": (("frontmatter.fences.read_toml", "lambda text, line: Block()"), FLAGS),
    "JSON is read": (("frontmatter.fences.read_json", "lambda text, line: (Block(), 0)"), FLAGS),
    "headers and comments are read": (("frontmatter.extract.read_header", "lambda *a: None"), FLAGS),
    "fields are read": (("frontmatter.field_lists.take_fields", "lambda lines, place, block: place"), FLAGS),
    "flags in the text keep a file back": (FLAGS,),
    "a folder of drafts holds drafts": (("visibility.rules.is_set_aside", "lambda name: False"),),
    "typing errors hide": (("frontmatter.key_values.nearest", "lambda name: ''"),),
    "keys of others hide": (
        ("frontmatter.key_values.visibility_of_other_key", "lambda *a: (Visibility.PUBLIC, '')"),
    ),
    "included files are asked for": (("visibility.includes.is_hidden", "lambda *a: False"),),
    "parts are cut": (("reading.source_read.without_hidden_parts", "lambda env, source, path: source"),),
    "names of drafts are taken out": (("visibility.draft_names.take_names", "lambda *a: []"),),
}
#: What kind of hidden file needs the protection.
NEEDED = {
    "TOML is read": "TOML", "JSON is read": ": JSON,", "headers and comments are read": "header",
    "fields are read": ": fields", "flags in the text keep a file back": "flags in the text, draft",
    "typing errors hide": "mistyped", "keys of others hide": "headless",
    "former notebooks are removed": ".ipynb",
}  # fmt: skip
#: The same for files that are hidden after they were shown.
LATER = {
    "changes are found by contents": (("state.file_digests.find_changed", "lambda *a: []"),),
    "former pages are removed": (("build.manifest_events.remove", "lambda *a, **k: None"),),
    "former notebooks are removed": (("reading.source_read._forget", "lambda *a: None"),),
}


#: For conf.py: replaces a function in its module and in the table of handlers.
WITHOUT = """
import dataclasses, importlib
from sphinx_research_notes import pipeline
from sphinx_research_notes.frontmatter.block import Block
from sphinx_research_notes.model.note import Visibility
def without(place, instead):
    module, _, name = place.rpartition(".")
    module = importlib.import_module(f"sphinx_research_notes.{module}")
    was = getattr(module, name)
    setattr(module, name, instead)
    for event, handlers in pipeline.HANDLERS.items():
        pipeline.HANDLERS[event] = tuple(
            dataclasses.replace(each, function=instead) if each.function is was else each for each in handlers
        )
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PROTECTIONS, *LATER])
def test_without_a_protection_something_is_seen(tmp_path: Path, name: str) -> None:
    """Each protection counts: without it, hidden text gets into the output."""
    if name in LATER and docutils.__version_info__ < (0, 22):
        pytest.skip("older docutils ends the build where a file with front matter is included")
    lines = [WITHOUT, *(f"without({place!r}, {instead})" for place, instead in (PROTECTIONS | LATER)[name])]
    sites = (hidden_site(seed, count=8) for seed in range(7, 99))
    needed = NEEDED.get(name, "")
    site = next(site for site in sites if any(needed in each.manner for each in shown(site)))
    files = site.files | {"conf.py": "\n".join([*lines, str(site.files["conf.py"])])}
    public = shown(site) if name in LATER else []
    write_files(tmp_path / "source", files | {each.name: each.public for each in public})
    target = tmp_path / "build" / "html"
    for _ in range(2 if public else 1):
        run(["--no-color", "-q", "-b", "html", str(tmp_path / "source"), str(target)])
        for number, each in enumerate(public):
            rewritten(tmp_path, each, each.source, [*CLOCKS.values()][number % len(CLOCKS)])
    assert seen(tmp_path, site)


@pytest.mark.skipif(not MINUTES, reason="NOTES_HIDDEN_MINUTES says for how long")
def test_other_sites_for_a_while(tmp_path: Path) -> None:
    """Each site is hidden, shown and hidden again, with several builders on one source."""
    until, number = time.monotonic() + 60 * MINUTES, 0
    chance = random.Random(SEED) if SEED else random.SystemRandom()
    found: list[str] = []
    while time.monotonic() < until:
        number += 1
        seed = chance.randrange(10**9)
        folder = tmp_path / str(number)
        found += [f"seed {seed}: {each}" for each in _one_site(folder, seed)]
        shutil.rmtree(folder)
        print(f"{number} sites, {len(found)} finds", flush=True)
    assert found == []


def _one_site(folder: Path, seed: int) -> list[str]:
    """Return where hidden text of one site was found."""
    chance = random.Random(seed)
    site = hidden_site(seed, count=chance.choice([3, 6, 12]))
    builders = chance.sample(BUILDERS, 2)
    found = []
    write_files(folder / "source", site.files)
    for builder in builders:
        build(folder, builder, *chance.choice([(), ("-j2",)]))
    found += seen(folder, site)
    for _ in range(2):
        some = [each for each in shown(site) if chance.random() < 0.6]
        for each in some:
            rewritten(folder, each, str(each.public), chance.choice([10, 20]))
        build(folder, builders[0])
        for each in some:
            rewritten(folder, each, each.source, chance.choice([*CLOCKS.values()]))
        build(folder, builders[0], *chance.choice([(), ("-j2",)]))
        found += seen(folder, site)
    return found
