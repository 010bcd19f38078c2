"""Runs the checks while the site is built, and collects what the build itself says."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.logging import NAMESPACE, WarningStreamHandler

from ..building import read_warnings
from .findings import Finding, Severity, severity_of
from .links import dead_links, links_in
from .memory import Memory
from .places import relative
from .table import DOCUMENT_CHECKS, SITE_CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..building import Session, Warned

#: Where information is said that is a finding, too: what an archive recommends.
_RECOMMENDING = f"{NAMESPACE}.sphinx_research_notes.diagnostics"


@dataclass(frozen=True, slots=True)
class Owner:
    """During what a message was logged: the step of the build, and the document of that moment."""

    step: str
    docname: str = ""


class Recorder(logging.Handler):
    """Collects the findings of one build of *session*; *before*: those of the last one.

    As a handler, it sees each message at the moment when that is logged; as a filter of Sphinx's own handler,
    those that are shown in the end.
    """

    def __init__(self, session: Session, before: Memory | None) -> None:
        super().__init__(logging.INFO)
        self.app, self.before, self.now = session.app, before or Memory(), Memory()
        #: What is said in every build.
        self.always: list[Finding] = []
        self._owner = Owner("begin")
        self._ran: set[str] = set()
        # What is wrong with the configuration, and with files that are read before documents.
        for each in session.warnings:
            found = _found(each)
            self._list_for(self._owner, found).append(found)
        # After the filters of Sphinx, which leave out what conf.py suppresses.
        self._sphinx = [
            each for each in logging.getLogger(NAMESPACE).handlers if isinstance(each, WarningStreamHandler)
        ]
        for handler in self._sphinx:
            handler.addFilter(self.note_shown)
        logging.getLogger(NAMESPACE).addHandler(self)
        self._connect()

    def _connect(self) -> None:
        steps = (
            ("env-before-read-docs", 10_000, self._begin_reading),
            ("source-read", -10_000, self._begin_document),
            ("doctree-read", 10_000, self._check_document),
            ("env-updated", -10_000, lambda *_: self._enter("update")),
            ("env-get-updated", 10_000, lambda *_: self._enter("consistency")),
            ("env-check-consistency", 10_000, lambda *_: self._ran.add("consistency")),
            ("write-started", 10_000, lambda *_: self._enter("write")),
            ("doctree-resolved", 10_000, self._note_links),
            ("html-collect-pages", -10_000, self._begin_finish),
            ("build-finished", -10_000, lambda *_: self._enter("end")),
        )
        for event, priority, function in steps:
            self.app.connect(event, function, priority=priority)

    def close(self) -> None:
        """Stop listening."""
        logging.getLogger(NAMESPACE).removeHandler(self)
        for handler in self._sphinx:
            handler.removeFilter(self.note_shown)
        super().close()

    # What is called during the build.

    def _enter(self, step: str) -> list[str]:
        self._owner = Owner(step)
        # Some events ask for documents to write, or for pages.
        return []

    def _begin_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self._enter("read")
        for docname in docnames:
            self.now.read.setdefault(docname, [])

    def _begin_document(self, app: Sphinx, docname: str, content: list[str]) -> None:
        self._owner = Owner("read", docname)

    def _check_document(self, app: Sphinx, doctree: nodes.document) -> None:
        docname = app.env.current_document.docname
        found = self.now.read.setdefault(docname, [])
        for check in DOCUMENT_CHECKS:
            found += check(app.env, docname, doctree)

    def _note_links(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        self._owner = Owner("write", docname)
        self.now.written.setdefault(docname, [])
        self.now.links[docname] = list(links_in(app, docname, doctree))

    def _begin_finish(self, app: Sphinx) -> list[str]:
        self._ran.add("finish")
        return self._enter("finish")

    # What is called for messages.

    def emit(self, record: logging.LogRecord) -> None:
        """Remember during what *record* was logged; messages of reading are shown only afterwards."""
        self._owner_of(record)
        if record.levelno == logging.INFO and record.name == _RECOMMENDING:
            self._add_recommended(record)

    def note_shown(self, record: logging.LogRecord) -> bool:
        """Keep the message of *record*, which Sphinx shows as a warning or an error."""
        if record.levelno >= logging.WARNING:
            self._add(record, record.getMessage())
        return True

    def _owner_of(self, record: logging.LogRecord) -> Owner:
        owner: Owner | None = getattr(record, "research_notes_owner", None)
        if owner is None:
            current = self.app.env.current_document.docname if self._owner.step in {"read", "write"} else ""
            owner = Owner(self._owner.step, current or self._owner.docname)
            record.research_notes_owner = owner
        return owner

    def _add(self, record: logging.LogRecord, text: str) -> None:
        owner = self._owner_of(record)
        kind = ".".join(filter(None, (getattr(record, "type", None), getattr(record, "subtype", None))))
        for each in read_warnings(text, Path(self.app.srcdir)):
            found = _found(each, kind)
            self._list_for(owner, found).append(found)

    def _add_recommended(self, record: logging.LogRecord) -> None:
        """Keep what an archive recommends; filters have not yet made its location a text."""
        location: tuple[str, int] | str = getattr(record, "location", "")
        if isinstance(location, tuple):
            location = f"{self.app.env.doc2path(location[0])}:{location[1]}"
        file, _, line = location.rpartition(":")
        place = f"{relative(self.app.env, file)}:{line}" if file else ""
        found = Finding("notes.archive", Severity.WARNING, place, str(record.msg))
        self._list_for(self._owner_of(record), found).append(found)

    def _list_for(self, owner: Owner, found: Finding) -> list[Finding]:
        """Return the list that *found* belongs to."""
        if found.file.endswith(".bib"):
            return self.now.steps.setdefault("bib", [])
        if owner.docname and owner.step in {"read", "write"}:
            by_docname = self.now.read if owner.step == "read" else self.now.written
            return by_docname.setdefault(owner.docname, [])
        if owner.step in {"consistency", "finish"}:
            return self.now.steps.setdefault(owner.step, [])
        return self.always

    # What is called after the build.

    def complete(self) -> Memory:
        """Return what is known now, with what is still true of what was known before."""
        before, now, known = self.before, self.now, self.app.env.all_docs
        now.read = _kept(before.read, now.read, known)
        now.written = _kept(before.written, now.written, known)
        now.links = _kept(before.links, now.links, known)
        now.bibfiles = dict(_bibfiles(self.app))
        for step in ("consistency", "finish", "bib"):
            is_kept = now.bibfiles == before.bibfiles if step == "bib" else step not in self._ran
            if is_kept:
                now.steps[step] = [*before.steps.get(step, ()), *now.steps.get(step, ())]
        return now

    def findings(self, memory: Memory) -> list[Finding]:
        """Return everything that is wrong with the site, each once, in the order of places."""
        said = [*self.always]
        for found in (*memory.steps.values(), *memory.read.values(), *memory.written.values()):
            said += found
        checked = [*dead_links(self.app, memory.all_links(), said)]
        for check in SITE_CHECKS:
            checked += check(self.app)
        return _in_order(without_repetitions([*dict.fromkeys(said + checked)]))


def _found(said: Warned, kind: str = "") -> Finding:
    """Return what the build has *said* as a finding; *kind*: its type, which messages may lack."""
    kind = kind or said.type or "other"
    return Finding(kind, severity_of(kind, is_error=said.is_error), said.place.rstrip(":"), said.message)


def _kept(before: dict[str, Any], now: dict[str, Any], known: Iterable[str]) -> dict[str, Any]:
    return {docname: found for docname, found in (before | now).items() if docname in known}


def _bibfiles(app: Sphinx) -> Iterator[tuple[str, list[int]]]:
    """Yield the states of the ``.bib`` files."""
    for name in getattr(app.config, "bibtex_bibfiles", None) or ():
        path = Path(app.confdir, name)
        if path.is_file():
            state = path.stat()
            yield str(path), [state.st_mtime_ns, state.st_size]


def without_repetitions(findings: list[Finding]) -> list[Finding]:
    """Leave out of *findings* the leftovers that the build names: the first of a kind in each note."""
    named: dict[str, list[str]] = {}
    for each in findings:
        if each.kind in {"notes.shortcode", "notes.wikilink"}:
            named.setdefault(each.file, []).append(each.message)
    kept = []
    for each in findings:
        quoted = each.message.split("'")[1] if each.kind == "leftover" else ""
        same = next((message for message in named.get(each.file, ()) if quoted in message), None)
        if quoted and same is not None:
            named[each.file].remove(same)
        else:
            kept.append(each)
    return kept


def _in_order(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda each: (each.file, each.line or 0, each.kind, each.message))
