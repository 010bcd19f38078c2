"""Formulas in Markdown: between dollar signs, with their numbers. Pure."""

from __future__ import annotations

import re

from . import markdown_inline as inline
from .markdown_tree import Element

#: TeX in which a number has no place at the end.
_ROWS = re.compile(r"\\(?:tag|begin\{(?:align|eqnarray|equation|flalign|gather|multline)\*?\})")
#: An environment with a number for each line, which has a form without: ``aligned``, for instance.
_NUMBERED = re.compile(r"\\begin\{(align|gather|equation)\}(.*)\\end\{\1\}", re.DOTALL)
_LABELLED = re.compile(r"\\(?:label|notag|nonumber)(?![a-zA-Z])")
#: One without others in it, and what only works in one.
_ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}(?:(?!\\begin\{).)*?\\end\{\1\}", re.DOTALL)
_COLUMN_OR_LINE = re.compile(r"(?<!\\)&|\\\\")
#: As Sphinx writes TeX for MathJax.
_MATHJAX = re.compile(r"\\\((.*)\\\)|\\\[(.*)\\\]", re.DOTALL)


def formula_block(element: Element) -> str:
    """Return the formula on a line of its own that *element* is, with its number; empty for anything else."""
    formulas = [*element.all("math")] if "math" in element.classes else []
    tex = _tex(formulas[0]) if len(formulas) == 1 else unconverted(element)
    if not tex or "$" in tex.replace("\\$", ""):
        return ""
    numbers = [each.text().strip() for each in element.elements() if "eqno" in each.classes]
    match = re.fullmatch(r"\(([\w.-]+)\)", numbers[0]) if len(numbers) == 1 else None
    tex = _with_one_number(tex) if match else _aligned(tex)
    if numbers and (match is None or _ROWS.search(tex)):
        return ""
    return f"$$\n{tex} \\tag{{{match[1]}}}\n$$" if match else f"$$\n{tex}\n$$"


def _aligned(tex: str) -> str:
    """Return *tex*, in which Sphinx takes lines and columns outside of an environment to be aligned."""
    outside, count = tex, 1
    while count:
        outside, count = _ENVIRONMENT.subn("", outside)
    return f"\\begin{{aligned}}\n{tex}\n\\end{{aligned}}" if _COLUMN_OR_LINE.search(outside) else tex


def _with_one_number(tex: str) -> str:
    """Return *tex* so that one number for all its lines can follow it."""
    match = _NUMBERED.fullmatch(tex)
    if match is None or _ROWS.search(match[2]) or _LABELLED.search(match[2]):
        return _aligned(tex)
    if match[1] == "equation":
        return _aligned(match[2].strip())
    return f"\\begin{{{match[1]}ed}}{match[2]}\\end{{{match[1]}ed}}"


def unconverted(element: Element) -> str:
    """Return the TeX of a formula that is not in MathML; empty for anything else."""
    if "math" not in element.classes:
        return ""
    parts = [each for each in element.children if isinstance(each, str) or "eqno" not in each.classes]
    if len(code := [each for each in parts if isinstance(each, Element) and "tex" in each.classes]) == 1:
        return _without_empty_lines(code[0].text())
    match = _MATHJAX.fullmatch(
        "".join(each if isinstance(each, str) else each.text() for each in parts).strip()
    )
    return _without_empty_lines(match[1] or match[2] or "") if match else ""


def _tex(element: Element) -> str:
    """Return the TeX of a formula in MathML."""
    return _without_empty_lines(element.attributes.get("alttext", ""))


def _without_empty_lines(tex: str) -> str:
    """Return *tex* without empty lines, which would end it."""
    return "\n".join(line for line in tex.strip().splitlines() if line.strip())


def display(element: Element) -> str:
    """Return a formula on a line of its own."""
    tex = _tex(element)
    if not tex:
        return inline.resolved(inline.escaped(element.text()))
    return f"```tex\n{tex}\n```" if "$" in tex.replace("\\$", "") else f"$$\n{_aligned(tex)}\n$$"
