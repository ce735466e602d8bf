"""Links: those that let their holder in or lead to one person, and all others, which stay whole.

False alarm: an answer loses a link. Miss: a page publishes somebody's way into an account. A link is
masked whole, because half a link is of no use to anyone.

Tried and left out: masking every long random path segment (share links, article ids and video ids look
the same, and answers live on them).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urlsplit

from harvest.privacy.numbers import is_personal_ip
from harvest.privacy.reading import fold
from harvest.privacy.words import ORDINARY, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.privacy.kinds import Policy
    from harvest.privacy.reading import Reading

_IN_URL: Final = r"[^\s<>\"|\\^`{}‹›\ufffc]"
_WITH_SCHEME: Final = re.compile(rf"(?<![a-z])[a-z][a-z0-9+.\-]{{1,15}}://{_IN_URL}++", re.IGNORECASE)
_BARE: Final = re.compile(rf"\.[a-z]{{2,24}}(?::\d{{1,5}})?[/?]{_IN_URL}*+", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[^\W_][\w\-]{0,62}\.?){1,8}", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^/@?&=#]{1,64}(?:@|%40)[^/@?&=#]{1,63}\.[^\W\d]{2,}", re.IGNORECASE)
_PAIR: Final = re.compile(r"[?&;#!]([\w.\-\[\]]{1,60})=([^&;#]+)")
_CASED: Final = re.compile(r"[A-Z]")

_SECRET_NAMES: Final = words(
    "token tok key auth session sessionid session_id sid jsessionid phpsessid email mail e-mail "
    "uid user userid user_id username login password passwd pwd pass code sig signature otp pin "
    "nonce ticket secret hash reset phone mobile tel account account_id customer customer_id "
    "order order_id orderid invite verify confirm assertion samlresponse jwt bearer"
)
_SECRET_ENDINGS: Final = (
    "token",
    "apikey",
    "api_key",
    "api-key",
    "secret",
    "signature",
    "password",
    "session",
)
_HARMLESS_NAMES: Final = words(
    "v list q query search s p id page lang fbclid gclid msclkid h resourcekey rlkey"
)
_SHARING_HOSTS: Final = ("docs.google.com", "drive.google.com", "dropbox.com", "www.dropbox.com", "1drv.ms")
_CONTACT_HOSTS: Final = words("wa.me api.whatsapp.com t.me m.me")
_POST_HOSTS: Final = words("twitter.com x.com mobile.twitter.com www.twitter.com www.x.com")
_NOT_HANDLES: Final = words("i search hashtag intent home share explore settings messages login about")
_DOORS: Final = words(
    "reset verify verification unsubscribe invite invitation confirm confirmation activate "
    "activation magic login signin recover recovery autologin optout"
)
_PROFILE: Final = re.compile(
    r"/(?:(?:u|users?|profiles?|members?|people|in)/@?|@)[^/]{2,64}(?:/(?:summary|activity))?/?"
)
_SHORTEST_RANDOM: Final = 20
_LONGEST_DOOR: Final = 3
"""Words in the name of a door (`reset-your-password`); an article's name is longer."""


def personal(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:
    """Links with a token, an account, an address or a person in them."""
    for start, end in _links(reading):
        if is_personal(reading.text[start:end], policy):
            yield start, end


def public(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """All other links: a shield, so that no digits in them are taken for a telephone."""
    return _links(reading)


def _links(reading: Reading) -> Iterator[tuple[int, int]]:
    """Links with a scheme, and bare ones with a path (`acme.example/help`)."""
    text = reading.text
    if "://" in text:
        for found in _WITH_SCHEME.finditer(text):
            yield found.start(), _trimmed(text, *found.span())
    if "." in text and ("/" in text or "?" in text):
        after = 0
        for found in _BARE.finditer(text):
            start = found.start()
            lowest = max(after, start - 253)
            while start > lowest and (text[start - 1].isalnum() or text[start - 1] in "-._"):
                start -= 1
            before = text[start - 1 : start]
            if _HOST.fullmatch(text, start, found.start()) and before not in (
                "/",
                "\\",
                "@",
                ":",
                "%",
                "~",
                "$",
            ):
                after = _trimmed(text, start, found.end())
                yield start, after


def _trimmed(text: str, start: int, end: int) -> int:
    """Where the link ends without the punctuation of the sentence around it."""
    while end > start:
        last = text[end - 1]
        if last in ".,;:!?'*_~" or (last in ")]" and text.count("(["[last == "]"], start, end) == 0):
            end -= 1
        else:
            break
    return end


def is_personal(url: str, policy: Policy) -> bool:
    """Whether a link (in its plain form) must not be published."""
    if any(url.rstrip("/") == entry.rstrip("/") for entry in policy.keep if "/" in entry):
        return False
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return True  # not a link anyone can follow: nothing is lost
    return (
        ("@" in parts.netloc and not parts.netloc.startswith("nobody@"))
        or is_personal_ip(host)
        or bool(_EMAIL.search(unquote(url)))
        or _has_secret(url, host)
        or _is_door(parts.path)
        or _is_person(parts, host, policy)
    )


def _has_secret(url: str, host: str) -> bool:
    """A parameter named or looking like a secret, in the query or the fragment."""
    for name, value in _PAIR.findall(url):
        plain = name.lower().strip("[]")
        if plain in _SECRET_NAMES or plain.endswith(_SECRET_ENDINGS):
            return True
        known = plain in _HARMLESS_NAMES or plain.startswith("utm_") or host in _SHARING_HOSTS
        if not known and _is_random(value):
            return True
    return "eyJ" in url


def _is_random(value: str) -> bool:
    """Long, and digits among letters: drawn by a machine, not named by a person."""
    if len(value) < _SHORTEST_RANDOM:
        return False
    longest = max(re.split(r"[^A-Za-z0-9]+", value), key=len)
    digits = sum(c.isdigit() for c in longest)
    return len(longest) >= _SHORTEST_RANDOM and 0 < digits < len(longest)


def _is_door(path: str) -> bool:
    """`/reset/8f3k2m9q`: a word for getting in, and a token."""
    segments = path.split("/")
    named = (re.split(r"[-_.]", segment.lower()) for segment in segments)
    words = {word for parts in named if len(parts) <= _LONGEST_DOOR for word in parts}
    return bool(words & _DOORS) and any(_is_token(segment) for segment in segments)


def _is_token(segment: str) -> bool:
    """Digits among letters without a word boundary, or a plain number with six digits or more."""
    if segment.isdigit():
        return len(segment) >= 6
    digits = sum(c.isdigit() for c in segment)
    longest = max(map(len, re.split(r"[-_.]", segment)))
    return 2 <= digits < len(segment) and longest >= 8


def _is_person(parts: SplitResult, host: str, policy: Policy) -> bool:
    """Somebody's profile, or an address that names somebody of the thread."""
    segments = [fold(unquote(segment)).lower() for segment in parts.path.split("/") if segment]
    if host in _CONTACT_HOSTS and segments:
        return True
    ours = {fold(entry).lower().lstrip("@") for entry in policy.keep}
    if host in _POST_HOSTS and segments:
        return segments[0] not in _NOT_HANDLES and segments[0] not in ours
    if segments and _PROFILE.fullmatch(parts.path.lower()) and segments[-1].lstrip("@") not in ours:
        return True
    theirs = {fold(name).lower().lstrip("@") for name in policy.names} - ORDINARY - ours
    return any(segment.lstrip("@~") in theirs for segment in segments)
