"""What shortcodes of widespread themes become: Blowfish, Congo, Docsy, Hextra, HugoBlox, LoveIt, Stack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..files import one_line
from ..markdown.directives import admonition, details, image
from .handlers import content, figure, paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from .calls import Call
    from .context import Context


_CSS = re.compile(r"\{[^{}]*:[^{}]*\}")


def carousel(call: Call, context: Context) -> str | None:
    """Return the pictures of a row one after another: ``images="{a.jpg, b.jpg}"``, or ``"gallery/*"``."""
    given = call.get("images", "match", "resources", "0").strip("{}")
    names = [name.strip() for name in given.split(",") if name.strip()]
    found = [each for name in names for each in (context.images(name) if "*" in name else [name])]
    if not found:
        return content(call, context) if call.content else None
    return "\n\n".join(["", *(image(context.image(each), "") for each in found), ""])


def gallery(call: Call, context: Context) -> str | None:
    """Return what is in a gallery, or the pictures that it names."""
    if call.content and call.content.strip():
        return call.content
    album = call.get("album")
    if album or not call.given:
        found = context.images(f"{album or 'gallery'}/*")
        return "\n\n".join(["", *(image(context.image(each), "") for each in found), ""]) if found else None
    return carousel(call, context)


def article(call: Call, context: Context) -> str | None:
    """Return a link to another page."""
    link = context.link_to(call.get("link", "page", "0").removesuffix("/"))
    return f"\n[]({link})\n" if link else None


def state(call: Call, context: Context) -> str | None:
    """Return since when something is there: ``new-in``, ``deprecated-in``."""
    number = call.get("version", "0").lstrip("vV")
    if not re.fullmatch(r"\d[\w.+-]*", number):
        return None
    words = f"{call.name.partition('-')[0].capitalize()} in v{number}"
    if call.content is None or not call.content.strip():
        return f"**{words}**"
    return admonition("note" if call.name.lower().startswith("new") else "warning", call.content, words)


def step(call: Call, context: Context) -> str | None:
    """Return an entry of a time line with its heads."""
    heads = [call.get("header", "title"), call.get("badge", "date"), call.get("subheader", "subtitle")]
    words = " · ".join(f"**{each}**" for each in heads if each)
    return f"\n{words}\n\n{(call.content or '').strip()}\n" if words or call.content else None


def folded(call: Call, context: Context) -> str | None:
    """Return an entry that is folded up."""
    return (
        None if call.content is None else details(call.get("title", "header", "summary", "0"), call.content)
    )


def version(call: Call, context: Context) -> str | None:
    """Return the number of a version, and what happened in it."""
    words = " ".join(call.given[each] for each in sorted(call.given) if each.isdigit())
    return f"`{words}`" if words else None


def person(call: Call, context: Context) -> str | None:
    """Return a link to somebody."""
    url, name = call.get("url", "0"), call.get("name", "text", "1")
    more = call.get("text", "2")
    return f"[{name}]({url}){f' ({more})' if more and more != name else ''}" if url and name else None


def link(call: Call, context: Context) -> str | None:
    """Return a link, whose text may be its address."""
    url = call.get("href", "url", "link", "0")
    words = (call.content or "").strip() or call.get("content", "text", "title", "1") or url
    return f"[{words}]({context.link_to(url) or url})" if url else None


def card(call: Call, context: Context) -> str | None:
    """Return a card as a paragraph with its title, linked."""
    link_, title = call.get("link", "url", "href"), call.get("title", "header", "name", "0")
    image_ = call.get("image", "img", "src")
    words = f"[{title}]({context.link_to(link_) or link_})" if link_ and title else title
    parts = [
        f"**{words}**" if words else "",
        call.get("subtitle", "description"),
        (call.content or "").strip(),
    ]
    parts.insert(0, image(context.image(image_), "") if image_ else "")
    made = "\n\n".join(part for part in parts if part)
    return f"\n{made}\n" if made else None


def feature(call: Call, context: Context) -> str | None:
    """Return a part of a landing page."""
    return card(call, context)


def picture(call: Call, context: Context) -> str | None:
    """Return a picture beside the page that Hugo scaled: the first argument is its name, or a part of it."""
    name = call.get("0", "src", "image", "name")
    found = name if context.image(name) != name else next(iter(context.images(f"*{name}*")), name)
    made = image(context.image(found), call.get("alt"))
    return f"\n{made}\n\n{(call.content or '').strip()}\n" if call.content else made


def marked(call: Call, context: Context) -> str | None:
    """Return text that is marked."""
    words = one_line(call.content or call.get("0", "text"))
    return f"<mark>{words}</mark>" if words else None


def badge(call: Call, context: Context) -> str | None:
    """Return the words on a badge."""
    return one_line(call.content or call.get("text", "content", "0")) or None


def from_folder(call: Call, context: Context) -> str | None:
    """Return the path to the files beside the page, which follows."""
    return "" if not call.given else context.link_to(call.get("0"))


def code_from(call: Call, context: Context) -> str | None:
    """Return a link to code that the theme loads from elsewhere."""
    url = call.get("url", "0")
    return f"[{url.rpartition('/')[2] or url}]({url})" if re.match("https?://", url) else None


def unseen(call: Call, context: Context) -> str | None:
    """Return nothing for scripts and signs, and what is in the others."""
    if (
        call.content
        and call.content.strip()
        and call.name.lower() != "script"
        and not _CSS.search(call.content)
    ):
        return paragraph(call, context)
    context.why = "the theme does this"
    return ""


THEMES: dict[str, Callable[[Call, Context], str | None]] = {
    **dict.fromkeys(("carousel", "slider", "swiper", "image-gallery"), carousel),
    **dict.fromkeys(("gallery", "galleries", "photo-gallery"), gallery),
    "article": article,
    **dict.fromkeys(("new-in", "deprecated-in", "new_in", "deprecated_in"), state),
    **dict.fromkeys(("timelineitem", "timeline-item", "step", "steps/step"), step),
    **dict.fromkeys(("accordionitem", "accordion-item", "foldable", "fold"), folded),
    "version": version, "person": person, "link": link,
    **dict.fromkeys(("card", "cards/card", "hextra/feature-card", "blocks/feature"), card),
    **dict.fromkeys(("imgproc", "imgtxt", "imgresize", "responsive-image", "resize"), picture),
    **dict.fromkeys(("screenshot", "imgcap", "intextimg", "fig", "img-caption"), figure),
    **dict.fromkeys(("hl", "mark"), marked),
    **dict.fromkeys(("badge", "keyword", "label", "tag", "pill", "button-inline"), badge),
    "blogdown/postref": from_folder,
    **dict.fromkeys(("codeimporter", "mdimporter", "code-importer"), code_from),
    **dict.fromkeys(
        ("timeline", "accordion", "keywordlist", "cards", "cardpane", "card-group", "steps", "filetree",
         "ltr", "rtl", "typeit", "list", "grid", "section", "container", "div", "span", "blocks/section",
         "blocks/cover", "blocks/lead", "hextra/feature-grid", "text-align", "align", "colorbutton", "cell"),
        paragraph),
    **dict.fromkeys(
        ("style", "script", "blocks/link-down", "clear", "space", "divider", "br", "icons/icon",
         "fontawesome", "fa", "list_tags", "listtags", "recaptcha"), unseen),
}  # fmt: skip
