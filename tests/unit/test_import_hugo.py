"""What Hugo does with configuration, addresses, shortcodes and front matter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import write_files

from sphinx_research_notes.importers.hugo.addresses import urlized
from sphinx_research_notes.importers.hugo.calls import read_arguments
from sphinx_research_notes.importers.hugo.config import read_config
from sphinx_research_notes.importers.hugo.site import read
from sphinx_research_notes.importers.records import NotImportable, Options, Outcome, Plan, TextFile

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


def imported(folder: Path, files: dict[str, str], config: str = "", **options: dict[str, str]) -> Plan:
    """Return the plan for a site with *files*."""
    write_files(folder, {"hugo.toml": f'title = "T"\n{config}', **files})
    return read(folder, Options(**options))  # type: ignore[arg-type]


def whole(plan: Plan, target: str) -> str:
    """Return the text of *target*."""
    return next(file.text for file in plan.files if isinstance(file, TextFile) and file.target == target)


def front(plan: Plan, target: str) -> dict[str, object]:
    """Return the front matter of *target*."""
    values: dict[str, object] = yaml.safe_load(whole(plan, target).split("---\n")[1])
    return values


def post(
    folder: Path, body: str, config: str = "", files: dict[str, str] | None = None, **options: dict[str, str]
) -> str:
    """Return what a post with *body* becomes."""
    files = {"content/post/x.md": f"---\ntitle: X\ndate: 2020-01-02\n---\n{body}\n", **(files or {})}
    return whole(imported(folder, files, config, **options), "post/x.md").split("---\n", 2)[2].strip()


@pytest.mark.parametrize(
    ("config", "path", "keys", "address", "permalink"),
    [
        ("", "post/A Late_Frost.md", "", "/post/a-late_frost/", None),
        ("", "post/a/index.md", "", "/post/a/", None),
        ("", "post/a.md", "slug: Other One", "/post/other-one/", None),
        ("", "post/a.md", "url: /x/y.html", "/x/y.html", "/x/y.html"),
        ("", "about.md", "", "/about/", "/about/"),
        ("", "_index.md", "", "/", None),
        ("", "post/_index.md", "", "/post/", None),
        ("uglyURLs = true", "post/a.md", "", "/post/a.html", None),
        ('[permalinks]\npost = "/:year/:month/:slug/"', "post/a.md", "slug: b", "/2020/01/b/", None),
        ('[permalinks]\npost = "/:year/:slug/"', "post/a.md", "", "/2020/a-title/", "/2020/a-title/"),
        (
            '[permalinks.page]\npost = "/:sections/:contentbasename"',
            "post/in/a.md",
            "",
            "/post/a/",
            "/post/a/",
        ),
        ('[permalinks]\npost = "/:section/:filename/"', "post/a.md", "", "/post/a/", None),
    ],
)
def test_addresses(
    tmp_path: Path, config: str, path: str, keys: str, address: str, permalink: str | None
) -> None:
    """They are those that Hugo makes; what the pattern of all notes doesn't give has its own permalink."""
    text = f"---\ntitle: A title\ndate: 2020-01-02\n{keys}\n---\nx\n"
    plan = imported(tmp_path, {f"content/{path}": text}, config)
    assert plan.pages[0].address == address
    assert front(plan, plan.pages[0].target).get("permalink") == permalink


def test_names_in_addresses() -> None:
    """Punctuation goes, and spaces are hyphens; letters of any script stay."""
    assert [urlized(each) for each in ("Two words!", "C++ & D", "Über_uns", "a.b")] == [
        "two-words", "c++-d", "über_uns", "a.b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{{< figure src="/a.png" >}}', "![](/a.png)"),
        ('{{< figure src="/a.png" title="T" caption="c" attr="by" attrlink="https://e.org" >}}',
         ":::{figure} /a.png\n\nT c [by](https://e.org)\n:::"),
        ('[a]({{< ref "y.md#b" >}}) [b]({{< relref "/post/y" >}})', "[a](y.md#b) [b](y.md)"),
        ("{{< youtube k >}} {{< gist u 1 >}}",
         "[YouTube: k](https://www.youtube.com/watch?v=k) [gist.github.com/u/1](https://gist.github.com/u/1)"),
        ('{{< x user="a" id="1" >}}', "<https://twitter.com/a/status/1>"),
        ('{{< details "More" >}}\na\n{{< /details >}}', ":::{dropdown} More\na\n:::"),
        ("{{% notice tip %}}\na\n\n{{< notice warning >}}b{{< /notice >}}\n{{% /notice %}}", None),
        ("{{< katex >}}x{{< /katex >}}", "$x$"),
        ("`{{</* y */>}}` {{</* z */>}}", "`{{< y >}}` {{< z >}}"),
        ("{{< highlight go \"linenos=table\" >}}\nx\n{{< /highlight >}}",
         "```{code-block} go\n:linenos:\n\nx\n```"),
        ("{{< highlight go >}}\nx\n{{< /highlight >}}", "```go\nx\n```"),
        ('{{< own a="1" >}}', "<b>1</b>"),
        ("{{< other >}}", "{{< other >}}"),
        ("{{< nobody 1 >}}", "{{< nobody 1 >}}"),
        ("a {#b}\n\n## C {#d}", 'a {#b}\n\n<a id="d"></a>\n\n## C'),
    ],
)  # fmt: skip
def test_shortcodes(tmp_path: Path, old: str, new: str | None) -> None:
    """They become what they are in MyST; those that aren't understood stay."""
    files = {
        "content/post/y.md": "---\ntitle: Y\ndate: 2020-01-01\n---\n",
        "layouts/shortcodes/own.html": '{{/* c */}}<b>{{ .Get "a" }}</b>',
        "layouts/shortcodes/other.html": "{{ range .Site.Taxonomies }}{{ .Title }}{{ end }}",
    }
    made = post(tmp_path, old, files=files)
    if new is None:
        assert made == "::::{tip}\na\n\n\n:::{warning}\nb\n:::\n::::"
    else:
        assert made == new


def test_arguments() -> None:
    """They are given by name or by place, in quotation marks, backticks or none."""
    assert read_arguments(' "a b" `c"d` e f="g h" i=j') == {
        "0": "a b",
        "1": 'c"d',
        "2": "e",
        "f": "g h",
        "i": "j",
    }


def test_what_is_hidden(tmp_path: Path) -> None:
    """Drafts, pages that Hugo doesn't make, and what a folder says of its pages stay hidden."""
    page = "---\ntitle: X\ndate: 2020-01-02\n{}\n---\nx\n"
    plan = imported(tmp_path, {
        "content/post/a.md": page.format("draft: true"),
        "content/post/b.md": page.format("headless: true"),
        "content/post/c.md": page.format("build: {render: never}"),
        "content/post/d.md": page.format("_build: {list: never}"),
        "content/post/in/_index.md": "---\ntitle: In\ncascade:\n  draft: true\n---\n",
        "content/post/in/e.md": page.format(""),
        "content/post/f.md": page.format("expiryDate: 2020-02-01\npublishDate: 2020-01-03"),
    })  # fmt: skip
    assert [front(plan, f"post/{name}.md").get("draft") for name in ("a", "b", "c", "in/e")] == [True] * 4
    assert front(plan, "post/d.md")["visibility"] == "unlisted"
    assert {"expiry_date", "publish_date"} <= front(plan, "post/f.md").keys()


def test_front_matter(tmp_path: Path) -> None:
    """Keys are ours where there is one; images are found; all others stay."""
    text = (
        '+++\ntitle = "X"\ndate = 2020-01-02\nlastmod = 2020-02-03\nseries = ["S"]\naliases = ["old"]\n'
        'subtitle = "More"\n[cover]\nimage = "c.png"\nalt = "C"\n[own]\na = 1\n+++\nx\n'
    )
    plan = imported(tmp_path, {"content/post/x/index.md": text, "content/post/x/c.png": "c"})
    values = front(plan, "post/x/index.md")
    assert values["series"] == "S"
    assert values["image"] == {"source": "c.png", "alt": "C"}
    assert values["aliases"] == ["/post/old"]
    assert values["own"] == {"a": 1}
    assert "updated" in values
    assert "{.subtitle}\nMore\n" in whole(plan, "post/x/index.md")


def test_lists_lead_on(tmp_path: Path) -> None:
    """Former addresses of tags do, but not those of drafts; links to them are links to the new lists."""
    page = "---\ntitle: {0}\ndate: 2020-01-02\ntags: [{0} x]\n{1}---\n[all](/tags/a-x/)\n"
    plan = imported(tmp_path, {
        "content/post/a.md": page.format("a", ""), "content/post/b.md": page.format("b", "draft: true\n"),
    })  # fmt: skip
    targets = {file.target for file in plan.files}
    assert "static/tags/a-x/index.html" in targets
    assert "static/tags/b-x/index.html" not in targets
    assert "[all](/post/tags/a-x.html)" in whole(plan, "post/a.md")


def test_counted_and_table(tmp_path: Path) -> None:
    """What isn't understood is named with its line; the user's table takes it from there."""
    files = {"content/post/x.md": "---\ntitle: X\ndate: 2020-01-02\n---\n\n{{< own 1 >}}a{{< /own >}}\n"}
    found = [e for e in imported(tmp_path, files).findings if e.outcome is Outcome.UNKNOWN]
    assert [(each.construct, each.line) for each in found][:1] == [("{{< own >}}", 6)]
    again = imported(tmp_path, files, tags={"own": "[$content]($0)"})
    assert "\n[a](1)\n" in whole(again, "post/x.md")


def test_configuration(tmp_path: Path) -> None:
    """It is read under each name, and joined from a folder; a broken one is named."""
    write_files(
        tmp_path / "a",
        {"config/_default/config.yaml": "title: A\n", "config/_default/params.toml": "x = 1\n"},
    )
    config = read_config(tmp_path / "a")
    assert (config.text("title"), config.text("params.x")) == ("A", "1")
    write_files(tmp_path / "b", {"config.json": '{"Title": "B"}'})
    assert read_config(tmp_path / "b").text("title") == "B"
    write_files(tmp_path / "c", {"hugo.toml": "title = \n"})
    with pytest.raises(NotImportable, match="expected toml in"):
        read_config(tmp_path / "c")


def test_people_and_publications(tmp_path: Path) -> None:
    """The people and references of the academic theme are in the configuration and in one file."""
    plan = imported(tmp_path, {
        "content/authors/ada/_index.md": "---\ntitle: Ada Example\norganizations: [{name: Bureau}]\n---\n",
        "content/publication/p/index.md": (
            "---\ntitle: P\ndate: 2020-01-02\nauthors: [ada]\nabstract: About it.\n---\n"
        ),
        "content/publication/p/cite.bib": "@misc{p, title={P}}",
        "content/publication/p/x.css": "@media{a,}",
    })  # fmt: skip
    values: dict[str, object] = {}
    exec(whole(plan, "conf.py"), values)  # noqa: S102
    assert values["notes_authors"] == {"ada": {"name": "Ada Example", "affiliation": "Bureau"}}
    assert values["bibtex_bibfiles"] == ["references.bib"]
    assert whole(plan, "references.bib") == "@misc{p, title={P}}\n"
    assert "{.abstract}\nAbout it.\n" in whole(plan, "publication/p/index.md")


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        ("teaser: It rains", "summary", "It rains"),
        ("teaser: a b.png", "teaser", "a b.png"),
        ("teaser: a b\ndescription: c", "summary", "c"),
        ("date: 2020-01-02\ntags: a\ndate: 2020-01-02", "date", date(2020, 1, 2)),
    ],
)
def test_keys_of_themes(tmp_path: Path, keys: str, name: str, value: object) -> None:
    """A text that themes show in lists is the summary; a key that stands twice is one."""
    plan = imported(tmp_path, {"content/post/x.md": f"---\ntitle: X\n{keys}\n---\n"})
    assert front(plan, "post/x.md")[name] == value
    assert not [each for each in plan.findings if each.outcome is Outcome.UNKNOWN]


def test_sections_in_addresses(tmp_path: Path) -> None:
    """A folder without a page of its own is no section, unless it is a first one."""
    page = "---\ntitle: X\ndate: 2020-01-02\n---\n"
    plan = imported(tmp_path, {
        "content/post/a/x.md": page, "content/post/b/y.md": page, "content/post/b/c/z.md": page,
        "content/post/b/_index.md": "---\ntitle: B\n---\n",
    }, '[permalinks]\npost = "/:sections[1:]/:filename/"')  # fmt: skip
    found = {each.source: each.address for each in plan.pages}
    assert found["content/post/a/x.md"] == "/x/"
    assert found["content/post/b/y.md"] == "/b/y/"
    assert found["content/post/b/c/z.md"] == "/b/z/"


@pytest.mark.parametrize(
    ("name", "config", "title"),
    [
        ("case-study", "", "Case-Studies"),
        ("news", "", "News"),
        ("box", "pluralizeListTitles = false", "Box"),
        ("box", "capitalizeListTitles = false", "boxes"),
    ],
)
def test_titles_of_sections(tmp_path: Path, name: str, config: str, title: str) -> None:
    """The page of a folder without a title has the one that Hugo makes of the folder's name."""
    files = {f"content/{name}/_index.md": "---\nx: 1\n---\n", f"content/{name}/a.md": "---\ntitle: A\n---\n"}
    assert front(imported(tmp_path, files, config), f"{name}/index.md")["title"] == title


@pytest.mark.parametrize(
    ("disabled", "there"),
    [("taxonomy", True), ("term", True), ("RSS", True), ('taxonomy", "term', False),
     ('taxonomy", "taxonomyTerm', False)],
)  # fmt: skip
def test_lists_of_terms_that_are_disabled(tmp_path: Path, disabled: str, there: bool) -> None:
    """Addresses of lists go on working unless the site has none of these."""
    files = {"content/post/x.md": "---\ntitle: X\ndate: 2020-01-02\ntags: [t]\n---\n"}
    plan = imported(tmp_path, files, f'disableKinds = ["{disabled}"]')
    assert any("tags/t" in each.target for each in plan.files) == there


def test_files_beside_pages(tmp_path: Path) -> None:
    """What blogdown writes leads to files beside this page or another, also in folders of theirs."""
    body = (
        '<img src="{{< relref "post/a/index.md" >}}index_files/x.png">\n\n'
        '![]({{< relref "post/b" >}}y.png) ![](/post/b/in/z.png) See {{< ref "post/b" >}}.'
    )
    page = "---\ntitle: X\ndate: 2020-01-02\n---\n"
    plan = imported(tmp_path, {
        "content/post/a/index.md": page + body, "content/post/a/index_files/x.png": "x",
        "content/post/b/index.md": page, "content/post/b/y.png": "y", "content/post/b/in/z.png": "z",
    })  # fmt: skip
    text = whole(plan, "post/a/index.md")
    assert "![](index_files/x.png)" in text
    assert "![](../b/y.png) ![](../b/in/z.png) See ../b/index.md." in text


def test_further_pages_of_a_section_with_an_address_of_its_own(tmp_path: Path) -> None:
    """They lead on to that address."""
    files = {f"content/post/{n}.md": "---\ntitle: X\ndate: 2020-01-02\n---\n" for n in range(12)}
    plan = imported(tmp_path, {**files, "content/post/_index.md": "---\ntitle: B\nurl: /blog/\n---\n"})
    texts = {each.target: each.text for each in plan.files if isinstance(each, TextFile)}
    assert "url=../../index.html" in texts["static/blog/page/2/index.html"]
    assert not any(target.startswith("static/post/page") for target in texts)


def test_menus_are_named(tmp_path: Path) -> None:
    """The report names the entries of menus, which have another place here."""
    config = '[[menus.main]]\nname = "About us"\nurl = "/about/"\n[[menus.foot]]\nidentifier = "rss"\n'
    plan = imported(tmp_path, {"content/a.md": "---\ntitle: A\n---\n"}, config)
    found = [each.detail for each in plan.findings if each.construct == "menu"]
    assert found == ["notes_nav in conf.py is the menu here; there: About us, rss"]


def test_lists_are_in_the_folder_of_the_blog(tmp_path: Path) -> None:
    """Of several sections with dates, the one with the name of a blog has the lists."""
    page = "---\ntitle: X\ndate: 2020-01-02\n---\n"
    plan = imported(tmp_path, {"content/documents/a.md": page, "content/post/b.md": page})
    assert 'notes_path = "post"' in whole(plan, "conf.py")
    assert front(plan, "documents/index.md")["title"] == "Documents"
