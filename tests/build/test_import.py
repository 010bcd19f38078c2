"""``research-notes import``: whole sites that move, build without a warning, and answer at every address."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from commanded import command
from conftest import write_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
JEKYLL: dict[str, str | bytes | None] = {
    "_config.yml": (
        "title: Wet feet\nauthor: Ada Example\nurl: https://example.org\nbaseurl: /blog\n"
        "permalink: /:year/:title/\npaginate: 1\njekyll-archives: {enabled: [tags]}\n"
        "plugins: [jekyll-feed]\nexcerpt_separator: <!-- cut -->\n"
    ),
    "_includes/head.html": "<script>MathJax = {tex: {inlineMath: [['$', '$']]}}</script>",
    "_posts/2020-01-02-the-river.md": (
        "---\nlayout: post\ntitle: The river\ncategories: [Field Work]\ntags: water cold\n"
        "last_modified_at: 2020-02-03\n---\n\n"
        "It cost $5 or $10 to measure $h(t)$, and $$x\\_1$$ too. <!-- cut -->\n\n"
        "* TOC\n{:toc}\n\n## 1. The gauge {#gauge}\n\n"
        "See [the log]({% post_url 2020-03-04-log %}), [home]({{ site.baseurl }}/), "
        "[about]({{ '/about/' | relative_url }}) and [the table](/blog/assets/t.csv).\n\n"
        "![The gauge]({{ site.baseurl }}/assets/g.png){: width=\"50%\" .right}\n\n"
        "{% highlight python linenos %}\nprint('{{ x }}')\n{% endhighlight %}\n\n"
        "`{% raw %}{{ literally }}{% endraw %}`, by HTML.[^1]\n\n*[HTML]: Hyper Text\n[^1]: A note.\n\n"
        "{% include figure.html path=\"assets/g.png\" caption=\"The *gauge*\" %}\n\n"
        "Mind the ice.\n{: .notice--warning}\n"
    ),
    "_posts/2020-03-04-log.markdown": "---\n---\nNo title. See [the gauge](/blog/2020/the-river/#gauge).\n",
    "_posts/2021-01-01-hidden.md": "---\npublished: false\n---\nunpublishedword\n",
    "_posts/no-date.md": "---\ntitle: x\n---\nundatedword\n",
    "_posts/2021-02-03-aside.md": "---\ntitle: Aside\nhidden: true\n---\nOn no list.\n",
    "old-about.md": "---\nredirect_to: /about/\n---\n",
    "_drafts/later.md": "---\ntitle: Later\n---\ndraftword\n",
    "field/_posts/2020-05-06-mud.md": "---\ntitle: Mud\n---\nA category by its folder.\n",
    "about.md": "---\nlayout: page\ntitle: About\npermalink: /about/\n---\n\nWritten by {{ site.author }}.\n",
    "index.html": (
        "---\nlayout: default\n---\n<ul>\n\n    {% for post in site.posts %}\n    <li>{{ post.title }}</li>\n"
        "    {% endfor %}\n</ul>\n"
    ),
    "feed.xml": "---\n---\n<feed></feed>\n",
    "assets/g.png": PNG,
    "assets/t.csv": "a,b\n1,2\n",
    "assets/style.css": "p {}\n",
}  # fmt: skip
HUGO: dict[str, str | bytes | None] = {
    "hugo.toml": (
        'baseURL = "https://example.org/"\ntitle = "Wet feet"\n[permalinks]\npost = "/:year/:slug/"\n'
        "[markup.goldmark.extensions.passthrough]\nenable = true\n"
        '[markup.goldmark.extensions.passthrough.delimiters]\ninline = [["$", "$"], ["\\\\(", "\\\\)"]]\n'
    ),
    "content/_index.md": "---\ntitle: Home\n---\nHello.\n",
    "content/about.md": '+++\ntitle = "About"\naliases = ["/me/"]\n+++\nMe.\n',
    "content/post/river/index.md": (
        "---\ntitle: The river\ndate: 2020-01-02\nlastmod: 2020-02-03\n"
        'tags: ["Cold water"]\nslug: the-river\n---\n\n'
        "It cost $5 or $10 to measure $h(t)$ and \\(x\\). <!--more-->\n\n## The gauge {#g}\n\n"
        '{{< figure src="g.png" caption="The *gauge*" alt="A gauge" >}}\n\n![again](g.png)\n\n'
        'See [the log]({{< ref "log.md" >}}), [by name]({{% relref "log#a-part" %}}), '
        "[all](/tags/cold-water/) and [me](/about/).\n\n"
        "{{< notice warning >}}\nMind the ice.\n{{< /notice >}}\n\n{{< own a=\"word\" >}}\n\n"
        "```html\n{{</* figure src=\"x\" */>}}\n```\n\n{{< youtube abc123 >}}\n"
    ),
    "content/post/river/g.png": PNG,
    "content/post/log.md": (
        '{"title": "The log", "date": "2020-03-04T10:00:00Z", "url": "/old/log/"}\n\n'
        '## A part\n\n{{< highlight python "linenos=table" >}}\nprint(1)\n{{< /highlight >}}\n'
    ),
    "content/post/later.md": (
        "---\ntitle: Later\ndate: 2020-01-01\ndraft: true\ntags: [secrettag]\n---\ndraftword\n"
    ),
    "content/post/part/index.md": "---\ntitle: Part\ndate: 2020-01-01\nheadless: true\n---\nheadlessword\n",
    "layouts/shortcodes/own.html": '<b>{{ .Get "a" }}</b>{{ with .Get "b" }}<i>{{ . }}</i>{{ end }}\n',
    "static/files/t.csv": "a,b\n",
}  # fmt: skip


def page(site: Path, name: str) -> BeautifulSoup:
    """Return the page *name* of the built site."""
    return BeautifulSoup((site / "_build" / "html" / name).read_text("utf-8"), "html.parser")


def article(site: Path, name: str) -> str:
    """Return the text of the article on the page *name*."""
    found = page(site, name).article
    assert found
    return " ".join(found.get_text(" ").split())


def published(site: Path) -> str:
    """Return all texts of the built site."""
    files = (site / "_build" / "html").rglob("*")
    return "".join(file.read_text("utf-8", "replace") for file in files if file.is_file())


def test_a_site_of_jekyll(tmp_path: Path) -> None:
    """It builds without a warning, keeps addresses, titles and labels, and hides what was hidden."""
    write_files(tmp_path / "old", JEKYLL)
    (tmp_path / "sitemap.xml").write_text(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + "".join(
            f"<url><loc>https://example.org/blog/{path}</loc></url>"
            for path in (
                "",
                "about/",
                "2020/the-river/",
                "2020/log/",
                "2020/mud/",
                "feed.xml",
                "assets/t.csv",
                "tag/cold/",
                "page2/",
                "2021/aside/",
                "old-about/",
            )
        )
        + "</urlset>",
        "utf-8",
    )
    ended = command(tmp_path, "import", "old", "new", "--check", "sitemap.xml")
    assert "Jekyll: 9 pages (2 drafts, hidden as before)" in ended.said
    assert ended.said.rstrip().endswith("all 11 addresses answer")
    assert "not understood" not in ended.warned
    assert "left out: file, 1 time, at _posts/no-date.md" in ended.warned
    new = tmp_path / "new"
    assert command(new, "build", "-n", "-W", "--fresh").code == 0
    river = article(new, "2020/the-river/index.html")
    assert "It cost $5 or $10 to measure h" in river.replace(" ( t )", "")
    assert "{{ literally }} , by HTML" in river
    assert "Mind the ice." in river
    assert not page(new, "2020/the-river/index.html").select("a > img")
    assert "Back to home" in river
    assert "Back to home" not in article(new, "index.html")
    everything = published(new)
    for word in ("unpublishedword", "draftword", "undatedword"):
        assert word not in everything
    listed = {note["title"]: note for note in json.loads(command(new, "list", "--drafts", "--json").said)}
    # A post on no list is at its address.
    assert set(listed) == {"The river", "Log", "Mud", "Later", "Hidden"}
    assert listed["The river"]["tags"] == ["water", "cold"]
    assert listed["The river"]["categories"] == ["Field Work"]
    assert listed["The river"]["updated"] == "2020-02-03"
    assert listed["Mud"]["categories"] == ["field"]
    assert listed["Later"]["visibility"] == listed["Hidden"]["visibility"] == "draft"
    assert "<id>https://example.org/blog/2020/the-river</id>" in (new / "_build/html/feed.xml").read_text(
        "utf-8"
    )


def test_a_site_of_hugo(tmp_path: Path) -> None:
    """It builds without a warning, keeps addresses, also those of its lists, and hides what was hidden."""
    write_files(tmp_path / "old", HUGO)
    for path in (
        "",
        "about/",
        "me/",
        "2020/the-river/",
        "old/log/",
        "post/",
        "tags/",
        "tags/cold-water/",
        "page/1/",
    ):
        write_files(tmp_path / "public", {f"{path}index.html": "<p>x</p>"})
    ended = command(tmp_path, "import", "hugo", "old", "new", "--check", "public", "--report", "report.json")
    assert "all 9 addresses answer" in ended.said
    assert "not understood" not in ended.warned
    new = tmp_path / "new"
    command(new, "build", "-n", "-W", "--fresh")
    river = article(new, "2020/the-river/index.html")
    assert '{{<figuresrc="x">}}' in river.replace(" ", "")
    assert "word" in river
    everything = published(new)
    for word in ("draftword", "headlessword", "secrettag"):
        assert word not in everything
    listed = {note["title"]: note for note in json.loads(command(new, "list", "--drafts", "--json").said)}
    assert set(listed) == {"The river", "The log", "Later", "Part"}
    assert listed["Part"]["visibility"] == "draft"
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert {page["source"] for page in report["pages"] if page["draft"]} == {"content/post/later.md"}


def test_running_it_twice(tmp_path: Path) -> None:
    """A second run changes nothing; an edited file stays, and is named; a dry run writes nothing."""
    write_files(tmp_path / "old", JEKYLL)
    dry = command(tmp_path, "import", "jekyll", "old", "new", "--dry-run")
    assert "would write" in dry.said
    assert not (tmp_path / "new").exists()
    command(tmp_path, "import", "jekyll", "old", "new")
    before = {path: path.read_bytes() for path in (tmp_path / "new").rglob("*") if path.is_file()}
    again = command(tmp_path, "import", "jekyll", "old", "new")
    assert "wrote 0 files" in again.said
    assert before == {path: path.read_bytes() for path in (tmp_path / "new").rglob("*") if path.is_file()}
    (tmp_path / "new" / "about.md").write_text("mine\n", "utf-8")
    third = command(tmp_path, "import", "jekyll", "old", "new")
    assert "about.md is there with other content; it stays as it is" in third.warned
    assert (tmp_path / "new" / "about.md").read_text("utf-8") == "mine\n"


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    """No site, a broken configuration, the same folder twice, an address that is gone: one line each."""
    (tmp_path / "empty").mkdir()
    assert "Error: expected a site made with" in command(tmp_path, "import", "empty", code=1).warned
    write_files(tmp_path, {"broken/_config.yml": "title: [\n"})
    assert "Error: expected YAML in" in command(tmp_path, "import", "broken", code=1).warned
    write_files(tmp_path / "old", JEKYLL)
    same = command(tmp_path, "import", "old", "old", code=1).warned
    assert same.startswith("Error: expected FOLDER to be another folder than SOURCE")
    (tmp_path / "tags.toml").write_text("[tags]\nx = 1\n", "utf-8")
    assert (
        "Error: expected [tags]" in command(tmp_path, "import", "old", "--tags", "tags.toml", code=1).warned
    )
    write_files(tmp_path / "was", {"gone/index.html": "<p>x</p>", "about/index.html": "<p>x</p>"})
    missing = command(tmp_path, "import", "old", "new", "--check", "was", code=1)
    assert "expected something at /gone/index.html, as on the old site, found nothing" in missing.warned
    assert missing.said.rstrip().endswith("1 of 2 addresses answer")
    write_files(tmp_path, {"bare/about.html": "<p>x</p>"})
    bare = command(tmp_path, "import", "old", "new", "--check", "bare")
    assert "1 page answers without '.html' only, as at /about;" in bare.warned
    assert bare.said.rstrip().endswith("the only address answers")


def test_json(tmp_path: Path) -> None:
    """JSON is all that is printed."""
    write_files(tmp_path / "old", HUGO)
    record = json.loads(command(tmp_path, "import", "old", "new", "--json").said)
    assert record["origin"] == "Hugo"
    assert "conf.py" in record["files"]["written"]
