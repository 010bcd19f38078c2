"""Which keys withhold a comment from the public, in our thread files and in exports of other systems."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model.suggestions import one_typo
from ..model.values import NO

#: The keys of a thread file with which comment systems withhold a comment.
HIDING = ("draft", "private", "hidden", "spam", "published", "approved", "public", "visible", "status")

#: Keys that withhold a comment unless their value is false, each with ours for it. Letters only.
_FLAGS = {
    **{key: key for key in ("draft", "private", "hidden", "spam", "deleted")},
    **dict.fromkeys(
        ("removed", "erased", "trash", "trashed", "deletedat", "removedat", "deletedon"), "deleted"
    ),
    **dict.fromkeys(("junk", "blocked", "banned", "shadowbanned"), "spam"),
    **dict.fromkeys(("hide", "minimized", "withheld", "unapproved", "rejected"), "hidden"),
    **dict.fromkeys(("hiddenat", "unpublished", "pending", "awaitingmoderation", "shadowed"), "hidden"),
    **dict.fromkeys(("internal", "confidential", "whisper"), "private"),
}
#: Keys that withhold it if their value is false or one of :data:`_HELD`.
_SWITCHES = {
    **{key: key for key in ("published", "approved", "public", "visible", "status")},
    **dict.fromkeys(("accepted", "display", "show", "shown"), "approved"),
    **dict.fromkeys(("state", "moderation", "moderationstatus", "moderationstate"), "status"),
}
#: Keys that withhold it if their value is one of :data:`_HELD`.
_STATES = {
    **dict.fromkeys(("visibility", "privacy", "access"), "private"),
    **dict.fromkeys(("type", "kind"), "status"),
}
#: Values that withhold a comment; Isso calls them 2 and 4.
_HELD = frozenset(
    """spam pending hold held trash trashed posttrashed draft hidden unapproved rejected private deleted
    removed junk awaitingmoderation inmoderation unpublished internal confidential blocked""".split()
)
_ISSO = frozenset({"2", "4"})
_FALSE = NO | {""}


def hiding_key(key: str, value: object) -> str:
    """Return our name of *key* if it withholds its comment by its *value*; empty if it does not.

    In doubt, it does: a typo for such a key counts as the key, and so does one in a mapping.
    """
    if isinstance(value, Mapping):
        return next((found for k, v in value.items() if (found := hiding_key(str(k), v))), "")
    name = re.sub(r"[\W_]", "", key.lower()).removeprefix("comment").removeprefix("is").removeprefix("was")
    word = str(value).strip().lower()
    if name == "mode":
        return "status" if word in _ISSO else ""
    bare = re.sub(r"[\W_]", "", word)
    return (
        (_like(name, _FLAGS) if word not in _FALSE and (value is not None or key in HIDING) else "")
        or (_like(name, _SWITCHES) if word in _FALSE | {"none"} or bare in _HELD else "")
        or (_like(name, _STATES) if bare in _HELD else "")
    )


def _like(name: str, keys: Mapping[str, str]) -> str:
    """Return our name of the key in *keys* that *name* is, or is a typo for; empty if there is none."""
    if name in keys:
        return keys[name]
    typo = (ours for each, ours in keys.items() if each[:1] == name[:1] and one_typo(name, each))
    return next(typo, "") if len(name) > 3 else ""
