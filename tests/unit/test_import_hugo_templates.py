"""What the templates of a Hugo site's own shortcodes and links show."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.importers.front_matter import FrontMatter
from sphinx_research_notes.importers.hugo import toggles
from sphinx_research_notes.importers.hugo.calls import read_arguments
from sphinx_research_notes.importers.hugo.config import Config
from sphinx_research_notes.importers.hugo.context import Context
from sphinx_research_notes.importers.hugo.documents import Document
from sphinx_research_notes.importers.hugo.inclusions import _path_in
from sphinx_research_notes.importers.hugo.rendering import written
from sphinx_research_notes.importers.hugo.site import read
from sphinx_research_notes.importers.hugo.toggles import write_toggles
from sphinx_research_notes.importers.markdown.source import Source
from sphinx_research_notes.importers.records import Options, Outcome, Plan, TextFile

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

CONFIG = 'title = "T"\n[params]\nCity = "Oslo"\n[markup.goldmark.parser]\nautoDefinitionTermID = true\n'
MORE = "date: 2020-01-02\nlastmod: 2021-01-01\noff: false\nDeep: {Name: n}\nparams:\n  One: {Two: t}\n"
PAGE = "---\ntitle: {}\n{}---\n{}\n"


def imported(folder: Path, body: str, templates: dict[str, str], files: dict[str, str] | None = None) -> Plan:
    """Return the plan for a site with a post with *body*."""
    write_files(folder, {
        "hugo.toml": CONFIG,
        "content/post/x.md": PAGE.format("X", MORE, body),
        "content/post/y.md": PAGE.format("Y", "date: 2020-01-03\nweight: 1\n", "y"),
        "content/post/_index.md": PAGE.format("Posts", "", ""),
        "content/post/hidden.md": PAGE.format("Hidden", "draft: true\n", "h"),
        "content/post/later.md": PAGE.format("Later", "date: 2999-01-01\n", "h"),
        "content/post/secret.md": PAGE.format("Secret", "date: 2020-01-01\nprivate: true\n", "h"),
        "data/deep.json": "[" * 100_000,
        "data/birds.yaml": "wren: small\nheron: large\n", "data/in/trees.toml": 'ash = "tall"\n',
        "i18n/en.toml": 'hi = "Hello"\n[bye]\nother = "Bye"\n',
        "content/post/in.go": "x := 1\n\ny\n",
        "data/talks.yaml": "talks:\n- {date: 2020-01-02, t: a}\n- {date: 2021-04-03, t: b}\n",
        **{f"layouts/{name}": text for name, text in templates.items()}, **(files or {}),
    })  # fmt: skip
    return read(folder, Options())


def text_of(plan: Plan, target: str = "post/x.md") -> str:
    """Return the body of a page."""
    text = next(file.text for file in plan.files if isinstance(file, TextFile) and file.target == target)
    return text.split("---\n", 2)[2].strip()


@pytest.mark.parametrize(
    ("template", "call", "made"),
    [
        ('<a href="{{ .Get 0 }}">{{ .Inner | markdownify }}</a>', "{{< own x >}}*in*{{< /own >}}",
         '<a href="x"><em>in</em></a>'),
        ('<div class="a">\n\t{{ .Inner | markdownify }}\n</div>', "{{< own >}}\n- a\n- b\n{{< /own >}}",
         '<div class="a">\n\n- a\n- b\n\n</div>'),
        ("{{ .Inner | markdownify }}", "{{< own >}}\n$a$\n\nb\n{{< /own >}}", "\\$a\\$\n\nb"),
        ("{{ range $k, $v := site.Data.birds }}<b>{{ $k }}</b> {{ $v }}; {{ end }}", "{{< own >}}",
         "<b>heron</b> large; <b>wren</b> small;"),
        ("{{ .Site.Data.in.trees.ash }} {{ site.Params.city }} {{ .Page.Title }}", "{{< own >}}",
         "tall Oslo X"),
        ("{{ range where site.RegularPages \"Section\" \"post\" }}{{ .Title }} {{ .RelPermalink }};{{ end }}",
         "{{< own >}}", "Y /post/y/;X /post/x/;"),
        ('{{ with .Page.GetPage "y" }}{{ .Date.Format "Jan 2006" }}{{ end }}{{ .Page.GetPage "hidden" }}',
         "{{< own >}}", "Jan 2020"),
        ("{{ range (site.GetPage \"/post\").Pages.ByTitle }}\n[{{ .Title }}]({{ .RelPermalink }})\n{{ end }}",
         "{{% own %}}", "[X](/post/x/)\n\n[Y](/post/y/)"),
        ('{{ partial "part" (dict "n" (.Get "n")) }}', '{{< own n="1" >}}', "<i>1</i>"),
        ("{{ highlight .Inner \"go\" \"\" }}", "{{< own >}}\nx := 1\n{{< /own >}}", "```go\nx := 1\n```"),
        ("<pre>\na\n\nb\n</pre>", "{{< own >}}", "<pre>\na\n&#8203;\nb\n</pre>"),
        ('{{ range sort site.Data.talks.talks ".date" "desc" }}{{ .date.Format "2 Jan" }};{{ end }}',
         "{{< own >}}", "3 Apr;2 Jan;"),
        ("x\n\n\n\n```\na\n\n\n{{ safeHTML `<!-- b -->` }}\n```", "{{% own %}}",
         "x\n\n```\na\n\n\n<!-- b -->\n```"),
        ('{{ with .Page.Resources.Get "in.go" }}{{ print "```\\n" .Content "```" | markdownify }}b{{ end }}',
         "{{< own >}}", "```\nx := 1\n\ny\n```\n\nb"),
        ('{{ i18n "hi" }}, {{ T "bye" }}; {{ 1234.5 | lang.FormatNumber 2 }}', "{{< own >}}",
         "Hello, Bye; 1,234.50"),
        ('{{ i18n "none" }}', "{{< own >}}", "{{< own >}}"),
        ('{{ (.Page.Resources.GetMatch "IN.go").RelPermalink }}', "{{< own >}}", "in.go"),
        ("{{ .Page.Language.Direction }}", "{{< own >}}", "ltr"),
        ("{{ .Page.Params.deep.name }} {{ .Page.Params.one.two }} {{ if .Page.Params.off }}x{{ end }}",
         "{{< own >}}", "n t"),
        ('{{ .Page.Param "city" }} {{ .Page.Param "one.two" }} {{ .Page.Lastmod.Format "2006" }}',
         "{{< own >}}", "Oslo t 2021"),
        ('{{ if .Get "a" }}x{{ else }}{{ .Get "b" }}{{ end }}{{ if .Get "c" }}y{{ end }}',
         '{{< own a=false b=1 c="false" >}}', "1y"),
        ("{{ .Page.CurrentSection.Title }} {{ range .Page.CurrentSection.Pages }}{{ .Title }}{{ end }}",
         "{{< own >}}", "Posts YX"),
        ("{{ .Page.CurrentSection.Parent.Title }}", "{{< own >}}", "{{< own >}}"),
        ("{{ site.Home.RelPermalink }}", "{{< own >}}", "{{< own >}}"),
        ("{{ index site.Data.deep 0 }}{{ site.Data.birds.wren }}", "{{< own >}}", "{{< own >}}"),
        ('{{ fileExists "hugo.toml" }} {{ fileExists "../x" }}', "{{< own >}}", "true false"),
        ("{{ .Page.Content }}", "{{< own >}}", "{{< own >}}"),
        ("{{ readFile \"hugo.toml\" }}", "{{< own >}}", "{{< own >}}"),
        ('{{ getenv "HOME" }}', "{{< own >}}", "{{< own >}}"),
        ('{{ partial "../../hugo.toml" . }}', "{{< own >}}", "{{< own >}}"),
    ],
)  # fmt: skip
def test_shortcodes_of_the_site(tmp_path: Path, template: str, call: str, made: str) -> None:
    """They show data, parameters and pages that readers could see; what can't be told stays readable."""
    templates = {"shortcodes/own.html": template, "partials/part.html": "<i>{{ .n }}</i>"}
    assert text_of(imported(tmp_path, call, templates)) == made


@pytest.mark.parametrize("sign", ["<pre>", "<script>", " ", "\t", "\n", "\uf8b2", "a ", "`", "{{/*"])
def test_long_texts(sign: str) -> None:
    """No text takes minutes, whatever it consists of."""
    text = sign * (150_000 // len(sign))
    start = time.perf_counter()
    assert written(f"<p>a{text}b", is_markdown=False)
    assert read_arguments(text) is not None
    _path_in(f"{text}GetPage", "x")
    source = Source(f"{{{{< code-toggle >}}}}\n{text}", "x.md")
    write_toggles(source, Context(Document("x.md", "x.md", FrontMatter()), Config({})))
    assert time.perf_counter() - start < 3


def test_weights_that_are_no_numbers(tmp_path: Path) -> None:
    """They count as none."""
    template = "{{ range site.RegularPages }}{{ .Title }}{{ end }}"
    for weight in ("--5", "²", "9" * 5000):
        pages = {"content/post/z.md": PAGE.format("Z", f"date: 2020-01-04\nweight: {weight}\n", "")}
        made = text_of(imported(tmp_path, "{{< own >}}", {"shortcodes/own.html": template}, pages))
        assert made == "YZX"


def test_a_site_in_another_language(tmp_path: Path) -> None:
    """There the site is the one in that language."""
    config = f'{CONFIG}[languages.en]\n[languages.de]\ntitle = "D"\n[languages.de.params]\ncity = "Bonn"\n'
    template = "{{ site.Title }} {{ site.Params.city }}{{ range site.RegularPages }} {{ .Title }}{{ end }}"
    plan = imported(tmp_path, "{{< own >}}", {"shortcodes/own.html": template}, {
        "hugo.toml": config, "content/post/x.de.md": PAGE.format("Hier", "", "{{< own >}}")})  # fmt: skip
    assert text_of(plan) == "T Oslo Y X"
    assert text_of(plan, "de/post/x.md") == "D Bonn Hier"


def test_why_it_is_not_understood(tmp_path: Path) -> None:
    """The report names the template, and what isn't known in it."""
    plan = imported(tmp_path, "{{< own >}}", {"_shortcodes/own.html": "{{ now.Year }}"})
    found = [each.detail for each in plan.findings if each.outcome is Outcome.UNKNOWN]
    assert found == ["layouts/_shortcodes/own.html: the function now.Year"]


def test_links_by_a_render_hook(tmp_path: Path) -> None:
    """A link that leads somewhere only by the hook of the site does so here, to a term that has its id."""
    hook = (
        '{{ $to := .Destination }}{{ if eq $to "g" }}'
        '{{ $to = printf "/terms/#%s" (anchorize .PlainText) }}{{ end }}'
        '<a href="{{ $to | safeURL }}">{{ .Text | safeHTML }}</a>'
    )
    plan = imported(
        tmp_path, "A [long tail](g), a [page](y).", {"_markup/render-link.html": hook},
        {"content/terms.md": PAGE.format("Terms", "", "long tail\n: Much of it.\n\nother\n: None.")},
    )  # fmt: skip
    assert text_of(plan) == "A [long tail](/terms/#long-tail), a [page](y)."
    assert text_of(plan, "terms.md") == "[long tail]{#long-tail}\n: Much of it.\n\nother\n: None."


def test_toggles(tmp_path: Path) -> None:
    """Configuration that is shown in several formats is in tabs, its own format first, as it was written."""
    pytest.importorskip("tomli_w")
    body = (
        "- x\n\n  {{< code-toggle file=hugo >}}\n  # why\n  a = 1\n  [b]\n  c = 'd'\n  {{< /code-toggle >}}"
    )
    made = text_of(imported(tmp_path, body, {}))
    assert made == "\n".join([
        "- x", "",
        "  :::::{tab-set}",
        "  ::::{tab-item} TOML", "  ```{code-block} toml", "  :caption: hugo.toml", "  ",
        "  # why", "  a = 1", "  [b]", "  c = 'd'", "  ```", "  ::::",
        "  ::::{tab-item} YAML", "  ```{code-block} yaml", "  :caption: hugo.yaml", "  ",
        "  a: 1", "  b:", "    c: d", "  ```", "  ::::",
        "  ::::{tab-item} JSON", "  ```{code-block} json", "  :caption: hugo.json", "  ",
        "  {", '    "a": 1,', '    "b": {', '      "c": "d"', "    }", "  }", "  ```", "  ::::",
        "  :::::",
    ])  # fmt: skip


def test_toggles_of_data_and_of_front_matter(tmp_path: Path) -> None:
    """It may name data of the site; an example of front matter with a key that hides is no front matter."""
    body = (
        "{{< code-toggle fm=true >}}\ndraft = true\n{{< /code-toggle >}}\n\n"
        "{{< code-toggle config=server />}}\n\n{{< code-toggle >}}\nno: [\n{{< /code-toggle >}}"
    )
    made = text_of(
        imported(tmp_path, body, {}, {"data/docs.yaml": "config:\n  Server:\n    tls:\n      port: 1\n"})
    )
    assert "+++\ndraft = true\n+++" in made
    assert "---\ndraft: true\n---" in made
    assert "hugo.yaml\n\nserver:\n  tls:\n    port: 1\n" in made
    assert "[server]\n[server.tls]\nport = 1\n" in made
    assert made.endswith("```yaml\nno: [\n```")


def test_what_shortcodes_keep_for_another(tmp_path: Path) -> None:
    """One that shows what others keep comes after them; what is kept for a layout stays readable."""
    keeps = '{{ .Page.Scratch.SetInMap "terms" (.Get 0) .Inner }}'
    templates = {
        "shortcodes/def.html": keeps,
        "shortcodes/all.html": '{{ range .Page.Scratch.GetSortedMapValues "terms" }}<i>{{ . }}</i>{{ end }}',
    }
    body = "{{% def b %}}two{{% /def %}}\n{{% def a %}}one{{% /def %}}\n"
    made = text_of(imported(tmp_path / "a", f"{body}{{{{% all %}}}}", templates))
    assert made == "<i>one</i><i>two</i>"
    made = text_of(imported(tmp_path / "b", body, templates))
    assert "two" in made
    assert "one" in made


def test_toggles_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it there is no tab with TOML, and the report says how to get one."""
    monkeypatch.setitem(sys.modules, "tomli_w", None)
    monkeypatch.setattr(toggles, "find_spec", lambda name: None)
    plan = imported(tmp_path, "{{< code-toggle >}}\na: 1\n{{< /code-toggle >}}", {})
    assert "{tab-item} TOML" not in text_of(plan)
    assert any("TOML needs tomli-w" in each.detail for each in plan.findings)
