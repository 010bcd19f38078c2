"""What kramdown has and MyST has not: attribute lists, abbreviations, its own tables, its extensions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..records import Outcome
from .attribute_lists import rewrite_attribute_lists
from .code import ADDRESSES
from .html_blocks import blocks_of

if TYPE_CHECKING:
    from .source import Source

#: https://kramdown.gettalong.org/syntax.html#specifying-a-literal-character; braces are TeX's own.
_ESCAPED = re.compile(r"\\\\(?=[{}\\,;:!a-zA-Z])|\\([_*|#\[\]()+.`\"'<>=-])")
#: Braces are only meant as such where some of them have no other: $\\mathcal\{U}$.
_ESCAPED_BRACE = re.compile(r"(?<!\\)\\([{}])")
_BRACE = re.compile(r"\\.|([{}])", re.DOTALL)
_IN_TEXT = re.compile(r"(\\(?:text\w*|mbox|verb)\s*\{[^{}]*\})")
_COMMENT = re.compile(r"\{::comment\}.*?\{:/(?:comment)?\}(?:[ \t]*\n)?", re.DOTALL)
_OPTIONS = re.compile(r"\{::options[^}]*/?\}[ \t]*\n?")
_END = re.compile(r"\{:/(?:comment|nomarkdown)?\}(?:[ \t]*\n)?")
_NOMARKDOWN = re.compile(r"\{::nomarkdown[^}]*\}(?P<text>.*?)\{:/(?:nomarkdown)?\}", re.DOTALL)
_ABBREVIATION = re.compile(r"^[ ]{0,3}\*\[(?P<name>[^\]\n]+)\]:[ \t]*(?P<text>[^\n]*)\n?", re.MULTILINE)
#: What begins a line, before a text that is no block to kramdown: a comment of MyST, or a list to CommonMark.
_MARKED = re.compile(
    r"^(?P<before>[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)*)(?:(?P<percent>%)|(?P<number>\d{1,9})\)(?=[ \t]))",
    re.MULTILINE,
)
_ROW = r"[ ]{0,3}\|[^\n]*\|[ \t]*"
_TABLE = re.compile(rf"(?:(?<=\n\n)|\A){_ROW}(?:\n{_ROW})*(?=\n[ \t]*\n|\n?\Z)")
_RULE = re.compile(r"[ ]{0,3}\|?[ \t]*:?(?:-+|=+):?[ \t]*(?:[|+][ \t]*:?(?:-+|=+):?[ \t]*)*\|?[ \t]*")


def unescaped(body: str) -> str:
    """Return what kramdown makes of the text between single dollar signs, which are no formula to it."""
    parts = _IN_TEXT.split(body)
    new = "".join(
        part if place % 2 else _ESCAPED.sub(lambda match: match[1] or "\\", part)
        for place, part in enumerate(parts)
    )
    plain = _ESCAPED_BRACE.sub(r"\1", new)
    return plain if _opened(new) and not _opened(plain) else new


def _opened(tex: str) -> int:
    """Return how many more braces *tex* opens than it closes."""
    braces = [match[1] for match in _BRACE.finditer(tex)]
    return braces.count("{") - braces.count("}")


def rewrite_kramdown(source: Source) -> None:
    """Rewrite all of it in *source*, whose code and formulas are aside."""
    if ends := _END.findall(source.text):
        source.sub(_COMMENT, lambda match: _extension(source, match), closing=ends[-1])
        source.sub(_NOMARKDOWN, lambda match: source.aside(match["text"].strip()), closing=ends[-1])
    source.sub(_OPTIONS, lambda match: _extension(source, match))
    rewrite_abbreviations(source)
    rewrite_attribute_lists(source)
    source.sub(_TABLE, lambda match: _table(source, match))
    _escape_marks(source)


def _escape_marks(source: Source) -> None:
    """Escape signs at the beginning of lines that mean nothing in kramdown; in HTML, they stay."""
    blocks = [(start, end) for start, end, _ in blocks_of(source.text)] if "<" in source.text else []
    parts = []
    for match in _MARKED.finditer(source.text):
        if any(start <= match.start() < end for start, end in blocks):
            continue
        sign = r"\%" if match["percent"] else rf"{match['number']}\)"
        source.changed(f"{match['percent'] or '1)'} at the beginning of a line", match.start(), "escaped")
        parts.append((*match.span(), f"{match['before']}{sign}"))
    source.replace_parts(parts)


def _extension(source: Source, match: re.Match[str]) -> str:
    source.found(Outcome.LEFT_OUT, match[0].split("}")[0] + "}", match.start(), "nobody has seen it")
    return ""


def rewrite_abbreviations(source: Source) -> None:
    """Write each use of an abbreviation as a role with what it stands for, and take the definitions out."""
    known = {match["name"].strip(): match["text"].strip() for match in _ABBREVIATION.finditer(source.text)}
    if not known:
        return
    source.sub(_ABBREVIATION, lambda match: "")
    source.set_aside(ADDRESSES)
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))

    def replace(match: re.Match[str]) -> str:
        source.changed("abbreviation", match.start(), match[0])
        meaning = known[match[0]].replace("`", "'").replace("(", "[").replace(")", "]")
        return source.aside(f"{{abbr}}`{match[0]} ({meaning})`") if meaning else match[0]

    source.sub(re.compile(rf"(?<![\w-])(?:{names})(?![\w-])"), replace)


def _table(source: Source, match: re.Match[str]) -> str | None:
    """Return a table with a head, which kramdown can do without; rules that it alone has are taken out."""
    rows = match[0].split("\n")
    rules = [place for place, row in enumerate(rows) if _RULE.fullmatch(row)]
    if rules[:1] == [1] and len(rules) == 1:
        return None
    if rules[:1] == [1]:
        kept = [row for place, row in enumerate(rows) if place == 1 or place not in rules]
    else:
        kept = [row for place, row in enumerate(rows) if place not in rules]
        columns = max((len(re.findall(r"(?<!\\)\|", row)) for row in kept), default=2) - 1
        kept = [f"|{'   |' * columns}", f"|{'---|' * columns}", *kept]
    source.changed("table without a head", match.start())
    return "\n".join(kept)
