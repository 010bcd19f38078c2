"""The indices of domains, such as the Python module index, without unlisted documents."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.domains import Index, IndexEntry

from ..state.records import unlisted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class _Listed(Index):
    """Mixin for the index of any domain: every entry names its document."""

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[tuple[str, list[Any]]], bool]:
        """Return the entries by letter, without those of unlisted documents."""
        content, collapse = super().generate(docnames)  # type: ignore[safe-super]
        hidden = unlisted(self.domain.env)
        if not hidden:
            return content, collapse
        groups = (
            (letter, _listed([IndexEntry(*entry) for entry in entries], hidden))
            for letter, entries in content
        )
        return [(letter, entries) for letter, entries in groups if entries], collapse


def _listed(entries: list[IndexEntry], unlisted: set[str]) -> list[IndexEntry]:
    """Return *entries* without those of *unlisted* documents; keep a head with listed subentries."""
    result: list[IndexEntry] = []
    for position, entry in enumerate(entries):
        is_head = entry.subtype == 1
        below = []
        for other in entries[position + 1 :] if is_head else ():
            if other.subtype != 2:
                break
            below.append(other.docname not in unlisted)
        if entry.docname in unlisted and any(below):
            result.append(IndexEntry(entry.name, 1, "", "", "", "", ""))
        elif entry.docname not in unlisted and (entry.docname or not is_head or any(below)):
            result.append(entry)
    return result


def hide_unlisted(app: Sphinx, builder: Any) -> None:
    """``write-started``: filter the domains before a builder asks for their indices."""
    if not unlisted(app.env):
        return
    for domain in _domains(app.env):
        # Inventories and search are built from this; references are resolved in other ways.
        domain.get_objects = partial(_listed_objects, domain)
        domain.indices = [
            index if issubclass(index, _Listed)
            else type(index.__name__, (_Listed, index), {"__module__": index.__module__})
            for index in domain.indices
        ]  # fmt: skip


def _domains(env: BuildEnvironment) -> list[Any]:
    domains: Any = env.domains
    return list(domains.values())


def _listed_objects(domain: Any) -> Iterator[tuple[Any, ...]]:
    """Return the objects of *domain* without those of unlisted documents."""
    hidden = unlisted(domain.env)
    # (name, display name, type, docname, anchor, priority)
    return (index for index in type(domain).get_objects(domain) if index[3] not in hidden)


def restore_indices(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: undo the filter."""
    for domain in _domains(app.env):
        vars(domain).pop("get_objects", None)
