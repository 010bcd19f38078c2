"""Which document, and which place in it, a wikilink leads to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from docutils import nodes

from ...config import notes_config
from ...model.wikilinks import Named, Names, heading_key, split_target
from ...state.records import page_of, withheld

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Destination(NamedTuple):
    """What a wikilink leads to."""

    docname: str
    #: The id of the part; empty for the document.
    anchor: str = ""
    #: The other documents that may be meant.
    others: tuple[str, ...] = ()
    #: Whether the document lacks the part.
    lacks: bool = False


class Heading(NamedTuple):
    """A heading of a document."""

    text: str
    anchor: str


class Vault:
    """The documents of a site by name, as of this build."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self._headings: dict[str, list[Heading]] = {}

    @cached_property
    def names(self) -> Names:
        """All documents by their names."""
        return Names(map(self._named, sorted(self.env.found_docs)), tuple(self.env.config.source_suffix))

    def _named(self, docname: str) -> Named:
        head = page_of(self.env, docname).head
        title = self.env.titles[docname].astext() if docname in self.env.titles else ""
        if head is None:
            return Named(docname, title)
        return Named(docname, title if head.titled else "", head.names)

    def find(self, target: str, here: str) -> Destination | None:
        """Return what *target*, a path and a part, written in the document *here*, leads to."""
        link = split_target(target)
        if not link.path:
            return self._place(here, link.part, ())
        found = self.names.find(link.path, here)
        return self._place(found.docname, link.part, found.others) if found else None

    def hides(self, target: str, here: str) -> bool:
        """Return whether *target*, which no document has as a name, is that of one that is kept back."""
        return self._hidden.find(split_target(target).path, here) is not None

    @cached_property
    def _hidden(self) -> Names:
        return Names(map(Named, withheld(self.env)), tuple(self.env.config.source_suffix))

    def _place(self, docname: str, part: str, others: tuple[str, ...]) -> Destination:
        if not part:
            return Destination(docname, "", others)
        anchor = self._block(docname, part[1:]) if part.startswith("^") else self._heading(docname, part)
        return Destination(docname, anchor or "", others, lacks=anchor is None)

    def _block(self, docname: str, name: str) -> str | None:
        return dict(page_of(self.env, docname).blocks).get(name.lower())

    def _heading(self, docname: str, part: str) -> str | None:
        """Return the id of the heading *part*, which may be several, each below the one before."""
        headings, place = self.headings(docname), 0
        for step in map(heading_key, part.split("#")):
            keys = [heading_key(heading.text) for heading in headings[place:]]
            if step not in keys:
                return self._label(docname, part)
            place += keys.index(step) + 1
        return headings[place - 1].anchor

    def _label(self, docname: str, part: str) -> str | None:
        """Return the id of the target *part* that the author has put into *docname*."""
        standard = self.env.domains.standard_domain
        name = nodes.fully_normalize_name(part)
        place = standard.anonlabels.get(name) or standard.anonlabels.get(part)
        entries = {entry.anchor for entry in page_of(self.env, docname).entries}
        if place and place[0] == docname:
            return str(place[1])
        return part if part in entries else None

    def headings(self, docname: str) -> list[Heading]:
        """Return the headings of *docname*, in order."""
        if docname not in self._headings:
            toc = self.env.tocs.get(docname)
            links = toc.findall(nodes.reference) if toc is not None else ()
            self._headings[docname] = [
                Heading(link.astext(), str(link.get("anchorname", ""))[1:]) for link in links
            ]
        return self._headings[docname]

    def near(self, target: str) -> str:
        """Return the name that *target* may be a typo for."""
        return self.names.near(split_target(target).path)

    def near_heading(self, docname: str, part: str) -> str:
        """Return the heading of *docname* that *part* may be meant for: one that begins like it."""
        wanted = heading_key(part.rpartition("#")[2])
        for heading in self.headings(docname):
            known = heading_key(heading.text)
            if wanted and known and (known.startswith(wanted[:8]) or wanted.startswith(known)):
                return heading.text
        return ""


_vaults: WeakKeyDictionary[BuildEnvironment, Vault] = WeakKeyDictionary()


def vault_of(env: BuildEnvironment) -> Vault:
    """Return the vault of *env*, made anew after the sources have been read."""
    if env not in _vaults:
        _vaults[env] = Vault(env)
    return _vaults[env]


def forget_vault(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: other names may be known now."""
    _vaults.pop(env, None)


def is_vault(env: BuildEnvironment) -> bool:
    """Return whether the documents of *env* may have wikilinks."""
    return notes_config(env.config).wikilinks


def text_of_wikilink(env: BuildEnvironment, target: str, here: str) -> str:
    """Return the text of the link to *target*, a file name without a text of its own, in the document *here*.

    That is the title of the document, unless the link names a part of it, or the document has no title.
    """
    link, found = split_target(target), vault_of(env).find(target, here)
    if found is None or not link.path or found.docname not in env.titles:
        return link.shown
    title = env.titles[found.docname].astext()
    return " > ".join([title, *(step for step in link.part.split("#") if step and not step.startswith("^"))])


def targets_in_vault(env: BuildEnvironment, node: nodes.Element) -> tuple[str, ...]:
    """Return what the link of Markdown *node* may lead to in a vault, as in wikilinks.

    That is a heading or a block, or a source file that is not at its place or lacks its suffix.
    """
    if not is_vault(env):
        return ()
    target = str(node.get("reftarget", ""))
    if node.get("refdomain") == "doc":
        part = unquote(str(node.get("reftargetid") or ""))
        return (f"/{target.lstrip('/')}#{part}",) if part else ()
    if node.get("reftype") != "myst" or node.get("refdomain") or not target:
        return ()
    if target.partition("#")[0].lower().endswith(tuple(env.config.source_suffix)):
        return (target,)
    # MyST has taken the sign off a link to a part of the same page.
    return (f"#{target}", target)


def target_in_vault(env: BuildEnvironment, node: nodes.Element, here: str) -> Destination | None:
    """Return what the link of Markdown *node*, in the document *here*, leads to in a vault.

    What the author has made a target of MyST is left to MyST.
    """
    labels = env.domains.standard_domain.anonlabels
    target = str(node.get("reftarget", ""))
    if node.get("refdomain") != "doc" and {target, nodes.fully_normalize_name(target)} & labels.keys():
        return None
    for each in targets_in_vault(env, node):
        found = vault_of(env).find(each, here)
        if found is not None and not found.lacks and found.docname in env.all_docs:
            return found
    return None
