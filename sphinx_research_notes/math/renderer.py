"""Formulas as MathML, converted during the build: readers need no script and no third party."""

from __future__ import annotations

import re
from itertools import count
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
from ..constants import BEFORE, ELSEWHERE, SILENT, THEME
from ..diagnostics import warn
from ..doctree.nodes import around
from ..mathml.convert import NAME, mathml
from ..mathml.delimiters import bare
from ..mathml.macros import is_definition, macros_in
from .mathjax import CLASSES, known_macros, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from ..mathml.macros import Macros

#: The label that MyST gives an equation without one: a random UUID.
_RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


_ANNOTATION = re.compile(r"<annotation\b.*?</annotation>", re.DOTALL)

#: An inline formula with more characters of TeX may be wider than a phone; a display formula, than paper.
LONG, LONG_DISPLAY = 40, 60

_MATHML, _XHTML = "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/1999/xhtml"
_HTML = {"span", "b", "i", "em", "code", "u", "s"}

_macros: WeakKeyDictionary[Config, Macros] = WeakKeyDictionary()


def _formula(self: Any, node: nodes.Element, *, display: bool) -> str:
    """Return the formula of *node* as MathML; or else its TeX, for MathJax or with a warning."""
    tex, config = node.astext(), self.config
    if config not in _macros:
        _macros[config] = known_macros(config)
    try:
        markup = mathml(tex, display=display, macros=_macros[config] + _defined_before(node))
    except LatexError as error:
        return _unconverted(self, node, error, display=display)
    titles = (each for each in around(node) if isinstance(each, nodes.title))
    if any(isinstance(title.parent, nodes.document) for title in titles):
        # A title by itself is that of a page, whose plain text would repeat the formula as TeX.
        markup = _ANNOTATION.sub("", markup)
    return book_markup(markup) if self.builder.name == "epub" else markup


def formula_mathml(tex: str, before: str, config: Config, *, display: bool) -> str:
    """Return a formula as MathML; empty if it can't be converted or isn't ours to write.

    *before*: the definitions of macros by earlier formulas.
    """
    if config.html_math_renderer != NAME:
        return ""
    try:
        return mathml(tex, display=display, macros=known_macros(config) + macros_in(before))
    except LatexError:
        return ""


def _defined_before(node: nodes.Element) -> Macros:
    """Return the macros that earlier formulas of the document define."""
    return macros_in(node.get(BEFORE, ""))


def book_markup(markup: str) -> str:
    """Return *markup* as XML in MathML 3, as e-books require it.

    See https://www.w3.org/TR/epub-33/#sec-mathml.
    """
    root = ElementTree.fromstring(markup)  # Our own output, not an author's input.
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
    """Return the warning for an inline formula that pages show as TeX; empty for any other."""
    if config.html_math_renderer != NAME or notes_config(config).math_fallback == "mathjax":
        return ""  # Another renderer, or MathJax, shows it.
    return why_not_shown(tex, config, display=False)


def why_not_shown(tex: str, config: Config, *, display: bool) -> str:
    """Return the warning for a formula that cannot be converted; empty for one that can."""
    try:
        mathml(tex, display=display, macros=known_macros(config))
    except LatexError as error:
        return _message(tex, error)
    return ""


def _message(tex: str, error: LatexError) -> str:
    reason = " ".join(str(error).split())
    reason = re.sub(r"^\d+: ", "", reason).rstrip(".")  # The offset is one in the rewritten TeX.
    if reason[1:2].islower():
        reason = reason[0].lower() + reason[1:]
    return f"cannot convert formula '{' '.join(tex.split())[:60]}': {reason}; showing TeX"


def _unconverted(self: Any, node: nodes.Element, error: LatexError, *, display: bool) -> str:
    """Return the HTML of a formula that cannot be converted: its TeX."""
    tex = bare(node.astext())
    if self.builder.name != "epub" and notes_config(self.config).math_fallback == "mathjax":
        whole = bool(node.get("no-wrap", node.get("nowrap"))) or "amsmath" in node["classes"]
        tag = "div" if display else "span"
        source = text(self.config, node.get(BEFORE, "") + tex, display=display, whole=whole)
        return f'<{tag} class="{CLASSES}">{self.encode(source)}</{tag}>'
    if not node.get(ELSEWHERE):
        warn("math", _message(tex, error), node)
    return f'<code class="tex">{self.encode(tex)}</code>'


def visit_math(self: Any, node: nodes.math) -> None:
    """Write an inline formula."""
    long = " math-long" if len(node.astext()) > LONG else ""
    self.body.append(self.starttag(node, "span", "", CLASS=f"math{long} notranslate nohighlight"))
    self.body.append(_formula(self, node, display=False) + "</span>")
    raise nodes.SkipNode


def visit_displaymath(self: Any, node: nodes.math_block) -> None:
    """Write a display formula, with its number if it has one."""
    if node.get(SILENT):
        raise nodes.SkipNode
    long = " math-long" if len(node.astext()) > LONG_DISPLAY else ""
    self.body.append(self.starttag(node, "div", CLASS=f"math{long} notranslate nohighlight"))
    formula = _formula(self, node, display=True)
    # With ``numfig``, a formula has a number on its own page only, not in lists that show whole notes.
    if node.get("number") and (number := get_node_equation_number(self, node)):
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
        # A long formula scrolls beside its number.
        formula = f'<div class="math-line">{formula}</div>'
    self.body.append(formula + "</div>\n")
    raise nodes.SkipNode


class LabelEquations(SphinxTransform):
    """Give numbered environments of MyST's ``amsmath`` a label that is the same in every build.

    MyST makes up a random one (https://github.com/executablebooks/MyST-Parser/issues/202), so a page with
    such a formula would change whenever it is read. Runs before docutils passes the id of the target on to
    the formula (``PropagateTargets``, 260). Checked on MyST 4.0 to 5.2; on a version with stable labels none
    matches. It can go when MyST's labels are stable.
    """

    def apply(self, **kwargs: Any) -> None:
        if not acts(self.env) and self.config.html_theme != THEME:
            return  # Leave other projects alone.
        for node in list(self.document.findall(nodes.math_block)):
            if "amsmath" in node["classes"] and _RANDOM.fullmatch(node.get("label") or ""):
                self._relabel(node, node["label"])

    def _relabel(self, node: nodes.math_block, old: str) -> None:
        domain: Any = self.env.domains["math"]
        labels = (f"{self.env.docname}:{number}" for number in count(node["number"]))
        taken, ids = domain.equations, self.document.ids
        label = next(each for each in labels if each not in taken and _id(each) not in ids)
        target = self.document.ids.pop(_id(old))
        target["ids"] = [_id(label) if each == _id(old) else each for each in target["ids"]]
        self.document.ids[_id(label)] = target
        domain.equations[label] = domain.equations.pop(old)
        node["label"] = label


class ShareDefinitions(SphinxTransform):
    r"""Let a formula define macros (``\newcommand``) for later ones, as MathJax does on a page.

    The definitions are stored on each formula, so that it looks the same wherever it is shown. Runs after
    everything that removes nodes from a document.
    """

    def apply(self, **kwargs: Any) -> None:
        for node, before in formulas_in(self.document, self.config):
            if before:
                node[BEFORE] = before
            if only_defines(node):
                node[SILENT] = True


def formulas_in(document: nodes.document, config: Config) -> Iterator[tuple[nodes.Element, str]]:
    """Yield the formulas of *document*, each with the definitions of macros before it.

    None if another renderer writes them.
    """
    before = ""  # The same string for many formulas.
    for node in document.findall(lambda each: isinstance(each, (nodes.math, nodes.math_block))):
        if config.html_math_renderer != NAME:
            return
        assert isinstance(node, nodes.Element)
        yield node, before
        if macros_in(tex := node.astext()):
            before += f"{tex}\n"


def only_defines(formula: nodes.Element) -> bool:
    """Return whether *formula* defines macros, and shows nothing."""
    tex = formula.astext()
    return bool(macros_in(tex)) and is_definition(tex) and not formula.get("number")


def _id(label: str) -> str:
    """Return the id of the formula with *label*, as Sphinx and MyST do."""
    return nodes.make_id(f"equation-{label}")


def choose_renderer(app: Sphinx, config: Config) -> None:
    """``config-inited``: register our renderer if it is configured, or in our theme if none is.

    Registering a renderer makes Sphinx disable MathJax, so other projects do not get ours.
    """
    others = set(app.registry.html_inline_math_renderers) - {"mathjax"}
    configured = config.html_math_renderer
    if configured == NAME or (configured is None and config.html_theme == THEME and not others):
        app.add_html_math_renderer(NAME, (visit_math, None), (visit_displaymath, None))
        config["html_math_renderer"] = NAME
