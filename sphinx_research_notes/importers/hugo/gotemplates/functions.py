"""All functions of Hugo that are known, by name; those of a page or a site are given to the interpreter."""

from __future__ import annotations

from typing import Any

from .layouts import formatted, moment
from .list_functions import LISTS, listed
from .number_functions import NUMBERS
from .text_functions import TEXT
from .values import Unknown, as_text


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
    # What fails here might not have failed there: it isn't caught.
    "try": lambda value: {"Value": value, "Err": None},
    **dict.fromkeys(("warnf", "fmt.Warnf", "warnidf"), lambda *args: ""),
}  # fmt: skip
