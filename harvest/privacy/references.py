"""Numbers of orders, accounts, cases, parcels and devices: a cue word, then something like a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.privacy.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.privacy.kinds import Policy
    from harvest.privacy.reading import Reading

# In lower case and without accents, as texts are folded. Plurals are optional endings.
_WORDS: Final = (
    # English
    "orders?|cases?|accounts?|acct|a/c|tickets?|invoices?|tracking|bookings?|reservations?|references?"
    "|ref|confirmation|"
    "customers?|clients?|members?|membership|policy|claims?|serials?|s/n|sn|imeis?|passport|contracts?"
    "|shipments?|"
    "parcels?|packages?|consignment|waybill|requests?|incidents?|transactions?|receipts?|payments?|pnr"
    "|rma|sr|loyalty|"
    "frequent flyer|meter|subscriptions?|registration|vin|uuid|udid|user id|device id|record locator|"
    "card number|social security|ssn|national insurance|tax id|iban|my number|complaint|"
    # German
    "bestell(?:ung|nummer|nr)|auftr(?:ag|age|agsnummer|agsnr)|kunden(?:nummer|nr)|rechnung(?:snummer"
    "|snr)?|"
    "vorgang(?:snummer|snr)?|ticket(?:nummer|nr)|fall(?:nummer|nr)|buchung(?:snummer|snr|scode)?"
    "|sendung(?:snummer|snr)?|"
    "vertrag(?:snummer|snr)?|aktenzeichen|referenz(?:nummer|nr)?|serien(?:nummer|nr)|mitglied(?:snummer"
    "|snr)?|"
    "konto(?:nummer|nr)?|personalnummer|paketnummer|sendungsverfolgung|bearbeitungsnummer|"
    # French
    "commandes?|dossier|factures?|comptes?|reservation|suivi|colis|contrat|adherent|abonne|"
    # Spanish and Portuguese
    "pedidos?|cuentas?|caso|facturas?|reservas?|cliente|referencia|seguimiento|envio|contrato|contas?"
    "|encomendas?|"
    "faturas?|protocolo|processo|"
    # Italian
    "ordin[ei]|conto|fattur[ae]|prenotazion[ei]|riferimento|spedizion[ei]|pratica|contratto|"
    # Dutch
    "bestelling(?:en)?|(?:bestel|order|klant|factuur|zaak|boekings|rekening|serie|zendings"
    "|referentie)nummer|factuur|"
    "boeking|referentie|rekening|zending"
)
_CUE: Final = re.compile(rf"(?<![^\W_])(?:{_WORDS})(?![^\W_])")
_COMPOUNDS: Final = ("nummer", "nr", "scode")
_FIRST_WORDS: Final = words(
    "order orders case cases account accounts acct c number ticket tickets invoice invoices tracking booking "
    "bookings reservation reservations "
    "reference references ref confirmation customer customers client clients member members membership "
    "policy claim claims serial serials "
    "n sn imei imeis passport contract contracts shipment shipments parcel parcels package packages "
    "consignment waybill request requests "
    "incident incidents transaction transactions receipt receipts payment payments pnr rma sr loyalty "
    "frequent meter subscription subscriptions "
    "registration vin uuid udid user device record card social ssn national tax iban complaint "
    "bestellung auftrag auftrage rechnung vorgang "
    "ticket fall buchung sendung vertrag aktenzeichen referenz mitglied konto sendungsverfolgung "
    "commande commandes dossier facture factures "
    "compte comptes suivi colis contrat adherent abonne pedido pedidos cuenta cuentas caso factura "
    "facturas reserva reservas cliente referencia "
    "seguimiento envio contrato conta contas encomenda encomendas fatura faturas protocolo processo "
    "ordine ordini conto fattura fatture "
    "prenotazione prenotazioni riferimento spedizione spedizioni pratica contratto bestelling "
    "bestellingen factuur boeking referentie rekening zending"
)
_FILLER: Final = (
    r"numbers?|nummer|numero|num|no\.?|nr\.?|n\.|ids?|codes?|ref|reference|key|is|was|are|with|of|de|del"
    r"|di"
    r"|da|do|"
    r"la|le|el|el|ist|lautet|war|est|es|e|my|mein|meine|und|and"
)
_GAP: Final = re.compile(
    rf"[\s:=.,(\[\"'\-]{{0,4}}(?:(?:#|№|n[°º]|(?:{_FILLER})(?![^\W\d_]))[\s:=.,(\[\"'\-]{{0,4}}){{0,4}}+"
)
_TOKEN: Final = re.compile(
    r"\d{2,10}(?:(?: |-| - )\d{3,10}){1,6}(?![\w])"
    r"|[a-z0-9]{1,32}(?:[\-_/][a-z0-9]{1,32}){0,6}(?!\w)"
)
_NEXT: Final = re.compile(r"(?:\s?[,;/&+]\s?|\s(?:and|or|und|et|y|e|en|ou|o)\s)#?")
_NOT_A_NUMBER: Final = re.compile(
    r"0x[0-9a-f]{1,16}|kb\d{5,8}|\d{1,4}[\-/]\d{1,2}[\-/]\d{1,4}|(?:19|20)\d\d(?:[\-/](?:19|20)?\d\d)?|"
    r"\d{1,9}(?:st|nd|rd|th|am|pm|days?|hours?|hrs?|h|min|mins|minutes?|weeks?|months?|years?|seconds?"
    r"|secs?|kb|mb|gb|tb|k|m|x|%|p|eur|usd|gbp|°|bit"
    r"|bits|px|ms|s)|"
    r"\d{1,4}x\d{1,4}|(?:win|windows|office|ios|android|imap|pop|pop3|smtp|oauth|oauth2|mp3|mp4|utf"
    r"|utf-?8|sha|md5|"
    r"ipv|http|rfc|iso)-?\d{1,5}"
)
_ALL_LETTERS: Final = re.compile(r"[A-Z]{5,8}")
_STRONG: Final = re.compile(
    r"reference|ref|confirmation|bookings?|reservations?|pnr|record locator|buchung\w*"
)
_PLAIN_FROM: Final = 5
"""Digits that a bare "order 20391" must have; "order no. 203" needs only three."""
_MARKED_FROM: Final = 3


def references(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """`order #FL-20391`, `my account number is 8837 2212`, `Kundennr. 4411`, `ref 7HX2K9`.

    False alarm: a number that belongs into an answer, so error codes, KB articles, years, dates, sizes and
    versions are let through, and "bug 1532312" or a bare "#1234" has no cue word. Miss: a stranger can look
    up somebody's purchase.
    """
    if not reading.has_digit and not _STRONG.search(reading.low):
        return
    low = reading.low
    if reading.words.isdisjoint(_FIRST_WORDS) and not any(ending in low for ending in _COMPOUNDS):
        return
    for cue in _CUE.finditer(low):
        gap = _GAP.match(low, cue.end())
        at = gap.end() if gap else cue.end()
        between = low[cue.end() : at]
        marked = bool(between.strip(" \t\n,.\"'(")) or cue.group().endswith(("nummer", "nr", "imei", "s/n"))
        token = _TOKEN.match(low, at)
        while token and _is_reference(reading.text, token, cue.group(), between, marked=marked):
            yield token.span()
            more = _NEXT.match(low, token.end())
            token = _TOKEN.match(low, more.end()) if more else None


def _is_reference(text: str, token: re.Match[str], cue: str, between: str, *, marked: bool) -> bool:
    """Whether what stands after a cue word is the number itself."""
    word = token.group()
    after = text[token.end() : token.end() + 2]
    if (
        _NOT_A_NUMBER.fullmatch(word)
        or (len(after) > 1 and after[0] in ".:," and after[1].isdigit())
        or (after and after[0] in "%@$€£")
    ):
        return False
    digits = sum(c.isdigit() for c in word)
    letters = sum(c.isalpha() for c in word)
    if not digits:
        shape = _ALL_LETTERS.fullmatch(text, *token.span())
        return bool(shape and marked and _STRONG.fullmatch(cue) and not text.isupper())
    if letters:
        return digits >= 2 and len(word) >= _PLAIN_FROM and (marked or digits >= _MARKED_FROM)
    if between.strip() == ":":
        return digits > _MARKED_FROM
    return digits >= (_MARKED_FROM if marked else _PLAIN_FROM)
