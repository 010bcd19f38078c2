"""What builds keep beside the doctrees: nothing that was removed stays in the file."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from sphinx_research_notes.publish.card_store import CardStore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", range(3))
def test_nothing_removed_stays(tmp_path: Path, seed: int) -> None:
    """However rows have been moved since, a removed one is nowhere in the file."""
    random_, path = random.Random(seed), tmp_path / "build.cards"
    cards: dict[str, bytes] = {}
    for _ in range(10):
        store = CardStore(path)
        for _ in range(40):
            key = f"{random_.randrange(10**6):06}"
            cards[key] = b"CARD%06d." % random_.randrange(10**6)
            store.add(key, cards[key] * random_.randrange(3, 120))
        kept = {key for key in cards if random_.random() < 0.6}
        store.keep(kept)
        store.close()
        removed = {cards.pop(key) for key in [*cards] if key not in kept} - {*cards.values()}
        data = path.read_bytes()
        assert not [each for each in removed if each in data]
        assert all(each in data for each in cards.values())


def test_a_damaged_file(tmp_path: Path) -> None:
    """It is replaced; where it cannot be, nothing is kept."""
    path = tmp_path / "build.cards"
    path.write_bytes(b"no database")
    store = CardStore(path)
    store.add("a", b"png")
    store.close()
    store = CardStore(path)
    assert (store.png("a"), store.png("b")) == (b"png", b"")
    store.close()
    path.unlink()
    path.mkdir()
    store = CardStore(path)
    store.add("a", b"png")
    assert store.png("a") == b"png"
    store.close()
