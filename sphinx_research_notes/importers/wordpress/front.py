"""The front matter of a post or page."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from bs4 import BeautifulSoup

from ..files import one_line
from ..front_matter import FrontMatter
from ..records import Finding, Outcome
from .addresses import by_pattern, is_same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .addresses import Addresses, Place

#: Statuses whose posts only their authors see.
DRAFTS = {"draft", "pending", "auto-draft", "future"}
_KEYS = {"category": "categories", "post_tag": "tags", "post_format": "format", "series": "series"}
#: What well-known plug-ins and themes note for themselves, among the fields that WordPress shows to authors.
_TECHNICAL = re.compile(
    r"$|.*layout|footnotes$|dsq_|jabber_|email_notification|publicize|sharing_|switch_like|reddit|aktt_|tmac_|"
    r"geo_|wpe?o_|wpcf7|amazonS3|original_post_id|enclosure|podPress|tagazine|jetpack|wpcom|hide_|Hide |"
    r"syntaxhighlighter_|blogger_|authorsure|openid|superawesome|import(?:ed|er)?_|pinged|syndication|"
    r"eg_|slide_template|td_|et_|rs_|sidebar|pfwk_"
)
#: Names and values of what one doesn't leave in a folder that others may get.
_SECRET = re.compile(
    r"pass(?:word|wd|phrase)|pwd|credential|secret|token|(?:api|access|auth|private|licen[cs]e)[_ -]?key|"
    r"e-?mail|phone",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"[^\s@]@[^\s@]+\.\w|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
#: A value that PHP has written: a list of texts, and anything else.
_PHP_LIST = re.compile(r'a:\d+:\{(?P<items>(?:i:\d+;s:\d+:"[^"]*";)*)\}')
_PHP = re.compile(r"[aO]:\d+:")


def plain(html: str) -> str:
    """Return the words of *html* on one line."""
    if "<" in html:
        html = BeautifulSoup(html, "html.parser").get_text()
    return one_line(unescape(html))


def front_matter(
    place: Place, addresses: Addresses, pattern: str, authors: dict[str, str], aliases: list[str]
) -> tuple[FrontMatter, list[Finding]]:
    """Return the front matter of *place*, and what became of what WordPress knew.

    *pattern*: the permalink of all posts here; *authors*: user names to names;
    *aliases*: further old addresses.
    """
    item = place.item
    front = FrontMatter()
    if title := plain(item.title):
        front.put("title", title)
    if not place.is_note:
        front.put("kind", "page")
    elif item.date:
        front.put("date", item.date)
    if place.is_note and len(authors) > 1 and item.author:
        front.put("author", item.author)
    labels = dict(_labels(place))
    for key, names in labels.items():
        front.put(key, names)
    summary = plain(item.excerpt) or plain(_described(place))
    if summary:
        front.put("summary", summary)
    if image := _image(place, addresses):
        front.put("image", image)
    _put_address(front, place, pattern, aliases)
    if canonical := item.field("_yoast_wpseo_canonical"):
        front.put("canonical_url", canonical)
    if place.is_note and item.is_sticky:
        front.put("pinned", True)
    if place.is_note and item.guid and not place.is_hidden and item.guid not in addresses.guids:
        addresses.guids.add(item.guid)
        front.put("id", item.guid)
    findings = list(_visibility(front, place))
    kept, left_out = _fields(place)
    if kept:
        front.put("custom_fields", kept)
    return front, findings + left_out


#: Beginnings of parts that plug-ins show to members only, or to those who pay.
_FOR_MEMBERS = re.compile(
    r"\[(?P<name>private|protected|restrict(?:ed)?|restrict_content|members?(?:_only|-only|only)?|membership"
    r"|pmpro_membership|wlm_\w+|mepr-\w+|ihc-hide-content|um_loggedin|loggedin|is_logged_in|logged_in|login_only"
    r"|paid|premium\w*|subscribers?(?:_only|-only)?|wcm_restrict|s2If|hidden|hide|secret|passster"
    r"|content_protector)\b[^\]\n]*\]"
    r"|<!-- wp:(?P<block>premium-content/|jetpack/paywall|memberful/|pmpro/|restrict-content)"
)


def part_for_members(text: str) -> str:
    """Return the name of what marks a part of *text* for members; empty if nothing does."""
    for match in _FOR_MEMBERS.finditer(text):
        if match["block"] or f"[/{match['name']}]" in text:
            return match["block"] or match["name"]
    return ""


def _labels(place: Place) -> Iterator[tuple[str, Any]]:
    found: dict[str, list[str]] = {}
    for label in place.item.labels:
        names = found.setdefault(_KEYS.get(label.domain, label.domain.replace("-", "_")), [])
        if label.name not in names:
            names.append(label.name)
    for key, names in found.items():
        if key == "format":
            yield key, names[0].lower().removeprefix("post-format-")
        elif key in {"categories", "tags"} or len(names) > 1:
            yield key, names
        else:
            yield key, names[0]


def _described(place: Place) -> str:
    for name in (
        "_yoast_wpseo_metadesc",
        "_aioseop_description",
        "rank_math_description",
        "_genesis_description",
    ):
        if found := place.item.field(name):
            return "" if "%%" in found else found
    return ""


def _image(place: Place, addresses: Addresses) -> Any:
    """Return the featured image, with what it shows."""
    image = addresses.attachments.get(place.item.field("_thumbnail_id"))
    if image is None or not image.attachment:
        return ""
    file = addresses.file(image.attachment, place)
    path = file.path if file else image.attachment
    alt = one_line(image.field("_wp_attachment_image_alt"))
    return {"path": path, "alt": alt} if alt else path


def _put_address(front: FrontMatter, place: Place, pattern: str, aliases: list[str]) -> None:
    item = place.item
    if not place.address:
        if item.slug and place.is_note and unquote(item.slug) not in place.target:
            front.put("slug", unquote(item.slug))
        return
    here = by_pattern(pattern if place.is_note else "", place)
    if not is_same(here, place.address) and not (place.address == "/" and place.target == "index.md"):
        front.put("permalink", place.address)
    # WordPress leads from former names to the one of today.
    former = [
        place.address.replace(f"/{unquote(item.slug)}", f"/{unquote(old)}")
        for old in item.fields.get("_wp_old_slug", [])
        if old and old != item.slug and f"/{unquote(item.slug)}" in place.address
    ]
    if every := list(dict.fromkeys([*former, *aliases])):
        front.put("aliases", every)


def _visibility(front: FrontMatter, place: Place) -> Iterator[Finding]:
    """Hide what was hidden."""
    item = place.item
    if item.password:
        front.put("visibility", "private")
        yield Finding(Outcome.CHANGED, "password", item.file, item.line, "the post is private here")
    elif found := part_for_members(item.text):
        front.put("visibility", "private")
        why = "it has a part that not everybody was shown; the post is private here"
        yield Finding(Outcome.CHANGED, found, item.file, item.line, why)
    elif item.status == "private":
        front.put("visibility", "private")
    elif item.status != "publish":
        front.put("draft", True)
        if item.status not in DRAFTS:
            why = "it is a draft here, as nothing tells who may read it"
            yield Finding(Outcome.UNKNOWN, f"status {item.status}", item.file, item.line, why)
        elif item.status == "future":
            why = (
                f"it is a draft here; it was to be published on {item.date:%Y-%m-%d}"
                if item.date
                else "a draft here"
            )
            yield Finding(Outcome.CHANGED, "scheduled post", item.file, item.line, why)
    elif place.is_hidden:
        front.put("draft", True)
        why = "it is a draft here, as the export tells no address at which readers saw it"
        yield Finding(Outcome.UNKNOWN, item.kind, item.file, item.line, why)


def _fields(place: Place) -> tuple[dict[str, Any], list[Finding]]:
    """Return the custom fields that authors see in WordPress, and what is left out of them.

    A name that begins with an underscore is one that WordPress shows to nobody.
    Source: https://developer.wordpress.org/plugins/metadata/managing-post-metadata/#hidden-custom-fields
    """
    item = place.item
    kept: dict[str, Any] = {}
    findings = []
    for name, texts in item.fields.items():
        values = [value for text in texts for value in _values(text)]
        if name.startswith("_") or not values:
            continue
        if reason := _reason_against(name, values):
            findings.append(Finding(Outcome.LEFT_OUT, f"custom field: {name}", item.file, item.line, reason))
        else:
            kept[name] = values if len(values) > 1 else values[0]
    return kept, findings


def _values(text: str) -> list[str]:
    match = _PHP_LIST.fullmatch(text)
    texts = re.findall(r'"([^"]*)"', match["items"]) if match else [text]
    return [value for each in texts if (value := unescape(each).strip())]


def _reason_against(name: str, values: list[str]) -> str:
    """Return why a custom field isn't kept; empty if it is."""
    if _SECRET.search(name) or any(_PERSONAL.search(value) for value in values):
        return "it may have an address of somebody, or a secret"
    if _TECHNICAL.match(name):
        return "a plug-in or a theme keeps it for itself"
    if any(_PHP.match(value) for value in values):
        return "expected text, found what a program has packed"
    return ""
