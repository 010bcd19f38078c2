"""Frozen comment threads: read from a data file, put in order, and made safe to publish."""

from __future__ import annotations

from ..addresses import web_address
from .sanitise import clean, plain, render
from .thread import Comment, Fault, Thread, read_thread

__all__ = [
    "Comment",
    "Fault",
    "Thread",
    "clean",
    "plain",
    "read_thread",
    "render",
    "web_address",
]
