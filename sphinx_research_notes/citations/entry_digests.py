"""Digests of what citations show, by which documents are found whose cited works have changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..activation import acts
from ..model.digests import text_digest
from ..state.records import pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


@dataclass(slots=True)
class _Cache:
    """Digests of the entries of the last bibliography."""

    entries: Any = None
    digests: dict[str, str] = field(default_factory=dict)


_cache = _Cache()


def entry_digests(env: BuildEnvironment, keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return each of *keys* with a digest of its entry."""
    return tuple((key, entry_digest(env, key)) for key in keys)


def entry_digest(env: BuildEnvironment, key: str) -> str:
    """Return a digest of the entry *key*, from a cache if possible."""
    domain: Any = env.domains.get("cite")
    entries = domain.bibdata.data.entries if domain is not None else None
    if _cache.entries is not entries:
        _cache.entries, _cache.digests = entries, {}
    if key not in _cache.digests:
        _cache.digests[key] = text_digest(fingerprint(env, key), 16)
    return _cache.digests[key]


def outdated(app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
    """``env-get-outdated``: return the documents that cite a work whose entry has changed.

    Also one whose entry was added or removed; and all documents that cite if their style has changed.
    """
    if not acts(env):
        return []
    current, domain = style_fingerprint(env), env.domaindata.get("cite", {})
    docnames = []
    if domain.get("notes_style", current) != current:
        # sphinxcontrib-bibtex stores the style of a bibliography when it is read.
        docnames = [key.docname for key in domain["bibliographies"]]
    domain["notes_style"] = current
    for docname, page in pages(env).items():
        if page.works and (
            page.cited_by != current or any(entry_digest(env, key) != digest for key, digest in page.works)
        ):
            docnames.append(docname)
    return docnames


def style_fingerprint(env: BuildEnvironment) -> str:
    """Return a digest of how this build formats citations; empty if sphinxcontrib-bibtex is not used."""
    if "cite" not in env.domains.keys():  # noqa: SIM118
        return ""
    from . import styles

    return styles.style_fingerprint(env)


def fingerprint(env: BuildEnvironment, key: str) -> str:
    """Return what the reference of *key* is made from, as a string to compare."""
    entry = entry_of(env, key)
    if entry is None:
        return key
    values = [_values(entry)]
    if "crossref" in entry.fields or "xdata" in entry.fields:
        from .inheritance import lineage

        domain: Any = env.domains["cite"]
        values += (_values(each) for each, _ in lineage(entry, domain.bibdata.data.entries))
    return repr(values)


def _values(entry: Any) -> tuple[object, ...]:
    """Return all values of *entry* itself."""
    people = sorted((role, [str(person) for person in persons]) for role, persons in entry.persons.items())
    return entry.key, entry.type, sorted(entry.fields.items()), people


def entry_of(env: BuildEnvironment, key: str) -> Any:
    """Return the entry *key*, if there is one."""
    domain: Any = env.domains.get("cite")
    return domain.bibdata.data.entries.get(key) if domain is not None else None


def citation_digests(env: BuildEnvironment) -> dict[str, str]:
    """Return digests of what citations (``key:…``) and bibliographies of documents (``list:…``) show."""
    digests: dict[str, str] = env.domaindata.get("cite", {}).get("notes_citations", {})
    return digests


def shown_of(env: BuildEnvironment, key: str) -> object:
    """Return digests of what a citation of *key* shows on a page other than a note."""
    return citation_digests(env).get(f"key:{key}") or (
        entry_of(env, key) is not None and (entry_digest(env, key), style_fingerprint(env))
    )
