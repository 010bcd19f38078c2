"""``research-notes import comments``: threads come to the notes they were written on, and nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from commanded import command
from conftest import write_files
from pages import page

if TYPE_CHECKING:
    from pathlib import Path

#: Reads front matter and writes files, whatever the version of Sphinx.
pytestmark = pytest.mark.once

CONF = """\
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://site.example/blog/"
notes_match = ["notes/**"]
notes_permalink = "/{year}/{slug}/"
exclude_patterns = ["_build"]
"""
NOTES: dict[str, str | bytes | None] = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{toctree}\n:glob:\nabout\nnotes/**\n```\n",
    "notes/wells.md": "---\ndate: 2019-05-01\n---\n# Deep wells\n\nText.\n",
    "notes/rain.rst": ":date: 2015-02-01\n:tags: a\n\nRain\n====\n\nText.\n",
    "notes/toml.md": b'+++\r\ndate = 2020-01-01\r\n[extra]\r\nx = "y"\r\n+++\r\n# Toml\r\n\r\nText.\r\n',
    "notes/bare.md": "# Bare\n\n[One](/blog/2019/wells/#comment-2) and [another](wells.md#comment-3).\n",
    "notes/closed.md": "---\ndate: 2020-02-01\ncomments: false\n---\n# Closed\n\nText.\n",
    "notes/later.md": "---\ndate: 2020-03-01\ndraft: true\n---\n# Later\n\nText.\n",
    "notes/named.md": "---\ndate: 2020-04-01\ncomments: mine.yml\n---\n# Named\n\nText.\n",
    "notes/mine.yml": "- {id: a, author: Me, body: Mine.}\n",
    "about.md": "---\nkind: page\npermalink: /about-me/\n---\n# About\n\nText.\n",
    "notes/folder/index.md": "---\ndate: 2020-05-01\naliases: [/old/folder]\n---\n# In a folder\n\nText.\n",
}


def _wxr(*pages: tuple[str, int], hidden: bool = False) -> str:
    items = []
    for address, number in pages:
        comments = "".join(
            f"<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>Ada</wp:comment_author>"
            f"<wp:comment_author_email>ada@private.example</wp:comment_author_email>"
            f"<wp:comment_date_gmt>2021-02-03 10:00:0{n}</wp:comment_date_gmt>"
            f"<wp:comment_content>Words {n}.</wp:comment_content>"
            f"<wp:comment_approved>{'spam' if hidden and n == 1 else 1}</wp:comment_approved>"
            f"<wp:comment_parent>{n - 1}</wp:comment_parent></wp:comment>"
            for n in range(1, number + 1)
        )
        items.append(f"<item><title>T</title><link>{address}</link>{comments}</item>")
    head = '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    return f"{head}{''.join(items)}</channel></rss>"


EVERYWHERE = [
    ("https://old.example/2019/wells/", 3), ("https://old.example/2015/rain/", 1), ("/2020/toml/", 1),
    ("/notes/bare.html", 1), ("/2020/closed/", 1), ("/2020/later/", 1), ("/2020/named/", 1),
    ("/old/folder", 1), ("https://old.example/about-me/", 1),
    ("https://old.example/elsewhere/", 2),
]  # fmt: skip


def _imported(folder: Path, *arguments: str, code: int = 0) -> tuple[str, str]:
    ended = command(folder, "import", "comments", *arguments, code=code)
    return ended.said, ended.warned


def _files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and "_build" not in p.parts
    }


def test_threads_come_to_their_notes(tmp_path: Path) -> None:
    """Each note gets its thread and a line that names it; what has no note is listed; twice is once."""
    write_files(tmp_path, {**NOTES, "export.xml": _wxr(*EVERYWHERE)})
    before = _files(tmp_path)
    would, _ = _imported(tmp_path, "export.xml", "--dry-run")
    assert _files(tmp_path) == before
    said, warned = _imported(tmp_path, "export.xml")
    assert said == would.replace("would write", "wrote")
    assert "read 10 threads with 13 public comments from export.xml (wordpress)\n" in said
    assert "wrote notes/wells.comments.yml: 3 comments, named in notes/wells.md\n" in said
    assert warned == (
        "notes/closed.md: it says 'comments: false'; 1 comment left out\n"
        "notes/named.md: expected a thread file written here, found another mine.yml; it stays as it is; "
        "1 comment left out\n"
        "1 thread of no note here; --map or --note says of which:\n"
        "  https://old.example/elsewhere/  2 comments  'T'\n"
    )
    after = _files(tmp_path)
    added = {"wells", "rain", "toml", "bare", "later"}
    names = {f"notes/{name}.comments.yml" for name in added} | {
        "notes/folder/comments.yml",
        "about.comments.yml",
    }
    assert after.keys() - before.keys() == names
    assert (
        after["notes/wells.md"]
        == b"---\ndate: 2019-05-01\ncomments: wells.comments.yml\n---\n# Deep wells\n\nText.\n"
    )
    assert after["notes/rain.rst"] == b":comments: rain.comments.yml\n" + before["notes/rain.rst"]
    assert after["notes/toml.md"] == before["notes/toml.md"].replace(
        b"+++\r\n", b'+++\r\ncomments = "toml.comments.yml"\r\n', 1
    )
    assert after["notes/bare.md"] == b"---\ncomments: bare.comments.yml\n---\n\n" + before["notes/bare.md"]
    assert after["notes/mine.yml"] == before["notes/mine.yml"]
    assert b"private.example" not in b"".join(data for name, data in after.items() if name.endswith(".yml"))
    again, _ = _imported(tmp_path, "export.xml")
    assert "nothing new on 7 notes\n" in again
    assert _files(tmp_path) == after
    command(tmp_path, "build", "-n", "-W")
    html = page(tmp_path / "_build" / "html" / "2019" / "wells" / "index.html")
    # What a link to the old page asks for is the comment itself.
    anchor = html.find(id="comment-2")
    assert anchor
    assert anchor.find_parent("article")["id"] == "c-wp-2"
    assert not (tmp_path / "_build" / "html" / "2020" / "later").exists()
    assert "Words 1." in page(tmp_path / "_build" / "html" / "about-me" / "index.html").text


def test_later_and_by_table(tmp_path: Path) -> None:
    """New comments are added; one that has become spam is hidden; a table or a name places the rest."""
    write_files(tmp_path, {
        **NOTES, "one.xml": _wxr(("/2019/wells/", 2)), "two.xml": _wxr(("/2019/wells/", 3), hidden=True),
        "lost.xml": _wxr(("https://old.example/elsewhere/", 2)),
        "map.yml": "https://old.example/elsewhere: notes/bare.md\n",
        "map.csv": "https://old.example/elsewhere,/2015/rain/\n",
    })  # fmt: skip
    _imported(tmp_path, "one.xml")
    said, _ = _imported(tmp_path, "two.xml")
    assert "wrote notes/wells.comments.yml: 3 comments (1 new, 1 now hidden)\n" in said
    thread = yaml.safe_load((tmp_path / "notes" / "wells.comments.yml").read_text("utf-8"))
    assert [(each["id"], "body" in each) for each in thread["comments"]] == [
        ("wp-1", False), ("wp-2", True), ("wp-3", True),
    ]  # fmt: skip
    _imported(tmp_path, "lost.xml", "--map", "map.yml", "--files-only")
    assert (tmp_path / "notes" / "bare.md").read_text("utf-8") == NOTES["notes/bare.md"]
    assert (tmp_path / "notes" / "bare.comments.yml").is_file()
    _imported(tmp_path, "lost.xml", "--map", "map.csv")
    assert (tmp_path / "notes" / "rain.comments.yml").is_file()
    _imported(tmp_path, "lost.xml", "--note", "notes/toml.md")
    assert (tmp_path / "notes" / "toml.comments.yml").is_file()
    found: dict[str, Any] = json.loads(_imported(tmp_path, "lost.xml", "--json")[0])
    assert found["not_placed"] == [
        {"addresses": ["https://old.example/elsewhere/"], "title": "T", "comments": 2}
    ]


def test_files_that_are_not_its_own(tmp_path: Path) -> None:
    """A thread file can be named from the top of the site, but not outside of it, nor by several notes."""
    named = "---\ndate: 2019-05-0{}\ncomments: {}\n---\n# N\n\nText.\n"
    write_files(tmp_path, {
        "site/conf.py": CONF, "site/index.md": "# Home\n",
        "site/export.xml": _wxr(*((f"/2019/{n}/", 1) for n in "abcde")),
        "site/notes/a.md": named.format(1, "/threads/a.yml"),
        "site/notes/b.md": named.format(2, "../../x.yml"),
        "site/notes/c.md": named.format(3, "/both.yml"), "site/notes/d.md": named.format(4, "../both.yml"),
        "site/notes/e.md": "---\ndate: 2019-05-05\n---\n# E\n", "site/notes/_metadata.yml": "tags: a\n",
    })  # fmt: skip
    said, warned = _imported(tmp_path / "site", "export.xml")
    assert "wrote threads/a.yml: 1 comment\n" in said
    assert "notes/b.md: expected a thread file inside the project, got '../../x.yml'; 1 comment" in warned
    assert warned.count("which another note has too; 1 comment left out") == 2
    assert sorted(path.name for path in tmp_path.rglob("*.yml")) == [
        "_metadata.yml",
        "a.yml",
        "e.comments.yml",
    ]


def test_avatars(tmp_path: Path) -> None:
    """Pictures of authors are copied from a folder, and shown; without one, there are initials."""
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'
    write_files(tmp_path, {
        **NOTES, "export.xml": _wxr(("/2019/wells/", 3), ("/notes/bare.html", 1)),
        "pictures/ADA.svg": picture, "pictures/someone.svg": picture, "pictures/ada.txt": "Not a picture.",
        "notes/avatars/ada.svg": b"Another one.",
    })  # fmt: skip
    _imported(tmp_path, "export.xml", "--avatars", "pictures")
    copies = sorted((tmp_path / "notes" / "avatars").iterdir())
    assert [(each.name, each.read_bytes()) for each in copies] == [
        ("ada-2.svg", picture), ("ada.svg", b"Another one."),
    ]  # fmt: skip
    text = (tmp_path / "notes" / "wells.comments.yml").read_text("utf-8")
    assert "author: {name: Ada, avatar: avatars/ada-2.svg}" in text
    command(tmp_path, "build", "-n", "-W")
    shown = tmp_path / "_build" / "html" / "2019" / "wells" / "index.html"
    first = page(shown).select(".comment > header > img.avatar")[0]
    assert (shown.parent / str(first["src"])).resolve().read_bytes() == picture
    assert first["alt"] == ""
    # It goes, and comes back: the page follows.
    copies[0].rename(copies[0].with_suffix(".gone"))
    command(tmp_path, "build", "-n", "-W")
    assert page(shown).select("img.avatar") == []
    assert page(shown).select_one("span.avatar").get_text() == "A"
    copies[0].with_suffix(".gone").rename(copies[0])
    command(tmp_path, "build", "-n", "-W")
    assert len(page(shown).select("img.avatar")) == 3


@pytest.mark.parametrize(("arguments", "said"), [
    (("export.xml", "--note", "nowhere"), "Error: expected the name, file or address of one note, got"),
    (("export.xml", "--map", "bad.yml"), "Error: bad.yml:2: invalid YAML"),
    (("export.xml", "--map", "list.yml"), "Error: expected lines such as"),
    (("open.db",), "Error: expected a database that is not in use, found open.db-wal beside open.db"),
    (("words.txt",), "words.txt: expected comments in one of isso, disqus"),
    (("export.xml", "--from", "isso"), "export.xml: expected a database of Isso"),
])  # fmt: skip
def test_what_is_wrong_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """A note that isn't there, a table or an export that can't be read: each is named."""
    write_files(tmp_path, {
        **NOTES, "export.xml": _wxr(("/x/", 1)), "bad.yml": "a: [\n", "list.yml": "- a\n",
        "words.txt": "Words.\n", "open.db": "x", "open.db-wal": "x",
    })  # fmt: skip
    before = _files(tmp_path)
    assert said in _imported(tmp_path, *arguments, code=1)[1]
    assert _files(tmp_path) == before


def test_entries(tmp_path: Path) -> None:
    """A thread on an entry is written beside its page; the command says where to name it, until it is."""
    stream = "# Stream\n\n````{entry} 2024-03-02\n:id: two\n\nAnother.\n%s````\n"
    mentions = [
        {
            "wm-id": number, "wm-property": "in-reply-to", "wm-target": f"https://site.example/stream.html{part}",
            "url": f"https://b.example/{number}", "author": {"name": "Ada"},
            "content": {"text": f"Words {number}."},
        }
        for number, part in enumerate(("#two", "#three"))
    ]  # fmt: skip
    write_files(tmp_path, {
        "conf.py": 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
                   'html_baseurl = "https://site.example/"\nnotes_match = ["notes/**"]\n',
        "index.md": "# Home\n\n```{toctree}\nstream\nnotes/a\n```\n", "notes/a.md": "# A\n",
        "stream.md": stream % "", "wm.json": json.dumps(mentions),
    })  # fmt: skip
    ended = command(tmp_path, "import", "comments", "wm.json")
    assert "wrote stream.two.comments.yml: 1 comment\n" in ended.said
    hint = (
        "stream.md: put the directive '{comments} stream.two.comments.yml' into the entry 'two' to show them"
    )
    assert hint in ended.warned
    assert "https://site.example/stream.html#three  1 comment" in ended.warned
    shown = "\n```{comments} stream.two.comments.yml\n```\n"
    write_files(tmp_path, {"stream.md": stream % shown})
    assert hint not in command(tmp_path, "import", "comments", "wm.json").warned
    command(tmp_path, "build")
    assert "Words 0." in (tmp_path / "_build" / "html" / "stream.html").read_text("utf-8")
