"""The end of a process, without taking all its objects apart.

When Python ends, it clears every module and frees all objects one by one: half a second for an environment of
3,000 notes, which the operating system frees at once. Only a program may leave early, not an extension. What
others have registered to happen at the end happens all the same. No upstream issue is known; its title could
be "Skip deallocation at exit". Checked on Python 3.11 to 3.13; where ``atexit`` lacks the name, Python ends
as usual. It can go when Python has an option for it.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading


def end_process(ended: SystemExit) -> None:
    """End the process as *ended* says; does not return."""
    run_handlers = getattr(atexit, "_run_exitfuncs", None)
    waiting = [
        each for each in threading.enumerate() if each is not threading.main_thread() and not each.daemon
    ]
    code = ended.code if ended.code is not None else 0
    if run_handlers is None or waiting or not isinstance(code, int):
        raise ended
    run_handlers()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        raise ended from None  # Nobody reads any more, which Python reports in its own way.
    os._exit(code & 0xFF)
