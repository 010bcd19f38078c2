"""Tabs of sphinx-design and sphinx-tabs: they have attributes that HTML doesn't allow.

Since sphinx-design 0.8 a label names its panel in ``aria-controls``, which no script of its own reads. No
upstream issue is known; its title could be "Tab labels have aria-controls, which isn't allowed on them". This
can go when none is written any more.

sphinx-tabs 3.4 and 3.5 give each panel a ``name``, which only labels need, and ``hidden="true"`` for
``hidden``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..build.assets import is_ours

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_LABEL = re.compile(r'<label aria-controls="[^"]*"(?= class="sd-tab-label)')
_PANEL = re.compile(r'<div\b[^<>]* class="sphinx-tabs-panel\b[^<>]*>')
_NAME, _HIDDEN = re.compile(r' name="[^"]*"'), re.compile(r' hidden="true"')


def mend_tabs(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: take the attributes out of the tabs in our theme."""
    body = str(context.get("body"))
    if is_ours(app) and "sd-tab-label" in body:
        context["body"] = body = _LABEL.sub("<label", body)
    if is_ours(app) and "sphinx-tabs-panel" in body:
        context["body"] = _PANEL.sub(lambda panel: _NAME.sub("", _HIDDEN.sub(" hidden", panel[0])), body)
