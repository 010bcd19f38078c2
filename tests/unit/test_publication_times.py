"""The time in which a note is shown: bounds, zones, spellings, and what is unclear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sphinx_research_notes.config import NotesConfig, _now, parsed, set_clock
from sphinx_research_notes.frontmatter.block import Block
from sphinx_research_notes.frontmatter.extract import block_of
from sphinx_research_notes.frontmatter.schema import understand
from sphinx_research_notes.frontmatter.settings import Settings
from sphinx_research_notes.frontmatter.syntax import Syntax
from sphinx_research_notes.model.note import Visibility
from sphinx_research_notes.model.times import Clock
from sphinx_research_notes.options import OPTIONS
from sphinx_research_notes.visibility.hidden_parts import hidden_parts
from sphinx_research_notes.visibility.rules import hides_file
from sphinx_research_notes.visibility.rules import understand as understand_document

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def settings(now: datetime = NOW, **changes: Any) -> Settings:
    """Return settings with a clock."""
    return Settings(clock=Clock(now), **changes)


def config(**changes: Any) -> NotesConfig:
    """Return a configuration with a clock, and *changes* to the parsed options."""
    values = {option.name: option.check(option.default) for option in OPTIONS} | {"drafts": False}
    return parsed(values | changes, clock=Clock(NOW))


def is_shown(values: dict[str, Any], now: datetime = NOW, **changes: Any) -> bool:
    """Return whether a note with these values is public; there must be no fault."""
    front, faults = understand(Block(values=values), settings(now, **changes))
    assert faults == []
    return front.visibility is Visibility.PUBLIC


@pytest.mark.parametrize(
    ("value", "zone", "begins"),
    [
        ("2026-04-01", UTC, "2026-04-01T00:00+00:00"),
        ("2026-04-01", PARIS, "2026-03-31T22:00+00:00"),
        ("2026-04-01 09:30", PARIS, "2026-04-01T07:30+00:00"),
        ("2026-04-01 09:30:15", UTC, "2026-04-01T09:30:15+00:00"),
        ("2026-04-01T09:30:00+09:00", PARIS, "2026-04-01T00:30+00:00"),
        ("2026-04-01T09:30:00Z", PARIS, "2026-04-01T09:30+00:00"),
        ("Apr 1, 2026", UTC, "2026-04-01T00:00+00:00"),
        ("1775001600", UTC, "2026-04-01T00:00+00:00"),
    ],
)
def test_bounds(value: str, zone: Any, begins: str) -> None:
    """A note is shown from its publish date, inclusive, until its expiry date, exclusive."""
    moment, second = datetime.fromisoformat(begins), timedelta(seconds=1)
    for now, has_come in ((moment - second, False), (moment, True), (moment + second, True)):
        assert is_shown({"publish_date": value}, now, zone=zone) is has_come
        assert is_shown({"expiry_date": value}, now, zone=zone) is not has_come


PAST, FUTURE = "2026-04-01", "2026-06-01"


@pytest.mark.parametrize(
    ("values", "visibility"),
    [
        ({"publish_date": PAST, "expiry_date": FUTURE}, Visibility.PUBLIC),
        ({"publish_date": FUTURE, "expiry_date": PAST}, Visibility.DRAFT),
        ({"publish_date": [PAST, FUTURE]}, Visibility.DRAFT),
        ({"publishDate": PAST, "publish-date": FUTURE}, Visibility.DRAFT),
        ({"expiry_date": [PAST, FUTURE]}, Visibility.DRAFT),
        ({"publish_date": ""}, Visibility.PUBLIC),
        ({"expiry_date": None}, Visibility.PUBLIC),
        ({"visibility": "unlisted", "publish_date": PAST}, Visibility.UNLISTED),
        ({"visibility": "unlisted", "publish_date": FUTURE}, Visibility.DRAFT),
        ({"private": "true", "publish_date": FUTURE}, Visibility.PRIVATE),
        ({"draft": "true", "publish_date": PAST}, Visibility.DRAFT),
        ({"date": FUTURE}, Visibility.PUBLIC),
        ({"published": FUTURE}, Visibility.PUBLIC),
        *(({name: FUTURE}, Visibility.DRAFT) for name in (
            "publish_date", "publishDate", "publish-date", "PUBLISHDATE", "**publish_date**")),
        *(({name: PAST}, Visibility.DRAFT) for name in (
            "expiry_date", "expiryDate", "expiry-date", "expireDate", "unpublishDate",
            "unpublish_date", "unpublish-date", "hugo_expiryDate")),
        ({"params": {"expiryDate": PAST}}, Visibility.DRAFT),
        ({"params": {"expiryDate": FUTURE}}, Visibility.PUBLIC),
        ({"cascade": [{"publishDate": FUTURE}]}, Visibility.DRAFT),
        ({"extra": {"meta": {"publish_date": PAST}}}, Visibility.PUBLIC),
    ],
)  # fmt: skip
def test_keys(values: dict[str, Any], visibility: Visibility) -> None:
    """However the keys are spelled, of several dates the strictest is used; a future date alone publishes."""
    front, faults = understand(Block(values=values), settings())
    assert (front.visibility, faults) == (visibility, [])


@pytest.mark.parametrize("value", ["soon", "2026-13-01", "never", "true", {"a": "b"}])
@pytest.mark.parametrize("key", ["publish_date", "expiryDate"])
def test_what_is_no_date_hides(key: str, value: Any) -> None:
    """In doubt, the note is kept back, with a warning; so is one with a misspelt key."""
    front, (fault,) = understand(Block(values={key: value}), settings())
    assert front.visibility is Visibility.DRAFT
    assert fault.subtype == "visibility"
    assert fault.message.startswith(f"{key}: expected a")
    assert fault.message.endswith("; treating as a draft")
    for name in ("publih_date", "Publish Date", "_expiry_date"):
        front, (fault,) = understand(Block(values={name: PAST}), settings())
        assert (front.visibility, fault.subtype) == (Visibility.DRAFT, "visibility")


def test_the_date_of_a_note() -> None:
    """A publish date is the date of a note that has no other."""
    for values, day in (
        ({}, PAST),
        ({"date": "2026-01-02"}, "2026-01-02"),
        ({"published": "2026-01-03"}, "2026-01-03"),
    ):
        front = understand(Block(values={"publish_date": PAST, **values}), settings())[0]
        assert front.date is not None
        assert front.date.iso == day


@pytest.mark.parametrize(
    ("values", "docname", "shown"),
    [
        ({"date": FUTURE}, "notes/a", False),
        ({"date": PAST}, "notes/a", True),
        ({}, "notes/2026-06-01-a", False),
        ({}, "notes/2026-06-01-a/index", False),
        ({}, "notes/2026-04-01-a", True),
        ({"date": PAST}, "notes/2026-06-01-a", True),
        ({"date": FUTURE, "publish_date": PAST}, "notes/a", True),
        ({"date": FUTURE, "expiry_date": FUTURE}, "notes/a", False),
        ({"published": FUTURE}, "notes/a", False),
        ({"updated": FUTURE}, "notes/a", True),
        # What can't be read may be in the future.
        ({"date": "2030-02-30"}, "notes/a", False),
        ({"date": "some day"}, "notes/2026-04-01-a", False),
        ({"date": "some day", "publish_date": PAST}, "notes/a", True),
        ({"date": ""}, "notes/a", True),
    ],
)
def test_notes_future(values: dict[str, Any], docname: str, shown: bool) -> None:
    """With "hide", a date in the future hides, also in a file name, unless there is a publish date."""
    for option, result in (("publish", True), ("hide", shown)):
        project = config(future=option)
        front = understand_document(Block(values=values), docname, project)[0]
        assert project.shows(front.visibility) is result


def test_only_what_depends_on_a_date_asks_the_clock() -> None:
    """A note without such keys doesn't, nor one that something else hides."""
    for values, asked in (
        ({"date": FUTURE, "title": "T"}, 0),
        ({"publish_date": PAST, "expiry_date": FUTURE}, 2),
        ({"publish_date": FUTURE, "draft": "true"}, 0),
        ({"expiry_date": ""}, 0),
    ):
        front = settings()
        understand(Block(values=values), front)
        assert len(front.clock.asked) == asked, values


#: Heads of an entry, with a date in the future.
HEADS = (
    ":publish_date: 2026-06-01", ":publishDate: 2026-06-01 10:00", ":publish-date: 2026-06-01",
    ":publishd_ate: 2026-06-01", ":tags: a\n:publish_date: 2026-06-01", "publish_date: 2026-06-01",
    "---\npublish_date: 2026-06-01\n---", "\n:publish_date: 2026-06-01", ":publish_date: soon",
    "x\n\nx\n\n:publish_date: 2026-06-01", ":expiry_date: 2026-04-01", ":expiryDate: 2026-04-01",
    ":unpublish_date: 2026-04-01", ":exipry_date: 2026-04-01", "---\nexpiryDate: 2026-04-01\n---",
)  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_entries(head: str) -> None:
    """The options of an entry count too, as loosely as the others that hide; within its time it is shown."""
    source = f"# Stream\n\n```{{entry}} 2026-01-02\n{head}\n\nText.\n```\n"
    assert [(part.first, part.last) for part in hidden_parts(source, Syntax.MARKDOWN, config())] == [
        (3, source.count("\n"))
    ]
    if "soon" not in head and "d_ate" not in head and "exip" not in head:
        shown = source.replace("2026-06", "2026-02").replace("2026-04", "2026-07")
        assert hidden_parts(shown, Syntax.MARKDOWN, config()) == []
    rst = "Stream\n======\n\n.. entry:: 2026-01-02\n   {}\n\n   Text.\n"
    if not head.startswith(("---", "x", "\n", "publish")):
        head = head.replace("\n", "\n   ")
        assert len(hidden_parts(rst.format(head), Syntax.RST, config())) == 1


@pytest.mark.parametrize(
    "beside", ["2026-06-01", "2026-06-01 10:00", "On it, 2026-06-01", "2026-06-01: On it", "Jun 1, 2026"]
)
def test_entries_in_the_future(beside: str) -> None:
    """With ``notes_future = "hide"``, the date of an entry counts, unless it has a publish date."""
    sources = {
        Syntax.MARKDOWN: f"# Stream\n\n```{{entry}} {beside}\nOPTION\nText.\n```\n",
        Syntax.RST: f"Stream\n======\n\n.. entry:: {beside}\nOPTION\n\n   Text.\n",
    }
    for syntax, source in sources.items():
        for future, option, count in (
            ("hide", "", 1),
            ("publish", "", 0),
            ("hide", ":publish_date: 2026-02-01", 0),
        ):
            text = source.replace("OPTION", f"   {option}" if syntax is Syntax.RST else option)
            assert len(hidden_parts(text, syntax, config(future=future))) == count, (syntax, future, option)
        assert (
            hidden_parts(source.replace("OPTION", "").replace("2026", "2025"), syntax, config(future="hide"))
            == []
        )


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("---\npublish_date: 2026-06-01\n---\n\nx\n", True),
        ("---\npublish_date: 2026-04-01\n---\n\nx\n", False),
        ("---\nexpiryDate: 2026-04-01\n---\n\nx\n", True),
        ("---\nexpiry-date: 2026-04-01\n---\n\nx\n", True),
    ],
)
def test_files_that_are_no_documents(text: str, hidden: bool) -> None:
    """A file that a page includes is hidden outside its time."""
    assert hides_file(block_of(text, Syntax.MARKDOWN), "parts/a", config()) is hidden


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\npublish_date: 2026-06-01\n\nText.\n",
        "Text.\n\n**Expiry-Date:** 2026-04-01 10:00\n",
        '{"a": 1}\n\nexpiryDate = "2026-04-01"\n\nText.\n',
    ],
)
def test_a_date_outside_of_front_matter_keeps_the_file_back(text: str) -> None:
    """Its author believes it hidden; a sentence about such a date is text."""
    assert block_of(text, Syntax.MARKDOWN).unreadable is not None
    assert block_of(text.replace("2026", "in 2026 or"), Syntax.MARKDOWN).unreadable is None


def test_the_clock_remembers_who_asked() -> None:
    """What is asked within a block is asked by those around it too."""
    clock, other = Clock(NOW), NOW + timedelta(days=1)
    assert clock.has_come(NOW)
    with clock.listening() as asked:
        assert not clock.has_come(other)
    assert asked == {other}
    assert clock.asked == {NOW, other}
    assert clock.answers(clock.asked) == ((NOW, True), (other, False))
    assert not clock.differs(clock.answers(clock.asked))
    clock.now = other
    assert clock.differs(((NOW, True), (other, False)))
    clock.forget()
    assert clock.asked == frozenset()


def test_each_build_of_a_live_server_reads_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a build it stands still; an application that builds again sets it first."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    clock = Clock(NOW)
    monkeypatch.setattr("sphinx_research_notes.config.notes_config", lambda config: config)
    project: Any = type("Project", (), {})()
    project.config = type("Config", (), {})()
    project.config.settings = Settings(clock=clock)
    for expected in (NOW, datetime.fromtimestamp(1_700_000_000, UTC)):
        assert set_clock(project, None, set(), set(), set()) == []
        assert clock.now == expected


@pytest.mark.parametrize(("epoch", "year"), [("-99999999999", 1), ("253402300800", 9999), ("0", 1970)])
def test_any_number_is_a_time(monkeypatch: pytest.MonkeyPatch, epoch: str, year: int) -> None:
    """A clock before the first year or after the last is at its end."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert _now().year == year
