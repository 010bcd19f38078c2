"""Measure builds of a generated site with and without the extension, on the same notes.

*plain* is Sphinx with MyST and sphinxcontrib-bibtex and the basic theme, its stemmer in Python, as
a fresh install has it; *ours* adds the extension and its theme; *command* is the same by
``research-notes build``. Every build is a process of its own; the sides take turns, and who begins
changes with each repeat. Compared is processor time, which a busy machine changes less than the clock's.

Usage: ``python bench.py --notes 1000 --repeats 3``; prints a Markdown table of medians.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import generate

if TYPE_CHECKING:
    from collections.abc import Callable

SIDES = ("plain", "ours", "command")
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

    #: Of the clock.
    seconds: float
    #: Of processors, in all of its processes.
    processor: float
    #: The largest of its processes, in bytes.
    memory: int
    warnings: int


@dataclass(slots=True)
class Bench:
    """A generated site and the configurations that build it."""

    work: Path
    notes: int
    stemmer_both: bool = False
    sides: tuple[str, ...] = SIDES
    samples: dict[str, dict[str, list[Measurement]]] = field(default_factory=dict)

    @property
    def source(self) -> Path:
        """The sources, shared by all sides."""
        return self.work / "source"

    def prepare(self) -> None:
        """Write the sources and the configurations."""
        generate.generate(self.source, self.notes)
        conf = (self.source / "conf.py").read_text(encoding="utf-8")
        # bibtex looks beside conf.py, which is not where the sources are.
        conf += f"bibtex_bibfiles = [{str(self.source.resolve() / 'references.bib')!r}]\n"
        for side, text in (("plain", conf), ("ours", conf + OURS_CONF + WITHOUT_CARDS)):
            folder = self.work / f"conf-{side}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "conf.py").write_text(text, encoding="utf-8")
        self._prepare_command(conf + OURS_CONF + WITHOUT_CARDS)

    def _prepare_command(self, conf: str) -> None:
        """Write the folder of the command's site, whose ``conf.py`` has to be beside the sources."""
        folder = self.work / "conf-command"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "conf.py").write_text(conf, encoding="utf-8")
        (folder / "Makefile").write_text("BUILDDIR = ../out-command\n", encoding="utf-8")
        for name in ("notes", "index.md", "references.md"):
            if not (link := folder / name).is_symlink():
                link.symlink_to((self.source / name).resolve())

    def note(self, number: int) -> Path:
        """Return a note of the site; other numbers give notes far apart."""
        notes = sorted((self.source / "notes").glob("*.md"))
        return notes[(number * 37 + len(notes) // 2) % len(notes)]

    def build(self, side: str, output: str, *options: str) -> Measurement:
        """Run one build in a process of its own and return what it cost."""
        # As people have it: modules are compiled once, not in every build.
        settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
            start = time.perf_counter()
            command = self._command(side, output, *options)
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=settings)
            # Unlike `Popen.wait`, it tells what the process has used.
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            errors.seek(0)
            said = errors.read()
        if process.returncode:
            raise SystemExit(f"the build of {side} failed:\n{said[-4000:]}")
        warnings = len(re.findall(r"\b(?:WARNING|ERROR): ", said))
        processor = usage.ru_utime + usage.ru_stime
        return Measurement(seconds, processor, usage.ru_maxrss * RSS_UNIT, warnings)

    def _command(self, side: str, output: str, *options: str) -> list[str]:
        """Return the command that builds *side* into the folder *output*."""
        if side == "command":
            site = str(self.work / "conf-command")
            return [sys.executable, "-m", "sphinx_research_notes", "build", "-C", site, *options]
        stemmer = side == "ours" or self.stemmer_both
        folder = self.work / f"{output}-{side}"
        command = [sys.executable, __file__, "--build", "with" if stemmer else "without", "-q"]
        command += ["-b", "html", "-c", str(self.work / f"conf-{side}"), *options]
        return [*command, "-d", str(folder / "doctrees"), str(self.source), str(folder / "html")]

    def measure(self, phase: str, repeat: int) -> None:
        """Measure one phase once on each side."""
        clean = phase.startswith("clean")
        output = "out-j2" if phase == "clean-j2" else "out"
        if phase in EDITS:
            path = self.note(repeat * 2 + (phase == "edit-title"))
            path.write_text(EDITS[phase](path.read_text(encoding="utf-8"), repeat), encoding="utf-8")
        for side in self.sides if repeat % 2 == 0 else reversed(self.sides):
            if clean:
                folder = "out" if side == "command" else output
                shutil.rmtree(self.work / f"{folder}-{side}", ignore_errors=True)
            options = ("-j2",) if phase == "clean-j2" else ()
            measured = self.build(side, output, *options)
            self.samples.setdefault(phase, {}).setdefault(side, []).append(measured)
            print(
                f"{phase} {side}: {measured.processor:.2f} s, by the clock {measured.seconds:.2f} s, "
                f"{measured.memory / 2**20:.0f} MiB, "
                f"{measured.warnings} warnings",
                file=sys.stderr,
                flush=True,
            )

    def run(self, phases: list[str], repeats: int) -> None:
        """Measure all phases, as often as asked for; something is always built before an edit."""
        if "clean" not in phases and {"noop", *EDITS} & set(phases):
            for side in self.sides:
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
    """Return the medians as a Markdown table; ratios are those to the first side."""
    first, *others = bench.sides
    heads = [first, *others, *(f"{side} / {first}" for side in others)]
    heads += [f"{side} / {first}, clock" for side in others]
    lines = [f"| processor time | {' | '.join(heads)} |", "| --- |" + " ---: |" * len(heads)]
    memory: list[str] = []
    for phase, sides in bench.samples.items():
        processor, seconds, mebibytes = (
            {side: statistics.median(getattr(m, name) for m in sides[side]) for side in bench.sides}
            for name in ("processor", "seconds", "memory")
        )
        cells = [f"{processor[side]:.2f} s" for side in bench.sides]
        cells += [f"{taken[side] / taken[first]:.2f}" for taken in (processor, seconds) for side in others]
        lines.append(f"| {LABELS[phase]} | {' | '.join(cells)} |")
        cells = [f"{mebibytes[side] / 2**20:.0f} MiB" for side in bench.sides]
        cells += [f"{mebibytes[side] / mebibytes[first]:.2f}" for side in others] + [""] * len(others)
        memory.append(f"| peak memory, {LABELS[phase]} | {' | '.join(cells)} |")
    return "\n".join(lines + memory)


def as_json(bench: Bench) -> str:
    """Return every measurement."""
    data = {
        "notes": bench.notes,
        "stemmer_both": bench.stemmer_both,
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("sphinx", "myst-parser", "sphinxcontrib-bibtex")},
        "samples": {
            phase: {side: [asdict(each) for each in measured] for side, measured in sides.items()}
            for phase, sides in bench.samples.items()
        },
    }
    return json.dumps(data, indent=2) + "\n"


def build_here(stemmer: str, arguments: list[str]) -> NoReturn:
    """Run Sphinx in this process, and exit as Sphinx does."""
    if stemmer == "without":
        # An entry of None makes the import fail, as where PyStemmer is not installed.
        sys.modules["Stemmer"] = None  # type: ignore[assignment]
    from sphinx.cmd.build import main as sphinx_build

    raise SystemExit(sphinx_build(arguments))


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
    parser.add_argument(
        "--sides", nargs="+", choices=SIDES, default=SIDES, metavar="SIDE", help=", ".join(SIDES)
    )
    parser.add_argument("--stemmer-both", action="store_true", help="PyStemmer on the plain side too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every measurement here")
    parser.add_argument("--work", type=Path, help="build here and leave what was built")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(args.work or Path(scratch), args.notes, args.stemmer_both, tuple(args.sides))
        bench.prepare()
        bench.run(list(args.phases), args.repeats)
    stemmer = "PyStemmer on both sides" if args.stemmer_both else "PyStemmer on our side only"
    print(f"{args.notes} notes, medians of {args.repeats}, {stemmer}:\n\n{table(bench)}")
    if args.json:
        args.json.write_text(as_json(bench), encoding="utf-8")


if __name__ == "__main__":
    main()
