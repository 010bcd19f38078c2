"""``{status}``: badges, as a role in the text and as a directive on a line of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective, SphinxRole

from ..config import notes_config
from ..diagnostics import warn
from ..doctree.nodes import element

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def badge(env: BuildEnvironment, label: str, axis: str, location: str) -> element:
    """Return *label*, used at *location*, as a badge, with axis and meaning if known."""
    vocabulary = notes_config(env.config).vocabulary
    if fault := vocabulary.fault(label, axis):
        warn("status", f"status: {fault}", location)
    status = vocabulary.status(label, axis)
    attrs = {"data-value": status.value}
    if status.axis:
        attrs["data-axis"] = status.axis
    if meaning := vocabulary.describe(status).meaning:
        attrs["title"] = meaning
    text = nodes.inline("", status.label, classes=["value"])
    return element("", text, tag="span", classes=["note-status"], attrs=attrs)


class StatusRole(SphinxRole):
    """A badge in the text."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [badge(self.env, self.text, "", self.get_location())], []


class StatusDirective(SphinxDirective):
    """A line of badges: labels separated by commas, as argument or content; ``:axis:`` sets their axis."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"axis": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        given = ",".join([*self.arguments, *self.content])
        line = nodes.paragraph(classes=["note-statuses"])
        for label in (each.strip() for each in given.split(",")):
            if label:
                if line.children:
                    line += nodes.Text(" ")
                axis = str(self.options.get("axis") or "").strip()
                line += badge(self.env, label, axis, self.get_location())
        self.set_source_info(line)
        return [line] if line.children else []
