"""The badges that a hook of Material's documentation makes of comments: ``<!-- md:version 9.0 -->``.

Other projects have copied it (``hooks/shortcodes.py``). Its programs aren't run: what readers saw is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .config import Config

_BADGE = re.compile(r"<!-- md:(?P<kind>\w+)(?P<text>[^\n]*?) -->", re.IGNORECASE)
#: Icons of which a reader sees the meaning when pointing at them.
_FLAGS = {"metadata": "metadata property", "required": "required value", "multiple": "multiple instances"}
_DEFAULTS = {"none": "empty", "computed": "computed"}


def show_badges(source: Source, config: Config) -> None:
    """Write such comments as the text that readers saw, if the site has a hook that may do so."""
    if config.values.get("hooks"):
        source.sub(_BADGE, lambda match: _badge(source, match))


def _badge(source: Source, match: re.Match[str]) -> str:
    kind, text = match["kind"].lower(), match["text"].strip()
    source.changed("<!-- md:… -->", match.start(), f"{kind} {text}".strip())
    name = re.split(r"[.:*]", text)[-1]
    if kind == "option":
        return f"[`{name}`](#+{text}){{ #+{text} }}\n\n"
    if kind == "setting":
        return f"`{name}` {{ #{text} }}\n\n[{text}]: #{text}\n\n"
    if kind == "flag":
        return f"*{_FLAGS.get(text, text)}*"
    if kind == "default":
        return f"default: {_DEFAULTS.get(text, text)}"
    if kind == "example":
        return f"[`.zip`](https://mkdocs-material.github.io/examples/{text}.zip)"
    if kind == "demo":
        return f"[{text}](https://github.com/mkdocs-material/{text})"
    return text or kind
