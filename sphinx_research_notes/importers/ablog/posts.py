"""A post of ABlog becomes a note: its directive and keys become front matter, its text stays as it is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ...frontmatter.ablog import post_in
from ...frontmatter.syntax import Syntax
from ..documents import Document
from ..front_matter import FrontMatter, read_front_matter
from ..records import Finding, Outcome
from .keys import Told, ours

if TYPE_CHECKING:
    from ...frontmatter.ablog import Post
    from .config import Config

#: The fields on top of a document, or right after its title.
_FIELDS = re.compile(r"(?P<before>\s*)(?P<fields>(?::(?![: ])[^:\n]+:(?:[ \t].*)?\n(?:[ \t]+\S.*\n)*)+)")
_TITLED = re.compile(
    r"(?:\s*(?:\.\. .*\n))*\s*(?:([!-/:-@\[-`{-~])\1+[ \t]*\n)?\S.*\n([!-/:-@\[-`{-~])\2+[ \t]*\n+(?=:)"
)
_FIELD = re.compile(r":(?P<name>[^:\n]+):[ \t]*(?P<value>.*\n(?:[ \t]+\S.*\n)*)")


def read_post(path: str, text: str) -> Document:
    """Return the document at *path* with its front matter, read in its own markup."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not is_rst(path):
        return Document(path, read_front_matter(text))
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    place = _fields_at(text)
    for match in _FIELD.finditer(text, *place) if place else ():
        values[match["name"].strip()] = " ".join(match["value"].split())
        lines[match["name"].strip()] = text.count("\n", 0, match.start()) + 1
    return Document(path, FrontMatter(values, lines, text))


def is_rst(path: str) -> bool:
    """Whether the file at *path* is in reStructuredText."""
    return path.endswith((".rst", ".txt"))


def _fields_at(text: str) -> tuple[int, int] | None:
    """Return where the fields of a document begin and end."""
    titled = _TITLED.match(text)
    for start in (0, titled.end() if titled else 0):
        if match := _FIELDS.match(text, start):
            return match.start("fields"), match.end()
    return None


def directive_in(document: Document) -> Post | None:
    """Return the first directive ``post`` in the text of *document*."""
    syntax = Syntax.RST if is_rst(document.path) else Syntax.MARKDOWN
    return post_in(document.front.body, syntax)


def as_note(document: Document, post: Post | None, config: Config, *, is_matched: bool) -> list[Finding]:
    """Change the front matter and the text of *document*, which is a post; return what was done."""
    front = document.front
    added, findings = _taken(document, post) if post else ({}, [])
    lines = dict(front.lines)
    if post:
        lines |= dict.fromkeys(added, front.body_line + post.line - 1)
    told = Told(document.path, {**front.values, **added}, lines, document.docname, front.body, is_matched)
    changed = list(ours(told, config))
    document.is_draft = told.is_draft or front.is_true("draft")
    put: dict[str, Any] = dict(added)
    renamed: dict[str, tuple[str, Any]] = {}
    for name, new, value in changed:
        if name in added:
            del put[name]
        elif name:
            renamed[name] = (new, value)
            continue
        if new and (new not in front.values or not name):
            put[new] = value
    (_in_rst if is_rst(document.path) else _in_markdown)(front, renamed, put)
    return [*findings, *told.findings]


def _taken(document: Document, post: Post) -> tuple[dict[str, Any], list[Finding]]:
    """Take the directive *post* out of the text; return what it says that front matter doesn't say yet."""
    front, line = document.front, document.front.body_line + post.line - 1
    rows = front.body.split("\n")
    first, last = post.line - 1, post.end
    fence = re.fullmatch(r"[ ]*([`~:]{3,})\{eval-rst\}[ \t]*", rows[first - 1]) if first else None
    if fence and last < len(rows) and rows[last].strip() == fence[1]:
        # Nothing else was in it.
        first, last = first - 1, last + 1
    while last < len(rows) and not rows[last].strip() and (not first or not rows[first - 1].strip()):
        last += 1
    front.body = "\n".join(rows[:first] + rows[last:])
    written = {"date": post.date, **post.options, "summary": " ".join(post.content.split())}
    known = {name.lower().replace("-", "_") for name in front.values}
    added = {
        name: value
        for name, value in written.items()
        if (value or name in {"nocomments", "exclude"}) and name.replace("-", "_") not in known
    }
    findings = [Finding(Outcome.CHANGED, "directive post", document.path, line, "front matter")]
    if again := directive_in(document):
        findings.append(
            Finding(
                Outcome.UNKNOWN, "second post in a file", document.path,
                front.body_line + again.line + last - first - 1,
                "a file is one note here; the directive stays, and shows nothing",
            )
        )  # fmt: skip
    return added, findings


def _in_markdown(front: FrontMatter, renamed: dict[str, tuple[str, Any]], put: dict[str, Any]) -> None:
    """Write the keys as YAML; the lines of all others stay."""
    for name, (new, value) in renamed.items():
        if not new or (new != name and new in front.values):
            front.drop(name)
            continue
        if new != name:
            front.rename(name, new)
        front.put(new, value)
    for name, value in put.items():
        labels = _labels(value) if name in {"tags", "category"} else value
        front.put(name, labels)


def _labels(value: Any) -> Any:
    """Return a text with commas as a list, as one would write it in YAML."""
    return [each.strip() for each in value.split(",") if each.strip()] if isinstance(value, str) else value


def _in_rst(front: FrontMatter, renamed: dict[str, tuple[str, Any]], put: dict[str, Any]) -> None:
    """Write the keys as fields; the lines of all others stay."""
    text = front.body
    new_fields = "".join(field(name, value) for name, value in put.items())
    place = _fields_at(text)
    if place is None:
        front.body = f"{new_fields}\n{text.lstrip(chr(10))}" if new_fields else text
        return

    def replaced(match: re.Match[str]) -> str:
        name = match["name"].strip()
        if name not in renamed:
            return match[0]
        new, value = renamed[name]
        return field(new, value) if new else ""

    fields = _FIELD.sub(replaced, text[slice(*place)]) + new_fields
    front.body = text[: place[0]] + fields + text[place[1] :]


def field(name: str, value: Any) -> str:
    """Return a field; what would look like YAML is quoted."""
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False) if value[:1] in set("[{\"'|>&*!%@`") else value
    else:
        text = json.dumps(value, ensure_ascii=False)
    return f":{name}: {text}".rstrip() + "\n"
