"""Shortcodes of WordPress and of widespread plug-ins, see https://codex.wordpress.org/Shortcode_API."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING

from ..html.document import BLOCK, INLINE, as_html
from ..html.elements import fenced, video
from ..site_tags import filled
from .enclosing import sub_enclosing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..markdown.source import Source

#: SyntaxHighlighter's names for languages, each of which is a shortcode too.
_LANGUAGES = (
    "actionscript3|as3|applescript|arduino|bash|shell|coldfusion|cf|clojure|clj|cpp|c|csharp|css|delphi|pas|"
    "diff|patch|erl|erlang|fsharp|go|golang|groovy|haskell|html|xhtml|xml|java|jfx|javafx|javascript|js|"
    "latex-code|matlab|matlabkey|objc|perl|pl|php|plain|powershell|ps|py|python|r|rails|rb|ruby|scala|splus|sql|swift|vb|"
    "vbnet|yaml|yml"
)
_CODE = ("code", "sourcecode", "source", *_LANGUAGES.split("|"))
#: CodeColorer's, with a letter for each option, and perhaps the language: ``[ccnLe_php]``.
_COLORED = re.compile(r"\[/(?P<name>cc[a-z]{0,12}(?:_[\w+-]+)?)\]", re.IGNORECASE)
#: Of WP-Syntax and its kin, which take what is in it for code as it is: ``<pre lang="php"><?php …</pre>``.
_HIGHLIGHTED = re.compile(
    r"""<pre\b(?![^<>]*wp-block)(?=[^<>]*\slang\s*=\s*["']?(?P<language>[\w+#-]+))[^<>]*>(?!\s*<code\b)"""
    r"(?P<body>(?:(?!</pre>).)*)</pre>",
    re.DOTALL | re.IGNORECASE,
)
#: Elements that editors put into code, and those that code has itself.
_OF_EDITOR = re.compile(r"</?(?:p|pre|br)\b[^>]*>")
_OF_CODE = re.compile(r"<(?!/?(?:p|pre|br)\b)[/?!%]?[a-z]", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[\w-]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'\]]+))"""
    r"""|(?P<place>"[^"]*"|[^\s\]]+)"""
)
_IMAGE = re.compile(
    r"\s*(?:<p>)?(?P<image>(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(?:</p>)?(?P<caption>.*)", re.DOTALL
)
_ENCLOSING = (
    "embed",
    "youtube",
    "vimeo",
    "gist",
    "tweet",
    "audio",
    "video",
    "soundcloud",
    "playlist",
    "gallery",
)
_SINGLE = re.compile(
    rf"(?<!\[)\[(?P<name>{'|'.join(_ENCLOSING)}|toc|slideshare|dailymotion|ted)"
    r"(?P<options>(?:[\s=:][^\[\]]*?)?)/?\]"
    r"(?:(?P<body>[^\[]*)\[/(?P=name)\])?",
    re.IGNORECASE,
)
_NOTES = ("ref", "efn_note", "mfn", "footnote", "fn", "note_ref")
_ROUND = re.compile(r"\(\((?P<round>(?!\()[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)\)")
_ESCAPED = re.compile(r"\[(\[/?[a-z][\w-]*[^\[\]]*\])\]")
_OTHER = re.compile(r"\[(?P<name>[a-z][\w-]*)(?P<options>(?:\s+[\w-]+\s*=\s*[^\[\]]*)?)/?\]")
_END = re.compile(r"\[/(?P<name>[a-z][\w-]*)\]")
_LONE_URL = re.compile(r"^[ \t]*(?P<url>https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
_FILES = ("src", "mp3", "m4a", "ogg", "wav", "wma", "mp4", "m4v", "webm", "ogv", "flv")


@dataclass(slots=True)
class Shortcodes:
    """The shortcodes of one text."""

    source: Source
    #: Returns the images of a gallery as HTML, by its options.
    gallery: Callable[[Mapping[str, str]], str]
    #: The user's table.
    table: Mapping[str, str] = field(default_factory=dict)
    #: The text of each footnote, as HTML.
    notes: list[str] = field(default_factory=list)
    _in_round_brackets: bool = False

    def rewrite_code(self) -> None:
        """Set code aside: nothing else is read in it."""
        self.source.sub(_HIGHLIGHTED, self._highlighted, closing="</pre>")
        text = self.source.text.lower()
        colored = dict.fromkeys(match["name"] for match in _COLORED.finditer(text))
        for name in (*(each for each in _CODE if f"[/{each}]" in text), *colored):
            # Editors put some into an element for code as well.
            known = re.escape(name)
            around = (
                rf"<pre\b[^<>]*>\s*(?P<code>\[{known}(?:\s[^\[\]]*)?\](?:(?!</pre>).)*?\[/{known}\])\s*</pre>"
            )
            within = re.compile(around, re.DOTALL | re.IGNORECASE)
            self.source.sub(within, lambda match: match["code"], closing="</pre>")
            sub_enclosing(self.source, name, self._code)

    def rewrite(self) -> None:
        """Replace all shortcodes that are known, and report the others."""
        source = self.source
        for name in self.table:
            known = re.escape(name)
            body = rf"(?:(?P<body>(?:(?!\[{known}[\s\]]).)*?)\[/{known}\])?"
            pattern = rf"\[(?P<name>{known})(?P<options>(?:\s[^\]]*)?)/?\]{body}"
            source.sub(re.compile(pattern, re.DOTALL), self._by_table)
        for name in ("caption", "wp_caption"):
            sub_enclosing(source, name, self._caption)
        source.sub(_SINGLE, self._single)
        for name in _NOTES:
            sub_enclosing(source, name, self._note)
        source.sub(_ROUND, self._note)
        source.sub(_LONE_URL, self._lone_url)
        source.sub(_ESCAPED, lambda match: source.aside(match[1]))
        ended = {match["name"] for match in _END.finditer(source.text)}
        for match in _OTHER.finditer(source.text):
            if match["options"].strip() or match["name"] in ended:
                source.unknown(
                    f"[{match['name']}]", match.start(), "a shortcode; --tags can say what it becomes"
                )

    def _stands_for(self, match: re.Match[str], text: str, name: str = BLOCK) -> str:
        element = as_html(name, text)
        return self.source.aside(element.replace("></", f">{chr(10) * match[0].count(chr(10))}</"))

    def _code(self, match: re.Match[str]) -> str | None:
        options = attributes(match["options"])
        name = match["name"].lower()
        language = options.get("language") or options.get("lang") or options.get("0", "").strip("=\"' ")
        is_colored = _COLORED.fullmatch(f"[/{name}]")
        if not language and name not in {"code", "sourcecode", "source"}:
            language = name.partition("_")[2] if is_colored else name
        body = match["body"]
        if not _OF_CODE.search(body):
            body = _OF_EDITOR.sub("", body)
        body = unescape(body)
        self.source.changed(f"[{name}]", match.start(), "code")
        is_inline = name == "code" or (is_colored and "i" in name.partition("_")[0])
        if "\n" not in match["body"] and not options and is_inline:
            return self.source.aside(f"<code>{escape(body)}</code>")
        return self._stands_for(match, fenced(body, language))

    def _highlighted(self, match: re.Match[str]) -> str | None:
        if "[/" in match["body"]:
            return None  # perhaps a shortcode for code
        self.source.changed("<pre lang>", match.start(), "code")
        return self._stands_for(match, fenced(unescape(match["body"]), match["language"]))

    def _by_table(self, match: re.Match[str]) -> str:
        content = match["body"] or ""
        text = filled(self.table[match["name"]], attributes(match["options"]), content)
        self.source.changed(f"[{match['name']}]", match.start(), "as the table of tags says")
        return self._stands_for(match, text, BLOCK if "\n" in text or "\n" in match[0] else INLINE)

    def _caption(self, match: re.Match[str]) -> str | None:
        options = attributes(match["options"])
        parts = _IMAGE.fullmatch(match["body"])
        if parts is None:
            return None
        caption = parts["caption"].strip() or options.get("caption", "")
        self.source.changed("[caption]", match.start(), "a figure")
        said = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f"<figure>{parts['image']}{said}</figure>"

    def _single(self, match: re.Match[str]) -> str | None:
        name = match["name"].lower()
        options = attributes(match["options"].lstrip("=: "))
        body = (match["body"] or "").strip()
        if name == "toc":
            self.source.changed("[toc]", match.start(), "left out: the page has its contents beside it")
            return ""
        if name == "gallery":
            images = self.gallery(options)
            if not images:
                self.source.unknown("[gallery]", match.start(), "the export doesn't say which images it has")
                return None
            self.source.changed("[gallery]", match.start(), "its images")
            return images
        if name in {"audio", "video", "playlist"} and not body.startswith("http"):
            files = [options[each] for each in _FILES if options.get(each)] or [
                each for each in (options.get("0", ""),) if each.startswith("http")
            ]
            if not files:
                self.source.unknown(f"[{name}]", match.start(), "the export doesn't say what it plays")
                return None
            self.source.changed(f"[{name}]", match.start(), "a player of HTML")
            return f'<{name} controls src="{escape(unescape(files[0]))}"></{name}>'
        address = unescape(body or options.get("url") or options.get("id") or options.get("0", "")).strip(
            "\"' "
        )
        link = link_to(name, address)
        if not link:
            self.source.unknown(f"[{name}]", match.start(), "it leads nowhere")
            return None
        self.source.changed(f"[{name}]", match.start(), "a link, which loads nothing by itself")
        return self._stands_for(match, link)

    def _note(self, match: re.Match[str]) -> str | None:
        parts = match.groupdict()
        if "round" in parts and len(parts["round"]) < 12:
            return None
        self.notes.append((parts.get("body") or parts.get("round") or "").strip())
        construct = "((…))" if "round" in parts else f"[{parts['name']}]"
        self.source.changed(construct, match.start(), "a footnote")
        return self.source.aside(as_html(INLINE, f"[^{len(self.notes)}]"))

    def _lone_url(self, match: re.Match[str]) -> str:
        link = video(unescape(match["url"])) or f"<{unescape(match['url'])}>"
        self.source.changed(
            "address on a line of its own", match.start(), "a link, which loads nothing by itself"
        )
        return self._stands_for(match, link)


def link_to(name: str, address: str) -> str:
    """Return a link to what a player called *name* shows; empty if *address* says nothing."""
    if address.startswith(("http://", "https://", "//")):
        return video(address) or f"<{address.split(' ')[0]}>"
    if not re.fullmatch(r"[\w/.-]+", address):
        return ""
    if name == "youtube":
        return video(f"https://www.youtube.com/watch?v={address}")
    places = {
        "vimeo": "https://vimeo.com/",
        "gist": "https://gist.github.com/",
        "tweet": "https://twitter.com/i/status/",
    }
    return f"<{places[name]}{address}>" if name in places else ""


def attributes(text: str) -> dict[str, str]:
    """Return the options of a shortcode, those without a name by their number."""
    found: dict[str, str] = {}
    number = 0
    for match in _ATTRIBUTE.finditer(text.strip().rstrip("/")):
        if match["name"]:
            found[match["name"].lower()] = match["double"] or match["single"] or match["bare"] or ""
        elif match["place"]:
            found[str(number)] = match["place"].strip('"')
            number += 1
    return found
