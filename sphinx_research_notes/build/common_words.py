"""Keep very common words out of the index of Pagefind, where they are on a page again and again.

Pagefind stores the place of every word, so that on a large site a search for "the" would load a hundred
kilobytes of places. A word that the site has too often is indexed a few times on each page, which is enough
to find the page. Elsewhere it is written in characters for private use, which Pagefind passes over; our
script (``theme/static/search-pagefind.js``) turns them back.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: How many places of a word are in the index, unless more pages than that have it.
MOST = 10_000

#: Added to the code of a character that isn't indexed: planes 15 and 16 are for private use.
SHIFT = 0x100000

#: Tags and character references are passed over.
_PASSED = r"<[^<>]*>|&#?\w+;"
_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_PASSED}|({_LETTER}+)")
_SHIFTED = re.compile("[\U00100000-\U0010ffff]")


def without_common_words(texts: Mapping[str, str], found: str) -> tuple[dict[str, str], list[str]]:
    """Return the HTML *texts*, by docname, with words in characters for private use, and those words.

    *found*: the character after which text is only found and never shown; it stays.
    """
    texts = {name: _SHIFTED.sub("", text) for name, text in texts.items()}
    counts, pages = Counter[str](), Counter[str]()
    for text in texts.values():
        words = _WORD.findall(text.partition(found)[0].lower())
        counts.update(words)
        pages.update(set(words))
    most = {word: max(1, MOST // pages[word]) for word, count in counts.items() if word and count > MOST}
    if not most:
        return texts, []
    common = "|".join(map(re.escape, most))
    pattern = re.compile(rf"{_PASSED}|(?<!{_LETTER})({common})(?!{_LETTER})", re.IGNORECASE)
    return {name: _thinned(text, pattern, most, found) for name, text in texts.items()}, sorted(most)


def _thinned(text: str, common: re.Pattern[str], most: Mapping[str, int], found: str) -> str:
    """Return *text* with each *common* word indexed no more often than *most* says."""
    seen = dict(most)

    def replaced(match: re.Match[str]) -> str:
        if not match[1]:
            return match[0]
        word = match[1].lower()
        left = seen[word] = seen.get(word, 0) - 1
        return match[0] if left >= 0 else "".join(chr(ord(each) + SHIFT) for each in match[0])

    shown, mark, rest = text.partition(found)
    return common.sub(replaced, shown) + mark + rest
