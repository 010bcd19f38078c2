"""Redirects from the lists that WordPress made to those that are made here."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ...model.taxonomy import slug
from ..redirects import redirect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..records import TextFile
    from .addresses import Place
    from .export import Label

#: Kinds of labels, each with the first step of its lists, and with the lists here.
KINDS = {"category": ("category", "categories"), "post_tag": ("tag", "tags")}
#: As many posts WordPress shows on a page unless it is told otherwise; the export doesn't tell.
_PER_PAGE = 10


def archive_pages(
    places: Sequence[Place], authors: Mapping[str, str], path: str, terms: Sequence[Label] = ()
) -> list[TextFile]:
    """Return the files that lead from the old lists, and their further pages, to those in the folder *path*.

    *authors*: user names, which are in addresses, to names; *terms*: the labels of the site.
    """
    parents = parents_in(terms)
    found: dict[str, tuple[str, str]] = {}
    # Categories that only have others.
    around: dict[str, tuple[str, str]] = {}
    counts: Counter[str] = Counter()
    for place in (each for each in places if each.is_note and not each.is_hidden):
        lists = {"": ("index.html", "Home")}
        outer: dict[str, tuple[str, str]] = {}
        for label in place.item.labels:
            if label.domain in KINDS and label.slug:
                target = f"{path}/{KINDS[label.domain][1]}/{slug(label.name)}.html", label.name
                lists |= dict.fromkeys(steps_of(label, parents), target)
                chain = chain_of(label.slug, parents)[:-1] if label.domain == "category" else []
                for number, each in enumerate(chain, 1):
                    every = f"{path}/categories/index.html", each
                    outer |= dict.fromkeys(
                        (f"category/{each}", f"category/{'/'.join(chain[:number])}"), every
                    )
        if name := authors.get(place.item.author):
            lists[f"author/{author_step(place.item.author)}"] = f"{path}/authors/{slug(name)}.html", name
        if date := place.item.date:
            year = f"{path}/{date:%Y}.html", f"{date:%Y}"
            lists |= dict.fromkeys((f"{date:%Y}", f"{date:%Y/%m}", f"{date:%Y/%m/%d}"), year)
        found |= lists
        around |= outer
        counts.update({*lists, *outer})
    taken = {place.address.strip("/") for place in places}
    addresses = {
        f"{old}/page/{number}".lstrip("/") if number > 1 else old: target
        for old, target in (around | found).items()
        for number in range(1, -(-counts[old] // _PER_PAGE) + 1)
    }
    return [redirect(f"/{old}/", *addresses[old]) for old in sorted(addresses) if old and old not in taken]


def parents_in(terms: Sequence[Label]) -> dict[str, str]:
    """Return the category that each category is in, by their slugs."""
    return {unquote(each.slug): unquote(each.parent) for each in terms if each.parent}


def chain_of(name: str, parents: Mapping[str, str]) -> list[str]:
    """Return the categories around the one with the slug *name*, the outermost first, and itself."""
    chain = [unquote(name)]
    while (parent := parents.get(chain[0], "")) and parent not in chain:
        chain.insert(0, parent)
    return chain


def steps_of(label: Label, parents: Mapping[str, str]) -> list[str]:
    """Return the addresses of the list of *label*, without slashes; WordPress leads on from the first."""
    kind = KINDS[label.domain][0]
    chain = chain_of(label.slug, parents) if label.domain == "category" else [unquote(label.slug)]
    return list(dict.fromkeys((f"{kind}/{chain[-1]}", f"{kind}/{'/'.join(chain)}")))


def author_step(login: str) -> str:
    """Return what stands for the user *login* in addresses, as ``sanitize_title`` of WordPress makes it."""
    kept = re.sub(r"[^\w\s.@-]", "", login.lower())
    return re.sub(r"[\s.@-]+", "-", kept).strip("-")
