"""Comment threads: files are parsed and ordered, and nothing unsafe gets through."""

from __future__ import annotations

import json
import pickle
import re
import time
from datetime import UTC, timedelta, timezone
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_research_notes.comments import (
    Comment,
    Formula,
    Thread,
    clean,
    plain,
    read_thread,
    render,
    write_formulas,
)
from sphinx_research_notes.comments.hiding import hiding_key
from sphinx_research_notes.comments.plaintext import is_long
from sphinx_research_notes.comments.sanitize import MAX_CHARACTERS
from sphinx_research_notes.comments.tree import MAX_DEPTH
from sphinx_research_notes.html.comment_contexts import count_text
from sphinx_research_notes.languages import NullTranslations
from sphinx_research_notes.model.faults import Fault
from sphinx_research_notes.model.urls import web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once


def read(text: str, name: str = "thread.yaml") -> tuple[Thread, tuple[Fault, ...]]:
    """Read a thread with UTC as its zone."""
    return read_thread(text, name, UTC)


def read_data(data: object) -> tuple[Thread, tuple[Fault, ...]]:
    """Read a thread from data, written as JSON."""
    return read(json.dumps(data), "thread.json")


def outline(comments: Iterable[Comment]) -> str:
    """Return a thread in the form ``a(b c(d))``: ids, with replies in parentheses."""
    return " ".join(
        comment.id + (f"({outline(comment.replies)})" if comment.replies else "") for comment in comments
    )


def everyone(thread: Thread) -> Iterator[Comment]:
    """Return the comments at all levels."""
    queue = list(thread.comments)
    for comment in queue:
        yield comment
        queue.extend(comment.replies)


THREAD = """\
source: https://old.example/p/1
license: CC-BY-4.0
comments:
- id: c-1
  author: {name: Tobiah Crane, url: https://crane.example/, avatar: crane.png}
  date: 2024-03-15
  body: |
    Could the drift be *the thermometer*?

    Glass takes hours to forget.
  url: https://old.example/p/1#c-1
  reactions: {like: 3, "\\u2764": 1, sad: 0}
- id: c-2
  parent: c-1
  author: Hester Quillon, PhD
  date: 2024-03-15 11:07 +02:00
  edited: 2024-03-16
  html: <p>It could.</p>
"""


def test_a_thread_file_is_read_whole() -> None:
    """Every key of a comment is stored in the record."""
    thread, faults = read(THREAD)
    assert faults == ()
    assert (thread.source, thread.license) == ("https://old.example/p/1", "CC-BY-4.0")
    (first,) = thread.comments
    assert (first.id, first.parent, first.author) == ("c-1", None, "Tobiah Crane")
    assert first.author_url == "https://crane.example/"
    assert first.initials == "TC"
    assert first.published is not None
    assert first.published.iso == "2024-03-15"
    assert first.html == (
        "<p>Could the drift be <em>the thermometer</em>?</p>\n<p>Glass takes hours to forget.</p>"
    )
    assert first.text == "Could the drift be the thermometer?\n\nGlass takes hours to forget."
    assert first.url == "https://old.example/p/1#c-1"
    assert first.reactions == (("like", 3), ("\u2764", 1))
    (reply,) = first.replies
    assert (reply.id, reply.parent, reply.author, reply.initials) == (
        *("c-2", "c-1"),
        *("Hester Quillon, PhD", "HQ"),
    )
    assert reply.published is not None
    assert reply.published.iso == "2024-03-15T11:07:00+02:00"
    assert reply.edited is not None
    assert reply.html == "<p>It could.</p>"
    assert pickle.loads(pickle.dumps(thread)) == thread


def test_anchors() -> None:
    """A comment may have had several ids, and so may one that was deleted; what can't be an id is named."""
    thread, faults = read_data([
        {"id": "a", "anchor": "comment-1 comment1 comment-1", "body": "x"},
        {"id": "b", "anchor": "comment-2 a<b", "deleted": True, "body": "x"},
        {"id": "c", "parent": "b", "body": "x"},
    ])  # fmt: skip
    first, second = thread.comments
    assert first.anchors == ("comment-1", "comment1")
    assert (second.deleted, second.anchors) == (True, ("comment-2",))
    assert [str(each) for each in faults if "a<b" in str(each)]


def test_json_and_yaml_say_the_same() -> None:
    """The same data gives the same thread in both formats; a byte-order mark is ignored."""
    data = yaml.load(THREAD, Loader=yaml.BaseLoader)
    assert read("\ufeff" + json.dumps(data), "t.JSON") == read(THREAD) == read("\ufeff" + THREAD)


@pytest.mark.parametrize("text", ["", "[]", "# nothing yet\n", "comments:\n", "comments: []"])
def test_a_thread_without_comments(text: str) -> None:
    """An empty file is an empty thread, not a fault."""
    assert read(text) == (Thread(), ())


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "No comments"), (1, "1 Comment"), (2, "2 Comments"), (16, "16 Comments")],
)
def test_the_count_is_worded(count: int, text: str) -> None:
    """The heading above a thread has singular and plural."""
    thread, _ = read_data([{"body": "x"}] * count)
    assert (thread.count, count_text(NullTranslations(), thread)) == (count, text)


def test_deleted_comments_are_not_counted() -> None:
    """Replies at all levels count, deleted comments don't."""
    thread, _ = read_data(
        [
            {
                "id": "a",
                "deleted": True,
                "author": "Ann",
                "body": "gone",
                "url": "https://x.example",
            },
            {"id": "b", "parent": "a", "body": "x"},
            {"id": "c", "parent": "b", "body": "x"},
        ]
    )
    assert outline(thread.comments) == "a(b(c))"
    assert count_text(NullTranslations(), thread) == "2 Comments"
    assert thread.comments[0] == Comment("a", deleted=True, replies=thread.comments[0].replies)


@pytest.mark.parametrize(
    ("rows", "shape"),
    [
        ("a:2024-03-02 b:2024-03-01", "b a"),
        ("a b:2024-03-01 c", "b a c"),
        ("a:2024-03-01 b:2024-03-01", "a b"),
        ("r c:2024-03-03<r b:2024-03-02<r d<r a:2024-03-01<c", "r(b c(a) d)"),
        ("b<a a", "a(b)"),
        ("a<x b<a", "a(b)"),
        ("a<a", "a"),
        ("a<b b<a c<b", "a(b(c))"),
        ("d<c c<b b<a a<c", "c(d a(b))"),
        ("x<b a<b b<a", "a(b(x))"),
        ("a! b", "b"),
        ("a! b!<a", ""),
        ("a! b!<a c<b", "a(b(c))"),
        ("a b!<a", "a"),
        ("a! b<a c!<a", "a(b)"),
        ("a!<b b!<a", ""),
        ("a<0", "a"),
        ("0 a<0", "0(a)"),
    ],
)
def test_the_order_of_a_thread(rows: str, shape: str) -> None:
    """Replies are under parents, each level sorted by time; ``a!`` is deleted, ``b<a`` replies to ``a``."""
    comments = []
    for row in rows.split():
        found = re.fullmatch(r"(\w)(!?)(?::([\d-]+))?(?:<(\w))?", row)
        assert found
        keys = zip(("id", "deleted", "date", "parent"), found.groups(), strict=True)
        comments.append({"body": "x"} | {key: value for key, value in keys if value})
        if found[2]:
            comments[-1]["deleted"] = "yes"
    thread, _ = read_data(comments)
    assert outline(thread.comments) == shape


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        ([{}, {}], "c-1 c-2"),
        ([{"id": 7}, {"id": "x_Y-9"}], "7 x_Y-9"),
        ([{"id": "a b/c"}, {"id": "\u00e9t\u00e9"}, {"id": "\u0416"}], "a-b-c ete c-3"),
        ([{"id": '"><script>'}], "script"),
        ([{"id": "a"}, {"id": "a"}, {"id": "a-2"}], "a a-3 a-2"),
        ([{}, {"id": "c-1"}, {}], "c-1-2 c-1 c-3"),
        ([{"id": ["a"]}, {"id": None}], "c-1 c-2"),
        ([{"id": "a b"}, {"parent": "a b"}], "a-b(c-2)"),
        ([{"id": "a b"}, {"parent": "a-b"}, {"parent": "c-2"}], "a-b(c-2(c-3))"),
        ([{"id": "a"}, {"id": "a"}, {"parent": "a"}], "a(c-3) a-2"),
        ([{"id": "x" * 999}], "x" * 100),
    ],
)
def test_ids_are_safe_and_unique(data: list[object], ids: str) -> None:
    """A comment without an id is named by its position; a duplicate id gets a number."""
    thread, _ = read_data(data)
    assert outline(thread.comments) == ids


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- {autor: Ann, body: x}", "1 c-1: unknown key 'autor'; did you mean 'author'?"),
        ("- {email: a@b.example, body: x}", "1 c-1: unknown key 'email'; expected one of id, parent,"),
        ("- {author: {nam: A}, body: x}", "1 c-1: author: unknown key 'nam'; did you mean 'name'?"),
        ("sourc: x\ncomments: []", "1 comments: unknown key 'sourc'; did you mean 'source'?"),
        ("source: x", "1 comments: missing key 'comments'"),
        ("comments: {a: b}", "None comments: expected a list, got a mapping; ignoring it"),
        ("hello", "None comments: expected a list, got 'hello'; ignoring it"),
        ("- hello", "None c-1: expected a comment (a mapping), got 'hello'; ignoring it"),
        ("- id: a\n  body: x\n- id: a\n  body: y", "3 a-2: duplicate id 'a'; using 'a-2'"),
        ("- {id: [1], body: x}", "1 c-1: id: expected a string, got a list; ignoring it"),
        ("- {body: x, parent: q}", "1 c-1: parent: unknown id 'q'; shown at the top level"),
        ("- {id: a, body: x, parent: a}", "1 a: parent: circular reply; shown at the top level"),
        ("- {body: x, date: soon}", "1 c-1: date: expected a date such as"),
        ("- {body: x, edited: [1]}", "1 c-1: edited: expected a date such as"),
        (
            "- {body: x, deleted: perhaps}",
            "1 c-1: deleted: expected true or false, got 'perhaps'; using true",
        ),
        ("- {author: Ann}", "1 c-1: missing or empty key 'body'"),
        ("- {body: x, html: y}", "1 c-1: expected either 'body' or 'html', got both; using 'html'"),
        ("- {body: [x]}", "1 c-1: body: expected a string, got a list; ignoring it"),
        ("- {author: [Ann], body: x}", "1 c-1: author: expected a string, got a list; ignoring it"),
        (
            "- {author: a@b.example, body: x}",
            "1 c-1: author: expected a name without an e-mail address; removing the address",
        ),
        (
            "- {url: 'javascript:alert(1)', body: x}",
            "1 c-1: url: expected an http(s) URL, got 'javascript:alert",
        ),
        (
            "- {author: {url: /me}, body: x}",
            "1 c-1: author: url: expected an http(s) URL, got '/me'; ignoring it",
        ),
        ("- {body: x, reactions: [like]}", "1 c-1: reactions: expected a mapping of labels to counts"),
        (
            "- {body: x, reactions: {like: many}}",
            "1 c-1: reactions: expected an integer for 'like', got 'many'",
        ),
        ("- body: x\n  - y", "2 thread.yaml: invalid YAML: "),
        ('- body: "x', "1 thread.yaml: invalid YAML: "),
        ("- body: &a x\n- body: *a", "2 thread.yaml: unexpected alias '*a'; aliases are not allowed"),
        ("- body: x\n  body: y", "2 thread.yaml: duplicate key 'body'"),
        ("- [a]: x", "1 thread.yaml: expected a string as key"),
        ("- body: x\n---\n- body: y", "None thread.yaml: expected one YAML document"),
        ("- body: x\n- body: '\x01'", "2 thread.yaml: invalid YAML: contains characters"),
        ("- body: \ud800", "1 thread.yaml: invalid YAML: contains characters"),
    ],
)
def test_what_is_wrong_is_reported(text: str, fault: str) -> None:
    """A fault names the line, the comment or file, and what was found."""
    _, faults = read(text)
    said = [f"{each.line} {each.message}" for each in faults]
    assert [one.startswith(fault) for one in said].count(True) == 1, said


def test_faults_of_json() -> None:
    """A syntax error has a line; faults in JSON data have none."""
    assert read('[\n{"id": }]', "t.json") == (
        Thread(),
        (Fault("comments", "t.json: invalid JSON: Expecting value; showing no comments", 2),),
    )
    assert read('[{"body": "x", "boddy": 1}]', "t.json")[1][0].line is None
    assert "duplicate key" in read('[{"id": 1, "id": 2}]', "t.json")[1][0].message


def test_a_bomb_is_refused_quickly() -> None:
    """Aliases, size and depth can't use up memory or time."""
    start = time.process_time()
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    for text in (
        "a0: &a0 lol\n" + levels,
        "- &a [*a]",
        "- {<<: &a {body: x}, body: y}\n- *a",
        "x" * 2_000_001,
        "[" * 50_000,
        "- " * 50_000,
        "- [x, " * 200_000,
        "{a: " * 50_000,
    ):
        for name in ("t.yaml", "t.json"):
            thread, faults = read(text, name)
            assert thread == Thread()
            assert faults
    assert time.process_time() - start < 20


def test_nothing_is_constructed_from_tags() -> None:
    """A tag for Python objects, or for unsupported types, is ignored: the value stays text."""
    text = "- !!python/object/apply:os.system {body: !!int ls, id: !!timestamp 2024-13-45}"
    thread, _ = read(text)
    (comment,) = thread.comments
    assert (comment.id, comment.text) == ("2024-13-45", "ls")


def test_plain_words_of_yaml_stay_as_they_are_spelled() -> None:
    """Numbers and ``yes`` can be names too."""
    thread, faults = read(
        "- {id: 007, author: 1_000, body: 3.10, date: 20240315, deleted: no}\n"
        "- {author: yes, body: 'null', date: ~, parent: null, deleted: }\n"
    )
    assert faults == ()
    assert [(one.id, one.author, one.text) for one in thread.comments] == [
        ("007", "1_000", "3.10"),
        ("c-2", "yes", "null"),
    ]


def test_numbers_of_json_are_text() -> None:
    """Integers of any length and floats stay text."""
    thread, faults = read(f'[{{"id": {"9" * 5000}, "author": 3.5, "body": NaN}}]', "t.json")
    assert faults == ()
    assert (thread.comments[0].author, thread.comments[0].text) == ("3.5", "NaN")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Tobiah Crane", "TC"),
        ("Tobiah van der Crane, PhD", "TC"),
        ("odile", "O"),
        ("Jean-Luc Picard", "JP"),
        ("\u00e9mile z\u00f3la", "\u00c9Z"),
        ("e\u0301mile", "\u00c9"),
        ("(anon) 7of9", "A7"),
        ("\u674e \u660e", "\u674e\u660e"),
        ("\u00dfen", "S"),
        ("\U0001f98a", "?"),
        ("Ann \U0001f98a", "A"),
        ("", "?"),
        (", PhD", "?"),
    ],
)
def test_initials(name: str, initials: str) -> None:
    """Initials are the first letters of the first and the last word."""
    assert Comment("c", author=name).initials == initials


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Bob <bob@mail.example>", "Bob"),
        ("bob@mail.example", ""),
        ({"name": "Bob bob@mail.example", "email": "bob@mail.example"}, "Bob"),
        ("@bob@mastodon.example", "@bob@mastodon.example"),
        ("  Bob\n  Crane ", "Bob Crane"),
        ("\u202eBob\u2066 Crane\u202b", "Bob Crane"),
    ],
)
def test_no_e_mail_address_is_copied(author: object, name: str) -> None:
    """Neither a name nor an unknown key reveals an e-mail address; a fediverse handle isn't one."""
    private = {"email": "bob@mail.example", "ip": "::1"}
    thread, _ = read_data([{"author": author, "body": "x"} | private])
    (comment,) = thread.comments
    assert comment.author == name
    assert "bob@mail" not in repr(thread)
    assert "::1" not in repr(thread)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.example/x?y=1#z", True),
        ("HTTP://a.example", True),
        ("http://[::1]/", True),
        ("http://[::1/", False),
        ("https:///x", False),
        ("//a.example", False),
        ("/x", False),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("mailto:a@b.example", False),
        ('https://a.example/"onclick=', False),
        ("https://a.example\\@b.example", False),
        ("ftp://a.example", False),
        ("", False),
    ],
)
def test_web_addresses(address: str, kept: bool) -> None:
    """Only complete http and https URLs are accepted."""
    assert web_address(address) == (address if kept else "")
    thread, _ = read_data([{"url": address, "author": {"url": address}, "body": "x"}])
    expected = address if kept else ""
    assert (thread.comments[0].url, thread.comments[0].author_url) == (expected, expected)


def table(head: str, body: str) -> str:
    """Return the HTML of a table with two rows."""
    head, body = f"<thead>\n<tr>\n{head}\n</tr>\n</thead>", f"<tbody>\n<tr>\n{body}\n</tr>\n</tbody>"
    return f"<table>\n{head}\n{body}\n</table>"


LINK = '<p><a href="https://a.example" rel="nofollow ugc noopener">'
REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("**a** _b_ `c <d>`", "<p><strong>a</strong> <em>b</em> <code>c &lt;d&gt;</code></p>"),
        ("# Head\ntext", "<p><strong>Head</strong></p>\n<p>text</p>"),
        ("[a](https://b.example)", f'<p><a href="https://b.example" {REL}>a</a></p>'),
        ("[a](mailto:a@b.example)", f'<p><a href="mailto:a@b.example" {REL}>a</a></p>'),
        ("[a](/local) [b](#c-1) [c](//d.example)", "<p>a b c</p>"),
        ("![a *cat*](https://b.example/c.png)", "<p>a cat</p>"),
        ("![](https://b.example/c.png)", ""),
        ("```python\nx  = 1\n```", "<pre><code>x  = 1\n</code></pre>"),
        ("    x  = 1", "<pre><code>x  = 1\n</code></pre>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("<b>a</b> <i>b</i> <s>c</s>", "<p><strong>a</strong> <em>b</em> <del>c</del></p>"),
        ("a<sub>1</sub><br>", "<p>a<sub>1</sub><br></p>"),
        ("~~a~~ ~b~", "<p><del>a</del> <del>b</del></p>"),
        (
            "H~2~O ~a *b*~ ~~a ~b~ c~~",
            "<p>H<del>2</del>O <del>a <em>b</em></del> <del>a <del>b</del> c</del></p>",
        ),
        (
            "*~a~* [~b~](https://b.example)",
            f'<p><em><del>a</del></em> <a href="https://b.example" {REL}><del>b</del></a></p>',
        ),
        ("~a ~/b ~c ~ d `~e~` ~~~f~~~ \\~g\\~", "<p>~a ~/b ~c ~ d <code>~e~</code> ~~~f~~~ ~g~</p>"),
        ("~~a~ b~~~ c", "<p>~~a~ b~~~ c</p>"),
        (
            "me.x_y+z@mail.example, you",
            f'<p><a href="mailto:me.x_y+z@mail.example" {REL}>me.x_y+z@mail.example</a>, you</p>',
        ),
        ("*a@b.example.*", f'<p><em><a href="mailto:a@b.example" {REL}>a@b.example</a>.</em></p>'),
        (
            "@a @a/b @a@b.example a@b a@b.c- a@b.c_ a@@b.c xmpp:a@b.c s://a@b.c `a@b.c` #1",
            "<p>@a @a/b @a@b.example a@b a@b.c- a@b.c_ a@@b.c xmpp:a@b.c s://a@b.c <code>a@b.c</code> #1</p>",
        ),
        (
            "[a@b.c](https://b.example) <a href='https://b.example'>a@b.c</a>",
            f'<p><a href="https://b.example" {REL}>a@b.c</a> <a href="https://b.example" {REL}>a@b.c</a></p>',
        ),
        ("a\u202eb&#x202d;c", "<p>abc</p>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        (
            "- [ ] a\n- [x] *b*\n- [y] c",
            "<ul>\n<li>\u2610 a</li>\n<li>\u2611 <em>b</em></li>\n<li>[y] c</li>\n</ul>",
        ),
        ("> [!NOTE]\n> a", "<blockquote>\n<p><strong>Note</strong><br>\na</p>\n</blockquote>"),
        ("a[^1]\n\n[^1]: b", "<p>a<sup>[1]</sup></p>\n<hr>\n<ol>\n<li><p>b</p>\n</li>\n</ol>"),
        (
            "|a|b|c|\n|-|:-:|-:|\n|1|*2*||",
            table(
                '<th>a</th>\n<th class="text-center">b</th>\n<th class="text-right">c</th>',
                '<td>1</td>\n<td class="text-center"><em>2</em></td>\n<td class="text-right"></td>',
            ),
        ),
        (
            "<details><summary>a</summary>\n\n**b**\n\n</details>",
            "<details><summary>a</summary>\n<p><strong>b</strong></p>\n</details>",
        ),
        ("see www.a.example/x.", f'<p>see <a href="http://www.a.example/x" {REL}>www.a.example/x</a>.</p>'),
        (
            "(https://a.example/x_y)",
            f'<p>(<a href="https://a.example/x_y" {REL}>https://a.example/x_y</a>)</p>',
        ),
        ("`https://a.example` notes.py e.g.this", "<p><code>https://a.example</code> notes.py e.g.this</p>"),
    ],
)
def test_a_markdown_body(body: str, html: str) -> None:
    """Markdown is rendered as on GitHub, with the allowed tags only: no ids, images or forms."""
    assert render(body) == html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("plain words", "<p>plain words</p>"),
        ("<div>a<div>b</div></div><div><p>c</p></div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>open <b>still", "<p>open <strong>still</strong></p>"),
        ("<h2 class=x title=y>T</h2>", "<p><strong>T</strong></p>"),
        ("<b lang=de title=x>a</b><img title=x alt=b>", "<p><strong>a</strong>b</p>"),
        ('<span style="color:red">a</span>', "<p>a</p>"),
        ('<img src="https://x.example/t.gif" alt="a &lt;b&gt;">', "<p>a &lt;b&gt;</p>"),
        ('<a href="https://a.example" title="&lt;b&gt;">a</a>', f"{LINK}a</a></p>"),
        ('<a href="https://a.example/?a&amp;b=&quot;">a</a>', "<p>a</p>"),
        ('<a rel=me target=_top href="https://a.example">a</a>', f"{LINK}a</a></p>"),
        ("<!-- hidden -->seen", "<p>seen</p>"),
        ("<table><tr><td>a</td></tr></table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        (
            '<table id=a><tr><td style="color:red;text-align: end" colspan=2>b</table>',
            '<table><tbody><tr><td class="text-right" colspan="2">b</td></tr></tbody></table>',
        ),
        (
            "<div><table class=x><tr><th align=RIGHT rowspan=1000>a</th></table></div>",
            '<table><tbody><tr><th class="text-right">a</th></tr></tbody></table>',
        ),
        ("<td>a</td>", "<p>a</p>"),
        (
            "<details open name=x><summary><h3>S</h3></summary><p>a</p></details>",
            '<details open=""><summary><strong>S</strong></summary><p>a</p></details>',
        ),
        ("<section>a</section><form>b<input name=q></form><figure>c</figure>", "<p>a</p><p>b</p><p>c</p>"),
        (
            '<ul class=x><li><input type="checkbox" checked disabled> a<li><input type=checkbox>b</ul>',
            "<ul><li>\u2611 a</li><li>\u2610b</li></ul>",
        ),
        (
            "<kbd>a</kbd><sup>b</sup><strike>c</strike><u>d</u>",
            "<p><kbd>a</kbd><sup>b</sup><del>c</del><ins>d</ins></p>",
        ),
        (
            "<ol start=3 reversed=x type=a><li value=-2>a</li></ol>",
            '<ol start="3" reversed=""><li value="-2">a</li></ol>',
        ),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("a\x00b&#1;c\r\nd", "<p>abc\nd</p>"),
        ("", ""),
    ],
)
def test_a_foreign_html_body(body: str, html: str) -> None:
    """HTML becomes well-formed, with the allowed tags only."""
    assert clean(body) == html


HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<style>*{display:none}</style>",
    "<img src=x onerror=alert(1)>",
    '<img alt="<script>alert(1)</script>">',
    '<img alt="&lt;script&gt;alert(1)&lt;/script&gt;">',
    "<p onclick=alert(1) style=x id=comments class=byline>a",
    '<a href="javascript:alert(1)">a</a>',
    '<a href=" java&#10;script:alert(1)">a</a>',
    '<a href="data:text/html,<script>alert(1)</script>">a</a>',
    '<a href="vbscript:x" title="<b><img src=x onerror=alert(1)>">a</a>',
    "<a title='\"><script>alert(1)</script>' href=https://x.example>a</a>",
    "<a href='https://x.example/\" onmouseover=\"alert(1)'>a</a>",
    "[a](javascript:alert(1)) [b](<java\tscript:alert(1)>) <javascript:alert(1)>",
    "[a][b]\n\n[b]: javascript:alert(1)",
    '[a](https://x.example "t\\" onclick=alert(1)")',
    "![x](javascript:alert(1))",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mi><style><img src onerror=alert(1)></style></mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror=x&gt;'>",
    "\\<noscript><p lang=x title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
    "<form action=x><input name=q><button formaction=javascript:x>b</button></form>",
    "<base href=//x.example/><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
    "</p></article></section></main><h1>mine</h1>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]><?php x ?>",
    "<textarea><script>alert(1)</script></textarea><title><img src=x onerror=y></title>",
    "<template><script>alert(1)</script></template><plaintext><script>alert(1)</script>",
    "\x00<\x00script>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<h1><h2><h3><img alt='</strong><script>'>",
    "<table><tr><td><script>alert(1)</script><td style='text-align:right;background:url(x)' class=byline>",
    "<table><td></table><script>x</script><caption><table><tr><th colspan='2\" onclick=x'>",
    "<details open onclick=x ontoggle=alert(1)><summary><script>x</script><p>b</summary>",
    "<input type=checkbox onclick=x><input type=image src=x><input value='checkbox\"><script>'>",
    "$<script>alert(1)</script>$ $$</p><script>$$ $`<img src=x onerror=y>`$ \\(<script>\\)",
    "\ufdd0i3c7363726970743e\ufdd1 <a title='&#xfdd0;i78&#xfdd1;' href=https://x.example>a</a>&#xfdd0;i3c&#xfdd1;",
    "```math\n</p><script>\n```\n\n$$\n<style>\n$$",
    "a[^<script>] b[^1]\n\n[^<script>]: <script>\n[^1]: <script>alert(1)</script>",
    "|<script>|a|\n|-|-|\n|</table><script>|`a`|",
    "\ud800<b>\udfff",
]

TAGS = {"p", "br", "em", "strong", "a", "code", "pre", "blockquote", "ul", "ol", "li", "hr"}
TAGS |= {"del", "sub", "sup", "abbr", "cite", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "samp", "var"}
TAGS |= {
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "dl",
    "dt",
    "dd",
    "details",
    "summary",
}

#: The allowed values of attributes other than those of links.
ATTRIBUTES = {
    "class": "text-(left|center|right)",
    "colspan": "[0-9]{1,2}",
    "rowspan": "[0-9]{1,2}",
    "start": "-?[0-9]+",
    "value": "-?[0-9]+",
    "open": "",
    "reversed": "",
}


MATH_BLOCK, MATH = (f'<{tag} class="math notranslate nohighlight">' for tag in ("div", "span"))


class _Inspector(HTMLParser):
    """Fails on anything that a safe body must not contain."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert tag != "a" or ("rel", "nofollow ugc noopener") in attrs
        for name, value in attrs:
            if tag != "a":
                assert re.fullmatch(ATTRIBUTES[name], value or "")
                continue
            assert name in {"href", "title", "rel"}
            assert name != "href" or re.match("(https?://|mailto:)", value or "", re.IGNORECASE)

    def handle_decl(self, decl: str) -> None:
        pytest.fail(decl)

    handle_pi = unknown_decl = handle_comment = handle_decl


def inspect(html: str) -> None:
    """Assert that HTML is safe and balanced, also with its formulas written out."""
    html = write_formulas(html, lambda formula: escape(formula.tex)).replace(MATH_BLOCK, "<p>")
    html = html.replace("</div>", "</p>").replace(MATH, "<q>").replace("</span>", "</q>")
    _Inspector().feed(html)
    for tag in TAGS - {"br", "hr"}:
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag
    html.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f]", html)


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_bodies_are_harmless(body: str) -> None:
    """This holds for Markdown and HTML, alone and inside other markup."""
    for wrap in ("{}", "<div>{}</div>", "- {}\n\n  {}", "<ul><li>{}<b>{}", "**{}**", "`{}"):
        text = wrap.replace("{}", body)
        for html in (render(text), clean(text)):
            inspect(html)
            assert "<script" not in html
            plain(html)


_PIECES = st.sampled_from(HOSTILE) | st.text(max_size=9) | st.text("<>/=\"'&; ab", max_size=9)


@given(st.lists(_PIECES))
def test_mixtures_of_hostile_bodies_are_harmless(parts: list[str]) -> None:
    """This holds for any combination of the pieces."""
    body = "".join(parts)
    inspect(render(body))
    inspect(clean(body))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("$x^2$", "<p>[x^2]</p>"),
        ("($a_1$), $b_1$. **$c$**", "<p>([a_1]), [b_1]. <strong>[c]</strong></p>"),
        ("$`a_1 $ b`$", "<p>[a_1 $ b]</p>"),
        (r"$a \$ b < c$", r"<p>[a \$ b &lt; c]</p>"),
        ("a $$b_1$$ c", "<p>a [[b_1]] c</p>"),
        ("a\n\n$$\na\n- b_1\n= c\n$$\n\nd", "<p>a</p>\n[[a\n- b_1\n= c]]\n<p>d</p>"),
        ("a\n$$ b $$\nc", "<p>a</p>\n[[b]]\n<p>c</p>"),
        ("```math\na_1\n```", "[[a_1]]"),
        ("- $$\n  a\n  $$", "<ul>\n<li>\n[[a]]\n</li>\n</ul>"),
        (
            "|$a$|\n|-|\n|$b$|",
            table("<th>[a]</th>", "<td>[b]</td>"),
        ),
        ("![$x$ y](https://a.example/x.png)", "<p>$x$ y</p>"),
        ("$5 and $6", None),
        ("$5, $6; $7", None),
        ("from $20,000-$30,000 or US$5", None),
        ("$HOME/$USER", None),
        ("it was $5 in US$.", None),
        ("a$b$c", None),
        (r"\$a$", "<p>$a$</p>"),
        ("`$a$`", "<p><code>$a$</code></p>"),
        ("```\n$a$\n```", "<pre><code>$a$\n</code></pre>"),
        ("$$", None),
        ("$ $ $", None),
        ("$$ a", None),
    ],
)
def test_formulas_in_a_markdown_body(body: str, said: str | None) -> None:
    """Formulas are recognized as on GitHub; sums of money and variable names aren't formulas."""
    assert shown(render(body)) == (f"<p>{body}</p>" if said is None else said)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>so $x^2$, \\(y_1\\)</p>", "<p>so [x^2], [y_1]</p>"),
        (r"\[a &lt; b\]", "[[a &lt; b]]"),
        ("<p>$$a$$</p>", "[[a]]"),
        ("<math-renderer class=x>$a$</math-renderer>", "<p>[a]</p>"),
        ("<code>$a$</code><pre>$b$</pre>", "<code>$a$</code><pre>$b$</pre>"),
        ("$5&nbsp;and&nbsp;$6 $5 &amp; $6", "<p>$5&nbsp;and&nbsp;$6 $5 &amp; $6</p>"),
        ('<a href="https://a.example/$x$">b</a>', f'<p><a href="https://a.example/$x$" {REL}>b</a></p>'),
        ("$a<b>c</b>$", "<p>$a<strong>c</strong>$</p>"),
    ],
)
def test_formulas_in_an_html_body(body: str, said: str) -> None:
    """MathJax's delimiters are recognized too, for systems that load it."""
    assert shown(clean(body)) == said


def shown(html: str) -> str:
    """Return HTML with its formulas in brackets."""

    def write(formula: Formula) -> str:
        tex = escape(formula.tex, quote=False)
        return f"[[{tex}]]" if formula.display else f"[{tex}]"

    html = write_formulas(html, write)
    return re.sub(f"{MATH_BLOCK}(.*?)</div>|{MATH}(.*?)</span>", r"\1\2", html, flags=re.DOTALL)


def test_a_formula_in_text_is_tex() -> None:
    """The plain text of a comment contains TeX, for programs."""
    assert plain(render("a $x^2$\n\n$$y < 1$$")) == "a $x^2$\n\n$$y < 1$$"


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        (1741078800, "2025-03-04T09:00:00+00:00"),
        ("1741078800", "2025-03-04T09:00:00+00:00"),
        (1741078800.123, "2025-03-04T09:00:00+00:00"),
        ("1.7410788e9", "2025-03-04T09:00:00+00:00"),
        (1741078800000, "2025-03-04T09:00:00+00:00"),
        ("1741078800123", "2025-03-04T09:00:00+00:00"),
        (1741078800123456, "2025-03-04T09:00:00+00:00"),
        (1741078800123456789, "2025-03-04T09:00:00+00:00"),
        (999999999, "2001-09-09T01:46:39+00:00"),
        ("20250304", "2025-03-04"),
        ("20250304100000", "2025-03-04T10:00:00+00:00"),
        ("202503041000", "2025-03-04T10:00:00+00:00"),
        ("Tue, 4 Mar 2025 10:00:00 +0100", "2025-03-04T10:00:00+01:00"),
        ("Tue, 04 Mar 2025 10:00:00 GMT", "2025-03-04T10:00:00+00:00"),
        ("Tue, 4 Mar 2025 10:00:00 -0000", "2025-03-04T10:00:00+00:00"),
        ("Tue Mar  4 10:00:00 2025", "2025-03-04T10:00:00+00:00"),
        ("99999999", None),
        ("12", None),
        (-1741078800, None),
        ("99999999999999999999", None),
        ("20251304100000", None),
        ("Tue, 44 Mar 2025 10:00:00 +0100", None),
        ("Tue, 4 Mar 2025 10:00:00 +9900", None),
    ],
)
def test_times_as_machines_write_them(date: object, iso: str | None) -> None:
    """Unix times in any unit and e-mail dates are accepted; others are reported."""
    thread, faults = read_data([{"body": "x", "date": date, "edited": date}])
    (comment,) = thread.comments
    for when in (comment.published, comment.edited):
        assert (when.iso if when else None) == iso
    assert [fault.message.split(": ")[1] for fault in faults] == ([] if iso else ["date", "edited"])
    if isinstance(date, str):
        assert read(f"- {{body: x, date: '{date}'}}")[0].comments[0].published == comment.published


def test_a_unix_time_is_told_in_the_zone_of_the_site() -> None:
    """A Unix time has no zone of its own."""
    thread, _ = read_thread('[{"body": "x", "date": 1741129200}]', "t.json", timezone(timedelta(hours=1)))
    assert thread.comments[0].published is not None
    assert thread.comments[0].published.iso == "2025-03-05T00:00:00+01:00"


def test_heavy_bodies_are_shown_as_text() -> None:
    """Markup designed to take forever isn't parsed; its text is still shown."""
    start = time.process_time()
    for body in ("<ul><li>" * 5_000, "a " * MAX_CHARACTERS, "![" * 20_000, "[a](" * 12_000):
        thread, faults = read_data([{"body": body}, {"html": body}])
        assert thread.count == 2
        assert bool(faults) == (len(body) > MAX_CHARACTERS or "<" in body)
        for comment in thread.comments:
            inspect(comment.html)
            assert comment.long
    assert time.process_time() - start < 20


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> * "])
def test_no_depth_loses_words(mark: str) -> None:
    """Nested quotations and lists that are too deep for markup are shown as text."""
    for depth in (9, 19, 20, 21, 38, 39, 40, 41, 300):
        html = render(f"{mark * depth}words")
        assert "words" in html
        assert mark != "> " or html.count("<blockquote>") == (depth if depth < 38 else 0)
    start = time.perf_counter()
    inspect(render(mark * 12_000 + "words"))
    assert time.perf_counter() - start < 10


def test_what_markdown_reads_takes_no_quadratic_time() -> None:
    """Thousands of unclosed openings, addresses, tables and footnotes are parsed quickly."""
    start = time.process_time()
    for body in (
        *("$$ a\n" * 10_000, "$a " * 16_000, "$`a " * 12_000, "$$a " * 12_000, "\\$" * 20_000 + "$"),
        *("[^a]\n\n" + "[^a]: b\n" * 6_000, "[^a] " * 9_000 + "\n\n[^a]: b", "[^a" * 16_000),
        *("~a" * 8_000, "~a ~~b " * 4_000, "a~ " * 8_000, "a@" * 20_000, "a@b." * 12_000),
        "a." * 24_000 + "@b.c",
        *("www." * 12_000, "www.a " * 8_000, "|a" * 9_000 + "\n" + "|-" * 9_000, "- [x] a\n" * 6_000),
    ):
        inspect(render(body))
        inspect(clean(body))
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a\nb</p>\n<p>c</p>", "a b\n\nc"),
        ("<p>a<br>b &amp; c</p>", "a\nb & c"),
        ("<ul>\n<li>a</li>\n<li></li></ul><p>d</p>", "- a\n\nd"),
        ("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", "- a\n\nb\n\n- c"),
        ("<pre><code>x  = 1\n\n  y\n</code></pre>", "x  = 1\n\n  y"),
        ('<p><a href="https://a.example">words</a>.</p>', "words (https://a.example)."),
        ('<p><a href="https://a.example">https://a.example</a></p>', "https://a.example"),
        ('<p><a href="mailto:a@b.example">a@b.example</a></p>', "a@b.example"),
        ("<blockquote><p>a</p></blockquote>b<hr>c", "a\n\nb\n\nc"),
        ("<p>-</p><p>a  b</p>", "-\n\na b"),
        (
            "a<table>\n<tr><th>b</th> <td>c<br>d</td></tr>\n<tr><td></td><td><p>e</p>f</td></tr></table>g",
            "a\n\nb | c d\n| e f\n\ng",
        ),
        (
            "<table><caption>t</caption><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>",
            "t\na b | c | d",
        ),
        ("<details><summary>a</summary>b<p>c</p></details>", "a\n\nb\n\nc"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a\n\nb"),
        ("", ""),
    ],
)
def test_the_text_of_a_body(html: str, text: str) -> None:
    """The text has paragraphs separated by blank lines, for builders without HTML."""
    assert plain(html) == text


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("", False),
        ("x" * 75 * 12, False),
        ("x" * 75 * 12 + "x", True),
        ("\n\n".join(["x"] * 12), False),
        ("\n\n".join(["x"] * 13), True),
        ("\n".join(["  code"] * 13), True),
        ("\n\n".join(["x" * 300] * 4), True),
    ],
)
def test_a_body_past_twelve_lines_is_long(text: str, long: bool) -> None:
    """Lines are counted at about 75 characters."""
    assert is_long(text) is long


@pytest.mark.parametrize("length", [50, 51, 500, 2000])
def test_a_deep_thread_is_flattened(length: int) -> None:
    """Below the last level, replies are siblings; each still names the comment that it replies to."""
    chain = [{"id": f"i{n}", "parent": f"i{n - 1}", "body": "x"} for n in range(length)]
    chain[0]["parent"] = ""
    for data in (chain, chain[::-1]):
        thread, faults = read_data(data)
        assert faults == ()
        assert thread.count == length
        by_id = {comment.id: comment for comment in everyone(thread)}
        assert by_id[f"i{length - 1}"].parent == f"i{length - 2}"
        level, depth = thread.comments, 0
        while level:
            depth, level = depth + 1, level[0].replies
        assert depth == min(length, MAX_DEPTH)
        hash(thread)
        repr(thread)


def test_many_comments_of_one_id_take_no_quadratic_time() -> None:
    """Nor does a long cycle take quadratic time."""
    start = time.process_time()
    same, _ = read_data([{"id": "a", "deleted": False}] * 5000)
    assert same.count == 5000
    circle = [{"id": n, "parent": (n + 1) % 5000, "body": "x"} for n in range(5000)]
    cycle, faults = read_data(circle)
    assert cycle.count == 5000
    assert len(faults) == 1
    assert time.process_time() - start < 20


_WORDS = st.text(max_size=6) | st.sampled_from(["a", "b", "c", "c-1", "c-2", "0", "2024-03-15", ""])
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | _WORDS
_ANYTHING = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=4)
)
_IDS = st.sampled_from(["a", "b", "c", "d", "c-1", "c-2", "", None]) | _ANYTHING
_COMMENTS = st.fixed_dictionaries(
    {"body": _WORDS},
    optional={
        "id": _IDS,
        "parent": _IDS,
        "date": _ANYTHING,
        "deleted": st.booleans() | st.sampled_from(["yes", "no"]),
        "author": _ANYTHING,
        "html": _ANYTHING,
        "url": _ANYTHING,
        "reactions": _ANYTHING,
        "edited": _ANYTHING,
        "boddy": _ANYTHING,
    },
)
_THREADS = st.lists(_COMMENTS | _ANYTHING, max_size=8)


class _Dumper(yaml.SafeDumper):
    """Writes repeated values twice, without aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@given(_ANYTHING | _THREADS | st.fixed_dictionaries({"comments": _THREADS, "source": _ANYTHING}))
def test_any_data_is_a_thread(data: object) -> None:
    """Any plain data gives a thread and possibly faults."""
    for text, name in ((json.dumps(data), "t.json"), (yaml.dump(data, Dumper=_Dumper), "t.yaml")):
        thread, _ = read(text, name)
        assert isinstance(thread, Thread)


@given(_THREADS)
@example([{"draft": None}])
def test_no_comment_is_lost_or_shown_twice(data: list[object]) -> None:
    """For any ids and parents, only deleted ones without replies and withheld ones are dropped."""
    numbered = [item | {"body": f"n{n}."} for n, item in enumerate(data) if isinstance(item, dict)]
    for item in numbered:
        item.pop("html", None)
    thread, _ = read_data(numbered)
    shown = list(everyone(thread))
    assert len({comment.id for comment in shown}) == len(shown)
    assert all(re.fullmatch("[A-Za-z0-9_-]+", comment.id) for comment in shown)
    texts = [comment.text for comment in shown if not comment.deleted]
    assert len(texts) == len(set(texts)) == thread.count
    public = (item for item in numbered if not any(hiding_key(*pair) for pair in item.items()))
    kept = [item["body"] for item in public if item.get("deleted") in (None, False, "no")]
    assert set(kept) <= set(texts)
    for comment in shown:
        assert comment.replies or not comment.deleted
        dated = [reply.published for reply in comment.replies if reply.published]
        assert dated == sorted(dated)
        assert [reply.published for reply in comment.replies][: len(dated)] == dated
        assert all(reply.parent == comment.id for reply in comment.replies)


@given(st.text() | st.text("[]{}:-*&!|>'\"#, \nab"), st.sampled_from(["t.yaml", "t.json", "t"]))
def test_no_text_raises(text: str, name: str) -> None:
    """Any file is either read or refused."""
    thread, faults = read(text, name)
    assert isinstance(thread, Thread)
    assert isinstance(faults, tuple)


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ({"draft": True}, False), ({"private": "yes"}, False), ({"hidden": "true"}, False),
        ({"spam": 1}, False),
        ({"published": False}, False), ({"approved": "no"}, False), ({"approved": None}, False),
        ({"status": "pending"}, False), ({"status": "spam"}, False), ({"status": "approved"}, True),
        ({"published": True, "hidden": False}, True), ({"spam": "0"}, True),
    ],
)  # fmt: skip
def test_a_comment_that_is_held_back_is_not_shown(held: dict[str, object], *, shown: bool) -> None:
    """Any moderation key hides a comment; one with replies is shown as deleted."""
    data = [{"id": "1", "body": "Zebra."} | held, {"id": "2", "parent": "1", "body": "Reply."}]
    thread, faults = read_thread(json.dumps(data), "t.json", UTC)
    first = thread.comments[0]
    assert ("Zebra" in first.html) is shown
    assert first.deleted is not shown
    assert faults == ()


@pytest.mark.parametrize(
    ("key", "value", "ours"),
    [
        ("comment_approved", "spam", "approved"), ("comment_approved", "0", "approved"),
        ("comment_approved", "post-trashed", "approved"), ("isSpam", True, "spam"),
        ("is_spam", "yes", "spam"), ("isDeleted", True, "deleted"), ("deleted_at", "2024-01-02", "deleted"),
        ("visibility", "private", "private"), ("mode", 2, "status"), ("mode", 4, "status"),
        ("state", "pending", "status"), ("moderation-status", "Spam", "status"),
        ("is_hidden", True, "hidden"),
        ("isMinimized", True, "hidden"), ("isPublic", False, "public"), ("internal", True, "private"),
        ("sapm", True, "spam"), ("deletd", "true", "deleted"), ("Hidden", True, "hidden"),
        ("aproved", False, "approved"), ("statu", "spam", "status"), ("privat", 1, "private"),
        ("pending", True, "hidden"),
    ],
)  # fmt: skip
def test_keys_of_other_systems_withhold_a_comment_too(key: str, value: object, ours: str) -> None:
    """And typos for ours; each is reported, since it is none of ours."""
    data = [{"id": "1", "body": "Zebra.", key: value}, {"id": "2", "parent": "1", "body": "Reply."}]
    thread, faults = read_thread(json.dumps(data), "t.json", UTC)
    assert thread.comments[0].deleted
    assert "Zebra" not in repr(thread)
    said = f"1: unknown key {key!r}; did you mean {ours!r}? treating as deleted"
    assert [fault.message for fault in faults] == [said]
    assert read_thread(json.dumps(data[:1]), "t.json", UTC)[0].comments == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("comment_approved", "1"), ("isSpam", False), ("is_deleted", "0"), ("deleted_at", None),
        ("visibility", "public"), ("mode", 1), ("state", "approved"), ("type", "comment"), ("votes", 0),
        ("tags", ["draft"]), ("meta", {"spam": False}), ("private_notes", "none"),
    ],
)  # fmt: skip
def test_keys_of_other_systems_that_withhold_nothing(key: str, value: object) -> None:
    """They are unknown, and the comment is shown."""
    thread, (fault,) = read_thread(json.dumps([{"id": "1", "body": "Zebra.", key: value}]), "t.json", UTC)
    assert thread.comments[0].text == "Zebra."
    assert "treating" not in fault.message


def test_a_mapping_and_a_whole_thread_are_withheld_too() -> None:
    """Some systems nest such keys; a thread that is a draft shows nothing."""
    data: object = [{"id": "1", "body": "Zebra.", "moderation": {"state": "spam"}}]
    thread, (fault,) = read_thread(json.dumps(data), "t.json", UTC)
    assert (thread.comments, fault.message) == ((), "1: unknown key 'moderation'; treating as deleted")
    data = {"source": "x", "draft": True, "comments": [{"body": "Zebra."}]}
    thread, (fault,) = read_thread(json.dumps(data), "t.json", UTC)
    said = "comments: unknown key 'draft'; showing no comments"
    assert (thread.comments, fault.message) == ((), said)
