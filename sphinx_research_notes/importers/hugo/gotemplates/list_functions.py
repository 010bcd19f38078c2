"""Functions of Hugo for lists and maps (https://gohugo.io/functions/collections/)."""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from .number_functions import compared, is_equal, whole
from .values import Params, Plain, Thing, Unknown, as_text, field_of

#: How many values of two lists are compared at most.
_MOST_PAIRS = 4_000_000


class Scratch(Thing):
    """Values that a template keeps by name."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def member(self, name: str) -> Any:
        """Return one of its methods; raises Unknown."""
        methods = {
            "Set": self._set, "Get": self.values.get,
            "Add": self._add, "Values": self.values,
            "Delete": lambda key: self.values.pop(key, None) and "",
            "SetInMap": lambda key, inner, value: self._set(key, {**self.values.get(key, {}), inner: value}),
            "GetSortedMapValues": lambda key: [v for _, v in sorted(self.values.get(key, {}).items())],
        }  # fmt: skip
        if name not in methods:
            raise Unknown(f".{name}")
        return methods[name]

    def _set(self, key: str, value: Any) -> str:
        self.values[key] = value
        return ""

    def _add(self, key: str, value: Any) -> str:
        before = self.values.get(key)
        if isinstance(before, list):
            self.values[key] = [*before, *(value if isinstance(value, list) else [value])]
        else:
            self.values[key] = value if before is None else before + value
        return ""


def listed(value: Any) -> list[Any]:
    """Return *value* as a list; raises Unknown."""
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, dict):
        return [each for _, each in sorted(value.items(), key=lambda pair: str(pair[0]))]
    raise Unknown("something else than a list")


def like(value: Any, found: list[Any]) -> list[Any]:
    """Return *found* as the kind of list that *value* is."""
    return type(value)(found) if isinstance(value, list) else found


def at(value: Any, *keys: Any) -> Any:
    """Return what is at *keys*, one in the other; None if there is nothing."""
    for given in keys:
        for key in given if isinstance(given, list) else [given]:
            if isinstance(value, (list, tuple, str)):
                number = whole(key)
                value = value[number] if 0 <= number < len(value) else None
            else:
                value = field_of(value, as_text(key))
    return value


def mapped(*args: Any) -> dict[str, Any]:
    """Return a map of keys and values in turn."""
    made: dict[str, Any] = {}
    if len(args) % 2:
        raise Unknown("a map with a key that has no value")
    for key, value in zip(args[::2], args[1::2], strict=True):
        inner = made
        steps = key if isinstance(key, list) else [key]
        for step in steps[:-1]:
            inner = inner.setdefault(as_text(step), {})
        inner[as_text(steps[-1])] = value
    return made


def merged(*maps: Any) -> Any:
    """Return one map of several, the last of which counts most."""
    made: Any = {}
    for each in maps:
        for key, value in (each or {}).items():
            both = isinstance(value, dict) and isinstance(made.get(key), dict)
            made[key] = merged(made[key], value) if both else value
    return Params(made) if any(isinstance(each, Params) for each in maps) else made


def appended(*args: Any) -> list[Any]:
    """Return the last argument, a list, with the others at its end."""
    *more, given = args
    one = more[0] if len(more) == 1 else more
    return like(given, [*listed(given), *(one if isinstance(one, list) else [one])])


def _few(value: Any, *others: Any) -> None:
    """Raise Unknown if each of *value* would be compared to too many *others*."""
    if (
        len(listed(value)) * sum(len(each) for each in others if isinstance(each, (list, tuple)))
        > _MOST_PAIRS
    ):
        raise Unknown("lists that are too long to be compared")


def common(one: Any, other: Any) -> list[Any]:
    """Return those of *one* that are in *other*, too."""
    _few(one, other)
    return like(one, [each for each in listed(one) if is_in(other, each)])


def rest(*args: Any) -> list[Any]:
    """Return those of the last list that are in none of the others."""
    *others, given = args
    _few(given, *others)
    return like(given, [each for each in listed(given) if not any(is_in(other, each) for other in others)])


def is_in(value: Any, one: Any) -> bool:
    """Whether *one* is in *value*."""
    if isinstance(value, str):
        return as_text(one) in value
    return any(is_equal(each, one) for each in listed(value))


def _step(value: Any, key: str) -> Any:
    for name in key.strip(".").split("."):
        if value is None:
            return None
        value = field_of(value, name)
        if callable(value) and not isinstance(value, Thing):
            value = value()
    return value


_TESTS: dict[str, Any] = {
    **dict.fromkeys(("=", "==", "eq"), is_equal),
    **dict.fromkeys(("!=", "<>", "ne"), lambda one, other: not is_equal(one, other)),
    **dict.fromkeys((">", "gt"), lambda one, other: one is not None and compared(one, other) > 0),
    **dict.fromkeys((">=", "ge"), lambda one, other: one is not None and compared(one, other) >= 0),
    **dict.fromkeys(("<", "lt"), lambda one, other: one is not None and compared(one, other) < 0),
    **dict.fromkeys(("<=", "le"), lambda one, other: one is not None and compared(one, other) <= 0),
    "in": lambda one, other: is_in(other, one),
    "not in": lambda one, other: not is_in(other, one),
    "intersect": lambda one, other: any(is_in(other, each) for each in listed(one)),
}  # fmt: skip


def where(value: Any, key: Any, *args: Any) -> list[Any]:
    """Return those of *value* whose field *key* passes a test."""
    test, wanted = (as_text(args[0]).lower(), args[1]) if len(args) == 2 else ("eq", args[0])
    if test not in _TESTS:
        raise Unknown(f"the comparison {test}")
    _few(value, wanted)
    return like(value, [each for each in listed(value) if _TESTS[test](_step(each, as_text(key)), wanted)])


def ordered(value: Any, key: Any = "value", order: Any = "asc") -> list[Any]:
    """Return *value* in the order of a field, or of its values."""

    def field(each: Any) -> Any:
        found = each if key in {"value", ""} else _step(each, as_text(key))
        return found.casefold() if isinstance(found, str) and not isinstance(found, Plain) else found

    is_map = isinstance(value, dict)
    if is_map and key == "":
        return listed(value)
    found = sorted(listed(value), key=cmp_to_key(lambda one, other: compared(field(one), field(other))))
    return like(value, found[::-1] if as_text(order).lower() == "desc" else found)


def unique(value: Any) -> list[Any]:
    """Return each of *value* once."""
    seen: set[Any] = set()
    found = []
    for each in listed(value):
        key = str(each) if isinstance(each, str) else each if isinstance(each, (int, float)) else id(each)
        if key not in seen:
            seen.add(key)
            found.append(each)
    return like(value, found)


def delimited(value: Any, sign: Any, last: Any = None) -> str:
    """Return the texts of *value* with *sign* between them."""
    texts = [as_text(each) for each in listed(value)]
    if last is None or len(texts) < 2:
        return as_text(sign).join(texts)
    return f"{as_text(sign).join(texts[:-1])}{as_text(last)}{texts[-1]}"


def counted(*args: Any) -> list[int]:
    """Return numbers in a row."""
    first, step, last = (
        (1, 1, args[0]) if len(args) == 1 else (args[0], 1, args[1]) if len(args) == 2 else args
    )
    if len(args) < 3 and last < first:
        step = -1
    found = range(first, last + (1 if step > 0 else -1), step)
    if len(found) > 2000:
        raise Unknown("more than 2,000 numbers")
    return list(found)


def _union(one: Any, other: Any) -> list[Any]:
    return unique([*listed(one), *listed(other)])


def has_key(value: Any, key: Any) -> bool:
    """Whether *value* has *key*."""
    if isinstance(value, (list, tuple)):
        return 0 <= whole(key) < len(value)
    name = as_text(key)
    return isinstance(value, dict) and (name.lower() if isinstance(value, Params) else name) in value


_LISTS: dict[str, Any] = {
    "After": lambda count, value: like(value, listed(value)[whole(count) :]), "Append": appended,
    "Complement": rest,
    "Delimit": delimited, "Dictionary": mapped,
    "First": lambda count, value: like(value, listed(value)[: whole(count)]), "In": is_in, "Index": at,
    "Intersect": common,
    "IsSet": has_key,
    "Last": lambda count, value: like(value, listed(value)[-whole(count) :] if whole(count) else []),
    "Merge": merged, "NewScratch": Scratch,
    "Reverse": lambda value: like(value, listed(value)[::-1]), "Seq": counted,
    "Slice": lambda *args: list(args), "Sort": ordered, "Union": _union, "Uniq": unique, "Where": where,
}  # fmt: skip
#: By name.
LISTS: dict[str, Any] = {
    **{f"collections.{name}": function for name, function in _LISTS.items()},
    **{name.lower(): function for name, function in _LISTS.items()},
    "dict": mapped, "isset": has_key, "newScratch": Scratch,
    "len": lambda value: 0 if value is None else len(value),
}  # fmt: skip
del LISTS["newscratch"], LISTS["dictionary"]
