"""Builds in separate processes, forked from one that has imported what they need.

A module of its own, because the forked process must find it by name.
"""

from __future__ import annotations

import io
import logging
import multiprocessing
import os
import signal
import sys
import tempfile
import warnings
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Target = Callable[[list[str], Any], None]

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["preloaded"])

#: The module search path of the process that builds are forked from. By default it begins with the current
#: folder, so that the working copy would be tested instead of the installed package; and before Python
#: 3.12.9 and 3.13.2 it doesn't inherit the path of its parent (https://github.com/python/cpython/issues/117378).
_PATHS = {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(sys.path)}


def run(arguments: list[str], dies: tuple[str, int] | None = None) -> tuple[int | None, str, str]:
    """Run ``sphinx-build`` with *arguments*; return its exit code, output and warnings.

    *dies*: an event of Sphinx and a number; the build is killed when that event occurs for that time.
    """
    return _run(_build, arguments, dies)


def run_command(arguments: list[str], where: str, typed: str) -> tuple[int | None, str, str]:
    """Run ``research-notes`` with *arguments* in the folder *where*; return the same as :func:`run`."""
    return _run(_command, arguments, (where, typed))


def forked(target: Callable[..., None], *arguments: Any) -> multiprocessing.process.BaseProcess:
    """Start *target* with *arguments* in a process of its own, and return the process."""
    with _environment(_PATHS):
        forkserver.ensure_running()
    process = _processes.Process(target=_with_imports, args=(target, arguments))
    process.start()
    return process


def _with_imports(target: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    # A forkserver passes over what it can't import, and each build would import everything again.
    assert "preloaded" in sys.modules
    target(*arguments)


def _run(target: Target, arguments: list[str], option: Any) -> tuple[int | None, str, str]:
    with tempfile.TemporaryDirectory() as folder:
        clock = os.environ.get("SOURCE_DATE_EPOCH")  # As a test has set it.
        process = forked(_prepared, folder, clock, target, arguments, option)
        process.join()
        files = [Path(folder, name) for name in ("out", "err", "deprecated")]
        said, warned, deprecated = (file.read_text("utf-8") if file.exists() else "" for file in files)
    assert not deprecated, f"of ours, what others will drop:\n{deprecated}"
    return process.exitcode, said, warned


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """Set environment *variables* temporarily."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _prepared(folder: str, clock: str | None, target: Target, arguments: list[str], option: Any) -> None:
    """In the forked process: call *target*, with output to files in *folder*."""
    hosts = ("READTHEDOCS", "NETLIFY", "CF_PAGES", "GITLAB_CI")
    for name in [name for name in os.environ if name.startswith(hosts)] + list(_PATHS):
        os.environ.pop(name, None)
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    os.environ |= {"SOURCE_DATE_EPOCH": clock} if clock is not None else {}
    # Processes started by extensions use Python's default method.
    multiprocessing.set_start_method(None, force=True)
    # Sphinx writes a log file for each failed build.
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    for descriptor, name in ((1, "out"), (2, "err")):
        file = os.open(Path(folder, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, descriptor)
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
    _note_deprecations(Path(folder, "deprecated"))
    # Sphinx makes a thousand records a build for those who look for its own faults (``-vv``).
    logging.disable(logging.DEBUG)
    target(arguments, option)


def _build(arguments: list[str], dies: tuple[str, int] | None) -> None:
    from sphinx.cmd.build import build_main

    if dies is not None:
        _kill_at(*dies)
    # Not ``os._exit``: processes started by extensions must end with the build.
    sys.exit(build_main(arguments))


def _command(arguments: list[str], option: tuple[str, str]) -> None:
    from sphinx_research_notes.command.main import main

    where, typed = option
    sys.stdin = io.StringIO(typed)
    os.chdir(where)
    sys.argv[1:] = arguments
    main()


def _note_deprecations(file: Path) -> None:
    """Write deprecated calls that we make in Sphinx, docutils and others to *file*.

    Not as errors, which a build may catch; for every process of it.
    """
    show = warnings.showwarning

    def note(message: Warning | str, category: type[Warning], filename: str, line: int, *rest: Any) -> None:
        if "sphinx_research_notes" in filename and issubclass(category, _DEPRECATIONS):
            with file.open("a", encoding="utf-8") as stream:
                stream.write(f"{filename}:{line}: {category.__name__}: {message}\n")
        else:
            show(message, category, filename, line, *rest)

    warnings.showwarning = note
    for category in _DEPRECATIONS:
        warnings.filterwarnings("always", category=category, module=r"sphinx_research_notes(\..*)?$")


_DEPRECATIONS = (DeprecationWarning, PendingDeprecationWarning)


def _kill_at(event: str, number: int) -> None:
    """Let this process die, as if killed, when Sphinx emits *event* for the *number*-th time."""
    from sphinx.events import EventManager

    emit, left = EventManager.emit, [number]

    def dying(self: EventManager, name: str, *rest: Any, **options: Any) -> list[Any]:
        if name == event:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
        return emit(self, name, *rest, **options)

    EventManager.emit = dying  # type: ignore[method-assign]
