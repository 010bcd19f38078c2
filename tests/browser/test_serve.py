"""``research-notes serve`` in a real browser: what is saved is shown where the reader is."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from browsing import expect
from conftest import write_files
from exactness import differences, tree
from forked import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.once]
CONF = """\
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
"""
#: No build ends as long as there is a file ``held``.
HELD = """\
import pathlib, time
def setup(app):
    app.connect("write-started", wait)
def wait(app, builder):
    while pathlib.Path(app.srcdir, "held").exists():
        time.sleep(0.1)
"""
NOTE = "---\ndate: 2024-05-01\n---\n\n# Rain\n\n{}\n\n" + "Long. " * 2000 + "\n\n{}\n"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the site in *folder*, yield its address, and stop as Ctrl-C does."""
    with subprocess.Popen(
        [sys.executable, "-m", "sphinx_research_notes", "serve", "-C", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().partition(" at ")[2].partition(",")[0]
        finally:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in said, said


def test_what_is_saved_is_shown(tmp_path: Path, chromium: Browser) -> None:
    """Text, warnings, errors and another configuration appear in place; the folder is exact."""
    pytest.importorskip("uvicorn")
    pytest.importorskip("watchfiles")
    source, note = tmp_path / "site", tmp_path / "site" / "notes" / "a.md"
    write_files(source, {"conf.py": CONF, "index.md": "# Home\n", "notes/a.md": NOTE.format("One.", "End.")})
    with serving(source) as address:
        page = chromium.new_page()
        page.set_default_timeout(20_000)
        page.goto(address + "notes/a.html")
        expect(page.locator("h1")).to_have_text("Rain", timeout=20_000)
        # While the first build goes on, the page may be loaded again.
        page.wait_for_function("fetch('/searchindex.js').then(answer => answer.ok)")
        page.wait_for_timeout(1000)
        page.evaluate("window.stays = 1; scrollTo(0, document.body.scrollHeight)")
        place = page.evaluate("scrollY")
        note.write_text(NOTE.format("One.", "Fresh."), "utf-8")
        expect(page.get_by_text("Fresh.", exact=True)).to_be_visible(timeout=20_000)
        page.wait_for_function("place => window.stays === 1 && scrollY === place", arg=place)
        note.write_text(NOTE.format("[](no.md)", "Fresh."), "utf-8")
        expect(page.get_by_role("status")).to_contain_text("notes/a.md:7", timeout=20_000)
        (source / "conf.py").write_text(CONF + "1 / 0\n", "utf-8")
        expect(page.get_by_role("status")).to_contain_text("conf.py:4 to run", timeout=20_000)
        expect(page.locator("h1")).to_have_text("Rain")
        (source / "conf.py").write_text(CONF + 'project = "Drops"\n', "utf-8")
        note.write_text(NOTE.format("One.", "End."), "utf-8")
        expect(page.get_by_role("status")).to_have_count(0, timeout=20_000)
        expect(page).to_have_title(re.compile("Drops"), timeout=20_000)
        page.close()
    run(["-q", "-t", "drafts", str(source), str(tmp_path / "clean"), "-d", str(tmp_path / "doctrees")])
    out = source / "_build" / "serve" / "html"
    assert not differences(out, tmp_path / "clean")
    assert not [name for name, content in tree(out).items() if b"/.research-notes/" in content]


def test_the_page_that_is_looked_at_comes_first(tmp_path: Path, chromium: Browser) -> None:
    """A note, and a page that lists it, are shown before the site is built, also while it is."""
    pytest.importorskip("uvicorn")
    pytest.importorskip("watchfiles")
    source, note = tmp_path / "site", tmp_path / "site" / "notes" / "a.md"
    home = "# Home\n\n```{notes}\n```\n"
    write_files(source, {"conf.py": CONF + HELD, "index.md": home, "notes/a.md": NOTE.format("One.", "End.")})
    with serving(source) as address:
        page, other = chromium.new_page(), chromium.new_page()
        page.goto(address + "notes/a.html")
        expect(page.locator("h1")).to_have_text("Rain", timeout=20_000)
        other.goto(address)
        write_files(source, {"held": "", "notes/a.md": NOTE.format("One.", "Fresh.")})
        page.evaluate("window.stays = 1")
        expect(page.get_by_text("Fresh.", exact=True)).to_be_visible(timeout=20_000)
        note.write_text(NOTE.format("One.", "Fresh.").replace("# Rain", "# Snow"), "utf-8")
        expect(page.locator("h1")).to_have_text("Snow", timeout=20_000)
        expect(other.get_by_role("link", name="Snow")).to_be_visible(timeout=20_000)
        (source / "held").unlink()
        note.write_text(NOTE.format("[](no.md)", "Fresh.").replace("# Rain", "# Snow"), "utf-8")
        expect(page.get_by_role("status")).to_contain_text("notes/a.md:7", timeout=30_000)
        assert page.evaluate("window.stays") == 1
        page.close()
        other.close()
