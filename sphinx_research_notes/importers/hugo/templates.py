"""Templates of shortcodes that only put their arguments into HTML: what most of a site's own ones do."""

from __future__ import annotations

import re

_ACTION = re.compile(r"\{\{-?\s*(?P<text>.*?)\s*-?\}\}", re.DOTALL)
_COMMENT = re.compile(r"\{\{-?\s*/\*.*?\*/\s*-?\}\}|<!--.*?-->", re.DOTALL)
_BLOCK = re.compile(
    r"\{\{-?\s*(?P<kind>with|if)\s+(?P<test>[^{}]*?)\s*-?\}\}(?P<yes>(?:(?!\{\{-?\s*(?:with|if|range|end)\b).)*?)"
    r"(?:\{\{-?\s*else\s*-?\}\}(?P<no>(?:(?!\{\{-?\s*(?:with|if|range|end)\b).)*?))?\{\{-?\s*end\s*-?\}\}",
    re.DOTALL,
)
_GET = re.compile(r"""\(?\s*(?:\.|\$\.)Get\s+(?:"(?P<name>[^"]+)"|(?P<place>\d+))\s*\)?""")
_FILTERS = re.compile(
    r"\s*\|\s*(?:markdownify|safeHTML|safeURL|safeCSS|safeHTMLAttr|htmlEscape|plainify|\$?\.Page\.RenderString)\s*"
)
_INNER = {".Inner", "$.Inner", "trim .Inner", ".InnerDeindent"}


def by_template(template: str, given: dict[str, str], content: str | None) -> str | None:
    """Return what *template* makes of the arguments *given*; None if it does more than put them in."""
    text = _COMMENT.sub("", template)
    for _ in range(20):
        text, count = _BLOCK.subn(lambda match: _chosen(match, given, content), text)
        if not count:
            break
    unknown: list[str] = []

    def value(match: re.Match[str]) -> str:
        found = _value(match["text"], given, content)
        if found is None:
            unknown.append(match["text"])
        return found or ""

    made = _ACTION.sub(value, text)
    return None if unknown or not made.strip() else re.sub(r"\n\s*\n", "\n", made.strip())


def _value(expression: str, given: dict[str, str], content: str | None) -> str | None:
    text = _FILTERS.sub("", expression).strip()
    if text.startswith("default "):
        parts = re.fullmatch(r'default\s+"([^"]*)"\s+(.*)', text)
        return (_value(parts[2], given, content) or parts[1]) if parts else None
    if text in _INNER:
        return (content or "").strip("\n")
    match = _GET.fullmatch(text)
    if match is None:
        return None
    return given.get(match["name"] or match["place"], "")


def _chosen(match: re.Match[str], given: dict[str, str], content: str | None) -> str:
    value = _value(match["test"], given, content)
    if value is None:
        return "{{ unknown }}"
    if not value:
        return match["no"] or ""
    return (
        re.sub(r"\{\{-?\s*\.\s*(?:\|[^{}]*)?-?\}\}", lambda _: value, match["yes"])
        if match["kind"] == "with"
        else match["yes"]
    )
