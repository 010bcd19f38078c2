"""Fixtures that build tiny sites and say what came of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOTS = Path(__file__).parent / "roots"


@dataclass(frozen=True)
class Built:
    """What a build left behind."""

    outdir: Path
    #: Everything that was warned, colours removed.
    warnings: str
    #: What the build said of its progress.
    status: str

    def text(self, name: str) -> str:
        """The text of an output file."""
        return (self.outdir / name).read_text("utf-8")

    def files(self) -> set[str]:
        """All output files, from the output folder."""
        return {p.relative_to(self.outdir).as_posix() for p in self.outdir.rglob("*") if p.is_file()}


def build_site(
    source: Path, outdir: Path, *options: str, builder: str = "html", doctrees: Path | None = None
) -> Built:
    """Build *source* in a process of its own, as an author does; the exit code must be 0."""
    command = [sys.executable, "-m", "sphinx", "--no-color", "-b", builder]
    command += ["-d", str(doctrees or outdir.parent / f"{outdir.name}.doctrees")]
    command += [*options, str(source), str(outdir)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("READTHEDOCS")}
    environment["PYTHONHASHSEED"] = environment.get("PYTHONHASHSEED", "random")
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return Built(outdir, done.stderr, done.stdout)


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Built]:
    """Write files into a fresh source folder and build it: ``site({"conf.py": …}, "-j2")``.

    Calling it again changes those files and builds into the same folder; None deletes a file.
    """
    source, outdir = tmp_path / "source", tmp_path / "out"

    def build(
        files: dict[str, str | bytes | None], *options: str, builder: str = "html", into: str = ""
    ) -> Built:
        write_files(source, files)
        return build_site(source, tmp_path / into if into else outdir, *options, builder=builder)

    return build


def write_files(source: Path, files: dict[str, str | bytes | None]) -> None:
    """Write, change and delete *files* under *source*."""
    for name, content in files.items():
        path = source / name
        if content is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture
def root(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of one of the tiny projects in ``roots``."""

    def copy(name: str) -> Path:
        return Path(shutil.copytree(ROOTS / name, tmp_path / name))

    return copy
