"""A generated page, and what stands around each list on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils.utils import new_document

from ..directives.epigraph import epigraph_node
from .transforms.article import epigraph_figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes

    from ..build.site import Site
    from ..model.note import Author
    from .presenter import Presenter


@dataclass(frozen=True, slots=True)
class Generated:
    """A generated page."""

    name: str
    #: Its fingerprint: everything it shows of notes. The page is rewritten when this changes.
    shown: object
    #: Returns its title and body; called only if it is written.
    make: Callable[[Presenter], tuple[str, str]]
    #: Returns what it says of itself to search engines; called only if it is written.
    describe: Callable[[], str] = str
    #: The author whose notes it lists.
    author: Author | None = None
    #: The full URL of the picture that stands for it, and its alternative text.
    image: tuple[str, str] = ("", "")


def frame(
    site: Site, presenter: Presenter, title: str, inner: str, byline: str = "", *, epigraph: bool = False
) -> str:
    """Return the body of a generated page: title, byline, the site's epigraph if requested, and *inner*."""
    text = site.config.epigraph if epigraph else None
    quote = fragment(presenter, epigraph_figure(epigraph_node(text), presenter.locale)) if text else ""
    return presenter.render(
        "listing-page.html",
        title=title,
        count_text=byline,
        home=presenter.home(),
        epigraph=quote,
        inner=inner,
    )


def fragment(presenter: Presenter, node: nodes.Node) -> str:
    """Render *node* as HTML for the page of *presenter*."""
    builder: Any = presenter.builder
    builder.imgpath = presenter.file_url(builder.imagedir)
    builder.dlpath = presenter.file_url("_downloads")
    builder.current_docname = presenter.page
    builder.secnumbers, builder.fignumbers = {}, {}
    builder.post_process_images(node)
    # As for a whole page. ``render_partial`` also applies docutils' writer transforms, which fail on function
    # descriptions and give admonitions a second title.
    page = new_document(presenter.page, builder.docsettings)
    page += node
    visitor = builder.create_translator(page, builder)
    page.walkabout(visitor)
    return "".join(visitor.fragment)
