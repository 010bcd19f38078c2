"""Give names to the permalinks that Sphinx writes, so that screen readers don't read a heading as "Title ¶".

Sphinx has the purpose of the link in its ``title``, in the language of the site, and its sign as the text.
The name of a heading consists of all that is in it, links included, unless it says which part its name is.
"""

from __future__ import annotations

import re

_LINK = re.compile(r'(<a class="headerlink" href="#[^"]*" )(title="([^"]*)")')
_HEADING = re.compile(
    r'<(h[2-6])([^<>]*)>((?:(?!</h[1-6]>).)+?)(<a class="headerlink" href="#([^"]*)")', re.DOTALL
)


def name_permalinks(html: str) -> str:
    """Return the finished page *html* with named permalinks, and headings whose names don't contain them."""
    if 'class="headerlink"' not in html:
        return html
    return _HEADING.sub(lambda found: _named(found, html), _LINK.sub(r'\1\2 aria-label="\3"', html))


def _named(found: re.Match[str], html: str) -> str:
    tag, attributes, text, link, id_ = found.groups()
    name = f"{id_}-heading"
    if "aria-label" in attributes or f'id="{name}"' in html:
        return found[0]
    return f'<{tag}{attributes} aria-labelledby="{name}"><span id="{name}">{text}</span>{link}'
