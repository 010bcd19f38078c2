"""Determine who may see a note, from draft, private, published, visibility and status together. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..model import taxonomy
from ..model.dates import DateError, When, parse_when
from ..model.note import Visibility
from ..model.suggestions import one_typo
from ..model.values import NO, YES, Unusable, flat, is_true, leaves
from .keys import AXES, canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .settings import Settings

#: Status labels that hide a note in every project.
HIDING_LABELS = {
    "private": Visibility.PRIVATE, "unlisted": Visibility.UNLISTED,
    **dict.fromkeys(("trash", "trashed", "unpublished", "autodraft", "hidden"), Visibility.DRAFT),
}  # fmt: skip
#: Those with which WordPress, Ghost and Pelican keep a post back. They may mean something else in a project's
#: own vocabulary, so they are reported, and do not hide a note if they are in it.
HIDING_ELSEWHERE = frozenset({"pending", "future", "scheduled", "skip", "deleted"})


def readings(label: str) -> set[str]:
    """Return the possible readings of *label*: as a whole, and by its parts ("[[draft]]", "draft/wip")."""
    parts = (re.sub(r"^\W+|\W+$", "", part) for part in re.split(r"[/|;]", label))
    return {taxonomy.squeezed(label), *(taxonomy.squeezed(part) for part in parts if part)}


#: Values that disable a page; not ``n``, since ``permalink: n`` is a path.
_NEVER = (NO - {"n"}) | {"never"}
#: Values of flags; Org writes ``t`` and ``nil``.
_ON, _OFF = YES | {"t"}, NO | {"nil", "f", "none", "null"}

#: What flags of other generators set if they are on, without a value, or unclear.
_FLAGS = {
    **dict.fromkeys(("draft", "hidden", "headless", "unpublished"), Visibility.DRAFT),
    "private": Visibility.PRIVATE, "unlisted": Visibility.UNLISTED,
}  # fmt: skip
#: What keys of other generators set if they are off.
_SWITCHES = {
    **dict.fromkeys(("public", "render", "permalink", "published", "visible", "routable"), Visibility.DRAFT),
    "discoverable": Visibility.UNLISTED,
}
#: Those whose typos hide too; shorter ones are a letter away from other words.
LONG_FLAGS = ("hidden", "headless", "unpublished", "unlisted")
#: The keys that limit the time in which a note is shown.
_TIMES = ("publish_date", "expiry_date")
#: Mappings with more keys of the same kind.
_NESTED = frozenset({"extra", "params", "metadata", "meta", "custom", "cascade"})
#: More levels of them are not searched.
_DEEPEST = 5


def visibility_of_other_key(
    name: str, value: Any, settings: Settings, depth: int = 0
) -> tuple[Visibility, str]:
    """Return the visibility set by a key of another generator, and what to report; *name* is in lower case.

    Supports Hugo's ``headless``, ``build`` and ``cascade``, Zola's ``render``, Eleventy's
    ``permalink: false``, Docusaurus's ``unlisted``, Lektor's ``_hidden``, Logseq's ``public``, Grav's
    ``routable``, Hexo's ``password`` and WordPress's ``post_status``.
    """
    name = re.sub(r"[\W_]", "", name).removeprefix("hugo").removeprefix("is")
    if name == "build" and isinstance(value, dict):
        values = {str(key).lower(): str(each).strip().lower() for key, each in value.items()}
        if values.get("render") in _NEVER:
            return Visibility.DRAFT, ""
        return (Visibility.UNLISTED if values.get("list") in _NEVER else Visibility.PUBLIC), ""
    if name in _NESTED and depth < _DEEPEST:
        return _strictest(
            _visibility_within(each, settings, depth) for each in flat(value) if isinstance(each, dict)
        )
    if isinstance(value, list) and len(value) > 1 and depth < _DEEPEST:
        # A key that is given twice.
        return _strictest(visibility_of_other_key(name, each, settings, depth + 1) for each in value)
    text = str(value).strip().lower()
    if name in _FLAGS:
        return _flagged(name, value)
    if name in {"hide", "eleventyexcludefromcollections"} and (text in _ON or not is_given(value)):
        # Elsewhere, ``hide`` lists parts of the page.
        return (Visibility.DRAFT if name == "hide" else Visibility.UNLISTED), ""
    if name in _SWITCHES and text in _NEVER:
        return _SWITCHES[name], ""
    if name in {"password", "postpassword"} and is_given(value) and text not in _OFF:
        return Visibility.PRIVATE, ""
    if (key := canonical(name)) in _TIMES:
        return _read_alone({key: value}, settings)
    if name == "poststatus" and text not in {"publish", "published", "none", ""}:
        return (Visibility.PRIVATE if text == "private" else Visibility.DRAFT), ""
    return Visibility.PUBLIC, ""


def _flagged(name: str, value: Any) -> tuple[Visibility, str]:
    """Return the visibility set by the flag *name*: it hides by being present, unless its value is false."""
    text = str(value).strip().lower()
    if not is_given(value) or text in _ON:
        return _FLAGS[name], ""
    if text in _OFF:
        return Visibility.PUBLIC, ""
    return _FLAGS[name], f"{Unusable('true or false', value)}; treating as {_said(_FLAGS[name])}"


def _read_alone(values: Mapping[str, Any], settings: Settings) -> tuple[Visibility, str]:
    """Return the visibility set by *values*, of our keys, and the first report."""
    problems: list[str] = []
    reader = VisibilityReader(values, settings, lambda key, message: problems.append(f"{key}: {message}"))
    return reader.visibility(), problems[0] if problems else ""


def _visibility_within(values: Mapping[Any, Any], settings: Settings, depth: int) -> tuple[Visibility, str]:
    """Return the visibility set by the keys in a mapping under a key of another generator."""
    lowered = {str(key).strip().lower(): each for key, each in values.items()}
    own = {
        key: each for key, each in lowered.items() if key in {"draft", "private", "published", "visibility"}
    }
    others = _strictest(
        visibility_of_other_key(key, each, settings, depth + 1)
        for key, each in lowered.items()
        if key not in own
    )
    return _strictest([_read_alone(own, settings), others])


def _strictest(found: Iterable[tuple[Visibility, str]]) -> tuple[Visibility, str]:
    """Return the most restricted visibility of several, and the first report."""
    result, report = Visibility.PUBLIC, ""
    for visibility, problem in found:
        result, report = result.stricter(visibility), report or problem
    return result, report


def says_private(text: str) -> bool:
    """Whether *text*, an invalid value, contains the word "private", possibly with a typo."""
    words = re.split(r"[\W_]+", text.casefold())
    return any(Visibility.PRIVATE in word or one_typo(word, Visibility.PRIVATE) for word in words)


def treatment(visibility: Visibility) -> str:
    """Return the end of a message about an invalid value: how the note is treated because of it."""
    return f"treating as {_said(visibility)}"


def _said(visibility: Visibility) -> str:
    return "a draft" if visibility is Visibility.DRAFT else str(visibility)


class VisibilityReader:
    """Parse the keys that determine who may see a note; an invalid value makes a draft."""

    def __init__(
        self,
        values: Mapping[str, Any],
        settings: Settings,
        report: Callable[[str, str], None],
    ) -> None:
        """*report* takes a key and a message about its invalid value."""
        self.values = values
        self.settings = settings
        self.report = report
        #: The date in ``published``, where some generators put it, or else the one in ``publish_date``.
        self.date: When | None = None
        #: Whether there is a ``publish_date``.
        self.has_start = any(map(is_given, self._all("publish_date")))

    def visibility(self, others: Visibility = Visibility.PUBLIC) -> Visibility:
        """Return the most restricted visibility that any of the keys sets; *others*: that of other keys.

        The clock is asked only about what nothing else hides.
        """
        result = self._by_flags().stricter(others)
        starts, ends = (self._moments(key) for key in _TIMES)
        if starts:
            self.date = self.date or max(starts)
        if starts is None or ends is None:
            return result.stricter(Visibility.DRAFT)
        if result.hides:
            return result
        clock = self.settings.clock
        outside = [not clock.has_come(when.moment) for when in starts]
        outside += [clock.has_come(when.moment) for when in ends]
        return Visibility.DRAFT if any(outside) else result

    def _moments(self, key: str) -> list[When] | None:
        """Return the dates given for *key*; None if there is one that is none, which hides the note."""
        try:
            values = filter(is_given, self._all(key))
            return [parse_when(each, self.settings.zone) for each in values]
        except DateError as error:
            self.report(key, f"{error}; {treatment(Visibility.DRAFT)}")
            return None

    def _by_flags(self) -> Visibility:
        """Return the most restricted visibility that any key sets at all times."""
        result = self._by_status()
        for flag in (Visibility.DRAFT, Visibility.PRIVATE):
            if any(self._is_flagged(flag, each) for each in self._all(flag)):
                result = result.stricter(flag)
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
        drafts = map(taxonomy.squeezed, self.settings.draft_statuses)
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
            when = parse_when(value, self.settings.zone)
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


def is_held_back(date: When | None, settings: Settings) -> bool:
    """Return whether a note is hidden because its *date* is in the future and *settings* say so."""
    return settings.future == "hide" and date is not None and not settings.clock.has_come(date.moment)


def is_given(value: Any) -> bool:
    """Whether *value* is neither empty nor blank; an empty list or checkbox (``[ ]``) is empty."""
    if isinstance(value, list):
        return any(is_given(each) for each in value)
    return value is not None and str(value).strip() != ""
