"""The command ``research-notes``: a recorded session, and what goes wrong."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

from commanded import command
from conftest import write_files
from forked import run_command

GUIDE = Path(__file__).parents[2] / "example_site" / "guide" / "command.md"
TODAY = datetime.now(UTC).astimezone().date().isoformat()
CONF = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'


def steps() -> list[tuple[str, str]]:
    """Return each command of the guide, and what it prints."""
    blocks = re.findall(r"```console\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    parts = re.split(r"^\$ (.*)\n", "".join(blocks).replace("2025-03-14", TODAY), flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def timeless(printed: str) -> str:
    """Return what was *printed* without how long it took."""
    return re.sub(r"\d+\.\d s\b", "0.0 s", printed).strip()


def test_the_session_in_the_guide(tmp_path: Path) -> None:
    """A site is started, built, written in and listed, and the command says what the guide shows."""
    folder, tried = tmp_path, set()
    for typed, printed in steps():
        program, *arguments = shlex.split(typed)
        if program == "cd":
            folder /= arguments[0]
            continue
        ended = command(folder, *arguments)
        assert timeless(ended.said + ended.warned) == timeless(printed)
        tried.add(arguments[0])
    assert tried == {"new-site", "build", "new", "list", "check"}
    command(folder, "build", "-n", "-W", "--fresh")


def test_questions(tmp_path: Path) -> None:
    """What no option says is asked; a site with a name in quotation marks, in another language, builds."""
    answers = 'It\'s a "site"\nZoë\nhttps://example.org/notes\nde\n'
    ended = command(tmp_path, "new-site", "--github", "--readthedocs", typed=answers)
    assert "Who writes it?" in ended.said
    assert ended.said.count("wrote ") == 10
    assert "html_baseurl = 'https://example.org/notes/'" in (tmp_path / "conf.py").read_text("utf-8")
    assert (tmp_path / ".github" / "workflows" / "site.yml").is_file()
    command(tmp_path / "notes", "build", "-n", "-W")
    before = {path: path.read_bytes() for path in tmp_path.glob("*.*") if path.is_file()}
    again = command(tmp_path, "new-site", "--title", "Other", code=1)
    assert "expected no site in ., found conf.py, index.md" in again.warned
    assert before == {path: path.read_bytes() for path in tmp_path.glob("*.*") if path.is_file()}


def test_a_new_note_is_like_the_others(tmp_path: Path) -> None:
    """It is in the folder and named as the newest are, in each syntax; tags are near those that there are."""
    old = "---\ndate: 2024-05-0{}\ntags: [measurement]\n---\n# N\n"
    write_files(tmp_path, {
        "docs/conf.py": CONF + 'notes_match = ["posts/**"]\n',
        "docs/index.md": "# Home\n",
        **{f"docs/posts/2024/05/n{day}/index.md": old.format(day) for day in range(1, 4)},
        "docs/posts/odd.md": "# Odd\n",
    })  # fmt: skip
    day = TODAY.split("-")
    folder = tmp_path / "docs" / "posts" / day[0] / day[1] / "zoe-s-rain-two"
    ended = command(tmp_path, "new", "Zoë's rain: two", "-t", "measurment", "-t", "x, y")
    assert ended.said == f"wrote docs/posts/{day[0]}/{day[1]}/zoe-s-rain-two/index.md\n"
    assert "such as 'measurement', got 'measurment'" in ended.warned
    text = (folder / "index.md").read_text("utf-8")
    assert text == f"---\ntitle: 'Zoë''s rain: two'\ndate: {TODAY}\ntags: [measurment, 'x, y']\n---\n\n"
    assert command(folder, "new", "Zoë's rain: two", code=1).warned.startswith("Error: expected no file")
    command(folder, "new", "Rst: *this*", "--rst", "--draft", "--series", "S")
    listed = json.loads(command(folder, "list", "--drafts", "--json").said)
    assert {"Zoë’s rain: two", "Rst: *this*"} <= {note["title"] for note in listed}
    assert next(note for note in listed if note["title"].startswith("Rst"))["visibility"] == "draft"
    refused = command(tmp_path, "new", "Nb", "--notebook", code=1).warned
    assert refused.startswith("Error: expected 'myst_nb' in extensions")
    assert command(tmp_path, "new", "x", "--stream", code=1).warned.startswith("Error: expected a page with")


def test_what_is_wrong_is_one_line(tmp_path: Path) -> None:
    """No site, an error in ``conf.py``, an unknown extension: each is named, without a traceback."""
    nowhere = command(tmp_path, "build", code=1).warned
    assert nowhere.startswith("Error: expected conf.py in ")
    write_files(tmp_path, {"conf.py": CONF + "1 / 0\n", "index.md": "# Home\n"})
    assert command(tmp_path, "list", code=1).warned == (
        "Error: expected conf.py:3 to run, got ZeroDivisionError: division by zero; nothing has been built\n"
    )
    write_files(tmp_path, {"conf.py": CONF, "s.md": b"# S\n\n```{entry} 2024-01-01\ncaf\xe9\n```\n"})
    # Old versions of Sphinx replace such bytes, and warn.
    assert "s.md" in run_command(["build"], str(tmp_path), "")[2]
    refused = command(tmp_path, "new", "--stream", "x", code=1).warned
    assert refused.startswith("Error: expected UTF-8 in s.md, found another encoding")
    write_files(tmp_path, {"conf.py": 'extensions = ["no_such_extension"]\n'})
    wrong = command(tmp_path, "build", code=1).warned
    assert "no_such_extension" in wrong
    assert "Traceback" not in wrong


def test_summary(tmp_path: Path) -> None:
    """It counts what is kept back and what changed, groups warnings, and fails as asked."""
    hidden = {f"notes/{name}.md": f"---\n{name}: true\n---\n# {name}\n" for name in ("draft", "private")}
    write_files(tmp_path, {
        "conf.py": CONF + 'notes_match = ["notes/**"]\nnotes_future = "hide"\n',
        "Makefile": "BUILDDIR      = ../made\n",
        "index.md": "# Home\n",
        "notes/a.md": "---\nlicense: CC-BY-9.9\n---\n# A\n",
        "notes/later.md": "---\ndate: 2999-01-02\n---\n# Later\n",
        **hidden,
    })  # fmt: skip
    first = command(tmp_path, "build", "-j2")
    kept_back = "kept back: 1 draft, 1 private note, 1 note due later (first on 2999-01-02)"
    assert f"1 note; {kept_back}\n" in first.said
    assert "open " in first.said
    assert re.search(r"1 warning:\n  notes\.value \(1\)\n    notes/a\.md:2: license: ", first.warned)
    assert (tmp_path.parent / "made" / "html" / "index.html").is_file()
    assert "no page has changed" in command(tmp_path, "build").said
    write_files(tmp_path, {"notes/a.md": None, "notes/b.md": "# B\n"})
    assert re.search(r"pages? written, \d+ files? removed", command(tmp_path, "build").said)
    assert "3 notes; kept back: 1 private note" in command(tmp_path, "build", "--drafts").said
