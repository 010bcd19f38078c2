"""Several posts in one file: each that has a section of its own becomes an entry.

ABlog makes a post of each section with a directive ``post``, if a file has more than one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...frontmatter.ablog import posts_in
from ...frontmatter.syntax import Syntax
from ..records import Finding, Outcome
from .keys import addresses
from .posts import field, is_rst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...frontmatter.ablog import Post
    from ..documents import Document
    from .config import Config

_ATX = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1*[ \t]*")
#: The options that an entry has, too, with their names there.
_SAME = {"tags": "tags", "category": "category", "author": "author", "location": "location",
         "external_link": "external_url",
         "canonical_link": "canonical_url"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and the lines of its section, from 0; the last one is the one after it."""

    title: str
    level: int
    first: int
    text: int
    last: int


def divide(document: Document, config: Config) -> list[Finding]:
    """Make entries of the sections of *document* that are posts; return what was done."""
    front, rst = document.front, is_rst(document.path)
    posts = posts_in(front.body, Syntax.RST if rst else Syntax.MARKDOWN)
    if len(posts) < 2 and config.values.get("post_always_section") is not True:
        return []
    rows, findings, ids = front.body.split("\n"), [], set[str]()
    former: list[str] = []
    top: Post | None = None
    sections = sections_of(rows, rst=rst)
    anchors = {section: _anchor(section, ids) for section in sections}
    for post in reversed(posts):
        around = [each for each in sections if each.text <= post.line - 1 < each.last]
        section = max(around, key=lambda each: each.first, default=None)
        if section is None or section.level == 1:
            top = post
            continue
        told = [*_trimmed(rows[section.text : post.line - 1]), "", *_trimmed(rows[post.end : section.last])]
        entry = _options(post, section.title, anchors[section], rst=rst)
        rows[section.first : section.last] = (_in_rst if rst else _in_markdown)(entry, told, post.date)
        line = front.body_line + post.line - 1
        findings.append(Finding(Outcome.CHANGED, "post in a section", document.path, line, "an entry"))
        if not post.date:
            findings.append(
                Finding(Outcome.CHANGED, "post without a date", document.path, line, "it is a draft")
            )
        former += [post.options["redirect"]] if post.options.get("redirect") else []
        findings += [
            Finding(Outcome.LEFT_OUT, f"post in a section: {name}", document.path, line, f"it was {value}")
            for name, value in post.options.items()
            if name in {"image", "excerpt", "language"} and value
        ]
    if former and top and (own := [n for n in range(top.line, top.end) if ":redirect:" in rows[n]]):
        rows[own[0]] = ", ".join((rows[own[0]], *former))
        former = []
    front.body = "\n".join(rows)
    if former:
        _redirect(document, former, is_post=top is not None)
    return findings[::-1]


def _redirect(document: Document, former: Sequence[str], *, is_post: bool) -> None:
    """Let the *former* addresses lead to the page of *document*, as they did."""
    values: dict[str, Any] = {} if is_post else {"kind": "page"}
    values["aliases"] = [each for text in former for each in addresses(text)]
    if is_rst(document.path):
        fields = "".join(field(name, value) for name, value in values.items())
        document.front.body = f"{fields}\n{document.front.body}"
        return
    for name, value in values.items():
        document.front.put(name, value)


def sections_of(rows: Sequence[str], *, rst: bool) -> list[Section]:
    """Return the sections in a text, in their order."""
    found = list(_rst_headings(rows) if rst else _markdown_headings(rows))
    ends = [
        next((first for first, _, other, _ in found[place + 1 :] if other <= level), len(rows))
        for place, (_, _, level, _) in enumerate(found)
    ]
    return [
        Section(title, level, first, text, last)
        for (first, text, level, title), last in zip(found, ends, strict=True)
    ]


def _rst_headings(rows: Sequence[str]) -> Iterator[tuple[int, int, int, str]]:
    """Yield first line, line of the text, level and title of each heading."""
    styles: list[tuple[str, bool]] = []
    for place, (row, below) in enumerate(pairwise(rows)):
        match = _RULE.fullmatch(below)
        if not row.strip() or match is None or _RULE.fullmatch(row) or len(below.strip()) < len(row.strip()):
            continue
        above = rows[place - 1] if place else ""
        is_double = above.strip() == below.strip() and above[:1] == below[:1]
        if (row[:1].isspace() and not is_double) or (above.strip() and not is_double):
            continue
        style = below[0], is_double
        if style not in styles:
            styles.append(style)
        yield place - is_double, place + 2, styles.index(style) + 1, row.strip()


def _markdown_headings(rows: Sequence[str]) -> Iterator[tuple[int, int, int, str]]:
    fence = ""
    for place, row in enumerate(rows):
        if match := _FENCE.match(row):
            mark = match[1]
            if not fence:
                fence = mark
            elif mark[0] == fence[0] and len(mark) >= len(fence):
                fence = ""
        elif not fence and (match := _ATX.fullmatch(row)):
            yield place, place + 1, len(match["level"]), match["title"]


def _anchor(section: Section, ids: set[str]) -> str:
    """Return the id of *section*, as docutils makes it; a later one of the same name has a number there."""
    plain = unicodedata.normalize("NFKD", section.title.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"^[-0-9]+|-+$", "", re.sub(r"[^a-z0-9]+", "-", " ".join(plain.split())))
    if not base or base in ids:
        base = f"id{sum(each.startswith('id') and each[2:].isdigit() for each in ids) + 1}"
    ids.add(base)
    return base


def _options(post: Post, title: str, anchor: str, *, rst: bool) -> dict[str, str]:
    given = {new: post.options[name] for name, new in _SAME.items() if post.options.get(name)}
    options = {"title": title, "id": anchor, **given}
    if post.content:
        options["summary"] = " ".join(post.content.split())
    if not post.date:
        options["draft"] = "true"
    if rst:
        return options
    # Options of Markdown are YAML.
    is_plain = re.compile(r"[^\W\d_][\w ,./()-]*").fullmatch
    return {
        name: value if is_plain(value) else json.dumps(value, ensure_ascii=False)
        for name, value in options.items()
    }


def _in_rst(options: dict[str, str], text: Sequence[str], date: str) -> list[str]:
    lines = [f".. entry:: {date}".rstrip(), *(f"   :{name}: {value}" for name, value in options.items()), ""]
    inner = list(text)
    for section in reversed(sections_of(inner, rst=True)):
        # Headings can't be within a directive.
        inner[section.first : section.text] = [f".. rubric:: {section.title}"]
    return [*lines, *(f"   {row}" if row.strip() else "" for row in _trimmed(inner)), ""]


def _in_markdown(options: dict[str, str], text: Sequence[str], date: str) -> list[str]:
    marks = [len(match[1]) for row in text if (match := _FENCE.match(row)) and match[1][0] == "`"]
    fence = "`" * max([3, *(mark + 1 for mark in marks)])
    lines = [
        f"{fence}{{entry}} {date}".rstrip(),
        *(f":{name}: {value}" for name, value in options.items()),
        "",
    ]
    return [*lines, *_trimmed(text), fence, ""]


def _trimmed(rows: Sequence[str]) -> list[str]:
    """Return *rows* without blank ones at their ends."""
    filled = [place for place, row in enumerate(rows) if row.strip()]
    return list(rows[filled[0] : filled[-1] + 1]) if filled else []
