"""Where imported threads go: which note each belongs to, and what is written beside it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..comments.importers.matching import Match
from ..comments.importers.moderation import Moderated, moderated
from ..comments.importers.thread_text import Written, new_thread, still_shown, with_comments
from ..comments.thread_file import MAX_CHARACTERS
from .portraits import Portraits
from .thread_links import with_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set
    from pathlib import Path

    from ..comments.importers.matching import Notes
    from ..comments.importers.records import ForeignThread
    from .entry_threads import Entries, EntryPlace
    from .note_files import NoteFile


@dataclass(frozen=True, slots=True)
class Placed:
    """What becomes of the comments on one note."""

    note: NoteFile
    #: The thread file, and its text; None if it stays as it is.
    file: Path
    text: str | None
    written: Written
    moderated: Moderated
    #: How many public comments were found.
    found: int
    match: Match
    #: The new text of the note, which names the file; None if it does already, or can't.
    source: str | None = None
    #: What hinders; empty if nothing does.
    problem: str = ""
    #: Whether the author has to name the file in the note.
    to_name: bool = False
    #: The id of the entry that they are on; empty for the note.
    entry: str = ""
    #: Pictures to copy: from where, and to where.
    pictures: tuple[tuple[Path, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadPlan:
    """What an import would write, and what it wouldn't."""

    placed: tuple[Placed, ...] = ()
    #: Threads that belong to no note, as far as can be told, with the number of their public comments.
    unplaced: tuple[tuple[ForeignThread, int], ...] = ()
    #: How many comments were kept back, by reason, also in threads that were not placed.
    kept_back: Mapping[str, int] = field(default_factory=dict)
    #: What has no place in a thread, by kind.
    left_out: Mapping[str, int] = field(default_factory=dict)
    orphans: int = 0


def plan(
    threads: Iterable[ForeignThread],
    notes: Notes,
    files: Sequence[NoteFile],
    note: str,
    *,
    link: bool,
    portraits: Portraits | None = None,
    entries: Entries | None = None,
) -> ThreadPlan:
    """Return what to write for *threads*.

    *note*: the document that what can't be placed belongs to, or empty. *link*: whether the file is named in
    its note. *portraits*: the pictures of authors to copy, if any. *entries*: those that have an id.
    """
    matched = _matched(threads, notes, files, note, entries)
    portraits = portraits or Portraits()
    named = Counter(thread_path(each).resolve() for each in files if isinstance(each.front.comments, str))
    shared = {path for path, number in named.items() if number > 1}
    done = tuple(
        _placed(matched.files[name], found, portraits, shared, link=link, place=matched.entries.get(name))
        for name, found in matched.placed.items()
    )
    others = [moderated(thread.comments) for thread in matched.unplaced]
    everything = [*(each.moderated for each in done), *others]
    left_out = Counter[str]()
    for thread in (*matched.unplaced, *(each for found in matched.placed.values() for each, _ in found)):
        left_out.update(thread.left_out)
    left_out["e-mail or IP address in a text"] += sum(each.addresses for each in everything)
    return ThreadPlan(
        done,
        tuple((t, found.public) for t, found in zip(matched.unplaced, others, strict=True) if found.public),
        sum((Counter(each.kept_back) for each in everything), Counter[str]()),
        +left_out,
        sum(each.orphans for each in everything),
    )


@dataclass(slots=True)
class _Matched:
    """Threads by the document or entry that they belong to."""

    files: dict[str, NoteFile]
    entries: dict[str, EntryPlace] = field(default_factory=dict)
    placed: defaultdict[str, list[tuple[ForeignThread, Match]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    unplaced: list[ForeignThread] = field(default_factory=list)


def _matched(
    threads: Iterable[ForeignThread],
    notes: Notes,
    files: Sequence[NoteFile],
    note: str,
    entries: Entries | None,
) -> _Matched:
    """Return *threads* by what they belong to: an entry, a document, or else *note*."""
    found = _Matched({file.docname: file for file in files})
    for thread in threads:
        if place := entries.match(thread) if entries else None:
            name = place.note.docname
            found.files[name], found.entries[name] = place.note, place
            found.placed[name].append((thread, Match(name, "address")))
            continue
        match = notes.match(thread) or (Match(note, "--note") if note else None)
        if match is None:
            found.unplaced.append(thread)
        else:
            found.placed[match.docname].append((thread, match))
    return found


def thread_path(note: NoteFile) -> Path:
    """Return the file for the thread of *note*: the one that it names, else one beside it."""
    if isinstance(note.front.comments, str) and note.front.comments:
        # With a slash at its beginning, it is relative to the source folder.
        given = note.front.comments
        return _root(note) / given.lstrip("/") if given.startswith("/") else note.path.parent / given
    name = note.docname.rpartition("/")[2]
    return note.path.parent / ("comments.yml" if name == "index" else f"{name}.comments.yml")


def _placed(
    note: NoteFile,
    found: Sequence[tuple[ForeignThread, Match]],
    portraits: Portraits,
    shared: Set[Path],
    *,
    link: bool,
    place: EntryPlace | None = None,
) -> Placed:
    public = moderated(comment for thread, _ in found for comment in thread.comments)
    public, pictures = portraits.added(public, thread_path(note).parent)
    number = public.public
    file, match = thread_path(note), found[0][1]
    none = Written("")
    if problem := _hindrance(note, file, shared):
        return Placed(note, file, None, none, public, number, match, problem=problem)
    source = next((thread.source for thread, _ in found if thread.source), "")
    if file.exists():
        text = file.read_bytes().decode("utf-8", "replace")
        written = with_comments(text, public.comments, public.withheld)
        if written is None:
            problem = f"expected a thread file written here, found another {file.name}; it stays as it is"
            if shown := still_shown(text, public.withheld):
                problem += f"; no longer public, but still in it: {', '.join(shown[:20])}"
            return Placed(note, file, None, none, public, number, match, problem=problem)
        new_text = written.text if written.text != text else None
    elif not number:
        return Placed(note, file, None, none, public, number, match)
    else:
        written = new_thread(public.comments, source)
        new_text = written.text
    if new_text and len(new_text) > MAX_CHARACTERS:
        problem = f"expected at most {MAX_CHARACTERS:,} characters in {file.name}, got {len(new_text):,}"
        return Placed(note, file, None, none, public, number, match, problem=problem)
    named, to_name = _named(note, file, link=link)
    if place:
        named, to_name = None, not place.is_shown
    kept, entry = pictures if new_text else (), place.id if place else ""
    return Placed(note, file, new_text, written, public, number, match, named, "", to_name, entry, kept)


def _root(note: NoteFile) -> Path:
    """Return the source folder of the site."""
    return note.path.parents[note.docname.count("/")]


def _hindrance(note: NoteFile, file: Path, shared: Set[Path]) -> str:
    """Return why *note* can't have its thread in *file*; empty if it can."""
    if note.front.comments is False:
        return "it says 'comments: false'"
    if not file.resolve().is_relative_to(_root(note).resolve()):
        return f"expected a thread file inside the project, got {note.front.comments!r}"
    if file.resolve() in shared:
        return f"expected a thread file of its own, got {note.front.comments!r}, which another note has too"
    return ""


def _named(note: NoteFile, file: Path, *, link: bool) -> tuple[str | None, bool]:
    """Return the text of *note* with the name of its thread *file*, and whether the author has to add it."""
    if isinstance(note.front.comments, str) and note.front.comments:
        return None, False
    if not link:
        return None, True
    try:
        text = note.path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None, True
    changed = with_thread(text, note.syntax, file.name)
    return changed, changed is None


def write(found: ThreadPlan) -> None:
    """Write the thread files of the plan *found*, and name them in their notes."""
    for each in found.placed:
        if each.text is not None:
            each.file.parent.mkdir(parents=True, exist_ok=True)
            each.file.write_bytes(each.text.encode("utf-8", "replace"))
        for source, target in each.pictures:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
        if each.source is not None:
            each.note.path.write_bytes(each.source.encode())


def record(found: ThreadPlan, formats: Mapping[str, int], unreadable: Sequence[tuple[str, str]]) -> str:
    """Return the plan as JSON."""
    return json.dumps(
        {
            "formats": dict(formats),
            "placed": [
                {
                    "note": each.note.docname,
                    "by": each.match.by,
                    "file": each.file.name,
                    "comments": each.written.number,
                    "new": each.written.new,
                    "hidden": each.written.hidden,
                    "named_in_note": not each.to_name and not each.problem,
                    "problem": each.problem or None,
                }
                for each in found.placed
            ],
            "not_placed": [
                {"addresses": list(each.addresses), "title": each.title, "comments": number}
                for each, number in found.unplaced
            ],
            "kept_back": dict(found.kept_back),
            "left_out": dict(found.left_out),
            "moved_to_top": found.orphans,
            "unreadable": [{"file": name, "problem": problem} for name, problem in unreadable],
        },
        ensure_ascii=False,
        indent=2,
    )
