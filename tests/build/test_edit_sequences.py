"""After any sequence of edits and builds, an incremental build equals a clean one; many are tried.

Hypothesis draws the sequences, but they are shortened here, because every try takes seconds: an edit can be
made on every site, so a failing sequence is tried again without one step or edit after another.

A changed file gets the current time, except by those edits that write it with an older time or the same one.

``NOTES_SEQUENCES_MINUTES=30 pytest -s tests/build/test_edit_sequences.py`` tries other sequences for that
long, goes on after a failure, and prints each failure with the shortest sequence found for it; with
``NOTES_SEED=1`` it tries the same sequences in each run, as far as time permits.

"""

from __future__ import annotations

import os
import random
import shutil
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from conftest import write_files
from edits import EDITS, Edit, Site, edited, first_site
from exactness import differences, first_difference, tree
from forked import run
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from served import Served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MINUTES = float(os.environ.get("NOTES_SEQUENCES_MINUTES", "0"))
SEED = os.environ.get("NOTES_SEED")

#: The number of sequences tried in an ordinary run, in our theme and in another.
SEQUENCES, ELSEWHERE = 2, 1

#: Ways to build, the usual ones more often; the last build is always compared.
WAYS: tuple[tuple[str, ...], ...] = (
    *(6 * [("html",)]),
    *(2 * [("html", "-j2")]),
    ("html", "-E"),
    ("html", "-j2", "-E"),
    ("html", "-t", "drafts"),
    ("html", "-D", "notes_private=1"),
    *(3 * [("dirhtml",)]),
    *(3 * [("serve",)]),
    ("dirhtml", "-j2"),
    ("text",),
)
#: Builds by ``research-notes serve``, and what they are to equal.
SERVED = ("serve",)
DRAFTS = ("html", "-t", "drafts")
#: Where a build may die: before the handlers of an event, emitted for the nth time.
EVENTS = (
    "env-get-outdated", "env-before-read-docs", "source-read", "doctree-read", "env-updated",
    "env-get-updated", "write-started", "html-page-context", "html-collect-pages", "build-finished",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """Some edits, and a build after them."""

    edits: tuple[Edit, ...]
    way: tuple[str, ...]
    #: The event at which the build dies, and n for its nth emission.
    dies: tuple[str, int] | None = None
    #: Whether the edits of the previous step are undone before those of this step are made.
    undoes: bool = False
    #: The time of changed files: ``now``, ``older`` than the previous one, or the ``same``.
    clock: str = "now"


@dataclass(frozen=True)
class Sequence:
    """Edits before the first build, then steps; the last build is done as *way* says, and is compared."""

    first: tuple[Edit, ...]
    steps: tuple[Step, ...]
    way: tuple[str, ...]

    def shorter(self) -> Iterator[Sequence]:
        """Yield the same sequence with less in it: first with much less, finally with one edit less."""
        if len(self.first) > 1:
            yield replace(self, first=())
        if len(self.steps) > 1:
            joined = tuple(edit for step in self.steps[:-1] for edit in step.edits)
            yield replace(self, first=self.first + joined, steps=self.steps[-1:])
            yield replace(self, steps=self.steps[: len(self.steps) // 2])
            plain = tuple(replace(step, dies=None, way=("html",)) for step in self.steps)
            if plain != self.steps:
                yield replace(self, steps=plain)
        for i, step in enumerate(self.steps):
            rest = self.steps[i + 1 :]
            if rest:
                joined = replace(rest[0], edits=step.edits + rest[0].edits)
                yield replace(self, steps=(*self.steps[:i], *rest))
                if step.edits:
                    yield replace(self, steps=(*self.steps[:i], joined, *rest[1:]))
            else:
                yield replace(self, steps=self.steps[:i])
        for i, step in enumerate(self.steps):
            for fewer in _without_one(step.edits):
                yield replace(self, steps=(*self.steps[:i], replace(step, edits=fewer), *self.steps[i + 1 :]))
            if step.undoes:
                again = replace(step, undoes=False)
                yield replace(self, steps=(*self.steps[:i], again, *self.steps[i + 1 :]))
            if step.clock != "now":
                timely = replace(step, clock="now")
                yield replace(self, steps=(*self.steps[:i], timely, *self.steps[i + 1 :]))
            if step.dies or step.way != ("html",):
                plain = replace(step, dies=None, way=("html",))
                yield replace(self, steps=(*self.steps[:i], plain, *self.steps[i + 1 :]))
        for fewer in _without_one(self.first):
            yield replace(self, first=fewer)
        if self.way != ("html",):
            yield replace(self, way=("html",))

    def __str__(self) -> str:
        lines = ["before the first build:", *(f"    {edit}" for edit in self.first)]
        for step in self.steps:
            lines += [f"{step.way}{f' dies at {step.dies}' if step.dies else ''} after ({step.clock}):"]
            lines += ["    the last edits are taken back"] if step.undoes else []
            lines += [f"    {edit}" for edit in step.edits]
        return "\n".join([*lines, f"compared: {self.way}"])


def _without_one(edits: tuple[Edit, ...]) -> Iterator[tuple[Edit, ...]]:
    for i in range(len(edits)):
        yield edits[:i] + edits[i + 1 :]


_EDITS = st.lists(EDITS, min_size=1, max_size=3).map(tuple)
_DEATHS = st.one_of(st.none(), st.none(), st.tuples(st.sampled_from(EVENTS), st.integers(1, 12)))
_CLOCKS = st.sampled_from(("now", "now", "now", "older", "same"))
_STEPS = st.builds(
    Step, _EDITS, st.sampled_from(WAYS), _DEATHS, st.sampled_from((False, False, False, True)), _CLOCKS
)
SEQUENCE = st.builds(
    Sequence,
    st.lists(EDITS, max_size=4).map(tuple),
    st.lists(_STEPS, min_size=2, max_size=6).map(tuple),
    st.sampled_from([way for way in WAYS if way[0] != "text"]),
)


@dataclass
class Workshop:
    """The folder in which sequences are tried, and the results."""

    folder: Path
    theme: str = "research_notes"
    compare: Callable[[Path, Path], str] = differences
    sequences: int = 0
    steps: int = 0
    builds: int = 0
    faults: list[str] = field(default_factory=list)
    #: The first lines of the faults that have been shortened.
    seen: set[str] = field(default_factory=set)
    #: Clean builds by what they are built from, because sequences are tried again with one step less.
    known: dict[object, Path] = field(default_factory=dict)
    #: The step that was tried last.
    reached: int = 0
    #: The processes of ``research-notes serve``, and the files that were changed since they built.
    served: Served | None = None
    changed: set[str] = field(default_factory=set)
    #: How many pages were shown before they were built, and which of them were not built in this way.
    previews: int = 0
    wrong: str = ""

    def __str__(self) -> str:
        return (
            f"{self.theme}: {self.sequences} sequences, {self.steps} steps, {self.builds} builds, "
            f"{self.previews} pages shown before, {len(self.faults)} faults"
        )

    @property
    def source(self) -> Path:
        """The source folder."""
        return self.folder / "source"

    def fault(self, sequence: Sequence) -> str:
        """Return what is wrong after *sequence*; empty if nothing is."""
        for name in ("source", "doctrees", "html", "dirhtml", "text", "serve"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self.sequences += 1
        try:
            return self._fault(sequence)
        finally:
            self._end_served()

    def _fault(self, sequence: Sequence) -> str:
        site = edited(first_site(), (Theme(self.theme), *sequence.first))
        self._begin(site)
        before = site
        for self.reached, step in enumerate(sequence.steps):
            self.steps += 1
            before, site = site, edited(before if step.undoes else site, step.edits)
            self._write(site, step.clock)
            lives = self._build(step.way, step.dies) if step.way != SERVED else self._serve()
            if lives and step.way[0] != "text" and (said := self._differences(site, step.way)):
                return said
        if sequence.steps and step.way == sequence.way and lives:
            return ""
        _ = self._build(sequence.way) if sequence.way != SERVED else self._serve()
        return self._differences(site, sequence.way)

    def _differences(self, site: Site, way: tuple[str, ...]) -> str:
        if way == SERVED:
            return self.wrong or self.compare(self.folder / "serve" / "html", self._clean(site, DRAFTS))
        return self.compare(self.folder / way[0], self._clean(site, way))

    def _serve(self) -> bool:
        """Build as ``research-notes serve`` does; what it shows before must be what it builds."""
        if self.served is not None and self.served.is_outdated_by(self.changed):
            self._end_served()
        made: dict[str, bytes] = {}
        if self.served is None:
            self.served = Served(self.source, self.folder / "serve")
        else:
            pages = [
                path.relative_to(self.served.html).as_posix() for path in self.served.html.rglob("*.html")
            ]
            made = self.served.preview(sorted(self.changed), pages)
        self.builds += 1
        self.previews += len(made)
        self.changed.clear()
        answer = self.served.build()
        if "deeply nested" in answer.get("message", ""):
            raise CircleError
        assert answer["kind"] == "built", answer
        self.wrong = "\n".join(
            f"shown before it was built: {page}\n{first_difference(text, there)}"
            for page, text in sorted(made.items())
            if text != (there := _content(self.served.html / page))
        )
        return True

    def _end_served(self) -> None:
        if self.served is not None:
            self.served.end()
            self.served = None

    def _begin(self, site: Site) -> None:
        """Make the first build of *site*; it is kept, because many sequences begin with it."""
        kept = self.folder / "first"
        key = ("first", _frozen(site))
        if self.known.get(key) != kept or not kept.exists():
            self._write(site)
            self._build(("html",))
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir()
            for name in ("source", "doctrees", "html"):
                shutil.copytree(self.folder / name, kept / name)
            for other in [k for k, path in self.known.items() if path == kept]:
                del self.known[other]
            self.known[key] = kept
        else:
            for name in ("source", "doctrees", "html"):
                shutil.copytree(kept / name, self.folder / name)

    def _write(self, site: Site, clock: str = "now") -> None:
        """Write the sources of *site*, without touching unchanged files."""
        wanted = {name: text.encode() for name, text in site.sources().items()}
        there = {p.relative_to(self.source).as_posix(): p for p in self.source.rglob("*") if p.is_file()}
        for name in there.keys() - wanted.keys():
            there[name].unlink()
        new = {n: data for n, data in wanted.items() if n not in there or there[n].read_bytes() != data}
        times = {name: there[name].stat().st_mtime_ns for name in new if name in there}
        write_files(self.source, dict(new))
        self.changed |= new.keys() | (there.keys() - wanted.keys())
        if clock != "now":
            back = 86_400_000_000_000 if clock == "older" else 0
            for name in new:
                # A new file gets an old time, like one that is moved here.
                mtime = times.get(name, 10**18) - back
                os.utime(self.source / name, ns=(mtime, mtime))

    def _build(self, way: tuple[str, ...], dies: tuple[str, int] | None = None) -> bool:
        """Build as *way* says; return whether the build was completed."""
        return self._sphinx(way, self.folder / way[0], self.folder / "doctrees", dies)

    def _sphinx(
        self, way: tuple[str, ...], out: Path, doctrees: Path, dies: tuple[str, int] | None = None
    ) -> bool:
        self.builds += 1
        builder, *options = way
        where = ["-d", str(doctrees), str(self.source), str(out)]
        code, said, warned = run(["-q", "--no-color", "-b", builder, *options, *where], dies)
        if "_traverse_toctree" in said + warned or "recursion depth exceeded" in said + warned:
            raise CircleError
        # A worker that dies makes the whole parallel build fail.
        assert dies or code == 0, f"exit code {code} of {way}\n{said[-2000:]}{warned[-4000:]}"
        return code == 0

    def _clean(self, site: Site, way: tuple[str, ...]) -> Path:
        serial = tuple(option for option in way if option not in {"-j2", "-E"})
        key = (_frozen(site), serial)
        if key not in self.known:
            folder = self.folder / f"clean-{len(self.known)}-{self.builds}"
            self._sphinx(serial, folder / "out", folder / "doctrees")
            shutil.rmtree(folder / "doctrees")
            self.known[key] = folder / "out"
        return self.known[key]

    def forget(self) -> None:
        """Forget the clean builds."""
        for key, path in list(self.known.items()):
            if path.name == "out":
                shutil.rmtree(path.parent)
                del self.known[key]

    def shortest(self, sequence: Sequence, said: str, seconds: float) -> tuple[Sequence, str]:
        """Return the shortest sequence with the same fault found in *seconds*, and its fault."""
        until = time.monotonic() + seconds
        found = True
        while found:
            found = False
            for shorter in sequence.shorter():
                if time.monotonic() > until:
                    break
                if now := _fault_of(self, shorter):
                    sequence, said, found = shorter, now, True
                    break
        return sequence, said


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


@dataclass(frozen=True)
class Theme:
    """Use a theme."""

    name: str

    def __call__(self, site: Site) -> None:
        site.options["html_theme"] = repr(self.name)


def _frozen(site: Site) -> object:
    return tuple(sorted(site.sources().items()))


class CircleError(Exception):
    """The toctrees of a site form a circle, which ends every build of Sphinx."""


def _fault_of(workshop: Workshop, sequence: Sequence) -> str:
    """Return what is wrong after *sequence*, including a build that fails."""
    try:
        return workshop.fault(sequence)
    except CircleError:
        return ""
    except AssertionError as error:
        return str(error)


def _try(workshop: Workshop, sequence: Sequence, seconds: float) -> str:
    """Try one sequence; return the report of its fault, if any."""
    said = _fault_of(workshop, sequence)
    if said and said[:300] not in workshop.seen:
        workshop.seen.add(said[:300])
        sequence = replace(sequence, steps=sequence.steps[: workshop.reached + 1])
        sequence, said = workshop.shortest(sequence, said, seconds)
        workshop.seen.add(said[:300])
    workshop.forget()
    return said and f"{sequence}\n{said[:3000]}"


_SETTINGS = settings(
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def bodies(one: Path, other: Path) -> str:
    """Return how two output folders under Furo differ: in their files, and in the bodies of pages."""
    a, b = tree(one), tree(other)
    said = [f"only one has {name}" for name in sorted(a.keys() ^ b.keys())]
    for name in sorted(a.keys() & b.keys()):
        if name.endswith(".html") and name not in {"search.html", "genindex.html"}:
            here, there = _body(a[name]), _body(b[name])
            said += [f"differs: {name}\n{here}\n--- clean:\n{there}"] if here != there else []
    return "\n".join(said)


def _body(page: bytes) -> str:
    """Return the text of a page without Furo's layout, or the body of a page that is not Furo's.

    Heads differ: MyST-NB writes its stylesheet at the end, so that a first build knows no checksum of it.
    """
    text = page.decode("utf-8")
    start, end = text.find('<article role="main"'), text.find("<footer>")
    return text[start:end] if 0 <= start < end else text[text.find("<body") :]


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["research_notes", "furo"])
def test_sequences_of_edits_and_builds(tmp_path: Path, theme: str) -> None:
    """After each of a few fixed sequences, an incremental build equals a clean one."""
    ours = theme == "research_notes"
    workshop = Workshop(tmp_path, theme, differences if ours else bodies)

    @settings(_SETTINGS, derandomize=True, max_examples=SEQUENCES if ours else ELSEWHERE)
    @given(SEQUENCE)
    def try_one(sequence: Sequence) -> None:
        if said := _try(workshop, sequence, 120):
            pytest.fail(said)

    try_one()


if MINUTES:

    def test_many_sequences(tmp_path: Path) -> None:
        """Other sequences are tried in every run, for the requested time; one in six under another theme."""
        ours, furo = Workshop(tmp_path / "ours"), Workshop(tmp_path / "furo", "furo", bodies)
        until = time.monotonic() + 60 * MINUTES
        chance = random.Random(SEED) if SEED else random.SystemRandom()

        def run_of(workshop: Workshop, count: int) -> None:
            @seed(chance.randrange(2**32))
            @settings(_SETTINGS, max_examples=count)
            @given(SEQUENCE)
            def try_one(sequence: Sequence) -> None:
                if time.monotonic() < until and (said := _try(workshop, sequence, 100)):
                    workshop.faults.append(said)
                    print(f"\nFAULT in {workshop.theme}\n{said}", flush=True)

            try_one()
            print(f"\n{workshop}", flush=True)

        while time.monotonic() < until:
            run_of(ours, 10)
            run_of(furo, 2)
        assert not ours.faults + furo.faults
