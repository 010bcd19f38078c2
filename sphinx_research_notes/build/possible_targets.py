"""What cross-references can lead to on the current site, as digests where only a change matters."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..model.digests import value_digest
from .builder_reference import BuilderReference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

    from .addresses import Addresses

#: Domains that :mod:`.cross_references` has rules for.
_EXACT = frozenset({"std", "math", "cite"})


class PossibleTargets(BuilderReference):
    """The possible targets of references in this build, each part computed on first use."""

    def __init__(self, builder: Builder, addresses: Addresses) -> None:
        super().__init__(builder)
        self._addresses = addresses
        self._domains: dict[str, str] = {}

    @cached_property
    def by_name(self) -> dict[str, list[tuple[str, str, str, str]]]:
        """The objects of the standard domain except labels: kind, name, docname and id, by lowercase name."""
        objects: dict[str, list[tuple[str, str, str, str]]] = {}
        standard = self.env.domains.standard_domain
        for (kind, name), (docname, anchor) in standard.objects.items():
            objects.setdefault(name.lower(), []).append((kind, name, docname, anchor))
        return objects

    @cached_property
    def by_place(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The labels of each document, by docname and name, and by docname and id."""
        standard = self.env.domains.standard_domain
        places: dict[tuple[str, str], tuple[str, ...]] = {}
        for labels in (standard.anonlabels, standard.labels):
            for name, (docname, anchor, *title) in labels.items():
                label = (name, anchor, *(str(each) for each in title))
                for key in (name, anchor):
                    places[docname, key] = (*places.get((docname, key), ()), *label)
        return places

    @cached_property
    def options(self) -> str:
        """A digest of all command-line options, because a role can refer to one in many ways."""
        options = self.env.domains.standard_domain.progoptions
        return value_digest(sorted(
            (str(program), name, docname, anchor, self._addresses.place(docname))
            for (program, name), (docname, anchor) in options.items()
        ))  # fmt: skip

    def of(self, domain: str) -> str:
        """Return a digest of the objects in *domain*; if that is empty, of all domains without rules here."""
        if domain not in self._domains:
            domains = {
                name: each for name, each in self.env.domains.items()
                if (name == domain if domain else name not in _EXACT and each.object_types)
            }  # fmt: skip
            self._domains[domain] = value_digest(
                [list(self._content(each)) for _, each in sorted(domains.items())]
            )
        return self._domains[domain]

    def _content(self, domain: Domain) -> Iterator[object]:
        """Yield everything that *domain* reveals about its objects."""
        objects = sorted(tuple(map(str, each)) for each in domain.get_objects())
        docnames = sorted({each[3] for each in objects})
        yield domain.name, objects, [(each, self._addresses.place(each)) for each in docnames]
        symbols: Any = domain.data.get("root_symbol")
        if symbols is not None and hasattr(symbols, "get_all_symbols"):
            declared = ((each.docname, each.declaration) for each in symbols.get_all_symbols())
            yield sorted((str(docname), str(text)) for docname, text in declared if text is not None)
        if not objects or not type(domain).__module__.startswith("sphinx.domains."):
            # A third-party domain may show anything it stores.
            yield [(docname, numbers(self.env, docname)) for docname in docnames]
            yield frozen(domain.data), sorted(self._addresses.places.moved.items())


def frozen(value: object) -> object:
    """Return *value*, part of a domain's data, in a form whose ``repr`` is the same in every process."""
    if isinstance(value, dict):
        return sorted((repr(frozen(k)), repr(frozen(v))) for k, v in value.items())
    if isinstance(value, (set, frozenset)):
        return sorted(repr(frozen(each)) for each in value)
    if isinstance(value, (list, tuple)):
        return [frozen(each) for each in value]
    if isinstance(value, nodes.Node):
        return value.pformat(), value.source, value.line
    return value if isinstance(value, (str, int, float, bool, type(None))) else type(value).__qualname__


def numbers(env: BuildEnvironment, docname: str) -> object:
    """Return the numbers of the figures and sections in *docname*."""
    return env.toc_fignumbers.get(docname), env.toc_secnumbers.get(docname)
