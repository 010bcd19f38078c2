"""Cited works: which ones a document cites, and their references, from the project's bibliographies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any
from weakref import ref

from docutils import nodes
from sphinx import addnodes

from ..activation import acts
from ..doctree.inline_html import html_of
from ..math.formula_html import formula_html
from ..model.characters import NONCHARACTERS, NOT_XML
from ..model.digests import text_digest
from ..model.urls import web_address
from ..state.records import pages
from .protect_math import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .formatting import Reference, Style


#: Characters that HTML cannot contain.
_CONTROL = re.compile(rf"[{NOT_XML}{NONCHARACTERS}\x7f-\x9f]")

#: Where sphinxcontrib-bibtex keeps the keys of footnotes while a document is read: placed, not yet placed.
FOOT_KEYS = ("bibtex_foot_old_refs", "bibtex_foot_new_refs")
#: Where those are kept that no bibliography has.
UNKNOWN_FOOT_KEYS = "notes_foot_unknown"

#: Text before or after a key.
_AFFIX = re.compile(r"\{[^{}]*\}")


@dataclass(slots=True)
class _Cache:
    """Digests of the entries of the last bibliography."""

    entries: Any = None
    digests: dict[str, str] = field(default_factory=dict)


_cache = _Cache()


@dataclass(frozen=True, slots=True)
class Work:
    """A work as shown in a list of references."""

    key: str
    #: First author and year, such as ``Good 1953``, as far as they are known.
    short: str
    #: The title as plain text; may be empty.
    title: str
    #: The whole reference, as safe HTML.
    html: str
    #: Its entry as BibTeX, without private fields; empty if it cannot be written.
    bibtex: str = ""


def cited(env: BuildEnvironment, cites: Iterable[tuple[nodes.Element, list[str]]]) -> tuple[str, ...]:
    """Return the keys that the document being read cites; *cites* are its :func:`citations`.

    A resolved citation has its keys; one for sphinxcontrib-bibtex is a cross-reference. ``footcite`` keeps
    its keys, for the whole document, in the temporary data of the environment.
    """
    return tuple(sorted({key for _, keys in cites for key in keys if key} | _foot_keys(env)))


def cited_by_others(env: BuildEnvironment) -> tuple[str, ...]:
    """Return the keys that a document other than a note depends on: those of its footnotes."""
    return tuple(sorted(_foot_keys(env)))


def _foot_keys(env: BuildEnvironment) -> set[str]:
    return {key for name in (*FOOT_KEYS, UNKNOWN_FOOT_KEYS) for key in env.current_document.get(name) or ()}


def citations(env: BuildEnvironment, body: nodes.Element) -> Iterator[tuple[nodes.Element, list[str]]]:
    """Yield each citation in *body*, part of the document being read, with its keys."""
    names = env.current_document.get("bibtex_footcite_names") or {}
    document = body if isinstance(body, nodes.document) else body.document
    # The id that is expected for a name may belong to something else.
    name_ids = document.nameids if document is not None else {}
    feet = {name_ids.get(name) or nodes.make_id(name): key for key, name in names.items()}
    for node in body.findall(nodes.Element):
        if "cites" in node.attributes:
            yield node, node["cites"]
        elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
            yield node, cited_keys(str(node.get("reftarget", "")))
        elif isinstance(node, nodes.footnote_reference) and node.get("refid") in feet:
            yield node, [feet[node["refid"]]]


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


def cited_keys(target: str) -> list[str]:
    """Return the keys in the text of a ``cite`` role, such as ``{see}good1953{p. 3}``."""
    return [key for part in _AFFIX.sub(" ", target).split(",") if (key := part.strip())]


def fingerprint(env: BuildEnvironment, key: str) -> str:
    """Return what the reference of *key* is made from, as a string to compare."""
    entry = _entry(env, key)
    if entry is None:
        return key
    values = [_values(entry)]
    if "crossref" in entry.fields or "xdata" in entry.fields:
        from .normalize import lineage

        domain: Any = env.domains["cite"]
        values += (_values(each) for each, _ in lineage(entry, domain.bibdata.data.entries))
    return repr(values)


def _values(entry: Any) -> tuple[object, ...]:
    """Return all values of *entry* itself."""
    people = sorted((role, [str(person) for person in persons]) for role, persons in entry.persons.items())
    return entry.key, entry.type, sorted(entry.fields.items()), people


def _entry(env: BuildEnvironment, key: str) -> Any:
    """Return the entry *key*, if there is one."""
    domain: Any = env.domains.get("cite")
    return domain.bibdata.data.entries.get(key) if domain is not None else None


def is_known(env: BuildEnvironment, key: str) -> bool:
    """Return whether a bibliography has the key *key*."""
    return _entry(env, key) is not None


def _style(env: BuildEnvironment, name: str = "") -> Style:
    """Return the style *name*, or by default that of the project's bibliographies."""
    from .formatting import style_of

    domain: Any = env.domains["cite"]
    return style_of(domain.bibdata.data.entries, name or str(env.config.bibtex_default_style))


def reference_of(env: BuildEnvironment, key: str, style: str, letter: str = "") -> Reference:
    """Return the reference of the known *key*, with the *letter* of its year."""
    return _style(env, style).reference(key, letter)


def work_of(env: BuildEnvironment, key: str) -> Work:
    """Return the work *key*; one that shows only the key if it is unknown."""
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
    """Return the authors of *entry*, or else its editors; and whether there are unnamed ``others``."""
    people = list(entry.persons.get("author") or entry.persons.get("editor") or [])
    known = [person for person in people if str(person) != "others"]
    return known, len(known) < len(people)


def _plain(tex: str) -> str:
    """Return a BibTeX value as plain text; verbatim if its TeX cannot be parsed."""
    from pybtex.exceptions import PybtexError
    from pybtex.richtext import Text

    from .._upstream.pybtex_caches import WITHOUT_TEX

    if WITHOUT_TEX.fullmatch(tex):
        return _CONTROL.sub("", tex)
    try:
        text = str(Text.from_latex(tex))
    except (PybtexError, ValueError):
        text = tex
    return _CONTROL.sub("", in_words(text))


def citation_digests(env: BuildEnvironment) -> dict[str, str]:
    """Return digests of what citations (``key:…``) and bibliographies of documents (``list:…``) show."""
    digests: dict[str, str] = env.domaindata.get("cite", {}).get("notes_citations", {})
    return digests


def shown_of(env: BuildEnvironment, key: str) -> object:
    """Return digests of what a citation of *key* shows on a page other than a note."""
    return citation_digests(env).get(f"key:{key}") or (
        is_known(env, key) and (entry_digest(env, key), style_fingerprint(env))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts about a cited work, as plain text; each may be empty."""

    title: str = ""
    #: Given name first: ``I. J. Good``.
    authors: tuple[str, ...] = ()
    #: The authors that are organizations, whose names are in braces.
    bodies: frozenset[str] = frozenset()
    year: str = ""
    #: Without a prefix: ``10.1000/182``.
    doi: str = ""
    url: str = ""


def facts_of(env: BuildEnvironment, key: str) -> Facts | None:
    """Return facts about the work *key*; None if it is unknown."""
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
        year=_in_digits(_plain(entry.fields.get("year", ""))),
        doi=_CONTROL.sub("", doi),
        url=web_address(entry.fields.get("url", "")) or next(elsewhere, ""),
    )


def _in_digits(year: str) -> str:
    """Return the first year in *year*, such as ``c. 1850`` or ``2019–2021``; the whole if there is none."""
    match = re.search(r"(?<!\d)\d{4}(?!\d)", year)
    return match[0] if match else year


def _spoken(person: Any) -> str:
    from .bibtex_names import PARTS

    return _plain(" ".join(name for part in PARTS for name in getattr(person, part)))


def _is_body(person: Any) -> bool:
    """Return whether *person* is an organization: a single name in braces."""
    name = " ".join(person.last_names)
    alone = not (person.first_names or person.middle_names or person.prelast_names or person.lineage_names)
    return alone and name.startswith("{") and name.endswith("}") and " " in name


class CitedWorks:
    """The cited works, each formatted only once: its page and the index of works show it."""

    def __init__(self, env: BuildEnvironment) -> None:
        # A weak reference: the environment keeps the site, which has these.
        self._env = ref(env)
        self._works: dict[str, Work] = {}
        self._facts: dict[str, Facts | None] = {}

    @property
    def env(self) -> BuildEnvironment:
        """The environment of this build."""
        env = self._env()
        assert env is not None
        return env

    def work(self, key: str) -> Work:
        """Return the cited work *key*."""
        if key not in self._works:
            self._works[key] = work_of(self.env, key)
        return self._works[key]

    def facts(self, key: str) -> Facts | None:
        """Return the bibliographic data of the work *key*, if any."""
        if key not in self._facts:
            self._facts[key] = facts_of(self.env, key)
        return self._facts[key]
