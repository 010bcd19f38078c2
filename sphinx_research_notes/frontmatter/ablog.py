"""Read what ABlog says of a post: its directive ``post``, and its own keys of front matter. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import yaml

from ..model.ablog_options import COUNTS, KINDS
from .block import Block, clean
from .notebooks import NotebookError, parsed
from .syntax import Syntax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.ablog_options import AblogOptions

_RST = re.compile(r"\.\.[ \t]+post::[ \t]*(.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})[ \t]*(?:\{([\w-]+)\})?[ \t]*(.*)")
_OPTION = re.compile(r"\s*:([\w-]+):[ \t]*(.*)")
#: The keys that have other names here.
_NAMES = {"category": "categories", "external-link": "external_link", "canonical-link": "canonical_link"}
#: The keys that only ABlog has, or has with another meaning.
_OWN = {"blogpost", "redirect", "nocomments", "location", "language"}
#: Those with lists of their own, by the kind of list.
_LISTED = {"location": "locations", "language": "languages"}
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(slots=True)
class Post:
    """A directive ``post``, from its first line to its last, from 1."""

    line: int
    end: int
    date: str
    options: dict[str, str] = field(default_factory=dict)
    content: str = ""


def adapted(block: Block, text: str, syntax: Syntax, options: AblogOptions) -> Block:
    """Return *block*, the front matter of *text*, with what ABlog's directive and keys say in our keys.

    A key of the front matter wins over an option of the directive.
    """
    values, lines = dict(block.values), dict(block.lines)
    if (post := post_in(text, syntax)) is not None:
        written = {"blogpost": "true", "date": post.date, "summary": post.content, **post.options}
        for name, value in written.items():
            key = _NAMES.get(name, name)
            if (value or name == "nocomments") and key not in {each.lower() for each in values}:
                values[key], lines[key] = value, post.line
    elif not any(
        name.lower() in _OWN or (name.lower() in COUNTS and _is_count(value))
        for name, value in values.items()
    ):
        return block
    return replace(block, values=_translated(values, lines, options), lines=lines)


def _translated(values: dict[str, Any], lines: dict[str, int], options: AblogOptions) -> dict[str, Any]:
    """Return *values* without what only ABlog reads; what has other names here is renamed, in *lines* too."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        lower, given = name.lower(), str(value).strip()
        if lower in COUNTS and _is_count(given):
            result[COUNTS[lower]] = given
            continue
        if lower == "exclude":
            continue
        if lower in _LISTED:
            kind = _LISTED[lower]
            result[KINDS[kind][0]] = value
            code = options.code(given) or given
            if lower == "language" and _LANG.fullmatch(code):
                result[name] = code
        elif lower == "nocomments":
            result["comments"], lines["comments"] = "false", lines.get(name, 1)
        elif lower == "redirect":
            result["aliases"], lines["aliases"] = _addresses(value), lines.get(name, 1)
        else:
            result[name] = value
    return result


def _is_count(value: Any) -> bool:
    """Whether *value* is the number of paragraphs or of an image, and no text or path."""
    return re.fullmatch(r"\d{1,4}", str(value).strip()) is not None


def _addresses(value: Any) -> list[str]:
    """Return the addresses of the pages that redirect to a post, with either builder of HTML."""
    given = value if isinstance(value, list) else str(value).split(",")
    names = [str(each).strip().strip("/") for each in given]
    return [address for name in names if name for address in (f"/{name}.html", f"/{name}/")]


#: A list of posts, in any markup.
_LIST = re.compile(r"^[ ]*(?:\.\.[ ]+(?:postlist|notes)::|[`~:]{3,}\{(?:postlist|notes)\})", re.MULTILINE)


def with_posts(text: str, syntax: Syntax, docname: str, path: str) -> str:
    """Return the *text* of a document with the list of all posts below, if it stands in the place of that.

    ABlog has the list instead of such a document, which is mostly a title for tables of contents. *path*: the
    folder of the lists.
    """
    if docname not in {path, f"{path}/index"} or syntax is Syntax.NOTEBOOK or _LIST.search(text):
        return text
    listed = ".. notes::\n   :group: year" if syntax is Syntax.RST else "```{notes}\n:group: year\n```"
    return f"{text.rstrip()}\n\n{listed}\n"


def post_in(text: str, syntax: Syntax) -> Post | None:
    """Return the first directive ``post`` in *text*; None if there is none."""
    if "post" not in text:
        return None
    if syntax is Syntax.NOTEBOOK:
        return _in_notebook(text)
    lines = clean(text).split("\n")
    return _in_rst(lines, 0) if syntax is Syntax.RST else _in_markdown(lines)


def without_post(text: str) -> str:
    """Return the Markdown *text* with blank lines for its directive ``post``, which shows nothing."""
    rows = text.split("\n")
    if post := post_in(text, Syntax.MARKDOWN):
        rows[post.line - 1 : post.end] = [""] * (post.end - post.line + 1)
    return "\n".join(rows)


def _in_notebook(text: str) -> Post | None:
    """Return the directive in a cell: in a raw one it is reStructuredText, as nbsphinx reads it."""
    try:
        cells = parsed(text)["cells"]
    except NotebookError:
        return None  # Reported where its front matter is read.
    for cell in cells:
        lines = clean("".join(cell.get("source", ""))).split("\n")
        kind = cell["cell_type"]
        post = _in_rst(lines, 0) if kind == "raw" else _in_markdown(lines) if kind == "markdown" else None
        if post:
            # Lines of cells are none of the file.
            return replace(post, line=1, end=1)
    return None


def posts_in(text: str, syntax: Syntax) -> list[Post]:
    """Return all directives ``post`` in *text*, with their lines there."""
    found: list[Post] = []
    rows = clean(text).split("\n")
    while (post := post_in("\n".join(rows), syntax)) is not None:
        found.append(post)
        rows[: post.end] = [""] * post.end
    return found


def _in_rst(lines: Sequence[str], before: int) -> Post | None:
    for place, line in enumerate(lines):
        if match := _RST.match(line):
            inside = []
            for each in lines[place + 1 :]:
                if each.strip() and not each[0].isspace():
                    break
                inside.append(each)
            first = before + place + 1
            last = first + max((number for number, each in enumerate(inside, 1) if each.strip()), default=0)
            return _filled(Post(first, last, match[1].strip()), inside)
    return None


def _in_markdown(lines: Sequence[str]) -> Post | None:
    """Return the first directive outside code; one in ``eval-rst`` counts too."""
    place = 0
    while place < len(lines):
        match = _FENCE.fullmatch(lines[place])
        if match is None:
            place += 1
            continue
        sign = match[1]
        end = next((n for n in range(place + 1, len(lines)) if _closes(lines[n], sign)), len(lines))
        inside = lines[place + 1 : end]
        if match[2] == "post":
            return _filled(Post(place + 1, min(end + 1, len(lines)), match[3].strip()), inside)
        if match[2] == "eval-rst" and (found := _in_rst(inside, place + 1)):
            return found
        # Fences of colons hold text.
        place = place + 1 if sign[0] == ":" else end + 1
    return None


def _closes(line: str, sign: str) -> bool:
    bare = line.strip()
    return len(bare) >= len(sign) and set(bare) == {sign[0]}


def _yaml_end(inside: Sequence[str]) -> int:
    """Return the place of the line that ends options in YAML, which MyST allows; 0 if there are none."""
    if not inside or inside[0].strip() != "---":
        return 0
    return next((place for place, line in enumerate(inside[1:], 1) if line.strip() == "---"), 0)


def _yaml(lines: Sequence[str]) -> Any:
    try:
        return yaml.safe_load("\n".join(lines))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _as_text(value: Any) -> str:
    """Return *value* as the option of a directive."""
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _filled(post: Post, inside: Sequence[str]) -> Post:
    """Return *post* with the options and the content in the lines *inside*."""
    if (end := _yaml_end(inside)) and isinstance(values := _yaml(inside[1:end]), dict):
        post.options |= {str(key).lower(): _as_text(value) for key, value in values.items()}
        post.content = " ".join(line.strip() for line in inside[end + 1 :]).strip()
        return post
    name, place = "", 0
    for place, line in enumerate(inside):
        if match := _OPTION.match(line):
            name = match[1].lower()
            post.options[name] = match[2].strip()
        elif line.strip() in {"---", ""} and not post.options and place == 0:
            continue
        elif name and line.strip() and line[:1].isspace() and not post.content:
            post.options[name] = f"{post.options[name]} {line.strip()}".strip()
        else:
            break
    else:
        return post
    post.content = " ".join(line.strip() for line in inside[place:]).strip()
    return post
