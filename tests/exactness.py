"""Sites that are edited and rebuilt repeatedly, and comparisons of the output with a clean build's."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conftest import build_site, write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Files = dict[str, "str | bytes | None"]


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file under *folder* with its bytes."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def differences(one: Path, other: Path) -> str:
    """Describe the differences between two output folders; empty if they are equal."""
    a, b = tree(one), tree(other)
    said = [f"only incremental: {name}" for name in sorted(a.keys() - b.keys())]
    said += [f"only clean: {name}" for name in sorted(b.keys() - a.keys())]
    for name in sorted(a.keys() & b.keys()):
        if a[name] != b[name]:
            said.append(f"differs: {name}\n{first_difference(a[name], b[name])}")
    return "\n".join(said)


def first_difference(a: bytes, b: bytes) -> str:
    """Describe the first difference between two files."""
    place = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    start = max(place - 80, 0)
    return f"    incremental …{a[start : place + 80]!r}\n    clean       …{b[start : place + 80]!r}"


@dataclass
class Bench:
    """A site that is edited, with its long-lived output folders."""

    folder: Path
    source: Path
    number: int = 0
    options: list[str] = field(default_factory=list)

    def edit(self, files: Files) -> None:
        """Write, change and delete *files*."""
        write_files(self.source, files)

    def rename(self, old: str, new: str) -> None:
        """Move a source."""
        (self.source / new).parent.mkdir(parents=True, exist_ok=True)
        (self.source / old).rename(self.source / new)

    def build(self, name: str, *options: str, builder: str = "html") -> Path:
        """Build into the folder *name*, which may hold an earlier build."""
        out = self.folder / name
        build_site(self.source, out, *options, *self.options, builder=builder)
        return out

    def clean(self, builder: str = "html") -> Path:
        """Build into a fresh folder."""
        self.number += 1
        return self.build(f"clean-{self.number}", builder=builder)

    def check(self, *, builder: str = "html", ways: dict[str, list[str]] | None = None) -> str:
        """Build incrementally in each of *ways*, and describe differences from a clean build.

        A folder with differences is removed, so that the next edit is tested on its own.
        """
        clean, faults = self.clean(builder), []
        for name, options in (ways or SERIAL).items():
            if ways is BY_TURNS and self.number % 2:
                options = PARALLEL["parallel"]
            out = self.build(f"{name}-{builder}", *options, builder=builder)
            if said := differences(out, clean):
                faults.append(f"{name}: {said}")
                self.forget(out)
        self.forget(clean)
        return "\n".join(faults)

    def forget(self, out: Path) -> None:
        """Remove the output folder *out*, and its doctrees."""
        for folder in (out, out.parent / f"{out.name}.doctrees"):
            shutil.rmtree(folder, ignore_errors=True)


#: Ways to build after an edit: names of folders, and options.
SERIAL: dict[str, list[str]] = {"serial": []}
PARALLEL: dict[str, list[str]] = {"parallel": ["-j2"]}
#: One folder, built with one process and with two by turns: a third fewer builds.
BY_TURNS: dict[str, list[str]] = {"by turns": []}


def check_each(
    bench: Bench,
    edits: dict[str, Callable[[Bench], None]],
    *,
    builder: str = "html",
    ways: dict[str, list[str]] | None = None,
) -> None:
    """Apply *edits* one after another; after each, the output must equal that of a clean build.

    All edits that fail are reported.
    """
    faults = {"nothing yet": bench.check(builder=builder, ways=ways)}
    for name, edit in edits.items():
        edit(bench)
        if said := bench.check(builder=builder, ways=ways):
            faults[name] = said
            # The faulty folder has been removed: build it again before the next edit.
            bench.check(builder=builder, ways=ways)
    found = [f"after {name!r}: {said}" for name, said in faults.items() if said]
    assert not found, "\n\n".join(found)
