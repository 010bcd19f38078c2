"""Formulas as MathML, made while the site is built: reading them takes no script and no third party."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary
from xml.etree import ElementTree

from docutils import nodes
from math_core import LatexError
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util.math import get_node_equation_number

from ..activation import acts
from ..config import notes_config
from ..constants import ELSEWHERE, THEME
from ..diagnostics import warn
from ..mathml.convert import NAME, mathml
from ..mathml.delimiters import bare
from ..mathml.lexer import TexError
from ..mathml.macros import defined, is_definition
from .mathjax import (
    CLASSES,
    known_macros,
    text,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from ..mathml.macros import Macros

#: What MyST names a formula that has no name.
_RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


#: On a formula: those before it that define macros; and that it does nothing but define some.
BEFORE, SILENT = "defined-before", "defines-only"

_ANNOTATION = re.compile(r"<annotation\b.*?</annotation>", re.DOTALL)

#: From how many characters of TeX on a formula in the line may be wider than a phone.
LONG = 40

_MATHML, _XHTML = "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/1999/xhtml"
_HTML = {"span", "b", "i", "em", "code", "u", "s"}

_macros: WeakKeyDictionary[Config, Macros] = WeakKeyDictionary()


def _formula(self: Any, node: nodes.Element, *, display: bool) -> str:
    """The formula of *node* as MathML; else its TeX, for MathJax or for readers, with a warning."""
    tex, config = node.astext(), self.config
    if config not in _macros:
        _macros[config] = known_macros(config)
    try:
        found = mathml(tex, display=display, macros=_macros[config] + _defined_before(node))
    except LatexError as error:
        return _kept(self, node, " ".join(str(error).split()), display=display)
    if _is_named_by(node):
        found = _ANNOTATION.sub("", found)
    return book_markup(found) if self.builder.name == "epub" else found


def _is_named_by(node: nodes.Node | None) -> bool:
    """Whether *node* stands in a title, whose bare text, taken for the page's name, would say all twice."""
    while node is not None and not isinstance(node, nodes.title):
        node = node.parent
    return node is not None


def _defined_before(node: nodes.Element) -> Macros:
    """The macros that formulas before this one define, in its document."""
    try:
        return defined(node.get(BEFORE, ""))
    except TexError:
        return ()


def book_markup(markup: str) -> str:
    """*markup* of a formula for the pages of an e-book: XML, in the words of MathML 3, which they hold.

    (https://www.w3.org/TR/epub-33/#sec-mathml)
    """
    root = ElementTree.fromstring(markup)  # It is ours, not an author's.
    root.set("xmlns", _MATHML)
    for element in root.iter():
        if element.tag in _HTML:
            element.set("xmlns", _XHTML)
        elif element.tag == "mrow" and "scriptlevel" in element.attrib:
            element.tag = "mstyle"
        elif element.tag != "mstyle":
            element.attrib.pop("scriptlevel", None)
            if element.tag != "mtable":
                element.attrib.pop("displaystyle", None)
    return ElementTree.tostring(root, encoding="unicode")


def why_not(tex: str, config: Config) -> str:
    """What is to be said of a formula in a line that pages show as TeX; nothing of any other."""
    if config.html_math_renderer != NAME or notes_config(config).math_fallback == "mathjax":
        return ""  # Here another shows it.
    return why_not_shown(tex, config, display=False)


def why_not_shown(tex: str, config: Config, *, display: bool) -> str:
    """What is to be said of a formula that can only be MathML or TeX; nothing of one that can be MathML."""
    try:
        mathml(tex, display=display, macros=known_macros(config))
    except LatexError as error:
        return _said(tex, " ".join(str(error).split()))
    return ""


def _said(tex: str, reason: str) -> str:
    reason = re.sub(r"^\d+: ", "", reason).rstrip(".")  # Where in the TeX as it was rewritten.
    return f"formula kept as TeX: {reason} in '{' '.join(tex.split())[:60]}'"


def _kept(self: Any, node: nodes.Element, reason: str, *, display: bool) -> str:
    """The TeX of a formula that cannot be converted."""
    tex = bare(node.astext())
    if self.builder.name != "epub" and notes_config(self.config).math_fallback == "mathjax":
        whole = bool(node.get("no-wrap", node.get("nowrap"))) or "amsmath" in node["classes"]
        tag = "div" if display else "span"
        source = text(self.config, node.get(BEFORE, "") + tex, display=display, whole=whole)
        return f'<{tag} class="{CLASSES}">{self.encode(source)}</{tag}>'
    if not node.get(ELSEWHERE):
        warn("math", _said(tex, reason), node)
    return f'<code class="tex">{self.encode(tex)}</code>'


def visit_math(self: Any, node: nodes.math) -> None:
    """Write a formula in the line."""
    long = " math-long" if len(node.astext()) > LONG else ""
    self.body.append(self.starttag(node, "span", "", CLASS=f"math{long} notranslate nohighlight"))
    self.body.append(_formula(self, node, display=False) + "</span>")
    raise nodes.SkipNode


def visit_displaymath(self: Any, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number where it has one."""
    if node.get(SILENT):
        raise nodes.SkipNode
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    formula = _formula(self, node, display=True)
    # With ``numfig``, a formula has its number on its own page only, not where its note is listed in full.
    if node.get("number") and (number := get_node_equation_number(self, node)):
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
        # A long formula scrolls beside its number.
        formula = f'<div class="math-line">{formula}</div>'
    self.body.append(formula + "</div>\n")
    raise nodes.SkipNode


class LabelEquations(SphinxTransform):
    """Gives numbered environments of MyST's ``amsmath`` a label that is the same in every build.

    MyST makes up a random one (https://github.com/executablebooks/MyST-Parser/issues/202), so that every
    page with such a formula, and what is linked to it, changes whenever it is read.
    """

    #: Before docutils passes the target's id on to the formula (``PropagateTargets``, 260).

    def apply(self, **kwargs: Any) -> None:
        if not acts(self.env) and self.config.html_theme != THEME:
            return  # As plain MyST has it.
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


class ShareDefinitions(SphinxTransform):
    r"""Lets a formula define macros (``\newcommand``) for those after it, as MathJax does for a page.

    They are noted on the formulas themselves, so that these are the same wherever they are shown.
    """

    #: After everything that takes nodes out of a document.

    def apply(self, **kwargs: Any) -> None:
        if self.config.html_math_renderer != NAME:
            return
        before = ""
        for node in self.document.findall(lambda each: isinstance(each, (nodes.math, nodes.math_block))):
            assert isinstance(node, nodes.Element)
            if before:
                node[BEFORE] = before
            try:
                if defined(tex := node.astext()):
                    before += f"{tex}\n"
                    if is_definition(tex) and not node.get("number"):
                        node[SILENT] = True
            except TexError:
                continue  # It is said where the formula is written.


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
