"""Find what a message adds to a conversation, without signatures and quotations of the whole one above."""

from __future__ import annotations

import re

from .mail_headers import header_of, headers_at
from .personal import without_mail_addresses

#: What programs write above quotations, in their languages.
VERBS = (
    "wrote|writes|schrieb|a écrit|écrit|escribió|ha scritto|scrive|schreef|skrev|escreveu|pisze"
    "|napisał(?:\\(a\\)|a)?|napsal(?:\\(a\\)|a)?|napísal(?:\\(a\\)|a)?|написал(?:\\(а\\)|а)?|пишет|пише"
    "|написав(?:\\(ла\\))?|kirjoitti|(?:ezt )?írta|yazdı|a scris|(?:je )?napisa(?:o|l)(?:/la|a)?|kirjutas"
    "|έγραψε|写道|寫道|님이 작성"
)
PREPOSITIONS = "On|Am|Le|El|Il giorno|Il|Op|Den|Em|Dnia|W dniu|Dne|Dňa|Pe|Na|Στις|În|La|Kuupäeval"
#: The line above a quotation: who wrote it, and when.
_SAYS = re.compile(rf"\b(?:{VERBS})\b.{{0,120}}[:：]\s*$|[>)]\s*(?:写道|寫道)?[:：]\s*$", re.IGNORECASE)
_BEGINS = re.compile(
    rf"^(?:(?:{PREPOSITIONS})\b|[^\W\d_]{{2,9}}[.,]{{1,2}} ?(?:den )?\d|\d{{1,4}}[./年 -])", re.IGNORECASE
)
#: What only a program writes into that line: an address, or a day and a time.
_BY_PROGRAM = re.compile(r"<[^<>\s]*@[^<>\s]*>|\[mailto:|\b\d{1,4}\D.*\b\d{1,2}[:.h]\d\d", re.IGNORECASE)
#: A line with nothing but words between dashes, or a rule, above headers.
_RULE = re.compile(r"^[ \t>]*(?:[-_=*]{2,}[ \t]*(?:[^\W_][^\n]{0,40}?[ \t]*[-_=*]{2,})?)[ \t]*$")
_ORIGINAL = re.compile(
    r"^[ \t]*-{2,} ?(?:Original Message|Forwarded message|Original-Nachricht|Ursprüngliche Nachricht"
    r"|Message d'origine|Message original|Mensaje original|Messaggio originale|Oorspronkelijk bericht"
    r"|Oprindelig meddelelse|Ursprungligt meddelande|Wiadomość oryginalna|Původní zpráva|Mensagem original"
    r"|Исходное сообщение|Alkuperäinen viesti|Opprinnelig melding|Eredeti üzenet|Orijinal Mesaj) ?-{2,}",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^--[ ]$", re.MULTILINE)
#: One whose space a program has taken: few lines at the end.
_SHORT_SIGNATURE = re.compile(r"\n--(?:\n[^\n]*){1,8}\Z")
#: What mailing lists and their archives append.
_APPENDED = re.compile(
    r"^(?:_{20,}\n(?=(?:[^\n]*\n){0,2}?[^\n]*(?:mailing list|listinfo|To unsubscribe))"
    r"|-{10,} next part -{10,}$|-{30}\n+Subject: Digest Footer$|-----BEGIN PGP SIGNATURE-----$"
    r"|(?:-- ?\n)?You received this message because you are subscribed to)",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNED = re.compile(r"\A\s*-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: .*\n)?\n?")
#: What telephones write instead of a signature.
_DEVICE = re.compile(
    r"\n\s*(?:Sent from (?:my |Mail for |Proton|Yahoo|Outlook)|Get Outlook for |Gesendet (?:von|mit) "
    r"|Von meinem \w+ gesendet|Diese Nachricht wurde von meinem |Envoyé (?:de|depuis) |Enviado desde "
    r"|Inviato da|Verzonden vanaf|Verstuurd vanaf|Sendt fra |Skickat från |Wysłane z |Отправлено (?:с|из) "
    r"|Enviado do meu )[^\n]{0,80}\s*$",
    re.IGNORECASE,
)
#: So many lines one above a quotation may take.
_MOST_LINES = 3


def own_words(text: str) -> str:
    """Return what the message *text* adds, without addresses."""
    text = text.replace("\r\n", "\n").replace("\ufeff", "")
    text = _SIGNED.sub("", text)
    text = _APPENDED.split(text, maxsplit=1)[0]
    text = _SIGNATURE.split(text, maxsplit=1)[0]
    if found := _ORIGINAL.search(text):
        text = text[: found.start()] if text[: found.start()].strip() else text
    lines = text.split("\n")
    end = _end_of_words(lines)
    if any(line.strip() for line in lines[:end]):
        lines = lines[:end]
    elif end < len(lines):
        # A message that was only passed on: to whom it went first is nobody's business.
        lines = [line for line in lines if (header_of(line) or ("",))[0] not in {"to", "cc", "reply-to"}]
    words = _SHORT_SIGNATURE.sub("\n", "\n".join(lines).rstrip())
    return without_mail_addresses(_DEVICE.sub("\n", words.rstrip())).strip("\n")


def attribution(lines: list[str]) -> tuple[int, int] | None:
    """Return the first and the last of those *lines* in which a program says who wrote what is below."""
    for place in range(len(lines)):
        start = _start_of_attribution(lines, place)
        if start < 0 or not any(line.strip() for line in lines[place + 1 :]):
            continue
        if _BY_PROGRAM.search(" ".join(lines[start : place + 1])):
            return start, place
    return None


def without_rule(lines: list[str]) -> list[str]:
    """Return *lines* without a rule at their end, which divides messages."""
    return lines[: _above(lines, len(lines))]


def _end_of_words(lines: list[str]) -> int:
    """Return the number of the line in which a quotation of the whole message above begins."""
    for place, line in enumerate(lines):
        if line.startswith(">"):
            continue
        if header_of(line) and (found := headers_at(lines, place)) and len(found.values) > 1:
            return _above(lines, place)
        start = _start_of_attribution(lines, place)
        if start >= 0 and _is_quoted_to_the_end(lines, start, place):
            return start
    return len(lines)


def _above(lines: list[str], place: int) -> int:
    """Return the line in which what stands above the headers in line *place* begins: a rule, blank lines."""
    while place and (not lines[place - 1].strip() or _RULE.match(lines[place - 1])):
        place -= 1
    return place


def _start_of_attribution(lines: list[str], end: int) -> int:
    """Return the line in which what ends in line *end* says who wrote the lines below; -1 if it doesn't."""
    if not lines[end].rstrip().endswith((":", "：")):
        return -1
    for start in range(end, max(-1, end - _MOST_LINES), -1):
        if not lines[start].strip() or lines[start].startswith(">"):
            break
        said = " ".join(line.strip() for line in lines[start : end + 1])
        if len(said) < 400 and _SAYS.search(said) and _BEGINS.match(said):
            return start
    return end if _SAYS.search(lines[end]) and len(lines[end]) < 400 else -1


def _is_quoted_to_the_end(lines: list[str], start: int, end: int) -> bool:
    """Whether all that follows line *end* is quoted: by signs, or below what only a program writes."""
    below = [line for line in lines[end + 1 :] if line.strip()]
    if not below or below[0].startswith(">"):
        return bool(below) and all(line.startswith(">") for line in below)
    said = " ".join(line.strip() for line in lines[start : end + 1])
    return bool(_BY_PROGRAM.search(said)) and not any(line.startswith(">") for line in below)
