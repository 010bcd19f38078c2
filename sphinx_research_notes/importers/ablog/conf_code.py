"""What the statements of ``conf.py`` do, as far as their syntax tells."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING

from .config import OPTIONS, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Options that have another name here, and the same values.
RENAMED = {"blog_title": "notes_title", "blog_path": "notes_path", "blog_default_author": "notes_author",
           "blog_baseurl": "html_baseurl"}  # fmt: skip


def is_python(text: str) -> bool:
    """Whether *text* can be run, as far as its syntax goes."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def names_to_keep(tree: ast.Module) -> frozenset[str]:
    """Return the options that statements use, and that cannot get another name there.

    Before Python 3.12, places within formatted strings are wrong.
    """
    formatted = {
        each for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for each in ast.walk(node)
    }
    names = [each for each in ast.walk(tree) if isinstance(each, ast.Name)]
    on_top = Counter(target_of(each) for each in tree.body)
    given = Counter(each.id for each in names if isinstance(each.ctx, ast.Store))
    # With a value on top, and in no other place, all uses can have the new name.
    plain = {old for old, new in RENAMED.items() if on_top[old] == given[old] > 0 and not on_top[new]}
    used = (each for each in names if isinstance(each.ctx, ast.Load) and each.id in OPTIONS)
    return frozenset(each.id for each in used if each in formatted or each.id not in plain)


def is_text(statement: ast.stmt) -> bool:
    """Whether *statement* is only a text, such as that on top of a file."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def needs(statement: ast.stmt, names: set[str]) -> bool:
    """Whether *statement* uses one of the *names*, or imports ABlog."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
            return True
        if isinstance(node, ast.Import) and any(each.name.split(".")[0] == "ablog" for each in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "ablog":
            return True
    return False


def bound(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that *statement* gives something to, but for options, which have defaults."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        yield from ((each.asname or each.name).split(".")[0] for each in statement.names)
    elif isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
        yield from (
            each.id
            for each in ast.walk(statement)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        )
