"""The conditions around content that only some builds show: ``only``, ``ifconfig`` and ``todo``.

A doctree holds such content in every build, and Sphinx leaves it out only when a page is written. So the
records of what other pages show carry its conditions, which each build evaluates for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.ext.ifconfig import ifconfig
from sphinx.ext.todo import todo_node

from .nodes import around

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.builders import Builder

    from ..model.note import Condition

#: Nodes whose content only some builds show.
CONDITIONAL = (addnodes.only, ifconfig, todo_node)


def conditions_of(node: nodes.Node) -> tuple[Condition, ...]:
    """Return the conditions of the content around *node*, innermost first."""
    return tuple(found for parent in around(node) if (found := _condition(parent)))


def _condition(node: nodes.Element) -> Condition | None:
    if isinstance(node, addnodes.only):
        return "only", str(node["expr"])
    if isinstance(node, ifconfig):
        return "ifconfig", str(node["expr"])
    if isinstance(node, todo_node):
        return "todo", ""
    # The definition is no text; where it is used, its content stands in the text.
    return ("never", "") if isinstance(node, nodes.substitution_definition) else None


def conditional_images(
    doctree: nodes.document, paths: Callable[[], Iterable[str]]
) -> tuple[tuple[str, tuple[tuple[Condition, ...], ...]], ...]:
    """Return the images that *doctree* only shows under conditions, with those of each place.

    *paths*: returns the images of the document, which raw HTML in it may show, too.
    """
    if next(doctree.findall(lambda node: isinstance(node, CONDITIONAL)), None) is None:
        return ()
    places: dict[str, dict[tuple[Condition, ...], None]] = {}
    for image in doctree.findall(nodes.image):
        candidates: dict[str, str] = image.get("candidates", {})
        for path in candidates.values():
            places.setdefault(path, {})[conditions_of(image)] = None
    names = {path: path.rpartition("/")[2] for path in paths()}
    for raw in doctree.findall(nodes.raw):
        text = unquote(raw.astext())
        for path, name in names.items():
            if name in text:
                places.setdefault(path, {})[conditions_of(raw)] = None
    return tuple((path, tuple(each)) for path, each in sorted(places.items()) if () not in each)


def are_met(conditions: Iterable[Condition], builder: Builder) -> bool:
    """Return whether *builder* shows content under all of *conditions*."""
    return all(_is_met(kind, expression, builder) for kind, expression in conditions)


def _is_met(kind: str, expression: str, builder: Builder) -> bool:
    if kind == "only":
        try:
            return builder.tags.eval_condition(expression)
        except Exception:
            return True  # Like Sphinx, which reports the error in the condition.
    if kind == "ifconfig":
        return _holds(expression, builder)
    return kind == "todo" and shows_todos(builder)


def _holds(expression: str, builder: Builder) -> bool:
    """Return whether ``ifconfig`` shows its content; it reports an error in *expression* instead."""
    names: dict[str, Any] = {option.name: option.value for option in builder.config}
    names |= builder.config.__dict__ | {"builder": builder.name}
    try:
        return bool(eval(expression, names))
    except Exception:
        return False


def shows_todos(builder: Builder) -> bool:
    """Return whether *builder* shows the content of ``todo``."""
    return bool(getattr(builder.config, "todo_include_todos", False))
