"""Write the text of a comment as people would: in Markdown, as long as that says exactly the same."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ..formulas import formulas_as_text
from ..sanitize import clean, is_heavy, render, scrub

#: Blocks within blocks beyond this stay HTML.
_DEEPEST = 8
#: So does what is longer: to read Markdown of strangers can take quadratic time.
_LONGEST = 20_000
_INLINE = {"em": "*", "strong": "**", "del": "~~"}
_BLOCKS = {"p", "pre", "blockquote", "ul", "ol", "li", "hr"}
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?'\u2019\u201d)\]}]")
_SPECIAL = re.compile(r"([\\`*_\[\]<>~|$])")
#: What would begin a block at the start of a line.
_BEGINS = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+*=](?=\s|$|[-=*])|>|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE)


class _Unwritable(Exception):
    """Something that Markdown has no way to write."""


def paragraphs(text: str) -> str:
    """Return plain *text* as HTML: blank lines divide paragraphs, lines stay lines, addresses are links."""
    parts = (part.strip("\n").rstrip() for part in re.split(r"\n[ \t]*\n", scrub(text)))
    return "".join(f"<p>{_lines(part)}</p>" for part in parts if part.strip())


def _lines(part: str) -> str:
    pieces, end = [], 0
    for found in _ADDRESS.finditer(part):
        address = entities.escape(found[0])
        pieces += [entities.escape(part[end : found.start()], quote=False)]
        pieces += [f'<a href="{address}">{address}</a>']
        end = found.end()
    pieces.append(entities.escape(part[end:], quote=False))
    return "<br>".join(line.strip() for line in "".join(pieces).split("\n"))


def as_markdown(html: str) -> str:
    """Return *html* in Markdown; empty if Markdown can't say exactly what is shown of it.

    The result is compared: a thread file shows the same either way.
    """
    if is_heavy(html) or len(html) > _LONGEST:
        return ""
    wanted = clean(html)
    reader = _Tree()
    reader.feed(wanted)
    reader.close()
    for escape in (False, True):
        try:
            written = _blocks(reader.root.children, escape=escape)
        except _Unwritable:
            return ""
        written = formulas_as_text(written).strip("\n")
        if written and _same(render(written), wanted):
            return written
    return ""


def as_kept(html: str) -> str:
    """Return *html* without what is never shown of it, such as attributes for scripts of its old page."""
    if is_heavy(html):
        return html
    shown = clean(html)
    written = formulas_as_text(shown, escaped=True)
    return written if shown and clean(written) == shown else html


def _same(one: str, other: str) -> bool:
    return _normal(one) == _normal(other)


def _normal(html: str) -> str:
    """Return *html* without the white space that browsers don't show."""
    html = re.sub(r"<pre>(?:<code>)?\n*(.*?)\n*(?:</code>)?</pre>", r"<pre>\1</pre>", html, flags=re.DOTALL)
    parts = re.split(r"(<pre>.*?</pre>)", html.replace("<br />", "<br>"), flags=re.DOTALL)
    for place in range(0, len(parts), 2):
        part = re.sub(r"\s+", " ", parts[place])
        blocks = "|".join(sorted(_BLOCKS | {"br"}))
        parts[place] = re.sub(rf" ?(</?(?:{blocks})(?: [^<>]*)?>) ?", r"\1", part).strip()
    # An item with one paragraph looks the same as one with only its text.
    return re.sub(r"<li><p>([^<]*)</p></li>", r"<li>\1</li>", "".join(parts))


@dataclass(slots=True)
class _Tag:
    name: str
    link: str = ""
    start: str = ""
    children: list[_Tag | str] = field(default_factory=list)


class _Tree(HTMLParser):
    """Parse sanitized HTML into a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Tag("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        # What has other attributes is not written as Markdown.
        odd = values.keys() - {"href", "rel", "start"}
        element = _Tag("odd" if odd else tag, values.get("href") or "", values.get("start") or "")
        self._open[-1].children.append(element)
        if tag not in {"br", "hr"}:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _blocks(children: list[_Tag | str], *, escape: bool, depth: int = 0) -> str:
    """Return *children* as blocks with blank lines between them."""
    if depth > _DEEPEST:
        raise _Unwritable
    blocks: list[str] = []
    inline: list[_Tag | str] = []

    def flush() -> None:
        if written := _begun(_inline(inline, escape=escape).strip(), escape=escape):
            blocks.append(written)
        inline.clear()

    for child in children:
        if isinstance(child, str) or child.name not in _BLOCKS:
            inline.append(child)
            continue
        flush()
        blocks.append(_block(child, escape=escape, depth=depth))
    flush()
    return "\n\n".join(filter(None, blocks))


def _begun(text: str, *, escape: bool) -> str:
    return _BEGINS.sub(_without_mark, text) if escape else text


def _without_mark(match: re.Match[str]) -> str:
    # Of a number, the dot after it is escaped.
    return f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}"


def _block(tag: _Tag, *, escape: bool, depth: int) -> str:
    if tag.name == "hr":
        return "---"
    if tag.name == "pre":
        return _fenced(_text(tag).strip("\n"))
    if tag.name in {"ul", "ol"}:
        return _list(tag, escape=escape, depth=depth)
    inner = _blocks(tag.children, escape=escape, depth=depth + (tag.name != "p"))
    if tag.name != "blockquote":
        return inner
    return "\n".join(f"> {line}".rstrip() for line in inner.split("\n")) if inner else ""


def _fenced(text: str) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{fence}\n{text}\n{fence}"


def _list(tag: _Tag, *, escape: bool, depth: int) -> str:
    parts = []
    for number, child in enumerate((c for c in tag.children if isinstance(c, _Tag)), int(tag.start or 1)):
        mark = "- " if tag.name == "ul" else f"{number}. "
        inner = _blocks(child.children, escape=escape, depth=depth + 1)
        parts.append(mark + re.sub(r"\n(?=.)", "\n" + " " * len(mark), inner))
    between = "\n\n" if any("\n\n" in part for part in parts) else "\n"
    return between.join(parts)


def _inline(children: list[_Tag | str], *, escape: bool) -> str:
    written = []
    for child in children:
        if isinstance(child, str):
            text = re.sub(r"\s+", " ", child)
            written.append(_SPECIAL.sub(r"\\\1", text) if escape else text)
        elif child.name == "br":
            written.append("\\\n")
        elif child.name == "code":
            written.append(_code(_text(child)))
        elif child.name == "a":
            written.append(_link(child, escape=escape))
        elif mark := _INLINE.get(child.name):
            inner = _inline(child.children, escape=escape)
            written.append(f"{mark}{inner}{mark}" if inner.strip() else inner)
        else:
            raise _Unwritable
    return re.sub(r"(?<=\n) +", "", "".join(written))


def _code(text: str) -> str:
    if not text.strip() or "\n" in text:
        raise _Unwritable
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _link(tag: _Tag, *, escape: bool) -> str:
    if _text(tag) == tag.link:
        return f"<{tag.link}>" if escape else tag.link
    target = f"<{tag.link}>" if re.search(r"[\s()]", tag.link) else tag.link
    return f"[{_inline(tag.children, escape=escape)}]({target})"


def _text(tag: _Tag) -> str:
    return "".join(each if isinstance(each, str) else _text(each) for each in tag.children)
