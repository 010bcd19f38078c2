"""Run templates."""

from __future__ import annotations

import re
from collections import ChainMap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .functions import FUNCTIONS
from .nodes import Branch, Inserted, Leave, Operand, Pipeline, Show, Template, Text
from .parser import parse
from .values import LONGEST, Safe, Thing, Unknown, field_of, in_html, is_true

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: Steps of one template, and of all of an import, which must not take minutes.
_MOST_STEPS, _MOST_IN_ALL = 300_000, 20_000_000
_DEEPEST = 25
#: What functions raise for values that aren't for them.
_FAULTS = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, MemoryError, re.error)
_TOO_LONG = "the template takes too long"


@dataclass(slots=True)
class Budget:
    """How many steps the templates of an import have taken."""

    taken: int = 0


class _Left(Exception):
    """``return``, ``break`` or ``continue``."""

    def __init__(self, kind: str, value: Any = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.value = value


@dataclass(slots=True)
class Interpreter:
    """Runs templates with what Hugo has besides functions: ``site``, ``hugo``, partials and the like."""

    #: Values and functions by name.
    named: Mapping[str, Any] = field(default_factory=dict)
    #: Returns the text of a partial; None if there is none.
    partial: Callable[[str], str | None] = lambda name: None
    budget: Budget = field(default_factory=Budget)
    _steps: int = 0
    _depth: int = 0
    _length: int = 0
    _defined: dict[str, list[Any]] = field(default_factory=dict)

    def run(self, text: str, dot: Any) -> str:
        """Return what the template *text* shows; raises Unknown."""
        self._steps = self._depth = self._length = 0
        try:
            made, _ = self._whole(parse(text), dot)
        except RecursionError:
            raise Unknown("the template is too deep") from None
        finally:
            self.budget.taken += self._steps
        return made

    def _whole(self, template: Template, dot: Any) -> tuple[str, Any]:
        """Return what *template* shows, and what it returns: the same, if it returns nothing."""
        self._defined = {**self._defined, **template.defined}
        return self._body(template.nodes, dot)

    def _body(self, nodes: list[Any], dot: Any) -> tuple[str, Any]:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unknown("templates that render one another")
        out: list[str] = []
        try:
            self._nodes(nodes, dot, ChainMap({"$": dot}), out)
        except _Left as left:
            if left.kind == "return":
                return "", left.value
            raise Unknown(f"{left.kind} without a loop") from None
        finally:
            self._depth -= 1
        made = Safe("".join(out))
        return made, made

    def _step(self) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS or self.budget.taken + self._steps > _MOST_IN_ALL:
            raise Unknown(_TOO_LONG)

    def _add(self, text: str, out: list[str]) -> None:
        self._length += len(text)
        if self._length > LONGEST:
            raise Unknown(_TOO_LONG)
        out.append(text)

    def _nodes(self, nodes: Iterable[Any], dot: Any, scope: ChainMap[str, Any], out: list[str]) -> None:
        for node in nodes:
            self._step()
            if isinstance(node, Text):
                self._add(node.text, out)
            elif isinstance(node, Show):
                value = self._pipeline(node.pipeline, dot, scope)
                if not node.pipeline.names and not node.is_hidden:
                    self._add(in_html(value), out)
            elif isinstance(node, Branch):
                self._branch(node, dot, scope, out)
            elif isinstance(node, Inserted):
                if node.name not in self._defined:
                    raise Unknown(f"the template {node.name}")
                given = self._pipeline(node.pipeline, dot, scope) if node.pipeline else None
                made = self._body(self._defined[node.name], given)[0]
                self._add("" if node.is_hidden else made, out)
            elif isinstance(node, Leave):
                raise _Left(node.kind, self._pipeline(node.pipeline, dot, scope) if node.pipeline else None)

    def _branch(self, node: Branch, dot: Any, scope: ChainMap[str, Any], out: list[str]) -> None:
        inner = scope.new_child()
        if node.kind == "range":
            self._range(node, dot, inner, out)
            return
        value = self._pipeline(node.pipeline, dot, inner)
        if is_true(value):
            self._nodes(node.yes, value if node.kind == "with" else dot, inner, out)
        else:
            self._nodes(node.no, dot, inner, out)

    def _range(self, node: Branch, dot: Any, scope: ChainMap[str, Any], out: list[str]) -> None:
        names = node.pipeline.names
        bare = Pipeline(node.pipeline.commands)
        pairs = list(_pairs(self._pipeline(bare, dot, scope)))
        if not pairs:
            self._nodes(node.no, dot, scope, out)
        for key, value in pairs:
            self._step()
            inner = scope.new_child()
            for name, each in zip(names, (key, value) if len(names) == 2 else (value,), strict=False):
                inner[name] = each
            try:
                self._nodes(node.yes, value, inner, out)
            except _Left as left:
                if left.kind == "break":
                    break
                if left.kind != "continue":
                    raise

    def _pipeline(self, pipeline: Pipeline, dot: Any, scope: ChainMap[str, Any]) -> Any:
        value: Any = None
        for number, command in enumerate(pipeline.commands):
            value = self._command(command, (value,) if number else (), dot, scope)
        for name in pipeline.names:
            if pipeline.declares:
                scope[name] = value
            else:
                at = next((each for each in scope.maps if name in each), None)
                if at is None:
                    raise Unknown(f"the variable {name}")
                at[name] = value
        return value

    def _command(
        self, command: tuple[Operand, ...], piped: tuple[Any, ...], dot: Any, scope: ChainMap[str, Any]
    ) -> Any:
        self._step()
        value = self._result(command, piped, dot, scope)
        if isinstance(value, (str, list)):  # Long ones take longer.
            self._steps += len(value) // 100
        return value

    def _result(
        self, command: tuple[Operand, ...], piped: tuple[Any, ...], dot: Any, scope: ChainMap[str, Any]
    ) -> Any:
        first, *rest = command
        if first.kind == "function" and first.value in {"and", "or"}:
            return self._chosen(first.value == "and", [*rest], piped, dot, scope)
        args = (*(self._value(each, dot, scope) for each in rest), *piped)
        value = self._operand(first, dot, scope)
        if callable(value) and not isinstance(value, Thing):
            self._steps += sum(len(each) for each in args if isinstance(each, str)) // 100
            return _called(value, args)
        if args:
            raise Unknown("a value with arguments that is no function")
        return value

    def _chosen(
        self, is_and: bool, rest: list[Operand], piped: tuple[Any, ...], dot: Any, scope: ChainMap[str, Any]
    ) -> Any:
        """Return the first that decides it; those after it aren't looked at."""
        value: Any = None
        for each in rest:
            value = self._value(each, dot, scope)
            if is_true(value) != is_and:
                return value
        return piped[0] if piped else value

    def _value(self, operand: Operand, dot: Any, scope: ChainMap[str, Any]) -> Any:
        value = self._operand(operand, dot, scope)
        return _called(value, ()) if callable(value) and not isinstance(value, Thing) else value

    def _operand(self, operand: Operand, dot: Any, scope: ChainMap[str, Any]) -> Any:
        """Return the value of *operand*, which may be something to call."""
        if operand.kind == "literal":
            return operand.value
        if operand.kind == "function":
            return self._function(operand.value)
        if operand.kind == "pipeline":
            value = self._pipeline(operand.value, dot, scope)
        elif operand.kind == "variable":
            if operand.value not in scope:
                raise Unknown(f"the variable {operand.value}")
            value = scope[operand.value]
        else:
            value = dot
        return _walked(value, operand.fields)

    def _function(self, name: str) -> Any:
        if name in {"partial", "partialCached", "partials.Include", "partials.IncludeCached"}:
            return self._partial
        if name in self.named:
            return self.named[name]
        if name in FUNCTIONS:
            return FUNCTIONS[name]
        first, *rest = name.split(".")
        if rest and first in self.named:
            return _walked(self.named[first], tuple(rest))
        raise Unknown(f"the function {name}")

    def _partial(self, name: Any, dot: Any = None, *_: Any) -> Any:
        bare = str(name).removesuffix(".html")
        for key in (
            f"_partials/{bare}.html",
            f"partials/{bare}.html",
            f"_partials/{bare}",
            f"partials/{bare}",
        ):
            if key in self._defined:
                return self._body(self._defined[key], dot)[1]
        text = self.partial(str(name))
        if text is None:
            raise Unknown(f"the partial {name}")
        return self._whole(parse(text), dot)[1]


def _walked(value: Any, fields: tuple[str, ...]) -> Any:
    for name in fields:
        if callable(value) and not isinstance(value, Thing):
            value = _called(value, ())
        value = field_of(value, name)
    return value


def _called(function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    try:
        value = function(*args)
    except _FAULTS as error:
        raise Unknown(" ".join(str(error).split())[:80]) from None
    if isinstance(value, (str, list, dict)) and len(value) > (
        LONGEST if isinstance(value, str) else _MOST_STEPS
    ):
        raise Unknown(_TOO_LONG)
    return value


def _pairs(value: Any) -> Iterable[tuple[Any, Any]]:
    """Return the keys and values that a loop goes over; those of a map in the order of its keys."""
    if value is None:
        return []
    if isinstance(value, dict):
        return sorted(value.items(), key=lambda pair: str(pair[0]))
    if isinstance(value, (list, tuple)):
        return enumerate(value)
    if isinstance(value, int) and not isinstance(value, bool) and value <= _MOST_STEPS:
        return enumerate(range(value))
    raise Unknown("a loop over something else than a list")
