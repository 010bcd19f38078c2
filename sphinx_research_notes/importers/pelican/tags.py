"""The tags of the plug-in liquid_tags, ``{% img left /x.png 300 %}``, which Octopress had first."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from ..markdown.code import language_of
from ..markdown.directives import destination, image, video_link
from ..site_tags import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..markdown.source import Source

_TAG = re.compile(r"\{%[ \t]*(?P<name>\w+)[ \t]*(?P<rest>[^%\n]*?)[ \t]*%\}")
#: A list of pictures: a line for each, perhaps after one for the folder that they are in.
_GALLERY = re.compile(r"\{%[ \t]*(?P<name>gallery)\b(?P<rest>(?:(?!%\}).)*)%\}", re.DOTALL)
_PICTURE = re.compile(r".+\.(?:png|jpe?g|gif|svg|webp|avif|bmp)", re.IGNORECASE)
_PLACES = {"left": "align-left", "right": "align-right", "center": "align-center"}


def rewrite_tags(source: Source, read: Callable[[str], str | None], table: Mapping[str, str]) -> None:
    """Rewrite the tags in *source*, whose code is aside; *read* returns the text of an included file."""
    if "gallery" not in table:
        source.sub(_GALLERY, lambda match: _gallery(source, match), closing="%}")
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
    else:
        # Tags of a site's own are for pictures more often than for all else.
        new = _picture(match["rest"], is_linked=name == "photo")
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


def _picture(text: str, folder: str = "", *, is_linked: bool = False) -> str | None:
    """Return the picture in *text*, which has words before it and words about it; None if there is none."""
    words = text.split()
    place = next((number for number, word in enumerate(words[:2]) if _PICTURE.fullmatch(word)), None)
    if place is None:
        return None
    about = words[place + 1 :]
    if about and "/" in about[0] and _PICTURE.fullmatch(about[0]):
        about.pop(0)  # The same picture in small.
    caption, _, alt = " ".join(about).partition("|")
    file = f"{folder}/{words[place]}" if folder and not words[place].startswith("/") else words[place]
    caption = re.sub(r"(?s)\A([\"'])(.*)\1\Z", r"\2", caption.strip())
    new = image(file, alt.strip() or caption)
    return f"[{new}]({destination(file)})" if is_linked else new


def _gallery(source: Source, match: re.Match[str]) -> str | None:
    """Return the pictures of ``{% gallery [folder] ↵ file [caption] [| alternative text] ↵ … %}``."""
    lines = [line.strip() for line in match["rest"].split("\n")]
    folder = "" if _picture(lines[0]) else lines.pop(0).rstrip("/")
    pictures = [_picture(line, folder, is_linked=True) for line in lines if line]
    if not pictures or None in pictures:
        return None
    source.changed("{% gallery %}", match.start(), folder)
    return "\n".join(each for each in pictures if each)


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
