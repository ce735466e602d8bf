"""How likely a sentence of a question is the one that names the problem: what an editor would quote.

A linear judgement: the signs are named here, what each speaks for or against is in
`problem_weights`, fitted by `python -m benchmarks.fit_quotations` to questions of which an editor has marked
the sentences that name the problem.

Policy. A page whose quotation tells the story before the problem is not recognised by the next person who has
it; one that quotes a sentence too many is only longer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.vocabulary.problem_weights import BIAS, PROBLEM
from harvest.vocabulary.telling import asks
from harvest.vocabulary.words import meaningful

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

LAST_PLACE: Final = 5
"""From this sentence on, later is no worse."""
MOST_SHARED: Final = 3
"""So many words shared with the title count."""
MEDIUM: Final = (8, 25)
"""The problem is mostly named in so many words."""
MANY: Final = 5
"""A question of more sentences than this is as long as any."""
SHORT: Final = 5
LONG: Final = 35
FEW_NAMED: Final = 4
MANY_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class About:
    """What a question is about, in meaningful words."""

    title: AbstractSet[str] = frozenset()
    """Of the page."""
    heading: AbstractSet[str] = frozenset()
    """The asker's own."""
    answer: AbstractSet[str] = frozenset()
    """Of what helped: it tells which of the things that were said is the problem."""


def log_odds(said: Sequence[str], about: About) -> list[float]:
    """How likely each of a question's sentences is it, as log-odds."""
    return [PROBLEM[BIAS] + sum(PROBLEM.get(name, 0.0) for name in there) for there in signs(said, about)]


def signs(said: Sequence[str], about: About) -> list[frozenset[str]]:
    """The names of what speaks for each sentence or against it."""
    plain = [sentence.casefold().replace("’", "'") for sentence in said]
    return [
        frozenset(_of_it(sentence, plain[place], about) | _of_its_place(plain, place))
        for place, sentence in enumerate(said)
    ]


def _of_it(sentence: str, said: str, about: About) -> set[str]:
    named = meaningful(sentence)
    words = len(said.split())
    rest = {
        "medium": MEDIUM[0] <= words <= MEDIUM[1],
        "short": words < SHORT,
        "long": words > LONG,
        "names-some": len(named) >= FEW_NAMED,
        "names-many": len(named) >= MANY_NAMED,
        "asks": asks(sentence),
        "question": said.rstrip(" )\"'").endswith("?"),
    }
    found = {name for name, holds in rest.items() if holds}
    found |= {name for name, fits in _SIGNS.items() if fits(said)}
    for name, words_of in (("title", about.title), ("heading", about.heading), ("answer", about.answer)):
        if words_of and words_of <= named and name != "answer":
            found.add(f"{name}-again")
        else:
            found |= {f"{name}-{count + 1}" for count in range(min(len(named & words_of), MOST_SHARED))}
    return found


def _of_its_place(plain: Sequence[str], place: int) -> set[str]:
    found = {f"place-{min(place, LAST_PLACE)}"}
    if place + 1 == len(plain) > 1:
        found.add("last")
    found.add(f"of-{min(len(plain), MANY)}")
    return found


def _anywhere(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).search


def _beginning(pattern: str) -> Callable[[str], object]:
    return re.compile(rf"\W*(?:{pattern})\b").match


_MUSING: Final = _beginning(
    r"(?:also )?(?:maybe|perhaps|possibly)|(?:i(?:'m| am|'ve been| have been|'d been) (?:just |only )?|also )?thinking"
    r"|i(?:'d| would)? (?:also |just |really |first )*(?:like|want) to (?:thank|say|apologi[sz]e|start by)"
    r"|(?:what|how) do you (?:all |guys |people )?(?:think|feel)|one (?:way|idea|option|thought) (?:is|would|could|might)"
    r"|(?:i|we) (?:could|might|may) (?:also |just |maybe )?(?!not\b)\w+|so far,? i"
    r"|i (?:can't|cannot|can not) (?:show|post|upload|record|share|attach) (?:it|this|that|any)"
    r"|(?:(?:i|we)(?:'ve| have) )?been an? [\w -]{0,30}\b(?:user|customer|fan)"
)
"""A thought, a plan, a thank-you, or the person."""


def muses(sentence: str) -> bool:
    """Whether it tells what somebody thinks, plans or feels, or who they are, and names no problem."""
    return _MUSING(sentence.casefold().replace("’", "'")) is not None


_SIGNS: Final[dict[str, Callable[[str], object]]] = {
    "asks-for": _anywhere(
        r"\b(?:how|why|where|what|which|can|could|is there|is it|does|do|any way)\b.*\?"
        r"|\bi(?:'m| am) unable\b|\btrying to\b|\bhow to\b"
    ),
    "points-back": _beginning(r"this|that|these|those|it|they|them|its"),
    "story": _beginning(
        r"(?:i|we)(?:'ve| have| had|'m| am)?(?: just| already| also| recently| now| then| finally| even| currently)* "
        r"(?:installed|bought|got|tried|read|searched|looked|googled|used|using|am|on|running|run|use|will|hope|know|"
        r"understand|think|guess|like|love|started|downloaded|went|wanted|thought|assumed?|spent|called|contacted|"
        r"created|moved|switched|migrated)|my (?:computer|system|setup|pc|laptop|os|plan|name)|specs|version|os"
    ),
    "contrast": _beginning(r"but|however|unfortunately|now|yet|except"),
    "asks-nothing": _anywhere(
        r"\b(?:what|where|how) (?:am i|did i|do i do|should i do|can i do|could it|is (?:wrong|going on|happening))\b"
        r"|\b(?:any (?:ideas?|suggestions?|tips|clues?|thoughts|hints?)|ideas|what's up|is this (?:a bug|normal|expected)"
        r"|am i (?:missing|doing)|is there something|missing something|make sense|how come|why is (?:this|that|it)(?= \?|\?))\b"
    ),
    "praise": _anywhere(
        r"\b(?:congrat\w*|awesome|amazing|love|great|fantastic|excellent|nice work|well done|wonderful|best)\b"
    ),
    "rant": _anywhere(
        r"\b(?:disgrace|garbage|ridiculous|horrible|terrible|awful|hate|stupid|kidding|joke|frustrat\w*|annoy\w*|"
        r"sick of|fed up|unacceptable|useless|wtf|angry|disappoint\w*)\b|!!"
    ),
    "sets-up": _beginning(
        r"(?:i am|i'm|i|we|my|the)(?: \w+){0,3} (?:use|using|have|running|run|working on|new to|building|developing|"
        r"making|got|bought|had|decided|started)"
    ),
    "own-mind": _beginning(
        r"(?:i|we)(?: \w+)? (?:think|guess|suspect|understand|know|believe|assume|suppose|wonder|hope|realize)"
    ),
    "shown": _anywhere(
        r"\b(?:screen ?shots?|attached|pictures?|images?|video|below|above|following|here is|here's|see)\b"
    ),
    "leads-on": _anywhere(r"[:,]$"),
    "low": _anywhere(r"^[^\w\"'“‘(]"),
    "occasion": _beginning(
        r"when(?:ever)?|after|since|every time|each time|if|once|as soon as|suddenly|today|yesterday"
    ),
    "message": _anywhere(r"\b(?:errors?|messages?|warnings?|says|pop-?ups?)\b"),
    "error-code": _anywhere(
        r"\b(?:[a-z]{1,4}-\d{3,}|0x[0-9a-f]{2,}|(?:errors?|code|status)\W{1,3}(?:\w+ )?#?\d{2,})\b"
        r"|\w(?:error|exception)\b"
    ),
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
        r"lost|gone|crash\w*|stuck|undefined|impossible)\b|\bgoes (?:black|blank)\b|\bnothing (?:happens|appears|shows|else|more)\b"
    ),
    "breaks": _anywhere(
        r"\b(?:(?:do|does|did|wo|ca|could)n't|(?:do|does|did|will|can|could) not|cannot|not|never) (?:even |always |ever )?"
        r"(?:appear|boot|build|compile|connect|display|find|import|load|open|play|print|receive|render|respond|run|save|send|show|"
        r"start|stop|sync|update|work)(?:s|ing|ed)?\b(?! (?:with|on) (?:other|it myself))"
        r"|\b(?:is|are|was|were|becomes?|comes? back|returns?) (?:undefined|null|empty|blank|ignored|missing|gone|impossible)\b"
        r"|\bprints? nothing\b"
    ),
    "went-well": _anywhere(
        r"\b(?:solved|works? (?:fine|well)|worked|no problem)\b(?!.*\b(?:but|however|though|except|until)\b)"
    ),
    "musing": muses,
    "mood": _anywhere(r"\b(?:thanks?|please|help|sorry|appreciate|hope|hi|hello|new here|first post)\b"),
    "somebody": _anywhere(r"\b(?:anyone|anybody|somebody|someone|you)\b"),
}
"""Of a sentence in small letters with straight apostrophes."""
