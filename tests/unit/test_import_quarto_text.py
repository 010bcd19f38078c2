"""Tables, lists, works, feeds and titles of a site made with Quarto."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from conftest import write_files
from imported import body, front, whole

from sphinx_research_notes.importers.quarto.csl import bibtex
from sphinx_research_notes.importers.quarto.site import read
from sphinx_research_notes.importers.records import Options, Outcome, Plan, TextFile

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

PROJECT = "project: {type: website}\nwebsite: {title: Tides, site-url: https://example.org/a/}\n"
HEAD = "---\ntitle: X\ndate: 2024-01-02\n---\n"


def imported(folder: Path, files: dict[str, str]) -> Plan:
    """Return the plan for a project with *files*."""
    write_files(folder, {"_quarto.yml": PROJECT, **files})
    return read(folder, Options())


def post(folder: Path, text: str) -> str:
    """Return what a post with *text* becomes."""
    return body(imported(folder, {"posts/x.qmd": f"{HEAD}{text}\n"}), "posts/x.md")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "+---+-------+\n| D | Tide  |\n+===+=======+\n| 1 | `a|b` |\n|   | low   |\n+---+-------+",
            "| D | Tide |\n|---|---|\n| 1 | `a\\|b` low |",
        ),
        ("+---+---+\n| 水 | b |\n+---+---+", "+---+---+\n| 水 | b |\n+---+---+"),
        ("+----+---+\n| 水 | b |\n+----+---+", "|  |  |\n|---|---|\n| 水 | b |"),
        (
            "+----+------+\n| a  | - b  |\n|    | - c  |\n+----+------+\n\n: Mud {#tbl-m}\n\nSee @tbl-m.",
            (
                ":::{list-table} Mud\n:name: tbl-m\n:widths: 40 60\n\n\n* - a\n  - - b\n    - c\n:::\n\n"
                "See {numref}`tbl-m`."
            ),
        ),
        (
            " Day  Tide\n----  ------\n   1  low\n  22  high\n\n: Times",
            ":::{table} Times\n\n| Day | Tide |\n|---|---|\n| 1 | low |\n| 22 | high |\n:::",
        ),
        (
            "----  ------\n   1  low\n----  ------\n\nEnd.",
            "|  |  |\n|---|---|\n| 1 | low |\n\nEnd.",
        ),
        (
            "-------------\nDay  Tide\n---- --------\n1    low and\n     slow\n\n2    high\n-------------",
            "| Day | Tide |\n|---|---|\n| 1 | low and slow |\n| 2 | high |",
        ),
        (
            "| a |\n|---|\n| 1 |\n\n: One\n\n| b |\n|---|\n| 2 |",
            ":::{table} One\n\n| a |\n|---|\n| 1 |\n:::\n\n| b |\n|---|\n| 2 |",
        ),
        ("(@)  One\n(@good) Two\n\nAs (@good) says.", "1.  One\n2. Two\n\nAs (2) says."),
        ("#. One\n#. Two", "1. One\n1. Two"),
        ('::: {#fig-a fig-cap="Grey mud"}\nMud.\n:::', "(fig-a)=\nMud.\n\nGrey mud"),
        ("Text.\n\n::: {.empty}\n:::\n\nEnd.", "Text.\n\n\n\nEnd."),
        (
            "::: {layout-ncol=2}\n::: {.a}\nOne\n\nTwo\n:::\n\nThree\n:::",
            (
                ":::::{grid} 1 1 2 2\n\n::::{grid-item}\n\n:::{container} a\n\nOne\n\nTwo\n\n:::\n\n::::\n"
                ":::{grid-item}\n\nThree\n\n:::\n\n:::::"
            ),
        ),
        (
            "![Mud](m.png){fig-alt=\"'Mud' it is #1\"}",
            ":::{figure} m.png\n:alt: '''Mud'' it is #1'\n\nMud\n:::",
        ),
        (
            "::: {.cell filename='tide.py'}\n```{.python .cell-code}\n1\n```\n:::",
            "```{code-block} python\n:caption: tide.py\n\n1\n```",
        ),
        ("::: {.callout-note}\nA\n\n---\n\nB\n:::", ":::{note}\n\nA\n\n<hr>\n\nB\n\n:::"),
        (
            "[a](#mud-sand)\n\n## Mud & sand\n\n## Other & sand",
            '[a](#mud-sand)\n\n<a id="mud-sand"></a>\n\n## Mud & sand\n\n## Other & sand',
        ),
        (
            (
                "::: {#tbl-a .cell tbl-cap='Low *tide*'}\n::: {.cell-output-display}\n"
                "| a |\n|---|\n:::\n:::\n\nSee @tbl-a."
            ),
            "(tbl-a)=\n| a |\n|---|\n\nLow *tide*\n\n\nSee {ref}`the table <tbl-a>`.",
        ),
        (
            "+--------+---+\n| ``` r  | b |\n| 1 + 1  |   |\n| ```    |   |\n+--------+---+",
            ":::{list-table}\n:widths: 73 27\n\n\n* - ```r\n    1 + 1\n    ```\n  - b\n:::",
        ),
        ("-- a -- b --\n\nNo table.", "-- a -- b --\n\nNo table."),
    ],
)
def test_markup(tmp_path: Path, written: str, expected: str) -> None:
    """Each construct becomes what one would write in MyST; a drawing that is no table stays readable."""
    new = post(tmp_path, written)
    assert (
        new.removeprefix("```text\n").removesuffix("\n```" if written.startswith("+---+") else "") == expected
    )


def test_works_in_csl(tmp_path: Path) -> None:
    """Works can be in a file with CSL, or in the front matter."""
    person = [{"family": "Sand", "given": "Ben"}, {"literal": "Mud & Co"}]
    work = {"id": "s1", "type": "article-journal", "title": "Of 5 % <i>mud</i>", "author": person}
    work |= {
        "container-title": "Tides",
        "issued": {"date-parts": [[2020, 3]]},
        "page": "3-5",
        "DOI": "10.1/a_b",
    }
    head = (
        "bibliography: works.json\nreferences:\n- id: own\n  type: book\n  title: Own\n  issued: 2021-02-03\n"
    )
    text = f"---\ntitle: X\ndate: 2024-01-02\n{head}---\n[@s1] and @own.\n"
    plan = imported(tmp_path, {"posts/x.qmd": text, "posts/works.json": json.dumps([work])})
    assert body(plan, "posts/x.md") == "{cite:p}`s1` and {cite:t}`own`."
    written = whole(plan, "references.bib")
    for line in (
        "@article{s1,", "author = {Sand, Ben and {Mud \\& Co}}", "title = {Of 5 \\% mud}", "year = {2020}",
        "journal = {Tides}", "pages = {3--5}", "doi = {10.1/a_b}", "@book{own,", "year = {2021}",
    ):  # fmt: skip
        assert line in written


@pytest.mark.parametrize(
    "works", [None, 1, "a", [1, {}, {"id": 0}], {"references": {}}, [{"id": "a", "author": 3}]]
)
def test_works_that_are_none(works: object) -> None:
    """What is no list of works is left out."""
    assert bibtex(works) in {"", "@misc{a,\n\n}"}


def test_feeds_keep_their_ids(tmp_path: Path) -> None:
    """The ids of Quarto's feeds are addresses; the newest notes keep them, and the others need none."""
    files = {f"posts/{n:02}/index.qmd": f"---\ntitle: T\ndate: 2024-01-{n:02}\n---\n" for n in range(1, 26)}
    files["posts/02/index.qmd"] = files["posts/02/index.qmd"].replace(
        "title: T", "title: T\ncategories: [Low]"
    )
    files["index.qmd"] = "---\nlisting: {contents: posts, feed: {categories: [mud, Low]}}\n---\n"
    plan = imported(tmp_path, files)
    assert front(plan, "posts/25/index.md")["id"] == "https://example.org/a/posts/25/"
    assert "id" not in front(plan, "posts/05/index.md")
    assert "id" in front(plan, "posts/06/index.md")
    found = [each.detail for each in plan.findings if each.construct == "feed of a category"]
    assert found == ["'mud', which no public note has"]
    conf = next(each.text for each in plan.files if isinstance(each, TextFile) and each.target == "conf.py")
    assert '"index-low.xml": {"format": "rss", "of": "categories/low"}' in conf


def test_a_heading_that_repeats_the_title(tmp_path: Path) -> None:
    """In other letter case, it would be taken for the title; another one stays."""
    assert post(tmp_path, "# x {.a}\n\nText.") == "Text."
    assert post(tmp_path, "# X\n\nText.").startswith("# X")
    assert post(tmp_path, "# Y\n\nText.").startswith("# Y")


@pytest.mark.parametrize(
    "part", ["`", "+--+\n", "+--+\n|a \n", "----\n", "--- ---\n", "---- ---\na b\n", "(@a) "]
)
def test_nonsense_takes_no_time(tmp_path: Path, part: str) -> None:
    """What is quadratic would take a minute here."""
    before = time.process_time()
    text = post(tmp_path, part * (100_000 // len(part)) + "\n\nEnd.")
    assert "End." in text
    assert time.process_time() - before < 10


def test_links_to_feeds_and_images(tmp_path: Path) -> None:
    """A link to a feed leads to where the build makes it; an image without a suffix is a PNG."""
    files = {
        "index.qmd": "---\nlisting: {contents: posts, feed: true}\n---\n[feed](/index.xml)\n",
        "posts/x.qmd": f"{HEAD}[feed](../index.xml) ![a](mud) ![b](gone)\n",
        "posts/mud.png": "x",
    }
    plan = imported(tmp_path, files)
    assert "[feed](https://example.org/a/index.xml)" in whole(plan, "index.md")
    assert body(plan, "posts/x.md") == "[feed](https://example.org/a/index.xml) ![a](mud.png) ![b](gone)"


def test_a_bibliography_that_is_none(tmp_path: Path) -> None:
    """One that cannot be read is reported, and citations stay readable."""
    head = HEAD.replace("date", "bibliography: [a.json, b.txt, ../../../etc/c.bib]\ndate")
    plan = imported(tmp_path, {"posts/x.qmd": f"{head}[@a].\n", "posts/a.json": "{", "posts/b.txt": "x"})
    assert body(plan, "posts/x.md") == "[@a]."
    left_out = [each for each in plan.findings if each.construct == "bibliography"]
    assert [each.outcome for each in left_out] == [Outcome.LEFT_OUT] * 3


def test_links_on_top_name_no_drafts(tmp_path: Path) -> None:
    """Quarto leaves drafts out of its navigation."""
    navbar = "  navbar: {left: [about.qmd, {href: b.qmd, text: Secret}]}\n"
    plan = imported(tmp_path, {
        "_quarto.yml": PROJECT.replace("website: {title: Tides", f"website:\n{navbar}  title: Tides\n#"),
        "about.qmd": "---\ntitle: About\n---\nx\n", "b.qmd": "---\ntitle: B\ndraft: true\n---\nx\n",
    })  # fmt: skip
    assert "About" in whole(plan, "conf.py")
    assert "Secret" not in whole(plan, "conf.py")


@pytest.mark.parametrize("opening", ["{{</", "{{</* ", '{{< a "'])
def test_openings_without_an_end(tmp_path: Path, opening: str) -> None:
    """Thousands of shortcodes that don't end take no time."""
    start = time.perf_counter()
    post(tmp_path, opening * 20_000)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<details>\n```r\nx\n\ny\n```\n</details>", "<details>\n\n```r\nx\n\ny\n```\n\n</details>"),
        ("<center>\n*mud* and $a_b$\n</center>", "<center>\n\n*mud* and $a_b$\n\n</center>"),
        ("<div>\n*mud*\n\n**silt**\n</div>", "<div>\n\n*mud*\n\n**silt**\n</div>"),
        ("<br>\n**mud**", "<br> **mud**"),
        ("<hr>\n*mud*", "<hr>\n\n*mud*"),
        ('<p align="center">[^1]</p>\n\n[^1]: Mud.', '<div align="center">\n\n[^1]\n\n</div>\n\n[^1]: Mud.'),
        ("<table><tr><td>**mud**</td></tr></table>", "<table><tr><td><strong>mud</strong></td></tr></table>"),
        ("<table><tr><td>$m$</td></tr></table>", "<table><tr><td>\n\n$m$\n\n</td></tr></table>"),
        ("<summary>`m<n`</summary>", "<summary><code>m&lt;n</code></summary>"),
        ("- mud\n  <div>\n  *silt*\n  *sand*\n  </div>", "- mud\n  <div>\n\n  *silt*\n  *sand*\n\n  </div>"),
        ("<td>5 * 3 * 2, a_b_c, j@example.org</td>", "<td>5 * 3 * 2, a_b_c, j@example.org</td>"),
        ("<div>\n<b>mud</b>\n</div>", "<div>\n<b>mud</b>\n</div>"),
        ("<pre>\n*mud*\n</pre>", "<pre>\n*mud*\n</pre>"),
        ("Mud\n<br>\n**silt**", "Mud\n<br>\n**silt**"),
    ],
)
def test_markdown_in_html(tmp_path: Path, written: str, expected: str) -> None:
    """Pandoc reads Markdown between tags, which MyST reads only between blank lines."""
    assert post(tmp_path, written) == expected


def test_code_in_a_comment(tmp_path: Path) -> None:
    """What begins first hides the other: a fence that a comment ends, and a comment in a block of code."""
    comment = "<!-- Mud\n\n```{r}\nsecret()\n``` -->"
    assert post(tmp_path, f"{comment}\n\n**Silt**\n\n```{{r}}\nlow()\n```") == (
        f"{comment}\n\n**Silt**\n\n```r\nlow()\n```"
    )
    code = "```html\n<!-- Mud\n```\n\n*Silt* -->"
    assert post(tmp_path, code) == code


def test_comments_without_an_end(tmp_path: Path) -> None:
    """Many of them take no time."""
    start = time.perf_counter()
    post(tmp_path, "<!-- a\n" * 15_000)
    post(tmp_path, "-->\n<!-- a\n```\n" * 6_000)
    assert time.perf_counter() - start < 10


def test_html_that_has_a_label(tmp_path: Path) -> None:
    """Raw text has its name in HTML only if it has a class, too: else references would lead nowhere."""
    text = "::: {#fig-mud}\n```{=html}\n<b>Mud</b>\n```\n\nGrey.\n:::\n\nSee @fig-mud."
    new = post(tmp_path, text)
    assert "(fig-mud)=\n```{raw} html\n:class: figure\n<b>Mud</b>\n```" in new
    assert ":class: figure" not in post(tmp_path, "```{=html}\n<b>Mud</b>\n```")
