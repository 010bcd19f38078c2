"""Measure builds of a generated site with and without the extension, on the same notes.

*plain* is Sphinx with MyST and sphinxcontrib-bibtex and the basic theme, its stemmer in Python, as
a fresh install has it; *ours* adds the extension and its theme. Every build is a process of its
own; the two sides take turns, and who begins changes with each repeat.

Usage: ``python bench.py --notes 1000 --repeats 3``; prints a Markdown table of medians.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import generate

if TYPE_CHECKING:
    from collections.abc import Callable

SIDES = ("plain", "ours")
PHASES = ("clean", "clean-j2", "noop", "edit-body", "edit-title")
DEFAULT_PHASES = ("clean", "noop", "edit-body", "edit-title")
LABELS = {
    "clean": "clean build",
    "clean-j2": "clean build, `-j2`",
    "noop": "nothing changed",
    "edit-body": "one note's body edited",
    "edit-title": "one note's title and tags edited",
}

#: Without the extra of that name.
WITHOUT_CARDS = "notes_cards = False\n"
OURS_CONF = """\
extensions.append("sphinx_research_notes")
html_theme = "research_notes"
html_baseurl = "https://notes.example.org/"
notes_match = ["notes/**"]
notes_author = "A. Researcher"
"""

#: In kilobytes on Linux, in bytes on macOS.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Measurement:
    """One build."""

    seconds: float
    #: The largest of its processes, in bytes.
    memory: int
    warnings: int


@dataclass(slots=True)
class Bench:
    """A generated site and the two configurations that build it."""

    work: Path
    notes: int
    stemmer_both: bool = False
    samples: dict[str, dict[str, list[Measurement]]] = field(default_factory=dict)

    @property
    def source(self) -> Path:
        """The sources, shared by both sides."""
        return self.work / "source"

    def prepare(self) -> None:
        """Write the sources and the two configurations."""
        generate.generate(self.source, self.notes)
        conf = (self.source / "conf.py").read_text(encoding="utf-8")
        # bibtex looks beside conf.py, which is not where the sources are.
        conf += f"bibtex_bibfiles = [{str(self.source.resolve() / 'references.bib')!r}]\n"
        for side, text in (("plain", conf), ("ours", conf + OURS_CONF + WITHOUT_CARDS)):
            folder = self.work / f"conf-{side}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "conf.py").write_text(text, encoding="utf-8")

    def note(self, number: int) -> Path:
        """Return a note of the site; other numbers give notes far apart."""
        notes = sorted((self.source / "notes").glob("*.md"))
        return notes[(number * 37 + len(notes) // 2) % len(notes)]

    def build(self, side: str, output: str, *options: str) -> Measurement:
        """Run one build in a process of its own and return what it cost."""
        stemmer = side == "ours" or self.stemmer_both
        folder = self.work / f"{output}-{side}"
        command = [sys.executable, __file__, "--build", "with" if stemmer else "without", "-q"]
        command += ["-b", "html", "-c", str(self.work / f"conf-{side}"), *options]
        command += ["-d", str(folder / "doctrees"), str(self.source), str(folder / "html")]
        # As people have it: modules are compiled once, not in every build.
        settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=settings)
        seconds = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"the build of {side} failed:\n{done.stderr[-4000:]}")
        memory = int(done.stdout.strip().splitlines()[-1])
        warnings = len(re.findall(r"\b(?:WARNING|ERROR): ", done.stderr))
        return Measurement(seconds, memory, warnings)

    def measure(self, phase: str, repeat: int) -> None:
        """Measure one phase once on each side."""
        clean = phase.startswith("clean")
        output = "out-j2" if phase == "clean-j2" else "out"
        if phase in EDITS:
            path = self.note(repeat * 2 + (phase == "edit-title"))
            path.write_text(EDITS[phase](path.read_text(encoding="utf-8"), repeat), encoding="utf-8")
        for side in SIDES if repeat % 2 == 0 else reversed(SIDES):
            if clean:
                shutil.rmtree(self.work / f"{output}-{side}", ignore_errors=True)
            options = ("-j2",) if phase == "clean-j2" else ()
            measured = self.build(side, output, *options)
            self.samples.setdefault(phase, {}).setdefault(side, []).append(measured)
            print(
                f"{phase} {side}: {measured.seconds:.2f} s, {measured.memory / 2**20:.0f} MiB, "
                f"{measured.warnings} warnings",
                file=sys.stderr,
                flush=True,
            )

    def run(self, phases: list[str], repeats: int) -> None:
        """Measure all phases, as often as asked for; something is always built before an edit."""
        if "clean" not in phases and {"noop", *EDITS} & set(phases):
            for side in SIDES:
                self.build(side, "out")
        for repeat in range(repeats):
            for phase in phases:
                self.measure(phase, repeat)


def edit_body(text: str, repeat: int) -> str:
    """Return a note with a sentence more in its first paragraph."""
    head, heading, body = text.partition("\n# ")
    title, _, rest = body.partition("\n\n")
    return f"{head}{heading}{title}\n\nA sentence of the revision {repeat}. {rest}"


def edit_title(text: str, repeat: int) -> str:
    """Return a note with another title, in both places, and another first tag."""
    text = re.sub(r'^title: "(.*)"$', rf'title: "\1 Again {repeat}"', text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^# (.*)$", rf"# \1 Again {repeat}", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^tags: \[\w+", "tags: [revised", text, count=1, flags=re.MULTILINE)


EDITS: dict[str, Callable[[str, int], str]] = {"edit-body": edit_body, "edit-title": edit_title}


def table(bench: Bench) -> str:
    """Return the medians as a Markdown table."""
    lines = ["| | plain | ours | ours / plain |", "| --- | ---: | ---: | ---: |"]
    memory: list[str] = []
    for phase, sides in bench.samples.items():
        seconds = {side: statistics.median(m.seconds for m in sides[side]) for side in SIDES}
        mebibytes = {side: statistics.median(m.memory for m in sides[side]) / 2**20 for side in SIDES}
        lines.append(
            f"| {LABELS[phase]} | {seconds['plain']:.2f} s | {seconds['ours']:.2f} s "
            f"| {seconds['ours'] / seconds['plain']:.2f} |"
        )
        memory.append(
            f"| peak memory, {LABELS[phase]} | {mebibytes['plain']:.0f} MiB "
            f"| {mebibytes['ours']:.0f} MiB | {mebibytes['ours'] / mebibytes['plain']:.2f} |"
        )
    return "\n".join(lines + memory)


def as_json(bench: Bench) -> str:
    """Return every measurement."""
    data = {
        "notes": bench.notes,
        "stemmer_both": bench.stemmer_both,
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("sphinx", "myst-parser", "sphinxcontrib-bibtex")},
        "samples": {
            phase: {
                side: [{"seconds": m.seconds, "memory": m.memory, "warnings": m.warnings} for m in measured]
                for side, measured in sides.items()
            }
            for phase, sides in bench.samples.items()
        },
    }
    return json.dumps(data, indent=2) + "\n"


def build_here(stemmer: str, arguments: list[str]) -> NoReturn:
    """Run Sphinx in this process, print the peak memory in bytes, and exit as Sphinx does."""
    if stemmer == "without":
        # An entry of None makes the import fail, as where PyStemmer is not installed.
        sys.modules["Stemmer"] = None  # type: ignore[assignment]
    from sphinx.cmd.build import main as sphinx_build

    code = sphinx_build(arguments)
    usage = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(max(each.ru_maxrss for each in usage) * RSS_UNIT)
    raise SystemExit(code)


def main() -> None:
    """Read the command line, measure, and print the table."""
    if sys.argv[1:2] == ["--build"]:
        build_here(sys.argv[2], sys.argv[3:])
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--notes", type=int, default=1000, help="size of the site (%(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="of every phase (%(default)s)")
    parser.add_argument(
        "--phases",
        nargs="+",
        choices=PHASES,
        default=DEFAULT_PHASES,
        metavar="PHASE",
        help=", ".join(PHASES),
    )
    parser.add_argument("--stemmer-both", action="store_true", help="PyStemmer on the plain side too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every measurement here")
    parser.add_argument("--work", type=Path, help="build here and leave what was built")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(args.work or Path(scratch), args.notes, args.stemmer_both)
        bench.prepare()
        bench.run(list(args.phases), args.repeats)
    stemmer = "PyStemmer on both sides" if args.stemmer_both else "PyStemmer on our side only"
    print(f"{args.notes} notes, medians of {args.repeats}, {stemmer}:\n\n{table(bench)}")
    if args.json:
        args.json.write_text(as_json(bench), encoding="utf-8")


if __name__ == "__main__":
    main()
