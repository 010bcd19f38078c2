"""Text that no output may contain: read from its files in every build, never stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import notes_config
from ..frontmatter.syntax import syntaxes_of
from ..state.records import pages, withheld
from .docstrings import docstring_parts
from .folders import withheld_files
from .hidden_files import is_hidden, read
from .hidden_parts import lines_of, plain_source
from .shingles import LENGTH, bare, is_binary, of_source, words
from .withhold import parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sphinx.environment import BuildEnvironment

    from .shingles import Run, Word

#: A path or URL in text.
_PATH = re.compile(r"[^\s<>()\[\]\"'`|{}]*[^\s<>()\[\]\"'`|{},.;:!?]")
_PARTED = re.compile(r"\w[/._-]+\w|/")


@dataclass(frozen=True, slots=True)
class Secret:
    """Text that no output may contain, and its location."""

    path: Path
    #: The number of its first line.
    line: int
    text: str
    #: Whether it is the whole file.
    whole: bool = False

    @property
    def suffix(self) -> str:
        """The suffix of its file."""
        return self.path.suffix.lower()

    def words(self, public: Collection[str] = ()) -> Iterator[list[Word]]:
        """Yield its words in every form they may be shown, split at the names of *public* documents."""
        for text in dict.fromkeys((self.text, bare(self.text))):
            for piece in _between(text, public) if public else (text,):
                yield from of_source(piece, self.suffix)

    def line_of(self, run: Run) -> int:
        """Return the line in which *run* begins."""
        for text in (self.text, bare(self.text)):
            place = _place(text, run)
            if place is not None:
                return self.line + place
        return self.line


def _between(text: str, public: Collection[str]) -> Iterator[str]:
    """Yield the pieces of *text* between the paths and URLs in it that are *public* names."""
    place = 0
    for match in _PATH.finditer(text):
        # A single word is never taken for the name of a document.
        if _PARTED.search(match[0]) and _name_in(match[0]) in public:
            yield text[place : match.start()]
            place = match.end()
    yield text[place:]


def _name_in(path: str) -> str:
    """Return the name of the document that *path*, a path or URL, leads to."""
    path = re.sub(r"^[a-z]+://[^/]*|[#?].*$", "", path)
    path = re.sub(r"^(?:\.{0,2}/)+", "", path)
    return re.sub(r"(?:(?:^|/)index)?\.\w+$|/$", "", path)


def public_names(env: BuildEnvironment, places: Iterable[str]) -> set[str]:
    """Return the names by which text may refer to public documents: docname, last component, or place."""
    names = set(env.found_docs) - withheld(env)
    all_names = {*names, *(name.rpartition("/")[2] for name in names), *(_name_in(place) for place in places)}
    return all_names - {""}


def _place(text: str, run: Run) -> int | None:
    """Return the number of lines of *text* before the one in which *run* begins; None without it."""
    numbered = [(word, number) for number, line in enumerate(text.split("\n")) for word in words(line)]
    for place in range(len(numbered) - LENGTH + 1):
        if numbered[place][0] == run[0] and tuple(w for w, _ in numbered[place : place + LENGTH]) == run:
            return numbered[place][1]
    return None


def secrets_of(env: BuildEnvironment, more: Iterable[Path] = ()) -> Iterator[Secret]:
    """Yield all text that this build must not show; *more*: further files that may contain some."""
    whole = {Path(env.doc2path(docname)) for docname in withheld(env)}
    whole.update(withheld_files(env, notes_config(env.config)))
    noted = {Path(env.srcdir, name) for page in pages(env).values() for name in page.hidden}
    for path in sorted({*noted, *more} - whole):
        if is_hidden(env, path):
            whole.add(path)
            continue
        syntax = syntaxes_of(env.config).of(path)
        text = plain_source(read(path), syntax)
        lines = lines_of(text, syntax)
        is_code = path.suffix.lower() == ".py"
        in_code = docstring_parts(text, notes_config(env.config)) if is_code else ()
        for part in in_code if is_code else parts_of(env, text, syntax):
            yield Secret(path, part.first, "\n".join(lines[part.first - 1 : part.last]))
    for path in sorted(whole):
        yield Secret(path, 1, "" if is_binary(path.name) else read(path), whole=True)
