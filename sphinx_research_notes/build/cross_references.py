"""What the cross-references of documents resolve to on the current site.

Every kind of reference is covered: one without a rule here is assumed to depend on everything in its domain.
A page may thus be rewritten needlessly, but it never keeps an outdated link.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import docname_join

from ..citations.works import citation_digests, shown_of
from ..model.digests import value_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

    from ..reading.cross_references import Link
    from .site import Site

#: Roles that search all domains.
_ANY_DOMAIN = frozenset({"any", "myst"})


#: Domains that :func:`resolve` has rules for.
_EXACT = frozenset({"std", "math", "cite"})


class Objects:
    """The possible targets of references in this build, each part computed on first use."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._domains: dict[str, str] = {}

    @cached_property
    def by_name(self) -> dict[str, list[tuple[str, str, str, str]]]:
        """The objects of the standard domain except labels: kind, name, docname and id, by lowercase name."""
        objects: dict[str, list[tuple[str, str, str, str]]] = {}
        standard = self._site.env.domains.standard_domain
        for (kind, name), (docname, anchor) in standard.objects.items():
            objects.setdefault(name.lower(), []).append((kind, name, docname, anchor))
        return objects

    @cached_property
    def by_place(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The labels of each document, by docname and name, and by docname and id."""
        standard = self._site.env.domains.standard_domain
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
        options = self._site.env.domains.standard_domain.progoptions
        return value_digest(sorted(
            (str(program), name, docname, anchor, self._site.addresses.place(docname))
            for (program, name), (docname, anchor) in options.items()
        ))  # fmt: skip

    def of(self, domain: str) -> str:
        """Return a digest of the objects in *domain*; if that is empty, of all domains without rules here."""
        if domain not in self._domains:
            domains = {
                name: each for name, each in self._site.env.domains.items()
                if (name == domain if domain else name not in _EXACT and each.object_types)
            }  # fmt: skip
            self._domains[domain] = value_digest(
                [list(self._content(each)) for _, each in sorted(domains.items())]
            )
        return self._domains[domain]

    def _content(self, domain: Domain) -> Iterator[object]:
        """Yield everything that *domain* reveals about its objects."""
        env, site = self._site.env, self._site
        objects = sorted(tuple(map(str, each)) for each in domain.get_objects())
        docnames = sorted({each[3] for each in objects})
        yield domain.name, objects, [(each, site.addresses.place(each)) for each in docnames]
        symbols: Any = domain.data.get("root_symbol")
        if symbols is not None and hasattr(symbols, "get_all_symbols"):
            declared = ((each.docname, each.declaration) for each in symbols.get_all_symbols())
            yield sorted((str(docname), str(text)) for docname, text in declared if text is not None)
        if not objects or not type(domain).__module__.startswith("sphinx.domains."):
            # A third-party domain may show anything it stores.
            yield [(docname, numbers(env, docname)) for docname in docnames]
            yield frozen(domain.data), sorted(site.addresses.places.moved.items())


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


def resolve(site: Site, docname: str, link: Link) -> object:
    """Return what *link* in the document *docname* resolves to: titles, numbers and places."""
    env, (kind, target, part) = site.env, link
    if kind == "file":
        return None
    if kind == "address":
        page = site.link_targets.find(target, part)
        if page and page[0] in site.link_targets.generated:
            return page, site.link_targets.title(page[0])
        return page and (page, _document(site, *page))
    match kind:
        case "doc":
            return _document(site, target, part)
        case "cite":
            return shown_of(env, target)
        case "bibliography":
            return citation_digests(env).get(f"list:{target}")
        case "domain":
            return site.objects.of(target)
        case "math":
            return _equation(site, target)
        case "reading":
            return env.all_docs.get(target)
    return _standard(site, docname, target, part)


def _equation(site: Site, label: str) -> object:
    """Return the number and the place of the equation *label*."""
    equation = site.env.domains["math"].data["objects"].get(label)
    return equation and (equation, _document(site, equation[0], ""), numbers(site.env, equation[0]))


def _standard(site: Site, docname: str, target: str, role: str) -> object:
    """Return what a reference to the standard domain, or to any domain, resolves to."""
    standard, objects, lower = site.env.domains.standard_domain, site.objects, target.lower()
    places = [
        tuple(str(each) for each in labels[name])
        for name in dict.fromkeys((target, lower))
        for labels in (standard.labels, standard.anonlabels)
        if name in labels
    ]
    matches = objects.by_name.get(lower, [])
    docnames = {*(place[0] for place in places), *(match[2] for match in matches)}
    documents = [(each, _document(site, each, ""), numbers(site.env, each)) for each in sorted(docnames)]
    options = objects.options if role == "option" or role in _ANY_DOMAIN else ""
    if role not in _ANY_DOMAIN:
        return places, matches, documents, options
    # Docnames are relative to the document that contains the reference.
    document = _document(site, docname_join(docname, target), "")
    work = citation_digests(site.env).get(f"key:{target}")
    other_domains = objects.of("") if not places else None
    return places, matches, documents, options, document, work, _equation(site, target), other_domains


def _document(site: Site, docname: str, part: str) -> object:
    """Return the title and place of *docname*, and what is known about its *part* (an anchor)."""
    env = site.env
    if docname not in env.all_docs:
        return None
    title = env.titles[docname].astext() if docname in env.titles else ""
    if not part:
        return title, site.addresses.place(docname)
    slugs = env.metadata.get(docname, {}).get("myst_slugs", {})
    headings = [slugs.get(part), *(each for each in slugs.values() if each[1] == part)]
    # Without the line numbers.
    texts = [[str(text)[-200:] for text in each[1:]] for each in headings if each]
    return title, site.addresses.place(docname), texts, site.objects.by_place.get((docname, part))


def numbers(env: BuildEnvironment, docname: str) -> object:
    """Return the numbers of the figures and sections in *docname*."""
    return env.toc_fignumbers.get(docname), env.toc_secnumbers.get(docname)
