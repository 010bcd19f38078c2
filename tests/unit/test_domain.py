"""What the environment keeps of notes: emptied and joined document by document, and nobody's objects."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import Any

from sphinx_research_notes.model.extra import Extra, frozen
from sphinx_research_notes.state.domain import NotesDomain, data_of


def domain(**data: Any) -> NotesDomain:
    """A domain that holds *data*."""
    env = SimpleNamespace(domaindata={}, app=None, _app=None)
    found = NotesDomain(env)  # type: ignore[arg-type]
    data_of(env).update(data)  # type: ignore[arg-type]
    return found


def test_a_document_is_forgotten() -> None:
    """Its record and what it was read from; nothing else."""
    ours = domain(records={"a": 1, "b": 2}, readings={"a": 3}, files={"a": 4}, withheld={"a"})
    ours.clear_doc("a")
    ours.clear_doc("unknown")
    assert (ours.data["records"], ours.data["readings"]) == ({"b": 2}, {})
    assert (ours.data["files"], ours.data["withheld"]) == ({"a": 4}, {"a"})


def test_what_readers_found_is_joined() -> None:
    """Of the documents that they read, whatever else they know."""
    ours, theirs = (
        domain(records={"a": 1}),
        domain(records={"a": 9, "b": 2}, readings={"b": 3}, files={"x": 4}),
    )
    ours.merge_domaindata({"b"}, theirs.data)
    assert ours.data["records"] == {"a": 1, "b": 2}
    assert (ours.data["readings"], ours.data["files"]) == ({"b": 3}, {"x": 4})


def test_it_has_no_objects() -> None:
    """For inventories, the search and the role ``any``."""
    ours: Any = domain(records={"a": 1})
    assert list(ours.get_objects()) == []
    assert ours.resolve_any_xref(None, "a", None, "b", None, None) == []
    assert (ours.roles, ours.directives, ours.object_types, ours.indices) == ({}, {}, {}, [])


def test_two_environments_share_nothing() -> None:
    """Each starts with its own."""
    one, other = domain(), domain()
    one.data["records"]["a"] = 1
    assert other.data["records"] == {}


def test_added_values() -> None:
    """A mapping that comes out of the environment as it went in, and can be compared."""
    extra = Extra((("stars", 3), ("names", frozen(["a", ["b"]]))))
    assert dict(extra) == {"stars": 3, "names": ("a", ("b",))}
    assert pickle.loads(pickle.dumps(extra)) == extra
    assert hash(extra) == hash(Extra((("stars", 4), ("names", ()))))
    assert Extra() == {}
