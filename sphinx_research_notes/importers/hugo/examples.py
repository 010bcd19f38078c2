"""Front matter of pages that show front matter: an example in a shortcode is no stray part of it."""

from __future__ import annotations

import re

from ..front_matter import FrontMatter, read_front_matter

#: The lines between a shortcode that shows code and its end.
_ENCLOSED = re.compile(
    r"(?<=\}\}\n)(?:(?!\{\{[<%]).*\n)+(?=[ \t]*\{\{[<%]\s*/\s*(?:code-toggle|highlight|code)\s*[>%]\}\})"
)


def front_matter_of(text: str) -> FrontMatter:
    """Return the front matter of *text*; an example in a shortcode is no stray part of it."""
    front = read_front_matter(text)
    if not front.fault or "{{" not in text:
        return front
    bare = _ENCLOSED.sub(lambda match: re.sub(r"^(?=\S)", "    ", match[0], flags=re.MULTILINE), text)
    again = read_front_matter(bare)
    if again.fault or not again.is_there:
        return front
    again.body = "\n".join(text.split("\n")[again.body_line - 1 :])
    return again
