"""Where somebody lives: postal addresses, and the home folder that carries their name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.privacy.words import NOBODYS_FOLDERS, NOT_IN_STREETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.privacy.kinds import Policy
    from harvest.privacy.reading import Reading

_HOME: Final = re.compile(
    r"(?:(?:\\\\?|(?<=[a-z]:)/)(?:users|benutzer|utilisateurs|usuarios|utenti"
    r"|documents and settings)(?:\\\\?|/)"
    r"|(?<![\w.])(?:/mnt/[a-z])?/(?:users|home|export/home)/)"
    r"(?P<who>[^\\/:*?\"<>|\s\ufffc](?:[^\\/:*?\"<>|\n\ufffc]{0,38}[^\\/:*?\"<>|\s\ufffc])?(?=[\\/])"
    r"|[^\\/:*?\"<>|\s,;)\ufffc]{1,40})"
)
_CAP: Final = r"[A-Z][a-z'.\-]{1,20}"
_STREET: Final = (
    "Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Square|Terrace"
    "|Close|Crescent|"
    "Parkway|Pkwy|Highway|Hwy|Gardens|Grove|Hill|Mews|Row|Walk|Circle|Trail|Quay"
)
_TOWN: Final = rf"(?:,?[ \n]{_CAP}(?: {_CAP}){{0,2}})"
_STATE: Final = (
    r"A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    r"|T[NX]|UT|V[AT]|W[AIVY]"
)
_BRITISH: Final = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}"
_TAIL: Final = (
    rf"(?:,? (?:Apt|Apartment|Unit|Flat|Suite|Ste|#)\.? ?[\w\-]{{1,6}})?"
    rf"(?:{_TOWN}(?:,? (?:(?:{_STATE}) \d{{5}}(?:-\d{{4}})?|{_BRITISH}))?|,?[ \n](?:{_BRITISH}|\d{{5}}))?"
)
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"(?<![\w.\-])\d{{1,5}}[a-zA-Z]?,? (?P<name>(?:(?:[NSEW]\.?|{_CAP}|\d{{1,3}}(?:st|nd|rd"
            rf"|th)) ){{1,4}}?)(?:{_STREET})\b\.?{_TAIL}"
        ),
        r"\b[Pp]\.? ?[Oo]\.? ?[Bb]ox \d{1,7}\b",
        (
            rf"\b(?:[A-Z][a-z\-]{{1,24}}(?:stra(?:ss|ß)e|str\.|weg|platz|allee|gasse|damm|ufer|straat"
            rf"|laan"
            rf"|plein|gracht|kade|singel)|[A-Z][a-z]{{2,20}}[ \-](?:Stra(?:ss|ß)e|Str\.|Weg|Platz"
            rf"|Allee)) \d{{1,4}}[a-z]?\b(?:,?[ \n](?:D-|A-|CH-)?\d{{4,5}}(?: [A-Z]{{2}})? {_CAP})?"
        ),
        (
            rf"\d(?<!\w.)\d{{0,3}}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|chemin|allee|impasse"
            rf"|quai|route|cours) (?:(?:de|du|des|la|le|les) |de l'|l'"
            rf"|d'){{0,3}}{_CAP}(?:[ \-]{_CAP}){{0,2}}(?:,?[ \n]\d{{5}} {_CAP})?"
        ),
        (
            rf"\b(?:[Cc]alle|C/|Avenida|Avda\.?|Plaza|Paseo|[Vv]ia|Viale|Piazza|Corso|Rua"
            rf"|Travessa) (?:(?:de|del|la|las|los|do|da|dos|di|dei|della) ){{0,2}}{_CAP}(?: {_CAP}){{0,2}}"
            rf",? (?:n[.°º]? ?)?\d{{1,4}}\b"
            rf"(?:,?[ \n]\d{{4,5}}(?:-\d{{3}})? {_CAP})?"
        ),
        (
            r"[A-Z](?<![\w\-.].)(?:[A-Z]?\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}"
            r"|\d[A-Z] \d[A-Z]\d)(?![\w\-])"
        ),
        rf"(?<=[a-z], )(?:{_STATE}) \d{{5}}(?:-\d{{4}})?\b",
    )
)


_STREET_WORDS: Final = frozenset(_STREET.lower().split("|"))
_NEEDS: Final = (
    (),
    ("box",),
    ("str", "weg", "platz", "allee", "gasse", "damm", "ufer", "laan", "plein", "gracht", "kade", "singel"),
    ("rue ", "avenue ", "boulevard ", "place ", "chemin ", "allee ", "impasse ", "quai ", "route ", "cours "),
    (
        "calle ",
        "c/ ",
        "avenida ",
        "avda",
        "plaza ",
        "paseo ",
        "via ",
        "viale ",
        "piazza ",
        "corso ",
        "rua ",
        "travessa ",
    ),
    (),
    (", ",),
)
"""What a text must hold, per pattern, for a look to be worth its time."""


def home_folders(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    r"""The name in `C:\Users\<name>\`, `/home/<name>/` and `/Users/<name>`, and nothing else of the path.

    False alarm: one word of a path. Miss: often a full name. Shared folders and placeholders stay.
    """
    if not any(
        folder in reading.low
        for folder in ("users", "home", "benutzer", "utilisateurs", "usuarios", "utenti", "settings")
    ):
        return
    for found in _HOME.finditer(reading.low):
        who = found["who"]
        if who not in NOBODYS_FOLDERS and who[0] not in "%$*.[{(<~=&" and not who.startswith(("your", "my")):
            yield found.span("who")


def addresses(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """A house number and a street, with the town that follows, and postcodes by their shape.

    False alarm: "2 TB Hard Drive" must stay, so words of computing rule a street out. Miss: where somebody
    lives; this first version knows capitalised streets in seven languages, no address without a number, and
    postcodes of the UK, Canada and (after a town) the US.
    """
    if not reading.has_digit:
        return
    skip = int(reading.words.isdisjoint(_STREET_WORDS))  # the first pattern, which is the slowest
    for needs, pattern in zip(_NEEDS[skip:], _PATTERNS[skip:], strict=True):
        if needs and not any(need in reading.low for need in needs):
            continue
        for found in pattern.finditer(reading.text):
            words = (found.groupdict().get("name") or "").lower().split()
            if not NOT_IN_STREETS.intersection(words):
                yield found.span()
