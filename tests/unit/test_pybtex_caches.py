"""pybtex is faster with unchanged results."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex import richtext
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from sphinx_research_notes._upstream.pybtex_caches import install_caches


def unchanged(name: str) -> Any:
    """Return the module *name* of pybtex as installed."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SLOW_TEXT = unchanged("pybtex.richtext")
install_caches()

_words = st.text("ab .,-", max_size=4)
#: Trees of rich text: the name of a class, its parameters, and its content.
_trees = st.recursive(
    _words,
    lambda inner: st.tuples(
        st.sampled_from([("Text",), ("Tag", "em"), ("Tag", "b"), ("HRef", "/x"), ("Protected",)]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


def grown(module: Any, tree: Any) -> Any:
    """Return *tree* made of the classes of *module*."""
    if isinstance(tree, str):
        return tree
    (name, *arguments), parts = tree
    return getattr(module, name)(*arguments, *(grown(module, part) for part in parts))


@given(st.lists(_trees, max_size=4))
def test_texts(trees: list[Any]) -> None:
    """Text of any parts is the same, and so is everything made from it."""
    said = []
    for module in (richtext, SLOW_TEXT):
        text = module.Text(*(grown(module, tree) for tree in trees))
        made = [text, text[1:3], text.upper(), text.add_period(), text.capfirst(), text.append("x"),
                module.Text(", ").join([text, "and", text]), *text.split()]  # fmt: skip
        said.append([(repr(each), len(each), str(each)) for each in made])
    assert said[0] == said[1]


def test_what_is_no_text() -> None:
    """Other objects are refused as before."""
    with pytest.raises(TypeError, match="parts must be strings"):
        richtext.Text("a", 1)


_tex = st.text("abzé ÄÖ.,:;()/!?+=*-'`\"~$%&#^_{}\\\n") | st.lists(
    st.sampled_from(["{", "}", "\\", "&", "$", "\\url{", "\\href{x}{", "a", " and "])
).map("".join)


@given(_tex)
def test_text_without_tex_is_read_as_tex(tex: str) -> None:
    """Skipping the TeX parser gives the same result as the parser."""
    slow = Text.from_latex.notes_original
    try:
        expected = slow(tex)
    except (PybtexError, ValueError):
        with pytest.raises((PybtexError, ValueError)):
            Text.from_latex(tex)
    else:
        assert Text.from_latex(tex) == expected
        assert repr(Text.from_latex(tex)) == repr(expected)
