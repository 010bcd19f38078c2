"""What Jekyll's loops, layouts and includes of themes show: lists, collections, galleries."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.importers.jekyll.filters import _FILTERS
from sphinx_research_notes.importers.jekyll.layouts import balanced
from sphinx_research_notes.importers.jekyll.liquid import _filled_spans
from sphinx_research_notes.importers.jekyll.site import read
from sphinx_research_notes.importers.jekyll.tags import _condition
from sphinx_research_notes.importers.jekyll.templates import Templates
from sphinx_research_notes.importers.records import Options, Outcome, Plan, TextFile

if TYPE_CHECKING:
    from pathlib import Path

POSTS = {
    "_posts/2020-01-02-rain.md": "---\ntitle: Rain\ntags: [Cold water, b]\ncategories: [field]\n---\nWet.\n",
    "_posts/2021-01-02-snow.md": "---\ntitle: Snow\ntags: [b]\n---\nWhite.\n",
    "_posts/2021-01-03-fog.md": "---\ntitle: Fog\ntags: [hidden]\npublished: false\n---\nGrey.\n",
}


def imported(folder: Path, files: dict[str, str], config: str = "") -> Plan:
    """Return the plan for a site with *files*, and three posts, one of them hidden."""
    write_files(folder, {"_config.yml": f"title: T\n{config}", **POSTS, **files})
    return read(folder, Options())


def body(plan: Plan, target: str) -> str:
    """Return the text of *target* without its front matter."""
    whole = next(file.text for file in plan.files if isinstance(file, TextFile) and file.target == target)
    return whole.partition("---\n")[2].partition("---\n")[2].strip()


def page(folder: Path, text: str, config: str = "", suffix: str = "md", **files: str) -> str:
    """Return what a page with *text* becomes."""
    more = {name.replace("__", "/"): value for name, value in files.items()}
    plan = imported(folder, {f"p.{suffix}": f"---\ntitle: P\n---\n{text}\n", **more}, config)
    return body(plan, "p.md")


BY_YEAR = "```{notes}\n:group: year\n```"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% for p in site.posts %}{{ p.title }}{% endfor %}", BY_YEAR),
        (
            "{% for post in site.posts %}{% include archive-single.html %}{% endfor %}",
            "```{notes}\n:group: year\n:show: summary\n```",
        ),
        ("{% for p in site.posts limit:5 %}{{ p.title }}{% endfor %}", "```{notes}\n:limit: 5\n```"),
        (
            "{% for p in site.posts %}{{ p.excerpt | strip_html }}{% endfor %}",
            "```{notes}\n:group: year\n:show: summary\n```",
        ),
        (
            "{% for p in site.posts %}{{ p.content }}{% endfor %}",
            "```{notes}\n:group: year\n:style: full\n```",
        ),
        ("{% for p in site.tags.b %}{{ p.title }}{% endfor %}", "```{notes}\n:tag: b\n:group: year\n```"),
        (
            "{% for p in site.categories['field'] %}x{% endfor %}",
            "```{notes}\n:category: field\n:group: year\n```",
        ),
        ("{% assign a = site.posts %}{% for p in a %}{{ p.title }}{% endfor %}", BY_YEAR),
        (
            "{% for p in site.posts %}{% if p.tags contains 'b' %}x{% endif %}{% endfor %}",
            "```{notes}\n:tag: b\n:group: year\n```",
        ),
        ("<ul>\n{% for p in site.posts %}\n<li>{{ p.title }}</li>\n{% endfor %}\n</ul>", BY_YEAR),
    ],
)
def test_loops_over_posts(tmp_path: Path, text: str, expected: str) -> None:
    """Each is the directive, with the posts that it asks for; elements around nothing else go."""
    assert page(tmp_path, text) == expected


def test_text_between_loops(tmp_path: Path) -> None:
    """It stays, also in a block of HTML."""
    loop = "{% for p in site.posts %}{{ p.title }}{% endfor %}"
    made = page(tmp_path, f"{loop}\n\nBetween.\n\n{loop}")
    assert [each for each in made.split("\n\n") if each.strip()] == [BY_YEAR, "Between.", BY_YEAR]
    made = page(tmp_path / "b", f"<div>\n<h2>Posts</h2>\n{loop}\n<p>End.</p>\n</div>")
    assert made == f"<div>\n<h2>Posts</h2>\n\n{BY_YEAR}\n\n<p>End.</p>\n</div>"


def test_loops_over_labels(tmp_path: Path) -> None:
    """They are a list for each label of a published post, with the fragments that links lead to."""
    text = (
        "{% capture all %}{% for t in site.tags %}{{ t | first }},{% endfor %}{% endcapture %}\n"
        "{% assign words = all | split: ',' %}\n"
        '{% for word in words %}<h2 id="{{ word }}">{{ word }}</h2>'
        "{% for p in site.tags[word] %}{{ p.title }}{% endfor %}{% endfor %}"
    )
    made = page(tmp_path, text)
    assert made == ("## b\n\n```{notes}\n:tag: b\n```\n\n## Cold water\n\n```{notes}\n:tag: Cold water\n```")
    plan = imported(tmp_path / "b", {"t.html": "---\ntitle: T\n---\n{% for t in site.tags %}x{% endfor %}\n"})
    assert ":tag: hidden" not in body(plan, "t.md")


def test_loops_over_collections(tmp_path: Path) -> None:
    """They are filled in, with includes that see the variables around them."""
    pytest.importorskip("liquid")
    files = {
        "_includes__card.html": "<b>{{ include.of.title }}</b>: {% include end.html x=thing.rank %}",
        "_includes__end.html": "{{ include.x | plus: 1 }}{{ include.y }}",
        "_things__b.md": "---\ntitle: B\nrank: 10\n---\n",
        "_things__a.md": "---\ntitle: A\nrank: 9\n---\n",
        "_things__c.md": "---\ntitle: C\npublished: false\n---\n",
    }
    text = (
        '{% assign things = site.things | sort: "rank" %}\n'
        "{% for thing in things %}{% include card.html of=thing %}\n{% endfor %}"
    )
    made = page(tmp_path, text, "collections: {things: {output: true}}", **files)
    assert made == "<b>A</b>: 10\n<b>B</b>: 11"


def test_collections_that_only_others_show(tmp_path: Path) -> None:
    """Their files stay as they are, and are no notes; those that nobody shows are drafts."""
    pytest.importorskip("liquid")
    config = "collections: {news: {}, secret: {}}"
    plan = imported(tmp_path, {
        "p.md": "---\ntitle: P\n---\n{% for n in site.news %}{{ n.content }}{% endfor %}\n",
        "_news/a.md": "---\ndate: 2020-01-01\n---\nIt *rains*.\n", "_secret/b.md": "---\ntitle: B\n---\nx\n",
        "_news/c.md": "---\ndraft: true\n---\nNot yet.\n",
    }, config)  # fmt: skip
    assert body(plan, "p.md") == "<p>It <em>rains</em>.</p>"
    drafts = {each.source for each in plan.pages if each.is_draft}
    assert drafts == {"_posts/2021-01-03-fog.md", "_secret/b.md", "_news/c.md"}
    texts = {file.target: file.text for file in plan.files if isinstance(file, TextFile)}
    assert texts["_news/a.md"] == "---\ndate: 2020-01-01\n---\nIt *rains*.\n"
    assert '"_news"' in texts["conf.py"]
    assert "Not yet" not in texts["p.md"]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("layout: posts", f"Text.\n\n{BY_YEAR}"),
        ("layout: category\ntaxonomy: field", "Text.\n\n```{notes}\n:category: field\n:group: year\n```"),
        ("layout: categories", "Text.\n\n## field\n\n```{notes}\n:category: field\n```"),
        ("layout: collection\ncollection: things", "Text.\n\n- [A](things/a.md)"),
        ("layout: single", "Text."),
    ],
)
def test_layouts_with_lists(tmp_path: Path, front: str, expected: str) -> None:
    """Layouts of common themes show lists that a text doesn't have."""
    files = {"p.md": f"---\ntitle: P\n{front}\n---\nText.\n", "_things/a.md": "---\ntitle: A\n---\nx\n"}
    plan = imported(tmp_path, files, "collections: {things: {output: true}}")
    assert body(plan, "p.md") == expected


def test_layouts_of_the_site(tmp_path: Path) -> None:
    """What one shows beside the text of a page is part of it, but not what themes show, or a whole page."""
    pytest.importorskip("liquid")
    layout = (
        '---\nlayout: default\n---\n<div class="post"><header><h1>{{ page.title }}</h1></header>\n'
        "{% if page.place %}<p>{{ page.place }}</p>{% endif %}\n<article>\n{{ content }}\n"
        '<a href="mailto:a@example.org"><i class="mail"></i></a></article>\n<script>x</script></div>\n'
    )
    plan = imported(tmp_path, {
        "_layouts/about.html": layout, "_layouts/own.html": f"<html>{layout[24:]}</html>",
        "p.md": "---\ntitle: P\nlayout: about\nplace: Bergen\n---\nI *am*.\n",
        "q.md": "---\ntitle: Q\nlayout: own\nplace: Bergen\n---\nI *am*.\n",
    })  # fmt: skip
    assert body(plan, "p.md") == (
        '<p>Bergen</p>\n\nI *am*.\n\n\n<div>\n<a href="mailto:a@example.org">a@example.org</a>\n</div>'
    )
    assert body(plan, "q.md") == "I *am*."


def test_balanced() -> None:
    """Tags without a partner go."""
    assert balanced("<div><p>a</p></section><br><b>c") == "<p>a</p><br>c"


def test_galleries(tmp_path: Path) -> None:
    """Those of minimal-mistakes are in the front matter, and so are buttons of a header."""
    front = (
        "gallery:\n  - {url: /a.jpg, image_path: a-s.jpg, alt: A}\n  - {image_path: 'https://x.org/b.jpg'}\n"
        "feature_row:\n  - {title: One, excerpt: A *word*, url: /b/, btn_label: More}\n"
        "header: {overlay_image: /o.jpg, actions: [{label: Go, url: /go/}]}\n"
    )
    plan = imported(tmp_path, {
        "p.md": (
            f"---\ntitle: P\n{front}---\n"
            "{% include gallery caption=\"C *d*\" %}\n\n{% include feature_row %}\n"
        ),
        "o.jpg": "",
    })  # fmt: skip
    assert body(plan, "p.md") == (
        "[Go](/go/)\n\n\n[![A](/a-s.jpg)](/a.jpg)\n![](https://x.org/b.jpg)\n\nC *d*\n\n\n\n"
        "::::{grid} 1 1 1 1\n:::{grid-item-card} One\nA *word*\n\n[More](/b/)\n:::\n::::"
    )
    whole = next(file.text for file in plan.files if isinstance(file, TextFile) and file.target == "p.md")
    assert "image: /o.jpg" in whole


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("@*[year=2020]*", 'year == "2020"'),
        ("@article", 'type == "article"'),
        ("@book[year>=2000 && selected=true]", 'type == "book" and year >= "2000" and selected == "true"'),
        ("@*", ""),
        ("!@x", ""),
    ],
)
def test_queries_of_references(query: str, expected: str) -> None:
    """They are filters here."""
    assert _condition(query) == expected


def test_several_lists_of_references(tmp_path: Path) -> None:
    """An entry may be in two of them."""
    made = page(tmp_path, "{% bibliography %}\n\n{% bibliography --query @*[year=2020] %}")
    assert made == (
        "```{bibliography}\n:all:\n```\n\n\n\n"
        '```{bibliography}\n:filter: year == "2020"\n:keyprefix: list2-\n```'
    )


def test_filters() -> None:
    """They are those of Jekyll."""
    items = [{"a": "x", "n": 2}, {"a": ["x", "y"], "n": 1}, {"n": None}]
    assert _FILTERS["where"](items, "a", "x") == items[:2]
    assert _FILTERS["sort"](items, "n") == [items[2], items[1], items[0]]
    assert [each["name"] for each in _FILTERS["group_by"](items, "n")] == ["2", "1", ""]
    assert _FILTERS["array_to_sentence_string"](["a", "b", "c"]) == "a, b, and c"
    assert _FILTERS["date_to_string"]("2020-03-04 10:00") == "04 Mar 2020"


def test_includes_without_end(tmp_path: Path) -> None:
    """One that includes itself is not understood, and takes no time."""
    pytest.importorskip("liquid")
    write_files(tmp_path, {"_includes/a.html": "{% include a.html %}" * 9})
    templates = Templates(tmp_path)
    from sphinx_research_notes.importers.jekyll.expressions import Scope

    assert templates.include("a.html", {}, Scope()) is None
    assert templates.why == "includes that include one another"


def test_languages(tmp_path: Path) -> None:
    """With jekyll-polyglot, translations are below the code of their language, and the rest answers there."""
    config = "languages: [en, de]\ndefault_lang: en\nplugins: [jekyll-polyglot]\npermalink: /:title/\n"
    plan = imported(tmp_path, {
        "about.md": "---\ntitle: About\npermalink: /about/\n---\nx\n",
        "about.de.md": "---\ntitle: Über\nlang: de\npermalink: /about/\n---\nx\n",
        "_posts/2020-01-02-rain.de.md": "---\ntitle: Regen\nlang: de\npermalink: /rain/\n---\nNass.\n",
    }, config)  # fmt: skip
    addresses = {each.source: each.address for each in plan.pages}
    assert addresses["about.de.md"] == "/de/about/"
    texts = {file.target: file.text for file in plan.files if isinstance(file, TextFile)}
    assert "translation_of: /posts/2020-01-02-rain" in texts["posts/2020-01-02-rain.de.md"]
    assert "url=../../snow/" in texts["static/de/snow/index.html"]
    assert "static/de/about/index.html" not in texts
    assert not [target for target, text in texts.items() if "static/" in target and "Fog" in target + text]


def test_links_on_top_name_nothing_hidden(tmp_path: Path) -> None:
    """A page that isn't published is in no header."""
    plan = imported(tmp_path, {
        "about.md": "---\ntitle: About\n---\nx\n", "b.md": "---\ntitle: Secret\npublished: false\n---\nx\n",
    })  # fmt: skip
    conf = next(file.text for file in plan.files if isinstance(file, TextFile) and file.target == "conf.py")
    assert "About" in conf
    assert "Secret" not in conf


def test_addresses_below_an_underscore(tmp_path: Path) -> None:
    """No page can be there; that leads on to it."""
    plan = imported(
        tmp_path, {"_pages/a.md": "---\ntitle: A\n---\nx\n"}, "include: [_pages]\npermalink: pretty\n"
    )
    texts = {file.target: file.text for file in plan.files if isinstance(file, TextFile)}
    assert "url=../../a.html" in texts["static/_pages/a/index.html"]
    assert "permalink" not in texts["a.md"]


def test_scripts_that_are_no_themes(tmp_path: Path) -> None:
    """Those that a text names, or that are beside a page that is copied, are copied as well."""
    plan = imported(tmp_path, {
        "demo/index.html": "<script src='a.js'></script>", "demo/lib/b.js": "",
        "js/theme.js": "", "js/own.js": "",
        "p.md": '---\ntitle: P\n---\n<script src="/js/own.js"></script>\n',
    })  # fmt: skip
    copied = {each.target for each in plan.files}
    assert {"static/demo/lib/b.js", "static/js/own.js"} <= copied
    assert "static/js/theme.js" not in copied


def test_broken_front_matter_is_named(tmp_path: Path) -> None:
    """By file and line; the other keys count."""
    plan = imported(tmp_path, {"p.md": "---\ntitle: A: b\ntags: [x\n---\nx\n"})
    found = [each for each in plan.findings if each.construct == "front matter"]
    assert [(each.outcome, each.file, each.line) for each in found] == [
        (Outcome.UNKNOWN, "p.md", 2), (Outcome.UNKNOWN, "p.md", 3),
    ]  # fmt: skip


def test_images_of_chirpy(tmp_path: Path) -> None:
    """They are in the folder that the front matter names."""
    plan = imported(tmp_path, {
        "_posts/2022-01-01-x.md": (
            "---\ntitle: X\nmedia_subpath: /img/x/\nimage: {path: a.png}\n---\n![](b.png)\n"
        ),
        "img/x/a.png": "", "img/x/b.png": "",
    })  # fmt: skip
    whole = next(file.text for file in plan.files if file.target == "posts/2022-01-01-x.md")  # type: ignore[union-attr]
    assert "image: /img/x/a.png" in whole
    assert "![](/img/x/b.png)" in whole


def test_textile(tmp_path: Path) -> None:
    """Posts in it are MyST; without the package for it, their texts stay, and that is said."""
    code = "{% highlight python %}\na = 1\n{% endhighlight %}\n"
    text = 'h2. Head\n\nA *bold* word, "a link":/x/ and {{ page.title }}.\n\n' + code
    files = {"_posts/2022-01-01-x.textile": f"---\ntitle: X\n---\n{text}"}
    plan = imported(tmp_path, files)
    made = body(plan, "posts/2022-01-01-x.md")
    pytest.importorskip("textile")
    assert made == "## Head\n\nA **bold** word, [a link](/x/) and X.\n\n```python\na = 1\n```"


def test_pages_of_labels_by_plugins(tmp_path: Path) -> None:
    """Their addresses are those to which layouts link, and lead to the lists here."""
    layout = '{% for tag in page.tags %}<a href="/blog/tags/{{ tag | slugify }}/">{{ tag }}</a>{% endfor %}'
    plan = imported(tmp_path, {"_layouts/post.html": layout})
    targets = {each.target for each in plan.files}
    assert {"static/blog/tags/cold-water/index.html", "static/blog/tags/b/index.html"} <= targets
    assert "static/blog/tags/hidden/index.html" not in targets


def test_includes_for_more_than_images(tmp_path: Path) -> None:
    """What one says beside a caption isn't lost, nor is what isn't an image."""
    pytest.importorskip("liquid")
    include = "<audio src='{{ include.src }}'></audio><p>{{ include.transcript }}</p>"
    one = '{% include figure.html src="/a.mp3" transcript="A voice speaks" %}'
    text = f'{one}\n\n{{% include figure.html src="/b.png" %}}'
    made = page(tmp_path, text, **{"_includes__figure.html": include})
    assert made == "<audio src='/a.mp3'></audio><p>A voice speaks</p>\n\n![](/b.png)"


def test_boxes_with_captured_text(tmp_path: Path) -> None:
    """They are admonitions, as are those whose text is Markdown."""
    text = (
        "{% capture note %}\n#### Mind\n\nThe *gap*.\n{% endcapture %}\n\n"
        '<div class="notice--warning">{{ note | markdownify }}</div>\n\n'
        '<div class="notice--info" markdown="1">\n**Two**\n</div>'
    )
    made = page(tmp_path, text)
    assert ":::{warning}\n#### Mind\n\nThe *gap*.\n:::" in made
    assert ":::{note}\n**Two**\n:::" in made
    assert "<div" not in made


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Rain&#58; a history", "'Rain: a history'"),
        ("R&amp;D", "R&D"),
        ("AT&T; this and that", "AT&T; this and that"),
    ],
)
def test_entities_in_titles(tmp_path: Path, title: str, expected: str) -> None:
    """Layouts write titles into HTML, so that a reader has seen what they stand for."""
    plan = imported(tmp_path, {"_posts/2022-01-01-x.md": f"---\ntitle: {title}\n---\nx\n"})
    whole = next(file.text for file in plan.files if file.target == "posts/2022-01-01-x.md")  # type: ignore[union-attr]
    assert f"title: {expected}\n" in whole


def test_includes_whose_arguments_have_texts(tmp_path: Path) -> None:
    """None is lost if the include isn't there: it is part of the caption, and that is said."""
    text = (
        '{% include figure.html src="/b.png" alt="B" blurb="I *liked* it" '
        'title="[The B](https://b.org)" %}\n\n'
        '{% include video.html id="abc" provider="youtube" caption="A film of rain" %}'
    )
    plan = imported(tmp_path, {"p.md": f"---\ntitle: P\n---\n{text}\n"})
    assert body(plan, "p.md") == (
        ":::{figure} /b.png\n:alt: B\n\n[The B](https://b.org)\n\nI *liked* it\n:::\n\n"
        "[YouTube: abc](https://www.youtube.com/watch?v=abc)\n\nA film of rain"
    )
    assert "the texts of its arguments are under the image" in {each.detail for each in plan.findings}


@pytest.mark.parametrize(("config", "is_shown"), [("", False), ("future: true", True)])
def test_posts_of_the_future(tmp_path: Path, config: str, is_shown: bool) -> None:
    """No list that is filled in shows one that Jekyll doesn't publish yet, nor its tags."""
    pytest.importorskip("liquid")
    plan = imported(tmp_path, {
        "_posts/2999-01-01-later.md": "---\ntitle: Later\ntags: [then]\n---\nNot yet.\n",
        "_includes/all.html": "{% for p in site.posts %}{{ p.title }} {{ p.content }}{% endfor %}",
        "p.md": "---\ntitle: P\nlayout: tags\n---\n{% include all.html %}\n",
    }, config)  # fmt: skip
    assert ("Later" in body(plan, "p.md"), ":tag: then" in body(plan, "p.md")) == (is_shown, is_shown)


def test_comments_without_an_end(tmp_path: Path) -> None:
    """Thousands of them take no time; one with an end is left out."""
    start = time.perf_counter()
    shown = page(tmp_path, "a {::comment}secret{:/comment} {::nomarkdown}*b*{:/} " + "{::comment}" * 20_000)
    assert time.perf_counter() - start < 5
    assert shown.startswith("a  *b* ")


def test_a_comment_in_which_a_block_begins_is_no_part_of_the_page(tmp_path: Path) -> None:
    """Liquid reads the tags in comments, too: a condition may begin in one and end below it."""
    loop = (
        "{% for t in site.things %}\n<b>{{ t.title }}</b>\n<!-- {% if t.labels %} <i>{{ t.labels }}</i> -->\n"
        "{% endif %}\n{% endfor %}"
    )
    files = {"_things__one.md": "---\ntitle: One\n---\nx\n", "_things__two.md": "---\ntitle: Two\n---\nx\n"}
    made = page(tmp_path, loop, "collections: {things: {output: true}}", suffix="html", **files)
    assert [each for each in ("<b>One</b>", "<b>Two</b>", "<i>", "endif", "endfor") if each in made] == [
        "<b>One</b>",
        "<b>Two</b>",
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "Reeds{% sidenote 'a' 'They *bend*, it\u2019s said.' %}.",
            "Reeds[^note-1].\n\n[^note-1]: They *bend*, it\u2019s said.",
        ),
        ("{% newthought 'Now the reeds' %} bend.", "Now the reeds bend."),
        (
            "{% fullwidth 'a/b.png' 'Reeds in *wind*' %}",
            ":::{figure} /a/b.png\n:class: full\n\nReeds in *wind*\n:::",
        ),
        (
            '{% marginfigure "id" "a/b.png" "It\'s wind" %}',
            ":::{figure} /a/b.png\n:class: margin\n\nIt's wind\n:::",
        ),
        ("{% maincolumn 'a/b.png' 'Reeds' %}", ":::{figure} /a/b.png\n\nReeds\n:::"),
        (
            "{% epigraph 'Who bends?' 'A. Reed' 'On wind' %}",
            "```{epigraph}\n:by: A. Reed\n:source: On wind\n\nWho bends?\n```",
        ),
        ("{% sidenote 'a %}", "\\{% sidenote 'a %}"),
    ],
)
def test_tags_of_tufte_jekyll(tmp_path: Path, given: str, expected: str) -> None:
    """Notes in the margin are footnotes, figures have the class of their place; what isn't clear stays."""
    assert page(tmp_path, given) == expected


def test_pages_of_labels_that_a_plugin_of_the_site_made(tmp_path: Path) -> None:
    """Its code says the folder, and whether labels were written there as they are."""
    code = "dir = site.config['tag_dir'] || 'topic'\nwrite(File.join(dir, tag))\n"
    plain = imported(tmp_path / "a", {"_plugins/tags.rb": code})
    assert _redirected(plain, "topic") == ["topic/Cold water/index.html", "topic/b/index.html"]
    code = "dir = site.config['tag_dir'] || 'topic'\nwrite(File.join(dir, tag.downcase.gsub(' ', '-')))\n"
    slugs = imported(tmp_path / "b", {"_plugins/tags.rb": code}, "tag_dir: /t/")
    assert _redirected(slugs, "t") == ["t/b/index.html", "t/cold-water/index.html"]


def test_pages_of_labels_to_which_layouts_link_as_they_are(tmp_path: Path) -> None:
    """A link without a filter has the label itself; one that would leave its folder is none."""
    files = {
        "_layouts/post.html": '<a href="/tag/{{ tag }}">x</a>',
        "_posts/2020-05-05-y.md": "---\ntags: ['../../up', '.x']\n---\n",
    }
    made = _redirected(imported(tmp_path, files), "tag")
    assert made == ["tag/Cold water/index.html", "tag/b/index.html"]


def _redirected(plan: Plan, folder: str) -> list[str]:
    """Return the pages in *folder* that lead on, but for the one of all labels."""
    start = f"static/{folder}/"
    found = [each.target for each in plan.files if each.target.startswith(start)]
    return sorted(each.removeprefix("static/") for each in found if each != f"{start}index.html")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Its own comment shows how it is included.
        ("{% include note.html text='reeds' %}", "<b>reeds</b>"),
        # What an include sets is there for the loop after it.
        ("{% include names.html %}\n{% for name in names %}{{ name }};{% endfor %}", "a;b;"),
        # The time is only asked for where nobody sees it.
        (
            "{% for name in page.list %}{% if page.old %}{{ site.time }}{% endif %}{{ name }}{% endfor %}",
            "xy",
        ),
        ("{% for name in page.list | sort %}{{ name }}{% endfor %}", "xy"),
        ("{% for name in page.list %}{{ name | 'none' | upcase }}{% endfor %}", "XY"),
        ("{% for name in page.list %}{{ name.no | default: # }}{{ name }}{% endfor %}", "xy"),
        ("{% for t in site.data.ways.['deep'] %}{{ t }}{% endfor %}", "z"),
        ("Reeds at [wind]({{ BASE_PATH }}/p.html)", "Reeds at [wind](/p.html)"),
        ("{% include figure.html src='/a.png,/b.png' %}", '<img src="/a.png"><img src="/b.png">'),
        # A variable with an item of the data is given to an include.
        (
            "{% assign w = site.data.ways.all | where: 'name', 'b' | first %}\n{% include way.html of=w %}",
            "<b>b: 2</b>",
        ),
        (r"\\( a&#94;2 \\)", "$a^2$"),
        ("As {% citet reed %} says {% citep wind %}", "As {cite:t}`reed` says {cite:p}`wind`"),
    ],
)
def test_liquid_as_sites_have_it(tmp_path: Path, text: str, expected: str) -> None:
    """Comments, variables of includes, and what Jekyll's Liquid lets pass."""
    files = {
        "_includes/note.html": (
            "{% comment %}{% include note.html text='own' %}{% endcomment %}<b>{{ include.text }}</b>"
        ),
        "_includes/figure.html": (
            "{% assign all = include.src | split: ',' %}{% for i in all %}<img src=\"{{ i }}\">{% endfor %}"
        ),
        "_includes/names.html": "<!-- Names -->\n{% assign names = 'a,b' | split: ',' %}\n",
        "_data/ways.yml": "deep: [z]\nall: [{name: a, depth: 1}, {name: b, depth: 2}]\n",
        "_includes/way.html": "<b>{{ include.of.name }}: {{ include.of.depth }}</b>",
        "p.md": f"---\ntitle: P\nlist: [x, y]\n---\n{text}\n",
    }
    assert body(imported(tmp_path, files), "p.md") == expected


@pytest.mark.parametrize(
    "asked",
    [
        "{{ site.time }}",
        "{{ site.time | date_to_xmlschema }}",
        "{{ page.content | size }}",
        "{% capture a %}{{ page.excerpt }}{% endcapture %}",
    ],
)
def test_what_the_source_does_not_tell_is_left(tmp_path: Path, asked: str) -> None:
    """A loop that shows the time of a build, or the text of its page, stays and is named."""
    files = {"p.md": f"---\ntitle: P\nlist: [x]\n---\n{{% for a in page.list %}}{asked}{{% endfor %}}\n"}
    plan = imported(tmp_path, files)
    assert asked.split("|")[0].strip(" }") in body(plan, "p.md")
    assert any(each.outcome == Outcome.UNKNOWN for each in plan.findings)


def test_a_choice_of_posts_is_what_it_gave(tmp_path: Path) -> None:
    """The directive for lists cannot choose by any key; texts of arguments may have percent signs."""
    text = (
        "{% assign some = site.posts | where: 'layout', 'long' %}\n"
        "{% assign years = some | group_by_exp: 'p', \"p.date | date: '%Y'\" %}\n"
        "{% for y in years %}{{ y.name }}: {% for p in y.items %}{{ p.title }}{% endfor %}{% endfor %}\n"
        "{% for x in page.none %}{% else %}{% include box.html width='5%' %}{% endfor %}"
    )
    files = {
        "_posts/2020-05-05-y.md": "---\ntitle: Long reeds\nlayout: long\n---\nx\n",
        "_includes/box.html": "<b>{{ include.width }}</b>",
        "p.md": f"---\ntitle: P\n---\n{text}\n",
    }
    assert body(imported(tmp_path, files), "p.md").split() == ["2020:", "Long", "reeds", "<b>5%</b>"]


def test_marks_that_mean_nothing_in_kramdown(tmp_path: Path) -> None:
    """A line with a percent sign is a comment of MyST, and ``1)`` a list; in HTML and in code, they stay."""
    text = (
        "% of reeds\nbend\n\n- % more\n\n2) first\n\n<div>\n% in HTML\n</div>\n\n"
        "```matlab\n% code\n1) x\n```\n\nat 1) x"
    )
    expected = (
        "\\% of reeds\nbend\n\n- \\% more\n\n2\\) first\n\n<div>\n% in HTML\n</div>\n\n"
        "```matlab\n% code\n1) x\n```\n\nat 1) x"
    )
    assert page(tmp_path, text) == expected


def test_anchors_of_labels(tmp_path: Path) -> None:
    """Links to a label on a page of all of them find it by the name that the old page gave it."""
    loop = (
        '{% for tag in site.tags %}<h2 id="{{ tag[0] | slugify }}-ref">{{ tag[0] }}</h2>'
        "{% for p in tag[1] %}{{ p.title }}{% endfor %}{% endfor %}"
    )
    made = page(tmp_path, loop)
    assert '<a id="cold-water-ref"></a>' in made
    assert '<a id="b-ref"></a>' in made


def test_a_list_of_links_of_minimal_mistakes(tmp_path: Path) -> None:
    """The include ``nav_list`` shows a part of the data for navigation; of any other, nothing is known."""
    files = {"_data__navigation.yml": "way:\n  - title: Reeds\n    children: [{title: Wind, url: /p.html}]\n"}
    assert page(tmp_path, "{% include nav_list nav='way' %}", **files) == "- Reeds\n  - [Wind](/p.html)"
    assert page(tmp_path, "{% include nav_list nav='no' %}", **files) == "\\{% include nav_list nav='no' %}"


def test_an_include_that_is_given_a_list(tmp_path: Path) -> None:
    """By a variable, as Jekyll-Bootstrap does it, or as an argument."""
    files = {
        "_includes__collate.html": (
            "{% if site.x %}{% else %}{% for p in all %}{{ p.title }}{% endfor %}{% endif %}"
        ),
        "_includes__things.html": "{% for t in include.of %}<b>{{ t }}</b>{% endfor %}",
        "_data__ways.yml": "[reeds, wind]\n",
    }
    assert page(tmp_path, "{% assign all = site.posts %}{% include collate.html %}", **files) == BY_YEAR
    given = "{% include things.html of=site.data.ways %}"
    assert page(tmp_path, given, **files) == "<b>reeds</b><b>wind</b>"


def test_tags_without_an_end() -> None:
    """Many of them are read in one pass."""
    start = time.perf_counter()
    assert _filled_spans("{% link " * 20_000) == []
    assert _filled_spans("{% assign a = b %}" + "{% link " * 20_000) == []
    assert time.perf_counter() - start < 3
