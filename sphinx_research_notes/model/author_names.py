"""The people that one text names: lists of names as prose, bibliographies and forms write them. Pure."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from .note import OTHERS, Author
from .person import person, without_byline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: Longer texts are not looked through for words between names.
LONGEST = 5000

#: What stands for people who are not named, alone and at the end of a list.
_UNNAMED = (
    r"(?:(?:et\.?|&)\s+al(?:ia|ii)?\.?|(?:and|&)\s+(?:others|colleagues)|und\s+andere|et\s+autres|y\s+otros"
    r"|u\.\s?a\.)"
)
_ALONE = re.compile(rf"\s*(?:{_UNNAMED}|others)\s*", re.IGNORECASE)
_AND_OTHERS = re.compile(rf"[\s,;]+{_UNNAMED}\s*$", re.IGNORECASE)
_SEMICOLON = re.compile("[;；]")
_COMMA = re.compile("[,，、،]")
_AND = re.compile(r"[\s,]+(?:and|&)\s+", re.IGNORECASE)
_AND_ENDS = re.compile(r"(?:^|\s)(?:and|und|et|&|\+)(?:\s|$)", re.IGNORECASE)
#: A word that begins what stands after a comma.
_LEADING = re.compile(r"^\s*(?:and|und|et|with|&|\+)(?=\s)", re.IGNORECASE)
#: What may stand between two names: ``sure`` always does, ``word`` between names with capitals, ``rare`` is
#: part of many a name as well (``Ramón y Cajal``), and so wants two words on each side.
_BETWEEN = re.compile(
    r"\s+(?:(?P<sure>[Aa]nd|AND|&|\+|\||[·•∙])|(?P<word>und|UND|u\.|et|ET|og|och|и|with|WITH|w/|mit|avec)"
    r"|(?P<rare>y|e|i|en|con|com))\s+|(?P<slash>\s*/\s*)"
)
_SUFFIX = re.compile(
    r"\s*(?:jr|sr|ph\.?\s?d|m\.?d|dr|m\.?sc|b\.?sc|esq|frs)\.?\s*|\s*(?:i{2,3}|iv)\s*", re.IGNORECASE
)
#: What stands behind a comma and is part of the name of a firm.
_FIRM_ENDS = re.compile(r"\s*(?:inc|ltd|llc|llp|plc|corp|co|gmbh|ag|kg|s\.\s?a|pty)\b\.?\s*", re.IGNORECASE)
#: Second halves of the name of a firm.
_FIRM = re.compile(
    r"(?:sons?|co|company|cie|compagnie|partners?|associates|brothers|bros|daughters|family|friends|inc|ltd"
    r"|llc|gmbh|kg|söhne|töchter|fils|hijos|figli|zonen|söner)\b\.?",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"\b(?:universit|institut|departe?ment|colleg|school|cent(?:er|re)|foundation|societ|association|minist"
    r"|office|committee|council|laborator|academ|librar|museum|agency|bureau|facult)\w*\s+(?:of|for|de|für|zu)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\s*(?:[^\W\d_]\.[\s-]?)+\s*")
#: Stands for a piece of a text that must not be divided.
_KEPT = re.compile("\ue000([\ue100-\uf8ff])")
_BRACKETS = re.compile(r"\([^()]*\)|<[^<>]*>|\"[^\"]*\"|“[^“”]*”|\{{1,3}[^{}]*\}{1,3}")
#: An address behind a name, and the next name without anything between.
_NEXT = re.compile(
    r"(<[^<>@\s]+@[^<>\s]+>) (?=[^\W\d_])(?!(?:and|und|u\.|et|og|och|и|with|mit|avec|y|e|i|en) )",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\s*[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+\s*")
_OF_GENERATIONS = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)


def named_author(text: str, known: Mapping[str, Author] | None = None) -> Author:
    """The author that *text* names, one of *known* where it is a key of that; see :func:`~.person.person`."""
    return OTHERS if _ALONE.fullmatch(text) else person(text, known)


def from_parts(family: str, given: str, suffix: str = "") -> Author:
    """The author with these parts of a name, which is shown as it is spoken.

    The family name is noted where the words do not tell it: more than one, or a small one before it.
    """
    name = " ".join(f"{given} {family}".split())
    told = " " not in family.strip() and not any(word[:1].islower() for word in given.split())
    noted = "" if told or not given else " ".join(family.split())
    return Author(name=f"{name}, {suffix}" if suffix else name, family=noted)


def named_authors(text: str, known: Mapping[str, Author]) -> list[Author]:
    """The authors that *text* names; a name that is a key of *known* is that author.

    ``Ada Example, Ben Sand and Cy Dunn``, ``Ada Example & Ben Sand``, ``Example, Ada; Sand, Ben``, and
    ``Ada Example et al.``, of which the last are :data:`~.note.OTHERS`. What may be one name is one.
    """
    text = " ".join(_in_lines(text).split())
    if text in known:
        return [known[text]]
    text = _NEXT.sub(r"\1; ", without_byline(text))
    text = re.sub(r"^(?:and|&) | (?:and|&)$", "", text, flags=re.IGNORECASE)
    kept: list[str] = []
    text = re.sub(r"(?: ?[,;] ?){2,}", lambda match: ";" if ";" in match[0] else ",", text)
    text = _sealed(text, known, kept)
    others = _AND_OTHERS.search(text, max(0, len(text) - 60))
    text = text[: others.start()] if others else text
    found = [
        each if isinstance(each, Author) else named_author(each, known) for each in _people(text, known, kept)
    ]
    return [*found, OTHERS] if others else found


def _in_lines(text: str) -> str:
    """*text* with a semicolon after each of its lines, where each is one name and nothing divides it."""
    lines = [line for each in text.splitlines() if (line := each.strip())]
    divided = any(_COMMA.search(line) or _SEMICOLON.search(line) or _AND_ENDS.search(line) for line in lines)
    return text if divided and not all(map(_turned, lines)) else "; ".join(lines)


def _sealed(text: str, known: Iterable[str], kept: list[str]) -> str:
    """*text* with what must not be divided, brackets and names that are known, put into *kept*."""

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\ue000{chr(0xE100 + len(kept) - 1)}" if len(kept) < 6000 else match[0]

    text = re.sub("[\ue000-\uf8ff]", "", text)
    for name in sorted(known, key=len, reverse=True):
        if name in text and (_COMMA.search(name) or _SEMICOLON.search(name) or _BETWEEN.search(name)):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", keep, text)
    return _BRACKETS.sub(keep, text)


def _people(text: str, known: Mapping[str, Author], kept: list[str]) -> Iterator[Author | str]:
    """The people in *text*: names, and authors where the text says which part of a name is which."""

    def whole(name: str) -> str:
        # Brackets may have stood in what was kept.
        while _KEPT.search(name):
            name = _KEPT.sub(lambda match: kept[ord(match[1]) - 0xE100], name)
        return name.strip()

    parts = [part for part in _SEMICOLON.split(text) if part.strip(" ,")]
    turned = [_turned(part) for part in parts] if _SEMICOLON.search(text) else []
    if not turned or None in turned:
        turned = [_turned(part) for part in _AND.split(text)] if _AND.search(text) else []
    if not turned or None in turned:
        turned = (_by_initials(text) or _with_suffix(text)) if len(parts) == 1 else []
    if turned and None not in turned:
        for family, given, suffix in filter(None, turned):
            yield from_parts(whole(family), whole(given), whole(suffix))
        return
    for part in parts:
        pieces = _pieces(part)
        for piece in pieces:
            yield from (found for each in _divided(piece, known) if (found := whole(each)))


def _turned(part: str) -> tuple[str, str, str] | None:
    """Family name, given name and suffix of *part* where it is one name, the family name first.

    Two names of two words each with a comma between are two people.
    """
    names = [each.strip() for each in part.strip(" ,").split(",")]
    suffix = next((each for each in names[1:] if _SUFFIX.fullmatch(each)), "") if len(names) == 3 else ""
    if suffix:
        names.remove(suffix)
    if len(names) != 2 or not all(names) or _BETWEEN.search(part) or "@" in part:
        return None
    if _SUFFIX.fullmatch(names[1]) or _FIRM_ENDS.fullmatch(names[1]):
        return None
    if all(" " in each for each in names) and not names[0][0].islower() and not _has_initials(names[1]):
        return None
    return names[0], names[1], suffix


def _has_initials(name: str) -> bool:
    return any(_INITIALS.fullmatch(word) for word in name.split())


def _by_initials(text: str) -> list[tuple[str, str, str] | None]:
    """The names in ``Example, A., Sand, B. C., & Dunn, D.``; nothing where *text* is none such."""
    pieces = [_LEADING.sub("", piece).strip() for piece in _AND.sub(", ", text).split(",")]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) % 2 or not pieces or not all(_INITIALS.fullmatch(each) for each in pieces[1::2]):
        return []
    return [(family, given, "") for family, given in zip(pieces[::2], pieces[1::2], strict=True)]


def _with_suffix(text: str) -> list[tuple[str, str, str] | None]:
    """The name in ``Example, Ada, Jr.``, which is one name; nothing where *text* is none such."""
    pieces = [each.strip() for each in text.split(",")]
    ends = [each for each in pieces[1:] if _OF_GENERATIONS.fullmatch(each)]
    one = len(pieces) == 3 and len(ends) == 1 and " " not in pieces[0]
    return [_turned(text)] if one else []


def _pieces(part: str) -> list[str]:
    """What stands between the commas of *part*; a suffix belongs to the name before it."""
    pieces: list[str] = []
    for piece in _COMMA.split(part):
        if pieces and _MAIL.fullmatch(piece) and "@" not in pieces[-1]:
            pieces[-1] += f" <{piece.strip()}>"
        elif pieces and (_SUFFIX.fullmatch(piece) or _FIRM_ENDS.fullmatch(piece)):
            pieces[-1] += f", {piece.strip()}"
        else:
            pieces.append(_LEADING.sub("", piece) if pieces else piece)
    return pieces


def _divided(piece: str, known: Mapping[str, Author]) -> Iterator[str]:
    """The names in *piece*, which has no comma."""
    start = 0
    if len(piece) > LONGEST:
        yield piece
        return
    found = list(_BETWEEN.finditer(piece))
    for match, after in zip_longest(found, found[1:]):
        end = after.start() if after else len(piece)
        left, right = piece[start : match.start()].strip(), piece[match.end() : end].strip()
        if left and right and _are_two(left, right, match, known):
            yield left
            start = match.end()
    yield piece[start:]


def _are_two(left: str, right: str, between: re.Match[str], known: Mapping[str, Author]) -> bool:
    """Whether what stands on both sides of *between* are two people."""
    if left in known and right in known:
        return True
    words = left.split()
    if _FIRM.match(right) or left == right or (_INSTITUTION.search(left) and " " not in right):
        return False
    if between["sure"]:
        return True
    if between["slash"]:
        spaced = between["slash"] != "/"
        return "//" not in between.string and (spaced or all(map(_is_written_out, (words[-1], right))))
    if not (_is_capital(words[-1]) and _is_capital(right)):
        return False
    return bool(between["word"]) or (len(words) > 1 and " " in right)


def _is_capital(word: str) -> bool:
    """Whether *word* begins as a name does; scripts without capitals always do."""
    return not word[:1].islower() and word[:1].isalpha()


def _is_written_out(word: str) -> bool:
    """Whether *word* begins as a name that is no abbreviation does."""
    first = word.split()[0]
    return _is_capital(first) and len(first) > 1 and not first.isupper()
