"""What each note's page shows as related: what its author names, then others by what they share."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinx.util import docname_join

from ..diagnostics import warn
from ..model.related import Candidate, Related, RelatedNotes, Trait
from ..model.site_addresses import divided
from ..model.suggestions import one_typo
from ..model.taxonomy import key
from ..model.wikilinks import in_brackets
from ..reading.obsidian.vault import is_vault, vault_of
from ..state.records import page_of, pages, withheld
from .builder_reference import BuilderReference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..model.collection import Catalogue
    from ..model.note import Note, Passage
    from ..reading.backlinks import Backlink
    from .link_targets import LinkTargets


class Shown(NamedTuple):
    """A document, or an entry of a stream, that a note's page shows as related."""

    docname: str
    #: Its record; None if it is a document that is not a note.
    note: Note | None
    #: What it shares with the note.
    related: Related
    #: The notes that both link to.
    targets: tuple[Note, ...] = ()


class Relations(BuilderReference):
    """What is related to each note."""

    def __init__(
        self,
        builder: Builder,
        catalogue: Catalogue,
        linking: Mapping[str, Iterable[Backlink]],
        link_targets: LinkTargets,
        *,
        shown: Callable[[Passage], bool],
        limit: int,
    ) -> None:
        """*linking*: the documents that link to each note; *shown*: whether the build includes a passage.

        *limit*: how many related notes a page shows at most, except those that the author names.
        """
        super().__init__(builder)
        self._catalogue, self._linking, self._find = catalogue, linking, link_targets.find
        self._includes, self._limit = shown, limit

    @cached_property
    def _notes(self) -> dict[tuple[str, str], Note]:
        return {(note.docname, note.anchor): note for note in self._catalogue.all}

    @cached_property
    def _linked(self) -> dict[str, list[Trait]]:
        """The listed notes that each document links to, as traits."""
        linked: dict[str, list[Trait]] = {}
        for target, sources in self._linking.items():
            if (note := self._notes.get((target, ""))) and note.listed:
                for source in sources:
                    linked.setdefault(source.docname, []).append(("links", target))
        return linked

    @cached_property
    def _candidates(self) -> dict[str, Candidate]:
        return {note.docname: self._candidate(note) for note in self._catalogue.all if not note.is_entry}

    @cached_property
    def _index(self) -> RelatedNotes:
        """The notes that may be related to others: listed ones with a page of their own."""
        notes = (note for note in self._catalogue.listed if not note.is_entry)
        return RelatedNotes(self._candidates[note.docname] for note in notes)

    def _candidate(self, note: Note) -> Candidate:
        labels = (("works", note.works(self._includes)), ("tags", note.tags), ("categories", note.categories))
        traits = [(kind, key(label)) for kind, several in labels for label in several]
        return Candidate(
            key=note.docname,
            traits=frozenset((*traits, *self._linked.get(note.docname, ()))),
            series=key(note.series.name) if note.series else "",
            date=note.date.moment if note.date else None,
        )

    def of(self, docname: str) -> tuple[Shown, ...]:
        """Return what the page of the note *docname* shows as related, in order."""
        note = self._notes.get((docname, ""))
        if note is None or note.related is False or not self._limit:
            return ()
        candidate, named = self._candidates[docname], dict.fromkeys(self._named(note))
        shown = [self._shown(*each, self._index.between(candidate, each[0])) for each in named]
        if len(shown) < self._limit:
            # Enough of them to leave out the named ones.
            others = self._index.of(candidate, self._limit + len(shown))
            shown += [self._shown(r.key, "", r) for r in others if (r.key, "") not in named]
        return tuple(shown[: max(self._limit, len(named))])

    def _shown(self, docname: str, anchor: str, related: Related) -> Shown:
        if anchor:
            related = Related(key=docname)  # What the rest of its page shares is not its own.
        targets = [self._notes[name, ""] for kind, name in related.shared if kind == "links"]
        return Shown(docname, self._notes.get((docname, anchor)), related, tuple(targets))

    def _named(self, note: Note) -> Iterator[tuple[str, str]]:
        """Yield the docnames and anchors that the author of *note* names, without unlisted ones."""
        for name in note.related if isinstance(note.related, tuple) else ():
            docname, anchor = self.resolved(name, note.docname) or ("", "")
            if docname in {"", note.docname} or not page_of(self.env, docname).listed:
                continue
            entries = page_of(self.env, docname).entries
            if entry := next((each for each in entries if anchor and each.anchor == anchor), None):
                if entry.listed and (docname, anchor) in self._notes:
                    yield docname, anchor
            else:
                yield docname, ""

    def resolved(self, name: str, docname: str) -> tuple[str, str] | None:
        """Return the document and the anchor that *name*, written in *docname*, leads to; None for nothing.

        It may be a docname, relative to *docname* or to the source folder, or an address or file name.
        """
        if link := in_brackets(name):
            destination = vault_of(self.env).find(link.target, docname) if is_vault(self.env) else None
            return (destination.docname, destination.anchor) if destination else None
        for each in docnames(name, docname):
            if each in self.env.all_docs:
                return each, divided(name)[1]
        found = self._find(name, docname)
        return found if found and found[0] in self.env.all_docs else None


def docnames(name: str, docname: str) -> tuple[str, ...]:
    """Return the docnames that *name*, written in *docname*, may mean."""
    path = divided(name)[0].strip()
    return (docname_join(docname, path), path.strip("/")) if path.strip("/") else ()


def report_unknown(env: BuildEnvironment, relations: Relations) -> None:
    """Report what notes name as related and does not exist. Drafts may be named: they are left out."""
    hidden = withheld(env)
    for docname, page in pages(env).items():
        note = page.head
        if note is None or not page.is_note or not isinstance(note.related, tuple):
            continue
        for name in note.related:
            meant = {
                *docnames(name, docname),
                *(_without_suffix(env, each) for each in docnames(name, docname)),
            }
            link = in_brackets(name)
            kept_back = not hidden.isdisjoint(meant) or (link and vault_of(env).hides(link.target, docname))
            if relations.resolved(name, docname) is None and not kept_back:
                message = f"related: expected a document or an address of this site, got {name!r}"
                near = _nearest(env, name, docname)
                hint = f"; did you mean {'/' + near!r}?" if near else ""
                warn(
                    "related", f"{message}{hint or '; leaving it out'}", (docname, _line(env, docname, name))
                )


def _without_suffix(env: BuildEnvironment, name: str) -> str:
    """Return *name* without the suffix of a source file."""
    return next((name.removesuffix(s) for s in env.config.source_suffix if name.endswith(s)), name)


def _nearest(env: BuildEnvironment, name: str, docname: str) -> str:
    """Return the docname that *name* may be meant for: with one typo, or in another folder; may be empty."""
    meant = [_without_suffix(env, each.removesuffix(".html")) for each in docnames(name, docname)]
    last = meant[-1].rpartition("/")[2] if meant else ""
    listed = sorted(each for each in env.all_docs if page_of(env, each).listed)
    for each in listed:
        if any(one_typo(one, each) for one in meant):
            return each
    for each in listed:
        head = page_of(env, each).head
        stems = {each.rpartition("/")[2], head.stem if head else ""}
        if last and (last in stems or any(len(last) > 3 and one_typo(last, stem) for stem in stems)):
            return each
    return ""


def _line(env: BuildEnvironment, docname: str, name: str) -> int:
    """Return the line of the file *docname* in which its front matter says that *name* is related."""
    try:
        lines = env.doc2path(docname).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return 1
    start = next((number for number, line in enumerate(lines) if "related" in line.lower()), 0)
    return next((number for number, line in enumerate(lines[start:], start + 1) if name in line), start + 1)
