"""What MkDocs, Material's blog and Python-Markdown's extensions do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import write_files
from imported import body, front, whole

from sphinx_research_notes.importers.mkdocs.site import read, recognizes
from sphinx_research_notes.importers.records import NotImportable, Options, Plan

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

EXTENSIONS = (
    "abbr admonition attr_list def_list footnotes md_in_html pymdownx.arithmatex "
    "pymdownx.caret pymdownx.critic "
    "pymdownx.keys pymdownx.mark pymdownx.tilde pymdownx.snippets pymdownx.magiclink"
).split()


def config(**more: object) -> str:
    """Return a configuration with the usual extensions."""
    values = {"site_name": "Tides", "site_url": "https://example.org", "plugins": ["search", "blog"]}
    return yaml.safe_dump(
        {**values, "theme": {"name": "material"}, "markdown_extensions": EXTENSIONS, **more}
    )


def imported(folder: Path, files: dict[str, str], **more: object) -> Plan:
    """Return the plan for a site with *files*."""
    write_files(folder, {"mkdocs.yml": config(**more), **files})
    return read(folder, Options())


def post(folder: Path, text: str, files: dict[str, str] | None = None, **more: object) -> str:
    """Return what a post with *text* becomes."""
    text = f"---\ntitle: X\ndate: 2024-01-02\n---\n\n{text}\n"
    return body(imported(folder, {"docs/blog/posts/x.md": text, **(files or {})}, **more), "blog/posts/x.md")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("!!! note\n\n    Mud.", ":::{note}\nMud.\n:::"),
        ('!!! note "On mud"\n\nMud.', ":::{note}\nOn mud\n:::\n\nMud."),
        ("??? example\n\nMud.", ":::{note}\nExample\n:::\n\nMud."),
        (
            '!!! warning "Quick *sand*"\n    Mud.',
            ":::{admonition} Quick *sand*\n:class: warning\n\nMud.\n:::",
        ),
        ("!!! info\n    Mud.\nAfter.", ":::{admonition} Info\n:class: note\n\nMud.\n:::\n\nAfter."),
        ('??? tip "More"\n    Mud.', ":::{dropdown} More\n\nMud.\n:::"),
        ('???+ tip "More"\n    Mud.', ":::{dropdown} More\n:open:\n\nMud.\n:::"),
        (
            "!!! note\n    A\n\n    !!! tip\n        ```\n        !!! code\n        ```",
            "::::{note}\nA\n\n\n:::{tip}\n```\n!!! code\n```\n:::\n\n::::",
        ),
        (
            '=== "A"\n\n    one\n\n=== "B"\n\n    two\n\nAfter.',
            (
                "::::{tab-set}\n\n:::{tab-item} A\n\none\n:::\n\n\n:::{tab-item} B\n\ntwo\n:::\n\n::::\n\n"
                "\nAfter."
            ),
        ),
        ("```\n!!! note\n    code\n```", "```\n!!! note\n    code\n```"),
        ("- a\n\n    !!! note\n        b", "- a\n\n    :::{note}\n    b\n    :::"),
        ("Press ++ctrl+alt+del++.", "Press {kbd}`Ctrl+Alt+Del`."),
        (
            "{--old--} {++new++} {~~a~>b~~} {==m==}{>>why<<}",
            "<del>old</del> <ins>new</ins> <del>a</del><ins>b</ins> <mark>m</mark>",
        ),
        ("==m== ^^i^^ ~~d~~ H~2~O x^2^", "<mark>m</mark> <ins>i</ins> <s>d</s> H{sub}`2`O x{sup}`2`"),
        ("A :material-home: home", "A home"),
        (
            '[a](https://b.org){:target="_blank"} [c][d]{ .e }\n\n[d]: https://f.org',
            "[a](https://b.org) [c][d]\n\n[d]: https://f.org",
        ),
        ('![a](b.png){ width="300" }', '![a](b.png){width="300"}'),
        ("Text.\n{ .annotate }", "Text."),
        (
            '``` py title="a.py" hl_lines="2 3-4" linenums="1"\nx = 1 # (1)!\n```',
            (
                "```{code-block} py\n:caption: a.py\n:emphasize-lines: 2,3-4\n:lineno-start: 1\n\nx = 1 # "
                "(1)\n```"
            ),
        ),
        ('``` title="Low tide"\nx\n```', "```{code-block} text\n:caption: Low tide\n\nx\n```"),
        ("``` { .sh .no-copy }\nls\n```", "```sh\nls\n```"),
        ("`#!py x = 1`", "`x = 1`"),
        ("\\(x\\) and $y_1$; $5 and $10", "$x$ and $y_1$; \\$5 and \\$10"),
        ("The HTML.\n\n*[HTML]: Hyper Text", "The {abbr}`HTML (Hyper Text)`."),
        ('--8<-- "docs/part.md"', "From *elsewhere*."),
        ("Text.\n\n<!-- more -->\n\nMore.", "Text.\n\n<!--more-->\n\nMore."),
        ("[TOC]\n\nText.", "Text."),
        ("See https://example.org/x_y.", "See <https://example.org/x_y>."),
        ("See [y](y.md#part) and [z](../../z.md).", "See [y](y.md#part) and [z](../../z.md)."),
        ('<img src="../../../../../a.png" align="left">', '<img src="../../a.png" align="left">'),
        ("## Method { #way }", '<a id="way"></a>\n\n## Method'),
    ],
)
def test_markup(tmp_path: Path, written: str, expected: str) -> None:
    """Each construct becomes what one would write in MyST."""
    files = {
        "docs/part.md": "From *elsewhere*.\n",
        "docs/blog/posts/y.md": "# Y\n",
        "docs/z.md": "# Z\n",
        "docs/a.png": "x",
    }
    assert post(tmp_path, written, files) == expected


def test_what_is_off_stays(tmp_path: Path) -> None:
    """Marks of extensions that the site doesn't use are text."""
    written = "a ==b== c ++d++ e $5 and $10"
    assert post(tmp_path, written, markdown_extensions=[]) == written.replace("$5", "\\$5").replace(
        "$10", "\\$10"
    )


@pytest.mark.parametrize(
    ("options", "address", "keys"),
    [
        ({}, "/blog/2024/01/02/low-tide/", {"slug": "low-tide"}),
        ({"post_url_format": "{slug}"}, "/blog/low-tide/", {"slug": "low-tide"}),
        ({"post_url_format": "{file}", "blog_dir": "."}, "/x/", {}),
        ({"post_url_date_format": "yyyy-MM"}, "/blog/2024-01/low-tide/", {"slug": "low-tide"}),
        ({"post_dir": "notes"}, "/blog/2024/01/02/low-tide/", {"slug": "low-tide"}),
    ],
)
def test_addresses(tmp_path: Path, options: dict[str, str], address: str, keys: dict[str, str]) -> None:
    """Posts keep their addresses by a pattern, and by the slug that the blog makes of a title."""
    folder = options.get("post_dir", "posts" if options.get("blog_dir") == "." else "blog/posts")
    files = {f"docs/{folder}/x.md": "---\ndate: 2024-01-02\n---\n# Low tide\n", "docs/about.md": "# About\n"}
    plan = imported(tmp_path, files, plugins=[{"blog": options}])
    page = next(page for page in plan.pages if page.source.endswith("x.md"))
    assert page.address == address
    values = front(plan, page.target)
    assert {name: values[name] for name in ("slug", "permalink") if name in values} == keys
    assert front(plan, "about.md") == {"kind": "page", "permalink": "/about/"}


def test_front_matter(tmp_path: Path) -> None:
    """Dates, people, links and the defaults of a folder."""
    files = {
        "docs/blog/posts/x.md": (
            "---\ndate:\n  created: 2024-01-02\n  updated: 2024-02-03\nauthors: [ada]\npin: true\n"
            "links:\n  - z.md\n  - Site: https://example.org\n  - Group:\n    - Z: z.md#a\n"
            "comments: true\n---\n# X\n"
        ),
        "docs/blog/posts/.meta.yml": "draft: true\ntags: [a]\n",
        "docs/blog/.authors.yml": "authors:\n  ada:\n    name: Ada Example\n    avatar: a.png\n",
        "docs/z.md": "# Z\n",
    }
    plan = imported(tmp_path, files)
    values = front(plan, "blog/posts/x.md")
    assert (str(values["date"]), str(values["updated"])) == ("2024-01-02", "2024-02-03")
    assert {"links", "comments"}.isdisjoint(values)
    expected = "- [](<../../z.md>)\n- [Site](<https://example.org>)\n- Group\n  - [Z](<../../z.md#a>)"
    assert expected in whole(plan, "blog/posts/x.md")
    assert whole(plan, "blog/posts/_metadata.yml") == "draft: true\ntags: [a]\n"
    assert next(page for page in plan.pages if page.source.endswith("x.md")).is_draft
    assert 'notes_authors = {"ada": {"name": "Ada Example"}}' in whole(plan, "conf.py")


def test_configuration(tmp_path: Path) -> None:
    """Tags of YAML that other programs run are text; a file that cannot be read is named."""
    write_files(
        tmp_path, {"mkdocs.yml": "site_name: !ENV [A, B]\nx: !!python/name:a.b\n", "docs/index.md": "# A\n"}
    )
    assert recognizes(tmp_path)
    assert read(tmp_path, Options()).pages[0].address == "/"
    write_files(tmp_path, {"mkdocs.yml": "a: ["})
    with pytest.raises(NotImportable, match="expected YAML"):
        read(tmp_path, Options())


@pytest.mark.parametrize(
    "body",
    [
        "!!! note",
        '=== "',
        "".join(f"{' ' * 4 * n}!!! a\n" for n in range(200)),
        "{" * 3000,
        "++" * 2000,
        "```",
    ],
)
def test_nonsense(tmp_path: Path, body: str) -> None:
    """Broken markup takes no time, and breaks nothing."""
    assert post(tmp_path, f"{body}\n\nEnd.").rstrip(":").rstrip().endswith(("End.", "```"))
