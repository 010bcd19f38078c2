"""Read the source of a Hugo site, and plan the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import Plan

if TYPE_CHECKING:
    from pathlib import Path

    from ..records import Options

_CONFIGS = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default")


def recognizes(source: Path) -> bool:
    """Whether *source* is the folder of a Hugo site."""
    names = (*_CONFIGS, "config.toml", "config.yaml", "config.yml", "config.json")
    return (source / "content").is_dir() and any((source / name).exists() for name in names)


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the site in *source*."""
    return Plan("Hugo")
