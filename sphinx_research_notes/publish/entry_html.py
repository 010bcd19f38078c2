"""Make the text of a note self-contained: HTML that a feed reader can show without the site. Pure.

What goes in is the finished page, so a feed shows what the page shows. Links and images become absolute, ids
are made unique to the entry, and what only works or makes sense on the page is left out: the byline and the
foot, links to headings, cards and margin notes, which repeat notes and references, and scripts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import nh3

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_BLOCKS = """
    address article aside blockquote details dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr
    li main nav ol p pre section summary ul caption col colgroup table tbody td tfoot th thead tr
"""
_INLINE = """
    a abbr audio b bdi bdo br cite code data del dfn em i img input ins kbd label mark picture q rp rt ruby s
    samp small source span strong sub sup time track u var video wbr
"""
#: MathML Core (https://www.w3.org/TR/mathml-core/), with annotations, which give the alternative text.
_MATH = """
    annotation math maction menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts
    mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics
"""
_TAGS = frozenset(f"{_BLOCKS} {_INLINE} {_MATH}".split())
#: Removed with their content; of other elements without a place in a feed, only the tags are removed.
_NEVER = frozenset({"canvas", "noscript", "script", "select", "style", "svg", "template", "title"})
#: Elements without content.
VOID = frozenset({"br", "col", "hr", "img", "input", "source", "track", "wbr"})

_ADDRESSES = frozenset({"cite", "href", "poster", "src"})
_KEPT = frozenset(
    """
    abbr alt colspan controls datetime dir display height lang open reversed role rowspan scope span start
    title type value width accent accentunder columnalign columnlines columnspacing columnspan depth
    displaystyle fence largeop linethickness lspace mathvariant maxsize minsize movablelimits notation
    rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset
""".split()
)
_READ = _ADDRESSES | _KEPT | {"checked", "class", "encoding", "hidden", "id", "popover", "srcset", "style"}

#: Parts of a page around the note's own text.
_AROUND = frozenset(
    {"note-head", "date", "note-statuses", "note-backlinks", "note-related", "cite-this", "series",
     "note-foot", "contents", "comments", "live-comments", "source-license"}
)  # fmt: skip
#: Parts of the text that repeat something or only work on the page, wherever they are.
_WITHIN = frozenset({"headerlink", "margin-open", "margin-body", "preview-open", "linenos"})
#: Those that authors may have classes for, with their elements.
_OURS = frozenset({("a", "citing"), ("section", "comments"), ("section", "live-comments"),
                   ("p", "source-license"), ("div", "note-filters"), ("p", "note-count"),
                   ("span", "note-year")})  # fmt: skip
#: What browsers don't show.
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Classes with a meaning outside the site: of a bibliography, as citation processors write them.
_CLASSES = frozenset({"csl-bib-body", "csl-entry"})

_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>(?:\s+[^\s=>]+(?:=\"[^\"]*\")?)*)\s*/?>"
)
_ATTRIBUTE = re.compile(r"([^\s=>]+)(?:=\"([^\"]*)\")?")
_ARTICLE = re.compile(r'<article\b[^>]*\bclass="[^"]*\bh-entry\b[^>]*>')
_REFERENCES = re.compile(r'<section\b[^>]*\bclass="[^"]*\bcsl-bib-body\b[^>]*>.*?</section>', re.DOTALL)
_ENTRY = '<article class="entry '
_NESTING = re.compile(r"<(/?)(article|section|div)\b", re.IGNORECASE)
#: Comments, scripts and style sheets.
_NO_MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
#: In a class of the element around code.
LANGUAGE = re.compile(r"highlight-([\w+#-]+)")
#: Between a term and its classifier, where the page has it in its style sheet.
BEFORE_CLASSIFIER = " : "
_ALIGNED = re.compile(r"(?:text-|head-)?(left|center|right)")
_FRAME = re.compile(r"<iframe\b[^>]*>", re.IGNORECASE)
_FRAME_END = re.compile(r"</iframe\s*>", re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc\s*=\s*[\"']?([^\s\"'>]+)", re.IGNORECASE)
_REFERENCE_END = re.compile("csl-entry|</li>|</section>")
_DOI = 'href="https://doi.org/'
#: The alternative text of a formula.
TEX = re.compile(r'<annotation encoding="application/x-tex">([^<]*)</annotation>')


def entry_contents(page: str, url: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the text of notes on *page*, by the id of their element: ``""`` for that of the whole page.

    *page*: the HTML of the file; *url*: its URL, which relative addresses are resolved against; *prefixes*:
    what ids begin with in a feed, for the id of each wanted note. A note that is not on the page is left out.
    """
    contents: dict[str, str] = {}
    for anchor, html in entries_on(page, url):
        if anchor in prefixes and anchor not in contents:
            contents[anchor] = _Entry(html, url, prefixes[anchor]).text().strip()
    return contents


def entries_on(page: str, url: str) -> Iterator[tuple[str, str]]:
    """Yield each note on *page*, by the id of its element, ``""`` for that of the whole page.

    Its HTML is balanced and safe, and as it is on the page: :func:`is_left_out` says what is not for readers
    elsewhere. *url*: that of the page.
    """
    first = _ARTICLE.search(page)
    if first is None or not _is_balanced(page):
        return
    last = page.rfind("</article>")
    html = _cleaned(page[first.start() : last + len("</article>") if last > 0 else None], url)
    for anchor, start, end in _articles(html):
        yield anchor, html[start:end]


def references_on(page: str, url: str) -> str:
    """Return the list of references at the end of *page*, cleaned like its notes; empty if it has none."""
    found = [*_REFERENCES.finditer(page)]
    return _cleaned(found[-1][0], url) if found else ""


def _cleaned(html: str, url: str) -> str:
    """Return *html*, from the page at *url*, balanced and safe."""
    return nh3.clean(
        _without_frames(html, url),
        tags=set(_TAGS),
        clean_content_tags=set(_NEVER),
        attributes={"*": set(_READ)},
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel=None,
    )


def is_left_out(tag: str, attributes: Mapping[str, str], *, in_text: bool, outermost: bool) -> bool:
    """Return whether an element of a note is not for readers elsewhere.

    *in_text*: whether it is inside the text of the note; *outermost*: whether it is in no other element.
    """
    if tag == "input":
        return "task-list-item-checkbox" not in attributes.get("class", "")
    if not attributes:
        return tag == "annotation" or (tag == "data" and not in_text)
    classes = attributes.get("class", "").split()
    if not _WITHIN.isdisjoint(classes) or not _OURS.isdisjoint((tag, each) for each in classes):
        return True
    if {"popover", "hidden"} & attributes.keys() or _UNSEEN.search(attributes.get("style", "")):
        return True
    if tag == "annotation" or (not in_text and (tag == "data" or not _AROUND.isdisjoint(classes))):
        return True
    if tag == "article" and "entry" in classes:
        return True  # Another note.
    # The title of the note, which the entry has.
    return "p-name" in classes and tag in {"h1", "h2"} and outermost


def absolute(url: str, address: str, *, image: bool = False) -> str:
    """Return *address*, on the page at *url*, as seen from anywhere; empty if it is not one, or not safe."""
    joined = _joined(url, address.strip())
    schemes = ("http:", "https:", "mailto:", "tel:", *(("data:image/",) if image else ()))
    return joined if joined.lower().startswith(schemes) else ""


def box(attributes: Mapping[str, str]) -> str:
    """Return what stands for the check box of a task."""
    return "\u2611 " if "checked" in attributes else "\u2610 "


def _is_balanced(page: str) -> bool:
    """Whether no note on *page* can end before its time, so that its text would become that of another.

    It can where the author's own HTML has end tags without a start. That does no harm to a single note.
    """
    if _ENTRY not in page:
        return True
    open_tags: list[str] = []
    for end, tag in _NESTING.findall(_NO_MARKUP.sub("", page)):
        if not end:
            open_tags.append(tag.lower())
        elif not open_tags or open_tags.pop() != tag.lower():
            return False
    return not open_tags


def _without_frames(html: str, url: str) -> str:
    """Return *html* with a link in place of each frame, which feed readers do not show.

    First of all, because a frame without an end has all that follows as its text.
    """

    def link(match: re.Match[str]) -> str:
        source = _SOURCE.search(match[0])
        address = _joined(url, unescape(source[1])) if source else ""
        return f'<a href="{escape(address)}">{escape(address)}</a>' if address else ""

    return _FRAME_END.sub("", _FRAME.sub(link, html))


def _joined(url: str, address: str) -> str:
    """Return *address* as seen from *url*; empty if it is not one."""
    try:
        return urljoin(url, address)
    except ValueError:
        return ""


def _articles(html: str) -> Iterator[tuple[str, int, int]]:
    """Yield the id of each note with the span of its content; the first note is that of the page.

    A note of another page, shown in full in a list, has no id: it is not a note of this page.
    """
    open_articles: list[tuple[str, int] | None] = []
    outermost = True
    for match in _TOKEN.finditer(html):
        if match["tag"] != "article":
            continue
        if not match["end"]:
            attributes = _attributes(match["attributes"])
            is_note = "h-entry" in attributes.get("class", "").split()
            is_page = is_note and outermost and "entry" not in attributes["class"].split()
            anchor = "" if is_page else attributes.get("id", "")
            open_articles.append((anchor, match.end()) if is_page or (is_note and anchor) else None)
            outermost = False
        elif open_articles and (note := open_articles.pop()):
            yield note[0], note[1], match.start()


def _attributes(text: str) -> dict[str, str]:
    # Most elements have none, and most values no entities.
    if not text:
        return {}
    found = _ATTRIBUTE.findall(text)
    return {name: unescape(value) if "&" in value else value for name, value in found}


@dataclass(slots=True)
class _Entry:
    """One entry: balanced HTML in, self-contained HTML out."""

    html: str
    url: str
    prefix: str
    #: The output.
    pieces: list[str] = field(default_factory=list)
    #: What closes each open element; None for one that is left out with its content.
    open: list[str | None] = field(default_factory=list)
    ids: Collection[str] = ()
    #: How many open elements are left out, are preformatted, and contain the text of the note.
    hidden: int = 0
    preformatted: int = 0
    contents: int = 0
    #: How many open elements are links: one within another is a link in no browser.
    links: int = 0
    #: The language of the code block that is open.
    language: str = ""
    #: Up to here, links in a reference are left out: its DOI comes first.
    unlinked: int = 0

    def text(self) -> str:
        """Return the result."""
        html = self.html
        tokens = [*_TOKEN.finditer(html)]
        named = (text for token in tokens if 'id="' in (text := token["attributes"]))
        # A link to "#" leads to the entry.
        self.ids = frozenset({"", *(_attributes(text).get("id", "") for text in named)})
        done = 0
        for token in tokens:
            start = token.start()
            if start > done:
                self._write(html[done:start])
            done = token.end()
            end, tag, attributes = token.groups()
            if end:
                self._close(tag)
            else:
                self._open(tag, _attributes(attributes), start)
        self._write(html[done:])
        return "".join(self.pieces)

    def _write(self, text: str) -> None:
        if text and not self.hidden:
            self.pieces.append(text)

    def _open(self, tag: str, attributes: dict[str, str], place: int) -> None:
        classes = attributes.get("class", "").split()
        left_out = is_left_out(tag, attributes, in_text=self.contents > 0, outermost=not self.open)
        if tag in VOID:
            self._write("" if left_out else self._tag(tag, attributes, classes))
            return
        if left_out:
            self.hidden += 1
            self.open.append(None)
            return
        before, after = self._translated(tag, attributes, classes, place)
        self._write(before)
        self.open.append(after)
        self.links += after == "</a>"
        self.preformatted += tag == "pre"
        if self.contents or "e-content" in classes:
            self.contents += 1

    def _close(self, tag: str) -> None:
        if not self.open:
            return
        after = self.open.pop()  # The HTML is balanced.
        if after is None:
            self.hidden -= 1
            return
        self.contents -= self.contents > 0
        self._write(after)
        self.links -= after == "</a>"
        self.preformatted -= tag == "pre"

    def _translated(
        self, tag: str, attributes: dict[str, str], classes: list[str], place: int
    ) -> tuple[str, str]:
        """Return what is written for an element, before and after its content."""
        if "csl-entry" in classes:
            self.unlinked = self._place_of_doi(place)
        if classes and (match := LANGUAGE.search(" ".join(classes))):
            self.language = "" if match[1] in {"default", "text", "none"} else match[1]
        if tag == "pre":
            language = f' class="language-{self.language}"' if self.language else ""
            self.language = ""
            return f"<pre><code{language}>", "</code></pre>"
        if tag == "math":
            end = self.html.find("</math>", place)
            if tex := TEX.search(self.html, place, end if end > 0 else len(self.html)):
                attributes = {**attributes, "alttext": unescape(tex[1]).strip()}
        bare = tag in {"article", "semantics", "main", "label"}
        bare = bare or (tag == "a" and (place < self.unlinked or self.links > 0))
        if bare or (tag in {"div", "span", "code"} and self.preformatted):
            return "", ""
        if tag == "span" and "classifier" in classes:
            return BEFORE_CLASSIFIER, ""
        if tag in {"div", "span"} and not attributes.get("id") and _CLASSES.isdisjoint(classes):
            keeps = {"lang", "dir"} & attributes.keys()
            if not keeps and (tag == "span" or any(each.startswith("highlight") for each in classes)):
                return "", ""
        return self._tag(tag, attributes, classes), f"</{tag}>"

    def _place_of_doi(self, place: int) -> int:
        """Return where the DOI of the reference at *place* is linked; 0 if it has none."""
        end = _REFERENCE_END.search(self.html, self.html.find(">", place))
        found = self.html.find(_DOI, place, end.start() if end else len(self.html))
        return self.html.rfind("<a ", place, found) if found > 0 else 0

    def _tag(self, tag: str, attributes: dict[str, str], classes: list[str]) -> str:
        """Return the start tag, with the attributes that a reader can use."""
        if not attributes:
            return f"<{tag}>"
        if tag == "input":
            return box(attributes)
        kept: dict[str, str] = {}
        if anchor := attributes.get("id", ""):
            kept["id"] = self.prefix + anchor
        if named := [each for each in classes if each in _CLASSES]:
            kept["class"] = " ".join(named)
        if tag in {"td", "th"} and (sides := [m[1] for each in classes if (m := _ALIGNED.fullmatch(each))]):
            kept["style"] = f"text-align: {sides[-1]}"
        for name, value in attributes.items():
            if name in _ADDRESSES:
                if address := self._absolute(value, image=tag == "img"):
                    kept[name] = address
            elif name == "srcset":
                kept[name] = self._srcset(value)
            elif name in _KEPT or name == "alttext":
                kept[name] = value
        written = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        return f"<{tag}{written}>"

    def _absolute(self, address: str, *, image: bool = False) -> str:
        """Return *address* as seen from anywhere; empty if that is not possible, or not safe."""
        address = address.strip()
        if address.startswith("#"):
            return f"#{self.prefix}{address[1:]}" if address[1:] in self.ids else self.url + address
        return absolute(self.url, address, image=image)

    def _srcset(self, value: str) -> str:
        candidates = [each.split() for each in re.split(r",\s+", value) if each.strip()]
        return ", ".join(" ".join([self._absolute(first, image=True), *rest]) for first, *rest in candidates)
