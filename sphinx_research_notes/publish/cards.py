"""Write the cards that are missing, or that other fonts or libraries would draw differently."""

from __future__ import annotations

from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.parallel import parallel_available

from ..build.manifest import build_of
from ..build.site import site_of
from ..diagnostics import warn
from ..html.generated_pages import write_bytes
from ..model.digests import value_digest
from ..model.taxonomy import plural
from .card_store import CardStore

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..build.note_cards import CardFile
    from ..build.site import Site
    from ..cards.font_files import Face

#: From how many cards on starting processes is worth it.
_MANY = 40


def write_cards(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """``html-collect-pages``: write the cards that are stale; no page is left for Sphinx to write."""
    site = site_of(app.env)
    if site.cards.missing:
        _report_missing(site)
    # Pages may share a card.
    cards = {each.file: each for each in site.cards.by_page.values()}
    build = build_of(app.env)
    kept = build.path.with_suffix(".cards")
    if not cards:
        kept.unlink(missing_ok=True)  # It has the titles of notes that may be hidden now.
        return []
    keys = {file: value_digest((file, setting(card.faces))) for file, card in cards.items()}
    stale = []
    for file, key in keys.items():
        build.now.views[f"/{file}"] = key
        build.owns(f"/{file}", [file])
        if not (build.is_current(f"/{file}", key) and build.has_still(f"/{file}", [file])):
            stale.append(cards[file])
    if stale:
        build.announce(site.addresses.files)
    store = CardStore(kept)
    try:
        store.keep(set(keys.values()))
        known = {card.file: png for card in stale if (png := store.png(keys[card.file]))}
        unknown = [card for card in stale if card.file not in known]
        for card, png in zip(unknown, _drawn(unknown, app.parallel), strict=True):
            store.add(keys[card.file], png)
            known[card.file] = png
        for file, png in known.items():
            write_bytes(Path(app.outdir, file), png)
    finally:
        store.close()
    return []


@cache
def setting(faces: tuple[Face, ...]) -> tuple[object, ...]:
    """Return what else the bytes of a card depend on: libraries, and the *faces* of the system."""
    from ..cards import drawing

    sizes = tuple((Path(face.path).name, face.index, Path(face.path).stat().st_size) for face in faces)
    return (*drawing.libraries(), sizes)


def _drawn(files: list[CardFile], parallel: int) -> list[bytes]:
    """Return the pictures in *files*, drawn in as many processes as the build may use if there are many."""
    from ..cards import drawing

    cards = [file.card for file in files]
    if parallel > 1 and len(cards) >= _MANY and parallel_available:
        with get_context("fork").Pool(parallel) as pool:
            return pool.map(drawing.draw, cards)
    return [drawing.draw(card) for card in cards]


def _report_missing(site: Site) -> None:
    """Warn, once, that some pages have no card."""
    name, character = next(iter(site.cards.missing.items()))
    location = (name, None) if name in site.env.all_docs else None
    others = len(site.cards.missing) - 1
    and_others = f" and {plural(others, 'other page')}" if others else ""
    warn(
        "card",
        f"expected a font that has {character!r} (U+{ord(character):04X}), found none;"
        f" drawing no card for {name!r}{and_others}",
        location,
    )
