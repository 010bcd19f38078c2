"""The boxes of common themes, which are admonitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The boxes of common themes, by class.
_BOXES = {
    "notice": "note", "notice--primary": "note", "notice--info": "note", "notice--warning": "warning",
    "notice--danger": "danger", "notice--success": "tip", "prompt-tip": "tip", "prompt-info": "note",
    "prompt-warning": "warning", "prompt-danger": "danger", "block-tip": "tip", "block-warning": "warning",
    "block-danger": "danger", "note": "note", "warning": "warning", "important": "important", "tip": "tip",
}  # fmt: skip


def box_of(classes: Iterable[str]) -> str:
    """Return the admonition that an element with *classes* is; empty if it is none."""
    return next((_BOXES[name] for name in classes if name in _BOXES), "")
