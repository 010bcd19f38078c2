"""Builds by hosts: the URL of the site, previews, and that switching between them is exact."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from exactness import BY_TURNS, Bench, check_each, differences
from pages import page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Made from records and finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once

CONF = """\
import os
project = "Rain"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
exclude_patterns = ["_build"]
"""
SITE: dict[str, str | bytes | None] = {
    "index.md": "# Home\n\n[A](notes/2024-05-01-a.md), <https://ada.example/notes/2024-05-01-a.html>\n",
    "about.md": "# About\n\nUs.\n",
    "notes/2024-05-01-a.md": "---\ntags: rain\n---\n# A\n\nWords of a note.\n",
    "notes/2024-05-02-d.md": "---\ndraft: true\n---\n# D\n\nWords of a draft, which nobody should see yet.\n",
}
NETLIFY = {"NETLIFY": "true", "URL": "https://ada.example", "CONTEXT": "production"}
PREVIEW = NETLIFY | {"CONTEXT": "deploy-preview", "DEPLOY_PRIME_URL": "https://deploy-preview-3--ada.example"}


def conf(environ: dict[str, str], more: str = "", theme: str = "") -> str:
    """Return a configuration that is read in *environ*."""
    base = CONF.replace('research_notes"\nexclude', f'{theme}"\nexclude') if theme else CONF
    return f"{base}os.environ.update({environ})\n{more}"


def canonical(path: Path) -> str:
    """Return the canonical address of the page in *path*."""
    return "".join(link["href"] for link in page(path)("link", rel="canonical"))


def robots(out: Path) -> set[str]:
    """Return the pages that ask not to be indexed."""
    return {
        path.relative_to(out).as_posix()
        for path in out.rglob("*.html")
        if page(path)("meta", attrs={"name": "robots", "content": "noindex"})
    }


def test_the_site_is_where_its_host_says(site: Callable[..., Any]) -> None:
    """Pages and feeds have the URL of the host; with a path too, and only where conf.py says nothing else."""
    out = site({"conf.py": conf(NETLIFY)} | SITE).outdir
    assert canonical(out / "about.html") == "https://ada.example/about.html"
    assert "https://ada.example/notes/2024-05-01-a.html" in (out / "notes/atom.xml").read_text("utf-8")
    assert not (out / "notes/2024-05-02-d.html").exists()
    assert "about.html" not in robots(out)

    out = site({"conf.py": conf(NETLIFY, 'html_baseurl = "https://example.org/rain"\n')}).outdir
    assert canonical(out / "notes/2024-05-01-a.html") == "https://example.org/rain/notes/2024-05-01-a.html"
    assert "https://example.org/rain/notes/2024-05-01-a.html" in (out / "notes/atom.xml").read_text("utf-8")

    gitlab = {"GITLAB_CI": "true", "CI_JOB_NAME": "pages", "CI_PAGES_URL": "https://ada.gitlab.io/rain"}
    out = site({"conf.py": conf(gitlab)}).outdir
    assert canonical(out / "about.html") == "https://ada.gitlab.io/rain/about.html"


@pytest.mark.parametrize("theme", ["research_notes", "alabaster"])
def test_a_preview_shows_drafts_and_is_not_indexed(site: Callable[..., Any], theme: str) -> None:
    """No page of it is indexed, a draft says that it is one, and nobody can subscribe."""
    out = site({"conf.py": conf(PREVIEW, theme=theme)} | SITE).outdir
    assert "Draft" in page(out / "notes/2024-05-02-d.html").get_text()
    assert robots(out) == {path.relative_to(out).as_posix() for path in out.rglob("*.html")}
    assert not list(out.rglob("atom.xml"))
    assert canonical(out / "about.html") == "https://deploy-preview-3--ada.example/about.html"


def test_a_preview_by_option(site: Callable[..., Any]) -> None:
    """The option names a preview where the host does not, and is right where the host is wrong."""
    out = site({"conf.py": conf({})} | SITE, "-D", "notes_preview=1").outdir
    assert (out / "notes/2024-05-02-d.html").is_file()
    assert "about.html" in robots(out)
    out = site({"conf.py": conf(PREVIEW, "notes_preview = False\n")}).outdir
    assert not (out / "notes/2024-05-02-d.html").exists()
    assert "about.html" not in robots(out)
    out = site({"conf.py": conf(PREVIEW, "notes_drafts = False\n")}).outdir
    assert not (out / "notes/2024-05-02-d.html").exists()
    assert "about.html" in robots(out)
    assert not list(out.rglob("atom.xml"))


@pytest.mark.slow
def test_switching_between_hosts_is_exact(tmp_path: Path) -> None:
    """The same folder can be built for the site, a preview, and without a host; notes may come and go."""
    bench = Bench(tmp_path, tmp_path / "source")
    # Nothing in conf.py changes, so that only the environment does.
    own = 'import json, pathlib\nos.environ.update(json.loads(pathlib.Path("host.json").read_text()))\n'
    own += 'notes_drafts = False if "HIDE" in os.environ else "auto"\n'
    bench.edit({"conf.py": CONF + own, "host.json": "{}"} | SITE)
    notes = {name: text for name, text in SITE.items() if name.startswith("notes/")}

    def on(environ: dict[str, str]) -> Callable[[Bench], None]:
        return lambda each: each.edit({"host.json": json.dumps(environ)})

    check_each(
        bench,
        {
            "a host": on(NETLIFY),
            "a preview": on(PREVIEW),
            "a preview without drafts": on(PREVIEW | {"HIDE": "1"}),
            "the site again": on(NETLIFY | {"HIDE": "1"}),
            "another URL": on(NETLIFY | {"URL": "https://b.example"}),
            "no notes": lambda each: each.edit(dict.fromkeys(notes)),
            "still none": lambda each: None,
            "notes again": lambda each: each.edit(notes),
            "no host": on({}),
        },
        ways=BY_TURNS,
    )


def test_without_notes_a_host_changes_nothing(tmp_path: Path) -> None:
    """A project without notes is built to the same bytes, wherever that is."""
    plain = {name: text for name, text in SITE.items() if not name.startswith("notes/")}
    plain["index.md"] = "# Home\n\n```{toctree}\nabout\n```\n"
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit({"conf.py": conf(PREVIEW, theme="alabaster")} | plain)
    with_ours = bench.build("with")
    bench.edit({"conf.py": re.sub(', "sphinx_research_notes"', "", conf(PREVIEW, theme="alabaster"))})
    without = bench.build("without")
    for out in (with_ours, without):  # Sphinx lists the extensions' versions there.
        (out / "searchindex.js").unlink()
    assert differences(with_ours, without) == ""


def test_nothing_is_written_again_where_nothing_changed(tmp_path: Path) -> None:
    """A second build by the same host finds its pages as they should be."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit({"conf.py": conf(NETLIFY)} | SITE)
    out = bench.build("out")
    pages = [path for path in out.rglob("*.html") if path.stem not in {"search", "genindex"}]
    before = [path.stat().st_mtime_ns for path in pages]
    bench.build("out")
    assert [path.stat().st_mtime_ns for path in pages] == before
