"""The default settings that are kept are those that docutils computes."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest
from docutils import frontend
from docutils.parsers.rst import Parser
from docutils.readers import standalone

from sphinx_research_notes._upstream.default_settings import KeptSettings

if TYPE_CHECKING:
    from pathlib import Path

DEFAULTS = {"report_level": 4, "language_code": "de", "another": ["x"]}


class Counted:
    """Computes default settings as Sphinx does, and counts how often."""

    def __init__(self, *components: Any) -> None:
        self.components, self.times = components, 0

    def __call__(self, defaults: dict[str, Any] = DEFAULTS) -> Any:
        self.times += 1
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            parser = frontend.OptionParser(self.components, defaults=defaults, read_config_files=True)
            return parser.get_default_values()


def values(settings: Any) -> dict[str, Any]:
    """Return *settings* without what is a new object each time."""
    return {name: value for name, value in vars(settings).items() if name != "record_dependencies"}


@pytest.fixture(autouse=True)
def no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the configuration of this machine."""
    monkeypatch.setenv("DOCUTILSCONFIG", "")


def test_settings() -> None:
    """From the third time on they are kept, with the defaults asked for, and each is an object of its own."""
    kept, counted = KeptSettings(), Counted(standalone.Reader, Parser())
    for _ in range(5):
        settings = kept.of(counted, counted.components, DEFAULTS)
        assert values(settings) == values(counted())
        settings.report_level = settings.smart_quotes = "changed"
        settings.record_dependencies.add("changed")
        settings._config_files.append("changed")
        assert not counted().record_dependencies.list
    assert counted.times == 5 + 5 + 2
    other = kept.of(counted, counted.components, {"report_level": 1})
    assert other.report_level == 1
    assert other.language_code == "en"
    assert not other.record_dependencies.list


def test_components() -> None:
    """Components with other settings of their own, even of a single object, have their own defaults."""

    class Smart(Parser):
        settings_default_overrides: dict[str, Any] = {"smart_quotes": "alt"}  # noqa: RUF012

    special = Parser()
    special.settings_default_overrides = {"smart_quotes": "de"}
    kept, found = KeptSettings(), []
    for _ in range(4):
        for parser in (Parser, Parser(), Smart(), special):
            counted = Counted(parser)
            found.append(kept.of(counted, counted.components, DEFAULTS).smart_quotes)
    assert found == [False, False, "alt", "de"] * 4


def test_configuration_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a ``docutils.conf``, even one that appears later, docutils reads it each time."""
    path = tmp_path / "docutils.conf"
    monkeypatch.setenv("DOCUTILSCONFIG", str(path))
    kept, counted = KeptSettings(), Counted(Parser)
    found = []
    for number in range(6):
        if number > 3:
            path.write_text(f"[general]\nreport_level: {number - 3}\n", "utf-8")
        found.append(kept.of(counted, counted.components, DEFAULTS).report_level)
    assert found == [4, 4, 4, 4, 1, 2]


def test_other_results() -> None:
    """If the original returns something else, it is called each time."""
    kept, counted = KeptSettings(), Counted(Parser)

    def original() -> Any:
        settings = counted()
        settings.report_level = 3
        return settings

    assert [kept.of(original, (Parser,), DEFAULTS).report_level for _ in range(4)] == [3] * 4
    assert counted.times == 4
