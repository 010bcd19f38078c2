"""The front matter schema: a block of keys and values becomes typed front matter. Pure."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ..model.extra import Extra, frozen
from ..model.faults import Fault, failure
from ..model.note import FrontMatter, Visibility
from ..model.values import Unusable
from .key_values import KeyValues
from .statuses import StatusReader
from .value_parsers import PARSERS, ValueParsers
from .visibility import VisibilityReader, is_given, is_held_back, treatment

if TYPE_CHECKING:
    from .block import Block
    from .keys import AddedKey
    from .settings import Settings


#: A comment of Obsidian.
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)


def understand(block: Block, settings: Settings) -> tuple[FrontMatter, list[Fault]]:
    """Return the typed front matter of *block*, and its faults.

    An invalid value is ignored with a fault; the others are used. An invalid value for draft, published or
    visibility makes the note a draft, so that no note is published by mistake.
    """
    if settings.wikilinks:
        block = replace(block, values=_without_comments(block.values))
    keys = KeyValues(block, settings)
    parsers = ValueParsers(keys, settings)
    fields: dict[str, Any] = {}
    for key, parse in PARSERS.items():
        if key in keys.values:
            for value in parsers.each(key, [keys.values[key]], partial(parse, parsers)):
                if value is not None:
                    fields[key] = value
    if settings.wikilinks and "aliases" in keys.values:
        fields["names"] = parsers.names(keys.values["aliases"])
    fields["statuses"] = StatusReader(keys, parsers, settings).read()
    if settings.added:
        fields["extra"] = Extra(tuple(_added_value(keys, key, each) for key, each in settings.added.items()))
    reader = VisibilityReader(keys.values, settings, partial(keys.fault, "visibility"))
    visibility = reader.visibility(keys.by_other_keys.stricter(keys.mistyped))
    if reader.date is not None:
        fields.setdefault("date", reader.date)
    if not reader.has_start and not visibility.hides:
        date = fields.get("date")
        is_unclear = settings.future == "hide" and date is None and is_given(keys.values.get("date"))
        if is_unclear:
            unusable = Unusable("a date that can be read, as it may be in the future", keys.values["date"])
            keys.fault("visibility", "date", f"{unusable}; {treatment(Visibility.DRAFT)}")
        if is_unclear or is_held_back(date, settings):
            visibility = Visibility.DRAFT
    fields["visibility"] = visibility
    return FrontMatter(**fields), sorted(keys.faults, key=lambda fault: fault.line or 0)


def _without_comments(value: Any) -> Any:
    """Return *value* without what Obsidian hides between percent signs."""
    if isinstance(value, dict):
        return {name: _without_comments(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_comments(each) for each in value]
    return _COMMENT.sub("", value).strip() if isinstance(value, str) and "%%" in value else value


def _added_value(keys: KeyValues, key: str, added: AddedKey) -> tuple[str, Any]:
    """Return the name of an added key, and its value; the default if the value is missing or invalid."""
    value, written, line = keys.added.get(key, (None, key, None))
    if value is None:
        return added.name, added.default
    try:
        parsed = frozen(added.read(value))
        pickle.dumps(parsed)  # As the environment will be.
        return added.name, parsed
    except ValueError as error:
        keys.report(written, Fault("value", f"{written}: {error}", line))
    except Exception as error:  # The function of an extension may raise anything.
        message = f"{written}: {failure(added.read, error)}; ignoring it"
        keys.report(written, Fault("extension", message, line))
    return added.name, added.default
