"""The files on the guide's page "Put it online": they are valid, and their commands publish a site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import write_files
from pages import page

#: Made from records and finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "example_site/guide/put-it-online.md").read_text("utf-8")
BLOCK = re.compile(r"^```\{code-block\} \w+\n:caption: ([^\n]+)\n\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: The guide's files by name.
FILES: dict[str, str] = dict(BLOCK.findall(GUIDE))

SITE: dict[str, str | bytes | None] = {
    "conf.py": 'project = "Rain"\nextensions = ["myst_parser", "sphinx_research_notes"]\n'
               'html_theme = "research_notes"\nexclude_patterns = ["_build"]\n',
    "index.md": "# Home\n\n```{notes}\n```\n\n```{toctree}\n:hidden:\n\nabout\n```\n",
    "about.md": "# About\n\nUs.\n",
    "2024-05-01-a.md": "# A\n\nWords of a note.\n",
    "2024-05-02-d.md": "---\ndraft: true\n---\n# D\n\nWords of a draft, which nobody should see yet.\n",
    ".gitignore": "_build/\n",
}  # fmt: skip
#: Commands that need a network, replaced by what they do without one.
COMMANDS = {
    "pip": 'test "$*" = "install -r requirements.txt"\ntest -f requirements.txt\n',
    "rsync": 'test "$1 $2 $3" = "--archive --checksum --delete"\nrm -rf "$5"\ncp -R "$4" "$5"\n',
    "sphinx-build": f'exec "{sys.executable}" -m sphinx "$@"\n',
    "python": f'exec "{sys.executable}" "$@"\n',
}
#: What git asks for before it commits.
COMMITTER = {
    f"GIT_{who}_{what}": text
    for who in ("AUTHOR", "COMMITTER")
    for what, text in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
}


class Clone:
    """A fresh clone of a site with the guide's files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.origin = folder / "clone", folder / "origin"
        self.bin = folder / "bin"
        commands = {f"bin/{name}": f"#!/bin/sh\nset -eu\n{text}" for name, text in COMMANDS.items()}
        write_files(folder, dict(commands))
        for path in self.bin.iterdir():
            path.chmod(0o755)
        files = {name: text for name, text in FILES.items() if not name.startswith("/")}
        write_files(self.origin, SITE | files)
        self.run("git init -q -b main && git add -A && git commit -q -m Site", cwd=self.origin)
        self.run(f"git clone -q {self.origin} {self.folder}", cwd=folder)

    def run(self, command: str, cwd: Path | None = None, **environ: str) -> str:
        """Run *command* as a host does, without what the environment of this test says of one."""
        hosts = ("READTHEDOCS", "NETLIFY", "CF_PAGES", "GIT")
        settings = {name: text for name, text in os.environ.items() if not name.startswith(hosts)}
        settings |= COMMITTER | environ
        settings |= {"PATH": f"{self.bin}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            ["sh", "-e", "-c", command], cwd=cwd or self.folder, env=settings, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def published(self, name: str, url: str, *, drafts: bool = False, about: str = "about.html") -> Path:
        """Check the published folder *name*, for a site at *url*."""
        out = self.folder / name
        links = page(out / about)("link", rel="canonical")
        assert [link["href"] for link in links] == [url + about.removesuffix("index.html")]
        assert (out / "404.html").is_file()
        assert bool(list(out.rglob("*2024-05-02-d*"))) is drafts
        assert (out / "notes/atom.xml").is_file() is not drafts
        assert not list(out.rglob("*.doctree"))
        return out


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A clone of the site."""
    return Clone(tmp_path)


def parsed(name: str) -> Any:
    """Return what is in the guide's file *name*, in YAML 1.1: there, ``on`` is a boolean."""
    return yaml.safe_load(FILES[name])


def test_every_file_is_run_or_read() -> None:
    """The guide has no file that no test here knows."""
    assert set(FILES) == {
        "requirements.txt", ".readthedocs.yaml", ".github/workflows/site.yml", ".gitlab-ci.yml", "publish.sh",
        "netlify.toml", "build.sh", "upload.sh", "/etc/nginx/sites-available/notes",
    }  # fmt: skip
    assert FILES["requirements.txt"] == "sphinx-research-notes\n"
    server = FILES["/etc/nginx/sites-available/notes"]
    assert server.count("{") == server.count("}") == 2
    assert "error_page 404 /404.html;" in server


@pytest.mark.parametrize("preview", [False, True])
def test_read_the_docs(clone: Clone, preview: bool) -> None:
    """Its commands build the site, the ZIP file and the e-book."""
    data = parsed(".readthedocs.yaml")
    write_files(clone.folder, {"conf.py": f'{SITE["conf.py"]}version = "1"\ncopyright = "2024, Ada"\n'})
    assert data["version"] == 2
    assert data["build"]["tools"]["python"] == "3.13"
    assert data["formats"] == ["htmlzip", "epub"]
    clone.run(f"pip install -r {data['python']['install'][0]['requirements']}")
    kind = "external" if preview else "branch"
    url = "https://ada--7.org.readthedocs.build/en/7/" if preview else "https://ada.readthedocs.io/en/latest/"
    host = {"READTHEDOCS": "True", "READTHEDOCS_VERSION_TYPE": kind, "READTHEDOCS_CANONICAL_URL": url}
    folder = Path(data["sphinx"]["configuration"]).parent
    strict = "-W --keep-going" if data["sphinx"]["fail_on_warning"] else ""
    for builder in ("html",) if preview else ("html", "singlehtml", "epub", "latex"):
        options = "-d _build/doctrees -D language=en"
        clone.run(f"python -m sphinx -T {strict} -b {builder} {options} {folder} _rtd/{builder}", **host)
    clone.published("_rtd/html", url, drafts=preview)
    if not preview:
        assert (clone.folder / "_rtd/singlehtml/index.html").is_file()
        assert list((clone.folder / "_rtd/epub").glob("*.epub"))
        assert list((clone.folder / "_rtd/latex").glob("*.tex"))


def test_github_pages(clone: Clone) -> None:
    """The workflow's commands build a site under the path of its repository, in the folder it uploads."""
    data = parsed(".github/workflows/site.yml")
    assert data[True] == {"push": {"branches": ["main"]}}
    assert data["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    steps = data["jobs"]["site"]["steps"]
    known = {step["id"] for step in steps if "id" in step}
    assert set(re.findall(r"steps\.(\w+)\.outputs", FILES[".github/workflows/site.yml"])) == known
    for step in steps:
        environ = dict.fromkeys(step.get("env", ()), "https://ada.github.io/rain")
        if "run" in step:
            clone.run(step["run"], **environ)
    uploaded = next(s["with"]["path"] for s in steps if "upload-pages-artifact" in s.get("uses", ""))
    out = clone.published(uploaded, "https://ada.github.io/rain/")
    assert 'href="/rain/' in (out / "404.html").read_text("utf-8")


def test_github_pages_from_a_branch(clone: Clone) -> None:
    """``.nojekyll`` and ``CNAME`` stay in the output, also in a later build that writes other pages."""
    conf = str(SITE["conf.py"]).replace("]\nhtml", ', "sphinx.ext.githubpages"]\nhtml')
    write_files(clone.folder, {
        "conf.py": conf + 'html_baseurl = "https://rain.example/"\nhtml_extra_path = ["extra"]\n',
        "extra/.domains": "rain.example\n",
    })  # fmt: skip
    command = "sphinx-build -W -d _build/doctrees . _build/html"
    clone.run(command)
    write_files(clone.folder, {"2024-05-01-a.md": None, "2024-05-03-b.md": "# B\n\nWords.\n"})
    clone.run(command)
    out = clone.published("_build/html", "https://rain.example/")
    assert (out / ".nojekyll").is_file()
    assert (out / "CNAME").read_text("utf-8") == "rain.example"
    assert (out / ".domains").is_file()


def test_gitlab_pages(clone: Clone) -> None:
    """The job's script builds the site in the folder that GitLab publishes."""
    jobs = parsed(".gitlab-ci.yml")
    (name,) = jobs
    host = {"GITLAB_CI": "true", "CI_JOB_NAME": name, "CI_PAGES_URL": "https://ada.gitlab.io/rain"}
    for command in jobs[name]["script"]:
        clone.run(command, **host)
    assert jobs[name]["artifacts"]["paths"] == ["public"]
    clone.published("public", "https://ada.gitlab.io/rain/")


def test_codeberg_pages(clone: Clone) -> None:
    """The script replaces the branch, and only the branch; a second time too."""
    url = "https://ada.codeberg.page/rain/"
    write_files(clone.folder, {"conf.py": f'{SITE["conf.py"]}html_baseurl = "{url}"\n'})
    before = clone.run("git status --porcelain; git log --oneline")
    clone.run("sh publish.sh")
    clone.run("sh publish.sh")
    assert clone.run("git status --porcelain; git log --oneline") == before
    clone.run(f"git clone -q -b pages {clone.origin} published")
    out = clone.published("published", url)
    assert (out / "2024-05-01-a.html").is_file()


@pytest.mark.parametrize(
    ("context", "url"),
    [
        ("production", "https://ada.example/"),
        ("deploy-preview", "https://deploy-preview-3--ada.netlify.app/"),
    ],
)
def test_netlify(clone: Clone, context: str, url: str) -> None:
    """The command builds the site, or a preview."""
    build = tomllib.loads(FILES["netlify.toml"])["build"]
    host = {"NETLIFY": "true", "CONTEXT": context, "URL": "https://ada.example",
            "DEPLOY_PRIME_URL": "https://deploy-preview-3--ada.netlify.app"}  # fmt: skip
    clone.run(build["command"], **build["environment"], **host)
    clone.published(build["publish"], url, drafts=context == "deploy-preview")


@pytest.mark.parametrize(
    ("branch", "url"), [("main", "https://ada.pages.dev/"), ("next", "https://0a1b2c3d.ada.pages.dev/")]
)
def test_cloudflare_pages(clone: Clone, branch: str, url: str) -> None:
    """The script builds the site, or for any other branch a preview."""
    host = {"CF_PAGES": "1", "CF_PAGES_BRANCH": branch, "CF_PAGES_URL": "https://0a1b2c3d.ada.pages.dev"}
    command, folder = re.findall(r"Enter `(.+?)` .*? and `(.+?)` as the output", GUIDE)[0]
    clone.run(command, **host)
    clone.published(folder, url, drafts=branch != "main")


def test_a_server_of_your_own(clone: Clone) -> None:
    """The script uploads the site; pages that have gone are removed there."""
    write_files(clone.folder, {"conf.py": f'{SITE["conf.py"]}html_baseurl = "https://example.org/"\n'})
    clone.run("sh upload.sh www")
    out = clone.published("www", "https://example.org/", about="about/index.html")
    assert (out / "2024-05-01-a/index.html").is_file()
