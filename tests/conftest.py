"""Fixtures that build tiny sites and return the results."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import browsing
import pytest
from forked import run
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

ROOTS = Path(__file__).parent / "roots"

# A busy machine isn't a failure. Otherwise Hypothesis' defaults, which in CI are deterministic.
settings.register_profile("notes", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("notes")


@dataclass(frozen=True)
class Built:
    """The result of a build."""

    outdir: Path
    #: All warnings, without colours.
    warnings: str
    #: The progress messages of the build.
    status: str

    def text(self, name: str) -> str:
        """Return the text of an output file."""
        return (self.outdir / name).read_text("utf-8")

    def files(self) -> set[str]:
        """Return all output files, relative to the output folder."""
        return {p.relative_to(self.outdir).as_posix() for p in self.outdir.rglob("*") if p.is_file()}


def build_site(
    source: Path,
    outdir: Path,
    *options: str,
    builder: str = "html",
    doctrees: Path | None = None,
    code: int = 0,
) -> Built:
    """Build *source* in a separate process, as authors do; it must exit with *code*."""
    arguments = ["--no-color", "-b", builder]
    arguments += ["-d", str(doctrees or outdir.parent / f"{outdir.name}.doctrees")]
    arguments += [*options, str(source), str(outdir)]
    ended, said, warned = run(arguments)
    assert ended == code, f"exit code {ended}\n" + said[-2000:] + warned[-4000:]
    return Built(outdir, warned, said)


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Built]:
    """Write files into a fresh source folder and build it: ``site({"conf.py": …}, "-j2")``.

    Calling it again changes those files and builds into the same folder; None deletes a file.
    """
    source, outdir = tmp_path / "source", tmp_path / "out"

    def build(
        files: dict[str, str | bytes | None], *options: str, builder: str = "html", into: str = ""
    ) -> Built:
        write_files(source, files)
        return build_site(source, tmp_path / into if into else outdir, *options, builder=builder)

    return build


def write_files(source: Path, files: dict[str, str | bytes | None]) -> None:
    """Write, change and delete *files* under *source*."""
    for name, content in files.items():
        path = source / name
        if content is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture
def root(tmp_path: Path) -> Callable[[str], Path]:
    """Return a copy of one of the tiny projects in ``roots``."""

    def copy(name: str) -> Path:
        return Path(shutil.copytree(ROOTS / name, tmp_path / name))

    return copy


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Built]:
    """Build ``roots/rich``, a site with one of everything: ``rich("dirhtml", "furo")``; each only once."""
    folder = tmp_path_factory.mktemp("rich")
    source = Path(shutil.copytree(ROOTS / "rich", folder / "source"))
    done: dict[tuple[str, ...], Built] = {}

    def build(builder: str = "html", theme: str = "research_notes", *options: str) -> Built:
        key = (builder, theme, *options)
        if key not in done:
            name = "-".join([builder, theme, *(str(len(done)) for _ in options[:1])])
            done[key] = build_site(
                source, folder / name, "-D", f"html_theme={theme}", *options, builder=builder
            )
        return done[key]

    return build


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return Chromium; without it, tests are skipped, or fail if ``NOTES_BROWSER=required``."""
    missing = ""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing = "playwright is not installed"
    executable = browsing.executable()
    if not executable:
        missing = "there is no Chromium on this machine"
    if missing:
        if os.environ.get("NOTES_BROWSER") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable, args=browsing.QUIET)
        yield browser
        browser.close()
