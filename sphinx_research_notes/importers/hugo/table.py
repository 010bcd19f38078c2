"""The shortcodes that are known, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .embeds import EMBEDS
from .handlers import (
    FORMULAS,
    audio,
    box,
    button,
    content,
    figure,
    folded,
    formula,
    gist,
    instagram,
    nothing,
    page_link,
    paragraph,
    param,
    quote,
    ref,
    static,
    tab,
    tabs,
    text_block,
    tweet,
    video,
    vimeo,
    youtube,
)  # fmt: skip
from .theme_handlers import THEMES, carousel, gallery, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from .calls import Call
    from .context import Context

#: By the name in lower case; each returns None if it cannot tell.
BY_NAME: dict[str, Callable[[Call, Context], str | None]] = {
    **EMBEDS,
    **THEMES,
    **dict.fromkeys(("figure", "img", "image", "picture", "photo"), figure),
    **dict.fromkeys(("ref", "relref"), ref),
    **dict.fromkeys(("youtube", "youtubelite", "youtube-lite", "yt"), youtube),
    "vimeo": vimeo, "gist": gist, "instagram": instagram, "param": param,
    **dict.fromkeys(("tweet", "x", "twitter", "x_simple", "twitter_simple", "tweet_simple"), tweet),
    **dict.fromkeys(("details", "expand", "collapse", "spoiler", "detail", "dropdown"), folded),
    **dict.fromkeys(
        ("notice", "alert", "admonition", "callout", "hint", "note", "tip", "warning", "info", "danger",
         "caution", "important", "box", "message", "success", "pageinfo", "admonitions", "panel"), box),
    **dict.fromkeys(FORMULAS, formula),
    **dict.fromkeys(
        ("rawhtml", "raw", "html", "unsafe", "markdown", "md", "center", "columns", "column", "row", "lead"),
        content),
    **dict.fromkeys(("mermaid", "plantuml", "goat", "chart"), text_block),
    **dict.fromkeys(("quote", "blockquote", "epigraph"), quote),
    **dict.fromkeys(("button", "btn", "linkbutton", "cta"), button),
    **dict.fromkeys(("tabs", "tabgroup", "tabpane", "tab-group"), tabs),
    **dict.fromkeys(("tab", "tabitem", "tab-item"), tab),
    "video": video, "audio": audio, "staticref": static,
    **dict.fromkeys(("cite", "mention"), page_link),
    **dict.fromkeys(("toc", "table_of_contents", "tableofcontents", "icon", "break"), nothing),
}  # fmt: skip
#: Those that may have a title and a caption besides what they return.
WRAPPERS = {content, paragraph, text_block, tabs, video, audio, carousel, gallery, picture}
