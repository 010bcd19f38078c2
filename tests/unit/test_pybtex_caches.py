"""pybtex is quicker, and says the same."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex import richtext
from pybtex.database import Entry, Person
from pybtex.exceptions import PybtexError
from pybtex.plugin import find_plugin
from pybtex.richtext import Text
from pybtex.style import template
from sphinxcontrib.bibtex.style import template as citing

from sphinx_research_notes._upstream.pybtex_caches import install_caches, memoize_style
from sphinx_research_notes.citations.formatting import SHIPPED


def unchanged(name: str) -> Any:
    """The module *name* of pybtex as it is installed."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SLOW_TEXT, SLOW_TEMPLATE = unchanged("pybtex.richtext"), unchanged("pybtex.style.template")
SLOW_CITING = unchanged("sphinxcontrib.bibtex.style.template")
install_caches()
EASED = {name: find_plugin("pybtex.style.formatting", name)() for name in SHIPPED}
for eased in EASED.values():
    memoize_style(eased)

_words = st.text("ab .,-", max_size=4)
#: Trees of rich text: a name of a class with its parameters, and what is in it.
_trees = st.recursive(
    _words,
    lambda inner: st.tuples(
        st.sampled_from([("Text",), ("Tag", "em"), ("Tag", "b"), ("HRef", "/x"), ("Protected",)]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


def grown(module: Any, tree: Any) -> Any:
    """*tree* of the classes of *module*."""
    if isinstance(tree, str):
        return tree
    (name, *arguments), parts = tree
    return getattr(module, name)(*arguments, *(grown(module, part) for part in parts))


@given(st.lists(_trees, max_size=4))
def test_texts(trees: list[Any]) -> None:
    """A text of any parts is the same, as is what is cut out of it, joined with it, and made of it."""
    said = []
    for module in (richtext, SLOW_TEXT):
        text = module.Text(*(grown(module, tree) for tree in trees))
        made = [text, text[1:3], text.upper(), text.add_period(), text.capfirst(), text.append("x"),
                module.Text(", ").join([text, "and", text]), *text.split()]  # fmt: skip
        said.append([(repr(each), len(each), str(each)) for each in made])
    assert said[0] == said[1]


def test_what_is_no_text() -> None:
    """Is refused as before."""
    with pytest.raises(TypeError, match="parts must be strings"):
        richtext.Text("a", 1)


_templates = st.recursive(
    _words,
    lambda inner: st.tuples(
        st.sampled_from(["join", "words", "together", "sentence", "optional", "first_of"]),
        st.sampled_from([{}, {"sep": "; "}, {"last_sep": " and "}]),
        st.lists(inner, max_size=3),
        st.booleans(),
    ),
    max_leaves=8,
)


def planted(module: Any, tree: Any) -> Any:
    """*tree* as a template of *module*."""
    if isinstance(tree, str):
        return tree
    name, options, parts, one_by_one = tree
    node = getattr(module, name)
    if options and name in {"join", "sentence"} and (name == "join" or "sep" in options):
        node = node(**options)
    children = [planted(module, part) for part in parts]
    if not one_by_one:
        return node[children]
    for child in children:
        node = node[child]
    return node


@given(_templates)
def test_templates(tree: Any) -> None:
    """A template is the same however it is put together; those that it was made from stay as they were."""
    assert {template.join.f.__module__, template.words.f.__module__, citing.join.f.__module__} == {
        install_caches.__module__
    }
    before = {name: repr(getattr(template, name)) for name in ("join", "sentence", "first_of")}
    new, old = planted(template, tree), planted(SLOW_TEMPLATE, tree)
    assert repr(new) == repr(old)
    if not isinstance(new, str):
        assert repr(new.format()) == repr(old.format())
    assert before == {name: repr(getattr(template, name)) for name in before}


@given(
    st.lists(_templates, max_size=4),
    st.fixed_dictionaries(
        {},
        optional={
            name: st.sampled_from(["", ", ", " and "]) for name in ("sep", "sep2", "last_sep", "other")
        },
    ),
)
def test_names_in_citations(trees: list[Any], options: dict[str, str]) -> None:
    """Templates of bibtex's join names as they did, and leave out those behind "et al."."""
    parts = [planted(template, tree) for tree in trees]
    new, old = citing.join(**options)[parts], SLOW_CITING.join(**options)[parts]
    assert repr(new.format()) == repr(old.format())


_people = st.lists(st.sampled_from(["A, Ann", "van B, Bo", "C"]).map(Person), max_size=3)
_entries = st.builds(
    lambda kind, fields, persons: Entry(kind, fields=fields, persons=persons),
    st.sampled_from(["article", "book", "inbook", "incollection", "inproceedings", "manual", "misc", "online",
                     "phdthesis", "proceedings", "techreport", "unpublished"]),
    st.fixed_dictionaries({}, optional={
        name: st.sampled_from(["1", "Some words", "2001"])
        for name in ("title", "year", "journal", "booktitle", "publisher", "volume", "chapter", "note")
    }),
    st.fixed_dictionaries({}, optional={"author": _people, "editor": _people}),
)  # fmt: skip


def outcome(work: Any) -> str:
    """What *work* makes, or the error that it ends with."""
    try:
        return repr(work())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("name", sorted(SHIPPED))
@given(st.lists(_entries, min_size=1, max_size=5))
def test_eased_styles(name: str, entries: list[Entry]) -> None:
    """A style whose templates, keys and labels are made once writes, sorts and labels as it did."""
    for number, entry in enumerate(entries):
        entry.key = f"key{number}"
    said = []
    for style in (find_plugin("pybtex.style.formatting", name)(), EASED[name]):
        made = [outcome(lambda e=entry, s=style: s.format_entry("", e).text) for entry in entries * 2]
        made += [outcome(lambda s=style: list(s.format_labels(list(s.sort(entries)))))] * 2
        said.append(made)
    assert said[0] == said[1]


def test_templates_are_made_once() -> None:
    """As long as pybtex's go by editors alone."""
    one, other = (Entry("article", fields={"title": title}) for title in "ab")
    style = EASED["plain"]
    assert style.get_article_template(one) is style.get_article_template(other)


_tex = st.text("abzé ÄÖ.,:;()/!?+=*-'`\"~$%&#^_{}\\\n") | st.lists(
    st.sampled_from(["{", "}", "\\", "&", "$", "\\url{", "\\href{x}{", "a", " and "])
).map("".join)


@given(_tex)
def test_text_without_tex_is_read_as_tex(tex: str) -> None:
    """What is not given to the reader of TeX is what that would have made of it."""
    slow = Text.from_latex.notes_original
    try:
        expected = slow(tex)
    except (PybtexError, ValueError):
        with pytest.raises((PybtexError, ValueError)):
            Text.from_latex(tex)
    else:
        assert Text.from_latex(tex) == expected
        assert repr(Text.from_latex(tex)) == repr(expected)
