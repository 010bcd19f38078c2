"""What a page must contain for a rule of a style sheet to match something on it.

A page that has all elements and classes of a selector may need its rule; another one can't. What isn't
understood of a selector asks for nothing, so that in doubt a rule is needed.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names that a page must have: of elements, classes (with a dot) and ids (with a hash), parts of the names of
#: classes (with an asterisk), and languages (with a tilde).
Needs = frozenset[str]

_STRING = re.compile(r'"[^"]*"')
#: Rules within these are as others; the blocks of further ones, such as ``@page``, have no selectors.
_GROUPS = ("@media", "@supports")
#: Pseudo-classes of which one alternative must be there.
_ANY = (":is(", ":where(", ":has(")
_FUNCTION = re.compile(r"::?[\w-]+\(")
_PART_OF_CLASS = re.compile(r'\[class\*="([^"]*)"\]')
_ATTRIBUTE, _PSEUDO = re.compile(r"\[[^\]]*\]"), re.compile(r"::?[\w-]+")
_NAME = re.compile(r"([.#]?)(?<![\w-])([a-zA-Z][\w-]*)")

#: Classes of elements that our scripts make.
SCRIPTED = frozenset({".copy"})


def needs_of(css: str) -> frozenset[Needs]:
    """Return what the rules of *css*, which has no comments, need; any one of these is reason to link it."""
    return frozenset(each for selector in _selectors(css) for each in alternatives(selector))


def _selectors(css: str) -> Iterator[str]:
    """Yield the selectors of *css*; those of nested rules with that of their parent in place of ``&``."""
    parents: list[str | None] = [""]
    text = ""
    for piece in re.split(r'("[^"]*"|[{};])', css):
        if piece == "{":
            selector, text, parent = text.strip(), "", parents[-1]
            if parent is None or (selector.startswith("@") and not selector.startswith(_GROUPS)):
                parents.append(None)
            elif selector.startswith("@"):
                parents.append(parent)
            else:
                # A selector without it is one within the parent.
                nested = selector if "&" in selector or not parent else f"& {selector}"
                parents.append(nested.replace("&", f":is({parent})"))
                yield parents[-1] or ""
        elif piece == "}":
            parents.pop()
            text = ""
        else:
            text = "" if piece == ";" else text + piece


def alternatives(selectors: str) -> set[Needs]:
    """Return what each of the *selectors*, divided by commas, needs."""
    return {need for selector in _divided(selectors) for need in _needs(selector)}


def _needs(selector: str) -> Iterator[Needs]:
    """Yield what a single *selector* needs, once for each combination of what it offers with ``:is()``."""
    choices: list[set[Needs]] = []
    rest = ""
    while match := _FUNCTION.search(selector):
        end = _closing(selector, match.end())
        if match[0] in _ANY:
            choices.append(alternatives(selector[match.end() : end]))
        elif match[0] == ":lang(":
            choices.append({frozenset({f"~{selector[match.end() : end]}"})})
        # The space keeps the names on both sides apart.
        rest, selector = f"{rest}{selector[: match.start()]} ", selector[end + 1 :]
    rest += selector
    parts = {f"*{name}" for name in _PART_OF_CLASS.findall(rest)}
    plain = _PSEUDO.sub(" ", _ATTRIBUTE.sub(" ", rest))
    names = {f"{mark}{name}" if mark else name.lower() for mark, name in _NAME.findall(plain)}
    own = frozenset(names | parts) - SCRIPTED
    for chosen in product(*choices):
        yield own.union(*chosen)


def _divided(selectors: str) -> list[str]:
    """Divide *selectors* at the commas that are not within parentheses."""
    found, depth = [""], 0
    for character in selectors:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            found.append("")
        else:
            found[-1] += character
    return found


def _closing(text: str, start: int) -> int:
    """Return where the parenthesis is closed that was opened before *start*."""
    depth = 1
    for index in range(start, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if not depth:
            return index
    return len(text)
