"""Addresses: which are valid on the web, which ones raw HTML contains, and which page each leads to."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.doctree.raw_html import addresses, rewritten, without_comments
from sphinx_research_notes.model.site_addresses import AddressIndex, may_lead
from sphinx_research_notes.model.urls import has_scheme, host_of, path_of, web_address

SOUND = [
    "https://example.org",
    "http://example.org/a?b=c#d",
    "HTTPS://Example.org/",
    "https://example.org:8443/a",
    "https://bücher.example/straße",
    "https://例え.テスト/あ",
    "https://xn--bcher-kva.example",
    "https://a_b.example.org.",
    "https://[2001:db8::1]:80/",
    "https://192.0.2.1/",
    "https://me:word@example.org/",
    "https://example.org/a(b)[c]|{d}'",
    "https://localhost/",
]

WRONG = [
    "",
    "https://",
    "https:///a",
    "https:example.org",
    "example.org",
    "/a",
    "//example.org/a",
    "https://[example.org](https://example.org)",
    "[x](https://example.org)",
    "https://[example.org]/",
    "http://[::1",
    "http://::1]/",
    "http://[x]/",
    "https://exam ple.org",
    "https://example.org/a b",
    "https://example.org/\x00",
    "https://example.org/a\nb",
    "https://example.org/\u202ea",
    "https://exa\u200bmple.org/",
    "https://example.org\\@evil.example/",
    "https://example.org:99999/",
    "https://example.org:port/",
    "https://a..b/",
    "https://./",
    "https://-/",
    "https://a,b.example/",
    "https://<b>.example/",
    'https://example.org/"x',
    "https://ex\u2100mple.org/",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "blob:https://example.org/1-2-3",
    "ftp://example.org/",
    "mailto:a@example.org",
    "https://example.org/\ud800",
]


@pytest.mark.parametrize("address", SOUND)
def test_an_address_on_the_web(address: str) -> None:
    """Any script and any path is accepted; surrounding whitespace is stripped."""
    assert web_address(address) == web_address(f" {address}\n") == address
    assert has_scheme(address)
    assert host_of(address)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_address_on_the_web(text: str) -> None:
    """Anything else gives an empty string, not an exception."""
    assert web_address(text) == host_of(text) == ""
    assert path_of(text) == "/"


def test_an_address_for_mail() -> None:
    """``mailto`` is accepted only on request."""
    assert web_address("mailto:a@example.org", mail=True) == "mailto:a@example.org"
    assert web_address("mailto:a", mail=True) == ""


def test_the_path_of_an_address() -> None:
    """A path has a slash at both ends."""
    assert [path_of(f"https://example.org{each}") for each in ("", "/", "/a", "/a/b/")] == [
        "/", "/", "/a/", "/a/b/",
    ]  # fmt: skip


@given(st.text() | st.text("htps:/[]@.:%-_ab1 \\?#()", max_size=30))
def test_no_text_is_too_strange(text: str) -> None:
    """For any text, the result is the stripped text or empty."""
    for each in (text, f"http://{text}", f"https://[{text}"):
        assert web_address(each) in {"", each.strip()}
        host_of(each)
        path_of(each)


# Raw HTML.


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ('<img src="a.png">', ["a.png"]),
        ("<IMG SRC='a b.png' alt='x > y'/>", ["a b.png"]),
        ("<img alt=x src=a.png>", ["a.png"]),
        ("<img\n  src = \"a&amp;b.png\"\n>", ["a&b.png"]),
        ('<img srcset="a.png 1x, b,c.png 2x,d.png" src="">', ["a.png", "b,c.png", "d.png"]),
        ('<img srcset="a.png,b.png 2x">', ["a.png,b.png"]),
        ('<img srcset="a.png, b.png 100w">', ["a.png", "b.png"]),
        ('<video src="v.mp4" poster="p.png"><source src="w.webm"><track src="t.vtt"></video>',
         ["v.mp4", "p.png", "w.webm", "t.vtt"]),
        ('<a href="p.pdf">x</a><area href="q.pdf">', ["p.pdf", "q.pdf"]),
        ('<object data="o.pdf"></object><iframe src="i.html"></iframe><embed src="e.svg">',
         ["o.pdf", "i.html", "e.svg"]),
        ('<svg><image href="s.png"/><image xlink:href="r.png"/></svg>', ["s.png", "r.png"]),
        ('<a src="x" data-href="y" hrefs="z">', []),
        ('<!-- <img src="a.png"> --><p>', []),
        ('<!-- <img src="a.png">', []),
        ("<!--><img src=a.png><!--->", ["a.png"]),
        ("<!-- -- > <img src=b.png> --!><img src=a.png> -->", ["a.png"]),
        ("<![CDATA[<img src=b.png>]]><?php <img src=b.png> ?><!DOCTYPE a><img src=a.png>", ["a.png"]),
        ("<iframe src=a.html><img src=b.png></iframe><svg><use xlink:href=a.svg#b /></svg>",
         ["a.html", "a.svg#b"]),
        ("<![CDATA[<img src=b.png", []),
        ("<iframe src=a.html /><img src=b.png>", ["a.html", "b.png"]),
        ('<script>"<img src=a.png>"</script><img src="b.png">', ["b.png"]),
        ('<STYLE><img src="a.png"></style ><img src="b.png">', ["b.png"]),
        ('<script src="s.js">', ["s.js"]),
        ('1 < 2 <img src="a.png"', ["a.png"]),
        ('<img src="a.png', []),
        ("<img src>", []),
        ("</a href='x'>", []),
    ],
)  # fmt: skip
def test_the_addresses_in_raw_html(html: str, named: list[str]) -> None:
    """Addresses of files shown and of links are found, but not those in comments, scripts and styles."""
    assert [address for _, _, address in addresses(html)] == named
    assert rewritten(html, lambda tag, name, address: None) == html
    assert rewritten(html, lambda tag, name, address: address) == html or "&amp;" in html or "srcset" in html
    changed = rewritten(html, lambda tag, name, address: f"/\"{address}'")
    assert [each.replace("%2C", ",") for _, _, each in addresses(changed)] == [
        f"/\"{each}'" for each in named
    ]


def test_an_attribute_goes_with_its_address() -> None:
    """An empty address removes its attribute, however it is written, and nothing else."""
    html = "<a href = 'a' b=c>x</a><IMG\n SRC=d/><embed  src=\"e\">"
    assert rewritten(html, lambda tag, name, address: "") == "<a  b=c>x</a><IMG\n ><embed  >"


@given(st.text() | st.text("<>/=\"' !-abimgsrcset,", max_size=60))
def test_nothing_but_addresses_changes(html: str) -> None:
    """Any HTML is unchanged if no address is."""
    assert rewritten(html, lambda tag, name, address: None) == html
    for _, _, address in addresses(html):
        assert address == address.strip()


@pytest.mark.parametrize(
    "html",
    ["<img src=" * 40_000, '<a href="' * 40_000, "<" * 300_000, "<!--" * 90_000, "<script>" * 40_000,
     "<img " + "a=b " * 90_000, '<img srcset="' + "a.png 1x, " * 40_000 + '">', "<style>" * 40_000,
     "<![" * 90_000, "<!---" * 90_000, "<iframe>" * 40_000],
    ids=range(11),
)  # fmt: skip
def test_hostile_html_is_read_in_time(html: str) -> None:
    """Time is proportional to length."""
    before = time.process_time()
    rewritten(html, lambda tag, name, address: None)
    assert time.process_time() - before < 5


# Pages.

PLACES = {"posts/two": "2024/05/09/two.html", "posts/one": "2024/05/10/one/", "index": "index.html",
          "about": "about.html", "node": "node-1.0/"}  # fmt: skip
DEFAULTS = {name: f"{name}.html" for name in PLACES}
SITE = AddressIndex(
    PLACES,
    {"old/two/": "posts/two", "p.php/": "about"},
    DEFAULTS,
    "https://example.org/blog/",
    {"notes/tags/index": "notes/tags/index.html", "notes/2024": "notes/2024.html", "none": "about.html"},
)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/2024/05/09/two.html", ("posts/two", "")),
        ("/2024/05/09/two/", ("posts/two", "")),
        ("/2024/05/09/two", ("posts/two", "")),
        ("/2024/05/09/two.html#a-part", ("posts/two", "a-part")),
        ("/2024/05/09/two/?x=1#a%20part", ("posts/two", "a part")),
        ("/2024/05/10/one.html", ("posts/one", "")),
        ("/2024/05/10/one/index.html", ("posts/one", "")),
        ("/blog/2024/05/09/two.html", ("posts/two", "")),
        ("https://example.org/blog/2024/05/09/two", ("posts/two", "")),
        ("http://www.example.org/blog/old/two/#x", ("posts/two", "x")),
        ("https://example.org/blog", ("index", "")),
        ("/old/two", ("posts/two", "")),
        ("/posts/two.html", ("posts/two", "")),
        ("/", ("index", "")),
        ("/node-1.0", ("node", "")),
        ("../../09/two.html", ("posts/two", "")),
        ("../../../../about.html", ("about", "")),
        ("/notes/tags/", ("notes/tags/index", "")),
        ("/Notes/tags#x", ("notes/tags/index", "x")),
        ("/blog/notes/2024/", ("notes/2024", "")),
        ("https://example.org/blog/notes/2024.html?x=1", ("notes/2024", "")),
        ("../../../../notes/2024", ("notes/2024", "")),
        ("//notes/2024", None),
        ("../../../../../../about.html", ("about", "")),
        ("https://example.org/2024/05/09/two", None),
        ("https://example.org/blogger/about.html", None),
        ("https://elsewhere.example/blog/about.html", None),
        ("//example.org/blog/about.html", None),
        ("/2024/05/09/", None),
        ("/node-1/", None),
        ("/nowhere", None),
        ("#x", None),
        ("", None),
        ("javascript:/about.html", None),
        ("https://[x](https://x)", None),
    ],
)
def test_who_is_at_an_address(address: str, found: tuple[str, str] | None) -> None:
    """A page is found by its place, a former place, or its default place, with or without a suffix."""
    assert SITE.find(address, "posts/one") == found


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("/a", True), ("/a/", True), ("/a.html#b", True), ("../a/", True), ("a.html", True), ("a/b?c", True),
        ("https://example.org/blog/a", True), ("/a/v1.0", True),
        ("a", False), ("a.md", False), ("/a.png", False), ("/a/b.pdf", False), ("//a/b", False),
        ("#a", False),
        ("", False), ("https://example.org/a", False), ("{{ base }}/a/", False), ("mailto:a/b", False),
    ],
)  # fmt: skip
def test_what_may_be_an_address_of_a_page(address: str, may: bool) -> None:
    """The form of an address decides."""
    assert may_lead(address, "https://example.org/blog/") == may


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<!-- zebra -->", ""),
        ("a<!-- zebra\n<b>zebra</b> --><i>b</i><!----><!--> c", "a<i>b</i> c"),
        ("a <!-- zebra --!> b", "a  b"),
        ("a <!-- zebra", "a "),
        ('<p title="<!-- seen -->">a</p>', '<p title="<!-- seen -->">a</p>'),
        ("<script><!-- a() //--></script>", "<script><!-- a() //--></script>"),
        ("<style><!-- a {} --></style><!-- zebra -->", "<style><!-- a {} --></style>"),
        ("<pre><!-- zebra --></pre>", "<pre></pre>"),
        ('<!--#include file="a.html" -->', '<!--#include file="a.html" -->'),
        ("<!--[if IE]><p><![endif]-->", "<!--[if IE]><p><![endif]-->"),
        ("<!--email_off-->a<!--/email_off-->", "<!--email_off-->a<!--/email_off-->"),
        ("<!DOCTYPE html><?php a ?>&lt;!-- seen", "<!DOCTYPE html><?php a ?>&lt;!-- seen"),
    ],
)
def test_comments_are_left_out(html: str, expected: str) -> None:
    """Comments go, except in texts and attributes, and those that a program reads."""
    assert without_comments(html) == expected


@pytest.mark.parametrize("text", ["<!--", "<!-- -->", '<a "<!--', "<!--#", "<pre><!--", "<iframe><!--"])
def test_many_comments_take_no_time(text: str) -> None:
    """A long text with many comments is read within a second."""
    started = time.perf_counter()
    without_comments(text * 40_000)
    assert time.perf_counter() - started < 2
