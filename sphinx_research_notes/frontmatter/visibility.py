"""Determine who may see a note, from draft, private, published, visibility and status together. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..model import taxonomy
from ..model.dates import DateError, When, parse_when
from ..model.note import Visibility
from ..model.suggestions import one_typo
from ..model.values import NO, Unusable, flat, is_true, leaves
from .keys import AXES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import tzinfo

#: Status labels that hide a note in every project.
HIDING_LABELS = {
    "private": Visibility.PRIVATE, "unlisted": Visibility.UNLISTED,
    **dict.fromkeys(("trash", "trashed", "unpublished", "autodraft"), Visibility.DRAFT),
}  # fmt: skip


def readings(label: str) -> set[str]:
    """Return the possible readings of *label*: as a whole, and by its parts ("[[draft]]", "draft/wip")."""
    parts = (re.sub(r"^\W+|\W+$", "", part) for part in re.split(r"[/|;]", label))
    return {taxonomy.squeezed(label), *(taxonomy.squeezed(part) for part in parts if part)}


#: Values that disable a page; not ``n``, since ``permalink: n`` is a path.
_NEVER = (NO - {"n"}) | {"never"}


def visibility_of_other_key(name: str, value: Any) -> Visibility:
    """Return the visibility set by a key of another generator; *name* is in lower case.

    Supports Hugo's ``headless`` and ``build``, Zola's ``render``, Eleventy's ``permalink: false``,
    Docusaurus's ``unlisted``, Lektor's ``_hidden``, Logseq's ``public`` and WordPress's ``post_status``.
    """
    name = name.replace("-", "_").strip("_").removeprefix("hugo_").removeprefix("is_")
    if name in {"extra", "params"} and isinstance(value, dict):
        values = {str(key).lower(): each for key, each in value.items()}
        return Visibility.DRAFT if is_true(values.get("draft")) else Visibility.PUBLIC
    if name == "build" and isinstance(value, dict):
        values = {str(key).lower(): str(each).strip().lower() for key, each in value.items()}
        if values.get("render") in _NEVER:
            return Visibility.DRAFT
        return Visibility.UNLISTED if values.get("list") in _NEVER else Visibility.PUBLIC
    text = str(value).strip().lower()
    if name in {"unlisted", "eleventyexcludefromcollections"} and is_true(text):
        return Visibility.UNLISTED
    hidden = (
        (name in {"headless", "hidden", "hide", "unpublished"} and is_true(text))
        or (name in {"draft", "private", "isdraft", "isprivate"} and is_true(text))
        or (name in {"public", "render", "permalink", "published", "ispublished"} and text in _NEVER)
        or (name == "post_status" and text not in {"publish", "published", ""})
    )
    return Visibility.DRAFT if hidden else Visibility.PUBLIC


def says_private(text: str) -> bool:
    """Whether *text*, an invalid value, contains the word "private", possibly with a typo."""
    words = re.split(r"[\W_]+", text.casefold())
    return any(Visibility.PRIVATE in word or one_typo(word, Visibility.PRIVATE) for word in words)


def treatment(visibility: Visibility) -> str:
    """Return the end of a message about an invalid value: how the note is treated because of it."""
    return f"treating as {'private' if visibility is Visibility.PRIVATE else 'a draft'}"


class VisibilityReader:
    """Parse the keys that determine who may see a note; an invalid value makes a draft."""

    def __init__(
        self,
        values: Mapping[str, Any],
        draft_statuses: Collection[str],
        zone: tzinfo,
        report: Callable[[str, str], None],
    ) -> None:
        """*report* takes a key and a message about its invalid value."""
        self.values = values
        self.draft_statuses = draft_statuses
        self.zone = zone
        self.report = report
        #: The date in ``published``, where some generators put it.
        self.date: When | None = None

    def visibility(self) -> Visibility:
        """Return the most restricted visibility that any of the keys sets."""
        result = self._by_status()
        if any(self._is_flagged("draft", each) for each in self._all("draft")):
            result = result.stricter(Visibility.DRAFT)
        if any(self._is_flagged("private", each) for each in self._all("private")):
            result = result.stricter(Visibility.PRIVATE)
        if not all(self._is_published(each) for each in self._all("published")):
            result = result.stricter(Visibility.DRAFT)
        for each in self._all("visibility"):
            result = result.stricter(self._by_name(each))
        return result

    def _all(self, key: str) -> list[Any]:
        """Return every value given for *key*; a key without a value yields None."""
        return (flat(self.values[key]) or [None]) if key in self.values else []

    def _by_status(self) -> Visibility:
        """Return the visibility set by status labels, even in a value of the wrong shape."""
        texts = (text for key in ("status", *AXES) for text in leaves(self.values.get(key)))
        labels = {each for text in texts for part in taxonomy.split(text) for each in readings(part)}
        drafts = map(taxonomy.squeezed, self.draft_statuses)
        result = Visibility.PUBLIC if labels.isdisjoint(drafts) else Visibility.DRAFT
        parts = [part for text in leaves(self.values.get("status")) for part in taxonomy.split(text)]
        for label in {each for part in parts for each in readings(part)} & HIDING_LABELS.keys():
            result = result.stricter(HIDING_LABELS[label])
        return result

    def _is_flagged(self, key: str, value: Any) -> bool:
        """Whether the flag *key* hides the note: it does by being present, unless its value is false."""
        if not is_given(value):
            return True
        answer = is_true(value)
        if answer is None:
            self._unclear(key, "true or false")
            return True
        return answer

    def _is_published(self, value: Any) -> bool:
        """Whether the value of ``published`` makes the note public; a date does."""
        if not is_given(value):
            return True
        try:
            when = parse_when(value, self.zone)
        except DateError:
            answer = is_true(value)
            if answer is None:
                self._unclear("published", "true or false")
            return bool(answer)
        self.date = self.date or when
        return True

    def _by_name(self, value: Any) -> Visibility:
        try:
            return Visibility(str(value).strip().casefold() if is_given(value) else "public")
        except ValueError:
            result = Visibility.PRIVATE if says_private(str(value)) else Visibility.DRAFT
            self._unclear("visibility", f"one of {', '.join(Visibility)}", result)
            return result

    def _unclear(self, key: str, expected: str, result: Visibility = Visibility.DRAFT) -> None:
        self.report(key, f"{Unusable(expected, self.values[key])}; {treatment(result)}")


def is_given(value: Any) -> bool:
    """Whether *value* is neither empty nor blank; an empty list or checkbox (``[ ]``) is empty."""
    if isinstance(value, list):
        return any(is_given(each) for each in value)
    return value is not None and str(value).strip() != ""
