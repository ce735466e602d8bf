"""Does this turn confirm that answer? The rules that weigh it, as one table.

Cost of a false "resolved": a wrong answer is put before every customer who searches. Cost of a miss: nothing
today. So the bar is high (`judge.RESOLVED_AT`). The weights are fitted on labelled turns by a ridge logistic
regression, those of rare and grave signs are set by hand: see `weights`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.model import Role
from harvest.resolution import weights
from harvest.resolution.cases import AFFECTED, HELPS, Case, correction, ruled
from harvest.resolution.cues import PATTERNS, Act
from harvest.resolution.offers import tells_own_fix

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.resolution.acts import Reading

BARE_WORDS: Final = 30
"""A thank-you up to this long says nothing but thanks."""
SELF_WORDS: Final = 60
"""An asker who answers the own question says at least this much."""
USEFUL_WORDS: Final = 12
"""An answer shorter than this is seldom what somebody is thankful for."""
SOLVED_TITLE: Final = re.compile(r"[\[(](?:re)?solved[\])]|^\W*solved\b|\bsolved\W*$", re.IGNORECASE)


def could_confirm(readings: tuple[Reading, ...], at: int) -> bool:
    """Whether the turn at a place is one in which somebody affected may be confirming."""
    reading = readings[at]
    if at == 0:
        return False
    if reading.turn.role in AFFECTED:
        cued = reading.does(Act.THANKS, Act.CONFIRMS, Act.OWN_FIX, Act.ACCEPTS, Act.CLOSES, Act.WARM)
        return cued or answers_self(readings, reading)
    # on a forum, somebody with the same problem who thanks for the steps looks like a helper at first
    newcomer = all(r.turn.author.key != reading.turn.author.key for r in readings[:at])
    return (
        reading.turn.role is Role.HELPER
        and newcomer
        and reading.does(Act.THANKS)
        and not reading.does(Act.ASKS)
        and reading.settles
    )


def answers_self(readings: tuple[Reading, ...], reading: Reading) -> bool:
    """Whether the asker answers the own question at length, as is the custom on question-and-answer sites."""
    return (
        reading.turn.role is Role.ASKER
        and reading.turn.reply_to == readings[0].turn.id
        and reading.words >= SELF_WORDS
        and reading.does(Act.ADDRESSES)
        and not reading.does(Act.ASKS, Act.STILL_STUCK, Act.POLITE, Act.THANKS)
    )


def _told(case: Case, holds: Callable[[Reading], bool]) -> Reading | None:
    turn = case.confirmation
    return turn if turn is not None and holds(turn) else None


def _does(*wanted: Act) -> Callable[[Case], Reading | None]:
    return lambda case: _told(case, lambda turn: turn.does(*wanted))


def _settles(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.settles)


def _settles_at_once(case: Case) -> Reading | None:
    """Says that it works in its first words."""
    return _told(case, lambda turn: turn.settles and turn.works[0] <= 1)


def _settles_at_last(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.settles and turn.works[-1] >= len(turn.said) - 2)


def _settles_in_short(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.settles and turn.words <= BARE_WORDS)


def _settles_in_passing(case: Case) -> Reading | None:
    """Says that something works in the midst of much else."""
    return _told(
        case, lambda turn: turn.settles and turn.works[0] > 1 and turn.works[-1] < len(turn.said) - 2
    )


def _settles_and_thanks(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.settles and turn.does(Act.THANKS))


def _settles_for_little(case: Case) -> Reading | None:
    """Says that it works, tells nothing, and nobody said anything of substance."""
    if any(useful(answer) for answer in case.answer if answer is not case.confirmation):
        return None
    return _told(case, lambda turn: turn.settles and not tells_own_fix(turn))


def _own_fix(case: Case) -> Reading | None:
    return _told(case, tells_own_fix)


def _own_fix_found(case: Case) -> Reading | None:
    """Found it, and says little of how."""
    return _told(case, lambda turn: turn.does(Act.OWN_FIX) and not tells_own_fix(turn))


def _own_fix_plain(case: Case) -> Reading | None:
    """Tells it without another question or a but."""
    return _told(case, lambda turn: tells_own_fix(turn) and not turn.does(Act.ASKS, Act.DOUBTS))


def _own_fix_first(case: Case) -> Reading | None:
    """Begins with it, and does not end in a question."""
    return _told(
        case,
        lambda turn: (
            tells_own_fix(turn)
            and any(PATTERNS[Act.OWN_FIX].search(s) for s in turn.said[:2])
            and not turn.ends_asking
        ),
    )


def _answers_self(case: Case) -> Reading | None:
    return _told(case, lambda turn: answers_self(case.readings, turn))


def _untold(case: Case) -> Reading | None:
    """Says that it works, and nobody in public how."""
    others = [answer for answer in case.answer if answer is not case.confirmation]
    return _told(
        case,
        lambda turn: (
            not tells_own_fix(turn)
            and (turn.does(Act.OWN_FIX) if others else turn.settles or turn.does(Act.OWN_FIX))
            and all(_only_asks(answer) for answer in others)
        ),
    )


def _bare(turn: Reading) -> bool:
    """Nothing but content: no question, no but, no plan."""
    return turn.words <= BARE_WORDS and not turn.does(
        Act.ASKS, Act.STILL_STUCK, Act.WILL_TRY, Act.DOUBTS, Act.SENDS_AWAY, Act.SARCASM
    )


def _last_word(case: Case, turn: Reading) -> bool:
    """Whether the same person says nothing of weight later."""
    person = turn.turn.author.key
    return not any(r.turn.author.key == person and r.words > 6 for r in case.after_confirmation)


def _bare_thanks(case: Case) -> Reading | None:
    return _told(
        case,
        lambda turn: (
            turn.does(Act.THANKS)
            and not turn.settles
            and _bare(turn)
            and "please" not in turn.text
            and _last_word(case, turn)
        ),
    )


def _thanks_for_answer(case: Case) -> Reading | None:
    """A bare thank-you for an answer with substance."""
    return _bare_thanks(case) if any(useful(answer) for answer in case.answer) else None


def useful(answer: Reading) -> bool:
    """Whether an answer says enough that thanks for it can mean that it helped."""
    if answer.words < USEFUL_WORDS or (answer.does(Act.SENDS_AWAY) and answer.words < 60):
        return False
    asks_only = answer.does(Act.COLLECTS) or (answer.does(Act.ASKS) and not answer.does(Act.INSTRUCTS))
    return answer.does(Act.INSTRUCTS, Act.EXPLAINS, Act.DECLINES, Act.KNOWN) and not asks_only


def _accepts_bare(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.does(Act.ACCEPTS) and _bare(turn) and _last_word(case, turn))


def _accepts_and_thanks(case: Case) -> Reading | None:
    return _told(
        case,
        lambda turn: (
            turn.does(Act.ACCEPTS)
            and turn.does(Act.THANKS)
            and not turn.does(Act.ASKS, Act.STILL_STUCK, Act.WILL_TRY)
        ),
    )


def _warm_thanks(case: Case) -> Reading | None:
    return _told(
        case,
        lambda turn: (
            turn.does(Act.WARM)
            and turn.does(Act.THANKS)
            and not turn.does(Act.ASKS, Act.STILL_STUCK, Act.WILL_TRY, Act.POLITE)
        ),
    )


def _polite_opening(case: Case) -> Reading | None:
    """Thanks for the reply, and then has more to say."""
    return _told(case, lambda turn: turn.does(Act.POLITE) and turn.words > 15)


def _asks_on(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.does(Act.ASKS) and not turn.settles)


def _settles_and_asks(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.does(Act.ASKS) and turn.settles)


def _ends_asking(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.ends_asking)


def _stuck(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.does(Act.STILL_STUCK) and not turn.settles)


def _stuck_first(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.does(Act.STILL_STUCK) and turn.settles)


def _but(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.does(Act.DOUBTS) and not turn.settles)


def _settles_but(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.settles and turn.ends_in_doubt)


def _only_promised(case: Case) -> Reading | None:
    """The same person said that they would try, and never said how it went."""
    turn = case.confirmation
    if turn is None or turn.settles or turn.does(Act.OWN_FIX):
        return None
    person = turn.turn.author.key
    before = case.readings[: case.readings.index(turn)]
    return next((r for r in before if r.turn.author.key == person and r.does(Act.WILL_TRY)), None)


def _later(case: Case, holds: Callable[[Reading], bool]) -> Reading | None:
    """A later turn of the same person."""
    if case.confirmation is None:
        return None
    person = case.confirmation.turn.author.key
    return next((r for r in case.after_confirmation if r.turn.author.key == person and holds(r)), None)


def _only_others(case: Case) -> Reading | None:
    """Another customer is glad, and the asker was not helped by it."""
    if case.confirmation is None or case.confirmation.turn.role is Role.ASKER:
        return None
    stuck = (r for r in case.of_asker(after=case.after_answer) if r.does(Act.STILL_STUCK) and not r.settles)
    return next(stuck, None)


def _came_undone(case: Case) -> Reading | None:
    return _later(case, lambda later: later.does(Act.STILL_STUCK) and not later.settles)


def _asks_later(case: Case) -> Reading | None:
    return _later(case, lambda later: later.does(Act.ASKS) and not later.settles and later.words > 8)


def _talks_on(case: Case) -> Reading | None:
    return _later(case, lambda later: later.words > 20 and not later.settles)


def _welcomed(case: Case) -> Reading | None:
    """Somebody else is glad that it helped, right after."""
    if case.confirmation is None:
        return None
    person = case.confirmation.turn.author.key
    return next(
        (r for r in case.after_confirmation[:2] if r.turn.author.key != person and r.does(Act.WELCOMES)), None
    )


def _helped_on(case: Case) -> Reading | None:
    """Somebody goes on helping the same person with something new."""
    if case.confirmation is None:
        return None
    person = case.confirmation.turn.author.key
    return next(
        (
            r
            for r in case.after_confirmation
            if r.turn.role in HELPS
            and r.turn.author.key != person
            and r.words > 25
            and r.does(Act.INSTRUCTS)
            and not r.does(Act.WELCOMES)
        ),
        None,
    )


def _last_turn(case: Case) -> Reading | None:
    return case.confirmation if not case.after_confirmation else None


def _corrected(case: Case) -> Reading | None:
    return next((found for a in case.answer if (found := correction(case.readings, a))), None)


def _no_answer(case: Case) -> Reading | None:
    return case.confirmation if not case.answer else None


def _answer(holds: Callable[[Reading], bool]) -> Callable[[Case], Reading | None]:
    return lambda case: next((a for a in case.answer if a is not case.confirmation and holds(a)), None)


def _only_asks(answer: Reading) -> bool:
    return answer.does(Act.ASKS) and not answer.does(Act.INSTRUCTS, Act.EXPLAINS)


def _by_asker(case: Case) -> Reading | None:
    return _told(case, lambda turn: turn.turn.role is Role.ASKER)


def _to_answer(case: Case) -> Reading | None:
    """It stands right after the answer."""
    turn = case.confirmation
    if turn is None or not case.answer or case.answer[-1] is turn:
        return None
    return turn if case.readings.index(turn) == case.readings.index(case.answer[-1]) + 1 else None


def _solved_title(case: Case) -> Reading | None:
    first = case.question.turn.posts[0]
    heading = first.title or first.body[:150].partition("\n")[0]
    return case.question if SOLVED_TITLE.search(heading) else None


def nothing_asked(case: Case) -> Reading | None:
    """The conversation began with no question and no problem: an announcement, a debate, praise."""
    question = case.question
    titled = any(PATTERNS[Act.HAS_PROBLEM].search(post.title.casefold()) for post in question.turn.posts)
    return None if titled or question.does(Act.HAS_PROBLEM) else question


def _accepted(case: Case) -> Reading | None:
    return next((a for a in case.answer if case.accepted and case.accepted in a.turn.ids), None)


RULES: Final = ruled(
    weights.CONFIRMATION,
    ("settles", _settles, "somebody affected says that it works"),
    ("settles-at-once", _settles_at_once, "says so in the first words"),
    ("settles-at-last", _settles_at_last, "says so in the last words"),
    ("settles-in-short", _settles_in_short, "says so, and little else"),
    ("settles-in-passing", _settles_in_passing, "says so in passing"),
    ("settles-for-little", _settles_for_little, "though nobody said much"),
    ("settles-and-thanks", _settles_and_thanks, "says so with thanks"),
    ("own-fix", _own_fix, "the asker describes what fixed it"),
    ("own-fix-plain", _own_fix_plain, "and nothing else"),
    ("own-fix-first", _own_fix_first, "begins with it"),
    ("answers-self", _answers_self, "the asker answers the question"),
    ("untold", _untold, "nobody says in public how"),
    ("own-fix-found", _own_fix_found, "found it, and says little of how"),
    ("thanks-for-answer", _thanks_for_answer, "thanks for an answer with substance, and no more"),
    ("bare-thanks", _bare_thanks, "says thanks, and no more"),
    ("thanks", _does(Act.THANKS), "says thanks"),
    ("warm-thanks", _warm_thanks, "says thanks warmly"),
    ("accepts", _does(Act.ACCEPTS), "takes the answer as it is"),
    ("accepts-bare", _accepts_bare, "takes the answer, and no more"),
    ("accepts-and-thanks", _accepts_and_thanks, "takes the answer, with thanks"),
    ("closes", _does(Act.CLOSES), "closes the matter"),
    ("solved-title", _solved_title, "the title says that it is solved"),
    ("by-asker", _by_asker, "the asker says so"),
    ("to-answer", _to_answer, "right after the answer"),
    ("last-turn", _last_turn, "nothing was said after it"),
    ("welcomed", _welcomed, "the helper is glad that it helped"),
    ("accepted", _accepted, "the source marks it as the answer"),
    ("polite-opening", _polite_opening, "thanks for the reply, and has more to say"),
    ("will-try", _does(Act.WILL_TRY), "will only try"),
    ("only-promised", _only_promised, "said that they would try, and not how it went"),
    ("asks-on", _asks_on, "goes on asking"),
    ("settles-and-asks", _settles_and_asks, "has another question"),
    ("ends-asking", _ends_asking, "ends in a question"),
    ("still-stuck", _stuck, "is still stuck in the same breath"),
    ("stuck-first", _stuck_first, "was stuck before"),
    ("but", _but, "has a but"),
    ("settles-but", _settles_but, "has a but at the end"),
    ("fixed-itself", _does(Act.FIXED_ITSELF), "it fixed itself"),
    ("sarcasm", _does(Act.SARCASM), "sounds sarcastic"),
    ("came-undone", _came_undone, "the same person is stuck again later"),
    ("only-others", _only_others, "it did not help the asker"),
    ("asks-later", _asks_later, "the same person asks again later"),
    ("talks-on", _talks_on, "the same person talks on"),
    ("helped-on", _helped_on, "somebody goes on helping"),
    ("corrected", _corrected, "somebody else says that the answer is wrong"),
    ("answer-instructs", _answer(lambda a: a.does(Act.INSTRUCTS)), "the answer says what to do"),
    ("answer-only-asks", _answer(_only_asks), "the answer only asks"),
    ("answer-sends-away", _answer(lambda a: a.does(Act.SENDS_AWAY)), "the answer sends elsewhere"),
    ("long-turn", lambda case: _told(case, lambda turn: turn.words > 80), "says much else"),
    ("nothing-asked", nothing_asked, "nothing was asked"),
    ("no-answer", _no_answer, "nothing public that could have helped"),
)
