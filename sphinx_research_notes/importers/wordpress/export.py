"""Read an export of WordPress: WXR, which is RSS 2.0 with elements of its own.

The format is what ``wp-admin/includes/export.php`` of WordPress writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from html.entities import html5
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from ..files import decoded
from ..records import NotImportable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_NAMESPACES = {
    "wp": "http://wordpress.org/export/1.2/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "atom": "http://www.w3.org/2005/Atom",
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PARTS = re.compile(r"(<!\[CDATA\[.*?\]\]>|<!--.*?-->)", re.DOTALL)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w+;)?")
_LINE = "line"


@dataclass(frozen=True, slots=True)
class Label:
    """A category, a tag, or a term of another taxonomy."""

    domain: str
    slug: str
    name: str
    #: The number of the term, and the slug of the category that it is in; empty where a post names it.
    number: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A post, a page, an attachment or anything else in an export."""

    file: str
    #: The line of the element, and of its text, from 1.
    line: int
    text_line: int
    kind: str
    number: str
    title: str
    text: str
    excerpt: str
    #: ``publish``, ``draft``, …
    status: str
    slug: str
    link: str
    guid: str
    author: str
    #: In the zone of the site; None for a draft that never had one.
    date: datetime | None
    password: str
    parent: str
    is_sticky: bool
    labels: tuple[Label, ...]
    #: Custom fields: name to values, in their order.
    fields: dict[str, list[str]]
    attachment: str
    #: In a menu.
    order: int
    #: Comments that the site showed, without pingbacks and trackbacks.
    comments: int

    def field(self, name: str) -> str:
        """Return the last value of the custom field *name*; empty if there is none."""
        return self.fields.get(name, [""])[-1]


@dataclass(slots=True)
class Export:
    """What one or several files tell of a site."""

    title: str = ""
    tagline: str = ""
    language: str = ""
    #: The address of the blog, without a slash at its end.
    url: str = ""
    #: By their user names: the names that readers saw.
    authors: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    #: The categories and tags of the site, whether a post has them or not.
    labels: list[Label] = field(default_factory=list)


def read_exports(files: dict[str, bytes]) -> Export:
    """Return what *files*, by their names, tell; raises NotImportable for what isn't WXR."""
    export = Export()
    for name, data in files.items():
        channel = _channel(name, data)
        export.title = export.title or unescape(_text(channel, "title"))
        export.tagline = export.tagline or unescape(_text(channel, "description"))
        export.language = export.language or _text(channel, "language")
        url = _text(channel, "base_blog_url") or _text(channel, "base_site_url") or _text(channel, "link")
        export.url = export.url or url.rstrip("/")
        for author in _all(channel, "author"):
            login = _text(author, "author_login")
            if login:
                export.authors[login] = unescape(_text(author, "author_display_name")) or login
        export.labels += _terms(channel)
        seen = {(item.kind, item.number) for item in export.items}
        for item in (_item(each, name) for each in _all(channel, "item")):
            # Files of one site often repeat the attachments.
            if not item.number or (item.kind, item.number) not in seen:
                export.items.append(item)
    return export


class _LineBuilder(TreeBuilder):
    """Builds the tree, and keeps the line of each element."""

    parser: Any = None

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        element = super().start(tag, attrs)
        if self.parser is not None:
            element.set(_LINE, str(self.parser.parser.CurrentLineNumber))
        return element


def _channel(name: str, data: bytes) -> Element:
    text = _NOT_XML.sub("", decoded(data)).lstrip()
    text = re.sub(r"\A(<\?xml[^>]*?)\s+encoding=[\"'][^\"']*[\"']", r"\1", text)
    text = re.sub(r"<rss\b[^>]*>", _with_namespaces, text, count=1)
    # Entities of HTML, and single ampersands, as plug-ins write them.
    text = "".join(
        part if part.startswith("<!") else _ENTITY.sub(_entity, part) for part in _PARTS.split(text)
    )
    builder = _LineBuilder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    builder.parser = parser
    try:
        parser.feed(text)
        root: Element = parser.close()
    except ParseError as error:
        raise NotImportable(f"expected XML in {name}, found {error}; nothing has been written") from None
    except DefusedXmlException as error:
        found = f"{type(error).__name__}"
        raise NotImportable(
            f"expected XML without entities of its own in {name}, found {found}; nothing has been written"
        ) from None
    channel = next((each for each in root.iter() if _local(each) == "channel"), None)
    if channel is None or not any("wordpress.org/export" in str(each.tag) for each in channel.iter()):
        raise NotImportable(
            f"expected an export of WordPress in {name}, found other XML; nothing has been written"
        )
    return channel


def _with_namespaces(match: re.Match[str]) -> str:
    """Declare the prefixes that old versions used without saying so."""
    missing = (
        f' xmlns:{name}="{url}"' for name, url in _NAMESPACES.items() if f"xmlns:{name}=" not in match[0]
    )
    return f"{match[0][:-1]}{''.join(missing)}>"


def _entity(match: re.Match[str]) -> str:
    char = html5.get(match[1] or "", "")
    return "".join(f"&#{ord(each)};" for each in char) if char else f"&amp;{match[1] or ''}"


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(element: Element, name: str) -> Iterator[Element]:
    yield from (each for each in element if _local(each) == name)


def _text(element: Element, name: str, namespace: str = "") -> str:
    found = next((each for each in _all(element, name) if namespace in str(each.tag)), None)
    return (found.text or "").strip() if found is not None else ""


def _item(item: Element, file: str) -> Item:
    content = next((each for each in _all(item, "encoded") if "excerpt" not in str(each.tag)), None)
    fields: dict[str, list[str]] = {}
    for meta in _all(item, "postmeta"):
        fields.setdefault(_text(meta, "meta_key"), []).append(_text(meta, "meta_value"))
    return Item(
        file=file,
        line=int(item.get(_LINE, 1)),
        text_line=int(content.get(_LINE, 1)) if content is not None else int(item.get(_LINE, 1)),
        kind=_text(item, "post_type") or "post",
        number=_text(item, "post_id"),
        title=_text(item, "title"),
        text=(content.text or "") if content is not None else "",
        excerpt=_text(item, "encoded", "excerpt"),
        status=_text(item, "status"),
        slug=_text(item, "post_name"),
        link=_text(item, "link"),
        guid=_text(item, "guid"),
        author=_text(item, "creator"),
        date=_date(item),
        password=_text(item, "post_password"),
        parent=_text(item, "post_parent"),
        is_sticky=_text(item, "is_sticky") == "1",
        labels=tuple(_labels(item)),
        fields=fields,
        attachment=_text(item, "attachment_url"),
        order=int(order) if (order := _text(item, "menu_order")).isdigit() else 0,
        comments=sum(_is_shown(each) for each in _all(item, "comment")),
    )


def _labels(item: Element) -> Iterator[Label]:
    for label in _all(item, "category"):
        name = unescape((label.text or "").strip())
        # Old versions wrote each label twice, once without its kind.
        if name and (label.get("nicename") or label.get("domain")):
            domain = {"tag": "post_tag", None: "category"}.get(label.get("domain"), label.get("domain") or "")
            yield Label(domain, label.get("nicename") or "", name)


def _terms(channel: Element) -> Iterator[Label]:
    for kind, domain, name in (("category", "category", "cat_name"), ("tag", "post_tag", "tag_name")):
        for term in _all(channel, kind):
            slug = _text(term, "category_nicename" if kind == "category" else "tag_slug")
            named = unescape(_text(term, name))
            yield Label(domain, slug, named, _text(term, "term_id"), _text(term, "category_parent"))


def _is_shown(comment: Element) -> bool:
    kind = _text(comment, "comment_type")
    return _text(comment, "comment_approved") == "1" and kind in {"", "comment"}


def _date(item: Element) -> datetime | None:
    """Return the date of *item* with the offset that its site had then."""
    local, utc = _moment(_text(item, "post_date")), _moment(_text(item, "post_date_gmt"))
    if local is None:
        return utc.replace(tzinfo=UTC) if utc else None
    offset = local - utc if utc else timedelta()
    if abs(offset) > timedelta(hours=15) or offset.total_seconds() % 60:
        offset = timedelta()
    return local.replace(tzinfo=timezone(offset))


def _moment(text: str) -> datetime | None:
    try:
        # Other programs write exports, too, with the T of ISO 8601; the zone is found by comparison.
        return datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None
