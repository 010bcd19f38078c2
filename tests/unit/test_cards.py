"""Cards: what is on them, in which words, lines and fonts, and that they are drawn the same each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from sphinx_research_notes.build.card_contents import SHARES
from sphinx_research_notes.build.note_cards import CardFile, PageCard
from sphinx_research_notes.cards import canvas, drawing, faces, font_files, measuring
from sphinx_research_notes.cards.faces import (
    MissingError,
    drawable,
    is_right_to_left,
    pieces,
    system_faces,
    visible,
)
from sphinx_research_notes.cards.font_files import SHIPPED, Face, coverage, shipped
from sphinx_research_notes.cards.formula_runs import UnreadableError, formula_runs
from sphinx_research_notes.cards.lines import break_lines
from sphinx_research_notes.cards.records import HEIGHT, WIDTH, Badge, Card, Run, Word
from sphinx_research_notes.cards.title_words import title_words
from sphinx_research_notes.mathml.convert import mathml
from sphinx_research_notes.publish import cards

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = SHIPPED.parents[1]
FONTS = Path(__file__).parents[1] / "fonts"
BADGES = (Badge("finished", 100), Badge("likely", 72), Badge("obsolete", broken=True))


def words(text: str) -> tuple[Word, ...]:
    """The words of a title, with formulas between dollars."""
    parts = [(part, number % 2 == 1) for number, part in enumerate(text.split("$")) if part]
    return title_words(parts, lambda tex: formula_runs(mathml(tex, display=False)))


def card(text: str) -> Card:
    """A card with that title."""
    return Card(title=words(text), site="Notes on rain", authors=("Ada Brook",), date="14 March 2024")


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder, which is the only one in which fonts are looked for."""
    monkeypatch.setattr(font_files, "font_folders", lambda: (str(tmp_path),))

    def forget() -> None:
        for each in (faces._of_all, faces._find, faces._candidates, font_files._installed):
            each.cache_clear()

    forget()
    yield tmp_path
    forget()


def picture(png: bytes) -> Image.Image:
    """The pixels of a card, as an independent reader sees them."""
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


TITLES = [
    "Rain",
    "How much falls: measuring the rain with instruments of our own",
    "On the bias of tipping-bucket gauges, and why the rain that wind carries away is never counted by them",
    "Why $\\alpha_1 \\le x^2$ implies $\\hat{x}_i^2 \\in \\mathbb{R}^n$",
    "Измерение дождя · Μέτρηση της βροχής · Đặng Thị Ngọc",
    "sphinx_research_notes.build.fingerprints.view_of_everything",
    "x" * 300,
]


@pytest.mark.parametrize("title", TITLES)
def test_a_picture(title: str) -> None:
    """It has the size that timelines want, few bytes, paper at its edges and ink inside; twice the same."""
    drawn = replace(card(title), badges=BADGES)
    png = drawing.draw(drawn)
    assert png == drawing.draw(drawn)
    assert len(png) < 40_000
    image = picture(png)
    assert (image.size, image.mode) == ((WIDTH, HEIGHT), "P")
    full = image.convert("RGB")
    paper = (0xFD, 0xFA, 0xF4)
    edge = 60
    for box in (
        (0, 0, WIDTH, 40),
        (0, HEIGHT - 40, WIDTH, HEIGHT),
        (0, 0, edge, HEIGHT),
        (WIDTH - edge, 0, WIDTH, HEIGHT),
    ):
        assert full.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), paper)]
    found = {colour for _, colour in full.getcolors(WIDTH * HEIGHT) or ()}
    assert {(0x27, 0x23, 0x1D), (0x65, 0x5D, 0x50), (0x8F, 0x32, 0x16), (0xDC, 0xD4, 0xC5)} <= found


def test_in_two_processes() -> None:
    """Another process draws the same bytes."""
    draw = "sys.stdout.buffer.write(t.drawing.draw(t.card('Rain')))"
    script = f"import sys; sys.path[:0] = sys.argv[1:]; import test_cards as t; {draw}"
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[1]), str(PACKAGE.parent)]
    command = [sys.executable, "-c", script, *folders]
    other = subprocess.run(command, capture_output=True, check=True)
    assert other.stdout == drawing.draw(card("Rain"))


def test_in_parallel() -> None:
    """Many cards are drawn in several processes, to the same bytes and in their order."""
    many = [card(f"Rain {number}") for number in range(cards._MANY)]
    files = [CardFile("", each, (), PageCard("", "")) for each in many]
    assert cards._drawn(files, 2) == [drawing.draw(each) for each in many]


def test_everything_shown_is_seen() -> None:
    """Each part of a card changes the picture."""
    whole = Card(
        title=words("Rain"), site="Site", kind="Tag", authors=("Ada",), date="2024", badges=BADGES[:1]
    )
    others = [
        replace(whole, title=words("Snow")), replace(whole, site="Place"), replace(whole, kind="Author"),
        replace(whole, authors=("Bo",)), replace(whole, date="2025"), replace(whole, badges=BADGES[1:2]),
        replace(whole, badges=()), replace(whole, badges=(Badge("finished", 50),)),
    ]  # fmt: skip
    assert len({drawing.draw(each) for each in (whole, *others)}) == len(others) + 1


def test_the_colours_are_the_themes() -> None:
    """Those of light mode in the tokens of the theme."""
    tokens = (PACKAGE / "theme/css/tokens.css").read_text("utf-8")
    for name in ("paper", "ink", "muted", "rule", "accent"):
        assert f"--{name}: {getattr(canvas, name.upper())};" in tokens


def test_the_discs_are_the_themes() -> None:
    """Each is as full as the badge on the page."""
    css = (PACKAGE / "theme/css/badges.css").read_text("utf-8")
    rules = re.findall(r"^(\S*\[data-value=.*?) \{ --share: (\d+)%", css, re.MULTILINE)
    full = {value: int(share) for rule, share in rules for value in re.findall(r'data-value="([^"]+)"', rule)}
    assert len(full) > 20
    for shares in SHARES.values():
        assert {value: full.get(value, 0) for value in shares} == shares


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("x^2", [Run("x", italic=True), Run("2", shift=0.36, scale=0.68)]),
        (r"\alpha_1", [Run("α", italic=True), Run("1", shift=-0.16, scale=0.68)]),
        (r"x \le y", [Run("x", italic=True), Run("\u2009≤\u2009"), Run("y", italic=True)]),
        (r"\mathbb{R}", [Run("ℝ")]),
        (r"\mathbf{v}", [Run("𝐯")]),
        (r"\mathtt{ab}", [Run("ab")]),
        (r"\sin x", [Run("sin\u2009"), Run("x", italic=True)]),
        (r"\hat x", [Run("x", italic=True, accent="ˆ")]),
        (r"\sqrt{x+1}", [Run("√("), Run("x", italic=True), Run("\u2009+\u20091)")]),
        (r"\frac12", [Run("1/2")]),
        (r"\frac{a+b}{2}", [Run("("), Run("a", italic=True), Run("+"), Run("b", italic=True), Run(")/2")]),
        (r"-1", [Run("−1")]),
        (r"f'", [Run("f", italic=True), Run("′")]),
        (r"x_i^2", [Run("x", italic=True), Run("i", italic=True, shift=-0.16, scale=0.68, stack="low"),
                    Run("2", shift=0.36, scale=0.68, stack="high")]),
    ],
)  # fmt: skip
def test_formulas(tex: str, expected: list[Run]) -> None:
    """Letters slanted, numbers and names upright, scripts small, fractions and roots on the line."""
    assert list(formula_runs(mathml(tex, display=False))) == expected


@pytest.mark.parametrize("tex", [r"\begin{pmatrix}1&2\end{pmatrix}", r"\overline{AB}"])
def test_unreadable_formulas(tex: str) -> None:
    """What needs two dimensions is refused, and shown as TeX by the caller."""
    with pytest.raises(UnreadableError):
        formula_runs(mathml(tex, display=False))


def test_a_formula_stays_on_one_line() -> None:
    """It is a part of the word that it touches."""
    assert [word.text for word in words("An $O(n \\log n)$-time sort")] == [
        "An",
        "O(n\u2009log\u2009n)-time",
        "sort",
    ]


def test_words_of_other_scripts() -> None:
    """Lines break between Chinese characters, but not before a full stop or after an opening bracket."""
    assert [word.text for word in words("「雨。」 a")] == ["「雨。」", "a"]
    assert [word.text for word in words("雨量計。の")] == ["雨", "量", "計。", "の"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("word " * 22, "word " * 21 + "word"),
        ("word, " * 40, "word, " * 17 + "word…"),
        ("雨" * 60, "雨" * 55 + "…"),
        ("x" * 200, "x" * 110 + "…"),
    ],
)
def test_long_titles_are_cut(title: str, expected: str) -> None:
    """After a hundred and ten characters, at the end of a word and without the comma there."""
    cut = "".join(" " * (word.spaced and number > 0) + word.text for number, word in enumerate(words(title)))
    assert cut == expected.strip()


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("aaaa bbbb cccc", 100, ["aaaa bbbb cccc"]),
        ("aaaa bbbb cccc dddd", 15, ["aaaa bbbb", "cccc dddd"]),
        ("It rains: why at all now", 16, ["It rains:", "why at all now"]),
        ("aaaa bbbb cc dddddd", 16, ["aaaa bbbb", "cc dddddd"]),
        ("aaaaaaaa b", 5, None),
    ],
)
def test_lines(text: str, limit: float, expected: list[str] | None) -> None:
    """As few as possible and of like length; no word alone at the end, and a break after a colon."""
    parts = text.split()
    breaks = break_lines([(len(part), 1) for part in parts], parts, limit)
    assert (breaks and [" ".join(parts[a:b]) for a, b in breaks]) == expected


def test_lines_with_a_word_of_no_width() -> None:
    """Only with the space before it is the second word too wide for the first line."""
    assert break_lines([(0.0, 0.0), (98.0, 5.0)], ["", "word"], 100.0) == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    "title",
    ["", "\u200b", "\u00ad", "\u2060", "\u200e", "\u200b \u00ad\u200e", "\u200d", "\ufe0f", " \t\u3000"],
)
def test_an_invisible_title(title: str) -> None:
    """A card without a visible title is drawn in finite time, without one."""
    assert not visible(words(title))
    assert picture(drawing.draw(card(title))).size == (WIDTH, HEIGHT)


def test_a_character_wider_than_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a line of its own, which is cut at the edge of the card."""
    monkeypatch.setattr(drawing, "RIGHT", drawing.LEFT + 10)
    lines = drawing._squeezed(words("ab c"), 300, "")[1]
    assert [[strip.piece.text for strip in line.strips] for line in lines] == [["a"], ["b"], ["c"]]


def test_coverage() -> None:
    """Our reader of fonts finds what they have, in both formats of their tables."""
    serif, mathematics = coverage(shipped("serif")), coverage(shipped("mathematics"))
    assert all(each in serif for each in " aéſłΩжẾ—“…€")
    assert all(each not in serif for each in "雨م≰\u0000\U0010ffff")
    assert all(each in mathematics for each in "∀→⊗ℝ𝐱𝒞≤")
    assert "a" not in coverage(Face(__file__))
    assert "a" not in coverage(Face("/nowhere.ttf"))


def test_ship_little() -> None:
    """The fonts are small, and their licence is beside them."""
    assert sum(path.stat().st_size for path in SHIPPED.glob("*.ttf")) < 350_000
    assert "SIL OPEN FONT LICENSE" in (SHIPPED / "LICENSE.txt").read_text("utf-8")


def test_chinese_without_a_font(fonts: Path) -> None:
    """It is refused: no card has boxes instead of letters."""
    with pytest.raises(MissingError, match="雨"):
        system_faces(card("雨"))
    with pytest.raises(MissingError, match="雨"):
        system_faces(replace(card("Rain"), authors=("雨",)))


def test_chinese(fonts: Path) -> None:
    """A font of the system draws what ours lack; letters stay in ours."""
    shutil.copy(FONTS / "cjk.ttf", fonts)
    (fonts / "broken.ttf").write_bytes(b"no font")
    face = Face(str(fonts / "cjk.ttf"))
    assert [(each.text, each.face) for each in pieces("a雨量b", "serif")] == [
        ("a", shipped("serif")), ("雨量", face), ("b", shipped("serif")),
    ]  # fmt: skip
    assert system_faces(card("雨量計の測定")) == (face,)
    assert drawing.draw(card("雨量計の測定")) != drawing.draw(card("雨量計の中文"))


def test_emoji(fonts: Path) -> None:
    """They are in colour; those of no font are left out, and of several joined ones the first remains."""
    assert drawable("Rain ☔️ 👩\u200d🔬") == "Rain  "
    assert drawing.draw(card("Rain ☔")) == drawing.draw(card("Rain"))
    with pytest.raises(MissingError):
        system_faces(card("☔"))
    shutil.copy(FONTS / "emoji.ttf", fonts)
    for each in (faces._find, faces._candidates, font_files._installed):
        each.cache_clear()
    assert drawable("☔️🌧\u200d🌧🏽!") == "☔🌧!"
    image = picture(drawing.draw(card("Rain ☔"))).convert("RGB")
    blue = [colour for _, colour in image.getcolors(WIDTH * HEIGHT) or () if colour[2] > colour[0] + 60]
    assert blue


@pytest.mark.skipif(not measuring.can_shape(), reason="needs FriBiDi")
@pytest.mark.parametrize("title", ["قياس المطر", "מדידת גשם"])
def test_from_right_to_left(title: str) -> None:
    """Its text begins at the right margin."""
    assert is_right_to_left(title)
    try:
        system_faces(card(title))
    except MissingError:
        pytest.skip("no font for it")
    # The darkest column of the title.
    middle = picture(drawing.draw(card(title))).convert("L").crop((0, 150, WIDTH, 480))
    box = middle.point([255 * (shade < 128) for shade in range(256)]).getbbox()
    assert box is not None
    assert box[2] > WIDTH - 110
    assert box[0] > WIDTH / 4


def test_complex_scripts_need_a_library(fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, letters would not be joined: no card is better."""
    monkeypatch.setattr(measuring, "can_shape", lambda: False)
    dejavu = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    if not dejavu.is_file():
        pytest.skip("no font for it")
    shutil.copy(dejavu, fonts)
    with pytest.raises(MissingError):
        drawing.draw(card("قياس"))
