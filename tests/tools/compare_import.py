"""Import a site, build it, and compare what readers see with the source.

Prints how many pages there are, the share of visible words that survive, titles, dates and labels that
differ, drafts that are shown, prose that became a formula, links and images that lead nowhere, addresses that
answer, and warnings by type. The words of a source are those of its Markdown without tags and shortcodes; in
formulas, those of TeX.

Usage: ``python compare_import.py FROM SOURCE NEW-FOLDER [--words]``
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_research_notes.importers.origins import ORIGINS
from sphinx_research_notes.importers.records import Options
from sphinx_research_notes.importers.writing import write
from sphinx_research_notes.model.permalinks import output_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag

    from sphinx_research_notes.importers.records import Page, Plan

_FRONT = re.compile(
    r"\A\ufeff?(?:---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$|\+\+\+.*?^\+\+\+$)", re.DOTALL | re.MULTILINE
)
#: In an address, what a variable stands for belongs to it.
_IN_WORD = re.compile(r"(?<=[\w/:.-])\{\{[^{}]*\}\}(?=[\w/.-])")
_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{:[^{}\n]*\}|<!--.*?-->", re.DOTALL)
_HIDDEN = re.compile(
    r"\{%-?\s*comment.*?endcomment\s*-?%\}|\{::comment\}.*?\{:/(?:comment)?\}|<(script|style)\b.*?</\1>",
    re.DOTALL,
)
_TYPE = re.compile(r"\[([a-z_]+(?:\.[a-z_]+)?)\]$", re.MULTILINE)
_ONWARD = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)"')
_PROSE = re.compile(r"(?:\b[a-z]{3,}\b[,.]? ){3}")
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


#: What asks readers of Substack to subscribe or to share, and counts likes.
_ASKING = (
    ".subscription-widget-wrap, .subscription-widget-wrap-editor, .subscribe-widget, .captioned-button-wrap, "
    ".button-wrapper, .embedded-post-cta-wrapper, .embedded-post-meta, .header-anchor-parent, "
    ".image-link-expand, .tweet-footer"
)


def words(text: str) -> Counter[str]:
    """Return the words in *text*, with how often each is there; where words have no spaces, the signs."""
    return Counter(
        re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+", text.lower())
    )


def seen_in_html(html: str) -> Counter[str]:
    """Return the words that a reader of the *html* of a newsletter sees, without its buttons and forms."""
    found = BeautifulSoup(html, "html.parser")
    for each in found.select(_ASKING):
        each.decompose()
    join_code(found)
    return words(found.get_text(" "))


def seen_in_stream(file: Path) -> Counter[str]:
    """Return the words of the updates in *file*."""
    lines = file.read_text("utf-8").split("\n")
    if file.suffix == ".txt":
        texts = [line.partition("\t")[2] for line in lines if not line.startswith("#")]
        texts = [re.sub(r"@<(\S+) \S+>", r"\1", text).replace("\u2028", "\n") for text in texts]
    else:
        texts = [str(json.loads(line).get("s", "")) for line in lines if line.strip()]
    return sum(map(seen_in_source, texts), Counter())


def seen_in_source(text: str) -> Counter[str]:
    """Return the words that a reader of *text* sees, by the simplest means."""
    body = _TAGS.sub(" ", _IN_WORD.sub("x", _HIDDEN.sub(" ", _FRONT.sub("", text))))
    # Of Obsidian: comments, the path of a link that has a text, and types of callouts.
    body = re.sub(r"%%.*?%%", " ", body, flags=re.DOTALL)
    body = re.sub(r"!\[\[[^\[\]|\n]*\.\w{2,4}(#[^\[\]|\n]*)?(\|[^\[\]\n]*)?\]\]", " ", body)
    body = re.sub(r"\[\[[^\[\]|\n]*\\?\|([^\[\]\n]*)\]\]", r"\1", body)
    body = re.sub(r"\[\[(?:[^\[\]|\n#]*/)([^\[\]|\n/]*)\]\]", r"\1", body)
    body = re.sub(
        r"(?m)^([ \t>]*>[ ]?)\[![^\]\n]*\][+-]?|[ \t]\^[\w-]+[ \t]*$|^[> ]*\^[\w-]+[ \t]*$", r"\1", body
    )
    # Indented HTML is no code: other parsers go on with an element after a blank line.
    body = re.sub(r"^[ \t]+(?=</?[A-Za-z])", "", body, flags=re.MULTILINE)
    body = re.sub(r"^ {0,3}\*\[[^\]\n]+\]:.*$", "", body, flags=re.MULTILINE)  # seen where the mouse is
    return words(_text_of(BeautifulSoup(_MARKDOWN.render(body), "html.parser")))


def _text_of(found: Tag) -> str:
    """Return the text of an element; in code, each part of a word may be an element."""
    join_code(found)
    return found.get_text(" ")


def seen_on_page(file: Path) -> Counter[str]:
    """Return the words of the article in *file*."""
    found = BeautifulSoup(file.read_text("utf-8"), "html.parser")
    for each in found.select("script, style"):
        each.decompose()
    article = found.article or found.main or found
    return words(_text_of(article) + " ".join(str(each.get("alt", "")) for each in article.select("img")))


def join_code(found: Tag) -> None:
    """Take the marks of highlighting out of code: they divide words."""
    for each in found.select("pre"):
        each.string = each.get_text()


def build(folder: Path) -> tuple[Path, str]:
    """Build the site in *folder*; return the output and the warnings."""
    output, warnings = folder / "_build" / "html", io.StringIO()
    with patch_docutils(folder), docutils_namespace():
        app = Sphinx(
            folder, folder, output, folder / "_build" / "doctrees", "html", {"nitpicky": True},
            status=None, warning=warnings, freshenv=True,
        )  # fmt: skip
        app.build()
    return output, re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue())


def dead_links(output: Path) -> Iterator[str]:
    """Yield links and images in articles that lead to no file or no anchor of the site."""
    ids: dict[Path, set[str]] = {}
    files = (file for file in output.rglob("*.html") if file.is_file())
    pages = {file: BeautifulSoup(file.read_text("utf-8"), "html.parser") for file in files}
    for file, found in pages.items():
        ids[file] = {str(each[name]) for name in ("id", "name") for each in found.select(f"[{name}]")}
    for file, found in pages.items():
        if found.article is None or file.name == "404.html":
            continue
        for each in found.article.select("a[href], img[src]"):
            address = str(each.get("href") or each.get("src"))
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            path = unquote(parts.path)
            target = (
                output / path.lstrip("/") if path.startswith("/") else file.parent / path if path else file
            )
            target = target / "index.html" if target.is_dir() else target
            anchor = unquote(parts.fragment)
            if not target.is_file() or (
                anchor and target in ids and target.resolve() in ids and anchor not in ids[target.resolve()]
            ):
                yield f"{file.relative_to(output)}: {address}"


def prose_formulas(output: Path) -> Iterator[str]:
    """Yield formulas that are prose."""
    for file in (each for each in output.rglob("*.html") if each.is_file()):
        found = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        for each in found.select('annotation[encoding="application/x-tex"]'):
            tex = re.sub(r"[\^_]\{[^{}]*\}", "", each.get_text())  # Also within words.
            tex = re.sub(r"\\(?:text\w*|mbox|operatorname)\s*\{[^{}]*\}|\\[a-zA-Z]+", "", tex)
            if _PROSE.search(tex):
                yield f"{file.relative_to(output)}: {each.get_text()[:80]!r}"


def wrong_metadata(plan: Plan, source: Path, folder: Path) -> Iterator[str]:
    """Yield what notes are called, dated or labelled otherwise than their sources say."""
    ended = subprocess.run(
        [sys.executable, "-m", "sphinx_research_notes", "list", "--drafts", "--json", "-C", str(folder)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    notes = {note["docname"]: note for note in json.loads(ended.stdout)}
    if source.is_file():
        return
    table = source / "posts.csv"
    rows = list(csv.DictReader(table.open(encoding="utf-8", newline=""))) if table.is_file() else []
    by_id = {f"posts/{row['post_id']}.html": row for row in rows if "post_id" in row}
    for page in plan.pages:
        note, row = notes.get(page.target.rpartition(".")[0]), by_id.get(page.source)
        if note is not None and row is not None:
            date = row["post_date"] if row["type"] != "page" else ""
            hidden = row["is_published"] != "true" or row["audience"] != "everyone"
            yield from _differences(page, note, {"title": row["title"], "date": date, "draft": hidden})
    for page in plan.pages:
        note = notes.get(page.target.rpartition(".")[0])
        match = _FRONT.match((source / page.source).read_text("utf-8", "replace"))
        if note is None or match is None or match[1] is None:
            continue
        try:
            front: dict[str, Any] = yaml.safe_load(match[1]) or {}
        except yaml.YAMLError:
            continue
        yield from _differences(page, note, front)


def _differences(page: Page, note: dict[str, Any], front: dict[str, Any]) -> Iterator[str]:
    title = unescape(str(front.get("title") or "").strip())
    if title and re.sub(r"\W", "", title) != re.sub(r"\W", "", unescape(note["title"])):
        yield f"{page.source}: title {title!r} is {note['title']!r}"
    if (date := str(front.get("date") or "")[:10]) and re.match(r"\d{4}-\d\d-\d\d", date) and note["date"]:
        given = str(note["date"])[:10]
        if abs(int(date.replace("-", "")) - int(given.replace("-", ""))) > 1:
            yield f"{page.source}: date {date} is {given}"
    for name in ("tags", "categories"):
        labels = front.get(name) or []
        labels = re.split(r"[,\s]+", labels) if isinstance(labels, str) else labels
        missing = {str(each).casefold().lstrip("#") for each in labels if each} - {
            each.casefold().lstrip("#") for each in note[name]
        }
        if missing and not isinstance(front.get(name), str):
            yield f"{page.source}: {name} without {sorted(missing)}"
    is_hidden = front.get("draft") is True or front.get("published") is False
    if is_hidden and note["visibility"] == "public":
        yield f"{page.source}: a draft is shown"


def file_at(output: Path, address: str) -> Path:
    """Return the file that a server sends for *address*."""
    file = output / output_file(address.lstrip("/") or "index.html")
    file = next(
        (each for each in (file / "index.html", file.with_name(f"{file.name}.html")) if each.is_file()), file
    )
    onward = _ONWARD.search(file.read_text("utf-8")) if file.is_file() else None
    return (file.parent / unquote(onward[1])).resolve() if onward else file


def main() -> int:
    """Import, build, compare, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("origin", choices=ORIGINS)
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", action="store_true", help="list the words that each page has lost")
    options = parser.parse_args()
    plan = ORIGINS[options.origin].read(options.source, Options())
    write(plan, options.folder)
    output, warnings = build(options.folder)
    total, lost, missing, shown = 0, 0, [], 0
    for page in plan.pages:
        # In a vault, pages have no addresses.
        address = "" if options.origin == "stream" else page.address
        file = file_at(output, address or f"{page.target.rpartition('.')[0]}.html")
        if page.is_draft or not (page.address or options.origin == "obsidian"):
            shown += page.is_draft and file.is_file()
            continue
        if not file.is_file():
            missing.append(page.address)
            continue
        if options.origin == "stream":
            before = seen_in_stream(options.source)
        else:
            read = seen_in_html if options.origin == "substack" else seen_in_source
            before = read((options.source / page.source).read_text("utf-8", "replace"))
        gone = before - seen_on_page(file)
        total, lost = total + before.total(), lost + gone.total()
        if options.words and gone.total() > max(3, before.total() // 200):
            print(f"{page.source}: {gone.total()} of {before.total()}: {' '.join(list(gone)[:25])}")
    dead, prose = list(dead_links(output)), list(prose_formulas(output))
    wrong = list(wrong_metadata(plan, options.source, options.folder))
    for each in (*wrong, *prose, *dead[:40], *missing):
        print(each)
    addresses = sum(bool(page.address) for page in plan.pages)
    print(
        f"pages {len(plan.pages)}; words {total:,}, kept {100 * (1 - lost / max(total, 1)):.2f} %; "
        f"wrong metadata {len(wrong)}; drafts shown {shown}; prose as formulas {len(prose)}; dead links "
        f"{len(dead)}; addresses {addresses - len(missing)}, missing {len(missing)}"
    )
    print("warnings:", dict(Counter(_TYPE.findall(warnings)).most_common()))
    return 1 if wrong or prose or missing or shown else 0


if __name__ == "__main__":
    sys.exit(main())
