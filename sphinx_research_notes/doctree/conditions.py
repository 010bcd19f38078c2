"""The conditions around content that only some builds show: ``only``, ``ifconfig`` and ``todo``.

A doctree holds such content in every build, and Sphinx leaves it out only when a page is written. So the
records of what other pages show carry its conditions, which each build evaluates for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.ext.ifconfig import ifconfig
from sphinx.ext.todo import todo_node

from .nodes import around

if TYPE_CHECKING:
    from collections.abc import Iterable

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
