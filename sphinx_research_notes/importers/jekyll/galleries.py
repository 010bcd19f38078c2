"""What minimal-mistakes shows of front matter and data: galleries, features, buttons and lists of links.

See https://mmistakes.github.io/minimal-mistakes/docs/helpers/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..markdown.directives import destination, image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .context import Context
    from .documents import Document


def _gallery(given: Mapping[str, str], context: Context) -> str | None:
    """Return images with links, and what is written under them."""
    items = _items(given.get("id") or "gallery", context)
    images = [_linked(each, _picture(each)) for each in items if each.get("image_path") or each.get("url")]
    if not images:
        return None
    caption = given.get("caption", "").strip()
    return "\n".join(("", *images, *(("", caption) if caption else ()), ""))


def _feature_row(given: Mapping[str, str], context: Context) -> str | None:
    """Return a card for each feature."""
    items = _items(given.get("id") or "feature_row", context)
    if not items:
        return None
    columns = "1" if given.get("type") else f"1 1 {min(len(items), 3)} {min(len(items), 3)}"
    cards = ("\n".join(_card(each)) for each in items)
    return "\n".join(("", f"::::{{grid}} {columns}", *cards, "::::", ""))


def _navigation(given: Mapping[str, str], context: Context) -> str | None:
    """Return a list of links from ``_data/navigation.yml``."""
    data = context.scope.site.get("data")
    lists = data.get("navigation") if isinstance(data, dict) else None
    found = lists.get(given.get("nav", "")) if isinstance(lists, dict) else None
    if not isinstance(found, list):
        return None
    lines = []
    for each in (item for item in found if isinstance(item, dict)):
        inside = each.get("children")
        children = [child for child in inside if isinstance(child, dict)] if isinstance(inside, list) else []
        lines.append(f"- {_entry(each)}")
        lines += [f"  - {_entry(child)}" for child in children]
    return "\n".join(("", *lines, ""))


def _entry(item: Mapping[str, Any]) -> str:
    label = str(item.get("title") or item.get("url") or "…")
    return _linked({"url": item.get("url")}, label)


def _card(item: Mapping[str, Any]) -> Iterator[str]:
    yield f":::{{grid-item-card}} {item.get('title') or ''}".rstrip()
    parts = [_picture(item) if item.get("image_path") else "", item.get("image_caption"), item.get("excerpt")]
    if item.get("url"):
        parts.append(_linked(item, str(item.get("btn_label") or item.get("title") or item["url"])))
    yield "\n\n".join(str(part).strip() for part in parts if part)
    yield ":::"


def _items(name: str, context: Context) -> list[Mapping[str, Any]]:
    found = context.document.value(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _picture(item: Mapping[str, Any]) -> str:
    return image(_from_root(str(item.get("image_path") or item["url"])), str(item.get("alt") or ""))


def _linked(item: Mapping[str, Any], text: str) -> str:
    """Return *text* as a link to what *item* names, if anything."""
    address = str(item.get("url") or "")
    title = str(item.get("title") or "").replace('"', "'")
    named = f' "{title}"' if title and text.startswith("![") else ""
    return f"[{text}]({destination(_from_root(address))}{named})" if address else text


def _from_root(address: str) -> str:
    """Return *address* as the theme writes it: from the root of the site."""
    return address if address.startswith(("/", "#", "http:", "https:", "mailto:")) else f"/{address}"


def header_buttons(document: Document) -> str:
    """Return the links that the header of a page shows as buttons; empty if it has none."""
    header = document.value("header")
    found = header.get("actions") if isinstance(header, dict) else None
    buttons = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    links = [_linked(each, str(each.get("label") or each.get("url"))) for each in buttons if each.get("url")]
    return f"\n{' · '.join(links)}\n\n" if links else ""


#: By the name of the include.
SHOWN: dict[str, Callable[[Mapping[str, str], Context], str | None]] = {
    "gallery": _gallery,
    "feature_row": _feature_row,
    "nav_list": _navigation,
}
