"""Find in finished pages what their notes link to."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urldefrag, urlsplit

from ...build.site import site_of
from ...model.note import Visibility
from ...model.urls import web_address
from ...state.records import pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sphinx.application import Sphinx

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


@dataclass(frozen=True, slots=True)
class Linking:
    """A page with public notes, and where their text links to."""

    #: Its public URL.
    source: str
    targets: tuple[str, ...]
    #: The URLs that it had before.
    former: tuple[str, ...] = ()
    #: The last day on which one of its notes is said to have changed, if any is.
    day: date | None = None
    #: A digest of its source.
    digest: str = ""


def linking_pages(app: Sphinx, outdir: Path) -> Iterator[Linking]:
    """Yield the pages of public notes in the finished site in *outdir*, in the order of their documents.

    Unlisted notes are not among them: a webmention would tell of them.
    """
    site = site_of(app.env)
    here = urlsplit(site.addresses.base).netloc.lower()
    for docname, page in sorted(pages(app.env).items()):
        notes = [note for note in page.notes if note.visibility is Visibility.PUBLIC]
        file = outdir / site.addresses.file(docname)
        head_hidden = page.head is not None and page.head.visibility is not Visibility.PUBLIC
        if not notes or head_hidden or not file.is_file():
            continue
        days = [when.day for note in notes if (when := note.last_modified)]
        found = links_in(file.read_text("utf-8", "replace"), here)
        aliases = page.head.aliases if page.head else ()
        former = tuple(f"{site.addresses.base}{quote(alias)}" for alias in aliases)
        source = Path(app.env.doc2path(docname)).read_bytes()
        yield Linking(
            site.addresses.public_url(docname), tuple(found), former, max(days, default=None),
            blake2b(source, digest_size=6).hexdigest(),
        )  # fmt: skip


def vanished(app: Sphinx, outdir: Path, sources: Iterable[str]) -> list[str]:
    """Return those of *sources*, URLs of pages, that are no longer in the finished site in *outdir*.

    Their notes were deleted or hidden since, or have moved without leaving a page there.
    """
    base = site_of(app.env).addresses.base
    here = [(each, unquote(urlsplit(each).path)) for each in sources if each.startswith(base)]
    start = unquote(urlsplit(base).path)
    return [each for each, path in here if not _is_there(outdir, path.removeprefix(start).strip("/"))]


def _is_there(outdir: Path, path: str) -> bool:
    """Whether there is a page for *path* in *outdir*, as servers find it."""
    names = (path, f"{path}/index.html", f"{path}.html") if path else ("index.html",)
    return any((outdir / name).is_file() for name in names)


def links_in(html: str, here: str) -> list[str]:
    """Return the addresses on other hosts than *here* that the notes in a page link to, each once."""
    reader = _Reader()
    reader.feed(html)
    found: dict[str, None] = {}
    for each in reader.found:
        address = urldefrag(web_address(each))[0]
        if address and urlsplit(address).netloc.lower() != here:
            found[address] = None
    return list(found)


class _Reader(HTMLParser):
    """Collects the links in the text of notes, except those that they don't vouch for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        #: The open elements, each with whether it is in the text of a note, and in that of strangers.
        self._open: list[tuple[str, bool, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = set((values.get("class") or "").split())
        _, inside, strange = self._open[-1] if self._open else ("", False, False)
        inside = inside or "e-content" in classes
        strange = strange or bool(classes & {"comments", "live-comments"})
        if tag not in _VOID:
            self._open.append((tag, inside, strange))
        vouched = not {"nofollow", "ugc"} & set((values.get("rel") or "").lower().split())
        if tag == "a" and inside and not strange and vouched and values.get("href"):
            self.found.append(str(values["href"]))

    def handle_endtag(self, tag: str) -> None:
        places = [place for place, (name, _, _) in enumerate(self._open) if name == tag]
        if places:
            del self._open[places[-1] :]
