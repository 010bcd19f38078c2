"""Where each document stands among those that toctrees bring into an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx import addnodes

from ..doctree.summary import heading_text
from ..state.records import pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

#: How many siblings a page lists: the nearest, so that no page of a large reference lists all others.
MOST_SIBLINGS = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document stands, in docnames."""

    #: The documents above it, from the home page down.
    above: tuple[str, ...]
    #: The document whose toctrees have :attr:`siblings`: the one above, or itself if it has any below.
    section: str
    siblings: tuple[str, ...]
    #: The documents before and after it; empty if there is none.
    previous: str
    next: str

    @property
    def named(self) -> tuple[str, ...]:
        """All documents whose names its page shows."""
        return (*self.above, self.section, *self.siblings, *filter(None, (self.previous, self.next)))


class Manual:
    """The documents in the toctrees of the home page and below; notes and streams are none of them."""

    def __init__(self, env: BuildEnvironment, lists: Mapping[str, str]) -> None:
        """*lists*: the titles of generated lists that toctrees may name."""
        self._env = env
        self._lists = lists
        self._root = str(env.config.root_doc)
        self._names: dict[str, str] = {}
        self._above: dict[str, str] = {}
        self._below: dict[str, list[str]] = {}
        self._order: list[str] = []
        #: The place of each document among its siblings.
        self._ranks: dict[str, int] = {}
        queue = [self._root]
        while queue:
            docname = queue.pop()
            self._order.append(docname)
            found = [each for each in self._named(docname) if self._is_new(each)]
            found = list(dict.fromkeys(found))
            self._below[docname] = found
            self._above |= dict.fromkeys(found, docname)
            self._ranks |= {each: rank for rank, each in enumerate(found)}
            queue += reversed([each for each in found if each not in lists])
        self._places = {docname: place for place, docname in enumerate(self._order)}

    def _named(self, docname: str) -> list[str]:
        """Return what the toctrees of *docname* name, in order."""
        included = self._env.toctree_includes.get(docname)
        if included is None:
            return []
        if self._lists.keys().isdisjoint(names_in_toctrees(self._env, docname)):
            return included
        known = {*included, *self._lists}
        return [each for each in names_in_toctrees(self._env, docname) if each in known]

    def _is_new(self, docname: str) -> bool:
        """Return whether *docname* is a document of the manual that has no place yet."""
        if docname in self._above or docname == self._root:
            return False
        if docname not in self._env.titles:
            return docname in self._lists
        page = pages(self._env).get(docname)
        return page is None or (not page.notes and page.listed)

    def standing(self, docname: str) -> Standing | None:
        """Return where *docname* stands; None for the home page, and for a document in no toctree.

        None for a list as well, which has its years where a document has its siblings.
        """
        if docname not in self._above or docname not in self._places:
            return None
        above = [self._above[docname]]
        while above[-1] != self._root:
            above.append(self._above[above[-1]])
        section = docname if self._below[docname] else above[0]
        place = self._places[docname]
        return Standing(
            above=tuple(reversed(above)),
            section=section,
            siblings=_near(self._below[section], 0 if section == docname else self._ranks[docname]),
            previous=self._order[place - 1] if place > 1 else "",
            next=self._order[place + 1] if place + 1 < len(self._order) else "",
        )

    def name(self, docname: str) -> str:
        """Return the title of *docname*, with formulas as marked TeX."""
        if docname in self._lists and docname not in self._env.titles:
            return self._lists[docname]
        if docname not in self._names:
            self._names[docname] = heading_text(self._env.titles[docname])
        return self._names[docname]


def names_in_toctrees(env: BuildEnvironment, docname: str) -> list[str]:
    """Return what the toctrees of *docname* name: documents, generated pages, addresses and ``self``."""
    toctrees = env.tocs[docname].findall(addnodes.toctree) if docname in env.tocs else ()
    return [str(name) for toctree in toctrees for _, name in toctree["entries"]]


def _near(siblings: list[str], rank: int) -> tuple[str, ...]:
    """Return the *siblings* that are near the one with this *rank*."""
    first = max(0, min(rank - MOST_SIBLINGS // 2, len(siblings) - MOST_SIBLINGS))
    return tuple(siblings[first : first + MOST_SIBLINGS])
