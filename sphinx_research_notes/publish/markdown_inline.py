r"""Text in a paragraph of Markdown: what needs a backslash, and what is only decided when it is whole. Pure.

While a paragraph is put together, marks stand for brackets and for the ends of emphasis, since whether they
need a backslash or can be written with asterisks depends on what is around them (CommonMark 0.31, sections
6.2 and 6.3). :func:`resolved` decides.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

#: The marks: a bracket in the text, and the ends of emphasis, followed by their kind. A line break.
OPEN, CLOSE, START, END, BREAK = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
#: The kinds of emphasis, as Markdown and as HTML.
EMPHASIS = {"e": ("*", "em"), "s": ("**", "strong"), "d": ("~~", "del")}

_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPECIAL = re.compile(
    r"[\\*`$~\[\]]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # Between letters, it is none.
    r"|<(?=[a-zA-Z/!?]|\Z)"
    r"|&(?=#?\w+;|\Z)"
    r"|[!^]\Z"  # Before a link.
)
_LINE_START = re.compile(r"([-+](?=[ \t\n]|$|[-+]{2})|#(?=#|[ \t]|$)|>|=+(?=[ \t]*$)|:(?=[ \t:]|$)|\||%)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=[ \t]|$)")
#: Brackets that can be read as nothing else: links have an address, footnotes a ``^``, tasks one character.
_BRACKETS = re.compile(
    rf"(?<![!^\]{CLOSE}]){OPEN}(?!\^|[ xX]{CLOSE})([^{OPEN}{CLOSE}{BREAK}\[\]]*){CLOSE}(?![(\[:{OPEN}])"
)
_EMPTY = re.compile(rf"{START}(.){END}\1")
_DELIMITER = re.compile(rf"[{START}{END}]([esd])")
#: What ends the destination of a link.
_UNSAFE = re.compile(r"[\s\\()<>]")


def escaped(text: str) -> str:
    """Return *text*, with its white space as one space each, so that Markdown has the same text."""

    def replacement(match: re.Match[str]) -> str:
        mark = match[0]
        if mark == "[":
            return OPEN
        if mark == "]":
            return CLOSE
        return "&amp;" if mark == "&" else f"\\{mark}"

    return _SPECIAL.sub(replacement, _SPACE.sub(" ", text))


def code(text: str) -> str:
    """Return *text* as a code span."""
    text = _SPACE.sub(" ", text)
    if not text.strip(" "):
        return text
    fence = "`"
    while fence in re.findall("`+", text):
        fence += "`"
    padded = text[0] == "`" or text[-1] == "`" or (text[0] == " " and text[-1] == " ")
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


def formula(tex: str) -> str:
    """Return *tex* as a formula in a line; as code if dollar signs in it make that impossible."""
    tex = _SPACE.sub(" ", tex).strip(" ")
    return f"${tex}$" if tex and not re.search(r"(?<!\\)\$|\\$", tex) else code(tex)


def emphasized(text: str, kind: str) -> str:
    """Return *text* with an emphasis of that *kind*; spaces at its ends are moved out of it."""
    core = text.strip()
    if not core.strip(BREAK):
        return text
    before, _, after = text.partition(core)
    return f"{before}{START}{kind}{core}{END}{kind}{after}"


def address(url: str) -> str:
    """Return *url* as the destination of a link."""
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), url)


def resolved(text: str, *, line_break: str = "\\\n") -> str:
    """Return *text* without marks, ready to be a paragraph. *line_break*: what a line break becomes."""
    text = _EMPTY.sub("", text)
    text = _with_emphasis(text)
    text = _BRACKETS.sub(r"[\1]", text)
    text = text.replace(OPEN, r"\[").replace(CLOSE, r"\]")
    lines = [line.strip() for line in text.split(BREAK)]
    while lines and not lines[-1]:
        lines.pop()
    # An empty line would end the paragraph.
    return line_break.join(_with_safe_start(line) for line in lines if line)


def _with_safe_start(line: str) -> str:
    """Return *line*, whose beginning must not start a list, a heading or a quotation."""
    line = _LINE_START.sub(r"\\\1", line, count=1) if _LINE_START.match(line) else line
    return _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line


def _with_emphasis(text: str) -> str:
    """Return *text* with asterisks, or HTML where asterisks would not be read as emphasis."""
    stack: list[tuple[int, int, str]] = []
    changes: dict[int, str] = {}
    ends: dict[int, int] = {}
    for match in _DELIMITER.finditer(text):
        if match[0][0] == START:
            stack.append((match.start(), match.end(), match[1]))
            continue
        start, inner, kind = stack.pop()
        outside, inside = text[:start], text[inner : match.start()]
        after = text[match.end() :]
        sign, tag = EMPHASIS[kind]
        ends[start] = match.end()
        # Of asterisks that meet at one end only, others would be read as a pair.
        meets = inside.startswith(START) or inside[-2:-1] == END
        if meets and ends.get(inner) != match.start():
            changes[start], changes[match.start()] = f"<{tag}>", f"</{tag}>"
            continue
        fits = _flanks(_last(outside), _first(inside)) and _flanks(_first(after), _last(inside))
        if fits and not _touches(outside, after):
            changes[start] = changes[match.start()] = sign
        else:
            changes[start], changes[match.start()] = f"<{tag}>", f"</{tag}>"
    return _DELIMITER.sub(lambda match: changes.get(match.start(), ""), text)


def _touches(outside: str, after: str) -> bool:
    """Whether other emphasis ends just before this one, or begins just after it."""
    return (
        bool(re.search(rf"{END}.$", outside)) or after.startswith(START) or outside.endswith(("\\*", "\\~"))
    )


def _first(text: str) -> str:
    text = re.sub(rf"^(?:[{START}{END}][esd])+", "", text)
    return text[:1]


def _last(text: str) -> str:
    text = re.sub(rf"(?:[{START}{END}][esd])+$", "", text[-40:])
    return text[-1:]


def _flanks(outside: str, inside: str) -> bool:
    """Whether a delimiter between a character *outside* and one *inside* is read as such."""
    if not inside or inside.isspace() or inside == BREAK:
        return False
    if not _is_punctuation(inside):
        return True
    return not outside or outside.isspace() or outside == BREAK or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return character in {OPEN, CLOSE} or unicodedata.category(character)[0] in "PS"
