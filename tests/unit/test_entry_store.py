"""The texts of notes that are kept for feeds: only changed pages are read, and nothing that is gone stays."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_research_notes.publish import entry_store
from sphinx_research_notes.publish.entry_store import EntryPage, EntryStore, remove_store

if TYPE_CHECKING:
    from pathlib import Path

#: An application without workers.
SERIAL: Any = SimpleNamespace(builder=None)


@dataclass(frozen=True)
class Site:
    """Pages, each with one note, and the store of their texts."""

    folder: Path

    def write(self, **texts: str) -> None:
        """Write the page of each of *texts*; its note is empty if there is none."""
        for name, text in texts.items():
            (self.folder / f"{name}.html").write_text(text)

    def build(self, *names: str) -> dict[str, str]:
        """Return the texts of *names*, as a build finds them."""
        note: Any = type("Note", (), {"anchor": ""})()
        pages = {name: EntryPage(str(self.folder / f"{name}.html"), f"/{name}", [note]) for name in names}
        store = EntryStore(self.folder / "kept")
        digests = store.update(SERIAL, pages)
        found = {name: store.html((name, "")) for name in names}
        assert digests.keys() == {(name, "") for name, text in found.items() if text}
        store.close()
        return found

    def kept(self) -> str:
        """Return all that is kept."""
        return "".join(path.read_text() for path in (self.folder / "kept").iterdir())


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with two pages; the text of a note is that of its page."""
    monkeypatch.setattr(entry_store, "entry_contents", lambda page, _url, notes: dict.fromkeys(notes, page))
    monkeypatch.setattr(entry_store, "id_prefix", lambda _note: "")
    site = Site(tmp_path)
    site.write(a="Apples", b="Pears")
    assert site.build("a", "b") == {"a": "Apples", "b": "Pears"}
    return site


def test_only_changed_pages_are_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of a page that has not changed is taken from what is kept."""
    site.write(b="Plums!")
    read: list[str] = []
    contents = entry_store.entry_contents

    def reading(page: str, *more: Any) -> dict[str, str]:
        read.append(page)
        return contents(page, *more)

    monkeypatch.setattr(entry_store, "entry_contents", reading)
    assert site.build("a", "b") == {"a": "Apples", "b": "Plums!"}
    assert read == ["Plums!"]


def test_nothing_stays(site: Site) -> None:
    """What a page no longer has, or was left by a build that was killed, is removed."""
    site.write(a="Grapes")
    site.build("a", "b")
    assert "Apples" not in site.kept()
    site.build("b")
    assert "Grapes" not in site.kept()
    (site.folder / "kept" / "all.new").write_text("Cherries")
    store = EntryStore(site.folder / "kept")
    store.update(SERIAL, {"a": EntryPage(str(site.folder / "a.html"), "/a", [])})
    assert site.build("b") == {"b": "Pears"}
    assert not [word for word in ("Cherries", "Grapes") if word in site.kept()]
    remove_store(site.folder / "kept")
    assert not (site.folder / "kept").exists()


@pytest.mark.parametrize("damage", ["", "[3]", '{"a": 3, "b": ["key"]}', "null"])
def test_damage(site: Site, damage: str) -> None:
    """Whatever is damaged, texts are found."""
    for path in [*(site.folder / "kept").iterdir()]:
        path.write_text(damage)
        assert site.build("a", "b") == {"a": "Apples", "b": "Pears"}
    remove_store(site.folder / "kept")
    (site.folder / "kept").write_text(damage)
    assert site.build("a", "b") == {"a": "Apples", "b": "Pears"}
