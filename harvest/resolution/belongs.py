"""Which posts of a thread its page is made of: those that hold the answer, named by the verdict or not.

The verdict names what the confirmation means, or the best that was said. That is one post, seldom two; what
a colleague adds, what a first reply had said already and how the asker went about it stands in others. Each
post that could be part of it is weighed by what it does and where it stands, the verdict's word being one
sign of many. The weights stand in `belongs_weights`, fitted by `python -m benchmarks.fit_posts` to the posts
that readers of whole threads call the answer.

Policy. A post too many is sifted like the others, and costs an editor a few lines; a post too few can leave
the page without its remedy. So the bar is where as many posts are right as the verdict's own, and the
likeliest stays, and so does the confirmation where it says what it was. What somebody corrects, or the asker
tried in vain, is never added; a post whose author takes it back goes, where another remains.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from harvest.model import Role
from harvest.resolution.belongs_weights import BELONGS, BIAS
from harvest.resolution.cases import correction
from harvest.resolution.cues import Act
from harvest.resolution.offers import failed
from harvest.resolution.own_fix import tells_account

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.resolution.acts import Reading
    from harvest.resolution.cases import Case

BELONGS_AT: Final = 0.4
"""How likely a post must be to be part of the answer."""
FEWEST_WORDS: Final = 5
"""A shorter post that the verdict does not name adds nothing."""
READ_TURNS: Final = 60
"""Of a thread: what stands further down is added to no page, unless the verdict names it."""
_TAKEN_BACK: Final = re.compile(
    r"\W*(?:(?:oh|ah|ok|oops|hi|hm+|yes|well)\W+)*(?:i(?:'m| am) )?(?:(?:very|so|my) )?"
    r"(?:sorry|apolog\w+|my (?:bad|mistake))\b[^.!?\n]{0,40}"
    r"\b(?:didn't|did not|hadn't|missed|mis-?(?:read|understood|took)|overlooked|was wrong"
    r"|wrong (?:link|answer|one))\b"
)
"""How somebody begins who has answered something else than was asked."""
_CAUSE: Final = re.compile(
    r"\b(?:works?|worked|working)(?: \w+){0,2} (?:if|when|once|after|by) (?:i\b|\w+ing\b)"
    r"|\bturn(?:s|ed) out\b|\bi (?:had|was|have been|had been)\b[^.!?\n]{0,40}\bwrong\b"
    r"|\bi(?:'d| had| have|'ve)? mis(?:read|typed|spelled|took)\b"
    r"|\b(?:the|my) (?:\w+ )?(?:problem|issue|cause|culprit|mistake|trick) was\b"
    r"(?! (?:solved|fixed|resolved|simple|gone))"
)
"""How whoever asked says what it was, or with what it works."""


def choose(case: Case) -> tuple[Reading, ...]:
    """The turns that hold the answer, in order."""
    could = candidates(case)
    if len(could) == 1:
        return could
    weighed = [
        (reading, chance(there))
        for reading, there in signs(case)
        if reading in case.answer or not _refuted(case, reading)
    ]
    most = max(chance for _, chance in weighed)
    kept = [
        reading
        for reading, chance in weighed
        if chance >= BELONGS_AT or chance == most or _tells_the_cause(case, reading)
    ]
    return tuple(r for r in kept if not _taken_back(case.readings, r)) or tuple(kept)


def _refuted(case: Case, reading: Reading) -> bool:
    """Whether somebody says later that it is wrong, or the asker that it did not help."""
    return correction(case.readings, reading) is not None or failed(case, reading)


def _tells_the_cause(case: Case, reading: Reading) -> bool:
    """Whether it is the confirmation, or an answer of the asker's own, and says what it was."""
    own = reading in case.answer and reading.turn.author.key == case.question.turn.author.key
    return (own or reading is case.confirmation) and tells_the_cause(reading.text)


def tells_the_cause(text: str) -> bool:
    """Whether whoever asked says what it was, or with what it works; `text` in small letters."""
    return _CAUSE.search(text) is not None


def chance(there: frozenset[str]) -> float:
    """How likely a post of which these signs hold is part of the answer, 0 to 1."""
    return 1 / (1 + math.exp(-BELONGS[BIAS] - sum(BELONGS.get(name, 0.0) for name in there)))


def candidates(case: Case) -> tuple[Reading, ...]:
    """The turns that could be part of the answer, in order: those named, and who else says anything."""
    return tuple(
        reading
        for at, reading in enumerate(case.readings)
        if reading in case.answer
        or (0 < at <= READ_TURNS and reading is not case.question and reading.words >= FEWEST_WORDS)
    )


def signs(case: Case) -> list[tuple[Reading, frozenset[str]]]:
    """The turns that could be part of the answer, in order, each with the names of what holds of it."""
    talk = _Talk(case)
    return [(reading, frozenset(_of(talk, reading))) for reading in candidates(case)]


class _Talk:
    """What is known of a case, found out once."""

    def __init__(self, case: Case) -> None:
        self.case, self.question = case, case.question
        self.asker = self.question.turn.author.key
        self.place = {id(reading): at for at, reading in enumerate(case.readings)}
        self.named = [self.place[id(reading)] for reading in case.answer]
        self.helpers = {reading.turn.author.key for reading in case.answer} - {self.asker}
        self.told = frozenset[str]().union(*(reading.stems for reading in case.answer)) - self.question.stems
        others = (at for at, reading in enumerate(case.readings) if reading.turn.author.key != self.asker)
        self.last_help = max(others, default=0)


def _of(talk: _Talk, reading: Reading) -> list[str]:
    turn, at, named = reading.turn, talk.place[id(reading)], talk.named
    own = turn.author.key == talk.asker
    is_named = at in named
    asked = len(reading.stems & talk.question.stems)
    alike = 0 if is_named else len(reading.stems & talk.told)
    turns = len(talk.case.readings)
    holds = {
        # what the verdict says
        "named": is_named,
        "named alone": is_named and len(named) == 1,
        "before the named": at < named[0],
        "after the named": at > named[-1],
        "like the named": alike >= 1,
        "much like the named": alike >= 3,
        "same helper": not is_named and turn.author.key in talk.helpers,
        "confirms": reading is talk.case.confirmation,
        "accepted": bool(talk.case.accepted) and talk.case.accepted in turn.ids,
        # who says it, and where
        "own": own,
        "to the question": turn.reply_to == talk.question.turn.id,
        "first": at == 1,
        "early": at <= 4,
        "of few": turns <= 4,
        "of many": turns > 8,
        "of very many": turns > 15,
        "no help later": at >= talk.last_help,
        "thanked": not own and _thanked(talk, at),
        # what it says
        "words of the question": asked >= 1,
        "many words of the question": asked >= 4,
        "most words of the question": asked >= 9,
        "account": own and tells_account(reading),
        "substance": reading.has_substance,
        **{f"{least} words": reading.words >= least for least in WORDS},
        **{act.value: reading.does(act) for act in ACTS},
    }
    return [name for name, there in holds.items() if there]


WORDS: Final = (18, 120, 250)
ACTS: Final = (
    Act.INSTRUCTS,
    Act.ADDRESSES,
    Act.FOUND_OUT,
    Act.OWN_FIX,
    Act.ASKS,
    Act.GUESSES,
    Act.THANKS,
    Act.WELCOMES,
)
"""What a post does that speaks for it or against it."""


def _thanked(talk: _Talk, at: int) -> bool:
    """Whether the asker's next turn thanks."""
    later = (r for r in talk.case.readings[at + 1 :] if r.turn.author.key == talk.asker)
    following = next(later, None)
    return following is not None and following.does(Act.THANKS)


def _taken_back(readings: Sequence[Reading], reading: Reading) -> bool:
    """Whether its author's next turn begins with an apology for not having read well."""
    author = reading.turn.author.key
    later = (r for r in readings[readings.index(reading) + 1 :] if r.turn.author.key == author)
    following = next(later, None)
    return (
        following is not None
        and reading.turn.role is not Role.ASKER
        and _TAKEN_BACK.match(following.text[:200]) is not None
    )
