"""Streams in JSON Lines: entries with their times, and lines that are none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_research_notes.importers.origins import guess
from sphinx_research_notes.importers.records import NotImportable, Options, Outcome, TextFile
from sphinx_research_notes.importers.stream.entries import moment_of
from sphinx_research_notes.importers.stream.site import read

if TYPE_CHECKING:
    from pathlib import Path


def entries(folder: Path, *lines: str) -> str:
    """Return the document that *lines* become."""
    file = folder / "stream.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    files = {each.target: each.text for each in read(file, Options()).files if isinstance(each, TextFile)}
    return files["stream.md"]


def update(seconds: Any, text: Any) -> str:
    """Return a line."""
    return json.dumps({"t": seconds, "s": text})


def test_entries(tmp_path: Path) -> None:
    """The newest is first, a heading on the first line is its title, and fences are long enough."""
    text = "# On mud\n\nIt cost $5 or $6.\n% no comment\n\n```py\n$x$ $y$\n```"
    assert entries(tmp_path, update(1640995200, text), update(1640995261, "Second.")) == (
        "# Stream\n\n```{entry} 2022-01-01 00:01:01Z\n:id: u1640995261\n\nSecond.\n```\n\n"
        "````{entry} 2022-01-01 00:00:00Z\n:id: u1640995200\n:title: On mud\n\n"
        "It cost \\$5 or \\$6.\n\\% no comment\n\n```py\n$x$ $y$\n```\n````\n"
    )


def test_same_second(tmp_path: Path) -> None:
    """Two updates of one second are two entries, in their order."""
    text = entries(tmp_path, update(5, "first"), update(5, "second"))
    assert text.index(":id: u5-2\n\nsecond") < text.index(":id: u5\n\nfirst")


def test_bad_lines(tmp_path: Path) -> None:
    """Lines that are no updates are counted with their numbers, and what they say is in the report."""
    lines = [
        "",
        update(1, "good"),
        "broken {",
        "[1]",
        update("x", "a"),
        update(True, "a"),
        update(2, ""),
        update(3, 4),
    ]
    (tmp_path / "stream.jsonl").write_text("\n".join(lines), "utf-8")
    plan = read(tmp_path, Options())
    found = [each for each in plan.findings if each.outcome is Outcome.UNKNOWN]
    assert [each.line for each in found] == [3, 4, 5, 6, 7, 8]
    assert "broken {" in found[0].detail


def test_old_addresses(tmp_path: Path) -> None:
    """The addresses of the engine lead to the entries."""
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "stream.jsonl").write_text(update(1640995200, "x"), "utf-8")
    assert guess(tmp_path) == "stream"
    files = {each.target: each.text for each in read(tmp_path, Options()).files if isinstance(each, TextFile)}
    for target, back in (("updates/1640995200", "../.."), ("on/2022/1/1", "../../../..")):
        assert f'href="{back}/stream.html#u1640995200"' in files[f"static/{target}/index.html"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "1970-01-01"),
        (1640995200, "2022-01-01"),
        (1640995200.9, "2022-01-01"),
        ("1640995200", "2022-01-01"),
        (1640995200123, "2022-01-01"),
        (-1, "1969-12-31"),
        (None, ""),
        (True, ""),
        ("x", ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (1e30, ""),
        ([], ""),
    ],
)
def test_moments(value: Any, expected: str) -> None:
    """Seconds and milliseconds are times; other values are none."""
    moment = moment_of(value)
    assert (f"{moment:%Y-%m-%d}" if moment else "") == expected


def test_no_stream(tmp_path: Path) -> None:
    """What is no stream is named."""
    (tmp_path / "x.jsonl").write_text('{"a": 1}\n')
    with pytest.raises(NotImportable, match=r"x\.jsonl, found none"):
        read(tmp_path / "x.jsonl", Options())
    with pytest.raises(NotImportable, match="found neither"):
        read(tmp_path, Options())


def test_twtxt(tmp_path: Path) -> None:
    """A feed of twtxt is a stream, too: times in any zone, mentions, addresses, several lines."""
    file = tmp_path / "twtxt.txt"
    file.write_text(
        "# nick = wet\n\n2024-05-01T12:00:00+02:00\tMud @<ada https://a.example/t.txt> $5 or $6\n"
        "2024-05-02T12:00:00.5Z\tSee https://b.example/x_(y), [c](https://c.example).\u2028@<https://d.example>\r\n"
        "yesterday\tnothing\n2024-05-03T12:00:00Z\n",
        "utf-8",
    )
    assert guess(file) == "stream"
    plan = read(file, Options())
    found = {each.target: each.text for each in plan.files if isinstance(each, TextFile)}
    assert found["stream.md"] == (
        "# Stream\n\n```{entry} 2024-05-02 12:00:00Z\n:id: u1714651200\n\n"
        "See <https://b.example/x_(y)>, [c](https://c.example).\n[@https://d.example](https://d.example)\n```\n\n"
        "```{entry} 2024-05-01 10:00:00Z\n:id: u1714557600\n\n"
        "Mud [@ada](https://a.example/t.txt) \\$5 or \\$6\n```\n"
    )
    assert [each.line for each in plan.findings if each.outcome is Outcome.UNKNOWN] == [5, 6]
    assert not any(name.startswith("static/") for name in found)


def test_other_texts_are_no_streams(tmp_path: Path) -> None:
    """A file of text is a stream only if it begins as one."""
    (tmp_path / "a.txt").write_text("# 2024-05-01\nMud.\n", "utf-8")
    with pytest.raises(NotImportable, match="nothing"):
        guess(tmp_path / "a.txt")
    with pytest.raises(NotImportable, match="twtxt"):
        read(tmp_path / "a.txt", Options())
