"""Runs ``research-notes`` in a separate process, in a folder, as people do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forked import run_command

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int | None
    said: str
    warned: str


def command(folder: Path, *arguments: str, code: int = 0, typed: str = "") -> Ended:
    """Run ``research-notes`` in *folder*; *typed* answers its questions, and it must exit with *code*."""
    ended = Ended(*run_command(list(arguments), str(folder), typed))
    assert ended.code == code, f"exit code {ended.code}\n{ended.said}\n{ended.warned}"
    return ended
