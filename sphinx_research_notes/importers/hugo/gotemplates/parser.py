"""Make a tree of a template."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .nodes import Branch, Inserted, Leave, Operand, Pipeline, Show, Template, Text
from .scanner import Action, Word, literal, parts_of
from .values import Unknown

_BRANCHES = {"if", "with", "range"}
_CONSTANTS = {"true": True, "false": False, "nil": None}
#: As deep as blocks and parentheses may be.
_DEEPEST = 120


@lru_cache(maxsize=500)
def parse(text: str) -> Template:
    """Return the template in *text*; raises Unknown if it isn't understood."""
    parser = _Parser(list(parts_of(text)))
    nodes, end = parser.nodes(0)
    if end:
        raise Unknown("the template isn't understood")
    if parser.in_comment:
        raise Unknown("a comment of the template has no end")
    return Template(nodes, parser.defined)


@dataclass(slots=True)
class _Parser:
    parts: list[str | Action]
    place: int = 0
    defined: dict[str, list[Any]] = field(default_factory=dict)
    #: Whether a comment of HTML has begun: as in Go, it isn't shown, nor are the values in it.
    in_comment: bool = False

    def nodes(self, depth: int) -> tuple[list[Any], tuple[Word, ...]]:
        """Return the nodes up to the next ``end`` or ``else``, and the words of that."""
        if depth > _DEEPEST:
            raise Unknown("the template is too deep")
        found: list[Any] = []
        while self.place < len(self.parts):
            part = self.parts[self.place]
            self.place += 1
            if isinstance(part, str):
                if text := self._without_comments(part):
                    found.append(Text(text))
                continue
            words = part.words
            if not words:
                continue
            if words[0].kind == "name" and words[0].text in {"end", "else"}:
                return found, words
            if (node := self._node(words, depth)) is not None:
                found.append(node)
        return found, ()

    def _without_comments(self, text: str) -> str:
        """Return *text* without comments of HTML; those in values are shown."""
        shown: list[str] = []
        place = 0
        while place < len(text):
            end = text.find("-->" if self.in_comment else "<!--", place)
            if not self.in_comment:
                shown.append(text[place:] if end < 0 else text[place:end])
            if end < 0:
                break
            place = end + (3 if self.in_comment else 4)
            self.in_comment = not self.in_comment
        return "".join(shown)

    def _node(self, words: tuple[Word, ...], depth: int) -> Any:
        name = words[0].text if words[0].kind == "name" else ""
        if name in _BRANCHES and len(words) > 1:
            return self._branch(name, words[1:], depth)
        if name in {"define", "block"} and len(words) > 1 and words[1].kind == "string":
            key = str(literal(words[1]))
            self.defined[key], _ = self.nodes(depth + 1)
            return Inserted(key, _pipeline(words[2:]), self.in_comment) if name == "block" else None
        if name == "template" and len(words) > 1 and words[1].kind == "string":
            given = _pipeline(words[2:]) if len(words) > 2 else None
            return Inserted(str(literal(words[1])), given, self.in_comment)
        if name == "return":
            return Leave(name, _pipeline(words[1:]) if len(words) > 1 else None)
        if name in {"break", "continue"} and len(words) == 1:
            return Leave(name)
        return Show(_pipeline(words), self.in_comment)

    def _branch(self, kind: str, words: tuple[Word, ...], depth: int) -> Branch:
        yes, end = self.nodes(depth + 1)
        no: list[Any] = []
        if end and end[0].text == "else":
            if len(end) > 2 and end[1].text in {"if", "with"}:
                no = [self._branch(end[1].text, end[2:], depth + 1)]
            else:
                no, end = self.nodes(depth + 1)
        if not end:
            raise Unknown("a block of the template has no end")
        return Branch(kind, _pipeline(words), yes, no)


def _pipeline(words: tuple[Word, ...]) -> Pipeline:
    reader = _Reader(words)
    names, declares = reader.names()
    made = Pipeline(reader.commands(0), names, declares)
    if reader.place < len(words):
        raise Unknown("the template isn't understood")
    return made


@dataclass(slots=True)
class _Reader:
    """Words on the way to become a pipeline."""

    words: tuple[Word, ...]
    place: int = 0

    def names(self) -> tuple[tuple[str, ...], bool]:
        """Return the variables that are set, and whether they are new."""
        texts = [word.text for word in self.words[:4]]
        for count, length in ((1, 2), (2, 4)):
            names = texts[:length:2][:count]
            signs = texts[1:length:2]
            if len(texts) >= length and signs[-1] in {":=", "="} and signs[:-1] in ([], [","]):
                if not all(name.startswith("$") and "." not in name for name in names):
                    break
                self.place = length
                return tuple(names), signs[-1] == ":="
        return (), False

    def commands(self, depth: int) -> tuple[tuple[Operand, ...], ...]:
        """Return the commands up to a closing parenthesis or the end."""
        if depth > _DEEPEST:
            raise Unknown("the template is too deep")
        found: list[tuple[Operand, ...]] = []
        operands: list[Operand] = []
        while self.place < len(self.words) and self.words[self.place].text != ")":
            if self.words[self.place].text == "|" and self.words[self.place].kind == "sign":
                found.append(tuple(operands))
                operands = []
                self.place += 1
            else:
                operands.append(self._operand(depth))
        found.append(tuple(operands))
        if not all(found):
            raise Unknown("the template isn't understood")
        return tuple(found)

    def _operand(self, depth: int) -> Operand:
        word = self.words[self.place]
        self.place += 1
        if word.kind in {"string", "number"}:
            return Operand("literal", literal(word))
        first, *rest = word.text.split(".")
        if word.kind == "field":
            return Operand("dot", None, tuple(rest))
        if word.text == ".":
            return Operand("dot")
        if word.kind == "variable":
            return Operand("variable", first, tuple(rest))
        if word.kind == "name":
            if word.text in _CONSTANTS:
                return Operand("literal", _CONSTANTS[word.text])
            return Operand("function", word.text)
        if word.text == "(":
            return self._in_parentheses(depth)
        raise Unknown("the template isn't understood")

    def _in_parentheses(self, depth: int) -> Operand:
        inner = Pipeline(self.commands(depth + 1))
        if self.place >= len(self.words):
            raise Unknown("a parenthesis of the template isn't closed")
        self.place += 1
        fields: tuple[str, ...] = ()
        if self.place < len(self.words):
            after = self.words[self.place]
            if after.kind == "field" and not after.spaced:
                fields = tuple(after.text.split(".")[1:])
                self.place += 1
        return Operand("pipeline", inner, fields)
