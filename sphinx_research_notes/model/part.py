"""A figure, formula or theorem, as cards on other pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from .loading import quick_to_load


@quick_to_load
@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A figure, formula or theorem that other documents may refer to."""

    #: Its ids on the page, at least one.
    ids: tuple[str, ...]
    #: The TeX of a displayed formula; empty for anything else.
    tex: str = ""
    #: The definitions of macros by earlier formulas of the document.
    before: str = ""
    #: The name of a theorem.
    name: str = ""
    #: The caption of a figure, or the first paragraph of a theorem, marked like the lead of a note, with
    #: formulas in TeX between marks.
    text: str = ""
    #: The path of a picture in the source folder; empty if it is elsewhere.
    picture: str = ""
    #: The files for the picture, each with the type of image.
    candidates: tuple[tuple[str, str], ...] = ()
