"""Measure what citations cost: builds of the same notes with their citations, and with words in their place.

All with the extension, a bibliography of so many entries, and no list of all works by hand; with citations
once without the pages of works, which are some hundreds more. Besides clean builds, one after which nothing
has changed, and one after an edit of an entry. The three take turns.

Usage: ``python cited.py --notes 1000 --works 500 --repeats 3``; prints a Markdown table of medians.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import generate
from bench import OURS_CONF

SIDES = ("without", "with", "with pages")
PHASES = ("clean", "nothing changed", "an entry edited")


def prepare(work: Path, notes: int, works: int) -> None:
    """Write the sites into folders of their names."""
    generate.CITED_WORKS = works
    for side in SIDES:
        source = work / side
        generate.generate(source, notes)
        (source / "references.md").unlink()
        index = (source / "index.md").read_text("utf-8").replace("references\n", "")
        (source / "index.md").write_text(index, "utf-8")
        with (source / "conf.py").open("a", encoding="utf-8") as conf:
            conf.write(OURS_CONF + f"notes_works = {side == 'with pages'}\n")
        for path in (source / "notes").glob("*.md") if side == "without" else ():
            text = re.sub(r"\{cite:[tp]\}`work(\d+)`", r"Somebody (\1)", path.read_text("utf-8"))
            path.write_text(text, "utf-8")


def build(source: Path) -> tuple[float, float]:
    """Build the site in *source*; the seconds that passed, and those of the processor."""
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(source / "_build")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=settings)
    if done.returncode or done.stderr.strip():
        raise SystemExit(f"the build of {source} failed:\n{done.stderr[-4000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, spent


def main() -> None:
    """Read the command line, measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--notes", type=int, default=1000, help="size of the site (%(default)s)")
    parser.add_argument("--works", type=int, default=500, help="entries of the bibliography (%(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="of every phase (%(default)s)")
    args = parser.parse_args()
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        prepare(work, args.notes, args.works)
        for repeat in range(args.repeats):
            for phase in PHASES:
                for side in SIDES if repeat % 2 == 0 else reversed(SIDES):
                    if phase == "clean":
                        shutil.rmtree(work / side / "_build", ignore_errors=True)
                    if phase == "an entry edited":
                        path = work / side / "references.bib"
                        text = path.read_text("utf-8").replace(
                            "title = {", f"title = {{Edition {repeat}. ", 1
                        )
                        path.write_text(text, "utf-8")
                    found.setdefault((phase, side), []).append(build(work / side))
    print(f"{args.notes} notes, {args.works} entries, medians of {args.repeats}:\n")
    print(f"| | {' | '.join(SIDES)} | times, and of the processor |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for phase in PHASES:
        spent = [
            [statistics.median(each) for each in zip(*found[phase, side], strict=True)] for side in SIDES
        ]
        ratios = [", ".join(f"{each[i] / spent[0][i]:.2f}" for each in spent[1:]) for i in (0, 1)]
        print(f"| {phase} | {' | '.join(f'{each[0]:.2f} s' for each in spent)} | {'; '.join(ratios)} |")


if __name__ == "__main__":
    main()
