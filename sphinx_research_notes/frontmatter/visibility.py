"""Who may see a note: what draft, private, published, visibility and status say together. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..model import taxonomy
from ..model.dates import DateError, When, parse_when
from ..model.note import Visibility
from ..model.suggestions import one_typo
from ..model.values import (
    flat,
    is_true,
    leaves,
    shown,
)
from .keys import AXES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import tzinfo

#: Labels of a status that say who may see the note, whatever the project calls a draft.
SAID = {
    "private": Visibility.PRIVATE, "unlisted": Visibility.UNLISTED,
    **dict.fromkeys(("trash", "trashed", "unpublished", "autodraft"), Visibility.DRAFT),
}  # fmt: skip


def readings(label: str) -> set[str]:
    """What *label* may say: itself, and what stands between signs in it ("[[draft]]", "draft/wip")."""
    parts = (re.sub(r"^\W+|\W+$", "", part) for part in re.split(r"[/|;]", label))
    return {plain_label(label), *(plain_label(part) for part in parts if part)}


def plain_label(label: str) -> str:
    """What makes *label* one of those that hide: letter case, blanks and hyphens don't count."""
    return re.sub("[-_]", "", taxonomy.key(label))


_NEVER = frozenset({"false", "no", "off", "0", "never"})


def said_by_others(name: str, value: Any) -> Visibility:
    """What the key *name*, in small letters, of another generator says of who may see the note.

    Hugo's ``headless`` and ``build``, Zola's ``render``, Eleventy's ``permalink: false``, Docusaurus's
    ``unlisted``, Lektor's ``_hidden``, Logseq's ``public``, WordPress's ``post_status``.
    """
    name = name.replace("-", "_").strip("_").removeprefix("hugo_").removeprefix("is_")
    if name in {"extra", "params"} and isinstance(value, dict):
        told = {str(key).lower(): each for key, each in value.items()}
        return Visibility.DRAFT if is_true(told.get("draft")) else Visibility.PUBLIC
    if name == "build" and isinstance(value, dict):
        told = {str(key).lower(): str(each).strip().lower() for key, each in value.items()}
        if told.get("render") in _NEVER:
            return Visibility.DRAFT
        return Visibility.UNLISTED if told.get("list") in _NEVER else Visibility.PUBLIC
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
    """Whether *text*, which is unclear, has the word private in it, maybe with a slip."""
    words = re.split(r"[\W_]+", text.casefold())
    return any(Visibility.PRIVATE in word or one_typo(word, Visibility.PRIVATE) for word in words)


class Seen:
    """Reads the keys that say who may see a note; a value that is unclear makes a draft."""

    def __init__(
        self,
        values: Mapping[str, Any],
        draft_statuses: Collection[str],
        zone: tzinfo,
        tell: Callable[[str, str], None],
    ) -> None:
        """*tell* takes a key and what is unclear about its value."""
        self.values = values
        self.draft_statuses = draft_statuses
        self.zone = zone
        self.tell = tell
        #: The date that stands in ``published``, as some generators write it there.
        self.date: When | None = None

    def visibility(self) -> Visibility:
        """The strictest of what is said."""
        visible = self._by_status()
        if any(self._is_flagged("draft", each) for each in self._all("draft")):
            visible = visible.stricter(Visibility.DRAFT)
        if any(self._is_flagged("private", each) for each in self._all("private")):
            visible = visible.stricter(Visibility.PRIVATE)
        if not all(self._is_published(each) for each in self._all("published")):
            visible = visible.stricter(Visibility.DRAFT)
        for each in self._all("visibility"):
            visible = visible.stricter(self._named(each))
        return visible

    def _all(self, key: str) -> list[Any]:
        """Every value that stands for *key*; one that is named without a value has none, not nothing."""
        return (flat(self.values[key]) or [None]) if key in self.values else []

    def _by_status(self) -> Visibility:
        """What the statuses say, in a value of a wrong shape, too."""
        texts = (text for key in ("status", *AXES) for text in leaves(self.values.get(key)))
        said = {each for text in texts for part in taxonomy.split(text) for each in readings(part)}
        drafts = map(plain_label, self.draft_statuses)
        found = Visibility.PUBLIC if said.isdisjoint(drafts) else Visibility.DRAFT
        own = [text for text in leaves(self.values.get("status")) for text in taxonomy.split(text)]
        for label in {each for text in own for each in readings(text)} & SAID.keys():
            found = found.stricter(SAID[label])
        return found

    def _is_flagged(self, key: str, value: Any) -> bool:
        """Whether the flag *key* hides: it does by being named, unless its value says no."""
        if not is_given(value):
            return True
        answer = is_true(value)
        if answer is None:
            self._unclear(key, "accepted is true or false")
            return True
        return answer

    def _is_published(self, value: Any) -> bool:
        """Whether ``published`` lets the note be seen; a date there does."""
        if not is_given(value):
            return True
        try:
            when = parse_when(value, self.zone)
        except DateError:
            answer = is_true(value)
            if answer is None:
                self._unclear("published", "accepted is true or false")
            return bool(answer)
        self.date = self.date or when
        return True

    def _named(self, value: Any) -> Visibility:
        try:
            return Visibility(str(value).strip().casefold() if is_given(value) else "public")
        except ValueError:
            found = Visibility.PRIVATE if says_private(str(value)) else Visibility.DRAFT
            self._unclear("visibility", f"accepted is one of {', '.join(Visibility)}", found)
            return found

    def _unclear(self, key: str, accepted: str, kept: Visibility = Visibility.DRAFT) -> None:
        kept_as = "private" if kept is Visibility.PRIVATE else "as a draft"
        self.tell(key, f"found {shown(self.values[key])}; {accepted}; the note is kept {kept_as}")


def is_given(value: Any) -> bool:
    """Whether *value* is more than nothing and blanks; an empty box (``[ ]``) has nothing in it."""
    if isinstance(value, list):
        return any(is_given(each) for each in value)
    return value is not None and str(value).strip() != ""
