"""The tags of Liquid, of Jekyll and of its plug-ins that stand in texts, and what each becomes in MyST."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..files import one_line, read_text
from ..front_matter import read_front_matter
from ..markdown.directives import cited, details, figure, image, video_link
from .expressions import Unknown
from .tufte import TUFTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from .calls import Call
    from .context import Context


#: More is no call of a tag.
_LONGEST = 2_000


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
    return cited([context.keys.get(key, key) for key in keys], in_text=call.name == "citet")


def _bibliography(call: Call, context: Context) -> str | None:
    if re.search(r"--(?:cited|cited_in_order)\b|(?:^|\s)-c\b", call.raw):
        context.why = "a note lists what it cites by itself"
        return ""
    query = re.search(r"(?:--query|-q)[= ]+(?P<query>\"[^\"]*\"|'[^']*'|\S+)", call.raw)
    condition = _condition(query["query"].strip("\"'")) if query else ""
    file = re.search(r"(?:--file|-f)[= ]+[\"']?([^\s\"']+)", call.raw)
    if file and (keys := context.works.get(file[1])):
        only = " or ".join(f'key == "{key}"' for key in keys)
        condition = f"({condition}) and ({only})" if condition else only
    if query and not condition and query["query"].strip("\"'*@"):
        context.why = f"all references: the query {query['query']} isn't understood"
    context.bibliographies += 1
    lines = [f":filter: {condition}" if condition else ":all:"]
    if context.bibliographies > 1:  # an entry may be in several lists of a page
        lines.append(f":keyprefix: list{context.bibliographies}-")
    return "\n".join(("", "```{bibliography}", *lines, "```", ""))


def _condition(query: str) -> str:
    """Return a query of bibtex-ruby, such as ``@article[year>=2020]``, as a filter; empty if it has none."""
    match = re.fullmatch(r"@(?P<type>\*|\w+)?(?:\[(?P<tests>[^\[\]]*)\])?\*?", query)
    if match is None:
        return ""
    parts = [f'type == "{match["type"].lower()}"'] if (match["type"] or "*").strip("*") else []
    for test in re.split(r"\s*(?:&&|,)\s*", match["tests"] or "") if match["tests"] else ():
        found = re.fullmatch(r"\s*(\w+)\s*(\^=|~=|=|!=|<=?|>=?)\s*[\"'{]?([^\"'{}]*)[\"'}]?\s*", test)
        if found is None:
            return ""
        sign = {"=": "==", "^=": "%", "~=": "%"}.get(found[2], found[2])
        parts.append(f'{found[1]} {sign} "{found[3].strip()}"')
    return " and ".join(parts)


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
        if context.templates and context.templates.can_fill:
            # Nobody sees it; where a variable is used whose value cannot be told, that is reported.
            made = context.templates.value(name.strip(), context.scope, f"{{% assign {call.raw} %}}")
            if made is not None:
                context.scope.own[name.strip()] = made
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
    match = re.fullmatch(form, call.raw, re.VERBOSE) if len(call.raw) < _LONGEST else None
    if match is None:
        return None
    return image(
        match["src"], match["alt"] or match["title"] or (match["rest"] or "").strip("'"), match["w"] or ""
    )


def _octopress_figure(call: Call, context: Context) -> str | None:
    """Return ``{% imgcap [class] /path [width] [height] [caption] %}``, a plug-in of many sites."""
    form = r"""(?:[a-z][\w-]*\s+)?(?P<src>(?:https?:/|/)?\S*[/.]\S+)(?:\s+(?P<w>\d+))?(?:\s+\d+)?
        (?P<caption>(?:\s.*)?)"""
    match = re.fullmatch(form, call.raw, re.VERBOSE | re.DOTALL) if len(call.raw) < _LONGEST else None
    if match is None:
        return None
    caption = one_line(match["caption"]).strip("\"'")
    made = figure(match["src"], caption, width=match["w"] or "") if caption else image(match["src"])
    return f"\n{made}\n" if call.is_block else made


def _mermaid(call: Call, context: Context) -> str | None:
    return None if call.content is None else f"\n```text\n{call.content.strip()}\n```\n"


def _tabs(call: Call, context: Context) -> str | None:
    return None if call.content is None else f"\n:::::{{tab-set}}\n{call.content.strip()}\n:::::\n"


def _tab(call: Call, context: Context) -> str | None:
    if call.content is None:
        return None
    title = context.argument(call.positional[-1]) if call.positional else "…"
    return f"\n::::{{tab-item}} {title}\n{call.content.strip()}\n::::\n"


#: Those that make formulas.
FORMULAS = ("katex", "math", "latex")
#: By name; each returns None if it cannot tell, and may say why in the context.
TAGS: dict[str, Callable[[Call, Context], str | None]] = {
    "post_url": _post_url,
    "link": _link,
    **dict.fromkeys(("cite", "citep", "citet", "reference", "nocite"), _cite),
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
    "imgcap": _octopress_figure,
    "mermaid": _mermaid,
    "tabs": _tabs,
    "tab": _tab,
    **TUFTE,
    **dict.fromkeys(("seo", "feed_meta", "toc", "paginate", "social_links", "endcomment"), _nothing),
}
