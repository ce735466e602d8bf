"""E-mail addresses and @handles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.privacy.reading import fold
from harvest.privacy.words import AT_WORDS, FILE_ENDINGS, MAIL_DOMAINS, MAIL_PROVIDERS, NOT_BEFORE_AT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from harvest.privacy.kinds import Policy
    from harvest.privacy.reading import Reading

LONGEST_LOCAL: Final = 64
"""Characters before the @ (RFC 5321, 4.5.3.1.1)."""

_LABEL: Final = r"[^\W_](?:[\w\-]{0,61}[^\W_])?"
_AT: Final = re.compile(r"@|%40")
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{0,8}}")
_LAST_LABEL: Final = re.compile(r"(?:xn--[a-z0-9\-]{2,59}|[^\W\d_]{2,63})", re.IGNORECASE)
_DOT: Final = (
    r"(?:\s{0,2}[\[({<]\s{0,2}(?:dot|punkt|punto|point|\.)\s{0,2}[\])}>]\s{0,2}|\s{1,3}(?:dot|punkt"
    r"|punto)\s{1,3})"
)
_ANY_DOT: Final = rf"(?:\.|{_DOT}|\s\.\s?)"
_SPELT_AT: Final = re.compile(
    r"(?:\s{0,2}[\[({<]\s{0,2}(?:at|@|arroba|chez)\s{0,2}[\])}>]\s{0,2}|(?-i:\sAT\s)|\s@\s|@\s)"
    rf"{_LABEL}(?:{_ANY_DOT}{_LABEL}){{0,3}}?{_ANY_DOT}([a-z]{{2,12}})(?![\w])"
    rf"|\s(?:at|arroba)\s{_LABEL}(?:{_ANY_DOT}{_LABEL}){{0,2}}?{_DOT}([a-z]{{2,12}})(?!\w)",
    re.IGNORECASE,
)
_SPELT_SIGNS: Final = (
    "dot",
    "punkt",
    "punto",
    "@ ",
    "(at",
    "[at",
    "{at",
    "<at",
    "( at",
    "[ at",
    "(@",
    "[@",
    "arroba",
    "chez",
)
_HANDLE: Final = re.compile(
    r"(?<![\w@/+\-])(?<!\w\.)(?<!%40)@(?P<who>[^\W_][\w]{0,63}(?:[.\-]\w{1,63}){0,6}"
    r"|_\w{1,63})(?P<host>@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4})?"
)
_REDDIT: Final = re.compile(r"(?<![\w/])/?u/[\w\-]{3,20}(?![\w/])")
_NOT_A_PERSON: Final = re.compile(
    r"\d{1,4}(?:am|pm|fps|hz|[kmghx]|[kmg]hz|[kmg]?bps|p|px|pc|pct|nd|th|h\d\d)?", re.IGNORECASE
)


def _local_start(text: str, at: int) -> int:
    """Where the part before the @ (which stands at `at`) begins; `at` itself where there is none."""
    start, lowest = at, max(0, at - LONGEST_LOCAL)
    while start > lowest and (text[start - 1].isalnum() or text[start - 1] in "._+-%'&=!#$*/?^`{}~"):
        start -= 1
    while start < at and not (text[start].isalnum() or text[start] == "_"):
        start += 1
    slash = max(text.rfind("/", start, at), text.rfind("=", start, at), text.rfind("?", start, at))
    return slash + 1 if slash >= 0 else start


def emails(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """`jane+tag@example.com`, in brackets, in headers, after `mailto:`, with a domain in any script.

    Also without its ending at the large providers (`jane@gmail`). False alarm: cheap, little else has
    this shape (`icon@2x.png` and `pkg@1.2.3` are left out by their endings, `git@host` identifies
    nobody). Miss: somebody's inbox.
    """
    text = reading.text
    if "@" not in text and "%40" not in text:
        return
    for found in _AT.finditer(text):
        start = _local_start(text, found.start())
        domain = _DOMAIN.match(text, found.end())
        if start == found.start() or domain is None:
            continue
        labels = domain.group().lower().split(".")
        if len(labels) == 1:
            if labels[0] in MAIL_PROVIDERS:
                yield start, domain.end()
        elif (
            _LAST_LABEL.fullmatch(labels[-1])
            and labels[-1] not in FILE_ENDINGS
            and text[start : found.start()] != "git"
        ):
            yield start, domain.end()


def spelt_emails(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """`jane (at) example dot com`, `jane AT example.com`, `jane @ example.com`.

    A plain "at" needs a spelt "dot" as well, because people look at example.com. False alarm: a few
    words of a sentence about a site. Miss: as above, from people who were careful.
    """
    text = reading.text
    if not any(sign in reading.low for sign in _SPELT_SIGNS) and " AT " not in text:
        return
    for found in _SPELT_AT.finditer(text):
        end = found.start()
        start = _local_start(text, end)
        local = reading.low[start:end]
        if local and local not in NOT_BEFORE_AT and not local.isdigit():
            yield start, found.end()


def handles(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """`@jane_d`, `@jane@social.example`, `u/jane`; the company's own were shielded before.

    False alarm: an annotation or a style rule in code (a closed list is let through), so an answer about
    code loses a word. Miss: a person's account. Times and rates (`@5pm`, `@60fps`), scopes (`@scope/pkg`)
    and the ends of mail addresses ("all my @cox.example.net accounts") are not handles; so a Bluesky handle
    that is a domain of its own is only known if its owner is in the thread.
    """
    text = reading.text
    if "@" in text:
        for found in _HANDLE.finditer(text):
            who = found["who"].lower()
            after = text[found.end() : found.end() + 2]
            scope = after[:1] == "/" and after[1:].isalnum()
            domain = "." in who and found["host"] is None and who.rsplit(".", 1)[1] in MAIL_DOMAINS
            if not (
                _NOT_A_PERSON.fullmatch(who)
                or who in AT_WORDS
                or who.split("-")[0] in AT_WORDS
                or scope
                or domain
            ):
                yield found.span()
    if "u/" in text:
        yield from (found.span() for found in _REDDIT.finditer(text))


def is_of(handle: str, people: AbstractSet[str]) -> bool:
    """Whether a handle names one of the people (in small letters), or an account on a named host."""
    name = fold(handle).strip().removeprefix("/").removeprefix("u/").lstrip("@").casefold()
    return "@" in name or name in people
