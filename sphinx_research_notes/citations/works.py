"""What pages show of cited works, from the project's bibliographies: references, short names and facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from typing import TYPE_CHECKING, Any
from weakref import proxy

from ..doctree.inline_html import html_of
from ..math.formula_html import formula_html
from ..model.characters import NONCHARACTERS, NOT_XML
from ..model.urls import web_address
from .entry_digests import entry_of
from .protect_math import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.environment import BuildEnvironment

    from .formatting import Reference, Style


#: Characters that HTML cannot contain.
_CONTROL = re.compile(rf"[{NOT_XML}{NONCHARACTERS}\x7f-\x9f]")


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
    entry = entry_of(env, key)
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
    from .entries import people_of_work

    people = people_of_work(entry)
    known = [person for person in people if str(person) != "others"]
    return known, len(known) < len(people)


def _plain(tex: str) -> str:
    """Return a BibTeX value as plain text; verbatim if its TeX cannot be parsed."""
    from .._upstream.pybtex_caches import WITHOUT_TEX
    from .entries import rich_text

    if WITHOUT_TEX.fullmatch(tex):
        return _CONTROL.sub("", tex)
    text = rich_text(tex)
    return _CONTROL.sub("", in_words(tex if text is None else str(text)))


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
    if entry_of(env, key) is None:
        return None
    from .bibtex_names import spoken
    from .formatting import addresses, doi_of

    entry = _style(env).entry(key)
    people, _ = _people(entry)
    names = [_plain(spoken(person)) for person in people]
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


def _is_body(person: Any) -> bool:
    """Return whether *person* is an organization: a single name in braces."""
    name = " ".join(person.last_names)
    alone = not (person.first_names or person.middle_names or person.prelast_names or person.lineage_names)
    return alone and name.startswith("{") and name.endswith("}") and " " in name


class CitedWorks:
    """The cited works, each formatted only once: its page and the index of works show it.

    *work* and *facts* are :func:`work_of` and :func:`facts_of` for a key.
    """

    def __init__(self, env: BuildEnvironment) -> None:
        # The environment keeps the site, which has these, so they refer to it weakly.
        self.work: Callable[[str], Work] = cache(partial(work_of, proxy(env)))
        self.facts: Callable[[str], Facts | None] = cache(partial(facts_of, proxy(env)))
