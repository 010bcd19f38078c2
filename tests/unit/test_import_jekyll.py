"""What Jekyll does with configuration, addresses, Liquid and front matter."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import write_files

from sphinx_research_notes.importers.jekyll.addresses import address_of
from sphinx_research_notes.importers.jekyll.config import Config, read_config
from sphinx_research_notes.importers.jekyll.documents import find_documents
from sphinx_research_notes.importers.jekyll.expressions import Scope, Unknown
from sphinx_research_notes.importers.jekyll.site import read
from sphinx_research_notes.importers.records import CopiedFile, Options, Outcome, Plan, TextFile

if TYPE_CHECKING:
    from pathlib import Path

POST = "_posts/2020-03-04-A_late frost.md"


def imported(folder: Path, files: dict[str, str], config: str = "", **options: dict[str, str]) -> Plan:
    """Return the plan for a site with *files*."""
    write_files(folder, {"_config.yml": f"title: T\n{config}", **files})
    return read(folder, Options(**options))  # type: ignore[arg-type]


def text(plan: Plan, target: str) -> str:
    """Return the text of *target* without its front matter."""
    return whole(plan, target).partition("---\n")[2].partition("---\n")[2].strip()


def whole(plan: Plan, target: str) -> str:
    """Return the text of *target*."""
    return next(file.text for file in plan.files if isinstance(file, TextFile) and file.target == target)


def post(
    folder: Path, body: str, config: str = "", front: str = "title: X", **options: dict[str, str]
) -> str:
    """Return what a post with *body* becomes."""
    plan = imported(folder, {"_posts/2020-01-02-x.md": f"---\n{front}\n---\n{body}\n"}, config, **options)
    return text(plan, "posts/2020-01-02-x.md")


@pytest.mark.parametrize(
    ("config", "front", "address"),
    [
        ("", "", "/2020/03/04/A_late-frost.html"),
        ("permalink: pretty", "categories: [A b, c]", "/a b/c/2020/03/04/A_late-frost/"),
        ("permalink: ordinal", "", "/2020/064/A_late-frost.html"),
        ("permalink: none", "category: X y", "/x y/A_late-frost.html"),
        ("permalink: /:year-:i_month/:slug", "", "/2020-3/a-late-frost/"),
        ("permalink: pretty", "permalink: /own/:title.html", "/own/A_late-frost.html"),
        ("permalink: /:title/", "slug: other", "/other/"),
        ("permalink: /:year/:month/:day/:title/\ntimezone: America/New_York", "date: 2020-03-05 02:00 +0000",
         "/2020/03/04/A_late-frost/"),
    ],
)  # fmt: skip
def test_addresses_of_posts(tmp_path: Path, config: str, front: str, address: str) -> None:
    """They are those that Jekyll makes, and each is kept: by the pattern, or by a permalink."""
    plan = imported(tmp_path, {POST: f"---\ntitle: F\n{front}\n---\nx\n"}, config)
    assert [page.address for page in plan.pages] == [address]


@pytest.mark.parametrize(
    ("config", "path", "front", "address"),
    [
        ("", "a/b.md", "", "/a/b.html"),
        ("permalink: pretty", "a/b.md", "", "/a/b/"),
        ("permalink: /:title/", "a/index.md", "", "/a/"),
        ("", "index.html", "", "/"),
        ("collections: {things: {output: true}}", "_things/a/b.md", "", "/things/a/b.html"),
        ("collections: {things: {output: true, permalink: '/t/:name/'}}", "_things/b c.md", "", "/t/b-c/"),
        ("collections: {things: {}}", "_things/b.md", "", ""),
        ("include: [_pages]", "_pages/b.md", "permalink: /x/", "/x/"),
        ("", "pages/b.md", "permalink: /index.html", "/"),
        ("", "pages/b.md", "permalink: /x/index.html", "/x/"),
    ],
)
def test_addresses_of_pages(tmp_path: Path, config: str, path: str, front: str, address: str) -> None:
    """Pages and documents of collections follow rules of their own."""
    write_files(tmp_path, {"_config.yml": f"{config}\n", path: f"---\n{front}\n---\nx\n"})
    found = find_documents(tmp_path, read_config(tmp_path), Options())
    assert [address_of(each, read_config(tmp_path), UTC) for each in found.documents] == [address]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'/x' | relative_url", "/x"),
        ("'x.png' | prepend: '/a/' | prepend: site.baseurl", "/a/x.png"),
        ("site.url", ""),
        ("page.title | upcase", "RAIN"),
        ("page.list[1]", "b"),
        ("page.list | join: ', '", "a, b"),
        ("site.data.people['ada'].name", "Ada"),
        ("page.none | default: 'd'", None),
        ("page.title | no_such", None),
        ("other", None),
        ("page.list", None),
    ],
)
def test_expressions(expression: str, value: str | None) -> None:
    """What the source tells is known; everything else is not guessed."""
    scope = Scope({"data": {"people": {"ada": {"name": "Ada"}}}}, {"title": "Rain", "list": ["a", "b"]})
    if value is None:
        with pytest.raises(Unknown):
            scope.text(expression)
    else:
        assert scope.text(expression) == value


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{% assign a = 'b' %}{{ a }}c", "bc"),
        ("{% youtube abc %}", "[YouTube: abc](https://www.youtube.com/watch?v=abc)"),
        ("{% gist ada/123 %}", "[gist.github.com/ada/123](https://gist.github.com/ada/123)"),
        ("a {% cite key1 key2 %} b", "a {cite:p}`key1,key2` b"),
        ("{% bibliography --cited %}", ""),
        ("{% details More %}\ntext\n{% enddetails %}", ":::{dropdown} More\ntext\n:::"),
        ("{% katex %}x{% endkatex %}!", "$x$!"),
        ('{% include image.html src="/a.png" alt="b" %}', "![b](/a.png)"),
        ('{% include figure path="a b.png" caption="c" %}',
         ":::{figure-md}\n![](<a b.png>)\n\nc\n:::"),
        ("{% include video id=\"k\" provider=\"vimeo\" %}", "[Vimeo: k](https://vimeo.com/k)"),
        ("{% include toc %}", ""),
        ("{% img left /i/a.png 300 200 'A title' %}", '![A title](/i/a.png){width="300"}'),
        ("- a\n\n  {% highlight js %}\n  x\n  {% endhighlight %}", "- a\n\n  ```js\n  x\n  ```"),
        ("{% highlight ruby hl_lines='1 2' %}\nx\n{% endhighlight %}",
         "```{code-block} ruby\n:emphasize-lines: 1, 2\n\nx\n```"),
        ("```\n{{ page.none }} {% x %}\n```", "```\n{{ page.none }} {% x %}\n```"),
        ("```\n{{ page.title }} {% raw %}{{ page.title }}{% endraw %}\n```",
         "```\nX {{ page.title }}\n```"),
        ("{{ nobody }} {% unknown a=1 %} x", "{{ nobody }} {% unknown a=1 %} x"),
        ("<pre><code>``` r\nx\n```</code></pre>\n\n*y*", "<pre><code>``` r\nx\n```</code></pre>\n\n*y*"),
        # MyST would take these for attributes.
        ("{% unknown a=1 %} {{ nobody }}", "\\{% unknown a=1 %} {{ nobody }}"),
        ("- {% unknown %}", "- \\{% unknown %}"),
        ("a{% comment %} never {% endcomment %}", "a"),
        ("[a]({{ '' | relative_url }}{% post_url 2020-01-02-x %}) [b]({{ '' | relative_url }})",
         "[a](2020-01-02-x.md) [b](/)"),
        ("{% for p in site.posts %}\n- {{ p.title }}\n{% endfor %}", "```{notes}\n:group: year\n```"),
        ("<d-cite key='a, b'></d-cite> x<d-footnote>A *note*.</d-footnote>",
         "{cite:p}`a,b` x[^note-1]\n\n[^note-1]: A *note*."),
    ],
)  # fmt: skip
def test_liquid(tmp_path: Path, old: str, new: str) -> None:
    """Tags become what they are in MyST; those that aren't understood stay."""
    assert post(tmp_path, old) == new


def test_what_is_not_understood_is_counted(tmp_path: Path) -> None:
    """Each is named with its line; the user's table takes it from there."""
    files = {"_posts/2020-01-02-x.md": "---\ntitle: X\n---\n\n{% own a b='c' %}\n{% own %}\n{{ nobody }}\n"}
    plan = imported(tmp_path, files)
    found = [(each.construct, each.line) for each in plan.findings if each.outcome is Outcome.UNKNOWN]
    assert found == [("{% own %}", 5), ("{% own %}", 6), ("{{ nobody }}", 7)]
    again = imported(tmp_path, files, tags={"own": "<$0|$b>"})
    assert text(again, "posts/2020-01-02-x.md").startswith("<a|c>\n<|>\n")


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("title: X\ntags: a b", {"title": "X", "tags": ["a", "b"]}),
        ("title: X\ntags: a, b c", {"title": "X", "tags": ["a", "b c"]}),
        ("title: X\ntag: a b", {"title": "X", "tags": ["a b"]}),
        ("title: X\nlayout: page", {"title": "X", "layout": "post"}),
        ("layout: post", {"layout": "post", "title": "Rain At Night"}),
        ("title: X\nredirect_from: /old/", {"title": "X", "aliases": ["/old/"]}),
        (
            "title: X\nimage: {path: /a.png, alt: b}",
            {"title": "X", "image": {"path": "/a.png", "alt": "b"}},
        ),
        (
            "title: X\nheader: {teaser: /a.png}",
            {"title": "X", "header": {"teaser": "/a.png"}, "image": "/a.png"},
        ),
        ("title: X\nown: {deep: [1]}", {"title": "X", "own": {"deep": [1]}}),
    ],
)
def test_front_matter(tmp_path: Path, front: str, expected: dict[str, object]) -> None:
    """Keys are ours where there is one, labels are lists, and all others stay as they are."""
    plan = imported(tmp_path, {"_posts/2020-01-02-rain-at-night.md": f"---\n{front}\n---\nx\n"})
    written = whole(plan, "posts/2020-01-02-rain-at-night.md").split("---\n")[1]
    assert yaml.safe_load(written) == expected


def test_title_of_a_heading(tmp_path: Path) -> None:
    """A post that begins with a heading needs no title."""
    plan = imported(tmp_path, {"_posts/2020-01-02-x.md": "---\nlayout: post\n---\n\n# Own\n\nx\n"})
    assert "title" not in whole(plan, "posts/2020-01-02-x.md")


def test_dollars_by_layout(tmp_path: Path) -> None:
    """Single dollar signs are formulas only where a script of the layout says so, and on pages that ask."""
    assert post(tmp_path / "a", "Let $x$ be.") == "Let \\$x\\$ be."
    script = "{% if page.math %}<script>inlineMath: [['$','$']]</script>{% endif %}"
    files = {"_includes/m.html": script}
    body = "---\ntitle: X\n{}---\nLet $x$ be.\n"
    files |= {
        "_posts/2020-01-02-x.md": body.format("math: true\n"),
        "_posts/2020-01-03-y.md": body.format(""),
    }
    plan = imported(tmp_path / "b", files)
    assert text(plan, "posts/2020-01-02-x.md") == "Let $x$ be."
    assert text(plan, "posts/2020-01-03-y.md") == "Let \\$x\\$ be."


def test_files(tmp_path: Path) -> None:
    """Files keep their addresses; what only the theme needed is left out; relative addresses are found."""
    files = {
        "_posts/2020-01-02-x.md": "---\ntitle: X\n---\n![a](../../../../img/a.png) [b](img/b.pdf)\n",
        "img/a.png": "a", "img/b.pdf": "b", "css/m.css": "c", "Gemfile": "", "node_modules/x.js": "",
    }  # fmt: skip
    plan = imported(tmp_path, files)
    assert {each.target for each in plan.files if isinstance(each, CopiedFile)} == {
        "static/img/a.png", "static/img/b.pdf",
    }  # fmt: skip
    assert "![a](/img/a.png)" in text(plan, "posts/2020-01-02-x.md")


def test_references_of_posts(tmp_path: Path) -> None:
    """Keys that clash are renamed in the post that has the other entry."""
    cites = '---\ntitle: {0}\nbibliography: {0}.bib\n---\n<d-cite key="k"></d-cite>\n'
    plan = imported(tmp_path, {
        "_posts/2020-01-01-a.md": cites.format("a"), "_posts/2020-01-02-b.md": cites.format("b"),
        "assets/bibliography/a.bib": "@misc{k, title={A}}",
        "assets/bibliography/b.bib": "@misc{k, title={B}}",
    })  # fmt: skip
    assert text(plan, "posts/2020-01-01-a.md") == "{cite:p}`k`"
    assert text(plan, "posts/2020-01-02-b.md") == "{cite:p}`k-b`"
    assert "@misc{k-b, title={B}}" in whole(plan, "references.bib")


def test_references_in_files_that_tags_name(tmp_path: Path) -> None:
    """``--file`` says where a key is from, and what a list has."""
    plan = imported(tmp_path, {
        "_posts/2020-01-01-a.md": (
            "---\ntitle: A\n---\n{% cite k --file deep/a.bib %}\n\n{% bibliography --file deep/a.bib %}\n"
        ),
        "_bibliography/deep/a.bib": "@misc{k, title={A}}\n@misc{m, title={M}}",
        "_bibliography/b.bib": "@misc{k, title={B}}",
    })  # fmt: skip
    made = text(plan, "posts/2020-01-01-a.md")
    assert made == ('{cite:p}`k-a`\n\n\n```{bibliography}\n:filter: key == "k-a" or key == "m"\n```')


def test_configuration(tmp_path: Path) -> None:
    """Odd values are no reason to stop."""
    write_files(
        tmp_path, {"_config.yml": "title: 5\ncollections: [a]\ndefaults: x\nplugins:\nbaseurl: blog/\n"}
    )
    config = read_config(tmp_path)
    assert (config.text("title"), config.base, list(config.collections)) == ("5", "/blog", ["a"])
    assert Config().permalink == "date"


def test_includes_of_the_site(tmp_path: Path) -> None:
    """They are filled in, those within them also; what asks for the time is left, and said to be so."""
    pytest.importorskip("liquid")
    files = {
        "_includes/card.html": "<b>{{ include.name }}</b>\n\n{% include inner.html x=include.name %}\n",
        "_includes/inner.html": "{% if include.x %}<i>{{ include.x | upcase }}</i>{% endif %}",
        "_includes/posts.html": "{% for p in site.posts %}{{ p.title }}{% endfor %}",
        "_includes/now.html": "<i>{{ site.time }}</i>",
        "_posts/2020-01-02-x.md": (
            "---\ntitle: X\nparts: [a, b]\n---\n{% include card.html name=\"Ada\" %}\n\n"
            "{% for each in page.parts %}- {{ each }}\n{% endfor %}\n"
            "{% if page.none %}no{% else %}yes{% endif %}\n\n"
            "{% include posts.html %}\n\n{% include now.html %}\n"
        ),
    }  # fmt: skip
    plan = imported(tmp_path, files)
    assert text(plan, "posts/2020-01-02-x.md") == (
        "<b>Ada</b>\n<i>ADA</i>\n\n- a\n- b\nyes\n\nX\n\n\\{% include now.html %}"
    )
    unknown = [each.detail for each in plan.findings if each.outcome is Outcome.UNKNOWN]
    assert unknown == ["it asks for the time, or for the text of the page"]


def test_files_beside_a_post(tmp_path: Path) -> None:
    """One that a post includes is part of it; one outside of its folder is not."""
    plan = imported(tmp_path, {
        "_posts/2020-01-02-x.md": (
            "---\ntitle: X\n---\n{% include_relative a.txt %}\n{% include_relative ../b.txt %}\n"
        ),
        "_posts/a.txt": "from a\n", "b.txt": "from b\n",
    })  # fmt: skip
    assert text(plan, "posts/2020-01-02-x.md") == "from a\n\\{% include_relative ../b.txt %}"


def test_source_and_destination(tmp_path: Path) -> None:
    """The source may be in a folder, and what Jekyll has made of it is no part of it."""
    plan = imported(tmp_path, {
        "src/_posts/2020-01-02-x.md": "---\ntitle: X\n---\nx\n", "src/out/index.html": "---\n---\nold\n",
    }, "source: src\ndestination: ./out\n")  # fmt: skip
    assert [page.target for page in plan.pages] == ["posts/2020-01-02-x.md"]


def test_collections(tmp_path: Path) -> None:
    """Their documents are pages beside posts, and notes on a site that has no posts; addresses are kept."""
    files = {"_things/a.md": "---\ntitle: A\n---\nx\n"}
    options = "collections: {things: {output: true}}\npermalink: pretty\n"
    alone = imported(tmp_path / "a", files, options)
    assert '"things/**"' in whole(alone, "conf.py")
    assert "permalink: /things/a/" in whole(alone, "things/a.md")
    beside = imported(tmp_path / "b", files | {"_posts/2020-01-02-x.md": "---\ntitle: X\n---\n"}, options)
    assert '"things/**"' not in whole(beside, "conf.py")
    assert "permalink: /things/a/\nkind: page\n" in whole(beside, "things/a.md").replace(
        "kind: page\npermalink: /things/a/\n", "permalink: /things/a/\nkind: page\n"
    )


def test_a_home_page_in_a_folder(tmp_path: Path) -> None:
    """What is at the root of the old site is the home page here."""
    files = {
        "pages/home.md": "---\ntitle: H\npermalink: /\n---\nx\n",
        "_posts/2020-01-02-x.md": "---\n---\nx\n",
    }
    plan = imported(tmp_path, files)
    assert {page.source: page.target for page in plan.pages}["pages/home.md"] == "index.md"
    assert "permalink" not in whole(plan, "index.md")


def test_liquid_in_indented_html(tmp_path: Path) -> None:
    """What is indented within HTML is no code, and a date that cannot be read is that of the file name."""
    body = (
        "<table>\n  <tr>\n\n      <td><a href=\"{{ '/x' | relative_url }}\">x</a></td>\n\n  </tr>\n</table>"
    )
    assert 'href="/x"' in post(tmp_path / "a", body)
    plan = imported(
        tmp_path / "b", {"_posts/2020-01-02-x.md": "---\ntitle: X\ndate: 2020-01-02 2020\n---\nx\n"}
    )
    assert plan.pages[0].address == "/2020/01/02/x.html"


def test_comments_of_liquid_in_raw_are_text(tmp_path: Path) -> None:
    """A text about Liquid keeps its examples; one at the end of a paragraph joins nothing."""
    raw = "{% raw %}{% comment %}shown{% endcomment %}{% endraw %}"
    text = f"---\ntitle: A\n---\n\n`{raw}` and {{% comment %}}x{{% endcomment %}}\n\nNext.\n"
    plan = imported(tmp_path, {"_posts/2020-01-02-a.md": text})
    note = next(file for file in plan.files if file.target == "posts/2020-01-02-a.md")
    assert isinstance(note, TextFile)
    assert "`{% comment %}shown{% endcomment %}` and \n\nNext." in note.text


@pytest.mark.parametrize(
    ("config", "cname", "url"),
    [
        ("", "Weather.example.org\n", "https://weather.example.org"),
        ("baseurl: /b", "weather.example.org", "https://weather.example.org/b"),
        ("url: http://other.example.org", "weather.example.org", "http://other.example.org"),
        ("", "no host", ""),
        ("", "", ""),
    ],
)
def test_the_host_of_github_pages_is_the_address(tmp_path: Path, config: str, cname: str, url: str) -> None:
    """Without ``url``, the file CNAME says where the site is; the feeds need to know."""
    write_files(tmp_path, {"_config.yml": f"title: T\n{config}", "CNAME": cname})
    assert read_config(tmp_path).url == url


def test_options_and_data_in_other_formats(tmp_path: Path) -> None:
    """The options may be TOML, and data tables with commas or tabs."""
    files = {
        "_config.toml": 'title = "T"\nurl = "https://example.org"\n',
        "_data/gauges.csv": "name,depth\nMill,3\n",
        "_data/reeds.tsv": "name\tdepth\nPond\t1\n",
    }
    write_files(tmp_path, files)
    config = read_config(tmp_path)
    assert config.text("url") == "https://example.org"
    assert config.data == {
        "gauges": [{"name": "Mill", "depth": "3"}],
        "reeds": [{"name": "Pond", "depth": "1"}],
    }


def test_what_github_pages_makes_pages_of(tmp_path: Path) -> None:
    """With a theme and nothing else, Markdown needs no front matter, and a README is the index."""
    files = {
        "README.md": "# Reeds\n\nSee [wind](guide/wind.md).\n",
        "guide/README.md": "# Guide\n",
        "guide/wind.md": "# Wind\n",
        "LICENSE.md": "# Licence\n",
        "CHANGELOG.md": "---\ntitle: What changed\n---\nAll.\n",
        "CONTRIBUTING.md": "# How to\n",
        "_includes/x.md": "x\n",
    }
    plan = imported(tmp_path, files, "theme: jekyll-theme-cayman")
    addresses = {page.source: page.address for page in plan.pages}
    assert addresses == {
        "README.md": "/",
        "guide/README.md": "/guide/",
        "guide/wind.md": "/guide/wind.html",
        "CHANGELOG.md": "/CHANGELOG.html",
    }
    assert text(plan, "index.md") == "# Reeds\n\nSee [wind](guide/wind.md)."


def test_posts_without_front_matter(tmp_path: Path) -> None:
    """Jekyll makes posts of them, and so of those whose first line is no border; drafts stay drafts."""
    files = {
        "_posts/2024-01-02-bare.md": "Only words.\n",
        "_posts/2024-01-03-torn.md": "b---\ntitle: Torn\n---\n\nMore words.\n",
        "_posts/2024-01-04-notes.txt": "No post.\n",
        "_posts/2024-01-05-bytes.md": "No text\0.\n",
        "_posts/bare.md": "No date.\n",
        "_drafts/later.md": "Hidden words.\n",
    }
    plan = imported(tmp_path, files, "permalink: /:year/:title/")
    assert {page.source: page.address for page in plan.pages if not page.is_draft} == {
        "_posts/2024-01-02-bare.md": "/2024/bare/",
        "_posts/2024-01-03-torn.md": "/2024/torn/",
    }
    assert whole(plan, "posts/2024-01-02-bare.md").strip().endswith("Only words.")
    assert "title: Torn" in whole(plan, "posts/2024-01-03-torn.md")
    [draft] = [page for page in plan.pages if page.is_draft]
    assert draft.target == "posts/_drafts/later.md"  # Nothing in a folder of that name is published.
    left_out = [each.file for each in plan.findings if each.outcome is Outcome.LEFT_OUT]
    assert sorted(left_out) == [
        f"_posts/{name}" for name in ("2024-01-04-notes.txt", "2024-01-05-bytes.md", "bare.md")
    ]


@pytest.mark.parametrize(
    ("config", "gems"), [("", ""), ("theme: minima", 'gem "jekyll"\n# gem "github-pages"')]
)
def test_elsewhere_a_page_needs_front_matter(tmp_path: Path, config: str, gems: str) -> None:
    """Without a theme, or where the site has its own gems, GitHub Pages doesn't build it so."""
    files = {"a.md": "# A\n", "README.md": "# R\n", "b.md": "---\ntitle: B\n---\nx\n", "Gemfile": gems}
    plan = imported(tmp_path, files, config)
    assert [page.source for page in plan.pages] == ["b.md"]


def test_liquid_in_code_is_what_readers_saw(tmp_path: Path) -> None:
    """Files and data in code are filled in, with their blank lines; what has no value stays."""
    files = {
        "_data/code.yml": 'bend: "a = 1\\n\\nb = 2"\n',
        "_includes/wind.py": "blow()\n\nstop()\n",
        "_posts/2020-01-02-x.md": (
            "---\ntitle: X\n---\n```python\n{{ site.data.code.bend }}\n```\n\n"
            "```python\n{% include wind.py %}\n{{ none }} {% include no.py %}\n```\n\n"
            "`{{ site.url }}/a` <script src='{{ site.baseurl }}/a.js'></script>\n"
        ),
    }
    plan = imported(tmp_path, files, "url: https://example.org\nbaseurl: /b")
    assert text(plan, "posts/2020-01-02-x.md") == (
        "```python\na = 1\n\nb = 2\n```\n\n"
        "```python\nblow()\n\nstop()\n{{ none }} {% include no.py %}\n```\n\n"
        "`https://example.org/a` <script src='/a.js'></script>"
    )


@pytest.mark.parametrize("end", [".html", "", "/"])
def test_links_without_a_suffix(tmp_path: Path, end: str) -> None:
    """Servers send ``reeds.html`` for ``reeds``, too: a link to that leads to the page."""
    posts = {
        "_posts/2020-01-02-a.md": "---\ntitle: A\n---\n[b](/2020/b#wind), [b](/2020/b), [c](c)\n",
        "_posts/2020-01-02-b.md": "---\ntitle: B\n---\nx\n",
        "_posts/2020-01-02-c.md": "---\ntitle: C\npublished: false\n---\nx\n",
    }
    made = text(imported(tmp_path, posts, f"permalink: /:year/:title{end}"), "posts/2020-01-02-a.md")
    assert made == "[b](2020-01-02-b.md#wind), [b](2020-01-02-b.md), [c](c)"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Reeds:<br>how they <i class='x'>bend</i>", "Reeds: how they bend"),
        ("a < b and </summer>", "a < b and </summer>"),
    ],
)
def test_tags_in_a_title(tmp_path: Path, title: str, expected: str) -> None:
    """Layouts write it into their HTML as it is, so that nobody has seen the tags."""
    plan = imported(tmp_path, {"_posts/2020-01-02-x.md": f'---\ntitle: "{title}"\n---\nx\n'})
    head = whole(plan, "posts/2020-01-02-x.md").split("---\n")[1]
    assert yaml.safe_load(head)["title"] == expected
