"""Functions of Hugo for numbers, and for what values are (https://gohugo.io/functions/math/)."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from .layouts import Moment, moment
from .values import Params, Plain, Thing, Unknown, as_text

#: Larger numbers have no place in 64 bits.
_MOST = 2**63


class Newest(Thing):
    """The version of Hugo, which is newer than any that a template asks for; it is never shown."""

    __slots__ = ()


def _number(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return value
    text = as_text(value).strip()
    try:
        return int(text, 0) if text.lstrip("-").isdigit() else float(text)
    except ValueError:
        raise Unknown(f"the number {text}") from None


def _reduced(function: Any) -> Any:
    def run(*args: Any) -> Any:
        first, *rest = (_number(each) for arg in args for each in (arg if isinstance(arg, list) else [arg]))
        for each in rest:
            first = function(first, each)
            if isinstance(first, int) and abs(first) >= _MOST:
                raise Unknown("a number that is too large")
        return first

    return run


def _divided(one: Any, other: Any) -> Any:
    if isinstance(one, int) and isinstance(other, int):
        return int(one / other)  # Go leaves the rest out.
    return one / other


def whole(value: Any) -> int:
    """Return *value* as a whole number."""
    return int(_number(value if value not in (None, "") else 0))


def compared(one: Any, other: Any) -> int:
    """Return whether *one* is less than *other*, the same or more: -1, 0, or 1; raises Unknown."""
    if isinstance(one, Newest) or isinstance(other, Newest):
        return 1 if isinstance(one, Newest) else -1
    if isinstance(one, (Moment, date)) or isinstance(other, (Moment, date)):
        if not one or not other:
            return int(bool(one)) - int(bool(other))
        one, other = moment(one).value, moment(other).value
    if one is None or other is None or isinstance(one, (Thing, dict)) or isinstance(other, (Thing, dict)):
        if one is other or one == other:
            return 0
        return 1 if other is None else -1
    if isinstance(one, Plain) and isinstance(other, Plain):
        numbers = one.number(), other.number()
        one, other = (one, other) if None in numbers else numbers
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return (len(one) > len(other)) - (len(one) < len(other))
    if isinstance(one, (int, float)) != isinstance(other, (int, float)):
        try:
            one, other = float(one), float(other)
        except (TypeError, ValueError):
            one, other = as_text(one), as_text(other)
    return int(one > other) - int(one < other)


def is_equal(one: Any, *others: Any) -> bool:
    """Whether *one* is one of *others*."""
    return any(one is each or _same(one, each) for each in others)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Plain) or isinstance(other, Plain):
        return bool(_without_type(one) == _without_type(other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and str(one) == str(other)
    return bool(one == other)


def _without_type(value: Any) -> Any:
    if isinstance(value, Plain) and value.lower() in {"true", "false"}:
        return value.lower()
    return as_text(value) if isinstance(value, (str, bool, int, float)) else value


def _default(fallback: Any, value: Any = None, *_: Any) -> Any:
    """Return *value* if it is set: what is false is, and 0 is not."""
    is_set = (
        isinstance(value, (bool, Thing))
        or bool(value)
        or (isinstance(value, Plain) and value.lower() == "false")
    )
    return value if is_set else fallback


_MATH: dict[str, Any] = {
    "Add": _reduced(lambda one, other: one + other), "Sub": _reduced(lambda one, other: one - other),
    "Mul": _reduced(lambda one, other: one * other), "Div": _reduced(_divided),
    "Mod": lambda one, other: int(math.fmod(_number(one), _number(other))),
    "ModBool": lambda one, other: math.fmod(_number(one), _number(other)) == 0,
    "Ceil": lambda value: float(math.ceil(_number(value))),
    "Floor": lambda value: float(math.floor(_number(value))),
    "Round": lambda value: float(math.floor(_number(value) + 0.5)),
    "Abs": lambda value: abs(_number(value)), "Sqrt": lambda value: math.sqrt(_number(value)),
    "Max": _reduced(lambda one, other: float(max(one, other))),
    "Min": _reduced(lambda one, other: float(min(one, other))),
    "Sum": _reduced(lambda one, other: one + other),
}  # fmt: skip
#: By name.
NUMBERS: dict[str, Any] = {
    **{f"math.{name}": function for name, function in _MATH.items()},
    "add": _MATH["Add"], "sub": _MATH["Sub"], "mul": _MATH["Mul"], "div": _MATH["Div"], "mod": _MATH["Mod"],
    "modBool": _MATH["ModBool"],
    **dict.fromkeys(("int", "cast.ToInt"), whole),
    **dict.fromkeys(("float", "cast.ToFloat"), lambda value: float(_number(value or 0))),
    **dict.fromkeys(("string", "cast.ToString"), as_text),
    "eq": is_equal, "ne": lambda one, *others: not is_equal(one, *others),
    "lt": lambda one, *others: all(compared(one, each) < 0 for each in others),
    "le": lambda one, *others: all(compared(one, each) <= 0 for each in others),
    "gt": lambda one, *others: all(compared(one, each) > 0 for each in others),
    "ge": lambda one, *others: all(compared(one, each) >= 0 for each in others),
    "not": lambda value: not (bool(value) if isinstance(value, list) else value or isinstance(value, Thing)),
    "default": _default,
    "cond": lambda test, yes, no: yes if test else no,
    "reflect.IsMap": lambda value: isinstance(value, (dict, Params)),
    "reflect.IsSlice": lambda value: isinstance(value, list),
}  # fmt: skip
for _name in ("eq", "ne", "lt", "le", "gt", "ge", "default"):
    NUMBERS[f"compare.{_name.capitalize()}"] = NUMBERS[_name]
NUMBERS["compare.Conditional"] = NUMBERS["cond"]
