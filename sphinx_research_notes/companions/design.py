"""Tabs of sphinx-design: their labels have an attribute that HTML doesn't allow on labels of a control.

Since sphinx-design 0.8 a label names its panel in ``aria-controls``, which no script of its own reads. No
upstream issue is known; its title could be "Tab labels have aria-controls, which isn't allowed on them". This
can go when none is written any more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..build.assets import is_ours

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_LABEL = re.compile(r'<label aria-controls="[^"]*"(?= class="sd-tab-label)')


def mend_tabs(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: take the attribute out of the labels of tabs in our theme."""
    if is_ours(app) and "sd-tab-label" in str(context.get("body")):
        context["body"] = _LABEL.sub("<label", str(context["body"]))
