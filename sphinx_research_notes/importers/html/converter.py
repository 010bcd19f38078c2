"""Write a tree of HTML as MyST, with https://github.com/matthewwithanm/python-markdownify."""

from __future__ import annotations

import re
import unicodedata
from html import escape
from typing import TYPE_CHECKING, Any

from bs4.element import NavigableString, Tag
from markdownify import ASTERISK, ATX, MarkdownConverter

from ..markdown.directives import destination, details, figure, image
from ..markdown.escaping import escaped
from .document import inside, text_of, value, words
from .elements import caption_of, only_image, replace_elements
from .escaping import escape_texts
from .layout import RULE, tidied
from .tree import leave_hidden_out, repair

if TYPE_CHECKING:
    from collections.abc import Set

    from .document import Document

_EMPHASIS = {"em", "i", "strong", "b", "cite", "var", "dfn"}
#: HTML that Markdown keeps within a paragraph.
_TAGS = ("del", "ins", "mark", "small", "big", "u")
_ROLE = re.compile(r"[^`{}<>\\\n]+")
_PIPE = re.compile(r"(?<!\\)\|")
#: Schemes that MyST doesn't take for addresses.
_SCHEME = re.compile(r"(?!https?:|mailto:|ftp:)[A-Za-z][\w+-]*:")
_UNSAFE = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)


def written(document: Document, wanted: Set[str] = frozenset()) -> str:
    """Return the text of *document* in MyST; *wanted*: the ids that links of the site lead to."""
    try:
        leave_hidden_out(document)
        repair(document.soup)
        replace_elements(document, wanted)
        escape_texts(document.soup)
        text = str(Converter().convert_soup(document.soup))
    except RecursionError:
        document.unknown("HTML", None, "it is nested too deeply; its text stays")
        text = escaped(document.soup.get_text(), at_start=True)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return f"{tidied(text).strip()}\n"


class Converter(MarkdownConverter):
    """markdownify with what MyST has more, and with HTML for what would read otherwise in Markdown."""

    def __init__(self) -> None:
        super().__init__(
            heading_style=ATX, bullets="-", strong_em_symbol=ASTERISK,
            escape_asterisks=False, escape_underscores=False, escape_misc=False,
        )  # fmt: skip

    def _inside(self, element: Tag, parents: set[str]) -> str:
        return "".join(
            str(self.process_element(each, parents))  # type: ignore[attr-defined] # its stubs lack it
            for each in element.children
        ).strip()

    def convert_myst_block(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a text in MyST that stands between paragraphs."""
        if "_inline" in parent_tags:
            return re.sub(r"\s*\n\s*", " ", text_of(el))
        return f"\n\n{text_of(el)}\n\n"

    def convert_myst_inline(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a text in MyST that stands within a paragraph."""
        return text_of(el)

    def convert_myst_fence(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a directive."""
        colons = ":" * max(3, *(len(each) + 1 for each in re.findall(r"^:{3,}", text, re.MULTILINE) or [""]))
        return f"\n\n{colons}{{{value(el, 'data-name')}}}\n{text.strip()}\n{colons}\n\n"

    def convert_myst_footnote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a footnote."""
        lines = text.strip().split("\n")
        inside = "\n".join(f"    {line}" if line.strip() else "" for line in lines[1:])
        return f"\n\n[^{value(el, 'data-name')}]: {lines[0]}{f'{chr(10)}{inside}' if inside else ''}\n\n"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a line break."""
        if parent_tags & {"td", "th"}:
            return "<br>"
        return " " if "_inline" in parent_tags else "\\\n"

    def _marked(self, el: Tag, text: str, mark: str, names: set[str], parent_tags: set[str]) -> str:
        """Write emphasis, as HTML if Markdown wouldn't take the marks for it."""
        if "_noformat" in parent_tags or names & parent_tags:
            return text
        inner = text.strip(" \n")
        if not inner:
            return " " if text else ""
        before = text[: len(text) - len(text.lstrip(" \n"))]
        after = text[len(text.rstrip(" \n")) :]
        name = "strong" if len(mark) == 2 else "em"
        if self._is_read(el, inner, before, after):
            return f"{before}{mark}{inner}{mark}{after}"
        return f"{before}<{name}>{inner}</{name}>{after}"

    @staticmethod
    def _is_read(el: Tag, inner: str, before: str, after: str) -> bool:
        """Whether Markdown takes marks around *inner* for emphasis: see "flanking" in CommonMark."""
        left = before or _beside(el, -1)
        right = after or _beside(el, 1)
        opens = not _is_punctuation(inner[0]) or not left or left[-1].isspace() or _is_punctuation(left[-1])
        closes = (
            not _is_punctuation(inner[-1]) or not right or right[0].isspace() or _is_punctuation(right[0])
        )
        return opens and closes and left[-1:] != "*" and right[:1] != "*" and "\n\n" not in inner

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write emphasis."""
        return self._marked(el, text, "*", {"em", "i", "cite", "var", "dfn"}, parent_tags)

    convert_i = convert_cite = convert_var = convert_dfn = convert_em

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write strong emphasis."""
        return self._marked(el, text, "**", {"strong", "b"}, parent_tags)

    convert_b = convert_strong

    def _tagged(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        inner = text.strip()
        name = {"s": "del", "strike": "del"}.get(el.name, el.name)
        if not inner or "_noformat" in parent_tags:
            return text
        start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{start}<{name}>{inner}</{name}>{end}"

    convert_del = convert_s = convert_strike = convert_ins = convert_mark = _tagged
    convert_small = convert_big = convert_u = _tagged

    def _by_role(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write what has a role in MyST, whose text has no markup."""
        plain = words(el)
        if not plain or "_noformat" in parent_tags:
            return text
        if plain == text.strip() and _ROLE.fullmatch(plain) and not el.find(True):
            return f"{{{el.name}}}`{plain}`"
        return f"<{el.name}>{text.strip()}</{el.name}>"

    convert_sub = convert_sup = convert_kbd = _by_role

    def convert_abbr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write an abbreviation with what it stands for."""
        title, plain = value(el, "title"), words(el)
        if title and plain == text.strip() and _ROLE.fullmatch(plain + title) and "(" not in plain + title:
            return f"{{abbr}}`{plain} ({title})`"
        return text

    convert_acronym = convert_abbr

    def convert_q(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a quotation within a paragraph."""
        return f"“{text}”"

    def convert_tt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write code within a paragraph."""
        return self.convert_code(el, text, parent_tags)

    convert_samp = convert_tt

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write code within a paragraph."""
        plain = el.get_text().replace("\xa0", " ")
        plain = re.sub(r"\s+", " ", plain)
        if "_noformat" in parent_tags or not plain.strip():
            return plain
        longest = max(map(len, re.findall(r"`+", plain)), default=0)
        fence, edge = "`" * (longest + 1), " " if plain.strip()[0] == "`" or plain.strip()[-1] == "`" else ""
        inside = plain.strip()
        start, end = (" " if plain[:1] == " " else ""), (" " if plain[-1:] == " " else "")
        return f"{start}{fence}{edge}{inside}{edge}{fence}{end}"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a link."""
        address = value(el, "data-target") or value(el, "href").strip()
        inner = text.strip()
        if not inner or not address or _UNSAFE.match(address) or "a" in parent_tags:
            return text
        start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        plain = words(el)
        if value(el, "data-html") or _SCHEME.match(address):
            return f'{start}<a href="{quote_attribute(address)}">{inner}</a>{end}'
        if plain == address and re.match(r"https?://[^\s<>]+$", plain):
            return f"{start}<{plain}>{end}"
        title = value(el, "title")
        named = f' "{_title(title)}"' if title and title not in {plain, address} else ""
        return f"{start}[{inner}]({destination(address)}{named}){end}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write an image."""
        source = value(el, "src").strip()
        if not source or source.startswith("data:"):
            return escaped(value(el, "alt"))
        return image(source, escaped(value(el, "alt")), value(el, "data-width"))

    def convert_figure(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write an image with its caption as a figure, and what else has a caption with that below."""
        only, caption = only_image(el), caption_of(el)
        if only is None or caption is None or "_inline" in parent_tags or not words(caption):
            return f"\n\n{text.strip()}\n\n"
        link = inside(only, {"a"})
        target = (value(link, "data-target") or value(link, "href")) if link is not None else ""
        written = figure(
            value(only, "src"),
            self._inside(caption, {*parent_tags, "figcaption"}),
            value(only, "alt"),
            value(only, "data-width"),
        )
        if target and target != value(only, "src"):
            head, _, rest = written.partition("\n")
            written = f"{head}\n:target: {target}\n{rest}"
        return f"\n\n{written}\n\n"

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write nothing: it is written with the text that it folds up."""
        return ""

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a text that is folded up."""
        summary = el.find("summary")
        title = self._inside(summary, {*parent_tags, "_inline"}) if isinstance(summary, Tag) else ""
        return f"\n\n{details(title, text).strip()}\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a rule."""
        return " " if "_inline" in parent_tags else f"\n\n{RULE}\n\n"

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a paragraph."""
        text = text.strip(" \n")
        if "_inline" in parent_tags:
            return f" {text} "
        return f"\n\n{text}\n\n" if text.strip("\xa0 ") else ""

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write what is in a block that Markdown doesn't have."""
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        inner = text.strip(" \n")
        return f"\n\n{inner}\n\n" if inner else ""

    convert_article = convert_section = convert_aside = convert_center = convert_main = convert_div
    convert_header = convert_footer = convert_nav = convert_address = convert_fieldset = convert_div

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a cell."""
        inner = _PIPE.sub(r"\\|", re.sub(r"\s+", " ", text.strip()))
        return f" {inner} |"

    convert_th = convert_td

    def convert_caption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write what a table is about above it."""
        return f"{text.strip()}\n\n" if text.strip() else ""


def _beside(el: Tag, step: int) -> str:
    """Return the character beside *el*: ``*`` for other emphasis, empty at the edge of the block."""
    place: Any = el
    while True:
        other = place.previous_sibling if step < 0 else place.next_sibling
        if isinstance(other, NavigableString) and str(other):
            return str(other)[-1 if step < 0 else 0]
        if isinstance(other, Tag):
            if other.name in _EMPHASIS:
                return "*"
            return " " if other.name == "br" else words(other)[-1 if step < 0 else 0 :][:1] or " "
        if other is None:
            parent = place.parent
            if parent is None or parent.name not in {*_EMPHASIS, *_TAGS, "span", "font", "a"}:
                return ""
            if parent.name in _EMPHASIS:
                return ""
            place = parent
            continue
        place = other


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def quote_attribute(text: str) -> str:
    """Return *text* for an attribute of HTML within Markdown."""
    return escape(text).replace("\n", " ")


def _title(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("\\", "\\\\").replace('"', '\\"')
