"""Files in headings, and anchors in raw HTML, cause no warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import dead_links, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

FILES: dict[str, str | bytes | None] = {
    "conf.py": (
        'project = "Anchors"\nextensions = ["myst_parser", "sphinx_research_notes"]\n'
        'html_theme = "research_notes"\nnotes_match = ["notes/**"]\nnotes_site_root = "site"\n'
        "myst_heading_anchors = 3\n"
    ),
    "site/assets/a.pdf": "pdf",
    "index.md": (
        "# Home [a](site/assets/a.pdf)\n\n## Plain [too](site/assets/a.pdf)\n\n"
        "```{toctree}\n:maxdepth: 3\n\nnotes/rest\n```\n\n[there](notes/mark.md#qa)\n\n"
        "```{notes}\n:style: full\n```\n"
    ),
    "notes/mark.md": (
        "---\ntitle: Mark\ndate: 2024-01-02\n---\n\n"
        "## The slides are [here](/site/assets/a.pdf)\n\n"
        "[one](#qa), [two](#span-id), [three](#block), [](#qa), [four](#a-heading), [five](#nowhere).\n\n"
        '<a name="qa"></a> Text <span id="span-id">s</span> and `<a name="nowhere">`.\n\n'
        "<div id='block'>\n\ninside\n\n</div>\n\n## A heading\n\n<i id=a-heading>not this</i>\n"
    ),
    "notes/rest.rst": (
        ":date: 2024-01-03\n\nRest :download:`file </site/assets/a.pdf>`\n"
        "==========================================\n\n"
        "Section :download:`file </site/assets/a.pdf>`\n"
        "---------------------------------------------\n\nWords.\n"
    ),
}

WARNED = "notes/mark.md:8: WARNING: 'myst' cross-reference target not found: 'nowhere' [myst.xref_missing]\n"


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "latex", "text"])
def test_files_in_headings(site: Callable[..., Built], builder: str) -> None:
    """Every builder writes the pages; tables of contents have the words, headings the links."""
    files = FILES | {"notes/mark.md": None, "index.md": str(FILES["index.md"]).replace("[there]", "there ")}
    built = site(files, "-D", "epub_copyright=A", "-D", "version=1", builder=builder)
    assert "Traceback" not in built.warnings
    if builder == "html":
        assert built.warnings == ""
        rest = page(built.outdir / "notes/rest.html")
        assert len(rest.select("h1 a.download, h2 a.download")) == 2
        listed = page(built.outdir / "index.html").select_one(".toctree-wrapper")
        assert listed is not None
        assert "Section file" in listed.get_text()
        assert not listed.select("a a, a.download")


def test_anchors_in_raw_html(site: Callable[..., Built]) -> None:
    """Links to them work from the page, from other pages and from a list in full."""
    built = site(FILES)
    assert built.warnings.count("WARNING") == 1
    assert built.warnings.endswith(WARNED)
    links = {a.get_text(): a["href"] for a in page(built.outdir / "notes/mark.html").select("p > a.internal")}
    expected = {"one": "#qa", "two": "#span-id", "three": "#block", "#qa": "#qa", "four": "#a-heading"}
    assert links == {**expected, "five": "#nowhere"}
    home = page(built.outdir / "index.html")
    assert {a.get_text(): a["href"] for a in home.select("p a.internal")}.items() >= {
        "there": "notes/mark.html#qa", "one": "notes/mark.html#qa", "two": "notes/mark.html#span-id",
    }.items()  # fmt: skip
    dead = [each for each in dead_links(built.outdir) if "mark" in each]
    assert all("#nowhere" in each for each in dead)


def test_entries(site: Callable[..., Built]) -> None:
    """Links to entries show their names, and only those to none are reported."""
    entries = "```{entry} 2024-01-02 A title\n:id: first\n\nW.\n```\n\n"
    entries += "```{entry} 2024-01-03\n:id: second\n\nDew.\n```\n"
    links = "[](log.md#first), [](log.md#second), [third](log.md#second), [](log.md#none)"
    built = site({"conf.py": FILES["conf.py"], "index.md": f"# H\n\n{links}\n\n```{{toctree}}\nlog\n```\n",
                  "log.md": f"# Log\n\n[](#second), [own](log.md#first)\n\n{entries}"})  # fmt: skip
    assert [line.partition("index.md:")[2] for line in built.warnings.splitlines()] == [
        "3: WARNING: local id not found in doc 'log': 'none' [myst.xref_missing]"
    ]
    shown = [a.get_text() for a in page(built.outdir / "index.html").select("main p a.internal")]
    assert shown[:3] == ["A title", "Dew.", "third"]
    assert [a.get_text() for a in page(built.outdir / "log.html").select("main p > a.internal")] == [
        "Dew.",
        "own",
    ]
