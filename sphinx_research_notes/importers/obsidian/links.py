"""Wikilinks and embeds as links and images of Markdown."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ...model.wikilinks import Files, Named, Names, Wikilink, heading_key, read_wikilink
from ..markdown.directives import destination, image
from ..markdown.escaping import escaped

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .vault import Note, Vault

WIKILINK = re.compile(r"(?P<embed>!?)\[\[(?P<inner>[^\[\]\n]+)\]\]")
_LINK = re.compile(
    r"(?P<embed>!?)\[(?P<text>[^\[\]\n]*)\]\(\s*(?:<(?P<angled>[^<>\n]+)>|(?P<address>[^\s()<>]+))\s*\)"
)
#: A link with no address.
_NOWHERE = re.compile(r"(?<![!\\\w\]])\[([^\[\]\n]*)\]\(\s*#?\s*\)")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp)$", re.IGNORECASE)


@dataclass(slots=True)
class Links:
    """Where the names in a vault lead."""

    vault: Vault
    #: Files that notes show or link.
    used: set[str] = field(default_factory=set)
    _names: Names = field(init=False)
    _files: Files = field(init=False)
    _notes: dict[str, Note] = field(init=False)

    def __post_init__(self) -> None:
        self._notes = {note.docname: note for note in self.vault.notes}
        self._names = Names(
            Named(note.docname, note.front.text_of("title") or note.stem, _other_names(note))
            for note in self.vault.notes
        )
        self._files = Files(self.vault.files)

    def note(self, path: str, here: Note) -> Note | None:
        """Return the note that *path*, written in the note *here*, means."""
        found = self._names.find(path, here.docname) if path else None
        return self._notes[found.docname] if found else None if path else here

    def file(self, path: str, here: Note) -> str:
        """Return the file that *path* means; empty if there is none."""
        found = self._files.find(path, here.docname) or self._files.find(unquote(path), here.docname)
        if found:
            self.used.add(found.docname)
        return found.docname if found else ""

    def collect_blocks(self, source_text: str, here: Note) -> None:
        """Remember the blocks that links in *source_text* lead to."""
        for match in WIKILINK.finditer(source_text):
            link = read_wikilink(match["inner"])
            if link and link.part.startswith("^") and (note := self.note(link.path, here)):
                note.blocks.add(link.part[1:].lower())
        for match in _LINK.finditer(source_text):
            path, _, part = unquote(match["angled"] or match["address"]).partition("#^")
            if part and (note := self.note(path, here)):
                note.blocks.add(part.lower())

    def rewrite(self, source: Source, here: Note) -> None:
        """Write the links and embeds in *source* as Markdown."""
        source.sub(WIKILINK, lambda match: self._wikilink(source, match, here))
        source.sub(_LINK, lambda match: self._link(source, match, here))
        source.sub(_NOWHERE, lambda match: match[1])

    def _wikilink(self, source: Source, match: re.Match[str], here: Note) -> str | None:
        link = read_wikilink(match["inner"])
        if link is None:
            return None
        if note := self.note(link.path, here):
            kind = "![[…]]" if match["embed"] else "[[…]]"
            source.changed(kind, match.start(), f"a link to {note.path}")
            return source.aside(self._to_note(_text(link), link, note, here, source, match.start()))
        if file := self.file(link.path, here):
            source.changed("![[…]]" if match["embed"] else "[[…]]", match.start(), f"the file {file}")
            return source.aside(self._shown(file, link, here, embed=bool(match["embed"])))
        source.unknown(
            "[[…]]" if not match["embed"] else "![[…]]",
            match.start(),
            f"there is no {link.path!r}; its text stays",
        )
        return source.aside(_text(link))

    def _to_note(self, text: str, link: Wikilink, note: Note, here: Note, source: Source, place: int) -> str:
        """Return the link with *text* to *note*."""
        address = self._address(link, note, here, source, place)
        if note is not here and re.search(r"[%#]", note.path):
            # MyST finds no file with such a name in the address of a link.
            return f"{{doc}}`{re.sub(r'[`<>]', '', link.shown)} </{note.docname}>`"
        return f"[{text}]({address})"

    def _address(self, link: Wikilink, note: Note, here: Note, source: Source, place: int) -> str:
        part = ""
        if link.part.startswith("^"):
            name = link.part[1:].lower()
            part = f"#{name}" if has_block(note.front.body, name) else ""
        elif link.part:
            part = f"#{found}" if (found := _heading(note, link.part)) else ""
        if link.part and not part:
            source.unknown(
                "[[…#…]]", place, f"there is no {link.part!r} in {note.path}; it leads to the note"
            )
        if note is here:
            return part or destination(posixpath.basename(note.path))
        return destination(_relative(note.path, here) + part)

    def _shown(self, file: str, link: Wikilink, here: Note, *, embed: bool) -> str:
        path = _relative(file, here)
        if not embed:
            return f"[{_text(link)}]({destination(path)})"
        if _PICTURE.search(file):
            width, _ = link.size
            return image(
                path,
                link.alt or posixpath.splitext(posixpath.basename(file))[0],
                f"{width}px" if width else "",
            )
        return f"[{escaped(link.alt or posixpath.basename(file))}]({destination(path)})"

    def _link(self, source: Source, match: re.Match[str], here: Note) -> str | None:
        """Lead a link of Markdown to where Obsidian finds its file."""
        # Backquotes in an address are no code.
        address = source.restored(match["angled"] or match["address"])
        if address.startswith("#") and not match["embed"]:
            return self._within(source, match, address[1:], here)
        if re.match(r"https?:|mailto:|ftp:|#|//", address):
            return None
        if re.match(r"[A-Za-z][\w+.-]*:", address):
            # MyST would look for a document.
            return f'<a href="{escape(address)}">{match["text"]}</a>'
        path, _, part = address.partition("#")
        link = Wikilink(unquote(path), unquote(part), match["text"])
        note = self.note(link.path, here) if not _PICTURE.search(path) else None
        if note is not None:
            new = self._to_note(match["text"], link, note, here, source, match.start())
        elif file := self.file(link.path, here):
            text = match["text"]
            if match["embed"] and link.size[0]:
                new = self._shown(file, link, here, embed=True)
            else:
                new = f"{match['embed']}[{text}]({destination(_relative(file, here))})"
        else:
            source.unknown("link", match.start(), f"there is no {address!r}; its text stays")
            return match["text"] or None
        if new != match[0]:
            source.changed("link", match.start(), new)
        return new

    def _within(self, source: Source, match: re.Match[str], part: str, here: Note) -> str | None:
        """Lead a link of Markdown within a note to its heading or block."""
        part = unquote(part)
        if part.startswith("^"):
            found = part[1:].lower() if has_block(here.front.body, part[1:]) else ""
        else:
            found = "" if part in dict(here.headings).values() else _heading(here, part)
        if not found:
            return None  # It may be the id of an element.
        source.changed("link", match.start(), f"#{found}")
        return f"[{match['text']}](#{found})"


def has_block(text: str, name: str) -> bool:
    """Whether *text* has a block with the id *name*."""
    return (
        re.search(rf"(?:^|[ \t>])\^{re.escape(name)}[ \t]*$", text, re.MULTILINE | re.IGNORECASE) is not None
    )


def _heading(note: Note, part: str) -> str:
    """Return the id of the heading *part* of *note*, or of several, each below the one before."""
    place, found = 0, ""
    for step in map(heading_key, part.split("#")):
        rest = note.headings[place:]
        at = next((number for number, (text, _) in enumerate(rest) if heading_key(text) == step), -1)
        if at < 0:
            return ""
        place, found = place + at + 1, rest[at][1]
    return found


def _other_names(note: Note) -> tuple[str, ...]:
    names = (*note.front.list_of("aliases"), *note.front.list_of("alias"), *note.front.list_of("other_names"))
    return tuple(name for name in names if not name.startswith("/"))


def _relative(path: str, here: Note) -> str:
    found = posixpath.relpath(path, posixpath.dirname(here.path) or ".")
    # Some names are made of what Markdown reads as a sign.
    return re.sub(r"&(?=#?\w+;)", "&amp;", found)


def _text(link: Wikilink) -> str:
    return escaped(link.shown)
