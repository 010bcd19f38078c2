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


def measure(page: Page, path: Path, edits: int, *, titles: bool) -> list[float]:
    """Return the seconds from each edit of the note at *path*, or of its title, to the page that shows it."""
    waited = []
    for number in range(edits):
        said = f"Again {number}" if titles else f"A sentence of the revision {number}."
        edited = (edit_title if titles else edit_body)(path.read_text("utf-8"), number)
        begun = time.perf_counter()
        path.write_text(edited, "utf-8")
        page.wait_for_function("said => document.body.textContent.includes(said)", arg=said, timeout=120_000)
        waited.append(time.perf_counter() - begun)
        time.sleep(1)
    return waited


def main() -> None:
    """Read the command line, measure, and print the medians."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--notes", type=int, default=1000, help="size of the site (%(default)s)")
    parser.add_argument("--edits", type=int, default=20, help="how many edits of each kind (%(default)s)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        bench = Bench(Path(scratch), args.notes)
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
            page.goto(f"{address}notes/{path.stem}.html")
            for titles in (False, True):
                waited = measure(page, path, args.edits, titles=titles)
                kind = "title" if titles else "body"
                print(f"{args.notes} notes, {kind}: median {statistics.median(waited):.2f} s of {args.edits}")
            browser.close()
            server.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main()
