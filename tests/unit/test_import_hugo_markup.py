"""What Goldmark, themes and sites add to Markdown on a site of Hugo."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.importers.hugo.site import read
from sphinx_research_notes.importers.records import Options, TextFile

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

CONFIG = 'title = "T"\n[markup.goldmark.parser.attribute]\nblock = true\n'
BUNDLE = "content/post/x/index.md"


def made(folder: Path, body: str, keys: str = "", files: dict[str, str] | None = None) -> str:
    """Return what a post with *body*, and with *files* of the site, becomes."""
    write_files(folder, {
        "hugo.toml": CONFIG, "content/post/x/x.png": "x", "content/post/x/y.png": "y",
        "content/post/y.md": "---\ntitle: Y\ndate: 2020-01-01\n---\n",
        BUNDLE: f"---\ntitle: X\ndate: 2020-01-02\n{keys}---\n{body}\n", **(files or {}),
    })  # fmt: skip
    plan = read(folder, Options())
    text = next(
        each.text for each in plan.files if isinstance(each, TextFile) and each.target == "post/x/index.md"
    )
    return text.split("---\n", 2)[2].strip()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "> [!NOTE]\n> a\n> > [!TIP] T\n> > b",
            "::::{note}\na\n:::{admonition} T\n:class: tip\nb\n:::\n::::",
        ),
        ("> [!own]-\n> a", ":::{dropdown} Own\na\n:::"),
        (
            '```go {title="a" hl_lines=[1,"3-4"] linenos=inline linenostart=7}\nx\n```',
            "```{code-block} go\n:caption: a\n:linenos:\n:lineno-start: 7\n:emphasize-lines: 1,3-4\n\nx\n```",
        ),
        (
            '- a\n  ~~~go {file="a.go"}\n  x\n  ~~~',
            "- a\n  ~~~{code-block} go\n  :caption: a.go\n\n  x\n  ~~~",
        ),
        ("```go {class=x}\nx\n```", "```go\nx\n```"),
        (
            '{{< highlight go "hl_lines=8 15-17,linenostart=2" >}}\nx\n{{< /highlight >}}',
            "```{code-block} go\n:emphasize-lines: 8,15-17\n\nx\n```",
        ),
        ("- a\n- b\n{.c #d}", '<a id="d"></a>\n\n{.c}\n- a\n- b'),
        ("![](x.png)\n{.c}", "![](x.png){.c}"),
        ("a\n\n{.c}", "a\n\n{.c}"),
        ("## A {.c}", "## A"),
        ("## A {#b .c}", '<a id="b"></a>\n\n## A'),
        (
            '<div class="figure">\n<img src="x.png">\n</div>',
            '<div class="figure">\n<img src="x.png">\n</div>',
        ),
        ('<div>\n\n<img src="x.png">\n\n</div>', "<div>\n\n![](x.png)\n\n</div>"),
    ],
)
def test_blocks(tmp_path: Path, old: str, new: str) -> None:
    """Alerts, attributes of code and of blocks are what MyST has; what is in HTML stays."""
    assert made(tmp_path, old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{{< carousel images="{x.png, y.png}" >}}', "![](x.png)\n\n![](y.png)"),
        ('{{< gallery match="*.png" >}}', "![](x.png)\n\n![](y.png)"),
        ('{{< imgproc x Resize "10x" >}}By me{{< /imgproc >}}', "![](x.png)\n\nBy me"),
        ('{{< article link="/post/y/" >}}', "[](../y.md)"),
        ('{{< timelineItem header="H" badge="B" >}}a{{< /timelineItem >}}', "**H** · **B**\n\na"),
        ('{{< github repo="a/b" >}}', "[GitHub: a/b](https://github.com/a/b)"),
        ("{{< bilibili BV1 >}}", "[Bilibili: BV1](https://www.bilibili.com/video/BV1)"),
        ('{{< iframe src="https://example.net/x" >}}', "[Link](https://example.net/x)"),
        ("{{< style >}}a{{< /style >}}", "a"),
        ("{{< style >}}p { color: red; }{{< /style >}}b", "b"),
        ("{{< script >}}x(){{< /script >}}b", "b"),
        (
            "{{< tabs >}}\n[[tab]]\nname = 'A'\ncontent = '''\nb\n'''\n{{< /tabs >}}",
            ":::::{tab-set}\n::::{tab-item} A\nb\n::::\n:::::",
        ),
        ("{{< tabs >}}\nno tab\n{{< /tabs >}}", "no tab"),
        ("![]({{< blogdown/postref >}}x.png)", "![](x.png)"),
        ('{{< blockquote author="A" >}}b{{< /blockquote >}}', "> b\n>\n> — A"),
        ("{{< hl >}}a{{< /hl >}}", "<mark>a</mark>"),
        ('{{< columns title="A" >}}\nb\n{{< /columns >}}', "**A**\n\nb"),
        ('{{< mermaid caption="A" >}}\nb\n{{< /mermaid >}}', "```text\nb\n```\n\nA"),
        ('{{< video src="a.mp4" caption="B" >}}', '<video src="a.mp4" controls></video>\n\nB'),
        ('{{< imgtxt src="x.png" title="A" >}}b{{< /imgtxt >}}', "**A**\n\n![](x.png)\n\nb"),
        ('a {{< span title="A" >}}b{{< /span >}}', "a b"),
        ("{{< new-in v1.2 />}} a", "**New in v1.2** a"),
        (
            "{{< deprecated-in 1.2 >}}\na\n{{< /deprecated-in >}}",
            ":::{admonition} Deprecated in v1.2\n:class: warning\na\n:::",
        ),
        ("{{< code-toggle config=server />}}", "{{< code-toggle config=server />}}"),
    ],
)
def test_shortcodes_of_themes(tmp_path: Path, old: str, new: str) -> None:
    """Nothing that was seen is lost, and nothing is loaded from elsewhere."""
    assert made(tmp_path, old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a :smile: :+1:, :rocket:", "a 😄 👍, 🚀"),
        ("`:smile:` :no_such_one: 1:smile:2", "`:smile:` :no_such_one: 1:smile:2"),
        ("[a](/:x:/b) <https://e.org/:x:/>", "[a](/:x:/b) <https://e.org/:x:/>"),
    ],
)
def test_emoji(tmp_path: Path, old: str, new: str) -> None:
    """Their names are signs where the site says so; those in code and addresses are not."""
    assert made(tmp_path, old, files={"hugo.toml": "enableEmoji = true"}) == new
    assert made(tmp_path / "b", old) == old


def test_templates_and_pictures_of_a_theme(tmp_path: Path) -> None:
    """A theme has them as the site has, whose own come first."""
    files = {
        "hugo.toml": 'theme = ["a", "github.com/x/b"]',
        "themes/a/layouts/shortcodes/one.html": "<b>{{ .Inner }}</b>",
        "themes/b/layouts/_shortcodes/one.html": "<i>{{ .Inner }}</i>",
        "themes/b/layouts/_shortcodes/two.html": "<i>{{ .Inner }}</i>",
        "themes/b/static/i/p.png": "p", "themes/b/static/js/x.js": "", "themes/no/static/q.png": "q",
    }  # fmt: skip
    old = "{{< one >}}x{{< /one >}} {{< two >}}x{{< /two >}} ![](/i/p.png)"
    assert made(tmp_path, old, files=files) == "<b>x</b> <i>x</i> ![](/i/p.png)"
    copied = {each.target for each in read(tmp_path, Options()).files}
    assert {each for each in copied if each.endswith((".js", ".png")) and "post" not in each} == {
        "static/i/p.png"
    }


@pytest.mark.parametrize(
    ("caption", "new"),
    [("<center>**A**</center>", "**A**"), ("- a", "\\- a"), ("1. a", "1\\. a"), ("1.5 a", "1.5 a")],
)
def test_captions_are_paragraphs(tmp_path: Path, caption: str, new: str) -> None:
    """What begins a block elsewhere would be no caption."""
    text = made(tmp_path, f'{{{{< figure src="x.png" caption="{caption}" >}}}}')
    assert text == f":::{{figure}} x.png\n\n{new}\n:::"


@pytest.mark.parametrize(
    ("call", "new"),
    [
        ('{{% include "parts/a" %}}', "A text of [Y](../y.md), `{{< x >}}`."),
        ('- {{% term "Two words" %}}', "- Words, two."),
        ('{{% include "parts/b" %}}\n\n[c][]\n\n[c]: /d', "[c]\n\n[c]: /d\n\n[c][]"),
        ('{{%/* include "parts/a" */%}}', '{{% include "parts/a" %}}'),
        ('{{% include "parts/none" %}}', '{{% include "parts/none" %}}'),
        ('{{% include "parts/draft" %}}', '{{% include "parts/draft" %}}'),
        ('{{% include "parts/later" %}}', '{{% include "parts/later" %}}'),
        ('{{% include "post/x" %}}', '{{% include "post/x" %}}'),
    ],
)
def test_text_of_other_pages(tmp_path: Path, call: str, new: str) -> None:
    """A shortcode whose template renders another page is its text; what is hidden stays so."""
    template = "{{/* Renders. */}}{{ with .Get 0 }}{{ with site.GetPage %s }}{{ .RenderShortcodes }}{{ end }}"
    files = {
        "layouts/_shortcodes/include.html": template % ".",
        "layouts/shortcodes/term.html": template % '(printf "/terms/%s" (urlize .))',
        "content/parts/a.md": 'A text of [Y]({{< ref "/post/y" >}}), `{{</* x */>}}`.',
        "content/parts/b.md": "---\ntitle: B\n---\n[c]\n\n[c]: /d\n",
        "content/parts/draft.md": "---\ndraft: true\n---\nHidden.",
        "content/parts/later.md": "---\npublishDate: 2999-01-01\n---\nHidden.",
        "content/terms/two-words.md": "---\ntitle: T\n---\nWords, two.",
    }
    assert made(tmp_path, call, files=files) == new


@pytest.mark.parametrize(
    "text",
    ["> [!NOTE]\n" * 12_000, "{.c}\n" * 25_000, "a\n{.c}\n" * 20_000, "```go {a=\n" * 15_000,
     "{{< tabs >}}" * 10_000, "\\\\(" * 12_000, "<div>\n<img src=x>\n" * 10_000, "# a {#\n" * 20_000,
     "{{< carousel images=\"" * 10_000, "{{< a >}}" * 10_000 + "{{< /b >}}" * 10_000,
     "".join(f"{{{{< a{n} >}}}}" for n in range(15_000)), "{{< lead >}}" * 10_000 + "{{< /lead >}}" * 10_000,
     "> > " * 28_000, "{{< code-toggle >}}\n" * 10_000, "{{< a b" * 20_000],
    ids=range(15),
)  # fmt: skip
def test_hostile_texts_take_no_time(tmp_path: Path, text: str) -> None:
    """The time grows with the text, and no more."""
    start = time.perf_counter()
    made(tmp_path, text, "math: true\n")
    assert time.perf_counter() - start < 15


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is $5 here and $10 there.", "It is \\$5 here and \\$10 there."),
        ("- $HOME and $PATH\n- up_to_2_of\n\n> ^a^ ~b~", "- \\$HOME and \\$PATH\n- up_to_2_of\n\n> ^a^ ~b~"),
        ("`$a$ {{x}} {:.y}`", None), ("```sh\n$a$ :x: {.c}\n{: .y}\n```", None),
        ("    $a$\n    {.c}", None), ("1. a\n\n   ~~~sh\n   $a$\n   ~~~", None),
    ],
)  # fmt: skip
def test_prose_is_no_formula_and_code_stays(tmp_path: Path, old: str, new: str | None) -> None:
    """Whatever the page says of formulas."""
    for keys in ("", "math: true\n"):
        assert made(tmp_path, f"a\n\n{old}", keys) == f"a\n\n{old if new is None else new}"


def test_code_of_pages_of_html(tmp_path: Path) -> None:
    """It is no Markdown, though it has blank lines."""
    text = "---\ntitle: H\ndate: 2020-01-01\n---\n<pre>a\n\n$b$ and $c$</pre>\n"
    made(tmp_path, "x", files={"content/post/h.html": text})
    found = {each.target: each.text for each in read(tmp_path, Options()).files if isinstance(each, TextFile)}
    assert found["post/h.md"].endswith("<pre>a&#10;\n$b$ and $c$</pre>\n")
