"""Sites of Octopress, which is Jekyll with its own tags for code, and its scripts in another folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_import_jekyll import imported, post, text

from sphinx_research_notes.importers.records import TextFile

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{% codeblock %}\n$x_1$ # y\n{% endcodeblock %}", "```text\n$x_1$ # y\n```"),
        ("{% codeblock lang:ruby %}\nputs 1\n{% endcodeblock %}", "```ruby\nputs 1\n```"),
        (
            "{% codeblock How cold lang:python https://example.org/a b c %}\n1\n{% endcodeblock %}",
            "```{code-block} python\n:caption: How cold, [b c](https://example.org/a)\n\n1\n```",
        ),
        (
            "{% codeblock ice.py %}\n1\n{% endcodeblock %}",
            "```{code-block} py\n:caption: ice.py\n\n1\n```",
        ),
        ("{% codeblock %}\n```\na\n```\n{% endcodeblock %}", "````text\n```\na\n```\n````"),
        ("- a\n\n  {% codeblock lang:c %}\n1;\n  {% endcodeblock %}", "- a\n\n  ```c\n  1;\n  ```"),
    ],
)
def test_blocks_of_code(tmp_path: Path, old: str, new: str) -> None:
    """Title, language and link are those of a block of code; what is in it stays."""
    assert post(tmp_path, old) == new


def test_titles_of_images(tmp_path: Path) -> None:
    """They need no quotation marks."""
    assert post(tmp_path, '{% img center /i/a.png The ice, "thin" %}') == '![The ice, "thin"](/i/a.png)'


def test_files_as_code(tmp_path: Path) -> None:
    """A file is shown with its name; one that isn't in the folder of such files is reported."""
    files = {
        "_posts/2020-01-02-x.md": "---\ntitle: X\n---\n{% include_code The ice lang:python a.x %}\n\n"
        "{% include_code ../../_config.yml %}\n",
        "code/a.x": "print(1)\n",
    }
    plan = imported(tmp_path, files, "code_dir: code\n")
    assert text(plan, "posts/2020-01-02-x.md") == (
        "```{code-block} python\n:caption: The ice (a.x)\n\nprint(1)\n```\n\n"
        "\\{% include_code ../../_config.yml %}"
    )
    assert [each.construct for each in plan.findings] == ["{% include_code %}", "{% include_code %}"]


def test_scripts_in_a_folder_of_their_own(tmp_path: Path) -> None:
    """MathJax may be configured there: single dollar signs are formulas then."""
    files = {
        "javascripts/MathJaxLocal.js": "MathJax.Hub.Config({tex2jax: {inlineMath: [['$', '$']]}});\n",
        "_posts/2020-01-02-x.md": "---\ntitle: X\n---\nIt is $x$ and $y$.\n",
    }
    assert text(imported(tmp_path, files), "posts/2020-01-02-x.md") == "It is $x$ and $y$."


def test_pages_of_categories(tmp_path: Path) -> None:
    """They are in a folder that the configuration names, and lead on to the lists here."""
    files = {"_posts/2020-01-02-x.md": "---\ntitle: X\ncategories: [C++ notes, ice]\n---\nText\n"}
    plan = imported(tmp_path, files, "category_dir: blog/cat\n")
    found = {file.target for file in plan.files if file.target.startswith("static/")}
    assert found == {"static/blog/cat/c-notes/index.html", "static/blog/cat/ice/index.html"}


def test_feeds_of_categories(tmp_path: Path) -> None:
    """Each category of a public post had a feed beside its page."""
    files = {
        "_posts/2020-01-02-x.md": "---\ntitle: X\ncategories: [Thin ice]\n---\nText.\n",
        "_posts/2020-01-03-y.md": "---\ntitle: Y\ncategories: [Plan]\npublished: false\n---\nText.\n",
    }
    plan = imported(tmp_path, files, "url: https://x.example\ncategory_dir: blog/topics\n")
    conf = next(each.text for each in plan.files if isinstance(each, TextFile) and each.target == "conf.py")
    assert '"blog/topics/thin-ice/atom.xml": {"format": "atom", "of": "categories/thin-ice"}' in conf
    assert "plan" not in conf
