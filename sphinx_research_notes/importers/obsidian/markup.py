"""What only Obsidian has in its Markdown: comments, highlights, callouts, tags, ids of blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.code_elements import HTML_CODE
from ..markdown.code import FENCED, INLINE, set_code_aside
from ..markdown.directives import admonition, details
from ..markdown.dollars import rewrite_formulas
from ..markdown.limits import keep_within_limits
from ..records import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..markdown.source import Source
    from .links import Links
    from .vault import Note

_COMMENT = re.compile(r"(?<!\\)%%.*?(?:%%|\Z)", re.DOTALL)
#: Between twice as many signs, which in Obsidian are two empty comments; nobody means them so.
_FOUR = re.compile(r"%%%%(?=[^\s%])[^%\n]*%%%%")
#: A formula with signs that are a comment of TeX: anywhere in a block, or one in a line. Two there are ours.
_FORMULA = re.compile(
    r"(?<![\\$])\$\$(?!\$)(?:(?!\n[ >]*\n|\$\$)[\s\S])+\$\$"
    r"|(?<![\w\\$])\$(?![\s$])(?:(?!%%)[^$\n])*%%(?:(?!%%)[^$\n])*(?<![\s\\$])\$(?![\w$])"
)
#: Code, a formula, or a comment, whichever begins first.
_CODE_OR_COMMENT = re.compile(
    rf"""(?P<code>{FENCED.pattern}|(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)
    |{_FORMULA.pattern}|{HTML_CODE})
    |(?<!\\)%%.*?(?:%%|\Z)""",
    re.DOTALL | re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
_HTML_CODE = re.compile(HTML_CODE, re.DOTALL | re.MULTILINE | re.IGNORECASE)
#: The name of an element, in a sentence that does not end it: for browsers, all that follows is its text.
_UNENDED = re.compile(
    r"(?<=[^\s>])(?P<space>[ \t]*)<(?P<name>script|style|title|textarea|xmp|noembed|noframes|plaintext)>"
    r"(?!(?:(?!\n[ \t]*\n)[\s\S]){0,1000}?</(?P=name))",
    re.IGNORECASE,
)
#: An element of HTML with attributes, in which signs are nothing of Obsidian.
_ELEMENT = re.compile(r"<[A-Za-z][\w-]*\s[^<>]*>")
_HIGHLIGHT = re.compile(r"==(?=[^\s=])((?:(?!==|\n\s*\n).)+?)(?<=[^\s=])==", re.DOTALL)
_CALLOUT = re.compile(
    r"^(?P<indent>[ \t]*)>[ ]?\[!(?P<kind>[^\]|\n]+)(?:\|[^\]\n]*)?\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)"
    r"(?P<body>(?:\n[ \t]*>[^\n]*)*)",
    re.MULTILINE,
)
#: Code that is in no quotation.
_FENCED_OUTSIDE = re.compile(FENCED.pattern.replace("[ \\t>]*", "[ \\t]*"), FENCED.flags)
_FOOTNOTE = re.compile(
    r"(?<!\\)\^\[(?P<text>(?:[^\[\]\n]|\n(?![ \t]*\n)|\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\])+)\]"
)
_BLOCK_ID = re.compile(r"(?P<before>^(?:[ \t]*>)*|[ \t])\^(?P<name>[A-Za-z0-9-]+)[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"(?<![\w/&#\\\[(`])#(?P<name>[\w/-]*[^\W\d][\w/-]*)")
#: Code that a plug-in runs.
_RUN = re.compile(
    r"^[ \t]*(?:`{3,}|~{3,})[ \t]*(?P<name>dataview|dataviewjs|query|tasks|button|chart)\b",
    re.MULTILINE,
)
_RUN_INLINE = re.compile(r"(?<!`)`(?:=|\$=)[^`\n]+`(?!`)")
_TEMPLATER = re.compile(r"<%[^\n]{0,500}?%>")
_KINDS = {
    "note": "note", "info": "note", "todo": "note", "example": "note", "abstract": "note", "summary": "note",
    "tldr": "note", "tip": "tip", "hint": "hint", "important": "important", "success": "tip", "check": "tip",
    "done": "tip", "question": "important", "help": "important", "faq": "important", "warning": "warning",
    "caution": "caution", "attention": "attention", "failure": "danger", "fail": "danger",
    "missing": "danger",
    "danger": "danger", "error": "error", "bug": "danger",
}  # fmt: skip


def rewrite(source: Source, note: Note, links: Links) -> list[str]:
    """Rewrite the text of *note*; return the tags in it."""
    _leave_comments_out(source)
    for match in _RUN.finditer(source.text):
        source.unknown(f"```{match['name']}", match.start(), "a plug-in runs this; it stays as code")
    for match in _RUN_INLINE.finditer(source.text):
        source.unknown("`= …`", match.start(), "Dataview runs this; it stays as code")
    # Before code and formulas in them are set aside: there, their lines begin with a sign.
    code = _FENCED_OUTSIDE.sub(lambda match: "\0" * len(match[0]), source.text)
    source.replace_parts(list(_callouts(source, code)))
    set_code_aside(source)
    source.sub(_TEMPLATER, lambda match: _as_code(source, match))
    rewrite_formulas(source, single=True, apart=True)
    _rewrite_footnotes(source)
    links.rewrite(source, note)
    source.sub(_UNENDED, lambda match: _named(source, match))
    source.set_aside(_ELEMENT)
    source.sub(_HIGHLIGHT, lambda match: _highlight(source, match))
    tags: list[str] = []
    source.sub(_TAG, lambda match: _tag(source, match, tags))
    source.sub(_BLOCK_ID, lambda match: _block_id(source, match, note))
    keep_within_limits(source)
    return tags


def _as_code(source: Source, match: re.Match[str]) -> str:
    source.unknown("<%…%>", match.start(), "Templater runs this; it stays as code")
    return source.aside(match[0] if "`" in match[0] else f"`{match[0]}`")


def _named(source: Source, match: re.Match[str]) -> str:
    source.changed("<…>", match.start(), f"a name in a sentence: {match['name']}")
    return f"{match['space']}\\<{match['name']}>"


def _rewrite_footnotes(source: Source) -> None:
    """Put footnotes that stand in the text, ``^[…]``, below it."""
    texts: list[str] = []

    def reference(match: re.Match[str]) -> str | None:
        words = " ".join(match["text"].split())
        if not words:
            return None
        while f"[^inline-{len(texts) + 1}]" in source.text:
            texts.append("")
        texts.append(words)
        source.changed("^[…]", match.start(), "a footnote below the text")
        return f"[^inline-{len(texts)}]"

    source.sub(_FOOTNOTE, reference)
    for number, words in enumerate(texts, 1):
        if words:
            source.append(f"\n[^inline-{number}]: {words}")


def _callouts(source: Source, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the callouts in *text*, the one of *source* without code, as admonitions."""
    for match in _CALLOUT.finditer(text):
        yield *match.span(), _callout(source, match, match.start())


def _leave_comments_out(source: Source) -> None:
    """Leave comments out, before anything else is read: not even a report has words of them.

    Whether signs in code that is in a comment end it is said nowhere. What one reading hides is hidden.
    """
    by_place = [match.span() for match in _CODE_OR_COMMENT.finditer(source.text) if not match["code"]]
    if not by_place:
        return
    plain = _without_code(source.text)
    blind = [*_COMMENT.finditer(plain), *_FOUR.finditer(plain)]
    parts: list[tuple[int, int, str]] = []
    for start, end in sorted([*by_place, *(match.span() for match in blind)]):
        if parts and start < parts[-1][1]:
            parts[-1] = (parts[-1][0], max(end, parts[-1][1]), "")
            continue
        source.found(Outcome.LEFT_OUT, "%%…%%", start, "a comment, which isn't for readers")
        parts.append((start, end, ""))
    source.replace_parts(parts)


def _without_code(text: str) -> str:
    """Return *text* with code and formulas that have no signs of a comment, and are as long as before."""
    for pattern in (FENCED, INLINE, _FORMULA, _HTML_CODE):
        text = pattern.sub(lambda match: match[0].replace("%%", "  "), text)
    return text


def _highlight(source: Source, match: re.Match[str]) -> str:
    source.changed("==…==", match.start(), "<mark>")
    return f"<mark>{match[1]}</mark>"


def _tag(source: Source, match: re.Match[str], tags: list[str]) -> str:
    name = match["name"].strip("/")
    if name not in tags:
        tags.append(name)
    source.changed("#tag", match.start(), "a role, and in the front matter")
    return source.aside(f"{{tag}}`{name}`")


def _block_id(source: Source, match: re.Match[str], note: Note) -> str:
    name = match["name"].lower()
    if name not in note.blocks:
        source.changed("^block-id", match.start(), "left out, as no link leads to it")
        return ""
    source.changed("^block-id", match.start(), "a target")
    return f'{match["before"]}<a id="{name}"></a>'


def _callout(source: Source, match: re.Match[str], place: int) -> str:
    """Return a callout as an admonition; *place*: where it is in the text, or the one that it is in."""
    kind, title = match["kind"].strip().lower(), match["title"].strip()
    body = "\n".join(re.sub(r"^[ \t]*>[ ]?", "", line) for line in match["body"].lstrip("\n").split("\n"))
    source.changed("callout", place, kind)
    # Those inside first: the outer one has more colons.
    body = _CALLOUT.sub(lambda inner: _callout(source, inner, place), body)
    if not body.strip():
        # MyST wants a text.
        title, body = "", title or kind.capitalize()
    if match["fold"] == "-":
        text = details(title or kind.capitalize(), body)
    elif kind in _KINDS:
        text = admonition(_KINDS[kind], body, title)
    else:
        text = admonition(re.sub(r"[^\w-]", "-", kind), body, title or kind.capitalize())
    indent = match["indent"]
    return "\n".join(f"{indent}{line}" if line else "" for line in text.strip("\n").split("\n")) + "\n"
