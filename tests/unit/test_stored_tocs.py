"""Tables of contents that are stored as pickles read like nodes."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from docutils import nodes
from docutils.utils import new_document

from sphinx_research_notes._upstream.stored_tocs import StoredTocs


def toc(text: str) -> nodes.bullet_list:
    """Return a table of contents with *text*."""
    link = nodes.reference("", text, internal=True, refuri="a", anchorname="")
    return nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "", link)))


def loaded() -> StoredTocs:
    """Return tables of contents as a build finds them."""
    tocs = pickle.loads(pickle.dumps(StoredTocs.holding({name: toc(name) for name in "abc"})))
    assert isinstance(tocs, StoredTocs)
    assert {type(dict.__getitem__(tocs, name)) for name in tocs} == {bytes}
    return tocs


def text(value: Any) -> str:
    """Return the text of a node."""
    assert isinstance(value, nodes.bullet_list)
    return value.astext()


def test_reading() -> None:
    """Every way to read a dictionary gives nodes, and the same ones each time."""
    tocs = loaded()
    assert tocs["a"] is tocs["a"] is tocs.get("a")
    assert tocs.get("x") is None
    assert tocs.get("x", 1) == tocs.pop("x", 1) == 1
    for each in (dict(loaded()), {**loaded()}, loaded().copy(), copy.copy(loaded()), copy.deepcopy(loaded()),
                 loaded() | {}, {} | loaded(), dict(loaded().items())):  # fmt: skip
        assert [(name, text(each[name])) for name in each] == [("a", "a"), ("b", "b"), ("c", "c")]
    plain: dict[str, Any] = {}
    plain.update(loaded())
    assert [*map(text, plain.values())] == [*map(text, loaded().values())] == ["a", "b", "c"]
    assert text(loaded().setdefault("a", toc("x"))) == text(loaded().pop("a")) == "a"
    assert text(loaded().popitem()[1]) == "c"
    tocs = loaded()
    assert tocs == tocs.copy()
    assert "a" in tocs
    assert len(tocs) == 3


def test_changes_are_saved() -> None:
    """A changed table of contents is saved anew; the rest is saved as it is."""
    tocs = loaded()
    next(tocs["b"].findall(nodes.reference))["secnumber"] = (1,)
    del tocs["a"]
    tocs["d"] = toc("d")
    before = dict.__getitem__(tocs, "c")
    tocs = pickle.loads(pickle.dumps(tocs))
    assert dict.__getitem__(tocs, "c") == before
    assert [*tocs] == ["b", "c", "d"]
    assert next(tocs["b"].findall(nodes.reference))["secnumber"] == (1,)


def test_reading_what_is_saved() -> None:
    """Once saved, what is loaded is not kept, unless somebody holds it; what is set is."""
    tocs = loaded()
    assert text(tocs["a"]) == "a"
    tocs.store()
    held = tocs["a"]
    assert tocs["a"] is held
    assert {type(dict.__getitem__(tocs, name)) for name in tocs} == {bytes}
    tocs["a"] = toc("x")
    assert tocs["a"] is tocs["a"] is not held
    tocs.keep()
    assert tocs["b"] is tocs["b"]
    assert not isinstance(dict.__getitem__(tocs, "b"), bytes)


def test_an_extension_that_is_gone() -> None:
    """A table of contents with unknown nodes can be removed, as when everything is read again."""
    tocs = StoredTocs.holding({"a": b"cnone_such\nNode\n."})
    assert tocs.pop("a", None) is None
    assert not tocs


def test_shared_documents() -> None:
    """A node that belongs to a document is saved together with the rest, once."""
    document = new_document("a.rst")
    document.reporter = None  # type: ignore[assignment]
    document.settings = None
    tocs = StoredTocs.holding({name: toc(name) for name in "ab"})
    for name in tocs:
        tocs[name].document = document
        next(tocs[name].findall(nodes.reference)).document = document
    tocs = pickle.loads(pickle.dumps(tocs))
    assert tocs["a"].document is tocs["b"].document
