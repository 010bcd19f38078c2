"""What tests of importers share: the texts and the front matter in a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from sphinx_research_notes.importers.records import TextFile

if TYPE_CHECKING:
    from sphinx_research_notes.importers.records import Plan


def whole(plan: Plan, target: str) -> str:
    """Return the text of *target*."""
    return next(file.text for file in plan.files if isinstance(file, TextFile) and file.target == target)


def front(plan: Plan, target: str) -> dict[str, object]:
    """Return the front matter of *target*."""
    values: dict[str, object] = yaml.safe_load(whole(plan, target).split("---\n")[1])
    return values


def body(plan: Plan, target: str) -> str:
    """Return the text of *target* after its front matter."""
    return whole(plan, target).split("---\n", 2)[2].strip()
