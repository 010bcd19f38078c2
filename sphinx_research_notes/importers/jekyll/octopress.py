"""What Octopress adds to Jekyll: blocks of code with a title, a language and a link; pages of categories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.taxonomy import slug
from ..files import read_text
from ..markdown.code import language_of
from ..redirects import of_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ..markdown.source import Source
    from .config import Config
    from .documents import Document

_BLOCK = re.compile(
    r"^(?P<indent>[ \t]*)\{%-?\s*codeblock(?P<args>[^%\n]*?)-?%\}[ \t]*\n?(?P<code>.*?)\n?"
    r"[ \t]*\{%-?\s*endcodeblock\s*-?%\}",
    re.DOTALL | re.MULTILINE,
)
_INCLUDED = re.compile(r"^(?P<indent>[ \t]*)\{%-?\s*include_code(?P<args>[^%\n]*?)-?%\}", re.MULTILINE)
_OPTION = re.compile(r"(?:^|\s)(?P<name>lang|linenos|start|mark|range|end):(?P<value>\S*)")
_LINK = re.compile(r"(?P<title>.*?)\s*(?P<url>(?:https?:/)?/\S+)(?:\s+(?P<text>.*))?")


def rewrite_code(source: Source, folder: Path) -> None:
    """Write such blocks in *source* as code of MyST; *folder* has the files that ``include_code`` names."""
    if "endcodeblock" in source.text:
        source.sub(_BLOCK, lambda match: _block(source, match))
    source.sub(_INCLUDED, lambda match: _included(source, match, folder))


def moved_categories(
    config: Config, posts: Iterable[Document], path: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the former addresses of the pages of categories, each with the one here and a title."""
    labels = [label for each in posts for label in each.categories]
    if (folder := config.text("category_dir").strip("/")) and labels:
        for old, new in of_labels("categories", labels, f"/{folder}/", path, _step):
            if old != f"/{folder}/":  # There was no page of all.
                yield old, new


def category_feeds(config: Config, documents: Iterable[Document]) -> dict[str, dict[str, str]]:
    """Return the addresses of feeds of categories, each with its format and the list that it is of."""
    folder = config.text("category_dir").strip("/")
    public = (each for each in documents if each.kind == "posts" and each.address and not each.is_hidden)
    steps = {_step(label): label for each in public for label in each.categories if folder}
    return {
        f"{folder}/{step}/atom.xml": {"format": "atom", "of": f"categories/{slug(label)}"}
        for step, label in steps.items()
        if step and slug(label)
    }


def _step(label: str) -> str:
    return re.sub(r"-{2,}", "-", re.sub(r"[\W_]", "-", label)).lower()


def _block(source: Source, match: re.Match[str]) -> str:
    given = {each["name"]: each["value"] for each in _OPTION.finditer(match["args"])}
    title = _OPTION.sub("", match["args"]).strip()
    name = given.get("lang") or _suffix(title.partition(" ")[0])
    if link := _LINK.fullmatch(title):
        text = f"[{link['text'] or 'link'}]({link['url']})"
        title = f"{link['title']}, {text}" if link["title"] else text
    source.changed("{% codeblock %}", match.start())
    return source.aside(_code(match["code"], name, title, match["indent"]))


def _included(source: Source, match: re.Match[str], folder: Path) -> str | None:
    """Return the text of a file; the last word names it."""
    given = {each["name"]: each["value"] for each in _OPTION.finditer(match["args"])}
    title, _, path = _OPTION.sub("", match["args"]).strip().rpartition(" ")
    file = (folder / path.lstrip("/")).resolve()
    if folder.resolve() not in file.parents or not file.is_file():
        return None  # It is reported with the other tags.
    source.changed("{% include_code %}", match.start(), path)
    title = f"{title.strip()} ({path})" if title.strip() else path
    return source.aside(_code(read_text(file), given.get("lang") or _suffix(path), title, match["indent"]))


def _suffix(name: str) -> str:
    return name.rpartition(".")[2] if "." in name else ""


def _code(code: str, name: str, title: str, indent: str) -> str:
    """Return *code* in a fence, or in a directive that has the *title*."""
    code = code.strip("\n").rstrip()
    fence = "`" * max(3, *(len(each) + 1 for each in re.findall(r"`{3,}", code) or ["``"]))
    language = language_of(name) or "text"
    head = (
        [f"{fence}{{code-block}} {language}", f":caption: {title}", ""] if title else [f"{fence}{language}"]
    )
    lines = code.split("\n")
    if indent and not all(line.startswith(indent) or not line.strip() for line in lines):
        lines = [f"{indent}{line}".rstrip() for line in lines]
    return "\n".join((*(f"{indent}{line}".rstrip() for line in head), *lines, f"{indent}{fence}"))
