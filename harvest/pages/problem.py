"""How likely a sentence of a question is the one that names the problem: what an editor would quote.

A linear judgement, as in `use`: the signs are named here, what each speaks for or against is in
`problem_weights`, fitted by `python -m benchmarks.fit_quotations` to questions of which an editor has marked
the sentences that name the problem.

Policy. A page whose quotation tells the story before the problem is not recognised by the next person who has
it; one that quotes a sentence too many is only longer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.pages import cues, sentences
from harvest.pages.problem_weights import BIAS, PROBLEM

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

LAST_PLACE: Final = 5
"""From this sentence on, later is no worse."""
MOST_SHARED: Final = 3
"""So many words shared with the title count."""
MEDIUM: Final = (8, 25)
"""The problem is mostly named in so many words."""
LONG: Final = 35
FEW_NAMED: Final = 4
MANY_NAMED: Final = 8


def log_odds(sentence: str, place: int, title: AbstractSet[str], heading: AbstractSet[str]) -> float:
    """How likely it is, as log-odds. `place`: its number; `title`, `heading`: their meaningful words."""
    return PROBLEM[BIAS] + sum(PROBLEM.get(name, 0.0) for name in signs(sentence, place, title, heading))


def signs(sentence: str, place: int, title: AbstractSet[str], heading: AbstractSet[str]) -> frozenset[str]:
    """The names of what speaks for a sentence or against it."""
    said = sentences.plain(sentence)
    named = vocabulary.meaningful(sentence)
    words = len(said.split())
    rest = {
        "medium": MEDIUM[0] <= words <= MEDIUM[1],
        "long": words > LONG,
        "names-some": len(named) >= FEW_NAMED,
        "names-many": len(named) >= MANY_NAMED,
        "asks": vocabulary.asks(sentence),
        "question": said.rstrip(" )\"'").endswith("?"),
    }
    found = {name for name, holds in rest.items() if holds}
    found |= {name for name, fits in _SIGNS.items() if fits(said)}
    found.add(f"place-{min(place, LAST_PLACE)}")
    for name, about in (("title", title), ("heading", heading)):
        if about and about <= named:
            found.add(f"{name}-again")
        else:
            found |= {f"{name}-{count + 1}" for count in range(min(len(named & about), MOST_SHARED))}
    return frozenset(found)


def _anywhere(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).search


def _beginning(pattern: str) -> Callable[[str], object]:
    return re.compile(rf"\W*(?:{pattern})\b").match


_SIGNS: Final[dict[str, Callable[[str], object]]] = {
    "asks-for": cues.ASKING.search,
    "points-back": cues.POINTS_BACK.match,
    "story": cues.STORY.match,
    "contrast": _beginning(r"but|however|unfortunately|now|yet|except"),
    "occasion": _beginning(
        r"when(?:ever)?|after|since|every time|each time|if|once|as soon as|suddenly|today|yesterday"
    ),
    "message": _anywhere(r"\b(?:errors?|messages?|warnings?|says|pop-?ups?)\b"),
    "error-code": _anywhere(r"(?<!\w)[a-z]{1,4}-?\d{3,}\b|\b0x[0-9a-f]{2,}\b"),
    "names-it": _anywhere(
        r"\b(?:the|my|main|only) (?:\w+ )?(?:problem|issue|question|trouble)s? (?:is|are|was|here|now)\b"
    ),
    "gets": _anywhere(r"\bi(?:'m| am)? (?:now |still |always |only |just )?(?:get|see|receiv)(?:t?ing|e)?\b"),
    "wants": _anywhere(
        r"\bi(?:'d| would|'m| am)? (?:also |really |just )?(?:want|need|like to|wish|looking|trying)\b"
    ),
    "how": _anywhere(
        r"\bhow (?:to|do|can|could|would|should)\b|\bis (?:there|it)\b.*\b(?:way|possible|option|setting)\b"
    ),
    "tried": _anywhere(
        r"\b(?:i|i've|we|we've)\b[^.]{0,20}\b(?:tried|checked|looked|searched|read|googled|reinstalled|"
        r"restarted|removed|deleted|tested)\b"
    ),
    "cannot": _anywhere(
        r"\b(?:can't|cannot|can not|unable|won't|doesn't|does not|don't|didn't|isn't|aren't|no longer|"
        r"not (?:work|show|able|send|receiv|find|open|load)\w*|fails?|failed|stopped|missing|disappear\w*|"
        r"lost|gone|crash\w*|stuck)\b"
    ),
    "went-well": _anywhere(r"\b(?:solved|works? (?:fine|well)|worked|no problem)\b"),
    "mood": _anywhere(r"\b(?:thanks?|please|help|sorry|appreciate|hope|hi|hello|new here|first post)\b"),
    "somebody": _anywhere(r"\b(?:anyone|anybody|somebody|someone|you)\b"),
}
"""Of a sentence in small letters with straight apostrophes."""
