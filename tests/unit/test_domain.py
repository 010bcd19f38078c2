"""The data stored in the environment: cleared and merged document by document, and without objects."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import Any

from sphinx_research_notes.model.extra import Extra, frozen
from sphinx_research_notes.state.domain import NotesDomain, data_of


def domain(**data: Any) -> NotesDomain:
    """Return a domain with *data*."""
    env = SimpleNamespace(domaindata={}, app=None, _app=None)
    found = NotesDomain(env)  # type: ignore[arg-type]
    data_of(env).update(data)  # type: ignore[arg-type]
    return found


def test_a_document_is_forgotten() -> None:
    """The document's record and reading are removed, and nothing else."""
    ours = domain(records={"a": 1, "b": 2}, readings={"a": 3}, files={"a": 4}, withheld={"a"})
    ours.clear_doc("a")
    ours.clear_doc("unknown")
    assert (ours.data["records"], ours.data["readings"]) == ({"b": 2}, {})
    assert (ours.data["files"], ours.data["withheld"]) == ({"a": 4}, {"a"})


def test_what_readers_found_is_joined() -> None:
    """Records and readings are merged only for documents that the reader has read."""
    ours, theirs = (
        domain(records={"a": 1}),
        domain(records={"a": 9, "b": 2}, readings={"b": 3}, files={"x": 4}),
    )
    ours.merge_domaindata({"b"}, theirs.data)
    assert ours.data["records"] == {"a": 1, "b": 2}
    assert (ours.data["readings"], ours.data["files"]) == ({"b": 3}, {"x": 4})


def test_it_has_no_objects() -> None:
    """Inventories, the search and the role ``any`` find nothing."""
    ours: Any = domain(records={"a": 1})
    assert list(ours.get_objects()) == []
    assert ours.resolve_any_xref(None, "a", None, "b", None, None) == []
    assert (ours.roles, ours.directives, ours.object_types, ours.indices) == ({}, {}, {}, [])


def test_two_environments_share_nothing() -> None:
    """Each starts with data of its own."""
    one, other = domain(), domain()
    one.data["records"]["a"] = 1
    assert other.data["records"] == {}


def test_added_values() -> None:
    """Added values survive pickling, and can be compared and hashed."""
    extra = Extra((("stars", 3), ("names", frozen(["a", ["b"]]))))
    assert dict(extra) == {"stars": 3, "names": ("a", ("b",))}
    assert pickle.loads(pickle.dumps(extra)) == extra
    assert hash(extra) == hash(Extra((("stars", 4), ("names", ()))))
    assert Extra() == {}
