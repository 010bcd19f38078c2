"""Formulas as MathML, made while the site is built: reading them takes no script and no third party."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.transforms import SphinxTransform
from sphinx.util.math import get_node_equation_number

from .site import THEME
from .warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: The name of the renderer, for ``html_math_renderer``.
NAME = "mathml"

#: Environments that would number themselves, which Sphinx does, and one that math-core knows by another name.
_NUMBERED = re.compile(r"\\(begin|end)\{(align|equation|gather|multline|alignat|eqnarray|flalign)\}")
_OTHER_WORDS = (
    (re.compile(r"\\(begin|end)\{split\}"), r"\\\1{aligned}"),
    (re.compile(r"\\(begin|end)\{eqnarray\*?\}"), r"\\\1{align*}"),
    (re.compile(r"\\mbox\b"), r"\\text"),
    (re.compile(r"\\widetilde\b"), r"\\tilde"),
    (re.compile(r"\\pmb\b"), r"\\boldsymbol"),
    (re.compile(r"\\label\{[^}]*\}|\\nonumber\b|\\notag\b|\\tag\*?\{[^}]*\}|\\\*"), ""),
)

#: Inline styles of math-core, which a strict content policy refuses, as classes of css/math.css.
_STYLES = {
    "text-align: right;justify-items: end;padding-right: 0;": "math-end",
    "text-align: left;justify-items: start;padding-left: 0;": "math-start",
    "text-align: left;justify-items: start;padding-right: 0;": "math-first",
    "text-align: left;justify-items: start;": "math-left",
    "text-align: right;justify-items: end;": "math-right",
}
_STYLE = re.compile(r' style="([^"]*)"')

#: What MyST names a formula that has no name.
_RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False)


@cache
def mathml(tex: str, *, display: bool) -> str:
    """The formula *tex* as MathML; raises :class:`math_core.LatexError` for what cannot be converted."""
    tex = _NUMBERED.sub(r"\\\1{\2*}", tex.strip())
    for pattern, other in _OTHER_WORDS:
        tex = pattern.sub(other, tex)
    if display and r"\\" in tex and r"\begin{" not in tex:
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"
    found: str = _converter().convert_with_local_state(tex, displaystyle=display)
    return _STYLE.sub(_class, found)


def _class(match: re.Match[str]) -> str:
    known = _STYLES.get(match[1])
    return f' class="{known}"' if known else ""


def _formula(self: Any, node: nodes.Element, *, display: bool) -> str:
    """The formula of *node*, or its TeX with a warning."""
    tex = node.astext()
    try:
        return mathml(tex, display=display)
    except LatexError as error:
        message = " ".join(str(error).split())
        warn("math", f"formula kept as TeX: {message} in {tex[:60]!r}", node)
        return f'<code class="tex">{self.encode(tex)}</code>'


def visit_math(self: Any, node: nodes.math) -> None:
    """Write a formula in the line."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(_formula(self, node, display=False) + "</span>")
    raise nodes.SkipNode


def visit_displaymath(self: Any, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number where it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    # With ``numfig``, a formula has its number on its own page only, not where its note is listed in full.
    if node.get("number") and (number := get_node_equation_number(self, node)):
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(_formula(self, node, display=True) + "</div>\n")
    raise nodes.SkipNode


class NameEquations(SphinxTransform):
    """Gives numbered environments of MyST's ``amsmath`` a label that is the same in every build.

    MyST makes up a random one (https://github.com/executablebooks/MyST-Parser/issues/202), so that every
    page with such a formula, and what is linked to it, changes whenever it is read.
    """

    #: Before docutils passes the target's id on to the formula (``PropagateTargets``, 260).
    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.math_block)):
            if "amsmath" in node["classes"] and _RANDOM.fullmatch(node.get("label") or ""):
                self._name(node, node["label"])

    def _name(self, node: nodes.math_block, old: str) -> None:
        domain: Any = self.env.domains["math"]
        number = node["number"]
        while (label := f"{self.env.docname}:{number}") in domain.equations or _id(
            label
        ) in self.document.ids:
            number += 1
        target = self.document.ids.pop(_id(old))
        target["ids"] = [_id(label) if each == _id(old) else each for each in target["ids"]]
        self.document.ids[_id(label)] = target
        domain.equations[label] = domain.equations.pop(old)
        node["label"] = label


def _id(label: str) -> str:
    """The id of the formula with *label*, as Sphinx and MyST make it."""
    return nodes.make_id(f"equation-{label}")


def choose_renderer(app: Sphinx, config: Config) -> None:
    """``config-inited``: take over in our theme where nobody chose a renderer, or where ours is named.

    Registering a renderer at all makes Sphinx drop MathJax, so elsewhere there is none of ours.
    """
    known = set(app.registry.html_inline_math_renderers) - {"mathjax"}
    wanted = config.html_math_renderer
    if wanted == NAME or (wanted is None and config.html_theme == THEME and not known):
        app.add_html_math_renderer(NAME, (visit_math, None), (visit_displaymath, None))
        config["html_math_renderer"] = NAME


def setup_math(app: Sphinx) -> None:
    """Connect the choice, after every extension has registered its own; and name formulas."""
    app.connect("config-inited", choose_renderer, priority=900)
    app.add_transform(NameEquations)
