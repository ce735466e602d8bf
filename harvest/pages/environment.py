"""For whom: the systems and versions that the question names, as the asker wrote them.

Policy. Only names that leave no doubt: an operating system from a short list, and a version number beside the
word "version" or beside a name in capital letters. A wrong one sends people away whom the answer would help,
so it stands there as what the question is about, never as a condition; two versions of one system tell nobody
which of them it is. Dates and amounts are no versions.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

SHOWN: Final = 4
"""So many names are shown: more are a pasted report."""
READ_CHARACTERS: Final = 3000
SEVERAL: Final = 2
"""Of so many versions of one system, none is what the question is about."""
_SYSTEM_ALONE: Final = re.compile(
    r"(?:windows|macos|macosx|osx|ubuntu|debian|fedora|android|ios|ipados)[\d.]+$"
)

_SYSTEM: Final = (
    r"(?:(?:microsoft )?windows|win) ?(?:xp|vista|7|8(?:\.1)?|10|11|server \d{4})\b"
    r"(?: (?:home|pro|enterprise))?"
    r"|(?:macos|mac os x|os x)\b(?: (?:big sur|monterey|ventura|sonoma|sequoia|catalina|mojave|high sierra))?"
    r"(?: v?\d+(?:\.\d+)*\b)?"
    r"|(?:ubuntu|debian|fedora|linux mint|opensuse|manjaro|android|ios|ipados)\b(?: v?\d+(?:\.\d+)*\b)?"
    r"|arch linux\b|chromeos\b|raspberry pi(?: \d)?\b"
)
_VERSION: Final = (
    r"(?:(?:version|firmware|release|build)(?: is|:)? |v)\d+(?:\.\d+)+[a-z]*\b"
    r"|(?-i:[A-Z][A-Za-z]{2,}(?:[ -][A-Z][A-Za-z]+)?) (?:version |v)?\d{1,4}(?:\.\d+){1,3}[a-z]*\b"
)
_NAMED: Final = re.compile(rf"(?<![\w./@-])(?:{_SYSTEM}|{_VERSION})(?![\w:/@-]|\.\d)", re.IGNORECASE)
_NO_NAME: Final = re.compile(
    r"(?:since|after|before|until|with|from|the|to|and|on|at|about|than|only|is|it|in|my|no|port|page|step|chapter|section|figure|item|exercise|theorem|equation|lemma|table|rfc|"
    r"error|code|line|costs?|paid|eur|usd|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"update|upgrade|upgraded|updated|using|running|ver|tried|now|when|if|but|for|of|by)\b",
    re.IGNORECASE,
)

_WORKS_THERE: Final = re.compile(
    r"\b(?:works?|worked|working|runs?|(?:is|are|was) (?:fine|ok|okay))"
    r"(?: (?:just |perfectly |very |all )?(?:fine|well|ok|okay|great|good|perfectly|correctly|as expected))?"
    r" (?:in|on|under|with|for) (?:my |the |an? )?$",
    re.IGNORECASE,
)
"""Before a system on which nothing is wrong; it may be named elsewhere, too, and then stays."""


def named(text: str) -> tuple[str, ...]:
    """The names in the order in which they come, none twice, a shorter one not beside a longer."""
    found: dict[str, str] = {}
    for match in _NAMED.finditer(text[:READ_CHARACTERS]):
        name = " ".join(match.group().split())
        if not (_NO_NAME.match(name) or _WORKS_THERE.search(text[: match.start()])):
            found.setdefault(_key(name), name)
    kept = [key for key in found if not any(key != other and key in other for other in found)]
    families = Counter(_family(key) for key in kept if _SYSTEM_ALONE.match(key))
    kept = [key for key in kept if families[_family(key)] < SEVERAL]
    return tuple(found[key] for key in kept[:SHOWN])


def _family(key: str) -> str:
    return key.rstrip("0123456789.")


def _key(name: str) -> str:
    plain = re.sub(r"\bwin(?=\s?\d)", "windows", name.casefold())
    return "".join(re.sub(r"\b(?:version|microsoft)\b|\bv(?=\d)", "", plain).split())
