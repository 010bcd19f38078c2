"""Discussions in a real browser: nothing is requested before a click, then what a service needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from browsing import Visitor, expect, served
from conftest import build_site, write_files
from isso_server import running_isso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

NOTE = "2019/wells/index.html"
GISCUS = {
    "service": "giscus",
    "repo": "ada/notes",
    "repo_id": "R_1",
    "category": "Notes",
    "category_id": "DIC_1",
}

#: What the scripts of the services do, as far as it matters here: they put a frame or a text where they are.
FRAME = """\
var script = document.currentScript, frame = document.createElement("iframe");
window.asked = {};
Array.from(script.attributes).forEach(function (each) { window.asked[each.name] = each.value; });
frame.src = new URL("/frame.html", script.src).href;
script.insertAdjacentElement("afterend", frame);
"""
FRAME_PAGE = """\
<!doctype html><script>
addEventListener("message", function (event) { document.title = JSON.stringify(event.data); });
</script>
"""
DISCOURSE = """\
document.getElementById("discourse-comments").textContent = JSON.stringify(window.DiscourseEmbed);
"""
HYPOTHESIS = """\
document.body.dataset.settings = document.querySelector(".js-hypothesis-config").textContent;
"""


def build(folder: Path, live: dict[str, str] | str, theme: str = "research_notes", more: str = "") -> Path:
    """Build a site with a discussion, and return its folder."""
    write_files(folder / "source", {
        "conf.py": 'extensions = ["myst_parser", "sphinx_research_notes"]\n'
                   f'html_theme = "{theme}"\nhtml_baseurl = "https://site.example/rain/"\n'
                   f'notes_permalink = "/{{year}}/{{slug}}/"\nnotes_live_comments = {live!r}\n',
        "index.md": "# Home\n\n```{toctree}\nnotes/2019-05-01-wells\n```\n",
        "notes/2019-05-01-wells.md": f"---\ndate: 2019-05-01\n{more}---\n# Deep \"wells\"\n\nText.\n",
    })  # fmt: skip
    built = build_site(folder / "source", folder / "out", "-W")
    return built.outdir


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open the note of a site, and record what it requests from other hosts: ``opened(outdir, scripts)``."""
    visitors: list[Visitor] = []

    def opening(address: str, scripts: dict[str, str], **options: Any) -> tuple[Page, list[str]]:
        visitor = Visitor(chromium, address)
        visitors.append(visitor)
        asked: list[str] = []

        def answer(route: Route) -> None:
            url = route.request.url
            if url.startswith(address):
                route.continue_()
                return
            asked.append(url)
            kind = "text/html" if url.endswith(".html") else "text/javascript"
            headers = {"Access-Control-Allow-Origin": "*"}
            if url in scripts:
                route.fulfill(body=scripts[url], content_type=kind, headers=headers)
            else:
                route.abort()

        return visitor(NOTE, routes={"**/*": answer}, **options), asked

    yield opening
    for visitor in visitors:
        visitor.close()


FRAMED = {
    "giscus": (GISCUS, "https://giscus.app", {
        "data-repo": "ada/notes", "data-repo-id": "R_1", "data-category": "Notes",
        "data-category-id": "DIC_1", "data-mapping": "specific", "data-term": "/2019/wells/",
        "data-strict": "1", "data-reactions-enabled": "1", "data-emit-metadata": "0",
        "data-input-position": "bottom", "data-lang": "en", "crossorigin": "anonymous",
        "data-theme": "light",
    }),
    "utterances": ({"service": "utterances", "repo": "ada/notes", "label": "notes"}, "https://utteranc.es", {
        "repo": "ada/notes", "issue-term": "/2019/wells/", "label": "notes", "crossorigin": "anonymous",
        "theme": "github-light",
    }),
}  # fmt: skip


@pytest.mark.parametrize("theme", ["research_notes", "furo"])
@pytest.mark.parametrize("service", FRAMED)
def test_frames(tmp_path: Path, opened: Callable[..., Any], service: str, theme: str) -> None:
    """They are told the note's id, and follow the page from light to dark."""
    live, host, expected = FRAMED[service]
    scripts = {f"{host}/client.js": FRAME, f"{host}/frame.html": FRAME_PAGE}
    with served(build(tmp_path, live, theme)) as address:
        page, asked = opened(address, scripts, color_scheme="light")
        page.wait_for_load_state("networkidle")
        assert asked == []
        page.get_by_text("Join the discussion").click()
        page.wait_for_selector(".live-thread iframe")
        assert asked[0] == f"{host}/client.js"
        said = page.evaluate("window.asked")
        assert {name: value for name, value in said.items() if name not in {"src", "async"}} == expected
        page.wait_for_function("document.querySelector('.live-comments').dataset.state === 'loaded'")
        expect(page.locator(".live-comments .about")).to_be_hidden()
        frame = page.frames[-1]
        frame.wait_for_load_state()
        page.emulate_media(color_scheme="dark")
        frame.wait_for_function("document.title.includes('dark')")
        # Closed and opened again, it is not loaded again.
        page.get_by_text("Join the discussion").click()
        page.get_by_text("Join the discussion").click()
        assert asked.count(f"{host}/client.js") == 1


def test_the_reader_chooses_dark(tmp_path: Path, opened: Callable[..., Any]) -> None:
    """What the reader has chosen counts, not the system."""
    with served(build(tmp_path, GISCUS)) as address:
        page, _ = opened(address, {"https://giscus.app/client.js": FRAME}, color_scheme="light")
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.get_by_text("Join the discussion").press("Enter")
        page.wait_for_selector(".live-thread iframe")
        assert page.evaluate("window.asked['data-theme']") == "dark"


def test_discourse_and_hypothesis(tmp_path: Path, opened: Callable[..., Any]) -> None:
    """Discourse gets the URL that the note had first; Hypothesis opens its sidebar."""
    live = {"service": "discourse", "url": "https://talk.example"}
    with served(build(tmp_path / "d", live, more="id: https://old.example/wells\n")) as address:
        page, asked = opened(address, {"https://talk.example/javascripts/embed.js": DISCOURSE})
        assert asked == []
        page.get_by_text("Join the discussion").click()
        expect(page.locator("#discourse-comments")).not_to_be_empty()
        assert json.loads(page.locator("#discourse-comments").inner_text()) == {
            "discourseUrl": "https://talk.example/", "discourseEmbedUrl": "https://old.example/wells",
        }  # fmt: skip
    with served(build(tmp_path / "h", "hypothesis")) as address:
        page, asked = opened(address, {"https://hypothes.is/embed.js": HYPOTHESIS})
        assert asked == []
        page.get_by_text("Join the discussion").click()
        page.wait_for_function("document.body.dataset.settings === '{\"openSidebar\":true}'")


def test_a_script_that_does_not_come(tmp_path: Path, opened: Callable[..., Any]) -> None:
    """The address of the discussion stays, and a click tries again; without scripts, it is all there is."""
    with served(build(tmp_path, GISCUS)) as address:
        page, asked = opened(address, {})
        page.get_by_text("Join the discussion").click()
        expect(page.get_by_role("link", name="The discussion at giscus.app")).to_be_visible()
        page.wait_for_function("!document.querySelector('.live-comments').dataset.state")
        page.get_by_text("Join the discussion").click()
        page.wait_for_timeout(200)
        assert asked == ["https://giscus.app/client.js"] * 2
        page, asked = opened(address, {}, java_script_enabled=False)
        page.get_by_text("Join the discussion").click()
        link = page.get_by_role("link", name="The discussion at giscus.app")
        expect(link).to_be_visible()
        assert link.get_attribute("href") == (
            "https://github.com/ada/notes/discussions?discussions_q=%2F2019%2Fwells%2F"
        )
        assert asked == []


def test_isso(tmp_path: Path, chromium: Browser) -> None:
    """With a real Isso: a comment that is written on the page is there after it has moved."""
    pytest.importorskip("isso")
    (tmp_path / "isso").mkdir()
    build(tmp_path / "site", "hypothesis")  # Isso looks at the site when it starts.
    with served(tmp_path / "site" / "out") as address, running_isso(tmp_path / "isso", address[:-6]) as isso:
        live = {"service": "isso", "url": isso.url}
        build(tmp_path / "site", live)
        visitor = Visitor(chromium, address)
        requested: list[str] = []
        page = visitor(NOTE)
        page.on("request", lambda request: requested.append(request.url))
        page.reload()
        page.wait_for_load_state("networkidle")
        assert [url for url in requested if url.startswith(isso.url)] == []
        page.get_by_text("Join the discussion").click()
        page.locator("#isso-thread .isso-textarea").first.fill("How *deep*?")
        page.locator("#isso-thread input[type=submit]").first.click()
        expect(page.locator(".isso-comment .isso-text").filter(has_text="How deep?")).to_be_visible()
        write_files(tmp_path / "site" / "source", {
            "notes/2019-05-01-wells.md": None,
            "index.md": "# Home\n\n```{toctree}\nnotes/2020-05-01-moved\n```\n",
            "notes/2020-05-01-moved.md":
                "---\ndate: 2020-05-01\naliases: [/2019/wells/]\n---\n# Moved\n\nText.\n",
        })  # fmt: skip
        build_site(tmp_path / "site" / "source", tmp_path / "site" / "out", "-W")
        page.goto(f"{address}2020/moved/")
        page.get_by_text("Join the discussion").click()
        expect(page.locator(".isso-comment .isso-text").filter(has_text="How deep?")).to_be_visible()
        assert visitor.said == []
        visitor.close()
