"""Make the fonts that cards are drawn with from the families' own files. Run by hand.

``subset_fonts.py FOLDER`` needs ``fonttools[woff]``, and in FOLDER the unpacked npm packages
``@fontsource-variable/source-serif-4``, ``@fontsource-variable/source-sans-3`` and
``@fontsource/stix-two-math``, as ``source-serif-4/``, ``source-sans-3/`` and ``stix-two-math/``. The versions
that were used are in ``sphinx_research_notes/cards/fonts/README.md``.

A family comes as one variable font per script. Each is fixed at one weight and optical size and reduced to
the characters in ``LETTERS``, and then they are put together again. Pairs are kerned by the old ``kern``
table, because FreeType reads no other: so a card looks the same whether or not a shaping library is there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0
from fontTools.ttLib.tables.ttProgram import Program
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parents[2] / "sphinx_research_notes" / "cards" / "fonts"

#: Latin with accents of European languages, Vietnamese and transliterations; Greek; Cyrillic; punctuation.
LETTERS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x192), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1CD, 0x1DC),
    (0x1E6, 0x1E7), (0x1FA, 0x21B), (0x237, 0x237), (0x259, 0x259), (0x2BB, 0x2BC), (0x2C6, 0x2DD),
    (0x370, 0x3FF), (0x400, 0x45F), (0x490, 0x491), (0x1E00, 0x1EF9), (0x2010, 0x2027),
    (0x2030, 0x203A), (0x2044, 0x2044), (0x2070, 0x2089), (0x20A0, 0x20BF), (0x2113, 0x2122),
    (0x2126, 0x2126), (0x2190, 0x2193), (0x2202, 0x2265), (0x25CA, 0x25CA), (0xFB01, 0xFB02),
)  # fmt: skip
#: What formulas are written with in italics.
VARIABLES = ((0x20, 0x7E), (0x131, 0x131), (0x237, 0x237), (0x370, 0x3FF))
#: Operators, arrows and letters of mathematics, for text and formulas alike.
MATHEMATICS = (
    (0x20, 0x20), (0x28, 0x2B), (0x2D, 0x2D), (0x3D, 0x3D), (0x5B, 0x5D), (0x7B, 0x7D), (0xAC, 0xB1),
    (0xD7, 0xD7), (0xF7, 0xF7), (0x302, 0x30C), (0x3D0, 0x3F6), (0x2016, 0x2016), (0x2032, 0x2037),
    (0x2057, 0x2057), (0x20D7, 0x20D7), (0x2100, 0x214F), (0x2190, 0x21DD), (0x2200, 0x22FF),
    (0x2308, 0x230B), (0x25A0, 0x25A1), (0x25B3, 0x25B3), (0x25C6, 0x25CB), (0x2605, 0x2606),
    (0x2660, 0x266F), (0x27C2, 0x27C2), (0x27E6, 0x27EB), (0x27F5, 0x27FF), (0x2A00, 0x2A0C),
    (0x2A3F, 0x2A3F), (0x2A7D, 0x2A7E), (0x2A85, 0x2A8C), (0x2AAF, 0x2AB0), (0x2AB5, 0x2ABA),
    (0x1D400, 0x1D433), (0x1D49C, 0x1D4CF), (0x1D504, 0x1D56B), (0x1D5A0, 0x1D5D3), (0x1D6A8, 0x1D6E1),
    (0x1D7CE, 0x1D7E1),
)  # fmt: skip

SCRIPTS = ("latin", "latin-ext", "greek", "cyrillic", "vietnamese")
#: Each kept pair takes six bytes, and the small ones cannot be seen.
KERNED = frozenset(
    chr(n)
    for start, end in ((0x20, 0x7E), (0xC0, 0xFF), (0x391, 0x3C9), (0x410, 0x44F), (0x2018, 0x201E))
    for n in range(start, end + 1)
)
LEAST_KERN = 16


def reduced(font: TTFont, ranges: tuple[tuple[int, int], ...]) -> TTFont:
    """Return *font* with the characters in *ranges* only, without names, hints and alternates."""
    options = Options()
    options.hinting = False
    options.layout_features = ["kern"]
    options.name_IDs = [0]
    options.drop_tables += ["MATH", "STAT", "DSIG", "GDEF", "BASE"]
    options.glyph_names = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[n for start, end in ranges for n in range(start, end + 1)])
    subsetter.subset(font)
    return font


def merged(
    paths: list[Path], axes: dict[str, float], ranges: tuple[tuple[int, int], ...], name: str
) -> TTFont:
    """Return the font of all scripts in *paths*, at *axes*."""
    parts, taken = [], set[int]()
    kerning: dict[tuple[int, int], int] = {}
    for number, path in enumerate(paths):
        font = reduced(instantiateVariableFont(TTFont(path), axes), ranges)
        own = set(font.getBestCmap()) - taken
        taken |= own
        kerning = pairs(font) | kerning
        font = reduced(font, tuple((n, n) for n in sorted(own)))
        for tag in ("GPOS", "GSUB"):
            if tag in font:
                del font[tag]
        part = TARGET / f"{name}.{number}.part"
        font.save(part)
        parts.append(part)
    font = Merger().merge([str(part) for part in parts])
    for part in parts:
        part.unlink()
    add_kerning(font, kerning)
    return font


def pairs(font: TTFont) -> dict[tuple[int, int], int]:
    """Return the kerning of *font*, by pairs of characters."""
    cmap: dict[int, str] = font.getBestCmap()
    characters = {glyph: n for n, glyph in sorted(cmap.items(), reverse=True) if chr(n) in KERNED}
    found: dict[tuple[int, int], int] = {}
    if "GPOS" not in font:
        return found
    for lookup in font["GPOS"].table.LookupList.Lookup:
        seen: dict[tuple[int, int], int] = {}
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 2:
                for pair, value in _pairs_of(table, characters):
                    seen.setdefault(pair, value)
        found = seen | found
    return {pair: value for pair, value in found.items() if abs(value) >= LEAST_KERN}


def _pairs_of(table: Any, characters: dict[str, int]) -> Any:
    """Yield the kerning in a subtable, zero included: it ends the search."""
    firsts = [glyph for glyph in table.Coverage.glyphs if glyph in characters]
    if table.Format == 1:
        sets = dict(zip(table.Coverage.glyphs, table.PairSet, strict=True))
        for first in firsts:
            for record in sets[first].PairValueRecord:
                if record.SecondGlyph in characters and record.Value1 is not None:
                    yield (characters[first], characters[record.SecondGlyph]), record.Value1.XAdvance or 0
        return
    for first in firsts:
        row = table.Class1Record[table.ClassDef1.classDefs.get(first, 0)].Class2Record
        for second, n in characters.items():
            value = row[table.ClassDef2.classDefs.get(second, 0)].Value1
            yield (
                (characters[first], n),
                (value.XAdvance or 0) if value is not None and hasattr(value, "XAdvance") else 0,
            )


def add_kerning(font: TTFont, kerning: dict[tuple[int, int], int]) -> None:
    """Give *font* a ``kern`` table; the widest corrections where there are too many."""
    cmap: dict[int, str] = font.getBestCmap()
    known = {(cmap[a], cmap[b]): v for (a, b), v in kerning.items() if a in cmap and b in cmap}
    kept = sorted(known.items(), key=lambda item: (-abs(item[1]), item[0]))[:5_000]
    table = KernTable_format_0()
    table.kernTable, table.coverage, table.format, table.apple = dict(kept), 1, 0, False
    font["kern"] = newTable("kern")
    font["kern"].version, font["kern"].kernTables = 0, [table]
    print(f"  {len(known)} pairs, {len(kept)} kept")


def leave_unhinted(font: TTFont) -> None:
    """Have FreeType draw the outlines as they are: it fits those of fonts without any program to the pixels.

    That takes half of the time of a card, and at these sizes it improves nothing. The program does nothing,
    but is longer than those that FreeType takes for none.
    """
    program = Program()
    program.fromAssembly(["PUSHW[ ]", "511", "SCANCTRL[ ]", *(["PUSHB[ ]", "4", "SCANTYPE[ ]"] * 2)])
    font["prep"] = newTable("prep")
    font["prep"].program = program
    font["maxp"].maxStackElements = max(font["maxp"].maxStackElements, 16)


def save(font: TTFont, name: str) -> None:
    """Write *font* under a name of its own, because "Source" is reserved, and with no time in it."""
    leave_unhinted(font)
    names = font["name"]
    copyright_ = names.getDebugName(0)
    names.names = []
    license_ = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
    texts = {0: copyright_, 1: f"Card {name.title()}", 2: "Regular", 4: f"Card {name.title()}"}
    for number, text in {**texts, 13: license_, 14: "https://openfontlicense.org"}.items():
        names.setName(text, number, 3, 1, 0x409)
    font["head"].created = font["head"].modified = 3_000_000_000
    font.recalcTimestamp, font.flavor = False, None
    path = TARGET / f"{name}.ttf"
    font.save(path)
    print(f"{path.name}: {len(font.getBestCmap())} characters, {path.stat().st_size} bytes")


def main(folder: Path) -> None:
    """Make the fonts from the packages in *folder*."""
    serif, sans = folder / "source-serif-4" / "files", folder / "source-sans-3" / "files"
    files = [serif / f"source-serif-4-{script}-opsz-normal.woff2" for script in SCRIPTS]
    save(merged(files, {"opsz": 36, "wght": 420}, LETTERS, "serif"), "serif")
    files = [serif / f"source-serif-4-{script}-opsz-italic.woff2" for script in ("latin", "greek")]
    save(merged(files, {"opsz": 36, "wght": 420}, VARIABLES, "italic"), "italic")
    files = [sans / f"source-sans-3-{script}-wght-normal.woff2" for script in SCRIPTS]
    save(merged(files, {"wght": 420}, LETTERS, "sans"), "sans")
    stix = TTFont(folder / "stix-two-math" / "files" / "stix-two-math-latin-400-normal.woff2")
    save(reduced(stix, MATHEMATICS), "mathematics")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
