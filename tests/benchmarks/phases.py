"""Measure where the time of one clean build goes, by phase, for ours or for plain Sphinx.

Phases are those of a serial build, and none contains another: *read* (sources to doctrees), *citations*
(bibtex settles them), *resolve*, *search* (the index is fed, read and written), *write*, *lists* (generated
pages), *save* (the environment), and *other* (start, assets, inventories).

Usage: ``python phases.py --notes 1000 --side ours``; prints a Markdown table of processor seconds.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
import time
from collections import defaultdict
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import Bench

if TYPE_CHECKING:
    from collections.abc import Callable

#: The phase of each method of a builder.
OF_BUILDER = {
    "read_doc": "read", "index_page": "search", "load_indexer": "search", "dump_search_index": "search",
    "write_doc": "write", "gen_pages_from_extensions": "lists",
}  # fmt: skip


class Phases:
    """Seconds by phase; what one calls of another is counted there alone."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._open: list[str] = ["other"]
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    def of(self, phase: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """Return *act*, counted as *phase*."""

        @wraps(act)
        def counted(*args: Any, **options: Any) -> Any:
            self._turn()
            self._open.append(phase)
            try:
                return act(*args, **options)
            finally:
                self._turn()
                self._open.pop()

        return counted


def measure(bench: Bench, side: str) -> dict[str, float]:
    """Return the seconds of a clean build of *side* by phase."""
    if side == "plain":
        # An entry of None makes the import fail, as where PyStemmer is not installed.
        sys.modules["Stemmer"] = None  # type: ignore[assignment]
    phases = Phases()
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    vars(pickle)["dump"] = phases.of("save", pickle.dump)
    resolve = "get_and_resolve_doctree"
    setattr(BuildEnvironment, resolve, phases.of("resolve", getattr(BuildEnvironment, resolve)))
    out = bench.work / f"phases-{side}"
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            bench.source, bench.work / f"conf-{side}", out / "html", out / "doctrees", "html", status=None,
            warning=None,
        )  # fmt: skip
        for name, phase in OF_BUILDER.items():
            setattr(app.builder, name, phases.of(phase, getattr(app.builder, name)))
        domain: Any = app.env.domains["cite"]
        domain.env_updated = phases.of("citations", domain.env_updated)
        app.build()
    phases._turn()
    return dict(phases.seconds)


def main() -> None:
    """Read the command line, measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--notes", type=int, default=1000, help="size of the site (%(default)s)")
    parser.add_argument(
        "--side", choices=("plain", "ours"), default="ours", help="which configuration (%(default)s)"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch), args.notes)
        bench.prepare()
        seconds = measure(bench, args.side)
    total = sum(seconds.values())
    print(f"| {args.side}, {args.notes} notes | seconds | |\n| --- | ---: | ---: |")
    for phase, spent in sorted(seconds.items(), key=lambda pair: -pair[1]):
        print(f"| {phase} | {spent:.2f} | {spent / total:.0%} |")
    print(f"| all | {total:.2f} | {1000 * total / args.notes:.1f} ms a note |")


if __name__ == "__main__":
    main()
