"""Builds with several workers: equal to serial ones, and as clear about what went wrong."""

from __future__ import annotations

import json
import os
import shutil
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOTS, build_site, write_files
from exactness import differences
from sphinx.errors import SphinxParallelError

from sphinx_research_notes._upstream.parallel_tasks import BoundedTasks
from sphinx_research_notes._upstream.workers import ENOUGH, Workers, for_each

if TYPE_CHECKING:
    from pathlib import Path

CONF = """\
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
"""

#: Fails while a document is read, resolved or written, as its only argument says.
BREAKER = """
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.transforms.post_transforms import SphinxPostTransform


class Broken(Directive):
    required_arguments = 1

    def run(self):
        if self.arguments[0] == "reading":
            raise ValueError("the boiler burst")
        return [nodes.comment("", self.arguments[0])]


def page_context(app, pagename, templatename, context, doctree):
    if doctree and any(node.astext() == "writing" for node in doctree.findall(nodes.comment)):
        raise ValueError("the boiler burst")


def read(app, docname, source):
    if "in a handler" in source[0]:
        raise ValueError("the boiler burst")


def setup(app):
    app.add_directive("broken", Broken)
    app.connect("html-page-context", page_context)
    app.connect("source-read", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


def _write_notes(source: Path, count: int = 14, conf: str = CONF) -> None:
    notes = {f"notes/n{n:02}.md": f"---\ntitle: Note {n}\n---\nWords.\n" for n in range(count)}
    write_files(source, {"conf.py": conf, "index.md": "# Home\n", **notes})


@pytest.mark.parametrize("jobs", ["-j1", "-j2", "-jauto"])
@pytest.mark.parametrize("phase", ["reading", "in a handler", "writing"])
def test_an_extension_that_fails_is_told_with_the_note(tmp_path: Path, phase: str, jobs: str) -> None:
    """The message names the file, and the line of a directive that failed, whoever is at fault."""
    source = tmp_path / "source"
    _write_notes(source, conf=CONF + BREAKER)
    body = f"```{{broken}} {phase}\n```\n" if phase != "in a handler" else phase
    write_files(source, {"notes/n07.md": f"---\ntitle: Bad\n---\nText.\n\n{body}"})
    built = build_site(source, tmp_path / "out", "-q", jobs, code=2)
    told = [line for line in built.warnings.splitlines() if "notes/n07.md" in line]
    assert told, built.warnings
    assert "the boiler burst" in built.warnings
    if phase == "reading":
        assert "notes/n07.md:6" in "\n".join(told)


#: Makes one of our own transforms fail in an unexpected way.
FAULTY = """
from sphinx_research_notes.html.transforms.article import ShapeNotes

def run(self, **kwargs):
    if self.env.docname == "notes/n07":
        raise ValueError("the boiler burst")

ShapeNotes.run = run
"""


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_a_fault_of_ours_is_told_with_the_note(tmp_path: Path, jobs: str) -> None:
    """If one of our own late steps fails, the message names the note."""
    _write_notes(tmp_path / "source", conf=CONF + FAULTY)
    built = build_site(tmp_path / "source", tmp_path / "out", "-q", jobs, code=2)
    assert "while resolving notes/n07.md" in built.warnings
    assert "the boiler burst" in built.warnings


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["-j2", "-jauto"])
@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "epub"])
@pytest.mark.parametrize("root", ["exact", "rich"])
def test_workers_make_the_same_site(tmp_path: Path, root: str, builder: str, jobs: str) -> None:
    """A site that several processes read and write is the same as from one process."""
    source = shutil.copytree(ROOTS / root, tmp_path / "source")
    more = {
        f"more/2020-01-{n:02}-m.md": f"---\ntags: t{n % 3}\n---\nSee [](m{n}.md).\n" for n in range(1, 29)
    }
    write_files(source, dict(more))
    outs = []
    for each in ("-j1", jobs):
        # Sphinx writes the time of the build into e-books.
        built = build_site(source, tmp_path / each.strip("-"), each, builder=builder)
        for path in [*built.outdir.glob("*.epub"), *built.outdir.glob("content.opf")]:
            path.unlink()
        outs.append(built)
    assert not differences(outs[1].outdir, outs[0].outdir)
    assert sorted(outs[1].warnings.splitlines()) == sorted(outs[0].warnings.splitlines())


def test_a_worker_that_failed_while_others_are_added_is_heard() -> None:
    """A failure between two tasks is reported; Sphinx would take it for a lack of memory and go on."""
    tasks = BoundedTasks(1)

    def fail(number: int) -> None:
        raise ValueError("the boiler burst")

    def add_many() -> None:
        for number in range(100):
            tasks.add_task(fail, number)
            time.sleep(0.05)

    with pytest.raises(SphinxParallelError, match="the boiler burst"):
        add_many()


def test_few_tasks_wait_at_a_time() -> None:
    """The number of waiting tasks, which are held in memory, is bounded; all of them are done."""
    tasks, done, waiting = BoundedTasks(2), [], []
    for number in range(12):
        tasks.add_task(lambda n: time.sleep(0.02) or n, number, lambda arg, result: done.append(result))
        waiting.append(len(tasks._precvs_waiting))
    tasks.join()
    assert sorted(done) == list(range(12))
    assert max(waiting) <= 2


def test_workers_send_their_results_in_order() -> None:
    """Results are taken in the order of the chunks, with one process for many of them."""
    taken: list[tuple[int, int]] = []

    def work(number: int) -> int:
        time.sleep(0.05 if number == 1 else 0.001)
        return os.getpid()

    Workers(2, work, [*range(1, 13)]).run(lambda chunk, result: taken.append((chunk, result)))
    assert [chunk for chunk, _ in taken] == [*range(1, 13)]
    assert len({result for _, result in taken}) == 2


@pytest.mark.parametrize(("count", "processes"), [(ENOUGH - 1, 1), (ENOUGH, 2)])
def test_workers_are_for_many_pages(count: int, processes: int) -> None:
    """What is made of few pages is made in this process, and what is made of many by workers, in order."""
    app: Any = SimpleNamespace(builder=SimpleNamespace(parallel_ok=True), parallel=2)
    names, made = [f"n{number}" for number in range(count)], dict[str, tuple[str, int]]()
    for_each(app, names, lambda name: (name.upper(), os.getpid()), made.__setitem__)
    assert [*made] == names
    assert all(result[0] == name.upper() for name, result in made.items())
    found = {process for _, process in made.values()}
    assert len(found) == processes
    assert (os.getpid() in found) == (processes == 1)


def test_a_result_that_can_not_be_used_is_told() -> None:
    """Sphinx would raise an error of its own instead, about a task that it no longer has."""
    tasks = BoundedTasks(2)

    def merge(number: int, result: int) -> None:
        raise ValueError("the boiler burst")

    def add_many() -> None:
        for number in range(100):
            tasks.add_task(lambda n: n, number, merge)
            time.sleep(0.05)

    with pytest.raises(ValueError, match="the boiler burst"):
        add_many()


@pytest.mark.parametrize("ends", ["with an error", "at once"])
def test_a_worker_that_fails_stops_the_others(ends: str) -> None:
    """What a worker has raised is raised, one that is killed is noticed, and none goes on."""
    done: list[int] = []

    def work(number: int) -> None:
        if number == 3:
            if ends == "at once":
                os._exit(9)
            raise ValueError("the boiler burst")

    workers = Workers(2, work, [*range(100)])
    with pytest.raises(SphinxParallelError, match=r"boiler|perhaps for lack of memory"):
        workers.run(lambda chunk, result: done.append(chunk))
    assert len(done) < 100
    assert not any(process.is_alive() for process in workers._processes.values())


#: Writes what it saw in the main process: titles of resolved documents, and what readers have sent back.
GATHERER = """
import json, os
main, resolved, merged = os.getpid(), [], []

def resolve(app, doctree, docname):
    if os.getpid() == main:
        resolved.append(docname)

def merge(app, env, docnames, other):
    sent = set(other.titles) | set(other.all_docs) | set(other.domaindata["notes"]["records"])
    merged.append([len(sent - set(docnames)), len(docnames)])

def finish(app, exception):
    with open(os.path.join(app.outdir, "gathered.json"), "w") as file:
        json.dump([sorted(resolved), merged], file)

resolve.__module__ = "MODULE"

def setup(app):
    app.connect("doctree-resolved", resolve)
    app.connect("env-merge-info", merge)
    app.connect("build-finished", finish)
"""


@pytest.mark.parametrize("module", ["gatherer", "furo.ext"])
def test_who_gathers_from_documents_sees_them_all(tmp_path: Path, module: str) -> None:
    """The main process resolves all documents if something unknown wants to see them, otherwise one."""
    _write_notes(tmp_path / "source", conf=CONF + GATHERER.replace("MODULE", module))
    built = build_site(tmp_path / "source", tmp_path / "out", "-v", "-j2")
    resolved, merged = json.loads(built.text("gathered.json"))
    assert len(resolved) == (15 if module == "gatherer" else 1)
    assert ("one after another, for gatherer.resolve" in built.status) == (module == "gatherer")
    assert sum(count for _, count in merged) == 15
    assert not any(others for others, _ in merged)


#: Says that it can be read in parallel, and can't be merged.
UNMERGED = """
from sphinx.domains import Domain

class Unmerged(Domain):
    name = "unmerged"

def setup(app):
    app.add_domain(Unmerged)
    return {"parallel_read_safe": True}
"""


def test_a_domain_that_can_not_be_merged_is_read_in_one_process(tmp_path: Path) -> None:
    """Sphinx would fail with a message about something else."""
    _write_notes(tmp_path / "source", conf=CONF + UNMERGED)
    built = build_site(tmp_path / "source", tmp_path / "out", "-j2")
    assert "because of the domain unmerged" in built.status
    assert (built.outdir / "notes/n07.html").is_file()


#: Notes with images, index entries, equal words and labels, and something to warn of.
def _write_varied(source: Path) -> None:
    # As many notes and lists as workers make files for.
    _write_notes(source, conf=CONF + 'html_baseurl = "https://example.org/"\n')
    png = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02")
    write_files(source, {f"p{n}.png": png for n in range(4)})
    for n in range(28):
        head = f"title: About rivers {n}\ndate: 2020-01-{n + 1:02}\ntags: [t{n % 3}, u{n}, v{n}]"
        text = f"---\n{head}\n---\n```{{index}} river {n % 5}\n```\n\nRivers run {'fast ' * n}here. "
        text += f"[](n{n - 1:02}.md) ![](../p{n % 4}.png) [](gone-{n})\n"
        write_files(source, {f"notes/r{n:02}.md": text})


def test_workers_find_the_same_and_say_the_same(tmp_path: Path) -> None:
    """Words, images and warnings that workers find are those of one process, in the same order."""
    _write_varied(tmp_path / "source")
    built = [build_site(tmp_path / "source", tmp_path / each, "-q", each) for each in ("-j1", "-j2")]
    assert not differences(built[1].outdir, built[0].outdir)
    assert "gone-27" in built[0].warnings
    assert built[1].warnings == built[0].warnings
    write_files(tmp_path / "source", {"notes/n03.md": "---\ntitle: Dry\n---\nNo water but in a lake.\n"})
    build_site(tmp_path / "source", tmp_path / "-j2", "-q", "-j2")
    clean = build_site(tmp_path / "source", tmp_path / "clean", "-q")
    assert not differences(built[1].outdir, clean.outdir)
