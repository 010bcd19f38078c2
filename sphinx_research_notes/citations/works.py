"""Cited works: which a document cites, and how each is written in full, from the project's bibliographies."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from ..activation import acts
from ..doctree.inline_html import html_of
from ..math.formula_html import formula_html
from ..model.urls import web_address
from ..state.records import pages
from .protect_math import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .formatting import Reference, Style


#: What HTML cannot hold, however it is written.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

#: Where the keys of footnotes are kept while a document is read: listed, not listed yet, unknown.
_FOOT = ("bibtex_foot_old_refs", "bibtex_foot_new_refs", "notes_foot_unknown")

#: What stands before or after a key, as the citation shows it.
_BESIDE = re.compile(r"\{[^{}]*\}")


@dataclass(slots=True)
class _Known:
    """Digests of what the bibliography that was read last says of its works."""

    entries: Any = None
    digests: dict[str, str] = field(default_factory=dict)


_known = _Known()


@dataclass(frozen=True, slots=True)
class Work:
    """A work as it stands in a list of references."""

    key: str
    #: ``Good 1953``: the first author and the year, or what there is of them.
    short: str
    #: The title, as plain text; empty where it has none.
    title: str
    #: The whole reference, as safe HTML.
    html: str
    #: Its entry as BibTeX, without what is the owner's alone; empty where it cannot be written.
    bibtex: str = ""


def cited(env: BuildEnvironment, found: Iterable[tuple[nodes.Element, list[str]]]) -> tuple[str, ...]:
    """The bibliography keys that the document being read cites; *found*: its citations.

    A settled citation knows its keys; one that is left to bibtex is a cross-reference. ``footcite`` settles
    its own while it reads, and keeps the keys in the environment's temporary data for just as long: they
    count for a whole document.
    """
    return tuple(sorted({key for _, keys in found for key in keys if key} | _foot_keys(env)))


def cited_by_others(env: BuildEnvironment) -> tuple[str, ...]:
    """The keys for which the document being read, which is none of ours, must be read again: footnotes'."""
    return tuple(sorted(_foot_keys(env)))


def _foot_keys(env: BuildEnvironment) -> set[str]:
    return {key for name in _FOOT for key in env.current_document.get(name) or ()}


def citations(env: BuildEnvironment, body: nodes.Element) -> Iterator[tuple[nodes.Element, list[str]]]:
    """Each citation in *body*, of the document being read, with the keys of the works that it names."""
    names = env.current_document.get("bibtex_footcite_names") or {}
    document = body if isinstance(body, nodes.document) else body.document
    # Something else of that name may have the id that it would make.
    known = document.nameids if document is not None else {}
    feet = {known.get(name) or nodes.make_id(name): key for key, name in names.items()}
    for node in body.findall(nodes.Element):
        if "cites" in node.attributes:
            yield node, node["cites"]
        elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
            yield node, cited_keys(str(node.get("reftarget", "")))
        elif isinstance(node, nodes.footnote_reference) and node.get("refid") in feet:
            yield node, [feet[node["refid"]]]


def grounds(env: BuildEnvironment, keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each of *keys* with a digest of what the bibliography says of it."""
    return tuple((key, said_of(env, key)) for key in keys)


def said_of(env: BuildEnvironment, key: str) -> str:
    """A digest of what the bibliography says of *key*; worked out once as long as it stays."""
    domain: Any = env.domains.get("cite")
    entries = domain.bibdata.data.entries if domain is not None else None
    if _known.entries is not entries:
        _known.entries, _known.digests = entries, {}
    if key not in _known.digests:
        _known.digests[key] = _digest(fingerprint(env, key))
    return _known.digests[key]


def outdated(app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
    """``env-get-outdated``: the documents that cite a work of which the bibliography says something else now.

    A work that it did not know, and one that it has lost, among them; and where citations are written in
    another way, all that cite.
    """
    if not acts(env):
        return []
    now, domain = manner(env), env.domaindata.get("cite", {})
    found = []
    if domain.get("notes_manner", now) != now:
        # bibtex notes the style of a bibliography when it is read.
        found = [key.docname for key in domain["bibliographies"]]
    domain["notes_manner"] = now
    for docname, page in pages(env).items():
        if page.works and (page.cited_by != now or any(said_of(env, key) != was for key, was in page.works)):
            found.append(docname)
    return found


def manner(env: BuildEnvironment) -> str:
    """A digest of how citations are written in this build; nothing where bibtex is not used."""
    if "cite" not in env.domains.keys():  # noqa: SIM118
        return ""
    from . import formatting

    return formatting.manner(env)


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def cited_keys(target: str) -> list[str]:
    """The keys in the text of a ``cite`` role, which may stand between words: ``{see}good1953{p. 3}``."""
    return [key for part in _BESIDE.sub(" ", target).split(",") if (key := part.strip())]


def fingerprint(env: BuildEnvironment, key: str) -> str:
    """What the reference of *key* is made from, in a form that is cheap to compare."""
    entry = _entry(env, key)
    if entry is None:
        return key
    said = [_said(entry)]
    if "crossref" in entry.fields or "xdata" in entry.fields:
        from .normalize import lineage

        domain: Any = env.domains["cite"]
        said += (_said(each) for each, _ in lineage(entry, domain.bibdata.data.entries))
    return repr(said)


def _said(entry: Any) -> tuple[object, ...]:
    """Everything that *entry* itself says."""
    people = sorted((role, [str(person) for person in persons]) for role, persons in entry.persons.items())
    return entry.key, entry.type, sorted(entry.fields.items()), people


def _entry(env: BuildEnvironment, key: str) -> Any:
    """The bibliography's entry for *key*, if there is one."""
    domain: Any = env.domains.get("cite")
    return domain.bibdata.data.entries.get(key) if domain is not None else None


def is_known(env: BuildEnvironment, key: str) -> bool:
    """Whether a bibliography has the work *key*."""
    return _entry(env, key) is not None


def _style(env: BuildEnvironment, name: str = "") -> Style:
    """The style *name*, or that of the project's bibliographies; it keeps what it has tidied and written."""
    from .formatting import style_of

    domain: Any = env.domains["cite"]
    return style_of(domain.bibdata.data.entries, name or str(env.config.bibtex_default_style))


def reference_of(env: BuildEnvironment, key: str, style: str, letter: str = "") -> Reference:
    """The reference of *key*, which a note cites and a bibliography has; with the *letter* of its year."""
    return _style(env, style).reference(key, letter)


def work_of(env: BuildEnvironment, key: str) -> Work:
    """The work that *key* stands for; the key itself where no bibliography has it."""
    entry = _entry(env, key)
    if entry is None:
        return Work(key, key, "", escape(key))
    from .bibtex_output import bibtex

    style = _style(env)
    tidied = style.entry(key)
    people, more = _people(tidied)
    names = [_plain(" ".join([*p.prelast_names, *p.last_names])).strip() for p in people]
    who = (names[0] if names else "") or _plain(tidied.fields.get("title", "")).strip() or key
    if names:
        who += " et al." if more or len(names) > 2 else f" and {names[1]}" if len(names) == 2 else ""
    short = f"{who} {_plain(tidied.fields.get('year', ''))}".strip()
    formula = partial(formula_html, config=env.config)
    html = "".join(
        html_of(part, formula) or escape(part.astext()) for part in style.reference(key).text.copy()
    )
    title = _plain(tidied.fields.get("title", "")) if names else ""
    return Work(key, short, title, _CONTROL.sub("", html), _CONTROL.sub("", bibtex(entry, style.entries)))


def _people(entry: Any) -> tuple[list[Any], bool]:
    """Who wrote the work of *entry*, or edited it; and whether there are ``others``, who have no names."""
    people = list(entry.persons.get("author") or entry.persons.get("editor") or [])
    named = [person for person in people if str(person) != "others"]
    return named, len(named) < len(people)


def _plain(tex: str) -> str:
    """A BibTeX value without its TeX, or as it is where that is broken."""
    from pybtex.exceptions import PybtexError
    from pybtex.richtext import Text

    from .._upstream.pybtex_caches import SAME_IN_TEX

    if SAME_IN_TEX.fullmatch(tex):
        return _CONTROL.sub("", tex)
    try:
        text = str(Text.from_latex(tex))
    except (PybtexError, ValueError):
        text = tex
    return _CONTROL.sub("", in_words(text))


def settled(env: BuildEnvironment) -> dict[str, str]:
    """Digests of what citations show, ``key:…``, and of each document's bibliographies, ``list:…``."""
    found: dict[str, str] = env.domaindata.get("cite", {}).get("notes_citations", {})
    return found


def shown_of(env: BuildEnvironment, key: str) -> object:
    """What a citation of *key* on a page that is no note shows: as a bibliography has it, else the work."""
    return settled(env).get(f"key:{key}") or (is_known(env, key) and (said_of(env, key), manner(env)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a cited work, as plain texts; each may be empty."""

    title: str = ""
    #: As they are spoken: ``I. J. Good``.
    authors: tuple[str, ...] = ()
    #: Those of them that are no persons: a bibliography has their names in braces.
    bodies: frozenset[str] = frozenset()
    year: str = ""
    #: Bare (``10.1000/182``).
    doi: str = ""
    url: str = ""


def facts_of(env: BuildEnvironment, key: str) -> Facts | None:
    """What the bibliography knows of the work *key*; None where it has no such work."""
    if not is_known(env, key):
        return None
    from .formatting import addresses, doi_of

    entry = _style(env).entry(key)
    people, _ = _people(entry)
    names = [_spoken(person) for person in people]
    doi = doi_of(entry)
    elsewhere = (address for name, address in addresses(entry) if name != "doi")
    return Facts(
        title=_plain(entry.fields.get("title", "")) or ("" if names else key),
        authors=tuple(name for name in names if name),
        bodies=frozenset(name for person, name in zip(people, names, strict=True) if _is_body(person)),
        year=_plain(entry.fields.get("year", "")),
        doi=_CONTROL.sub("", doi),
        url=web_address(entry.fields.get("url", "")) or next(elsewhere, ""),
    )


def _spoken(person: Any) -> str:
    from .bibtex_names import PARTS

    return _plain(" ".join(name for part in PARTS for name in getattr(person, part)))


def _is_body(person: Any) -> bool:
    """Whether *person* is an organization: one name, in braces, as a whole."""
    name = " ".join(person.last_names)
    alone = not (person.first_names or person.middle_names or person.prelast_names or person.lineage_names)
    return alone and name.startswith("{") and name.endswith("}") and " " in name
