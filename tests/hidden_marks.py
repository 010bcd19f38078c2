"""Spellings of hidden parts, as data: how people write, or mistype, a private aside and a hidden entry.

Each is text with ``SECRET`` in place of the hidden text, and ``SEEN`` in place of public text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Words that occur nowhere else.
SECRET, SEEN = "zebrawood", "plainsong"


@dataclass(frozen=True)
class Spelling:
    """One way to write a hidden part."""

    name: str
    #: ``md`` or ``rst``.
    suffix: str
    text: str
    #: Whether it is written as documented, so that there is no warning.
    sound: bool = False


#: Invisible or inconspicuous characters within a word.
UNSEEN = "\x00\x07\x1b\x7f\x9f\u180e\u061c\u034f\u0301\u20dd\ufe0f\u2061\u3164\U000e0020\U000e0101"

#: ``private`` with one typo.
TYPED = (
    "rivate", "pivate", "prvate", "priate", "privte", "privae", "privat", "rpivate", "prviate", "priavte",
    "privtae", "privaet", "prigate", "pribate", "privare", "pprivate", "privvate", "privatee", "privaze",
    "priv\u0430te", "\u0440rivate", "pr\u0456vate", "priv\u03b1te", "pr\xedvate", "pr\u0131vate",
)  # fmt: skip

#: ``draft`` with one typo, and synonyms.
FLAGS = (
    "darft", "drfat", "dratf", "daft", "draf", "drafft", "drat", "dreft", "Drafts", "is-draft", "hidden",
    "hide", "unpublished", "secret", "confidential", "not-public", "non_public", "private note",
    "Private Note", "is_private", "keep private", "prviate note", "publised: false", "pulbished: no",
    "public: false", "publish: false", "visibilty: private", "visiblity: draft", "access: private",
    "who: 'private'",
)  # fmt: skip

#: Names of blocks that hide their content by themselves.
NAMES = (
    "private", "Private", "private-note", "private_note", "privatenote", "note-private", "private-aside",
    "privat-note", "prviate-note", "privte", "notes-private", "private-comment", "private-notes-to-me",
    "secret", "secret-note", "confidential", "draft", "draft-note",
)  # fmt: skip

#: Heads of an aside in Markdown: the text after the fence.
MD_HEADS = {
    "plain": "{note-to-self}\n:private:\n",
    "title": "{note-to-self} A SECRET\n:private:\n",
    "yaml": "{note-to-self}\n---\nprivate: true\n---",
    "yaml bare": "{note-to-self}\nprivate: true\n",
    "toml": "{note-to-self}\n+++\nprivate = true\n+++",
    "equals sign": "{note-to-self}\n:private = true\n",
    "tag": "{note-to-self}\n#private\n",
    "date first": "{note-to-self} T\n:date: 2024-01-02\n:private:\n",
    "long name": "{note-note-to-self}\n:private:\n",
    "capitals": "{Note-To-Self}\n:private:\n",
    "capital option": "{note-to-self}\n:Private:\n",
    "with a value": "{note-to-self}\n:private: true\n",
    "odd value": "{note-to-self}\n:private: please\n",
    "mistyped option": "{note-to-self}\n:pirvate:\n",
    "one colon": "{note-to-self}\n:private\n",
    "colon behind": "{note-to-self}\nprivate:\n",
    "twice": "{note-to-self}\n:private:\n:private:\n",
    "false and true": "{note-to-self}\n:private: true\n:private: false\n",
    "blank line first": "{note-to-self}\n\n:private:\n",
    "two blank lines first": "{note-to-self}\n\n\n:private:\n",
    "after text": "{note-to-self}\nSECRET\n:private:\n",
    "at its end": "{note-to-self}\nSECRET\n\nSECRET\n\nSECRET\n\n:private:",
    "class": "{note-to-self}\n:class: private\n",
    "draft": "{note-to-self}\n:draft: true\n",
    "draft as a flag": "{note-to-self}\n:draft:\n",
    "visibility": "{note-to-self}\n:visibility: private\n",
    "not published": "{note-to-self}\n:published: false\n",
    "blank in braces": "{note-to-self }\n:private:\n",
    "blanks in braces": "{ note-to-self }\n:private:\n",
    "blank before braces": " {note-to-self}\n:private:\n",
    "no braces": "note-to-self\n:private:\n",
    "no braces, blank": " note-to-self\n:private:\n",
    "option beside": "{note-to-self}:private:\n",
    "option beside, blank": "{note-to-self} :private:\n",
    "option and title beside": "{note-to-self} :private: SECRET\n",
    "word beside": "{note-to-self}private\n",
    "word in braces": "{note-to-self private}\n",
    "classes": "{.note-to-self .private}\n",
    "no closing brace": "{note-to-self\n:private:\n",
    "no closing brace, title": "{note-to-self SECRET\n:private:\n",
    "no opening brace": "note-to-self}\n:private:\n",
    "two braces": "{{note-to-self}}\n:private:\n",
    "square": "[note-to-self]\n:private:\n",
    "round": "(note-to-self)\n:private:\n",
    "underscores": "{note_to_self}\n:private:\n",
    "one word": "{notetoself}\n:private:\n",
    "words": "{note to self}\n:private:\n",
    "swapped": "{note-to-sefl}\n:private:\n",
    "a letter less": "{not-to-self}\n:private:\n",
    "a letter more": "{note-to-selff}\n:private:\n",
    "plural": "{notes-to-self}\n:private:\n",
    "other name": "{remark}\n:private:\n",
    "admonition": "{admonition} SECRET\n:private:\n",
    "no-break space": "{note-to-self}\xa0SECRET\n:private:\n",
    "no-break space in braces": "{note-to-self\xa0}\n:private:\n",
    "no-break space before the option": "{note-to-self}\n\xa0:private:\n",
    "zero width in the name": "{note-\u200bto-self}\n:private:\n",
    "zero width in the option": "{note-to-self}\n:pri\u200bvate:\n",
    "zero width before braces": "\u200b{note-to-self}\n:private:\n",
    "soft hyphen": "{note-to-self}\n:priv\xadate:\n",
    "wide braces": "\uff5bnote-to-self\uff5d\n:private:\n",
    "wide colons": "{note-to-self}\n\uff1aprivate\uff1a\n",
    "wide letters": "{note-to-self}\n:\uff50\uff52\uff49\uff56\uff41\uff54\uff45:\n",
    "dashes": "{note\u2010to\u2010self}\n:private:\n",
    "long dashes": "{note\u2013to\u2013self}\n:private:\n",
    "backtick in the title": "{note-to-self} On `x`\n:private:\n",
    "tab before the option": "{note-to-self}\n\t:private:\n",
    "option indented": "{note-to-self}\n    :private:\n",
    "option as a list": "{note-to-self}\n- private: true\n",
    "class beside": "{note-to-self} {.private}\n",
    "classes beside": "{note-to-self} {.a .private}\n",
    "title alone": "{note-to-self} private\n",
    "title in capitals": "{note-to-self} PRIVATE!\n",
    "title in brackets": "{note-to-self} (private) T\n",
    "title in square brackets": "{note-to-self} T [private]\n",
    "title at its end": "{note-to-self} T - private\n",
    "half the word": "{note-to-self}\n:priv:\n",
    "label": "{note-to-self} Private: T\n",
    "attribute": "{note-to-self} private=true\n",
    "hash": "{note-to-self} T #private\n",
    "name says it": "{private-note-to-self}\n",
    "name says it, behind": "{note-to-self-private}\n",
    "name says it, underscores": "{note_to_self_private}\n",
    **{f"unseen {ord(sign):x}": f"{{note-to-self}}\n:pri{sign}vate:\n" for sign in UNSEEN},
    **{f"typed {word}": f"{{note-to-self}}\n:{word}:\n" for word in TYPED},
    "option in bold": "{note-to-self}\n**private**\n",
    **{f"flag {flag}": f"{{note-to-self}}\n:{flag}{'' if ':' in flag else ':'}\n" for flag in FLAGS},
    **{f"by name, {name}": f"{{{name}}}\n" for name in NAMES},
    "two colons": "{note-to-self}\n:: private ::\n",
    "as for a command": "{note-to-self} --private SECRET\n",
    "who": "{note-to-self}\n:audience: private\n",
    **{f"other name, {word}": f"{{remark}}\n:{word}:\n" for word in ("prviate", "privat", "private note")},
    "by class": "{.private}\n",
    "by name, no braces": "private\n",
}

#: Heads of a hidden entry.
ENTRY_HEADS = {
    "draft": "{entry} 2024-02-02\n:draft: true\n",
    "draft as a flag": "{entry} 2024-02-02\n:draft:\n",
    "long name": "{note-entry} 2024-02-02\n:draft: true\n",
    "private": "{entry} 2024-02-02\n:private:\n",
    "visibility": "{entry} 2024-02-02\n:visibility: draft\n",
    "scheduled": "{entry} 2024-02-02\n:publish_date: 2090-01-02\n",
    "scheduled with a time": "{entry} 2024-02-02\n:publishDate: 2090-01-02 10:00\n",
    "scheduled in yaml": "{entry} 2024-02-02\n---\npublish_date: 2090-01-02\n---",
    "scheduled, mistyped": "{entry} 2024-02-02\n:publsh_date: 2090-01-02\n",
    "scheduled late": "{entry} 2024-02-02\n:tags: a\n\nSECRET\n\n:publish_date: 2090-01-02\n",
    "at some time": "{entry} 2024-02-02\n:publish_date: soon\n",
    "expired": "{entry} 2024-02-02\n:expiry_date: 2020-01-02\n",
    "expired, after text": "{entry} 2024-02-02\nSECRET\n:expiryDate: 2020-01-02\n",
    "expired, no colon": "{entry} 2024-02-02\n:expiry_date 2020-01-02\n",
    "unclear": "{entry} 2024-02-02\n:visibility: perhaps\n",
    "not published": "{entry} 2024-02-02\n:published: false\n",
    "status": "{entry} 2024-02-02\n:status: draft\n",
    "yaml": "{entry} 2024-02-02\n---\ndraft: true\n---",
    "yaml bare": "{entry} 2024-02-02\ndraft: true\n",
    "toml": "{entry} 2024-02-02\n+++\ndraft = true\n+++",
    "blank line first": "{entry} 2024-02-02\n\n:draft: true\n",
    "blank lines first": "{entry} 2024-02-02\n\n\n\n:draft: true\n",
    "blank line, yaml": "{entry} 2024-02-02\n\n---\ndraft: true\n---\n",
    "after another option": "{entry} 2024-02-02\n:title: SECRET\n:draft: true\n",
    "after text": "{entry} 2024-02-02\nSECRET\n:draft: true\n",
    "blank in braces": "{entry } 2024-02-02\n:draft: true\n",
    "blanks in braces": "{ entry } 2024-02-02\n:draft: true\n",
    "no blank": "{entry}2024-02-02\n:draft: true\n",
    "no braces": "entry 2024-02-02\n:draft: true\n",
    "no closing brace": "{entry 2024-02-02\n:draft: true\n",
    "swapped": "{enrty} 2024-02-02\n:draft: true\n",
    "plural": "{entries} 2024-02-02\n:draft: true\n",
    "capitals": "{Entry} 2024-02-02\n:Draft: true\n",
    "option beside": "{entry} 2024-02-02 :private:\n",
    "no date": "{entry} SECRET\n:draft: true\n",
    "late": "{entry} 2024-02-02\n:tags: a\n\nSECRET\n\n:draft: true\n",
    "late, private": "{entry} 2024-02-02\nSECRET\n\nSECRET\n\nSECRET\n\n:private:\n",
    "late, as in yaml": "{entry} 2024-02-02\n:tags: a\n\nSECRET\n\ndraft: true\n",
    "late, status": "{entry} 2024-02-02\n:tags: a\n\nSECRET\n\n:status: draft\n",
    "late, not published": "{entry} 2024-02-02\n:tags: a\n\nSECRET\n\npublished: false\n",
    "very late": "{entry} 2024-02-02\n:tags: a\n\n" + "SECRET\n\n" * 40 + ":draft: true\n",
    "class beside": "{entry} 2024-02-02 {.draft}\n",
    "word beside": "{entry} 2024-02-02 draft\n",
    "brackets beside": "{entry} 2024-02-02 (draft)\n",
    "name says it": "{draft-entry} 2024-02-02\n",
    "name says it, behind": "{entry-private} 2024-02-02\n",
    "wide colon": "{entry} 2024-02-02\n:draft\uff1a true\n",
    **{f"flag {flag}": f"{{entry}} 2024-02-02\n:{flag}{'' if ':' in flag else ':'}\n" for flag in FLAGS},
}

#: Opening and closing fences.
FENCES = {
    "backticks": ("```", "```"),
    "four": ("````", "````"),
    "tildes": ("~~~", "~~~"),
    "colons": (":::", ":::"),
    "two backticks": ("``", "``"),
    "two tildes": ("~~", "~~"),
    "two colons": ("::", "::"),
    "none closing": ("```", ""),
    "other closing": ("```", "````"),
    "shorter closing": ("````", "```"),
    "wide": ("\uff40\uff40\uff40", "\uff40\uff40\uff40"),
    "zero width": ("\u200b```", "```"),
    "no-break space": ("\xa0```", "```"),
    "byte-order mark": ("\ufeff```", "```"),
    "blank in colons": (": ::", ":::"),
}

#: Text around a part in Markdown; ``@`` is the part, with the prefix before each of its lines.
PLACES = {
    "by itself": ("", "@"),
    "under a line": ("", "SEEN\n@"),
    "four blanks": ("    ", "@"),
    "tab": ("\t", "@"),
    "three blanks": ("   ", "@"),
    "in a list": ("  ", "- SEEN\n\n@"),
    "in a quotation": ("> ", "> SEEN\n>\n@"),
    "in a div": ("", "<div>\n@\n</div>"),
    "in a div with blanks": ("", "<div>\n\n@\n\n</div>"),
    "in details": ("", "<details><summary>SEEN</summary>\n@\n</details>"),
    "in a comment": ("", "<!--\n@\n-->"),
    "in pre": ("", "<pre>\n@\n</pre>"),
    "in a note": ("", "``````{note}\n@\n``````"),
    "in an unknown directive": ("", "``````{noet}\n@\n``````"),
    "in raw": ("", "``````{raw} html\n@\n``````"),
    "in a list table": ("    ", "``````{list-table}\n* - SEEN\n  - x\n* - SEEN\n  -\n@\n``````"),
    "in python": ("", "``````python\n@\n``````"),
    "in code without an end": ("", "```python\nSEEN\n\n@"),
    "in a code cell": ("", "``````{code-cell}\n@\n``````"),
    "behind an open fence": ("", "```{admonition} `T`\nSEEN\n```\n\n@"),
    "in eval-rst": ("", "``````{eval-rst}\n@\n``````"),
    "in a definition": ("    ", "SEEN\n:   x\n\n@"),
    "in a footnote": ("    ", "SEEN[^1]\n\n[^1]: x\n\n@"),
    "in a comment of MyST": ("% ", "@"),
    "in math": ("", "$$\n@\n$$"),
    "in dots": ("", "..\n@"),
}

#: Text before the fence on its line.
MD_BEFORE = (
    "- [ ] ", "1. [x] ", "[x]: ", "a) ", "\u2022 ", "**Todo** ", "Note: ", "text.", "{.cls}", "(lab)= ", "\\",
    "`a` ", "``a` b`` c ", "[^1]: ", "a | b ", "<!-- ", "&nbsp;", "$x$ ",
)  # fmt: skip

#: Parts marked as private in the syntax of other tools: in lines of their own, in a line, and around lines.
WITHIN = {
    "comment": "<!-- private: SECRET -->",
    "comments": "<!-- private -->SECRET<!-- /private -->",
    "element": "<private>SECRET</private>",
    "role": "{private}`SECRET`",
    "percent signs": "%%SECRET%%",
}
LINES = {
    **WITHIN,
    "percent lines": "%%\n  SECRET\n  %%",
    "Org lines": "#+begin_private\n  SECRET\n  #+end_private",
}
PAIRS = (
    ("<!-- private -->", "<!-- /private -->"),
    ("<!-- begin_private -->", "<!-- end_private -->"),
    ("<!-- private:start -->", "<!-- private:end -->"),
    ("<private>", "</private>"),
    ('<private class="x">', "</private>"),
    ("%%", "%%"),
    ("#+begin_private", "#+end_private"),
    ("#+begin_comment", "#+end_comment"),
)

#: Other ways to write an aside in Markdown, whole.
MD_OTHERS = {
    "callout": "> [!note-to-self]\n> :private:\n>\n> SECRET\n",
    "callout beside": "> [!note-to-self] private\n> SECRET\n",
    "folded callout": "> [!note-to-self]- private\n> SECRET\n",
    "bangs": "!!! note-to-self\n    :private:\n\n    SECRET\n",
    "bangs beside": '!!! note-to-self "private"\n    SECRET\n',
    "questions": "??? note-to-self private\n    SECRET\n",
    "rst": ".. note-to-self::\n   :private:\n\n   SECRET\n",
    "rst, one colon": ".. note-to-self:\n   :private:\n\n   SECRET\n",
    "pandoc": "::: {.note-to-self .private}\nSECRET\n:::\n",
    "pandoc attribute": '::: {.note-to-self private="true"}\nSECRET\n:::\n',
    "liquid": "{% note-to-self private %}\nSECRET\n{% endnote-to-self %}\n",
    "shortcode": "{{< note-to-self private >}}\nSECRET\n{{< /note-to-self >}}\n",
    "only braces": "{note-to-self}\n:private:\n\nSECRET\n",
    "one line": "```{note-to-self} :private: SECRET ```\n",
    "in a table": "| SEEN | x |\n| --- | --- |\n| ```{note-to-self} :private: SECRET``` | x |\n",
    "typographic quotes": "\u2018\u2018\u2018{note-to-self}\n:private:\n\nSECRET\n\u2018\u2018\u2018\n",
    **{
        f"nested {sign} {inner}": f"{sign}{{note-to-self}}\n:private:\n\n{inner}\n{sign}\n\nSECRET\n{sign}\n"
        for sign in ("```", ":::", "~~~")
        for inner in (f"{sign}python", f"{sign}{{note}}", f"{sign}: {{note}} T", f"- {sign}", f"1. {sign}x")
    },
    "nested, option behind": "```{note-to-self}\nSECRET\n\n```python\nx\n```\n\nSECRET\n\n:private:\n```\n",
    "nested longer": ":::{note-to-self}\n:private:\n\n::::{note}\nx\n::::\n\nSECRET\n:::\n",
    "nested twice": ":::{entry} 2024-02-02\n:draft:\n\n:::{note}\n:::{tip}\nx\n:::\n:::\n\nSECRET\n:::\n",
    **{
        f"behind {before}": f"{before}```{{note-to-self}}\n:private:\n\nSECRET\n```\n" for before in MD_BEFORE
    },
    **{
        f"colons behind {before}": f"{before}:::{{note-to-self}}\n:private:\n\nSECRET\n:::\n"
        for before in MD_BEFORE
    },
    **{
        f"behind, {sign}{name}": f"Note: {sign}{name}\n:private:\n\nSECRET\n{sign}\n"
        for sign in ("```", "``", "~~~", ":::", "::")
        for name in (
            "{note-to-sefl}",
            "{note-to-self}",
            "{note-to-self",
            "{note_to_self}",
            "[note-to-self]",
            "{not-to-self}",
            "{.note-to-self}",
            "note-to-self",
            "{private}",
        )
        if sign != "::" or name[0] in "{["
    },
    **{
        f"behind, {name}": f"- [ ] {name}\n:private:\n\nSECRET\n```\n"
        for name in (
            "```note-to-sefl",
            "``note-to-self",
            "{note-to-self}",
            "```{enrty} 2024-02-02",
            "~~~entry",
        )
    },
    "behind, one line": "Note: ```{note-to-sefl} :private: SECRET ```\n",
    "callout by name": "> [!private] SECRET\n> SECRET\n",
    "bangs by name": '!!! private "SECRET"\n    SECRET\n',
    "liquid by name": "{% private %}\nSECRET\n{% endprivate %}\n",
    "colons by name": "::: private\nSECRET\n:::\n",
    "rst by name": ".. private::\n\n   SECRET\n",
    "comment of HTML": "<!-- private: SECRET -->\n\nSEEN <!-- Note to self: SECRET --> SEEN\n",
    "comment of HTML, lines": "<!-- Private\nSECRET\n\nSECRET -->\n\nSEEN\n",
    "comments around": "<!-- private -->\nSECRET\n\nSECRET\n<!-- /private -->\n\nSEEN\n",
    "comments around, words": "<!-- begin private -->\n\nSECRET\n\n<!-- end private -->\n\nSEEN\n",
    "comments around, colon": "SEEN\n\n<!-- private:start -->\n\nSECRET\n\n<!-- private:end -->\n",
    "comments around an aside": (
        "<!-- private -->\nSECRET\n\n```{note-to-self}\n:private:\nSECRET\n```\n\nSECRET\n"
        "<!-- /private -->\n\nSEEN\n"
    ),
    "comment without an end": "SEEN\n\n<!--private-->\nSECRET\n\nSECRET\n",
    "element": "SEEN <private>SECRET</private> SEEN\n",
    "element, lines": "<private>\n\nSECRET\n\n</private>\n\nSEEN\n",
    "element by name": "<note-to-self private>\nSECRET\n</note-to-self>\n\nSEEN\n",
    "element without an end": "SEEN\n\n<private>\nSECRET\n\nSECRET\n",
    "element without an end, its paragraph": "SEEN\n\n<private> SECRET\nSECRET\n\nSEEN\n",
    "element without an end, in an item": "- SEEN\n- <secret>SECRET\n\nSEEN\n",
    "element without an end, under a line": "SEEN\n<private>\nSECRET\n\nSEEN\n",
    **{
        f"percent signs, {name}": text
        for name, text in {
            "tight": "%%SECRET%%\n\nSEEN\n",
            "in prose": "SEEN a %% SECRET %% b, 5%% SEEN\n",
            "behind a percentage": "5%% SEEN %% SECRET %% b\n",
            "behind code": "SEEN `%%` and %%SECRET `%%` SECRET%% SEEN\n",
            "behind a formula": "SEEN $a %% b$ and %%SECRET $%%$ SECRET%% SEEN\n",
            "beside money": "SEEN $5 %%SECRET%% and $6, `$x` %%SECRET%% `y$` SEEN\n",
            "behind a link": "[SEEN](https://x.org/a%%20b)%%SECRET%% https://x.org/ %%SECRET%% SEEN\n",
            "in a cell": "| SEEN | x |\n|---|---|\n| %%SECRET%% | a %% SECRET %% b |\n\nSEEN\n",
            "around a formula": "%%\nSECRET\n\n$$\na %% b\n$$\n\nSECRET\n%%\n\nSEEN\n",
            "without blanks": "SEEN: 日本%%SECRET%%日本, _%%SECRET%%_, (%%SECRET%%). SEEN\n",
            "twice open": "%% a %%b\nSECRET%%, SEEN\n",
        }.items()
    },
    "element behind a placeholder": (
        "SEEN `<private>` \\<private> [SEEN](<private>) <private>SECRET\n\nSECRET</private> SEEN\n"
    ),
    "element around a placeholder": "SEEN <private>SECRET <private> SECRET\n\nSECRET</private> SEEN\n",
    "element with an escaped one": "<private>\nSECRET \\<private> SECRET\n</private>\n\nSEEN\n",
    "block of Org": "#+BEGIN_PRIVATE\nSECRET\n\nSECRET\n#+END_PRIVATE\n\nSEEN\n",
    "comment of Org": "#+begin_comment\nSECRET\n#+end_comment\n\nSEEN\n",
    "drawer": "SEEN\n\n:PRIVATE:\nSECRET\n:END:\n",
    "comment of Obsidian": "%%\nSECRET\n\nSECRET\n%%\n\nSEEN\n",
    "comment of MyST": "SEEN\n\n% private: SECRET\n% SECRET\n",
    "role": "SEEN {private}`SECRET` SEEN\n",
    **{
        f"{name}, above {block.splitlines()[0]}": f"SEEN\n\n{part}\n{block}\n\nSEEN\n"
        for name, part in LINES.items()
        for block in ("```py\nx\n```", "~~~\nx\n~~~", "```{code-block} py\nx\n```")
    },
    **{
        f"{name}, above code in a list": f"- {part}\n  ```py\n  x\n  ```\n\nSEEN\n"
        for name, part in LINES.items()
    },
    **{f"{name}, twice": f"SEEN {part} SEEN {part} SEEN\n" for name, part in WITHIN.items()},
    **{f"{name}, beside": f"SEEN {part} SEEN\nSEEN\n" for name, part in WITHIN.items()},
    **{f"{name}, other letters": f"Größe – SEEN {part} SEEN\tö\n" for name, part in WITHIN.items()},
    **{
        f"{opening}, {name}": f"SEEN\n\n{opening}\n{text}\n\nSEEN\n"
        for opening, closing in PAIRS
        for name, text in {
            "long": "SECRET\n\n" * 250 + closing,
            "end behind text": f"SECRET\n\nSECRET {closing}",
            "end in code": f"a `{closing}`\n\nSECRET\n{closing}",
        }.items()
        if not (opening.startswith("#") and "behind" in name)
    },
    **{
        f"{opening}, text behind its end": f"{opening}\nSECRET\n\nSECRET\n{closing} SEEN\n\nSEEN\n"
        for opening, closing in PAIRS
        if opening != "%%"
    },
    **{
        f"{opening}, nested": f"{opening}\nSECRET\n\n{opening}\nx\n{closing}\n\nSECRET\n{closing}\n\nSEEN\n"
        for opening, closing in PAIRS
        if opening != "%%"
    },
    **{f"{opening}, no end": f"SEEN\n\n{opening}\nSECRET\n\nSECRET\n" for opening, _ in PAIRS},
    **{
        f"comment in {name}": f"`````{{{name}}}{argument}\n<!-- private: SECRET -->\n`````\n\nSEEN\n"
        for name, argument in {
            "csv-table": "",
            "parsed-literal": "",
            "raw": " html",
            "math": "",
            "mermaid": "",
            "graphviz": "",
            "note": "",
            "list-table": "",
        }.items()
    },
    "comment in math": "$$\nx\n% private: SECRET\n$$\n\nSEEN\n",
    "comment behind math": "```{math}\nx % private: SECRET\ny\n```\n\nSEEN\n",
    "comment in code without an end": "SEEN\n\n```py\nx\n\n<!-- private: SECRET -->\n",
    "comment in a quotation": "> SEEN\n>\n> %%\n> SECRET\n> %%\n>\n> SEEN\n",
    "comment in an item": "- %%\n  SECRET\n  %%\n- SEEN\n",
    "comment in two lines": "SEEN\n\n%% SECRET\nSECRET %%\n\nSEEN\n",
    "comment in two lines, a word": "%% private\nSECRET\n%%\n\nSEEN\n",
    "comment of Obsidian around comments": "%%\n%% SECRET\n%%\n\n%% a\n\nSEEN\n\n%%\nSECRET\n%%\n\nSEEN\n",
    "comment of Obsidian, end in a comment": "%%\nSECRET\n\n% SECRET %% SECRET\n\nSEEN\n",
    "comment of Obsidian in a paragraph": "SEEN %%SECRET\nSECRET%% SEEN\n",
    "comment between escaped backticks": "SEEN \\` <!-- private: SECRET --> \\`\n",
    "comment as a link": "SEEN\n\n[//]: # (private: SECRET)\n[comment]: <> (Private SECRET)\n\nSEEN\n",
    "comment with a blank": "SEEN <! -- private: SECRET --> SEEN\n",
    "comment with one dash": "SEEN <!- private: SECRET -> SEEN <!– private: SECRET –> SEEN\n",
    "element, lines in its tag": '<private\n  title="a > b">\n\nSECRET\n\n</private>\n\nSEEN\n',
    "region": (
        "<!-- #region private -->\nSECRET\n\n<!-- #region x -->\nSECRET\n<!-- #endregion -->\n\nSECRET\n"
        "<!-- #endregion -->\n\nSEEN\n"
    ),
    **{
        f"comment with {text}": f"SEEN\n\n<!-- {text} -->\n\nSEEN\n"
        for text in (
            "TODO (private): SECRET",
            "TODO, private: SECRET",
            "SECRET [private]",
            "SECRET #private",
            "my private notes: SECRET",
            "secret: SECRET",
            "confidential: SECRET",
            "private: stop the SECRET",
            "private: start the SECRET",
            "end private: SECRET\nSECRET",
            "== private: SECRET ==",
            "private\nSECRET\n",
            "private: a\n\nSECRET",
            "@ann-private: SECRET",
            "TODO -------- private: SECRET",
            "==================== private: SECRET",
            "one, two, three, four, five, six, seven and eight:\n\nSECRET\n\nprivate: later",
            "one, two, three, four, five, six, seven and eight: SECRET\n- is_private = x",
            "------\nTODO @ann, private: SECRET\n------",
        )
    },
    "entry behind": "Text: ```{entry} 2024-02-02\n:draft:\n\nSECRET\n```\n",
    "comment": "<!-- ```{note-to-self}\n:private:\n\nSECRET\n``` -->\n\nSEEN\n",
    "in a second cell": "| SEEN | x |\n| --- | --- |\n| x | ```{note-to-self} :private: SECRET``` |\n",
    "in an open row": "SEEN | x\n--- | ---\nx | ```{note-to-self} :private: SECRET``` | y\n",
    "entry in rst": ".. entry:: 2024-02-02\n   :draft: true\n\n   SECRET\n",
}

#: The same in reStructuredText.
RST_OTHERS = {
    "role": "SEEN :private:`SECRET`, SEEN\n",
    "roles": "SEEN :private:`SECRET`, SEEN :private:`SECRET` SEEN\n",
    "percent signs": "SEEN\n\n%%\nSECRET\n\nSECRET\n%%\n\nSEEN\n",
    "above code": "SEEN :private:`SECRET`::\n\n   SEEN\n\n.. code-block:: py\n\n   x\n\n:private:`SECRET`\n",
    "in raw": ".. raw:: html\n\n   SEEN <!-- private: SECRET -->\n\nSEEN\n",
    "in math": ".. math::\n\n   x % private: SECRET\n\nSEEN\n",
    "element": "SEEN\n\n<private>SECRET</private>\n\nSEEN\n",
    "element in raw": ".. raw:: html\n\n   <private>SECRET\n   SECRET\n\nSEEN\n",
    "in a literal": ".. parsed-literal::\n\n   SEEN <!-- private: SECRET -->\n\nSEEN\n",
    "in csv": '.. csv-table::\n\n   "SEEN", "<!-- private: SECRET -->", "SEEN"\n\nSEEN\n',
}

#: What stands before the two dots in their line.
RST_BEFORE = (
    ".. [#a] ", ".. [1] ", ":Note: ", "-a  ", "--all  ", ".. _x: ", "a. ", "(b) ", "A) ", "ii. ", "Text ",
    "\\", ".. note:: ", ".. |s| ", "\u2022 ", "``a`` ",
)  # fmt: skip

#: Heads in reStructuredText; the body is indented by three spaces.
RST_HEADS = {
    "plain": ".. note-to-self::\n   :private:\n",
    "title": ".. note-to-self:: SECRET\n   :private:\n",
    "long name": ".. note-note-to-self::\n   :private:\n",
    "capitals": ".. Note-To-Self::\n   :Private:\n",
    "tabs": "..\tnote-to-self::\n   :private:\n",
    "one colon": ".. note-to-self:\n   :private:\n",
    "three colons": ".. note-to-self:::\n   :private:\n",
    "no colons": ".. note-to-self\n   :private:\n",
    "blank before colons": ".. note-to-self ::\n   :private:\n",
    "no blank": "..note-to-self::\n   :private:\n",
    "no blank after": ".. note-to-self::SECRET\n   :private:\n",
    "three dots": "... note-to-self::\n   :private:\n",
    "one dot": ". note-to-self::\n   :private:\n",
    "wide colons": ".. note-to-self\uff1a\uff1a\n   :private:\n",
    "no-break space": "..\xa0note-to-self::\n   :private:\n",
    "zero width": "\u200b.. note-to-self::\n   :private:\n",
    "underscores": ".. note_to_self::\n   :private:\n",
    "swapped": ".. note-to-sefl::\n   :private:\n",
    "other name": ".. remark::\n   :private:\n",
    "admonition": ".. admonition:: SECRET\n   :private:\n",
    "twice": ".. note-to-self::\n   :private:\n   :private:\n",
    "other option twice": ".. note-to-self::\n   :date: 2024-01-02\n   :date: 2024-01-02\n   :private:\n",
    "with a value": ".. note-to-self::\n   :private: true\n",
    "mistyped option": ".. note-to-self::\n   :pirvate:\n",
    "one colon in the option": ".. note-to-self::\n   :private\n",
    "colon behind the option": ".. note-to-self::\n   private:\n",
    "not indented": ".. note-to-self::\n:private:\n",
    "blank line first": ".. note-to-self::\n\n   :private:\n",
    "blank lines first": ".. note-to-self::\n\n\n   :private:\n",
    "after text": ".. note-to-self::\n   SECRET\n   :private:\n",
    "tab before the option": ".. note-to-self::\n\t:private:\n",
    "beside": ".. note-to-self:: :private:\n",
    "class": ".. note-to-self::\n   :class: private\n",
    "draft": ".. note-to-self::\n   :draft:\n",
    "dashes": ".. note\u2010to\u2010self::\n   :private:\n",
    "entry": ".. entry:: 2024-02-02\n   :draft: true\n",
    "entry as a flag": ".. entry:: 2024-02-02\n   :draft:\n",
    "entry, one colon": ".. entry: 2024-02-02\n   :draft: true\n",
    "entry, blank before colons": ".. entry :: 2024-02-02\n   :draft: true\n",
    "entry, blank line first": ".. entry:: 2024-02-02\n\n   :draft: true\n",
    "entry, no blank": "..entry:: 2024-02-02\n   :draft: true\n",
    "entry, swapped": ".. enrty:: 2024-02-02\n   :draft: true\n",
    "entry, private": ".. entry:: 2024-02-02\n   :private:\n",
    "entry, unclear": ".. entry:: 2024-02-02\n   :visibility: perhaps\n",
    "entry, not indented": ".. entry:: 2024-02-02\n:draft: true\n",
    "entry, status": ".. entry:: 2024-02-02\n   :status: draft\n",
    "fence": "```{note-to-self}\n   :private:\n",
    **{f"behind {before}": f"{before}.. note-to-self::\n   :private:\n" for before in RST_BEFORE},
    **{
        f"behind, {name}": f"Text .. {name}:: SECRET\n   :private:\n"
        for name in ("note-to-sefl", "note_to_self", "note-to-self:", "not-to-self", "enrty")
    },
    **{f"flag {flag}": f".. entry:: 2024-02-02\n   :{flag}{'' if ':' in flag else ':'}\n" for flag in FLAGS},
    **{f"by name, {name}": f".. {name}::\n" for name in NAMES},
    "by name, one colon": ".. private: SECRET\n",
    "entry behind": ":entry: .. entry:: 2024-02-02\n   :draft:\n",
}

#: Tables in reStructuredText: one whose border is too short, and one that docutils reads.
MALFORMED = (
    "+---+\n| a | .. note-to-self:: |\n|   |    :private:      |\n|   |    SECRET         |\n"
    "+---+-------------------+\n"
)
TABLE = (
    "+-----------+------------------+\n| plainsong | .. note-to-self::|\n|           |    :private:     |\n"
    "|           |                  |\n|           |    zebrawood     |\n+-----------+------------------+\n"
)

#: Complete texts in reStructuredText in which the hidden one isn't indented deeper than its head.
RST_LEVEL = {
    "options, text": "Text .. note-to-self::\n:private:\nSECRET\nSECRET\n\nSEEN\n",
    "options, blank line, text": "Text .. note-to-self::\n:private:\n\nSECRET\nSECRET\n\nSEEN\n",
    "beside": "Text .. note-to-self:: private\nSECRET\nSECRET\n\nSEEN\n",
    "by itself": ".. note-to-self::\n:private:\nSECRET\nSECRET\n\nSEEN\n",
    "by itself, blank line": ".. note-to-self::\n:private:\n\nSECRET\n\nSEEN\n",
    "by itself, deep options": ".. note-to-self::\n   :private:\nSECRET\n\nSEEN\n",
    "by itself, beside": ".. note-to-self:: private\nSECRET\n\nSEEN\n",
    "one colon": ".. note-to-self: private\nSECRET\n\nSEEN\n",
    "in a list": "* Text .. note-to-self::\n  :private:\n  SECRET\n\n* SEEN\n",
    "entry": ".. entry:: 2024-02-02\n:draft:\nSECRET\n\nSEEN\n",
}

#: Tables in which one cell, or part of it, is hidden: all others are kept, in their rows.
_CELLS = """\
@ md a row
| SEEN | x |
| --- | --- |
| SEEN | ```{note-to-self} :private: SECRET``` |
| SEEN | SEEN |
@ md its first cell
| SEEN | x |
| --- | --- |
| ```{note-to-sefl} :private: SECRET``` | SEEN |
| SEEN | y |
@ md braces
| SEEN | x |
| --- | --- |
| {note-to-self} :private: SECRET | SEEN |
| SEEN | y |
@ md an open row
SEEN | x | y
--- | --- | ---
SEEN | ```{note-to-self} :private: SECRET``` | SEEN
@ md dots
| SEEN | x |
| --- | --- |
| SEEN | .. note-to-self:: private SECRET |
| SEEN | SEEN |
@ md two cells
| SEEN | x |
| --- | --- |
| SEEN | ```{note-to-self} | :private: SECRET |
| SEEN | y |
@ md csv
```{csv-table}
"SEEN", "```{note-to-self} :private: SECRET ```", "SEEN"
"SEEN", "s", "t"
```
@ md csv, lines
`````{csv-table}
"SEEN", "```{note-to-self}
:private:

SECRET
```", "SEEN"
"SEEN", "s", "t"
`````
@ md list table
`````{list-table}
* - SEEN
  - SEEN
* - SEEN
  - Text: ```{note-to-sefl}
    :private:

    SECRET
    ```
* - ```{note-to-self }
    :private:

    SECRET
    ```
  - SEEN
`````
@ md list table, sound
`````{list-table}
* - SEEN
  - ```{note-to-self}
    :private:

    SECRET
    ```

    SEEN
* - SEEN
  - SEEN
`````
@ rst csv
.. csv-table::
   :header: "SEEN", "SEEN"

   "SEEN", ".. note-to-self::
      :private:

      SECRET"
   "SEEN", "SEEN"
@ rst csv, not last
.. csv-table::

   "SEEN", ".. note-to-self::
      :private:

      SECRET, ""SECRET"" SECRET", "SEEN"
   "SEEN", "SEEN", "SEEN"
@ rst csv, no quotes
.. csv-table::

   "SEEN", .. note-to-self:: private SECRET, SECRET
   "SEEN", "SEEN"
@ rst csv, one line
.. csv-table::

   "SEEN", ".. note-to-self:: :private: SECRET"
   "SEEN", "SEEN"
@ rst list table
.. list-table::

   * - SEEN
     - Text .. note-to-self::
          :private:

          SECRET
   * - .. note-to-self:
          :private:

          SECRET
     - SEEN
"""

RST_PLACES = {
    "by itself": ("", "@"),
    "under a line": ("", "SEEN\n@"),
    "under a list": ("", "* SEEN\n@"),
    "under a field": ("", ":field: SEEN\n@"),
    "under a definition": ("", "term\n  SEEN\n@"),
    "under a title": ("", "SEEN\n====\n@"),
    "under a directive": ("", ".. note:: SEEN\n   SEEN\n@"),
    "in a quotation": ("   ", "SEEN\n\n@"),
    "in a list": ("  ", "* SEEN\n\n@"),
    "in a list, no blank line": ("  ", "* SEEN\n@"),
    "in a note": ("   ", ".. note::\n\n@"),
    "in an unknown directive": ("   ", ".. noet::\n\n@"),
    "in raw": ("   ", ".. raw:: html\n\n@"),
    "in python": ("   ", ".. code-block:: python\n\n@"),
    "in a comment": ("   ", "..\n\n@"),
    "in a line block": ("| ", "@"),
    "in only": ("   ", ".. only:: html\n\n@"),
    "in a container": ("   ", ".. container:: x\n\n@"),
    "in a definition": ("  ", "SEEN\n@"),
}


def _set(part: str, place: tuple[str, str]) -> str:
    """Return *part* in its *place*."""
    prefix, around = place
    lines = (f"{prefix}{line}".rstrip() if line or ">" in prefix else "" for line in part.split("\n"))
    return _filled(around.replace("@", "\n".join(lines)))


def _filled(text: str) -> str:
    return text.replace("SECRET", SECRET).replace("SEEN", SEEN)


def _markdown(head: str, fence: tuple[str, str]) -> str:
    opening, closing = fence
    return f"{opening}{head}\nSECRET\n{closing}".rstrip("\n")


def _rst(head: str) -> str:
    return f"{head}\n   SECRET\n\n   SECRET"


def spellings() -> Iterator[Spelling]:
    """Yield every head in the simplest place, every fence and place with some heads, and all variants."""
    heads = {**MD_HEADS, **{f"entry {name}": head for name, head in ENTRY_HEADS.items()}}
    for name, head in heads.items():
        # If the words matter, any fence will do.
        for fence in ("backticks",) if "flag " in name else ("backticks", "colons"):
            text = _set(_markdown(head, FENCES[fence]), PLACES["by itself"])
            yield Spelling(f"{name}, {fence}", "md", text)
    some = [MD_HEADS["plain"], MD_HEADS["blank in braces"], ENTRY_HEADS["draft"]]
    for fence, marks in FENCES.items():
        for number, head in enumerate(some):
            yield Spelling(f"fence {fence} {number}", "md", _set(_markdown(head, marks), PLACES["by itself"]))
    for place, around in PLACES.items():
        for fence in ("backticks", "colons", "tildes"):
            for number, head in enumerate(some):
                text = _set(_markdown(head, FENCES[fence]), around)
                yield Spelling(f"place {place}, {fence} {number}", "md", text)
    for name, text in MD_OTHERS.items():
        yield Spelling(f"other {name}", "md", _filled(text))
    for name, text in RST_OTHERS.items():
        yield Spelling(f"rst other {name}", "rst", _filled(text))
    yield Spelling("rst malformed table", "rst", _filled(MALFORMED))
    for name, head in RST_HEADS.items():
        yield Spelling(f"rst {name}", "rst", _set(_rst(head), RST_PLACES["by itself"]))
        if "flag " not in name and "by name" not in name:
            yield Spelling(f"rst {name}, under a line", "rst", _set(_rst(head), RST_PLACES["under a line"]))
    for each in _CELLS.split("@ ")[1:]:
        name, _, text = each.partition("\n")
        yield Spelling(f"cells {name}", name.partition(" ")[0], _filled(text))
    for name, text in RST_LEVEL.items():
        yield Spelling(f"rst no deeper, {name}", "rst", _filled(text))
    for place, around in RST_PLACES.items():
        for name in ("plain", "blank before colons", "entry", "one colon"):
            yield Spelling(f"rst place {place}, {name}", "rst", _set(_rst(RST_HEADS[name]), around))


#: Examples, which are shown verbatim: complete texts, by suffix.
EXAMPLES = {
    ("md", "four"): "````markdown\n```{note-to-self}\n:private:\n\nSEEN\n```\n````\n",
    ("md", "no language"): "````\n```{note-to-self}\n:private:\n\nSEEN\n```\n````\n",
    ("md", "directive"): "````{code-block} md\n```{note-to-self}\n:private:\n\nSEEN\n```\n````\n",
    ("md", "colons in backticks"): "```md\n:::{note-to-self}\n:private:\n\nSEEN\n:::\n```\n",
    ("md", "rst in backticks"): "```rst\n.. note-to-self::\n   :private:\n\n   SEEN\n```\n",
    ("md", "only its head"): "````md\n```{entry} 2024-01-02\n:draft: true\n````\n\nSEEN\n",
    ("md", "in a note"): "`````{note}\n````md\n```{note-to-self}\n:private:\n\nSEEN\n```\n````\n`````\n",
    ("md", "in a list"): "- x\n\n  ````md\n  ```{note-to-self}\n  :private:\n\n  SEEN\n  ```\n  ````\n",
    ("md", "in words"): "SEEN: `{note-to-self}` with `:private:`, or ``{entry}`` with `:draft:`.\n",
    ("md", "in words, a line"): "`{note-to-self}`\n: with `:private:`: SEEN\n",
    ("md", "in a table"): "| a | b |\n| --- | --- |\n| `{note-to-self}` | `:private:` SEEN |\n",
    ("md", "a fence in words"): (
        "SEEN: `` ```{note-to-self} `` or `` :::{note-to-self} `` or `.. note-to-self::` with\n`:private:`\n"
    ),
    ("md", "a fence in words, a table"): "| a |\n| --- |\n| SEEN `` ```{entry} `` with `:draft:` |\n",
    ("md", "a span of code"): "Use ```{note-to-self}``` with `:private:`, SEEN\n",
    ("md", "a span of code, first"): "```{note-to-self}``` with `:private:`, SEEN\n",
    ("md", "struck out"): "~~private~~ SEEN, ~~entry~~\n",
    ("md", "two colons in words"): "SEEN: std::entry and ns::note_to_self\n\n:private: x\n",
    ("md", "a substitution"): "---\nmyst: {substitutions: {private: SEEN}}\n---\n\n{{ private }}\n\nSEEN\n",
    ("md", "names"): "```{admonition} Private\nSEEN\n```\n\n~~~private-key\nSEEN\n~~~\n",
    ("md", "a tag"): "```{entry} 2024-01-01\n:mood: grey\n:class: draft\n:tags: private\n\nSEEN\n```\n",
    ("md", "options of others"): "```{admonition} T\n:class: private\n\nSEEN\n```\n",
    ("md", "comments"): "<!-- more -->\n\n<!-- SEEN, privately -->\n\n% SEEN, private\n\nSEEN\n",
    ("md", "comments in code"): "```html\n<!-- private -->\nSEEN\n```\n\n`<!-- private: -->` SEEN\n",
    (
        "md",
        "comments of MATLAB",
    ): "```matlab\n%%\n% SEEN\n%%\n```\n\n~~~{code-block} tex\n%%\nSEEN\n%%\n~~~\n",
    ("md", "percent"): "SEEN 5 %% private\n\n%% SEEN\n\nSEEN\n",
    ("md", "comments in a code cell"): "```{code-cell}\n%%\n# x <!-- private: x -->\n%%\n```\n\nSEEN\n",
    ("md", "comments in a code block"): "```{code-block} html\n<!-- private: SEEN -->\n```\n",
    ("md", "a line of dashes"): "<!--------> SEEN #private (private) <!-- x -->\n",
    ("md", "an end"): "SEEN\n\n<!-- /private -->\n\nSEEN </private> SEEN\n",
    ("md", "comments of others"): "<!-- region -->\nSEEN, private\n<!-- endregion -->\n\nSEEN\n",
    ("rst", "a short title"): "AI\n%%\n\nSEEN, private\n\n%%\nBI\n%%\n\nSEEN\n",
    ("rst", "comments in code"): (
        ".. code-block:: html\n\n   <!-- private: SEEN -->\n\nSo::\n\n   <!-- private: SEEN -->\n\nSEEN\n"
    ),
    ("md", "elements"): "<details class='private'>SEEN</details>\n\n`<private>` SEEN\n",
    **{
        ("md", f"percent signs, {name}"): text
        for name, text in {
            "percentages": "50%% and 20%% SEEN\n\n100%% of SEEN\nand 100%% of it\n",
            "formats": 'printf("%d%%, of %d%%") SEEN, \\%% SEEN \\%%\n',
            "loops": "for %%f in x do echo %%f SEEN\n",
            "addresses": "[x](https://x.org/a%%20b%%c) SEEN\n\n[y](/%%a%%/b) SEEN <https://x.org/%%a%%>\n",
            "operators": "The %% operator. Use `%%` twice. SEEN\n",
            "code": "SEEN\n\n    a %% b %% c\n    %%\n    d\n    %%\n",
            "formulas": "SEEN $a %% b %% c$ and $$a %% b %% c$$\n\n$$\na %% note\nSEEN %% c\n$$\n",
            "lines of formulas": "$$\n%%\nSEEN\n%%\n$$\n\n```{math}\n%%\nSEEN %% a %% b\n%%\n```\n",
            "rows": "| SEEN %% | b %% |\n|---|---|\n| 5 %% | 6 %% |\n\na | b\n--|--\nx %% | y %%\n",
            "mermaid": "```{mermaid}\n%%{init: {'x': 1}}%%\ngraph x\n%%\nx\n%%\n```\n\nSEEN\n",
        }.items()
    },
    ("rst", "percent signs"): "SEEN %%a%% SEEN %% b\nc %% SEEN\n",
    ("md", "placeholders"): (
        "SEEN `x`, Authorization: Bearer <secret>\n\nSEEN \\<secret>\n\n\\<secret>\n\n"
        "SEEN [the\nkey](<secret>) and <private> or <private-note>\n\n[SEEN]: <secret>\n\n"
        "user:\n<secret> is SEEN\n\n# SEEN\n\nSEEN\n"
    ),
    ("rst", "placeholders"): (
        "Bearer <secret> SEEN\n\n<secret>\n\n`the SEEN\n<secret>`_\n\n:ref:`text\n<private>` SEEN\n\n"
        ".. _secret: https://example.org/\n\nSEEN\n"
    ),
    ("md", "prose"): "Note to self: the road is private. SEEN\n",
    ("md", "numbered prose"): "1. Note to self: private roads. SEEN\n2. entry: draft SEEN\n",
    ("md", "public"): "```{note-to-self} A private road\nSEEN\n```\n",
    ("md", "said to be public"): "```{note-to-self}\n:private: false\n\nSEEN\n```\n",
    ("md", "code"): "```yaml\ndraft: true\nprivate: true\n# SEEN\n```\n",
    ("md", "other directive"): "```{admonition} T\n:class: tip\n\nprivate: SEEN\n```\n",
    ("md", "public entry"): "```{entry} 2024-01-02\n:tags: draft\n\nThe draft is private, SEEN.\n```\n",
    ("md", "an entry on drafts"): (
        "```{entry} 2024-01-02\n:tags: a\n\nSEEN\n\nDraft: the first of many.\n\n"
        "~~~yaml\n\ndraft: true\n\n~~~\n```\n"
    ),
    ("md", "an entry with an example"): (
        "````{entry} 2024-01-02\n:tags: a\n\nSEEN\n\n```{code-block} md\n"
        ":class: x\n\na\n\n:draft: true\n```\n````\n"
    ),
    ("md", "a title with the word"): "```{note-to-self} On private roads (and privacy)\nSEEN\n```\n",
    ("md", "a nested one"): (
        "````{note-to-self}\nSEEN\n\n```{note-to-self}\n:private:\n\nSECRET\n```\n\nSEEN\n````\n"
    ),
    ("rst", "code"): ".. code-block:: rst\n\n   .. note-to-self::\n      :private:\n\n      SEEN\n",
    ("rst", "literal"): "So::\n\n   .. note-to-self::\n      :private:\n\n      SEEN\n",
    ("rst", "in words"): "``.. note-to-self::`` with ``:private:``, SEEN\n",
    ("rst", "behind words"): "SEEN ``.. note-to-self::`` with\n:private:\n",
    ("rst", "a target"): ".. _private: https://example.org/\n\nSEEN private_\n",
    ("rst", "a replacement"): ".. |private| replace:: SEEN\n\n|private|\n",
    ("rst", "members"): ".. code-block:: rst\n\n   .. automodule:: x\n      :private-members:\n\n   SEEN\n",
    ("rst", "behind a deep option"): ".. note-to-self:: T\n   :date: 2024-01-01\n\nSEEN, private\n",
    ("rst", "roles"): "``:private:`x` y`` SEEN\n\n:sup:`SEEN` private\n",
    ("rst", "prose"): "Note to self: the road is private. SEEN\n",
    ("rst", "public"): ".. note-to-self:: A private road\n\n   SEEN\n",
}


def examples() -> Iterator[Spelling]:
    """Yield text that looks like a hidden part but isn't one."""
    for (suffix, name), text in EXAMPLES.items():
        yield Spelling(f"example {name}", suffix, _filled(text), sound=True)
