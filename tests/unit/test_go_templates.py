"""Templates in Go's language, as Hugo's shortcodes have them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from sphinx_research_notes.importers.hugo.gotemplates.interpreter import Budget, Interpreter
from sphinx_research_notes.importers.hugo.gotemplates.layouts import formatted, with_moments
from sphinx_research_notes.importers.hugo.gotemplates.patterns import may_take_long
from sphinx_research_notes.importers.hugo.gotemplates.values import Unknown, lowered

pytestmark = pytest.mark.once

VALUES = {"a": "<b>", "list": [3, 1, 2], "map": {"z": 1, "b": {"c": 2.0}}, "no": None,
          "rows": [{"k": "", "n": 2}, {"k": "q", "n": 1}]}  # fmt: skip
PARTIALS = {
    "cube": "{{ return (mul . . .) }}",
    "shown.html": "<i>{{ .x }}</i>",
    "again.html": '{{ partial "again" . }}',
}


def shown(template: str) -> str:
    """Return what *template* shows."""
    return Interpreter({"site": VALUES}, PARTIALS.get).run(template, VALUES)


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("x {{- /* a }} b */ -}} y", "xy"),
        ("x {{- `a`}} {{ 1 -}} y", "xa 1y"),
        ("{{ .a }}{{ .a | safeHTML }}", "&lt;b&gt;<b>"),
        ("{{ with .no }}x{{ else with .a }}{{ . | safeHTML }}{{ else }}y{{ end }}", "<b>"),
        ("{{ if and .a (eq (len .list) 3) }}y{{ else if .z }}z{{ end }}", "y"),
        ("{{ with try (add 1 2) }}{{ with .Err }}no{{ else }}{{ .Value }}{{ end }}{{ end }}", "3"),
        ("{{ with try (unknown 1) }}{{ .Value }}{{ end }}", None),
        ("{{ or .no 0 .a | safeHTML }}{{ and .a .no }}", "<b>"),
        ("{{ range $i, $e := .list }}{{ if $i }}, {{ end }}{{ add $e 1 }}{{ end }}", "4, 2, 3"),
        ("{{ range .list }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ . }}{{ end }}", "32"),
        ("{{ range .list }}{{ break }}{{ end }}{{ range .no }}x{{ else }}none{{ end }}", "none"),
        ("{{ range $k, $v := .map }}{{ $k }};{{ end }}{{ .map.b.c }}{{ .map.none.x }}", "b;z;2"),
        (
            '{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}{{ $m := dict "k" "v" }}{{ $m.k }}',
            "2v",
        ),
        ('{{ (index .map "b").c }}{{ index .list 1 }}{{ index .list 9 }}', "21"),
        ('{{ define "t" }}[{{ . }}]{{ end }}{{ template "t" 1 }}{{ block "u" 2 }}{{ . }}{{ end }}', "[1]2"),
        ('{{ partial "cube" 2 }}{{ partial "shown.html" (dict "x" .a) }}', "8<i>&lt;b&gt;</i>"),
        (
            '{{ define "_partials/inline.html" }}{{ return (slice . 1) }}{{ end }}{{ partial "inline" 2 }}',
            "[2 1]",
        ),
        ('{{ $s := newScratch }}{{ $s.Set "a" 1 }}{{ $s.Add "a" 2 }}{{ $s.Get "a" }}', "3"),
        ('{{ where .rows "k" "ne" "" | len }}{{ range sort .rows "n" }}{{ .n }}{{ end }}', "112"),
        (
            '{{ delimit (slice "a" "b" "c") ", " " and " }} {{ first 2 .list }} {{ in .list 3 }}',
            "a, b and c [3 1] true",
        ),
        ('{{ printf "%q-%03d-%.1f-%s-%[1]s%%" "x" 3 1.25 "y" | safeHTML }}', '"x"-003-1.2-y-x%'),
        ('{{ replaceRE `v(\\d)` `<$1>` "v1" | safeHTML }}{{ "A" | lower | printf "%s!" }}', "<1>a!"),
        ('{{ default "d" .no }}{{ cond (gt 2 1) "yes" "no" }}{{ div 7 2 }}{{ div 7 2. }}', "dyes33.5"),
        ('{{ site.map.z }}{{ strings.TrimPrefix "a" "ab" }}{{ urls.JoinPath "/x/" "y" }}', "1b/x/y"),
        (
            '{{ with urls.Parse "https://e.org/a?b#c" }}{{ .IsAbs }}{{ .Path }}{{ .Fragment }}{{ end }}',
            "true/ac",
        ),
        ('{{ merge (dict "a" 1 "b" 1) (dict "b" 2) | jsonify }}', '{"a":1,"b":2}'),
        ('{{ apply (slice "a" "b") "upper" "." }}{{ seq 3 }}{{ "abc" | substr 1 1 }}', None),
        ('{{ apply (slice "a" "b") "upper" "." }}{{ seq 3 }}{{ substr "abc" 1 1 }}', "[A B][1 2 3]b"),
        ('{{ dateFormat "2 January 2006" "2020-03-04" }}', "4 March 2020"),
        ('{{ ((time "2020-03-31").AddDate 0 -1 1).Format "2006-01-02" }}', "2020-03-03"),
        ("{{ print\n  1\n  2\n  -}}  x", "12x"),
        ("a<!-- b {{/* c */}} -->{{ `<!-- d -->` | safeHTML }}", "a<!-- d -->"),
        ("a<!-- {{ .a }}{{ $x := 2 }}{{ `-->` | safeHTML }}{{ if .a }} c {{ end }}-->{{ $x }}", "a2"),
        ("a<!-->b-->c", "ac"),
        ("a<!-- b", None),
        ('{{ define "t" }}y{{ end }}a<!-- {{ template "t" }} -->b', "ab"),
        ('{{ replaceRE "a" "$2" "a" }}', None),
        ('{{ findRE "[[:alpha:]]" "a" }}', None),
        (r'{{ "\q" }}', None),
        ("a<!-- b - c -->", "a"),
        ("{{ .map }}", None),
        ("{{ unheard }}", None),
        ("{{ .a.b }}", None),
        ('{{ errorf "no" }}', None),
        ('{{ partial "none" . }}', None),
        ('{{ partial "again" . }}', None),
        ("{{ if .a }}x", None),
        ("{{ .a", None),
        ("{{ (.a }}", None),
        ("x {{ end }}", None),
    ],
)
def test_what_is_shown(template: str, made: str | None) -> None:
    """They show what Go shows; what isn't known here, or is no template, ends them."""
    if made is None:
        with pytest.raises(Unknown):
            shown(template)
    else:
        assert shown(template) == made


@pytest.mark.parametrize(
    "template",
    [
        "{{ range seq 2000 }}{{ range seq 2000 }}{{ end }}{{ end }}",
        '{{ $x := "aaaaaaaa" }}{{ range seq 100 }}{{ $x = printf "%s%s" $x $x }}{{ end }}',
        '{{ replaceRE `(a+)+b` "x" (strings.Repeat 1000 "a") }}',
        "{{ if 1 }}" * 5000,
        "{{ " + "(" * 5000,
        "{{ " * 50_000,
        "{{ `" * 50_000,
        "{{/*" * 20_000,
        "<!--" * 37_500,
        '{{ printf "%9999999999d" 1 }}',
        '{{ printf "%.999999999f" 1.5 }}',
        "{{ $x := 9999 }}{{ range 60 }}{{ $x = mul $x $x }}{{ end }}",
        '{{ $x := strings.Repeat 90000 "aaaaaaaaaa" }}{{ range 200000 }}{{ $y := upper $x }}{{ end }}',
        '{{ $x := strings.Repeat 90000 "aaaaaaaaaa" }}{{ strings.Repeat 90000 $x }}',
        "{{ $x := slice 1 }}{{ range 60 }}{{ $x = slice $x $x }}{{ end }}{{ $x }}",
        "{{ $x := slice 1 }}{{ range 60 }}{{ $x = slice $x $x }}{{ end }}{{ jsonify $x }}",
        "{{ $x := seq 2000 }}{{ range 6 }}{{ $x = append $x $x }}{{ end }}{{ intersect $x (append 0 $x) }}",
    ],
)
def test_limits(template: str) -> None:
    """No template takes minutes, or all memory."""
    start = time.perf_counter()
    with pytest.raises(Unknown):
        shown(template)
    assert time.perf_counter() - start < 5


def test_limit_of_an_import() -> None:
    """Together they take no minutes, either."""
    budget = Budget(taken=10**9)
    with pytest.raises(Unknown):
        Interpreter(budget=budget).run("x", None)


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        ("Mon, 02 Jan 2006 15:04:05 -0700", "Wed, 04 Mar 2020 17:06:07 +0000"),
        ("January 2, 06 3:04 PM", "March 4, 20 5:06 PM"),
        (":date_long", "March 4, 2020"),
        ("2006-01-02T15:04:05Z07:00", "2020-03-04T17:06:07Z"),
    ],
)
def test_layouts(layout: str, text: str) -> None:
    """A layout is how a certain moment is written."""
    assert formatted(datetime(2020, 3, 4, 17, 6, 7, tzinfo=UTC), layout) == text


def test_arguments_are_not_code() -> None:
    """What a template shows is not run again."""
    given: dict[str, Any] = {"x": "{{ errorf `no` }}"}
    assert Interpreter().run("{{ .x }}", given) == "{{ errorf `no` }}"


@pytest.mark.parametrize(
    ("expression", "text", "takes_long"),
    [
        ("(a+b?)+c", "a" * 40, True),
        (r"(\w|\d)+$", "a" * 40, True),
        ("((a)+)+", "a", True),
        ("a*a*a*b", "a" * 9000, True),
        ("a*a*a*b", "a\n" * 4500, False),
        ("[^b]*a*a*b", "a\n" * 4500, True),
        (r"(.|\n)*?x", "a" * 5000, False),
        (r"(ab)+[)(+]+\(+", "a" * 50, False),
        (r"\[(.+?)\]\((.+?)\)", "a" * 1500, False),
        ("(", "a", False),
    ],
)
def test_expressions_that_may_take_long(expression: str, text: str, *, takes_long: bool) -> None:
    """What could match in very many ways isn't tried."""
    assert may_take_long(expression, text) is takes_long


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("{{ if .no }}a{{ else }}b{{ end }}{{ if .yes }}c{{ end }}{{ if .zero }}d{{ end }}", "bc"),
        ('{{ eq .yes true }} {{ eq .no "false" }} {{ eq .ten 10 }} {{ ne .no true }}', "true true true true"),
        ('{{ len (where .rows "n" "ne" true) }}{{ gt .ten .nine }}{{ lt .nine 10 }}', "1truetrue"),
        ('{{ range sort .rows "w" }}{{ .w }} {{ end }}', "9 10 "),
        ('{{ default "x" .no }} {{ default "x" .none }} {{ default true false }}', "false x false"),
        ("{{ .ten }} {{ .ten | printf `%04d` }} {{ add .ten 1 }}", "10 0010 11"),
    ],
)
def test_values_without_quotes(template: str, made: str) -> None:
    """True, false and numbers in front matter are such."""
    values = {"yes": "true", "no": "false", "zero": "0", "ten": "10", "nine": "9",
              "rows": [{"n": "true", "w": "10"}, {"n": "false", "w": "9"}]}  # fmt: skip
    assert Interpreter().run(template, lowered(values, is_plain=True)) == made


def test_data_that_has_itself() -> None:
    """What YAML has in several places by a name is made once."""
    deep: list[Any] = [1]
    for _ in range(60):
        deep = [deep, deep]
    made = with_moments(deep)
    assert made[0] is made[1]
