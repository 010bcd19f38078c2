"""Exports of comment systems: what is public becomes a thread file, and nothing else does."""

from __future__ import annotations

import json
import sqlite3
import time
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isso_server import running_isso

from sphinx_research_notes.comments import clean, read_thread, render
from sphinx_research_notes.comments.importers.formats import FORMATS, guess, read
from sphinx_research_notes.comments.importers.mail_text import own_words
from sphinx_research_notes.comments.importers.markup import as_markdown, paragraphs
from sphinx_research_notes.comments.importers.matching import KnownNote, Notes
from sphinx_research_notes.comments.importers.moderation import moderated
from sphinx_research_notes.comments.importers.records import ForeignComment, ForeignThread, SourceFile
from sphinx_research_notes.comments.importers.thread_text import (
    HEAD,
    data_of,
    new_thread,
    still_shown,
    with_comments,
)
from sphinx_research_notes.comments.importers.wordpress import as_shown

if TYPE_CHECKING:
    from pathlib import Path

#: Nothing here depends on Sphinx.
pytestmark = pytest.mark.once

SECRETS = ("ada@private.example", "192.0.2.7", "hidden words")


def file(text: str | bytes | dict[str, Any] | list[Any], name: str = "export.json") -> SourceFile:
    """Return a file of an export."""
    if isinstance(text, dict | list):
        text = json.dumps(text)
    return SourceFile(name, text.encode() if isinstance(text, str) else text)


def only(*files: SourceFile) -> ForeignThread:
    """Return the only thread in *files*, whose format is guessed."""
    export = read(files)
    assert export.unreadable == ()
    (thread,) = export.threads
    return thread


def thread_file(thread: ForeignThread) -> str:
    """Return the thread file for *thread*, in which there must be nothing to report, and no secret."""
    written = new_thread(moderated(thread.comments).comments, thread.source)
    assert read_thread(written.text, "thread.yml", UTC)[1] == ()
    assert [secret for secret in SECRETS if secret in written.text] == []
    return written.text.removeprefix(HEAD)


DISQUS = """\
<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><forum>wells</forum><title>General</title></category>
<thread dsq:id="70"><id>/2019/wells/</id><forum>wells</forum>
<link>https://old.example/2019/wells/</link><title>Deep wells</title></thread>
<post dsq:id="502"><message><![CDATA[<p>Ten <b>metres</b>.</p>]]></message>
<createdAt>2019-05-02T08:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
<author><name>Ben</name><email>ada@private.example</email><isAnonymous>false</isAnonymous>
<username>benw</username></author><ipAddress>192.0.2.7</ipAddress><thread dsq:id="70"/>
<parent dsq:id="501"/></post>
<post dsq:id="501"><message><![CDATA[<p>How deep?</p>]]></message>
<createdAt>2019-05-01T08:00:00Z</createdAt>
<isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>ada@private.example</name>
<isAnonymous>true</isAnonymous></author><thread dsq:id="70"/></post>
<post dsq:id="503"><message><![CDATA[<p>hidden words</p>]]></message>
<createdAt>2019-05-03T08:00:00Z</createdAt>
<isDeleted>false</isDeleted><isSpam>true</isSpam><author><name>S</name></author><thread dsq:id="70"/></post>
<post dsq:id="504"><message><![CDATA[<p>hidden words</p>]]></message>
<createdAt>2019-05-04T08:00:00Z</createdAt>
<isDeleted>true</isDeleted><isSpam>false</isSpam><author><name>D</name></author><thread dsq:id="70"/></post>
<post dsq:id="505"><message><![CDATA[<p>So that was it?</p>]]></message>
<createdAt>2019-05-05T08:00:00Z</createdAt>
<isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>Cleo</name></author><thread dsq:id="70"/>
<parent dsq:id="504"/></post>
<post dsq:id="506"><message><![CDATA[<p>Lost.</p>]]></message>
<createdAt>2019-05-06T08:00:00Z</createdAt>
<isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>Dan</name></author><thread dsq:id="70"/>
<parent dsq:id="999"/></post>
</disqus>
"""


def test_disqus() -> None:
    """Answers find their questions in any order; a deleted one keeps only its place; spam is gone."""
    thread = only(file(DISQUS, "wells.xml"))
    assert thread.addresses == ("https://old.example/2019/wells/", "/2019/wells/")
    assert (
        thread_file(thread)
        == """\
source: https://old.example/2019/wells/
comments:
  - id: disqus-502
    parent: disqus-501
    anchor: comment-502
    author: {name: Ben, url: 'https://disqus.com/by/benw/'}
    date: 2019-05-02T08:00:00+00:00
    body: Ten **metres**.
  - id: disqus-501
    anchor: comment-501
    date: 2019-05-01T08:00:00+00:00
    body: How deep?
  - id: disqus-504
    anchor: comment-504
    date: 2019-05-04T08:00:00+00:00
    deleted: true
  - id: disqus-505
    parent: disqus-504
    anchor: comment-505
    author: Cleo
    date: 2019-05-05T08:00:00+00:00
    body: So that was it?
  - id: disqus-506
    anchor: comment-506
    author: Dan
    date: 2019-05-06T08:00:00+00:00
    body: Lost.
"""
    )
    found = moderated(thread.comments)
    assert (found.kept_back, found.orphans) == ({"spam": 1, "deleted": 1}, 1)


def test_xml_is_not_trusted() -> None:
    """Entities of its own, broken XML and control characters are no way in, and each is said."""
    bomb = DISQUS.replace("<disqus", '<!DOCTYPE d [<!ENTITY a "aaaa">]>\n<disqus', 1)
    (name, problem), = read([file(bomb, "bomb.xml")]).unreadable  # fmt: skip
    assert name == "bomb.xml"
    assert "entities" in problem
    ((name, problem),) = read([file(DISQUS[:-30], "cut.xml")]).unreadable
    assert name.startswith("cut.xml:")
    assert "invalid XML" in problem
    ((_, problem),) = read([file(DISQUS.replace("utf-8", "utf-9", 1), "odd.xml")]).unreadable
    assert problem == "invalid XML: unknown encoding: utf-9"
    assert "How\x01" not in thread_file(only(file(DISQUS.replace("How", "How\x01"), "odd.xml")))


def _wp(number: int, text: str, approved: str = "1", kind: str = "comment", parent: int = 0) -> str:
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>Ada</wp:comment_author>"
        "<wp:comment_author_email>ada@private.example</wp:comment_author_email>"
        "<wp:comment_author_url>https://ada.example</wp:comment_author_url>"
        "<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>"
        f"<wp:comment_date_gmt>2015-02-0{number} 10:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


def _wxr(comments: str, more: str = "") -> SourceFile:
    return file(
        '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>'
        "<title>Rain</title><link>https://wp.example/2015/02/rain/</link>"
        f"<wp:post_id>9</wp:post_id><wp:post_name>rain</wp:post_name>{more}{comments}</item></channel></rss>",
        "wp.xml",
    )


def test_wordpress() -> None:
    """Lines stay lines; pingbacks are counted; what is not approved, or is a shop's own, is kept back."""
    thread = only(_wxr(
        _wp(1, "Two\nlines.\n\nAnd <em>more</em>.") + _wp(2, "An answer", parent=1)
        + _wp(3, "hidden words", "0") + _wp(4, "hidden words", "spam") + _wp(5, "hidden words", "trash")
        + _wp(6, "hidden words", kind="order_note") + _wp(7, "hidden words", kind="pingback")
        + _wp(8, "hidden words", "post-trashed"),
    ))  # fmt: skip
    assert thread.addresses == ("https://wp.example/2015/02/rain/", "rain")
    assert thread.left_out == {"pingback": 1}
    text = thread_file(thread)
    assert "body: |-\n      Two\\\n      lines.\n\n      And *more*." in text
    assert "  - id: wp-2\n    parent: wp-1\n    anchor: comment-2\n" in text
    assert moderated(thread.comments).kept_back == {
        "awaiting moderation": 1, "spam": 1, "deleted": 2, "of the kind 'order_note'": 1,
    }  # fmt: skip


@pytest.mark.parametrize("more", ["<wp:status>private</wp:status>", "<wp:post_password>x</wp:post_password>"])
def test_comments_on_a_hidden_post(more: str) -> None:
    """They are as hidden as the post."""
    thread = only(_wxr(_wp(1, "hidden words"), more))
    assert moderated(thread.comments).kept_back == {"on a hidden post": 1}
    assert "wp-1" not in thread_file(thread)


def test_isso(tmp_path: Path) -> None:
    """A database that Isso itself has made: pending and deleted comments are kept back."""
    pytest.importorskip("isso")
    page = "/new?uri=%2Frain.html"
    words = {"author": "Ada", "email": "ada@private.example", "title": "Rain"}
    with running_isso(tmp_path, "https://old.example") as isso:
        first = isso.ask(page, {**words, "text": "How *much* rain?", "website": "https://ada.example/"})["id"]
        isso.ask(page, {**words, "text": "Nine litres.", "parent": first, "author": "Ben"})
        gone = isso.ask(page, {**words, "text": "hidden words"})["id"]
        isso.ask(page, {**words, "text": "Yes, all of it.", "parent": gone})
        isso.ask(f"/id/{gone}", {}, "DELETE")
    with running_isso(tmp_path, "https://old.example", moderated=True) as isso:
        isso.ask(page, {**words, "text": "hidden words"})
    thread = only(file((tmp_path / "comments.db").read_bytes(), "comments.db"))
    assert thread.addresses == ("/rain.html",)
    text = thread_file(thread)
    assert (
        "  - id: isso-1\n    anchor: isso-1\n    author: {name: Ada, url: 'https://ada.example/'}\n" in text
    )
    assert "    body: How *much* rain?\n" in text
    assert "  - id: isso-2\n    parent: isso-1\n" in text
    assert "  - id: isso-3\n" in text
    assert "deleted: true\n" in text
    assert moderated(thread.comments).kept_back == {"deleted": 1, "awaiting moderation": 1}


def test_a_database_of_something_else(tmp_path: Path) -> None:
    """It is said what was expected."""
    with sqlite3.connect(tmp_path / "x.db") as database:
        database.execute("CREATE TABLE notes (text)")
    database.close()
    ((_, problem),) = read([file((tmp_path / "x.db").read_bytes(), "x.db")]).unreadable
    assert problem == "expected a database of Isso, got one with no such table: threads"
    ((_, problem),) = read([file(b"SQLite format 3\0" + b"x" * 200, "y.db")]).unreadable
    assert problem.startswith("expected a database of Isso")


def test_a_database_with_views(tmp_path: Path) -> None:
    """What would compute for ever isn't asked."""
    database = sqlite3.connect(tmp_path / "x.db")
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n AS id FROM r"
    database.executescript(f"CREATE VIEW threads AS {endless}; CREATE TABLE comments(id);")
    database.close()
    ((_, problem),) = read([file((tmp_path / "x.db").read_bytes(), "x.db")]).unreadable
    assert problem == "expected a database of Isso, got one with views for tables"


def test_a_comment_that_is_too_long() -> None:
    """One flood of letters doesn't keep the other comments from being read."""
    found = moderated([ForeignComment(id="a", body="x" * 300_000), ForeignComment(id="b", body="Words.")])
    assert [each.id for each in found.comments] == ["b"]
    assert found.kept_back == {"longer than 200,000 characters": 1}


def test_staticman() -> None:
    """One file a comment, in the folder of its page; answers by id, by number, or to the page itself."""
    folder = "comments/wells/entry"
    thread = only(
        file(
            "_id: a1\n_parent: wells\nname: Ada\nemail: 0123abcd\nmessage: How *deep*?\ndate: 1557000000\n",
            f"{folder}1.yml",
        ),
        file("_id: b2\n_parent: a1\nname: Ben\nmessage: Ten.\ndate: '2019-05-05'\n", f"{folder}2.yml"),
        file("_id: c3\nname: Cleo\nmessage: Thanks.\nreplying_to: '2'\nhidden: ''\n", f"{folder}3.yml"),
        file("_id: d4\nname: Dan\nmessage: hidden words\nhidden: true\n", f"{folder}4.yml"),
    )  # fmt: skip
    assert thread.addresses == ("wells",)
    found = moderated(thread.comments)
    assert [(each.id, each.parent, each.author) for each in found.comments] == [
        ("sm-a1", "", "Ada"), ("sm-b2", "sm-a1", "Ben"), ("sm-c3", "sm-b2", "Cleo"),
    ]  # fmt: skip
    assert found.kept_back == {"says 'hidden'": 1}
    assert found.orphans == 0
    assert "0123abcd" not in thread_file(thread)


def test_answers_to_themselves() -> None:
    """Some sites write the id of a comment, or of its page, as that of its parent."""
    thread = only(
        file("_id: a\n_parent: a\nname: Ada\nmessage: One.\n", "comments/rain/1.yml"),
        file("_id: b\n_parent: /2019/rain/\nname: Ben\nmessage: Two.\n", "comments/rain/2.yml"),
    )
    found = moderated(thread.comments)
    assert [(each.id, each.parent) for each in found.comments] == [("sm-a", ""), ("sm-b", "")]
    assert found.orphans == 0
    assert thread.addresses == ("rain", "/2019/rain/")


def test_numbers_of_themes() -> None:
    """An answer names a comment by its number among those that answer none, beside the page as its parent."""
    said = ["", "", "1", "", "3", "1-1", "9"]
    thread = only(*(
        file(f"_id: u{place}\n_parent: /rain/\nreplying_to: '{each}'\nname: Ada\nmessage: Yes.\n",
             f"comments/rain/comment-{place}.yml") for place, each in enumerate(said)
    ))  # fmt: skip
    assert [each.parent for each in thread.comments] == ["", "", "sm-u0", "", "sm-u3", "sm-u2", ""]
    assert [each.anchor.split()[1:] for each in thread.comments[2:4]] == [
        ["comment-1-1", "comment1-1"], ["comment-3", "comment3"],
    ]  # fmt: skip
    (single,) = only(file("id: disqus-comment-77\nname: B\nmessage: x\n", "comments/a/1.yml")).comments
    assert single.anchor == "comment-77 comment-1 comment1"


def test_comments_by_page_and_with_their_answers() -> None:
    """A file may have the comments of all pages, in lists called like these, with the answers in them."""
    export = read([
        file({"/a/": [{"name": "Ada", "date": "2019-01-02", "message": "One.", "url": ""}], "b": [
            {"author": "Ben", "html": "<p>Two.</p>", "id": 3, "replies": [
                {"author": "Cy", "html": "Three.", "id": 5},
            ]},
        ]}, "data/comments.json")
    ])  # fmt: skip
    first, second = export.threads
    assert (first.addresses[0], second.addresses[0]) == ("/a/", "b")
    assert [(each.id, each.parent) for each in second.comments] == [("sm-3", ""), ("sm-5", "sm-3")]


def test_lists_and_front_matter() -> None:
    """A file with a list is called like its page; front matter says which page the text below it is on."""
    listed = only(file("- {name: Ada, comment: One.}\n- {name: Ben, comment: Two.}\n", "_data/rain.yml"))
    assert listed.addresses == ("rain",)
    assert len(listed.comments) == 2
    single = only(file("---\npost_id: /rain/\nname: Ada\ndate: 2014-01-16\n---\n\nOne.\n", "_comments/x.md"))
    assert single.addresses[0] == "/rain/"
    assert single.comments[0].body == "One."


def _gh(number: int, **more: Any) -> dict[str, Any]:
    return {
        "databaseId": number, "url": f"https://github.com/a/b/discussions/1#discussioncomment-{number}",
        "author": {"login": "ada", "avatarUrl": "https://pictures.example/a.png"},
        "body": f"Words of {number}.", "createdAt": "2023-01-02T03:04:05Z", "isMinimized": False, **more,
    }  # fmt: skip


def test_giscus() -> None:
    """Discussions at any depth of an answer: replies, reactions, hidden comments, pages that end early."""
    reactions = [
        {"content": "HEART", "users": {"totalCount": 2}},
        {"content": "EYES", "users": {"totalCount": 0}},
    ]
    replies = {"totalCount": 3, "nodes": [_gh(2), _gh(3, author=None, lastEditedAt="2023-02-01T00:00:00Z")]}
    discussion = {
        "title": "notes/rain", "url": "https://github.com/a/b/discussions/1",
        "body": "# notes/rain\n\nhttps://site.example/notes/rain",
        "comments": {"totalCount": 4, "nodes": [
            _gh(1, reactionGroups=reactions, replies=replies),
            _gh(4, body="hidden words", isMinimized=True, minimizedReason="spam"),
            _gh(5, body="hidden words", deletedAt="2023-01-03T00:00:00Z"),
            _gh(6, isMinimized=True, minimizedReason="resolved"),
        ]},
    }  # fmt: skip
    data = {"data": {"repository": {"discussions": {"edges": [{"node": discussion}]}}}}
    thread = only(file(data))
    assert thread.addresses == ("notes/rain", "https://site.example/notes/rain", discussion["url"])
    assert thread.left_out == {"comment beyond the end of the file": 1}
    text = thread_file(thread)
    assert "reactions: {❤️: 2}" in text
    assert "  - id: gh-3\n    parent: gh-1\n    author: ghost\n" in text
    assert "edited: 2023-02-01" in text
    assert "pictures.example" not in text
    assert moderated(thread.comments).kept_back == {"hidden as spam": 1, "deleted": 1}


def test_issues_of_utterances() -> None:
    """What the REST API and GitHub's own command answer is read, too."""
    rest = [{"html_url": f"https://github.com/a/b/issues/3#issuecomment-{n}", "user": {"login": "ada"},
             "body": f"Words {n}.", "created_at": "2020-01-02T03:04:05Z", "reactions": {"+1": 2}}
            for n in (11, 12)]  # fmt: skip
    thread = only(file(rest))
    assert thread.addresses == ("https://github.com/a/b/issues/3",)
    assert [each.id for each in thread.comments] == ["gh-11", "gh-12"]
    assert thread.comments[0].reactions == {"👍": 2}
    by_number = {"3": {"state": "closed", "comments": rest}, "4": {"state": "open", "comments": []}}
    assert only(file(by_number)).addresses == ("https://github.com/a/b/issues/3",)
    listed = {"title": "rain/", "body": "", "url": "https://github.com/a/b/issues/3", "comments": [_gh(1)]}
    assert only(file(listed)).addresses == ("rain/", "https://github.com/a/b/issues/3")


def _post(number: int, parent: int, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number), "in_reply_to_id": str(parent), "created_at": "2024-03-04T05:06:07.000Z",
        "visibility": "public", "url": f"https://social.example/@ada/{number}",
        "account": {"acct": "ada", "display_name": "Ada :star:", "url": "https://social.example/@ada"},
        "content": f"<p>Post {number}</p>",
        "favourites_count": 0, **more,
    }  # fmt: skip


def test_mastodon() -> None:
    """Answers to the post are at the top; what was not for everybody is kept back; warnings stay warnings."""
    context = {"ancestors": [], "descendants": [
        _post(2, 1, favourites_count=3), _post(3, 2, spoiler_text="Long"),
        _post(4, 1, visibility="direct", content="hidden words"),
        _post(5, 4, visibility="private", content="hidden words"),
        {**(muted := _post(6, 1, content="hidden words")), "account": {**muted["account"], "limited": True}},
    ]}  # fmt: skip
    root = {"id": "1", "url": "https://social.example/@site/1", "card": {"url": "https://site.example/rain/"}}
    thread = only(file({"status": root, **context}, "109.json"))
    assert thread.addresses[0] == "https://site.example/rain/"
    found = moderated(thread.comments)
    assert [(each.id, each.parent, each.author) for each in found.comments] == [
        ("masto-2", "", "Ada"), ("masto-3", "masto-2", "Ada"),
    ]  # fmt: skip
    assert found.kept_back == {"private": 2, "of an account that its server hides": 1}
    assert "<summary>Long</summary>" in thread_file(thread)
    # Without the post itself, it is the one that is answered but isn't there.
    assert only(file(context, "109.json")).addresses == ("1", "109")
    vote = _post(7, 1, poll={"options": [{"title": "Rain <1", "votes_count": 3}, {"title": "Sun"}]})
    (asked,) = only(file({"status": root, "context": {"descendants": [vote]}}, "1.json")).comments
    assert asked.html.endswith("<ul><li>Rain &lt;1</li><li>Sun</li></ul>")


def test_what_posts_of_bluesky_show() -> None:
    """Cards and pictures count beside a quoted post, too; what isn't described is linked."""
    quoted = {"record": {"uri": "at://did:plc:a/app.bsky.feed.post/9"}}
    card = {"media": {"external": {"uri": "https://a.example/x", "title": "X"}}, "record": quoted}
    embeds = [card, {"images": [{"alt": ""}, {"alt": "A well"}]}, {"video": {}, "alt": ""}]
    replies = [
        {"post": {"uri": f"at://did:plc:b/app.bsky.feed.post/{place}", "author": {"handle": "b.example"},
                  "record": {"text": "", "embed": embed}}} for place, embed in enumerate(embeds)
    ]  # fmt: skip
    data = {"thread": {"$type": "app.bsky.feed.defs#threadViewPost", "post": {}, "replies": replies}}
    where = "https://bsky.app/profile/b.example/post"
    assert [each.html for each in only(file(data, "rain.json")).comments] == [
        ('<p><a href="https://a.example/x">X</a></p>'
        '<p><a href="https://bsky.app/profile/did:plc:a/post/9">https://bsky.app/profile/did:plc:a/post/9</a></p>'),
        f'<p><a href="{where}/1">image</a></p><p>A well</p>', f'<p><a href="{where}/2">video</a></p>',
    ]  # fmt: skip


def test_bluesky() -> None:
    """Links are given by places in bytes; posts that ask not to be shown to everybody aren't."""
    words = "Schön: see here."
    first = words.encode().index(b"here")
    facet = {
        "index": {"byteStart": first, "byteEnd": first + 4},
        "features": [{"uri": "https://a.example/x"}],
    }

    def post(key: str, text: str, labels: list[dict[str, str]] | None = None, **more: Any) -> dict[str, Any]:
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2024-11-01T10:00:00Z", **more}
        author = {"did": "did:plc:x", "handle": "ada.example", "displayName": "Ada", "labels": labels or []}
        return {
            "uri": f"at://did:plc:x/app.bsky.feed.post/{key}",
            "author": author,
            "record": record,
            "likeCount": 1,
        }

    card = {"external": {"uri": "https://site.example/rain/", "title": "Rain"}}
    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://x", "notFound": True}
    replies = [
        {
            "post": post("k2", words, facets=[facet]),
            "replies": [{"post": post("k3", "Yes."), "replies": []}, gone],
        },
        {"post": post("k4", "hidden words", [{"val": "!no-unauthenticated"}])},
        {"post": post("k5", "hidden words")},
        {"post": post("k6", "Shown.", [{"val": "spam", "neg": True}], embed={"record": {
            "uri": "at://did:plc:y/app.bsky.feed.post/q1"}})},
    ]  # fmt: skip
    gate = {"record": {"hiddenReplies": ["at://did:plc:x/app.bsky.feed.post/k5"]}}
    root = {"post": post("k1", "New:", embed=card), "replies": replies, "threadgate": gate}
    thread = only(file({"thread": root}))
    assert thread.addresses[0] == "https://site.example/rain/"
    assert thread.left_out == {"post that is gone or blocked": 1}
    text = thread_file(thread)
    assert "body: 'Schön: see [here](https://a.example/x).'" in text
    assert "  - id: bsky-k3\n    parent: bsky-k2\n" in text
    assert "url: https://bsky.app/profile/ada.example/post/k3" in text
    assert "hidden words" not in text
    assert "Shown.\n\n      https://bsky.app/profile/did:plc:y/post/q1" in text


def _mention(number: int, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "entry", "wm-id": number, "wm-property": kind, "wm-private": False,
        "wm-target": "https://site.example/rain/", "wm-source": f"https://bridge.example/{number}",
        "url": f"https://blog.example/{number}", "author": {"name": "Ada", "url": "https://ada.example"},
        "published": "2022-01-02T00:00:00", **more,
    }  # fmt: skip


def test_webmentions() -> None:
    """Replies are comments, mentions links; likes are counted; private ones are kept back."""
    thread = only(file({"type": "feed", "children": [
        _mention(1, "in-reply-to", content={
            "html": "<p>So <em>much</em>! <a href='https://site.example/'></a></p>", "text": "So much!"}),
        _mention(2, "mention-of", name="Wet weather", content={"text": "A long page about other things."}),
        _mention(3, "like-of"), _mention(4, "repost-of"), _mention(5, "like-of"),
        _mention(6, "in-reply-to", content={"text": "hidden words"}, **{"wm-private": True}),
    ]}))  # fmt: skip
    assert thread.addresses == ("https://site.example/rain/",)
    assert thread.left_out == {"like": 2, "repost": 1}
    text = thread_file(thread)
    assert "body: So *much*!\n" in text
    assert "body: '[Wet weather](https://blog.example/2)'" in text
    assert moderated(thread.comments).kept_back == {"private": 1}


def test_bridged_webmentions() -> None:
    """Those that come from Bluesky or Mastodon are still webmentions."""
    source = "https://brid.gy/comment/bluesky/did:plc:x/at://did:plc:x/app.bsky.feed.post/k"
    mention = _mention(1, "in-reply-to", content={"text": "Yes."}, **{"wm-source": source})
    assert only(file({"/rain/": [mention]})).addresses == ("https://site.example/rain/",)


def test_older_forms_of_webmentions() -> None:
    """The first interface of webmention.io, and the cache of Jekyll's plug-in."""
    old = {"links": [{
        "source": "https://blog.example/1", "verified": True, "id": 7, "private": False,
        "verified_date": "2021-12-25T14:08:16+00:00",
        "data": {"author": {"name": "Ada"}, "url": "https://blog.example/1", "content": "Fine."},
        "activity": {"type": "reply"}, "target": "https://site.example/rain/",
    }]}  # fmt: skip
    (reply,) = only(file(old)).comments
    assert reply.published is not None
    assert (reply.author, reply.published.iso[:10]) == ("Ada", "2021-12-25")
    cache = """\
/rain/:
  "7":
    source: https://blog.example/1
    verified: true
    type: reply
    author: {name: Ada}
    content: Fine.
    raw: {wm-property: in-reply-to, wm-id: 7}
"""
    thread = only(file(cache, "webmentions.yml"))
    assert thread.addresses == ("/rain/",)
    assert "Fine." in thread_file(thread)


def test_substack() -> None:
    """Links are only in the rich text; who answers whom is in the nesting; removed ones keep their place."""
    rich = {"type": "doc", "content": [{"type": "paragraph", "content": [
        {"type": "text", "text": "See "},
        {"type": "text", "text": "this", "marks": [{"type": "link", "attrs": {"href": "https://a.example"}}]},
    ]}]}  # fmt: skip
    plain = {"photo_url": "https://pictures.example/x.png", "date": "2025-01-02T03:04:05.678Z", "name": "Ada"}
    data = {
        "post": {"canonical_url": "https://letters.example/p/rain", "title": "Rain", "slug": "rain"},
        "comments": [{
            **plain, "id": 1, "body": "See this", "body_json": rich, "reactions": {"❤": 4}, "handle": "ada",
            "children": [{
                **plain, "id": 2, "body": None, "status": "moderator_removed", "ancestor_path": "1",
                "children": [{**plain, "id": 3, "body": "Still here.\n\nAnd there.", "children": []}],
            }],
        }],
    }  # fmt: skip
    thread = only(file(data, "12.rain.json"))
    text = thread_file(thread)
    assert "body: See [this](https://a.example)" in text
    place = "  - id: ss-2\n    parent: ss-1\n    anchor: comment-2\n    date: 2025-01-02T03:04:05+00:00\n"
    assert f"{place}    deleted: true\n" in text
    assert "  - id: ss-3\n    parent: ss-2\n" in text
    assert "pictures.example" not in text


COPIED = """\
Rain, again

3 Comments
User's avatar
Ada Lovett, PhD's avatar

It never stops here. See https://rain.example/a.

A second paragraph.

Expand full comment
Like (2)
Reply
Share
Ben Orr's avatar
Ben Orr
Mar 4, 2025

It does. In *June*.

Expand full comment
Cleo’s avatar

Not last year
Expand full comment

Ready for more?
"""


def test_text_copied_from_a_page() -> None:
    """Names, dates with a year and texts are told from what surrounds them."""
    thread = only(file(COPIED, "rain.txt"))
    link = '<a href="https://rain.example/a">https://rain.example/a</a>'
    assert [(each.author, each.html) for each in thread.comments] == [
        ("Ada Lovett, PhD", f"<p>It never stops here. See {link}.</p><p>A second paragraph.</p>"),
        ("Ben Orr", "<p>It does. In *June*.</p>"),
        ("Cleo", "<p>Not last year</p>"),
    ]  # fmt: skip
    assert thread.comments[1].published
    assert thread.comments[1].published.iso == "2025-03-04"
    assert thread.left_out == {}
    assert "body: It does. In \\*June\\*." in thread_file(thread)
    assert only(file(COPIED.replace("3 Com", "5 Com"), "rain.txt")).left_out == {
        "comment that the page counts but the text lacks": 2
    }


MBOX = """\
From ada@private.example Tue Mar  4 10:00:00 2025
From: Ada Example <ada@private.example>
To: ben@private.example
Subject: Rain gauges
Message-ID: <1@private.example>
Date: Tue, 4 Mar 2025 10:00:00 +0100

Dear Ben,

do write to ada@private.example: how do you read them?

>From the window, perhaps?

> An old question.
> > And an older one.

An answer to it.

{dashes}
Ada, hidden words

From ben@private.example Tue Mar  4 11:00:00 2025
From: =?utf-8?q?Ben_=C3=98rsted?= <ben@private.example>
Subject: Re: Rain gauges
In-Reply-To: <1@private.example>
Message-ID: <2@private.example>
Date: Tue, 4 Mar 2025 11:00:00 +0100
Received: from [192.0.2.7]

Daily, at nine.

On Tue, 4 Mar 2025 at 10:00, Ada Example <ada@private.example> wrote:
> Dear Ben,
>
> hidden words
"""


def test_mbox() -> None:
    """A conversation by its references: no addresses, signatures, or quotations of whole messages."""
    thread = only(file(MBOX.replace("{dashes}", "-- "), "gauges.mbox"))
    assert thread.title == "Rain gauges"
    text = thread_file(thread)
    assert "do write to …: how do you read them?" in text
    assert "From the window" in text
    assert (
        "\n      > An old question.\n      >\n      > > And an older one.\n\n      An answer to it." in text
    )
    assert text.count("- id: ") == 2
    assert "author: Ben Ørsted" in text
    assert "date: 2025-03-04T11:00:00+01:00" in text
    assert "parent: mail-" in text


def test_archives_of_lists() -> None:
    """Archives spell addresses out, with the name after it; only the name is the author's."""
    head = "From ada at private.example  Tue Mar  4 10:00:00 2025\n"
    for sender, name in (("Ada B. Sand", "Ada B. Sand"), ("=?utf-8?q?Zo=C3=AB?=", "Zoë")):
        text = (
            f"{head}From: ada at private.example ({sender})\nSubject: Rain\nDate: Tue, 4 Mar 2025\n\nYes.\n"
        )
        (found,) = moderated(only(file(text, "2025-March.txt")).comments).comments
        assert found.author == name


def test_odd_mails() -> None:
    """A separator without a message, headers that can't be parsed, bytes of no encoding: all are mails."""
    for data in (
        b"From a@b.example Tue Mar  4 10:00:00 2025\n\nNo headers.\n",
        b"From a@b.example Tue Mar  4 10:00:00 2025\nFrom:\nDate: yesterday\n\nWords.\n",
        b"From: =?x?q?=\xff\nContent-Type: text/plain; charset=unheard-of\nDate: x\n\n\xffWords.\n",
        b"From: A\nDate: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n--b\nbroken",
    ):
        for thread in read([file(data, "odd.mbox")]).threads:
            thread_file(thread)


def test_copied_mails() -> None:
    """Messages that were copied into one text are told apart by their headers."""
    text = """\
From: Ada Example <ada@private.example>
Date: Tue, 4 Mar 2025 10:00:00 +0100
To: Ben
Subject: Rain gauges

How do you read them?

From: Ben
Sent: March 4, 2025 11:00
Subject: RE: Rain gauges

Daily.
"""
    thread = only(file(text, "mails.txt"))
    assert thread.title == "Rain gauges"
    assert [(each.author, each.html) for each in thread.comments] == [
        ("Ada Example", "<p>How do you read them?</p>"), ("Ben", "<p>Daily.</p>"),
    ]  # fmt: skip
    thread_file(thread)


#: Messages as programs copy them, in several languages.
COPIED_MAILS = {
    "outlook_de": """\
Danke!

________________________________
*Von:* Ada Example <ada@private.example>
*Gesendet:* Montag, 3. März 2025 10:12
*An:* Ben <ben@private.example>
*Betreff:* AW: Pegel

Täglich um neun.

-----Ursprüngliche Nachricht-----
Von: Ben
Gesendet: Sonntag, 2. März 2025 09:00
An: Ada
Betreff: Pegel

Wann denn?
""",
    "outlook_fr": """\
De : Example, Ada [mailto:ada@private.example]
Envoyé : lundi 3 mars 2025 10:12
À : Ben
Objet : RE: Niveaux

Tous les jours.
""",
    "double_spaced": """\
From: Ada <ada@private.example>

Sent: Monday, March 3, 2025 2:12 PM

To: Ben

Subject: Levels

Daily.
""",
    "thunderbird_it": """\
Oggetto: Livelli
Data: Mon, 3 Mar 2025 10:12:00 +0100
Mittente: Ada <ada@private.example>
A: Ben

Ogni giorno.
""",
    "gmail_print": """\
Ada Example <ada@private.example>  Mon, Mar 3, 2025 at 2:12 PM
To: Ben <ben@private.example>

Daily.

Ben <ben@private.example>  Mon, Mar 3, 2025 at 3:00 PM
To: Ada Example <ada@private.example>

Thanks.
""",
    "quoted_chain": """\
Good.

Am Mo., 3. März 2025 um 10:12 Uhr schrieb Ada Example <
ada@private.example>:

> Daily.
>
> On Sun, 2 Mar 2025, 9:00 AM Ben <ben@private.example> wrote:
> > When?
""",
    "unknown_zone": """\
От: Ада <ada@private.example>
Дата: 3 марта 2025 г. в 10:12:05 XYZT
Кому: Бен
Тема: Вода

Да.
""",
}
#: Who says what in them, and when.
SAID_IN_MAILS = {
    "outlook_de": [
        ("Ada Example", "2025-03-03T10:12:00+00:00", "Täglich um neun."),
        ("Ben", "2025-03-02T09:00:00+00:00", "Wann denn?"),
    ],
    "outlook_fr": [("Example, Ada", "2025-03-03T10:12:00+00:00", "Tous les jours.")],
    "double_spaced": [("Ada", "2025-03-03T14:12:00+00:00", "Daily.")],
    "thunderbird_it": [("Ada", "2025-03-03T10:12:00+01:00", "Ogni giorno.")],
    "gmail_print": [
        ("Ada Example", "2025-03-03T14:12:00+00:00", "Daily."),
        ("Ben", "2025-03-03T15:00:00+00:00", "Thanks."),
    ],
    "quoted_chain": [
        ("Ada Example", "2025-03-03T10:12:00+00:00", "Daily."),
        ("Ben", "2025-03-02T09:00:00+00:00", "When?"),
    ],
    "unknown_zone": [("Ада", "2025-03-03", "Да.")],
}


@pytest.mark.parametrize("name", COPIED_MAILS)
def test_habits_of_mail_programs(name: str) -> None:
    """Headers in other languages and orders, in bold, above quotations: each message has its author."""
    text, expected = COPIED_MAILS[name], SAID_IN_MAILS[name]
    assert guess(file(text, "mails.txt")) == "mail"
    threads = read([file(text, "mails.txt")]).threads
    found = [comment for thread in threads for comment in thread.comments]
    assert [
        (each.author, each.published.iso if each.published else "", each.html) for each in found
    ] == [(author, date, f"<p>{words}</p>") for author, date, words in expected]  # fmt: skip
    above = [thread.left_out for thread in threads if thread.left_out]
    assert above == [{"text above the first header": 1}] * (name in {"outlook_de", "quoted_chain"})
    assert "private" not in repr(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes.\n\nOn Mon, 3 Mar 2025 at 10:12, Ada <a@b.example>\nwrote:\n> no\n> no\n", "Yes."),
        ("Oui.\n\nLe lun. 3 mars 2025 à 10:12, Ada <a@b.example> a écrit :\n\n> non\n", "Oui."),
        ("Ja.\n\nFrom: Ada [mailto:a@b.example]\nSent: Monday, March 3, 2025 10:12\nTo: B\n\nno", "Ja."),
        ("Yes.\n\nOn Mar 3, 2025, at 10:12, Ada <a@b.example> wrote:\n\nno\n", "Yes."),
        ("Sí.\n\n-----Mensaje original-----\nDe: Ada\n\nno", "Sí."),
        ("Yes.\n\nSent from my telephone\n", "Yes."),
        (
            "Yes.\n\n--\nAda Example\na at b.example\n\n------- Original Message -------\nOn Monday\n> no",
            "Yes.",
        ),
        ("Yes.\n--\n" + "No.\n" * 9, "Yes.\n--\n" + "No.\n" * 8 + "No."),
        ("Yes.\n------------------------------\n\nSubject: Digest Footer\n\nno\n", "Yes."),
        ("Yes.\n_______________________________________________\nLevels mailing list\nl@b.example\n", "Yes."),
        ("Yes.\n-------------- next part --------------\nAn attachment was scrubbed...\n", "Yes."),
        (
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nYes.\n-----BEGIN PGP SIGNATURE-----\nno",
            "Yes.",
        ),
        ("Ada wrote:\n> Why?\n\nThis is why.", "Ada wrote:\n> Why?\n\nThis is why."),
        ("Ada wrote:\n\nAll of this is mine.", "Ada wrote:\n\nAll of this is mine."),
        ("Look at docs.example.org, and at <a at b.example>.", "Look at docs.example.org, and at …."),
        ("See https://b.example/list?l@b.example.", "See https://b.example/list?l@b.example."),
        ("See https://b.example/x?a=b&email=a@b.example&c", "See https://b.example/x?a=b"),
        ("From: Ada\nTo: Ben B\nSubject: x\n\nPassed on.", "From: Ada\nSubject: x\n\nPassed on."),
    ],
)
def test_what_a_message_adds(text: str, expected: str) -> None:
    """Without quotations of all of the other message, signatures and footers, and with everything else."""
    assert own_words(text) == expected


def test_flowed_and_quoted_mail() -> None:
    """Lines that a program has broken are one again; a quotation in HTML is one."""
    flowed = "From: Ada\nSubject: x\nContent-Type: text/plain; format=flowed\n\nOne \nline.\n> a \n> b\n"
    assert only(file(flowed, "a.eml")).comments[0].html.startswith("<p>One line.</p><blockquote>")
    html = (
        "From: Ada\nSubject: x\nContent-Type: text/html\n\n<p>Yes.</p>"
        "<div>On 3 March 2025 at 10:12, Ben wrote:</div><blockquote><p>no</p><p>no</p></blockquote>"
    )
    assert only(file(html, "b.eml")).comments[0].html == "<p>Yes.</p>"


@pytest.mark.parametrize(("text", "kept"), [
    ("Write to ada@private.example.", "Write to …."),
    ("[Write](mailto:ada@private.example?subject=x) to me", "Write to me"),
    ('<a class="x" href="mailto:ada@private.example">me</a>', '<a class="x">me</a>'),
    ("ada&#64;private&#x2e;example, &#97;da&commat;private.example", "…, …"),
    ("On Mon, Ada <a@private.example> wrote:\n> From: b@private.example", "On Mon, Ada … wrote:\n> From: …"),
    ("ada@private.example,ben@private.example", "…,…"),
    ("https://x.example/out?email=ada@private.example&x=y", "https://x.example/out"),
    ("https://www.gravatar.com/avatar/0123456789abcdef0123456789abcdef?s=80 is me", "… is me"),
    ("X-Originating-IP: [8.8.4.4]", "X-Originating-IP: […]"),
    ("[REMOTE_ADDR] =&gt; 8.8.4.4<br>", "[REMOTE_ADDR] =&gt; …<br>"),
])  # fmt: skip
def test_personal_addresses_in_texts(text: str, kept: str) -> None:
    """No e-mail address stays in a text, however it is written, nor a digest of one, nor a reader's host."""
    for each in (ForeignComment(id="1", body=text), ForeignComment(id="1", html=text)):
        found = moderated([each])
        assert (found.comments[0].body or found.comments[0].html) == kept
        assert found.addresses > 0
    assert "private" not in str(data_of(found.comments[0]))


@pytest.mark.parametrize("text", [
    "git clone git@host.example:ada/notes.git", "npm i tool@1.2.3", "@ada@social.example says", "x = a@b.T",
    "<a href='https://social.example/@ada'>x</a>", "y@Override.inverse()", "version 1.9.2.16", "ping 8.8.8.8",
    "[client 127.0.0.1]", "https://lists.example/archive/12@mail.example", "a &#60; b &#8217; c",
])  # fmt: skip
def test_what_is_no_personal_address(text: str) -> None:
    """Versions, handles, code and links stay as they are."""
    found = moderated([ForeignComment(id="1", body=text)])
    assert (found.comments[0].body, found.addresses) == (text, 0)


@pytest.mark.parametrize(("url", "is_kept"), [
    ("https://ada.example/", True), ("https://social.example/@ada", True),
    ("https://reader.example/@ada@social.example", True), ("https://photos.example/12345@N00/", True),
    ("https://a1b2c3d4.pages.example/", True), ("http://ada@private.example", False),
    ("https://a.example/?m=ada%40private.example", False), ("http://192.0.2.7/", False),
    ("http://[2001:db8::1]/", False), ("http://cpe-192-0-2-7.provider.example/", False),
    ("http://7.2.0.192.pool.provider.example/", False), ("http://c0000207.rev.provider.example/", False),
    ("http://0xc0000207.x.provider.example/", False), ("http://[x/", False),
    ("https://gravatar.com/0123456789abcdef0123456789abcdef", False),
])  # fmt: skip
def test_addresses_of_authors(url: str, is_kept: bool) -> None:
    """Forms took e-mail addresses for those of pages, and old systems named the host of a reader."""
    (found,) = moderated([ForeignComment(id="1", body="x", author_url=url)]).comments
    assert found.author_url == (url if is_kept else "")


@pytest.mark.parametrize(("name", "kept"), [
    ("ada at private.example", ""), ("ada.b at private.example (Ada B)", "(Ada B)"),
    ("Ada [at] private.example", ""), ("Ada at sea", "Ada at sea"), ("Ada <ada@private.example>", "Ada"),
    ("192.0.2.7", ""),
])  # fmt: skip
def test_names_of_authors(name: str, kept: str) -> None:
    """A name is no address, also where archives of lists spell it out."""
    (found,) = moderated([ForeignComment(id="1", body="x", author=name)]).comments
    assert found.author == kept


def test_html_is_kept_without_what_is_not_shown() -> None:
    """Where Markdown can't say what is shown, HTML is kept, without attributes and comments for nobody."""
    html = (
        '<table data-who="9b74"><tr><td><!-- unseen --><img src="//x.example/a"> $a < b$ '
        '<b onclick="x()">B</b></td></tr></table>'
    )
    kept = data_of(ForeignComment(id="1", html=html))["html"]
    assert [word for word in ("9b74", "unseen", "x.example", "onclick") if word in kept] == []
    assert clean(kept) == clean(html)


def test_what_is_no_export() -> None:
    """A file without comments is named, with what was expected."""
    ((name, problem),) = read([file("Just text.", "x.txt")]).unreadable
    assert (name, problem) == ("x.txt", f"expected comments in one of {', '.join(FORMATS)}, got none")
    ((name, problem),) = read([file('{"a": ', "x.json")], "giscus").unreadable
    assert name == "x.json:1"
    assert problem.startswith("invalid JSON")


@pytest.mark.parametrize(("system", "text"), [
    ("Remark42", '{"version":1}\n{"id":"1","pid":"","text":"x","user":{"name":"A"},"locator":{"url":"y"}}'),
    ("Commento", '{"comments": [{"commentHex": "1", "commenterHex": "2", "markdown": "x"}]}'),
    ("Cusdis", '[{"by_nickname": "A", "content": "x", "pageId": "1"}]'),
])  # fmt: skip
def test_systems_that_are_not_read(system: str, text: str) -> None:
    """Their exports aren't taken for something else, whose rules of what is hidden are different."""
    found = read([file(text, "x.json")])
    assert found.threads == ()
    assert found.unreadable[0][1].endswith(f"got an export of {system}, which isn't read")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(
            """id parent comments children nodes edges node replies post record author account descendants
            body title content html text facets features index labels wm-target wm-property thread user
            createdAt html_url target source data raw reactions reactionGroups media_attachments embed message
            name date _id""".split()
        ), inner, max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"isso", "disqus", "wordpress"}])
@given(data=VALUES)
def test_nonsense(name: str, data: Any) -> None:
    """Whatever the values are: no error, and a thread file without faults."""
    for thread in read([file(json.dumps(data))], name).threads:
        written = new_thread(moderated(thread.comments).comments, thread.source)
        assert [
            each for each in read_thread(written.text, "t.yml", UTC)[1] if "duplicate" in each.message
        ] == []
    guess(file(json.dumps(data)))


# The text of thread files.


@pytest.mark.parametrize(("html", "expected"), [
    ("<p>Plain.</p>", "Plain."),
    ("<p>A <b>bold</b> <i>word</i> and <code>x`y</code></p>", "A **bold** *word* and ``x`y``"),
    ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
    ("<ol start='3'><li>one</li></ol>", "3. one"),
    ("<blockquote><p>said</p></blockquote><p>1. x</p>", "> said\n\n1\\. x"),
    ("<pre><code>a\n\n  b</code></pre>", "```\na\n\n  b\n```"),
    ("<p># no *heading*, $5 and $6</p>", "\\# no \\*heading\\*, \\$5 and \\$6"),
    ("<p>$x^2$</p>", "$x^2$"),
    ("<table><tr><td>1</td></tr></table>", ""),
    ('<p><a href="https://a.example" title="t">l</a></p>', ""),
])  # fmt: skip
def test_markdown_where_it_says_the_same(html: str, expected: str) -> None:
    """HTML becomes the Markdown that a person would write; what Markdown can't say stays HTML."""
    assert as_markdown(html) == expected


@given(text=st.text("ab *_`[]<>\\#-+1.>$~|\n!()&;", max_size=40))
def test_plain_text_stays_as_it_is(text: str) -> None:
    """Whatever a plain text looks like, its Markdown shows exactly this text."""
    html = paragraphs(text)
    if written := as_markdown(html):
        assert " ".join(_shown(render(written)).split()) == " ".join(_shown(clean(html)).split())


def _shown(html: str) -> str:
    from sphinx_research_notes.comments import plain

    return plain(html)


def _comments(*numbers: int, **more: Any) -> list[ForeignComment]:
    return [ForeignComment(id=f"x-{n}", author="Ada", body=f"Words {n}.", **more) for n in numbers]


def test_later_comments_are_added() -> None:
    """Twice changes nothing; new ones are added; those that have since been hidden lose their text."""
    first = new_thread(_comments(1, 2))
    again = with_comments(first.text, _comments(1, 2), frozenset())
    assert again
    assert (again.text, again.new, again.hidden) == (first.text, 0, 0)
    more = with_comments(first.text, _comments(2, 3), frozenset({"x-1"}))
    assert more
    assert (more.number, more.new, more.hidden) == (3, 1, 1)
    assert "Words 1" not in more.text
    assert "Words 3" in more.text


def test_what_the_author_hides_stays_hidden() -> None:
    """A comment that the author has marked as deleted doesn't come back."""
    text = new_thread(_comments(1, 2)).text.replace(
        "    author: Ada\n    body: Words 1.\n", "    deleted: true\n"
    )
    again = with_comments(text, _comments(1, 2), frozenset())
    assert again
    assert again.text == text


@pytest.mark.parametrize("edit", [
    lambda text: text.replace("Words 1.", "Words 1.  # see below"),
    lambda text: text.partition("\n")[2],
    lambda text: text.replace("comments:", "comments: ["),
    lambda text: f"{text}\n# mine\n",
])  # fmt: skip
def test_files_of_others_are_left_alone(edit: Any) -> None:
    """A thread file that was written or commented by hand is not touched."""
    assert with_comments(edit(new_thread(_comments(1)).text), _comments(2), frozenset()) is None


def test_what_a_file_of_others_still_shows() -> None:
    """Comments that are no longer public can be named, wherever they are."""
    text = "comments:\n- {id: x-1, body: A}\n- {id: x-2, deleted: true}\n- {id: x-3, body: B}\n- no\n"
    assert still_shown(text, frozenset({"x-1", "x-2"})) == ["x-1"]
    assert still_shown("- {id: x-1, body: A}\n", frozenset({"x-1"})) == ["x-1"]
    assert still_shown("[", frozenset({"x-1"})) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("One.<br/>\nTwo.\n\nThree.", "<p>One.<br/><br>Two.</p><p>Three.</p>"),
    ("<p>a<br/>b</p>\n\nc<hr />d", "<p>a<br/>b</p><p>c</p><hr /><p>d</p>"),
    ("<pre>x\n\ny</pre>\nz", "<pre>x\n\ny</pre><p>z</p>"),
    ("<p>open\n\nend", "<p><p>open</p><p>end</p>"),
])  # fmt: skip
def test_lines_of_wordpress(text: str, expected: str) -> None:
    """Blank lines divide paragraphs and lines stay lines, but not within blocks of HTML."""
    assert as_shown(text) == expected


@pytest.mark.parametrize("hostile", [
    "<p>" * 30_000, "<p" * 60_000, "a" * 200_000, "a@" * 60_000, "http://" + "." * 60_000, "> " * 20_000,
    "On " + "x" * 60_000 + "wrote:\n", "*" * 40_000, "[" * 40_000, "\n".join(["From: a", ""] * 5_000),
])  # fmt: skip
def test_hostile_texts(hostile: str) -> None:
    """Whatever a stranger has written, it is read within seconds."""
    began = time.monotonic()
    for source in (
        _wxr(_wp(1, hostile)),
        file([{"name": hostile, "message": hostile, "date": hostile}], "a.json"),
        file(f"From a@b.example Tue Mar  4 10:00:00 2025\nFrom: {hostile[:5000]}\n\n{hostile}\n", "a.mbox"),
        file(f"Ada's avatar\n\n{hostile}\n", "a.txt"),
        file(f"From: Ada\nDate: x\n\n{hostile}\n", "b.txt"),
    ):
        for thread in read([source]).threads:
            new_thread(moderated(thread.comments).comments)
    assert time.monotonic() - began < 20


# Matching.

NOTES = Notes(
    [
        KnownNote("notes/2019-05-01-wells", ("2019/wells/", "notes/2019-05-01-wells.html", "old/wells"),
                  ("https://letters.example/p/wells",), "Deep wells", "", 2019),
        KnownNote("notes/rain", ("notes/rain.html",), (), "Rain", "", 2015),
        KnownNote("notes/two/rain-again", ("rain-again/",), (), "Rain again", "", None),
        KnownNote("a/same", ("a/same.html",), (), "Same", "", None),
        KnownNote("b/same", ("b/same.html",), (), "Same", "", None),
    ],
    "https://site.example/blog",
    {"https://gone.example/?p=12": "notes/rain.md", "https://gone.example/typo/": "notes/rian"},
)  # fmt: skip


@pytest.mark.parametrize(("address", "expected"), [
    ("https://old.example/2019/wells/", "notes/2019-05-01-wells address"),
    ("http://www.site.example/blog/2019/wells/index.html?a=b#c-3", "notes/2019-05-01-wells address"),
    ("/old/wells.html", "notes/2019-05-01-wells address"),
    ("https://letters.example/p/wells", "notes/2019-05-01-wells address"),
    ("notes/rain", "notes/rain address"),
    ("https://wp.example/2015/02/rain/", "notes/rain name"),
    ("https://wp.example/2009/02/rain/", ""),
    ("rain-again", "notes/two/rain-again address"),
    ("https://x.example/same/", ""),
    ("https://gone.example/?p=12", "notes/rain table"),
    ("https://gone.example/typo/", ""),
    ("https://x.example/", ""),
    ("https://[broken", ""),
    ("HTTP://LOCALHOST:4000/2019/Wells/?utm_source=x", "notes/2019-05-01-wells address"),
    ("https://old.example/2019/wells/comment-page-2/#comment-4", "notes/2019-05-01-wells address"),
    ("https://old.example/2019/wells/amp/", "notes/2019-05-01-wells address"),
    ("https://web.archive.org/web/20200101000000/https://old.example/2019/wells/",
     "notes/2019-05-01-wells address"),
    ("https://old.example/2019/%77ells", "notes/2019-05-01-wells address"),
    ("//old.example/2019//wells/", "notes/2019-05-01-wells address"),
])  # fmt: skip
def test_matching(address: str, expected: str) -> None:
    """An address finds its note whatever the host; a name does if it is unique and of the same year."""
    found = NOTES.match(ForeignThread(addresses=(address,)))
    assert (f"{found.docname} {found.by}" if found else "") == expected


def test_matching_by_title() -> None:
    """A title is the last resort, and never that of a whole site."""
    assert NOTES.match(ForeignThread(title="Deep  Wells!"))
    assert not NOTES.match(ForeignThread(title="Same"))
    assert not NOTES.match(ForeignThread(addresses=("https://x.example/",), title="Rain"))
