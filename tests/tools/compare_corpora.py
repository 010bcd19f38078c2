"""Build real blogs with the extension and compare what it read with manifests read independently.

Takes a folder that holds one folder per blog, each with its sources and a ``manifest.json``: a list
of posts with ``path``, ``title`` (``null``: the leading H1), ``date``, ``tags``, ``categories``,
``status``, ``draft`` and ``published``. The blogs are copied before they are built. Prints matches
and mismatches by field and the warnings by type; exits with 1 when a value differs or a build
fails.

Usage: ``python compare_corpora.py FOLDER [--blog NAME] [--keep OUTPUT]``
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import re
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from markdown_it import MarkdownIt
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

FIELDS = ("title", "date", "tags", "categories", "status", "draft")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
WARNING = re.compile(r"(?:WARNING|ERROR|CRITICAL): .*?(?:\[([\w.-]+)\])?$", re.MULTILINE)
FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?\n?", re.MULTILINE | re.DOTALL)
#: What an author's keyboard and a typographer write for the same thing.
TYPOGRAPHY = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "…": "...",
        "\u00a0": " ",
        "\ufe0f": None,
    }
)

CONF = """\
extensions = {extensions!r}
project = {project!r}
html_theme = "research_notes"
source_suffix = {{".md": "markdown", ".markdown": "markdown"}}
exclude_patterns = ["LICENSE*"]
notes_match = {match!r}
notes_tag_separator = {separator!r}
notes_drafts = True
"""


@dataclass
class Result:
    """What one blog's build gave."""

    name: str
    posts: int = 0
    matches: Counter[str] = field(default_factory=Counter)
    mismatches: list[str] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    crash: str = ""


def plain(text: object) -> str:
    """Return a title with the typography taken out, so that only its letters are compared."""
    bare = str(text).translate(TYPOGRAPHY)
    bare = re.sub(r"-{2,3}", "-", bare)
    return " ".join(bare.split())


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter of a source, every scalar a text, and what comes after it."""
    found = FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    block = yaml.load(found[1], Loader=yaml.BaseLoader)  # builds texts, lists and mappings only
    return (block if isinstance(block, dict) else {}), text[found.end() :]


def leading_h1(body: str) -> str | None:
    """Return the text of a heading of level one that nothing readable stands before."""
    tokens = MarkdownIt("commonmark").parse(body)
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            inline = tokens[index + 1]
            return "".join(child.content for child in inline.children or []) if token.tag == "h1" else None
        if token.type == "inline" and not re.fullmatch(r"(\+\+\+.*|\([\w-]+\)=|%.*)", token.content):
            return None
    return None


def tag_separator(root: Path, posts: list[dict[str, Any]]) -> str:
    """Return ``" "`` when the manifest splits a text at its spaces into tags, else ``","``."""
    for post in posts:
        front, _ = front_matter((root / post["path"]).read_text(encoding="utf-8"))
        raw = front.get("tags")
        if isinstance(raw, str) and len(post["tags"]) > 1 and raw.split() == post["tags"]:
            return " "
    return ","


def match_patterns(posts: list[dict[str, Any]]) -> list[str]:
    """Return a pattern for the deepest folder that holds all posts."""
    folders = [PurePosixPath(post["path"]).parent for post in posts]
    shared = folders[0]
    while not all(folder.is_relative_to(shared) for folder in folders):
        shared = shared.parent
    return ["**"] if str(shared) == "." else [f"{shared}/**"]


def prepare(blog: Path, source: Path, posts: list[dict[str, Any]]) -> None:
    """Copy a blog to ``source`` and give it what a Sphinx project needs."""
    shutil.copytree(blog, source, copy_function=shutil.copy)
    for path in [source, *source.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    texts = [path.read_text(encoding="utf-8") for path in source.rglob("*.m*d*") if path.is_file()]
    extensions = ["myst_parser", "sphinx_research_notes"]
    if any(re.search(r"\{(?:grid|card|dropdown|tab-set|button-)", text) for text in texts):
        extensions.insert(1, "sphinx_design")
    conf = CONF.format(
        extensions=extensions,
        project=blog.name,
        match=match_patterns(posts),
        separator=tag_separator(source, posts),
    )
    if any(":::" in text for text in texts):
        conf += 'myst_enable_extensions = ["colon_fence"]\n'
    (source / "conf.py").write_text(conf, encoding="utf-8")
    if not (source / "index.md").exists():
        (source / "index.md").write_text(f"# {blog.name}\n\n```{{notes}}\n```\n", encoding="utf-8")


def expected(root: Path, post: dict[str, Any]) -> dict[str, Any]:
    """Return what the manifest says of a post, by the fields that are compared."""
    title = post["title"]
    if title is None:
        title = leading_h1(front_matter((root / post["path"]).read_text(encoding="utf-8"))[1])
    date: tuple[str, bool] | None = None
    if post["date"]:
        has_time = "T" in post["date"]
        moment = dt.datetime.fromisoformat(post["date"])
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        date = (moment.isoformat() if has_time else moment.date().isoformat(), has_time)
    return {
        "title": None if title is None else plain(title),
        "date": date,
        "tags": list(post["tags"]),
        "categories": list(post["categories"]),
        "status": [str(label) for label in post["status"]],
        "draft": post["draft"] is True or post["published"] is False,
    }


def actual(note: Any) -> dict[str, Any]:
    """Return what the extension read of a post, by the fields that are compared."""
    date: tuple[str, bool] | None = None
    if note.date is not None:
        moment = note.date.moment
        shown = moment.isoformat() if note.date.has_time else moment.date().isoformat()
        date = (shown, note.date.has_time)
    return {
        "title": plain(note.title) if note.title else None,
        "date": date,
        "tags": list(note.tags),
        "categories": list(note.categories),
        "status": [status.label for status in note.statuses],
        "draft": str(getattr(note.visibility, "value", note.visibility)) == "draft",
    }


def compare(result: Result, root: Path, posts: list[dict[str, Any]], notes: dict[str, Any]) -> None:
    """Add to ``result`` how the records in ``notes`` agree with the manifest."""
    for post in posts:
        result.posts += 1
        docname = str(PurePosixPath(post["path"]).with_suffix(""))
        note = notes.get(docname)
        if note is None:
            result.mismatches.append(f"{post['path']}: not read as a note")
            continue
        wanted, got = expected(root, post), actual(note)
        for name in FIELDS:
            if wanted[name] == got[name]:
                result.matches[name] += 1
            else:
                result.mismatches.append(
                    f"{post['path']}: {name}: manifest {wanted[name]!r}, read {got[name]!r}"
                )


def build(blog: Path, folder: Path) -> Result:
    """Build a copy of ``blog`` in ``folder`` and compare it with its manifest."""
    from sphinx_research_notes.state.records import pages

    result = Result(blog.name)
    posts = json.loads((blog / "manifest.json").read_text(encoding="utf-8"))
    source, warnings = folder / "source", io.StringIO()
    prepare(blog, source, posts)
    try:
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(
                srcdir=source,
                confdir=source,
                outdir=folder / "html",
                doctreedir=folder / "doctrees",
                buildername="html",
                status=None,
                warning=warnings,
            )
            app.build()
            notes = {d: page.head if page.is_note else None for d, page in pages(app.env).items()}
            compare(result, source, posts, notes)
    except Exception:
        result.crash = traceback.format_exc()
    text = ANSI.sub("", warnings.getvalue())
    (folder / "warnings.txt").write_text(text, encoding="utf-8")
    result.warnings.update(found[1] or "(no type)" for found in WARNING.finditer(text))
    return result


def report(result: Result) -> str:
    """Return what is printed of one blog."""
    counts = ", ".join(f"{name} {result.matches[name]}" for name in FIELDS)
    types = ", ".join(f"{name} {count}" for name, count in result.warnings.most_common())
    lines = [
        f"{result.name}: {result.posts} posts",
        f"  equal: {counts}",
        f"  different: {len(result.mismatches)}",
        *(f"    {line}" for line in result.mismatches),
        f"  warnings: {result.warnings.total()}" + (f" ({types})" if types else ""),
    ]
    if result.crash:
        lines.append("  the build failed:\n" + result.crash)
    return "\n".join(lines)


def main() -> int:
    """Read the command line, compare every blog, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a folder of blogs, each with a manifest.json")
    parser.add_argument("--blog", action="append", help="only the blog of this name; may be repeated")
    parser.add_argument("--keep", type=Path, help="build here and leave what was built")
    args = parser.parse_args()
    blogs = sorted(path.parent for path in args.folder.glob("*/manifest.json"))
    blogs = [blog for blog in blogs if not args.blog or blog.name in args.blog]
    if not blogs:
        parser.error(f"no blog with a manifest.json in {args.folder}")
    good = True
    with tempfile.TemporaryDirectory() as scratch:
        for blog in blogs:
            folder = (args.keep or Path(scratch)) / blog.name
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            result = build(blog, folder)
            print(report(result), flush=True)
            good = good and not result.mismatches and not result.crash
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
