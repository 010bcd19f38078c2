"""Frozen comment threads: read from a data file, put in order, and made safe to publish."""

from __future__ import annotations

from ..model.urls import web_address
from .formulas import (
    Formula,
    formulas_as_text,
    split_formulas,
    write_formulas,
)
from .plaintext import plain
from .records import Comment, Fault, Thread
from .sanitize import clean, render
from .thread import read_thread

__all__ = [
    "Comment",
    "Fault",
    "Formula",
    "Thread",
    "clean",
    "formulas_as_text",
    "plain",
    "read_thread",
    "render",
    "split_formulas",
    "web_address",
    "write_formulas",
]
