"""What the cross-references of documents resolve to on the current site.

Every kind of reference is covered: one without a rule here is assumed to depend on everything in its domain.
A page may thus be rewritten needlessly, but it never keeps an outdated link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import docname_join

from ..citations.entry_digests import citation_digests, shown_of
from ..constants import FILE_LINK, WIKILINK
from ..reading.numbering import theorem_at
from ..reading.obsidian.vault import vault_of
from .possible_targets import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..reading.cross_references import Link
    from .site import Site

#: Roles that search all domains.
_ANY_DOMAIN = frozenset({"any", "myst"})


def resolve(site: Site, docname: str, link: Link) -> object:
    """Return what *link* in the document *docname* resolves to: titles, numbers and places."""
    env, (kind, target, part) = site.env, link
    if kind in {"file", "theorem", FILE_LINK}:
        return None  # What is shown of a theorem is that of its domain.
    if kind == "address":
        page = site.link_targets.find(target, part)
        if page and page[0] in site.link_targets.generated:
            return page, site.link_targets.title(page[0])
        return page and (page, _document(site, *page))
    match kind:
        case "wikilink" | "embed":
            return wikilink_shown(site, target, part)
        case "doc":
            return _document(site, target, part) or _list(site, list_named(site, docname, f"/{target}", kind))
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
    return _standard(site, docname, target, part), _list(site, list_named(site, docname, target, part))


def tag_page(site: Site, target: str) -> str:
    """Return the page of the tag that the wikilink to *target* names, such as ``tags/rain``, or ``""``."""
    kind, _, label = target.partition("/")
    return (site.lists.page_name("tags", label) or "") if kind.lower() == "tags" and label else ""


def wikilink_shown(site: Site, target: str, docname: str) -> object:
    """Return what a wikilink to *target* in the document *docname* resolves to."""
    found = vault_of(site.env).find(target, docname)
    if found is None:
        page = tag_page(site, target)
        return vault_of(site.env).hides(target, docname), page, site.addresses.place(page)
    return found, _document(site, found.docname, "")


def list_named(site: Site, docname: str, target: str, role: str) -> str:
    """Return the generated page that a reference in the document *docname* names; empty for none.

    As with documents, the names of pages are relative to the document, except in a ``ref``, which also finds
    the document in the place of a list.
    """
    if role not in {"doc", "ref", *_ANY_DOMAIN}:
        return ""
    if of_ablog := site.link_targets.ablog.get(target.lower()):
        return of_ablog
    for suffix in site.env.config.source_suffix if role == "myst" else ():
        target = target.removesuffix(suffix)
    name = target if role == "ref" else docname_join(docname, target)
    replaced = role == "ref" and name in site.config.index_pages and name in site.env.all_docs
    return name if replaced or name in site.link_targets.generated else ""


def _list(site: Site, name: str) -> object:
    """Return what a link to the generated page *name* shows; None if *name* is empty."""
    if name in site.env.all_docs:
        return _document(site, name, "")
    return (name, site.link_targets.title(name)) if name else None


def places_of(site: Site, docname: str, link: Link) -> Iterator[tuple[str, str]]:
    """Yield the documents, each with an anchor or ``""``, that *link* in the document *docname* may lead to.

    Only those that it names as a whole, or by a label, and theorems: not what other domains or glossaries
    describe.
    """
    kind, target, part = link
    if kind == "address":
        if found := site.link_targets.find(target, part):
            yield found
    elif kind == "doc":
        yield target, part
    elif kind == WIKILINK:
        if destination := vault_of(site.env).find(target, part):
            yield destination.docname, destination.anchor
    elif kind == "std":
        standard = site.env.domains.standard_domain
        for name in dict.fromkeys((target, target.lower())):
            for labels in (standard.labels, standard.anonlabels):
                if name in labels:
                    yield str(labels[name][0]), str(labels[name][1])
        # Docnames are relative to the document that contains the reference.
        yield docname_join(docname, target), ""
    if kind == "theorem":
        yield theorem_at(site.env, target)[0], target
    if (kind == "math" or part in _ANY_DOMAIN) and (place := _place_of_equation(site, target)):
        yield place


def _place_of_equation(site: Site, label: str) -> tuple[str, str] | None:
    """Return the document and the id of the equation *label*, as Sphinx links to it."""
    equation = site.env.domains["math"].data["objects"].get(label)
    return equation and (str(equation[0]), nodes.make_id(f"equation-{label}"))


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
