"""The Markdown of one file while it is rewritten: its text, where each line is from, and the findings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from ..records import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Encloses the number of a text that is set aside: characters of a private use area that no text has.
_OPEN, _CLOSE = "\uf8a0", "\uf8a1"
#: Digits of the number, which must not look like text to a pass.
_DIGITS = {chr(0xF8A2 + value): str(value) for value in range(10)}
_WRITTEN = str.maketrans({digit: char for char, digit in _DIGITS.items()})
_READ = str.maketrans(_DIGITS)
#: A text that is set aside, as passes see it.
ASIDE = re.compile(f"{_OPEN}[\uf8a2-\uf8ab]+{_CLOSE}")


class Source:
    """The text of a file, changed by one pass after another."""

    def __init__(self, text: str, file: str, first_line: int = 1, lines: Sequence[int] = ()) -> None:
        """*file*: the name for findings; *first_line*: the line of the file that *text* begins in.

        *lines*: where each line of *text* is from, if these do not follow one another.
        """
        self.text = text
        self.file = file
        self.findings: list[Finding] = []
        self._lines = list(lines or range(first_line, first_line + text.count("\n") + 1))
        self._aside: list[str] = []
        #: The text whose line ends are known, and these.
        self._counted: str | None = None
        self._ends: list[int] = []

    def line(self, place: int) -> int:
        """Return the line in the file of the character *place* of the text."""
        if self._counted is not self.text:
            self._counted = self.text
            self._ends = [match.start() for match in re.finditer("\n", self.text)]
        return self._lines[bisect_left(self._ends, place)]

    def sub(
        self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str | None], *, closing: str = ""
    ) -> None:
        """Replace each match of *pattern* by what *replace* returns; None leaves it as it is.

        *closing*: what each match ends with, if it may be as long as the text. Where there is no more of it,
        nothing is searched: a thousand beginnings without an end would take a thousand searches.
        """
        end = self.text.rfind(closing) + len(closing) if closing else len(self.text)
        found = ((match, replace(match)) for match in pattern.finditer(self.text, 0, end))
        self.replace_parts(
            [(*match.span(), new) for match, new in found if new is not None and new != match[0]]
        )

    def replace_part(self, start: int, end: int, new: str) -> None:
        """Replace the text from *start* to *end*."""
        self.replace_parts([(start, end, new)])

    def replace_parts(self, parts: Sequence[tuple[int, int, str]]) -> None:
        """Replace parts of the text, each given by its start, its end and what replaces it, in their order.

        Lines of the new text are those of the part, as far as it has so many.
        """
        if not parts:
            return
        texts: list[str] = []
        lines = self._lines[:1]
        ends = [match.start() for match in re.finditer("\n", self.text)]
        done = at = 0
        for start, end, new in parts:
            first, last = (bisect_right(ends, place - 1) for place in (start, end))
            texts += (self.text[done:start], new)
            lines += self._lines[at + 1 : first + 1]
            lines += (self._lines[min(first + step, last)] for step in range(1, new.count("\n") + 1))
            done, at = end, last
        self.text = "".join((*texts, self.text[done:]))
        self._lines = lines + self._lines[at + 1 :]

    def rewrite_lines(self, lines: list[tuple[str, int]]) -> None:
        """Replace the text by *lines*, each with the number, from 0, of the line that it is from."""
        self.text = "\n".join(text for text, _ in lines)
        self._lines = [self._lines[number] for _, number in lines]

    def append(self, text: str) -> None:
        """Add *text* at the end, as part of the last line of the file."""
        self.text = f"{self.text.rstrip(chr(10))}\n{text}"
        self._lines = self._lines[: self.text.count("\n") + 1]
        self._lines += self._lines[-1:] * (self.text.count("\n") + 1 - len(self._lines))

    def set_aside(self, pattern: re.Pattern[str], *, closing: str = "") -> None:
        """Hide each match of *pattern* from the passes that follow; *closing*: as for :meth:`sub`."""
        self.sub(pattern, lambda match: self.aside(match[0]), closing=closing)

    def aside(self, text: str) -> str:
        """Return what stands for *text* until :meth:`restored`."""
        self._aside.append(text)
        return f"{_OPEN}{str(len(self._aside) - 1).translate(_WRITTEN)}{_CLOSE}"

    def rewrite_aside(self, rewrite: Callable[[str], str]) -> None:
        """Replace each text that is set aside by what *rewrite* returns for it."""
        self._aside = [rewrite(text) for text in self._aside]

    def restored(self, text: str | None = None) -> str:
        """Return *text*, by default all of it, with everything that was set aside in its place."""
        text = self.text if text is None else text
        while _OPEN in text:
            text, count = ASIDE.subn(lambda match: self._aside[int(match[0][1:-1].translate(_READ))], text)
            if not count:
                break
        return text

    def found(self, outcome: Outcome, construct: str, place: int | None, detail: str = "") -> None:
        """Report a *construct* at *place* of the text as it is now; None: in the file as a whole."""
        line = None if place is None else self.line(place)
        self.findings.append(Finding(outcome, construct, self.file, line, detail))

    def changed(self, construct: str, place: int | None, detail: str = "") -> None:
        """Report that a *construct* has been rewritten."""
        self.found(Outcome.CHANGED, construct, place, detail)

    def unknown(self, construct: str, place: int | None, detail: str = "") -> None:
        """Report that a *construct* isn't understood, and stays readable."""
        self.found(Outcome.UNKNOWN, construct, place, detail)
