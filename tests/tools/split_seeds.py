"""Turn a folder of five kinds of found text into a Sphinx source folder that builds.

The kinds are told apart by what the files hold, whatever they are called:

- a *page copied from a site*: its first line reads ``Title · Author · Date · [ Back to home ]``,
  its last ``| Source | License |``. It becomes a note with front matter and an explicit
  ``{source-license}`` block.
- a *source with front matter* (Jekyll): copied byte for byte, named after its permalink or its date
  and title.
- a *comment thread copied from a page*: ``16 Comments``, then ``NAME's avatar``, a body, ``Expand
  full comment`` for each. It becomes a thread file and a small note that shows it.
- a *stream*: everything else that holds a line ``— name`` near its top. It becomes a page of
  entries. A copied stream keeps no dates, so the entries get consecutive ones counting down from
  ``--stream-date``.

Usage: ``python split_seeds.py FOLDER OUTPUT``, then ``sphinx-build -nW -b html OUTPUT HTML``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import textwrap
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

CONF = '''\
"""Configuration of a site made of found texts."""

project = "Found texts"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
exclude_patterns = ["_build"]
notes_match = ["**"]
'''

INDEX = """\
---
kind: page
title: Found texts
---

```{notes}
```
"""

THREAD_NOTE = """\
---
title: A thread of comments
comments: thread.yml
---

The conversation below was copied out of a web page; the page kept no dates and no order of replies.
"""

#: A paragraph that begins like this goes on with what stands before it.
CONNECTIVES = frozenset(
    "accordingly also although and arguably as because but eventually finally for given however if "
    "in indeed instead moreover or otherwise rather so still then therefore though thus while "
    "yet".split()
)
#: The longest line, in words, that may begin an entry.
OPENING_WORDS = 25
#: The longest such line that is a title when text follows it.
TITLE_WORDS = 8

SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z])")
LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
THREAD_HEADER = re.compile(r"(\d+) Comments?")
AVATAR = re.compile(r"(.+?)['’]s avatar")
ANONYMOUS_AVATAR = "User"
THREAD_FOLD = "Expand full comment"
BYLINE_SEPARATOR = " · "
FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.MULTILINE | re.DOTALL)


class Comment(TypedDict):
    """One comment of a thread file; a copied page keeps no dates and no parents."""

    id: str
    author: str
    body: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a stream: its title, empty for most, and its Markdown."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Stream:
    """A page of entries under an epigraph."""

    title: str
    verse: tuple[str, ...]
    by: str
    entries: tuple[Entry, ...]


class _Block(str):
    """A text that YAML writes as a literal block."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes ``_Block`` texts as people would write them."""


_Dumper.add_representer(
    _Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
)


def to_yaml(value: object) -> str:
    """Return ``value`` as YAML that keeps order, line breaks and letters of any script."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def slug(text: str, words: int = 8) -> str:
    """Return the first ``words`` words of ``text`` as a file name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", ""))[:words]) or "untitled"


def paragraphs(text: str) -> list[str]:
    """Return the blocks of ``text`` between blank lines, without their common indentation."""
    blocks = re.split(r"\n[ \t]*\n", text.strip("\n"))
    return [textwrap.dedent(block).rstrip() for block in blocks if block.strip()]


# --- a page copied from a site ------------------------------------------------------------------


def is_page(text: str) -> bool:
    """Return whether the first line is a title, an author and a date with dots between."""
    first = text.partition("\n")[0]
    return first.count(BYLINE_SEPARATOR) >= 2 and first.rstrip().endswith("]")


def split_page(text: str) -> tuple[str, str]:
    """Return the file name and the Markdown of a page copied from a site."""
    first, _, rest = text.partition("\n")
    title, author, date, *_ = (part.strip() for part in first.rsplit(BYLINE_SEPARATOR, 3))
    lines = [line.strip() for line in rest.splitlines() if line.strip()]
    has_foot = bool(lines) and lines[-1].startswith("|") and lines[-1].endswith("|")
    body = lines[:-1] if has_foot else lines
    foot = ["```{source-license}\n```"] if has_foot else []
    # The links of the foot did not survive the copying.
    front: dict[str, object] = {"title": title, "author": author, "date": date}
    if has_foot:
        front["source"] = "https://example.org/source"
        front["license"] = {"name": "The author's licence", "url": "https://example.org/license"}
    return f"{date}-{slug(title)}.md", f"---\n{to_yaml(front)}---\n\n" + "\n\n".join(body + foot) + "\n"


# --- a source with front matter -----------------------------------------------------------------


def front_matter(text: str) -> dict[str, object] | None:
    """Return the front matter of ``text``; ``None`` when it has none that reads as a mapping."""
    found = FRONT_MATTER.match(text)
    if found is None:
        return None
    block = yaml.safe_load(found[1])
    return block if isinstance(block, dict) else None


def source_of(front: dict[str, object]) -> str:
    """Return the name that a blog's author would give the file of this front matter."""
    permalink = str(front.get("permalink") or "").strip("/")
    if permalink:
        return f"{slug(permalink)}.md"
    dated = f"{front['date']}-" if front.get("date") else ""
    return f"{dated}{slug(str(front.get('title') or ''))}.md"


# --- a comment thread copied from a page --------------------------------------------------------


def is_thread(text: str) -> bool:
    """Return whether the first line counts comments and avatars follow."""
    first = text.partition("\n")[0].strip()
    return THREAD_HEADER.fullmatch(first) is not None and "s avatar" in text


def split_thread(text: str) -> list[Comment]:
    """Return the comments of a thread in the order in which they stand."""
    header, _, rest = text.partition("\n")
    comments: list[Comment] = []
    author, body = "", list[str]()
    for line in rest.splitlines():
        avatar = AVATAR.fullmatch(line.strip())
        if line.strip() == THREAD_FOLD:
            number = len(comments) + 1
            text = "\n".join(body).strip() + "\n"
            comments.append(Comment(id=f"c{number}", author=author, body=_Block(text)))
            author, body = "", []
        elif avatar and not any(body):
            author = author if avatar[1] == ANONYMOUS_AVATAR else re.sub(r"\s+", " ", avatar[1])
        else:
            body.append(line.rstrip())
    counted = THREAD_HEADER.fullmatch(header.strip())
    if counted and int(counted[1]) != len(comments):
        raise SystemExit(f"the thread says {counted[1]} comments, {len(comments)} were found")
    return comments


# --- a stream -----------------------------------------------------------------------------------


def is_stream(text: str) -> bool:
    """Return whether one of the first blocks is an attribution."""
    return any(block.startswith(("— ", "― ", "-- ")) for block in paragraphs(text)[:6])


def opens_entry(block: str) -> bool:
    """Return whether a paragraph reads as an entry's beginning: one short sentence by itself."""
    words = block.split()
    first = re.sub(r"\W", "", words[0]).lower()
    return (
        len(words) <= OPENING_WORDS
        and "\n" not in block
        and not block.endswith((":", ";", ","))
        and not LIST_ITEM.match(block)
        and first not in CONNECTIVES
        and SENTENCE_END.search(block) is None
    )


def is_aside(block: str) -> bool:
    """Return whether a short paragraph could stand as an entry in a run of such."""
    return len(block.split()) <= OPENING_WORDS and not LIST_ITEM.match(block) and "\n" not in block


def split_entries(blocks: list[str]) -> Iterator[Entry]:
    """Yield the entries that a list of paragraphs is made of.

    An entry begins at a single short sentence; a short paragraph between two such stands alone too.
    """
    groups: list[list[str]] = []
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else ""
        lone = (
            bool(groups)
            and len(groups[-1]) == 1
            and groups[-1][0].endswith(".")
            and is_aside(block)
            and following != ""
            and opens_entry(following)
        )
        if not groups or opens_entry(block) or lone:
            groups.append([block])
        else:
            groups[-1].append(block)
    for first, *rest in groups:
        if rest and len(first.split()) <= TITLE_WORDS:
            yield Entry(title=first, body="\n\n".join(rest))
        else:
            yield Entry(title="", body="\n\n".join([first, *rest]))


def split_stream(text: str) -> Stream:
    """Return the parts of a stream: its title, its epigraph and its entries."""
    title, *blocks = paragraphs(text)
    at = next(index for index, block in enumerate(blocks) if block.startswith(("— ", "― ", "-- ")))
    verse = tuple(line.strip() for block in blocks[:at] for line in block.splitlines())
    by = blocks[at].lstrip("—―- ").strip()
    return Stream(title, verse, by, tuple(split_entries(blocks[at + 1 :])))


def stream_page(stream: Stream, newest: dt.date) -> str:
    """Return the Markdown page of a stream, dated a day apart from ``newest`` down."""
    parts = [f"---\n{to_yaml({'kind': 'page', 'title': stream.title})}---"]
    if stream.verse:
        options = f":by: {stream.by}\n:verse:\n" if stream.by else ":verse:\n"
        parts.append("```{epigraph}\n" + options + "\n" + "\n".join(stream.verse) + "\n```")
    for days, entry in enumerate(stream.entries):
        fence = "`" * (max([2, *map(len, re.findall(r"`{3,}", entry.body))]) + 1)
        title = f":title: {entry.title}\n" if entry.title else ""
        date = newest - dt.timedelta(days=days)
        parts.append(f"{fence}{{entry}} {date}\n{title}\n{entry.body}\n{fence}")
    return "\n\n".join(parts) + "\n"


# --- the whole ----------------------------------------------------------------------------------


def split(folder: Path, output: Path, newest: dt.date) -> list[str]:
    """Write the site of the texts in ``folder``; return a line for each file written."""
    output.mkdir(parents=True, exist_ok=True)
    written: list[str] = []

    def write(name: str, data: bytes, what: str) -> None:
        (output / name).write_bytes(data)
        written.append(f"{name}: {what}")

    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        data = path.read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        front = front_matter(text)
        if front is not None:
            write(source_of(front), data, "a source with front matter, as it is")
        elif is_thread(text):
            comments = split_thread(text)
            thread = to_yaml({"comments": comments})
            write("thread.yml", thread.encode(), f"a thread of {len(comments)} comments")
            write("comments-thread.md", THREAD_NOTE.encode(), "the note of that thread")
        elif is_page(text):
            name, page = split_page(text)
            write(name, page.encode(), "a page copied from a site")
        elif is_stream(text):
            stream = split_stream(text)
            page = stream_page(stream, newest)
            write("stream.md", page.encode(), f"a stream of {len(stream.entries)} entries")
        else:
            raise SystemExit(f"{path}: no text of a known kind")
    write("index.md", INDEX.encode(), "the list of all")
    write("conf.py", CONF.encode(), "the configuration")
    return written


def main() -> None:
    """Read the command line and write the site."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the found texts")
    parser.add_argument("output", type=Path, help="the Sphinx source folder to write")
    parser.add_argument(
        "--stream-date",
        type=dt.date.fromisoformat,
        default=dt.date(2025, 1, 1),
        help="the date of a stream's first entry (%(default)s)",
    )
    args = parser.parse_args()
    print("\n".join(split(args.folder, args.output, args.stream_date)))


if __name__ == "__main__":
    main()
