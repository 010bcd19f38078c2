"""Formulas in comments: extracted from Markdown and HTML, protected from the sanitizer, and restored.

Markdown would find emphasis in TeX, and a sanitizer tags. So each formula is replaced by a placeholder: its
TeX in hexadecimal digits between two noncharacters, which are removed from all input beforehand.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK = re.compile(rf"{_OPEN}([id])((?:[0-9a-f]{{2}})*){_CLOSE}")
_ALONE = re.compile(rf"<p>\s*({_MARK.pattern})\s*</p>")

# As on GitHub: an opening dollar is not followed by a space, nor preceded by a letter, digit or dollar, and
# vice versa for a closing one, so "$5 and $6" and "$HOME/$USER" aren't formulas. In ``$`…`$``, everything
# except "`" is TeX.
_INLINE = re.compile(
    r"\$`(?P<code>[^`]+)`\$"
    r"|\$\$(?P<display>(?:\\.|[^$\\]|\$(?!\$))+)\$\$"
    r"|\$(?![\s$])(?P<inline>(?:\\.|[^$\\])+)(?<!\s)\$(?![\w$])",
    re.DOTALL,
)
_BEFORE = re.compile(r"[\w$\\]")
#: In HTML, MathJax's delimiters are accepted too.
_IN_HTML = re.compile(
    rf"\\\((?P<round>.+?)\\\)|\\\[(?P<square>.+?)\\\]|(?<![\w$\\])(?:{_INLINE.pattern})", re.DOTALL
)
#: An amount of money, up to the next one: "$5 or so, and $".
_MONEY = re.compile(r"[\d.,]+\s(?=[^\\]*$)[^\\]*[^\W\d_]{2}")
_VERBATIM = re.compile(r"<(code|pre|kbd|samp)\b.*?</\1>|<[^<>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of a comment."""

    tex: str
    #: Whether it is displayed on a line of its own.
    display: bool = False

    @property
    def source(self) -> str:
        """Its TeX between dollars."""
        return f"$${self.tex}$$" if self.display else f"${self.tex}$"


def set_aside(formula: Formula) -> str:
    """Return the placeholder for *formula*, which is valid in HTML and plain text."""
    kind = "d" if formula.display else "i"
    return f"{_OPEN}{kind}{formula.tex.encode('utf-8', 'replace').hex()}{_CLOSE}"


def formulas(text: str) -> tuple[Formula, ...]:
    """Return the formulas in *text*, in order, from their placeholders."""
    return tuple(_read(match[1], match[2]) for match in _MARK.finditer(text))


def split_formulas(text: str) -> list[str | Formula]:
    """Split *text* at placeholders into strings and formulas."""
    parts: list[str | Formula] = []
    end = 0
    for match in _MARK.finditer(text):
        parts += [text[end : match.start()], _read(match[1], match[2])]
        end = match.end()
    return [part for part in (*parts, text[end:]) if part]


def write_formulas(html: str, write: Callable[[Formula], str]) -> str:
    """Replace each placeholder in *html* by the result of *write*; one alone in a paragraph is a block."""

    def element(tag: str, kind: str, digits: str) -> str:
        return f'<{tag} class="math notranslate nohighlight">{write(_read(kind, digits))}</{tag}>'

    html = _ALONE.sub(lambda m: element("div", *m.groups()[1:]) if m[2] == "d" else m[0], html)
    return _MARK.sub(lambda m: element("span", *m.groups()), html)


def formulas_as_text(text: str, *, escaped: bool = False) -> str:
    """Replace each placeholder in *text* by its TeX between dollars, *escaped* for HTML or not."""

    def source(match: re.Match[str]) -> str:
        found = _read(match[1], match[2]).source
        return entities.escape(found, quote=False) if escaped else found

    return _MARK.sub(source, text)


def take_from_html(html: str) -> str:
    """Replace formulas in *html*, which must be well-formed, by placeholders, except in code."""
    parts, end = [], 0
    for tag in _VERBATIM.finditer(html):
        parts += [_take_from_text(html[end : tag.start()]), tag[0]]
        end = tag.end()
    return "".join([*parts, _take_from_text(html[end:])])


def _take_from_text(text: str) -> str:
    return _IN_HTML.sub(_set_aside_found, text) if "$" in text or "\\" in text else text


def _set_aside_found(match: re.Match[str]) -> str:
    groups = match.groupdict()
    display = groups["display"] or groups["square"]
    tex = display or groups["code"] or groups["round"] or groups["inline"]
    unescaped = entities.unescape(tex)
    formula = Formula(unescaped.strip(), display=bool(display))
    is_money = groups["inline"] and (unescaped[-1].isspace() or _MONEY.match(unescaped))
    is_no_formula = not formula.tex or is_money
    return match[0] if is_no_formula else set_aside(formula)


def _read(kind: str, digits: str) -> Formula:
    return Formula(bytes.fromhex(digits).decode("utf-8", "replace"), display=kind == "d")


def formulas_plugin(md: MarkdownIt) -> None:
    """Make *md* parse formulas as GitHub does, and render them as placeholders."""
    md.inline.ruler.before("escape", "formula", _inline_rule)
    md.block.ruler.before("fence", "formula_block", _block_rule, {"alt": ["paragraph", "blockquote", "list"]})
    md.add_render_rule("formula", _write_mark)
    md.add_render_rule("formula_block", _write_mark)


def is_formula_fence(token: Token) -> bool:
    """Whether *token* is a fenced block of math: ```` ```math ````."""
    return token.type == "fence" and token.info.strip().lower() == "math"


def _write_mark(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    mark = set_aside(Formula(token.content, display=token.markup == "$$"))
    return f"<p>{mark}</p>\n" if token.block else mark


def _inline_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$" or (state.pos and _BEFORE.match(state.src[state.pos - 1])):
        return False
    match = _INLINE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    tex = (match["code"] or match["display"] or match["inline"]).strip()
    if not tex or (match["inline"] and _MONEY.match(tex)):
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.markup = tex, "$$" if match["display"] else "$"
    state.pos = match.end()
    return True


def _block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a block from a line that begins with two dollars to one that ends with two."""
    if state.is_code_block(start) or not _line(state, start).startswith("$$"):
        return False
    # If one opening has no end below it, later ones have none either; remembering that avoids quadratic time.
    if state.env.get("no_formula_ends_before") == end:
        return False
    lines = [_line(state, start)[2:]]
    while not lines[-1].endswith("$$"):
        if start + len(lines) >= end:
            state.env["no_formula_ends_before"] = end
            return False
        lines.append(_line(state, start + len(lines)))
    tex = "\n".join(lines).removesuffix("$$").strip()
    if not tex or "$$" in tex or "\n\n" in tex:
        return False
    if not silent:
        token = state.push("formula_block", "", 0)
        token.content, token.markup, token.block = tex, "$$", True
        token.map = [start, start + len(lines)]
        state.line = start + len(lines)
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()
