"""Exports of WordPress: what they tell, what becomes of texts, and what must not come through."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest
import wxr
import yaml

from sphinx_research_notes.importers.front_matter import read_front_matter
from sphinx_research_notes.importers.origins import guess
from sphinx_research_notes.importers.records import NotImportable, Options, Outcome, Plan, TextFile
from sphinx_research_notes.importers.wordpress.archive_pages import author_step
from sphinx_research_notes.importers.wordpress.front import part_for_members
from sphinx_research_notes.importers.wordpress.paragraphs import with_paragraphs
from sphinx_research_notes.importers.wordpress.shortcodes import attributes
from sphinx_research_notes.importers.wordpress.site import read

if TYPE_CHECKING:
    from pathlib import Path


def plan_of(folder: Path, *items: str, tags: dict[str, str] | None = None) -> Plan:
    """Return the plan for an export with *items*."""
    file = folder / "export.xml"
    file.write_text(wxr.export(*items), "utf-8")
    return read(file, Options(tags or {}))


def texts(plan: Plan) -> dict[str, str]:
    """Return the texts of *plan* by their targets."""
    return {file.target: file.text for file in plan.files if isinstance(file, TextFile)}


def body(folder: Path, text: str, *others: str, more: str = "", tags: dict[str, str] | None = None) -> str:
    """Return what the *text* of a post becomes."""
    plan = plan_of(folder, wxr.item("Rain", text, more=more), *others, tags=tags)
    return texts(plan)["posts/2020-01-02-rain.md"].partition("\n---\n")[2].strip()


def test_front_matter(tmp_path: Path) -> None:
    """What WordPress knows of a post is in our keys; addresses of people are nowhere."""
    more = (
        wxr.label("category", "field-work", "Field Work")
        + wxr.label("post_tag", "mud", "Mud &amp; more")
        + wxr.label("series", "wet", "Wet")
        + wxr.label("post_format", "post-format-aside", "Aside")
        + wxr.meta("_wp_old_slug", "the-rain")
        + wxr.meta("_thumbnail_id", "7")
        + wxr.meta("mood", "damp &amp; calm")
    )
    plan = plan_of(
        tmp_path,
        wxr.item(
            "Rain &amp; <em>snow</em>",
            "x",
            more=more,
            post_name="rain",
            excerpt="It <b>fell</b>.",
            is_sticky="1",
        ),
        wxr.item("Snow", "y", link="https://example.org/snow/", post_name="snow"),
        wxr.item("Third", "z"),
        wxr.item(
            "f",
            post_type="attachment",
            status="inherit",
            post_id="7",
            attachment_url="https://example.org/wp-content/uploads/2020/01/f.png",
        ),
    )
    files = texts(plan)
    assert files["posts/2020-01-02-rain.md"].partition("\n---\n")[0] == (
        "---\ntitle: Rain & snow\ndate: 2020-01-02 23:30:00-05:00\ncategories: [Field Work]\n"
        "tags: [Mud & more]\nseries: Wet\nformat: aside\nsummary: It fell.\n"
        "image: https://example.org/wp-content/uploads/2020/01/f.png\n"
        "aliases: [/2020/01/02/the-rain/]\npinned: true\n"
        f"id: {files['posts/2020-01-02-rain.md'].partition('id: ')[2].partition(chr(10))[0]}\n"
        "custom_fields:\n  mood: damp & calm"
    )
    assert "id: https://example.org/?p=" in files["posts/2020-01-02-rain.md"]
    assert "permalink: /snow/" in files["posts/2020-01-02-snow.md"]
    assert 'notes_permalink = "/{year}/{month}/{day}/{slug}/"' in files["conf.py"]
    assert 'notes_author = "Ada Example"' in files["conf.py"]
    assert "Field Work" in files["static/category/field-work/index.html"]
    assert not any("ada@example.org" in text for text in files.values())
    assert not [each for each in plan.findings if "custom" in each.construct]


def test_custom_fields(tmp_path: Path) -> None:
    """Custom fields are kept under their names; what is of plug-ins, or might be of somebody, is named."""
    fields = {
        "Latin name": "Homarus gammarus",
        "draft": "third",
        "importance": "high",
        "badge": 'a:2:{i:0;s:4:"KRAV";i:1;s:3:"MSC";}',
        "rating": "5",
        "lines": "one\n---\ndraft: two",
        "empty": "",
        "none": "a:0:{}",
        "_edit_lock": "hiddenword",
        "dsq_thread_id": "pluginword",
        "map": 'a:1:{s:3:"lat";s:10:"packedword";}',
        "contact": "someone@example.org",
        "seen_from": "192.0.2.44",
        "api_key": "secretword",
    }
    more = "".join(wxr.meta(name, value) for name, value in fields.items()) + wxr.meta("rating", "4")
    plan = plan_of(tmp_path, wxr.item("Rain", "x", more=more))
    text = texts(plan)["posts/2020-01-02-rain.md"]
    assert "custom_fields:\n  Latin name: Homarus gammarus\n  draft: third\n" in text
    assert yaml.safe_load(text.split("---\n")[1])["custom_fields"] == {
        "Latin name": "Homarus gammarus",
        "draft": "third",
        "importance": "high",
        "badge": ["KRAV", "MSC"],
        "lines": "one\n---\ndraft: two",
        "rating": ["5", "4"],
    }
    for word in ("hiddenword", "pluginword", "packedword", "someone@", "192.0.2.44", "secretword"):
        assert word not in text
    left_out = {each.construct.removeprefix("custom field: ") for each in plan.findings}
    assert {"dsq_thread_id", "map", "contact", "seen_from", "api_key"} <= left_out
    # Nothing of them is on the pages.
    assert "html_copy_source = False" in texts(plan)["conf.py"]


def test_odd_custom_fields(tmp_path: Path) -> None:
    """Any line break is kept within its value; entities are characters in lists, too."""
    fields = {
        "separated": "one\u2028two: three",
        "next": 'a:2:{i:0;s:3:"a\u2029b";i:1;s:13:"Tom &amp; Ann";}',
        "a\u2028b": "name",
        "space": "&nbsp;",
        "people": 'a:1:{i:0;s:23:"someone&#64;example.org";}',
        "smtp_pwd": "firstword",
        "license-key": "secondword",
    }
    more = "".join(wxr.meta(name, value) for name, value in fields.items())
    text = texts(plan_of(tmp_path, wxr.item("Rain", "x", more=more)))["posts/2020-01-02-rain.md"]
    expected = {"separated": "one\u2028two: three", "next": ["a\u2029b", "Tom & Ann"], "a\u2028b": "name"}
    assert yaml.safe_load(text.split("---\n")[1])["custom_fields"] == expected
    assert read_front_matter(text).values["custom_fields"] == expected


@pytest.mark.parametrize(
    "status", ["draft", "pending", "private", "future", "auto-draft", "archived", "inherit", ""]
)
def test_hidden_stays_hidden(tmp_path: Path, status: str) -> None:
    """Nothing that wasn't published is public, whatever its status is called."""
    plan = plan_of(tmp_path, wxr.item("Hidden", "secretword", status=status, link="https://example.org/?p=9"))
    [page] = plan.pages
    text = texts(plan)[page.target]
    assert page.is_draft
    assert ("visibility: private" if status == "private" else "draft: true") in text
    assert page.address == ""
    assert sum("secretword" in text for text in texts(plan).values()) == 1


def test_passwords_and_trash(tmp_path: Path) -> None:
    """A post with a password is private, without its password; the trash is left out and counted."""
    plan = plan_of(
        tmp_path,
        wxr.item("Locked", "x", post_password="opensesame"),  # noqa: S106 # of a post in a fixture
        wxr.item("Gone", "trashedword", status="trash"),
        wxr.item("Form", "personalword", post_type="feedback"),
        wxr.item(
            "Field",
            "fieldword",
            post_type="acf-field",
            link="https://example.org/?post_type=acf-field&amp;p=5",
        ),
        wxr.item("Book", "kept", post_type="book", link="https://example.org/book/mud/"),
        wxr.item("Inner", "unclear", post_type="inner", link="https://example.org/?p=3"),
    )
    files = texts(plan)
    assert "visibility: private" in files["posts/2020-01-02-locked.md"]
    everything = "".join(files.values())
    for word in ("opensesame", "trashedword", "personalword", "fieldword"):
        assert word not in everything
    assert "permalink: /book/mud/" in files["book/mud.md"]
    assert "draft: true" in files["inner/inner.md"]
    left = [each.construct for each in plan.findings if each.outcome is Outcome.LEFT_OUT]
    assert left == ["post: trash", "feedback", "acf-field"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\ntwo.\n\nThree.", "One\\\ntwo.\n\nThree."),
        ("<b>a</b>\n\n<ul>\n<li>x</li>\n</ul>\nb", "**a**\n\n- x\n\nb"),
        ("a\n\n<!--more Read on-->\n\nb", "a\n\n<!--more-->\n\nb"),
        ("a\n<!--nextpage-->\nb", "a\n\nb"),
        ("It cost $5 or $10.", r"It cost \$5 or \$10."),
        ("$latex a_1 &lt; b&amp;s=2$ is so", "$a_1 < b$ is so"),
        ('<p align="center">$latex \\displaystyle x^2$</p>', "$$\n\\displaystyle x^2\n$$"),
        ("[latex]E=mc^2[/latex] and \\(x_i\\)", "$E=mc^2$ and $x_i$"),
        ("a\n\n\\[ x^2 \\]\n\nb", "a\n\n$$\nx^2\n$$\n\nb"),
        ("$x$ and $\\alpha^2$ cost $5", r"$x$ and $\alpha^2$ cost \$5"),
        ("[latexpage] so $x$ is", "so $x$ is"),
        ('[code lang="python"]\nif a &lt; b:\n\n    pass\n[/code]', "```python\nif a < b:\n\n    pass\n```"),
        ("[python]x = 1\ny = 2[/python]", "```python\nx = 1\ny = 2\n```"),
        ("[ccnLe_php]\necho '<br>', $a;\n\n<?php\n[/ccnLe_php]", "```php\necho '<br>', $a;\n\n<?php\n```"),
        ("A [cci]x &lt; 1[/cci] [ccie_c]y[/ccie_c].", "A `x < 1` `y`."),
        ("<h2>A</h2><pre>\n[code]\na &lt; b\n[/code]\n</pre>\nb", "## A\n\n```\na < b\n```\n\nb"),
        (
            '<pre lang="PHP" line="1">\n<?php\n\necho "<br>" . $a[0];\n?>\n</div>\n</pre>\nb',
            '```php\n<?php\n\necho "<br>" . $a[0];\n?>\n</div>\n```\n\nb',
        ),
        ('<pre lang="c">if (a &lt; b)</pre>', "```c\nif (a < b)\n```"),
        ("<strong>a\n</strong>b <em>c\n</em>", "**a**\\\nb *c*"),
        ("<blockquote><b>a</b>\n<strong>b\n</strong></blockquote>", "> **a**\\\n> **b**"),
        ('[cce lang="diff"]a<br />\nb[/cce]', "```diff\na\nb\n```"),
        ("[cctv]\nnews", "[cctv]\\\nnews"),
        ("<pre>a\n\nb [gallery] $x$ $y$</pre>", "```\na\n\nb [gallery] $x$ $y$\n```"),
        ("<code>[caption]</code>", "`[caption]`"),
        (
            (
                '[caption id="a" width="3"]<a href="https://x.org/l.png"><img '
                'src="https://x.org/s.png" alt="g" /></a> The '
                "<em>gauge</em>[/caption]"
            ),
            ":::{figure} https://x.org/s.png\n:target: https://x.org/l.png\n:alt: g\n\nThe *gauge*\n:::",
        ),
        (
            "a\n\nhttps://www.youtube.com/watch?v=abcdefghijk\n\nb",
            "a\n\n[YouTube: abcdefghijk](https://www.youtube.com/watch?v=abcdefghijk)\n\nb",
        ),
        ("[embed]https://x.org/y[/embed]", "<https://x.org/y>"),
        (
            "[youtube=https://youtu.be/abcdefghijk]",
            "[YouTube: abcdefghijk](https://www.youtube.com/watch?v=abcdefghijk)",
        ),
        ("Mud[ref]It was <b>wet</b>.[/ref] here.", "Mud[^1] here.\n\n[^1]: It was **wet**."),
        ("Mud ((It was rather wet there.)) here.", "Mud [^1] here.\n\n[^1]: It was rather wet there."),
        ("f((x)) is", "f((x)) is"),
        ("[[gallery]] shows", "[gallery] shows"),
        ("[sic] stays [as it is]", "[sic] stays [as it is]"),
        (
            "<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->\n\nbetween\nlines",
            "One two\n\nbetween\\\nlines",
        ),
        (
            (
                '<!-- wp:code {"language":"python"} -->\n<pre '
                'class="wp-block-code"><code>x</code></pre>\n<!-- /wp:code -->'
            ),
            "```python\nx\n```",
        ),
        (
            (
                '<!-- wp:embed {"url":"https://x.org/"} -->\n<figure '
                'class="wp-block-embed"><div class="wp-block-embed__wrapper">'
                "\nhttps://x.org/\n</div></figure>\n<!-- /wp:embed -->"
            ),
            "<https://x.org/>",
        ),
        ('<!-- wp:verse -->\n<pre class="wp-block-verse">one\ntwo</pre>\n<!-- /wp:verse -->', "one\\\ntwo"),
        ("<!-- wp:latest-posts /-->\n\n<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->", "a"),
    ],
)
def test_texts(tmp_path: Path, text: str, expected: str) -> None:
    """Texts of the classic editor and of blocks become what a person would have written."""
    assert body(tmp_path, text) == expected


def test_core_footnotes_and_reused_blocks(tmp_path: Path) -> None:
    """WordPress's own footnotes are in a field of the post, and blocks that are used again are posts."""
    mark = '<sup data-fn="k" class="fn"><a href="#k" id="k-link">1</a></sup>'
    more = wxr.meta("footnotes", json.dumps([{"id": "k", "content": "Quite <em>wet</em>."}]))
    reusable = wxr.item(
        "Reusable",
        "<!-- wp:paragraph --><p>again</p><!-- /wp:paragraph -->",
        post_type="wp_block",
        post_id="55",
    )
    text = (
        f"<!-- wp:paragraph --><p>Mud{mark}</p><!-- /wp:paragraph -->"
        '<!-- wp:block {"ref":55} /--><!-- wp:footnotes /-->'
    )
    assert body(tmp_path, text, reusable, more=more) == "Mud[^1]\n\nagain\n\n[^1]: Quite *wet*."


def test_unknown_shortcodes(tmp_path: Path) -> None:
    """An unknown shortcode stays readable and is counted with its line; the user's table knows it."""
    text = 'One\n\n[box color="red"]Inside[/box]'
    plan = plan_of(tmp_path, wxr.item("Rain", text))
    assert '[box color="red"]Inside[/box]' in texts(plan)["posts/2020-01-02-rain.md"]
    [found] = [each for each in plan.findings if each.outcome is Outcome.UNKNOWN]
    lines = (tmp_path / "export.xml").read_text("utf-8").split("\n")
    assert found.line
    assert "[box" in lines[found.line - 1]
    assert body(tmp_path, text, tags={"box": ":::{note}\n$content\n:::"}) == "One\n\n:::{note}\nInside\n:::"


def test_links(tmp_path: Path) -> None:
    """Links to posts lead to their files, those to hidden ones stay, and others lead where they led."""
    text = (
        '<a href="http://www.example.org/2020/01/02/snow/">a</a> <a href="/?p=77">b</a> '
        '<a href="https://example.org/2020/01/02/snow/#part">c</a> <a '
        'href="https://example.org/2020/01/02/snow/#gone">d</a> '
        '<a href="https://example.org/?p=88">e</a> <a href="other/">f</a> <a '
        'href="#">g</a> <a href="#here">h</a>'
    )
    others = (
        wxr.item("Snow", '<h2 id="part">P</h2>', post_id="77"),
        wxr.item(
            "Secret", "s", status="private", post_id="88", link="https://example.org/2020/01/02/secret/"
        ),
    )
    assert body(tmp_path, text, *others) == (
        "[a](2020-01-02-snow.md) [b](2020-01-02-snow.md) [c](2020-01-02-snow.md#part) "
        '<a href="/2020/01/02/snow/#gone">d</a> [e](https://example.org/?p=88) '
        '[f](https://example.org/2020/01/02/rain/other/) g <a href="#here">h</a>'
    )


def test_uploads(tmp_path: Path) -> None:
    """Files at hand are copied to their old places; those of hidden posts aren't published."""
    uploads = tmp_path / "wp-content" / "uploads" / "2020" / "01"
    uploads.mkdir(parents=True)
    for name in ("open.png", "closed.png", "loose.pdf", "other.txt"):
        (uploads / name).write_bytes(b"x")
    address = "https://example.org/wp-content/uploads/2020/01"
    plan = plan_of(
        tmp_path,
        wxr.item(
            "Rain",
            f'<img src="{address}/open-300x200.png" width="300" height="200" class="size-medium" />'
            f'<a href="{address}/loose.pdf">pdf</a><img src="{address}/lost.png" />',
        ),
        wxr.item(
            "Hidden",
            f'<img src="{address}/closed.png" />',
            status="draft",
            post_id="9",
            link="https://example.org/?p=9",
        ),
        *(
            wxr.item(
                name,
                post_type="attachment",
                status="inherit",
                attachment_url=f"{address}/{name}",
                post_parent=parent,
                link=f"https://example.org/2020/01/02/rain/{name.partition('.')[0]}/",
            )
            for name, parent in (("open.png", "0"), ("closed.png", "9"), ("lost.png", "0"))
        ),
    )
    assert {file.target for file in plan.files if not isinstance(file, TextFile)} == {
        "static/wp-content/uploads/2020/01/loose.pdf",
        "static/wp-content/uploads/2020/01/open.png",
        "unpublished/wp-content/uploads/2020/01/closed.png",
    }
    text = texts(plan)["posts/2020-01-02-rain.md"]
    assert '![](/wp-content/uploads/2020/01/open.png){width="300px"}' in text
    assert '<a href="/wp-content/uploads/2020/01/loose.pdf">pdf</a>' in text
    assert f"![]({address}/lost.png)" in text
    assert "![](../../unpublished/wp-content/uploads/2020/01/closed.png)" in "".join(texts(plan).values())
    assert [each.detail.partition(":not")[0] for each in plan.findings if each.construct == "attachment"]


def test_gallery(tmp_path: Path) -> None:
    """A gallery is the images that it names."""
    image = wxr.item(
        "i",
        post_type="attachment",
        status="inherit",
        post_id="3",
        attachment_url="https://example.org/i.png",
        more=wxr.meta("_wp_attachment_image_alt", "An eel"),
        excerpt="Caught",
    )
    assert body(tmp_path, '[gallery ids="3,4"]', image) == (
        ":::{figure} https://example.org/i.png\n:alt: An eel\n\nCaught\n:::"
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aa">]><rss><channel>&a;</channel></rss>',
            "EntitiesForbidden",
        ),
        ('<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel/></rss>', "EntitiesForbidden"),
        ('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel/></rss>', "EntitiesForbidden"),
        ("<rss><channel><item></channel></rss>", "mismatched tag"),
        ("<rss><channel></channel></rss>", "other XML"),
        ("wordpress.org/export/ but no XML", "not well-formed"),
        ("", "no element"),
    ],
)
def test_bad_xml(tmp_path: Path, text: str, part: str) -> None:
    """XML with entities, broken XML, and other XML give a message that names the file, and no traceback."""
    (tmp_path / "x.xml").write_text(text, "utf-8")
    with pytest.raises(NotImportable, match=r"x\.xml") as caught:
        read(tmp_path / "x.xml", Options())
    assert part in str(caught.value)


def test_sloppy_xml(tmp_path: Path) -> None:
    """Control characters, entities of HTML, single ampersands and missing namespaces are read."""
    text = wxr.export(wxr.item("Rain", "a\x0cb &nbsp; c"))
    text = text.replace("Wet feet", "Wet &mdash; feet & more").replace(
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"', ""
    )
    (tmp_path / "x.xml").write_text(text, "utf-8")
    files = texts(read(tmp_path / "x.xml", Options()))
    assert 'html_title = "Wet — feet & more"' in files["conf.py"]
    assert "ab" in files["posts/2020-01-02-rain.md"]


def test_archives(tmp_path: Path) -> None:
    """An archive is read without unpacking it; paths that lead out of it are none of its files."""
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("../evil.xml", wxr.export(wxr.item("Evil", "x")))
        archive.writestr("site/export.1.xml", wxr.export(wxr.item("Rain", "x")))
        archive.writestr("site/export.2.xml", wxr.export(wxr.item("Snow", "y")))
    assert guess(tmp_path / "export.zip") == "wordpress"
    plan = read(tmp_path / "export.zip", Options())
    assert {page.target for page in plan.pages} == {"posts/2020-01-02-rain.md", "posts/2020-01-02-snow.md"}


def test_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that would fill memory is refused."""
    monkeypatch.setattr("sphinx_research_notes.importers.archives.LARGEST", 10_000)
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.xml", wxr.export(wxr.item("Rain", "x" * 20_000)))
    with pytest.raises(NotImportable, match="found more"):
        read(tmp_path / "export.zip", Options())


def test_links_of_archives_lead_nowhere(tmp_path: Path) -> None:
    """A symbolic link in an archive is a short text, whatever it names; names of Windows lead nowhere."""
    link = zipfile.ZipInfo("site/link.xml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        for name in ("C:/evil.xml", "..\\evil.xml", "/evil.xml"):
            archive.writestr(name, wxr.export(wxr.item("Evil", "x")))
        archive.writestr("site/export.xml", wxr.export(wxr.item("Rain", "x")))
    plan = read(tmp_path / "export.zip", Options())
    assert [page.target for page in plan.pages] == ["posts/2020-01-02-rain.md"]


def test_addresses_with_a_query(tmp_path: Path) -> None:
    """The home page leads on from numbers, for posts that everybody may read."""
    plan = plan_of(
        tmp_path,
        wxr.item("Rain", "x", post_id="3", link="https://example.org/?p=3"),
        wxr.item("Snow", "x", post_id="20"),
        wxr.item("Fog", "x", post_id="4", status="private"),
        wxr.item("Hail", "x", post_id="5", link=""),
        wxr.item(
            "i", "", post_id="6", post_type="attachment", post_parent="20", link="https://example.org/i/"
        ),
        wxr.item(
            "j", "", post_id="7", post_type="attachment", post_parent="4", link="https://example.org/j/"
        ),
    )
    files = texts(plan)
    assert json.loads(files["static/former-queries.json"]) == {
        "3": "posts/2020-01-02-rain.html",
        "5": "posts/2020-01-02-hail.html",
        "6": "2020/01/02/snow/",
        "20": "2020/01/02/snow/",
    }
    assert 'fetch("former-queries.json")' in files["index.md"]
    found = {each.construct: each.outcome for each in plan.findings}
    assert found["address with a query"] is Outcome.CHANGED
    assert found["post without an address"] is Outcome.UNKNOWN


def entry(
    title: str,
    kind: str,
    number: str,
    order: str,
    *,
    menu: str = "Main",
    url: str = "",
    parent: str = "0",
    **more: str,
) -> str:
    """Return an entry of a menu."""
    fields = {
        "_menu_item_type": kind,
        "_menu_item_object_id": number,
        "_menu_item_menu_item_parent": parent,
        "_menu_item_url": url,
    }
    xml = "".join(wxr.meta(*each) for each in fields.items()) + wxr.label("nav_menu", menu.lower(), menu)
    return wxr.item(title, "", post_type="nav_menu_item", menu_order=order, more=xml, **more)


def test_menus(tmp_path: Path) -> None:
    """The main menu is on top: pages, lists of labels that posts have, and other sites."""
    terms = "".join(
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{name.lower()}</wp:category_nicename>"
        f"<wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>"
        for number, name in ((8, "Sea"), (9, "Empty"))
    )
    plan = plan_of(
        tmp_path,
        terms,
        wxr.item("Rain", "x", more=wxr.label("category", "sea", "Sea")),
        wxr.item("About", "x", post_id="3", post_type="page", link="https://example.org/about/"),
        wxr.item("Secret", "x", post_id="4", post_type="page", status="draft"),
        entry("", "post_type", "3", "4"),
        entry("Elsewhere", "custom", "1", "3", url="https://example.com/x"),
        entry("By the sea", "taxonomy", "8", "2"),
        entry("None", "taxonomy", "9", "1"),
        entry("Secret", "post_type", "4", "5"),
        entry("Below", "post_type", "3", "6", parent="77"),
        entry("Unsaved", "custom", "1", "6", url="https://example.com/y", status="draft"),
        *(
            entry(f"S{number}", "custom", "1", "1", menu="Social", url="https://example.net/")
            for number in range(9)
        ),
    )
    namespace: dict[str, dict[str, object]] = {}
    exec(texts(plan)["conf.py"], namespace)  # noqa: S102 # our own text
    assert namespace["html_theme_options"]["nav"] == {
        "By the sea": "posts/categories/sea",
        "Elsewhere": "https://example.com/x",
        "About": "about",
    }


def test_old_lists_and_feeds(tmp_path: Path) -> None:
    """Lists of labels, authors and days lead on; feeds of categories and authors continue."""
    more = wxr.label("category", "sea", "Sea") + wxr.label("post_tag", "mud", "Mud")
    plan = plan_of(tmp_path, wxr.item("Rain", "x", more=more), wxr.item("Snow", "x", creator="Bo B"))
    files = texts(plan)
    for old, new in (
        ("author/ada", "../../posts/authors/ada-example.html"),
        ("author/bo-b", "../../posts/authors/bo-b.html"),
        ("category/sea", "../../posts/categories/sea.html"),
        ("2020/01/02", "../../../posts/2020.html"),
    ):
        assert f'url={new}"' in files[f"static/{old}/index.html"]
    assert '"category/sea/feed/": {"format": "rss", "of": "categories/sea"}' in files["conf.py"]
    assert '"author/bo-b/feed/"' in files["conf.py"]
    assert '"author/ada/feed/": {"format": "rss", "of": "authors/ada-example"}' in files["conf.py"]


def test_further_pages_and_inner_categories(tmp_path: Path) -> None:
    """Each page of a list leads on; a category in another has two addresses, and the outer its posts."""
    terms = "".join(
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{name}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{name.title()}</wp:cat_name></wp:category>"
        for number, name, parent in ((1, "water", ""), (2, "sea", "water"), (3, "a", "b"), (4, "b", "a"))
    )
    more = wxr.label("category", "sea", "Sea") + wxr.label("post_tag", "mud", "Mud")
    items = [wxr.item(f"Rain {number}", "x", more=more) for number in range(11)]
    files = texts(
        plan_of(tmp_path, terms, *items, wxr.item("Loop", "x", more=wxr.label("category", "a", "A")))
    )
    found = {each.removeprefix("static/").removesuffix("/index.html") for each in files}
    expected = {
        "page/2",
        "tag/mud",
        "tag/mud/page/2",
        "author/ada/page/2",
        "2020/page/2",
        "2020/01/02/page/2",
    }
    for each in ("sea", "water/sea", "water"):
        expected |= {f"category/{each}", f"category/{each}/page/2"}
    assert found >= expected | {"category/a", "category/b"}
    assert not any(each.endswith("page/3") or each.startswith("category/b/page") for each in found)
    assert 'url=../../../posts/categories/sea.html"' in files["static/category/water/sea/index.html"]
    assert 'url=../../posts/categories/index.html"' in files["static/category/water/index.html"]
    for address, of_list in (
        ("category/water/sea/feed/", '{"format": "rss", "of": "categories/sea"}'),
        ("tag/mud/feed/", '{"format": "rss", "of": "tags/mud"}'),
        ("author/ada/feed/", '"rss"'),
    ):
        assert f'"{address}": {of_list}' in files["conf.py"]


def test_user_names_in_addresses() -> None:
    """WordPress leaves out of addresses what they cannot have."""
    assert [author_step(each) for each in (">Bo B", "a.b@c.example", "Ada")] == [
        "bo-b",
        "a-b-c-example",
        "ada",
    ]


def test_dates_of_other_programs(tmp_path: Path) -> None:
    """Programs that write exports, too, write dates as ISO 8601 has them."""
    item = wxr.item("Rain", "x", post_date="2020-01-02T23:30:00", post_date_gmt="2020-01-03T04:30:00")
    assert "date: 2020-01-02 23:30:00-05:00" in texts(plan_of(tmp_path, item))["posts/2020-01-02-rain.md"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '<!-- wp:kadence/singlebtn {"text":"Go","link":"https://a.example/"} /-->',
            "[Go](https://a.example/)",
        ),
        ('<!-- wp:x/heading {"content":"Mud <em>here</em>"} /-->', "Mud *here*"),
        (
            '<!-- wp:social-link {"url":"https://a.example/b","service":"mastodon"} /-->',
            "[mastodon](https://a.example/b)",
        ),
        ('<img src="files/a.png" alt="A">', "![A](https://example.org/2020/01/02/rain/files/a.png)"),
    ],
)
def test_words_of_blocks_and_relative_files(tmp_path: Path, text: str, expected: str) -> None:
    """Words that only a block's options have are shown; files that aren't at hand stay where they are."""
    assert body(tmp_path, text) == expected


def test_paragraphs_keep_lines() -> None:
    """Texts that become paragraphs have as many lines as before."""
    text = "a\nb\n\n\n<ul>\n<li>c</li>\n</ul>\n<pre>\n\nd\n</pre>\n\n<img\nsrc='x'>"
    assert with_paragraphs(text).count("\n") == text.count("\n")


def test_attributes() -> None:
    """Options of shortcodes have all kinds of quotation marks, and none."""
    assert attributes("""a="1 2" b='3' c=4 five "six seven" /""") == {
        "a": "1 2",
        "b": "3",
        "c": "4",
        "0": "five",
        "1": "six seven",
    }


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is named, with what brings it."""

    def missing(name: str, package: str) -> None:
        raise ModuleNotFoundError("No module named 'markdownify'", name="markdownify")

    monkeypatch.setattr("sphinx_research_notes.importers.extra.import_module", missing)
    with pytest.raises(NotImportable, match=r"expected markdownify.*sphinx-research-notes\[import\]"):
        plan_of(tmp_path, wxr.item("Rain", "x"))


def test_pages_of_attachments(tmp_path: Path) -> None:
    """The page of an attachment leads to the post that has it, unless that is hidden."""
    plan = plan_of(
        tmp_path,
        wxr.item("Rain", "x", post_id="1"),
        wxr.item("Secret", "y", post_id="2", status="private"),
        *(
            wxr.item(
                name,
                post_type="attachment",
                status="inherit",
                post_parent=parent,
                link=f"https://example.org/2020/01/02/{name}/",
                attachment_url=f"https://example.org/wp-content/uploads/{name}.png",
            )
            for name, parent in (("open", "1"), ("closed", "2"))
        ),
    )
    files = texts(plan)
    assert "aliases: [/2020/01/02/open/]" in files["posts/2020-01-02-rain.md"]
    assert "aliases" not in files["posts/2020-01-02-secret.md"]


def test_parts_for_members() -> None:
    """A post with a part for members is private; brackets in prose are none."""
    assert part_for_members("Seen. [members_only a=1]Not seen.[/members_only]") == "members_only"
    assert part_for_members("<!-- wp:jetpack/paywall --><p>Not seen.</p>") == "jetpack/paywall"
    assert part_for_members("The [members of the club] and [private] rooms.") == ""


@pytest.mark.parametrize(
    ("more", "is_shown"), [({}, True), ({"status": "draft"}, False), ({"post_password": "p"}, False)]
)
def test_reused_blocks_that_are_hidden(tmp_path: Path, more: dict[str, str], *, is_shown: bool) -> None:
    """WordPress shows a block that is used again only if it is published."""
    block = wxr.item("Block", "<p>Sandword.</p>", post_id="70", post_type="wp_block", **more)
    text = '<!-- wp:paragraph --><p>Before.</p><!-- /wp:paragraph --><!-- wp:block {"ref":70} /-->'
    shown = body(tmp_path, text, block)
    assert "Before." in shown
    assert ("Sandword" in shown) is is_shown


def test_other_kinds_without_an_address(tmp_path: Path) -> None:
    """What nothing tells that readers saw is a draft, and the report says so."""
    plan = plan_of(tmp_path, wxr.item("Boat", "x", post_type="boat", link="https://example.org/?p=7"))
    assert "draft: true" in texts(plan)["boat/boat.md"]
    assert [each.outcome for each in plan.findings if each.construct == "boat"] == [Outcome.UNKNOWN]
    assert not [each for each in plan.findings if each.construct == "address with a query"]
