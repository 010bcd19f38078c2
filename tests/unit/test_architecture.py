"""The rooms of the package: what each may import, which are pure, and which use others' private names."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sphinx_research_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "sphinx_research_notes"
ROOT = Path(sphinx_research_notes.__file__).parent
#: From the bottom up: each imports only from those before it, also for type checking.
ROOMS = (
    "constants", "languages", "model", "diagnostics", "frontmatter", "comments", "mathml", "cards",
    "importers", "activation", "_upstream", "extension_points", "options", "config", "state", "doctree",
    "math", "visibility", "citations", "reading", "directives", "build", "companions", "html", "publish",
    "api", "pipeline", "command", "__main__",
)  # fmt: skip
#: The rooms that a command or an importer can use on their own.
PURE = ("model", "frontmatter", "comments", "mathml", "cards", "importers")
#: Names with an underscore that are public: ``typing.NamedTuple`` and ``os`` document them.
DOCUMENTED = {"_replace", "_asdict", "_fields", "_make", "_exit"}
MODULES = {
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in ROOT.rglob("*.py")
}


def imports(module: str, path: Path) -> Iterator[str]:
    """Return the modules of the package that *module* imports, including those for type checking."""
    inside = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            parents = inside.split(".")
            parents = parents[: len(parents) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            for each in node.names:
                named = f"{base}.{each.name}"
                if named in MODULES:
                    yield named
                elif base in MODULES:
                    yield base


IMPORTS = {module: set(imports(module, path)) - {module} for module, path in MODULES.items()}


def room(module: str) -> str:
    """Return the room that *module* is in; empty for the package itself."""
    return f"{module}.".split(".")[1]


def test_every_room_has_a_place() -> None:
    """A new room must be added to the order explicitly."""
    assert {room(module) for module in MODULES} - {""} == set(ROOMS)


def test_imports_go_one_way() -> None:
    """No room imports from one above it."""
    order = {name: number for number, name in enumerate(ROOMS)}
    upwards = [
        f"{module} imports {other}"
        for module, others in IMPORTS.items()
        for other in others
        if room(module) and room(other) and order[room(other)] > order[room(module)]
    ]
    assert upwards == []


def test_no_circles() -> None:
    """The modules can be ordered so that each comes after all that it imports."""
    waiting = {module: {o for o in others if room(o)} for module, others in IMPORTS.items() if room(module)}
    while ready := [module for module, others in waiting.items() if not others & waiting.keys()]:
        for module in ready:
            del waiting[module]
    assert waiting == {}


def test_every_room_says_what_it_is() -> None:
    """The docstring of a folder describes its contents, its input and its output."""
    for module, path in MODULES.items():
        if path.name == "__init__.py" and room(module):
            said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
            assert len(said.split()) > 40, module
            beside = {each.stem for each in path.parent.glob("*.py")} - {"__init__"}
            unnamed = [each for each in beside if f":mod:`.{each}`" not in said]
            assert unnamed == [], module


@pytest.mark.parametrize("name", PURE)
def test_pure_rooms_need_no_sphinx(name: str) -> None:
    """Pure rooms work in a process in which neither Sphinx nor docutils can be imported."""
    modules = [module for module in MODULES if room(module) == name]
    code = (
        "import importlib, sys\n"
        "for each in ('sphinx', 'docutils'): sys.modules[each] = None\n"
        f"for each in {modules!r}: importlib.import_module(each)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT.parent
    )
    assert ended.returncode == 0, ended.stderr


def defined(tree: ast.AST) -> Iterator[str]:
    """Return the names that *tree* defines: functions, classes, variables, attributes."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


#: All names that the package defines: a module may use an attribute that another one defines.
OURS = {name for path in MODULES.values() for name in defined(ast.parse(path.read_text("utf-8")))}


def private_names(path: Path) -> Iterator[str]:
    """Return the names with an underscore in *path* that are not ours."""
    tree = ast.parse(path.read_text("utf-8"))
    here = set(defined(tree))
    for node in ast.walk(tree):
        names: list[str] = []
        own = here
        if isinstance(node, ast.Attribute):
            names = [node.attr]
            own = OURS if isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"} else here
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [*(node.module or "").split("."), *(each.name for each in node.names)]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"getattr", "hasattr", "setattr"}:
            names = [str(each.value) for each in node.args[1:2] if isinstance(each, ast.Constant)]
        for name in names:
            private = name.startswith("_") and not name.startswith("__") and name != "_"
            if private and name not in own | DOCUMENTED:
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {name}"


def test_private_names_of_others() -> None:
    """Only ``_upstream`` uses private names of other packages."""
    found = [
        each
        for module, path in MODULES.items()
        if room(module) != "_upstream"
        for each in private_names(path)
    ]
    assert found == []


def test_ways_round_say_why() -> None:
    """Each module of ``_upstream`` says on which versions it was checked, and when it can go."""
    for module, path in MODULES.items():
        tools = {f"{PACKAGE}._upstream", f"{PACKAGE}._upstream.patching"}
        if room(module) == "_upstream" and module not in tools:
            said = " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split())
            assert "can go when" in said, module
            assert "hecked on" in said, module


def test_the_table_is_in_order() -> None:
    """Handlers are listed in the order in which Sphinx calls them, and so are transforms."""
    from sphinx_research_notes import pipeline

    for found in (*pipeline.HANDLERS.values(), pipeline.READ_TRANSFORMS, pipeline.WRITE_TRANSFORMS):
        priorities = [each.priority for each in found]
        assert priorities == sorted(priorities)
        assert [each for each in found if not each.why] == []


def test_nothing_is_registered_elsewhere() -> None:
    """Everything that Sphinx calls is in that table, and nowhere else."""
    others = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for module, path in MODULES.items() if room(module) not in {"pipeline", "activation", "_upstream"}
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "app"
        and node.attr in {"connect", "add_transform", "add_post_transform", "add_env_collector"}
    ]  # fmt: skip
    assert others == []
