"""What is on a card, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass

#: Increment when the same card is drawn differently. It is part of the address of each card.
VERSION = 1

#: The size of a card, in pixels: what timelines ask for.
WIDTH, HEIGHT = 1200, 630


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style."""

    text: str
    italic: bool = False
    #: How far it is raised (or lowered, if negative), in ems of the text around it.
    shift: float = 0.0
    #: Its size, as a share of that of the text around it.
    scale: float = 1.0
    #: ``low`` and ``high``: a subscript and the superscript above it, which start at the same place.
    stack: str = ""
    #: The accent above it, such as ``ˆ``.
    accent: str = ""

    @property
    def special(self) -> bool:
        """Whether it is set in another way than plain text."""
        return self.italic or bool(self.stack or self.accent) or self.scale != 1


@dataclass(frozen=True, slots=True)
class Word:
    """What a line never breaks within."""

    runs: tuple[Run, ...]
    #: Whether there is a space before it, unless it begins a line.
    spaced: bool = True

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Badge:
    """A status."""

    label: str
    #: How much of its disc is filled, in percent; None for a status without a disc.
    share: int | None = None
    #: Whether the disc is a broken ring: for what was abandoned or superseded.
    broken: bool = False

    @property
    def has_disc(self) -> bool:
        """Whether there is a disc before it."""
        return self.share is not None or self.broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card shows. The address of its file is made of all this."""

    title: tuple[Word, ...]
    #: The name of the site; empty if the title says it.
    site: str = ""
    #: What kind of list it is of (``Tag``); empty for notes.
    kind: str = ""
    authors: tuple[str, ...] = ()
    #: Formatted; of a list, the number of its notes.
    date: str = ""
    badges: tuple[Badge, ...] = ()
    #: The language, which decides between fonts for Chinese characters; empty without such characters.
    lang: str = ""

    @property
    def small_texts(self) -> tuple[str, ...]:
        """All that it shows besides the title."""
        return (self.site, self.kind, *self.authors, self.date, *(badge.label for badge in self.badges))

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it shows."""
        return (*(word.text for word in self.title), *self.small_texts)
