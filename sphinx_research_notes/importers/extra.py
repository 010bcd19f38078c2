"""What the extra ``import`` brings."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .records import NotImportable

if TYPE_CHECKING:
    from types import ModuleType


def needing_extra(module: str) -> ModuleType:
    """Return the *module* of this package; raises NotImportable if what it needs isn't installed."""
    try:
        return import_module(f".{module}", __package__)
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] == (__package__ or "").partition(".")[0]:
            raise
        raise NotImportable(
            f"expected {error.name}, found none; pip install 'sphinx-research-notes[import]' brings it"
        ) from None
