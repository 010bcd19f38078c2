"""On an unknown version, a workaround steps aside, with a warning if something important is lost."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from sphinx.domains.std import StandardDomain
from sphinx.environment.adapters import toctree
from sphinx.util.parallel import ParallelTasks

from sphinx_research_notes._upstream import (
    checksums,
    file_names,
    first_formulas,
    markdown_nesting,
    myst_renderer,
    parallel_reading,
    parallel_tasks,
    patching,
    project_paths,
    search_index,
    virtual_documents,
    workers,
)
from sphinx_research_notes.citations import replacements

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built


@pytest.fixture
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the messages of ``notes.upstream`` warnings."""
    messages: list[str] = []

    def warn(subtype: str, message: str, *, once: bool) -> None:
        assert subtype == "upstream"
        assert once
        messages.append(message)

    monkeypatch.setattr(patching, "warn", warn)
    return messages


def test_project_without_its_paths(warnings: list[str]) -> None:
    """Nothing is removed; one message says what stays in the environment."""
    assert project_paths.take_out(SimpleNamespace(), ["draft"]) == {}  # type: ignore[arg-type]
    assert [each.partition(" in Sphinx, ")[0] for each in warnings] == ["expected Project._docname_to_path"]
    assert warnings[0].endswith("; the names of drafts stay in environment.pickle")


def test_unknown_search_index(warnings: list[str]) -> None:
    """Sphinx's own index is used unchanged."""
    indexer: Any = SimpleNamespace(_mapping={})
    assert search_index.adopt(indexer, (".md",)) is None
    search_index.make_exact(indexer)
    assert type(indexer) is SimpleNamespace
    assert len(warnings) == 2
    assert warnings[0].startswith("expected IndexBuilder._title_mapping in Sphinx, found none in version ")


@pytest.mark.parametrize(("parallel", "count"), [(1, 0), (2, 1)])
def test_unknown_parallel_tasks(
    warnings: list[str], monkeypatch: pytest.MonkeyPatch, parallel: int, count: int
) -> None:
    """Sphinx's own tasks are used; only a parallel build can lose something."""
    monkeypatch.delattr(ParallelTasks, "_join_one")
    app: Any = SimpleNamespace(parallel=parallel)
    with parallel_tasks.bounded_tasks(app):
        assert parallel_tasks.sphinx.builders.ParallelTasks is ParallelTasks  # type: ignore[attr-defined]
    assert len(warnings) == count


def test_checksums(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is asked for once in a build; where Sphinx has no such function, nothing happens."""
    module = checksums.sphinx.builders.html
    asked: list[str] = []
    monkeypatch.setattr(module, "_file_checksum", lambda outdir, name: asked.append(name) or f"of {name}")
    app: Any = SimpleNamespace()
    for _ in range(2):
        with checksums.checksums_kept(app):
            found = [module._file_checksum("out", name) for name in ("a.css", "b.css", "a.css")]
            assert found == ["of a.css", "of b.css", "of a.css"]
    assert asked == ["a.css", "b.css"] * 2
    monkeypatch.delattr(module, "_file_checksum")
    with checksums.checksums_kept(app):
        assert not hasattr(module, "_file_checksum")


def test_unknown_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sphinx reads and writes as always."""
    app: Any = SimpleNamespace(
        builder=SimpleNamespace(parallel_ok=True, _read_parallel=lambda docnames, nproc: 1)
    )
    assert workers.are_worth_it(app, 1000)
    monkeypatch.delattr(ParallelTasks, "_process")
    assert not workers.are_worth_it(app, 1000)
    with parallel_reading.slices_sent(app):
        assert app.builder._read_parallel([], 2) == 1


def test_toctrees_without_virtual_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sphinx's table and function are left as they are; it reports the entries itself."""
    own = StandardDomain._virtual_doc_names
    with virtual_documents.virtual_documents({"notes/index": "Notes"}, set, lambda name: True):
        assert StandardDomain._virtual_doc_names["notes/index"] == ("notes/index", "Notes")
        assert StandardDomain._virtual_doc_names["search"] == own["search"]
        assert {"notes/index", "search"} <= set(StandardDomain._virtual_doc_names)
    assert StandardDomain._virtual_doc_names is own
    monkeypatch.delattr(toctree, "_toctree_entry")
    with virtual_documents.virtual_documents({"notes/index": "Notes"}, set, lambda name: True):
        assert StandardDomain._virtual_doc_names is own


def test_markdown_parsers_made_elsewhere(warnings: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """MyST's nesting limit is kept."""
    for name in ("myst_parser.parsers.sphinx_", "myst_nb.sphinx_"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setattr(patching, "version", lambda package: "9.0")
    app: Any = SimpleNamespace()
    with markdown_nesting.deeper_parsers(app, lambda: True, lambda md: None):
        pass
    assert [each.partition(";")[0] for each in warnings] == [
        "expected myst_parser.parsers.sphinx_.create_md_parser in myst-parser, found none in version 9.0",
        "expected myst_nb.sphinx_.create_md_parser in myst-nb, found none in version 9.0",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$k$ runs from $0$ to 1", "<eq>k</eq> runs from <eq>0</eq> to 1"),
        ("$s$ is the score of $k$, from 0 to 1", "<eq>s</eq> is the score of <eq>k</eq>, from 0 to 1"),
        ("$$k$$ or 1", "<eq>k</eq> or 1"),
        ("5$ or 10$ of 7", "5$ or 10$ of 7"),
        ("$5", "$5"),
        ("$k$1", "$k$1"),
    ],
)
def test_a_text_that_ends_in_a_digit(text: str, shown: str) -> None:
    """A formula at its beginning is one; a price isn't."""
    md = MarkdownIt().use(
        dollarmath_plugin, allow_digits=False, double_inline=True, renderer=lambda tex, _: tex
    )
    first_formulas.find_first_formulas(md)
    made = md.render(text).strip().removeprefix("<p>").removesuffix("</p>")
    made = made.replace('<span class="math inline">', "<eq>").replace("</span>", "</eq>")
    assert made.replace('<div class="math inline">', "<eq>").replace("</div>", "</eq>") == shown


def test_unknown_version_of_the_cite_domain(warnings: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The domains of sphinxcontrib-bibtex stay as they are."""
    monkeypatch.setattr(replacements, "DATA_VERSION", 99)
    cite = object()
    app: Any = SimpleNamespace(env=SimpleNamespace(domains={"cite": cite}))
    with replacements.citation_domains(app):
        assert app.env.domains == {"cite": cite}
    assert warnings[0].startswith("expected BibtexDomain.data_version 99 in sphinxcontrib-bibtex, found none")


def test_unknown_state_of_a_markdown_directive(warnings: list[str]) -> None:
    """Directives in reStructuredText have no Markdown environment and give no warning."""
    directive: Any = SimpleNamespace(state=SimpleNamespace())
    assert myst_renderer.markdown_environment(directive) is None
    assert warnings == []
    directive.state = type("MockState", (), {"__module__": "myst_parser.mocking"})()
    assert myst_renderer.markdown_environment(directive) is None
    assert len(warnings) == 1


@pytest.mark.parametrize(
    ("name", "possible"),
    [
        ("a/b c.png", "a/b c.png"),
        ("é" * 127, "é" * 127),
        ("a\udcffb", "a\udcffb"),  # A byte that is not UTF-8.
        ("a\0b", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        (f"a/{'é' * 128}/c", f"a/{'é' * 40}\ufffd/c"),
        ("a/" * 2000, "a/" * 20 + "\ufffd"),
    ],
)
def test_names_that_no_file_can_have(name: str, possible: str) -> None:
    """They are replaced by a name that no file has, and all others stay."""
    assert file_names.possible(name) == possible


@pytest.mark.parametrize(("name", "count"), [("notes/a.md", 1), ("a.md", 0)])
def test_only_in_projects_with_notes(site: Callable[..., Built], name: str, count: int) -> None:
    """A build with notes gives the warning once; a build without notes is left alone."""
    conf = """
from sphinx_research_notes._upstream import markdown_nesting

extensions = ["myst_parser", "sphinx_research_notes"]
notes_match = ["notes/**"]
markdown_nesting._MODULES = ("sphinx.project", "sphinx.project")
"""
    built = site({"conf.py": conf, "index.md": f"# Home\n\n```{{toctree}}\n{name}\n```\n", name: "# A\n"})
    lines = built.warnings.splitlines()
    assert [line for line in lines if "notes." in line] == lines
    assert built.warnings.count("[notes.upstream]") == count
