"""Images, videos and sounds, which themes have includes for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..files import one_line
from ..markdown.directives import figure, image, indented, video_link
from .galleries import SHOWN

if TYPE_CHECKING:
    from collections.abc import Set

    from .calls import Call
    from .context import Context


def figure_of(call: Call, context: Context, *, whole: bool = False) -> str | None:
    """Return an image or figure, if the include *call* is one of those that themes have for them.

    None if its arguments have texts that these don't show; with *whole*, they become part of the caption.
    """
    name = re.sub(r"\.\w+$", "", call.included).rpartition("/")[2].lower()
    given = context.arguments(call)
    if re.search(r"^(?:toc|disqus|comments?|share|social|paginat\w*)", name):
        context.why = "the theme does this"
        return ""
    if name in SHOWN:
        return SHOWN[name](given, context)
    if re.search("video|youtube|vimeo", name):
        made, under = _video(given, name, context), _texts(given, _OF_VIDEOS)
        return f"{made}\n\n{under}\n" if made and under and call.is_block else None if under else made
    said = _texts(given, _OF_IMAGES)
    source = next((given[key] for key in _SOURCES if given.get(key)), "")
    is_image = re.search(r"fig|image|img|picture|photo", name) and not _is_sound(source)
    is_several = re.search(r"\.\w{2,5}\s*[,;]\s*\S", source) is not None
    if not source or not is_image or is_several or ((said or _is_marked(given)) and not whole):
        return None
    return _figure(call, context, given, source, said if whole else "")


def _figure(call: Call, context: Context, given: dict[str, str], source: str, said: str) -> str:
    """Return the figure at *source*; *said*: a text under it, beside its caption."""
    if source in context.files:  # such includes write the address from the root
        source = f"/{source}"
    caption = next((given[key] for key in ("caption", "description", "desc", "text") if given.get(key)), "")
    title = given.get("title", "")
    if _is_marked(given):
        caption, title = caption or title, ""
    if said:
        caption = f"{one_line(caption)}\n\n{said}".strip()
        context.why = "the texts of its arguments are under the image"
    alt = given.get("alt") or given.get("alt_text") or title
    width = given.get("width") or given.get("max-width") or given.get("max_width", "")
    text = caption if said else one_line(caption)
    made = figure(source, text, alt, width) if caption else image(source, alt, width)
    return indented(made, call.indent) if call.is_block and caption else made


def _texts(given: dict[str, str], known: Set[str]) -> str:
    """Return what the arguments of an include say, but for the *known* ones."""
    return "\n\n".join(
        one_line(value) for name, value in given.items() if " " in value.strip() and name not in known
    )


def _is_marked(given: dict[str, str]) -> bool:
    """Whether the title of an image has a link, which an image doesn't show."""
    return "](" in given.get("title", "")


def _is_sound(source: str) -> bool:
    return re.search(r"\.(?:mp3|m4a|ogg|wav|flac|mp4|webm|mov)$", source, re.IGNORECASE) is not None


#: The arguments of an include for images whose values are no more than an image has, or nothing that is read.
_OF_IMAGES = {
    "caption", "description", "desc", "text", "alt", "alt_text", "title", "width", "height", "max-width",
    "max_width", "class", "classes", "style", "id", "sizes", "srcset", "loading", "zoomable", "align",
    "path", "image_path", "src", "url", "file", "image", "img", "source", "link", "filename", "0",
    "image-class", "figure_class", "caption-class", "figure-class", "image_class", "caption_class", "popup",
    "href", "target", "rel",
}  # fmt: skip
#: The same of one for videos: nothing that is read.
_OF_VIDEOS = {"class", "classes", "style", "id", "src", "path", "file", "width", "height", "allow"}
#: Others that minimal-mistakes knows, and where they have their videos.
_PROVIDERS = {
    "bilibili": "https://www.bilibili.com/video/",
    "google-drive": "https://drive.google.com/file/d/",
}
#: The names that includes for images give to their address.
_SOURCES = ("path", "image_path", "src", "url", "file", "image", "img", "source", "link", "filename", "0")


def _video(given: dict[str, str], name: str, context: Context) -> str | None:
    key = given.get("id") or given.get("youtubeId") or given.get("youtube_id") or ""
    provider = given.get("provider") or ("vimeo" if "vimeo" in name else "youtube")
    if key and provider in {"youtube", "vimeo"}:
        return video_link("YouTube" if provider == "youtube" else "Vimeo", key)
    if key and provider in _PROVIDERS:
        return f"[{provider}: {key}]({_PROVIDERS[provider]}{key})"
    path = given.get("path") or given.get("src") or given.get("file") or ""
    path = f"/{path}" if path in context.files else path
    if not path:
        return None
    if re.search(r"youtu\.?be|vimeo", path):
        return f"<{path}>"
    return f'<video src="{path}" controls></video>'
