"""Shortcodes that load something from elsewhere: links here, which load nothing by themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..files import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from .calls import Call
    from .context import Context

_ID = re.compile(r"[\w./:@?=&%+~#-]+")


@dataclass(frozen=True, slots=True)
class _Service:
    """What a service is called, and where it has the things that shortcodes name."""

    title: str
    #: With ``{}`` for the id.
    url: str
    #: The names of the argument with the id.
    names: tuple[str, ...] = ("id", "0")


_SERVICES = {
    "youtubepl": _Service("YouTube", "https://www.youtube.com/playlist?list={}"),
    "bilibili": _Service("Bilibili", "https://www.bilibili.com/video/{}", ("id", "bvid", "0")),
    "tencent": _Service("Tencent Video", "https://v.qq.com/x/page/{}.html"),
    "dailymotion": _Service("Dailymotion", "https://www.dailymotion.com/video/{}"),
    "github": _Service("GitHub", "https://github.com/{}", ("repo", "0")),
    "gitlab": _Service("GitLab", "https://gitlab.com/{}", ("repo", "0")),
    "codeberg": _Service("Codeberg", "https://codeberg.org/{}", ("repo", "0")),
    "huggingface": _Service("Hugging Face", "https://huggingface.co/{}", ("model", "dataset", "0")),
    "asciinema": _Service("asciinema", "https://asciinema.org/a/{}", ("id", "key", "0")),
    "codesandbox": _Service("CodeSandbox", "https://codesandbox.io/s/{}"),
    "jsfiddle": _Service("JSFiddle", "https://jsfiddle.net/{}"),
    "stackblitz": _Service("StackBlitz", "https://stackblitz.com/edit/{}"),
    "slideshare": _Service("SlideShare", "https://www.slideshare.net/slideshow/embed_code/key/{}"),
    "speakerdeck": _Service("Speaker Deck", "https://speakerdeck.com/player/{}"),
    "soundcloud": _Service("SoundCloud", "https://soundcloud.com/{}", ("track", "url", "id", "0")),
    "telegram": _Service("Telegram", "https://t.me/{}"),
    "reddit": _Service("Reddit", "https://www.reddit.com/{}"),
    "pdf": _Service("PDF", "{}", ("src", "url", "file", "0")),
    "iframe": _Service("Link", "{}", ("src", "url", "0")),
    "bluesky": _Service("Bluesky", "{}", ("link", "url", "0")),
    "mastodon": _Service("Mastodon", "{}", ("url", "status", "link", "0")),
}


def _link(service: _Service) -> Callable[[Call, Context], str | None]:
    def link(call: Call, context: Context) -> str | None:
        key = call.get(*service.names)
        if not key or not _ID.fullmatch(key):
            return None
        is_address = key.startswith(("http://", "https://", "/")) or service.url == "{}"
        url = context.image(key) if is_address else service.url.format(key)
        if service.url == "{}" and not is_address:
            return None
        return f"[{service.title}: {key}]({url})" if not is_address else f"[{service.title}]({url})"

    return link


def spotify(call: Call, context: Context) -> str | None:
    """Return a link to what Spotify has."""
    kind, key = call.get("type", "0"), call.get("id", "1")
    return f"[Spotify](https://open.spotify.com/{kind}/{key})" if kind and key else None


def codepen(call: Call, context: Context) -> str | None:
    """Return a link to a pen."""
    user, key = call.get("user", "0") or "anon", call.get("id", "1")
    return f"[CodePen: {key}](https://codepen.io/{user}/pen/{key})" if key else None


def qr(call: Call, context: Context) -> str | None:
    """Return what a square of Hugo's ``qr`` says, which it draws when it builds the site."""
    text = (call.content or "").strip() or call.get("text", "0")
    if not text:
        return None
    return f"<{text}>" if re.fullmatch(r"(?:https?|mailto|tel):[^\s<>]+", text) else f"`{one_line(text)}`"


EMBEDS: dict[str, Callable[[Call, Context], str | None]] = {
    **{name: _link(service) for name, service in _SERVICES.items()},
    "spotify": spotify,
    "codepen": codepen,
    "qr": qr,
}
