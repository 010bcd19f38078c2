"""Say what a source is that no importer recognizes, and what can be done with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: As much of a file is read.
_MOST = 100_000
#: As many files and folders are looked at.
_MANY = 50
#: Files of systems that share none with those that are imported: a pattern of names, and the system.
_SYSTEMS = {
    ".eleventy.*": "Eleventy", "eleventy.config.*": "Eleventy", "astro.config.*": "Astro",
    "gatsby-config.*": "Gatsby", "docusaurus.config.*": "Docusaurus", "*.lektorproject": "Lektor",
    ".vuepress": "VuePress", ".vitepress": "VitePress", "next.config.*": "Next.js", "myst.yml": "MyST",
}  # fmt: skip
_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".7z", ".rar")
_GENERATOR = re.compile(
    r"""<meta\s[^>]*name=["']?generator["']?\s[^>]*content=["']?([^"'>]+)""", re.IGNORECASE
)
_WIKILINK = re.compile(r"(?<![\\`\[])\[\[([^\[\]|#^\n]+)[^\[\]\n]*\]\]")


def made_with_another(source: Path) -> str:
    """Return the system of *source* if its files look like those of another one; empty if they don't."""
    config = _text(source / "_config.yml")
    if (source / "source" / "_posts").is_dir() and (
        re.search(r"^source_dir\s*:", config, re.MULTILINE) or '"hexo"' in _text(source / "package.json")
    ):
        return "Hexo"
    if config and (source / "_toc.yml").is_file() and not (source / "_posts").is_dir():
        return "Jupyter Book"
    if re.search(r"^base_url\s*=", _text(source / "config.toml"), re.MULTILINE):
        return "Zola"
    return ""


def advice_on(source: Path, recognized: Callable[[Path], list[str]]) -> str:
    """Return what to do with *source*, as far as anything can be told; else nothing.

    *recognized*: returns the names of the origins that a folder may have.
    """
    if source.is_file():
        is_archive = source.name.lower().endswith(_ARCHIVES)
        return "unpack it, and name the folder of the site" if is_archive else ""
    if (source / "content").is_dir() and any(source.glob("quartz.config.*")):
        return _suggested("obsidian", source / "content")
    parts = [_suggested(names[0], each) for each in _folders(source) if (names := recognized(each))]
    if parts:
        more = f" (or another of {len(parts)} folders)" if len(parts) > 1 else ""
        return f"{parts[0]}{more}"
    if system := next((name for pattern, name in _SYSTEMS.items() if any(source.glob(pattern))), ""):
        return f"it looks like a site of {system}, which none of them reads"
    if built := _GENERATOR.search(_text(source / "index.html")):
        return f"these are pages that {built[1].strip()} has built: expected their sources"
    if (source / "content").is_dir() and any(source.glob("content/**/_index.md")):
        return f"it may be Hugo's, without its configuration: {_suggested('hugo', source)[4:]}"
    if _has_wikilinks(source):
        return f"it may be a vault: {_suggested('obsidian', source)[4:]}"
    if (source / "index.html").is_file():
        return "these may be pages that have been built: expected their sources"
    return ""


def _suggested(name: str, folder: Path) -> str:
    return f"try research-notes import {name} {folder}"


def _folders(source: Path) -> Iterator[Path]:
    """Yield the folders in *source* that a site may be in."""
    found = sorted(each for each in source.iterdir() if each.is_dir() and not each.is_symlink())
    wanted = (each for each in found if not each.name.startswith((".", "_")) and each.name != "node_modules")
    yield from (each for each, _ in zip(wanted, range(_MANY), strict=False))


def _has_wikilinks(source: Path) -> bool:
    """Whether some note in *source* links another one by its name in double brackets."""
    files = [each for each, _ in zip(source.rglob("*.md"), range(_MANY * _MANY), strict=False)]
    names = {each.stem.casefold() for each in files}
    links = (link for file in files[:_MANY] for link in _WIKILINK.findall(_text(file)))
    return any(link.rpartition("/")[2].strip().removesuffix(".md").casefold() in names for link in links)


def _text(file: Path) -> str:
    """Return the beginning of *file*; empty if it isn't there."""
    if not file.is_file():
        return ""
    with file.open("rb") as opened:
        return opened.read(_MOST).decode("utf-8", "replace")
