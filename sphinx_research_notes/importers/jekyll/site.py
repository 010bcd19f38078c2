"""Read the source of a Jekyll site, and plan the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import Plan

if TYPE_CHECKING:
    from pathlib import Path

    from ..records import Options


def recognizes(source: Path) -> bool:
    """Whether *source* is the folder of a Jekyll site."""
    folders = any((source / name).is_dir() for name in ("_posts", "_drafts"))
    return folders or (source / "_config.yml").is_file()


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the site in *source*."""
    return Plan("Jekyll")
