"""Front matter in source text: finding it, parsing its lines, and containing the effect of broken ones."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_research_notes.config import NotesConfig, parsed
from sphinx_research_notes.frontmatter.block import FOREIGN, Block, clean
from sphinx_research_notes.frontmatter.extract import block_of, leading_title, markdown, notebook
from sphinx_research_notes.frontmatter.field_lists import field_list
from sphinx_research_notes.frontmatter.lenient_yaml import CONTROL, DEEPEST, LONGEST, read_yaml
from sphinx_research_notes.frontmatter.notebooks import completed
from sphinx_research_notes.frontmatter.schema import understand
from sphinx_research_notes.frontmatter.settings import Settings
from sphinx_research_notes.frontmatter.syntax import Syntax
from sphinx_research_notes.model.note import Visibility
from sphinx_research_notes.model.times import Clock
from sphinx_research_notes.options import OPTIONS
from sphinx_research_notes.reading.source_read import loosen_breaks
from sphinx_research_notes.visibility.rules import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable


def block(*lines: str) -> str:
    """Return the block of a Markdown source that begins with these lines of front matter."""
    return "\n".join(["---", *lines, "---", "Text."])


def hidden(found: Block) -> bool:
    """Return whether the note with this front matter is hidden from the public."""
    return understand(found, Settings())[0].visibility in {Visibility.DRAFT, Visibility.PRIVATE}


def fault_lines(found: Block) -> list[int | None]:
    """Return the line of each fault."""
    return [fault.line for fault in found.faults]


# Finding a Markdown block.


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: A\n---\nText.",
        "---\ntitle: A\n---",
        "---\ntitle: A\n...\nText.",
        "---  \ntitle: A\n---\t \nText.",
        "----\ntitle: A\n-----\nText.",
        "\ufeff---\ntitle: A\n---\nText.",
        "\ufeff---\r\ntitle: A\r\n---\r\nText.",
        "---\rtitle: A\r---\rText.",
        "\n \n---\ntitle: A\n---\nText.",
        "---\n\n# Why\ntitle: A # so\n\n---\nText.",
        "---\n  title: A\n---\nText.",
        "---\n{title: A}\n---\nText.",
        "---\n{\n  title: A,\n}\n---\nText.",
        "---\n? title\n: A\n---\nText.",
        "---\n\"title\": 'A'\n---\nText.",
        "---\ntitle : A\n---\nText.",
        "---\ntitle: >-\n  A\n---\nText.",
        "---\n!!str title: !!str A\n---\nText.",
        "---\ntitle:\tA\n---\nText.",
        "---\ntitle: \x07A\n---\nText.",
    ],
)
def test_a_block_is_found_whatever_editors_leave(source: str) -> None:
    """A byte-order mark, line ends, blank lines, a flow mapping, ``...`` or an escape make no difference."""
    found = markdown(source)
    assert found.values == {"title": "A"}
    assert found.rest.count("\n") == clean(source).count("\n")
    assert "title" not in found.rest


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\ufeff",
        "\n\n",
        "Text.",
        "# Title\n\n---\ntitle: A\n---\n",
        "---",
        "---\n",
        "---\n\ntitle: A\n",
        "---\nSome text: and more.\n\nText.",
        "- - -\ntitle: A\n- - -\n",
        "    ---\ntitle: A\n---\n",
        "--- title\ntitle: A\n---\n",
        "\n" * 30 + "---\ntitle: A\n---\n",
    ],
)
def test_what_is_no_front_matter_stays_as_it_is(source: str) -> None:
    """Without a block at the beginning, nothing is parsed, changed or reported."""
    assert markdown(source) == Block(rest=source)


@pytest.mark.parametrize("inner", ["A sentence.", "- a list\n- of two", "[a, b]", "“Draft” it is."])
def test_two_rules_are_no_front_matter(inner: str) -> None:
    """Prose between thematic breaks is text; the first is rewritten, as MyST would parse a block."""
    found = markdown(f"---\n{inner}\n---\nText.")
    assert (found.values, found.faults) == ({}, [])
    assert found.rest == f"***\n{inner}\n---\nText."


@pytest.mark.parametrize("inner", ["", "\n\n", "# only a comment", "\n  # two\n# three\n"])
def test_a_block_can_be_empty(inner: str) -> None:
    """An empty block is removed, so that a heading after it is still the leading one."""
    found = markdown(f"---\n{inner}\n---\n# A\n")
    assert (found.values, found.faults) == ({}, [])
    assert leading_title(found.rest, found.body_line)


def test_a_block_without_an_end_counts_up_to_the_first_blank_line() -> None:
    """A draft whose closing fence is mistyped or missing stays a draft, with a fault."""
    found = markdown("---\ntitle: A\ndraft: true\n--\n\nText.\n")
    assert hidden(found)
    assert found.values["title"] == "A"
    assert 1 in fault_lines(found)
    assert found.rest.strip() == "Text."
    alone = markdown("---\ndraft: true")
    assert hidden(alone)
    assert alone.rest == "\n"


def test_lines_count_from_the_head_of_the_file() -> None:
    """The line of a key includes blank lines before the block."""
    found = markdown("\n\n---\n\ntitle: A\ntags:\n  - a\n\ndate: 2020-01-01\n---\nText.")
    assert found.lines == {"title": 5, "tags": 6, "date": 9}
    assert found.body_line == 11
    assert found.rest.split("\n")[found.body_line - 1] == "Text."


# Values.


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("No", "No"),
        ("off", "off"),
        ("1.10", "1.10"),
        ("0123", "0123"),
        ("1_000", "1_000"),
        ("2020-13-45", "2020-13-45"),
        ("12:30:45", "12:30:45"),
        ("=", "="),
        (".nan", ".nan"),
        ("!!int 5", "5"),
        ("!!binary aGk=", "aGk="),
        ("", None),
        ("~", None),
        ("null", None),
        ("'null'", "null"),
        ("''", ""),
        ("[No, 1.10, ~, [on]]", ["No", "1.10", None, ["on"]]),
        ("{a: yes}", {"a": "yes"}),
        ("'it''s'", "it's"),
        ('"a\\tb\\u00e9"', "a\tbé"),
        ('"a\\0\\x07b"', "ab"),
        ("a # b", "a"),
        ("a#b", "a#b"),
        ("[<<, =]", ["<<", "="]),
    ],
)
def test_scalars_stay_as_written(written: str, value: object) -> None:
    """No country becomes false, no version a number, and no escape adds a control character."""
    found = markdown(block(f"title: {written}"))
    assert found.values == {"title": value}
    assert not found.faults


def test_literal_text_keeps_its_lines_and_rules() -> None:
    """An indented ``---`` in text does not end the block."""
    found = markdown(block("epigraph: |", "  one", "  ---", "  two", "title: A"))
    assert found.values == {"epigraph": "one\n---\ntwo\n", "title": "A"}


def test_lists_may_stand_on_lines_of_their_own() -> None:
    """Block lists are parsed, indented or not, nested or not."""
    found = markdown(block("tags:", "- a", "- b", "aliases:", "  - /x/", "  -", "    - /y/"))
    assert found.values == {"tags": ["a", "b"], "aliases": ["/x/", ["/y/"]]}


def test_tabs_may_indent() -> None:
    """YAML forbids tabs, but editors insert them: a tab at the start of a line counts as spaces."""
    found = markdown(block("series:", "\tname: A", "\tpart: 2"))
    assert found.values == {"series": {"name": "A", "part": "2"}}
    assert not found.faults


def test_anchors_aliases_and_merges_work() -> None:
    """YAML's means of avoiding repetition are supported."""
    found = markdown(block("a: &a {draft: true, kind: x}", "b: *a", "<<: *a", "kind: note"))
    assert found.values["b"] == {"draft": "true", "kind": "x"}
    assert (found.values["kind"], found.values["draft"]) == ("note", "true")
    assert not found.faults
    assert hidden(found)


def test_of_a_key_that_stands_twice_the_later_counts() -> None:
    """The fault names the key and the line of the second one."""
    found = markdown(block("title: A", "tags: a", "title: B"))
    assert found.values == {"title": "B", "tags": "a"}
    assert [(f.line, "'title'" in f.message) for f in found.faults] == [(4, True)]


@pytest.mark.parametrize("value", ["2020-01-02", "[a, b]", "\n  b: c"])
def test_a_key_that_stands_twice_with_one_value_is_no_fault(value: str) -> None:
    """Nothing is lost by it."""
    assert not markdown(block(f"x: {value}", "title: A", f"x: {value}")).faults
    assert markdown(block(f"x: {value}", "title: A", "x: d")).faults


@pytest.mark.parametrize(
    "lines",
    [
        ("draft: true", "draft: false"),
        ("draft: false", "draft: true"),
        ("visibility: private", "visibility: public"),
        ("published: false", "published: true"),
        ("status: draft", "status: finished"),
        ("Draft: true", "draft: false"),
        ("draft: false", "DRAFT: true"),
        ("status: [draft, x]", "title: [", "status: y"),
    ],
)
def test_a_second_value_shows_nothing_that_the_first_hid(lines: tuple[str, ...]) -> None:
    """Of two values of a key that hides a note, the stricter is used."""
    assert hidden(markdown(block(*lines)))


# Broken YAML.

BROKEN = [
    "title: Foo: bar",
    "title: 'open",
    'title: "open',
    "title: [a, b",
    "title: {a, b",
    "title: @a",
    "title: `a`",
    "title: %a",
    "title: *nothing",
    "title: !thing a",
    "title: !!python/object/apply:os.system ['x']",
    "title: 'a' b",
    "title: [a] b",
    "title: a\n  subtitle: b",
    "title: a\n\tsubtitle: b",
    "title:\n  - a\n - b",
    "just words",
    ": nothing",
    "[a]: b",
    "{a: b}: c",
    "%YAML 9.9",
    "title: | a",
    "}",
    "]",
    "- a",
    "title: ? a : b\n ? c",
    "title: &a",
    "<<: 3",
    "title: &a [*a]",
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_line_costs_no_other(broken: str, after: bool) -> None:
    """Whatever line is beside it, a draft stays a draft, and the other keys are used."""
    lines = ["draft: true", "tags: [x, 1.10]", "date: 2020-01-01"]
    found = markdown(block(*lines, broken) if after else block(broken, *lines))
    assert hidden(found)
    assert found.values["tags"] == ["x", "1.10"]
    assert found.values["date"] == "2020-01-01"
    if broken != "title: &a":
        span = range(5, 6 + broken.count("\n")) if after else range(2, 3 + broken.count("\n"))
        assert found.faults
        assert set(fault_lines(found)) <= set(span)


@pytest.mark.parametrize(
    "line",
    [
        "  draft: true",
        "\tdraft: true",
        "draft:true",
        "draft : true",
        "draft:\u00a0true",
        "draft：true",
        "draft = true",
        "- draft: true",
        "? draft: true",
        "'draft': true",
        "“draft”: true",
        "-draft: true",
        "--draft: true",
        ":draft: true",
        "\u200bdraft: true",
        "DRAFT: yes",
        "draft: 'true",
        'draft: true"',
        "draft: true,",
        "draft: [true",
        "draft: {true",
        "draft: *true",
        "draft: true # soon",
        "published: 'no",
        "visibility: [private",
        "visibility: {x: private}",
        "status: [budding, draft",
        "status: [[draft]]",
        "status: {growth: draft}",
        "status:\n  - budding\n - draft",
        "status: draft, budding",
        "{draft: true",
        "{title: a, draft: true",
        "{title: a,\n draft: true",
    ],
)
@pytest.mark.parametrize("beside", ["title: A", "title: A: b", "title: [", "tags:\n  - a\n - b"])
def test_a_draft_is_a_draft_however_it_is_mistyped(line: str, beside: str) -> None:
    """A line that hides the note does so even if it, or a line beside it, is broken."""
    assert hidden(markdown(block(line, beside)))
    assert hidden(markdown(block(beside, line)))


@pytest.mark.parametrize(
    "line", ["title: A\u2028draft: true", "title: A\x85draft: true", "draft: true\u2029title: A"]
)
def test_a_line_end_that_few_editors_show_hides_nothing(line: str) -> None:
    """What some editors show as a line can hide the note; line numbers stay the same."""
    found = markdown(block(line, "tags: a"))
    assert hidden(found)
    assert found.lines["tags"] == 3


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("title: Foo: bar", "Foo: bar"),
        ("title: Foo: bar # why", "Foo: bar"),
        ('title: "Foo" and "bar"', '"Foo" and "bar"'),
        ("title: 'Foo' or bar", "'Foo' or bar"),
        ("title: 'Foo", "Foo"),
        ('title: "Foo', "Foo"),
        ("title: @home", "@home"),
        ("title: [Part 1] Foo", "[Part 1] Foo"),
        ("title: !important news", "!important news"),
        ("title: Foo: bar\n  and baz", "Foo: bar and baz"),
        ("title: Foo\n  sub: bar", "Foo"),
        ("title: `a` and *b*", "`a` and *b*"),
    ],
)
def test_a_title_that_is_no_yaml_keeps_its_text(lines: str, title: str) -> None:
    """The most common broken line is parsed as intended."""
    found = markdown(block(lines))
    assert found.values["title"] == title
    assert found.faults


def test_a_badly_indented_list_is_still_a_list() -> None:
    """Its items are used; the fault names the badly indented line."""
    found = markdown(block("title: A", "tags:", "  - 'a b'", " - c"))
    assert found.values == {"title": "A", "tags": ["a b", "c"]}
    assert fault_lines(found) == [5]


def test_each_broken_line_is_named() -> None:
    """Two broken lines give two faults, each with its line."""
    found = markdown(block("title: a: b", "tags: a", "summary: 'open", "series: c: d"))
    assert fault_lines(found) == [2, 4, 5]
    assert all("invalid YAML front matter" in fault.message for fault in found.faults)


def test_a_control_character_is_named_and_left_out() -> None:
    """The fault shows the character and its line."""
    found = markdown(block("title: A", "summary: b\x00c\x1b"))
    assert found.values["summary"] == "bc"
    assert [(f.line, repr("\x00") in f.message) for f in found.faults] == [(3, True)]


# Keys for MyST and Sphinx.


def test_keys_of_others_stay_on_their_lines() -> None:
    """Their lines, comments inside them and line numbers are unchanged."""
    source = block(
        "title: A", "", "myst:", "  heading_anchors: 2", "  # why", "tags: [a]", "orphan: true",
        "html_meta: {a: b}", "date: 2020-01-01",
    )  # fmt: skip
    assert markdown(source).rest.split("\n") == [
        "---", "", "", "myst:", "  heading_anchors: 2", "  # why", "", "orphan: true",
        "html_meta: {a: b}", "", "---", "Text.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["{title: A, orphan: true, myst: {heading_anchors: 2}}"],
         {"orphan": True, "myst": {"heading_anchors": 2}}),
        (["base: &b {a: 1}", "html_meta: *b"], {"html_meta": {"a": 1}}),
        (["<<: {orphan: true}", "title: A"], {"orphan": True}),
        (["{orphan: true, date: 2020-13-45}"], {"orphan": True}),
        (["title: A", "orphan: true", "\u200b"], {"orphan": True}),
    ],
)  # fmt: skip
def test_keys_of_others_survive_flow_and_anchors(lines: list[str], kept: object) -> None:
    """If their lines are invalid on their own, they are rewritten on one line, with types."""
    source = block(*lines)
    rest = markdown(source).rest
    assert yaml.safe_load(rest.split("---")[1]) == kept
    assert rest.count("\n") == source.count("\n")


@given(
    st.lists(
        st.sampled_from(
            ["title: A", "orphan: true", "myst:\n  a: [1,\n   2]", "tags:\n- a", "", "# c", *BROKEN]
        )
    ),
    st.sampled_from(["", "\n\n", "\ufeff"]),
)
def test_the_count_of_lines_never_changes(lines: list[str], before: str) -> None:
    """A warning from the parser has the line of the author's file."""
    source = before + block(*lines)
    rest = markdown(source).rest
    assert rest.count("\n") == source.count("\n")
    assert rest.split("\n")[-1] == "Text."


# Limits.


def _bombs() -> dict[str, str]:
    laughs = "".join(f"a{i}: &a{i} [*a{i - 1},*a{i - 1}]\n" for i in range(1, 60))
    merges = "".join(f"m{i}: &m{i} {{<<: [*m{i - 1}, *m{i - 1}]}}\n" for i in range(1, 40))
    towers = "".join(f"t{i}: &t{i} {'[' * 30}*t{i - 1}{']' * 30}\n" for i in range(1, 60))
    return {
        "ten megabytes": f"a: {'b' * 96}\n" * 100_000,
        "one long line": "title: " + "x" * 10_000_000 + "\n",
        "blanks": "a" + " " * 190_000 + "b\n",
        "blanks between names": "author: 'a" + " " * 190_000 + "b'\n",
        "many keys": "".join(f"k{i}: b\n" for i in range(10_000)),
        "many broken keys": "".join(f"k{i}: [b\n" for i in range(10_000)),
        "deep lists": "title: " + "[" * 90_000 + "]" * 90_000 + "\n",
        "deep open lists": "title: " + "[" * 90_000 + "\n",
        "deep block lists": "title:\n  " + "- " * 50_000 + "\n",
        "deep keys": "".join(" " * i + "a:\n" for i in range(500)),
        "questions": "? " * 50_000 + "\n",
        "laughs": "a0: &a0 [x, x]\n" + laughs,
        "laughs in one value": "{a0: &a0 [x, x],\n" + laughs.replace("\n", ",\n") + "}\n",
        "merges": "m0: &m0 {k: v}\n" + merges,
        "towers": "t0: &t0 [x]\n" + towers,
        "itself": "title: &t [*t]\n",
        "itself, for MyST": "orphan: &t [*t]\n",
        "laughs for MyST": "a0: &a0 [x, x]\n" + laughs + "html_meta: *a59\n",
        "merges for MyST": "m0: &m0 {k: v}\n" + merges + "substitutions: *m39\n",
        "long number": "title: !!int 0x" + "f" * 100_000 + "\nseries: {name: a, part: " + "9" * 5000 + "}\n",
        "quotes": "title: " + "'\"" * 90_000 + "\n",
        "anchors": "title: " + "&a " * 50_000 + "\n",
        "commas": "tags: [" + "," * 100_000 + "]\nauthor: " + ", and " * 10_000 + "\n",
    }  # fmt: skip


@pytest.mark.parametrize("text", _bombs().values(), ids=_bombs().keys())
def test_no_block_stalls_or_ends_a_build(text: str) -> None:
    """Size, depth, aliases and regular expressions are limited, and a draft after them is found."""
    before = time.process_time()
    found = markdown(f"---\n{text}draft: true\n---\nText.")
    front, faults = understand(found, Settings())
    assert time.process_time() - before < 10
    assert front.visibility is Visibility.DRAFT
    assert sum(len(fault.message) for fault in faults) < 20_000
    assert found.rest.count("\n") == text.count("\n") + 3


def test_a_block_that_is_too_long_is_named() -> None:
    """The message contains the limit, and the text before it is used."""
    found = markdown(f"---\ntitle: A\nsummary: {'x' * LONGEST}\ndraft: true\n---\n")
    assert found.values["title"] == "A"
    assert str(LONGEST) in found.faults[0].message
    assert hidden(found)
    assert found.lines["draft"] == 4


def test_values_as_deep_as_is_sane_are_read() -> None:
    """The limit of depth is far beyond what anybody writes."""
    depth = DEEPEST - 2
    found = read_yaml("a: " + "[" * depth + "]" * depth)
    assert not found.faults


# reStructuredText.


@pytest.mark.parametrize(
    ("source", "values"),
    [
        (":title: A\n\nText.", {"title": "A"}),
        ("\ufeff:title: A\r\n:tags: a, b\r\n\r\nText.", {"title": "A", "tags": "a, b"}),
        ("\n\n:title: A", {"title": "A"}),
        (".. a comment\n   that goes on\n\n   and on\n\n:title: A", {"title": "A"}),
        ("..\n   a comment\n\n.. _target:\n\n:title: A", {"title": "A"}),
        (":title: A\n\n:tags: b", {"title": "A", "tags": "b"}),
        (":a: b: c", {"a": "b: c"}),
        (":og:title: x\n:title: A", {"og:title": "x", "title": "A"}),
        (":a\\:b: c", {"a:b": "c"}),
        (":title: :doc:`x` and *y*", {"title": ":doc:`x` and *y*"}),
        (":title: No. 1 # 2", {"title": "No. 1 # 2"}),
        (":title: &amp", {"title": "&amp"}),
        (":title: - no list", {"title": "- no list"}),
        (":title: 'a' b", {"title": "'a' b"}),
        (":title: 'a: b'", {"title": "a: b"}),
        (":title: [Part] A", {"title": "[Part] A"}),
        (":title: 1.10", {"title": "1.10"}),
        (":title: No", {"title": "No"}),
        (":title:", {"title": None}),
        (":title: ~", {"title": None}),
        (":title: A\x00B", {"title": "AB"}),
        (":tags: [a, 1.10, No]", {"tags": ["a", "1.10", "No"]}),
        (":tags:\n   - a\n   - b", {"tags": ["a", "b"]}),
        (":series: {name: A, part: 2}", {"series": {"name": "A", "part": "2"}}),
        (":series:\n  name: A\n  part: 2", {"series": {"name": "A", "part": "2"}}),
        (":summary: one\n   two: three\n\n   four", {"summary": "one two: three four"}),
        (":summary:\n   one\n   two", {"summary": "one two"}),
        (":epigraph: one\n   two\n   -- Me", {"epigraph": "one two\n-- Me"}),
        (":epigraph: |\n   one\n   two", {"epigraph": "one\ntwo"}),
        (":draft:\n:orphan:", {"draft": "true", "orphan": None}),
        (":title: A\n:tags: b\nText.", {"title": "A", "tags": "b"}),
    ],
)
def test_fields_are_front_matter(source: str, values: dict[str, Any]) -> None:
    """Text stays text, lists and mappings are YAML, and a draft needs no value."""
    found = field_list(source)
    assert found.values == values
    assert not found.faults
    assert found.rest.count("\n") == clean(source).count("\n")


@pytest.mark.parametrize(
    "source",
    [
        "",
        "Text.",
        "Title\n=====\n\n:title: A\n",
        " :title: A",
        ".. note::\n\n   x\n\n:title: A",
        ":doc:`x` is a role",
        ":title:A",
        ": a: b",
        "   quoted\n\n:title: A",
        "...\n\n:title: A",
    ],
)
def test_what_is_no_field_list_stays(source: str) -> None:
    """Only a field list before all visible content is front matter."""
    assert field_list(source).values == {}
    assert field_list(source).rest == source


def test_fields_of_others_stay_on_their_lines() -> None:
    """Our fields are blanked, foreign ones are kept."""
    found = field_list(":title: A\n   b\n:orphan:\n:tocdepth: 2\n:tags: c\n\nText.")
    assert found.rest == "\n\n:orphan:\n:tocdepth: 2\n\n\nText."
    assert found.lines == {"title": 1, "orphan": 3, "tocdepth": 4, "tags": 5}
    assert found.body_line == 7


def test_a_line_that_breaks_off_the_list_loses_no_draft() -> None:
    """Fields after a stray line, where docutils ends the list, are used, with a fault."""
    found = field_list(":title: A\nstray\n:draft: true\n\nText.")
    assert hidden(found)
    assert (found.values["title"], fault_lines(found)) == ("A", [2])
    assert hidden(field_list(":draft: true\n:title: A\n:draft: false\n"))


def test_a_long_comment_before_the_fields_is_passed() -> None:
    """Its length affects neither recursion nor time."""
    source = "..\n" + "   line\n" * 50_000 + "\n:title: A"
    assert field_list(source).values == {"title": "A"}


# Notebooks.


def ipynb(*cells: object, metadata: object = None) -> str:
    """Return a notebook with these cells."""
    return json.dumps({"cells": list(cells), "metadata": metadata or {}, "nbformat": 4})


def cell(source: object, kind: str = "markdown") -> dict[str, object]:
    """Return one cell."""
    return {"cell_type": kind, "source": source, "metadata": {}}


@pytest.mark.parametrize("kind", ["raw", "markdown"])
@pytest.mark.parametrize(
    "source", ["---\ntitle: A\ntags: [b]\n---\n# Text", ["---\n", "title: A\n", "tags: [b]\n", "---\n# Text"]]
)  # fmt: skip
def test_the_first_cell_is_front_matter(kind: str, source: object) -> None:
    """It may be raw or Markdown, with its source as text or a list; the rest of it is Markdown."""
    found = notebook(ipynb(cell(source, kind), cell("x = 1", "code")))
    assert found.values == {"title": "A", "tags": ["b"]}
    assert found.lines == {"title": 1, "tags": 1}
    first, second = json.loads(found.rest)["cells"]
    assert (first["cell_type"], first["source"].strip()) == ("markdown", "# Text")
    assert second == cell("x = 1", "code")


def test_metadata_is_front_matter_and_the_cell_wins() -> None:
    """JSON scalars become strings, as in YAML; foreign keys are skipped."""
    metadata = {"title": "M", "draft": False, "series": {"name": "S", "part": 2}, "tags": ["a", None],
                "kernelspec": {"name": "python3"}, "summary": "a\u0000b"}  # fmt: skip
    found = notebook(ipynb(cell("---\ntitle: C\n---"), metadata=metadata))
    assert found.values == {
        "title": "C", "draft": "false", "series": {"name": "S", "part": "2"}, "tags": ["a", None],
        "summary": "ab",
    }  # fmt: skip


def test_a_draft_in_metadata_is_shown_by_no_cell() -> None:
    """Of metadata and cell, the stricter is used."""
    assert hidden(notebook(ipynb(cell("---\ndraft: false\n---"), metadata={"draft": True})))
    assert hidden(notebook(ipynb(cell("---\ndraft: true\n---"), metadata={"draft": False})))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\ufeff\n",
        "{",
        "[]",
        "3",
        "null",
        "{}",
        '{"cells": 3}',
        '{"cells": null}',
        '{"cells": {}, "metadata": []}',
        '{"cells": [], "metadata": [1]}',
        '{"cells": [3], "metadata": null}',
        '{"cells": [{"cell_type": ["raw"]}]}',
        '{"cells": [{"cell_type": "raw", "source": [1, null]}]}',
        '{"cells": [{"cell_type": "raw", "source": {"a": 1}}]}',
        '{"worksheets": [{"cells": []}]}',
        '{"a": ' + "[" * 100_000,
        '{"cells": [' + "9" * 10_000 + "]}",
        '{"cells": [],\n<<<<<<< HEAD\n "metadata": {"draft": true}}',
    ],
)
def test_what_is_no_notebook_is_kept_back(source: str) -> None:
    """Its parser would abort the build, or show the JSON as text with everything hidden in it."""
    found = notebook(source)
    assert found.unreadable is not None
    assert found.unreadable.message.startswith("expected a notebook in JSON, got ")
    assert found.unreadable.line == (2 if "HEAD" in source else 1)
    assert completed(source) == source


def test_a_notebook_is_completed() -> None:
    """Required fields that a tool has omitted are added; a complete notebook is unchanged."""
    code, text = {"cell_type": "code", "source": "x"}, {"cell_type": "markdown", "metadata": None}
    found = json.loads(completed(json.dumps({"cells": [code, text]})))
    assert found == {
        "cells": [
            {**code, "metadata": {}, "outputs": [], "execution_count": None},
            {"cell_type": "markdown", "metadata": {}, "source": ""},
        ],
        "metadata": {}, "nbformat": 4, "nbformat_minor": 4,
    }  # fmt: skip
    whole = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}, indent=1)
    assert completed(whole) == whole


def test_deep_metadata_is_cut() -> None:
    """Deeply nested JSON doesn't abort the build."""
    deep: object = "x"
    for _ in range(800):
        deep = [deep]
    found = notebook(ipynb(cell("---\ndraft: true\n---"), metadata={"title": deep}))
    assert hidden(found)


def test_faults_of_a_cell_are_named_at_the_head_of_the_notebook() -> None:
    """Lines of a cell are not lines of the file."""
    found = notebook(ipynb(cell("---\na: b\ntitle: a: b\ndraft: true\n---")))
    assert fault_lines(found) == [1]
    assert hidden(found)


@pytest.mark.parametrize(
    ("syntax", "source"),
    [
        (Syntax.MARKDOWN, "---\ntitle: A\n---"),
        (Syntax.RST, ":title: A"),
        (Syntax.UNKNOWN, "---\ntitle: A\n---"),
        (Syntax.UNKNOWN, ":title: A"),
        (Syntax.NOTEBOOK, ipynb(metadata={"title": "A"})),
    ],
)
def test_the_syntax_says_how_to_read(syntax: Syntax, source: str) -> None:
    """This covers Markdown, reStructuredText and notebooks."""
    assert block_of(source, syntax).values == {"title": "A"}


# Any text.

YAMLISH = st.lists(
    st.sampled_from(
        [*"-:[]{}#&*!|>'\"%@`?,<=\n\t ", "\n", "---\n", "...\n", ": ", "- ", "draft", "title", "a", "é",
         "\x00", "\x85", "\u2028", "\ufeff", "\ud800", "<<: ", "orphan: ", "!!int ", "~", "\r\n", ":b: "]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("read", [markdown, field_list, notebook])
@given(text=st.text() | YAMLISH | YAMLISH.map(lambda text: f"---\n{text}\n---\nText."))
@example(text="---\n" + "a: [" * 100 + "\n---")
@example(text="---\norphan: !!int\n---")
@example(text="---\norphan: !!bool x\n---")
def test_no_text_is_too_strange(read: Callable[[str], Block], text: str) -> None:
    """Any text gives a block with a line for each key; the rest has the same number of lines."""
    found = read(text)
    assert found.lines.keys() == found.values.keys()
    height = clean(text).count("\n") + 1
    assert all(1 <= line <= height for line in found.lines.values())
    assert all(1 <= (fault.line or 0) <= height for fault in found.faults)
    assert clean(found.rest).count("\n") == height - 1
    understand(found, Settings())


@given(YAMLISH, YAMLISH)
@example("\ud800orphan: '", "'")
def test_a_draft_outlives_whatever_stands_around_it(before: str, after: str) -> None:
    """A line ``draft: true`` is found in a block that is not valid YAML."""
    # Control characters are removed first, which may make the block valid.
    text = CONTROL.sub("", f"{before}\ndraft: true\n{after}")
    try:
        yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:
        assert hidden(read_yaml(text))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["title", "draft", "cells", "metadata", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)  # fmt: skip


@given(cells=st.lists(JSON | st.fixed_dictionaries({"cell_type": st.just("raw"), "source": JSON})),
       metadata=JSON)  # fmt: skip
def test_no_notebook_is_too_strange(cells: list[object], metadata: object) -> None:
    """Any JSON in cells and metadata is skipped or parsed."""
    found = notebook(json.dumps({"cells": cells, "metadata": metadata}))
    json.loads(found.rest)
    understand(found, Settings())


# Beside the block: the kind of a document, its first heading, line breaks in HTML.


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("# A", True),
        ("\n\n# A", True),
        ("#\n", True),
        ("#A", False),
        ("## A", False),
        ("A\n=", True),
        ("A\n---", False),
        ("% comment\n(target)=\n<!-- c -->\n+++\n# A", True),
        ("Text.\n# A", False),
        ("    # A", False),
        ("", False),
    ],
)
def test_a_leading_heading_is_seen(text: str, leads: bool) -> None:
    """It is a first-level heading that follows nothing visible."""
    assert leading_title(text, 1) is leads
    assert leading_title("x\n" + text, 2) is leads


def config(**given: Any) -> NotesConfig:
    """Return the configuration with these values."""
    values = {o.name: o.check(given.get(o.name, o.default)) for o in OPTIONS}
    return parsed(values, clock=Clock(datetime(2026, 1, 2, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("values", "docname", "kind"),
    [
        ({"layout": "post"}, "a", "note"),
        ({"layout": "Post"}, "a", "note"),
        ({"kind": "note"}, "a", "note"),
        ({"blogpost": "true"}, "a", "note"),
        ({"blogpost": "yes"}, "a", "note"),
        ({"blogpost": "false"}, "a", ""),
        ({}, "2023-10-05-a", "note"),
        ({}, "x/2023-10-05-a", "note"),
        ({}, "notes/a", ""),
        ({}, "a", ""),
        ({"title": "A"}, "a", ""),
        ({"layout": "page"}, "2023-10-05-a", "page"),
        ({"kind": "page", "layout": "post"}, "a", "page"),
        ({"layout": "default"}, "a", "page"),
        ({"layout": None}, "a", ""),
        ({"kind": ["note"]}, "a", "note"),
        ({"Layout": "post"}, "a", "note"),
    ],
)
def test_what_a_document_is(values: dict[str, Any], docname: str, kind: str) -> None:
    """Its front matter or its name decides; a page in a matched folder is still a page."""
    assert kind_of(Block(values=values), docname, config()) == kind


def test_a_folder_of_notes_is_asked_for() -> None:
    """``notes_match`` names folders."""
    assert kind_of(Block(), "notes/x/a", config(match=["notes/**"])) == "note"


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("a\n\n<br>\nb", "a\n\n\nb"),
        ("a\n\n<br/>\nb", "a\n\n\nb"),
        ("<BR />  \n# b", "\n# b"),
        ("a\n<br>\nb", "a\n<br>\nb"),
        ("a\n\n<br>\n\nb", "a\n\n<br>\n\nb"),
        ("```\n\n<br>\nb\n```", "```\n\n<br>\nb\n```"),
        ("~~~\n```\n\n<br>\nb\n~~~\n\n<br>\nc", "~~~\n```\n\n<br>\nb\n~~~\n\n\nc"),
        (":::{note}\n\n<br>\nb\n:::", ":::{note}\n\n\nb\n:::"),
        ("a <br> b", "a <br> b"),
        ("    <br>\nb", "    <br>\nb"),
        ("", ""),
    ],
)
def test_a_break_swallows_no_text(text: str, loose: str) -> None:
    """A ``<br>`` on a line of its own before text becomes a blank line, except in code or a paragraph."""
    assert loosen_breaks(text) == loose


@given(st.lists(st.sampled_from(["<br>", "a", "", "```", "~~~~", ":::"])).map("\n".join))
def test_loosening_breaks_keeps_the_lines(text: str) -> None:
    """The function is idempotent, and doesn't change the number of lines."""
    assert loosen_breaks(text).count("\n") == text.count("\n")
    assert loosen_breaks(loosen_breaks(text)) == loosen_breaks(text)


def test_keys_of_others_are_none_of_ours() -> None:
    """The two tables of keys are disjoint."""
    found, faults = understand(Block(values=cast("dict[str, Any]", dict.fromkeys(FOREIGN, "x"))), Settings())
    assert not faults
    assert found == understand(Block(), Settings())[0]


def test_a_foreign_key_with_a_wrong_tag_is_left_as_a_text() -> None:
    """Older MyST aborts the build at a value that doesn't match its tag."""
    block = markdown("---\ntitle: A\norphan: !!binary xx\n---\n\nWords.\n")
    head = block.rest.split("---")[1]
    assert yaml.safe_load(head) == {"orphan": "xx"}
