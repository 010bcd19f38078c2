"""The tags of the plug-in liquid_tags, ``{% img left /x.png 300 %}``, which Octopress had first."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from ..markdown.code import language_of
from ..markdown.directives import image, video_link
from ..site_tags import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..markdown.source import Source

_TAG = re.compile(r"\{%[ \t]*(?P<name>\w+)[ \t]*(?P<rest>[^%\n]*?)[ \t]*%\}")
_PLACES = {"left": "align-left", "right": "align-right", "center": "align-center"}


def rewrite_tags(source: Source, read: Callable[[str], str | None], table: Mapping[str, str]) -> None:
    """Rewrite the tags in *source*, whose code is aside; *read* returns the text of an included file."""
    source.sub(_TAG, lambda match: _written(source, match, read, table))


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _written(
    source: Source, match: re.Match[str], read: Callable[[str], str | None], table: Mapping[str, str]
) -> str | None:
    name, words = match["name"], _words(match["rest"])
    construct = f"{{% {name} %}}"
    new: str | None = None
    if name in table:
        new = filled(table[name], {str(place): word for place, word in enumerate(words)})
    elif name == "literal":
        new = source.aside(f"`{{% {match['rest']} %}}`")
    elif name == "img":
        new = _image(words)
    elif name in {"youtube", "vimeo"} and words:
        new = video_link("YouTube" if name == "youtube" else "Vimeo", words[0])
    elif name == "video" and words:
        new = f'<video src="{words[0]}" controls></video>'
    elif name == "gist" and words:
        new = f"[Gist {words[0]}](https://gist.github.com/{words[0]})"
    elif name == "include_code" and words:
        new = _code(source, words, read)
    if name == "notebook":
        return None
    if new is None:
        source.unknown(construct, match.start(), match["rest"])
        return None
    source.changed(construct, match.start(), match["rest"])
    return new


def _image(words: list[str]) -> str | None:
    """Return ``{% img [class…] /path [width [height]] [title [alt]] %}``."""
    place = next((number for number, word in enumerate(words) if re.search(r"/|\.\w{3,4}$", word)), None)
    if place is None:
        return None
    classes = " ".join(_PLACES.get(each, each) for each in words[:place])
    rest = words[place + 1 :]
    width = rest.pop(0) if rest and rest[0].isdigit() else ""
    if rest and rest[0].isdigit():
        rest.pop(0)
    title = " ".join(rest).strip("[]\"' ")
    return image(words[place], title, width, classes)


def _code(source: Source, words: list[str], read: Callable[[str], str | None]) -> str | None:
    text = read(words[0])
    if text is None:
        return None
    language = next((each.partition(":")[2] for each in words if each.startswith("lang:")), "")
    title = " ".join(
        each
        for each in words[1:]
        if not re.match(r"(?:lang|lines|codec|hidefilename|hidelink|hideall):?", each)
    )
    language = language_of(language or words[0].rpartition(".")[2])
    fence = "```"
    while fence in text:
        fence += "`"
    caption = f":caption: {title or words[0]}\n\n"
    return source.aside(f"\n{fence}{{code-block}} {language or 'text'}\n{caption}{text.rstrip()}\n{fence}\n")
