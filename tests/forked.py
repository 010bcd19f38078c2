"""Builds in processes of their own, forked from one that has imported what they need.

A module by itself, because the forked process must find it by its name.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(
    [
        "sphinx.cmd.build",
        "sphinx.builders.dirhtml",
        "sphinx.builders.text",
        "myst_parser.sphinx_ext.main",
        "myst_nb",
        "sphinx_design",
        "sphinxcontrib.bibtex",
        "sphinx_research_notes.pipeline",
    ]
)


def run(arguments: list[str], dies: tuple[str, int] | None = None) -> tuple[int | None, str, str]:
    """Run ``sphinx-build`` with *arguments*; its exit code, what it said, and what it warned of.

    *dies*: an event of Sphinx and a number; the build is killed when that event comes for that time.
    """
    with tempfile.TemporaryDirectory() as folder:
        process = processes.Process(target=_build, args=(arguments, folder, dies))
        process.start()
        process.join()
        files = [Path(folder, name) for name in ("out", "err")]
        said, warned = (file.read_text("utf-8") if file.exists() else "" for file in files)
    return process.exitcode, said, warned


def _build(arguments: list[str], folder: str, dies: tuple[str, int] | None) -> None:
    """In the forked process: build, with its output into files of *folder*."""
    for name in [name for name in os.environ if name.startswith("READTHEDOCS")]:
        del os.environ[name]
    for descriptor, name in ((1, "out"), (2, "err")):
        file = os.open(Path(folder, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, descriptor)
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
    from sphinx.cmd.build import build_main

    if dies is not None:
        _kill_at(*dies)
    os._exit(build_main(arguments))


def _kill_at(event: str, number: int) -> None:
    """Make this process die, as if it were killed, when Sphinx emits *event* for the *number*-th time."""
    from sphinx.events import EventManager

    emit, left = EventManager.emit, [number]

    def dying(self: EventManager, name: str, *rest: Any, **options: Any) -> list[Any]:
        if name == event:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
        return emit(self, name, *rest, **options)

    EventManager.emit = dying  # type: ignore[method-assign]
