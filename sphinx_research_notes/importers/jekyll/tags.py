"""The tags of Liquid, of Jekyll and of its plug-ins that stand in texts, and what each becomes in MyST."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..files import one_line, read_text
from ..front_matter import read_front_matter
from ..markdown.directives import cited, details, figure, image, indented, video_link
from .expressions import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from .calls import Call
    from .context import Context


def _post_url(call: Call, context: Context) -> str | None:
    name = call.raw.strip("\"' ")
    found = context.posts.get(name) or context.posts.get(name.rpartition("/")[2])
    if found is None:
        context.why = f"there is no post {name!r}"
        return None
    return context.link_to(found)


def _link(call: Call, context: Context) -> str | None:
    name = call.raw.strip("\"' ").lstrip("/")
    if (found := context.documents.get(name)) is not None:
        return context.link_to(found)
    if name in context.files:
        return f"/{name}"
    context.why = f"there is no file {name!r}"
    return None


def _cite(call: Call, context: Context) -> str | None:
    """Return a citation of jekyll-scholar (https://github.com/inukshuk/jekyll-scholar)."""
    words = re.sub(r"\s--?[\w-]+(?:[= ]\S+)?", "", f" {call.raw}").split()
    keys = [each.strip(",") for each in words if each.strip(",")]
    if not keys:
        return None
    return cited([context.keys.get(key, key) for key in keys])


def _bibliography(call: Call, context: Context) -> str | None:
    if re.search(r"--(?:cited|cited_in_order)\b|(?:^|\s)-c\b", call.raw):
        context.why = "a note lists what it cites by itself"
        return ""
    return "\n```{bibliography}\n:all:\n```\n"


def _include_relative(call: Call, context: Context) -> str | None:
    """Return the text of a file beside the document."""
    if context.templates is None or not call.positional:
        return None
    folder = (context.templates.source / context.document.path).parent.resolve()
    file = (folder / call.positional[0].strip("\"'")).resolve()
    if folder not in file.parents or not file.is_file():
        context.why = f"there is no file {call.positional[0]}"
        return None
    return read_front_matter(read_text(file)).body.strip("\n")


def _details(call: Call, context: Context) -> str | None:
    return None if call.content is None else details(call.raw.strip("\"' "), call.content)


def _quote(call: Call, context: Context) -> str | None:
    """Return a quotation: the text of jekyll-scholar's ``quote``, or of Octopress' ``blockquote``."""
    if call.content is None:
        return None
    text = "\n".join(f"> {line}".rstrip() for line in call.content.strip("\n").split("\n"))
    if call.name == "quote":
        return f"\n{text}\n>\n> {cited([context.keys.get(key, key) for key in call.raw.split()[:1]])}\n"
    return f"\n{text}\n" + (f">\n> — {call.raw}\n" if call.raw else "")


def _formula(call: Call, context: Context) -> str | None:
    """Return a formula of jekyll-katex or the like."""
    if call.content is None:
        return None
    is_display = "display" in call.raw or call.is_block
    body = call.content.strip()
    return f"\n$$\n{body}\n$$\n" if is_display else f"${body}$"


def _youtube(call: Call, context: Context) -> str | None:
    given = context.argument(call.positional[0]) if call.positional else ""
    given = given or next((context.argument(v) for k, v in call.named.items() if k in {"id", "video"}), "")
    return video_link("YouTube", given) if given else None


def _vimeo(call: Call, context: Context) -> str | None:
    return video_link("Vimeo", context.argument(call.positional[0])) if call.positional else None


def _gist(call: Call, context: Context) -> str | None:
    if not call.positional:
        return None
    name = context.argument(call.positional[0]).removeprefix("https://gist.github.com/")
    return f"[gist.github.com/{name}](https://gist.github.com/{name})"


def _tweet(call: Call, context: Context) -> str | None:
    address = context.argument(call.positional[0]) if call.positional else ""
    return f"<{address}>" if address.startswith("http") else None


def _assign(call: Call, context: Context) -> str | None:
    name, _, expression = call.raw.partition("=")
    try:
        context.scope.own[name.strip()] = context.scope.value(expression.strip())
    except Unknown as error:
        if name.strip() in context.lists:
            return ""
        context.why = str(error)
        return None
    return ""


def _capture(call: Call, context: Context) -> str | None:
    if call.content is None:
        return None
    context.scope.own[call.raw.strip("\"' ")] = call.content
    return ""


def _nothing(call: Call, context: Context) -> str | None:
    context.why = "the theme does this"
    return ""


def _octopress_image(call: Call, context: Context) -> str | None:
    """Return ``{% img [class] /path [width] [height] ["title" ["alt"]] %}``."""
    form = r"""(?:[\w -]*?\s+)?(?P<src>(?:https?:/|/)?\S*[/.]\S+)(?:\s+(?P<w>\d+))?
        (?:\s+\d+)?(?:(?:\s+["'](?P<title>[^"']*)["'])?(?:\s+["'](?P<alt>[^"']*)["'])?|\s+(?P<rest>.+))"""
    match = re.fullmatch(form, call.raw, re.VERBOSE)
    if match is None:
        return None
    return image(
        match["src"], match["alt"] or match["title"] or (match["rest"] or "").strip("'"), match["w"] or ""
    )


def _mermaid(call: Call, context: Context) -> str | None:
    return None if call.content is None else f"\n```text\n{call.content.strip()}\n```\n"


def _tabs(call: Call, context: Context) -> str | None:
    return None if call.content is None else f"\n:::::{{tab-set}}\n{call.content.strip()}\n:::::\n"


def _tab(call: Call, context: Context) -> str | None:
    if call.content is None:
        return None
    title = context.argument(call.positional[-1]) if call.positional else "…"
    return f"\n::::{{tab-item}} {title}\n{call.content.strip()}\n::::\n"


def figure_of(call: Call, context: Context) -> str | None:
    """Return an image or figure, if the include *call* is one of those that themes have for them."""
    name = re.sub(r"\.\w+$", "", call.included).rpartition("/")[2].lower()
    given = context.arguments(call)
    if re.search(r"^(?:toc|disqus|comments?|share|social)", name):
        return _nothing(call, context)
    if re.search("video|youtube|vimeo", name):
        return _video(given, name, context)
    source = next((given[key] for key in _SOURCES if given.get(key)), "")
    if not source or not re.search(r"fig|image|img|picture|photo", name):
        return None
    if source in context.files:  # such includes write the address from the root
        source = f"/{source}"
    caption = next((given[key] for key in ("caption", "description", "desc", "text") if given.get(key)), "")
    alt = given.get("alt") or given.get("alt_text") or given.get("title", "")
    width = given.get("width") or given.get("max-width") or given.get("max_width", "")
    made = figure(source, one_line(caption), alt, width) if caption else image(source, alt, width)
    return indented(made, call.indent) if call.is_block and caption else made


#: The names that includes for images give to their address.
_SOURCES = ("path", "image_path", "src", "url", "file", "image", "img", "source", "link", "filename", "0")


def _video(given: dict[str, str], name: str, context: Context) -> str | None:
    key = given.get("id") or given.get("youtubeId") or given.get("youtube_id") or ""
    provider = given.get("provider") or ("vimeo" if "vimeo" in name else "youtube")
    if key and provider in {"youtube", "vimeo"}:
        return video_link("YouTube" if provider == "youtube" else "Vimeo", key)
    path = given.get("path") or given.get("src") or given.get("file") or ""
    path = f"/{path}" if path in context.files else path
    if not path:
        return None
    if re.search(r"youtu\.?be|vimeo", path):
        return f"<{path}>"
    return f'<video src="{path}" controls></video>'


#: Those that make formulas.
FORMULAS = ("katex", "math", "latex")
#: By name; each returns None if it cannot tell, and may say why in the context.
TAGS: dict[str, Callable[[Call, Context], str | None]] = {
    "post_url": _post_url,
    "link": _link,
    "cite": _cite,
    "bibliography": _bibliography,
    "details": _details,
    "include_relative": _include_relative,
    "quote": _quote,
    "blockquote": _quote,
    **dict.fromkeys(FORMULAS, _formula),
    "youtube": _youtube,
    "vimeo": _vimeo,
    "gist": _gist,
    "twitter": _tweet,
    "tweet": _tweet,
    "assign": _assign,
    "capture": _capture,
    "img": _octopress_image,
    "mermaid": _mermaid,
    "tabs": _tabs,
    "tab": _tab,
    **dict.fromkeys(("seo", "feed_meta", "toc", "paginate", "endcomment"), _nothing),
}
