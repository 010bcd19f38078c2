"""The project's ``.bib`` files: read entry by entry, so that a fault in one costs nobody else.

Imported only where sphinxcontrib-bibtex is used. Files as people have them: keys twice, a brace too few, of
another encoding, not there.
"""

from __future__ import annotations

import itertools
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pybtex import errors
from pybtex.database import BibliographyData, Entry
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime, is_bibdata_outdated

from ..diagnostics import warn
from ..model.faults import Fault
from ..state.file_digests import digests_of
from .bibtex_names import people_of
from .normalize import MOST_PARENTS, lineage
from .preamble import definitions, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

#: Where an entry may begin: what a fault before it cannot swallow.
_BEGINNING = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
#: The same with the key, where there is one.
_KEY = re.compile(rf"{_BEGINNING.pattern}\s*([^\s,={{}}]+)\s*,", re.MULTILINE)


#: Months in longer names than BibTeX's styles define.
_MONTHS = ("january", "february", "march", "april", "june", "july", "august", "sept", "september", "october",
           "november", "december")  # fmt: skip


def read_files(app: Sphinx) -> None:
    """Before bibtex does: read the ``.bib`` files, so that a fault in one costs nothing else.

    bibtex stops at the first entry that it cannot read, or whose key stands twice, and ends the build at a
    byte that is not of the encoding. It takes what it finds here for what it has read itself.
    """
    domain: Any = app.env.domains["cite"]
    names = app.config.bibtex_bibfiles
    if names is None:
        return
    if isinstance(names, str):
        accepted = "accepted is a list of files; it is taken for one"
        warn("config", f"bibtex_bibfiles: found the text {names!r}; {accepted}")
        names = app.config.bibtex_bibfiles = [names]
    paths, encoding = [(Path(app.confdir) / name).resolve() for name in names], app.config.bibtex_encoding
    digests = digests_of(app.env)
    now = {str(path): digests.look(str(path)).digest for path in paths}
    # bibtex goes by times, and would read a file again of which only the time has changed.
    had = domain.bibdata._replace(
        bibfiles={
            path: file._replace(mtime=get_mtime(path)) for path, file in domain.bibdata.bibfiles.items()
        }
    )
    if domain.data.get("notes_files") == now and not is_bibdata_outdated(had, paths, encoding):
        domain.data["bibdata"] = had
        return
    domain.data["notes_files"] = now
    data, macros, files = BibliographyData(), Parser().macros, {}
    for name in _MONTHS:
        macros.setdefault(name, macros[name[:3]])
    texts = {path: _text_of(path, encoding) for path in paths}
    for path, text in texts.items():
        before = set(data.entries)
        for fault in parse(text, data, macros):
            place = f"{path}:{fault.line}" if fault.line else str(path)
            warn(fault.subtype, fault.message, place)
        keys = [key for key in data.entries if key not in before]
        files[path] = BibFile(mtime=get_mtime(path), keys=dict.fromkeys(keys))
    expand(data, definitions(data.preamble))
    for key, entry in data.entries.items():
        for missing in _missing(entry, data.entries):
            path = next(path for path, file in files.items() if key in file.keys)
            warn("bibliography", f"{key}: no bibliography has {missing!r}, which it refers to",
                 f"{path}:{_line_of(key, texts[path])}")  # fmt: skip
    domain.data["bibdata"] = BibData(encoding=encoding, bibfiles=files, data=data)
    _warn_of_a_chain(data, files, texts)


def _warn_of_a_chain(data: BibliographyData, files: dict[Path, BibFile], texts: dict[Path, str]) -> None:
    """Name the first entry that refers to more others than are looked at."""
    most = MOST_PARENTS
    for key, entry in data.entries.items():
        if len(lineage(entry, data.entries, most + 1)) > most:
            message = f"{key}: expected at most {most} entries that it refers to, one through another"
            path = next(path for path, file in files.items() if key in file.keys)
            warn("bibliography", f"{message}, found more; the nearest {most} count",
                 f"{path}:{_line_of(key, texts[path])}")  # fmt: skip
            return


def _missing(entry: Entry, entries: Any) -> list[str]:
    """The keys that *entry* refers to for what it lacks, and that none of *entries* has."""
    names = [entry.fields.get("crossref", ""), *entry.fields.get("xdata", "").split(",")]
    return [name for each in names if (name := each.strip()) and name not in entries]


def _line_of(key: str, text: str) -> int:
    """The line of *text* in which the entry *key* begins."""
    found = next((match for match in _KEY.finditer(text) if match[1] == key), None)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _text_of(path: Path, encoding: str) -> str:
    """The text of a ``.bib`` file; nothing, with a warning, where there is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        warn("bibliography", f"the bibliography cannot be read: {error.strerror}", f"{path}:1")
        return ""
    try:
        return content.decode(encoding)
    except UnicodeError as error:
        line = content[: getattr(error, "start", 0)].count(b"\n") + 1
        wanted = encoding.removesuffix("-sig").upper()
        warn("bibliography", f"what stands here is not {wanted}; it is read as Latin-1", f"{path}:{line}")
        return content.decode("latin-1")


def parse(text: str, known: BibliographyData, macros: Any) -> Iterator[Fault]:
    """Add the entries of *text*, one ``.bib`` file, to *known*; yield what is wrong with it.

    Every entry that can be read is: at a fault of syntax each is read on its own, and of a key that stands
    twice the first counts. *macros*: pybtex's mapping of ``@string`` names, which grows.
    """
    # Files that were joined have the mark of their beginning inside.
    text = text.replace("\ufeff", "")
    whole = _parser(macros)
    if not _feed(whole, text) and not any(key in known.entries for key in whole.data.entries):
        known.add_to_preamble(*whole.data.preamble_list)
        for key, entry in whole.data.entries.items():
            known.add_entry(key, entry)
        return
    for line, chunk in _chunks(text):
        one = _parser(macros)
        said = _feed(one, chunk)
        if said and (plain := _without_comments(chunk)) != chunk:
            again = _parser(macros)
            if not _feed(again, plain):
                one, said = again, []
        known.add_to_preamble(*one.data.preamble_list)
        for key, entry in one.data.entries.items():
            if key in known.entries:
                first = known.entries[key].key
                again = "stands here again" if first == key else f"is {first!r} but for its letters' case"
                yield Fault("bibliography", f"the key {key!r} {again}; its first entry counts", line)
            else:
                known.add_entry(key, entry)
        for error in said:
            # Its lines are those of the entry by itself.
            message = re.sub(r"^syntax error in line \d+: | in line \d+\b", "", " ".join(str(error).split()))
            kept = "what could be read of it is kept" if one.data.entries else "it is left out"
            named = _KEY.match(chunk)
            entry = f"the entry {named[1]!r}" if named else "an entry"
            yield Fault("bibliography", f"{entry} cannot be read: {message}; {kept}", line)


#: What a comment between fields is told by; a brace with a backslash is one for BibTeX.
_MARKS = re.compile(r'[{}"%\n]')
#: Fields that name people.
_PEOPLE = ("author", "editor")


def _parser(macros: Any) -> Parser:
    # It would take the parts of BibLaTeX's names, ``family=Beumont``, for names.
    parser = Parser(person_fields=())
    parser.macros = macros
    return parser


def _feed(parser: Parser, text: str) -> list[PybtexError]:
    """Let *parser* read *text*; what it complains of."""
    with errors.capture() as found:
        try:
            parser.parse_string(text)
        except PybtexError as error:
            found.append(error)
        for entry in parser.data.entries.values():
            for role in _PEOPLE:
                if role in entry.fields:
                    for person in people_of(entry.fields[role]):
                        entry.add_person(person, role)
                    del entry.fields[role]
        return list(found)


def _without_comments(chunk: str) -> str:
    """*chunk*, an entry, without what stands behind a ``%`` between its fields, as TeX has it."""
    parts: list[str] = []
    depth, quoted, comment, place = 0, False, False, 0
    for match in _MARKS.finditer(chunk):
        mark = match[0]
        if comment:
            place, comment = (match.start(), False) if mark == "\n" else (place, True)
        elif mark == "%" and depth < 2 and not quoted:
            parts.append(chunk[place : match.start()])
            place, comment = len(chunk), True
        elif mark == '"' and depth == 1:
            quoted = not quoted
        elif mark in "{}":
            depth += 1 if mark == "{" else -1
    return "".join([*parts, chunk[place:]])


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """The entries of *text* as they stand, each with its line."""
    starts = [match.start() for match in _BEGINNING.finditer(text)]
    line, last = 1, 0
    for start, end in itertools.pairwise([*starts, len(text)]):
        line += text.count("\n", last, start)
        last = start
        yield line, text[start:end]


def nearest(key: str, known: Iterable[str]) -> str:
    """The key of *known* that somebody who writes *key* may mean; empty where none comes near."""
    by_folded = {each.casefold(): each for each in known}
    found = get_close_matches(key.casefold(), by_folded, n=1, cutoff=0.7)
    return by_folded[found[0]] if found else ""
