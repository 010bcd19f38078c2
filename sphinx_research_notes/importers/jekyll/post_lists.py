"""Loops of Liquid over posts, tags and categories: the directive ``{notes}``, which makes such lists here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..markdown.headings import github_id
from .calls import ARGUMENTS
from .expressions import Unknown
from .pages import as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..markdown.source import Source
    from .context import Context

_FOR = re.compile(r"\{%-?\s*(?P<end>end)?for\b(?P<args>[^%]*)%\}")
_CAPTURE = re.compile(r"\{%-?\s*(?P<end>end)?capture\b(?P<args>[^%]*)%\}")
_ASSIGN = re.compile(rf"\{{%-?\s*assign\s+(?P<name>\w+)\s*=\s*(?P<value>{ARGUMENTS})-?%\}}")
#: What chooses some of them by anything.
_CHOSEN = re.compile(r"\|\s*(?:where|where_exp|find|find_exp|reject|slice|sample|concat|push)\b")
_HEADER = re.compile(r"\s*\w+\s+in\s+(?P<value>[^%]*)")
_INCLUDE = re.compile(rf"\{{%-?\s*include(?:_cached)?\s{ARGUMENTS}-?%\}}")
_LOOP = re.compile(r"\{%-?\s*for\s+\w+\s+in\s+(?P<value>\w+)\b[^%]*%\}")
#: What is iterated over: posts, or labels, of which one may be named.
_LIST = re.compile(
    r"site\.(?P<kind>tags|categories)(?P<label>\.[\w-]+|\[[^\]]*\])?(?![\w.])"
    r"|(?P<posts>site\.(?:posts|related_posts)|paginator\.posts)(?![\w.])|(?P<name>\w+)(?![\w.])"
)
_CONTAINS = re.compile(r"\.(?P<kind>tags|categories)\s+contains\s+[\"'](?P<label>[^\"']+)[\"']")
_BY_LABEL = re.compile(
    r"\bsite\.(?P<kind>tags|categories)\s*\[|\.(?P<of>tags|categories)\s+contains\s+[^\"'\s]"
)
_NO_ID = re.compile(r"[\s\"<>&]")
#: An anchor with the name of a label, and what is before and after that.
_ID = re.compile(r"""\b(?:id|name)\s*=\s*["']([\w-]{0,40})\{\{[^{}]{0,80}\}\}([\w-]{0,40})["']""")
#: Elements around a list that have nothing else inside.
_OPENED = re.compile(r"<(?P<tag>ul|ol|div|section|table|tbody|dl)\b[^<>]*>[ \t\n]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _List:
    """What a variable or a loop has."""

    #: ``posts``, ``tags`` or ``categories``.
    kind: str
    #: The one label whose posts they are.
    label: str = ""


def rewrite_post_lists(source: Source, context: Context) -> None:
    """Replace each outermost loop over posts or their labels by a list, and take out what prepares it."""
    if "site." not in source.text and "paginator" not in source.text:
        return
    _read_captured(source, context)
    _read_assigned(source, context)
    _open_includes(source, context)
    parts, done = [], set()
    for start, end, found in _loops(source.text, context):
        text = "" if found.kind in done else _written(source, context, found, source.text[start:end])
        if found.kind != "posts":
            done.add(found.kind)
        source.changed("list of posts in Liquid", start, "it is a directive now: {notes}")
        start, end = _with_elements(source.text, start, end)
        if text and context.is_html:
            text = as_markdown(text)
        parts.append((start, end, f"\n\n{source.aside(text)}\n\n" if text else ""))
    source.replace_parts(parts)


def _read_assigned(source: Source, context: Context) -> None:
    """Find the variables that are lists, and take out the tags that set them."""
    taken = []
    for match in _ASSIGN.finditer(source.text):
        found = _list_in(match["value"].strip(), context)
        if found is not None and "size" not in match["value"]:
            context.lists[match["name"]] = found.kind
            taken.append((*match.span(), ""))
    source.replace_parts(taken)


def _open_includes(source: Source, context: Context) -> None:
    """Put the text of an include in its place, if it shows a list that the document gives a variable."""
    if not context.lists or context.templates is None:
        return
    parts = []
    for match in _INCLUDE.finditer(source.text):
        inside = context.templates.with_includes(match[0])
        if any(header["value"].strip() in context.lists for header in _LOOP.finditer(inside)):
            parts.append((*match.span(), inside))
    source.replace_parts(parts)


def _read_captured(source: Source, context: Context) -> None:
    """Find the variables that a loop over such a list fills, and take out the tags that set them."""
    taken = []
    start: re.Match[str] | None = None
    for match in _CAPTURE.finditer(source.text):
        if not match["end"]:
            start = match
        elif start is not None:
            inner = source.text[start.end() : match.start()]
            if loop := next(_loops(inner, context), None):
                context.lists[start["args"].strip("-\"' ")] = loop[2].kind
                taken.append((start.start(), match.end(), ""))
            start = None
    source.replace_parts(taken)


def _list_in(value: str, context: Context) -> _List | None:
    """Return what the expression *value* is; None if it is no list of posts or of labels."""
    match = _LIST.match(value)
    if match is None or _CHOSEN.search(value):
        return None
    if match["posts"]:
        return _List("posts")
    if match["kind"]:
        label = _label(match["label"], context)
        return _List(
            "posts" if match["label"] else match["kind"], f"{match['kind']}:{label}" if label else ""
        )
    return _List(context.lists[match["name"]]) if match["name"] in context.lists else None


def _label(text: str | None, context: Context) -> str:
    """Return the label that ``.name``, ``["name"]`` or ``[variable]`` names; empty if it cannot be told."""
    if not text or text.startswith("."):
        return (text or "")[1:]
    try:
        return context.scope.text(text[1:-1].strip())
    except Unknown:
        return ""


def _loops(text: str, context: Context) -> Iterator[tuple[int, int, _List]]:
    """Yield start and end of each outermost loop that shows such a list."""
    open_: list[tuple[int, list[_List]]] = []
    for match in _FOR.finditer(text):
        if not match["end"]:
            header = _HEADER.match(match["args"])
            own = _list_in(header["value"].strip(), context) if header else None
            open_.append((match.start(), [own] if own else []))
        elif open_:
            start, found = open_.pop()
            if open_:
                open_[-1][1].extend(found)
            elif found:
                yield start, match.end(), _most(found, text[start : match.end()])


def _most(found: Sequence[_List], body: str) -> _List:
    """Return what a loop shows that has *found* inside: posts by label, if it asks for labels."""
    for each in found:
        if each.kind != "posts":
            return each
    by = None if found[0].label else _BY_LABEL.search(body)
    return _List(by["kind"] or by["of"]) if by else found[0]


def _with_elements(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the part with the elements that have nothing but it inside."""
    while opened := _OPENED.search(text, max(0, start - 300), start):
        closed = re.compile(rf"[ \t\n]*</{opened['tag']}\s*>", re.IGNORECASE).match(text, end)
        if closed is None:
            break
        start, end = opened.start(), closed.end()
    return start, end


def _written(source: Source, context: Context, found: _List, body: str) -> str:
    """Return the list as a directive, or one for each label."""
    if found.kind == "posts":
        whole = context.templates.with_includes(body) if context.templates else body
        return notes_list(*_filters(found, whole))
    rule = r"slugify|cgi_escape|url_encode|downcase"
    frames = tuple(dict.fromkeys(_ID.findall(body)))
    return label_lists(
        context.labels.get(found.kind, ()), found.kind, raw=not re.search(rule, body), frames=frames
    )


def _filters(found: _List, body: str) -> Iterator[str]:
    label, kind = found.label, ""
    if label:
        kind, _, label = label.partition(":")
    elif len(asked := set(_CONTAINS.findall(body))) == 1:
        kind, label = asked.pop()
    if label:
        yield f":{'tag' if kind == 'tags' else 'category'}: {label}"
    limit = re.match(r"\{%[^%]*\blimit\s*:\s*(\d+)", body)
    yield f":limit: {limit[1]}" if limit else ":group: year"
    yield from _shown(body)


def _shown(body: str) -> Iterator[str]:
    """Yield what of each post the text of a loop shows beside its title: all, a picture, or a summary."""
    if re.search(r"\{\{-?\s*\w+\.content\s*-?\}\}", body):
        yield ":style: full"
    elif re.search(r"<img\b", body) and re.search(r"\.(?:image|thumb\w*|teaser|cover)\b", body):
        yield ":style: cards"
    elif re.search(r"\.(?:excerpt|description|summary|subtitle|content)\b", body):
        yield ":show: summary"


def notes_list(*options: str) -> str:
    """Return the directive that lists notes, with *options* such as ``:group: year``."""
    return "\n".join(("```{notes}", *options, "```"))


def label_lists(
    labels: Sequence[str], kind: str, *, raw: bool = False, frames: Sequence[tuple[str, str]] = ()
) -> str:
    """Return a heading and a list for each of the *labels*; links to old addresses with a fragment find it.

    *kind*: ``tags`` or ``categories``; *raw*: whether labels were fragments as they are; *frames*: what was
    before and after them in fragments.
    """
    name = "tag" if kind == "tags" else "category"
    parts = []
    for label in sorted(labels, key=str.casefold):
        step = re.sub(r"[\W_]+", "-", label.lower()).strip("-")
        names = (step, *([label] if raw else []))
        framed = (f"{before}{each}{after}" for before, after in frames or [("", "")] for each in names)
        others = [each for each in dict.fromkeys((*names, *framed)) if each and not _NO_ID.search(each)]
        others = [each for each in others if each != github_id(label)]
        targets = "".join(f'<a id="{each}"></a>\n' for each in others)
        parts.append(f"{targets}\n## {label}\n\n{notes_list(f':{name}: {label}')}".strip())
    return "\n\n".join(parts)
