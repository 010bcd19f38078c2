"""The feed of all notes is written anew only where a note has changed; it is as if it were written whole."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from sphinx_research_notes.publish.json_feed import END, SEPARATOR
from sphinx_research_notes.publish.spliced_feed import write_spliced

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_research_notes.publish.entry_store import Key

HEAD = b'{"title": "Notes",\n"items": [\n'


@dataclass
class Site:
    """Notes with their texts, and the feed of them."""

    folder: Path
    texts: dict[Key, str] = field(default_factory=dict)
    made: list[Key] = field(default_factory=list)
    #: What all items depend on.
    common: str = ""

    @property
    def feed(self) -> Path:
        """The file of the feed."""
        return self.folder / "out" / "all.json"

    @property
    def record(self) -> Path:
        """The file that records what is where."""
        return self.folder / "all.json"

    def make(self, key: Key) -> str:
        """Return the item of a note, and note that it was made."""
        self.made.append(key)
        return json.dumps({"id": key, "text": self.texts[key]}, ensure_ascii=False)

    def write(self, head: bytes = HEAD) -> list[Key]:
        """Write the feed, which must be right; return the notes whose items were made."""
        self.made = []
        keys = {key: repr(text) for key, text in self.texts.items()}
        write_spliced(self.feed, self.record, head, self.common, keys, self.make)
        made, items = [*self.made], [self.make(key).encode() for key in self.texts]
        assert self.feed.read_bytes() == head + SEPARATOR.join(items) + END
        assert {path.name for path in self.folder.iterdir()} == {"out", "all.json"}
        assert {path.name for path in self.feed.parent.iterdir()} == {"all.json"}
        return made


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose feed has been written; texts of other lengths in bytes than in characters."""
    site = Site(tmp_path, {(name, ""): f"Text {name}, 😀 – é" for name in "dcba"})
    assert len(site.write()) == 4
    return site


def test_edits(site: Site) -> None:
    """After each edit, only the items of the notes that changed are made."""
    state = site.feed.stat().st_mtime_ns, site.feed.stat().st_ino
    assert site.write() == []
    assert (site.feed.stat().st_mtime_ns, site.feed.stat().st_ino) == state
    for key, text in ((("b", ""), "Longer than before, by far"), (("d", ""), ""), (("a", ""), "é")):
        site.texts[key] = text
        assert site.write() == [key]
    site.texts = {("e", ""): "First", **site.texts}
    assert site.write() == [("e", "")]
    del site.texts["c", ""]
    assert site.write() == []
    site.texts = dict(reversed(site.texts.items()))
    assert site.write() == []
    assert site.write(b'{"title": "More",\n"items": [\n') == []
    site.common = "another address"
    assert len(site.write()) == len(site.texts)
    site.texts.clear()
    assert site.write() == []


def test_what_others_do(site: Site) -> None:
    """If the feed or its record isn't as they were left, all items are made again."""
    site.feed.write_bytes(site.feed.read_bytes()[:-9])
    assert len(site.write()) == 4
    site.feed.unlink()
    assert len(site.write()) == 4
    for damaged in ("", "[3]", '[[], "", "", 0, []]'):
        site.record.write_text(damaged)
        assert len(site.write()) == 4


def test_a_folder_in_its_place(site: Site) -> None:
    """The caller learns of it, and nothing is left over."""
    site.feed.unlink()
    site.feed.mkdir()
    with pytest.raises(OSError, match=r"all\.json"):
        site.write()
    assert {path.name for path in site.folder.iterdir()} == {"out", "all.json"}
