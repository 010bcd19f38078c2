"""The keys of a block under their canonical names, and what their names say about visibility. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..model.faults import Fault
from ..model.note import Visibility
from ..model.suggestions import one_typo
from ..model.urls import has_scheme
from .block import FOREIGN, HIDING, Block
from .keys import SHOWN_ELSEWHERE, as_written, canonical, nearest, normal
from .visibility import LONG_FLAGS, is_given, says_private, treatment, visibility_of_other_key

if TYPE_CHECKING:
    from .settings import Settings


class KeyValues:
    """The values of one block by canonical key; typos and keys of other generators are dealt with."""

    def __init__(self, block: Block, settings: Settings) -> None:
        self._settings = settings
        self.faults = list(block.faults)
        self.values: dict[str, Any] = {}
        #: The visibility set by misspelt keys and labels.
        self.mistyped = Visibility.PUBLIC
        #: The visibility set by keys of other generators.
        self.by_other_keys = Visibility.PUBLIC
        #: The values of keys added by extensions, each with the key as written and its line.
        self.added: dict[str, tuple[Any, str, int | None]] = {}
        self._lines: dict[str, int] = {}
        #: Each key as the author wrote it.
        self._written: dict[str, str] = {}
        self._inherited = block.inherited
        for name, value in block.values.items():
            faults = len(self.faults)
            self._take(name, value, block.lines.get(name))
            if name in self._inherited:
                del self.faults[faults:]  # Reported for the file that it is in.

    def _take(self, name: str, value: Any, line: int | None) -> None:
        """Store the value of one key of the block under its canonical name."""
        if name in FOREIGN:
            return
        # A stray or invisible character next to a key, or full-width letters, must not make it ineffective.
        lowered = normal(name)
        key = canonical(lowered)
        if key not in HIDING:
            self._take_other(name, lowered, value, line)
        if key == "permalink" and str(value).strip().lower() == "false":
            return  # In Eleventy, this disables the page.
        if lowered == "url" and self._settings.wikilinks and has_scheme(str(value).strip()):
            return  # That of a page which was clipped into a vault.
        if key is None and as_written(lowered) in self._settings.added:
            self.added.setdefault(as_written(lowered), (value, name, line))
            return
        if key is None:
            self._report_typo(name, nearest(lowered), value, line)
            return
        if key == "published" and lowered != key and not is_given(value):
            # An unticked checkbox property in Obsidian.
            value = "false"
        if key in HIDING and key in self.values:
            value = [self.values[key], value]
        elif is_given(self.values.get(key)) and (lowered != key or not is_given(value)):
            return
        self.values[key], self._written[key] = value, name
        if line is not None:
            self._lines[key] = line

    def _take_other(self, name: str, lowered: str, value: Any, line: int | None) -> None:
        """Take the visibility that a key of another generator sets, and report it if it is unclear."""
        visibility, problem = visibility_of_other_key(lowered, value, self._settings)
        self.by_other_keys = self.by_other_keys.stricter(visibility)
        if problem:
            self.faults.append(Fault("visibility", f"{name}: {problem}", line))

    def _report_typo(self, name: str, near: str, value: Any, line: int | None) -> None:
        """Report the unknown key *name* if it is a typo for *near*; one that may hide the note does."""
        message, subtype = f"unknown key {name!r}; did you mean {near!r}?", "key"
        if (place := SHOWN_ELSEWHERE.get(as_written(name))) and is_given(value):
            message = f"unknown key {name!r}; expected such text in {place}; not shown"
        elif not near:
            self._take_other_typo(name, value, line)
            return
        elif canonical(near) in HIDING - {"status"}:
            # Reported even if the note is not built: it must not disappear silently.
            subtype = "visibility"
            message += f" {self.hide(private=canonical(near) == 'private' or says_private(str(value)))}"
        self.faults.append(Fault(subtype, message, line))

    def _take_other_typo(self, name: str, value: Any, line: int | None) -> None:
        """Hide the note, and report it, if the key *name* is a typo for one of another generator."""
        bare = as_written(name).strip("_")
        near = next((each for each in LONG_FLAGS if bare != each and one_typo(bare, each)), "")
        if near and visibility_of_other_key(near, value, self._settings)[0] is not Visibility.PUBLIC:
            message = f"unknown key {name!r}; did you mean {near!r}? {self.hide(private=False)}"
            self.faults.append(Fault("visibility", message, line))

    def hide(self, *, private: bool) -> str:
        """Hide the note; return the end of the message about it."""
        self.mistyped = self.mistyped.stricter(Visibility.PRIVATE if private else Visibility.DRAFT)
        return treatment(Visibility.PRIVATE if private else Visibility.DRAFT)

    def fault(self, subtype: str, key: str, message: str) -> None:
        """Report a *message* about the value of *key*, under the name that the author gave it."""
        written = self._written.get(key, key)
        self.report(written, Fault(subtype, f"{written}: {message}", self._lines.get(key)))

    def report(self, written: str, fault: Fault) -> None:
        """Add a *fault* in the value of the key *written*, unless it is reported for the whole folder."""
        if written not in self._inherited:
            self.faults.append(fault)
