"""``research-notes webmentions``: each link is told of once, and what others say comes to the notes."""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from commanded import command
from conftest import write_files

from sphinx_research_notes.command.mentions.client import Client, Unreachable
from sphinx_research_notes.command.mentions.discovery import endpoint_of
from sphinx_research_notes.command.mentions.ledger import Ledger, UnreadableLedger, alone_in
from sphinx_research_notes.command.mentions.outgoing import links_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Reads finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once


class _Others(BaseHTTPRequestHandler):
    """Other people's sites: pages with and without an endpoint, and one that says what it has been sent."""

    posted: list[dict[str, str]]
    asked: list[str]
    mentions: list[dict[str, Any]]
    failing = 0

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        self.asked.append(self.path)
        if path.path == "/api":
            page = int(dict(parse_qsl(path.query))["page"])
            self._answer(
                200,
                json.dumps({"children": self.mentions[page * 100 : page * 100 + 100]}),
                kind="application/json",
            )
        elif path.path == "/header":
            self._answer(200, "", {"Link": '</other>; rel="other", </endpoint?a=b>; rel="x webmention"'})
        elif path.path == "/element":
            self._answer(
                200, '<!-- <link rel=webmention href=/no> --><a rel="me webmention" href="endpoint">x</a>'
            )
        elif path.path == "/moved":
            self._answer(302, "", {"Location": "/deeper/element"})
        elif path.path == "/deeper/element":
            self._answer(200, '<link rel="webmention" href="../endpoint">')
        elif path.path == "/gone":
            self._answer(410, '<link rel="webmention" href="/endpoint">')
        elif path.path == "/round":
            self._answer(302, "", {"Location": "/round"})
        elif path.path == "/large":
            self._answer(200, "x" * (1 << 21) + '<link rel="webmention" href="/endpoint">')
        elif path.path in {"/drop", "/head"}:
            # Each part of the head comes in time, but never its end.
            self.wfile.write(b"HTTP/1.0 200 OK\r\n" if path.path == "/head" else b"HTTP")
            for _ in range(50):
                time.sleep(0.1)
                self.wfile.write(b"X: y\r\n" if path.path == "/head" else b"x")
        elif path.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                time.sleep(0.1)
                self.wfile.write(b"x")
        else:
            self._answer(200, "<p>Nothing here.</p>")

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.posted.append({"endpoint": self.path, **dict(parse_qsl(text))})
        self._answer(self.failing or 202, "")

    def _answer(
        self, status: int, text: str, headers: dict[str, str] | None = None, kind: str = "text/html"
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""


@contextmanager
def others() -> Iterator[tuple[str, type[_Others]]]:
    """Yield the address of other people's sites, and what they have been sent."""

    class Handler(_Others):
        posted: list[dict[str, str]] = []  # noqa: RUF012
        asked: list[str] = []  # noqa: RUF012
        mentions: list[dict[str, Any]] = []  # noqa: RUF012

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", Handler
        server.shutdown()


CONF = """\
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://site.example/"
notes_match = ["notes/**"]
"""


def site(other: str, **notes: str) -> dict[str, str | bytes | None]:
    """Return the files of a site with *notes*, in which {} is the address of other sites."""
    files: dict[str, str | bytes | None] = {"conf.py": CONF, "index.md": "# Home\n"}
    for name, text in notes.items():
        files[f"notes/{name}.md"] = text.replace("{}", other)
    return files


def _posted(handler: type[_Others]) -> list[tuple[str, str, str]]:
    return sorted(
        (each["source"].rpartition("/")[2], urlsplit(each["target"]).path, each["endpoint"])
        for each in handler.posted
    )


def test_each_link_once(tmp_path: Path) -> None:
    """Links of public notes are told of once; new ones later, and those that are gone; failures again."""
    with others() as (other, handler):
        write_files(tmp_path, {**site(
            other,
            a="---\ndate: 2020-01-01\ncomments: a.yml\n---\n# A\n\n[h]({}/header) [e]({}/element#x)\n"
              "[m]({}/moved) [n]({}/none) [g]({}/gone)\n"
              "[own](https://site.example/x) [mail](mailto:a@b.example)\n",
            draft="---\ndraft: true\n---\n# D\n\n[h]({}/draft)\n",
            quiet="---\nvisibility: unlisted\n---\n# U\n\n[h]({}/unlisted)\n",
        ), "notes/a.yml": f"- {{author: X, body: '[c]({other}/comment)'}}\n"})  # fmt: skip
        command(tmp_path, "build")
        would = command(tmp_path, "webmentions", "send", "--dry-run").said
        assert f"would tell {other}/header of https://site.example/notes/a.html\n" in would
        assert handler.asked == []
        refused = command(tmp_path, "webmentions", "send")
        assert (
            "expected a public address for 127.0.0.1, got one of a private network; left for the next time"
            in refused.warned
        )
        assert handler.asked == []
        said = command(tmp_path, "webmentions", "send", "--allow-private").said
        assert said.endswith("5 links: 3 sent, 2 of pages that want none\n")
        assert _posted(handler) == [
            ("a.html", "/element", "/endpoint"), ("a.html", "/header", "/endpoint?a=b"),
            ("a.html", "/moved", "/endpoint"),
        ]  # fmt: skip
        assert not {"/draft", "/unlisted", "/comment"} & {urlsplit(each).path for each in handler.asked}
        assert {each["source"] for each in handler.posted} == {"https://site.example/notes/a.html"}
        assert command(tmp_path, "webmentions", "send", "--allow-private").said == "no new links\n"
        handler.posted.clear()
        # One link is gone, one is new; the note has moved.
        write_files(tmp_path, {
            "notes/a.md": None,
            **site(other, b="---\ndate: 2020-01-01\naliases: [/notes/a.html]\n---\n# A\n\n"
                            "[h]({}/header) [m]({}/moved) [2]({}/header?2)\n"),
        })  # fmt: skip
        command(tmp_path, "build")
        handler.failing = 500
        assert "2 links: 2 failed" in command(tmp_path, "webmentions", "send", "--allow-private").said
        handler.failing = 0
        handler.posted.clear()
        said = command(tmp_path, "webmentions", "send", "--allow-private").said
        assert "2 links: 1 sent, 1 withdrawn" in said
        assert _posted(handler) == [
            ("a.html", "/element", "/endpoint"), ("b.html", "/header", "/endpoint?a=b"),
        ]  # fmt: skip
        # The old address is gone, and so are the links.
        write_files(tmp_path, site(other, b="---\ndate: 2020-01-01\n---\n# A\n\nNo more links.\n"))
        command(tmp_path, "build")
        assert "3 links: 3 withdrawn" in command(tmp_path, "webmentions", "send", "--allow-private").said
        assert command(tmp_path, "webmentions", "send", "--allow-private").said == "no new links\n"


def test_a_note_that_is_hidden(tmp_path: Path) -> None:
    """Who was told of a link is told again when its note is gone; not by a site elsewhere."""
    with others() as (other, handler):
        run = ("webmentions", "send", "--allow-private")
        write_files(tmp_path, site(other, a="# A\n\n[h]({}/header)\n", b="# B\n\n[e]({}/element)\n"))
        command(tmp_path, "build")
        command(tmp_path, *run)
        handler.posted.clear()
        notes = site(other, a="---\ndraft: true\n---\n# A\n\n[h]({}/header)\n")
        write_files(tmp_path, {**notes, "notes/b.md": None})
        command(tmp_path, "build")
        ledger = (tmp_path / "webmentions.json").read_bytes()
        elsewhere = CONF.replace("site.example", "preview.example")
        write_files(tmp_path, {"conf.py": elsewhere})
        assert command(tmp_path, *run).said == "no new links\n"
        write_files(tmp_path, {"conf.py": CONF})
        assert command(tmp_path, *run, "-n").said.count(" (the link is gone)\n") == 2
        assert "2 links: 2 withdrawn\n" in command(tmp_path, *run, "--since", "2030-01-01").said
        assert _posted(handler) == [
            ("a.html", "/header", "/endpoint?a=b"),
            ("b.html", "/element", "/endpoint"),
        ]
        assert (tmp_path / "webmentions.json").read_bytes() != ledger
        assert command(tmp_path, *run).said == "no new links\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
def test_two_runs_at_once(tmp_path: Path) -> None:
    """The second run says that there is another, and leaves its list alone."""
    write_files(tmp_path, site("https://a.example", a="# A\n\n[h]({}/)\n"))
    command(tmp_path, "build")
    with alone_in(tmp_path):
        ended = command(tmp_path, "webmentions", "send", code=1)
    assert "found one; nothing has been sent" in ended.warned
    assert "would tell" in command(tmp_path, "webmentions", "send", "-n").said


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"version": 2, "pages": {}}', "\xff", "[" * 100_000, "<<<<<<< HEAD\n{}\n"]
)
def test_a_list_that_is_none(tmp_path: Path, text: str) -> None:
    """A file that isn't such a list, or is of another version, is left as it is."""
    path = tmp_path / "webmentions.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UnreadableLedger):
        Ledger.read(path)


def test_rejections(tmp_path: Path) -> None:
    """What a server refuses is told again once the note has changed, or if asked; a busy one at once."""
    with others() as (other, handler):
        write_files(tmp_path, site(other, a="# A\n\n[h]({}/header)\n"))
        command(tmp_path, "build")
        run = ("webmentions", "send", "--allow-private")
        for status, said in ((429, "1 link: 1 failed"), (400, "1 link: 1 rejected")):
            handler.failing = status
            ended = command(tmp_path, *run)
            assert said in ended.said
            assert f"got {status} from {other}/endpoint?a=b" in ended.warned
        assert command(tmp_path, *run).said == "no new links\n"
        assert '"rejected 400 ' in (tmp_path / "webmentions.json").read_text("utf-8")
        assert "1 link: 1 rejected" in command(tmp_path, *run, "--retry").said
        write_files(tmp_path, site(other, a="# A\n\nMore. [h]({}/header)\n"))
        command(tmp_path, "build")
        handler.failing = 0
        assert "1 link: 1 sent" in command(tmp_path, *run).said
        # That a link is gone is said once, whatever the answer is.
        write_files(tmp_path, site(other, a="# A\n\nNo more.\n"))
        command(tmp_path, "build")
        handler.failing = 400
        assert "1 link: 1 rejected" in command(tmp_path, *run).said
        assert command(tmp_path, *run).said == "no new links\n"


def test_many_links(tmp_path: Path) -> None:
    """A site with years of links doesn't send them all at once, unless asked; nor older ones."""
    links = " ".join(f"[l]({{}}/header?{n})" for n in range(60))
    with others() as (other, handler):
        write_files(tmp_path, site(
            other, old=f"---\ndate: 2019-01-01\n---\n# O\n\n{links}\n",
            new="---\ndate: 2021-01-01\n---\n# N\n\n[h]({}/header)\n",
        ))  # fmt: skip
        assert "expected the finished site" in command(tmp_path, "webmentions", "send", code=1).warned
        command(tmp_path, "build")
        many = command(tmp_path, "webmentions", "send", "--allow-private", code=1).warned
        assert "Error: expected at most 50 new links, got 61; nothing has been sent" in many
        assert (
            "1 link: 1 sent"
            in command(tmp_path, "webmentions", "send", "--since", "2021-01-01", "--allow-private").said
        )
        assert command(tmp_path, "webmentions", "send", "--mark-old").said == "marked 60 links as old\n"
        assert command(tmp_path, "webmentions", "send", "--allow-private").said == "no new links\n"
        assert len(handler.posted) == 1
    (tmp_path / "webmentions.json").write_text("[", "utf-8")
    assert (
        "expected a list of links in webmentions.json"
        in command(tmp_path, "webmentions", "send", code=1).warned
    )


def test_fetch(tmp_path: Path) -> None:
    """Mentions come to their notes, page after page; twice changes nothing."""

    def mention(number: int, **more: Any) -> dict[str, Any]:
        return {"wm-id": number, "wm-property": "in-reply-to", "wm-target": "https://site.example/notes/a.html",
                "url": f"https://b.example/{number}", "author": {"name": "Ada"},
                "content": {"text": f"Words {number}."}, **more}  # fmt: skip

    with others() as (other, handler):
        write_files(tmp_path, site(other, a="---\ndate: 2020-01-01\n---\n# A\n\nText.\n"))
        handler.mentions += [mention(n) for n in range(101)] + [mention(200, **{"wm-property": "like-of"})]
        run = ("webmentions", "fetch", "--api", f"{other}/api", "--allow-private")
        said = command(tmp_path, *run).said
        assert "wrote notes/a.comments.yml: 101 comments, named in notes/a.md\n" in said
        assert "without a place in a thread: 1 like\n" in said
        assert handler.asked[0] == "/api?domain=site.example&per-page=100&page=0&sort-dir=up"
        assert "nothing new on 1 note\n" in command(tmp_path, *run).said
        del handler.mentions[5]
        gone = command(tmp_path, *run).warned
        assert gone.startswith("notes/a.comments.yml: no longer at 127.0.0.1:")
        assert "and still shown: wm-5; write 'deleted: true' to hide them\n" in gone
        refused = command(tmp_path, *run[:-1], code=1).warned
        assert refused.startswith(
            f"Error: expected an answer from {other}/api, got none: expected a public address"
        )
        nothing = command(
            tmp_path, "webmentions", "fetch", "--api", f"{other}/none", "--allow-private", code=1
        ).warned
        assert "expected webmentions in JSON" in nothing
    write_files(tmp_path, {"saved.json": json.dumps({"children": [mention(300)]})})
    assert "102 comments (1 new)" in command(tmp_path, "webmentions", "fetch", "--saved", "saved.json").said


@pytest.mark.parametrize(("links", "html", "expected"), [
    (["</e>; rel=webmention"], "", "https://a.example/e"),
    (["<e>; rel=webmention"], "", "https://a.example/x/e"),
    (['<https://b.example/e?x=y>; title="a, b"; rel="WebMention"'], "", "https://b.example/e?x=y"),
    (["</a>; rel=other", "</e>; rel=\"webmention me\""], "", "https://a.example/e"),
    (["</e>; rel=not-webmention"], "", ""),
    (["</e>; rel=webmention"], "<link rel=webmention href=/no>", "https://a.example/e"),
    ([], "<link rel='webmention' href=''>", "https://a.example/x/y"),
    ([], "<link rel='webmention'><a rel=webmention href='/e'>", "https://a.example/e"),
    ([], "<a rel=webmention href='/first'><link rel=webmention href='/second'>", "https://a.example/first"),
    ([], "<p>&lt;a rel=webmention href=/no&gt;</p>", ""),
    ([], "<a rel='not-webmention' href='/no'>", ""),
    ([], "<a rel=webmention href='http://[bad'>", ""),
])  # fmt: skip
def test_discovery(links: list[str], html: str, expected: str) -> None:
    """The first header counts, else the first element that has an address, which is relative to the page."""
    assert endpoint_of("https://a.example/x/y", links, html) == expected


#: The cases of discovery that https://webmention.rocks tests: headers, page, and the endpoint.
CASES: list[tuple[list[tuple[str, str]], str, str]] = [
    ([("Link", "</1/e>; rel=webmention")], "", "/1/e"),
    ([("Link", "<{}/2/e>; rel=webmention")], "", "/2/e"),
    ([], '<link rel="webmention" href="/3/e">', "/3/e"),
    ([], '<link rel="webmention" href="{}/4/e">', "/4/e"),
    ([], '<p><a rel="webmention" href="/5/e">x</a></p>', "/5/e"),
    ([], '<p><a href="{}/6/e" rel="webmention">x</a></p>', "/6/e"),
    ([("LinK", "</7/e>; rel=webmention")], "", "/7/e"),
    ([("Link", '</8/e>; rel="webmention"')], "", "/8/e"),
    ([], '<link rel="webmention other" href="/9/e">', "/9/e"),
    ([("Link", '</10/e>; rel="webmention other"')], "", "/10/e"),
    ([("Link", "</11/e>; rel=webmention")],
     '<link rel="webmention" href="/11/no"><a rel="webmention" href="/11/no">x</a>', "/11/e"),
    ([], '<link rel="not-webmention" href="/12/no"><a rel="webmention" href="/12/e">x</a>', "/12/e"),
    ([], '<!-- <a rel="webmention" href="/13/no"> --><a rel="webmention" href="/13/e">x</a>', "/13/e"),
    ([], '<i>&lt;a href="/14/no" rel="webmention"&gt;</i><a rel="webmention" href="/14/e">x</a>', "/14/e"),
    ([], '<link rel="webmention" href="">', "/15"),
    ([], '<a rel="webmention" href="/16/e">x</a><link rel="webmention" href="/16/no">', "/16/e"),
    ([], '<link rel="webmention" href="/17/e"><a rel="webmention" href="/17/no">x</a>', "/17/e"),
    ([("Link", "</18/no>; rel=other"), ("Link", "</18/e>; rel=webmention")], "", "/18/e"),
    ([("Link", '</19/no>; rel="other", </19/e>; rel="webmention"')], "", "/19/e"),
    ([], '<link rel="webmention"><a rel="webmention" href="/20/e">x</a>', "/20/e"),
    ([], '<link rel="webmention" href="/21/e?query=yes">', "/21/e?query=yes"),
    ([], '<link rel="webmention" href="22/e">', "/22/e"),
    ([("Location", "/23/there/page")], '<link rel="webmention" href="e">', "/23/there/e"),
]  # fmt: skip


def test_all_cases_of_discovery() -> None:
    """Each page is told at the one endpoint that counts, which keeps its query, also after a redirection."""

    class Handler(_Others):
        posted: list[dict[str, str]] = []  # noqa: RUF012
        asked: list[str] = []  # noqa: RUF012

        def do_GET(self) -> None:
            place = urlsplit(self.path).path
            headers, text, _ = CASES[int(place.split("/")[1]) - 1]
            here = f"http://{self.headers['Host']}"
            moves = headers[:1] and headers[0][0] == "Location" and place.count("/") == 1
            self.send_response(302 if moves else 200)
            self.send_header("Content-Type", "text/html")
            for name, value in headers:
                self.send_header(name, value.replace("{}", here))
            self.end_headers()
            self.wfile.write(b"" if moves else text.replace("{}", here).encode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        other = f"http://127.0.0.1:{server.server_port}"
        client = Client(private=True)
        for number, (_, _, endpoint) in enumerate(CASES, 1):
            answer = client.get(f"{other}/{number}")
            found = endpoint_of(answer.url, answer.headers.get("link", []), answer.html)
            assert found == f"{other}{endpoint}", number
            client.post(found, {"source": "https://site.example/", "target": f"{other}/{number}"})
            assert Handler.posted[-1]["endpoint"] == endpoint
        server.shutdown()


def test_limits() -> None:
    """Answers are small and quick, redirections few, and no address leads into a private network."""
    with others() as (other, _):
        client = Client(private=True, patience=1.0)
        assert len(client.get(f"{other}/large").body) == 1 << 20
        slow = ("/slow", "/drop", "/head")
        for path, said in (*((each, "within 1 s") for each in slow), ("/round", "at most 10 redirections")):
            with pytest.raises(Unreachable, match=said):
                client.get(f"{other}{path}")
    hosts = "127.0.0.1 localhost [::1] 169.254.169.254 10.0.0.1 0x7f000001 2130706433 [::ffff:127.0.0.1] 0"
    hosts += " [64:ff9b::7f00:1] [::7f00:1] [fe80::1] [fc00::1]"
    for url in (f"http://{host}/" for host in hosts.split()):
        with pytest.raises(Unreachable, match=r"private network|not known|resolution|family"):
            Client().get(url)
    for url in ("file:///etc/passwd", "ftp://a.example/", "https:///x", "gopher://x"):
        with pytest.raises(Unreachable, match="expected an http"):
            Client().get(url)


def test_links_of_pages() -> None:
    """Only those in the text of notes, once each; not what strangers have written, or isn't vouched for."""
    html = """<nav><a href="https://a.example/nav">n</a></nav><article class="h-entry"><header><a href="https://a.example/h">h</a>
<img src="x"></header><div class="e-content"><p><a href="https://a.example/1#x">1</a> <a href="https://a.example/1">1</a>
<a rel="nofollow" href="https://a.example/2">2</a> <a href="/x">x</a> <a href="https://me.example/y">y</a>
<section class="comments"><article class="comment"><div class="e-content"><a href="https://a.example/c">c</a></div></article></section>
<br><a href="https://a.example/3?a=b&amp;c">3</a></div><footer><a href="https://a.example/f">f</a></footer></article>"""
    assert links_in(html, "me.example") == ["https://a.example/1", "https://a.example/3?a=b&c"]
