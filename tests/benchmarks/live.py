"""Measure how long an author waits: from saving a note to the fresh page, with sphinx-autobuild.

Each time a sentence is added to another note, and its page is asked for over HTTP until it has the
sentence. Of the whole, what a build by itself takes is measured as well.

Usage: ``python live.py --notes 1000 --edits 7``; needs ``sphinx-autobuild``.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench import Bench, edit_body


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def fetched(url: str) -> str:
    """Return the page at *url*; nothing while there is none."""
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read().decode())
    return ""


def wait_for(url: str, text: str, limit: float) -> float:
    """Return the seconds until the page at *url* holds *text*; ends after *limit* seconds."""
    start = time.perf_counter()
    while text not in fetched(url):
        if time.perf_counter() - start > limit:
            raise SystemExit(f"{url} did not show {text!r} within {limit:.0f} s")
        time.sleep(0.01)
    return time.perf_counter() - start


def measure(bench: Bench, edits: int) -> tuple[list[float], list[float]]:
    """Return the seconds from each edit to its page, and those of builds by hand after the same edits."""
    port, out = free_port(), bench.work / "live"
    command = [sys.executable, "-m", "sphinx_autobuild", "-q", "--port", str(port)]
    command += ["-c", str(bench.work / "conf-ours"), "-d", str(out / "doctrees")]
    command += [str(bench.source), str(out / "html")]
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    base, waited = f"http://127.0.0.1:{port}", []
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=settings
    ) as server:
        try:
            wait_for(f"{base}/index.html", "<h1", 900)
            for number in range(edits):
                path = bench.note(number)
                path.write_text(edit_body(path.read_text("utf-8"), number), "utf-8")
                said = f"A sentence of the revision {number}."
                waited.append(wait_for(f"{base}/notes/{path.stem}.html", said, 60))
                time.sleep(1)
        finally:
            server.terminate()
    built = []
    bench.build("ours", "out")
    for number in range(edits):
        path = bench.note(number)
        path.write_text(edit_body(path.read_text("utf-8"), edits + number), "utf-8")
        built.append(bench.build("ours", "out").seconds)
    return waited, built


def main() -> None:
    """Read the command line, measure, and print the medians."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--notes", type=int, default=1000, help="size of the site (%(default)s)")
    parser.add_argument("--edits", type=int, default=7, help="how many notes are edited (%(default)s)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch), args.notes)
        bench.prepare()
        waited, built = measure(bench, args.edits)
    print(f"{args.notes} notes, medians of {args.edits} edits:")
    print(f"from saving to the fresh page: {statistics.median(waited):.2f} s")
    print(f"of it the build by itself: {statistics.median(built):.2f} s")


if __name__ == "__main__":
    main()
