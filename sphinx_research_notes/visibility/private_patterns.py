"""How parts marked as private begin and end in HTML and in the syntax of other tools. Pure."""

from __future__ import annotations

import re

from .flags import PRIVATE
from .scanned_text import START

WORD = rf"(?:{PRIVATE}|secret|confidential|notes?[ -]to[ -](?:my)?self)"
_NAME = rf"(?:{PRIVATE}(?:-note)?|secret)"
#: Any character of a comment, and what may stand between its words.
INSIDE, _GAP = r"(?:(?!-->)[\s\S])", r"(?:(?!-->)[\W_]){1,9}"
#: What may stand before its first word. Nothing here backtracks, as some comments are long lines of dashes.
_SIGNS = r"(?:(?!-->)[^\w>/]){0,99}+"
HTML = rf"<!--++(?!>){_SIGNS}"
_BEGINS = rf"(?:begin|start|open){_GAP}"
#: A comment that is about what follows it, up to another one, and that other one.
OPENING = (
    rf"{HTML}(?:{_BEGINS}{WORD}\b{INSIDE}{{0,300}}?"
    rf"|{WORD}\b(?:(?!-->)[\W_]){{0,99}}(?:(?:start|begin)\b(?:(?!-->)[\W_]){{0,99}})?)-->"
)
CLOSING = (
    rf"{HTML}(?:(?:/|(?:end|stop|close)(?=[\W_]))[\W_]{{0,9}}?(?:of\W{{1,9}})?{WORD}"
    rf"|{WORD}\W{{1,9}}(?:end|stop|close)\b(?=(?:(?!-->)\W){{0,9}}-->))(?:(?!-->)[^\n]){{0,300}}(?:-->)?"
)
#: The same as an editor folds them; other regions may be inside.
_REGION = rf"{HTML}region\b(?:(?!-->)[^\n]){{0,99}}?\b{WORD}\b"
#: What only says within a comment that it is private, in a line of its own.
_FLAGGED = (
    rf"(?<=\n)(?:(?!-->)[\W_]){{0,20}}+(?:(?:def|let|set|const|var|hugo|is)[ _]*)?{WORD}[ \"'*`_]{{0,9}}[:=]"
)
#: A comment that is private itself: by its first word, or in brackets, as a tag, or before a colon.
_COMMENT = (
    rf"{HTML}(?:(?:begin|start|open){_GAP})?(?:{WORD}\b"
    rf"|{INSIDE}{{0,280}}?(?:[(\[{{]{WORD}[)\]}}]|(?<![\w&])#{WORD}\b|{_FLAGGED})"
    rf"|(?:\w++(?:(?!-->)[^\w>]){{1,99}}+){{0,6}}?{WORD}(?:[ ](?:notes?|comments?|remarks?|todo))?[ ]*:)"
)
#: A comment that no parser reads as one, and one that is written as the definition of a link.
_SLIP = rf"<[ ]?![ ]?-[ -]{{0,3}}{_SIGNS}{WORD}\b"
_LINK = rf"(?P<label>{START})\[[^\]\n]{{1,9}}\]:[ ]*+[#<>.]{{0,3}}[ ]*+[\"'(][^\w\n]{{0,3}}{WORD}\b[^\n]*"
_ELEMENT = (
    rf"<(?P<element>{_NAME}|note-to-self(?=[^<>]*\b{PRIVATE}\b))(?=[\s/>])"
    r"(?=(?:(?!\n\s*\n)[\s\S]){0,500}?>)"
)
OPENED = re.compile(rf"<(?P<element>{_NAME}|note-to-self)(?=[\s/>])")
_BLOCK = rf"(?P<org>{START})#\+begin_(?P<block>{_NAME}|comment)\b"
_ROLE = rf"(?:\{{(?P<md>{_NAME})\}}|(?<![\w:]):(?P<rst>{_NAME}):)(?P<ticks>`+)"
_LINE = rf"(?P<margin>{START})%+[ ]*{WORD}\b"
_FENCE = rf"(?P<quoted>{START})%%(?!%)[^\n]*$"
#: Two percent signs that may open a comment of Obsidian: neither a percentage nor a format.
#: Letters of other scripts may stand beside them, as some have no blanks between words.
_INLINE = r"(?<![a-z0-9\\%])%%(?!%)"
_DRAWER = r"^[ >]*:private:[ ]*$"
#: Every way in which such a part begins; what comes first wins.
ANY = re.compile(
    rf"(?P<closing>{CLOSING})|(?P<opening>{OPENING})|(?P<region>{_REGION})|(?P<comment>{_COMMENT})"
    rf"|(?P<slip>{_SLIP})|(?P<link>{_LINK})"
    rf"|{_ELEMENT}|{_BLOCK}|{_ROLE}|(?P<line>{_LINE})|(?P<inline>{_INLINE})|(?P<fence>{_FENCE})"
    rf"|(?P<drawer>{_DRAWER})",
    re.MULTILINE,
)
#: A comment in TeX, which may follow something else in its line.
TEX = re.compile(rf"(?:(?<=\\%)|(?<![\\%]))%++[ ]*+{WORD}\b")
#: A quick check for any such part.
MAY = re.compile(
    rf"<!--(?:(?!-->)[\s\S]){{0,300}}?{WORD}|<(?:{_NAME}|note-to-self)[\s/>]|#\+begin_(?:{_NAME}|comment)\b"
    rf"|<[ ]?![ ]?-[ -]{{0,3}}{_SIGNS}{WORD}|\]:[ ]*+[#<>.]{{0,3}}[ ]*+[\"'(][^\w\n]{{0,3}}{WORD}"
    rf"|^[ >]*:private:[ ]*$|%%|%[ ]*{WORD}\b|\{{{_NAME}\}}`|:{_NAME}:`",
    re.MULTILINE,
)
