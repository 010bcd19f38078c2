"""A program that leaves early does all that Python does at the end, and that can be seen."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import atexit, sys, threading, time
from sphinx_research_notes._upstream.process_end import end_process

class Held:
    def __del__(self):
        print("freed", flush=True)

held = Held()
atexit.register(print, "handler")
if {thread}:
    threading.Thread(target=lambda: time.sleep(0.1) or print("thread")).start()
print("text")
print("error", file=sys.stderr)
try:
    sys.exit({code})
except SystemExit as ended:
    end_process(ended)
"""


def ended(code: object, *, thread: bool = False) -> tuple[int, str, str]:
    """Return how a process ended: its status, and what it said."""
    command = [sys.executable, "-c", CODE.format(code=repr(code), thread=thread)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("code", [None, 0, 1, 3])
def test_leaving(code: int | None) -> None:
    """Handlers are called, everything is written and the status is right; objects are not freed."""
    assert ended(code) == (code or 0, "text\nhandler\n", "error\n")


def test_the_usual_end() -> None:
    """A message instead of a status, or a thread that is still at work, need the usual end."""
    assert ended("wrong") == (1, "text\nhandler\nfreed\n", "error\nwrong\n")
    assert ended(2, thread=True) == (2, "text\nthread\nhandler\nfreed\n", "error\n")
