"""What the cross-references of documents find on the site as it is now.

No kind of reference is left out: what has no rule of its own here is taken to show everything that its domain
knows, and where. So a page is rather written once too often than left with a link to nowhere.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.util import docname_join

from ..citations.works import citation_digests, shown_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

    from ..reading.cross_references import Link
    from .site import Site

#: Roles that ask every domain.
_ASKING_ALL = frozenset({"any", "myst"})


#: Domains that :func:`found` has rules for.
_EXACT = frozenset({"std", "math", "cite"})


class Objects:
    """What can be referred to, as of this build; each part of it is worked out when a page needs it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._domains: dict[str, str] = {}

    @cached_property
    def by_name(self) -> dict[str, list[tuple[str, str, str, str]]]:
        """What the standard domain knows besides labels: kind, name, document, id; by names in lower case."""
        found: dict[str, list[tuple[str, str, str, str]]] = {}
        standard = self._site.env.domains.standard_domain
        for (kind, name), (docname, anchor) in standard.objects.items():
            found.setdefault(name.lower(), []).append((kind, name, docname, anchor))
        return found

    @cached_property
    def by_place(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The labels of each document by their name and by their id."""
        standard = self._site.env.domains.standard_domain
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for labels in (standard.anonlabels, standard.labels):
            for name, (docname, anchor, *title) in labels.items():
                said = (name, anchor, *(str(each) for each in title))
                for each in (name, anchor):
                    found[docname, each] = (*found.get((docname, each), ()), *said)
        return found

    @cached_property
    def options(self) -> str:
        """A digest of all options of programs: a role may name one in many ways."""
        options = self._site.env.domains.standard_domain.progoptions
        return _digest(sorted(
            (str(program), name, docname, anchor, self._site.place(docname))
            for (program, name), (docname, anchor) in options.items()
        ))  # fmt: skip

    def of(self, domain: str) -> str:
        """A digest of what *domain* knows, and where; with no name, of all that have no rules here."""
        if domain not in self._domains:
            domains = self._site.env.domains
            known = {
                name: each for name, each in domains.items()
                if (name == domain if domain else name not in _EXACT and each.object_types)
            }  # fmt: skip
            self._domains[domain] = _digest([list(self._said_of(each)) for _, each in sorted(known.items())])
        return self._domains[domain]

    def _said_of(self, domain: Domain) -> Iterator[object]:
        """Everything that *domain* says of its objects, as far as it can be told."""
        env, site = self._site.env, self._site
        objects = sorted(tuple(map(str, each)) for each in domain.get_objects())
        docnames = sorted({each[3] for each in objects})
        yield domain.name, objects, [(each, site.place(each)) for each in docnames]
        symbols: Any = domain.data.get("root_symbol")
        if symbols is not None and hasattr(symbols, "get_all_symbols"):
            declared = ((each.docname, each.declaration) for each in symbols.get_all_symbols())
            yield sorted((str(docname), str(what)) for docname, what in declared if what is not None)
        if not objects or not type(domain).__module__.startswith("sphinx.domains."):
            # What it shows of them is its own business.
            yield [(docname, numbers(env, docname)) for docname in docnames]
            yield frozen(domain.data), sorted(site.places.moved.items())


def frozen(value: object) -> object:
    """*value*, of the data of a domain, as something whose ``repr`` is the same in every process."""
    if isinstance(value, dict):
        return sorted((repr(frozen(k)), repr(frozen(v))) for k, v in value.items())
    if isinstance(value, (set, frozenset)):
        return sorted(repr(frozen(each)) for each in value)
    if isinstance(value, (list, tuple)):
        return [frozen(each) for each in value]
    if isinstance(value, nodes.Node):
        return value.pformat(), value.source, value.line
    return value if isinstance(value, (str, int, float, bool, type(None))) else type(value).__qualname__


_objects: WeakKeyDictionary[Site, Objects] = WeakKeyDictionary()


def objects_of(site: Site) -> Objects:
    """What can be referred to on *site*."""
    if site not in _objects:
        _objects[site] = Objects(site)
    return _objects[site]


def found(site: Site, docname: str, link: Link) -> object:
    """What *link*, of the document *docname*, finds: titles, numbers, and where they are."""
    env, (kind, target, part) = site.env, link
    if kind == "doc":
        return _document(site, target, part)
    if kind == "file":
        return None
    if kind == "address":
        there = site.led_to(target, part)
        if there and there[0] in site.made:
            return there, site.made_title(there[0])
        return there and (there, _document(site, *there))
    if kind == "cite":
        return shown_of(env, target)
    if kind == "bibliography":
        return citation_digests(env).get(f"list:{target}")
    if kind == "domain":
        return objects_of(site).of(target)
    if kind == "math":
        return _equation(site, target)
    if kind == "reading":
        return env.all_docs.get(target)
    return _standard(site, docname, target, part)


def _equation(site: Site, label: str) -> object:
    """The equation *label*: its number, and where it is."""
    known = site.env.domains["math"].data["objects"].get(label)
    return known and (known, _document(site, known[0], ""), numbers(site.env, known[0]))


def _standard(site: Site, docname: str, target: str, role: str) -> object:
    """What a reference of the standard domain, or one that asks every domain, finds."""
    standard, objects, lower = site.env.domains.standard_domain, objects_of(site), target.lower()
    places = [
        tuple(str(each) for each in labels[name])
        for name in dict.fromkeys((target, lower))
        for labels in (standard.labels, standard.anonlabels)
        if name in labels
    ]
    named = objects.by_name.get(lower, [])
    known = {*(place[0] for place in places), *(each[2] for each in named)}
    where = [(each, _document(site, each, ""), numbers(site.env, each)) for each in sorted(known)]
    options = objects.options if role == "option" or role in _ASKING_ALL else ""
    if role not in _ASKING_ALL:
        return places, named, where, options
    # A document is named from where the reference stands.
    other = _document(site, docname_join(docname, target), "")
    work = citation_digests(site.env).get(f"key:{target}")
    elsewhere = objects.of("") if not places else None
    return places, named, where, options, other, work, _equation(site, target), elsewhere


def _document(site: Site, docname: str, part: str) -> object:
    """The document *docname*, and the *part* of it that is named."""
    env = site.env
    if docname not in env.all_docs:
        return None
    title = env.titles[docname].astext() if docname in env.titles else ""
    if not part:
        return title, site.place(docname)
    slugs = env.metadata.get(docname, {}).get("myst_slugs", {})
    headings = [slugs.get(part), *(each for each in slugs.values() if each[1] == part)]
    # Without their lines.
    said = [[str(text)[-200:] for text in each[1:]] for each in headings if each]
    return title, site.place(docname), said, objects_of(site).by_place.get((docname, part))


def numbers(env: BuildEnvironment, docname: str) -> object:
    """The numbers of the figures and sections of *docname*."""
    return env.toc_fignumbers.get(docname), env.toc_secnumbers.get(docname)


def _digest(said: object) -> str:
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:20]
