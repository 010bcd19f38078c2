"""What Quarto does with its Markdown, front matter, folders and results of cells."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import write_files
from imported import body, front, whole

from sphinx_research_notes.importers.quarto.site import read, recognizes
from sphinx_research_notes.importers.records import (
    CopiedFile,
    NotImportable,
    Options,
    Outcome,
    Plan,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

PROJECT = "project: {type: website}\nwebsite: {title: Tides, site-url: https://example.org}\n"


def imported(folder: Path, files: dict[str, str], project: str = PROJECT, **options: dict[str, str]) -> Plan:
    """Return the plan for a project with *files*."""
    write_files(folder, {"_quarto.yml": project, **files})
    return read(folder, Options(**options))  # type: ignore[arg-type]


def post(folder: Path, text: str, head: str = "", files: dict[str, str] | None = None) -> str:
    """Return what a post with *text* becomes."""
    text = f"---\ntitle: X\ndate: 2024-01-02\n{head}---\n\n{text}\n"
    return body(imported(folder, {"posts/x/index.qmd": text, **(files or {})}), "posts/x/index.md")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            '::: {.callout-note title="Low *tide*"}\nMud.\n:::',
            ":::{admonition} Low *tide*\n:class: note\n\nMud.\n\n:::",
        ),
        (
            "::: {.callout-tip}\n## Boots\nBring them.\n:::",
            ":::{admonition} Boots\n:class: tip\n\nBring them.\n\n:::",
        ),
        ("::: callout-warning\nQuick.\n:::", ":::{warning}\n\nQuick.\n\n:::"),
        ('::: {.callout-note collapse="true"}\n## More\nText\n:::', ":::{dropdown} More\n\nText\n\n:::"),
        (
            ":::: {.callout-note}\nA\n\n::: {.callout-tip}\nB\n:::\n::::",
            "::::{note}\n\nA\n\n:::{tip}\n\nB\n\n:::\n\n::::",
        ),
        (
            "::: {.panel-tabset}\n## R\nA\n\n## Python\nB\n:::",
            "::::{tab-set}\n\n:::{tab-item} R\n\nA\n\n:::\n:::{tab-item} Python\n\nB\n\n:::\n\n::::",
        ),
        ("::: {.column-margin}\nAside.\n:::", ":::{container} column-margin\n\nAside.\n\n:::"),
        ('::: {.content-visible when-format="pdf"}\nPaper.\n:::\nWeb.', "Web."),
        ("::: {#refs}\n:::\nEnd.", "End."),
        ("H~2~O and x^2^ ~~no~~", "H{sub}`2`O and x{sup}`2` <s>no</s>"),
        ("a [marked]{.mark} word", "a <mark>marked</mark> word"),
        ('a [red]{style="color: red"} word', "a red word"),
        (
            "Text^[A *note* with a [link](x).] here.",
            "Text[^note-1] here.\n\n[^note-1]: A *note* with a [link](x).",
        ),
        ("`<b>x</b>`{=html} y `\\LaTeX`{=latex}", "<b>x</b> y"),
        ("```{=html}\n<hr>\n```", "```{raw} html\n<hr>\n```"),
        ("```{python}\n#| label: a\n1 + 1\n```", "```python\n1 + 1\n```"),
        ("```{r, fig.width = 10}\nplot(1)\n```", "```r\nplot(1)\n```"),
        ("```{python}\n#| echo: false\nsecret()\n```\nEnd.", "End."),
        ('```{.yaml filename="a.yml"}\na: 1\n```', "```{code-block} yaml\n:caption: a.yml\n\na: 1\n```"),
        (
            "{{< video https://www.youtube.com/embed/abc >}}",
            "[YouTube: abc](https://www.youtube.com/watch?v=abc)",
        ),
        ("{{< kbd Shift-Q >}}", "{kbd}`Shift-Q`"),
        ("{{< kbd mac=Q win=Q linux=Q >}}", "{kbd}`Q`"),
        (
            "{{< kbd mac=Cmd-B win=Ctrl-B linux=Ctrl-B >}}",
            "{kbd}`Cmd-B` (macOS) / {kbd}`Ctrl-B` (Windows, Linux)",
        ),
        ("{{< kbd Ctrl-P mac=Cmd-P >}}", "{kbd}`Ctrl-P` / {kbd}`Cmd-P` (macOS)"),
        ("{{< meta title >}} is the title", "X is the title"),
        ("{{{< meta title >}}}", "{{< meta title >}}"),
        ("{{< mystery 1 >}}", "`{{< mystery 1 >}}`"),
        ("{{< include _part.qmd >}}", "From *elsewhere*."),
        ("$$\na = b\n$$ {#eq-a}\n\nSee @eq-a.", "$$\na = b\n$$ (eq-a)\n\nSee Equation {eq}`eq-a`."),
        ("It costs $5 or $10.", "It costs \\$5 or \\$10."),
        ("See [the other](../y.qmd#part).", "See [the other](../y.md#part)."),
        ("## Method {#sec-m}\n\nSee @sec-m.", "(sec-m)=\n## Method\n\nSee {ref}`sec-m`."),
        ("Ask @someone at a@b.org.", "Ask @someone at a@b.org."),
        ('[x](https://example.org){target="_blank" .external}', "[x](https://example.org){.external}"),
    ],
)
def test_markup(tmp_path: Path, written: str, expected: str) -> None:
    """Each construct of Quarto becomes what one would write in MyST."""
    files = {
        "posts/x/_part.qmd": "From *elsewhere*.\n",
        "posts/y.qmd": "---\ntitle: Y\ndate: 2024-01-01\n---\n",
    }
    assert post(tmp_path, written, files=files) == expected


def test_figures_and_tables(tmp_path: Path) -> None:
    """A picture on its own with a text is a figure, as in Pandoc; references name it."""
    body = (
        '![Mud at *low* tide](mud (1).png){#fig-mud fig-alt="Grey" width=50%}\n\nAs @fig-mud and '
        "[@fig-mud] show, ![i](i.png){width=2em}.\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Numbers {#tbl-n}\n\nSee @tbl-n."
    )
    text = post(tmp_path, body)
    assert (
        ":::{figure} mud (1).png\n:name: fig-mud\n:alt: Grey\n:width: 50%\n\nMud at *low* tide\n:::" in text
    )
    assert "As {numref}`fig-mud` and {numref}`fig-mud` show, ![i](i.png)" in text
    assert ":::{table} Numbers\n:name: tbl-n\n\n| a | b |\n|---|---|\n| 1 | 2 |\n:::" in text
    assert "See {numref}`tbl-n`." in text
    assert "numfig = True" in whole(imported(tmp_path, {}), "conf.py")


def test_labels_are_unique_in_the_site(tmp_path: Path) -> None:
    """Two posts may have the same label in Quarto, but not in Sphinx."""
    text = "---\ndate: 2024-01-02\ntitle: T\n---\n![C](a.png){#fig-a}\n\n@fig-a\n"
    plan = imported(tmp_path, {"posts/one/index.qmd": text, "posts/two/index.qmd": text})
    assert ":name: fig-a\n" in whole(plan, "posts/one/index.md")
    assert "{numref}`fig-a-two`" in whole(plan, "posts/two/index.md")


def test_citations(tmp_path: Path) -> None:
    """Each post has its own works; keys that clash are renamed, and unknown ones stay readable."""
    body = "See [@a2020; e.g. @b21, p. 3], @a2020 [ch. 2], -@a2020, [-@a2020] and [@lost]."
    head = "bibliography: refs.bib\n"
    one = f"---\ntitle: X\ndate: 2024-01-02\n{head}---\n{body}\n"
    files = {
        "posts/x/index.qmd": one,
        "posts/x/refs.bib": "@book{a2020, title={One}}\n@book{b21, title={Two}}\n",
        "posts/y/index.qmd": one,
        "posts/y/refs.bib": "@book{a2020, title={Another}}\n@book{b21, title={Two}}\n",
    }
    plan = imported(tmp_path, files)
    assert whole(plan, "posts/x/index.md").endswith(
        "See {cite:p}`a2020,{e.g.}b21{p. 3}`, {cite:t}`a2020{ch. 2}`, {cite:year}`a2020`, "
        "{cite:yearpar}`a2020` and [@lost].\n"
    )
    assert "{cite:p}`a2020-y,{e.g.}b21{p. 3}`" in whole(plan, "posts/y/index.md")
    assert whole(plan, "references.bib").count("@book") == 3
    assert "bibliography" not in front(plan, "posts/x/index.md")


def test_front_matter(tmp_path: Path) -> None:
    """What Quarto shows above the text is in it; addresses are those of the site; folders have defaults."""
    text = (
        "---\ntitle: X\nsubtitle: 'Of mud'\ndate: 2024-01-02\ndate-modified: 2024-02-03\naliases: "
        "[../old/, /older.html]\n"
        "author:\n  - name: Ada Example\n    orcid: 0000-0002-1825-0097\nimage: a.png\nimage-alt: "
        "Mud\ncomments: {giscus: {repo: a/b}}\n---\nText.\n"
    )
    files = {
        "posts/x/index.qmd": text,
        "posts/_metadata.yml": "freeze: true\nauthor: Bo\nformat:\n  html: default\n",
    }
    plan = imported(tmp_path, files)
    values = front(plan, "posts/x/index.md")
    assert values["aliases"] == ["/posts/old/", "/older.html"]
    assert values["image"] == {"path": "a.png", "alt": "Mud"}
    assert {"subtitle", "comments"}.isdisjoint(values)
    assert "{.subtitle}\nOf mud\n\nText." in whole(plan, "posts/x/index.md")
    assert whole(plan, "posts/_metadata.yml") == "author: Bo\n"


def test_drafts(tmp_path: Path) -> None:
    """Drafts of the front matter, of a folder and of the list of the website stay drafts."""
    note = "---\ntitle: X\ndate: 2024-01-02\n---\nText.\n"
    project = f"{PROJECT.replace('title: Tides', 'title: Tides, drafts: [posts/b.qmd]')}"
    files = {
        "posts/a.qmd": note.replace("title", "draft: true\ntitle"),
        "posts/b.qmd": note,
        "posts/c/_metadata.yml": "draft: true\n",
        "posts/c/d.qmd": note,
        "posts/e.qmd": note,
        "posts/_f.qmd": note,
    }
    plan = imported(tmp_path, files, project)
    assert {page.source: page.is_draft for page in plan.pages} == {
        "posts/a.qmd": True,
        "posts/b.qmd": True,
        "posts/c/d.qmd": True,
        "posts/e.qmd": False,
    }
    assert front(plan, "posts/b.md")["draft"] is True
    assert whole(plan, "posts/c/_metadata.yml") == "draft: true\n"


def test_what_is_not_rendered_is_left_out(tmp_path: Path) -> None:
    """A document that Quarto makes no page of isn't published here."""
    project = f"{PROJECT.replace('{type: website}', '{type: website, render: [posts/, index.qmd]}')}"
    note = "---\ntitle: X\ndate: 2024-01-02\n---\n"
    plan = imported(tmp_path, {"posts/a.qmd": note, "private/b.qmd": note, "index.qmd": note}, project)
    assert [page.source for page in plan.pages] == ["index.qmd", "posts/a.qmd"]
    assert [each.file for each in plan.findings if each.outcome is Outcome.LEFT_OUT] == ["private/b.qmd"]


def test_listing(tmp_path: Path) -> None:
    """A page with a listing has the list of notes; its feed keeps its address."""
    files = {
        "blog.qmd": "---\ntitle: Blog\nlisting:\n  contents: writing\n  feed: true\n---\nHello.\n",
        "writing/a.qmd": "---\ntitle: A\ndate: 2024-01-02\n---\n",
        "about.qmd": "---\ntitle: About\n---\n",
    }
    plan = imported(tmp_path, files)
    assert whole(plan, "blog.md").endswith("Hello.\n\n```{notes}\n:show: summary\n:group: year\n```\n")
    assert front(plan, "about.md")["kind"] == "page"
    conf = whole(plan, "conf.py")
    assert 'notes_match = ["writing/**"]' in conf
    assert '"blog.xml": "rss"' in conf
    assert [page.address for page in plan.pages] == ["/about.html", "/blog.html", "/writing/a.html"]


def test_results_of_cells(tmp_path: Path) -> None:
    """What Quarto computed is taken from ``_freeze``: all of it, or that of cells which are as they were."""
    note = "---\ntitle: X\ndate: 2024-01-02\n---\nBefore.\n\n```{r}\n1 + 1\n```\n"
    frozen = (
        "---\ntitle: X\n---\nBefore.\n\n::: {.cell}\n```{.r .cell-code}\n1 + 1\n```\n\n::: "
        "{.cell-output .cell-output-stdout}\n```\n[1] 2\n```\n:::\n:::\n"
    )
    files = {
        "posts/x.qmd": note,
        "posts/y.qmd": note.replace("Before.", "Before. And new.") + "\n```{r}\n2 + 2\n```\n",
        "_freeze/posts/x/figure-html/p.png": "x",
    }
    for name in "xy":
        files[f"_freeze/posts/{name}/execute-results/html.json"] = json.dumps(
            {"result": {"markdown": frozen}}
        )
    plan = imported(tmp_path, files)
    assert "[1] 2" in whole(plan, "posts/x.md")
    assert ":::" not in whole(plan, "posts/x.md")
    edited = whole(plan, "posts/y.md")
    assert "And new." in edited
    assert edited.index("1 + 1") < edited.index("[1] 2") < edited.index("2 + 2")
    assert "posts/x_files/figure-html/p.png" in [
        each.target for each in plan.files if isinstance(each, CopiedFile)
    ]


def test_wrong_projects(tmp_path: Path) -> None:
    """What isn't YAML is named; a folder without a project isn't one."""
    assert not recognizes(tmp_path)
    with pytest.raises(NotImportable, match="expected YAML"):
        imported(tmp_path, {}, "a: [")


@pytest.mark.parametrize(
    "body",
    [
        "::: {.callout-note}\nopen",
        ":::\nclosed",
        "![" * 3000,
        "[" * 3000,
        "@" * 3000,
        "|-" * 3000,
        "::: x\n" * 500,
    ],
)
def test_nonsense(tmp_path: Path, body: str) -> None:
    """Broken markup keeps its text, and takes no time."""
    assert body.split("\n")[-1].strip(": x") in post(tmp_path, body)


def test_description_above_the_text(tmp_path: Path) -> None:
    """Quarto shows it there, below the subtitle; what the text begins with is said once."""
    head = "subtitle: Of mud\ndescription: |\n  How *mud* is made.\n\n  Slowly.\n"
    text = post(tmp_path, "Text.", head)
    assert text == (
        "{.subtitle}\nOf mud\n\n{.description}\nHow *mud* is made.\n\n{.description}\nSlowly.\n\nText."
    )
    assert post(tmp_path, "How *mud* is\nmade. It flows.", "description: How mud is made.\n") == (
        "How *mud* is\nmade. It flows."
    )
    assert (
        front(imported(tmp_path, {"a.qmd": "---\ntitle: A\ndescription: Of mud\n---\n"}), "a.md")[
            "description"
        ]
        == "Of mud"
    )
