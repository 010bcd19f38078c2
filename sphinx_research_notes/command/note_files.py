"""The files of a site's notes: which there are, what their front matter says, and how they are named."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import notes_config
from ..frontmatter.encodings import text_of
from ..frontmatter.syntax import Syntax, syntaxes_of
from ..visibility.folders import block_in_folder
from ..visibility.rules import kind_of, understand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from sphinx.application import Sphinx

    from ..model.note import FrontMatter

_DATED = re.compile(r"\d{4}-\d\d-\d\d(?=$|[-_ ])")
#: How many of the newest notes say how the next one is named.
_RECENT = 20


@dataclass(frozen=True, slots=True)
class NoteFile:
    """The file of a note, and its front matter."""

    docname: str
    path: Path
    syntax: Syntax
    front: FrontMatter
    #: Whether it is a page, which is no note.
    is_page: bool = False


def note_files(app: Sphinx, among: Collection[str] | None = None, *, pages: bool = False) -> list[NoteFile]:
    """Return the notes among the sources of *app*, drafts included, the newest first.

    *among*: look only at these documents. *pages*: return pages whose front matter is read, too.
    """
    config = notes_config(app.config)
    syntaxes = syntaxes_of(app.config)
    found: list[NoteFile] = []
    if among is not None and not among:
        return found
    discovered = app.project.discover(app.config.exclude_patterns, app.config.include_patterns)
    for docname in sorted(discovered if among is None else discovered.intersection(among)):
        path = Path(app.project.doc2path(docname, True))
        block = block_in_folder(app.env, text_of(path.read_bytes()), syntaxes.of(path), docname, config)
        kind = kind_of(block, docname, config)
        if kind == "note" or (pages and kind == "page"):
            front, _ = understand(block, docname, config)
            found.append(NoteFile(docname, path, syntaxes.of(path), front, kind == "page"))
    dated = [note for note in found if note.front.date]
    dated.sort(key=lambda note: note.front.date.moment if note.front.date else 0, reverse=True)
    return dated + [note for note in found if not note.front.date]


def known_labels(notes: Iterable[NoteFile]) -> list[str]:
    """Return the tags of *notes*, the most used first."""
    counted = Counter(tag for note in notes for tag in note.front.tags)
    return [tag for tag, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0].casefold()))]


def naming(notes: Sequence[NoteFile], patterns: Iterable[str]) -> str:
    """Return how the notes of a site are named: ``notes/{date}-{slug}``.

    As most of the newest *notes* are; without notes, a dated file in the folder that *patterns*, those of
    ``notes_match``, name.
    """
    forms = Counter(
        form_of(note.docname, note.front.date.day if note.front.date else None) for note in notes[:_RECENT]
    )
    if forms:
        return forms.most_common(1)[0][0]
    folders = (pattern.partition("*")[0].rpartition("/")[0] for pattern in patterns)
    folder = next((each for each in folders if each and "?" not in each and "[" not in each), "notes")
    return f"{folder}/{{date}}-{{slug}}"


def form_of(docname: str, day: date | None) -> str:
    """Return how the note *docname* of that *day* is named, with ``{date}``, ``{year}``, ``{slug}``."""
    names = ("year", "month", "day")
    numbers = [(f"{{{name}}}", text) for name, text in zip(names, str(day or "").split("-"), strict=False)]
    *folders, name = docname.replace("{", "{{").replace("}", "}}").split("/")
    index = ""
    if name == "index" and folders:
        name, index = folders.pop(), "/index"
    for place, folder in enumerate(folders):
        if numbers and folder == numbers[0][1]:
            folders[place] = numbers.pop(0)[0]
    return "/".join([*folders, ("{date}-{slug}" if _DATED.match(name) else "{slug}") + index])


def named(form: str, title: str, day: date) -> str:
    """Return the name of a note with that *title* and *day*, as *form* says."""
    return form.format(
        date=day.isoformat(), year=f"{day:%Y}", month=f"{day:%m}", day=f"{day:%d}", slug=file_slug(title)
    )


def file_slug(title: str) -> str:
    """Return *title* as a part of a file name: lower case, words joined by hyphens, without accents."""
    decomposed = unicodedata.normalize("NFKD", title.lower())
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    slug = ""
    for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", plain)):
        if slug and len(slug) + len(word) >= 60:
            break
        slug = f"{slug}-{word}" if slug else word[:60]
    return slug or "note"
