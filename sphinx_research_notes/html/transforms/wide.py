"""Prepare what may be wider than the text, or long: tables, figures and code, on pages in our theme.

The text of the page is changed, and not the doctree, so that raw HTML and the outputs of notebooks are
treated alike. ``theme/css/wide.css`` has the styles.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any

from ...build.assets import is_ours
from ...config import words_of
from ...languages import NullTranslations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

_ENGLISH = NullTranslations()

#: The classes that say where a figure or a table goes: into the end margin, into both, or only into it.
_PLACES = ("wide", "full", "margin")

#: Tables, and what only looks as if it contained some.
_TABLE = re.compile(
    r"<!--.*?-->|<(script|style|svg|template|textarea)\b.*?</\1\s*>|<(?P<end>/?)table\b(?P<attributes>[^<>]*)>",
    re.DOTALL | re.IGNORECASE,
)
_WRAPPED = re.compile(r'<div class="table-wrapper[^<>]*>\s*\Z')
#: As far before a table as the beginning of its wrapper can be.
_NEAR = 200
_CLASS = re.compile(r'\sclass="([^"]*)"')
_SOURCE = re.compile(r'\ssrc="([^"]*)"')
_ALTERNATIVE = re.compile(r'\salt="([^"]*)"')
_FIGURE = re.compile(
    r"<figure\b(?P<figure>[^<>]*)>(?P<space>\s*)(?P<link><a\b[^<>]*>)?<img\b(?P<image>[^<>]*?)\s*/?>"
    r"(?(link)\s*</a>)"
)
#: Sphinx links scaled pictures to their files.
_OWN_FILE = re.compile(r'<a class="reference internal image-reference" href="([^"]*)">')
_FOLDED = re.compile(
    r'<div class="(?:[^"]* )?fold(?: [^"]*)?">(?:<div class="highlight">).*?</div>\n</div>', re.DOTALL
)
_OUTPUT = re.compile(r'<div class="(?:output highlight-|cell_output )[^"]*"')
_TASK = re.compile(r'<input class="task-list-item-checkbox"( checked="checked")?(?=[ >])')
_IN_MARGIN = re.compile(r'<(?:figure|img|table)\b[^<>]* class="(?:[^"]* )?margin(?: [^"]*)?"')


def has_margin_figure(body: str) -> bool:
    """Return whether a figure or a table in *body* belongs in the margin."""
    return _IN_MARGIN.search(body) is not None


def prepare_wide(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: let tables scroll, pictures be enlarged and code be folded in our theme."""
    if is_ours(app) and app.builder.name != "epub" and context.get("body"):
        context["body"] = prepared(str(context["body"]), words_of(app.config))


def prepared(body: str, words: NullTranslations = _ENGLISH) -> str:
    """Return *body*, the HTML of a page, with scrolling tables, pictures to enlarge, and folded code.

    *words*: ours in the language of the site.
    """
    if "<table" in body:
        body = _with_scrollers(body)
    if "<figure" in body:
        body = _with_large_pictures(body, words)
    if "fold" in body:
        body = _FOLDED.sub(partial(_folded, words), body)
    if "task-list-item-checkbox" in body:
        body = _TASK.sub(partial(_named_task, words), body)
    output = escape(words.gettext("Output"))
    return _OUTPUT.sub(lambda match: f'{match[0]} data-label="{output}"', body)


def _with_scrollers(body: str) -> str:
    """Return *body* with a wrapper around each table that is in no other; the wrapper has its place."""
    parts, done, depth, is_bare = [], 0, 0, False
    for found in _TABLE.finditer(body):
        if found["end"] is None:
            continue
        depth += -1 if found["end"] else 1
        if depth < 0:
            return body
        if depth == 1 and not found["end"]:
            is_bare = _is_bare(body, found)
        if not is_bare or depth != (0 if found["end"] else 1):
            continue
        edge = found.end() if found["end"] else found.start()
        parts += [body[done:edge], "</div>" if found["end"] else _wrapper(found["attributes"])]
        done = edge
    # Unbalanced markup of the author's stays as it is.
    return body if depth else "".join([*parts, body[done:]])


def _is_bare(body: str, table: re.Match[str]) -> bool:
    """Return whether *table* needs a wrapper: it has none, and isn't how Pygments numbers lines."""
    before = body[max(0, table.start() - _NEAR) : table.start()]
    return "highlighttable" not in _classes(table["attributes"]) and not _WRAPPED.search(before)


def _wrapper(attributes: str) -> str:
    classes = _classes(attributes)
    return f'<div class="{" ".join(["table-wrapper", *(each for each in _PLACES if each in classes)])}">'


def _with_large_pictures(body: str, words: NullTranslations) -> str:
    """Return *body* with a button around each figure's picture, which shows it as large as the window."""
    numbers = (number for number in count(1) if f'id="enlarged-{number}"' not in body)
    return _FIGURE.sub(lambda match: _figure(match, numbers, words), body)


def _figure(match: re.Match[str], numbers: Iterator[int], words: NullTranslations) -> str:
    """Return the opening tag of a figure and its picture.

    The class of the picture that says where it goes is the figure's. So is its size, unless the figure has
    one, so that the caption is as wide as the picture.
    """
    figure, inside, link = _classes(match["figure"]), _classes(match["image"]), match["link"] or ""
    sizes = [each for each in inside if each == "w" or each.startswith("w-")]
    places = [each for each in _PLACES if each in inside]
    inside = [each for each in inside if each not in {*sizes, *places}]
    if sizes and "w" not in figure:
        figure, sizes = [*sizes, *figure], []
    opening = (
        f"<figure{_with_classes(match['figure'], list(dict.fromkeys([*places, *figure])))}>{match['space']}"
    )
    own, source = _OWN_FILE.fullmatch(link), _SOURCE.search(match["image"])
    if source is None or "no-enlarge" in figure or (link and not (own and own[1] == source[1])):
        image = _with_classes(match["image"], [*sizes, *inside])
        return f"{opening}{link}<img{image} />{'</a>' if link else ''}"
    image = _with_classes(match["image"], inside)
    return opening + _enlargeable(image, source[0], sizes, f"enlarged-{next(numbers)}", words)


def _enlargeable(image: str, source: str, sizes: list[str], name: str, words: NullTranslations) -> str:
    """Return a picture in a button, and the picture that the button shows as large as the window."""
    found = _ALTERNATIVE.search(image)
    alternative = found[0] if found else ""
    enlarge, close = escape(words.gettext("Enlarge")), escape(words.gettext("Close"))
    label = "" if found and found[1] else f' aria-label="{enlarge}"'
    classes = " ".join(["enlarge", *sizes])
    return (
        f'<button type="button" class="{classes}" popovertarget="{name}" title="{enlarge}"{label}>'
        f"<img{image} /></button>"
        f'<div class="enlarged" id="{name}" popover>'
        f'<button type="button" popovertarget="{name}" popovertargetaction="hide">{close}</button>'
        f'<img{alternative}{source} loading="lazy" /></div>'
    )


def _folded(words: NullTranslations, match: re.Match[str]) -> str:
    """Return a block of code with what opens it."""
    block = match[0]
    lines = block.rpartition("<pre>")[2].partition("</pre>")[0].count("\n")
    name = words.ngettext("Code (%(count)s line)", "Code (%(count)s lines)", lines) % {"count": lines}
    return f'<details class="code-fold"><summary>{escape(name)}</summary>{block}</details>'


def _named_task(words: NullTranslations, match: re.Match[str]) -> str:
    """Return the beginning of a checkbox with a name: MyST writes none."""
    name = words.gettext("Done") if match[1] else words.gettext("To do")
    return f'{match[0]} aria-label="{escape(name)}"'


def _classes(attributes: str) -> list[str]:
    """Return the classes in the *attributes* of a tag."""
    found = _CLASS.search(attributes)
    return found[1].split() if found else []


def _with_classes(attributes: str, classes: list[str]) -> str:
    """Return *attributes* of a tag with *classes* in place of its own."""
    said = f' class="{" ".join(classes)}"' if classes else ""
    if _CLASS.search(attributes):
        return _CLASS.sub(lambda _: said, attributes, count=1)
    return said + attributes
