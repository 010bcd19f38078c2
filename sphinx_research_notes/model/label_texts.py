"""The value of the option ``notes_labels``: what a project says of its tags, authors and so on. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .suggestions import one_typo
from .values import Unusable, read_picture

if TYPE_CHECKING:
    from .note import Picture

#: The kinds of label that can have a text.
KINDS = ("tags", "categories", "statuses", "authors", "series")
_KINDS = ", ".join(KINDS)
_KEYS = ("description", "image")


@dataclass(frozen=True, slots=True)
class LabelText:
    """What the page of a label shows above its notes."""

    #: The label as written in the option.
    label: str
    paragraphs: tuple[str, ...] = ()
    image: Picture | None = None

    @property
    def description(self) -> str:
        """The text on one line."""
        return " ".join(self.paragraphs)


#: The texts of each kind of label.
LabelTexts = Mapping[str, tuple[LabelText, ...]]


def read_label_texts(value: Any) -> tuple[LabelTexts, list[str]]:
    """Return the texts in *value*, and what is wrong with those that are ignored.

    *value* maps kinds to labels, and these to a description or ``{description, image}``. Raises
    :class:`Unusable` if it does not.
    """
    if not isinstance(value, Mapping):
        raise Unusable("a mapping such as {'tags': {'rain': {'description': '…'}}}", value)
    texts: dict[str, tuple[LabelText, ...]] = {}
    faults: list[str] = []
    for kind, labels in value.items():
        if kind not in KINDS:
            faults.append(f"{Unusable(f'one of {_KINDS}', kind)}; ignoring it")
        elif not isinstance(labels, Mapping):
            faults.append(f"{kind}: {Unusable('a mapping of labels', labels)}; ignoring it")
        else:
            read = (_read(str(kind), str(label), given, faults) for label, given in labels.items())
            texts[kind] = tuple(each for each in read if each)
    return texts, faults


def _read(kind: str, label: str, value: Any, faults: list[str]) -> LabelText | None:
    """Return the text of one label; None, or without what is wrong, if *value* has *faults*."""
    given = {"description": value} if isinstance(value, str) else value
    where = f"{kind}: {label}"
    if not isinstance(given, Mapping):
        expected = Unusable("a description, or {description, image}", value)
        faults.append(f"{where}: {expected}; ignoring it")
        return None
    for name in map(str, given):
        if name not in _KEYS:
            near = [each for each in _KEYS if one_typo(name.lower(), each)]
            hint = f"did you mean {near[0]!r}?" if near else "ignoring it"
            faults.append(f"{where}: unknown key {name!r}; {hint}")
    description, image = given.get("description") or "", None
    if not isinstance(description, str):
        faults.append(f"{where}: description: {Unusable('a string', description)}; ignoring it")
        description = ""
    try:
        image = read_picture(given.get("image"))
    except Unusable as error:
        faults.append(f"{where}: image: {error}; ignoring it")
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n[^\S\n]*\n", description))
    return LabelText(label, tuple(filter(None, paragraphs)), image)
