"""Formulas in texts of WordPress: ``$latex …$``, shortcodes, and what MathJax and KaTeX look for."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from ..html.document import BLOCK, INLINE, as_html
from ..html.elements import formula
from ..markdown.dollars import is_formula
from .enclosing import sub_enclosing

if TYPE_CHECKING:
    from ..markdown.source import Source

#: Jetpack's, see https://wordpress.com/support/latex/; what follows ``&`` is about size and colour.
_LATEX = re.compile(r"\$latex(?:\s|(?=[\\{]))(?P<body>.*?)(?<!\\)\$", re.DOTALL)
_OPTIONS = re.compile(r"(?:&(?:amp;|#0*38;)?(?:s|bg|fg)=[^&\s]*)+\s*$")
_NAMES = ("latex", "tex", "math", "katex", "mathjax", "equation")
#: Switches for a post, which leave nothing behind.
_SWITCH = re.compile(r"\[(?:latexpage|mathjax|katex|no-?mathjax)\]", re.IGNORECASE)
_PARENTHESES = re.compile(r"\\\((?P<body>(?:(?!\n\s*\n).)+?)\\\)", re.DOTALL)
_BRACKETS = re.compile(r"\\\[(?P<body>(?:(?!\n\s*\n).)+?)\\\]", re.DOTALL)
_DOUBLE = re.compile(r"(?<![\\$])\$\$(?!\$)(?P<body>(?:(?!\$\$|\n\s*\n).)+?)(?<!\\)\$\$", re.DOTALL)
_SINGLE = re.compile(r"(?<![\\$\w])\$(?![\s$\d])(?P<body>[^$\n]+?)(?<![\\\s])\$(?![\d$\w])")
#: Nobody writes this between two prices.
_CERTAIN = re.compile(r"\\[A-Za-z]+|[\w)}]\s*[\^_]\s*[\w{\\]")
_TAG = re.compile(r"</?(?:br|p|em|i|b|strong|span|a|div|font|code)\b[^<>]*>", re.IGNORECASE)
_ENVIRONMENTS = tuple(
    f"{name}{star}" for name in ("align", "equation", "gather", "multline", "eqnarray") for star in ("", "*")
)


def rewrite_formulas(source: Source) -> None:
    """Set the formulas in *source* aside, as elements that stand for them."""
    source.sub(_LATEX, lambda match: _put(source, match, "$latex …$"), closing="$")
    for name in _NAMES:
        sub_enclosing(
            source, name,
            lambda match: _put(source, match, f"[{match['name'].lower()}]", _is_display(match["options"])),
        )  # fmt: skip
    has_switch = _SWITCH.search(source.text) is not None
    source.sub(_SWITCH, lambda match: _switch(source, match))
    source.sub(_BRACKETS, lambda match: _put(source, match, r"\[…\]", display=True), closing=r"\]")
    source.sub(_PARENTHESES, lambda match: _put(source, match, r"\(…\)"), closing=r"\)")
    source.sub(
        _DOUBLE, lambda match: _put(source, match, "$$…$$", display=True) if _is_tex(match["body"]) else None
    )
    for name in (each for each in _ENVIRONMENTS if f"\\end{{{each}}}" in source.text):
        pattern = re.compile(
            rf"\\begin\{{(?P<name>{re.escape(name)})\}}.*?\\end\{{{re.escape(name)}\}}", re.DOTALL
        )
        source.sub(pattern, lambda match: _environment(source, match), closing=f"\\end{{{name}}}")
    singles = [match["body"] for match in _SINGLE.finditer(source.text)]
    if has_switch or any(_CERTAIN.search(body) and _is_tex(body) for body in singles):
        source.sub(_SINGLE, lambda match: _put(source, match, "$…$") if _is_tex(match["body"]) else None)


def _switch(source: Source, match: re.Match[str]) -> str:
    source.changed(match[0], match.start(), "not needed here")
    return ""


def _is_display(options: str) -> bool:
    return re.search(r"display\s*=\s*[\"']?(?:true|block|1)", options, re.IGNORECASE) is not None


def _is_tex(body: str) -> bool:
    return is_formula(unescape(_TAG.sub(" ", body)).strip())


def plain_tex(body: str) -> str:
    """Return the TeX in *body*, which went through editors of HTML."""
    tex = unescape(_TAG.sub(" ", _OPTIONS.sub("", body)))
    # Editors make typographic signs of these.
    for sign, plain in (
        ("\xa0", " "),
        ("’", "'"),
        ("‘", "'"),
        ("“", '"'),
        ("”", '"'),
        ("–", "-"),
        ("−", "-"),
    ):
        tex = tex.replace(sign, plain)
    return tex.strip()


def _put(source: Source, match: re.Match[str], construct: str, display: bool = False) -> str | None:
    tex = plain_tex(match["body"])
    if not tex:
        return None
    source.changed(construct, match.start(), "a formula between dollar signs")
    text = as_html(BLOCK, f"$$\n{tex}\n$$") if display else as_html(INLINE, formula(tex))
    return source.aside(text.replace("></", f">{chr(10) * match[0].count(chr(10))}</"))


def _environment(source: Source, match: re.Match[str]) -> str:
    source.changed(f"\\begin{{{match['name']}}}", match.start(), "a formula on its own")
    return source.aside(as_html(BLOCK, plain_tex(match[0])))
