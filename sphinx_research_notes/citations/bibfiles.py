"""The project's ``.bib`` files, parsed entry by entry, so that an error in one does not affect others.

Imported only where sphinxcontrib-bibtex is used. Real files have duplicate keys, missing braces, unexpected
encodings, or do not exist.
"""

from __future__ import annotations

import itertools
import re
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pybtex import errors
from pybtex.database import BibliographyData, Entry
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime, is_bibdata_outdated

from ..diagnostics import warn
from ..model.faults import Fault
from ..model.month_names import ENGLISH_MONTHS
from ..model.suggestions import one_typo
from ..state.file_digests import digests_of
from .bibtex_names import people_of
from .inheritance import MOST_PARENTS, lineage
from .moved_fields import FIELDS
from .preamble import definitions, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from sphinx.application import Sphinx

    #: An entry, or a whole file: its line, its text, what was parsed, and the errors.
    _Part: TypeAlias = tuple[int, str, BibliographyData, list[PybtexError]]

#: The start of an entry, also after an entry with a syntax error.
_BEGINNING = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
#: The same with the key, if there is one.
_KEY = re.compile(rf"{_BEGINNING.pattern}\s*([^\s,={{}}]+)\s*,", re.MULTILINE)


def read_files(app: Sphinx) -> None:
    """Parse the ``.bib`` files before sphinxcontrib-bibtex does, and store them as its own data.

    It would stop at the first entry with a syntax error or a duplicate key, and end the build at a byte that
    does not fit the encoding.
    """
    domain: Any = app.env.domains["cite"]
    names = app.config.bibtex_bibfiles
    if names is None:
        return
    if isinstance(names, str):
        message = f"expected a list of files, got {names!r}; using it as the only file"
        warn("config", f"bibtex_bibfiles: {message}")
        names = app.config.bibtex_bibfiles = [names]
    paths, encoding = [(Path(app.confdir) / name).resolve() for name in names], app.config.bibtex_encoding
    digests = digests_of(app.env)
    current = {str(path): digests.look(str(path)).digest for path in paths}
    # sphinxcontrib-bibtex compares modification times and would parse an unchanged file again.
    previous = domain.bibdata._replace(
        bibfiles={
            path: file._replace(mtime=get_mtime(path)) for path, file in domain.bibdata.bibfiles.items()
        }
    )
    if domain.data.get("notes_files") == current and not is_bibdata_outdated(previous, paths, encoding):
        domain.data["bibdata"] = previous
        return
    domain.data["notes_files"] = current
    domain.data["bibdata"] = _parse_files(paths, encoding)


def _parse_files(paths: list[Path], encoding: str) -> BibData:
    """Return the entries of all files, with a warning for each fault."""
    data, macros, files = BibliographyData(), Parser().macros, {}
    # BibTeX's styles define only abbreviations.
    for name in ("sept", *map(str.lower, ENGLISH_MONTHS)):
        macros.setdefault(name, macros[name[:3]])
    texts = {path: _text_of(path, encoding) for path in paths}
    for path, text in texts.items():
        before = set(data.entries)
        for fault in parse(text, data, macros):
            location = f"{path}:{fault.line}" if fault.line else str(path)
            warn(fault.subtype, fault.message, location)
        keys = [key for key in data.entries if key not in before]
        files[path] = BibFile(mtime=get_mtime(path), keys=dict.fromkeys(keys))
    expand(data, definitions(data.preamble))
    for key, message in _faults_of(data):
        path = next(path for path, file in files.items() if key in file.keys)
        warn("bibliography", f"{key}: {message}", f"{path}:{_line_of(key, texts[path])}")
    return BibData(encoding=encoding, bibfiles=files, data=data)


def _faults_of(data: BibliographyData) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the fields of *data*, each with the key of the entry."""
    for key, entry in data.entries.items():
        for missing in _missing(entry, data.entries):
            yield key, f"unknown crossref or xdata key {missing!r}; ignoring it"
    for key, entry in data.entries.items():
        if len(lineage(entry, data.entries, MOST_PARENTS + 1)) > MOST_PARENTS:
            expected = f"expected at most {MOST_PARENTS} entries inherited by crossref and xdata"
            yield key, f"{expected}, found more; using the nearest {MOST_PARENTS}"
            break  # Those that inherit from it have the same fault.
    for name, (key, near) in misspelt_fields(data).items():
        yield key, f"unknown field {name!r}; did you mean {near!r}?"


def misspelt_fields(data: BibliographyData) -> dict[str, tuple[str, str]]:
    """Return the fields in *data* that look misspelt, each with the first entry that has it and its name."""
    found: dict[str, tuple[str, str]] = {}
    for key, entry in data.entries.items():
        for name in map(str.lower, entry.fields):
            if near := _near_field(name):
                found.setdefault(name, (key, near))
    return found


#: Fields of programs and persons, one letter away from others.
_OTHER_FIELDS = frozenset({"eprints", "issued", "notes", "numbers", "parts", "types", "urls"})


@lru_cache(maxsize=1000)
def _near_field(name: str) -> str:
    """Return the field that *name* is a typo for; empty if there is none."""
    if name in FIELDS or name in _OTHER_FIELDS or len(name) < 4:
        return ""
    return next((each for each in sorted(FIELDS) if len(each) > 3 and one_typo(name, each)), "")


def _missing(entry: Entry, entries: Any) -> list[str]:
    """Return the keys in ``crossref`` and ``xdata`` of *entry* that are not in *entries*."""
    names = [entry.fields.get("crossref", ""), *entry.fields.get("xdata", "").split(",")]
    return [name for each in names if (name := each.strip()) and name not in entries]


def _line_of(key: str, text: str) -> int:
    """Return the line of *text* on which the entry *key* starts."""
    start = next((match for match in _KEY.finditer(text) if match[1] == key), None)
    return text.count("\n", 0, start.start()) + 1 if start else 1


def _text_of(path: Path, encoding: str) -> str:
    """Return the text of a ``.bib`` file; an empty string, with a warning, if it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        warn("bibliography", f"cannot read bibliography: {error.strerror}; skipping it", f"{path}:1")
        return ""
    try:
        return content.decode(encoding)
    except UnicodeError as error:
        line = content[: getattr(error, "start", 0)].count(b"\n") + 1
        name = encoding.removesuffix("-sig").upper()
        warn("bibliography", f"invalid {name}; decoding as Latin-1", f"{path}:{line}")
        return content.decode("latin-1")


def parse(text: str, known: BibliographyData, macros: Any) -> Iterator[Fault]:
    """Add the entries of *text*, one ``.bib`` file, to *known*; yield its faults.

    Entries are parsed together, and one by one if there is a syntax error. Of entries with the same key the
    first is used. *macros* is pybtex's mapping of ``@string`` names, which is extended.
    """
    # Concatenated files may contain byte order marks.
    text = text.replace("\ufeff", "")
    whole, faults = _parsed(text, macros)
    parts: Iterable[_Part] = [(1, text, whole, faults)]
    if faults or any(key in known.entries for key in whole.entries):
        parts = ((line, chunk, *_parsed_entry(chunk, macros)) for line, chunk in _chunks(text))
    for line, chunk, data, faults in parts:
        known.add_to_preamble(*data.preamble_list)
        for key, entry in data.entries.items():
            if key not in known.entries:
                known.add_entry(key, entry)
                continue
            first = known.entries[key].key
            other = "" if first == key else f", which differs from {first!r} only in case"
            yield Fault("bibliography", f"duplicate key {key!r}{other}; using the first entry", line)
        for error in faults:
            # Line numbers in it are relative to the entry.
            message = re.sub(r"^syntax error in line \d+: | in line \d+\b", "", " ".join(str(error).split()))
            action = "keeping what could be parsed" if data.entries else "skipping it"
            start = _KEY.match(chunk)
            name = f"entry {start[1]!r}" if start else "entry"
            yield Fault("bibliography", f"cannot parse {name}: {message}; {action}", line)


#: What delimits values and comments between fields; for BibTeX, an escaped brace is a brace.
_DELIMITERS = re.compile(r'[{}"%\n]')
#: Fields that name people.
_PEOPLE = ("author", "editor")


def _parsed(text: str, macros: Any) -> tuple[BibliographyData, list[PybtexError]]:
    """Return the entries of *text*, as far as they can be parsed, and the errors."""
    # pybtex would misread names in BibLaTeX's extended format, ``family=Beumont``.
    parser = Parser(person_fields=())
    parser.macros = macros
    with errors.capture() as captured:
        try:
            parser.parse_string(text)
        except PybtexError as error:
            captured.append(error)
        for entry in parser.data.entries.values():
            for role in _PEOPLE:
                for person in people_of(entry.fields.pop(role, "")):
                    entry.add_person(person, role)
        return parser.data, list(captured)


def _parsed_entry(chunk: str, macros: Any) -> tuple[BibliographyData, list[PybtexError]]:
    """Parse *chunk*, an entry; if it has errors and comments, without the comments."""
    data, faults = _parsed(chunk, macros)
    if faults and (plain := _without_comments(chunk)) != chunk:
        retried, remaining = _parsed(plain, macros)
        if not remaining:
            return retried, []
    return data, faults


def _without_comments(chunk: str) -> str:
    """Return *chunk*, an entry, without TeX comments between its fields."""
    parts: list[str] = []
    depth, is_quoted, is_comment, start = 0, False, False, 0
    for match in _DELIMITERS.finditer(chunk):
        character = match[0]
        if is_comment:
            start, is_comment = (match.start(), False) if character == "\n" else (start, True)
        elif character == "%" and depth < 2 and not is_quoted:
            parts.append(chunk[start : match.start()])
            start, is_comment = len(chunk), True
        elif character == '"' and depth == 1:
            is_quoted = not is_quoted
        elif character in "{}":
            depth += 1 if character == "{" else -1
    return "".join([*parts, chunk[start:]])


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the source of each entry in *text* with its line."""
    starts = [match.start() for match in _BEGINNING.finditer(text)]
    line, last = 1, 0
    for start, end in itertools.pairwise([*starts, len(text)]):
        line += text.count("\n", last, start)
        last = start
        yield line, text[start:end]


def nearest(key: str, known: Iterable[str]) -> str:
    """Return the key in *known* that is closest to the misspelt *key*; empty if none is close."""
    by_folded = {each.casefold(): each for each in known}
    matches = get_close_matches(key.casefold(), by_folded, n=1, cutoff=0.7)
    return by_folded[matches[0]] if matches else ""
