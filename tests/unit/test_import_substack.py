"""Exports of Substack: what is public, what isn't, and what becomes of what only Substack has."""

from __future__ import annotations

import json
import zipfile
from html import escape
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.importers.origins import guess
from sphinx_research_notes.importers.records import NotImportable, Options, Outcome, Plan, TextFile
from sphinx_research_notes.importers.substack.site import read
from sphinx_research_notes.importers.substack.widgets import original

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url"
SUBSCRIBE = (
    '<p class="button-wrapper" data-attrs="{&quot;url&quot;:&quot;https://wet.substack.com/subscribe?&quot;,'
    '&quot;text&quot;:&quot;Subscribe now&quot;}"><a class="button primary" '
    'href="https://wet.substack.com/subscribe?"><span>Subscribe now</span></a></p>'
)


def attrs(**values: object) -> str:
    """Return the attribute in which Substack keeps *values*."""
    return f'data-attrs="{escape(json.dumps(values))}"'


def export(folder: Path, *rows: str, **posts: str) -> Path:
    """Write an export with *rows* of its table; *posts*: slug to HTML."""
    (folder / "posts").mkdir(parents=True)
    (folder / "posts.csv").write_text("\n".join((HEAD, *rows)) + "\n", "utf-8")
    (folder / "email_list.wet.csv").write_text("email\nreader@example.org\n", "utf-8")
    for number, (slug, html) in enumerate(posts.items(), 1):
        (folder / "posts" / f"{number}.{slug}.html").write_text(html, "utf-8")
    return folder


def row(
    number: int, slug: str, audience: str = "everyone", published: str = "true", kind: str = "newsletter"
) -> str:
    """Return a line of the table."""
    date = f"2024-03-0{number}T10:00:00.000Z" if published == "true" else ""
    return (
        f'{number}.{slug},{date},{published},,,{kind},{audience},"{slug.title()}, a title",&#8220;Sub&#8221;,'
    )


def texts(plan: Plan) -> dict[str, str]:
    """Return the texts of *plan* by their targets."""
    return {file.target: file.text for file in plan.files if isinstance(file, TextFile)}


def body(folder: Path, html: str) -> str:
    """Return what the *html* of a post becomes."""
    plan = read(export(folder / "x", row(1, "mud"), mud=html), Options())
    return texts(plan)["posts/2024-03-01-mud.md"].partition("\n---\n")[2].strip()


def test_who_may_read(tmp_path: Path) -> None:
    """What was for some is private, what wasn't published is a draft, and subscribers are nowhere."""
    source = export(
        tmp_path / "x",
        row(1, "open"),
        row(2, "paid", "only_paid"),
        row(3, "later", published="false"),
        row(4, "odd", ""),
        row(5, "about", kind="page"),
        open=f'<p><a href="https://wet.substack.com/p/paid">p</a> <a href="/p/about?x">q</a></p>{SUBSCRIBE}',
        paid="<p>paidword</p>",
        later="<p>draftword</p>",
        odd="<p>oddword</p>",
        about="<p>Us</p>",
        loose="<p>looseword</p>",
    )
    assert guess(source) == "substack"
    plan = read(source, Options())
    files = texts(plan)
    assert files["posts/2024-03-01-open.md"] == (
        "---\ntitle: Open, a title\ndate: 2024-03-01 10:00:00+00:00\nsummary: “Sub”\n"
        "id: https://wet.substack.com/p/open\n---\n\n"
        "[p](https://wet.substack.com/p/paid) [q](../about.md)\n"
    )
    assert "visibility: private" in files["posts/2024-03-02-paid.md"]
    assert "draft: true" in files["posts/_drafts/later.md"]
    assert "visibility: private" in files["posts/2024-03-04-odd.md"]
    assert "visibility: private" in files["posts/_drafts/loose.md"]
    assert "permalink: /p/about" in files["about.md"]
    assert 'notes_permalink = "substack"' in files["conf.py"]
    assert 'html_baseurl = "https://wet.substack.com/"' in files["conf.py"]
    assert not any("reader@example.org" in text for text in files.values())
    assert sorted(page.address for page in plan.pages if page.address) == ["/p/about", "/p/open"]
    assert [each.construct for each in plan.findings if each.outcome is Outcome.LEFT_OUT] == [
        "button or form of Substack",
        "comments",
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            (
                '<p>Mud<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a>.</p>'
                '<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1'
                "</a>"
                '<div class="footnote-content"><p>Wet.</p><p>Very.</p></div></div>'
            ),
            "Mud[^1].\n\n[^1]: Wet.\n\n    Very.",
        ),
        (
            f'<div class="latex-rendered" {attrs(persistentExpression="a_1 < b", id="X")}></div>',
            "$$\na_1 < b\n$$",
        ),
        (
            f"<p>So <span {attrs(persistentExpression='a^2')}></span> is $5 or $6.</p>",
            r"So $a^2$ is \$5 or \$6.",
        ),
        (
            f'<div class="youtube-wrap" {attrs(videoId="abcdefghijk", startTime="7s")}></div>',
            "[YouTube: abcdefghijk](https://www.youtube.com/watch?v=abcdefghijk&t=7s)",
        ),
        (
            f'<div class="tweet" {attrs(url="https://x.com/1", full_text="It *rains*.", name="Ada")}></div>',
            "> It \\*rains\\*.\n>\n> — [Ada](https://x.com/1)",
        ),
        (
            f'<div class="embedded-post-wrap" {attrs(url="https://x.org/mud", title="On mud")}></div>',
            "[On mud](https://x.org/mud)",
        ),
        (
            (
                '<div class="embedded-post-wrap" '
                + attrs(url="https://x.org/mud", title="On mud", truncated_body_text="It *rains*.\n\n1. Wet")
                + '><a href="https://x.org/mud"><span class="embedded-post-publication-name">Wet feet</span>'
                '<span class="embedded-post-cta">Read more</span></a></div>'
            ),
            "> [On mud](https://x.org/mud) (Wet feet)\n>\n> It \\*rains\\*.\n>\n> 1\\. Wet",
        ),
        (
            f"<p class=digest-post-embed {attrs(url='https://x.org/', title='A', caption='B')}></p>",
            "> [A](https://x.org/)\n>\n> B",
        ),
        (f'<p>Ask <span class="mention-wrap" {attrs(name="Ada", id=1)}></span>.</p>', "Ask Ada."),
        ('<div class="pullquote"><p>Wet feet.</p></div>', ":::{pull-quote}\nWet feet.\n:::"),
        (
            (
                '<div class="preformatted-block"><label class="hide-text">Text within</label>'
                '<pre class="text">Rain\n  on rain</pre></div>'
            ),
            "Rain\\\n\xa0\xa0on rain",
        ),
        ("<pre><code>if a:\n    b</code></pre>", "```\nif a:\n    b\n```"),
        (
            (
                '<div class="captioned-image-container"><figure><a class="image-link image2" target="_blank" '
                'href="https://substackcdn.com/image/fetch/f_auto/https%3A%2F%2Fx.s3.amazonaws.com%2Fa.png">'
                '<div class="image2-inset"><picture><source srcset="x"><img src="https://substackcdn.com/image/fetch/w_9/'
                'https%3A%2F%2Fx.s3.amazonaws.com%2Fa.png" alt="An eel" '
                f"{attrs(src='https://x.s3.amazonaws.com/a.png')}></picture>"
                '<div class="image-link-expand"><svg></svg></div></div></a>'
                '<figcaption class="image-caption">An <em>eel</em></figcaption></figure></div>'
            ),
            ":::{figure} https://x.s3.amazonaws.com/a.png\n:alt: An eel\n\nAn *eel*\n:::",
        ),
        (
            f'<p class="button-wrapper" {attrs(url="https://x.org/", text="Read")}><a>Read</a></p>',
            "[Read](https://x.org/)",
        ),
        ('<div data-dynamic-audiences="only_paid"><p>paidword</p></div><p>a</p>', "a"),
        ('<h2>Mud<div class="header-anchor-parent"><button>Link</button></div></h2>', "## Mud"),
        ("<div><hr></div><p>a</p>", "a"),
        ('<div class="x" data-attrs="{broken"><p>a</p></div>', "a"),
    ],
)
def test_widgets(tmp_path: Path, html: str, expected: str) -> None:
    """What only Substack has becomes what a person would have written."""
    assert body(tmp_path, html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<iframe src="https://www.youtube-nocookie.com/embed/abcdefghijk"></iframe>', ""),
        ('<p><a href="https://dry.example.org/p/sand">of another</a></p>', ""),
        ('<p><a href="https://substack.com/subscribe">subscribe</a></p>', ""),
        ('<p><a href="https://wet.example.org/p/mud?x">an old one</a></p>', "https://wet.example.org/"),
        (SUBSCRIBE, "https://wet.substack.com/"),
    ],
)
def test_publication(tmp_path: Path, html: str, expected: str) -> None:
    """The publication is where readers may subscribe, or where a post of the export is."""
    conf = texts(read(export(tmp_path / "x", row(1, "mud"), mud=html), Options()))["conf.py"]
    line = next(line for line in conf.splitlines() if "html_baseurl" in line)
    assert (
        f'html_baseurl = "{expected}"' in line
        if expected
        else "html_baseurl = " not in conf.replace("# html", "")
    )


def test_archive(tmp_path: Path) -> None:
    """The archive is read as it comes, also from within a folder."""
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("wet/posts.csv", f"\ufeff{HEAD}\n{row(1, 'mud')}\n".encode())
        archive.writestr("wet/posts/1.mud.html", "<p>a</p>")
        archive.writestr("wet/posts/../../evil.html", "<p>evil</p>")
        archive.writestr("wet/email_list.csv", "reader@example.org")
    assert guess(tmp_path / "export.zip") == "substack"
    assert [page.target for page in read(tmp_path / "export.zip", Options()).pages] == [
        "posts/2024-03-01-mud.md"
    ]


def test_images_at_hand(tmp_path: Path) -> None:
    """Images that were put beside the export are copied; those of hidden posts aren't published."""
    image = '<img src="https://substack-post-media.s3.amazonaws.com/public/images/{}.png" alt="e">'
    source = export(
        tmp_path / "x",
        row(1, "mud"),
        row(2, "paid", "only_paid"),
        mud=image.format("a"),
        paid=image.format("b"),
    )
    for name in "ab":
        (source / f"{name}.png").write_bytes(b"x")
    plan = read(source, Options())
    copied = {file.target for file in plan.files if not isinstance(file, TextFile)}
    assert copied == {"static/images/a.png", "unpublished/images/b.png"}
    assert "![e](/images/a.png)" in texts(plan)["posts/2024-03-01-mud.md"]
    assert "![e](../unpublished/images/b.png)" in texts(plan)["posts/2024-03-02-paid.md"]


def test_no_export(tmp_path: Path) -> None:
    """What is no export is named."""
    with pytest.raises(NotImportable, match=r"posts\.csv"):
        read(tmp_path, Options())
    (tmp_path / "posts.csv").write_text("a,b\n1,2\n")
    with pytest.raises(NotImportable, match="post_id"):
        read(tmp_path, Options())


def test_original() -> None:
    """The address of an image in another size tells that of the image."""
    assert (
        original("https://substackcdn.com/image/fetch/$s_!x!,w_1/https%3A%2F%2Fx.org%2Fa.png")
        == "https://x.org/a.png"
    )
    assert original("https://x.org/a.png") == "https://x.org/a.png"


def test_a_number_is_no_name(tmp_path: Path) -> None:
    """A post without its text gets none of another post with its number, which may be a draft."""
    table = (
        "post_id,post_date,is_published,type,audience,title\n"
        "1.a,2024-01-02T00:00:00Z,true,newsletter,everyone,A\n"
        "1.b,2024-01-02T00:00:00Z,false,newsletter,everyone,B\n"
    )
    write_files(tmp_path, {"posts.csv": table, "posts/1.b.html": "<p>Kelpforest.</p>"})
    plan = read(tmp_path, Options())
    hidden = {page.target for page in plan.pages if page.is_draft}
    shown = [each for each in plan.files if isinstance(each, TextFile) and each.target not in hidden]
    assert not any("Kelpforest" in each.text for each in shown)
