"""Rules (``---``) where docutils has no place for them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ...config import notes_config
from ...doctree.nodes import around, swap


class PlaceRules(SphinxTransform):
    """Removes rules with nothing above or below them, and keeps those in quotations and callouts in HTML.

    Notes of a vault often begin or end with one; docutils would report each.
    """

    def apply(self, **kwargs: Any) -> None:
        if not notes_config(self.config).wikilinks:
            return
        for rule in list(self.document.findall(nodes.transition)):
            if not isinstance(rule.parent, (nodes.document, nodes.section)):
                swap(rule, nodes.raw("", "<hr />", format="html"))
            elif _has_nothing_above(rule) or _has_nothing_below(rule):
                rule.parent.remove(rule)


def _has_nothing_above(rule: nodes.transition) -> bool:
    above = rule.parent.children[: rule.parent.index(rule)]
    unseen = (nodes.title, nodes.subtitle, nodes.Invisible)
    return all(isinstance(each, unseen) for each in above) or isinstance(above[-1], nodes.transition)


def _has_nothing_below(rule: nodes.transition) -> bool:
    """Whether *rule* is the last thing in the document."""
    steps = [rule, *around(rule)]
    return all(
        all(isinstance(each, nodes.Invisible) for each in outer.children[outer.index(inner) + 1 :])
        for inner, outer in pairwise(steps)
    )
