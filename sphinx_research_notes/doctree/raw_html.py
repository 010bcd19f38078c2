"""Find and replace the addresses in a piece of raw HTML, and leave its comments out. Pure.

The HTML is not parsed, and may be incomplete: tags are read one by one, and nothing else is changed.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Attributes with a file that the page shows or runs, by element, and those with a link.
SHOWN = frozenset(
    {("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset"), ("video", "src"),
     ("video", "poster"), ("audio", "src"), ("track", "src"), ("object", "data"), ("embed", "src"),
     ("iframe", "src"), ("input", "src"), ("image", "href"), ("image", "xlink:href"), ("use", "href"),
     ("use", "xlink:href"), ("script", "src"), ("link", "href")}
)  # fmt: skip
LEADING = frozenset({("a", "href"), ("a", "xlink:href"), ("area", "href")})

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*(?P<name>[^\s\"'<>/=]+)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?"
)
#: Elements whose content is text without tags, up to the end tag.
_TEXT = re.compile("script|style|textarea|title|xmp|iframe|noembed|noframes", re.IGNORECASE)
#: A comment, or what browsers treat as one: a declaration, ``<![CDATA[``, ``<?php``.
_COMMENT = re.compile(r"<!-->|<!--->|<!--.*?--!?>|<!(?!--)[^>]*>|<\?[^>]*>", re.DOTALL)
#: Comments that are read by servers and old browsers.
_READ = re.compile(r"<!--(?:#|esi\b|\[if\b|<!\[endif\]|/?email_off-->)", re.IGNORECASE)
_CANDIDATE = re.compile(r"[\s,]*(?P<address>\S+)")


def addresses(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield element, attribute and address for each address in *html*."""
    for tag, name, _, value in _attributes(html):
        if name == "srcset":
            yield from ((tag, name, each) for _, each in _candidates(value))
        else:
            yield tag, name, value


def rewritten(html: str, change: Callable[[str, str, str], str | None]) -> str:
    """Return *html* with each address replaced by *change*, which may return None to leave it as written.

    For an empty address, the attribute is removed.
    """
    pieces: list[str] = []
    done = 0
    for tag, name, (start, end), value in _attributes(html):
        if name == "srcset":
            new = _srcset(value, lambda each, tag=tag, name=name: change(tag, name, each))  # type: ignore[misc]
        else:
            new = change(tag, name, value)
        if new == "":
            pieces.append(html[done:start].rstrip().removesuffix("=").rstrip()[: -len(name)])
            done = end
        elif new is not None and new != value:
            pieces += [html[done:start], f'"{escape(new)}"']
            done = end
    return "".join([*pieces, html[done:]])


def without_comments(html: str) -> str:
    """Return *html* without its comments, except for those that are instructions to a program."""
    if "<!--" not in html:
        return html
    comments: list[tuple[int, int]] = []
    pieces: list[str] = []
    done = 0
    for _ in _attributes(html, comments):
        pass
    for start, end in comments:
        if not _READ.match(html, start):
            pieces.append(html[done:start])
            done = end
    return "".join([*pieces, html[done:]])


def is_open_comment(html: str) -> bool:
    """Whether a comment begins in *html*, and ends in none of it."""
    return html.rfind("<!--") > html.rfind("-->")


def is_end_of_comment(html: str) -> bool:
    """Whether a comment ends in *html* that begins in none of it."""
    end = html.find("-->")
    return end >= 0 and html.find("<!--", 0, end) < 0


def _attributes(
    html: str, comments: list[tuple[int, int]] | None = None
) -> Iterator[tuple[str, str, tuple[int, int], str]]:
    """Yield element, attribute, span of the value with its quotes, and the address in it.

    The spans of comments are added to *comments*; one without an end goes to the end.
    """
    place, unended = html.find("<"), set[str]()
    while place >= 0:
        if html.startswith(("<!", "<?"), place):
            comment = _COMMENT.match(html, place)
            if comments is not None and html.startswith("<!--", place):
                comments.append((place, comment.end() if comment else len(html)))
            place = html.find("<", comment.end()) if comment else -1
            continue
        name = _NAME.match(html, place + 1)
        if name is None:
            place = html.find("<", place + 1)
            continue
        tag, place = name[0].lower(), name.end()
        while match := _ATTRIBUTE.match(html, place):
            place = match.end()
            which = (tag, match["name"].lower())
            if match["value"] and (which in SHOWN or which in LEADING):
                value = match["value"]
                bare = value[1:-1] if value[0] in "\"'" else value
                if address := unescape(bare).strip():
                    yield *which, match.span("value"), address
        if _TEXT.fullmatch(tag) and tag not in unended:
            if end_tag := re.compile(f"</{tag}", re.IGNORECASE).search(html, place):
                place = end_tag.start()
            elif tag == "iframe":
                # Many write ``<iframe src="x" />`` and mean an empty element, as in XML.
                unended.add(tag)
            else:
                place = len(html)
        place = html.find("<", place)


def _candidates(srcset: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the addresses of a ``srcset`` with their spans; by the rules of HTML, they may have commas."""
    place = 0
    while match := _CANDIDATE.match(srcset, place):
        start, end = match.span("address")
        address = match["address"].rstrip(",")
        yield (start, start + len(address)), address
        # A width or density may follow, up to a comma.
        comma = end if address != match["address"] else srcset.find(",", end)
        place = comma if comma >= 0 else len(srcset)


def _srcset(value: str, change: Callable[[str], str | None]) -> str | None:
    pieces: list[str] = []
    done = 0
    for (start, end), address in _candidates(value):
        if (new := change(address)) is not None:
            pieces += [value[done:start], new.replace(",", "%2C").replace(" ", "%20")]
            done = end
    return "".join([*pieces, value[done:]]) if pieces else None
