"""Blocks of WordPress's editor: comments around HTML, see
https://developer.wordpress.org/block-editor/explanations/architecture/key-concepts/."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from ..records import Outcome
from .paragraphs import with_paragraphs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..markdown.source import Source

_BLOCK = re.compile(
    r"<!--\s+(?P<end>/)?wp:(?P<name>[a-z][a-z0-9/_-]*)\s+(?P<options>\{(?:(?!<!--|-->).)*\}\s+)?(?P<alone>/)?-->",
    re.DOTALL,
)
#: Where blocks of plug-ins that WordPress shows by a program keep their words and where these lead.
_TEXTS = ("label", "text", "content", "title", "heading", "buttonText")
_WITH_WORDS = {"social-link", "navigation-link", "navigation-submenu"}
_LINKS = ("link", "url", "href")
#: As deep may blocks be in each other that are used again.
_DEEPEST = 5


def has_blocks(text: str) -> bool:
    """Whether *text* was written in blocks."""
    return "<!-- wp:" in text


def without_blocks(source: Source, reusable: Mapping[str, str]) -> None:
    """Take the comments of blocks out of *source*; text between blocks gets its paragraphs.

    *reusable*: the texts of blocks that are used again, by their numbers.
    """
    for _ in range(_DEEPEST):
        before = source.text
        source.sub(_BLOCK, lambda match: _reused(source, match, reusable))
        if source.text == before:
            break
    parts: list[str] = []
    depth = place = 0
    text = source.text
    for match in _BLOCK.finditer(text):
        between = text[place : match.start()]
        parts.append(with_paragraphs(between) if depth == 0 and between.strip() else between)
        place = match.end()
        if match["end"]:
            depth = max(0, depth - 1)
        elif not match["alone"]:
            depth += 1
        parts.append(_instead(source, match))
    between = text[place:]
    parts.append(with_paragraphs(between) if between.strip() else between)
    whole = "".join(parts)
    source.text = whole


def with_languages(html: str) -> str:
    """Return *html* in which code has the language that its block names."""
    code = r'<myst-language name="([\w+#-]+)">(\s*(?:<div[^>]*>)?\s*<pre)\b'
    return re.sub(r"<myst-language[^>]*>", "", re.sub(code, r'\2 data-language="\1"', html))


def _options(match: re.Match[str]) -> dict[str, Any]:
    try:
        found = json.loads(match["options"] or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _reused(source: Source, match: re.Match[str], reusable: Mapping[str, str]) -> str | None:
    if match["name"] != "block" or not match["alone"]:
        return None
    number = str(_options(match).get("ref", ""))
    if number not in reusable:
        return None
    if not reusable[number]:
        source.found(Outcome.LEFT_OUT, "wp:block", match.start(), "a block that isn't published, or is empty")
        return ""
    source.changed("wp:block", match.start(), "the text of the block that is used again")
    return reusable[number]


def _instead(source: Source, match: re.Match[str]) -> str:
    """Return what stands in place of the comment of a block."""
    name = match["name"].removeprefix("core/")
    lines = "\n" * match[0].count("\n")
    options = _options(match)
    language = options.get("language") or options.get("codeLanguage") or ""
    if match["end"]:
        return lines
    if language and isinstance(language, str) and not match["alone"]:
        return f'<myst-language name="{language}">{lines}'
    if not match["alone"] or name in {"footnotes", "more", "separator"}:
        return f"<hr>{lines}" if match["alone"] and name == "separator" else lines
    if name in _WITH_WORDS and (text := _said({"text": options.get("service"), **options})):
        source.changed(f"wp:{name}", match.start(), "its text")
        return f"{text}{lines}"
    if "/" not in name and name != "missing":
        source.found(Outcome.LEFT_OUT, f"wp:{name}", match.start(), "WordPress made this anew for each page")
    elif text := _said(options):
        source.changed(f"wp:{name}", match.start(), "its text")
        return f"{text}{lines}"
    else:
        source.unknown(f"wp:{name}", match.start(), "the export has nothing of what it shows")
    return lines


def _said(options: Mapping[str, Any]) -> str:
    """Return the words that a block has among its *options*, such as those of a button, as HTML."""
    text = next((str(options[name]) for name in _TEXTS if isinstance(options.get(name), str)), "").strip()
    link = next((str(options[name]) for name in _LINKS if isinstance(options.get(name), str)), "").strip()
    if not text:
        return ""
    return f'<p><a href="{escape(link)}">{text}</a></p>' if link.strip("#") else f"<p>{text}</p>"
