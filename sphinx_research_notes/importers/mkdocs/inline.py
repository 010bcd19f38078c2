"""What Python-Markdown's extensions have within paragraphs: attributes, icons, keys, marks of editors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.emoji import rewrite_emoji
from ..markdown.headings import HEADING, github_id, plain
from ..markdown.inline_marks import element, rewrite_marks
from ..markdown.pandoc_attributes import BRACES, read_attributes
from ..records import Outcome
from .symbols import rewrite_symbols

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .config import Config

_ICON = re.compile(rf"[ ]?:(?:material|octicons|fontawesome|simple)-[\w-]+:(?:{BRACES})?")
_KEYS = re.compile(r"(?<!\+)\+\+(?P<keys>[\w\"-]+(?:\+[\w\"-]+)*)\+\+(?!\+)")
_AFTER = re.compile(rf"(?<=[)\]])(?P<attributes>{BRACES})")
#: An image whose attributes have another text for it.
_NAMED = re.compile(rf"!\[(?P<text>[^\]\n]*)\](?P<target>\([^()\n]*\)|\[[^\]\n]*\])(?P<attributes>{BRACES})")
_ALONE = re.compile(rf"^[ \t]*(?P<attributes>{BRACES})[ \t]*$", re.MULTILINE)
_AT_END = re.compile(rf"[ \t]+(?P<attributes>{BRACES})[ \t]*$")
#: Each ends before another one of its kind begins.
_CRITIC = re.compile(
    r"""\{(?:\+\+(?P<ins>(?:(?!\{\+\+).)+?)\+\+|--(?P<del>(?:(?!\{--).)+?)--|==(?P<mark>(?:(?!\{==).)+?)==
    |~~(?P<old>(?:(?!\{~~|~>).)+?)~>(?P<new>(?:(?!\{~~).)+?)~~|>>(?P<note>(?:(?!\{>>).)+?)<<)\}""",
    re.DOTALL | re.VERBOSE,
)
_TOC = re.compile(r"^[ \t]*\[TOC\][ \t]*$", re.MULTILINE)
_URL = re.compile(
    r"(?<!\]: )(?<![\w(<\[\"'=/:>])https?://[^\s<>()\[\]\"'`\uf8a0]+[^\s<>()\[\]\"'`.,;:!?*_\uf8a0\uf8a1]"
)


def rewrite_inline(source: Source, config: Config) -> None:
    """Rewrite what the extensions that are on have made of it."""
    source.sub(_TOC, lambda match: _left_out(source, match, "[TOC]", "the theme shows the contents"))
    source.sub(_ICON, lambda match: _left_out(source, match, "icon", match[0].strip()))
    symbols = config.options_of("markdown_extensions", "pymdownx.smartsymbols")
    if symbols is not None:
        rewrite_symbols(source, symbols)
    if config.has("pymdownx.emoji"):
        rewrite_emoji(source)
    if config.has("pymdownx.critic"):
        source.sub(_CRITIC, lambda match: _critic(source, match))
    if config.has("pymdownx.keys"):
        source.sub(_KEYS, lambda match: _keys(source, match))
    if config.has("attr_list"):
        source.sub(HEADING, lambda match: _heading(source, match))
        source.sub(_NAMED, lambda match: _named(source, match))
        source.sub(_AFTER, lambda match: _attributes(source, match))
        source.sub(_ALONE, lambda match: _block(source, match))
    signs = []
    if config.has("pymdownx.tilde"):
        signs += ["~~", "~"]
    if config.has("pymdownx.caret"):
        signs += ["^^", "^"]
    if config.has("pymdownx.mark"):
        signs.append("==")
    rewrite_marks(source, signs)
    if config.has("pymdownx.magiclink"):
        source.sub(_URL, lambda match: f"<{match[0]}>")


def _left_out(source: Source, match: re.Match[str], construct: str, why: str) -> str:
    source.found(Outcome.LEFT_OUT, construct, match.start(), why)
    return ""


def _critic(source: Source, match: re.Match[str]) -> str:
    source.changed("mark of an editor", match.start(), match[0][:3])
    if match["note"]:
        source.found(Outcome.LEFT_OUT, "{>>…<<}", match.start(), "an editor's remark")
        return ""
    if match["old"]:
        return f"{element(source, 'del', match['old'])}{element(source, 'ins', match['new'])}"
    name = next(each for each in ("ins", "del", "mark") if match[each])
    return element(source, name, match[name])


def _keys(source: Source, match: re.Match[str]) -> str:
    source.changed("++keys++", match.start(), match["keys"])
    keys = "+".join(each.strip('"').replace("-", " ").capitalize() for each in match["keys"].split("+"))
    return source.aside(f"{{kbd}}`{keys}`")


def _heading(source: Source, match: re.Match[str]) -> str | None:
    text = match["text"] or ""
    found = _AT_END.search(text)
    given = read_attributes(found["attributes"]) if found else None
    if found is None or given is None or not (given.id or given.classes or given.values):
        return None
    words = text[: found.start()].rstrip()
    source.changed("attributes of a heading", match.start(), found["attributes"])
    head = f"{match['before']}{match['marks']} {words}"
    needs = given.id and given.id != github_id(plain(source.restored(words)))
    return f'<a id="{given.id}"></a>\n\n{head}' if needs else head


def _named(source: Source, match: re.Match[str]) -> str | None:
    """Return an image with the text that its attributes give it, which browsers had."""
    given = read_attributes(match["attributes"])
    if "alt" not in given.values:
        return None
    source.changed("alt of an image", match.start())
    text = re.sub(r"([\[\]])", r"\\\1", given.values["alt"])
    return f"![{text}]{match['target']}{match['attributes']}"


def _attributes(source: Source, match: re.Match[str]) -> str | None:
    given = read_attributes(match["attributes"])
    if not (given.id or given.classes or given.values):
        return None
    source.changed("attributes of a link or an image", match.start(), match["attributes"])
    before = source.text[max(0, match.start() - 300) : match.start()]
    # Of a reference, ``[text][name]``, MyST takes none.
    written = (
        given.written(span=True)
        if re.search(r"!\[(?:\\.|[^\]\n\\])*\]\([^)\n]*\)$", before)
        else given.written()
    )
    return source.aside(written) if written and before.endswith(")") else ""


def _block(source: Source, match: re.Match[str]) -> str | None:
    given = read_attributes(match["attributes"])
    if not (given.id or given.classes or given.values):
        return None
    source.changed("attributes of a block", match.start(), match["attributes"])
    return f'<a id="{given.id}"></a>' if given.id else ""
