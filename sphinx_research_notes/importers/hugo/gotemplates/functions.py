"""All functions of Hugo that are known, by name; those of a page or a site are given to the interpreter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ....model.dates import DateError, parse_when
from .layouts import formatted
from .list_functions import LISTS, listed
from .number_functions import NUMBERS
from .text_functions import TEXT
from .values import Thing, Unknown, as_text


class Moment(Thing):
    """A date."""

    __slots__ = ("value",)

    def __init__(self, value: datetime) -> None:
        self.value = value

    def __lt__(self, other: Moment) -> bool:
        return self.value < other.value

    def member(self, name: str) -> Any:
        """Return one of its parts, or its ``Format``; raises Unknown."""
        if name == "Format":
            return lambda layout: formatted(self.value, as_text(layout))
        if name in {"Year", "Day", "Hour", "Minute", "Second"}:
            return getattr(self.value, name.lower())
        if name == "Unix":
            return int(self.value.timestamp())
        if name == "IsZero":
            return False
        raise Unknown(f".{name}")


def moment(value: Any) -> Moment:
    """Return the date that *value* is; raises Unknown."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, datetime):
        return Moment(value)
    try:
        return Moment(parse_when(as_text(value), UTC).moment)
    except DateError:
        raise Unknown(f"the date {value}") from None


def _date(layout: Any, value: Any) -> str:
    return formatted(moment(value).value, as_text(layout))


def _failed(*args: Any) -> Any:
    raise Unknown("the template says that it can't be rendered")


def _applied(value: Any, name: Any, *args: Any) -> list[Any]:
    function = FUNCTIONS.get(as_text(name))
    if function is None:
        raise Unknown(f"the function {name}")
    return [function(*(each if arg == "." else arg for arg in args)) for each in listed(value)]


#: What is called by the names of Hugo; those that it has under two names are here under both.
FUNCTIONS: dict[str, Any] = {
    **TEXT, **LISTS, **NUMBERS,
    **dict.fromkeys(("apply", "collections.Apply"), _applied),
    **dict.fromkeys(("dateFormat", "time.Format"), _date),
    **dict.fromkeys(("time", "time.AsTime", "cast.ToTime"), moment),
    **dict.fromkeys(("errorf", "fmt.Errorf", "erroridf", "fmt.Erroridf"), _failed),
    **dict.fromkeys(("warnf", "fmt.Warnf", "warnidf"), lambda *args: ""),
}  # fmt: skip
