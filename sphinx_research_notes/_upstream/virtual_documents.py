"""Pages without a source file in toctrees, as Sphinx has them for its index and its search page.

A toctree may name ``genindex``, ``modindex`` and ``search``, but no other page that an extension makes:
Sphinx warns that the document does not exist, and leaves the entry out. This adds names to its table, which
is not public. Checked on Sphinx 8.2 to 9.1; on a version without the table or the function that reads it,
there are no such entries. It can go when Sphinx lets extensions add names.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sphinx.domains.std import StandardDomain
from sphinx.environment.adapters import toctree

from .patching import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator


class _Table(Mapping[str, tuple[str, str]]):
    """Sphinx's table of docnames and titles by name, with *titles* of pages that no document replaces."""

    def __init__(
        self,
        own: Mapping[str, tuple[str, str]],
        titles: Mapping[str, str],
        documents: Callable[[], Container[str]],
    ) -> None:
        self._own, self._titles, self._documents = own, titles, documents

    def __getitem__(self, name: str) -> tuple[str, str]:
        if name in self._titles and name not in self._documents():
            return name, self._titles[name]
        return self._own[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        yield from (name for name in self._titles if name not in self._documents())

    def __len__(self) -> int:
        return len(list(iter(self)))


@contextmanager
def virtual_documents(
    titles: Mapping[str, str], documents: Callable[[], Container[str]], exists: Callable[[str], bool]
) -> Iterator[None]:
    """Let toctrees name pages with these *titles*, by name, unless one of the *documents* has the name.

    Entries whose page doesn't *exist* in this build are left out.
    """
    own, original = (
        getattr(StandardDomain, "_virtual_doc_names", None),
        getattr(toctree, "_toctree_entry", None),
    )
    if own is None or original is None:
        yield
        return

    def entry(title: str, ref: str, *args: Any) -> Any:
        if ref in titles and ref not in documents() and not exists(ref):
            raise LookupError(ref)  # Sphinx then skips it.
        return original(title, ref, *args)

    table = _Table(own, titles, documents)
    with replaced(StandardDomain, _virtual_doc_names=table), replaced(toctree, _toctree_entry=entry):
        yield
