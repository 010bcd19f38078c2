"""How many of other people's formulas become MathML, and why the others don't.

``formulas.py FILE``: one formula a line, ``D`` (on a line of its own) or ``I`` (in the line), a tab, the TeX.
Lines that begin with ``#`` are skipped. Ends with 1 when fewer than ``--least`` come out.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from math_core import LatexError

from sphinx_research_notes.mathml.convert import mathml


def read(path: Path) -> list[tuple[bool, str]]:
    """The formulas of a file: whether each stands on a line of its own, and its TeX."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        kind, tab, tex = line.partition("\t")
        if tab and kind in {"D", "I"}:
            found.append((kind == "D", tex))
    return found


def main() -> int:
    """Print the share, each failure with its reason, and the time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--least", type=int, default=0, help="how many must come out")
    options = parser.parse_args()
    formulas, done = read(options.file), 0
    started = time.perf_counter()
    for display, tex in formulas:
        try:
            mathml(tex, display=display)
            done += 1
        except LatexError as error:
            print(f"{error}\n    {tex}")
    each = (time.perf_counter() - started) / max(len(formulas), 1) * 1e6
    print(f"{done} of {len(formulas)}, {each:.0f} µs each")
    return int(done < options.least)


if __name__ == "__main__":
    sys.exit(main())
