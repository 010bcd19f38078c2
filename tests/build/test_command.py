"""The command ``research-notes``: a recorded session, and what goes wrong."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from commanded import command
from conftest import write_files
from forked import run_command

from sphinx_research_notes.command.main import COMMANDS, research_notes

GUIDE = Path(__file__).parents[2] / "example_site" / "guide" / "command"
TODAY = datetime.now(UTC).astimezone().date().isoformat()
CONF = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'


def steps() -> list[tuple[str, str]]:
    """Return each command of the guide's session, page after page, and what it prints."""
    pages = re.findall(
        r"^[\w-]+$", (GUIDE / "index.md").read_text("utf-8").rpartition(":hidden:")[2], re.MULTILINE
    )
    text = "".join((GUIDE / f"{page}.md").read_text("utf-8") for page in pages)
    session = "".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL)).replace("2025-03-14", TODAY)
    parts = re.split(r"^\$ (.*)\n", session, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def old_site() -> dict[str, str | bytes | None]:
    """Return the files that the page on ``import`` shows."""
    shown = r"^```\{code-block\} \w+\n:caption: (\S+)\n\n(.*?)^```"
    return dict(re.findall(shown, (GUIDE / "import.md").read_text("utf-8"), re.MULTILINE | re.DOTALL))


def timeless(printed: str) -> str:
    """Return what was *printed* without how long it took."""
    return re.sub(r"\d+\.\d s\b", "0.0 s", printed).strip()


class Session:
    """A terminal in which the commands of the guide are typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._serves: subprocess.Popen[str] | None = None

    def type(self, line: str, code: int) -> str:
        """Run the command *line* as a shell would; return what is shown. It exits with *code*."""
        if line == "kill %1":
            return self._end()
        program, *arguments = shlex.split(line)
        assert program in {"cd", "research-notes"}
        if program == "cd":
            self.folder /= arguments[0]
            return ""
        if arguments[-1] == "&":
            return self._begin(arguments[:-1])
        ended = command(self.folder, *arguments, code=code)
        return ended.said + ended.warned + (self._warned() if self._serves else "")

    def _begin(self, arguments: list[str]) -> str:
        self._serves = subprocess.Popen(
            [sys.executable, "-m", "sphinx_research_notes", *arguments],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self._serves.stdout
        said = self._serves.stdout.readline()
        page = self.folder / "_build" / "serve" / "html" / "index.html"
        for _ in range(600):
            if page.is_file() or self._serves.poll() is not None:
                break
            time.sleep(0.1)
        return re.sub(r"(127\.0\.0\.1):\d+", r"\1:8000", said)

    def _warned(self) -> str:
        assert self._serves
        assert self._serves.stderr
        return self._serves.stderr.readline()

    def _end(self) -> str:
        assert self._serves
        self._serves.terminate()
        said, warned = self._serves.communicate(timeout=60)
        assert self._serves.returncode in {0, -signal.SIGTERM}
        self._serves = None
        return said + warned

    def close(self) -> None:
        """End what still runs."""
        if self._serves:
            self._serves.kill()
            self._serves.communicate()


@pytest.mark.once
def test_the_session_in_the_guide(tmp_path: Path) -> None:
    """A site is started, shown, built, written in and listed, and the command says what the guide shows."""
    pytest.importorskip("uvicorn")
    pytest.importorskip("watchfiles")
    with closing(Session(tmp_path)) as session:
        for typed, printed in steps():
            if typed.startswith("research-notes import"):
                write_files(session.folder, old_site())
            code = 1 if typed == "research-notes check" else 0
            assert timeless(session.type(typed, code)) == timeless(printed), typed
        site = session.folder
    assert {typed.split()[1] for typed, _ in steps() if typed.startswith("research-notes")} == set(COMMANDS)
    assert command(site, "build", "-n", "--fresh").warned.count("warning") == 1


def test_a_new_site_has_nothing_to_warn_of(tmp_path: Path) -> None:
    """The first command of the guide writes a site that builds with every check."""
    command(tmp_path, *shlex.split(steps()[0][0])[1:])
    command(tmp_path / "wet-feet", "build", "-n", "-W")


@pytest.mark.parametrize("name", COMMANDS)
def test_options_are_in_the_guide(name: str) -> None:
    """The page of a sub-command names each of its options."""
    page = (GUIDE / f"{name}.md").read_text("utf-8")
    found = research_notes.get_command(click.Context(research_notes), name)
    assert found
    params = list(found.params)
    if isinstance(found, click.Group):
        context = click.Context(found)
        commands = [found.get_command(context, each) for each in found.list_commands(context)]
        params += [param for each in commands if each for param in each.params]
    named = {option for each in params if isinstance(each, click.Option) for option in each.opts}
    assert not {option for option in named - {"--help", "-h"} if f"`{option}`" not in page}


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
    assert re.search(r"pages? written, \d+ pages? removed", command(tmp_path, "build").said)
    assert "3 notes; kept back: 1 private note" in command(tmp_path, "build", "--drafts").said
