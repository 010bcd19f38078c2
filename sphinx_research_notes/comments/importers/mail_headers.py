"""Find the headers of e-mails in text: as they are copied from a mail program, or above a quotation.

Programs write them in the language of their user, in bold, after a quote sign, or with blank lines between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: The names of headers in the languages of common programs, by the English one.
_NAMES = {
    "from": """from|von|de|da|van|fra|från|od|от|від|від кого|kimden|gönderen|lähettäjä|feladó|de la|saatja
        |avsender|expéditeur|expeditorul|šalje|pošiljatelj|nadawca|отправитель|відправник|odosielateľ
        |odesílatel|remitente|mittente|από|差出人|送信元|发件人|寄件者|寄件人|보낸 사람""",
    "date": """date|sent|sent on|sent at|datum|gesendet|gesendet am|envoyé|envoyé le|enviado|enviado el
        |enviado em|enviada em|fecha|data|inviato|data invio|verzonden|dato|sendt|skickat|wysłano
        |odesláno|odoslané|дата|отправлено|надіслано|tarih|gönderildi|gönderme tarihi|päivämäärä|päiväys
        |lähetetty|dátum|küldve|elküldve|dată|trimis|kuupäev|poslano|ημερομηνία|日付|送信日時|日期|发送时间|发送日期
        |傳送日期|날짜|보낸 날짜""",
    "to": """to|an|à|para|a|aan|til|till|do|komu|pro|кому|kime|alıcı|prima|adresat|destinatarul|vastaanottaja
        |címzett|către|saaja|za|προς|宛先|送信先|收件人|收件者|받는 사람""",
    "cc": """cc|bcc|kopie|kopie (cc)|copie|copie à|copia|cópia|cópia (cc)|kopi|kopia|dw|kópia|копия|копія
        |bilgi|kopio|másolatot kap|抄送|副本|참조|ccí|cc:n""",
    "subject": """subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|emne|ämne|temat|předmět|predmet
        |тема|konu|aihe|otsikko|tárgy|subiect|subiectul|naslov|teema|θέμα|件名|主题|主題|主旨|제목""",
    "reply-to": "reply-to|antwort an|répondre à|responder a|rispondi a|antwoord aan",
    "message-id": "message-id",
    "in-reply-to": "in-reply-to",
    "references": "references",
    "other": """importance|priority|wichtigkeit|priorität|attachments|anlagen|pièces jointes|adjuntos
        |allegati|bijlagen|organization|organisation|list-id|sender|resent-from|content-type""",
}
_KNOWN = {
    name.strip(): header for header, names in _NAMES.items() for name in names.replace("\n", "").split("|")
}
_LINE = re.compile(
    r"[ \t>]*[*_]{0,2}(?P<name>[^\W\d_][^:：\n*_<>@]{0,24}?)[ \t\xa0]*[*_]{0,2}[:：][*_]{0,2}(?P<value>.*)"
)
_SIGNS = re.compile(r"^[ \t]*(?:>[ \t]?)*")
#: Headers of which at least one stands beside that of the sender.
_BESIDE = {"date", "subject", "to"}


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of a message within a text."""

    #: The number of the first line, from 0, and that of the line after the last one.
    start: int
    end: int
    values: Mapping[str, str]


def header_of(line: str) -> tuple[str, str] | None:
    """Return the English name, in lower case, and the value of the header in *line*; None if it has none."""
    found = _LINE.match(line)
    name = _KNOWN.get(" ".join(found["name"].casefold().split())) if found else None
    return (name, found["value"].strip()) if found and name else None


def headers_at(lines: Sequence[str], start: int) -> Headers | None:
    """Return the headers that begin in line *start* of a text; None if none do.

    They name a sender, and something else; a sender alone counts between blank lines.
    """
    values: dict[str, str] = {}
    last, place = "", start
    while place < len(lines):
        if found := header_of(lines[place]):
            last = found[0]
            values.setdefault(*found)
        elif _is_blank(lines[place]):
            # Text that was copied from a formatted message has a blank line after each.
            if not values or place + 1 >= len(lines) or not header_of(lines[place + 1]):
                break
            if header_of(lines[place + 1])[0] in values:  # type: ignore[index]
                break  # Those of the next message.
        elif last and lines[place][:1] in " \t" and not lines[place].lstrip().startswith(">"):
            values[last] = f"{values[last]} {lines[place].strip()}".strip()
        else:
            break
        place += 1
    if not values.get("from") or not (_BESIDE & values.keys() or _stands_alone(lines, start, place)):
        return None
    return Headers(start, place, values)


def _stands_alone(lines: Sequence[str], start: int, end: int) -> bool:
    above = start == 0 or _is_blank(lines[start - 1])
    return (
        above and (end == len(lines) or _is_blank(lines[end])) and lines[start].startswith(("From:", "from:"))
    )


def _is_blank(line: str) -> bool:
    return not line[_SIGNS.match(line).end() :].strip()  # type: ignore[union-attr]


def all_headers(lines: Sequence[str]) -> Iterator[Headers]:
    """Yield the headers of each message in the *lines* of a text, in order."""
    place = 0
    while place < len(lines):
        if found := headers_at(lines, place):
            yield found
            place = found.end
        else:
            place += 1
