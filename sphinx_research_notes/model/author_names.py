"""Split a string that names several people, as prose, bibliographies and forms write them. Pure."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from .note import OTHERS, Author
from .person import person, without_byline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: Longer strings are not searched for words between names.
LONGEST = 5000

#: "et al." and the like, on their own or at the end of a list.
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
#: A conjunction right after a comma or semicolon; a capital letter would be an initial.
_LEADING = re.compile(
    r"^\s*(?:(?:and|und|et|with|&|\+)(?=\s|$)|(?-i:og|och|mit|avec|и|y|e|i|en|con|com)(?=\s))", re.IGNORECASE
)
#: Separators between names: ``sure`` always separates, ``word`` only between capitalized names; ``rare`` also
#: occurs inside names (``Ramón y Cajal``), so it needs two words on each side.
_BETWEEN = re.compile(
    r"\s+(?:(?P<sure>[Aa]nd|AND|&|\+|\||[·•∙])|(?P<word>und|UND|u\.|et|ET|og|och|и|with|WITH|w/|mit|avec)"
    r"|(?P<rare>y|e|i|en|con|com))\s+|(?P<slash>\s*/\s*)"
)
_SUFFIX = re.compile(
    r"\s*(?:jr|sr|ph\.?\s?d|m\.?d|dr|m\.?sc|b\.?sc|esq|frs)\.?\s*|\s*(?:i{2,3}|iv)\s*", re.IGNORECASE
)
#: Legal forms of a company, which may follow a comma.
_FIRM_ENDS = re.compile(r"\s*(?:inc|ltd|llc|llp|plc|corp|co|gmbh|ag|kg|s\.\s?a|pty)\b\.?\s*", re.IGNORECASE)
#: Second parts of company names ("Smith and Sons").
_FIRM = re.compile(
    r"(?:sons?|co|company|cie|compagnie|partners?|associates|brothers|bros|daughters|family|friends|inc|ltd"
    r"|llc|gmbh|kg|söhne|töchter|fils|hijos|figli|zonen|söner)\b\.?",
    re.IGNORECASE,
)
#: A suffix between a comma and a conjunction: the ``Jr. and Ann Roe`` of ``Bo Lind, Jr. and Ann Roe``.
_SUFFIX_AND = re.compile(
    rf"\s*(?P<suffix>{_SUFFIX.pattern}|{_FIRM_ENDS.pattern})(?<=\s)(?:and|und|et|og|och|with|y|e|&|\+)\s+"
    r"(?P<next>\S.*)",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"\b(?:universit|institut|departe?ment|colleg|school|cent(?:er|re)|foundation|societ|association|minist"
    r"|office|committee|council|laborator|academ|librar|museum|agency|bureau|facult)\w*\s+(?:of|for|de|für|zu)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\s*(?:[^\W\d_]\.[\s-]?)+\s*")
#: A placeholder for a part that must not be split.
_PLACEHOLDER = re.compile("\ue000([\ue100-\uf8ff])")
_BRACKETS = re.compile(r"\([^()]*\)|<[^<>]*>|\"[^\"]*\"|“[^“”]*”|\{{1,3}[^{}]*\}{1,3}")
#: An e-mail address after a name, directly followed by the next name.
_NEXT = re.compile(
    r"(<[^<>@\s]+@[^<>\s]+>) (?=[^\W\d_])(?!(?:and|und|u\.|et|og|och|и|with|mit|avec|y|e|i|en) )",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\s*[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+\s*")
#: What tells apart people of one name: ``Jr.``, ``III``.
GENERATION = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)

_LAST_SUFFIX = re.compile(rf"(?P<name>.+?)\s+(?P<suffix>{GENERATION.pattern})", re.IGNORECASE)


def named_author(text: str, known: Mapping[str, Author] | None = None) -> Author:
    """Return the author named by *text*, looked up in *known* first; see :func:`~.person.person`."""
    return OTHERS if _ALONE.fullmatch(text) else person(text, known)


def from_parts(family: str, given: str, suffix: str = "") -> Author:
    """Return the author with these parts of a name, displayed in spoken order.

    The family name is recorded only if it can't be derived from the full name: when it has several words, or
    a particle in lower case precedes it.
    """
    name = " ".join(f"{given} {family}".split())
    is_evident = " " not in family.strip() and not any(word[:1].islower() for word in given.split())
    recorded = "" if is_evident or not given else " ".join(family.split())
    return Author(name=f"{name}, {suffix}" if suffix else name, family=recorded)


def named_authors(text: str, known: Mapping[str, Author]) -> list[Author]:
    """Return the authors named by *text*; a name that is a key of *known* is that author.

    Accepts ``Ada Example, Ben Sand and Cy Dunn``, ``Ada Example & Ben Sand``, ``Example, Ada; Sand, Ben``,
    and ``Ada Example et al.`` ("et al." becomes :data:`~.note.OTHERS`). A string that may be one name is
    not split.
    """
    text = " ".join(_in_lines(text).split())
    if text in known:
        return [known[text]]
    text = _NEXT.sub(r"\1; ", without_byline(text))
    text = re.sub(r"^(?:and|&) | (?:and|&)$", "", text, flags=re.IGNORECASE)
    protected: list[str] = []
    text = re.sub(r"(?: ?[,;] ?){2,}", lambda match: ";" if ";" in match[0] else ",", text)
    text = _with_placeholders(text, known, protected)
    others = _AND_OTHERS.search(text, max(0, len(text) - 60))
    text = text[: others.start()] if others else text
    authors = [
        each if isinstance(each, Author) else named_author(each, known)
        for each in _people(text, known, protected)
    ]
    return [*authors, OTHERS] if others else authors


def _in_lines(text: str) -> str:
    """Join the lines of *text* with semicolons if each line is one name without separators in it."""
    lines = [line for each in text.splitlines() if (line := each.strip())]
    has_separators = any(
        _COMMA.search(line) or _SEMICOLON.search(line) or _AND_ENDS.search(line) for line in lines
    )
    return text if has_separators and not all(map(_inverted, lines)) else "; ".join(lines)


def _with_placeholders(text: str, known: Iterable[str], protected: list[str]) -> str:
    """Move brackets and *known* names, which must stay whole, from *text* to *protected*."""

    def keep(match: re.Match[str]) -> str:
        protected.append(match[0])
        return f"\ue000{chr(0xE100 + len(protected) - 1)}" if len(protected) < 6000 else match[0]

    text = re.sub("[\ue000-\uf8ff]", "", text)
    for name in sorted(known, key=len, reverse=True):
        if name in text and (_COMMA.search(name) or _SEMICOLON.search(name) or _BETWEEN.search(name)):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", keep, text)
    return _BRACKETS.sub(keep, text)


def _people(text: str, known: Mapping[str, Author], protected: list[str]) -> Iterator[Author | str]:
    """Yield the people in *text*: names, or authors where the parts of the name are marked."""

    def restore(name: str) -> str:
        # A protected part may itself contain placeholders, for brackets in it.
        while _PLACEHOLDER.search(name):
            name = _PLACEHOLDER.sub(lambda match: protected[ord(match[1]) - 0xE100], name)
        return name.strip()

    parts = [_LEADING.sub("", part) for part in _SEMICOLON.split(text) if part.strip(" ,")]
    inverted = [_inverted(part) for part in parts] if _SEMICOLON.search(text) else []
    if not inverted or None in inverted:
        inverted = [_inverted(part) for part in _AND.split(text)] if _AND.search(text) else []
    if not inverted or None in inverted:
        inverted = (_by_initials(text) or _with_suffix(text)) if len(parts) == 1 else []
    if inverted and None not in inverted:
        for family, given, suffix in filter(None, inverted):
            yield from_parts(restore(family), restore(given), restore(suffix))
        return
    pieces = (piece for part in parts for piece in _pieces(part))
    names = [name for piece in pieces for each in _split_names(piece, known) if (name := restore(each))]
    yield from _with_shared_family(names, known)


def _with_shared_family(names: list[str], known: Mapping[str, Author]) -> list[str]:
    """Complete initials in *names* by the family name of the next: ``A.`` and ``B. Sand`` are both Sand."""
    family = ""
    for index in reversed(range(len(names))):
        name = names[index]
        if family and _INITIALS.fullmatch(name) and name not in known:
            names[index] = f"{name} {family}"
            continue
        words = name.split()
        initials = next((place for place, word in enumerate(words) if not _INITIALS.fullmatch(word)), 0)
        family = " ".join(words[initials:]).partition(",")[0] if initials else ""
    return names


def _inverted(part: str) -> tuple[str, str, str] | None:
    """Return family name, given name and suffix if *part* is one name with the family name first.

    Two names of two words each, separated by a comma, are two people.
    """
    names = [each.strip() for each in part.strip(" ,").split(",")]
    suffix = next((each for each in names[1:] if _SUFFIX.fullmatch(each)), "") if len(names) == 3 else ""
    if suffix:
        names.remove(suffix)
    if len(names) != 2 or not all(names) or _BETWEEN.search(part) or "@" in part:
        return None
    if _SUFFIX.fullmatch(names[1]) or _FIRM_ENDS.fullmatch(names[1]):
        return None
    has_initials = any(map(_INITIALS.fullmatch, names[1].split()))
    if all(" " in each for each in names) and not names[0][0].islower() and not has_initials:
        return None
    for index, name in enumerate(names):
        if not suffix and (match := _LAST_SUFFIX.fullmatch(name)):
            names[index], suffix = match["name"], match["suffix"]
    return names[0], names[1], suffix


def _by_initials(text: str) -> list[tuple[str, str, str] | None]:
    """Return the names in text like ``Example, A., Sand, B. C., Jr., & D.``; an empty list otherwise.

    Initials without a family name have the one before them.
    """
    pieces = [_LEADING.sub("", piece).strip() for piece in _AND.sub(", ", text).split(",")]
    found: list[tuple[str, str, str] | None] = []
    family, last = "", ""
    for piece in filter(None, pieces):
        if _INITIALS.fullmatch(piece) and family:
            found.append((family, piece, ""))
        elif GENERATION.fullmatch(piece) and found and last != family:
            found[-1] = (family, last, piece)
        elif last != family or not family:
            family = piece
        else:
            return []
        last = piece
    return found if last != family else []


def _with_suffix(text: str) -> list[tuple[str, str, str] | None]:
    """Return the single name in text like ``Example, Ada, Jr.``; an empty list otherwise."""
    pieces = [each.strip() for each in text.split(",")]
    suffixes = [each for each in pieces[1:] if GENERATION.fullmatch(each)]
    is_one_name = len(pieces) == 3 and len(suffixes) == 1 and " " not in pieces[0]
    return [_inverted(text)] if is_one_name else []


def _pieces(part: str) -> list[str]:
    """Split *part* at commas; a suffix or an e-mail address stays with the name before it."""
    pieces: list[str] = []
    for piece in _COMMA.split(part):
        if pieces and _MAIL.fullmatch(piece) and "@" not in pieces[-1]:
            pieces[-1] += f" <{piece.strip()}>"
        elif pieces and (_SUFFIX.fullmatch(piece) or _FIRM_ENDS.fullmatch(piece)):
            pieces[-1] += f", {piece.strip()}"
        elif pieces and (match := _SUFFIX_AND.fullmatch(piece)):
            pieces[-1] += f", {match['suffix'].strip()}"
            pieces.append(match["next"])
        else:
            pieces.append(_LEADING.sub("", piece) if pieces else piece)
    return pieces


def _split_names(piece: str, known: Mapping[str, Author]) -> Iterator[str]:
    """Yield the names in *piece*, which contains no comma."""
    start = 0
    if len(piece) > LONGEST:
        yield piece
        return
    separators = list(_BETWEEN.finditer(piece))
    for match, after in zip_longest(separators, separators[1:]):
        end = after.start() if after else len(piece)
        left, right = piece[start : match.start()].strip(), piece[match.end() : end].strip()
        if left and right and _are_two(left, right, match, known):
            yield left
            start = match.end()
    yield piece[start:]


def _are_two(left: str, right: str, between: re.Match[str], known: Mapping[str, Author]) -> bool:
    """Whether *left* and *right*, on the two sides of the separator *between*, are two people."""
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
    """Whether *word* may start a name; in scripts without capitals, any letter may."""
    return not word[:1].islower() and word[:1].isalpha()


def _is_written_out(word: str) -> bool:
    """Whether *word* starts like a name rather than an abbreviation."""
    first = word.split()[0]
    return _is_capital(first) and len(first) > 1 and not first.isupper()
