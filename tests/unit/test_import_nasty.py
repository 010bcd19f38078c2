"""Sites made of pieces in no order: importers read them, or say what is wrong."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.importers.origins import ORIGINS
from sphinx_research_notes.importers.records import NotImportable, Options, TextFile
from sphinx_research_notes.importers.writing import write

if TYPE_CHECKING:
    from pathlib import Path

PIECES = (
    "{% if x %}", "{% endif %}", "{% for a in b %}", "{% endfor %}", "{% include a.html b=c %}",
    "{% include %}", "{% raw %}", "{% endraw %}", "{{", "}}", "{{ a | b: c }}", "{%", "%}",
    "{% highlight %}", "{% highlight py %}", "{% endhighlight %}", "$", "$$", "\\(", "\\\\(x\\\\)",
    "\\[", "`", "```", "~~~", "\n\n", "\n", "    ", "- ", "> ", "# H {#x}", "{: .a}", "* TOC\n{:toc}",
    "<div>", "</div>", '<div markdown="1">', "<img src=a>", "<img", "<!--", "-->", "| a | b |", "|---|",
    "*[HTML]: x", "HTML", "[^1]", "[^1]: n", "[a](b#c)", "![x](y.png)", '{{< figure src="a" >}}',
    "{{< /x >}}", "{{< x >}}", "{{% y %}}", "{{</* z */>}}", "{{<", "é\xa0", "\t", "---\n",
    "word $5 and", "{::comment}", "{:/comment}", "<d-cite key='a'>", "<d-footnote>", "</d-footnote>",
    "{% assign x = y %}", "{% capture z %}", "{% endcapture %}", "\uf8a0", "\uf8a1", "[x]: /y",
    "{% cite %}", "{% link %}", "{% post_url %}", "{% gist %}", "{% img %}",
)  # fmt: skip
KEYS = (
    "title: x", "title:", "title: [a", "date: 2020-13-45", "date: foo", "tags: {a: b}", "tags: 5",
    "categories: [[a]]", "permalink: /:x/:title", "permalink: 5", "permalink: [a]", "layout: page",
    "published: maybe", "image: {a: b}", "aliases: {a: b}", "cascade: [a]", "cascade: {_target: 5}",
    "build: x", "draft: [1]", "slug: [x]", "url: 5", "hidden: true", "redirect_to: [x]", "cover: []",
    "images: [{}]",
)  # fmt: skip
JEKYLL = (
    "title: 5", "collections: [1]", "defaults: [{scope: x}]", "permalink: []", "kramdown: 5", "exclude: 5",
    "include: {a: b}", "plugins: x", "author: [x]", "paginate: x", "baseurl: 5", "feed: x", "scholar: x",
    "jekyll-archives: {enabled: true, permalinks: 5}", "timezone: Nowhere", "data_dir: 5",
    "markdown: x",
)  # fmt: skip
HUGO = (
    "", "title = 5", "permalinks = 5", '[permalinks]\npost = "/:x/:sections[9:]/"', "taxonomies = 5",
    "[module]\nmounts = 5", "languages = 5", "baseURL = 5", "cascade = 5", "[params]\nauthor = 5",
    'timeZone = "x"', "[pagination]\npagerSize = 0",
)  # fmt: skip
PAGES = {
    "jekyll": ("_posts/2020-01-02-a.md", "_posts/2020-01-0-b.html", "_drafts/c.md", "d.md", "index.html"),
    "hugo": ("content/post/a.md", "content/post/b/index.md", "content/post/_index.md", "content/c.html"),
}


def nasty(origin: str, chance: random.Random) -> dict[str, str | bytes | None]:
    """Return the files of a site."""

    def page() -> str:
        front = "\n".join(chance.sample(KEYS, chance.randrange(5)))
        body = "".join(
            chance.choice(PIECES) + chance.choice(("", " ", "\n")) for _ in range(chance.randrange(60))
        )
        return f"---\n{front}\n---\n{body}"

    files: dict[str, str | bytes | None] = {path: page() for path in PAGES[origin]}
    if origin == "jekyll":
        return files | {"_config.yml": "\n".join(chance.sample(JEKYLL, 4)), "_includes/a.html": page()}
    return files | {"hugo.toml": chance.choice(HUGO)}


@pytest.mark.parametrize("origin", PAGES)
@pytest.mark.parametrize("seed", range(40))
def test_nasty_sites(tmp_path: Path, origin: str, seed: int) -> None:
    """None is a reason to stop; findings name lines that there are, and a second run changes nothing."""
    files = nasty(origin, random.Random(seed))
    write_files(tmp_path / "old", files)
    try:
        plan = ORIGINS[origin].read(tmp_path / "old", Options())
    except NotImportable:
        return
    conf = next(file for file in plan.files if file.target == "conf.py")
    assert isinstance(conf, TextFile)
    compile(conf.text, "conf.py", "exec")
    for each in plan.findings:
        text = files.get(each.file)
        lines = text.count("\n") + 1 if isinstance(text, str) else 0
        assert each.line is None or 1 <= each.line <= lines, each
    write(plan, tmp_path / "new")
    again = write(ORIGINS[origin].read(tmp_path / "old", Options()), tmp_path / "new")
    assert (again.written, again.different) == ((), ())
