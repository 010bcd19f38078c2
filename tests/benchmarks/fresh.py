"""Measure how long an author waits with ``research-notes serve``: from saving a note to its fresh page.

The page is open in Chromium, which runs without a window, and the clock stops when it shows the edit.

Usage: ``python fresh.py --notes 1000 --edits 20``; needs the extras ``serve`` and ``test``, and Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench import Bench, edit_body, edit_title

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: What is edited, and the page that is being looked at, in which the edit is to be seen.
KINDS = {
    "body": "the note",
    "title": "the note",
    "title, home": "the home page",
    "title, neighbour": "the next note",
}


def measure(page: Page, path: Path, kind: str, edits: int, pause: float) -> list[float]:
    """Return the seconds from each edit of the note at *path* to the page that shows it."""
    waited, original = [], path.read_text("utf-8")
    is_title = kind.startswith("title")
    # Not what an earlier measurement may have left.
    first = time.time_ns() // 10**9 % 10**6
    for number in range(first, first + edits):
        said = f"Again {number}" if is_title else f"A sentence of the revision {number}."
        edited = (edit_title if is_title else edit_body)(original, number)
        begun = time.perf_counter()
        path.write_text(edited, "utf-8")
        page.wait_for_function("said => document.body.textContent.includes(said)", arg=said, timeout=120_000)
        waited.append(time.perf_counter() - begun)
        time.sleep(pause)
    path.write_text(original, "utf-8")
    return waited


def addresses(bench: Bench, path: Path) -> dict[str, str]:
    """Return the page that is looked at for each kind of edit of the note at *path*."""
    notes = sorted(path.parent.glob("*.md"))
    newer = notes[notes.index(path) + 1]
    own = f"notes/{path.stem}.html"
    return {
        "body": own,
        "title": own,
        "title, home": "index.html",
        "title, neighbour": f"notes/{newer.stem}.html",
    }


def main() -> None:
    """Read the command line, measure, and print the medians."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--notes", type=int, default=1000, help="size of the site (%(default)s)")
    parser.add_argument("--edits", type=int, default=20, help="how many edits of each kind (%(default)s)")
    parser.add_argument("--pause", type=float, default=2, help="seconds between two of them (%(default)s)")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    parser.add_argument("--work", type=Path, help="keep the site here, built")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        bench = Bench(args.work or Path(scratch), args.notes)
        if not bench.source.exists():
            bench.prepare()
            shutil.copy(bench.work / "conf-ours" / "conf.py", bench.source / "conf.py")
        command = [sys.executable, "-m", "sphinx_research_notes", "serve", "-C", str(bench.source)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            address = server.stdout.readline().partition(" at ")[2].partition(",")[0]
            found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
            browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
            page, path = browser.new_page(), bench.note(args.notes // 2)
            page.goto(address)
            page.get_by_role("heading", level=1).first.wait_for(timeout=900_000)
            for kind in args.kinds:
                page.goto(address + addresses(bench, path)[kind])
                time.sleep(5 + 10 * args.notes / 10_000)
                waited = measure(page, path, kind, args.edits, args.pause)
                spread = f"{statistics.median(waited):.2f} s of {len(waited)}, worst {max(waited):.2f} s"
                print(f"{args.notes} notes, {kind}, on {KINDS[kind]}: median {spread}", flush=True)
            browser.close()
            server.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main()
