"""What is an address on the web, and that nothing else is taken for one, wherever one can stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.addresses import has_scheme, host_of, path_of, web_address

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
    """In any script and with any path; blanks around it are none of it."""
    assert web_address(address) == web_address(f" {address}\n") == address
    assert has_scheme(address)
    assert host_of(address)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_address_on_the_web(text: str) -> None:
    """Nothing comes of it, and no exception."""
    assert web_address(text) == host_of(text) == ""
    assert path_of(text) == "/"


def test_an_address_for_mail() -> None:
    """Where it is asked for."""
    assert web_address("mailto:a@example.org", mail=True) == "mailto:a@example.org"
    assert web_address("mailto:a", mail=True) == ""


def test_the_path_of_an_address() -> None:
    """With a slash at both ends."""
    assert [path_of(f"https://example.org{each}") for each in ("", "/", "/a", "/a/b/")] == [
        "/", "/", "/a/", "/a/b/",
    ]  # fmt: skip


@given(st.text() | st.text("htps:/[]@.:%-_ab1 \\?#()", max_size=30))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever it is, the answer is the text, or nothing."""
    for each in (text, f"http://{text}", f"https://[{text}"):
        assert web_address(each) in {"", each.strip()}
        host_of(each)
        path_of(each)
