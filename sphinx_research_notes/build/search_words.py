"""Chinese, Japanese and Korean in the search index of a site in any language.

These scripts are written without spaces, or with endings joined to words. The languages of Sphinx's search
drop them, keep whole sentences as words, or divide them by rules that the browser doesn't have. Here, index
and query are both divided into overlapping pairs of characters, so that a word is found wherever it stands,
whatever the language of its note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.search import SearchLanguage

#: The characters that are divided: first and last of each range.
_RANGES = (
    (0x1100, 0x11FF), (0x3005, 0x3007), (0x3041, 0x3096), (0x309D, 0x309F), (0x30A1, 0x30FA),
    (0x30FC, 0x30FF), (0x3131, 0x318E), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xA960, 0xA97C), (0xAC00, 0xD7FB), (0xF900, 0xFAFF), (0xFF66, 0xFFDC), (0x20000, 0x3FFFD),
)  # fmt: skip

_RUN = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _RANGES)}]+")

#: The same for a character class in a script.
CJK = "".join(f"\\u{{{first:x}}}-\\u{{{last:x}}}" for first, last in _RANGES)

#: Used where a language has no function of its own; in words as ``searchtools.js`` sees them.
_PLAIN = "const splitQuery = (query) => query.match(/[\\p{L}\\p{N}_\\p{Emoji_Presentation}]+/gu) || [];"

#: The same division in the browser; Sphinx writes it to ``language_data.js``.
_SCRIPT = """\
var splitQuery = (function () {
  const plain = (function () { %s
  return splitQuery; })();
  const run = /[%s]+/gu;
  return function (query) {
    const words = [...plain(query.replace(run, " "))];
    for (const found of query.match(run) || []) {
      const characters = [...found];
      if (characters.length === 1) words.push(found);
      for (let i = 1; i < characters.length; i += 1) words.push(characters[i - 1] + characters[i]);
    }
    return words;
  };
})();
"""


def pairs(run: str) -> list[str]:
    """Return the pairs of neighbouring characters in *run*; a single character is returned as it is."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def cjk_words(text: str) -> list[str]:
    """Return what stands for the Chinese, Japanese and Korean of *text* in an index that finds beginnings.

    The pairs in it, and the last character of each run: so every character is the beginning of a word.
    """
    return sorted({word for run in _RUN.findall(text) for word in (*pairs(run), run[-1])})


def divide_cjk(language: SearchLanguage) -> None:
    """Make *language*, which belongs to one index, divide Chinese, Japanese and Korean into pairs."""
    plain_split, plain_filter = language.split, language.word_filter

    def split(input: str) -> list[str]:
        runs = _RUN.findall(input)
        if not runs:
            return plain_split(input)
        return [*plain_split(_RUN.sub(" ", input)), *(pair for run in runs for pair in pairs(run))]

    def word_filter(word: str) -> bool:
        # Some languages drop words of one or two letters.
        return bool(_RUN.fullmatch(word)) or plain_filter(word)

    script = _SCRIPT % (language.js_splitter_code or _PLAIN, CJK)
    vars(language).update(split=split, word_filter=word_filter, js_splitter_code=script)
