"""What somebody wrote in a mail: without the mails before it, their signature and the list's footer.

Policy. People quote whole mails, above and below what they say. What is quoted never reaches a page (the
pipeline drops every quotation), but only a quotation that looks like one is known: so quotations without
marks are cut off here, and of marked ones those that only repeat. A short quotation with words of the author
below it stays: it says what they answer to.

What a mistake costs: a mail quoted without marks that is not noticed would stand on a page as the helper's
own words; so where an introduction says that a mail follows, everything after it goes, also should somebody
have written below it. Their words are lost, and nothing wrong is published.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST_QUOTE: Final = 12
"""Lines of a quotation that may stay; a longer one is a whole mail."""
LONGEST_SIGNATURE: Final = 15
"""Lines below `-- `; RFC 3676 asks for four. With more, the dashes were none of a signature."""
WRAPPED: Final = 3
"""Over so many lines an introduction ("On …, … wrote:") may go."""

_QUOTED: Final = re.compile(r"[ \t]{0,3}((?:>[ \t]?)+)(.*)")
_WROTE: Final = (
    r"(?:wrote|writes|said|schrieb(?:en)?|(?:a|ont) écrit|escribió|ha scritto|schreef|escreveu|skrev"
    r"|napisał\(?a?\)?)"
)
_ON: Final = re.compile(
    rf"(?:On|Am|Le|El|Em|Il(?: giorno)?|Op|Den|W dniu)\b(?=.{{0,300}}\d).{{4,400}}?\b{_WROTE}\b.{{0,80}}:",
    re.IGNORECASE,
)
_SOMEBODY: Final = re.compile(
    rf"(?:\*\s)?.{{0,120}}(?:<[^<>\s]{{1,100}}(?:@| at )[^<>]{{1,100}}>|\[mailto:[^\]]{{1,200}}\])"
    rf"(?:.{{0,40}}\b{_WROTE})?\s?:"
)
_WROTE_LAST: Final = re.compile(rf".{{1,120}}\b{_WROTE}\s?:", re.IGNORECASE)
_ORIGINAL: Final = re.compile(
    r"\s{0,3}(?:-{2,}\s?.{0,10}(?:original|forwarded|ursprüngliche|weitergeleitete|message d['’]origine"
    r"|mensaje|messaggio|oorspronkelijk|mensagem).{0,40}-{2,}|begin forwarded message:"
    r"|anfang der weitergeleiteten .{0,40})\s*",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(
    r"[ \t*]{0,4}(From|Sent|Date|To|Cc|Subject|Reply-To|Von|Gesendet|Datum|An|Betreff|De|Envoyé|À|Objet"
    r"|Enviado|Para|Asunto|Assunto|Da|Inviato|A|Oggetto|Van|Verzonden|Aan|Onderwerp)\s?:\*?(?:\s|$)",
    re.IGNORECASE,
)
_HEADERS_TOGETHER: Final = 3
_RULE: Final = re.compile(r"\s{0,3}[_=-]{10,}\s*")
_FOOTER: Final = re.compile(
    r"mailing list|unsubscribe|subscri|listinfo|mailman|groups\.(?:google|io)|list-manage|abbestellen"
    r"|archives?:",
    re.IGNORECASE,
)
_NEAR: Final = 4
"""Lines after a rule in which a footer says what it is."""
_GROUPS: Final = re.compile(
    r"You (?:received|are receiving) this (?:message|e?mail) because you are subscri", re.IGNORECASE
)
_SENT_FROM: Final = re.compile(
    r"\s{0,3}(?:sent (?:from|with|via|using) (?:my |an? |the )?(?!settings\b)[\w .'’-]{2,50}"
    r"|get outlook for \w{2,10}.{0,60}|(?:von meinem|envoyé de mon|enviado desde mi|inviato da) .{2,50})",
    re.IGNORECASE,
)
_ARMOUR: Final = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[^\n]+\n){0,10}\n")
_SIGNATURE_BLOCK: Final = re.compile(
    r"\n-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----|\Z)", re.DOTALL
)


def own_words(text: str) -> str:
    """The text without what others wrote; "" where nothing is left."""
    if signed := _ARMOUR.search(text):
        text = _SIGNATURE_BLOCK.sub("\n", text[signed.end() :])
        text = re.sub(r"^- (?=-|From )", "", text, flags=re.MULTILINE)
    lines = [line if line == "-- " else line.rstrip() for line in text.split("\n")]
    lines = _without_footer(lines)
    lines = _without_quotations(_up_to_original(lines))
    lines = _without_signature(lines)
    while lines and (not lines[-1] or _SENT_FROM.fullmatch(lines[-1])):
        lines.pop()
    return "\n".join(lines).strip("\n")


def _without_footer(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if _GROUPS.match(line):
            return lines[: at - 1] if at and lines[at - 1].startswith("--") else lines[:at]
        if _RULE.fullmatch(line) and any(map(_FOOTER.search, lines[at + 1 : at + 1 + _NEAR])):
            return lines[:at]
    return lines


def _up_to_original(lines: list[str]) -> list[str]:
    """Up to where a mail is quoted without marks."""
    for at, line in enumerate(lines):
        if not line or line[0] == ">":
            continue
        if _ORIGINAL.fullmatch(line[:200]) or _starts_headers(lines, at):
            end = at - 1 if at and _RULE.fullmatch(lines[at - 1]) else at
            return lines[:end]
        length = _introduction(lines, at)
        if length and not _quotation_follows(lines, at + length):
            return lines[:at]
    return lines


def _starts_headers(lines: list[str], at: int) -> bool:
    """Whether the headers of a mail stand here, as Outlook puts them above it."""
    names: set[str] = set()
    for line in lines[at : at + 6]:
        found = _HEADER.match(line)
        if not found:
            break
        names.add(found[1].lower())
    return len(names) >= _HEADERS_TOGETHER


def _introduction(lines: list[str], at: int) -> int:
    """How many lines from here on only say who wrote what follows; 0 where they do not."""
    said = ""
    for count in range(1, WRAPPED + 1):
        if at + count > len(lines) or not lines[at + count - 1]:
            break
        said = f"{said} {lines[at + count - 1].strip()}".strip()
        if len(said) > 500:
            break
        if said.endswith(":") and (_ON.fullmatch(said) or (count < WRAPPED and _SOMEBODY.fullmatch(said))):
            return count
    return 0


def _quotation_follows(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 3] if line), "")
    return bool(_QUOTED.match(following))


def _without_quotations(lines: list[str]) -> list[str]:
    """Only short quotations stay that have the author's words below them; of quotations in those, nothing."""
    kept: list[str] = []
    last = max((at for at, line in enumerate(lines) if line and not _QUOTED.match(line)), default=-1)
    at = 0
    while at < len(lines):
        if not _QUOTED.match(lines[at]):
            kept.append(lines[at])
            at += 1
            continue
        end = at
        while end < len(lines) and _QUOTED.match(lines[end]):
            end += 1
        _drop_introduction(kept)
        marked = [_QUOTED.match(line) for line in lines[at:end]]
        quoted = [found[2] for found in marked if found and found[1].count(">") == 1]
        if len(quoted) <= LONGEST_QUOTE and end <= last:
            kept += [f"> {line}" for line in quoted]
        at = end
    return kept


def _drop_introduction(kept: list[str]) -> None:
    """Take "On …, … wrote:" from the end."""
    while kept and not kept[-1]:
        kept.pop()
    for count in range(min(WRAPPED, len(kept)), 0, -1):
        if _introduction(kept, len(kept) - count) == count:
            del kept[-count:]
            break
    else:
        if kept and _WROTE_LAST.fullmatch(kept[-1][:300]):
            kept.pop()
    if kept:
        kept.append("")


def _without_signature(lines: list[str]) -> list[str]:
    said = sum(map(bool, lines))
    for at, line in enumerate(lines):
        said -= bool(line)
        if line in {"-- ", "--"} and said <= LONGEST_SIGNATURE:
            return lines[:at]
    return lines
