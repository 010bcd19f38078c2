"""What Substack notes of its elements, in an attribute of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..html.document import value

if TYPE_CHECKING:
    from bs4 import Tag

    from ..html.document import Document


def data(element: Tag) -> dict[str, Any]:
    """Return what Substack notes of *element*."""
    try:
        found = json.loads(value(element, "data-attrs") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def text_in(values: dict[str, Any], *names: str) -> str:
    """Return the first of *values* under one of *names* that is a text."""
    return next(
        (
            str(values[name]).strip()
            for name in names
            if isinstance(values.get(name), (str, int)) and values[name]
        ),
        "",
    )


def all_of(document: Document, *names: str) -> list[Tag]:
    """Return the elements with one of the class *names* that are still in the tree."""
    return [each for each in document.soup.find_all(class_=list(names)) if each.parent is not None]
