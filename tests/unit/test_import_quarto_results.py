"""Results of cells on the last built site, notebooks, and hidden code in a site made with Quarto."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import write_files
from imported import body, front, whole

from sphinx_research_notes.importers.markdown.source import Source
from sphinx_research_notes.importers.quarto.results import Result, put_results
from sphinx_research_notes.importers.quarto.site import read
from sphinx_research_notes.importers.records import CopiedFile, Options, Outcome, Plan

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

PROJECT = "project: {type: website}\nwebsite: {title: Tides, site-url: https://example.org}\n"
HEAD = "---\ntitle: X\ndate: 2024-01-02\n---\n"
#: As Quarto writes a page: code in lines with links, what it printed, a table and a figure.
PAGE = """<html><head><meta name="dcterms.date" content="2024-05-06"></head><body>
<main class="content"><p>Low tide is at six.</p>
<div class="cell"><details class="code-fold"><summary>Code</summary>
<div class="sourceCode cell-code"><pre class="sourceCode r code-with-copy"><code class="sourceCode r"><span
id="cb1-1"><a href="#cb1-1"></a><span class="fu">low</span>(<span class="dv">6</span>)</span></code></pre>
</div>
</details><div class="cell-output cell-output-stdout"><pre><code>[1] 0.3 &lt; 1</code></pre></div></div>
<p>High tide follows.</p>
<div class="cell"><div class="cell-output-display"><table data-quarto-postprocess="true"><tbody>
<tr><td>Noon</td></tr></tbody></table><script>grow()</script></div></div>
<div id="cell-fig-mud" class="cell"><div class="cell-output-display"><div id="fig-mud" class="quarto-float">
<figure><img src="x_files/figure-html/fig-mud-1.png" width="672"><figcaption>Figure&nbsp;1: Grey <em>mud</em>
</figcaption></figure></div></div></div></main></body></html>"""


def imported(folder: Path, files: dict[str, str], project: str = PROJECT) -> Plan:
    """Return the plan for a project with *files*."""
    write_files(folder, {"_quarto.yml": project, **files})
    return read(folder, Options())


def test_results_on_the_last_site(tmp_path: Path) -> None:
    """Without ``_freeze``, results are on the built page: with the same code, or after the same words."""
    text = (
        "Low tide is at six.\n\n```{r}\n#| code-fold: true\nlow( 6 )\n```\n\nHigh tide follows.\n\n"
        "```{r}\n#| echo: false\nhigh()\n```\n\n```{r}\n#| label: fig-mud\n#| echo: false\nmud()\n```\n\n"
        "See @fig-mud.\n\n```{r}\nnew()\n```\n"
    )
    files = {
        "posts/x.qmd": f"{HEAD}{text}",
        "_site/posts/x.html": PAGE,
        "_site/posts/x_files/figure-html/fig-mud-1.png": "x",
    }
    plan = imported(tmp_path, files)
    new = body(plan, "posts/x.md")
    assert "```r\nlow(6)\n```\n\n```\n[1] 0.3 < 1\n```" in new
    assert "<td>Noon</td>" in new
    assert "grow()" not in new
    assert "data-quarto" not in new
    assert ":::{figure} x_files/figure-html/fig-mud-1.png\n:name: fig-mud\n" in new
    assert "Grey mud" in new
    assert "See {numref}`fig-mud`." in new
    assert "```r\nnew()\n```" in new
    assert not {"high()", "mud()"} & set(new.split())
    copied = {each.target for each in plan.files if isinstance(each, CopiedFile)}
    assert copied == {"posts/x_files/figure-html/fig-mud-1.png"}


def test_drafts_have_no_results(tmp_path: Path) -> None:
    """Nothing of an old page is taken for a draft, and no page outside of the source is read."""
    files = {"posts/x.qmd": HEAD.replace("title", "draft: true\ntitle") + "```{r}\nlow(6)\n```\n"}
    write_files(tmp_path / "out", {"posts/y.html": PAGE})
    plan = imported(tmp_path / "in", {**files, "posts/y.qmd": f"{HEAD}```{{r}}\nlow(6)\n```\n"})
    (tmp_path / "in" / "_site").symlink_to(tmp_path / "out")
    assert read(tmp_path / "in", Options()) == plan
    write_files(tmp_path / "in", {"docs/posts/x.html": PAGE})
    project = PROJECT.replace("{type: website}", "{type: website, output-dir: docs}")
    assert "[1] 0.3" not in whole(imported(tmp_path / "in", {}, project), "posts/x.md")


def test_a_computed_date(tmp_path: Path) -> None:
    """A date such as ``today`` is the one on the last page; without that, it is reported."""
    text = "---\ntitle: X\ndate: last-modified\n---\nText.\n"
    files = {"posts/x.qmd": text, "posts/y.qmd": text, "_site/posts/x.html": PAGE}
    plan = imported(tmp_path, {**files, "posts/z.qmd": text.replace("last-modified", "03-04-2024")})
    assert str(front(plan, "posts/x.md")["date"]) == "2024-05-06"
    assert "date" not in front(plan, "posts/y.md")
    assert str(front(plan, "posts/z.md")["date"]) == "2024-03-04"
    unknown = [each for each in plan.findings if each.outcome is Outcome.UNKNOWN]
    assert [(each.construct, each.file) for each in unknown] == [("front matter: date", "posts/y.qmd")]


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([Result("a", "A"), Result("b", "B")], "A B c"),
        ([Result("b", "B")], "a B c"),
        ([Result("", "A", "fig-a"), Result("b", "B")], "A B c"),
        ([Result("", "A", "", "xyz"), Result("b", "B")], "A B c"),
        ([Result("b", "B"), Result("", "C", "", "third")], "a B C"),
        ([Result("b", "B"), Result("", "C")], "a B C"),
        ([Result("c", "C"), Result("a", "A")], "A b c"),
        ([], "a b c"),
    ],
)
def test_which_result_is_of_which_cell(results: list[Result], expected: str) -> None:
    """By its code, else by its label or the words before it, always in the order of the text."""
    text = (
        "First.\n\n```{r}\n#| label: fig-a\na\n```\n\nSecond.\n\n```{r}\nb\n```\n\nThird.\n\n```{r}\nc\n```\n"
    )
    source = Source(text, "x.qmd")
    put_results(source, results)
    words = [each for each in source.text.split() if len(each) == 1]
    assert " ".join(words) == expected


def notebook(*cells: tuple[str, str], **more: Any) -> str:
    """Return a notebook with *cells*, each with its kind and its text."""
    made = [
        {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for kind, text in cells
    ]
    return json.dumps({"cells": made, "metadata": more, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def test_notebooks(tmp_path: Path) -> None:
    """Their prose becomes MyST, hidden cells get the tags that hide them, and their front matter our keys."""
    text = notebook(
        ("raw", "---\ntitle: X\nsubtitle: Of mud\ndate: 03/04/2024\ndraft: true\n---"),
        ("markdown", "::: {.callout-note}\nMud^[Grey.] and @fig-mud\n:::\n"),
        ("code", "#| echo: false\n#| label: a\nsecret()"),
        ("code", "#| include: false\nhidden()"),
        ("code", "1 + 1"),
        ("markdown", "::: {.column-page}"),
    )
    plan = imported(tmp_path, {"posts/x.ipynb": text, "posts/y.ipynb": notebook(("code", "1"))})
    cells = json.loads(whole(plan, "posts/x.ipynb"))["cells"]
    sources = ["".join(each["source"]) for each in cells]
    assert "date: '2024-03-04'" in sources[0]
    assert "subtitle" not in sources[0]
    assert sources[1] == "{.subtitle}\nOf mud"
    assert sources[2] == ":::{note}\n\nMud[^note-1] and @fig-mud\n\n:::\n\n[^note-1]: Grey."
    assert sources[3:] == ["secret()", "hidden()", "1 + 1", ""]
    assert cells[3]["metadata"] == {"quarto": {"echo": "false", "label": "a"}, "tags": ["remove-input"]}
    assert cells[4]["metadata"]["tags"] == ["remove-cell"]
    assert cells[5]["metadata"] == {}
    assert {page.source: page.is_draft for page in plan.pages} == {
        "posts/x.ipynb": True,
        "posts/y.ipynb": False,
    }
    assert [each.target for each in plan.files if isinstance(each, CopiedFile)] == ["posts/y.ipynb"]


@pytest.mark.parametrize(
    ("head", "text", "project"),
    [
        ("execute:\n  echo: false\n", "", PROJECT),
        ("", "", f"{PROJECT}execute: {{echo: false}}\n"),
        ("", "```{r setup, include=FALSE}\nknitr::opts_chunk$set(echo = FALSE)\n```\n", PROJECT),
    ],
)
def test_code_that_is_hidden_everywhere(tmp_path: Path, head: str, text: str, project: str) -> None:
    """Nobody saw the code of a text that hides it as a whole, apart from cells that show theirs."""
    note = f"{HEAD.removesuffix('---' + chr(10))}{head}---\n{text}```{{r}}\nsecret()\n```\n"
    note += "\n```{r}\n#| echo: true\nshown()\n```\n"
    new = whole(imported(tmp_path, {"posts/x.qmd": note}, project), "posts/x.md")
    assert "secret()" not in new
    assert "shown()" in new


def test_what_keep_hidden_has_kept(tmp_path: Path) -> None:
    """What Quarto keeps for programs only stays hidden, in ``_freeze`` and on the last page."""
    cells = "```{r}\n#| include: false\nsecret()\n```\n\nSeen.\n\n```{r}\n#| echo: false\nhigh()\n```\n"
    frozen = (
        f"{HEAD}\n::: {{.cell .hidden}}\n```{{.r .cell-code .hidden}}\nsecret()\n```\n:::\n\n"
        "Seen.\n\n::: {.cell}\n"
        "```{.r .cell-code .hidden}\nhigh()\n```\n\n::: {.cell-output}\n```\nNoon\n```\n:::\n:::\n"
    )
    page = (
        '<main><div class="cell hidden"><pre class="cell-code"><code>secret()</code></pre></div><p>Seen.</p>'
        '<div class="cell"><pre class="sourceCode hidden"><code class="sourceCode">high()</code></pre>'
        '<div class="cell-output"><pre><code>Noon</code></pre></div></div></main>'
    )
    files = {
        "posts/x.qmd": f"{HEAD}{cells}",
        "posts/y.qmd": f"{HEAD}{cells}",
        "_freeze/posts/x/execute-results/html.json": json.dumps({"result": {"markdown": frozen}}),
        "_site/posts/y.html": page,
    }
    plan = imported(tmp_path, files)
    for name in "xy":
        new = whole(plan, f"posts/{name}.md")
        assert "secret" not in new
        assert "high()" not in new
        assert "Seen." in new
        assert "Noon" in new


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": 1}', '{"cells": [1, {"source": 2}]}', "\x00"])
def test_broken_notebooks(tmp_path: Path, text: str) -> None:
    """What is no notebook is copied as it is."""
    plan = imported(tmp_path, {"posts/x.ipynb": text})
    assert [each.target for each in plan.files if isinstance(each, CopiedFile)] == ["posts/x.ipynb"]


@pytest.mark.parametrize("before", ["", "Words"])
def test_cells_that_nobody_saw_have_no_result(before: str) -> None:
    """The result after the same words is of the next cell, whose code alone was hidden."""
    hidden = "```{python}\n#| include: false\na\n```\n\n```{python}\n#| echo: false\nb\n```\n"
    source = Source(f"Words\n\n{hidden}", "x.qmd")
    put_results(source, [Result("", "Shown", "", before)])
    assert "include: false" in source.text
    assert "echo: false" not in source.text
    assert source.text.rstrip().endswith("Shown")


def test_code_that_stands_before_its_figure(tmp_path: Path) -> None:
    """Quarto moves the code of cells out of a figure with a label. Annotations are in the text."""
    cells = "```{r}\none() # <1>\n```\n1. Once.\n\n::: {#fig-mud}\n```{r}\nplot()\n```\n\nMud\n:::\n"
    page = (
        '<main><div class="cell"><pre class="cell-code"><code>one()</code></pre>'
        '<div class="cell-annotation"><dl><dt>1</dt><dd>Once.</dd></dl></div></div>'
        '<details class="code-fold"><summary>Code</summary><div class="sourceCode cell-code"><pre '
        'class="sourceCode r"><code class="sourceCode r">plot()</code></pre></div></details>'
        '<div id="fig-mud" class="quarto-float"><figure><div><div class="cell"><div '
        'class="cell-output-display"><img src="mud.png"></div></div></div>'
        "<figcaption>Figure 1: Mud</figcaption></figure></div></main>"
    )
    plan = imported(tmp_path, {"posts/x.qmd": f"{HEAD}{cells}", "_site/posts/x.html": page})
    new = whole(plan, "posts/x.md")
    assert new.count("Once.") == 1
    assert new.index("```r\nplot()\n```") < new.index("mud.png")
