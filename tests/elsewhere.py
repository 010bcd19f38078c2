"""Builds on another day: ``elsewhere.py DAYS ARGUMENTS… -- ARGUMENTS…``, each those of ``sphinx-build``.

Runs in a separate process, whose environment sets the time zone, locale and hash seed. Each build is forked
from it, to avoid repeating imports.
"""

from __future__ import annotations

import copyreg
import datetime
import os
import sys
import time
from functools import partial
from typing import Any

# Chooses how a date is written by its class, so it has to know the real one.
import yaml  # noqa: F401

_DATE, _DATETIME = datetime.date, datetime.datetime


def _like(real: type) -> type[type]:
    """A metaclass for a class that accepts instances of *real* as its own."""

    class Like(type):
        def __instancecheck__(cls, one: Any) -> bool:
            return isinstance(one, real)

        def __subclasscheck__(cls, one: type) -> bool:
            return issubclass(one, real)

    return Like


def set_clock(days: float) -> None:
    """Set every clock of this process forward by *days*."""
    now, now_ns, localtime, gmtime, strftime = (
        time.time, time.time_ns, time.localtime, time.gmtime, time.strftime,
    )  # fmt: skip
    seconds = round(days * 86400)
    time.time = lambda: now() + seconds
    time.time_ns = lambda: now_ns() + seconds * 10**9
    time.localtime = lambda at=None: localtime(time.time() if at is None else at)
    time.gmtime = lambda at=None: gmtime(time.time() if at is None else at)
    time.strftime = lambda form, at=None: strftime(form, time.localtime() if at is None else at)

    class Date(_DATE, metaclass=_like(_DATE)):
        def __new__(cls, *args: Any, **more: Any) -> Any:
            return _DATE(*args, **more)

        @classmethod
        def today(cls) -> Any:
            return _DATE.fromtimestamp(time.time())

    class DateTime(_DATETIME, metaclass=_like(_DATETIME)):
        def __new__(cls, *args: Any, **more: Any) -> Any:
            return _DATETIME(*args, **more)

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return _DATETIME.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return _DATETIME.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return _DATETIME.fromtimestamp(time.time())

    for real, other in ((_DATE, Date), (_DATETIME, DateTime)):
        # Environments and doctrees contain dates, which are pickled by the name of their class in the module.
        other.__module__, other.__qualname__ = "datetime", real.__name__
        copyreg.pickle(real, partial(_reduce, other))
        setattr(datetime, real.__name__, other)


def _reduce(other: type, one: Any) -> tuple[type, tuple[Any, ...]]:
    return other, one.__reduce__()[1]


def _build(arguments: list[str]) -> int:
    """Build in a process forked from this one; return its exit code."""
    from sphinx.cmd.build import main

    if pid := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    if sys.argv[1] != "0":
        set_clock(float(sys.argv[1]))
    import preloaded  # noqa: F401

    arguments: list[list[str]] = [[]]
    for argument in sys.argv[2:]:
        arguments.append([]) if argument == "--" else arguments[-1].append(argument)
    sys.exit(max(abs(_build(each)) for each in arguments))
