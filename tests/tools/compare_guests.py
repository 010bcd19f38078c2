"""Published projects' documentation, with the extension and without: which files of the output differ.

``compare_guests.py FOLDER…`` takes unpacked source distributions, and prints a table in Markdown: built with
the extension in addition, and so with one dated note. What their documentation needs must be installed; an
extension that is not is left out, and named, and so is all that would ask the network.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parents[2]

#: What a configuration gets: nothing from elsewhere, and no extension that is not there.
ALONE = """
intersphinx_mapping = {}
from importlib.util import find_spec as _spec
def _is_there(_name):
    try:
        return _spec(_name) is not None
    except ImportError:
        return False
print("left out:", *[_each for _each in extensions if not _is_there(_each)])
print("theme:", globals().get("html_theme", "alabaster"))
print("suffixes:", *globals().get("source_suffix", [".rst"]), *extensions)
extensions = [_each for _each in extensions if _is_there(_each)]
if __import__("os").environ.get("NOTES_ARE_GUESTS"):
    extensions.append("sphinx_research_notes")
"""

#: What asks for the extension; the configuration is the same with and without, as a project may publish it.
GUEST = "NOTES_ARE_GUESTS"

#: The note, in the markup that the project reads.
NOTES = {
    ".md": "---\ntags: [first]\n---\n\n# A first note\n\nThe *wheel* turned.\n",
    ".rst": ":tags: first\n\nA first note\n============\n\nThe *wheel* turned.\n",
}
NOTE = "2024-05-06-first-of-all"

#: Says of which extensions a search index is; Sphinx writes all that keep records.
_OURS_IN_INDEX = re.compile(rb',?"sphinx_research_notes":\d+')


class NotBuiltError(Exception):
    """A project that cannot be built, for a reason of its own or for what is missing."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of one project."""

    project: str
    theme: str
    pages: int
    left_out: str
    #: Files that differ between two builds without the extension; they are not compared.
    restless: tuple[str, ...]
    #: Files that differ with the extension, and with a note as well.
    without_note: tuple[str, ...]
    with_note: tuple[str, ...]

    def row(self) -> str:
        """Its row in the table."""
        cells = [self.project, self.theme, str(self.pages), _named(self.without_note), _named(self.with_note)]
        return "| " + " | ".join(cells) + " |"


def _named(files: tuple[str, ...], most: int = 6) -> str:
    more = f" and {len(files) - most} more" if len(files) > most else ""
    return f"{len(files)}: {', '.join(files[:most])}{more}" if files else "0"


def documentation(folder: Path) -> Path:
    """The folder of the documentation in *folder*, a source distribution."""
    found = [
        path.parent for path in folder.rglob("conf.py") if re.search(r"doc", str(path.relative_to(folder)))
    ]
    if not found:
        raise NotBuiltError("expected a conf.py in a folder of documentation, found none")
    return min(found, key=lambda path: (len(path.parts), str(path)))


def build(source: Path, out: Path, *, guest: bool) -> str:
    """Build *source* into *out*, with the extension as its *guest* or without; what was said."""
    environment = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1700000000"}
    environment[GUEST] = "yes" if guest else ""
    paths = [str(PACKAGE), str(source.parent / "src"), str(source.parent), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-d", f"{out}.doctrees", str(source), str(out)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        said = [line.strip() for line in ran.stderr.splitlines() if re.search(r"Error\b|error:", line)]
        raise NotBuiltError(f"expected exit code 0, got {ran.returncode}: {' '.join(said[-1:])}")
    return ran.stdout


def contents(out: Path) -> dict[str, bytes]:
    """The bytes of every file that readers get, by name."""
    found = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and not path.name.startswith(".buildinfo")
    }
    if index := found.get("searchindex.js"):
        found["searchindex.js"] = _OURS_IN_INDEX.sub(b"", index)
    return found


def differing(before: dict[str, bytes], after: dict[str, bytes], *, new: bool) -> tuple[str, ...]:
    """The files of *before* that differ; with *new*, those that came as well."""
    found = {name for name, data in before.items() if after.get(name) != data}
    return tuple(sorted(found | (after.keys() - before.keys() if new else set())))


def compare(folder: Path, scratch: Path) -> Compared:
    """Build the documentation of *folder* three times in *scratch*, always in the same place.

    Once more where something differs: there may be files that no two builds write alike.
    """
    docs = documentation(folder)
    place = scratch / folder.name
    conf, source = docs / "conf.py", place / docs.relative_to(folder)

    def built(state: str, note: str = "") -> tuple[dict[str, bytes], str]:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place, symlinks=True)
        (source / "conf.py").write_text(conf.read_text("utf-8") + ALONE, "utf-8")
        if note:
            (source / f"{NOTE}{note}").write_text(NOTES[note], "utf-8")
        out = scratch / f"{folder.name}-{state}"
        said = build(source, out, guest=state in {"guest", "note"})
        return contents(out), said

    plain, said = built("plain")
    facts = dict(line.partition(": ")[::2] for line in said.splitlines() if ": " in line)
    suffix = ".md" if "myst" in facts.get("suffixes", "") or ".md" in facts.get("suffixes", "") else ".rst"
    guest, noted = built("guest")[0], built("note", suffix)[0]
    without_note, with_note = differing(plain, guest, new=True), differing(plain, noted, new=False)
    restless = differing(plain, built("again")[0], new=True) if without_note or with_note else ()
    return Compared(
        project=folder.name,
        theme=facts["theme"],
        pages=sum(name.endswith(".html") for name in plain),
        left_out=facts.get("left out", "").strip(),
        restless=restless,
        without_note=tuple(name for name in without_note if name not in restless),
        with_note=tuple(name for name in with_note if name not in restless),
    )


def main() -> None:
    """Compare, and print a row for each as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="unpacked source distributions")
    parser.add_argument("--keep", type=Path, help="where the builds are kept; a scratch folder by default")
    options = parser.parse_args()
    print("| project | theme | pages | differ without a note | differ with one note |")
    print("| --- | --- | --- | --- | --- |")
    remarks = []
    with tempfile.TemporaryDirectory() as scratch:
        for folder in options.folders:
            try:
                each = compare(folder.resolve(), (options.keep or Path(scratch)).resolve())
            except NotBuiltError as error:
                remarks.append(f"\n{folder.name}: {error}; it is left out")
                continue
            print(each.row(), flush=True)
            if each.left_out or each.restless:
                remarks.append(
                    f"\n{each.project}: left out {each.left_out or 'nothing'}; "
                    f"differ from build to build: {_named(each.restless)}"
                )
    print("\n".join(remarks))


if __name__ == "__main__":
    main()
