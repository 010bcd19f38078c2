"""Formulas in comments: found in Markdown and HTML, carried through sanitising, written out at the end.

What a formula says is TeX, in which Markdown would see emphasis and a sanitiser tags. So each is set aside
as a mark: its TeX in digits, between two noncharacters of Unicode,
which are taken out of what strangers wrote before any mark is made.
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

# As on GitHub: a dollar opens before no blank and after no letter, digit or dollar, and closes the other
# way round, so that "$5 and $6" and "$HOME/$USER" are none. In ``…`$`` everything but "`" is TeX.
_INLINE = re.compile(
    r"\$`(?P<code>[^`]+)`\$"
    r"|\$\$(?P<display>(?:\\.|[^$\\]|\$(?!\$))+)\$\$"
    r"|\$(?![\s$])(?P<inline>(?:\\.|[^$\\])+)(?<!\s)\$(?![\w$])",
    re.DOTALL,
)
_BEFORE = re.compile(r"[\w$\\]")
#: In HTML also as MathJax has it.
_IN_HTML = re.compile(
    rf"\\\((?P<round>.+?)\\\)|\\\[(?P<square>.+?)\\\]|(?<![\w$\\])(?:{_INLINE.pattern})", re.DOTALL
)
#: A sum of money, up to the next one: "$5 or so, and $".
_MONEY = re.compile(r"[\d.,]+\s(?=[^\\]*$)[^\\]*[^\W\d_]{2}")
_VERBATIM = re.compile(r"<(code|pre|kbd|samp)\b.*?</\1>|<[^<>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of a comment."""

    tex: str
    #: Whether it stands on a line of its own.
    display: bool = False

    @property
    def source(self) -> str:
        """As text: its TeX between dollars."""
        return f"$${self.tex}$$" if self.display else f"${self.tex}$"


def set_aside(formula: Formula) -> str:
    """The mark that stands for *formula*; HTML and text carry it as it is."""
    kind = "d" if formula.display else "i"
    return f"{_OPEN}{kind}{formula.tex.encode('utf-8', 'replace').hex()}{_CLOSE}"


def formulas(text: str) -> tuple[Formula, ...]:
    """The formulas that are set aside in *text*, in order."""
    return tuple(_read(found[1], found[2]) for found in _MARK.finditer(text))


def split_formulas(text: str) -> list[str | Formula]:
    """*text* as it is up to a mark, the formula, the text after it, and so on."""
    parts: list[str | Formula] = []
    end = 0
    for found in _MARK.finditer(text):
        parts += [text[end : found.start()], _read(found[1], found[2])]
        end = found.end()
    return [part for part in (*parts, text[end:]) if part]


def write_formulas(html: str, write: Callable[[Formula], str]) -> str:
    """*html* with what *write* makes of each formula; a paragraph that is nothing but one is a block."""

    def block(found: re.Match[str]) -> str:
        return f'<div class="math notranslate nohighlight">{write(_read(found[2], found[3]))}</div>'

    def inline(found: re.Match[str]) -> str:
        return f'<span class="math notranslate nohighlight">{write(_read(found[1], found[2]))}</span>'

    return _MARK.sub(inline, _ALONE.sub(lambda m: block(m) if m[2] == "d" else m[0], html))


def formulas_as_text(text: str) -> str:
    """*text* with the TeX of each formula between dollars."""
    return _MARK.sub(lambda found: _read(found[1], found[2]).source, text)


def take_from_html(html: str) -> str:
    """*html*, which is well-formed, with its formulas set aside; what stands in code stays."""
    parts, end = [], 0
    for tag in _VERBATIM.finditer(html):
        parts += [_take_from_text(html[end : tag.start()]), tag[0]]
        end = tag.end()
    return "".join([*parts, _take_from_text(html[end:])])


def _take_from_text(text: str) -> str:
    return _IN_HTML.sub(_set_aside_found, text) if "$" in text or "\\" in text else text


def _set_aside_found(found: re.Match[str]) -> str:
    groups = found.groupdict()
    display = groups["display"] or groups["square"]
    tex = display or groups["code"] or groups["round"] or groups["inline"]
    said = entities.unescape(tex)
    formula = Formula(said.strip(), display=bool(display))
    is_money = groups["inline"] and (said[-1].isspace() or _MONEY.match(said))
    is_none = not formula.tex or is_money
    return found[0] if is_none else set_aside(formula)


def _read(kind: str, digits: str) -> Formula:
    return Formula(bytes.fromhex(digits).decode("utf-8", "replace"), display=kind == "d")


def formulas_plugin(md: MarkdownIt) -> None:
    """Let *md* read formulas as GitHub does, and write marks for them."""
    md.inline.ruler.before("escape", "formula", _inline_rule)
    md.block.ruler.before("fence", "formula_block", _block_rule, {"alt": ["paragraph", "blockquote", "list"]})
    md.add_render_rule("formula", _write_mark)
    md.add_render_rule("formula_block", _write_mark)


def is_formula_fence(token: Token) -> bool:
    """Whether *token* is a fence of code that says it is a formula: ```` ```math ````."""
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
    found = _INLINE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    tex = (found["code"] or found["display"] or found["inline"]).strip()
    if not tex or (found["inline"] and _MONEY.match(tex)):
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.markup = tex, "$$" if found["display"] else "$"
    state.pos = found.end()
    return True


def _block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read lines from one that begins with two dollars to one that ends with two."""
    if state.is_code_block(start) or not _line(state, start).startswith("$$"):
        return False
    # Once there is no end below, there is none further down: else many openings take quadratic time.
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
