"""Hidden parts of docstrings and of conf.py are in no output, like those of documents."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from test_frontmatter import config
from test_withhold import CONF, nowhere

from sphinx_research_notes.visibility.docstrings import docstring_parts, without_docstring_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

MODULE = '''\
"""Seen, a module.

.. note-to-self::
   :private:

   zebra
"""

#: Seen, a value. :private:`zebra` Seen.
#:
#: .. note-to-self::
#:    :private:
#:
#:    zebra
X = 1


def one():
    """.. note-to-self:: private
    zebra"""


class Two:
    r"""Seen, a class.

    .. note-to-sefl::
       :private:

       zebra

    Seen, after it.
    """

    def three(self):
        """Seen, a method.

        .. note-to-self:
            :private:

            zebra"""
        return ".. note-to-self:: private", "Seen, code"  # ".. note-to-self:: private" Seen, a comment


def four():
    """Seen, a function. <!-- private: zebra --> Seen.

    Seen <private>zebra
    zebra</private> Seen.

    .. note-to-self::

       Seen, a public aside.
    """
'''


def left(code: str) -> str:
    """Return *code* without its hidden parts."""
    return without_docstring_parts(code, docstring_parts(code, config()))


@pytest.mark.parametrize("change", ["", "windows", "single"])
def test_code_without_hidden_parts(change: str) -> None:
    """It is still code, with as many lines; only docstrings lose text, and nothing public is lost."""
    code = MODULE.replace('"""', "'''") if change == "single" else MODULE
    code = code.replace("\n", "\r\n") if change == "windows" else code
    found = left(code)
    assert "zebra" not in found
    assert found.count("Seen") == code.count("Seen")
    assert found.count("\n") == code.count("\n")
    assert found.count(".. note-to-self:: private") == 2
    ast.parse(found)


@pytest.mark.parametrize(
    "code",
    [
        'X = ".. note-to-self:: private"\n',
        '"""\nprivate: note-to-self\n"""\n',
        "def f(:\n  private",
        "\0private",
    ],
)
def test_other_code_stays(code: str) -> None:
    """Strings that are not docstrings, prose in a docstring, and files that are not Python are unchanged."""
    assert docstring_parts(code, config()) == ()


def test_docstrings_in_a_build(site: Callable[..., Built]) -> None:
    """Autodoc, viewcode, literal includes and downloads show no hidden part, but everything public.

    The same is true of substitutions, and of the text that conf.py adds to each document.
    """
    conf = "import os, sys\nsys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))\n"
    conf += CONF.replace("]", ', "sphinx.ext.autodoc", "sphinx.ext.viewcode"]', 1)
    conf += 'myst_enable_extensions = ["substitution"]\nkeep_warnings = True\n'
    conf += (
        'myst_substitutions = {"a": "Seen so\\n\\n```{note-to-sefl}\\n:private:\\n\\nzebra\\n```\\n",\n'
        '    "b": [":::{note-to-self}\\n:private:\\n\\nzebra\\n:::\\n"], "c": "Seen thus", "d": 4,\n'
        '    "g": "Seen, too <!-- private: zebra -->"}\n'
        'rst_prolog = ".. |x| replace:: Seen there\\n\\n.. note-to-sefl::\\n   :private:\\n\\n   zebra\\n"\n'
        'rst_epilog = ".. note-to-self: private\\n   zebra\\n\\n:private:`zebra`\\n"\n'
    )
    page = (
        "---\nmyst:\n  substitutions:\n    e: '```{note-to-sefl} :private: zebra```'\n    f: Seen here\n---\n"
    )
    page += "# Home\n\n"
    page += "{{ a }}\n\n{{ b[0] }}\n\n{{ c }}, {{ d }}, {{ f }}, {{ g }}\n"
    api = "Code\n====\n\n|x|\n\n.. automodule:: hides_something\n   :members:\n   :undoc-members:\n\n"
    api += ".. literalinclude:: hides_something.py\n\n:download:`hides_something.py`\n"
    built = site({"conf.py": conf, "index.md": page, "api.rst": api, "hides_something.py": MODULE})
    nowhere(built)
    shown = {
        "index": ("Seen so", "Seen thus", "Seen here", "Seen, too"),
        "api": ("Seen there", "a value", "after it"),
    }
    for name, seen in shown.items():
        assert all(each in built.text(f"{name}.html") for each in seen), name
    code = built.text("_modules/hides_something.html")
    assert all(each in code for each in ("Seen, a class", "Seen, code", "public aside"))
    for told in (
        "conf.py: rst_prolog:3",
        "conf.py: myst_substitutions, a:3",
        "docstring of hides_something.Two:3",
    ):
        assert f"{told}: WARNING" in built.warnings
    for effect in ("not included verbatim", "not offered for download"):
        assert f"{effect}: 'hides_something.py' has a hidden part" in built.warnings
