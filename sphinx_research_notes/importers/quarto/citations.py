"""Citations, ``[@key; @other, p. 3]`` and ``@key``, and references to what has a label, ``@fig-x``.

https://quarto.org/docs/authoring/citations.html and https://quarto.org/docs/authoring/cross-references.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .context import Context

_KEY = r"(?:\{(?P<braced>[^{}\n]+)\}|(?P<key>[^\W_][\w:.#$%&+?<>~/-]*[\w/]|[^\W_]))"
_GROUP = re.compile(r"(?<!\\)\[(?P<text>[^\[\]]*?(?<![\w\\])-?@[^\[\]]+)\](?![(\[{:])")
_PART = re.compile(rf"(?P<before>[^@]*?)(?P<minus>-?)@{_KEY}(?P<after>.*)", re.DOTALL)
_BARE = re.compile(rf"(?<![\w@/.\\`=:-])(?P<minus>-?)@{_KEY}(?:[ ]\[(?P<after>[^\[\]@]+)\])?")
_KINDS = (
    "fig-",
    "tbl-",
    "eq-",
    "sec-",
    "lst-",
    "thm-",
    "lem-",
    "cor-",
    "prp-",
    "cnj-",
    "def-",
    "exm-",
    "exr-",
    "sol-",
    "rem-",
    "alg-",
    "nte-",
    "tip-",
    "wrn-",
    "imp-",
    "cau-",
    "vid-",
)


def rewrite_citations(source: Source, context: Context) -> None:
    """Write citations of works that are there, and references to labels of this document, as roles."""
    source.sub(_GROUP, lambda match: _group(source, context, match))
    source.sub(_BARE, lambda match: _bare(source, context, match))


def _group(source: Source, context: Context, match: re.Match[str]) -> str | None:
    parts = [_PART.fullmatch(each.strip()) for each in match["text"].split(";")]
    found = [(part, part["braced"] or part["key"]) for part in parts if part]
    if len(found) != len(parts):
        return None
    if all(key in context.references for _, key in found):
        source.changed("reference", match.start(), match["text"])
        return ", ".join(_roles(source, f"{part['before']}{context.references[key]}") for part, key in found)
    missing = [key for _, key in found if key not in context.keys]
    if missing:
        what = "reference" if missing[0].startswith(_KINDS) else "citation"
        source.unknown(what, match.start(), f"nothing is called {missing[0]}")
        return source.aside(match[0])
    source.changed("citation", match.start(), match["text"])
    years = all(part["minus"] for part, _ in found)
    texts = [
        f"{_in_braces(part['before'])}{context.keys[key]}{_in_braces(part['after'].lstrip(', '))}"
        for part, key in found
    ]
    return source.aside(f"{{cite:{'yearpar' if years else 'p'}}}`{','.join(texts)}`")


def _bare(source: Source, context: Context, match: re.Match[str]) -> str | None:
    key = match["braced"] or match["key"]
    if key[:1].islower() or key[:1].isupper():
        lowered = key[0].lower() + key[1:]
        if new := context.references.get(key) or context.references.get(lowered):
            source.changed("reference", match.start(), key)
            after = f" [{match['after']}]" if match["after"] else ""
            return f"{_roles(source, new)}{after}"
    if key not in context.keys:
        if key.startswith(_KINDS):
            source.unknown("reference", match.start(), f"nothing is called {key}")
        return None
    source.changed("citation", match.start(), key)
    role = "year" if match["minus"] else "t"
    return source.aside(f"{{cite:{role}}}`{context.keys[key]}{_in_braces(match['after'] or '')}`")


def _in_braces(text: str) -> str:
    """Return what stands before or after a citation as its role has it."""
    inner = " ".join(text.replace("{", "").replace("}", "").replace("`", "'").split())
    return f"{{{inner}}}" if inner else ""


def _roles(source: Source, text: str) -> str:
    """Return *text* with its roles set aside."""
    return re.sub(r"\{\w+\}`[^`]*`", lambda match: source.aside(match[0]), text)
