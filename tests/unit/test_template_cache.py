"""Templates stay compiled, each for the environments that compile it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import DictLoader, Environment
from jinja2.sandbox import SandboxedEnvironment

from sphinx_research_notes.html.template_cache import keep_compiled

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = "{{ 'rain'|upper }} <{{ 'a'|string }}> {{ name }}"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled from now on."""
    found: list[str] = []
    plain = Environment._compile

    def noted(self: Environment, source: str, filename: str) -> Any:
        found.append(filename)
        return plain(self, source, filename)

    monkeypatch.setattr(Environment, "_compile", noted)
    return found


def render(folder: Path, environment: Environment, text: str = TEMPLATE) -> str:
    """Return what a new process renders with *environment*."""
    environment.loader = DictLoader({"page.html": text})
    keep_compiled(environment, folder)
    return environment.get_template("page.html").render(name="<b>")


def test_kept(tmp_path: Path, compiled: list[str]) -> None:
    """A template is compiled once, and again when its text or the environment is another one."""
    for _ in range(2):
        assert render(tmp_path, Environment()) == "RAIN <a> <b>"
    assert len(compiled) == 1
    assert render(tmp_path, Environment(autoescape=True)) == "RAIN <a> &lt;b&gt;"
    assert render(tmp_path, SandboxedEnvironment()) == "RAIN <a> <b>"
    assert render(tmp_path, Environment(), "{{ name }}\n") == "<b>"
    assert render(tmp_path, Environment(keep_trailing_newline=True), "{{ name }}\n") == "<b>\n"
    assert len(compiled) == 5


def test_filters_of_others(tmp_path: Path, compiled: list[str]) -> None:
    """With filters of a project, which may change without the template, it is compiled each time."""
    for word in ("SNOW", "HAIL"):
        environment = Environment()
        environment.filters["upper"] = lambda _, word=word: word
        assert render(tmp_path, environment) == f"{word} <a> <b>"
    assert render(tmp_path, Environment()) == "RAIN <a> <b>"
    environment = Environment(autoescape=lambda name: True)
    assert render(tmp_path, environment) == "RAIN <a> &lt;b&gt;"
    assert len(compiled) == 4


def test_damaged(tmp_path: Path, compiled: list[str]) -> None:
    """What can't be read is compiled again; where nothing can be kept, templates work all the same."""
    render(tmp_path, Environment())
    (kept,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    for content in (b"", kept.read_bytes()[:-9], b"nonsense"):
        kept.write_bytes(content)
        assert render(tmp_path, Environment()) == "RAIN <a> <b>"
    assert len(compiled) == 4
    (tmp_path / "file").touch()
    assert render(tmp_path / "file", Environment()) == "RAIN <a> <b>"
