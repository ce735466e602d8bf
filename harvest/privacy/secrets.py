"""Passwords and keys: what lets whoever reads it in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.privacy.words import NOT_A_PASSWORD, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.privacy.kinds import Policy
    from harvest.privacy.reading import Reading

_KEYS: Final = re.compile(
    r"(?<![\w])(?:(?:sk|pk|rk)_(?:live|test)_\w{8,128}|gh[pousr]_\w{20,255}|github_pat_\w{20,255}"
    r"|glpat-[\w\-]{20,64}"
    r"|AKIA[A-Z0-9]{16}|ASIA[A-Z0-9]{16}|AIza[\w\-]{35}|xox[abeprs]-[\w\-]{10,128}|npm_\w{36}"
    r"|pypi-[\w\-]{16,255}"
    r"|sk-[\w\-]{20,160}|SG\.[\w\-]{16,64}\.[\w\-]{16,64}|ya29\.[\w\-]{20,255}"
    r"|eyJ[\w\-]{10,4096}+\.[\w\-]{10,4096}+(?:\.[\w\-]{0,4096}+)?"
    r")(?![\w])"
)
_BEGINNINGS: Final = (
    "sk_",
    "pk_",
    "rk_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_",
    "glpat",
    "AKIA",
    "ASIA",
    "AIza",
    "xox",
    "npm_",
    "pypi-",
    "sk-",
    "SG.",
    "ya29",
    "eyJ",
)
_LICENCE: Final = re.compile(r"[A-Z0-9](?<!\w.)(?<!-.)[A-Z0-9]{4}(?:-[A-Z0-9]{5}){4}(?![\w\-])")
_PRIVATE_KEY: Final = re.compile(
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^\-\ufffc]{0,20000}+(?:-----END [A-Z ]{0,50}-----)?"
)
_CUE: Final = re.compile(
    r"(?<!\w)(?:(?:app|master|user|login|email|account|wifi|wi-fi|my|new|old"
    r"|temp(?:orary)?)?[ ]?(?:password|passwd|pwd|passphrase|"
    r"passwort|kennwort|mot de passe|mdp|contrasena|senha|wachtwoord)|passcode|pass(?! to\b)|pw|pin(?: code)?"
    r"|api[ _\-]?key|secret(?: key)?|"
    r"access[ _\-]?key|auth[ _\-]?token|bearer|licen[cs]e key|product key|activation (?:key|code)"
    r"|security code|verification code|otp|cvv|cvc)"
    r"(?P<how>\s{1,2}(?:is|was|ist|lautet|est|es|e|to)[\s:=]{1,3}|\s{0,2}(?:=>|[:=])\s{0,2}"
    r"|\s(?=[\w\-]{20}))(?P<quote>[\"'`(]?)(?P<value>[^\s\"'`<>\ufffc]{3,128})(?P<after>\s?(?:\Z|\n"
    r"|[.,;!)\"'`])?)",
)
_CUE_WORDS: Final = words(
    "password passwd pwd passphrase passwort kennwort passe mdp contrasena senha wachtwoord passcode "
    "pass pw pin api apikey "
    "secret access accesskey auth bearer key code otp cvv cvc"
)
_SHORTEST_WORD: Final = 5


def keys(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """Keys that say by their beginning what they are, JSON web tokens, private keys, licence keys.

    False alarm: next to none, the shapes are registered by their issuers. Miss: a key of an issuer not
    listed.
    """
    text = reading.text
    if any(beginning in text for beginning in _BEGINNINGS):
        yield from (found.span() for found in _KEYS.finditer(text))
    if text.count("-") >= 4:
        yield from (found.span() for found in _LICENCE.finditer(text))
    if "-----BEGIN" in text:
        yield from (found.span() for found in _PRIVATE_KEY.finditer(text))


def passwords(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """`password: hunter2`, `pw is Tr0ub4dor`, `PIN = 4711`.

    False alarm: "password is required" must stay, so a plain word counts only after a colon and at the end
    of its sentence; a digit or a sign in it always counts. Miss: somebody's password, if it is a plain word
    in a sentence.
    """
    low = reading.low
    if reading.words.isdisjoint(_CUE_WORDS):
        return
    for found in _CUE.finditer(low):
        value = found["value"].rstrip(".,;:!?)]")
        if value in NOT_A_PASSWORD or value.endswith("%") or not value.strip("*.•x-_"):
            continue
        marked = any(c in found["how"] for c in ":=") or bool(found["quote"])
        strange = any(c.isdigit() or not (c.isalnum() or c in "-'/.,") for c in value)
        last = found["after"] != "" or len(value) < len(found["value"]) or found.end() == len(low)
        if strange or (marked and last and len(value) >= _SHORTEST_WORD):
            yield found.start("value"), found.start("value") + len(value)
