"""The indexes of domains, such as that of Python's modules, without what is unlisted."""

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
    """Mixed into the index of a domain, whichever that is: every entry names its document."""

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[tuple[str, list[Any]]], bool]:
        """The entries by their letters, without those of unlisted documents."""
        content, collapse = super().generate(docnames)  # type: ignore[safe-super]
        hidden = unlisted(self.domain.env)
        if not hidden:
            return content, collapse
        kept = (
            (letter, _kept([IndexEntry(*entry) for entry in entries], hidden)) for letter, entries in content
        )
        return [(letter, entries) for letter, entries in kept if entries], collapse


def _kept(entries: list[IndexEntry], unlisted: set[str]) -> list[IndexEntry]:
    """*entries* but for those of *unlisted* documents; a head with others under it stays as a head."""
    found: list[IndexEntry] = []
    for place, entry in enumerate(entries):
        is_head = entry.subtype == 1
        below = []
        for other in entries[place + 1 :] if is_head else ():
            if other.subtype != 2:
                break
            below.append(other.docname not in unlisted)
        if entry.docname in unlisted and any(below):
            found.append(IndexEntry(entry.name, 1, "", "", "", "", ""))
        elif entry.docname not in unlisted and (entry.docname or not is_head or any(below)):
            found.append(entry)
    return found


def hide_unlisted(app: Sphinx, builder: Any) -> None:
    """``write-started``: before a builder asks for the indexes of domains."""
    if not unlisted(app.env):
        return
    for domain in _domains(app.env):
        # What inventories and search are made of; references are resolved in other ways.
        domain.get_objects = partial(_listed_objects, domain)
        domain.indices = [
            each if issubclass(each, _Listed)
            else type(each.__name__, (_Listed, each), {"__module__": each.__module__})
            for each in domain.indices
        ]  # fmt: skip


def _domains(env: BuildEnvironment) -> list[Any]:
    domains: Any = env.domains
    return list(domains.values())


def _listed_objects(domain: Any) -> Iterator[tuple[Any, ...]]:
    """The objects of *domain* but for those of unlisted documents."""
    hidden = unlisted(domain.env)
    # Name, shown name, type, document, anchor, priority.
    return (each for each in type(domain).get_objects(domain) if each[3] not in hidden)


def restore_indices(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: what was read is whole again."""
    for domain in _domains(app.env):
        vars(domain).pop("get_objects", None)
