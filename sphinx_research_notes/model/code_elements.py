"""Elements of HTML whose text is code, in which two percent signs hide nothing."""

from __future__ import annotations

#: Those that begin in a line of their own. One that another begins in may be meant as prose.
HTML_CODE = (
    r"^[ \t>]*(?:<[^<>\n]*>)*(?:<(?P<element>script|style|pre|textarea)\b[^<>]*>(?:(?!<(?P=element)\b).)*?"
    r"</(?P=element)\s*>|<div\b[^<>]*\bmermaid\b[^<>]*>(?:(?!<div\b|\n[ \t]*\n).)*?</div\s*>)"
)
