"""Formulas between dollar signs, and the dollar signs of prose, which must not become formulas.

MyST takes what is between two dollar signs of a paragraph for a formula. Old sites did so only where MathJax
or KaTeX was told to; and even there, most readers know a price from a formula.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from .html_blocks import HTML_BLOCK
from .source import ASIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .source import Source

_BODY = r"(?:\\.|[^$\\\n]|\n(?![ \t]*(?:\n|[-*+>] )))"
_SINGLE = re.compile(rf"(?<![\\$\w])\$(?![$]){_BODY}+?\$(?![\d$])", re.DOTALL)
_DOUBLE = re.compile(r"(?<!\\)\$\$(?P<body>(?:\\.|(?!\$\$)[^\\])+?)\$\$", re.DOTALL)
_DOUBLES = re.compile(r"\\.|(?P<signs>\$\$)", re.DOTALL)
#: A formula of MathJax that Markdown leaves a backslash of.
_PARENTHESES = re.compile(r"\\\\\((?P<body>.+?)\\\\\)", re.DOTALL)
_BRACKETS = re.compile(r"\\\\\[(?P<body>.+?)\\\\\]", re.DOTALL)
#: An environment that MathJax finds without dollar signs.
_ENVIRONMENT = re.compile(
    r"^[ \t]*\\begin\{(?P<name>(?:align(?:at)?|equation|gather|multline|eqnarray)\*?)\}.*?\\end\{(?P=name)\}",
    re.DOTALL | re.MULTILINE,
)
_SIGN = re.compile(r"[\\^_={}<>+*/|\u0391-\u03c9\u2190-\u22ff]|\d[a-z]|^[a-zA-Z]$|^\(?[a-zA-Z](?:[,()]|\b)")
_TEXT = re.compile(r"\\(?:text\w*|mbox|operatorname\*?|math\w+)\s*\{[^{}]*\}|\\[A-Za-z]+|\{[^{}]*\}")
_WORDS = re.compile(r"(?:\b[^\W\d_]{2,}[,.;:]?\s+){2,}[^\W\d_]{2,}")
#: An escape, whose dollar sign begins no formula, or a dollar sign; one after two backslashes isn't escaped.
_DOLLAR = re.compile(r"\\.|(?P<sign>\$)", re.DOTALL)
_OF_LINES = re.compile(r"\\begin\{(?:align|equation|gather|multline|eqnarray|split|cases)|\\\\|\\tag\b")


def is_formula(body: str) -> bool:
    """Whether what is between two dollar signs is a formula rather than prose between prices or variables.

    A closing dollar sign has no space before it, unless there is one after the opening one, too.
    """
    inner = body.strip()
    if not inner or (body[0].isspace() != body[-1].isspace()):
        return False
    plain = _TEXT.sub(" ", inner)
    if _WORDS.search(plain):
        return False
    if not _SIGN.search(inner):
        return " " not in inner and not re.fullmatch(r"[A-Z_]{2,}", inner) and inner[0].isalnum()
    return not (body[0].isspace() and "\\" not in inner and re.match(r"\d", inner))


#: Escapes that only make sense if Markdown reads the formula before the formula is shown.
_FOR_MARKDOWN = re.compile(r"\\_|\\\*|\\\\\\\\|\\\\[{},;:!]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


#: Entities, which a browser had decoded when MathJax read the formula.
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,5});")


def decoded(body: str) -> str:
    """Return a formula without entities of HTML."""
    return _ENTITY.sub(lambda match: unescape(match[0]), body) if "&" in body else body


def unescaped(body: str) -> str:
    """Return what CommonMark makes of a formula that it doesn't know, if the author has thought of that."""
    return _ESCAPE.sub(r"\1", body) if _FOR_MARKDOWN.search(body) else body


def rewrite_formulas(
    source: Source,
    *,
    single: bool,
    unescaped: Callable[[str], str] = str,
    inline_doubles: bool = False,
    apart: bool = False,
) -> None:
    """Set formulas aside as MyST has them, and escape the dollar signs of prose.

    *single*: whether single dollar signs made formulas on the old site; *unescaped*: what Markdown there made
    of the text in them; *inline_doubles*: whether double ones within a paragraph are inline, as in kramdown;
    *apart*: whether those in lines of their own are divided from the text above and below.
    """
    source.set_aside(_ENVIRONMENT)
    source.sub(
        _BRACKETS,
        lambda match: _changed(source, match, r"\\[…\\]", f"$${decoded(unescaped(match['body']))}$$"),
        closing=r"\\]",
    )
    source.sub(_PARENTHESES, lambda match: _parenthesis(source, match, unescaped), closing=r"\\)")
    source.replace_parts(list(_doubles(source, unescaped, inline=inline_doubles, apart=apart)))
    if single:
        source.replace_parts(list(_singles(source, unescaped)))
    source.replace_parts(list(_escaped(source)))


def _changed(source: Source, match: re.Match[str], construct: str, new: str) -> str:
    source.changed(construct, match.start(), "a formula between dollar signs")
    return new


def _parenthesis(source: Source, match: re.Match[str], unescaped: Callable[[str], str]) -> str:
    source.changed(r"\\(…\\)", match.start(), "a formula between dollar signs")
    return _inline(source, match, decoded(unescaped(match["body"].strip())))


def _inline(source: Source, match: re.Match[str], body: str) -> str:
    """Return a formula in a line; beside a digit, MyST takes a dollar sign for that of a price."""
    beside = (
        source.text[max(match.start() - 1, 0) : match.start()] + source.text[match.end() : match.end() + 1]
    )
    if any(each.isdigit() for each in beside) and "`" not in body:
        return source.aside(f"{{math}}`{body}`")
    return source.aside(f"${body}$")


def _singles(source: Source, unescaped: Callable[[str], str]) -> Iterator[tuple[int, int, str]]:
    """Yield the formulas between single dollar signs; one that closes no formula may open the next."""
    place = 0
    while match := _SINGLE.search(source.text, place):
        new = _single(source, match, unescaped)
        place = match.start() + 1 if new is None else match.end()
        if new is not None:
            yield *match.span(), new


def _single(source: Source, match: re.Match[str], unescaped: Callable[[str], str]) -> str | None:
    body = match[0][1:-1]
    if not is_formula(body):
        return None
    new = decoded(unescaped(body)).strip()
    if new != body:
        source.changed("escapes and spaces in $…$", match.start())
    return source.aside(f"${new}$")


def _doubles(
    source: Source, unescaped: Callable[[str], str], *, inline: bool, apart: bool
) -> Iterator[tuple[int, int, str]]:
    """Yield the formulas between double dollar signs; those that close none may open the next."""
    place = 0
    unpaired = _unpaired(source.text)
    while match := _DOUBLE.search(source.text, place):
        may_close = match.start() in unpaired and _is_between_formulas(match["body"])
        new = _double(source, match, unescaped, inline=inline, apart=apart, may_close=may_close)
        place = match.end() if new is not None else match.end() - len("$$")
        if new is not None:
            yield *match.span(), new


def _unpaired(text: str) -> set[int]:
    """Return the places of double dollar signs from which on the paragraph has an odd number of them."""
    found: set[int] = set()
    place = 0
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        signs = [place + match.start() for match in _DOUBLES.finditer(paragraph) if match["signs"]]
        found.update(signs[::-2])
        place += len(paragraph)
    return found


def _is_between_formulas(body: str) -> bool:
    """Whether the text between double dollar signs goes on from a formula: they are paired wrongly."""
    return body[0] in " \t\n.,;:!?)" and _WORDS.search(_TEXT.sub(" ", body)) is not None


def _double(
    source: Source,
    match: re.Match[str],
    unescaped: Callable[[str], str],
    *,
    inline: bool,
    apart: bool,
    may_close: bool,
) -> str | None:
    text = source.text
    body = decoded(match["body"] if inline else unescaped(match["body"]))
    whole = f"$${body}$$"
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    line_end = text.find("\n", match.end())
    after = text[match.end() : len(text) if line_end < 0 else line_end]
    above = text[: match.start() - len(before)].rstrip(" \t")
    starts = not before.strip(" \t>") or re.fullmatch(r"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+", before) is not None
    stands_alone = starts and not after.strip()
    at_boundary = not above.strip() or above.endswith("\n\n") or before.strip(" \t") not in {"", ">"}
    if not stands_alone and (re.search(r"\n[ \t]*\n", body) or may_close):
        return None
    if whole != match[0]:
        source.changed("escapes in $$…$$", match.start())
    if stands_alone and (at_boundary or apart or "\n" in body or _OF_LINES.search(body)):
        label = source.aside(whole)
        if at_boundary or not (inline or apart):
            return label
        source.changed("$$…$$ directly under text", match.start(), "it has a paragraph of its own")
        return f"\n{before}{label}\n{before.rstrip()}"
    if not inline or _OF_LINES.search(body):
        return source.aside(whole)
    source.changed("$$…$$ within a paragraph", match.start(), "it is $…$ now")
    return _inline(source, match, " ".join(body.split()))


def _escaped(source: Source) -> Iterator[tuple[int, int, str]]:
    """Yield the dollar signs of prose, escaped if their paragraph has another one for them to pair with."""
    place = 0
    for paragraph in re.split(r"(\n\n)", source.text):
        signs = [match.start() for match in _DOLLAR.finditer(paragraph) if match["sign"]]
        if signs and _may_pair(source, paragraph, len(signs)):
            for sign in signs:
                source.changed("dollar sign in prose", place + sign, r"escaped, so that it begins no formula")
                yield place + sign, place + sign + 1, "\\$"
        place += len(paragraph)


def _may_pair(source: Source, paragraph: str, signs: int) -> bool:
    """Whether one of the *signs* of a paragraph may begin a formula; in HTML, a backslash would be seen."""
    if HTML_BLOCK.match(paragraph.lstrip("\n")):
        return False
    return signs > 1 or any(source.restored(each).startswith("$") for each in ASIDE.findall(paragraph))
